/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years to come of a pair and the cloud of the sample, worked out again from the raw rows. */
#include "config.h"

#include "comity-predicted-curves.h"
#include "comity-what-if.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ComityPanel *panel;
  ComityFit *fit;
  gsize row;
} Fixture;

#define N_YEARS 8
#define FORMULA                                                                                    \
  "signed ~ polyarchy_min + I(polyarchy_min^2) + ln_distance + same_tradition:alliance + t + t2 "  \
  "+ "                                                                                             \
  "t3"

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (ComitySpec) spec = comity_spec_new (FORMULA);
  g_autoptr (GError) error = NULL;

  recipe.first_year = 1975;
  recipe.last_year = 2012;
  fixture->panel = comity_test_build_panel (&recipe);
  if (data != NULL)
    {
      g_free (spec->estimator);
      spec->estimator = g_strdup (data);
    }
  fixture->fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  fixture->row = (gsize) comity_panel_find_row (
      fixture->panel, (gsize) comity_panel_find_state (fixture->panel, "FRA"),
      (gsize) comity_panel_find_state (fixture->panel, "JPN"), 2000);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  comity_fit_unref (fixture->fit);
  comity_panel_unref (fixture->panel);
}

static double
cell (Fixture *fixture, const char *column, gsize row)
{
  return comity_column_get_double (
      comity_dataset_require_column (comity_panel_peek_dataset (fixture->panel), column, NULL),
      row);
}

static double
beta (Fixture *fixture, const char *term)
{
  gssize i = comity_fit_find_term (fixture->fit, term);

  g_assert_cmpint (i, >=, 0);
  return comity_fit_peek_coefficient (fixture->fit, (gsize) i)->estimate;
}

/* η of the row with polyarchy_min = @p, alliance = @alliance and the clock at @t. */
static double
eta (Fixture *fixture, double p, double alliance, double t)
{
  return beta (fixture, "(Intercept)") + beta (fixture, "polyarchy_min") * p +
         beta (fixture, "I(polyarchy_min^2)") * p * p +
         beta (fixture, "ln_distance") * cell (fixture, "ln_distance", fixture->row) +
         beta (fixture, "same_tradition:alliance") *
             cell (fixture, "same_tradition", fixture->row) * alliance +
         beta (fixture, "t") * t + beta (fixture, "t2") * t * t + beta (fixture, "t3") * t * t * t;
}

static double
logistic (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

static void
test_paths (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityProfile) profile = comity_profile_parse ("polyarchy_min=0.35,alliance=1", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityWhatIf) result = comity_what_if_new (fixture->fit, fixture->panel, fixture->row,
                                                        profile, N_YEARS, NULL, NULL, NULL, &error);
  g_autoptr (ComityWhatIf) again = NULL;
  double t = cell (fixture, "t", fixture->row);
  double alive = 1.0, other_alive = 1.0, low, high;

  g_assert_no_error (error);
  g_assert_cmpuint (comity_what_if_get_n (result), ==, N_YEARS);
  for (gsize s = 0; s < N_YEARS; s++)
    {
      const ComityHazardPoint *factual = comity_what_if_peek_factual (result, s);
      const ComityHazardPoint *other = comity_what_if_peek_other (result, s);
      double h = logistic (eta (fixture, cell (fixture, "polyarchy_min", fixture->row),
                                cell (fixture, "alliance", fixture->row), t + (double) s));
      double g = logistic (eta (fixture, 0.35, 1.0, t + (double) s));

      alive *= 1.0 - h;
      other_alive *= 1.0 - g;
      g_assert_cmpint (factual->year, ==, 2000 + (int) s);
      g_assert_cmpfloat_with_epsilon (factual->hazard, h, 1e-12);
      g_assert_cmpfloat_with_epsilon (other->hazard, g, 1e-12);
      g_assert_cmpfloat_with_epsilon (factual->cumulative, 1.0 - alive, 1e-12);
      g_assert_cmpfloat_with_epsilon (other->cumulative, 1.0 - other_alive, 1e-12);
      g_assert_cmpfloat (factual->low, <, factual->hazard);
      g_assert_cmpfloat (factual->high, >, factual->hazard);
      g_assert_cmpfloat (other->cumulative_low, <, other->cumulative);
      g_assert_cmpfloat (other->cumulative_high, >, other->cumulative);
    }
  g_assert_cmpfloat_with_epsilon (comity_what_if_get_change (result, &low, &high),
                                  alive - other_alive, 1e-12);
  g_assert_cmpfloat (low, <, high);
  /* The row is one of the data: its factual hazard is the fitted value. */
  {
    guint32 row = (guint32) fixture->row;
    double fitted, value, below, above;

    comity_fit_predict_rows (fixture->fit, &row, 1, FALSE, &fitted);
    g_assert_cmpfloat_with_epsilon (comity_what_if_peek_factual (result, 0)->hazard, fitted, 1e-12);
    g_assert_true (
        comity_fit_predict_intervals (fixture->fit, &row, 1, &value, &below, &above, &error));
    g_assert_cmpfloat_with_epsilon (value, fitted, 1e-12);
    /* Simulated and delta intervals of one point tell the same: a tenth apart at most. */
    g_assert_cmpfloat (fabs (below / comity_what_if_peek_factual (result, 0)->low - 1.0), <, 0.1);
    g_assert_cmpfloat (fabs (above / comity_what_if_peek_factual (result, 0)->high - 1.0), <, 0.1);
  }
  again = comity_what_if_new (fixture->fit, fixture->panel, fixture->row, profile, N_YEARS, NULL,
                              NULL, NULL, NULL);
  g_assert_true (memcmp (comity_what_if_peek_other (again, 0),
                         comity_what_if_peek_other (result, 0),
                         N_YEARS * sizeof (ComityHazardPoint)) == 0);
}

/* Columns that count time go on by themselves, and its powers follow the one that is set. */
static void
test_clocks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityProfile) profile = comity_profile_parse ("t=5", NULL);
  g_autoptr (ComityWhatIf) result = comity_what_if_new (fixture->fit, fixture->panel, fixture->row,
                                                        profile, N_YEARS, NULL, NULL, NULL, NULL);
  g_auto (GStrv) columns = comity_what_if_dup_columns (fixture->fit, fixture->panel);
  double p = cell (fixture, "polyarchy_min", fixture->row);
  double alliance = cell (fixture, "alliance", fixture->row);

  for (gsize s = 0; s < N_YEARS; s++)
    g_assert_cmpfloat_with_epsilon (comity_what_if_peek_other (result, s)->hazard,
                                    logistic (eta (fixture, p, alliance, 5.0 + (double) s)), 1e-12);
  g_assert_cmpuint (g_strv_length (columns), ==, 4);
  g_assert_false (g_strv_contains ((const char *const *) columns, "t"));
  g_assert_false (g_strv_contains ((const char *const *) columns, "t3"));
  g_assert_true (g_strv_contains ((const char *const *) columns, "same_tradition"));
}

/* Mean, covariance and distance by the book, from the rows used. */
static void
test_support (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySupport) support = comity_support_new (fixture->fit, NULL, &error);
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (fixture->panel));
  gsize k = comity_fit_get_n_terms (fixture->fit);
  g_autofree double *x = g_new (double, k);
  g_autofree double *y = g_new (double, k);
  g_autofree double *mean = g_new0 (double, k);
  g_autofree double *low = g_new (double, k);
  g_autofree double *high = g_new (double, k);
  g_autoptr (ComityMatrix) covariance = comity_matrix_new (k - 1, k - 1);
  g_autoptr (ComityMatrix) inverse = NULL;
  g_autofree char *warning = NULL;
  double n = 0.0, d2 = 0.0, farther = 0.0, distance;

  g_assert_no_error (error);
  for (gsize j = 0; j < k; j++)
    low[j] = INFINITY, high[j] = -INFINITY;
  for (gsize row = 0; row < n_rows; row++)
    if (comity_fit_uses_row (fixture->fit, row))
      {
        comity_fit_read_row (fixture->fit, row, x);
        n += 1.0;
        for (gsize j = 0; j < k; j++)
          {
            mean[j] += x[j];
            low[j] = MIN (low[j], x[j]);
            high[j] = MAX (high[j], x[j]);
          }
      }
  for (gsize j = 0; j < k; j++)
    {
      double from, to;

      mean[j] /= n;
      g_assert_cmpfloat_with_epsilon (comity_support_peek_means (support)[j], mean[j],
                                      1e-9 * (1.0 + fabs (mean[j])));
      comity_support_get_range (support, j, &from, &to);
      g_assert_true (from == low[j] && to == high[j]);
    }
  for (gsize row = 0; row < n_rows; row++)
    if (comity_fit_uses_row (fixture->fit, row))
      {
        comity_fit_read_row (fixture->fit, row, x);
        for (gsize i = 1; i < k; i++)
          for (gsize j = 1; j < k; j++)
            covariance->data[(i - 1) * (k - 1) + j - 1] += (x[i] - mean[i]) * (x[j] - mean[j]) / n;
      }
  inverse = comity_matrix_invert_spd (covariance, NULL);
  g_assert_nonnull (inverse);
  comity_fit_read_row (fixture->fit, fixture->row, y);
  for (gsize i = 1; i < k; i++)
    for (gsize j = 1; j < k; j++)
      d2 += (y[i] - mean[i]) * comity_matrix_get (inverse, i - 1, j - 1) * (y[j] - mean[j]);
  distance = comity_support_get_distance (support, y);
  g_assert_cmpfloat_with_epsilon (distance, sqrt (d2), 1e-6 * sqrt (d2));
  g_assert_cmpfloat (comity_support_get_distance_between (support, y, y), ==, 0.0);
  for (gsize row = 0; row < n_rows; row++)
    if (comity_fit_uses_row (fixture->fit, row))
      {
        comity_fit_read_row (fixture->fit, row, x);
        farther += comity_support_get_distance (support, x) >= distance;
      }
  g_assert_cmpfloat_with_epsilon (comity_support_get_share_beyond (support, y), farther / n,
                                  0.0021);

  /* Out of range is named, in range is not. */
  y[1] = 1.4;
  y[2] = 1.96;
  warning = comity_support_dup_warning (support, y);
  g_assert_nonnull (warning);
  g_assert_nonnull (strstr (warning, "polyarchy_min = 1.4"));
  g_assert_null (strstr (warning, "ln_distance"));
  g_assert_null (comity_support_dup_warning (support, comity_support_peek_means (support)));
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *settings;
    const char *said;
  } cases[] = { { "no_such=1", "no_such" },
                { "ln_gdp_product=1", "no covariate" },
                { "polyarchy_min=much", "much" } };
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ ln_distance");
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityProfile) profile = comity_profile_parse (cases[i].settings, NULL);

      g_assert_null (comity_what_if_new (fixture->fit, fixture->panel, fixture->row, profile,
                                         N_YEARS, NULL, NULL, NULL, &error));
      g_assert_nonnull (strstr (error->message, cases[i].said));
      g_clear_error (&error);
    }
  g_cancellable_cancel (cancellable);
  g_assert_null (comity_support_new (fixture->fit, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A count has means, but no probability that adds up. */
static void
test_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityWhatIf) result =
      comity_what_if_new (fixture->fit, fixture->panel, fixture->row, NULL, 3, NULL, NULL, NULL, NULL);

  g_assert_false (comity_fit_is_probability (fixture->fit));
  g_assert_true (isnan (comity_what_if_peek_factual (result, 2)->cumulative));
  g_assert_cmpfloat (comity_what_if_peek_factual (result, 0)->hazard, >, 0.0);
}

static double
mean_of_used (Fixture *fixture, const char *column)
{
  ComityDataset *dataset = comity_panel_peek_dataset (fixture->panel);
  double sum = 0.0, n = 0.0;

  for (gsize row = 0; row < comity_dataset_get_n_rows (dataset); row++)
    if (comity_fit_uses_row (fixture->fit, row))
      {
        sum += cell (fixture, column, row);
        n += 1.0;
      }
  return sum / n;
}

/* η at the means with the clock at @t; the constant apart, x ("∂η/∂β") into @x. */
static double
eta_at_means (Fixture *fixture, const double *means, double t, double *x)
{
  const double values[] = { 1.0,   means[0], means[0] * means[0], means[1], means[2] * means[3], t,
                            t * t, t * t * t };
  static const char *const terms[] = { "(Intercept)",
                                       "polyarchy_min",
                                       "I(polyarchy_min^2)",
                                       "ln_distance",
                                       "same_tradition:alliance",
                                       "t",
                                       "t2",
                                       "t3" };
  double sum = 0.0;

  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      x[comity_fit_find_term (fixture->fit, terms[i])] = values[i];
      sum += values[i] * beta (fixture, terms[i]);
    }
  return sum;
}

/* The hazards of the years at risk and what survives them, with the powers of t moved along. */
static void
test_curves (Fixture *fixture, gconstpointer data)
{
  const double means[] = { mean_of_used (fixture, "polyarchy_min"),
                           mean_of_used (fixture, "ln_distance"),
                           mean_of_used (fixture, "same_tradition"),
                           mean_of_used (fixture, "alliance") };
  g_autoptr (ComityProfile) profile = comity_profile_new (TRUE);
  g_autoptr (ComityProfile) observed = comity_profile_new (FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityPredictedCurves) curves = comity_discrete_curves_new (
      fixture->fit, fixture->panel, profile, NULL, NULL, 0, NULL, &error);
  const ComityPredictedCurve *curve;
  const ComityMatrix *v = comity_fit_peek_vcov (fixture->fit);
  double alive = 1.0, x[8], gradient[8] = { 0.0 };

  g_assert_no_error (error);
  g_assert_true (curves->discrete && curves->has_rate && curves->steps);
  g_assert_cmpstr (curves->time_name, ==, "t");
  g_assert_cmpuint (curves->n, ==, 1);
  curve = &curves->curves[0];
  g_assert_cmpuint (curve->n, ==, 38);
  for (gsize i = 0; i < curve->n; i++)
    {
      double h = logistic (eta_at_means (fixture, means, (double) (i + 1), x));
      double variance = 0.0;

      alive *= 1.0 - h;
      for (gsize j = 0; j < 8; j++)
        gradient[j] += h * x[j];
      for (gsize j = 0; j < 8; j++)
        for (gsize k = 0; k < 8; k++)
          variance += gradient[j] * comity_matrix_get (v, j, k) * gradient[k];
      g_assert_cmpfloat (curve->time[i], ==, (double) (i + 1));
      g_assert_cmpfloat_with_epsilon (curve->rate[i] / h, 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (curve->survival[i], alive, 1e-12);
      g_assert_cmpfloat_with_epsilon (curve->hazard_error[i] / sqrt (variance), 1.0, 1e-6);
      g_assert_cmpfloat (curve->rate_low[i], <, h);
      g_assert_cmpfloat (curve->rate_high[i], >, h);
      g_assert_cmpfloat (curve->low[i], <, curve->survival[i]);
      g_assert_cmpfloat (curve->high[i], >, curve->survival[i]);
    }

  g_assert_null (comity_discrete_curves_new (fixture->fit, fixture->panel, observed, NULL, NULL, 0,
                                             NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_clear_error (&error);
  {
    const char *value = "9";

    g_assert_null (comity_discrete_curves_new (fixture->fit, fixture->panel, profile, "t2", &value,
                                               1, NULL, &error));
    g_assert_nonnull (strstr (error->message, "t2 runs along the curve"));
  }
}

/* Nothing in the model counts the years: the calendar does not. */
static void
test_no_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ polyarchy_min + year");
  g_autoptr (ComityProfile) profile = comity_profile_new (TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new (spec, fixture->panel, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (comity_discrete_curves_find_time (fit, fixture->panel));
  g_assert_cmpstr (comity_discrete_curves_find_time (fixture->fit, fixture->panel), ==, "t");
  g_assert_null (
      comity_discrete_curves_new (fit, fixture->panel, profile, NULL, NULL, 0, NULL, &error));
  g_assert_nonnull (strstr (error->message, "No covariate counts the years"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test)                                                                      \
  g_test_add (path, Fixture, data, fixture_set_up, test, fixture_tear_down)
  ADD ("/model/what-if/paths", NULL, test_paths);
  ADD ("/model/what-if/clocks", NULL, test_clocks);
  ADD ("/model/what-if/support", NULL, test_support);
  ADD ("/model/what-if/errors", NULL, test_errors);
  ADD ("/model/what-if/counts", "poisson", test_counts);
  ADD ("/model/what-if/curves", NULL, test_curves);
  ADD ("/model/what-if/no-time", NULL, test_no_time);
#undef ADD
  return g_test_run ();
}
