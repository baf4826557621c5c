/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times Comity's own hot paths: prints "task<TAB>seconds" once a run, and
 * "coef<TAB>term<TAB>estimate<TAB>se" so that the numbers can be compared with the peers' before
 * any time is believed. Not a test. */
#include "config.h"

#include "comity-dataset-io.h"
#include "comity-figure-export.h"
#include "comity-figures.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

void openblas_set_num_threads (int n_threads);

static gint64 started;

static void
start (void)
{
  started = g_get_monotonic_time ();
}

static void
stop (const char *task)
{
  g_print ("%s\t%.6f\n", task, (double) (g_get_monotonic_time () - started) / 1e6);
}

static void
check (gconstpointer result, const GError *error)
{
  if (result != NULL)
    return;
  g_printerr ("comity-bench: %s\n", error ? error->message : "no result");
  exit (1);
}

static ComityPanel *
bench_file (const char *path, ComityWorld *world, const char *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  ComityPanel *panel;
  ComityRoles roles;

  start ();
  dataset = comity_dataset_load (path, NULL, &error);
  stop (task);
  check (dataset, error);
  start ();
  comity_roles_guess (dataset, &roles);
  panel = comity_panel_new (dataset, &roles, world, NULL, &error);
  stop ("index");
  check (panel, error);
  return panel;
}

/* @times: of a duration model, NULL for others. Coefficients are named "task term". */
static void
bench_fit (ComityPanel *panel,
           const char *estimator,
           const char *formula,
           const char *cluster,
           const char *times,
           int run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (ComityFit) fit = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  comity_spec_set_clusters (spec, cluster);
  if (times != NULL)
    comity_spec_set_times (spec, times);
  start ();
  fit = comity_fit_new (spec, panel, NULL, &error);
  stop (estimator);
  check (fit, error);
  if (run == 0)
    for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
      {
        const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);

        g_print ("coef\t%s %s\t%.17g\t%.17g\n", estimator, c->term, c->estimate, c->std_error);
      }
}

/* A duration model keeps time for itself. */
static char *
without_time (const char *formula)
{
  const char *time = strstr (formula, " + t + ");

  return time != NULL ? g_strndup (formula, (gsize) (time - formula)) : g_strdup (formula);
}

static void
bench_world (ComityWorld *world)
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
  start ();
  panel = comity_panel_build (world, &recipe, NULL, NULL, &error);
  stop ("panel");
  check (panel, error);
  start ();
  network = comity_network_new (panel, 2012, TRUE, &error);
  stop ("network");
  check (network, error);
  start ();
  layout = comity_layout_compute (network, COMITY_LAYOUT_FR, 1, NULL, &error);
  stop ("layout-fr");
  check (layout, error);
  start ();
  comity_network_peek_centrality (network, COMITY_CENTRALITY_BETWEENNESS);
  stop ("betweenness");
  start ();
  similarity = comity_similarity_compute (panel, &spec, 2012, NULL, &error);
  stop ("similarity-gower");
  check (similarity, error);
  start ();
  order = comity_order_compute (panel, similarity, COMITY_ORDER_AVERAGE, NULL, &error);
  stop ("order-average-leaf");
  check (order, error);

  graph = comity_network_figure_new (network, layout, &network_options);
  heatmap = comity_heatmap_figure_new (panel, similarity, order, network, &heatmap_options);
  start ();
  picture = comity_figure_export_bytes (graph, "png", &export, &error);
  stop ("png-network");
  check (picture, error);
  start ();
  map = comity_figure_export_bytes (heatmap, "png", &export, &error);
  stop ("png-heatmap");
  check (map, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  static const char *const binary_estimators[] = { "logit", "probit", "cloglog", "relogit",
                                                   "firth" };
  g_autoptr (ComityWorld) world = NULL;
  g_autofree char *cox_formula = NULL;
  int n_runs;

  if (argc != 6)
    {
      g_printerr ("usage: comity-bench PANEL.dta PANEL.csv FORMULA CLUSTER RUNS\n");
      return 2;
    }
  gsl_set_error_handler_off ();
  comity_network_init_library ();
  openblas_set_num_threads (1);
  n_runs = atoi (argv[5]);
  cox_formula = without_time (argv[3]);

  start ();
  world = comity_world_load (&error);
  stop ("world");
  check (world, error);
  for (int run = 0; run < n_runs; run++)
    {
      g_autoptr (ComityPanel) panel = bench_file (argv[1], world, "read-dta");
      g_autoptr (ComityPanel) text = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (binary_estimators); i++)
        bench_fit (panel, binary_estimators[i], argv[3], argv[4], NULL, run);
      bench_fit (panel, "cox", cox_formula, argv[4], "t - 1, t", run);
      text = bench_file (argv[2], world, "read-csv");
      bench_world (world);
    }
  return 0;
}
