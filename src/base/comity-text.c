/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys for sorting names, and cells of CSV files. */
#include "config.h"

#include "comity-text.h"

#include <string.h>

char *
comity_text_sort_key (const char *name)
{
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  ascii = g_str_to_ascii (name, "C");
  return g_ascii_strdown (ascii, -1);
}

void
comity_text_append_csv (GString *string, const char *text)
{
  g_return_if_fail (string != NULL && text != NULL);

  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (string, text);
      return;
    }
  g_string_append_c (string, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (string, '"');
      g_string_append_c (string, *text);
    }
  g_string_append_c (string, '"');
}
