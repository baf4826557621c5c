/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the similarity page compares: the measure and its argument, and the editor of a composite's
 * components. */
#include "config.h"

#include "comity-similarity-page-private.h"

#include <glib/gi18n.h>

#include "comity-component-row.h"
#include "comity-number.h"
#include "comity-page-selection.h"

/* Components that are no variable of the data, as specifications name them. */
static const struct
{
  const char *name;
  const char *label;
} categories[] = {
  { "tradition", N_ ("Legal tradition") },
  { "overlap", N_ ("Laws of the legal system") },
  { "region", N_ ("Region") },
};

ComityPanel *
comity_similarity_page_peek_panel (ComitySimilarityPage *self)
{
  return comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
}

/* The measure as the similarity layer reads it: "difference:polyarchy", "joint:polity2>=6". */
char *
comity_similarity_page_dup_measure (ComitySimilarityPage *self)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  guint measure = adw_combo_row_get_selected (self->measure_row);
  guint variable = adw_combo_row_get_selected (self->variable_row);
  const char *argument = gtk_editable_get_text (GTK_EDITABLE (self->argument_row));
  const char *name;
  const char *column = "";

  if (measure >= comity_similarity_get_n_measures ())
    return g_strdup ("tradition");
  name = comity_similarity_peek_measure_name (measure);
  if (panel != NULL && variable < comity_panel_get_n_state_variables (panel))
    column = comity_panel_peek_state_variable (panel, variable);
  if (comity_similarity_measure_takes_family (measure))
    return g_strdup_printf ("%s:%s", name, *argument != '\0' ? argument : "common");
  if (comity_similarity_measure_takes_threshold (measure))
    return g_strdup_printf ("%s:%s>=%s", name, column, *argument != '\0' ? argument : "0.5");
  if (comity_similarity_measure_takes_variable (measure))
    return g_strdup_printf ("%s:%s", name, column);
  return g_strdup (name);
}

static gboolean
is_composite (ComitySimilarityPage *self)
{
  guint measure = adw_combo_row_get_selected (self->measure_row);

  return measure < comity_similarity_get_n_measures () &&
         comity_similarity_measure_takes_components (measure);
}

char *
comity_similarity_page_dup_components (ComitySimilarityPage *self)
{
  GString *text;

  if (!is_composite (self) || self->component_rows->len == 0 || self->has_default_components)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < self->component_rows->len; i++)
    {
      ComityComponentRow *row = self->component_rows->pdata[i];
      char weight[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (weight, sizeof weight, "%.4g", comity_component_row_get_weight (row));
      g_string_append_printf (text, "%s%s:%s", i > 0 ? "," : "",
                              comity_component_row_get_name (row), weight);
    }
  return g_string_free (text, FALSE);
}

static const char *
component_label (ComitySimilarityPage *self, const char *name)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  gssize variable = panel != NULL ? comity_panel_find_state_variable (panel, name) : -1;
  const char *label = NULL;

  for (gsize c = 0; c < G_N_ELEMENTS (categories); c++)
    if (g_str_equal (categories[c].name, name))
      return _ (categories[c].label);
  if (variable >= 0)
    label = comity_panel_peek_state_variable_label (panel, (gsize) variable);
  return label != NULL && *label != '\0' ? label : name;
}

static void
removed_cb (ComitySimilarityPage *self, ComityComponentRow *row)
{
  if (!g_ptr_array_remove (self->component_rows, row))
    return;
  adw_preferences_group_remove (self->components, GTK_WIDGET (row));
  comity_similarity_page_component_changed_cb (self);
}

static void
add_component (ComitySimilarityPage *self, const char *name, double weight)
{
  ComityComponentRow *row = comity_component_row_new (name, component_label (self, name), weight);

  g_signal_connect_object (row, "changed", G_CALLBACK (comity_similarity_page_component_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->components, GTK_WIDGET (row));
  g_ptr_array_add (self->component_rows, row);
}

static void
clear_components (ComitySimilarityPage *self)
{
  for (guint i = 0; i < self->component_rows->len; i++)
    adw_preferences_group_remove (self->components, self->component_rows->pdata[i]);
  g_ptr_array_set_size (self->component_rows, 0);
}

void
comity_similarity_page_set_components (ComitySimilarityPage *self, const char *components)
{
  g_auto (GStrv) parts = g_strsplit (components != NULL ? components : "", ",", -1);
  g_autofree char *now = comity_similarity_page_dup_components (self);

  if (g_strcmp0 (now, components) == 0)
    return;
  clear_components (self);
  self->has_default_components = FALSE;
  for (char **part = parts; *part != NULL; part++)
    {
      char *colon = strrchr (*part, ':');
      double weight = 1.0;

      if (colon != NULL)
        {
          *colon = '\0';
          weight = g_ascii_strtod (colon + 1, NULL);
        }
      if (**part != '\0')
        add_component (self, *part, weight);
    }
}

void
comity_similarity_page_show_components (ComitySimilarityPage *self)
{
  ComitySimilarity *similarity = self->result->similarity;

  if (!is_composite (self) || self->component_rows->len > 0)
    return;
  self->updating = TRUE;
  for (gsize k = 0; k < comity_similarity_get_n_components (similarity); k++)
    add_component (self, comity_similarity_peek_component (similarity, k),
                   comity_similarity_get_weight (similarity, k));
  self->updating = FALSE;
  self->has_default_components = TRUE;
}

static gboolean
is_category (const char *name)
{
  for (gsize c = 0; c < G_N_ELEMENTS (categories); c++)
    if (g_str_equal (categories[c].name, name))
      return TRUE;
  return FALSE;
}

void
comity_similarity_page_fit_components (ComitySimilarityPage *self)
{
  guint measure = adw_combo_row_get_selected (self->measure_row);

  if (self->has_default_components)
    {
      /* The next measure has a set of its own. */
      clear_components (self);
      self->has_default_components = FALSE;
    }
  if (!is_composite (self) || comity_similarity_measure_takes_categories (measure))
    return;
  for (guint i = self->component_rows->len; i-- > 0;)
    {
      ComityComponentRow *row = self->component_rows->pdata[i];

      if (!is_category (comity_component_row_get_name (row)))
        continue;
      g_ptr_array_remove_index (self->component_rows, i);
      adw_preferences_group_remove (self->components, GTK_WIDGET (row));
    }
}

/* The names in the order of the chooser: categories, then the variables of the data. */
static const char *
choosable_name (ComitySimilarityPage *self, guint i)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);

  if (i < G_N_ELEMENTS (categories))
    return categories[i].name;
  i -= G_N_ELEMENTS (categories);
  return panel != NULL && i < comity_panel_get_n_state_variables (panel)
             ? comity_panel_peek_state_variable (panel, i)
             : NULL;
}

void
comity_similarity_page_add_chosen (ComitySimilarityPage *self)
{
  guint chosen = adw_combo_row_get_selected (self->add_row);
  const char *name;

  /* The first item stands for none. */
  if (self->updating || chosen == 0 || chosen == GTK_INVALID_LIST_POSITION)
    return;
  name = choosable_name (self, chosen - 1);
  self->updating = TRUE;
  adw_combo_row_set_selected (self->add_row, 0);
  self->updating = FALSE;
  if (name == NULL)
    return;
  for (guint i = 0; i < self->component_rows->len; i++)
    if (g_str_equal (comity_component_row_get_name (self->component_rows->pdata[i]), name))
      return;
  add_component (self, name, 1.0);
  comity_similarity_page_component_changed_cb (self);
}

void
comity_similarity_page_update_rows (ComitySimilarityPage *self)
{
  guint measure = adw_combo_row_get_selected (self->measure_row);
  guint order = adw_combo_row_get_selected (self->order_row);
  gboolean family, threshold, clusters;

  if (measure >= comity_similarity_get_n_measures ())
    return;
  family = comity_similarity_measure_takes_family (measure);
  threshold = comity_similarity_measure_takes_threshold (measure);
  clusters = order <= COMITY_ORDER_SPECTRAL &&
             comity_order_method_clusters ((ComityOrderMethod) order) &&
             adw_combo_row_get_selected (self->together_row) == COMITY_GROUPING_NONE;
  gtk_widget_set_visible (GTK_WIDGET (self->variable_row),
                          threshold ||
                              (comity_similarity_measure_takes_variable (measure) && !family));
  gtk_widget_set_visible (GTK_WIDGET (self->argument_row), family || threshold);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->argument_row),
                                 family ? _ ("Family") : _ ("At Least"));
  gtk_widget_set_visible (GTK_WIDGET (self->components), is_composite (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->cut_row), clusters);
  gtk_widget_set_sensitive (GTK_WIDGET (self->earlier), gtk_switch_get_active (self->change));
}

guint
comity_similarity_page_count_bands (ComitySimilarityPage *self)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);

  return 3 + (guint) (panel != NULL ? comity_panel_get_n_state_variables (panel) : 0);
}

guint
comity_similarity_page_find_band (ComitySimilarityPage *self)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  gssize band = panel != NULL ? comity_panel_find_state_variable (panel, self->band) : -1;

  return band >= 0                            ? (guint) band + 3
         : g_str_equal (self->band, "region") ? 2
         : g_str_equal (self->band, "none")   ? 0
                                              : 1;
}

void
comity_similarity_page_show_variable (ComitySimilarityPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  const char *name = comity_selection_peek_variable (comity_session_peek_selection (session));
  guint n_fixed = comity_similarity_page_count_bands (self);
  guint before = adw_combo_row_get_selected (self->band_row);
  gboolean was_updating = self->updating;
  gboolean is_another = g_strcmp0 (name, self->selected_variable) != 0;
  gssize variable;

  if (is_another)
    {
      g_free (self->selected_variable);
      self->selected_variable = g_strdup (name);
      self->follows_variable = TRUE;
    }
  self->updating = TRUE;
  variable = comity_page_list_selected_variable (COMITY_PAGE (self), self->band_row, n_fixed);
  adw_combo_row_set_selected (self->band_row, variable >= 0 && self->follows_variable
                                                  ? n_fixed
                                                  : comity_similarity_page_find_band (self));
  gtk_widget_set_visible (self->forget_variable, variable >= 0);
  self->updating = was_updating;
  if (!was_updating &&
      (before != adw_combo_row_get_selected (self->band_row) || (is_another && variable >= 0)))
    comity_similarity_page_update_figure (self, TRUE);
}

void
comity_similarity_page_fill_choosers (ComitySimilarityPage *self)
{
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  gsize n = panel != NULL ? comity_panel_get_n_state_variables (panel) : 0;
  g_autoptr (GtkStringList) variables = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) bands = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) parts = gtk_string_list_new (NULL);
  gssize variable = -1;
  int first, last;

  gtk_string_list_append (bands, _ ("None"));
  gtk_string_list_append (bands, _ ("Legal tradition"));
  gtk_string_list_append (bands, _ ("Region"));
  gtk_string_list_append (parts, _ ("Choose…"));
  for (gsize c = 0; c < G_N_ELEMENTS (categories); c++)
    gtk_string_list_append (parts, _ (categories[c].label));
  for (gsize v = 0; v < n; v++)
    {
      const char *label = component_label (self, comity_panel_peek_state_variable (panel, v));

      gtk_string_list_append (variables, label);
      gtk_string_list_append (bands, label);
      gtk_string_list_append (parts, label);
    }
  adw_combo_row_set_model (self->variable_row, G_LIST_MODEL (variables));
  adw_combo_row_set_model (self->band_row, G_LIST_MODEL (bands));
  adw_combo_row_set_model (self->add_row, G_LIST_MODEL (parts));
  if (panel != NULL)
    variable = comity_panel_find_state_variable (panel, self->variable);
  if (variable >= 0)
    adw_combo_row_set_selected (self->variable_row, (guint) variable);
  comity_similarity_page_show_variable (self);
  comity_session_get_years (comity_page_get_session (COMITY_PAGE (self)), &first, &last);
  gtk_spin_button_set_range (self->earlier, first, last);
  gtk_spin_button_set_value (self->earlier,
                             self->wanted_earlier != 0 ? self->wanted_earlier : first);
}
