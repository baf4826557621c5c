/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson with absorbed fixed effects, as Correia, Guimarães & Zylkin's ppmlhdfe (2020),
 * doi:10.1177/1536867X20909691: least squares of the working outcome z = η − offset + (y − μ)/μ
 * with weights μ, iterated, from which the fixed effects are swept each time. The columns are swept
 * from where the last weights left them, which is near. By Frisch and Waugh, (X̃'WX̃)⁻¹ and the
 * scores (y − μ) x̃ are those of the model with all dummies. */
#include "config.h"

#include "comity-fit-absorb-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ITERATIONS 200
#define MAX_HALVINGS 12
/* Change of the deviance, as a part of it, and Newton decrement, at which the search ends. */
#define DEVIANCE_TOLERANCE 1e-12
#define DECREMENT_TOLERANCE 1e-14
/* Means below this part of the smallest positive outcome are 0 for good: separation. */
#define VANISHED 1e-9

typedef struct
{
  ComitySample *sample;
  double *eta, *last, *mu, *weight, *z, *root; /* n_blocks × COMITY_BLOCK */
} Work;

static void
work_clear (Work *self)
{
  free (self->eta);
  free (self->last);
  free (self->mu);
  free (self->weight);
  free (self->z);
  free (self->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
work_alloc (Work *self, ComitySample *sample)
{
  gsize n = sample->n_blocks * COMITY_BLOCK;

  self->sample = sample;
  self->eta = comity_kernel_alloc0 (n);
  self->last = comity_kernel_alloc0 (n);
  self->mu = comity_kernel_alloc0 (n);
  self->weight = comity_kernel_alloc0 (n);
  self->z = comity_kernel_alloc0 (n);
  self->root = comity_kernel_alloc0 (n);
  return self->eta != NULL && self->last != NULL && self->mu != NULL && self->weight != NULL &&
         self->z != NULL && self->root != NULL;
}

static double
weight_of (const ComitySample *sample, gsize i)
{
  return sample->weight != NULL ? sample->weight[i] : 1.0;
}

/* μ and weights of η; the deviance comes back. */
static double
weigh (Work *self)
{
  const ComitySample *sample = self->sample;
  double deviance = 0.0;

  for (gsize i = 0; i < sample->n; i++)
    {
      double y = sample->y[i];
      double w = weight_of (sample, i);

      self->mu[i] = exp (self->eta[i]);
      self->weight[i] = MAX (w * self->mu[i], 1e-300);
      self->root[i] = sqrt (self->weight[i]);
      deviance += 2.0 * w * ((y > 0.0 ? y * (log (y) - self->eta[i]) : 0.0) - (y - self->mu[i]));
    }
  return deviance;
}

/* X̃'Wz̃ of the columns picked. */
static void
cross_outcome (const Work *self,
               const ComitySolution *solution,
               double *out,
               ComityProgress *progress)
{
  const ComitySample *sample = self->sample;

  for (gsize j = 0; j < solution->q && !comity_progress_is_cancelled (progress); j++)
    {
      out[j] = 0.0;
      for (gsize i = 0; i < sample->n; i++)
        out[j] +=
            comity_sample_block_x (
                sample,
                i / COMITY_BLOCK)[(gsize) solution->pick[j] * COMITY_BLOCK + i % COMITY_BLOCK] *
            self->weight[i] * self->z[i];
    }
}

/* η ← z − (z̃ − X̃β), offsets added. */
static void
step (Work *self, const ComitySolution *solution)
{
  const ComitySample *sample = self->sample;
  double fitted[COMITY_BLOCK] __attribute__ ((aligned (32)));

  for (gsize block = 0; block < sample->n_blocks; block++)
    {
      gsize at = block * COMITY_BLOCK;

      comity_kernel_get ()->linear (comity_sample_block_x (sample, block), solution->pick,
                                    solution->q, solution->beta, NULL, fitted);
      for (gsize r = 0; r < COMITY_BLOCK && at + r < sample->n; r++)
        {
          double y = sample->y[at + r];
          double working = self->last[at + r] + (y - self->mu[at + r]) / self->mu[at + r];

          self->eta[at + r] = working - (self->z[at + r] - fitted[r]);
        }
    }
}

static double
decrement (const ComityMatrix *h, const double *a, const double *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < h->n_rows; i++)
    for (gsize j = 0; j < h->n_rows; j++)
      sum += (a[i] - b[i]) * comity_matrix_get (h, i, j) * (a[j] - b[j]);
  return sum;
}

/* One weighted regression; the information is of its weights. FALSE: cancelled or no memory, or
 * (@singular) the weights leave some column without variation, as they do when means vanish. */
static gboolean
regress (ComityFit *fit,
         Work *work,
         ComityAbsorb *absorb,
         ComitySolution *solution,
         gboolean first,
         gboolean *singular,
         ComityProgress *progress)
{
  ComitySample *sample = work->sample;
  g_autofree double *right = NULL;

  if (comity_progress_is_cancelled (progress))
    return FALSE;
  memcpy (work->last, work->eta, sample->n_blocks * COMITY_BLOCK * sizeof (double));
  for (gsize i = 0; i < sample->n; i++)
    work->z[i] = work->eta[i] - (sample->offset != NULL ? sample->offset[i] : 0.0) +
                 (sample->y[i] - work->mu[i]) / work->mu[i];
  if (comity_progress_is_cancelled (progress) || !comity_absorb_weigh (absorb, work->weight) ||
      !comity_fit_sweep (fit, absorb, sample, work->z, first, progress))
    return FALSE;
  if (first && !comity_fit_pick_columns (fit, sample, NULL, solution, progress))
    return FALSE;
  comity_matrix_free (solution->information);
  solution->information = comity_sample_cross (sample, solution->pick, solution->q, work->root,
                                               fit->spec->n_threads, progress);
  if (solution->information == NULL)
    return FALSE;
  right = g_new (double, solution->q + 1);
  cross_outcome (work, solution, right, progress);
  if (comity_progress_is_cancelled (progress))
    return FALSE;
  *singular = solution->q > 0 &&
              !comity_matrix_solve_spd (solution->information, right, solution->beta);
  return !*singular;
}

static double
poisson_null (const ComitySample *sample)
{
  double mean = sample->sum_y / sample->sum_weight;

  return sample->offset != NULL ? NAN : sample->sum_y * log (mean) - sample->sum_y;
}

/* Rows with outcome 0 whose means are as good as 0. */
static gsize
count_vanished (const Work *work)
{
  const ComitySample *sample = work->sample;
  double least = INFINITY;
  gsize n = 0;

  for (gsize i = 0; i < sample->n; i++)
    if (sample->y[i] > 0.0)
      least = MIN (least, sample->y[i]);
  for (gsize i = 0; i < sample->n; i++)
    n += sample->y[i] == 0.0 && work->mu[i] < VANISHED * least;
  return n;
}

/* Likelihoods, residuals, and rows whose means vanish. */
static gboolean
settle (ComityFit *fit, const Work *work, ComitySolution *solution)
{
  const ComitySample *sample = work->sample;
  double constants = 0.0;
  gsize vanished = count_vanished (work);

  solution->factor = 1.0;
  solution->residual = comity_kernel_alloc0 (sample->n_blocks * COMITY_BLOCK);
  if (solution->residual == NULL)
    return FALSE;
  for (gsize i = 0; i < sample->n; i++)
    {
      double w = weight_of (sample, i);
      double y = sample->y[i];

      solution->residual[i] = w * (y - work->mu[i]);
      solution->likelihood += w * (y * work->eta[i] - work->mu[i]);
      constants += w * fit->estimator->likelihood_constant (y);
    }
  fit->numbers.log_likelihood = solution->likelihood + constants;
  fit->numbers.log_likelihood_null = poisson_null (sample) + constants;
  if (vanished > 0)
    comity_fit_warn (fit,
                     "The fitted mean of %" G_GSIZE_FORMAT " rows with outcome 0 vanishes: the "
                     "terms together with the fixed effects seem to foretell zeros, and some "
                     "estimates may have no finite value.",
                     vanished);
  return TRUE;
}

static gboolean
fail (ComityProgress *progress, GError **error)
{
  if (!comity_progress_set_error_if_cancelled (progress, error))
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                         "There is not enough memory for the model.");
  return FALSE;
}

gboolean
comity_fit_solve_ppml (ComityFit *fit,
                       ComityAbsorb *absorb,
                       ComitySample *sample,
                       ComitySolution *solution,
                       ComityProgress *progress,
                       GError **error)
{
  g_auto (Work) work = { 0 };
  g_autofree double *before = g_new0 (double, sample->n_columns + 1);
  double mean = sample->sum_y / sample->sum_weight;
  double deviance;
  gboolean converged = FALSE;
  gboolean singular = FALSE;

  if (!work_alloc (&work, sample))
    return fail (progress, error);
  for (gsize i = 0; i < sample->n; i++)
    work.eta[i] = log (0.5 * (sample->y[i] + mean));
  deviance = weigh (&work);
  for (int i = 0; i < MAX_ITERATIONS && !converged; i++)
    {
      double last = deviance;

      if (!regress (fit, &work, absorb, solution, i == 0, &singular, progress) && !singular)
        return fail (progress, error);
      if (singular)
        break;
      if (solution->q == 0)
        {
          g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                               "Every term was left out: there is nothing to estimate.");
          return FALSE;
        }
      fit->numbers.iterations++;
      step (&work, solution);
      if (comity_progress_is_cancelled (progress))
        return fail (progress, error);
      deviance = weigh (&work);
      for (int halving = 0;
           i > 0 && halving < MAX_HALVINGS && !(deviance <= last + 1e-9 * (fabs (last) + 1.0));
           halving++)
        {
          for (gsize r = 0; r < sample->n; r++)
            work.eta[r] = 0.5 * (work.eta[r] + work.last[r]);
          deviance = weigh (&work);
          if (comity_progress_is_cancelled (progress))
            return fail (progress, error);
        }
      converged = i > 0 && fabs (last - deviance) <= DEVIANCE_TOLERANCE * (deviance + 1e-8) &&
                  decrement (solution->information, solution->beta, before) < DECREMENT_TOLERANCE;
      memcpy (before, solution->beta, solution->q * sizeof (double));
    }
  if (singular || count_vanished (&work) > 0)
    {
      solution->separated = g_try_malloc0 (sample->n + 1);
      if (solution->separated == NULL)
        return fail (progress, error);
      if (comity_fit_rectify (fit, absorb, sample, solution, solution->separated, progress) > 0)
        return !comity_progress_set_error_if_cancelled (progress, error);
      g_clear_pointer (&solution->separated, g_free);
    }
  /* The columns for the weights that were arrived at. */
  if (!singular && !regress (fit, &work, absorb, solution, FALSE, &singular, progress) && !singular)
    return fail (progress, error);
  if (singular)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "The terms cannot be told apart from the fixed effects at the fitted "
                           "means: leave a term or a grouping out.");
      return FALSE;
    }
  if (!settle (fit, &work, solution))
    return fail (progress, error);
  if (!converged && fit->status == COMITY_FIT_CONVERGED)
    {
      fit->status = COMITY_FIT_NOT_CONVERGED;
      comity_fit_warn (fit, "The estimates have not converged after %d iterations.",
                       fit->numbers.iterations);
    }
  return TRUE;
}
