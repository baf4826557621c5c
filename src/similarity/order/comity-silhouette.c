/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Silhouettes: how much nearer a row is to its own group than to the next one.
 *   a_i mean distance to the others of its group · b_i the least mean distance to another group
 *   s_i = (b_i − a_i) / max (a_i, b_i); 0 for a group of one
 * Rousseeuw (1987), doi:10.1016/0377-0427(87)90125-7. */
#include "config.h"

#include "comity-order-private.h"

#include <math.h>

gboolean
comity_silhouette_widths (
    const double *distances, gsize n, const guint32 *groups, gsize n_groups, double *widths)
{
  g_autofree double *sums = g_try_new (double, n_groups + 1);
  g_autofree gsize *sizes = g_new0 (gsize, n_groups + 1);

  if (sums == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (groups[i] < n_groups)
      sizes[groups[i]]++;
  for (gsize i = 0; i < n; i++)
    {
      double own, other = INFINITY;

      widths[i] = NAN;
      if (groups[i] >= n_groups || n_groups < 2)
        continue;
      for (gsize g = 0; g < n_groups; g++)
        sums[g] = 0.0;
      for (gsize j = 0; j < n; j++)
        if (groups[j] < n_groups)
          sums[groups[j]] += distances[i * n + j];
      for (gsize g = 0; g < n_groups; g++)
        if (g != groups[i] && sizes[g] > 0)
          other = MIN (other, sums[g] / (double) sizes[g]);
      if (sizes[groups[i]] == 1)
        {
          widths[i] = 0.0;
          continue;
        }
      own = sums[groups[i]] / (double) (sizes[groups[i]] - 1);
      widths[i] = MAX (own, other) > 0.0 ? (other - own) / MAX (own, other) : 0.0;
    }
  return TRUE;
}

ComitySilhouettes *
comity_silhouettes_new (const ComityOrder *order,
                        ComitySimilarity *similarity,
                        const guint32 *groups,
                        gsize n_groups)
{
  g_autoptr (ComitySilhouettes) self = g_new0 (ComitySilhouettes, 1);
  g_autofree double *distances = NULL;
  g_autofree guint32 *kept = g_new (guint32, order->n + 1);
  g_autofree gsize *sizes = g_new0 (gsize, n_groups + 1);
  gsize n = 0;

  g_return_val_if_fail (order->n == comity_similarity_get_n (similarity), NULL);

  distances = comity_order_make_distances (similarity, order->rows, order->n);
  self->n = order->n;
  self->n_groups = n_groups;
  self->widths = g_new (double, order->n + 1);
  self->means = g_new0 (double, n_groups + 1);
  if (distances == NULL)
    return NULL;
  comity_distances_complete (distances, order->n, kept);
  if (!comity_silhouette_widths (distances, order->n, groups, n_groups, self->widths))
    return NULL;
  for (gsize i = 0; i < order->n; i++)
    if (groups[i] < n_groups)
      {
        self->means[groups[i]] += self->widths[i];
        self->mean += self->widths[i];
        sizes[groups[i]]++;
        n++;
      }
  for (gsize g = 0; g < n_groups; g++)
    self->means[g] = sizes[g] > 0 ? self->means[g] / (double) sizes[g] : NAN;
  self->mean = n > 0 ? self->mean / (double) n : NAN;
  return g_steal_pointer (&self);
}

void
comity_silhouettes_free (ComitySilhouettes *self)
{
  if (self == NULL)
    return;

  g_free (self->widths);
  g_free (self->means);
  g_free (self);
}
