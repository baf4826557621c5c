/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where effects and predictions are worked out: which models have them, the rows of a profile, and
 * the mean as a function of the linear predictor. */
#include "config.h"

#include "comity-scenario-private.h"

#include "comity-kernel-private.h"

#include <math.h>
#include <string.h>

gboolean
comity_effects_check (const ComityFit *fit, GError **error)
{
  if (fit->spec->absorb != NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "There are no predictions after absorbed fixed effects, which are not "
                           "estimated: write factor (column) in the formula instead.");
      return FALSE;
    }
  if (fit->estimator->mean != NULL && !fit->estimator->partial && !fit->estimator->timed)
    return TRUE;
  g_set_error (
      error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
      "After this model (%s) there are no predictions of the outcome: they need a constant "
      "and rows that are no spells.",
      fit->estimator->title);
  return FALSE;
}

static void
sum_offset (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  comity_design_read_offset (rows->fit->design, rows->rows + first, n, scratch);
  for (gsize r = 0; r < n; r++)
    sums[0] += (rows->weight != NULL ? rows->weight[first + r] : 1.0) * scratch[r];
}

void
comity_stage_read_offset (const ComityStage *self, const guint32 *rows, gsize n, double *out)
{
  if (self->at_means)
    out[0] = self->offset;
  else
    comity_design_read_offset (self->fit->design, rows, n, out);
}

/* One row in place of those used. */
static gboolean
move_to_means (ComityStage *self, ComityProgress *progress, GError **error)
{
  ComityScenario *means = comity_scenario_new_at_means (self->base, &self->rows, progress, error);

  if (means == NULL)
    return FALSE;
  g_clear_pointer (&self->base, comity_scenario_free);
  self->base = means;
  if (self->fit->design->offsets->len > 0 &&
      !comity_used_rows_pass (&self->rows, sum_offset, NULL, 1, COMITY_BLOCK, &self->offset,
                              progress, error))
    return FALSE;
  self->offset /= self->rows.sum_weight;
  self->at_means = TRUE;
  comity_used_rows_clear (&self->rows);
  self->rows = (ComityUsedRows){ .fit = self->fit, .n = 1, .sum_weight = 1.0 };
  self->rows.rows = g_new0 (guint32, 1);
  return TRUE;
}

gboolean
comity_stage_init (ComityStage *self,
                   const ComityFit *fit,
                   const ComityProfile *profile,
                   ComityProgress *progress,
                   GError **error)
{
  return comity_effects_check (fit, error) &&
         comity_stage_open (self, fit, profile, progress, error);
}

gboolean
comity_stage_open (ComityStage *self,
                   const ComityFit *fit,
                   const ComityProfile *profile,
                   ComityProgress *progress,
                   GError **error)
{
  self->fit = fit;
  if (!comity_used_rows_init (&self->rows, fit, error))
    return FALSE;
  self->base = comity_scenario_new_observed (fit, progress, error);
  if (self->base == NULL)
    return FALSE;
  if (profile->at_means && !move_to_means (self, progress, error))
    return FALSE;
  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_scenario_free);
  for (guint i = 0; i < profile->settings->len; i++)
    {
      const ComitySetting *setting = &g_array_index (profile->settings, ComitySetting, i);
      ComityScenario *next = comity_scenario_new (self->base, setting->column, setting->value, 0.0,
                                                  0.0, progress, error);

      if (next == NULL)
        return FALSE;
      g_ptr_array_add (self->chain, self->base);
      self->base = next;
    }
  return TRUE;
}

void
comity_stage_clear (ComityStage *self)
{
  comity_used_rows_clear (&self->rows);
  g_clear_pointer (&self->base, comity_scenario_free);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
}

/* Step of the differences of μ: truncation and rounding are both about 1e-11. */
#define STEP 4e-3

void
comity_mean_derivatives (
    const ComityFit *fit, const double *eta, gsize n, double *mean, double *slope, double *bend)
{
  double (*mu) (double) = fit->estimator->mean;

  for (gsize i = 0; i < n; i++)
    {
      double here = mu (eta[i]);
      double up, down, up2, down2;

      mean[i] = here;
      if (slope == NULL)
        continue;
      up = mu (eta[i] + STEP);
      down = mu (eta[i] - STEP);
      up2 = mu (eta[i] + 2.0 * STEP);
      down2 = mu (eta[i] - 2.0 * STEP);
      slope[i] = (8.0 * (up - down) - (up2 - down2)) / (12.0 * STEP);
      if (bend != NULL)
        bend[i] = (16.0 * (up + down) - (up2 + down2) - 30.0 * here) / (12.0 * STEP * STEP);
    }
}
