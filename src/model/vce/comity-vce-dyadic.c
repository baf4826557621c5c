/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Robust to dyadic dependence: all pairs of rows whose dyads share a state,
 *   M = Σ_c S_c S_c' − Σ_d S_d S_d',
 * S_c the scores of the rows that state c takes part in, S_d those of a dyad (which the first sum
 * counts for both its states). Aronow, Samii & Assenova (2015), doi:10.1093/pan/mpv018. No factor.
 */
#include "config.h"

#include "comity-vce-private.h"

#include <math.h>
#include <stdlib.h>

ComityMatrix *
comity_vce_dyadic (const ComityScores *scores, GPtrArray *warnings)
{
  const ComityGroups *a = g_ptr_array_index (scores->groups, 0);
  const ComityGroups *b = g_ptr_array_index (scores->groups, 1);
  g_autoptr (ComityGroups) dyads = comity_groups_new_dyads (a, b);
  g_autofree guint32 *other = g_memdup2 (b->group, MAX (b->n, 1) * sizeof (guint32));
  g_autofree guint32 *pairs = g_memdup2 (dyads->group, MAX (b->n, 1) * sizeof (guint32));
  g_autoptr (ComityMatrix) meat = NULL;
  g_autoptr (ComityMatrix) twice = NULL;
  double *states, *sums;

  /* A row of a state with itself takes part once and is in no pair. */
  for (gsize i = 0; i < a->n; i++)
    if (a->group[i] == b->group[i])
      other[i] = pairs[i] = G_MAXUINT32;
  states = comity_scores_sum (scores, a->group, a->n_groups, NULL);
  if (states != NULL && comity_scores_sum (scores, other, a->n_groups, states) != NULL)
    meat = comity_scores_meat (scores, states, a->n_groups);
  free (states);
  sums = comity_scores_sum (scores, pairs, dyads->n_groups, NULL);
  if (sums != NULL)
    twice = comity_scores_meat (scores, sums, dyads->n_groups);
  free (sums);
  if (meat == NULL || twice == NULL)
    return NULL;
  for (gsize i = 0; i < scores->q * scores->q; i++)
    meat->data[i] -= twice->data[i];
  if (a->n_groups < 3)
    g_ptr_array_add (warnings, g_strdup ("Dyadic-cluster-robust standard errors need more than two "
                                         "states."));
  return comity_scores_sandwich (scores, meat, a->n_groups < 3 ? NAN : 1.0);
}
