/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the similarity page keeps between runs and for undo: its choices as a group of a key file.
 */
#include "config.h"

#include "comity-similarity-page-private.h"

#include "comity-view-names.h"

void
comity_similarity_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  guint measure = adw_combo_row_get_selected (self->measure_row);
  g_autofree char *components = comity_similarity_page_dup_components (self);

  if (measure < comity_similarity_get_n_measures ())
    g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_MEASURE,
                           comity_similarity_peek_measure_name (measure));
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_VARIABLE, self->variable);
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_ARGUMENT,
                         gtk_editable_get_text (GTK_EDITABLE (self->argument_row)));
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_COMPONENTS,
                         components != NULL ? components : "");
  g_key_file_set_string (
      file, group, COMITY_VIEW_SIMILARITY_ORDER,
      comity_order_method_name ((ComityOrderMethod) adw_combo_row_get_selected (self->order_row)));
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_CHANGE,
                          gtk_switch_get_active (self->change));
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_EARLIER,
                          gtk_spin_button_get_value_as_int (self->earlier));
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_TOGETHER,
                          (int) adw_combo_row_get_selected (self->together_row));
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_BAND, self->band);
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_FOLLOWS_VARIABLE,
                          self->follows_variable);
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_BESIDE,
                          (int) adw_combo_row_get_selected (self->beside_row));
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_CUT,
                          gtk_spin_button_get_value_as_int (self->cut));
  if (self->flips->len > 0)
    g_key_file_set_integer_list (file, group, COMITY_VIEW_SIMILARITY_FLIPS,
                                 (int *) self->flips->data, self->flips->len);
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_FLIPS_OF, self->flips_of);
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_EVERY_STATE,
                          gtk_switch_get_active (self->every_state));
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_TIES,
                          gtk_switch_get_active (self->ties));
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_DENDROGRAM,
                          gtk_switch_get_active (self->dendrogram));
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_LENS,
                          comity_figure_view_get_lens (self->figure_view));
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_LABELS,
                          gtk_switch_get_active (self->labels));
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
  g_autofree int *flips =
      g_key_file_get_integer_list (file, group, COMITY_VIEW_SIMILARITY_FLIPS, &n, NULL);

  if (!g_key_file_has_key (file, group, COMITY_VIEW_SIMILARITY_FLIPS_OF, NULL))
    return;
  restore_text (&self->flips_of, file, group, COMITY_VIEW_SIMILARITY_FLIPS_OF);
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
  g_autofree char *measure =
      g_key_file_get_string (file, group, COMITY_VIEW_SIMILARITY_MEASURE, NULL);
  g_autofree char *order = g_key_file_get_string (file, group, COMITY_VIEW_SIMILARITY_ORDER, NULL);
  g_autofree char *argument =
      g_key_file_get_string (file, group, COMITY_VIEW_SIMILARITY_ARGUMENT, NULL);
  g_autofree char *components =
      g_key_file_get_string (file, group, COMITY_VIEW_SIMILARITY_COMPONENTS, NULL);
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
  restore_text (&self->variable, file, group, COMITY_VIEW_SIMILARITY_VARIABLE);
  restore_text (&self->band, file, group, COMITY_VIEW_SIMILARITY_BAND);
  if (g_key_file_has_key (file, group, COMITY_VIEW_SIMILARITY_FOLLOWS_VARIABLE, NULL))
    self->follows_variable =
        g_key_file_get_boolean (file, group, COMITY_VIEW_SIMILARITY_FOLLOWS_VARIABLE, NULL);
  if (g_key_file_has_key (file, group, COMITY_VIEW_SIMILARITY_EARLIER, NULL))
    self->wanted_earlier =
        g_key_file_get_integer (file, group, COMITY_VIEW_SIMILARITY_EARLIER, NULL);
  if (g_key_file_has_key (file, group, COMITY_VIEW_SIMILARITY_CUT, NULL))
    gtk_spin_button_set_value (
        self->cut, g_key_file_get_integer (file, group, COMITY_VIEW_SIMILARITY_CUT, NULL));
  restore_choice (self->together_row, file, group, COMITY_VIEW_SIMILARITY_TOGETHER);
  restore_choice (self->beside_row, file, group, COMITY_VIEW_SIMILARITY_BESIDE);
  restore_switch (self->change, file, group, COMITY_VIEW_SIMILARITY_CHANGE);
  restore_switch (self->every_state, file, group, COMITY_VIEW_SIMILARITY_EVERY_STATE);
  restore_switch (self->ties, file, group, COMITY_VIEW_SIMILARITY_TIES);
  restore_switch (self->dendrogram, file, group, COMITY_VIEW_SIMILARITY_DENDROGRAM);
  restore_switch (self->labels, file, group, COMITY_VIEW_SIMILARITY_LABELS);
  restore_flips (self, file, group);
  if (g_key_file_has_key (file, group, COMITY_VIEW_SIMILARITY_LENS, NULL))
    comity_figure_view_set_lens (
        self->figure_view, g_key_file_get_boolean (file, group, COMITY_VIEW_SIMILARITY_LENS, NULL));
  comity_similarity_page_fill_choosers (self);
  comity_similarity_page_update_rows (self);
  self->updating = FALSE;
  if (self->result != NULL)
    comity_similarity_page_show_result (self, TRUE);
  comity_similarity_page_queue_refresh (self);
}
