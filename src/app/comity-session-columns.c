/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns added to the session's data: similarities as covariates. The data as they were loaded are
 * kept, and the columns by the text that they are made of, so that undo and redo only choose among
 * them; the next start makes them again of the texts. */
#include "config.h"

#include "comity-session-private.h"

#include <string.h>

char **
comity_session_dup_columns (ComitySession *self)
{
  char **texts = g_new0 (char *, self->columns->len + 1);

  for (guint i = 0; i < self->columns->len; i++)
    texts[i] = g_strdup (self->columns->pdata[i]);
  return texts;
}

/* The data with the columns there are. */
static void
put_columns (ComitySession *self)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  ComityPanel *panel;

  for (guint i = 0; i < self->columns->len; i++)
    {
      GPtrArray *made = g_hash_table_lookup (self->made_columns, self->columns->pdata[i]);

      for (guint c = 0; c < made->len; c++)
        g_ptr_array_add (columns, made->pdata[c]);
    }
  panel = columns->len > 0
              ? comity_panel_with_columns (self->plain_panel, g_ptr_array_ref (columns))
              : comity_panel_ref (self->plain_panel);
  comity_panel_unref (self->loaded->panel);
  comity_dataset_unref (self->loaded->dataset);
  self->loaded->panel = panel;
  self->loaded->dataset = comity_dataset_ref (comity_panel_peek_dataset (panel));
}

static void
apply (ComitySession *self)
{
  if (self->plain_panel == NULL)
    return;
  put_columns (self);
  g_clear_pointer (&self->workbench, comity_workbench_unref);
  self->workbench =
      comity_workbench_new (self->loaded->panel, self->loaded->dataset, COMITY_WORKBENCH_BYTES);
  comity_session_notify (self, COMITY_SESSION_PROP_COLUMNS);
}

void
comity_session_take_columns (ComitySession *self)
{
  if (self->loaded->panel == NULL || self->loaded->derived == NULL ||
      self->loaded->derived->len == 0)
    return;
  self->plain_panel = comity_panel_ref (self->loaded->panel);
  for (guint i = 0; i < self->loaded->derived->len; i++)
    {
      const char *text = self->loaded->derived->pdata[i];

      g_hash_table_replace (self->made_columns, g_strdup (text),
                            g_ptr_array_ref (self->loaded->columns->pdata[i]));
      g_ptr_array_add (self->columns, g_strdup (text));
    }
  put_columns (self);
}

static void
save_cb (gpointer owner, GKeyFile *file, const char *group)
{
  ComitySession *self = owner;

  g_auto (GStrv) texts = comity_session_dup_columns (self);

  g_key_file_set_string_list (file, group, COMITY_SESSION_COLUMNS_KEY, (const char *const *) texts,
                              self->columns->len);
}

static void
restore_cb (gpointer owner, GKeyFile *file, const char *group)
{
  ComitySession *self = owner;
  g_auto (GStrv) texts =
      g_key_file_get_string_list (file, group, COMITY_SESSION_COLUMNS_KEY, NULL, NULL);

  g_ptr_array_set_size (self->columns, 0);
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    if (g_hash_table_contains (self->made_columns, texts[i]))
      g_ptr_array_add (self->columns, g_strdup (texts[i]));
  apply (self);
}

void
comity_session_init_columns (ComitySession *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->made_columns =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  comity_history_add (self->history, COMITY_SESSION_COLUMNS_GROUP, self, save_cb, restore_cb);
}

void
comity_session_forget_columns (ComitySession *self)
{
  g_clear_pointer (&self->plain_panel, comity_panel_unref);
  g_ptr_array_set_size (self->columns, 0);
  g_hash_table_remove_all (self->made_columns);
}

/* Whether @text makes a column of a name that is among @columns. */
static gboolean
makes_any (ComitySession *self, const char *text, GPtrArray *columns)
{
  GPtrArray *made = g_hash_table_lookup (self->made_columns, text);

  for (guint i = 0; i < made->len; i++)
    for (guint k = 0; k < columns->len; k++)
      if (strcmp (comity_column_peek_name (made->pdata[i]),
                  comity_column_peek_name (columns->pdata[k])) == 0)
        return TRUE;
  return FALSE;
}

void
comity_session_add_columns (ComitySession *self, const char *text, GPtrArray *columns)
{
  g_return_if_fail (COMITY_IS_SESSION (self));
  g_return_if_fail (text != NULL && columns != NULL && columns->len > 0);

  if (self->loaded == NULL || self->loaded->panel == NULL ||
      comity_column_get_n_rows (columns->pdata[0]) !=
          comity_dataset_get_n_rows (self->loaded->dataset))
    return;
  comity_history_prepare (self->history);
  if (self->plain_panel == NULL)
    self->plain_panel = comity_panel_ref (self->loaded->panel);
  for (guint i = self->columns->len; i-- > 0;)
    if (makes_any (self, self->columns->pdata[i], columns))
      g_ptr_array_remove_index (self->columns, i);
  g_hash_table_replace (self->made_columns, g_strdup (text), g_ptr_array_ref (columns));
  g_ptr_array_add (self->columns, g_strdup (text));
  apply (self);
  comity_history_record (self->history);
}

void
comity_session_want_columns (ComitySession *self, const char *const *texts)
{
  g_return_if_fail (COMITY_IS_SESSION (self));

  g_strfreev (self->wanted_columns);
  self->wanted_columns = g_strdupv ((char **) texts);
}

const char *
comity_session_get_not_derived (ComitySession *self)
{
  g_return_val_if_fail (COMITY_IS_SESSION (self), NULL);
  return self->loaded != NULL ? self->loaded->not_derived : NULL;
}
