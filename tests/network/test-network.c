/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The networks of the bundled world: known treaties, families and regions, layouts by family and by
 * place, and files that can be read back. */
#include "config.h"

#include "comity-layout-private.h"
#include "comity-network-table.h"
#include "comity-text.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

static ComityPanel *
build_panel (const char *network)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.network = network;
  recipe.first_year = 1960;
  recipe.last_year = 2000;
  recipe.keep_after_event = TRUE;
  return comity_test_build_panel (&recipe);
}

static ComityNetwork *
network_of (ComityPanel *panel, int year, gboolean cumulative)
{
  g_autoptr (GError) error = NULL;
  ComityNetwork *network = comity_network_new (panel, year, cumulative, &error);

  g_assert_no_error (error);
  g_assert_cmpint (comity_network_get_year (network), ==, year);
  g_assert_cmpint (comity_network_is_cumulative (network), ==, cumulative);
  g_assert_true (comity_network_peek_panel (network) == panel);
  return network;
}

static gssize
node_of (ComityNetwork *network, const char *name)
{
  ComityPanel *panel = comity_network_peek_panel (network);

  return comity_network_find_state (network, (guint32)comity_panel_find_state (panel, name));
}

static gssize
edge_of (ComityNetwork *network, const char *a, const char *b)
{
  return comity_network_find_edge (network, (guint32)node_of (network, a),
                                   (guint32)node_of (network, b));
}

static void
test_known (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) before = network_of (panel, 1972, TRUE);
  g_autoptr (ComityNetwork) signing = network_of (panel, 1973, FALSE);
  g_autoptr (ComityNetwork) next = network_of (panel, 1974, FALSE);
  g_autoptr (ComityNetwork) after = network_of (panel, 1995, TRUE);
  gssize edge;

  /* United States and Switzerland, 25 May 1973. */
  g_assert_cmpint (edge_of (before, "USA", "CHE"), ==, -1);
  g_assert_cmpint (edge_of (signing, "USA", "CHE"), >=, 0);
  g_assert_cmpint (edge_of (next, "USA", "CHE"), ==, -1);
  edge = edge_of (after, "CHE", "USA");
  g_assert_cmpint (edge, >=, 0);
  g_assert_cmpint (comity_network_peek_edges (after)[edge].first_year, ==, 1973);
  g_assert_cmpint (node_of (before, "DDR"), >=, 0);
  g_assert_cmpint (node_of (after, "DDR"), ==, -1);
  for (gsize e = 0; e < comity_network_get_n_edges (after); e++)
    {
      const ComityEdge *edges = comity_network_peek_edges (after);

      g_assert_cmpuint (edges[e].a, <, edges[e].b);
      g_assert_cmpuint (edges[e].b, <, comity_network_get_n_nodes (after));
      g_assert_cmpint (comity_network_find_edge (after, edges[e].a, edges[e].b), ==, (gssize)e);
    }
}

/* Newman's coefficient from the mixing matrix. */
static double
assortativity_by_hand (ComityNetwork *network)
{
  g_autofree guint32 *types = g_new (guint32, comity_network_get_n_nodes (network));
  double mixing[COMITY_N_TRADITIONS][COMITY_N_TRADITIONS] = { { 0 } };
  double total = 0.0;
  double same = 0.0;
  double expected = 0.0;

  comity_network_get_traditions (network, types);
  for (gsize e = 0; e < comity_network_get_n_edges (network); e++)
    {
      const ComityEdge *edge = &comity_network_peek_edges (network)[e];

      if (types[edge->a] == 0 || types[edge->b] == 0)
        continue;
      mixing[types[edge->a]][types[edge->b]] += 1.0;
      mixing[types[edge->b]][types[edge->a]] += 1.0;
      total += 2.0;
    }
  for (gsize s = 1; s < COMITY_N_TRADITIONS; s++)
    {
      double row = 0.0;

      for (gsize t = 1; t < COMITY_N_TRADITIONS; t++)
        row += mixing[s][t] / total;
      same += mixing[s][s] / total;
      expected += row * row;
    }
  return (same - expected) / (1.0 - expected);
}

static void
test_numbers (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("dtc");
  g_autoptr (ComityNetwork) network = network_of (panel, 1995, TRUE);
  ComityNetworkNumbers numbers;

  comity_network_get_numbers (network, &numbers);
  g_assert_cmpuint (numbers.n_nodes, >, 180);
  g_assert_cmpuint (numbers.n_edges, >, 1000);
  g_assert_cmpuint (numbers.largest_component, >, 100);
  g_assert_cmpuint (numbers.n_components, >=, numbers.n_isolates + 1);
  g_assert_cmpfloat_with_epsilon (numbers.assortativity_tradition, assortativity_by_hand (network),
                                  1e-12);
  g_assert_true (fabs (numbers.assortativity_region) <= 1.0);
  g_assert_cmpfloat (numbers.modularity, >, 0.0);
}

static void
test_circle (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) network = network_of (panel, 1995, TRUE);
  gsize n = comity_network_get_n_nodes (network);
  g_autofree guint32 *types = g_new (guint32, n);
  g_autofree guint32 *nodes = g_new (guint32, n);
  g_autoptr (ComityLayout) circle =
      comity_layout_compute (network, COMITY_LAYOUT_CIRCLE, 1, NULL, NULL);
  g_autoptr (ComityLayout) arc = comity_layout_compute (network, COMITY_LAYOUT_ARC, 1, NULL, NULL);
  double turned = -1.0;

  comity_network_get_traditions (network, types);
  for (gsize i = 0; i < n; i++)
    nodes[i] = (guint32)i;
  comity_layout_sort_nodes (network, types, nodes, n);
  for (gsize p = 0; p < n; p++)
    {
      guint32 i = nodes[p];
      double angle = atan2 (circle->x[i] - 0.5, 0.5 - circle->y[i]);

      g_assert_cmpfloat_with_epsilon (hypot (circle->x[i] - 0.5, circle->y[i] - 0.5), 0.5, 1e-12);
      g_assert_cmpfloat (arc->y[i], ==, 0.5);
      if (angle < -1e-9)
        angle += 2.0 * G_PI;
      g_assert_cmpfloat (angle, >, turned);
      turned = angle;
      if (p > 0)
        {
          g_assert_cmpfloat (arc->x[i], >, arc->x[nodes[p - 1]]);
          g_assert_true (types[i] == 0 || types[nodes[p - 1]] <= types[i]);
        }
    }
  g_assert_cmpfloat (arc->x[nodes[0]], ==, 0.0);
  g_assert_cmpfloat_with_epsilon (arc->x[nodes[n - 1]], 1.0, 1e-12);
}

static void
test_places (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) network = network_of (panel, 1995, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLayout) map =
      comity_layout_compute (network, COMITY_LAYOUT_GEO, 1, NULL, &error);
  gssize usa = node_of (network, "USA");
  gssize france = node_of (network, "FRA");
  gssize japan = node_of (network, "JPN");
  gssize australia = node_of (network, "AUS");

  g_assert_no_error (error);
  g_assert_cmpfloat (map->x[usa], <, map->x[france]);
  g_assert_cmpfloat (map->x[france], <, map->x[japan]);
  g_assert_cmpfloat (map->y[france], <, 0.5);
  g_assert_cmpfloat (map->y[australia], >, 0.5);
  for (gsize i = 0; i < map->n; i++)
    g_assert_true (map->x[i] >= 0.0 && map->x[i] <= 1.0 && map->y[i] >= 0.0 && map->y[i] <= 1.0);
}

typedef struct
{
  gsize n_nodes, n_edges, n_names;

} Graph;

static void
start_element (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer data,
               GError **error)
{
  Graph *graph = data;

  graph->n_nodes += g_str_equal (element, "node");
  graph->n_edges += g_str_equal (element, "edge");
  if (g_str_equal (element, "data"))
    graph->n_names += g_str_equal (names[0], "key") && g_str_equal (values[0], "name");
}

static void
test_files (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) network = network_of (panel, 1995, TRUE);
  g_autofree char *graphml = comity_network_to_graphml (network);
  g_autofree char *again = comity_network_to_graphml (network);
  g_autofree char *nodes = comity_network_to_node_csv (network);
  g_autofree char *edges = comity_network_to_edge_csv (network);
  const GMarkupParser parser = { .start_element = start_element };
  Graph graph = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &graph, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) node_lines = g_strsplit (nodes, "\n", -1);
  g_auto (GStrv) edge_lines = g_strsplit (edges, "\n", -1);

  g_assert_true (g_markup_parse_context_parse (context, graphml, -1, &error) &&
                 g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (graphml, ==, again);
  g_assert_cmpuint (graph.n_nodes, ==, comity_network_get_n_nodes (network));
  g_assert_cmpuint (graph.n_names, ==, graph.n_nodes);
  g_assert_cmpuint (graph.n_edges, ==, comity_network_get_n_edges (network));
  /* A line of names, and an empty piece after the last line. */
  g_assert_cmpuint (g_strv_length (node_lines), ==, graph.n_nodes + 2);
  g_assert_cmpuint (g_strv_length (edge_lines), ==, graph.n_edges + 2);
  g_assert_true (g_str_has_prefix (node_lines[1], "USA,United States,common,Americas,"));
  g_assert_nonnull (strstr (edges, "USA,CHE,United States,Switzerland,1973,"));
}

/* Records, which the window shows, and file are one; ranks are those of the values; text sorts as a
 * reader sorts names, and what is not defined comes last. */
static void
test_tables (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("bit");
  g_autoptr (ComityNetwork) network = network_of (panel, 2000, TRUE);
  g_autoptr (ComityNetworkTable) nodes = comity_network_new_node_table (network);
  g_autoptr (ComityNetworkTable) edges = comity_network_new_edge_table (network);
  g_autofree char *csv = comity_network_table_to_csv (nodes);
  g_autofree char *file = comity_network_to_node_csv (network);
  g_autofree char *tie_csv = comity_network_table_to_csv (edges);
  g_autofree char *tie_file = comity_network_to_edge_csv (network);
  gsize degree = (gsize) comity_network_table_find (nodes, "degree");
  gsize closeness = (gsize) comity_network_table_find (nodes, "closeness");
  gsize rank = (gsize) comity_network_table_find (nodes, "degree_rank");
  gsize strength = (gsize) comity_network_table_find (nodes, "strength");
  gsize name = (gsize) comity_network_table_find (nodes, "name");
  double all = 0, in_ties = 0;
  gsize n_undefined = 0;

  g_assert_cmpstr (csv, ==, file);
  g_assert_cmpstr (tie_csv, ==, tie_file);
  g_assert_cmpuint (nodes->n_rows, ==, comity_network_get_n_nodes (network));
  g_assert_cmpuint (edges->n_rows, ==, comity_network_get_n_edges (network));
  g_assert_cmpint (comity_network_table_find (nodes, "shoe_size"), ==, -1);
  for (gsize i = 0; i < nodes->n_rows; i++)
    {
      double above = 1;

      for (gsize j = 0; j < nodes->n_rows; j++)
        {
          int order = comity_network_table_compare (nodes, degree, i, j);
          g_autofree char *a = comity_text_sort_key (nodes->columns[name].texts[i]);
          g_autofree char *b = comity_text_sort_key (nodes->columns[name].texts[j]);
          int by_name = strcmp (a, b);

          above += nodes->columns[degree].values[j] > nodes->columns[degree].values[i];
          g_assert_cmpint (order, ==, -comity_network_table_compare (nodes, degree, j, i));
          g_assert_cmpint (comity_network_table_compare (nodes, name, i, j), ==,
                           (by_name > 0) - (by_name < 0));
          if (isnan (nodes->columns[closeness].values[i]) &&
              !isnan (nodes->columns[closeness].values[j]))
            g_assert_cmpint (comity_network_table_compare (nodes, closeness, i, j), ==, 1);
        }
      g_assert_cmpfloat (nodes->columns[rank].values[i], ==, above);
      g_assert_true (nodes->columns[strength].values[i] >= nodes->columns[degree].values[i]);
      all += nodes->columns[strength].values[i];
      if (isnan (nodes->columns[closeness].values[i]))
        {
          g_autofree char *cell = comity_network_table_dup_cell (nodes, i, closeness);

          g_assert_cmpstr (cell, ==, "");
          n_undefined++;
        }
    }
  g_assert_cmpuint (n_undefined, >, 0);
  for (gsize e = 0; e < edges->n_rows; e++)
    in_ties += comity_network_peek_edges (network)[e].count;
  g_assert_cmpfloat (all, ==, 2 * in_ties);
  for (gsize i = 0; i < nodes->n_rows; i++)
    g_assert_cmpint (comity_network_table_row_has (nodes, i, "ivoire"), ==,
                     g_str_equal (nodes->columns[0].texts[i], "CIV"));
}

/* In 1990 two states are called DEU and two YEM: their COW numbers tell them apart, in both tables. */
static void
test_same_code (void)
{
  static const char *const ends[] = { "260", "255", "678", "679" };
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) network = network_of (panel, 1990, TRUE);
  g_autofree char *nodes = comity_network_to_node_csv (network);
  g_autofree char *edges = comity_network_to_edge_csv (network);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) node_lines = g_strsplit (nodes, "\n", -1);
  g_auto (GStrv) edge_lines = g_strsplit (edges, "\n", -1);
  gsize n_deu = 0;

  g_assert_true (g_str_has_suffix (node_lines[0], ",cow"));
  for (guint i = 1; node_lines[i] != NULL && *node_lines[i] != '\0'; i++)
    {
      g_assert_true (g_hash_table_add (seen, g_strdup (strrchr (node_lines[i], ',') + 1)));
      n_deu += g_str_has_prefix (node_lines[i], "DEU,");
    }
  g_assert_cmpuint (n_deu, ==, 2);
  g_assert_cmpuint (g_hash_table_size (seen), ==, comity_network_get_n_nodes (network));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_assert_true (g_hash_table_contains (seen, ends[i]));
  g_assert_true (g_str_has_suffix (edge_lines[0], ",cow_a,cow_b"));
  for (guint i = 1; edge_lines[i] != NULL && *edge_lines[i] != '\0'; i++)
    {
      const char *last = strrchr (edge_lines[i], ',');
      const char *before = g_strrstr_len (edge_lines[i], last - edge_lines[i], ",");
      g_autofree char *cow_a = g_strndup (before + 1, (gsize) (last - before - 1));

      g_assert_true (g_hash_table_contains (seen, cow_a));
      g_assert_true (g_hash_table_contains (seen, last + 1));
      g_assert_cmpstr (cow_a, !=, last + 1);
    }
}

static void
test_escaping (void)
{
  /* Names that would break a file if they were written as they are. */
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (1);
  GPtrArray *first = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *second = g_ptr_array_new_with_free_func (g_free);
  gint16 *year = g_new (gint16, 1);
  double *event = g_new (double, 1);
  guint32 *code_a = g_new (guint32, 1);
  guint32 *code_b = g_new (guint32, 1);
  ComityRoles roles;
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *graphml = NULL;
  g_autofree char *edges = NULL;

  g_ptr_array_add (first, g_strdup (""));
  g_ptr_array_add (first, g_strdup ("A & \"B\" <c>"));
  g_ptr_array_add (second, g_strdup (""));
  g_ptr_array_add (second, g_strdup ("Korea, South"));
  year[0] = 2000;
  event[0] = 1.0;
  code_a[0] = code_b[0] = 1;
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_strings_take ("a", 1, code_a, first));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_strings_take ("b", 1, code_b, second));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("year", COMITY_COLUMN_INT16, 1, year));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("y", COMITY_COLUMN_DOUBLE, 1, event));
  dataset = comity_dataset_builder_end (builder);
  for (gsize r = 0; r < COMITY_N_ROLES; r++)
    roles.column[r] = -1;
  roles.column[COMITY_ROLE_STATE_A] = 0;
  roles.column[COMITY_ROLE_STATE_B] = 1;
  roles.column[COMITY_ROLE_YEAR] = 2;
  roles.column[COMITY_ROLE_OUTCOME] = 3;
  roles.codes = COMITY_CODES_UNKNOWN;
  panel = comity_panel_new (dataset, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
  network = network_of (panel, 2000, TRUE);
  graphml = comity_network_to_graphml (network);
  edges = comity_network_to_edge_csv (network);
  g_assert_nonnull (strstr (graphml, "<data key=\"name\">A &amp; &quot;B&quot; &lt;c&gt;</data>"));
  g_assert_nonnull (strstr (edges, "\"A & \"\"B\"\" <c>\",\"Korea, South\""));
}

static void
test_directed (void)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (ComityPanel) plain = build_panel ("mlat");
  g_autoptr (ComityPanel) directed = NULL;
  g_autoptr (ComityNetwork) a = network_of (plain, 1990, TRUE);
  g_autoptr (ComityNetwork) b = NULL;
  gsize n_edges = comity_network_get_n_edges (a);

  recipe.first_year = recipe.last_year = 1990;
  recipe.directed = TRUE;
  recipe.keep_after_event = TRUE;
  directed = comity_test_build_panel (&recipe);
  b = network_of (directed, 1990, TRUE);
  g_assert_cmpuint (comity_network_get_n_nodes (b), ==, comity_network_get_n_nodes (a));
  g_assert_cmpuint (comity_network_get_n_edges (b), ==, n_edges);
  for (gsize e = 0; e < n_edges; e++)
    {
      const ComityEdge *x = &comity_network_peek_edges (a)[e];
      const ComityEdge *y = &comity_network_peek_edges (b)[e];

      g_assert_cmpuint (x->a, ==, y->a);
      g_assert_cmpuint (x->b, ==, y->b);
      g_assert_cmpint (x->first_year, ==, y->first_year);
      g_assert_cmpuint (x->count, ==, y->count);
    }
}

static void
test_years (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_network_new (panel, 1400, TRUE, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
}

static void
test_gexf (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) network = network_of (panel, 1995, TRUE);
  g_autofree char *gexf = comity_network_to_gexf (network);
  const GMarkupParser parser = { .start_element = start_element };
  Graph graph = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &graph, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_markup_parse_context_parse (context, gexf, -1, &error) &&
                 g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (graph.n_nodes, ==, comity_network_get_n_nodes (network));
  g_assert_cmpuint (graph.n_edges, ==, comity_network_get_n_edges (network));
  g_assert_nonnull (strstr (gexf, "label=\"Switzerland\""));
}

/* Of the panel's own network a layer is the network itself, in every year. */
static void
test_layer (void)
{
  static const char *const ids[] = { "mlat", "dtc", "extradition" };

  for (gsize k = 0; k < G_N_ELEMENTS (ids); k++)
    {
      g_autoptr (ComityPanel) panel = build_panel (ids[k]);
      g_autoptr (GError) error = NULL;

      for (int year = 1960; year <= 2000; year += 10)
        for (int cumulative = 0; cumulative < 2; cumulative++)
          {
            g_autoptr (ComityNetwork) network = network_of (panel, year, cumulative);
            g_autoptr (ComityNetwork) layer =
                comity_network_new_layer (panel, ids[k], year, cumulative, &error);

            g_assert_no_error (error);
            g_assert_cmpuint (comity_network_get_n_nodes (layer), ==,
                              comity_network_get_n_nodes (network));
            g_assert_cmpuint (comity_network_get_n_edges (layer), ==,
                              comity_network_get_n_edges (network));
            for (gsize e = 0; e < comity_network_get_n_edges (network); e++)
              {
                const ComityEdge *x = &comity_network_peek_edges (network)[e];
                const ComityEdge *y = &comity_network_peek_edges (layer)[e];

                g_assert_true (x->a == y->a && x->b == y->b && x->count == y->count &&
                               x->first_year == y->first_year);
              }
          }
      g_assert_null (comity_network_new_layer (panel, "postal", 1990, TRUE, &error));
      g_assert_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED);
    }
}

/* Whoever had a tie in some year has it in the whole, also states that ended. */
static void
test_whole (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) whole = comity_network_new_whole (panel);

  g_assert_cmpuint (comity_network_get_n_nodes (whole), ==, comity_panel_get_n_states (panel));
  for (int year = 1960; year <= 2000; year += 4)
    {
      g_autoptr (ComityNetwork) network = network_of (panel, year, TRUE);

      for (gsize e = 0; e < comity_network_get_n_edges (network); e++)
        {
          const ComityEdge *edge = &comity_network_peek_edges (network)[e];

          g_assert_cmpint (comity_network_find_edge (
                               whole, comity_network_get_state (network, edge->a),
                               comity_network_get_state (network, edge->b)),
                           >=, 0);
        }
    }
}

static ComityNetwork *
filtered (ComityNetwork *network, ComityNetworkFilter filter)
{
  g_autoptr (GError) error = NULL;
  ComityNetwork *part = comity_network_filter (network, &filter, &error);

  g_assert_no_error (error);
  return part;
}

/* What is left are just the states for which it holds, and all their ties among themselves. */
static void
test_filter (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("dtc");
  g_autoptr (ComityNetwork) whole = network_of (panel, 2000, TRUE);
  ComityNetworkFilter open = COMITY_NETWORK_FILTER_INIT;
  ComityNetworkFilter by_region = COMITY_NETWORK_FILTER_INIT;
  ComityNetworkFilter by_all = COMITY_NETWORK_FILTER_INIT;
  ComityNetworkFilter nobody = COMITY_NETWORK_FILTER_INIT;
  g_autoptr (ComityNetwork) same = filtered (whole, open);
  g_autoptr (ComityNetwork) europe = NULL;
  g_autoptr (ComityNetwork) few = NULL;
  g_autofree guint32 *degree = g_new (guint32, comity_network_get_n_nodes (whole));
  g_autoptr (GError) error = NULL;
  gsize n = 0, m = 0;

  g_assert_true (same == whole);
  by_region.region = "Europe";
  europe = filtered (whole, by_region);
  for (gsize i = 0; i < comity_network_get_n_nodes (whole); i++)
    {
      guint32 state = comity_network_get_state (whole, i);
      gboolean in = g_str_equal (comity_panel_peek_state_region (panel, state), "Europe");

      n += in;
      g_assert_true ((comity_network_find_state (europe, state) >= 0) == in);
    }
  for (gsize e = 0; e < comity_network_get_n_edges (whole); e++)
    {
      const ComityEdge *edge = &comity_network_peek_edges (whole)[e];
      gssize a = comity_network_find_state (europe, comity_network_get_state (whole, edge->a));
      gssize b = comity_network_find_state (europe, comity_network_get_state (whole, edge->b));

      if (a < 0 || b < 0)
        continue;
      m++;
      g_assert_cmpint (comity_network_find_edge (europe, (guint32) a, (guint32) b), >=, 0);
    }
  g_assert_cmpuint (comity_network_get_n_nodes (europe), ==, n);
  g_assert_cmpuint (comity_network_get_n_edges (europe), ==, m);
  g_assert_cmpuint (n, >, 30);

  by_all.family = COMITY_TRADITION_COMMON;
  by_all.min_degree = 20;
  by_all.body = comity_world_find_body (comity_panel_peek_world (panel), "commonwealth");
  few = filtered (whole, by_all);
  comity_network_count_degrees (whole, degree);
  g_assert_cmpuint (comity_network_get_n_nodes (few), >, 3);
  for (gsize i = 0; i < comity_network_get_n_nodes (few); i++)
    {
      guint32 state = comity_network_get_state (few, i);
      gssize node = comity_network_find_state (whole, state);

      g_assert_cmpuint (degree[node], >=, 20);
      g_assert_cmpstr (comity_panel_peek_state_code (panel, state), !=, "USA");
    }
  nobody.min_degree = 100000;
  g_assert_null (comity_network_filter (whole, &nobody, &error));
  g_assert_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY);
}

/* The states within k steps are those whose shortest path has k ties or fewer. */
static void
test_ego (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (ComityNetwork) whole = network_of (panel, 2000, TRUE);
  gssize ego = comity_panel_find_state (panel, "KOR");
  gsize node = (gsize) comity_network_find_state (whole, (guint32) ego);
  g_autoptr (GError) error = NULL;

  for (guint steps = 1; steps <= 3; steps++)
    {
      ComityNetworkFilter filter = COMITY_NETWORK_FILTER_INIT;
      g_autoptr (ComityNetwork) part = NULL;

      filter.ego = ego;
      filter.ego_steps = steps;
      part = filtered (whole, filter);
      for (gsize i = 0; i < comity_network_get_n_nodes (whole); i++)
        {
          gsize n;
          g_autofree guint32 *path = comity_network_find_path (whole, node, i, &n);
          gboolean near = path != NULL && n <= steps + 1;

          g_assert_true (
              near == (comity_network_find_state (part, comity_network_get_state (whole, i)) >= 0));
          g_assert_true ((path == NULL) == (n == 0));
          for (gsize k = 1; k < n; k++)
            g_assert_cmpint (comity_network_find_edge (whole, path[k - 1], path[k]), >=, 0);
          if (n > 0)
            g_assert_true (path[0] == node && path[n - 1] == i);
        }
    }
  {
    ComityNetworkFilter filter = COMITY_NETWORK_FILTER_INIT;

    filter.ego = comity_panel_find_state (panel, "DDR");
    g_assert_cmpint (filter.ego, >=, 0);
    g_assert_null (comity_network_filter (whole, &filter, &error));
    g_assert_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY);
    g_assert_nonnull (strstr (error->message, "did not exist in 2000"));
  }
}

static void
test_series (void)
{
  g_autoptr (ComityPanel) panel = build_panel ("mlat");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityNetworkSeries) series =
      comity_network_series_new (panel, 1995, 2000, TRUE, NULL, NULL, &error);
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_auto (GStrv) lines = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (series->n_years, ==, 6);
  for (gsize i = 0; i < 6; i++)
    {
      g_autoptr (ComityNetwork) network = network_of (panel, 1995 + (int) i, TRUE);
      ComityNetworkNumbers numbers;

      comity_network_get_numbers (network, &numbers);
      for (gsize k = 0; k < COMITY_N_NETWORK_NUMBERS; k++)
        g_assert_cmpfloat (comity_network_numbers_get (&series->numbers[i], k), ==,
                           comity_network_numbers_get (&numbers, k));
    }
  csv = comity_network_series_to_csv (series);
  json = comity_network_series_to_json (series);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 8);
  g_assert_true (g_str_has_prefix (lines[0], "year,states,ties,density,"));
  g_assert_true (g_str_has_prefix (lines[1], "1995,"));
  g_assert_nonnull (strstr (json, "{\"year\": 2000, \"states\": "));
  g_cancellable_cancel (cancellable);
  g_assert_null (comity_network_series_new (panel, 1995, 2000, TRUE, NULL, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add_func ("/network/known", test_known);
  g_test_add_func ("/network/numbers", test_numbers);
  g_test_add_func ("/network/circle", test_circle);
  g_test_add_func ("/network/places", test_places);
  g_test_add_func ("/network/files", test_files);
  g_test_add_func ("/network/tables", test_tables);
  g_test_add_func ("/network/gexf", test_gexf);
  g_test_add_func ("/network/layer", test_layer);
  g_test_add_func ("/network/whole", test_whole);
  g_test_add_func ("/network/filter", test_filter);
  g_test_add_func ("/network/ego", test_ego);
  g_test_add_func ("/network/series", test_series);
  g_test_add_func ("/network/same-code", test_same_code);
  g_test_add_func ("/network/escaping", test_escaping);
  g_test_add_func ("/network/directed", test_directed);
  g_test_add_func ("/network/years", test_years);
  return g_test_run ();
}
