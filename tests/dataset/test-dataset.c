/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dataset and its builder: names, notes, characteristics, filter, hash. */
#include "config.h"

#include "comity-dataset.h"

#include <string.h>

static ComityColumn *
new_bytes (const char *name, gint8 a, gint8 b, gint8 c)
{
  gint8 *data = g_new (gint8, 3);

  data[0] = a;
  data[1] = b;
  data[2] = c;
  return comity_column_new_take (name, COMITY_COLUMN_INT8, 3, data);
}

static ComityDataset *
new_dataset (void)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (3);

  comity_dataset_builder_set_name (builder, "small");
  comity_dataset_builder_set_label (builder, "A small dataset");
  comity_dataset_builder_take_column (builder, new_bytes ("Polity", 1, 2, 3));
  comity_dataset_builder_take_column (builder, new_bytes ("gdp", 4, 5, 6));
  comity_dataset_builder_take_column (builder, new_bytes ("GDP", 7, 8, 9));
  comity_dataset_builder_add_note (builder, NULL, "made by hand");
  comity_dataset_builder_add_note (builder, "gdp", "in dollars");
  comity_dataset_builder_set_characteristic (builder, "_dta", "_TStvar", "year");
  comity_dataset_builder_set_characteristic (builder, NULL, "_TStvar", "month");
  comity_dataset_builder_add_remark (builder, "A remark.");
  return comity_dataset_builder_end (builder);
}

static void
test_names (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (comity_dataset_find_column (dataset, "Polity"), ==, 0);
  g_assert_cmpint (comity_dataset_find_column (dataset, "POLITY"), ==, 0);
  g_assert_cmpint (comity_dataset_find_column (dataset, "GDP"), ==, 2);
  g_assert_cmpint (comity_dataset_find_column (dataset, "Gdp"), ==, -1);
  g_assert_cmpint (comity_dataset_find_column (dataset, "pop"), ==, -1);
  g_assert_null (comity_dataset_require_column (dataset, "polty", &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_NO_COLUMN);
  g_assert_cmpstr (error->message, ==, "There is no column “polty”; the nearest name is “Polity”.");
  g_clear_error (&error);
  g_assert_null (comity_dataset_require_column (dataset, "xxxxxxxxx", &error));
  g_assert_cmpstr (error->message, ==, "There is no column “xxxxxxxxx”.");
}

static void
test_description (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  const char *column;
  const char *name;
  const char *text;

  g_assert_cmpuint (comity_dataset_get_n_notes (dataset), ==, 2);
  g_assert_cmpstr (comity_dataset_peek_note (dataset, 1, &column), ==, "in dollars");
  g_assert_cmpstr (column, ==, "gdp");
  g_assert_cmpstr (comity_dataset_peek_characteristic (dataset, NULL, "_TStvar"), ==, "month");
  g_assert_null (comity_dataset_peek_characteristic (dataset, "gdp", "_TStvar"));
  g_assert_true (comity_dataset_get_characteristic (dataset, 0, &column, &name, &text));
  g_assert_cmpstr (column, ==, "_dta");
  g_assert_false (comity_dataset_get_characteristic (dataset, 1, &column, &name, &text));
  g_assert_cmpstr (comity_dataset_peek_remark (dataset, 0), ==, "A remark.");
  g_assert_null (comity_dataset_peek_path (dataset));
}

static void
test_derive (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (dataset);
  g_autoptr (ComityDataset) changed = NULL;

  comity_dataset_builder_take_column (builder, new_bytes ("gdp", 10, 11, 12));
  comity_dataset_builder_take_column (builder, new_bytes ("t", 0, 1, 2));
  changed = comity_dataset_builder_end (builder);
  g_assert_cmpuint (comity_dataset_get_n_columns (dataset), ==, 3);
  g_assert_cmpuint (comity_dataset_get_n_columns (changed), ==, 4);
  g_assert_cmpint (comity_dataset_find_column (changed, "gdp"), ==, 1);
  g_assert_cmpfloat (comity_column_get_double (comity_dataset_peek_column (changed, 1), 0), ==, 10);
  g_assert_cmpfloat (comity_column_get_double (comity_dataset_peek_column (dataset, 1), 0), ==, 4);
  g_assert_true (comity_dataset_peek_column (changed, 0) ==
                 comity_dataset_peek_column (dataset, 0));
  g_assert_cmpuint (comity_dataset_get_n_notes (changed), ==, 2);
  g_assert_cmpstr (comity_dataset_peek_label (changed), ==, "A small dataset");
}

static void
test_filter (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  const guint8 keep[] = { 1, 0, 1 };
  const guint8 none[] = { 0, 0, 0 };
  g_autoptr (ComityDataset) two = comity_dataset_filter (dataset, keep);
  g_autoptr (ComityDataset) empty = comity_dataset_filter (dataset, none);

  g_assert_cmpuint (comity_dataset_get_n_rows (two), ==, 2);
  g_assert_cmpfloat (comity_column_get_double (comity_dataset_peek_column (two, 2), 1), ==, 9);
  g_assert_cmpuint (comity_dataset_get_n_rows (empty), ==, 0);
  g_assert_cmpuint (comity_dataset_get_n_columns (empty), ==, 3);
}

static void
test_hash (void)
{
  g_autoptr (ComityDataset) a = new_dataset ();
  g_autoptr (ComityDataset) b = new_dataset ();
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (a);
  g_autoptr (ComityDataset) c = NULL;

  comity_dataset_builder_take_column (builder, new_bytes ("gdp", 4, 5, 7));
  c = comity_dataset_builder_end (builder);
  g_assert_cmpuint (strlen (comity_dataset_get_sha256 (a)), ==, 64);
  g_assert_cmpstr (comity_dataset_get_sha256 (a), ==, comity_dataset_get_sha256 (b));
  g_assert_cmpstr (comity_dataset_get_sha256 (a), !=, comity_dataset_get_sha256 (c));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/dataset/names", test_names);
  g_test_add_func ("/dataset/dataset/description", test_description);
  g_test_add_func ("/dataset/dataset/derive", test_derive);
  g_test_add_func ("/dataset/dataset/filter", test_filter);
  g_test_add_func ("/dataset/dataset/hash", test_hash);
  return g_test_run ();
}
