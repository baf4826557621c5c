/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models page: it offers what the model can take, what is computed after a fit is what the
 * library computes, all is kept, and numbers are set as a journal sets them. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>

#include "comity-after-job.h"
#include "comity-data-page.h"
#include "comity-model-page.h"
#include "comity-model-results.h"
#include "comity-network.h"
#include "comity-page.h"
#include "comity-test-display.h"
#include "comity-window.h"

/* Seconds. */
#define PATIENCE 120

/* One job may be followed by the next, and a formula is checked after a pause. */
static void
wait_for_jobs (ComityWindow *window)
{
  comity_test_wait_for_jobs (comity_window_get_session (window), 4, 100, PATIENCE);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *inner = gtk_widget_get_first_child (widget); inner != NULL;
       inner = gtk_widget_get_next_sibling (inner))
    {
      GtkWidget *found = find_widget (inner, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static ComityWindow *
show_window (GtkWidget **page)
{
  ComityWindow *window = comity_window_new (NULL);

  gtk_window_present (GTK_WINDOW (window));
  comity_session_open_bundled (comity_window_get_session (window), "tiea");
  comity_window_show_page (window, "models");
  wait_for_jobs (window);
  g_assert_nonnull (comity_session_peek_fit (comity_window_get_session (window)));
  *page = find_widget (GTK_WIDGET (window), COMITY_TYPE_MODEL_PAGE);
  g_assert_nonnull (*page);
  return window;
}

static gpointer
child (GtkWidget *page, const char *name)
{
  GObject *found = gtk_widget_get_template_child (page, COMITY_TYPE_MODEL_PAGE, name);

  g_assert_nonnull (found);
  return found;
}

static gboolean
shows (GtkWidget *page, const char *name)
{
  return gtk_widget_get_visible (child (page, name));
}

static void
choose_model (GtkWidget *page, const char *name)
{
  for (gsize i = 0; i < comity_estimator_get_n (); i++)
    if (g_str_equal (comity_estimator_peek_name (i), name))
      adw_combo_row_set_selected (child (page, "estimator_row"), (guint) i);
}

/* In a row or a drop-down. */
static gboolean
choose_text (gpointer chooser, const char *text)
{
  g_autoptr (GListModel) model = NULL;

  g_object_get (chooser, "model", &model, NULL);
  for (guint at = 0; at < g_list_model_get_n_items (model); at++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, at);

      if (g_str_equal (gtk_string_object_get_string (item), text))
        {
          g_object_set (chooser, "selected", at, NULL);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
choose_vce (GtkWidget *page, ComityVce vce)
{
  return choose_text (child (page, "vce_row"), comity_vce_title (vce));
}

static gboolean
choose_view (GtkWidget *page, ComityAfterKind kind)
{
  return choose_text (child (page, "show"), comity_after_kind_title (kind));
}

static guint
count_kinds (GtkWidget *page)
{
  return g_list_model_get_n_items (adw_combo_row_get_model (child (page, "vce_row")));
}

static void
test_narrowing (void)
{
  static const char *const special[] = { "group_row",   "stop_row",       "start_row",
                                         "strata_row",  "ties_row",       "tau_row",
                                         "metric_row",  "absorb_row",     "unit_row",
                                         "seed_row",    "one_step_row",   "replications_row",
                                         "state_a_row", "weight_kind_row" };
  GtkWidget *page;
  ComityWindow *window = show_window (&page);

  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    g_assert_false (shows (page, special[i]));
  g_assert_true (shows (page, "cluster_row"));
  g_assert_true (shows (page, "weights_row"));
  g_assert_false (choose_vce (page, COMITY_VCE_HC3));
  g_assert_true (choose_vce (page, COMITY_VCE_JACKKNIFE));
  g_assert_false (shows (page, "cluster_row"));
  g_assert_true (shows (page, "one_step_row") && shows (page, "unit_row"));
  g_assert_true (choose_vce (page, COMITY_VCE_BOOTSTRAP));
  g_assert_false (shows (page, "one_step_row"));
  g_assert_true (shows (page, "replications_row") && shows (page, "seed_row"));

  /* The kind stays where the next model has it. */
  choose_model (page, "xtlogit");
  g_assert_cmpuint (count_kinds (page), ==, 3);
  g_assert_true (shows (page, "replications_row") && shows (page, "group_row"));
  g_assert_false (shows (page, "weights_row"));
  g_assert_true (choose_vce (page, COMITY_VCE_JACKKNIFE));
  g_assert_false (shows (page, "one_step_row"));
  choose_model (page, "lpm");
  g_assert_cmpuint (count_kinds (page), ==, 13);
  g_assert_true (shows (page, "absorb_row") && shows (page, "one_step_row"));
  g_assert_true (choose_vce (page, COMITY_VCE_HC4));
  g_assert_true (choose_vce (page, COMITY_VCE_CR2) && shows (page, "cluster_row"));
  choose_model (page, "cox");
  g_assert_false (choose_vce (page, COMITY_VCE_CR2));
  g_assert_true (shows (page, "ties_row") && shows (page, "stop_row") &&
                 shows (page, "strata_row"));
  g_assert_false (shows (page, "metric_row") || shows (page, "absorb_row"));
  choose_model (page, "weibull");
  g_assert_true (shows (page, "metric_row"));
  g_assert_false (shows (page, "ties_row") || shows (page, "strata_row"));
  choose_model (page, "relogit");
  g_assert_true (shows (page, "tau_row"));
  wait_for_jobs (window);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

static char *
write_table (GtkWidget *page)
{
  ComityPageTable table;
  char *text;

  g_assert_true (comity_page_get_table (COMITY_PAGE (page), "csv", &table));
  text = table.func (table.data, "csv");
  table.free_data (table.data);
  return text;
}

static guint
count_rows (GtkWidget *page)
{
  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_column_view_get_model (child (page, "after_table"))));
}

static void
test_ladder (void)
{
  GtkWidget *page;
  ComityWindow *window = show_window (&page);
  ComitySession *session = comity_window_get_session (window);
  ComityFit *fit = comity_session_peek_fit (session);
  ComityFitReportOptions options = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autoptr (ComityLadder) ladder = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (ComityFigure) first = NULL;
  ComityFigureView *view = comity_page_get_figure_view (COMITY_PAGE (page));

  g_assert_false (shows (page, "after_card"));
  g_assert_true (choose_view (page, COMITY_AFTER_LADDER));
  g_assert_false (shows (page, "plot_group"));
  wait_for_jobs (window);
  g_assert_true (shows (page, "after_card") && shows (page, "focus"));
  g_assert_cmpuint (count_rows (page), ==, comity_fit_get_n_terms (fit));
  ladder = comity_ladder_new (comity_fit_peek_spec (fit), comity_session_peek_panel (session), NULL,
                              NULL);
  expected = comity_ladder_report (ladder, COMITY_FORMAT_CSV, &options);
  shown = write_table (page);
  g_assert_cmpstr (shown, ==, expected);

  /* Another term is another picture, without another ladder. */
  first = comity_figure_ref (comity_figure_view_peek_figure (view));
  g_assert_cmpstr (comity_figure_peek_title (first), !=, "(Intercept)");
  gtk_drop_down_set_selected (child (page, "focus"), 2);
  wait_for_jobs (window);
  g_assert_cmpstr (comity_figure_peek_title (comity_figure_view_peek_figure (view)), ==,
                   comity_fit_peek_coefficient (fit, 2)->term);
  g_assert_true (choose_view (page, COMITY_AFTER_COEFFICIENTS));
  g_assert_false (shows (page, "after_card"));
  g_assert_true (shows (page, "plot_group"));
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

static void
test_calibration (void)
{
  GtkWidget *page;
  ComityWindow *window = show_window (&page);
  ComityFit *fit = comity_session_peek_fit (comity_window_get_session (window));
  g_autoptr (ComityRoc) roc = comity_roc_new (fit, NULL, NULL);
  ComityFigureView *view = comity_page_get_figure_view (COMITY_PAGE (page));
  g_autofree char *shown = NULL;
  g_autofree char *expected = NULL;

  g_assert_false (choose_view (page, COMITY_AFTER_HAZARDS));
  /* The first is superseded by the second. */
  g_assert_true (choose_view (page, COMITY_AFTER_ROC));
  g_assert_true (choose_view (page, COMITY_AFTER_CALIBRATION));
  wait_for_jobs (window);
  g_assert_nonnull (comity_figure_view_peek_figure (view));
  g_assert_cmpuint (count_rows (page), ==, COMITY_AFTER_N_GROUPS);
  expected = comity_roc_report (fit, roc, NULL, NULL, COMITY_ROC_TABLE_CALIBRATION,
                                COMITY_AFTER_N_GROUPS, COMITY_FORMAT_CSV, 3);
  shown = write_table (page);
  g_assert_cmpstr (shown, ==, expected);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

static void
test_other_views (void)
{
  static const ComityAfterKind kinds[] = { COMITY_AFTER_EFFECTS,    COMITY_AFTER_PREDICTIONS,
                                           COMITY_AFTER_ROC,        COMITY_AFTER_PRECISION,
                                           COMITY_AFTER_SEPARATION, COMITY_AFTER_CURVE };
  GtkWidget *page;
  ComityWindow *window = show_window (&page);
  ComityFigureView *view = comity_page_get_figure_view (COMITY_PAGE (page));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *table = NULL;

      g_assert_true (choose_view (page, kinds[i]));
      wait_for_jobs (window);
      g_test_message ("%s", comity_after_kind_name (kinds[i]));
      g_assert_nonnull (comity_figure_view_peek_figure (view));
      table = write_table (page);
      g_assert_nonnull (strchr (table, '\n'));
    }
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

static char *
save (GtkWidget *page)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  comity_page_save (COMITY_PAGE (page), file, "models");
  return g_key_file_to_data (file, NULL, NULL);
}

/* Into a window that has the data, and into one that opens them afterwards. */
static void
test_kept (void)
{
  GtkWidget *page, *other_page;
  ComityWindow *window = show_window (&page);
  ComityWindow *other;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *kept = NULL;
  g_autofree char *there = NULL;
  g_autofree char *later = NULL;
  g_autofree char *undone = NULL;

  choose_model (page, "relogit");
  gtk_spin_button_set_value (child (page, "tau"), 0.02);
  g_assert_true (choose_vce (page, COMITY_VCE_JACKKNIFE));
  gtk_switch_set_active (child (page, "one_step"), TRUE);
  gtk_spin_button_set_value (child (page, "seed"), 77);
  gtk_widget_activate_action (page, "page.estimate", NULL);
  wait_for_jobs (window);
  g_assert_true (choose_view (page, COMITY_AFTER_SEPARATION));
  wait_for_jobs (window);
  kept = save (page);
  g_assert_nonnull (strstr (kept, "view=separation"));
  g_assert_nonnull (strstr (kept, "tau=0.02"));
  g_assert_nonnull (strstr (kept, "estimated=true"));
  g_assert_true (g_key_file_load_from_data (file, kept, -1, G_KEY_FILE_NONE, NULL));

  other = show_window (&other_page);
  comity_page_restore (COMITY_PAGE (other_page), file, "models");
  wait_for_jobs (other);
  there = save (other_page);
  g_assert_cmpstr (there, ==, kept);
  gtk_window_destroy (GTK_WINDOW (other));

  other = comity_window_new (NULL);
  gtk_window_present (GTK_WINDOW (other));
  other_page = find_widget (GTK_WIDGET (other), COMITY_TYPE_MODEL_PAGE);
  comity_page_restore (COMITY_PAGE (other_page), file, "models");
  comity_session_open_bundled (comity_window_get_session (other), "tiea");
  comity_window_show_page (other, "models");
  wait_for_jobs (other);
  later = save (other_page);
  g_assert_cmpstr (later, ==, kept);
  gtk_window_destroy (GTK_WINDOW (other));

  comity_session_undo (comity_window_get_session (window));
  wait_for_jobs (window);
  undone = save (page);
  g_assert_nonnull (strstr (undone, "view=coefficients"));
  g_assert_nonnull (strstr (undone, "tau=0.02"));
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

static void
select_row (GtkWidget *page, const char *table, guint row)
{
  GtkSelectionModel *model = gtk_column_view_get_model (child (page, table));

  g_assert_true (GTK_IS_SINGLE_SELECTION (model));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (model), row);
}

static void
apply (GtkWidget *page, const char *name, const char *text)
{
  AdwEntryRow *row = child (page, name);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
}

/* A row of a table speaks to all pages: a term by its variable, a dyad by its dossier. */
static void
test_rows (void)
{
  GtkWidget *page;
  ComityWindow *window = show_window (&page);
  ComitySession *session = comity_window_get_session (window);
  ComityFit *fit = comity_session_peek_fit (session);
  guint term = (guint) comity_fit_find_term (fit, "ideal_diff");
  GtkSelectionModel *rows = gtk_column_view_get_model (child (page, "table"));

  select_row (page, "table", term);
  g_assert_cmpstr (comity_selection_peek_variable (comity_session_peek_selection (session)), ==,
                   "ideal_diff");
  comity_session_select_variable (session, "ln_distance");
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (rows)), ==,
                    (guint) comity_fit_find_term (fit, "ln_distance"));
  comity_session_clear_selection (session);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (rows)), ==,
                    GTK_INVALID_LIST_POSITION);

  g_assert_true (choose_view (page, COMITY_AFTER_INFLUENCE));
  wait_for_jobs (window);
  g_assert_true (shows (page, "choice") && shows (page, "focus"));
  select_row (page, "after_table", 0);
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_PAIR);
  gtk_drop_down_set_selected (child (page, "choice"), 1);
  wait_for_jobs (window);
  select_row (page, "after_table", 0);
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_STATE);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

/* What is chosen within a view is what the library is asked for. */
static void
test_options (void)
{
  static const char *const values[] = { "0", "1" };
  GtkWidget *page;
  ComityWindow *window = show_window (&page);
  ComityFit *fit = comity_session_peek_fit (comity_window_get_session (window));
  g_autoptr (ComityProfile) profile = comity_profile_parse ("observed", NULL);
  g_autoptr (ComityPredictions) predictions = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *table = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *curves = NULL;

  g_assert_true (choose_view (page, COMITY_AFTER_PREDICTIONS));
  wait_for_jobs (window);
  g_assert_true (shows (page, "held_group") && shows (page, "values"));
  g_assert_false (shows (page, "specs_group"));
  g_assert_true (choose_text (child (page, "focus"), "same_tradition"));
  adw_combo_row_set_selected (child (page, "held"), 1);
  apply (page, "values", "0, 1");
  wait_for_jobs (window);
  predictions =
      comity_predictions_new (fit, profile, "same_tradition", values, 2, 0, 1, NULL, NULL);
  expected = comity_predictions_report (fit, profile, "same_tradition", predictions, 0, 0,
                                        COMITY_FORMAT_CSV, 3);
  table = write_table (page);
  g_assert_cmpstr (table, ==, expected);
  kept = save (page);
  g_assert_nonnull (strstr (kept, "predictions-observed=true"));
  g_assert_nonnull (strstr (kept, "values=0, 1"));

  g_assert_true (choose_view (page, COMITY_AFTER_SURVIVOR));
  wait_for_jobs (window);
  g_assert_false (shows (page, "values") || shows (page, "held"));
  curves = write_table (page);
  g_assert_nonnull (strstr (curves, "rate_low"));

  g_assert_true (choose_view (page, COMITY_AFTER_CURVE));
  wait_for_jobs (window);
  g_assert_true (shows (page, "specs_group") && shows (page, "permute_group"));
  g_assert_false (shows (page, "held_group"));
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
}

/* Roles have a way back, and a file that cannot be read leaves what is open. */
static void
test_roles (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "good.csv", NULL);
  g_autofree char *ragged = g_build_filename (folder, "ragged.csv", NULL);
  ComityWindow *window = comity_window_new (NULL);
  ComitySession *session = comity_window_get_session (window);
  GtkWidget *page;
  GActionGroup *actions;
  ComityRoles before, other;

  g_assert_true (g_file_set_contents (
      good, "ccode1,ccode2,year,when,y\n2,20,1990,1,0\n2,31,1990,2,1\n2,20,1991,3,0\n", -1, NULL));
  g_assert_true (g_file_set_contents (ragged, "a,b\n1,2\n3\n", -1, NULL));
  gtk_window_present (GTK_WINDOW (window));
  comity_session_open_file (session, good);
  comity_window_show_page (window, "data");
  wait_for_jobs (window);
  page = find_widget (GTK_WIDGET (window), COMITY_TYPE_DATA_PAGE);
  actions = comity_page_get_actions (COMITY_PAGE (page));
  before = *comity_session_peek_roles (session);
  g_assert_cmpint (before.column[COMITY_ROLE_YEAR], ==, 2);
  g_assert_false (g_action_group_get_action_enabled (actions, "undo-roles"));

  {
    GtkWidget *group =
        GTK_WIDGET (gtk_widget_get_template_child (page, COMITY_TYPE_DATA_PAGE, "roles_group"));
    GtkWidget *row =
        gtk_widget_get_ancestor (find_widget (group, ADW_TYPE_COMBO_ROW), ADW_TYPE_COMBO_ROW);

    for (guint r = 0; r < COMITY_ROLE_YEAR; r++)
      row = gtk_widget_get_next_sibling (row);
    adw_combo_row_set_selected (ADW_COMBO_ROW (row), 3 + 1);
  }
  wait_for_jobs (window);
  other = *comity_session_peek_roles (session);
  g_assert_cmpint (other.column[COMITY_ROLE_YEAR], ==, 3);
  g_assert_true (g_action_group_get_action_enabled (actions, "undo-roles"));

  comity_session_open_file (session, ragged);
  wait_for_jobs (window);
  g_assert_cmpuint (comity_dataset_get_n_columns (comity_session_peek_dataset (session)), ==, 5);
  g_assert_true (g_action_group_get_action_enabled (actions, "undo-roles"));

  g_action_group_activate_action (actions, "undo-roles", NULL);
  wait_for_jobs (window);
  g_assert_cmpint (comity_session_peek_roles (session)->column[COMITY_ROLE_YEAR], ==, 2);
  g_assert_false (g_action_group_get_action_enabled (actions, "undo-roles"));
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
  g_unlink (good);
  g_unlink (ragged);
  g_rmdir (folder);
}

static const char *
chosen (GtkWidget *page, const char *row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (child (page, row)));
}

/* A session opened over other data: the columns and the standard errors that it names are those of
 * its own data, and are chosen once these are there; where they do not come, nothing is chosen
 * later among the columns of others. */
static void
test_session_over_other_data (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "spells.csv", NULL);
  g_autofree char *kept = g_build_filename (folder, "kept.comity", NULL);
  g_autofree char *lost = g_build_filename (folder, "lost.comity", NULL);
  g_autofree char *models =
      g_strdup ("[view]\npage=models\n[models]\nformula=y ~ x\nestimator=cox\nvce=hc1\n"
                "strata=g\nstart=begin\nstop=end\nestimated=true\n");
  g_autofree char *view = g_strdup_printf ("[data]\npath=%s\n%s", data, models);
  g_autofree char *other =
      g_strdup_printf ("[data]\npath=%s/gone.csv\n[models]\nstrata=year\nvce=classical\n", folder);
  g_autoptr (GString) rows = g_string_new ("ccode1,ccode2,year,begin,end,y,x,g\n");
  GtkWidget *page;
  ComityWindow *window = show_window (&page);
  ComitySession *session = comity_window_get_session (window);

  for (int i = 0; i < 60; i++)
    g_string_append_printf (rows, "2,%d,1990,0,%d,%d,%d,%d\n", 20 + i, 1 + (i * 7) % 11, i % 3 != 0,
                            (i * 5) % 13, i % 2);
  g_assert_true (g_file_set_contents (data, rows->str, -1, NULL));
  g_assert_true (g_file_set_contents (kept, view, -1, NULL));
  g_assert_true (g_file_set_contents (lost, other, -1, NULL));

  comity_window_open (window, kept);
  wait_for_jobs (window);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_session_peek_dataset (session)), ==, 60);
  g_assert_cmpstr (chosen (page, "strata_row"), ==, "g");
  g_assert_cmpstr (chosen (page, "start_row"), ==, "begin");
  g_assert_cmpstr (chosen (page, "stop_row"), ==, "end");
  g_assert_cmpstr (chosen (page, "vce_row"), ==, comity_vce_title (COMITY_VCE_HC1));
  g_assert_nonnull (comity_session_peek_fit (session));
  g_assert_cmpstr (comity_fit_peek_spec (comity_session_peek_fit (session))->strata, ==, "g");

  comity_window_open (window, lost);
  wait_for_jobs (window);
  comity_session_open_bundled (session, "mlat");
  wait_for_jobs (window);
  g_assert_cmpstr (chosen (page, "strata_row"), !=, "year");
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (100);
  g_unlink (data);
  g_unlink (kept);
  g_unlink (lost);
  g_rmdir (folder);
}

static void
test_numbers (void)
{
  static const struct
  {
    double value;
    int decimals;
    const char *text;
  } cases[] = {
    { 0.00998, 3, "0.0100" },
    { 0.0052345, 3, "0.0052" },
    { -0.00012923, 3, "−0.00013" },
    { -0.4123, 3, "−0.412" },
    { 9.98e-7, 3, "9.98 × 10⁻⁷" },
    { -9.996e-7, 3, "−1.00 × 10⁻⁶" },
    { 0.0, 3, "0.000" },
    { -0.0, 3, "0.000" },
    { 1234567.0, 1, "1234567.0" },
    { 2.5e12, 3, "2.50 × 10¹²" },
    { INFINITY, 3, "∞" },
    { -INFINITY, 3, "−∞" },
    { NAN, 3, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = comity_model_results_dup_number (cases[i].value, cases[i].decimals);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  comity_network_init_library ();
  g_test_add_func ("/display/models/numbers", test_numbers);
  g_test_add_func ("/display/models/narrowing", test_narrowing);
  g_test_add_func ("/display/models/ladder", test_ladder);
  g_test_add_func ("/display/models/calibration", test_calibration);
  g_test_add_func ("/display/models/other-views", test_other_views);
  g_test_add_func ("/display/models/kept", test_kept);
  g_test_add_func ("/display/models/rows", test_rows);
  g_test_add_func ("/display/models/options", test_options);
  g_test_add_func ("/display/models/roles", test_roles);
  g_test_add_func ("/display/models/session-over-other-data", test_session_over_other_data);
  return g_test_run ();
}
