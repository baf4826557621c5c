/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own files as panels: numbering, order, direction, rows that belong nowhere, ties. */
#include "config.h"

#include "panel-support.h"

#include <math.h>
#include <string.h>

/* Shuffled, with a reversed row (30–20 in 2001). */
static const PanelRow shuffled[] = {
  { 20, 30, 2002, 1 }, { 10, 20, 2001, 0 }, { 10, 30, 2000, 0 }, { 30, 20, 2001, 0 },
  { 10, 20, 2000, 0 }, { 20, 30, 2000, 0 }, { 10, 20, 2003, 1 }, { 10, 30, 2001, 0 },
};

static void
test_order (void)
{
  g_autoptr (ComityPanel) panel = panel_new_by_hand (shuffled, G_N_ELEMENTS (shuffled), NULL);
  const guint32 *rows;
  gsize n;
  int first, last;

  g_assert_false (comity_panel_is_directed (panel));
  g_assert_false (comity_panel_is_bundled (panel));
  g_assert_null (comity_panel_peek_network (panel));
  g_assert_cmpuint (comity_panel_get_n_states (panel), ==, 3);
  g_assert_cmpstr (comity_panel_peek_state_code (panel, 0), ==, "10");
  g_assert_cmpstr (comity_panel_peek_state_name (panel, 2), ==, "30");
  g_assert_cmpstr (comity_panel_peek_state_region (panel, 2), ==, "");
  g_assert_cmpint (comity_panel_get_world_state (panel, 0), ==, -1);
  g_assert_cmpuint (comity_panel_get_n_dyads (panel), ==, 3);
  comity_panel_get_years (panel, &first, &last);
  g_assert_cmpint (first, ==, 2000);
  g_assert_cmpint (last, ==, 2003);

  rows = comity_panel_peek_dyad_rows (panel, 2, 1, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (rows[0], ==, 5);
  g_assert_cmpuint (rows[1], ==, 3);
  g_assert_cmpuint (rows[2], ==, 0);
  rows = comity_panel_peek_year_rows (panel, 2001, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (rows[0], ==, 1);
  g_assert_cmpuint (rows[1], ==, 3);
  g_assert_cmpuint (rows[2], ==, 7);
  comity_panel_peek_year_rows (panel, 2010, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (comity_panel_find_row (panel, 0, 1, 2003), ==, 6);
  g_assert_cmpint (comity_panel_find_row (panel, 1, 0, 2003), ==, 6);
  g_assert_cmpint (comity_panel_find_row (panel, 0, 1, 2002), ==, -1);
  g_assert_cmpint (comity_panel_find_row (panel, 0, 2, 2003), ==, -1);
  g_assert_cmpint (comity_panel_find_row (panel, 0, 99, 2003), ==, -1);
}

/* Every row is found where the index says it is, and dyads are numbered without a hole. */
static void
test_round_trip (void)
{
  g_autoptr (ComityPanel) panel = panel_new_by_hand (shuffled, G_N_ELEMENTS (shuffled), NULL);
  const guint32 *row_dyads = comity_panel_peek_row_dyads (panel);
  guint32 seen = 0;

  for (gsize row = 0; row < G_N_ELEMENTS (shuffled); row++)
    {
      guint32 a, b;
      int year;

      comity_panel_get_row (panel, row, &a, &b, &year);
      g_assert_cmpuint (a, <, b);
      g_assert_cmpint (year, ==, shuffled[row].year);
      g_assert_cmpint (comity_panel_find_row (panel, a, b, year), ==, (gssize)row);
      g_assert_true (comity_panel_state_exists (panel, a, year));
      g_assert_cmpuint (row_dyads[row], <, 3);
      seen |= 1u << row_dyads[row];
    }
  g_assert_cmpuint (seen, ==, 7);
  g_assert_true (comity_panel_state_exists (panel, 2, 2002));
  g_assert_false (comity_panel_state_exists (panel, 2, 2003));
  g_assert_false (comity_panel_state_exists (panel, 0, 1999));
}

static void
test_directed (void)
{
  const PanelRow rows[] = {
    { 1, 2, 2000, 0 }, { 2, 1, 2000, 1 }, { 1, 3, 2000, 0 }, { 3, 1, 2000, 0 }, { 2, 3, 2000, 0 },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, 2000, FALSE);

  g_assert_true (comity_panel_is_directed (panel));
  g_assert_cmpuint (comity_panel_get_n_dyads (panel), ==, 5);
  g_assert_cmpint (comity_panel_find_row (panel, 0, 1, 2000), ==, 0);
  g_assert_cmpint (comity_panel_find_row (panel, 1, 0, 2000), ==, 1);
  g_assert_cmpint (comity_panel_find_row (panel, 2, 1, 2000), ==, -1);
  g_assert_cmpuint (ties->len, ==, 1);
  g_assert_cmpuint (g_array_index (ties, ComityTie, 0).a, ==, 1);
  g_assert_cmpuint (g_array_index (ties, ComityTie, 0).b, ==, 0);
}

/* Self dyads and rows without a state or a year are kept out of every list. */
static void
test_rows_without_dyad (void)
{
  const PanelRow rows[] = {
    { 1, 1, 2000, 0 }, { 1, 2, 2000, 0 }, { -1, 2, 2000, 0 },
    { 1, 2, -1, 1 },   { 1, 2, 2001, 0 }, { 2, -1, 2001, 0 },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, 2001, TRUE);
  guint32 a, b;
  gsize n;

  g_assert_cmpuint (comity_panel_get_n_dyads (panel), ==, 1);
  comity_panel_peek_dyad_rows (panel, 0, 1, &n);
  g_assert_cmpuint (n, ==, 2);
  comity_panel_peek_year_rows (panel, 2000, &n);
  g_assert_cmpuint (n, ==, 1);
  comity_panel_get_row (panel, 0, &a, &b, NULL);
  g_assert_cmpuint (a, ==, COMITY_PANEL_NONE);
  g_assert_cmpuint (b, ==, COMITY_PANEL_NONE);
  g_assert_cmpuint (comity_panel_peek_row_dyads (panel)[3], ==, COMITY_PANEL_NONE);
  g_assert_cmpuint (ties->len, ==, 0);
}

static void
test_ties (void)
{
  const PanelRow rows[] = {
    { 1, 2, 2000, 1 }, { 1, 2, 2001, 0 }, { 1, 2, 2002, 1 }, { 1, 3, 2001, 1 }, { 2, 3, 2002, NAN },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), NULL);
  g_autoptr (GArray) all = comity_panel_get_ties (panel, 2002, TRUE);
  g_autoptr (GArray) year = comity_panel_get_ties (panel, 2001, FALSE);
  const ComityTie *tie;

  g_assert_cmpuint (all->len, ==, 2);
  tie = &g_array_index (all, ComityTie, 0);
  g_assert_cmpuint (tie->a, ==, 0);
  g_assert_cmpuint (tie->b, ==, 1);
  g_assert_cmpint (tie->first_year, ==, 2000);
  g_assert_cmpint (tie->last_year, ==, 2002);
  g_assert_cmpuint (tie->count, ==, 2);
  g_assert_cmpuint (year->len, ==, 1);
  g_assert_cmpuint (g_array_index (year, ComityTie, 0).b, ==, 2);
}

static ComityColumn *
new_strings (const char *name, const char *const *texts, gsize n)
{
  GPtrArray *dictionary = g_ptr_array_new_with_free_func (g_free);
  guint32 *codes = g_new (guint32, n);

  g_ptr_array_add (dictionary, g_strdup (""));
  for (gsize i = 0; i < n; i++)
    {
      codes[i] = *texts[i] == '\0' ? 0 : dictionary->len;
      if (codes[i] != 0)
        g_ptr_array_add (dictionary, g_strdup (texts[i]));
    }
  return comity_column_new_strings_take (name, n, codes, dictionary);
}

/* ISO3 codes meet the world: names, regions, and finding by any name. */
static void
test_strings (void)
{
  const char *const a[] = { "USA", "USA", "XYZ", "" };
  const char *const b[] = { "CHE", "XYZ", "CHE", "USA" };
  gint16 *year = g_new (gint16, 4);
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (4);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GError) error = NULL;
  ComityRoles roles;

  for (gsize i = 0; i < 4; i++)
    year[i] = 2000;
  comity_dataset_builder_set_name (builder, "letters");
  comity_dataset_builder_take_column (builder, new_strings ("a", a, 4));
  comity_dataset_builder_take_column (builder, new_strings ("b", b, 4));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("year", COMITY_COLUMN_INT16, 4, year));
  dataset = comity_dataset_builder_end (builder);
  panel_roles_init (&roles, COMITY_CODES_ISO3);
  roles.column[COMITY_ROLE_OUTCOME] = -1;
  panel = comity_panel_new (dataset, &roles, world, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (comity_panel_get_n_states (panel), ==, 3);
  g_assert_cmpstr (comity_panel_peek_state_code (panel, 0), ==, "CHE");
  g_assert_cmpstr (comity_panel_peek_state_name (panel, 0), ==, "Switzerland");
  g_assert_cmpstr (comity_panel_peek_state_region (panel, 0), ==, "Europe");
  g_assert_cmpstr (comity_panel_peek_state_name (panel, 2), ==, "XYZ");
  g_assert_cmpint (comity_panel_find_state (panel, "switzerland"), ==, 0);
  g_assert_cmpint (comity_panel_find_state (panel, "225"), ==, 0);
  g_assert_cmpint (comity_panel_find_state (panel, " usa "), ==, 1);
  g_assert_cmpint (comity_panel_find_state (panel, "xyz"), ==, 2);
  g_assert_cmpint (comity_panel_find_state (panel, "France"), ==, -1);
  g_assert_cmpint (comity_panel_require_state (panel, "France", 0, &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "letters has no state “France”"));
  g_clear_error (&error);
  g_assert_cmpint (comity_panel_require_state (panel, "Ruritania", 0, &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_null (comity_panel_dup_default_formula (panel));
}

static void
test_errors (void)
{
  g_autoptr (ComityDataset) dataset =
      panel_rows_to_dataset (shuffled, G_N_ELEMENTS (shuffled), NULL);
  const PanelRow fractions[] = { { 1, 2, 2000, 0.5 }, { 1, 3, 2000, 1.5 } };
  const PanelRow selves[] = { { 1, 1, 2000, 0 } };
  g_autoptr (ComityDataset) odd = panel_rows_to_dataset (fractions, 2, NULL);
  g_autoptr (ComityDataset) alone = panel_rows_to_dataset (selves, 1, NULL);
  g_autoptr (ComityDataset) empty = panel_rows_to_dataset (NULL, 0, NULL);
  g_autoptr (GError) error = NULL;
  ComityRoles roles;

  panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
  roles.column[COMITY_ROLE_YEAR] = -1;
  g_assert_null (comity_panel_new (dataset, &roles, NULL, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES);
  g_assert_cmpstr (error->message, ==,
                   "No column of by hand is known to hold the year: one must be chosen.");
  g_clear_error (&error);

  panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
  roles.column[COMITY_ROLE_STATE_B] = 3;
  g_assert_null (comity_panel_new (odd, &roles, NULL, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES);
  g_assert_nonnull (strstr (error->message, "row 1 has 0.5"));
  g_clear_error (&error);

  panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
  g_assert_null (comity_panel_new (alone, &roles, NULL, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES);
  g_clear_error (&error);
  g_assert_null (comity_panel_new (empty, &roles, NULL, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES);
}

/* Where all codes are infinite, they are as far apart as one is from itself: not a number. */
static void
test_infinite_codes (void)
{
  double infinite[] = { -INFINITY, -INFINITY };
  double years[] = { 2000, 2001 };
  static const char *const names[] = { "a", "b", "year" };

  for (gsize n_infinite = 1; n_infinite <= 3; n_infinite++)
    {
      g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (2);
      g_autoptr (ComityDataset) dataset = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = NULL;
      ComityRoles roles;

      for (gsize c = 0; c < 3; c++)
        comity_dataset_builder_take_column (
            builder, comity_column_new_take (
                         names[c], COMITY_COLUMN_DOUBLE, 2,
                         g_memdup2 (c >= 3 - n_infinite ? infinite : years, sizeof years)));
      dataset = comity_dataset_builder_end (builder);
      panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
      roles.column[COMITY_ROLE_OUTCOME] = -1;
      g_assert_null (comity_panel_new (dataset, &roles, NULL, NULL, &error));
      g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES);
      expected = g_strdup_printf ("Column %s cannot be ", names[3 - n_infinite]);
      g_assert_true (g_str_has_prefix (error->message, expected));
      g_assert_nonnull (strstr (error->message, "row 1 has -Inf, which is not a whole number."));
    }
}

static void
test_with_columns (void)
{
  g_autoptr (ComityPanel) panel = panel_new_by_hand (shuffled, G_N_ELEMENTS (shuffled), NULL);
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)comity_column_unref);
  float *data = g_new0 (float, G_N_ELEMENTS (shuffled));
  g_autoptr (ComityPanel) wider = NULL;
  gssize c;

  data[3] = 0.5f;
  g_ptr_array_add (columns, comity_column_new_take ("gower", COMITY_COLUMN_FLOAT,
                                                    G_N_ELEMENTS (shuffled), data));
  wider = comity_panel_with_columns (panel, columns);
  c = comity_dataset_find_column (comity_panel_peek_dataset (wider), "gower");
  g_assert_cmpint (c, ==, 4);
  g_assert_true (comity_column_get_double (
                     comity_dataset_peek_column (comity_panel_peek_dataset (wider), (gsize)c), 3) ==
                 0.5);
  g_assert_cmpint (comity_panel_find_row (wider, 0, 1, 2003), ==, 6);
  g_assert_cmpint (comity_dataset_find_column (comity_panel_peek_dataset (panel), "gower"), ==, -1);
}

/* A panel of many rows in random order, checked against what made it. */
static void
test_large (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gsize n = 0;
  g_autofree PanelRow *rows = g_new0 (PanelRow, 60 * 59 / 2 * 10);
  g_autoptr (ComityPanel) panel = NULL;

  for (int a = 0; a < 60; a++)
    for (int b = a + 1; b < 60; b++)
      for (int year = 1990; year < 2000; year++)
        rows[n++] = (PanelRow){ a, b, year, 0 };
  for (gsize i = n - 1; i > 0; i--)
    {
      gsize j = (gsize)g_rand_int_range (rand, 0, (gint32)i + 1);
      PanelRow swap = rows[i];

      rows[i] = rows[j];
      rows[j] = swap;
    }
  panel = panel_new_by_hand (rows, n, NULL);
  g_assert_cmpuint (comity_panel_get_n_dyads (panel), ==, 1770);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (
        comity_panel_find_row (panel, (gsize)rows[i].b, (gsize)rows[i].a, rows[i].year), ==,
        (gssize)i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/index/order", test_order);
  g_test_add_func ("/panel/index/round-trip", test_round_trip);
  g_test_add_func ("/panel/index/directed", test_directed);
  g_test_add_func ("/panel/index/rows-without-dyad", test_rows_without_dyad);
  g_test_add_func ("/panel/index/ties", test_ties);
  g_test_add_func ("/panel/index/strings", test_strings);
  g_test_add_func ("/panel/index/errors", test_errors);
  g_test_add_func ("/panel/index/infinite-codes", test_infinite_codes);
  g_test_add_func ("/panel/index/with-columns", test_with_columns);
  g_test_add_func ("/panel/index/large", test_large);
  return g_test_run ();
}
