/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a similarity, an order and a network to the heatmap's own data. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include <math.h>
#include <string.h>

static void
fill_states (ComityHeatmapData *data,
             ComityPanel *panel,
             ComitySimilarity *similarity,
             const guint32 *rows)
{
  int year = comity_similarity_get_year (similarity);
  g_autofree ComityTradition *families =
      g_new0 (ComityTradition, comity_panel_get_n_states (panel) + 1);

  data->similarity = comity_similarity_ref (similarity);
  data->rows = g_new0 (gsize, data->n + 1);
  data->is_change = comity_similarity_is_change (similarity, &data->earlier_year);
  comity_panel_get_traditions (panel, year, families);
  for (gsize i = 0; i < data->n; i++)
    {
      guint32 state = comity_similarity_get_state (similarity, rows[i]);

      data->states[i] = state;
      data->codes[i] = g_strdup (comity_panel_peek_state_code (panel, state));
      data->names[i] = g_strdup (comity_panel_peek_state_name (panel, state));
      data->families[i] = families[state];
      data->rows[i] = rows[i];
      data->exists[i] =
          comity_panel_state_exists (panel, state, year) &&
          (!data->is_change || comity_panel_state_exists (panel, state, data->earlier_year));
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

static void
fill_groups (ComityHeatmapData *data,
             ComitySimilarity *similarity,
             const ComityOrder *order,
             guint n_groups)
{
  g_autoptr (ComitySilhouettes) silhouettes = NULL;
  double highest = order->n_merges > 0 ? order->merges[order->n_merges - 1].height : 0;

  if (n_groups == 0 || order->n_merges == 0)
    return;
  data->groups = g_new (guint32, data->n + 1);
  data->n_groups = comity_order_cut (order, n_groups, data->groups);
  data->cut =
      highest > 0 ? MIN (comity_order_get_cut_height (order, data->n_groups) / highest, 1) : 1;
  if (data->n_groups > 1)
    silhouettes = comity_silhouettes_new (order, similarity, data->groups, data->n_groups);
  if (silhouettes == NULL)
    return;
  data->mean_width = silhouettes->mean;
  data->widths = g_steal_pointer (&silhouettes->widths);
  data->group_means = g_steal_pointer (&silhouettes->means);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
fill_regions (ComityHeatmapData *data, ComityPanel *panel)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new ();

  data->bands = g_new (double, data->n + 1);
  for (gsize i = 0; i < data->n; i++)
    {
      const char *region = comity_panel_peek_state_region (panel, data->states[i]);

      if (*region != '\0' && g_hash_table_add (seen, (gpointer) region))
        g_ptr_array_add (names, g_strdup (region));
    }
  g_ptr_array_sort (names, compare_texts);
  for (gsize i = 0; i < data->n; i++)
    {
      const char *region = comity_panel_peek_state_region (panel, data->states[i]);

      data->bands[i] = NAN;
      for (guint r = 0; r < names->len; r++)
        if (strcmp (region, names->pdata[r]) == 0)
          data->bands[i] = r;
    }
  g_ptr_array_add (names, NULL);
  data->band_names = (char **) g_ptr_array_free (names, FALSE);
  data->band_title = g_strdup ("Region");
}

static void
fill_variable (ComityHeatmapData *data, ComityPanel *panel, const char *name)
{
  gssize variable = name != NULL ? comity_panel_find_state_variable (panel, name) : -1;
  g_autofree double *values = NULL;
  const char *label;

  if (variable < 0)
    return;
  values = g_new (double, comity_panel_get_n_states (panel) + 1);
  comity_panel_get_state_values (panel, (gsize) variable, data->year, values);
  data->bands = g_new (double, data->n + 1);
  data->band_low = INFINITY;
  data->band_high = -INFINITY;
  for (gsize i = 0; i < data->n; i++)
    {
      data->bands[i] = values[data->states[i]];
      if (isnan (data->bands[i]))
        continue;
      data->band_low = MIN (data->band_low, data->bands[i]);
      data->band_high = MAX (data->band_high, data->bands[i]);
    }
  label = comity_panel_peek_state_variable_label (panel, (gsize) variable);
  data->band_title = g_strdup (label != NULL && *label != '\0' ? label : name);
}

/* @positions: by row of the similarity. Heights become shares of the greatest, places those of the
 * branches' middles. */
static void
fill_joints (ComityHeatmapData *data, const ComityOrder *order, const gsize *positions)
{
  g_autofree double *places = g_new (double, data->n_joints + 1);
  g_autofree gsize *first = g_new (gsize, data->n_joints + 1); /* a leaf's place under each */
  double highest = 0;

  for (gsize k = 0; k < data->n_joints; k++)
    highest = MAX (highest, order->merges[k].height);
  for (gsize k = 0; k < data->n_joints; k++)
    {
      const gint32 branches[2] = { order->merges[k].left, order->merges[k].right };
      double place[2], height[2];
      gsize n_leaves = 0, leaf[2];

      for (int side = 0; side < 2; side++)
        if (branches[side] < 0)
          {
            leaf[side] = positions[~branches[side]];
            place[side] = (double) leaf[side] + 0.5;
            height[side] = 0;
            n_leaves++;
          }
        else
          {
            leaf[side] = first[branches[side]];
            place[side] = places[branches[side]];
            n_leaves += data->joints[branches[side]].n_leaves;
            height[side] = data->joints[branches[side]].height;
          }
      places[k] = (place[0] + place[1]) / 2;
      first[k] = leaf[0];
      data->joints[k] = (ComityHeatmapJoint){
        .left = place[0],
        .right = place[1],
        .left_height = height[0],
        .right_height = height[1],
        .height = highest > 0 ? order->merges[k].height / highest : 1,
        .value = order->merges[k].height,
        .n_leaves = n_leaves,
        /* One of its leaves tells the group of a joint below the cut. */
        .group = data->n_groups > 0 && k + data->n_groups < data->n_joints + 1
                     ? data->groups[leaf[0]]
                     : G_MAXUINT32,
      };
    }
}

/* What the legend's letters and the rows' ends are about. */
static char *
dup_remark (const ComityHeatmapData *data, const ComityOrder *order)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (data->group_means != NULL)
    g_string_append (text, "s: mean silhouette width.");
  if (data->is_change)
    {
      gsize n_both = 0;
      g_autofree char *states = NULL;

      for (gsize i = 0; i < data->n; i++)
        n_both += data->exists[i];
      states = comity_count_words (n_both, "state exists", "states exist");
      g_string_append_printf (text, "%s%s in both %d and %d.", text->len > 0 ? " " : "", states,
                              data->earlier_year, data->year);
    }
  if (order->remark != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", order->remark);
  return g_string_free (g_steal_pointer (&text), FALSE);
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

  data->year = comity_similarity_get_year (similarity);
  fill_states (data, panel, similarity, order->rows);
  if (network != NULL)
    fill_ties (data, network, state_positions);
  if (options != NULL)
    fill_groups (data, similarity, order, options->n_groups);
  if (options != NULL && options->band == COMITY_HEATMAP_BAND_REGION)
    fill_regions (data, panel);
  else if (options != NULL && options->band == COMITY_HEATMAP_BAND_VARIABLE)
    fill_variable (data, panel, options->band_variable);
  fill_joints (data, order, row_positions);
  data->measure = g_strdup (comity_similarity_peek_title (similarity));
  data->tie_name = comity_panel_dup_tie_name (panel);
  data->remark = dup_remark (data, order);
  data->is_similarity = comity_similarity_is_similarity (similarity);
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

ComityFigure *
comity_heatmap_figure_new_blocks (ComityPanel *panel,
                                  ComitySimilarity *similarity,
                                  const ComityBlocks *blocks,
                                  const ComityHeatmapOptions *options)
{
  ComityHeatmapData *data;
  ComityFigure *figure;
  g_autofree char *title = NULL;
  g_autofree char *notice = NULL;
  gsize n_blocks;

  g_return_val_if_fail (panel != NULL && similarity != NULL && blocks != NULL, NULL);

  data = comity_heatmap_data_new (blocks->n, 0, 0);
  if (data == NULL)
    return NULL;
  n_blocks = blocks->n * (blocks->n + 1) / 2;
  data->is_blocks = TRUE;
  for (gsize g = 0; g < blocks->n; g++)
    {
      data->states[g] = (guint32) g;
      data->codes[g] =
          g_strdup_printf ("%s (%" G_GSIZE_FORMAT ")", blocks->names[g], blocks->sizes[g]);
      data->names[g] = g_strdup (blocks->names[g]);
      data->exists[g] = TRUE;
    }
  memcpy (data->values, blocks->means, n_blocks * sizeof *data->values);
  data->sizes = g_memdup2 (blocks->sizes, blocks->n * sizeof *blocks->sizes);
  data->n_pairs = g_memdup2 (blocks->n_pairs, n_blocks * sizeof *blocks->n_pairs);
  data->n_pairs_all = g_memdup2 (blocks->n_pairs_all, n_blocks * sizeof *blocks->n_pairs_all);
  data->measure = g_strdup_printf ("%s, mean of pairs", comity_similarity_peek_title (similarity));
  data->tie_name = comity_panel_dup_tie_name (panel);
  data->remark = g_strdup ("In brackets the states of a group; in a cell the mean and the pairs.");
  data->is_similarity = comity_similarity_is_similarity (similarity);
  data->year = comity_similarity_get_year (similarity);
  data->is_change = comity_similarity_is_change (similarity, &data->earlier_year);
  comity_similarity_get_range (similarity, &data->low, &data->high);
  comity_heatmap_data_index (data);
  title = g_strdup_printf ("%s, %d", data->measure, data->year);
  notice = comity_panel_dup_notice (panel, FALSE);
  figure = comity_heatmap_figure_new_from_data (data, options);
  comity_figure_set_title (figure, title);
  comity_figure_set_notice (figure, notice);
  return figure;
}
