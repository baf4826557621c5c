/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holes in a table of distances, filled so that it can be clustered. */
#include "config.h"

#include "comity-order-private.h"

#include <math.h>

gsize
comity_distances_complete (double *distances, gsize n, guint32 *kept)
{
  g_autofree double *sum = g_new0 (double, n + 1);
  g_autofree gsize *known = g_new0 (gsize, n + 1);
  gsize n_kept = 0;
  gsize n_empty = 0;

  for (gsize i = 0; i < n; i++)
    {
      distances[i * n + i] = 0.0;
      for (gsize j = 0; j < n; j++)
        if (j != i && !isnan (distances[i * n + j]))
          {
            sum[i] += distances[i * n + j];
            known[i]++;
          }
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      if (isnan (distances[i * n + j]) && known[i] + known[j] > 0)
        distances[i * n + j] = (sum[i] + sum[j]) / (double)(known[i] + known[j]);

  for (gsize i = 0; i < n; i++)
    if (known[i] > 0)
      kept[n_kept++] = (guint32)i;
  for (gsize i = 0; i < n; i++)
    if (known[i] == 0)
      kept[n_kept + n_empty++] = (guint32)i;
  return n_empty;
}
