/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similarity corrected for chance, on squared distances (Häge 2011, doi:10.1093/pan/mpr014):
 *
 *   Cohen's κ = 1 - Σ w (x_i - x_j)² / [Σ w (x_i - m_i)² + Σ w (x_j - m_j)² + W (m_i - m_j)²]
 *   Scott's π = 1 - Σ w (x_i - x_j)² / [Σ w (x_i - m)² + Σ w (x_j - m)²],  m = (m_i + m_j) / 2
 *
 * x_i   the components of state i (k index left out)
 * m_i   their weighted mean, W = Σ w
 * All sums run over the components that both states have. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
chance_pair (const ComityTraits *traits,
             gsize i,
             gsize j,
             gboolean common_mean,
             double *contributions,
             double *coverage)
{
  const double *a = traits->x + i * traits->k;
  const double *b = traits->x + j * traits->k;
  double known = 0.0;
  double total = 0.0;
  double mean_a = 0.0;
  double mean_b = 0.0;
  double observed = 0.0;
  double expected_a = 0.0;
  double expected_b = 0.0;
  double expected;

  for (gsize k = 0; k < traits->k; k++)
    {
      total += traits->w[k];
      if (isnan (a[k]) || isnan (b[k]))
        continue;
      known += traits->w[k];
      mean_a += traits->w[k] * a[k];
      mean_b += traits->w[k] * b[k];
    }
  if (coverage != NULL)
    *coverage = known / total;
  mean_a /= known;
  mean_b /= known;
  if (common_mean)
    mean_a = mean_b = (mean_a + mean_b) / 2.0;

  /* With one common mean the last term of κ is 0 and the two formulas are one. */
  for (gsize k = 0; k < traits->k; k++)
    {
      if (isnan (a[k]) || isnan (b[k]))
        continue;
      observed += traits->w[k] * (a[k] - b[k]) * (a[k] - b[k]);
      expected_a += traits->w[k] * (a[k] - mean_a) * (a[k] - mean_a);
      expected_b += traits->w[k] * (b[k] - mean_b) * (b[k] - mean_b);
    }
  expected = expected_a + expected_b + known * (mean_a - mean_b) * (mean_a - mean_b);

  if (contributions != NULL)
    for (gsize k = 0; k < traits->k; k++)
      {
        double d = a[k] - b[k];

        contributions[k] =
            isnan (d) || !(expected > 0.0) ? 0.0 : traits->w[k] * (1.0 / known - d * d / expected);
      }
  return expected > 0.0 ? CLAMP (1.0 - observed / expected, -1.0, 1.0) : NAN;
}

static double
kappa_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return chance_pair (traits, i, j, FALSE, contributions, coverage);
}

static double
pi_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return chance_pair (traits, i, j, TRUE, contributions, coverage);
}

const ComityMeasure comity_measure_kappa = {
  .name = "kappa",
  .title = "Cohen's κ of institutions",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_RANGE,
  .pair = kappa_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};

const ComityMeasure comity_measure_pi = {
  .name = "pi",
  .title = "Scott's π of institutions",
  .source = COMITY_TRAITS_OF_COMPONENTS,
  .scaling = COMITY_SCALING_RANGE,
  .pair = pi_pair,
  .low = -1.0,
  .high = 1.0,
  .is_similarity = TRUE,
  .numbers_only = TRUE,
};
