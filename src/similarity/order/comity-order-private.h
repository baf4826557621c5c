/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of an order that need no panel. */
#pragma once

#include "comity-order.h"

G_BEGIN_DECLS

/* Fills missing (NaN) pairs of the n × n @distances with the mean of the distances known in the two
 * rows, and returns how many rows know none but themselves; those come last in @kept, which lists
 * all rows, the others in their order. The diagonal becomes 0. */
gsize comity_distances_complete (double *distances, gsize n, guint32 *kept);

/* Distances between @rows, n × n, as the orders take them; NaN where missing. NULL: no memory. */
double *comity_order_make_distances (ComitySimilarity *similarity, const guint32 *rows, gsize n);

/* Silhouette widths of @n rows with complete @distances (n × n); groups[i] ≥ n_groups: in none. NaN
 * for these, and where there are fewer than two groups. FALSE: no memory. O(n² + n n_groups). */
gboolean comity_silhouette_widths (
    const double *distances, gsize n, const guint32 *groups, gsize n_groups, double *widths);

/* The n leaves under the n - 1 merges, from left to right. */
void comity_cluster_list_leaves (const ComityMerge *merges, gsize n, guint32 *leaves);

typedef enum
{
  COMITY_FIEDLER_FOUND,
  COMITY_FIEDLER_NOT_UNIQUE, /* its eigenvalue has others too near to tell them apart */
  COMITY_FIEDLER_FAILED,     /* cancelled, or memory is short */
} ComityFiedler;

/* The eigenvector of the second smallest eigenvalue of D - W into @vector (n, of length 1), W being
 * @n × @n @weights of a connected graph, n >= 3. Eigenvalues nearer than @resolution times the
 * largest row sum are the same. O(n³ / 3) and some dozens of solves of O(n²); n² + 250 n doubles;
 * looks at @progress every few milliseconds. */
ComityFiedler comity_fiedler (const double *weights,
                              gsize n,
                              double resolution,
                              double *vector,
                              ComityProgress *progress);

/* Seriation by the Fiedler vector of symmetric, non-negative @weights (n × n; diagonal ignored).
 * Connected parts stand one after the other, larger first. Where the vector is not unique the rows
 * stay as they are. FALSE when cancelled or out of memory. O(n³ / 3). */
gboolean comity_order_spectral (const double *weights,
                                gsize n,
                                guint32 *rows,
                                ComityProgress *progress);

G_END_DECLS
