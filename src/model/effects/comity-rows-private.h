/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a fit used, read again a block at a time for what is computed after it. */
#pragma once

#include "comity-fit-private.h"

G_BEGIN_DECLS

typedef struct
{
  const ComityFit *fit;
  guint32 *rows;  /* n rows of the dataset, ascending */
  double *weight; /* n; NULL: all 1 */
  gsize n;
  double sum_weight;
} ComityUsedRows;

/* Errors: COMITY_MODEL_ERROR_TOO_LARGE. */
gboolean comity_used_rows_init (ComityUsedRows *self, const ComityFit *fit, GError **error);
void comity_used_rows_clear (ComityUsedRows *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityUsedRows, comity_used_rows_clear)

/* Rows first … first+n-1 of the used ones, n ≤ COMITY_BLOCK; adds to the sums of its piece, and may
 * write to its scratch, which lasts from block to block. */
typedef void (*ComityUsedRowsFunc) (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data);

/* Calls @func for all blocks on the fit's threads; @totals (n_sums) are the sums of all pieces, in
 * their order. FALSE: cancelled, or no memory. */
gboolean comity_used_rows_pass (const ComityUsedRows *self,
                                ComityUsedRowsFunc func,
                                gpointer data,
                                gsize n_sums,
                                gsize n_scratch,
                                double *totals,
                                ComityProgress *progress,
                                GError **error);

/* The outcome of rows of the dataset, n ≤ COMITY_BLOCK; text that spells numbers is read as such.
 */
void comity_read_response (const ComityFit *fit, const guint32 *rows, gsize n, double *out);

G_END_DECLS
