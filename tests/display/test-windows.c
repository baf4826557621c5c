/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every window made once under fatal warnings, and gone without a trace when it is closed, also in
 * the middle of its jobs. */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "comity-about.h"
#include "comity-export-dialog.h"
#include "comity-figures.h"
#include "comity-network-page-private.h"
#include "comity-network-table.h"
#include "comity-network-tables.h"
#include "comity-network.h"
#include "comity-preferences.h"
#include "comity-table.h"
#include "comity-test-display.h"
#include "comity-window-private.h"

/* Seconds. */
#define PATIENCE 60

static void
wait_until_gone (gpointer *weak)
{
  gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  while (*weak != NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      comity_test_iterate (10);
    }
}

static void
wait_for_jobs (ComityWindow *window)
{
  comity_test_wait_for_jobs (comity_window_get_session (window), 1, 200, PATIENCE);
}

static ComityWindow *
show_window (gpointer *weak)
{
  ComityWindow *window = comity_window_new (NULL);

  *weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), weak);
  gtk_window_present (GTK_WINDOW (window));
  comity_session_open_bundled (comity_window_get_session (window), "mlat");
  return window;
}

/* All pages full, something selected: then closed. */
static void
test_full (void)
{
  static const char *const pages[] = { "similarity", "models", "data", "network" };
  gpointer weak;
  ComityWindow *window = show_window (&weak);

  wait_for_jobs (window);
  g_assert_true (comity_session_select_text (comity_window_get_session (window), "USA,CHE"));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      comity_window_show_page (window, pages[i]);
      wait_for_jobs (window);
    }
  g_assert_nonnull (comity_session_peek_fit (comity_window_get_session (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until_gone (&weak);
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_COMBO_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Page, options of a page, selection and year go back one by one, and come back. */
static void
test_undo (void)
{
  gpointer weak;
  ComityWindow *window = show_window (&weak);
  ComitySession *session = comity_window_get_session (window);
  AdwComboRow *layout, *vce;
  guint before;

  wait_for_jobs (window);
  layout = ADW_COMBO_ROW (find_row (GTK_WIDGET (window), "_Layout"));
  vce = ADW_COMBO_ROW (find_row (GTK_WIDGET (window), "_Kind"));
  before = adw_combo_row_get_selected (layout);
  g_assert_false (comity_session_can_undo (session));
  adw_combo_row_set_selected (layout, before + 1);
  wait_for_jobs (window);
  comity_session_set_year (session, 1990);
  comity_window_show_page (window, "models");
  wait_for_jobs (window);
  adw_combo_row_set_selected (vce, 2);
  wait_for_jobs (window);

  comity_session_undo (session);
  g_assert_cmpuint (adw_combo_row_get_selected (vce), ==, 0);
  comity_session_undo (session);
  g_assert_cmpint (comity_session_get_year (session), ==, 1990);
  comity_session_undo (session);
  g_assert_cmpint (comity_session_get_year (session), !=, 1990);
  g_assert_cmpuint (adw_combo_row_get_selected (layout), ==, before + 1);
  comity_session_undo (session);
  g_assert_cmpuint (adw_combo_row_get_selected (layout), ==, before);
  g_assert_false (comity_session_can_undo (session));
  wait_for_jobs (window);
  /* What came back late is no step of its own. */
  g_assert_true (comity_session_can_redo (session));
  for (guint i = 0; i < 4; i++)
    comity_session_redo (session);
  g_assert_cmpuint (adw_combo_row_get_selected (vce), ==, 2);
  g_assert_cmpuint (adw_combo_row_get_selected (layout), ==, before + 1);
  g_assert_false (comity_session_can_redo (session));
  wait_for_jobs (window);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until_gone (&weak);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What is typed is looked for a moment later. */
static void
wait_for_rows (GListModel *rows, guint n)
{
  gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  while (g_list_model_get_n_items (rows) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      comity_test_iterate (20);
    }
}

static guint
find_number (GListModel *model, guint number)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ComityTableRow) row = g_list_model_get_item (model, i);

      if (comity_table_row_get_number (row) == number)
        return i;
    }
  return G_MAXUINT;
}

/* Sorts as a click on the head of a column does, past our own controls. */
static void
sort_by_head (GtkColumnView *view, guint number, GtkSortType direction)
{
  g_autoptr (GtkColumnViewColumn) column =
      g_list_model_get_item (gtk_column_view_get_columns (view), number);

  gtk_column_view_sort_by_column (view, column, direction);
}

static void
assert_order (ComityNetworkTables *tables, const char *states, const char *ties)
{
  const char *const wanted[] = { states, ties, NULL };
  g_auto (GStrv) order = comity_network_tables_dup_order (tables);

  g_assert_cmpstrv (order, wanted);
}

/* The network as tables: as many rows as there are states, the best connected first; a row that is
 * chosen is selected everywhere and what is selected elsewhere has its row; looking for a name leaves
 * its rows; and to have looked at tables can be undone. */
static void
test_network_tables (void)
{
  gpointer weak;
  ComityWindow *window = show_window (&weak);
  ComitySession *session = comity_window_get_session (window);
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityNetworkTable) records = NULL;
  g_autoptr (ComityTableRow) first = NULL;
  g_autoptr (GError) error = NULL;
  ComityNetworkTables *tables;
  GtkColumnView *view;
  GtkSingleSelection *selection;
  GListModel *rows;
  GtkEditable *search;
  GtkDropDown *sort;
  const char *const unknown[] = { "no such column", "", NULL };
  gssize usa, degree;
  int narrowest;

  wait_for_jobs (window);
  comity_session_set_year (session, 2010);
  comity_session_set_cumulative (session, TRUE);
  wait_for_jobs (window);
  network = comity_network_new (comity_session_peek_panel (session), 2010, TRUE, &error);
  g_assert_no_error (error);
  records = comity_network_new_node_table (network);
  degree = comity_network_table_find (records, "degree");

  g_assert_null (find_widget (GTK_WIDGET (window), COMITY_TYPE_NETWORK_TABLES));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "page.tables", NULL));
  comity_test_iterate (300);
  tables = COMITY_NETWORK_TABLES (find_widget (GTK_WIDGET (window), COMITY_TYPE_NETWORK_TABLES));
  g_assert_nonnull (tables);
  /* As wide as a word, not as the longest name of a column: a narrow window shows it whole. */
  gtk_widget_measure (find_widget (GTK_WIDGET (tables), GTK_TYPE_DROP_DOWN),
                      GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  g_assert_cmpint (narrowest, <=, 160);
  view = GTK_COLUMN_VIEW (find_widget (GTK_WIDGET (tables), GTK_TYPE_COLUMN_VIEW));
  selection = GTK_SINGLE_SELECTION (gtk_column_view_get_model (view));
  rows = G_LIST_MODEL (selection);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, records->n_rows);
  first = g_list_model_get_item (rows, 0);
  for (gsize i = 0; i < records->n_rows; i++)
    g_assert_cmpfloat (records->columns[degree].values[i], <=,
                       records->columns[degree].values[comity_table_row_get_number (first)]);

  gtk_single_selection_set_selected (selection, 0);
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_STATE);
  g_assert_cmpuint (comity_session_get_selection (session).a, ==,
                    comity_network_get_state (network, comity_table_row_get_number (first)));
  g_assert_true (comity_session_select_text (session, "JPN"));
  usa = comity_network_find_state (network, comity_session_get_selection (session).a);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==,
                    find_number (rows, (guint) usa));

  sort = GTK_DROP_DOWN (find_widget (GTK_WIDGET (tables), GTK_TYPE_DROP_DOWN));
  search = GTK_EDITABLE (find_widget (GTK_WIDGET (tables), GTK_TYPE_SEARCH_ENTRY));
  gtk_editable_set_text (search, "SWITZ");
  wait_for_rows (rows, 1);
  gtk_editable_set_text (search, "");
  wait_for_rows (rows, (guint) records->n_rows);

  /* By a click on a column's head: a step of the view, which says by what. */
  sort_by_head (view, 1, GTK_SORT_ASCENDING);
  assert_order (tables, "name", "name_a");
  g_assert_cmpuint (gtk_drop_down_get_selected (sort), ==, 1);
  sort_by_head (view, 1, GTK_SORT_DESCENDING);
  assert_order (tables, "-name", "name_a");
  comity_session_undo (session);
  comity_session_undo (session);
  assert_order (tables, "-degree", "name_a");
  g_assert_cmpuint (gtk_drop_down_get_selected (sort), ==, 4);
  comity_session_redo (session);
  assert_order (tables, "name", "name_a");
  /* By the chooser the same, and an order that is none of ours changes nothing. */
  gtk_drop_down_set_selected (sort, 4);
  assert_order (tables, "degree", "name_a");
  comity_network_tables_set_order (tables, unknown);
  assert_order (tables, "degree", "name_a");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, records->n_rows);

  comity_network_tables_set_shown (tables, "ties");
  comity_test_iterate (300);
  view = GTK_COLUMN_VIEW (find_widget (GTK_WIDGET (tables), GTK_TYPE_COLUMN_VIEW));
  selection = GTK_SINGLE_SELECTION (gtk_column_view_get_model (view));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==,
                    comity_network_get_n_edges (network));
  gtk_single_selection_set_selected (selection, 3);
  g_assert_cmpint (comity_session_get_selection (session).kind, ==, COMITY_ELEMENT_PAIR);
  /* Another year is another table. */
  comity_session_set_year (session, 1995);
  wait_for_jobs (window);
  comity_test_iterate (300);
  g_clear_pointer (&network, comity_network_unref);
  network = comity_network_new (comity_session_peek_panel (session), 1995, TRUE, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==,
                    comity_network_get_n_edges (network));

  comity_session_undo (session); /* the year */
  comity_session_undo (session); /* the pair */
  comity_session_undo (session); /* the ties */
  wait_for_jobs (window);
  g_assert_cmpstr (comity_network_tables_get_shown (tables), ==, "states");
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until_gone (&weak);
}

/* How ties run is set by the menu's action and by the row, one and the same, and can be undone. */
static void
test_network_edges (void)
{
  gpointer weak;
  ComityWindow *window = show_window (&weak);
  ComitySession *session = comity_window_get_session (window);
  AdwComboRow *edges;

  wait_for_jobs (window);
  edges = ADW_COMBO_ROW (find_row (GTK_WIDGET (window), "_Edges"));
  g_assert_cmpuint (adw_combo_row_get_selected (edges), ==, COMITY_EDGES_AUTO);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (window), "page.edges", "s", "bundled"));
  g_assert_cmpuint (adw_combo_row_get_selected (edges), ==, COMITY_EDGES_BUNDLED);
  wait_for_jobs (window);
  comity_session_undo (session);
  g_assert_cmpuint (adw_combo_row_get_selected (edges), ==, COMITY_EDGES_AUTO);
  wait_for_jobs (window);
  comity_session_redo (session);
  g_assert_cmpuint (adw_combo_row_get_selected (edges), ==, COMITY_EDGES_BUNDLED);
  wait_for_jobs (window);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until_gone (&weak);
}

/* 4,000 made-up states on a square, tied to others near them. */
static char *
write_large_network (const char *folder)
{
  const gsize n = 4000, side = 40;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GString) rows = g_string_new ("state_a,state_b,year,signed\n");
  char *path = g_build_filename (folder, "large.csv", NULL);

  for (gsize i = 0; i < n; i++)
    for (int k = 0; k < 10; k++)
      {
        /* Cells of the square in rows: the next few, or those of the row below. */
        gsize j = i + 1 + (gsize) g_rand_int_range (rand, 0, 4) + (k % 2) * (n / side);

        if (j < n)
          g_string_append_printf (rows, "N%04" G_GSIZE_FORMAT ",N%04" G_GSIZE_FORMAT ",2000,%d\n",
                                  i, j, k < 4);
      }
  g_assert_true (g_file_set_contents (path, rows->str, -1, NULL));
  return path;
}

/* A slow layout is seen to settle, by whoever wants animation; what comes out is the same; and it can
 * be stopped, which goes back to what was there. */
static void
test_network_live (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-live-XXXXXX", NULL);
  g_autofree char *path = write_large_network (folder);
  gpointer weak;
  ComityWindow *window = show_window (&weak);
  ComitySession *session = comity_window_get_session (window);
  ComityNetworkPage *page = COMITY_NETWORK_PAGE (comity_window_peek_page (window, "network"));
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (window));
  g_autoptr (ComityLayout) laid_out = NULL;
  AdwComboRow *layout;
  ComityFigure *before;

  wait_for_jobs (window);
  layout = ADW_COMBO_ROW (find_row (GTK_WIDGET (window), "_Layout"));
  for (int animated = 0; animated < 2; animated++)
    {
      gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;
      gboolean seen = FALSE;
      guint n_glimpses = 0;

      g_object_set (settings, "gtk-enable-animations", animated, NULL);
      if (animated)
        {
          comity_session_open_bundled (session, "mlat");
          wait_for_jobs (window);
        }
      comity_session_open_file (session, path);
      while (page->result == NULL || comity_network_get_n_nodes (page->result->network) < 1000)
        {
          seen |= page->has_glimpsed;
          n_glimpses = MAX (n_glimpses, page->n_glimpses);
          g_assert_cmpint (g_get_monotonic_time (), <, end);
          comity_test_iterate (5);
        }
      g_test_message ("%u glimpses", n_glimpses);
      g_assert_cmpint (seen, ==, animated);
      g_assert_false (gtk_widget_get_visible (page->stop));
      g_assert_false (page->has_glimpsed);
      if (animated)
        {
          g_assert_cmpmem (page->result->layout->x, laid_out->n * sizeof (double), laid_out->x,
                           laid_out->n * sizeof (double));
          g_assert_cmpmem (page->result->layout->y, laid_out->n * sizeof (double), laid_out->y,
                           laid_out->n * sizeof (double));
        }
      else
        laid_out = comity_layout_copy (page->result->layout);
    }

  wait_for_jobs (window);
  adw_combo_row_set_selected (layout, 1);
  while (!page->has_glimpsed)
    {
      g_assert_true (page->job != NULL || page->refresh_source != 0);
      comity_test_iterate (5);
    }
  before = comity_figure_view_peek_figure (page->figure_view);
  g_assert_true (gtk_widget_get_visible (page->stop));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "page.cancel", NULL));
  g_assert_null (page->job);
  g_assert_false (page->has_glimpsed);
  g_assert_false (gtk_widget_get_visible (page->stop));
  g_assert_cmpint (page->result->layout->method, ==, COMITY_LAYOUT_FR);
  g_assert_true (comity_figure_view_peek_figure (page->figure_view) != before);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until_gone (&weak);
  g_unlink (path);
  g_rmdir (folder);
}

/* Closed while the panel is being built: nobody waits for the worker. */
static void
test_closed_while_opening (void)
{
  gpointer weak;
  ComityWindow *window = show_window (&weak);
  gint64 start;

  g_assert_true (comity_session_is_opening (comity_window_get_session (window)));
  start = g_get_monotonic_time ();
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  wait_until_gone (&weak);
}

/* GTK's own dialog: on the private display there is no portal. */
static GtkWidget *
find_chooser (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_FILE_CHOOSER_DIALOG (window) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

/* Each save of the network's menu asks for a name with its own ending, and writes its own file. */
static void
test_network_saves (void)
{
  static const struct
  {
    const char *action;
    const char *name;
    const char *contents;
  } saves[] = {
    { "page.save-states", "network-1990.csv", "code,name,tradition,region" },
    { "page.save-ties", "network-1990.ties.csv", "state_a,state_b,name_a,name_b,first_year" },
    { "page.save-graphml", "network-1990.graphml", "<graphml" },
    { "page.save-gexf", "network-1990.gexf", "<gexf" },
  };
  g_autofree char *folder = g_dir_make_tmp ("comity-saves-XXXXXX", NULL);
  g_autoptr (GFile) where = g_file_new_for_path (folder);
  gpointer weak;
  ComityWindow *window = show_window (&weak);

  wait_for_jobs (window);
  comity_session_set_year (comity_window_get_session (window), 1990);
  wait_for_jobs (window);
  for (guint i = 0; i < G_N_ELEMENTS (saves); i++)
    {
      g_autofree char *path = g_build_filename (folder, saves[i].name, NULL);
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;
      GtkWidget *chooser;

      gtk_widget_activate_action (GTK_WIDGET (comity_window_get_visible_page (window)),
                                  saves[i].action, NULL);
      comity_test_iterate (300);
      chooser = find_chooser ();
      g_assert_nonnull (chooser);
      name = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (chooser));
      g_assert_cmpstr (name, ==, saves[i].name);
      g_assert_true (gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), where, NULL));
      comity_test_iterate (500);
      gtk_widget_activate_default (chooser);
      comity_test_iterate (600);
      wait_for_jobs (window);
      g_assert_null (find_chooser ());
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, saves[i].contents));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until_gone (&weak);
}

static void
test_preferences (void)
{
  GtkWindow *window = GTK_WINDOW (comity_preferences_new (NULL));
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_present (window);
  comity_test_iterate (200);
  gtk_window_destroy (window);
  wait_until_gone (&weak);
}

static void
test_about (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  GtkWindow *window;
  gpointer weak;

  comity_about_show (NULL, world);
  window = g_list_model_get_item (gtk_window_get_toplevels (), 0);
  g_assert_true (ADW_IS_ABOUT_WINDOW (window));
  weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  g_object_unref (window);
  comity_test_iterate (200);
  gtk_window_destroy (window);
  wait_until_gone (&weak);
}

/* A page with nothing to show has nothing to export, and says so. */
static void
test_export_of_nothing (void)
{
  g_autoptr (ComitySession) session = comity_session_new ();
  ComityPage *page = g_object_ref_sink (g_object_new (COMITY_TYPE_NETWORK_PAGE, NULL));
  g_autoptr (GError) error = NULL;
  GtkWindow *window;
  gpointer weak;

  comity_page_set_session (page, session);
  g_assert_null (comity_export_dialog_prepare (page, "x.pdf", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (comity_export_dialog_prepare (page, "x.xyz", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);

  window = GTK_WINDOW (comity_export_dialog_new (NULL, page));
  weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_present (window);
  comity_test_iterate (200);
  gtk_window_destroy (window);
  wait_until_gone (&weak);
  g_assert_finalize_object (page);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  comity_network_init_library ();
  g_test_add_func ("/app/windows/full", test_full);
  g_test_add_func ("/app/windows/undo", test_undo);
  g_test_add_func ("/app/windows/network-saves", test_network_saves);
  g_test_add_func ("/app/windows/network-tables", test_network_tables);
  g_test_add_func ("/app/windows/network-edges", test_network_edges);
  g_test_add_func ("/app/windows/network-live", test_network_live);
  g_test_add_func ("/app/windows/closed-while-opening", test_closed_while_opening);
  g_test_add_func ("/app/windows/preferences", test_preferences);
  g_test_add_func ("/app/windows/about", test_about);
  g_test_add_func ("/app/windows/export-of-nothing", test_export_of_nothing);
  return g_test_run ();
}
