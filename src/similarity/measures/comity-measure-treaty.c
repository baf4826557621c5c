/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two states have a tie by the year: the adjacency matrix of the treaty network as a measure, so
 * that it can be drawn and ordered like any other. A state has no tie with itself: NaN. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
treaty_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  const guint64 *partners = traits->partners + i * traits->partner_words;

  if (coverage != NULL)
    *coverage = i != j ? 1.0 : 0.0;
  if (i == j)
    return NAN;
  return (partners[j / 64] >> (j % 64)) & 1 ? 1.0 : 0.0;
}

const ComityMeasure comity_measure_treaty = {
  .name = "treaty",
  .title = "Treaty between the two",
  .source = COMITY_TRAITS_OF_PARTNERS,
  .pair = treaty_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};
