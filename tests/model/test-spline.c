/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bases of splines: against the reference cases, against GSL's B-splines, and by what defines them
 * (they sum to 1, are smooth at knots, straight beyond the boundaries). */
#include "config.h"

#include "comity-design-private.h"
#include "comity-test-fit.h"

#include <gsl/gsl_bspline.h>
#include <math.h>
#include <string.h>

static ComityDesign *
settle (ComityDataset *dataset, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFormula) formula = comity_formula_parse (text, &error);
  ComityDesign *design;
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autofree guint32 *rows = g_new (guint32, n + 1);

  g_assert_no_error (error);
  design = comity_design_new (formula, dataset, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  comity_design_settle (design, rows, n, &error);
  g_assert_no_error (error);
  return design;
}

static void
check_natural_reference (JsonNode *expected)
{
  static const double inner[] = { 4, 7, 14 };
  g_autoptr (ComitySpline) spline = comity_spline_new_natural (inner, 3, 1.0, 20.0, FALSE);
  JsonArray *basis = json_node_get_array (comity_test_find (expected, "ns_basis", NULL));

  g_assert_cmpuint (json_array_get_length (basis), ==, 20);
  for (guint i = 0; i < 20; i++)
    for (gsize j = 0; j < 4; j++)
      {
        double x = i + 1;

        comity_spline_read (spline, j, 1, &x);
        comity_test_assert_close (x, comity_test_element (json_array_get_element (basis, i), j),
                                  1e-10);
      }
}

/* Harrell's basis with the knots of the case, and R's natural splines of the same fit. */
static void
test_restricted_reference (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "spline_rcs_basis.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  JsonArray *basis = json_node_get_array (comity_test_find (expected, "basis", NULL));
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  static const double knots[] = { 1, 4, 7, 14, 20 };
  g_autoptr (ComitySpline) spline = comity_spline_new_restricted (knots, 5);
  g_autoptr (ComityFit) rcs = comity_test_fit (
      dataset,
      "sign ~ trade + mindem + samelaw + ally + contig + crime + rcs(t, c(1, 4, 7, 14, 20))",
      COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) stata = comity_test_fit (
      dataset,
      "sign ~ trade + mindem + samelaw + ally + contig + crime + mkspline(t, c(1, 4, 7, 14, 20))",
      COMITY_VCE_ROBUST, NULL);
  g_autoptr (ComityFit) ns = comity_test_fit (
      dataset,
      "sign ~ trade + mindem + samelaw + ally + contig + crime + ns(t, knots = c(4, 7, 14), "
      "Boundary.knots = c(1, 20))",
      COMITY_VCE_CLASSICAL, NULL);
  JsonNode *fit = comity_test_find (expected, "fit", NULL);

  g_assert_cmpuint (spline->n_columns, ==, 4);
  for (guint i = 0; i < json_array_get_length (basis); i++)
    for (gsize j = 0; j < 4; j++)
      {
        double x = comity_test_element (comity_test_find (expected, "t", NULL), i);

        comity_spline_read (spline, j, 1, &x);
        comity_test_assert_close (x, comity_test_element (json_array_get_element (basis, i), j),
                                  1e-10);
      }
  for (gsize j = 0; j < comity_fit_get_n_terms (rcs); j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (rcs, j);

      comity_test_assert_close (
          c->estimate, comity_test_element (comity_test_find (fit, "coef", NULL), j), 1e-7);
      comity_test_assert_close (
          c->std_error, comity_test_element (comity_test_find (fit, "se", "classical", NULL), j),
          1e-6);
      comity_test_assert_close (
          comity_fit_peek_coefficient (stata, j)->std_error,
          comity_test_element (comity_test_find (fit, "se", "stata_robust", NULL), j), 1e-6);
    }
  g_assert_cmpstr (comity_fit_peek_coefficient (rcs, 10)->term, ==,
                   "rcs(t, c(1, 4, 7, 14, 20))t'''");
  g_assert_cmpstr (comity_fit_peek_coefficient (stata, 10)->term, ==,
                   "mkspline(t, c(1, 4, 7, 14, 20))4");
  comity_test_assert_close (comity_fit_peek_numbers (rcs)->log_likelihood,
                            comity_test_number (comity_test_find (fit, "fit", "loglik", NULL)),
                            1e-8);
  comity_test_assert_close (comity_fit_peek_numbers (ns)->log_likelihood,
                            comity_test_number (comity_test_find (expected, "ns_loglik", NULL)),
                            1e-8);
  check_natural_reference (expected);
}

static void
test_default_knots (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "spline_default_knots.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) all = comity_test_load_data ("mla_dyads.csv");
  gsize n_rows = comity_dataset_get_n_rows (all);
  g_autofree guint8 *keep = g_new (guint8, n_rows);
  g_autoptr (ComityDataset) dataset = NULL;

  comity_expression_filter ("!missing(sign) & !missing(trade) & !missing(mindem)", all, keep, NULL,
                            NULL);
  dataset = comity_dataset_filter (all, keep);
  for (int k = 3; k <= 5; k++)
    {
      g_autofree char *key = g_strdup_printf ("%d", k);
      g_autofree char *harrell = g_strdup_printf ("sign ~ rcs(trade, %d)", k);
      g_autofree char *stata = g_strdup_printf ("sign ~ mkspline(trade, nknots = %d)", k);
      g_autoptr (ComityDesign) a = settle (dataset, harrell);
      g_autoptr (ComityDesign) b = settle (dataset, stata);

      for (int i = 0; i < k; i++)
        {
          comity_test_assert_close (
              a->variables[0].spline->breaks[i],
              comity_test_element (comity_test_find (expected, "type7", key, NULL), (gsize) i),
              1e-12);
          comity_test_assert_close (
              b->variables[0].spline->breaks[i],
              comity_test_element (comity_test_find (expected, "type6", key, NULL), (gsize) i),
              1e-12);
        }
    }
}

/* Hmisc's default knots, with clumps of values at the ends and in small samples. */
static void
test_knots (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "knots.json");
  JsonArray *cases = json_node_get_array (comity_test_find (root, "cases", NULL));

  g_assert_cmpuint (json_array_get_length (cases), ==, 30);
  for (guint c = 0; c < json_array_get_length (cases); c++)
    {
      JsonObject *one = json_array_get_object_element (cases, c);
      JsonNode *sample = comity_test_find (
          root, "samples", json_object_get_string_member (one, "sample"), NULL);
      gsize n = json_array_get_length (json_node_get_array (sample));
      gsize k = (gsize) json_object_get_int_member (one, "k");
      g_autofree double *values = g_new (double, n);
      double knots[8];

      for (gsize i = 0; i < n; i++)
        values[i] = comity_test_element (sample, i);
      g_assert_cmpuint (comity_knots_harrell (values, n, k, knots), ==, k);
      for (gsize i = 0; i < k; i++)
        comity_test_assert_close (knots[i],
                                  comity_test_element (json_object_get_member (one, "knots"), i),
                                  1e-12);
    }
}

/* Few distinct values: the knots are those inside, and where they do not suffice, none. */
static void
test_few_knots (void)
{
  double five[] = { 3, 1, 2, 5, 4, 1, 2, 3, 4, 5 };
  double two[] = { 0, 1, 0, 1, 1, 0, 0, 1 };
  double knots[8];

  g_assert_cmpuint (comity_knots_harrell (five, 10, 3, knots), ==, 3);
  g_assert_cmpfloat (knots[0], ==, 2.0);
  g_assert_cmpfloat (knots[2], ==, 4.0);
  g_assert_cmpuint (comity_knots_harrell (five, 10, 4, knots), ==, 3);
  g_assert_cmpuint (comity_knots_harrell (two, 8, 3, knots), ==, 0);
  g_assert_cmpuint (comity_knots_harrell (five, 4, 3, knots), ==, 0);
}

/* B-splines of several degrees with unequal knots against GSL. */
static void
test_against_gsl (void)
{
  static const double inner[] = { 0.7, 1.5, 1.6, 4.0 };
  static const double breaks[] = { -1.0, 0.7, 1.5, 1.6, 4.0, 6.0 };
  gsl_vector_const_view view = gsl_vector_const_view_array (breaks, 6);

  for (gsize degree = 1; degree <= 5; degree++)
    {
      g_autoptr (ComitySpline) spline = comity_spline_new_b (inner, 4, -1.0, 6.0, degree, TRUE);
      g_autoptr (ComitySpline) short_one = comity_spline_new_b (inner, 4, -1.0, 6.0, degree, FALSE);
      gsl_bspline_workspace *gsl = gsl_bspline_alloc (degree + 1, 6);
      gsl_vector *b = gsl_vector_alloc (gsl_bspline_ncoeffs (gsl));

      g_assert_cmpuint (spline->n_columns, ==, gsl_bspline_ncoeffs (gsl));
      g_assert_cmpuint (short_one->n_columns, ==, spline->n_columns - 1);
      gsl_bspline_knots (&view.vector, gsl);
      for (double at = -1.0; at <= 6.0; at += 0.0625)
        {
          double sum = 0.0;

          gsl_bspline_eval (at, b, gsl);
          for (gsize j = 0; j < spline->n_columns; j++)
            {
              double x = at;
              double y = at;

              comity_spline_read (spline, j, 1, &x);
              comity_test_assert_close (x, gsl_vector_get (b, j), 1e-13);
              sum += x;
              if (j > 0)
                {
                  comity_spline_read (short_one, j - 1, 1, &y);
                  g_assert_cmpfloat (x, ==, y);
                }
            }
          comity_test_assert_close (sum, 1.0, 1e-13);
        }
      gsl_vector_free (b);
      gsl_bspline_free (gsl);
    }
}

static double
value_at (const ComitySpline *spline, gsize column, double x)
{
  comity_spline_read (spline, column, 1, &x);
  return x;
}

/* Smooth at every knot and straight beyond the boundaries. */
static void
check_natural (const ComitySpline *spline, double low, double high)
{
  const double h = 1e-4;

  for (gsize j = 0; j < spline->n_columns; j++)
    {
      for (gsize k = 0; k + 1 < spline->n_pieces; k++)
        {
          double at = spline->breaks[k];
          double left = value_at (spline, j, at - h) - 2 * value_at (spline, j, at - 2 * h) +
                        value_at (spline, j, at - 3 * h);
          double right = value_at (spline, j, at + h) - 2 * value_at (spline, j, at + 2 * h) +
                         value_at (spline, j, at + 3 * h);

          comity_test_assert_close (value_at (spline, j, at - 1e-9), value_at (spline, j, at),
                                    1e-7);
          comity_test_assert_close (left / h / h, right / h / h, 0.02);
        }
      comity_test_assert_close (value_at (spline, j, low - 10.0) - value_at (spline, j, low - 5.0),
                                value_at (spline, j, low - 5.0) - value_at (spline, j, low), 1e-9);
      comity_test_assert_close (
          value_at (spline, j, high + 10.0) - value_at (spline, j, high + 5.0),
          value_at (spline, j, high + 5.0) - value_at (spline, j, high), 1e-9);
      g_assert_true (isnan (value_at (spline, j, NAN)));
    }
}

static void
test_natural (void)
{
  static const double inner[] = { 3.0, 3.5, 6.0 };
  static const double knots[] = { 1.0, 3.0, 3.5, 6.0, 9.0 };
  g_autoptr (ComitySpline) a = comity_spline_new_natural (inner, 3, 1.0, 9.0, FALSE);
  g_autoptr (ComitySpline) b = comity_spline_new_natural (inner, 3, 1.0, 9.0, TRUE);
  g_autoptr (ComitySpline) c = comity_spline_new_restricted (knots, 5);
  g_autoptr (ComitySpline) straight = comity_spline_new_natural (NULL, 0, 1.0, 9.0, FALSE);

  g_assert_cmpuint (a->n_columns, ==, 4);
  g_assert_cmpuint (b->n_columns, ==, 5);
  check_natural (a, 1.0, 9.0);
  check_natural (b, 1.0, 9.0);
  check_natural (c, 1.0, 9.0);
  /* Without inner knots a natural spline is a line; ns () of R begins at 0. */
  g_assert_cmpuint (straight->n_columns, ==, 1);
  comity_test_assert_close (value_at (straight, 0, 1.0), 0.0, 1e-14);
  comity_test_assert_close (value_at (straight, 0, 5.0) * 2, value_at (straight, 0, 9.0), 1e-14);
}

/* Knots stay those of the data: predictions for other rows, and a later collinear column goes. */
static void
test_kept_knots (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "sign ~ trade + ns(t, df = 3) + t", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) other =
      comity_test_fit (dataset, "sign ~ trade + t + ns(t, df = 3)", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComitySpec) spec = comity_spec_new ("sign ~ trade + bs(t, df = 4)");
  g_autoptr (ComityFit) early = NULL;
  const char *reason;
  guint32 rows[2] = { 0, 0 };
  double p[2];

  g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 1);
  g_assert_cmpstr (comity_fit_peek_omitted (fit, 0, &reason), ==, "t");
  g_assert_nonnull (strstr (reason, "ns(t, df = 3)1"));
  g_assert_cmpstr (comity_fit_peek_omitted (other, 0, NULL), ==, "ns(t, df = 3)3");
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            comity_fit_peek_numbers (other)->log_likelihood, 1e-10);
  /* The rows that are fitted end in year 12 of a dyad; the knots are those of all rows. */
  spec->where = g_strdup ("t <= 12");
  early = comity_test_fit_spec (dataset, spec);
  while (comity_column_get_double (comity_dataset_peek_column (
                                       dataset, (gsize) comity_dataset_find_column (dataset, "t")),
                                   rows[1]) != 15.0 ||
         isnan (comity_column_get_double (
             comity_dataset_peek_column (dataset,
                                         (gsize) comity_dataset_find_column (dataset, "trade")),
             rows[1])))
    rows[1]++;
  comity_fit_predict_rows (early, rows, 2, FALSE, p);
  g_assert_true (p[1] > 0.0 && p[1] < 1.0);
}

static void
test_refused (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,x,same,none\n0,1,3,\n1,2,3,\n0,2,3,\n1,2,3,\n0,3,3,\n1,2,3,\n");
  static const struct
  {
    const char *formula;
    const char *part;
  } cases[] = {
    { "y ~ ns(same, df = 3)", "needs at least two different values of same" },
    { "y ~ bs(x, knots = 7)", "has a knot at 7, which is not between" },
    { "y ~ rcs(x, 5)", "needs more different values of x" },
    { "y ~ rcs(none, 3)", "needs values of none" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFormula) formula = comity_formula_parse (cases[i].formula, &error);
      g_autoptr (ComityDesign) design = comity_design_new (formula, dataset, &error);
      static const guint32 rows[] = { 0, 1, 2, 3, 4, 5 };

      g_assert_no_error (error);
      g_assert_false (comity_design_settle (design, rows, 6, &error));
      g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA);
      if (strstr (error->message, cases[i].part) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].formula, error->message, cases[i].part);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/spline/restricted-reference", test_restricted_reference);
  g_test_add_func ("/model/spline/default-knots", test_default_knots);
  g_test_add_func ("/model/spline/against-gsl", test_against_gsl);
  g_test_add_func ("/model/spline/natural", test_natural);
  g_test_add_func ("/model/spline/kept-knots", test_kept_knots);
  g_test_add_func ("/model/spline/refused", test_refused);
  g_test_add_func ("/model/spline/knots", test_knots);
  g_test_add_func ("/model/spline/few-knots", test_few_knots);
  return g_test_run ();
}
