/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network figure: nodes and ties are where they are said to be, labels never overlap and are
 * never cut, isolates stand apart, and pictures of nothing say so. */
#include "config.h"

#include "fake-data.h"
#include "figure-pixels.h"

#include <math.h>
#include <string.h>

static const ComityLayoutMethod methods[] = {
  COMITY_LAYOUT_FR,  COMITY_LAYOUT_KK,     COMITY_LAYOUT_CIRCLE,     COMITY_LAYOUT_GEO,
  COMITY_LAYOUT_ARC, COMITY_LAYOUT_STRESS, COMITY_LAYOUT_CONCENTRIC, COMITY_LAYOUT_HIVE,
};

/* n states in a ring, tied to the next; the last, in the middle, is tied to nobody. */
static ComityFigure *
ring_figure (gsize n, ComityLayoutMethod method)
{
  ComityNetworkFigureData *data = comity_network_figure_data_new (n, n > 2 ? n - 1 : 0);
  g_autofree ComityPoint *places = g_new0 (ComityPoint, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      double turn = 2 * G_PI * (double) i / (double) MAX (n - 1, 1);

      data->states[i] = (guint32) (100 + i);
      data->codes[i] = g_strdup_printf ("S%02u", (guint) i);
      data->names[i] = g_strdup_printf ("State %u", (guint) i);
      data->regions[i] = g_strdup ("");
      data->families[i] = COMITY_TRADITION_CIVIL;
      data->group[i] = -1;
      if (method == COMITY_LAYOUT_ARC)
        places[i] = (ComityPoint){ (double) i / (double) n, 0.5 };
      else if (n > 2 && i == n - 1)
        places[i] = (ComityPoint){ 0.5, 0.5 };
      else
        places[i] = (ComityPoint){ 0.5 + 0.4 * sin (turn), 0.5 - 0.4 * cos (turn) };
    }
  /* Sorted by (a, b): 0–1, 0–last, 1–2, 2–3 … */
  for (gsize k = 0; k < data->n_edges; k++)
    data->edges[k] = k == 0 ? (ComityNetworkFigureEdge){ 0, 1, 1990, 1 }
                     : k == 1
                         ? (ComityNetworkFigureEdge){ 0, (guint32) (n - 2), 0, 2 }
                         : (ComityNetworkFigureEdge){ (guint32) (k - 1), (guint32) k, 1990, 1 };
  comity_network_figure_data_index (data);
  data->tie_name = g_strdup ("MLAT");
  data->ties_name = g_strdup ("MLATs");
  data->year = 2000;
  data->method = method;
  return comity_network_figure_new_from_data (data, places, NULL);
}

static ComityElement
state (guint32 a)
{
  return (ComityElement){ COMITY_ELEMENT_STATE, a, 0 };
}

static ComityElement
pair (guint32 a, guint32 b)
{
  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static void
test_hit (void)
{
  static const double sizes[][2] = { { 300, 300 }, { 600, 450 }, { 1400, 900 } };

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityFigure) figure = ring_figure (14, methods[m]);

      g_assert_cmpint (comity_figure_hit (figure, 10, 10).kind, ==, COMITY_ELEMENT_NONE);
      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          comity_figure_layout (figure, sizes[i][0], sizes[i][1],
                                comity_theme_get (COMITY_THEME_LIGHT));
          for (guint32 k = 0; k < 14; k++)
            assert_hit_at_centre (figure, state (100 + k));
          /* On the line of an arc diagram, short ties lie under their nodes. */
          for (guint32 k = 0; k < 13 && methods[m] != COMITY_LAYOUT_ARC; k++)
            assert_hit_at_centre (figure, pair (100 + k, 100 + (k + 1) % 13));
          g_assert_cmpint (comity_figure_hit (figure, -5, -5).kind, ==, COMITY_ELEMENT_NONE);
        }
    }
}

/* In a dense network, where nodes may touch, what is hit at a node's centre is at most as far. */
static void
test_hit_dense (void)
{
  g_autoptr (ComityFigure) figure = fake_network_figure (190, 1500, COMITY_LAYOUT_FR);
  gsize n_same = 0;

  comity_figure_layout (figure, 1000, 800, comity_theme_get (COMITY_THEME_LIGHT));
  for (guint32 i = 0; i < 190; i++)
    {
      double x, y, width, height;
      ComityElement hit;

      g_assert_true (comity_figure_get_element_rect (figure, state (i), &x, &y, &width, &height));
      hit = comity_figure_hit (figure, x + width / 2, y + height / 2);
      g_assert_cmpint (hit.kind, ==, COMITY_ELEMENT_STATE);
      n_same += hit.a == i;
    }
  g_assert_cmpuint (n_same, >=, 188);
}

static void
assert_labels_apart (ComityNetworkFigure *self)
{
  const ComityRect *area = &self->parent.area;

  for (guint i = 0; i < self->labels->len; i++)
    {
      const ComityNetworkLabel *label = &g_array_index (self->labels, ComityNetworkLabel, i);

      if (!label->turned)
        {
          g_assert_cmpfloat (label->box.x, >=, area->x);
          g_assert_cmpfloat (label->box.y, >=, area->y);
          g_assert_cmpfloat (label->box.x + label->box.width, <=, area->x + area->width);
          g_assert_cmpfloat (label->box.y + label->box.height, <=, area->y + area->height);
        }
      for (guint j = 0; j < i; j++)
        {
          const ComityNetworkLabel *other = &g_array_index (self->labels, ComityNetworkLabel, j);

          g_assert_cmpuint (label->node, !=, other->node);
          if (label->turned)
            g_assert_cmpfloat (hypot (label->at.x - other->at.x, label->at.y - other->at.y), >=,
                               label->box.height);
          else
            g_assert_false (comity_rect_overlaps (&label->box, &other->box));
        }
    }
}

static void
test_labels (void)
{
  static const double sizes[][2] = { { 400, 300 }, { 600, 450 }, { 1600, 1000 } };

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityFigure) figure = fake_network_figure (150, 600, methods[m]);
      ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
      guint before = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          comity_figure_layout (figure, sizes[i][0], sizes[i][1],
                                comity_theme_get (COMITY_THEME_LIGHT));
          assert_labels_apart (self);
          /* More room, more labels; and the best connected state always has one. */
          g_assert_cmpuint (self->labels->len, >=, before);
          before = self->labels->len;
          /* Of a hive, whose codes come axis by axis, see test-edges.c. */
          if (methods[m] != COMITY_LAYOUT_HIVE)
            g_assert_cmpuint (g_array_index (self->labels, ComityNetworkLabel, 0).node, ==,
                              self->data->by_degree[0]);
          comity_figure_set_view (figure, 3, -sizes[i][0], -sizes[i][1]);
          assert_labels_apart (self);
          comity_figure_set_view (figure, 1, 0, 0);
        }
      g_assert_cmpuint (before, >, 60);
    }
}

static void
test_layout (void)
{
  g_autoptr (ComityFigure) figure = fake_network_figure (120, 300, COMITY_LAYOUT_FR);
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  double x, y, width, height;

  comity_figure_layout (figure, 900, 600, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  g_assert_cmpuint (self->data->n_isolates, >, 5);
  for (gsize i = 0; i < self->data->n; i++)
    {
      ComityPoint point = comity_network_figure_get_point (self, i);
      double radius = self->radii[i];

      if (self->data->degrees[i] == 0)
        {
          g_assert_cmpfloat (point.y, >, y + height);
          g_assert_true (comity_rect_contains (&self->isolates, point.x, point.y));
        }
      else
        {
          g_assert_cmpfloat (point.x - radius, >=, x);
          g_assert_cmpfloat (point.x + radius, <=, x + width);
          g_assert_cmpfloat (point.y - radius, >=, y);
          g_assert_cmpfloat (point.y + radius, <=, y + height);
        }
    }
  /* Areas of nodes are as their ties, where they are not the smallest that can be seen. */
  {
    gsize a = self->data->by_degree[0], b = self->data->by_degree[3];

    g_assert_cmpfloat_with_epsilon (self->radii[a] * self->radii[a] /
                                        (self->radii[b] * self->radii[b]),
                                    (double) self->data->degrees[a] / self->data->degrees[b], 1e-9);
  }
}

static void
test_set_layout (void)
{
  g_autoptr (ComityFigure) figure = ring_figure (9, COMITY_LAYOUT_FR);
  double xs[9], ys[9], x, y, width, height, back_x, back_y;
  ComityLayout layout = { .method = COMITY_LAYOUT_FR, .seed = 1, .n = 9, .x = xs, .y = ys };

  comity_figure_layout (figure, 700, 500, comity_theme_get (COMITY_THEME_LIGHT));
  for (int i = 0; i < 9; i++)
    {
      xs[i] = 0.2 + 0.05 * i;
      ys[i] = 0.3 + 0.03 * i;
    }
  comity_network_figure_set_layout (figure, &layout);
  comity_figure_set_view (figure, 2, -100, -50);
  for (guint32 i = 0; i < 8; i++)
    {
      g_assert_true (
          comity_figure_get_element_rect (figure, state (100 + i), &x, &y, &width, &height));
      comity_network_figure_get_layout_point (figure, x + width / 2, y + height / 2, &back_x,
                                              &back_y);
      g_assert_cmpfloat_with_epsilon (back_x, xs[i], 1e-9);
      g_assert_cmpfloat_with_epsilon (back_y, ys[i], 1e-9);
    }
}

/* The view moves places and leaves sizes. */
static void
test_view (void)
{
  g_autoptr (ComityFigure) figure = ring_figure (9, COMITY_LAYOUT_FR);
  double x0, y0, w0, h0, x1, y1, w1, h1;

  comity_figure_layout (figure, 700, 500, comity_theme_get (COMITY_THEME_LIGHT));
  g_assert_true (comity_figure_get_element_rect (figure, state (102), &x0, &y0, &w0, &h0));
  comity_figure_set_view (figure, 2, -350, -200);
  g_assert_true (comity_figure_get_element_rect (figure, state (102), &x1, &y1, &w1, &h1));
  g_assert_cmpfloat_with_epsilon (w0, w1, 1e-9);
  g_assert_cmpfloat_with_epsilon (x1 + w1 / 2, 2 * (x0 + w0 / 2) - 350, 1e-9);
  g_assert_cmpfloat_with_epsilon (y1 + h1 / 2, 2 * (y0 + h0 / 2) - 200, 1e-9);
}

static void
test_words (void)
{
  g_autoptr (ComityFigure) figure = ring_figure (6, COMITY_LAYOUT_FR);
  g_autofree char *whole = comity_figure_describe (figure);
  g_autofree char *tie = comity_figure_describe_element (figure, pair (100, 101));
  g_autofree char *undated = comity_figure_describe_element (figure, pair (100, 104));
  g_autofree char *none = comity_figure_describe_element (figure, pair (100, 102));
  g_autofree char *node = comity_figure_describe_element (figure, state (105));
  g_autofree char *other = comity_figure_describe_element (figure, state (7));
  g_autofree char *table = comity_figure_to_table (figure);

  g_assert_cmpstr (whole, ==,
                   "Treaty network, 2000: 6 states, 5 ties (MLATs). 1 state has no tie. Most ties: "
                   "State 0 (2), State 1 (2), State 2 (2).");
  g_assert_cmpstr (tie, ==, "State 0 (S00) – State 1 (S01): MLAT 1990");
  g_assert_cmpstr (undated, ==, "State 0 (S00) – State 4 (S04): MLAT (2 in all)");
  g_assert_cmpstr (none, ==, "State 0 (S00) – State 2 (S02): no MLAT in 2000; joined through S01");
  g_assert_cmpstr (node, ==, "State 5 (S05): 0 treaty partners; Civil law");
  g_assert_cmpstr (other, ==, "");
  g_assert_nonnull (strstr (table, "\nS03\tState 3\tCivil law\t\t2\tS02 S04\n"));
}

/* A ghost can be hit and read, a surprise is still its tie; what is not asked for is not there. */
static void
test_marks (void)
{
  const ComityExpectedTie ties[] = {
    { 102, 106, 2000, FALSE, 0.25 },
    { 103, 105, 2000, FALSE, 0.125 },
    { 104, 105, 1990, TRUE, 0.0005 },
  };
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (ComityExpectedTie));
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;

  g_array_append_vals (expected, ties, G_N_ELEMENTS (ties));
  options.expected = expected;
  options.n_ghosts = options.n_surprises = 1;
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityFigure) figure = ring_figure (14, methods[m]);
      ComityNetworkFigureData *data = ((ComityNetworkFigure *) figure)->data;
      g_autofree char *ghost = NULL;
      g_autofree char *surprise = NULL;

      comity_network_figure_fill_marks (data, &options);
      g_assert_cmpuint (data->n_marks, ==, 2);
      comity_figure_layout (figure, 700, 700, comity_theme_get (COMITY_THEME_LIGHT));
      if (methods[m] != COMITY_LAYOUT_ARC)
        {
          assert_hit_at_centre (figure, pair (102, 106));
          assert_hit_at_centre (figure, pair (104, 105));
        }
      assert_draws (figure);
      ghost = comity_figure_describe_element (figure, pair (102, 106));
      surprise = comity_figure_describe_element (figure, pair (104, 105));
      g_assert_nonnull (strstr (ghost, "no MLAT in 2000; the model's probability is 0.25"));
      g_assert_nonnull (strstr (surprise, "the model's probability in the year of signature was 0.0005"));
    }
}

static void
test_empty (void)
{
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityFigure) none = ring_figure (0, methods[m]);
      g_autoptr (ComityFigure) one = ring_figure (1, methods[m]);
      g_autoptr (ComityFigure) no_ties = ring_figure (2, methods[m]);

      assert_draws (none);
      assert_draws (one);
      assert_draws (no_ties);
      comity_figure_layout (one, 600, 400, comity_theme_get (COMITY_THEME_LIGHT));
      assert_hit_at_centre (one, state (100));
      g_assert_cmpint (comity_figure_move (none, COMITY_NO_ELEMENT, 1, 0).kind, ==,
                       COMITY_ELEMENT_NONE);
      g_assert_true (
          comity_element_equal (comity_figure_move (one, COMITY_NO_ELEMENT, 1, 0), state (100)));
    }
}

static void
test_move (void)
{
  g_autoptr (ComityFigure) figure = ring_figure (13, COMITY_LAYOUT_FR);
  ComityElement at;

  comity_figure_layout (figure, 600, 600, comity_theme_get (COMITY_THEME_LIGHT));
  /* From the top of the ring of twelve: right is the next in the clock, down the lowest in the end.
   */
  at = comity_figure_move (figure, state (100), 1, 0);
  g_assert_true (comity_element_equal (at, state (101)));
  at = comity_figure_move (figure, state (100), -1, 0);
  g_assert_true (comity_element_equal (at, state (111)));
  at = comity_figure_move (figure, state (103), 1, 0);
  g_assert_true (comity_element_equal (at, state (103)));
  /* From a tie to its states and to the next tie. */
  at = comity_figure_move (figure, pair (101, 102), 0, 1);
  g_assert_true (comity_element_equal (at, state (102)));
  at = comity_figure_move (figure, pair (101, 102), 1, 0);
  g_assert_true (comity_element_equal (at, pair (102, 103)));
}

static void
test_pixels (void)
{
  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_PRINT; kind++)
    for (int scale = 1; scale <= 2; scale++)
      {
        const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);
        g_autofree ComityPoint *places = g_new0 (ComityPoint, 60);
        ComityNetworkFigureData *data = fake_network_data (60, 90, COMITY_LAYOUT_CIRCLE, places);
        const ComityNetworkFigureOptions options = { COMITY_NODE_COLOR_TRADITION, NULL, NULL, FALSE,
                                                     FALSE };
        g_autoptr (ComityFigure) figure =
            comity_network_figure_new_from_data (data, places, &options);
        cairo_surface_t *surface = draw_figure (figure, 800, 800, theme, scale);
        gsize n_seen = 0;

        for (gsize i = 0; i < 60; i++)
          {
            double x, y, width, height;

            if (!comity_figure_get_element_rect (figure, state ((guint32) i), &x, &y, &width,
                                                 &height))
              {
                g_assert_cmpuint (data->degrees[i], ==, 0);
                continue;
              }
            g_assert_cmphex (
                get_pixel (surface, scale * (x + width / 2), scale * (y + height / 2)), ==,
                comity_color_to_pixel (comity_theme_get_tradition (theme, data->families[i])));
            n_seen++;
          }
        g_assert_cmpuint (n_seen, >, 25);
        cairo_surface_destroy (surface);
      }
}

static void
test_overlay (void)
{
  g_autoptr (ComityFigure) figure = ring_figure (9, COMITY_LAYOUT_FR);
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_LIGHT);
  cairo_surface_t *surface = draw_figure (figure, 600, 500, theme, 1);
  cairo_surface_t *before = draw_figure (figure, 600, 500, theme, 1);
  gsize size = (gsize) cairo_image_surface_get_stride (surface) * 500;
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  comity_figure_draw_overlay (figure, cr, state (999), pair (998, 999));
  cairo_surface_flush (surface);
  g_assert_cmpmem (cairo_image_surface_get_data (surface), size,
                   cairo_image_surface_get_data (before), size);
  comity_figure_draw_overlay (figure, cr, COMITY_NO_ELEMENT, pair (100, 101));
  cairo_surface_flush (surface);
  g_assert_true (comity_figure_get_element_rect (figure, pair (100, 101), &x, &y, &width, &height));
  g_assert_cmphex (get_pixel (surface, x + width / 2, y + height / 2), ==,
                   comity_color_to_pixel (theme->accent));
  comity_figure_draw_overlay (figure, cr, state (105), state (104));
  comity_figure_draw_overlay (figure, cr, pair (100, 104), state (108));
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  cairo_surface_destroy (before);
}

/* A rectangle takes the nodes whose middle it holds, the isolate in its block too, and nothing from
 * outside the picture. */
static void
test_find_states (void)
{
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityFigure) figure = ring_figure (14, methods[m]);
      g_autofree guint32 *none = NULL;
      gsize n;

      none = comity_figure_find_states (figure, 0, 0, 600, 450, &n);
      g_assert_cmpuint (n, ==, 0); /* not laid out */
      comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
      g_assert_true (comity_figure_has_states (figure));
      for (int zoom = 1; zoom <= 4; zoom += 3)
        {
          double left, top, width, height;
          g_autofree guint32 *all = NULL;
          gsize n_inside = 0;

          comity_figure_set_view (figure, zoom, 0, 0);
          comity_figure_get_data_area (figure, &left, &top, &width, &height);
          all = comity_figure_find_states (figure, -1e4, -1e4, 2e4, 2e4, &n);
          for (guint32 k = 0; k < 14; k++)
            {
              double x, y, w, h;
              g_autofree guint32 *one = NULL;
              gsize n_one;
              gboolean isolated = k == 13 && comity_layout_method_is_force (methods[m]);

              g_assert_true (comity_figure_get_element_rect (figure, state (100 + k), &x, &y, &w, &h));
              x += w / 2;
              y += h / 2;
              one = comity_figure_find_states (figure, x - 0.1, y - 0.1, 0.2, 0.2, &n_one);
              if (!isolated && (x < left || y < top || x >= left + width || y >= top + height))
                {
                  g_assert_cmpuint (n_one, ==, 0);
                  continue;
                }
              g_assert_cmpuint (n_one, ==, 1);
              g_assert_cmpuint (one[0], ==, 100 + k);
              g_assert_cmpuint (all[n_inside], ==, 100 + k);
              n_inside++;
            }
          g_assert_cmpuint (n, ==, n_inside);
          g_assert_true (zoom > 1 || n == 14);
        }
    }
}

/* Put elsewhere by hand: there it is hit, there it stays when it is laid out again, and its layout
 * place is the one under the pointer, at any zoom. Never outside the picture, never out of its block,
 * never off a place that means something. */
static void
test_move_element (void)
{
  g_autoptr (ComityFigure) figure = ring_figure (14, COMITY_LAYOUT_FR);
  g_autoptr (ComityFigure) circle = ring_figure (14, COMITY_LAYOUT_CIRCLE);

  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_layout (circle, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  g_assert_false (comity_figure_can_move_element (circle, state (103)));
  g_assert_false (comity_figure_can_move_element (figure, state (113)));
  g_assert_false (comity_figure_can_move_element (figure, state (999)));
  g_assert_false (comity_figure_can_move_element (figure, pair (100, 101)));
  g_assert_true (comity_figure_can_move_element (figure, state (103)));
  for (int zoom = 1; zoom <= 2; zoom++)
    {
      double x, y, w, h, layout_x, layout_y, place_x, place_y, other_x, other_y, left, top;

      comity_figure_set_view (figure, zoom, -100, -50);
      g_assert_true (comity_figure_get_element_rect (figure, state (100), &other_x, &other_y, &w, &h));
      comity_network_figure_get_layout_point (figure, 310, 200, &layout_x, &layout_y);
      g_assert_true (comity_figure_move_element (figure, state (103), 310, 200));
      g_assert_true (comity_figure_get_element_rect (figure, state (103), &x, &y, &w, &h));
      g_assert_cmpfloat_with_epsilon (x + w / 2, 310, 1e-9);
      g_assert_cmpfloat_with_epsilon (y + h / 2, 200, 1e-9);
      g_assert_true (comity_element_equal (comity_figure_hit (figure, 310, 200), state (103)));
      g_assert_true (comity_network_figure_get_state_place (figure, 103, &place_x, &place_y));
      g_assert_cmpfloat_with_epsilon (place_x, layout_x, 1e-12);
      g_assert_cmpfloat_with_epsilon (place_y, layout_y, 1e-12);
      g_assert_true (comity_figure_get_element_rect (figure, state (100), &x, &y, &w, &h));
      g_assert_cmpfloat (x, ==, other_x);
      g_assert_cmpfloat (y, ==, other_y);

      comity_figure_get_data_area (figure, &left, &top, &w, &h);
      g_assert_true (comity_figure_move_element (figure, state (103), -500, 1e9));
      g_assert_true (comity_figure_get_element_rect (figure, state (103), &x, &y, &w, &place_x));
      g_assert_cmpfloat_with_epsilon (x + w / 2, left, 1e-9);
      g_assert_cmpfloat_with_epsilon (y + w / 2, top + h, 1e-9);
    }
}

/* Several states: a ring round each, the tie of two of them in the accent, nothing round another;
 * one element that is selected takes its place. */
static void
test_emphasis (void)
{
  static const guint32 states[] = { 102, 101, 100, 777, 113 };

  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_DARK; kind++)
    {
      const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);
      g_autoptr (ComityFigure) figure = ring_figure (14, COMITY_LAYOUT_FR);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1400, 1000);
      cairo_t *cr = cairo_create (surface);
      ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
      guint32 accent = comity_color_to_pixel (theme->accent);

      comity_figure_layout (figure, 1400, 1000, theme);
      comity_figure_set_emphasis (figure, states, G_N_ELEMENTS (states));
      comity_figure_draw_overlay (figure, cr, state (900), (ComityElement){ COMITY_ELEMENT_NONE });
      cairo_surface_flush (surface);
      for (guint32 k = 100; k < 114; k++)
        {
          double x, y, w, h, ring = 1.6 * self->unit;

          g_assert_true (comity_figure_get_element_rect (figure, state (k), &x, &y, &w, &h));
          g_assert_true ((get_pixel (surface, x - ring, y + h / 2) == accent) ==
                         (k <= 102 || k == 113));
        }
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_paint (cr);
      cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
      comity_figure_draw_overlay (figure, cr, state (900), state (107));
      cairo_surface_flush (surface);
      {
        double x, y, w, h;

        g_assert_true (comity_figure_get_element_rect (figure, state (101), &x, &y, &w, &h));
        g_assert_cmphex (get_pixel (surface, x - 1.6 * self->unit, y + h / 2), !=, accent);
      }
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/network/hit", test_hit);
  g_test_add_func ("/figure/network/hit-dense", test_hit_dense);
  g_test_add_func ("/figure/network/labels", test_labels);
  g_test_add_func ("/figure/network/layout", test_layout);
  g_test_add_func ("/figure/network/set-layout", test_set_layout);
  g_test_add_func ("/figure/network/view", test_view);
  g_test_add_func ("/figure/network/words", test_words);
  g_test_add_func ("/figure/network/marks", test_marks);
  g_test_add_func ("/figure/network/empty", test_empty);
  g_test_add_func ("/figure/network/move", test_move);
  g_test_add_func ("/figure/network/pixels", test_pixels);
  g_test_add_func ("/figure/network/overlay", test_overlay);
  g_test_add_func ("/figure/network/find-states", test_find_states);
  g_test_add_func ("/figure/network/move-element", test_move_element);
  g_test_add_func ("/figure/network/emphasis", test_emphasis);
  return g_test_run ();
}
