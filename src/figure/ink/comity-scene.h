/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network as a scene that can move into the next: states at their places, ties between them,
 * names that go with them, and what stands still behind. Made of a figure as it is laid out, in any
 * thread; frozen; drawn onto an image some sixty times a second. */
#pragma once

#include "comity-figure.h"

G_BEGIN_DECLS

typedef struct _ComityScene ComityScene;

/* @pixels: of the image, per point. NULL: this kind of figure does not move, or it has so many ties
 * that a frame of it would come too late. @figure is laid out, and not drawn by others meanwhile.
 */
ComityScene *comity_scene_new (ComityFigure *figure, double pixels);
ComityScene *comity_scene_ref (ComityScene *self);
void comity_scene_unref (ComityScene *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityScene, comity_scene_unref)

/* Whether one can move into the other: same size, theme and pixels. */
gboolean comity_scene_fits (const ComityScene *self, const ComityScene *other);
/* What lies between, @share 0 … 1 of the time: states that are in both travel, slowly at first and
 * at last; what is only in @from fades before what is only in @to comes. O(states + ties). */
ComityScene *comity_scene_mix (ComityScene *from, ComityScene *to, double share);
/* @marked (n_marked states) have a ring round them. */
void comity_scene_draw (ComityScene *self, cairo_t *cr, const guint32 *marked, gsize n_marked);
/* Where a state is in it, points; FALSE: nowhere. */
gboolean comity_scene_find_state (ComityScene *self, guint32 state, double *x, double *y);

/* A picture between those of two years: a figure like @from, whose states are on their way to where
 * @to has them. Draws onto images only. @from and @to are copied. */
ComityFigure *comity_between_figure_new (ComityFigure *from, ComityFigure *to, double share);

G_END_DECLS
