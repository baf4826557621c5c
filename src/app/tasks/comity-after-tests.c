/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a model can be trusted: discrimination beside the models kept, proportional hazards, the
 * influence of groups of rows, permutations of the states. */
#include "config.h"

#include "comity-after-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-what-if.h"

/* Kept models of an event, each with its curve; one that says nothing of probabilities is left out.
 */
static gboolean
add_others (ComityAfter *self,
            const ComityAfterInput *input,
            ComityProgress *progress,
            GError **error)
{
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  self->others_rocs = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_roc_free);
  for (guint i = 0; i < input->others->len; i++)
    {
      ComityFit *other = input->others->pdata[i];
      ComityRoc *roc;

      if (other == self->fit || !comity_fit_is_probability (other))
        continue;
      roc = comity_roc_new (other, progress, error);
      if (roc == NULL)
        return FALSE;
      g_ptr_array_add (self->others, comity_fit_ref (other));
      g_ptr_array_add (self->others_rocs, roc);
    }
  return TRUE;
}

gboolean
comity_after_compute_roc (ComityAfter *self,
                          const ComityAfterInput *input,
                          ComityProgress *progress,
                          GError **error)
{
  static const ComityRocFigureKind figures[COMITY_N_AFTER] = {
    [COMITY_AFTER_ROC] = COMITY_ROC_FIGURE_ROC,
    [COMITY_AFTER_PRECISION] = COMITY_ROC_FIGURE_PRECISION,
    [COMITY_AFTER_CALIBRATION] = COMITY_ROC_FIGURE_CALIBRATION,
    [COMITY_AFTER_SEPARATION] = COMITY_ROC_FIGURE_SEPARATION,
  };
  g_autoptr (GPtrArray) rocs = g_ptr_array_new ();
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  self->roc = comity_roc_new (self->fit, progress, error);
  if (self->roc == NULL)
    return FALSE;
  if ((self->kind == COMITY_AFTER_ROC || self->kind == COMITY_AFTER_PRECISION) &&
      !add_others (self, input, progress, error))
    return FALSE;
  for (guint i = 0; self->others != NULL && i < self->others->len; i++)
    {
      g_ptr_array_add (rocs, self->others_rocs->pdata[i]);
      g_ptr_array_add (titles,
                       g_strdup_printf (_ ("Model %u: %s"), i + 1,
                                        comity_fit_peek_estimator_title (self->others->pdata[i])));
    }
  g_ptr_array_add (rocs, self->roc);
  g_ptr_array_add (titles, rocs->len > 1
                               ? g_strdup_printf (_ ("Model %u: %s"), rocs->len,
                                                  comity_fit_peek_estimator_title (self->fit))
                               : g_strdup (comity_fit_peek_estimator_title (self->fit)));
  self->figure = comity_roc_figure_new (
      (const ComityRoc *const *) rocs->pdata, (const char *const *) titles->pdata, rocs->len,
      figures[self->kind], COMITY_AFTER_N_GROUPS, comity_fit_peek_spec (self->fit)->level);
  return TRUE;
}

char *
comity_after_report_roc (const ComityAfter *self, ComityFormat format, int decimals)
{
  ComityRocTable table = self->kind == COMITY_AFTER_CALIBRATION  ? COMITY_ROC_TABLE_CALIBRATION
                         : self->kind == COMITY_AFTER_SEPARATION ? COMITY_ROC_TABLE_SEPARATION
                                                                 : COMITY_ROC_TABLE_CURVE;
  gboolean other = self->others != NULL && self->others->len > 0;

  /* The table compares two: this one and the one kept last. */
  return comity_roc_report (self->fit, self->roc,
                            other ? self->others->pdata[self->others->len - 1] : NULL,
                            other ? self->others_rocs->pdata[self->others->len - 1] : NULL, table,
                            COMITY_AFTER_N_GROUPS, format, decimals);
}

gboolean
comity_after_compute_hazards (ComityAfter *self,
                              const ComityAfterInput *input,
                              ComityProgress *progress,
                              GError **error)
{
  g_autoptr (ComityCox) cox = comity_cox_new (self->fit, progress, error);
  gssize term = comity_fit_find_term (self->fit, input->options->focus);

  if (cox == NULL)
    return FALSE;
  self->zph = comity_cox_zph (cox, COMITY_ZPH_KM, FALSE, progress, error);
  if (self->zph == NULL)
    return FALSE;
  if (term >= 0)
    self->figure = comity_schoenfeld_figure_new (cox, self->fit, (gsize) term);
  return TRUE;
}

char *
comity_after_report_hazards (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_zph_report (self->fit, self->zph, format, decimals);
}

gboolean
comity_after_find_states (const ComityAfterInput *input, const char *states[2], GError **error)
{
  ComityPanel *panel = comity_workbench_peek_panel (input->workbench);
  const ComityRoles *roles = panel != NULL ? comity_panel_peek_roles (panel) : NULL;
  ComityDataset *dataset = comity_fit_peek_dataset (input->fit);

  if (roles == NULL || roles->column[COMITY_ROLE_STATE_A] < 0 ||
      roles->column[COMITY_ROLE_STATE_B] < 0)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
                           _ ("This needs the columns of the two states: choose them on the page "
                              "Data."));
      return FALSE;
    }
  for (int i = 0; i < 2; i++)
    states[i] = comity_column_peek_name (comity_dataset_peek_column (
        dataset, (gsize) roles->column[i == 0 ? COMITY_ROLE_STATE_A : COMITY_ROLE_STATE_B]));
  return TRUE;
}

/* Of the groups that were chosen. */
static ComityInfluenceKind
get_kind (const ComityAfter *self)
{
  const char *by = self->options->choice;

  return g_strcmp0 (by, "year") == 0    ? COMITY_INFLUENCE_COLUMN
         : g_strcmp0 (by, "state") == 0 ? COMITY_INFLUENCE_STATES
                                        : COMITY_INFLUENCE_DYADS;
}

gboolean
comity_after_get_states (
    const ComityAfter *self, ComityPanel *panel, gsize group, guint32 *a, guint32 *b)
{
  comity_influence_get_states (self->influence, get_kind (self), panel, group, a, b);
  return *a != COMITY_PANEL_NONE;
}

char *
comity_after_dup_group (const ComityAfter *self, ComityPanel *panel, gsize group)
{
  return comity_influence_dup_label (self->influence, get_kind (self), panel, group);
}

/* Those that matter most, by name. */
static ComityFigure *
draw_influence (const ComityAfter *self, ComityPanel *panel, gssize term)
{
  gsize n = MIN (comity_influence_get_n (self->influence), COMITY_AFTER_N_INFLUENTIAL);
  g_auto (GStrv) labels = g_new0 (char *, n + 1);

  for (gsize i = 0; i < n; i++)
    labels[i] = comity_after_dup_group (self, panel, self->order[i]);
  return comity_influence_figure_new (self->fit, self->influence, term, self->order,
                                      (const char *const *) labels, n);
}

gboolean
comity_after_compute_influence (ComityAfter *self,
                                const ComityAfterInput *input,
                                ComityProgress *progress,
                                GError **error)
{
  ComityPanel *panel = comity_workbench_peek_panel (input->workbench);
  ComityInfluenceGroups groups = { get_kind (self), { NULL, NULL } };
  gssize term;

  if (groups.kind == COMITY_INFLUENCE_COLUMN && panel != NULL)
    {
      groups.columns[0] = comity_column_peek_name (comity_dataset_peek_column (
          comity_fit_peek_dataset (self->fit),
          (gsize) comity_panel_peek_roles (panel)->column[COMITY_ROLE_YEAR]));
    }
  else if (!comity_after_find_states (input, groups.columns, error))
    {
      return FALSE;
    }
  self->influence = comity_influence_new_for_groups (self->fit, &groups, progress, error);
  if (self->influence == NULL)
    return FALSE;
  term =
      input->options->focus != NULL ? comity_fit_find_term (self->fit, input->options->focus) : -1;
  self->order = comity_influence_rank (self->influence, self->fit, term);
  self->figure = draw_influence (self, panel, term);
  return TRUE;
}

char *
comity_after_report_influence (const ComityAfter *self, ComityFormat format, int decimals)
{
  g_autoptr (GError) error = NULL;
  char *text = comity_influence_report (self->fit, self->influence, get_kind (self),
                                        self->options->choice, NULL,
                                        self->options->focus, 0, format, decimals, &error);

  return text != NULL ? text : g_strdup (error->message);
}

gboolean
comity_after_compute_permutation (ComityAfter *self,
                                  const ComityAfterInput *input,
                                  ComityProgress *progress,
                                  GError **error)
{
  const ComityAfterOptions *options = input->options;
  ComityPanel *panel = comity_workbench_peek_panel (input->workbench);
  ComityQapOptions qap = COMITY_QAP_OPTIONS_INIT;

  if (!comity_after_find_states (input, qap.states, error))
    return FALSE;
  comity_qap_method_from_name (options->choice, &qap.method);
  qap.exchange = options->exchange;
  qap.n_permutations =
      options->n_permutations > 0 ? options->n_permutations : COMITY_AFTER_PERMUTATIONS;
  qap.seed = (guint64) options->seed;
  if (comity_panel_peek_roles (panel)->column[COMITY_ROLE_YEAR] >= 0)
    qap.time = comity_column_peek_name (comity_dataset_peek_column (
        comity_fit_peek_dataset (self->fit),
        (gsize) comity_panel_peek_roles (panel)->column[COMITY_ROLE_YEAR]));
  self->qap = comity_qap_new (self->fit, &qap, progress, error);
  return self->qap != NULL;
}

char *
comity_after_report_permutation (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_qap_report (self->fit, self->qap, self->options->exchange, format, decimals);
}
