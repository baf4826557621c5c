/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The knots of splines, from all rows of the data that have the variable: R's for ns () and bs ()
 * (boundaries at the range, inner knots at equal shares of what lies between), Harrell's
 * percentiles for rcs () and, as Stata prints and takes them, for mkspline (). */
#include "config.h"

#include "comity-design-private.h"

#include "comity-kernel-private.h"
#include "comity-number.h"

#include <math.h>
#include <string.h>

/* Harrell (2015), table 2.3: the outer percentile and equal steps between. */
static double
harrell_share (gsize n, gsize i)
{
  double outer = n == 3 ? 0.10 : n < 7 ? 0.05 : 0.025;

  return outer + (1.0 - 2.0 * outer) * (double) i / (double) (n - 1);
}

/* The same as Stata's manual has them ([R] mkspline): in percent with two digits. */
static double
stata_share (gsize n, gsize i)
{
  return round (harrell_share (n, i) * 1e4) / 1e4;
}

/* Finite values of the variable in all rows. */
static double *
collect (const ComityDesign *self, const ComityInput *input, gsize *n)
{
  gsize n_rows = comity_dataset_get_n_rows (self->dataset);
  double *values = g_try_new (double, MAX (n_rows, 1));
  guint32 rows[COMITY_BLOCK];

  *n = 0;
  for (gsize first = 0; values != NULL && first < n_rows; first += COMITY_BLOCK)
    {
      gsize count = MIN (COMITY_BLOCK, n_rows - first);
      double buffer[COMITY_BLOCK];

      for (gsize i = 0; i < count; i++)
        rows[i] = (guint32) (first + i);
      comity_input_gather (input, rows, count, buffer);
      for (gsize i = 0; i < count; i++)
        if (isfinite (buffer[i]))
          values[(*n)++] = buffer[i];
    }
  return values;
}

static gboolean refuse (const ComityVariable *variable, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
refuse (const ComityVariable *variable, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA, "The term %s %s.",
               variable->text, what);
  return FALSE;
}

/* Values between the boundaries come first; how many. */
static gsize
move_inside (double *values, gsize n, double low, double high)
{
  gsize inside = 0;

  for (gsize i = 0; i < n; i++)
    if (values[i] >= low && values[i] <= high)
      {
        double swap = values[inside];

        values[inside++] = values[i];
        values[i] = swap;
      }
  return inside;
}

static gboolean
settle_range (ComityDesignVariable *self, double *values, gsize n, GError **error)
{
  const ComityVariable *variable = self->variable;
  const ComitySplineArguments *spline = variable->spline;
  gsize own =
      (spline->kind == COMITY_SPLINE_B ? (gsize) spline->degree : 1) + (spline->intercept ? 1 : 0);
  gsize n_knots = spline->knots != NULL ? spline->n_knots : (gsize) spline->df - own;
  g_autofree double *knots = g_new0 (double, n_knots + 1);
  double low = INFINITY;
  double high = -INFINITY;
  char text[COMITY_NUMBER_BUFFER];

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }
  if (spline->has_boundaries)
    {
      low = spline->boundaries[0];
      high = spline->boundaries[1];
    }
  if (!(low < high))
    return refuse (variable, error, "needs at least two different values of %s", variable->operand);
  if (spline->knots != NULL)
    memcpy (knots, spline->knots, n_knots * sizeof (double));
  else
    {
      gsize inside = move_inside (values, n, low, high);

      if (inside == 0 && n_knots > 0)
        return refuse (variable, error, "has no value of %s between its boundaries",
                       variable->operand);
      for (gsize i = 0; i < n_knots; i++)
        knots[i] =
            comity_quantile_take (values, inside, (double) (i + 1) / (double) (n_knots + 1), 7);
    }
  for (gsize i = 0; i < n_knots; i++)
    if (!(knots[i] > low && knots[i] < high))
      return refuse (variable, error,
                     spline->knots != NULL
                         ? "has a knot at %s, which is not between the least and the largest value"
                         : "would have a knot at %s, where so many values lie that it is the end "
                           "of the range: name the knots",
                     comity_number_format (knots[i], text));
  self->spline = spline->kind == COMITY_SPLINE_NATURAL
                     ? comity_spline_new_natural (knots, n_knots, low, high, spline->intercept)
                     : comity_spline_new_b (knots, n_knots, low, high, (gsize) spline->degree,
                                            spline->intercept);
  return TRUE;
}

static gboolean
settle_percentiles (ComityDesignVariable *self, double *values, gsize n, GError **error)
{
  const ComityVariable *variable = self->variable;
  const ComitySplineArguments *spline = variable->spline;
  gboolean stata = spline->kind == COMITY_SPLINE_STATA;
  gsize n_knots = spline->knots != NULL ? spline->n_knots : (gsize) spline->df;
  g_autofree double *knots = g_new0 (double, n_knots + 1);
  char text[COMITY_NUMBER_BUFFER];

  if (spline->knots == NULL && !stata && n > 0)
    {
      gsize found = comity_knots_harrell (values, n, n_knots, knots);

      if (found < n_knots && found >= 3)
        return refuse (variable, error,
                       "finds %" G_GSIZE_FORMAT " knots, not %" G_GSIZE_FORMAT
                       ", among the few different values of %s: take so many, or name them",
                       found, n_knots, variable->operand);
      if (found < n_knots)
        return refuse (variable, error, "needs more different values of %s for its knots",
                       variable->operand);
    }
  for (gsize i = 0; i < n_knots; i++)
    {
      if (spline->knots != NULL)
        knots[i] = spline->knots[i];
      else if (n == 0)
        return refuse (variable, error, "needs values of %s", variable->operand);
      else if (stata)
        knots[i] = comity_quantile_take (values, n, stata_share (n_knots, i), 6);
      if (i > 0 && !(knots[i] > knots[i - 1]))
        return refuse (
            variable, error,
            "would have two knots at %s, where many values lie: take fewer, or name them",
            comity_number_format (knots[i], text));
    }
  self->spline = comity_spline_new_restricted (knots, n_knots);
  return TRUE;
}

gboolean
comity_design_settle_spline (ComityDesign *self, gsize index, GError **error)
{
  ComityDesignVariable *variable = &self->variables[index];
  g_autofree double *values = NULL;
  gsize n;

  values = collect (self, variable->input, &n);
  if (values == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                   "There is not enough memory to find the knots of %s.", variable->variable->text);
      return FALSE;
    }
  return variable->variable->spline->kind == COMITY_SPLINE_NATURAL ||
                 variable->variable->spline->kind == COMITY_SPLINE_B
             ? settle_range (variable, values, n, error)
             : settle_percentiles (variable, values, n, error);
}
