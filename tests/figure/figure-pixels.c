/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing figures in tests and looking at single pixels. */
#include "config.h"

#include "figure-pixels.h"

cairo_surface_t *
draw_figure (ComityFigure *figure, double width, double height, const ComityTheme *theme, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale),
                                                         (int) (height * scale));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  comity_figure_layout (figure, width, height, theme);
  comity_figure_draw (figure, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

guint32
get_pixel (cairo_surface_t *surface, double x, double y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  g_assert_cmpfloat (x, >=, 0);
  g_assert_cmpfloat (x, <, cairo_image_surface_get_width (surface));
  g_assert_cmpfloat (y, >=, 0);
  g_assert_cmpfloat (y, <, cairo_image_surface_get_height (surface));
  return ((const guint32 *) (data + (int) y * cairo_image_surface_get_stride (surface)))[(int) x];
}

void
assert_hit_at_centre (ComityFigure *figure, ComityElement element)
{
  double x, y, width, height;
  ComityElement hit;

  g_assert_true (comity_figure_get_element_rect (figure, element, &x, &y, &width, &height));
  hit = comity_figure_hit (figure, x + width / 2, y + height / 2);
  g_assert_cmpint (hit.kind, ==, element.kind);
  g_assert_cmpuint (hit.a, ==, element.a);
  g_assert_cmpuint (hit.b, ==, element.b);
}

void
assert_draws (ComityFigure *figure)
{
  static const double sizes[][2] = {
    { 1, 1 }, { 20, 900 }, { 900, 20 }, { 260, 120 }, { 700, 500 }
  };

  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_PRINT; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        cairo_rectangle_t extents = { 0, 0, sizes[i][0], sizes[i][1] };
        cairo_surface_t *vector =
            cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
        cairo_t *cr = cairo_create (vector);

        cairo_surface_destroy (draw_figure (figure, sizes[i][0], sizes[i][1],
                                            comity_theme_get ((ComityThemeKind) kind), 1));
        comity_figure_draw (figure, cr);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        cairo_surface_destroy (vector);
      }
}
