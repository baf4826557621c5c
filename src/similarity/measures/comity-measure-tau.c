/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kendall's τ_b of two profiles (Kendall 1945, doi:10.1093/biomet/33.3.239; of alliance portfolios
 * Bueno de Mesquita 1975, Journal of Conflict Resolution 19: 187-216): components k < l of i and j
 * agree or disagree in which of the two is higher,
 *
 *   τ_b = Σ_kl w_k w_l sgn(x_ik - x_il) sgn(x_jk - x_jl) / √(T_i T_j)
 *   T_i = Σ_kl w_k w_l [x_ik ≠ x_il]
 *
 * over pairs of components that both states have. The weights are ours; without them it is the
 * textbook's. A pair of components adds half of its part to each of the two. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static inline double
sign (double x)
{
  return (double) ((x > 0.0) - (x < 0.0));
}

static double
tau_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double known = 0.0;
  double total = 0.0;
  double agree = 0.0;
  double untied_a = 0.0;
  double untied_b = 0.0;
  double norm;

  for (gsize k = 0; k < traits->k; k++)
    {
      gboolean has = !isnan (a[k]) && !isnan (b[k]);

      total += traits->w[k];
      known += has ? traits->w[k] : 0.0;
      if (contributions != NULL)
        contributions[k] = 0.0;
      for (gsize l = 0; has && l < k; l++)
        {
          double weight = traits->w[k] * traits->w[l];
          double of_a = sign (a[k] - a[l]);
          double of_b = sign (b[k] - b[l]);
          double part = weight * (of_a * of_b);

          if (isnan (a[l]) || isnan (b[l]))
            continue;
          agree += part;
          untied_a += weight * fabs (of_a);
          untied_b += weight * fabs (of_b);
          if (contributions != NULL)
            {
              contributions[k] += part / 2.0;
              contributions[l] += part / 2.0;
            }
        }
    }
  if (coverage != NULL)
    *coverage = known / total;
  norm = sqrt (untied_a * untied_b);
  for (gsize k = 0; contributions != NULL && k < traits->k; k++)
    contributions[k] = norm > 0.0 ? contributions[k] / norm : 0.0;
  return norm > 0.0 ? CLAMP (agree / norm, -1.0, 1.0) : NAN;
}

const ComityMeasure comity_measure_tau_b = {
  .name = "tau-b",
  .title = "Kendall’s τ_b of institutional profiles",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_STANDARD,
  .pair = tau_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};
