/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parametric survival against R's survreg, late entry against the likelihood written out in R. */
#include "config.h"

#include "comity-predicted-curves.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

#define SPELLS "event ~ dem + wealth + law"

static ComityFit *
fit_model (ComityDataset *dataset,
           const char *model,
           const char *times,
           gboolean accelerated,
           ComityVce vce)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (SPELLS);
  ComityFit *fit;

  g_free (spec->estimator);
  spec->estimator = g_strdup (model);
  comity_spec_set_times (spec, times);
  spec->accelerated = accelerated;
  spec->vce = vce;
  spec->stata_small_sample = FALSE;
  if (vce == COMITY_VCE_CLUSTER)
    comity_spec_set_clusters (spec, "country");
  fit = comity_test_fit_spec (dataset, spec);
  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  return fit;
}

static void
check_vector (
    ComityFit *fit, JsonNode *expected, const char *key, gboolean errors, double tolerance)
{
  JsonNode *values = comity_test_find (expected, key, NULL);

  g_assert_cmpuint (comity_fit_get_n_terms (fit), ==,
                    json_array_get_length (json_node_get_array (values)));
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);

      comity_test_assert_close (errors ? c->std_error : c->estimate,
                                comity_test_element (values, i), tolerance);
    }
}

static double
number (JsonNode *expected, const char *name)
{
  return comity_test_number (comity_test_find (expected, name, NULL));
}

static double
get_extra (ComityFit *fit, const char *name)
{
  double value = NAN;

  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double found;

      if (strcmp (comity_fit_peek_extra (fit, i, &found), name) == 0)
        value = found;
    }
  return value;
}

static void
test_reference (gconstpointer name)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "aft_parametric.json");
  JsonNode *expected = comity_test_find (root, "expected", (const char *) name, NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  gboolean has_ph = strcmp (name, "exponential") == 0 || strcmp (name, "weibull") == 0;
  g_autoptr (ComityFit) aft = fit_model (dataset, name, "dur", TRUE, COMITY_VCE_CLASSICAL);
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (aft);

  check_vector (aft, expected, "coef_aft", FALSE, 1e-6);
  check_vector (aft, expected, "se_aft", TRUE, 1e-6);
  g_assert_cmpuint (numbers->n, ==, (gsize) number (expected, "n"));
  comity_test_assert_close (numbers->log_likelihood, number (expected, "loglik"), 1e-7);
  comity_test_assert_close (numbers->log_likelihood_null, number (expected, "loglik_null"), 1e-7);
  comity_test_assert_close (numbers->lr_chi2, number (expected, "lr_chi2"), 1e-6);
  comity_test_assert_close (numbers->aic, number (expected, "aic"), 1e-7);
  comity_test_assert_close (numbers->bic, number (expected, "bic"), 1e-7);
  if (strcmp (name, "loglogistic") == 0 || strcmp (name, "lognormal") == 0)
    {
      const char *theta = strcmp (name, "lognormal") == 0 ? "lnsigma" : "lngamma";
      g_autofree char *error = g_strconcat (theta, "_std_error", NULL);

      comity_test_assert_close (get_extra (aft, theta), number (expected, "log_scale"), 1e-6);
      comity_test_assert_close (get_extra (aft, error), number (expected, "se_log_scale"), 1e-6);
      comity_test_assert_close (get_extra (aft, theta + 2), number (expected, "scale"), 1e-6);
    }
  if (has_ph)
    {
      g_autoptr (ComityFit) ph = fit_model (dataset, name, "dur", FALSE, COMITY_VCE_CLASSICAL);
      g_autoptr (ComityFit) clustered = fit_model (dataset, name, "dur", TRUE, COMITY_VCE_CLUSTER);

      check_vector (ph, expected, "coef_ph", FALSE, 1e-6);
      check_vector (ph, expected, "se_ph", TRUE, 1e-6);
      check_vector (clustered, expected, "se_lin_wei_country", TRUE, 1e-6);
      comity_test_assert_close (comity_fit_peek_numbers (ph)->log_likelihood,
                                number (expected, "loglik"), 1e-7);
      if (strcmp (name, "weibull") == 0)
        for (int metric = 0; metric < 2; metric++)
          {
            comity_test_assert_close (get_extra (metric == 0 ? aft : ph, "ln_p"),
                                      number (expected, "ln_p"), 1e-6);
            comity_test_assert_close (get_extra (metric == 0 ? aft : ph, "ln_p_std_error"),
                                      number (expected, "se_ln_p"), 1e-6);
            comity_test_assert_close (get_extra (metric == 0 ? aft : ph, "p"),
                                      number (expected, "shape_p"), 1e-6);
          }
    }
}

static void
test_late_entry (gconstpointer name)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "aft_left_truncated.json");
  JsonNode *expected = comity_test_find (root, "expected", (const char *) name, NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, name, "entry,dur", TRUE, COMITY_VCE_CLASSICAL);

  check_vector (fit, expected, "coef_aft", FALSE, 1e-5);
  check_vector (fit, expected, "se_aft", TRUE, 1e-4);
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            number (expected, "loglik_time"), 1e-6);
}

/* Spells cut in two are the same spells; the unit of time moves the constant alone; no covariate,
 * no censoring: the exponential's rate is one over the mean. */
static void
test_properties (void)
{
  static const char *const models[] = { "exponential", "weibull", "loglogistic", "lognormal" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (GString) csv = g_string_new ("start,stop,event,dem,wealth,law\n");
  g_autoptr (ComityDataset) cut = NULL;
  g_autoptr (ComityDataset) small = comity_test_parse_data ("t,e\n1,1\n2,1\n6,1\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("e ~ 1");
  g_autoptr (ComityFit) rate = NULL;

  for (gsize i = 0; i < comity_dataset_get_n_rows (dataset); i++)
    {
      double values[5];
      static const char *const names[] = { "dur", "event", "dem", "wealth", "law" };

      for (gsize j = 0; j < 5; j++)
        values[j] =
            comity_column_get_double (comity_dataset_require_column (dataset, names[j], NULL), i);
      g_string_append_printf (csv, "0,%g,0,%.17g,%.17g,%g\n", values[0] / 4.0, values[2], values[3],
                              values[4]);
      g_string_append_printf (csv, "%g,%g,%g,%.17g,%.17g,%g\n", values[0] / 4.0, values[0],
                              values[1], values[2], values[3], values[4]);
    }
  cut = comity_test_parse_data (csv->str);
  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    {
      g_autoptr (ComityFit) whole =
          fit_model (dataset, models[m], "dur", TRUE, COMITY_VCE_CLASSICAL);
      g_autoptr (ComityFit) parts =
          fit_model (cut, models[m], "start,stop", TRUE, COMITY_VCE_CLASSICAL);
      g_autoptr (ComityFit) days =
          fit_model (dataset, models[m], "365 * dur", TRUE, COMITY_VCE_CLASSICAL);

      comity_test_assert_close (comity_fit_peek_numbers (parts)->log_likelihood,
                                comity_fit_peek_numbers (whole)->log_likelihood, 1e-9);
      for (gsize j = 0; j < 4; j++)
        {
          const ComityCoefficient *a = comity_fit_peek_coefficient (whole, j);

          comity_test_assert_close (comity_fit_peek_coefficient (parts, j)->estimate, a->estimate,
                                    1e-7);
          comity_test_assert_close (comity_fit_peek_coefficient (parts, j)->std_error, a->std_error,
                                    1e-7);
          comity_test_assert_close (comity_fit_peek_coefficient (days, j)->estimate,
                                    a->estimate + (j == 0 ? log (365.0) : 0.0), 1e-7);
        }
    }
  g_free (spec->estimator);
  spec->estimator = g_strdup ("exponential");
  comity_spec_set_times (spec, "t");
  rate = comity_test_fit_spec (small, spec);
  g_assert_cmpfloat_with_epsilon (comity_fit_peek_coefficient (rate, 0)->estimate, log (3.0 / 9.0),
                                  1e-9);
}

/* Curves against survreg's estimates put through its distributions in R; the Weibull's own units
 * are hazards here and times there, which the delta method does not notice. */
static void
test_curves (gconstpointer model)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "curves.json");
  JsonNode *expected = comity_test_find (root, "curves", model, NULL);
  JsonNode *at = comity_test_find (root, "times", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityProfile) profile = comity_profile_parse ("mean,dem=0.4,wealth=8.2,law=1", NULL);
  gsize n = json_array_get_length (json_node_get_array (at));
  g_autofree double *times = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    times[i] = comity_test_element (at, i);
  for (int accelerated = 0; accelerated <= 1; accelerated++)
    {
      g_autoptr (ComityFit) fit =
          fit_model (dataset, model, "dur", accelerated, COMITY_VCE_CLASSICAL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityPredictedCurves) curves =
          comity_predicted_curves_new (fit, profile, NULL, NULL, 0, times, n, NULL, &error);
      const ComityPredictedCurve *curve;

      g_assert_no_error (error);
      g_assert_cmpuint (curves->n, ==, 1);
      g_assert_false (curves->steps);
      curve = &curves->curves[0];
      {
        const struct
        {
          const char *name;
          const double *ours;
        } columns[] = {
          { "survival", curve->survival },
          { "low", curve->low },
          { "high", curve->high },
          { "hazard", curve->hazard },
          { "hazard_error", curve->hazard_error },
          { "rate", curve->rate },
          { "rate_error", curve->rate_error },
          { "rate_low", curve->rate_low },
          { "rate_high", curve->rate_high },
        };

        for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
          for (gsize i = 0; i < n; i++)
            comity_test_assert_close (
                columns[c].ours[i],
                comity_test_element (comity_test_find (expected, columns[c].name, NULL), i), 1e-6);
      }
    }
}

static void
test_curve_refusals (void)
{
  static const double before[] = { -1.0 };
  static const double zero[] = { 0.0 };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, "weibull", "dur", FALSE, COMITY_VCE_CLASSICAL);
  g_autoptr (ComityFit) logit = comity_test_fit (dataset, SPELLS, COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityProfile) means = comity_profile_new (TRUE);
  g_autoptr (ComityProfile) observed = comity_profile_new (FALSE);
  const char *values[] = { "0", "1" };
  g_autoptr (ComityPredictedCurves) curves = NULL;
  struct
  {
    ComityFit *fit;
    const ComityProfile *profile;
    const char *column;
    const double *times;
    const char *part;
  } cases[] = {
    { logit, means, NULL, NULL, "need a model of durations" },
    { fit, observed, NULL, NULL, "is of one case" },
    { fit, means, "cause", NULL, "cause is no covariate" },
    { fit, means, NULL, before, "0 or more, not -1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_predicted_curves_new (cases[i].fit, cases[i].profile, cases[i].column,
                                                  values, 2, cases[i].times, 1, NULL, &error));
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }
  curves = comity_predicted_curves_new (fit, means, "law", values, 2, zero, 1, NULL, NULL);
  g_assert_cmpuint (curves->n, ==, 2);
  g_assert_cmpstr (curves->curves[1].label, ==, "law = 1");
  g_assert_cmpfloat (curves->curves[1].survival[0], ==, 1.0);
  g_assert_cmpfloat (curves->curves[1].high[0], ==, 1.0);
  g_assert_true (isnan (curves->curves[1].rate[0]));
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new (SPELLS);
  g_autofree char *zero = NULL;
  g_autofree char *strata = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("weibull");
  comity_spec_set_times (spec, "dur - 1");
  zero = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (zero, "ends at or before time 0"));
  comity_spec_set_times (spec, "dur");
  spec->strata = g_strdup ("region");
  strata = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (strata, "one baseline"));
}

int
main (int argc, char **argv)
{
  static const char *const models[] = { "exponential", "weibull", "loglogistic", "lognormal" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *path = g_strconcat ("/model/parametric/", models[i], NULL);
      g_autofree char *late = g_strconcat ("/model/parametric/late-entry/", models[i], NULL);
      g_autofree char *curves = g_strconcat ("/model/parametric/curves/", models[i], NULL);

      g_test_add_data_func (path, models[i], test_reference);
      g_test_add_data_func (curves, models[i], test_curves);
      if (i < 3)
        g_test_add_data_func (late, models[i], test_late_entry);
    }
  g_test_add_func ("/model/parametric/properties", test_properties);
  g_test_add_func ("/model/parametric/curve-refusals", test_curve_refusals);
  g_test_add_func ("/model/parametric/refusals", test_refusals);
  return g_test_run ();
}
