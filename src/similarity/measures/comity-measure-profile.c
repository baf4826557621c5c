/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Likeness of the shape of two profiles: the cosine x·y/‖x‖‖y‖ and the correlation r of their
 * components. Traits of a panel come standardised, or the component with the largest unit would
 * decide alone. Sums are weighted and run over the components that both states have. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
profile_pair (const ComityTraits *traits,
              gsize i,
              gsize j,
              gboolean centred,
              gsize least,
              double *contributions,
              double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  gsize n_known = 0;
  double known = 0.0;
  double total = 0.0;
  double mean_a = 0.0;
  double mean_b = 0.0;
  double aa = 0.0;
  double bb = 0.0;
  double ab = 0.0;
  double norm;

  for (gsize k = 0; k < traits->k; k++)
    {
      total += traits->w[k];
      if (isnan (a[k]) || isnan (b[k]))
        continue;
      n_known += traits->w[k] > 0.0;
      known += traits->w[k];
      mean_a += traits->w[k] * a[k];
      mean_b += traits->w[k] * b[k];
    }
  if (coverage != NULL)
    *coverage = known / total;
  mean_a = centred ? mean_a / known : 0.0;
  mean_b = centred ? mean_b / known : 0.0;

  for (gsize k = 0; k < traits->k; k++)
    {
      double u = a[k] - mean_a;
      double v = b[k] - mean_b;
      gboolean both = !isnan (u) && !isnan (v);

      if (both)
        {
          aa += traits->w[k] * u * u;
          bb += traits->w[k] * v * v;
          ab += traits->w[k] * (u * v);
        }
      if (contributions != NULL)
        contributions[k] = both ? traits->w[k] * (u * v) : 0.0;
    }
  norm = sqrt (aa * bb);
  if (n_known < least || !(norm > 0.0))
    {
      if (contributions != NULL)
        for (gsize k = 0; k < traits->k; k++)
          contributions[k] = 0.0;
      return NAN;
    }
  if (contributions != NULL)
    for (gsize k = 0; k < traits->k; k++)
      contributions[k] /= norm;
  return CLAMP (ab / norm, -1.0, 1.0);
}

static double
cosine_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return profile_pair (traits, i, j, FALSE, 1, contributions, coverage);
}

static double
correlation_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return profile_pair (traits, i, j, TRUE, 2, contributions, coverage);
}

const ComityMeasure comity_measure_cosine = {
  .name = "cosine",
  .title = "Cosine of institutional profiles",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_STANDARD,
  .pair = cosine_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};

const ComityMeasure comity_measure_correlation = {
  .name = "correlation",
  .title = "Correlation of institutional profiles",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_STANDARD,
  .pair = correlation_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};
