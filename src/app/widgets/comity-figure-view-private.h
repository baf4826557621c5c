/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of the figure view share: drawing (comity-figure-view.c) and input
 * (comity-figure-view-input.c). */
#pragma once

#include "comity-figure-view.h"
#include "comity-draw-job.h"

G_BEGIN_DECLS

struct _ComityFigureView
{
  GtkWidget parent_instance;

  /* Owned */
  ComityFigure *figure;
  ComityDrawing *drawing; /* the kept picture */
  ComityDrawing *before;  /* the one that fades away under it; NULL: none does */
  gint64 fade_start;      /* of the frame clock; 0: with the next frame */
  guint fade_tick;
  gboolean fade_next;     /* the next drawing is of another figure of the same view */
  ComityJob *draw_job;
  char *readout;
  guint redraw_source;

  /* Of the figure's last layout; 0: none yet */
  double layout_width, layout_height;
  ComityThemeKind layout_theme;

  ComityView view;
  ComityElement hovered;
  ComityElement selected;

  /* Input */
  ComityView drag_view; /* when the drag began */
  double pointer_x, pointer_y;
  double pinch_scale;
  gboolean dragged;
};

/* The figure laid out for the size the widget has now; FALSE when there is nothing to lay out. */
gboolean comity_figure_view_ensure_layout (ComityFigureView *self);
/* Changes the view, kept within the figure; the picture is scaled now and redrawn when idle. */
void comity_figure_view_set_view (ComityFigureView *self, double scale, double dx, double dy);
void comity_figure_view_zoom_about (ComityFigureView *self, double factor, double x, double y);
void comity_figure_view_set_hovered (ComityFigureView *self, ComityElement element);
void comity_figure_view_emit_activated (ComityFigureView *self, ComityElement element);
void comity_figure_view_init_input (ComityFigureView *self);

G_END_DECLS
