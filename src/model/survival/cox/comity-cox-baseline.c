/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cumulative hazard and survival after a Cox model. With r = e^{β'x}, ΔΛ_k the increments of the
 * baseline and x̄_k the means at risk,
 *   Λ(t|x) = r Σ ΔΛ_k,  Var = r² (Σ W̄ Σ 1/φ² + d'V d),  d = Σ (x̄_k − x) ΔΛ_k
 * Tsiatis (1981), doi:10.1214/aos/1176345335; Link (1984), doi:10.2307/2530925. */
#include "config.h"

#include "comity-cox-open-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

void
comity_cox_curve_free (ComityCoxCurve *self)
{
  if (self == NULL)
    return;

  g_free (self->time);
  g_free (self->hazard);
  g_free (self->std_error);
  g_free (self->survival);
  g_free (self->low);
  g_free (self->high);
  g_free (self);
}

static ComityCoxCurve *
curve_new (gsize n)
{
  g_autoptr (ComityCoxCurve) self = g_new0 (ComityCoxCurve, 1);

  self->n = n;
  self->time = g_try_new (double, n + 1);
  self->hazard = g_try_new (double, n + 1);
  self->std_error = g_try_new (double, n + 1);
  self->survival = g_try_new (double, n + 1);
  self->low = g_try_new (double, n + 1);
  self->high = g_try_new (double, n + 1);
  if (self->time == NULL || self->hazard == NULL || self->std_error == NULL ||
      self->survival == NULL || self->low == NULL || self->high == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/* The covariance of the fit in the sample's units: clustered where the fit is. */
static double
quadratic_form (const ComityCox *self, const double *d)
{
  const ComityMatrix *v = self->fit->vcov;
  double sum = 0.0;

  for (gsize i = 0; i < self->q; i++)
    for (gsize j = 0; j < self->q; j++)
      sum += d[i] * d[j] * comity_matrix_get (v, i, j) * comity_cox_get_scale (self, i) *
             comity_cox_get_scale (self, j);
  return sum;
}

ComityCoxCurve *
comity_cox_predict (const ComityCox *self, gsize stratum, const double *x, double level)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  const ComityCoxData *data = self->pass->data;
  gsize q = self->q;
  gsize first, n;
  g_autofree double *scaled = g_new (double, q + 1);
  g_autofree double *d = g_new0 (double, q + 1);
  double z = gsl_cdf_ugaussian_Pinv (0.5 + level / 200.0);
  double eta = 0.0;
  double hazard = 0.0;
  double variance = 0.0;
  ComityCoxCurve *curve;

  g_return_val_if_fail (stratum < risk->n_strata, NULL);

  first = risk->stratum_slots[stratum];
  n = risk->stratum_slots[stratum + 1] - 1 - first;
  curve = curve_new (n);
  for (gsize j = 0; j < q; j++)
    {
      scaled[j] = ((x != NULL ? x[j] : 0.0) - self->sample->mean[self->pick[j]]) /
                  comity_cox_get_scale (self, j);
      eta += scaled[j] * self->fit->beta[j] * comity_cox_get_scale (self, j);
    }
  for (gsize i = 0; curve != NULL && i < n; i++)
    {
      const ComityCoxSlot *slot = &data->slots[first + i];
      double error;

      hazard += slot->hazard;
      variance += slot->p1;
      for (gsize j = 0; j < q; j++)
        {
          double tied =
              data->tied_sums != NULL ? data->tied_sums[j * risk->n_slots + first + i] : 0.0;

          d[j] += slot->p1 * comity_cox_sum (data, j, first + i) - slot->p2 * tied -
                  scaled[j] * slot->hazard;
        }
      error = exp (eta) * sqrt (MAX (0.0, variance + quadratic_form (self, d)));
      curve->time[i] = risk->times[first + i];
      curve->hazard[i] = exp (eta) * hazard;
      curve->std_error[i] = error;
      curve->survival[i] = exp (-curve->hazard[i]);
      curve->low[i] = exp (-curve->hazard[i] - z * error);
      curve->high[i] = MIN (1.0, exp (-curve->hazard[i] + z * error));
    }
  return curve;
}

gssize
comity_cox_curve_find (const ComityCoxCurve *self, double time)
{
  gsize low = 0;
  gsize high = self->n;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (self->time[middle] <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return (gssize) low - 1;
}
