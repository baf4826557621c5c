/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From .dta to CSV and back without loss, by the schema that is written beside the CSV. */
#include "config.h"

#include "comity-dataset-io.h"
#include "rich-dataset.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *text;
  char *schema;
} Files;

static void
set_up (Files *files, gconstpointer data)
{
  files->folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  files->text = g_build_filename (files->folder, "x.csv", NULL);
  files->schema = g_strconcat (files->text, ".schema.json", NULL);
}

static void
tear_down (Files *files, gconstpointer data)
{
  g_unlink (files->text);
  g_unlink (files->schema);
  g_rmdir (files->folder);
  g_free (files->folder);
  g_free (files->text);
  g_free (files->schema);
}

static void
save (Files *files, ComityDataset *dataset)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (comity_dataset_save (dataset, files->text, NULL, &error));
  g_assert_no_error (error);
}

static ComityDataset *
load (Files *files)
{
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load (files->text, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
test_nothing_is_lost (Files *files, gconstpointer data)
{
  g_autoptr (ComityDataset) dataset = rich_dataset_new (5000);
  g_autoptr (ComityDataset) again = NULL;
  g_autofree char *before = rich_dump (dataset);
  g_autofree char *after = NULL;

  save (files, dataset);
  g_assert_true (g_file_test (files->schema, G_FILE_TEST_EXISTS));
  again = load (files);
  after = rich_dump (again);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (comity_dataset_is_simulated (again));
  g_assert_cmpuint (comity_dataset_get_n_remarks (again), ==, 0);
}

/* Strings that look like something else stay strings. */
static void
test_strings_stay (Files *files, gconstpointer data)
{
  static const char *const values[] = { "", "007", "TRUE", "NA", ".a", "1e5", " x", "y " };
  gsize n = G_N_ELEMENTS (values);
  GPtrArray *dictionary = g_ptr_array_new ();
  guint32 *codes = g_new (guint32, n);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityDataset) again = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (gsize i = 0; i < n; i++)
    {
      g_ptr_array_add (dictionary, g_strdup (values[i]));
      codes[i] = (guint32) (i < 6 ? i : 1);
    }
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_strings_take ("s", n, codes, dictionary));
  comity_dataset_builder_set_label (builder, "Strings");
  dataset = comity_dataset_builder_end (builder);
  before = rich_dump (dataset);
  save (files, dataset);
  again = load (files);
  after = rich_dump (again);
  g_assert_cmpstr (before, ==, after);
}

/* Where text says it all there is no schema, and an old one goes. */
static void
test_only_when_needed (Files *files, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a,b\n1,x\n2,y\n", 12);
  g_autoptr (ComityDataset) plain = comity_dataset_load_bytes (bytes, "x.csv", NULL, NULL);
  g_autoptr (ComityDataset) rich = rich_dataset_new (10);

  save (files, rich);
  g_assert_true (g_file_test (files->schema, G_FILE_TEST_EXISTS));
  save (files, plain);
  g_assert_false (g_file_test (files->schema, G_FILE_TEST_EXISTS));
}

static void
check_remark (Files *files, const char *schema, const char *remark)
{
  g_autoptr (ComityDataset) dataset = NULL;

  g_assert_true (g_file_set_contents (files->schema, schema, -1, NULL));
  dataset = load (files);
  g_assert_cmpuint (comity_dataset_get_n_remarks (dataset), ==, 1);
  g_assert_cmpstr (comity_dataset_peek_remark (dataset, 0), ==, remark);
  g_assert_cmpfloat (comity_column_get_double (comity_dataset_peek_column (dataset, 0), 0), ==,
                     1.5);
}

static void
test_misfits (Files *files, gconstpointer data)
{
  const char *const misfit = "“x.csv.schema.json” does not fit the columns and was not used.";

  g_assert_true (g_file_set_contents (files->text, "a,b\n1.5,x\n2,y\n", -1, NULL));
  check_remark (files, "not JSON", misfit);
  check_remark (files, "[]", misfit);
  check_remark (files, "{\"comity_schema\": 2, \"columns\": [{\"name\": \"a\"}]}", misfit);
  check_remark (files, "{\"comity_schema\": 1, \"columns\": [{\"name\": \"a\"}]}", misfit);
  check_remark (
      files, "{\"comity_schema\": 1, \"columns\": [{\"name\": \"b\"}, {\"name\": \"a\"}]}", misfit);
  check_remark (files,
                "{\"comity_schema\": 1, \"label\": 7, \"notes\": 3, \"columns\": "
                "[{\"name\": \"a\", \"type\": \"byte\", \"value_labels\": \"none\"}, "
                "{\"name\": \"b\", \"type\": \"string\"}]}",
                "The cells of “a” do not fit the type that the schema beside the file gives it "
                "(byte).");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/dataset/schema/nothing-is-lost", Files, NULL, set_up, test_nothing_is_lost,
              tear_down);
  g_test_add ("/dataset/schema/strings-stay", Files, NULL, set_up, test_strings_stay, tear_down);
  g_test_add ("/dataset/schema/only-when-needed", Files, NULL, set_up, test_only_when_needed,
              tear_down);
  g_test_add ("/dataset/schema/misfits", Files, NULL, set_up, test_misfits, tear_down);
  return g_test_run ();
}
