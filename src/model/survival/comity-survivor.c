/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kaplan–Meier and Nelson–Aalen: one pass over the times in order. */
#include "config.h"

#include "comity-survival.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

/* Survival this close to 1 − p counts as equal: R's tolerance. */
#define QUANTILE_TOLERANCE 1.5e-8

typedef struct
{
  double time;
  double event; /* weight of an event, else 0 */
  double weight;
} Exit;

void
comity_survivor_free (ComitySurvivor *self)
{
  if (self == NULL)
    return;

  g_free (self->time);
  g_free (self->n_risk);
  g_free (self->n_event);
  g_free (self->n_censor);
  g_free (self->survival);
  g_free (self->std_error);
  g_free (self->hazard);
  g_free (self->hazard_error);
  g_free (self);
}

static int
compare_exits (gconstpointer a, gconstpointer b)
{
  double x = ((const Exit *) a)->time;
  double y = ((const Exit *) b)->time;

  return x < y ? -1 : x > y;
}

static ComitySurvivor *
survivor_alloc (gsize n)
{
  g_autoptr (ComitySurvivor) self = g_new0 (ComitySurvivor, 1);
  double **arrays[] = { &self->time,     &self->n_risk,    &self->n_event, &self->n_censor,
                        &self->survival, &self->std_error, &self->hazard,  &self->hazard_error };

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      *arrays[i] = g_try_new0 (double, n + 1);
      if (*arrays[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

ComitySurvivor *
comity_survivor_new (
    gsize n, const double *start, const double *stop, const double *event, const double *weight)
{
  g_autofree Exit *exits = g_try_new (Exit, n + 1);
  g_autofree Exit *entries = start != NULL ? g_try_new (Exit, n + 1) : NULL;
  g_autoptr (ComitySurvivor) self = survivor_alloc (n);
  double at_risk = 0.0;
  double greenwood = 0.0;
  double variance = 0.0;
  double survival = 1.0;
  double hazard = 0.0;
  gsize entered = 0;
  gsize left = 0;

  if (self == NULL || exits == NULL || (start != NULL && entries == NULL))
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      double w = weight != NULL ? weight[i] : 1.0;

      exits[i] = (Exit){ stop[i], event[i] != 0.0 ? w : 0.0, w };
      if (start != NULL)
        entries[i] = (Exit){ start[i], 0.0, w };
      else
        at_risk += w;
    }
  qsort (exits, n, sizeof (Exit), compare_exits);
  if (entries != NULL)
    qsort (entries, n, sizeof (Exit), compare_exits);
  while (left < n)
    {
      double time = exits[left].time;
      double d = 0.0;
      double leaving = 0.0;
      gsize k = self->n++;

      for (; entries != NULL && entered < n && entries[entered].time < time; entered++)
        at_risk += entries[entered].weight;
      for (; left < n && exits[left].time == time; left++)
        {
          d += exits[left].event;
          leaving += exits[left].weight;
        }
      survival *= 1.0 - d / at_risk;
      greenwood += d / (at_risk * (at_risk - d));
      hazard += d / at_risk;
      variance += d / (at_risk * at_risk);
      self->time[k] = time;
      self->n_risk[k] = at_risk;
      self->n_event[k] = d;
      self->n_censor[k] = leaving - d;
      self->survival[k] = survival;
      self->std_error[k] = survival > 0.0 ? survival * sqrt (greenwood) : NAN;
      self->hazard[k] = hazard;
      self->hazard_error[k] = sqrt (variance);
      at_risk -= leaving;
    }
  return g_steal_pointer (&self);
}

void
comity_survivor_get_interval (const ComitySurvivor *self,
                              gsize i,
                              ComitySurvivorScale scale,
                              double level,
                              double *low,
                              double *high)
{
  double z = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);
  double s, relative, width;

  g_return_if_fail (i < self->n);

  s = self->survival[i];
  relative = self->std_error[i] / s;
  switch (scale)
    {
    case COMITY_SURVIVOR_PLAIN:
      *low = MAX (0.0, s - z * self->std_error[i]);
      *high = MIN (1.0, s + z * self->std_error[i]);
      break;
    case COMITY_SURVIVOR_LOG:
      *low = s * exp (-z * relative);
      *high = MIN (1.0, s * exp (z * relative));
      break;
    case COMITY_SURVIVOR_LOG_LOG:
    default:
      width = z * relative / log (s);
      *low = s < 1.0 ? pow (s, exp (-width)) : 1.0;
      *high = s < 1.0 ? pow (s, exp (width)) : 1.0;
    }
  if (!(s > 0.0))
    *low = *high = NAN;
}

void
comity_survivor_get_hazard_interval (
    const ComitySurvivor *self, gsize i, double level, double *low, double *high)
{
  double z = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);
  double width;

  g_return_if_fail (i < self->n);

  width = z * self->hazard_error[i] / self->hazard[i];
  *low = self->hazard[i] > 0.0 ? self->hazard[i] * exp (-width) : 0.0;
  *high = self->hazard[i] > 0.0 ? self->hazard[i] * exp (width) : 0.0;
}

/* Value of the curve, or of an end of its interval (-1, 0, 1), at the i-th time. */
static double
get_value (const ComitySurvivor *self, gsize i, ComitySurvivorScale scale, double level, int end)
{
  double low, high;

  if (end == 0)
    return self->survival[i];
  comity_survivor_get_interval (self, i, scale, level, &low, &high);
  return end < 0 ? low : high;
}

static double
find_quantile (
    const ComitySurvivor *self, double p, ComitySurvivorScale scale, double level, int end)
{
  for (gsize i = 0; i < self->n; i++)
    {
      double value = get_value (self, i, scale, level, end);

      if (value < 1.0 - p - QUANTILE_TOLERANCE)
        return self->time[i];
      if (value > 1.0 - p + QUANTILE_TOLERANCE || isnan (value))
        continue;
      for (gsize next = i + 1; next < self->n; next++)
        if (get_value (self, next, scale, level, end) < 1.0 - p - QUANTILE_TOLERANCE)
          return 0.5 * (self->time[i] + self->time[next]);
      return self->time[i];
    }
  return NAN;
}

void
comity_survivor_get_quantile (const ComitySurvivor *self,
                              double p,
                              ComitySurvivorScale scale,
                              double level,
                              double *time,
                              double *low,
                              double *high)
{
  *time = find_quantile (self, p, scale, level, 0);
  *low = find_quantile (self, p, scale, level, -1);
  *high = find_quantile (self, p, scale, level, 1);
}

/* The variance is Σ (area to the right)² d / (n (n − d)) over the event times before. */
double
comity_survivor_get_restricted_mean (const ComitySurvivor *self, double until, double *std_error)
{
  double area = 0.0;
  double variance = 0.0;
  gsize last = self->n;

  while (last > 0 && self->time[last - 1] > until)
    last--;
  for (gsize i = last; i-- > 0;)
    {
      double to = i + 1 < last ? self->time[i + 1] : until;
      double rest = self->n_risk[i] - self->n_event[i];

      area += self->survival[i] * (to - self->time[i]);
      if (rest > 0.0)
        variance += area * area * self->n_event[i] / (self->n_risk[i] * rest);
    }
  if (std_error != NULL)
    *std_error = sqrt (variance);
  return area + (last > 0 ? self->time[0] : until);
}
