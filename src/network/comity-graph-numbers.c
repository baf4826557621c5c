/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What igraph says of a directed or weighted graph: of its nodes, groups and the whole. */
#include "config.h"

#include "comity-graph-private.h"
#include "comity-network-private.h"

#include <math.h>
#include <string.h>

#define COMMUNITY_SEED 1
/* Steps of the power method at most, and the change of a node below which it has ended. */
#define POWER_STEPS 200000
#define POWER_STILL 1e-15
#define DAMPING 0.85 /* Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X */

static const char *const measure_names[COMITY_N_GRAPH_MEASURES] = {
  "degree",      "indegree",           "outdegree",
  "strength",    "instrength",         "outstrength",
  "betweenness", "betweenness_length", "betweenness_inverse",
  "closeness",   "closeness_reach",    "harmonic",
  "eigenvector", "pagerank",           "clustering",
  "coreness",
};

const char *
comity_graph_measure_name (ComityGraphMeasure measure)
{
  g_return_val_if_fail ((gsize) measure < COMITY_N_GRAPH_MEASURES, NULL);
  return measure_names[measure];
}

gboolean
comity_graph_has_measure (const ComityGraph *self, ComityGraphMeasure measure)
{
  switch (measure)
    {
    case COMITY_GRAPH_INDEGREE:
    case COMITY_GRAPH_OUTDEGREE:
      return self->directed;
    case COMITY_GRAPH_STRENGTH:
    case COMITY_GRAPH_BETWEENNESS_LENGTH:
    case COMITY_GRAPH_BETWEENNESS_INVERSE:
      return self->weighted;
    case COMITY_GRAPH_INSTRENGTH:
    case COMITY_GRAPH_OUTSTRENGTH:
      return self->directed && self->weighted;
    default:
      return TRUE;
    }
}

/* Of igraph's, between comity_igraph_begin () and _end (). */
typedef struct
{
  igraph_t graph;
  igraph_vector_t weights; /* of its edges */
  gboolean is_there;
} Door;

static void
door_open (Door *door, const ComityGraph *self, gboolean directed)
{
  igraph_vector_int_t ends;

  memset (door, 0, sizeof *door);
  comity_igraph_begin (COMMUNITY_SEED, NULL);
  if (igraph_vector_int_init (&ends, (igraph_integer_t) (2 * self->n_arcs)) != IGRAPH_SUCCESS)
    return;
  for (gsize e = 0; e < self->n_arcs; e++)
    {
      VECTOR (ends)[2 * e] = self->arcs[e].a;
      VECTOR (ends)[2 * e + 1] = self->arcs[e].b;
    }
  if (igraph_vector_init (&door->weights, (igraph_integer_t) self->n_arcs) == IGRAPH_SUCCESS)
    {
      for (gsize e = 0; e < self->n_arcs; e++)
        VECTOR (door->weights)[e] = self->arcs[e].weight;
      if (igraph_create (&door->graph, &ends, (igraph_integer_t) self->n,
                         directed ? IGRAPH_DIRECTED : IGRAPH_UNDIRECTED) == IGRAPH_SUCCESS)
        door->is_there = TRUE;
      else
        igraph_vector_destroy (&door->weights);
    }
  igraph_vector_int_destroy (&ends);
}

static void
door_close (Door *door)
{
  if (door->is_there)
    {
      igraph_destroy (&door->graph);
      igraph_vector_destroy (&door->weights);
    }
  comity_igraph_end ();
}

/* Without directions: both ways of a pair are one tie that weighs what both do. */
static void
door_open_undirected (Door *door, const ComityGraph *self)
{
  g_autoptr (ComityGraph) flat = comity_graph_new ((const char *const *) self->names, self->n,
                                                   self->arcs, self->n_arcs, FALSE, NULL);

  door_open (door, flat, FALSE);
}

static void
measure_strength (const ComityGraph *self, ComityGraphMeasure measure, double *values)
{
  gboolean counts = measure <= COMITY_GRAPH_OUTDEGREE;
  gboolean in = measure != COMITY_GRAPH_OUTDEGREE && measure != COMITY_GRAPH_OUTSTRENGTH;
  gboolean out = measure != COMITY_GRAPH_INDEGREE && measure != COMITY_GRAPH_INSTRENGTH;

  for (gsize i = 0; i < self->n; i++)
    values[i] = 0.0;
  for (gsize e = 0; e < self->n_arcs; e++)
    {
      double weight = counts ? 1.0 : self->arcs[e].weight;

      if (out || !self->directed)
        values[self->arcs[e].a] += weight;
      if (in || !self->directed)
        values[self->arcs[e].b] += weight;
    }
}

/* Distances to all that is reached, from each: by how many, their sum, the sum of what is left of 1
 * divided by each. O(n · (n + arcs)). */
static void
measure_distances (const ComityGraph *self, ComityGraphMeasure measure, double *values)
{
  g_autofree guint32 *first = g_new0 (guint32, self->n + 1);
  g_autofree guint32 *around = g_new (guint32, 2 * self->n_arcs + 1);
  g_autofree guint32 *next = NULL;
  g_autofree guint32 *queue = g_new (guint32, self->n + 1);
  g_autofree guint32 *steps = g_new (guint32, self->n + 1);
  double others = (double) self->n - 1.0;

  for (gsize e = 0; e < self->n_arcs; e++)
    {
      first[self->arcs[e].a + 1]++;
      first[self->arcs[e].b + 1] += !self->directed;
    }
  for (gsize i = 0; i < self->n; i++)
    first[i + 1] += first[i];
  next = g_memdup2 (first, (self->n + 1) * sizeof *next);
  for (gsize e = 0; e < self->n_arcs; e++)
    {
      around[next[self->arcs[e].a]++] = self->arcs[e].b;
      if (!self->directed)
        around[next[self->arcs[e].b]++] = self->arcs[e].a;
    }
  for (gsize i = 0; i < self->n; i++)
    {
      gsize head = 0, tail = 0;
      double sum = 0.0, inverse = 0.0, reached;

      memset (steps, 0xff, self->n * sizeof *steps);
      steps[i] = 0;
      queue[tail++] = (guint32) i;
      while (head < tail)
        {
          guint32 j = queue[head++];

          for (guint32 k = first[j]; k < first[j + 1]; k++)
            if (steps[around[k]] == G_MAXUINT32)
              {
                steps[around[k]] = steps[j] + 1;
                sum += steps[around[k]];
                inverse += 1.0 / steps[around[k]];
                queue[tail++] = around[k];
              }
        }
      reached = (double) tail - 1.0;
      if (measure == COMITY_GRAPH_HARMONIC)
        values[i] = self->n > 1 ? inverse / others : NAN;
      else if (measure == COMITY_GRAPH_CLOSENESS)
        values[i] = reached > 0.0 ? reached / sum : NAN;
      else
        values[i] = self->n < 2 ? NAN : reached > 0.0 ? reached / others * reached / sum : 0.0;
    }
}

static igraph_error_t
run_measure (const ComityGraph *self, Door *door, ComityGraphMeasure measure, igraph_vector_t *out)
{
  igraph_arpack_options_t options;
  igraph_vector_int_t cores;
  igraph_error_t status;

  switch (measure)
    {
    case COMITY_GRAPH_BETWEENNESS:
      return igraph_betweenness (&door->graph, out, igraph_vss_all (), self->directed, NULL);
    case COMITY_GRAPH_BETWEENNESS_LENGTH:
    case COMITY_GRAPH_BETWEENNESS_INVERSE:
      for (gsize e = 0; e < self->n_arcs; e++)
        {
          if (!(self->arcs[e].weight > 0.0))
            return IGRAPH_EINVAL;
          if (measure == COMITY_GRAPH_BETWEENNESS_INVERSE)
            VECTOR (door->weights)[e] = 1.0 / self->arcs[e].weight;
        }
      return igraph_betweenness (&door->graph, out, igraph_vss_all (), self->directed,
                                 &door->weights);
    case COMITY_GRAPH_EIGENVECTOR:
      if (self->n_arcs == 0)
        return IGRAPH_EINVAL;
      igraph_arpack_options_init (&options);
      return igraph_eigenvector_centrality (&door->graph, out, NULL, FALSE, TRUE, NULL, &options);
    case COMITY_GRAPH_PAGERANK:
      return igraph_pagerank (&door->graph, IGRAPH_PAGERANK_ALGO_PRPACK, out, NULL,
                              igraph_vss_all (), self->directed, DAMPING, NULL, NULL);
    case COMITY_GRAPH_CLUSTERING:
      return igraph_transitivity_local_undirected (&door->graph, out, igraph_vss_all (),
                                                   IGRAPH_TRANSITIVITY_NAN);
    case COMITY_GRAPH_CORENESS:
      status = igraph_vector_int_init (&cores, 0);
      if (status != IGRAPH_SUCCESS)
        return status;
      status = igraph_coreness (&door->graph, &cores, IGRAPH_ALL);
      if (status == IGRAPH_SUCCESS)
        status = igraph_vector_resize (out, igraph_vector_int_size (&cores));
      for (gsize i = 0; status == IGRAPH_SUCCESS && i < self->n; i++)
        VECTOR (*out)[i] = (double) VECTOR (cores)[i];
      igraph_vector_int_destroy (&cores);
      return status;
    default:
      g_assert_not_reached ();
    }
}

/* x ← (A′ + 1) x: where several directions of A are equally long, as on a ring, Arnoldi's method
 * finds none or another, while the added 1 singles out the one without a sign. FALSE: no end in
 * sight. */
static gboolean
iterate_eigenvector (const ComityGraph *self, double *x)
{
  g_autofree double *next = g_new (double, self->n + 1);

  for (gsize i = 0; i < self->n; i++)
    x[i] = 1.0;
  for (int step = 0; step < POWER_STEPS; step++)
    {
      double largest = 0.0, change = 0.0;

      memcpy (next, x, self->n * sizeof *next);
      for (gsize e = 0; e < self->n_arcs; e++)
        next[self->arcs[e].b] += x[self->arcs[e].a];
      for (gsize i = 0; i < self->n; i++)
        largest = MAX (largest, next[i]);
      for (gsize i = 0; i < self->n; i++)
        {
          change = MAX (change, fabs (next[i] / largest - x[i]));
          x[i] = next[i] / largest;
        }
      if (change < POWER_STILL)
        return TRUE;
    }
  return FALSE;
}

/* Of a directed graph: none where no ties go round in a circle. */
static void
measure_directed_eigenvector (const ComityGraph *self, double *values)
{
  g_autofree guint32 *group = g_new (guint32, self->n + 1);

  if (comity_graph_find_components (self, TRUE, group) < self->n &&
      iterate_eigenvector (self, values))
    return;
  for (gsize i = 0; i < self->n; i++)
    values[i] = NAN;
}

void
comity_graph_measure (const ComityGraph *self, ComityGraphMeasure measure, double *values)
{
  igraph_vector_t out;
  Door door;

  g_return_if_fail (self != NULL && values != NULL && (gsize) measure < COMITY_N_GRAPH_MEASURES);

  if (measure <= COMITY_GRAPH_OUTSTRENGTH)
    {
      measure_strength (self, measure, values);
      return;
    }
  if (measure == COMITY_GRAPH_CLOSENESS || measure == COMITY_GRAPH_CLOSENESS_REACH ||
      measure == COMITY_GRAPH_HARMONIC)
    {
      measure_distances (self, measure, values);
      return;
    }
  if (measure == COMITY_GRAPH_EIGENVECTOR && self->directed)
    {
      measure_directed_eigenvector (self, values);
      return;
    }
  for (gsize i = 0; i < self->n; i++)
    values[i] = NAN;
  if (self->n == 0)
    return;
  if (measure == COMITY_GRAPH_CLUSTERING)
    door_open_undirected (&door, self);
  else
    door_open (&door, self, self->directed);
  if (door.is_there && igraph_vector_init (&out, 0) == IGRAPH_SUCCESS)
    {
      if (run_measure (self, &door, measure, &out) == IGRAPH_SUCCESS)
        for (gsize i = 0; i < self->n; i++)
          values[i] = VECTOR (out)[i] + 0.0; /* -0 is 0 */
      igraph_vector_destroy (&out);
    }
  door_close (&door);
}

static void
copy_groups (const igraph_vector_int_t *from, gsize n, guint32 *group)
{
  for (gsize i = 0; i < n; i++)
    group[i] = (guint32) VECTOR (*from)[i];
}

gsize
comity_graph_find_components (const ComityGraph *self, gboolean strong, guint32 *group)
{
  igraph_vector_int_t found;
  Door door;

  g_return_val_if_fail (self != NULL && group != NULL, 0);

  for (gsize i = 0; i < self->n; i++)
    group[i] = (guint32) i;
  door_open (&door, self, self->directed);
  if (door.is_there && igraph_vector_int_init (&found, 0) == IGRAPH_SUCCESS)
    {
      if (igraph_connected_components (&door.graph, &found, NULL, NULL,
                                       strong ? IGRAPH_STRONG : IGRAPH_WEAK) == IGRAPH_SUCCESS)
        copy_groups (&found, self->n, group);
      igraph_vector_int_destroy (&found);
    }
  door_close (&door);
  return comity_network_renumber (group, self->n);
}

/* A weight of 0 pulls nobody together; where all are 0 there is no community. */
static gboolean
weighs (const ComityGraph *self)
{
  for (gsize e = 0; e < self->n_arcs; e++)
    if (self->arcs[e].weight > 0.0)
      return TRUE;
  return FALSE;
}

gsize
comity_graph_find_communities (const ComityGraph *self, guint32 *group)
{
  igraph_vector_int_t found;
  Door door;

  g_return_val_if_fail (self != NULL && group != NULL, 0);

  for (gsize i = 0; i < self->n; i++)
    group[i] = (guint32) i;
  door_open_undirected (&door, self);
  if (door.is_there && weighs (self) && igraph_vector_int_init (&found, 0) == IGRAPH_SUCCESS)
    {
      if (igraph_community_multilevel (&door.graph, &door.weights, 1.0, &found, NULL, NULL) ==
          IGRAPH_SUCCESS)
        copy_groups (&found, self->n, group);
      igraph_vector_int_destroy (&found);
    }
  door_close (&door);
  return comity_network_renumber (group, self->n);
}

typedef igraph_error_t (*GroupFunc) (Door *door,
                                     const igraph_vector_int_t *group,
                                     gboolean directed,
                                     double *value);

static double
measure_groups (const ComityGraph *self, gboolean directed, const guint32 *group, GroupFunc func)
{
  igraph_vector_int_t types;
  double value, result = NAN;
  Door door;

  if (directed || !self->directed)
    door_open (&door, self, directed);
  else
    door_open_undirected (&door, self);
  if (door.is_there &&
      igraph_vector_int_init (&types, (igraph_integer_t) self->n) == IGRAPH_SUCCESS)
    {
      for (gsize i = 0; i < self->n; i++)
        VECTOR (types)[i] = group[i];
      if (func (&door, &types, directed, &value) == IGRAPH_SUCCESS)
        result = value;
      igraph_vector_int_destroy (&types);
    }
  door_close (&door);
  return result;
}

static igraph_error_t
modularity (Door *door, const igraph_vector_int_t *group, gboolean directed, double *value)
{
  return igraph_modularity (&door->graph, group, &door->weights, 1.0, directed, value);
}

static igraph_error_t
assortativity (Door *door, const igraph_vector_int_t *group, gboolean directed, double *value)
{
  return igraph_assortativity_nominal (&door->graph, group, value, directed, TRUE);
}

double
comity_graph_modularity (const ComityGraph *self, const guint32 *group)
{
  return weighs (self) ? measure_groups (self, self->directed, group, modularity) : NAN;
}

double
comity_graph_assortativity (const ComityGraph *self, const guint32 *group)
{
  return self->n_arcs > 0 ? measure_groups (self, self->directed, group, assortativity) : NAN;
}

const char *
comity_graph_triad_name (gsize triad)
{
  static const char *const names[COMITY_N_TRIADS] = {
    "003",  "012",  "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210",  "300",
  };

  g_return_val_if_fail (triad < COMITY_N_TRIADS, NULL);
  return names[triad];
}

static void
count_pairs_and_triads (Door *door, ComityGraphNumbers *numbers)
{
  igraph_vector_t triads;
  double mutual, asymmetric, null;

  if (igraph_dyad_census (&door->graph, &mutual, &asymmetric, &null) == IGRAPH_SUCCESS)
    {
      numbers->mutual = mutual;
      numbers->asymmetric = asymmetric;
      numbers->null = null;
    }
  if (igraph_vector_init (&triads, 0) != IGRAPH_SUCCESS)
    return;
  if (numbers->n_nodes > 2 && igraph_triad_census (&door->graph, &triads) == IGRAPH_SUCCESS)
    for (gsize t = 0; t < COMITY_N_TRIADS; t++)
      numbers->triads[t] = VECTOR (triads)[t];
  igraph_vector_destroy (&triads);
}

static void
measure_whole (const ComityGraph *self, ComityGraphNumbers *numbers)
{
  double value;
  Door door;

  door_open (&door, self, self->directed);
  if (door.is_there && self->directed)
    count_pairs_and_triads (&door, numbers);
  if (door.is_there && self->n_arcs > 0)
    {
      if (igraph_average_path_length (&door.graph, &value, NULL, self->directed, TRUE) ==
          IGRAPH_SUCCESS)
        numbers->mean_distance = value;
      if (igraph_diameter (&door.graph, &value, NULL, NULL, NULL, NULL, self->directed, TRUE) ==
          IGRAPH_SUCCESS)
        numbers->diameter = value;
      if (igraph_assortativity_degree (&door.graph, &value, self->directed) == IGRAPH_SUCCESS)
        numbers->assortativity_degree = value;
      if (self->directed && igraph_reciprocity (&door.graph, &value, TRUE,
                                                IGRAPH_RECIPROCITY_DEFAULT) == IGRAPH_SUCCESS)
        numbers->reciprocity = value;
    }
  door_close (&door);
  if (self->n_arcs == 0)
    return;
  door_open_undirected (&door, self);
  if (door.is_there && igraph_transitivity_undirected (&door.graph, &value,
                                                       IGRAPH_TRANSITIVITY_NAN) == IGRAPH_SUCCESS)
    numbers->clustering = value;
  door_close (&door);
}

static gsize
count_first (const guint32 *group, gsize n)
{
  gsize size = 0;

  for (gsize i = 0; i < n; i++)
    size += group[i] == 0;
  return size;
}

void
comity_graph_get_numbers (const ComityGraph *self, ComityGraphNumbers *numbers)
{
  g_autofree guint32 *group = NULL;
  g_autofree double *values = NULL;
  double n, largest = 0.0, sum = 0.0;

  g_return_if_fail (self != NULL && numbers != NULL);

  n = (double) self->n;
  group = g_new0 (guint32, self->n + 1);
  values = g_new0 (double, self->n + 1);
  *numbers = (ComityGraphNumbers){ .n_nodes = self->n, .n_ties = self->n_arcs };
  numbers->density = numbers->reciprocity = numbers->clustering = NAN;
  numbers->mean_distance = numbers->diameter = numbers->efficiency = NAN;
  numbers->assortativity_degree = numbers->centralization = numbers->modularity = NAN;
  numbers->mean_degree = NAN;
  numbers->mutual = numbers->asymmetric = numbers->null = NAN;
  for (gsize t = 0; t < COMITY_N_TRIADS; t++)
    numbers->triads[t] = NAN;
  for (gsize e = 0; e < self->n_arcs; e++)
    numbers->total_weight += self->arcs[e].weight;

  comity_graph_measure (self, COMITY_GRAPH_DEGREE, values);
  for (gsize i = 0; i < self->n; i++)
    {
      numbers->n_isolates += values[i] == 0.0;
      largest = MAX (largest, values[i]);
      sum += values[i];
    }
  if (self->n > 0)
    numbers->mean_degree = sum / n;
  if (self->n > 1)
    numbers->density = (double) self->n_arcs / (n * (n - 1.0) / (self->directed ? 1.0 : 2.0));
  if (self->n > 2 && !self->directed)
    numbers->centralization = (n * largest - sum) / ((n - 1.0) * (n - 2.0));
  numbers->n_components = comity_graph_find_components (self, FALSE, group);
  numbers->largest_component = count_first (group, self->n);
  numbers->n_strong_components = comity_graph_find_components (self, TRUE, group);
  numbers->largest_strong_component = count_first (group, self->n);
  numbers->n_communities = comity_graph_find_communities (self, group);
  if (weighs (self))
    numbers->modularity = measure_groups (self, FALSE, group, modularity);
  if (self->n > 1)
    {
      comity_graph_measure (self, COMITY_GRAPH_HARMONIC, values);
      numbers->efficiency = 0.0;
      for (gsize i = 0; i < self->n; i++)
        numbers->efficiency += values[i] / n;
    }
  measure_whole (self, numbers);
}
