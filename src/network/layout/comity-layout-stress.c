/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stress: places whose distances are as near as can be to the numbers of steps between states.
 * Σ w_ij (‖p_i − p_j‖ − d_ij)², w_ij = 1 / d_ij², is made smaller node by node by majorisation
 * (Gansner, Koren & North 2004, doi:10.1007/978-3-540-31843-9_25), which never makes it larger. Of
 * many nodes only their neighbours and some pivots are looked at, each pivot standing for the nodes
 * around it (Ortmann, Klimenta & Brandes 2017, doi:10.7155/jgaa.00440).
 *
 * n    nodes, connected
 * k    pivots; k = n: all of them, the stress itself
 * d    n × k steps to each pivot
 * s    n × k: how many nodes pivot and distance stand for
 */
#include "config.h"

#include "comity-layout-private.h"

#include <math.h>
#include <string.h>

/* All nodes are pivots up to so many, then so many of them. */
#define MOST_EXACT 1000
#define N_PIVOTS 200
/* The steps end when nodes move less than this on average, in lengths of an edge. */
#define STILL 1e-3

typedef struct
{
  gsize n, k;
  guint32 *first; /* n + 1: a node's neighbours in around[] */
  guint32 *around;
  guint32 *pivots;  /* k */
  guint8 *is_pivot; /* n */
  guint16 *d;       /* n × k */
  float *s;         /* n × k; NULL when all nodes are pivots */
} Stress;

static void
stress_clear (Stress *self)
{
  g_free (self->first);
  g_free (self->around);
  g_free (self->pivots);
  g_free (self->is_pivot);
  g_free (self->d);
  g_free (self->s);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stress, stress_clear)

static void
fill_neighbours (Stress *self, const ComityEdge *edges, gsize n_edges)
{
  g_autofree guint32 *next = NULL;

  self->first = g_new0 (guint32, self->n + 1);
  self->around = g_new (guint32, 2 * n_edges + 1);
  for (gsize e = 0; e < n_edges; e++)
    {
      self->first[edges[e].a + 1]++;
      self->first[edges[e].b + 1]++;
    }
  for (gsize i = 0; i < self->n; i++)
    self->first[i + 1] += self->first[i];
  next = g_memdup2 (self->first, (self->n + 1) * sizeof *next);
  for (gsize e = 0; e < n_edges; e++)
    {
      self->around[next[edges[e].a]++] = edges[e].b;
      self->around[next[edges[e].b]++] = edges[e].a;
    }
}

/* Steps from @from to every node; @queue: n. */
static void
count_steps (const Stress *self, guint32 from, guint32 *queue, guint16 *d)
{
  gsize head = 0, tail = 0;

  memset (d, 0xff, self->n * sizeof *d);
  d[from] = 0;
  queue[tail++] = from;
  while (head < tail)
    {
      guint32 i = queue[head++];

      for (guint32 e = self->first[i]; e < self->first[i + 1]; e++)
        if (d[self->around[e]] == G_MAXUINT16)
          {
            d[self->around[e]] = (guint16) MIN (d[i] + 1, G_MAXUINT16 - 1);
            queue[tail++] = self->around[e];
          }
    }
}

/* Each pivot is the node farthest from those before it; the first is the first node. FALSE when
 * cancelled or out of memory. */
static gboolean
choose_pivots (Stress *self, ComityProgress *progress)
{
  g_autofree guint32 *queue = g_new (guint32, self->n);
  g_autofree guint16 *nearest = g_new (guint16, self->n);
  g_autofree guint16 *d = g_new (guint16, self->n);
  guint32 pivot = 0;

  self->k = self->n <= MOST_EXACT ? self->n : N_PIVOTS;
  self->pivots = g_new (guint32, self->k);
  self->is_pivot = g_new0 (guint8, self->n);
  self->d = g_try_malloc_n (self->n * self->k, sizeof *self->d);
  if (self->d == NULL)
    return FALSE;
  memset (nearest, 0xff, self->n * sizeof *nearest);
  for (gsize p = 0; p < self->k; p++)
    {
      if (self->k == self->n)
        pivot = (guint32) p;
      self->pivots[p] = pivot;
      self->is_pivot[pivot] = 1;
      count_steps (self, pivot, queue, d);
      if (comity_progress_is_cancelled (progress))
        return FALSE;
      for (gsize i = 0; i < self->n; i++)
        {
          self->d[i * self->k + p] = d[i];
          nearest[i] = MIN (nearest[i], d[i]);
          if (nearest[i] > nearest[pivot])
            pivot = (guint32) i;
        }
    }
  return TRUE;
}

/* A pivot stands, to a node d steps away, for the nodes of its own region within d / 2 of it. */
static gboolean
count_regions (Stress *self)
{
  g_autofree guint32 *within = g_new (guint32, G_MAXUINT16 + 1);
  g_autofree guint32 *region = g_new0 (guint32, self->n);

  if (self->k == self->n)
    return TRUE;
  self->s = g_try_malloc_n (self->n * self->k, sizeof *self->s);
  if (self->s == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    for (gsize p = 1; p < self->k; p++)
      if (self->d[i * self->k + p] < self->d[i * self->k + region[i]])
        region[i] = (guint32) p;
  for (gsize p = 0; p < self->k; p++)
    {
      guint16 farthest = 0;

      for (gsize i = 0; i < self->n; i++)
        farthest = MAX (farthest, self->d[i * self->k + p]);
      memset (within, 0, ((gsize) farthest + 1) * sizeof *within);
      for (gsize i = 0; i < self->n; i++)
        within[self->d[i * self->k + p]] += region[i] == p;
      for (gsize t = 1; t <= farthest; t++)
        within[t] += within[t - 1];
      for (gsize i = 0; i < self->n; i++)
        self->s[i * self->k + p] = (float) within[self->d[i * self->k + p] / 2];
    }
  return TRUE;
}

typedef struct
{
  double x, y, weight;
} Sum;

/* Where node i would be if only j mattered, d steps away. */
static inline void
add_term (Sum *sum, const double *x, const double *y, gsize i, gsize j, double d, double share)
{
  double dx = x[i] - x[j];
  double dy = y[i] - y[j];
  double length = sqrt (dx * dx + dy * dy);
  double w = share / (d * d);
  double reach = length > 0.0 ? d / length : 0.0;

  sum->x += w * (x[j] + reach * dx);
  sum->y += w * (y[j] + reach * dy);
  sum->weight += w;
}

static double
move_node (const Stress *self, gsize i, double *x, double *y)
{
  Sum sum = { 0.0, 0.0, 0.0 };
  double moved;

  for (gsize p = 0; p < self->k; p++)
    {
      guint16 d = self->d[i * self->k + p];

      /* Neighbours have terms of their own where pivots stand for others too. */
      if (d > (self->s != NULL ? 1 : 0))
        add_term (&sum, x, y, i, self->pivots[p], d,
                  self->s != NULL ? self->s[i * self->k + p] : 1.0);
    }
  for (guint32 e = self->first[i]; self->s != NULL && e < self->first[i + 1]; e++)
    add_term (&sum, x, y, i, self->around[e], 1.0, 1.0);
  if (!(sum.weight > 0.0))
    return 0.0;
  moved = hypot (sum.x / sum.weight - x[i], sum.y / sum.weight - y[i]);
  x[i] = sum.x / sum.weight;
  y[i] = sum.y / sum.weight;
  return moved;
}

gboolean
comity_layout_stress (gsize n,
                      const ComityEdge *edges,
                      gsize n_edges,
                      gsize n_steps,
                      void (*after_step) (gpointer data),
                      gpointer data,
                      ComityProgress *progress,
                      double *x,
                      double *y)
{
  g_auto (Stress) self = { .n = n };

  fill_neighbours (&self, edges, n_edges);
  if (!choose_pivots (&self, progress) || !count_regions (&self))
    return FALSE;
  for (gsize step = 0; step < n_steps; step++)
    {
      double moved = 0.0;

      for (gsize i = 0; i < n; i++)
        moved += move_node (&self, i, x, y);
      if (after_step != NULL)
        after_step (data);
      if (comity_progress_is_cancelled (progress))
        return FALSE;
      comity_progress_set (progress, (double) (step + 1) / (double) n_steps);
      if (moved < STILL * (double) n)
        break;
    }
  return TRUE;
}
