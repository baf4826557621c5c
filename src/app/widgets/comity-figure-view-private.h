/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the figure view share: the figure and its view (comity-figure-view.c), the
 * picture (comity-figure-view-picture.c) and input (comity-figure-view-input.c). */
#pragma once

#include "comity-figure-view.h"
#include "comity-draw-job.h"

G_BEGIN_DECLS

/* What a drag does. */
typedef enum
{
  COMITY_FIGURE_VIEW_PAN,
  COMITY_FIGURE_VIEW_BAND,
  COMITY_FIGURE_VIEW_MOVE,
  COMITY_FIGURE_VIEW_CUT,
} ComityFigureViewDrag;

struct _ComityFigureView
{
  GtkWidget parent_instance;

  /* Owned */
  ComityFigure *figure;
  ComityDrawing *drawing; /* the kept picture */
  ComityDrawing *before;  /* the one that fades away under it; NULL: none does */
  ComityScene *from;      /* what moves into the drawing's scene; NULL: nothing does */
  cairo_surface_t *frame; /* of the movement, kept from frame to frame */
  cairo_surface_t *group; /* the states that are selected together and their ties; NULL: not drawn */
  ComityView group_view;  /* and the view that it was drawn in */
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
  guint32 *states; /* n_states: selected together */
  gsize n_states;

  /* Input */
  ComityView drag_view; /* when the drag began */
  double pointer_x, pointer_y;
  double pinch_scale;
  gboolean dragged;
  gboolean selecting; /* dragging selects */
  gboolean lens;      /* what is pointed at, else what is selected, is enlarged */
  ComityFigureViewDrag drag;
  double drag_x, drag_y;    /* where it began */
  ComityElement drag_start; /* what is taken along */
  double band_x, band_y;    /* where it is now */
  ComityElement cursor;     /* where brushing by keys is; NONE: at what is selected */
  gboolean brushing;        /* the selection that comes now is of the view's own making */
  GMenuModel *menu;
  GtkWidget *popover; /* made when first asked for */
};

/* The figure laid out for the size the widget has now; FALSE when there is nothing to lay out. */
gboolean comity_figure_view_ensure_layout (ComityFigureView *self);
/* Changes the view, kept within the figure; the picture is scaled now and redrawn when idle. */
void comity_figure_view_set_view (ComityFigureView *self, double scale, double dx, double dy);
void comity_figure_view_zoom_about (ComityFigureView *self, double factor, double x, double y);
/* Where the keys are: on what they reached last, else on what is selected. */
ComityElement comity_figure_view_get_cursor (ComityFigureView *self);
void comity_figure_view_set_hovered (ComityFigureView *self, ComityElement element);
void comity_figure_view_emit_brushed (ComityFigureView *self,
                                      const guint32 *states,
                                      gsize n,
                                      ComityBrush brush);
void comity_figure_view_emit_moved (ComityFigureView *self, ComityElement element);
void comity_figure_view_emit_activated (ComityFigureView *self, ComityElement element);

/* The picture */
static inline gboolean
comity_view_equal (const ComityView *a, const ComityView *b)
{
  return a->scale == b->scale && a->dx == b->dx && a->dy == b->dy;
}

ComityThemeKind comity_figure_view_current_theme (void);
/* Whether the picture is of this size, theme and view. */
gboolean comity_figure_view_drawing_is_current (ComityFigureView *self);
/* Instead of any that is being drawn. */
void comity_figure_view_start_drawing (ComityFigureView *self);
void comity_figure_view_redraw_when_rested (ComityFigureView *self);
/* There is no picture to keep: the figure before was another. */
void comity_figure_view_forget_drawing (ComityFigureView *self);
/* The group that is selected, or where its states are, is another. */
void comity_figure_view_forget_group (ComityFigureView *self);
void comity_figure_view_end_fade (ComityFigureView *self);
void comity_figure_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

void comity_figure_view_init_input (ComityFigureView *self);

G_END_DECLS
