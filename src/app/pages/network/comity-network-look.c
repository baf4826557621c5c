/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network page's choosers, and the figure that they make of what the job brought: colour, size,
 * labels, ghosts. Nothing here takes time. */
#include "config.h"

#include "comity-network-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-figures.h"
#include "comity-page-selection.h"
#include "comity-report.h"

/* In the order of the template's list. */
const ComityLayoutChoice comity_layout_choices[COMITY_N_LAYOUT_CHOICES] = {
  { COMITY_LAYOUT_FR, FALSE },         { COMITY_LAYOUT_KK, FALSE },
  { COMITY_LAYOUT_STRESS, FALSE },     { COMITY_LAYOUT_CIRCLE, FALSE },
  { COMITY_LAYOUT_CONCENTRIC, FALSE }, { COMITY_LAYOUT_HIVE, FALSE },
  { COMITY_LAYOUT_ARC, FALSE },        { COMITY_LAYOUT_GEO, FALSE },
  { COMITY_LAYOUT_FR, TRUE },
};

/* What colours and sizes may be besides variables, in the order of their choosers. */
typedef struct
{
  const char *word;
  const char *title;
  ComityNodeColor color;
  ComityCentrality centrality;
} ColorChoice;

static const ColorChoice color_choices[] = {
  { "tradition", N_ ("Legal tradition"), COMITY_NODE_COLOR_TRADITION, 0 },
  { "region", N_ ("Region"), COMITY_NODE_COLOR_REGION, 0 },
  { "community", N_ ("Community"), COMITY_NODE_COLOR_COMMUNITY, 0 },
  { "degree", N_ ("Degree"), COMITY_NODE_COLOR_CENTRALITY, COMITY_CENTRALITY_DEGREE },
  { "betweenness", N_ ("Betweenness"), COMITY_NODE_COLOR_CENTRALITY,
    COMITY_CENTRALITY_BETWEENNESS },
  { "closeness", N_ ("Closeness"), COMITY_NODE_COLOR_CENTRALITY, COMITY_CENTRALITY_CLOSENESS },
  { "eigenvector", N_ ("Eigenvector centrality"), COMITY_NODE_COLOR_CENTRALITY,
    COMITY_CENTRALITY_EIGENVECTOR },
  { "residual", N_ ("Model residual"), COMITY_NODE_COLOR_VALUES, 0 },
};

static const struct
{
  const char *word;
  const char *title;
  gssize centrality; /* -1: none */
} size_choices[] = {
  { "degree", N_ ("Degree"), COMITY_CENTRALITY_DEGREE },
  { "none", N_ ("All the same"), -1 },
  { "betweenness", N_ ("Betweenness"), COMITY_CENTRALITY_BETWEENNESS },
  { "closeness", N_ ("Closeness"), COMITY_CENTRALITY_CLOSENESS },
  { "eigenvector", N_ ("Eigenvector centrality"), COMITY_CENTRALITY_EIGENVECTOR },
};

static ComityPanel *
peek_panel (ComityNetworkPage *self)
{
  return comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The regions there are, after "Any". */
static GtkStringList *
list_regions (ComityPanel *panel)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) regions = g_ptr_array_new ();

  gtk_string_list_append (list, _ ("Any"));
  for (gsize s = 0; panel != NULL && s < comity_panel_get_n_states (panel); s++)
    {
      const char *region = comity_panel_peek_state_region (panel, s);

      if (*region != '\0' && !g_ptr_array_find_with_equal_func (regions, region, g_str_equal, NULL))
        g_ptr_array_add (regions, (gpointer) region);
    }
  g_ptr_array_sort (regions, compare_texts);
  for (guint i = 0; i < regions->len; i++)
    gtk_string_list_append (list, g_ptr_array_index (regions, i));
  return list;
}

static GtkStringList *
list_bodies (ComityPanel *panel)
{
  ComityWorld *world = panel != NULL ? comity_panel_peek_world (panel) : NULL;
  GtkStringList *list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("Any"));
  for (gsize b = 0; world != NULL && b < comity_world_get_n_bodies (world); b++)
    gtk_string_list_append (list, comity_world_peek_body_name (world, b));
  return list;
}

void
comity_network_page_fill_choosers (ComityNetworkPage *self)
{
  ComityPanel *panel = peek_panel (self);
  g_autoptr (GtkStringList) colors = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) sizes = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) regions = list_regions (panel);
  g_autoptr (GtkStringList) bodies = list_bodies (panel);

  for (gsize i = 0; i < G_N_ELEMENTS (color_choices); i++)
    gtk_string_list_append (colors, _ (color_choices[i].title));
  for (gsize i = 0; i < G_N_ELEMENTS (size_choices); i++)
    gtk_string_list_append (sizes, _ (size_choices[i].title));
  for (gsize v = 0; panel != NULL && v < comity_panel_get_n_state_variables (panel); v++)
    {
      gtk_string_list_append (colors, comity_panel_peek_state_variable_label (panel, v));
      gtk_string_list_append (sizes, comity_panel_peek_state_variable_label (panel, v));
    }
  adw_combo_row_set_model (self->color_row, G_LIST_MODEL (colors));
  comity_network_page_show_variable (self);
  adw_combo_row_set_model (self->size_row, G_LIST_MODEL (sizes));
  adw_combo_row_set_model (self->region_row, G_LIST_MODEL (regions));
  adw_combo_row_set_model (self->member_row, G_LIST_MODEL (bodies));
}

/* The words of a chooser's places; NULL-terminated, g_strfreev (). */
static char **
list_words (ComityNetworkPage *self, ComityNetworkChooser chooser)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  ComityPanel *panel = peek_panel (self);
  ComityWorld *world = panel != NULL ? comity_panel_peek_world (panel) : NULL;
  GListModel *regions = adw_combo_row_get_model (self->region_row);

  switch (chooser)
    {
    case COMITY_NETWORK_PROJECTION:
      for (int p = 0; p < COMITY_N_PROJECTIONS; p++)
        g_strv_builder_add (words, comity_projection_name ((ComityProjection) p));
      break;
    case COMITY_NETWORK_COLOR:
      for (gsize i = 0; i < G_N_ELEMENTS (color_choices); i++)
        g_strv_builder_add (words, color_choices[i].word);
      break;
    case COMITY_NETWORK_SIZE:
      for (gsize i = 0; i < G_N_ELEMENTS (size_choices); i++)
        g_strv_builder_add (words, size_choices[i].word);
      break;
    case COMITY_NETWORK_REGION:
      g_strv_builder_add (words, "");
      for (guint i = 1; regions != NULL && i < g_list_model_get_n_items (regions); i++)
        g_strv_builder_add (words, gtk_string_list_get_string (GTK_STRING_LIST (regions), i));
      break;
    case COMITY_NETWORK_FAMILY:
      g_strv_builder_add (words, "");
      for (int f = 1; f < COMITY_N_TRADITIONS; f++)
        g_strv_builder_add (words, comity_tradition_name ((ComityTradition) f));
      break;
    case COMITY_NETWORK_EDGES:
      for (int e = 0; e < COMITY_N_EDGE_STYLES; e++)
        g_strv_builder_add (words, comity_edge_style_name ((ComityEdgeStyle) e));
      break;
    case COMITY_NETWORK_MEMBER:
      g_strv_builder_add (words, "");
      for (gsize b = 0; world != NULL && b < comity_world_get_n_bodies (world); b++)
        g_strv_builder_add (words, comity_world_peek_body (world, b));
      break;
    }
  if (chooser == COMITY_NETWORK_COLOR || chooser == COMITY_NETWORK_SIZE)
    for (gsize v = 0; panel != NULL && v < comity_panel_get_n_state_variables (panel); v++)
      g_strv_builder_add (words, comity_panel_peek_state_variable (panel, v));
  return g_strv_builder_end (words);
}

static AdwComboRow *
get_chooser (ComityNetworkPage *self, ComityNetworkChooser chooser)
{
  AdwComboRow *const rows[COMITY_N_NETWORK_CHOOSERS] = {
    self->projection_row, self->color_row,  self->size_row,
    self->region_row,     self->family_row, self->member_row,
    self->edges_row,
  };

  return rows[chooser];
}

char *
comity_network_page_dup_word (ComityNetworkPage *self, ComityNetworkChooser chooser)
{
  g_auto (GStrv) words = list_words (self, chooser);
  guint place = chooser == COMITY_NETWORK_COLOR
                    ? self->own_color
                    : adw_combo_row_get_selected (get_chooser (self, chooser));

  return g_strdup (place < g_strv_length (words) ? words[place] : words[0]);
}

gboolean
comity_network_page_choose_word (ComityNetworkPage *self,
                                 ComityNetworkChooser chooser,
                                 const char *word)
{
  g_auto (GStrv) words = list_words (self, chooser);
  AdwComboRow *row = get_chooser (self, chooser);
  GListModel *model = adw_combo_row_get_model (row);

  for (guint i = 0; words[i] != NULL && model != NULL; i++)
    if (g_str_equal (words[i], word) && i < g_list_model_get_n_items (model))
      {
        if (chooser != COMITY_NETWORK_COLOR)
          adw_combo_row_set_selected (row, i);
        else
          {
            self->own_color = i;
            comity_network_page_show_variable (self);
          }
        return TRUE;
      }
  return FALSE;
}

guint
comity_network_page_count_colors (ComityNetworkPage *self)
{
  ComityPanel *panel = peek_panel (self);

  return (guint) (G_N_ELEMENTS (color_choices) +
                  (panel != NULL ? comity_panel_get_n_state_variables (panel) : 0));
}

void
comity_network_page_show_variable (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  const char *name = comity_selection_peek_variable (comity_session_peek_selection (session));
  guint n_fixed = comity_network_page_count_colors (self);
  guint before = adw_combo_row_get_selected (self->color_row);
  gboolean was_updating = self->updating, is_another = g_strcmp0 (name, self->variable) != 0;
  gssize variable;

  if (is_another)
    {
      g_free (self->variable);
      self->variable = g_strdup (name);
      self->follows_variable = TRUE;
    }
  self->updating = TRUE;
  variable = comity_page_list_selected_variable (COMITY_PAGE (self), self->color_row, n_fixed);
  adw_combo_row_set_selected (self->color_row, variable >= 0 && self->follows_variable ? n_fixed
                                               : self->own_color < n_fixed ? self->own_color
                                                                           : 0);
  gtk_widget_set_visible (self->forget_variable, variable >= 0);
  self->updating = was_updating;
  if (!was_updating &&
      (before != adw_combo_row_get_selected (self->color_row) || (is_another && variable >= 0)))
    comity_network_page_update_figure (self, TRUE);
}

static void
layer_toggled_cb (ComityNetworkPage *self)
{
  if (self->updating)
    return;
  comity_network_page_queue_refresh (self);
  comity_page_changed (COMITY_PAGE (self));
}

/* A switch for each network of the world; that of the panel is drawn anyway. */
static void
fill_layers (ComityNetworkPage *self, ComityWorld *world, const char *own)
{
  g_auto (GStrv) chosen = comity_network_page_dup_layers (self);

  for (guint i = 0; i < self->layer_rows->len; i++)
    adw_expander_row_remove (self->layers_row, g_ptr_array_index (self->layer_rows, i));
  g_ptr_array_set_size (self->layer_rows, 0);
  g_ptr_array_set_size (self->layer_switches, 0);
  for (gsize i = 0; world != NULL && i < comity_world_get_n_networks (world); i++)
    {
      const ComityTreatyNetwork *network = comity_world_peek_network (world, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *toggle = gtk_switch_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), network->title);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
      gtk_switch_set_active (GTK_SWITCH (toggle),
                             g_strv_contains ((const char *const *) chosen, network->id));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
      gtk_widget_set_sensitive (row, g_strcmp0 (network->id, own) != 0);
      g_object_set_data (G_OBJECT (toggle), "network", (gpointer) network->id);
      g_signal_connect_object (toggle, "notify::active", G_CALLBACK (layer_toggled_cb), self,
                               G_CONNECT_SWAPPED);
      adw_expander_row_add_row (self->layers_row, row);
      g_ptr_array_add (self->layer_rows, row);
      g_ptr_array_add (self->layer_switches, toggle);
    }
}

char **
comity_network_page_dup_layers (ComityNetworkPage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->layer_switches->len; i++)
    {
      GtkWidget *toggle = g_ptr_array_index (self->layer_switches, i);

      if (gtk_switch_get_active (GTK_SWITCH (toggle)) &&
          gtk_widget_get_sensitive (g_ptr_array_index (self->layer_rows, i)))
        g_strv_builder_add (builder, g_object_get_data (G_OBJECT (toggle), "network"));
    }
  return g_strv_builder_end (builder);
}

void
comity_network_page_set_layers (ComityNetworkPage *self, char **layers)
{
  for (guint i = 0; i < self->layer_switches->len; i++)
    {
      GtkWidget *toggle = g_ptr_array_index (self->layer_switches, i);

      gtk_switch_set_active (
          GTK_SWITCH (toggle),
          layers != NULL && g_strv_contains ((const char *const *) layers,
                                             g_object_get_data (G_OBJECT (toggle), "network")));
    }
}

void
comity_network_page_show_networks (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  ComityWorld *world = comity_session_peek_world (session);
  const ComityTreatyNetwork *network = panel != NULL ? comity_panel_peek_network (panel) : NULL;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  gssize selected = -1;

  fill_layers (self, panel != NULL ? comity_panel_peek_world (panel) : NULL,
               network != NULL ? network->id : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->layers_row), self->layer_rows->len > 0);
  if (network == NULL || world == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->network_row), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->network_note), FALSE);
      return;
    }
  for (gsize i = 0; i < comity_world_get_n_networks (world); i++)
    {
      gtk_string_list_append (titles, comity_world_peek_network (world, i)->title);
      if (g_str_equal (comity_world_peek_network (world, i)->id, network->id))
        selected = (gssize) i;
    }
  adw_combo_row_set_model (self->network_row, G_LIST_MODEL (titles));
  if (selected >= 0)
    adw_combo_row_set_selected (self->network_row, (guint) selected);
  gtk_label_set_text (self->network_note, network->note);
  gtk_widget_set_visible (GTK_WIDGET (self->network_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->network_note), *network->note != '\0');
}

void
comity_network_page_get_filter (ComityNetworkPage *self, ComityNetworkFilter *filter)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityElement selection = comity_session_get_selection (session);
  guint region = adw_combo_row_get_selected (self->region_row);
  guint family = adw_combo_row_get_selected (self->family_row);
  guint member = adw_combo_row_get_selected (self->member_row);
  int steps = gtk_spin_button_get_value_as_int (self->ego_steps);

  *filter = (ComityNetworkFilter) COMITY_NETWORK_FILTER_INIT;
  if (region > 0 && region != GTK_INVALID_LIST_POSITION)
    filter->region = gtk_string_list_get_string (
        GTK_STRING_LIST (adw_combo_row_get_model (self->region_row)), region);
  /* After "Any" come the traditions from the first that is known; the unknown is not offered. */
  if (family > 0 && family < COMITY_N_TRADITIONS)
    filter->family = (int) family;
  if (member > 0 && member != GTK_INVALID_LIST_POSITION)
    filter->body = (gssize) member - 1;
  filter->min_degree = (guint) gtk_spin_button_get_value_as_int (self->min_degree);
  if (steps > 0 && selection.kind == COMITY_ELEMENT_STATE)
    {
      filter->ego = (gssize) selection.a;
      filter->ego_steps = (guint) steps;
    }
}

/* Which rows mean something now. */
void
comity_network_page_update_rows (ComityNetworkPage *self)
{
  guint position = adw_combo_row_get_selected (self->layout_row);
  ComityLayoutChoice choice = comity_layout_choices[MIN (position, COMITY_N_LAYOUT_CHOICES - 1)];
  gboolean has_fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self))) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->projection_row),
                          !choice.is_matrix && choice.method == COMITY_LAYOUT_GEO);
  gtk_widget_set_sensitive (GTK_WIDGET (self->anchored),
                            !choice.is_matrix && comity_layout_method_is_force (choice.method));
  gtk_widget_set_sensitive (GTK_WIDGET (self->edges_row),
                            !choice.is_matrix);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ghosts), has_fit);
  gtk_widget_set_sensitive (GTK_WIDGET (self->surprises), has_fit);
  gtk_widget_set_visible (GTK_WIDGET (self->model_note), !has_fit);
}

static void
choose_look (ComityNetworkPage *self, ComityNetworkFigureOptions *options)
{
  ComityPanel *panel = peek_panel (self);
  guint color = adw_combo_row_get_selected (self->color_row);
  guint size = adw_combo_row_get_selected (self->size_row);

  if (color < G_N_ELEMENTS (color_choices))
    {
      options->color = color_choices[color].color;
      options->color_centrality = color_choices[color].centrality;
    }
  else if (color != GTK_INVALID_LIST_POSITION)
    {
      gssize variable = (gssize) (color - G_N_ELEMENTS (color_choices));

      if (color >= comity_network_page_count_colors (self))
        variable =
            comity_session_find_state_variable (comity_page_get_session (COMITY_PAGE (self)));
      if (variable >= 0)
        {
          options->color = COMITY_NODE_COLOR_VARIABLE;
          options->color_variable = comity_panel_peek_state_variable (panel, (gsize) variable);
        }
    }
  if (size < G_N_ELEMENTS (size_choices))
    {
      options->size_centrality = size_choices[size].centrality;
      options->size_variable = "";
    }
  else if (size != GTK_INVALID_LIST_POSITION)
    options->size_variable =
        comity_panel_peek_state_variable (panel, size - G_N_ELEMENTS (size_choices));
}

void
comity_network_page_get_look (ComityNetworkPage *self, ComityNetworkLook *look)
{
  ComityNetworkFigureOptions *options = &look->options;

  *options = (ComityNetworkFigureOptions) COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  choose_look (self, options);
  options->show_labels = gtk_switch_get_active (self->labels);
  options->show_isolates = gtk_switch_get_active (self->isolates);
  options->edges = (ComityEdgeStyle) MIN (adw_combo_row_get_selected (self->edges_row),
                                          COMITY_N_EDGE_STYLES - 1);
  options->n_ghosts = (guint) gtk_range_get_value (GTK_RANGE (self->ghosts));
  options->n_surprises = (guint) gtk_range_get_value (GTK_RANGE (self->surprises));
  look->pins = comity_network_page_dup_pins (self);
}

void
comity_network_page_update_figure (ComityNetworkPage *self, gboolean keep_view)
{
  ComityPanel *panel = peek_panel (self);
  ComityNetworkLook look;
  g_autoptr (ComityFigure) figure = NULL;

  if (self->result == NULL || panel == NULL)
    return;
  comity_network_page_get_look (self, &look);
  figure = comity_network_look_draw (&look, panel, self->result);
  comity_network_look_clear (&look);
  comity_figure_set_show_caption (figure, FALSE);
  comity_figure_view_set_figure (self->figure_view, figure, keep_view);
}
