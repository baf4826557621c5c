/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hierarchical clustering by nearest-neighbour chains (Murtagh 1983): the same trees as R's hclust
 * for "average", "complete" and "ward.D2", all of which are reducible, in O(n²).
 *
 * d   n × n working dissimilarities, squared for Ward
 * size, top, node   of the cluster that lives in row i: its number of leaves (0: none lives there
 * any more), its height, and its leaf or merge
 */
#include "config.h"

#include "comity-order.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double height;
  guint32 a, b; /* rows in which the two clusters live; the new one lives in b */
} Link;

static int
compare_links (gconstpointer a, gconstpointer b, gpointer links)
{
  const Link *x = (const Link *)links + *(const guint32 *)a;
  const Link *y = (const Link *)links + *(const guint32 *)b;

  if (x->height != y->height)
    return x->height < y->height ? -1 : 1;
  /* Found earlier, so made of earlier clusters. */
  return x < y ? -1 : (x > y);
}

/* Lance and Williams' update: dissimilarity of @k to the union of @i and @j. */
static double
update (ComityOrderMethod method,
        double ki,
        double kj,
        double ij,
        double size_i,
        double size_j,
        double size_k)
{
  switch (method)
    {
    case COMITY_ORDER_COMPLETE:
      return MAX (ki, kj);
    case COMITY_ORDER_WARD:
      return ((size_i + size_k) * ki + (size_j + size_k) * kj - size_k * ij) /
             (size_i + size_j + size_k);
    default:
      return (size_i * ki + size_j * kj) / (size_i + size_j);
    }
}

/* Nearest live neighbour of @i; @before (or n) wins ties, so that chains come to an end. */
static gsize
nearest (const double *d, gsize n, const guint32 *size, gsize i, gsize before)
{
  gsize best = before;

  for (gsize k = 0; k < n; k++)
    if (k != i && size[k] > 0 && (best == n || d[i * n + k] < d[i * n + best]))
      best = k;
  return best;
}

/* Links in the order in which the chains find them. */
static gboolean
chain (double *d,
       gsize n,
       ComityOrderMethod method,
       guint32 *size,
       double *top,
       guint32 *stack,
       Link *links,
       ComityProgress *progress)
{
  gsize depth = 0;

  for (gsize m = 0; m + 1 < n; m++)
    {
      gsize i;
      gsize j;

      if (m % 64 == 0)
        {
          comity_progress_set (progress, (double)m / (double)n);
          if (comity_progress_is_cancelled (progress))
            return FALSE;
        }
      if (depth == 0)
        {
          gsize first = 0;

          while (size[first] == 0)
            first++;
          stack[depth++] = (guint32)first;
        }
      for (;;)
        {
          i = stack[depth - 1];
          j = nearest (d, n, size, i, depth > 1 ? stack[depth - 2] : n);
          if (depth > 1 && j == stack[depth - 2])
            break;
          stack[depth++] = (guint32)j;
        }
      depth -= 2;

      /* Rounding must not put a cluster below its parts. */
      links[m].height = MAX (d[i * n + j], MAX (top[i], top[j]));
      links[m].a = (guint32)MIN (i, j);
      links[m].b = (guint32)MAX (i, j);
      i = links[m].a;
      j = links[m].b;
      for (gsize k = 0; k < n; k++)
        if (size[k] > 0 && k != i && k != j)
          d[j * n + k] = d[k * n + j] =
              update (method, d[k * n + i], d[k * n + j], d[i * n + j], size[i], size[j], size[k]);
      size[j] += size[i];
      size[i] = 0;
      top[j] = links[m].height;
    }
  return TRUE;
}

/* Numbers the clusters by height. */
static void
number_merges (const Link *links,
               const guint32 *order,
               gsize n,
               ComityOrderMethod method,
               gint32 *node,
               ComityMerge *merges)
{
  for (gsize i = 0; i < n; i++)
    node[i] = -(gint32)i - 1;
  for (gsize m = 0; m + 1 < n; m++)
    {
      const Link *link = &links[order[m]];

      merges[m].left = node[link->a];
      merges[m].right = node[link->b];
      merges[m].height = method == COMITY_ORDER_WARD ? sqrt (link->height) : link->height;
      node[link->b] = (gint32)m;
    }
}

gboolean
comity_cluster (const double *distances,
                gsize n,
                ComityOrderMethod method,
                ComityMerge *merges,
                ComityProgress *progress)
{
  g_autofree double *d = NULL;
  g_autofree guint32 *size = NULL;
  g_autofree double *top = NULL;
  g_autofree guint32 *stack = NULL;
  g_autofree guint32 *order = NULL;
  g_autofree gint32 *node = NULL;
  g_autofree Link *links = NULL;

  g_return_val_if_fail (method == COMITY_ORDER_AVERAGE || method == COMITY_ORDER_COMPLETE ||
                            method == COMITY_ORDER_WARD,
                        FALSE);

  if (n < 2)
    return TRUE;
  d = g_try_new (double, n *n);
  size = g_try_new (guint32, n);
  top = g_try_new0 (double, n);
  stack = g_try_new (guint32, n);
  order = g_try_new (guint32, n);
  node = g_try_new (gint32, n);
  links = g_try_new (Link, n);
  if (d == NULL || size == NULL || top == NULL || stack == NULL || order == NULL || node == NULL ||
      links == NULL)
    return FALSE;

  for (gsize i = 0; i < n * n; i++)
    d[i] = method == COMITY_ORDER_WARD ? distances[i] * distances[i] : distances[i];
  for (gsize i = 0; i < n; i++)
    size[i] = 1;
  if (!chain (d, n, method, size, top, stack, links, progress))
    return FALSE;

  for (gsize m = 0; m + 1 < n; m++)
    order[m] = (guint32)m;
  g_qsort_with_data (order, (int)(n - 1), sizeof *order, compare_links, links);
  number_merges (links, order, n, method, node, merges);
  return TRUE;
}
