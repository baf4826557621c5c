/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample of a fit as a cloud of points.
 *   x terms of a row (k) · m, S their mean and covariance · A = Λ^(-1/2) V' of the correlations, so
 *   that D = ‖A (x − m) / s‖ */
#include "config.h"

#include "comity-support.h"

#include "comity-kernel-private.h"
#include "comity-rows-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Directions of the correlations with less than this of the variance are none: rounding. */
#define LEAST_EIGENVALUE 1e-10
#define N_QUANTILES 1001
/* Out of range by rounding is not out of range. */
#define RANGE_SLACK 1e-9

struct _ComitySupport
{
  gatomicrefcount ref_count;

  gsize k;
  char **terms;     /* k + 1 */
  double *mean;     /* k */
  double *sd;       /* k; 0: the term does not vary */
  double *low;      /* k */
  double *high;     /* k */
  double *whitener; /* rank × k */
  gsize rank;
  double *quantiles; /* N_QUANTILES of D over the rows used; NULL: no row */
};

ComitySupport *
comity_support_ref (ComitySupport *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_support_unref (ComitySupport *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->terms);
  g_free (self->mean);
  g_free (self->sd);
  g_free (self->low);
  g_free (self->high);
  g_free (self->whitener);
  g_free (self->quantiles);
  g_free (self);
}

static void
read_terms (const ComityFit *fit, const guint32 *rows, gsize n, double *x)
{
  for (gsize j = 0; j < fit->n_terms; j++)
    {
      double *column = x + j * COMITY_BLOCK;

      if (fit->columns[j] >= 0)
        comity_design_read (fit->design, (gsize) fit->columns[j], rows, n, column);
      else
        for (gsize r = 0; r < n; r++)
          column[r] = 1.0;
    }
}

typedef struct
{
  const ComityFit *fit;
  const ComitySupport *self;
  const double *origin; /* k: differences from it lose no digits */
  double *distances;    /* n */
} Pass;

/* Sums: Σ w (x − o), then Σ w (x − o)(x − o)', lower triangle. */
static void
sum_moments (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Pass *pass = data;
  gsize k = pass->fit->n_terms;
  const double *w = rows->weight != NULL ? rows->weight + first : NULL;

  read_terms (pass->fit, rows->rows + first, n, scratch);
  for (gsize j = 0; j < k; j++)
    {
      double *x = scratch + j * COMITY_BLOCK;

      for (gsize r = 0; r < n; r++)
        {
          x[r] -= pass->origin[j];
          sums[j] += (w != NULL ? w[r] : 1.0) * x[r];
        }
      for (gsize i = 0; i <= j; i++)
        {
          const double *z = scratch + i * COMITY_BLOCK;
          double sum = 0.0;

          for (gsize r = 0; r < n; r++)
            sum += (w != NULL ? w[r] : 1.0) * x[r] * z[r];
          sums[k + j * k + i] += sum;
        }
    }
}

static double
measure (const ComitySupport *self, const double *difference)
{
  double total = 0.0;

  for (gsize d = 0; d < self->rank; d++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < self->k; j++)
        if (self->sd[j] > 0.0)
          sum += self->whitener[d * self->k + j] * difference[j];
      total += sum * sum;
    }
  return sqrt (total);
}

/* Sums: none; the distance of every row, at its own place. */
static void
measure_rows (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Pass *pass = data;
  const ComitySupport *self = pass->self;
  g_autofree double *x = g_new (double, self->k + 1);

  read_terms (pass->fit, rows->rows + first, n, scratch);
  for (gsize r = 0; r < n; r++)
    {
      for (gsize j = 0; j < self->k; j++)
        x[j] = scratch[j * COMITY_BLOCK + r] - self->mean[j];
      pass->distances[first + r] = measure (self, x);
    }
}

/* Means and the whitening matrix from the moments about the first row. */
static gboolean
settle_moments (ComitySupport *self, const double *origin, double *sums, double weight)
{
  gsize k = self->k;
  g_autoptr (ComityMatrix) correlations = comity_matrix_new (MAX (k, 1), MAX (k, 1));
  g_autoptr (ComityMatrix) vectors = NULL;
  g_autofree double *values = g_new0 (double, k + 1);

  for (gsize j = 0; j < k; j++)
    sums[j] /= weight;
  for (gsize j = 0; j < k; j++)
    for (gsize i = 0; i <= j; i++)
      sums[k + j * k + i] = sums[k + j * k + i] / weight - sums[j] * sums[i];
  for (gsize j = 0; j < k; j++)
    {
      double variance = sums[k + j * k + j];

      self->mean[j] = origin[j] + sums[j];
      self->sd[j] = variance > 1e-14 * (sums[j] * sums[j] + variance) ? sqrt (variance) : 0.0;
    }
  for (gsize j = 0; j < k; j++)
    for (gsize i = 0; i <= j; i++)
      {
        double r = self->sd[i] > 0.0 && self->sd[j] > 0.0
                       ? sums[k + j * k + i] / (self->sd[i] * self->sd[j])
                       : 0.0;

        comity_matrix_set (correlations, i, j, r);
        comity_matrix_set (correlations, j, i, r);
      }
  if (k == 0)
    return TRUE;
  if (!comity_matrix_eigen_symmetric (correlations, values, &vectors))
    return FALSE;
  for (gsize d = 0; d < k; d++)
    if (values[d] > LEAST_EIGENVALUE * (double) k)
      {
        for (gsize j = 0; j < k; j++)
          self->whitener[self->rank * k + j] =
              self->sd[j] > 0.0
                  ? comity_matrix_get (vectors, j, d) / (sqrt (values[d]) * self->sd[j])
                  : 0.0;
        self->rank++;
      }
  return TRUE;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Extremes of the terms over the rows used. */
static void
find_ranges (ComitySupport *self, const ComityFit *fit, const ComityUsedRows *rows)
{
  g_autofree double *x = g_new (double, self->k *COMITY_BLOCK + 1);

  for (gsize j = 0; j < self->k; j++)
    {
      self->low[j] = INFINITY;
      self->high[j] = -INFINITY;
    }
  for (gsize first = 0; first < rows->n; first += COMITY_BLOCK)
    {
      gsize n = MIN (COMITY_BLOCK, rows->n - first);

      read_terms (fit, rows->rows + first, n, x);
      for (gsize j = 0; j < self->k; j++)
        for (gsize r = 0; r < n; r++)
          {
            self->low[j] = MIN (self->low[j], x[j * COMITY_BLOCK + r]);
            self->high[j] = MAX (self->high[j], x[j * COMITY_BLOCK + r]);
          }
    }
}

static gboolean
run (ComitySupport *self,
     const ComityFit *fit,
     const ComityUsedRows *rows,
     ComityProgress *progress,
     GError **error)
{
  gsize k = self->k;
  g_autofree double *sums = g_new0 (double, k *(k + 1) + 1);
  g_autofree double *origin = g_new0 (double, k + 1);
  g_autofree double *distances = g_try_new (double, rows->n + 1);
  Pass pass = { fit, self, origin, distances };

  if (distances == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the distances of the rows.");
      return FALSE;
    }
  if (rows->n == 0)
    return TRUE;
  comity_fit_read_row (fit, rows->rows[0], origin);
  if (!comity_used_rows_pass (rows, sum_moments, &pass, k * (k + 1), k * COMITY_BLOCK, sums,
                              progress, error))
    return FALSE;
  if (!settle_moments (self, origin, sums, rows->sum_weight))
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "The covariates' correlations could not be decomposed.");
      return FALSE;
    }
  if (!comity_used_rows_pass (rows, measure_rows, &pass, 0, k * COMITY_BLOCK, sums, progress,
                              error))
    return FALSE;
  find_ranges (self, fit, rows);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  qsort (distances, rows->n, sizeof (double), compare_doubles);
  self->quantiles = g_new (double, N_QUANTILES);
  for (gsize q = 0; q < N_QUANTILES; q++)
    self->quantiles[q] =
        distances[(gsize) ((double) (rows->n - 1) * (double) q / (double) (N_QUANTILES - 1))];
  return TRUE;
}

ComitySupport *
comity_support_new (const ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autoptr (ComitySupport) self = g_new0 (ComitySupport, 1);
  g_auto (ComityUsedRows) rows = { 0 };
  gsize k;

  g_return_val_if_fail (fit != NULL, NULL);

  k = fit->n_terms;
  g_atomic_ref_count_init (&self->ref_count);
  self->k = k;
  self->terms = g_new0 (char *, k + 1);
  for (gsize j = 0; j < k; j++)
    self->terms[j] = g_strdup (fit->names[j]);
  self->mean = g_new0 (double, k + 1);
  self->sd = g_new0 (double, k + 1);
  self->low = g_new0 (double, k + 1);
  self->high = g_new0 (double, k + 1);
  self->whitener = g_new0 (double, k *k + 1);
  if (!comity_used_rows_init (&rows, fit, error) || !run (self, fit, &rows, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

const double *
comity_support_peek_means (const ComitySupport *self)
{
  return self->mean;
}

void
comity_support_get_range (const ComitySupport *self, gsize term, double *low, double *high)
{
  g_return_if_fail (term < self->k);

  *low = self->low[term];
  *high = self->high[term];
}

double
comity_support_get_distance_between (const ComitySupport *self, const double *x, const double *y)
{
  g_autofree double *difference = g_new (double, self->k + 1);

  for (gsize j = 0; j < self->k; j++)
    difference[j] = x[j] - y[j];
  return measure (self, difference);
}

double
comity_support_get_distance (const ComitySupport *self, const double *x)
{
  return comity_support_get_distance_between (self, x, self->mean);
}

double
comity_support_get_share_beyond (const ComitySupport *self, const double *x)
{
  double d = comity_support_get_distance (self, x);
  gsize low = 0, high = N_QUANTILES;

  if (isnan (d) || self->quantiles == NULL)
    return NAN;
  d *= 1.0 - RANGE_SLACK;
  /* The first quantile that is at least as far. */
  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (self->quantiles[middle] < d)
        low = middle + 1;
      else
        high = middle;
    }
  return 1.0 - (double) low / (double) N_QUANTILES;
}

/* "ln_distance = 12 (observed 4.2 to 9.9)" */
static void
append_outside (const ComitySupport *self, GString *text, const double *x)
{
  for (gsize j = 0; j < self->k; j++)
    {
      double slack = RANGE_SLACK * MAX (fabs (self->low[j]), fabs (self->high[j]));

      if (!(x[j] < self->low[j] - slack || x[j] > self->high[j] + slack))
        continue;
      g_string_append_printf (text, "%s%s = %.4g (observed %.4g to %.4g)",
                              text->len > 0 ? ", " : "", self->terms[j], x[j], self->low[j],
                              self->high[j]);
    }
}

char *
comity_support_dup_warning (const ComitySupport *self, const double *x)
{
  g_autoptr (GString) outside = g_string_new (NULL);
  double share = comity_support_get_share_beyond (self, x);

  append_outside (self, outside, x);
  if (outside->len > 0)
    return g_strdup_printf ("Outside of the data: %s. What follows is extrapolation by the model's "
                            "form.",
                            outside->str);
  if (share < COMITY_SUPPORT_LEAST_SHARE)
    return g_strdup_printf ("Each covariate is within its range, but %s of the rows used lie as "
                            "far from the middle of the sample as this combination (Mahalanobis' "
                            "distance %.1f): what follows rests on the model's form.",
                            share < 0.001 ? "fewer than 0.1 %" : "fewer than 0.5 %",
                            comity_support_get_distance (self, x));
  return NULL;
}

void
comity_fit_read_row (const ComityFit *fit, gsize row, double *x)
{
  guint32 at = (guint32) row;

  g_return_if_fail (row < comity_dataset_get_n_rows (fit->dataset));

  for (gsize j = 0; j < fit->n_terms; j++)
    {
      x[j] = 1.0;
      if (fit->columns[j] >= 0)
        comity_design_read (fit->design, (gsize) fit->columns[j], &at, 1, &x[j]);
    }
}

const char *
comity_fit_peek_term_column (const ComityFit *fit, gsize term)
{
  const ComityDesignColumn *column;
  const ComityExpression *expression;

  g_return_val_if_fail (term < fit->n_terms, NULL);

  if (fit->columns[term] < 0)
    return NULL;
  column = g_ptr_array_index (fit->design->columns, fit->columns[term]);
  if (column->n_parts == 0)
    return NULL;
  expression = fit->design->variables[column->parts[0].variable].input->expression;
  return comity_expression_get_n_columns (expression) > 0
             ? comity_column_peek_name (comity_expression_peek_column (expression, 0))
             : NULL;
}

gboolean
comity_fit_uses_column (const ComityFit *fit, const char *column)
{
  for (gsize v = 0; v < fit->design->n_variables; v++)
    {
      const ComityExpression *expression = fit->design->variables[v].input->expression;

      for (gsize i = 0; i < comity_expression_get_n_columns (expression); i++)
        if (strcmp (comity_column_peek_name (comity_expression_peek_column (expression, i)),
                    column) == 0)
          return TRUE;
    }
  return FALSE;
}
