/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newton's method for a concave log likelihood, guarded: a step that does not raise it is halved,
 * and the search ends on the Newton decrement λ² = g'H⁻¹g, which does not depend on the covariates'
 * units. The error after the last step is of the order of λ². */
#include "config.h"

#include "comity-estimator-private.h"

#include <math.h>
#include <string.h>

#define MAX_HALVINGS 30
/* Part of the log likelihood that rounding may take away. */
#define ROUNDING 1e-12
/* Part of the outcome's variance below which residuals are rounding. */
#define PERFECT 1e-24
/* Steps after which least squares has nothing left but rounding, however perfect the fit. */
#define LINEAR_STEPS 2
/* A decrement that no longer falls has met rounding if it is below this. */
#define ROUNDED_DECREMENT 1e-11

/* The residual variance in which a least squares' decrement is measured; @floor, set by the first
 * call, keeps a perfect fit from asking for more than rounding allows. */
static double
get_variance (const ComityPass *pass, double *floor)
{
  double variance = -2.0 * pass->log_likelihood / pass->sample->sum_weight;

  if (*floor == 0.0)
    *floor = variance > 0.0 ? PERFECT * variance : 1.0;
  return MAX (variance, *floor);
}

ComityNewtonStatus
comity_newton_run (ComityPass *pass,
                   double *beta,
                   double tolerance,
                   int max_iterations,
                   int *iterations,
                   ComityProgress *progress)
{
  gsize q = pass->q;
  g_autofree double *good = g_new0 (double, q + 1); /* the best β */
  g_autofree double *step = g_new0 (double, q + 1); /* from good */
  double best = -G_MAXDOUBLE;
  double last_decrement = G_MAXDOUBLE;
  double floor = 0.0;
  int halvings = 0;

  memcpy (good, beta, q * sizeof (double));
  for (int i = 0; i < max_iterations; i++)
    {
      double log_likelihood;
      double decrement = 0.0;

      ++*iterations;
      if (!comity_pass_run (pass, beta, progress))
        return COMITY_NEWTON_CANCELLED;
      log_likelihood = pass->log_likelihood;
      if (i > 0 && !(log_likelihood >= best - ROUNDING * (fabs (best) + 1.0)))
        {
          if (++halvings > MAX_HALVINGS)
            {
              memcpy (beta, good, q * sizeof (double));
              return COMITY_NEWTON_STUCK;
            }
          for (gsize j = 0; j < q; j++)
            {
              step[j] *= 0.5;
              beta[j] = good[j] + step[j];
            }
          continue;
        }
      if (!isfinite (log_likelihood))
        return COMITY_NEWTON_STUCK;

      halvings = 0;
      best = log_likelihood;
      memcpy (good, beta, q * sizeof (double));
      if (!comity_matrix_solve_spd (pass->information, pass->gradient, step))
        return COMITY_NEWTON_SINGULAR;
      for (gsize j = 0; j < q; j++)
        decrement += step[j] * pass->gradient[j];
      if (pass->estimator->linear)
        decrement /= get_variance (pass, &floor);
      if (!isfinite (decrement))
        return COMITY_NEWTON_SINGULAR;
      for (gsize j = 0; j < q; j++)
        beta[j] = good[j] + step[j];
      if (decrement < tolerance ||
          (decrement >= 0.25 * last_decrement &&
           (decrement < ROUNDED_DECREMENT || (pass->estimator->linear && i >= LINEAR_STEPS))))
        return COMITY_NEWTON_CONVERGED;
      last_decrement = decrement;
    }
  return COMITY_NEWTON_SLOW;
}

void
comity_pass_make_definite (ComityPass *self)
{
  gsize q = self->q;
  g_autofree double *step = g_new (double, q + 1);

  if (comity_matrix_solve_spd (self->information, self->gradient, step))
    return;
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      {
        double *cell = &self->information->data[i * q + j];

        *cell = i == j ? MAX (fabs (*cell), fabs (self->gradient[i])) : 0.0;
      }
}
