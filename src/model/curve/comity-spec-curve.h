/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification curve (Simonsohn, Simmons & Nelson 2020, doi:10.1038/s41562-020-0912-z): one
 * term's estimate in every specification that a reader could call reasonable — sets of further
 * terms × samples × estimators × covariances — and a test of all of them together.
 *
 * For a window: check the options (cheap, main thread), then comity_spec_curve_new in a worker,
 * once with @preview and once without; the curve is frozen, and any thread may read it. */
#pragma once

#include "comity-state-permutation.h"
#include "comity-workbench.h"

G_BEGIN_DECLS

typedef struct _ComitySpecCurve ComitySpecCurve;

#define COMITY_SPEC_CURVE_MAX 65536
/* One in so many non-events of a preview. */
#define COMITY_SPEC_CURVE_PREVIEW 16

typedef struct
{
  /* What holds in every specification: the outcome, the focal term and the terms that are always
   * there; estimator, covariance, condition, weights, level, threads. */
  const ComitySpec *base;
  const char *focal;           /* a term of the base's formula with one coefficient */
  const char *const *optional; /* terms, NULL-terminated; all subsets of them. NULL: none */
  const char *const *sets;    /* … or these sets alone: "a + b", "" for none. NULL: all subsets */
  const char *const *samples; /* conditions, beside the base's; "" is the whole. NULL: the whole */
  const char *const *estimators; /* NULL: the base's */
  const char *const *vces;       /* names; NULL: the base's */
  gboolean
      own_rows; /* each specification uses all rows that it can; FALSE: those complete for all */
  gsize n_permutations; /* of the joint test; 0: none */
  guint64 seed;
  ComityExchange exchange; /* which states are exchanged */
  /* All events and every sixteenth of the rest, corrected by what all rows change in the model of all
   * terms, which is estimated twice. No permutations. */
  gboolean preview;
} ComitySpecCurveOptions;

/* How many specifications there are; 0 with a sentence: a term that is not there, too many …
 * O(terms). */
gsize comity_spec_curve_check (const ComitySpecCurveOptions *options,
                               ComityWorkbench *workbench,
                               GError **error);
/* Errors: as of check, and cancelled. A specification that cannot be estimated is no error but a
 * point of the curve with a problem. Threads work on models apart; same bits for any number. */
ComitySpecCurve *comity_spec_curve_new (const ComitySpecCurveOptions *options,
                                        ComityWorkbench *workbench,
                                        ComityProgress *progress,
                                        GError **error);
ComitySpecCurve *comity_spec_curve_ref (ComitySpecCurve *self);
void comity_spec_curve_unref (ComitySpecCurve *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySpecCurve, comity_spec_curve_unref)

typedef struct
{
  gsize set, sample, estimator, vce; /* which choices */
  gboolean estimated;                /* there is a finite estimate and a standard error */
  ComityFitStatus status;
  const char *problem;                                                 /* a sentence; NULL: none */
  double estimate, std_error, statistic, p_value, conf_low, conf_high; /* NaN where there is none */
  gsize n, n_events;
} ComityCurvePoint;

/* In the order in which they were listed; the first is the reference: no optional term, or the
 * first set, in the first sample by the first estimator. */
gsize comity_spec_curve_get_n (const ComitySpecCurve *self);
const ComityCurvePoint *comity_spec_curve_peek_point (const ComitySpecCurve *self, gsize i);
/* n indices: estimates ascending, then those that were not estimated. */
const guint32 *comity_spec_curve_peek_order (const ComitySpecCurve *self);

/* Choices */
typedef enum
{
  COMITY_CURVE_TERMS, /* optional terms: a point has any number of them */
  COMITY_CURVE_SAMPLES,
  COMITY_CURVE_ESTIMATORS,
  COMITY_CURVE_VCES,
} ComityCurveChoice;

gsize comity_spec_curve_get_n_choices (const ComitySpecCurve *self, ComityCurveChoice kind);
const char *
comity_spec_curve_peek_choice (const ComitySpecCurve *self, ComityCurveChoice kind, gsize i);
gboolean
comity_spec_curve_takes (const ComitySpecCurve *self, gsize point, ComityCurveChoice kind, gsize i);
char *comity_spec_curve_dup_formula (const ComitySpecCurve *self, gsize point);
const char *comity_spec_curve_peek_focal (const ComitySpecCurve *self);
const ComitySpec *comity_spec_curve_peek_base (const ComitySpecCurve *self);
ComityDataset *comity_spec_curve_peek_dataset (const ComitySpecCurve *self);

/* Statistics of all specifications together, and their permutation p values. */
typedef struct
{
  double median;
  double share_significant; /* of the median's sign, at the level */
  double stouffer;          /* Σ z / √n */
} ComityCurveJoint;

typedef struct
{
  gsize n, n_estimated;
  double share_positive; /* of those estimated */
  double share_significant_positive, share_significant_negative;
  ComityCurveJoint observed;
  /* Shares of the permutations with a statistic at least as far from 0; NaN without a test. */
  ComityCurveJoint p;
  gsize n_permutations;
  gsize n_failed;     /* permutations with no estimate at all: they count as extreme */
  gboolean exact;     /* all permutations there are */
  gboolean by_states; /* else rows were exchanged */
  double kept;        /* mean share of the rows that had a counterpart */
  guint64 seed;
  gboolean preview, own_rows;
  gsize n_rows;         /* the most of a specification */
  /* To be expected at most, in standard errors: √(events (every − 1) / others), which is what leaving
   * out rows does without the correction. */
  double preview_error;
  double seconds;
} ComityCurveSummary;

/* What it says, in a sentence. New string. */
char *comity_spec_curve_describe (const ComitySpecCurve *self);

const ComityCurveSummary *comity_spec_curve_peek_summary (const ComitySpecCurve *self);

G_END_DECLS
