/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that measures look at: traits of states on a common scale, and sets of partners.
 *
 * x   n × K traits, row-major, NaN missing
 */
#include "config.h"

#include "comity-measure-private.h"

#include "comity-matrix.h"

#include <math.h>
#include <string.h>

ComityTraits *
comity_traits_new (gsize n, gsize k, const double *x, const double *weights, const guint8 *nominal)
{
  g_autoptr (ComityTraits) self = g_new0 (ComityTraits, 1);

  self->n = n;
  self->k = k;
  if (k > 0 && n > G_MAXSIZE / k)
    return NULL;
  self->x = g_try_new (double, MAX (n * k, 1));
  self->w = g_try_new (double, MAX (k, 1));
  self->nominal = g_try_new0 (guint8, MAX (k, 1));
  self->span = g_try_new (double, MAX (k, 1));
  self->variance = g_try_new (double, MAX (k, 1));
  if (self->x == NULL || self->w == NULL || self->nominal == NULL || self->span == NULL ||
      self->variance == NULL)
    return NULL;
  if (n * k > 0)
    memcpy (self->x, x, n * k * sizeof (double));
  for (gsize c = 0; c < k; c++)
    {
      self->w[c] = weights != NULL ? weights[c] : 1.0;
      self->nominal[c] = nominal != NULL ? nominal[c] : COMITY_TRAIT_NUMBER;
    }
  comity_traits_scale (self, COMITY_SCALING_NONE);
  return g_steal_pointer (&self);
}

void
comity_traits_free (ComityTraits *self)
{
  if (self == NULL)
    return;
  g_free (self->x);
  g_free (self->w);
  g_free (self->nominal);
  g_free (self->span);
  g_free (self->variance);
  g_free (self->precision);
  g_free (self->partners);
  g_free (self);
}

/* Lowest value, span, mean and variance of one column, in two passes. */
static void
describe (const ComityTraits *self,
          gsize column,
          double *low,
          double *span,
          double *mean,
          double *variance)
{
  gsize n_known = 0;
  double high = -G_MAXDOUBLE;
  double sum = 0.0;
  double squares = 0.0;

  *low = G_MAXDOUBLE;
  for (gsize i = 0; i < self->n; i++)
    {
      double value = self->x[i * self->k + column];

      if (isnan (value))
        continue;
      n_known++;
      sum += value;
      *low = MIN (*low, value);
      high = MAX (high, value);
    }
  *mean = n_known > 0 ? sum / (double)n_known : NAN;
  *span = n_known > 0 ? high - *low : NAN;
  for (gsize i = 0; i < self->n; i++)
    {
      double value = self->x[i * self->k + column];

      if (!isnan (value))
        squares += (value - *mean) * (value - *mean);
    }
  *variance = n_known > 1 ? squares / (double)(n_known - 1) : NAN;
}

void
comity_traits_scale (ComityTraits *self, ComityScaling scaling)
{
  for (gsize c = 0; c < self->k; c++)
    {
      double low;
      double mean;
      double from;
      double unit;

      describe (self, c, &low, &self->span[c], &mean, &self->variance[c]);
      if (scaling == COMITY_SCALING_NONE || self->nominal[c] != COMITY_TRAIT_NUMBER)
        continue;
      from = scaling == COMITY_SCALING_RANGE ? low : mean;
      unit = scaling == COMITY_SCALING_RANGE ? self->span[c] : sqrt (self->variance[c]);
      for (gsize i = 0; i < self->n; i++)
        {
          double *value = &self->x[i * self->k + c];

          if (!isnan (*value))
            *value = self->span[c] > 0.0 ? (*value - from) / unit : 0.0;
        }
      describe (self, c, &low, &self->span[c], &mean, &self->variance[c]);
    }
}

/* The components with a weight, in @used; how many. */
static gsize
list_weighted (const ComityTraits *self, gsize *used)
{
  gsize n = 0;

  for (gsize c = 0; c < self->k; c++)
    if (self->w[c] > 0.0)
      used[n++] = c;
  return n;
}

gboolean
comity_traits_invert_covariance (ComityTraits *self)
{
  g_autofree gsize *used = g_new (gsize, self->k + 1);
  gsize k = list_weighted (self, used);
  g_autoptr (ComityMatrix) covariance = comity_matrix_new (k, k);
  g_autoptr (ComityMatrix) inverse = NULL;
  g_autofree double *mean = g_new0 (double, k);
  g_autofree guint8 *complete = g_new0 (guint8, self->n + 1);
  gsize n_complete = 0;
  double rcond;

  if (covariance == NULL || k == 0)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    {
      complete[i] = 1;
      for (gsize c = 0; c < k; c++)
        if (isnan (self->x[i * self->k + used[c]]))
          complete[i] = 0;
      n_complete += complete[i];
    }
  if (n_complete < k + 1)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    for (gsize c = 0; complete[i] && c < k; c++)
      mean[c] += self->x[i * self->k + used[c]] / (double)n_complete;
  for (gsize i = 0; i < self->n; i++)
    for (gsize c = 0; complete[i] && c < k; c++)
      for (gsize d = 0; d < k; d++)
        covariance->data[c * k + d] += (self->x[i * self->k + used[c]] - mean[c]) *
                                       (self->x[i * self->k + used[d]] - mean[d]) /
                                       (double)(n_complete - 1);

  inverse = comity_matrix_invert_spd (covariance, &rcond);
  /* Below this the distance would be rounding error. */
  if (inverse == NULL || rcond < 1e-12)
    return FALSE;
  g_free (self->precision);
  self->precision = g_new0 (double, self->k * self->k);
  for (gsize c = 0; c < k; c++)
    for (gsize d = 0; d < k; d++)
      self->precision[used[c] * self->k + used[d]] = inverse->data[c * k + d];
  return TRUE;
}

double
comity_traits_overlap (double a, double b)
{
  guint64 x, y;

  if (isnan (a) || isnan (b))
    return NAN;
  x = (guint64)a;
  y = (guint64)b;
  if ((x | y) == 0)
    return NAN;
  return (double)__builtin_popcountll (x & y) / (double)__builtin_popcountll (x | y);
}

gboolean
comity_traits_set_ties (ComityTraits *self, const guint32 *a, const guint32 *b, gsize n_ties)
{
  gsize words = (self->n + 63) / 64;
  guint64 *partners = g_try_new0 (guint64, MAX (self->n * words, 1));

  if (partners == NULL)
    return FALSE;
  for (gsize t = 0; t < n_ties; t++)
    {
      g_assert (a[t] < self->n && b[t] < self->n);
      partners[a[t] * words + b[t] / 64] |= G_GUINT64_CONSTANT (1) << (b[t] % 64);
      partners[b[t] * words + a[t] / 64] |= G_GUINT64_CONSTANT (1) << (a[t] % 64);
    }
  g_free (self->partners);
  self->partners = partners;
  self->partner_words = words;
  return TRUE;
}
