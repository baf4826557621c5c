/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An estimator: a name, what it asks of the outcome, and a pass over the sample that returns the
 * log likelihood, its gradient and the information at β. One file each and one line in the table of
 * comity-estimator.c. Models whose rows contribute through a linear predictor η alone give a link
 * function for a block of rows and use comity_glm_pass; others bring their own pass. */
#pragma once

#include "comity-fit.h"
#include "comity-sample-private.h"

G_BEGIN_DECLS

typedef struct _ComityEstimator ComityEstimator;
typedef struct _ComityPass ComityPass;
typedef struct _ComityFitPlan ComityFitPlan;

/* One block: log likelihood of its rows; root = √w and z = u / √w with w = −∂²ℓ/∂η² and u = ∂ℓ/∂η,
 * and residual = u, all times the weight (NULL: 1). Arrays of COMITY_BLOCK, aligned to 32 bytes. */
typedef double (*ComityLink) (const double *eta,
                              const double *y,
                              const double *weight,
                              double *root,
                              double *z,
                              double *residual);

/* One block: the residual of such a link alone. */
typedef void (*ComityResidual) (const double *eta,
                                const double *y,
                                const double *weight,
                                double *residual);

struct _ComityEstimator
{
  const char *name;   /* "logit" */
  const char *title;  /* "Logit" */
  gboolean binary;    /* the outcome is 0 or 1, and 1 is an event */
  gboolean linear;    /* least squares: a residual variance, t statistics */
  gboolean counts;    /* an outcome of 0 or more with mean e^η, which zeros can send to 0 */
  gboolean penalised; /* finite under separation; log_likelihood includes the pass's penalty */
  gboolean takes_tau; /* knows what to do with the share of events in the population */
  gboolean partial;   /* a likelihood that no constant moves: none is estimated */
  gboolean timed;     /* a row is a spell: the specification's times are read */
  gboolean grouped;   /* rows belong to groups, and those without variation are left out */
  gboolean keeps_groups; /* … they stay */
  gboolean absorbs;   /* fixed effects can be swept out of its columns */
  /* What the specification asks that the model cannot do; NULL: nothing. */
  gboolean (*check) (const ComitySpec *spec, GError **error);
  /* "must be …" when the value is not one the model takes, else NULL. */
  const char *(*refuse_outcome) (double y);
  double (*start) (double mean); /* the constant alone that gives this mean */
  double (*mean) (double eta);
  /* Log likelihood with a constant alone, of weights that sum to @total and give @mean. */
  double (*null_log_likelihood) (double total, double mean);
  /* Part of a row's log likelihood that no parameter moves and links leave out; NULL: none. */
  double (*likelihood_constant) (double y);
  /* What thinning the rows with y = 0 to @share adds to the constant; NULL: the rows that are taken
   * are weighted instead. */
  double (*thin_shift) (double share);
  /* The mean of w = −∂²ℓ/∂η² over outcomes; NULL: w does not depend on the outcome. */
  double (*expected_weight) (double eta);
  ComityLink (*get_link) (gboolean avx2);
  /* Where that is much cheaper than the link; NULL: it is not. */
  ComityResidual (*get_residual) (gboolean avx2);
  gboolean (*pass) (ComityPass *pass, ComityProgress *progress); /* FALSE: cancelled */
  /* The rest is NULL in models that need nothing beyond their rows. */
  /* Sets the sample's extra; @rows of the dataset. */
  gboolean (*prepare) (const ComityFitPlan *plan,
                       const ComitySpec *spec,
                       const guint32 *rows,
                       ComitySample *sample,
                       GError **error);
  /* That extra for a sample of the same rows with other weights, a row counted @count times (NULL:
   * it does not depend on them); NULL when there is no memory. Freed before the sample. */
  gpointer (*reweigh) (const ComitySample *sample, const double *count);
  GDestroyNotify reweigh_free;
  /* Memory of a pass that pass () needs beyond ComityPass; new returns NULL when there is none. */
  gpointer (*pass_data_new) (const ComityPass *pass);
  GDestroyNotify pass_data_free;
  /* After the last pass: scores of the rows that are not residual · x, as a sample of q columns;
   * NULL: cancelled or no memory. */
  ComitySample *(*scores) (const ComityPass *pass, ComityProgress *progress);
  /* A model with one parameter beside β, on the log scale: its name, that of its standard error, of
   * the parameter itself, and of the likelihood-ratio test against @warm, the model whose estimates
   * are the start. The pass's q then counts it, as the last. */
  const ComityEstimator *warm;
  double (*start_ancillary) (const ComityPass *warm);
  const char *ancillary[4];
  /* After the last pass: changes the estimates (q), and sets what the covariance is multiplied by.
   * FALSE: cancelled or no memory. */
  gboolean (*finish) (const ComityPass *pass,
                      const ComitySpec *spec,
                      double *beta,
                      double *factor,
                      ComityProgress *progress);
  /* TRUE when the likelihood rises for ever along @direction (q). For partial likelihoods. */
  gboolean (*rises_along) (const ComityPass *pass, const double *direction);
};

/* Memory and results of passes over one sample; made once, then used for every iteration. */
struct _ComityPass
{
  const ComityEstimator *estimator;
  const ComitySample *sample;
  const guint32 *pick; /* q columns of the sample */
  gsize q;
  guint n_threads;

  /* results of the last pass */
  double log_likelihood;
  double penalty;            /* the part of it that is a penalty */
  double *gradient;          /* q */
  ComityMatrix *information; /* q × q */
  double *residual;          /* n_blocks × COMITY_BLOCK: score of a row is residual · x */

  /* during a pass */
  const double *beta; /* q */
  ComityLink link;
  double *tiles;           /* pieces × tiles_length */
  double *work;            /* pieces × work_length */
  double *sums;            /* pieces × (q + 1)² */
  double *log_likelihoods; /* pieces */
  gpointer data;           /* of pass_data_new */
  ComityProgress *progress;
};

/* NULL when there is no memory. */
ComityPass *comity_pass_new (const ComityEstimator *estimator,
                             const ComitySample *sample,
                             const guint32 *pick,
                             gsize q,
                             guint n_threads);
void comity_pass_free (ComityPass *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityPass, comity_pass_free)
gboolean comity_pass_run (ComityPass *self, const double *beta, ComityProgress *progress);
/* The pass of every model with a link function. */
gboolean comity_glm_pass (ComityPass *self, ComityProgress *progress);

typedef enum
{
  COMITY_NEWTON_CONVERGED,
  COMITY_NEWTON_SLOW,     /* too many iterations */
  COMITY_NEWTON_STUCK,    /* no shorter step raises the likelihood */
  COMITY_NEWTON_SINGULAR, /* the information is not positive definite */
  COMITY_NEWTON_CANCELLED,
} ComityNewtonStatus;

/* Maximises from @beta (q, in and out); iterations are added to @iterations. The residuals and the
 * information are those of a β that differs from the result by less than 1e-8 standard errors. */
ComityNewtonStatus comity_newton_run (ComityPass *pass,
                                      double *beta,
                                      double tolerance,
                                      int max_iterations,
                                      int *iterations,
                                      ComityProgress *progress);
/* Far from the maximum the information of models that are not concave need not be positive definite:
 * then each parameter goes its own way, uphill. */
void comity_pass_make_definite (ComityPass *self);
/* Newton decrement squared below which the last step ends the search. */
#define COMITY_NEWTON_TOLERANCE 1e-16

/* Parameters beside β. */
static inline gsize
comity_estimator_get_n_ancillary (const ComityEstimator *self)
{
  return self->ancillary[0] != NULL ? 1 : 0;
}

const ComityEstimator *comity_estimator_find (const char *name, GError **error);

extern const ComityEstimator comity_logit;
extern const ComityEstimator comity_probit;
extern const ComityEstimator comity_cloglog;
extern const ComityEstimator comity_poisson;
extern const ComityEstimator comity_lpm;
extern const ComityEstimator comity_negbin;
extern const ComityEstimator comity_firth;
extern const ComityEstimator comity_relogit;
extern const ComityEstimator comity_cox;
extern const ComityEstimator comity_clogit;
extern const ComityEstimator comity_exponential;
extern const ComityEstimator comity_weibull;
extern const ComityEstimator comity_loglogistic;
extern const ComityEstimator comity_lognormal;
extern const ComityEstimator comity_xtlogit;

G_END_DECLS
