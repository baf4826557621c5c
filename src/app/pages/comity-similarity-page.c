/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heatmap of a measure in the session's year. Measure, variable, order and year make a job;
 * dots, dendrogram, bands and labels make a new figure of the same numbers. */
#include "config.h"

#include "comity-similarity-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "comity-figures.h"
#include "comity-number.h"
#include "comity-report.h"
#include "comity-similarity-job.h"
#include "comity-state-view.h"
#include "comity-value-row.h"

struct _ComitySimilarityPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  ComityStateView *states;
  ComityFigureView *figure_view;
  AdwComboRow *measure_row;
  AdwComboRow *variable_row;
  AdwEntryRow *argument_row;
  AdwEntryRow *components_row;
  AdwComboRow *order_row;
  GtkSwitch *ties;
  GtkSwitch *dendrogram;
  GtkSwitch *families;
  GtkSwitch *labels;
  ComityValueRow *n_row;
  ComityValueRow *range_row;
  ComityValueRow *mean_row;
  ComityValueRow *missing_row;
  GtkLabel *remark;

  /* Owned */
  ComityJob *job;
  ComitySimilarityResult *result;
  guint refresh_source;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (ComitySimilarityPage, comity_similarity_page, COMITY_TYPE_PAGE)

static ComityPanel *
peek_panel (ComitySimilarityPage *self)
{
  return comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
}

/* The measure as the similarity layer reads it: "difference:polyarchy", "joint:polity2>=6". */
static char *
dup_measure (ComitySimilarityPage *self)
{
  ComityPanel *panel = peek_panel (self);
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

static void
update_rows (ComitySimilarityPage *self)
{
  guint measure = adw_combo_row_get_selected (self->measure_row);
  gboolean family, threshold;

  if (measure >= comity_similarity_get_n_measures ())
    return;
  family = comity_similarity_measure_takes_family (measure);
  threshold = comity_similarity_measure_takes_threshold (measure);
  gtk_widget_set_visible (GTK_WIDGET (self->variable_row),
                          threshold ||
                              (comity_similarity_measure_takes_variable (measure) && !family));
  gtk_widget_set_visible (GTK_WIDGET (self->argument_row), family || threshold);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->argument_row),
                                 family ? _ ("Family") : _ ("At Least"));
  gtk_widget_set_visible (GTK_WIDGET (self->components_row),
                          comity_similarity_measure_takes_components (measure));
}

static void
show_numbers (ComitySimilarityPage *self)
{
  ComitySimilarity *similarity = self->result->similarity;
  const char *remark = self->result->order->remark;
  gsize n = comity_similarity_get_n (similarity);
  gsize n_known = 0;
  gsize n_pairs = n * (n - 1) / 2;
  double low = INFINITY, high = -INFINITY, sum = 0.0;
  g_autofree char *states = g_strdup_printf ("%" G_GSIZE_FORMAT, n);
  g_autofree char *range = NULL;
  g_autofree char *mean = NULL;
  g_autofree char *missing = NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      {
        double value = comity_similarity_get (similarity, i, j);

        if (isnan (value))
          continue;
        n_known++;
        sum += value;
        low = MIN (low, value);
        high = MAX (high, value);
      }
  range = n_known > 0 ? g_strdup_printf ("%.3g … %.3g", low, high) : g_strdup ("–");
  mean = n_known > 0 ? g_strdup_printf ("%.3f", sum / (double) n_known) : g_strdup ("–");
  missing = n_pairs > 0 ? g_strdup_printf ("%.1f %%",
                                           100.0 * (double) (n_pairs - n_known) / (double) n_pairs)
                        : g_strdup ("–");
  comity_value_row_set_value (self->n_row, states);
  comity_value_row_set_value (self->range_row, range);
  comity_value_row_set_value (self->mean_row, mean);
  comity_value_row_set_value (self->missing_row, missing);
  gtk_label_set_text (self->remark, remark != NULL ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->remark), remark != NULL);
}

static void
update_figure (ComitySimilarityPage *self, gboolean keep_view)
{
  ComityPanel *panel = peek_panel (self);
  ComityHeatmapOptions options;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *notice = NULL;

  if (self->result == NULL || panel == NULL)
    return;
  options.show_dendrogram = gtk_switch_get_active (self->dendrogram);
  options.show_families = gtk_switch_get_active (self->families);
  options.show_ties = gtk_switch_get_active (self->ties);
  options.show_labels = gtk_switch_get_active (self->labels);
  figure = comity_heatmap_figure_new (panel, self->result->similarity, self->result->order,
                                      self->result->network, &options);
  caption = comity_caption_similarity (panel, self->result->similarity,
                                       options.show_ties ? self->result->network : NULL);
  notice = comity_panel_notice (panel);
  comity_figure_set_caption (figure, caption);
  comity_figure_set_notice (figure, notice);
  comity_figure_set_show_caption (figure, FALSE);
  comity_figure_view_set_figure (self->figure_view, figure, keep_view);
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
refresh (ComitySimilarityPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  const char *components = gtk_editable_get_text (GTK_EDITABLE (self->components_row));
  g_autofree char *measure = NULL;
  g_autoptr (ComityJob) job = NULL;
  ComitySimilaritySpec spec;

  if (panel == NULL)
    {
      comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
      g_clear_pointer (&self->result, comity_similarity_result_free);
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      if (comity_session_is_opening (session))
        comity_state_view_set_busy (self->states, _ ("Opening the data…"));
      else
        comity_state_view_set_empty (self->states, _ ("No Dyad-Years"),
                                     comity_session_get_no_panel (session), TRUE);
      return;
    }
  measure = dup_measure (self);
  spec.measure = measure;
  spec.components = *components != '\0' ? components : NULL;
  job = comity_similarity_job_new (
      panel, &spec, comity_session_get_year (session), comity_session_get_cumulative (session),
      (ComityOrderMethod) adw_combo_row_get_selected (self->order_row));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
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

static void
queue_refresh (ComitySimilarityPage *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

/* Only a page with nothing to show says that something is being opened. */
static void
opening_changed_cb (ComitySimilarityPage *self)
{
  if (peek_panel (self) == NULL)
    queue_refresh (self);
}

static void
fill_choosers (ComitySimilarityPage *self)
{
  ComityPanel *panel = peek_panel (self);
  g_autoptr (GtkStringList) variables = gtk_string_list_new (NULL);
  gssize preferred = -1;

  for (gsize v = 0; panel != NULL && v < comity_panel_get_n_state_variables (panel); v++)
    gtk_string_list_append (variables, comity_panel_peek_state_variable_label (panel, v));
  adw_combo_row_set_model (self->variable_row, G_LIST_MODEL (variables));
  if (panel != NULL)
    preferred = comity_panel_find_state_variable (panel, "polyarchy");
  if (preferred >= 0)
    adw_combo_row_set_selected (self->variable_row, (guint) preferred);
}

static void
panel_changed_cb (ComitySimilarityPage *self)
{
  self->updating = TRUE;
  g_clear_pointer (&self->result, comity_similarity_result_free);
  fill_choosers (self);
  update_rows (self);
  self->updating = FALSE;
  queue_refresh (self);
}

static void
selection_changed_cb (ComitySimilarityPage *self)
{
  comity_figure_view_set_selected (
      self->figure_view,
      comity_session_get_selection (comity_page_get_session (COMITY_PAGE (self))));
}

static void
spec_changed_cb (ComitySimilarityPage *self)
{
  if (self->updating || comity_page_get_session (COMITY_PAGE (self)) == NULL)
    return;
  update_rows (self);
  queue_refresh (self);
}

static void
look_changed_cb (ComitySimilarityPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    update_figure (self, TRUE);
}

static void
activated_cb (ComitySimilarityPage *self, ComityElement *element)
{
  comity_session_select (comity_page_get_session (COMITY_PAGE (self)), *element);
}

static void
comity_similarity_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (comity_similarity_page_parent_class)->map (widget);
  queue_refresh (COMITY_SIMILARITY_PAGE (widget));
}

static void
comity_similarity_page_session_set (ComityPage *page, ComitySession *session)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (opening_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::year", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cumulative", G_CALLBACK (queue_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  panel_changed_cb (self);
}

static ComityFigureView *
comity_similarity_page_get_figure_view (ComityPage *page)
{
  return COMITY_SIMILARITY_PAGE (page)->figure_view;
}

/* What the worker that writes the table reads. */
typedef struct
{
  ComityPanel *panel;
  ComitySimilarity *similarity;
} TableData;

static void
table_data_free (gpointer data)
{
  TableData *self = data;

  comity_panel_unref (self->panel);
  comity_similarity_unref (self->similarity);
  g_free (self);
}

/* The long form of comity-cli similarity: state_a,state_b,value. */
static char *
write_table_in_thread (gpointer data, const char *ending)
{
  const TableData *self = data;
  GString *text = g_string_new ("state_a,state_b,value\n");

  for (gsize i = 0; i < comity_similarity_get_n (self->similarity); i++)
    for (gsize j = i + 1; j < comity_similarity_get_n (self->similarity); j++)
      {
        guint32 a = comity_similarity_get_state (self->similarity, i);
        guint32 b = comity_similarity_get_state (self->similarity, j);
        char number[COMITY_NUMBER_BUFFER];

        g_string_append_printf (
            text, "%s,%s,%s\n", comity_panel_peek_state_code (self->panel, a),
            comity_panel_peek_state_code (self->panel, b),
            comity_number_format (comity_similarity_get (self->similarity, i, j), number));
      }
  return g_string_free (text, FALSE);
}

static gboolean
comity_similarity_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  ComityPanel *panel = peek_panel (self);
  TableData *data;

  if (self->result == NULL || panel == NULL || !g_str_equal (ending, "csv"))
    return FALSE;
  data = g_new0 (TableData, 1);
  data->panel = comity_panel_ref (panel);
  data->similarity = comity_similarity_ref (self->result->similarity);
  *table = (ComityPageTable){ write_table_in_thread, data, table_data_free };
  return TRUE;
}

static void
comity_similarity_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  guint measure = adw_combo_row_get_selected (self->measure_row);

  if (measure < comity_similarity_get_n_measures ())
    g_key_file_set_string (file, group, "measure", comity_similarity_peek_measure_name (measure));
  g_key_file_set_string (
      file, group, "order",
      comity_order_method_name ((ComityOrderMethod) adw_combo_row_get_selected (self->order_row)));
  g_key_file_set_boolean (file, group, "ties", gtk_switch_get_active (self->ties));
  g_key_file_set_boolean (file, group, "dendrogram", gtk_switch_get_active (self->dendrogram));
}

static void
comity_similarity_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (page);
  g_autofree char *measure = g_key_file_get_string (file, group, "measure", NULL);
  g_autofree char *order = g_key_file_get_string (file, group, "order", NULL);
  ComityOrderMethod method;

  for (gsize i = 0; measure != NULL && i < comity_similarity_get_n_measures (); i++)
    if (g_str_equal (measure, comity_similarity_peek_measure_name (i)))
      adw_combo_row_set_selected (self->measure_row, (guint) i);
  if (order != NULL && comity_order_method_from_name (order, &method))
    adw_combo_row_set_selected (self->order_row, method);
  gtk_switch_set_active (self->ties, g_key_file_get_boolean (file, group, "ties", NULL));
  gtk_switch_set_active (self->dendrogram,
                         g_key_file_get_boolean (file, group, "dendrogram", NULL));
}

static void
comity_similarity_page_dispose (GObject *object)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_pointer (&self->result, comity_similarity_result_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_SIMILARITY_PAGE);

  G_OBJECT_CLASS (comity_similarity_page_parent_class)->dispose (object);
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
  widget_class->map = comity_similarity_page_map;
  page_class->session_set = comity_similarity_page_session_set;
  page_class->get_figure_view = comity_similarity_page_get_figure_view;
  page_class->get_table = comity_similarity_page_get_table;
  page_class->save = comity_similarity_page_save;
  page_class->restore = comity_similarity_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-similarity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, figure_view);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, measure_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, variable_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, argument_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, components_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, order_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, ties);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, dendrogram);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, families);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, labels);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, n_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, range_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, mean_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, missing_row);
  gtk_widget_class_bind_template_child (widget_class, ComitySimilarityPage, remark);
  gtk_widget_class_bind_template_callback (widget_class, spec_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
comity_similarity_page_init (ComitySimilarityPage *self)
{
  g_autoptr (GPropertyAction) options = NULL;
  g_autoptr (GPropertyAction) labels = NULL;
  g_autoptr (GPropertyAction) ties = NULL;
  g_autoptr (GtkStringList) measures = gtk_string_list_new (NULL);
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));

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
}
