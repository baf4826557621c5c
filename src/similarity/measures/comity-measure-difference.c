/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The absolute difference |x_i - x_j| of one variable (Werner & Lemke 1997, International Studies
 * Quarterly 41: 529-546), and with it the distance of UN ideal points |θ_i - θ_j| (Bailey,
 * Strezhnev & Voeten 2017, doi:10.1177/0022002715595700). */
#include "config.h"

#include "comity-measure-private.h"

#include <math.h>

static double
difference_pair (
    const ComityTraits *traits, gsize i, gsize j, double *contributions, double *coverage)
{
  return comity_measure_single (fabs (traits->x[i] - traits->x[j]), contributions, coverage);
}

const ComityMeasure comity_measure_difference = {
  .name = "difference",
  .title = "Absolute difference",
  .argument = COMITY_ARGUMENT_VARIABLE,
  .source = COMITY_TRAITS_OF_VARIABLE,
  .pair = difference_pair,
  .low = 0.0,
  .high = NAN,
};

const ComityMeasure comity_measure_ideal_point = {
  .name = "ideal-point",
  .title = "Distance of UN ideal points",
  .source = COMITY_TRAITS_OF_VARIABLE,
  .pair = difference_pair,
  .low = 0.0,
  .high = NAN,
  .variable = "ideal_point",
};
