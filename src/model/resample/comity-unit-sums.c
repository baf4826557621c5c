/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score and information of every unit's rows at the estimates. With them the information of any
 * replicate there is a sum over units, and a step towards its estimate costs no pass. */
#include "config.h"

#include "comity-resample-private.h"

#include "comity-parallel.h"
#include "comity-simd-private.h"

#include <stdlib.h>
#include <string.h>

#define PIECES 64
/* Rows whose cross products are added together. */
#define ROWS 4
/* Rows sorted by unit between two looks at the progress. */
#define ROWS_PER_LOOK 65536

typedef struct
{
  const ComityResample *resample;
  ComityUnitSums *self;
  double *weight;   /* blocks: w */
  double *residual; /* blocks: u */
  const gsize *start;
  const guint32 *members;
} Summing;

double
comity_unit_sums_get_size (gsize n_units, gsize q)
{
  return (double) n_units * (double) (q + q * (q + 1) / 2) * sizeof (double);
}

void
comity_unit_sums_free (ComityUnitSums *self)
{
  if (self == NULL)
    return;

  free (self->scores);
  free (self->information);
  g_free (self);
}

void
comity_unit_sums_take_off (const ComityUnitSums *self, gsize unit, ComityMatrix *h)
{
  const double *own = comity_unit_sums_peek_information (self, unit);
  gsize q = self->q;

  for (gsize i = 0, at = 0; i < q; i++)
    for (gsize j = 0; j <= i; j++, at++)
      h->data[i * q + j] = h->data[j * q + i] = h->data[i * q + j] - own[at];
}

guint32 *
comity_resample_list_members (const ComityResample *self, gsize **start)
{
  const ComityGroups *a = self->a;
  const ComityGroups *b = self->b;
  g_autofree guint32 *members = g_try_new (guint32, (b != NULL ? 2 : 1) * a->n + 1);
  g_autofree gsize *next = g_try_new0 (gsize, self->n_units + 1);
  g_autofree gsize *first = g_try_new0 (gsize, self->n_units + 2);

  if (members == NULL || next == NULL || first == NULL)
    return NULL;
  for (gsize i = 0; i < a->n; i++)
    {
      if (i % ROWS_PER_LOOK == ROWS_PER_LOOK - 1 && comity_progress_is_cancelled (self->progress))
        return NULL;
      first[a->group[i] + 1]++;
      if (b != NULL && b->group[i] != a->group[i])
        first[b->group[i] + 1]++;
    }
  for (gsize g = 0; g < self->n_units; g++)
    {
      next[g] = first[g];
      first[g + 1] += first[g];
    }
  for (gsize i = 0; i < a->n; i++)
    {
      if (i % ROWS_PER_LOOK == ROWS_PER_LOOK - 1 && comity_progress_is_cancelled (self->progress))
        return NULL;
      members[next[a->group[i]]++] = (guint32) i;
      if (b != NULL && b->group[i] != a->group[i])
        members[next[b->group[i]]++] = (guint32) i;
    }
  *start = g_steal_pointer (&first);
  return g_steal_pointer (&members);
}

static void
link_piece (gsize piece, gpointer user_data)
{
  Summing *summing = user_data;
  const ComityResample *resample = summing->resample;
  const ComitySample *sample = resample->sample;
  ComityLink link = resample->fit->estimator->get_link (comity_cpu_has_avx2 ());
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double z[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      gsize at = block * COMITY_BLOCK;
      double *weight = summing->weight + at;

      comity_kernel_get ()->linear (comity_sample_block_x (sample, block), resample->solution->pick,
                                    resample->q, resample->solution->beta,
                                    sample->offset != NULL ? sample->offset + at : NULL, eta);
      link (eta, sample->y + at, comity_sample_block_weight (sample, block), weight, z,
            summing->residual + at);
      for (gsize r = 0; r < COMITY_BLOCK; r++)
        weight[r] *= weight[r];
    }
}

/* Adds w x x' and u x of up to ROWS rows; @x: ROWS × q, 0 where there are fewer. */
COMITY_INLINE void
add_rows_body (const double *x, const double *w, const double *u, gsize q, double *s, double *h)
{
  const double *x1 = x + q;
  const double *x2 = x1 + q;
  const double *x3 = x2 + q;

  for (gsize i = 0; i < q; i++)
    {
      double a0 = w[0] * x[i];
      double a1 = w[1] * x1[i];
      double a2 = w[2] * x2[i];
      double a3 = w[3] * x3[i];

      s[i] += (u[0] * x[i] + u[1] * x1[i]) + (u[2] * x2[i] + u[3] * x3[i]);
      for (gsize j = 0; j <= i; j++)
        h[j] += (a0 * x[j] + a1 * x1[j]) + (a2 * x2[j] + a3 * x3[j]);
      h += i + 1;
    }
}

#if COMITY_HAS_AVX2_BUILD
COMITY_TARGET_AVX2 static void
add_rows_avx2 (const double *x, const double *w, const double *u, gsize q, double *s, double *h)
{
  add_rows_body (x, w, u, q, s, h);
}
#endif

static void
add_rows_plain (const double *x, const double *w, const double *u, gsize q, double *s, double *h)
{
  add_rows_body (x, w, u, q, s, h);
}

static void
sum_unit (const Summing *summing, gsize unit, double *x)
{
  const ComityResample *resample = summing->resample;
  const ComitySample *sample = resample->sample;
  const guint32 *pick = resample->solution->pick;
  gsize q = resample->q;
  double *s = summing->self->scores + unit * q;
  double *h = summing->self->information + unit * (q * (q + 1) / 2);

  memset (s, 0, q * sizeof (double));
  memset (h, 0, q * (q + 1) / 2 * sizeof (double));
  for (gsize at = summing->start[unit]; at < summing->start[unit + 1]; at += ROWS)
    {
      gsize n = MIN (ROWS, summing->start[unit + 1] - at);
      double w[ROWS] = { 0.0 };
      double u[ROWS] = { 0.0 };

      if (n < ROWS)
        memset (x, 0, ROWS * q * sizeof (double));
      for (gsize k = 0; k < n; k++)
        {
          gsize row = summing->members[at + k];
          const double *block =
              comity_sample_block_x (sample, row / COMITY_BLOCK) + row % COMITY_BLOCK;

          for (gsize j = 0; j < q; j++)
            x[k * q + j] = block[(gsize) pick[j] * COMITY_BLOCK];
          w[k] = summing->weight[row];
          u[k] = summing->residual[row];
        }
#if COMITY_HAS_AVX2_BUILD
      if (comity_cpu_has_avx2 ())
        {
          add_rows_avx2 (x, w, u, q, s, h);
          continue;
        }
#endif
      add_rows_plain (x, w, u, q, s, h);
    }
}

static void
sum_piece (gsize piece, gpointer user_data)
{
  Summing *summing = user_data;
  g_autofree double *x = g_new (double, ROWS * summing->resample->q + 1);
  gsize first, last;

  comity_parallel_cut (summing->resample->n_units, 1, PIECES, piece, &first, &last);
  for (gsize unit = first; unit < last; unit++)
    {
      if (comity_progress_is_cancelled (summing->resample->progress))
        return;
      sum_unit (summing, unit, x);
    }
}

ComityUnitSums *
comity_unit_sums_new (const ComityResample *resample)
{
  gsize length = resample->sample->n_blocks * COMITY_BLOCK;
  guint n_threads = resample->fit->spec->n_threads;
  gsize q = resample->q;
  ComityUnitSums *self = g_new0 (ComityUnitSums, 1);
  g_autofree gsize *start = NULL;
  g_autofree guint32 *members = comity_resample_list_members (resample, &start);
  Summing summing = { resample, self, NULL, NULL, start, members };
  gboolean done;

  self->q = q;
  self->scores = comity_kernel_alloc (resample->n_units * q);
  self->information = comity_kernel_alloc (resample->n_units * (q * (q + 1) / 2));
  summing.weight = comity_kernel_alloc (length);
  summing.residual = comity_kernel_alloc (length);
  done = members != NULL && self->scores != NULL && self->information != NULL &&
         summing.weight != NULL && summing.residual != NULL &&
         comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, link_piece, &summing,
                              resample->progress) &&
         comity_parallel_for (PIECES, n_threads, sum_piece, &summing, resample->progress) &&
         !comity_progress_is_cancelled (resample->progress);
  free (summing.weight);
  free (summing.residual);
  if (done)
    return self;
  comity_unit_sums_free (self);
  return NULL;
}
