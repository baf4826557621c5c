/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the makers of predicted curves share. */
#pragma once

#include "comity-predicted-curves.h"

G_BEGIN_DECLS

/* All arrays of n, NaN. */
gboolean comity_predicted_curve_alloc (ComityPredictedCurve *self, gsize n, GError **error);
/* Finite estimates, one case, and a covariate. */
gboolean comity_predicted_curves_check_case (const ComityFit *fit,
                                             const ComityProfile *profile,
                                             const char *column,
                                             GError **error);

G_END_DECLS
