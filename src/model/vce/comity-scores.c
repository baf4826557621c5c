/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of scores over groups of rows, one column a piece: every sum is added in the order of the
 * rows, whatever the threads. */
#include "config.h"

#include "comity-vce-private.h"

#include "comity-parallel.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const ComityScores *scores;
  const guint32 *group;
  double *sums;
} Summing;

static void
sum_column (gsize j, gpointer user_data)
{
  Summing *summing = user_data;
  const ComityScores *scores = summing->scores;
  const ComitySample *sample = scores->sample;
  gsize q = scores->q;
  gsize at = 0;

  for (gsize block = 0; block < sample->n_blocks; block++)
    {
      const double *x =
          comity_sample_block_x (sample, block) + (gsize) scores->pick[j] * COMITY_BLOCK;
      const double *u = scores->residual + block * COMITY_BLOCK;
      gsize rows = MIN (COMITY_BLOCK, sample->n - at);

      for (gsize r = 0; r < rows;)
        {
          guint32 group = summing->group[at + r];
          double sum = 0.0;

          /* Rows of a group mostly follow each other. */
          do
            sum += x[r] * u[r];
          while (++r < rows && summing->group[at + r] == group);
          if (group != G_MAXUINT32)
            summing->sums[(group / COMITY_BLOCK * q + j) * COMITY_BLOCK + group % COMITY_BLOCK] +=
                sum;
        }
      at += rows;
    }
}

double *
comity_scores_sum (const ComityScores *scores, const guint32 *group, gsize n_groups, double *sums)
{
  gsize n_blocks = (n_groups + COMITY_BLOCK - 1) / COMITY_BLOCK;
  Summing summing = { scores, group, sums };

  if (sums == NULL)
    summing.sums = comity_kernel_alloc0 (n_blocks * scores->q * COMITY_BLOCK);
  if (summing.sums != NULL &&
      !comity_parallel_for (scores->q, scores->n_threads, sum_column, &summing, scores->progress))
    {
      if (sums == NULL)
        free (summing.sums);
      return NULL;
    }
  return summing.sums;
}

ComityMatrix *
comity_scores_meat (const ComityScores *scores, const double *sums, gsize n_groups)
{
  gsize q = scores->q;
  g_autofree guint32 *all = g_new (guint32, q + 1);
  ComitySample groups = { .n = n_groups,
                          .n_blocks = (n_groups + COMITY_BLOCK - 1) / COMITY_BLOCK,
                          .n_columns = q,
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
