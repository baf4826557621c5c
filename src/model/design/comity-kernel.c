/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear predictor and the weighted cross products of a block, vectorised.
 *
 * Z'Z is built from tiles of 4 × 3 columns: twelve accumulators of four doubles and the four and
 * one operands fit the sixteen registers of AVX2. Only tiles that touch the lower triangle are
 * visited. q  columns of the model      Z  COMITY_BLOCK × (q + 1), the last column apart */
#include "config.h"

#include "comity-kernel-private.h"

#include "comity-memory.h"
#include "comity-simd-private.h"


#define TILE_ROWS 4
#define TILE_COLS 3
#define TILE_LENGTH (TILE_ROWS * TILE_COLS * COMITY_LANES)
/* Multiplications between two looks. */
#define WORK_PER_LOOK 2e7

COMITY_INLINE void
linear_body (const double *x,
             const guint32 *pick,
             gsize q,
             const double *beta,
             const double *offset,
             double *eta)
{
  for (gsize r = 0; r < COMITY_BLOCK; r += 4 * COMITY_LANES)
    {
      ComityV4 e0 = { 0 };
      ComityV4 e1 = { 0 };
      ComityV4 e2 = { 0 };
      ComityV4 e3 = { 0 };

      if (offset != NULL)
        {
          e0 = COMITY_V4_LOAD (offset + r);
          e1 = COMITY_V4_LOAD (offset + r + 4);
          e2 = COMITY_V4_LOAD (offset + r + 8);
          e3 = COMITY_V4_LOAD (offset + r + 12);
        }
      for (gsize j = 0; j < q; j++)
        {
          const double *column = x + (gsize) pick[j] * COMITY_BLOCK + r;
          double b = beta[j];

          e0 += COMITY_V4_LOAD (column) * b;
          e1 += COMITY_V4_LOAD (column + 4) * b;
          e2 += COMITY_V4_LOAD (column + 8) * b;
          e3 += COMITY_V4_LOAD (column + 12) * b;
        }
      COMITY_V4_STORE (eta + r, e0);
      COMITY_V4_STORE (eta + r + 4, e1);
      COMITY_V4_STORE (eta + r + 8, e2);
      COMITY_V4_STORE (eta + r + 12, e3);
    }
}

COMITY_INLINE void
tile_body (const double *a, const double *b, double *tile)
{
  ComityV4 c[TILE_ROWS * TILE_COLS];

  memcpy (c, tile, sizeof c);
  for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
    {
      ComityV4 a0 = COMITY_V4_LOAD (a + r);
      ComityV4 a1 = COMITY_V4_LOAD (a + COMITY_BLOCK + r);
      ComityV4 a2 = COMITY_V4_LOAD (a + 2 * COMITY_BLOCK + r);
      ComityV4 a3 = COMITY_V4_LOAD (a + 3 * COMITY_BLOCK + r);
      ComityV4 b0 = COMITY_V4_LOAD (b + r);
      ComityV4 b1, b2;

      c[0] += a0 * b0;
      c[1] += a1 * b0;
      c[2] += a2 * b0;
      c[3] += a3 * b0;
      b1 = COMITY_V4_LOAD (b + COMITY_BLOCK + r);
      c[4] += a0 * b1;
      c[5] += a1 * b1;
      c[6] += a2 * b1;
      c[7] += a3 * b1;
      b2 = COMITY_V4_LOAD (b + 2 * COMITY_BLOCK + r);
      c[8] += a0 * b2;
      c[9] += a1 * b2;
      c[10] += a2 * b2;
      c[11] += a3 * b2;
    }
  memcpy (tile, c, sizeof c);
}

COMITY_INLINE void
project_body (const double *x, const guint32 *pick, gsize q, const double *u, double *sums)
{
  for (gsize j = 0; j < q; j++)
    {
      const double *column = x + (gsize) pick[j] * COMITY_BLOCK;
      ComityV4 even = { 0.0, 0.0, 0.0, 0.0 };
      ComityV4 odd = { 0.0, 0.0, 0.0, 0.0 };

      for (gsize r = 0; r < COMITY_BLOCK; r += 2 * COMITY_LANES)
        {
          even += COMITY_V4_LOAD (column + r) * COMITY_V4_LOAD (u + r);
          odd += COMITY_V4_LOAD (column + r + COMITY_LANES) * COMITY_V4_LOAD (u + r + COMITY_LANES);
        }
      even += odd;
      sums[j] += COMITY_V4_SUM (even);
    }
}

COMITY_INLINE void
gram_body (const double *x,
           const guint32 *pick,
           gsize q,
           const double *s,
           const double *z,
           double *work,
           double *tiles)
{
  for (gsize j = 0; j < q; j++)
    {
      const double *column = x + (gsize) pick[j] * COMITY_BLOCK;
      double *out = work + j * COMITY_BLOCK;

      for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
        COMITY_V4_STORE (out + r, COMITY_V4_LOAD (column + r) * COMITY_V4_LOAD (s + r));
    }
  memcpy (work + q * COMITY_BLOCK, z, COMITY_BLOCK * sizeof (double));
  for (gsize j = 0; j <= q; j += TILE_ROWS)
    for (gsize k = 0; k < j + TILE_ROWS && k <= q; k += TILE_COLS, tiles += TILE_LENGTH)
      tile_body (work + j * COMITY_BLOCK, work + k * COMITY_BLOCK, tiles);
}

#if COMITY_HAS_AVX2_BUILD
COMITY_TARGET_AVX2 static void
linear_avx2 (const double *x,
             const guint32 *pick,
             gsize q,
             const double *beta,
             const double *offset,
             double *eta)
{
  linear_body (x, pick, q, beta, offset, eta);
}

COMITY_TARGET_AVX2 static void
project_avx2 (const double *x, const guint32 *pick, gsize q, const double *u, double *sums)
{
  project_body (x, pick, q, u, sums);
}

COMITY_TARGET_AVX2 static void
gram_avx2 (const double *x,
           const guint32 *pick,
           gsize q,
           const double *s,
           const double *z,
           double *work,
           double *tiles)
{
  gram_body (x, pick, q, s, z, work, tiles);
}

static const ComityKernel avx2_kernel = { "avx2", linear_avx2, project_avx2, gram_avx2 };
#endif

static void
linear_plain (const double *x,
              const guint32 *pick,
              gsize q,
              const double *beta,
              const double *offset,
              double *eta)
{
  linear_body (x, pick, q, beta, offset, eta);
}

static void
project_plain (const double *x, const guint32 *pick, gsize q, const double *u, double *sums)
{
  project_body (x, pick, q, u, sums);
}

static void
gram_plain (const double *x,
            const guint32 *pick,
            gsize q,
            const double *s,
            const double *z,
            double *work,
            double *tiles)
{
  gram_body (x, pick, q, s, z, work, tiles);
}

static const ComityKernel plain_kernel = { "plain", linear_plain, project_plain, gram_plain };

const ComityKernel *
comity_kernel_get (void)
{
#if COMITY_HAS_AVX2_BUILD
  if (comity_cpu_has_avx2 ())
    return &avx2_kernel;
#endif
  return &plain_kernel;
}

const ComityKernel *
comity_kernel_get_plain (void)
{
  return &plain_kernel;
}

gsize
comity_kernel_get_tiles_length (gsize q)
{
  gsize n = 0;

  for (gsize j = 0; j <= q; j += TILE_ROWS)
    for (gsize k = 0; k < j + TILE_ROWS && k <= q; k += TILE_COLS)
      n++;
  return n * TILE_LENGTH;
}

gsize
comity_kernel_get_work_length (gsize q)
{
  /* Tiles at the edges read columns past the last: they are there, and 0. */
  return (q + 1 + TILE_ROWS + TILE_COLS) * COMITY_BLOCK;
}

gsize
comity_kernel_get_blocks_per_look (gsize q)
{
  double products = (double) (q + 1) * (double) (q + 1) * COMITY_BLOCK;

  return 1 + (gsize) (WORK_PER_LOOK / products);
}

void
comity_kernel_sum_tiles (double *tiles, gsize q, double *h)
{
  gsize side = q + 1;

  for (gsize j = 0; j <= q; j += TILE_ROWS)
    for (gsize k = 0; k < j + TILE_ROWS && k <= q; k += TILE_COLS)
      for (gsize b = 0; b < TILE_COLS; b++)
        for (gsize a = 0; a < TILE_ROWS; a++, tiles += COMITY_LANES)
          {
            double sum = (tiles[0] + tiles[1]) + (tiles[2] + tiles[3]);

            if (j + a < side && k + b <= j + a)
              h[(j + a) * side + k + b] += sum;
            memset (tiles, 0, COMITY_LANES * sizeof (double));
          }
}

double *
comity_kernel_alloc (gsize n)
{
  return comity_memory_try_alloc (n, sizeof (double));
}

double *
comity_kernel_alloc0 (gsize n)
{
  double *memory = comity_kernel_alloc (n);

  if (memory != NULL)
    memset (memory, 0, n * sizeof (double));
  return memory;
}
