/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models with one parameter beside β, such as the dispersion of the negative binomial: where the
 * search begins, and what the fit says of it. */
#include "config.h"

#include "comity-fit-private.h"

#include <math.h>
#include <string.h>

#define WARM_ITERATIONS 100
/* αμ, on average, below which overdispersion is none. */
#define NO_DISPERSION 1e-6

gboolean
comity_fit_start_ancillary (ComityFit *fit,
                            const ComitySample *sample,
                            ComitySolution *solution,
                            ComityProgress *progress)
{
  const ComityEstimator *warm = fit->estimator->warm;
  g_autoptr (ComityPass) pass = NULL;
  g_autofree double *beta = NULL;
  ComityNewtonStatus status;

  if (warm == NULL)
    return TRUE;
  pass = comity_pass_new (warm, sample, solution->pick, solution->q, fit->spec->n_threads);
  if (pass == NULL)
    return FALSE;
  beta = g_memdup2 (solution->beta, solution->q * sizeof (double));
  status = comity_newton_run (pass, beta, COMITY_NEWTON_TOLERANCE, WARM_ITERATIONS,
                              &fit->numbers.iterations, progress);
  if (status == COMITY_NEWTON_CANCELLED)
    return FALSE;
  solution->warm_likelihood = NAN;
  if (status != COMITY_NEWTON_CONVERGED)
    return TRUE;
  memcpy (solution->beta, beta, solution->q * sizeof (double));
  solution->beta[solution->q] = fit->estimator->start_ancillary (pass);
  solution->warm_likelihood = pass->log_likelihood;
  return TRUE;
}

static void
add_extra (ComityFit *fit, const char *name, double value)
{
  ComityExtra extra = { name, value };

  g_array_append_val (fit->extras, extra);
}

void
comity_fit_report_ancillary (ComityFit *fit,
                             const ComitySample *sample,
                             const ComitySolution *solution,
                             double variance)
{
  const char *const *names = fit->estimator->ancillary;
  double value = solution->beta[solution->q];

  add_extra (fit, names[0], value);
  add_extra (fit, names[1], variance >= 0.0 ? sqrt (variance) : NAN);
  add_extra (fit, names[2], exp (value));
  if (names[3] != NULL)
    add_extra (fit, names[3], MAX (0.0, 2.0 * (solution->likelihood - solution->warm_likelihood)));
  /* Of the variance of the latent outcome, what is the groups': a logistic has π²/3. */
  if (fit->estimator == &comity_xtlogit)
    add_extra (fit, "rho", exp (2.0 * value) / (exp (2.0 * value) + G_PI * G_PI / 3.0));
  if (fit->estimator->warm == &comity_poisson &&
      exp (value) * sample->sum_y / sample->sum_weight < NO_DISPERSION)
    comity_fit_warn (fit,
                     "The outcome varies no more than a Poisson's: %s goes to 0, and the estimates "
                     "are those of the model poisson.",
                     names[2]);
}
