/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson, and Poisson pseudo-maximum likelihood (PPML) where the outcome is not a count: μ = e^η,
 * ℓ = y·η − μ − log Γ(y + 1), u = y − μ, w = μ. Santos Silva & Tenreyro (2006),
 * doi:10.1162/rest.88.4.641. */
#include "config.h"

#include "comity-link-private.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

COMITY_INLINE double
poisson_body (const double *eta,
              const double *y,
              const double *weight,
              double *root,
              double *z,
              double *residual)
{
  ComityV4 sum = { 0.0, 0.0, 0.0, 0.0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 e = COMITY_V4_LOAD (eta + r);
      ComityV4 count = COMITY_V4_LOAD (y + r);
      ComityV4 mean = e;
      ComityV4 l;

      comity_v4_exp (&mean);
      l = count * e - mean;
      sum += weight != NULL ? l * COMITY_V4_LOAD (weight + r) : l;
      comity_link_store (count - mean, mean, weight, r, root, z, residual);
    }
  return COMITY_V4_SUM (sum);
}

COMITY_DEFINE_LINK (poisson)

static const char *
poisson_refuse_outcome (double y)
{
  return y >= 0.0 ? NULL : "must not be negative";
}

static double
poisson_start (double mean)
{
  return log (mean);
}

static double
poisson_mean (double eta)
{
  return exp (eta);
}

static double
poisson_likelihood_constant (double y)
{
  return y == 0.0 || y == 1.0 ? 0.0 : -gsl_sf_lngamma (y + 1.0);
}

const ComityEstimator comity_poisson = {
  .name = "poisson",
  .title = "Poisson",
  .counts = TRUE,
  .absorbs = TRUE,
  .refuse_outcome = poisson_refuse_outcome,
  .start = poisson_start,
  .mean = poisson_mean,
  .likelihood_constant = poisson_likelihood_constant,
  .get_link = poisson_get_link,
  .pass = comity_glm_pass,
};
