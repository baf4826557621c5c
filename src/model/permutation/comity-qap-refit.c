/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models estimated again on permuted data: Newton's method from the estimates without the permuted
 * covariate, which under the null are near, over the sample that all lanes share. What is permuted
 * stands in a column that the lane has to itself, or in an outcome of its own.
 *
 * Where events are rare the search first ends among them and a few of the other rows. What these rows
 * lack moves the estimates much as it moves those without the permuted covariate, which are known for
 * both: the difference is added, and two or three passes over all rows do the rest. */
#include "config.h"

#include "comity-qap-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Newton decrement per event that ends a search, and the largest. The estimate has taken the last
 * step; the information is of the estimate before it, and a step of so many standard errors changes
 * it by as many parts of the root of the number of events: by some 1e-7. */
#define TOLERANCE 2e-14
#define MAX_TOLERANCE 1e-10
#define MAX_ITERATIONS 40
/* Of the starts that all permutations have in common. */
#define START_TOLERANCE 1e-13
/* Rows from which thinning pays, the share of events up to which it does, and the other rows of which
 * one is taken. */
#define THIN_MIN_ROWS 20000
#define THIN_MAX_SHARE 0.02
#define THIN_EVERY 16
#define THIN_TOLERANCE 1e-6
#define THIN_MAX_ITERATIONS 12

struct _ComityQapRefit
{
  const ComityQapWork *work;
  ComitySample sample; /* borrowed, but for the outcome where that is permuted */
  guint32 spare;       /* the lane's own column */
  guint32 *pick;       /* q: the sample's columns, the spare one in place of one of them */
  double *weight;      /* for permutations in which rows have no counterpart */
  double *count;       /* … whether a row has one; NULL: the model does not ask */
  gboolean reweighed;  /* the sample's extra is its own */
  double *y;           /* NULL: the sample's */
  ComityPass *pass;
  ComitySample thin; /* likewise, of the work's thin */
  double *thin_weight;
  ComityPass *thin_pass; /* NULL: not yet, or there is none */
  double *beta;     /* q */
  double *constant; /* q */
  double tolerance;
};

static double
get_tolerance (const ComityQapWork *work)
{
  const ComitySample *sample = work->sample;
  double events = sample->sum_y;

  if (work->fit->estimator->binary)
    events = MIN (events, sample->sum_weight - events);
  return MIN (TOLERANCE * MAX (events, 1.0), MAX_TOLERANCE);
}

ComityQapRefit *
comity_qap_refit_new (const ComityQapWork *work, gsize lane, guint n_threads)
{
  ComityQapRefit *self = g_new0 (ComityQapRefit, 1);
  gsize length = work->sample->n_blocks * COMITY_BLOCK;
  gboolean has_room = TRUE;

  self->work = work;
  self->sample = *work->sample;
  self->spare = (guint32) (work->q + lane);
  self->pick = g_memdup2 (work->columns, (work->q + 1) * sizeof (guint32));
  self->tolerance = get_tolerance (work);
  self->weight = comity_kernel_alloc0 (length);
  if (work->fit->estimator->reweigh != NULL)
    {
      self->count = comity_kernel_alloc0 (length);
      has_room = self->count != NULL;
    }
  self->beta = g_new0 (double, work->q + 1);
  self->constant = g_new0 (double, work->q + 1);
  comity_qap_get_constant_row (work, self->constant);
  if (work->method == COMITY_QAP_Y)
    {
      self->y = comity_kernel_alloc0 (length);
      has_room = has_room && self->y != NULL;
      self->sample.y = self->y;
    }
  if (has_room && self->weight != NULL)
    self->pass =
        comity_pass_new (work->fit->estimator, &self->sample, self->pick + work->first,
                         work->q - work->first, n_threads);
  if (self->pass == NULL)
    g_clear_pointer (&self, comity_qap_refit_free);
  return self;
}

/* The extra of the sample that all lanes share. */
static void
take_shared_extra (ComityQapRefit *self)
{
  if (self->reweighed && self->sample.extra != NULL)
    self->work->fit->estimator->reweigh_free (self->sample.extra);
  self->reweighed = FALSE;
  self->sample.extra = self->work->sample->extra;
}

void
comity_qap_refit_free (ComityQapRefit *self)
{
  if (self == NULL)
    return;

  take_shared_extra (self);
  comity_pass_free (self->pass);
  comity_pass_free (self->thin_pass);
  free (self->thin_weight);
  g_free (self->pick);
  free (self->y);
  free (self->weight);
  free (self->count);
  g_free (self->beta);
  g_free (self->constant);
  g_free (self);
}

/* The starts of all tests, in @starts (n_tests × q). FALSE: cancelled, or no memory. */
static gboolean
find_starts (const ComityQapRefit *self,
             const ComityQapWork *work,
             const ComitySample *sample,
             double *starts)
{
  gsize q = work->q;
  g_autofree guint32 *pick = g_new (guint32, q + 1);
  g_autofree double *beta = g_new0 (double, q + 1);
  gboolean has_constant = sample->has_constant && work->first == 0;
  double constant =
      has_constant ? work->fit->estimator->start (sample->sum_y / sample->sum_weight) : 0.0;

  for (gsize k = 0; k < work->n_tests; k++)
    {
      double *start = starts + k * q;
      g_autoptr (ComityPass) pass = NULL;
      int iterations = 0;
      gsize n = 0;

      if (comity_progress_is_cancelled (work->progress))
        return FALSE;
      if (has_constant)
        start[0] = constant;
      if (work->method == COMITY_QAP_Y || q == work->first + 1)
        continue;
      for (guint32 j = (guint32) work->first; j < q; j++)
        if (j != work->tested[k])
          pick[n++] = j;
      memset (beta, 0, q * sizeof (double));
      if (has_constant)
        beta[0] = constant;
      pass = comity_pass_new (work->fit->estimator, sample, pick, n, self->pass->n_threads);
      if (pass == NULL || comity_newton_run (pass, beta, START_TOLERANCE, MAX_ITERATIONS, &iterations,
                                             work->progress) == COMITY_NEWTON_CANCELLED)
        return FALSE;
      for (gsize j = 0; j < n; j++)
        start[pick[j]] = isfinite (beta[j]) ? beta[j] : start[pick[j]];
    }
  return TRUE;
}

/* A permuted outcome has its events in other rows. */
static gboolean
make_thin (const ComityQapRefit *self, ComityQapWork *work)
{
  const ComitySample *sample = work->sample;
  const ComityEstimator *estimator = work->fit->estimator;
  double share;

  if (work->method == COMITY_QAP_Y || work->first > 0 || sample->n < THIN_MIN_ROWS ||
      !sample->has_constant ||
      !(sample->sum_y < THIN_MAX_SHARE * sample->sum_weight))
    return TRUE;
  work->thin = comity_sample_thin (sample, THIN_EVERY, estimator->thin_shift == NULL,
                                   self->pass->n_threads, &share, &work->thin_rows);
  if (work->thin == NULL)
    return TRUE;
  work->thin_start = g_new0 (double, work->n_tests * work->q + 1);
  return find_starts (self, work, work->thin, work->thin_start);
}

gboolean
comity_qap_refit_start (ComityQapRefit *self, ComityQapWork *work)
{
  work->start = g_new0 (double, work->n_tests * work->q + 1);
  return find_starts (self, work, work->sample, work->start) && make_thin (self, work);
}

/* The lane's own part of thinning, made when it is first wanted. FALSE: there is none. */
static gboolean
has_thin (ComityQapRefit *self)
{
  const ComityQapWork *work = self->work;

  if (work->thin == NULL || self->thin_pass != NULL)
    return self->thin_pass != NULL;
  self->thin = *work->thin;
  if (self->thin_weight == NULL)
    self->thin_weight = comity_kernel_alloc0 (self->thin.n_blocks * COMITY_BLOCK);
  if (self->thin_weight != NULL)
    self->thin_pass = comity_pass_new (work->fit->estimator, &self->thin, self->pick, work->q,
                                       self->pass->n_threads);
  return self->thin_pass != NULL;
}

/* Rows without a counterpart weigh nothing. FALSE: no memory. */
static gboolean
weigh (ComityQapRefit *self, const guint32 *map, gsize n_kept)
{
  const ComitySample *sample = self->work->sample;

  take_shared_extra (self);
  self->sample.weight = sample->weight;
  self->sample.sum_weight = sample->sum_weight;
  if (n_kept == sample->n)
    return TRUE;
  self->sample.weight = self->weight;
  self->sample.sum_weight = 0.0;
  for (gsize i = 0; i < sample->n; i++)
    {
      double weight = sample->weight != NULL ? sample->weight[i] : 1.0;

      self->weight[i] = map[i] != COMITY_STATE_PERMUTATION_NONE ? weight : 0.0;
      self->sample.sum_weight += self->weight[i];
      if (self->count != NULL)
        self->count[i] = map[i] != COMITY_STATE_PERMUTATION_NONE;
    }
  if (self->count == NULL)
    return TRUE;
  self->reweighed = TRUE;
  self->sample.extra = self->work->fit->estimator->reweigh (&self->sample, self->count);
  return self->sample.extra != NULL;
}

static void
permute_column (ComityQapRefit *self, const guint32 *map, gsize test)
{
  const ComityQapWork *work = self->work;
  gsize n = self->sample.n;

  for (gsize block = 0; block < self->sample.n_blocks; block++)
    {
      double *out = self->sample.x + (block * self->sample.stride + self->spare) * COMITY_BLOCK;

      for (gsize r = 0; r < COMITY_BLOCK; r++)
        {
          gsize i = block * COMITY_BLOCK + r;

          out[r] = i < n && map[i] != COMITY_STATE_PERMUTATION_NONE
                       ? work->values[(gsize) map[i] * work->n_values + test]
                       : 0.0;
        }
    }
}

/* The start of a test among all rows, in self->beta, from its end among the thinned ones. FALSE:
 * cancelled. */
static gboolean
start_from_thin (ComityQapRefit *self, const guint32 *map, gsize n_kept, gsize test)
{
  const ComityQapWork *work = self->work;
  const double *whole = work->start + test * work->q;
  const double *thinned = work->thin_start + test * work->q;
  int iterations = 0;
  ComityNewtonStatus status;

  if (comity_progress_is_cancelled (work->progress))
    return FALSE;
  self->thin.weight = n_kept == work->sample->n ? work->thin->weight : self->thin_weight;
  for (gsize i = 0; i < self->thin.n; i++)
    {
      guint32 from = map[work->thin_rows[i]];
      double weight = work->thin->weight != NULL ? work->thin->weight[i] : 1.0;
      gsize block = i / COMITY_BLOCK;

      self->thin_weight[i] = from != COMITY_STATE_PERMUTATION_NONE ? weight : 0.0;
      self->thin.x[(block * self->thin.stride + self->spare) * COMITY_BLOCK + i % COMITY_BLOCK] =
          from != COMITY_STATE_PERMUTATION_NONE
              ? work->values[(gsize) from * work->n_values + test]
              : 0.0;
    }
  memcpy (self->beta, thinned, work->q * sizeof (double));
  status = comity_newton_run (self->thin_pass, self->beta, THIN_TOLERANCE, THIN_MAX_ITERATIONS,
                              &iterations, work->progress);
  if (status != COMITY_NEWTON_CONVERGED)
    memcpy (self->beta, whole, work->q * sizeof (double));
  else
    for (gsize j = 0; j < work->q; j++)
      self->beta[j] += whole[j] - thinned[j];
  return status != COMITY_NEWTON_CANCELLED;
}

/* A weight of 0 does not excuse an outcome that the link cannot take: the row keeps its own. */
static void
permute_outcome (ComityQapRefit *self, const guint32 *map)
{
  const double *y = self->work->sample->y;

  self->sample.sum_y = 0.0;
  for (gsize i = 0; i < self->sample.n; i++)
    {
      self->y[i] = y[map[i] != COMITY_STATE_PERMUTATION_NONE ? map[i] : i];
      self->sample.sum_y +=
          self->y[i] * (self->sample.weight != NULL ? self->sample.weight[i] : 1.0);
    }
}

/* From self->beta. FALSE: cancelled. @inverse: NULL where the estimation failed. */
static gboolean
estimate (ComityQapRefit *self, ComityMatrix **inverse, double *factor)
{
  const ComityQapWork *work = self->work;
  const ComityEstimator *estimator = work->fit->estimator;
  int iterations = 0;
  ComityNewtonStatus status;

  *inverse = NULL;
  *factor = 1.0;
  status = comity_newton_run (self->pass, self->beta + work->first, self->tolerance,
                              MAX_ITERATIONS, &iterations, work->progress);
  if (status == COMITY_NEWTON_CANCELLED)
    return FALSE;
  if (status != COMITY_NEWTON_CONVERGED)
    return TRUE;
  if (estimator->finish != NULL &&
      !estimator->finish (self->pass, work->fit->spec, self->beta, factor, work->progress))
    return FALSE;
  *inverse = comity_matrix_invert_spd (self->pass->information, NULL);
  return TRUE;
}

static double
get_statistic (const ComityQapRefit *self, gsize column, const ComityMatrix *inverse, double factor)
{
  gsize q = self->work->q;
  double estimate = 0.0;
  double spread = 0.0;

  if (inverse == NULL)
    return NAN;
  if (column != 0 || !self->sample.has_constant)
    return self->beta[column] /
           sqrt (factor * comity_matrix_get (inverse, column - self->work->first,
                                             column - self->work->first));
  for (gsize i = 0; i < q; i++)
    {
      estimate += self->constant[i] * self->beta[i];
      for (gsize j = 0; j < q; j++)
        spread += self->constant[i] * self->constant[j] * comity_matrix_get (inverse, i, j);
    }
  return estimate / sqrt (factor * spread);
}

gboolean
comity_qap_refit_run (ComityQapRefit *self, const guint32 *map, gsize n_kept, double *statistics)
{
  const ComityQapWork *work = self->work;
  double factor;

  if (!weigh (self, map, n_kept))
    return FALSE;
  if (work->method == COMITY_QAP_Y)
    {
      g_autoptr (ComityMatrix) inverse = NULL;

      permute_outcome (self, map);
      memcpy (self->beta, work->start, work->q * sizeof (double));
      if (!estimate (self, &inverse, &factor))
        return FALSE;
      for (gsize k = 0; k < work->n_tests; k++)
        statistics[k] = get_statistic (self, work->tested[k], inverse, factor);
      return TRUE;
    }
  for (gsize k = 0; k < work->n_tests; k++)
    {
      g_autoptr (ComityMatrix) inverse = NULL;

      if (comity_progress_is_cancelled (work->progress))
        return FALSE;
      permute_column (self, map, k);
      self->pick[work->tested[k]] = self->spare;
      memcpy (self->beta, work->start + k * work->q, work->q * sizeof (double));
      if ((has_thin (self) && !start_from_thin (self, map, n_kept, k)) ||
          !estimate (self, &inverse, &factor))
        return FALSE;
      /* Among the thinned rows a rare value may meet events only, and the start be far out. */
      if (inverse == NULL && self->thin_pass != NULL)
        {
          memcpy (self->beta, work->start + k * work->q, work->q * sizeof (double));
          if (!estimate (self, &inverse, &factor))
            return FALSE;
        }
      statistics[k] = get_statistic (self, work->tested[k], inverse, factor);
      self->pick[work->tested[k]] = work->tested[k];
    }
  return TRUE;
}
