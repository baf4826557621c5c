/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed effects that are swept out of columns instead of being estimated: what is left of a column
 * is its residual on the dummies of all groupings, weighted (Frisch & Waugh 1933; Lovell 1963). */
#pragma once

#include "comity-groups-private.h"
#include "comity-sample-private.h"

G_BEGIN_DECLS

typedef struct _ComityAbsorb ComityAbsorb;

/* Takes the groupings (ComityGroups of the same n rows). */
ComityAbsorb *comity_absorb_new (GPtrArray *groupings);
void comity_absorb_free (ComityAbsorb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityAbsorb, comity_absorb_free)
GPtrArray *comity_absorb_peek_groupings (const ComityAbsorb *self);

/* Sets the weights (n, NULL: 1), borrowed until the next call; FALSE: no memory. */
gboolean comity_absorb_weigh (ComityAbsorb *self, const double *weight);
/* Sweeps the groupings out of column @column of the sample, or with G_MAXSIZE out of @values (n), in
 * place. One grouping takes one projection; more take conjugate gradients on the symmetric sequence
 * of projections (Correia 2016, "A feasible estimator for linear models with multi-way fixed
 * effects"), until what a sequence still changes is 1e-12 of the column's length. @left: how much of
 * the length about the mean is left. FALSE: cancelled, no memory, or (@slow) not converged. Any
 * thread. */
gboolean comity_absorb_sweep (const ComityAbsorb *self,
                              ComitySample *sample,
                              gsize column,
                              double *values,
                              double *left,
                              gboolean *slow,
                              ComityProgress *progress);

/* Rows that are alone in a group, or, with @y, in a group whose y are all 0; and those that are once
 * they are gone, and so on: out[i] is 1 for the former, 2 for the latter. Adds their numbers. */
void comity_absorb_find_lost (
    const ComityAbsorb *self, const double *y, guint8 *out, gsize *n_alone, gsize *n_zero);

/* Coefficients that the groupings take, as reghdfe counts them by default: all levels of the first,
 * those of each further one less the most connected parts that it forms with one before it (exact
 * for two; for more an upper bound). A grouping within one of @clusters (ComityGroups) takes none and
 * *nested is set: then the constant counts by itself, and each of the others has one level less.
 * Whatever the order of the groupings. */
double comity_absorb_count (const ComityAbsorb *self, GPtrArray *clusters, gboolean *nested);

G_END_DECLS
