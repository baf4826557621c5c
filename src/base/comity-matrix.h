/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small dense matrices of doubles (k × k, n × n of states): row-major, owned as one block.
 * Decompositions are LAPACK's. Not for rows of a panel: those stay in their columns. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize n_rows;
  gsize n_cols;
  double *data; /* n_rows * n_cols, row-major */
} ComityMatrix;

/* For each main, once: rows are shared out by comity-parallel, and BLAS, which sees k × k matrices
 * only, keeps no threads of its own. */
void comity_matrix_init_library (void);

/* Zeroed; NULL when the memory is not to be had. */
ComityMatrix *comity_matrix_new (gsize n_rows, gsize n_cols);
ComityMatrix *comity_matrix_copy (const ComityMatrix *self);
void comity_matrix_free (ComityMatrix *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityMatrix, comity_matrix_free)

static inline double
comity_matrix_get (const ComityMatrix *self, gsize i, gsize j)
{
  return self->data[i * self->n_cols + j];
}

static inline void
comity_matrix_set (ComityMatrix *self, gsize i, gsize j, double value)
{
  self->data[i * self->n_cols + j] = value;
}

/* A·B (or A·B·A' in _sandwich, with symmetric result). New matrices. O(k³). */
ComityMatrix *comity_matrix_multiply (const ComityMatrix *a, const ComityMatrix *b);
ComityMatrix *comity_matrix_sandwich (const ComityMatrix *bread, const ComityMatrix *meat);

/* Inverse of a symmetric positive definite matrix by Cholesky, after scaling to a unit diagonal.
 * NULL when it is not positive definite. @rcond (nullable): reciprocal condition of the scaled
 * matrix. */
ComityMatrix *comity_matrix_invert_spd (const ComityMatrix *a, double *rcond);
/* x of A x = b for symmetric positive definite A (scaled likewise); @b, @x length n, may be the same.
 * FALSE when A is not positive definite. */
gboolean comity_matrix_solve_spd (const ComityMatrix *a, const double *b, double *x);
/* Eigenvalues, ascending, into @values (n); eigenvectors as columns of the result if @vectors. */
gboolean comity_matrix_eigen_symmetric (const ComityMatrix *a, double *values,
                                        ComityMatrix **vectors);
/* The nearest (Frobenius) positive semi-definite matrix: negative eigenvalues become 0 (Higham
 * 1988, doi:10.1016/0024-3795(88)90223-6). TRUE if anything had to be changed; @smallest
 * (nullable) is the smallest eigenvalue found. */
gboolean comity_matrix_repair_psd (ComityMatrix *self, double *smallest);

G_END_DECLS
