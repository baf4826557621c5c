/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state's variable changed: every pair against its own what if with the covariate made by hand;
 * the order; nothing changed changes nothing; what cannot follow is named. */
#include "config.h"

#include "comity-number.h"
#include "comity-state-what-if.h"
#include "comity-what-if.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

#define YEAR 2005

typedef struct
{
  ComityPanel *panel;
  ComityFit *fit;
  ComityDossierModel *model;
  gsize chn;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (ComitySpec) spec = comity_spec_new (
      "signed ~ polyarchy_min * same_tradition + judicial_diff + ln_gdp_product + t");
  g_autoptr (GError) error = NULL;

  recipe.first_year = 1990;
  recipe.last_year = 2008;
  fixture->panel = comity_test_build_panel (&recipe);
  fixture->fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  fixture->model = comity_dossier_model_new (fixture->fit, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  fixture->chn = (gsize) comity_panel_find_state (fixture->panel, "CHN");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  comity_dossier_model_unref (fixture->model);
  comity_fit_unref (fixture->fit);
  comity_panel_unref (fixture->panel);
}

static gboolean
is_near (double a, double b)
{
  return (isnan (a) && isnan (b)) || fabs (a - b) <= 1e-6 * fmax (1e-6, fabs (b));
}

static void
test_pairs (Fixture *fixture, gconstpointer data)
{
  const double wanted = 0.85;
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityStateWhatIf) result = comity_state_what_if_new (
      fixture->model, fixture->panel, fixture->chn, YEAR, "polyarchy", wanted, NULL, &error);
  gsize n_states = comity_panel_get_n_states (fixture->panel);
  g_autofree double *values = g_new (double, n_states);
  double before = INFINITY, expected = 0.0, other_expected = 0.0;

  g_assert_no_error (error);
  comity_panel_get_state_values (
      fixture->panel, (gsize) comity_panel_find_state_variable (fixture->panel, "polyarchy"),
      YEAR - result->lag, values);
  g_assert_cmpfloat (result->own, ==, values[fixture->chn]);
  g_assert_cmpstr (result->columns[0], ==, "polyarchy_min");
  g_assert_cmpstr (result->columns[1], ==, "minimum");
  g_assert_null (result->columns[2]);
  g_assert_cmpuint (result->changes->len, >, 100);
  for (guint i = 0; i < result->changes->len; i++)
    {
      const ComityStateChange *change = &g_array_index (result->changes, ComityStateChange, i);
      gssize row = comity_dossier_find_row (fixture->panel, fixture->chn, change->partner, YEAR);
      g_autoptr (ComityProfile) profile = comity_profile_new (FALSE);
      g_autoptr (ComityWhatIf) own = NULL;
      char number[COMITY_NUMBER_BUFFER];
      double low, high;

      comity_profile_set (profile, "polyarchy_min",
                          comity_number_format (fmin (wanted, values[change->partner]), number));
      own = comity_what_if_new (fixture->fit, fixture->panel, (gsize) row, profile, 1, NULL, NULL,
                                NULL, &error);
      g_assert_no_error (error);
      g_assert_true (is_near (change->factual, comity_what_if_peek_factual (own, 0)->hazard));
      g_assert_true (is_near (change->other, comity_what_if_peek_other (own, 0)->hazard));
      g_assert_true (is_near (change->other_low, comity_what_if_peek_other (own, 0)->low));
      g_assert_true (is_near (change->other_high, comity_what_if_peek_other (own, 0)->high));
      g_assert_cmpfloat_with_epsilon (change->change, comity_what_if_get_change (own, &low, &high),
                                      1e-7);
      g_assert_cmpfloat_with_epsilon (change->change_low, low, 1e-6);
      g_assert_cmpfloat_with_epsilon (change->change_high, high, 1e-6);
      g_assert_cmpfloat (fabs (change->change), <=, before);
      before = fabs (change->change);
      expected += change->factual;
      other_expected += change->other;
    }
  g_assert_cmpfloat_with_epsilon (result->expected, expected, 1e-12);
  g_assert_cmpfloat_with_epsilon (result->other_expected, other_expected, 1e-12);
}

static void
test_unchanged (Fixture *fixture, gconstpointer data)
{
  static const char *const variables[] = { "polyarchy", "judicial", "gdp" };

  for (gsize v = 0; v < G_N_ELEMENTS (variables); v++)
    {
      g_autoptr (ComityStateWhatIf) any = comity_state_what_if_new (
          fixture->model, fixture->panel, fixture->chn, YEAR, variables[v], 0.5, NULL, NULL);
      g_autoptr (ComityStateWhatIf) same = comity_state_what_if_new (
          fixture->model, fixture->panel, fixture->chn, YEAR, variables[v], any->own, NULL, NULL);

      g_assert_cmpfloat (any->expected, !=, any->other_expected);
      g_assert_cmpfloat (same->expected, ==, same->other_expected);
      for (guint i = 0; i < same->changes->len; i++)
        g_assert_cmpfloat (g_array_index (same->changes, ComityStateChange, i).change, ==, 0.0);
    }
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *setting, *says;
  } cases[] = {
    { "polyarchy", "VARIABLE=NUMBER" },
    { "polyarchy=much", "VARIABLE=NUMBER" },
    { "no_such=1", "no_such" },
    { "population=1", "polyarchy, judicial, gdp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_state_what_if_report (fixture->model, fixture->panel, fixture->chn,
                                                  YEAR, cases[i].setting, COMITY_FORMAT_TEXT,
                                                  &error));
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = comity_state_what_if_report (
      fixture->model, fixture->panel, fixture->chn, YEAR, "judicial=5", COMITY_FORMAT_TEXT, &error);
  g_autofree char *json = comity_state_what_if_report (
      fixture->model, fixture->panel, fixture->chn, YEAR, "judicial=5", COMITY_FORMAT_JSON, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "what if judicial were 5 instead of"));
  g_assert_nonnull (strstr (text, "judicial_diff (distance)"));
  g_assert_nonnull (strstr (text, "that the data do not reach"));
  g_assert_nonnull (strstr (json, "\"partners\""));
  g_assert_nonnull (strstr (json, "\"other_expected\""));
}

/* After a Cox model: every pair as it is asked alone, and those that the baseline does not reach
 * left out instead of spoiling the answer. */
static void
test_durations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ polyarchy_min + ln_distance");
  g_autoptr (ComityDossierModel) model = NULL;
  g_autoptr (ComityStateWhatIf) result = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  double expected = 0.0;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, "t - 1,t");
  spec->where = g_strdup ("t <= 15");
  fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  model = comity_dossier_model_new (fit, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  result = comity_state_what_if_new (model, fixture->panel, fixture->chn, YEAR, "polyarchy", 0.85,
                                     NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->changes->len, >, 10);
  g_assert_cmpuint (result->n_left_out, >, 20);
  for (guint i = 0; i < result->changes->len; i++)
    {
      const ComityStateChange *change = &g_array_index (result->changes, ComityStateChange, i);
      gssize row = comity_dossier_find_row (fixture->panel, fixture->chn, change->partner, YEAR);
      g_autoptr (ComityWhatIf) own =
          comity_what_if_new (fit, fixture->panel, (gsize) row, NULL, 1, NULL,
                              comity_dossier_model_peek_hazards (model), NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (change->factual, ==, comity_what_if_peek_factual (own, 0)->hazard);
      g_assert_cmpfloat (change->factual_low, ==, comity_what_if_peek_factual (own, 0)->low);
      expected += change->factual;
    }
  g_assert_cmpfloat_with_epsilon (result->expected, expected, 1e-12);
  text = comity_state_what_if_report (model, fixture->panel, fixture->chn, YEAR, "polyarchy=0.85",
                                      COMITY_FORMAT_TEXT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "no baseline at their time at risk"));
  g_assert_nonnull (strstr (text, "given none before"));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_state_what_if_new (fixture->model, fixture->panel, fixture->chn, YEAR,
                                           "judicial", 0.5, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/report/state-what-if/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pairs", test_pairs);
  ADD ("unchanged", test_unchanged);
  ADD ("refusals", test_refusals);
  ADD ("report", test_report);
  ADD ("durations", test_durations);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
