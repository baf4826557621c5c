/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discrimination as figures: ROC curves, precision over recall, calibration, and the separation
 * plot (Greenhill, Ward & Sacks 2011, doi:10.1111/j.1540-5907.2011.00525.x). */
#include "config.h"

#include "comity-figures.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Points of a curve nearer than this part of the axes draw the same ink. */
#define NEAR 5e-4
#define HALF 0.5

static const char *const names[] = { "roc", "precision", "calibration", "separation" };

gboolean
comity_roc_figure_kind_from_name (const char *name, ComityRocFigureKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *kind = (ComityRocFigureKind) i;
        return TRUE;
      }
  return FALSE;
}

/* Columns of a curve while it grows. */
typedef struct
{
  GArray *x, *y, *low, *high;
} Points;

static void
points_init (Points *self)
{
  self->x = g_array_new (FALSE, FALSE, sizeof (double));
  self->y = g_array_new (FALSE, FALSE, sizeof (double));
  self->low = g_array_new (FALSE, FALSE, sizeof (double));
  self->high = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
points_clear (Points *self)
{
  g_array_unref (self->x);
  g_array_unref (self->y);
  g_array_unref (self->low);
  g_array_unref (self->high);
}

static void
add_point (Points *self, double x, double y)
{
  g_array_append_val (self->x, x);
  g_array_append_val (self->y, y);
}

static gboolean
is_near (const Points *self, double x, double y, double width)
{
  gsize last = self->x->len;

  return last > 0 && fabs (g_array_index (self->x, double, last - 1) - x) < NEAR * width &&
         fabs (g_array_index (self->y, double, last - 1) - y) < NEAR;
}

static void
list_curve (Points *points, const ComityRoc *roc, ComityRocFigureKind kind)
{
  gsize n = comity_roc_get_n_points (roc);

  if (kind == COMITY_ROC_FIGURE_ROC)
    add_point (points, 0.0, 0.0);
  for (gsize i = 0; i < n; i++)
    {
      const ComityRocPoint *point = comity_roc_peek_point (roc, i);
      double x = kind == COMITY_ROC_FIGURE_ROC ? point->false_positive_rate : point->recall;
      double y = kind == COMITY_ROC_FIGURE_ROC ? point->recall : point->precision;

      if (i + 1 == n || !is_near (points, x, y, 1.0))
        add_point (points, x, y);
    }
}

/* Wilson's interval of a share (1927, doi:10.1080/01621459.1927.10502953). */
static void
get_share_interval (double events, double n, double level, double *low, double *high)
{
  double z = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);
  double share = events / n;
  double middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
  double half = z / (1.0 + z * z / n) * sqrt (share * (1.0 - share) / n + z * z / (4.0 * n * n));

  *low = MAX (middle - half, 0.0);
  *high = MIN (middle + half, 1.0);
}

static void
list_bins (Points *points, const ComityRoc *roc, gsize n_groups, double level)
{
  g_autofree ComityRocBin *bins = g_new (ComityRocBin, n_groups);
  ComityTestResult test;
  gsize n_bins = comity_roc_calibrate (roc, n_groups, bins, &test);

  for (gsize i = 0; i < n_bins; i++)
    {
      double n = (double) bins[i].n;
      double low, high;

      get_share_interval ((double) bins[i].observed, n, level, &low, &high);
      add_point (points, bins[i].expected / n, (double) bins[i].observed / n);
      g_array_append_val (points->low, low);
      g_array_append_val (points->high, high);
    }
}

/* Rows in the order of their probabilities; @strips: where events stand. */
static void
list_ranks (Points *points, GArray *strips, const ComityRoc *roc)
{
  gsize n = comity_roc_peek_numbers (roc)->n;
  const double *score = comity_roc_peek_sorted_scores (roc);
  const guint8 *outcome = comity_roc_peek_sorted_outcomes (roc);

  for (gsize i = 0; i < n; i++)
    {
      double rank = (double) i + 1.0;

      if (i == 0 || i + 1 == n || !is_near (points, rank, score[i], (double) n))
        add_point (points, rank, score[i]);
      if (outcome[i])
        g_array_append_val (strips, rank);
    }
}

static gboolean
is_precise (const Points *points, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (guint k = 0; k < points[i].y->len; k++)
      if (g_array_index (points[i].y, double, k) > HALF)
        return TRUE;
  return FALSE;
}

ComityFigure *
comity_roc_figure_new (const ComityRoc *const *rocs,
                       const char *const *titles,
                       gsize n_rocs,
                       ComityRocFigureKind kind,
                       gsize n_groups,
                       double level)
{
  static const struct
  {
    const char *x, *y;
  } axes[] = { { "False positive rate", "True positive rate" },
               { "Recall", "Precision" },
               { "Predicted probability", "Share of events" },
               { "Rows, by predicted probability", "Predicted probability" } };
  g_autofree Points *points = g_new0 (Points, n_rocs);
  g_autofree ComityCurve *curves = g_new0 (ComityCurve, n_rocs);
  g_autoptr (GArray) strips = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean unit = kind == COMITY_ROC_FIGURE_ROC || kind == COMITY_ROC_FIGURE_PRECISION;
  ComityCurveOptions options = { .x_title = axes[kind].x,
                                 .y_title = axes[kind].y,
                                 .x_low = kind == COMITY_ROC_FIGURE_SEPARATION ? NAN : 0.0,
                                 .x_high = unit ? 1.0 : NAN,
                                 .y_low = 0.0,
                                 .y_high = unit ? 1.0 : NAN,
                                 .diagonal = kind == COMITY_ROC_FIGURE_ROC ||
                                             kind == COMITY_ROC_FIGURE_CALIBRATION,
                                 .reference = NAN };
  ComityFigure *figure;

  g_return_val_if_fail (n_rocs > 0, NULL);

  for (gsize i = 0; i < n_rocs; i++)
    {
      points_init (&points[i]);
      if (unit)
        list_curve (&points[i], rocs[i], kind);
      else if (kind == COMITY_ROC_FIGURE_CALIBRATION)
        list_bins (&points[i], rocs[i], n_groups, level);
      else
        list_ranks (&points[i], strips, rocs[i]);
      curves[i] = (ComityCurve){ .name = titles[i],
                                 .category = (int) i,
                                 .points = kind == COMITY_ROC_FIGURE_CALIBRATION,
                                 .n = points[i].x->len,
                                 .x = (const double *) points[i].x->data,
                                 .y = (const double *) points[i].y->data };
      if (kind == COMITY_ROC_FIGURE_CALIBRATION)
        {
          curves[i].low = (const double *) points[i].low->data;
          curves[i].high = (const double *) points[i].high->data;
        }
    }
  /* Where no threshold is precise, a scale up to 1 would show an empty page. */
  if (kind == COMITY_ROC_FIGURE_PRECISION && !is_precise (points, n_rocs))
    options.y_high = NAN;
  if (kind == COMITY_ROC_FIGURE_PRECISION)
    options.reference = (double) comity_roc_peek_numbers (rocs[0])->n_events /
                        (double) comity_roc_peek_numbers (rocs[0])->n;
  options.strips = (const double *) strips->data;
  options.n_strips = strips->len;
  figure = comity_curve_figure_new (curves, n_rocs, &options);
  for (gsize i = 0; i < n_rocs; i++)
    points_clear (&points[i]);
  return figure;
}
