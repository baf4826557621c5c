/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A basis of splines as piecewise polynomials: which piece a value lies in is looked up, and each
 * column is a polynomial of its distance from where the piece begins. Natural and B-splines are R's
 * ns () and bs (); restricted cubic splines are Harrell's, in Stata's scale. Frozen; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define COMITY_SPLINE_MAX_DEGREE 10

typedef struct
{
  gsize n_columns;
  gsize n_pieces;
  gsize order;     /* coefficients of a piece: degree + 1 */
  double *breaks;  /* n_pieces - 1, ascending: piece i begins at breaks[i-1], itself in it */
  double *origins; /* n_pieces: what x is measured from */
  double *c;       /* n_columns × n_pieces × order, constant first */
} ComitySpline;

/* B-splines of @degree with inner @knots (n, ascending) and boundaries @low < @high. Beyond those
 * the outermost pieces go on. @intercept: with the first column, which R leaves out. */
ComitySpline *comity_spline_new_b (
    const double *knots, gsize n, double low, double high, gsize degree, gboolean intercept);
/* Cubic, with second derivatives of 0 at the boundaries and straight beyond. */
ComitySpline *comity_spline_new_natural (
    const double *knots, gsize n, double low, double high, gboolean intercept);
/* x itself and n - 2 columns that are straight beyond the first and the last of n ≥ 3 knots,
 * divided by the square of the distance between those (Harrell 2015, Regression Modeling
 * Strategies, § 2.4.5; Stata's mkspline, cubic). */
ComitySpline *comity_spline_new_restricted (const double *knots, gsize n);
void comity_spline_free (ComitySpline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySpline, comity_spline_free)

/* Column @column of x[n], in place; NaN stays. */
void comity_spline_read (const ComitySpline *self, gsize column, gsize n, double *x);

/* The quantile at @p of values (n ≥ 1, finite; put into another order): R's type 7, or type 6,
 * which is Stata's centile. O(n). */
double comity_quantile_take (double *values, gsize n, double p, int type);

/* @k ≥ 3 knots for n values, which are put into another order, as rcspline.eval () of R's Hmisc has
 * them. Returns how many there are, @k or, where there are few distinct values, less; 0: too few
 * values. O(n log n). */
gsize comity_knots_harrell (double *values, gsize n, gsize k, double *knots);

G_END_DECLS
