/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader and the writer of .dta files judged by others: ReadStat, and files of pandas. */
#include "config.h"

#include "comity-dataset-io.h"
#include "rich-dataset.h"

#include <glib/gstdio.h>
#include <math.h>
#include <readstat.h>
#include <string.h>

typedef struct
{
  ComityDataset *dataset;
  gsize n_cells;
  gsize n_labels;
  gsize n_notes;
} Judge;

static int
judge_variable_cb (int index, readstat_variable_t *variable, const char *labels, void *ctx)
{
  Judge *judge = ctx;
  ComityColumn *column = comity_dataset_peek_column (judge->dataset, (gsize) index);

  g_assert_cmpstr (readstat_variable_get_name (variable), ==, comity_column_peek_name (column));
  g_assert_cmpstr (readstat_variable_get_label (variable) ? readstat_variable_get_label (variable)
                                                          : "",
                   ==, comity_column_peek_label (column));
  g_assert_true ((labels != NULL && *labels != '\0') ==
                 (comity_column_peek_value_labels (column) != NULL));
  return READSTAT_HANDLER_OK;
}

static int
judge_value_cb (int row, readstat_variable_t *variable, readstat_value_t value, void *ctx)
{
  Judge *judge = ctx;
  ComityColumn *column =
      comity_dataset_peek_column (judge->dataset, (gsize) readstat_variable_get_index (variable));
  gsize at = (gsize) row;

  judge->n_cells++;
  if (!comity_column_is_numeric (column))
    {
      const char *text = readstat_string_value (value);

      g_assert_cmpstr (comity_column_peek_string (column, at), ==, text ? text : "");
      return READSTAT_HANDLER_OK;
    }
  if (readstat_value_is_tagged_missing (value))
    g_assert_cmpint (comity_column_get_missing_tag (column, at), ==, readstat_value_tag (value));
  else if (readstat_value_is_system_missing (value))
    g_assert_cmpint (comity_column_get_missing_tag (column, at), ==, '.');
  else
    g_assert_cmpfloat (comity_column_get_double (column, at), ==, readstat_double_value (value));
  return READSTAT_HANDLER_OK;
}

static int
judge_label_cb (const char *set, readstat_value_t value, const char *label, void *ctx)
{
  Judge *judge = ctx;
  ComityValueLabels *labels =
      comity_column_peek_value_labels (comity_dataset_peek_column (judge->dataset, 0));
  gint32 key = readstat_value_is_tagged_missing (value)
                   ? COMITY_MISSING_INT32 + readstat_value_tag (value) - 'a' + 1
                   : readstat_int32_value (value);

  g_assert_cmpstr (label, ==, comity_value_labels_lookup (labels, key));
  judge->n_labels++;
  return READSTAT_HANDLER_OK;
}

static int
judge_note_cb (int index, const char *note, void *ctx)
{
  ((Judge *) ctx)->n_notes++;
  return READSTAT_HANDLER_OK;
}

static void
judge_file (const char *path, Judge *judge)
{
  readstat_parser_t *parser = readstat_parser_init ();

  readstat_set_variable_handler (parser, judge_variable_cb);
  readstat_set_value_handler (parser, judge_value_cb);
  readstat_set_value_label_handler (parser, judge_label_cb);
  readstat_set_note_handler (parser, judge_note_cb);
  g_assert_cmpint (readstat_parse_dta (parser, path, judge), ==, READSTAT_OK);
  readstat_parser_free (parser);
}

static void
test_writer_judged_by_readstat (void)
{
  g_autoptr (ComityDataset) dataset = rich_dataset_new (3000);
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "rich.dta", NULL);
  g_autoptr (GError) error = NULL;
  Judge judge = { dataset, 0, 0, 0 };

  g_assert_true (comity_dataset_save (dataset, path, NULL, &error));
  judge_file (path, &judge);
  g_assert_cmpuint (judge.n_cells, ==, 7 * 3000);
  g_assert_cmpuint (judge.n_labels, ==, 3);
  g_assert_cmpuint (judge.n_notes, ==, 3);
  g_unlink (path);
  g_rmdir (folder);
}

static ssize_t
append_cb (const void *data, size_t length, void *ctx)
{
  g_byte_array_append (ctx, data, (guint) length);
  return (ssize_t) length;
}

/* A file as ReadStat writes it: five numbers with missing values, a string, labels. */
static GBytes *
write_with_readstat (int release, int n_rows)
{
  GByteArray *out = g_byte_array_new ();
  readstat_writer_t *writer = readstat_writer_init ();
  readstat_label_set_t *labels = NULL;
  const readstat_type_t types[] = { READSTAT_TYPE_INT8, READSTAT_TYPE_INT16, READSTAT_TYPE_INT32,
                                    READSTAT_TYPE_FLOAT, READSTAT_TYPE_DOUBLE };
  const char *const names[] = { "b", "i", "l", "f", "d" };
  readstat_variable_t *variables[6];

  readstat_set_data_writer (writer, append_cb);
  readstat_writer_set_file_format_version (writer, (uint8_t) release);
  readstat_writer_set_file_label (writer, "By ReadStat");
  /* Up to release 108 ReadStat writes label tables with longer names than Stata did. */
  if (release >= 110)
    {
      labels = readstat_add_label_set (writer, READSTAT_TYPE_INT32, "lab");
      readstat_label_int32_value (labels, 1, "one");
      readstat_label_int32_value (labels, 2, "two");
    }
  for (int k = 0; k < 5; k++)
    {
      variables[k] = readstat_add_variable (writer, names[k], types[k], 0);
      readstat_variable_set_label (variables[k], "A number");
    }
  variables[5] = readstat_add_variable (writer, "s", READSTAT_TYPE_STRING, 12);
  if (labels != NULL)
    readstat_variable_set_label_set (variables[0], labels);
  g_assert_cmpint (readstat_begin_writing_dta (writer, out, n_rows), ==, READSTAT_OK);
  for (int row = 0; row < n_rows; row++)
    {
      g_autofree char *text = g_strdup_printf ("row %d", row % 100);

      readstat_begin_row (writer);
      for (int k = 0; k < 5; k++)
        if (row % 7 == k)
          {
            if (release >= 113 && row % 2 == 0)
              readstat_insert_tagged_missing_value (writer, variables[k], (char) ('a' + row % 26));
            else
              readstat_insert_missing_value (writer, variables[k]);
          }
        else if (k == 0)
          readstat_insert_int8_value (writer, variables[k], (int8_t) (row % 100));
        else if (k == 1)
          readstat_insert_int16_value (writer, variables[k], (int16_t) (row % 30000));
        else if (k == 2)
          readstat_insert_int32_value (writer, variables[k], row * 1000);
        else if (k == 3)
          readstat_insert_float_value (writer, variables[k], (float) row / 3.0f);
        else
          readstat_insert_double_value (writer, variables[k], row / 7.0);
      readstat_insert_string_value (writer, variables[5], text);
      readstat_end_row (writer);
    }
  g_assert_cmpint (readstat_end_writing (writer), ==, READSTAT_OK);
  readstat_writer_free (writer);
  return g_byte_array_free_to_bytes (out);
}

static void
test_reader_judged_by_readstat (void)
{
  static const int written[] = { 104, 105, 108, 110, 111, 113, 114, 115, 117, 118, 119 };
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "judged.dta", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autoptr (GBytes) bytes = write_with_readstat (written[i], 2500);
      g_autoptr (ComityDataset) dataset = comity_dataset_load_bytes (bytes, "test.dta", NULL, NULL);
      Judge judge = { dataset, 0, 0, 0 };
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size);

      g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
      g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, 2500);
      g_assert_cmpstr (comity_dataset_peek_label (dataset), ==, "By ReadStat");
      judge_file (path, &judge);
      g_assert_cmpuint (judge.n_cells, ==, 6 * 2500);
      g_unlink (path);
    }
  g_rmdir (folder);
}

/* Files that pandas wrote; tests/reference/dta/make.py says how. */
static void
test_pandas (void)
{
  static const int written[] = { 114, 117, 118, 119 };
  g_autofree char *long_text = g_strnfill (2500, ' ');
  const char *const expected = "Written by pandas\n"
                               "b:byte 1 2 100 [A byte] []\n"
                               "i:int -5 300 32740 [] []\n"
                               "l:long 70000 -70000 2147483620 [] []\n"
                               "f:float 0.5 .. -1.25 [] []\n"
                               "d:double 0.10000000000000001 .. 1.0000000000000001e+300 [] []\n"
                               "s:string 'USA' '' 'Côte d'Ivoire' [] []\n"
                               "law:byte 1 2 1 [Legal tradition] [] 1=common 2=civil\n"
                               "day:double 0 19320 .. [] []\n";

  for (gsize i = 0; i < 500; i++)
    memcpy (long_text + 5 * i, "long ", 5);
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    for (int big = 0; big < 2; big++)
      {
        g_autofree char *name =
            g_strdup_printf ("pandas-%d-%s.dta", written[i], big ? "big" : "little");
        g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", "dta", name, NULL);
        g_autoptr (GError) error = NULL;
        g_autoptr (ComityDataset) dataset = comity_dataset_load (path, NULL, &error);
        g_autofree char *found = NULL;
        g_autofree char *wanted = NULL;

        g_assert_no_error (error);
        found = rich_dump_without_formats (dataset);
        wanted = written[i] < 117 || big
                     ? g_strdup (expected)
                     : g_strdup_printf ("%st:string '%s' '' 'short' [] []\n", expected, long_text);
        g_assert_cmpstr (found, ==, wanted);
        g_assert_cmpstr (comity_column_peek_format (comity_dataset_peek_column (dataset, 7)), ==,
                         "%td");
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/dta-judged/writer-by-readstat", test_writer_judged_by_readstat);
  g_test_add_func ("/dataset/dta-judged/reader-by-readstat", test_reader_judged_by_readstat);
  g_test_add_func ("/dataset/dta-judged/pandas", test_pandas);
  return g_test_run ();
}
