/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would happen to one pair under other values: its hazard and the cumulative probability over
 * the years to come, as it is and as it would be, with simulated intervals. Covariates are columns
 * of the data: a change of x moves I(x^2), splines and every interaction of x.
 *
 * After a model of durations (Cox, exponential, Weibull, log-logistic, log-normal) a year's hazard
 * is the probability of an event in it given none before, 1 − S (t) / S (t − 1), over the row's
 * time at risk and then over the years that follow it, each as long as the median step between
 * years in the data; of a Cox model in the pair's own stratum, for as long as its baseline is
 * known.
 *
 * The years to come begin with the row's own. Covariates stay as they are in it, but for columns
 * that count time (comity_what_if_new () finds them: in the dyads of the data their value, its
 * square or its cube root goes up by the same amount each year), which go on. */
#pragma once

#include "comity-effects.h"
#include "comity-row-hazards.h"
#include "comity-support.h"

G_BEGIN_DECLS

/* Draws of the estimates, and their seed: the same input gives the same intervals. */
#define COMITY_WHAT_IF_DRAWS 1000
#define COMITY_WHAT_IF_SEED 1

typedef struct
{
  int year;
  double
      hazard; /* the mean outcome: for a binary one, and durations, the probability in this year */
  double low, high;
  double cumulative; /* 1 − Π (1 − hazard) up to this year; NaN where the outcome is not binary */
  double cumulative_low, cumulative_high;
} ComityHazardPoint;

typedef struct _ComityWhatIf ComityWhatIf;

/* @row of the fit's dataset, whose panel is @panel; @settings: what is otherwise ("as observed,
 * x = 3"). @support (nullable): of the same fit, for the warning; @hazards (nullable): likewise,
 * made anew after models of durations without. Intervals at the fit's level are quantiles of
 * COMITY_WHAT_IF_DRAWS draws from the estimates' normal distribution, the same draws for both
 * (King, Tomz & Wittenberg 2000, doi:10.2307/2669316); NaN where the covariance is not finite. A
 * draw of a parametric model has its shape too; one of a Cox model its baseline, which moves with
 * the estimates and has the error of the years' own events: to first order the variance of Tsiatis
 * (1981, doi:10.1214/aos/1176345335), as survfit in R, without going below 0 (comity-ahead.c).
 * Errors: COMITY_MODEL_ERROR naming the column or the model, _NO_ROWS where a model of durations
 * says nothing of this row (no time at risk, no baseline there). O(draws · years · terms). */
ComityWhatIf *comity_what_if_new (const ComityFit *fit,
                                  ComityPanel *panel,
                                  gsize row,
                                  const ComityProfile *settings,
                                  gsize n_years,
                                  const ComitySupport *support,
                                  const ComityRowHazards *hazards,
                                  ComityProgress *progress,
                                  GError **error);
void comity_what_if_free (ComityWhatIf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityWhatIf, comity_what_if_free)

/* Years: as many as were asked for, or as a Cox model's baseline reaches. */
gsize comity_what_if_get_n (const ComityWhatIf *self);
const ComityHazardPoint *comity_what_if_peek_factual (const ComityWhatIf *self, gsize i);
const ComityHazardPoint *comity_what_if_peek_other (const ComityWhatIf *self, gsize i);
/* Other less factual, of the last year's cumulative probability (of a binary outcome; else of the
 * first year's mean), with the interval of the difference. */
double comity_what_if_get_change (const ComityWhatIf *self, double *low, double *high);
/* Whether hazards are probabilities, and add up. */
gboolean comity_what_if_is_probability (const ComityWhatIf *self);
/* Whether any year has a hazard: a Cox model has none where nobody had an event at these times. */
gboolean comity_what_if_has_events (const ComityWhatIf *self);
/* The time at risk, of this name, at which the baseline ends and the years with it; NaN: all that
 * were asked for are there. */
double comity_what_if_get_end (const ComityWhatIf *self, const char **time_name);
/* Whether the last year, or its time at risk, is one that the data do not reach. */
gboolean comity_what_if_is_extrapolated (const ComityWhatIf *self);
/* Why the data do not support the other values in the first year, or NULL. */
const char *comity_what_if_peek_warning (const ComityWhatIf *self);

/* Why a column is not moved. */
typedef enum
{
  COMITY_WHAT_IF_TIME, /* a covariate that counts time, or the time at risk: it goes on by itself */
  COMITY_WHAT_IF_STRATA, /* the pair has the baseline of its own stratum */
  COMITY_WHAT_IF_TEXT,   /* a covariate that is no number */
  COMITY_WHAT_IF_FREE,   /* it can be moved, or is not of the model */
} ComityWhatIfHold;

/* The columns that the fit's covariates are made of and that nothing holds, for sliders; and those
 * that are held so. Names in the data's order, NULL-terminated; g_strfreev. */
char **comity_what_if_dup_columns (const ComityFit *fit, ComityPanel *panel);
char **comity_what_if_dup_held (const ComityFit *fit, ComityPanel *panel, ComityWhatIfHold hold);

/* Whether it is a model of durations. */
gboolean comity_fit_is_timed (const ComityFit *fit);
/* Whether fitted values are probabilities of an event in the row's own year. */
gboolean comity_fit_is_probability (const ComityFit *fit);
/* Fitted values of rows with intervals at the fit's level: by the delta method on the linear
 * predictor, carried through the link. Arrays of n; NaN where a covariate is missing. */
gboolean comity_fit_predict_intervals (const ComityFit *fit,
                                       const guint32 *rows,
                                       gsize n,
                                       double *value,
                                       double *low,
                                       double *high,
                                       GError **error);

G_END_DECLS
