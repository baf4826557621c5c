/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the specification curve's figure share: its layout and words
 * (comity-spec-curve-figure.c), and its ink (-draw.c). */
#pragma once

#include "comity-figures.h"

#include "comity-figure-private.h"
#include "comity-scale.h"

G_BEGIN_DECLS

typedef struct
{
  ComityCurveChoice kind;
  gsize choice; /* G_MAXSIZE: the group's heading */
  const char *label;
} ComitySpecRow;

typedef struct
{
  ComityFigure parent;
  ComitySpecCurve *curve;
  gsize n;
  const guint32 *order;
  guint32 *rank; /* n: of a point */
  ComitySpecRow *rows;
  gsize n_rows;
  ComityScale scale;
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_ticks;
  ComityRect upper, lower;
  double row_height;
  double label_size;
  double column; /* width of a specification */
} ComitySpecFigure;

/* Middle of a specification by its rank. */
static inline double
comity_spec_figure_get_x (const ComitySpecFigure *self, gsize rank)
{
  return self->upper.x + ((double) rank + 0.5) * self->column;
}

static inline gboolean
comity_spec_figure_has (const ComitySpecFigure *self, ComityElement element)
{
  return element.kind == COMITY_ELEMENT_SPECIFICATION && element.a < self->n;
}

void comity_spec_figure_draw (ComityFigure *figure, ComityCanvas *canvas);
void comity_spec_figure_draw_overlay (ComityFigure *figure,
                                      ComityCanvas *canvas,
                                      ComityElement hover,
                                      ComityElement selected);

G_END_DECLS
