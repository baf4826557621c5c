/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of networks against R's igraph, and of the small networks that are easily got wrong:
 * empty, one node, no ties, not connected. */
#include "config.h"

#include "comity-network-private.h"
#include "comity-test-reference.h"

#include <math.h>

/* The nodes' names from the case, the edges from a CSV's first two columns. */
static ComityNetwork *
load_network (JsonNode *root, const char *name)
{
  g_autoptr (GPtrArray) csv = comity_test_load_csv ("network", name);
  JsonArray *names = json_node_get_array (comity_test_find (root, "expected", "nodes", NULL));
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree ComityEdge *edges = g_new0 (ComityEdge, csv->len);

  for (guint i = 0; i < json_array_get_length (names); i++)
    g_hash_table_insert (numbers, (gpointer)json_array_get_string_element (names, i),
                         GUINT_TO_POINTER (i));
  for (gsize e = 1; e < csv->len; e++)
    {
      g_assert_true (g_hash_table_contains (numbers, comity_test_cell (csv, e, 0)));
      edges[e - 1].a =
          GPOINTER_TO_UINT (g_hash_table_lookup (numbers, comity_test_cell (csv, e, 0)));
      edges[e - 1].b =
          GPOINTER_TO_UINT (g_hash_table_lookup (numbers, comity_test_cell (csv, e, 1)));
      edges[e - 1].count = 1;
    }
  return comity_network_new_from_edges (json_array_get_length (names), edges, csv->len - 1);
}

static void
assert_centrality (ComityNetwork *network,
                   ComityCentrality kind,
                   JsonNode *root,
                   const char *name,
                   double tolerance)
{
  JsonNode *expected = comity_test_find (root, "expected", name, NULL);
  const double *values = comity_network_peek_centrality (network, kind);

  for (gsize i = 0; i < comity_network_get_n_nodes (network); i++)
    comity_test_assert_close (values[i], comity_test_element (expected, i), tolerance);
  g_assert_true (comity_network_peek_centrality (network, kind) == values);
}

static double
expected_number (JsonNode *root, const char *name)
{
  return comity_test_number (comity_test_find (root, "expected", name, NULL));
}

static void
compare_with_r (ComityNetwork *network, JsonNode *root)
{
  ComityNetworkNumbers numbers;

  assert_centrality (network, COMITY_CENTRALITY_DEGREE, root, "degree", 0.0);
  assert_centrality (network, COMITY_CENTRALITY_BETWEENNESS, root, "betweenness", 1e-9);
  assert_centrality (network, COMITY_CENTRALITY_CLOSENESS, root, "closeness_component", 1e-9);
  assert_centrality (network, COMITY_CENTRALITY_EIGENVECTOR, root, "eigenvector_max1", 1e-8);

  comity_network_get_numbers (network, &numbers);
  g_assert_cmpuint (numbers.n_nodes, ==, (gsize)expected_number (root, "n"));
  g_assert_cmpuint (numbers.n_edges, ==, (gsize)expected_number (root, "m"));
  g_assert_cmpuint (
      numbers.n_components, ==,
      (gsize)comity_test_number (comity_test_find (root, "expected", "components", "count", NULL)));
  comity_test_assert_close (numbers.density, expected_number (root, "density"), 1e-9);
  comity_test_assert_close (numbers.mean_degree,
                            2.0 * expected_number (root, "m") / expected_number (root, "n"), 1e-12);
  comity_test_assert_close (numbers.transitivity, expected_number (root, "transitivity_global"),
                            1e-9);
  comity_test_assert_close (numbers.assortativity_degree,
                            expected_number (root, "degree_assortativity"), 1e-9);
  /* Without a panel nobody's tradition or region is known. */
  g_assert_true (isnan (numbers.assortativity_tradition));
  g_assert_true (isnan (numbers.assortativity_region));
}

static void
test_treaties (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "net_treaties.json");
  g_autoptr (ComityNetwork) network = load_network (root, "net_edges.csv");
  g_autoptr (GPtrArray) nodes = comity_test_load_csv ("network", "net_nodes.csv");
  JsonNode *sizes = comity_test_find (root, "expected", "components", "sizes", NULL);
  ComityNetworkNumbers numbers;
  guint32 types[24];
  gsize n_components;
  const guint32 *components;
  gsize count[24] = { 0 };

  compare_with_r (network, root);
  components = comity_network_peek_components (network, &n_components);
  for (gsize i = 0; i < 24; i++)
    count[components[i]]++;
  for (gsize c = 0; c < n_components; c++)
    g_assert_cmpuint (count[c], ==, (gsize)comity_test_element (sizes, c));
  comity_network_get_numbers (network, &numbers);
  g_assert_cmpuint (numbers.n_isolates, ==, 2);
  g_assert_cmpuint (numbers.largest_component, ==, 20);

  for (gsize i = 0; i < 24; i++)
    {
      const char *law = comity_test_cell (nodes, i + 1, comity_test_column (nodes, "law"));

      types[i] = (guint32)*law;
    }
  /* "common" and "civil" begin alike. */
  for (gsize i = 0; i < 24; i++)
    if (g_str_equal (comity_test_cell (nodes, i + 1, comity_test_column (nodes, "law")), "civil"))
      types[i] = 1;
  comity_test_assert_close (comity_network_assortativity (network, types),
                            expected_number (root, "assortativity_nominal"), 1e-9);
  comity_test_assert_close (comity_network_modularity (network, types),
                            expected_number (root, "modularity_by_attribute"), 1e-9);
}

static void
test_karate (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "net_karate.json");
  g_autoptr (ComityNetwork) network = load_network (root, "net_karate.csv");
  ComityNetworkNumbers numbers;
  gsize n_communities;
  const guint32 *communities = comity_network_peek_communities (network, &n_communities);
  gsize count[34] = { 0 };

  compare_with_r (network, root);
  comity_network_get_numbers (network, &numbers);
  g_assert_cmpfloat (numbers.modularity, <=, expected_number (root, "optimal_modularity") + 1e-12);
  g_assert_cmpfloat (numbers.modularity, >=, 0.415);
  g_assert_cmpuint (n_communities, >=, 3);
  for (gsize i = 0; i < 34; i++)
    count[communities[i]]++;
  for (gsize c = 0; c < n_communities; c++)
    g_assert_cmpuint (count[c], >=, c + 1 < n_communities ? count[c + 1] : 1);
}

static void
test_unknown_types (void)
{
  /* Two pairs alike, one pair mixed, and a node of unknown type whose ties must not count. */
  const ComityEdge edges[] = { { 0, 1 }, { 2, 3 }, { 0, 2 }, { 4, 0 }, { 4, 1 } };
  const guint32 types[] = { 1, 1, 2, 2, 0 };
  const guint32 nobody[] = { 0, 0, 0, 0, 0 };
  const guint32 all_alike[] = { 3, 3, 3, 3, 3 };
  g_autoptr (ComityNetwork) network = comity_network_new_from_edges (5, edges, 5);

  /* e = [[1/3, 1/6], [1/6, 1/3]], so Σe_ii = 2/3, Σa_i² = 1/2 and r = (2/3 - 1/2) / (1/2). */
  comity_test_assert_close (comity_network_assortativity (network, types), 1.0 / 3.0, 1e-12);
  g_assert_true (isnan (comity_network_assortativity (network, nobody)));
  g_assert_true (isnan (comity_network_assortativity (network, all_alike)));
}

static void
test_small (void)
{
  for (gsize n = 0; n < 4; n++)
    {
      g_autoptr (ComityNetwork) network = comity_network_new_from_edges (n, NULL, 0);
      ComityNetworkNumbers numbers;
      gsize n_groups;

      comity_network_get_numbers (network, &numbers);
      g_assert_cmpuint (numbers.n_nodes, ==, n);
      g_assert_cmpuint (numbers.n_edges, ==, 0);
      g_assert_cmpuint (numbers.n_isolates, ==, n);
      g_assert_cmpuint (numbers.n_components, ==, n);
      g_assert_cmpuint (numbers.largest_component, ==, MIN (n, 1));
      g_assert_true (isnan (numbers.density) == (n < 2));
      g_assert_true (isnan (numbers.mean_degree) == (n == 0));
      g_assert_true (isnan (numbers.transitivity));
      g_assert_true (isnan (numbers.modularity));
      g_assert_true (isnan (numbers.assortativity_degree));
      comity_network_peek_communities (network, &n_groups);
      g_assert_cmpuint (n_groups, ==, n);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (comity_network_peek_centrality (network, COMITY_CENTRALITY_DEGREE)[i],
                             ==, 0.0);
          g_assert_cmpfloat (
              comity_network_peek_centrality (network, COMITY_CENTRALITY_BETWEENNESS)[i], ==, 0.0);
          g_assert_true (
              isnan (comity_network_peek_centrality (network, COMITY_CENTRALITY_CLOSENESS)[i]));
          g_assert_true (
              isnan (comity_network_peek_centrality (network, COMITY_CENTRALITY_EIGENVECTOR)[i]));
        }
    }
}

static void
test_edges (void)
{
  const ComityEdge edges[] = {
    { 3, 1, 1990, 2 }, { 0, 2, 1980, 1 }, { 1, 3, 1985, 1 }, { 2, 2, 1970, 1 }, { 1, 0, 1999, 1 }
  };
  g_autoptr (ComityNetwork) network = comity_network_new_from_edges (4, edges, 5);
  const ComityEdge *tidy = comity_network_peek_edges (network);

  g_assert_cmpuint (comity_network_get_n_edges (network), ==, 3);
  g_assert_cmpuint (tidy[0].a, ==, 0);
  g_assert_cmpuint (tidy[0].b, ==, 1);
  g_assert_cmpuint (tidy[1].b, ==, 2);
  g_assert_cmpuint (tidy[2].a, ==, 1);
  g_assert_cmpuint (tidy[2].count, ==, 2);
  g_assert_cmpint (tidy[2].first_year, ==, 1985);
  g_assert_cmpint (comity_network_find_edge (network, 3, 1), ==, 2);
  g_assert_cmpint (comity_network_find_edge (network, 0, 3), ==, -1);
  g_assert_cmpint (comity_network_find_state (network, 3), ==, 3);
  g_assert_cmpint (comity_network_find_state (network, 4), ==, -1);
}

static void
test_relabel (void)
{
  enum
  {
    N = 17
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  ComityEdge edges[40];
  ComityEdge turned[40];
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityNetwork) other = NULL;

  for (gsize e = 0; e < G_N_ELEMENTS (edges); e++)
    {
      edges[e] = (ComityEdge){ (guint32)g_rand_int_range (rand, 0, N),
                               (guint32)g_rand_int_range (rand, 0, N), 2000, 1 };
      turned[e] = edges[e];
      turned[e].a = (edges[e].a * 5 + 3) % N;
      turned[e].b = (edges[e].b * 5 + 3) % N;
    }
  network = comity_network_new_from_edges (N, edges, G_N_ELEMENTS (edges));
  other = comity_network_new_from_edges (N, turned, G_N_ELEMENTS (edges));
  for (int kind = 0; kind < COMITY_N_CENTRALITIES; kind++)
    for (gsize i = 0; i < N; i++)
      comity_test_assert_close (
          comity_network_peek_centrality (network, (ComityCentrality)kind)[i],
          comity_network_peek_centrality (other, (ComityCentrality)kind)[(i * 5 + 3) % N], 1e-9);
}

static gpointer
ask_in_thread (gpointer data)
{
  ComityNetwork *network = data;
  ComityNetworkNumbers numbers;

  for (int kind = 0; kind < COMITY_N_CENTRALITIES; kind++)
    comity_network_peek_centrality (network, (ComityCentrality)kind);
  comity_network_get_numbers (network, &numbers);
  return GSIZE_TO_POINTER (numbers.n_edges);
}

static void
test_threads (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("network", "net_treaties.json");
  g_autoptr (ComityNetwork) network = load_network (root, "net_edges.csv");
  GThread *threads[4];

  for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
    threads[t] = g_thread_new ("ask", ask_in_thread, network);
  for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
    g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (threads[t])), ==, 36);
  compare_with_r (network, root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add_func ("/network/numbers/treaties", test_treaties);
  g_test_add_func ("/network/numbers/karate", test_karate);
  g_test_add_func ("/network/numbers/unknown-types", test_unknown_types);
  g_test_add_func ("/network/numbers/small", test_small);
  g_test_add_func ("/network/numbers/edges", test_edges);
  g_test_add_func ("/network/numbers/relabel", test_relabel);
  g_test_add_func ("/network/numbers/threads", test_threads);
  return g_test_run ();
}
