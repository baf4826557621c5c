/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another treaty network of the world among the states of a panel: the same states and year, other
 * ties, so that several networks can be seen at once. */
#include "config.h"

#include "comity-network-private.h"

ComityNetwork *
comity_network_new_layer (
    ComityPanel *panel, const char *id, int year, gboolean cumulative, GError **error)
{
  ComityWorld *world;
  g_autofree gssize *node = NULL;
  guint32 *states;
  ComityEdge *edges;
  ComityNetwork *self;
  const ComityTreaty *treaties;
  gssize number;
  gsize n, n_treaties, n_edges = 0;

  g_return_val_if_fail (panel != NULL && id != NULL, NULL);

  world = comity_panel_peek_world (panel);
  number = world != NULL ? comity_world_find_network (world, id) : -1;
  if (number < 0)
    {
      g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                   "There is no treaty network “%s” to draw beside this one.", id);
      return NULL;
    }
  if (!comity_panel_check_year (panel, year, error))
    return NULL;
  states = comity_panel_dup_year_states (panel, year, &n);
  node = g_new (gssize, comity_world_get_n_states (world) + 1);
  for (gsize s = 0; s < comity_world_get_n_states (world); s++)
    node[s] = -1;
  for (gsize i = 0; i < n; i++)
    {
      gssize state = comity_panel_get_world_state (panel, states[i]);

      if (state >= 0)
        node[state] = (gssize) i;
    }

  treaties = comity_world_peek_treaties (world, (gsize) number, &n_treaties);
  edges = g_new (ComityEdge, n_treaties + 1);
  for (gsize t = 0; t < n_treaties; t++)
    {
      const ComityTreaty *treaty = &treaties[t];
      ComityEdge *last = n_edges > 0 ? &edges[n_edges - 1] : NULL;
      guint32 a, b;

      if (!treaty->tie || treaty->year == 0 || treaty->year > year || node[treaty->a] < 0 ||
          node[treaty->b] < 0 || (!cumulative && treaty->year != year))
        continue;
      a = (guint32) MIN (node[treaty->a], node[treaty->b]);
      b = (guint32) MAX (node[treaty->a], node[treaty->b]);
      /* Treaties of a pair stand together, the first of them first. */
      if (last != NULL && last->a == a && last->b == b)
        last->count++;
      else
        edges[n_edges++] = (ComityEdge){ a, b, treaty->year, 1 };
    }
  self = comity_network_new_taking (n, states, edges, n_edges);
  self->panel = comity_panel_ref (panel);
  self->year = year;
  self->cumulative = cumulative;
  return self;
}
