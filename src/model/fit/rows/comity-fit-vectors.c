/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcome, weights and offset of the rows that are used, and whether the model takes them. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-number.h"

#include <math.h>
#include <stdlib.h>

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
  if (vectors->weight != NULL)
    comity_input_gather (plan->weights, rows->rows, rows->n, vectors->weight);
  for (gsize first = 0; vectors->offset != NULL && first < rows->n; first += COMITY_BLOCK)
    comity_design_read_offset (design, rows->rows + first, MIN (COMITY_BLOCK, rows->n - first),
                               vectors->offset + first);
  return TRUE;
}

gboolean
comity_fit_check_vectors (const ComityFit *fit,
                          const ComityFitPlan *plan,
                          const ComityFitRows *rows,
                          const double *y,
                          const double *weight,
                          GError **error)
{
  return check_outcome (fit, plan, rows, y, error) &&
         (weight == NULL || !fit->spec->frequency_weights ||
          check_frequencies (plan, rows, weight, error));
}

static void
find_years (ComityColumn *column, const ComityFitRows *rows, ComityKeptFacts *facts)
{
  for (gsize first = 0; first < rows->n; first += COMITY_BLOCK)
    {
      gsize n = MIN (COMITY_BLOCK, rows->n - first);
      double year[COMITY_BLOCK];

      comity_column_gather_doubles (column, rows->rows + first, n, year);
      for (gsize i = 0; i < n; i++)
        if (!isnan (year[i]))
          {
            int value = (int) year[i];

            if (facts->first_year == 0 || value < facts->first_year)
              facts->first_year = value;
            if (facts->last_year == 0 || value > facts->last_year)
              facts->last_year = value;
          }
    }
}

void
comity_fit_find_facts (const ComityFit *fit,
                       const ComityFitUnits *units,
                       const ComityFitRows *rows,
                       const double *y,
                       const double *weight,
                       ComityKeptFacts *facts)
{
  double n = 0.0;
  double events = 0.0;

  *facts = (ComityKeptFacts){ .binary = is_binary (y, rows->n) };
  for (gsize i = 0; i < rows->n; i++)
    {
      double count = fit->spec->frequency_weights && weight != NULL ? weight[i] : 1.0;

      n += count;
      events += y[i] == 1.0 ? count : 0.0;
    }
  facts->n = (gsize) n;
  facts->n_events = (gsize) events;
  if (units->count_states != NULL)
    facts->n_states = units->count_states (units->data, rows->rows, rows->n);
  if (units->year != NULL)
    find_years (units->year, rows, facts);
}

void
comity_fit_take_facts (ComityFit *fit, const ComityKeptFacts *facts)
{
  fit->numbers.n = facts->n;
  fit->numbers.n_states = facts->n_states;
  fit->numbers.first_year = facts->first_year;
  fit->numbers.last_year = facts->last_year;
  if (fit->estimator->binary || facts->binary)
    fit->numbers.n_events = facts->n_events;
  else
    forget_events (fit);
}
