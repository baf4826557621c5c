/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations beyond a table of coefficients: what follows a Cox model (residuals, the test of
 * proportional hazards, baseline hazard and predicted survival), and survivor curves without a
 * model (Kaplan–Meier, Nelson–Aalen, the log-rank family). Values are frozen once made. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

/* A Cox fit opened again: its rows are read once and its risk sets kept. Any thread. */
typedef struct _ComityCox ComityCox;

/* O(n q²), as one pass of the fit. Errors: COMITY_MODEL_ERROR_SPEC (not a Cox model with Efron's or
 * Breslow's ties, or without finite estimates), COMITY_MODEL_ERROR_TOO_LARGE, or cancelled. */
ComityCox *comity_cox_new (ComityFit *fit, ComityProgress *progress, GError **error);
void comity_cox_free (ComityCox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityCox, comity_cox_free)

/* Rows of the dataset that the model uses, in its order: n of them. */
const guint32 *comity_cox_peek_rows (const ComityCox *self, gsize *n);
/* Rows with an event by stratum, time, then order in the data; @times (nullable) theirs. Free with
 * g_free. */
guint32 *comity_cox_dup_events (const ComityCox *self, gsize *n_events, double **times);

/* What is printed beside the likelihood-ratio and Wald tests of a Cox model. */
typedef struct
{
  double concordance;    /* Harrell's C of the rows' linear predictors, ties half */
  double concordance_se; /* by the infinitesimal jackknife, over what the fit's errors are clustered by */
  double score_chi2;     /* U'I⁻¹U where all effects are 0: without ties and alone, the log-rank test */
  int score_df;
  double score_p;
} ComityCoxSummary;

/* Worked out when it is first asked for, then kept by the fit, whose it is: it costs a third of the
 * fit. NULL, without an error, where the fit is no Cox model with finite estimates; with an error:
 * no memory, or cancelled. Any thread. O(n q² + n log n). */
const ComityCoxSummary *
comity_fit_get_cox_summary (ComityFit *fit, ComityProgress *progress, GError **error);
/* What is kept; NULL where it has not been asked for. */
const ComityCoxSummary *comity_fit_peek_cox_summary (const ComityFit *fit);

typedef enum
{
  COMITY_COX_MARTINGALE, /* n × 1: δ − Λ̂; Barlow & Prentice 1988, doi:10.1093/biomet/75.1.65 */
  COMITY_COX_COX_SNELL,         /* n × 1: Λ̂, what the model expected */
  COMITY_COX_DEVIANCE,          /* n × 1: martingale residuals made symmetric */
  COMITY_COX_SCORE,             /* n × terms */
  COMITY_COX_DFBETA,            /* n × terms: the estimates' change when a row goes, one step */
  COMITY_COX_DFBETAS,           /* … in standard errors */
  COMITY_COX_SCHOENFELD,        /* events × terms: covariates less their mean at risk */
  COMITY_COX_SCALED_SCHOENFELD, /* events × terms: about β(t) */
} ComityCoxResidual;

/* NULL when there is no memory. O(n terms). */
ComityMatrix *comity_cox_residuals (const ComityCox *self, ComityCoxResidual kind);

/* g of time against which effects may drift. */
typedef enum
{
  COMITY_ZPH_KM, /* 1 − S(t−): R's default */
  COMITY_ZPH_IDENTITY,
  COMITY_ZPH_RANK,
  COMITY_ZPH_LOG,
} ComityZphTransform;

gboolean comity_zph_transform_from_name (const char *name, ComityZphTransform *transform);
const char *comity_zph_transform_name (ComityZphTransform transform);

typedef struct
{
  char *term; /* "GLOBAL" for all together */
  double rho; /* correlation of scaled residuals with g; NaN for several columns and in the score
                 test */
  double chi2;
  int df;
  double p;
} ComityZphTest;

typedef struct
{
  ComityZphTransform transform;
  gboolean approximate;
  gsize n_tests;        /* terms of the formula, and all */
  ComityZphTest *tests; /* n_tests */
} ComityZph;

/* Are effects constant over time? Grambsch & Therneau (1994), doi:10.1093/biomet/81.3.515: the
 * score test of β + θ g(t), with the exact information (R ≥ survival 3), or @approximate as in the
 * paper and in Stata's estat phtest. O(n q²). NULL with an error: no memory, or log of a time ≤ 0.
 */
ComityZph *comity_cox_zph (const ComityCox *self,
                           ComityZphTransform transform,
                           gboolean approximate,
                           ComityProgress *progress,
                           GError **error);
void comity_zph_free (ComityZph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityZph, comity_zph_free)

/* A curve over the event times of one stratum. */
typedef struct
{
  gsize n;
  double *time;       /* n, ascending */
  double *hazard;     /* n: cumulative hazard Λ(t) */
  double *std_error;  /* n: of Λ, which is that of log S too */
  double *survival;   /* n: exp (−Λ) */
  double *low, *high; /* n: of survival, on the scale of its logarithm */
} ComityCoxCurve;

gsize comity_cox_get_n_strata (const ComityCox *self);
/* Value of the strata's column; NULL where there are no strata. g_free. */
char *comity_cox_dup_stratum (const ComityCox *self, gsize stratum);
/* Predicted cumulative hazard and survival of somebody with these covariates: @x holds the value of
 * every term (n_terms of the fit), NULL for 0 (the baseline as in Stata). Breslow's or Efron's
 * estimate, as the ties. @level in percent. NULL when there is no memory. O(event times × terms²).
 */
ComityCoxCurve *
comity_cox_predict (const ComityCox *self, gsize stratum, const double *x, double level);
/* Means of the terms over the rows used: n_terms. */
void comity_cox_get_means (const ComityCox *self, double *x);
/* Where the curve stands at @time: an index, or -1 before its first event. */
gssize comity_cox_curve_find (const ComityCoxCurve *self, double time);
void comity_cox_curve_free (ComityCoxCurve *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityCoxCurve, comity_cox_curve_free)

/* Survival without a model, at every time at which somebody has an event or leaves. */
typedef struct
{
  gsize n;
  double *time;         /* n, ascending */
  double *n_risk;       /* n: weights at risk just before */
  double *n_event;      /* n */
  double *n_censor;     /* n */
  double *survival;     /* n: Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452 */
  double *std_error;    /* n: Greenwood's, of survival */
  double *hazard;       /* n: Nelson–Aalen's cumulative hazard, doi:10.1214/aos/1176344247 */
  double *hazard_error; /* n: √ Σ d / n² */
} ComitySurvivor;

/* @start NULL: all are at risk from the beginning; @event: 0 or 1; @weight NULL: 1. Arrays of n,
 * start < stop. A row is at risk at t when start < t ≤ stop. NULL when there is no memory.
 * O(n log n). Any thread. */
ComitySurvivor *comity_survivor_new (
    gsize n, const double *start, const double *stop, const double *event, const double *weight);
void comity_survivor_free (ComitySurvivor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySurvivor, comity_survivor_free)

typedef enum
{
  COMITY_SURVIVOR_LOG_LOG, /* Stata's */
  COMITY_SURVIVOR_LOG,     /* R's */
  COMITY_SURVIVOR_PLAIN,
} ComitySurvivorScale;

/* Interval of survival at the i-th time, @level in percent; NaN where survival is 0. */
void comity_survivor_get_interval (const ComitySurvivor *self,
                                   gsize i,
                                   ComitySurvivorScale scale,
                                   double level,
                                   double *low,
                                   double *high);
/* … of the cumulative hazard, on the scale of its logarithm; 0 before the first event. */
void comity_survivor_get_hazard_interval (
    const ComitySurvivor *self, gsize i, double level, double *low, double *high);
/* Smallest time with survival ≤ 1 − p, and of the interval's ends; NaN where it is not reached.
 * Where survival stays at exactly 1 − p: the middle of that stretch, as R does. */
void comity_survivor_get_quantile (const ComitySurvivor *self,
                                   double p,
                                   ComitySurvivorScale scale,
                                   double level,
                                   double *time,
                                   double *low,
                                   double *high);
/* Area under the curve up to @until: the mean time lived by then. */
double
comity_survivor_get_restricted_mean (const ComitySurvivor *self, double until, double *std_error);

/* Weights of the event times in a test of equal survival, at times t with n at risk. */
typedef enum
{
  COMITY_LOGRANK,             /* 1: Mantel 1966 */
  COMITY_LOGRANK_GEHAN,       /* n: Gehan–Breslow, Stata's wilcoxon */
  COMITY_LOGRANK_TARONE_WARE, /* √n */
  COMITY_LOGRANK_PETO,        /* S(t−): Peto & Peto, Harrington & Fleming's ρ = 1 */
} ComityLogrankWeight;

typedef struct
{
  gsize n_groups;
  gsize *n;         /* n_groups: rows */
  double *observed; /* n_groups: weighted events */
  double *expected; /* n_groups */
  double chi2;
  int df;
  double p;
} ComityLogrank;

/* Do groups differ in survival? @group: n numbers below n_groups; @stratum likewise, or NULL. O(n
 * log n + event times × groups²). NULL when there is no memory. */
ComityLogrank *comity_logrank_new (gsize n,
                                   const double *start,
                                   const double *stop,
                                   const double *event,
                                   const guint32 *group,
                                   gsize n_groups,
                                   const guint32 *stratum,
                                   gsize n_strata,
                                   ComityLogrankWeight weight);
void comity_logrank_free (ComityLogrank *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLogrank, comity_logrank_free)

const char *comity_logrank_weight_title (ComityLogrankWeight weight); /* "Tarone–Ware" */

/* Curves of the groups of a dataset. */
typedef struct
{
  gsize n_read, n_dropped; /* rows within the condition, and those of them that lack a variable */
  char *event_name;
  char *group_name; /* "" without groups */
  gsize n_groups;
  char **labels;           /* n_groups, in the order of the groups' values; "" without groups */
  gsize *group_rows;       /* n_groups */
  gsize *group_events;     /* n_groups */
  ComitySurvivor **curves; /* n_groups */
  /* the rows */
  gsize n;
  double *start; /* n; NULL: all enter at the beginning */
  double *stop, *event;
  double *weight;   /* n; NULL: 1 */
  guint32 *group;   /* n */
  guint32 *stratum; /* n; NULL: none */
  gsize n_strata;
} ComitySurvivalCurves;

/* Of a formula whose right side names the columns of the groups (1: none): "Surv (stop, event) ~
 * region", or "event ~ region" with the specification's times; its condition, weights and strata
 * (for the tests) are heeded. Errors: COMITY_MODEL_ERROR naming column or row. O(n log n + n
 * groups). */
ComitySurvivalCurves *
comity_survival_curves_new (const ComitySpec *spec, ComityDataset *dataset, GError **error);
void comity_survival_curves_free (ComitySurvivalCurves *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySurvivalCurves, comity_survival_curves_free)
/* Do the groups differ? Rows count once, whatever their weights. NULL: no memory. */
ComityLogrank *comity_survival_curves_test (const ComitySurvivalCurves *self,
                                            ComityLogrankWeight weight);

G_END_DECLS
