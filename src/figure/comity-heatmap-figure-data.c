/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a similarity, an order and a network to the heatmap's own data. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include <math.h>

static void
fill_states (ComityHeatmapData *data,
             ComityPanel *panel,
             ComitySimilarity *similarity,
             const guint32 *rows)
{
  int year = comity_similarity_get_year (similarity);
  g_autofree ComityTradition *families =
      g_new0 (ComityTradition, comity_panel_get_n_states (panel) + 1);

  comity_panel_get_traditions (panel, year, families);
  for (gsize i = 0; i < data->n; i++)
    {
      guint32 state = comity_similarity_get_state (similarity, rows[i]);

      data->states[i] = state;
      data->codes[i] = g_strdup (comity_panel_peek_state_code (panel, state));
      data->names[i] = g_strdup (comity_panel_peek_state_name (panel, state));
      data->families[i] = families[state];
      data->exists[i] = comity_panel_state_exists (panel, state, year);
      for (gsize j = 0; j <= i; j++)
        *comity_heatmap_data_value (data, i, j) =
            comity_similarity_get (similarity, rows[i], rows[j]);
    }
}

static void
fill_ties (ComityHeatmapData *data, ComityNetwork *network, const gsize *positions)
{
  gsize n_edges = comity_network_get_n_edges (network);
  const ComityEdge *edges = comity_network_peek_edges (network);

  data->n_ties = 0;
  for (gsize k = 0; k < n_edges; k++)
    {
      gsize a = positions[comity_network_get_state (network, edges[k].a)];
      gsize b = positions[comity_network_get_state (network, edges[k].b)];

      if (a < data->n && b < data->n)
        data->ties[data->n_ties++] = (ComityHeatmapTie){ (guint32) MAX (a, b), (guint32) MIN (a, b),
                                                         edges[k].first_year, edges[k].count };
    }
}

/* @positions: by row of the similarity. Heights become shares of the greatest, places those of the
 * branches' middles. */
static void
fill_joints (ComityHeatmapData *data, const ComityOrder *order, const gsize *positions)
{
  g_autofree double *places = g_new (double, data->n_joints);
  double highest = 0;

  for (gsize k = 0; k < data->n_joints; k++)
    highest = MAX (highest, order->merges[k].height);
  for (gsize k = 0; k < data->n_joints; k++)
    {
      const gint32 branches[2] = { order->merges[k].left, order->merges[k].right };
      double place[2], height[2];

      for (int side = 0; side < 2; side++)
        if (branches[side] < 0)
          {
            place[side] = (double) positions[~branches[side]] + 0.5;
            height[side] = 0;
          }
        else
          {
            place[side] = places[branches[side]];
            height[side] = data->joints[branches[side]].height;
          }
      places[k] = (place[0] + place[1]) / 2;
      data->joints[k] = (ComityHeatmapJoint){
        .left = place[0],
        .right = place[1],
        .left_height = height[0],
        .right_height = height[1],
        .height = highest > 0 ? order->merges[k].height / highest : 1,
      };
    }
}

ComityFigure *
comity_heatmap_figure_new (ComityPanel *panel,
                           ComitySimilarity *similarity,
                           const ComityOrder *order,
                           ComityNetwork *network,
                           const ComityHeatmapOptions *options)
{
  ComityHeatmapData *data;
  ComityFigure *figure;
  g_autofree char *title = NULL;
  g_autofree char *notice = NULL;
  gboolean shows_treaties;
  g_autofree gsize *row_positions = NULL;
  g_autofree gsize *state_positions = NULL;
  gsize n, n_states;

  g_return_val_if_fail (panel != NULL && similarity != NULL && order != NULL, NULL);
  g_return_val_if_fail (order->n == comity_similarity_get_n (similarity), NULL);

  n = order->n;
  n_states = comity_panel_get_n_states (panel);
  data = comity_heatmap_data_new (n, network != NULL ? comity_network_get_n_edges (network) : 0,
                                  order->merges != NULL ? order->n_merges : 0);
  if (data == NULL)
    return NULL;
  row_positions = g_new (gsize, n + 1);
  state_positions = g_new (gsize, n_states + 1);
  for (gsize i = 0; i < n_states; i++)
    state_positions[i] = n;
  for (gsize i = 0; i < n; i++)
    {
      row_positions[order->rows[i]] = i;
      state_positions[comity_similarity_get_state (similarity, order->rows[i])] = i;
    }

  fill_states (data, panel, similarity, order->rows);
  if (network != NULL)
    fill_ties (data, network, state_positions);
  fill_joints (data, order, row_positions);
  data->measure = g_strdup (comity_similarity_peek_title (similarity));
  data->tie_name = comity_panel_dup_tie_name (panel);
  data->remark = g_strdup (order->remark != NULL ? order->remark : "");
  data->is_similarity = comity_similarity_is_similarity (similarity);
  data->year = comity_similarity_get_year (similarity);
  comity_similarity_get_range (similarity, &data->low, &data->high);
  comity_heatmap_data_index (data);
  shows_treaties = data->n_ties > 0 && (options == NULL || options->show_ties);
  title = g_strdup_printf ("%s, %d", data->measure, data->year);
  notice = comity_panel_dup_notice (panel, shows_treaties);
  figure = comity_heatmap_figure_new_from_data (data, options);
  comity_figure_set_title (figure, title);
  comity_figure_set_notice (figure, notice);
  return figure;
}
