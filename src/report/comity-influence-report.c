/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The influence of groups of rows as records. The columns follow the fit's terms. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  gsize group;
  double size;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a;
  const Ranked *y = b;

  if (x->size != y->size)
    return x->size > y->size ? -1 : 1;
  return (x->group > y->group) - (x->group < y->group);
}

/* The change of @term in standard errors, or the largest of any but the constant's; what cannot be
 * estimated without the group is infinitely influential. */
static double
get_size (const ComityFit *fit, const double *change, gssize term)
{
  double size = 0.0;

  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);
      double relative = fabs (change[j] / c->std_error);

      if (term >= 0 ? (gsize) term != j : g_str_equal (c->term, "(Intercept)"))
        continue;
      size = MAX (size, isnan (relative) ? INFINITY : relative);
    }
  return size;
}

char *
comity_influence_report (const ComityFit *fit,
                         const ComityInfluence *influence,
                         const char *by,
                         const char *term,
                         gsize top,
                         ComityFormat format,
                         int decimals,
                         GError **error)
{
  gsize n_terms = comity_fit_get_n_terms (fit);
  gsize n_groups = comity_influence_get_n (influence);
  gsize n_shown = top > 0 ? MIN (top, n_groups) : n_groups;
  gssize at = term != NULL ? comity_fit_find_term (fit, term) : -1;
  g_autofree Ranked *ranked = g_new (Ranked, n_groups + 1);
  g_autofree ComityRecordColumn *columns = g_new0 (ComityRecordColumn, n_terms + 3);
  g_autoptr (ComityRecords) records = NULL;

  if (term != NULL && at < 0)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, "The model has no term %s.",
                   term);
      return NULL;
    }
  columns[0] = (ComityRecordColumn){ "group", by, COMITY_RECORD_TEXT };
  columns[1] = (ComityRecordColumn){ "n", "Rows", COMITY_RECORD_COUNT };
  columns[2] = (ComityRecordColumn){ "largest", "Largest", COMITY_RECORD_NUMBER };
  for (gsize j = 0; j < n_terms; j++)
    {
      const char *name = comity_fit_peek_coefficient (fit, j)->term;

      columns[j + 3] = (ComityRecordColumn){ name, name, COMITY_RECORD_NUMBER };
    }
  records = comity_records_new ("Influence", columns, n_terms + 3, decimals);
  comity_records_add_fact_text (records, "by", by);
  comity_records_add_fact (records, "n_groups", NULL, COMITY_RECORD_COUNT, (double) n_groups);
  comity_records_add_note (records,
                           "Changes of the estimates, in their standard errors, when the rows are "
                           "left out (one step); %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                           ", the most influential first.",
                           n_shown, n_groups);
  comity_records_add_fit (records, fit);
  for (gsize g = 0; g < n_groups; g++)
    ranked[g] = (Ranked){ g, get_size (fit, comity_influence_peek_change (influence, g), at) };
  qsort (ranked, n_groups, sizeof (Ranked), compare_ranked);
  for (gsize i = 0; i < n_shown; i++)
    {
      gsize n_rows;
      const char *label = comity_influence_peek_group (influence, ranked[i].group, &n_rows);
      const double *change = comity_influence_peek_change (influence, ranked[i].group);

      comity_records_add_text (records, label);
      comity_records_add_number (records, (double) n_rows);
      comity_records_add_number (records, ranked[i].size);
      for (gsize j = 0; j < n_terms; j++)
        comity_records_add_number (records,
                                   change[j] / comity_fit_peek_coefficient (fit, j)->std_error);
    }
  return comity_records_report (records, "groups", format);
}
