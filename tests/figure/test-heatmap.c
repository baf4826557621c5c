/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heatmap: cells are where they are said to be and have the colour of their value; the
 * dendrogram stands at its leaves; no data and absent states are told apart from zero. */
#include "config.h"

#include "fake-data.h"
#include "figure-pixels.h"

#include <math.h>
#include <string.h>

/* n states, everything known: value (i, j) = (i + j) / (2n - 2), one tie, no dendrogram. */
static ComityHeatmapData *
plain_data (gsize n)
{
  ComityHeatmapData *data = comity_heatmap_data_new (n, n > 2 ? 1 : 0, 0);

  for (gsize i = 0; i < n; i++)
    {
      data->states[i] = (guint32) (10 + i);
      data->codes[i] = g_strdup_printf ("S%02u", (guint) i);
      data->names[i] = g_strdup_printf ("State %u", (guint) i);
      data->exists[i] = TRUE;
      for (gsize j = 0; j <= i; j++)
        *comity_heatmap_data_value (data, i, j) =
            n > 1 ? (double) (i + j) / (double) (2 * n - 2) : 1;
    }
  if (n > 2)
    data->ties[0] = (ComityHeatmapTie){ 2, 1, 1999, 1 };
  data->measure = g_strdup ("Test");
  data->tie_name = g_strdup ("MLAT");
  data->remark = g_strdup ("");
  data->high = 1;
  data->is_similarity = TRUE;
  data->year = 2000;
  comity_heatmap_data_index (data);
  return data;
}

static ComityElement
pair (guint32 a, guint32 b)
{
  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static void
test_hit (void)
{
  static const double sizes[][2] = { { 260, 220 }, { 600, 450 }, { 500, 900 }, { 1600, 1000 } };
  g_autoptr (ComityFigure) figure = fake_heatmap_figure (60);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int zoom = 1; zoom <= 3; zoom += 2)
      {
        comity_figure_layout (figure, sizes[i][0], sizes[i][1],
                              comity_theme_get (COMITY_THEME_LIGHT));
        comity_figure_set_view (figure, zoom, 0, 0);
        for (guint32 a = 0; a < 60; a++)
          for (guint32 b = a; b < 60; b++)
            {
              ComityElement element =
                  a == b ? (ComityElement){ COMITY_ELEMENT_STATE, a, 0 } : pair (a, b);
              double x, y, w, h, left, top, width, height;

              comity_figure_get_data_area (figure, &left, &top, &width, &height);
              g_assert_true (comity_figure_get_element_rect (figure, element, &x, &y, &w, &h));
              if (x + w / 2 > left && x + w / 2 < left + width && y + h / 2 > top &&
                  y + h / 2 < top + height)
                assert_hit_at_centre (figure, element);
              else
                g_assert_cmpint (zoom, ==, 3);
            }
        comity_figure_set_view (figure, 1, 0, 0);
      }
}

static void
test_layout (void)
{
  g_autoptr (ComityFigure) figure = fake_heatmap_figure (50);
  double x, y, width, height, cx, cy, cw, ch;

  /* Square, inside, and in whole points a cell where there is room. */
  comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  g_assert_cmpfloat (width, ==, height);
  g_assert_cmpfloat (width, >, 450);
  g_assert_cmpfloat (fmod (width, 50), ==, 0);
  g_assert_cmpfloat (x, >=, 0);
  g_assert_cmpfloat (y + height, <=, 700);
  /* The first of the order is in the upper left corner. */
  g_assert_true (comity_figure_get_element_rect (
      figure, (ComityElement){ COMITY_ELEMENT_STATE, 0, 0 }, &cx, &cy, &cw, &ch));
  g_assert_cmpfloat_with_epsilon (cx, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (cy, y, 1e-9);
  g_assert_cmpfloat_with_epsilon (cw, width / 50, 1e-9);
}

static gboolean
near_pixels (guint32 a, guint32 b)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (abs ((int) (a >> shift & 255) - (int) (b >> shift & 255)) > 3)
      return FALSE;
  return TRUE;
}

static void
test_pixels (void)
{
  g_autoptr (ComityFigure) figure = NULL;
  const gsize n = 12;
  const ComityHeatmapOptions options = { FALSE, FALSE, FALSE, FALSE };

  figure = comity_heatmap_figure_new_from_data (plain_data (n), &options);
  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_PRINT; kind++)
    for (int scale = 1; scale <= 2; scale++)
      {
        const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);
        ComityColorMap map = comity_color_map_for_theme (theme, FALSE, FALSE);
        cairo_surface_t *surface = draw_figure (figure, 640, 480, theme, scale);
        double x, y, width, height;

        comity_figure_get_data_area (figure, &x, &y, &width, &height);
        for (gsize i = 0; i < n; i++)
          for (gsize j = 0; j < n; j++)
            {
              double px = x + width * ((double) j + 0.5) / (double) n;
              double py = y + height * ((double) i + 0.5) / (double) n;

              g_assert_true (near_pixels (
                  get_pixel (surface, px * scale, py * scale),
                  comity_color_to_pixel (comity_color_map_get (&map, (double) (i + j) / 22))));
            }
        cairo_surface_destroy (surface);
      }
}

/* Zero, no data and absent are three inks. */
static void
test_kinds_of_nothing (void)
{
  ComityHeatmapData *data = plain_data (8);
  const ComityHeatmapOptions options = { FALSE, FALSE, FALSE, FALSE };
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_LIGHT);
  ComityColorMap map = comity_color_map_for_theme (theme, FALSE, FALSE);
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *absent = NULL;
  g_autofree char *zero = NULL;
  g_autofree char *whole = NULL;
  cairo_surface_t *surface;
  double x, y, width, height, cell;
  gsize n_paper = 0, n_other = 0;

  *comity_heatmap_data_value (data, 5, 2) = NAN;
  data->exists[7] = FALSE;
  figure = comity_heatmap_figure_new_from_data (data, &options);
  surface = draw_figure (figure, 640, 480, theme, 1);
  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  cell = width / 8;
  g_assert_cmphex (get_pixel (surface, x + cell * 0.5, y + cell * 0.5), ==,
                   comity_color_to_pixel (comity_color_map_get (&map, 0)));
  g_assert_cmphex (get_pixel (surface, x + cell * 7.5, y + cell * 0.5), ==,
                   comity_color_to_pixel (theme->absent));
  for (double dx = 2; dx < cell - 2; dx++)
    for (double dy = 2; dy < cell - 2; dy++)
      if (get_pixel (surface, x + 2 * cell + dx, y + 5 * cell + dy) ==
          comity_color_to_pixel (theme->background))
        n_paper++;
      else
        n_other++;
  g_assert_cmpuint (n_paper, >, 100);
  g_assert_cmpuint (n_other, >, 100);
  cairo_surface_destroy (surface);

  missing = comity_figure_describe_element (figure, pair (12, 15));
  absent = comity_figure_describe_element (figure, pair (10, 17));
  zero = comity_figure_describe_element (figure, pair (11, 12));
  whole = comity_figure_describe (figure);
  g_assert_cmpstr (missing, ==, "State 2 (S02) – State 5 (S05): no data");
  g_assert_cmpstr (absent, ==, "State 0 (S00) – State 7 (S07): not both states in 2000");
  g_assert_cmpstr (zero, ==, "State 1 (S01) – State 2 (S02): 0.214; MLAT 1999");
  g_assert_nonnull (strstr (whole, "8 pairs without data"));
  g_assert_nonnull (strstr (whole, "1 pair has a treaty (MLAT)"));
}

/* Yes and no: two patches in the legend, two inks in the cells. */
static void
test_two_values (void)
{
  ComityHeatmapData *data = plain_data (6);
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_DARK);
  ComityColorMap map = comity_color_map_for_theme (theme, FALSE, FALSE);
  g_autoptr (ComityFigure) figure = NULL;
  cairo_surface_t *surface;
  double x, y, width, height;

  for (gsize i = 0; i < 6; i++)
    for (gsize j = 0; j <= i; j++)
      *comity_heatmap_data_value (data, i, j) = (i < 3) == (j < 3);
  figure = comity_heatmap_figure_new_from_data (data, NULL);
  g_assert_true (((ComityHeatmapFigure *) figure)->is_two_valued);
  surface = draw_figure (figure, 700, 500, theme, 1);
  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  g_assert_cmphex (get_pixel (surface, x + width / 12, y + height / 12), ==,
                   comity_color_to_pixel (comity_color_map_get_pair (&map, TRUE)));
  g_assert_cmphex (get_pixel (surface, x + width * 11 / 12, y + height / 12), ==,
                   comity_color_to_pixel (comity_color_map_get_pair (&map, FALSE)));
  cairo_surface_destroy (surface);
}

static void
test_empty (void)
{
  ComityHeatmapData *missing = plain_data (5);
  g_autoptr (ComityFigure) none = comity_heatmap_figure_new_from_data (plain_data (0), NULL);
  g_autoptr (ComityFigure) one = comity_heatmap_figure_new_from_data (plain_data (1), NULL);
  g_autoptr (ComityFigure) all_missing = NULL;
  g_autofree char *words = NULL;

  for (gsize i = 0; i < 15; i++)
    missing->values[i] = NAN;
  missing->low = missing->high = NAN;
  all_missing = comity_heatmap_figure_new_from_data (missing, NULL);
  assert_draws (none);
  assert_draws (one);
  assert_draws (all_missing);
  words = comity_figure_describe (all_missing);
  g_assert_nonnull (strstr (words, "No pair has data"));
  g_assert_cmpint (comity_figure_hit (none, 100, 100).kind, ==, COMITY_ELEMENT_NONE);
  g_assert_cmpint (comity_figure_move (none, COMITY_NO_ELEMENT, 1, 0).kind, ==,
                   COMITY_ELEMENT_NONE);
  comity_figure_layout (one, 600, 400, comity_theme_get (COMITY_THEME_LIGHT));
  g_assert_cmpint (comity_figure_move (one, COMITY_NO_ELEMENT, 1, 0).kind, ==,
                   COMITY_ELEMENT_STATE);
}

static void
test_move (void)
{
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (4), NULL);
  ComityElement at;

  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  at = comity_figure_move (figure, COMITY_NO_ELEMENT, 1, 0);
  g_assert_true (comity_element_equal (at, pair (10, 11)));
  at = comity_figure_move (figure, at, 0, 1);
  g_assert_true (comity_element_equal (at, pair (10, 12)));
  at = comity_figure_move (figure, at, 1, 0);
  g_assert_true (comity_element_equal (at, pair (11, 12)));
  at = comity_figure_move (figure, at, 1, 0);
  g_assert_true (comity_element_equal (at, (ComityElement){ COMITY_ELEMENT_STATE, 12, 0 }));
  /* Over the diagonal, into the upper half, up to the corner and no further. */
  at = comity_figure_move (figure, at, 1, 0);
  g_assert_true (comity_element_equal (at, pair (12, 13)));
  for (int i = 0; i < 9; i++)
    at = comity_figure_move (figure, at, 0, -1);
  g_assert_true (comity_element_equal (at, pair (10, 13)));
}

/* Where the pointer rests is nothing to the keys: from the upper half they go on in the upper half. */
static void
test_move_past_pointer (void)
{
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (5), NULL);
  ComityElement at, lower;
  double x, y, width, height;

  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  lower = comity_figure_move (figure, COMITY_NO_ELEMENT, 1, 0);
  g_assert_true (comity_figure_get_element_rect (figure, lower, &x, &y, &width, &height));
  at = lower;
  for (int i = 0; i < 3; i++)
    at = comity_figure_move (figure, at, 1, 0);
  g_assert_true (comity_element_equal (at, pair (11, 13)));
  g_assert_true (comity_element_equal (
      comity_figure_hit (figure, x + 0.5 * width, y + 0.5 * height), lower));
  at = comity_figure_move (figure, at, 1, 0);
  g_assert_true (comity_element_equal (at, pair (11, 14)));
  at = comity_figure_move (figure, at, 0, -1);
  g_assert_true (comity_element_equal (at, pair (10, 14)));
}

static void
test_view (void)
{
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (20), NULL);
  double x, y, width, height, scale, dx, dy, cx, cy, cw, ch;

  g_assert_true (comity_figure_can_zoom (figure));
  comity_figure_layout (figure, 700, 500, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  comity_figure_set_view (figure, 0.2, 500, -900);
  comity_figure_get_view (figure, &scale, &dx, &dy);
  g_assert_cmpfloat (scale, ==, 1);
  g_assert_cmpfloat_with_epsilon (dx, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (dy, 0, 1e-9);
  /* Pushed too far, the data still cover their area: the last cell ends at its corner. */
  comity_figure_set_view (figure, 4, -1e6, -1e6);
  g_assert_true (comity_figure_get_element_rect (
      figure, (ComityElement){ COMITY_ELEMENT_STATE, 29, 0 }, &cx, &cy, &cw, &ch));
  g_assert_cmpfloat_with_epsilon (cx + cw, x + width, 1e-6);
  g_assert_cmpfloat_with_epsilon (cy + ch, y + height, 1e-6);
  g_assert_cmpfloat_with_epsilon (cw, 4 * width / 20, 1e-9);
}

static void
test_table (void)
{
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (3), NULL);
  g_autofree char *table = comity_figure_to_table (figure);

  g_assert_cmpstr (table, ==,
                   "state_a\tstate_b\tvalue\ttreaty\n"
                   "S00\tS01\t0.25\t\n"
                   "S00\tS02\t0.5\t\n"
                   "S01\tS02\t0.75\t1999\n");
}

/* The vector drawing, rendered, is the screen's: no cell lost, none moved. */
static void
test_vector_agrees (void)
{
  const ComityHeatmapOptions options = { TRUE, TRUE, FALSE, FALSE };
  g_autoptr (ComityFigure) figure =
      comity_heatmap_figure_new_from_data (fake_heatmap_data (40), &options);
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_PRINT);
  cairo_surface_t *raster = draw_figure (figure, 640, 480, theme, 2);
  cairo_rectangle_t extents = { 0, 0, 640, 480 };
  cairo_surface_t *vector = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_surface_t *replay = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1280, 960);
  cairo_t *cr = cairo_create (vector);
  double x, y, width, height;

  comity_figure_draw (figure, cr);
  cairo_destroy (cr);
  cr = cairo_create (replay);
  cairo_scale (cr, 2, 2);
  cairo_set_source_surface (cr, vector, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (replay);
  comity_figure_get_data_area (figure, &x, &y, &width, &height);
  for (gsize i = 0; i < 39; i++)
    for (gsize j = 0; j < 39; j++)
      {
        double px = 2 * (x + width * ((double) j + 0.5) / 40);
        double py = 2 * (y + height * ((double) i + 0.5) / 40);

        g_assert_true (near_pixels (get_pixel (raster, px, py), get_pixel (replay, px, py)));
      }
  cairo_surface_destroy (raster);
  cairo_surface_destroy (vector);
  cairo_surface_destroy (replay);
}

/* Hovering draws something where the pair is, and nothing when there is nothing. */
static void
test_overlay (void)
{
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (10), NULL);
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_LIGHT);
  cairo_surface_t *surface = draw_figure (figure, 600, 450, theme, 1);
  cairo_surface_t *before = draw_figure (figure, 600, 450, theme, 1);
  cairo_t *cr = cairo_create (surface);
  gsize size = (gsize) cairo_image_surface_get_stride (surface) * 450;
  double x, y, w, h;

  comity_figure_draw_overlay (figure, cr, COMITY_NO_ELEMENT, COMITY_NO_ELEMENT);
  comity_figure_draw_overlay (figure, cr, pair (3, 4), COMITY_NO_ELEMENT); /* not in the figure */
  cairo_surface_flush (surface);
  g_assert_cmpmem (cairo_image_surface_get_data (surface), size,
                   cairo_image_surface_get_data (before), size);
  comity_figure_draw_overlay (figure, cr, pair (12, 17), COMITY_NO_ELEMENT);
  cairo_surface_flush (surface);
  g_assert_true (comity_figure_get_element_rect (figure, pair (12, 17), &x, &y, &w, &h));
  g_assert_cmphex (get_pixel (surface, x, y + h / 2), ==, comity_color_to_pixel (theme->hover));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  cairo_surface_destroy (before);
}

/* Over the square a rectangle takes the rows and columns it crosses, over the labels only its rows or
 * columns; at any zoom, and nothing of groups. */
static void
test_find_states (void)
{
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (12), NULL);
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;

  g_assert_true (comity_figure_has_states (figure));
  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  for (int zoom = 1; zoom <= 2; zoom++)
    {
      ComityRect from, to;
      g_autofree guint32 *found = NULL;
      g_autofree guint32 *rows = NULL;
      g_autofree guint32 *outside = NULL;
      gsize n;

      comity_figure_set_view (figure, zoom, 0, 0);
      comity_figure_set_view (figure, zoom, figure->area.x * (1 - zoom), figure->area.y * (1 - zoom));
      /* From the middle of row 1, column 3 to that of row 2, column 5. */
      from = comity_heatmap_figure_get_cell_rect (self, 1, 3);
      to = comity_heatmap_figure_get_cell_rect (self, 2, 5);
      found = comity_figure_find_states (figure, from.x + from.width / 2, from.y + from.height / 2,
                                         to.x - from.x, to.y - from.y, &n);
      g_assert_cmpuint (n, ==, 5);
      g_assert_cmpuint (found[0], ==, 11);
      g_assert_cmpuint (found[1], ==, 12);
      g_assert_cmpuint (found[2], ==, 13);
      g_assert_cmpuint (found[3], ==, 14);
      g_assert_cmpuint (found[4], ==, 15);
      g_assert_cmpfloat (self->row_labels.width, >, 0);
      rows = comity_figure_find_states (figure, self->row_labels.x + 2, from.y + from.height / 2, 3,
                                        to.y - from.y, &n);
      g_assert_cmpuint (n, ==, 2);
      g_assert_cmpuint (rows[0], ==, 11);
      g_assert_cmpuint (rows[1], ==, 12);
      outside = comity_figure_find_states (figure, 0, 0, 1, 1, &n);
      g_assert_cmpuint (n, ==, 0);
    }
}

/* Several states: the frames of their common cells and their marks at the margin, what is in none of
 * their rows and columns paler than it was. */
static void
test_emphasis (void)
{
  static const guint32 states[] = { 13, 12, 18, 500 };

  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_DARK; kind++)
    {
      const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);
      g_autoptr (ComityFigure) figure = comity_heatmap_figure_new_from_data (plain_data (12), NULL);
      ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 450);
      cairo_t *cr = cairo_create (surface);
      guint32 accent = comity_color_to_pixel (theme->accent);
      guint32 before[12][12];

      comity_figure_layout (figure, 600, 450, theme);
      comity_figure_draw (figure, cr);
      cairo_surface_flush (surface);
      for (int pass = 0; pass < 2; pass++)
        {
          for (gsize i = 0; i < 12; i++)
            for (gsize j = 0; j < 12; j++)
              {
                ComityRect cell = comity_heatmap_figure_get_cell_rect (self, i, j);
                guint32 pixel = get_pixel (surface, cell.x + cell.width / 2 + 2,
                                           cell.y + cell.height / 2 + 4);
                gboolean in = i == 2 || i == 3 || i == 8 || j == 2 || j == 3 || j == 8;

                if (pass == 0)
                  before[i][j] = pixel;
                else
                  g_assert_true ((pixel == before[i][j]) == in);
              }
          comity_figure_set_emphasis (figure, states, G_N_ELEMENTS (states));
          comity_figure_draw_overlay (figure, cr, (ComityElement){ COMITY_ELEMENT_NONE },
                                      (ComityElement){ COMITY_ELEMENT_NONE });
          cairo_surface_flush (surface);
        }
      for (gsize i = 0; i < 12; i++)
        {
          ComityRect cell = comity_heatmap_figure_get_cell_rect (self, i, i);
          guint32 pixel = get_pixel (surface, figure->area.x + figure->area.width + 1,
                                     cell.y + cell.height / 2);

          g_assert_true ((pixel == accent) == (i == 2 || i == 3 || i == 8));
        }
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/heatmap/hit", test_hit);
  g_test_add_func ("/figure/heatmap/layout", test_layout);
  g_test_add_func ("/figure/heatmap/pixels", test_pixels);
  g_test_add_func ("/figure/heatmap/kinds-of-nothing", test_kinds_of_nothing);
  g_test_add_func ("/figure/heatmap/two-values", test_two_values);
  g_test_add_func ("/figure/heatmap/empty", test_empty);
  g_test_add_func ("/figure/heatmap/move", test_move);
  g_test_add_func ("/figure/heatmap/move-past-pointer", test_move_past_pointer);
  g_test_add_func ("/figure/heatmap/view", test_view);
  g_test_add_func ("/figure/heatmap/table", test_table);
  g_test_add_func ("/figure/heatmap/vector-agrees", test_vector_agrees);
  g_test_add_func ("/figure/heatmap/overlay", test_overlay);
  g_test_add_func ("/figure/heatmap/find-states", test_find_states);
  g_test_add_func ("/figure/heatmap/emphasis", test_emphasis);
  return g_test_run ();
}
