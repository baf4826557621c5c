/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares: NIST's certified regressions, ill-conditioned ones among them; the variances that
 * correct for leverage; Petersen's and Stata's published numbers. */
#include "config.h"

#include "comity-qr-private.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static ComityFit *
fit_lpm (ComityDataset *dataset,
         const char *formula,
         ComityVce vce,
         const char *clusters,
         gboolean stata)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  spec->vce = vce;
  spec->stata_small_sample = stata;
  comity_spec_set_clusters (spec, clusters);
  return comity_test_fit_spec (dataset, spec);
}

static void
check_relative (double value, double expected, double tolerance)
{
  g_assert_cmpfloat (fabs (value - expected), <=, tolerance * MAX (fabs (expected), 1e-6));
}

/* Filip: powers up to ten of one covariate, of which most algorithms keep no digit. */
static void
test_nist (void)
{
  static const struct
  {
    const char *name, *formula;
    double tolerance;
  } cases[] = {
    { "norris", "y ~ x", 1e-11 },
    { "pontius", "y ~ x + I(x^2)", 1e-10 },
    { "noint1", "y ~ 0 + x", 1e-12 },
    { "noint2", "y ~ 0 + x", 1e-12 },
    { "longley", "y ~ x1 + x2 + x3 + x4 + x5 + x6", 1e-9 },
    { "wampler1", "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5)", 1e-8 },
    { "wampler2", "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5)", 1e-8 },
    { "wampler3", "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5)", 1e-6 },
    { "wampler4", "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5)", 1e-6 },
    { "wampler5", "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5)", 1e-6 },
    { "filip",
      "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5) + I(x^6) + I(x^7) + I(x^8) + I(x^9) + I(x^10)",
      1e-5 },
  };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "nist_strd_ols.json");

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      JsonNode *expected = comity_test_find (root, "expected", cases[c].name, NULL);
      g_autofree char *file = g_strdup_printf ("nist_%s.csv", cases[c].name);
      g_autoptr (ComityDataset) dataset = comity_test_load_data (file);
      g_autoptr (ComityFit) fit =
          fit_lpm (dataset, cases[c].formula, COMITY_VCE_CLASSICAL, NULL, TRUE);
      JsonNode *coef = comity_test_find (expected, "certified_coef", NULL);
      JsonNode *sd = comity_test_find (expected, "certified_sd", NULL);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 0);
      for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
        {
          const ComityCoefficient *term = comity_fit_peek_coefficient (fit, i);

          check_relative (term->estimate, comity_test_element (coef, i), cases[c].tolerance);
          comity_test_assert_close (term->std_error, comity_test_element (sd, i),
                                    MAX (cases[c].tolerance, 1e-9));
        }
    }
}

/* Collinear columns by the triangle: the same ones, with the same reason. */
static void
test_collinear (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_collinear.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_design.csv");
  g_autoptr (ComityFit) fit =
      fit_lpm (dataset, "yc ~ x1 + x2 + x3 + dupl", COMITY_VCE_CLASSICAL, NULL, TRUE);
  const char *reason;

  comity_test_check_coefficients (fit, comity_test_find (root, "expected", "ols_two_dropped", NULL),
                                  1e-8);
  comity_test_check_errors (fit, comity_test_find (root, "expected", "ols_two_dropped", NULL),
                            "classical", 1e-8);
  g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 2);
  g_assert_cmpstr (comity_fit_peek_omitted (fit, 0, &reason), ==, "x3");
  g_assert_cmpstr (reason, ==, "collinear with x1, x2");
  g_assert_cmpstr (comity_fit_peek_omitted (fit, 1, &reason), ==, "dupl");
  g_assert_cmpstr (reason, ==, "collinear with x1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/lpm/nist", test_nist);
  g_test_add_func ("/model/lpm/collinear", test_collinear);
  return g_test_run ();
}
