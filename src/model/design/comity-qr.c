/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Householder's QR of a sample, a few blocks of rows at a time: the triangle so far is put on top
 * of the next rows and decomposed with them; triangles of the pieces are put on top of each other
 * in their order (Demmel, Grigori, Hoemmen & Langou 2012, doi:10.1137/080731992).
 *
 *   k columns of X, then y · side = k + 1 · R side × side */
#include "config.h"

#include "comity-qr-private.h"

#include "comity-parallel.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Blocks of rows that are decomposed at once. */
#define BLOCKS 4
/* Part of a column's length below which it is rounding that the columns before leave of it. */
#define COLLINEAR 1e-14

typedef struct
{
  const ComitySample *sample;
  gsize side;
  double *stack; /* pieces × side columns of side + BLOCKS · COMITY_BLOCK */
  gboolean failed[COMITY_PARALLEL_PIECES];
  ComityProgress *progress;
} Decomposing;

/* R over the first @rows rows of a stack of columns, in place, and 0 below it. */
static gboolean
decompose (double *stack, gsize rows, gsize side, gsize stride)
{
  g_autofree double *tau = g_new (double, side);

  if (LAPACKE_dgeqrf (LAPACK_COL_MAJOR, (lapack_int) rows, (lapack_int) side, stack,
                      (lapack_int) stride, tau) != 0)
    return FALSE;
  for (gsize j = 0; j < side; j++)
    for (gsize i = j + 1; i < rows; i++)
      stack[j * stride + i] = 0.0;
  return TRUE;
}

static void
read_rows (const Decomposing *self, gsize block, double *stack, gsize stride)
{
  const ComitySample *sample = self->sample;
  const double *x = comity_sample_block_x (sample, block);
  const double *weight = comity_sample_block_weight (sample, block);
  gsize at = block * COMITY_BLOCK;
  gsize k = self->side - 1;

  for (gsize r = 0; r < COMITY_BLOCK; r++)
    {
      double root = weight != NULL ? sqrt (weight[r]) : 1.0;
      double offset = sample->offset != NULL ? sample->offset[at + r] : 0.0;

      for (gsize j = 0; j < k; j++)
        stack[j * stride + r] =
            root * x[(gsize) comity_sample_get_place (sample, j) * COMITY_BLOCK + r];
      stack[k * stride + r] = root * (sample->y[at + r] - offset);
    }
}

static void
decompose_piece (gsize piece, gpointer user_data)
{
  Decomposing *self = user_data;
  gsize side = self->side;
  gsize stride = side + BLOCKS * COMITY_BLOCK;
  double *stack = self->stack + piece * side * stride;
  gsize first, last;

  comity_parallel_cut (self->sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last && !self->failed[piece]; block += BLOCKS)
    {
      gsize n = MIN (BLOCKS, last - block);

      if (comity_progress_is_cancelled (self->progress))
        break;
      for (gsize i = 0; i < n; i++)
        read_rows (self, block + i, stack + side + i * COMITY_BLOCK, stride);
      self->failed[piece] = !decompose (stack, side + n * COMITY_BLOCK, side, stride);
    }
}

/* The triangles of all pieces become one. */
static ComityMatrix *
join (const Decomposing *self)
{
  gsize side = self->side;
  gsize stride = side + BLOCKS * COMITY_BLOCK;
  gsize rows = COMITY_PARALLEL_PIECES * side;
  g_autofree double *stack = g_new (double, rows *side);
  ComityMatrix *r = comity_matrix_new (side, side);

  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    for (gsize j = 0; j < side; j++)
      memcpy (stack + j * rows + piece * side, self->stack + piece * side * stride + j * stride,
              side * sizeof (double));
  if (r == NULL || !decompose (stack, rows, side, rows))
    {
      comity_matrix_free (r);
      return NULL;
    }
  for (gsize i = 0; i < side; i++)
    for (gsize j = i; j < side; j++)
      comity_matrix_set (r, i, j, stack[j * rows + i]);
  return r;
}

ComityMatrix *
comity_sample_triangle (const ComitySample *sample, guint n_threads, ComityProgress *progress)
{
  gsize side = sample->n_columns + 1;
  gsize length = COMITY_PARALLEL_PIECES * side * (side + BLOCKS * COMITY_BLOCK);
  g_autofree double *stack = g_try_malloc0_n (length, sizeof (double));
  Decomposing decomposing = {
    .sample = sample, .side = side, .stack = stack, .progress = progress
  };

  if (stack == NULL ||
      !comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, decompose_piece, &decomposing,
                            progress) ||
      comity_progress_is_cancelled (progress))
    return NULL;
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    if (decomposing.failed[piece])
      return NULL;
  return join (&decomposing);
}

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Column j of R less its parts along the kept directions, taken off twice so that rounding leaves
 * nothing of them (Daniel, Gragg, Kaufman & Stewart 1976); the parts are added to @parts. */
static void
take_off (double *column,
          const double *directions,
          const gboolean *dropped,
          gsize j,
          gsize side,
          double *parts)
{
  for (int time = 0; time < 2; time++)
    for (gsize i = 0; i < j; i++)
      if (!dropped[i])
        {
          const double *direction = directions + i * side;
          double part = dot (column, direction, side);

          parts[i] += part;
          for (gsize h = 0; h < side; h++)
            column[h] -= part * direction[h];
        }
}

void
comity_triangle_find_collinear (const ComityMatrix *r,
                                gboolean *dropped,
                                ComityMatrix *coefficients,
                                double *least)
{
  gsize side = r->n_rows;
  gsize k = side - 1;
  g_autofree double *directions = g_new0 (double, side *side);
  g_autoptr (ComityMatrix) parts = comity_matrix_new (side, side);

  *least = 1.0;
  for (gsize j = 0; j < k; j++)
    {
      double *column = directions + j * side;
      double *own = parts->data + j * side;
      double *c = coefficients->data + j * k;
      double length, left;

      for (gsize i = 0; i <= j; i++)
        column[i] = comity_matrix_get (r, i, j);
      length = sqrt (dot (column, column, side));
      take_off (column, directions, dropped, j, side, own);
      left = sqrt (dot (column, column, side));
      dropped[j] = !(left > COLLINEAR * length);
      if (!dropped[j])
        {
          *least = MIN (*least, left / length);
          own[j] = left;
          for (gsize h = 0; h < side; h++)
            column[h] /= left;
          continue;
        }
      for (gsize i = j; length > 0.0 && i-- > 0;)
        {
          if (dropped[i])
            continue;
          c[i] = own[i];
          for (gsize h = i + 1; h < j; h++)
            if (!dropped[h])
              c[i] -= comity_matrix_get (parts, h, i) * c[h];
          c[i] /= comity_matrix_get (parts, i, i);
        }
    }
}

ComityMatrix *
comity_triangle_solve (const ComityMatrix *r, const guint32 *pick, gsize q, double *beta)
{
  gsize side = r->n_rows;
  gsize n = q + 1;
  g_autofree double *stack = g_new (double, side *n);
  g_autoptr (ComityMatrix) inverse = comity_matrix_new (q, q);
  ComityMatrix *bread = comity_matrix_new (q, q);

  for (gsize j = 0; j < n; j++)
    for (gsize i = 0; i < side; i++)
      stack[j * side + i] = comity_matrix_get (r, i, j < q ? pick[j] : side - 1);
  if (inverse == NULL || bread == NULL || !decompose (stack, side, n, side) ||
      LAPACKE_dtrtri (LAPACK_COL_MAJOR, 'U', 'N', (lapack_int) q, stack, (lapack_int) side) != 0)
    {
      comity_matrix_free (bread);
      return NULL;
    }
  for (gsize i = 0; i < q; i++)
    for (gsize j = i; j < q; j++)
      comity_matrix_set (inverse, i, j, stack[j * side + i]);
  for (gsize i = 0; i < q; i++)
    {
      beta[i] = 0.0;
      for (gsize j = i; j < q; j++)
        beta[i] += comity_matrix_get (inverse, i, j) * stack[q * side + j];
      for (gsize j = 0; j < q; j++)
        comity_matrix_set (bread, i, j, dot (inverse->data + i * q, inverse->data + j * q, q));
    }
  return bread;
}
