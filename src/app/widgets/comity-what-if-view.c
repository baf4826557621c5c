/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sliders that follow at once: each move starts a job, which the next one supersedes. Only what was
 * moved is set; the rest stays the pair's own, or the state's. What is set is the session's, and a
 * step of its history when the hand lets go. */
#include "config.h"

#include "comity-what-if-view-private.h"

#include <glib/gi18n.h>

#define YEARS_AHEAD 10
#define CHART_HEIGHT 160

G_DEFINE_FINAL_TYPE (ComityWhatIfView, comity_what_if_view, GTK_TYPE_WIDGET)

/* What was moved is a step of its own. */
static void
record (ComityWhatIfView *self)
{
  g_clear_handle_id (&self->record_source, g_source_remove);
  comity_history_record (comity_session_get_history (self->session));
}

static gboolean
record_cb (gpointer user_data)
{
  ComityWhatIfView *self = user_data;

  self->record_source = 0;
  /* A hand that rests in the middle of a drag has not let go. */
  if (!self->held)
    record (self);
  return G_SOURCE_REMOVE;
}

/* Tells the session; the step follows when the slider is let go, or no key moves it any more. */
static void
tell (ComityWhatIfView *self)
{
  g_autofree char *settings = comity_what_if_view_dup_settings (self);

  comity_session_set_what_if (self->session, settings);
  g_clear_handle_id (&self->record_source, g_source_remove);
  self->record_source = g_timeout_add (COMITY_HISTORY_PAUSE, record_cb, self);
}

gboolean
comity_what_if_view_held_cb (GtkEventControllerLegacy *controller,
                             GdkEvent *event,
                             ComityWhatIfView *self)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      if (self->record_source != 0)
        record (self);
      self->held = TRUE;
      break;
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
    case GDK_GRAB_BROKEN:
      /* The slider hears of it after us. */
      self->held = FALSE;
      g_clear_handle_id (&self->record_source, g_source_remove);
      self->record_source = g_idle_add (record_cb, self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
job_finished_cb (ComityJob *job, ComityWhatIfView *self)
{
  g_autoptr (ComityWhatIfResult) result = NULL;

  if (job != self->job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE && self->of_state)
    {
      g_autoptr (ComityStateWhatIf) changes = comity_job_steal_result (job);

      comity_what_if_view_show_state_result (self, changes);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      result = comity_job_steal_result (job);
      comity_what_if_view_show_result (self, result);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    {
      gtk_label_set_text (self->result, comity_job_get_error (job)->message);
      gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
      /* What cannot be said as it is cannot be said of anything else: there is nothing to move. */
      gtk_widget_set_visible (GTK_WIDGET (self->sliders),
                              gtk_widget_get_sensitive (GTK_WIDGET (self->reset)));
      gtk_widget_set_visible (GTK_WIDGET (self->note),
                              gtk_widget_get_visible (GTK_WIDGET (self->sliders)));
    }
  g_clear_object (&self->job);
}

static void
ask_state (ComityWhatIfView *self)
{
  GtkWidget *moved = comity_what_if_view_find_moved (self);
  g_autoptr (ComityJob) job = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), moved != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), FALSE);
  if (moved == NULL)
    {
      comity_job_list_replace (comity_session_get_jobs (self->session), &self->job, NULL);
      gtk_label_set_text (self->result,
                          _ ("Move a slider to ask what if: all pairs of the state follow."));
      return;
    }
  job = comity_state_what_if_job_new (self->model, self->panel, self->state, self->year,
                                      comity_what_if_slider_get (moved)->column,
                                      gtk_range_get_value (GTK_RANGE (moved)));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (self->session), &self->job, job);
}

static void
ask (ComityWhatIfView *self)
{
  g_autofree char *settings = NULL;
  g_autoptr (ComityJob) job = NULL;

  if (self->of_state)
    {
      ask_state (self);
      return;
    }
  settings = comity_what_if_view_dup_settings (self);
  job = comity_what_if_job_new (self->model, self->panel, self->row, settings, YEARS_AHEAD);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), *settings != '\0');
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (self->session), &self->job, job);
}

void
comity_what_if_view_moved_cb (ComityWhatIfView *self, GtkRange *scale)
{
  if (self->updating)
    return;
  /* Another slider begins another step. */
  if (self->moved != GTK_WIDGET (scale) && self->record_source != 0)
    record (self);
  self->moved = GTK_WIDGET (scale);
  /* Of a state one variable is another, and the rest as it is. */
  if (self->of_state)
    comity_what_if_view_put_back (self, GTK_WIDGET (scale));
  tell (self);
  ask (self);
}

static void
reset_cb (ComityWhatIfView *self)
{
  if (self->record_source != 0)
    record (self);
  comity_what_if_view_put_back (self, NULL);
  tell (self);
  record (self);
  ask (self);
}

static void
comity_what_if_view_dispose (GObject *object)
{
  ComityWhatIfView *self = COMITY_WHAT_IF_VIEW (object);

  g_clear_handle_id (&self->record_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_pointer (&self->model, comity_dossier_model_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_WHAT_IF_VIEW);

  G_OBJECT_CLASS (comity_what_if_view_parent_class)->dispose (object);
}

static void
comity_what_if_view_class_init (ComityWhatIfViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = comity_what_if_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-what-if-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, box);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, sliders);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, reset);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, result);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, warning);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, note);
  gtk_widget_class_bind_template_child (widget_class, ComityWhatIfView, chart);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
comity_what_if_view_init (ComityWhatIfView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self->chart), -1, CHART_HEIGHT);
}

ComityWhatIfView *
comity_what_if_view_new (void)
{
  return g_object_new (COMITY_TYPE_WHAT_IF_VIEW, NULL);
}

static void
set_model (ComityWhatIfView *self,
           ComityDossierModel *model,
           ComityPanel *panel,
           ComitySession *session)
{
  g_set_object (&self->session, session);
  comity_dossier_model_ref (model);
  comity_panel_ref (panel);
  g_clear_pointer (&self->model, comity_dossier_model_unref);
  g_clear_pointer (&self->panel, comity_panel_unref);
  self->model = model;
  self->panel = panel;
  self->updating = TRUE;
  self->moved = NULL;
  self->held = FALSE;
  comity_what_if_view_fill_sliders (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sliders), TRUE);
  comity_what_if_view_show_note (self);
  self->updating = FALSE;
  comity_what_if_view_take_settings (self);
  ask (self);
}

void
comity_what_if_view_follow (ComityWhatIfView *self)
{
  g_return_if_fail (COMITY_IS_WHAT_IF_VIEW (self));

  if (self->session != NULL && comity_what_if_view_take_settings (self))
    ask (self);
}

void
comity_what_if_view_set_row (ComityWhatIfView *self,
                             ComityDossierModel *model,
                             ComityPanel *panel,
                             gsize row,
                             ComitySession *session)
{
  g_return_if_fail (COMITY_IS_WHAT_IF_VIEW (self));

  if (!self->of_state && self->model == model && self->panel == panel && self->row == row)
    {
      comity_what_if_view_follow (self);
      return;
    }
  self->of_state = FALSE;
  self->row = row;
  set_model (self, model, panel, session);
}

void
comity_what_if_view_set_state (ComityWhatIfView *self,
                               ComityDossierModel *model,
                               ComityPanel *panel,
                               gsize state,
                               int year,
                               ComitySession *session)
{
  g_return_if_fail (COMITY_IS_WHAT_IF_VIEW (self));

  if (self->of_state && self->model == model && self->panel == panel && self->state == state &&
      self->year == year)
    {
      comity_what_if_view_follow (self);
      return;
    }
  self->of_state = TRUE;
  self->state = state;
  self->year = year;
  set_model (self, model, panel, session);
}

gboolean
comity_what_if_view_has_sliders (ComityWhatIfView *self)
{
  g_return_val_if_fail (COMITY_IS_WHAT_IF_VIEW (self), FALSE);
  return gtk_widget_get_first_child (GTK_WIDGET (self->sliders)) != NULL;
}
