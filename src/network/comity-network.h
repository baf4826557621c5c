/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network of a year as a graph, with the numbers a scholar asks of it. igraph stays
 * behind these names. Frozen; any thread may read. Nodes are the states that exist in the year. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

#define COMITY_NETWORK_ERROR (comity_network_error_quark ())
GQuark comity_network_error_quark (void);

typedef enum
{
  COMITY_NETWORK_ERROR_LAYOUT,
  COMITY_NETWORK_ERROR_FAILED,
} ComityNetworkError;

typedef struct _ComityNetwork ComityNetwork;

typedef struct
{
  guint32 a, b; /* nodes, a < b */
  gint16 first_year;
  guint32 count;
} ComityEdge;

/* Makes igraph report errors instead of ending the program. Every main calls it once; calling it
 * again does nothing. */
void comity_network_init_library (void);
const char *comity_network_peek_library_version (void); /* igraph's, "0.10.2" */

ComityNetwork *
comity_network_new (ComityPanel *panel, int year, gboolean cumulative, GError **error);
ComityNetwork *comity_network_ref (ComityNetwork *self);
void comity_network_unref (ComityNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetwork, comity_network_unref)

int comity_network_get_year (const ComityNetwork *self);
gboolean comity_network_is_cumulative (const ComityNetwork *self);
ComityPanel *comity_network_peek_panel (const ComityNetwork *self);
gsize comity_network_get_n_nodes (const ComityNetwork *self);
gsize comity_network_get_n_edges (const ComityNetwork *self);
guint32 comity_network_get_state (const ComityNetwork *self, gsize node);    /* panel state */
gssize comity_network_find_state (const ComityNetwork *self, guint32 state); /* node or -1 */
const ComityEdge *comity_network_peek_edges (const ComityNetwork *self);     /* sorted by (a, b) */
gssize comity_network_find_edge (const ComityNetwork *self, guint32 a, guint32 b);

/* Per node (n_nodes values), computed on first demand and kept; borrowed. */
typedef enum
{
  COMITY_CENTRALITY_DEGREE,
  COMITY_CENTRALITY_BETWEENNESS, /* shortest paths, unweighted, not normalised (Freeman 1977) */
  COMITY_CENTRALITY_CLOSENESS,   /* states reached / sum of distances; an isolate: NaN */
  COMITY_CENTRALITY_EIGENVECTOR, /* largest entry 1; NaN without ties */
} ComityCentrality;

const double *comity_network_peek_centrality (ComityNetwork *self, ComityCentrality kind);
const char *comity_centrality_name (ComityCentrality kind);
/* Numbered from the largest down (equal sizes: by their first node); isolates are their own. */
const guint32 *comity_network_peek_components (ComityNetwork *self, gsize *n_components);
/* Louvain with a fixed seed (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008), numbered
 * likewise. */
const guint32 *comity_network_peek_communities (ComityNetwork *self, gsize *n_communities);

/* Numbers of the whole; NaN where undefined (no ties, one node). */
typedef struct
{
  gsize n_nodes, n_edges, n_isolates, n_components, largest_component;
  double density;
  double mean_degree;
  double transitivity; /* global clustering */
  double modularity;   /* of the communities */
  /* Nominal, over the ties whose two states are both coded (Newman 2003,
   * doi:10.1103/PhysRevE.67.026126). */
  double assortativity_tradition;
  double assortativity_region;
  double assortativity_degree;
} ComityNetworkNumbers;

void comity_network_get_numbers (ComityNetwork *self, ComityNetworkNumbers *numbers);

/* Layouts */
typedef enum
{
  COMITY_LAYOUT_FR,
  COMITY_LAYOUT_KK,
  COMITY_LAYOUT_CIRCLE, /* by family, then by name */
  COMITY_LAYOUT_GEO,    /* capitals, by comity_geo_project () */
  COMITY_LAYOUT_ARC,    /* on a line (y = 0.5), by family, then by name */
} ComityLayoutMethod;
/* "matrix" of CLI.md is a heatmap of ties, not a layout. */

typedef struct
{
  ComityLayoutMethod method;
  guint32 seed;
  gsize n;
  double *x; /* n, in 0 … 1, aspect kept inside a unit square centred at 0.5 */
  double *y; /* n, growing downwards */
} ComityLayout;

gboolean comity_layout_method_from_name (const char *name, ComityLayoutMethod *method);
const char *comity_layout_method_name (ComityLayoutMethod method);
/* The same network, method and seed give the same bits. Components that are not connected are
 * packed beside the largest; isolates stand in a tidy block at the margin and never blow up the
 * picture. Errors: GEO when no state's capital is known; memory. */
ComityLayout *comity_layout_compute (ComityNetwork *network,
                                     ComityLayoutMethod method,
                                     guint32 seed,
                                     ComityProgress *progress,
                                     GError **error);
/* The same, begun from @start, the layout of @start_network (another year of the same panel), so
 * that states keep their places as the years go by; both NULL: as above. */
ComityLayout *comity_layout_compute_from (ComityNetwork *network,
                                          ComityLayoutMethod method,
                                          guint32 seed,
                                          const ComityLayout *start,
                                          const ComityNetwork *start_network,
                                          ComityProgress *progress,
                                          GError **error);
ComityLayout *comity_layout_copy (const ComityLayout *self);
void comity_layout_free (ComityLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLayout, comity_layout_free)

/* The Natural Earth projection (Šavrič et al. 2011, doi:10.1559/15230406384363) of degrees into the
 * unit square of the GEO layout: the world is 1 wide, about 0.52 high, centred at 0.5; y grows
 * downwards. */
void comity_geo_project (double longitude, double latitude, double *x, double *y);

/* Files: GraphML (names, codes, family, region, coordinates; edges with years) and a node table. */
char *comity_network_to_graphml (ComityNetwork *self);
char *comity_network_to_node_csv (ComityNetwork *self);
char *comity_network_to_edge_csv (ComityNetwork *self);

G_END_DECLS
