/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separation is found and named where it is, and only there; near-singular designs are named. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-separation-private.h"

#include <math.h>
#include <string.h>

/* The simulated data with a column v made from y and the row. */
static ComityDataset *
add_column (ComityDataset *dataset, double (*make) (double y, double x, gsize row))
{
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (dataset);
  ComityColumn *y = comity_dataset_require_column (dataset, "y", NULL);
  ComityColumn *x = comity_dataset_require_column (dataset, "x", NULL);
  double *v = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    v[i] = make (comity_column_get_double (y, i), comity_column_get_double (x, i), i);
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("v", COMITY_COLUMN_DOUBLE, n, v));
  return comity_dataset_builder_end (builder);
}

static double
make_never (double y, double x, gsize row)
{
  return y == 0.0 && row % 7 == 0;
}

static double
make_always (double y, double x, gsize row)
{
  return y == 1.0 && row % 3 == 0;
}

static double
make_once (double y, double x, gsize row)
{
  return y == 1.0 && row % 3 == 0 ? 0.0 : row == 1999 && y == 0.0 ? 1.0 : 0.0;
}

/* Together with x it gives y, alone it does not. */
static double
make_partner (double y, double x, gsize row)
{
  return (y == 1.0 ? 0.2 : -0.2) - x + (y == 1.0 ? 1.0 : -1.0) * (double) (row % 5);
}

static double
make_noise (double y, double x, gsize row)
{
  return (double) (row * 7919 % 1009) / 1009.0;
}

static void
test_found (void)
{
  static const struct
  {
    double (*make) (double y, double x, gsize row);
    const char *named;
    gboolean x_finite;
  } cases[] = {
    { make_never, "Separation: v predicts", TRUE },
    { make_always, "Separation: v predicts", TRUE },
    { make_once, "Separation: v predicts the outcome perfectly in 1 of 2000 rows", TRUE },
    { make_partner, "Separation: x, v predict the outcome perfectly in ", FALSE },
  };
  g_autoptr (ComityDataset) plain = comity_test_simulate (2000, -0.5, 21);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityDataset) dataset = add_column (plain, cases[i].make);
      g_autoptr (ComityFit) fit = comity_test_fit (dataset, i == 3 ? "y ~ x + v" : "y ~ x + z + v",
                                                   COMITY_VCE_CLUSTER, "id");
      gssize v = comity_fit_find_term (fit, "v");

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
      if (!comity_test_has_warning (fit, cases[i].named))
        g_error ("“%s” does not say “%s”.", comity_fit_peek_warning (fit, 0), cases[i].named);
      g_assert_true (isinf (comity_fit_peek_coefficient (fit, (gsize) v)->estimate));
      g_assert_cmpint (isfinite (comity_fit_peek_coefficient (fit, 1)->estimate) != 0, ==,
                       cases[i].x_finite);
      for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
        g_assert_cmpint (isnan (comity_fit_peek_coefficient (fit, j)->std_error) != 0, ==,
                         !cases[i].x_finite || j == (gsize) v);
    }
}

/* What is left beside what runs off is what the rows say that it does not predict: estimates,
 * likelihood and every kind of standard error. */
static void
test_rest (void)
{
  static const char *const estimators[] = { "logit", "probit", "cloglog", "relogit" };
  static const char *const kinds[] = { "classical", "hc0", "hc1", "robust", "cluster", "twoway" };
  g_autoptr (ComityDataset) plain = comity_test_simulate (2000, -0.5, 21);
  g_autoptr (ComityDataset) never = add_column (plain, make_never);

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      for (int expected = 0; expected <= (e == 1); expected++)
        {
          g_autoptr (ComitySpec) whole = comity_spec_new ("y ~ v + x + z");
          g_autoptr (ComitySpec) rest = comity_spec_new ("y ~ x + z");
          ComitySpec *specs[] = { whole, rest };
          g_autoptr (ComityFit) a = NULL;
          g_autoptr (ComityFit) b = NULL;

          for (gsize s = 0; s < 2; s++)
            {
              g_free (specs[s]->estimator);
              specs[s]->estimator = g_strdup (estimators[e]);
              specs[s]->expected_information = expected;
              g_assert_true (comity_vce_from_name (kinds[k], &specs[s]->vce));
              if (k >= 4)
                comity_spec_set_clusters (specs[s], k == 4 ? "id" : "id,d");
            }
          rest->where = g_strdup ("v == 0");
          a = comity_test_fit_spec (never, whole);
          b = comity_test_fit_spec (never, rest);
          g_assert_cmpint (comity_fit_get_status (a), ==, COMITY_FIT_SEPARATED);
          g_assert_cmpint (comity_fit_get_status (b), ==, COMITY_FIT_CONVERGED);
          g_assert_true (comity_fit_peek_coefficient (a, 1)->estimate == -INFINITY);
          comity_test_assert_close (comity_fit_peek_numbers (a)->log_likelihood,
                                    comity_fit_peek_numbers (b)->log_likelihood, 1e-10);
          for (gsize j = 0; j < 3; j++)
            {
              const ComityCoefficient *c = comity_fit_peek_coefficient (a, j > 0 ? j + 1 : 0);
              const ComityCoefficient *d = comity_fit_peek_coefficient (b, j);

              g_assert_cmpstr (c->term, ==, d->term);
              comity_test_assert_close (c->estimate, d->estimate, 1e-9);
              comity_test_assert_close (c->std_error, d->std_error, 1e-9);
              comity_test_assert_close (c->p_value, d->p_value, 1e-9);
            }
        }
}

static double
number (JsonNode *node, const char *name, gsize i)
{
  return comity_test_element (comity_test_find (node, "stata_like", name, NULL), i);
}

/* R's glm without the rows that d predicts, which is what Stata's logit fits. */
static void
test_reference (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_quasi_separation.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_quasi.csv");
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, "y ~ d + x", COMITY_VCE_CLASSICAL, NULL);

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_test_has_warning (fit, "Separation: d predicts"));
  g_assert_true (
      comity_test_has_warning (fit, "rest on the 12 rows that are left when the 4 that are"));
  g_assert_true (comity_fit_peek_coefficient (fit, 1)->estimate == INFINITY);
  g_assert_true (isnan (comity_fit_peek_coefficient (fit, 1)->std_error));
  for (gsize j = 0; j < 2; j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, 2 * j);

      comity_test_assert_close (c->estimate, number (expected, "coef", j), 1e-6);
      comity_test_assert_close (c->std_error, number (expected, "se", j), 1e-5);
    }
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            comity_test_number (comity_test_find (expected, "limit_loglik", NULL)),
                            1e-8);
}

/* Two terms that run off one after the other, and a count with rows that are sure to be 0. */
static void
test_twice (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,a,b,x,n\n1,1,0,1,0\n1,1,1,2,0\n1,1,0,3,0\n0,0,1,1,2\n0,0,1,3,1\n0,0,1,2,3\n1,0,0,1,1\n"
      "0,0,0,2,0\n1,0,0,3,4\n0,0,0,1,1\n1,0,0,4,2\n0,0,0,3,3\n0,0,0,2,1\n");
  g_autoptr (ComityFit) whole = comity_test_fit (dataset, "y ~ a + b + x", COMITY_VCE_HC0, NULL);
  g_autoptr (ComitySpec) few = comity_spec_new ("y ~ x");
  g_autoptr (ComitySpec) counts = comity_spec_new ("n ~ a + x");
  g_autoptr (ComitySpec) positive = comity_spec_new ("n ~ x");
  g_autoptr (ComityFit) rest = NULL;
  g_autoptr (ComityFit) all = NULL;
  g_autoptr (ComityFit) some = NULL;

  few->where = g_strdup ("a == 0 & b == 0");
  few->vce = COMITY_VCE_HC0;
  rest = comity_test_fit_spec (dataset, few);
  g_assert_true (comity_fit_peek_coefficient (whole, 1)->estimate == INFINITY);
  g_assert_true (comity_fit_peek_coefficient (whole, 2)->estimate == -INFINITY);
  comity_test_assert_close (comity_fit_peek_coefficient (whole, 3)->estimate,
                            comity_fit_peek_coefficient (rest, 1)->estimate, 1e-9);
  comity_test_assert_close (comity_fit_peek_coefficient (whole, 3)->std_error,
                            comity_fit_peek_coefficient (rest, 1)->std_error, 1e-9);

  counts->estimator = (g_free (counts->estimator), g_strdup ("poisson"));
  positive->estimator = (g_free (positive->estimator), g_strdup ("poisson"));
  positive->where = g_strdup ("a == 0");
  all = comity_test_fit_spec (dataset, counts);
  some = comity_test_fit_spec (dataset, positive);
  g_assert_cmpint (comity_fit_get_status (all), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_fit_peek_coefficient (all, 1)->estimate == -INFINITY);
  comity_test_assert_close (comity_fit_peek_coefficient (all, 2)->estimate,
                            comity_fit_peek_coefficient (some, 1)->estimate, 1e-9);
  comity_test_assert_close (comity_fit_peek_coefficient (all, 2)->std_error,
                            comity_fit_peek_coefficient (some, 1)->std_error, 1e-9);
  comity_test_assert_close (comity_fit_peek_numbers (all)->log_likelihood,
                            comity_fit_peek_numbers (some)->log_likelihood, 1e-9);
}

/* A factor with a level without events: that level is named, not the factor. */
static void
test_level (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "sign ~ trade + family", COMITY_VCE_DEFAULT, NULL);

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_test_has_warning (fit, "Separation: familyislamic predicts"));
  g_assert_true (isfinite (comity_fit_peek_coefficient (fit, 1)->estimate));
}

/* A rare dummy in a large sample, where the search begins on a part of the rows. */
static void
test_rare (void)
{
  g_autoptr (ComityDataset) plain = comity_test_simulate (80000, -5.0, 4);
  g_autoptr (ComityDataset) dataset = add_column (plain, make_never);
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, "y ~ x + z + v", COMITY_VCE_DEFAULT, "id");

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_test_has_warning (fit, "Separation: v predicts"));
}

/* Without a constant a bound other than 0 separates nothing. */
static void
test_no_constant (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,x,c\n0,1,-1\n0,2,-2\n0,3,0\n1,4,0\n1,5,2\n1,6,3\n");
  g_autoptr (ComityFit) apart = comity_test_fit (dataset, "y ~ x", COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) through = comity_test_fit (dataset, "y ~ x - 1", COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) zero = comity_test_fit (dataset, "y ~ c - 1", COMITY_VCE_DEFAULT, NULL);

  g_assert_cmpint (comity_fit_get_status (apart), ==, COMITY_FIT_SEPARATED);
  g_assert_cmpint (comity_fit_get_status (through), ==, COMITY_FIT_CONVERGED);
  g_assert_cmpint (comity_fit_get_status (zero), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_test_has_warning (zero, "c predicts the outcome perfectly in 4 of 6 rows"));
}

/* The test itself: FALSE on data that overlap, whatever their shape; TRUE when one overlapping row
 * is taken out. */
static void
fill_column (gsize column, gsize first, gsize n, double *out, gpointer data)
{
  const double *x = data;

  memcpy (out, x + (column - 1) * 512 + first, n * sizeof (double));
}

static gboolean
is_separated (double *x, const double *y, gsize n, gsize k)
{
  double *copy = comity_kernel_alloc0 (512);
  guint32 pick[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  g_autoptr (ComitySample) sample = NULL;
  ComitySeparation separation = { 0 };
  gboolean separated;

  memcpy (copy, y, n * sizeof (double));
  sample = comity_sample_new (n, k + 1, TRUE, copy, NULL, NULL, fill_column, x, 1, NULL, NULL);
  g_assert_true (comity_separation_find (sample, pick, k + 1, 1, NULL, &separation));
  separated = separation.separated;
  comity_separation_clear (&separation);
  return separated;
}

static void
test_boundary (void)
{
  g_autofree double *x = g_new0 (double, 8 * 512);
  double y[512];
  guint32 state = 12345;

  for (gsize k = 1; k <= 4; k++)
    for (int repeat = 0; repeat < 20; repeat++)
      {
        gsize n = 60;

        /* Separated by construction along a random direction, with a gap. */
        for (gsize i = 0; i < n; i++)
          {
            double index = 0.0;

            for (gsize j = 0; j < k; j++)
              {
                state = state * 1664525u + 1013904223u;
                x[j * 512 + i] = (double) (state >> 8) / 16777216.0 - 0.5;
                index += x[j * 512 + i] * (j % 2 ? -1.0 : 2.0);
              }
            y[i] = index > 0.0;
            x[i] += y[i] > 0.5 ? 0.05 : -0.05;
          }
        y[0] = 1.0;
        y[1] = 0.0;
        x[0] = x[0] + 3.0;
        x[1] = x[1] - 3.0;
        g_assert_true (is_separated (x, y, n, k));
        /* Equal rows with both outcomes in every orthant but the far ends overlap. */
        for (gsize i = 0; i < n; i++)
          {
            for (gsize j = 0; j < k; j++)
              x[j * 512 + n + i] = x[j * 512 + i];
            y[n + i] = 1.0 - y[i];
          }
        g_assert_false (is_separated (x, y, 2 * n, k));
      }
}

static void
test_not_found (void)
{
  g_autoptr (ComityDataset) plain = comity_test_simulate (2000, -0.5, 22);
  g_autoptr (ComityDataset) dataset = add_column (plain, make_noise);
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "y ~ (x + z + v + d)^2 + poly(u, 4)", COMITY_VCE_DEFAULT, NULL);

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  g_assert_cmpuint (comity_fit_get_n_warnings (fit), ==, 0);
}

static double
make_almost_x (double y, double x, gsize row)
{
  return x + 3e-6 * (double) (row * 7919 % 1009) / 1009.0;
}

/* Not collinear to the last digit, but too close to tell apart: said, with the name. */
static void
test_near_singular (void)
{
  g_autoptr (ComityDataset) plain = comity_test_simulate (2000, -0.5, 23);
  g_autoptr (ComityDataset) dataset = add_column (plain, make_almost_x);
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, "y ~ z + x + v", COMITY_VCE_DEFAULT, NULL);

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_NEAR_SINGULAR);
  g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, 4);
  g_assert_true (comity_test_has_warning (fit, "nearly singular; x is almost given") ||
                 comity_test_has_warning (fit, "nearly singular; v is almost given"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/separation/found", test_found);
  g_test_add_func ("/model/separation/rest", test_rest);
  g_test_add_func ("/model/separation/reference", test_reference);
  g_test_add_func ("/model/separation/twice", test_twice);
  g_test_add_func ("/model/separation/level", test_level);
  g_test_add_func ("/model/separation/rare", test_rare);
  g_test_add_func ("/model/separation/no-constant", test_no_constant);
  g_test_add_func ("/model/separation/boundary", test_boundary);
  g_test_add_func ("/model/separation/not-found", test_not_found);
  g_test_add_func ("/model/separation/near-singular", test_near_singular);
  return g_test_run ();
}
