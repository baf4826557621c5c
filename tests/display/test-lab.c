/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The similarity lab in its window: sliders, cut, flip, the picture beside the map, a covariate of
 * the session's data, and all of it undone. */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <locale.h>

#include "comity-heatmap-figure-private.h"
#include "comity-print.h"
#include "comity-similarity-page.h"
#include "comity-state-view.h"
#include "comity-test-display.h"
#include "comity-window-private.h"

/* Seconds. */
#define PATIENCE 60

typedef struct
{
  ComityWindow *window;
  ComitySession *session;
  ComityPage *page;
} Fixture;

/* Long enough that a slider's rest has become a step. */
static void
settle_session (ComitySession *session)
{
  comity_test_wait_for_jobs (session, 1, 800, PATIENCE);
}

static void
settle (Fixture *fixture)
{
  settle_session (fixture->session);
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *title, guint *skip)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (title == NULL ||
       g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0) &&
      (skip == NULL || (*skip)-- == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, title, skip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = comity_window_new (NULL);
  fixture->session = comity_window_get_session (fixture->window);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1400, 900);
  gtk_window_present (GTK_WINDOW (fixture->window));
  comity_session_open_bundled (fixture->session, "mlat");
  settle (fixture);
  comity_window_show_page (fixture->window, "similarity");
  settle (fixture);
  fixture->page =
      COMITY_PAGE (find (GTK_WIDGET (fixture->window), COMITY_TYPE_SIMILARITY_PAGE, NULL, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  comity_test_iterate (50);
}

static ComityHeatmapFigure *
peek_map (Fixture *fixture)
{
  guint skip = 0;
  GtkWidget *view = find (GTK_WIDGET (fixture->page), COMITY_TYPE_FIGURE_VIEW, NULL, &skip);

  return (ComityHeatmapFigure *) comity_figure_view_peek_figure (COMITY_FIGURE_VIEW (view));
}

static double
value_of (Fixture *fixture, guint32 a, guint32 b)
{
  ComityHeatmapFigure *map = peek_map (fixture);
  gsize row, column;

  g_assert_true (comity_heatmap_figure_find (
      map, (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) }, &row, &column));
  return *comity_heatmap_data_value (map->data, row, column);
}

static void
activate (Fixture *fixture, const char *action)
{
  g_action_group_activate_action (comity_page_get_actions (fixture->page), action, NULL);
}

static void
test_sliders (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = comity_session_peek_panel (fixture->session);
  guint32 usa = (guint32) comity_panel_find_state (panel, "USA");
  guint32 che = (guint32) comity_panel_find_state (panel, "CHE");
  double before = value_of (fixture, usa, che);
  ComityStateView *states =
      COMITY_STATE_VIEW (find (GTK_WIDGET (fixture->page), COMITY_TYPE_STATE_VIEW, NULL, NULL));
  double without_law;

  /* The United States and Switzerland differ in their law: without it they are more alike. */
  for (guint i = 0; i < 3; i++)
    {
      guint skip = i;
      GtkWidget *scale = find (GTK_WIDGET (fixture->page), GTK_TYPE_SCALE, NULL, &skip);

      g_assert_nonnull (scale);
      g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (scale)), ==, 1.0);
      if (i == 2)
        gtk_range_set_value (GTK_RANGE (scale), 0.0);
    }
  settle (fixture);
  without_law = value_of (fixture, usa, che);
  g_assert_cmpfloat (without_law, >, before);
  g_assert_cmpfloat_with_epsilon (before, without_law * 2.0 / 3.0, 1e-12);

  /* All of weight 0: a sentence. */
  for (guint i = 0; i < 2; i++)
    {
      guint skip = i;

      gtk_range_set_value (
          GTK_RANGE (find (GTK_WIDGET (fixture->page), GTK_TYPE_SCALE, NULL, &skip)), 0.0);
    }
  settle (fixture);
  g_assert_cmpstr (comity_state_view_get_state (states), ==, "error");
  comity_session_undo (fixture->session);
  settle (fixture);
  g_assert_cmpstr (comity_state_view_get_state (states), ==, "full");
  g_assert_cmpfloat (value_of (fixture, usa, che), ==, without_law);
  comity_session_undo (fixture->session);
  settle (fixture);
  g_assert_cmpfloat (value_of (fixture, usa, che), ==, before);
}

static void
test_cut_and_flip (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (GTK_WIDGET (fixture->page), ADW_TYPE_ACTION_ROW, "_Groups", NULL);
  GtkSpinButton *cut = GTK_SPIN_BUTTON (find (row, GTK_TYPE_SPIN_BUTTON, NULL, NULL));
  gsize n = peek_map (fixture)->data->n;
  g_autofree guint32 *before = g_memdup2 (peek_map (fixture)->data->states, n * sizeof (guint32));
  gsize size = n * sizeof *before;

  gtk_spin_button_set_value (cut, 4);
  settle (fixture);
  g_assert_cmpuint (peek_map (fixture)->data->n_groups, ==, 4);

  g_assert_true (comity_session_select_text (fixture->session, "USA,CHE"));
  settle (fixture);
  activate (fixture, "flip");
  settle (fixture);
  g_assert_true (memcmp (peek_map (fixture)->data->states, before, size) != 0);
  g_assert_cmpuint (peek_map (fixture)->data->n_groups, ==, 4);
  comity_session_undo (fixture->session);
  settle (fixture);
  g_assert_cmpmem (peek_map (fixture)->data->states, size, before, size);
  comity_session_redo (fixture->session);
  settle (fixture);
  g_assert_true (memcmp (peek_map (fixture)->data->states, before, size) != 0);
  /* The tree of another year has no flips. */
  comity_session_set_year (fixture->session, 1990);
  settle (fixture);
  comity_session_undo (fixture->session);
  settle (fixture);
  g_assert_true (memcmp (peek_map (fixture)->data->states, before, size) != 0);
}

static void
test_beside (Fixture *fixture, gconstpointer data)
{
  guint skip = 1;
  ComityFigureView *beside =
      COMITY_FIGURE_VIEW (find (GTK_WIDGET (fixture->page), COMITY_TYPE_FIGURE_VIEW, NULL, &skip));
  g_autofree char *distribution = NULL;
  g_autofree char *row = NULL;

  g_assert_null (comity_figure_view_peek_figure (beside));
  activate (fixture, "beside");
  settle (fixture);
  distribution = comity_figure_describe (comity_figure_view_peek_figure (beside));
  g_assert_nonnull (strstr (distribution, "is more alike than one without in"));
  g_assert_true (comity_session_select_text (fixture->session, "CHE"));
  activate (fixture, "beside");
  settle (fixture);
  row = comity_figure_describe (comity_figure_view_peek_figure (beside));
  g_assert_nonnull (strstr (row, "Switzerland: most alike"));
}

/* The years beside the map: the selected pair's line, the year by a click, and the place kept. */
static void
test_through_years (Fixture *fixture, gconstpointer data)
{
  guint skip = 1;
  ComityFigureView *beside =
      COMITY_FIGURE_VIEW (find (GTK_WIDGET (fixture->page), COMITY_TYPE_FIGURE_VIEW, NULL, &skip));
  ComityElement year = { COMITY_ELEMENT_YEAR, 1995, 0 };
  g_autofree char *pair = NULL;
  g_autofree char *without = NULL;

  for (int i = 0; i < 3; i++)
    activate (fixture, "beside");
  settle (fixture);
  without = comity_figure_describe (comity_figure_view_peek_figure (beside));
  g_assert_nonnull (strstr (without, "1960 to 2012"));
  g_assert_null (strstr (without, "CHE"));
  g_assert_true (comity_session_select_text (fixture->session, "USA,CHE"));
  settle (fixture);
  pair = comity_figure_describe (comity_figure_view_peek_figure (beside));
  g_assert_nonnull (strstr (pair, "USA – CHE"));
  g_signal_emit_by_name (beside, "activated", &year);
  settle (fixture);
  g_assert_cmpint (comity_session_get_year (fixture->session), ==, 1995);
  /* Once more round. */
  activate (fixture, "beside");
  settle (fixture);
  comity_session_undo (fixture->session);
  settle (fixture);
  g_assert_nonnull (strstr (comity_figure_view_get_readout (beside), "1995"));
}

static void
test_covariate (Fixture *fixture, gconstpointer data)
{
  ComityDataset *dataset = comity_session_peek_dataset (fixture->session);
  ComityPanel *panel = comity_session_peek_panel (fixture->session);
  gsize n_rows = comity_dataset_get_n_rows (dataset);
  g_autoptr (ComityColumn) column = NULL;

  g_assert_cmpint (comity_dataset_find_column (dataset, "gower"), ==, -1);
  activate (fixture, "use-as-covariate");
  settle (fixture);
  dataset = comity_session_peek_dataset (fixture->session);
  g_assert_cmpint (comity_dataset_find_column (dataset, "gower"), >=, 0);
  g_assert_cmpuint (comity_dataset_get_n_rows (dataset), ==, n_rows);
  g_assert_true (comity_panel_peek_dataset (comity_session_peek_panel (fixture->session)) ==
                 dataset);
  g_assert_true (comity_session_peek_panel (fixture->session) != panel);

  /* A second of the name gets a number. */
  activate (fixture, "use-as-covariate");
  settle (fixture);
  dataset = comity_session_peek_dataset (fixture->session);
  g_assert_cmpint (comity_dataset_find_column (dataset, "gower_2"), >=, 0);
  comity_session_undo (fixture->session);
  dataset = comity_session_peek_dataset (fixture->session);
  g_assert_cmpint (comity_dataset_find_column (dataset, "gower_2"), ==, -1);
  g_assert_cmpint (comity_dataset_find_column (dataset, "gower"), >=, 0);
  comity_session_undo (fixture->session);
  dataset = comity_session_peek_dataset (fixture->session);
  g_assert_cmpint (comity_dataset_find_column (dataset, "gower"), ==, -1);
  comity_session_redo (fixture->session);
  dataset = comity_session_peek_dataset (fixture->session);
  g_assert_cmpint (comity_dataset_find_column (dataset, "gower"), >=, 0);
  settle (fixture);

  /* Other data have forgotten it. */
  comity_session_open_bundled (fixture->session, "mlat");
  settle (fixture);
  g_assert_cmpint (
      comity_dataset_find_column (comity_session_peek_dataset (fixture->session), "gower"), ==, -1);
}

/* A session of the window's own kind with the column, a model of it, and the next start. */
static void
test_covariate_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-lab-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "kept.comity", NULL);
  g_autofree char *view = NULL;
  g_autofree char *formula = NULL;
  g_autofree char *outcome = g_strdup (comity_column_peek_name (comity_dataset_peek_column (
      comity_session_peek_dataset (fixture->session),
      (gsize) comity_session_peek_roles (fixture->session)->column[COMITY_ROLE_OUTCOME])));
  ComityWindow *window;
  ComitySession *session;
  ComityDataset *dataset;
  double log_likelihood;
  gssize column;

  activate (fixture, "use-as-covariate");
  settle (fixture);
  formula = g_strdup_printf ("%s ~ gower", outcome);
  comity_window_show_page (fixture->window, "models");
  comity_session_set_formula (fixture->session, formula);
  settle (fixture);
  g_action_group_activate_action (
      comity_page_get_actions (comity_window_peek_page (fixture->window, "models")), "estimate",
      NULL);
  settle (fixture);
  g_assert_nonnull (comity_session_peek_fit (fixture->session));
  g_assert_cmpstr (comity_fit_peek_term_column (comity_session_peek_fit (fixture->session), 1), ==,
                   "gower");
  log_likelihood =
      comity_fit_peek_numbers (comity_session_peek_fit (fixture->session))->log_likelihood;
  view = comity_window_dup_view (fixture->window);
  g_assert_true (g_file_set_contents (path, view, -1, NULL));

  window = comity_window_new (NULL);
  session = comity_window_get_session (window);
  gtk_window_present (GTK_WINDOW (window));
  comity_window_open (window, path);
  settle_session (session);
  dataset = comity_session_peek_dataset (session);
  column = comity_dataset_find_column (dataset, "gower");
  g_assert_cmpint (column, >=, 0);
  g_assert_null (comity_session_get_not_derived (session));
  g_assert_nonnull (comity_session_peek_fit (session));
  g_assert_cmpfloat (comity_fit_peek_numbers (comity_session_peek_fit (session))->log_likelihood,
                     ==, log_likelihood);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_test_iterate (50);

  /* A column that these data do not give is named, and the rest opens. */
  g_clear_pointer (&view, g_free);
  view = g_strdup ("[data]\nnetwork=mlat\n[columns]\nderived=one=gower;two=difference:no_such\n");
  g_assert_true (g_file_set_contents (path, view, -1, NULL));
  comity_window_open (fixture->window, path);
  settle (fixture);
  dataset = comity_session_peek_dataset (fixture->session);
  g_assert_cmpint (comity_dataset_find_column (dataset, "one"), >=, 0);
  g_assert_cmpint (comity_dataset_find_column (dataset, "two"), ==, -1);
  g_assert_nonnull (strstr (comity_session_get_not_derived (fixture->session), "no_such"));
  g_unlink (path);
  g_rmdir (folder);
}

static void
texture_read_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GdkTexture **) user_data =
      gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, &error);
  g_assert_no_error (error);
}

typedef struct
{
  GBytes *bytes;
  gboolean done;
} Pasted;

static void
spliced_cb (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  Pasted *pasted = user_data;
  g_autoptr (GError) error = NULL;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (stream), result, &error);
  g_assert_no_error (error);
  pasted->bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  pasted->done = TRUE;
}

static void
stream_read_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) from =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (clipboard), result, NULL, &error);
  g_autoptr (GOutputStream) to = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  g_output_stream_splice_async (
      to, from, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
      G_PRIORITY_DEFAULT, NULL, spliced_cb, user_data);
}

/* What another program gets that pastes @mime_type. */
static GBytes *
paste (GdkClipboard *clipboard, const char *mime_type)
{
  const char *wanted[] = { mime_type, NULL };
  Pasted pasted = { NULL, FALSE };

  gdk_clipboard_read_async (clipboard, wanted, G_PRIORITY_DEFAULT, NULL, stream_read_cb, &pasted);
  for (guint i = 0; i < 3000 && !pasted.done; i++)
    comity_test_iterate (10);
  g_assert_true (pasted.done);
  return pasted.bytes;
}

/* A drawing whose words are words, and a page of PDF. */
static void
test_copy_drawing (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  gsize n;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "copy-figure", NULL);
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "image/svg+xml"));
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "application/pdf"));
  svg = paste (clipboard, "image/svg+xml");
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_nonnull (strstr (text, "<svg"));
  g_assert_nonnull (strstr (text, "USA"));
  pdf = paste (clipboard, "application/pdf");
  g_assert_cmpmem (g_bytes_get_data (pdf, &n), 5, "%PDF-", 5);
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 5000);
}

/* The figure of the page is copied as a picture that others can paste: image/png, with the ink of
 * the map in it. */
static void
test_copy_figure (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = NULL;
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);
  gsize width, height;

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "copy-figure", NULL);
  settle (fixture);
  {
    g_autoptr (GdkContentFormats) formats =
        gdk_content_formats_union_serialize_mime_types (
            gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

    g_assert_true (gdk_content_formats_contain_mime_type (formats, "image/png"));
  }
  gdk_clipboard_read_texture_async (clipboard, NULL, texture_read_cb, &texture);
  for (guint i = 0; i < 3000 && texture == NULL; i++)
    comity_test_iterate (10);
  g_assert_nonnull (texture);
  width = (gsize) gdk_texture_get_width (texture);
  height = (gsize) gdk_texture_get_height (texture);
  g_assert_cmpuint (width, >, 400);
  g_assert_cmpuint (height, >, 300);
  pixels = g_new (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, width * sizeof *pixels);
  for (gsize i = 0; i < width * height; i++)
    g_hash_table_add (colors, GUINT_TO_POINTER (pixels[i]));
  g_assert_cmpuint (g_hash_table_size (colors), >, 50);
}

/* On paper the map is one page, and text is text. */
static void
test_print_figure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkPrintOperation) operation =
      comity_print_operation_new ((ComityFigure *) peek_map (fixture), TRUE);
  g_autofree char *folder = g_dir_make_tmp ("comity-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "map.pdf", NULL);
  const char *argv[] = { "pdftotext", path, "-", NULL };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
                                            GTK_WINDOW (fixture->window), &error),
                   ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                               NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "Gower similarity of institutions"));
  g_assert_nonnull (strstr (text, "Common law"));
  g_assert_true (g_str_has_suffix (text, "\f"));
  g_assert_true (strchr (text, '\f') == text + strlen (text) - 1);
  g_remove (path);
  g_rmdir (folder);
}

/* Rows by region have regions at the margins, unless another band was chosen; one step of undo. */
static void
test_region_band (Fixture *fixture, gconstpointer data)
{
  AdwComboRow *order =
      ADW_COMBO_ROW (find (GTK_WIDGET (fixture->page), ADW_TYPE_COMBO_ROW, "_Order", NULL));
  AdwComboRow *band =
      ADW_COMBO_ROW (find (GTK_WIDGET (fixture->page), ADW_TYPE_COMBO_ROW, "_Band", NULL));

  g_assert_nonnull (order);
  g_assert_nonnull (band);
  g_assert_cmpuint (adw_combo_row_get_selected (band), ==, 1);
  adw_combo_row_set_selected (order, COMITY_ORDER_REGION);
  settle (fixture);
  g_assert_cmpuint (adw_combo_row_get_selected (band), ==, 2);
  g_assert_cmpstr (peek_map (fixture)->data->band_title, ==, "Region");
  comity_session_undo (fixture->session);
  settle (fixture);
  g_assert_cmpuint (adw_combo_row_get_selected (band), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (order), ==, COMITY_ORDER_AVERAGE);
  comity_session_redo (fixture->session);
  settle (fixture);
  g_assert_cmpuint (adw_combo_row_get_selected (band), ==, 2);
  adw_combo_row_set_selected (order, COMITY_ORDER_WARD);
  settle (fixture);
  g_assert_cmpuint (adw_combo_row_get_selected (band), ==, 1);
  /* No band at all stays none. */
  adw_combo_row_set_selected (band, 0);
  adw_combo_row_set_selected (order, COMITY_ORDER_REGION);
  settle (fixture);
  g_assert_cmpuint (adw_combo_row_get_selected (band), ==, 0);
}

#define ADD(name, func) g_test_add ("/app/lab/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  ADD ("sliders", test_sliders);
  ADD ("cut-and-flip", test_cut_and_flip);
  ADD ("beside", test_beside);
  ADD ("through-years", test_through_years);
  ADD ("covariate", test_covariate);
  ADD ("covariate-kept", test_covariate_kept);
  ADD ("copy-figure", test_copy_figure);
  ADD ("copy-drawing", test_copy_drawing);
  ADD ("print-figure", test_print_figure);
  ADD ("region-band", test_region_band);
  return g_test_run ();
}
