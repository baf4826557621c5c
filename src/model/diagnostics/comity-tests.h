/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests after a fit: Wald tests of linear hypotheses, likelihood-ratio tests of nested fits, the
 * turning point of a quadratic, variance inflation, and p values corrected for their number. */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

/* R β = r, one row a restriction, over the terms of one fit. */
typedef struct _ComityHypothesis ComityHypothesis;

/* Each text is a linear restriction on terms by their names: "a = b", "2*a + b = 1", "a - b = 0";
 * "a" alone means "a = 0". Names that are no plain words may stand in backticks. Errors:
 * COMITY_MODEL_ERROR_SPEC naming the place or the term that is not there. O(length · terms). */
ComityHypothesis *comity_hypothesis_parse (const ComityFit *fit,
                                           const char *const *texts,
                                           gsize n_texts,
                                           GError **error);
/* All coefficients of these terms are 0; a term of the formula such as "factor(region)" stands for
 * all its columns. */
ComityHypothesis *comity_hypothesis_of_terms (const ComityFit *fit,
                                              const char *const *terms,
                                              gsize n_terms,
                                              GError **error);
void comity_hypothesis_free (ComityHypothesis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityHypothesis, comity_hypothesis_free)
gsize comity_hypothesis_get_n (const ComityHypothesis *self);

typedef struct
{
  double statistic;   /* chi2; F where df_residual > 0 */
  int df;             /* restrictions */
  double df_residual; /* of F; 0: the statistic is chi2 */
  double p_value;
} ComityTestResult;

/* (Rb − r)'(R V R')⁻¹(Rb − r) with the fit's covariance; F after least squares, as in Stata.
 * Errors: COMITY_MODEL_ERROR_SPEC where the restrictions repeat each other or have no variance.
 * O(k²). */
gboolean comity_wald_test (const ComityFit *fit,
                           const ComityHypothesis *hypothesis,
                           ComityTestResult *result,
                           GError **error);
/* R_row b − r_row with its standard error, interval and p value; `term` is the restriction's text,
 * borrowed from the hypothesis. */
void comity_wald_combination (const ComityFit *fit,
                              const ComityHypothesis *hypothesis,
                              gsize row,
                              ComityCoefficient *result);
/* 2 (ℓ_full − ℓ_restricted). Errors: other rows, another outcome or estimator, no more terms. */
gboolean comity_lr_test (const ComityFit *restricted,
                         const ComityFit *full,
                         ComityTestResult *result,
                         GError **error);
/* −b_linear / (2 b_square), where the effect of a quadratic turns, by the delta method; `term` is
 * @linear. */
gboolean comity_turning_point (const ComityFit *fit,
                               const char *linear,
                               const char *square,
                               ComityCoefficient *result,
                               GError **error);

/* Variance inflation of each term (n_terms, NaN for the constant): @design is 1 / (1 − R²) of the
 * column on the others over the rows used; @coefficients the diagonal of the inverse correlation
 * matrix of the estimates (Fox & Monette 1992, doi:10.1080/01621459.1992.10475190). Either may be
 * NULL. O(n k²), threaded. Errors: cancelled. */
gboolean comity_vif (const ComityFit *fit,
                     double *design,
                     double *coefficients,
                     ComityProgress *progress,
                     GError **error);

/* Corrected p values, n of them, NaN left out of the count; @adjusted may be @p. Holm (1979) bounds
 * the chance of any false rejection, Benjamini & Hochberg (1995,
 * doi:10.1111/j.2517-6161.1995.tb02031.x) the expected share of false ones. O(n log n). */
void comity_adjust_holm (const double *p, gsize n, double *adjusted);
void comity_adjust_benjamini_hochberg (const double *p, gsize n, double *adjusted);

G_END_DECLS
