/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours for numbers: published control points that grow evenly in lightness and are safe for the
 * colour-blind, joined in a perceptual space. Missing and absent are the theme's colours and never
 * on a map. */
#pragma once

#include "comity-theme.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  gsize n_stops;
  const guint32 *stops; /* 0xrrggbb, n_stops */
  gboolean diverging;
  gboolean reversed;
  double skip_first, skip_last; /* shares of the stops left out at either end */
} ComityColorMap;

/* "ylgnbu" and "rdbu" (ColorBrewer; each also with "-dark"), "viridis", "cividis"; FALSE for
 * another name. */
gboolean comity_color_map_from_name (const char *name, ComityColorMap *map);
/* The map of a theme: the most ink, that is the most contrast with the background, for the highest
 * value, or for the lowest when @reversed. */
ComityColorMap
comity_color_map_for_theme (const ComityTheme *theme, gboolean diverging, gboolean reversed);
/* @fraction is clamped to 0 … 1. */
ComityColor comity_color_map_get (const ComityColorMap *self, double fraction);

/* The pair for yes and no. No is a large even field, next to the background; yes is short of the
 * end, where it would be all but black, or glare. */
ComityColor comity_color_map_get_pair (const ComityColorMap *self, gboolean high);

/* Between two colours, evenly to the eye (Ottosson 2020, Oklab). */
ComityColor comity_color_mix (ComityColor a, ComityColor b, double fraction);
ComityColor comity_color_with_alpha (ComityColor color, double alpha);
/* Relative luminance, 0 … 1 (WCAG 2.1), and the contrast of two colours, 1 … 21. */
double comity_color_luminance (ComityColor color);
double comity_color_contrast (ComityColor a, ComityColor b);
/* As a pixel of CAIRO_FORMAT_ARGB32 or RGB24, opaque. */
guint32 comity_color_to_pixel (ComityColor color);

G_END_DECLS
