/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survivor curves of groups, or their cumulative hazards, as steps with intervals, and the numbers
 * at risk under the axis; and the curves that a model predicts. */
#include "config.h"

#include "comity-figures.h"

#include "comity-scale.h"

#include <math.h>

/* A curve from time 0 on, with its interval. */
static void
fill_curve (const ComitySurvivor *survivor,
            gboolean hazard,
            ComitySurvivorScale scale,
            double level,
            GArray *arrays[4])
{
  const double first[] = { 0.0, hazard ? 0.0 : 1.0, hazard ? 0.0 : 1.0, hazard ? 0.0 : 1.0 };

  for (gsize k = 0; k < 4; k++)
    g_array_append_val (arrays[k], first[k]);
  for (gsize i = 0; i < survivor->n; i++)
    {
      double values[4] = { survivor->time[i], survivor->survival[i], NAN, NAN };

      if (hazard)
        {
          values[1] = survivor->hazard[i];
          comity_survivor_get_hazard_interval (survivor, i, level, &values[2], &values[3]);
        }
      else
        comity_survivor_get_interval (survivor, i, scale, level, &values[2], &values[3]);
      for (gsize k = 0; k < 4; k++)
        g_array_append_val (arrays[k], values[k]);
    }
}

/* Rows at risk just before a time. */
static double
count_at_risk (const ComitySurvivalCurves *curves, gsize group, double time)
{
  double count = 0.0;

  for (gsize i = 0; i < curves->n; i++)
    if (curves->group[i] == group && curves->stop[i] >= time &&
        (curves->start == NULL || curves->start[i] < time || time == 0.0))
      count += curves->start != NULL && time == 0.0 && curves->start[i] > 0.0 ? 0.0
               : curves->weight != NULL                                       ? curves->weight[i]
                                                                              : 1.0;
  return count;
}

ComityFigure *
comity_survival_figure_new (const ComitySurvivalCurves *curves,
                            gboolean hazard,
                            ComitySurvivorScale scale,
                            double level,
                            const char *time_title)
{
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree ComityCurve *list = g_new0 (ComityCurve, curves->n_groups);
  g_autofree double *counts = NULL;
  double at[COMITY_SCALE_MAX_TICKS];
  double last = 0.0;
  ComityScale axis;
  ComityCurveOptions figure = { .x_title = time_title,
                                .y_title = hazard ? "Cumulative hazard" : "Survival",
                                .count_title = "At risk",
                                .x_low = 0.0,
                                .x_high = NAN,
                                .y_low = 0.0,
                                .y_high = hazard ? NAN : 1.0,
                                .reference = NAN };

  for (gsize g = 0; g < curves->n_groups; g++)
    last = MAX (last, curves->curves[g]->time[curves->curves[g]->n - 1]);
  comity_scale_init (&axis, COMITY_SCALE_LINEAR, 0.0, last);
  figure.n_counts = comity_scale_get_ticks (&axis, 6, at);
  figure.count_at = at;
  counts = g_new (double, curves->n_groups *figure.n_counts + 1);
  for (gsize g = 0; g < curves->n_groups; g++)
    {
      GArray *own[4];

      for (gsize k = 0; k < 4; k++)
        {
          own[k] = g_array_new (FALSE, FALSE, sizeof (double));
          g_ptr_array_add (arrays, own[k]);
        }
      fill_curve (curves->curves[g], hazard, scale, level, own);
      for (gsize i = 0; i < figure.n_counts; i++)
        counts[g * figure.n_counts + i] = count_at_risk (curves, g, at[i]);
      list[g] = (ComityCurve){ .name = *curves->labels[g] != '\0' ? curves->labels[g] : "All",
                               .category = (int) g,
                               .steps = TRUE,
                               .n = own[0]->len,
                               .x = (const double *) own[0]->data,
                               .y = (const double *) own[1]->data,
                               .low = (const double *) own[2]->data,
                               .high = (const double *) own[3]->data,
                               .counts = counts + g * figure.n_counts };
    }
  return comity_curve_figure_new (list, curves->n_groups, &figure);
}

/* Where less than this has happened, the axis of survival does not begin at 0: the curve would be
 * its upper edge. */
#define HALF 0.5

static gboolean
stays_high (const ComityPredictedCurves *curves)
{
  for (gsize c = 0; c < curves->n; c++)
    for (gsize i = 0; i < curves->curves[c].n; i++)
      if (curves->curves[c].low[i] < HALF)
        return FALSE;
  return TRUE;
}

/* A value at time 0, where all are alive, then the curve as far as it is known. */
static gsize
fill_predicted (const ComityPredictedCurve *curve, ComityCurveKind kind, double *arrays[4])
{
  const double *const survival[] = { curve->survival, curve->low, curve->high };
  const double *const hazard[] = { curve->hazard, curve->hazard_low, curve->hazard_high };
  const double *const rate[] = { curve->rate, curve->rate_low, curve->rate_high };
  const double *const *from = kind == COMITY_CURVE_SURVIVAL ? survival
                              : kind == COMITY_CURVE_HAZARD ? hazard
                                                            : rate;
  gsize n = 0;

  if (kind != COMITY_CURVE_RATE && (curve->n == 0 || curve->time[0] > 0.0))
    {
      arrays[0][n] = 0.0;
      for (gsize k = 1; k < 4; k++)
        arrays[k][n] = kind == COMITY_CURVE_SURVIVAL ? 1.0 : 0.0;
      n++;
    }
  for (gsize i = 0; i < curve->n; i++)
    if (isfinite (from[0][i]))
      {
        arrays[0][n] = curve->time[i];
        for (gsize k = 1; k < 4; k++)
          arrays[k][n] = from[k - 1][i];
        n++;
      }
  return n;
}

ComityFigure *
comity_predicted_figure_new (const ComityPredictedCurves *curves,
                             ComityCurveKind kind,
                             const char *time_title)
{
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func (g_free);
  g_autofree ComityCurve *list = g_new0 (ComityCurve, curves->n + 1);
  ComityCurveOptions figure = { .x_title = time_title,
                                .y_title = comity_curve_kind_title (kind),
                                .x_low = 0.0,
                                .x_high = NAN,
                                .y_low = kind == COMITY_CURVE_SURVIVAL && stays_high (curves) ? NAN
                                                                                              : 0.0,
                                .y_high = kind == COMITY_CURVE_SURVIVAL ? 1.0 : NAN,
                                .reference = NAN };

  if (kind == COMITY_CURVE_RATE && curves->discrete)
    figure.y_title = "Hazard: probability in the year";
  for (gsize i = 0; i < curves->n; i++)
    {
      const ComityPredictedCurve *curve = &curves->curves[i];
      double *own[4];

      for (gsize k = 0; k < 4; k++)
        {
          own[k] = g_new (double, curve->n + 1);
          g_ptr_array_add (arrays, own[k]);
        }
      list[i] = (ComityCurve){ .name = *curve->label != '\0' ? curve->label : "Predicted",
                               .category = (int) i,
                               .steps = curves->steps && kind != COMITY_CURVE_RATE,
                               .n = fill_predicted (curve, kind, own),
                               .x = own[0],
                               .y = own[1],
                               .low = own[2],
                               .high = own[3] };
    }
  return comity_curve_figure_new (list, curves->n, &figure);
}
