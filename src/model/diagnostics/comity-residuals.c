/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residuals of the rows of a fit, and those of Cox models laid out by row. */
#include "config.h"

#include "comity-residuals.h"

#include "comity-kernel-private.h"
#include "comity-rows-private.h"
#include "comity-survival.h"

#include <math.h>
#include <string.h>

static const char *const row_kinds[] = { "fitted", "response", "pearson", "deviance" };
/* In the order of ComityCoxResidual. */
static const char *const cox_kinds[] = { "martingale", "cox-snell",        "deviance",
                                         "score",      "dfbeta",           "dfbetas",
                                         "schoenfeld", "scaled-schoenfeld" };

/* All missing. NULL: no memory. */
static double *
new_values (const ComityFit *fit)
{
  gsize n_rows = comity_dataset_get_n_rows (fit->dataset);
  double *values = g_try_new (double, n_rows + 1);

  for (gsize row = 0; values != NULL && row < n_rows; row++)
    values[row] = NAN;
  return values;
}

static gboolean
fail_memory (GError **error)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                       "There is not enough memory for the residuals of the model.");
  return FALSE;
}

static void
take_values (
    GPtrArray *columns, const ComityFit *fit, char *name, const char *label, double *values)
{
  ComityColumn *column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE,
                                                 comity_dataset_get_n_rows (fit->dataset), values);

  comity_column_set_label (column, label);
  g_ptr_array_add (columns, column);
  g_free (name);
}

/* w d, the row's part of the deviance. */
static double
get_deviance (const ComityEstimator *estimator, double y, double mean)
{
  if (estimator->linear)
    return (y - mean) * (y - mean);
  if (estimator->counts)
    return 2.0 * ((y > 0.0 ? y * log (y / mean) : 0.0) - (y - mean));
  return -2.0 * (y > 0.0 ? log (mean) : log1p (-mean));
}

static double
get_residual (const ComityEstimator *estimator, gsize kind, double y, double mean, double weight)
{
  double variance = estimator->linear ? 1.0 : estimator->counts ? mean : mean * (1.0 - mean);

  switch (kind)
    {
    case 0:
      return mean;
    case 1:
      return y - mean;
    case 2:
      return (y - mean) * sqrt (weight / variance);
    default:
      return copysign (sqrt (MAX (weight * get_deviance (estimator, y, mean), 0.0)), y - mean);
    }
}

static gboolean
add_rows (
    GPtrArray *columns, const ComityFit *fit, gsize kind, ComityProgress *progress, GError **error)
{
  static const char *const labels[] = { "Fitted value", "Response residual", "Pearson residual",
                                        "Deviance residual" };
  g_auto (ComityUsedRows) rows = { 0 };
  double *values;

  if (!comity_used_rows_init (&rows, fit, error))
    return FALSE;
  values = new_values (fit);
  if (values == NULL)
    return fail_memory (error);
  for (gsize first = 0; first < rows.n && !comity_progress_is_cancelled (progress);
       first += COMITY_BLOCK)
    {
      gsize n = MIN (COMITY_BLOCK, rows.n - first);
      double y[COMITY_BLOCK];
      double mean[COMITY_BLOCK];

      comity_read_response (fit, rows.rows + first, n, y);
      comity_fit_predict_rows (fit, rows.rows + first, n, FALSE, mean);
      for (gsize i = 0; i < n; i++)
        values[rows.rows[first + i]] =
            get_residual (fit->estimator, kind, y[i], mean[i],
                          rows.weight != NULL ? rows.weight[first + i] : 1.0);
    }
  take_values (columns, fit,
               kind == 0 ? g_strdup ("fitted") : g_strdup_printf ("%s_residual", row_kinds[kind]),
               labels[kind], values);
  return !comity_progress_set_error_if_cancelled (progress, error);
}

static gboolean
add_cox (GPtrArray *columns,
         const ComityFit *fit,
         ComityCoxResidual kind,
         ComityProgress *progress,
         GError **error)
{
  g_autoptr (ComityCox) cox = comity_cox_new ((ComityFit *) fit, progress, error);
  g_autoptr (ComityMatrix) residuals = NULL;
  g_autofree guint32 *events = NULL;
  const guint32 *rows;
  gsize n;

  if (cox == NULL)
    return FALSE;
  residuals = comity_cox_residuals (cox, kind);
  if (residuals == NULL)
    return fail_memory (error);
  rows = comity_cox_peek_rows (cox, &n);
  if (kind == COMITY_COX_SCHOENFELD || kind == COMITY_COX_SCALED_SCHOENFELD)
    rows = events = comity_cox_dup_events (cox, &n, NULL);
  for (gsize j = 0; j < residuals->n_cols; j++)
    {
      const char *term = residuals->n_cols > 1 || kind > COMITY_COX_DEVIANCE ? fit->names[j] : NULL;
      g_autofree char *base = g_strdelimit (g_strdup (cox_kinds[kind]), "-", '_');
      g_autofree char *label = term != NULL
                                   ? g_strdup_printf ("%s residual: %s", cox_kinds[kind], term)
                                   : g_strdup_printf ("%s residual", cox_kinds[kind]);
      double *values = new_values (fit);

      if (values == NULL)
        return fail_memory (error);
      for (gsize i = 0; i < n; i++)
        values[rows[i]] = comity_matrix_get (residuals, i, j);
      take_values (columns, fit,
                   term != NULL ? g_strdup_printf ("%s_%s", base, term)
                                : g_strdup_printf ("%s_residual", base),
                   label, values);
    }
  return TRUE;
}

GPtrArray *
comity_residual_columns (const ComityFit *fit,
                         const char *kind,
                         ComityProgress *progress,
                         GError **error)
{
  g_autoptr (GPtrArray) columns =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  const ComityEstimator *estimator = fit->estimator;
  gboolean is_cox = estimator == &comity_cox;
  const char *const *kinds = is_cox ? cox_kinds : row_kinds;
  gsize n_kinds = is_cox ? G_N_ELEMENTS (cox_kinds) : G_N_ELEMENTS (row_kinds);
  g_autoptr (GString) list = g_string_new (NULL);

  if (!is_cox && (estimator->get_link == NULL || estimator->timed || estimator->grouped ||
                  comity_estimator_get_n_ancillary (estimator) > 0))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "Residuals are not worked out after this model (%s).", estimator->title);
      return NULL;
    }
  for (gsize k = 0; k < n_kinds; k++)
    {
      if (strcmp (kind, kinds[k]) == 0)
        return (is_cox ? add_cox (columns, fit, (ComityCoxResidual) k, progress, error)
                       : add_rows (columns, fit, k, progress, error))
                   ? g_steal_pointer (&columns)
                   : NULL;
      g_string_append_printf (list, "%s%s", k > 0 ? ", " : "", kinds[k]);
    }
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "There are no residuals “%s” after this model; there are: %s.", kind, list->str);
  return NULL;
}
