/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firth's penalised logit: ℓ* = ℓ + ½ log |H|, whose score is Σ (y − p + h (½ − p)) x with the
 * leverage h = w x'H⁻¹x. Finite under separation, and without the bias of order 1/n. Firth (1993),
 * doi:10.1093/biomet/80.1.27; Heinze & Schemper (2002), doi:10.1002/sim.1047. Steps are H⁻¹ times
 * this score; the classical covariance is H⁻¹.
 *
 *   H = X'WX q × q · B = H⁻¹ = LL' · h leverages · w = p (1 − p), times the row's weight */
#include "config.h"

#include "comity-firth-private.h"

#include "comity-link-private.h"
#include "comity-parallel.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const ComityPass *pass;
  const double *factor; /* q × q, row j: the part of column j of L from the diagonal on */
  double *h;            /* blocks */
  double *sums;         /* pieces × q */
  ComityProgress *progress;
} Correcting;

/* h (½ − p) of a block; p comes back from the residual y − p. */
static void
correct_block (const Correcting *self, gsize block, const double *leverage)
{
  const ComitySample *sample = self->pass->sample;
  gsize at = block * COMITY_BLOCK;
  const double *weight = comity_sample_block_weight (sample, block);
  const double *u = self->pass->residual + at;
  const double *y = sample->y + at;
  double *h = self->h + at;

  for (gsize r = 0; r < COMITY_BLOCK; r++)
    {
      double times = weight != NULL ? weight[r] : 1.0;
      double rest = times > 0.0 ? u[r] / times : 0.0; /* y − p */
      double p = y[r] - rest;

      h[r] = times * p * (1.0 - p) * leverage[r] * (0.5 - p);
    }
}

static void
correct_piece (gsize piece, gpointer user_data)
{
  Correcting *self = user_data;
  const ComityPass *pass = self->pass;
  gsize q = pass->q;
  double *sums = self->sums + piece * q;
  double part[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double leverage[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  comity_parallel_cut (pass->sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      const double *x = comity_sample_block_x (pass->sample, block);
      const double *h = self->h + block * COMITY_BLOCK;

      if ((block - first) % 64 == 63 && comity_progress_is_cancelled (self->progress))
        break;
      memset (leverage, 0, sizeof leverage);
      for (gsize j = 0; j < q; j++)
        {
          comity_kernel_get ()->linear (x, pass->pick + j, q - j, self->factor + j * q + j, NULL,
                                        part);
          for (gsize r = 0; r < COMITY_BLOCK; r++)
            leverage[r] += part[r] * part[r];
        }
      correct_block (self, block, leverage);
      for (gsize j = 0; j < q; j++)
        {
          const double *column = x + (gsize) pass->pick[j] * COMITY_BLOCK;
          double lanes[4] = { 0.0, 0.0, 0.0, 0.0 };

          for (gsize r = 0; r < COMITY_BLOCK; r += 4)
            for (gsize lane = 0; lane < 4; lane++)
              lanes[lane] += column[r + lane] * h[r + lane];
          sums[j] += (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        }
    }
}

/* Rows: the columns of L, B = LL'. NULL when H is not positive definite. */
static double *
factor_inverse (const ComityMatrix *h)
{
  gsize q = h->n_rows;
  g_autoptr (ComityMatrix) b = comity_matrix_invert_spd (h, NULL);
  double *factor;

  /* LAPACK's upper triangle in rows is L'. */
  if (b == NULL ||
      LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'U', (lapack_int) q, b->data, (lapack_int) q) != 0)
    return NULL;
  factor = g_steal_pointer (&b->data);
  return factor;
}

gboolean
comity_firth_correct (const ComityPass *pass,
                      double *h,
                      double *gradient,
                      gboolean *singular,
                      ComityProgress *progress)
{
  gsize q = pass->q;
  g_autofree double *factor = factor_inverse (pass->information);
  g_autofree double *sums = g_new0 (double, COMITY_PARALLEL_PIECES *q + 1);
  Correcting correcting = { pass, factor, h, sums, progress };

  *singular = factor == NULL;
  if (factor == NULL ||
      !comity_parallel_for (COMITY_PARALLEL_PIECES, pass->n_threads, correct_piece, &correcting,
                            progress) ||
      comity_progress_is_cancelled (progress))
    return FALSE;
  memset (gradient, 0, q * sizeof (double));
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    for (gsize j = 0; j < q; j++)
      gradient[j] += sums[piece * q + j];
  return TRUE;
}

static gboolean
half_log_determinant (const ComityMatrix *h, double *value)
{
  g_autoptr (ComityMatrix) l = comity_matrix_copy (h);
  gsize q = h->n_rows;

  *value = 0.0;
  if (l == NULL ||
      LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'L', (lapack_int) q, l->data, (lapack_int) q) != 0)
    return FALSE;
  for (gsize j = 0; j < q; j++)
    *value += log (comity_matrix_get (l, j, j));
  return TRUE;
}

static gboolean
firth_pass (ComityPass *self, ComityProgress *progress)
{
  gsize length = self->sample->n_blocks * COMITY_BLOCK;
  g_autofree double *gradient = g_new (double, self->q + 1);
  gboolean singular;

  if (!comity_glm_pass (self, progress))
    return FALSE;
  if (!half_log_determinant (self->information, &self->penalty))
    {
      self->log_likelihood = -INFINITY;
      return TRUE;
    }
  if (!comity_firth_correct (self, self->data, gradient, &singular, progress))
    {
      self->log_likelihood = -INFINITY;
      return singular;
    }
  for (gsize i = 0; i < length; i++)
    self->residual[i] += ((const double *) self->data)[i];
  for (gsize j = 0; j < self->q; j++)
    self->gradient[j] += gradient[j];
  self->log_likelihood += self->penalty;
  return TRUE;
}

static gpointer
firth_pass_data_new (const ComityPass *pass)
{
  return comity_kernel_alloc (pass->sample->n_blocks * COMITY_BLOCK);
}

static double
firth_start (double mean)
{
  return comity_logit.start (mean);
}

static double
firth_mean (double eta)
{
  return comity_logit.mean (eta);
}

static double
firth_thin_shift (double share)
{
  return comity_logit.thin_shift (share);
}

static ComityLink
firth_get_link (gboolean avx2)
{
  return comity_logit.get_link (avx2);
}

const ComityEstimator comity_firth = {
  .name = "firth",
  .title = "Firth logit",
  .binary = TRUE,
  .penalised = TRUE,
  .refuse_outcome = comity_refuse_unless_binary,
  .start = firth_start,
  .mean = firth_mean,
  .thin_shift = firth_thin_shift,
  .get_link = firth_get_link,
  .pass = firth_pass,
  .pass_data_new = firth_pass_data_new,
  .pass_data_free = free,
};
