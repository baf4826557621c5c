/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked for after a fit, the life of what is computed, and its job; what each kind is:
 * comity-after-kinds.c. */
#include "config.h"

#include "comity-after-private.h"

#include <glib/gi18n.h>

ComityAfterOptions *
comity_after_options_copy (const ComityAfterOptions *self)
{
  ComityAfterOptions *copy = g_memdup2 (self, sizeof *self);

  copy->choice = g_strdup (self->choice);
  copy->focus = g_strdup (self->focus);
  copy->at = g_strdup (self->at);
  copy->values = g_strdup (self->values);
  copy->optional = g_strdupv (self->optional);
  copy->samples = g_strdupv (self->samples);
  copy->estimators = g_strdupv (self->estimators);
  copy->vces = g_strdupv (self->vces);
  return copy;
}

static gboolean
same_names (char **a, char **b)
{
  return a == b || (a != NULL && b != NULL &&
                    g_strv_equal ((const char *const *) a, (const char *const *) b));
}

gboolean
comity_after_options_equal (const ComityAfterOptions *a, const ComityAfterOptions *b)
{
  return g_strcmp0 (a->choice, b->choice) == 0 && g_strcmp0 (a->focus, b->focus) == 0 &&
         g_strcmp0 (a->at, b->at) == 0 && g_strcmp0 (a->values, b->values) == 0 &&
         a->n_draws == b->n_draws && same_names (a->optional, b->optional) &&
         same_names (a->samples, b->samples) && same_names (a->estimators, b->estimators) &&
         same_names (a->vces, b->vces) && a->n_permutations == b->n_permutations &&
         a->seed == b->seed && a->exchange == b->exchange;
}

void
comity_after_options_clear (ComityAfterOptions *self)
{
  g_free (self->choice);
  g_free (self->focus);
  g_free (self->at);
  g_free (self->values);
  g_strfreev (self->optional);
  g_strfreev (self->samples);
  g_strfreev (self->estimators);
  g_strfreev (self->vces);
  *self = (ComityAfterOptions){ 0 };
}

void
comity_after_options_free (ComityAfterOptions *self)
{
  if (self == NULL)
    return;

  comity_after_options_clear (self);
  g_free (self);
}

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
  g_clear_pointer (&self->options, comity_after_options_free);
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
  g_clear_pointer (&self->curves, comity_predicted_curves_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->others_rocs, g_ptr_array_unref);
  g_clear_pointer (&self->influence, comity_influence_free);
  g_free (self->order);
  g_clear_pointer (&self->qap, comity_qap_free);
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
  comity_after_options_free (input->options);
  g_ptr_array_unref (input->others);
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
  after->options = comity_after_options_copy (input->options);
  after->stage = input->stage;
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
  input->options = comity_after_options_copy (request->options);
  input->others = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  for (guint i = 0; request->others != NULL && i < request->others->len; i++)
    g_ptr_array_add (input->others, comity_fit_ref (request->others->pdata[i]));
  input->stage = request->stage;
  input->before = before != NULL ? comity_after_ref (before) : NULL;
  return comity_job_new (_ (kind->job), compute_in_thread, input, input_free,
                         (GDestroyNotify) comity_after_unref);
}
