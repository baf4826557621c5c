/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S of Signorino & Ritter (1999, doi:10.1111/0020-8833.00113):
 *
 *   S_ij = 1 - 2 Σ_k w_k |x_ik - x_jk| / Σ_k w_k Δmax_k
 *
 * Δmax   the largest distance there can be in component k: the span of the traits. Traits of a
 * panel come scaled to 0 … 1, so that it is 1 for each and no unit outweighs another. Sums run over
 * components that both states have. "s-squared" takes squares of the distances in both sums. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
portfolio_pair (const ComityTraits *traits,
                gsize i,
                gsize j,
                gboolean squared,
                double *contributions,
                double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double distance = 0.0;
  double largest = 0.0;
  double known = 0.0;
  double total = 0.0;

  for (gsize k = 0; k < traits->k; k++)
    {
      double difference = fabs (a[k] - b[k]);

      total += traits->w[k];
      if (isnan (difference))
        continue;
      known += traits->w[k];
      distance += traits->w[k] * (squared ? difference * difference : difference);
      largest += traits->w[k] * (squared ? traits->span[k] * traits->span[k] : traits->span[k]);
    }
  if (coverage != NULL)
    *coverage = known / total;
  if (contributions != NULL)
    for (gsize k = 0; k < traits->k; k++)
      {
        double difference = fabs (a[k] - b[k]);
        double span = traits->span[k];

        if (squared)
          {
            difference *= difference;
            span *= span;
          }
        contributions[k] = isnan (difference) || !(largest > 0.0)
                               ? 0.0
                               : traits->w[k] * (span - 2.0 * difference) / largest;
      }
  return largest > 0.0 ? CLAMP (1.0 - 2.0 * distance / largest, -1.0, 1.0) : NAN;
}

static double
s_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return portfolio_pair (traits, i, j, FALSE, contributions, coverage);
}

static double
s_squared_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return portfolio_pair (traits, i, j, TRUE, contributions, coverage);
}

const ComityMeasure comity_measure_s = {
  .name = "s",
  .title = "S of institutions",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_RANGE,
  .pair = s_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};

const ComityMeasure comity_measure_s_squared = {
  .name = "s-squared",
  .title = "S of institutions, squared distances",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_RANGE,
  .pair = s_squared_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};
