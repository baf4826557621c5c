/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window can do, under the prefix "win": opening, exporting, moving through pages and
 * years, undo. Keys are in comity-application.c. */
#include "config.h"

#include "comity-window-private.h"

#include <glib/gi18n.h>

#include "comity-dataset-io.h"
#include "comity-export-dialog.h"
#include "comity-figure-content.h"
#include "comity-finder.h"
#include "comity-print.h"
#include "comity-settings.h"

/* Recent files in the menu at most. */
#define RECENT_FILES 8

char *
comity_window_dup_chosen (GtkNativeDialog *native, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  return file != NULL ? g_file_get_path (file) : NULL;
}

static void
chosen_cb (GtkNativeDialog *native, int response, ComityWindow *self)
{
  g_autofree char *path = comity_window_dup_chosen (native, response);

  if (path != NULL)
    comity_window_open (self, path);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  static const char *const view_endings[] = { "comity", "png", "pdf", "svg" };
  const char *const *endings = comity_dataset_get_readable_endings ();
  g_autoptr (GtkFileFilter) data = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) views = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Open a Dataset"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  gtk_file_filter_set_name (data, _ ("Datasets"));
  for (guint i = 0; endings[i] != NULL; i++)
    gtk_file_filter_add_suffix (data, endings[i]);
  gtk_file_filter_set_name (views, _ ("Sessions and Exported Figures"));
  for (guint i = 0; i < G_N_ELEMENTS (view_endings); i++)
    gtk_file_filter_add_suffix (views, view_endings[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), data);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), views);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
session_named_cb (GtkNativeDialog *native, int response, ComityWindow *self)
{
  g_autofree char *path = comity_window_dup_chosen (native, response);

  if (path != NULL)
    comity_window_save_session (self, path);
}

static void
save_session_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Session"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("session.comity"));
  g_signal_connect (self->chooser, "response", G_CALLBACK (session_named_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
save_session_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_window_save_session (user_data, g_variant_get_string (parameter, NULL));
}

static void
open_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_window_open (user_data, g_variant_get_string (parameter, NULL));
}

static void
open_world_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  const char *network = comity_session_get_network (self->session);

  comity_session_open_bundled (self->session, network != NULL ? network : "mlat");
}

void
comity_window_say_saved (ComityWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_ ("Saved %s"), name);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

static void
export_failed_cb (ComityWindow *self, const char *sentence)
{
  comity_window_say (self, GTK_MESSAGE_ERROR, sentence);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  ComityPage *page = comity_window_get_visible_page (self);
  ComityExportDialog *dialog;

  if (page == NULL)
    return;
  dialog = comity_export_dialog_new (GTK_WINDOW (self), page);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (comity_window_say_saved), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_finished_cb (ComityJob *job, ComityWindow *self)
{
  g_autofree char *path = NULL;

  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      path = comity_job_steal_result (job);
      comity_window_say_saved (self, path);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    export_failed_cb (self, comity_job_get_error (job)->message);
}

static void
export_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  ComityPage *page = comity_window_get_visible_page (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityJob) job = NULL;

  if (page == NULL)
    return;
  job = comity_export_dialog_prepare (page, g_variant_get_string (parameter, NULL), &error);
  if (job == NULL)
    {
      export_failed_cb (self, error->message);
      return;
    }
  g_signal_connect_object (job, "finished", G_CALLBACK (export_finished_cb), self, 0);
  comity_job_list_run (comity_session_get_jobs (self->session), job);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  ComityPage *page = comity_window_get_visible_page (self);
  ComityFigureView *view = page != NULL ? comity_page_get_figure_view (page) : NULL;
  ComityFigure *figure = view != NULL ? comity_figure_view_peek_figure (view) : NULL;
  g_autoptr (GError) error = NULL;

  if (figure == NULL)
    comity_window_say (self, GTK_MESSAGE_INFO, _ ("This page shows no figure to print."));
  else if (!comity_print_figure (GTK_WINDOW (self), figure,
                                 g_settings_get_boolean (comity_settings_get (), "export-caption"),
                                 &error))
    comity_window_say (self, GTK_MESSAGE_ERROR, error->message);
}

static void
page_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_window_show_page (user_data, g_variant_get_string (parameter, NULL));
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_session_undo (COMITY_WINDOW (user_data)->session);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_session_redo (COMITY_WINDOW (user_data)->session);
}

static void
previous_year_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_time_dial_step (COMITY_WINDOW (user_data)->dial, -1);
}

static void
next_year_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_time_dial_step (COMITY_WINDOW (user_data)->dial, 1);
}

static void
year_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_session_set_year (COMITY_WINDOW (user_data)->session, g_variant_get_int32 (parameter));
}

static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  const char *text = g_variant_get_string (parameter, NULL);

  if (!comity_session_select_text (self->session, text))
    {
      g_autofree char *sentence = g_strdup_printf (_ ("No state or pair is called “%s”."), text);

      comity_window_say (self, GTK_MESSAGE_WARNING, sentence);
    }
}

static void
clear_selection_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  comity_session_clear_selection (COMITY_WINDOW (user_data)->session);
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  comity_inspector_focus_search (self->inspector);
}

static void
finder_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (comity_finder_new (GTK_WINDOW (self), self->session)));
}

static void
jobs_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->jobs_button)))
    gtk_menu_button_popup (self->jobs_button);
}

static void
copy_dossier_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  g_autofree char *text = comity_inspector_dup_text (self->inspector);

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Dossier copied")));
}

/* Drawn when it is pasted, as the other program likes it. */
static void
copy_figure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityWindow *self = user_data;
  ComityPage *page = comity_window_get_visible_page (self);
  ComityFigureView *view = page != NULL ? comity_page_get_figure_view (page) : NULL;
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GdkContentProvider) content = NULL;

  if (view == NULL || comity_figure_view_peek_figure (view) == NULL)
    return;
  content = comity_figure_content_new (comity_figure_view_peek_figure (view), &options);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Figure copied")));
}

static void
bind_enabled (ComityWindow *self, const char *name, const char *property)
{
  g_object_bind_property (self->session, property,
                          g_action_map_lookup_action (G_ACTION_MAP (self), name), "enabled",
                          G_BINDING_SYNC_CREATE);
}

void
comity_window_init_actions (ComityWindow *self)
{
  static const GActionEntry entries[] = {
    { "open", open_cb },
    { "open-file", open_file_cb, "s" },
    { "open-world", open_world_cb },
    { "save-session", save_session_cb },
    { "save-session-file", save_session_file_cb, "s" },
    { "export", export_cb },
    { "export-file", export_file_cb, "s" },
    { "print", print_cb },
    { "copy-figure", copy_figure_cb },
    { "copy-dossier", copy_dossier_cb },
    { "page", page_cb, "s" },
    { "undo", undo_cb },
    { "redo", redo_cb },
    { "previous-year", previous_year_cb },
    { "next-year", next_year_cb },
    { "year", year_cb, "i" },
    { "select", select_cb, "s" },
    { "clear-selection", clear_selection_cb },
    { "find", find_cb },
    { "finder", finder_cb },
    { "jobs", jobs_cb },
  };
  g_autoptr (GPropertyAction) inspector =
      g_property_action_new ("inspector", self->flap, "reveal-flap");
  g_autoptr (GPropertyAction) play = g_property_action_new ("play", self->dial, "playing");
  g_autoptr (GPropertyAction) cumulative =
      g_property_action_new ("cumulative", self->session, "cumulative");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (inspector));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (play));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (cumulative));
  bind_enabled (self, "undo", "can-undo");
  bind_enabled (self, "redo", "can-redo");
  comity_window_update_recent (self);
}

void
comity_window_remember_file (ComityWindow *self, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri == NULL)
    return;
  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
  comity_window_update_recent (self);
}

static int
compare_recent (gconstpointer a, gconstpointer b)
{
  return -g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) a),
                               gtk_recent_info_get_modified ((GtkRecentInfo *) b));
}

void
comity_window_update_recent (ComityWindow *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  g_menu_remove_all (self->recent_menu);
  items = g_list_sort (items, compare_recent);
  for (GList *l = items; l != NULL && n < RECENT_FILES; l = l->next)
    {
      GtkRecentInfo *info = l->data;
      g_autofree char *path = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (!gtk_recent_info_has_application (info, g_get_application_name ()) ||
          !gtk_recent_info_is_local (info) || !gtk_recent_info_exists (info))
        continue;
      path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
      if (path == NULL)
        continue;
      item = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);
      g_menu_item_set_action_and_target (item, "win.open-file", "s", path);
      g_menu_append_item (self->recent_menu, item);
      n++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}
