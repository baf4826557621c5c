/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed beside the likelihood-ratio and Wald tests of a Cox model: how well it orders the
 * events, and the score test. Worked out when somebody asks, because fits that are only searched
 * through do not need it. */
#include "config.h"

#include "comity-concordance-private.h"
#include "comity-cox-open-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static gboolean
fail (ComityProgress *progress, GError **error)
{
  if (!comity_progress_set_error_if_cancelled (progress, error))
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                         "There is not enough memory for the concordance of the model.");
  return FALSE;
}

/* The score test: gradient and information where every effect is 0. */
static gboolean
test_score (const ComityCox *cox, ComityCoxSummary *self, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityPass) pass =
      comity_pass_new (&comity_cox, cox->sample, cox->pick, cox->q, cox->fit->spec->n_threads);
  g_autofree double *zero = g_new0 (double, cox->q + 1);
  g_autofree double *step = g_new0 (double, cox->q + 1);

  self->score_df = (int) cox->q;
  self->score_chi2 = self->score_p = NAN;
  if (pass == NULL || !comity_pass_run (pass, zero, progress))
    return fail (progress, error);
  /* It belongs to this call. */
  pass->beta = NULL;
  if (cox->q == 0 || !comity_matrix_solve_spd (pass->information, pass->gradient, step))
    return TRUE;
  self->score_chi2 = 0.0;
  for (gsize j = 0; j < cox->q; j++)
    self->score_chi2 += step[j] * pass->gradient[j];
  self->score_p = gsl_cdf_chisq_Q (self->score_chi2, (double) cox->q);
  return TRUE;
}

/* The variance of a sum of the rows' influences (blocks, without weights), dependent as the fit's
 * errors are; no factor for finite samples, as in R. */
static double
find_error (const ComityCox *cox, double *influence, double *ones)
{
  const ComityFit *fit = cox->fit;
  ComitySample sample = { .n = cox->n,
                          .n_blocks = cox->sample->n_blocks,
                          .n_columns = 1,
                          .stride = 1,
                          .x = influence };
  const guint32 first = 0;
  ComityVce vce = fit->numbers.vce;
  g_autoptr (ComityMatrix) bread = comity_matrix_new (1, 1);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ComityMatrix) variance = NULL;
  ComityScores scores = {
    .sample = &sample,
    .pick = &first,
    .q = 1,
    .k = 1.0,
    .bread = bread,
    .residual = ones,
    .frequency = fit->spec->frequency_weights ? cox->sample->weight : NULL,
    .n = (double) fit->numbers.n,
    .dispersion = 1.0,
    .groups = fit->groups,
    .n_threads = fit->spec->n_threads,
  };

  if (bread == NULL)
    return NAN;
  bread->data[0] = 1.0;
  /* What resamples clusters is clustered by them; of two states, dyadic. */
  if (comity_vce_is_resampled (vce))
    vce = fit->groups->len == 2 ? COMITY_VCE_DYADIC : COMITY_VCE_CLUSTER;
  if (fit->groups->len == 0 || vce == COMITY_VCE_CLASSICAL)
    vce = COMITY_VCE_HC0;
  variance = comity_vce_get_func (vce) (&scores, warnings);
  return variance != NULL && variance->data[0] >= 0.0 ? sqrt (variance->data[0]) : NAN;
}

static gboolean
find_concordance (const ComityCox *cox,
                  ComityCoxSummary *self,
                  double *eta,
                  double *influence,
                  ComityProgress *progress,
                  GError **error)
{
  const ComitySample *sample = cox->sample;
  g_autofree double *beta = g_new (double, cox->q + 1);

  if (eta == NULL || influence == NULL)
    return fail (progress, error);
  for (gsize j = 0; j < cox->q; j++)
    beta[j] = cox->fit->beta[j] * comity_cox_get_scale (cox, j);
  for (gsize block = 0; block < sample->n_blocks; block++)
    comity_kernel_get ()->linear (
        comity_sample_block_x (sample, block), cox->pick, cox->q, beta,
        sample->offset != NULL ? sample->offset + block * COMITY_BLOCK : NULL,
        eta + block * COMITY_BLOCK);
  if (!comity_concordance_find (comity_cox_get_risk (cox), eta, sample->weight,
                                cox->fit->spec->n_threads, influence, &self->concordance,
                                progress))
    return fail (progress, error);
  /* The predictor has served: it makes room for what the influences are multiplied by. */
  for (gsize i = 0; i < sample->n_blocks * COMITY_BLOCK; i++)
    eta[i] = 1.0;
  self->concordance_se = find_error (cox, influence, eta);
  return TRUE;
}

static gboolean
work_out (ComityFit *fit, ComityCoxSummary *self, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityCox) cox = comity_cox_open (fit, progress, error);
  double *eta, *influence;
  gboolean done;

  if (cox == NULL)
    return FALSE;
  eta = comity_kernel_alloc0 (cox->sample->n_blocks * COMITY_BLOCK);
  influence = comity_kernel_alloc0 (cox->sample->n_blocks * COMITY_BLOCK);
  done = test_score (cox, self, progress, error) &&
         find_concordance (cox, self, eta, influence, progress, error);
  free (eta);
  free (influence);
  return done;
}

const ComityCoxSummary *
comity_fit_peek_cox_summary (const ComityFit *fit)
{
  return g_atomic_pointer_get ((gpointer *) &fit->cox_summary);
}

const ComityCoxSummary *
comity_fit_get_cox_summary (ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autofree ComityCoxSummary *self = NULL;

  g_return_val_if_fail (fit != NULL, NULL);

  if (fit->estimator != &comity_cox || fit->status == COMITY_FIT_SEPARATED)
    return NULL;
  if (comity_fit_peek_cox_summary (fit) != NULL)
    return comity_fit_peek_cox_summary (fit);
  self = g_new0 (ComityCoxSummary, 1);
  if (!work_out (fit, self, progress, error))
    return NULL;
  /* Whoever comes second finds the same numbers. */
  if (g_atomic_pointer_compare_and_exchange (&fit->cox_summary, NULL, self))
    self = NULL;
  return comity_fit_peek_cox_summary (fit);
}
