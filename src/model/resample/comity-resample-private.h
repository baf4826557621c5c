/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates on other samples of the rows that a fit used: without a unit (jackknife), or with units
 * drawn with replacement (bootstrap). A unit is a group of rows; a row of two states is in two
 * units. A replicate counts every unit, a row as often as its units' counts multiplied, so that no
 * row is ever copied.
 *
 *   q parameters · β̂ the full sample's · S_g, H_g score and information of a unit's rows at β̂ */
#pragma once

#include "comity-fit-private.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_REFIT_DONE,
  COMITY_REFIT_NO_EVENTS,     /* the outcome no longer varies */
  COMITY_REFIT_SINGULAR,      /* a column is given by the others */
  COMITY_REFIT_SEPARATED,     /* a column foretells the outcome */
  COMITY_REFIT_NOT_CONVERGED, /* none of these was found */
  COMITY_REFIT_STOPPED,       /* cancelled, or no memory */
} ComityRefitOutcome;

typedef struct
{
  ComityRefitOutcome outcome;
  guint32 column; /* of the sample: the culprit; G_MAXUINT32: not known */
} ComityRefit;

/* Sums of each unit's rows at β̂, for models whose rows have a link function. */
typedef struct
{
  gsize q;
  double *scores;      /* n_units × q: S_g */
  double *information; /* n_units × q (q + 1) / 2: lower triangle of H_g, row by row */
} ComityUnitSums;

typedef struct
{
  /* borrowed: what is resampled */
  const ComityFit *fit;
  const ComitySample *sample;
  const ComitySolution *solution;
  const ComityGroups *a, *b; /* units of the rows; b NULL: each is in one */
  gsize q;                   /* with the parameter beside β */
  gsize n_units;
  gsize n_replicates;
  gboolean leaves_out;  /* replicate g is the sample without unit g; else units are drawn */
  guint32 *seeds;       /* n_replicates, where they are drawn */
  double tolerance;     /* Newton decrement squared below which the last step ends a search */
  double singular;      /* reciprocal condition at which a column is given by others */
  ComityUnitSums *sums; /* or NULL: not known */
  ComityProgress *progress;

  /* results */
  double *estimates;   /* n_replicates × q, in the sample's units */
  ComityRefit *refits; /* n_replicates */
  gsize n_done;        /* atomic */
} ComityResample;

/* How often replicate @replicate counts each unit (n_units). */
void comity_resample_count (const ComityResample *self, gsize replicate, double *counts);
/* Weights of a block's rows (COMITY_BLOCK; 0 where it is filled up), the sample's own among them.
 * FALSE: none is left. */
gboolean comity_resample_weigh (const ComityResample *self,
                                const double *counts,
                                gsize block,
                                double *weight);
/* All replicates, on the fit's threads; a replicate's bits depend on nothing but its counts. FALSE:
 * cancelled or no memory. */
gboolean comity_resample_run (ComityResample *self);

/* TRUE where units' sums can be made: rows with a link function, whose information is their sum. */
gboolean comity_refit_has_sums (const ComityEstimator *estimator);
/* TRUE where the quick way below is one: rows with a link function, and no more than that. */
gboolean comity_refit_is_linked (const ComityEstimator *estimator);
/* Replicates first … first+n-1, n ≤ COMITY_REFIT_TOGETHER, through the same blocks, by scores
 * alone: the information at β̂ is corrected from step to step (BFGS). What does not converge so is
 * left to comity_refit_plain (). */
#define COMITY_REFIT_TOGETHER 8
void comity_refit_linked (ComityResample *self, gsize first, gsize n);
/* One replicate by the estimator's own Newton search over the reweighted sample. */
void comity_refit_plain (ComityResample *self, gsize replicate);
/* Estimates without each unit by one Newton step, (H − H_g)⁻¹ S_g away from β̂; H⁻¹ S_g for models
 * without units' sums. FALSE: cancelled or no memory. */
gboolean comity_refit_one_step (ComityResample *self, const ComityScores *scores);

/* NULL: cancelled, or no memory. O(n q²), threaded. */
ComityUnitSums *comity_unit_sums_new (const ComityResample *self);
void comity_unit_sums_free (ComityUnitSums *self);
/* Bytes they take. */
double comity_unit_sums_get_size (gsize n_units, gsize q);
static inline const double *
comity_unit_sums_peek_score (const ComityUnitSums *self, gsize unit)
{
  return self->scores + unit * self->q;
}
static inline const double *
comity_unit_sums_peek_information (const ComityUnitSums *self, gsize unit)
{
  return self->information + unit * (self->q * (self->q + 1) / 2);
}

/* Takes a unit's information off @h (q × q). */
void
comity_unit_sums_take_off (const ComityUnitSums *self, gsize unit, ComityMatrix *h);

/* Rows of the sample by unit, by counting: those of unit g are members[start[g]] …; start has
 * n_units + 1 entries. NULL when there is no memory, or cancelled. */
guint32 *comity_resample_list_members (const ComityResample *self, gsize **start);

/* (factor) Σ (b_r − b̄)(b_r − b̄)' over the replicates that were estimated, q × q; @n_done: how many
 * they are. */
ComityMatrix *comity_resample_covariance (const ComityResample *self, gsize *n_done);

G_END_DECLS
