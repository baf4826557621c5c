/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows are used, and the waterfall of those that are not: a row counts for the first
 * variable, in the formula's order, that it lacks; weights and clusters come last. Every variable
 * has a bit a row, 1 where it is missing, and is read once for as long as those bits are kept; the
 * waterfall is arithmetic on words of 64 rows. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-number.h"
#include "comity-parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows read at a time, whole words. */
#define CHUNK 4096
/* More variables than the counts of a dyad can tell apart. */
#define MAX_VARIABLES (G_MAXUINT16 - 2)

/* What a bit says of a row. */
typedef enum
{
  BIT_MISSING,  /* an input is missing */
  BIT_WEIGHT,   /* … or a weight of 0 */
  BIT_NEGATIVE, /* a weight is negative */
  BIT_EVENT,    /* the outcome is 1 */
  BIT_NO_DYAD,
} BitKind;

typedef struct
{
  BitKind kind;
  ComityInput *input; /* borrowed; NULL: the dyads */
  char *key;
  ComityBits *bits;
} Flag;

typedef struct
{
  GArray *flags; /* Flag: of the variables in their order, then the rest */
  gsize n_variables;
  gsize events;   /* index of the flag; G_MAXSIZE: none */
  gsize negative; /* … */
  gsize weight;   /* the variable that is the weights */
  const ComityFitUnits *units;
  gsize n_rows;
  const guint64 *keep; /* NULL: all rows */
  guint64 *used;
  gboolean counts; /* else only the rows are found, not what each variable takes */
  /* pieces × n_variables */
  gsize *rows, *n_events, *missing;
  guint64 **lost;                        /* n_variables: words, or NULL: not asked for */
  gsize bad_row[COMITY_PARALLEL_PIECES]; /* first row whose weight is negative */
  /* flags to be read now */
  gsize *wanted;
  gsize n_wanted;
} Waterfall;

static void
flag_clear (gpointer data)
{
  Flag *flag = data;

  g_free (flag->key);
  if (flag->bits != NULL)
    g_atomic_rc_box_release (flag->bits);
}

static void
add_flag (Waterfall *self, ComityKeep *keep, BitKind kind, ComityInput *input)
{
  static const char *const kinds[] = { "missing", "weight", "negative", "event", "dyad" };
  Flag flag = { .kind = kind, .input = input };
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
read_flag (const Waterfall *self, const Flag *flag, gsize first, gsize n, guint8 *bytes)
{
  double values[CHUNK];

  memset (bytes, 0, n);
  if (flag->kind == BIT_MISSING || flag->kind == BIT_WEIGHT)
    comity_input_or_missing (flag->input, first, n, bytes);
  if (flag->kind == BIT_NO_DYAD)
    for (gsize i = 0; i < n; i++)
      bytes[i] = self->units->row_dyads[first + i] == G_MAXUINT32;
  if (flag->kind == BIT_MISSING || flag->kind == BIT_NO_DYAD)
    return;
  if (flag->input->values != NULL)
    memcpy (values, flag->input->values + first, n * sizeof (double));
  else
    comity_column_read_doubles (flag->input->column, first, n, values);
  for (gsize i = 0; i < n; i++)
    bytes[i] |= flag->kind == BIT_EVENT      ? values[i] == 1.0
                : flag->kind == BIT_NEGATIVE ? values[i] < 0.0
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
  Waterfall *self = user_data;
  guint8 bytes[CHUNK];
  gsize from, to;

  comity_parallel_cut (self->n_rows, CHUNK, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize first = from; first < to; first += CHUNK)
    for (gsize w = 0; w < self->n_wanted; w++)
      {
        Flag *flag = &g_array_index (self->flags, Flag, self->wanted[w]);
        gsize n = MIN (CHUNK, to - first);

        read_flag (self, flag, first, n, bytes);
        for (gsize i = 0; i < n; i += 64)
          flag->bits->words[(first + i) / 64] = pack_word (bytes + i, MIN (64, n - i));
      }
}

/* Reads what is not known yet; expressions are worked out for that. */
static gboolean
read_flags (
    Waterfall *self, ComityKeep *keep, guint n_threads, ComityProgress *progress, GError **error)
{
  g_autofree gsize *wanted = g_new (gsize, self->flags->len + 1);

  self->wanted = wanted;
  self->n_wanted = 0;
  for (guint i = 0; i < self->flags->len; i++)
    {
      Flag *flag = &g_array_index (self->flags, Flag, i);

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
      const Flag *flag = &g_array_index (self->flags, Flag, wanted[w]);

      comity_keep_add_bits (keep, flag->key, flag->bits);
    }
  self->wanted = NULL;
  return TRUE;
}

static const guint64 *
peek_words (const Waterfall *self, gsize flag)
{
  return g_array_index (self->flags, Flag, flag).bits->words;
}

static void
waterfall_piece (gsize piece, gpointer user_data)
{
  Waterfall *self = user_data;
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

/* Stage of a unit one of whose rows is used: after those that are lost, 1 + variable. */
#define USED G_MAXUINT16

/* Dyads, states and years that were lost altogether, by variable. */
typedef struct
{
  gsize *dyads, *states, *years; /* n_variables */
} Losses;

static void
count_lost (const guint16 *last, gsize n, gsize *lost)
{
  for (gsize i = 0; i < n; i++)
    if (last[i] > 0 && last[i] != USED)
      lost[last[i] - 1]++;
}

/* A unit is lost to the variable that took its last rows: to the largest stage of its rows, where a
 * row that is used counts as the largest of all. A state's rows are those of its dyads. */
static void
count_units (ComityFit *fit, const Waterfall *self, Losses *losses)
{
  const ComityFitUnits *units = self->units;
  gsize n_words = comity_bits_count_words (self->n_rows);
  gsize n_years = (gsize) (units->last_year - units->first_year) + 1;
  g_autofree guint16 *dyads = g_new0 (guint16, units->n_dyads + 1);
  g_autofree guint16 *states = g_new0 (guint16, units->n_states + 1);
  g_autofree guint16 *years = g_new0 (guint16, n_years + 1);

  for (gsize v = 0; v <= self->n_variables; v++)
    for (gsize w = 0; w < n_words; w++)
      for (guint64 word = v < self->n_variables ? self->lost[v][w] : self->used[w]; word != 0;
           word &= word - 1)
        {
          gsize row = w * 64 + (gsize) __builtin_ctzll (word);
          guint32 dyad = units->row_dyads[row];
          guint16 stage = v < self->n_variables ? (guint16) (v + 1) : USED;

          if (dyad == G_MAXUINT32)
            continue;
          dyads[dyad] = MAX (dyads[dyad], stage);
          if (units->row_years != NULL)
            {
              guint16 *year = &years[units->row_years[row] - units->first_year];

              *year = MAX (*year, stage);
            }
        }
  for (gsize dyad = 0; dyad < units->n_dyads; dyad++)
    {
      guint32 sides[2];

      fit->numbers.n_dyads += dyads[dyad] == USED;
      if (units->get_dyad == NULL)
        continue;
      units->get_dyad (units->data, dyad, &sides[0], &sides[1]);
      for (int side = 0; side < 2; side++)
        states[sides[side]] = MAX (states[sides[side]], dyads[dyad]);
    }
  count_lost (dyads, units->n_dyads, losses->dyads);
  count_lost (states, units->n_states, losses->states);
  count_lost (years, n_years, losses->years);
}

static void
list_drops (ComityFit *fit, const Waterfall *self, const Losses *losses)
{
  for (gsize v = 0; v < self->n_variables; v++)
    {
      const Flag *flag = &g_array_index (self->flags, Flag, v);
      ComityDrop drop = { 0 };

      for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
        {
          drop.rows += self->rows[piece * self->n_variables + v];
          drop.events += self->n_events[piece * self->n_variables + v];
          drop.missing += self->missing[piece * self->n_variables + v];
        }
      drop.dyads = losses->dyads[v];
      drop.states = losses->states[v];
      drop.years = losses->years[v];
      if (drop.missing == 0)
        continue;
      drop.variable = g_strdup (flag->input != NULL ? flag->input->name : self->units->dyad_name);
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
           Waterfall *self,
           gsize n_read,
           ComityFitRows *rows,
           GError **error)
{
  g_autofree gsize *counts = g_new0 (gsize, 3 * self->n_variables + 1);
  Losses losses = { counts, counts + self->n_variables, counts + 2 * self->n_variables };
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
  if (self->lost != NULL)
    count_units (fit, self, &losses);
  list_drops (fit, self, &losses);

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
  refuse_no_rows (fit, n_read, error);
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
               Waterfall *self,
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
        g_atomic_rc_box_acquire (g_array_index (self->flags, Flag, self->events).bits);
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
  g_autoptr (GArray) flags = g_array_new (FALSE, FALSE, sizeof (Flag));
  gsize n_rows = comity_dataset_get_n_rows (fit->dataset);
  ComityBits *condition;
  gsize n_read;
  gboolean done;
  GError *local = NULL;
  Waterfall self = { .flags = flags,
                     .events = G_MAXSIZE,
                     .negative = G_MAXSIZE,
                     .weight = G_MAXSIZE,
                     .units = units,
                     .n_rows = n_rows,
                     .counts = fit->warm == NULL };

  collect_inputs (fit, plan, inputs);
  if (inputs->len >= MAX_VARIABLES || n_rows >= G_MAXUINT32)
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
      add_flag (&self, keep, weighs ? BIT_WEIGHT : BIT_MISSING, input);
    }
  if (plan->by_dyads)
    add_flag (&self, keep, BIT_NO_DYAD, NULL);
  self.n_variables = flags->len;
  if (plan->weights != NULL)
    {
      self.negative = flags->len;
      add_flag (&self, keep, BIT_NEGATIVE, plan->weights);
    }
  if (plan->estimator->binary || plan->estimator->linear)
    {
      self.events = flags->len;
      add_flag (&self, keep, BIT_EVENT, fit->design->response);
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
