/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well fitted probabilities tell events from other rows: the ROC curve and its area with
 * DeLong's standard error, precision and recall, scores of the probabilities, calibration. Rows
 * count once, whatever their weights. */
#pragma once

#include "comity-fit.h"
#include "comity-tests.h"

G_BEGIN_DECLS

typedef struct _ComityRoc ComityRoc;

typedef struct
{
  gsize n, n_events;
  double auc, auc_error, auc_low, auc_high; /* ties count one half; the interval is cut to 0 … 1 */
  double average_precision;                 /* Σ (recall_i − recall_{i−1}) precision_i */
  double brier, brier_null;                 /* mean (y − p)²; with the share of events for p */
  double log_score;                         /* mean −log likelihood of a row */
  double tjur;                              /* mean p of events less mean p of others */
} ComityRocNumbers;

/* Of a fit to a 0/1 outcome, over the rows it used. Errors: COMITY_MODEL_ERROR_SPEC for other
 * models, cancelled. O(n k + n log n). */
ComityRoc *comity_roc_new (const ComityFit *fit, ComityProgress *progress, GError **error);
/* Of any scores: @outcome 0 or 1, n each, both kinds among them; copied. @level in percent. */
ComityRoc *
comity_roc_new_from_scores (const double *score, const guint8 *outcome, gsize n, double level);
void comity_roc_free (ComityRoc *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityRoc, comity_roc_free)
const ComityRocNumbers *comity_roc_peek_numbers (const ComityRoc *self);

/* A point of the curves: everything at or above @threshold is called an event. */
typedef struct
{
  double threshold;
  gsize false_positives, true_positives;
  double false_positive_rate, recall, precision;
} ComityRocPoint;

/* One point a distinct score, from the highest down. */
gsize comity_roc_get_n_points (const ComityRoc *self);
const ComityRocPoint *comity_roc_peek_point (const ComityRoc *self, gsize i);
/* Events and others at or above a threshold. O(points). */
void comity_roc_count (const ComityRoc *self,
                       double threshold,
                       gsize *true_positives,
                       gsize *false_positives);
/* The rows in ascending order of their scores, n each: what a separation plot draws. */
const double *comity_roc_peek_sorted_scores (const ComityRoc *self);
const guint8 *comity_roc_peek_sorted_outcomes (const ComityRoc *self);

/* The difference of two areas over the same rows (DeLong, DeLong & Clarke-Pearson 1988,
 * doi:10.2307/2531595): estimate a − b with its error, z, p and interval. FALSE when the rows or
 * outcomes differ. */
gboolean comity_roc_compare (const ComityRoc *a,
                             const ComityRoc *b,
                             double level,
                             ComityCoefficient *result);

/* A group of rows with like scores. */
typedef struct
{
  gsize n, observed;
  double expected;  /* Σ p */
  double low, high; /* scores within */
} ComityRocBin;

/* Groups cut at the quantiles of the scores (R's type 7; equal scores stay together): @bins has
 * room for @n_groups. Returns how many there are; @result is Hosmer & Lemeshow's chi2 with two
 * degrees less, NaN where there are fewer than three groups. */
gsize comity_roc_calibrate (const ComityRoc *self,
                            gsize n_groups,
                            ComityRocBin *bins,
                            ComityTestResult *result);

G_END_DECLS
