/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a frame takes while the network and the heatmap of the bundled world are hovered, panned
 * and zoomed: milliseconds between the frame clock's "before-paint" and "after-paint". A benchmark,
 * not a test: `meson test --benchmark`. */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "comity-figure-view-private.h"
#include "comity-figures.h"
#include "comity-heatmap-figure-private.h"
#include "comity-network-figure-private.h"

#include <math.h>
#include <time.h>

#define FRAMES 120

static gint64 began;
static double began_cpu;
static GArray *times; /* double, ms */
static GArray *cpus;  /* double, ms of this thread's own: what a machine with nothing else to do takes */

static double
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
before_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  began = g_get_monotonic_time ();
  began_cpu = cpu_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  double ms = (double) (g_get_monotonic_time () - began) / 1000.0;

  double cpu = cpu_time () - began_cpu;

  g_array_append_val (times, ms);
  g_array_append_val (cpus, cpu);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
wait_for_drawing (ComityFigureView *view)
{
  while (view->drawing == NULL || view->draw_job != NULL || view->redraw_source != 0)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
forget_times (void)
{
  g_array_set_size (times, 0);
  g_array_set_size (cpus, 0);
}

static void
print_times (const char *name)
{
  g_array_sort (times, compare_doubles);
  g_array_sort (cpus, compare_doubles);
  g_print ("%-29s median %5.2f ms, 95th percentile %5.2f ms, worst %5.2f ms; its own work %5.2f and "
           "%5.2f ms\n",
           name, g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len * 95 / 100),
           g_array_index (times, double, times->len - 1),
           g_array_index (cpus, double, cpus->len / 2),
           g_array_index (cpus, double, cpus->len * 95 / 100));
}

typedef void (*Move) (ComityFigureView *view, int frame);

static void
hover (ComityFigureView *view, int frame)
{
  double x = 150.0 + (frame * 37) % 600;
  double y = 120.0 + (frame * 53) % 480;

  comity_figure_view_set_hovered (view, comity_figure_hit (view->figure, x, y));
}

static void
pan (ComityFigureView *view, int frame)
{
  comity_figure_view_set_view (view, 3.0, -700.0 - 4.0 * frame, -500.0 - 3.0 * frame);
}

static void
zoom (ComityFigureView *view, int frame)
{
  comity_figure_view_zoom_about (view, frame < FRAMES / 2 ? 1.02 : 1.0 / 1.02, 500.0, 400.0);
}

static void
measure (ComityFigureView *view, const char *name, Move move)
{
  forget_times ();
  for (int frame = 0; frame < FRAMES; frame++)
    {
      guint before = times->len;

      move (view, frame);
      gtk_widget_queue_draw (GTK_WIDGET (view));
      while (times->len == before)
        g_main_context_iteration (NULL, TRUE);
    }
  print_times (name);
  comity_figure_view_zoom_reset (view);
  wait_for_drawing (view);
}

static void
measure_all (ComityFigureView *view, const char *what, ComityFigure *figure)
{
  g_autofree char *hovering = g_strdup_printf ("%s, hover", what);
  g_autofree char *panning = g_strdup_printf ("%s, pan", what);
  g_autofree char *zooming = g_strdup_printf ("%s, zoom", what);

  comity_figure_view_set_figure (view, figure, FALSE);
  wait_for_drawing (view);
  measure (view, hovering, hover);
  measure (view, panning, pan);
  measure (view, zooming, zoom);
}

static void
select_all (ComityFigureView *view, guint n)
{
  g_autofree guint32 *states = g_new (guint32, n + 1);

  for (guint i = 0; i < n; i++)
    states[i] = i;
  comity_figure_view_set_selected_states (view, states, n);
}

/* From one year to the next and back: frames of the movement alone. */
static void
measure_movement (ComityFigureView *view, const char *name, ComityFigure *from, ComityFigure *to)
{
  comity_figure_view_set_figure (view, from, FALSE);
  wait_for_drawing (view);
  forget_times ();
  for (int k = 0; k < 4; k++)
    {
      comity_figure_view_set_figure (view, k % 2 == 0 ? to : from, TRUE);
      while (view->draw_job != NULL)
        g_main_context_iteration (NULL, TRUE);
      if (view->from == NULL)
        g_print ("%s: does not move, one picture fades into the other\n", name);
      while (view->fade_tick != 0)
        g_main_context_iteration (NULL, TRUE);
    }
  g_print ("%u frames in %.2f s of movement\n", times->len, 4 * 0.48);
  print_times (name);
}

/* Made-up states on a disc with ties between near ones more often than not. */
static ComityFigure *
large_network (gsize n, gsize n_ties, ComityEdgeStyle edges)
{
  ComityNetworkFigureData *data = comity_network_figure_data_new (n, n_ties);
  g_autofree ComityPoint *places = g_new (ComityPoint, n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < n; i++)
    {
      double angle = g_rand_double_range (rand, 0, 2 * G_PI), r = sqrt (g_rand_double (rand));

      places[i] = (ComityPoint){ 0.5 + 0.48 * r * cos (angle), 0.5 + 0.48 * r * sin (angle) };
      data->states[i] = (guint32) i;
      data->codes[i] = g_strdup_printf ("%04u", (guint) i);
      data->names[i] = g_strdup_printf ("State %u", (guint) i);
      data->regions[i] = g_strdup ("");
      data->families[i] = (ComityTradition) (1 + i * 4 / n);
      data->group[i] = (int) data->families[i];
    }
  data->n_groups = COMITY_N_TRADITIONS;
  data->groups = g_new0 (char *, data->n_groups);
  for (gsize i = 0; i < data->n_groups; i++)
    data->groups[i] = g_strdup ("Family");
  for (gsize k = 0; k < n_ties; k++)
    {
      guint32 a, b;
      double far;

      do
        {
          a = (guint32) g_rand_int_range (rand, 0, (gint32) n);
          b = (guint32) g_rand_int_range (rand, 0, (gint32) n);
          far = hypot (places[a].x - places[b].x, places[a].y - places[b].y);
        }
      while (a == b || g_rand_double (rand) < far);
      data->edges[k] = (ComityNetworkFigureEdge){ MIN (a, b), MAX (a, b), 2000, 1 };
    }
  data->method = COMITY_LAYOUT_FR;
  data->groups_are_traditions = TRUE;
  data->tie_name = g_strdup ("tie");
  data->ties_name = g_strdup ("ties");
  data->year = 2000;
  comity_network_figure_data_index (data);
  data->edge_style = edges;
  began = g_get_monotonic_time ();
  comity_network_figure_fill_routes (data, places);
  if (data->routes != NULL)
    g_print ("Bundling %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT ": %.0f ms\n", n, n_ties,
             (double) (g_get_monotonic_time () - began) / 1e3);
  return comity_network_figure_new_from_data (data, places, NULL);
}

/* A made-up map: waves, a hole in every hundred cells, a tie in every two hundred. */
static ComityFigure *
large_heatmap (gsize n)
{
  ComityHeatmapData *data = comity_heatmap_data_new (n, n * n / 400, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gsize n_ties = 0;

  for (gsize i = 0; i < n; i++)
    {
      data->states[i] = (guint32) i;
      data->codes[i] = g_strdup_printf ("%03u", (guint) i);
      data->names[i] = g_strdup_printf ("State %u", (guint) i);
      data->families[i] = (ComityTradition) (1 + i * 4 / n);
      data->exists[i] = TRUE;
      for (gsize j = 0; j <= i; j++)
        {
          double place = (double) (i * j) / (double) (n * n);

          *comity_heatmap_data_value (data, i, j) =
              g_rand_double (rand) < 0.01 ? NAN : 0.5 + 0.5 * sin (40.0 * place);
          if (j < i && n_ties < data->n_ties && g_rand_double (rand) < 0.005)
            data->ties[n_ties++] = (ComityHeatmapTie){ (guint32) i, (guint32) j, 1990, 1 };
        }
    }
  data->n_ties = n_ties;
  data->measure = g_strdup ("Made-up measure");
  data->tie_name = g_strdup ("treaty");
  data->remark = g_strdup ("");
  data->high = 1.0;
  data->is_similarity = TRUE;
  data->year = 2000;
  comity_heatmap_data_index (data);
  return comity_heatmap_figure_new_from_data (data, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  ComityNetworkFigureOptions network_options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  ComityHeatmapOptions heatmap_options = COMITY_HEATMAP_OPTIONS_INIT;
  const ComitySimilaritySpec spec = { "gower", NULL };
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityLayout) layout = NULL;
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (ComityNetwork) before = NULL;
  g_autoptr (ComityLayout) layout_before = NULL;
  g_autoptr (ComityFigure) graph = NULL;
  g_autoptr (ComityFigure) graph_before = NULL;
  g_autoptr (ComityFigure) large_graph = large_network (5000, 50000, COMITY_EDGES_AUTO);
  g_autoptr (ComityFigure) large_bundled = large_network (5000, 50000, COMITY_EDGES_BUNDLED);
  g_autoptr (ComityFigure) bundled = NULL;
  g_autoptr (ComityFigure) heatmap = NULL;
  g_autoptr (ComityFigure) large = large_heatmap (1000);
  ComityFigureView *view;
  GtkWidget *window;
  GdkFrameClock *clock;
  int first, last;

  setlocale (LC_ALL, "");
  gtk_init ();
  adw_init ();
  comity_network_init_library ();
  times = g_array_new (FALSE, FALSE, sizeof (double));
  cpus = g_array_new (FALSE, FALSE, sizeof (double));

  recipe.network = "bit";
  panel = comity_panel_build (world, &recipe, NULL, NULL, NULL);
  comity_panel_get_years (panel, &first, &last);
  network = comity_network_new (panel, last, TRUE, NULL);
  layout = comity_layout_compute (network, COMITY_LAYOUT_FR, 1, NULL, NULL);
  similarity = comity_similarity_compute (panel, &spec, last, NULL, NULL);
  order = comity_order_compute (panel, similarity, COMITY_ORDER_AVERAGE, NULL, NULL);
  graph = comity_network_figure_new (network, layout, &network_options);
  network_options.edges = COMITY_EDGES_BUNDLED;
  began = g_get_monotonic_time ();
  network_options.routes = comity_network_find_routes (network, layout, NULL, 0, NULL, NULL, NULL);
  g_print ("Bundling the world: %.1f ms\n", (double) (g_get_monotonic_time () - began) / 1e3);
  bundled = comity_network_figure_new (network, layout, &network_options);
  comity_routes_unref (network_options.routes);
  network_options = (ComityNetworkFigureOptions) COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  before = comity_network_new (panel, last - 8, TRUE, NULL);
  layout_before =
      comity_layout_compute_from (before, COMITY_LAYOUT_FR, 1, layout, network, NULL, NULL);
  graph_before = comity_network_figure_new (before, layout_before, &network_options);
  heatmap = comity_heatmap_figure_new (panel, similarity, order, network, &heatmap_options);
  g_print ("%" G_GSIZE_FORMAT " states, %" G_GSIZE_FORMAT " ties\n",
           comity_network_get_n_nodes (network), comity_network_get_n_edges (network));

  window = gtk_window_new ();
  view = comity_figure_view_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1010, 850);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (view)))
    g_main_context_iteration (NULL, TRUE);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);

  g_object_set (gtk_widget_get_settings (window), "gtk-enable-animations", TRUE, NULL);
  measure_movement (view, "Network, years", graph_before, graph);
  g_object_set (gtk_widget_get_settings (window), "gtk-enable-animations", FALSE, NULL);
  if (argc > 1 && g_str_equal (argv[1], "movement"))
    return 0;
  measure_all (view, "Network", graph);
  measure_all (view, "Network, bundled", bundled);
  measure_all (view, "Network 5,000 x 50,000", large_graph);
  measure_all (view, "The same, bundled", large_bundled);
  select_all (view, 5000);
  measure_all (view, "The same, all selected", large_bundled);
  select_all (view, (guint) comity_panel_get_n_states (panel));
  measure_all (view, "Network, all selected", graph);
  select_all (view, 0);
  measure_all (view, "Heatmap", heatmap);
  measure_all (view, "Heatmap of 1,000 states", large);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_unref (times);
  g_array_unref (cpus);
  return 0;
}
