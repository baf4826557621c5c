/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weak link min(x_i, x_j) (Dixon 1994, doi:10.2307/2944879; Oneal & Russett 1997,
 * doi:10.1111/1468-2478.00042), its counterpart max(x_i, x_j), their product x_i x_j (which is high
 * only where neither is low), and both at or above a threshold (joint democracy). NaN on either side
 * stays NaN. */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
minimum_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double a = traits->x[i];
  double b = traits->x[j];
  double value = isnan (a) || isnan (b) ? NAN : MIN (a, b);

  return comity_measure_single (value, contributions, coverage);
}

static double
maximum_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double a = traits->x[i];
  double b = traits->x[j];
  double value = isnan (a) || isnan (b) ? NAN : MAX (a, b);

  return comity_measure_single (value, contributions, coverage);
}

static double
product_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return comity_measure_single (traits->x[i] * traits->x[j], contributions, coverage);
}

static double
joint_pair (const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  double a = traits->x[i];
  double b = traits->x[j];
  gboolean both = a >= traits->threshold && b >= traits->threshold;
  double value = isnan (a) || isnan (b) ? NAN : (both ? 1.0 : 0.0);

  return comity_measure_single (value, contributions, coverage);
}

const ComityMeasure comity_measure_minimum = {
  .name = "min",
  .title = "Weak link (lower of the two)",
  .argument = COMITY_ARGUMENT_VARIABLE,
  .source = COMITY_TRAITS_OF_VARIABLE,
  .pair = minimum_pair,
  .low = NAN,
  .high = NAN,
  .is_similarity = TRUE,
};

const ComityMeasure comity_measure_maximum = {
  .name = "max",
  .title = "Higher of the two",
  .argument = COMITY_ARGUMENT_VARIABLE,
  .source = COMITY_TRAITS_OF_VARIABLE,
  .pair = maximum_pair,
  .low = NAN,
  .high = NAN,
  .is_similarity = TRUE,
};

const ComityMeasure comity_measure_product = {
  .name = "product",
  .title = "Product of the two",
  .argument = COMITY_ARGUMENT_VARIABLE,
  .source = COMITY_TRAITS_OF_VARIABLE,
  .pair = product_pair,
  .low = NAN,
  .high = NAN,
  .is_similarity = TRUE,
};

const ComityMeasure comity_measure_joint = {
  .name = "joint",
  .title = "Both at or above a threshold",
  .argument = COMITY_ARGUMENT_THRESHOLD,
  .source = COMITY_TRAITS_OF_VARIABLE,
  .pair = joint_pair,
  .low = 0.0,
  .high = 1.0,
  .is_similarity = TRUE,
};
