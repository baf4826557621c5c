/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State variables of own files and of the world, traditions, the default formula of an own file. */
#include "config.h"

#include "panel-support.h"

#include <math.h>
#include <string.h>

/* ji1 and ji2 say the same of one state; x1 and x2 do not. State 4 exists in 2001 only. */
static const char *const names[] = { "ji1", "ji2", "x1", "x2", NULL };
static const PanelRow rows[] = {
  { 1, 2, 2000, 0, { 0.1, 0.2, 1, 5 } }, { 1, 3, 2000, 0, { 0.1, 0.3, 2, 6 } },
  { 3, 2, 2000, 0, { 0.3, 0.2, 3, 7 } }, { 1, 2, 2001, 1, { 0.5, NAN, 4, 8 } },
  { 1, 3, 2001, 0, { 0.5, 0.7, 5, 9 } }, { 2, 3, 2001, 0, { NAN, 0.7, 6, 1 } },
  { 1, 4, 2001, 0, { 0.5, 0.8, 7, 2 } },
};

static void
test_pairs (void)
{
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), names);
  double values[4];
  gssize ji = comity_panel_find_state_variable (panel, "JI");

  g_assert_cmpuint (comity_panel_get_n_state_variables (panel), ==, 1);
  g_assert_cmpint (ji, ==, 0);
  g_assert_cmpstr (comity_panel_peek_state_variable (panel, 0), ==, "ji");
  g_assert_cmpint (comity_panel_find_state_variable (panel, "x"), ==, -1);

  comity_panel_get_state_values (panel, 0, 2000, values);
  g_assert_cmpfloat (values[0], ==, 0.1);
  g_assert_cmpfloat (values[1], ==, 0.2);
  g_assert_cmpfloat (values[2], ==, 0.3);
  g_assert_true (isnan (values[3]));
  comity_panel_get_state_values (panel, 0, 2001, values);
  g_assert_cmpfloat (values[0], ==, 0.5);
  g_assert_true (isnan (values[1]));
  g_assert_cmpfloat (values[2], ==, 0.7);
  g_assert_cmpfloat (values[3], ==, 0.8);
  comity_panel_get_state_values (panel, 0, 1900, values);
  g_assert_true (isnan (values[0]));
}

static void
test_formula (void)
{
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), names);
  g_autofree char *formula = comity_panel_dup_default_formula (panel);

  /* ji1 and ji2 tell of one side each, and come last; one missing value in seven keeps nobody out.
   */
  g_assert_cmpstr (formula, ==, "y ~ x1 + x2 + ji1 + ji2");
}

/* What cannot explain: constants, identifiers, columns that are mostly missing; odd names are
 * quoted. */
static void
test_formula_refuses (void)
{
  const char *const odd[] = { "dyad_id", "constant", "gaps", "my share", NULL };
  const PanelRow cells[] = {
    { 1, 2, 2000, 0, { 1, 3, NAN, 5 } },
    { 1, 3, 2000, 1, { 2, 3, NAN, 6 } },
    { 2, 3, 2000, 0, { 3, 3, 2, 7 } },
  };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (cells, G_N_ELEMENTS (cells), odd);
  g_autofree char *formula = comity_panel_dup_default_formula (panel);

  g_assert_cmpstr (formula, ==, "y ~ `my share`");
}

/* An indicator stays only if there are events enough on either of its sides. */
static void
test_formula_separation (void)
{
  const char *const names_of_indicators[] = { "split", "never", NULL };
  PanelRow many[40];
  g_autoptr (ComityPanel) panel = NULL;
  g_autofree char *formula = NULL;

  for (int i = 0; i < 40; i++)
    {
      gboolean event = i < 12;

      many[i] = (PanelRow){ 1, 2 + i, 2000, event, { i % 2, !event && i % 3 == 0 } };
    }
  panel = panel_new_by_hand (many, G_N_ELEMENTS (many), names_of_indicators);
  formula = comity_panel_dup_default_formula (panel);
  g_assert_cmpstr (formula, ==, "y ~ split");
}

/* What others give is left out: all kinds beside the whole, and time in other units than t. */
static void
test_formula_collinear (void)
{
  const char *const collinear[] = { "whole", "part", "rest", "x", NULL };
  const char *const in_time[] = { "dur", "t", "t2", NULL };
  PanelRow parts[40], spells[40];
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityPanel) timed = NULL;
  g_autofree char *formula = NULL;
  g_autofree char *time = NULL;

  for (int i = 0; i < 40; i++)
    {
      int kind = i % 3;
      double t = i / 10.0;

      parts[i] = (PanelRow){ 1, 2 + i, 2000, i % 2, { kind > 0, kind == 1, kind == 2, i * i } };
      spells[i] = (PanelRow){ 1, 2 + i, 2000, i % 2, { i, t, t * t } };
    }
  panel = panel_new_by_hand (parts, G_N_ELEMENTS (parts), collinear);
  formula = comity_panel_dup_default_formula (panel);
  g_assert_cmpstr (formula, ==, "y ~ whole + part + x");
  timed = panel_new_by_hand (spells, G_N_ELEMENTS (spells), in_time);
  time = comity_panel_dup_default_formula (timed);
  g_assert_cmpstr (time, ==, "y ~ t + t2");
}

static ComityPanel *
new_world_panel (ComityWorld *world)
{
  const PanelRow pair[] = { { 2, 200, 1990, 0 }, { 2, 260, 1989, 0 }, { 2, 200, 1989, 0 } };
  g_autoptr (ComityDataset) dataset = panel_rows_to_dataset (pair, G_N_ELEMENTS (pair), NULL);
  g_autoptr (GError) error = NULL;
  ComityPanel *panel;
  ComityRoles roles;

  panel_roles_init (&roles, COMITY_CODES_COW);
  panel = comity_panel_new (dataset, &roles, world, NULL, &error);
  g_assert_no_error (error);
  return panel;
}

static void
test_world (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityPanel) panel = new_world_panel (world);
  gssize polyarchy = comity_panel_find_state_variable (panel, "polyarchy");
  gssize usa = comity_world_find_state (world, "USA", 0);
  double values[3];
  ComityTradition families[3];

  g_assert_cmpint (polyarchy, >=, 0);
  comity_panel_get_state_values (panel, (gsize) polyarchy, 1990, values);
  g_assert_cmpfloat (
      values[0], ==,
      comity_world_get_value (world, (gsize) comity_world_find_variable (world, "polyarchy"),
                              (gsize) usa, 1990));
  /* West Germany has no row in 1990. */
  g_assert_true (isnan (values[2]));
  comity_panel_get_traditions (panel, 1989, families);
  g_assert_cmpint (families[0], ==, COMITY_TRADITION_COMMON);
  g_assert_cmpint (families[1], ==, COMITY_TRADITION_COMMON);
  g_assert_cmpint (families[2], ==, COMITY_TRADITION_CIVIL);
  comity_panel_get_traditions (panel, 1990, families);
  g_assert_cmpint (families[2], ==, COMITY_TRADITION_UNKNOWN);
}

static ComityColumn *
new_families (const char *name, gint8 first, gint8 second, gint8 third)
{
  g_autoptr (ComityValueLabels) labels = comity_value_labels_new ("family");
  gint8 *data = g_new (gint8, 3);
  ComityColumn *column;

  comity_value_labels_add (labels, 1, "Common law");
  comity_value_labels_add (labels, 2, "Civil law");
  comity_value_labels_add (labels, 3, "Mixed (civil and customary)");
  data[0] = first;
  data[1] = second;
  data[2] = third;
  column = comity_column_new_take (name, COMITY_COLUMN_INT8, 3, data);
  comity_column_set_value_labels (column, labels);
  return column;
}

/* Labels that differ in the side only lose it. */
static void
test_labels (void)
{
  static const struct
  {
    const char *first, *second, *label;
  } cases[] = {
    { "Polity score, state 1", "Polity score, state 2", "Polity score" },
    { "GDP of country A", "GDP of country B", "GDP" },
    { "Judges (1)", "Judges (2)", "Judges" },
    { "State 1's GDP", "State 2's GDP", "law" },
    { "State 1: GDP", "State 2: GDP", "law" },
    { "Polity", "Polity", "Polity" },
    { "Wealth of the first", "Income of the second", "law" },
    { "", "", "law" },
  };
  const PanelRow triangle[] = { { 1, 2, 2000, 0 }, { 1, 3, 2000, 0 }, { 2, 3, 2000, 0 } };
  g_autoptr (ComityDataset) bare = panel_rows_to_dataset (triangle, 3, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (bare);
      g_autoptr (ComityDataset) dataset = NULL;
      g_autoptr (ComityPanel) panel = NULL;
      ComityColumn *first = new_families ("law_a", 1, 1, 2);
      ComityColumn *second = new_families ("law_b", 2, 3, 3);
      ComityRoles roles;

      comity_column_set_label (first, cases[i].first);
      comity_column_set_label (second, cases[i].second);
      comity_dataset_builder_take_column (builder, first);
      comity_dataset_builder_take_column (builder, second);
      dataset = comity_dataset_builder_end (builder);
      panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
      panel = comity_panel_new (dataset, &roles, NULL, NULL, NULL);
      g_assert_cmpstr (comity_panel_peek_state_variable_label (panel, 0), ==, cases[i].label);
    }
}

/* Units that are numbered 1, 2, 3 … are no states, though some numbers happen to be; nor are those
 * of simulated data. */
static void
test_accidental_codes (void)
{
  PanelRow units[30];
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autoptr (ComityDataset) simulated = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityPanel) fiction = NULL;
  const PanelRow pair[] = { { 2, 200, 1990, 0 } };
  g_autoptr (ComityDataset) real = panel_rows_to_dataset (pair, 1, NULL);
  ComityRoles roles;

  for (int i = 0; i < 30; i++)
    units[i] = (PanelRow){ 1 + i, 2 + i, 2000, 0 };
  dataset = panel_rows_to_dataset (units, G_N_ELEMENTS (units), NULL);
  panel_roles_init (&roles, COMITY_CODES_COW);
  panel = comity_panel_new (dataset, &roles, world, NULL, NULL);
  g_assert_cmpint (comity_panel_get_world_state (panel, 1), ==, -1);
  g_assert_cmpstr (comity_panel_peek_state_name (panel, 1), ==, "2");

  builder = comity_dataset_builder_new_from (real);
  comity_dataset_builder_set_simulated (builder, TRUE);
  simulated = comity_dataset_builder_end (builder);
  fiction = comity_panel_new (simulated, &roles, world, NULL, NULL);
  g_assert_cmpint (comity_panel_get_world_state (fiction, 0), ==, -1);
}

/* A file's own legal families, by the value labels of a state variable. */
static void
test_labelled_traditions (void)
{
  const PanelRow triangle[] = { { 1, 2, 2000, 0 }, { 1, 3, 2000, 0 }, { 2, 3, 2000, 0 } };
  g_autoptr (ComityDataset) bare = panel_rows_to_dataset (triangle, 3, NULL);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (bare);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GError) error = NULL;
  ComityTradition families[3];
  ComityRoles roles;

  comity_dataset_builder_take_column (builder, new_families ("law_a", 1, 1, 2));
  comity_dataset_builder_take_column (builder, new_families ("law_b", 2, 3, 3));
  dataset = comity_dataset_builder_end (builder);
  panel_roles_init (&roles, COMITY_CODES_UNKNOWN);
  panel = comity_panel_new (dataset, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
  comity_panel_get_traditions (panel, 2000, families);
  g_assert_cmpint (families[0], ==, COMITY_TRADITION_COMMON);
  g_assert_cmpint (families[1], ==, COMITY_TRADITION_CIVIL);
  g_assert_cmpint (families[2], ==, COMITY_TRADITION_MIXED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/variables/pairs", test_pairs);
  g_test_add_func ("/panel/variables/formula", test_formula);
  g_test_add_func ("/panel/variables/formula-refuses", test_formula_refuses);
  g_test_add_func ("/panel/variables/formula-separation", test_formula_separation);
  g_test_add_func ("/panel/variables/formula-collinear", test_formula_collinear);
  g_test_add_func ("/panel/variables/world", test_world);
  g_test_add_func ("/panel/variables/labels", test_labels);
  g_test_add_func ("/panel/variables/accidental-codes", test_accidental_codes);
  g_test_add_func ("/panel/variables/labelled-traditions", test_labelled_traditions);
  return g_test_run ();
}
