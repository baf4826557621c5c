/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What if after models of durations: against R's survfit and survreg, rates solved by hand, the
 * spread of the draws against the variance of the delta method, and what cannot be asked. */
#include "config.h"

#include "comity-test-fit.h"
#include "comity-what-if.h"

#include <math.h>
#include <string.h>

/* Half the width of a 95 % interval in standard errors. */
#define Z 1.959963984540054

typedef struct
{
  ComityPanel *panel;
  ComityFit *fit;
  ComityRowHazards *hazards;
} Model;

static void
model_clear (Model *self)
{
  g_clear_pointer (&self->hazards, comity_row_hazards_free);
  g_clear_pointer (&self->fit, comity_fit_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Model, model_clear)

static void
open_panel (Model *self, ComityDataset *dataset)
{
  static const char *const names[COMITY_N_ROLES] = {
    [COMITY_ROLE_STATE_A] = "state_a",
    [COMITY_ROLE_STATE_B] = "state_b",
    [COMITY_ROLE_YEAR] = "year",
  };
  g_autoptr (GError) error = NULL;
  ComityRoles roles = { .codes = COMITY_CODES_ISO3 };

  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    roles.column[i] = names[i] != NULL ? comity_dataset_find_column (dataset, names[i]) : -1;
  self->panel = comity_panel_new (dataset, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Without hazards where they are refused. */
static void
fit_model (Model *self, ComitySpec *spec, const char *estimator, const char *times)
{
  g_autoptr (GError) error = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  comity_spec_set_times (spec, times);
  if (spec->vce == COMITY_VCE_DEFAULT)
    spec->vce = COMITY_VCE_CLASSICAL;
  self->fit = comity_fit_new (spec, self->panel, NULL, &error);
  g_assert_no_error (error);
  self->hazards = comity_row_hazards_new (self->fit, NULL, NULL);
}

static void
open_reference (Model *self,
                const char *formula,
                const char *estimator,
                const char *times,
                const char *strata,
                ComityTies ties,
                gboolean accelerated)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  spec->strata = g_strdup (strata);
  spec->ties = ties;
  spec->accelerated = accelerated;
  open_panel (self, dataset);
  fit_model (self, spec, estimator, times);
}

static ComityWhatIf *
ask (const Model *self, gsize row, const char *settings, gsize n_years)
{
  g_autoptr (ComityProfile) profile = comity_profile_parse (settings, NULL);
  g_autoptr (GError) error = NULL;
  ComityWhatIf *result = comity_what_if_new (self->fit, self->panel, row, profile, n_years, NULL,
                                             self->hazards, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static char *
refuse (const Model *self, gsize row, const char *settings)
{
  g_autoptr (ComityProfile) profile = comity_profile_parse (settings, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_what_if_new (self->fit, self->panel, row, profile, 3, NULL, self->hazards,
                                     NULL, &error));
  g_assert_nonnull (error);
  return g_strdup (error->message);
}

/* One path of a result against R's; the number of years. */
static gsize
check_path (JsonNode *expected, const char *side, gsize first, gsize n, const ComityWhatIf *result)
{
  JsonNode *hazards = comity_test_find (expected, side, NULL);
  double alive = 1.0;
  gsize known = 0;

  while (known < n && comity_test_element (hazards, (guint) (first + known)) >= 0.0)
    known++;
  g_assert_cmpuint (comity_what_if_get_n (result), ==, known);
  for (gsize s = 0; s < known; s++)
    {
      const ComityHazardPoint *point = strcmp (side, "hazard") == 0
                                           ? comity_what_if_peek_factual (result, s)
                                           : comity_what_if_peek_other (result, s);
      double hazard = comity_test_element (hazards, (guint) (first + s));

      alive *= 1.0 - hazard;
      comity_test_assert_close (point->hazard, hazard, 1e-8);
      comity_test_assert_close (point->cumulative, 1.0 - alive, 1e-8);
      g_assert_cmpfloat (point->low, <=, point->hazard);
      g_assert_cmpfloat (point->high, >=, point->hazard);
      g_assert_cmpfloat (point->low, >=, 0.0);
      g_assert_cmpfloat (point->cumulative_low, <=, point->cumulative);
      g_assert_cmpfloat (point->cumulative_high, >=, point->cumulative);
      g_assert_cmpfloat (point->cumulative_high, <=, 1.0);
    }
  return known;
}

static void
check_case (const Model *model, const char *name, const char *column)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "what_if.json");
  JsonNode *expected = comity_test_find (root, name, NULL);
  JsonNode *rows = comity_test_find (expected, "rows", NULL);
  gsize n = (gsize) comity_test_number (comity_test_find (expected, "years", NULL));
  g_autofree char *settings = g_strdup_printf (
      "%s=%g", column, comity_test_number (comity_test_find (expected, "value", NULL)));

  g_assert_nonnull (model->hazards);
  g_assert_true (comity_fit_is_timed (model->fit));
  for (guint i = 0; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      g_autoptr (ComityWhatIf) result =
          ask (model, (gsize) comity_test_element (rows, i), settings, n);
      gsize known = check_path (expected, "hazard", i * n, n, result);
      const char *time;

      check_path (expected, "other", i * n, n, result);
      g_assert_true (comity_what_if_is_probability (result));
      if (known < n)
        g_assert_cmpfloat (comity_what_if_get_end (result, &time), ==, 20.0);
      else
        g_assert_true (isnan (comity_what_if_get_end (result, &time)));
    }
}

/* The draws spread as the delta method says (Tsiatis' variance after Cox models): on the scale of
 * log Λ, whose standard error is that of Λ by Λ, the width of an interval is 2 z times it; by
 * simulation within a tenth of it, and within a fiftieth on the whole. */
static void
check_spread (const Model *model, const char *name, const char *column)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "what_if.json");
  JsonNode *expected = comity_test_find (root, name, NULL);
  JsonNode *rows = comity_test_find (expected, "rows", NULL);
  gsize n = (gsize) comity_test_number (comity_test_find (expected, "years", NULL));
  g_autofree char *settings = g_strdup_printf (
      "%s=%g", column, comity_test_number (comity_test_find (expected, "value", NULL)));
  double sum = 0.0, count = 0.0;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      g_autoptr (ComityWhatIf) result =
          ask (model, (gsize) comity_test_element (rows, i), settings, n);

      for (gsize s = 3; s < comity_what_if_get_n (result); s++)
        {
          static const char *const sides[] = { "error", "other_error" };
          const ComityHazardPoint *points[] = { comity_what_if_peek_factual (result, s),
                                                comity_what_if_peek_other (result, s) };

          for (gsize side = 0; side < 2; side++)
            {
              const ComityHazardPoint *point = points[side];
              double width = log (log1p (-point->cumulative_high) / log1p (-point->cumulative_low));
              double error = comity_test_element (comity_test_find (expected, sides[side], NULL),
                                                  (guint) (i * n + s)) /
                             -log1p (-point->cumulative);

              g_assert_cmpfloat (fabs (width / (2.0 * Z * error) - 1.0), <, 0.1);
              sum += width / (2.0 * Z * error);
              count += 1.0;
            }
        }
    }
  g_assert_cmpfloat (count, >, 50.0);
  g_assert_cmpfloat (fabs (sum / count - 1.0), <, 0.02);
}

static void
test_cox (void)
{
  static const struct
  {
    const char *name, *formula, *strata, *column;
    ComityTies ties;
  } cases[] = {
    { "cox_efron", "sign ~ trade + mindem + samelaw", NULL, "trade", COMITY_TIES_EFRON },
    { "cox_breslow", "sign ~ trade + mindem + samelaw", NULL, "trade", COMITY_TIES_BRESLOW },
    { "cox_strata", "sign ~ trade + mindem", "samelaw", "mindem", COMITY_TIES_EFRON },
    { "cox_clock", "sign ~ trade + mindem + mindem:t", NULL, "mindem", COMITY_TIES_EFRON },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_auto (Model) model = { NULL };

      open_reference (&model, cases[c].formula, "cox", "t - 1,t", cases[c].strata, cases[c].ties,
                      FALSE);
      check_case (&model, cases[c].name, cases[c].column);
      check_spread (&model, cases[c].name, cases[c].column);
    }
}

/* In either metric: the same model. */
static void
test_parametric (gconstpointer name)
{
  for (int accelerated = 0; accelerated <= 1; accelerated++)
    {
      g_auto (Model) model = { NULL };

      open_reference (&model, "sign ~ trade + mindem + samelaw", name, "t", NULL, COMITY_TIES_EFRON,
                      accelerated);
      check_case (&model, name, "trade");
      check_spread (&model, name, "trade");
    }
}

/* Two groups of exponential rates, events by time at risk, 4 / 40 and 1 / 50: the hazard of a year
 * is 1 − e^{−λ}, and what is left of Λ's error is that of one Poisson count, 1 / √d on its
 * logarithm. */
static void
test_by_hand (void)
{
  g_autoptr (GString) csv = g_string_new ("state_a,state_b,year,t,event,x\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("event ~ x");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityWhatIf) result = NULL;
  g_auto (Model) model = { NULL };
  double low, high;

  for (guint dyad = 0; dyad < 9; dyad++)
    for (guint t = 1; t <= 10; t++)
      g_string_append_printf (csv, "A%u,B,%u,%u,%d,%d\n", dyad, 1990 + t, t, t == 10 && (dyad < 5),
                              dyad >= 4);
  dataset = comity_test_parse_data (csv->str);
  open_panel (&model, dataset);
  fit_model (&model, spec, "exponential", "t - 1,t");
  result = ask (&model, 0, "x=1", 6);
  for (gsize s = 0; s < 6; s++)
    {
      const ComityHazardPoint *was = comity_what_if_peek_factual (result, s);
      const ComityHazardPoint *is = comity_what_if_peek_other (result, s);
      double years = (double) (s + 1);

      g_assert_cmpint (was->year, ==, 1991 + (int) s);
      g_assert_cmpfloat_with_epsilon (was->hazard, -expm1 (-0.1), 1e-9);
      g_assert_cmpfloat_with_epsilon (is->hazard, -expm1 (-0.02), 1e-9);
      g_assert_cmpfloat_with_epsilon (was->cumulative, -expm1 (-0.1 * years), 1e-9);
      g_assert_cmpfloat_with_epsilon (is->cumulative, -expm1 (-0.02 * years), 1e-9);
      g_assert_cmpfloat (
          fabs (log (log1p (-was->high) / log1p (-was->low)) / (2.0 * Z * sqrt (0.25)) - 1.0), <,
          0.1);
      g_assert_cmpfloat (
          fabs (log (log1p (-is->cumulative_high) / log1p (-is->cumulative_low)) / (2.0 * Z) - 1.0),
          <, 0.1);
    }
  g_assert_cmpfloat_with_epsilon (comity_what_if_get_change (result, &low, &high),
                                  expm1 (-0.6) - expm1 (-0.12), 1e-9);
  g_assert_cmpfloat (low, <, expm1 (-0.6) - expm1 (-0.12));
  g_assert_cmpfloat (high, >, expm1 (-0.6) - expm1 (-0.12));
  g_assert_false (comity_what_if_is_extrapolated (result));
  g_clear_pointer (&result, comity_what_if_free);
  /* The last row's second year is one that nobody has lived. */
  result = ask (&model, 9, "x=1", 2);
  g_assert_cmpuint (comity_what_if_get_n (result), ==, 2);
  g_assert_true (comity_what_if_is_extrapolated (result));
}

/* A year without an event has no hazard, exactly; nothing set changes nothing; the same numbers
 * come again, also where the hazards are made anew, and a year's whatever the number of years. */
static void
test_properties (void)
{
  g_auto (Model) model = { NULL };
  g_autoptr (ComityWhatIf) result = NULL;
  g_autoptr (ComityWhatIf) again = NULL;
  g_autoptr (ComityWhatIf) first = NULL;
  g_autoptr (ComityProfile) profile = comity_profile_parse ("trade=2", NULL);
  double low, high;

  open_reference (&model, "sign ~ trade + mindem", "cox", "t - 1,t", NULL, COMITY_TIES_EFRON,
                  FALSE);
  result = ask (&model, 0, "observed", 5);
  g_assert_cmpfloat (comity_what_if_get_change (result, &low, &high), ==, 0.0);
  g_assert_true (low == 0.0 && high == 0.0);
  g_assert_true (comity_what_if_has_events (result));
  g_clear_pointer (&result, comity_what_if_free);
  result = ask (&model, 0, "trade=2", 5);
  again = comity_what_if_new (model.fit, model.panel, 0, profile, 5, NULL, NULL, NULL, NULL);
  first = ask (&model, 0, "trade=2", 1);
  g_assert_true (memcmp (comity_what_if_peek_other (result, 0),
                         comity_what_if_peek_other (again, 0),
                         5 * sizeof (ComityHazardPoint)) == 0);
  g_assert_true (memcmp (comity_what_if_peek_other (result, 0),
                         comity_what_if_peek_other (first, 0), sizeof (ComityHazardPoint)) == 0);
}

/* A clock that begins again after an event still steps a year at a time; a row of many years is
 * asked for its last one; where nobody had an event there is no hazard. */
static void
test_times (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "state_a,state_b,year,t0,t,event,x\n"
      "A,B,1991,0,2,0,1\nA,B,1992,2,4,1,1\nA,B,1993,0,2,0,1\nA,B,1994,2,4,0,0\n"
      "A,C,1991,0,2,0,0\nA,C,1992,2,4,0,0\nA,C,1993,4,6,0,0\nA,C,1994,6,8,1,0\n"
      "B,C,1994,0,8,0,1\n"
      "B,D,1991,0,2,0,1\nB,D,1992,2,4,1,0\n"
      "C,D,1991,0,2,0,0\nC,D,1992,2,4,0,1\nC,D,1993,4,6,0,1\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("event ~ x");
  g_autoptr (ComityWhatIf) restarted = NULL;
  g_autoptr (ComityWhatIf) whole = NULL;
  g_autoptr (ComityWhatIf) early = NULL;
  g_auto (Model) model = { NULL };
  const char *time;

  open_panel (&model, dataset);
  fit_model (&model, spec, "cox", "t0,t");
  restarted = ask (&model, 2, "x=0", 10);
  g_assert_cmpuint (comity_what_if_get_n (restarted), ==, 4);
  g_assert_cmpfloat (comity_what_if_get_end (restarted, &time), ==, 8.0);
  g_assert_cmpfloat (comity_what_if_peek_factual (restarted, 0)->hazard, ==, 0.0);
  g_assert_cmpfloat (comity_what_if_peek_factual (restarted, 1)->hazard, >, 0.0);
  g_assert_cmpfloat (comity_what_if_peek_factual (restarted, 2)->hazard, ==, 0.0);
  g_assert_cmpfloat (comity_what_if_peek_factual (restarted, 3)->hazard, >, 0.0);
  /* (6, 8], not (0, 8]: the event at 4 is long past. */
  whole = ask (&model, 8, "x=1", 1);
  g_assert_cmpfloat_with_epsilon (comity_what_if_peek_factual (whole, 0)->hazard,
                                  comity_what_if_peek_factual (restarted, 3)->hazard, 1e-12);
  early = ask (&model, 4, "x=1", 1);
  g_assert_false (comity_what_if_has_events (early));
  g_assert_cmpfloat (comity_what_if_peek_other (early, 0)->high, ==, 0.0);
}

static void
test_errors (void)
{
  g_autoptr (ComityDataset) once = comity_test_parse_data (
      "state_a,state_b,year,t,event,x\nA,B,1990,3,1,1\nA,C,1990,4,0,0\nB,C,1990,5,1,0\n"
      "C,D,1990,2,1,0\nA,D,1990,4,1,1\nB,D,1990,6,0,1\n");
  g_autoptr (ComitySpec) plain = comity_spec_new ("event ~ x");
  g_autofree char *time = NULL;
  g_autofree char *strata = NULL;
  g_autofree char *other = NULL;
  g_autofree char *ties = NULL;
  g_autofree char *years = NULL;
  g_auto (Model) model = { NULL };
  g_auto (Model) exact = { NULL };
  g_auto (Model) single = { NULL };

  open_reference (&model, "sign ~ trade + mindem", "cox", "t - 1,t", "samelaw", COMITY_TIES_EFRON,
                  FALSE);
  time = refuse (&model, 0, "t=3");
  strata = refuse (&model, 0, "samelaw=1");
  other = refuse (&model, 0, "contig=1");
  g_assert_nonnull (strstr (time, "time at risk"));
  g_assert_nonnull (strstr (strata, "strata"));
  g_assert_nonnull (strstr (other, "no covariate"));
  open_reference (&exact, "sign ~ trade + mindem", "cox", "t - 1,t", NULL, COMITY_TIES_EXACT,
                  FALSE);
  ties = refuse (&exact, 0, "trade=1");
  g_assert_nonnull (strstr (ties, "exact"));
  open_panel (&single, once);
  fit_model (&single, plain, "weibull", "t");
  years = refuse (&single, 0, "x=0");
  g_assert_nonnull (strstr (years, "does not pass with the years"));
}

/* A pair beyond the baseline, in a stratum that no row of the model has, and without a time. */
static void
test_unknown (void)
{
  g_autoptr (GString) csv = g_string_new ("state_a,state_b,year,t,event,x,g\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("event ~ x");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autofree char *beyond = NULL;
  g_autofree char *stratum = NULL;
  g_autofree char *missing = NULL;
  g_auto (Model) model = { NULL };

  for (guint dyad = 0; dyad < 8; dyad++)
    for (guint t = 1; t <= 4; t++)
      g_string_append_printf (csv, "A%u,B,%u,%u,%d,%d,%u\n", dyad, 1990 + t, t,
                              t == 2 + dyad % 3 && dyad < 6, dyad % 5 < 2, dyad % 2);
  g_string_append (csv, "A9,B,1991,9,,1,0\nA9,B,1992,10,,1,0\nA9,C,1991,1,,1,7\nA9,D,1991,,,1,0\n");
  dataset = comity_test_parse_data (csv->str);
  spec->strata = g_strdup ("g");
  open_panel (&model, dataset);
  fit_model (&model, spec, "cox", "t - 1,t");
  beyond = refuse (&model, 32, "x=0");
  stratum = refuse (&model, 34, "x=0");
  missing = refuse (&model, 35, "x=0");
  g_assert_nonnull (strstr (beyond, "ends at t = 4"));
  g_assert_nonnull (strstr (stratum, "(g)"));
  g_assert_nonnull (strstr (missing, "missing"));
}

/* What is no slider, and why. */
static void
test_held (void)
{
  g_auto (Model) model = { NULL };
  g_auto (GStrv) free_ones = NULL;
  g_auto (GStrv) time = NULL;
  g_auto (GStrv) strata = NULL;
  g_auto (GStrv) text = NULL;

  open_reference (&model, "sign ~ trade + mindem:t + factor(family)", "cox", "t - 1,t", "samelaw",
                  COMITY_TIES_EFRON, FALSE);
  free_ones = comity_what_if_dup_columns (model.fit, model.panel);
  time = comity_what_if_dup_held (model.fit, model.panel, COMITY_WHAT_IF_TIME);
  strata = comity_what_if_dup_held (model.fit, model.panel, COMITY_WHAT_IF_STRATA);
  text = comity_what_if_dup_held (model.fit, model.panel, COMITY_WHAT_IF_TEXT);
  g_assert_true (g_strv_equal ((const char *const *) free_ones,
                               (const char *const[]){ "trade", "mindem", NULL }));
  g_assert_true (g_strv_equal ((const char *const *) time, (const char *const[]){ "t", NULL }));
  g_assert_true (
      g_strv_equal ((const char *const *) strata, (const char *const[]){ "samelaw", NULL }));
  g_assert_true (
      g_strv_equal ((const char *const *) text, (const char *const[]){ "family", NULL }));
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);

  g_cancellable_cancel (cancellable);
  for (guint own = 0; own <= 1; own++)
    {
      g_auto (Model) model = { NULL };
      g_autoptr (GError) error = NULL;

      open_reference (&model, "sign ~ trade", "cox", "t - 1,t", NULL, COMITY_TIES_EFRON, FALSE);
      g_assert_null (comity_what_if_new (model.fit, model.panel, 0, NULL, 3, NULL,
                                         own ? NULL : model.hazards, progress, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  static const char *const parametric[] = { "exponential", "weibull", "loglogistic", "lognormal" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/what-if-durations/cox", test_cox);
  for (gsize i = 0; i < G_N_ELEMENTS (parametric); i++)
    {
      g_autofree char *path = g_strdup_printf ("/model/what-if-durations/%s", parametric[i]);

      g_test_add_data_func (path, parametric[i], test_parametric);
    }
  g_test_add_func ("/model/what-if-durations/by-hand", test_by_hand);
  g_test_add_func ("/model/what-if-durations/properties", test_properties);
  g_test_add_func ("/model/what-if-durations/times", test_times);
  g_test_add_func ("/model/what-if-durations/errors", test_errors);
  g_test_add_func ("/model/what-if-durations/unknown", test_unknown);
  g_test_add_func ("/model/what-if-durations/held", test_held);
  g_test_add_func ("/model/what-if-durations/cancel", test_cancel);
  return g_test_run ();
}
