/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network: its data, its life. Places are made in
 * comity-network-figure-layout.c and -labels.c, ink in -draw.c, answers in -hit.c and -words.c. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ComityNetworkFigureData *
comity_network_figure_data_new (gsize n, gsize n_edges)
{
  ComityNetworkFigureData *data = g_atomic_rc_box_new0 (ComityNetworkFigureData);

  data->n = n;
  data->n_edges = n_edges;
  data->states = g_new0 (guint32, n);
  data->codes = g_new0 (char *, n);
  data->names = g_new0 (char *, n);
  data->regions = g_new0 (char *, n);
  data->families = g_new0 (ComityTradition, n);
  data->edges = g_new0 (ComityNetworkFigureEdge, n_edges);
  data->degrees = g_new0 (guint32, n);
  data->first_tie = g_new0 (guint32, n + 1);
  data->ties = g_new0 (guint32, 2 * n_edges);
  data->by_degree = g_new0 (guint32, n);
  data->group = g_new0 (int, n);
  data->nodes = g_hash_table_new (NULL, NULL);
  return data;
}

static void
free_texts (char **texts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free (texts[i]);
  g_free (texts);
}

static void
network_data_clear (gpointer pointer)
{
  ComityNetworkFigureData *data = pointer;

  free_texts (data->codes, data->n);
  free_texts (data->names, data->n);
  free_texts (data->regions, data->n);
  free_texts (data->groups, data->n_groups);
  g_free (data->states);
  g_free (data->families);
  g_free (data->edges);
  g_free (data->degrees);
  g_free (data->first_tie);
  g_free (data->ties);
  g_free (data->by_degree);
  g_free (data->group);
  g_free (data->color);
  g_free (data->color_label);
  g_free (data->size);
  g_free (data->size_label);
  g_free (data->tie_name);
  g_free (data->ties_name);
  g_free (data->bundle);
  g_free (data->pinned);
  g_clear_pointer (&data->routes, comity_routes_unref);
  comity_network_figure_free_marks (data);
  g_clear_pointer (&data->world, comity_world_unref);
  g_hash_table_unref (data->nodes);
}

void
comity_network_figure_data_unref (ComityNetworkFigureData *data)
{
  g_atomic_rc_box_release_full (data, network_data_clear);
}

static int
compare_by_degree (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ComityNetworkFigureData *data = user_data;
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  if (data->degrees[x] != data->degrees[y])
    return data->degrees[x] > data->degrees[y] ? -1 : 1;
  return (x > y) - (x < y);
}

void
comity_network_figure_data_index (ComityNetworkFigureData *data)
{
  g_autofree guint32 *next = g_new (guint32, data->n + 1);

  for (gsize k = 0; k < data->n_edges; k++)
    {
      data->degrees[data->edges[k].a]++;
      data->degrees[data->edges[k].b]++;
      data->most_treaties = MAX (data->most_treaties, data->edges[k].count);
    }
  for (gsize i = 0; i < data->n; i++)
    {
      data->first_tie[i + 1] = data->first_tie[i] + data->degrees[i];
      data->by_degree[i] = (guint32) i;
      data->n_isolates += data->degrees[i] == 0;
      g_hash_table_insert (data->nodes, GSIZE_TO_POINTER ((gsize) data->states[i] + 1),
                           GSIZE_TO_POINTER (i + 1));
    }
  memcpy (next, data->first_tie, data->n * sizeof *next);
  for (gsize k = 0; k < data->n_edges; k++)
    {
      data->ties[next[data->edges[k].a]++] = (guint32) k;
      data->ties[next[data->edges[k].b]++] = (guint32) k;
    }
  g_qsort_with_data (data->by_degree, (gint) data->n, sizeof *data->by_degree, compare_by_degree,
                     data);
}

gssize
comity_network_figure_find_node (const ComityNetworkFigure *self, guint32 state)
{
  gpointer found = g_hash_table_lookup (self->data->nodes, GSIZE_TO_POINTER ((gsize) state + 1));

  return (gssize) GPOINTER_TO_SIZE (found) - 1;
}

const ComityNetworkFigureEdge *
comity_network_figure_find_edge (const ComityNetworkFigure *self, gsize a, gsize b)
{
  const ComityNetworkFigureData *data = self->data;
  gsize node = data->degrees[a] < data->degrees[b] ? a : b, other = node == a ? b : a;

  for (guint32 k = data->first_tie[node]; k < data->first_tie[node + 1]; k++)
    {
      const ComityNetworkFigureEdge *edge = &data->edges[data->ties[k]];

      if (edge->a == other || edge->b == other)
        return edge;
    }
  return NULL;
}

gsize
comity_network_figure_find_path (const ComityNetworkFigure *self,
                                 gsize a,
                                 gsize b,
                                 guint32 **path)
{
  const ComityNetworkFigureData *data = self->data;
  g_autofree guint32 *pairs = g_new (guint32, 2 * data->n_edges + 1);
  gsize n;

  for (gsize k = 0; k < data->n_edges; k++)
    {
      pairs[2 * k] = data->edges[k].a;
      pairs[2 * k + 1] = data->edges[k].b;
    }
  *path = comity_find_path (data->n, pairs, data->n_edges, a, b, &n);
  return n;
}

/* Families of a circle, regions of rings. */
static void
fill_bundles (ComityNetworkFigureData *data)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean by_region = data->method == COMITY_LAYOUT_CONCENTRIC;

  data->bundle = g_new0 (guint32, data->n + 1);
  data->n_bundles = by_region ? 0 : COMITY_N_TRADITIONS;
  for (gsize i = 0; i < data->n; i++)
    {
      gpointer found;

      if (!by_region)
        data->bundle[i] = (guint32) data->families[i];
      else if (g_hash_table_lookup_extended (numbers, data->regions[i], NULL, &found))
        data->bundle[i] = GPOINTER_TO_UINT (found);
      else
        {
          data->bundle[i] = (guint32) data->n_bundles++;
          g_hash_table_insert (numbers, data->regions[i], GUINT_TO_POINTER (data->bundle[i]));
        }
    }
}

/* Force layouts fill the picture: they are shown from the first to the last of their connected
 * nodes. A map shows at least the inhabited world, whoever is in it. */
static void
init_frame (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;

  for (gsize i = 0; i < data->n; i++)
    if (!comity_network_figure_in_block (self, i))
      {
        left = MIN (left, self->places[i].x);
        right = MAX (right, self->places[i].x);
        top = MIN (top, self->places[i].y);
        bottom = MAX (bottom, self->places[i].y);
      }
  if (data->frame.width > 0 && comity_layout_method_is_force (data->method))
    {
      left = MIN (left, data->frame.x);
      right = MAX (right, data->frame.x + data->frame.width);
      top = MIN (top, data->frame.y);
      bottom = MAX (bottom, data->frame.y + data->frame.height);
    }
  if (data->method == COMITY_LAYOUT_GEO)
    {
      gboolean polar = data->projection == COMITY_PROJECTION_POLAR;
      double unused, north, south;

      comity_projection_get_limits (data->projection, &north, &south);
      comity_projection_project (data->projection, polar ? 180 : 0, polar ? south : north, &unused,
                                 &north);
      comity_projection_project (data->projection, 0, south, &unused, &south);
      left = MIN (left, 0);
      right = MAX (right, 1);
      top = MIN (top, north);
      bottom = MAX (bottom, south);
    }
  /* A circle is round its middle, whoever stands on it. */
  if (data->method == COMITY_LAYOUT_CIRCLE || data->method == COMITY_LAYOUT_CONCENTRIC ||
      data->method == COMITY_LAYOUT_HIVE)
    left = top = 0, right = bottom = 1;
  if (!(right >= left))
    left = top = 0, right = bottom = 1;
  self->frame = (ComityRect){ left, top, right - left, bottom - top };
}

static void
network_init (ComityNetworkFigure *self, ComityNetworkFigureData *data, const ComityPoint *places)
{
  self->data = data;
  self->color_low = self->color_high = self->most_size = NAN;
  self->places = g_new0 (ComityPoint, data->n + 1);
  if (data->n > 0)
    memcpy (self->places, places, data->n * sizeof *places);
  self->points = g_new0 (ComityPoint, data->n + 1);
  self->radii = g_new0 (double, data->n + 1);
  self->colors = g_new0 (ComityColor, data->n + 1);
  self->legend = comity_legend_new ();
  self->labels = g_array_new (FALSE, FALSE, sizeof (ComityNetworkLabel));
}

static void
network_copy (ComityFigure *to, const ComityFigure *from)
{
  const ComityNetworkFigure *source = (const ComityNetworkFigure *) from;
  ComityNetworkFigure *self = (ComityNetworkFigure *) to;

  network_init (self, g_atomic_rc_box_acquire (source->data), source->places);
  self->frame = source->frame;
  self->show_labels = source->show_labels;
  self->show_isolates = source->show_isolates;
  self->most_nodes = source->most_nodes;
  self->most_edges = source->most_edges;
  self->most_treaties = source->most_treaties;
  self->color_low = source->color_low;
  self->color_high = source->color_high;
  self->most_size = source->most_size;
  self->groups_there = source->groups_there;
  self->has_ungrouped = source->has_ungrouped;
}

static void
network_finalize (ComityFigure *figure)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;

  comity_network_figure_data_unref (self->data);
  comity_legend_free (self->legend);
  g_array_unref (self->labels);
  g_free (self->places);
  g_free (self->points);
  g_free (self->radii);
  g_free (self->colors);
  g_free (self->bundle_middles);
}

static const ComityFigureClass network_class = {
  .instance_size = sizeof (ComityNetworkFigure),
  .can_zoom = TRUE,
  .copy = network_copy,
  .finalize = network_finalize,
  .layout = comity_network_figure_layout,
  .view_changed = comity_network_figure_place_labels,
  .draw = comity_network_figure_draw,
  .draw_overlay = comity_network_figure_draw_overlay,
  .hit = comity_network_figure_hit,
  .find_states = comity_network_figure_find_states,
  .move_element = comity_network_figure_move_element,
  .get_element_rect = comity_network_figure_get_element_rect,
  .move = comity_network_figure_move,
  .describe = comity_network_figure_describe,
  .describe_element = comity_network_figure_describe_element,
  .to_table = comity_network_figure_to_table,
  .fill_scene = comity_network_figure_fill_scene,
  .has_over = comity_network_figure_has_over,
  .panel_aspect = 1.25,
  .get_rigid_aspect = comity_network_figure_get_rigid_aspect,
  .join = comity_network_figure_join,
  .layout_key = comity_network_figure_layout_key,
  .draw_key = comity_network_figure_draw_key,
  .dup_note = comity_network_figure_dup_note,
};

ComityFigure *
comity_network_figure_new_from_data (ComityNetworkFigureData *data,
                                     const ComityPoint *places,
                                     const ComityNetworkFigureOptions *options)
{
  static const ComityNetworkFigureOptions defaults = COMITY_NETWORK_FIGURE_OPTIONS_INIT;
  ComityNetworkFigure *self = (ComityNetworkFigure *) comity_figure_new (&network_class);

  if (options == NULL)
    options = &defaults;
  network_init (self, data, places);
  self->show_labels = options->show_labels;
  self->show_isolates = options->show_isolates;
  if (data->bundle == NULL)
    fill_bundles (data);
  init_frame (self);
  return &self->parent;
}

void
comity_network_figure_set_layout (ComityFigure *figure, const ComityLayout *layout)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;

  g_return_if_fail (figure != NULL && figure->klass == &network_class && layout != NULL);
  g_return_if_fail (layout->n == self->data->n);

  for (gsize i = 0; i < layout->n; i++)
    self->places[i] = (ComityPoint){ layout->x[i], layout->y[i] };
  if (figure->theme != NULL)
    comity_figure_layout (figure, figure->width, figure->height, figure->theme);
}

gboolean
comity_network_figure_get_state_place (ComityFigure *figure, guint32 state, double *x, double *y)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  gssize node;

  g_return_val_if_fail (figure != NULL, FALSE);

  if (figure->klass != &network_class)
    return FALSE;
  node = comity_network_figure_find_node (self, state);
  if (node < 0)
    return FALSE;
  *x = self->places[node].x;
  *y = self->places[node].y;
  return TRUE;
}

void
comity_network_figure_get_layout_point (
    ComityFigure *figure, double x, double y, double *layout_x, double *layout_y)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  ComityPoint place;

  g_return_if_fail (figure != NULL && figure->klass == &network_class && figure->theme != NULL);

  place = comity_figure_from_view (figure, x, y);
  *layout_x = self->frame.x + (place.x - self->origin.x) / self->stretch.x;
  *layout_y = self->frame.y + (place.y - self->origin.y) / self->stretch.y;
}
