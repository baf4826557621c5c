/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of separated text become columns, chunk by chunk on several threads. Each column has a
 * kind guessed from a sample; a cell that does not fit asks for a wider kind, and only the columns
 * that were asked for are read again. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-csv-private.h"
#include "comity-parallel.h"

#include <string.h>

#define MAX_PASSES 3 /* integer → double → string */
#define ROWS_BETWEEN_CHECKS 256

/* A line whose cells are not as many as the columns. */
typedef struct
{
  gsize at; /* offset of the line in the text */
  gsize n_cells;
  gboolean found;
} Ragged;

/* What a chunk knows of a column of strings. */
typedef struct
{
  ComityStringPool *pool;
  gboolean has_quoted;    /* some cell was quoted */
  gboolean has_quoted_na; /* NA itself was: the letters, not a missing value */
} Strings;

typedef struct
{
  ComityCsv *csv;
  ComityProgress *progress;
  double progress_from;
  double progress_to;
  gpointer *cells;  /* n_columns arrays of n_rows elements */
  gint *wanted;     /* n_columns: atomic ComityCsvKind that a cell asked for */
  Strings *strings; /* n_columns × n_chunks */
  Ragged *ragged;   /* n_chunks */
  gint n_done;      /* atomic: chunks */
} Reading;

static void
ask_for (Reading *reading, gsize column, ComityCsvKind kind)
{
  gint now;

  do
    now = g_atomic_int_get (&reading->wanted[column]);
  while ((gint) kind > now &&
         !g_atomic_int_compare_and_exchange (&reading->wanted[column], now, (gint) kind));
}

static inline gboolean
ends_cell_plainly (const ComityCsv *csv, const char *p)
{
  return *p == csv->separator || *p == '\n';
}

static const char *
read_integer (Reading *reading, gsize column, gsize row, const char *p, const char *end)
{
  const ComityCsv *csv = reading->csv;
  gint32 *to = &((gint32 *) reading->cells[column])[row];
  const char *start = p;
  gboolean quoted = *p == '"';
  gboolean negative = p[quoted] == '-';
  const char *digits = p + quoted + negative;
  guint32 w = 0;
  ComityCsvCell cell;
  double value;
  char tag;

  /* Nine digits always fit; whatever else is in the cell is looked at with more care below. */
  for (p = digits; (guint8) (*p - '0') < 10 && p - digits < 9; p++)
    w = w * 10 + (guint8) (*p - '0');
  if (p > digits && (!quoted || *p == '"') && ends_cell_plainly (csv, p + quoted))
    {
      *to = negative ? -(gint32) w : (gint32) w;
      return p + quoted;
    }
  if (ends_cell_plainly (csv, start))
    {
      *to = COMITY_MISSING_INT32;
      return start;
    }

  p = comity_csv_take_cell (csv, start, end, &cell);
  switch (comity_csv_cell_meaning (csv, &cell, &value, &tag))
    {
    case COMITY_CSV_IS_MISSING:
      *to = COMITY_MISSING_INT32 + (tag == '.' ? 0 : tag - 'a' + 1);
      break;
    case COMITY_CSV_IS_NUMBER:
      if (value >= -COMITY_INT32_MAX_VALID && value <= COMITY_INT32_MAX_VALID &&
          value == (double) (gint32) value)
        *to = (gint32) value;
      else
        ask_for (reading, column, COMITY_CSV_DOUBLE);
      break;
    case COMITY_CSV_IS_TEXT:
      ask_for (reading, column, COMITY_CSV_STRING);
      break;
    }
  return p;
}

static const char *
read_double (Reading *reading, gsize column, gsize row, const char *p, const char *end)
{
  const ComityCsv *csv = reading->csv;
  double *to = &((double *) reading->cells[column])[row];
  gboolean quoted = *p == '"';
  const char *after = comity_csv_take_number (p + quoted, csv->decimal, to);
  ComityCsvCell cell;
  double value;
  char tag;

  if (after != NULL && (!quoted || *after == '"') && ends_cell_plainly (csv, after + quoted) &&
      *to <= COMITY_DOUBLE_MAX_VALID && *to >= -COMITY_DOUBLE_MAX_VALID)
    return after + quoted;

  p = comity_csv_take_cell (csv, p, end, &cell);
  switch (comity_csv_cell_meaning (csv, &cell, &value, &tag))
    {
    case COMITY_CSV_IS_MISSING:
      *to = comity_missing_double (tag);
      break;
    case COMITY_CSV_IS_NUMBER:
      *to = value;
      break;
    case COMITY_CSV_IS_TEXT:
      ask_for (reading, column, COMITY_CSV_STRING);
      break;
    }
  return p;
}

static const char *
read_string (Reading *reading, gsize column, gsize row, gsize chunk, const char *p, const char *end)
{
  const ComityCsv *csv = reading->csv;
  Strings *strings = &reading->strings[column * csv->n_chunks + chunk];
  guint32 *to = &((guint32 *) reading->cells[column])[row];
  ComityCsvCell cell;

  p = comity_csv_take_cell (csv, p, end, &cell);
  if (cell.is_quoted)
    {
      strings->has_quoted = TRUE;
      strings->has_quoted_na |= cell.length == 2 && memcmp (cell.from, "NA", 2) == 0;
    }
  if (cell.is_escaped)
    {
      g_autofree char *text = comity_csv_cell_dup_text (&cell);

      *to = comity_string_pool_intern (strings->pool, text, strlen (text));
    }
  else
    *to = comity_string_pool_intern (strings->pool, cell.from, cell.length);
  return p;
}

static const char *
skip_cell (const ComityCsv *csv, const char *p, const char *end)
{
  ComityCsvCell cell;

  return comity_csv_take_cell (csv, p, end, &cell);
}

static void
note_ragged (Reading *reading, gsize chunk, const char *line, gsize n_cells)
{
  const ComityCsvChunk *c = &reading->csv->chunks[chunk];
  Ragged *ragged = &reading->ragged[chunk];

  ragged->found = TRUE;
  ragged->at = c->at + (gsize) (line - c->from);
  ragged->n_cells = n_cells;
}

/* One line; the beginning of the next, or NULL when it is ragged. */
static const char *
read_line (Reading *reading, gsize chunk, gsize row, const char *line)
{
  const ComityCsv *csv = reading->csv;
  const char *end = csv->chunks[chunk].to;
  const char *p = line;
  gsize n_cells = 0;

  for (;;)
    {
      switch (csv->kinds[n_cells])
        {
        case COMITY_CSV_INTEGER:
          p = read_integer (reading, n_cells, row, p, end);
          break;
        case COMITY_CSV_DOUBLE:
          p = read_double (reading, n_cells, row, p, end);
          break;
        case COMITY_CSV_STRING:
          p = read_string (reading, n_cells, row, chunk, p, end);
          break;
        case COMITY_CSV_SKIP:
          p = skip_cell (csv, p, end);
          break;
        }
      n_cells++;
      if (*p != csv->separator)
        break;
      p++;
      if (n_cells == csv->n_columns)
        {
          /* Too many: the rest is only counted. */
          for (n_cells++; *(p = skip_cell (csv, p, end)) == csv->separator; p++)
            n_cells++;
          break;
        }
    }
  if (n_cells == csv->n_columns)
    return p + (*p == '\r') + 1;
  note_ragged (reading, chunk, line, n_cells);
  return NULL;
}

static void
read_chunk_in_thread (gsize piece, gpointer user_data)
{
  Reading *reading = user_data;
  const ComityCsvChunk *chunk = &reading->csv->chunks[piece];
  const char *line = chunk->from;
  gsize row = reading->csv->first[piece];
  double share;

  while (line != NULL && line < chunk->to)
    {
      const char *next = comity_csv_skip_blank_line (line);

      if (next != NULL)
        {
          line = next;
          continue;
        }
      if (row % ROWS_BETWEEN_CHECKS == 0 && comity_progress_is_cancelled (reading->progress))
        return;
      line = read_line (reading, piece, row++, line);
    }
  if (reading->csv->converted == NULL)
    comity_source_release (
        reading->csv->source,
        (gsize) ((const guint8 *) reading->csv->text - reading->csv->source->data) + chunk->at,
        (gsize) ((const guint8 *) reading->csv->text - reading->csv->source->data) + chunk->at +
            (gsize) (chunk->to - chunk->from));
  share = (g_atomic_int_add (&reading->n_done, 1) + 1) / (double) reading->csv->n_chunks;
  comity_progress_report (reading->progress,
                          reading->progress_from +
                              share * (reading->progress_to - reading->progress_from),
                          "Reading rows");
}

static gboolean
report_ragged (Reading *reading, GError **error)
{
  const ComityCsv *csv = reading->csv;

  for (gsize i = 0; i < csv->n_chunks; i++)
    if (reading->ragged[i].found)
      {
        gsize n = reading->ragged[i].n_cells;

        g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED,
                     "“%s”, line %" G_GSIZE_FORMAT ": %" G_GSIZE_FORMAT
                     " field%s where there are %" G_GSIZE_FORMAT " columns.",
                     csv->source->name, comity_csv_line_number (csv, reading->ragged[i].at), n,
                     n == 1 ? "" : "s", csv->n_columns);
        return FALSE;
      }
  return TRUE;
}

static gboolean
too_large (Reading *reading, GError **error)
{
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
               "“%s” is too large for this machine's memory: %" G_GSIZE_FORMAT
               " rows of %" G_GSIZE_FORMAT " columns.",
               reading->csv->source->name, reading->csv->n_rows, reading->csv->n_columns);
  return FALSE;
}

/* Room for the cells of a column in its kind. */
static gboolean
prepare_column (Reading *reading, gsize k)
{
  ComityCsv *csv = reading->csv;
  gsize width = csv->kinds[k] == COMITY_CSV_DOUBLE ? sizeof (double) : sizeof (gint32);

  g_free (reading->cells[k]);
  reading->cells[k] = g_try_malloc_n (MAX (csv->n_rows, 1), width);
  if (reading->cells[k] == NULL)
    return FALSE;
  for (gsize i = 0; i < csv->n_chunks && csv->kinds[k] == COMITY_CSV_STRING; i++)
    reading->strings[k * csv->n_chunks + i].pool = comity_string_pool_new ();
  return TRUE;
}

/* Passes over the text until every column has the kind that its cells ask for. */
static gboolean
read_cells (Reading *reading, ComityCsvKind *kinds, GError **error)
{
  ComityCsv *csv = reading->csv;

  for (int pass = 0; pass < MAX_PASSES; pass++)
    {
      gboolean again = FALSE;

      for (gsize k = 0; k < csv->n_columns; k++)
        if (csv->kinds[k] != COMITY_CSV_SKIP)
          {
            kinds[k] = csv->kinds[k];
            reading->wanted[k] = (gint) kinds[k];
            if (!prepare_column (reading, k))
              return too_large (reading, error);
          }
      reading->n_done = 0;
      comity_parallel_for (csv->n_chunks, 0, read_chunk_in_thread, reading, reading->progress);
      if (comity_progress_set_error_if_cancelled (reading->progress, error) ||
          !report_ragged (reading, error))
        return FALSE;

      for (gsize k = 0; k < csv->n_columns; k++)
        {
          gboolean fits = csv->kinds[k] == COMITY_CSV_SKIP || reading->wanted[k] == (gint) kinds[k];

          csv->kinds[k] = fits ? COMITY_CSV_SKIP : (ComityCsvKind) reading->wanted[k];
          again |= !fits;
        }
      if (!again)
        break;
      reading->progress_from = reading->progress_to;
      reading->progress_to += (0.95 - reading->progress_to) / 2;
    }
  return TRUE;
}

/* Joining strings and narrowing, one column per call */

typedef struct
{
  Reading *reading;
  const ComityCsvKind *kinds;
  ComityColumn **columns;
} Finishing;

static const char *
without_na (const char *bytes, gsize *length, GString *scratch, gpointer user_data)
{
  if (*length == 2 && memcmp (bytes, "NA", 2) == 0)
    *length = 0;
  return bytes;
}

static ComityColumn *
finish_strings (Reading *reading, gsize k)
{
  ComityCsv *csv = reading->csv;
  Strings *strings = &reading->strings[k * csv->n_chunks];
  g_autofree ComityStringPool **pools = g_new (ComityStringPool *, csv->n_chunks + 1);
  guint32 *codes = g_steal_pointer (&reading->cells[k]);
  gboolean is_text = csv->is_text != NULL && csv->is_text[k];
  gboolean has_quoted = FALSE;
  gboolean has_quoted_na = FALSE;
  ComityDictionary *dictionary;
  ComityColumn *column;

  for (gsize i = 0; i < csv->n_chunks; i++)
    {
      pools[i] = g_steal_pointer (&strings[i].pool);
      has_quoted |= strings[i].has_quoted;
      has_quoted_na |= strings[i].has_quoted_na;
    }
  /* Who quotes texts (as R does) and leaves NA bare means a missing value; elsewhere NA may well be
   * Namibia. */
  dictionary = comity_string_pools_merge (
      pools, csv->n_chunks, csv->first, codes,
      has_quoted && !has_quoted_na && !is_text ? without_na : NULL, NULL);
  column =
      is_text ? NULL : comity_column_new_logical (csv->names[k], csv->n_rows, codes, dictionary);
  if (column == NULL)
    return comity_column_new_dictionary_take (csv->names[k], csv->n_rows, codes, dictionary);
  g_free (codes);
  comity_dictionary_unref (dictionary);
  return column;
}

static void
finish_column_in_thread (gsize k, gpointer user_data)
{
  Finishing *finishing = user_data;
  Reading *reading = finishing->reading;

  if (finishing->kinds[k] == COMITY_CSV_STRING)
    finishing->columns[k] = finish_strings (reading, k);
  else if (finishing->kinds[k] == COMITY_CSV_INTEGER)
    finishing->columns[k] = comity_column_new_narrowed_int32 (
        reading->csv->names[k], reading->csv->n_rows, g_steal_pointer (&reading->cells[k]));
  else
    finishing->columns[k] = comity_column_new_narrowed_double (
        reading->csv->names[k], reading->csv->n_rows, g_steal_pointer (&reading->cells[k]));
}

static GPtrArray *
finish (Reading *reading, const ComityCsvKind *kinds, GError **error)
{
  ComityCsv *csv = reading->csv;
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  Finishing finishing = { reading, kinds, g_new0 (ComityColumn *, csv->n_columns + 1) };

  comity_parallel_for (csv->n_columns, 0, finish_column_in_thread, &finishing, reading->progress);
  for (gsize k = 0; k < csv->n_columns; k++)
    if (finishing.columns[k] != NULL)
      g_ptr_array_add (columns, finishing.columns[k]);
  g_free (finishing.columns);
  if (comity_progress_set_error_if_cancelled (reading->progress, error))
    g_clear_pointer (&columns, g_ptr_array_unref);
  return columns;
}

GPtrArray *
comity_csv_read_columns (ComityCsv *self, ComityProgress *progress, GError **error)
{
  Reading reading = { .csv = self, .progress = progress, .progress_to = 0.9 };
  g_autofree ComityCsvKind *kinds = g_new0 (ComityCsvKind, self->n_columns + 1);
  GPtrArray *columns = NULL;

  reading.cells = g_new0 (gpointer, self->n_columns + 1);
  reading.wanted = g_new0 (gint, self->n_columns + 1);
  reading.strings = g_new0 (Strings, self->n_columns * self->n_chunks + 1);
  reading.ragged = g_new0 (Ragged, self->n_chunks + 1);

  if (read_cells (&reading, kinds, error))
    columns = finish (&reading, kinds, error);

  for (gsize k = 0; k < self->n_columns; k++)
    g_free (reading.cells[k]);
  for (gsize i = 0; i < self->n_columns * self->n_chunks; i++)
    comity_string_pool_free (reading.strings[i].pool);
  g_free (reading.cells);
  g_free (reading.wanted);
  g_free (reading.strings);
  g_free (reading.ragged);
  return columns;
}
