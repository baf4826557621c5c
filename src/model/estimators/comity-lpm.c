/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares, for a 0/1 outcome the linear probability model: ℓ = −½ (y − η)², u = y − η, w = 1,
 * in units of the residual variance, which is found afterwards. Newton's first step solves the
 * normal equations of the centred and scaled columns; the second, from residuals taken in the data,
 * repairs what rounding did to the first. */
#include "config.h"

#include "comity-link-private.h"

#include <math.h>

COMITY_INLINE double
lpm_body (const double *eta,
          const double *y,
          const double *weight,
          double *root,
          double *z,
          double *residual)
{
  const ComityV4 one = { 1.0, 1.0, 1.0, 1.0 };
  ComityV4 sum = { 0.0, 0.0, 0.0, 0.0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 e = COMITY_V4_LOAD (y + r) - COMITY_V4_LOAD (eta + r);
      ComityV4 square = e * e;

      sum += weight != NULL ? square * COMITY_V4_LOAD (weight + r) : square;
      comity_link_store (e, one, weight, r, root, z, residual);
    }
  return -0.5 * COMITY_V4_SUM (sum);
}

COMITY_DEFINE_LINK (lpm)

static double
identity (double value)
{
  return value;
}

const ComityEstimator comity_lpm = {
  .name = "lpm",
  .title = "Linear probability (OLS)",
  .linear = TRUE,
  .absorbs = TRUE,
  .start = identity,
  .mean = identity,
  .get_link = lpm_get_link,
  .pass = comity_glm_pass,
};
