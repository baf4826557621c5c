/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates without each unit, one Newton step away: Pregibon (1981), doi:10.1214/aos/1176345513.
 * With H in the place of H − H_g it is the infinitesimal jackknife, for which scores suffice. */
#include "config.h"

#include "comity-resample-private.h"

#include <stdlib.h>
#include <string.h>

/* S_g of units that may overlap, n_units × q; NULL: cancelled or no memory. */
static double *
sum_scores (const ComityResample *self, const ComityScores *scores)
{
  gsize q = self->q;
  double *blocks = comity_scores_sum (scores, self->a->group, self->n_units, NULL);
  double *sums = NULL;

  if (blocks != NULL && self->b != NULL)
    {
      g_autofree guint32 *other =
          g_memdup2 (self->b->group, MAX (self->b->n, 1) * sizeof (guint32));

      for (gsize i = 0; i < self->a->n; i++)
        if (self->a->group[i] == other[i])
          other[i] = G_MAXUINT32;
      if (comity_scores_sum (scores, other, self->n_units, blocks) == NULL)
        g_clear_pointer (&blocks, free);
    }
  if (blocks != NULL)
    sums = g_new (double, self->n_units *q + 1);
  for (gsize g = 0; sums != NULL && g < self->n_units; g++)
    for (gsize j = 0; j < q; j++)
      sums[g * q + j] = blocks[(g / COMITY_BLOCK * q + j) * COMITY_BLOCK + g % COMITY_BLOCK];
  free (blocks);
  return sums;
}

gboolean
comity_refit_one_step (ComityResample *self, const ComityScores *scores)
{
  gsize q = self->q;
  /* Of a model whose scores are more than its link's, the link's give the information alone. */
  gboolean linked = self->sums != NULL && comity_refit_is_linked (self->fit->estimator);
  g_autofree double *sums = linked ? NULL : sum_scores (self, scores);
  g_autofree double *step = g_new (double, q + 1);
  g_autoptr (ComityMatrix) h = comity_matrix_new (q, q);

  if (h == NULL || (sums == NULL && !linked))
    return FALSE;
  for (gsize g = 0; g < self->n_units; g++)
    {
      const double *score =
          linked ? comity_unit_sums_peek_score (self->sums, g) : sums + g * q;
      double *estimate = self->estimates + g * q;

      memcpy (h->data, self->solution->information->data, q * q * sizeof (double));
      if (self->sums != NULL)
        comity_unit_sums_take_off (self->sums, g, h);
      self->refits[g] =
          (ComityRefit){ comity_matrix_solve_spd (h, score, step) ? COMITY_REFIT_DONE
                                                                  : COMITY_REFIT_SINGULAR,
                         G_MAXUINT32 };
      for (gsize j = 0; j < q; j++)
        estimate[j] = self->solution->beta[j] - step[j];
    }
  return TRUE;
}
