/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The expected information X'EX, E = E (w | x), as R's glm reports it for links that are not
 * canonical: one more pass over the rows. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-parallel.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  const ComityEstimator *estimator;
  const ComitySample *sample;
  const ComitySolution *solution;
  double *root; /* blocks */
} Expecting;

static void
expect_piece (gsize piece, gpointer user_data)
{
  Expecting *self = user_data;
  const ComitySample *sample = self->sample;
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      gsize at = block * COMITY_BLOCK;
      const double *weight = comity_sample_block_weight (sample, block);

      comity_kernel_get ()->linear (comity_sample_block_x (sample, block), self->solution->pick,
                                    self->solution->q, self->solution->beta,
                                    sample->offset != NULL ? sample->offset + at : NULL, eta);
      for (gsize r = 0; r < COMITY_BLOCK; r++)
        self->root[at + r] =
            sqrt ((weight != NULL ? weight[r] : 1.0) * self->estimator->expected_weight (eta[r]));
    }
}

gboolean
comity_fit_expect_information (ComityFit *fit,
                               const ComitySample *sample,
                               ComitySolution *solution,
                               ComityProgress *progress)
{
  Expecting expecting = { fit->estimator, sample, solution, NULL };
  ComityMatrix *expected = NULL;

  if (!fit->spec->expected_information || fit->estimator->expected_weight == NULL)
    return TRUE;
  expecting.root = comity_kernel_alloc (sample->n_blocks * COMITY_BLOCK);
  if (expecting.root != NULL && comity_parallel_for (COMITY_PARALLEL_PIECES, fit->spec->n_threads,
                                                     expect_piece, &expecting, progress))
    expected = comity_sample_cross (sample, solution->pick, solution->q, expecting.root,
                                    fit->spec->n_threads, progress);
  free (expecting.root);
  if (expected == NULL)
    return FALSE;
  comity_matrix_free (solution->information);
  solution->information = expected;
  return TRUE;
}
