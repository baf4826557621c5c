/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probit: P(y = 1) = Φ(η). With s = ±1 as y = 1 or 0, t = s·η and the Mills ratio λ =
 * φ(t)/Φ(t): ℓ = log Φ(t), u = s·λ, w = λ (λ + t), the observed information (Stata's, gretl's); the
 * expected one (R's) has w = φ(η)² / (Φ(η) Φ(−η)).
 *
 * All comes from E = erfcx (|η|/√2) / 2 and g = e^(−η²/2), so that nothing is lost in the tails:
 * Φ(−|η|) = g·E. The logarithms of a block are taken once per lane, of a product. */
#include "config.h"

#include "comity-link-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define INV_SQRT_2PI 0.39894228040143267794
/* λ + t cancels where t is far below this; w has long reached its limit 1. */
#define FAR_TAIL (-1e5)

COMITY_INLINE double
probit_body (const double *eta,
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
      ComityV4 sign = COMITY_V4_CHOOSE (COMITY_V4_LOAD (y + r) > 0.5 * one, one, -one);
      ComityV4 t = sign * e;
      ComityV4 tail = COMITY_V4_ABS (e) * M_SQRT1_2;
      ComityV4 half_square = -0.5 * e * e;
      ComityV4 g = half_square;
      ComityV4 likely, mills, w;

      comity_v4_erfcx (&tail);
      comity_v4_exp (&g);
      tail *= 0.5;
      /* Φ(t), but without the factor g where t < 0. */
      likely = COMITY_V4_CHOOSE (t < zero, tail, one - g * tail);
      mills = COMITY_V4_CHOOSE (t < zero, one, g) * INV_SQRT_2PI / likely;
      half_square = COMITY_V4_CHOOSE (t < zero, half_square, zero);
      w = COMITY_V4_CHOOSE (t < FAR_TAIL * one, one, mills * (mills + t));
      if (weight != NULL)
        for (gsize lane = 0; lane < COMITY_LANES; lane++)
          log_likelihood += weight[r + lane] * (half_square[lane] + log (likely[lane]));
      else
        {
          linear += half_square;
          product *= likely;
        }
      comity_link_store (sign * mills, w, weight, r, root, z, residual);
    }
  for (gsize lane = 0; lane < COMITY_LANES; lane++)
    log_likelihood += linear[lane] + log (product[lane]);
  return log_likelihood;
}

COMITY_DEFINE_LINK (probit)

static double
probit_start (double mean)
{
  return gsl_cdf_ugaussian_Pinv (mean);
}

static double
probit_mean (double eta)
{
  return gsl_cdf_ugaussian_P (eta);
}

static double
probit_expected_weight (double eta)
{
  double tail = -fabs (eta);

  /* The hazard of the normal, times the density over the rest. */
  return tail < -37.0 ? COMITY_LEAST_WEIGHT
                      : INV_SQRT_2PI * INV_SQRT_2PI * exp (-eta * eta) /
                            (gsl_cdf_ugaussian_P (tail) * gsl_cdf_ugaussian_Q (tail));
}

const ComityEstimator comity_probit = {
  .name = "probit",
  .title = "Probit",
  .binary = TRUE,
  .refuse_outcome = comity_refuse_unless_binary,
  .start = probit_start,
  .mean = probit_mean,
  .null_log_likelihood = comity_binary_null_log_likelihood,
  .expected_weight = probit_expected_weight,
  .get_link = probit_get_link,
  .pass = comity_glm_pass,
};
