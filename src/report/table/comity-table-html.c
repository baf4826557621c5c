/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as a fragment of HTML. It is pure ASCII, so that it reads the same in a page of any
 * encoding. */
#include "config.h"

#include "comity-table-private.h"

#include <string.h>

static void
append_escaped (GString *out, const char *text, gssize length)
{
  const char *end = length < 0 ? text + strlen (text) : text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '&')
        g_string_append (out, "&amp;");
      else if (c == '<')
        g_string_append (out, "&lt;");
      else if (c == '>')
        g_string_append (out, "&gt;");
      else if (c == '"')
        g_string_append (out, "&quot;");
      else if (c == 0x2212)
        g_string_append (out, "&minus;");
      else if (g_unichar_iscntrl (c))
        g_string_append_c (out, ' ');
      else if (c < 0x80)
        g_string_append_c (out, (char)c);
      else
        g_string_append_printf (out, "&#%u;", c);
    }
}

static void
write_head (const ComityTable *self, const ComityTableRow *row, GString *out)
{
  g_string_append (out, "<tr>");
  for (gsize j = 0; j < self->n_columns; j++)
    {
      const char *cell = row->cells[j];

      if (cell == NULL || *cell == '\0')
        {
          g_string_append (out, "<td></td>");
          continue;
        }
      g_string_append (out, "<th scope=\"col\" dir=\"auto\">");
      append_escaped (out, cell, -1);
      g_string_append (out, "</th>");
    }
  g_string_append (out, "</tr>\n");
}

static void
write_row (const ComityTable *self, const ComityTableRow *row, GString *out)
{
  g_string_append (out, "<tr>");
  for (gsize j = 0; j < self->n_columns; j++)
    {
      const char *cell = row->cells[j];

      if (cell == NULL || *cell == '\0')
        {
          g_string_append (out, "<td></td>");
        }
      else if (j == 0)
        {
          g_string_append (out, "<th scope=\"row\" dir=\"auto\">");
          append_escaped (out, cell, -1);
          g_string_append (out, "</th>");
        }
      else if (self->is_left[j] || row->kind == COMITY_TABLE_WORDS)
        {
          g_string_append (out, "<td dir=\"auto\">");
          append_escaped (out, cell, -1);
          g_string_append (out, "</td>");
        }
      else
        {
          gsize body = comity_table_measure_body (cell);

          g_string_append (out, "<td>");
          append_escaped (out, cell, (gssize)body);
          if (cell[body] != '\0')
            g_string_append_printf (out, "<sup>%s</sup>", cell + body);
          g_string_append (out, "</td>");
        }
    }
  g_string_append (out, "</tr>\n");
}

void
comity_table_write_html (const ComityTable *self, GString *out)
{
  g_string_append (out, "<table class=\"comity\">\n");
  if (*self->caption != '\0')
    {
      g_string_append (out, "<caption>");
      append_escaped (out, self->caption, -1);
      g_string_append (out, "</caption>\n");
    }
  if (self->heads->len > 0)
    {
      g_string_append (out, "<thead>\n");
      for (guint i = 0; i < self->heads->len; i++)
        write_head (self, &g_array_index (self->heads, ComityTableRow, i), out);
      g_string_append (out, "</thead>\n");
    }
  g_string_append (out, "<tbody>\n");
  for (guint i = 0; i < self->rows->len; i++)
    {
      const ComityTableRow *row = &g_array_index (self->rows, ComityTableRow, i);

      if (row->begins_section)
        g_string_append (out, "</tbody>\n<tbody>\n");
      write_row (self, row, out);
    }
  g_string_append (out, "</tbody>\n</table>\n");
  for (guint i = 0; i < self->notes->len; i++)
    {
      g_string_append (out, "<p class=\"note\">");
      append_escaped (out, self->notes->pdata[i], -1);
      g_string_append (out, "</p>\n");
    }
}
