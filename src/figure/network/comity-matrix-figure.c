/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network as its adjacency matrix: a heatmap of who has a tie with whom, of the states and the
 * ties that the network has, whatever it was filtered by. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include <math.h>

/* Every pair 0, those with a tie 1; nobody has a tie with itself. NULL: no memory. */
static double *
mark_ties (ComityNetwork *network)
{
  gsize n = comity_network_get_n_nodes (network), n_edges = comity_network_get_n_edges (network);
  const ComityEdge *edges = comity_network_peek_edges (network);
  double *values = g_try_malloc0_n (n * (n + 1) / 2 + 1, sizeof *values);

  for (gsize i = 0; i < n && values != NULL; i++)
    values[i * (i + 1) / 2 + i] = NAN;
  for (gsize k = 0; k < n_edges && values != NULL; k++)
    values[(gsize) edges[k].b * (edges[k].b + 1) / 2 + edges[k].a] = 1.0;
  return values;
}

gboolean
comity_matrix_compute (ComityNetwork *network,
                       ComityProgress *progress,
                       ComitySimilarity **ties,
                       ComityOrder **order,
                       GError **error)
{
  ComitySimilaritySpec spec = { "treaty", NULL };
  ComityPanel *panel = comity_network_peek_panel (network);
  gsize n = comity_network_get_n_nodes (network);
  g_autoptr (ComitySimilarity) whole = NULL;
  g_autoptr (ComitySimilarity) part = NULL;
  g_autofree guint32 *states = g_new (guint32, n + 1);
  g_autofree double *values = NULL;

  whole =
      comity_similarity_compute (panel, &spec, comity_network_get_year (network), progress, error);
  if (whole == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    states[i] = comity_network_get_state (network, i);
  values = mark_ties (network);
  if (values != NULL)
    part = comity_similarity_among (whole, states, n, values);
  if (part == NULL)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                   "Too large: the matrix of %" G_GSIZE_FORMAT " states needs %.0f MB.", n,
                   (double) n * (double) n * 8.0 / 1e6);
      return FALSE;
    }
  *order = comity_order_compute (panel, part, COMITY_ORDER_TRADITION, progress, error);
  if (*order == NULL)
    return FALSE;
  *ties = g_steal_pointer (&part);
  return TRUE;
}

ComityFigure *
comity_matrix_figure_new (ComityNetwork *network,
                          ComitySimilarity *ties,
                          const ComityOrder *order,
                          gboolean show_labels)
{
  ComityHeatmapOptions options = COMITY_HEATMAP_OPTIONS_INIT;
  ComityPanel *panel = comity_network_peek_panel (network);
  g_autofree char *title = comity_network_dup_title (network);
  g_autofree char *notice = comity_panel_dup_notice (panel, TRUE);
  ComityFigure *figure;

  /* The cells are the ties: no dots on them. */
  options.show_ties = FALSE;
  options.show_dendrogram = FALSE;
  options.show_labels = show_labels;
  figure = comity_heatmap_figure_new (panel, ties, order, network, &options);
  if (figure == NULL)
    return NULL;
  comity_heatmap_figure_set_ties (figure);
  comity_figure_set_title (figure, title);
  comity_figure_set_notice (figure, notice);
  return figure;
}
