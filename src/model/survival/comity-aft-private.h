/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a parametric model of durations says of one moment. */
#pragma once

#include "comity-estimator-private.h"

G_BEGIN_DECLS

/* At time t, with derivatives in η = β'x and in θ, the parameter beside β. */
typedef struct
{
  double hazard; /* cumulative: −log S */
  double hazard_eta, hazard_theta;
  double log_rate; /* log of −dlog S / dt */
  double rate_eta, rate_theta;
} ComityAftPoint;

/* @accelerated: estimates of exponential and Weibull are those of times, not of hazards; @theta 0
 * for the exponential; @log_t finite. */
void comity_aft_point (const ComityEstimator *estimator,
                       gboolean accelerated,
                       double eta,
                       double theta,
                       double log_t,
                       ComityAftPoint *point);

G_END_DECLS
