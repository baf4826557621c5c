/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predicted curves of models of durations. With H the cumulative hazard, λ its rate, V the
 * covariance of β and of the parameter θ beside them and g = (∂H/∂η x, ∂H/∂θ), a parametric model's
 * H has the variance g'Vg; likewise log λ. */
#include "config.h"

#include "comity-predicted-curves-private.h"

#include "comity-aft-private.h"
#include "comity-cox-open-private.h"
#include "comity-inference-private.h"
#include "comity-scenario-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Points of a parametric curve whose times nobody has named. */
#define N_POINTS 100

static const char *const kind_names[] = { "survival", "hazard", "rate" };
static const char *const kind_titles[] = { "Survival", "Cumulative hazard", "Hazard" };

gboolean
comity_curve_kind_from_name (const char *name, ComityCurveKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (name, kind_names[i]) == 0)
      {
        *kind = (ComityCurveKind) i;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_curve_kind_title (ComityCurveKind kind)
{
  return kind_titles[kind];
}

void
comity_predicted_curves_free (ComityPredictedCurves *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < self->n; i++)
    {
      g_free (self->curves[i].label);
      g_free (self->curves[i].value);
      g_free (self->curves[i].stratum);
      /* The arrays are one piece of memory. */
      g_free (self->curves[i].time);
    }
  g_free (self->curves);
  g_free (self->time_name);
  g_free (self);
}

gboolean
comity_predicted_curve_alloc (ComityPredictedCurve *self, gsize n, GError **error)
{
  double **arrays[] = { &self->time,   &self->survival,     &self->low,        &self->high,
                        &self->hazard, &self->hazard_error, &self->hazard_low, &self->hazard_high,
                        &self->rate,   &self->rate_error,   &self->rate_low,   &self->rate_high };
  double *memory = g_try_new (double, G_N_ELEMENTS (arrays) * n + 1);

  if (memory == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the curves.");
      return FALSE;
    }
  self->n = n;
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i] = memory + i * n;
  for (gsize i = 0; i < G_N_ELEMENTS (arrays) * n; i++)
    memory[i] = NAN;
  return TRUE;
}

gboolean
comity_estimator_is_parametric (const ComityEstimator *estimator)
{
  return estimator == &comity_exponential || estimator == &comity_weibull ||
         estimator == &comity_loglogistic || estimator == &comity_lognormal;
}

gboolean
comity_predicted_curves_check_case (const ComityFit *fit,
                                    const ComityProfile *profile,
                                    const char *column,
                                    GError **error)
{
  if (fit->status == COMITY_FIT_SEPARATED)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "The model has no finite estimates, so that nothing follows from it.");
      return FALSE;
    }
  if (!profile->at_means)
    {
      g_set_error_literal (
          error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
          "A curve over time is of one case: hold the covariates at their means or "
          "at values, not as observed.");
      return FALSE;
    }
  return column == NULL || comity_effects_check_column (fit, column, error);
}

static gboolean
check (const ComityFit *fit,
       const ComityProfile *profile,
       const char *column,
       const double *times,
       gsize n_times,
       GError **error)
{
  if (fit->estimator != &comity_cox && !comity_estimator_is_parametric (fit->estimator))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "Curves over time need a model of durations (cox, exponential, weibull, "
                   "loglogistic or lognormal), not this one (%s).",
                   fit->estimator->title);
      return FALSE;
    }
  if (!comity_predicted_curves_check_case (fit, profile, column, error))
    return FALSE;
  for (gsize i = 0; times != NULL && i < n_times; i++)
    if (!(times[i] >= 0.0))
      {
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "The times of a curve are 0 or more, not %g.", times[i]);
        return FALSE;
      }
  return TRUE;
}

/* What the curves of one fit are made from. */
typedef struct
{
  ComityFit *fit;
  ComityCox *cox; /* NULL: a parametric model */
  const char *column;
  const double *times;
  gsize n_times;
  double last;   /* of the times that the data reach */
  double offset; /* of η */
  double *x;     /* n_terms: the case */
} Maker;

static void
clear_maker (Maker *self)
{
  comity_cox_free (self->cox);
  g_free (self->x);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Maker, clear_maker)

static double
find_last_of_stratum (const ComityCox *cox, gsize stratum)
{
  double last = 0.0;

  for (gsize i = 0; i < cox->n; i++)
    if (cox->strata == NULL || cox->strata->group[i] == stratum)
      last = MAX (last, cox->stop[i]);
  return last;
}

static void
take_cox_point (const ComityCoxCurve *from,
                double time,
                double factor,
                double z,
                ComityPredictedCurve *curve,
                gsize i)
{
  gssize at = comity_cox_curve_find (from, time);
  double hazard = at >= 0 ? factor * from->hazard[at] : 0.0;
  double error = at >= 0 ? factor * from->std_error[at] : 0.0;

  curve->hazard[i] = hazard;
  curve->hazard_error[i] = error;
  curve->hazard_low[i] = MAX (0.0, hazard - z * error);
  curve->hazard_high[i] = hazard + z * error;
  curve->survival[i] = exp (-hazard);
  curve->low[i] = exp (-curve->hazard_high[i]);
  curve->high[i] = exp (-curve->hazard_low[i]);
}

/* The event times of the stratum and the last one at which somebody is at risk, or those asked for.
 */
static gboolean
make_cox_curve (const Maker *maker, gsize stratum, ComityPredictedCurve *curve, GError **error)
{
  double level = maker->fit->spec->level;
  g_autoptr (ComityCoxCurve) from = comity_cox_predict (maker->cox, stratum, maker->x, level);
  double last = find_last_of_stratum (maker->cox, stratum);
  gsize n = from == NULL                                     ? 0
            : maker->times != NULL                           ? maker->n_times
            : from->n > 0 && from->time[from->n - 1] >= last ? from->n
                                                             : from->n + 1;

  if (!comity_predicted_curve_alloc (curve, n, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      curve->time[i] = maker->times != NULL ? maker->times[i] : i < from->n ? from->time[i] : last;
      if (curve->time[i] <= last)
        take_cox_point (from, curve->time[i], exp (maker->offset),
                        gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0), curve, i);
    }
  return TRUE;
}

double
comity_parametric_variance (const ComityFit *fit, const double *x, double a, double b)
{
  double variance = a * a * comity_quadratic_form (fit->vcov, x, x);

  if (fit->beside == NULL)
    return variance;
  for (gsize j = 0; j < fit->n_terms; j++)
    variance += 2.0 * a * b * x[j] * fit->beside[j];
  return variance + b * b * fit->beside[fit->n_terms];
}

static void
take_parametric_point (
    const Maker *maker, double eta, double theta, double z, ComityPredictedCurve *curve, gsize i)
{
  ComityAftPoint point;
  double width;

  comity_aft_point (maker->fit->estimator, maker->fit->spec->accelerated, eta, theta,
                    log (curve->time[i]), &point);
  curve->hazard[i] = point.hazard;
  curve->hazard_error[i] =
      sqrt (MAX (0.0, comity_parametric_variance (maker->fit, maker->x, point.hazard_eta,
                                                 point.hazard_theta)));
  width = point.hazard > 0.0 ? z * curve->hazard_error[i] / point.hazard : 0.0;
  curve->hazard_low[i] = point.hazard * exp (-width);
  curve->hazard_high[i] = point.hazard * exp (width);
  curve->survival[i] = exp (-point.hazard);
  curve->low[i] = exp (-curve->hazard_high[i]);
  curve->high[i] = exp (-curve->hazard_low[i]);
  width = sqrt (MAX (0.0, comity_parametric_variance (maker->fit, maker->x, point.rate_eta,
                                                    point.rate_theta)));
  curve->rate[i] = exp (point.log_rate);
  curve->rate_error[i] = curve->rate[i] * width;
  curve->rate_low[i] = exp (point.log_rate - z * width);
  curve->rate_high[i] = exp (point.log_rate + z * width);
}

static gboolean
make_parametric_curve (const Maker *maker, ComityPredictedCurve *curve, GError **error)
{
  const ComityFit *fit = maker->fit;
  double z = gsl_cdf_ugaussian_Pinv (0.5 + fit->spec->level / 200.0);
  double theta = 0.0;
  double eta = maker->offset;

  if (fit->beside != NULL)
    comity_fit_peek_extra (fit, 0, &theta);
  for (gsize j = 0; j < fit->n_terms; j++)
    eta += fit->beta[j] * maker->x[j];
  if (!comity_predicted_curve_alloc (curve, maker->times != NULL ? maker->n_times : N_POINTS,
                                     error))
    return FALSE;
  for (gsize i = 0; i < curve->n; i++)
    {
      curve->time[i] = maker->times != NULL ? maker->times[i]
                                            : maker->last * (double) (i + 1) / (double) N_POINTS;
      if (curve->time[i] > 0.0)
        {
          take_parametric_point (maker, eta, theta, z, curve, i);
          continue;
        }
      curve->survival[i] = curve->low[i] = curve->high[i] = 1.0;
      curve->hazard[i] = curve->hazard_error[i] = 0.0;
      curve->hazard_low[i] = curve->hazard_high[i] = 0.0;
    }
  return TRUE;
}

/* The curves of one case: one, or one a stratum. */
static gboolean
add_case (ComityPredictedCurves *self, const Maker *maker, const char *value, GError **error)
{
  gsize n_strata = maker->cox != NULL ? comity_cox_get_n_strata (maker->cox) : 1;

  for (gsize h = 0; h < n_strata; h++)
    {
      ComityPredictedCurve *curve = &self->curves[self->n++];
      g_autoptr (GString) label = g_string_new (NULL);

      curve->value = g_strdup (value);
      curve->stratum = maker->cox != NULL ? comity_cox_dup_stratum (maker->cox, h) : NULL;
      if (value != NULL)
        g_string_append_printf (label, "%s = %s", maker->column, value);
      if (curve->stratum != NULL)
        g_string_append_printf (label, "%s%s = %s", label->len > 0 ? ", " : "",
                                maker->fit->spec->strata, curve->stratum);
      curve->label = g_strdup (label->str);
      if (maker->cox != NULL ? !make_cox_curve (maker, h, curve, error)
                             : !make_parametric_curve (maker, curve, error))
        return FALSE;
    }
  return TRUE;
}

static double
find_last (const ComityFit *fit, const ComityUsedRows *rows)
{
  double last = 0.0;
  double time;

  for (gsize i = 0; i < rows->n; i++)
    {
      comity_input_gather (fit->stop, rows->rows + i, 1, &time);
      last = MAX (last, time);
    }
  return last;
}

ComityPredictedCurves *
comity_predicted_curves_new (ComityFit *fit,
                             const ComityProfile *profile,
                             const char *column,
                             const char *const *values,
                             gsize n_values,
                             const double *times,
                             gsize n_times,
                             ComityProgress *progress,
                             GError **error)
{
  g_autoptr (ComityPredictedCurves) self = g_new0 (ComityPredictedCurves, 1);
  g_auto (ComityStage) stage = { 0 };
  g_auto (ComityUsedRows) rows = { 0 };
  g_auto (Maker) maker = { .fit = fit, .column = column, .times = times, .n_times = n_times };
  gsize n_cases = column != NULL ? n_values : 1;
  guint32 row = 0;

  if (!check (fit, profile, column, times, n_times, error) ||
      !comity_stage_open (&stage, fit, profile, progress, error))
    return NULL;
  if (fit->estimator == &comity_cox)
    {
      maker.cox = comity_cox_new (fit, progress, error);
      if (maker.cox == NULL)
        return NULL;
    }
  else if (!comity_used_rows_init (&rows, fit, error))
    return NULL;
  else
    maker.last = find_last (fit, &rows);
  maker.x = g_new (double, fit->n_terms + 1);
  maker.offset = stage.offset;
  self->steps = maker.cox != NULL;
  self->has_rate = maker.cox == NULL;
  self->level = fit->spec->level;
  self->time_name = g_strdup (fit->stop->name);
  self->curves = g_new0 (ComityPredictedCurve,
                         n_cases * (maker.cox != NULL ? comity_cox_get_n_strata (maker.cox) : 1));
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (ComityScenario) set = NULL;

      if (column != NULL && (set = comity_scenario_new (stage.base, column, values[i], 0.0, 0.0,
                                                        progress, error)) == NULL)
        return NULL;
      for (gsize j = 0; j < fit->n_terms; j++)
        comity_scenario_read (set != NULL ? set : stage.base, j, &row, 1, &maker.x[j]);
      if (!add_case (self, &maker, column != NULL ? values[i] : NULL, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}
