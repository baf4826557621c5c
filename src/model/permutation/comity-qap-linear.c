/* SPDX-License-Identifier: GPL-3.0-or-later */
/* t statistics and correlations of permuted data in closed form, from cross products alone.
 *   X columns of the sample · y outcome · W weights · e what is permuted, π(e) at its new places
 *   A = (X, y) · G = A'WA · C = A'Wπ(e) · D = A'WA of the rows without a counterpart
 *
 * Of a permutation only C has to be summed over the rows: π(e) takes the place of a column in
 * G − D. */
#include "config.h"

#include "comity-qap-private.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Blocks between two looks at a cancellable: a few milliseconds. */
#define BLOCKS_PER_LOOK 256
/* Part of the outcome's variation below which residuals are rounding. */
#define PERFECT 1e-14

struct _ComityQapLinear
{
  const ComityQapWork *work;
  double *gathered; /* n_values × COMITY_BLOCK */
  double *lost;     /* (q + 1) × COMITY_BLOCK: A of rows without a counterpart, by √w */
  double *c;        /* (q + 1) × n_values */
  double *squares;  /* n_values: π(e)'Wπ(e) */
  double *cross;    /* (q + 1)²: G − D, lower triangle */
  double *m, *b;    /* q², q: a regression's normal equations */
  double *constant; /* q */
};

ComityQapLinear *
comity_qap_linear_new (const ComityQapWork *work)
{
  ComityQapLinear *self = g_new0 (ComityQapLinear, 1);
  gsize q = work->q;

  self->work = work;
  self->gathered = g_new0 (double, work->n_values *COMITY_BLOCK);
  self->lost = g_new0 (double, (q + 1) * COMITY_BLOCK);
  self->c = g_new0 (double, (q + 1) * work->n_values);
  self->squares = g_new0 (double, work->n_values);
  self->cross = g_new0 (double, (q + 1) * (q + 1));
  self->m = g_new0 (double, q *q + 1);
  self->b = g_new0 (double, q + 1);
  self->constant = g_new0 (double, q + 1);
  comity_qap_get_constant_row (work, self->constant);
  return self;
}

void
comity_qap_linear_free (ComityQapLinear *self)
{
  if (self == NULL)
    return;

  g_free (self->gathered);
  g_free (self->lost);
  g_free (self->c);
  g_free (self->squares);
  g_free (self->cross);
  g_free (self->m);
  g_free (self->b);
  g_free (self->constant);
  g_free (self);
}

/* Takes the rows of a block that have no counterpart out of G. */
static void
lose_rows (ComityQapLinear *self, gsize block, const guint32 *map, gsize n)
{
  const ComityQapWork *work = self->work;
  const double *x = comity_sample_block_x (work->sample, block);
  const double *y = work->outcome + block * COMITY_BLOCK;
  const double *weight = comity_sample_block_weight (work->sample, block);
  gsize q = work->q;
  gsize n_lost = 0;

  for (gsize r = 0; r < n; r++)
    if (map[r] == COMITY_STATE_PERMUTATION_NONE)
      {
        double root = weight != NULL ? sqrt (weight[r]) : 1.0;

        for (gsize j = 0; j < q; j++)
          self->lost[j * COMITY_BLOCK + n_lost] = root * x[j * COMITY_BLOCK + r];
        self->lost[q * COMITY_BLOCK + n_lost] = root * y[r];
        n_lost++;
      }
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasNoTrans, (int) q + 1, (int) n_lost, -1.0, self->lost,
               COMITY_BLOCK, 1.0, self->cross, (int) q + 1);
}

static void
gather_block (ComityQapLinear *self, gsize block, const guint32 *map, gsize n)
{
  const ComityQapWork *work = self->work;
  const double *weight = comity_sample_block_weight (work->sample, block);
  gsize n_values = work->n_values;
  gboolean any_lost = FALSE;

  for (gsize r = 0; r < COMITY_BLOCK; r++)
    {
      const double *row;

      if (r >= n || map[r] == COMITY_STATE_PERMUTATION_NONE)
        {
          for (gsize v = 0; v < n_values; v++)
            self->gathered[v * COMITY_BLOCK + r] = 0.0;
          any_lost |= r < n;
          continue;
        }
      row = work->values + (gsize) map[r] * n_values;
      for (gsize v = 0; v < n_values; v++)
        {
          double value = weight != NULL ? weight[r] * row[v] : row[v];

          self->gathered[v * COMITY_BLOCK + r] = value;
          self->squares[v] += value * row[v];
        }
    }
  if (any_lost)
    lose_rows (self, block, map, n);
}

/* FALSE: cancelled. */
static gboolean
sum_products (ComityQapLinear *self, const guint32 *map)
{
  const ComityQapWork *work = self->work;
  const ComitySample *sample = work->sample;
  int q = (int) work->q;
  int n_values = (int) work->n_values;

  memcpy (self->cross, work->cross->data, (work->q + 1) * (work->q + 1) * sizeof (double));
  memset (self->c, 0, (work->q + 1) * work->n_values * sizeof (double));
  memset (self->squares, 0, work->n_values * sizeof (double));
  for (gsize block = 0; block < sample->n_blocks; block++)
    {
      gsize at = block * COMITY_BLOCK;

      if (block % BLOCKS_PER_LOOK == BLOCKS_PER_LOOK - 1 &&
          comity_progress_is_cancelled (work->progress))
        return FALSE;
      gather_block (self, block, map + at, MIN (COMITY_BLOCK, sample->n - at));
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, q, n_values, COMITY_BLOCK, 1.0,
                   comity_sample_block_x (sample, block), COMITY_BLOCK, self->gathered,
                   COMITY_BLOCK, 1.0, self->c, n_values);
      cblas_dgemv (CblasRowMajor, CblasNoTrans, n_values, COMITY_BLOCK, 1.0, self->gathered,
                   COMITY_BLOCK, work->outcome + at, 1, 1.0, self->c + work->q * work->n_values, 1);
    }
  return !comity_progress_is_cancelled (work->progress);
}

static double
get_cross (const ComityQapLinear *self, gsize i, gsize j)
{
  return self->cross[MAX (i, j) * (self->work->q + 1) + MIN (i, j)];
}

/* M β = b, M (q × q) becoming its Cholesky factor L, row-major. FALSE: not positive definite. */
static gboolean
solve (ComityQapLinear *self)
{
  int q = (int) self->work->q;

  /* Row-major lower is column-major upper. */
  return LAPACKE_dpotrf_work (LAPACK_COL_MAJOR, 'U', q, self->m, q) == 0 &&
         LAPACKE_dpotrs_work (LAPACK_COL_MAJOR, 'U', q, 1, self->m, q, self->b, q) == 0;
}

/* t of π(e) beside the other columns: it is put last, where L's last pivot is its standard error.
 */
static double
get_partial_t (ComityQapLinear *self, gsize test, double df)
{
  const ComityQapWork *work = self->work;
  gsize q = work->q;
  gsize out = work->tested[test];
  gsize at = 0;
  double outcome_squares = get_cross (self, q, q);
  double explained = 0.0;
  double pivot;

  for (gsize i = 0; i < q; i++)
    {
      gsize below = 0;

      if (i == out)
        continue;
      for (gsize j = 0; j <= i; j++)
        if (j != out)
          self->m[at * q + below++] = get_cross (self, i, j);
      self->m[(q - 1) * q + at] = self->c[i * work->n_values + test];
      self->b[at] = get_cross (self, q, i);
      at++;
    }
  self->m[(q - 1) * q + q - 1] = self->squares[test];
  self->b[q - 1] = self->c[q * work->n_values + test];
  if (!solve (self))
    return NAN;
  for (gsize i = 0, k = 0; i < q; i++)
    if (i != out)
      explained += self->b[k++] * get_cross (self, q, i);
  explained += self->b[q - 1] * self->c[q * work->n_values + test];
  pivot = self->m[(q - 1) * q + q - 1];
  return self->b[q - 1] * pivot /
         sqrt (MAX (outcome_squares - explained, PERFECT * outcome_squares) / df);
}

/* t of every column for the permuted outcome. */
static void
get_all_t (ComityQapLinear *self, double df, double *statistics)
{
  const ComityQapWork *work = self->work;
  gsize q = work->q;
  double explained = 0.0;
  double variance;

  for (gsize i = 0; i < q; i++)
    {
      for (gsize j = 0; j <= i; j++)
        self->m[i * q + j] = get_cross (self, i, j);
      self->b[i] = self->c[i];
    }
  if (!solve (self))
    {
      for (gsize k = 0; k < work->n_tests; k++)
        statistics[k] = NAN;
      return;
    }
  for (gsize i = 0; i < q; i++)
    explained += self->b[i] * self->c[i];
  variance = MAX (self->squares[0] - explained, PERFECT * self->squares[0]) / df;
  LAPACKE_dpotri_work (LAPACK_COL_MAJOR, 'U', (int) q, self->m, (int) q);
  for (gsize k = 0; k < work->n_tests; k++)
    {
      gsize j = work->tested[k];
      double estimate = self->b[j];
      double spread = self->m[j * q + j];

      if (j == 0 && work->sample->has_constant)
        {
          estimate = work->outcome_mean;
          spread = 0.0;
          for (gsize i = 0; i < q; i++)
            {
              estimate += self->constant[i] * self->b[i];
              for (gsize l = 0; l <= i; l++)
                spread += (l < i ? 2.0 : 1.0) * self->constant[i] * self->constant[l] *
                          self->m[i * q + l];
            }
        }
      statistics[k] = estimate / sqrt (variance * spread);
    }
}

/* Column 0 is the constant. */
static double
get_correlation (const ComityQapLinear *self, gsize column)
{
  double n = get_cross (self, 0, 0);
  double x = get_cross (self, column, 0);
  double y = self->c[0];
  double xx = get_cross (self, column, column) - x * x / n;
  double yy = self->squares[0] - y * y / n;

  return (self->c[column] - x * y / n) / sqrt (xx * yy);
}

gboolean
comity_qap_linear_run (ComityQapLinear *self, const guint32 *map, gsize n_kept, double *statistics)
{
  const ComityQapWork *work = self->work;
  double df = (double) n_kept - (double) work->q;

  if (!sum_products (self, map))
    return FALSE;
  if (work->method == COMITY_QAP_Y && df > 0.0)
    get_all_t (self, df, statistics);
  else
    for (gsize k = 0; k < work->n_tests; k++)
      statistics[k] = work->method == COMITY_QAP_CORRELATION
                          ? get_correlation (self, work->tested[k])
                      : df > 0.0 && work->method == COMITY_QAP_DSP ? get_partial_t (self, k, df)
                                                                   : NAN;
  return TRUE;
}
