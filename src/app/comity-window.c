/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window puts pages, dial and inspector around one session, says what went wrong, shows the
 * jobs that run, and takes files that are dropped on it. */
#include "config.h"

#include "comity-window-private.h"

#include <glib/gi18n.h>

#include "comity-data-page.h"
#include "comity-job-row.h"
#include "comity-model-page.h"
#include "comity-network-page.h"
#include "comity-settings.h"
#include "comity-similarity-page.h"

/* Pixels of width from which the inspector is shown without being asked for. */
#define ROOMY_WIDTH 1000

G_DEFINE_FINAL_TYPE (ComityWindow, comity_window, ADW_TYPE_APPLICATION_WINDOW)

static const char *const page_names[COMITY_N_PAGES] = { "network", "similarity", "models", "data" };

static void
update_title (ComityWindow *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (self->session);
  const char *name = dataset != NULL ? comity_dataset_peek_name (dataset) : "";
  g_autofree char *title =
      *name != '\0' ? g_strdup_printf (_ ("%s – Comity"), name) : g_strdup (_ ("Comity"));

  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_subtitle (self->narrow_title, name);
}

static void
panel_changed_cb (ComityWindow *self)
{
  const char *path = comity_session_get_path (self->session);
  ComityDataset *dataset = comity_session_peek_dataset (self->session);

  update_title (self);
  gtk_info_bar_set_revealed (self->info_bar, FALSE);
  if (path != NULL)
    comity_window_remember_file (self, path);
  if (dataset != NULL && comity_session_get_no_panel (self->session) != NULL)
    comity_window_say (self, GTK_MESSAGE_WARNING, comity_session_get_no_panel (self->session));
  else if (dataset != NULL && comity_session_get_not_mended (self->session) != NULL)
    comity_window_say (self, GTK_MESSAGE_WARNING, comity_session_get_not_mended (self->session));
  else if (dataset != NULL && comity_session_get_not_derived (self->session) != NULL)
    comity_window_say (self, GTK_MESSAGE_WARNING, comity_session_get_not_derived (self->session));
  else if (dataset != NULL && comity_dataset_get_n_remarks (dataset) > 0)
    comity_window_say (self, GTK_MESSAGE_INFO, comity_dataset_peek_remark (dataset, 0));
  if (self->pending_view != NULL)
    {
      comity_session_restore_view (self->session, self->pending_view, "view");
      comity_window_restore_history (self, self->pending_view);
      comity_window_compare_data (self, self->pending_view);
    }
  else
    self->years.first = 0;
  g_clear_pointer (&self->pending_view, g_key_file_unref);
}

static void
failed_cb (ComityWindow *self, const char *sentence)
{
  comity_window_say (self, GTK_MESSAGE_ERROR, sentence);
  /* A first start whose file is gone still has the world. */
  if (comity_session_peek_dataset (self->session) == NULL && !self->tried_world)
    {
      self->tried_world = TRUE;
      comity_session_open_bundled (self->session, "mlat");
    }
}

static void
selection_changed_cb (ComityWindow *self)
{
  /* A click asks for the dossier; clearing does not hide it. */
  if (!comity_selection_is_empty (comity_session_peek_selection (self->session)) &&
      !adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, TRUE);
}

static gboolean
reveal_switcher_cb (gpointer user_data)
{
  ComityWindow *self = user_data;

  self->reveal_source = 0;
  adw_view_switcher_bar_set_reveal (
      self->switcher_bar,
      !ADW_IS_VIEW_SWITCHER (adw_squeezer_get_visible_child (self->title_squeezer)));
  return G_SOURCE_REMOVE;
}

/* Pages that have no room in the header are at the foot; not at once, for the squeezer decides in
 * the middle of an allocation. */
static void
title_squeezed_cb (ComityWindow *self)
{
  if (self->reveal_source == 0)
    self->reveal_source = g_idle_add (reveal_switcher_cb, self);
}

static void
page_changed_cb (ComityWindow *self)
{
  ComityPage *page = comity_window_get_visible_page (self);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "page",
                                  page != NULL ? comity_page_get_actions (page) : NULL);
}

static GtkWidget *
create_job_row (gpointer item, gpointer user_data)
{
  return GTK_WIDGET (comity_job_row_new (item));
}

static void
jobs_changed_cb (ComityWindow *self)
{
  ComityJobList *jobs = comity_session_get_jobs (self->session);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (jobs));

  gtk_widget_set_sensitive (GTK_WIDGET (self->jobs_button), n > 0);
  gtk_widget_set_opacity (GTK_WIDGET (self->jobs_button), n > 0 ? 1.0 : 0.0);
  if (n == 0)
    gtk_menu_button_popdown (self->jobs_button);
}

static void
jobs_polled_cb (ComityWindow *self)
{
  gtk_progress_bar_set_fraction (
      self->jobs_progress, comity_job_list_get_fraction (comity_session_get_jobs (self->session)));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  ComityWindow *self = user_data;
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  if (path == NULL)
    return FALSE;
  comity_window_open (self, path);
  return TRUE;
}

static gboolean
comity_window_close_request (GtkWindow *window)
{
  ComityWindow *self = COMITY_WINDOW (window);
  GSettings *settings = comity_settings_get ();
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  comity_window_save_now (self);
  /* All are told, none is waited for. */
  comity_job_list_cancel_all (comity_session_get_jobs (self->session));

  return GTK_WINDOW_CLASS (comity_window_parent_class)->close_request (window);
}

/* A small window begins with its figure; the inspector comes with a selection. */
static void
comity_window_map (GtkWidget *widget)
{
  ComityWindow *self = COMITY_WINDOW (widget);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width < ROOMY_WIDTH && !gtk_window_is_maximized (GTK_WINDOW (self)) &&
      comity_selection_is_empty (comity_session_peek_selection (self->session)))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  GTK_WIDGET_CLASS (comity_window_parent_class)->map (widget);
}

/* The session and the pages may outlive the window, and an action that they turn on or off would
 * tell it to a window that is gone. */
static void
remove_actions (ComityWindow *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (gsize i = 0; names[i] != NULL; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}

static void
comity_window_dispose (GObject *object)
{
  ComityWindow *self = COMITY_WINDOW (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  if (self->session != NULL)
    comity_job_list_cancel_all (comity_session_get_jobs (self->session));
  g_clear_object (&self->chooser);
  remove_actions (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (comity_window_parent_class)->dispose (object);
}

static void
comity_window_finalize (GObject *object)
{
  g_clear_pointer (&COMITY_WINDOW (object)->pending_view, g_key_file_unref);

  G_OBJECT_CLASS (comity_window_parent_class)->finalize (object);
}

static void
info_response_cb (GtkInfoBar *bar, int response, ComityWindow *self)
{
  gtk_info_bar_set_revealed (bar, FALSE);
}

static void
comity_window_class_init (ComityWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (COMITY_TYPE_NETWORK_PAGE);
  g_type_ensure (COMITY_TYPE_SIMILARITY_PAGE);
  g_type_ensure (COMITY_TYPE_MODEL_PAGE);
  g_type_ensure (COMITY_TYPE_DATA_PAGE);
  g_type_ensure (COMITY_TYPE_INSPECTOR);
  g_type_ensure (COMITY_TYPE_TIME_DIAL);

  object_class->dispose = comity_window_dispose;
  object_class->finalize = comity_window_finalize;
  widget_class->map = comity_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = comity_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/comity/Comity/ui/comity-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, title_squeezer);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, info_bar);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, info_label);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, jobs_list);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, jobs_progress);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, dial);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, network_page);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, similarity_page);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, model_page);
  gtk_widget_class_bind_template_child (widget_class, ComityWindow, data_page);
  gtk_widget_class_bind_template_callback (widget_class, info_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_squeezed_cb);
}

static void
comity_window_init (ComityWindow *self)
{
  GSettings *settings = comity_settings_get ();
  ComityJobList *jobs;
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  self->session = comity_session_new ();
  jobs = comity_session_get_jobs (self->session);
  g_signal_connect_object (self->session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::selection", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "failed", G_CALLBACK (failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "polled", G_CALLBACK (jobs_polled_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->jobs_list, G_LIST_MODEL (jobs), create_job_row, NULL, NULL);
  jobs_changed_cb (self);

  comity_window_init_store (self);
  for (guint i = 0; i < COMITY_N_PAGES; i++)
    {
      ComityPage *page = comity_window_peek_page (self, page_names[i]);

      comity_page_set_session (page, self->session);
      comity_page_join_history (page, page_names[i]);
    }
  comity_inspector_set_session (self->inspector, self->session);
  comity_time_dial_set_session (self->dial, self->session);

  comity_window_init_actions (self);
  comity_window_init_dossier (self);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  page_changed_cb (self);

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

ComityWindow *
comity_window_new (GtkApplication *application)
{
  return g_object_new (COMITY_TYPE_WINDOW, "application", application, NULL);
}

ComitySession *
comity_window_get_session (ComityWindow *self)
{
  g_return_val_if_fail (COMITY_IS_WINDOW (self), NULL);
  return self->session;
}

ComityPage *
comity_window_peek_page (ComityWindow *self, const char *name)
{
  ComityPage *pages[COMITY_N_PAGES] = { self->network_page, self->similarity_page, self->model_page,
                                        self->data_page };

  for (guint i = 0; i < COMITY_N_PAGES; i++)
    if (g_strcmp0 (name, page_names[i]) == 0)
      return pages[i];
  return NULL;
}

ComityPage *
comity_window_get_visible_page (ComityWindow *self)
{
  return comity_window_peek_page (self, adw_view_stack_get_visible_child_name (self->stack));
}

void
comity_window_show_page (ComityWindow *self, const char *name)
{
  g_return_if_fail (COMITY_IS_WINDOW (self));

  if (comity_window_peek_page (self, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}

void
comity_window_say (ComityWindow *self, GtkMessageType type, const char *sentence)
{
  g_return_if_fail (COMITY_IS_WINDOW (self));

  gtk_info_bar_set_message_type (self->info_bar, type);
  gtk_label_set_text (self->info_label, sentence);
  gtk_info_bar_set_revealed (self->info_bar, TRUE);
}
