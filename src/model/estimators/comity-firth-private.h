/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the penalised and the rare-events logit share: the leverages of a logit's rows. */
#pragma once

#include "comity-estimator-private.h"

G_BEGIN_DECLS

/* After a pass of the logit at β: h (blocks) gets h_i = w_i x_i'H⁻¹x_i times ½ − p_i, and @gradient
 * (q) their sums with x. FALSE: cancelled, out of memory, or H is not positive definite; then
 * @singular is TRUE. O(n q²). */
gboolean comity_firth_correct (const ComityPass *pass,
                               double *h,
                               double *gradient,
                               gboolean *singular,
                               ComityProgress *progress);

G_END_DECLS
