/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Cox fit opened again: its sample is taken from what is kept of the data, or read once more, and
 * one pass is run at the estimates. */
#include "config.h"

#include "comity-cox-open-private.h"

#include "comity-number.h"

#include <stdlib.h>
#include <string.h>

void
comity_cox_free (ComityCox *self)
{
  if (self == NULL)
    return;

  comity_pass_free (self->pass);
  comity_sample_free (self->sample);
  comity_groups_free (self->strata);
  comity_matrix_free (self->inverse);
  g_free (self->stratum_rows);
  g_free (self->rows);
  g_free (self->start);
  g_free (self->stop);
  g_free (self->pick);
  comity_fit_unref (self->fit);
  g_free (self);
}

static gboolean
fail_memory (GError **error)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                       "There is not enough memory for the residuals of the model.");
  return FALSE;
}

static gboolean
check_fit (const ComityFit *fit, GError **error)
{
  const char *sentence = NULL;

  if (fit->estimator != &comity_cox)
    sentence = "This needs a Cox model.";
  else if (fit->spec->ties == COMITY_TIES_EXACT)
    sentence = "This needs Efron's or Breslow's ties, not exact ones.";
  else if (fit->status == COMITY_FIT_SEPARATED)
    sentence = "The model has no finite estimates, so that nothing follows from it.";
  if (sentence == NULL)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, sentence);
  return FALSE;
}

static gboolean
list_rows (ComityCox *self, GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (self->fit->dataset);

  self->rows = g_try_new (guint32, n_rows + 1);
  if (self->rows == NULL)
    return fail_memory (error);
  for (gsize row = 0; row < n_rows; row++)
    {
      self->rows[self->n] = (guint32) row;
      self->n += self->fit->used[row / 8] >> (row % 8) & 1;
    }
  return TRUE;
}

static double *
gather_blocks (const ComityInput *input, const guint32 *rows, gsize n)
{
  double *values = comity_kernel_alloc0 ((n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK);

  if (values != NULL && comity_input_is_string (input))
    for (gsize i = 0; i < n; i++)
      comity_number_parse (comity_column_peek_string (input->column, rows[i]), &values[i]);
  else if (values != NULL)
    comity_input_gather (input, rows, n, values);
  return values;
}

/* Strata may be as many as dyads: whoever names them all must not look through all rows for each. */
static void
find_strata (ComityCox *self)
{
  gsize n = 0;

  self->strata =
      comity_groups_new_from_column (self->fit->strata->column, self->rows, self->n);
  self->stratum_rows = g_new (guint32, self->strata->n_groups + 1);
  /* Their numbers are in the order of first appearance. */
  for (gsize i = 0; i < self->n; i++)
    if (self->strata->group[i] == n)
      self->stratum_rows[n++] = self->rows[i];
}

static gboolean
read_times (ComityCox *self, GError **error)
{
  const ComityFit *fit = self->fit;

  self->stop = g_try_new (double, self->n + 1);
  self->start = fit->start != NULL ? g_try_new (double, self->n + 1) : NULL;
  if (self->stop == NULL || (fit->start != NULL && self->start == NULL))
    return fail_memory (error);
  comity_input_gather (fit->stop, self->rows, self->n, self->stop);
  if (fit->start != NULL)
    comity_input_gather (fit->start, self->rows, self->n, self->start);
  if (fit->strata != NULL)
    find_strata (self);
  return TRUE;
}

static void
read_term (gsize column, gsize first, gsize n, double *out, gpointer data)
{
  const ComityCox *self = data;

  comity_design_read (self->fit->design, (gsize) self->fit->columns[column - 1], self->rows + first,
                      n, out);
}

/* The fit's own sample, while it is kept; NULL, without an error, where it is not. */
static ComitySample *
find_sample (ComityCox *self, ComityProgress *progress, GError **error)
{
  const ComityFit *fit = self->fit;
  g_autoptr (ComityKept) kept =
      fit->keep != NULL ? comity_keep_find (fit->keep, fit->kept_key, fit->kept_used) : NULL;
  ComitySample *sample;

  if (kept == NULL)
    return NULL;
  sample = comity_kept_view (kept, fit->keep, fit->design, fit->spec->n_threads, progress, error);
  for (gsize j = 0; sample != NULL && j < self->q; j++)
    self->pick[j] = comity_sample_get_place (sample, (gsize) fit->columns[j] + 1);
  return sample;
}

static ComitySample *
read_sample (ComityCox *self, ComityProgress *progress, GError **error)
{
  const ComityFit *fit = self->fit;
  double *y = gather_blocks (fit->design->response, self->rows, self->n);
  double *weight = fit->weights != NULL ? gather_blocks (fit->weights, self->rows, self->n) : NULL;
  double *offset = NULL;

  if (fit->design->offsets->len > 0)
    {
      offset = comity_kernel_alloc0 ((self->n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK);
      for (gsize first = 0; offset != NULL && first < self->n; first += COMITY_BLOCK)
        comity_design_read_offset (fit->design, self->rows + first,
                                   MIN (COMITY_BLOCK, self->n - first), offset + first);
    }
  if (y == NULL || (fit->weights != NULL && weight == NULL) ||
      (fit->design->offsets->len > 0 && offset == NULL))
    {
      free (y);
      free (weight);
      free (offset);
      fail_memory (error);
      return NULL;
    }
  for (gsize j = 0; j < self->q; j++)
    self->pick[j] = (guint32) (j + 1);
  return comity_sample_new (self->n, self->q + 1, TRUE, y, weight, offset, read_term, self,
                            fit->spec->n_threads, progress, error);
}

static gboolean
make_sample (ComityCox *self, ComityProgress *progress, GError **error)
{
  const ComityFit *fit = self->fit;
  GError *local = NULL;

  self->pick = g_new (guint32, self->q + 1);
  self->sample = find_sample (self, progress, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (self->sample == NULL)
    self->sample = read_sample (self, progress, error);
  if (self->sample == NULL)
    return FALSE;
  self->sample->extra = comity_risk_new (
      self->n, self->start, self->stop, self->sample->y, self->sample->weight,
      self->strata != NULL ? self->strata->group : NULL,
      self->strata != NULL ? self->strata->n_groups : 1, fit->spec->ties,
      fit->spec->frequency_weights && self->sample->weight != NULL, fit->spec->n_threads);
  self->sample->extra_free = (GDestroyNotify) comity_risk_free;
  return self->sample->extra != NULL || fail_memory (error);
}

static gboolean
run_pass (ComityCox *self, ComityProgress *progress, GError **error)
{
  g_autofree double *beta = g_new (double, self->q + 1);

  for (gsize j = 0; j < self->q; j++)
    beta[j] = self->fit->beta[j] * comity_cox_get_scale (self, j);
  self->pass =
      comity_pass_new (&comity_cox, self->sample, self->pick, self->q, self->fit->spec->n_threads);
  if (self->pass == NULL)
    return fail_memory (error);
  if (!comity_pass_run (self->pass, beta, progress))
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return FALSE;
    }
  /* It belongs to this call. */
  self->pass->beta = NULL;
  self->inverse = comity_matrix_invert_spd (self->pass->information, NULL);
  if (self->inverse != NULL)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "The information matrix is singular, so that nothing follows from the "
                       "model.");
  return FALSE;
}

ComityCox *
comity_cox_open (ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityCox) self = g_new0 (ComityCox, 1);

  self->fit = comity_fit_ref (fit);
  self->q = fit->n_terms;
  if (!list_rows (self, error) || !read_times (self, error) ||
      !make_sample (self, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

ComityCox *
comity_cox_new (ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityCox) self = NULL;

  g_return_val_if_fail (fit != NULL, NULL);

  if (!check_fit (fit, error))
    return NULL;
  self = comity_cox_open (fit, progress, error);
  if (self == NULL || !run_pass (self, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

const guint32 *
comity_cox_peek_rows (const ComityCox *self, gsize *n)
{
  *n = self->n;
  return self->rows;
}

guint32 *
comity_cox_dup_events (const ComityCox *self, gsize *n_events, double **times)
{
  const ComityRisk *risk = comity_cox_get_risk (self);
  guint32 *events = g_new (guint32, risk->n_events + 1);

  *n_events = risk->n_events;
  if (times != NULL)
    *times = g_new (double, risk->n_events + 1);
  for (gsize i = 0; i < risk->n_events; i++)
    {
      events[i] = self->rows[risk->events[i]];
      if (times != NULL)
        (*times)[i] = self->stop[risk->events[i]];
    }
  return events;
}

gsize
comity_cox_get_n_strata (const ComityCox *self)
{
  return comity_cox_get_risk (self)->n_strata;
}

char *
comity_cox_dup_stratum_of_row (const ComityFit *fit, gsize row)
{
  ComityColumn *column = fit->strata->column;
  char text[COMITY_NUMBER_BUFFER];

  if (!comity_column_is_numeric (column))
    return g_strdup (comity_column_peek_string (column, row));
  return g_strdup (comity_number_format (comity_column_get_double (column, row), text));
}

char *
comity_cox_dup_stratum (const ComityCox *self, gsize stratum)
{
  g_return_val_if_fail (stratum < comity_cox_get_n_strata (self), NULL);

  if (self->strata == NULL)
    return NULL;
  return comity_cox_dup_stratum_of_row (self->fit, self->stratum_rows[stratum]);
}

void
comity_cox_get_means (const ComityCox *self, double *x)
{
  for (gsize j = 0; j < self->q; j++)
    {
      double sum = 0.0;

      for (gsize i = 0; i < self->n; i++)
        sum += comity_cox_get_x (self, i, j);
      x[j] = self->sample->mean[self->pick[j]] +
             comity_cox_get_scale (self, j) * sum / (double) self->n;
    }
}
