/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a row stands among those that a fit rests on: what its terms are in the data, how far it is
 * from the middle of the sample and from other rows, and whether the sample says anything about
 * such a point at all.
 *
 * Rows are points x of the fit's terms (without the constant); m and S are their mean and
 * covariance over the rows used. D² = (x − m)' S⁺ (x − m) is Mahalanobis' distance (1936), S⁺ the
 * inverse on the directions in which the sample varies, so that t, t², t³ and collinear terms count
 * once. A point has support when every term is within its observed range and not fewer than a share
 * COMITY_SUPPORT_LEAST_SHARE of the sample lie at least as far out. King & Zeng (2006,
 * doi:10.1093/pan/mpj004) ask for the convex hull of the sample: with a dozen terms nearly every
 * point lies outside it, also points of the sample itself left out one at a time, so the hull would
 * warn of everything; distances grade instead. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

#define COMITY_SUPPORT_LEAST_SHARE 0.005

typedef struct _ComitySupport ComitySupport;

/* Two passes over the rows, O(n k²), and a sort of n distances. Errors: COMITY_MODEL_ERROR, or
 * cancelled. */
ComitySupport *comity_support_new (const ComityFit *fit, ComityProgress *progress, GError **error);
ComitySupport *comity_support_ref (ComitySupport *self);
void comity_support_unref (ComitySupport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySupport, comity_support_unref)

/* Of each term over the rows used (n_terms; the constant's is 1). */
const double *comity_support_peek_means (const ComitySupport *self);
void comity_support_get_range (const ComitySupport *self, gsize term, double *low, double *high);
/* D of a point from the mean, and between two points; n_terms each. NaN where a term is missing. */
double comity_support_get_distance (const ComitySupport *self, const double *x);
double
comity_support_get_distance_between (const ComitySupport *self, const double *x, const double *y);
/* The share of the sample at least as far out, to 1/1000; NaN where a term is missing. */
double comity_support_get_share_beyond (const ComitySupport *self, const double *x);
/* A sentence that says why the data do not support the point, naming the terms out of their range,
 * or NULL: they do. New string. */
char *comity_support_dup_warning (const ComitySupport *self, const double *x);

/* The terms of a row of the fit's dataset (n_terms values; NaN missing). */
void comity_fit_read_row (const ComityFit *fit, gsize row, double *x);
/* The column of the data that a term is made of, of an interaction the first; NULL: the constant.
 */
const char *comity_fit_peek_term_column (const ComityFit *fit, gsize term);
/* Whether a covariate of the fit is, or is made of, this column. */
gboolean comity_fit_uses_column (const ComityFit *fit, const char *column);

G_END_DECLS
