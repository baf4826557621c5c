/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance inflation: the diagonal of the inverse of a correlation matrix, of the columns of the
 * design or of the estimates. */
#include "config.h"

#include "comity-tests.h"

#include "comity-rows-private.h"

#include "comity-kernel-private.h"

#include <math.h>

typedef struct
{
  const ComityFit *fit;
  const gsize *slopes; /* q: coefficients other than the constant */
  gsize q;
  const double *centre; /* q */
} Crossing;

static void
sum_columns (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Crossing *c = data;

  for (gsize j = 0; j < c->q; j++)
    {
      comity_design_read (c->fit->design, (gsize) c->fit->columns[c->slopes[j]], rows->rows + first,
                          n, scratch);
      for (gsize r = 0; r < n; r++)
        sums[j] += scratch[r];
    }
}

static void
sum_products (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Crossing *c = data;

  for (gsize j = 0; j < c->q; j++)
    {
      double *x = scratch + j * COMITY_BLOCK;

      comity_design_read (c->fit->design, (gsize) c->fit->columns[c->slopes[j]], rows->rows + first,
                          n, x);
      for (gsize r = 0; r < n; r++)
        x[r] -= c->centre[j];
    }
  for (gsize i = 0; i < c->q; i++)
    for (gsize j = 0; j <= i; j++)
      {
        const double *a = scratch + i * COMITY_BLOCK;
        const double *b = scratch + j * COMITY_BLOCK;
        double sum = 0.0;

        for (gsize r = 0; r < n; r++)
          sum += a[r] * b[r];
        sums[i * c->q + j] += sum;
      }
}

/* The matrix is scaled to a unit diagonal first; NaN where it cannot be inverted. */
static void
inflate (ComityMatrix *m, const gsize *slopes, double *out)
{
  gsize q = m->n_rows;
  g_autoptr (ComityMatrix) inverse = NULL;
  gboolean finite = TRUE;

  for (gsize i = 0; i < q * q; i++)
    finite = finite && isfinite (m->data[i]);
  inverse = finite ? comity_matrix_invert_spd (m, NULL) : NULL;
  for (gsize i = 0; inverse != NULL && i < q; i++)
    out[slopes[i]] = comity_matrix_get (inverse, i, i) * comity_matrix_get (m, i, i);
}

static gboolean
cross_design (Crossing *c, ComityMatrix *m, ComityProgress *progress, GError **error)
{
  g_auto (ComityUsedRows) rows = { 0 };
  g_autofree double *centre = g_new0 (double, c->q + 1);

  if (!comity_used_rows_init (&rows, c->fit, error) ||
      !comity_used_rows_pass (&rows, sum_columns, c, c->q, COMITY_BLOCK, centre, progress, error))
    return FALSE;
  for (gsize j = 0; j < c->q; j++)
    centre[j] /= (double) rows.n;
  c->centre = centre;
  if (!comity_used_rows_pass (&rows, sum_products, c, c->q * c->q, c->q * COMITY_BLOCK, m->data,
                              progress, error))
    return FALSE;
  for (gsize i = 0; i < c->q; i++)
    for (gsize j = i + 1; j < c->q; j++)
      comity_matrix_set (m, i, j, comity_matrix_get (m, j, i));
  return TRUE;
}

gboolean
comity_vif (const ComityFit *fit,
            double *design,
            double *coefficients,
            ComityProgress *progress,
            GError **error)
{
  g_autofree gsize *slopes = g_new (gsize, fit->n_terms + 1);
  Crossing c = { fit, slopes, 0, NULL };
  g_autoptr (ComityMatrix) m = NULL;

  for (gsize i = 0; i < fit->n_terms; i++)
    {
      if (design != NULL)
        design[i] = NAN;
      if (coefficients != NULL)
        coefficients[i] = NAN;
      if (fit->columns[i] >= 0)
        slopes[c.q++] = i;
    }
  m = comity_matrix_new (c.q, c.q);
  if (c.q == 0 || m == NULL)
    return TRUE;
  if (coefficients != NULL)
    {
      for (gsize i = 0; i < c.q; i++)
        for (gsize j = 0; j < c.q; j++)
          comity_matrix_set (m, i, j, comity_matrix_get (fit->vcov, slopes[i], slopes[j]));
      inflate (m, slopes, coefficients);
    }
  if (design == NULL)
    return TRUE;
  if (!cross_design (&c, m, progress, error))
    return FALSE;
  inflate (m, slopes, design);
  return TRUE;
}
