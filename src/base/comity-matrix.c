/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small dense matrices over CBLAS and LAPACK. Symmetric positive definite matrices are scaled to a
 * unit diagonal before they are factored: covariates of 1e9 beside 1e-9 then cost no digits. */
#include "config.h"

#include "comity-matrix.h"

#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

void openblas_set_num_threads (int n_threads);
/* Ends the threads that OpenBLAS begins when it is loaded: they would wait for work by yielding, some
 * 30 ms of a processor. It begins new ones where more than one is asked for; a build of it without
 * threads has no such function. */
int blas_thread_shutdown_ (void) __attribute__ ((weak));

void
comity_matrix_init_library (void)
{
  openblas_set_num_threads (1);
  if (blas_thread_shutdown_ != NULL)
    blas_thread_shutdown_ ();
}

ComityMatrix *
comity_matrix_new (gsize n_rows, gsize n_cols)
{
  ComityMatrix *self;
  gsize n;

  if (!g_size_checked_mul (&n, n_rows, n_cols))
    return NULL;
  self = g_new0 (ComityMatrix, 1);
  self->n_rows = n_rows;
  self->n_cols = n_cols;
  self->data = g_try_malloc0_n (MAX (n, 1), sizeof (double));
  if (self->data == NULL)
    g_clear_pointer (&self, comity_matrix_free);
  return self;
}

ComityMatrix *
comity_matrix_copy (const ComityMatrix *self)
{
  ComityMatrix *copy = comity_matrix_new (self->n_rows, self->n_cols);

  if (copy != NULL)
    memcpy (copy->data, self->data, self->n_rows * self->n_cols * sizeof (double));
  return copy;
}

void
comity_matrix_free (ComityMatrix *self)
{
  if (self == NULL)
    return;

  g_free (self->data);
  g_free (self);
}

ComityMatrix *
comity_matrix_multiply (const ComityMatrix *a, const ComityMatrix *b)
{
  ComityMatrix *c;

  g_return_val_if_fail (a->n_cols == b->n_rows, NULL);

  c = comity_matrix_new (a->n_rows, b->n_cols);
  if (c != NULL && a->n_rows > 0 && b->n_cols > 0 && a->n_cols > 0)
    cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)a->n_rows, (int)b->n_cols,
                 (int)a->n_cols, 1.0, a->data, (int)a->n_cols, b->data, (int)b->n_cols, 0.0,
                 c->data, (int)b->n_cols);
  return c;
}

ComityMatrix *
comity_matrix_sandwich (const ComityMatrix *bread, const ComityMatrix *meat)
{
  g_autoptr (ComityMatrix) left = comity_matrix_multiply (bread, meat);
  g_autoptr (ComityMatrix) right = comity_matrix_copy (bread);
  ComityMatrix *v;

  for (gsize i = 0; i < bread->n_rows; i++)
    for (gsize j = 0; j < bread->n_cols; j++)
      comity_matrix_set (right, i, j, comity_matrix_get (bread, j, i));
  v = comity_matrix_multiply (left, right);
  for (gsize i = 0; i < v->n_rows; i++)
    for (gsize j = 0; j < i; j++)
      {
        double mean = 0.5 * (comity_matrix_get (v, i, j) + comity_matrix_get (v, j, i));

        comity_matrix_set (v, i, j, mean);
        comity_matrix_set (v, j, i, mean);
      }
  return v;
}

/* D·A·D with a unit diagonal and D's entries in @scale; NULL when the diagonal is not positive. */
static ComityMatrix *
scale_to_unit (const ComityMatrix *a, double *scale)
{
  gsize n = a->n_rows;
  ComityMatrix *unit;

  for (gsize i = 0; i < n; i++)
    {
      double d = comity_matrix_get (a, i, i);

      if (!(d > 0.0) || isinf (d))
        return NULL;
      scale[i] = 1.0 / sqrt (d);
    }
  unit = comity_matrix_new (n, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      comity_matrix_set (unit, i, j, comity_matrix_get (a, i, j) * scale[i] * scale[j]);
  return unit;
}

ComityMatrix *
comity_matrix_invert_spd (const ComityMatrix *a, double *rcond)
{
  gsize n = a->n_rows;
  lapack_int size = (lapack_int)n;
  g_autofree double *scale = g_new (double, n + 1);
  g_autoptr (ComityMatrix) work = NULL;
  double norm;
  double condition = 0.0;

  g_return_val_if_fail (a->n_rows == a->n_cols, NULL);

  if (rcond != NULL)
    *rcond = 0.0;
  if (n == 0)
    return comity_matrix_new (0, 0);
  work = scale_to_unit (a, scale);
  if (work == NULL)
    return NULL;

  norm = LAPACKE_dlansy (LAPACK_ROW_MAJOR, '1', 'L', size, work->data, size);
  if (LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'L', size, work->data, size) != 0)
    return NULL;
  LAPACKE_dpocon (LAPACK_ROW_MAJOR, 'L', size, work->data, size, norm, &condition);
  if (rcond != NULL)
    *rcond = condition;
  if (LAPACKE_dpotri (LAPACK_ROW_MAJOR, 'L', size, work->data, size) != 0)
    return NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double v = comity_matrix_get (work, i, j) * scale[i] * scale[j];

        comity_matrix_set (work, i, j, v);
        comity_matrix_set (work, j, i, v);
      }
  return g_steal_pointer (&work);
}

gboolean
comity_matrix_solve_spd (const ComityMatrix *a, const double *b, double *x)
{
  gsize n = a->n_rows;
  lapack_int size = (lapack_int)n;
  g_autofree double *scale = g_new (double, n + 1);
  g_autoptr (ComityMatrix) work = NULL;

  g_return_val_if_fail (a->n_rows == a->n_cols, FALSE);

  if (n == 0)
    return TRUE;
  work = scale_to_unit (a, scale);
  if (work == NULL || LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'L', size, work->data, size) != 0)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    x[i] = b[i] * scale[i];
  if (LAPACKE_dpotrs (LAPACK_ROW_MAJOR, 'L', size, 1, work->data, size, x, 1) != 0)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    x[i] *= scale[i];
  return TRUE;
}

gboolean
comity_matrix_eigen_symmetric (const ComityMatrix *a, double *values, ComityMatrix **vectors)
{
  g_autoptr (ComityMatrix) work = comity_matrix_copy (a);
  lapack_int n = (lapack_int)a->n_rows;

  g_return_val_if_fail (a->n_rows == a->n_cols, FALSE);

  if (work == NULL)
    return FALSE;
  if (n > 0 &&
      LAPACKE_dsyevd (LAPACK_ROW_MAJOR, vectors ? 'V' : 'N', 'L', n, work->data, n, values) != 0)
    return FALSE;
  if (vectors != NULL)
    *vectors = g_steal_pointer (&work);
  return TRUE;
}

gboolean
comity_matrix_repair_psd (ComityMatrix *self, double *smallest)
{
  gsize n = self->n_rows;
  g_autofree double *values = g_new0 (double, n + 1);
  g_autoptr (ComityMatrix) vectors = NULL;
  double largest;

  if (smallest != NULL)
    *smallest = 0.0;
  if (n == 0 || !comity_matrix_eigen_symmetric (self, values, &vectors))
    return FALSE;
  if (smallest != NULL)
    *smallest = values[0];
  largest = MAX (fabs (values[0]), fabs (values[n - 1]));
  /* What rounding alone can leave below zero is not a finding. */
  if (values[0] >= -(double)n * DBL_EPSILON * largest)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double sum = 0.0;

        for (gsize k = 0; k < n; k++)
          if (values[k] > 0.0)
            sum +=
                values[k] * comity_matrix_get (vectors, i, k) * comity_matrix_get (vectors, j, k);
        comity_matrix_set (self, i, j, sum);
        comity_matrix_set (self, j, i, sum);
      }
  return TRUE;
}
