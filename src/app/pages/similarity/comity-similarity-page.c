/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarity lab: a measure of institutions in the session's year as a map, with what is beside
 * it. Measure, components, order, year and what is to be shown beside make a job; everything else
 * makes a new figure of the same numbers. */
#include "config.h"

#include "comity-similarity-page-private.h"

#include <glib/gi18n.h>

#include "comity-page-selection.h"

/* Places in the chooser of bands. */
#define FAMILY_BAND 1
#define REGION_BAND 2
/* A slider that rests this long, in milliseconds, has been moved: a step of undo. */
#define PAUSE 500

G_DEFINE_FINAL_TYPE (ComitySimilarityPage, comity_similarity_page, COMITY_TYPE_PAGE)

void
comity_similarity_page_show_result (ComitySimilarityPage *self, gboolean keep_view)
{
  comity_similarity_page_update_order (self);
  comity_similarity_page_show_components (self);
  comity_similarity_page_update_figure (self, keep_view);
  comity_similarity_page_update_beside (self);
  comity_similarity_page_show_numbers (self);
  comity_similarity_page_show_pair (self);
  comity_similarity_page_show_groups (self);
}

static void
job_finished_cb (ComityJob *job, ComitySimilarityPage *self)
{
  gboolean first = self->result == NULL;

  if (job != self->job)
    return;
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      g_clear_pointer (&self->result, comity_similarity_result_free);
      self->result = comity_job_steal_result (job);
      comity_state_view_set_full (self->states);
      comity_similarity_page_show_result (self, !first);
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
clear_result (ComitySimilarityPage *self)
{
  g_clear_pointer (&self->result, comity_similarity_result_free);
  g_clear_pointer (&self->order, comity_order_free);
  g_clear_pointer (&self->series, comity_similarity_series_free);
  g_clear_pointer (&self->series_of, g_free);
}

/* What is wanted; to be cleared. */
static void
get_request (ComitySimilarityPage *self, ComitySimilarityRequest *request)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  *request = (ComitySimilarityRequest){
    .measure = comity_similarity_page_dup_measure (self),
    .components = comity_similarity_page_dup_components (self),
    .year = comity_session_get_year (session),
    .cumulative = comity_session_get_cumulative (session),
    .method = (ComityOrderMethod) adw_combo_row_get_selected (self->order_row),
    .grouping = (ComityGrouping) adw_combo_row_get_selected (self->together_row),
    .every_state = gtk_switch_get_active (self->every_state),
    .distribution = adw_combo_row_get_selected (self->beside_row) == COMITY_BESIDE_DISTRIBUTION,
  };
  if (gtk_switch_get_active (self->change))
    request->earlier_year = gtk_spin_button_get_value_as_int (self->earlier);
}

static void
clear_request (ComitySimilarityRequest *request)
{
  g_free ((char *) request->measure);
  g_free ((char *) request->components);
}

static void
refresh (ComitySimilarityPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComityJob) job = NULL;
  ComitySimilarityRequest request;

  if (panel == NULL)
    {
      comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
      clear_result (self);
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      comity_figure_view_set_figure (self->beside_view, NULL, FALSE);
      if (comity_session_is_opening (session))
        comity_state_view_set_busy (self->states, _ ("Opening the data…"));
      else
        comity_state_view_set_empty (self->states, _ ("No Dyad-Years"),
                                     comity_session_get_no_panel (session), TRUE);
      return;
    }
  get_request (self, &request);
  job = comity_similarity_job_new (panel, &request);
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  clear_request (&request);
  comity_state_view_set_busy (self->states, comity_job_get_title (job));
  comity_job_list_replace (comity_session_get_jobs (session), &self->job, job);
}

static gboolean
refresh_cb (gpointer user_data)
{
  ComitySimilarityPage *self = user_data;

  self->refresh_source = 0;
  /* A page that is not looked at waits until it is. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
  return G_SOURCE_REMOVE;
}

void
comity_similarity_page_queue_refresh (ComitySimilarityPage *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

/* Only a page with nothing to show says that something is being opened. */
static void
opening_changed_cb (ComitySimilarityPage *self)
{
  if (comity_similarity_page_peek_panel (self) == NULL)
    comity_similarity_page_queue_refresh (self);
}

static void
panel_changed_cb (ComitySimilarityPage *self)
{
  self->updating = TRUE;
  clear_result (self);
  comity_similarity_page_set_components (self, NULL);
  comity_similarity_page_fill_choosers (self);
  comity_similarity_page_update_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->covariate_note), FALSE);
  self->updating = FALSE;
  comity_similarity_page_queue_refresh (self);
}

static void
selection_changed_cb (ComitySimilarityPage *self)
{
  comity_similarity_page_show_variable (self);
  comity_similarity_page_show_pair (self);
  if (adw_combo_row_get_selected (self->beside_row) >= COMITY_BESIDE_ROW)
    comity_similarity_page_update_beside (self);
}

static gboolean
is_waiting (ComitySimilarityPage *self)
{
  return self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL;
}

static void
spec_changed_cb (ComitySimilarityPage *self)
{
  if (is_waiting (self))
    return;
  comity_similarity_page_update_rows (self);
  comity_similarity_page_queue_refresh (self);
}

static void
measure_changed_cb (ComitySimilarityPage *self)
{
  if (is_waiting (self))
    return;
  comity_similarity_page_fit_components (self);
  spec_changed_cb (self);
}

/* The names outlive the data in which they are chosen. */
static void
variable_changed_cb (ComitySimilarityPage *self)
{
  ComityPanel *panel;
  guint chosen = adw_combo_row_get_selected (self->variable_row);

  if (is_waiting (self))
    return;
  panel = comity_similarity_page_peek_panel (self);
  if (panel != NULL && chosen < comity_panel_get_n_state_variables (panel))
    {
      g_free (self->variable);
      self->variable = g_strdup (comity_panel_peek_state_variable (panel, chosen));
    }
  spec_changed_cb (self);
}

static void
band_changed_cb (ComitySimilarityPage *self)
{
  static const char *const names[] = { "none", "family", "region" };
  ComityPanel *panel;
  guint chosen = adw_combo_row_get_selected (self->band_row);

  if (is_waiting (self))
    return;
  panel = comity_similarity_page_peek_panel (self);
  self->band_of_order = FALSE;
  /* Whoever chooses another band while a variable is selected does not want its colours. */
  self->follows_variable = chosen >= comity_similarity_page_count_bands (self);
  if (panel != NULL && chosen < comity_panel_get_n_state_variables (panel) + G_N_ELEMENTS (names))
    {
      g_free (self->band);
      self->band =
          g_strdup (chosen < G_N_ELEMENTS (names)
                        ? names[chosen]
                        : comity_panel_peek_state_variable (panel, chosen - G_N_ELEMENTS (names)));
    }
  comity_similarity_page_update_figure (self, TRUE);
}

/* The margins show what the rows are in order of, until another band is chosen; as the command line
 * has it. */
static void
order_changed_cb (ComitySimilarityPage *self)
{
  gboolean by_region = adw_combo_row_get_selected (self->order_row) == COMITY_ORDER_REGION;
  guint band = adw_combo_row_get_selected (self->band_row);

  if (is_waiting (self))
    return;
  if (by_region && band == FAMILY_BAND)
    {
      adw_combo_row_set_selected (self->band_row, REGION_BAND);
      self->band_of_order = TRUE;
    }
  else if (!by_region && self->band_of_order && band == REGION_BAND)
    adw_combo_row_set_selected (self->band_row, FAMILY_BAND);
  spec_changed_cb (self);
}

static void
add_chosen_cb (ComitySimilarityPage *self)
{
  if (!is_waiting (self))
    comity_similarity_page_add_chosen (self);
}

static gboolean
record_cb (gpointer user_data)
{
  ComitySimilarityPage *self = user_data;

  self->record_source = 0;
  comity_page_changed (COMITY_PAGE (self));
  return G_SOURCE_REMOVE;
}

void
comity_similarity_page_component_changed_cb (ComitySimilarityPage *self)
{
  if (is_waiting (self))
    return;
  self->has_default_components = FALSE;
  comity_similarity_page_queue_refresh (self);
  g_clear_handle_id (&self->record_source, g_source_remove);
  self->record_source = g_timeout_add (PAUSE, record_cb, self);
}

static void
look_changed_cb (ComitySimilarityPage *self)
{
  if (!is_waiting (self))
    comity_similarity_page_update_figure (self, TRUE);
}

static void
cut_changed_cb (ComitySimilarityPage *self)
{
  if (is_waiting (self))
    return;
  comity_similarity_page_update_figure (self, TRUE);
  comity_similarity_page_show_groups (self);
}

static void
beside_changed_cb (ComitySimilarityPage *self)
{
  if (is_waiting (self))
    return;
  comity_similarity_page_update_beside (self);
  if (adw_combo_row_get_selected (self->beside_row) == COMITY_BESIDE_DISTRIBUTION)
    comity_similarity_page_queue_refresh (self);
}

static void
activated_cb (ComitySimilarityPage *self, ComityElement *element)
{
  self->beside_is_current = FALSE;
  if (element->kind == COMITY_ELEMENT_JOINT)
    comity_similarity_page_flip (self, element->a);
  else if (element->kind == COMITY_ELEMENT_CUT)
    gtk_spin_button_set_value (self->cut, element->a);
  else if (element->kind == COMITY_ELEMENT_GROUP)
    comity_figure_view_set_selected (self->figure_view, *element);
  else
    comity_session_select (comity_page_get_session (COMITY_PAGE (self)), *element);
}

static void
beside_activated_cb (ComitySimilarityPage *self, ComityElement *element)
{
  self->beside_is_current = TRUE;
  if (element->kind == COMITY_ELEMENT_GROUP)
    comity_figure_view_set_selected (self->beside_view, *element);
  else if (element->kind == COMITY_ELEMENT_YEAR)
    comity_session_set_year (comity_page_get_session (COMITY_PAGE (self)), (int) element->a);
  else
    comity_session_select (comity_page_get_session (COMITY_PAGE (self)), *element);
}

static void
flip_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComitySimilarityPage *self = user_data;
  gssize merge = comity_similarity_page_find_merge (self);

  if (merge >= 0)
    comity_similarity_page_flip (self, (guint32) merge);
}

/* Orders without a tree have no cut. */
static void
move_cut (ComitySimilarityPage *self, GtkSpinType direction)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->cut_row)))
    gtk_spin_button_spin (self->cut, direction, 1);
}

static void
cut_more_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_cut (user_data, GTK_SPIN_STEP_FORWARD);
}

static void
cut_fewer_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_cut (user_data, GTK_SPIN_STEP_BACKWARD);
}

/* From nothing to the distribution, the row, the years, and round. */
static void
beside_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComitySimilarityPage *self = user_data;

  adw_combo_row_set_selected (self->beside_row,
                              (adw_combo_row_get_selected (self->beside_row) + 1) %
                                  COMITY_N_BESIDE);
}

static void
comity_similarity_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (comity_similarity_page_parent_class)->map (widget);
  comity_similarity_page_queue_refresh (COMITY_SIMILARITY_PAGE (widget));
}

static void
comity_similarity_page_session_set (ComityPage *page, ComitySession *session)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (opening_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year",
                           G_CALLBACK (comity_similarity_page_queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cumulative",
                           G_CALLBACK (comity_similarity_page_queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  comity_page_link_figure (page, self->figure_view);
  g_signal_connect_object (self->figure_view, "notify::lens", G_CALLBACK (comity_page_changed), self,
                           G_CONNECT_SWAPPED);
  panel_changed_cb (self);
}

static ComityFigureView *
comity_similarity_page_get_figure_view (ComityPage *page)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);

  return self->beside_is_current && comity_figure_view_peek_figure (self->beside_view) != NULL
             ? self->beside_view
             : self->figure_view;
}

/* Maps of pairs; not of groups of states, and not of what is beside. */
static gboolean
comity_similarity_page_get_years (ComityPage *page,
                                  const ComityYears *years,
                                  gboolean series,
                                  ComityYearSource *source)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
  gsize n = comity_years_count (years);
  ComitySimilarityRequest request;
  ComityHeatmapOptions look;

  if (self->result == NULL || self->result->blocks != NULL || panel == NULL ||
      comity_similarity_page_get_figure_view (page) != self->figure_view)
    return FALSE;
  get_request (self, &request);
  comity_similarity_page_get_look (self, &look);
  comity_similarity_years_init (source, panel, &request, &look,
                                years->first + (int) (n - 1) * years->step);
  clear_request (&request);
  return TRUE;
}

static void
comity_similarity_page_dispose (GObject *object)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->record_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_object (&self->column_job);
  g_clear_object (&self->series_job);
  clear_result (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_SIMILARITY_PAGE);

  G_OBJECT_CLASS (comity_similarity_page_parent_class)->dispose (object);
}

static void
comity_similarity_page_finalize (GObject *object)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (object);

  g_ptr_array_unref (self->component_rows);
  g_ptr_array_unref (self->pair_rows);
  g_ptr_array_unref (self->group_rows);
  g_array_unref (self->flips);
  g_free (self->column_text);
  g_free (self->flips_of);
  g_free (self->variable);
  g_free (self->band);
  g_free (self->selected_variable);

  G_OBJECT_CLASS (comity_similarity_page_parent_class)->finalize (object);
}

static void
comity_similarity_page_class_init (ComitySimilarityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ComityPageClass *page_class = COMITY_PAGE_CLASS (klass);

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  g_type_ensure (COMITY_TYPE_STATE_VIEW);
  g_type_ensure (COMITY_TYPE_VALUE_ROW);

  G_OBJECT_CLASS (klass)->dispose = comity_similarity_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = comity_similarity_page_finalize;
  widget_class->map = comity_similarity_page_map;
  page_class->session_set = comity_similarity_page_session_set;
  page_class->get_figure_view = comity_similarity_page_get_figure_view;
  page_class->get_table = comity_similarity_page_get_table;
  page_class->get_years = comity_similarity_page_get_years;
  page_class->save = comity_similarity_page_save;
  page_class->restore = comity_similarity_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-similarity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, figure_view);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, beside_view);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, beside);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, measure_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, variable_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, argument_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, order_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, change);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, earlier);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, components);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, add_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, together_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, band_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, forget_variable);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, beside_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, cut);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, cut_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, ties);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, dendrogram);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, every_state);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, labels);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, pair);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, groups);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, n_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, range_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, mean_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, missing_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, remark);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, covariate_note);
  gtk_widget_class_bind_template_callback (widget_class, spec_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, measure_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, variable_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, band_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cut_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, beside_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, beside_activated_cb);
}

static void
comity_similarity_page_init (ComitySimilarityPage *self)
{
  static const GActionEntry entries[] = {
    { "flip", flip_cb },
    { "cut-more", cut_more_cb },
    { "cut-fewer", cut_fewer_cb },
    { "beside", beside_cb },
    { "use-as-covariate", comity_similarity_page_use_as_covariate_cb },
  };
  g_autoptr (GPropertyAction) options = NULL;
  g_autoptr (GPropertyAction) labels = NULL;
  g_autoptr (GPropertyAction) ties = NULL;
  g_autoptr (GPropertyAction) lens = NULL;
  g_autoptr (GtkStringList) measures = gtk_string_list_new (NULL);
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));

  self->component_rows = g_ptr_array_new ();
  self->pair_rows = g_ptr_array_new ();
  self->group_rows = g_ptr_array_new ();
  self->flips = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->flips_of = g_strdup ("");
  self->variable = g_strdup ("polyarchy");
  self->band = g_strdup ("family");
  self->follows_variable = TRUE;
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < comity_similarity_get_n_measures (); i++)
    gtk_string_list_append (measures, comity_similarity_peek_measure_title (i));
  adw_combo_row_set_model (self->measure_row, G_LIST_MODEL (measures));
  for (gsize i = 0; i < comity_similarity_get_n_measures (); i++)
    if (g_str_equal (comity_similarity_peek_measure_name (i), "gower"))
      adw_combo_row_set_selected (self->measure_row, (guint) i);
  adw_combo_row_set_selected (self->order_row, COMITY_ORDER_AVERAGE);
  self->updating = FALSE;

  options = g_property_action_new ("options", self->flap, "reveal-flap");
  labels = g_property_action_new ("labels", self->labels, "active");
  ties = g_property_action_new ("ties", self->ties, "active");
  g_action_map_add_action (actions, G_ACTION (options));
  g_action_map_add_action (actions, G_ACTION (labels));
  g_action_map_add_action (actions, G_ACTION (ties));
  lens = g_property_action_new ("lens", self->figure_view, "lens");
  g_action_map_add_action (actions, G_ACTION (lens));
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
}
