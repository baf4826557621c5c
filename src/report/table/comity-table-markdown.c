/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as Markdown, in the pipe notation that GitHub and Pandoc read. It knows one line of
 * heads: those of a column are joined. */
#include "config.h"

#include "comity-table-private.h"

#include <string.h>

static void
append_escaped (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && c != 0 && strchr ("\\`*_{}[]<>#|~&$^", (int)c) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
    }
}

static void
write_head (const ComityTable *self, GString *out)
{
  for (gsize j = 0; j < self->n_columns; j++)
    {
      gboolean any = FALSE;

      g_string_append (out, "| ");
      for (guint i = 0; i < self->heads->len; i++)
        {
          const char *cell = g_array_index (self->heads, ComityTableRow, i).cells[j];

          if (cell == NULL || *cell == '\0')
            continue;
          if (any)
            g_string_append (out, ", ");
          append_escaped (out, cell);
          any = TRUE;
        }
      g_string_append_c (out, ' ');
    }
  g_string_append (out, "|\n");
  for (gsize j = 0; j < self->n_columns; j++)
    g_string_append (out, self->is_left[j] ? "| :--- " : "| ---: ");
  g_string_append (out, "|\n");
}

void
comity_table_write_markdown (const ComityTable *self, GString *out)
{
  if (*self->caption != '\0')
    {
      append_escaped (out, self->caption);
      g_string_append (out, "\n\n");
    }
  write_head (self, out);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const ComityTableRow *row = &g_array_index (self->rows, ComityTableRow, i);

      for (gsize j = 0; j < self->n_columns; j++)
        {
          g_string_append (out, "| ");
          append_escaped (out, row->cells[j] != NULL ? row->cells[j] : "");
          g_string_append_c (out, ' ');
        }
      g_string_append (out, "|\n");
    }
  for (guint i = 0; i < self->notes->len; i++)
    {
      g_string_append_c (out, '\n');
      append_escaped (out, self->notes->pdata[i]);
      g_string_append_c (out, '\n');
    }
}
