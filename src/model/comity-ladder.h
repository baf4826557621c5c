/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder: one fit under every kind of standard errors that its model and data allow, beside
 * each other, from classical ones to those that know of states. The rows are read, the likelihood
 * is maximised and the scores are summed once; a rung costs sums over pairs of states, not over
 * rows. Frozen. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

typedef struct _ComityLadder ComityLadder;

/* Rungs, from the first: classical, HC0, HC1, least squares' HC2 and HC3, robust; clustered by the
 * specification's first column of clusters, else by the panel's dyads; two-way by its two columns,
 * else by the two states; dyadic; jackknife over states, else over clusters, by one step. The rows
 * are those that are complete in all the columns that this needs. @spec's own kind is the fit's.
 * Some two to three times as long as a classical fit. Errors: as comity_fit_new (). */
ComityLadder *comity_ladder_new (const ComitySpec *spec,
                                 ComityPanel *panel,
                                 ComityProgress *progress,
                                 GError **error);
/* The same over a dataset without panel roles; states come from the specification. */
ComityLadder *comity_ladder_new_for_dataset (const ComitySpec *spec,
                                             ComityDataset *dataset,
                                             ComityProgress *progress,
                                             GError **error);
void comity_ladder_free (ComityLadder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLadder, comity_ladder_free)

ComityFit *comity_ladder_peek_fit (const ComityLadder *self);
gsize comity_ladder_get_n_rungs (const ComityLadder *self);
ComityVce comity_ladder_get_vce (const ComityLadder *self, gsize rung);
/* A few words for a column's head: "by dyadid". */
const char *comity_ladder_peek_title (const ComityLadder *self, gsize rung);
/* "Standard errors clustered by dyadid (16,637 clusters)"; of a rung that there is not, why. */
const char *comity_ladder_peek_sentence (const ComityLadder *self, gsize rung);
/* n_terms × n_terms; NULL where the model or the data do not allow this kind. */
const ComityMatrix *comity_ladder_peek_vcov (const ComityLadder *self, gsize rung);
/* The term under this kind; NULL likewise. */
const ComityCoefficient *
comity_ladder_peek_coefficient (const ComityLadder *self, gsize rung, gsize term);
/* What is the matter with this kind here: few clusters, a repaired matrix … */
gsize comity_ladder_get_n_warnings (const ComityLadder *self, gsize rung);
const char *comity_ladder_peek_warning (const ComityLadder *self, gsize rung, gsize i);

G_END_DECLS
