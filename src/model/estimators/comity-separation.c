/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test for separation, equal to Konis' linear program (2007): is there a β ≠ 0 with a_i'β ≥ 0
 * for all rows, a_i = (2y_i − 1) x_i, and a_i'β > 0 for some? These β and those that are nil on all
 * rows form a cone K; with c = Σ a_i, c'β > 0 for each of the former. So the projection of c onto K
 * is not 0 exactly when the data are separated, and is then itself such a β. By Moreau's
 * decomposition the projection is r = c + Σ λ_i a_i with the λ ≥ 0 that make |r| least: a
 * non-negative least squares problem of q equations (Lawson & Hanson 1974, ch. 23), in which at
 * most q of the λ are not 0 and a row enters when it violates a_i'r ≥ 0 most. Exact after finitely
 * many steps.
 *
 *   q columns · a, c, r in coordinates in which X'X = n·I: x̃ = √n·L⁻¹x, LL' = X'X */
#include "config.h"

#include "comity-separation-private.h"

#include "comity-parallel.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* |r| / |c| below which c lies in the cone's polar: not separated. */
#define NOTHING 1e-8
/* A row whose a'r is below this part of |a||r| counts as on the boundary. */
#define BOUNDARY 1e-7

typedef struct
{
  const ComitySample *sample;
  const guint32 *pick;
  gsize q;
  const double *beta; /* q, in the sample's units */
  /* per piece */
  double worst[COMITY_PARALLEL_PIECES]; /* least a_i'β */
  gsize worst_row[COMITY_PARALLEL_PIECES];
  gsize n_above[COMITY_PARALLEL_PIECES]; /* rows with a_i'β > threshold */
  double threshold;
} Search;

void
comity_separation_clear (ComitySeparation *self)
{
  g_clear_pointer (&self->direction, g_free);
  g_clear_pointer (&self->alone, g_free);
}

static void
search_piece (gsize piece, gpointer user_data)
{
  Search *search = user_data;
  const ComitySample *sample = search->sample;
  const ComityKernel *kernel = comity_kernel_get ();
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  gsize first, last;

  search->worst[piece] = G_MAXDOUBLE;
  search->n_above[piece] = 0;
  comity_parallel_cut (sample->n_blocks, 1, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize block = first; block < last; block++)
    {
      gsize at = block * COMITY_BLOCK;
      gsize rows = MIN (COMITY_BLOCK, sample->n - at);

      kernel->linear (comity_sample_block_x (sample, block), search->pick, search->q, search->beta,
                      NULL, eta);
      for (gsize r = 0; r < rows; r++)
        {
          double value = sample->y[at + r] > 0.5 ? eta[r] : -eta[r];

          search->n_above[piece] += value > search->threshold;
          if (value < search->worst[piece])
            {
              search->worst[piece] = value;
              search->worst_row[piece] = at + r;
            }
        }
    }
}

/* a_i of a row in the sample's units. */
static void
read_row (const Search *search, gsize row, double *a)
{
  const double *x = comity_sample_block_x (search->sample, row / COMITY_BLOCK);
  double sign = search->sample->y[row] > 0.5 ? 1.0 : -1.0;

  for (gsize j = 0; j < search->q; j++)
    a[j] = sign * x[(gsize) search->pick[j] * COMITY_BLOCK + row % COMITY_BLOCK];
}

typedef struct
{
  gsize q;
  gsize n_active;  /* ≤ q */
  double *columns; /* q × q, column i of length q: the active a_i, whitened */
  gsize *rows;     /* their rows */
  double *lambda;
  double *c; /* q, whitened */
  double *r; /* q: c + Σ λ a */
} Projection;

/* z of least |c + Σ z_i a_i| over the active columns, unconstrained. */
static gboolean
solve_active (const Projection *self, double *z)
{
  gsize q = self->q;
  g_autofree double *a = g_memdup2 (self->columns, q * self->n_active * sizeof (double));
  g_autofree double *b = g_new (double, q);

  for (gsize j = 0; j < q; j++)
    b[j] = -self->c[j];
  if (LAPACKE_dgels (LAPACK_COL_MAJOR, 'N', (lapack_int) q, (lapack_int) self->n_active, 1, a,
                     (lapack_int) q, b, (lapack_int) q) != 0)
    return FALSE;
  memcpy (z, b, self->n_active * sizeof (double));
  return TRUE;
}

static void
remove_active (Projection *self, gsize i)
{
  gsize last = --self->n_active;

  memmove (self->columns + i * self->q, self->columns + last * self->q, self->q * sizeof (double));
  self->rows[i] = self->rows[last];
  self->lambda[i] = self->lambda[last];
}

/* Lawson and Hanson's inner loop: λ moves towards the unconstrained solution until one of them
 * meets 0 and leaves. */
static gboolean
settle_active (Projection *self)
{
  g_autofree double *z = g_new (double, self->q + 1);

  while (self->n_active > 0)
    {
      double part = 1.0;

      if (!solve_active (self, z))
        return FALSE;
      for (gsize i = 0; i < self->n_active; i++)
        if (z[i] <= 0.0)
          part = MIN (part, self->lambda[i] / (self->lambda[i] - z[i]));
      for (gsize i = 0; i < self->n_active; i++)
        self->lambda[i] += part * (z[i] - self->lambda[i]);
      if (part >= 1.0)
        break;
      for (gsize i = self->n_active; i-- > 0;)
        if (z[i] <= 0.0 && self->lambda[i] <= 1e-14 * (fabs (z[i]) + self->lambda[i]))
          remove_active (self, i);
    }
  memcpy (self->r, self->c, self->q * sizeof (double));
  for (gsize i = 0; i < self->n_active; i++)
    for (gsize j = 0; j < self->q; j++)
      self->r[j] += self->lambda[i] * self->columns[i * self->q + j];
  return TRUE;
}

static double
norm (const double *x, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += x[i] * x[i];
  return sqrt (sum);
}

/* In place: L⁻¹x·√n, and L'⁻¹x·√n for a coefficient vector. */
static void
whiten (const ComityMatrix *l, gsize n, double *x, gboolean transposed)
{
  gsize q = l->n_rows;

  LAPACKE_dtrtrs (LAPACK_ROW_MAJOR, 'L', transposed ? 'T' : 'N', 'N', (lapack_int) q, 1, l->data,
                  (lapack_int) q, x, 1);
  for (gsize j = 0; j < q; j++)
    x[j] *= sqrt ((double) n);
}

static gboolean
contains_row (const Projection *self, gsize row)
{
  for (gsize i = 0; i < self->n_active; i++)
    if (self->rows[i] == row)
      return TRUE;
  return FALSE;
}

/* Runs the projection to its end; self->r is the answer. FALSE: cancelled. */
static gboolean
project (Projection *self,
         Search *search,
         const ComityMatrix *l,
         guint n_threads,
         ComityProgress *progress)
{
  gsize q = self->q;
  g_autofree double *beta = g_new (double, q);
  double length = norm (self->c, q);
  gsize most = 50 * q + 200;

  memcpy (self->r, self->c, q * sizeof (double));
  search->beta = beta;
  search->threshold = G_MAXDOUBLE;
  for (gsize step = 0; step < most; step++)
    {
      gsize piece = 0;
      double *a = self->columns + self->n_active * q;
      double size;

      if (norm (self->r, q) <= NOTHING * length)
        break;
      memcpy (beta, self->r, q * sizeof (double));
      whiten (l, search->sample->n, beta, TRUE);
      if (!comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, search_piece, search, progress))
        return FALSE;
      for (gsize i = 1; i < COMITY_PARALLEL_PIECES; i++)
        if (search->worst[i] < search->worst[piece])
          piece = i;
      if (self->n_active == q || contains_row (self, search->worst_row[piece]))
        return TRUE;
      read_row (search, search->worst_row[piece], a);
      whiten (l, search->sample->n, a, FALSE);
      size = norm (a, q);
      if (search->worst[piece] >= -BOUNDARY * size * norm (self->r, q))
        return TRUE;
      self->rows[self->n_active] = search->worst_row[piece];
      self->lambda[self->n_active++] = 0.0;
      if (!settle_active (self))
        break;
    }
  memset (self->r, 0, q * sizeof (double));
  return TRUE;
}

typedef struct
{
  const ComitySample *sample;
  const guint32 *pick;
  gboolean *alone;
  double *sign;  /* q: which way the column predicts y = 1; NULL: not asked for */
  double *bound; /* q: where it begins to */
} Looking;

/* y = 1 at or above the bound times the sign, y = 0 at or below it. */
static void
look_at_column (gsize j, gpointer user_data)
{
  Looking *looking = user_data;
  const ComitySample *sample = looking->sample;
  double low[2] = { G_MAXDOUBLE, G_MAXDOUBLE };
  double high[2] = { -G_MAXDOUBLE, -G_MAXDOUBLE };
  gboolean up, down;

  if (!looking->alone[j])
    return;
  for (gsize i = 0; i < sample->n; i++)
    {
      double x = comity_sample_block_x (
          sample, i / COMITY_BLOCK)[(gsize) looking->pick[j] * COMITY_BLOCK + i % COMITY_BLOCK];
      int yes = sample->y[i] > 0.5;

      low[yes] = MIN (low[yes], x);
      high[yes] = MAX (high[yes], x);
    }
  /* Without a constant the bound can only be 0. */
  up = high[0] <= low[1] && (sample->has_constant || (high[0] <= 0.0 && low[1] >= 0.0));
  down = high[1] <= low[0] && (sample->has_constant || (high[1] <= 0.0 && low[0] >= 0.0));
  looking->alone[j] = up != down;
  if (looking->sign == NULL || up == down)
    return;
  looking->sign[j] = up ? 1.0 : -1.0;
  looking->bound[j] = sample->has_constant ? 0.5 * (up ? high[0] + low[1] : high[1] + low[0]) : 0.0;
}

static gboolean
look_at_columns (Looking *looking, gsize q, guint n_threads)
{
  gboolean any = FALSE;

  comity_parallel_for (q, n_threads, look_at_column, looking, NULL);
  for (gsize j = 0; j < q; j++)
    any |= looking->alone[j];
  return any;
}

gboolean
comity_separation_find_alone (
    const ComitySample *sample, const guint32 *pick, gsize q, guint n_threads, gboolean *alone)
{
  Looking looking = { sample, pick, alone, NULL, NULL };

  return look_at_columns (&looking, q, n_threads);
}

/* The sum of the ways of all columns that separate by themselves; FALSE where there is none. */
static gboolean
find_own_ways (const Search *search, guint n_threads, ComitySeparation *result)
{
  gsize q = search->q;
  g_autofree double *sign = g_new0 (double, q + 1);
  g_autofree double *bound = g_new0 (double, q + 1);
  Looking looking = { search->sample, search->pick, result->alone, sign, bound };

  for (gsize j = 0; j < q; j++)
    result->alone[j] = TRUE;
  if (!look_at_columns (&looking, q, n_threads))
    return FALSE;
  for (gsize j = 0; j < q; j++)
    {
      result->direction[j] += sign[j];
      if (search->sample->has_constant)
        result->direction[0] -= sign[j] * bound[j];
    }
  return TRUE;
}

/* The projection of c; FALSE: cancelled. */
static gboolean
find_common_way (Search *search,
                 Projection *projection,
                 const ComityMatrix *l,
                 guint n_threads,
                 ComityProgress *progress,
                 ComitySeparation *result)
{
  const ComitySample *sample = search->sample;
  gsize q = search->q;

  for (gsize i = 0; i < sample->n; i++)
    {
      const double *x = comity_sample_block_x (sample, i / COMITY_BLOCK) + i % COMITY_BLOCK;

      for (gsize j = 0; j < q; j++)
        projection->c[j] +=
            (sample->y[i] > 0.5 ? 1.0 : -1.0) * x[(gsize) search->pick[j] * COMITY_BLOCK];
    }
  whiten (l, sample->n, projection->c, FALSE);
  if (!project (projection, search, l, n_threads, progress))
    return FALSE;
  result->separated = norm (projection->r, q) > 0.0;
  memcpy (result->direction, projection->r, q * sizeof (double));
  whiten (l, sample->n, result->direction, TRUE);
  return TRUE;
}

/* Rows that the way predicts; the way is scaled to 1. */
static gboolean
count_rows (Search *search, guint n_threads, ComityProgress *progress, ComitySeparation *result)
{
  double largest = 0.0;

  for (gsize j = 0; j < search->q; j++)
    largest = MAX (largest, fabs (result->direction[j]));
  for (gsize j = 0; j < search->q; j++)
    result->direction[j] /= largest;
  search->beta = result->direction;
  search->threshold = 1e-5;
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, search_piece, search, progress))
    return FALSE;
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    result->n_rows += search->n_above[piece];
  return TRUE;
}

gboolean
comity_separation_find (const ComitySample *sample,
                        const guint32 *pick,
                        gsize q,
                        guint n_threads,
                        ComityProgress *progress,
                        ComitySeparation *result)
{
  g_autoptr (ComityMatrix) l = NULL;
  g_autofree double *columns = g_new0 (double, q *q + q);
  g_autofree double *c = g_new0 (double, q + 1);
  g_autofree double *r = g_new0 (double, q + 1);
  g_autofree double *lambda = g_new0 (double, q + 1);
  g_autofree gsize *rows = g_new0 (gsize, q + 1);
  Search search = { .sample = sample, .pick = pick, .q = q };
  Projection projection = { q, 0, columns, rows, lambda, c, r };

  *result =
      (ComitySeparation){ .direction = g_new0 (double, q + 1), .alone = g_new0 (gboolean, q + 1) };
  result->separated = find_own_ways (&search, n_threads, result);
  if (!result->separated)
    {
      l = comity_sample_cross (sample, pick, q, NULL, n_threads, progress);
      if (l == NULL)
        return FALSE;
      if (q == 0 ||
          LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'L', (lapack_int) q, l->data, (lapack_int) q) != 0)
        return TRUE;
      if (!find_common_way (&search, &projection, l, n_threads, progress, result))
        return FALSE;
    }
  return !result->separated || count_rows (&search, n_threads, progress, result);
}
