/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views under the table of a fit: the coefficient plot, and what is computed in a worker once
 * it is chosen. The views on offer are those that the fit has; a choice that it has not waits until
 * a fit has it again. */
#include "config.h"

#include "comity-model-page-private.h"

#include <glib/gi18n.h>

#include "comity-model-results.h"
#include "comity-settings.h"
#include "comity-support.h"
#include "comity-what-if.h"

/* Milliseconds until what a view shows has its height. */
#define SCROLL_DELAY 80
/* Optional terms of a specification curve that are chosen by themselves: 64 specifications. */
#define MAX_OPTIONAL 6

ComityAfterKind
comity_model_page_get_view (ComityModelPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->show);

  return chosen < self->views->len ? g_array_index (self->views, ComityAfterKind, chosen)
                                   : COMITY_AFTER_COEFFICIENTS;
}

static const char *
peek_focus (ComityModelPage *self)
{
  GObject *item = gtk_drop_down_get_selected_item (self->focus);

  return gtk_widget_get_visible (GTK_WIDGET (self->focus)) && item != NULL
             ? gtk_string_object_get_string (GTK_STRING_OBJECT (item))
             : NULL;
}

/* With the caption and the notice that the data call for. */
static void
show_figure (ComityModelPage *self, ComityFigure *figure, ComityFit *const *fits, gsize n_fits)
{
  ComityPanel *panel = comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));

  gtk_widget_set_visible (GTK_WIDGET (self->figure_view), figure != NULL);
  if (figure != NULL && panel != NULL)
    {
      g_autofree char *caption = comity_caption_fits (panel, fits, n_fits);
      g_autofree char *notice = comity_panel_notice (panel);

      comity_figure_set_caption (figure, caption);
      comity_figure_set_notice (figure, notice);
    }
  if (figure != NULL)
    comity_figure_set_show_caption (figure, FALSE);
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
  int decimals = g_settings_get_int (comity_settings_get (), "decimals");
  g_autofree char *note = comity_model_results_dup_after_note (self->after, decimals);
  g_autoptr (ComityFigure) figure =
      self->after->figure != NULL ? comity_figure_copy (self->after->figure) : NULL;
  gboolean has_rows = comity_model_results_show_after (self->after_table, self->after, decimals);

  gtk_widget_set_visible (self->after_card, has_rows);
  gtk_label_set_text (self->after_note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->after_note), *note != '\0');
  show_figure (self, figure, &self->after->fit, 1);
  comity_state_view_set_full (self->after_states);
}

static void start_job (ComityModelPage *self, gboolean preview);

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
      if (self->after->preview)
        start_job (self, FALSE);
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

/* The terms of which all sets are estimated; the focal one is in every set. */
static char **
list_optional (ComityModelPage *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const char *focus = peek_focus (self);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->optional_box));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *term = gtk_check_button_get_label (GTK_CHECK_BUTTON (child));

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (child)) && g_strcmp0 (term, focus) != 0)
        g_strv_builder_add (names, term);
    }
  return g_strv_builder_end (names);
}

static gboolean
same_names (char **a, char **b)
{
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

/* Whether what was computed is what is asked for. */
static gboolean
is_current (ComityModelPage *self, const ComityAfterRequest *request)
{
  const ComityAfter *after = self->after;

  return after != NULL && after->kind == request->kind && after->fit == request->fit &&
         !after->preview && g_strcmp0 (after->focus, request->focus) == 0 &&
         (request->optional == NULL ||
          (after->optional != NULL && same_names (after->optional, (char **) request->optional)));
}

/* A specification curve is drawn at once from a part of the rows, and then from all of them. */
static void
start_job (ComityModelPage *self, gboolean preview)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityAfterRequest request = { .kind = comity_model_page_get_view (self),
                                 .fit = comity_session_peek_fit (session),
                                 .focus = peek_focus (self),
                                 .preview = preview };
  g_auto (GStrv) optional = request.kind == COMITY_AFTER_CURVE ? list_optional (self) : NULL;
  g_autoptr (ComityJob) job = NULL;

  request.optional = (const char *const *) optional;
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
    }
  comity_state_view_set_busy (self->after_states, comity_job_get_title (job));
  comity_job_list_replace (comity_session_get_jobs (session), &self->after_job, job);
  comity_model_page_update_actions (self);
}

void
comity_model_page_update_view (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityAfterKind kind = comity_model_page_get_view (self);

  gtk_widget_set_visible (GTK_WIDGET (self->plot_group), kind == COMITY_AFTER_COEFFICIENTS);
  gtk_widget_set_visible (GTK_WIDGET (self->optional_button), kind == COMITY_AFTER_CURVE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->figure_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
      kind == COMITY_AFTER_COEFFICIENTS ? _ ("Coefficient plot") : comity_after_kind_title (kind),
      -1);
  if (comity_session_peek_fit (session) != NULL && kind != COMITY_AFTER_COEFFICIENTS)
    {
      start_job (self, kind == COMITY_AFTER_CURVE);
      return;
    }
  comity_job_list_replace (comity_session_get_jobs (session), &self->after_job, NULL);
  if (comity_session_peek_fit (session) != NULL)
    show_coefficients (self);
  else
    g_clear_pointer (&self->after, comity_after_unref);
  comity_model_page_update_actions (self);
}

static void
optional_changed_cb (ComityModelPage *self)
{
  g_strfreev (self->wanted_optional);
  self->wanted_optional = list_optional (self);
  comity_page_changed (COMITY_PAGE (self));
  comity_model_page_update_view (self);
}

/* All but the clock at first, and no more than can be estimated while one waits. */
static void
fill_optional (ComityModelPage *self, char **terms)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityFit *fit = comity_session_peek_fit (session);
  ComityPanel *panel = comity_session_peek_panel (session);
  g_auto (GStrv) columns = panel != NULL ? comity_what_if_dup_columns (fit, panel) : NULL;
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->optional_box))) != NULL)
    gtk_box_remove (self->optional_box, child);
  for (char **term = terms; *term != NULL; term++)
    {
      gssize at = comity_fit_find_term (fit, *term);
      const char *column = at >= 0 ? comity_fit_peek_term_column (fit, (gsize) at) : NULL;
      gboolean active =
          self->wanted_optional != NULL
              ? g_strv_contains ((const char *const *) self->wanted_optional, *term)
              : n < MAX_OPTIONAL && column != NULL &&
                    (columns == NULL || g_strv_contains ((const char *const *) columns, column));

      child = gtk_check_button_new_with_label (*term);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child), active);
      n += active;
      g_signal_connect_object (child, "toggled", G_CALLBACK (optional_changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->optional_box, child);
    }
}

/* What can be looked at closer within the view: what was chosen where it is there, else the first
 * that is not the constant. */
static void
list_foci (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  g_auto (GStrv) names =
      fit != NULL ? comity_after_kind_list_foci (comity_model_page_get_view (self), fit) : NULL;
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) names);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint chosen = n > 1 && g_str_equal (names[0], "(Intercept)") ? 1 : 0;

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i], self->wanted_focus) == 0)
      chosen = i;
  gtk_drop_down_set_model (self->focus, G_LIST_MODEL (list));
  gtk_widget_set_visible (GTK_WIDGET (self->focus), n > 0);
  if (n > 0)
    gtk_drop_down_set_selected (self->focus, chosen);
  if (n > 0 && comity_model_page_get_view (self) == COMITY_AFTER_CURVE)
    fill_optional (self, names);
}

void
comity_model_page_update_views (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  gboolean updating = self->updating;
  guint chosen = 0;

  self->updating = TRUE;
  g_array_set_size (self->views, 0);
  for (guint i = 0; i < COMITY_N_AFTER; i++)
    {
      ComityAfterKind kind = (ComityAfterKind) i;

      if (kind != COMITY_AFTER_COEFFICIENTS &&
          (fit == NULL || !comity_after_kind_suits (kind, fit)))
        continue;
      if (kind == self->wanted_view)
        chosen = self->views->len;
      g_array_append_val (self->views, kind);
      gtk_string_list_append (titles, comity_after_kind_title (kind));
    }
  gtk_drop_down_set_model (self->show, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->show, chosen);
  list_foci (self);
  self->updating = updating;
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
  gboolean updating = self->updating;

  if (updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  self->wanted_view = comity_model_page_get_view (self);
  self->updating = TRUE;
  list_foci (self);
  self->updating = updating;
  comity_model_page_update_view (self);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  self->scroll_source = g_timeout_add (SCROLL_DELAY, scroll_cb, self);
}

void
comity_model_page_focus_changed_cb (ComityModelPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  g_free (self->wanted_focus);
  self->wanted_focus = g_strdup (peek_focus (self));
  comity_model_page_update_view (self);
}

void
comity_model_page_save_view (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_key_file_set_string (file, group, "view", comity_after_kind_name (self->wanted_view));
  g_key_file_set_string (file, group, "focus",
                         self->wanted_focus != NULL ? self->wanted_focus : "");
  if (self->wanted_optional != NULL)
    g_key_file_set_string_list (file, group, "optional",
                                (const char *const *) self->wanted_optional,
                                g_strv_length (self->wanted_optional));
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
  g_autofree char *focus = g_key_file_get_string (file, group, "focus", NULL);

  restore_switch (self->intercept, file, group, "intercept");
  restore_switch (self->time_terms, file, group, "time-terms");
  restore_switch (self->standardize, file, group, "standardize");
  if (view == NULL || !comity_after_kind_from_name (view, &self->wanted_view))
    return;
  g_free (self->wanted_focus);
  g_strfreev (self->wanted_optional);
  self->wanted_optional = g_key_file_get_string_list (file, group, "optional", NULL, NULL);
  self->wanted_focus = focus != NULL && *focus != '\0' ? g_steal_pointer (&focus) : NULL;
  comity_model_page_update_views (self);
}

void
comity_model_page_init_after (ComityModelPage *self)
{
  self->views = g_array_new (FALSE, FALSE, sizeof (ComityAfterKind));
}
