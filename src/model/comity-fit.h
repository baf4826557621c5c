/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fitted model: the numbers, what they rest on, and what is the matter with them. Frozen. Could
 * the model be run at all? is answered by GError; what was found (separation, no convergence …) is
 * the status and the warnings. */
#pragma once

#include "comity-formula.h"
#include "comity-matrix.h"
#include "comity-panel.h"
#include "comity-spec.h"

G_BEGIN_DECLS

typedef struct _ComityFit ComityFit;

typedef enum
{
  COMITY_FIT_CONVERGED,
  COMITY_FIT_NOT_CONVERGED,
  COMITY_FIT_SEPARATED, /* no finite estimate exists: the terms that run off are ±∞ with NaN for
                         * standard errors; the others have both from the rows that are not predicted
                         * perfectly, where there are any */
  COMITY_FIT_NEAR_SINGULAR, /* the digits are in doubt */
  COMITY_FIT_NO_EVENTS, /* of models that can be printed without any; a binary outcome that does not
                         * vary is COMITY_MODEL_ERROR_OUTCOME */
  COMITY_FIT_CANCELLED,
} ComityFitStatus;

/* Says in one sentence what is wrong with @spec for @panel, before anything runs. O(terms). */
gboolean comity_spec_check (const ComitySpec *spec, ComityPanel *panel, GError **error);

/* Estimates. Blocking, threaded, cancellable within 50 ms (G_IO_ERROR_CANCELLED).
 * Errors: COMITY_MODEL_ERROR, one sentence naming the term or column. */
ComityFit *comity_fit_new (const ComitySpec *spec,
                           ComityPanel *panel,
                           ComityProgress *progress,
                           GError **error);
/* The same over a dataset without panel roles (classroom data). */
ComityFit *comity_fit_new_for_dataset (const ComitySpec *spec,
                                       ComityDataset *dataset,
                                       ComityProgress *progress,
                                       GError **error);
/* Makes every specification ask for the rows that are complete in the variables of all formulas
 * (`complete`), so that their fits use the same rows. Errors: COMITY_MODEL_ERROR_FORMULA. */
gboolean comity_specs_share_sample (ComitySpec *const *specs, gsize n_specs, GError **error);
ComityFit *comity_fit_ref (ComityFit *self);
void comity_fit_unref (ComityFit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityFit, comity_fit_unref)

const ComitySpec *comity_fit_peek_spec (const ComityFit *self);
ComityDataset *comity_fit_peek_dataset (const ComityFit *self);
const char *comity_fit_peek_formula (const ComityFit *self);         /* canonical */
const char *comity_fit_peek_estimator (const ComityFit *self);       /* "logit" */
const char *comity_fit_peek_estimator_title (const ComityFit *self); /* "Logit" */
const char *comity_fit_peek_response (const ComityFit *self);
ComityFitStatus comity_fit_get_status (const ComityFit *self);
const char *comity_fit_status_name (ComityFitStatus status); /* CLI.md's words */
gsize comity_fit_get_n_warnings (const ComityFit *self);
const char *comity_fit_peek_warning (const ComityFit *self, gsize i);

/* Terms that were estimated, in the formula's order; (Intercept) first as in R. */
typedef struct
{
  const char *term;
  double estimate;
  double std_error;
  double statistic; /* z, or t for OLS; of a profile the signed root of its χ² */
  double p_value;
  double conf_low, conf_high; /* at the spec's level */
} ComityCoefficient;

gsize comity_fit_get_n_terms (const ComityFit *self);
const ComityCoefficient *comity_fit_peek_coefficient (const ComityFit *self, gsize i);
gssize comity_fit_find_term (const ComityFit *self, const char *term);
const ComityMatrix *comity_fit_peek_vcov (const ComityFit *self); /* n_terms × n_terms */
gsize comity_fit_get_n_omitted (const ComityFit *self);
const char *comity_fit_peek_omitted (const ComityFit *self, gsize i, const char **reason);

typedef struct
{
  gsize n, n_events; /* rows used, frequency weights counted, and those with outcome 1 */
  gsize n_read;      /* rows within the condition; all rows without one */
  gsize n_dropped;   /* of these, lost to missing values */
  gsize n_dyads;     /* 0 when the data have no dyads */
  gsize n_states;
  int first_year, last_year;                  /* of the rows used; 0 when there are no years */
  double log_likelihood, log_likelihood_null; /* NaN where there is none */
  double aic, bic;
  double pseudo_r2; /* McFadden's; R² of least squares; NaN for Firth's */
  double wald_chi2, wald_p;
  int wald_df;
  double lr_chi2, lr_p; /* of all slopes; of the penalised likelihoods for Firth's */
  int lr_df;
  int iterations;
  ComityVce vce;    /* as used */
  /* seconds; reading the data is not the fit's */
  double time_design, time_fit, time_covariance; /* seconds */
} ComityFitNumbers;

const ComityFitNumbers *comity_fit_peek_numbers (const ComityFit *self);
/* Jackknife and bootstrap: the estimates of the samples that could be estimated, in the samples'
 * order, n × n_terms, and how many could not; NULL for other kinds. */
const ComityMatrix *comity_fit_peek_replicates (const ComityFit *self, gsize *n_failed);
/* Bootstrap: the percentiles of the replicates at the spec's level, as Stata takes them. FALSE for
 * other kinds. O(n log n). */
gboolean
comity_fit_get_percentiles (const ComityFit *self, gsize i, double *conf_low, double *conf_high);
gsize comity_fit_get_n_clusterings (const ComityFit *self);
const char *comity_fit_peek_clustering (const ComityFit *self, gsize i, gsize *n_clusters);
/* "Standard errors clustered by dyadid (16,637 clusters)": for notes under tables. */
const char *comity_fit_peek_vce_sentence (const ComityFit *self);

/* The waterfall: rows lost to each variable in the formula's order; a row counts for the first
 * variable that it lacks (and `missing` counts all rows that lack it). */
typedef struct
{
  const char *variable;
  gsize rows, events;
  gsize dyads, states, years; /* lost altogether: the variable took their last rows */
  gsize missing;
} ComityDrop;

gsize comity_fit_get_n_drops (const ComityFit *self);
const ComityDrop *comity_fit_peek_drop (const ComityFit *self, gsize i);

/* What only one model has: rho, sigma_u, shape … */
gsize comity_fit_get_n_extras (const ComityFit *self);
const char *comity_fit_peek_extra (const ComityFit *self, gsize i, double *value);

/* Fitted values on the response's scale for any rows of the dataset (NaN where a covariate is
 * missing, or fixed effects were absorbed); the linear predictor, without these, when @link. out[n].
 * O(n k). */
void comity_fit_predict_rows (
    const ComityFit *self, const guint32 *rows, gsize n, gboolean link, double *out);
/* The contributions x_j β_j of one row, n_terms values: why the model thinks so. */
void comity_fit_explain_row (const ComityFit *self, gsize row, double *out);
/* TRUE for rows of the dataset that were used. */
gboolean comity_fit_uses_row (const ComityFit *self, gsize row);

/* Estimators, for menus and --model. */
gsize comity_estimator_get_n (void);
const char *comity_estimator_peek_name (gsize i);  /* "logit" */
const char *comity_estimator_peek_title (gsize i); /* "Logit" */
gboolean comity_estimator_is_timed (gsize i);      /* rows are spells: times are needed */
gboolean comity_estimator_is_grouped (gsize i);    /* rows belong to groups: those are needed */

/* What a specification may ask of a model, for forms that offer nothing else. */
typedef enum
{
  COMITY_ESTIMATOR_WEIGHTS,
  COMITY_ESTIMATOR_ABSORB,
  COMITY_ESTIMATOR_TAU,
  COMITY_ESTIMATOR_STRATA,
  COMITY_ESTIMATOR_TIES,
  COMITY_ESTIMATOR_METRIC,
  COMITY_ESTIMATOR_ONE_STEP, /* of the jackknife */
} ComityEstimatorOption;

gboolean comity_estimator_takes (gsize i, ComityEstimatorOption option);
/* Whether there are such standard errors of it, given what they need and nothing besides (exact
 * ties, weights and absorbed effects rule out some more: comity_spec_check ()). */
gboolean comity_estimator_takes_vce (gsize i, ComityVce vce);

G_END_DECLS
