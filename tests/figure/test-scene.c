/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines set pixel by pixel look as Cairo's do; a scene is the picture it was made of; between two
 * scenes states are on their way, and ties fade. */
#include "config.h"

#include "comity-legend.h"
#include "comity-raster.h"
#include "comity-scene-private.h"
#include "fake-data.h"
#include "figure-pixels.h"

#include <math.h>
#include <string.h>

#define SIDE 200

static cairo_surface_t *
white (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Green of a pixel, 0 … 255. */
static int
green (cairo_surface_t *surface, int x, int y)
{
  return (int) (get_pixel (surface, x, y) >> 8 & 0xff);
}

/* Mean and largest difference of two pictures, and of the first to all white. */
static void
compare (cairo_surface_t *a, cairo_surface_t *b, double *mean, int *worst, double *ink)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  double n = (double) width * height;

  g_assert_cmpint (width, ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (b));
  *mean = *ink = 0;
  *worst = 0;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int difference = abs (green (a, x, y) - green (b, x, y));

        *mean += difference / n;
        *worst = MAX (*worst, difference);
        *ink += (255 - green (a, x, y)) / n;
      }
}

static void
draw_lines (ComityCanvas *canvas, double width, gboolean bent)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const ComityColor color = { 0, 0.2f, 0.1f, 0.7f };

  for (int k = 0; k < 24; k++)
    {
      ComityPoint points[4];

      for (int i = 0; i < 4; i++)
        points[i] = (ComityPoint){ g_rand_double_range (rand, -40, SIDE + 40),
                                   g_rand_double_range (rand, -40, SIDE + 40) };
      if (bent)
        comity_canvas_curve (canvas, points, color, width);
      else
        comity_canvas_line (canvas, points[0].x, points[0].y, points[3].x, points[3].y, color,
                            width);
    }
}

static void
test_like_cairo (void)
{
  const double widths[] = { 0.4, 0.85, 1.0, 1.7, 3.2, 6.0 };

  for (gsize k = 0; k < G_N_ELEMENTS (widths); k++)
    for (int bent = 0; bent < 2; bent++)
      {
        cairo_surface_t *surfaces[2] = { white (), white () };
        double mean, ink;
        int worst;

        for (int crowd = 0; crowd < 2; crowd++)
          {
            cairo_t *cr = cairo_create (surfaces[crowd]);
            g_autoptr (ComityCanvas) canvas =
                comity_canvas_new_for_cairo (cr, comity_theme_get (COMITY_THEME_LIGHT));

            if (crowd)
              comity_canvas_begin_crowd (canvas);
            draw_lines (canvas, widths[k], bent);
            if (crowd)
              comity_canvas_end_crowd (canvas);
            cairo_destroy (cr);
            cairo_surface_flush (surfaces[crowd]);
          }
        compare (surfaces[0], surfaces[1], &mean, &worst, &ink);
        g_test_message ("width %g, %s: mean %g of %g, worst %d", widths[k],
                        bent ? "bent" : "straight", mean, ink, worst);
        g_assert_cmpfloat (ink, >, 1.0);
        g_assert_cmpfloat (mean, <, 0.1 * ink);
        cairo_surface_destroy (surfaces[0]);
        cairo_surface_destroy (surfaces[1]);
      }
}

/* Level and upright lines are exact; the clip holds; wild numbers do nothing. */
static void
test_raster_edges (void)
{
  cairo_surface_t *surface = white ();
  g_autoptr (ComityRaster) raster =
      comity_raster_new (cairo_image_surface_get_data (surface),
                         cairo_image_surface_get_stride (surface), 50, 60, 150, 140);
  const ComityColor black = { 0, 0, 0, 1 };
  const ComityPoint level[2] = { { 70.25, 100.5 }, { 80.0, 100.5 } };
  const ComityPoint across[2] = { { -1e7, 100.0 }, { 1e7, 120.0 } };
  const ComityPoint wild[3] = { { NAN, 100.0 }, { INFINITY, 120.0 }, { 3.0, -INFINITY } };
  const ComityPoint nothing[2] = { { 100.0, 100.0 }, { 100.0, 100.0 } };

  comity_raster_polyline (raster, level, 2, black, 1.5);
  g_assert_cmpint (green (surface, 75, 100), ==, 0);
  g_assert_cmpint (abs (green (surface, 75, 99) - 191), <=, 1);
  g_assert_cmpint (abs (green (surface, 75, 101) - 191), <=, 1);
  g_assert_cmpint (green (surface, 75, 98), ==, 255);
  g_assert_cmpint (abs (green (surface, 70, 100) - 64), <=, 1);
  g_assert_cmpint (green (surface, 69, 100), ==, 255);
  g_assert_cmpint (green (surface, 80, 100), ==, 255);

  comity_raster_polyline (raster, across, 2, black, 4.0);
  comity_raster_circle (raster, 50, 60, 30, black, black, 2);
  comity_raster_polyline (raster, wild, 3, black, 4.0);
  comity_raster_polyline (raster, nothing, 2, black, 4.0);
  comity_raster_circle (raster, NAN, 60, 30, black, black, 2);
  g_assert_cmpint (green (surface, 100, 110), ==, 0);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      if (x < 50 || x >= 150 || y < 60 || y >= 140)
        g_assert_cmpint (green (surface, x, y), ==, 255);
  cairo_surface_destroy (surface);
}

/* A translucent curve is as dark at its own joints as between them. */
static void
test_lies_once (void)
{
  cairo_surface_t *surface = white ();
  g_autoptr (ComityRaster) raster =
      comity_raster_new (cairo_image_surface_get_data (surface),
                         cairo_image_surface_get_stride (surface), 0, 0, SIDE, SIDE);
  const ComityColor half = { 0, 0, 0, 0.5f };
  const ComityPoint curve[4] = { { 10, 100 }, { 70, 20 }, { 130, 180 }, { 190, 100 } };
  int darkest = 255;

  comity_raster_curves (raster, curve, 1, half, 3.0);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      darkest = MIN (darkest, green (surface, x, y));
  g_assert_cmpint (darkest, >=, 126);
  g_assert_cmpint (darkest, <=, 129);
  cairo_surface_destroy (surface);
}

static cairo_surface_t *
draw_scene (ComityScene *scene)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 640, 560);
  cairo_t *cr = cairo_create (surface);

  comity_scene_draw (scene, cr, NULL, 0);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Each layout's scene, and both ends of a movement, are the picture itself. */
static void
test_is_the_picture (void)
{
  for (int method = 0; method < COMITY_N_LAYOUTS; method++)
    for (int theme = COMITY_THEME_LIGHT; theme <= COMITY_THEME_DARK; theme++)
      {
        g_autoptr (ComityFigure) figure =
            fake_network_figure (80, 300, (ComityLayoutMethod) method);
        g_autoptr (ComityFigure) other = fake_network_figure (60, 150, (ComityLayoutMethod) method);
        cairo_surface_t *picture =
            draw_figure (figure, 640, 560, comity_theme_get ((ComityThemeKind) theme), 1);
        g_autoptr (ComityScene) scene = comity_scene_new (figure, 1);
        g_autoptr (ComityScene) before = NULL;
        g_autoptr (ComityScene) first = NULL;
        g_autoptr (ComityScene) last = NULL;
        ComityScene *ends[3];

        comity_figure_layout (other, 640, 560, comity_theme_get ((ComityThemeKind) theme));
        before = comity_scene_new (other, 1);
        g_assert_true (comity_scene_fits (before, scene));
        first = comity_scene_mix (scene, before, 0.0);
        last = comity_scene_mix (before, scene, 1.0);
        ends[0] = scene;
        ends[1] = first;
        ends[2] = last;
        for (int k = 0; k < 3; k++)
          {
            cairo_surface_t *drawn = draw_scene (ends[k]);
            double mean, ink;
            int worst;

            compare (picture, drawn, &mean, &worst, &ink);
            g_test_message ("%s, end %d: mean %g, worst %d",
                            comity_layout_method_name ((ComityLayoutMethod) method), k, mean,
                            worst);
            /* But for the antialiasing of names. */
            g_assert_cmpfloat (mean, <, 0.08);
            cairo_surface_destroy (drawn);
          }
        cairo_surface_destroy (picture);
      }
}

/* Two states tied in both years, one that leaves and one that comes, with their ties. */
static ComityFigure *
small_figure (gboolean later)
{
  ComityNetworkFigureData *data = comity_network_figure_data_new (3, 2);
  const ComityPoint early_places[3] = { { 0, 0 }, { 1, 1 }, { 0, 1 } };
  const ComityPoint late_places[3] = { { 1, 0 }, { 0, 1 }, { 1, 1 } };
  const guint32 states[2][3] = { { 4, 7, 9 }, { 4, 7, 11 } };

  for (gsize i = 0; i < 3; i++)
    {
      data->states[i] = states[later][i];
      data->codes[i] = g_strdup_printf ("S%02u", data->states[i]);
      data->names[i] = g_strdup (data->codes[i]);
      data->regions[i] = g_strdup ("");
      data->group[i] = -1;
    }
  data->edges[0] = (ComityNetworkFigureEdge){ 0, 1, 1990, 1 };
  data->edges[1] = (ComityNetworkFigureEdge){ 1, 2, 1991, 1 };
  data->method = COMITY_LAYOUT_FR;
  data->tie_name = g_strdup ("tie");
  data->ties_name = g_strdup ("ties");
  data->year = 1990 + later;
  comity_network_figure_data_index (data);
  return comity_network_figure_new_from_data (data, later ? late_places : early_places, NULL);
}

static void
test_travels (void)
{
  g_autoptr (ComityFigure) early = small_figure (FALSE);
  g_autoptr (ComityFigure) late = small_figure (TRUE);
  g_autoptr (ComityScene) from = NULL;
  g_autoptr (ComityScene) to = NULL;
  double x[3], y[3];
  float alpha = 0;

  comity_figure_layout (early, 400, 400, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_layout (late, 400, 400, comity_theme_get (COMITY_THEME_LIGHT));
  from = comity_scene_new (early, 1);
  to = comity_scene_new (late, 1);
  for (int k = 0; k <= 20; k++)
    {
      g_autoptr (ComityScene) scene = comity_scene_mix (from, to, k / 20.0);
      gboolean has[3] = { FALSE, FALSE, FALSE };

      g_assert_true (comity_scene_find_state (scene, 4, &x[1], &y[1]));
      g_assert_true (comity_scene_find_state (from, 4, &x[0], &y[0]));
      g_assert_true (comity_scene_find_state (to, 4, &x[2], &y[2]));
      /* From the left to the right, slowly at first and at last. */
      g_assert_cmpfloat (x[2] - x[0], >, 200);
      g_assert_cmpfloat_with_epsilon (
          x[1], x[0] + (x[2] - x[0]) * (k / 20.0) * (k / 20.0) * (3 - 2 * (k / 20.0)), 1e-9);
      for (guint e = 0; e < scene->edges->len; e++)
        {
          const ComitySceneEdge *edge = &g_array_index (scene->edges, ComitySceneEdge, e);

          has[edge->b == 7 ? 0 : edge->b == 9 ? 1 : 2] = TRUE;
          if (edge->b == 7)
            {
              g_assert_cmpfloat_with_epsilon (edge->points[0].x, x[1], 1e-9);
              alpha = edge->color.a;
            }
          else
            {
              double end_x, end_y;

              /* Its ends are at its states, and it is paler than one that stays. */
              g_assert_true (comity_scene_find_state (scene, edge->b, &end_x, &end_y));
              g_assert_cmpfloat_with_epsilon (edge->points[3].x, end_x, 1e-9);
              g_assert_cmpfloat_with_epsilon (edge->points[3].y, end_y, 1e-9);
              g_assert_cmpfloat (edge->color.a, <=, alpha);
            }
        }
      g_assert_true (has[0]);
      /* On the brink rounding decides. */
      if (k == 9 || k == 11)
        continue;
      g_assert_cmpint (has[1], ==, k < 11);
      g_assert_cmpint (has[2], ==, k > 9);
      g_assert_cmpint (comity_scene_find_state (scene, 9, &x[1], &y[1]), ==, k < 11);
      g_assert_cmpint (comity_scene_find_state (scene, 11, &x[1], &y[1]), ==, k > 9);
    }
}

/* A movement that begins in the midst of another begins from where things are. */
static void
test_turns_round (void)
{
  g_autoptr (ComityFigure) early = small_figure (FALSE);
  g_autoptr (ComityFigure) late = small_figure (TRUE);
  g_autoptr (ComityScene) from = NULL;
  g_autoptr (ComityScene) to = NULL;
  g_autoptr (ComityScene) middle = NULL;
  double x, y, middle_x, middle_y;

  comity_figure_layout (early, 400, 400, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_layout (late, 400, 400, comity_theme_get (COMITY_THEME_LIGHT));
  from = comity_scene_new (early, 1);
  to = comity_scene_new (late, 1);
  middle = comity_scene_mix (from, to, 0.4);
  g_assert_true (comity_scene_find_state (middle, 4, &middle_x, &middle_y));
  for (int k = 0; k < 12; k++)
    {
      g_autoptr (ComityScene) next = comity_scene_mix (middle, k % 2 == 0 ? from : to, 0.3);

      g_assert_cmpuint (next->ground->len, <=, 6);
      comity_scene_unref (middle);
      middle = g_steal_pointer (&next);
    }
  {
    g_autoptr (ComityScene) still = comity_scene_mix (middle, from, 0.0);

    g_assert_true (comity_scene_find_state (middle, 4, &middle_x, &middle_y));
    g_assert_true (comity_scene_find_state (still, 4, &x, &y));
    g_assert_cmpfloat (x, ==, middle_x);
    g_assert_cmpfloat (y, ==, middle_y);
  }
}

static void
test_cannot (void)
{
  g_autoptr (ComityFigure) lines = fake_line_figure ();
  g_autoptr (ComityFigure) network = fake_network_figure (40, 60, COMITY_LAYOUT_FR);
  g_autoptr (ComityFigure) between = NULL;
  g_autoptr (ComityFigure) copy = NULL;
  g_autoptr (ComityScene) scene = NULL;
  g_autoptr (ComityScene) other = NULL;

  comity_figure_layout (lines, 300, 300, comity_theme_get (COMITY_THEME_LIGHT));
  g_assert_null (comity_scene_new (lines, 1));
  comity_figure_layout (network, 300, 300, comity_theme_get (COMITY_THEME_LIGHT));
  scene = comity_scene_new (network, 1);
  comity_figure_layout (network, 310, 300, comity_theme_get (COMITY_THEME_LIGHT));
  other = comity_scene_new (network, 1);
  g_assert_false (comity_scene_fits (scene, other));
  /* A picture between two that do not move is the first. */
  between = comity_between_figure_new (lines, lines, 0.5);
  copy = comity_figure_copy (between);
  assert_draws (copy);
}

static double
legend_width (ComityCanvas *canvas, const char *kind, gboolean lines, double width, double *height)
{
  ComityLegend *legend = comity_legend_new ();
  const ComityColor color = { 0, 0, 0, 1 };
  double used;

  if (kind != NULL)
    comity_legend_add (legend, COMITY_LEGEND_CIRCLE, color, kind);
  if (lines)
    {
      comity_legend_add_line (legend, color, 1, "1 treaty");
      comity_legend_add_line (legend, color, 3, "3 treaties");
    }
  comity_legend_layout (legend, canvas, width, 10, FALSE, &used, height);
  comity_legend_free (legend);
  return used;
}

/* Lines of two widths are read beside each other: where a row has room for one of them only, both
 * go to the next. */
static void
test_legend_of_widths (void)
{
  ComityCanvas *canvas = comity_canvas_new_for_measuring (comity_theme_get (COMITY_THEME_LIGHT));
  const char *kind = "Tradition not coded";
  double row, height;
  double alone = legend_width (canvas, kind, FALSE, 1000, &row);
  double both = legend_width (canvas, NULL, TRUE, 1000, &height);
  double whole = legend_width (canvas, kind, TRUE, 1000, &height);

  g_assert_cmpfloat (height, ==, row);
  g_assert_cmpfloat (whole, >, alone + both);
  g_assert_cmpfloat (legend_width (canvas, kind, TRUE, whole - 1, &height), ==, MAX (alone, both));
  g_assert_cmpfloat (height, ==, 2 * row);
  /* No row holds both: each where it finds its place. */
  legend_width (canvas, kind, TRUE, both - 1, &height);
  g_assert_cmpfloat (height, >=, 2 * row);
  comity_canvas_free (canvas);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/legend/widths", test_legend_of_widths);
  g_test_add_func ("/figure/raster/like-cairo", test_like_cairo);
  g_test_add_func ("/figure/raster/edges", test_raster_edges);
  g_test_add_func ("/figure/raster/lies-once", test_lies_once);
  g_test_add_func ("/figure/scene/is-the-picture", test_is_the_picture);
  g_test_add_func ("/figure/scene/travels", test_travels);
  g_test_add_func ("/figure/scene/turns-round", test_turns_round);
  g_test_add_func ("/figure/scene/cannot", test_cannot);
  return g_test_run ();
}
