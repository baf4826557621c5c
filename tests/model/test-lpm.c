/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares: NIST's certified regressions, ill-conditioned ones among them; the variances that
 * correct for leverage; Petersen's and Stata's published numbers. */
#include "config.h"

#include "comity-qr-private.h"
#include "comity-test-fit.h"

#include <gsl/gsl_cdf.h>
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

static void
test_leverage (void)
{
  static const struct
  {
    ComityVce vce;
    const char *key;
  } kinds[] = { { COMITY_VCE_HC2, "HC2" }, { COMITY_VCE_HC3, "HC3" }, { COMITY_VCE_HC4, "HC4" } };
  g_autoptr (JsonNode) mla = comity_test_load_case ("model", "lpm_mla.json");
  g_autoptr (JsonNode) petersen = comity_test_load_case ("model", "public_petersen.json");
  g_autoptr (ComityDataset) dyads = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityDataset) firms = comity_test_load_data ("petersen.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComityFit) fit =
          fit_lpm (dyads, "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)",
                   kinds[i].vce, NULL, TRUE);
      g_autoptr (ComityFit) small = fit_lpm (firms, "y ~ x", kinds[i].vce, NULL, TRUE);
      g_autofree char *sentence =
          g_strdup_printf ("Heteroskedasticity-robust standard errors (%s)", kinds[i].key);

      comity_test_check_errors (fit, comity_test_find (mla, "expected", NULL), kinds[i].key, 1e-8);
      comity_test_check_errors (small, comity_test_find (petersen, "expected", "by_firm", NULL),
                                kinds[i].key, 1e-8);
      g_assert_cmpstr (comity_fit_peek_vce_sentence (fit), ==, sentence);
    }
}

/* A row with a dummy of its own has leverage 1. */
static void
test_leverage_one (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,x,d\n1,1,0\n3,2,0\n2,3,0\n5,4,0\n4,5,0\n9,6,1\n");
  g_autoptr (ComityFit) fit = fit_lpm (dataset, "y ~ x + d", COMITY_VCE_HC3, NULL, TRUE);
  g_autoptr (ComitySpec) spec = comity_spec_new ("d ~ x");
  g_autofree char *message = NULL;

  g_assert_true (comity_test_has_warning (fit, "leverage 1"));
  g_assert_true (isfinite (comity_fit_peek_coefficient (fit, 1)->std_error));
  spec->vce = COMITY_VCE_HC3;
  message = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (message, "least squares"));
}

/* Against clubSandwich. */
static void
test_cr2 (void)
{
  g_autoptr (JsonNode) mla = comity_test_load_case ("model", "cr2_bell_mccaffrey.json");
  JsonNode *expected = comity_test_find (mla, "expected", "lpm_CR2_dyad", NULL);
  g_autoptr (ComityDataset) dyads = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit =
      fit_lpm (dyads, "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)",
               COMITY_VCE_CR2, "dyad", TRUE);
  g_autoptr (ComitySpec) logit = comity_spec_new ("sign ~ trade");
  g_autofree char *message = NULL;

  for (gsize j = 0; j < 9; j++)
    comity_test_assert_close (comity_fit_peek_coefficient (fit, j)->std_error,
                              comity_test_element (expected, j), 1e-8);
  logit->vce = COMITY_VCE_CR2;
  comity_spec_set_clusters (logit, "dyad");
  message = comity_test_refuse (dyads, logit, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (message, "least squares (lpm) without weights"));
}

#define ROWS 14
#define TERMS 3

/* f(A) of a symmetric matrix, f = λ^power. */
static ComityMatrix *
power (const ComityMatrix *a, double exponent)
{
  g_autofree double *lambda = g_new (double, a->n_rows);
  g_autoptr (ComityMatrix) vectors = NULL;
  g_autoptr (ComityMatrix) middle = comity_matrix_new (a->n_rows, a->n_rows);

  g_assert_true (comity_matrix_eigen_symmetric (a, lambda, &vectors));
  for (gsize i = 0; i < a->n_rows; i++)
    comity_matrix_set (middle, i, i, pow (lambda[i], exponent));
  return comity_matrix_sandwich (vectors, middle);
}

/* Standard errors and degrees of freedom from the definition, with n × n matrices: H = XBX', A_g =
 * (I − H_gg)^{−½}, p_g = (I − H)_g'A_g X_g B c. */
static void
test_cr2_definition (void)
{
  static const double x[ROWS] = { 1, 4, 2, 8, 5, 7, 1, 3, 9, 2, 6, 4, 0, 5 };
  static const double z[ROWS] = { 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0 };
  static const double y[ROWS] = { 1, 0, 2, 5, 3, 4, 1, 1, 7, 0, 2, 4, 3, 2 };
  static const int g[ROWS] = { 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4 };
  g_autoptr (GString) csv = g_string_new ("y,x,z,g\n");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityMatrix) cross = comity_matrix_new (TERMS, TERMS);
  g_autoptr (ComityMatrix) b = NULL;
  double design[ROWS][TERMS], h[ROWS][ROWS], e[ROWS];
  double p[TERMS][5][ROWS] = { 0 };
  double scores[TERMS][5] = { 0 };

  for (gsize i = 0; i < ROWS; i++)
    {
      g_string_append_printf (csv, "%g,%g,%g,%d\n", y[i], x[i], z[i], g[i]);
      design[i][0] = 1.0;
      design[i][1] = x[i];
      design[i][2] = z[i];
    }
  dataset = comity_test_parse_data (csv->str);
  fit = fit_lpm (dataset, "y ~ x + z", COMITY_VCE_CR2, "g", TRUE);
  for (gsize i = 0; i < ROWS; i++)
    for (gsize j = 0; j < TERMS; j++)
      for (gsize k = 0; k < TERMS; k++)
        cross->data[j * TERMS + k] += design[i][j] * design[i][k];
  b = comity_matrix_invert_spd (cross, NULL);
  for (gsize i = 0; i < ROWS; i++)
    {
      e[i] = y[i];
      for (gsize j = 0; j < TERMS; j++)
        e[i] -= design[i][j] * comity_fit_peek_coefficient (fit, j)->estimate;
      for (gsize r = 0; r < ROWS; r++)
        {
          h[i][r] = 0.0;
          for (gsize j = 0; j < TERMS; j++)
            for (gsize k = 0; k < TERMS; k++)
              h[i][r] += design[i][j] * b->data[j * TERMS + k] * design[r][k];
        }
    }
  for (int cluster = 0; cluster < 5; cluster++)
    {
      gsize rows[ROWS];
      gsize n = 0;
      g_autoptr (ComityMatrix) rest = NULL;
      g_autoptr (ComityMatrix) a = NULL;

      for (gsize i = 0; i < ROWS; i++)
        if (g[i] == cluster)
          rows[n++] = i;
      rest = comity_matrix_new (n, n);
      for (gsize i = 0; i < n; i++)
        for (gsize r = 0; r < n; r++)
          comity_matrix_set (rest, i, r, (i == r ? 1.0 : 0.0) - h[rows[i]][rows[r]]);
      a = power (rest, -0.5);
      for (gsize j = 0; j < TERMS; j++)
        for (gsize i = 0; i < n; i++)
          {
            double weight = 0.0; /* of row i in A_g X_g B c */

            for (gsize r = 0; r < n; r++)
              for (gsize k = 0; k < TERMS; k++)
                weight += comity_matrix_get (a, i, r) * design[rows[r]][k] * b->data[k * TERMS + j];
            scores[j][cluster] += weight * e[rows[i]];
            for (gsize r = 0; r < ROWS; r++)
              p[j][cluster][r] += ((rows[i] == r ? 1.0 : 0.0) - h[rows[i]][r]) * weight;
          }
    }
  for (gsize j = 0; j < TERMS; j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
      double variance = 0.0, trace = 0.0, squares = 0.0;
      double df;

      for (int k = 0; k < 5; k++)
        {
          variance += scores[j][k] * scores[j][k];
          for (int l = 0; l < 5; l++)
            {
              double sum = 0.0;

              for (gsize r = 0; r < ROWS; r++)
                sum += p[j][k][r] * p[j][l][r];
              squares += sum * sum;
              trace += k == l ? sum : 0.0;
            }
        }
      df = trace * trace / squares;
      comity_test_assert_close (c->std_error, sqrt (variance), 1e-10);
      g_assert_cmpfloat (df, <, 5.0);
      comity_test_assert_close (c->p_value, 2.0 * gsl_cdf_tdist_Q (fabs (c->statistic), df), 1e-9);
      comity_test_assert_close (
          c->conf_high, c->estimate + gsl_cdf_tdist_Pinv (0.975, df) * c->std_error, 1e-8);
    }
}

/* Numbers that Stata and Petersen's page print, reproduced by the case. */
static void
test_published (void)
{
  static const struct
  {
    const char *file, *data, *group, *formula, *clusters, *key;
    ComityVce vce;
    gboolean stata;
  } cases[] = {
    { "public_petersen.json", "petersen.csv", "by_firm", "y ~ x", "firm", "CR1S",
      COMITY_VCE_CLUSTER, TRUE },
    { "public_petersen.json", "petersen.csv", "by_year", "y ~ x", "year", "CR1S",
      COMITY_VCE_CLUSTER, TRUE },
    { "public_petersen.json", "petersen.csv", "by_firm", "y ~ x", "firm,year", "twoway_min_df",
      COMITY_VCE_TWOWAY, TRUE },
    { "public_petersen.json", "petersen.csv", "by_firm", "y ~ x", "firm,year", "twoway_raw",
      COMITY_VCE_TWOWAY, FALSE },
    { "stata_grunfeld.json", "grunfeld.csv", "ols", "invest ~ value + capital", NULL,
      "stata_robust", COMITY_VCE_ROBUST, TRUE },
    { "stata_grunfeld.json", "grunfeld.csv", "ols", "invest ~ value + capital", "firm",
      "stata_cluster", COMITY_VCE_CLUSTER, TRUE },
    { "stata_grunfeld.json", "grunfeld.csv", "ols", "invest ~ value + capital", "firm,year",
      "twoway_min_df", COMITY_VCE_TWOWAY, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = comity_test_load_case ("model", cases[i].file);
      JsonNode *expected = comity_test_find (root, "expected", cases[i].group, NULL);
      g_autoptr (ComityDataset) dataset = comity_test_load_data (cases[i].data);
      g_autoptr (ComityFit) fit =
          fit_lpm (dataset, cases[i].formula, cases[i].vce, cases[i].clusters, cases[i].stata);

      comity_test_check_coefficients (fit, expected, 1e-8);
      comity_test_check_errors (fit, expected, cases[i].key, 1e-7);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/lpm/nist", test_nist);
  g_test_add_func ("/model/lpm/collinear", test_collinear);
  g_test_add_func ("/model/lpm/leverage", test_leverage);
  g_test_add_func ("/model/lpm/leverage-one", test_leverage_one);
  g_test_add_func ("/model/lpm/cr2", test_cr2);
  g_test_add_func ("/model/lpm/cr2-definition", test_cr2_definition);
  g_test_add_func ("/model/lpm/published", test_published);
  return g_test_run ();
}
