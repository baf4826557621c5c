/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Datasets in words: a file made by hand with and without an index, and the bundled panel;
 * captions. */
#include "config.h"

#include "comity-report.h"

#include "comity-dataset-io.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define N_ROWS 5

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static ComityColumn *
new_column (const char *name, const char *label, const double values[N_ROWS])
{
  double *data = g_new (double, N_ROWS);
  ComityColumn *column;

  for (gsize i = 0; i < N_ROWS; i++)
    data[i] = isnan (values[i]) ? comity_missing_double ('.') : values[i];
  column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE, N_ROWS, data);
  comity_column_set_label (column, label);
  return column;
}

static ComityColumn *
new_words (void)
{
  GPtrArray *dictionary = g_ptr_array_new_with_free_func (g_free);
  guint32 *codes = g_new0 (guint32, N_ROWS);

  g_ptr_array_add (dictionary, g_strdup (""));
  g_ptr_array_add (dictionary, g_strdup ("abc"));
  codes[1] = 1;
  return comity_column_new_strings_take ("words", N_ROWS, codes, dictionary);
}

/* The last row is a state with itself. */
static ComityDataset *
make_dataset (ComityRoles *roles)
{
  static const double a[] = { 2, 2, 2, 20, 200 };
  static const double b[] = { 20, 200, 20, 200, 200 };
  static const double year[] = { 1990, 1990, 1991, 1991, 1991 };
  static const double y[] = { 0, 1, 1, NAN, 0 };
  static const double x[] = { 0.1, 0.2, 1.0 / 3.0, -1e-9, NAN };
  static const double none[] = { NAN, NAN, NAN, NAN, NAN };
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (N_ROWS);

  comity_dataset_builder_set_name (builder, "hand.dta");
  comity_dataset_builder_set_label (builder, "Made by hand");
  comity_dataset_builder_set_simulated (builder, TRUE);
  comity_dataset_builder_add_note (builder, NULL, "About \"all\" of it.");
  comity_dataset_builder_add_note (builder, "x", "About x.");
  comity_dataset_builder_add_remark (builder, "The encoding was guessed.");
  comity_dataset_builder_take_column (builder, new_column ("a", "", a));
  comity_dataset_builder_take_column (builder, new_column ("b", "", b));
  comity_dataset_builder_take_column (builder, new_column ("year", "", year));
  comity_dataset_builder_take_column (builder, new_column ("y", "Outcome", y));
  comity_dataset_builder_take_column (builder, new_column ("x", "5 % <&> \"x\"", x));
  comity_dataset_builder_take_column (builder, new_column ("none", "Empty", none));
  comity_dataset_builder_take_column (builder, new_words ());
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    roles->column[i] = -1;
  roles->column[COMITY_ROLE_STATE_A] = 0;
  roles->column[COMITY_ROLE_STATE_B] = 1;
  roles->column[COMITY_ROLE_YEAR] = 2;
  roles->column[COMITY_ROLE_OUTCOME] = 3;
  roles->codes = COMITY_CODES_COW;
  return comity_dataset_builder_end (builder);
}

static ComityPanel *
index_dataset (ComityDataset *dataset, const ComityRoles *roles)
{
  g_autoptr (GError) error = NULL;
  ComityPanel *panel = comity_panel_new (dataset, roles, NULL, NULL, &error);

  g_assert_no_error (error);
  return panel;
}

static void
test_text (void)
{
  ComityRoles roles;
  g_autoptr (ComityDataset) dataset = make_dataset (&roles);
  g_autoptr (ComityPanel) panel = index_dataset (dataset, &roles);
  g_autofree char *text = comity_data_report (dataset, &roles, panel, COMITY_FORMAT_TEXT);

  g_assert_true (g_str_has_prefix (text, "hand.dta\n"
                                         "Made by hand\n"
                                         "These are simulated data, not observations.\n"
                                         "\n"
                                         "Size       5 rows × 7 columns\n"
                                         "Memory     0.3 kB\n"
                                         "States     3\n"
                                         "Dyads      3\n"
                                         "Years      1990–1991\n"
                                         "Events     2\n"
                                         "\n"
                                         "Roles\n"
                                         "state A    a (COW numbers)\n"
                                         "state B    b (COW numbers)\n"
                                         "year       year\n"
                                         "outcome    y\n"));
  assert_contains (text,
                   "\nx      double  5 % <&> \"x\"     1     −1e−09     0.333333     0.158333\n");
  assert_contains (text, "\nNotes\n- About \"all\" of it.\n- x: About x.\n"
                         "\nRemarks on reading\n- The encoding was guessed.\n"
                         "\nDyad doctor\n- ");
}

/* Without roles and index there is less to say, and nothing is invented. */
static void
test_text_plain (void)
{
  ComityRoles roles;
  g_autoptr (ComityDataset) dataset = make_dataset (&roles);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    roles.column[i] = -1;
  text = comity_data_report (dataset, &roles, NULL, COMITY_FORMAT_TEXT);
  assert_contains (text, "No column was recognised");
  g_assert_null (strstr (text, "States"));
  g_assert_null (strstr (text, "Years"));
  g_assert_null (strstr (text, "Events"));
  g_assert_null (strstr (text, "doctor"));
}

static JsonObject *
parse (JsonParser *parser, const char *text)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_json (void)
{
  ComityRoles roles;
  g_autoptr (ComityDataset) dataset = make_dataset (&roles);
  g_autoptr (ComityPanel) panel = index_dataset (dataset, &roles);
  g_autofree char *text = comity_data_report (dataset, &roles, panel, COMITY_FORMAT_JSON);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse (parser, text);
  JsonArray *columns = json_object_get_array_member (root, "columns");
  JsonArray *years = json_object_get_array_member (root, "years");
  JsonArray *findings = json_object_get_array_member (root, "findings");
  JsonObject *x = json_array_get_object_element (columns, 4);
  JsonObject *none = json_array_get_object_element (columns, 5);
  JsonObject *part = json_object_get_object_member (root, "roles");
  gboolean found = FALSE;

  g_assert_cmpstr (json_object_get_string_member (root, "name"), ==, "hand.dta");
  g_assert_cmpstr (json_object_get_string_member (root, "sha256"), ==,
                   comity_dataset_get_sha256 (dataset));
  g_assert_true (json_object_get_boolean_member (root, "simulated"));
  g_assert_cmpint (json_object_get_int_member (root, "rows"), ==, N_ROWS);
  g_assert_cmpuint (json_array_get_length (columns), ==, 7);
  g_assert_cmpstr (json_object_get_string_member (x, "label"), ==, "5 % <&> \"x\"");
  g_assert_cmpint (json_object_get_int_member (x, "missing"), ==, 1);
  g_assert_true (json_object_get_double_member (x, "min") == -1e-9);
  g_assert_true (json_object_get_double_member (x, "max") == 1.0 / 3.0);
  g_assert_true (json_object_get_double_member (x, "mean") ==
                 comity_column_get_summary (comity_dataset_peek_column (dataset, 4))->mean);
  g_assert_cmpint (json_object_get_int_member (none, "missing"), ==, N_ROWS);
  g_assert_true (json_object_get_null_member (none, "min"));
  g_assert_true (json_object_get_null_member (none, "mean"));
  g_assert_cmpstr (json_object_get_string_member (part, "state_b"), ==, "b");
  g_assert_true (json_object_get_null_member (part, "dyad"));
  g_assert_cmpstr (json_object_get_string_member (part, "codes"), ==, "cow");
  g_assert_cmpint (json_object_get_int_member (root, "states"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (root, "dyads"), ==, 3);
  g_assert_cmpint (json_array_get_int_element (years, 0), ==, 1990);
  g_assert_cmpint (json_array_get_int_element (years, 1), ==, 1991);
  g_assert_cmpint (json_object_get_int_member (root, "events"), ==, 2);
  g_assert_true (json_object_get_null_member (root, "network"));

  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);

      if (!g_str_equal (json_object_get_string_member (finding, "kind"),
                        comity_finding_kind_name (COMITY_FINDING_SELF_DYADS)))
        continue;
      found = TRUE;
      g_assert_cmpint (json_object_get_int_member (finding, "count"), ==, 1);
      g_assert_cmpint (
          json_array_get_int_element (json_object_get_array_member (finding, "rows"), 0), ==, 5);
    }
  g_assert_true (found);
}

/* Years are known from their column though there is no index; states are not. */
static void
test_json_without_panel (void)
{
  ComityRoles roles;
  g_autoptr (ComityDataset) dataset = make_dataset (&roles);
  g_autofree char *text = comity_data_report (dataset, &roles, NULL, COMITY_FORMAT_JSON);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = parse (parser, text);

  g_assert_true (json_object_get_null_member (root, "states"));
  g_assert_true (json_object_get_null_member (root, "dyads"));
  g_assert_true (json_object_get_null_member (root, "findings"));
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (root, "years"), 1), ==,
                   1991);
}

static ComityPanel *
build (ComityWorld *world, const char *network)
{
  ComityPanelRecipe recipe = { network, 1999, 2000, FALSE, FALSE, 1 };
  g_autoptr (GError) error = NULL;
  ComityPanel *panel = comity_panel_build (world, &recipe, NULL, NULL, &error);

  g_assert_no_error (error);
  return panel;
}

/* How often a part is in a text. */
static gsize
count (const char *text, const char *part)
{
  gsize n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

static void
test_bundled (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityPanel) panel = build (world, "mlat");
  g_autofree char *text =
      comity_data_report (comity_panel_peek_dataset (panel), comity_panel_peek_roles (panel), panel,
                          COMITY_FORMAT_TEXT);
  g_autofree char *caption = comity_panel_citation (panel);

  g_assert_cmpuint (count (text, "A partial list"), ==, 1);
  assert_contains (text, "\nYears      1999–2000\n");
  g_assert_true (g_str_has_prefix (caption, "Network: Mutual legal assistance in criminal matters "
                                            "(MLATs), years 1999–2000. A partial list"));
  g_assert_cmpuint (count (caption, " Sources: "), ==, 1);
  g_assert_cmpuint (count (caption, "Coppedge"), ==, 1);
  g_assert_cmpuint (count (caption, "State System Membership List"), ==, 1);
  g_assert_cmpuint (count (caption, "see column"), ==, 0);
}

/* A complete list has no warning; a removable table that nothing was made of is not cited. */
static void
test_citation_tiea (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityPanel) panel = build (world, "tiea");
  g_autofree char *caption = comity_panel_citation (panel);
  gssize unused = comity_world_find_table (world, "transparency_hrv");

  g_assert_null (strstr (caption, "artial list"));
  assert_contains (caption, "OECD Global Forum");
  if (unused >= 0)
    g_assert_null (strstr (caption, comity_world_peek_table (world, (gsize) unused)->citation));
}

static void
test_citation_own (void)
{
  ComityRoles roles;
  g_autoptr (ComityDataset) dataset = make_dataset (&roles);
  g_autoptr (ComityPanel) panel = index_dataset (dataset, &roles);
  g_autofree char *caption = comity_panel_citation (panel);

  g_assert_cmpstr (caption, ==,
                   "Data: hand.dta, years 1990–1991. These are simulated data, not observations.");
}

/* A panel that was saved and opened again still knows its sources, and that its list is partial. */
static void
test_citation_saved (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityPanel) built = build (world, "mlat");
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("comity-report-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "panel.dta", NULL);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autofree char *caption = NULL;

  g_assert_no_error (error);
  comity_dataset_save (comity_panel_peek_dataset (built), path, NULL, &error);
  g_assert_no_error (error);
  dataset = comity_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  panel = comity_panel_new (dataset, comity_panel_peek_roles (built), world, NULL, &error);
  g_assert_no_error (error);
  caption = comity_panel_citation (panel);
  g_assert_true (g_str_has_prefix (caption, "Data: panel"));
  assert_contains (caption, ", years 1999–2000. A partial list");
  assert_contains (caption, " Sources: ");
  assert_contains (caption, "Coppedge");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/data/text", test_text);
  g_test_add_func ("/report/data/text-plain", test_text_plain);
  g_test_add_func ("/report/data/json", test_json);
  g_test_add_func ("/report/data/json-without-panel", test_json_without_panel);
  g_test_add_func ("/report/data/bundled", test_bundled);
  g_test_add_func ("/report/citation/tiea", test_citation_tiea);
  g_test_add_func ("/report/citation/saved", test_citation_saved);
  g_test_add_func ("/report/citation/own", test_citation_own);
  return g_test_run ();
}
