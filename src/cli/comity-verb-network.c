/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli network: a year's treaty network as a drawing, a graph or a table of nodes. */
#include "config.h"

#include "comity-cli.h"

#include "comity-figures.h"
#include "comity-report.h"

#define LAYOUTS "fr, kk, stress, circle, concentric, hive, arc, geo"
#define PROJECTIONS "natural-earth, equal-earth or polar"

static gboolean
parse_color (const char *text,
             ComityPanel *panel,
             ComityNetworkFigureOptions *options,
             GError **error)
{
  if (text == NULL || g_str_equal (text, "tradition"))
    options->color = COMITY_NODE_COLOR_TRADITION;
  else if (g_str_equal (text, "region"))
    options->color = COMITY_NODE_COLOR_REGION;
  else if (g_str_equal (text, "community"))
    options->color = COMITY_NODE_COLOR_COMMUNITY;
  else if (comity_panel_find_state_variable (panel, text) >= 0)
    {
      options->color = COMITY_NODE_COLOR_VARIABLE;
      options->color_variable = text;
    }
  else
    {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          "Nodes cannot be coloured by “%s”: tradition, region, community or a variable of "
          "states.",
          text);
      return FALSE;
    }
  return TRUE;
}

/* The adjacency matrix: ties as cells, states by legal tradition. */
static ComityFigure *
new_matrix (ComityNetwork *network, GError **error)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  ComitySimilaritySpec spec = { "treaty", NULL };
  ComityHeatmapOptions options = COMITY_HEATMAP_OPTIONS_INIT;
  g_autoptr (ComitySimilarity) ties = NULL;
  g_autoptr (ComityOrder) order = NULL;

  ties = comity_similarity_compute (panel, &spec, comity_network_get_year (network), NULL, error);
  if (ties != NULL)
    order = comity_order_compute (panel, ties, COMITY_ORDER_TRADITION, NULL, error);
  if (order == NULL)
    return NULL;
  options.show_ties = FALSE;
  options.show_dendrogram = FALSE;
  return comity_heatmap_figure_new (panel, ties, order, NULL, &options);
}

static ComityFigure *
new_graph (ComityNetwork *network,
           const char *layout_name,
           const char *projection_name,
           int seed,
           const ComityNetworkFigureOptions *options,
           GError **error)
{
  ComityLayoutMethod method = COMITY_LAYOUT_FR;
  ComityProjection projection = COMITY_PROJECTION_NATURAL_EARTH;
  g_autoptr (ComityLayout) layout = NULL;

  if (layout_name != NULL && !comity_layout_method_from_name (layout_name, &method))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There is no layout “%s”: " LAYOUTS " or matrix.", layout_name);
      return NULL;
    }
  if (projection_name != NULL && !comity_projection_from_name (projection_name, &projection))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There is no projection “%s”: " PROJECTIONS ".", projection_name);
      return NULL;
    }
  layout = method == COMITY_LAYOUT_GEO
               ? comity_layout_compute_map (network, projection, error)
               : comity_layout_compute (network, method, (guint32) seed, NULL, error);
  return layout != NULL ? comity_network_figure_new (network, layout, options) : NULL;
}

static gboolean
draw (ComityNetwork *network,
      const char *layout,
      const char *projection,
      int seed,
      const char *color,
      const ComityCliFigure *figure_options,
      const char *output,
      GError **error)
{
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;

  if (!parse_color (color, comity_network_peek_panel (network), &options, error))
    return FALSE;
  figure = g_strcmp0 (layout, "matrix") == 0 ? new_matrix (network, error)
                                             : new_graph (network, layout, projection, seed, &options, error);
  if (figure == NULL)
    return FALSE;
  caption = comity_caption_network (network);
  comity_figure_set_caption (figure, caption);
  return comity_cli_export (figure, figure_options, output, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) figure = COMITY_CLI_FIGURE_INIT;
  g_autofree char *output = NULL;
  g_autofree char *layout = NULL;
  g_autofree char *projection = NULL;
  g_autofree char *color = NULL;
  g_autofree char *text = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  gboolean cumulative = FALSE;
  int seed = 1;
  int asked = 0;
  int status, year;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &asked, "the year (the last)", "Y" },
    { "cumulative", 'c', 0, G_OPTION_ARG_NONE, &cumulative, "treaties signed up to the year",
      NULL },
    { "layout", 'l', 0, G_OPTION_ARG_STRING, &layout, LAYOUTS " matrix (fr)",
      "LAYOUT" },
    { "projection", 0, 0, G_OPTION_ARG_STRING, &projection,
      "of the layout geo: " PROJECTIONS " (natural-earth)", "NAME" },
    { "seed", 's', 0, G_OPTION_ARG_INT, &seed, "of the layout (1)", "S" },
    { "color", 0, 0, G_OPTION_ARG_STRING, &color, "tradition region community or a variable",
      "WHAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "the file to write: .png .pdf .svg .graphml .csv (nodes); left out, the nodes go to standard "
      "output",
      "FILE" },
    COMITY_CLI_FIGURE_ENTRIES (figure),
    G_OPTION_ENTRY_NULL
  };

  if (!comity_cli_parse (&comity_verb_network, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_network, "only one file can be read (“%s”).", argv[2]);

  panel = comity_cli_open_panel (argv[1], &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, asked, &year, &error))
    return comity_cli_fail (&comity_verb_network, error);
  network = comity_network_new (panel, year, cumulative, &error);
  if (network == NULL)
    return comity_cli_fail (&comity_verb_network, error);

  if (output == NULL || g_str_has_suffix (output, ".csv"))
    text = comity_network_to_node_csv (network);
  else if (g_str_has_suffix (output, ".graphml"))
    text = comity_network_to_graphml (network);
  if (text != NULL ? !comity_cli_write (text, output, &error)
                   : !draw (network, layout, projection, seed, color, &figure, output, &error))
    return comity_cli_fail (&comity_verb_network, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_network = {
  .name = "network",
  .arguments = "[DATA] [--year Y] [--cumulative] [--layout L] --output FILE",
  .summary = "A year's treaty network: a drawing, a graph (.graphml) or a table of nodes (.csv).",
  .run = run,
};
