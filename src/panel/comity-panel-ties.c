/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed with whom: signatures read from an own file's outcome, and the ties of a year, which
 * are the same for the bundled panel and own files once signatures are listed. */
#include "config.h"

#include "comity-panel-private.h"

#include "comity-parallel.h"

/* Rows converted at a time. */
#define BLOCK 4096

int
comity_panel_event_compare (gconstpointer a, gconstpointer b)
{
  const PanelEvent *x = a;
  const PanelEvent *y = b;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  if (x->b != y->b)
    return x->b < y->b ? -1 : 1;
  if (x->year != y->year)
    return x->year < y->year ? -1 : 1;
  return y->inherited - x->inherited;
}

/* Looking for signatures in the outcome, in pieces of its rows. */
typedef struct
{
  const PanelIndex *index;
  ComityColumn *column;
  GArray *found[COMITY_PARALLEL_PIECES]; /* PanelEvent, in the order of the rows */
} Looking;

static void
find_events_in_thread (gsize piece, gpointer user_data)
{
  Looking *self = user_data;
  const PanelIndex *index = self->index;
  double block[BLOCK];
  gsize from, to;

  self->found[piece] = g_array_new (FALSE, FALSE, sizeof (PanelEvent));
  comity_parallel_cut (index->n_rows, BLOCK, COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize first = from; first < to; first += BLOCK)
    {
      gsize n = MIN (BLOCK, to - first);

      comity_column_read_doubles (self->column, first, n, block);
      for (gsize i = 0; i < n; i++)
        {
          guint32 dyad = index->row_dyads[first + i];

          if (block[i] == 1.0 && dyad != COMITY_PANEL_NONE)
            {
              PanelEvent event = { index->dyad_a[dyad], index->dyad_b[dyad],
                                   index->row_years[first + i], FALSE };

              g_array_append_val (self->found[piece], event);
            }
        }
    }
}

void
comity_panel_index_find_events (PanelIndex *self, ComityDataset *dataset)
{
  gssize outcome = self->roles.column[COMITY_ROLE_OUTCOME];
  Looking looking = { .index = self };

  if (outcome < 0)
    return;
  looking.column = comity_dataset_peek_column (dataset, (gsize) outcome);
  if (!comity_column_is_numeric (looking.column))
    return;

  comity_parallel_for (COMITY_PARALLEL_PIECES, 0, find_events_in_thread, &looking, NULL);
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      g_array_append_vals (self->events, looking.found[piece]->data, looking.found[piece]->len);
      g_array_unref (looking.found[piece]);
    }
  /* Equal ones are alike in everything: their order is of no account. */
  g_array_sort (self->events, comity_panel_event_compare);
}

GArray *
comity_panel_get_ties (const ComityPanel *self, int year, gboolean cumulative)
{
  const PanelIndex *index;
  GArray *ties = g_array_new (FALSE, FALSE, sizeof (ComityTie));

  g_return_val_if_fail (self != NULL, ties);

  index = self->index;
  for (guint i = 0; i < index->events->len;)
    {
      const PanelEvent *first = &g_array_index (index->events, PanelEvent, i);
      ComityTie tie = { first->a, first->b, 0, 0, 0 };

      for (; i < index->events->len; i++)
        {
          const PanelEvent *event = &g_array_index (index->events, PanelEvent, i);

          if (event->a != tie.a || event->b != tie.b)
            break;
          if (event->year > year || (!cumulative && event->year != year))
            continue;
          if (tie.count++ == 0)
            tie.first_year = event->year;
          tie.last_year = event->year;
        }
      if (tie.count > 0 && comity_panel_index_exists (index, tie.a, year) &&
          comity_panel_index_exists (index, tie.b, year))
        g_array_append_val (ties, tie);
    }
  return ties;
}
