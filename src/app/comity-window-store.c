/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session between runs: a key file in the user's state folder, written a moment after the last
 * change and when the window closes, whole or not at all. It names the data, how they are looked
 * at, and the views that can be undone and redone; it holds no data. */
#include "config.h"

#include "comity-window-private.h"

#include <glib/gi18n.h>

#include "comity-figure-metadata.h"
#include "comity-file-writer.h"
#include "comity-settings.h"

/* Where the store keeps what can be undone. */
#define HISTORY_GROUP "history"
/* Seconds without a change before the session is written. */
#define SAVE_DELAY 2

static const char *const page_names[COMITY_N_PAGES] = { "network", "similarity", "models", "data" };

static char *
dup_store_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "comity", "last.comity", NULL);
}

static GKeyFile *
make_view (ComityWindow *self)
{
  GKeyFile *file = g_key_file_new ();

  comity_history_write (comity_session_get_history (self->session), file);
  return file;
}

char *
comity_window_dup_view (ComityWindow *self)
{
  g_autoptr (GKeyFile) file = NULL;

  g_return_val_if_fail (COMITY_IS_WINDOW (self), NULL);

  file = make_view (self);
  return g_key_file_to_data (file, NULL, NULL);
}

void
comity_window_restore_history (ComityWindow *self, GKeyFile *view)
{
  comity_history_read_steps (comity_session_get_history (self->session), view, HISTORY_GROUP);
}

void
comity_window_save_now (ComityWindow *self)
{
  g_autofree char *path = dup_store_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (comity_session_peek_dataset (self->session) == NULL)
    return;
  file = make_view (self);
  comity_history_write_steps (comity_session_get_history (self->session), file, HISTORY_GROUP);
  text = g_key_file_to_data (file, NULL, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0 || !comity_file_write (path, text, -1, &error))
    g_warning ("The session could not be kept: %s", error != NULL ? error->message : folder);
}

void
comity_window_save_session (ComityWindow *self, const char *path)
{
  g_autofree char *text = comity_window_dup_view (self);
  g_autofree char *whole =
      g_str_has_suffix (path, ".comity") ? g_strdup (path) : g_strconcat (path, ".comity", NULL);
  g_autofree char *name = g_filename_display_basename (whole);
  g_autofree char *said = g_strdup_printf (_ ("Saved %s"), name);
  g_autofree char *markup = g_markup_escape_text (said, -1);
  g_autoptr (GError) error = NULL;

  if (comity_file_write (whole, text, -1, &error))
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
  else
    comity_window_say (self, GTK_MESSAGE_ERROR, error->message);
}

static gboolean
save_cb (gpointer user_data)
{
  ComityWindow *self = user_data;

  self->save_source = 0;
  comity_window_save_now (self);
  return G_SOURCE_REMOVE;
}

static void
queue_save (ComityWindow *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add_seconds (SAVE_DELAY, save_cb, self);
}

static void
save_page (gpointer owner, GKeyFile *file, const char *group)
{
  const char *page = adw_view_stack_get_visible_child_name (COMITY_WINDOW (owner)->stack);

  g_key_file_set_string (file, group, "page", page);
}

static void
restore_page (gpointer owner, GKeyFile *file, const char *group)
{
  g_autofree char *page = g_key_file_get_string (file, group, "page", NULL);

  if (page != NULL)
    comity_window_show_page (owner, page);
}

static void
page_changed_cb (ComityWindow *self)
{
  comity_history_record (comity_session_get_history (self->session));
  queue_save (self);
}

/* What was asked for has arrived: no step of its own. */
static void
fit_changed_cb (ComityWindow *self)
{
  comity_history_amend (comity_session_get_history (self->session));
}

void
comity_window_init_store (ComityWindow *self)
{
  ComityHistory *history = comity_session_get_history (self->session);

  comity_history_add (history, "view", self, save_page, restore_page);
  g_signal_connect_object (history, "changed", G_CALLBACK (queue_save), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::panel", G_CALLBACK (queue_save), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::fit", G_CALLBACK (fit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Opens the data that a view names, and looks at them as it says once they are there. */
static void
apply_view (ComityWindow *self, GKeyFile *file)
{
  if (!comity_years_restore (&self->years, file))
    self->years.first = 0;
  /* The states and the year are those of data that are not there yet. */
  g_clear_pointer (&self->pending_view, g_key_file_unref);
  self->pending_view = g_key_file_ref (file);
  /* Begun first: what pages choose among columns waits for them. */
  comity_session_open_view (self->session, file);
  for (guint i = 0; i < COMITY_N_PAGES; i++)
    comity_page_restore (comity_window_peek_page (self, page_names[i]), file, page_names[i]);
  restore_page (self, file, "view");
}

const ComityYears *
comity_window_peek_years (ComityWindow *self)
{
  g_return_val_if_fail (COMITY_IS_WINDOW (self), NULL);

  return self->years.first != 0 ? &self->years : NULL;
}

void
comity_window_restore (ComityWindow *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *store = dup_store_path ();

  g_return_if_fail (COMITY_IS_WINDOW (self));

  if (!g_settings_get_boolean (comity_settings_get (), "restore-session") ||
      !g_key_file_load_from_file (file, store, G_KEY_FILE_NONE, NULL))
    comity_session_open_bundled (self->session, "mlat");
  else
    apply_view (self, file);
}

/* The view that a figure or a session holds; NULL with a sentence. */
static GKeyFile *
read_view (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;

  if (comity_figure_metadata_is_figure (path))
    text = comity_figure_metadata_read (path, error);
  else
    g_file_get_contents (path, &text, NULL, error);
  if (text == NULL)
    return NULL;
  if (g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL) &&
      g_key_file_has_group (file, "data"))
    return g_steal_pointer (&file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("%s names no data to look at."),
               name);
  return NULL;
}

/* Other data under the old name are looked at all the same, and it is said. */
static void
compared_cb (ComityJob *job, ComityWindow *self)
{
  g_autofree char *difference = NULL;

  if (comity_job_get_state (job) != COMITY_JOB_DONE)
    return;
  difference = comity_job_steal_result (job);
  if (*difference != '\0')
    comity_window_say (self, GTK_MESSAGE_WARNING, difference);
}

typedef struct
{
  ComityDataset *dataset;
  char *sha256;
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;

  comity_dataset_unref (comparison->dataset);
  g_free (comparison->sha256);
  g_free (comparison);
}

static gpointer
compare_in_thread (gpointer input, ComityProgress *progress, GError **error)
{
  const Comparison *comparison = input;
  gboolean same = g_str_equal (comity_dataset_get_sha256 (comparison->dataset), comparison->sha256);

  if (same)
    return g_strdup ("");
  return g_strdup_printf (
      _ ("%s has changed since this view of it was kept: the figures may differ."),
      comity_dataset_peek_name (comparison->dataset));
}

void
comity_window_compare_data (ComityWindow *self, GKeyFile *view)
{
  g_autofree char *sha256 = g_key_file_get_string (view, "data", "sha256", NULL);
  ComityDataset *dataset = comity_session_peek_dataset (self->session);
  g_autoptr (ComityJob) job = NULL;
  Comparison *comparison;

  if (sha256 == NULL || dataset == NULL)
    return;
  comparison = g_new (Comparison, 1);
  comparison->dataset = comity_dataset_ref (dataset);
  comparison->sha256 = g_steal_pointer (&sha256);
  job = comity_job_new (_ ("Comparing the data"), compare_in_thread, comparison, comparison_free,
                        g_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (compared_cb), self, 0);
  comity_job_list_run (comity_session_get_jobs (self->session), job);
}

void
comity_window_open (ComityWindow *self, const char *path)
{
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (COMITY_IS_WINDOW (self) && path != NULL);

  if (!comity_figure_metadata_is_figure (path) && !g_str_has_suffix (path, ".comity"))
    {
      comity_session_open_file (self->session, path);
      return;
    }
  file = read_view (path, &error);
  if (file != NULL)
    apply_view (self, file);
  else
    comity_window_say (self, GTK_MESSAGE_ERROR, error->message);
}
