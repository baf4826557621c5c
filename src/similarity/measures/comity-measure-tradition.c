/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Same legal tradition, 1[L_i = L_j], and both of one family (Mitchell & Powell 2011, "Domestic Law
 * Goes Global"; La Porta, Lopez-de-Silanes & Shleifer 2008, doi:10.1257/jel.46.2.285); and the
 * overlap of mixed systems, |P_i ∩ P_j| / |P_i ∪ P_j| over the laws P a system is made of (common,
 * civil, customary, religious; Siems 2016, Journal of Institutional Economics 12: 579-602). */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
same_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double a = traits->x[i];
  double b = traits->x[j];
  double value = isnan (a) || isnan (b) ? NAN : (a == b ? 1.0 : 0.0);

  return comity_measure_single (value, contributions, coverage);
}

static double
both_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double a = traits->x[i];
  double b = traits->x[j];
  gboolean both = a == traits->family && b == traits->family;
  double value = isnan (a) || isnan (b) ? NAN : (both ? 1.0 : 0.0);

  return comity_measure_single (value, contributions, coverage);
}

static double
overlap_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return comity_measure_single (comity_traits_overlap (traits->x[i], traits->x[j]), contributions,
                                coverage);
}

const ComityMeasure comity_measure_tradition = {
  .name = "tradition",
  .title = "Same legal tradition",
  .source = COMITY_TRAITS_OF_TRADITION,
  .pair = same_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};

const ComityMeasure comity_measure_both = {
  .name = "both",
  .title = "Both of one legal tradition",
  .argument = COMITY_ARGUMENT_FAMILY,
  .source = COMITY_TRAITS_OF_TRADITION,
  .pair = both_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};

const ComityMeasure comity_measure_overlap = {
  .name = "overlap",
  .title = "Overlap of legal systems (Jaccard)",
  .source = COMITY_TRAITS_OF_PARTS,
  .pair = overlap_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};
