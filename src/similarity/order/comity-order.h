/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a heatmap's rows: by name, family, region, degree, or by hierarchical clustering
 * with optimal leaf order (Bar-Joseph, Gifford & Jaakkola 2001,
 * doi:10.1093/bioinformatics/17.suppl_1.S22). */
#pragma once

#include "comity-similarity.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_ORDER_NAME,
  COMITY_ORDER_TRADITION,
  COMITY_ORDER_REGION,
  COMITY_ORDER_DEGREE,
  COMITY_ORDER_AVERAGE,
  COMITY_ORDER_COMPLETE,
  COMITY_ORDER_WARD,
  COMITY_ORDER_SPECTRAL,
} ComityOrderMethod;

typedef struct
{
  gint32 left, right; /* < 0: leaf ~left (row -left-1); else an earlier merge */
  double height;
} ComityMerge;

typedef struct
{
  ComityOrderMethod method;
  gsize n;
  guint32 *rows; /* rows[position] = row of the similarity */
  /* n_merges in order of height, left before right in the final order; NULL: no clustering. Their
   * n_merges + 1 leaves are the first rows of the order. */
  ComityMerge *merges;
  gsize n_merges;
  char *remark; /* e.g. "12 states without data stand last, by name"; NULL */
} ComityOrder;

gboolean comity_order_method_from_name (const char *name, ComityOrderMethod *method);
const char *comity_order_method_name (ComityOrderMethod method);
gboolean comity_order_method_clusters (ComityOrderMethod method);
/* Missing pairs get the mean distance of those known in the two states' rows; states with no data
 * at all stand last by name, outside the tree. A similarity s is clustered as (high end of its
 * range) - s; a change is ordered by the likeness of its later year. SPECTRAL: the Fiedler vector of the similarities as weights (Atkins, Boman &
 * Hendrickson 1998, doi:10.1137/S0097539795285771). */
ComityOrder *comity_order_compute (ComityPanel *panel,
                                   ComitySimilarity *similarity,
                                   ComityOrderMethod method,
                                   ComityProgress *progress,
                                   GError **error);
void comity_order_free (ComityOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityOrder, comity_order_free)

ComityOrder *comity_order_copy (const ComityOrder *self);
/* The groups that @k branches make of a clustered order: groups[position] is 0 … k-1 from the first
 * row, G_MAXUINT32 for rows outside the tree. How many there are: @k, fewer when the tree has fewer
 * leaves, 0 without a tree. */
gsize comity_order_cut (const ComityOrder *self, gsize k, guint32 *groups);
/* How well groups of an order stand apart, by the distances that it was made of. */
typedef struct
{
  gsize n, n_groups;
  double *widths; /* n, by position: -1 … 1; 0 in a group of one, NaN in no group or when one */
  double *means;  /* n_groups */
  double mean;    /* of all rows in a group */
} ComitySilhouettes;

/* Of the groups that comity_order_cut () gave, or any others. Rousseeuw (1987),
 * doi:10.1016/0377-0427(87)90125-7. NULL: no memory. O(n²) time and memory. */
ComitySilhouettes *comity_silhouettes_new (const ComityOrder *order,
                                           ComitySimilarity *similarity,
                                           const guint32 *groups,
                                           gsize n_groups);
void comity_silhouettes_free (ComitySilhouettes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySilhouettes, comity_silhouettes_free)
/* How many groups a cut at @height makes, and a height that makes @k: between two merges; above the
 * last for one group. */
gsize comity_order_count_groups (const ComityOrder *self, double height);
double comity_order_get_cut_height (const ComityOrder *self, gsize k);
/* Swaps the two branches of a merge, and the rows with them. */
void comity_order_flip (ComityOrder *self, gsize merge);

/* Hierarchical clustering of any dissimilarities (n × n, symmetric, no NaN), as R's hclust:
 * "average", "complete", "ward.D2". merges: n-1 in order of height. FALSE when cancelled or out of
 * memory. O(n²) memory and time (nearest-neighbour chain; Murtagh 1983,
 * doi:10.1093/comjnl/26.4.354). */
gboolean comity_cluster (const double *distances,
                         gsize n,
                         ComityOrderMethod method,
                         ComityMerge *merges,
                         ComityProgress *progress);
/* Flips branches so that the sum of distances between neighbours is the least over all flips; the
 * end with the smaller row comes first. leaves: n. FALSE as above. O(n³) time, O(n²) memory. */
gboolean comity_cluster_optimal_leaf_order (const double *distances,
                                            gsize n,
                                            ComityMerge *merges,
                                            guint32 *leaves,
                                            ComityProgress *progress);

G_END_DECLS
