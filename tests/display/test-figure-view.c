/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figure view: drawn once, then kept; hover and selection described; zoom within bounds; gone
 * with its window. */
#include "config.h"

#include <adwaita.h>
#include <locale.h>
#include <math.h>

#include "comity-figure-export.h"
#include "comity-figure-view-private.h"
#include "comity-figures.h"

static ComityFigure *
make_lines (void)
{
  const double values[] = { 0.1, 0.4, NAN, 0.8, 0.9 };
  const ComityLineSeries series = { "One", values, 0 };

  return comity_line_figure_new ("Lines", 2000, 5, &series, 1, NULL, 0);
}

static void
wait_for_drawing (ComityFigureView *view)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (view->drawing == NULL || view->draw_job != NULL || view->redraw_source != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static GtkWidget *
show (ComityFigureView *view)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_draws_once (void)
{
  g_autoptr (ComityFigure) figure = make_lines ();
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);
  ComityDrawing *drawing;

  comity_figure_view_set_figure (view, figure, FALSE);
  wait_for_drawing (view);
  drawing = view->drawing;
  g_assert_cmpfloat (drawing->width, ==, gtk_widget_get_width (GTK_WIDGET (view)));
  /* Hovering and selecting draw nothing anew. */
  comity_figure_view_set_hovered (view, (ComityElement){ COMITY_ELEMENT_YEAR, 2001, 0 });
  comity_figure_view_set_selected (view, (ComityElement){ COMITY_ELEMENT_YEAR, 2003, 0 });
  for (int i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_true (view->drawing == drawing);
  g_assert_null (view->draw_job);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The pixels of a texture, in rows of @width; g_free. */
static guint32 *
dup_pixels (GdkTexture *texture, int width, int height)
{
  guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * sizeof *pixels);
  return pixels;
}

/* What the screen shows and a PNG of that size are the same pixels. */
static void
test_exports_the_screen (void)
{
  g_autoptr (ComityFigure) figure = make_lines ();
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (view));
  g_autoptr (GdkTexture) seen = NULL;
  g_autoptr (GdkTexture) written = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autofree guint32 *a = NULL;
  g_autofree guint32 *b = NULL;
  int width, height;

  comity_figure_view_set_figure (view, figure, FALSE);
  wait_for_drawing (view);
  for (int i = 0; i < 200; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  width = gtk_widget_get_width (GTK_WIDGET (view));
  height = gtk_widget_get_height (GTK_WIDGET (view));
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  seen = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
  options.theme = COMITY_THEME_LIGHT;
  options.width_px = width;
  options.height_px = height;
  options.dpi = 96.0;
  bytes = comity_figure_export_bytes (figure, "png", &options, NULL);
  g_assert_nonnull (bytes);
  written = gdk_texture_new_from_bytes (bytes, NULL);
  g_assert_nonnull (written);
  a = dup_pixels (seen, width, height);
  b = dup_pixels (written, width, height);
  for (int i = 0; i < width * height; i++)
    if ((a[i] & 0xffffff) != (b[i] & 0xffffff))
      g_error ("pixel %d, %d: %06x on the screen, %06x in the file", i % width, i / width,
               a[i] & 0xffffff, b[i] & 0xffffff);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_describes (void)
{
  g_autoptr (ComityFigure) figure = make_lines ();
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);
  g_autofree char *whole = comity_figure_describe (figure);
  g_autofree char *year =
      comity_figure_describe_element (figure, (ComityElement){ COMITY_ELEMENT_YEAR, 2001, 0 });

  comity_figure_view_set_figure (view, figure, FALSE);
  g_assert_cmpstr (comity_figure_view_get_readout (view), ==, whole);
  comity_figure_view_set_selected (view, (ComityElement){ COMITY_ELEMENT_YEAR, 2001, 0 });
  g_assert_cmpstr (comity_figure_view_get_readout (view), ==, year);
  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_IMG);
  comity_figure_view_set_figure (view, NULL, FALSE);
  g_assert_null (comity_figure_view_get_readout (view));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A line chart does not zoom, and says so. */
static void
test_no_zoom (void)
{
  g_autoptr (ComityFigure) figure = make_lines ();
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);

  comity_figure_view_set_figure (view, figure, FALSE);
  wait_for_drawing (view);
  g_assert_false (comity_figure_view_can_zoom (view));
  comity_figure_view_zoom_in (view);
  g_assert_cmpfloat (view->view.scale, ==, 1.0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Destroyed in the middle of a drawing: nobody holds it. */
static void
test_goes_while_drawing (void)
{
  g_autoptr (ComityFigure) figure = make_lines ();
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);
  gpointer weak = view;

  g_object_add_weak_pointer (G_OBJECT (view), &weak);
  while (!gtk_widget_get_mapped (GTK_WIDGET (view)) ||
         gtk_widget_get_width (GTK_WIDGET (view)) == 0)
    g_main_context_iteration (NULL, FALSE);
  comity_figure_view_set_figure (view, figure, FALSE);
  g_assert_nonnull (view->draw_job);
  gtk_window_destroy (GTK_WINDOW (window));
  for (int i = 0; i < 200 && weak != NULL; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_null (weak);
}

/* Another figure while the view is not seen: when it is seen again, the old picture does not stand
 * for the new figure. */
static void
test_changes_unseen (void)
{
  g_autoptr (ComityFigure) figure = make_lines ();
  g_autoptr (ComityFigure) other = make_lines ();
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);

  comity_figure_view_set_figure (view, figure, FALSE);
  wait_for_drawing (view);
  gtk_widget_set_visible (GTK_WIDGET (view), FALSE);
  comity_figure_view_set_figure (view, other, TRUE);
  g_assert_null (view->drawing);
  g_assert_null (view->draw_job);
  gtk_widget_set_visible (GTK_WIDGET (view), TRUE);
  wait_for_drawing (view);
  g_assert_nonnull (view->drawing);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The treaty network of a year and of one much later, anchored in nothing. */
static void
make_years (ComityFigure *figures[2])
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (ComityPanel) panel = comity_panel_build (world, &recipe, NULL, NULL, NULL);

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (ComityNetwork) network = comity_network_new (panel, 1990 + 12 * k, TRUE, NULL);
      g_autoptr (ComityLayout) layout =
          comity_layout_compute (network, COMITY_LAYOUT_FR, 1, NULL, NULL);

      figures[k] = comity_network_figure_new (network, layout, NULL);
    }
}

static void
animate (ComityFigureView *view, gboolean animated)
{
  g_object_set (gtk_widget_get_settings (GTK_WIDGET (view)), "gtk-enable-animations", animated,
                NULL);
}

static void
wait_for_job (ComityFigureView *view)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (view->draw_job != NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The next year's states are on their way until they are where the figure has them. */
static void
test_moves (void)
{
  ComityFigure *figures[2];
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);
  const guint32 usa[1] = { 0 };
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gint64 start;

  make_years (figures);
  animate (view, TRUE);
  comity_figure_view_set_figure (view, figures[0], FALSE);
  wait_for_drawing (view);
  g_assert_null (view->from);
  comity_figure_view_set_selected_states (view, usa, 1);
  comity_figure_view_set_figure (view, figures[1], TRUE);
  wait_for_job (view);
  g_assert_nonnull (view->from);
  g_assert_cmpuint (view->fade_tick, !=, 0);
  start = g_get_monotonic_time ();
  /* Halfway the year before comes back: from where the states are. */
  while (g_get_monotonic_time () < start + 200000)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (view->frame);
  comity_figure_view_set_figure (view, figures[0], TRUE);
  wait_for_job (view);
  g_assert_nonnull (view->from);
  while (view->fade_tick != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_null (view->from);
  g_assert_null (view->before);
  animate (view, FALSE);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_figure_unref (figures[0]);
  comity_figure_unref (figures[1]);
}

/* Who wants no animation sees the next year at once. */
static void
test_moves_not (void)
{
  ComityFigure *figures[2];
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);

  make_years (figures);
  animate (view, FALSE);
  comity_figure_view_set_figure (view, figures[0], FALSE);
  wait_for_drawing (view);
  comity_figure_view_set_figure (view, figures[1], TRUE);
  wait_for_job (view);
  g_assert_null (view->from);
  g_assert_null (view->before);
  g_assert_cmpuint (view->fade_tick, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  comity_figure_unref (figures[0]);
  comity_figure_unref (figures[1]);
}

/* Gone in the midst of a movement. */
static void
test_goes_while_moving (void)
{
  ComityFigure *figures[2];
  ComityFigureView *view = comity_figure_view_new ();
  GtkWidget *window = show (view);

  make_years (figures);
  animate (view, TRUE);
  comity_figure_view_set_figure (view, figures[0], FALSE);
  wait_for_drawing (view);
  comity_figure_view_set_figure (view, figures[1], TRUE);
  wait_for_job (view);
  animate (view, FALSE);
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_null (view);
  comity_figure_unref (figures[0]);
  comity_figure_unref (figures[1]);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  g_test_add_func ("/app/figure-view/draws-once", test_draws_once);
  g_test_add_func ("/app/figure-view/exports-the-screen", test_exports_the_screen);
  g_test_add_func ("/app/figure-view/describes", test_describes);
  g_test_add_func ("/app/figure-view/no-zoom", test_no_zoom);
  g_test_add_func ("/app/figure-view/goes-while-drawing", test_goes_while_drawing);
  g_test_add_func ("/app/figure-view/changes-unseen", test_changes_unseen);
  g_test_add_func ("/app/figure-view/moves", test_moves);
  g_test_add_func ("/app/figure-view/moves-not", test_moves_not);
  g_test_add_func ("/app/figure-view/goes-while-moving", test_goes_while_moving);
  return g_test_run ();
}
