/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure drawn onto an image surface off the main thread: image surfaces are free of GTK. */
#pragma once

#include "comity-figure.h"
#include "comity-job.h"
#include "comity-scene.h"

G_BEGIN_DECLS

/* The part of the data area that is shown (comity_figure_set_view). */
typedef struct
{
  double scale, dx, dy;
} ComityView;

typedef struct
{
  cairo_surface_t *surface; /* device scale set; NULL when the memory was not to be had */
  double width, height;     /* logical pixels */
  ComityView view;
  ComityThemeKind theme;
  ComityScene *scene; /* NULL: it cannot move into another */
} ComityDrawing;

void comity_drawing_free (ComityDrawing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDrawing, comity_drawing_free)

/* @figure is copied, so that the widget can go on hitting its own. @scale: the widget's scale
 * factor. */
ComityJob *comity_draw_job_new (ComityFigure *figure,
                                double width,
                                double height,
                                int scale,
                                ComityThemeKind theme,
                                const ComityView *view);

G_END_DECLS
