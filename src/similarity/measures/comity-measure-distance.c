/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances of institutional profiles (Berry, Guillén & Zhou 2010, doi:10.1057/jibs.2010.28):
 *
 *   Kogut–Singh          (1/K) Σ_k (x_ik - x_jk)² / V_k      (Kogut & Singh 1988,
 *                                                             doi:10.1057/palgrave.jibs.8490394)
 *   Euclidean            √ Σ_k (z_ik - z_jk)²                z: standardised traits
 *   city-block           Σ_k |z_ik - z_jk|
 *   Mahalanobis          √ (Δ' S⁻¹ Δ)
 *
 * With weights Σ_k becomes Σ_k w_k (K: Σ_k w_k); Mahalanobis takes none, for S⁻¹ already weighs.
 * Where a component is missing the first averages over the rest, the next two scale the rest up to
 * the whole weight (as R's dist), the last is undefined. Contributions to a root are in proportion
 * to the parts under it. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

/* Σ w d² over the known components, d² divided by the variance if asked; parts go to
 * @contributions. */
static double
sum_squares (const ComityTraits *traits,
             gsize i,
             gsize j,
             gboolean by_variance,
             double *contributions,
             double *known,
             double *total)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double sum = 0.0;

  *known = *total = 0.0;
  for (gsize k = 0; k < traits->k; k++)
    {
      double part = (a[k] - b[k]) * (a[k] - b[k]);

      *total += traits->w[k];
      if (by_variance)
        part = traits->variance[k] > 0.0 ? part / traits->variance[k] : NAN;
      if (!isnan (part))
        {
          *known += traits->w[k];
          sum += traits->w[k] * part;
        }
      if (contributions != NULL)
        contributions[k] = isnan (part) ? 0.0 : traits->w[k] * part;
    }
  return sum;
}

static void
scale (double *contributions, gsize n, double factor)
{
  if (contributions != NULL)
    for (gsize k = 0; k < n; k++)
      contributions[k] *= factor;
}

static double
kogut_singh_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double known;
  double total;
  double sum = sum_squares (traits, i, j, TRUE, contributions, &known, &total);

  if (coverage != NULL)
    *coverage = known / total;
  if (!(known > 0.0))
    return NAN;
  scale (contributions, traits->k, 1.0 / known);
  return sum / known;
}

static double
euclidean_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double known;
  double total;
  double sum = sum_squares (traits, i, j, FALSE, contributions, &known, &total);
  double value;

  if (coverage != NULL)
    *coverage = known / total;
  if (!(known > 0.0))
    return NAN;
  value = sqrt (sum * (total / known));
  scale (contributions, traits->k, sum > 0.0 ? value / sum : 0.0);
  return value;
}

static double
manhattan_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double known = 0.0;
  double total = 0.0;
  double sum = 0.0;

  for (gsize k = 0; k < traits->k; k++)
    {
      double part = traits->w[k] * fabs (a[k] - b[k]);

      total += traits->w[k];
      if (!isnan (part))
        {
          known += traits->w[k];
          sum += part;
        }
      if (contributions != NULL)
        contributions[k] = isnan (part) ? 0.0 : part;
    }
  if (coverage != NULL)
    *coverage = known / total;
  if (!(known > 0.0))
    return NAN;
  scale (contributions, traits->k, total / known);
  return sum * (total / known);
}

static double
mahalanobis_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double known = 0.0;
  double total = 0.0;
  double sum = 0.0;
  double value;

  for (gsize k = 0; k < traits->k; k++)
    {
      total += traits->w[k];
      if (!isnan (a[k]) && !isnan (b[k]))
        known += traits->w[k];
      if (contributions != NULL)
        contributions[k] = 0.0;
    }
  if (coverage != NULL)
    *coverage = known / total;
  if (!(known > 0.0) || known < total || traits->precision == NULL)
    return NAN;

  for (gsize k = 0; k < traits->k; k++)
    {
      double row = 0.0;

      if (!(traits->w[k] > 0.0))
        continue;
      for (gsize l = 0; l < traits->k; l++)
        if (traits->w[l] > 0.0)
          row += traits->precision[k * traits->k + l] * (a[l] - b[l]);
      row *= a[k] - b[k];
      sum += row;
      if (contributions != NULL)
        contributions[k] = row;
    }
  value = sqrt (MAX (sum, 0.0));
  scale (contributions, traits->k, sum > 0.0 ? value / sum : 0.0);
  return value;
}

const ComityMeasure comity_measure_kogut_singh = {
  .name = "kogut-singh",
  .title = "Kogut–Singh distance",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .pair = kogut_singh_pair,
  .low = 0.0,
  .high = NAN,
  .numbers_only = TRUE,
};

const ComityMeasure comity_measure_euclidean = {
  .name = "euclidean",
  .title = "Standardised Euclidean distance",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_STANDARD,
  .pair = euclidean_pair,
  .low = 0.0,
  .high = NAN,
  .numbers_only = TRUE,
};

const ComityMeasure comity_measure_manhattan = {
  .name = "manhattan",
  .title = "Standardised city-block distance",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_STANDARD,
  .pair = manhattan_pair,
  .low = 0.0,
  .high = NAN,
  .numbers_only = TRUE,
};

const ComityMeasure comity_measure_mahalanobis = {
  .name = "mahalanobis",
  .title = "Mahalanobis distance",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .pair = mahalanobis_pair,
  .low = 0.0,
  .high = NAN,
  .numbers_only = TRUE,
  .needs_covariance = TRUE,
};
