/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification is read from the controls and checked while it is typed; "Estimate" gives a
 * copy to a job. What the fit found is shown below: table, note, warnings, lost rows, plot. How the
 * results are laid out in rows is in comity-model-results.c. */
#include "config.h"

#include "comity-model-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "comity-figures.h"
#include "comity-fit-job.h"
#include "comity-formula.h"
#include "comity-model-results.h"
#include "comity-report.h"
#include "comity-settings.h"
#include "comity-state-view.h"
#include "comity-support.h"
#include "comity-table.h"

/* Milliseconds without a key press before the specification is checked. */
#define CHECK_DELAY 200

struct _ComityModelPage
{
  ComityPage parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  AdwEntryRow *formula_row;
  GtkLabel *check;
  AdwComboRow *estimator_row;
  AdwComboRow *vce_row;
  AdwComboRow *cluster_row;
  AdwEntryRow *where_row;
  GtkSwitch *live;
  GtkSwitch *intercept;
  GtkSwitch *time_terms;
  GtkSwitch *standardize;
  ComityStateView *states;
  GtkLabel *title;
  GtkColumnView *table;
  GtkLabel *note;
  GtkBox *warnings;
  GtkColumnView *losses;
  GtkWidget *losses_box;
  GtkColumnView *comparison;
  GtkWidget *comparison_box;
  ComityFigureView *figure_view;

  /* Owned */
  ComityJob *job;
  GPtrArray *kept; /* ComityFit: stand beside the next ones */
  char *wanted_vce; /* of the session before, until the data are there */
  char *wanted_cluster;
  guint check_source;
  gboolean updating;
  gboolean tried; /* the default model of these data was estimated without being asked */
};

/* The covariances on offer, in this order. */
static const ComityVce vces[] = { COMITY_VCE_CLUSTER, COMITY_VCE_CLASSICAL, COMITY_VCE_HC0,
                                  COMITY_VCE_HC1,     COMITY_VCE_ROBUST,    COMITY_VCE_DYADIC,
                                  COMITY_VCE_TWOWAY,  COMITY_VCE_HC2,       COMITY_VCE_HC3 };

G_DEFINE_FINAL_TYPE (ComityModelPage, comity_model_page, COMITY_TYPE_PAGE)

static void estimate (ComityModelPage *self);

static gboolean
chosen_vce_clusters (ComityModelPage *self)
{
  guint chosen = adw_combo_row_get_selected (self->vce_row);

  return chosen < G_N_ELEMENTS (vces) && vces[chosen] == COMITY_VCE_CLUSTER;
}

/* The specification as the controls say; free with comity_spec_free (). */
static ComitySpec *
read_spec (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityDataset *dataset = comity_session_peek_dataset (session);
  ComitySpec *spec = comity_spec_new (gtk_editable_get_text (GTK_EDITABLE (self->formula_row)));
  const char *where = gtk_editable_get_text (GTK_EDITABLE (self->where_row));
  guint estimator = adw_combo_row_get_selected (self->estimator_row);
  guint vce = adw_combo_row_get_selected (self->vce_row);
  guint cluster = adw_combo_row_get_selected (self->cluster_row);

  if (estimator < comity_estimator_get_n ())
    {
      g_free (spec->estimator);
      spec->estimator = g_strdup (comity_estimator_peek_name (estimator));
    }
  if (vce < G_N_ELEMENTS (vces))
    spec->vce = vces[vce];
  if (chosen_vce_clusters (self) && dataset != NULL &&
      cluster < comity_dataset_get_n_columns (dataset))
    {
      g_clear_pointer (&spec->clusters, g_strfreev);
      spec->clusters = g_new0 (char *, 2);
      spec->clusters[0] =
          g_strdup (comity_column_peek_name (comity_dataset_peek_column (dataset, cluster)));
    }
  if (*where != '\0')
    {
      g_free (spec->where);
      spec->where = g_strdup (where);
    }
  spec->level = g_settings_get_double (comity_settings_get (), "confidence-level");
  return spec;
}

/* Whether the specification can run; says why not under the formula. */
static gboolean
check_spec (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (GError) error = NULL;
  GAction *action =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "estimate");
  gboolean good = FALSE;

  if (comity_session_peek_dataset (session) != NULL)
    {
      spec = read_spec (self);
      if (panel != NULL)
        good = comity_spec_check (spec, panel, &error);
      else
        {
          g_autoptr (ComityFormula) formula = comity_formula_parse (spec->formula, &error);

          good = formula != NULL;
        }
    }
  gtk_label_set_text (self->check, good            ? _ ("Ready to estimate.")
                                   : error != NULL ? error->message
                                                   : _ ("No data are open."));
  if (good)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->check), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->formula_row), "error");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->check), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->formula_row), "error");
    }
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), good && self->job == NULL);
  return good;
}

static gboolean
check_cb (gpointer user_data)
{
  ComityModelPage *self = user_data;

  self->check_source = 0;
  if (check_spec (self) && gtk_switch_get_active (self->live))
    estimate (self);
  return G_SOURCE_REMOVE;
}

static void
spec_changed_cb (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  if (self->updating || session == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->cluster_row), chosen_vce_clusters (self));
  comity_session_set_formula (session, gtk_editable_get_text (GTK_EDITABLE (self->formula_row)));
  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_source = g_timeout_add (CHECK_DELAY, check_cb, self);
}

static void
show_warnings (ComityModelPage *self, ComityFit *fit)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->warnings))) != NULL)
    gtk_box_remove (self->warnings, child);
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    {
      GtkWidget *bar = gtk_info_bar_new ();
      GtkWidget *label = gtk_label_new (comity_fit_peek_warning (fit, i));

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_info_bar_set_message_type (GTK_INFO_BAR (bar), GTK_MESSAGE_WARNING);
      gtk_info_bar_add_child (GTK_INFO_BAR (bar), label);
      gtk_box_append (self->warnings, bar);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), comity_fit_get_n_warnings (fit) > 0);
}

/* The models kept and, last, the current one; elements borrowed. */
static GPtrArray *
list_fits (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  GPtrArray *fits = g_ptr_array_new ();

  for (guint i = 0; i < self->kept->len; i++)
    g_ptr_array_add (fits, g_ptr_array_index (self->kept, i));
  if (fit != NULL && !g_ptr_array_find (fits, fit, NULL))
    g_ptr_array_add (fits, fit);
  return fits;
}

static void
update_comparison (ComityModelPage *self)
{
  GSettings *settings = comity_settings_get ();
  g_autoptr (GPtrArray) fits = list_fits (self);
  GAction *forget =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "forget");

  gtk_widget_set_visible (self->comparison_box, fits->len > 1);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (forget), self->kept->len > 0);
  if (fits->len > 1)
    comity_model_results_show_comparison (self->comparison, (ComityFit *const *) fits->pdata,
                                          fits->len, g_settings_get_int (settings, "decimals"),
                                          g_settings_get_boolean (settings, "show-stars"));
}

static void
update_figure (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  ComityPanel *panel = comity_session_peek_panel (comity_page_get_session (COMITY_PAGE (self)));
  ComityCoefOptions options = COMITY_COEF_OPTIONS_INIT;
  g_autoptr (GPtrArray) fits = NULL;
  g_autoptr (ComityFigure) figure = NULL;

  if (fit == NULL)
    return;
  options.show_intercept = gtk_switch_get_active (self->intercept);
  options.show_time = gtk_switch_get_active (self->time_terms);
  options.standardize = gtk_switch_get_active (self->standardize);
  fits = list_fits (self);
  figure = comity_coef_figure_new ((ComityFit *const *) fits->pdata, fits->len, &options);
  if (panel != NULL)
    {
      g_autofree char *caption =
          comity_caption_fits (panel, (ComityFit *const *) fits->pdata, fits->len);
      g_autofree char *notice = comity_panel_notice (panel);

      comity_figure_set_caption (figure, caption);
      comity_figure_set_notice (figure, notice);
    }
  comity_figure_set_show_caption (figure, FALSE);
  comity_figure_view_set_figure (self->figure_view, figure, TRUE);
}

static void
show_fit (ComityModelPage *self)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));
  GSettings *settings = comity_settings_get ();
  g_autoptr (GListModel) rows = NULL;
  g_autoptr (GListModel) losses = NULL;
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;
  GtkSelectionModel *selection;

  if (fit == NULL)
    {
      comity_figure_view_set_figure (self->figure_view, NULL, FALSE);
      comity_state_view_set_empty (self->states, _ ("No Model Yet"),
                                   _ ("Write a formula and press Estimate."), FALSE);
      return;
    }
  rows = comity_model_results_list_terms (fit, g_settings_get_int (settings, "decimals"),
                                          g_settings_get_boolean (settings, "show-stars"));
  losses = comity_model_results_list_losses (fit);
  title = comity_model_results_dup_title (fit);
  note = comity_model_results_dup_note (fit);

  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_steal_pointer (&rows)));
  gtk_column_view_set_model (self->table, selection);
  g_object_unref (selection);
  gtk_widget_set_visible (self->losses_box, g_list_model_get_n_items (losses) > 0);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_steal_pointer (&losses)));
  gtk_column_view_set_model (self->losses, selection);
  g_object_unref (selection);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->note, note);
  show_warnings (self, fit);
  update_comparison (self);
  update_figure (self);
  comity_state_view_set_full (self->states);
}

static void
update_actions (ComityModelPage *self)
{
  GAction *cancel =
      g_action_map_lookup_action (comity_page_get_action_map (COMITY_PAGE (self)), "cancel");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (cancel), self->job != NULL);
  check_spec (self);
}

static void
job_finished_cb (ComityJob *job, ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityJob) ended = NULL;

  if (job != self->job)
    return;
  ended = g_steal_pointer (&self->job);
  switch (comity_job_get_state (job))
    {
    case COMITY_JOB_DONE:
      fit = comity_job_steal_result (job);
      comity_session_set_fit (session, fit);
      break;
    case COMITY_JOB_FAILED:
      comity_state_view_set_error (self->states, comity_job_get_error (job)->message);
      break;
    default:
      /* What was there before is there again. */
      show_fit (self);
      break;
    }
  update_actions (self);
}

static void
estimate (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityDataset *dataset = comity_session_peek_dataset (session);
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityJob) job = NULL;

  if (dataset == NULL)
    return;
  spec = read_spec (self);
  job = comity_fit_job_new (spec, comity_session_peek_workbench (session));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, 0);
  comity_state_view_set_busy (self->states, comity_job_get_title (job));
  comity_job_list_replace (comity_session_get_jobs (session), &self->job, job);
  update_actions (self);
}

static void
estimate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  estimate (user_data);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityModelPage *self = user_data;

  if (self->job != NULL)
    comity_job_cancel (self->job);
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityModelPage *self = user_data;
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (COMITY_PAGE (self)));

  if (fit == NULL || g_ptr_array_find (self->kept, fit, NULL))
    return;
  g_ptr_array_add (self->kept, comity_fit_ref (fit));
  update_comparison (self);
}

static void
forget_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityModelPage *self = user_data;

  g_ptr_array_set_size (self->kept, 0);
  update_comparison (self);
  update_figure (self);
}

static void
entry_activated_cb (ComityModelPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "page.estimate", NULL);
}

static void
focus_formula_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (COMITY_MODEL_PAGE (user_data)->formula_row));
}

static void
fill_clusters (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityDataset *dataset = comity_session_peek_dataset (session);
  const ComityRoles *roles = comity_session_peek_roles (session);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; dataset != NULL && i < comity_dataset_get_n_columns (dataset); i++)
    gtk_string_list_append (names,
                            comity_column_peek_name (comity_dataset_peek_column (dataset, i)));
  adw_combo_row_set_model (self->cluster_row, G_LIST_MODEL (names));
  if (roles != NULL && roles->column[COMITY_ROLE_DYAD] >= 0)
    adw_combo_row_set_selected (self->cluster_row, (guint) roles->column[COMITY_ROLE_DYAD]);
  else
    adw_combo_row_set_selected (self->vce_row, 1);
}

/* The kind of standard errors that was kept, and its column if the data have it. */
static void
apply_wanted (ComityModelPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (comity_page_get_session (COMITY_PAGE (self)));
  gssize cluster = -1;
  ComityVce vce;

  if (dataset == NULL)
    return;
  if (self->wanted_cluster != NULL)
    cluster = comity_dataset_find_column (dataset, self->wanted_cluster);
  if (cluster >= 0)
    adw_combo_row_set_selected (self->cluster_row, (guint) cluster);
  for (guint i = 0; self->wanted_vce != NULL && i < G_N_ELEMENTS (vces); i++)
    if (comity_vce_from_name (self->wanted_vce, &vce) && vces[i] == vce)
      adw_combo_row_set_selected (self->vce_row, i);
  g_clear_pointer (&self->wanted_vce, g_free);
  g_clear_pointer (&self->wanted_cluster, g_free);
}

/* The first look at the page finds the default model of the data estimated. */
static void
estimate_if_new (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));

  if (self->tried || session == NULL || comity_session_peek_panel (session) == NULL ||
      comity_session_peek_fit (session) != NULL || self->job != NULL ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->tried = TRUE;
  if (check_spec (self))
    estimate (self);
}

static void
comity_model_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (comity_model_page_parent_class)->map (widget);
  estimate_if_new (COMITY_MODEL_PAGE (widget));
}

static void
panel_changed_cb (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  ComityPanel *panel = comity_session_peek_panel (session);
  g_autoptr (ComitySpec) spec = NULL;
  g_autofree char *formula = NULL;

  comity_job_list_replace (comity_session_get_jobs (session), &self->job, NULL);
  g_ptr_array_set_size (self->kept, 0);
  update_comparison (self);
  self->updating = TRUE;
  adw_combo_row_set_selected (self->vce_row, 0);
  fill_clusters (self);
  apply_wanted (self);
  gtk_widget_set_visible (GTK_WIDGET (self->cluster_row), chosen_vce_clusters (self));
  if (panel != NULL)
    {
      /* A formula that still fits these data stays. */
      gtk_editable_set_text (
          GTK_EDITABLE (self->formula_row),
          comity_session_get_formula (session) != NULL ? comity_session_get_formula (session) : "");
      spec = read_spec (self);
      if (!comity_spec_check (spec, panel, NULL))
        {
          formula = comity_panel_dup_default_formula (panel);
          gtk_editable_set_text (GTK_EDITABLE (self->formula_row), formula != NULL ? formula : "");
          comity_session_set_formula (session, formula);
        }
    }
  self->updating = FALSE;
  update_actions (self);
  self->tried = FALSE;
  estimate_if_new (self);
}

static void
formula_changed_cb (ComityModelPage *self)
{
  const char *formula = comity_session_get_formula (comity_page_get_session (COMITY_PAGE (self)));

  if (g_strcmp0 (formula, gtk_editable_get_text (GTK_EDITABLE (self->formula_row))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->formula_row), formula != NULL ? formula : "");
}

static void
look_changed_cb (ComityModelPage *self)
{
  if (!self->updating && comity_page_get_session (COMITY_PAGE (self)) != NULL)
    update_figure (self);
}

/* A dot chosen in the plot is a variable for all pages: its term's own column, the first one of an
 * interaction. */
static void
activated_cb (ComityModelPage *self, ComityElement *element)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  g_autoptr (GPtrArray) fits = list_fits (self);
  ComityFit *fit = element->kind == COMITY_ELEMENT_TERM && element->b < fits->len
                       ? g_ptr_array_index (fits, element->b)
                       : NULL;

  comity_figure_view_set_selected (self->figure_view, *element);
  comity_session_select_variable (session, fit != NULL && element->a < comity_fit_get_n_terms (fit)
                                               ? comity_fit_peek_term_column (fit, element->a)
                                               : NULL);
}

/* The dot of the variable that another page, the history or a search chose. */
static void
selection_changed_cb (ComityModelPage *self)
{
  ComitySession *session = comity_page_get_session (COMITY_PAGE (self));
  const char *variable =
      comity_selection_peek_variable (comity_session_peek_selection (session));
  g_autoptr (GPtrArray) fits = list_fits (self);
  ComityElement element = { COMITY_ELEMENT_NONE, 0, 0 };

  for (guint f = fits->len; variable != NULL && f > 0; f--)
    {
      ComityFit *fit = g_ptr_array_index (fits, f - 1);

      for (gsize i = comity_fit_get_n_terms (fit); i > 0; i--)
        if (g_strcmp0 (comity_fit_peek_term_column (fit, i - 1), variable) == 0)
          element = (ComityElement){ COMITY_ELEMENT_TERM, (guint32) (i - 1), f - 1 };
    }
  comity_figure_view_set_selected (self->figure_view, element);
}

static void
comity_model_page_session_set (ComityPage *page, ComitySession *session)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);

  g_signal_connect_object (session, "notify::panel", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::formula", G_CALLBACK (formula_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::fit", G_CALLBACK (show_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selection", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comity_settings_get (), "changed::decimals", G_CALLBACK (show_fit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comity_settings_get (), "changed::show-stars", G_CALLBACK (show_fit),
                           self, G_CONNECT_SWAPPED);
  g_settings_bind (comity_settings_get (), "live-estimation", self->live, "active",
                   G_SETTINGS_BIND_DEFAULT);
  panel_changed_cb (self);
  show_fit (self);
}

static ComityFigureView *
comity_model_page_get_figure_view (ComityPage *page)
{
  return COMITY_MODEL_PAGE (page)->figure_view;
}

/* What the worker that writes the table reads. */
typedef struct
{
  GPtrArray *fits; /* ComityFit */
  ComityFitReportOptions options;
} TableData;

static void
table_data_free (gpointer data)
{
  TableData *self = data;

  g_ptr_array_unref (self->fits);
  g_free (self);
}

static gboolean
format_of_ending (const char *ending, ComityFormat *format)
{
  g_autofree char *name = g_strconcat ("table.", ending, NULL);

  return comity_format_from_path (name, format);
}

static char *
write_table_in_thread (gpointer data, const char *ending)
{
  TableData *self = data;
  ComityFormat format = COMITY_FORMAT_TEXT;

  format_of_ending (ending, &format);
  return comity_fit_report ((ComityFit *const *) self->fits->pdata, self->fits->len, format,
                            &self->options);
}

static gboolean
comity_model_page_get_table (ComityPage *page, const char *ending, ComityPageTable *table)
{
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (page));
  ComityFitReportOptions options = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autoptr (GPtrArray) fits = NULL;
  ComityFormat format;
  TableData *data;

  if (fit == NULL || !format_of_ending (ending, &format))
    return FALSE;
  data = g_new0 (TableData, 1);
  data->fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  fits = list_fits (COMITY_MODEL_PAGE (page));
  for (guint i = 0; i < fits->len; i++)
    g_ptr_array_add (data->fits, comity_fit_ref (g_ptr_array_index (fits, i)));
  data->options = options;
  data->options.decimals = g_settings_get_int (comity_settings_get (), "decimals");
  data->options.stars = g_settings_get_boolean (comity_settings_get (), "show-stars");
  *table = (ComityPageTable){ write_table_in_thread, data, table_data_free };
  return TRUE;
}

static void
comity_model_page_save (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);
  ComityFit *fit = comity_session_peek_fit (comity_page_get_session (page));
  g_autoptr (ComitySpec) spec = read_spec (self);

  g_key_file_set_string (file, group, "formula", spec->formula);
  g_key_file_set_string (file, group, "estimator", spec->estimator);
  g_key_file_set_string (file, group, "vce", comity_vce_name (spec->vce));
  g_key_file_set_string (file, group, "where", spec->where != NULL ? spec->where : "");
  if (spec->clusters != NULL)
    g_key_file_set_string (file, group, "cluster", spec->clusters[0]);
  g_key_file_set_boolean (file, group, "intercept", gtk_switch_get_active (self->intercept));
  g_key_file_set_boolean (file, group, "time-terms", gtk_switch_get_active (self->time_terms));
  g_key_file_set_boolean (file, group, "standardize", gtk_switch_get_active (self->standardize));
  /* What is shown is what the controls say: undone to here, it is estimated again. */
  g_key_file_set_boolean (file, group, "estimated",
                          fit != NULL && comity_spec_equal (spec, comity_fit_peek_spec (fit)));
}

static void
restore_switch (GtkSwitch *control, GKeyFile *file, const char *group, const char *key)
{
  if (g_key_file_has_key (file, group, key, NULL))
    gtk_switch_set_active (control, g_key_file_get_boolean (file, group, key, NULL));
}

static void
comity_model_page_restore (ComityPage *page, GKeyFile *file, const char *group)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (page);
  g_autofree char *formula = g_key_file_get_string (file, group, "formula", NULL);
  g_autofree char *estimator = g_key_file_get_string (file, group, "estimator", NULL);
  g_autofree char *where = g_key_file_get_string (file, group, "where", NULL);
  ComitySession *session = comity_page_get_session (page);
  g_autoptr (ComitySpec) spec = NULL;
  ComityFit *fit;

  for (gsize i = 0; estimator != NULL && i < comity_estimator_get_n (); i++)
    if (g_str_equal (estimator, comity_estimator_peek_name (i)))
      adw_combo_row_set_selected (self->estimator_row, (guint) i);
  if (where != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->where_row), where);
  if (formula != NULL)
    comity_session_set_formula (session, formula);
  g_free (self->wanted_vce);
  g_free (self->wanted_cluster);
  self->wanted_vce = g_key_file_get_string (file, group, "vce", NULL);
  self->wanted_cluster = g_key_file_get_string (file, group, "cluster", NULL);
  apply_wanted (self);
  restore_switch (self->intercept, file, group, "intercept");
  restore_switch (self->time_terms, file, group, "time-terms");
  restore_switch (self->standardize, file, group, "standardize");
  if (comity_session_peek_dataset (session) == NULL ||
      !g_key_file_get_boolean (file, group, "estimated", NULL))
    return;
  spec = read_spec (self);
  fit = comity_session_peek_fit (session);
  if ((fit == NULL || !comity_spec_equal (spec, comity_fit_peek_spec (fit))) && check_spec (self))
    estimate (self);
}

static void
comity_model_page_dispose (GObject *object)
{
  ComityModelPage *self = COMITY_MODEL_PAGE (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_object (&self->job);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->wanted_vce, g_free);
  g_clear_pointer (&self->wanted_cluster, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_MODEL_PAGE);

  G_OBJECT_CLASS (comity_model_page_parent_class)->dispose (object);
}

static void
comity_model_page_class_init (ComityModelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ComityPageClass *page_class = COMITY_PAGE_CLASS (klass);

  g_type_ensure (COMITY_TYPE_FIGURE_VIEW);
  g_type_ensure (COMITY_TYPE_STATE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = comity_model_page_dispose;
  widget_class->map = comity_model_page_map;
  page_class->session_set = comity_model_page_session_set;
  page_class->get_figure_view = comity_model_page_get_figure_view;
  page_class->get_table = comity_model_page_get_table;
  page_class->save = comity_model_page_save;
  page_class->restore = comity_model_page_restore;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/pages/comity-model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, formula_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, check);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, estimator_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, vce_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, cluster_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, where_row);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, live);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, intercept);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, time_terms);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, standardize);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, states);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, title);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, table);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, note);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, warnings);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, losses);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, losses_box);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, comparison);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, comparison_box);
  gtk_widget_class_bind_template_child (widget_class, ComityModelPage, figure_view);
  gtk_widget_class_bind_template_callback (widget_class, spec_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
comity_model_page_init (ComityModelPage *self)
{
  static const GActionEntry entries[] = {
    { "estimate", estimate_cb },
    { "cancel", cancel_cb },
    { "keep", keep_cb },
    { "forget", forget_cb },
    { "focus-formula", focus_formula_cb },
  };
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));
  g_autoptr (GPropertyAction) options = NULL;
  g_autoptr (GtkStringList) estimators = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  self->updating = TRUE;
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  options = g_property_action_new ("options", self->flap, "reveal-flap");
  g_action_map_add_action (actions, G_ACTION (options));

  for (gsize i = 0; i < comity_estimator_get_n (); i++)
    gtk_string_list_append (estimators, comity_estimator_peek_title (i));
  adw_combo_row_set_model (self->estimator_row, G_LIST_MODEL (estimators));
  for (gsize i = 0; i < G_N_ELEMENTS (vces); i++)
    gtk_string_list_append (kinds, comity_vce_title (vces[i]));
  adw_combo_row_set_model (self->vce_row, G_LIST_MODEL (kinds));

  comity_model_results_add_term_columns (self->table);
  comity_model_results_add_loss_columns (self->losses);
  self->updating = FALSE;
}
