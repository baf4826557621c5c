/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing separated text (RFC 4180): every number so that it reads back to the same double, missing
 * as nothing, tagged missing as .a … .z. Blocks of rows are put into text on several threads and
 * written in their order. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-file-writer.h"
#include "comity-io-private.h"
#include "comity-number.h"
#include "comity-parallel.h"
#include "comity-schema-private.h"

#include <math.h>
#include <string.h>

#define BLOCK_ROWS 2048
#define N_BLOCKS 16 /* in hand at a time */
#define MAX_PLAIN_DECIMALS 9

typedef struct
{
  ComityDataset *dataset;
  ComityColumn **columns; /* borrowed, n_columns */
  gsize n_columns;
  gsize n_rows;
  char separator;
  gsize first; /* row of the first block in hand */
  GString *texts[N_BLOCKS];
} Writing;

static void
put_integer (GString *to, gint64 value)
{
  char digits[24];
  gsize at = sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    digits[--at] = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    digits[--at] = '-';
  g_string_append_len (to, digits + at, (gssize) (sizeof digits - at));
}

/* A number of few decimals is an integer of at most 15 digits over a power of ten, and that
 * quotient is what the text reads back to. */
static gboolean
put_plainly (GString *to, double x)
{
  double scale = 1.0;

  for (int decimals = 0; decimals <= MAX_PLAIN_DECIMALS; decimals++, scale *= 10.0)
    {
      double whole = nearbyint (x * scale);
      gint64 digits;
      gsize at;

      if (!(fabs (whole) < 1e15))
        return FALSE;
      if (whole / scale != x)
        continue;
      if (x == 0.0 && signbit (x))
        return FALSE;

      digits = (gint64) fabs (whole);
      if (whole < 0)
        g_string_append_c (to, '-');
      put_integer (to, digits / (gint64) scale);
      if (decimals == 0)
        return TRUE;
      g_string_append_c (to, '.');
      at = to->len;
      g_string_set_size (to, at + (gsize) decimals);
      digits %= (gint64) scale;
      for (int i = decimals - 1; i >= 0; i--, digits /= 10)
        to->str[at + (gsize) i] = (char) ('0' + digits % 10);
      return TRUE;
    }
  return FALSE;
}

static void
put_number (GString *to, const ComityColumn *column, gsize row, double x)
{
  char buffer[COMITY_NUMBER_BUFFER];
  char tag;

  if (!isnan (x))
    {
      if (!put_plainly (to, x))
        g_string_append (to, comity_number_format (x, buffer));
      return;
    }
  tag = comity_column_get_missing_tag (column, row);
  if (tag != '.')
    {
      g_string_append_c (to, '.');
      g_string_append_c (to, tag);
    }
}

static gboolean
needs_quotes (const char *text)
{
  gsize length = strlen (text);

  /* Other separators too, so that nobody who guesses takes them for one. */
  return strpbrk (text, "\"\r\n,;\t|") != NULL || text[0] == ' ' ||
         (length > 0 && text[length - 1] == ' ') || strcmp (text, "NA") == 0;
}

static void
put_text (GString *to, const char *text)
{
  if (!needs_quotes (text))
    {
      g_string_append (to, text);
      return;
    }
  g_string_append_c (to, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (to, '"');
      g_string_append_c (to, *p);
    }
  g_string_append_c (to, '"');
}

static void
put_block_in_thread (gsize block, gpointer user_data)
{
  Writing *w = user_data;
  gsize first = w->first + block * BLOCK_ROWS;
  gsize n = MIN (BLOCK_ROWS, w->n_rows - first);
  g_autofree double *numbers = g_new (double, w->n_columns *BLOCK_ROWS + 1);
  GString *to = w->texts[block];

  for (gsize k = 0; k < w->n_columns; k++)
    if (comity_column_is_numeric (w->columns[k]))
      comity_column_read_doubles (w->columns[k], first, n, numbers + k * BLOCK_ROWS);
  for (gsize i = 0; i < n; i++)
    {
      gsize before = to->len;

      for (gsize k = 0; k < w->n_columns; k++)
        {
          if (k > 0)
            g_string_append_c (to, w->separator);
          if (comity_column_is_numeric (w->columns[k]))
            put_number (to, w->columns[k], first + i, numbers[k * BLOCK_ROWS + i]);
          else
            put_text (to, comity_column_peek_string (w->columns[k], first + i));
        }
      /* A line with nothing in it would be no row at all. */
      if (to->len == before)
        g_string_append (to, "\"\"");
      g_string_append_c (to, '\n');
    }
}

static gboolean
write_header (Writing *w, ComityFileWriter *writer, GError **error)
{
  GString *to = w->texts[0];

  for (gsize k = 0; k < w->n_columns; k++)
    {
      if (k > 0)
        g_string_append_c (to, w->separator);
      put_text (to, comity_column_peek_name (w->columns[k]));
    }
  g_string_append_c (to, '\n');
  return comity_file_writer_write (writer, to->str, to->len, error);
}

static gboolean
write_rows (Writing *w, ComityFileWriter *writer, ComityProgress *progress, GError **error)
{
  for (w->first = 0; w->first < w->n_rows; w->first += N_BLOCKS * BLOCK_ROWS)
    {
      gsize n_blocks = MIN (N_BLOCKS, (w->n_rows - w->first + BLOCK_ROWS - 1) / BLOCK_ROWS);

      for (gsize i = 0; i < n_blocks; i++)
        g_string_truncate (w->texts[i], 0);
      comity_parallel_for (n_blocks, 0, put_block_in_thread, w, progress);
      if (comity_progress_set_error_if_cancelled (progress, error))
        return FALSE;
      for (gsize i = 0; i < n_blocks; i++)
        if (!comity_file_writer_write (writer, w->texts[i]->str, w->texts[i]->len, error))
          return FALSE;
      comity_progress_report (progress, (double) w->first / (double) w->n_rows, "Writing rows");
    }
  return TRUE;
}

gboolean
comity_csv_save (ComityDataset *dataset,
                 const char *path,
                 char separator,
                 ComityProgress *progress,
                 GError **error)
{
  Writing w = { .dataset = dataset, .separator = separator };
  g_autoptr (ComityFileWriter) writer = comity_file_writer_new (path, error);
  gboolean ok;

  if (writer == NULL)
    return FALSE;
  w.n_rows = comity_dataset_get_n_rows (dataset);
  w.n_columns = comity_dataset_get_n_columns (dataset);
  w.columns = g_new (ComityColumn *, w.n_columns + 1);
  for (gsize k = 0; k < w.n_columns; k++)
    w.columns[k] = comity_dataset_peek_column (dataset, k);
  for (gsize i = 0; i < N_BLOCKS; i++)
    w.texts[i] = g_string_new (NULL);

  ok = write_header (&w, writer, error) && write_rows (&w, writer, progress, error) &&
       comity_file_writer_commit (writer, error) && comity_schema_save (dataset, path, error);

  for (gsize i = 0; i < N_BLOCKS; i++)
    g_string_free (w.texts[i], TRUE);
  g_free (w.columns);
  return ok;
}
