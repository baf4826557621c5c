/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network beside a fit: ghosts are absent and surprises present, both in the order of what the
 * fit says of their rows, and residuals are what one adds up by hand. */
#include "config.h"

#include "comity-report.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ComityPanel *panel;
  ComityNetwork *network;
  ComityFit *fit;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ same_tradition + ln_distance + t");

  recipe.first_year = 1985;
  recipe.last_year = 2000;
  fixture->panel = comity_test_build_panel (&recipe);
  fixture->network = comity_network_new (fixture->panel, 1998, TRUE, &error);
  g_assert_no_error (error);
  fixture->fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  comity_fit_unref (fixture->fit);
  comity_network_unref (fixture->network);
  comity_panel_unref (fixture->panel);
}

static void
test_ties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ties = comity_expected_ties (fixture->network, fixture->fit, &error);
  g_autofree char *csv = NULL;
  double last = INFINITY;
  gsize n_ghosts = 0, n_surprises = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < ties->len; i++)
    {
      const ComityExpectedTie *tie = &g_array_index (ties, ComityExpectedTie, i);
      gssize a = comity_network_find_state (fixture->network, tie->a);
      gssize b = comity_network_find_state (fixture->network, tie->b);
      gssize edge = comity_network_find_edge (fixture->network, (guint32) a, (guint32) b);
      gssize row = comity_panel_find_row (fixture->panel, tie->a, tie->b, tie->year);
      guint32 asked = (guint32) row;
      double probability;

      g_assert_cmpint (row, >=, 0);
      comity_fit_predict_rows (fixture->fit, &asked, 1, FALSE, &probability);
      g_assert_cmpfloat (tie->probability, ==, probability);
      g_assert_true ((edge >= 0) == tie->present);
      if (tie->present)
        {
          if (n_surprises++ == 0)
            last = 0;
          g_assert_cmpint (tie->year, ==,
                           comity_network_peek_edges (fixture->network)[edge].first_year);
          g_assert_cmpfloat (tie->probability, >=, last);
        }
      else
        {
          n_ghosts++;
          /* Ghosts come first. */
          g_assert_cmpuint (n_surprises, ==, 0);
          g_assert_cmpint (tie->year, ==, 1998);
          g_assert_cmpfloat (tie->probability, <=, last);
        }
      last = tie->probability;
    }
  g_assert_cmpuint (n_ghosts, >, 10000);
  g_assert_cmpuint (n_surprises, >, 50);
  csv = comity_expected_ties_to_csv (fixture->network, ties);
  g_assert_true (
      g_str_has_prefix (csv, "kind,state_a,state_b,name_a,name_b,year,probability\nghost,"));
  g_assert_nonnull (strstr (csv, "\nsurprise,"));
}

static void
test_residuals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *residuals = comity_network_residuals (fixture->network, fixture->fit, &error);
  ComityDataset *dataset = comity_panel_peek_dataset (fixture->panel);
  ComityColumn *y = comity_dataset_peek_column (
      dataset, (gsize) comity_panel_peek_roles (fixture->panel)->column[COMITY_ROLE_OUTCOME]);
  gssize state = comity_panel_find_state (fixture->panel, "USA");
  gssize node = comity_network_find_state (fixture->network, (guint32) state);
  double sum = 0;

  g_assert_no_error (error);
  for (gsize row = 0; row < comity_dataset_get_n_rows (dataset); row++)
    {
      guint32 a, b, asked = (guint32) row;
      int year;
      double fitted;

      comity_panel_get_row (fixture->panel, row, &a, &b, &year);
      if ((a != (guint32) state && b != (guint32) state) || year > 1998 ||
          !comity_fit_uses_row (fixture->fit, row))
        continue;
      comity_fit_predict_rows (fixture->fit, &asked, 1, FALSE, &fitted);
      sum += comity_column_get_double (y, row) - fitted;
    }
  g_assert_cmpfloat_with_epsilon (residuals[node], sum, 1e-9);
  g_assert_cmpfloat (sum, >, 5);
}

/* A fit of other data is refused in words. */
static void
test_other_data (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (GError) error = NULL;

  recipe.first_year = recipe.last_year = 1990;
  panel = comity_test_build_panel (&recipe);
  network = comity_network_new (panel, 1990, TRUE, NULL);
  g_assert_null (comity_expected_ties (network, fixture->fit, &error));
  g_assert_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (comity_network_residuals (network, fixture->fit, &error));
  g_assert_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add ("/report/expected/ties", Fixture, NULL, set_up, test_ties, tear_down);
  g_test_add ("/report/expected/residuals", Fixture, NULL, set_up, test_residuals, tear_down);
  g_test_add ("/report/expected/other-data", Fixture, NULL, set_up, test_other_data, tear_down);
  return g_test_run ();
}
