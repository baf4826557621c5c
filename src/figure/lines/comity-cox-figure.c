/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a Cox model: the residuals that show whether an effect changes over time (Grambsch &
 * Therneau 1994, doi:10.1093/biomet/81.3.515). */
#include "config.h"

#include "comity-figures.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

/* Groups of events in the order of time whose means are drawn. */
#define N_GROUPS 10

typedef struct
{
  double time, value;
} Residual;

static int
compare_times (const void *a, const void *b)
{
  const Residual *x = a, *y = b;

  return x->time != y->time ? (x->time > y->time) - (x->time < y->time)
                            : (x->value > y->value) - (x->value < y->value);
}

/* Means of groups of consecutive events with their intervals; returns how many. */
static gsize
average (const Residual *events, gsize n, double level, double *out)
{
  gsize n_groups = MIN (N_GROUPS, n / 2);
  double z = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);

  for (gsize g = 0; g < n_groups; g++)
    {
      gsize first = g * n / n_groups, end = (g + 1) * n / n_groups;
      double count = (double) (end - first);
      double time = 0.0, mean = 0.0, squares = 0.0, half;

      for (gsize i = first; i < end; i++)
        {
          time += events[i].time / count;
          mean += events[i].value / count;
        }
      for (gsize i = first; i < end; i++)
        squares += (events[i].value - mean) * (events[i].value - mean);
      half = z * sqrt (squares / (count - 1.0) / count);
      out[g] = time;
      out[N_GROUPS + g] = mean;
      out[2 * N_GROUPS + g] = mean - half;
      out[3 * N_GROUPS + g] = mean + half;
    }
  return n_groups;
}

ComityFigure *
comity_schoenfeld_figure_new (const ComityCox *cox, const ComityFit *fit, gsize term)
{
  gsize n = 0;
  g_autofree double *times = NULL;
  g_autofree guint32 *rows = comity_cox_dup_events (cox, &n, &times);
  g_autoptr (ComityMatrix) residuals = comity_cox_residuals (cox, COMITY_COX_SCALED_SCHOENFELD);
  const ComityCoefficient *coefficient = comity_fit_peek_coefficient (fit, term);
  double level = comity_fit_peek_spec (fit)->level;
  g_autofree Residual *events = g_try_new (Residual, n + 1);
  g_autofree double *x = g_try_new (double, 2 * n + 1);
  double means[4 * N_GROUPS];
  g_autofree char *y_title = g_strdup_printf ("Effect of %s at the time", coefficient->term);
  g_autofree char *name = g_strdup_printf ("Mean of a tenth of them, %.4g%% interval", level);
  const ComityCurveOptions options = { .x_title = "Time",
                                       .y_title = y_title,
                                       .x_low = NAN,
                                       .x_high = NAN,
                                       .y_low = NAN,
                                       .y_high = NAN,
                                       .reference = coefficient->estimate };

  if (residuals == NULL || events == NULL || x == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    events[i] = (Residual){ times[i], residuals->data[i * comity_fit_get_n_terms (fit) + term] };
  qsort (events, n, sizeof (Residual), compare_times);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = events[i].time;
      x[n + i] = events[i].value;
    }
  {
    gsize n_groups = average (events, n, level, means);
    const ComityCurve curves[] = {
      { .name = "Scaled Schoenfeld residuals",
        .category = 7,
        .points = TRUE,
        .n = n,
        .x = x,
        .y = x + n },
      { .name = name,
        .category = 0,
        .points = TRUE,
        .n = n_groups,
        .x = means,
        .y = means + N_GROUPS,
        .low = means + 2 * N_GROUPS,
        .high = means + 3 * N_GROUPS },
    };

    return comity_curve_figure_new (curves, n_groups > 0 ? 2 : 1, &options);
  }
}
