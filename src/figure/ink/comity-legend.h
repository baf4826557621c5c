/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legends: a row of marks that wraps, and a bar of colours drawn by the scale and the map that drew
 * the data. */
#pragma once

#include "comity-canvas.h"
#include "comity-color-map.h"
#include "comity-scale.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_LEGEND_CIRCLE,
  COMITY_LEGEND_SQUARE,
  COMITY_LEGEND_LINE,
  COMITY_LEGEND_DASHES,
  COMITY_LEGEND_HATCH,
  COMITY_LEGEND_DOT,
} ComityLegendMark;

typedef struct _ComityLegend ComityLegend;

ComityLegend *comity_legend_new (void);
void comity_legend_free (ComityLegend *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLegend, comity_legend_free)

void comity_legend_clear (ComityLegend *self);
void
comity_legend_add (ComityLegend *self, ComityLegendMark mark, ComityColor color, const char *label);
/* A line as wide as those it explains, points. */
void
comity_legend_add_line (ComityLegend *self, ComityColor color, double width, const char *label);
/* Sets the items in rows of at most @width, or each in its own when @stacked; letters of @size
 * points. What it takes in all. */
void comity_legend_layout (ComityLegend *self,
                           ComityCanvas *canvas,
                           double width,
                           double size,
                           gboolean stacked,
                           double *used_width,
                           double *used_height);
void comity_legend_draw (ComityLegend *self, ComityCanvas *canvas, double x, double y);

typedef struct
{
  const ComityColorMap *map;
  const ComityScale *scale;
  const char *title;
  const char *low_note; /* under the ends: "less alike"; NULL none */
  const char *high_note;
  double size;         /* of the letters */
  gboolean two_valued; /* only the ends occur: two patches instead of a ramp */
} ComityColorBar;

/* A level bar @width wide with ticks under it and a title above; its height. */
double comity_color_bar_get_height (const ComityColorBar *self, ComityCanvas *canvas, double width);
void comity_color_bar_draw (
    const ComityColorBar *self, ComityCanvas *canvas, double x, double y, double width);

G_END_DECLS
