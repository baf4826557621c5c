/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timed: the bundled world as a panel, a network, similarities and pictures. */
#include "config.h"

#include "comity-bench.h"

#include "comity-figure-export.h"
#include "comity-figures.h"

void
bench_world (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  ComitySimilaritySpec spec = { "gower", NULL };
  ComityNetworkFigureOptions network_options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  ComityHeatmapOptions heatmap_options = COMITY_HEATMAP_OPTIONS_INIT;
  ComityExportOptions export = { 0, 0, 1600, 1200, 96.0, COMITY_THEME_LIGHT };
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityLayout) layout = NULL;
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (ComityFigure) graph = NULL;
  g_autoptr (ComityFigure) heatmap = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GBytes) map = NULL;

  recipe.network = "dtc";
  bench_start ();
  panel = comity_panel_build (bench->world, &recipe, NULL, NULL, &error);
  bench_stop ("panel");
  bench_check (panel, error);
  bench_start ();
  network = comity_network_new (panel, 2012, TRUE, &error);
  bench_stop ("network");
  bench_check (network, error);
  bench_start ();
  layout = comity_layout_compute (network, COMITY_LAYOUT_FR, 1, NULL, &error);
  bench_stop ("layout-fr");
  bench_check (layout, error);
  bench_start ();
  comity_network_peek_centrality (network, COMITY_CENTRALITY_BETWEENNESS);
  bench_stop ("betweenness");
  bench_start ();
  similarity = comity_similarity_compute (panel, &spec, 2012, NULL, &error);
  bench_stop ("similarity-gower");
  bench_check (similarity, error);
  bench_start ();
  order = comity_order_compute (panel, similarity, COMITY_ORDER_AVERAGE, NULL, &error);
  bench_stop ("order-average-leaf");
  bench_check (order, error);

  graph = comity_network_figure_new (network, layout, &network_options);
  heatmap = comity_heatmap_figure_new (panel, similarity, order, network, &heatmap_options);
  bench_start ();
  picture = comity_figure_export_bytes (graph, "png", &export, &error);
  bench_stop ("png-network");
  bench_check (picture, error);
  bench_start ();
  map = comity_figure_export_bytes (heatmap, "png", &export, &error);
  bench_stop ("png-heatmap");
  bench_check (map, error);
}
