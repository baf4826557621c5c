/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pass of models with a link function: for each block the linear predictor, the link, and one
 * cross product Z'Z with Z = (√w·X, u/√w), whose last row is the gradient. The blocks are cut into
 * a fixed number of pieces whose sums are added in order. */
#include "config.h"

#include "comity-estimator-private.h"

#include "comity-parallel.h"
#include "comity-simd-private.h"

#include <stdlib.h>

ComityPass *
comity_pass_new (const ComityEstimator *estimator,
                 const ComitySample *sample,
                 const guint32 *pick,
                 gsize q,
                 guint n_threads)
{
  g_autoptr (ComityPass) self = g_new0 (ComityPass, 1);
  gsize side = q + 1;

  self->estimator = estimator;
  self->sample = sample;
  self->pick = pick;
  self->q = q;
  self->n_threads = n_threads;
  self->link = estimator->get_link != NULL ? estimator->get_link (comity_cpu_has_avx2 ()) : NULL;
  self->gradient = g_new0 (double, side);
  self->log_likelihoods = g_new0 (double, COMITY_PARALLEL_PIECES);
  self->information = comity_matrix_new (q, q);
  self->residual = comity_kernel_alloc (sample->n_blocks * COMITY_BLOCK);
  self->tiles = comity_kernel_alloc0 (COMITY_PARALLEL_PIECES * comity_kernel_get_tiles_length (q));
  self->work = comity_kernel_alloc0 (COMITY_PARALLEL_PIECES * comity_kernel_get_work_length (q));
  self->sums = comity_kernel_alloc0 (COMITY_PARALLEL_PIECES * side * side);
  if (self->information == NULL || self->residual == NULL || self->tiles == NULL ||
      self->work == NULL || self->sums == NULL)
    return NULL;
  if (estimator->pass_data_new != NULL && (self->data = estimator->pass_data_new (self)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
comity_pass_free (ComityPass *self)
{
  if (self == NULL)
    return;

  if (self->data != NULL)
    self->estimator->pass_data_free (self->data);
  g_free (self->gradient);
  g_free (self->log_likelihoods);
  comity_matrix_free (self->information);
  free (self->residual);
  free (self->tiles);
  free (self->work);
  free (self->sums);
  g_free (self);
}

gboolean
comity_pass_run (ComityPass *self, const double *beta, ComityProgress *progress)
{
  self->beta = beta;
  return self->estimator->pass (self, progress);
}

static void
glm_piece (gsize piece, gpointer user_data)
{
  ComityPass *self = user_data;
  const ComitySample *sample = self->sample;
  const ComityKernel *kernel = comity_kernel_get ();
  gsize q = self->q;
  double *tiles = self->tiles + piece * comity_kernel_get_tiles_length (q);
  double *work = self->work + piece * comity_kernel_get_work_length (q);
  double *sums = self->sums + piece * (q + 1) * (q + 1);
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double root[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double z[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize look = comity_kernel_get_blocks_per_look (q);
  double log_likelihood = 0.0;
  gsize first, last;

  memset (sums, 0, (q + 1) * (q + 1) * sizeof (double));
  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      const double *x = comity_sample_block_x (sample, block);
      gsize at = block * COMITY_BLOCK;

      if ((block - first) % look == look - 1 && comity_progress_is_cancelled (self->progress))
        break;
      kernel->linear (x, self->pick, q, self->beta,
                      sample->offset != NULL ? sample->offset + at : NULL, eta);
      log_likelihood += self->link (eta, sample->y + at, comity_sample_block_weight (sample, block),
                                    root, z, self->residual + at);
      kernel->gram (x, self->pick, q, root, z, work, tiles);
    }
  comity_kernel_sum_tiles (tiles, q, sums);
  self->log_likelihoods[piece] = log_likelihood;
}

gboolean
comity_glm_pass (ComityPass *self, ComityProgress *progress)
{
  gsize q = self->q;
  gsize side = q + 1;
  double *h = self->information->data;

  self->progress = progress;
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, self->n_threads, glm_piece, self, progress) ||
      comity_progress_is_cancelled (progress))
    return FALSE;

  self->log_likelihood = 0.0;
  memset (self->gradient, 0, q * sizeof (double));
  memset (h, 0, q * q * sizeof (double));
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      const double *sums = self->sums + piece * side * side;

      self->log_likelihood += self->log_likelihoods[piece];
      for (gsize i = 0; i < q; i++)
        {
          self->gradient[i] += sums[q * side + i];
          for (gsize j = 0; j <= i; j++)
            h[i * q + j] += sums[i * side + j];
        }
    }
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < i; j++)
      h[j * q + i] = h[i * q + j];
  return TRUE;
}
