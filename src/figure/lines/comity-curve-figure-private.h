/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the curves' figure share: its data, layout and words (comity-curve-figure.c),
 * and its ink (-draw.c). */
#pragma once

#include "comity-figures.h"

#include "comity-figure-private.h"
#include "comity-legend.h"
#include "comity-scale.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  int category;
  gboolean steps, points;
  gsize n;
  double *x, *y;      /* n */
  double *low, *high; /* n; NULL: no interval */
  double *counts;     /* n_counts; NULL: none */
} ComityCurveLine;

/* Frozen, shared by copies. */
typedef struct
{
  char *x_title, *y_title, *count_title;
  double x_low, x_high, y_low, y_high;
  gboolean diagonal;
  double reference; /* a level line; NaN: none */
  gsize n_curves;
  ComityCurveLine *curves;
  gsize n_counts;
  double *count_at; /* n_counts */
  gsize n_strips;
  double *strips; /* n_strips */
} ComityCurveData;

typedef struct
{
  ComityFigure parent;
  ComityCurveData *data;
  ComityScale x_scale, y_scale;
  ComityLegend *legend;
  ComityPoint legend_at;
  double x_ticks[COMITY_SCALE_MAX_TICKS], y_ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_x_ticks, n_y_ticks;
  double row_height; /* of the numbers at risk */
  double label_height;
  double tick_width; /* the widest of the upright axis */
} ComityCurveFigure;

/* Where a value is, and the ink of a curve. */
ComityPoint comity_curve_figure_place (const ComityCurveFigure *self, double x, double y);
ComityColor comity_curve_figure_get_color (const ComityCurveFigure *self,
                                           const ComityCurveLine *curve);
gsize comity_curve_figure_count_points (const ComityCurveFigure *self);

void comity_curve_figure_draw (ComityFigure *figure, ComityCanvas *canvas);
void comity_curve_figure_draw_overlay (ComityFigure *figure,
                                       ComityCanvas *canvas,
                                       ComityElement hover,
                                       ComityElement selected);
/* NULL: not one of its points. */
const ComityCurveLine *comity_curve_figure_find (const ComityCurveFigure *self,
                                                 ComityElement element);

G_END_DECLS
