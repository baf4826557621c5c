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
  COMITY_NETWORK_ERROR_EMPTY, /* nothing passes the filters */
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

/* Ties of treaties signed in @year or, @cumulative, in it or before, among the states that exist in
 * it. Errors: the panel's for a year outside the data; memory. O(states + ties). */
ComityNetwork *
comity_network_new (ComityPanel *panel, int year, gboolean cumulative, GError **error);
/* All states of the panel and all ties they ever had in its years, whoever existed when: what the
 * layouts of all years are anchored in. Its year is the last. */
ComityNetwork *comity_network_new_whole (ComityPanel *panel);
/* The treaties of another network of the panel's world among its states ("dtc", see
 * ComityTreatyNetwork), for pictures of several at once. */
ComityNetwork *comity_network_new_layer (
    ComityPanel *panel, const char *id, int year, gboolean cumulative, GError **error);
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
/* The place of the tie of two nodes, in any order, among the edges, or -1. */
gssize comity_network_find_edge (const ComityNetwork *self, guint32 a, guint32 b);

/* A part of a network: the states for which all of it holds, and the ties among them. Numbers are
 * then those of the part. */
typedef struct
{
  const char *region; /* borrowed; NULL: any */
  int family;         /* ComityTradition; -1: any */
  gssize body;        /* of the world, members in the year; -1: any */
  guint min_degree;   /* partners in the whole network */
  gssize ego;         /* panel state of whose view it is; -1: nobody's */
  guint ego_steps;    /* and how many steps from it */
} ComityNetworkFilter;

#define COMITY_NETWORK_FILTER_INIT                                                                 \
  {                                                                                                \
    NULL, -1, -1, 0, -1, 1                                                                         \
  }

gboolean comity_network_filter_is_open (const ComityNetworkFilter *filter);
/* Of a network of a panel; the same when the filter is open. Error: nobody passes, or the ego did not
 * exist. */
ComityNetwork *
comity_network_filter (ComityNetwork *self, const ComityNetworkFilter *filter, GError **error);
/* Nodes of a shortest path, both ends included (the lowest numbers where there are several); NULL
 * when there is none. Free it. O(n + ties). */
guint32 *comity_network_find_path (const ComityNetwork *self, gsize from, gsize to, gsize *n);
/* The same over bare ties: @pairs holds their 2 n_pairs ends, a < b, sorted. */
guint32 *comity_find_path (
    gsize n_nodes, const guint32 *pairs, gsize n_pairs, gsize from, gsize to, gsize *n);

/* Per node (n_nodes values), computed on first demand and kept; borrowed. */
typedef enum
{
  COMITY_CENTRALITY_DEGREE,
  COMITY_CENTRALITY_BETWEENNESS, /* shortest paths, unweighted, not normalised (Freeman 1977,
                                  * doi:10.2307/3033543) */
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

/* Each of them by a number of its own, for tables and charts. */
#define COMITY_N_NETWORK_NUMBERS 12
const char *comity_network_number_name (gsize number);  /* "assortativity_region" */
const char *comity_network_number_title (gsize number); /* "Assortativity by region" */
int comity_network_number_decimals (gsize number);
double comity_network_numbers_get (const ComityNetworkNumbers *self, gsize number);

/* The numbers of every year; of one without states, or of whom nobody passes the filter, there are
 * none: 0 states, the others NaN. */
typedef struct
{
  int first_year;
  gsize n_years;
  gboolean cumulative;
  ComityNetworkNumbers *numbers; /* n_years */
} ComityNetworkSeries;

/* @filter nullable. Error: cancelled, or no year has a state. */
ComityNetworkSeries *comity_network_series_new (ComityPanel *panel,
                                                int first_year,
                                                int last_year,
                                                gboolean cumulative,
                                                const ComityNetworkFilter *filter,
                                                ComityProgress *progress,
                                                GError **error);
void comity_network_series_free (ComityNetworkSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkSeries, comity_network_series_free)
/* New strings; what is not defined is empty, null or a point. */
char *comity_network_series_to_csv (const ComityNetworkSeries *self);
char *comity_network_series_to_json (const ComityNetworkSeries *self);
char *comity_network_series_to_text (const ComityNetworkSeries *self);

/* Layouts */
typedef enum
{
  COMITY_LAYOUT_FR,
  COMITY_LAYOUT_KK,
  COMITY_LAYOUT_CIRCLE, /* by family, then by name */
  COMITY_LAYOUT_GEO,    /* capitals on a map, see ComityProjection */
  COMITY_LAYOUT_ARC,    /* on a line (y = 0.5), by family, then by name */
  COMITY_LAYOUT_STRESS, /* distances are numbers of steps */
  COMITY_LAYOUT_CONCENTRIC, /* a ring for each family, a sector for each region */
  COMITY_LAYOUT_HIVE,       /* an axis for each family, along it by degree */
} ComityLayoutMethod;
#define COMITY_N_LAYOUTS 8
/* "matrix" of CLI.md is a heatmap of ties, not a layout. */

/* Maps: degrees into the unit square, y growing downwards. */
typedef enum
{
  /* Šavrič et al. 2011, doi:10.1559/15230406384363: 1 wide, about 0.52 high, centred at 0.5 */
  COMITY_PROJECTION_NATURAL_EARTH,
  /* areas are true: Šavrič, Patterson & Jenny 2018, doi:10.1080/13658816.2018.1504949 */
  COMITY_PROJECTION_EQUAL_EARTH,
  /* azimuthal equidistant round the north pole, to 60° south; Greenwich points down */
  COMITY_PROJECTION_POLAR,
} ComityProjection;
#define COMITY_N_PROJECTIONS 3

gboolean comity_projection_from_name (const char *name, ComityProjection *projection);
const char *comity_projection_name (ComityProjection projection); /* "natural-earth" … */
/* The parallels between which a map in it is drawn, degrees. */
void comity_projection_get_limits (ComityProjection projection, double *north, double *south);
void comity_projection_project (
    ComityProjection projection, double longitude, double latitude, double *x, double *y);

typedef struct
{
  ComityLayoutMethod method;
  ComityProjection projection; /* of GEO */
  guint32 seed;
  gsize n;
  double *x; /* n, in 0 … 1, aspect kept inside a unit square centred at 0.5 */
  double *y; /* n, growing downwards */
  /* What a picture must show at least, so that the years of one anchor have the same frame; right
   * <= left: what there is. */
  double left, top, right, bottom;
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
/* GEO in a projection of one's choice. */
ComityLayout *
comity_layout_compute_map (ComityNetwork *network, ComityProjection projection, GError **error);
/* States where @base, the layout of @base_network (all years of the same panel), has them: the
 * foresighted layout of a dynamic graph (Diehl, Görg & Kerren 2001), in which a state never moves.
 * States that are not in it stand beside those they are tied to. O(n + ties). */
ComityLayout *comity_layout_compute_anchored (ComityNetwork *network,
                                              const ComityLayout *base,
                                              const ComityNetwork *base_network);
/* Whether the method follows ties, so that it has a seed and states without a tie have no place. */
gboolean comity_layout_method_is_force (ComityLayoutMethod method);
ComityLayout *comity_layout_copy (const ComityLayout *self);
void comity_layout_free (ComityLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityLayout, comity_layout_free)

/* Files: GraphML and GEXF (names, codes, family, region, coordinates; edges with years), a table of
 * nodes with their centralities and ranks, and one of edges. New strings. */
char *comity_network_to_graphml (ComityNetwork *self);
char *comity_network_to_gexf (ComityNetwork *self); /* Gephi's, 1.3 */
char *comity_network_to_node_csv (ComityNetwork *self);
char *comity_network_to_edge_csv (ComityNetwork *self);

G_END_DECLS
