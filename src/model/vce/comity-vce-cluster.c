/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clustered: B (Σ_g S_g S_g') B, Liang & Zeger (1986), doi:10.1093/biomet/73.1.13, times Stata's
 * G/(G−1), for linear models also (n−1)/(n−k). */
#include "config.h"

#include "comity-vce-private.h"

#include <math.h>

ComityMatrix *
comity_vce_cluster (const ComityScores *scores, GPtrArray *warnings)
{
  const ComityGroups *groups = g_ptr_array_index (scores->groups, 0);
  double g = (double) groups->n_groups;
  double factor = 1.0;
  g_autoptr (ComityMatrix) meat = NULL;
  ComityMatrix *v;

  meat = comity_scores_group_meat (scores, groups);
  if (meat == NULL)
    return NULL;
  if (scores->stata)
    factor = g / (g - 1.0) *
             (scores->linear ? (scores->n - 1.0) / (scores->n - scores->k) : 1.0);
  v = comity_scores_sandwich (scores, meat, groups->n_groups > 1 ? factor : 0.0);
  if (v == NULL)
    return NULL;
  if (groups->n_groups < 2)
    {
      for (gsize i = 0; i < scores->q * scores->q; i++)
        v->data[i] = NAN;
      g_ptr_array_add (warnings,
                       g_strdup_printf ("All rows are in one cluster of %s: clustered standard "
                                        "errors need at least two.",
                                        groups->name));
    }
  else if (groups->n_groups <= scores->q)
    g_ptr_array_add (
        warnings,
        g_strdup_printf ("There are only %" G_GSIZE_FORMAT " clusters of %s for %" G_GSIZE_FORMAT
                         " coefficients: their standard errors cannot all be trusted and no joint "
                         "test is possible.",
                         groups->n_groups, groups->name, scores->q));
  else if (groups->n_groups < 30)
    g_ptr_array_add (warnings,
                     g_strdup_printf ("There are only %" G_GSIZE_FORMAT
                                      " clusters of %s: clustered standard errors tend to be too "
                                      "small with fewer than 30.",
                                      groups->n_groups, groups->name));
  return v;
}
