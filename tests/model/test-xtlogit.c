/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The random-effects logit against the likelihood integrated in R and against lme4. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static ComitySpec *
make_spec (const char *formula, const char *group)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("xtlogit");
  spec->group = g_strdup (group);
  return spec;
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
test_reference (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "relogit_random_effects.json");
  JsonNode *all = comity_test_find (root, "expected", NULL);
  JsonNode *expected = comity_test_find (all, "agq60", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");
  g_autoptr (ComitySpec) spec = make_spec ("y ~ x1 + x2 + x3", "id");
  g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
  g_autoptr (ComityFit) one = NULL;

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  for (gsize i = 0; i < 4; i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);

      comity_test_assert_close (
          c->estimate, comity_test_element (comity_test_find (expected, "coef", NULL), i), 1e-7);
      comity_test_assert_close (
          c->std_error, comity_test_element (comity_test_find (expected, "se", NULL), i), 1e-6);
    }
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            comity_test_number (comity_test_find (expected, "loglik", NULL)), 1e-7);
  comity_test_assert_close (get_extra (fit, "sigma_u"),
                            comity_test_number (comity_test_find (expected, "sigma_u", NULL)),
                            1e-7);
  comity_test_assert_close (get_extra (fit, "rho"),
                            comity_test_number (comity_test_find (expected, "rho", NULL)), 1e-7);
  /* ln σ² is twice ln σ. */
  comity_test_assert_close (2.0 * get_extra (fit, "lnsigma_u_std_error"),
                            comity_test_number (comity_test_find (expected, "se_lnsig2u", NULL)),
                            1e-5);
  comity_test_assert_close (
      get_extra (fit, "lr_rho0"),
      comity_test_number (comity_test_find (all, "lr_sigma0", "chibar2", NULL)), 1e-6);
  spec->n_threads = 1;
  one = comity_test_fit_spec (dataset, spec);
  for (gsize i = 0; i < 4; i++)
    g_assert_true (comity_fit_peek_coefficient (one, i)->estimate ==
                   comity_fit_peek_coefficient (fit, i)->estimate);
}

/* Groups whose rows all have the event stay in, unlike with fixed effects. */
static void
test_groups_stay (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");
  g_autoptr (ComitySpec) spec = make_spec ("y ~ x1", "id");
  g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);

  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==, 509);
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");
  g_autoptr (ComitySpec) none = make_spec ("y ~ x1", NULL);
  g_autoptr (ComitySpec) robust = make_spec ("y ~ x1", "id");
  g_autofree char *first = comity_test_refuse (dataset, none, COMITY_MODEL_ERROR_SPEC);
  g_autofree char *second = NULL;

  robust->vce = COMITY_VCE_HC0;
  second = comity_test_refuse (dataset, robust, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (first, "needs groups"));
  g_assert_nonnull (strstr (second, "classical, jackknife and bootstrap standard errors"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/xtlogit/reference", test_reference);
  g_test_add_func ("/model/xtlogit/groups-stay", test_groups_stay);
  g_test_add_func ("/model/xtlogit/refusals", test_refusals);
  return g_test_run ();
}
