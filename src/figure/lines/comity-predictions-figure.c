/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictions along a covariate. */
#include "config.h"

#include "comity-coef-figure-private.h"
#include "comity-figures.h"

#include <math.h>

/* A covariate with at most so many values is drawn as points. */
#define MAX_POINTS 12

static void
get_interval (const ComityPrediction *point, double *low, double *high)
{
  gboolean linked = isfinite (point->link_low) && isfinite (point->link_high);

  *low = linked ? point->link_low : point->conf_low;
  *high = linked ? point->link_high : point->conf_high;
}

static ComityFigure *
make_rows (const ComityFit *fit, const ComityPredictions *predictions)
{
  gsize n = comity_predictions_get_n (predictions);
  ComityCoefData *data = comity_coef_data_new_for_fit (fit, "Prediction", n);

  for (gsize i = 0; i < n; i++)
    {
      const ComityPrediction *point = comity_predictions_peek (predictions, i);
      ComityCoefPoint *row = &data->points[i];

      data->terms[i] = g_strdup (point->value);
      data->labels[i] = g_strdup (point->value);
      *row = (ComityCoefPoint){ .present = TRUE,
                                .coefficient = (guint32) i,
                                .estimate = point->estimate,
                                .std_error = point->std_error };
      get_interval (point, &row->low, &row->high);
    }
  return comity_coef_figure_new_from_data (data);
}

ComityFigure *
comity_predictions_figure_new (const ComityFit *fit,
                               const char *column,
                               const ComityPredictions *predictions)
{
  gsize n = comity_predictions_get_n (predictions);
  g_autofree double *numbers = g_new (double, 4 * n + 1);
  double *x = numbers, *y = numbers + n, *low = y + n, *high = low + n;
  const ComityDataset *dataset = comity_fit_peek_dataset (fit);
  gssize found = comity_dataset_find_column ((ComityDataset *) dataset, column);
  const char *label = found >= 0 ? comity_column_peek_label (comity_dataset_peek_column (
                                       (ComityDataset *) dataset, (gsize) found))
                                 : "";
  g_autofree char *title =
      g_strdup_printf ("Prediction of %s, %.4g%% interval", comity_fit_peek_response (fit),
                       comity_fit_peek_spec (fit)->level);
  ComityCurve curve = { .name = comity_fit_peek_estimator_title (fit),
                        .points = n <= MAX_POINTS,
                        .n = n,
                        .x = x,
                        .y = y,
                        .low = low,
                        .high = high };
  const ComityCurveOptions options = { .x_title = *label != '\0' ? label : column,
                                       .y_title = title,
                                       .x_low = NAN,
                                       .x_high = NAN,
                                       .y_low = NAN,
                                       .y_high = NAN,
                                       .reference = NAN };

  for (gsize i = 0; i < n; i++)
    {
      const ComityPrediction *point = comity_predictions_peek (predictions, i);

      if (!isfinite (point->number))
        return make_rows (fit, predictions);
      x[i] = point->number;
      y[i] = point->estimate;
      get_interval (point, &low[i], &high[i]);
    }
  return comity_curve_figure_new (&curve, 1, &options);
}
