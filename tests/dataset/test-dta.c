/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stata files of every release and byte order; damage; strings that stay in the file. ReadStat and
 * pandas judge in test-dta-judged.c. */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "comity-dataset-io.h"
#include "dta-maker.h"
#include "rich-dataset.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const int releases[] = { 102, 103, 104, 105, 108, 110, 111, 113, 114, 115, 117, 118, 119 };

static ComityDataset *
load_bytes (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load_bytes (bytes, "test.dta", NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static const char expected_cells[] = "Three rows\n"
                                     "b:byte 1 .. 3 [A byte] [%9.0g] 1=one 3=three\n"
                                     "i:int -2 .. 4 [] [%9.0g]\n"
                                     "l:long 100000 .. 5 [] [%9.0g]\n"
                                     "f:float 0.5 .. 1.5 [] [%9.0g]\n"
                                     "d:double 0.10000000000000001 .. 2.5 [] [%9.0g]\n"
                                     "s:string 'Paris' 'Rome' '' [] [%9.0g]\n";
static const char expected_strl[] = "t:string 'long text' '' 'long text' [] [%9.0g]\n";
static const char expected_notes[] = "_dta note: first\n_dta note: second\nb note: about b\n"
                                     "_dta[_TStvar]=i\n";

static void
test_releases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (releases); i++)
    for (int big_endian = 0; big_endian < 2; big_endian++)
      {
        DtaMaker maker = { releases[i], big_endian, NULL };
        g_autoptr (GBytes) bytes = dta_make (&maker);
        g_autoptr (ComityDataset) dataset = load_bytes (bytes);
        g_autofree char *found = rich_dump (dataset);
        g_autofree char *expected =
            g_strconcat (expected_cells, releases[i] >= 117 ? expected_strl : "",
                         releases[i] >= 105 ? expected_notes : "", NULL);

        g_assert_cmpstr (found, ==, expected);
        g_assert_cmpuint (comity_dataset_get_n_remarks (dataset), ==, 0);
      }
}

static void
test_encodings (void)
{
  const char *const cities[] = { "K\xf6ln", "K\xc3\xb6ln" };

  for (gsize i = 0; i < G_N_ELEMENTS (releases); i++)
    for (gsize k = 0; k < 2; k++)
      {
        DtaMaker maker = { releases[i], FALSE, cities[k] };
        g_autoptr (GBytes) bytes = dta_make (&maker);
        g_autoptr (ComityDataset) dataset = load_bytes (bytes);

        g_assert_cmpstr (comity_column_peek_string (comity_dataset_peek_column (dataset, 5), 1), ==,
                         "Köln");
        g_assert_cmpuint (comity_dataset_get_n_remarks (dataset), ==, k == 0 ? 1 : 0);
      }
}

/* Before release 113 the values 101 … 126 were numbers like others: such a column is widened. */
static void
test_old_large_values (void)
{
  DtaMaker maker = { 111, TRUE, NULL };
  g_autoptr (GBytes) bytes = dta_make (&maker);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *changed = g_memdup2 (data, size);
  const guint8 row[] = { 1, 0xff, 0xfe, 0x00, 0x01, 0x86, 0xa0, 0x3f, 0x00, 0x00, 0x00 };
  guint8 *at = memmem (changed, size, row, sizeof row);
  g_autoptr (GBytes) other = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  ComityColumn *column;

  g_assert_nonnull (at);
  at[0] = 126;
  memcpy (at + 1, "\x7f\xfe", 2);
  memcpy (at + 3, "\x7f\xff\xff\xfe", 4);
  other = g_bytes_new (changed, size);
  dataset = load_bytes (other);
  column = comity_dataset_peek_column (dataset, 0);
  g_assert_cmpint (comity_column_get_type (column), ==, COMITY_COLUMN_INT16);
  g_assert_cmpfloat (comity_column_get_double (column, 0), ==, 126);
  g_assert_cmpint (comity_column_get_missing_tag (column, 1), ==, '.');
  g_assert_cmpfloat (comity_column_get_double (column, 2), ==, 3);
  column = comity_dataset_peek_column (dataset, 1);
  g_assert_cmpint (comity_column_get_type (column), ==, COMITY_COLUMN_INT32);
  g_assert_cmpfloat (comity_column_get_double (column, 0), ==, 32766);
  column = comity_dataset_peek_column (dataset, 2);
  g_assert_cmpint (comity_column_get_type (column), ==, COMITY_COLUMN_DOUBLE);
  g_assert_cmpfloat (comity_column_get_double (column, 0), ==, 2147483646);
  g_assert_cmpint (comity_column_get_missing_tag (column, 1), ==, '.');
}

/* Damage */

static void
test_truncated (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (releases); i++)
    {
      DtaMaker maker = { releases[i], i % 2, NULL };
      g_autoptr (GBytes) bytes = dta_make (&maker);
      gsize size = g_bytes_get_size (bytes);
      gsize n_read = 0;

      for (gsize n = 0; n < size; n++)
        {
          /* A copy of its own, so that reading beyond it is seen by the sanitizer. */
          g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (bytes, NULL), n);
          g_autoptr (GError) error = NULL;
          g_autoptr (ComityDataset) dataset =
              comity_dataset_load_bytes (part, "test.dta", NULL, &error);

          if (dataset != NULL)
            {
              n_read++;
              continue;
            }
          g_assert_nonnull (error);
          g_assert_true (g_str_has_prefix (error->message, "“test.dta” is "));
          g_assert_true (g_str_has_suffix (error->message, "."));
        }
      /* Old files say nowhere that value labels follow: without them they are whole. */
      g_assert_cmpuint (n_read, ==, releases[i] < 117 ? 1 : 0);
    }
}

static void
test_damaged (void)
{
  static const struct
  {
    const char *find;
    const char *replace;
    const char *message;
  } cases[] = {
    { "<release>118", "<release>120",
      "“test.dta” is a Stata file of a release that is not known here (120); releases 102 to 119 "
      "are." },
    { "LSF", "XSF", "“test.dta” is damaged: the header names no byte order (byte 52 of " },
    { "<varnames>", "<varnamez>", "“test.dta” is damaged: “<varnames>” is expected here (byte " },
    { "\xfa\xff\xf9\xff", "\x00\x00\xf9\xff",
      "“test.dta” is damaged: variable 1 has the unknown type 0 (byte " },
    { "</data>", "</dat?>", "“test.dta” is damaged: “</data>” is expected here (byte " },
    { "GSO\x07\0\0\0\x01\0\0\0\0\0\0\0\x82\x0a\0\0\0",
      "GSO\x07\0\0\0\x01\0\0\0\0\0\0\0\x82\x0a\0\0\x70",
      "“test.dta” is damaged: it ends within the long strings (byte " },
    { "\x06\0\0\0\0\0\0\0\x01\0\0\0\x03\0\0\0three", "\x0a\0\0\0\0\0\0\0\x01\0\0\0\x03\0\0\0three",
      "“test.dta” is damaged: a label of “lab” lies outside its table (byte " },
    { "<N>\x03\0\0\0\0\0\0\0", "<N>\x03\0\0\0\0\0\0\x40",
      "“test.dta” is damaged: it ends within the data" },
    { "<N>\x03\0\0\0\0\0\0\0", "<N>\x04\0\0\0\0\0\0\0",
      "“test.dta” is damaged: “</data>” is expected here (byte " },
    { "<N>\x03\0\0\0\0\0\0\0", "<N>\xff\0\0\0\0\0\0\0",
      "“test.dta” is damaged: it ends within the data: " },
  };
  static const gsize lengths[] = { 12, 3, 10, 4, 7, 20, 21, 11, 11, 11 };
  DtaMaker maker = { 118, FALSE, NULL };
  g_autoptr (GBytes) bytes = dta_make (&maker);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      guint8 *at = memmem (copy, size, cases[i].find, lengths[i]);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (at);
      memcpy (at, cases[i].replace, lengths[i]);
      changed = g_bytes_new (copy, size);
      g_assert_null (comity_dataset_load_bytes (changed, "test.dta", NULL, &error));
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("%s", error->message);
    }
}

/* Any bytes may be wrong: a dataset or a sentence, never a crash. */
static void
test_random_damage (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1960);
  gsize n_read = 0;

  for (int round = 0; round < 4000; round++)
    {
      DtaMaker maker = { releases[round % (int) G_N_ELEMENTS (releases)], round % 2, NULL };
      g_autoptr (GBytes) bytes = dta_make (&maker);
      gsize size = g_bytes_get_size (bytes);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityDataset) dataset = NULL;

      for (int k = 0; k < 1 + round % 4; k++)
        copy[g_rand_int_range (random, 0, (gint32) size)] = (guint8) g_rand_int (random);
      changed = g_bytes_new (copy, size);
      dataset = comity_dataset_load_bytes (changed, "test.dta", NULL, &error);
      g_assert_true ((dataset == NULL) == (error != NULL));
      n_read += dataset != NULL;
    }
  /* Most of a file is padding and text, where a wrong byte does no harm. */
  g_assert_cmpuint (n_read, >, 1000);
}

static void
test_not_a_dta (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("PK\x03\x04 whatever", 14);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_dataset_load_bytes (bytes, "test.dta", NULL, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_UNKNOWN_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "“test.dta” is not a dataset that can be read"));
  g_clear_error (&error);
  g_assert_null (comity_dataset_load ("/no/such/file.dta", NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "“/no/such/file.dta” cannot be opened: there is no such file.");
  g_clear_error (&error);
  g_assert_null (comity_dataset_load ("/dev/null", NULL, &error));
  g_assert_cmpstr (
      error->message, ==,
      "“/dev/null” cannot be opened: it is a device or a pipe; save the data to a file first.");
}

static void
test_round_trip (void)
{
  g_autoptr (ComityDataset) dataset = rich_dataset_new (5000);
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "rich.dta", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) again = NULL;
  g_autofree char *before = rich_dump_without_formats (dataset);
  g_autofree char *after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize n_first;
  gsize n_second;

  g_assert_true (comity_dataset_save (dataset, path, NULL, &error));
  g_assert_no_error (error);
  again = comity_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  after = rich_dump_without_formats (again);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (comity_dataset_is_simulated (again));
  g_assert_cmpstr (comity_dataset_peek_name (again), ==, "rich.dta");

  /* The hash is the file's, and the same data give the same bytes. */
  g_assert_true (g_file_get_contents (path, &first, &n_first, NULL));
  {
    g_autofree char *hash =
        g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) first, n_first);

    g_assert_cmpstr (comity_dataset_get_sha256 (again), ==, hash);
  }
  g_assert_true (comity_dataset_save (again, path, NULL, &error));
  g_assert_true (comity_dataset_save (again, path, NULL, &error));
  g_assert_true (g_file_get_contents (path, &second, &n_second, NULL));
  g_assert_cmpmem (first, n_first, second, n_second);
  g_unlink (path);
  g_rmdir (folder);
}

static ComityDataset *
load_in_place (const char *path)
{
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load_in_place (path, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

/* Numbers and strings that stay in the file, some of them packed, are the ones that are read from it. */
static void
check_in_place (const char *path)
{
  g_autoptr (ComityDataset) read = comity_dataset_load (path, NULL, NULL);
  g_autofree char *expected = rich_dump (read);
  g_autofree char *copy = g_strconcat (path, ".again.dta", NULL);
  gsize n_rows = comity_dataset_get_n_rows (read);

  for (gsize packed = 0; packed < 3; packed++)
    {
      g_autoptr (ComityDataset) dataset = load_in_place (path);
      g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (gsize));
      g_autofree guint32 *rows = g_new (guint32, n_rows + 1);
      g_autofree char *found = NULL;
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      gsize n_first;
      gsize n_second;

      for (gsize c = 0; c < comity_dataset_get_n_columns (dataset); c++)
        if (packed == 1 ? c % 2 == 0 : packed == 2)
          g_array_append_val (columns, c);
      comity_dataset_pack (dataset, (const gsize *) (gconstpointer) columns->data, columns->len);
      for (gsize i = 0; i < n_rows; i++)
        rows[i] = (guint32) (n_rows - 1 - i);
      for (gsize c = 0; c < comity_dataset_get_n_columns (dataset); c++)
        {
          ComityColumn *column = comity_dataset_peek_column (dataset, c);
          ComityColumn *other = comity_dataset_peek_column (read, c);
          g_autoptr (ComityColumn) gathered = comity_column_gathered (column, rows, n_rows);

          for (gsize row = 0; row < n_rows; row++)
            {
              g_autofree char *text = comity_column_dup_text (gathered, n_rows - 1 - row);
              g_autofree char *same = comity_column_dup_text (other, row);

              g_assert_cmpstr (text, ==, same);
            }
        }
      found = rich_dump (dataset);
      g_assert_cmpstr (found, ==, expected);
      g_assert_true (comity_dataset_save (dataset, copy, NULL, NULL));
      g_assert_true (g_file_get_contents (copy, &first, &n_first, NULL));
      g_assert_true (comity_dataset_save (read, copy, NULL, NULL));
      g_assert_true (g_file_get_contents (copy, &second, &n_second, NULL));
      g_assert_cmpmem (first, n_first, second, n_second);
      g_unlink (copy);
    }
}

static void
test_in_place (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "in-place.dta", NULL);
  g_autoptr (ComityDataset) rich = rich_dataset_new (5000);

  for (gsize i = 0; i < G_N_ELEMENTS (releases); i++)
    for (int big_endian = 0; big_endian < 2; big_endian++)
      {
        DtaMaker maker = { releases[i], big_endian, i % 2 == 0 ? "K\xf6ln" : NULL };
        g_autoptr (GBytes) bytes = dta_make (&maker);

        g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                            (gssize) g_bytes_get_size (bytes), NULL));
        check_in_place (path);
      }
  g_assert_true (comity_dataset_save (rich, path, NULL, NULL));
  check_in_place (path);
  g_unlink (path);
  g_rmdir (folder);
}

/* What is left in the file is found to be in no known letters when it is read, not before. */
static void
test_late_remark (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "late.dta", NULL);

  for (gsize k = 0; k < 2; k++)
    {
      DtaMaker maker = { 114, FALSE, k == 0 ? "K\xf6ln" : "K\xc3\xb6ln" };
      g_autoptr (GBytes) bytes = dta_make (&maker);
      g_autoptr (ComityDataset) read = NULL;
      g_autoptr (ComityDataset) dataset = NULL;
      ComityColumn *cities;

      g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                          (gssize) g_bytes_get_size (bytes), NULL));
      read = comity_dataset_load (path, NULL, NULL);
      dataset = load_in_place (path);
      cities = comity_dataset_peek_column (dataset, 5);
      g_assert_cmpuint (comity_dataset_get_n_remarks (dataset), ==, 0);
      g_assert_null (comity_dataset_peek_late_remark (dataset));
      g_assert_cmpstr (comity_column_peek_string (cities, 1), ==, "Köln");
      g_assert_cmpstr (comity_dataset_peek_late_remark (dataset), ==,
                       k == 0 ? comity_dataset_peek_remark (read, 0) : NULL);
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_odd_names (void)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (0);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityDataset) again = NULL;
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "odd.dta", NULL);
  g_autoptr (GError) error = NULL;
  const char *const names[] = { "odd name", "odd.name", "1960", "Größe" };
  const char *const stata_names[] = { "odd_name", "odd_name_2", "_1960", "Größe" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    comity_dataset_builder_take_column (
        builder, comity_column_new_take (names[i], COMITY_COLUMN_INT8, 0, NULL));
  dataset = comity_dataset_builder_end (builder);
  g_assert_true (comity_dataset_save (dataset, path, NULL, &error));
  again = comity_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ComityColumn *column = comity_dataset_peek_column (again, i);

      g_assert_cmpstr (comity_column_peek_name (column), ==, stata_names[i]);
      g_assert_cmpstr (comity_column_peek_label (column), ==, i < 3 ? names[i] : "");
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_unwritable (void)
{
  g_autoptr (ComityDataset) dataset = rich_dataset_new (10);
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_dataset_save (dataset, "/no/such/folder/x.dta", NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (comity_dataset_save (dataset, "x.docx", NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "“x.docx” cannot be written: a dataset is saved as .dta, .csv or .tsv.");
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  DtaMaker maker = { 118, FALSE, NULL };
  g_autoptr (GBytes) bytes = dta_make (&maker);
  g_autoptr (ComityDataset) dataset = rich_dataset_new (10);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "comity-cancelled.dta", NULL);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_dataset_load_bytes (bytes, "test.dta", progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (comity_dataset_save (dataset, path, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/dta/releases", test_releases);
  g_test_add_func ("/dataset/dta/encodings", test_encodings);
  g_test_add_func ("/dataset/dta/old-large-values", test_old_large_values);
  g_test_add_func ("/dataset/dta/truncated", test_truncated);
  g_test_add_func ("/dataset/dta/damaged", test_damaged);
  g_test_add_func ("/dataset/dta/random-damage", test_random_damage);
  g_test_add_func ("/dataset/dta/not-a-dta", test_not_a_dta);
  g_test_add_func ("/dataset/dta/round-trip", test_round_trip);
  g_test_add_func ("/dataset/dta/in-place", test_in_place);
  g_test_add_func ("/dataset/dta/late-remark", test_late_remark);
  g_test_add_func ("/dataset/dta/odd-names", test_odd_names);
  g_test_add_func ("/dataset/dta/unwritable", test_unwritable);
  g_test_add_func ("/dataset/dta/cancel", test_cancel);
  return g_test_run ();
}
