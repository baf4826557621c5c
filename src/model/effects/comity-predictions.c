/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictions over a profile, their changes from the first point, and intervals: by the delta
 * method, through the linear predictor where there is one row, and by simulated estimates. */
#include "config.h"

#include "comity-scenario-private.h"

#include "comity-inference-private.h"
#include "comity-kernel-private.h"
#include "comity-number.h"
#include "comity-support.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct _ComityPredictions
{
  GArray *items; /* ComityPrediction */
};

typedef struct
{
  const ComityStage *stage;
  const ComityScenario *scenario;
  const double *draws; /* n_draws × n_terms */
  gsize n_draws;
} Point;

/* Sums: Σ w μ; Σ w μ' x_j; Σ w μ of each draw. */
static void
sum_point (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Point *point = data;
  const ComityFit *fit = point->stage->fit;
  gsize k = fit->n_terms;
  const guint32 *at = rows->rows + first;
  const double *w = rows->weight != NULL ? rows->weight + first : NULL;
  double *offset = scratch + k * COMITY_BLOCK;
  double *eta = offset + COMITY_BLOCK;
  double *mean = eta + COMITY_BLOCK;
  double *slope = mean + COMITY_BLOCK;

  comity_stage_read_offset (point->stage, at, n, offset);
  memcpy (eta, offset, n * sizeof (double));
  for (gsize j = 0; j < k; j++)
    {
      double *x = scratch + j * COMITY_BLOCK;

      comity_scenario_read (point->scenario, j, at, n, x);
      for (gsize r = 0; r < n; r++)
        eta[r] += fit->beta[j] * x[r];
    }
  comity_mean_derivatives (fit, eta, n, mean, slope, NULL);
  for (gsize r = 0; r < n; r++)
    {
      double weight = w != NULL ? w[r] : 1.0;

      sums[0] += weight * mean[r];
      slope[r] *= weight;
    }
  for (gsize j = 0; j < k; j++)
    for (gsize r = 0; r < n; r++)
      sums[1 + j] += slope[r] * scratch[j * COMITY_BLOCK + r];
  for (gsize d = 0; d < point->n_draws; d++)
    {
      const double *beta = point->draws + d * k;

      memcpy (eta, offset, n * sizeof (double));
      for (gsize j = 0; j < k; j++)
        for (gsize r = 0; r < n; r++)
          eta[r] += beta[j] * scratch[j * COMITY_BLOCK + r];
      comity_mean_derivatives (fit, eta, n, mean, NULL, NULL);
      for (gsize r = 0; r < n; r++)
        sums[1 + k + d] += (w != NULL ? w[r] : 1.0) * mean[r];
    }
}

/* n_draws × k from N(@mean, @v). */
static double *
draw_normal (const double *mean, const ComityMatrix *v, gsize k, guint n_draws, guint64 seed)
{
  g_autofree double *values = g_new (double, k + 1);
  g_autofree double *z = g_new (double, k + 1);
  g_autoptr (ComityMatrix) vectors = NULL;
  gsl_rng *rng;
  double *draws;

  for (gsize i = 0; i < k * k; i++)
    if (!isfinite (v->data[i]))
      return NULL;
  if (!comity_matrix_eigen_symmetric (v, values, &vectors))
    return NULL;
  draws = g_new (double, n_draws *k + 1);
  rng = gsl_rng_alloc (gsl_rng_mt19937);
  gsl_rng_set (rng, (unsigned long) seed);
  for (guint d = 0; d < n_draws; d++)
    {
      for (gsize j = 0; j < k; j++)
        z[j] = sqrt (MAX (0.0, values[j])) * gsl_ran_gaussian_ziggurat (rng, 1.0);
      for (gsize i = 0; i < k; i++)
        {
          double sum = mean[i];

          for (gsize j = 0; j < k; j++)
            sum += comity_matrix_get (vectors, i, j) * z[j];
          draws[d * k + i] = sum;
        }
    }
  gsl_rng_free (rng);
  return draws;
}

double *
comity_draw_estimates (const ComityFit *fit, guint n_draws, guint64 seed)
{
  return draw_normal (fit->beta, fit->vcov, fit->n_terms, n_draws, seed);
}

double *
comity_draw_estimates_beside (const ComityFit *fit, guint n_draws, guint64 seed)
{
  gsize k = fit->n_terms;
  g_autofree double *mean = g_new (double, k + 1);
  g_autoptr (ComityMatrix) v = comity_matrix_new (k + 1, k + 1);

  g_return_val_if_fail (fit->beside != NULL, NULL);

  memcpy (mean, fit->beta, k * sizeof (double));
  comity_fit_peek_extra (fit, 0, &mean[k]);
  for (gsize i = 0; i < k; i++)
    {
      for (gsize j = 0; j < k; j++)
        v->data[i * (k + 1) + j] = comity_matrix_get (fit->vcov, i, j);
      v->data[i * (k + 1) + k] = v->data[k * (k + 1) + i] = fit->beside[i];
    }
  v->data[k * (k + 1) + k] = fit->beside[k];
  return draw_normal (mean, v, k + 1, n_draws, seed);
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* R's type 7 of @x, which is sorted. */
static double
quantile (const double *x, gsize n, double p)
{
  double h = (double) (n - 1) * p;
  gsize low = (gsize) h;

  return low + 1 < n ? x[low] + (h - (double) low) * (x[low + 1] - x[low]) : x[n - 1];
}

void
comity_take_quantiles (double *x, gsize n, double level, double *low, double *high)
{
  *low = *high = NAN;
  if (n == 0)
    return;
  qsort (x, n, sizeof (double), compare_doubles);
  *low = quantile (x, n, 0.5 - level / 200.0);
  *high = quantile (x, n, 0.5 + level / 200.0);
}

/* The interval of η, on the outcome's scale. */
static void
take_link (const ComityStage *stage, const ComityScenario *scenario, ComityPrediction *out)
{
  const ComityFit *fit = stage->fit;
  g_autofree double *x = g_new (double, fit->n_terms + 1);
  guint32 row = 0;
  ComityCoefficient c = { .estimate = stage->offset };

  out->eta = out->eta_error = out->link_low = out->link_high = NAN;
  if (!stage->at_means)
    return;
  for (gsize j = 0; j < fit->n_terms; j++)
    {
      comity_scenario_read (scenario, j, &row, 1, &x[j]);
      c.estimate += fit->beta[j] * x[j];
    }
  comity_infer (fit, comity_quadratic_form (fit->vcov, x, x), &c);
  out->eta = c.estimate;
  out->eta_error = c.std_error;
  out->link_low = fit->estimator->mean (c.conf_low);
  out->link_high = fit->estimator->mean (c.conf_high);
}

/* What the first point leaves for the others. */
typedef struct
{
  double estimate;
  double *gradient; /* n_terms */
  double *draws;    /* n_draws */
} First;

static void
take_point (const Point *point, double *sums, First *first, ComityPrediction *out)
{
  const ComityFit *fit = point->stage->fit;
  gsize k = fit->n_terms;
  double total = point->stage->rows.sum_weight;
  double *gradient = sums + 1;
  double *draws = sums + 1 + k;
  ComityCoefficient c;

  for (gsize i = 0; i < 1 + k + point->n_draws; i++)
    sums[i] /= total;
  c.estimate = sums[0];
  comity_infer (fit, comity_quadratic_form (fit->vcov, gradient, gradient), &c);
  out->estimate = c.estimate;
  out->std_error = c.std_error;
  out->conf_low = c.conf_low;
  out->conf_high = c.conf_high;
  take_link (point->stage, point->scenario, out);
  if (first->gradient == NULL)
    {
      first->estimate = sums[0];
      first->gradient = g_new (double, k + 1);
      memcpy (first->gradient, gradient, k * sizeof (double));
      first->draws = g_new (double, point->n_draws + 1);
      memcpy (first->draws, draws, point->n_draws * sizeof (double));
      out->change = out->change_error = out->change_low = out->change_high = NAN;
      out->change_draw_low = out->change_draw_high = NAN;
      comity_take_quantiles (draws, point->n_draws, fit->spec->level, &out->draw_low, &out->draw_high);
      return;
    }
  for (gsize j = 0; j < k; j++)
    gradient[j] -= first->gradient[j];
  c.estimate = sums[0] - first->estimate;
  comity_infer (fit, comity_quadratic_form (fit->vcov, gradient, gradient), &c);
  out->change = c.estimate;
  out->change_error = c.std_error;
  out->change_low = c.conf_low;
  out->change_high = c.conf_high;
  {
    g_autofree double *changes = g_new (double, point->n_draws + 1);

    for (gsize d = 0; d < point->n_draws; d++)
      changes[d] = draws[d] - first->draws[d];
    comity_take_quantiles (changes, point->n_draws, fit->spec->level, &out->change_draw_low,
                           &out->change_draw_high);
  }
  comity_take_quantiles (draws, point->n_draws, fit->spec->level, &out->draw_low, &out->draw_high);
}

gboolean
comity_effects_check_column (const ComityFit *fit, const char *column, GError **error)
{
  if (comity_fit_uses_column (fit, column))
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
               "%s is no covariate of the model.", column);
  return FALSE;
}

static gboolean
run_points (ComityPredictions *self,
            const ComityStage *stage,
            const char *column,
            const char *const *values,
            gsize n_points,
            const double *draws,
            gsize n_draws,
            First *first,
            ComityProgress *progress,
            GError **error)
{
  gsize n_sums = 1 + stage->fit->n_terms + n_draws;
  g_autofree double *sums = g_new (double, n_sums);

  for (gsize i = 0; i < n_points; i++)
    {
      g_autoptr (ComityScenario) set = NULL;
      Point point = { stage, stage->base, draws, n_draws };
      ComityPrediction prediction = { .number = NAN };

      comity_progress_report (progress, (double) i / (double) n_points, "Predicting");
      if (column != NULL)
        {
          set = comity_scenario_new (stage->base, column, values[i], 0.0, 0.0, progress, error);
          if (set == NULL)
            return FALSE;
          point.scenario = set;
        }
      if (!comity_used_rows_pass (&stage->rows, sum_point, &point, n_sums,
                                  (stage->fit->n_terms + 4) * COMITY_BLOCK, sums, progress, error))
        return FALSE;
      take_point (&point, sums, first, &prediction);
      prediction.value = g_strdup (column != NULL ? values[i] : "");
      if (column == NULL || !comity_number_parse (values[i], &prediction.number))
        prediction.number = NAN;
      g_array_append_val (self->items, prediction);
    }
  return TRUE;
}

ComityPredictions *
comity_predictions_new (const ComityFit *fit,
                        const ComityProfile *profile,
                        const char *column,
                        const char *const *values,
                        gsize n_values,
                        guint n_draws,
                        guint64 seed,
                        ComityProgress *progress,
                        GError **error)
{
  g_autoptr (ComityPredictions) self = g_new0 (ComityPredictions, 1);
  g_auto (ComityStage) stage = { 0 };
  g_autofree double *draws = NULL;
  First first = { 0 };
  gboolean done;

  self->items = g_array_new (FALSE, FALSE, sizeof (ComityPrediction));
  if ((column != NULL && !comity_effects_check_column (fit, column, error)) ||
      !comity_stage_init (&stage, fit, profile, progress, error))
    return NULL;
  if (n_draws > 0)
    draws = comity_draw_estimates (fit, n_draws, seed);
  done = run_points (self, &stage, column, values, column != NULL ? n_values : 1, draws,
                     draws != NULL ? n_draws : 0, &first, progress, error);
  g_free (first.gradient);
  g_free (first.draws);
  return done ? g_steal_pointer (&self) : NULL;
}

void
comity_predictions_free (ComityPredictions *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->items->len; i++)
    g_free (g_array_index (self->items, ComityPrediction, i).value);
  g_array_unref (self->items);
  g_free (self);
}

gsize
comity_predictions_get_n (const ComityPredictions *self)
{
  return self->items->len;
}

const ComityPrediction *
comity_predictions_peek (const ComityPredictions *self, gsize i)
{
  g_return_val_if_fail (i < self->items->len, NULL);
  return &g_array_index (self->items, ComityPrediction, i);
}
