/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States where their capitals are; those without one that is known stand in rows under the map. */
#include "config.h"

#include "comity-layout-private.h"

/* Between the map and the states that are not on it. */
#define GAP 0.04

gboolean
comity_layout_geo (const ComityNetwork *network, ComityProjection projection, double *x, double *y)
{
  g_autofree guint32 *others = g_new (guint32, network->n + 1);
  gsize n_others = 0;
  double north, south, unused, bottom;

  for (gsize i = 0; i < network->n; i++)
    {
      double longitude;
      double latitude;

      if (comity_network_get_capital (network, i, &longitude, &latitude))
        comity_projection_project (projection, longitude, latitude, &x[i], &y[i]);
      else
        others[n_others++] = (guint32) i;
    }
  comity_projection_get_limits (projection, &north, &south);
  comity_projection_project (projection, 0.0, projection == COMITY_PROJECTION_POLAR ? south : -90.0,
                             &unused, &bottom);
  comity_layout_rows (others, n_others, bottom + GAP, x, y);
  return n_others < network->n;
}
