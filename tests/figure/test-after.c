/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of what is computed after a fit: their tables hold the numbers they were made from. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "comity-dataset-io.h"
#include "comity-figures.h"
#include "comity-number.h"

/* 300 spells with an event, a covariate, a group of three, and a stratum. */
static ComityDataset *
make_data (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GString) csv = g_string_new ("y,x,region,time,id\n");
  g_autoptr (GBytes) bytes = NULL;
  ComityDataset *dataset;

  for (int i = 0; i < 300; i++)
    {
      double x = g_rand_double_range (random, -2.0, 2.0);
      int y = g_rand_double (random) < 1.0 / (1.0 + exp (0.5 - x));

      g_string_append_printf (csv, "%d,%.9g,%s,%.9g,%d\n", y, x,
                              i % 3 == 0   ? "north"
                              : i % 3 == 1 ? "south"
                                           : "east",
                              g_rand_double_range (random, 0.5, 9.0), i / 10);
    }
  bytes = g_bytes_new (csv->str, csv->len);
  dataset = comity_dataset_load_bytes (bytes, "test.csv", NULL, NULL);
  g_assert_nonnull (dataset);
  return dataset;
}

static ComityFit *
fit_new (ComityDataset *dataset, const char *estimator, const char *formula)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (GError) error = NULL;
  ComityFit *fit;

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  if (g_str_equal (estimator, "cox"))
    comity_spec_set_times (spec, "time");
  fit = comity_fit_new_for_dataset (spec, dataset, NULL, &error);
  g_assert_no_error (error);
  return fit;
}

static void
assert_holds (ComityFigure *figure, double value)
{
  g_autofree char *table = comity_figure_to_table (figure);
  char number[COMITY_NUMBER_BUFFER];

  comity_number_format (value, number);
  if (strstr (table, number) == NULL)
    g_error ("%s is not in\n%s", number, table);
}

static void
assert_draws (ComityFigure *figure)
{
  g_autofree char *words = comity_figure_describe (figure);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 500, 360);
  cairo_t *cr = cairo_create (surface);

  comity_figure_layout (figure, 500, 360, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_draw (figure, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpuint (strlen (words), >, 20);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_ladder (void)
{
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + region");
  g_autoptr (ComityLadder) ladder = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  gsize n = 0;

  comity_spec_set_clusters (spec, "id");
  spec->vce = COMITY_VCE_CLUSTER;
  ladder = comity_ladder_new_for_dataset (spec, dataset, NULL, NULL);
  figure = comity_ladder_figure_new (ladder, 1);
  assert_draws (figure);
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    {
      const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, 1);
      ComityElement element = { COMITY_ELEMENT_TERM, (guint32) r, 0 };
      double x, y, width, height;

      g_assert_cmpint (c != NULL, ==,
                       comity_figure_get_element_rect (figure, element, &x, &y, &width, &height));
      if (c == NULL)
        continue;
      assert_holds (figure, c->std_error);
      n++;
    }
  g_assert_cmpuint (n, >=, 5);
  g_assert_cmpstr (comity_figure_peek_title (figure), ==, "x");
}

static void
test_effects (void)
{
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComityFit) fit = fit_new (dataset, "logit", "y ~ x + region");
  g_autoptr (ComityProfile) profile = comity_profile_new (FALSE);
  g_autoptr (ComityEffects) effects = comity_effects_new (fit, profile, NULL, FALSE, NULL, NULL);
  g_autoptr (ComityFigure) figure = comity_effects_figure_new (fit, effects);
  g_autofree char *words = comity_figure_describe (figure);

  assert_draws (figure);
  g_assert_cmpuint (comity_effects_get_n (effects), ==, 3);
  for (gsize i = 0; i < 3; i++)
    assert_holds (figure, comity_effects_peek (effects, i)->estimate);
  g_assert_nonnull (strstr (words, "Marginal effect: 3 estimates"));
}

static void
test_predictions (void)
{
  static const char *const numbers[] = { "-1", "0", "1" };
  static const char *const texts[] = { "east", "north", "south" };
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComityFit) fit = fit_new (dataset, "logit", "y ~ x + region");
  g_autoptr (ComityProfile) profile = comity_profile_new (TRUE);

  for (guint k = 0; k < 2; k++)
    {
      const char *column = k == 0 ? "x" : "region";
      g_autoptr (ComityPredictions) predictions = comity_predictions_new (
          fit, profile, column, k == 0 ? numbers : texts, 3, 0, 1, NULL, NULL);
      g_autoptr (ComityFigure) figure = comity_predictions_figure_new (fit, column, predictions);

      assert_draws (figure);
      for (gsize i = 0; i < 3; i++)
        {
          assert_holds (figure, comity_predictions_peek (predictions, i)->estimate);
          /* Within 0 and 1, as a probability is. */
          assert_holds (figure, comity_predictions_peek (predictions, i)->link_high);
        }
    }
}

static void
test_curves (void)
{
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComityFit) fit = fit_new (dataset, "cox", "y ~ x + region");
  g_autoptr (ComityProfile) profile = comity_profile_new (TRUE);
  g_autoptr (ComityPredictedCurves) curves =
      comity_predicted_curves_new (fit, profile, NULL, NULL, 0, NULL, 0, NULL, NULL);
  const ComityPredictedCurve *curve = &curves->curves[0];

  for (int kind = COMITY_CURVE_SURVIVAL; kind <= COMITY_CURVE_HAZARD; kind++)
    {
      g_autoptr (ComityFigure) figure =
          comity_predicted_figure_new (curves, (ComityCurveKind) kind, curves->time_name);

      assert_draws (figure);
      assert_holds (figure, kind == COMITY_CURVE_SURVIVAL ? curve->survival[curve->n / 2]
                                                          : curve->hazard[curve->n / 2]);
      assert_holds (figure, kind == COMITY_CURVE_SURVIVAL ? curve->low[curve->n / 2]
                                                          : curve->hazard_low[curve->n / 2]);
    }
}

static void
test_schoenfeld (void)
{
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComityFit) fit = fit_new (dataset, "cox", "y ~ x + region");
  g_autoptr (ComityCox) cox = comity_cox_new (fit, NULL, NULL);
  g_autoptr (ComityFigure) schoenfeld = comity_schoenfeld_figure_new (cox, fit, 0);
  g_autoptr (ComityMatrix) residuals = comity_cox_residuals (cox, COMITY_COX_SCALED_SCHOENFELD);
  double sum = 0.0;

  assert_draws (schoenfeld);
  for (gsize i = 0; i < residuals->n_rows; i++)
    {
      assert_holds (schoenfeld, comity_matrix_get (residuals, i, 0));
      sum += comity_matrix_get (residuals, i, 0);
    }
  /* They lie about the estimate. */
  g_assert_cmpfloat (
      fabs (sum / (double) residuals->n_rows - comity_fit_peek_coefficient (fit, 0)->estimate), <,
      1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/after/ladder", test_ladder);
  g_test_add_func ("/figure/after/effects", test_effects);
  g_test_add_func ("/figure/after/predictions", test_predictions);
  g_test_add_func ("/figure/after/curves", test_curves);
  g_test_add_func ("/figure/after/schoenfeld", test_schoenfeld);
  return g_test_run ();
}
