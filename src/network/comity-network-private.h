/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the network layer: the network itself, a network from bare edges, and the door to igraph.
 */
#pragma once

#include "comity-network.h"

#include <igraph.h>

G_BEGIN_DECLS

#define COMITY_N_CENTRALITIES 4

struct _ComityNetwork
{
  gatomicrefcount ref_count;
  /* owned */
  ComityPanel *panel; /* NULL for a network from bare edges */
  guint32 *states;    /* n, ascending */
  ComityEdge *edges;  /* n_edges, sorted by (a, b) */
  gsize n;
  gsize n_edges;
  int year;
  gboolean cumulative;
  /* computed on demand, guarded by @lock, never changed once there */
  GMutex lock;
  double *centrality[COMITY_N_CENTRALITIES]; /* n */
  guint32 *components;                       /* n */
  guint32 *communities;                      /* n */
  gsize n_components;
  gsize n_communities;
};

/* Nodes are 0 … @n_nodes - 1 and stand for states of the same numbers. Edges in any order and
 * direction; loops are left out, repeated ones joined (the larger count, the least first year).
 */
ComityNetwork *
comity_network_new_from_edges (gsize n_nodes, const ComityEdge *edges, gsize n_edges);

/* The same, taking @states (n, ascending) and @edges. */
ComityNetwork *
comity_network_new_taking (gsize n, guint32 *states, ComityEdge *edges, gsize n_edges);

/* degree[n]. */
void comity_network_count_degrees (const ComityNetwork *self, guint32 *degree);
/* Nominal assortativity by @types (n; 0: unknown, whose ties are left out); NaN where undefined. */
double comity_network_assortativity (const ComityNetwork *self, const guint32 *types);
/* Modularity of the partition @types (n). */
double comity_network_modularity (const ComityNetwork *self, const guint32 *types);
/* Legal tradition (0: unknown) and number of the region (0: unknown) of each node. */
void comity_network_get_traditions (const ComityNetwork *self, guint32 *types);
void comity_network_get_regions (const ComityNetwork *self, guint32 *types);
const char *comity_network_peek_state_name (const ComityNetwork *self, gsize node);
/* Degrees of the state's capital; FALSE when not known. */
gboolean comity_network_get_capital (const ComityNetwork *self,
                                     gsize node,
                                     double *longitude,
                                     double *latitude);

/* igraph is not built for several threads: everything of it happens between these two, which let
 * one thread in at a time. @progress (nullable) can end what runs in between. @seed: of igraph's
 * numbers. */
void comity_igraph_begin (guint32 seed, ComityProgress *progress);
void comity_igraph_end (void);
/* Between the two: called at every look at the progress, between the steps of what runs. */
void comity_igraph_look (void (*look) (gpointer data), gpointer data);
/* A graph of @n nodes and of those edges for which @keep (n_edges, nullable) is set. */
igraph_error_t comity_igraph_build (
    igraph_t *graph, gsize n, const ComityEdge *edges, gsize n_edges, const guint8 *keep);

G_END_DECLS
