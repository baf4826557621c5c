/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks of the bundled world as the page and the command line draw them: their matrix follows
 * every filter, and the codes along a hive's axes are all read. */
#include "config.h"

#include "comity-network-figure-private.h"
#include "comity-heatmap-figure-private.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

#define YEAR 2012

typedef struct
{
  ComityPanel *panel;
  ComityNetwork *network;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer id)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (GError) error = NULL;

  recipe.network = id;
  fixture->panel = comity_test_build_panel (&recipe);
  fixture->network = comity_network_new (fixture->panel, YEAR, TRUE, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer id)
{
  comity_network_unref (fixture->network);
  comity_panel_unref (fixture->panel);
}

static ComityFigure *
draw (ComityNetwork *network, ComityLayoutMethod method, const ComityNetworkFigureOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLayout) layout = comity_layout_compute (network, method, 1, NULL, &error);

  g_assert_no_error (error);
  return comity_network_figure_new (network, layout, options);
}

/* The cells are the ties of the network that is given, filtered or of one year alone, and no
 * others. */
static void
test_matrix (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ComityNetworkFilter filters[3] = { COMITY_NETWORK_FILTER_INIT, COMITY_NETWORK_FILTER_INIT,
                                     COMITY_NETWORK_FILTER_INIT };

  filters[1].family = COMITY_TRADITION_CIVIL;
  filters[1].min_degree = 1;
  filters[2].ego = comity_panel_find_state (fixture->panel, "JPN");
  for (gsize k = 0; k < 2 * G_N_ELEMENTS (filters); k++)
    {
      g_autoptr (ComityNetwork) whole = comity_network_new (fixture->panel, 2001, k % 2, &error);
      g_autoptr (ComityNetwork) network = comity_network_filter (whole, &filters[k / 2], &error);
      g_autoptr (ComitySimilarity) ties = NULL;
      g_autoptr (ComityOrder) order = NULL;
      g_autoptr (ComityFigure) figure = NULL;
      g_autofree char *title = NULL;
      const ComityEdge *edges;
      gsize n, n_ties = 0;

      g_assert_no_error (error);
      edges = comity_network_peek_edges (network);
      n = comity_network_get_n_nodes (network);
      g_assert_true (comity_matrix_compute (network, NULL, &ties, &order, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (comity_similarity_get_n (ties), ==, n);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpuint (comity_similarity_get_state (ties, i), ==,
                            comity_network_get_state (network, i));
          g_assert_true (isnan (comity_similarity_get (ties, i, i)));
          for (gsize j = 0; j < i; j++)
            n_ties += comity_similarity_get (ties, i, j) == 1.0;
        }
      g_assert_cmpuint (n_ties, ==, comity_network_get_n_edges (network));
      for (gsize e = 0; e < n_ties; e++)
        g_assert_cmpfloat (comity_similarity_get (ties, edges[e].a, edges[e].b), ==, 1.0);

      figure = comity_matrix_figure_new (network, ties, order, TRUE);
      g_assert_nonnull (
          strstr (comity_figure_peek_title (figure), k % 2 ? ", up to 2001" : "treaties, 2001"));
      comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_LIGHT));
      if (n_ties > 0)
        {
          guint32 a = comity_network_get_state (network, edges[0].a);
          guint32 b = comity_network_get_state (network, edges[0].b);
          ComityElement pair = { COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
          g_autofree char *words = comity_figure_describe_element (figure, pair);
          g_autofree char *year = g_strdup_printf ("BIT %d", edges[0].first_year);

          g_assert_nonnull (strstr (words, year));
        }
      g_assert_false (((ComityHeatmapFigure *) figure)->has_missing);
    }
}

/* One whom nobody has a tie with is a matrix too; a year in which nobody has one says so. */
static void
test_matrix_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityNetwork) empty = comity_network_new (fixture->panel, 1960, TRUE, &error);
  g_autoptr (ComitySimilarity) ties = NULL;
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  ComityNetworkFilter filter = COMITY_NETWORK_FILTER_INIT;
  const double *degrees =
      comity_network_peek_centrality (fixture->network, COMITY_CENTRALITY_DEGREE);
  gsize alone = 0;

  while (degrees[alone] > 0)
    alone++;
  filter.ego = comity_network_get_state (fixture->network, alone);
  network = comity_network_filter (fixture->network, &filter, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comity_network_get_n_nodes (network), ==, 1);
  g_assert_true (comity_matrix_compute (network, NULL, &ties, &order, &error));
  figure = comity_matrix_figure_new (network, ties, order, TRUE);
  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));

  g_clear_pointer (&ties, comity_similarity_unref);
  g_clear_pointer (&order, comity_order_free);
  g_assert_false (comity_matrix_compute (empty, NULL, &ties, &order, &error));
  g_assert_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA);
  g_assert_null (ties);
}

/* Whole, apart from each other and from the states of other axes, near their own state or joined to
 * it by a line, with a halo; the best connected of every family have one, and there are many. */
static void
test_hive_labels (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    double width, height;
    guint least;
  } sizes[] = { { 700, 525, 60 }, { 1000, 750, 90 }, { 1800, 1200, 120 }, { 330, 300, 5 } };
  g_autoptr (ComityFigure) figure = draw (fixture->network, COMITY_LAYOUT_HIVE, NULL);
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gboolean seen[COMITY_N_TRADITIONS] = { FALSE };

      comity_figure_layout (figure, sizes[s].width, sizes[s].height,
                            comity_theme_get (COMITY_THEME_PRINT));
      g_assert_cmpuint (self->labels->len, >=, sizes[s].least);
      for (guint i = 0; i < self->labels->len; i++)
        {
          const ComityNetworkLabel *label = &g_array_index (self->labels, ComityNetworkLabel, i);
          ComityPoint state = comity_network_figure_get_point (self, label->node);
          double reach = hypot (label->width, label->height) / 2;

          g_assert_cmpfloat (label->halo, >, 0);
          g_assert_cmpfloat (label->at.x - figure->area.x, >, label->height / 2);
          g_assert_cmpfloat (label->at.y - figure->area.y, >, label->height / 2);
          for (guint k = 0; k < i; k++)
            g_assert_false (comity_network_label_overlaps (
                label, &g_array_index (self->labels, ComityNetworkLabel, k)));
          if (label->has_line)
            {
              g_assert_cmpfloat (hypot (label->from.x - state.x, label->from.y - state.y), <,
                                 self->radii[label->node] + 2 * self->unit);
              g_assert_cmpfloat (hypot (label->to.x - label->at.x, label->to.y - label->at.y), <,
                                 reach + 0.2 * figure->font_size);
            }
          else
            g_assert_cmpfloat (hypot (label->at.x - state.x, label->at.y - state.y), <,
                               self->largest_radius + 2 * reach + figure->font_size);
        }
      for (gsize i = 0; i < self->data->n && s < 3; i++)
        {
          guint32 node = self->data->by_degree[i];
          ComityTradition family = self->data->families[node];
          gboolean found = FALSE;

          if (seen[family])
            continue;
          seen[family] = TRUE;
          for (guint k = 0; k < self->labels->len; k++)
            found |= g_array_index (self->labels, ComityNetworkLabel, k).node == node;
          g_assert_true (found);
        }
    }
}

static const ComityLayoutMethod methods[] = {
  COMITY_LAYOUT_FR,  COMITY_LAYOUT_KK,     COMITY_LAYOUT_CIRCLE,     COMITY_LAYOUT_GEO,
  COMITY_LAYOUT_ARC, COMITY_LAYOUT_STRESS, COMITY_LAYOUT_CONCENTRIC, COMITY_LAYOUT_HIVE,
};

static double
distance (ComityPoint a, ComityPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

/* Every tie begins and ends at its states, without a break, at any zoom; straight ones are straight
 * but where they would hide, curved ones are not; and at the middle of a tie somebody is hit. */
static void
test_runs (Fixture *fixture, gconstpointer data)
{
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    for (int style = 0; style < COMITY_N_EDGE_STYLES; style++)
      {
        g_autoptr (ComityFigure) figure = NULL;
        ComityNetworkFigure *self;
        gsize n_straight = 0, n_many = 0;

        options.edges = (ComityEdgeStyle) style;
        figure = draw (fixture->network, methods[m], &options);
        self = (ComityNetworkFigure *) figure;
        comity_figure_layout (figure, 800, 600, comity_theme_get (COMITY_THEME_DARK));
        for (int zoomed = 0; zoomed < 2; zoomed++)
          {
            comity_figure_set_view (figure, zoomed ? 2.5 : 1, zoomed ? -500 : 0, zoomed ? -400 : 0);
            for (gsize k = 0; k < self->data->n_edges; k++)
              {
                const ComityNetworkFigureEdge *edge = &self->data->edges[k];
                ComityPoint a = comity_network_figure_get_point (self, edge->a);
                ComityPoint b = comity_network_figure_get_point (self, edge->b);
                ComityNetworkRun run;
                ComityPoint middle, before;

                comity_network_figure_get_run (self, edge, &run);
                g_assert_cmpfloat (distance (comity_network_run_at (&run, 0), a), <, 1e-6);
                g_assert_cmpfloat (distance (comity_network_run_at (&run, 1), b), <, 1e-6);
                g_assert_cmpuint (3 * run.n_curves + 1, <=, G_N_ELEMENTS (run.points));
                before = a;
                for (int i = 1; i <= 400; i++)
                  {
                    ComityPoint at = comity_network_run_at (&run, i / 400.0);

                    g_assert_true (isfinite (at.x + at.y));
                    g_assert_cmpfloat (distance (at, before), <, 60);
                    before = at;
                  }
                n_straight += run.n_curves == 0;
                n_many += run.n_curves > 1;
                middle = comity_network_run_at (&run, 0.5);
                if (k % 7 == 0 && comity_rect_contains (&figure->area, middle.x, middle.y))
                  g_assert_cmpint (comity_figure_hit (figure, middle.x, middle.y).kind, !=,
                                   COMITY_ELEMENT_NONE);
              }
          }
        g_assert_true ((style == COMITY_EDGES_STRAIGHT && methods[m] != COMITY_LAYOUT_ARC) ||
                       (style == COMITY_EDGES_BUNDLED && n_straight > 0) ||
                       (style == COMITY_EDGES_AUTO && comity_layout_method_is_force (methods[m])) ||
                       n_straight == 0);
        if (style == COMITY_EDGES_STRAIGHT && methods[m] != COMITY_LAYOUT_ARC &&
            methods[m] != COMITY_LAYOUT_HIVE)
          g_assert_cmpuint (n_straight, ==, 2 * self->data->n_edges);
        /* Routes are for where states stand freely. */
        g_assert_true (n_many == 0 || n_many > self->data->n_edges / 4);
        g_assert_true ((n_many > 0) == (style == COMITY_EDGES_BUNDLED &&
                                        (comity_layout_method_is_force (methods[m]) ||
                                         methods[m] == COMITY_LAYOUT_GEO)));
      }
}

/* Bundles save ink: ties go along each other, so that fewer pixels are touched, though no tie is
 * shorter for it. And what was given from a worker is what the figure finds itself. */
static void
test_bundles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLayout) layout =
      comity_layout_compute (fixture->network, COMITY_LAYOUT_FR, 1, NULL, &error);
  g_autoptr (ComityRoutes) routes =
      comity_network_find_routes (fixture->network, layout, NULL, 0, NULL, NULL, &error);
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  gsize n_inked[2] = { 0, 0 };
  guint8 *pixels[2] = { NULL, NULL };

  g_assert_no_error (error);
  options.show_labels = FALSE;
  options.edges = COMITY_EDGES_BUNDLED;
  for (int given = 0; given < 3; given++)
    {
      g_autoptr (ComityFigure) figure = NULL;
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 900, 700);
      cairo_t *cr = cairo_create (surface);
      const guint8 *bytes;

      options.routes = given == 1 ? routes : NULL;
      if (given == 2)
        options.edges = COMITY_EDGES_STRAIGHT;
      figure = comity_network_figure_new (fixture->network, layout, &options);
      comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_PRINT));
      comity_figure_draw (figure, cr);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      bytes = cairo_image_surface_get_data (surface);
      if (given < 2)
        pixels[given] = g_memdup2 (bytes, 900 * 700 * 4);
      for (gsize i = 0; i < 900 * 700 && given > 0; i++)
        n_inked[given - 1] += bytes[4 * i] < 250;
      cairo_surface_destroy (surface);
    }
  g_assert_cmpmem (pixels[0], 900 * 700 * 4, pixels[1], 900 * 700 * 4);
  g_assert_cmpuint (n_inked[0], <, n_inked[1] * 8 / 10);
  g_free (pixels[0]);
  g_free (pixels[1]);
}

/* A moved state takes the bundles through it along; other networks and likely ties run as ties do.
 */
static void
test_bundles_follow (Fixture *fixture, gconstpointer id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityNetwork) other =
      comity_network_new_layer (fixture->panel, "tiea", YEAR, TRUE, &error);
  const ComityNetworkLayer layer = { other, "TIEAs" };
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  g_autoptr (ComityFigure) figure = NULL;
  ComityNetworkFigure *self;
  gsize n_bundled = 0, n_moved = 0;
  guint32 hub;
  ComityElement element;
  ComityNetworkRun run;
  ComityPoint at;

  g_assert_no_error (error);
  options.edges = COMITY_EDGES_BUNDLED;
  options.layers = &layer;
  options.n_layers = 1;
  figure = draw (fixture->network, COMITY_LAYOUT_FR, &options);
  self = (ComityNetworkFigure *) figure;
  comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_LIGHT));
  for (gsize k = 0; k < self->data->layers[0].n_edges; k++)
    {
      comity_network_figure_get_run (self, &self->data->layers[0].edges[k], &run);
      n_bundled += run.n_curves > 0;
    }
  g_assert_cmpuint (n_bundled, >, 50);

  hub = self->data->by_degree[0];
  element = (ComityElement){ COMITY_ELEMENT_STATE, self->data->states[hub], 0 };
  at = comity_network_figure_get_point (self, hub);
  for (gsize k = 0; k < self->data->n_edges; k++)
    {
      const ComityNetworkFigureEdge *edge = &self->data->edges[k];
      ComityPoint ends[2] = { comity_network_figure_get_point (self, edge->a),
                              comity_network_figure_get_point (self, edge->b) };
      gsize n;
      const guint32 *via = comity_routes_find (self->data->routes, edge->a, edge->b, &n);
      gboolean passes = FALSE, changes = FALSE;
      ComityNetworkRun moved;

      for (gsize i = 0; i < n; i++)
        passes |= via[i] == hub;
      if (edge->a == hub || edge->b == hub || n > COMITY_NETWORK_MOST_VIA)
        continue;
      comity_network_figure_get_run (self, edge, &run);
      g_assert_true (comity_figure_move_element (figure, element, at.x + 60, at.y + 40));
      comity_network_figure_get_run (self, edge, &moved);
      g_assert_true (comity_figure_move_element (figure, element, at.x, at.y));
      for (int i = 0; i <= 20; i++)
        changes |= distance (comity_network_run_at (&run, i / 20.0),
                             comity_network_run_at (&moved, i / 20.0)) > 1;
      g_assert_cmpint (changes, ==, passes);
      g_assert_cmpfloat (distance (comity_network_run_at (&moved, 0), ends[0]), <, 1e-9);
      g_assert_cmpfloat (distance (comity_network_run_at (&moved, 1), ends[1]), <, 1e-9);
      n_moved += passes;
    }
  g_assert_cmpuint (n_moved, >, 20);
}

/* Thousands of ties of a group are drawn, each the paler, and what is pointed at comes apart: together
 * the two parts are the whole overlay. */
static void
test_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityFigure) figure = draw (fixture->network, COMITY_LAYOUT_FR, NULL);
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityElement none = { COMITY_ELEMENT_NONE };
  const ComityElement hover = { COMITY_ELEMENT_STATE, self->data->states[self->data->by_degree[0]],
                                0 };
  gsize n_inked[2] = { 0, 0 };
  cairo_surface_t *surfaces[2];

  g_assert_cmpuint (self->data->n_edges, >, 2000);
  comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_LIGHT));
  g_assert_false (comity_figure_has_group (figure, none));
  comity_figure_set_emphasis (figure, self->data->states, self->data->n);
  g_assert_true (comity_figure_has_group (figure, none));
  g_assert_false (comity_figure_has_group (figure, hover));
  for (int whole = 0; whole < 2; whole++)
    {
      cairo_t *cr;
      const guint32 *pixels;
      guint32 veil;

      surfaces[whole] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 900, 700);
      cr = cairo_create (surfaces[whole]);
      if (whole)
        comity_figure_draw_overlay (figure, cr, hover, none);
      else
        {
          comity_figure_draw_group (figure, cr);
          cairo_surface_flush (surfaces[0]);
          pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (surfaces[0]);
          veil = pixels[(gsize) (figure->area.y + 3) * 900 + (gsize) (figure->area.x + 3)];
          for (gsize i = 0; i < 900 * 700; i++)
            n_inked[0] += pixels[i] != 0 && pixels[i] != veil;
          comity_figure_draw_pointed (figure, cr, hover, none);
        }
      cairo_destroy (cr);
      cairo_surface_flush (surfaces[whole]);
    }
  /* More than a third of the picture has a tie of the group on it. */
  g_assert_cmpuint (n_inked[0], >, (gsize) (figure->area.width * figure->area.height) / 3);
  g_assert_cmpmem (cairo_image_surface_get_data (surfaces[0]), 900 * 700 * 4,
                   cairo_image_surface_get_data (surfaces[1]), 900 * 700 * 4);
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
}

static void
test_style_names (void)
{
  ComityEdgeStyle style;

  for (int k = 0; k < COMITY_N_EDGE_STYLES; k++)
    {
      g_assert_true (
          comity_edge_style_from_name (comity_edge_style_name ((ComityEdgeStyle) k), &style));
      g_assert_cmpint (style, ==, k);
    }
  g_assert_false (comity_edge_style_from_name ("wavy", &style));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();

  g_test_add ("/figure/edges/matrix", Fixture, "bit", fixture_set_up, test_matrix,
              fixture_tear_down);
  g_test_add ("/figure/edges/matrix-alone", Fixture, "tiea", fixture_set_up, test_matrix_alone,
              fixture_tear_down);
  g_test_add ("/figure/edges/hive-labels", Fixture, "bit", fixture_set_up, test_hive_labels,
              fixture_tear_down);
  g_test_add ("/figure/edges/runs", Fixture, "mlat", fixture_set_up, test_runs, fixture_tear_down);
  g_test_add ("/figure/edges/bundles", Fixture, "bit", fixture_set_up, test_bundles,
              fixture_tear_down);
  g_test_add ("/figure/edges/bundles-follow", Fixture, "bit", fixture_set_up, test_bundles_follow,
              fixture_tear_down);
  g_test_add ("/figure/edges/group", Fixture, "bit", fixture_set_up, test_group,
              fixture_tear_down);
  g_test_add_func ("/figure/edges/style-names", test_style_names);

  return g_test_run ();
}
