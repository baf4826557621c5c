/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any network, not only a year's treaties among states: ties with a direction and a weight, read
 * from a list of ties or from who belongs to what (states and treaties, members and organisations).
 * Frozen; any thread may read; numbers are computed on demand and not kept. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

typedef struct _ComityGraph ComityGraph;

typedef struct
{
  guint32 a, b; /* nodes: from a to b, or without a direction a < b */
  double weight;
} ComityArc;

/* What reading found in the rows besides ties. */
typedef struct
{
  gsize n_rows;
  gsize n_without;  /* neither end, or no weight: left out */
  gsize n_loops;    /* both ends the same: left out */
  gsize n_repeated; /* joined with an earlier one: weights added */
  gsize n_zero;     /* ties of weight 0 */
} ComityGraphReport;

/* @names: n, different. Arcs in any order; loops are left out, weights of repeated ones added.
 * @report nullable. */
ComityGraph *comity_graph_new (const char *const *names,
                               gsize n,
                               const ComityArc *arcs,
                               gsize n_arcs,
                               gboolean directed,
                               ComityGraphReport *report);
/* A row a tie; @weight nullable: each weighs 1. A row with one end alone names a node. Nodes stand
 * in the order of their names. Error: no such column, a weight below 0, no node at all. */
ComityGraph *comity_graph_read (ComityDataset *dataset,
                                const char *from,
                                const char *to,
                                const char *weight,
                                gboolean directed,
                                ComityGraphReport *report,
                                GError **error);
/* The same ties with the nodes of a list of them, whose first column names each once: some may have
 * no tie. @group nullable: a column of the list that parts them, for the numbers; nodes without a
 * value of it are a group of their own. Error: no such column, a node named twice or not at all. */
ComityGraph *comity_graph_add_nodes (const ComityGraph *self,
                                     ComityDataset *nodes,
                                     const char *group,
                                     GError **error);
ComityGraph *comity_graph_ref (ComityGraph *self);
void comity_graph_unref (ComityGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityGraph, comity_graph_unref)

gsize comity_graph_get_n_nodes (const ComityGraph *self);
gsize comity_graph_get_n_arcs (const ComityGraph *self);
const char *comity_graph_peek_name (const ComityGraph *self, gsize node);
const ComityArc *comity_graph_peek_arcs (const ComityGraph *self); /* sorted by (a, b) */

/* Numbers of nodes. Paths follow the ties' direction, outwards; without "length" or "inverse" they
 * are counted in steps. */
typedef enum
{
  COMITY_GRAPH_DEGREE,
  COMITY_GRAPH_INDEGREE,
  COMITY_GRAPH_OUTDEGREE,
  COMITY_GRAPH_STRENGTH, /* sum of weights */
  COMITY_GRAPH_INSTRENGTH,
  COMITY_GRAPH_OUTSTRENGTH,
  COMITY_GRAPH_BETWEENNESS, /* not normalised (Freeman 1977, doi:10.2307/3033543) */
  COMITY_GRAPH_BETWEENNESS_LENGTH,  /* a tie is as long as it weighs */
  COMITY_GRAPH_BETWEENNESS_INVERSE, /* the more it weighs the shorter: 1 / weight */
  COMITY_GRAPH_CLOSENESS,           /* reached / sum of distances; NaN where nobody is reached */
  COMITY_GRAPH_CLOSENESS_REACH,     /* times the share of all that is reached (Wasserman & Faust) */
  COMITY_GRAPH_HARMONIC,            /* mean of 1 / distance over all others */
  COMITY_GRAPH_EIGENVECTOR,         /* largest 1; of a directed one along what comes in */
  COMITY_GRAPH_PAGERANK, /* damping 0.85 (Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X) */
  COMITY_GRAPH_CLUSTERING,          /* of the neighbours, directions aside; NaN below 2 of them */
  COMITY_GRAPH_CORENESS,
} ComityGraphMeasure;
#define COMITY_N_GRAPH_MEASURES (COMITY_GRAPH_CORENESS + 1)

const char *comity_graph_measure_name (ComityGraphMeasure measure); /* "betweenness_length" */
/* Whether it says anything of this graph that another of its measures does not. */
gboolean comity_graph_has_measure (const ComityGraph *self, ComityGraphMeasure measure);
/* values[n]; all NaN where it is not defined (a weight of 0 has no inverse and is no length). */
void comity_graph_measure (const ComityGraph *self, ComityGraphMeasure measure, double *values);
/* group[n], numbered from the largest (equal ones by their first node); how many. */
gsize comity_graph_find_components (const ComityGraph *self, gboolean strong, guint32 *group);
/* Louvain over the weights, directions aside, with a fixed seed. */
gsize comity_graph_find_communities (const ComityGraph *self, guint32 *group);
/* Of a partition, over the weights; of a directed graph with directions (Leicht & Newman 2008). */
double comity_graph_modularity (const ComityGraph *self, const guint32 *group);
/* Of a partition, nominal (Newman 2003). */
double comity_graph_assortativity (const ComityGraph *self, const guint32 *group);

#define COMITY_N_TRIADS 16
/* The numbers of the whole, by name; NaN where undefined. */
typedef struct
{
  gsize n_nodes, n_ties, n_isolates;
  double density, total_weight, mean_degree;
  double reciprocity;             /* directed: the share of ties that are returned */
  double clustering;              /* global, directions aside */
  double mean_distance, diameter; /* over pairs of which one reaches the other */
  double efficiency;              /* mean of 1 / distance over all pairs */
  double assortativity_degree;
  double centralization; /* of degree, undirected (Freeman 1979) */
  gsize n_components, largest_component;
  gsize n_strong_components, largest_strong_component;
  gsize n_communities;
  double modularity;               /* of the communities, over the weights, directions aside */
  double mutual, asymmetric, null; /* pairs */
  double triads[COMITY_N_TRIADS];  /* directed (Davis & Leinhardt 1972) */
} ComityGraphNumbers;

const char *comity_graph_triad_name (gsize triad); /* "003" … "300" */
void comity_graph_get_numbers (const ComityGraph *self, ComityGraphNumbers *numbers);

/* Files; new strings. */
char *comity_graph_to_node_csv (const ComityGraph *self);
char *comity_graph_to_edge_csv (const ComityGraph *self);
char *comity_graph_to_graphml (const ComityGraph *self);
char *comity_graph_numbers_to_csv (const ComityGraph *self);
char *comity_graph_numbers_to_json (const ComityGraph *self);
char *comity_graph_numbers_to_text (const ComityGraph *self);

/* Who belongs to what. */
typedef struct _ComityTwoMode ComityTwoMode;

/* What two members have in common. */
typedef enum
{
  COMITY_COMMON_COUNT,   /* treaties of both */
  COMITY_COMMON_NEWMAN,  /* Σ 1 / (members − 1) over them (Newman 2001) */
  COMITY_COMMON_JACCARD, /* of both / of either */
} ComityCommon;

gboolean comity_common_from_name (const char *name, ComityCommon *common);

/* A row a membership; repeated ones count once. Error: no such column, nothing in them. */
ComityTwoMode *comity_two_mode_read (ComityDataset *dataset,
                                     const char *member,
                                     const char *body,
                                     ComityGraphReport *report,
                                     GError **error);
void comity_two_mode_free (ComityTwoMode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityTwoMode, comity_two_mode_free)
gsize comity_two_mode_get_n (const ComityTwoMode *self, gboolean bodies);
const char *comity_two_mode_peek_name (const ComityTwoMode *self, gboolean bodies, gsize i);
gsize comity_two_mode_get_n_memberships (const ComityTwoMode *self);
/* Of those that could be. */
double comity_two_mode_get_density (const ComityTwoMode *self);
/* How many bodies a member has, or members a body. */
gsize comity_two_mode_count (const ComityTwoMode *self, gboolean bodies, gsize i);
/* Members tied by what they have in common, or bodies by their members. */
ComityGraph *
comity_two_mode_project (const ComityTwoMode *self, gboolean bodies, ComityCommon common);

G_END_DECLS
