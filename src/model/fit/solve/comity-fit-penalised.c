/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihoods of a penalised logit: the plain one at the estimates, and the penalised
 * likelihood-ratio test of all slopes, whose null keeps the penalty of the whole design (Heinze &
 * Schemper 2002). With the constant alone every row has one p, so that H = p (1 − p) X'X and
 *   ℓ* = s log p + (n − s) log (1 − p) + ½ q log p (1 − p) + ½ log |X'X|
 * is greatest at p = (s + q/2) / (n + q). */
#include "config.h"

#include "comity-fit-private.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

/* Leaves the factor in @cross. */
static double
half_log_determinant (ComityMatrix *cross)
{
  gsize q = cross->n_rows;
  double sum = 0.0;

  if (LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'L', (lapack_int) q, cross->data, (lapack_int) q) != 0)
    return NAN;
  for (gsize j = 0; j < q; j++)
    sum += log (comity_matrix_get (cross, j, j));
  return sum;
}

/* √weight as blocks; NULL: all 1. */
static double *
root_weights (const ComitySample *sample)
{
  gsize length = sample->n_blocks * COMITY_BLOCK;
  double *root = sample->weight != NULL ? comity_kernel_alloc (length) : NULL;

  for (gsize i = 0; root != NULL && i < length; i++)
    root[i] = sqrt (sample->weight[i]);
  return root;
}

void
comity_fit_settle_penalised (ComityFit *fit,
                             const ComitySample *sample,
                             const ComitySolution *solution,
                             const ComityPass *pass,
                             ComityProgress *progress)
{
  ComityFitNumbers *numbers = &fit->numbers;
  double *root = root_weights (sample);
  g_autoptr (ComityMatrix) cross = comity_sample_cross (sample, solution->pick, solution->q, root,
                                                        fit->spec->n_threads, progress);
  ComityExtra penalised = { "penalized_log_likelihood", pass->log_likelihood };
  double q = (double) solution->q;
  double n = sample->sum_weight;
  double s = sample->sum_y;
  double p = sample->has_constant ? (s + 0.5 * q) / (n + q) : 0.5;
  double null = s * log (p) + (n - s) * log1p (-p) + 0.5 * q * log (p * (1.0 - p));

  free (root);
  numbers->log_likelihood = pass->log_likelihood - pass->penalty;
  /* The ordinary likelihood of the constant alone is not what the penalised one is compared with. */
  numbers->log_likelihood_null = NAN;
  numbers->lr_chi2 = NAN;
  if (cross != NULL && sample->offset == NULL)
    {
      null += half_log_determinant (cross);
      numbers->lr_chi2 = MAX (0.0, 2.0 * (pass->log_likelihood - null));
    }
  /* |H| in the covariates' own units. */
  for (gsize j = 0; j < solution->q; j++)
    penalised.value += log (sample->scale[solution->pick[j]]);
  g_array_append_val (fit->extras, penalised);
}
