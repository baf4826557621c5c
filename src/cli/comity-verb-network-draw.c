/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli network: the drawing. */
#include "config.h"

#include "comity-cli-network.h"

#include "comity-figures.h"

static gssize
find_centrality (const char *name)
{
  for (int c = COMITY_CENTRALITY_DEGREE; c <= COMITY_CENTRALITY_EIGENVECTOR; c++)
    if (g_str_equal (comity_centrality_name ((ComityCentrality) c), name))
      return c;
  return -1;
}

/* What colours the nodes; @residuals is kept as long as the options are. */
static gboolean
parse_color (const char *text,
             ComityNetwork *network,
             ComityFit *fit,
             ComityNetworkFigureOptions *options,
             double **residuals,
             GError **error)
{
  ComityPanel *panel = comity_network_peek_panel (network);

  if (text == NULL || g_str_equal (text, "tradition"))
    options->color = COMITY_NODE_COLOR_TRADITION;
  else if (g_str_equal (text, "region"))
    options->color = COMITY_NODE_COLOR_REGION;
  else if (g_str_equal (text, "community"))
    options->color = COMITY_NODE_COLOR_COMMUNITY;
  else if (g_str_equal (text, "residual") && fit != NULL)
    {
      *residuals = comity_network_residuals (network, fit, error);
      if (*residuals == NULL)
        return FALSE;
      options->color = COMITY_NODE_COLOR_VALUES;
      options->color_values = *residuals;
      options->color_values_label = "Treaties signed less those the model expects";
    }
  else if (find_centrality (text) >= 0)
    {
      options->color = COMITY_NODE_COLOR_CENTRALITY;
      options->color_centrality = (ComityCentrality) find_centrality (text);
    }
  else if (comity_panel_find_state_variable (panel, text) >= 0)
    {
      options->color = COMITY_NODE_COLOR_VARIABLE;
      options->color_variable = text;
    }
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "Nodes cannot be coloured by “%s”: tradition, region, community, a centrality "
                   "(degree, betweenness, closeness, eigenvector), residual with a --formula, or a "
                   "variable of states.",
                   text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_size (const char *text,
            ComityPanel *panel,
            ComityNetworkFigureOptions *options,
            GError **error)
{
  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "none"))
    options->size_variable = "";
  else if (find_centrality (text) >= 0)
    options->size_centrality = find_centrality (text);
  else if (comity_panel_find_state_variable (panel, text) >= 0)
    options->size_variable = text;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "Nodes cannot be sized by “%s”: none, a centrality (degree, betweenness, "
                   "closeness, eigenvector) or a variable of states.",
                   text);
      return FALSE;
    }
  return TRUE;
}

static void
layer_clear (gpointer data)
{
  ComityNetworkLayer *layer = data;

  comity_network_unref (layer->network);
}

static gboolean
open_layers (const ComityCliNetwork *self, ComityNetwork *network, GArray *layers, GError **error)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  ComityWorld *world = comity_panel_peek_world (panel);

  for (char **id = self->layers; id != NULL && *id != NULL; id++)
    {
      ComityNetworkLayer layer = { NULL, NULL };

      layer.network = comity_network_new_layer (panel, *id, comity_network_get_year (network),
                                                comity_network_is_cumulative (network), error);
      if (layer.network == NULL)
        return FALSE;
      layer.label =
          comity_world_peek_network (world, (gsize) comity_world_find_network (world, *id))->plural;
      g_array_append_val (layers, layer);
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

/* The layout of the network of all years, and the states of this one in it. */
static ComityLayout *
anchor (ComityNetwork *network, ComityLayoutMethod method, guint32 seed, GError **error)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  g_autoptr (ComityNetwork) all = NULL;
  g_autoptr (ComityLayout) base = NULL;

  all = comity_network_new_whole (panel);
  base = comity_layout_compute (all, method, seed, NULL, error);
  return base != NULL ? comity_layout_compute_anchored (network, base, all) : NULL;
}

static ComityLayout *
lay_out (const ComityCliNetwork *self, ComityNetwork *network, GError **error)
{
  ComityLayoutMethod method = COMITY_LAYOUT_FR;
  ComityProjection projection = COMITY_PROJECTION_NATURAL_EARTH;
  guint32 seed = (guint32) self->seed;

  if (self->layout != NULL && !comity_layout_method_from_name (self->layout, &method))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There is no layout “%s”: " COMITY_CLI_LAYOUTS " or matrix.", self->layout);
      return NULL;
    }
  if (self->projection != NULL && !comity_projection_from_name (self->projection, &projection))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There is no projection “%s”: " COMITY_CLI_PROJECTIONS ".", self->projection);
      return NULL;
    }
  if (method == COMITY_LAYOUT_GEO)
    return comity_layout_compute_map (network, projection, error);
  if (self->anchor && comity_layout_method_is_force (method))
    return anchor (network, method, seed, error);
  return comity_layout_compute (network, method, seed, NULL, error);
}

static ComityFigure *
new_graph (const ComityCliNetwork *self, ComityNetwork *network, ComityFit *fit, GError **error)
{
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (ComityNetworkLayer));
  g_autoptr (GArray) expected = NULL;
  g_autoptr (ComityLayout) layout = NULL;
  g_autofree double *residuals = NULL;

  g_array_set_clear_func (layers, layer_clear);
  if (!parse_color (self->color, network, fit, &options, &residuals, error) ||
      !parse_size (self->node_size, comity_network_peek_panel (network), &options, error) ||
      !open_layers (self, network, layers, error))
    return NULL;
  options.layers = (const ComityNetworkLayer *) layers->data;
  options.n_layers = layers->len;
  if (fit != NULL)
    {
      expected = comity_expected_ties (network, fit, error);
      if (expected == NULL)
        return NULL;
      options.expected = expected;
      options.n_ghosts = (guint) MAX (self->ghosts, 0);
      options.n_surprises = (guint) MAX (self->surprises, 0);
    }
  layout = lay_out (self, network, error);
  return layout != NULL ? comity_network_figure_new (network, layout, &options) : NULL;
}

gboolean
comity_cli_network_draw (const ComityCliNetwork *self,
                         ComityNetwork *network,
                         ComityFit *fit,
                         const ComityCliFigure *figure_options,
                         GError **error)
{
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;

  figure = g_strcmp0 (self->layout, "matrix") == 0 ? new_matrix (network, error)
                                                   : new_graph (self, network, fit, error);
  if (figure == NULL)
    return FALSE;
  caption = comity_caption_network (network);
  comity_figure_set_caption (figure, caption);
  return comity_cli_export (figure, figure_options, self->output, error);
}
