/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a network and a layout to the figure's own data. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Communities that get a colour of their own, the largest. */
#define MAX_COMMUNITIES 7

static void
fill_states (ComityNetworkFigureData *data, ComityNetwork *network, ComityPanel *panel)
{
  g_autofree ComityTradition *families =
      g_new0 (ComityTradition, comity_panel_get_n_states (panel) + 1);

  comity_panel_get_traditions (panel, data->year, families);
  for (gsize i = 0; i < data->n; i++)
    {
      guint32 state = comity_network_get_state (network, i);

      data->states[i] = state;
      data->codes[i] = g_strdup (comity_panel_peek_state_code (panel, state));
      data->names[i] = g_strdup (comity_panel_peek_state_name (panel, state));
      data->regions[i] = g_strdup (comity_panel_peek_state_region (panel, state));
      data->families[i] = families[state];
    }
}

static void
fill_edges (ComityNetworkFigureData *data, ComityNetwork *network)
{
  const ComityEdge *edges = comity_network_peek_edges (network);

  for (gsize k = 0; k < data->n_edges; k++)
    data->edges[k] =
        (ComityNetworkFigureEdge){ edges[k].a, edges[k].b, edges[k].first_year, edges[k].count };
}

static void
color_by_tradition (ComityNetworkFigureData *data)
{
  data->groups_are_traditions = TRUE;
  data->n_groups = COMITY_N_TRADITIONS;
  data->groups = g_new0 (char *, data->n_groups);
  for (gsize i = 0; i < data->n_groups; i++)
    data->groups[i] = g_strdup (comity_family_label ((ComityTradition) i));
  for (gsize i = 0; i < data->n; i++)
    data->group[i] = (int) data->families[i];
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Regions of the whole panel, so that each keeps its colour from year to year. */
static void
color_by_region (ComityNetworkFigureData *data, ComityPanel *panel)
{
  g_autoptr (GPtrArray) regions = g_ptr_array_new ();

  for (gsize i = 0; i < comity_panel_get_n_states (panel); i++)
    {
      const char *region = comity_panel_peek_state_region (panel, i);

      if (*region != '\0' && !g_ptr_array_find_with_equal_func (regions, region, g_str_equal, NULL))
        g_ptr_array_add (regions, (gpointer) region);
    }
  g_ptr_array_sort (regions, compare_texts);
  data->n_groups = regions->len;
  data->groups = g_new0 (char *, data->n_groups);
  for (gsize i = 0; i < data->n_groups; i++)
    data->groups[i] = g_strdup (g_ptr_array_index (regions, i));
  for (gsize i = 0; i < data->n; i++)
    {
      guint found;

      data->group[i] =
          g_ptr_array_find_with_equal_func (regions, data->regions[i], g_str_equal, &found)
              ? (int) found
              : -1;
    }
}

typedef struct
{
  guint32 community;
  gsize size;
} Community;

static int
compare_communities (const void *a, const void *b)
{
  const Community *x = a, *y = b;

  return x->size != y->size ? (x->size < y->size) - (x->size > y->size)
                            : (x->community > y->community) - (x->community < y->community);
}

/* The largest communities of two or more, by size; the others have no colour. */
static void
color_by_community (ComityNetworkFigureData *data, ComityNetwork *network)
{
  gsize n_communities;
  const guint32 *members = comity_network_peek_communities (network, &n_communities);
  g_autofree Community *communities = g_new0 (Community, n_communities + 1);
  g_autofree int *group = g_new (int, n_communities + 1);

  for (gsize i = 0; i < n_communities; i++)
    {
      communities[i].community = (guint32) i;
      group[i] = -1;
    }
  for (gsize i = 0; i < data->n; i++)
    communities[members[i]].size++;
  qsort (communities, n_communities, sizeof *communities, compare_communities);
  while (data->n_groups < MIN (n_communities, MAX_COMMUNITIES) &&
         communities[data->n_groups].size > 1)
    {
      group[communities[data->n_groups].community] = (int) data->n_groups;
      data->n_groups++;
    }
  data->groups = g_new0 (char *, data->n_groups);
  for (gsize i = 0; i < data->n_groups; i++)
    data->groups[i] = g_strdup_printf ("Community %" G_GSIZE_FORMAT, i + 1);
  for (gsize i = 0; i < data->n; i++)
    data->group[i] = group[members[i]];
}

/* A state variable's values of the nodes, and its label; NULL when the panel lacks it. */
static double *
get_variable (const ComityNetworkFigureData *data,
              ComityPanel *panel,
              const char *name,
              char **label)
{
  gssize variable = comity_panel_find_state_variable (panel, name);
  g_autofree double *values = NULL;
  double *result;

  if (variable < 0)
    return NULL;
  values = g_new (double, comity_panel_get_n_states (panel) + 1);
  comity_panel_get_state_values (panel, (gsize) variable, data->year, values);
  result = g_new (double, data->n + 1);
  for (gsize i = 0; i < data->n; i++)
    result[i] = values[data->states[i]];
  *label = g_strdup (comity_panel_peek_state_variable_label (panel, (gsize) variable));
  return result;
}

/* "Betweenness": the centrality's values and its name as a label. */
static double *
get_centrality (ComityNetwork *network, ComityCentrality kind, char **label)
{
  static const char *const labels[] = { "Treaty partners", "Betweenness", "Closeness",
                                        "Eigenvector centrality" };

  *label = g_strdup (labels[kind]);
  return g_memdup2 (comity_network_peek_centrality (network, kind),
                    (comity_network_get_n_nodes (network) + 1) * sizeof (double));
}

static void
choose_sizes (ComityNetworkFigureData *data, ComityPanel *panel, const char *variable)
{
  if (variable != NULL && *variable == '\0')
    return;
  if (variable != NULL)
    data->size = get_variable (data, panel, variable, &data->size_label);
  if (data->size != NULL)
    return;
  data->size = g_new (double, data->n + 1);
  for (gsize i = 0; i < data->n; i++)
    data->size[i] = data->degrees[i];
  data->size_label = g_strdup ("Treaty partners");
}

static void
apply_pins (ComityNetworkFigureData *data,
            ComityPoint *places,
            const ComityNetworkFigureOptions *options)
{
  if (options->n_pins == 0 || !comity_layout_method_is_force (data->method))
    return;
  data->pinned = g_new0 (gboolean, data->n + 1);
  for (gsize k = 0; k < options->n_pins; k++)
    {
      const ComityNetworkPin *pin = &options->pins[k];
      gsize node = GPOINTER_TO_SIZE (
          g_hash_table_lookup (data->nodes, GSIZE_TO_POINTER ((gsize) pin->state + 1)));

      if (node == 0)
        continue;
      places[node - 1] = (ComityPoint){ pin->x, pin->y };
      data->pinned[node - 1] = TRUE;
    }
}

ComityFigure *
comity_network_figure_new (ComityNetwork *network,
                           const ComityLayout *layout,
                           const ComityNetworkFigureOptions *options)
{
  static const ComityNetworkFigureOptions defaults = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  ComityNetworkFigureData *data;
  ComityPanel *panel;
  const ComityTreatyNetwork *treaties;
  g_autofree ComityPoint *places = NULL;
  g_autofree char *title = NULL;
  g_autofree char *notice = NULL;
  ComityFigure *figure;

  g_return_val_if_fail (network != NULL && layout != NULL, NULL);
  g_return_val_if_fail (layout->n == comity_network_get_n_nodes (network), NULL);

  if (options == NULL)
    options = &defaults;
  panel = comity_network_peek_panel (network);
  treaties = comity_panel_peek_network (panel);
  data = comity_network_figure_data_new (comity_network_get_n_nodes (network),
                                         comity_network_get_n_edges (network));
  data->year = comity_network_get_year (network);
  data->cumulative = comity_network_is_cumulative (network);
  data->method = layout->method;
  data->projection = layout->projection;
  if (layout->right > layout->left)
    data->frame = (ComityRect){ layout->left, layout->top, layout->right - layout->left,
                                layout->bottom - layout->top };
  if (layout->method == COMITY_LAYOUT_GEO && comity_panel_peek_world (panel) != NULL)
    data->world = comity_world_ref (comity_panel_peek_world (panel));
  data->tie_name = comity_panel_dup_tie_name (panel);
  data->ties_name = g_strdup (treaties != NULL ? treaties->plural : "treaties");
  fill_states (data, network, panel);
  fill_edges (data, network);
  comity_network_figure_data_index (data);

  switch (options->color)
    {
    case COMITY_NODE_COLOR_VARIABLE:
      if (options->color_variable != NULL)
        data->color = get_variable (data, panel, options->color_variable, &data->color_label);
      if (data->color == NULL)
        color_by_tradition (data);
      break;
    case COMITY_NODE_COLOR_REGION:
      color_by_region (data, panel);
      break;
    case COMITY_NODE_COLOR_COMMUNITY:
      color_by_community (data, network);
      break;
    case COMITY_NODE_COLOR_CENTRALITY:
      data->color = get_centrality (network, options->color_centrality, &data->color_label);
      break;
    case COMITY_NODE_COLOR_VALUES:
      data->diverging = TRUE;
      data->color = g_memdup2 (options->color_values, data->n * sizeof (double));
      data->color_label = g_strdup (options->color_values_label);
      break;
    case COMITY_NODE_COLOR_TRADITION:
      color_by_tradition (data);
      break;
    }
  if (options->size_centrality >= 0)
    data->size =
        get_centrality (network, (ComityCentrality) options->size_centrality, &data->size_label);
  else
    choose_sizes (data, panel, options->size_variable);
  comity_network_figure_fill_marks (data, options);

  places = g_new (ComityPoint, layout->n + 1);
  for (gsize i = 0; i < layout->n; i++)
    places[i] = (ComityPoint){ layout->x[i], layout->y[i] };
  data->edge_style = options->edges;
  if (options->routes != NULL && comity_network_figure_wants_routes (data))
    data->routes = comity_routes_ref (options->routes);
  else
    comity_network_figure_fill_routes (data, places);
  apply_pins (data, places, options);
  title = comity_network_dup_title (network);
  notice = comity_panel_dup_notice (panel, TRUE);
  figure = comity_network_figure_new_from_data (data, places, options);
  comity_figure_set_title (figure, title);
  comity_figure_set_notice (figure, notice);
  return figure;
}
