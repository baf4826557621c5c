/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaving out a group of rows does to a term: the groups that matter most as rows, with the
 * change of the estimate in its standard errors. */
#include "config.h"

#include "comity-coef-figure-private.h"
#include "comity-figures.h"

#include <math.h>

/* Of @term, or (-1) of the term that the group moves most. */
static double
get_change (const ComityInfluence *influence, const ComityFit *fit, gsize group, gssize term)
{
  const double *change = comity_influence_peek_change (influence, group);
  double most = 0.0;

  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
      double relative = change[j] / c->std_error;

      if (term >= 0 ? (gsize) term == j
                    : !g_str_equal (c->term, "(Intercept)") && fabs (relative) > fabs (most))
        most = relative;
    }
  return most;
}

ComityFigure *
comity_influence_figure_new (const ComityFit *fit,
                             const ComityInfluence *influence,
                             gssize term,
                             const gsize *groups,
                             const char *const *labels,
                             gsize n)
{
  ComityCoefData *data = comity_coef_data_new_for_fit (
      fit, "Change of the estimate without it, in standard errors", n);

  for (gsize i = 0; i < n; i++)
    {
      double change = get_change (influence, fit, groups[i], term);

      data->terms[i] = g_strdup (labels[i]);
      data->labels[i] = g_strdup (labels[i]);
      data->points[i] = (ComityCoefPoint){ .present = TRUE,
                                           .coefficient = (guint32) i,
                                           .estimate = change,
                                           .std_error = NAN,
                                           .low = NAN,
                                           .high = NAN };
    }
  return comity_coef_figure_new_from_data (data);
}
