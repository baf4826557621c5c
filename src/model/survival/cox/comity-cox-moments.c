/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact ties from sums of powers, O(m K q) where the recursion of comity-cox-exact.c takes O(m d
 * q²). Of rows whose odds v_i = θ e^{η_i} are small, with P_k = Σ v_i^k and M_k = Σ v_i^k x_i, the
 * elementary symmetric polynomials and their derivatives in β are, by Newton's identities,
 *   l e_l = Σ_k (−1)^{k−1} P_k e_{l−k}      e'_l = Σ_k (−1)^{k−1} M_k e_{l−k}
 *   e''_l = Σ_i c_il x_i x_i' + Σ_k (−1)^{k−1} M_k e'_{l−k}'
 * The few rows with large odds are then added by the recursion. It is linear, so that the first
 * part of e'' needs no recursion: with E the polynomials of all rows and r_k = E_{d−k} / E_d, a
 * row's chance of being among the events and its weight are π_i = Σ_k (−1)^{k−1} r_k v_i^k c_i =
 * Σ_k (−1)^{k−1} k r_k v_i^k and Σ c_i x_i x_i' and Σ (δ_i − π_i) x_i are the one weighted cross
 * product of all rows that ends the Cox pass. θ makes d events the expected number, so that the r_k
 * are near 1: with v ≤ ¼ the series alternate without cancelling, and K ≤ 30 terms give all digits.
 *
 *   m rows at risk · d events among them · q columns · K terms */
#include "config.h"

#include "comity-cox-moments-private.h"

#include "comity-simd-private.h"

#include <math.h>
#include <string.h>

/* Odds up to which a row is taken; and the digits that the series keep. */
#define LIGHT 0.25
#define DIGITS 1e-18
/* Values are kept below this, and the factor is remembered. */
#define LARGE 1e100
/* Of Newton's method for θ. */
#define MAX_STEPS 30

/* Blocks of rows in which powers and values are worked on. */
typedef struct
{
  double power[COMITY_COX_MOMENTS][COMITY_BLOCK] __attribute__ ((aligned (32)));
  double x[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize at[COMITY_BLOCK];
} Chunk;

COMITY_INLINE double
dot_body (const double *a, const double *b)
{
  ComityV4 even = { 0 };
  ComityV4 odd = { 0 };

  for (gsize r = 0; r < COMITY_BLOCK; r += 2 * COMITY_LANES)
    {
      even += COMITY_V4_LOAD (a + r) * COMITY_V4_LOAD (b + r);
      odd += COMITY_V4_LOAD (a + r + COMITY_LANES) * COMITY_V4_LOAD (b + r + COMITY_LANES);
    }
  even += odd;
  return COMITY_V4_SUM (even);
}

/* Adds a chunk's Σ v^k to @sums (K) and Σ v^k x to @moments (K × q). */
COMITY_INLINE void
add_chunk_body (
    Chunk *chunk, const ComityPass *pass, gsize n, gsize n_terms, double *sums, double *moments)
{
  const double *x = pass->sample->x;

  for (gsize k = 1; k < n_terms; k++)
    for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
      COMITY_V4_STORE (chunk->power[k] + r, COMITY_V4_LOAD (chunk->power[k - 1] + r) *
                                                COMITY_V4_LOAD (chunk->power[0] + r));
  for (gsize k = 0; k < n_terms; k++)
    {
      ComityV4 sum = { 0 };

      for (gsize r = 0; r < COMITY_BLOCK; r += COMITY_LANES)
        sum += COMITY_V4_LOAD (chunk->power[k] + r);
      sums[k] += COMITY_V4_SUM (sum);
    }
  memset (chunk->x, 0, sizeof chunk->x);
  for (gsize j = 0; j < pass->q; j++)
    {
      const double *column = x + (gsize) pass->pick[j] * COMITY_BLOCK;

      for (gsize r = 0; r < n; r++)
        chunk->x[r] = column[chunk->at[r]];
      for (gsize k = 0; k < n_terms; k++)
        moments[k * pass->q + j] += dot_body (chunk->power[k], chunk->x);
    }
}

typedef void (*AddChunkFunc) (Chunk *, const ComityPass *, gsize, gsize, double *, double *);

#if COMITY_HAS_AVX2_BUILD
COMITY_TARGET_AVX2 static void
add_chunk_avx2 (
    Chunk *chunk, const ComityPass *pass, gsize n, gsize n_terms, double *sums, double *moments)
{
  add_chunk_body (chunk, pass, n, n_terms, sums, moments);
}
#endif

static void
add_chunk_plain (
    Chunk *chunk, const ComityPass *pass, gsize n, gsize n_terms, double *sums, double *moments)
{
  add_chunk_body (chunk, pass, n, n_terms, sums, moments);
}

static AddChunkFunc
get_add_chunk (void)
{
#if COMITY_HAS_AVX2_BUILD
  if (comity_cpu_has_avx2 ())
    return add_chunk_avx2;
#endif
  return add_chunk_plain;
}

/* v of the rows, with θ such that about d events are expected; θ comes back, 0 where none is found.
 */
static double
tilt (const double *risk, const guint32 *rows, gsize n, gsize d, double *v)
{
  double theta;
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += risk[rows[i]];
  theta = (double) d / sum;
  for (int step = 0; step < MAX_STEPS; step++)
    {
      double expected = 0.0;
      double slope = 0.0;

      for (gsize i = 0; i < n; i++)
        {
          double t = theta * risk[rows[i]];
          double p = t / (1.0 + t);

          v[rows[i]] = t;
          expected += p;
          slope += p * (1.0 - p);
        }
      if (fabs (expected - (double) d) < 0.05 * (double) d)
        return theta;
      theta *= exp (CLAMP (((double) d - expected) / slope, -2.0, 2.0));
      if (!isfinite (theta))
        return 0.0;
    }
  return 0.0;
}

/* e_0 … e_d of the light rows, the largest 1; the logarithm of what they were divided by comes
 * back. */
static double
find_values (const double *sums, gsize n_terms, gsize d, double *e)
{
  double scale = 0.0;
  double largest = 1.0;

  e[0] = 1.0;
  for (gsize l = 1; l <= d; l++)
    {
      double sum = 0.0;

      for (gsize k = MIN (n_terms, l); k > 0; k--)
        sum = sums[k - 1] * e[l - k] - sum;
      e[l] = sum / (double) l;
      largest = MAX (largest, e[l]);
      if (e[l] > LARGE || l == d)
        {
          scale += log (largest);
          for (gsize k = 0; k <= l; k++)
            e[k] /= largest;
          largest = 1.0;
        }
    }
  return scale;
}

/* The levels of the recursion before any heavy row, from @from on: e, e', and e'' less its first
 * part. */
static void
fill_levels (const double *e,
             const double *moments,
             gsize n_terms,
             gsize q,
             gsize from,
             gsize d,
             double *levels)
{
  gsize side = comity_cox_exact_get_side (q);
  gsize lowest = from > n_terms ? from - n_terms : 0;

  memset (levels + lowest * side, 0, (d + 1 - lowest) * side * sizeof (double));
  for (gsize l = lowest; l <= d; l++)
    {
      double *first = levels + l * side + 1;

      levels[l * side] = e[l];
      for (gsize k = 1; k <= MIN (n_terms, l); k++)
        {
          double part = k % 2 == 0 ? -e[l - k] : e[l - k];

          for (gsize j = 0; j < q; j++)
            first[j] += part * moments[(k - 1) * q + j];
        }
    }
  for (gsize l = from; l <= d; l++)
    {
      double *second = levels + l * side + 1 + q;

      for (gsize k = 1; k <= MIN (n_terms, l); k++)
        {
          const double *inner = levels + (l - k) * side + 1;
          double sign = k % 2 == 0 ? -1.0 : 1.0;

          for (gsize i = 0, at = 0; i < q; i++)
            for (gsize j = 0; j <= i; j++, at++)
              second[at] += sign * moments[(k - 1) * q + i] * inner[j];
        }
    }
}

/* Σ v^k and Σ v^k x over the light rows, which are marked by v ≤ LIGHT. */
static void
sum_powers (const ComityPass *pass,
            const guint32 *rows,
            gsize n,
            gsize n_terms,
            const double *v,
            double *sums,
            double *moments)
{
  AddChunkFunc add_chunk = get_add_chunk ();
  gsize stride = pass->sample->stride * COMITY_BLOCK;
  Chunk chunk;

  memset (moments, 0, n_terms * pass->q * sizeof (double));
  for (gsize first = 0; first < n; first += COMITY_BLOCK)
    {
      gsize count = MIN (COMITY_BLOCK, n - first);

      memset (chunk.power[0], 0, sizeof chunk.power[0]);
      for (gsize r = 0; r < count; r++)
        {
          gsize row = rows[first + r];

          chunk.power[0][r] = v[row] <= LIGHT ? v[row] : 0.0;
          chunk.at[r] = row / COMITY_BLOCK * stride + row % COMITY_BLOCK;
        }
      add_chunk (&chunk, pass, count, n_terms, sums, moments);
    }
}

static void
read_row (const ComityPass *pass, gsize row, double *x)
{
  const double *block = comity_sample_block_x (pass->sample, row / COMITY_BLOCK);

  for (gsize j = 0; j < pass->q; j++)
    x[j] = block[(gsize) pass->pick[j] * COMITY_BLOCK + row % COMITY_BLOCK];
}

/* Adds the heavy rows to the values and, level by level, to the recursion; Σ log (1 + v) of them
 * comes back. */
static double
add_heavy (const ComityPass *pass,
           const guint32 *rows,
           gsize n,
           gsize n_heavy,
           gsize d,
           const double *v,
           double *x,
           double *e,
           double *levels)
{
  double sum = 0.0;
  gsize left = n_heavy;

  for (gsize i = 0; left > 0 && i < n; i++)
    {
      double odds = v[rows[i]];
      double p = odds / (1.0 + odds);

      if (odds <= LIGHT)
        continue;
      left--;
      read_row (pass, rows[i], x);
      comity_cox_exact_add_row (levels, pass->q, d > left ? d - left : 0, d, p, x);
      for (gsize l = d + 1; l-- > 0;)
        e[l] = e[l] * (1.0 - p) + (l > 0 ? e[l - 1] * p : 0.0);
      sum += log1p (odds);
    }
  return sum;
}

/* Each light row's chance and weight. */
static void
weigh_rows (const guint32 *rows,
            gsize n,
            gsize n_terms,
            gsize d,
            const double *e,
            double *chosen,
            double *spread)
{
  double ratio[COMITY_COX_MOMENTS + 1] = { 0 };

  for (gsize k = 1; k <= n_terms; k++)
    ratio[k] = e[d - k] / e[d];
  for (gsize i = 0; i < n; i++)
    {
      double v = chosen[rows[i]];
      double pi = 0.0;
      double c = 0.0;

      if (!(v <= LIGHT))
        {
          chosen[rows[i]] = NAN;
          continue;
        }
      for (gsize k = n_terms; k > 0; k--)
        {
          pi = v * (ratio[k] - pi);
          c = v * ((double) k * ratio[k] - c);
        }
      chosen[rows[i]] = pi;
      spread[rows[i]] = MAX (c, 0.0);
    }
}

gsize
comity_cox_moments_slot (const ComityPass *pass,
                         const guint32 *rows,
                         gsize n,
                         gsize d,
                         ComityCoxMoments *space,
                         double *gradient,
                         double *outer,
                         double *log_likelihood)
{
  const ComityCoxData *data = pass->data;
  gsize q = pass->q;
  double theta = tilt (data->risk, rows, n, d, space->chosen);
  double sums[COMITY_COX_MOMENTS] = { 0 };
  const double *top = space->levels + d * comity_cox_exact_get_side (q);
  double largest = 0.0;
  double scale;
  gsize n_terms = 1;
  gsize n_heavy = 0;

  if (theta == 0.0)
    return 0;
  for (gsize i = 0; i < n; i++)
    if (space->chosen[rows[i]] <= LIGHT)
      largest = MAX (largest, space->chosen[rows[i]]);
    else
      n_heavy++;
  if (4 * n_heavy > n)
    return 0;
  for (double rest = largest; rest > DIGITS && n_terms < MIN (d, COMITY_COX_MOMENTS); n_terms++)
    rest *= largest;

  sum_powers (pass, rows, n, n_terms, space->chosen, sums, space->moments);
  scale = find_values (sums, n_terms, d, space->values);
  fill_levels (space->values, space->moments, n_terms, q, d > n_heavy ? d - n_heavy : 0, d,
               space->levels);
  scale += add_heavy (pass, rows, n, n_heavy, d, space->chosen, space->work, space->values,
                      space->levels);
  if (!(top[0] > 0.0))
    return 0;
  weigh_rows (rows, n, n_terms, d, space->values, space->chosen, space->spread);

  *log_likelihood = space->times * ((double) d * log (theta) - log (top[0]) - scale);
  for (gsize i = 0, at = 0; i < q; i++)
    for (gsize j = 0; j <= i; j++, at++)
      outer[i * q + j] -=
          space->times * (top[1 + q + at] / top[0] - top[1 + i] / top[0] * (top[1 + j] / top[0]));
  if (n_heavy == 0)
    return n;
  /* What is left of the gradient: Σ π x of the heavy rows is that of all less that of the light. */
  for (gsize j = 0; j < q; j++)
    {
      double light = 0.0;

      for (gsize k = MIN (n_terms, d); k > 0; k--)
        light = space->values[d - k] / space->values[d] * space->moments[(k - 1) * q + j] - light;
      gradient[j] -= space->times * (top[1 + j] / top[0] - light);
    }
  return n - n_heavy;
}
