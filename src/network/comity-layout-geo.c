/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States where their capitals are, on the Natural Earth projection (Šavrič, Jenny, Patterson,
 * Petrovič & Hurni 2011): a compromise that looks like Robinson's and is two polynomials.
 *
 * λ, φ   longitude and latitude in radians
 */
#include "config.h"

#include "comity-layout-private.h"

#include <math.h>

/* Half the width of the projected world: l(0) π. */
#define HALF_WIDTH (0.870700 * G_PI)
/* Half its height: d(π/2). */
#define HALF_HEIGHT 1.42239
/* Between the map and the states that are not on it. */
#define GAP 0.04

void
comity_geo_project (double longitude, double latitude, double *x, double *y)
{
  double lambda = longitude * G_PI / 180.0;
  double phi = latitude * G_PI / 180.0;
  double phi2 = phi * phi;
  double phi4 = phi2 * phi2;
  double phi6 = phi4 * phi2;
  double phi10 = phi6 * phi4;
  double l =
      0.870700 - 0.131979 * phi2 - 0.013791 * phi4 + 0.003971 * phi10 - 0.001529 * phi10 * phi2;
  double d =
      1.007226 + 0.015085 * phi2 - 0.044475 * phi6 + 0.028874 * phi6 * phi2 - 0.005916 * phi10;

  *x = 0.5 + l * lambda / (2.0 * HALF_WIDTH);
  *y = 0.5 - d * phi / (2.0 * HALF_WIDTH);
}

gboolean
comity_layout_geo (const ComityNetwork *network, double *x, double *y)
{
  g_autofree guint32 *others = g_new (guint32, network->n + 1);
  gsize n_others = 0;

  for (gsize i = 0; i < network->n; i++)
    {
      double longitude;
      double latitude;

      if (comity_network_get_capital (network, i, &longitude, &latitude))
        comity_geo_project (longitude, latitude, &x[i], &y[i]);
      else
        others[n_others++] = (guint32)i;
    }
  comity_layout_rows (others, n_others, 0.5 + HALF_HEIGHT / (2.0 * HALF_WIDTH) + GAP, x, y);
  return n_others < network->n;
}
