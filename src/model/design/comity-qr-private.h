/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least squares by orthogonal decomposition, for designs so nearly collinear that the cross
 * products X'X have lost them. */
#pragma once

#include "comity-sample-private.h"

G_BEGIN_DECLS

/* The triangle R of (√w X, √w (y − offset)) = QR: (k + 1) × (k + 1), upper. NULL: cancelled or no
 * memory. O(n k²), some five times the cost of X'X. */
ComityMatrix *
comity_sample_triangle (const ComitySample *sample, guint n_threads, ComityProgress *progress);

/* As comity_sample_find_collinear, from R. @least: the least part of a kept column's length that
 * the columns before it do not give. O(k³). */
void comity_triangle_find_collinear (const ComityMatrix *r,
                                     gboolean *dropped,
                                     ComityMatrix *coefficients,
                                     double *least);

/* β (q) of the columns in @pick, and their (X'WX)⁻¹ as a new matrix; NULL when singular. O(k³). */
ComityMatrix *
comity_triangle_solve (const ComityMatrix *r, const guint32 *pick, gsize q, double *beta);

G_END_DECLS
