/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals and tests of single terms from the profile of the penalised likelihood, which is far
 * from a parabola where Firth's logit is needed most: Heinze & Schemper (2002),
 * doi:10.1002/sim.1047. ℓ*(γ) is the greatest ℓ* with the term's coefficient at γ, the penalty that
 * of the whole design; the test is 2 (ℓ* − ℓ*(0)), the limits are where 2 (ℓ* − ℓ*(γ)) is the
 * quantile of χ². The signed root r of that has slope −(∂ℓ* ∕ ∂γ) ∕ r in γ and is nearly straight,
 * so that Newton's method needs a few steps, each from where the one before ended.
 *
 *   γ the coefficient · β = Jθ, θ = (γ, the others): J is I but for the constant, which in the
 *   covariates' own units is β_0 − Σ mean_j / scale_j β_j */
#include "config.h"

#include "comity-fit-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Rows times the cube of the terms up to which profiles are drawn unasked: some seconds. */
#define MAX_WORK 1e9
#define MAX_ITERATIONS 60
#define MAX_STEPS 40
#define MAX_HALVINGS 25
/* Newton decrement of the other coefficients; step of γ in standard errors. */
#define DECREMENT 1e-14
#define STEP 1e-8

typedef struct
{
  ComityPass *pass;
  const ComitySample *sample;
  const ComitySolution *solution;
  gsize q;
  gsize lead;
  double *shift;      /* q: mean / scale where the constant leads, else 0 */
  double *theta;      /* q */
  double *beta;       /* q */
  double *score;      /* q: of θ */
  double *good;       /* q: θ before the step */
  double *step;       /* q */
  ComityMatrix *h;    /* q × q: information of θ */
  ComityMatrix *rest; /* (q − 1) × (q − 1) */
  ComityProgress *progress;
} Profile;

static gboolean
evaluate (Profile *self)
{
  gsize q = self->q;
  gsize at = self->lead;
  const ComityMatrix *h = self->pass->information;

  memcpy (self->beta, self->theta, q * sizeof (double));
  for (gsize j = 0; j < q; j++)
    self->beta[at] += self->shift[j] * self->theta[j];
  if (!comity_pass_run (self->pass, self->beta, self->progress))
    return FALSE;
  for (gsize i = 0; i < q; i++)
    {
      self->score[i] = self->pass->gradient[i] + self->shift[i] * self->pass->gradient[at];
      for (gsize j = 0; j < q; j++)
        comity_matrix_set (self->h, i, j,
                           comity_matrix_get (h, i, j) +
                               self->shift[i] * comity_matrix_get (h, at, j) +
                               self->shift[j] * comity_matrix_get (h, i, at) +
                               self->shift[i] * self->shift[j] * comity_matrix_get (h, at, at));
    }
  return TRUE;
}

/* Newton's step of all but the leading coefficient, and its decrement. */
static double
find_step (Profile *self)
{
  gsize q = self->q;
  gsize n = q - 1;
  g_autofree double *u = g_new (double, n + 1);
  double decrement = 0.0;

  for (gsize i = 0, a = 0; i < q; i++)
    {
      if (i == self->lead)
        continue;
      u[a] = self->score[i];
      for (gsize j = 0, b = 0; j < q; j++)
        if (j != self->lead)
          comity_matrix_set (self->rest, a, b++, comity_matrix_get (self->h, i, j));
      a++;
    }
  memset (self->step, 0, q * sizeof (double));
  if (n == 0)
    return 0.0;
  if (!comity_matrix_solve_spd (self->rest, u, u))
    return NAN;
  for (gsize i = 0, a = 0; i < q; i++)
    if (i != self->lead)
      {
        self->step[i] = u[a++];
        decrement += self->step[i] * self->score[i];
      }
  return decrement;
}

/* The greatest ℓ* with the leading coefficient where it is; NaN where it is not found. FALSE:
 * cancelled. */
static gboolean
maximise (Profile *self, double *log_likelihood)
{
  double best = -INFINITY;
  int halvings = 0;

  *log_likelihood = NAN;
  for (int i = 0; i < MAX_ITERATIONS; i++)
    {
      double value, decrement;

      if (!evaluate (self))
        return FALSE;
      value = self->pass->log_likelihood;
      if (i > 0 && !(value >= best - 1e-12 * (fabs (best) + 1.0)))
        {
          if (++halvings > MAX_HALVINGS)
            return TRUE;
          for (gsize j = 0; j < self->q; j++)
            {
              self->step[j] *= 0.5;
              self->theta[j] = self->good[j] + self->step[j];
            }
          continue;
        }
      halvings = 0;
      best = value;
      memcpy (self->good, self->theta, self->q * sizeof (double));
      decrement = find_step (self);
      if (!isfinite (decrement))
        return TRUE;
      if (decrement < DECREMENT)
        {
          *log_likelihood = value;
          return TRUE;
        }
      for (gsize j = 0; j < self->q; j++)
        self->theta[j] += self->step[j];
    }
  return TRUE;
}

/* θ at the estimates, then γ moved to @value and the others with it along their regression on it.
 */
static void
begin (Profile *self, const ComityMatrix *v, double value)
{
  gsize at = self->lead;

  memcpy (self->theta, self->solution->beta, self->q * sizeof (double));
  for (gsize j = 0; j < self->q; j++)
    self->theta[at] -= self->shift[j] * self->solution->beta[j];
  for (gsize j = 0; j < self->q; j++)
    if (j != at)
      self->theta[j] +=
          comity_matrix_get (v, j, at) / comity_matrix_get (v, at, at) * (value - self->theta[at]);
  self->theta[at] = value;
}

static gboolean
find_limit (
    Profile *self, const ComityMatrix *v, double estimate, double best, double root, double *limit)
{
  double error = sqrt (comity_matrix_get (v, self->lead, self->lead));
  double value = estimate + root * error;

  *limit = NAN;
  begin (self, v, value);
  for (int i = 0; i < MAX_STEPS; i++)
    {
      double log_likelihood, r, move;

      self->theta[self->lead] = value;
      if (!maximise (self, &log_likelihood))
        return FALSE;
      if (isnan (log_likelihood))
        return TRUE;
      r = copysign (sqrt (MAX (2.0 * (best - log_likelihood), 0.0)), root);
      move = (root - r) * r / -self->score[self->lead];
      if (!isfinite (move))
        return TRUE;
      move = CLAMP (move, -2.0 * error, 2.0 * error);
      value += move;
      if (fabs (move) < STEP * error)
        {
          *limit = value;
          return TRUE;
        }
    }
  return TRUE;
}

/* One term: both limits and the test, in the covariates' own units. */
static gboolean
draw (Profile *self, ComityFit *fit, gsize j, double best)
{
  gsize q = self->q;
  guint32 place = self->solution->pick[j];
  gboolean constant = self->sample->has_constant && j == 0 && place == 0;
  double scale = constant ? 1.0 : self->sample->scale[place];
  double root = gsl_cdf_ugaussian_Pinv (0.5 + fit->spec->level / 200.0);
  double estimate = self->solution->beta[j];
  g_autoptr (ComityMatrix) v = NULL;
  double null;

  self->lead = j;
  for (gsize i = 0; i < q; i++)
    {
      guint32 other = self->solution->pick[i];

      self->shift[i] =
          constant && i > 0 ? self->sample->mean[other] / self->sample->scale[other] : 0.0;
      estimate -= self->shift[i] * self->solution->beta[i];
    }
  memcpy (self->theta, self->solution->beta, q * sizeof (double));
  self->theta[j] = estimate;
  if (!evaluate (self))
    return FALSE;
  v = comity_matrix_invert_spd (self->h, NULL);
  fit->limits[3 * j] = fit->limits[3 * j + 1] = fit->limits[3 * j + 2] = NAN;
  if (v == NULL)
    return TRUE;
  if (!find_limit (self, v, estimate, best, -root, &fit->limits[3 * j]) ||
      !find_limit (self, v, estimate, best, root, &fit->limits[3 * j + 1]))
    return FALSE;
  fit->limits[3 * j] /= scale;
  fit->limits[3 * j + 1] /= scale;
  begin (self, v, 0.0);
  if (!maximise (self, &null))
    return FALSE;
  fit->limits[3 * j + 2] = MAX (0.0, 2.0 * (best - null));
  return TRUE;
}

gboolean
comity_fit_find_limits (ComityFit *fit,
                        const ComitySample *sample,
                        const ComitySolution *solution,
                        double best,
                        ComityProgress *progress)
{
  gsize q = solution->q;
  double work = (double) sample->n * pow ((double) q, 3.0);
  g_autoptr (ComityPass) pass = NULL;
  g_autoptr (ComityMatrix) h = NULL;
  g_autoptr (ComityMatrix) rest = NULL;
  g_autofree double *memory = NULL;
  Profile self = { .sample = sample, .solution = solution, .q = q, .progress = progress };

  if (fit->spec->intervals == COMITY_INTERVALS_WALD || fit->numbers.vce != COMITY_VCE_CLASSICAL ||
      fit->status != COMITY_FIT_CONVERGED)
    return TRUE;
  if (fit->spec->intervals == COMITY_INTERVALS_DEFAULT && work > MAX_WORK)
    {
      comity_fit_warn (fit, "Intervals and tests of single terms are Wald's: with so many rows the "
                            "profiles of the penalised likelihood take long. Ask for them where "
                            "they matter (--intervals profile).");
      return TRUE;
    }
  pass = comity_pass_new (fit->estimator, sample, solution->pick, q, fit->spec->n_threads);
  h = comity_matrix_new (q, q);
  rest = comity_matrix_new (MAX (q, 2) - 1, MAX (q, 2) - 1);
  memory = g_new0 (double, 6 * q + 1);
  if (pass == NULL || h == NULL || rest == NULL)
    return FALSE;
  self.pass = pass;
  self.h = h;
  self.rest = rest;
  self.shift = memory;
  self.theta = memory + q;
  self.beta = memory + 2 * q;
  self.score = memory + 3 * q;
  self.good = memory + 4 * q;
  self.step = memory + 5 * q;
  fit->limits = g_new (double, 3 * q + 1);
  for (gsize j = 0; j < q; j++)
    {
      comity_progress_set (progress, 0.5 + 0.4 * (double) j / (double) q);
      if (!draw (&self, fit, j, best))
        return FALSE;
    }
  return TRUE;
}
