/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of thin lines and small discs straight into the pixels of an image: some ten times as
 * fast as a path and a stroke each. Lengths are pixels. One thread at a time. */
#pragma once

#include "comity-canvas.h"

G_BEGIN_DECLS

typedef struct _ComityRaster ComityRaster;

/* Only what lies in left … right - 1, top … bottom - 1 is drawn. @data: rows of @stride bytes of
 * Cairo's ARGB32 or RGB24, which nobody else writes meanwhile; borrowed. */
ComityRaster *
comity_raster_new (guint8 *data, int stride, int left, int top, int right, int bottom);
void comity_raster_free (ComityRaster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityRaster, comity_raster_free)

/* A line through the points, @width wide, with flat ends. */
void comity_raster_polyline (
    ComityRaster *self, const ComityPoint *points, gsize n, ComityColor color, double width);
/* Cubic curves in one line, each from where the last ended: 3 n_curves + 1 points. */
void comity_raster_curves (ComityRaster *self,
                           const ComityPoint *points,
                           gsize n_curves,
                           ComityColor color,
                           double width);
/* A disc, and over it its rim, @line_width wide; 0: none. */
void comity_raster_circle (ComityRaster *self,
                           double x,
                           double y,
                           double radius,
                           ComityColor fill,
                           ComityColor outline,
                           double line_width);

G_END_DECLS
