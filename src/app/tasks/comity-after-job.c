/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of what is computed after a fit, and its job; what each kind is: comity-after-kinds.c.
 */
#include "config.h"

#include "comity-after-private.h"

#include <glib/gi18n.h>

ComityAfter *
comity_after_ref (ComityAfter *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
after_clear (gpointer data)
{
  ComityAfter *self = data;

  comity_fit_unref (self->fit);
  g_free (self->focus);
  g_strfreev (self->optional);
  g_clear_pointer (&self->figure, comity_figure_unref);
  if (self->ladder_of != NULL)
    comity_after_unref (self->ladder_of);
  else
    g_clear_pointer (&self->ladder, comity_ladder_free);
  g_clear_pointer (&self->profile, comity_profile_free);
  g_clear_pointer (&self->effects, comity_effects_free);
  g_clear_pointer (&self->predictions, comity_predictions_free);
  g_clear_pointer (&self->roc, comity_roc_free);
  g_clear_pointer (&self->zph, comity_zph_free);
  g_clear_pointer (&self->curve, comity_spec_curve_unref);
  for (gsize i = 0; i < self->n_curves; i++)
    comity_cox_curve_free (self->curves[i]);
  g_free (self->curves);
  g_strfreev (self->labels);
}

void
comity_after_unref (ComityAfter *self)
{
  g_atomic_rc_box_release_full (self, after_clear);
}

static void
input_free (gpointer data)
{
  ComityAfterInput *input = data;

  comity_fit_unref (input->fit);
  comity_workbench_unref (input->workbench);
  g_free (input->focus);
  g_strfreev (input->optional);
  g_clear_pointer (&input->before, comity_after_unref);
  g_free (input);
}

static gpointer
compute_in_thread (gpointer data, ComityProgress *progress, GError **error)
{
  const ComityAfterInput *input = data;
  g_autoptr (ComityAfter) after = g_atomic_rc_box_new0 (ComityAfter);

  after->kind = input->kind;
  after->fit = comity_fit_ref (input->fit);
  after->focus = g_strdup (input->focus);
  after->optional = g_strdupv (input->optional);
  after->preview = input->preview;
  if (!comity_after_kind_peek (input->kind)->compute (after, input, progress, error))
    return NULL;
  return g_steal_pointer (&after);
}

ComityJob *
comity_after_job_new (const ComityAfterRequest *request,
                      ComityWorkbench *workbench,
                      ComityAfter *before)
{
  ComityAfterInput *input = g_new0 (ComityAfterInput, 1);
  const ComityAfterKindInfo *kind = comity_after_kind_peek (request->kind);

  g_return_val_if_fail (kind != NULL && kind->compute != NULL, NULL);

  input->kind = request->kind;
  input->fit = comity_fit_ref (request->fit);
  input->workbench = comity_workbench_ref (workbench);
  input->focus = g_strdup (request->focus);
  input->optional = g_strdupv ((char **) request->optional);
  input->preview = request->preview;
  input->before = before != NULL ? comity_after_ref (before) : NULL;
  return comity_job_new (_ (kind->job), compute_in_thread, input, input_free,
                         (GDestroyNotify) comity_after_unref);
}
