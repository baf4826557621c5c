/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rare-events logit of King & Zeng (2001), doi:10.1093/oxfordjournals.pan.a004868: the logit's
 * estimates less their bias (X'WX)⁻¹X'Wξ, ξ_i = ½ x_i'(X'WX)⁻¹x_i (2 p_i − 1), which is one step of
 * Firth's; the covariance times (n/(n + k))². Where the share τ of events in the population is
 * known and the sample was drawn on the outcome, the constant is corrected by
 * log [(1 − τ)/τ · ȳ/(1 − ȳ)]. */
#include "config.h"

#include "comity-firth-private.h"

#include "comity-link-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static gboolean
relogit_check (const ComitySpec *spec, GError **error)
{
  if (spec->tau >= 0.0 && spec->tau < 1.0)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "τ, the share of events in the population, must lie between 0 and 1.");
  return FALSE;
}

static gboolean
relogit_finish (const ComityPass *pass,
                const ComitySpec *spec,
                double *beta,
                double *factor,
                ComityProgress *progress)
{
  const ComitySample *sample = pass->sample;
  gsize q = pass->q;
  double *h = comity_kernel_alloc (sample->n_blocks * COMITY_BLOCK);
  g_autofree double *step = g_new (double, q + 1);
  gboolean singular = FALSE;
  gboolean done = h != NULL && comity_firth_correct (pass, h, step, &singular, progress);
  double mean = sample->sum_y / sample->sum_weight;
  double n = spec->frequency_weights ? sample->sum_weight : (double) sample->n;

  free (h);
  if (!done)
    return singular;
  if (!comity_matrix_solve_spd (pass->information, step, step))
    return TRUE;
  for (gsize j = 0; j < q; j++)
    beta[j] += step[j];
  if (spec->tau > 0.0 && sample->has_constant)
    beta[0] += comity_logit.start (spec->tau) - comity_logit.start (mean);
  *factor = pow (n / (n + (double) q), 2.0);
  return TRUE;
}

static double
relogit_start (double mean)
{
  return comity_logit.start (mean);
}

static double
relogit_mean (double eta)
{
  return comity_logit.mean (eta);
}

static double
relogit_thin_shift (double share)
{
  return comity_logit.thin_shift (share);
}

static ComityLink
relogit_get_link (gboolean avx2)
{
  return comity_logit.get_link (avx2);
}

const ComityEstimator comity_relogit = {
  .name = "relogit",
  .title = "Rare-events logit",
  .binary = TRUE,
  .takes_tau = TRUE,
  .check = relogit_check,
  .refuse_outcome = comity_refuse_unless_binary,
  .start = relogit_start,
  .mean = relogit_mean,
  .null_log_likelihood = comity_binary_null_log_likelihood,
  .thin_shift = relogit_thin_shift,
  .get_link = relogit_get_link,
  .pass = comity_glm_pass,
  .finish = relogit_finish,
};
