/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a fit that absorbed fixed effects add. */
#pragma once

#include "comity-absorb-private.h"
#include "comity-fit-private.h"

G_BEGIN_DECLS

/* Leaves out and notes the rows that fixed effects settle alone; @absorb: of those that stay. */
gboolean comity_fit_absorb_rows (ComityFit *self,
                                 const ComityFitPlan *plan,
                                 const ComityFitUnits *units,
                                 ComityFitRows *rows,
                                 ComityAbsorb **absorb,
                                 ComityProgress *progress,
                                 GError **error);
/* Sweeps @values (n; NULL: none) and all columns; with @drop_given those that the fixed effects give
 * become 0. FALSE: cancelled or no memory. */
gboolean comity_fit_sweep (ComityFit *self,
                           const ComityAbsorb *absorb,
                           ComitySample *sample,
                           double *values,
                           gboolean drop_given,
                           ComityProgress *progress);
/* Least squares: outcome and columns are swept, and the fit goes on as without fixed effects. */
gboolean comity_fit_absorb_linear (ComityFit *self,
                                   ComityAbsorb *absorb,
                                   ComitySample *sample,
                                   ComityProgress *progress);
/* Poisson: the whole estimation, in place of comity_fit_solve (). */
gboolean comity_fit_solve_ppml (ComityFit *self,
                                ComityAbsorb *absorb,
                                ComitySample *sample,
                                ComitySolution *solution,
                                ComityProgress *progress,
                                GError **error);
/* After a search whose means vanish in some rows: marks the rows (of the sample) with outcome 0 that
 * terms and fixed effects together foretell; returns how many, 0 when there are none, none can be
 * proved, or it was cancelled. The columns are swept anew. O(n q) an iteration. */
gsize comity_fit_rectify (ComityFit *self,
                          ComityAbsorb *absorb,
                          ComitySample *sample,
                          const ComitySolution *solution,
                          guint8 *separated,
                          ComityProgress *progress);
/* When the clusters are known: counts what was absorbed, and says so. */
void comity_fit_absorb_settle (ComityFit *self, const ComityAbsorb *absorb, GPtrArray *clusters);

G_END_DECLS
