/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are used, and the waterfall of those that are not: a row counts for the first
 * variable, in the formula's order, that it lacks; weights and clusters come last. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-number.h"
#include "comity-parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 4096
/* Stages of a row: 0 used, 1 + i lost to variable i, or outside the condition. */
#define OUTSIDE G_MAXUINT16

typedef struct
{
  GPtrArray *inputs; /* ComityInput, borrowed: n_variables of them */
  gsize n_variables; /* inputs, and the dyads where they are the clusters */
  const ComityInput *response;
  const ComityInput *weights;
  const ComityFitUnits *units;
  gboolean by_dyads;
  gboolean count_events;
  gsize n_rows;
  const guint8 *keep; /* n_rows, NULL: all */
  guint16 *stage;     /* n_rows */
  /* pieces × n_variables */
  gsize *rows, *events, *missing;
  gsize bad_row[COMITY_PARALLEL_PIECES]; /* first row whose weight is negative */
} Waterfall;

static void
flag_chunk (const Waterfall *self, gsize variable, gsize first, gsize n, guint8 *flags)
{
  memset (flags, 0, n);
  if (variable < self->inputs->len)
    comity_input_or_missing (g_ptr_array_index (self->inputs, variable), first, n, flags);
  else
    for (gsize i = 0; i < n; i++)
      flags[i] = self->units->row_dyads[first + i] == G_MAXUINT32;
}

/* Rows of weight 0 are lost to the weights; a negative one is an error. */
static void
flag_weights (Waterfall *self, gsize piece, gsize first, gsize n, guint8 *flags)
{
  double weight[CHUNK];

  if (self->weights->column != NULL)
    comity_column_read_doubles (self->weights->column, first, n, weight);
  for (gsize i = 0; i < n; i++)
    {
      flags[i] |= weight[i] == 0.0;
      if (weight[i] < 0.0 && self->stage[first + i] == 0)
        self->bad_row[piece] = MIN (self->bad_row[piece], first + i);
    }
}

static void
count_events (Waterfall *self, gsize first, gsize n, gsize *events)
{
  double y[CHUNK];

  if (self->response->values != NULL)
    memcpy (y, self->response->values + first, n * sizeof (double));
  else
    comity_column_read_doubles (self->response->column, first, n, y);
  for (gsize i = 0; i < n; i++)
    {
      guint16 stage = self->stage[first + i];

      if (y[i] == 1.0 && stage > 0 && stage != OUTSIDE)
        events[stage - 1]++;
    }
}

static void
waterfall_piece (gsize piece, gpointer user_data)
{
  Waterfall *self = user_data;
  gsize *rows = self->rows + piece * self->n_variables;
  gsize *missing = self->missing + piece * self->n_variables;
  guint8 flags[CHUNK];
  gsize from, to;

  comity_parallel_cut (self->n_rows, CHUNK, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize first = from; first < to; first += CHUNK)
    {
      gsize n = MIN (CHUNK, to - first);
      guint16 *stage = self->stage + first;

      for (gsize i = 0; i < n; i++)
        stage[i] = self->keep == NULL || self->keep[first + i] ? 0 : OUTSIDE;
      for (gsize v = 0; v < self->n_variables; v++)
        {
          flag_chunk (self, v, first, n, flags);
          if (v < self->inputs->len && g_ptr_array_index (self->inputs, v) == self->weights)
            flag_weights (self, piece, first, n, flags);
          for (gsize i = 0; i < n; i++)
            if (flags[i] && stage[i] != OUTSIDE)
              {
                missing[v]++;
                if (stage[i] == 0)
                  {
                    rows[v]++;
                    stage[i] = (guint16) (v + 1);
                  }
              }
        }
      if (self->count_events)
        count_events (self, first, n, self->events + piece * self->n_variables);
    }
}

/* A dyad is lost to the variable that took its last rows. */
static void
count_dyads (ComityFit *fit, const Waterfall *self, gsize *dyads)
{
  g_autofree guint16 *last = g_new0 (guint16, self->units->n_dyads + 1);

  for (gsize row = 0; row < self->n_rows; row++)
    {
      guint32 dyad = self->units->row_dyads[row];
      guint16 stage = self->stage[row];

      if (dyad != G_MAXUINT32 && stage != OUTSIDE)
        last[dyad] = MAX (last[dyad], stage == 0 ? OUTSIDE : stage);
    }
  for (gsize dyad = 0; dyad < self->units->n_dyads; dyad++)
    if (last[dyad] == OUTSIDE)
      fit->numbers.n_dyads++;
    else if (last[dyad] > 0)
      dyads[last[dyad] - 1]++;
}

static void
list_drops (ComityFit *fit, const Waterfall *self, const gsize *dyads)
{
  for (gsize v = 0; v < self->n_variables; v++)
    {
      ComityDrop drop = { 0 };

      for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
        {
          drop.rows += self->rows[piece * self->n_variables + v];
          drop.events += self->events[piece * self->n_variables + v];
          drop.missing += self->missing[piece * self->n_variables + v];
        }
      drop.dyads = dyads[v];
      if (drop.missing == 0)
        continue;
      drop.variable = g_strdup (v < self->inputs->len
                                    ? ((ComityInput *) g_ptr_array_index (self->inputs, v))->name
                                    : self->units->dyad_name);
      g_array_append_val (fit->drops, drop);
    }
}

static void
refuse_no_rows (ComityFit *fit, gsize n_read, GError **error)
{
  const ComityDrop *worst = NULL;

  for (guint i = 0; i < fit->drops->len; i++)
    {
      const ComityDrop *drop = &g_array_index (fit->drops, ComityDrop, i);

      if (worst == NULL || drop->missing > worst->missing)
        worst = drop;
    }
  if (n_read == 0 && fit->spec->where != NULL)
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                 "No row satisfies the condition “%s”.", fit->spec->where);
  else if (worst == NULL)
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                         "The data have no rows.");
  else if (worst->missing == n_read)
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                 "No row is left to estimate from: %s is missing in all %" G_GSIZE_FORMAT " rows.",
                 worst->variable, n_read);
  else
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                 "No row is left to estimate from: every row lacks some variable, most often %s, "
                 "which is missing in %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " rows.",
                 worst->variable, worst->missing, n_read);
}

static void
collect_inputs (const ComityFit *fit, const ComityFitPlan *plan, GPtrArray *inputs)
{
  const ComityDesign *design = fit->design;

  g_ptr_array_add (inputs, design->response);
  for (gsize i = 0; i < design->n_variables; i++)
    g_ptr_array_add (inputs, design->variables[i].input);
  for (guint i = 0; i < design->offsets->len; i++)
    g_ptr_array_add (inputs, g_ptr_array_index (design->offsets, i));
  if (plan->start != NULL)
    g_ptr_array_add (inputs, plan->start);
  if (plan->stop != NULL)
    g_ptr_array_add (inputs, plan->stop);
  if (plan->group != NULL)
    g_ptr_array_add (inputs, plan->group);
  if (plan->strata != NULL)
    g_ptr_array_add (inputs, plan->strata);
  if (plan->weights != NULL)
    g_ptr_array_add (inputs, plan->weights);
  for (guint i = 0; i < plan->cluster_inputs->len; i++)
    g_ptr_array_add (inputs, g_ptr_array_index (plan->cluster_inputs, i));
  for (guint i = 0; i < plan->complete_inputs->len; i++)
    g_ptr_array_add (inputs, g_ptr_array_index (plan->complete_inputs, i));
}

/* The waterfall has run: its counts and the rows go into the fit. */
static gboolean
take_rows (ComityFit *fit,
           const ComityFitPlan *plan,
           Waterfall *self,
           gsize n_read,
           ComityFitRows *rows,
           GError **error)
{
  g_autofree gsize *dyads = g_new0 (gsize, self->n_variables + 1);
  gsize bad_row = G_MAXSIZE;

  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    bad_row = MIN (bad_row, self->bad_row[piece]);
  if (bad_row != G_MAXSIZE)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "The weights %s must not be negative, but row %" G_GSIZE_FORMAT " has %g.",
                   plan->weights->name, bad_row + 1,
                   comity_column_get_double (plan->weights->column, bad_row));
      return FALSE;
    }
  if (self->units->has_dyads)
    count_dyads (fit, self, dyads);
  list_drops (fit, self, dyads);

  rows->rows = g_try_new (guint32, self->n_rows + 1);
  fit->used = g_try_malloc0 (self->n_rows / 8 + 1);
  if (rows->rows == NULL || fit->used == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the list of rows.");
      return FALSE;
    }
  for (gsize row = 0; row < self->n_rows; row++)
    {
      rows->rows[rows->n] = (guint32) row;
      rows->n += self->stage[row] == 0;
      fit->used[row / 8] |= (guint8) ((self->stage[row] == 0) << (row % 8));
    }
  fit->numbers.n_read = n_read;
  fit->numbers.n_dropped = n_read - rows->n;
  if (rows->n > 0)
    return TRUE;
  refuse_no_rows (fit, n_read, error);
  return FALSE;
}

gboolean
comity_fit_find_rows (ComityFit *fit,
                      const ComityFitPlan *plan,
                      const ComityFitUnits *units,
                      ComityFitRows *rows,
                      ComityProgress *progress,
                      GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  gsize n_rows = comity_dataset_get_n_rows (fit->dataset);
  g_autofree guint8 *keep = NULL;
  g_autofree guint16 *stage = g_try_new (guint16, n_rows + 1);
  g_autofree gsize *counts = NULL;
  gsize n_read = n_rows;
  Waterfall self = { .inputs = inputs,
                     .response = fit->design->response,
                     .weights = plan->weights,
                     .units = units,
                     .by_dyads = plan->by_dyads,
                     .count_events = plan->estimator->binary || plan->estimator->linear,
                     .n_rows = n_rows,
                     .stage = stage };
  GError *local = NULL;

  collect_inputs (fit, plan, inputs);
  if (inputs->len >= OUTSIDE - 1 || n_rows >= G_MAXUINT32 || stage == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                   "The model is too large: %u variables in %" G_GSIZE_FORMAT " rows.", inputs->len,
                   n_rows);
      return FALSE;
    }
  for (guint i = 0; i < inputs->len; i++)
    if (!comity_input_materialise (g_ptr_array_index (inputs, i), fit->spec->n_threads, progress,
                                   error))
      return FALSE;
  if (fit->spec->where != NULL)
    {
      keep = g_new (guint8, n_rows + 1);
      if (!comity_expression_filter (fit->spec->where, fit->dataset, keep, &n_read, &local))
        {
          comity_model_take_dataset_error (error, local);
          return FALSE;
        }
    }
  self.keep = keep;
  self.n_variables = inputs->len + (plan->by_dyads ? 1 : 0);
  counts = g_new0 (gsize, 3 * COMITY_PARALLEL_PIECES * self.n_variables);
  self.rows = counts;
  self.events = counts + COMITY_PARALLEL_PIECES * self.n_variables;
  self.missing = counts + 2 * COMITY_PARALLEL_PIECES * self.n_variables;
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    self.bad_row[piece] = G_MAXSIZE;
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, fit->spec->n_threads, waterfall_piece, &self,
                            progress))
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return FALSE;
    }
  return take_rows (fit, plan, &self, n_read, rows, error);
}

void
comity_fit_vectors_clear (ComityFitVectors *self)
{
  free (self->y);
  free (self->weight);
  free (self->offset);
  *self = (ComityFitVectors){ 0 };
}

/* Strings that spell numbers are read as such: outcomes stored as "0" and "1" are common. */
static gboolean
read_text_outcome (const ComityInput *response,
                   const ComityFitRows *rows,
                   double *y,
                   GError **error)
{
  for (gsize i = 0; i < rows->n; i++)
    {
      const char *text = comity_column_peek_string (response->column, rows->rows[i]);

      if (!comity_number_parse (text, &y[i]))
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                       "The outcome %s must be a number, but row %u has “%s”.", response->name,
                       rows->rows[i] + 1, text);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_outcome (const ComityFit *fit,
               const ComityFitPlan *plan,
               const ComityFitRows *rows,
               const double *y,
               GError **error)
{
  const char *name = fit->design->response->name;
  gsize n_same = 0;

  for (gsize i = 0; i < rows->n; i++)
    {
      const char *refusal =
          plan->estimator->refuse_outcome != NULL ? plan->estimator->refuse_outcome (y[i]) : NULL;
      char text[COMITY_NUMBER_BUFFER];

      n_same += y[i] == y[0];
      if (refusal != NULL)
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                       "The outcome %s %s, but row %u has %s.", name, refusal, rows->rows[i] + 1,
                       comity_number_format (y[i], text));
          return FALSE;
        }
    }
  /* Durations may all have ended in the event. */
  if (n_same < rows->n || ((plan->estimator->partial || plan->estimator->timed) && y[0] != 0.0))
    return TRUE;
  if (plan->estimator->binary && y[0] == 0.0)
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                 "The outcome %s has no events: it is 0 in all %" G_GSIZE_FORMAT
                 " rows that are used.",
                 name, rows->n);
  else
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                 "The outcome %s is constant: it is %g in all %" G_GSIZE_FORMAT
                 " rows that are used.",
                 name, y[0], rows->n);
  return FALSE;
}

static double *
vector_alloc (gsize n)
{
  return comity_kernel_alloc0 ((n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK);
}

static gboolean
check_frequencies (const ComityFitPlan *plan,
                   const ComityFitRows *rows,
                   const double *weight,
                   GError **error)
{
  for (gsize i = 0; i < rows->n; i++)
    if (weight[i] != floor (weight[i]))
      {
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "The frequency weights %s must be whole numbers, but row %u has %g.",
                     plan->weights->name, rows->rows[i] + 1, weight[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
is_binary (const double *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (y[i] != 0.0 && y[i] != 1.0)
      return FALSE;
  return TRUE;
}

/* An outcome that is not 0 or 1 has none. */
static void
forget_events (ComityFit *fit)
{
  for (guint i = 0; i < fit->drops->len; i++)
    g_array_index (fit->drops, ComityDrop, i).events = 0;
}

gboolean
comity_fit_read_vectors (ComityFit *fit,
                         const ComityFitPlan *plan,
                         const ComityFitRows *rows,
                         ComityFitVectors *vectors,
                         GError **error)
{
  const ComityDesign *design = fit->design;
  double n = 0.0;
  double events = 0.0;

  vectors->y = vector_alloc (rows->n);
  if (plan->weights != NULL)
    vectors->weight = vector_alloc (rows->n);
  if (design->offsets->len > 0)
    vectors->offset = vector_alloc (rows->n);
  if (vectors->y == NULL || (plan->weights != NULL && vectors->weight == NULL) ||
      (design->offsets->len > 0 && vectors->offset == NULL))
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the outcome.");
      return FALSE;
    }
  if (comity_input_is_string (design->response))
    {
      if (!read_text_outcome (design->response, rows, vectors->y, error))
        return FALSE;
    }
  else
    comity_input_gather (design->response, rows->rows, rows->n, vectors->y);
  if (!check_outcome (fit, plan, rows, vectors->y, error))
    return FALSE;
  if (vectors->weight != NULL)
    comity_input_gather (plan->weights, rows->rows, rows->n, vectors->weight);
  if (vectors->weight != NULL && fit->spec->frequency_weights &&
      !check_frequencies (plan, rows, vectors->weight, error))
    return FALSE;
  for (gsize first = 0; vectors->offset != NULL && first < rows->n; first += COMITY_BLOCK)
    comity_design_read_offset (design, rows->rows + first, MIN (COMITY_BLOCK, rows->n - first),
                               vectors->offset + first);

  for (gsize i = 0; i < rows->n; i++)
    {
      double count =
          fit->spec->frequency_weights && vectors->weight != NULL ? vectors->weight[i] : 1.0;

      n += count;
      events += vectors->y[i] == 1.0 ? count : 0.0;
    }
  fit->numbers.n = (gsize) n;
  if (plan->estimator->binary || is_binary (vectors->y, rows->n))
    fit->numbers.n_events = (gsize) events;
  else
    forget_events (fit);
  return TRUE;
}
