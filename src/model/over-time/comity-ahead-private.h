/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit says of the years to come of one row: by its estimates, and by draws of all that was
 * estimated (the coefficients, the parameter beside them, the baseline). */
#pragma once

#include "comity-row-hazards.h"

G_BEGIN_DECLS

typedef struct
{
  const ComityFit *fit;
  ComityRowHazards *own; /* NULL: they were given */
  gsize n_years;         /* fewer than were asked for where a Cox model's baseline ends before */
  gsize n_draws;         /* 0: the covariance is not finite */
  gsize width;           /* of a draw: the terms, and the parameter beside them */
  double *beta;          /* width: the estimates */
  double *draws;         /* n_draws × width */
  double end;            /* time at risk that the data reach where the years go beyond, else NaN */
  /* Models of durations */
  double *time; /* n_years + 1: time at risk between the years; NULL: the model is none */
  /* Cox */
  double *center; /* n_terms: m; borrowed */
  double *hazard; /* n_years: the baseline's increment at x = m */
  double *mean;   /* n_years × n_terms: x̄ − m over those at risk */
  double *noise;  /* n_draws × n_years: what a draw multiplies the increment by */
} ComityAhead;

/* @hazards (nullable): of the fit; after a model of durations they are made anew without. Errors:
 * COMITY_MODEL_ERROR_SPEC (no predictions after the model, no years to come in the data), _NO_ROWS
 * (the row has no time at risk, or no baseline there), those of the hazards. O(draws · terms ·
 * (terms + years)). */
gboolean comity_ahead_init (ComityAhead *self,
                            const ComityFit *fit,
                            const ComityRowHazards *hazards,
                            ComityPanel *panel,
                            gsize row,
                            gsize n_years,
                            guint n_draws,
                            guint64 seed,
                            ComityProgress *progress,
                            GError **error);
void comity_ahead_clear (ComityAhead *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityAhead, comity_ahead_clear)

/* The mean outcome in a year with the terms @x; of a model of durations the probability of an event
 * in the year, given none before: 1 − S (t) / S (t − 1). @draw -1: by the estimates. */
double comity_ahead_get_mean (
    const ComityAhead *self, gsize year, gssize draw, const double *x, double offset);
/* Whether means are probabilities. */
gboolean comity_ahead_is_probability (const ComityFit *fit);

G_END_DECLS
