/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns added to the session's data: similarities as covariates. The data as they were loaded are
 * kept, and the columns by name, so that undo and redo only choose among them. */
#include "config.h"

#include "comity-session-private.h"

#include <string.h>

char **
comity_session_dup_columns (ComitySession *self)
{
  char **names = g_new0 (char *, self->columns->len + 1);

  for (guint i = 0; i < self->columns->len; i++)
    names[i] = g_strdup (self->columns->pdata[i]);
  return names;
}

static void
apply (ComitySession *self)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  ComityPanel *panel;

  if (self->plain_panel == NULL)
    return;
  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (columns, g_hash_table_lookup (self->made_columns, self->columns->pdata[i]));
  panel = columns->len > 0
              ? comity_panel_with_columns (self->plain_panel, g_ptr_array_ref (columns))
              : comity_panel_ref (self->plain_panel);
  comity_panel_unref (self->loaded->panel);
  comity_dataset_unref (self->loaded->dataset);
  self->loaded->panel = panel;
  self->loaded->dataset = comity_dataset_ref (comity_panel_peek_dataset (panel));
  g_clear_pointer (&self->workbench, comity_workbench_unref);
  self->workbench = comity_workbench_new (panel, self->loaded->dataset, COMITY_WORKBENCH_BYTES);
  comity_session_notify (self, COMITY_SESSION_PROP_COLUMNS);
}

static void
save_cb (gpointer owner, GKeyFile *file, const char *group)
{
  ComitySession *self = owner;

  g_auto (GStrv) names = comity_session_dup_columns (self);

  g_key_file_set_string_list (file, group, "names", (const char *const *) names,
                              self->columns->len);
}

static void
restore_cb (gpointer owner, GKeyFile *file, const char *group)
{
  ComitySession *self = owner;
  g_auto (GStrv) names = g_key_file_get_string_list (file, group, "names", NULL, NULL);

  g_ptr_array_set_size (self->columns, 0);
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (g_hash_table_contains (self->made_columns, names[i]))
      g_ptr_array_add (self->columns, g_strdup (names[i]));
  apply (self);
}

void
comity_session_init_columns (ComitySession *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->made_columns =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) comity_column_unref);
  comity_history_add (self->history, "columns", self, save_cb, restore_cb);
}

void
comity_session_forget_columns (ComitySession *self)
{
  g_clear_pointer (&self->plain_panel, comity_panel_unref);
  g_ptr_array_set_size (self->columns, 0);
  g_hash_table_remove_all (self->made_columns);
}

void
comity_session_add_column (ComitySession *self, ComityColumn *column)
{
  const char *name;

  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (column != NULL);

  if (self->loaded == NULL || self->loaded->panel == NULL ||
      comity_column_get_n_rows (column) != comity_dataset_get_n_rows (self->loaded->dataset))
    return;
  comity_history_prepare (self->history);
  if (self->plain_panel == NULL)
    self->plain_panel = comity_panel_ref (self->loaded->panel);
  name = comity_column_peek_name (column);
  g_hash_table_replace (self->made_columns, g_strdup (name), comity_column_ref (column));
  for (guint i = self->columns->len; i-- > 0;)
    if (strcmp (self->columns->pdata[i], name) == 0)
      g_ptr_array_remove_index (self->columns, i);
  g_ptr_array_add (self->columns, g_strdup (name));
  apply (self);
  comity_history_record (self->history);
}
