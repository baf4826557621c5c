/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table itself, numbers as its cells, and the choice of a writer. */
#include "config.h"

#include "comity-table-private.h"

#include "comity-number.h"

#include <math.h>
#include <string.h>

#define MINUS "−"
#define INFINITY_SIGN "∞"

static void
free_rows (GArray *rows, gsize n_columns)
{
  for (guint i = 0; i < rows->len; i++)
    {
      ComityTableRow *row = &g_array_index (rows, ComityTableRow, i);

      for (gsize j = 0; j < n_columns; j++)
        g_free (row->cells[j]);
      g_free (row->cells);
    }
  g_array_unref (rows);
}

ComityTable *
comity_table_new (const char *caption, gsize n_columns)
{
  ComityTable *self;

  g_return_val_if_fail (n_columns > 0, NULL);

  self = g_new0 (ComityTable, 1);
  self->caption = g_strdup (caption);
  self->n_columns = n_columns;
  self->is_left = g_new0 (gboolean, n_columns);
  self->is_left[0] = TRUE;
  self->heads = g_array_new (FALSE, FALSE, sizeof (ComityTableRow));
  self->rows = g_array_new (FALSE, FALSE, sizeof (ComityTableRow));
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
comity_table_free (ComityTable *self)
{
  g_free (self->caption);
  g_free (self->is_left);
  free_rows (self->heads, self->n_columns);
  free_rows (self->rows, self->n_columns);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
comity_table_align_left (ComityTable *self, gsize column)
{
  g_return_if_fail (column < self->n_columns);

  self->is_left[column] = TRUE;
}

static char **
append (GArray *rows, ComityTableRowKind kind, gboolean begins_section, gsize n_columns)
{
  ComityTableRow row = { kind, begins_section, g_new0 (char *, n_columns) };

  g_array_append_val (rows, row);
  return row.cells;
}

char **
comity_table_append_head (ComityTable *self)
{
  return append (self->heads, COMITY_TABLE_WORDS, FALSE, self->n_columns);
}

char **
comity_table_append (ComityTable *self, ComityTableRowKind kind)
{
  char **cells = append (self->rows, kind, self->new_section, self->n_columns);

  self->new_section = FALSE;
  return cells;
}

void
comity_table_begin_section (ComityTable *self)
{
  self->new_section = self->rows->len > 0;
}

void
comity_table_add_note (ComityTable *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
comity_table_write (const ComityTable *self, ComityFormat format, GString *out)
{
  switch (format)
    {
    case COMITY_FORMAT_TEXT:
      comity_table_write_text (self, out);
      break;
    case COMITY_FORMAT_CSV:
      comity_table_write_csv (self, out);
      break;
    case COMITY_FORMAT_LATEX:
      comity_table_write_latex (self, out);
      break;
    case COMITY_FORMAT_HTML:
      comity_table_write_html (self, out);
      break;
    case COMITY_FORMAT_MARKDOWN:
      comity_table_write_markdown (self, out);
      break;
    case COMITY_FORMAT_JSON:
    default:
      g_return_if_reached ();
    }
}

/* RFC 4180: a cell with a comma, a quote or a line break is quoted, quotes are doubled. */
static void
write_csv_row (const ComityTable *self, const ComityTableRow *row, GString *out)
{
  for (gsize j = 0; j < self->n_columns; j++)
    {
      const char *cell = row->cells[j] != NULL ? row->cells[j] : "";

      if (j > 0)
        g_string_append_c (out, ',');
      if (strpbrk (cell, ",\"\r\n") == NULL)
        {
          g_string_append (out, cell);
          continue;
        }
      g_string_append_c (out, '"');
      for (const char *p = cell; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (out, '"');
          g_string_append_c (out, *p);
        }
      g_string_append_c (out, '"');
    }
  g_string_append (out, "\r\n");
}

void
comity_table_write_csv (const ComityTable *self, GString *out)
{
  for (guint i = 0; i < self->heads->len; i++)
    write_csv_row (self, &g_array_index (self->heads, ComityTableRow, i), out);
  for (guint i = 0; i < self->rows->len; i++)
    write_csv_row (self, &g_array_index (self->rows, ComityTableRow, i), out);
}

gsize
comity_table_measure_body (const char *cell)
{
  gsize length = strlen (cell);

  while (length > 0 && cell[length - 1] == '*')
    length--;
  return length;
}

/* A plain number of the C locale: its signs are made typographic, its whole part may be grouped. */
static char *
dress (const char *plain, gboolean grouped)
{
  GString *text = g_string_new (NULL);
  gsize whole;

  if (*plain == '-')
    {
      g_string_append (text, MINUS);
      plain++;
    }
  if (g_str_equal (plain, "Inf"))
    {
      g_string_append (text, INFINITY_SIGN);
      return g_string_free (text, FALSE);
    }
  whole = strspn (plain, "0123456789");
  for (gsize i = 0; i < whole; i++)
    {
      if (grouped && i > 0 && (whole - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, plain[i]);
    }
  for (const char *p = plain + whole; *p != '\0'; p++)
    {
      if (*p == '-')
        g_string_append (text, MINUS);
      else
        g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

char *
comity_table_dup_number (double value, int decimals)
{
  char plain[COMITY_NUMBER_BUFFER];

  return dress (comity_number_format_fixed (value, decimals, plain), TRUE);
}

char *
comity_table_dup_estimate (double value, int decimals)
{
  char plain[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value) || value == 0.0 || decimals == 0 ||
      fabs (value) >= 0.5 * pow (10.0, -decimals))
    return comity_table_dup_number (value, decimals);
  return dress (g_ascii_formatd (plain, sizeof plain, "%.1e", value), TRUE);
}

char *
comity_table_dup_value (double value, int digits)
{
  char plain[COMITY_NUMBER_BUFFER];
  char format[16];

  if (isnan (value) || isinf (value))
    return dress (comity_number_format (value, plain), FALSE);
  /* Whole numbers, such as codes, are shown whole. */
  if (value == floor (value) && fabs (value) < 1e15)
    return dress (comity_number_format_fixed (value, 0, plain), FALSE);
  g_snprintf (format, sizeof format, "%%.%dg", CLAMP (digits, 1, 17));
  return dress (g_ascii_formatd (plain, sizeof plain, format, value), FALSE);
}
