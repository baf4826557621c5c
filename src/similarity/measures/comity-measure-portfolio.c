/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlap of treaty portfolios: Jaccard |N_i ∩ N_j| / |N_i ∪ N_j| (Jaccard 1912,
 * doi:10.1111/j.1469-8137.1912.tb05611.x) and Dice 2 |N_i ∩ N_j| / (|N_i| + |N_j|) (Dice 1945,
 * doi:10.2307/1932409), N_i the states with which i has a tie by the year. Two states without any
 * partner have no overlap to speak of: NaN. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static void
count_partners (
    const ComityTraits *traits, gsize i, gsize j, gsize *shared, gsize *of_i, gsize *of_j)
{
  const guint64 *a = traits->partners + i * traits->partner_words;
  const guint64 *b = traits->partners + j * traits->partner_words;

  *shared = *of_i = *of_j = 0;
  for (gsize w = 0; w < traits->partner_words; w++)
    {
      *shared += (gsize)__builtin_popcountll (a[w] & b[w]);
      *of_i += (gsize)__builtin_popcountll (a[w]);
      *of_j += (gsize)__builtin_popcountll (b[w]);
    }
}

static double
jaccard_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  gsize shared;
  gsize of_i;
  gsize of_j;

  count_partners (traits, i, j, &shared, &of_i, &of_j);
  if (coverage != NULL)
    *coverage = of_i + of_j > 0 ? 1.0 : 0.0;
  return of_i + of_j > 0 ? (double)shared / (double)(of_i + of_j - shared) : NAN;
}

static double
dice_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  gsize shared;
  gsize of_i;
  gsize of_j;

  count_partners (traits, i, j, &shared, &of_i, &of_j);
  if (coverage != NULL)
    *coverage = of_i + of_j > 0 ? 1.0 : 0.0;
  return of_i + of_j > 0 ? 2.0 * (double)shared / (double)(of_i + of_j) : NAN;
}

const ComityMeasure comity_measure_portfolio = {
  .name = "portfolio",
  .title = "Overlap of treaty partners (Jaccard)",
  .source = COMITY_TRAITS_OF_PARTNERS,
  .pair = jaccard_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};

const ComityMeasure comity_measure_dice = {
  .name = "dice",
  .title = "Overlap of treaty partners (Dice)",
  .source = COMITY_TRAITS_OF_PARTNERS,
  .pair = dice_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};
