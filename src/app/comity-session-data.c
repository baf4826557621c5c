/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: jobs that end in other data, and what is then forgotten or kept. Another network of the
 * bundled panel, other roles and mends of one file are steps of the history, whose part "data" says
 * what is open; another file begins a new one. */
#include "config.h"

#include "comity-session-private.h"

#include <string.h>

#include "comity-view-names.h"

static void
take_loaded (ComitySession *self, ComityLoaded *loaded)
{
  g_autoptr (GKeyFile) view = g_key_file_new ();
  gboolean had_panel = self->loaded != NULL && self->loaded->panel != NULL;
  int first, last;

  comity_history_begin_arrival (self->history);
  /* The year and the states of before, where the new data have such. */
  comity_session_save_view (self, view, "view");
  g_key_file_remove_key (view, "view", COMITY_SESSION_WHAT_IF_KEY, NULL);
  comity_session_forget_columns (self);
  g_clear_pointer (&self->loaded, comity_loaded_free);
  self->loaded = loaded;
  comity_session_take_columns (self);
  g_clear_pointer (&self->workbench, comity_workbench_unref);
  self->workbench = comity_workbench_new (loaded->panel, loaded->dataset, COMITY_WORKBENCH_BYTES);
  g_clear_pointer (&self->fit, comity_fit_unref);
  g_free (self->network);
  self->network = g_strdup (self->pending_network);

  comity_selection_unref (self->selection);
  self->selection = comity_selection_new_states (NULL, 0);
  comity_session_set_what_if (self, NULL);

  if (!self->pending_steps)
    comity_history_reset (self->history);
  g_object_freeze_notify (G_OBJECT (self));
  comity_session_get_years (self, &first, &last);
  self->year = last;
  if (had_panel)
    comity_session_restore_view (self, view, "view");
  comity_session_notify (self, COMITY_SESSION_PROP_PANEL);
  comity_session_notify (self, COMITY_SESSION_PROP_FIRST_YEAR);
  comity_session_notify (self, COMITY_SESSION_PROP_LAST_YEAR);
  comity_session_notify (self, COMITY_SESSION_PROP_YEAR);
  comity_session_notify (self, COMITY_SESSION_PROP_NETWORK);
  comity_session_notify (self, COMITY_SESSION_PROP_SELECTION);
  comity_session_notify (self, COMITY_SESSION_PROP_FIT);
  g_object_thaw_notify (G_OBJECT (self));
  comity_history_arrive (self->history);
}

static void
load_finished_cb (ComityJob *job, gpointer user_data)
{
  ComitySession *self = user_data;
  ComityJobState state = comity_job_get_state (job);
  g_autoptr (ComityJob) current = NULL;

  if (job != self->load_job)
    return;
  current = g_steal_pointer (&self->load_job);
  if (state == COMITY_JOB_DONE)
    take_loaded (self, comity_job_steal_result (job));
  else
    comity_history_abandon (self->history);
  comity_session_notify (self, COMITY_SESSION_PROP_OPENING);
  if (state == COMITY_JOB_FAILED)
    comity_session_emit_failed (self, comity_job_get_error (job)->message);
}

/* @steps: the view of before is one step back. */
static void
start_loading (ComitySession *self, const ComityLoadWish *wish, gboolean steps)
{
  g_autoptr (ComityJob) job = comity_load_job_new (wish);

  comity_history_abandon (self->history);
  g_free (self->pending_network);
  self->pending_network = g_strdup (wish->network);
  self->pending_steps = steps && self->loaded != NULL;
  g_clear_pointer (&self->wanted_columns, g_strfreev);
  g_signal_connect_object (job, "finished", G_CALLBACK (load_finished_cb), self, 0);
  comity_job_list_replace (self->jobs, &self->load_job, job);
  comity_session_notify (self, COMITY_SESSION_PROP_OPENING);
}

static void
open_bundled (ComitySession *self, const char *network, gboolean steps)
{
  g_auto (GStrv) columns = g_strdupv (self->wanted_columns);
  ComityLoadWish wish = { NULL };

  wish.network = network;
  wish.derived = (const char *const *) columns;
  start_loading (self, &wish, steps);
}

void
comity_session_open_bundled (ComitySession *self, const char *network)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (network != NULL);

  open_bundled (self, network, self->network != NULL);
}

void
comity_session_open_file (ComitySession *self, const char *path)
{
  g_auto (GStrv) columns = NULL;
  ComityLoadWish wish = { NULL };

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (path != NULL);

  columns = g_strdupv (self->wanted_columns);
  wish.path = path;
  wish.derived = (const char *const *) columns;
  start_loading (self, &wish, FALSE);
}

static char **
dup_mends (ComitySession *self)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **mends;

  for (guint i = 0; self->loaded->mends != NULL && i < self->loaded->mends->len; i++)
    g_strv_builder_add (builder, self->loaded->mends->pdata[i]);
  mends = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return mends;
}

/* What is open, of other roles or mends; of the bundled panel both are what they are. */
static void
index_anew (ComitySession *self, const ComityRoles *roles, const char *const *mends)
{
  g_auto (GStrv) columns = comity_session_dup_columns (self);
  ComityLoadWish wish = { NULL };

  if (self->loaded == NULL || self->loaded->raw == NULL)
    return;
  wish.raw = self->loaded->raw;
  wish.guess = &self->loaded->guess;
  wish.roles = roles;
  wish.mends = mends;
  wish.derived = (const char *const *) columns;
  start_loading (self, &wish, TRUE);
}

void
comity_session_set_roles (ComitySession *self, const ComityRoles *roles)
{
  g_auto (GStrv) mends = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (roles != NULL);

  if (self->loaded == NULL)
    return;
  mends = dup_mends (self);
  index_anew (self, roles, (const char *const *) mends);
}

void
comity_session_add_mend (ComitySession *self, const char *mend)
{
  g_auto (GStrv) mends = NULL;
  gsize n;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (mend != NULL);

  if (self->loaded == NULL)
    return;
  mends = dup_mends (self);
  n = g_strv_length (mends);
  mends = g_renew (char *, mends, n + 2);
  mends[n] = g_strdup (mend);
  mends[n + 1] = NULL;
  index_anew (self, &self->loaded->roles, (const char *const *) mends);
}

void
comity_session_remove_mend (ComitySession *self, guint i)
{
  g_auto (GStrv) mends = NULL;

  g_return_if_fail (COMITY_IS_SESSION (self));

  if (self->loaded == NULL || self->loaded->mends == NULL || i >= self->loaded->mends->len)
    return;
  mends = dup_mends (self);
  g_free (mends[i]);
  for (gsize k = i; mends[k] != NULL; k++)
    mends[k] = mends[k + 1];
  index_anew (self, &self->loaded->roles, (const char *const *) mends);
}

guint
comity_session_get_n_mends (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), 0);
  return self->loaded != NULL && self->loaded->mends != NULL ? self->loaded->mends->len : 0;
}

const char *
comity_session_get_mended (ComitySession *self, guint i)
{
  g_return_val_if_fail (i < comity_session_get_n_mends (self), NULL);
  return self->loaded->mended->pdata[i];
}

const char *
comity_session_get_not_mended (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->not_mended : NULL;
}

void
comity_session_cancel_opening (ComitySession *self)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  if (self->load_job != NULL)
    comity_job_cancel (self->load_job);
}

gboolean
comity_session_is_opening (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), FALSE);
  return self->load_job != NULL;
}

/* Roles by the names of their columns, where they are others than the file suggests. */
static void
save_roles (ComitySession *self, GKeyFile *file, const char *group)
{
  const ComityLoaded *loaded = self->loaded;
  const char *names[COMITY_N_ROLES];

  if (memcmp (loaded->roles.column, loaded->guess.column, sizeof loaded->guess.column) == 0)
    return;
  for (guint r = 0; r < COMITY_N_ROLES; r++)
    names[r] = loaded->roles.column[r] >= 0
                   ? comity_column_peek_name (comity_dataset_peek_column (
                         loaded->raw, (gsize) loaded->roles.column[r]))
                   : "";
  g_key_file_set_string_list (file, group, COMITY_VIEW_ROLES, names, COMITY_N_ROLES);
}

static void
save_data (gpointer owner, GKeyFile *file, const char *group)
{
  ComitySession *self = owner;
  const char *path = comity_session_get_path (self);
  guint n = comity_session_get_n_mends (self);

  if (path != NULL)
    g_key_file_set_string (file, group, COMITY_VIEW_PATH, path);
  else if (self->network != NULL)
    g_key_file_set_string (file, group, COMITY_VIEW_NETWORK_ID, self->network);
  if (self->loaded != NULL && self->loaded->raw != NULL)
    save_roles (self, file, group);
  if (n > 0)
    g_key_file_set_string_list (file, group, COMITY_VIEW_MENDS,
                                (const char *const *) self->loaded->mends->pdata, n);
}

/* The file that is open need not be read again. */
static void
open_file_view (
    ComitySession *self, const char *path, GKeyFile *file, const char *const *columns, gboolean steps)
{
  const char *open = comity_session_get_path (self);
  g_auto (GStrv) roles = g_key_file_get_string_list (file, COMITY_VIEW_DATA, COMITY_VIEW_ROLES, NULL, NULL);
  g_auto (GStrv) mends = g_key_file_get_string_list (file, COMITY_VIEW_DATA, COMITY_VIEW_MENDS, NULL, NULL);
  ComityLoadWish wish = { NULL };

  if (steps && self->loaded != NULL && self->loaded->raw != NULL && g_strcmp0 (path, open) == 0)
    {
      wish.raw = self->loaded->raw;
      wish.guess = &self->loaded->guess;
    }
  else
    wish.path = path;
  wish.role_names = (const char *const *) roles;
  wish.mends = (const char *const *) mends;
  wish.derived = columns;
  start_loading (self, &wish, steps);
}

static void
open_view (ComitySession *self, GKeyFile *file, gboolean steps)
{
  g_autofree char *path = g_key_file_get_string (file, COMITY_VIEW_DATA, COMITY_VIEW_PATH, NULL);
  g_autofree char *network =
      g_key_file_get_string (file, COMITY_VIEW_DATA, COMITY_VIEW_NETWORK_ID, NULL);
  g_auto (GStrv) columns = g_key_file_get_string_list (file, COMITY_SESSION_COLUMNS_GROUP,
                                                       COMITY_SESSION_COLUMNS_KEY, NULL, NULL);

  comity_session_want_columns (self, (const char *const *) columns);
  if (path != NULL)
    open_file_view (self, path, file, (const char *const *) columns, steps);
  else
    open_bundled (self, network != NULL ? network : "mlat", steps);
}

void
comity_session_open_view (ComitySession *self, GKeyFile *file)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  open_view (self, file, FALSE);
}

static void
open_step (gpointer owner, GKeyFile *file)
{
  open_view (owner, file, TRUE);
}

void
comity_session_init_data (ComitySession *self)
{
  comity_history_add_data (self->history, COMITY_VIEW_DATA, self, save_data, open_step);
}
