/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session between runs: a key file in the user's state folder, written a moment after the last
 * change and when the window closes, whole or not at all. It names the data, and how they are
 * looked at; it holds no data. */
#include "config.h"

#include "comity-window-private.h"

#include "comity-file-writer.h"
#include "comity-settings.h"

/* Seconds without a change before the session is written. */
#define SAVE_DELAY 2

static const char *const page_names[COMITY_N_PAGES] = { "network", "similarity", "models", "data" };

static char *
dup_store_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "comity", "last.comity", NULL);
}

void
comity_window_save_now (ComityWindow *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_store_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (comity_session_peek_dataset (self->session) == NULL)
    return;
  if (comity_session_get_path (self->session) != NULL)
    g_key_file_set_string (file, "data", "path", comity_session_get_path (self->session));
  else if (comity_session_get_network (self->session) != NULL)
    g_key_file_set_string (file, "data", "network", comity_session_get_network (self->session));
  comity_history_write (comity_session_get_history (self->session), file);

  text = g_key_file_to_data (file, NULL, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0 || !comity_file_write (path, text, -1, &error))
    g_warning ("The session could not be kept: %s", error != NULL ? error->message : folder);
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

void
comity_window_restore (ComityWindow *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *store = dup_store_path ();
  g_autofree char *path = NULL;
  g_autofree char *network = NULL;

  g_return_if_fail (COMITY_IS_WINDOW (self));

  if (!g_settings_get_boolean (comity_settings_get (), "restore-session") ||
      !g_key_file_load_from_file (file, store, G_KEY_FILE_NONE, NULL))
    {
      comity_session_open_bundled (self->session, "mlat");
      return;
    }
  path = g_key_file_get_string (file, "data", "path", NULL);
  network = g_key_file_get_string (file, "data", "network", NULL);
  /* The states and the year are those of data that are not there yet. */
  self->pending_view = g_key_file_ref (file);
  for (guint i = 0; i < COMITY_N_PAGES; i++)
    comity_page_restore (comity_window_peek_page (self, page_names[i]), file, page_names[i]);
  restore_page (self, file, "view");
  if (path != NULL)
    comity_session_open_file (self->session, path);
  else
    comity_session_open_bundled (self->session, network != NULL ? network : "mlat");
}
