/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was lost with the rows that are not used: dyads, states and years that have no other, by the
 * variable that took their last. */
#include "config.h"

#include "comity-fit-waterfall-private.h"

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
count_units (ComityFit *fit, const ComityWaterfall *self, Losses *losses)
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
          /* Stages come in their order: the last is the largest. */
          dyads[dyad] = stage;
          if (units->row_years != NULL)
            years[units->row_years[row] - units->first_year] = stage;
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

void
comity_waterfall_list_drops (const ComityWaterfall *self, ComityFit *fit)
{
  g_autofree gsize *counts = g_new0 (gsize, 3 * self->n_variables + 1);
  Losses losses = { counts, counts + self->n_variables, counts + 2 * self->n_variables };

  if (self->lost != NULL)
    count_units (fit, self, &losses);
  for (gsize v = 0; v < self->n_variables; v++)
    {
      const ComityRowFlag *flag = &g_array_index (self->flags, ComityRowFlag, v);
      ComityDrop drop = { 0 };

      for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
        {
          drop.rows += self->rows[piece * self->n_variables + v];
          drop.events += self->n_events[piece * self->n_variables + v];
          drop.missing += self->missing[piece * self->n_variables + v];
        }
      drop.dyads = losses.dyads[v];
      drop.states = losses.states[v];
      drop.years = losses.years[v];
      if (drop.missing == 0)
        continue;
      drop.variable = g_strdup (flag->input != NULL ? flag->input->name : self->units->dyad_name);
      g_array_append_val (fit->drops, drop);
    }
}

void
comity_fit_refuse_no_rows (const ComityFit *fit, gsize n_read, GError **error)
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
