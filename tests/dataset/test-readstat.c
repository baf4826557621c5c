/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPSS and SAS files, as ReadStat writes them: values, labels, missing values, damage. */
#include "config.h"

#include "comity-dataset-io.h"

#include <math.h>
#include <readstat.h>
#include <string.h>

#define N_ROWS 3000

typedef readstat_error_t (*BeginFunc) (readstat_writer_t *writer, void *user_ctx, long row_count);

static const struct
{
  const char *name;
  BeginFunc begin;
  int version; /* 0: the default */
  gboolean has_user_missing;
  gboolean has_tags;
  gboolean has_labels;
  gboolean compressed;
} kinds[] = {
  { "x.sav", readstat_begin_writing_sav, 0, TRUE, FALSE, TRUE, FALSE },
  { "x.sav", readstat_begin_writing_sav, 0, TRUE, FALSE, TRUE, TRUE },
  { "x.por", readstat_begin_writing_por, 0, TRUE, FALSE, TRUE, FALSE },
  { "x.xpt", readstat_begin_writing_xport, 5, FALSE, TRUE, FALSE, FALSE },
  { "x.sas7bdat", readstat_begin_writing_sas7bdat, 0, FALSE, TRUE, FALSE, FALSE },
};

static ssize_t
append_cb (const void *data, size_t length, void *ctx)
{
  g_byte_array_append (ctx, data, (guint) length);
  return (ssize_t) length;
}

/* N: row + 1000, missing every tenth, 99 (user-missing) every tenth after; D: row / 8; S: "row 7".
 */
static GBytes *
write_kind (gsize kind)
{
  GByteArray *out = g_byte_array_new ();
  readstat_writer_t *writer = readstat_writer_init ();
  readstat_variable_t *n;
  readstat_variable_t *d;
  readstat_variable_t *s;

  readstat_set_data_writer (writer, append_cb);
  readstat_writer_set_file_timestamp (writer, 1353628800);
  if (kinds[kind].version > 0)
    readstat_writer_set_file_format_version (writer, (guint8) kinds[kind].version);
  if (kinds[kind].compressed)
    readstat_writer_set_compression (writer, READSTAT_COMPRESS_BINARY);
  n = readstat_add_variable (writer, "N", READSTAT_TYPE_DOUBLE, 0);
  d = readstat_add_variable (writer, "D", READSTAT_TYPE_DOUBLE, 0);
  s = readstat_add_variable (writer, "S", READSTAT_TYPE_STRING, 10);
  readstat_variable_set_label (n, "A number");
  if (kinds[kind].has_labels)
    {
      readstat_label_set_t *labels = readstat_add_label_set (writer, READSTAT_TYPE_DOUBLE, "labn");

      readstat_label_double_value (labels, 1001, "one");
      readstat_label_double_value (labels, 99, "refused");
      readstat_variable_set_label_set (n, labels);
    }
  if (kinds[kind].has_user_missing)
    readstat_variable_add_missing_double_value (n, 99);
  g_assert_cmpint (kinds[kind].begin (writer, out, N_ROWS), ==, READSTAT_OK);
  for (int row = 0; row < N_ROWS; row++)
    {
      g_autofree char *text = g_strdup_printf ("row %d", row % 50);

      g_assert_cmpint (readstat_begin_row (writer), ==, READSTAT_OK);
      if (row % 10 == 3)
        readstat_insert_missing_value (writer, n);
      else if (row % 10 == 4 && kinds[kind].has_tags)
        readstat_insert_tagged_missing_value (writer, n, 'B');
      else if (row % 10 == 4)
        readstat_insert_double_value (writer, n, 99);
      else
        readstat_insert_double_value (writer, n, row + 1000);
      readstat_insert_double_value (writer, d, row / 8.0);
      readstat_insert_string_value (writer, s, text);
      g_assert_cmpint (readstat_end_row (writer), ==, READSTAT_OK);
    }
  g_assert_cmpint (readstat_end_writing (writer), ==, READSTAT_OK);
  readstat_writer_free (writer);
  return g_byte_array_free_to_bytes (out);
}

static void
test_reads (void)
{
  for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autoptr (GBytes) bytes = write_kind (kind);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityDataset) dataset =
          comity_dataset_load_bytes (bytes, kinds[kind].name, NULL, &error);
      /* A portable file writes numbers in the base of thirty: eighths are not exact there. */
      double tolerance = kinds[kind].begin == readstat_begin_writing_por ? 1e-9 : 0.0;
      ComityColumn *n;
      ComityColumn *s;

      g_assert_no_error (error);
      g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, N_ROWS);
      n = comity_dataset_require_column (dataset, "N", &error);
      s = comity_dataset_require_column (dataset, "S", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (comity_column_peek_label (n), ==, "A number");
      g_assert_cmpint (comity_column_get_type (n), ==, COMITY_COLUMN_INT16);
      for (gsize row = 0; row < N_ROWS; row++)
        {
          g_autofree char *text = g_strdup_printf ("row %zu", row % 50);
          char tag = comity_column_get_missing_tag (n, row);

          g_assert_cmpstr (comity_column_peek_string (s, row), ==, text);
          g_assert_cmpfloat (
              fabs (comity_column_get_double (comity_dataset_peek_column (dataset, 1), row) -
                    (double) row / 8.0),
              <=, tolerance);
          if (row % 10 == 3)
            g_assert_cmpint (tag, ==, '.');
          else if (row % 10 == 4)
            g_assert_cmpint (tag, ==, kinds[kind].has_tags ? 'b' : 'a');
          else
            g_assert_cmpfloat (comity_column_get_double (n, row), ==, (double) row + 1000);
        }
      if (kinds[kind].has_labels)
        {
          g_autofree char *one = comity_column_dup_text (n, 1);
          g_autofree char *refused = comity_column_dup_text (n, 4);

          g_assert_cmpstr (one, ==, "one");
          g_assert_cmpstr (refused, ==, "refused");
        }
    }
}

static void
test_damage (void)
{
  for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autoptr (GBytes) bytes = write_kind (kind);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);
      gsize n_refused = 0;

      for (gsize n = 0; n < size; n += size / 50 + 1)
        {
          g_autoptr (GBytes) part = g_bytes_new (data, n);
          g_autoptr (GError) error = NULL;
          g_autoptr (ComityDataset) dataset =
              comity_dataset_load_bytes (part, kinds[kind].name, NULL, &error);

          g_assert_true ((dataset == NULL) == (error != NULL));
          if (error != NULL)
            {
              n_refused++;
              g_assert_nonnull (strstr (error->message, kinds[kind].name));
            }
        }
      g_assert_cmpuint (n_refused, >, 0);
    }
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GBytes) bytes = write_kind (0);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_dataset_load_bytes (bytes, "x.sav", progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/readstat/reads", test_reads);
  g_test_add_func ("/dataset/readstat/damage", test_damage);
  g_test_add_func ("/dataset/readstat/cancel", test_cancel);
  return g_test_run ();
}
