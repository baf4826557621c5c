/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure: data to ink, once. The same object draws on the screen, in a PNG, a PDF and an SVG,
 * tells what is under a point, and says in words what it shows. It knows no widget, file or dialog.
 *
 * Life: created from frozen data → comity_figure_layout (size, theme) computes rectangles once and
 * keeps them → draw and hit-test read the same rectangles. Lengths are points at the figure's size;
 * a theme decides colours and fonts. Not thread-safe: one thread at a time; a worker is given a
 * copy. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "comity-theme.h"

G_BEGIN_DECLS

#define COMITY_FIGURE_ERROR (comity_figure_error_quark ())
GQuark comity_figure_error_quark (void);

typedef enum
{
  COMITY_FIGURE_ERROR_SIZE,
  COMITY_FIGURE_ERROR_WRITE,
} ComityFigureError;

typedef struct _ComityFigure ComityFigure;

/* What a point or a key press means. */
typedef enum
{
  COMITY_ELEMENT_NONE,
  COMITY_ELEMENT_STATE, /* a: panel state */
  COMITY_ELEMENT_PAIR,  /* a, b: panel states, a < b */
  COMITY_ELEMENT_TERM,  /* a: term, b: model */
  COMITY_ELEMENT_YEAR,  /* a: year */
  COMITY_ELEMENT_GROUP, /* a, b: groups of the figure's own, a <= b (states taken together, a bin) */
  COMITY_ELEMENT_JOINT, /* a: merge of a dendrogram */
  COMITY_ELEMENT_CUT,   /* a: number of groups that a cut there makes, b: its height */
  COMITY_ELEMENT_SPECIFICATION, /* a: point of a specification curve */
} ComityElementKind;

typedef struct
{
  ComityElementKind kind;
  guint32 a, b;
} ComityElement;

static inline gboolean
comity_element_equal (ComityElement x, ComityElement y)
{
  return x.kind == y.kind && (x.kind == COMITY_ELEMENT_NONE || (x.a == y.a && x.b == y.b));
}

ComityFigure *comity_figure_ref (ComityFigure *self);
void comity_figure_unref (ComityFigure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityFigure, comity_figure_unref)
/* Same data and options, no layout yet: for an export beside the screen. Cheap. */
ComityFigure *comity_figure_copy (ComityFigure *self);

/* Words. After a change of title, caption or notice, lay out again. */
const char *comity_figure_peek_title (const ComityFigure *self); /* drawn above; "" none */
void comity_figure_set_title (ComityFigure *self, const char *title);
const char *
comity_figure_peek_caption (const ComityFigure *self); /* network, year, N, data citation */
void comity_figure_set_caption (ComityFigure *self, const char *caption);
void comity_figure_set_show_caption (ComityFigure *self, gboolean show);
/* Shown in a corner in every medium when the data are simulated or a list is partial; "" none. */
void comity_figure_set_notice (ComityFigure *self, const char *notice);
/* Specification of the picture as "key: value" lines, for a file's metadata. */
void comity_figure_set_metadata (ComityFigure *self, const char *text);
const char *comity_figure_peek_metadata (const ComityFigure *self);
/* The whole in a sentence or two, and one element ("USA – CHE: 0.81; MLAT 1973"): tooltip,
 * accessible description, command line. New strings. */
char *comity_figure_describe (ComityFigure *self);
char *comity_figure_describe_element (ComityFigure *self, ComityElement element);

/* Layout, drawing, hitting */
void
comity_figure_layout (ComityFigure *self, double width, double height, const ComityTheme *theme);
/* Draws the whole in 0,0 … width,height of the last layout. */
void comity_figure_draw (ComityFigure *self, cairo_t *cr);
/* Only what lies over the data for hover and selection (outlines, crosshair, emphasised ties):
 * cheap enough for every frame. */
void comity_figure_draw_overlay (ComityFigure *self,
                                 cairo_t *cr,
                                 ComityElement hover,
                                 ComityElement selected);
/* Its two parts, for a widget that keeps the first from frame to frame: several states together
 * (comity_figure_set_emphasis ()), of which there may be any number with any number of ties, and what
 * is pointed at or selected by itself. FALSE: there is no such group to be seen. */
gboolean comity_figure_has_group (const ComityFigure *self, ComityElement selected);
void comity_figure_draw_group (ComityFigure *self, cairo_t *cr);
void comity_figure_draw_pointed (ComityFigure *self,
                                 cairo_t *cr,
                                 ComityElement hover,
                                 ComityElement selected);
/* A magnifier: what is around @focus, enlarged in a box beside x, y. Only some figures have one, and
 * not around every element. */
gboolean comity_figure_has_lens (ComityFigure *self);
gboolean comity_figure_can_magnify (ComityFigure *self, ComityElement focus);
void
comity_figure_draw_lens (ComityFigure *self, cairo_t *cr, ComityElement focus, double x, double y);
/* Several states at once: the overlay emphasises them when neither a state nor a pair is selected.
 * In any order; those that the figure does not show are left out. No part of the drawing. */
void comity_figure_set_emphasis (ComityFigure *self, const guint32 *states, gsize n);
ComityElement comity_figure_hit (ComityFigure *self, double x, double y);
/* Where a cut is that is dragged to the point, also when this left the tree; NONE: no tree. */
ComityElement comity_figure_cut (ComityFigure *self, double x, double y);
/* Whether it has states that a rectangle can take. */
gboolean comity_figure_has_states (const ComityFigure *self);
/* The states inside a rectangle, ascending: nodes by their middle; of a matrix those of the rows and
 * columns that it crosses. n of them, g_free. */
guint32 *comity_figure_find_states (
    ComityFigure *self, double x, double y, double width, double height, gsize *n);
/* Elements that can be taken to another place, without laying anything else out. FALSE: not this
 * one. The place is kept inside the data area. */
gboolean comity_figure_can_move_element (ComityFigure *self, ComityElement element);
gboolean comity_figure_move_element (ComityFigure *self, ComityElement element, double x, double y);
/* Where an element is, in the same coordinates; FALSE if it is not in the figure. */
gboolean comity_figure_get_element_rect (
    ComityFigure *self, ComityElement element, double *x, double *y, double *width, double *height);
/* Walking by keys: the neighbour of @from in a direction (dx, dy in -1, 0, 1); from NONE: the
 * first. */
ComityElement comity_figure_move (ComityFigure *self, ComityElement from, int dx, int dy);

/* Zoom: a place x of the layout is drawn at scale · x + dx (and y likewise), scale 1 … 64; marks
 * and letters keep their size. The offsets are kept within what covers the data area, so ask
 * comity_figure_get_view () what came of it. To zoom by f about the point p: scale' = f · scale,
 * dx' = p − (p − dx) · f. Only figures that can (network, heatmap); others ignore it. */
gboolean comity_figure_can_zoom (const ComityFigure *self);
void comity_figure_set_view (ComityFigure *self, double scale, double dx, double dy);
void comity_figure_get_view (const ComityFigure *self, double *scale, double *dx, double *dy);
/* The rectangle that pans and zooms (without titles, legends, margins). */
void comity_figure_get_data_area (
    ComityFigure *self, double *x, double *y, double *width, double *height);

/* The table twin: the figure's numbers as rows, tab-separated with a header; new string. */
char *comity_figure_to_table (ComityFigure *self);

G_END_DECLS
