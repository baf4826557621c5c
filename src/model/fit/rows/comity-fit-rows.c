/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are used, and the waterfall of those that are not: a row counts for the first
 * variable, in the formula's order, that it lacks; weights and clusters come last. Every variable
 * has a bit a row, 1 where it is missing, and is read once for as long as those bits are kept; the
 * waterfall is arithmetic on words of 64 rows. */
#include "config.h"

#include "comity-fit-waterfall-private.h"

#include "comity-number.h"

#include <stdlib.h>
#include <string.h>

/* Rows read at a time, whole words. */
#define CHUNK 4096

static void
flag_clear (gpointer data)
{
  ComityRowFlag *flag = data;

  g_free (flag->key);
  if (flag->bits != NULL)
    g_atomic_rc_box_release (flag->bits);
}

static void
add_flag (ComityWaterfall *self, ComityKeep *keep, ComityRowBit kind, ComityInput *input)
{
  static const char *const kinds[] = { "missing", "weight", "negative", "event", "dyad" };
  ComityRowFlag flag = { .kind = kind, .input = input };
  gboolean is_column = input != NULL && input->column != NULL;

  flag.key = g_strdup_printf ("%s %s %s", kinds[kind], is_column ? "column" : "expression",
                              input == NULL ? ""
                              : is_column   ? comity_column_peek_name (input->column)
                                            : comity_expression_peek_text (input->expression));
  flag.bits = comity_keep_find_bits (keep, flag.key);
  g_array_append_val (self->flags, flag);
}

/* Row first … first+n-1, a byte each. */
static void
read_flag (const ComityWaterfall *self, const ComityRowFlag *flag, gsize first, gsize n, guint8 *bytes)
{
  double values[CHUNK];

  memset (bytes, 0, n);
  if (flag->kind == COMITY_ROW_BIT_MISSING || flag->kind == COMITY_ROW_BIT_WEIGHT)
    comity_input_or_missing (flag->input, first, n, bytes);
  if (flag->kind == COMITY_ROW_BIT_NO_DYAD)
    for (gsize i = 0; i < n; i++)
      bytes[i] = self->units->row_dyads[first + i] == G_MAXUINT32;
  if (flag->kind == COMITY_ROW_BIT_MISSING || flag->kind == COMITY_ROW_BIT_NO_DYAD)
    return;
  if (flag->input->values != NULL)
    memcpy (values, flag->input->values + first, n * sizeof (double));
  else
    comity_column_read_doubles (flag->input->column, first, n, values);
  for (gsize i = 0; i < n; i++)
    bytes[i] |= flag->kind == COMITY_ROW_BIT_EVENT      ? values[i] == 1.0
                : flag->kind == COMITY_ROW_BIT_NEGATIVE ? values[i] < 0.0
                                             : values[i] == 0.0;
}

static guint64
pack_word (const guint8 *bytes, gsize n)
{
  guint64 word = 0;

  for (gsize i = 0; i < n; i++)
    word |= (guint64) (bytes[i] & 1) << i;
  return word;
}

static void
read_piece (gsize piece, gpointer user_data)
{
  ComityWaterfall *self = user_data;
  guint8 bytes[CHUNK];
  gsize from, to;

  comity_parallel_cut (self->n_rows, CHUNK, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize first = from; first < to; first += CHUNK)
    for (gsize w = 0; w < self->n_wanted; w++)
      {
        ComityRowFlag *flag = &g_array_index (self->flags, ComityRowFlag, self->wanted[w]);
        gsize n = MIN (CHUNK, to - first);

        read_flag (self, flag, first, n, bytes);
        for (gsize i = 0; i < n; i += 64)
          flag->bits->words[(first + i) / 64] = pack_word (bytes + i, MIN (64, n - i));
      }
}

/* Reads what is not known yet; expressions are worked out for that. */
static gboolean
read_flags (
    ComityWaterfall *self, ComityKeep *keep, guint n_threads, ComityProgress *progress, GError **error)
{
  g_autofree gsize *wanted = g_new (gsize, self->flags->len + 1);

  self->wanted = wanted;
  self->n_wanted = 0;
  for (guint i = 0; i < self->flags->len; i++)
    {
      ComityRowFlag *flag = &g_array_index (self->flags, ComityRowFlag, i);

      if (flag->bits != NULL)
        continue;
      flag->bits = comity_bits_new (self->n_rows);
      wanted[self->n_wanted++] = i;
      if (flag->input != NULL &&
          !comity_input_materialise (flag->input, n_threads, progress, error))
        return FALSE;
    }
  if (self->n_wanted > 0 &&
      !comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, read_piece, self, progress))
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return FALSE;
    }
  for (gsize w = 0; w < self->n_wanted; w++)
    {
      const ComityRowFlag *flag = &g_array_index (self->flags, ComityRowFlag, wanted[w]);

      comity_keep_add_bits (keep, flag->key, flag->bits);
    }
  self->wanted = NULL;
  return TRUE;
}

static const guint64 *
peek_words (const ComityWaterfall *self, gsize flag)
{
  return g_array_index (self->flags, ComityRowFlag, flag).bits->words;
}

static void
waterfall_piece (gsize piece, gpointer user_data)
{
  ComityWaterfall *self = user_data;
  gsize n_words = comity_bits_count_words (self->n_rows);
  const guint64 *events = self->events != G_MAXSIZE ? peek_words (self, self->events) : NULL;
  gsize from, to;

  comity_parallel_cut (n_words, 1, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize w = from; w < to; w++)
    {
      gsize tail = self->n_rows % 64;
      guint64 all = w + 1 == n_words && tail != 0 ? ((guint64) 1 << tail) - 1 : G_MAXUINT64;

      self->used[w] = self->keep != NULL ? self->keep[w] : all;
    }
  for (gsize v = 0; v < self->n_variables; v++)
    {
      const guint64 *missing = peek_words (self, v);
      const guint64 *negative = v == self->weight ? peek_words (self, self->negative) : NULL;
      gsize at = piece * self->n_variables + v;

      if (!self->counts && negative == NULL)
        {
          for (gsize w = from; w < to; w++)
            self->used[w] &= ~missing[w];
          continue;
        }
      for (gsize w = from; w < to; w++)
        {
          guint64 all = self->keep != NULL ? self->keep[w] : G_MAXUINT64;
          guint64 lost = missing[w] & self->used[w];

          if (negative != NULL && (negative[w] & self->used[w]) != 0)
            self->bad_row[piece] =
                MIN (self->bad_row[piece],
                     w * 64 + (gsize) __builtin_ctzll (negative[w] & self->used[w]));
          if (missing[w] == 0)
            continue;
          self->missing[at] += (gsize) __builtin_popcountll (missing[w] & all);
          self->rows[at] += (gsize) __builtin_popcountll (lost);
          if (events != NULL)
            self->n_events[at] += (gsize) __builtin_popcountll (lost & events[w]);
          if (self->lost != NULL)
            self->lost[v][w] = lost;
          self->used[w] &= ~lost;
        }
    }
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
  for (guint i = 0; i < plan->absorb_inputs->len; i++)
    g_ptr_array_add (inputs, g_ptr_array_index (plan->absorb_inputs, i));
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
           ComityWaterfall *self,
           gsize n_read,
           ComityFitRows *rows,
           GError **error)
{
  gsize n_words = comity_bits_count_words (self->n_rows);
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
  comity_waterfall_list_drops (self, fit);

  fit->used = g_try_malloc0 (n_words * 8 + 1);
  if (fit->used == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the list of rows.");
      return FALSE;
    }
  for (gsize w = 0; w < n_words; w++)
    {
      rows->n += (gsize) __builtin_popcountll (self->used[w]);
      for (gsize byte = 0; byte < 8; byte++)
        fit->used[w * 8 + byte] = (guint8) (self->used[w] >> (8 * byte));
    }
  fit->numbers.n_read = n_read;
  fit->numbers.n_dropped = n_read - rows->n;
  if (rows->n > 0)
    return TRUE;
  comity_fit_refuse_no_rows (fit, n_read, error);
  return FALSE;
}

/* The bits of the rows that satisfy the condition; NULL without one, or with @error. */
static ComityBits *
find_condition (ComityFit *fit, ComityKeep *keep, gsize *n_read, GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (fit->dataset);
  g_autofree char *key = NULL;
  g_autofree guint8 *bytes = NULL;
  ComityBits *bits;
  GError *local = NULL;

  *n_read = n_rows;
  if (fit->spec->where == NULL)
    return NULL;
  key = g_strconcat ("where ", fit->spec->where, NULL);
  bits = comity_keep_find_bits (keep, key);
  if (bits == NULL)
    {
      bytes = g_new (guint8, n_rows + 1);
      if (!comity_expression_filter (fit->spec->where, fit->dataset, bytes, n_read, &local))
        {
          comity_model_take_dataset_error (error, local);
          return NULL;
        }
      bits = comity_bits_new (n_rows);
      for (gsize row = 0; row < n_rows; row += 64)
        bits->words[row / 64] = pack_word (bytes + row, MIN (64, n_rows - row));
      comity_keep_add_bits (keep, key, bits);
    }
  *n_read = 0;
  for (gsize w = 0; w < bits->n_words; w++)
    *n_read += (gsize) __builtin_popcountll (bits->words[w]);
  return bits;
}

static gboolean
run_waterfall (ComityFit *fit,
               const ComityFitPlan *plan,
               ComityKeep *keep,
               ComityWaterfall *self,
               gsize n_read,
               ComityFitRows *rows,
               ComityProgress *progress,
               GError **error)
{
  gsize n_words = comity_bits_count_words (self->n_rows);
  g_autofree gsize *counts = g_new0 (gsize, 3 * COMITY_PARALLEL_PIECES * self->n_variables + 1);
  g_autofree guint64 **lost = NULL;
  g_autofree guint64 *words = NULL;

  if (!read_flags (self, keep, fit->spec->n_threads, progress, error))
    return FALSE;
  self->rows = counts;
  self->n_events = counts + COMITY_PARALLEL_PIECES * self->n_variables;
  self->missing = counts + 2 * COMITY_PARALLEL_PIECES * self->n_variables;
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    self->bad_row[piece] = G_MAXSIZE;
  /* Of many fits nobody asks for the dyads of each. */
  if (self->units->has_dyads && fit->warm == NULL)
    {
      words = g_new0 (guint64, n_words * self->n_variables + 1);
      lost = g_new (guint64 *, self->n_variables + 1);
      for (gsize v = 0; v < self->n_variables; v++)
        lost[v] = words + v * n_words;
      self->lost = lost;
    }
  rows->used = comity_bits_new (self->n_rows);
  self->used = rows->used->words;
  if (self->events != G_MAXSIZE && !comity_input_is_string (fit->design->response))
    rows->events =
        g_atomic_rc_box_acquire (g_array_index (self->flags, ComityRowFlag, self->events).bits);
  if (!comity_parallel_for (COMITY_PARALLEL_PIECES, fit->spec->n_threads, waterfall_piece, self,
                            progress))
    {
      comity_progress_set_error_if_cancelled (progress, error);
      return FALSE;
    }
  return take_rows (fit, plan, self, n_read, rows, error);
}

gboolean
comity_fit_find_rows (ComityFit *fit,
                      const ComityFitPlan *plan,
                      const ComityFitUnits *units,
                      ComityKeep *keep,
                      ComityFitRows *rows,
                      ComityProgress *progress,
                      GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  g_autoptr (GArray) flags = g_array_new (FALSE, FALSE, sizeof (ComityRowFlag));
  gsize n_rows = comity_dataset_get_n_rows (fit->dataset);
  ComityBits *condition;
  gsize n_read;
  gboolean done;
  GError *local = NULL;
  ComityWaterfall self = { .flags = flags,
                     .events = G_MAXSIZE,
                     .negative = G_MAXSIZE,
                     .weight = G_MAXSIZE,
                     .units = units,
                     .n_rows = n_rows,
                     .counts = fit->warm == NULL };

  collect_inputs (fit, plan, inputs);
  if (inputs->len >= COMITY_WATERFALL_MAX_VARIABLES || n_rows >= G_MAXUINT32)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                   "The model is too large: %u variables in %" G_GSIZE_FORMAT " rows.", inputs->len,
                   n_rows);
      return FALSE;
    }
  g_array_set_clear_func (flags, flag_clear);
  for (guint i = 0; i < inputs->len; i++)
    {
      ComityInput *input = g_ptr_array_index (inputs, i);
      gboolean weighs = input == plan->weights;

      self.weight = weighs ? i : self.weight;
      add_flag (&self, keep, weighs ? COMITY_ROW_BIT_WEIGHT : COMITY_ROW_BIT_MISSING, input);
    }
  if (plan->by_dyads)
    add_flag (&self, keep, COMITY_ROW_BIT_NO_DYAD, NULL);
  self.n_variables = flags->len;
  if (plan->weights != NULL)
    {
      self.negative = flags->len;
      add_flag (&self, keep, COMITY_ROW_BIT_NEGATIVE, plan->weights);
    }
  if (plan->estimator->binary || plan->estimator->linear)
    {
      self.events = flags->len;
      add_flag (&self, keep, COMITY_ROW_BIT_EVENT, fit->design->response);
    }
  condition = find_condition (fit, keep, &n_read, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  self.keep = condition != NULL ? condition->words : NULL;
  done = run_waterfall (fit, plan, keep, &self, n_read, rows, progress, error);
  if (condition != NULL)
    g_atomic_rc_box_release (condition);
  return done;
}

/* What is no number is seen when the outcome is checked. */
double
comity_fit_read_outcome (const ComityInput *response, guint32 row)
{
  double y = 0.0;

  if (comity_input_is_string (response))
    comity_number_parse (comity_column_peek_string (response->column, row), &y);
  else
    comity_input_gather (response, &row, 1, &y);
  return y;
}

void
comity_fit_recount_dyads (ComityFit *fit, const ComityFitUnits *units, const ComityFitRows *rows)
{
  g_autofree guint8 *seen = NULL;

  if (!units->has_dyads)
    return;
  seen = g_new0 (guint8, units->n_dyads + 1);
  fit->numbers.n_dyads = 0;
  for (gsize i = 0; i < rows->n; i++)
    {
      guint32 dyad = units->row_dyads[rows->rows[i]];

      if (dyad == G_MAXUINT32)
        continue;
      fit->numbers.n_dyads += !seen[dyad];
      seen[dyad] = 1;
    }
}

gboolean
comity_fit_list_rows (ComityFitRows *rows, GError **error)
{
  gsize n = 0;

  rows->own = g_try_new (guint32, rows->n + 1);
  rows->rows = rows->own;
  if (rows->own == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the list of rows.");
      return FALSE;
    }
  for (gsize w = 0; w < rows->used->n_words; w++)
    for (guint64 word = rows->used->words[w]; word != 0; word &= word - 1)
      rows->own[n++] = (guint32) (w * 64 + (gsize) __builtin_ctzll (word));
  return TRUE;
}

void
comity_fit_rows_clear (ComityFitRows *self)
{
  g_free (self->own);
  if (self->used != NULL)
    g_atomic_rc_box_release (self->used);
  if (self->events != NULL)
    g_atomic_rc_box_release (self->events);
  *self = (ComityFitRows){ 0 };
}
