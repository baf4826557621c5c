/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who signed with whom: signatures read from an own file's outcome, and the ties of a year, which
 * are the same for the bundled panel and own files once signatures are listed. */
#include "config.h"

#include "comity-panel-private.h"

#include <math.h>

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

/* Rows by dyad are in the order that events want. */
void
comity_panel_index_find_events (PanelIndex *self, ComityDataset *dataset)
{
  gssize outcome = self->roles.column[COMITY_ROLE_OUTCOME];
  ComityColumn *column;

  if (outcome < 0)
    return;
  column = comity_dataset_peek_column (dataset, (gsize) outcome);
  if (!comity_column_is_numeric (column))
    return;

  for (gsize d = 0; d < self->n_dyads; d++)
    for (gsize i = self->dyad_offsets[d]; i < self->dyad_offsets[d + 1]; i++)
      {
        guint32 row = self->dyad_rows[i];

        if (comity_column_get_double (column, row) == 1.0)
          {
            PanelEvent event = { self->dyad_a[d], self->dyad_b[d], self->row_years[row], FALSE };

            g_array_append_val (self->events, event);
          }
      }
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
