/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paragraph of a pair's dossier: why, in words, from numbers that stand in its rows. */
#pragma once

#include "comity-dossier-private.h"

G_BEGIN_DECLS

typedef struct
{
  const ComityDossierPair *pair;
  const ComityDossierModel *model; /* NULL: none was fitted */
  gboolean has_row;                /* the pair has a row that the fit can speak of */
  gboolean has_interval;
  gboolean has_hazard;     /* what is fitted is a hazard over time */
  double value, low, high; /* fitted; NaN: a covariate is missing */
  double observed;
  double mean; /* of the year's pairs */
  gsize rank, n_pairs;
  gsize n_equal; /* other pairs of the year with the same */
  double *parts;   /* n_terms: x β */
  double *average; /* n_terms: mean β */
  gsize n_comparable, n_comparable_signed;
} ComityReasons;

void comity_reasons_clear (ComityReasons *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityReasons, comity_reasons_clear)

/* Whether the fitted value has an interval that says more than itself: a hazard of 0 has none. */
gboolean comity_reasons_has_interval (const ComityReasons *self);
/* The variables whose values are missing: "judicial_diff, ideal_diff". New string. */
char *comity_reasons_dup_missing (const ComityReasons *self);
/* New string. */
char *comity_reasons_dup_paragraph (const ComityReasons *self);

G_END_DECLS
