/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table prints beside the estimates: standard errors, z, p, intervals; Wald and
 * likelihood-ratio tests of all slopes; AIC, BIC, McFadden's R². */
#include "config.h"

#include "comity-fit-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

/* Of |statistic| under z, or t where there are degrees of freedom. */
static double
get_p (double df, double statistic)
{
  if (isnan (statistic))
    return NAN;
  return 2.0 * (df > 0.0 ? gsl_cdf_tdist_Q (fabs (statistic), df)
                         : gsl_cdf_ugaussian_Q (fabs (statistic)));
}

void
comity_fit_infer (const ComityFit *self,
                  const ComityMatrix *vcov,
                  double df,
                  const double *term_df,
                  ComityCoefficient *coefficients)
{
  double part = 0.5 + self->spec->level / 200.0;

  for (gsize i = 0; i < self->n_terms; i++)
    {
      ComityCoefficient *c = &coefficients[i];
      double variance = comity_matrix_get (vcov, i, i);
      double own = term_df != NULL ? term_df[i] : df;
      double width = own > 0.0 ? gsl_cdf_tdist_Pinv (part, own) : gsl_cdf_ugaussian_Pinv (part);

      c->std_error = variance >= 0.0 ? sqrt (variance) : NAN;
      c->statistic = c->estimate / c->std_error;
      c->p_value = get_p (own, c->statistic);
      c->conf_low = c->estimate - width * c->std_error;
      c->conf_high = c->estimate + width * c->std_error;
      if (self->limits != NULL)
        {
          c->conf_low = self->limits[3 * i];
          c->conf_high = self->limits[3 * i + 1];
          c->statistic = copysign (sqrt (self->limits[3 * i + 2]), c->estimate);
          c->p_value = get_p (0.0, c->statistic);
        }
    }
}

/* β'V⁻¹β over all terms but the constant. */
static void
test_slopes (ComityFit *self)
{
  gsize first = self->n_terms > 0 && self->columns[0] < 0 ? 1 : 0;
  gsize k = self->n_terms - first;
  g_autoptr (ComityMatrix) v = comity_matrix_new (k, k);
  double chi2 = 0.0;
  double rcond = 0.0;
  g_autoptr (ComityMatrix) inverse = NULL;

  self->numbers.wald_df = (int) k;
  self->numbers.wald_chi2 = self->numbers.wald_p = NAN;
  if (k == 0 || v == NULL)
    return;
  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      {
        double value = comity_matrix_get (self->vcov, first + i, first + j);

        if (!isfinite (value))
          return;
        comity_matrix_set (v, i, j, value);
      }
  inverse = comity_matrix_invert_spd (v, &rcond);
  if (inverse == NULL || rcond < 1e-14)
    return;
  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < k; j++)
      chi2 += self->beta[first + i] * comity_matrix_get (inverse, i, j) * self->beta[first + j];
  self->numbers.wald_chi2 = chi2;
  self->numbers.wald_p = self->df > 0.0 ? gsl_cdf_fdist_Q (chi2 / (double) k, (double) k, self->df)
                                        : gsl_cdf_chisq_Q (chi2, (double) k);
}

void
comity_fit_summarise (ComityFit *self)
{
  ComityFitNumbers *numbers = &self->numbers;
  double k = (double) (self->n_terms + comity_estimator_get_n_ancillary (self->estimator)) +
             self->n_swept;
  gboolean has_constant = self->n_terms > 0 && self->columns[0] < 0;

  comity_fit_infer (self, self->vcov, self->df, self->term_df, self->coefficients);
  test_slopes (self);
  numbers->aic = -2.0 * numbers->log_likelihood + 2.0 * k;
  numbers->bic = -2.0 * numbers->log_likelihood + k * log ((double) numbers->n);
  /* Least squares has its R², set when the sums of squares were at hand. */
  if (!self->estimator->linear)
    numbers->pseudo_r2 = 1.0 - numbers->log_likelihood / numbers->log_likelihood_null;
  numbers->lr_df = (int) self->n_terms - (has_constant ? 1 : 0);
  /* Penalised models have set theirs. */
  if (!self->estimator->penalised)
    numbers->lr_chi2 =
        /* … against a model without the fixed effects, for Poisson. */
        isnan (numbers->log_likelihood_null) ||
                (self->spec->absorb != NULL && !self->estimator->linear)
            ? NAN
            : MAX (0.0, 2.0 * (numbers->log_likelihood - numbers->log_likelihood_null));
  numbers->lr_p = numbers->lr_df > 0 && !isnan (numbers->lr_chi2)
                      ? gsl_cdf_chisq_Q (numbers->lr_chi2, numbers->lr_df)
                      : NAN;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Stata's _pctile: the mean of two neighbours where the rank is whole, else the next above. */
static double
get_percentile (const double *sorted, gsize n, double share)
{
  double rank = (double) n * share;
  double whole = round (rank);

  if (fabs (rank - whole) > 1e-9 * (double) n)
    return sorted[MIN ((gsize) ceil (rank), n) - 1];
  if (whole < 1.0)
    return sorted[0];
  return whole < (double) n ? 0.5 * (sorted[(gsize) whole - 1] + sorted[(gsize) whole])
                            : sorted[n - 1];
}

gboolean
comity_fit_get_percentiles (const ComityFit *self, gsize i, double *conf_low, double *conf_high)
{
  g_autofree double *sorted = NULL;
  double tail = 0.5 - self->spec->level / 200.0;
  gsize n;

  g_return_val_if_fail (i < self->n_terms, FALSE);

  if (self->numbers.vce != COMITY_VCE_BOOTSTRAP || self->replicates == NULL ||
      self->replicates->n_rows < 2)
    return FALSE;
  n = self->replicates->n_rows;
  sorted = g_new (double, n);
  for (gsize r = 0; r < n; r++)
    sorted[r] = comity_matrix_get (self->replicates, r, i);
  qsort (sorted, n, sizeof (double), compare);
  *conf_low = get_percentile (sorted, n, tail);
  *conf_high = get_percentile (sorted, n, 1.0 - tail);
  return TRUE;
}
