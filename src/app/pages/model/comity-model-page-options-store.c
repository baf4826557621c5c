/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen within the views after a fit, kept in a session and read from it. */
#include "config.h"

#include "comity-model-page-private.h"

#include <string.h>

static void
save_list (GKeyFile *file, const char *group, const char *key, char **list)
{
  if (list != NULL)
    g_key_file_set_string_list (file, group, key, (const char *const *) list, g_strv_length (list));
}

void
comity_model_page_save_options (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer column, value;

  g_hash_table_iter_init (&iter, self->wanted_settings);
  while (g_hash_table_iter_next (&iter, &column, &value))
    g_ptr_array_add (settings, g_strdup_printf ("%s=%s", (char *) column, (char *) value));
  g_ptr_array_sort (settings, comity_model_page_compare_texts);
  g_ptr_array_add (settings, NULL);
  g_key_file_set_string (file, group, "choice",
                         self->wanted_choice != NULL ? self->wanted_choice : "");
  g_key_file_set_string (file, group, "focus",
                         self->wanted_focus != NULL ? self->wanted_focus : "");
  save_list (file, group, "optional", self->wanted_optional);
  save_list (file, group, "estimators", self->wanted_estimators);
  save_list (file, group, "vces", self->wanted_vces);
  save_list (file, group, "settings", (char **) settings->pdata);
  g_key_file_set_string (file, group, "values",
                         gtk_editable_get_text (GTK_EDITABLE (self->values)));
  g_key_file_set_string (file, group, "samples",
                         gtk_editable_get_text (GTK_EDITABLE (self->samples)));
  g_key_file_set_integer (file, group, "draws", gtk_spin_button_get_value_as_int (self->draws));
  g_key_file_set_boolean (file, group, "effects-observed", self->wanted_observed[0]);
  g_key_file_set_boolean (file, group, "predictions-observed", self->wanted_observed[1]);
  g_key_file_set_integer (file, group, "permutations", (int) self->wanted_permutations[0]);
  g_key_file_set_integer (file, group, "curve-permutations", (int) self->wanted_permutations[1]);
  g_key_file_set_integer (file, group, "permutation-seed",
                          gtk_spin_button_get_value_as_int (self->permutation_seed));
  g_key_file_set_integer (file, group, "exchange",
                          (int) adw_combo_row_get_selected (self->exchange));
}

static void
restore_list (char ***list, GKeyFile *file, const char *group, const char *key)
{
  g_strfreev (*list);
  *list = g_key_file_get_string_list (file, group, key, NULL, NULL);
}

static void
restore_text (char **text, GKeyFile *file, const char *group, const char *key)
{
  g_free (*text);
  *text = g_key_file_get_string (file, group, key, NULL);
  if (*text != NULL && **text == '\0')
    g_clear_pointer (text, g_free);
}

static void
restore_entry (AdwEntryRow *row, GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
restore_spin (GtkSpinButton *spin, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    gtk_spin_button_set_value (spin, g_key_file_get_integer (file, group, key, NULL));
}

static void
restore_count (guint *count, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    *count = (guint) MAX (0, g_key_file_get_integer (file, group, key, NULL));
}

static void
restore_flag (gboolean *flag, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    *flag = g_key_file_get_boolean (file, group, key, NULL);
}

void
comity_model_page_restore_options (ComityModelPage *self, GKeyFile *file, const char *group)
{
  g_auto (GStrv) settings = g_key_file_get_string_list (file, group, "settings", NULL, NULL);

  restore_text (&self->wanted_choice, file, group, "choice");
  restore_text (&self->wanted_focus, file, group, "focus");
  restore_list (&self->wanted_optional, file, group, "optional");
  restore_list (&self->wanted_estimators, file, group, "estimators");
  restore_list (&self->wanted_vces, file, group, "vces");
  restore_entry (self->values, file, group, "values");
  restore_entry (self->samples, file, group, "samples");
  restore_spin (self->draws, file, group, "draws");
  restore_spin (self->permutation_seed, file, group, "permutation-seed");
  restore_flag (&self->wanted_observed[0], file, group, "effects-observed");
  restore_flag (&self->wanted_observed[1], file, group, "predictions-observed");
  restore_count (&self->wanted_permutations[0], file, group, "permutations");
  restore_count (&self->wanted_permutations[1], file, group, "curve-permutations");
  if (g_key_file_has_key (file, group, "exchange", NULL))
    adw_combo_row_set_selected (
        self->exchange, g_key_file_get_integer (file, group, "exchange", NULL) == 1 ? 1 : 0);
  g_hash_table_remove_all (self->wanted_settings);
  for (char **setting = settings; setting != NULL && *setting != NULL; setting++)
    {
      char *equals = strchr (*setting, '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      g_hash_table_insert (self->wanted_settings, g_strdup (*setting), g_strdup (equals + 1));
    }
}
