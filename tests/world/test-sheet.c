/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the bundled tables: cells, quotes, numbers, and tables that are damaged. */
#include "config.h"

#include "comity-sheet-private.h"
#include "comity-world.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A table called t with that text, read from a resource made in memory. */
static ComitySheet *
read_text (const char *text, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-sheet-XXXXXX", NULL);
  g_autofree char *table = g_build_filename (folder, "t.csv", NULL);
  g_autofree char *xml = g_build_filename (folder, "t.xml", NULL);
  g_autofree char *bundle = g_build_filename (folder, "t.gresource", NULL);
  g_autofree char *source = g_strconcat ("--sourcedir=", folder, NULL);
  g_autofree char *target = g_strconcat ("--target=", bundle, NULL);
  const char *arguments[] = { "glib-compile-resources", source, target, xml, NULL };
  GResource *resource;
  ComitySheet *sheet;
  int status;

  g_assert_true (g_file_set_contents (table, text, -1, NULL));
  g_assert_true (
      g_file_set_contents (xml,
                           "<gresources><gresource "
                           "prefix='/io/github/comity/Comity/world'><file>t.csv</file></gresource>"
                           "</gresources>",
                           -1, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  resource = g_resource_load (bundle, NULL);
  g_assert_nonnull (resource);
  g_assert_true (comity_sheet_exists (resource, "t"));
  g_assert_false (comity_sheet_exists (resource, "u"));
  sheet = comity_sheet_read (resource, "t", error);

  g_resource_unref (resource);
  g_remove (table);
  g_remove (xml);
  g_remove (bundle);
  g_rmdir (folder);
  return sheet;
}

static void
test_cells (void)
{
  g_autoptr (ComitySheet) sheet = read_text ("a,b,c\n"
                                             "1,,x\n"
                                             "-2.5,\"one, \"\"two\"\"\",\n"
                                             "0.30000000000000004,\"line\nbreak\",\"\"\n",
                                             NULL);
  gsize a, b, c;

  g_assert_nonnull (sheet);
  a = comity_sheet_find_column (sheet, "a");
  b = comity_sheet_find_column (sheet, "b");
  c = comity_sheet_find_column (sheet, "c");
  g_assert_cmpuint (comity_sheet_get_n_rows (sheet), ==, 3);
  g_assert_cmpint (comity_sheet_get_int (sheet, 0, a, 7), ==, 1);
  g_assert_cmpint (comity_sheet_get_int (sheet, 0, b, 7), ==, 7);
  g_assert_true (isnan (comity_sheet_get_double (sheet, 0, b)));
  g_assert_cmpfloat (comity_sheet_get_double (sheet, 1, a), ==, -2.5);
  g_assert_cmpfloat (comity_sheet_get_double (sheet, 2, a), ==, 0.1 + 0.2);
  g_assert_cmpstr (comity_sheet_peek_text (sheet, 1, b), ==, "one, \"two\"");
  g_assert_cmpstr (comity_sheet_peek_text (sheet, 2, b), ==, "line\nbreak");
  g_assert_cmpstr (comity_sheet_peek_text (sheet, 0, c), ==, "x");
  g_assert_cmpstr (comity_sheet_peek_text (sheet, 1, c), ==, "");
  g_assert_cmpstr (comity_sheet_peek_text (sheet, 2, c), ==, "");
  g_assert_true (comity_sheet_check (sheet, NULL));
}

/* Numbers read the same as by the C library. */
static void
test_numbers (void)
{
  g_autoptr (GString) text = g_string_new ("x\n");
  g_autoptr (ComitySheet) sheet = NULL;
  static const char *const numbers[] = { "0",
                                         "-0.1",
                                         "3.14159",
                                         "19068200",
                                         "0.0001",
                                         "123456.789",
                                         "999999999999999",
                                         "1e3",
                                         "0.00954529",
                                         "12345678901234567890" };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_string_append_printf (text, "%s\n", numbers[i]);
  sheet = read_text (text->str, NULL);
  g_assert_nonnull (sheet);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpfloat (comity_sheet_get_double (sheet, i, 0), ==,
                       g_ascii_strtod (numbers[i], NULL));
  g_assert_true (comity_sheet_check (sheet, NULL));
}

static void
test_ragged (void)
{
  static const char *const texts[] = { "a,b\n1\n", "a,b\n1,2,3\n", "a,b\n1,2\n1,", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      ComitySheet *sheet = read_text (texts[i], &error);

      g_test_message ("table %" G_GSIZE_FORMAT, i);
      g_assert_null (sheet);
      g_assert_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, "“t”"));
    }
}

static void
test_damage (void)
{
  g_autoptr (ComitySheet) sheet = read_text ("a,b\n1,2\n3,x\n4,2.5\n", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (comity_sheet_get_int (sheet, 0, 1, 0), ==, 2);
  g_assert_true (comity_sheet_check (sheet, NULL));
  g_assert_cmpint (comity_sheet_get_int (sheet, 1, 1, 9), ==, 9);
  g_assert_cmpint (comity_sheet_get_int (sheet, 2, 1, 9), ==, 9);
  g_assert_false (comity_sheet_check (sheet, &error));
  g_assert_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "row 2"));
  g_assert_nonnull (strstr (error->message, "“b”"));
}

static void
test_missing_column (void)
{
  g_autoptr (ComitySheet) sheet = read_text ("a,b\n1,2\n", NULL);

  comity_sheet_find_column (sheet, "c");
  g_assert_false (comity_sheet_check (sheet, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/sheet/cells", test_cells);
  g_test_add_func ("/world/sheet/numbers", test_numbers);
  g_test_add_func ("/world/sheet/ragged", test_ragged);
  g_test_add_func ("/world/sheet/damage", test_damage);
  g_test_add_func ("/world/sheet/missing-column", test_missing_column);
  return g_test_run ();
}
