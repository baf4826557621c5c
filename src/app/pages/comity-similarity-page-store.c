/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the similarity page keeps between runs and for undo: its choices as a group of a key file.
 */
#include "config.h"

#include "comity-similarity-page-private.h"

void
comity_similarity_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  guint measure = adw_combo_row_get_selected (self->measure_row);
  g_autofree char *components = comity_similarity_page_dup_components (self);

  if (measure < comity_similarity_get_n_measures ())
    g_key_file_set_string (file, group, "measure", comity_similarity_peek_measure_name (measure));
  g_key_file_set_string (file, group, "variable", self->variable);
  g_key_file_set_string (file, group, "argument",
                         gtk_editable_get_text (GTK_EDITABLE (self->argument_row)));
  g_key_file_set_string (file, group, "components", components != NULL ? components : "");
  g_key_file_set_string (
      file, group, "order",
      comity_order_method_name ((ComityOrderMethod) adw_combo_row_get_selected (self->order_row)));
  g_key_file_set_boolean (file, group, "change", gtk_switch_get_active (self->change));
  g_key_file_set_integer (file, group, "earlier", gtk_spin_button_get_value_as_int (self->earlier));
  g_key_file_set_integer (file, group, "together",
                          (int) adw_combo_row_get_selected (self->together_row));
  g_key_file_set_string (file, group, "band", self->band);
  g_key_file_set_boolean (file, group, "follows-variable", self->follows_variable);
  g_key_file_set_integer (file, group, "beside",
                          (int) adw_combo_row_get_selected (self->beside_row));
  g_key_file_set_integer (file, group, "cut", gtk_spin_button_get_value_as_int (self->cut));
  if (self->flips->len > 0)
    g_key_file_set_integer_list (file, group, "flips", (int *) self->flips->data, self->flips->len);
  g_key_file_set_string (file, group, "flips-of", self->flips_of);
  g_key_file_set_boolean (file, group, "every-state", gtk_switch_get_active (self->every_state));
  g_key_file_set_boolean (file, group, "ties", gtk_switch_get_active (self->ties));
  g_key_file_set_boolean (file, group, "dendrogram", gtk_switch_get_active (self->dendrogram));
  g_key_file_set_boolean (file, group, "lens", comity_figure_view_get_lens (self->figure_view));
  g_key_file_set_boolean (file, group, "labels", gtk_switch_get_active (self->labels));
}

static void
restore_switch (GtkSwitch *widget, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    gtk_switch_set_active (widget, g_key_file_get_boolean (file, group, key, NULL));
}

static void
restore_choice (AdwComboRow *row, GKeyFile *file, const char *group, const char *key)
{
  int chosen = g_key_file_get_integer (file, group, key, NULL);

  if (g_key_file_has_key (file, group, key, NULL) && chosen >= 0 &&
      chosen < (int) g_list_model_get_n_items (adw_combo_row_get_model (row)))
    adw_combo_row_set_selected (row, (guint) chosen);
}

static void
restore_text (char **text, GKeyFile *file, const char *group, const char *key)
{
  char *found = g_key_file_get_string (file, group, key, NULL);

  if (found == NULL)
    return;
  g_free (*text);
  *text = found;
}

static void
restore_flips (ComitySimilarityPage *self, GKeyFile *file, const char *group)
{
  gsize n = 0;
  g_autofree int *flips = g_key_file_get_integer_list (file, group, "flips", &n, NULL);

  if (!g_key_file_has_key (file, group, "flips-of", NULL))
    return;
  restore_text (&self->flips_of, file, group, "flips-of");
  g_array_set_size (self->flips, 0);
  for (gsize f = 0; f < n; f++)
    {
      guint32 merge = (guint32) MAX (flips[f], 0);

      g_array_append_val (self->flips, merge);
    }
}

void
comity_similarity_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  g_autofree char *measure = g_key_file_get_string (file, group, "measure", NULL);
  g_autofree char *order = g_key_file_get_string (file, group, "order", NULL);
  g_autofree char *argument = g_key_file_get_string (file, group, "argument", NULL);
  g_autofree char *components = g_key_file_get_string (file, group, "components", NULL);
  ComityOrderMethod method;

  self->updating = TRUE;
  for (gsize i = 0; measure != NULL && i < comity_similarity_get_n_measures (); i++)
    if (g_str_equal (measure, comity_similarity_peek_measure_name (i)))
      adw_combo_row_set_selected (self->measure_row, (guint) i);
  if (order != NULL && comity_order_method_from_name (order, &method))
    adw_combo_row_set_selected (self->order_row, method);
  if (argument != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->argument_row), argument);
  if (components != NULL)
    comity_similarity_page_set_components (self, *components != '\0' ? components : NULL);
  restore_text (&self->variable, file, group, "variable");
  restore_text (&self->band, file, group, "band");
  if (g_key_file_has_key (file, group, "follows-variable", NULL))
    self->follows_variable = g_key_file_get_boolean (file, group, "follows-variable", NULL);
  if (g_key_file_has_key (file, group, "earlier", NULL))
    self->wanted_earlier = g_key_file_get_integer (file, group, "earlier", NULL);
  if (g_key_file_has_key (file, group, "cut", NULL))
    gtk_spin_button_set_value (self->cut, g_key_file_get_integer (file, group, "cut", NULL));
  restore_choice (self->together_row, file, group, "together");
  restore_choice (self->beside_row, file, group, "beside");
  restore_switch (self->change, file, group, "change");
  restore_switch (self->every_state, file, group, "every-state");
  restore_switch (self->ties, file, group, "ties");
  restore_switch (self->dendrogram, file, group, "dendrogram");
  restore_switch (self->labels, file, group, "labels");
  restore_flips (self, file, group);
  if (g_key_file_has_key (file, group, "lens", NULL))
    comity_figure_view_set_lens (self->figure_view,
                                 g_key_file_get_boolean (file, group, "lens", NULL));
  comity_similarity_page_fill_choosers (self);
  comity_similarity_page_update_rows (self);
  self->updating = FALSE;
  if (self->result != NULL)
    comity_similarity_page_show_result (self, TRUE);
  comity_similarity_page_queue_refresh (self);
}
