/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimal leaf order of a dendrogram (Bar-Joseph, Gifford & Jaakkola 2001): which of the 2^(n-1)
 * orders that flips of branches allow has the least sum of distances between neighbours.
 *
 * The leaves are renumbered along the tree as it stands, so that those under a node are a range
 * [first, middle) of its left and [middle, last) of its right child. For leaves i and j on
 * different sides of a node v,
 *
 *   C(i, j)   least cost of v's leaves in a row that starts with i and ends with j
 *           = min over k, l of C_left(i, k) + d(k, l) + C_right(l, j)
 *
 * k and l being leaves of the far side of i's and j's child. Every pair of leaves meets at one node
 * only, so one n × n table holds C for all. The minimum over k is kept in T(i, l) first, which
 * makes it O(n³) in all.
 */
#include "config.h"

#include "comity-order-private.h"

#include "comity-parallel.h"

#include <math.h>

/* A merge of fewer pairs than this is done sooner than threads are woken. */
#define PARALLEL_PAIRS 10000

typedef struct
{
  gsize first, middle, last; /* middle == last: a leaf */
} Range;

typedef struct
{
  gsize n;
  const double *distances; /* n × n, by row of the caller */
  const ComityMerge *merges;
  guint32 *leaf;   /* n: row of the caller at each place along the tree */
  Range *ranges;   /* n - 1, by merge */
  double *d;       /* n × n, by place */
  double *cost;    /* n × n, C by place */
  double *through; /* T: places of the left × places of the right child, at most n²/4 */
  ComityProgress *progress;
  gsize merge; /* being solved */
} Tree;

static void
tree_clear (Tree *tree)
{
  g_free (tree->leaf);
  g_free (tree->ranges);
  g_free (tree->d);
  g_free (tree->cost);
  g_free (tree->through);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tree, tree_clear)

/* Without recursion: a tree can be a long chain. */
void
comity_cluster_list_leaves (const ComityMerge *merges, gsize n, guint32 *leaves)
{
  g_autofree gint32 *stack = g_new (gint32, n + 1);
  gsize depth = 0;
  gsize n_listed = 0;

  if (n == 1)
    leaves[n_listed++] = 0;
  if (n > 1)
    stack[depth++] = (gint32)n - 2;
  while (depth > 0)
    {
      gint32 node = stack[--depth];

      if (node < 0)
        leaves[n_listed++] = (guint32)(-node - 1);
      else
        {
          stack[depth++] = merges[node].right;
          stack[depth++] = merges[node].left;
        }
    }
  g_assert (n_listed == n);
}

static Range
child_range (const Tree *tree, gint32 node, const guint32 *place)
{
  Range leaf;

  if (node >= 0)
    return tree->ranges[node];
  leaf.first = place[-node - 1];
  leaf.middle = leaf.last = leaf.first + 1;
  return leaf;
}

/* Where the row of a child must end if it starts with @i: on the other side of the child's own two;
 * a leaf ends where it starts. */
static void
far_side (const Range *child, gsize i, gsize *from, gsize *to)
{
  if (child->middle == child->last)
    {
      *from = i;
      *to = i + 1;
    }
  else if (i < child->middle)
    {
      *from = child->middle;
      *to = child->last;
    }
  else
    {
      *from = child->first;
      *to = child->middle;
    }
}

static gboolean
tree_init (Tree *tree, const double *distances, gsize n, const ComityMerge *merges)
{
  g_autofree guint32 *place = g_try_new (guint32, n);

  tree->n = n;
  tree->distances = distances;
  tree->merges = merges;
  tree->leaf = g_try_new (guint32, n);
  tree->ranges = g_try_new (Range, n);
  tree->d = g_try_new (double, n *n);
  tree->cost = g_try_new0 (double, n *n);
  tree->through = g_try_new (double, n *n / 4 + 1);
  if (place == NULL || tree->leaf == NULL || tree->ranges == NULL || tree->d == NULL ||
      tree->cost == NULL || tree->through == NULL)
    return FALSE;

  comity_cluster_list_leaves (merges, n, tree->leaf);
  for (gsize i = 0; i < n; i++)
    place[tree->leaf[i]] = (guint32)i;
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      tree->d[i * n + j] = distances[tree->leaf[i] * n + tree->leaf[j]];
  for (gsize m = 0; m + 1 < n; m++)
    {
      Range left = child_range (tree, merges[m].left, place);
      Range right = child_range (tree, merges[m].right, place);

      tree->ranges[m].first = left.first;
      tree->ranges[m].middle = left.last;
      tree->ranges[m].last = right.last;
    }
  return TRUE;
}

static Range
left_of (const Tree *tree, gsize m)
{
  gint32 node = tree->merges[m].left;
  Range leaf = { tree->ranges[m].first, tree->ranges[m].middle, tree->ranges[m].middle };

  return node >= 0 ? tree->ranges[node] : leaf;
}

static Range
right_of (const Tree *tree, gsize m)
{
  gint32 node = tree->merges[m].right;
  Range leaf = { tree->ranges[m].middle, tree->ranges[m].last, tree->ranges[m].last };

  return node >= 0 ? tree->ranges[node] : leaf;
}

/* C for the pairs that meet at the merge, of one part of the left child's leaves. A row of T is used
 * by its own leaf only, so that parts do not meet. */
static void
solve_piece (gsize piece, gpointer user_data)
{
  Tree *tree = user_data;
  gsize n = tree->n;
  Range left = left_of (tree, tree->merge);
  Range right = right_of (tree, tree->merge);
  gsize width = right.last - right.first;

  for (gsize i = left.first + piece; i < left.last; i += COMITY_PARALLEL_PIECES)
    {
      double *through = tree->through + (i - left.first) * width;
      gsize from;
      gsize to;

      if (comity_progress_is_cancelled (tree->progress))
        return;
      far_side (&left, i, &from, &to);
      for (gsize l = 0; l < width; l++)
        through[l] = INFINITY;
      for (gsize k = from; k < to; k++)
        {
          double start = tree->cost[i * n + k];
          const double *d = tree->d + k * n + right.first;

          for (gsize l = 0; l < width; l++)
            {
              double sum = start + d[l];

              through[l] = sum < through[l] ? sum : through[l];
            }
        }
      for (gsize j = right.first; j < right.last; j++)
        {
          const double *end = tree->cost + j * n + right.first;
          double best = INFINITY;

          far_side (&right, j, &from, &to);
          for (gsize l = from - right.first; l < to - right.first; l++)
            {
              double sum = through[l] + end[l];

              best = sum < best ? sum : best;
            }
          tree->cost[i * n + j] = tree->cost[j * n + i] = best;
        }
    }
}

/* C for all pairs that meet at merge @m. */
static void
solve (Tree *tree, gsize m)
{
  Range left = left_of (tree, m);
  Range right = right_of (tree, m);
  gsize n_pairs = (left.last - left.first) * (right.last - right.first);

  tree->merge = m;
  comity_parallel_for (COMITY_PARALLEL_PIECES, n_pairs < PARALLEL_PAIRS ? 1 : 0, solve_piece, tree,
                       tree->progress);
}

/* The inner ends k, l that gave C(i, j) at merge @m. */
static void
find_inner (const Tree *tree, gsize m, gsize i, gsize j, gsize *inner_k, gsize *inner_l)
{
  gsize n = tree->n;
  Range left = left_of (tree, m);
  Range right = right_of (tree, m);
  double best = INFINITY;
  gsize k_from;
  gsize k_to;
  gsize l_from;
  gsize l_to;

  far_side (&left, i, &k_from, &k_to);
  far_side (&right, j, &l_from, &l_to);
  *inner_k = k_from;
  *inner_l = l_from;
  for (gsize k = k_from; k < k_to; k++)
    for (gsize l = l_from; l < l_to; l++)
      {
        double sum = tree->cost[i * n + k] + tree->d[k * n + l] + tree->cost[l * n + j];

        if (sum < best)
          {
            best = sum;
            *inner_k = k;
            *inner_l = l;
          }
      }
}

typedef struct
{
  gint32 merge;
  gsize start, end; /* places of the ends its row must have */
} Task;

/* Walks down from the best pair of ends and turns the merges where the start is on the right. */
static void
flip (const Tree *tree, gsize start, gsize end, Task *stack, ComityMerge *merges)
{
  gsize depth = 0;

  stack[depth++] = (Task){ (gint32)tree->n - 2, start, end };
  while (depth > 0)
    {
      Task task = stack[--depth];
      ComityMerge *merge = &merges[task.merge];
      gboolean turned = task.start >= tree->ranges[task.merge].middle;
      gint32 left = merge->left;
      gint32 right = merge->right;
      gsize i = turned ? task.end : task.start;
      gsize j = turned ? task.start : task.end;
      gsize k;
      gsize l;

      find_inner (tree, (gsize)task.merge, i, j, &k, &l);
      if (left >= 0)
        stack[depth++] = turned ? (Task){ left, k, i } : (Task){ left, i, k };
      if (right >= 0)
        stack[depth++] = turned ? (Task){ right, j, l } : (Task){ right, l, j };
      if (turned)
        {
          merge->left = right;
          merge->right = left;
        }
    }
}

gboolean
comity_cluster_optimal_leaf_order (const double *distances,
                                   gsize n,
                                   ComityMerge *merges,
                                   guint32 *leaves,
                                   ComityProgress *progress)
{
  g_auto (Tree) tree = { 0 };
  g_autofree ComityMerge *turned = NULL;
  g_autofree Task *stack = NULL;
  Range root;
  double best = INFINITY;
  gsize start = 0;
  gsize end = 0;

  if (n == 1)
    leaves[0] = 0;
  if (n < 2)
    return TRUE;
  turned = g_memdup2 (merges, (n - 1) * sizeof *merges);
  stack = g_try_new (Task, n);
  if (stack == NULL || !tree_init (&tree, distances, n, merges))
    return FALSE;
  tree.progress = progress;

  for (gsize m = 0; m + 1 < n; m++)
    {
      solve (&tree, m);
      if (m % 16 == 0)
        comity_progress_set (progress, (double)m / (double)n);
      if (comity_progress_is_cancelled (progress))
        return FALSE;
    }

  root = tree.ranges[n - 2];
  for (gsize i = root.first; i < root.middle; i++)
    for (gsize j = root.middle; j < root.last; j++)
      if (tree.cost[i * n + j] < best)
        {
          best = tree.cost[i * n + j];
          start = i;
          end = j;
        }
  if (tree.leaf[start] > tree.leaf[end])
    {
      gsize other = start;

      start = end;
      end = other;
    }
  flip (&tree, start, end, stack, turned);
  for (gsize m = 0; m + 1 < n; m++)
    merges[m] = turned[m];
  comity_cluster_list_leaves (merges, n, leaves);
  return TRUE;
}
