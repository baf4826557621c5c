/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network of the session's year. What changes ties or places runs as a job; what changes
 * only the look (colour, size, labels) makes a new figure of the same network and layout. */
#include "config.h"

#include "comity-network-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "comity-figures.h"
#include "comity-network-job.h"
#include "comity-report.h"
#include "comity-state-view.h"
#include "comity-value-row.h"

struct _ComityNetworkPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  ComityStateView *states;
  ComityFigureView *figure_view;
  AdwComboRow *network_row;
  GtkLabel *network_note;
  GtkSwitch *cumulative;
  AdwComboRow *layout_row;
  AdwComboRow *color_row;
  AdwComboRow *size_row;
  GtkSwitch *labels;
  GtkSwitch *isolates;
  AdwPreferencesGroup *numbers_group;
  ComityValueRow *rows[11];

  /* Owned */
  ComityJob *job;
  ComityNetworkResult *result;
  guint refresh_source;

  guint32 seed;
  gboolean updating; /* the widgets follow the session, not the user */
};

/* The numbers under the drawing, in this order. */
static const char *const number_titles[] = {
  N_ ("States"),
  N_ ("Ties"),
  N_ ("Density"),
  N_ ("Mean degree"),
  N_ ("Without a tie"),
  N_ ("Components"),
  N_ ("Largest component"),
  N_ ("Clustering"),
  N_ ("Modularity"),
  N_ ("Assortativity by legal tradition"),
  N_ ("Assortativity by degree"),
};

/* Colours that are not variables, in the order of the chooser. */
static const ComityNodeColor fixed_colors[] = { COMITY_NODE_COLOR_TRADITION,
                                                COMITY_NODE_COLOR_REGION,
                                                COMITY_NODE_COLOR_COMMUNITY };

G_DEFINE_FINAL_TYPE (ComityNetworkPage, comity_network_page, COMITY_TYPE_PAGE)

static ComityPanel *
peek_panel (ComityNetworkPage *self)
{
  return comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
}

static void
show_number (ComityNetworkPage *self, guint i, double value, int decimals)
{
  g_autofree char *text =
      isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.*f", decimals, value);

  comity_value_row_set_value (self->rows[i], text);
}

static void
show_numbers (ComityNetworkPage *self)
{
  const ComityNetworkNumbers *n = &self->result->numbers;

  show_number (self, 0, n->n_nodes, 0);
  show_number (self, 1, n->n_edges, 0);
  show_number (self, 2, n->density, 4);
  show_number (self, 3, n->mean_degree, 2);
  show_number (self, 4, n->n_isolates, 0);
  show_number (self, 5, n->n_components, 0);
  show_number (self, 6, n->largest_component, 0);
  show_number (self, 7, n->transitivity, 3);
  show_number (self, 8, n->modularity, 3);
  show_number (self, 9, n->assortativity_tradition, 3);
  show_number (self, 10, n->assortativity_degree, 3);
}

/* The figure of the network and layout that are there. */
static void
update_figure (ComityNetworkPage *self, gboolean keep_view)
{
  ComityPanel *panel = peek_panel (self);
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  guint color = adw_combo_row_get_selected (self->color_row);
  guint size = adw_combo_row_get_selected (self->size_row);
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *notice = NULL;

  if (self->result == NULL || panel == NULL)
    return;
  if (color < G_N_ELEMENTS (fixed_colors))
    options.color = fixed_colors[color];
  else if (color != GTK_INVALID_LIST_POSITION)
    {
      options.color = COMITY_NODE_COLOR_VARIABLE;
      options.color_variable =
          comity_panel_peek_state_variable (panel, color - G_N_ELEMENTS (fixed_colors));
    }
  if (size == 1)
    options.size_variable = "";
  else if (size >= 2 && size != GTK_INVALID_LIST_POSITION)
    options.size_variable = comity_panel_peek_state_variable (panel, size - 2);
  options.show_labels = gtk_switch_get_active (self->labels);
  options.show_isolates = gtk_switch_get_active (self->isolates);

  figure = comity_network_figure_new (self->result->network, self->result->layout, &options);
  caption = comity_caption_network (self->result->network);
  notice = comity_panel_notice (panel);
  comity_figure_set_caption (figure, caption);
  comity_figure_set_notice (figure, notice);
  comity_figure_set_show_caption (figure, FALSE);
  comity_figure_view_set_figure (self->figure_view, figure, keep_view);
}

static void
job_finished_cb (ComityJob *job, ComityNetworkPage *self)
{
  gboolean first = self->result == NULL;

  if (job != self->job)
    return;
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->result, comity_network_result_free);
      self->result = comity_job_steal_result (job);
      update_figure (self, !first);
      show_numbers (self);
      comity_state_view_set_full (self->states);
      break;
    case COMITY_JOB_FAILED:
      comity_state_view_set_error (self->states, comity_job_get_error (job)->message);
      break;
    default:
      if (self->result != NULL)
        comity_state_view_set_full (self->states);
      else
        comity_state_view_set_empty (self->states, _ ("Stopped"), NULL, FALSE);
      break;
    }
  g_clear_object (&self->job);
}

static void
refresh (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComityJob) job = NULL;

  if (panel == NULL)
    {
      comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
      g_clear_pointer (&self->result, comity_network_result_free);
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      if (comity_session_is_opening (session))
        comity_state_view_set_busy (self->states, _ ("Opening the data…"));
      else
        comity_state_view_set_empty (self->states, _ ("No Dyad-Years"),
                                     comity_session_get_no_panel (session), TRUE);
      return;
    }
  job = comity_network_job_new (panel, comity_session_get_year (session),
                                comity_session_get_cumulative (session),
                                (ComityLayoutMethod) adw_combo_row_get_selected (self->layout_row),
                                self->seed, self->result != NULL ? self->result->base : NULL);
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_state_view_set_busy (self->states, comity_job_get_title (job));
  comity_job_list_replace (comity_session_get_jobs (session), &self->job, job);
}

static gboolean
refresh_cb (gpointer user_data)
{
  ComityNetworkPage *self = user_data;

  self->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* Several changes in one turn of the main loop are one job. */
static void
queue_refresh (ComityNetworkPage *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

/* Only a page with nothing to show says that something is being opened. */
static void
opening_changed_cb (ComityNetworkPage *self)
{
  if (peek_panel (self) == NULL)
    queue_refresh (self);
}

static void
fill_choosers (ComityNetworkPage *self)
{
  ComityPanel *panel = peek_panel (self);
  g_autoptr (GtkStringList) colors = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) sizes = gtk_string_list_new (NULL);

  gtk_string_list_append (colors, _ ("Legal tradition"));
  gtk_string_list_append (colors, _ ("Region"));
  gtk_string_list_append (colors, _ ("Community"));
  gtk_string_list_append (sizes, _ ("Degree"));
  gtk_string_list_append (sizes, _ ("All the same"));
  for (gsize v = 0; panel != NULL && v < comity_panel_get_n_state_variables (panel); v++)
    {
      gtk_string_list_append (colors, comity_panel_peek_state_variable_label (panel, v));
      gtk_string_list_append (sizes, comity_panel_peek_state_variable_label (panel, v));
    }
  adw_combo_row_set_model (self->color_row, G_LIST_MODEL (colors));
  adw_combo_row_set_model (self->size_row, G_LIST_MODEL (sizes));
}

static void
show_network (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  ComityWorld *world = comity_session_peek_world (session);
  const ComityTreatyNetwork *network = panel != NULL ? comity_panel_peek_network (panel) : NULL;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  gssize selected = -1;

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

static void
panel_changed_cb (ComityNetworkPage *self)
{
  self->updating = TRUE;
  g_clear_pointer (&self->result, comity_network_result_free);
  fill_choosers (self);
  show_network (self);
  self->updating = FALSE;
  queue_refresh (self);
}

static void
selection_changed_cb (ComityNetworkPage *self)
{
  comity_figure_view_set_selected (
      self->figure_view,
      comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self))));
}

static void
cumulative_changed_cb (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  gtk_switch_set_active (self->cumulative, comity_session_get_cumulative (session));
  queue_refresh (self);
}

static void
network_chosen_cb (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityWorld *world = comity_session_peek_world (session);
  guint selected = adw_combo_row_get_selected (self->network_row);

  if (self->updating || world == NULL || selected >= comity_world_get_n_networks (world))
    return;
  if (g_strcmp0 (comity_world_peek_network (world, selected)->id,
                 comity_session_get_network (session)) != 0)
    comity_session_open_bundled (session, comity_world_peek_network (world, selected)->id);
}

static void
cumulative_toggled_cb (ComityNetworkPage *self)
{
  comity_session_set_cumulative (comity_page_get_session (COMITY_PAGE (self)),
                                 gtk_switch_get_active (self->cumulative));
}

static void
layout_chosen_cb (ComityNetworkPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    queue_refresh (self);
}

static void
look_changed_cb (ComityNetworkPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    update_figure (self, TRUE);
}

static void
activated_cb (ComityNetworkPage *self, ComityElement *element)
{
  comity_session_select (comity_page_get_session (COMITY_PAGE (self)), *element);
}

static void
lay_out_anew_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityNetworkPage *self = user_data;

  self->seed++;
  queue_refresh (self);
}

static void
comity_network_page_session_set (ComityPage *page, ComitySession *session)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (opening_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cumulative", G_CALLBACK (cumulative_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_switch_set_active (self->cumulative, comity_session_get_cumulative (session));
  panel_changed_cb (self);
}

static ComityFigureView *
comity_network_page_get_figure_view (ComityPage *page)
{
  return COMITY_NETWORK_PAGE (page)->figure_view;
}

static char *
write_table_in_thread (gpointer data, const char *ending)
{
  return g_str_equal (ending, "graphml") ? comity_network_to_graphml (data)
                                         : comity_network_to_node_csv (data);
}

static gboolean
comity_network_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);

  if (self->result == NULL || (!g_str_equal (ending, "csv") && !g_str_equal (ending, "graphml")))
    return FALSE;
  *table = (ComityPageTable){ write_table_in_thread, comity_network_ref (self->result->network),
                              (GDestroyNotify) comity_network_unref };
  return TRUE;
}

static void
comity_network_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);

  g_key_file_set_string (file, group, "layout",
                         comity_layout_method_name (
                             (ComityLayoutMethod) adw_combo_row_get_selected (self->layout_row)));
  g_key_file_set_integer (file, group, "seed", (int) self->seed);
  g_key_file_set_boolean (file, group, "labels", gtk_switch_get_active (self->labels));
  g_key_file_set_boolean (file, group, "isolates", gtk_switch_get_active (self->isolates));
}

static void
comity_network_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);
  g_autofree char *layout = g_key_file_get_string (file, group, "layout", NULL);
  int seed = g_key_file_get_integer (file, group, "seed", NULL);
  ComityLayoutMethod method;

  if (layout != NULL && comity_layout_method_from_name (layout, &method))
    adw_combo_row_set_selected (self->layout_row, method);
  if (seed > 0)
    self->seed = (guint32) seed;
  gtk_switch_set_active (self->labels, g_key_file_get_boolean (file, group, "labels", NULL));
  gtk_switch_set_active (self->isolates, g_key_file_get_boolean (file, group, "isolates", NULL));
}

static void
comity_network_page_dispose (GObject *object)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_pointer (&self->result, comity_network_result_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_NETWORK_PAGE);

  G_OBJECT_CLASS (comity_network_page_parent_class)->dispose (object);
}

static void
comity_network_page_class_init (ComityNetworkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ComityPageClass *page_class = COMITY_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_network_page_dispose;
  page_class->session_set = comity_network_page_session_set;
  page_class->get_figure_view = comity_network_page_get_figure_view;
  page_class->get_table = comity_network_page_get_table;
  page_class->save = comity_network_page_save;
  page_class->restore = comity_network_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, figure_view);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, network_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, network_note);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, cumulative);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, layout_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, color_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, size_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, labels);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, isolates);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, numbers_group);
  gtk_widget_class_bind_template_callback (widget_class, network_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, cumulative_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
comity_network_page_init (ComityNetworkPage *self)
{
  static const GActionEntry entries[] = { { "lay-out-anew", lay_out_anew_cb } };
  g_autoptr (GPropertyAction) options = NULL;
  g_autoptr (GPropertyAction) labels = NULL;

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  g_type_ensure (COMITY_TYPE_STATE_VIEW);
  self->seed = 1;
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (number_titles); i++)
    {
      self->rows[i] = comity_value_row_new (_ (number_titles[i]), "–", NULL);
      adw_preferences_group_add (self->numbers_group, GTK_WIDGET (self->rows[i]));
    }
  self->updating = FALSE;

  g_action_map_add_action_entries (comity_page_get_action_map (COMITY_PAGE (self)), entries,
                                   G_N_ELEMENTS (entries), self);
  options = g_property_action_new ("options", self->flap, "reveal-flap");
  labels = g_property_action_new ("labels", self->labels, "active");
  g_action_map_add_action (comity_page_get_action_map (COMITY_PAGE (self)), G_ACTION (options));
  g_action_map_add_action (comity_page_get_action_map (COMITY_PAGE (self)), G_ACTION (labels));
}
