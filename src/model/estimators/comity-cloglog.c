/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The complementary log-log: P(y = 1) = 1 − e^−q, q = e^η, a proportional-hazards model in grouped
 * time. y = 0: ℓ = −q, u = −q, w = q y = 1: ℓ = log (1 − e^−q), u = q / (e^q − 1), w = u (q + u −
 * 1): the observed information Events are few: four rows without any go the vector way. */
#include "config.h"

#include "comity-link-private.h"

#include <math.h>

/* Below this q + u − 1 cancels and its series q/2 + q²/12 − q⁴/720 is exact. */
#define SMALL 1e-2

static double
cloglog_event (double q, double *u, double *w)
{
  double rest;

  *u = q / expm1 (q);
  rest = q < SMALL ? q * (0.5 + q * (1.0 / 12.0 - q * q / 720.0)) : q + *u - 1.0;
  *w = *u * rest;
  return log (-expm1 (-q));
}

COMITY_INLINE double
cloglog_body (const double *eta,
              const double *y,
              const double *weight,
              double *root,
              double *z,
              double *residual)
{
  ComityV4 sum = { 0.0, 0.0, 0.0, 0.0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 q = COMITY_V4_LOAD (eta + r);
      ComityV4 u, w, l;

      comity_v4_exp (&q);
      l = u = -q;
      w = q;
      for (gsize lane = 0; lane < COMITY_LANES; lane++)
        if (y[r + lane] > 0.5)
          {
            double u1, w1;

            l[lane] = cloglog_event (q[lane], &u1, &w1);
            u[lane] = u1;
            w[lane] = w1;
          }
      sum += weight != NULL ? l * COMITY_V4_LOAD (weight + r) : l;
      comity_link_store (u, w, weight, r, root, z, residual);
    }
  return COMITY_V4_SUM (sum);
}

COMITY_DEFINE_LINK (cloglog)

static double
cloglog_start (double mean)
{
  return log (-log1p (-mean));
}

static double
cloglog_mean (double eta)
{
  return -expm1 (-exp (eta));
}

/* q² / (e^q − 1) */
static double
cloglog_expected_weight (double eta)
{
  double q = exp (MIN (eta, 700.0));

  return q * q / expm1 (q);
}

const ComityEstimator comity_cloglog = {
  .name = "cloglog",
  .title = "Complementary log-log",
  .binary = TRUE,
  .refuse_outcome = comity_refuse_unless_binary,
  .start = cloglog_start,
  .mean = cloglog_mean,
  .null_log_likelihood = comity_binary_null_log_likelihood,
  .expected_weight = cloglog_expected_weight,
  .get_link = cloglog_get_link,
  .pass = comity_glm_pass,
};
