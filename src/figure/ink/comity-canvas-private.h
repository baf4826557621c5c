/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Cairo half and the SVG half of the canvas share. */
#pragma once

#include <pango/pangocairo.h>

#include "comity-canvas.h"
#include "comity-raster.h"

G_BEGIN_DECLS

struct _ComityCanvas
{
  const ComityTheme *theme;
  PangoContext *context;
  PangoLayout *layout;

  cairo_t *cr; /* borrowed; NULL when measuring or writing SVG */
  gboolean is_vector;
  double pixels; /* device pixels per point; 0 without pixels */

  /* Between comity_canvas_begin_crowd () and its end, where there are pixels; else NULL. */
  ComityRaster *raster;
  double raster_scale;       /* pixels per point */
  ComityPoint raster_origin; /* pixels */

  GString *svg; /* the document so far; NULL for Cairo */
  guint n_clips;
};

void comity_canvas_set_color (ComityCanvas *self, ComityColor color);

void comity_svg_begin (ComityCanvas *self,
                       double width,
                       double height,
                       double unit,
                       const char *title,
                       const char *description,
                       const char *metadata);
void comity_svg_push_clip (ComityCanvas *self, const ComityRect *rect);
void comity_svg_push_origin (ComityCanvas *self, double x, double y);
void comity_svg_rects (ComityCanvas *self, const ComityRect *rects, gsize n, ComityColor color);
void comity_svg_stroke_rect (ComityCanvas *self,
                             const ComityRect *rect,
                             ComityColor color,
                             double line_width);
void comity_svg_lines (ComityCanvas *self,
                       const ComityPoint *pairs,
                       gsize n_lines,
                       ComityColor color,
                       double line_width);
void comity_svg_curves (ComityCanvas *self,
                        const ComityPoint *points,
                        gsize n_curves,
                        ComityColor color,
                        double line_width);
void comity_svg_polyline (ComityCanvas *self,
                          const ComityPoint *points,
                          gsize n,
                          gboolean closed,
                          ComityColor color,
                          double line_width);
void comity_svg_circle (ComityCanvas *self,
                        double x,
                        double y,
                        double radius,
                        ComityColor fill,
                        ComityColor outline,
                        double line_width);
/* The lines of the canvas's layout, whose box has its upper left corner at @x, @y. */
void comity_svg_layout (ComityCanvas *self, double x, double y, const ComityTextStyle *style);

G_END_DECLS
