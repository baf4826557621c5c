/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clustered two ways: M = M_1 + M_2 − M_12, Cameron, Gelbach & Miller (2011),
 * doi:10.1198/jbes.2010.07136, times G/(G−1) with the smaller G and, for linear models,
 * (n−1)/(n−k), as Stata's ivreg2 with small; without Stata's factors, none. */
#include "config.h"

#include "comity-vce-private.h"

#include <math.h>

ComityMatrix *
comity_vce_twoway (const ComityScores *scores, GPtrArray *warnings)
{
  const ComityGroups *first = g_ptr_array_index (scores->groups, 0);
  const ComityGroups *second = g_ptr_array_index (scores->groups, 1);
  g_autoptr (ComityGroups) cells = comity_groups_new_cross (first, second);
  g_autoptr (ComityMatrix) meat = comity_scores_group_meat (scores, first);
  g_autoptr (ComityMatrix) other = comity_scores_group_meat (scores, second);
  g_autoptr (ComityMatrix) both = comity_scores_group_meat (scores, cells);
  const ComityGroups *fewer = first->n_groups < second->n_groups ? first : second;
  double g = (double) fewer->n_groups;
  double factor = 1.0;

  if (meat == NULL || other == NULL || both == NULL)
    return NULL;
  for (gsize i = 0; i < scores->q * scores->q; i++)
    meat->data[i] += other->data[i] - both->data[i];
  if (scores->stata)
    factor = g / (g - 1.0) *
             (scores->linear ? (scores->n - 1.0) / (scores->n - scores->k) : 1.0);
  if (fewer->n_groups < 2)
    {
      factor = NAN;
      g_ptr_array_add (warnings,
                       g_strdup_printf ("All rows are in one cluster of %s: clustered standard "
                                        "errors need at least two.",
                                        fewer->name));
    }
  return comity_scores_sandwich (scores, meat, factor);
}
