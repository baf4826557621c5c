/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns of a sample the columns before them give.
 *
 * Cholesky's factor of C = X'X tells 1 - R² of each column on those before, but only up to the
 * rounding of sums over all rows (some 1e-13 in a million rows). A column whose 1 - R² comes out
 * below SUSPECT is therefore looked at again, row by row: r = x_j - Σ c_h x_h with the coefficients
 * found, whose sum of squares is exact to the rounding of single rows. */
#include "config.h"

#include "comity-sample-private.h"

#include "comity-parallel.h"

#include <math.h>

/* 1 - R² below which the cross products cannot be trusted. */
#define SUSPECT 1e-9
/* 1 - R², from the rows, below which a column is taken for a combination of others: 1e-7 of its
 * spread is its own, as in R's lm (). */
#define COLLINEAR 1e-14

typedef struct
{
  const ComitySample *sample;
  gsize column;
  const double *c;                     /* column: of the columns before; 0 for those left out */
  double left[COMITY_PARALLEL_PIECES]; /* Σ r² */
} Residual;

static void
residual_piece (gsize piece, gpointer user_data)
{
  Residual *residual = user_data;
  gsize first, last;
  double left = 0.0;

  comity_parallel_cut (residual->sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      const double *x = comity_sample_block_x (residual->sample, block);
      double r[COMITY_BLOCK];

      for (gsize i = 0; i < COMITY_BLOCK; i++)
        r[i] = x[comity_sample_get_place (residual->sample, residual->column) * COMITY_BLOCK + i];
      for (gsize h = 0; h < residual->column; h++)
        if (residual->c[h] != 0.0)
          {
            const double *other =
                x + (gsize) comity_sample_get_place (residual->sample, h) * COMITY_BLOCK;

            for (gsize i = 0; i < COMITY_BLOCK; i++)
              r[i] -= residual->c[h] * other[i];
          }
      for (gsize i = 0; i < COMITY_BLOCK; i++)
        left += r[i] * r[i];
    }
  residual->left[piece] = left;
}

/* What the combination @c leaves of the column; NAN when cancelled. */
static double
measure_residual (const ComitySample *sample,
                  gsize column,
                  const double *c,
                  guint n_threads,
                  ComityProgress *progress)
{
  Residual residual = { sample, column, c, { 0.0 } };
  double left = 0.0;

  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, residual_piece, &residual, progress))
    return NAN;
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    left += residual.left[piece];
  return left;
}

/* c of L' c = row, over the columns before @j that were kept. */
static void
solve_combination (
    const ComityMatrix *l, const double *row, gsize j, const gboolean *dropped, double *c)
{
  gsize k = l->n_cols;

  for (gsize i = j; i-- > 0;)
    {
      c[i] = 0.0;
      if (dropped[i])
        continue;
      c[i] = row[i];
      for (gsize h = i + 1; h < j; h++)
        if (!dropped[h])
          c[i] -= l->data[h * k + i] * c[h];
      c[i] /= l->data[i * k + i];
    }
}

gboolean
comity_sample_find_collinear (const ComitySample *sample,
                              const ComityMatrix *cross,
                              gboolean *dropped,
                              ComityMatrix *coefficients,
                              guint n_threads,
                              ComityProgress *progress)
{
  gsize k = cross->n_rows;
  g_autoptr (ComityMatrix) l = comity_matrix_new (k, k);

  for (gsize j = 0; j < k; j++)
    {
      double *row = l->data + j * k;
      double *c = coefficients->data + j * k;
      double own = comity_matrix_get (cross, j, j);
      double left = own;

      for (gsize i = 0; i < j; i++)
        {
          if (dropped[i])
            continue;
          row[i] = comity_matrix_get (cross, j, i);
          for (gsize h = 0; h < i; h++)
            if (!dropped[h])
              row[i] -= row[h] * l->data[i * k + h];
          row[i] /= l->data[i * k + i];
          left -= row[i] * row[i];
        }
      dropped[j] = !(left > SUSPECT * own);
      if (dropped[j] && own > 0.0)
        {
          solve_combination (l, row, j, dropped, c);
          if (sample != NULL)
            {
              left = measure_residual (sample, j, c, n_threads, progress);
              if (isnan (left))
                return FALSE;
              dropped[j] = !(left > COLLINEAR * own);
            }
        }
      row[j] = dropped[j] ? 1.0 : sqrt (left);
    }
  return TRUE;
}
