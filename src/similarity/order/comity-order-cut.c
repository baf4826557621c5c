/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reader does to a dendrogram: cut it into groups, flip a branch. */
#include "config.h"

#include "comity-order-private.h"

ComityOrder *
comity_order_copy (const ComityOrder *self)
{
  ComityOrder *copy = g_memdup2 (self, sizeof *self);

  copy->rows = g_memdup2 (self->rows, self->n * sizeof *self->rows);
  copy->merges = g_memdup2 (self->merges, self->n_merges * sizeof *self->merges);
  copy->remark = g_strdup (self->remark);
  return copy;
}

/* The merges of the tree that lie below a cut into @k groups are the first ones: heights never
 * fall. */
static gsize
count_joined (const ComityOrder *self, gsize k)
{
  return k > self->n_merges ? 0 : self->n_merges + 1 - MAX (k, 1);
}

gsize
comity_order_cut (const ComityOrder *self, gsize k, guint32 *groups)
{
  gsize n_joined = count_joined (self, k);
  g_autofree guint32 *root = g_new (guint32, self->n + 1);   /* by row: its topmost merge */
  g_autofree guint32 *above = g_new (guint32, n_joined + 1); /* by merge: the one it ends in */
  gsize n_groups = 0;
  guint32 before = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      groups[i] = G_MAXUINT32;
      root[i] = G_MAXUINT32;
    }
  if (self->n_merges == 0 || k == 0)
    return 0;
  for (gsize m = 0; m < n_joined; m++)
    above[m] = (guint32) m;
  /* From the top down: a merge below the cut belongs to the topmost that it ends in. */
  for (gsize m = n_joined; m-- > 0;)
    {
      const gint32 children[2] = { self->merges[m].left, self->merges[m].right };

      for (int side = 0; side < 2; side++)
        if (children[side] < 0)
          root[-children[side] - 1] = above[m];
        else
          above[children[side]] = above[m];
    }
  /* Rows of a branch stand together; a leaf that nothing joined is a group of its own. */
  for (gsize i = 0; i < self->n_merges + 1; i++)
    {
      guint32 now = root[self->rows[i]];

      if (i == 0 || now == G_MAXUINT32 || now != before)
        n_groups++;
      groups[i] = (guint32) (n_groups - 1);
      before = now;
    }
  return n_groups;
}

gsize
comity_order_count_groups (const ComityOrder *self, double height)
{
  gsize n_joined = 0;

  while (n_joined < self->n_merges && self->merges[n_joined].height <= height)
    n_joined++;
  return self->n_merges > 0 ? self->n_merges + 1 - n_joined : 0;
}

double
comity_order_get_cut_height (const ComityOrder *self, gsize k)
{
  gsize n_joined = count_joined (self, k);
  double below = n_joined > 0 ? self->merges[n_joined - 1].height : 0.0;

  if (self->n_merges == 0)
    return 0.0;
  if (n_joined == self->n_merges)
    return 1.02 * below;
  return (below + self->merges[n_joined].height) / 2.0;
}

void
comity_order_flip (ComityOrder *self, gsize merge)
{
  gint32 left;

  g_return_if_fail (merge < self->n_merges);

  left = self->merges[merge].left;
  self->merges[merge].left = self->merges[merge].right;
  self->merges[merge].right = left;
  /* The leaves of the tree are rows of the similarity. */
  comity_cluster_list_leaves (self->merges, self->n_merges + 1, self->rows);
}
