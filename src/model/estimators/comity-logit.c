/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The logit: P(y = 1) = p = 1 / (1 + e^−η), ℓ = y·η − log (1 + e^η), u = y − p, w = p (1 − p).
 *
 * All comes from e^−|η|, which never overflows and keeps its digits where p is near 0 or 1. The
 * logarithms of a block are taken once per lane, of the product of 1 + e^−|η| over its 32 rows, unless
 * rows have weights. */
#include "config.h"

#include "comity-link-private.h"

#include <math.h>

COMITY_INLINE double
logit_body (const double *eta,
            const double *y,
            const double *weight,
            double *root,
            double *z,
            double *residual)
{
  const ComityV4 one = { 1.0, 1.0, 1.0, 1.0 };
  const ComityV4 zero = { 0.0, 0.0, 0.0, 0.0 };
  ComityV4 product = one;
  ComityV4 linear = zero;
  double log_likelihood = 0.0;

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 e = COMITY_V4_LOAD (eta + r);
      ComityV4 yes = COMITY_V4_LOAD (y + r);
      ComityV4 t = -COMITY_V4_ABS (e);
      ComityV4 larger, smaller, p, not_p, u, w;

      comity_v4_exp (&t);
      larger = one / (one + t);
      smaller = t * larger;
      p = COMITY_V4_CHOOSE (e > zero, larger, smaller);
      not_p = COMITY_V4_CHOOSE (e > zero, smaller, larger);
      u = yes * not_p - (one - yes) * p;
      w = larger * smaller;
      if (weight != NULL)
        {
          ComityV4 k = COMITY_V4_LOAD (weight + r);

          comity_v4_log1p (&t);
          linear += k * (yes * e - COMITY_V4_MAX (e, zero) - t);
        }
      else
        {
          linear += yes * e - COMITY_V4_MAX (e, zero);
          product *= one + t;
        }
      comity_link_store (u, w, weight, r, root, z, residual);
    }
  for (gsize lane = 0; lane < COMITY_LANES; lane++)
    log_likelihood += linear[lane] - log (product[lane]);
  return log_likelihood;
}

COMITY_DEFINE_LINK (logit)

/* No logarithm, no root: a third of the link. */
COMITY_INLINE void
residual_body (const double *eta, const double *y, const double *weight, double *residual)
{
  const ComityV4 one = { 1.0, 1.0, 1.0, 1.0 };
  const ComityV4 zero = { 0.0, 0.0, 0.0, 0.0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 e = COMITY_V4_LOAD (eta + r);
      ComityV4 yes = COMITY_V4_LOAD (y + r);
      ComityV4 t = -COMITY_V4_ABS (e);
      ComityV4 larger, smaller, p, not_p, u;

      comity_v4_exp (&t);
      larger = one / (one + t);
      smaller = t * larger;
      p = COMITY_V4_CHOOSE (e > zero, larger, smaller);
      not_p = COMITY_V4_CHOOSE (e > zero, smaller, larger);
      u = yes * not_p - (one - yes) * p;
      COMITY_V4_STORE (residual + r, weight != NULL ? u * COMITY_V4_LOAD (weight + r) : u);
    }
}

COMITY_DEFINE_RESIDUAL (residual)

static double
logit_start (double mean)
{
  return log (mean) - log1p (-mean);
}

static double
logit_mean (double eta)
{
  return eta > 0.0 ? 1.0 / (1.0 + exp (-eta)) : exp (eta) / (1.0 + exp (eta));
}

/* King & Zeng (2001), doi:10.1093/oxfordjournals.pan.a004868: sampling on the outcome moves the
 * constant alone. */
static double
logit_thin_shift (double share)
{
  return -log (share);
}

const ComityEstimator comity_logit = {
  .name = "logit",
  .title = "Logit",
  .binary = TRUE,
  .refuse_outcome = comity_refuse_unless_binary,
  .start = logit_start,
  .mean = logit_mean,
  .null_log_likelihood = comity_binary_null_log_likelihood,
  .thin_shift = logit_thin_shift,
  .get_link = logit_get_link,
  .get_residual = residual_get,
  .pass = comity_glm_pass,
};
