/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the makers of predicted curves share. */
#pragma once

#include "comity-predicted-curves.h"

#include "comity-estimator-private.h"

G_BEGIN_DECLS

/* All arrays of n, NaN. */
gboolean comity_predicted_curve_alloc (ComityPredictedCurve *self, gsize n, GError **error);
/* Finite estimates, one case, and a covariate. */
gboolean comity_predicted_curves_check_case (const ComityFit *fit,
                                             const ComityProfile *profile,
                                             const char *column,
                                             GError **error);

/* Exponential, Weibull, log-logistic, log-normal. */
gboolean comity_estimator_is_parametric (const ComityEstimator *estimator);
/* Variance of a x'β + b θ, with θ the parameter beside β; @x: n_terms. */
double comity_parametric_variance (const ComityFit *fit, const double *x, double a, double b);

G_END_DECLS
