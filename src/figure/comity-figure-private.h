/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of figure gives to be a figure. An instance begins with a ComityFigure; its data are
 * frozen and shared between copies. */
#pragma once

#include "comity-canvas.h"
#include "comity-figure.h"
#include "comity-scene.h"

G_BEGIN_DECLS

/* What of a figure is drawn. */
typedef enum
{
  COMITY_FIGURE_ALL,
  COMITY_FIGURE_GROUND, /* what stands still while the rest moves */
  COMITY_FIGURE_OVER,   /* lines over those that move, which do not */
} ComityFigureParts;

typedef struct
{
  gsize instance_size;
  gboolean can_zoom;
  /* A page of a document, not a figure in one: margins and title in sizes of the ordinary letter;
   * 0: as figures have them. */
  double margin;
  double title_size;
  /* @to is fresh: share the data, copy the options. */
  void (*copy) (ComityFigure *to, const ComityFigure *from);
  void (*finalize) (ComityFigure *self);
  /* All rectangles inside self->body, at the view 1, 0, 0. */
  void (*layout) (ComityFigure *self, ComityCanvas *canvas);
  /* After a layout or another view; may be NULL. */
  void (*view_changed) (ComityFigure *self, ComityCanvas *canvas);
  void (*draw) (ComityFigure *self, ComityCanvas *canvas);
  /* All five of what can be pointed at, this and those from hit to describe_element, are NULL where
   * nothing can. */
  void (*draw_overlay) (ComityFigure *self,
                        ComityCanvas *canvas,
                        ComityElement hover,
                        ComityElement selected);
  /* May be NULL. FALSE: there is nothing to enlarge around @focus; canvas NULL: only asks. */
  gboolean (*draw_lens) (ComityFigure *self,
                         ComityCanvas *canvas,
                         ComityElement focus,
                         const ComityPoint *at);
  ComityElement (*hit) (ComityFigure *self, double x, double y);
  /* The cut of its tree at the point, wherever this is; may be NULL. */
  ComityElement (*cut) (ComityFigure *self, double x, double y);
  /* Appends the states in @rect to @states (guint32), in any order and more than once if it likes;
   * may be NULL. */
  void (*find_states) (ComityFigure *self, const ComityRect *rect, GArray *states);
  /* May be NULL. @to is inside the area; NULL: only asks. */
  gboolean (*move_element) (ComityFigure *self, ComityElement element, const ComityPoint *to);
  gboolean (*get_element_rect) (ComityFigure *self, ComityElement element, ComityRect *rect);
  ComityElement (*move) (ComityFigure *self, ComityElement from, int dx, int dy);
  char *(*describe) (ComityFigure *self);
  char *(*describe_element) (ComityFigure *self, ComityElement element);
  char *(*to_table) (ComityFigure *self);

  /* A kind that can move into the next of its kind: puts what moves, @origin being its corner, into
   * the scene; FALSE: not this one. And whether anything of it is COMITY_FIGURE_OVER. */
  gboolean (*fill_scene) (ComityFigure *self, ComityScene *scene, ComityPoint origin);
  gboolean (*has_over) (const ComityFigure *self);

  /* What a strip of panels asks of a kind; join NULL: its figures stand alone. */
  double panel_aspect;     /* of the data's place at its best, width by height */
  gboolean panel_is_rigid; /* a wider or higher place stays empty */
  /* Of a kind some of whose figures are rigid: theirs; 0: the two above hold. May be NULL. */
  double (*get_rigid_aspect) (const ComityFigure *self);
  /* Makes scales, colours and the legend serve @other's data too. Before the layout. */
  void (*join) (ComityFigure *self, const ComityFigure *other);
  /* The legend alone, @width wide, its lower left corner at 0, 0; its height. After the layout. */
  double (*layout_key) (ComityFigure *self, ComityCanvas *canvas, double width);
  void (*draw_key) (ComityFigure *self, ComityCanvas *canvas);
  /* A number or two beside a panel's title; new string. */
  char *(*dup_note) (const ComityFigure *self);
} ComityFigureClass;

struct _ComityFigure
{
  const ComityFigureClass *klass;
  int ref_count;

  /* owned */
  char *title;
  char *caption;
  char *notice;
  char *metadata;
  gboolean show_caption;
  /* A panel of a larger figure: no legend of its own, and hardly a margin. Not copied. */
  gboolean is_panel;
  ComityFigureParts parts; /* that its draw () is to draw */
  guint32 *emphasis; /* n_emphasis: states; not copied */
  gsize n_emphasis;

  /* the layout */
  const ComityTheme *theme; /* NULL before the first */
  double width, height;
  double font_size; /* of ordinary letters here */
  double padding;
  double view_scale, view_dx, view_dy;
  ComityRect body; /* between title and caption, for the kind to fill */
  ComityRect area; /* the data's own, set by the kind's layout */
  ComityRect title_box, notice_box, caption_box;
  double caption_size; /* in ordinary letters */
};

ComityFigure *comity_figure_new (const ComityFigureClass *klass);
/* A place of the layout, in the view of now, and back. */
static inline ComityPoint
comity_figure_to_view (const ComityFigure *self, double x, double y)
{
  return (ComityPoint){ self->view_scale * x + self->view_dx,
                        self->view_scale * y + self->view_dy };
}

static inline ComityPoint
comity_figure_from_view (const ComityFigure *self, double x, double y)
{
  return (ComityPoint){ (x - self->view_dx) / self->view_scale,
                        (y - self->view_dy) / self->view_scale };
}

/* Shows the same part of the data as @other does, whatever the two sizes. Both are laid out. */
void comity_figure_take_view (ComityFigure *self, const ComityFigure *other);
/* The draw of every medium. */
void comity_figure_draw_on_canvas (ComityFigure *self, ComityCanvas *canvas);
/* A sentence in the middle of the data's place, when there is nothing to draw. */
void comity_figure_draw_empty (const ComityFigure *self,
                               ComityCanvas *canvas,
                               const ComityRect *place,
                               const char *sentence);
ComityTextStyle comity_figure_text_style (const ComityFigure *self, double relative_size);

/* Whether several states are to be seen in the overlay, not one element. */
static inline gboolean
comity_figure_emphasises (const ComityFigure *self, ComityElement selected)
{
  return self->n_emphasis > 0 && selected.kind != COMITY_ELEMENT_STATE &&
         selected.kind != COMITY_ELEMENT_PAIR;
}

static const ComityElement COMITY_NO_ELEMENT = { COMITY_ELEMENT_NONE, 0, 0 };

G_END_DECLS
