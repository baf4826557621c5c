/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which routes a picture's lines need: those of its ties, of other networks and of what a fit
 * expects. */
#include "config.h"

#include "comity-network-figure-private.h"

/* Of what a fit expects the page and the command line draw seldom more. */
#define MOST_EXPECTED 200

static gboolean
follows_routes (ComityLayoutMethod method)
{
  return comity_layout_method_is_force (method) || method == COMITY_LAYOUT_GEO;
}

gboolean
comity_network_figure_wants_routes (const ComityNetworkFigureData *data)
{
  return data->edge_style == COMITY_EDGES_BUNDLED && follows_routes (data->method);
}

static void
append_pair (GArray *pairs, guint32 a, guint32 b)
{
  g_array_append_val (pairs, a);
  g_array_append_val (pairs, b);
}

void
comity_network_figure_fill_routes (ComityNetworkFigureData *data, const ComityPoint *places)
{
  g_autoptr (GArray) pairs = NULL;
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  gsize n_ties;

  if (!comity_network_figure_wants_routes (data))
    return;
  x = g_new (double, data->n + 1);
  y = g_new (double, data->n + 1);
  for (gsize i = 0; i < data->n; i++)
    {
      x[i] = places[i].x;
      y[i] = places[i].y;
    }
  pairs = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (gsize k = 0; k < data->n_edges; k++)
    append_pair (pairs, data->edges[k].a, data->edges[k].b);
  n_ties = pairs->len / 2;
  for (gsize k = 0; k < data->n_marks; k++)
    append_pair (pairs, data->marks[k].edge.a, data->marks[k].edge.b);
  for (gsize l = 0; l < data->n_layers; l++)
    for (gsize k = 0; k < data->layers[l].n_edges; k++)
      append_pair (pairs, data->layers[l].edges[k].a, data->layers[l].edges[k].b);
  data->routes =
      comity_routes_new (data->n, x, y, (const guint32 *) (const void *) pairs->data, n_ties,
                         (const guint32 *) (const void *) pairs->data, pairs->len / 2, NULL, NULL);
}

/* A pair of panel states, if both are in the network. */
static void
append_states (GArray *pairs, ComityNetwork *network, guint32 a, guint32 b)
{
  gssize i = comity_network_find_state (network, a), j = comity_network_find_state (network, b);

  if (i >= 0 && j >= 0)
    append_pair (pairs, (guint32) i, (guint32) j);
}

ComityRoutes *
comity_network_find_routes (ComityNetwork *network,
                            const ComityLayout *layout,
                            const ComityNetworkLayer *layers,
                            gsize n_layers,
                            const GArray *expected,
                            ComityProgress *progress,
                            GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (guint32));
  const ComityEdge *edges = comity_network_peek_edges (network);
  gsize n_ties = comity_network_get_n_edges (network);
  guint n_of[2] = { 0, 0 };

  if (!follows_routes (layout->method))
    return NULL;
  for (gsize k = 0; k < n_ties; k++)
    append_pair (pairs, edges[k].a, edges[k].b);
  for (gsize l = 0; l < n_layers; l++)
    {
      ComityNetwork *other = layers[l].network;
      const ComityEdge *others = comity_network_peek_edges (other);

      for (gsize k = 0; k < comity_network_get_n_edges (other); k++)
        append_states (pairs, network, comity_network_get_state (other, others[k].a),
                       comity_network_get_state (other, others[k].b));
    }
  for (guint k = 0; expected != NULL && k < expected->len; k++)
    {
      const ComityExpectedTie *tie = &g_array_index (expected, ComityExpectedTie, k);

      if (n_of[tie->present ? 1 : 0]++ < MOST_EXPECTED)
        append_states (pairs, network, tie->a, tie->b);
    }
  return comity_routes_new (
      layout->n, layout->x, layout->y, (const guint32 *) (const void *) pairs->data, n_ties,
      (const guint32 *) (const void *) pairs->data, pairs->len / 2, progress, error);
}
