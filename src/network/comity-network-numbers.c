/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What igraph says of nodes, groups and the whole. Everything per node is computed once, on demand.
 */
#include "config.h"

#include "comity-network-private.h"
#include "comity-graph-private.h"

#include <math.h>
#include <string.h>

/* Communities do not depend on the seed of a layout. */
#define COMMUNITY_SEED 1

const char *
comity_centrality_name (ComityCentrality kind)
{
  static const char *const names[COMITY_N_CENTRALITIES] = { "degree", "betweenness", "closeness",
                                                            "eigenvector" };

  g_return_val_if_fail ((gsize)kind < G_N_ELEMENTS (names), NULL);
  return names[kind];
}

/* Between begin and end: one number per node into @vector. */
static igraph_error_t
run_centrality (const igraph_t *graph, ComityCentrality kind, igraph_vector_t *vector)
{
  igraph_arpack_options_t options;

  switch (kind)
    {
    case COMITY_CENTRALITY_BETWEENNESS:
      return igraph_betweenness (graph, vector, igraph_vss_all (), FALSE, NULL);
    case COMITY_CENTRALITY_CLOSENESS:
      return igraph_closeness (graph, vector, NULL, NULL, igraph_vss_all (), IGRAPH_ALL, NULL,
                               TRUE);
    case COMITY_CENTRALITY_EIGENVECTOR:
      igraph_arpack_options_init (&options);
      return igraph_eigenvector_centrality (graph, vector, NULL, FALSE, TRUE, NULL, &options);
    case COMITY_CENTRALITY_DEGREE:
    default:
      g_assert_not_reached ();
    }
}

static double *
compute_centrality (const ComityNetwork *self, ComityCentrality kind)
{
  double *values = g_new (double, self->n + 1);
  gboolean defined = kind != COMITY_CENTRALITY_EIGENVECTOR || self->n_edges > 0;
  igraph_t graph;
  igraph_vector_t vector;

  for (gsize i = 0; i < self->n; i++)
    values[i] = NAN;
  if (self->n == 0 || !defined)
    return values;

  comity_igraph_begin (COMMUNITY_SEED, NULL);
  if (comity_igraph_build (&graph, self->n, self->edges, self->n_edges, NULL) == IGRAPH_SUCCESS)
    {
      if (igraph_vector_init (&vector, 0) == IGRAPH_SUCCESS)
        {
          if (run_centrality (&graph, kind, &vector) == IGRAPH_SUCCESS)
            for (gsize i = 0; i < self->n; i++)
              values[i] = VECTOR (vector)[i] + 0.0; /* -0 is 0 */
          igraph_vector_destroy (&vector);
        }
      igraph_destroy (&graph);
    }
  comity_igraph_end ();
  return values;
}

static double *
compute_degree (const ComityNetwork *self)
{
  g_autofree guint32 *degree = g_new (guint32, self->n + 1);
  double *values = g_new (double, self->n + 1);

  comity_network_count_degrees (self, degree);
  for (gsize i = 0; i < self->n; i++)
    values[i] = (double)degree[i];
  return values;
}

const double *
comity_network_peek_centrality (ComityNetwork *self, ComityCentrality kind)
{
  g_return_val_if_fail (self != NULL && (gsize)kind < COMITY_N_CENTRALITIES, NULL);

  g_mutex_lock (&self->lock);
  if (self->centrality[kind] == NULL)
    self->centrality[kind] =
        kind == COMITY_CENTRALITY_DEGREE ? compute_degree (self) : compute_centrality (self, kind);
  g_mutex_unlock (&self->lock);
  return self->centrality[kind];
}

typedef struct
{
  gsize size;
  guint32 first; /* node */
  guint32 old;   /* number given by igraph */
} Group;

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *x = a;
  const Group *y = b;

  if (x->size != y->size)
    return x->size > y->size ? -1 : 1;
  return x->first < y->first ? -1 : (x->first > y->first);
}

gsize
comity_network_renumber (guint32 *membership, gsize n)
{
  g_autofree Group *groups = g_new0 (Group, n + 1);
  g_autofree guint32 *number = g_new0 (guint32, n + 1);
  gsize n_groups = 0;

  for (gsize i = 0; i < n; i++)
    {
      Group *group = &groups[membership[i]];

      if (group->size++ == 0)
        group->first = (guint32)i;
      group->old = membership[i];
      n_groups = MAX (n_groups, (gsize)membership[i] + 1);
    }
  qsort (groups, n_groups, sizeof *groups, compare_groups);
  for (gsize g = 0; g < n_groups; g++)
    number[groups[g].old] = (guint32)g;
  for (gsize i = 0; i < n; i++)
    membership[i] = number[membership[i]];
  return n_groups;
}

/* Components, or Louvain's communities. Should igraph fail, everybody is alone. */
static guint32 *
compute_groups (const ComityNetwork *self, gboolean communities, gsize *n_groups)
{
  guint32 *membership = g_new (guint32, self->n + 1);
  igraph_t graph;
  igraph_vector_int_t groups;

  for (gsize i = 0; i < self->n; i++)
    membership[i] = (guint32)i;
  comity_igraph_begin (COMMUNITY_SEED, NULL);
  if (comity_igraph_build (&graph, self->n, self->edges, self->n_edges, NULL) == IGRAPH_SUCCESS)
    {
      if (igraph_vector_int_init (&groups, 0) == IGRAPH_SUCCESS)
        {
          igraph_error_t status;

          if (communities)
            status = igraph_community_multilevel (&graph, NULL, 1.0, &groups, NULL, NULL);
          else
            status = igraph_connected_components (&graph, &groups, NULL, NULL, IGRAPH_WEAK);
          for (gsize i = 0; status == IGRAPH_SUCCESS && i < self->n; i++)
            membership[i] = (guint32)VECTOR (groups)[i];
          igraph_vector_int_destroy (&groups);
        }
      igraph_destroy (&graph);
    }
  comity_igraph_end ();
  *n_groups = comity_network_renumber (membership, self->n);
  return membership;
}

const guint32 *
comity_network_peek_components (ComityNetwork *self, gsize *n_components)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->lock);
  if (self->components == NULL)
    self->components = compute_groups (self, FALSE, &self->n_components);
  g_mutex_unlock (&self->lock);
  if (n_components != NULL)
    *n_components = self->n_components;
  return self->components;
}

const guint32 *
comity_network_peek_communities (ComityNetwork *self, gsize *n_communities)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->lock);
  if (self->communities == NULL)
    self->communities = compute_groups (self, TRUE, &self->n_communities);
  g_mutex_unlock (&self->lock);
  if (n_communities != NULL)
    *n_communities = self->n_communities;
  return self->communities;
}

typedef igraph_error_t (*WholeFunc) (const igraph_t *graph,
                                     const igraph_vector_int_t *types,
                                     double *result);

/* One number of the graph made of the edges in @keep, or NaN. */
static double
measure_whole (const ComityNetwork *self, const guint8 *keep, const guint32 *types, WholeFunc func)
{
  double result = NAN;
  double value;
  igraph_t graph;
  igraph_vector_int_t vector;

  comity_igraph_begin (COMMUNITY_SEED, NULL);
  if (comity_igraph_build (&graph, self->n, self->edges, self->n_edges, keep) == IGRAPH_SUCCESS)
    {
      if (igraph_vector_int_init (&vector, (igraph_integer_t)self->n) == IGRAPH_SUCCESS)
        {
          for (gsize i = 0; i < self->n; i++)
            VECTOR (vector)[i] = types != NULL ? types[i] : 0;
          if (func (&graph, &vector, &value) == IGRAPH_SUCCESS)
            result = value;
          igraph_vector_int_destroy (&vector);
        }
      igraph_destroy (&graph);
    }
  comity_igraph_end ();
  return result;
}

static igraph_error_t
assortativity (const igraph_t *graph, const igraph_vector_int_t *types, double *result)
{
  return igraph_assortativity_nominal (graph, types, result, FALSE, TRUE);
}

static igraph_error_t
assortativity_degree (const igraph_t *graph, const igraph_vector_int_t *types, double *result)
{
  return igraph_assortativity_degree (graph, result, FALSE);
}

static igraph_error_t
modularity (const igraph_t *graph, const igraph_vector_int_t *types, double *result)
{
  return igraph_modularity (graph, types, NULL, 1.0, FALSE, result);
}

static igraph_error_t
transitivity (const igraph_t *graph, const igraph_vector_int_t *types, double *result)
{
  return igraph_transitivity_undirected (graph, result, IGRAPH_TRANSITIVITY_NAN);
}

double
comity_network_assortativity (const ComityNetwork *self, const guint32 *types)
{
  g_autofree guint8 *keep = g_new0 (guint8, self->n_edges + 1);
  gsize n_kept = 0;

  for (gsize e = 0; e < self->n_edges; e++)
    {
      keep[e] = types[self->edges[e].a] != 0 && types[self->edges[e].b] != 0;
      n_kept += keep[e];
    }
  return n_kept > 0 ? measure_whole (self, keep, types, assortativity) : NAN;
}

double
comity_network_modularity (const ComityNetwork *self, const guint32 *types)
{
  return self->n_edges > 0 ? measure_whole (self, NULL, types, modularity) : NAN;
}

void
comity_network_get_numbers (ComityNetwork *self, ComityNetworkNumbers *numbers)
{
  double n;
  double m;
  g_autofree guint32 *types = NULL;
  const guint32 *components;

  g_return_if_fail (self != NULL && numbers != NULL);

  n = (double)self->n;
  m = (double)self->n_edges;
  types = g_new0 (guint32, self->n + 1);
  memset (numbers, 0, sizeof *numbers);
  numbers->n_nodes = self->n;
  numbers->n_edges = self->n_edges;
  components = comity_network_peek_components (self, &numbers->n_components);
  for (gsize i = 0; i < self->n; i++)
    numbers->largest_component += components[i] == 0;
  comity_network_count_degrees (self, types);
  for (gsize i = 0; i < self->n; i++)
    numbers->n_isolates += types[i] == 0;

  numbers->density = self->n > 1 ? m / (n * (n - 1.0) / 2.0) : NAN;
  numbers->mean_degree = self->n > 0 ? 2.0 * m / n : NAN;
  numbers->transitivity = self->n_edges > 0 ? measure_whole (self, NULL, NULL, transitivity) : NAN;
  numbers->modularity =
      comity_network_modularity (self, comity_network_peek_communities (self, NULL));
  numbers->assortativity_degree =
      self->n_edges > 0 ? measure_whole (self, NULL, NULL, assortativity_degree) : NAN;
  comity_network_get_traditions (self, types);
  numbers->assortativity_tradition = comity_network_assortativity (self, types);
  comity_network_get_regions (self, types);
  numbers->assortativity_region = comity_network_assortativity (self, types);
}
