/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probit: P(y = 1) = Φ(η). With s = ±1 as y = 1 or 0, t = s·η and the Mills ratio λ =
 * φ(t)/Φ(t): ℓ = log Φ(t), u = s·λ, w = λ (λ + t): the observed information, Stata's and gretl's (R
 * reports the expected one). */
#include "config.h"

#include "comity-link-private.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_erf.h>
#include <math.h>

/* Below this Φ(t) and φ(t) are left to functions made for the tail. */
#define TAIL (-5.0)

static double
log_normal_cdf (double t, double *mills)
{
  double tail;

  if (t < TAIL)
    {
      *mills = gsl_sf_hazard (-t);
      return gsl_sf_log_erfc (-t * M_SQRT1_2) - M_LN2;
    }
  tail = 0.5 * erfc (fabs (t) * M_SQRT1_2);
  *mills = exp (-0.5 * t * t) * (M_2_SQRTPI * M_SQRT1_2 * 0.5) / (t < 0.0 ? tail : 1.0 - tail);
  return t < 0.0 ? log (tail) : log1p (-tail);
}

COMITY_INLINE double
probit_body (const double *eta,
             const double *y,
             const double *weight,
             double *root,
             double *z,
             double *residual)
{
  double log_likelihood = 0.0;

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 u, w;

      for (gsize lane = 0; lane < COMITY_LANES; lane++)
        {
          double sign = y[r + lane] > 0.5 ? 1.0 : -1.0;
          double t = sign * eta[r + lane];
          double mills;

          log_likelihood += log_normal_cdf (t, &mills) * (weight != NULL ? weight[r + lane] : 1.0);
          u[lane] = sign * mills;
          w[lane] = mills * (mills + t);
        }
      comity_link_store (u, w, weight, r, root, z, residual);
    }
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

const ComityEstimator comity_probit = {
  .name = "probit",
  .title = "Probit",
  .binary = TRUE,
  .refuse_outcome = comity_refuse_unless_binary,
  .start = probit_start,
  .mean = probit_mean,
  .null_log_likelihood = comity_binary_null_log_likelihood,
  .get_link = probit_get_link,
  .pass = comity_glm_pass,
};
