/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directed, weighted and two-mode networks against R: the reference cases, and random graphs whose
 * numbers R computed from matrices where it could (tests/reference/network/generate-graphs.R). */
#include "config.h"

#include "comity-dataset-io.h"
#include "comity-graph.h"
#include "comity-network.h"
#include "comity-test-reference.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static gboolean
has (JsonNode *object, const char *name)
{
  return json_object_has_member (json_node_get_object (object), name);
}

static ComityDataset *
load_text (const char *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset;
  int fd = g_file_open_tmp ("comity-XXXXXX.csv", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  dataset = comity_dataset_load (path, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  return dataset;
}

static ComityDataset *
load_reference (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", "network", name, NULL);
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load (path, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
compare_nodes (const ComityGraph *graph, JsonNode *values, double tolerance)
{
  gsize n = comity_graph_get_n_nodes (graph);
  g_autofree double *found = g_new (double, n + 1);

  for (int m = 0; m < COMITY_N_GRAPH_MEASURES; m++)
    {
      const char *name = comity_graph_measure_name ((ComityGraphMeasure) m);

      if (!has (values, name))
        continue;
      comity_graph_measure (graph, (ComityGraphMeasure) m, found);
      for (gsize i = 0; i < n; i++)
        {
          double expected = comity_test_element (comity_test_find (values, name, NULL), i);

          if (!(fabs (found[i] - expected) <= tolerance * MAX (1.0, fabs (expected))) &&
              !(isnan (found[i]) && isnan (expected)))
            g_test_message ("%s of node %u: %.17g, not %.17g", name, (guint) i, found[i], expected);
          comity_test_assert_close (found[i], expected, tolerance);
        }
    }
}

static double
number_of (const ComityGraphNumbers *n, const char *name)
{
  const struct
  {
    const char *name;
    double value;
  } list[] = {
    { "nodes", (double) n->n_nodes },
    { "ties", (double) n->n_ties },
    { "density", n->density },
    { "isolates", (double) n->n_isolates },
    { "components", (double) n->n_components },
    { "strong_components", (double) n->n_strong_components },
    { "largest_component", (double) n->largest_component },
    { "largest_strong_component", (double) n->largest_strong_component },
    { "clustering", n->clustering },
    { "mean_distance", n->mean_distance },
    { "diameter", n->diameter },
    { "efficiency", n->efficiency },
    { "assortativity_degree", n->assortativity_degree },
    { "centralization", n->centralization },
    { "reciprocity", n->reciprocity },
    { "mutual", n->mutual },
    { "asymmetric", n->asymmetric },
    { "null", n->null },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (list); k++)
    if (g_str_equal (list[k].name, name))
      return list[k].value;
  g_error ("no number %s", name);
}

static ComityGraph *
load_graph (JsonNode *root)
{
  JsonNode *arcs = comity_test_find (root, "arcs", NULL);
  gsize n = (gsize) comity_test_number (comity_test_find (root, "n", NULL));
  gsize n_arcs = json_array_get_length (json_node_get_array (arcs));
  g_autofree ComityArc *list = g_new (ComityArc, n_arcs + 1);
  g_auto (GStrv) names = g_new0 (char *, n + 1);

  for (gsize i = 0; i < n; i++)
    names[i] = g_strdup_printf ("N%02u", (guint) i);
  for (gsize e = 0; e < n_arcs; e++)
    {
      JsonNode *arc = json_array_get_element (json_node_get_array (arcs), (guint) e);

      /* Turned round where that says the same. */
      list[e] = (ComityArc){ (guint32) comity_test_element (arc, 0),
                             (guint32) comity_test_element (arc, 1), comity_test_element (arc, 2) };
      if (!json_node_get_boolean (comity_test_find (root, "directed", NULL)) && e % 2 == 0)
        list[e] = (ComityArc){ list[e].b, list[e].a, list[e].weight };
    }
  return comity_graph_new ((const char *const *) names, n, list, n_arcs,
                           json_node_get_boolean (comity_test_find (root, "directed", NULL)), NULL);
}

static void
test_random (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "graphs.json");
  JsonArray *graphs = json_node_get_array (comity_test_find (root, "graphs", NULL));

  g_assert_cmpuint (json_array_get_length (graphs), ==, 14);
  for (guint g = 0; g < json_array_get_length (graphs); g++)
    {
      JsonNode *wanted = json_array_get_element (graphs, g);
      g_autoptr (ComityGraph) graph = load_graph (wanted);
      JsonNode *whole = comity_test_find (wanted, "whole", NULL);
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (whole));
      gsize n = comity_graph_get_n_nodes (graph);
      g_autofree guint32 *types = g_new (guint32, n + 1);
      ComityGraphNumbers numbers;

      g_test_message ("%s", json_node_get_string (comity_test_find (wanted, "name", NULL)));
      compare_nodes (graph, comity_test_find (wanted, "nodes", NULL), 1e-10);
      comity_graph_get_numbers (graph, &numbers);
      for (gsize i = 0; i < n; i++)
        types[i] = (guint32) comity_test_element (comity_test_find (wanted, "types", NULL), i);
      for (GList *l = names; l != NULL; l = l->next)
        {
          double expected = comity_test_number (comity_test_find (whole, l->data, NULL));
          double found = g_str_equal (l->data, "modularity_types")
                             ? comity_graph_modularity (graph, types)
                         : g_str_equal (l->data, "assortativity_types")
                             ? comity_graph_assortativity (graph, types)
                             : number_of (&numbers, l->data);

          g_test_message ("%s: %.17g, %.17g", (char *) l->data, found, expected);
          comity_test_assert_close (found, expected, 1e-10);
        }
      for (gsize t = 0; t < COMITY_N_TRIADS && has (wanted, "triads"); t++)
        comity_test_assert_close (
            numbers.triads[t], comity_test_element (comity_test_find (wanted, "triads", NULL), t),
            0.0);
    }
}

static void
test_directed (void)
{
  static const char *const same[][2] = {
    { "degree", "degree" },
    { "indegree", "indegree" },
    { "outdegree", "outdegree" },
    { "strength", "strength" },
    { "betweenness", "betweenness" },
    { "betweenness_length", "betweenness_weight_as_length" },
    { "betweenness_inverse", "betweenness_length_inverse_weight" },
    { "closeness", "closeness_component" },
    { "closeness_reach", "closeness_wasserman_faust" },
    { "harmonic", "harmonic_closeness" },
    { "pagerank", "pagerank_085" },
  };
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "net_directed.json");
  g_autoptr (ComityDataset) dataset = load_reference ("net_directed.csv");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  ComityGraphReport report;
  ComityGraphNumbers numbers;
  double values[14];
  g_autoptr (ComityGraph) graph =
      comity_graph_read (dataset, "from", "to", "w", TRUE, &report, NULL);

  g_assert_nonnull (graph);
  g_assert_cmpuint (comity_graph_get_n_nodes (graph), ==, 14);
  g_assert_cmpuint (comity_graph_get_n_arcs (graph), ==, 40);
  g_assert_cmpuint (report.n_without + report.n_loops + report.n_repeated, ==, 0);
  for (gsize i = 0; i < 14; i++)
    g_assert_cmpstr (
        comity_graph_peek_name (graph, i), ==,
        json_array_get_string_element (
            json_node_get_array (comity_test_find (expected, "nodes", NULL)), (guint) i));
  for (gsize k = 0; k < G_N_ELEMENTS (same); k++)
    for (int m = 0; m < COMITY_N_GRAPH_MEASURES; m++)
      if (g_str_equal (comity_graph_measure_name ((ComityGraphMeasure) m), same[k][0]))
        {
          comity_graph_measure (graph, (ComityGraphMeasure) m, values);
          for (gsize i = 0; i < 14; i++)
            comity_test_assert_close (
                values[i], comity_test_element (comity_test_find (expected, same[k][1], NULL), i),
                1e-10);
        }
  comity_graph_get_numbers (graph, &numbers);
  comity_test_assert_close (
      numbers.density, comity_test_number (comity_test_find (expected, "density", NULL)), 1e-12);
  comity_test_assert_close (numbers.reciprocity,
                            comity_test_number (comity_test_find (expected, "reciprocity", NULL)),
                            1e-12);
  comity_test_assert_close (
      numbers.mean_distance,
      comity_test_number (comity_test_find (expected, "average_path_length_connected_pairs", NULL)),
      1e-12);
  comity_test_assert_close (
      numbers.efficiency,
      comity_test_number (comity_test_find (expected, "global_efficiency", NULL)), 1e-12);
  comity_test_assert_close (
      numbers.assortativity_degree,
      comity_test_number (comity_test_find (expected, "degree_assortativity", NULL)), 1e-10);
  for (gsize t = 0; t < COMITY_N_TRIADS; t++)
    comity_test_assert_close (numbers.triads[t],
                              comity_test_number (comity_test_find (
                                  expected, "triad_census", comity_graph_triad_name (t), NULL)),
                              0.0);
  comity_test_assert_close (
      numbers.mutual, comity_test_number (comity_test_find (expected, "dyad_census", "mut", NULL)),
      0.0);
  g_assert_cmpuint (numbers.n_strong_components, ==, 2);
  g_assert_cmpuint (numbers.largest_strong_component, ==, 13);
}

static gsize
find_name (const ComityTwoMode *two_mode, gboolean bodies, JsonNode *names, gsize i)
{
  const char *name = json_array_get_string_element (json_node_get_array (names), (guint) i);

  for (gsize k = 0; k < comity_two_mode_get_n (two_mode, bodies); k++)
    if (g_str_equal (comity_two_mode_peek_name (two_mode, bodies, k), name))
      return k;
  g_error ("no %s", name);
}

static double
weight_between (const ComityGraph *graph, gsize a, gsize b)
{
  const ComityArc *arcs = comity_graph_peek_arcs (graph);

  for (gsize e = 0; e < comity_graph_get_n_arcs (graph); e++)
    if (arcs[e].a == MIN (a, b) && arcs[e].b == MAX (a, b))
      return arcs[e].weight;
  return 0.0;
}

static void
test_two_mode (void)
{
  static const char *const matrices[] = { "co_membership", "newman_weights", "jaccard" };
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "net_two_mode.json");
  g_autoptr (ComityDataset) dataset = load_reference ("net_membership.csv");
  g_autoptr (ComityTwoMode) two_mode =
      comity_two_mode_read (dataset, "state", "treaty", NULL, NULL);
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  JsonNode *states = comity_test_find (expected, "states", NULL);
  JsonNode *treaties = comity_test_find (expected, "treaties", NULL);
  g_autoptr (ComityGraph) by_members = NULL;
  ComityGraphNumbers numbers;

  g_assert_nonnull (two_mode);
  g_assert_cmpuint (comity_two_mode_get_n (two_mode, FALSE), ==, 24);
  g_assert_cmpuint (comity_two_mode_get_n (two_mode, TRUE), ==, 30);
  comity_test_assert_close (
      comity_two_mode_get_density (two_mode),
      comity_test_number (comity_test_find (expected, "density_two_mode", NULL)), 1e-12);
  for (int k = 0; k < 3; k++)
    {
      g_autoptr (ComityGraph) graph = comity_two_mode_project (two_mode, FALSE, (ComityCommon) k);
      double strength[24];

      comity_graph_measure (graph, COMITY_GRAPH_STRENGTH, strength);
      for (gsize i = 0; i < 24; i++)
        {
          gsize a = find_name (two_mode, FALSE, states, i);

          g_assert_cmpuint (comity_two_mode_count (two_mode, FALSE, a), ==,
                            (gsize) comity_test_element (
                                comity_test_find (expected, "treaties_per_state", NULL), i));
          for (gsize j = 0; j < 24; j++)
            if (i != j)
              comity_test_assert_close (
                  weight_between (graph, a, find_name (two_mode, FALSE, states, j)),
                  comity_test_element (
                      json_array_get_element (
                          json_node_get_array (comity_test_find (expected, matrices[k], NULL)),
                          (guint) i),
                      j),
                  1e-12);
          if (k == 0)
            comity_test_assert_close (
                strength[a],
                comity_test_element (comity_test_find (expected, "projection_strength", NULL), i),
                1e-12);
        }
      comity_graph_get_numbers (graph, &numbers);
      comity_test_assert_close (
          numbers.density,
          comity_test_number (comity_test_find (expected, "projection_density", NULL)), 1e-12);
      comity_test_assert_close (
          numbers.clustering,
          comity_test_number (comity_test_find (expected, "projection_transitivity", NULL)), 1e-12);
    }
  by_members = comity_two_mode_project (two_mode, TRUE, COMITY_COMMON_COUNT);
  for (gsize i = 0; i < 30; i++)
    for (gsize j = 0; j < 30; j++)
      {
        gsize a = find_name (two_mode, TRUE, treaties, i);
        double shared = comity_test_element (
            json_array_get_element (
                json_node_get_array (comity_test_find (expected, "treaty_overlap", NULL)),
                (guint) i),
            j);

        if (i == j)
          g_assert_cmpuint (comity_two_mode_count (two_mode, TRUE, a), ==, (gsize) shared);
        else
          comity_test_assert_close (
              weight_between (by_members, a, find_name (two_mode, TRUE, treaties, j)), shared, 0.0);
      }
}

/* Loops, repeated ties, cells without a name, a node by itself. */
static void
test_rows (void)
{
  g_autoptr (ComityDataset) dataset = load_text (
      "from,to,w,note\nA,B,2,x\nB,A,3,x\nA,B,0.5,x\nC,C,1,x\nA,,1,x\n,,1,x\nD,,,x\nB,C,,x\n");
  ComityGraphReport report;
  g_autoptr (ComityGraph) directed =
      comity_graph_read (dataset, "from", "to", "w", TRUE, &report, NULL);
  g_autoptr (ComityGraph) undirected = NULL;
  g_autoptr (ComityGraph) counted = NULL;
  const ComityArc *arcs;

  g_assert_cmpuint (report.n_rows, ==, 8);
  g_assert_cmpuint (report.n_loops, ==, 1);
  g_assert_cmpuint (report.n_repeated, ==, 1);
  g_assert_cmpuint (report.n_without, ==, 2);
  g_assert_cmpuint (comity_graph_get_n_nodes (directed), ==, 4);
  g_assert_cmpuint (comity_graph_get_n_arcs (directed), ==, 2);
  arcs = comity_graph_peek_arcs (directed);
  g_assert_cmpfloat (arcs[0].weight, ==, 2.5);
  g_assert_cmpfloat (arcs[1].weight, ==, 3.0);
  undirected = comity_graph_read (dataset, "from", "to", "w", FALSE, &report, NULL);
  g_assert_cmpuint (comity_graph_get_n_arcs (undirected), ==, 1);
  g_assert_cmpfloat (comity_graph_peek_arcs (undirected)[0].weight, ==, 5.5);
  counted = comity_graph_read (dataset, "from", "to", NULL, TRUE, &report, NULL);
  g_assert_cmpuint (comity_graph_get_n_arcs (counted), ==, 3);
}

static void
assert_fails (const char *text, const char *weight, const char *words)
{
  g_autoptr (ComityDataset) dataset = load_text (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityGraph) graph =
      comity_graph_read (dataset, "from", "to", weight, TRUE, NULL, &error);

  g_assert_null (graph);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_errors (void)
{
  g_autoptr (ComityDataset) dataset = load_text ("from,to,w\nA,B,1\n");
  g_autoptr (GError) error = NULL;

  assert_fails ("from,to,w\nA,B,-1\n", "w", "Row 1");
  assert_fails ("from,to,w\nA,B,much\n", "w", "holds text");
  assert_fails ("from,to,w\n,,1\n", "w", "nobody");
  assert_fails ("from,too,w\nA,B,1\n", "w", "too");
  g_assert_null (comity_two_mode_read (dataset, "from", "treaty", NULL, &error));
  g_assert_nonnull (error);
}

/* All weights 0: strengths are 0, and what divides by a weight is not defined; nothing breaks. */
static void
test_zero_weights (void)
{
  g_autoptr (ComityDataset) dataset = load_text ("from,to,w\nA,B,0\nB,C,0\nC,A,0\n");
  ComityGraphReport report;
  ComityGraphNumbers numbers;
  g_autoptr (ComityGraph) graph =
      comity_graph_read (dataset, "from", "to", "w", TRUE, &report, NULL);
  g_autofree char *csv = comity_graph_to_node_csv (graph);
  g_autofree char *json = comity_graph_numbers_to_json (graph);
  double values[3];

  g_assert_cmpuint (report.n_zero, ==, 3);
  comity_graph_get_numbers (graph, &numbers);
  g_assert_true (isnan (numbers.modularity));
  g_assert_cmpuint (numbers.n_communities, ==, 3);
  g_assert_cmpfloat (numbers.total_weight, ==, 0.0);
  comity_graph_measure (graph, COMITY_GRAPH_BETWEENNESS_INVERSE, values);
  g_assert_true (isnan (values[0]));
  comity_graph_measure (graph, COMITY_GRAPH_BETWEENNESS, values);
  g_assert_cmpfloat (values[0], ==, 1.0);
  g_assert_nonnull (strstr (json, "\"modularity\": null"));
}

/* Other names, same graph: every number goes with its node. */
static void
test_relabel (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "graphs.json");
  JsonNode *wanted =
      json_array_get_element (json_node_get_array (comity_test_find (root, "graphs", NULL)), 5);
  g_autoptr (ComityGraph) graph = load_graph (wanted);
  gsize n = comity_graph_get_n_nodes (graph), n_arcs = comity_graph_get_n_arcs (graph);
  g_autofree ComityArc *turned = g_new (ComityArc, n_arcs);
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  g_autoptr (ComityGraph) other = NULL;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    names[i] = g_strdup_printf ("R%02u", (guint) i);
  for (gsize e = 0; e < n_arcs; e++)
    {
      ComityArc arc = comity_graph_peek_arcs (graph)[n_arcs - 1 - e];

      turned[e] = (ComityArc){ (guint32) n - 1 - arc.a, (guint32) n - 1 - arc.b, arc.weight };
    }
  other = comity_graph_new ((const char *const *) names, n, turned, n_arcs, TRUE, NULL);
  for (int m = 0; m < COMITY_N_GRAPH_MEASURES; m++)
    {
      comity_graph_measure (graph, (ComityGraphMeasure) m, x);
      comity_graph_measure (other, (ComityGraphMeasure) m, y);
      for (gsize i = 0; i < n; i++)
        comity_test_assert_close (y[n - 1 - i], x[i], 1e-10);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/graph/random", test_random);
  g_test_add_func ("/network/graph/directed", test_directed);
  g_test_add_func ("/network/graph/two-mode", test_two_mode);
  g_test_add_func ("/network/graph/rows", test_rows);
  g_test_add_func ("/network/graph/errors", test_errors);
  g_test_add_func ("/network/graph/zero-weights", test_zero_weights);
  g_test_add_func ("/network/graph/relabel", test_relabel);
  return g_test_run ();
}
