/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in every format. */
#include "config.h"

#include "comity-records.h"

#include "comity-json-private.h"
#include "comity-number.h"
#include "comity-table-private.h"

#include <math.h>
#include <stdarg.h>

#define DIGITS 6

typedef struct
{
  const char *name; /* static; NULL in cells */
  const char *title;
  ComityRecordKind kind;
  double number;
  char *text;
} Cell;

struct _ComityRecords
{
  char *title;
  const ComityRecordColumn *columns;
  gsize n_columns;
  int decimals;
  GArray *cells; /* Cell, row by row */
  GArray *facts; /* Cell */
  GPtrArray *notes;
};

static void
cell_clear (gpointer data)
{
  g_free (((Cell *) data)->text);
}

ComityRecords *
comity_records_new (const char *title,
                    const ComityRecordColumn *columns,
                    gsize n_columns,
                    int decimals)
{
  ComityRecords *self = g_new0 (ComityRecords, 1);

  self->title = g_strdup (title);
  self->columns = columns;
  self->n_columns = n_columns;
  self->decimals = decimals;
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->facts = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (self->cells, cell_clear);
  g_array_set_clear_func (self->facts, cell_clear);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
comity_records_free (ComityRecords *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_array_unref (self->cells);
  g_array_unref (self->facts);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
comity_records_add_fact (
    ComityRecords *self, const char *name, const char *title, ComityRecordKind kind, double value)
{
  Cell fact = { name, title, kind, value, NULL };

  g_array_append_val (self->facts, fact);
}

void
comity_records_add_fact_text (ComityRecords *self, const char *name, const char *text)
{
  Cell fact = { name, NULL, COMITY_RECORD_TEXT, NAN, g_strdup (text) };

  g_array_append_val (self->facts, fact);
}

void
comity_records_add_note (ComityRecords *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static ComityRecordKind
next_kind (const ComityRecords *self)
{
  return self->columns[self->cells->len % self->n_columns].kind;
}

void
comity_records_add_text (ComityRecords *self, const char *text)
{
  Cell cell = { NULL, NULL, next_kind (self), NAN, g_strdup (text) };

  g_array_append_val (self->cells, cell);
}

void
comity_records_add_number (ComityRecords *self, double value)
{
  Cell cell = { NULL, NULL, next_kind (self), value, NULL };

  g_array_append_val (self->cells, cell);
}

char *
comity_record_dup_number (double value, int decimals)
{
  return comity_table_dup_estimate (value, decimals);
}

char *
comity_record_dup_p (double p)
{
  g_autofree char *number = comity_table_dup_number (p, 3);

  return p < 0.0005 ? g_strdup ("< 0.001") : g_strdup_printf ("= %s", number);
}

/* As a person reads it. */
static char *
dup_cell (const ComityRecords *self, const Cell *cell)
{
  if (cell->text != NULL || cell->kind == COMITY_RECORD_TEXT)
    return g_strdup (cell->text != NULL ? cell->text : "");
  if (isnan (cell->number))
    return g_strdup ("");
  if (cell->kind == COMITY_RECORD_COUNT && isfinite (cell->number))
    return comity_count_text ((guint64) cell->number);
  if (cell->kind == COMITY_RECORD_VALUE)
    return comity_table_dup_value (cell->number, DIGITS);
  if (cell->kind == COMITY_RECORD_P && cell->number < 0.0005)
    return g_strdup ("<0.001");
  return cell->kind == COMITY_RECORD_P ? comity_table_dup_number (cell->number, 3)
                                       : comity_table_dup_estimate (cell->number, self->decimals);
}

static char *
dup_exact (const Cell *cell)
{
  char buffer[COMITY_NUMBER_BUFFER];

  if (cell->text != NULL || cell->kind == COMITY_RECORD_TEXT)
    return g_strdup (cell->text != NULL ? cell->text : "");
  return g_strdup (isfinite (cell->number) ? comity_number_format (cell->number, buffer) : "");
}

static void
add_member (JsonBuilder *builder, const char *name, const Cell *cell)
{
  if (cell->text != NULL || cell->kind == COMITY_RECORD_TEXT)
    comity_json_add_text (builder, name, cell->text);
  else if (cell->kind == COMITY_RECORD_COUNT && isfinite (cell->number))
    comity_json_add_count (builder, name, (gint64) cell->number);
  else
    comity_json_add_number (builder, name, cell->number);
}

static char *
report_json (const ComityRecords *self, const char *rows_name)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  comity_json_begin_object (builder, NULL);
  for (guint i = 0; i < self->facts->len; i++)
    {
      const Cell *fact = &g_array_index (self->facts, Cell, i);

      add_member (builder, fact->name, fact);
    }
  comity_json_begin_array (builder, rows_name);
  for (guint i = 0; i < self->cells->len; i++)
    {
      gsize column = i % self->n_columns;

      if (column == 0)
        comity_json_begin_object (builder, NULL);
      add_member (builder, self->columns[column].name, &g_array_index (self->cells, Cell, i));
      if (column + 1 == self->n_columns)
        json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  comity_json_begin_array (builder, "notes");
  for (guint i = 0; i < self->notes->len; i++)
    comity_json_add_text (builder, NULL, g_ptr_array_index (self->notes, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return comity_json_dup_text (builder);
}

/* The columns that a format has: in tables those with a title. */
static gsize
list_shown (const ComityRecords *self, gboolean exact, gssize *place)
{
  gsize n = 0;

  for (gsize j = 0; j < self->n_columns; j++)
    place[j] = exact || self->columns[j].title != NULL ? (gssize) n++ : -1;
  return n;
}

char *
comity_records_report (const ComityRecords *self, const char *rows_name, ComityFormat format)
{
  gboolean exact = format == COMITY_FORMAT_CSV;
  g_autofree gssize *place = g_new (gssize, self->n_columns + 1);
  g_autoptr (ComityTable) table = NULL;
  GString *out;
  char **cells;

  if (format == COMITY_FORMAT_JSON)
    return report_json (self, rows_name);
  table = comity_table_new (exact ? "" : self->title, list_shown (self, exact, place));
  cells = comity_table_append_head (table);
  for (gsize j = 0; j < self->n_columns; j++)
    {
      if (place[j] < 0)
        continue;
      cells[place[j]] = g_strdup (exact ? self->columns[j].name : self->columns[j].title);
      if (self->columns[j].kind == COMITY_RECORD_TEXT)
        comity_table_align_left (table, (gsize) place[j]);
    }
  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);
      gsize column = i % self->n_columns;

      if (column == 0)
        cells = comity_table_append (table, COMITY_TABLE_NUMBERS);
      if (place[column] >= 0)
        cells[place[column]] = exact ? dup_exact (cell) : dup_cell (self, cell);
    }
  for (guint i = 0; !exact && i < self->facts->len; i++)
    {
      const Cell *fact = &g_array_index (self->facts, Cell, i);
      g_autofree char *text = dup_cell (self, fact);

      if (fact->title != NULL && *text != '\0')
        comity_table_add_note (table, "%s: %s.", fact->title, text);
    }
  for (guint i = 0; !exact && i < self->notes->len; i++)
    comity_table_add_note (table, "%s", (char *) g_ptr_array_index (self->notes, i));
  out = g_string_new (NULL);
  comity_table_write (table, format, out);
  return g_string_free (out, FALSE);
}
