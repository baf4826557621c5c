/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget that shows a figure: it keeps the drawn picture, pans and zooms it, and tells which
 * element is under the pointer or chosen. */
#pragma once

#include <gtk/gtk.h>

#include "comity-boxed.h"
#include "comity-selection.h"

G_BEGIN_DECLS

#define COMITY_TYPE_FIGURE_VIEW (comity_figure_view_get_type ())
G_DECLARE_FINAL_TYPE (ComityFigureView, comity_figure_view, COMITY, FIGURE_VIEW, GtkWidget)

/* What the signal "brushed" wants done with its states; its arguments are a ComitySelection and one
 * of these. Only figures with states brush. */
typedef enum
{
  COMITY_BRUSH_REPLACE, /* a rubber band */
  COMITY_BRUSH_ADD,     /* with Ctrl, or Shift and an arrow */
  COMITY_BRUSH_TOGGLE,  /* Ctrl+click, space */
} ComityBrush;

ComityFigureView *comity_figure_view_new (void);

/* @keep_view: stay at the zoom and place of the figure before (a colour changed, a year later). */
void
comity_figure_view_set_figure (ComityFigureView *self, ComityFigure *figure, gboolean keep_view);
ComityFigure *comity_figure_view_peek_figure (ComityFigureView *self);
void comity_figure_view_set_selected (ComityFigureView *self, ComityElement element);
/* Several states, as a group or a family is: emphasised while the selected element is none. */
void comity_figure_view_set_selected_states (ComityFigureView *self,
                                             const guint32 *states,
                                             gsize n);
/* Whether a drag selects what it goes over instead of panning (with Shift it always does). */
void comity_figure_view_set_selecting (ComityFigureView *self, gboolean selecting);
/* A magnifier around what is pointed at, else around what is selected, where the figure has one. */
gboolean comity_figure_view_get_lens (ComityFigureView *self);
void comity_figure_view_set_lens (ComityFigureView *self, gboolean lens);
/* One line about what is under the pointer, else what is selected, else the figure. */
const char *comity_figure_view_get_readout (ComityFigureView *self);

void comity_figure_view_zoom_in (ComityFigureView *self);
void comity_figure_view_zoom_out (ComityFigureView *self);
void comity_figure_view_zoom_reset (ComityFigureView *self);
gboolean comity_figure_view_can_zoom (ComityFigureView *self);

G_END_DECLS
