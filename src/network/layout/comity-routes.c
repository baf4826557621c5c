/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortest paths by squared length over the ties of a graph that has places, a search from each
 * node that pairs begin at.
 *
 * n         nodes
 * l         length of a tie squared, 2 n_ties of them beside the neighbours
 * A tie a–b whose ends have a common neighbour c with l_ac + l_cb < l_ab is on no shortest path: it
 * is left out of the graph that is searched, which is then thin.
 */
#include "config.h"

#include "comity-routes.h"

#include "comity-parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct _ComityRoutes
{
  gatomicrefcount ref_count;
  gsize n_pairs;
  guint64 *keys; /* n_pairs: lower end · 2³² + upper end, ascending */
  gsize *first;  /* n_pairs + 1: in via[] */
  guint32 *via;
};

typedef struct
{
  guint32 *first; /* n + 1 */
  guint32 *to;    /* a node's neighbours, ascending */
  double *length; /* squared */
} Graph;

static void
graph_clear (Graph *self)
{
  g_free (self->first);
  g_free (self->to);
  g_free (self->length);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Graph, graph_clear)

typedef struct
{
  double distance;
  guint32 node;
} Reached;

/* What one worker searches with; a heap that keeps what was bettered until it comes up. */
typedef struct
{
  double *distance; /* n */
  guint32 *before;  /* n */
  guint8 *settled;  /* n */
  guint32 *touched; /* n: to be cleared */
  gsize n_touched;
  GArray *heap; /* Reached */
} Search;

typedef struct
{
  gsize n;
  const double *x, *y;
  Graph graph;
  ComityRoutes *routes;
  guint32 *first_pair; /* n + 1: pairs by their lower end */
  double *farthest;    /* n: nothing farther from a lower end could serve its pairs */
  GArray **found;      /* n: a lower end's routes, guint32: how many, then which, pair after pair */
  ComityProgress *progress;
  gint n_done;
} Work;

ComityRoutes *
comity_routes_ref (ComityRoutes *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_routes_unref (ComityRoutes *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->keys);
  g_free (self->first);
  g_free (self->via);
  g_free (self);
}

static double
squared (const double *x, const double *y, guint32 a, guint32 b)
{
  return (x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b]);
}

static int
compare_numbers (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static int
compare_keys (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static void
graph_init (
    Graph *self, gsize n, const double *x, const double *y, const guint32 *ties, gsize n_ties)
{
  g_autofree guint32 *next = NULL;

  self->first = g_new0 (guint32, n + 1);
  self->to = g_new (guint32, 2 * n_ties + 1);
  self->length = g_new (double, 2 * n_ties + 1);
  for (gsize k = 0; k < 2 * n_ties; k++)
    self->first[ties[k] + 1]++;
  for (gsize i = 0; i < n; i++)
    self->first[i + 1] += self->first[i];
  next = g_memdup2 (self->first, (n + 1) * sizeof *next);
  for (gsize k = 0; k < 2 * n_ties; k++)
    self->to[next[ties[k]]++] = ties[k ^ 1];
  for (gsize i = 0; i < n; i++)
    {
      qsort (self->to + self->first[i], self->first[i + 1] - self->first[i], sizeof *self->to,
             compare_numbers);
      for (guint32 k = self->first[i]; k < self->first[i + 1]; k++)
        self->length[k] = squared (x, y, (guint32) i, self->to[k]);
    }
}

/* Leaves out ties that a way over one other node betters. FALSE: cancelled. */
static gboolean
graph_thin (Graph *self, gsize n, ComityProgress *progress)
{
  g_autofree double *to_here = g_new (double, n + 1); /* of the node's neighbours; else infinite */
  g_autofree guint8 *is_bettered = g_new0 (guint8, self->first[n] + 1);
  guint32 kept = 0;

  for (gsize i = 0; i < n; i++)
    to_here[i] = INFINITY;
  for (gsize a = 0; a < n; a++)
    {
      if (comity_progress_is_cancelled (progress))
        return FALSE;
      for (guint32 k = self->first[a]; k < self->first[a + 1]; k++)
        to_here[self->to[k]] = self->length[k];
      for (guint32 k = self->first[a]; k < self->first[a + 1]; k++)
        for (guint32 m = self->first[self->to[k]];
             m < self->first[self->to[k] + 1] && !is_bettered[k]; m++)
          is_bettered[k] = to_here[self->to[m]] + self->length[m] < self->length[k];
      for (guint32 k = self->first[a]; k < self->first[a + 1]; k++)
        to_here[self->to[k]] = INFINITY;
    }
  for (gsize a = 0; a < n; a++)
    {
      guint32 begin = self->first[a];

      self->first[a] = kept;
      for (guint32 k = begin; k < self->first[a + 1]; k++)
        if (!is_bettered[k])
          {
            self->to[kept] = self->to[k];
            self->length[kept++] = self->length[k];
          }
    }
  self->first[n] = kept;
  return TRUE;
}

/* Equal distances go by number, so that nothing hangs on the order of arrival. */
static inline gboolean
is_before (const Reached *a, const Reached *b)
{
  return a->distance < b->distance || (a->distance == b->distance && a->node < b->node);
}

static void
heap_push (GArray *heap, Reached reached)
{
  guint i = heap->len;
  Reached *items;

  g_array_append_val (heap, reached);
  items = (Reached *) (void *) heap->data;
  for (; i > 0 && is_before (&reached, &items[(i - 1) / 2]); i = (i - 1) / 2)
    items[i] = items[(i - 1) / 2];
  items[i] = reached;
}

static Reached
heap_pop (GArray *heap)
{
  Reached *items = (Reached *) (void *) heap->data;
  Reached top = items[0], last = items[heap->len - 1];
  guint n = heap->len - 1, i = 0;

  g_array_set_size (heap, n);
  while (2 * i + 1 < n)
    {
      guint child = 2 * i + 1;

      if (child + 1 < n && is_before (&items[child + 1], &items[child]))
        child++;
      if (!is_before (&items[child], &last))
        break;
      items[i] = items[child];
      i = child;
    }
  if (n > 0)
    items[i] = last;
  return top;
}

static void
search_init (Search *self, gsize n)
{
  self->distance = g_new (double, n + 1);
  self->before = g_new (guint32, n + 1);
  self->settled = g_new0 (guint8, n + 1);
  self->touched = g_new (guint32, n + 1);
  self->heap = g_array_new (FALSE, FALSE, sizeof (Reached));
  self->n_touched = 0;
  for (gsize i = 0; i < n; i++)
    self->distance[i] = INFINITY;
}

static void
search_clear (Search *self)
{
  g_free (self->distance);
  g_free (self->before);
  g_free (self->settled);
  g_free (self->touched);
  g_array_unref (self->heap);
}

static void
reach (Search *self, guint32 node, guint32 from, double distance)
{
  if (!(distance < self->distance[node]))
    return;
  if (isinf (self->distance[node]))
    self->touched[self->n_touched++] = node;
  self->distance[node] = distance;
  self->before[node] = from;
  heap_push (self->heap, (Reached){ distance, node });
}

static gboolean
is_wanted (const Work *work, guint32 source, guint32 node)
{
  guint64 key = (guint64) source << 32 | node;
  gsize first = work->first_pair[source];

  return work->first_pair[source + 1] > first &&
         bsearch (&key, work->routes->keys + first, work->first_pair[source + 1] - first,
                  sizeof key, compare_keys) != NULL;
}

/* From @source until all are found that its pairs want, or are farther than could serve. */
static void
search_from (const Work *work, Search *self, guint32 source)
{
  const Graph *graph = &work->graph;
  gsize n_left = work->first_pair[source + 1] - work->first_pair[source];
  for (gsize k = 0; k < self->n_touched; k++)
    {
      self->distance[self->touched[k]] = INFINITY;
      self->settled[self->touched[k]] = 0;
    }
  self->n_touched = 0;
  g_array_set_size (self->heap, 0);
  reach (self, source, source, 0.0);
  while (self->heap->len > 0 && n_left > 0)
    {
      Reached top = heap_pop (self->heap);

      if (self->settled[top.node])
        continue;
      if (top.distance > work->farthest[source] * (1.0 + 1e-12))
        break;
      self->settled[top.node] = 1;
      n_left -= is_wanted (work, source, top.node);
      for (guint32 k = graph->first[top.node]; k < graph->first[top.node + 1]; k++)
        reach (self, graph->to[k], top.node, top.distance + graph->length[k]);
    }
}

/* The way back from @to, if it is short enough and goes over somebody: appended as it is drawn. */
static void
append_route (const Work *work, const Search *search, guint32 from, guint32 to, GArray *found)
{
  double length = 0.0, direct = sqrt (squared (work->x, work->y, from, to));
  guint32 count = 0;
  guint begin = found->len;

  g_array_append_val (found, count);
  if (!search->settled[to])
    return;
  for (guint32 i = to; i != from; i = search->before[i])
    {
      length += sqrt (squared (work->x, work->y, i, search->before[i]));
      count += search->before[i] != from;
    }
  if (count == 0 || length > COMITY_ROUTES_MOST_DETOUR * direct)
    return;
  g_array_set_size (found, begin + 1 + count);
  g_array_index (found, guint32, begin) = count;
  for (guint32 i = search->before[to], k = count; i != from; i = search->before[i], k--)
    g_array_index (found, guint32, begin + k) = i;
}

static void
route_piece (gsize piece, gpointer user_data)
{
  Work *work = user_data;
  Search search;

  search_init (&search, work->n);
  for (gsize source = piece; source < work->n; source += COMITY_PARALLEL_PIECES)
    {
      GArray *found;

      if (comity_progress_is_cancelled (work->progress))
        break;
      comity_progress_set (work->progress,
                           (double) g_atomic_int_add (&work->n_done, 1) / (double) work->n);
      if (work->first_pair[source] == work->first_pair[source + 1])
        continue;
      found = g_array_new (FALSE, FALSE, sizeof (guint32));
      search_from (work, &search, (guint32) source);
      for (guint32 p = work->first_pair[source]; p < work->first_pair[source + 1]; p++)
        append_route (work, &search, (guint32) source, (guint32) work->routes->keys[p], found);
      work->found[source] = found;
    }
  search_clear (&search);
}

static void
list_pairs (Work *work, const guint32 *pairs, gsize n_pairs)
{
  ComityRoutes *routes = work->routes;
  gsize n = 0;

  routes->keys = g_new (guint64, n_pairs + 1);
  for (gsize k = 0; k < n_pairs; k++)
    {
      guint32 a = MIN (pairs[2 * k], pairs[2 * k + 1]), b = MAX (pairs[2 * k], pairs[2 * k + 1]);

      if (a != b)
        routes->keys[n++] = (guint64) a << 32 | b;
    }
  qsort (routes->keys, n, sizeof *routes->keys, compare_keys);
  for (gsize k = 0; k < n; k++)
    if (k == 0 || routes->keys[k] != routes->keys[k - 1])
      routes->keys[routes->n_pairs++] = routes->keys[k];
  work->first_pair = g_new0 (guint32, work->n + 1);
  for (gsize k = 0; k < routes->n_pairs; k++)
    work->first_pair[(routes->keys[k] >> 32) + 1]++;
  for (gsize i = 0; i < work->n; i++)
    work->first_pair[i + 1] += work->first_pair[i];
}

/* Nothing betters a tie that is farther than itself; and of a pair without one the squares of parts
 * are at most the square of the whole, which may be a detour. The graph is whole here. */
static void
find_limits (Work *work, const Graph *graph)
{
  work->farthest = g_new0 (double, work->n + 1);
  for (gsize a = 0; a < work->n; a++)
    for (guint32 p = work->first_pair[a]; p < work->first_pair[a + 1]; p++)
      {
        guint32 b = (guint32) work->routes->keys[p];
        gboolean is_tie =
            bsearch (&b, graph->to + graph->first[a], graph->first[a + 1] - graph->first[a],
                     sizeof b, compare_numbers) != NULL;
        double detour = is_tie ? 1.0 : COMITY_ROUTES_MOST_DETOUR * COMITY_ROUTES_MOST_DETOUR;

        work->farthest[a] =
            MAX (work->farthest[a], detour * squared (work->x, work->y, (guint32) a, b));
      }
}

static void
collect (Work *work)
{
  ComityRoutes *routes = work->routes;
  gsize n_via = 0;

  for (gsize i = 0; i < work->n; i++)
    n_via += work->found[i] != NULL ? work->found[i]->len : 0;
  routes->first = g_new0 (gsize, routes->n_pairs + 1);
  routes->via = g_new (guint32, n_via + 1);
  n_via = 0;
  for (gsize i = 0; i < work->n; i++)
    for (guint32 p = work->first_pair[i], at = 0; p < work->first_pair[i + 1]; p++)
      {
        guint32 count = g_array_index (work->found[i], guint32, at++);

        routes->first[p] = n_via;
        for (guint32 k = 0; k < count; k++)
          routes->via[n_via++] = g_array_index (work->found[i], guint32, at++);
      }
  routes->first[routes->n_pairs] = n_via;
}

ComityRoutes *
comity_routes_new (gsize n,
                   const double *x,
                   const double *y,
                   const guint32 *ties,
                   gsize n_ties,
                   const guint32 *pairs,
                   gsize n_pairs,
                   ComityProgress *progress,
                   GError **error)
{
  g_autoptr (ComityRoutes) routes = g_new0 (ComityRoutes, 1);
  g_auto (Graph) graph = { NULL, NULL, NULL };
  Work work = { .n = n, .x = x, .y = y, .routes = routes, .progress = progress };
  gboolean done;

  g_return_val_if_fail (n == 0 || (x != NULL && y != NULL), NULL);
  g_return_val_if_fail (n_ties < G_MAXUINT32 / 2 && n_pairs < G_MAXUINT32, NULL);

  g_atomic_ref_count_init (&routes->ref_count);
  comity_progress_report (progress, 0.0, "Bundling the ties");
  graph_init (&graph, n, x, y, ties, n_ties);
  list_pairs (&work, pairs, n_pairs);
  work.found = g_new0 (GArray *, n + 1);
  find_limits (&work, &graph);
  done = graph_thin (&graph, n, progress);
  work.graph = graph;
  if (done)
    done = comity_parallel_for (COMITY_PARALLEL_PIECES, 0, route_piece, &work, progress) &&
           !comity_progress_is_cancelled (progress);
  if (done)
    collect (&work);
  for (gsize i = 0; i < n; i++)
    g_clear_pointer (&work.found[i], g_array_unref);
  g_free (work.found);
  g_free (work.first_pair);
  g_free (work.farthest);
  if (!done)
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return NULL;
    }
  return g_steal_pointer (&routes);
}

const guint32 *
comity_routes_find (const ComityRoutes *self, guint32 a, guint32 b, gsize *n)
{
  guint64 key = (guint64) MIN (a, b) << 32 | MAX (a, b);
  const guint64 *found = self->n_pairs > 0
                             ? bsearch (&key, self->keys, self->n_pairs, sizeof key, compare_keys)
                             : NULL;

  *n = 0;
  if (found == NULL)
    return NULL;
  *n = self->first[found - self->keys + 1] - self->first[found - self->keys];
  return *n > 0 ? self->via + self->first[found - self->keys] : NULL;
}
