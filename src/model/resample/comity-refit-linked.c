/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quick refit of models whose rows have a link function. The search begins at β̂ with the
 * replicate's own information and score there, sums over units that cost no pass; every further
 * step needs the score alone, half the work of a Newton pass and less, and corrects the inverse of
 * the information from it (BFGS; Nocedal & Wright 2006, §6.1). Several replicates go through a
 * block together, while it is in the cache.
 *
 *   B inverse of the information, q × q · g score · λ² = g'Bg · s, v changes of β and of −g */
#include "config.h"

#include "comity-resample-private.h"

#include "comity-simd-private.h"

#include <math.h>
#include <string.h>

/* Passes after which a search is left to Newton's; ordinary ones need four to six. */
#define MAX_PASSES 12
/* Part of a column's information in the full sample below which the replicate has none of it. */
#define VANISHED 1e-10
/* A decrement that no longer falls has met rounding if it is below this. */
#define ROUNDED_DECREMENT 1e-11
#define BLOCKS_PER_LOOK 16

typedef enum
{
  SEARCHING,
  FOUND,
  LEFT, /* to Newton, or for good */
} State;

typedef struct
{
  State state;
  double *counts;   /* n_units */
  double *beta;     /* q */
  double *step;     /* q: from the β before */
  double *gradient; /* q */
  double *before;   /* q: the gradient before */
  double *work;     /* q */
  ComityMatrix *inverse;
  double decrement;
} Search;

gboolean
comity_refit_has_sums (const ComityEstimator *estimator)
{
  return estimator->get_link != NULL && !estimator->partial && !estimator->timed &&
         !estimator->grouped && comity_estimator_get_n_ancillary (estimator) == 0;
}

gboolean
comity_refit_is_linked (const ComityEstimator *estimator)
{
  return estimator->get_link != NULL && estimator->pass == comity_glm_pass &&
         estimator->finish == NULL;
}

static void
search_clear (Search *self)
{
  g_free (self->counts);
  g_free (self->beta);
  comity_matrix_free (self->inverse);
}

/* Information and score of a replicate at β̂ from the units' sums. */
static void
sum_units (const ComityResample *self, const double *counts, ComityMatrix *h, double *g)
{
  gsize q = self->q;
  const ComityMatrix *whole = self->solution->information;

  memset (g, 0, q * sizeof (double));
  memset (h->data, 0, q * q * sizeof (double));
  /* Units may overlap where one is left out: it is taken off the whole. */
  if (self->leaves_out)
    memcpy (h->data, whole->data, q * q * sizeof (double));
  for (gsize unit = 0; unit < self->n_units; unit++)
    {
      double factor = self->leaves_out ? counts[unit] - 1.0 : counts[unit];
      const double *score = comity_unit_sums_peek_score (self->sums, unit);
      const double *information = comity_unit_sums_peek_information (self->sums, unit);

      if (factor == 0.0)
        continue;
      for (gsize i = 0; i < q; i++)
        {
          g[i] += factor * score[i];
          for (gsize j = 0; j <= i; j++)
            h->data[i * q + j] += factor * information[j];
          information += i + 1;
        }
    }
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < i; j++)
      h->data[j * q + i] = h->data[i * q + j];
}

/* FALSE: a column of the replicate is given by those before it; @column says which. */
static gboolean
check_information (const ComityResample *self, const ComityMatrix *h, double rcond, guint32 *column)
{
  gsize q = self->q;
  g_autofree gboolean *dropped = NULL;
  g_autoptr (ComityMatrix) combinations = NULL;

  for (gsize j = 0; j < q; j++)
    if (!(comity_matrix_get (h, j, j) >
          VANISHED * comity_matrix_get (self->solution->information, j, j)))
      {
        *column = self->solution->columns[j];
        return FALSE;
      }
  if (rcond > self->singular)
    return TRUE;
  dropped = g_new0 (gboolean, q + 1);
  combinations = comity_matrix_new (q, q);
  comity_sample_find_collinear (NULL, h, dropped, combinations, 1, NULL);
  for (gsize j = 0; j < q; j++)
    if (dropped[j])
      {
        *column = self->solution->columns[j];
        return FALSE;
      }
  return rcond > 0.0;
}

/* λ² in units that do not depend on the outcome's. */
static double
get_decrement (const ComityResample *self, const Search *search)
{
  double decrement = 0.0;

  for (gsize j = 0; j < self->q; j++)
    decrement += search->step[j] * search->gradient[j];
  if (self->fit->estimator->linear && self->fit->dispersion > 0.0)
    decrement /= self->fit->dispersion;
  return decrement;
}

static void
multiply_inverse (const Search *self, const double *x, gsize q, double *out)
{
  for (gsize i = 0; i < q; i++)
    {
      out[i] = 0.0;
      for (gsize j = 0; j < q; j++)
        out[i] += comity_matrix_get (self->inverse, i, j) * x[j];
    }
}

/* Sets the search at β̂ and takes its first step. */
static void
search_init (Search *self, ComityResample *resample, gsize replicate)
{
  gsize q = resample->q;
  ComityRefit *refit = &resample->refits[replicate];
  g_autoptr (ComityMatrix) h = comity_matrix_new (q, q);
  double rcond = 0.0;

  self->counts = g_new (double, resample->n_units + 1);
  self->beta = g_new0 (double, 5 * q + 1);
  self->step = self->beta + q;
  self->gradient = self->beta + 2 * q;
  self->before = self->beta + 3 * q;
  self->work = self->beta + 4 * q;
  self->decrement = G_MAXDOUBLE;
  comity_resample_count (resample, replicate, self->counts);
  memcpy (self->beta, resample->solution->beta, q * sizeof (double));
  *refit = (ComityRefit){ COMITY_REFIT_DONE, G_MAXUINT32 };
  sum_units (resample, self->counts, h, self->gradient);
  self->inverse = comity_matrix_invert_spd (h, &rcond);
  if (!check_information (resample, h, self->inverse != NULL ? rcond : 0.0, &refit->column))
    {
      refit->outcome = COMITY_REFIT_SINGULAR;
      self->state = LEFT;
      return;
    }
  if (self->inverse == NULL)
    {
      self->state = LEFT;
      comity_refit_plain (resample, replicate);
      return;
    }
  multiply_inverse (self, self->gradient, q, self->step);
  for (gsize j = 0; j < q; j++)
    self->beta[j] += self->step[j];
  memcpy (self->before, self->gradient, q * sizeof (double));
  memset (self->gradient, 0, q * sizeof (double));
}

/* Adds a block's scores at the search's β. */
static void
add_block (Search *self,
           const ComityResample *resample,
           gsize block,
           ComityLink link,
           ComityResidual residual)
{
  const ComitySample *sample = resample->sample;
  const ComityKernel *kernel = comity_kernel_get ();
  const guint32 *pick = resample->solution->pick;
  const double *x = comity_sample_block_x (sample, block);
  gsize at = block * COMITY_BLOCK;
  double weight[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double u[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double root[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double z[COMITY_BLOCK] __attribute__ ((aligned (32)));

  if (!comity_resample_weigh (resample, self->counts, block, weight))
    return;
  kernel->linear (x, pick, resample->q, self->beta,
                  sample->offset != NULL ? sample->offset + at : NULL, eta);
  if (residual != NULL)
    residual (eta, sample->y + at, weight, u);
  else
    link (eta, sample->y + at, weight, root, z, u);
  kernel->project (x, pick, resample->q, u, self->gradient);
}

/* B ← (I − ρ s v') B (I − ρ v s') + ρ s s', ρ = 1 / s'v. */
static void
correct_inverse (Search *self, gsize q)
{
  double *v = self->before;
  double *bv = self->work;
  double sv = 0.0;
  double vbv = 0.0;

  for (gsize j = 0; j < q; j++)
    {
      v[j] -= self->gradient[j];
      sv += self->step[j] * v[j];
    }
  multiply_inverse (self, v, q, bv);
  for (gsize j = 0; j < q; j++)
    vbv += v[j] * bv[j];
  if (!(sv > 0.0) || !(vbv > 0.0))
    return;
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      self->inverse->data[i * q + j] += (1.0 + vbv / sv) * self->step[i] * self->step[j] / sv -
                                        (bv[i] * self->step[j] + self->step[i] * bv[j]) / sv;
}

/* After a pass: the next step, or the end. */
static void
search_step (Search *self, const ComityResample *resample, int passes)
{
  gsize q = resample->q;
  double last = self->decrement;

  correct_inverse (self, q);
  multiply_inverse (self, self->gradient, q, self->step);
  self->decrement = get_decrement (resample, self);
  if (!isfinite (self->decrement) || self->decrement < 0.0 ||
      (self->decrement >= last && self->decrement > ROUNDED_DECREMENT))
    {
      self->state = LEFT;
      return;
    }
  for (gsize j = 0; j < q; j++)
    self->beta[j] += self->step[j];
  if (self->decrement < resample->tolerance ||
      (self->decrement >= 0.25 * last && self->decrement < ROUNDED_DECREMENT))
    self->state = FOUND;
  else if (passes >= MAX_PASSES)
    self->state = LEFT;
  memcpy (self->before, self->gradient, q * sizeof (double));
  memset (self->gradient, 0, q * sizeof (double));
}

/* FALSE: cancelled. */
static gboolean
pass (Search *searches, gsize n, const ComityResample *resample)
{
  gboolean avx2 = comity_cpu_has_avx2 ();
  const ComityEstimator *estimator = resample->fit->estimator;
  ComityLink link = estimator->get_link (avx2);
  ComityResidual residual = estimator->get_residual != NULL ? estimator->get_residual (avx2) : NULL;

  for (gsize block = 0; block < resample->sample->n_blocks; block++)
    {
      if (block % BLOCKS_PER_LOOK == 0 && comity_progress_is_cancelled (resample->progress))
        return FALSE;
      for (gsize k = 0; k < n; k++)
        if (searches[k].state == SEARCHING)
          add_block (&searches[k], resample, block, link, residual);
    }
  return TRUE;
}

static gboolean
any_searching (const Search *searches, gsize n)
{
  for (gsize k = 0; k < n; k++)
    if (searches[k].state == SEARCHING)
      return TRUE;
  return FALSE;
}

void
comity_refit_linked (ComityResample *self, gsize first, gsize n)
{
  Search searches[COMITY_REFIT_TOGETHER] = { 0 };
  gboolean going = TRUE;
  int passes = 0;

  for (gsize k = 0; k < n; k++)
    {
      going = going && !comity_progress_is_cancelled (self->progress);
      if (going)
        search_init (&searches[k], self, first + k);
    }
  while (going && any_searching (searches, n))
    {
      going = pass (searches, n, self);
      passes++;
      for (gsize k = 0; going && k < n; k++)
        if (searches[k].state == SEARCHING)
          {
            search_step (&searches[k], self, passes);
            if (searches[k].state == FOUND)
              memcpy (self->estimates + (first + k) * self->q, searches[k].beta,
                      self->q * sizeof (double));
            else if (searches[k].state == LEFT)
              comity_refit_plain (self, first + k);
          }
    }
  for (gsize k = 0; k < n; k++)
    {
      if (!going && searches[k].state == SEARCHING)
        self->refits[first + k].outcome = COMITY_REFIT_STOPPED;
      search_clear (&searches[k]);
    }
}
