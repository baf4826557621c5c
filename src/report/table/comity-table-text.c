/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as plain text for a terminal or a letter: columns lined up by the width that characters
 * take, numbers at their decimal points, notes wrapped beneath. */
#include "config.h"

#include "comity-table-private.h"

#include <string.h>

#define GAP 2             /* columns of space between two columns */
#define MIN_NOTE_WIDTH 72 /* notes under a narrow table may be wider than it */

#define RULE "─"
#define FIRST_STRONG_ISOLATE "\xe2\x81\xa8"    /* U+2068 */
#define POP_DIRECTIONAL_ISOLATE "\xe2\x81\xa9" /* U+2069 */

typedef struct
{
  gsize left;  /* widest part before the decimal point */
  gsize right; /* widest part from the point on */
  gsize width;
} Column;

gsize
comity_text_measure (const char *text)
{
  gsize width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static gboolean
is_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    switch (g_unichar_get_script (g_utf8_get_char (p)))
      {
      case G_UNICODE_SCRIPT_ARABIC:
      case G_UNICODE_SCRIPT_HEBREW:
      case G_UNICODE_SCRIPT_SYRIAC:
      case G_UNICODE_SCRIPT_THAANA:
      case G_UNICODE_SCRIPT_NKO:
        return TRUE;
      default:
        break;
      }
  return FALSE;
}

void
comity_text_append (GString *out, const char *text)
{
  gboolean isolate = is_right_to_left (text);

  if (isolate)
    g_string_append (out, FIRST_STRONG_ISOLATE);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
    }
  if (isolate)
    g_string_append (out, POP_DIRECTIONAL_ISOLATE);
}

static void
append_spaces (GString *out, gsize n)
{
  g_string_append_printf (out, "%*s", (int)n, "");
}

static void
end_line (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

void
comity_text_wrap (GString *out, const char *text, gsize width, gsize indent)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  gsize used = 0;

  append_spaces (out, indent);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize wide = comity_text_measure (words[i]);

      if (*words[i] == '\0')
        continue;
      if (used > 0 && indent + used + 1 + wide > width)
        {
          end_line (out);
          append_spaces (out, indent);
          used = 0;
        }
      if (used > 0)
        {
          g_string_append_c (out, ' ');
          used++;
        }
      comity_text_append (out, words[i]);
      used += wide;
    }
  end_line (out);
}

/* Width of a number before its point; what has none ends before its stars or bracket. */
static gsize
measure_left (const char *cell)
{
  const char *point = strchr (cell, '.');
  gsize length = point != NULL ? (gsize)(point - cell) : comity_table_measure_body (cell);
  g_autofree char *left = NULL;

  if (point == NULL && length > 0 && cell[length - 1] == ')')
    length--;
  left = g_strndup (cell, length);
  return comity_text_measure (left);
}

static const char *
peek_cell (const ComityTableRow *row, gsize column)
{
  return row->cells[column] != NULL ? row->cells[column] : "";
}

static void
measure_rows (const ComityTable *self, const GArray *rows, Column *columns)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const ComityTableRow *row = &g_array_index (rows, ComityTableRow, i);

      for (gsize j = 0; j < self->n_columns; j++)
        {
          const char *cell = peek_cell (row, j);
          gsize width = comity_text_measure (cell);

          columns[j].width = MAX (columns[j].width, width);
          if (row->kind == COMITY_TABLE_NUMBERS && !self->is_left[j])
            {
              gsize left = measure_left (cell);

              columns[j].left = MAX (columns[j].left, left);
              columns[j].right = MAX (columns[j].right, width - left);
            }
        }
    }
}

static void
write_row (const ComityTable *self, const ComityTableRow *row, const Column *columns, GString *out)
{
  for (gsize j = 0; j < self->n_columns; j++)
    {
      const char *cell = peek_cell (row, j);
      const Column *column = &columns[j];
      gsize width = comity_text_measure (cell);
      gsize before = 0;

      if (!self->is_left[j] && row->kind == COMITY_TABLE_NUMBERS)
        before =
            (column->width - column->left - column->right) / 2 + column->left - measure_left (cell);
      else if (!self->is_left[j])
        before = (column->width - width) / 2;

      append_spaces (out, before + (j > 0 ? GAP : 0));
      comity_text_append (out, cell);
      append_spaces (out, column->width - before - width);
    }
  end_line (out);
}

static void
write_rule (gsize width, GString *out)
{
  for (gsize i = 0; i < width; i++)
    g_string_append (out, RULE);
  g_string_append_c (out, '\n');
}

void
comity_table_write_text (const ComityTable *self, GString *out)
{
  g_autofree Column *columns = g_new0 (Column, self->n_columns);
  gsize total = (self->n_columns - 1) * GAP;

  measure_rows (self, self->heads, columns);
  measure_rows (self, self->rows, columns);
  for (gsize j = 0; j < self->n_columns; j++)
    {
      columns[j].width = MAX (columns[j].width, columns[j].left + columns[j].right);
      total += columns[j].width;
    }

  if (*self->caption != '\0')
    comity_text_wrap (out, self->caption, MAX (total, MIN_NOTE_WIDTH), 0);
  write_rule (total, out);
  for (guint i = 0; i < self->heads->len; i++)
    write_row (self, &g_array_index (self->heads, ComityTableRow, i), columns, out);
  if (self->heads->len > 0)
    write_rule (total, out);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const ComityTableRow *row = &g_array_index (self->rows, ComityTableRow, i);

      if (row->begins_section)
        write_rule (total, out);
      write_row (self, row, columns, out);
    }
  write_rule (total, out);
  for (guint i = 0; i < self->notes->len; i++)
    comity_text_wrap (out, self->notes->pdata[i], MAX (total, MIN_NOTE_WIDTH), 0);
}
