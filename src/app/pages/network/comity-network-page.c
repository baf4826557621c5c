/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network of the session's year. What changes ties or places runs as a job; what changes
 * only the look (colour, size, labels) makes a new figure of the same network and layout. */
#include "config.h"

#include "comity-network-page-private.h"

#include <glib/gi18n.h>

#include "comity-page-selection.h"
#include "comity-view-names.h"

G_DEFINE_FINAL_TYPE (ComityNetworkPage, comity_network_page, COMITY_TYPE_PAGE)

static ComityPanel *
peek_panel (ComityNetworkPage *self)
{
  return comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
}

static void
job_finished_cb (ComityJob *job, ComityNetworkPage *self)
{
  gboolean first = self->result == NULL && !self->has_glimpsed;
  gboolean goes_back = self->has_glimpsed && self->result != NULL;

  if (job != self->job)
    return;
  comity_network_page_end_looking (self);
  self->has_glimpsed = FALSE;
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->result, comity_network_result_free);
      self->result = comity_job_steal_result (job);
      comity_network_page_update_figure (self, !first);
      comity_network_page_show_numbers (self);
      comity_network_page_update_tables (self);
      comity_network_page_measure_years (self);
      comity_state_view_set_full (self->states);
      break;
    case COMITY_JOB_FAILED:
      comity_state_view_set_error (self->states, comity_job_get_error (job)->message);
      break;
    default:
      if (goes_back)
        comity_network_page_update_figure (self, TRUE);
      if (self->result != NULL)
        comity_state_view_set_full (self->states);
      else
        comity_state_view_set_empty (self->states, _ ("Stopped"), NULL, FALSE);
      break;
    }
  g_clear_object (&self->job);
}

/* What is wanted of the panel there is; layers to be freed, the rest borrowed. */
static void
get_wish (ComityNetworkPage *self, ComityNetworkWish *wish)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  guint position = adw_combo_row_get_selected (self->layout_row);
  ComityLayoutChoice choice = comity_layout_choices[MIN (position, COMITY_N_LAYOUT_CHOICES - 1)];

  *wish = (ComityNetworkWish){
    .panel = comity_session_peek_panel (session),
    .year = comity_session_get_year (session),
    .cumulative = comity_session_get_cumulative (session),
    .method = choice.method,
    .is_matrix = choice.is_matrix,
    .projection = (ComityProjection) adw_combo_row_get_selected (self->projection_row),
    .seed = self->seed,
    .anchored = gtk_switch_get_active (self->anchored),
    .bundled = adw_combo_row_get_selected (self->edges_row) == COMITY_EDGES_BUNDLED,
    .layers = comity_network_page_dup_layers (self),
    .fit = comity_session_peek_fit (session),
    .base = self->result != NULL ? self->result->base : NULL,
  };
  comity_network_page_get_filter (self, &wish->filter);
}

static void
refresh (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  ComityNetworkWish wish;
  g_autoptr (ComityJob) job = NULL;

  comity_network_page_update_rows (self);
  if (panel == NULL)
    {
      comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
      comity_network_page_end_looking (self);
      g_clear_pointer (&self->result, comity_network_result_free);
      comity_network_page_update_tables (self);
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      if (comity_session_is_opening (session))
        comity_state_view_set_busy (self->states, _ ("Opening the data…"));
      else
        comity_state_view_set_empty (self->states, _ ("No Dyad-Years"),
                                     comity_session_get_no_panel (session), TRUE);
      return;
    }
  get_wish (self, &wish);
  wish.glimpse = comity_network_page_begin_looking (self);
  job = comity_network_job_new (&wish);
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  g_strfreev (wish.layers);
  comity_state_view_follow (self->states, job);
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
void
comity_network_page_queue_refresh (ComityNetworkPage *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

/* Only a page with nothing to show says that something is being opened. */
static void
opening_changed_cb (ComityNetworkPage *self)
{
  if (peek_panel (self) == NULL)
    comity_network_page_queue_refresh (self);
}

/* The choosers' lists come from the data: what was chosen, or is wanted, is chosen again. */
static void
panel_changed_cb (ComityNetworkPage *self)
{
  char *words[COMITY_N_NETWORK_CHOOSERS];

  self->updating = TRUE;
  for (guint i = 0; i < COMITY_N_NETWORK_CHOOSERS; i++)
    words[i] = self->wanted[i] != NULL ? g_strdup (self->wanted[i])
                                       : comity_network_page_dup_word (self, i);
  g_clear_pointer (&self->result, comity_network_result_free);
  comity_network_page_forget_years (self);
  comity_network_page_fill_choosers (self);
  comity_network_page_show_networks (self);
  for (guint i = 0; i < COMITY_N_NETWORK_CHOOSERS; i++)
    {
      if (comity_network_page_choose_word (self, i, words[i]) && peek_panel (self) != NULL)
        g_clear_pointer (&self->wanted[i], g_free);
      g_free (words[i]);
    }
  if (self->wanted_layers != NULL && self->layer_switches->len > 0)
    {
      comity_network_page_set_layers (self, self->wanted_layers);
      g_clear_pointer (&self->wanted_layers, g_strfreev);
    }
  self->updating = FALSE;
  comity_network_page_queue_refresh (self);
}

static void
selection_changed_cb (ComityNetworkPage *self)
{
  /* The view of whoever is selected goes with the selection. */
  if (gtk_spin_button_get_value_as_int (self->ego_steps) > 0)
    comity_network_page_queue_refresh (self);
  comity_network_page_show_variable (self);
  comity_network_tables_set_selected (
      self->tables, comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self))));
}

static void
cumulative_changed_cb (ComityNetworkPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  gtk_switch_set_active (self->cumulative, comity_session_get_cumulative (session));
  comity_network_page_queue_refresh (self);
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
    comity_network_page_queue_refresh (self);
}

static void
look_changed_cb (ComityNetworkPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    comity_network_page_update_figure (self, TRUE);
}

/* The menu's word for how ties run. */
static void
edges_action_cb (GSimpleAction *action, GVariant *word, gpointer user_data)
{
  ComityEdgeStyle style;

  if (comity_edge_style_from_name (g_variant_get_string (word, NULL), &style))
    adw_combo_row_set_selected (COMITY_NETWORK_PAGE (user_data)->edges_row, style);
}

static void
show_edges (ComityNetworkPage *self)
{
  GAction *action =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "edges");
  guint chosen = MIN (adw_combo_row_get_selected (self->edges_row), COMITY_N_EDGE_STYLES - 1);

  if (action != NULL)
    g_simple_action_set_state (
        G_SIMPLE_ACTION (action),
        g_variant_new_string (comity_edge_style_name ((ComityEdgeStyle) chosen)));
}

/* Bundles are found by the job; the others are a matter of drawing. */
static void
edges_chosen_cb (ComityNetworkPage *self)
{
  show_edges (self);
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  if (adw_combo_row_get_selected (self->edges_row) == COMITY_EDGES_BUNDLED)
    comity_network_page_queue_refresh (self);
  else
    comity_network_page_update_figure (self, TRUE);
}

/* Whoever chooses another colour while a variable is selected does not want its colours. */
static void
color_chosen_cb (ComityNetworkPage *self)
{
  guint chosen = adw_combo_row_get_selected (self->color_row);

  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  self->follows_variable = chosen >= comity_network_page_count_colors (self);
  if (!self->follows_variable)
    self->own_color = chosen;
  comity_network_page_update_figure (self, TRUE);
}

static void
moved_cb (ComityNetworkPage *self, ComityElement *element)
{
  comity_network_page_pin (self, element->a);
}

static void
activated_cb (ComityNetworkPage *self, ComityElement *element)
{
  comity_session_select (comity_page_get_session (COMITY_PAGE (self)), *element);
}

static void
table_chosen_cb (ComityNetworkPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    comity_page_changed (COMITY_PAGE (self));
}

static void
lay_out_anew_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityNetworkPage *self = user_data;

  self->seed++;
  comity_network_page_queue_refresh (self);
}

static void
comity_network_page_session_set (ComityPage *page, ComitySession *session)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (opening_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year", G_CALLBACK (comity_network_page_queue_refresh),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cumulative", G_CALLBACK (cumulative_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::fit", G_CALLBACK (comity_network_page_queue_refresh),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  comity_page_link_figure (page, self->figure_view);
  gtk_switch_set_active (self->cumulative, comity_session_get_cumulative (session));
  panel_changed_cb (self);
}

static ComityFigureView *
comity_network_page_get_figure_view (ComityPage *page)
{
  return COMITY_NETWORK_PAGE (page)->figure_view;
}

static gboolean
comity_network_page_get_years (ComityPage *page,
                               const ComityYears *years,
                               gboolean series,
                               ComityYearSource *source)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);
  ComityNetworkLook look;
  ComityNetworkWish wish;

  if (self->result == NULL || peek_panel (self) == NULL)
    return FALSE;
  get_wish (self, &wish);
  comity_network_page_get_look (self, &look);
  comity_network_years_init (source, &wish, &look, series);
  g_strfreev (wish.layers);
  return TRUE;
}

static const char *const chooser_keys[COMITY_N_NETWORK_CHOOSERS] = {
  COMITY_VIEW_NETWORK_PROJECTION, COMITY_VIEW_NETWORK_COLOR,  COMITY_VIEW_NETWORK_SIZE,
  COMITY_VIEW_NETWORK_REGION,     COMITY_VIEW_NETWORK_FAMILY, COMITY_VIEW_NETWORK_MEMBER,
  COMITY_VIEW_NETWORK_EDGES,
};

static void
comity_network_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);

  guint position = adw_combo_row_get_selected (self->layout_row);
  g_auto (GStrv) layers = comity_network_page_dup_layers (self);
  g_auto (GStrv) order = comity_network_tables_dup_order (self->tables);

  position = MIN (position, COMITY_N_LAYOUT_CHOICES - 1);
  g_key_file_set_string (file, group, COMITY_VIEW_NETWORK_LAYOUT,
                         comity_layout_choices[position].is_matrix
                             ? "matrix"
                             : comity_layout_method_name (comity_layout_choices[position].method));
  for (guint i = 0; i < COMITY_N_NETWORK_CHOOSERS; i++)
    {
      g_autofree char *word = comity_network_page_dup_word (self, i);

      g_key_file_set_string (file, group, chooser_keys[i], word);
    }
  g_key_file_set_boolean (file, group, COMITY_VIEW_NETWORK_FOLLOWS_VARIABLE,
                          self->follows_variable);
  comity_network_page_save_pins (self, file, group);
  g_key_file_set_integer (file, group, COMITY_VIEW_NETWORK_GHOSTS,
                          (int) gtk_range_get_value (GTK_RANGE (self->ghosts)));
  g_key_file_set_integer (file, group, COMITY_VIEW_NETWORK_SURPRISES,
                          (int) gtk_range_get_value (GTK_RANGE (self->surprises)));
  g_key_file_set_integer (file, group, COMITY_VIEW_NETWORK_MIN_DEGREE,
                          gtk_spin_button_get_value_as_int (self->min_degree));
  g_key_file_set_integer (file, group, COMITY_VIEW_NETWORK_EGO_STEPS,
                          gtk_spin_button_get_value_as_int (self->ego_steps));
  g_key_file_set_boolean (file, group, COMITY_VIEW_NETWORK_ANCHORED,
                          gtk_switch_get_active (self->anchored));
  g_key_file_set_string_list (file, group, COMITY_VIEW_NETWORK_LAYERS, (const char *const *) layers,
                              g_strv_length (layers));
  g_key_file_set_integer (file, group, COMITY_VIEW_NETWORK_SEED, (int) self->seed);
  g_key_file_set_string (file, group, COMITY_VIEW_NETWORK_TABLES,
                         comity_network_page_get_table_shown (self));
  g_key_file_set_string_list (file, group, COMITY_VIEW_NETWORK_TABLES_ORDER,
                              (const char *const *) order, g_strv_length (order));
  g_key_file_set_boolean (file, group, COMITY_VIEW_NETWORK_LABELS,
                          gtk_switch_get_active (self->labels));
  g_key_file_set_boolean (file, group, COMITY_VIEW_NETWORK_ISOLATES,
                          gtk_switch_get_active (self->isolates));
}

static void
comity_network_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (page);
  g_autofree char *layout = g_key_file_get_string (file, group, COMITY_VIEW_NETWORK_LAYOUT, NULL);
  g_auto (GStrv) layers =
      g_key_file_get_string_list (file, group, COMITY_VIEW_NETWORK_LAYERS, NULL, NULL);
  g_autofree char *tables = g_key_file_get_string (file, group, COMITY_VIEW_NETWORK_TABLES, NULL);
  g_auto (GStrv) order =
      g_key_file_get_string_list (file, group, COMITY_VIEW_NETWORK_TABLES_ORDER, NULL, NULL);
  int seed = g_key_file_get_integer (file, group, COMITY_VIEW_NETWORK_SEED, NULL);

  for (guint k = 0; layout != NULL && k < COMITY_N_LAYOUT_CHOICES; k++)
    if (comity_layout_choices[k].is_matrix
            ? g_str_equal (layout, "matrix")
            : g_str_equal (layout, comity_layout_method_name (comity_layout_choices[k].method)))
      adw_combo_row_set_selected (self->layout_row, k);
  for (guint i = 0; i < COMITY_N_NETWORK_CHOOSERS; i++)
    {
      g_autofree char *word = g_key_file_get_string (file, group, chooser_keys[i], NULL);

      g_clear_pointer (&self->wanted[i], g_free);
      if (word != NULL && !comity_network_page_choose_word (self, i, word))
        self->wanted[i] = g_steal_pointer (&word);
    }
  if (g_key_file_has_key (file, group, COMITY_VIEW_NETWORK_FOLLOWS_VARIABLE, NULL))
    self->follows_variable =
        g_key_file_get_boolean (file, group, COMITY_VIEW_NETWORK_FOLLOWS_VARIABLE, NULL);
  comity_network_page_restore_pins (self, file, group);
  comity_network_page_show_variable (self);
  comity_network_page_update_figure (self, TRUE);
  if (g_key_file_has_key (file, group, COMITY_VIEW_NETWORK_GHOSTS, NULL))
    gtk_range_set_value (GTK_RANGE (self->ghosts),
                         g_key_file_get_integer (file, group, COMITY_VIEW_NETWORK_GHOSTS, NULL));
  if (g_key_file_has_key (file, group, COMITY_VIEW_NETWORK_SURPRISES, NULL))
    gtk_range_set_value (GTK_RANGE (self->surprises),
                         g_key_file_get_integer (file, group, COMITY_VIEW_NETWORK_SURPRISES, NULL));
  if (g_key_file_has_key (file, group, COMITY_VIEW_NETWORK_MIN_DEGREE, NULL))
    gtk_spin_button_set_value (
        self->min_degree,
        g_key_file_get_integer (file, group, COMITY_VIEW_NETWORK_MIN_DEGREE, NULL));
  if (g_key_file_has_key (file, group, COMITY_VIEW_NETWORK_EGO_STEPS, NULL))
    gtk_spin_button_set_value (
        self->ego_steps, g_key_file_get_integer (file, group, COMITY_VIEW_NETWORK_EGO_STEPS, NULL));
  if (g_key_file_has_key (file, group, COMITY_VIEW_NETWORK_ANCHORED, NULL))
    gtk_switch_set_active (
        self->anchored, g_key_file_get_boolean (file, group, COMITY_VIEW_NETWORK_ANCHORED, NULL));
  if (layers != NULL)
    {
      g_strfreev (self->wanted_layers);
      self->wanted_layers = self->layer_switches->len == 0 ? g_strdupv (layers) : NULL;
      comity_network_page_set_layers (self, layers);
    }
  if (seed > 0)
    self->seed = (guint32) seed;
  if (order != NULL)
    comity_network_tables_set_order (self->tables, (const char *const *) order);
  if (tables != NULL)
    comity_network_page_show_table (self, tables);
  gtk_switch_set_active (self->labels,
                         g_key_file_get_boolean (file, group, COMITY_VIEW_NETWORK_LABELS, NULL));
  gtk_switch_set_active (self->isolates,
                         g_key_file_get_boolean (file, group, COMITY_VIEW_NETWORK_ISOLATES, NULL));
}

static void
comity_network_page_dispose (GObject *object)
{
  ComityNetworkPage *self = COMITY_NETWORK_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  comity_network_page_end_looking (self);
  g_clear_object (&self->job);
  g_clear_object (&self->series_job);
  g_clear_pointer (&self->result, comity_network_result_free);
  g_clear_pointer (&self->series, comity_network_series_free);
  g_clear_pointer (&self->layer_switches, g_ptr_array_unref);
  g_clear_pointer (&self->layer_rows, g_ptr_array_unref);
  for (guint i = 0; i < COMITY_N_NETWORK_CHOOSERS; i++)
    g_clear_pointer (&self->wanted[i], g_free);
  g_clear_pointer (&self->wanted_layers, g_strfreev);
  g_clear_pointer (&self->pins, g_array_unref);
  g_clear_pointer (&self->variable, g_free);
  g_clear_object (&self->chooser);
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
  page_class->get_years = comity_network_page_get_years;
  page_class->save = comity_network_page_save;
  page_class->restore = comity_network_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, stop);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, views);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, figure_view);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, tables);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, network_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, network_note);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, cumulative);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, layout_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, color_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, forget_variable);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, size_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, labels);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, isolates);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, layers_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, projection_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, edges_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, anchored);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, region_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, family_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, member_row);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, min_degree);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, ego_steps);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, model_note);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, ghosts);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, surprises);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkPage, numbers_group);
  gtk_widget_class_bind_template_callback (widget_class, network_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, cumulative_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, edges_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, color_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_chosen_cb);
}

static void
comity_network_page_init (ComityNetworkPage *self)
{
  static const GActionEntry entries[] = { { "lay-out-anew", lay_out_anew_cb },
                                          { "edges", edges_action_cb, "s", "'auto'", NULL } };
  g_autoptr (GPropertyAction) options = NULL;
  g_autoptr (GPropertyAction) labels = NULL;

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  g_type_ensure (COMITY_TYPE_NETWORK_TABLES);
  g_type_ensure (COMITY_TYPE_STATE_VIEW);
  self->seed = 1;
  self->follows_variable = TRUE;
  self->updating = TRUE;
  self->layer_switches = g_ptr_array_new ();
  self->layer_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  comity_network_page_init_numbers (self);
  comity_network_page_init_pins (self);
  comity_network_page_init_save (self);
  comity_network_page_init_tables (self);
  comity_network_page_init_live (self);
  self->updating = FALSE;

  g_action_map_add_action_entries (comity_page_get_action_map (COMITY_PAGE (self)), entries,
                                   G_N_ELEMENTS (entries), self);
  options = g_property_action_new ("options", self->flap, "reveal-flap");
  labels = g_property_action_new ("labels", self->labels, "active");
  g_action_map_add_action (comity_page_get_action_map (COMITY_PAGE (self)), G_ACTION (options));
  g_action_map_add_action (comity_page_get_action_map (COMITY_PAGE (self)), G_ACTION (labels));
}
