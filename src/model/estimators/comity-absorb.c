/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeping fixed effects out of columns.
 *   n rows · M_w the projection off the dummies of grouping w · T = M_1 M_2 … M_W … M_2 M_1
 * The part of x that all M_w keep solves (I − T) z = 0 with x − z in the span of the dummies: as
 * I − T is symmetric in the weighted product, conjugate gradients find it. */
#include "config.h"

#include "comity-absorb-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE 1e-12
#define MAX_ITERATIONS 10000

struct _ComityAbsorb
{
  GPtrArray *groupings;
  gsize n;
  gsize most;           /* groups of the largest grouping */
  const double *weight; /* n, borrowed; NULL: 1 */
  double **inverse;     /* groupings: one over the weight of each group */
};

ComityAbsorb *
comity_absorb_new (GPtrArray *groupings)
{
  ComityAbsorb *self = g_new0 (ComityAbsorb, 1);

  self->groupings = groupings;
  self->inverse = g_new0 (double *, groupings->len + 1);
  for (guint w = 0; w < groupings->len; w++)
    {
      const ComityGroups *groups = g_ptr_array_index (groupings, w);

      self->n = groups->n;
      self->most = MAX (self->most, groups->n_groups);
    }
  return self;
}

void
comity_absorb_free (ComityAbsorb *self)
{
  if (self == NULL)
    return;

  for (guint w = 0; w < self->groupings->len; w++)
    g_free (self->inverse[w]);
  g_free (self->inverse);
  g_ptr_array_unref (self->groupings);
  g_free (self);
}

GPtrArray *
comity_absorb_peek_groupings (const ComityAbsorb *self)
{
  return self->groupings;
}

gboolean
comity_absorb_weigh (ComityAbsorb *self, const double *weight)
{
  self->weight = weight;
  for (guint w = 0; w < self->groupings->len; w++)
    {
      const ComityGroups *groups = g_ptr_array_index (self->groupings, w);
      double *inverse = self->inverse[w];

      if (inverse == NULL)
        inverse = self->inverse[w] = g_try_new (double, groups->n_groups + 1);
      if (inverse == NULL)
        return FALSE;
      memset (inverse, 0, groups->n_groups * sizeof (double));
      for (gsize i = 0; i < self->n; i++)
        inverse[groups->group[i]] += weight != NULL ? weight[i] : 1.0;
      for (gsize g = 0; g < groups->n_groups; g++)
        inverse[g] = 1.0 / inverse[g];
    }
  return TRUE;
}

static void
project (const ComityAbsorb *self, guint w, double *sums, double *x)
{
  const ComityGroups *groups = g_ptr_array_index (self->groupings, w);
  const guint32 *group = groups->group;
  const double *inverse = self->inverse[w];

  memset (sums, 0, groups->n_groups * sizeof (double));
  if (self->weight != NULL)
    for (gsize i = 0; i < self->n; i++)
      sums[group[i]] += self->weight[i] * x[i];
  else
    for (gsize i = 0; i < self->n; i++)
      sums[group[i]] += x[i];
  for (gsize g = 0; g < groups->n_groups; g++)
    sums[g] *= inverse[g];
  for (gsize i = 0; i < self->n; i++)
    x[i] -= sums[group[i]];
}

static void
project_all (const ComityAbsorb *self, double *sums, double *x)
{
  for (guint w = 0; w < self->groupings->len; w++)
    project (self, w, sums, x);
  for (guint w = self->groupings->len - 1; w-- > 0;)
    project (self, w, sums, x);
}

static double
product (const ComityAbsorb *self, const double *a, const double *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < self->n; i++)
    sum += (self->weight != NULL ? self->weight[i] : 1.0) * a[i] * b[i];
  return sum;
}

/* out = (I − T) x. */
static void
move_away (const ComityAbsorb *self, const double *x, double *sums, double *out)
{
  memcpy (out, x, self->n * sizeof (double));
  project_all (self, sums, out);
  for (gsize i = 0; i < self->n; i++)
    out[i] = x[i] - out[i];
}

/* @work: 3 n. */
static gboolean
sweep (const ComityAbsorb *self,
       double *x,
       double length,
       double *sums,
       double *work,
       gboolean *slow,
       ComityProgress *progress)
{
  double *r = work;
  double *u = work + self->n;
  double *v = work + 2 * self->n;
  double squares;

  /* The second time repairs what rounding did to the first. */
  project_all (self, sums, x);
  if (comity_progress_is_cancelled (progress))
    return FALSE;
  if (self->groupings->len == 1)
    {
      project (self, 0, sums, x);
      return TRUE;
    }
  move_away (self, x, sums, r);
  memcpy (u, r, self->n * sizeof (double));
  squares = product (self, r, r);
  for (int i = 0; squares > TOLERANCE * TOLERANCE * length; i++)
    {
      double step, before = squares;

      if (comity_progress_is_cancelled (progress))
        return FALSE;
      if (i == MAX_ITERATIONS)
        {
          *slow = TRUE;
          return FALSE;
        }
      move_away (self, u, sums, v);
      step = squares / product (self, u, v);
      if (!isfinite (step))
        break;
      for (gsize at = 0; at < self->n; at++)
        {
          x[at] -= step * u[at];
          r[at] -= step * v[at];
        }
      squares = product (self, r, r);
      for (gsize at = 0; at < self->n; at++)
        u[at] = r[at] + squares / before * u[at];
    }
  project_all (self, sums, x);
  return TRUE;
}

gboolean
comity_absorb_sweep (const ComityAbsorb *self,
                     ComitySample *sample,
                     gsize column,
                     double *values,
                     double *left,
                     gboolean *slow,
                     ComityProgress *progress)
{
  gsize n = self->n;
  g_autofree double *work = g_try_new (double, 4 * n + 1);
  g_autofree double *sums = g_try_new (double, self->most + 1);
  double *x = values != NULL ? values : work;
  double total = 0.0, weights = 0.0, squares, length;
  gboolean done;

  if (work == NULL || sums == NULL)
    return FALSE;
  for (gsize i = 0; values == NULL && i < n; i++)
    x[i] =
        sample->x[(i / COMITY_BLOCK * sample->stride + column) * COMITY_BLOCK + i % COMITY_BLOCK];
  if (comity_progress_is_cancelled (progress))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double w = self->weight != NULL ? self->weight[i] : 1.0;

      total += w * x[i];
      weights += w;
    }
  squares = product (self, x, x);
  length = squares - total * total / weights;
  done = sweep (self, x, squares, sums, work + n, slow, progress);
  if (comity_progress_is_cancelled (progress))
    return FALSE;
  *left = length > 0.0 ? sqrt (product (self, x, x) / length) : 0.0;
  for (gsize i = 0; values == NULL && i < n; i++)
    sample->x[(i / COMITY_BLOCK * sample->stride + column) * COMITY_BLOCK + i % COMITY_BLOCK] =
        x[i];
  return done;
}

void
comity_absorb_find_lost (
    const ComityAbsorb *self, const double *y, guint8 *out, gsize *n_alone, gsize *n_zero)
{
  g_autofree guint32 *sizes = g_new (guint32, self->most + 1);
  g_autofree guint32 *some = g_new (guint32, self->most + 1);
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint w = 0; w < self->groupings->len; w++)
        {
          const ComityGroups *groups = g_ptr_array_index (self->groupings, w);

          memset (sizes, 0, groups->n_groups * sizeof (guint32));
          memset (some, 0, groups->n_groups * sizeof (guint32));
          for (gsize i = 0; i < self->n; i++)
            if (out[i] == 0)
              {
                sizes[groups->group[i]]++;
                some[groups->group[i]] += y == NULL || y[i] != 0.0;
              }
          for (gsize i = 0; i < self->n; i++)
            {
              guint32 group = groups->group[i];

              if (out[i] != 0 || (sizes[group] > 1 && some[group] > 0))
                continue;
              out[i] = some[group] == 0 ? 2 : 1;
              *(out[i] == 1 ? n_alone : n_zero) += 1;
              again = TRUE;
            }
        }
    }
}

/* Parts that two groupings fall into: groups of either that share rows belong together. */
static gsize
count_parts (const ComityGroups *a, const ComityGroups *b)
{
  gsize n_nodes = a->n_groups + b->n_groups;
  g_autofree guint32 *parent = g_new (guint32, n_nodes + 1);
  gsize parts = n_nodes;

  for (gsize i = 0; i < n_nodes; i++)
    parent[i] = (guint32) i;
  for (gsize i = 0; i < a->n; i++)
    {
      guint32 x = a->group[i];
      guint32 y = (guint32) a->n_groups + b->group[i];

      while (parent[x] != x)
        x = parent[x] = parent[parent[x]];
      while (parent[y] != y)
        y = parent[y] = parent[parent[y]];
      parts -= x != y;
      parent[MAX (x, y)] = MIN (x, y);
    }
  return parts;
}

static gboolean
is_nested (const ComityGroups *groups, GPtrArray *clusters)
{
  for (guint c = 0; clusters != NULL && c < clusters->len; c++)
    {
      const ComityGroups *cluster = g_ptr_array_index (clusters, c);
      g_autofree guint32 *of = g_new (guint32, groups->n_groups + 1);
      gboolean nested = TRUE;

      memset (of, 0xff, groups->n_groups * sizeof (guint32));
      for (gsize i = 0; nested && i < groups->n; i++)
        {
          guint32 *at = &of[groups->group[i]];

          nested = *at == G_MAXUINT32 || *at == cluster->group[i];
          *at = cluster->group[i];
        }
      if (nested)
        return TRUE;
    }
  return FALSE;
}

double
comity_absorb_count (const ComityAbsorb *self, GPtrArray *clusters, gboolean *nested)
{
  gsize n = self->groupings->len;
  g_autofree gboolean *within = g_new0 (gboolean, n + 1);
  double count = 0.0;
  gboolean first = TRUE;

  *nested = FALSE;
  for (guint w = 0; w < n; w++)
    *nested |= within[w] = is_nested (g_ptr_array_index (self->groupings, w), clusters);
  for (guint w = 0; w < n; w++)
    {
      const ComityGroups *groups = g_ptr_array_index (self->groupings, w);
      /* The constant is among the levels of the first, unless it counts by itself. */
      double redundant = first && !*nested ? 0.0 : 1.0;

      if (within[w])
        continue;
      for (guint v = 0; v < w; v++)
        if (!within[v])
          redundant =
              MAX (redundant, (double) count_parts (g_ptr_array_index (self->groupings, v), groups));
      count += (double) groups->n_groups - redundant;
      first = FALSE;
    }
  return count;
}
