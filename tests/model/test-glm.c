/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models beyond the logit: their links in the tails, both informations, grouped durations. */
#include "config.h"

#include "comity-estimator-private.h"
#include "comity-simd-private.h"
#include "comity-test-fit.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_erf.h>
#include <math.h>

#define MLA "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)"

/* Terms of the cases are named t2, ours I(t^2): only numbers are compared. */
static void
check_numbers (ComityFit *fit, JsonNode *expected, const char *key)
{
  JsonNode *coef = comity_test_find (expected, "coef", NULL);

  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    comity_test_assert_close (comity_fit_peek_coefficient (fit, i)->estimate,
                              comity_test_element (coef, i), 1e-8);
  comity_test_check_errors (fit, expected, key, 1e-6);
}

static ComitySpec *
new_spec (const char *estimator, const char *formula, ComityVce vce, const char *clusters)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->vce = vce;
  comity_spec_set_clusters (spec, clusters);
  return spec;
}

/* R's glm, sandwich and vcovCL: the expected information in the bread. */
static void
test_expected_information (void)
{
  static const char *const names[] = { "probit", "cloglog" };
  static const struct
  {
    ComityVce vce;
    gboolean stata;
    const char *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, TRUE, "classical" },
                { COMITY_VCE_HC0, TRUE, "HC0" },
                { COMITY_VCE_HC1, TRUE, "HC1" },
                { COMITY_VCE_CLUSTER, FALSE, "CR0" },
                { COMITY_VCE_CLUSTER, TRUE, "CR1" } };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize m = 0; m < G_N_ELEMENTS (names); m++)
    {
      g_autofree char *file = g_strdup_printf ("%s_mla.json", names[m]);
      g_autoptr (JsonNode) root = comity_test_load_case ("model", file);

      for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          g_autoptr (ComitySpec) spec = new_spec (names[m], MLA, kinds[i].vce, "dyad");
          g_autoptr (ComityFit) fit = NULL;

          spec->expected_information = TRUE;
          spec->stata_small_sample = kinds[i].stata;
          fit = comity_test_fit_spec (dataset, spec);
          check_numbers (fit, comity_test_find (root, "expected", NULL), kinds[i].key);
          g_assert_true (g_str_has_suffix (comity_fit_peek_vce_sentence (fit),
                                           ", from the expected information"));
        }
    }
}

/* Observed and expected information are one where the link is canonical. */
static void
test_canonical (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = new_spec ("logit", MLA, COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) observed = comity_test_fit_spec (dataset, spec);
  g_autoptr (ComityFit) expected = NULL;

  spec->expected_information = TRUE;
  expected = comity_test_fit_spec (dataset, spec);
  for (gsize i = 0; i < comity_fit_get_n_terms (observed); i++)
    g_assert_cmpfloat (comity_fit_peek_coefficient (observed, i)->std_error, ==,
                       comity_fit_peek_coefficient (expected, i)->std_error);
  g_assert_cmpstr (comity_fit_peek_vce_sentence (expected), ==, "Classical standard errors");
}

/* One row per spell and period, as the case was made. */
static ComityDataset *
expand_spells (void)
{
  g_autoptr (ComityDataset) spells = comity_test_load_data ("spells.csv");
  static const char *const names[] = { "dur", "event", "dem", "wealth", "law", "country" };
  ComityColumn *columns[G_N_ELEMENTS (names)];
  g_autoptr (GString) csv = g_string_new ("y,dem,wealth,law,country,t\n");

  for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
    columns[j] = comity_dataset_require_column (spells, names[j], NULL);
  for (gsize i = 0; i < comity_dataset_get_n_rows (spells); i++)
    {
      int dur = (int) comity_column_get_double (columns[0], i);

      for (int t = 1; t <= dur; t++)
        g_string_append_printf (
            csv, "%d,%.17g,%.17g,%.17g,%.17g,%d\n",
            t == dur && comity_column_get_double (columns[1], i) > 0.0,
            comity_column_get_double (columns[2], i), comity_column_get_double (columns[3], i),
            comity_column_get_double (columns[4], i), comity_column_get_double (columns[5], i), t);
    }
  return comity_test_parse_data (csv->str);
}

static void
test_discrete_time (void)
{
  static const struct
  {
    const char *model;
    ComityVce vce;
    const char *key;
  } kinds[] = {
    { "logit", COMITY_VCE_CLASSICAL, "classical" },
    { "logit", COMITY_VCE_CLUSTER, "stata_cluster" },
    { "cloglog", COMITY_VCE_CLASSICAL, "observed_information" },
    { "cloglog", COMITY_VCE_ROBUST, "stata_robust" },
    { "cloglog", COMITY_VCE_CLUSTER, "stata_cluster" },
  };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "discrete_time.json");
  g_autoptr (ComityDataset) dataset = expand_spells ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComitySpec) spec = new_spec (
          kinds[i].model, "y ~ dem + wealth + law + t + I(t^2) + I(t^3)", kinds[i].vce, "country");
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
      JsonNode *expected = comity_test_find (root, "expected", kinds[i].model, NULL);

      comity_test_check_coefficients (fit, expected, 1e-7);
      comity_test_check_errors (fit, expected, kinds[i].key, 1e-6);
      comity_test_check_summary (fit, expected);
    }
}

/* A block of one η; the weights, where asked for, are 1, so that both ways to the logarithm are
 * compared. */
static double
run_link (const ComityEstimator *estimator,
          gboolean avx2,
          gboolean weighted,
          double eta,
          double y,
          double *u,
          double *w)
{
  double e[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double outcome[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double weight[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double root[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double z[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double residual[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double log_likelihood;

  for (gsize r = 0; r < COMITY_BLOCK; r++)
    {
      e[r] = eta;
      outcome[r] = y;
      weight[r] = 1.0;
    }
  log_likelihood =
      estimator->get_link (avx2) (e, outcome, weighted ? weight : NULL, root, z, residual);
  *u = residual[COMITY_BLOCK - 1];
  *w = root[COMITY_BLOCK - 1] * root[COMITY_BLOCK - 1];
  g_assert_cmpfloat (residual[0], ==, *u);
  return log_likelihood / COMITY_BLOCK;
}

static void
assert_relative (double value, double expected, double tolerance)
{
  g_assert_cmpfloat (fabs (value - expected), <=, tolerance * fabs (expected) + 1e-300);
}

/* The Mills ratio and log Φ from GSL, which has functions made for the tails. */
static void
test_probit_tails (void)
{
  static const double etas[] = { -300.0, -38.5, -20.0, -8.0, -5.0, -3.0, -1.0, -0.3, -1e-9,
                                 0.0,    1e-9,  0.3,   1.0,  3.0,  5.0,  8.0,  20.0, 37.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (etas); i++)
    for (int way = 0; way < 8; way++)
      {
        double y = way & 1 ? 1.0 : 0.0;
        double sign = y > 0.5 ? 1.0 : -1.0;
        double t = sign * etas[i];
        double mills = gsl_sf_hazard (-t);
        double u, w;
        double l = run_link (&comity_probit, (way & 2) && comity_cpu_has_avx2 (), way & 4, etas[i],
                             y, &u, &w);

        assert_relative (u, sign * mills, 1e-13 * (1.0 + 0.1 * t * t));
        g_assert_cmpfloat (fabs (l - (gsl_sf_log_erfc (-t * M_SQRT1_2) - M_LN2)), <=,
                           1e-14 * (1.0 + fabs (l)));
        /* λ + t cancels in the tail. */
        if (t > -10.0)
          assert_relative (w, mills * (mills + t), 1e-11);
        g_assert_cmpfloat (w, <=, 1.0 + 1e-9);
      }
}

/* Derivatives of log P by differences, where these can be trusted; finite far out. */
static void
test_cloglog_tails (void)
{
  for (double eta = -30.0; eta <= 6.0; eta += 0.37)
    for (int y = 0; y < 2; y++)
      {
        double q = exp (eta);
        double u, w;
        double l = run_link (&comity_cloglog, comity_cpu_has_avx2 (), FALSE, eta, y, &u, &w);

        assert_relative (l, y ? log (-expm1 (-q)) : -q, 1e-13);
        assert_relative (u, y ? q / expm1 (q) : -q, 1e-13);
        if (y && q > 1e-4)
          assert_relative (w, u * (q + u - 1.0), 1e-9);
        else if (y)
          assert_relative (w, 0.5 * q * u, 1e-4);
      }
  for (int y = 0; y < 2; y++)
    {
      double u, w;

      run_link (&comity_cloglog, comity_cpu_has_avx2 (), FALSE, -800.0, y, &u, &w);
      g_assert_true (isfinite (u) && isfinite (w));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/model/glm/expected-information", test_expected_information);
  g_test_add_func ("/model/glm/canonical", test_canonical);
  g_test_add_func ("/model/glm/discrete-time", test_discrete_time);
  g_test_add_func ("/model/glm/probit-tails", test_probit_tails);
  g_test_add_func ("/model/glm/cloglog-tails", test_cloglog_tails);
  return g_test_run ();
}
