/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bundled tie as a smooth line: a cubic B-spline whose control points are its two states and the
 * states that its route passes, drawn a little towards the straight line, so that ties of a bundle
 * stay strands of it (Holten 2006, doi:10.1109/TVCG.2006.147). Where two routes pass the same
 * states the two lines are nearly one. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* How far a tie follows its route: 0 straight, 1 all the way. */
#define FOLLOWING 0.9

static ComityPoint
mix (ComityPoint a, ComityPoint b, double t)
{
  return (ComityPoint){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* The i-th knot of a clamped cubic spline of n control points: 0 0 0 0 1 2 … n-3 n-3 n-3 n-3. */
static double
knot (gsize i, gsize n)
{
  return CLAMP ((double) i - 3.0, 0.0, (double) n - 3.0);
}

/* The blossom of the spline's piece between the knots i + 3 and i + 4 (de Boor's steps, each with
 * an argument of its own: Ramshaw 1989, doi:10.1016/0167-8396(89)90032-0). */
static ComityPoint
blossom (const ComityPoint *control, gsize n, gsize i, const double at[3])
{
  ComityPoint d[4];

  for (gsize j = 0; j < 4; j++)
    d[j] = control[i + j];
  for (gsize r = 1; r <= 3; r++)
    for (gsize j = 3; j >= r; j--)
      {
        double from = knot (i + j, n), to = knot (i + j + 4 - r, n);

        d[j] = mix (d[j - 1], d[j], to > from ? (at[r - 1] - from) / (to - from) : 0.0);
      }
  return d[3];
}

/* Cubic curves of the spline; n control points, 3 or more. */
static void
make_curves (const ComityPoint *control, gsize n, ComityNetworkRun *run)
{
  if (n == 3)
    {
      run->n_curves = 1;
      run->points[0] = control[0];
      run->points[1] = mix (control[0], control[1], 2.0 / 3.0);
      run->points[2] = mix (control[2], control[1], 2.0 / 3.0);
      run->points[3] = control[2];
      return;
    }
  run->n_curves = n - 3;
  run->points[0] = control[0];
  for (gsize i = 0; i < n - 3; i++)
    {
      double a = (double) i, b = (double) i + 1.0;
      const double first[3] = { a, a, b }, second[3] = { a, b, b }, end[3] = { b, b, b };

      run->points[3 * i + 1] = blossom (control, n, i, first);
      run->points[3 * i + 2] = blossom (control, n, i, second);
      run->points[3 * i + 3] = blossom (control, n, i, end);
    }
}

gboolean
comity_network_figure_follow_route (const ComityNetworkFigure *self,
                                    const ComityNetworkFigureEdge *edge,
                                    ComityNetworkRun *run)
{
  ComityPoint control[COMITY_NETWORK_MOST_VIA + 2];
  const guint32 *via = NULL;
  gsize n_via = 0, n;

  if (self->data->routes != NULL)
    via = comity_routes_find (self->data->routes, edge->a, edge->b, &n_via);
  if (n_via == 0)
    return FALSE;
  /* Of a long route as many as a line can hold, evenly. */
  n = MIN (n_via, COMITY_NETWORK_MOST_VIA);
  control[0] = comity_network_figure_get_point (self, edge->a);
  control[n + 1] = comity_network_figure_get_point (self, edge->b);
  for (gsize i = 0; i < n; i++)
    {
      ComityPoint straight = mix (control[0], control[n + 1], (double) (i + 1) / (double) (n + 1));

      control[i + 1] =
          mix (straight, comity_network_figure_get_point (self, via[i * n_via / n]), FOLLOWING);
    }
  make_curves (control, n + 2, run);
  return TRUE;
}

ComityPoint
comity_network_run_at (const ComityNetworkRun *run, double t)
{
  double along;
  gsize k;

  if (run->n_curves == 0)
    return mix (run->points[0], run->points[3], t);
  along = t * (double) run->n_curves;
  k = (gsize) CLAMP (floor (along), 0.0, (double) (run->n_curves - 1));
  return comity_network_figure_point_on_curve (run->points + 3 * k, along - (double) k);
}
