/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of all figures ask of them. */
#pragma once

#include "comity-color-map.h"
#include "comity-figure.h"

G_BEGIN_DECLS

/* The figure laid out at @width × @height and drawn at @scale pixels a point. */
cairo_surface_t *draw_figure (
    ComityFigure *figure, double width, double height, const ComityTheme *theme, int scale);
guint32 get_pixel (cairo_surface_t *surface, double x, double y);

/* What stands at the centre of an element's rectangle is the element. */
void assert_hit_at_centre (ComityFigure *figure, ComityElement element);
/* It draws in every theme, at absurd sizes too, and onto a vector surface, without an error. */
void assert_draws (ComityFigure *figure);

G_END_DECLS
