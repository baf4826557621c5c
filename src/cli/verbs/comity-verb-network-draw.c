/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli network: the drawing. */
#include "config.h"

#include "comity-cli-network.h"

#include "comity-cli-view.h"
#include "comity-figures.h"

#include <stdlib.h>

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
    return comity_cli_refuse (
        error,
        "--color: nodes cannot be coloured by “%s”: tradition, region, community, a centrality "
        "(degree, betweenness, closeness, eigenvector), residual with a --formula, or a "
        "variable of states.",
        text);
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
    return comity_cli_refuse (
        error,
        "--node-size: nodes cannot be sized by “%s”: none, a centrality (degree, betweenness, "
        "closeness, eigenvector) or a variable of states.",
        text);
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
  g_autoptr (ComitySimilarity) ties = NULL;
  g_autoptr (ComityOrder) order = NULL;

  if (!comity_matrix_compute (network, NULL, &ties, &order, error))
    return NULL;
  return comity_matrix_figure_new (network, ties, order, TRUE);
}

/* The network of all years and its layout, for those that are anchored in it. */
typedef struct
{
  ComityNetwork *network;
  ComityLayout *layout; /* NULL until it is needed */
} Base;

static void
base_clear (Base *self)
{
  g_clear_pointer (&self->network, comity_network_unref);
  g_clear_pointer (&self->layout, comity_layout_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Base, base_clear)

static gboolean
find_base (Base *self, ComityPanel *panel, ComityLayoutMethod method, guint32 seed, GError **error)
{
  if (self->layout != NULL)
    return TRUE;
  if (self->network == NULL)
    self->network = comity_network_new_whole (panel);
  self->layout = comity_layout_compute (self->network, method, seed, NULL, error);
  return self->layout != NULL;
}

/* As the window lays out: each year begins from the network of all years. On a strip every state
 * has one place; in a film it may drift a little from year to year, unless it is anchored. */
static ComityLayout *
lay_out (const ComityCliNetwork *self,
         ComityNetwork *network,
         Base *base,
         gboolean several,
         GError **error)
{
  gboolean is_strip = several && self->years.frames == NULL;
  ComityLayoutMethod method = COMITY_LAYOUT_FR;
  ComityProjection projection = COMITY_PROJECTION_NATURAL_EARTH;
  guint32 seed = (guint32) self->seed;

  if (self->layout != NULL && !comity_layout_method_from_name (self->layout, &method))
    {
      comity_cli_refuse (error, "There is no layout “%s”: " COMITY_CLI_LAYOUTS " or matrix.",
                         self->layout);
      return NULL;
    }
  if (self->projection != NULL && !comity_projection_from_name (self->projection, &projection))
    {
      comity_cli_refuse (error, "There is no projection “%s”: " COMITY_CLI_PROJECTIONS ".",
                         self->projection);
      return NULL;
    }
  if (method == COMITY_LAYOUT_GEO)
    return comity_layout_compute_map (network, projection, error);
  if (!comity_layout_method_is_force (method) && !several)
    return comity_layout_compute (network, method, seed, NULL, error);
  if (!find_base (base, comity_network_peek_panel (network), method, seed, error))
    return NULL;
  if (comity_layout_method_is_force (method) && !self->anchor && !is_strip)
    return comity_layout_compute_from (network, method, seed, base->layout, base->network, NULL,
                                       error);
  return comity_layout_compute_anchored (network, base->layout, base->network);
}

static ComityFigure *
new_graph (const ComityCliNetwork *self,
           ComityNetwork *network,
           ComityFit *fit,
           Base *base,
           gboolean several, /* years */
           GError **error)
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
  if (self->edge_style != NULL)
    comity_edge_style_from_name (self->edge_style, &options.edges);
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
  layout = lay_out (self, network, base, several, error);
  if (layout == NULL)
    return NULL;
  return comity_network_figure_new (network, layout, &options);
}

/* What the window's page of networks saves, of the same picture. */
static char *
dup_view (const ComityCliNetwork *self, ComityPanel *panel, int year)
{
  g_auto (GStrv) ego = g_strsplit (self->ego != NULL ? self->ego : "", ":", 2);
  g_autoptr (GKeyFile) file = comity_cli_view_new (
      self->file, self->data, panel, COMITY_VIEW_NETWORK, year, self->cumulative, ego[0]);
  gboolean is_strip =
      comity_cli_years_are_asked (&self->years, self->year, self->output) && !self->years.frames;
  const struct
  {
    const char *key, *word, *otherwise;
  } words[] = {
    { COMITY_VIEW_NETWORK_LAYOUT, self->layout, "fr" },
    { COMITY_VIEW_NETWORK_PROJECTION, self->projection, "natural-earth" },
    { COMITY_VIEW_NETWORK_COLOR, self->color, "tradition" },
    { COMITY_VIEW_NETWORK_SIZE, self->node_size, "degree" },
    { COMITY_VIEW_NETWORK_REGION, self->region, "" },
    { COMITY_VIEW_NETWORK_FAMILY, self->family, "" },
    { COMITY_VIEW_NETWORK_MEMBER, self->member, "" },
    { COMITY_VIEW_NETWORK_EDGES, self->edge_style, "auto" },
  };
  const struct
  {
    const char *key;
    int number;
  } numbers[] = {
    { COMITY_VIEW_NETWORK_GHOSTS, self->ghosts },
    { COMITY_VIEW_NETWORK_SURPRISES, self->surprises },
    { COMITY_VIEW_NETWORK_MIN_DEGREE, self->min_degree },
    { COMITY_VIEW_NETWORK_EGO_STEPS, self->ego == NULL ? 0
                                     : ego[1] != NULL  ? atoi (ego[1])
                                                       : 1 },
    { COMITY_VIEW_NETWORK_SEED, self->seed },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_key_file_set_string (file, COMITY_VIEW_NETWORK, words[i].key,
                           words[i].word != NULL ? words[i].word : words[i].otherwise);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_key_file_set_integer (file, COMITY_VIEW_NETWORK, numbers[i].key, numbers[i].number);
  g_key_file_set_boolean (file, COMITY_VIEW_NETWORK, COMITY_VIEW_NETWORK_ANCHORED,
                          self->anchor || is_strip);
  g_key_file_set_boolean (file, COMITY_VIEW_NETWORK, COMITY_VIEW_NETWORK_LABELS, TRUE);
  g_key_file_set_boolean (file, COMITY_VIEW_NETWORK, COMITY_VIEW_NETWORK_ISOLATES, TRUE);
  g_key_file_set_string_list (file, COMITY_VIEW_NETWORK, COMITY_VIEW_NETWORK_LAYERS,
                              (const char *const *) self->layers,
                              self->layers != NULL ? g_strv_length (self->layers) : 0);
  if (self->formula != NULL)
    {
      g_key_file_set_string (file, "models", "formula", self->formula);
      g_key_file_set_string (file, "models", "estimator",
                             self->model != NULL ? self->model : "logit");
      g_key_file_set_boolean (file, "models", "estimated", TRUE);
    }
  return g_key_file_to_data (file, NULL, NULL);
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
  g_autofree char *view = NULL;
  g_auto (Base) base = { NULL, NULL };

  figure = g_strcmp0 (self->layout, "matrix") == 0
               ? new_matrix (network, error)
               : new_graph (self, network, fit, &base, FALSE, error);
  if (figure == NULL)
    return FALSE;
  caption = comity_caption_network (network);
  comity_figure_set_caption (figure, caption);
  view = dup_view (self, comity_network_peek_panel (network), comity_network_get_year (network));
  comity_figure_set_metadata (figure, view);
  return comity_cli_export (figure, figure_options, self->output, error);
}

/* The years of a strip or a series as far as they are drawn. */
typedef struct
{
  const ComityCliNetwork *self;
  ComityPanel *panel;
  ComityFit *fit;
  Base base;
} Years;

static ComityFigure *
draw_year (gpointer user_data, int year, ComityProgress *progress, GError **error)
{
  Years *years = user_data;
  g_autoptr (ComityNetwork) network = NULL;
  g_autofree char *caption = NULL;
  ComityFigure *figure;

  if (!comity_panel_check_year (years->panel, year, error))
    return NULL;
  network = comity_cli_network_open (years->self, years->panel, year, error);
  if (network == NULL)
    return NULL;
  figure = g_strcmp0 (years->self->layout, "matrix") == 0
               ? new_matrix (network, error)
               : new_graph (years->self, network, years->fit, &years->base, TRUE, error);
  if (figure == NULL)
    return NULL;
  caption = comity_caption_network (network);
  comity_figure_set_caption (figure, caption);
  return figure;
}

static char *
dup_year_view (gpointer user_data, int year)
{
  const Years *years = user_data;

  return dup_view (years->self, years->panel, year);
}

gboolean
comity_cli_network_draw_years (const ComityCliNetwork *self,
                               ComityPanel *panel,
                               ComityFit *fit,
                               const ComityCliFigure *figure,
                               GError **error)
{
  Years years = { self, panel, fit, { NULL, NULL } };
  const ComityYearDrawing drawing = { draw_year, dup_year_view, &years };
  gboolean written;

  written = comity_cli_years_write (&self->years, &comity_verb_network, &drawing, figure,
                                    self->output, error);
  base_clear (&years.base);
  return written;
}
