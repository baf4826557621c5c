/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survival and hazards over time that a model predicts for one case: the Cox model by its baseline
 * (a curve a stratum), parametric models of durations by their formula, and models of an event in
 * each dyad-year (logit, probit, cloglog) by the hazards of the years. A value of its maker; made
 * once, then only read. */
#pragma once

#include "comity-effects.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_CURVE_SURVIVAL,
  COMITY_CURVE_HAZARD, /* cumulative */
  COMITY_CURVE_RATE,   /* the hazard of the moment, or of the year; not of a Cox model */
} ComityCurveKind;

/* "survival", "hazard", "rate". */
gboolean comity_curve_kind_from_name (const char *name, ComityCurveKind *kind);
const char *comity_curve_kind_title (ComityCurveKind kind); /* "Cumulative hazard" */

typedef struct
{
  char *label;   /* "dem = 1, region = 2"; "" where there is one curve */
  char *value;   /* of the column that runs; NULL: none */
  char *stratum; /* NULL: none */
  gsize n;
  double *time;                              /* n */
  double *survival, *low, *high;             /* n; NaN beyond the times that the data reach */
  double *hazard;                            /* n: cumulative */
  double *hazard_error;                      /* n: of it, which is that of log S too */
  double *hazard_low, *hazard_high;          /* n */
  double *rate;                              /* n; all NaN after a Cox model, and at time 0 */
  double *rate_error, *rate_low, *rate_high; /* n */
} ComityPredictedCurve;

typedef struct
{
  gboolean steps;    /* a value holds until the next: all but parametric models */
  gboolean has_rate; /* FALSE: a Cox model */
  gboolean discrete; /* the hazard is the probability of the event in the year */
  double level;      /* of the intervals, in percent */
  char *time_name;   /* "dur" */
  gsize n;
  ComityPredictedCurve *curves; /* n: by value, then by stratum */
} ComityPredictedCurves;

/* Of the case that @profile, at means, says, with @column (NULL: none) at each of @values. @times
 * (@n_times, 0 or more each; NULL: the events' times of a Cox model, a hundred of a parametric
 * one). Intervals of the fit's level by the delta method: Cox on the scale of log S (R's default),
 * parametric on those of log Λ and log λ, where a Weibull is linear. Errors:
 * COMITY_MODEL_ERROR_SPEC (no model of durations, no finite estimates, exact ties, a profile that
 * averages) or _COLUMN. O(n k² + times × k²). */
ComityPredictedCurves *comity_predicted_curves_new (ComityFit *fit,
                                                    const ComityProfile *profile,
                                                    const char *column,
                                                    const char *const *values,
                                                    gsize n_values,
                                                    const double *times,
                                                    gsize n_times,
                                                    ComityProgress *progress,
                                                    GError **error);
/* The same of a model of an event in each dyad-year, whose fitted values h are probabilities: over
 * the values of the column that counts the years at risk (comity_discrete_curves_find_time ()),
 * which moves its powers along, survival is Π (1 − h) and the cumulative hazard −Σ log (1 − h).
 * Intervals by the delta method, of h on the scale of the linear predictor and of Λ on that of its
 * logarithm. Singer & Willett (1993), doi:10.3102/10769986018002155. Errors: as above, and that no
 * covariate counts the years at risk. O(n + times × k²) a value. */
ComityPredictedCurves *comity_discrete_curves_new (ComityFit *fit,
                                                   ComityPanel *panel,
                                                   const ComityProfile *profile,
                                                   const char *column,
                                                   const char *const *values,
                                                   gsize n_values,
                                                   ComityProgress *progress,
                                                   GError **error);
/* The covariate that counts the years at risk; NULL: none does, or fitted values are no
 * probabilities. Cheap. */
const char *comity_discrete_curves_find_time (const ComityFit *fit, ComityPanel *panel);

void comity_predicted_curves_free (ComityPredictedCurves *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityPredictedCurves, comity_predicted_curves_free)

G_END_DECLS
