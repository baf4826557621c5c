/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts: the negative binomial against MASS and Stata's own output, with the joint information in
 * every variance; Poisson against Stata's. */
#include "config.h"

#include "comity-estimator-private.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static ComityFit *
fit_model (ComityDataset *dataset,
           const char *estimator,
           const char *formula,
           ComityVce vce,
           const char *clusters)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->vce = vce;
  comity_spec_set_clusters (spec, clusters);
  return comity_test_fit_spec (dataset, spec);
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

static double
number (JsonNode *expected, const char *name)
{
  return comity_test_number (comity_test_find (expected, name, NULL));
}

static void
test_nb2 (void)
{
  static const struct
  {
    ComityVce vce;
    const char *clusters, *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, NULL, "observed_joint" },
                { COMITY_VCE_ROBUST, NULL, "stata_robust" },
                { COMITY_VCE_CLUSTER, "g", "stata_cluster" } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "negbin_nb2.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("counts.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComityFit) fit = fit_model (dataset, "negbin", "y ~ x1 + x2 + offset(log(expo))",
                                             kinds[i].vce, kinds[i].clusters);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      comity_test_check_coefficients (fit, expected, 1e-6);
      comity_test_check_errors (fit, expected, kinds[i].key, 1e-5);
      comity_test_assert_close (get_extra (fit, "alpha"), number (expected, "alpha"), 1e-6);
      comity_test_assert_close (get_extra (fit, "lnalpha"), number (expected, "lnalpha"), 1e-6);
      if (kinds[i].vce == COMITY_VCE_CLASSICAL)
        comity_test_assert_close (get_extra (fit, "lnalpha_std_error"),
                                  number (expected, "se_lnalpha_observed"), 1e-5);
      comity_test_assert_close (get_extra (fit, "lr_alpha0"), number (expected, "lr_alpha0"), 1e-7);
      comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                                number (expected, "loglik"), 1e-7);
    }
}

/* Stata writes its constant last; @n with the logarithm of α after it. */
static void
check_stata (ComityFit *fit, JsonNode *coef, JsonNode *se)
{
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);
      gsize at = (i + 2) % 3;

      comity_test_assert_close (c->estimate, comity_test_element (coef, at), 1e-7);
      comity_test_assert_close (c->std_error, comity_test_element (se, at), 1e-6);
    }
}

static void
test_ships (void)
{
  static const struct
  {
    ComityVce vce;
    const char *clusters, *poisson, *negbin;
  } kinds[] = { { COMITY_VCE_CLASSICAL, NULL, "classical", "se_observed" },
                { COMITY_VCE_ROBUST, NULL, "stata_robust", "se_robust" },
                { COMITY_VCE_CLUSTER, "ship", "stata_cluster", "se_cluster" } };
  static const struct
  {
    const char *formula, *poisson, *negbin;
  } models[] = {
    { "accident ~ yr_con + op_75_79", "poisson", "nb" },
    { "accident ~ yr_con + op_75_79 + offset(log(service))", "poisson_exposure", "nb_exposure" },
  };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "stata_ships.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("ships.csv");

  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      {
        g_autoptr (ComityFit) poisson =
            fit_model (dataset, "poisson", models[m].formula, kinds[i].vce, kinds[i].clusters);
        g_autoptr (ComityFit) negbin =
            fit_model (dataset, "negbin", models[m].formula, kinds[i].vce, kinds[i].clusters);
        JsonNode *expected = comity_test_find (root, "expected", models[m].poisson, NULL);
        JsonNode *se;

        check_stata (poisson, comity_test_find (expected, "coef", NULL),
                     comity_test_find (expected, "se", kinds[i].poisson, NULL));
        comity_test_assert_close (comity_fit_peek_numbers (poisson)->log_likelihood,
                                  number (expected, "loglik"), 1e-8);
        expected = comity_test_find (root, "expected", models[m].negbin, NULL);
        se = comity_test_find (expected, kinds[i].negbin, NULL);
        check_stata (negbin, comity_test_find (expected, "coef", NULL), se);
        comity_test_assert_close (get_extra (negbin, "lnalpha_std_error"),
                                  comity_test_element (se, 3), 1e-6);
        comity_test_assert_close (get_extra (negbin, "alpha"), number (expected, "alpha"), 1e-7);
        comity_test_assert_close (comity_fit_peek_numbers (negbin)->log_likelihood,
                                  number (expected, "loglik"), 1e-8);
      }
}

/* Gradient and information against differences of ℓ and of the gradient: small and large counts,
 * α near 0 and not. */
static void
test_derivatives (void)
{
  static const double thetas[] = { -16.0, -7.0, -1.0, 1.5 };
  const gsize n = 6;
  static const double outcomes[] = { 0.0, 1.0, 3.0, 40.0, 300.0, 2000.0 };

  for (gsize t = 0; t < G_N_ELEMENTS (thetas); t++)
    {
      double *y = comity_kernel_alloc0 (COMITY_BLOCK);
      double *x = comity_kernel_alloc0 (2 * COMITY_BLOCK);
      double mask[COMITY_BLOCK] = { 0.0 };
      ComitySample sample = { .n = n, .n_blocks = 1, .n_columns = 2, .x = x, .y = y, .mask = mask };
      static const guint32 pick[] = { 0, 1, 0 };
      g_autoptr (ComityPass) pass = NULL;
      double beta[3] = { 1.0, 0.8, thetas[t] };
      double gradient[3];
      double information[3];

      for (gsize i = 0; i < n; i++)
        {
          y[i] = outcomes[i];
          x[i] = 1.0;
          x[COMITY_BLOCK + i] = (double) i - 1.0;
          mask[i] = 1.0;
        }
      pass = comity_pass_new (&comity_negbin, &sample, pick, 3, 1);
      g_assert_true (comity_pass_run (pass, beta, NULL));
      memcpy (gradient, pass->gradient, sizeof gradient);
      for (gsize j = 0; j < 3; j++)
        information[j] = comity_matrix_get (pass->information, 2, j);
      for (gsize j = 0; j < 3; j++)
        {
          const double step = 1e-5;
          double old = beta[j];
          double up, down, theta_up, theta_down;

          beta[j] = old + step;
          comity_pass_run (pass, beta, NULL);
          up = pass->log_likelihood;
          theta_up = pass->gradient[2];
          beta[j] = old - step;
          comity_pass_run (pass, beta, NULL);
          down = pass->log_likelihood;
          theta_down = pass->gradient[2];
          beta[j] = old;
          g_assert_cmpfloat (fabs ((up - down) / (2.0 * step) - gradient[j]), <,
                             1e-5 * (1.0 + fabs (gradient[j])));
          /* A matrix that was not positive definite has been made so. */
          if (information[0] != 0.0)
            g_assert_cmpfloat (fabs ((theta_down - theta_up) / (2.0 * step) - information[j]), <,
                               1e-5 * (1.0 + fabs (information[j])));
        }
      free (y);
      free (x);
    }
}

/* Less dispersed than a Poisson: α goes to 0 and the fit says so. */
static void
test_no_dispersion (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,x\n2,1\n3,2\n2,3\n3,4\n3,5\n4,6\n4,7\n3,8\n4,9\n5,10\n");
  g_autoptr (ComityFit) negbin = fit_model (dataset, "negbin", "y ~ x", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) poisson =
      fit_model (dataset, "poisson", "y ~ x", COMITY_VCE_CLASSICAL, NULL);

  g_assert_true (comity_test_has_warning (negbin, "varies no more than a Poisson"));
  for (gsize i = 0; i < 2; i++)
    comity_test_assert_close (comity_fit_peek_coefficient (negbin, i)->estimate,
                              comity_fit_peek_coefficient (poisson, i)->estimate, 1e-5);
}

/* A dummy whose rows all have outcome 0. */
static void
test_zeros (void)
{
  static const char *const models[] = { "poisson", "negbin" };
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,x,d\n0,1,1\n0,2,1\n0,4,1\n2,1,0\n0,2,0\n7,3,0\n1,4,0\n9,5,0\n0,1,0\n3,2,0\n");

  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    {
      g_autoptr (ComityFit) fit =
          fit_model (dataset, models[m], "y ~ x + d", COMITY_VCE_ROBUST, NULL);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
      g_assert_true (comity_test_has_warning (fit, "Separation: d is the same in every row"));
      g_assert_true (comity_test_has_warning (fit, "in 3 of the others"));
      g_assert_cmpfloat (comity_fit_peek_coefficient (fit, 2)->estimate, ==, -INFINITY);
      g_assert_true (isfinite (comity_fit_peek_coefficient (fit, 0)->estimate));
      g_assert_true (isfinite (comity_fit_peek_coefficient (fit, 1)->estimate));
      g_assert_true (isnan (comity_fit_peek_coefficient (fit, 2)->std_error));
    }
}

/* Two covariates together: no single one is named, and the fit says what it sees. */
static void
test_zeros_together (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,a,b\n0,2,1\n0,4,2\n0,3,2\n2,1,1\n3,2,2\n7,3,3\n1,4,4\n9,5,5\n4,1,1\n3,2,2\n");
  g_autoptr (ComityFit) fit = fit_model (dataset, "poisson", "y ~ a + b", COMITY_VCE_ROBUST, NULL);

  g_assert_true (comity_test_has_warning (fit, "3 rows with outcome 0 vanishes"));
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data ("y,x\n0.5,1\n1,2\n3,3\n0,4\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autofree char *message = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("negbin");
  message = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_OUTCOME);
  g_assert_nonnull (strstr (message, "must be a count"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/counts/nb2", test_nb2);
  g_test_add_func ("/model/counts/ships", test_ships);
  g_test_add_func ("/model/counts/derivatives", test_derivatives);
  g_test_add_func ("/model/counts/no-dispersion", test_no_dispersion);
  g_test_add_func ("/model/counts/zeros", test_zeros);
  g_test_add_func ("/model/counts/zeros-together", test_zeros_together);
  g_test_add_func ("/model/counts/refusals", test_refusals);
  return g_test_run ();
}
