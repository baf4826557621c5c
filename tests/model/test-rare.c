/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firth's logit against brglm2 and the penalised likelihood, finite where the logit is not; King
 * and Zeng's against the paper's formulas. */
#include "config.h"

#include "comity-estimator-private.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

#define MLA "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)"

static ComitySpec *
new_spec (const char *estimator, const char *formula)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  return spec;
}

static void
check_vector (ComityFit *fit, JsonNode *coef, JsonNode *se)
{
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);

      comity_test_assert_close (c->estimate, comity_test_element (coef, i), 1e-6);
      comity_test_assert_close (c->std_error, comity_test_element (se, i), 1e-6);
    }
}

static double
get_extra (ComityFit *fit, const char *name)
{
  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double value;

      if (strcmp (comity_fit_peek_extra (fit, i, &value), name) == 0)
        return value;
    }
  g_error ("the fit has no %s", name);
}

static void
test_firth (void)
{
  static const struct
  {
    const char *file, *data, *formula;
    gboolean nested;
  } cases[] = {
    { "firth_small.json", "firth_small.csv", "sign ~ trade + samelaw + ally + contig + crime",
      FALSE },
    { "firth_mla.json", "mla_dyads.csv", MLA, FALSE },
    { "hard_complete_separation.json", "hard_separation.csv", "y ~ x", TRUE },
    { "hard_quasi_separation.json", "hard_quasi.csv", "y ~ d + x", TRUE },
    { "hard_few_events.json", "hard_few_events.csv", "y ~ x1 + x2 + x3 + x4", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = comity_test_load_case ("model", cases[i].file);
      JsonNode *expected = comity_test_find (root, "expected", NULL);
      g_autoptr (ComityDataset) dataset = comity_test_load_data (cases[i].data);
      g_autoptr (ComitySpec) spec = new_spec ("firth", cases[i].formula);
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
      const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

      if (cases[i].nested)
        expected = comity_test_find (expected, "firth", NULL);
      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      check_vector (fit, comity_test_find (expected, "coef", NULL),
                    comity_test_find (expected, "se", NULL));
      comity_test_assert_close (numbers->log_likelihood,
                                comity_test_number (comity_test_find (expected, "loglik", NULL)),
                                1e-6);
      comity_test_assert_close (
          get_extra (fit, "penalized_log_likelihood"),
          comity_test_number (comity_test_find (expected, "penalized_loglik", NULL)), 1e-6);
      expected = comity_test_find (expected, "penalized_lr_all", NULL);
      comity_test_assert_close (
          numbers->lr_chi2, comity_test_number (comity_test_find (expected, "chi2", NULL)), 1e-6);
      comity_test_assert_close (numbers->lr_p,
                                comity_test_number (comity_test_find (expected, "p", NULL)), 1e-6);
      g_assert_cmpint (numbers->lr_df, ==,
                       (int) comity_test_number (comity_test_find (expected, "df", NULL)));
    }
}

/* A row with weight 3 is three rows, in the penalty too. */
static void
test_firth_weights (void)
{
  g_autoptr (ComityDataset) counted =
      comity_test_parse_data ("y,x,f\n0,1,3\n1,2,1\n0,2,2\n1,3,3\n1,4,1\n0,5,1\n");
  g_autoptr (ComityDataset) written =
      comity_test_parse_data ("y,x\n0,1\n0,1\n0,1\n1,2\n0,2\n0,2\n1,3\n1,3\n1,3\n1,4\n0,5\n");
  g_autoptr (ComitySpec) spec = new_spec ("firth", "y ~ x");
  g_autoptr (ComityFit) long_fit = comity_test_fit_spec (written, spec);
  g_autoptr (ComityFit) short_fit = NULL;

  spec->weights = g_strdup ("f");
  spec->frequency_weights = TRUE;
  short_fit = comity_test_fit_spec (counted, spec);
  for (gsize i = 0; i < 2; i++)
    {
      comity_test_assert_close (comity_fit_peek_coefficient (short_fit, i)->estimate,
                                comity_fit_peek_coefficient (long_fit, i)->estimate, 1e-8);
      comity_test_assert_close (comity_fit_peek_coefficient (short_fit, i)->std_error,
                                comity_fit_peek_coefficient (long_fit, i)->std_error, 1e-8);
    }
  comity_test_assert_close (comity_fit_peek_numbers (short_fit)->lr_chi2,
                            comity_fit_peek_numbers (long_fit)->lr_chi2, 1e-8);
}

/* Enough rows for the search to begin on a part of them: the estimates do not depend on it, nor on
 * the number of threads. */
static void
test_firth_large (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (60000, -6.0, 7);
  g_autoptr (ComitySpec) spec = new_spec ("firth", "y ~ x + z + d");
  g_autoptr (ComityFit) many = NULL;
  g_autoptr (ComityFit) one = NULL;
  g_autoptr (ComityFit) logit = NULL;

  spec->n_threads = 4;
  many = comity_test_fit_spec (dataset, spec);
  spec->n_threads = 1;
  one = comity_test_fit_spec (dataset, spec);
  g_assert_cmpint (comity_fit_get_status (one), ==, COMITY_FIT_CONVERGED);
  g_free (spec->estimator);
  spec->estimator = g_strdup ("relogit");
  logit = comity_test_fit_spec (dataset, spec);
  for (gsize i = 0; i < comity_fit_get_n_terms (one); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (one, i);

      g_assert_cmpfloat (c->estimate, ==, comity_fit_peek_coefficient (many, i)->estimate);
      /* Both are free of the bias of order 1/n, and differ in the next. */
      g_assert_cmpfloat (fabs (c->estimate - comity_fit_peek_coefficient (logit, i)->estimate), <,
                         0.01 * c->std_error);
    }
}

static void
test_relogit (void)
{
  static const struct
  {
    double tau;
    const char *key;
  } cases[] = { { 0.0, "none" }, { 0.001, "prior_0.001" } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "relogit_mla.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonNode *expected = comity_test_find (root, "expected", cases[i].key, NULL);
      g_autoptr (ComitySpec) spec = new_spec ("relogit", MLA);
      g_autoptr (ComityFit) fit = NULL;

      spec->tau = cases[i].tau;
      fit = comity_test_fit_spec (dataset, spec);
      check_vector (fit, comity_test_find (expected, "coef", NULL),
                    comity_test_find (expected, "se", NULL));
      g_assert_cmpint (comity_fit_get_n_extras (fit), ==, cases[i].tau > 0.0 ? 1 : 0);
    }
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = new_spec ("relogit", MLA);
  g_autofree char *range = NULL;
  g_autofree char *model = NULL;

  spec->tau = 1.5;
  range = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (range, "between 0 and 1"));
  spec->tau = 0.01;
  g_free (spec->estimator);
  spec->estimator = g_strdup ("logit");
  model = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (model, "relogit"));
}

/* Heinze and Schemper's profile intervals and tests, where Firth's logit is alone in having any. */
static void
test_profile (void)
{
  static const struct
  {
    const char *file, *data, *formula;
    gboolean nested;
  } cases[] = {
    { "firth_small.json", "firth_small.csv", "sign ~ trade + samelaw + ally + contig + crime",
      FALSE },
    { "hard_quasi_separation.json", "hard_quasi.csv", "y ~ d + x", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = comity_test_load_case ("model", cases[i].file);
      JsonNode *expected = comity_test_find (root, "expected", NULL);
      g_autoptr (ComityDataset) dataset = comity_test_load_data (cases[i].data);
      g_autoptr (ComitySpec) spec = new_spec ("firth", cases[i].formula);
      g_autoptr (ComitySpec) wald = new_spec ("firth", cases[i].formula);
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
      g_autoptr (ComityFit) plain = NULL;

      if (cases[i].nested)
        expected = comity_test_find (expected, "firth", NULL);
      for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
        {
          const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
          double chi2 = comity_test_element (comity_test_find (expected, "penalized_lr", NULL), j);

          comity_test_assert_close (
              c->conf_low,
              comity_test_element (comity_test_find (expected, "profile_ci_lo", NULL), j), 1e-5);
          comity_test_assert_close (
              c->conf_high,
              comity_test_element (comity_test_find (expected, "profile_ci_hi", NULL), j), 1e-5);
          comity_test_assert_close (c->statistic * c->statistic, chi2, 1e-6);
          comity_test_assert_close (
              c->p_value,
              comity_test_element (comity_test_find (expected, "penalized_lr_p", NULL), j), 1e-6);
        }
      wald->intervals = COMITY_INTERVALS_WALD;
      plain = comity_test_fit_spec (dataset, wald);
      for (gsize j = 0; j < comity_fit_get_n_terms (plain); j++)
        {
          const ComityCoefficient *c = comity_fit_peek_coefficient (plain, j);

          comity_test_assert_close (c->statistic, c->estimate / c->std_error, 1e-12);
          comity_test_assert_close (c->conf_high, c->estimate + 1.959963984540054 * c->std_error,
                                    1e-12);
        }
    }
}

/* A limit in other units is the same limit. */
static void
test_profile_units (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("firth_small.csv");
  g_autoptr (ComitySpec) spec = new_spec ("firth", "sign ~ trade + crime");
  g_autoptr (ComitySpec) other = new_spec ("firth", "sign ~ I(1e6 * trade + 3e7) + crime");
  g_autoptr (ComitySpec) logit = new_spec ("logit", "sign ~ trade");
  g_autoptr (ComityFit) a = comity_test_fit_spec (dataset, spec);
  g_autoptr (ComityFit) b = comity_test_fit_spec (dataset, other);
  g_autofree char *message = NULL;

  comity_test_assert_close (comity_fit_peek_coefficient (a, 1)->conf_low,
                            1e6 * comity_fit_peek_coefficient (b, 1)->conf_low, 1e-7);
  comity_test_assert_close (comity_fit_peek_coefficient (a, 1)->p_value,
                            comity_fit_peek_coefficient (b, 1)->p_value, 1e-8);
  comity_test_assert_close (comity_fit_peek_coefficient (a, 2)->conf_high,
                            comity_fit_peek_coefficient (b, 2)->conf_high, 1e-7);
  logit->intervals = COMITY_INTERVALS_PROFILE;
  message = comity_test_refuse (dataset, logit, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (message, "Firth"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/rare/profile", test_profile);
  g_test_add_func ("/model/rare/profile-units", test_profile_units);
  g_test_add_func ("/model/rare/firth", test_firth);
  g_test_add_func ("/model/rare/firth-weights", test_firth_weights);
  g_test_add_func ("/model/rare/firth-large", test_firth_large);
  g_test_add_func ("/model/rare/relogit", test_relogit);
  g_test_add_func ("/model/rare/refusals", test_refusals);
  return g_test_run ();
}
