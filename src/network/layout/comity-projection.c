/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From degrees to the unit square: two maps of the whole world that no state is favoured by, and
 * one round the north pole.
 *
 * λ, φ   longitude and latitude in radians
 * θ      parametric latitude of Equal Earth, sin θ = √3/2 sin φ
 */
#include "config.h"

#include "comity-network.h"

#include <math.h>
#include <string.h>

/* Natural Earth: half the width of the projected world, l(0) π. */
#define NATURAL_EARTH_HALF_WIDTH (0.870700 * G_PI)
/* Equal Earth: the same, 2√3 π / (3 A1), with the published coefficients. */
#define A1 1.340264
#define A2 (-0.081106)
#define A3 0.000893
#define A4 0.003796
#define EQUAL_EARTH_HALF_WIDTH (2.0 * 1.7320508075688772 * G_PI / (3.0 * A1))
/* The map round the pole ends at this parallel, as that of the United Nations' emblem does. */
#define POLAR_SOUTH (-60.0)

static const struct
{
  const char *name;
  double north, south; /* parallels between which a map is drawn: all capitals and some sea */
} projections[] = {
  [COMITY_PROJECTION_NATURAL_EARTH] = { "natural-earth", 80.0, -56.0 },
  [COMITY_PROJECTION_EQUAL_EARTH] = { "equal-earth", 80.0, -56.0 },
  [COMITY_PROJECTION_POLAR] = { "polar", 90.0, POLAR_SOUTH },
};

gboolean
comity_projection_from_name (const char *name, ComityProjection *projection)
{
  for (gsize p = 0; p < G_N_ELEMENTS (projections); p++)
    if (strcmp (projections[p].name, name) == 0)
      {
        *projection = (ComityProjection) p;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_projection_name (ComityProjection projection)
{
  g_return_val_if_fail ((gsize) projection < G_N_ELEMENTS (projections), NULL);
  return projections[projection].name;
}

void
comity_projection_get_limits (ComityProjection projection, double *north, double *south)
{
  g_return_if_fail ((gsize) projection < G_N_ELEMENTS (projections));
  *north = projections[projection].north;
  *south = projections[projection].south;
}

/* Šavrič, Jenny, Patterson, Petrovič & Hurni (2011): a compromise that looks like Robinson's and is
 * two polynomials. */
static void
project_natural_earth (double lambda, double phi, double *x, double *y)
{
  double phi2 = phi * phi;
  double phi4 = phi2 * phi2;
  double phi6 = phi4 * phi2;
  double phi10 = phi6 * phi4;
  double l =
      0.870700 - 0.131979 * phi2 - 0.013791 * phi4 + 0.003971 * phi10 - 0.001529 * phi10 * phi2;
  double d =
      1.007226 + 0.015085 * phi2 - 0.044475 * phi6 + 0.028874 * phi6 * phi2 - 0.005916 * phi10;

  *x = 0.5 + l * lambda / (2.0 * NATURAL_EARTH_HALF_WIDTH);
  *y = 0.5 - d * phi / (2.0 * NATURAL_EARTH_HALF_WIDTH);
}

/* Šavrič, Patterson & Jenny (2018): areas are true. */
static void
project_equal_earth (double lambda, double phi, double *x, double *y)
{
  double theta = asin (0.5 * sqrt (3.0) * sin (phi));
  double t2 = theta * theta;
  double t6 = t2 * t2 * t2;
  double across = 2.0 * sqrt (3.0) * lambda * cos (theta) /
                  (3.0 * (9.0 * A4 * t6 * t2 + 7.0 * A3 * t6 + 3.0 * A2 * t2 + A1));
  double up = theta * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1);

  *x = 0.5 + across / (2.0 * EQUAL_EARTH_HALF_WIDTH);
  *y = 0.5 - up / (2.0 * EQUAL_EARTH_HALF_WIDTH);
}

/* Azimuthal equidistant: distances from the pole are true. Greenwich points down. */
static void
project_polar (double longitude, double latitude, double *x, double *y)
{
  double r = 0.5 * (90.0 - latitude) / (90.0 - POLAR_SOUTH);
  double lambda = longitude * G_PI / 180.0;

  *x = 0.5 + r * sin (lambda);
  *y = 0.5 + r * cos (lambda);
}

void
comity_projection_project (
    ComityProjection projection, double longitude, double latitude, double *x, double *y)
{
  double lambda = longitude * G_PI / 180.0;
  double phi = latitude * G_PI / 180.0;

  switch (projection)
    {
    case COMITY_PROJECTION_EQUAL_EARTH:
      project_equal_earth (lambda, phi, x, y);
      break;
    case COMITY_PROJECTION_POLAR:
      project_polar (longitude, latitude, x, y);
      break;
    case COMITY_PROJECTION_NATURAL_EARTH:
    default:
      project_natural_earth (lambda, phi, x, y);
      break;
    }
}
