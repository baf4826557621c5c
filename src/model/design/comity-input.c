/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns and expressions behind one face. */
#include "config.h"

#include "comity-input-private.h"

#include "comity-parallel.h"

#include <math.h>

#define CHUNK 4096

void
comity_model_take_dataset_error (GError **error, GError *from)
{
  int code = g_error_matches (from, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_NO_COLUMN)
                 ? COMITY_MODEL_ERROR_COLUMN
                 : COMITY_MODEL_ERROR_FORMULA;

  g_set_error_literal (error, COMITY_MODEL_ERROR, code, from->message);
  g_error_free (from);
}

ComityInput *
comity_input_new (const char *name, const char *text, ComityDataset *dataset, GError **error)
{
  ComityInput *self;
  GError *local = NULL;
  ComityExpression *expression = comity_expression_new (text, dataset, &local);

  if (expression == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return NULL;
    }
  self = g_new0 (ComityInput, 1);
  self->name = g_strdup (name);
  self->dataset = comity_dataset_ref (dataset);
  self->expression = expression;
  self->column = comity_expression_peek_plain_column (expression);
  return self;
}

ComityInput *
comity_input_new_for_column (ComityColumn *column, ComityDataset *dataset)
{
  ComityInput *self = g_new0 (ComityInput, 1);

  self->name = g_strdup (comity_column_peek_name (column));
  self->dataset = comity_dataset_ref (dataset);
  self->column = column;
  return self;
}

void
comity_input_free (ComityInput *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->values);
  g_clear_pointer (&self->expression, comity_expression_free);
  comity_dataset_unref (self->dataset);
  g_free (self);
}

gboolean
comity_input_is_string (const ComityInput *self)
{
  return self->column != NULL && !comity_column_is_numeric (self->column);
}

static void
materialise_piece (gsize piece, gpointer user_data)
{
  ComityInput *self = user_data;
  gsize n_rows = comity_dataset_get_n_rows (self->dataset);
  gsize first, last;

  comity_parallel_cut (n_rows, CHUNK, MAX (1, (n_rows + CHUNK - 1) / CHUNK), piece, &first, &last);
  if (first < last)
    comity_expression_eval (self->expression, first, last - first, self->values + first);
}

gboolean
comity_input_materialise (ComityInput *self,
                          guint n_threads,
                          ComityProgress *progress,
                          GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (self->dataset);

  if (self->column != NULL || self->values != NULL)
    return TRUE;
  self->values = g_try_new (double, MAX (n_rows, 1));
  if (self->values == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                   "The term %s is too large: it needs %.0f MB.", self->name,
                   (double) n_rows * sizeof (double) / 1e6);
      return FALSE;
    }
  if (comity_parallel_for (MAX (1, (n_rows + CHUNK - 1) / CHUNK), n_threads, materialise_piece,
                           self, progress))
    return TRUE;
  comity_progress_set_error_if_cancelled (progress, error);
  return FALSE;
}

void
comity_input_dematerialise (ComityInput *self)
{
  g_clear_pointer (&self->values, g_free);
}

void
comity_input_gather (const ComityInput *self, const guint32 *rows, gsize n, double *out)
{
  if (self->values != NULL)
    for (gsize i = 0; i < n; i++)
      out[i] = self->values[rows[i]];
  else if (self->column != NULL)
    comity_column_gather_doubles (self->column, rows, n, out);
  else
    for (gsize i = 0; i < n;)
      {
        gsize run = 1;

        while (i + run < n && rows[i + run] == rows[i] + run)
          run++;
        comity_expression_eval (self->expression, rows[i], run, out + i);
        i += run;
      }
}

void
comity_input_or_missing (const ComityInput *self, gsize first, gsize n, guint8 *flags)
{
  if (self->values != NULL)
    for (gsize i = 0; i < n; i++)
      flags[i] |= !isfinite (self->values[first + i]);
  else
    comity_column_or_missing (self->column, first, n, flags);
}
