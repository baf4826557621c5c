/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building risk sets, and sums over them.
 *   n rows · K event times of a stratum, its slots k, from the first of the stratum on */
#include "config.h"

#include "comity-risk-private.h"

#include "comity-fit-private.h"
#include "comity-parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  double time;
  guint32 stratum;
  guint32 row;
} Event;

void
comity_risk_free (ComityRisk *self)
{
  if (self == NULL)
    return;

  g_free (self->stratum_slots);
  g_free (self->times);
  g_free (self->begin);
  g_free (self->end);
  g_free (self->add);
  g_free (self->take);
  g_free (self->events);
  g_free (self->slot_events);
  g_free (self->deaths);
  g_free (self->tied);
  g_free (self);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const Event *x = a;
  const Event *y = b;

  if (x->stratum != y->stratum)
    return x->stratum < y->stratum ? -1 : 1;
  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* Slots from the events in their order. */
static void
make_slots (ComityRisk *self, const Event *events, const double *weight)
{
  gsize slot = 0;
  gsize at = 0;

  for (gsize h = 0; h < self->n_strata; h++)
    {
      self->stratum_slots[h] = (guint32) slot;
      while (at < self->n_events && events[at].stratum == h)
        {
          self->times[slot] = events[at].time;
          self->slot_events[slot] = (guint32) at;
          for (; at < self->n_events && events[at].stratum == h &&
                 events[at].time == self->times[slot];
               at++)
            {
              double w = weight != NULL ? weight[events[at].row] : 1.0;

              self->events[at] = events[at].row;
              self->deaths[slot] += w;
              self->tied[slot] += self->frequency ? w : 1.0;
            }
          slot++;
        }
      self->times[slot] = INFINITY;
      self->slot_events[slot++] = (guint32) at;
    }
  self->stratum_slots[self->n_strata] = (guint32) slot;
  self->slot_events[slot] = (guint32) at;
  self->n_slots = slot;
}

typedef struct
{
  ComityRisk *risk;
  const double *start, *stop;
  const guint32 *stratum;
  gboolean any_take[COMITY_PARALLEL_PIECES];
} Placing;

/* Slots from @first on whose time is at most @time. */
static guint32
count_slots (const double *times, guint32 first, guint32 last, double time)
{
  while (first < last)
    {
      guint32 middle = first + (last - first) / 2;

      if (times[middle] <= time)
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

static void
place_piece (gsize piece, gpointer user_data)
{
  Placing *placing = user_data;
  ComityRisk *self = placing->risk;
  guint32 nowhere = (guint32) (2 * self->n_slots);
  gsize from, to;

  comity_parallel_cut (self->n, COMITY_BLOCK, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize i = from; i < to; i++)
    {
      guint32 h = placing->stratum != NULL ? placing->stratum[i] : 0;
      guint32 first = self->stratum_slots[h];
      guint32 last = self->stratum_slots[h + 1] - 1;
      guint32 begin = placing->start != NULL
                          ? count_slots (self->times, first, last, placing->start[i])
                          : first;
      guint32 end = begin;

      /* Spells of one period are the rule in panels. */
      if (begin < last && self->times[begin] <= placing->stop[i])
        end = begin + 1 == last || self->times[begin + 1] > placing->stop[i]
                  ? begin + 1
                  : count_slots (self->times, begin + 2, last, placing->stop[i]);
      self->begin[i] = begin;
      self->end[i] = end;
      self->add[i] = begin == end       ? nowhere
                     : begin + 1 == end ? (guint32) self->n_slots + begin
                                        : end - 1;
      self->take[i] = begin + 1 < end && begin > first ? begin - 1 : nowhere;
      placing->any_take[piece] |= self->take[i] != nowhere;
    }
}

static gboolean
alloc (ComityRisk *self, gsize n_padded)
{
  gsize n_slots = self->n_events + self->n_strata;

  self->stratum_slots = g_try_new (guint32, self->n_strata + 1);
  self->times = g_try_new (double, n_slots + 1);
  self->begin = g_try_new0 (guint32, n_padded + 1);
  self->end = g_try_new0 (guint32, n_padded + 1);
  self->add = g_try_new0 (guint32, n_padded + 1);
  self->take = g_try_new0 (guint32, n_padded + 1);
  self->events = g_try_new (guint32, self->n_events + 1);
  self->slot_events = g_try_new (guint32, n_slots + 1);
  self->deaths = g_try_new0 (double, n_slots + 1);
  self->tied = g_try_new0 (double, n_slots + 1);
  return self->stratum_slots != NULL && self->times != NULL && self->begin != NULL &&
         self->end != NULL && self->add != NULL && self->take != NULL && self->events != NULL &&
         self->slot_events != NULL && self->deaths != NULL && self->tied != NULL;
}

ComityRisk *
comity_risk_new (gsize n,
                 const double *start,
                 const double *stop,
                 const double *event,
                 const double *weight,
                 const guint32 *stratum,
                 gsize n_strata,
                 ComityTies ties,
                 gboolean frequency,
                 guint n_threads)
{
  g_autoptr (ComityRisk) self = g_new0 (ComityRisk, 1);
  gsize n_padded = (n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK;
  Placing placing = { .risk = self, .start = start, .stop = stop, .stratum = stratum };
  g_autofree Event *events = NULL;
  gboolean any_take = FALSE;
  gsize at = 0;

  self->n = n;
  self->ties = ties;
  self->frequency = frequency;
  self->n_strata = n_strata;
  for (gsize i = 0; i < n; i++)
    self->n_events += event[i] != 0.0;
  events = g_try_new (Event, self->n_events + 1);
  if (events == NULL || !alloc (self, n_padded))
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (event[i] != 0.0)
      events[at++] = (Event){ stop[i], stratum != NULL ? stratum[i] : 0, (guint32) i };
  qsort (events, self->n_events, sizeof (Event), compare_events);
  make_slots (self, events, weight);
  comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, place_piece, &placing, NULL);
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    any_take |= placing.any_take[piece];
  if (!any_take)
    g_clear_pointer (&self->take, g_free);
  for (gsize i = n; i < n_padded; i++)
    {
      self->add[i] = (guint32) (2 * self->n_slots);
      if (self->take != NULL)
        self->take[i] = self->add[i];
    }
  return g_steal_pointer (&self);
}

gpointer
comity_risk_reweigh (const ComitySample *sample, const double *count)
{
  const ComityRisk *from = sample->extra;
  ComityRisk *self = g_memdup2 (from, sizeof (ComityRisk));

  self->deaths = g_try_new0 (double, self->n_slots + 1);
  self->tied = g_try_new0 (double, self->n_slots + 1);
  if (self->deaths == NULL || self->tied == NULL)
    {
      comity_risk_reweigh_free (self);
      return NULL;
    }
  for (gsize k = 0; k < self->n_slots; k++)
    {
      for (gsize at = self->slot_events[k]; at < self->slot_events[k + 1]; at++)
        {
          gsize row = self->events[at];

          self->deaths[k] += sample->weight[row];
          self->tied[k] += self->frequency ? sample->weight[row] : count[row];
        }
      if (self->ties == COMITY_TIES_EXACT && self->tied[k] > 0.0)
        self->tied[k] = from->tied[k];
    }
  return self;
}

void
comity_risk_reweigh_free (gpointer memory)
{
  ComityRisk *self = memory;

  g_free (self->deaths);
  g_free (self->tied);
  g_free (self);
}

gpointer
comity_risk_thin (gconstpointer whole, const guint32 *rows, gsize n)
{
  const ComityRisk *from = whole;
  g_autoptr (ComityRisk) self = g_new0 (ComityRisk, 1);
  gsize n_padded = (n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK;
  g_autofree guint32 *place = g_try_new (guint32, from->n + 1);

  self->n = n;
  self->ties = from->ties;
  self->frequency = from->frequency;
  self->n_strata = from->n_strata;
  self->n_events = from->n_events;
  if (place == NULL || !alloc (self, n_padded))
    return NULL;
  self->n_slots = from->n_slots;
  memcpy (self->stratum_slots, from->stratum_slots, (self->n_strata + 1) * sizeof (guint32));
  memcpy (self->times, from->times, self->n_slots * sizeof (double));
  memcpy (self->slot_events, from->slot_events, (self->n_slots + 1) * sizeof (guint32));
  memcpy (self->deaths, from->deaths, self->n_slots * sizeof (double));
  memcpy (self->tied, from->tied, self->n_slots * sizeof (double));
  for (gsize i = 0; i < n; i++)
    {
      place[rows[i]] = (guint32) i;
      self->begin[i] = from->begin[rows[i]];
      self->end[i] = from->end[rows[i]];
      self->add[i] = from->add[rows[i]];
      if (from->take != NULL)
        self->take[i] = from->take[rows[i]];
    }
  for (gsize i = n; i < n_padded; i++)
    self->add[i] = self->take[i] = (guint32) (2 * self->n_slots);
  if (from->take == NULL)
    g_clear_pointer (&self->take, g_free);
  for (gsize i = 0; i < self->n_events; i++)
    self->events[i] = place[from->events[i]];
  return g_steal_pointer (&self);
}

gsize
comity_risk_get_length (const ComityRisk *self)
{
  return 2 * self->n_slots + 1;
}

/* Spells of one slot are added there, at n_slots + k. The others are added at their last slot and,
 * where they enter late, taken off before their first; adding up from the last slot to the first
 * then gives the sums over the risk sets, and nothing is ever taken off where nobody enters late.
 */
void
comity_risk_sum (
    const ComityRisk *self, const double *x, gsize stride, const double *e, double *sums)
{
  gsize n_blocks = (self->n + COMITY_BLOCK - 1) / COMITY_BLOCK;

  memset (sums, 0, comity_risk_get_length (self) * sizeof (double));
  for (gsize block = 0; block < n_blocks; block++)
    {
      gsize at = block * COMITY_BLOCK;
      const double *own = x != NULL ? x + block * stride : NULL;

      for (gsize r = 0; r < COMITY_BLOCK; r++)
        sums[self->add[at + r]] += own != NULL ? own[r] * e[at + r] : e[at + r];
      for (gsize r = 0; self->take != NULL && r < COMITY_BLOCK; r++)
        sums[self->take[at + r]] -= own != NULL ? own[r] * e[at + r] : e[at + r];
    }
  for (gsize h = 0; h < self->n_strata; h++)
    {
      double sum = 0.0;

      for (gsize k = self->stratum_slots[h + 1]; k-- > self->stratum_slots[h];)
        {
          sum += sums[k];
          sums[k] = sum + sums[self->n_slots + k];
        }
    }
}

static gboolean
check_times (const char *const names[2],
             const guint32 *rows,
             gsize n,
             const double *start,
             const double *stop,
             GError **error)
{
  for (gsize i = 0; start != NULL && i < n; i++)
    if (!(start[i] < stop[i]))
      {
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "A spell must end after it begins, but in row %u %s is %g and %s is %g.",
                     rows[i] + 1, names[0], start[i], names[1], stop[i]);
        return FALSE;
      }
  return TRUE;
}

gboolean
comity_risk_read (ComityInput *const inputs[3],
                  const ComitySpec *spec,
                  const guint32 *rows,
                  ComitySample *sample,
                  GError **error)
{
  gsize n = sample->n;
  g_autofree double *start = inputs[0] != NULL ? g_try_new (double, n + 1) : NULL;
  g_autofree double *stop = g_try_new (double, n + 1);
  const char *const names[] = { inputs[0] != NULL ? inputs[0]->name : NULL, inputs[1]->name };
  g_autoptr (ComityGroups) strata = NULL;

  if (stop != NULL && (inputs[0] == NULL || start != NULL))
    {
      comity_input_gather (inputs[1], rows, n, stop);
      if (start != NULL)
        comity_input_gather (inputs[0], rows, n, start);
      if (!check_times (names, rows, n, start, stop, error))
        return FALSE;
      if (inputs[2] != NULL)
        strata = comity_groups_new_from_column (inputs[2]->column, rows, n);
      sample->extra = comity_risk_new (
          n, start, stop, sample->y, sample->weight, strata != NULL ? strata->group : NULL,
          strata != NULL ? strata->n_groups : 1, spec->ties,
          spec->frequency_weights && sample->weight != NULL, spec->n_threads);
    }
  if (sample->extra == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the risk sets.");
      return FALSE;
    }
  sample->extra_free = (GDestroyNotify) comity_risk_free;
  sample->extra_thin = comity_risk_thin;
  return TRUE;
}

gboolean
comity_risk_prepare (const ComityFitPlan *plan,
                     const ComitySpec *spec,
                     const guint32 *rows,
                     ComitySample *sample,
                     GError **error)
{
  ComityInput *const inputs[] = { plan->start, plan->stop, plan->strata };

  return comity_risk_read (inputs, spec, rows, sample, error);
}
