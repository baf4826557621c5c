/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The influence of groups of rows as records. The columns follow the fit's terms. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"

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
  g_autofree gsize *order = NULL;
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
  order = comity_influence_rank (influence, fit, at);
  for (gsize i = 0; i < n_shown; i++)
    {
      gsize n_rows;
      const char *label = comity_influence_peek_group (influence, order[i], &n_rows);
      const double *change = comity_influence_peek_change (influence, order[i]);

      comity_records_add_text (records, label);
      comity_records_add_number (records, (double) n_rows);
      comity_records_add_number (records, comity_influence_get_size (influence, fit, order[i], at));
      for (gsize j = 0; j < n_terms; j++)
        comity_records_add_number (records,
                                   change[j] / comity_fit_peek_coefficient (fit, j)->std_error);
    }
  return comity_records_report (records, "groups", format);
}
