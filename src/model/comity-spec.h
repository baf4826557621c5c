/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to estimate: everything that decides a fit's numbers but the data. A plain value: copied
 * into a job, compared to see whether anything changed, written into exports. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  COMITY_VCE_DEFAULT, /* cluster where clusters are named, else classical */
  COMITY_VCE_CLASSICAL,
  COMITY_VCE_HC0,
  COMITY_VCE_HC1,
  COMITY_VCE_HC2, /* corrected for leverage; least squares alone */
  COMITY_VCE_HC3,
  COMITY_VCE_HC4,
  COMITY_VCE_ROBUST, /* Stata's: HC0 · n/(n−1) for ML models, HC1 for OLS */
  COMITY_VCE_CLUSTER,
  COMITY_VCE_CR2, /* clustered and corrected for leverage; least squares alone */
  COMITY_VCE_TWOWAY,
  COMITY_VCE_DYADIC,
  COMITY_VCE_JACKKNIFE,
  COMITY_VCE_BOOTSTRAP,
} ComityVce;

/* Of single terms in penalised models. */
typedef enum
{
  COMITY_INTERVALS_DEFAULT, /* profile with classical errors and where it takes some seconds at most */
  COMITY_INTERVALS_PROFILE, /* of the penalised likelihood, with its tests */
  COMITY_INTERVALS_WALD,
} ComityIntervals;

/* Events at the same time, in models of durations. */
typedef enum
{
  COMITY_TIES_EFRON,
  COMITY_TIES_BRESLOW,
  COMITY_TIES_EXACT, /* the discrete partial likelihood (Stata's exactp) */
} ComityTies;

/* Samples that a bootstrap draws unless it is told otherwise; enough for a standard error (Efron &
 * Tibshirani 1993, §6.4). */
#define COMITY_SPEC_REPLICATIONS 200
#define COMITY_SPEC_MAX_REPLICATIONS 1000000

typedef struct
{
  char *formula;
  char *estimator; /* "logit" … */
  ComityVce vce;
  char **clusters;             /* column names, NULL-terminated; NULL none */
  char **states;               /* two column names for dyadic; NULL: from the panel's roles */
  gboolean stata_small_sample; /* Stata's finite-sample factors; FALSE: none */
  char *where;                 /* a condition, or NULL */
  char *weights;               /* a column, or NULL */
  char **complete;            /* expressions that must not be missing, NULL-terminated; NULL none */
  gboolean frequency_weights; /* a weight counts equal rows (Stata's fweight); FALSE: pweight */
  /* … or is an importance or a precision of its row (Stata's iweight, aweight; glm () and lm () of
   * R), for which the classical standard errors are what is asked for */
  gboolean importance_weights;
  gboolean expected_information; /* probit, cloglog: R's expected, not the observed one */
  double tau;   /* rare-events logit: the share of events in the population; 0: as in the sample */
  char *start;  /* durations: time of entry, a column or an expression; NULL: none */
  char *stop;   /* … of the event or of leaving; NULL: from the formula or roles */
  char *strata; /* … a column, each value with its own baseline; NULL: none */
  ComityTies ties;
  gboolean grouped_ties; /* clogit: ties are meant for it too; else its likelihood is exact */
  gboolean accelerated; /* exponential, weibull: effects on time (AFT), not on the hazard (PH) */
  char **absorb; /* lpm, poisson: columns whose fixed effects are swept out, NULL-terminated; NULL */
  char *group; /* clogit, xtlogit: a column that tells the groups apart; NULL: none */
  gboolean one_step;  /* jackknife: a Newton step from the estimates, not refits */
  guint replications; /* bootstrap: samples drawn, 200 */
  gint64 seed;        /* … and what they are drawn from */
  ComityIntervals intervals; /* firth */
  double level;    /* of confidence intervals, percent: 95 */
  guint n_threads; /* 0: all */
} ComitySpec;

/* Logit, default covariance, Stata's factors, 95 %. */
ComitySpec *comity_spec_new (const char *formula);
ComitySpec *comity_spec_copy (const ComitySpec *self);
gboolean comity_spec_equal (const ComitySpec *a, const ComitySpec *b);
void comity_spec_free (ComitySpec *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySpec, comity_spec_free)
/* "dyad,year" → clusters. */
void comity_spec_set_clusters (ComitySpec *self, const char *comma_separated);
/* "exporter, importer" → absorb. */
void comity_spec_set_absorb (ComitySpec *self, const char *comma_separated);

/* "start, stop" or "stop" → times. */
void comity_spec_set_times (ComitySpec *self, const char *comma_separated);

/* Whether its standard errors look at the columns of the two states. */
gboolean comity_spec_looks_at_states (const ComitySpec *self);

/* "efron", "breslow", "exact". */
gboolean comity_ties_from_name (const char *name, ComityTies *ties);
const char *comity_ties_name (ComityTies ties);

/* HC2, HC3, HC4, CR2: for least squares alone. */
gboolean comity_vce_is_levered (ComityVce vce);
/* Jackknife and bootstrap: from estimates on other samples of the rows. */
gboolean comity_vce_is_resampled (ComityVce vce);
/* "cluster" … FALSE for a name that is not known or whose covariance is not offered. */
gboolean comity_vce_from_name (const char *name, ComityVce *vce);
/* The names that can be asked for: "classical, hc0, …", for messages. */
const char *comity_vce_peek_names (void);
const char *comity_vce_name (ComityVce vce);
const char *comity_vce_title (ComityVce vce); /* "clustered", "dyadic-cluster-robust" … */

G_END_DECLS
