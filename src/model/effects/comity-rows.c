/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passes over the rows that a fit used. */
#include "config.h"

#include "comity-rows-private.h"

#include "comity-kernel-private.h"
#include "comity-number.h"
#include "comity-parallel.h"

#include <math.h>
#include <string.h>

static gboolean
fail_memory (GError **error)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                       "There is not enough memory for a pass over the rows.");
  return FALSE;
}

gboolean
comity_used_rows_init (ComityUsedRows *self, const ComityFit *fit, GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (fit->dataset);
  ComityColumn *weights = NULL;

  *self = (ComityUsedRows){ .fit = fit, .rows = g_try_new (guint32, n_rows + 1) };
  if (self->rows == NULL)
    return fail_memory (error);
  for (gsize row = 0; row < n_rows; row++)
    {
      self->rows[self->n] = (guint32) row;
      self->n += fit->used[row / 8] >> (row % 8) & 1;
    }
  self->sum_weight = (double) self->n;
  if (fit->spec->weights != NULL)
    weights = comity_dataset_require_column (fit->dataset, fit->spec->weights, NULL);
  if (weights == NULL)
    return TRUE;
  self->weight = g_try_new (double, self->n + 1);
  if (self->weight == NULL)
    return fail_memory (error);
  comity_column_gather_doubles (weights, self->rows, self->n, self->weight);
  self->sum_weight = 0.0;
  for (gsize i = 0; i < self->n; i++)
    self->sum_weight += self->weight[i];
  return TRUE;
}

void
comity_used_rows_clear (ComityUsedRows *self)
{
  g_clear_pointer (&self->rows, g_free);
  g_clear_pointer (&self->weight, g_free);
}

typedef struct
{
  const ComityUsedRows *rows;
  ComityUsedRowsFunc func;
  gpointer data;
  gsize n_sums, n_scratch;
  double *sums;    /* pieces × n_sums */
  double *scratch; /* pieces × n_scratch */
  ComityProgress *progress;
} Pass;

static void
pass_piece (gsize piece, gpointer user_data)
{
  Pass *pass = user_data;
  gsize from, to;

  comity_parallel_cut (pass->rows->n, COMITY_BLOCK, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize first = from; first < to; first += COMITY_BLOCK)
    {
      if (comity_progress_is_cancelled (pass->progress))
        return;
      pass->func (pass->rows, first, MIN (COMITY_BLOCK, to - first),
                  pass->sums + piece * pass->n_sums, pass->scratch + piece * pass->n_scratch,
                  pass->data);
    }
}

gboolean
comity_used_rows_pass (const ComityUsedRows *self,
                       ComityUsedRowsFunc func,
                       gpointer data,
                       gsize n_sums,
                       gsize n_scratch,
                       double *totals,
                       ComityProgress *progress,
                       GError **error)
{
  g_autofree double *sums = g_try_new0 (double, COMITY_PARALLEL_PIECES *n_sums + 1);
  g_autofree double *scratch = g_try_new0 (double, COMITY_PARALLEL_PIECES *n_scratch + 1);
  Pass pass = { self, func, data, n_sums, n_scratch, sums, scratch, progress };

  if (sums == NULL || scratch == NULL)
    return fail_memory (error);
  comity_parallel_for (COMITY_PARALLEL_PIECES, self->fit->spec->n_threads, pass_piece, &pass,
                       progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  memset (totals, 0, n_sums * sizeof (double));
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    for (gsize i = 0; i < n_sums; i++)
      totals[i] += sums[piece * n_sums + i];
  return TRUE;
}

void
comity_read_response (const ComityFit *fit, const guint32 *rows, gsize n, double *out)
{
  const ComityInput *response = fit->design->response;

  if (!comity_input_is_string (response))
    comity_input_gather (response, rows, n, out);
  else
    for (gsize r = 0; r < n; r++)
      if (!comity_number_parse (comity_column_peek_string (response->column, rows[r]), &out[r]))
        out[r] = NAN;
}
