/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an estimate and its variance to what a table prints; g'Vh of the delta method. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

/* Fills all but term and estimate: z, or t where the fit has degrees of freedom. */
void comity_infer (const ComityFit *fit, double variance, ComityCoefficient *c);
/* a'Vb; elements with weight 0 are not looked at, so that they may be NaN. O(k²). */
double comity_quadratic_form (const ComityMatrix *v, const double *a, const double *b);
/* n_draws × n_terms from N(b, V) by V's eigenvectors, which a repaired V has too; the same for the
 * same seed. NULL where V is not finite. g_free. */
double *comity_draw_estimates (const ComityFit *fit, guint n_draws, guint64 seed);
/* … n_draws × (n_terms + 1): with the parameter beside the terms (ln p, ln σ …), which the fit has. */
double *comity_draw_estimates_beside (const ComityFit *fit, guint n_draws, guint64 seed);
/* The quantiles of @x (n) that leave @level percent between them, R's type 7; sorts @x. NaN for
 * none. */
void comity_take_quantiles (double *x, gsize n, double level, double *low, double *high);

G_END_DECLS
