/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views under the table of a fit: the coefficient plot, and what is computed in a worker once
 * it is chosen. The views on offer are those that the fit has; a choice that it has not waits until
 * a fit has it again. */
#include "config.h"

#include "comity-model-page-private.h"

#include <glib/gi18n.h>

#include "comity-model-results.h"
#include "comity-settings.h"
#include "comity-what-if.h"
#include "comity-words.h"

/* Milliseconds until what a view shows has its height. */
#define SCROLL_DELAY 80
ComityAfterKind
comity_model_page_get_view (ComityModelPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->show);

  return chosen < self->views->len ? g_array_index (self->views, ComityAfterKind, chosen)
                                   : COMITY_AFTER_COEFFICIENTS;
}

/* With the caption and the notice that the data call for. */
static void
show_figure (ComityModelPage *self, ComityFigure *figure, ComityFit *const *fits, gsize n_fits)
{
  gtk_widget_set_visible (GTK_WIDGET (self->figure_view), figure != NULL);
  if (figure != NULL)
    {
      g_autofree char *caption = comity_caption_fits (fits, n_fits);

      comity_figure_dress (figure, comity_fit_peek_dataset (fits[0]), caption);
      comity_figure_set_show_caption (figure, FALSE);
    }
  comity_figure_view_set_figure (self->figure_view, figure, TRUE);
}

static void
show_coefficients (ComityModelPage *self)
{
  g_autoptr (GPtrArray) fits = comity_model_page_list_fits (self);
  ComityCoefOptions options = COMITY_COEF_OPTIONS_INIT;
  g_autoptr (ComityFigure) figure = NULL;

  options.show_intercept = gtk_switch_get_active (self->intercept);
  options.show_time = gtk_switch_get_active (self->time_terms);
  options.standardize = gtk_switch_get_active (self->standardize);
  figure = comity_coef_figure_new ((ComityFit *const *) fits->pdata, fits->len, &options);
  gtk_widget_set_visible (self->after_card, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->after_note), FALSE);
  show_figure (self, figure, (ComityFit *const *) fits->pdata, fits->len);
  comity_state_view_set_full (self->after_states);
}

static void
show_after (ComityModelPage *self)
{
  ComityPanel *panel = comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
  int decimals = g_settings_get_int (comity_settings_get (), "decimals");
  g_autofree char *note = comity_model_results_dup_after_note (self->after, decimals);
  g_autoptr (ComityFigure) figure =
      self->after->figure != NULL ? comity_figure_copy (self->after->figure) : NULL;
  gboolean has_rows =
      comity_model_results_show_after (self->after_table, self->after, panel, decimals);

  gtk_widget_set_visible (self->after_card, has_rows);
  if (has_rows)
    g_signal_connect_object (gtk_column_view_get_model (self->after_table), "notify::selected",
                             G_CALLBACK (comity_model_page_after_selected_cb), self, 0);
  gtk_label_set_text (self->after_note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->after_note), *note != '\0');
  show_figure (self, figure, &self->after->fit, 1);
  comity_state_view_set_full (self->after_states);
}

static void start_job (ComityModelPage *self, ComityAfterStage stage);

static void
after_finished_cb (ComityJob *job, ComityModelPage *self)
{
  g_autoptr (ComityJob) ended = NULL;

  if (job != self->after_job)
    return;
  ended = g_steal_pointer (&self->after_job);
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->after, comity_after_unref);
      self->after = comity_job_steal_result (job);
      show_after (self);
      if (self->after->stage != COMITY_AFTER_WHOLE)
        start_job (self, self->after->stage + 1);
      break;
    case COMITY_JOB_FAILED:
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      comity_state_view_set_error (self->after_states, comity_job_get_error (job)->message);
      break;
    default:
      if (self->after != NULL)
        {
          /* What was there before is there again. */
          show_after (self);
          break;
        }
      comity_state_view_set_empty (self->after_states, _ ("Cancelled"),
                                   _ ("Choose another view, or estimate the model again."), FALSE);
      break;
    }
  comity_model_page_update_actions (self);
}

/* Whether @fits are those whose curves lie beside. */
static gboolean
same_others (const ComityAfter *after, GPtrArray *fits)
{
  guint n = 0;

  if (after->others == NULL)
    return TRUE;
  for (guint i = 0; i < fits->len; i++)
    if (fits->pdata[i] != after->fit && comity_fit_is_probability (fits->pdata[i]) &&
        (n >= after->others->len || after->others->pdata[n++] != fits->pdata[i]))
      return FALSE;
  return n == after->others->len;
}

/* Whether what was computed is what is asked for. */
static gboolean
is_current (ComityModelPage *self, const ComityAfterRequest *request)
{
  const ComityAfter *after = self->after;

  return after != NULL && after->kind == request->kind && after->fit == request->fit &&
         after->stage == COMITY_AFTER_WHOLE &&
         comity_after_options_equal (after->options, request->options) &&
         same_others (after, request->others);
}

/* What comes first: a specification curve is drawn at once from a part of the rows, then from all
 * of them, then tested. */
static void
start_job (ComityModelPage *self, ComityAfterStage stage)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  g_auto (ComityAfterOptions) options = { 0 };
  ComityAfterRequest request = { .kind = comity_model_page_get_view (self),
                                 .fit = comity_session_peek_fit (session),
                                 .options = &options,
                                 .others = self->kept,
                                 .stage = stage };
  g_autoptr (ComityJob) job = NULL;

  comity_model_page_read_options (self, &options);
  if (is_current (self, &request))
    {
      comity_job_list_replace (comity_session_get_jobs (session), &self->after_job, NULL);
      show_after (self);
      comity_model_page_update_actions (self);
      return;
    }
  job = comity_after_job_new (&request, comity_session_peek_workbench (session), self->after);
  g_signal_connect_object (job, "finished", G_CALLBACK (after_finished_cb), self, 0);
  /* Another view's picture under this one's name would be wrong. */
  if (self->after == NULL || self->after->kind != request.kind)
    {
      gtk_widget_set_visible (self->after_card, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->after_note), FALSE);
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      g_clear_pointer (&self->after, comity_after_unref);
      comity_state_view_set_empty (self->after_states, "", NULL, FALSE);
    }
  comity_state_view_follow (self->after_states, job);
  comity_job_list_replace (comity_session_get_jobs (session), &self->after_job, job);
  comity_model_page_update_actions (self);
}

void
comity_model_page_update_view (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityAfterKind kind = comity_model_page_get_view (self);

  gtk_widget_set_visible (GTK_WIDGET (self->plot_group), kind == COMITY_AFTER_COEFFICIENTS);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->figure_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
      kind == COMITY_AFTER_COEFFICIENTS ? _ ("Coefficient plot") : comity_after_kind_title (kind),
      -1);
  if (comity_session_peek_fit (session) != NULL && kind != COMITY_AFTER_COEFFICIENTS)
    {
      start_job (self, kind == COMITY_AFTER_CURVE ? COMITY_AFTER_PREVIEW : COMITY_AFTER_WHOLE);
      return;
    }
  comity_job_list_replace (comity_session_get_jobs (session), &self->after_job, NULL);
  if (comity_session_peek_fit (session) != NULL)
    show_coefficients (self);
  else
    g_clear_pointer (&self->after, comity_after_unref);
  comity_model_page_update_actions (self);
}

void
comity_model_page_update_views (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityFit *fit = comity_session_peek_fit (session);
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  gboolean updating = self->updating;
  guint chosen = 0;

  self->updating = TRUE;
  g_array_set_size (self->views, 0);
  for (guint i = 0; i < COMITY_N_AFTER; i++)
    {
      ComityAfterKind kind = (ComityAfterKind) i;

      if (kind != COMITY_AFTER_COEFFICIENTS &&
          (fit == NULL || !comity_after_kind_suits (kind, fit, panel)))
        continue;
      if (kind == self->wanted_view)
        chosen = self->views->len;
      g_array_append_val (self->views, kind);
      gtk_string_list_append (titles, comity_after_kind_title (kind));
    }
  gtk_drop_down_set_model (self->show, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->show, chosen);
  self->updating = updating;
  comity_model_page_fill_options (self);
  comity_model_page_update_view (self);
}

/* A view that was chosen is looked at: its chooser goes to the top. */
static gboolean
scroll_cb (gpointer user_data)
{
  ComityModelPage *self = user_data;
  GtkWidget *box = gtk_widget_get_parent (self->show_box);
  graphene_rect_t bounds;

  self->scroll_source = 0;
  if (gtk_widget_compute_bounds (self->show_box, box, &bounds))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller),
                              bounds.origin.y);
  return G_SOURCE_REMOVE;
}

void
comity_model_page_view_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  self->wanted_view = comity_model_page_get_view (self);
  comity_model_page_fill_options (self);
  comity_model_page_update_view (self);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  self->scroll_source = g_timeout_add (SCROLL_DELAY, scroll_cb, self);
}

void
comity_model_page_save_view (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_key_file_set_string (file, group, "view", comity_after_kind_name (self->wanted_view));
  comity_model_page_save_options (self, file, group);
  g_key_file_set_boolean (file, group, "intercept", gtk_switch_get_active (self->intercept));
  g_key_file_set_boolean (file, group, "time-terms", gtk_switch_get_active (self->time_terms));
  g_key_file_set_boolean (file, group, "standardize", gtk_switch_get_active (self->standardize));
}

static void
restore_switch (GtkSwitch *control, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    gtk_switch_set_active (control, g_key_file_get_boolean (file, group, key, NULL));
}

void
comity_model_page_restore_view (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_autofree char *view = g_key_file_get_string (file, group, "view", NULL);
  gboolean updating;

  restore_switch (self->intercept, file, group, "intercept");
  restore_switch (self->time_terms, file, group, "time-terms");
  restore_switch (self->standardize, file, group, "standardize");
  if (view == NULL || !comity_after_kind_from_name (view, &self->wanted_view))
    return;
  updating = self->updating;
  self->updating = TRUE;
  comity_model_page_restore_options (self, file, group);
  self->updating = updating;
  comity_model_page_update_views (self);
}

void
comity_model_page_init_after (ComityModelPage *self)
{
  self->views = g_array_new (FALSE, FALSE, sizeof (ComityAfterKind));
}
