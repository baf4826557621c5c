/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of a network: by what its states are, by how many partners they have, or by how near they
 * are to one of them; and the shortest way from a state to another. */
#include "config.h"

#include "comity-network-private.h"

/* neighbours[first[i]] … neighbours[first[i + 1] - 1], ascending. */
typedef struct
{
  guint32 *first;      /* n + 1 */
  guint32 *neighbours; /* 2 n_edges */
} Adjacency;

static void
adjacency_clear (Adjacency *self)
{
  g_free (self->first);
  g_free (self->neighbours);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adjacency, adjacency_clear)

/* Pairs are sorted by (a, b): first all lower, then all higher neighbours of a node come in order.
 */
static void
adjacency_init_pairs (Adjacency *self, gsize n, const guint32 *pairs, gsize n_pairs)
{
  g_autofree guint32 *next = NULL;

  self->first = g_new0 (guint32, n + 1);
  self->neighbours = g_new (guint32, 2 * n_pairs + 1);
  for (gsize k = 0; k < 2 * n_pairs; k++)
    self->first[pairs[k] + 1]++;
  for (gsize i = 0; i < n; i++)
    self->first[i + 1] += self->first[i];
  next = g_memdup2 (self->first, (n + 1) * sizeof *next);
  for (gsize k = 0; k < n_pairs; k++)
    self->neighbours[next[pairs[2 * k + 1]]++] = pairs[2 * k];
  for (gsize k = 0; k < n_pairs; k++)
    self->neighbours[next[pairs[2 * k]]++] = pairs[2 * k + 1];
}

static guint32 *
list_pairs (const ComityNetwork *network)
{
  guint32 *pairs = g_new (guint32, 2 * network->n_edges + 1);

  for (gsize e = 0; e < network->n_edges; e++)
    {
      pairs[2 * e] = network->edges[e].a;
      pairs[2 * e + 1] = network->edges[e].b;
    }
  return pairs;
}

static void
adjacency_init (Adjacency *self, const ComityNetwork *network)
{
  g_autofree guint32 *pairs = list_pairs (network);

  adjacency_init_pairs (self, network->n, pairs, network->n_edges);
}

/* before[n]: the node by which each was first reached from @from (itself for @from), G_MAXUINT32
 * for those that are not within @steps. */
static void
walk (const Adjacency *around, gsize n, guint32 from, guint steps, guint32 *before)
{
  g_autofree guint32 *queue = g_new (guint32, n + 1);
  g_autofree guint *distance = g_new0 (guint, n + 1);
  gsize head = 0, tail = 0;

  for (gsize i = 0; i < n; i++)
    before[i] = G_MAXUINT32;
  before[from] = from;
  queue[tail++] = from;
  while (head < tail)
    {
      guint32 i = queue[head++];

      for (guint32 e = around->first[i]; e < around->first[i + 1] && distance[i] < steps; e++)
        {
          guint32 j = around->neighbours[e];

          if (before[j] != G_MAXUINT32)
            continue;
          before[j] = i;
          distance[j] = distance[i] + 1;
          queue[tail++] = j;
        }
    }
}

guint32 *
comity_network_find_path (const ComityNetwork *self, gsize from, gsize to, gsize *n)
{
  g_autofree guint32 *pairs = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  pairs = list_pairs (self);
  return comity_find_path (self->n, pairs, self->n_edges, from, to, n);
}

guint32 *
comity_find_path (
    gsize n_nodes, const guint32 *pairs, gsize n_pairs, gsize from, gsize to, gsize *n)
{
  g_auto (Adjacency) around = { NULL, NULL };
  g_autofree guint32 *before = NULL;
  guint32 *path;
  gsize length = 1;

  g_return_val_if_fail (from < n_nodes && to < n_nodes && n != NULL, NULL);

  adjacency_init_pairs (&around, n_nodes, pairs, n_pairs);
  before = g_new (guint32, n_nodes);
  /* From the end, so that going back is going forwards. */
  walk (&around, n_nodes, (guint32) to, G_MAXUINT, before);
  *n = 0;
  if (before[from] == G_MAXUINT32)
    return NULL;
  for (guint32 i = (guint32) from; i != to; i = before[i])
    length++;
  path = g_new (guint32, length);
  for (guint32 i = (guint32) from; *n < length; i = before[i])
    path[(*n)++] = i;
  return path;
}

static gboolean
is_member (const ComityNetwork *self, gsize node, gsize body)
{
  ComityWorld *world = comity_panel_peek_world (self->panel);
  gssize state = comity_panel_get_world_state (self->panel, self->states[node]);

  return world != NULL && state >= 0 &&
         comity_world_is_member (world, body, (gsize) state, self->year);
}

/* keep[n] */
static gboolean
choose_nodes (const ComityNetwork *self,
              const ComityNetworkFilter *filter,
              guint8 *keep,
              GError **error)
{
  g_autofree guint32 *families = g_new (guint32, self->n + 1);
  g_autofree guint32 *degree = g_new (guint32, self->n + 1);

  comity_network_get_traditions (self, families);
  comity_network_count_degrees (self, degree);
  for (gsize i = 0; i < self->n; i++)
    keep[i] = (filter->region == NULL ||
               g_str_equal (comity_panel_peek_state_region (self->panel, self->states[i]),
                            filter->region)) &&
              (filter->family < 0 || families[i] == (guint32) filter->family) &&
              (filter->body < 0 || is_member (self, i, (gsize) filter->body)) &&
              degree[i] >= filter->min_degree;
  if (filter->ego >= 0)
    {
      g_auto (Adjacency) around = { NULL, NULL };
      g_autofree guint32 *before = g_new (guint32, self->n + 1);
      gssize ego = comity_network_find_state (self, (guint32) filter->ego);

      if (ego < 0)
        {
          g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY,
                       "%s did not exist in %d: choose another year or state.",
                       comity_panel_peek_state_name (self->panel, (gsize) filter->ego), self->year);
          return FALSE;
        }
      adjacency_init (&around, self);
      walk (&around, self->n, (guint32) ego, filter->ego_steps, before);
      for (gsize i = 0; i < self->n; i++)
        keep[i] = keep[i] && before[i] != G_MAXUINT32;
      /* Whose view it is stays, whatever else is asked for. */
      keep[ego] = 1;
    }
  return TRUE;
}

gboolean
comity_network_filter_is_open (const ComityNetworkFilter *filter)
{
  return filter->region == NULL && filter->family < 0 && filter->body < 0 &&
         filter->min_degree == 0 && filter->ego < 0;
}

ComityNetwork *
comity_network_filter (ComityNetwork *self, const ComityNetworkFilter *filter, GError **error)
{
  g_autofree guint8 *keep = NULL;
  g_autofree guint32 *number = NULL;
  guint32 *states;
  ComityEdge *edges;
  ComityNetwork *part;
  gsize n = 0, n_edges = 0;

  g_return_val_if_fail (self != NULL && self->panel != NULL && filter != NULL, NULL);

  if (comity_network_filter_is_open (filter))
    return comity_network_ref (self);
  keep = g_new0 (guint8, self->n + 1);
  if (!choose_nodes (self, filter, keep, error))
    return NULL;
  number = g_new (guint32, self->n + 1);
  states = g_new (guint32, self->n + 1);
  for (gsize i = 0; i < self->n; i++)
    if (keep[i])
      {
        number[i] = (guint32) n;
        states[n++] = self->states[i];
      }
  if (n == 0)
    {
      g_free (states);
      g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY,
                   "None of the %" G_GSIZE_FORMAT
                   " states of %d passes the filters: take one away or choose another year.",
                   self->n, self->year);
      return NULL;
    }
  edges = g_new (ComityEdge, self->n_edges + 1);
  for (gsize e = 0; e < self->n_edges; e++)
    if (keep[self->edges[e].a] && keep[self->edges[e].b])
      {
        edges[n_edges] = self->edges[e];
        edges[n_edges].a = number[self->edges[e].a];
        edges[n_edges++].b = number[self->edges[e].b];
      }
  part = comity_network_new_taking (n, states, edges, n_edges);
  part->panel = comity_panel_ref (self->panel);
  part->year = self->year;
  part->cumulative = self->cumulative;
  return part;
}
