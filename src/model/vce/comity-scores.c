/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of scores over groups of rows, a few columns a piece: every sum is added in the order of the
 * rows, whatever the threads. */
#include "config.h"

#include "comity-vce-private.h"

#include "comity-parallel.h"
#include "comity-simd-private.h"

#include <stdlib.h>
#include <string.h>

/* Rows of one group that follow each other within a block. */
typedef struct
{
  guint32 length;
  guint32 group;
} Run;

typedef struct
{
  const ComityScores *scores;
  const Run *runs;
  gsize n_runs;
  double *sums;
} Summing;

static Run *
find_runs (const guint32 *group, gsize n, gsize *n_runs)
{
  Run *runs = g_try_new (Run, MAX (n, 1));

  *n_runs = 0;
  for (gsize i = 0; runs != NULL && i < n; i++)
    if (i % COMITY_BLOCK == 0 || group[i] != group[i - 1])
      runs[(*n_runs)++] = (Run){ 1, group[i] };
    else
      runs[*n_runs - 1].length++;
  return runs;
}

/* Columns that go through the runs together: a run is short, and finding it costs as much as adding
 * its rows. */
#define TOGETHER 4

/* @n columns from the @j-th on. */
COMITY_INLINE void
sum_columns_body (const Summing *summing, gsize j, gsize n)
{
  const ComityScores *scores = summing->scores;
  const ComitySample *sample = scores->sample;
  gsize q = scores->q;
  gsize at = 0;

  for (gsize i = 0; i < summing->n_runs; i++)
    {
      guint32 group = summing->runs[i].group;
      gsize length = summing->runs[i].length;
      const double *x = comity_sample_block_x (sample, at / COMITY_BLOCK) + at % COMITY_BLOCK;
      const double *u = scores->residual + at;
      double *to = summing->sums + (group / COMITY_BLOCK * q + j) * COMITY_BLOCK +
                   group % COMITY_BLOCK;
      const double *column[TOGETHER];
      double even[TOGETHER] = { 0.0 };
      double odd[TOGETHER] = { 0.0 };
      gsize r = 0;

      at += length;
      if (group == G_MAXUINT32)
        continue;
      for (gsize c = 0; c < n; c++)
        column[c] = x + (gsize) scores->pick[j + c] * COMITY_BLOCK;
      for (; r + 1 < length; r += 2)
        for (gsize c = 0; c < n; c++)
          {
            even[c] += column[c][r] * u[r];
            odd[c] += column[c][r + 1] * u[r + 1];
          }
      for (gsize c = 0; c < n; c++)
        {
          if (r < length)
            even[c] += column[c][r] * u[r];
          to[c * COMITY_BLOCK] += even[c] + odd[c];
        }
    }
}

static void
sum_columns (gsize piece, gpointer user_data)
{
  const Summing *summing = user_data;
  gsize j = piece * TOGETHER;

  switch (MIN (TOGETHER, summing->scores->q - j))
    {
    case 1:
      sum_columns_body (summing, j, 1);
      break;
    case 2:
      sum_columns_body (summing, j, 2);
      break;
    case 3:
      sum_columns_body (summing, j, 3);
      break;
    default:
      sum_columns_body (summing, j, TOGETHER);
      break;
    }
}

double *
comity_scores_sum (const ComityScores *scores, const guint32 *group, gsize n_groups, double *sums)
{
  gsize n_blocks = (n_groups + COMITY_BLOCK - 1) / COMITY_BLOCK;
  gsize n_runs;
  g_autofree Run *runs = find_runs (group, scores->sample->n, &n_runs);
  double *to = sums;
  Summing summing;

  if (to == NULL)
    to = comity_kernel_alloc0 (n_blocks * scores->q * COMITY_BLOCK);
  summing = (Summing){ scores, runs, n_runs, to };
  if (runs != NULL && to != NULL &&
      comity_parallel_for ((scores->q + TOGETHER - 1) / TOGETHER, scores->n_threads, sum_columns,
                           &summing, scores->progress))
    return to;
  if (sums == NULL)
    free (to);
  return NULL;
}

ComityMatrix *
comity_scores_meat (const ComityScores *scores, const double *sums, gsize n_groups)
{
  gsize q = scores->q;
  g_autofree guint32 *all = g_new (guint32, q + 1);
  ComitySample groups = { .n = n_groups,
                          .n_blocks = (n_groups + COMITY_BLOCK - 1) / COMITY_BLOCK,
                          .n_columns = q,
                          .stride = q,
                          .x = (double *) sums };

  for (gsize j = 0; j < q; j++)
    all[j] = (guint32) j;
  return comity_sample_cross (&groups, all, q, NULL, scores->n_threads, scores->progress);
}

ComityMatrix *
comity_scores_group_meat (const ComityScores *scores, const ComityGroups *groups)
{
  double *sums = comity_scores_sum (scores, groups->group, groups->n_groups, NULL);
  ComityMatrix *meat = NULL;

  if (sums != NULL)
    meat = comity_scores_meat (scores, sums, groups->n_groups);
  free (sums);
  return meat;
}

ComityMatrix *
comity_scores_sandwich (const ComityScores *scores, const ComityMatrix *meat, double factor)
{
  ComityMatrix *v = comity_matrix_sandwich (scores->bread, meat);

  for (gsize i = 0; v != NULL && i < scores->q * scores->q; i++)
    v->data[i] *= factor;
  return v;
}
