/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fiedler vector of a connected, weighted graph: the eigenvector of the second smallest
 * eigenvalue of its Laplacian, by a block Lanczos method on the inverse, restarted with the best
 * vectors it has (Wu & Simon 2000, doi:10.1137/S0895479898334605). The small eigenvalues, which lie
 * together, are the inverse's largest, which lie apart, so that some dozens of solves do. A block
 * of several vectors, because one alone never sees that an eigenvalue is double.
 *
 * W      n × n   weights, symmetric, ≥ 0; the diagonal is ignored
 * A      n × n   D − W + shift/n · 11' + ridge · I, D the row sums of W: the Laplacian with its
 *                eigenvalue 0 moved to the other end, and positive definite also when rounded
 * L      n × n   lower, A = L L', in A's place; cut into tiles
 * Q      d × n   orthonormal rows, all of them orthogonal to 1
 * H      d × d   Q A⁻¹ Q'
 * theta          eigenvalues of H, those of A⁻¹ as far as they are found
 */
#include "config.h"

#include "comity-order-private.h"

#include "comity-matrix.h"
#include "comity-parallel.h"

#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Rows of a tile of L: a step of the factorization lasts some milliseconds. */
#define TILE 96
#define BLOCK 4
/* Rows of Q before a restart, and those that outlive it. */
#define MAX_ROWS 240
#define KEPT_ROWS 60
/* Solves after which no answer is to be hoped for: neighbouring eigenvalues agree to the last digit
 * that doubles have. */
#define MAX_STEPS 4000
/* Of the vector, whose length is 1. */
#define ACCURACY 1e-11
/* Of a row's length: what a solve cannot tell from 0. */
#define DUST 1e-14

typedef struct
{
  gsize n;
  double *a;      /* A, then L */
  double largest; /* row sum of W */
  gsize step;     /* of the factorization */
  gsize n_left;   /* tiles below and right of the step's */
  ComityProgress *progress;

  double *q;                   /* (MAX_ROWS + BLOCK) × n */
  double *h;                   /* MAX_ROWS × MAX_ROWS */
  double *w;                   /* BLOCK × n */
  gsize n_rows;                /* of Q that H knows */
  gsize n_block;               /* of Q after those: the next block */
  double links[BLOCK * BLOCK]; /* of the block before (rows) with the next (columns) */
  gsize n_before;              /* its rows, the last that H knows */
  double *theta;               /* MAX_ROWS, descending */
  double *vectors;             /* n_rows × n_rows, one a row, in the order of theta */
} Lanczos;

static void
lanczos_clear (Lanczos *self)
{
  g_free (self->a);
  g_free (self->q);
  g_free (self->h);
  g_free (self->w);
  g_free (self->theta);
  g_free (self->vectors);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lanczos, lanczos_clear)

static gboolean
lanczos_init (Lanczos *self, const double *weights, gsize n, ComityProgress *progress)
{
  self->n = n;
  self->progress = progress;
  self->a = g_try_new (double, n *n);
  self->q = g_try_new (double, (MAX_ROWS + BLOCK) * n);
  self->h = g_try_new0 (double, MAX_ROWS *MAX_ROWS);
  self->w = g_try_new (double, BLOCK *n);
  self->theta = g_try_new (double, MAX_ROWS);
  self->vectors = g_try_new (double, MAX_ROWS *MAX_ROWS);
  if (self->a == NULL || self->q == NULL || self->h == NULL || self->w == NULL ||
      self->theta == NULL || self->vectors == NULL)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < n; j++)
        if (j != i)
          sum += weights[i * n + j];
      self->a[i * n + i] = sum;
      self->largest = MAX (self->largest, sum);
    }
  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        if (j != i)
          self->a[i * n + j] = self->largest / (double) n - weights[i * n + j];
      self->a[i * n + i] += self->largest / (double) n + (double) n * DBL_EPSILON * self->largest;
    }
  return TRUE;
}

static gsize
tile_rows (const Lanczos *self, gsize tile)
{
  return MIN (TILE, self->n - tile * TILE);
}

static double *
tile_at (const Lanczos *self, gsize row, gsize column)
{
  return self->a + row * TILE * self->n + column * TILE;
}

/* A tile under the step's, by the inverse of the step's. */
static void
divide_tile (gsize piece, gpointer user_data)
{
  Lanczos *self = user_data;
  gsize k = self->step, i = k + 1 + piece;

  cblas_dtrsm (CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit,
               (int) tile_rows (self, i), (int) tile_rows (self, k), 1.0, tile_at (self, k, k),
               (int) self->n, tile_at (self, i, k), (int) self->n);
}

/* What the step takes from a row of tiles. */
static void
update_tiles (gsize piece, gpointer user_data)
{
  Lanczos *self = user_data;
  gsize k = self->step, i = k + 1 + piece;

  for (gsize j = k + 1; j <= i; j++)
    cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) tile_rows (self, i),
                 (int) tile_rows (self, j), (int) tile_rows (self, k), -1.0, tile_at (self, i, k),
                 (int) self->n, tile_at (self, j, k), (int) self->n, 1.0, tile_at (self, i, j),
                 (int) self->n);
}

/* L, tile by tile. Every tile is one thread's, so that the bits do not depend on their number. */
static gboolean
factorize (Lanczos *self)
{
  gsize n_tiles = (self->n + TILE - 1) / TILE;

  for (gsize k = 0; k < n_tiles; k++)
    {
      gsize left = n_tiles - k - 1;

      self->step = k;
      /* The lower triangle by row is the upper one by column. */
      if (LAPACKE_dpotrf_work (LAPACK_COL_MAJOR, 'U', (int) tile_rows (self, k),
                               tile_at (self, k, k), (int) self->n) != 0)
        return FALSE;
      if (!comity_parallel_for (left, left < 3 ? 1 : 0, divide_tile, self, self->progress) ||
          !comity_parallel_for (left, left < 3 ? 1 : 0, update_tiles, self, self->progress))
        return FALSE;
      comity_progress_set (self->progress, 0.6 * (double) (k + 1) / (double) n_tiles);
      if (comity_progress_is_cancelled (self->progress))
        return FALSE;
    }
  return TRUE;
}

static void
take_mean (double *row, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += row[i];
  for (gsize i = 0; i < n; i++)
    row[i] -= sum / (double) n;
}

/* The parts of @n_w rows along the first @n_q of Q, and along 1, go away; they are added to @parts
 * (n_w × n_q; NULL: not wanted). Twice is enough (Kahan, in Parlett 1998, section 6-9). */
static void
orthogonalize (Lanczos *self, double *rows, gsize n_w, gsize n_q, double *parts)
{
  double found[BLOCK * (MAX_ROWS + BLOCK)];
  gsize n = self->n;

  for (int time = 0; time < 2; time++)
    {
      for (gsize b = 0; b < n_w; b++)
        take_mean (rows + b * n, n);
      if (n_q == 0)
        continue;
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) n_w, (int) n_q, (int) n, 1.0,
                   rows, (int) n, self->q, (int) n, 0.0, found, (int) n_q);
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int) n_w, (int) n, (int) n_q, -1.0,
                   found, (int) n_q, self->q, (int) n, 1.0, rows, (int) n);
      for (gsize i = 0; parts != NULL && i < n_w * n_q; i++)
        parts[i] += found[i];
    }
}

/* W's rows become the next block of Q, after the first @n_q rows, as far as there is something of
 * them that Q and the others do not have. @lengths: of the rows before anything was taken away. */
static void
append_block (Lanczos *self, gsize n_w, gsize n_q, const double *lengths)
{
  gsize n = self->n;

  memset (self->links, 0, sizeof self->links);
  self->n_before = n_w;
  self->n_block = 0;
  for (gsize b = 0; b < n_w; b++)
    {
      double *row = self->w + b * n;
      double norm;

      for (gsize k = 0; k < self->n_block; k++)
        {
          const double *other = self->q + (n_q + k) * n;
          double part = cblas_ddot ((int) n, row, 1, other, 1);

          cblas_daxpy ((int) n, -part, other, 1, row, 1);
          self->links[b * BLOCK + k] += part;
        }
      norm = cblas_dnrm2 ((int) n, row, 1);
      if (!(norm > DUST * lengths[b]) || n_q + self->n_block + 1 >= n)
        continue;
      self->links[b * BLOCK + self->n_block] = norm;
      cblas_dscal ((int) n, 1.0 / norm, row, 1);
      /* What is left of a row that was nearly in the others is no more orthogonal to anything. */
      orthogonalize (self, row, 1, n_q + self->n_block, NULL);
      cblas_dscal ((int) n, 1.0 / cblas_dnrm2 ((int) n, row, 1), row, 1);
      memcpy (self->q + (n_q + self->n_block) * n, row, n * sizeof *row);
      self->n_block++;
    }
}

/* The same rows every time: Knuth's generator of numbers that need not be random. */
static void
begin (Lanczos *self)
{
  double lengths[BLOCK];
  guint64 seed = 1;

  for (gsize i = 0; i < BLOCK * self->n; i++)
    {
      seed = seed * G_GUINT64_CONSTANT (6364136223846793005) +
             G_GUINT64_CONSTANT (1442695040888963407);
      self->w[i] = (double) (seed >> 40) / (double) (1 << 24) - 0.5;
    }
  orthogonalize (self, self->w, BLOCK, 0, NULL);
  for (gsize b = 0; b < BLOCK; b++)
    lengths[b] = cblas_dnrm2 ((int) self->n, self->w + b * self->n, 1);
  append_block (self, BLOCK, 0, lengths);
  self->n_before = 0;
}

/* H learns the block that waits, and the next one comes of it. */
static void
advance (Lanczos *self)
{
  double parts[BLOCK * (MAX_ROWS + BLOCK)] = { 0 };
  double lengths[BLOCK];
  gsize n = self->n, first = self->n_rows, n_w = self->n_block, n_q = first + n_w;

  memcpy (self->w, self->q + first * n, n_w * n * sizeof *self->w);
  cblas_dtrsm (CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, (int) n_w, (int) n,
               1.0, self->a, (int) n, self->w, (int) n);
  cblas_dtrsm (CblasRowMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, (int) n_w,
               (int) n, 1.0, self->a, (int) n, self->w, (int) n);
  for (gsize b = 0; b < n_w; b++)
    lengths[b] = cblas_dnrm2 ((int) n, self->w + b * n, 1);
  orthogonalize (self, self->w, n_w, n_q, parts);
  for (gsize b = 0; b < n_w; b++)
    for (gsize k = 0; k < n_q; k++)
      self->h[(first + b) * MAX_ROWS + k] = self->h[k * MAX_ROWS + first + b] = parts[b * n_q + k];
  self->n_rows = n_q;
  append_block (self, n_w, n_q, lengths);
}

/* theta and vectors of H. */
static gboolean
solve_small (Lanczos *self)
{
  gsize d = self->n_rows;
  g_autoptr (ComityMatrix) h = comity_matrix_new (d, d);
  g_autoptr (ComityMatrix) vectors = NULL;
  g_autofree double *values = g_try_new (double, d);

  if (h == NULL || values == NULL)
    return FALSE;
  for (gsize i = 0; i < d; i++)
    memcpy (h->data + i * d, self->h + i * MAX_ROWS, d * sizeof *h->data);
  if (!comity_matrix_eigen_symmetric (h, values, &vectors))
    return FALSE;
  for (gsize v = 0; v < d; v++)
    {
      self->theta[v] = values[d - 1 - v];
      for (gsize i = 0; i < d; i++)
        self->vectors[v * d + i] = vectors->data[i * d + (d - 1 - v)];
    }
  return TRUE;
}

/* How far A⁻¹ takes vector @v of H out of Q. */
static double
residual (const Lanczos *self, gsize v)
{
  const double *vector = self->vectors + v * self->n_rows + self->n_rows - self->n_before;
  double sum = 0.0;

  for (gsize k = 0; k < self->n_block; k++)
    {
      double along = 0.0;

      for (gsize b = 0; b < self->n_before; b++)
        along += vector[b] * self->links[b * BLOCK + k];
      sum += along * along;
    }
  return sqrt (sum);
}

/* Q keeps the best vectors, and the block that waits. */
static void
restart (Lanczos *self)
{
  gsize n = self->n, d = self->n_rows;
  /* The rows that go make the room for the new ones, some columns at a time. */
  double column[MAX_ROWS], kept[KEPT_ROWS];

  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < d; k++)
        column[k] = self->q[k * n + i];
      cblas_dgemv (CblasRowMajor, CblasNoTrans, KEPT_ROWS, (int) d, 1.0, self->vectors, (int) d,
                   column, 1, 0.0, kept, 1);
      for (gsize k = 0; k < KEPT_ROWS; k++)
        self->q[k * n + i] = kept[k];
    }
  memmove (self->q + KEPT_ROWS * n, self->q + d * n, self->n_block * n * sizeof *self->q);
  memset (self->h, 0, MAX_ROWS * MAX_ROWS * sizeof *self->h);
  for (gsize k = 0; k < KEPT_ROWS; k++)
    self->h[k * MAX_ROWS + k] = self->theta[k];
  self->n_rows = KEPT_ROWS;
  self->n_before = 0;
}

/* Whether the first two eigenvalues are known well enough to tell what the vector is. */
static gboolean
judge (const Lanczos *self, double resolution, ComityFiedler *verdict)
{
  gboolean exhausted = self->n_block == 0;
  double gap, first, second;

  if (self->n_rows < 2)
    return FALSE;
  first = residual (self, 0);
  second = residual (self, 1);
  gap = 1.0 / self->theta[1] - 1.0 / self->theta[0];
  /* A double eigenvalue has no vector of its own: any would be an accident. */
  *verdict = gap > resolution * self->largest ? COMITY_FIEDLER_FOUND : COMITY_FIEDLER_NOT_UNIQUE;
  if (exhausted)
    return TRUE;
  if (*verdict == COMITY_FIEDLER_NOT_UNIQUE)
    return MAX (first, second) <= ACCURACY * self->theta[0];
  return first <=
         MAX (ACCURACY * (self->theta[0] - self->theta[1]), 8 * DBL_EPSILON * self->theta[0]);
}

ComityFiedler
comity_fiedler (
    const double *weights, gsize n, double resolution, double *vector, ComityProgress *progress)
{
  g_auto (Lanczos) self = { 0 };
  gsize next_look = 4 * BLOCK;
  gboolean known = FALSE;
  ComityFiedler verdict = COMITY_FIEDLER_NOT_UNIQUE;

  g_return_val_if_fail (n >= 3, COMITY_FIEDLER_NOT_UNIQUE);

  if (!lanczos_init (&self, weights, n, progress) || !factorize (&self))
    return COMITY_FIEDLER_FAILED;
  begin (&self);
  for (gsize step = 0; !known && step < MAX_STEPS; step++)
    {
      if (comity_progress_is_cancelled (progress))
        return COMITY_FIEDLER_FAILED;
      advance (&self);
      if (self.n_rows < next_look && self.n_block > 0 && self.n_rows + self.n_block <= MAX_ROWS)
        continue;
      if (!solve_small (&self))
        return COMITY_FIEDLER_FAILED;
      known = judge (&self, resolution, &verdict);
      next_look = self.n_rows + MAX (self.n_rows / 3, 4 * BLOCK);
      if (!known && self.n_rows + self.n_block > MAX_ROWS)
        {
          restart (&self);
          next_look = MAX_ROWS;
        }
    }
  if (!known)
    return COMITY_FIEDLER_NOT_UNIQUE;
  for (gsize i = 0; i < n; i++)
    vector[i] = 0.0;
  for (gsize k = 0; k < self.n_rows; k++)
    cblas_daxpy ((int) n, self.vectors[k], self.q + k * n, 1, vector, 1);
  return verdict;
}
