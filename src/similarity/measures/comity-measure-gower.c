/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gower's general coefficient of similarity (Gower 1971, doi:10.2307/2528823):
 *
 *   S_ij = Σ_k w_k δ_ijk s_ijk / Σ_k w_k δ_ijk
 *
 * s   1 - |x_ik - x_jk| / span_k for a number, 1[x_ik = x_jk] for a category, and for a set of
 *     categories the share that is common, |A ∩ B| / |A ∪ B|
 * δ   1 where both states have a value, else 0
 *
 * A number that is the same for all states (span 0) has s = 1. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
gower_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double sum = 0.0;
  double known = 0.0;
  double total = 0.0;

  for (gsize k = 0; k < traits->k; k++)
    {
      double term = 0.0;

      total += traits->w[k];
      if (!isnan (a[k]) && !isnan (b[k]))
        {
          double s;

          if (traits->nominal[k] == COMITY_TRAIT_SET)
            s = comity_traits_overlap (a[k], b[k]);
          else if (traits->nominal[k] == COMITY_TRAIT_CATEGORY)
            s = a[k] == b[k] ? 1.0 : 0.0;
          else
            s = traits->span[k] > 0.0 ? 1.0 - fabs (a[k] - b[k]) / traits->span[k] : 1.0;
          known += traits->w[k];
          term = traits->w[k] * s;
          sum += term;
        }
      if (contributions != NULL)
        contributions[k] = term;
    }
  if (coverage != NULL)
    *coverage = known / total;
  if (contributions != NULL && known > 0.0)
    for (gsize k = 0; k < traits->k; k++)
      contributions[k] /= known;
  return known > 0.0 ? sum / known : NAN;
}

const ComityMeasure comity_measure_gower = {
  .name = "gower",
  .title = "Gower similarity of institutions",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .pair = gower_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};
