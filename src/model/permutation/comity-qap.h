/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permutation tests for dyads: is a relation stronger than it would be if it did not matter which
 * state is which? States are exchanged among themselves (comity-state-permutation.h), which keeps
 * everything that rows with a common state share, and the statistic is computed again.
 *
 * Double semi-partialling (Dekker, Krackhardt & Snijders 2007, doi:10.1007/s11336-007-9016-1): for
 * each covariate what the others do not give of it is permuted, and its t or z statistic in the
 * model with the others compared with the observed one. Permuting the outcome (Krackhardt 1988,
 * doi:10.1016/0378-8733(88)90004-4) tests all covariates at once, rightly only where they do not
 * depend on each other. The QAP correlation is that of the outcome with each covariate alone.
 *
 * Statistics are of the model's classical standard errors, as in sna's netlm and netlogit; those of
 * a permuted panel are of the rows that have a counterpart. Where there are no more permutations
 * than COMITY_QAP_ENUMERATE or than are asked for, all of them are gone through, the identity
 * included, and the p values are exact; else p = (b + 1)/(m + 1). */
#pragma once

#include "comity-fit.h"
#include "comity-state-permutation.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_QAP_DSP,         /* double semi-partialling */
  COMITY_QAP_Y,           /* the outcome is permuted */
  COMITY_QAP_CORRELATION, /* … and correlated with each covariate */
} ComityQapMethod;

/* 7!: all permutations of up to seven states. */
#define COMITY_QAP_ENUMERATE 5040

typedef struct
{
  ComityQapMethod method;
  ComityExchange exchange;
  const char *states[2]; /* columns of the states */
  const char *time;      /* a column; NULL: one time */
  gsize n_permutations;
  guint64 seed;
} ComityQapOptions;

#define COMITY_QAP_OPTIONS_INIT                                                                    \
  {                                                                                                \
    .n_permutations = 1000, .seed = 1                                                              \
  }

typedef struct
{
  const char *term;
  double estimate;  /* the coefficient; NaN for correlations */
  double std_error; /* classical; NaN for correlations; a term that is not tested: the fit's */
  double statistic; /* t, z, or the correlation */
  /* Shares of permutations with a statistic at least as large, at most as large, at least as far
   * from 0. NaN: the term is not tested (the constant, in double semi-partialling). */
  double p_greater, p_less, p_two_sided;
  double p_error;  /* Monte-Carlo standard error of p_two_sided; 0 when exact */
  double mean, sd; /* of the statistic over the permutations */
  gsize n_failed;  /* permutations that could not be estimated: they count as extreme */
} ComityQapTerm;

typedef struct
{
  ComityQapMethod method;
  gboolean exact; /* all permutations, the identity among them */
  gsize n_permutations;
  guint64 seed;
  gsize n; /* rows */
  gsize n_states, n_groups, n_fixed;
  gboolean directed;
  double kept;       /* mean share of the rows that have a counterpart */
  double least_kept; /* in the worst permutation */
} ComityQapSummary;

typedef struct _ComityQap ComityQap;

/* After a fit of rows with a link function and no parameter beside the coefficients (lpm, logit,
 * probit, cloglog, poisson, firth, relogit), or of a Cox model with Efron's or Breslow's ties, whose
 * covariates alone are permuted (DSP; the constant, which its baseline holds, is among the others that
 * residuals are of): who is at risk when stays, rows without a counterpart leave. Errors: COMITY_MODEL_ERROR naming the model, the
 * column or the rows; cancelled. For least squares O(n q²) a permutation, for other models some
 * four passes of the estimator for each tested term. Same bits for any number of threads. */
ComityQap *comity_qap_new (const ComityFit *fit,
                           const ComityQapOptions *options,
                           ComityProgress *progress,
                           GError **error);
void comity_qap_free (ComityQap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityQap, comity_qap_free)

const ComityQapSummary *comity_qap_peek_summary (const ComityQap *self);
gsize comity_qap_get_n (const ComityQap *self);
const ComityQapTerm *comity_qap_peek (const ComityQap *self, gsize i);

/* "dsp", "y", "correlation"; "lifetimes", "all". */
gboolean comity_qap_method_from_name (const char *name, ComityQapMethod *method);
const char *comity_qap_method_name (ComityQapMethod method);
gboolean comity_exchange_from_name (const char *name, ComityExchange *exchange);
const char *comity_exchange_name (ComityExchange exchange);

G_END_DECLS
