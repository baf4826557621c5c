/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which dyads of the bundled panel have which rows. A dyad is under risk in the years in which both
 * states are members of the COW system, up to and including the year of its first signature. A
 * treaty that continues with a successor (West Germany's, with Germany) counts as the successor's
 * earlier signature. */
#include "config.h"

#include "comity-panel-build-private.h"

#include <string.h>

/* The world's states that exist in any of the years, in its order, and when they exist. */
void
comity_panel_build_choose_states (PanelBuild *self, ComityWorld *world)
{
  PanelIndex *index = self->index;
  gsize n_world = comity_world_get_n_states (world);

  self->world_states = g_new (gsize, MAX (n_world, 1));
  index->states = g_new0 (PanelState, MAX (n_world, 1));
  index->exists = g_new0 (guint8, MAX (n_world * index->n_years, 1));
  for (gsize s = 0; s < n_world; s++)
    {
      const ComityState *known = comity_world_peek_state (world, s);
      PanelState *state = &index->states[index->n_states];
      guint8 *exists = index->exists + index->n_states * index->n_years;
      gboolean any = FALSE;

      for (gsize y = 0; y < index->n_years; y++)
        {
          exists[y] = (guint8) comity_world_state_exists (world, s, index->first_year + (int) y);
          any |= exists[y];
        }
      if (!any)
        continue;
      state->code =
          *known->iso3 != '\0' ? g_strdup (known->iso3) : g_strdup_printf ("%d", known->cow);
      state->name = g_strdup (known->name);
      state->region = known->region;
      state->world = (gssize) s;
      self->world_states[index->n_states++] = s;
    }
}

/* Signatures of the network between states of the panel; the world adds those that a state has from
 * its predecessor. */
void
comity_panel_build_list_events (PanelBuild *self, ComityWorld *world)
{
  PanelIndex *index = self->index;
  gsize n_world = comity_world_get_n_states (world);
  g_autofree gssize *panel = g_new (gssize, MAX (n_world, 1));
  gsize n;
  const ComityTreaty *treaties = comity_world_peek_treaties (world, (gsize) index->network, &n);

  for (gsize s = 0; s < n_world; s++)
    panel[s] = -1;
  for (gsize s = 0; s < index->n_states; s++)
    panel[self->world_states[s]] = (gssize) s;

  for (gsize i = 0; i < n; i++)
    {
      gssize a = panel[treaties[i].a];
      gssize b = panel[treaties[i].b];
      PanelEvent event = { (guint32) MIN (a, b), (guint32) MAX (a, b), treaties[i].year,
                           treaties[i].inherited };

      if (treaties[i].tie && treaties[i].year != 0 && a >= 0 && b >= 0)
        g_array_append_val (index->events, event);
    }
  g_array_sort (index->events, comity_panel_event_compare);

  self->pair_events = g_new (guint32, MAX (index->n_states * index->n_states, 1));
  memset (self->pair_events, 0xff, index->n_states * index->n_states * sizeof (guint32));
  for (guint i = index->events->len; i > 0; i--)
    {
      const PanelEvent *event = &g_array_index (index->events, PanelEvent, i - 1);

      self->pair_events[event->a * index->n_states + event->b] = i - 1;
    }
}

/* The signatures of a pair in order of years. */
const PanelEvent *
comity_panel_build_peek_events (const PanelBuild *self, guint32 a, guint32 b, gsize *n)
{
  const PanelIndex *index = self->index;
  guint32 first = self->pair_events[MIN (a, b) * index->n_states + MAX (a, b)];
  const PanelEvent *events;

  *n = 0;
  if (first == G_MAXUINT32)
    return NULL;
  events = &g_array_index (index->events, PanelEvent, first);
  while (first + *n < index->events->len && events[*n].a == events[0].a &&
         events[*n].b == events[0].b)
    (*n)++;
  return events;
}

/* The year up to which a dyad is under risk: that of its first signature; one that inherits a
 * treaty is not under risk from that treaty's year on. */
static int
last_year_at_risk (const PanelBuild *self, guint32 a, guint32 b)
{
  gsize n;
  const PanelEvent *events = comity_panel_build_peek_events (self, a, b, &n);

  if (self->recipe->keep_after_event || n == 0)
    return G_MAXINT;
  return events[0].inherited ? events[0].year - 1 : events[0].year;
}

static void
add_run (PanelBuild *self, guint32 a, guint32 b)
{
  const PanelIndex *index = self->index;
  const guint8 *exists_a = index->exists + a * index->n_years;
  const guint8 *exists_b = index->exists + b * index->n_years;
  int last = last_year_at_risk (self, a, b);
  PanelRun run = { a, b, (guint32) self->n_rows, 0 };
  gsize n_system = 0;

  for (gsize y = 0; y < index->n_years; y++)
    {
      gboolean both = exists_a[y] && exists_b[y];

      n_system += both;
      run.n_rows += both && index->first_year + (int) y <= last;
    }
  self->totals.n_system += n_system;
  if (run.n_rows == 0)
    {
      self->totals.n_before_entry += n_system;
      return;
    }
  self->totals.n_after_event += n_system - run.n_rows;
  self->totals.n_dyads++;
  self->n_rows += run.n_rows;
  g_array_append_val (self->runs, run);
}

void
comity_panel_build_list_runs (PanelBuild *self)
{
  guint32 n = (guint32) self->index->n_states;

  self->runs = g_array_sized_new (FALSE, FALSE, sizeof (PanelRun), n * (n + 1) / 2);
  for (guint32 a = 0; a < n; a++)
    for (guint32 b = self->recipe->directed ? 0 : a + 1; b < n; b++)
      if (a != b)
        add_run (self, a, b);
  self->totals.n_rows = self->n_rows;
  self->totals.n_states = n;
}
