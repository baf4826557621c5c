/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few marks that figures are made of, over Cairo and Pango or as an SVG text. Text is measured
 * the same way for every medium (no hinted metrics), so that a layout made once fits the screen, a
 * PNG, a PDF and an SVG alike. Lengths are points of the figure. One thread at a time. */
#pragma once

#include <cairo.h>

#include "comity-theme.h"

G_BEGIN_DECLS

typedef struct _ComityCanvas ComityCanvas;

typedef struct
{
  double x, y;
} ComityPoint;

typedef struct
{
  double x, y, width, height;
} ComityRect;

static inline gboolean
comity_rect_contains (const ComityRect *self, double x, double y)
{
  return x >= self->x && x < self->x + self->width && y >= self->y && y < self->y + self->height;
}

static inline gboolean
comity_rect_overlaps (const ComityRect *a, const ComityRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

typedef struct
{
  double size; /* points */
  gboolean bold;
  gboolean vertical; /* turned a quarter to the left: reads upwards */
  ComityColor color;
  double align_x; /* which part of the text stands at x: 0 left, 0.5 middle, 1 right */
  double align_y; /* which part stands at y: 0 top, 0.5 middle, 1 bottom */
  double angle;   /* radians clockwise round the place; not with vertical */
  double halo;    /* width of a border in the theme's halo colour; 0 none */
  double width;   /* wrapped at this width; 0 never */
  gboolean cut;   /* one line, cut with an ellipsis at the width instead of wrapped */
} ComityTextStyle;

/* @cr is borrowed for the canvas's life; lines are set on its pixels when it has any. */
ComityCanvas *comity_canvas_new_for_cairo (cairo_t *cr, const ComityTheme *theme);
/* Text only measured, nothing drawn. */
ComityCanvas *comity_canvas_new_for_measuring (const ComityTheme *theme);
/* A page of @width × @height points, on which a unit of the figure takes @unit points. */
ComityCanvas *comity_canvas_new_svg (double width,
                                     double height,
                                     double unit,
                                     const ComityTheme *theme,
                                     const char *title,
                                     const char *description,
                                     const char *metadata);
void comity_canvas_free (ComityCanvas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityCanvas, comity_canvas_free)
/* The finished document; ends the canvas's drawing. New string. */
char *comity_canvas_finish_svg (ComityCanvas *self);

const ComityTheme *comity_canvas_peek_theme (const ComityCanvas *self);
/* Shapes stay shapes: no images, and what would be a pixel on the screen is a rectangle. */
gboolean comity_canvas_is_vector (const ComityCanvas *self);

void comity_canvas_push_clip (ComityCanvas *self, const ComityRect *rect);
void comity_canvas_pop_clip (ComityCanvas *self);
/* Until the pop, 0, 0 is where @x, @y is now: a figure inside another. */
void comity_canvas_push_origin (ComityCanvas *self, double x, double y);
void comity_canvas_pop_origin (ComityCanvas *self);

void comity_canvas_fill_rect (ComityCanvas *self, const ComityRect *rect, ComityColor color);
/* Many of one colour in one shape, without seams between neighbours. */
void
comity_canvas_fill_rects (ComityCanvas *self, const ComityRect *rects, gsize n, ComityColor color);
/* Diagonal lines @spacing apart inside the rectangles; they run on from one to the next. */
void comity_canvas_hatch_rects (ComityCanvas *self,
                                const ComityRect *rects,
                                gsize n,
                                double spacing,
                                double line_width,
                                ComityColor color);
void comity_canvas_stroke_rect (ComityCanvas *self,
                                const ComityRect *rect,
                                ComityColor color,
                                double line_width);
/* Level and upright lines are set on the pixels of a screen. */
void comity_canvas_line (ComityCanvas *self,
                         double x0,
                         double y0,
                         double x1,
                         double y1,
                         ComityColor color,
                         double line_width);
/* A cubic curve from points[0] to points[3]. */
void comity_canvas_curve (ComityCanvas *self,
                          const ComityPoint points[4],
                          ComityColor color,
                          double line_width);
/* @n_curves of them in one stroke, each from where the last ended: 3 n_curves + 1 points. */
void comity_canvas_curves (ComityCanvas *self,
                           const ComityPoint *points,
                           gsize n_curves,
                           ComityColor color,
                           double line_width);
void comity_canvas_polyline (
    ComityCanvas *self, const ComityPoint *points, gsize n, ComityColor color, double line_width);
void comity_canvas_fill_polygon (ComityCanvas *self,
                                 const ComityPoint *points,
                                 gsize n,
                                 ComityColor color);
/* Until the end only lines, curves, polylines and circles are drawn, and so many that on pixels they
 * are set one by one without Cairo, under the clip of now. */
void comity_canvas_begin_crowd (ComityCanvas *self);
void comity_canvas_end_crowd (ComityCanvas *self);
/* Filled, then outlined when @line_width > 0. */
void comity_canvas_circle (ComityCanvas *self,
                           double x,
                           double y,
                           double radius,
                           ComityColor fill,
                           ComityColor outline,
                           double line_width);
/* Many of one size and colour, without an outline. */
void comity_canvas_fill_circles (
    ComityCanvas *self, const ComityPoint *centres, gsize n, double radius, ComityColor color);
/* Pixels stretched over @rect without smoothing; only when it is not a vector canvas. */
void comity_canvas_image (ComityCanvas *self, cairo_surface_t *surface, const ComityRect *rect);

/* Text at @x, @y by the style's alignment; plain, never markup. Measured: what its box takes. */
void comity_canvas_text (
    ComityCanvas *self, double x, double y, const char *text, const ComityTextStyle *style);
void comity_canvas_measure (ComityCanvas *self,
                            const char *text,
                            const ComityTextStyle *style,
                            double *width,
                            double *height);

G_END_DECLS
