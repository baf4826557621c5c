/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas over Cairo; its text is in comity-canvas-text.c. Fonts are asked for without hinting,
 * so that a text takes the same room on any surface. Here is no figure and no file. */
#include "config.h"

#include "comity-canvas-private.h"

#include <math.h>

/* Circles this small (pixels) are squares of the same area to the eye, and much faster. */
#define SMALL_RADIUS 1.2

static ComityCanvas *
canvas_new (const ComityTheme *theme)
{
  ComityCanvas *self = g_new0 (ComityCanvas, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  self->theme = theme;
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (self->context, 72.0);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_language (self->context, pango_language_from_string ("en"));
  return self;
}

ComityCanvas *
comity_canvas_new_for_cairo (cairo_t *cr, const ComityTheme *theme)
{
  ComityCanvas *self;
  double x = 1, y = 0;

  g_return_val_if_fail (cr != NULL && theme != NULL, NULL);

  self = canvas_new (theme);
  self->cr = cr;
  switch (cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_RECORDING:
      self->is_vector = TRUE;
      break;
    default:
      {
        double scale_x, scale_y;

        cairo_user_to_device_distance (cr, &x, &y);
        cairo_surface_get_device_scale (cairo_get_target (cr), &scale_x, &scale_y);
        self->pixels = hypot (x, y) * scale_x;
      }
    }
  pango_cairo_update_context (cr, self->context);
  self->layout = pango_layout_new (self->context);
  return self;
}

ComityCanvas *
comity_canvas_new_for_measuring (const ComityTheme *theme)
{
  ComityCanvas *self;

  g_return_val_if_fail (theme != NULL, NULL);

  self = canvas_new (theme);
  self->layout = pango_layout_new (self->context);
  return self;
}

ComityCanvas *
comity_canvas_new_svg (double width,
                       double height,
                       double unit,
                       const ComityTheme *theme,
                       const char *title,
                       const char *description,
                       const char *metadata)
{
  ComityCanvas *self;

  g_return_val_if_fail (theme != NULL, NULL);

  self = comity_canvas_new_for_measuring (theme);
  self->is_vector = TRUE;
  self->svg = g_string_new (NULL);
  comity_svg_begin (self, width, height, unit, title, description, metadata);
  return self;
}

void
comity_canvas_free (ComityCanvas *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->layout);
  g_object_unref (self->context);
  if (self->svg != NULL)
    g_string_free (self->svg, TRUE);
  g_free (self);
}

const ComityTheme *
comity_canvas_peek_theme (const ComityCanvas *self)
{
  return self->theme;
}

gboolean
comity_canvas_is_vector (const ComityCanvas *self)
{
  return self->is_vector;
}

void
comity_canvas_set_color (ComityCanvas *self, ComityColor color)
{
  cairo_set_source_rgba (self->cr, (double) color.r, (double) color.g, (double) color.b,
                         (double) color.a);
}

void
comity_canvas_push_clip (ComityCanvas *self, const ComityRect *rect)
{
  if (self->svg != NULL)
    comity_svg_push_clip (self, rect);
  else if (self->cr != NULL)
    {
      cairo_save (self->cr);
      cairo_rectangle (self->cr, rect->x, rect->y, rect->width, rect->height);
      cairo_clip (self->cr);
    }
}

void
comity_canvas_pop_clip (ComityCanvas *self)
{
  if (self->svg != NULL)
    g_string_append (self->svg, "</g>\n");
  else if (self->cr != NULL)
    cairo_restore (self->cr);
}

void
comity_canvas_push_origin (ComityCanvas *self, double x, double y)
{
  if (self->svg != NULL)
    comity_svg_push_origin (self, x, y);
  else if (self->cr != NULL)
    {
      cairo_save (self->cr);
      cairo_translate (self->cr, x, y);
    }
}

void
comity_canvas_pop_origin (ComityCanvas *self)
{
  comity_canvas_pop_clip (self);
}

void
comity_canvas_begin_crowd (ComityCanvas *self)
{
  cairo_surface_t *surface;
  cairo_matrix_t matrix;
  double x0, y0, x1, y1, scale_x, scale_y, offset_x, offset_y;
  cairo_format_t format;
  int left, top, right, bottom;

  g_return_if_fail (self->raster == NULL);

  if (self->cr == NULL || self->is_vector)
    return;
  surface = cairo_get_target (self->cr);
  cairo_get_matrix (self->cr, &matrix);
  cairo_surface_get_device_scale (surface, &scale_x, &scale_y);
  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE ||
      cairo_get_group_target (self->cr) != surface || matrix.xy != 0 || matrix.yx != 0 ||
      !(matrix.xx > 0) || matrix.xx * scale_x != matrix.yy * scale_y)
    return;
  format = cairo_image_surface_get_format (surface);
  if (format != CAIRO_FORMAT_ARGB32 && format != CAIRO_FORMAT_RGB24)
    return;
  cairo_surface_get_device_offset (surface, &offset_x, &offset_y);
  self->raster_scale = matrix.xx * scale_x;
  self->raster_origin =
      (ComityPoint){ matrix.x0 * scale_x + offset_x, matrix.y0 * scale_y + offset_y };
  cairo_clip_extents (self->cr, &x0, &y0, &x1, &y1);
  left = (int) MAX (round (x0 * self->raster_scale + self->raster_origin.x), 0);
  top = (int) MAX (round (y0 * self->raster_scale + self->raster_origin.y), 0);
  right = (int) MIN (round (x1 * self->raster_scale + self->raster_origin.x),
                     cairo_image_surface_get_width (surface));
  bottom = (int) MIN (round (y1 * self->raster_scale + self->raster_origin.y),
                      cairo_image_surface_get_height (surface));
  cairo_surface_flush (surface);
  self->raster = comity_raster_new (cairo_image_surface_get_data (surface),
                                    cairo_image_surface_get_stride (surface), left, top, right,
                                    bottom);
}

void
comity_canvas_end_crowd (ComityCanvas *self)
{
  if (self->raster == NULL)
    return;
  cairo_surface_mark_dirty (cairo_get_target (self->cr));
  g_clear_pointer (&self->raster, comity_raster_free);
}

static ComityPoint
to_pixels (const ComityCanvas *self, ComityPoint point)
{
  return (ComityPoint){ self->raster_origin.x + self->raster_scale * point.x,
                        self->raster_origin.y + self->raster_scale * point.y };
}

void
comity_canvas_fill_rect (ComityCanvas *self, const ComityRect *rect, ComityColor color)
{
  comity_canvas_fill_rects (self, rect, 1, color);
}

void
comity_canvas_fill_rects (ComityCanvas *self, const ComityRect *rects, gsize n, ComityColor color)
{
  if (n == 0)
    return;
  if (self->svg != NULL)
    comity_svg_rects (self, rects, n, color);
  else if (self->cr != NULL)
    {
      for (gsize i = 0; i < n; i++)
        cairo_rectangle (self->cr, rects[i].x, rects[i].y, rects[i].width, rects[i].height);
      comity_canvas_set_color (self, color);
      cairo_fill (self->cr);
    }
}

/* The lines x + y = k · spacing, cut at each rectangle: the same lines for all, so that they join.
 */
static GArray *
hatch_lines (const ComityRect *rects, gsize n, double spacing)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (ComityPoint));

  for (gsize i = 0; i < n; i++)
    {
      double x0 = rects[i].x, x1 = x0 + rects[i].width;
      double y0 = rects[i].y, y1 = y0 + rects[i].height;

      for (double c = spacing * ceil ((x0 + y0) / spacing); c < x1 + y1; c += spacing)
        {
          double left = MAX (x0, c - y1), right = MIN (x1, c - y0);
          ComityPoint pair[2] = { { left, c - left }, { right, c - right } };

          if (right > left)
            g_array_append_vals (pairs, pair, 2);
        }
    }
  return pairs;
}

void
comity_canvas_hatch_rects (ComityCanvas *self,
                           const ComityRect *rects,
                           gsize n,
                           double spacing,
                           double line_width,
                           ComityColor color)
{
  g_autoptr (GArray) pairs = NULL;
  const ComityPoint *points;

  g_return_if_fail (spacing > 0);

  if (self->svg == NULL && self->cr == NULL)
    return;
  pairs = hatch_lines (rects, n, spacing);
  points = (const ComityPoint *) pairs->data;
  if (self->svg != NULL)
    comity_svg_lines (self, points, pairs->len / 2, color, line_width);
  else if (pairs->len > 0)
    {
      for (gsize i = 0; i < pairs->len; i += 2)
        {
          cairo_move_to (self->cr, points[i].x, points[i].y);
          cairo_line_to (self->cr, points[i + 1].x, points[i + 1].y);
        }
      comity_canvas_set_color (self, color);
      cairo_set_line_width (self->cr, line_width);
      cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
      cairo_stroke (self->cr);
    }
}

/* The place for the middle of a line @line_width wide at which its sides fall between pixels. */
static double
snap (const ComityCanvas *self, double place, double line_width)
{
  double wide;

  if (self->pixels == 0)
    return place;
  wide = MAX (1.0, round (line_width * self->pixels));
  place *= self->pixels;
  place = fmod (wide, 2.0) == 1.0 ? floor (place) + 0.5 : round (place);
  return place / self->pixels;
}

/* Thin lines are one pixel at least; paler lines are drawn by colour, not by width. */
static double
snap_width (const ComityCanvas *self, double line_width)
{
  return self->pixels == 0 ? line_width
                           : MAX (1.0, round (line_width * self->pixels)) / self->pixels;
}

void
comity_canvas_stroke_rect (ComityCanvas *self,
                           const ComityRect *rect,
                           ComityColor color,
                           double line_width)
{
  double x0, y0, x1, y1;

  if (self->svg != NULL)
    {
      comity_svg_stroke_rect (self, rect, color, line_width);
      return;
    }
  if (self->cr == NULL)
    return;
  x0 = snap (self, rect->x, line_width);
  y0 = snap (self, rect->y, line_width);
  x1 = snap (self, rect->x + rect->width, line_width);
  y1 = snap (self, rect->y + rect->height, line_width);
  cairo_rectangle (self->cr, x0, y0, x1 - x0, y1 - y0);
  comity_canvas_set_color (self, color);
  cairo_set_line_width (self->cr, snap_width (self, line_width));
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke (self->cr);
}

void
comity_canvas_line (ComityCanvas *self,
                    double x0,
                    double y0,
                    double x1,
                    double y1,
                    ComityColor color,
                    double line_width)
{
  if (self->svg != NULL)
    {
      ComityPoint pair[2] = { { x0, y0 }, { x1, y1 } };

      comity_svg_lines (self, pair, 1, color, line_width);
      return;
    }
  if (self->cr == NULL)
    return;
  if (self->raster != NULL)
    {
      ComityPoint pair[2] = { to_pixels (self, (ComityPoint){ x0, y0 }),
                              to_pixels (self, (ComityPoint){ x1, y1 }) };

      comity_raster_polyline (self->raster, pair, 2, color, line_width * self->raster_scale);
      return;
    }
  if (x0 == x1 || y0 == y1)
    {
      if (x0 == x1)
        x0 = x1 = snap (self, x0, line_width);
      else
        y0 = y1 = snap (self, y0, line_width);
      line_width = snap_width (self, line_width);
    }
  cairo_move_to (self->cr, x0, y0);
  cairo_line_to (self->cr, x1, y1);
  comity_canvas_set_color (self, color);
  cairo_set_line_width (self->cr, line_width);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
  cairo_stroke (self->cr);
}

void
comity_canvas_curve (ComityCanvas *self,
                     const ComityPoint points[4],
                     ComityColor color,
                     double line_width)
{
  comity_canvas_curves (self, points, 1, color, line_width);
}

void
comity_canvas_curves (ComityCanvas *self,
                      const ComityPoint *points,
                      gsize n_curves,
                      ComityColor color,
                      double line_width)
{
  gsize n_points = 3 * n_curves + 1;

  if (n_curves == 0)
    return;
  if (self->svg != NULL)
    {
      comity_svg_curves (self, points, n_curves, color, line_width);
      return;
    }
  if (self->cr == NULL)
    return;
  if (self->raster != NULL)
    {
      ComityPoint few[4];
      g_autofree ComityPoint *many = n_points > 4 ? g_new (ComityPoint, n_points) : NULL;
      ComityPoint *curves = many != NULL ? many : few;

      for (gsize i = 0; i < n_points; i++)
        curves[i] = to_pixels (self, points[i]);
      comity_raster_curves (self->raster, curves, n_curves, color,
                            line_width * self->raster_scale);
      return;
    }
  cairo_move_to (self->cr, points[0].x, points[0].y);
  for (gsize i = 1; i < n_points; i += 3)
    cairo_curve_to (self->cr, points[i].x, points[i].y, points[i + 1].x, points[i + 1].y,
                    points[i + 2].x, points[i + 2].y);
  comity_canvas_set_color (self, color);
  cairo_set_line_width (self->cr, line_width);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
  cairo_stroke (self->cr);
}

static void
add_points (ComityCanvas *self, const ComityPoint *points, gsize n)
{
  cairo_move_to (self->cr, points[0].x, points[0].y);
  for (gsize i = 1; i < n; i++)
    cairo_line_to (self->cr, points[i].x, points[i].y);
}

void
comity_canvas_polyline (
    ComityCanvas *self, const ComityPoint *points, gsize n, ComityColor color, double line_width)
{
  if (n < 2)
    return;
  if (self->svg != NULL)
    {
      comity_svg_polyline (self, points, n, FALSE, color, line_width);
      return;
    }
  if (self->cr == NULL)
    return;
  if (self->raster != NULL)
    {
      g_autofree ComityPoint *line = g_new (ComityPoint, n);

      for (gsize i = 0; i < n; i++)
        line[i] = to_pixels (self, points[i]);
      comity_raster_polyline (self->raster, line, n, color, line_width * self->raster_scale);
      return;
    }
  add_points (self, points, n);
  comity_canvas_set_color (self, color);
  cairo_set_line_width (self->cr, line_width);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (self->cr);
}

void
comity_canvas_fill_polygon (ComityCanvas *self,
                            const ComityPoint *points,
                            gsize n,
                            ComityColor color)
{
  if (n < 3)
    return;
  if (self->svg != NULL)
    {
      comity_svg_polyline (self, points, n, TRUE, color, 0);
      return;
    }
  if (self->cr == NULL)
    return;
  add_points (self, points, n);
  cairo_close_path (self->cr);
  comity_canvas_set_color (self, color);
  cairo_fill (self->cr);
}

void
comity_canvas_circle (ComityCanvas *self,
                      double x,
                      double y,
                      double radius,
                      ComityColor fill,
                      ComityColor outline,
                      double line_width)
{
  if (self->svg != NULL)
    {
      comity_svg_circle (self, x, y, radius, fill, outline, line_width);
      return;
    }
  if (self->cr == NULL)
    return;
  if (self->raster != NULL)
    {
      ComityPoint centre = to_pixels (self, (ComityPoint){ x, y });

      comity_raster_circle (self->raster, centre.x, centre.y, radius * self->raster_scale, fill,
                            outline, line_width * self->raster_scale);
      return;
    }
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, x, y, radius, 0, 2 * G_PI);
  if (fill.a > 0)
    {
      comity_canvas_set_color (self, fill);
      cairo_fill_preserve (self->cr);
    }
  if (line_width > 0)
    {
      comity_canvas_set_color (self, outline);
      cairo_set_line_width (self->cr, line_width);
      cairo_stroke_preserve (self->cr);
    }
  cairo_new_path (self->cr);
}

void
comity_canvas_fill_circles (
    ComityCanvas *self, const ComityPoint *centres, gsize n, double radius, ComityColor color)
{
  double half = radius * sqrt (G_PI) / 2;

  for (gsize i = 0; i < n && self->svg != NULL; i++)
    comity_svg_circle (self, centres[i].x, centres[i].y, radius, color, color, 0);
  if (self->cr == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    if (self->pixels > 0 && radius * self->pixels < SMALL_RADIUS)
      cairo_rectangle (self->cr, centres[i].x - half, centres[i].y - half, 2 * half, 2 * half);
    else
      {
        cairo_new_sub_path (self->cr);
        cairo_arc (self->cr, centres[i].x, centres[i].y, radius, 0, 2 * G_PI);
        cairo_close_path (self->cr);
      }
  comity_canvas_set_color (self, color);
  cairo_fill (self->cr);
}

void
comity_canvas_image (ComityCanvas *self, cairo_surface_t *surface, const ComityRect *rect)
{
  g_return_if_fail (!self->is_vector);

  if (self->cr == NULL)
    return;
  cairo_save (self->cr);
  cairo_translate (self->cr, rect->x, rect->y);
  cairo_scale (self->cr, rect->width / cairo_image_surface_get_width (surface),
               rect->height / cairo_image_surface_get_height (surface));
  cairo_set_source_surface (self->cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (self->cr), CAIRO_FILTER_NEAREST);
  cairo_paint (self->cr);
  cairo_restore (self->cr);
}
