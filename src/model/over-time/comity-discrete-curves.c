/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hazards and survival over the years at risk after a model of an event in each dyad-year.
 *   x_s terms in year s of the case · β estimates, V their covariance · h_s = μ(x_s β)
 *   Λ = −Σ log (1 − h_s), whose gradient is Σ μ'(x_s β) / (1 − h_s) x_s · survival exp (−Λ) */
#include "config.h"

#include "comity-predicted-curves-private.h"

#include "comity-clock-private.h"
#include "comity-inference-private.h"
#include "comity-number.h"
#include "comity-scenario-private.h"
#include "comity-support.h"
#include "comity-what-if.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More years at risk than these are no years. */
#define MAX_TIMES 2000

/* The column that counts, and those that are powers of it. */
typedef struct
{
  ComityColumn *leader; /* borrowed, as all; NULL: none */
  int power;            /* of the leader */
  GPtrArray *followers; /* ComityColumn, the leader among them */
  GArray *powers;       /* int, of them */
} Time;

static void
time_clear (Time *self)
{
  g_clear_pointer (&self->followers, g_ptr_array_unref);
  g_clear_pointer (&self->powers, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Time, time_clear)

/* Whether one is a power of what the other counts, in every row used. */
static gboolean
go_together (const ComityUsedRows *rows, ComityColumn *a, int a_power, ComityColumn *b, int b_power)
{
  for (gsize i = 0; i < rows->n; i++)
    {
      double x = comity_clock_take_root (comity_column_get_double (a, rows->rows[i]), a_power);
      double y = comity_clock_take_root (comity_column_get_double (b, rows->rows[i]), b_power);

      if (!comity_clock_same_root (x, y))
        return FALSE;
    }
  return TRUE;
}

/* The calendar is no time at risk: dyads do not come under risk together. */
static gboolean
is_calendar (ComityPanel *panel, gsize column)
{
  return comity_panel_peek_roles (panel)->column[COMITY_ROLE_YEAR] == (gssize) column;
}

/* All that counts, and of them the one with the least power. */
static void
time_init (Time *self, const ComityFit *fit, ComityPanel *panel)
{
  self->followers = g_ptr_array_new ();
  self->powers = g_array_new (FALSE, FALSE, sizeof (int));
  for (gsize c = 0; c < comity_dataset_get_n_columns (fit->dataset); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (fit->dataset, c);
      ComityClock clock = { 0, 0.0 };

      if (comity_column_is_numeric (column) && !is_calendar (panel, c) &&
          comity_fit_uses_column (fit, comity_column_peek_name (column)))
        clock = comity_clock_find (column, panel);
      if (clock.power == 0)
        continue;
      g_ptr_array_add (self->followers, column);
      g_array_append_val (self->powers, clock.power);
      if (self->leader == NULL || clock.power < self->power)
        {
          self->leader = column;
          self->power = clock.power;
        }
    }
}

/* Keeps those that are powers of the leader. */
static void
time_find (Time *self, const ComityFit *fit, ComityPanel *panel, const ComityUsedRows *rows)
{
  time_init (self, fit, panel);
  for (guint i = self->followers->len; i > 0; i--)
    if (self->followers->pdata[i - 1] != self->leader &&
        !go_together (rows, self->leader, self->power, self->followers->pdata[i - 1],
                      g_array_index (self->powers, int, i - 1)))
      {
        g_ptr_array_remove_index (self->followers, i - 1);
        g_array_remove_index (self->powers, i - 1);
      }
}

const char *
comity_discrete_curves_find_time (const ComityFit *fit, ComityPanel *panel)
{
  g_auto (Time) time = { 0 };

  if (!comity_fit_is_probability (fit))
    return NULL;
  time_init (&time, fit, panel);
  return time.leader != NULL ? comity_column_peek_name (time.leader) : NULL;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* What was counted, ascending, each once: n of them. */
static double *
list_times (const Time *time, const ComityUsedRows *rows, gsize *n, GError **error)
{
  g_autofree double *times = g_try_new (double, rows->n + 1);

  *n = 0;
  if (times == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the times of the curve.");
      return NULL;
    }
  for (gsize i = 0; i < rows->n; i++)
    times[i] = comity_clock_take_root (comity_column_get_double (time->leader, rows->rows[i]),
                                       time->power);
  qsort (times, rows->n, sizeof (double), compare_doubles);
  for (gsize i = 0; i < rows->n; i++)
    if (*n == 0 || !comity_clock_same_root (times[*n - 1], times[i]))
      times[(*n)++] = times[i];
  if (*n > MAX_TIMES)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "%s takes %" G_GSIZE_FORMAT " values, too many for years at risk.",
                   comity_column_peek_name (time->leader), *n);
      return NULL;
    }
  return g_steal_pointer (&times);
}

/* The terms of the case at a time. */
static gboolean
read_time (const ComityScenario *from,
           const Time *time,
           double at,
           gsize n_terms,
           double *x,
           ComityProgress *progress,
           GError **error)
{
  g_autoptr (GPtrArray) chain =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_scenario_free);
  guint32 row = 0;

  for (guint i = 0; i < time->followers->len; i++)
    {
      char value[COMITY_NUMBER_BUFFER];
      ComityScenario *next;

      comity_number_format (pow (at, g_array_index (time->powers, int, i)), value);
      next = comity_scenario_new (from, comity_column_peek_name (time->followers->pdata[i]), value,
                                  0.0, 0.0, progress, error);
      if (next == NULL)
        return FALSE;
      g_ptr_array_add (chain, next);
      from = next;
    }
  for (gsize j = 0; j < n_terms; j++)
    comity_scenario_read (from, j, &row, 1, &x[j]);
  return TRUE;
}

/* @x: of this time; @gradient: of Λ, up to here. */
static void
take_time (const ComityFit *fit,
           const double *x,
           double offset,
           double z,
           double *gradient,
           ComityPredictedCurve *curve,
           gsize i)
{
  gsize k = fit->n_terms;
  double eta = offset;
  double rate, slope, width, error;

  for (gsize j = 0; j < k; j++)
    eta += fit->beta[j] * x[j];
  comity_mean_derivatives (fit, &eta, 1, &rate, &slope, NULL);
  error = sqrt (MAX (0.0, comity_quadratic_form (fit->vcov, x, x)));
  curve->rate[i] = rate;
  curve->rate_error[i] = fabs (slope) * error;
  curve->rate_low[i] = fit->estimator->mean (eta - z * error);
  curve->rate_high[i] = fit->estimator->mean (eta + z * error);

  for (gsize j = 0; j < k; j++)
    gradient[j] += slope / (1.0 - rate) * x[j];
  curve->hazard[i] = (i > 0 ? curve->hazard[i - 1] : 0.0) - log1p (-rate);
  curve->hazard_error[i] = sqrt (MAX (0.0, comity_quadratic_form (fit->vcov, gradient, gradient)));
  width = curve->hazard[i] > 0.0 ? z * curve->hazard_error[i] / curve->hazard[i] : 0.0;
  curve->hazard_low[i] = curve->hazard[i] * exp (-width);
  curve->hazard_high[i] = curve->hazard[i] * exp (width);
  curve->survival[i] = exp (-curve->hazard[i]);
  curve->low[i] = exp (-curve->hazard_high[i]);
  curve->high[i] = exp (-curve->hazard_low[i]);
}

static gboolean
check (const ComityFit *fit,
       const Time *time,
       const ComityProfile *profile,
       const char *column,
       GError **error)
{
  if (time->leader == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "No covariate counts the years at risk (as t does), so that the model "
                           "has the same hazard in all of them.");
      return FALSE;
    }
  for (guint i = 0; i < time->followers->len; i++)
    if (g_strcmp0 (column, comity_column_peek_name (time->followers->pdata[i])) == 0)
      {
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "%s runs along the curve already; choose another covariate.", column);
        return FALSE;
      }
  return comity_predicted_curves_check_case (fit, profile, column, error);
}

ComityPredictedCurves *
comity_discrete_curves_new (ComityFit *fit,
                            ComityPanel *panel,
                            const ComityProfile *profile,
                            const char *column,
                            const char *const *values,
                            gsize n_values,
                            ComityProgress *progress,
                            GError **error)
{
  g_autoptr (ComityPredictedCurves) self = g_new0 (ComityPredictedCurves, 1);
  g_auto (ComityStage) stage = { 0 };
  g_auto (ComityUsedRows) rows = { 0 };
  g_auto (Time) time = { 0 };
  g_autofree double *times = NULL;
  g_autofree double *x = g_new (double, fit->n_terms + 1);
  g_autofree double *gradient = g_new (double, fit->n_terms + 1);
  double z = gsl_cdf_ugaussian_Pinv (0.5 + fit->spec->level / 200.0);
  gsize n_cases = column != NULL ? n_values : 1;
  gsize n_times = 0;

  if (!comity_fit_is_probability (fit))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "Curves over time need a model of durations, or one of an event in each "
                   "dyad-year (logit, probit, cloglog), not this one (%s).",
                   fit->estimator->title);
      return NULL;
    }
  /* The stage is of one row, while the years are those of all. */
  if (!comity_stage_open (&stage, fit, profile, progress, error) ||
      !comity_used_rows_init (&rows, fit, error))
    return NULL;
  time_find (&time, fit, panel, &rows);
  if (!check (fit, &time, profile, column, error) ||
      (times = list_times (&time, &rows, &n_times, error)) == NULL)
    return NULL;
  self->steps = self->has_rate = self->discrete = TRUE;
  self->level = fit->spec->level;
  self->time_name = g_strdup (comity_column_peek_name (time.leader));
  self->curves = g_new0 (ComityPredictedCurve, n_cases);
  for (gsize c = 0; c < n_cases; c++)
    {
      ComityPredictedCurve *curve = &self->curves[self->n++];
      g_autoptr (ComityScenario) set = NULL;

      curve->value = column != NULL ? g_strdup (values[c]) : NULL;
      curve->label =
          column != NULL ? g_strdup_printf ("%s = %s", column, values[c]) : g_strdup ("");
      if (!comity_predicted_curve_alloc (curve, n_times, error) ||
          (column != NULL && (set = comity_scenario_new (stage.base, column, values[c], 0.0, 0.0,
                                                         progress, error)) == NULL))
        return NULL;
      memset (gradient, 0, fit->n_terms * sizeof (double));
      for (gsize i = 0; i < n_times; i++)
        {
          curve->time[i] = times[i];
          if (!read_time (set != NULL ? set : stage.base, &time, times[i], fit->n_terms, x,
                          progress, error))
            return NULL;
          take_time (fit, x, stage.offset, z, gradient, curve, i);
        }
    }
  return g_steal_pointer (&self);
}
