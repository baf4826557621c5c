/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a replicate counts, and the running of all replicates. Each draws from a generator of its
 * own, seeded from the first, so that replicates can be drawn in any order. */
#include "config.h"

#include "comity-resample-private.h"

#include "comity-parallel.h"

#include <gsl/gsl_rng.h>
#include <string.h>

void
comity_resample_count (const ComityResample *self, gsize replicate, double *counts)
{
  gsl_rng *rng;

  for (gsize g = 0; g < self->n_units; g++)
    counts[g] = self->leaves_out ? 1.0 : 0.0;
  if (self->leaves_out)
    {
      counts[replicate] = 0.0;
      return;
    }
  rng = gsl_rng_alloc (gsl_rng_mt19937);
  gsl_rng_set (rng, self->seeds[replicate]);
  for (gsize i = 0; i < self->n_units; i++)
    counts[gsl_rng_uniform_int (rng, self->n_units)] += 1.0;
  gsl_rng_free (rng);
}

gboolean
comity_resample_weigh (const ComityResample *self,
                       const double *counts,
                       gsize block,
                       double *weight)
{
  const ComitySample *sample = self->sample;
  gsize at = block * COMITY_BLOCK;
  gsize n = MIN (COMITY_BLOCK, sample->n - at);
  double sum = 0.0;

  for (gsize r = 0; r < n; r++)
    weight[r] = counts[self->a->group[at + r]];
  for (gsize r = 0; self->b != NULL && r < n; r++)
    weight[r] *= counts[self->b->group[at + r]];
  for (gsize r = 0; sample->weight != NULL && r < n; r++)
    weight[r] *= sample->weight[at + r];
  for (gsize r = n; r < COMITY_BLOCK; r++)
    weight[r] = 0.0;
  for (gsize r = 0; r < n; r++)
    sum += weight[r];
  return sum > 0.0;
}

static void
note_done (ComityResample *self, gsize n)
{
  gsize done = g_atomic_pointer_add (&self->n_done, (gssize) n) + n;

  comity_progress_set (self->progress, (double) done / (double) self->n_replicates);
}

static void
linked_piece (gsize piece, gpointer user_data)
{
  ComityResample *self = user_data;
  gsize first = piece * COMITY_REFIT_TOGETHER;
  gsize n = MIN (COMITY_REFIT_TOGETHER, self->n_replicates - first);

  comity_refit_linked (self, first, n);
  note_done (self, n);
}

static void
plain_piece (gsize piece, gpointer user_data)
{
  ComityResample *self = user_data;

  comity_refit_plain (self, piece);
  note_done (self, 1);
}

gboolean
comity_resample_run (ComityResample *self)
{
  gboolean linked = self->sums != NULL && comity_refit_is_linked (self->fit->estimator);
  gsize n_pieces = linked ? (self->n_replicates + COMITY_REFIT_TOGETHER - 1) / COMITY_REFIT_TOGETHER
                          : self->n_replicates;

  if (!comity_parallel_for (n_pieces, self->fit->spec->n_threads,
                            linked ? linked_piece : plain_piece, self, self->progress))
    return FALSE;
  for (gsize r = 0; r < self->n_replicates; r++)
    if (self->refits[r].outcome == COMITY_REFIT_STOPPED)
      return FALSE;
  return TRUE;
}

ComityMatrix *
comity_resample_covariance (const ComityResample *self, gsize *n_done)
{
  gsize q = self->q;
  ComityMatrix *v = comity_matrix_new (q, q);
  g_autofree double *mean = g_new0 (double, q + 1);
  double count = 0.0;
  double factor;

  for (gsize r = 0; r < self->n_replicates; r++)
    if (self->refits[r].outcome == COMITY_REFIT_DONE)
      {
        count += 1.0;
        for (gsize j = 0; j < q; j++)
          mean[j] += self->estimates[r * q + j];
      }
  for (gsize j = 0; j < q; j++)
    mean[j] /= count;
  for (gsize r = 0; v != NULL && r < self->n_replicates; r++)
    for (gsize i = 0; self->refits[r].outcome == COMITY_REFIT_DONE && i < q; i++)
      for (gsize j = 0; j < q; j++)
        v->data[i * q + j] +=
            (self->estimates[r * q + i] - mean[i]) * (self->estimates[r * q + j] - mean[j]);
  factor = self->leaves_out ? (count - 1.0) / count : 1.0 / (count - 1.0);
  for (gsize i = 0; v != NULL && i < q * q; i++)
    v->data[i] *= factor;
  *n_done = (gsize) count;
  return v;
}
