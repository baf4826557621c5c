/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties that run together: which states a drawn tie passes by, so that ties with a part of their way
 * in common are drawn as one bundle there. Frozen; any thread may read. */
#pragma once

#include "comity-progress.h"

G_BEGIN_DECLS

typedef struct _ComityRoutes ComityRoutes;

/* A route is at most so many times as long as the straight line; a tie without one stays straight.
 */
#define COMITY_ROUTES_MOST_DETOUR 2.0

/* Edge-path bundling (Wallinger, Archambault, Auber, Nöllenburg & Peltonen 2022,
 * doi:10.1109/TVCG.2021.3114795): a tie is drawn along the path of other ties between its ends that
 * is shortest by the sum of squared lengths, so that every bundle is made of ties that are there.
 * Unlike there no order of the ties plays a part: each follows its own shortest path, whose own
 * parts are ties that stay straight.
 *
 * @n nodes at @x, @y (n each, any unit). @ties: 2 n_ties ends, the graph. @pairs: 2 n_pairs ends of
 * what is to be drawn, ties or not, in any order. The same input gives the same bits. NULL:
 * cancelled or no memory. At most O(n · ties · log n) time, usually far less; O(n + ties + result)
 * memory. */
ComityRoutes *comity_routes_new (gsize n,
                                 const double *x,
                                 const double *y,
                                 const guint32 *ties,
                                 gsize n_ties,
                                 const guint32 *pairs,
                                 gsize n_pairs,
                                 ComityProgress *progress,
                                 GError **error);
ComityRoutes *comity_routes_ref (ComityRoutes *self);
void comity_routes_unref (ComityRoutes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityRoutes, comity_routes_unref)

/* The nodes between the two ends, from the lower-numbered end on; NULL: straight. Borrowed.
 * O(log pairs). */
const guint32 *comity_routes_find (const ComityRoutes *self, guint32 a, guint32 b, gsize *n);

G_END_DECLS
