/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hazards of rows. With r = e^{β'(x − m) + offset}, ΔΛ_k the increments of the baseline at x = m in
 * the row's time at risk, p_k their variance given β, x̄_k the means at risk and V the covariance,
 *   λ = r Σ ΔΛ_k,  Var = r² (Σ p_k + d'V d),  d = Σ (x̄_k − x) ΔΛ_k
 * which is the difference of a predicted cumulative hazard (comity-cox-baseline.c) and its variance,
 * begun anew at the time of entry, as R's survfit (start.time=) has it. Parametric models: λ (t) in
 * closed form, Var (log λ) = g'Vg. */
#include "config.h"

#include "comity-row-hazards-private.h"

#include "comity-aft-private.h"
#include "comity-cox-open-private.h"
#include "comity-inference-private.h"
#include "comity-kernel-private.h"
#include "comity-predicted-curves-private.h"
#include "comity-what-if.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define COX_NOTE                                                                                   \
  "Increment of the cumulative hazard over the year's time at risk: that of the baseline times "   \
  "exp (xb); interval by the delta method (Tsiatis 1981, doi:10.1214/aos/1176345335)"
#define PARAMETRIC_NOTE                                                                            \
  "Hazard at the year's time at risk, per unit of time; interval by the delta method on the scale " \
  "of its logarithm"
#define DISCRETE_NOTE                                                                              \
  "Fitted value of the year; interval by the delta method on the scale of the linear predictor"

void
comity_row_hazards_free (ComityRowHazards *self)
{
  if (self == NULL)
    return;

  for (gsize h = 0; h < self->n_strata; h++)
    {
      g_free (self->baselines[h].time);
      g_free (self->baselines[h].hazard);
      g_free (self->baselines[h].variance);
      g_free (self->baselines[h].mean);
    }
  g_free (self->baselines);
  g_free (self->center);
  g_clear_pointer (&self->strata, g_hash_table_unref);
  comity_fit_unref (self->fit);
  g_free (self);
}

static gboolean
take_baseline (ComityRowHazards *self, const ComityCox *cox, gsize stratum, GError **error)
{
  const ComityRisk *risk = comity_cox_get_risk (cox);
  const ComityCoxData *data = cox->pass->data;
  ComityRowBaseline *base = &self->baselines[stratum];
  gsize first = risk->stratum_slots[stratum];
  gsize n = risk->stratum_slots[stratum + 1] - 1 - first;

  base->time = g_try_new (double, n + 1);
  base->hazard = g_try_new (double, n + 1);
  base->variance = g_try_new (double, n + 1);
  base->mean = g_try_malloc_n (n * self->q + 1, sizeof (double));
  if (base->time == NULL || base->hazard == NULL || base->variance == NULL || base->mean == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the model's baseline.");
      return FALSE;
    }
  base->n = n;
  for (gsize k = 0; k < n; k++)
    {
      const ComityCoxSlot *slot = &data->slots[first + k];

      base->time[k] = risk->times[first + k];
      base->hazard[k] = slot->hazard;
      base->variance[k] = slot->p1;
      for (gsize j = 0; j < self->q; j++)
        {
          double tied =
              data->tied_sums != NULL ? data->tied_sums[j * risk->n_slots + first + k] : 0.0;

          base->mean[k * self->q + j] =
              comity_cox_get_scale (cox, j) *
              (slot->p1 * comity_cox_sum (data, j, first + k) - slot->p2 * tied);
        }
    }
  return TRUE;
}

static gboolean
take_cox (ComityRowHazards *self, const ComityCox *cox, GError **error)
{
  self->n_strata = comity_cox_get_n_strata (cox);
  self->baselines = g_new0 (ComityRowBaseline, self->n_strata);
  self->center = g_new (double, self->q + 1);
  for (gsize j = 0; j < self->q; j++)
    self->center[j] = cox->sample->mean[cox->pick[j]];
  if (self->fit->strata != NULL)
    self->strata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize h = 0; h < self->n_strata; h++)
    {
      if (!take_baseline (self, cox, h, error))
        return FALSE;
      if (self->strata != NULL)
        g_hash_table_insert (self->strata, comity_cox_dup_stratum (cox, h),
                             GSIZE_TO_POINTER (h + 1));
    }
  for (gsize i = 0; i < cox->n; i++)
    {
      ComityRowBaseline *base = &self->baselines[cox->strata != NULL ? cox->strata->group[i] : 0];

      base->last = MAX (base->last, cox->stop[i]);
    }
  return TRUE;
}

/* The longest time at risk of the rows used. */
static void
find_last (ComityRowHazards *self)
{
  gsize n_rows = comity_dataset_get_n_rows (self->fit->dataset);
  guint32 rows[COMITY_BLOCK];
  double stop[COMITY_BLOCK];

  for (gsize first = 0; first < n_rows; first += COMITY_BLOCK)
    {
      gsize n = MIN (COMITY_BLOCK, n_rows - first);

      for (gsize r = 0; r < n; r++)
        rows[r] = (guint32) (first + r);
      comity_input_gather (self->fit->stop, rows, n, stop);
      for (gsize r = 0; r < n; r++)
        if (comity_fit_uses_row (self->fit, rows[r]))
          self->last = MAX (self->last, stop[r]);
    }
}

ComityRowHazards *
comity_row_hazards_new (ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityRowHazards) self = NULL;
  g_autoptr (ComityCox) cox = NULL;

  g_return_val_if_fail (fit != NULL, NULL);

  if (fit->estimator != &comity_cox && !comity_estimator_is_parametric (fit->estimator) &&
      !comity_effects_check (fit, error))
    return NULL;
  self = g_new0 (ComityRowHazards, 1);
  self->fit = comity_fit_ref (fit);
  self->q = fit->n_terms;
  if (fit->estimator == &comity_cox)
    {
      cox = comity_cox_new (fit, progress, error);
      if (cox == NULL || !take_cox (self, cox, error))
        return NULL;
    }
  else if (fit->estimator->timed)
    find_last (self);
  return g_steal_pointer (&self);
}

gboolean
comity_row_hazards_is_timed (const ComityRowHazards *self)
{
  return self->fit->estimator->timed;
}

const char *
comity_row_hazards_get_note (const ComityRowHazards *self)
{
  return self->baselines != NULL                                  ? COX_NOTE
         : comity_estimator_is_parametric (self->fit->estimator) ? PARAMETRIC_NOTE
                                                                  : DISCRETE_NOTE;
}

const ComityRowBaseline *
comity_row_hazards_find_baseline (const ComityRowHazards *self, guint32 row)
{
  g_autofree char *value = NULL;
  gsize number;

  if (self->strata == NULL)
    return &self->baselines[0];
  value = comity_cox_dup_stratum_of_row (self->fit, row);
  number = GPOINTER_TO_SIZE (g_hash_table_lookup (self->strata, value));
  return number > 0 ? &self->baselines[number - 1] : NULL;
}

gsize
comity_row_baseline_find (const ComityRowBaseline *self, double time, gboolean at)
{
  gsize low = 0;
  gsize high = self->n;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (at ? self->time[middle] < time : self->time[middle] <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
comity_row_baseline_sum (const ComityRowBaseline *self,
                         gsize q,
                         gsize from,
                         gsize to,
                         double *hazard,
                         double *variance,
                         double *mean)
{
  *hazard = *variance = 0.0;
  for (gsize j = 0; j < q; j++)
    mean[j] = 0.0;
  for (gsize k = from; k < to; k++)
    {
      *hazard += self->hazard[k];
      *variance += self->variance[k];
      for (gsize j = 0; j < q; j++)
        mean[j] += self->mean[k * q + j];
    }
}

/* @d: q of memory. */
static void
read_cox_row (const ComityRowHazards *self,
              guint32 row,
              const double *x,
              double offset,
              double *d,
              double *hazard,
              double *low,
              double *high)
{
  const ComityFit *fit = self->fit;
  const ComityRowBaseline *base = comity_row_hazards_find_baseline (self, row);
  double z = gsl_cdf_ugaussian_Pinv (0.5 + fit->spec->level / 200.0);
  double eta = offset;
  double start = NAN;
  double stop, sum, variance, error;
  gsize from;

  comity_input_gather (fit->stop, &row, 1, &stop);
  if (fit->start != NULL)
    comity_input_gather (fit->start, &row, 1, &start);
  for (gsize j = 0; j < self->q; j++)
    eta += (x[j] - self->center[j]) * fit->beta[j];
  if (base == NULL || isnan (eta) || !(stop <= base->last) ||
      (fit->start != NULL && isnan (start)))
    return;
  from = fit->start != NULL ? comity_row_baseline_find (base, start, FALSE)
                            : comity_row_baseline_find (base, stop, TRUE);
  comity_row_baseline_sum (base, self->q, from, comity_row_baseline_find (base, stop, FALSE), &sum,
                           &variance, d);
  for (gsize j = 0; j < self->q; j++)
    d[j] -= (x[j] - self->center[j]) * sum;
  error = exp (eta) * sqrt (MAX (0.0, variance + comity_quadratic_form (fit->vcov, d, d)));
  *hazard = exp (eta) * sum;
  *low = MAX (0.0, *hazard - z * error);
  *high = *hazard + z * error;
}

static void
read_parametric_row (const ComityFit *fit,
                     guint32 row,
                     const double *x,
                     double offset,
                     double *hazard,
                     double *low,
                     double *high)
{
  double z = gsl_cdf_ugaussian_Pinv (0.5 + fit->spec->level / 200.0);
  double eta = offset;
  double theta = 0.0;
  double stop, width;
  ComityAftPoint point;

  comity_input_gather (fit->stop, &row, 1, &stop);
  for (gsize j = 0; j < fit->n_terms; j++)
    eta += fit->beta[j] * x[j];
  if (isnan (eta) || !(stop > 0.0))
    return;
  if (fit->beside != NULL)
    comity_fit_peek_extra (fit, 0, &theta);
  comity_aft_point (fit->estimator, fit->spec->accelerated, eta, theta, log (stop), &point);
  width = sqrt (MAX (0.0, comity_parametric_variance (fit, x, point.rate_eta, point.rate_theta)));
  *hazard = exp (point.log_rate);
  *low = exp (point.log_rate - z * width);
  *high = exp (point.log_rate + z * width);
}

void
comity_row_hazards_read (const ComityRowHazards *self,
                         const guint32 *rows,
                         gsize n,
                         double *hazard,
                         double *low,
                         double *high)
{
  g_autofree double *x = NULL;
  g_autofree double *d = NULL;

  g_return_if_fail (self != NULL);

  if (!self->fit->estimator->timed)
    {
      comity_fit_predict_intervals (self->fit, rows, n, hazard, low, high, NULL);
      return;
    }
  x = g_new (double, self->q + 1);
  d = g_new (double, self->q + 1);
  for (gsize i = 0; i < n; i++)
    {
      double offset = 0.0;

      hazard[i] = low[i] = high[i] = NAN;
      comity_fit_read_row (self->fit, rows[i], x);
      comity_design_read_offset (self->fit->design, &rows[i], 1, &offset);
      if (self->baselines != NULL)
        read_cox_row (self, rows[i], x, offset, d, &hazard[i], &low[i], &high[i]);
      else
        read_parametric_row (self->fit, rows[i], x, offset, &hazard[i], &low[i], &high[i]);
    }
}
