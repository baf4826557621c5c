/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replicate's estimate by the estimator's own pass over the same columns with other weights, from
 * the full sample's estimates; and what was the matter where there is none. */
#include "config.h"

#include "comity-resample-private.h"

#include "comity-qr-private.h"
#include "comity-separation-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Iterations after which separation is suspected, and the most. */
#define SUSPICIOUS_ITERATIONS 15
#define MAX_ITERATIONS 100
/* Newton decrements squared that end a search. The step after them leaves as many standard errors of
 * models whose steps are Newton's; a penalty's own curvature is not in the steps, so that there it
 * leaves a part of the root, of the order of one in the number of events. */
#define TOLERANCE 1e-12
#define PENALISED_TOLERANCE 1e-15
/* Decrement squared of a first step beyond which it is not trusted unseen. */
#define LONG_STEP 1.0

/* The sample seen through a replicate's counts: columns are the sample's own. */
typedef struct
{
  ComitySample sample;
  double *count; /* blocks */
  gboolean reweighed;
} Shadow;

static void
shadow_clear (Shadow *self, const ComityEstimator *estimator)
{
  if (self->reweighed && self->sample.extra != NULL)
    estimator->reweigh_free (self->sample.extra);
  free (self->sample.weight);
  free (self->count);
}

/* FALSE: no memory. */
static gboolean
shadow_init (Shadow *self, const ComityResample *resample, gsize replicate)
{
  const ComityEstimator *estimator = resample->fit->estimator;
  const ComitySample *from = resample->sample;
  g_autofree double *counts = g_new (double, resample->n_units + 1);
  gsize length = from->n_blocks * COMITY_BLOCK;

  *self = (Shadow){ .sample = *from };
  self->sample.weight = comity_kernel_alloc (length);
  self->count = comity_kernel_alloc0 (length);
  if (self->sample.weight == NULL || self->count == NULL)
    return FALSE;
  comity_resample_count (resample, replicate, counts);
  self->sample.sum_weight = self->sample.sum_y = 0.0;
  for (gsize block = 0; block < from->n_blocks; block++)
    comity_resample_weigh (resample, counts, block, self->sample.weight + block * COMITY_BLOCK);
  for (gsize i = 0; i < from->n; i++)
    {
      self->count[i] = counts[resample->a->group[i]] *
                       (resample->b != NULL ? counts[resample->b->group[i]] : 1.0);
      self->sample.sum_weight += self->sample.weight[i];
      self->sample.sum_y += self->sample.weight[i] * from->y[i];
    }
  if (estimator->reweigh == NULL)
    return TRUE;
  self->reweighed = TRUE;
  self->sample.extra = estimator->reweigh (&self->sample, self->count);
  return self->sample.extra != NULL;
}

static gboolean
has_events (const ComityEstimator *estimator, const ComitySample *sample)
{
  if (!(sample->sum_weight > 0.0))
    return FALSE;
  if (!estimator->binary)
    return TRUE;
  return sample->sum_y > 0.0 &&
         (estimator->partial || estimator->timed || sample->sum_y < sample->sum_weight);
}

/* The last of the columns that others give; G_MAXUINT32: none is. */
static guint32
find_singular (const ComityResample *resample, const ComityMatrix *h)
{
  gsize q = resample->solution->q;
  g_autofree gboolean *dropped = g_new0 (gboolean, h->n_rows + 1);
  g_autoptr (ComityMatrix) combinations = comity_matrix_new (h->n_rows, h->n_rows);

  comity_sample_find_collinear (NULL, h, dropped, combinations, 1, NULL);
  for (gsize j = 0; j < q; j++)
    if (dropped[j])
      return resample->solution->columns[j];
  return G_MAXUINT32;
}

/* Whether the rows that count are separated, and by what. */
static gboolean
find_separation (const ComityResample *resample, const Shadow *shadow, guint32 *column)
{
  const ComitySolution *solution = resample->solution;
  g_autofree guint32 *rows = g_try_new (guint32, shadow->sample.n + 1);
  g_autoptr (ComitySample) left = NULL;
  ComitySeparation separation = { 0 };
  gboolean separated = FALSE;
  double most = 0.0;
  gsize n = 0;

  for (gsize i = 0; rows != NULL && i < shadow->sample.n; i++)
    {
      rows[n] = (guint32) i;
      n += shadow->sample.weight[i] > 0.0;
    }
  if (rows != NULL)
    left = comity_sample_take (&shadow->sample, rows, n, 1);
  if (left != NULL && comity_separation_find (left, solution->pick, solution->q, 1,
                                              resample->progress, &separation))
    separated = separation.separated && separation.n_rows > 0;
  for (gsize j = left != NULL ? left->has_constant : 0; separated && j < solution->q; j++)
    {
      double part = fabs (separation.direction[j]) + (separation.alone[j] ? 1e3 : 0.0);

      if (part > most)
        {
          most = part;
          *column = solution->columns[j];
        }
    }
  comity_separation_clear (&separation);
  return separated;
}

/* Least squares of nearly collinear columns, as in the full sample. */
static ComityRefitOutcome
solve_triangle (const ComityResample *resample, ComityPass *pass, double *beta)
{
  const ComitySolution *solution = resample->solution;
  g_autoptr (ComityMatrix) triangle = comity_sample_triangle (pass->sample, 1, resample->progress);
  g_autoptr (ComityMatrix) bread = NULL;

  if (triangle == NULL)
    return COMITY_REFIT_STOPPED;
  bread = comity_triangle_solve (triangle, solution->columns, solution->q, beta);
  if (bread == NULL)
    return COMITY_REFIT_SINGULAR;
  if (!comity_pass_run (pass, beta, resample->progress))
    return COMITY_REFIT_STOPPED;
  for (gsize i = 0; i < solution->q; i++)
    for (gsize j = 0; j < solution->q; j++)
      beta[i] += comity_matrix_get (bread, i, j) * pass->gradient[j];
  return COMITY_REFIT_DONE;
}

static ComityRefitOutcome
search (const ComityResample *resample,
        const Shadow *shadow,
        ComityPass *pass,
        double *beta,
        guint32 *column)
{
  const ComityEstimator *estimator = resample->fit->estimator;
  gboolean separable = estimator->binary && !estimator->partial && !estimator->timed &&
                       !estimator->penalised && !estimator->grouped;
  ComityProgress *progress = resample->progress;
  int iterations = 0;
  double rcond = 0.0;
  double factor;
  g_autoptr (ComityMatrix) inverse = NULL;
  double tolerance = estimator->penalised                     ? PENALISED_TOLERANCE
                     : estimator->linear || estimator->grouped ? COMITY_NEWTON_TOLERANCE
                                                               : TOLERANCE;
  ComityNewtonStatus status = comity_newton_run (pass, beta, tolerance, SUSPICIOUS_ITERATIONS,
                                                 &iterations, progress);

  if (status == COMITY_NEWTON_SLOW && !(separable && find_separation (resample, shadow, column)))
    status = comity_newton_run (pass, beta, tolerance, MAX_ITERATIONS, &iterations, progress);
  if (status == COMITY_NEWTON_CANCELLED || comity_progress_is_cancelled (progress))
    return COMITY_REFIT_STOPPED;
  if (*column != G_MAXUINT32)
    return COMITY_REFIT_SEPARATED;
  inverse = comity_matrix_invert_spd (pass->information, &rcond);
  if (inverse == NULL || !(rcond > resample->singular))
    {
      if (separable && find_separation (resample, shadow, column))
        return COMITY_REFIT_SEPARATED;
      *column = find_singular (resample, pass->information);
      return COMITY_REFIT_SINGULAR;
    }
  if (status != COMITY_NEWTON_CONVERGED)
    return COMITY_REFIT_NOT_CONVERGED;
  if (estimator->finish != NULL &&
      !estimator->finish (pass, resample->fit->spec, beta, &factor, progress))
    return COMITY_REFIT_STOPPED;
  return COMITY_REFIT_DONE;
}

/* Where units' sums are known, the search begins a step closer: without the unit, H and the score are
 * those of the whole less the unit's, and the whole has none (a penalty's is small). What the quick way
 * has left begins where that began. */
static void
set_start (const ComityResample *self, gsize replicate, double *beta)
{
  gsize q = self->q;
  g_autofree double *step = g_new (double, q + 1);
  g_autoptr (ComityMatrix) h = NULL;
  const double *score;
  double decrement = 0.0;

  memcpy (beta, self->solution->beta, q * sizeof (double));
  if (self->sums == NULL || !self->leaves_out || comity_refit_is_linked (self->fit->estimator))
    return;
  h = comity_matrix_copy (self->solution->information);
  if (h == NULL)
    return;
  comity_unit_sums_take_off (self->sums, replicate, h);
  score = comity_unit_sums_peek_score (self->sums, replicate);
  if (!comity_matrix_solve_spd (h, score, step))
    return;
  for (gsize j = 0; j < q; j++)
    decrement += step[j] * score[j];
  for (gsize j = 0; decrement < LONG_STEP && j < q; j++)
    beta[j] -= step[j];
}

void
comity_refit_plain (ComityResample *self, gsize replicate)
{
  const ComityEstimator *estimator = self->fit->estimator;
  double *beta = self->estimates + replicate * self->q;
  ComityRefit *refit = &self->refits[replicate];
  g_autoptr (ComityPass) pass = NULL;
  Shadow shadow;

  *refit = (ComityRefit){ COMITY_REFIT_STOPPED, G_MAXUINT32 };
  set_start (self, replicate, beta);
  if (shadow_init (&shadow, self, replicate))
    {
      if (!has_events (estimator, &shadow.sample))
        refit->outcome = COMITY_REFIT_NO_EVENTS;
      else if ((pass = comity_pass_new (estimator, &shadow.sample, self->solution->pick, self->q,
                                        1)) != NULL)
        refit->outcome = self->solution->triangle != NULL
                             ? solve_triangle (self, pass, beta)
                             : search (self, &shadow, pass, beta, &refit->column);
    }
  g_clear_pointer (&pass, comity_pass_free);
  shadow_clear (&shadow, estimator);
}
