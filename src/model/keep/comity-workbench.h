/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits one after the other over the same data: what the last ones read is kept, so that after a
 * changed term only what is new is read — its column, and where it is missing. The numbers, the
 * warnings and the waterfall are those of a fresh fit, bit for bit.
 *
 * Kept are, for each variable met, one bit a row, and the last samples (rows, outcome, columns as
 * doubles, groups of the covariance): no more than @max_bytes of them but for the last. Any thread;
 * fits may run side by side. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

typedef struct _ComityWorkbench ComityWorkbench;

/* 256 MB: 65 columns of half a million rows. */
#define COMITY_WORKBENCH_BYTES ((gsize) 256 << 20)

/* @panel nullable: then over the rows of @dataset, without dyads. A sample larger than @max_bytes
 * is not kept, and its fits are fresh ones. */
ComityWorkbench *comity_workbench_new (ComityPanel *panel, ComityDataset *dataset, gsize max_bytes);
ComityWorkbench *comity_workbench_ref (ComityWorkbench *self);
void comity_workbench_unref (ComityWorkbench *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityWorkbench, comity_workbench_unref)

ComityPanel *comity_workbench_peek_panel (const ComityWorkbench *self); /* or NULL */
ComityDataset *comity_workbench_peek_dataset (const ComityWorkbench *self);

/* As comity_fit_new, with the same errors. */
ComityFit *comity_workbench_fit (ComityWorkbench *self,
                                 const ComitySpec *spec,
                                 ComityProgress *progress,
                                 GError **error);
/* Forgets what is kept. */
void comity_workbench_clear (ComityWorkbench *self);
gsize comity_workbench_get_bytes (ComityWorkbench *self);

G_END_DECLS
