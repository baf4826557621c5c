/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the permutation tests share: the sample and what is permuted over it, and lanes, each with
 * the memory to work one permutation after another. A lane's result depends on the permutation
 * alone. */
#pragma once

#include "comity-qap.h"

#include "comity-fit-private.h"

G_BEGIN_DECLS

typedef struct
{
  const ComityFit *fit;
  ComityQapMethod method;
  ComityStatePermutation *states;
  ComitySample *sample; /* q columns, all of them independent, and room for one more for each lane */
  gsize q;
  gsize first; /* of the columns that are estimated: 1 where the constant is only beside them */
  gsize n_lanes; /* permutations that are worked on at a time */
  guint32 *columns; /* q: 0 … q-1, as passes want them */
  gsize n_tests;
  guint32 *tested; /* n_tests: a column of the sample */
  /* What is permuted: the residuals of the tested columns, or the outcome; rows of n_values numbers
   * beside each other, so that a row is fetched at once. */
  gsize n_values;
  double *values;      /* n × n_values */
  ComityMatrix *cross; /* (q + 1)², lower triangle: of the columns and the outcome, weighted */
  double outcome_mean; /* taken off the outcome in linear statistics */
  double *outcome;     /* blocks, as the sample's y but centred and without offset */
  /* refits */
  double *start; /* n_tests × q: estimates without the tested column, as a start */
  ComitySample *thin;  /* the events and some of the rest, where that pays; NULL: it does not */
  guint32 *thin_rows;  /* thin->n: of the sample */
  double *thin_start;  /* n_tests × q: start, among these rows */
  ComityProgress *progress;
} ComityQapWork;

/* Errors: as comity_qap_new (). Cleared also after a failure. */
gboolean comity_qap_work_init (ComityQapWork *self,
                               const ComityFit *fit,
                               const ComityQapOptions *options,
                               ComityProgress *progress,
                               GError **error);
void comity_qap_work_clear (ComityQapWork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityQapWork, comity_qap_work_clear)
/* Whether statistics are of models estimated again, not in closed form. */
gboolean comity_qap_refits (const ComityQapWork *self);
/* Cancelled, or no memory; FALSE. */
gboolean comity_qap_fail (ComityProgress *progress, GError **error);

typedef struct _ComityQapLane ComityQapLane;

/* NULL when there is no memory. Lanes are numbered 0 … n_lanes - 1. */
ComityQapLane *comity_qap_lane_new (const ComityQapWork *work, gsize lane, guint n_threads);
void comity_qap_lane_free (ComityQapLane *self);
/* Fills the work's starts, which all lanes share. FALSE: cancelled, or no memory. */
gboolean comity_qap_lane_start (ComityQapLane *self, ComityQapWork *work);
/* statistics[n_tests], NaN where the permuted data give none, and the rows that had a counterpart.
 * FALSE: cancelled, or no memory. */
gboolean
comity_qap_lane_run (ComityQapLane *self, const guint32 *order, double *statistics, gsize *n_kept);

/* Closed forms, for least squares and correlations. */
typedef struct _ComityQapLinear ComityQapLinear;
ComityQapLinear *comity_qap_linear_new (const ComityQapWork *work);
void comity_qap_linear_free (ComityQapLinear *self);
gboolean
comity_qap_linear_run (ComityQapLinear *self, const guint32 *map, gsize n_kept, double *statistics);

/* Maximum likelihood once more. */
typedef struct _ComityQapRefit ComityQapRefit;
ComityQapRefit *comity_qap_refit_new (const ComityQapWork *work, gsize lane, guint n_threads);
void comity_qap_refit_free (ComityQapRefit *self);
gboolean comity_qap_refit_start (ComityQapRefit *self, ComityQapWork *work);
gboolean
comity_qap_refit_run (ComityQapRefit *self, const guint32 *map, gsize n_kept, double *statistics);

/* β of the sample's column 0 is the constant of centred covariates. Its row in terms of β for the
 * constant of the covariates as they are, in @out (q). */
void comity_qap_get_constant_row (const ComityQapWork *work, double *out);

G_END_DECLS
