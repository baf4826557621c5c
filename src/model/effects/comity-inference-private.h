/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an estimate and its variance to what a table prints; g'Vh of the delta method. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

/* Fills all but term and estimate: z, or t where the fit has degrees of freedom. */
void comity_infer (const ComityFit *fit, double variance, ComityCoefficient *c);
/* a'Vb; elements with weight 0 are not looked at, so that they may be NaN. O(k²). */
double comity_quadratic_form (const ComityMatrix *v, const double *a, const double *b);

G_END_DECLS
