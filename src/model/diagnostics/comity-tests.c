/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wald and likelihood-ratio tests, turning points, p values corrected for their number.
 *   b estimates · V their covariance · R b = r restrictions, m of them. */
#include "config.h"

#include "comity-fit-private.h"
#include "comity-hypothesis-private.h"

#include "comity-inference-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Reciprocal condition of R V R' below which restrictions repeat each other. */
#define REDUNDANT 1e-13

void
comity_infer (const ComityFit *fit, double variance, ComityCoefficient *c)
{
  double part = 0.5 + fit->spec->level / 200.0;
  double width = fit->df > 0.0 ? gsl_cdf_tdist_Pinv (part, fit->df) : gsl_cdf_ugaussian_Pinv (part);

  c->std_error = variance >= 0.0 ? sqrt (variance) : NAN;
  c->statistic = c->estimate / c->std_error;
  c->p_value = isnan (c->statistic) ? NAN
               : fit->df > 0.0      ? 2.0 * gsl_cdf_tdist_Q (fabs (c->statistic), fit->df)
                                    : 2.0 * gsl_cdf_ugaussian_Q (fabs (c->statistic));
  c->conf_low = c->estimate - width * c->std_error;
  c->conf_high = c->estimate + width * c->std_error;
}

double
comity_quadratic_form (const ComityMatrix *v, const double *a, const double *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < v->n_rows; i++)
    for (gsize j = 0; a[i] != 0.0 && j < v->n_cols; j++)
      if (b[j] != 0.0)
        sum += a[i] * comity_matrix_get (v, i, j) * b[j];
  return sum;
}

static double
difference (const ComityFit *fit, const ComityHypothesis *h, gsize row)
{
  double sum = -h->values[row];

  for (gsize j = 0; j < h->n_terms; j++)
    if (h->weights[row * h->n_terms + j] != 0.0)
      sum += h->weights[row * h->n_terms + j] * fit->coefficients[j].estimate;
  return sum;
}

gboolean
comity_wald_test (const ComityFit *fit,
                  const ComityHypothesis *hypothesis,
                  ComityTestResult *result,
                  GError **error)
{
  gsize m = hypothesis->n;
  gsize k = hypothesis->n_terms;
  g_autoptr (ComityMatrix) v = comity_matrix_new (m, m);
  g_autoptr (ComityMatrix) inverse = NULL;
  g_autofree double *d = g_new (double, m + 1);
  gboolean finite = m > 0;
  double rcond = 0.0;

  g_return_val_if_fail (k == fit->n_terms && v != NULL, FALSE);

  for (gsize i = 0; i < m; i++)
    {
      d[i] = difference (fit, hypothesis, i);
      for (gsize j = 0; j < m; j++)
        comity_matrix_set (v, i, j,
                           comity_quadratic_form (fit->vcov, hypothesis->weights + i * k,
                                                  hypothesis->weights + j * k));
      finite = finite && isfinite (d[i]) && isfinite (comity_matrix_get (v, i, i));
    }
  inverse = finite ? comity_matrix_invert_spd (v, &rcond) : NULL;
  if (inverse == NULL || rcond < REDUNDANT)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   finite ? "The restrictions cannot be tested together: one of them follows from "
                            "the others, or has no variance (“%s”)."
                          : "“%s” cannot be tested: the estimates have no finite standard errors.",
                   m > 0 ? hypothesis->texts[m - 1] : "");
      return FALSE;
    }
  *result = (ComityTestResult){ comity_quadratic_form (inverse, d, d), (int) m, fit->df, NAN };
  if (fit->df > 0.0)
    {
      result->statistic /= (double) m;
      result->p_value = gsl_cdf_fdist_Q (result->statistic, (double) m, fit->df);
    }
  else
    result->p_value = gsl_cdf_chisq_Q (result->statistic, (double) m);
  return TRUE;
}

void
comity_wald_combination (const ComityFit *fit,
                         const ComityHypothesis *hypothesis,
                         gsize row,
                         ComityCoefficient *result)
{
  const double *weights = hypothesis->weights + row * hypothesis->n_terms;

  g_return_if_fail (row < hypothesis->n && hypothesis->n_terms == fit->n_terms);

  result->term = hypothesis->texts[row];
  result->estimate = difference (fit, hypothesis, row);
  comity_infer (fit, comity_quadratic_form (fit->vcov, weights, weights), result);
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, sentence);
  return FALSE;
}

gboolean
comity_lr_test (const ComityFit *restricted,
                const ComityFit *full,
                ComityTestResult *result,
                GError **error)
{
  gsize n_bytes = comity_dataset_get_n_rows (full->dataset) / 8 + 1;
  double chi2 = 2.0 * (full->numbers.log_likelihood - restricted->numbers.log_likelihood);

  if (restricted->estimator != full->estimator ||
      strcmp (comity_fit_peek_response (restricted), comity_fit_peek_response (full)) != 0)
    return refuse (error, "A likelihood-ratio test compares fits of one model and one outcome.");
  if (restricted->dataset != full->dataset || memcmp (restricted->used, full->used, n_bytes) != 0)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "A likelihood-ratio test needs the same rows in both fits, but one has %" //
                   G_GSIZE_FORMAT " and the other %" G_GSIZE_FORMAT ": use the same sample.",
                   restricted->numbers.n, full->numbers.n);
      return FALSE;
    }
  if (restricted->n_terms >= full->n_terms)
    return refuse (error, "A likelihood-ratio test needs more terms in the second fit.");
  for (gsize i = 0; i < restricted->n_terms; i++)
    if (comity_fit_find_term (full, restricted->names[i]) < 0)
      {
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "The fits are not nested: the second lacks %s.", restricted->names[i]);
        return FALSE;
      }
  if (isnan (chi2))
    return refuse (error, "A likelihood-ratio test needs the log likelihood of both fits.");
  *result = (ComityTestResult){ .statistic = MAX (0.0, chi2),
                                .df = (int) (full->n_terms - restricted->n_terms) };
  result->p_value = gsl_cdf_chisq_Q (result->statistic, result->df);
  return TRUE;
}

gboolean
comity_turning_point (const ComityFit *fit,
                      const char *linear,
                      const char *square,
                      ComityCoefficient *result,
                      GError **error)
{
  gssize a = comity_fit_find_term (fit, linear);
  gssize b = comity_fit_find_term (fit, square);
  g_autofree double *gradient = g_new0 (double, fit->n_terms + 1);
  double slope, bend;

  if (a < 0 || b < 0)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "%s is no term of the model.", a < 0 ? linear : square);
      return FALSE;
    }
  slope = fit->coefficients[a].estimate;
  bend = fit->coefficients[b].estimate;
  gradient[a] = -0.5 / bend;
  gradient[b] += 0.5 * slope / (bend * bend);
  result->term = fit->names[a];
  result->estimate = -0.5 * slope / bend;
  comity_infer (fit, comity_quadratic_form (fit->vcov, gradient, gradient), result);
  return TRUE;
}

static int
compare_pointed (const void *a, const void *b)
{
  const double *left = *(const double *const *) a;
  const double *right = *(const double *const *) b;

  if (*left != *right)
    return *left < *right ? -1 : 1;
  return (left > right) - (left < right);
}

/* Pointers into @p of what is not NaN, ascending. */
static const double **
sort_p (const double *p, gsize n, gsize *m)
{
  const double **order = g_new (const double *, n + 1);

  *m = 0;
  for (gsize i = 0; i < n; i++)
    if (!isnan (p[i]))
      order[(*m)++] = &p[i];
  qsort (order, *m, sizeof *order, compare_pointed);
  return order;
}

void
comity_adjust_holm (const double *p, gsize n, double *adjusted)
{
  g_autofree double *copy = g_memdup2 (p, MAX (n, 1) * sizeof (double));
  gsize m;
  g_autofree const double **order = sort_p (copy, n, &m);
  double largest = 0.0;

  for (gsize i = 0; i < n; i++)
    adjusted[i] = NAN;
  for (gsize i = 0; i < m; i++)
    {
      largest = MAX (largest, MIN (1.0, *order[i] * (double) (m - i)));
      adjusted[order[i] - copy] = largest;
    }
}

void
comity_adjust_benjamini_hochberg (const double *p, gsize n, double *adjusted)
{
  g_autofree double *copy = g_memdup2 (p, MAX (n, 1) * sizeof (double));
  gsize m;
  g_autofree const double **order = sort_p (copy, n, &m);
  double least = 1.0;

  for (gsize i = 0; i < n; i++)
    adjusted[i] = NAN;
  for (gsize i = m; i-- > 0;)
    {
      least = MIN (least, *order[i] * (double) m / (double) (i + 1));
      adjusted[order[i] - copy] = least;
    }
}
