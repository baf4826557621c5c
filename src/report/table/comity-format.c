/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats of documents by name and by a file's ending. */
#include "config.h"

#include "comity-report.h"

static const struct
{
  const char *name;
  const char *ending;
} formats[] = {
  [COMITY_FORMAT_TEXT] = { "text", ".txt" },  [COMITY_FORMAT_JSON] = { "json", ".json" },
  [COMITY_FORMAT_CSV] = { "csv", ".csv" },    [COMITY_FORMAT_LATEX] = { "latex", ".tex" },
  [COMITY_FORMAT_HTML] = { "html", ".html" }, [COMITY_FORMAT_MARKDOWN] = { "markdown", ".md" },
};

gboolean
comity_format_from_name (const char *name, ComityFormat *format)
{
  g_return_val_if_fail (name != NULL && format != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (name, formats[i].name))
      {
        *format = (ComityFormat)i;
        return TRUE;
      }
  return FALSE;
}

gboolean
comity_format_from_path (const char *path, ComityFormat *format)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (path != NULL && format != NULL, FALSE);

  lower = g_ascii_strdown (path, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending))
      {
        *format = (ComityFormat)i;
        return TRUE;
      }
  return FALSE;
}
