/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spline bases.
 *   k degree + 1 · t augmented knots, boundaries k times each · B_j,k the j-th B-spline of order k
 * Within one piece every B-spline is a polynomial of u = x - t_i, found by the recursion of de Boor
 * (A Practical Guide to Splines, 2001, ch. IX) with polynomials in place of numbers:
 *   B_j,k = (x - t_j)/(t_j+k-1 - t_j) B_j,k-1 + (t_j+k - x)/(t_j+k - t_j+1) B_j+1,k-1
 * ns () of R turns cubic B-splines so that the two directions with a second derivative at the
 * boundaries come first, by Householder's reflections as LINPACK makes them, and drops those. */
#include "config.h"

#include "comity-spline-private.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#define MAX_ORDER (COMITY_SPLINE_MAX_DEGREE + 1)

static ComitySpline *
spline_alloc (gsize n_columns, gsize n_pieces, gsize order)
{
  ComitySpline *self = g_new0 (ComitySpline, 1);

  self->n_columns = n_columns;
  self->n_pieces = n_pieces;
  self->order = order;
  self->breaks = g_new0 (double, n_pieces);
  self->origins = g_new0 (double, n_pieces);
  self->c = g_new0 (double, n_columns *n_pieces *order);
  return self;
}

void
comity_spline_free (ComitySpline *self)
{
  if (self == NULL)
    return;

  g_free (self->breaks);
  g_free (self->origins);
  g_free (self->c);
  g_free (self);
}

static double *
coefficients (const ComitySpline *self, gsize column, gsize piece)
{
  return self->c + (column * self->n_pieces + piece) * self->order;
}

/* The @order B-splines that are not 0 between t[i] and t[i+1], as polynomials of x - t[i]: row j
 * of @b is that of B_i-order+1+j. */
static void
expand_piece (const double *t, gsize i, gsize order, double b[MAX_ORDER][MAX_ORDER])
{
  memset (b, 0, MAX_ORDER * sizeof b[0]);
  b[0][0] = 1.0;
  for (gsize k = 2; k <= order; k++)
    /* From the last to the first, so that those of order k - 1 are still there. */
    for (gsize j = k; j-- > 0;)
      {
        gsize at = i + 1 + j - k; /* of the B-spline */
        double sum[MAX_ORDER] = { 0 };

        /* The one before of order k - 1 stands in row j - 1, the next in row j. */
        if (j > 0 && t[at + k - 1] > t[at])
          for (gsize d = 0; d < k - 1; d++)
            {
              double factor = b[j - 1][d] / (t[at + k - 1] - t[at]);

              sum[d] += factor * (t[i] - t[at]);
              sum[d + 1] += factor;
            }
        if (j < k - 1 && t[at + k] > t[at + 1])
          for (gsize d = 0; d < k - 1; d++)
            {
              double factor = b[j][d] / (t[at + k] - t[at + 1]);

              sum[d] += factor * (t[at + k] - t[i]);
              sum[d + 1] -= factor;
            }
        memcpy (b[j], sum, sizeof sum);
      }
}

/* Boundaries @order times around the inner knots. */
static double *
augment (const double *knots, gsize n, double low, double high, gsize order)
{
  double *t = g_new (double, n + 2 * order);

  for (gsize i = 0; i < order; i++)
    {
      t[i] = low;
      t[order + n + i] = high;
    }
  if (n > 0)
    memcpy (t + order, knots, n * sizeof (double));
  return t;
}

/* All n + order B-splines; pieces between knots, those of no length left empty. */
static ComitySpline *
expand_all (const double *knots, gsize n, double low, double high, gsize order)
{
  ComitySpline *self = spline_alloc (n + order, n + 1, order);
  g_autofree double *t = augment (knots, n, low, high, order);
  double b[MAX_ORDER][MAX_ORDER];

  for (gsize p = 0; p <= n; p++)
    {
      gsize i = order - 1 + p;

      self->origins[p] = t[i];
      if (p > 0)
        self->breaks[p - 1] = t[i];
      if (!(t[i + 1] > t[i]))
        continue;
      expand_piece (t, i, order, b);
      for (gsize j = 0; j < order; j++)
        memcpy (coefficients (self, p + j, p), b[j], order * sizeof (double));
    }
  return self;
}

static void
drop_first_column (ComitySpline *self)
{
  self->n_columns--;
  memmove (self->c, self->c + self->n_pieces * self->order,
           self->n_columns * self->n_pieces * self->order * sizeof (double));
}

ComitySpline *
comity_spline_new_b (
    const double *knots, gsize n, double low, double high, gsize degree, gboolean intercept)
{
  ComitySpline *self;

  g_return_val_if_fail (degree >= 1 && degree <= COMITY_SPLINE_MAX_DEGREE && low < high, NULL);

  self = expand_all (knots, n, low, high, degree + 1);
  if (!intercept)
    drop_first_column (self);
  return self;
}

/* Natural splines */

/* LINPACK's dqrdc for two columns: v[2][n] becomes the two reflections, their first elements in
 * place. */
static void
reflect (double *v[2], gsize n)
{
  for (gsize l = 0; l < 2; l++)
    {
      double norm = 0.0;

      for (gsize i = l; i < n; i++)
        norm = hypot (norm, v[l][i]);
      if (norm == 0.0)
        continue;
      if (v[l][l] != 0.0)
        norm = copysign (norm, v[l][l]);
      for (gsize i = l; i < n; i++)
        v[l][i] /= norm;
      v[l][l] += 1.0;
      if (l == 0)
        {
          double t = 0.0;

          for (gsize i = 0; i < n; i++)
            t -= v[0][i] * v[1][i];
          t /= v[0][0];
          for (gsize i = 0; i < n; i++)
            v[1][i] += t * v[0][i];
        }
    }
}

/* Q' y */
static void
rotate (double *const v[2], gsize n, double *y)
{
  for (gsize l = 0; l < 2; l++)
    {
      double t = 0.0;

      if (v[l][l] == 0.0)
        continue;
      for (gsize i = l; i < n; i++)
        t -= v[l][i] * y[i];
      t /= v[l][l];
      for (gsize i = l; i < n; i++)
        y[i] += t * v[l][i];
    }
}

/* Value, or a derivative, of a piece's polynomial at its end, @u from its origin. */
static double
derive (const double *c, gsize order, gsize times, double u)
{
  double sum = 0.0;

  for (gsize d = order; d-- > times;)
    {
      double factor = c[d];

      for (gsize e = 0; e < times; e++)
        factor *= (double) (d - e);
      sum = sum * u + factor;
    }
  return sum;
}

ComitySpline *
comity_spline_new_natural (
    const double *knots, gsize n, double low, double high, gboolean intercept)
{
  g_autoptr (ComitySpline) cubic = NULL;
  ComitySpline *self;
  g_autofree double *store = NULL;
  g_autofree double *y = NULL;
  double *bent[2]; /* second derivatives at the two boundaries */
  gsize m;

  g_return_val_if_fail (low < high, NULL);

  cubic = expand_all (knots, n, low, high, 4);
  if (!intercept)
    drop_first_column (cubic);
  m = cubic->n_columns;
  store = g_new0 (double, 2 * m);
  bent[0] = store;
  bent[1] = store + m;
  for (gsize j = 0; j < m; j++)
    {
      bent[0][j] = derive (coefficients (cubic, j, 0), 4, 2, 0.0);
      bent[1][j] = derive (coefficients (cubic, j, n), 4, 2, high - cubic->origins[n]);
    }
  /* Of the four that are there in the last piece the first ends as (high - x)³: without the zero
   * the sign of what rounding left would choose the reflection. */
  if (n + (intercept ? 1 : 0) > 0)
    bent[1][n - (intercept ? 0 : 1)] = 0.0;
  reflect (bent, m);

  /* The pieces between the boundaries, and a straight one at each end. */
  self = spline_alloc (m - 2, n + 3, 4);
  self->origins[0] = self->breaks[0] = low;
  for (gsize p = 0; p <= n; p++)
    {
      self->origins[p + 1] = cubic->origins[p];
      self->breaks[p + 1] = p < n ? cubic->breaks[p] : high;
    }
  self->origins[n + 2] = high;
  y = g_new (double, m);
  for (gsize p = 0; p < n + 3; p++)
    for (gsize d = 0; d < (p == 0 || p == n + 2 ? 2 : 4); d++)
      {
        for (gsize j = 0; j < m; j++)
          if (p == 0)
            y[j] = coefficients (cubic, j, 0)[d];
          else if (p == n + 2)
            y[j] = derive (coefficients (cubic, j, n), 4, d, high - cubic->origins[n]);
          else
            y[j] = coefficients (cubic, j, p - 1)[d];
        rotate (bent, m, y);
        for (gsize j = 2; j < m; j++)
          coefficients (self, j - 2, p)[d] = y[j];
      }
  return self;
}

/* Restricted cubic splines */

ComitySpline *
comity_spline_new_restricted (const double *knots, gsize n)
{
  ComitySpline *self;
  double scale;

  g_return_val_if_fail (n >= 3 && knots[0] < knots[n - 1], NULL);

  scale = (knots[n - 1] - knots[0]) * (knots[n - 1] - knots[0]);
  self = spline_alloc (n - 1, n + 1, 4);
  for (gsize p = 0; p <= n; p++)
    {
      self->origins[p] = knots[p == 0 ? 0 : p - 1];
      if (p > 0)
        self->breaks[p - 1] = knots[p - 1];
      coefficients (self, 0, p)[0] = self->origins[p];
      coefficients (self, 0, p)[1] = 1.0;
    }
  for (gsize j = 0; j + 2 < n; j++)
    {
      /* (x - k_j)+³ and the two that straighten it beyond the last knot */
      double last = knots[n - 1] - knots[n - 2];
      double weights[3] = { 1.0 / scale, -(knots[n - 1] - knots[j]) / last / scale,
                            (knots[n - 2] - knots[j]) / last / scale };
      double from[3] = { knots[j], knots[n - 2], knots[n - 1] };

      for (gsize p = 1; p <= n; p++)
        {
          double *c = coefficients (self, j + 1, p);

          for (gsize k = 0; k < 3; k++)
            {
              double e = self->origins[p] - from[k];

              if (e < 0.0)
                continue;
              c[0] += weights[k] * e * e * e;
              c[1] += weights[k] * 3.0 * e * e;
              if (p < n)
                {
                  c[2] += weights[k] * 3.0 * e;
                  c[3] += weights[k];
                }
            }
        }
    }
  return self;
}

/* Reading */

void
comity_spline_read (const ComitySpline *self, gsize column, gsize n, double *x)
{
  gsize last = self->n_pieces - 1;
  const double *c = coefficients (self, column, 0);

  for (gsize i = 0; i < n; i++)
    {
      const double *at;
      gsize piece = 0;
      double u;
      double value;

      if (isnan (x[i]))
        continue;
      while (piece < last && x[i] >= self->breaks[piece])
        piece++;
      u = x[i] - self->origins[piece];
      at = c + piece * self->order;
      value = at[self->order - 1];
      for (gsize d = self->order - 1; d-- > 0;)
        value = value * u + at[d];
      x[i] = value;
    }
}

double
comity_quantile_take (double *values, gsize n, double p, int type)
{
  /* The place among 0 … n-1. */
  double at = type == 6 ? p * (double) (n + 1) - 1.0 : p * (double) (n - 1);
  gsize low;
  double share;
  double below;

  at = CLAMP (at, 0.0, (double) (n - 1));
  low = (gsize) floor (at);
  share = at - (double) low;
  below = gsl_stats_select (values, 1, n, low);
  if (share == 0.0 || low + 1 >= n)
    return below;
  return (1.0 - share) * below + share * gsl_stats_select (values, 1, n, low + 1);
}
