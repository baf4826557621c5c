/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network of a year: its states, its ties, and where to find them. */
#include "config.h"

#include "comity-network-private.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK (comity - network - error - quark, comity_network_error)

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const ComityEdge *x = a;
  const ComityEdge *y = b;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : (x->b > y->b);
}

/* Turns every edge so that a < b, sorts them, and joins those of one pair: in a directed panel both
 * rows of a pair tell of the same treaties. */
static gsize
tidy_edges (ComityEdge *edges, gsize n_edges)
{
  gsize n_kept = 0;

  for (gsize e = 0; e < n_edges; e++)
    {
      ComityEdge edge = edges[e];

      if (edge.a == edge.b)
        continue;
      edges[n_kept] = edge;
      edges[n_kept].a = MIN (edge.a, edge.b);
      edges[n_kept++].b = MAX (edge.a, edge.b);
    }
  qsort (edges, n_kept, sizeof *edges, compare_edges);
  n_edges = n_kept;
  n_kept = 0;
  for (gsize e = 0; e < n_edges; e++)
    if (n_kept > 0 && compare_edges (&edges[n_kept - 1], &edges[e]) == 0)
      {
        edges[n_kept - 1].count = MAX (edges[n_kept - 1].count, edges[e].count);
        edges[n_kept - 1].first_year = MIN (edges[n_kept - 1].first_year, edges[e].first_year);
      }
    else
      edges[n_kept++] = edges[e];
  return n_kept;
}

ComityNetwork *
comity_network_new_taking (gsize n, guint32 *states, ComityEdge *edges, gsize n_edges)
{
  ComityNetwork *self = g_new0 (ComityNetwork, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->n = n;
  self->states = states;
  self->edges = edges;
  self->n_edges = tidy_edges (edges, n_edges);
  return self;
}

ComityNetwork *
comity_network_new_from_edges (gsize n_nodes, const ComityEdge *edges, gsize n_edges)
{
  guint32 *states = g_new (guint32, n_nodes + 1);
  ComityEdge *copy = g_new (ComityEdge, n_edges + 1);

  for (gsize i = 0; i < n_nodes; i++)
    states[i] = (guint32) i;
  for (gsize e = 0; e < n_edges; e++)
    {
      g_assert (edges[e].a < n_nodes && edges[e].b < n_nodes);
      copy[e] = edges[e];
    }
  return comity_network_new_taking (n_nodes, states, copy, n_edges);
}

ComityNetwork *
comity_network_new (ComityPanel *panel, int year, gboolean cumulative, GError **error)
{
  g_autoptr (GArray) ties = NULL;
  g_autofree guint32 *node = NULL;
  guint32 *states;
  ComityEdge *edges;
  ComityNetwork *self;
  gsize n;

  g_return_val_if_fail (panel != NULL, NULL);

  if (!comity_panel_check_year (panel, year, error))
    return NULL;
  states = comity_panel_dup_year_states (panel, year, &n);
  node = g_new (guint32, comity_panel_get_n_states (panel) + 1);
  for (gsize i = 0; i < n; i++)
    node[states[i]] = (guint32) i;

  ties = comity_panel_get_ties (panel, year, cumulative);
  edges = g_new (ComityEdge, ties->len + 1);
  for (guint t = 0; t < ties->len; t++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, t);

      edges[t].a = node[tie->a];
      edges[t].b = node[tie->b];
      edges[t].first_year = tie->first_year;
      edges[t].count = tie->count;
    }
  self = comity_network_new_taking (n, states, edges, ties->len);
  self->panel = comity_panel_ref (panel);
  self->year = year;
  self->cumulative = cumulative;
  return self;
}

ComityNetwork *
comity_network_new_whole (ComityPanel *panel)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (ComityEdge));
  guint32 *states;
  ComityNetwork *self;
  gsize n, n_all;
  int first, last;

  n = comity_panel_get_n_states (panel);
  states = g_new (guint32, n + 1);
  for (gsize i = 0; i < n; i++)
    states[i] = (guint32) i;
  comity_panel_get_years (panel, &first, &last);
  /* Up to each year in turn: a state has ties from before it came, and loses them from sight when it
   * ends. */
  for (int year = first; year <= last; year++)
    {
      g_autoptr (GArray) ties = comity_panel_get_ties (panel, year, TRUE);

      for (guint t = 0; t < ties->len; t++)
        {
          const ComityTie *tie = &g_array_index (ties, ComityTie, t);
          ComityEdge edge = { tie->a, tie->b, tie->first_year, tie->count };

          g_array_append_val (all, edge);
        }
    }
  n_all = all->len;
  self = comity_network_new_taking (n, states, (ComityEdge *) g_array_free (all, FALSE), n_all);
  self->panel = comity_panel_ref (panel);
  self->year = last;
  self->cumulative = TRUE;
  return self;
}

ComityNetwork *
comity_network_ref (ComityNetwork *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_network_unref (ComityNetwork *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->panel, comity_panel_unref);
  g_free (self->states);
  g_free (self->edges);
  for (gsize c = 0; c < COMITY_N_CENTRALITIES; c++)
    g_free (self->centrality[c]);
  g_free (self->components);
  g_free (self->communities);
  g_mutex_clear (&self->lock);
  g_free (self);
}

int
comity_network_get_year (const ComityNetwork *self)
{
  return self->year;
}

gboolean
comity_network_is_cumulative (const ComityNetwork *self)
{
  return self->cumulative;
}

ComityPanel *
comity_network_peek_panel (const ComityNetwork *self)
{
  return self->panel;
}

gsize
comity_network_get_n_nodes (const ComityNetwork *self)
{
  return self->n;
}

gsize
comity_network_get_n_edges (const ComityNetwork *self)
{
  return self->n_edges;
}

guint32
comity_network_get_state (const ComityNetwork *self, gsize node)
{
  g_return_val_if_fail (node < self->n, G_MAXUINT32);
  return self->states[node];
}

gssize
comity_network_find_state (const ComityNetwork *self, guint32 state)
{
  return comity_panel_find_in_states (self->states, self->n, state);
}

const ComityEdge *
comity_network_peek_edges (const ComityNetwork *self)
{
  return self->edges;
}

gssize
comity_network_find_edge (const ComityNetwork *self, guint32 a, guint32 b)
{
  ComityEdge key = { .a = MIN (a, b), .b = MAX (a, b) };
  const ComityEdge *found =
      bsearch (&key, self->edges, self->n_edges, sizeof *self->edges, compare_edges);

  return found != NULL ? found - self->edges : -1;
}

void
comity_network_count_degrees (const ComityNetwork *self, guint32 *degree)
{
  memset (degree, 0, self->n * sizeof *degree);
  for (gsize e = 0; e < self->n_edges; e++)
    {
      degree[self->edges[e].a]++;
      degree[self->edges[e].b]++;
    }
}

void
comity_network_get_traditions (const ComityNetwork *self, guint32 *types)
{
  g_autofree ComityTradition *families = NULL;

  memset (types, 0, self->n * sizeof *types);
  if (self->panel == NULL)
    return;
  families = g_new0 (ComityTradition, comity_panel_get_n_states (self->panel) + 1);
  comity_panel_get_traditions (self->panel, self->year, families);
  for (gsize i = 0; i < self->n; i++)
    types[i] = (guint32) families[self->states[i]];
}

void
comity_network_get_regions (const ComityNetwork *self, guint32 *types)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  memset (types, 0, self->n * sizeof *types);
  for (gsize i = 0; self->panel != NULL && i < self->n; i++)
    {
      const char *region = comity_panel_peek_state_region (self->panel, self->states[i]);

      if (region == NULL || *region == '\0')
        continue;
      types[i] = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, region));
      if (types[i] == 0)
        {
          types[i] = g_hash_table_size (numbers) + 1;
          g_hash_table_insert (numbers, (gpointer) region, GUINT_TO_POINTER (types[i]));
        }
    }
}

const char *
comity_network_peek_state_name (const ComityNetwork *self, gsize node)
{
  if (self->panel == NULL)
    return "";
  return comity_panel_peek_state_name (self->panel, self->states[node]);
}

gboolean
comity_network_get_capital (const ComityNetwork *self,
                            gsize node,
                            double *longitude,
                            double *latitude)
{
  ComityWorld *world = self->panel != NULL ? comity_panel_peek_world (self->panel) : NULL;
  gssize number;
  const ComityState *state;

  if (world == NULL)
    return FALSE;
  number = comity_panel_get_world_state (self->panel, self->states[node]);
  if (number < 0)
    return FALSE;
  state = comity_world_peek_state (world, (gsize) number);
  *longitude = state->longitude;
  *latitude = state->latitude;
  return isfinite (*longitude) && isfinite (*latitude);
}
