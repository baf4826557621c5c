/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarity lab: a measure of institutions in the session's year as a map, with what is beside
 * it. Measure, components, order, year and what is to be shown beside make a job; everything else
 * makes a new figure of the same numbers. */
#include "config.h"

#include "comity-similarity-page-private.h"

#include <glib/gi18n.h>

#include "comity-number.h"
#include "comity-page-selection.h"

/* A slider that rests this long, in milliseconds, has been moved: a step of undo. */
#define PAUSE 500

G_DEFINE_FINAL_TYPE (ComitySimilarityPage, comity_similarity_page, COMITY_TYPE_PAGE)

static void
show_result (ComitySimilarityPage *self, gboolean keep_view)
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
      show_result (self, !first);
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
}

static void
refresh (ComitySimilarityPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autofree char *measure = NULL;
  g_autofree char *components = NULL;
  g_autoptr (ComityJob) job = NULL;
  ComitySimilarityRequest request = { 0 };

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
  measure = comity_similarity_page_dup_measure (self);
  components = comity_similarity_page_dup_components (self);
  request.measure = measure;
  request.components = components;
  request.year = comity_session_get_year (session);
  request.cumulative = comity_session_get_cumulative (session);
  request.method = (ComityOrderMethod) adw_combo_row_get_selected (self->order_row);
  request.grouping = (ComityGrouping) adw_combo_row_get_selected (self->together_row);
  request.every_state = gtk_switch_get_active (self->every_state);
  request.distribution =
      adw_combo_row_get_selected (self->beside_row) == COMITY_BESIDE_DISTRIBUTION;
  if (gtk_switch_get_active (self->change))
    request.earlier_year = gtk_spin_button_get_value_as_int (self->earlier);
  job = comity_similarity_job_new (panel, &request);
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
  if (adw_combo_row_get_selected (self->beside_row) == COMITY_BESIDE_ROW)
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

/* From nothing to the distribution to the row, and round. */
static void
beside_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComitySimilarityPage *self = user_data;

  adw_combo_row_set_selected (self->beside_row,
                              (adw_combo_row_get_selected (self->beside_row) + 1) % 3);
}

static void
column_finished_cb (ComityJob *job, ComitySimilarityPage *self)
{
  g_autoptr (ComityColumn) column = NULL;
  g_autofree char *text = NULL;

  if (job != self->column_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      column = comity_job_steal_result (job);
      text = g_strdup_printf (
          _ ("The data have the column “%s” now: name it in a formula of the page Models."),
          comity_column_peek_name (column));
      comity_session_add_column (comity_page_get_session (COMITY_PAGE (self)), column);
    }
  else if (comity_job_get_state (job) == COMITY_JOB_FAILED)
    text = g_strdup (comity_job_get_error (job)->message);
  gtk_label_set_text (self->covariate_note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->covariate_note), text != NULL);
  g_clear_object (&self->column_job);
}

/* A name that a formula can hold and the data do not have: "difference_polyarchy", "gower_2". */
static char *
dup_column_name (ComityDataset *dataset, const char *measure)
{
  g_autofree char *base = g_strdup (measure);
  char *name;

  g_strcanon (base, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS, '_');
  name = g_strdup (base);
  for (int number = 2; comity_dataset_find_column (dataset, name) >= 0; number++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%d", base, number);
    }
  return name;
}

static void
use_as_covariate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComitySimilarityPage *self = user_data;
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autofree char *measure = NULL;
  g_autofree char *components = NULL;
  g_autofree char *name = NULL;
  g_autoptr (ComityJob) job = NULL;
  ComitySimilaritySpec spec;

  if (panel == NULL)
    return;
  measure = comity_similarity_page_dup_measure (self);
  components = comity_similarity_page_dup_components (self);
  name = dup_column_name (comity_panel_peek_dataset (panel), measure);
  spec.measure = measure;
  spec.components = components;
  job = comity_similarity_column_job_new (panel, &spec, name);
  g_signal_connect_object (job, "finished", G_CALLBACK (column_finished_cb), self, 0);
  comity_job_list_replace (comity_session_get_jobs (session), &self->column_job, job);
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
  ComityPanel *panel = comity_similarity_page_peek_panel (self);
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

  if (g_key_file_has_key (file, group, key, NULL) && chosen >= 0 && chosen < 3)
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

static void
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
  comity_similarity_page_fill_choosers (self);
  comity_similarity_page_update_rows (self);
  self->updating = FALSE;
  if (self->result != NULL)
    show_result (self, TRUE);
  comity_similarity_page_queue_refresh (self);
}

static void
comity_similarity_page_dispose (GObject *object)
{
  ComitySimilarityPage *self = COMITY_SIMILARITY_PAGE (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->record_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_object (&self->column_job);
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
  gtk_widget_class_bind_template_callback (widget_class, beside_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, beside_activated_cb);
}

static void
comity_similarity_page_init (ComitySimilarityPage *self)
{
  static const GActionEntry entries[] = {
    { "flip", flip_cb },
    { "beside", beside_cb },
    { "use-as-covariate", use_as_covariate_cb },
  };
  g_autoptr (GPropertyAction) options = NULL;
  g_autoptr (GPropertyAction) labels = NULL;
  g_autoptr (GPropertyAction) ties = NULL;
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
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
}
