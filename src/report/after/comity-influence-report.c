/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The influence of groups of rows as records. The columns follow the fit's terms. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"

#include <string.h>

void
comity_influence_get_states (const ComityInfluence *influence,
                             ComityInfluenceKind kind,
                             ComityPanel *panel,
                             gsize group,
                             guint32 *a,
                             guint32 *b)
{
  gboolean second;
  guint32 row = comity_influence_get_row (influence, group, &second);

  *a = *b = COMITY_PANEL_NONE;
  if (kind != COMITY_INFLUENCE_STATES && kind != COMITY_INFLUENCE_DYADS)
    return;
  comity_panel_get_row (panel, row, a, b, NULL);
  if (kind == COMITY_INFLUENCE_STATES)
    {
      *a = second ? *b : *a;
      *b = COMITY_PANEL_NONE;
    }
}

char *
comity_influence_dup_label (const ComityInfluence *influence,
                            ComityInfluenceKind kind,
                            ComityPanel *panel,
                            gsize group)
{
  guint32 a = COMITY_PANEL_NONE, b = COMITY_PANEL_NONE;

  if (panel != NULL)
    comity_influence_get_states (influence, kind, panel, group, &a, &b);
  if (a == COMITY_PANEL_NONE)
    return g_strdup (comity_influence_peek_group (influence, group, NULL));
  if (b == COMITY_PANEL_NONE)
    return g_strdup (comity_panel_peek_state_name (panel, a));
  return g_strdup_printf ("%s – %s", comity_panel_peek_state_name (panel, a),
                          comity_panel_peek_state_name (panel, b));
}

/* Whether the groups have names beside their codes. */
static gboolean
has_names (const ComityInfluence *influence, ComityInfluenceKind kind, ComityPanel *panel)
{
  g_autofree char *label = NULL;

  if (comity_influence_get_n (influence) == 0)
    return FALSE;
  label = comity_influence_dup_label (influence, kind, panel, 0);
  return strcmp (label, comity_influence_peek_group (influence, 0, NULL)) != 0;
}

char *
comity_influence_report (const ComityFit *fit,
                         const ComityInfluence *influence,
                         ComityInfluenceKind kind,
                         const char *by,
                         ComityPanel *panel,
                         const char *term,
                         gsize top,
                         ComityFormat format,
                         int decimals,
                         GError **error)
{
  gsize n_terms = comity_fit_get_n_terms (fit);
  gsize n_groups = comity_influence_get_n (influence);
  gsize n_shown = top > 0 ? MIN (top, n_groups) : n_groups;
  gboolean named = has_names (influence, kind, panel);
  gsize n_columns = 0;
  gssize at = term != NULL ? comity_fit_find_term (fit, term) : -1;
  g_autofree gsize *order = NULL;
  g_autofree ComityRecordColumn *columns = g_new0 (ComityRecordColumn, n_terms + 4);
  g_autoptr (ComityRecords) records = NULL;

  if (term != NULL && at < 0)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, "The model has no term %s.",
                   term);
      return NULL;
    }
  columns[n_columns++] = (ComityRecordColumn){ "group", by, COMITY_RECORD_TEXT };
  if (named)
    columns[n_columns++] = (ComityRecordColumn){ "name", "", COMITY_RECORD_TEXT };
  columns[n_columns++] = (ComityRecordColumn){ "n", "Rows", COMITY_RECORD_COUNT };
  columns[n_columns++] = (ComityRecordColumn){ "largest", "Largest", COMITY_RECORD_NUMBER };
  for (gsize j = 0; j < n_terms; j++)
    {
      const char *name = comity_fit_peek_coefficient (fit, j)->term;

      columns[n_columns++] = (ComityRecordColumn){ name, name, COMITY_RECORD_NUMBER };
    }
  records = comity_records_new ("Influence", columns, n_columns, decimals);
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
      if (named)
        {
          g_autofree char *name = comity_influence_dup_label (influence, kind, panel, order[i]);

          comity_records_add_text (records, name);
        }
      comity_records_add_number (records, (double) n_rows);
      comity_records_add_number (records, comity_influence_get_size (influence, fit, order[i], at));
      for (gsize j = 0; j < n_terms; j++)
        comity_records_add_number (records,
                                   change[j] / comity_fit_peek_coefficient (fit, j)->std_error);
    }
  return comity_records_report (records, "groups", format);
}
