/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits over the bundled panel: what a panel adds to its dataset, and the default specification. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-world.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

static ComityPanel *
build_panel (void)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.network = "tiea";
  recipe.first_year = 1990;
  recipe.last_year = 2012;
  return comity_test_build_panel (&recipe);
}

/* Counts of the fit are those of the rows that it says it used, and the waterfall adds up. */
static void
test_units (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autofree char *formula = comity_panel_dup_default_formula (panel);
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = NULL;
  const ComityFitNumbers *numbers;
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  gsize n_all = comity_panel_get_n_dyads (panel);
  g_autofree guint8 *dyads = g_new0 (guint8, n_all + 1);
  g_autofree guint8 *states = g_new0 (guint8, comity_panel_get_n_states (panel) + 1);
  gsize n_clusters, n_dyads = 0, n_states = 0, n = 0, lost = 0, lost_dyads = 0;
  int first = G_MAXINT, last = 0;

  spec->vce = COMITY_VCE_CLUSTER; /* no column named: the panel's dyads */
  g_assert_true (comity_spec_check (spec, panel, &error));
  fit = comity_fit_new (spec, panel, NULL, &error);
  g_assert_no_error (error);
  numbers = comity_fit_peek_numbers (fit);
  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  for (gsize row = 0; row < n_rows; row++)
    if (comity_fit_uses_row (fit, row))
      {
        guint32 a, b;
        int year;

        comity_panel_get_row (panel, row, &a, &b, &year);
        n++;
        states[a] = states[b] = 1;
        dyads[comity_panel_peek_row_dyads (panel)[row]] = 1;
        first = MIN (first, year);
        last = MAX (last, year);
      }
  for (gsize dyad = 0; dyad < n_all; dyad++)
    n_dyads += dyads[dyad];
  for (gsize state = 0; state < comity_panel_get_n_states (panel); state++)
    n_states += states[state];
  for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
    {
      lost += comity_fit_peek_drop (fit, i)->rows;
      lost_dyads += comity_fit_peek_drop (fit, i)->dyads;
    }
  g_assert_cmpuint (numbers->n, ==, n);
  g_assert_cmpuint (numbers->n_read, ==, n_rows);
  g_assert_cmpuint (numbers->n_dropped, ==, lost);
  g_assert_cmpuint (n + lost, ==, n_rows);
  g_assert_cmpuint (numbers->n_dyads, ==, n_dyads);
  g_assert_cmpuint (n_dyads + lost_dyads, ==, n_all);
  g_assert_cmpuint (numbers->n_states, ==, n_states);
  g_assert_cmpint (numbers->first_year, ==, first);
  g_assert_cmpint (numbers->last_year, ==, last);
  comity_fit_peek_clustering (fit, 0, &n_clusters);
  g_assert_cmpuint (n_clusters, ==, n_dyads);
}

/* Units that the waterfall says are lost are those that have rows, and none that is used; and each
 * is lost to the variable that took the last of them. */
static void
test_lost_units (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  ComityDataset *dataset = comity_panel_peek_dataset (panel);
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ t + lag(ln_distance, 3)");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = NULL;
  gsize n_rows = comity_dataset_get_n_rows (dataset);
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree guint8 *states = g_new0 (guint8, n_states + 1); /* 1: has rows, 2: used */
  guint8 years[100] = { 0 };
  gsize lost_states = 0, lost_years = 0, said_states = 0, said_years = 0;
  int first, last;

  comity_panel_get_years (panel, &first, &last);
  fit = comity_fit_new (spec, panel, NULL, &error);
  g_assert_no_error (error);
  for (gsize row = 0; row < n_rows; row++)
    {
      guint8 mark = comity_fit_uses_row (fit, row) ? 3 : 1;
      guint32 a, b;
      int year;

      comity_panel_get_row (panel, row, &a, &b, &year);
      states[a] |= mark;
      states[b] |= mark;
      years[year - first] |= mark;
    }
  for (gsize s = 0; s < n_states; s++)
    lost_states += states[s] == 1;
  for (int y = 0; y <= last - first; y++)
    lost_years += years[y] == 1;
  for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
    {
      said_states += comity_fit_peek_drop (fit, i)->states;
      said_years += comity_fit_peek_drop (fit, i)->years;
    }
  g_assert_cmpuint (said_states, ==, lost_states);
  g_assert_cmpuint (said_years, ==, lost_years);
  /* A lag of three years takes the first three. */
  g_assert_cmpuint (lost_years, ==, 3);
  g_assert_cmpuint (lost_states, >, 0);
  g_assert_cmpuint (comity_fit_peek_drop (fit, 0)->years, ==, 3);
}

/* The states of the roles serve two-way and dyadic errors; naming the columns changes nothing. */
static void
test_states (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  const ComityRoles *roles = comity_panel_peek_roles (panel);
  ComityDataset *dataset = comity_panel_peek_dataset (panel);
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ t + ln_distance");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) role = NULL;
  g_autoptr (ComityFit) named = NULL;

  spec->vce = COMITY_VCE_DYADIC;
  role = comity_fit_new (spec, panel, NULL, &error);
  g_assert_no_error (error);
  spec->states = g_new0 (char *, 3);
  for (int i = 0; i < 2; i++)
    spec->states[i] = g_strdup (comity_column_peek_name (
        comity_dataset_peek_column (dataset, (gsize) roles->column[COMITY_ROLE_STATE_A + i])));
  named = comity_fit_new_for_dataset (spec, dataset, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < comity_fit_get_n_terms (role); i++)
    g_assert_cmpfloat (comity_fit_peek_coefficient (role, i)->std_error, ==,
                       comity_fit_peek_coefficient (named, i)->std_error);
  g_assert_true (g_str_has_prefix (comity_fit_peek_vce_sentence (role), "Dyadic"));
}

static void
test_check (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ t + ln_distanc");
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_spec_check (spec, panel, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN);
  g_assert_nonnull (strstr (error->message, "ln_distance"));
}

/* What forms offer of a model is what a specification with all that is needed may ask. */
static void
test_offers (void)
{
  static const ComityVce kinds[] = { COMITY_VCE_CLASSICAL, COMITY_VCE_HC0,       COMITY_VCE_HC1,
                                     COMITY_VCE_HC2,       COMITY_VCE_HC3,       COMITY_VCE_HC4,
                                     COMITY_VCE_ROBUST,    COMITY_VCE_CLUSTER,   COMITY_VCE_CR2,
                                     COMITY_VCE_TWOWAY,    COMITY_VCE_DYADIC,    COMITY_VCE_JACKKNIFE,
                                     COMITY_VCE_BOOTSTRAP };
  static const ComityEstimatorOption options[] = {
    COMITY_ESTIMATOR_WEIGHTS, COMITY_ESTIMATOR_ABSORB, COMITY_ESTIMATOR_TAU,
    COMITY_ESTIMATOR_STRATA, COMITY_ESTIMATOR_ONE_STEP
  };
  g_autoptr (ComityPanel) panel = build_panel ();
  gsize n_offered = 0;

  for (gsize i = 0; i < comity_estimator_get_n (); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ t");

      g_free (spec->estimator);
      spec->estimator = g_strdup (comity_estimator_peek_name (i));
      spec->group = comity_estimator_is_grouped (i) ? g_strdup ("t") : NULL;
      spec->stop = comity_estimator_is_timed (i) ? g_strdup ("t") : NULL;
      for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          spec->vce = kinds[k];
          g_assert_cmpint (comity_estimator_takes_vce (i, kinds[k]), ==,
                           comity_spec_check (spec, panel, NULL));
          n_offered += comity_estimator_takes_vce (i, kinds[k]);
        }
      for (gsize k = 0; k < G_N_ELEMENTS (options); k++)
        {
          g_autoptr (ComitySpec) other = comity_spec_copy (spec);
          ComityEstimatorOption option = options[k];

          other->vce = option == COMITY_ESTIMATOR_ONE_STEP ? COMITY_VCE_JACKKNIFE
                                                           : COMITY_VCE_CLASSICAL;
          other->one_step = option == COMITY_ESTIMATOR_ONE_STEP;
          other->tau = option == COMITY_ESTIMATOR_TAU ? 0.1 : 0.0;
          if (option == COMITY_ESTIMATOR_WEIGHTS)
            other->weights = g_strdup ("t");
          if (option == COMITY_ESTIMATOR_STRATA)
            other->strata = g_strdup ("t");
          if (option == COMITY_ESTIMATOR_ABSORB)
            comity_spec_set_absorb (other, "t");
          /* Strata of a model without durations are not looked at. */
          if (option == COMITY_ESTIMATOR_STRATA && !comity_estimator_is_timed (i))
            g_assert_false (comity_estimator_takes (i, option));
          else
            g_assert_cmpint (comity_estimator_takes (i, option), ==,
                             comity_spec_check (other, panel, NULL));
        }
    }
  g_assert_cmpuint (n_offered, >, 9 * comity_estimator_get_n () / 2);
  g_assert_cmpuint (n_offered, <, G_N_ELEMENTS (kinds) * comity_estimator_get_n ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/panel/units", test_units);
  g_test_add_func ("/model/panel/lost-units", test_lost_units);
  g_test_add_func ("/model/panel/states", test_states);
  g_test_add_func ("/model/panel/check", test_check);
  g_test_add_func ("/model/panel/offers", test_offers);
  return g_test_run ();
}
