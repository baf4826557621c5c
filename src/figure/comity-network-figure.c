/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The treaty network: its data, what is under a point, where an element is, and its words. Places
 * are made in comity-network-figure-layout.c and -labels.c, ink in -draw.c. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Points within which an edge or a small node is meant. */
#define REACH 4.0

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

static ComityElement
state_element (const ComityNetworkFigure *self, gsize node)
{
  return (ComityElement){ COMITY_ELEMENT_STATE, self->data->states[node], 0 };
}

static ComityElement
edge_element (const ComityNetworkFigure *self, const ComityNetworkFigureEdge *edge)
{
  guint32 a = self->data->states[edge->a], b = self->data->states[edge->b];

  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static double
distance_to_segment (ComityPoint p, ComityPoint a, ComityPoint b)
{
  double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;

  t = CLAMP (t, 0.0, 1.0);
  return hypot (p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static ComityPoint
point_on_curve (const ComityPoint points[4], double t)
{
  double u = 1 - t;
  double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

  return (ComityPoint){ a * points[0].x + b * points[1].x + c * points[2].x + d * points[3].x,
                        a * points[0].y + b * points[1].y + c * points[2].y + d * points[3].y };
}

static double
distance_to_edge (const ComityNetworkFigure *self,
                  const ComityNetworkFigureEdge *edge,
                  ComityPoint p)
{
  ComityPoint points[4], before;
  double nearest = INFINITY;

  if (!comity_network_figure_get_curve (self, edge, points))
    return distance_to_segment (p, points[0], points[3]);
  before = points[0];
  for (int i = 1; i < COMITY_NETWORK_EDGE_POINTS; i++)
    {
      ComityPoint at = point_on_curve (points, (double) i / (COMITY_NETWORK_EDGE_POINTS - 1));

      nearest = MIN (nearest, distance_to_segment (p, before, at));
      before = at;
    }
  return nearest;
}

/* Nodes first, the nearest rim; then edges. Linear: 50,000 edges take under a millisecond. */
static ComityElement
network_hit (ComityFigure *figure, double x, double y)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = self->data;
  gboolean in_area = comity_rect_contains (&figure->area, x, y);
  double nearest = REACH;
  gssize best = -1;

  for (gsize i = 0; i < data->n; i++)
    {
      ComityPoint point = comity_network_figure_get_point (self, i);
      double distance = hypot (point.x - x, point.y - y) - self->radii[i];

      if (distance < nearest && self->radii[i] > 0 &&
          (in_area || comity_network_figure_in_block (self, i)))
        {
          nearest = distance;
          best = (gssize) i;
        }
    }
  if (best >= 0)
    return state_element (self, (gsize) best);
  if (!in_area)
    return COMITY_NO_ELEMENT;
  nearest = REACH;
  for (gsize k = 0; k < data->n_edges; k++)
    {
      double distance = distance_to_edge (self, &data->edges[k], (ComityPoint){ x, y });

      if (distance < nearest)
        {
          nearest = distance;
          best = (gssize) k;
        }
    }
  return best >= 0 ? edge_element (self, &data->edges[best]) : COMITY_NO_ELEMENT;
}

static gboolean
network_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureEdge *edge;
  gssize a = -1, b = -1;
  ComityPoint point;

  if (element.kind != COMITY_ELEMENT_STATE && element.kind != COMITY_ELEMENT_PAIR)
    return FALSE;
  a = comity_network_figure_find_node (self, element.a);
  if (a < 0 || !(self->radii[a] > 0))
    return FALSE;
  point = comity_network_figure_get_point (self, (gsize) a);
  if (element.kind == COMITY_ELEMENT_STATE)
    {
      double radius = self->radii[a];

      *rect = (ComityRect){ point.x - radius, point.y - radius, 2 * radius, 2 * radius };
      return TRUE;
    }
  b = comity_network_figure_find_node (self, element.b);
  if (b < 0)
    return FALSE;
  edge = comity_network_figure_find_edge (self, (gsize) a, (gsize) b);
  if (edge == NULL)
    return FALSE;
  {
    ComityPoint points[4];

    /* A small square round the middle of the tie, which the tie itself goes through. */
    comity_network_figure_get_curve (self, edge, points);
    point = point_on_curve (points, 0.5);
    *rect = (ComityRect){ point.x - REACH, point.y - REACH, 2 * REACH, 2 * REACH };
  }
  return TRUE;
}

/* The nearest node within 60° of the direction; far to the side counts as farther. */
static gssize
neighbour_in_direction (const ComityNetworkFigure *self, gsize from, int dx, int dy)
{
  ComityPoint here = comity_network_figure_get_point (self, from);
  double length = hypot (dx, dy), nearest = INFINITY;
  gssize best = -1;

  for (gsize i = 0; i < self->data->n; i++)
    {
      ComityPoint there = comity_network_figure_get_point (self, i);
      double x = there.x - here.x, y = there.y - here.y;
      double along = (x * dx + y * dy) / length, across = fabs (x * dy - y * dx) / length;

      if (i == from || !(self->radii[i] > 0) || along <= 0 || across > 1.74 * along)
        continue;
      if (along + 2 * across < nearest)
        {
          nearest = along + 2 * across;
          best = (gssize) i;
        }
    }
  return best;
}

/* States by direction. From a tie: left and right to the ties beside it in the list of the state
 * with the lower number, up and down to its states. */
static ComityElement
network_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = self->data;
  const ComityNetworkFigureEdge *edge = NULL;
  gssize a = -1, b = -1, next;

  if (data->n == 0)
    return COMITY_NO_ELEMENT;
  if (from.kind == COMITY_ELEMENT_STATE || from.kind == COMITY_ELEMENT_PAIR)
    a = comity_network_figure_find_node (self, from.a);
  if (from.kind == COMITY_ELEMENT_PAIR && a >= 0)
    b = comity_network_figure_find_node (self, from.b);
  if (a < 0)
    return state_element (self, data->by_degree[0]);
  if (b < 0)
    {
      next = dx != 0 || dy != 0 ? neighbour_in_direction (self, (gsize) a, dx, dy) : a;
      return state_element (self, (gsize) (next >= 0 ? next : a));
    }
  edge = comity_network_figure_find_edge (self, (gsize) a, (gsize) b);
  if (dy != 0 || edge == NULL)
    return state_element (self, (gsize) (dy > 0 ? b : a));
  next = CLAMP ((edge - data->edges) + dx, 0, (gssize) data->n_edges - 1);
  return edge_element (self, &data->edges[next]);
}

static char *
network_describe (ComityFigure *figure)
{
  const ComityNetworkFigureData *data = ((ComityNetworkFigure *) figure)->data;
  g_autofree char *states = comity_count_words (data->n, "state", "states");
  g_autofree char *pairs = comity_count_words (data->n_edges, "tie", "ties");
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "Treaty network, %s%d: %s, %s (%s).",
                          data->cumulative ? "up to " : "", data->year, states, pairs,
                          data->ties_name);
  if (data->n_isolates > 0 && data->n_edges > 0)
    {
      g_autofree char *isolates = comity_count_words (data->n_isolates, "state has", "states have");

      g_string_append_printf (words, " %s no tie.", isolates);
    }
  if (data->n_edges > 0)
    {
      g_string_append (words, " Most ties:");
      for (gsize i = 0; i < MIN (data->n, 3) && data->degrees[data->by_degree[i]] > 0; i++)
        g_string_append_printf (words, "%s %s (%u)", i > 0 ? "," : "",
                                data->names[data->by_degree[i]], data->degrees[data->by_degree[i]]);
      g_string_append_c (words, '.');
    }
  return g_string_free (words, FALSE);
}

static char *
describe_node (const ComityNetworkFigureData *data, gsize node)
{
  g_autofree char *partners =
      comity_count_words (data->degrees[node], "treaty partner", "treaty partners");
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%s (%s): %s; %s", data->names[node], data->codes[node], partners,
                          comity_family_label (data->families[node]));
  if (*data->regions[node] != '\0')
    g_string_append_printf (words, "; %s", data->regions[node]);
  if (data->color != NULL)
    {
      g_autofree char *value = comity_scale_format_value (data->color[node]);

      g_string_append_printf (words, "; %s %s", data->color_label, value);
    }
  return g_string_free (words, FALSE);
}

static char *
network_describe_element (ComityFigure *figure, ComityElement element)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = self->data;
  const ComityNetworkFigureEdge *edge;
  GString *words;
  gssize a, b;

  if (element.kind != COMITY_ELEMENT_STATE && element.kind != COMITY_ELEMENT_PAIR)
    return g_strdup ("");
  a = comity_network_figure_find_node (self, element.a);
  if (a < 0)
    return g_strdup ("");
  if (element.kind == COMITY_ELEMENT_STATE)
    return describe_node (data, (gsize) a);
  b = comity_network_figure_find_node (self, element.b);
  if (b < 0)
    return g_strdup ("");

  words = g_string_new (NULL);
  g_string_append_printf (words, "%s (%s) – %s (%s): ", data->names[a], data->codes[a],
                          data->names[b], data->codes[b]);
  edge = comity_network_figure_find_edge (self, (gsize) a, (gsize) b);
  if (edge == NULL)
    g_string_append_printf (words, "no %s %s %d", data->tie_name, data->cumulative ? "up to" : "in",
                            data->year);
  else
    {
      g_string_append (words, data->tie_name);
      if (edge->year > 0)
        g_string_append_printf (words, " %d", edge->year);
      if (edge->count > 1)
        g_string_append_printf (words, " (%u in all)", edge->count);
    }
  return g_string_free (words, FALSE);
}

static char *
network_to_table (ComityFigure *figure)
{
  const ComityNetworkFigureData *data = ((ComityNetworkFigure *) figure)->data;
  GString *table = g_string_new ("state\tname\ttradition\tregion\tties\tpartners\n");

  for (gsize i = 0; i < data->n; i++)
    {
      guint32 node = data->by_degree[i];

      g_string_append_printf (table, "%s\t%s\t%s\t%s\t%u\t", data->codes[node], data->names[node],
                              comity_family_label (data->families[node]), data->regions[node],
                              data->degrees[node]);
      for (guint32 k = data->first_tie[node]; k < data->first_tie[node + 1]; k++)
        {
          const ComityNetworkFigureEdge *edge = &data->edges[data->ties[k]];

          g_string_append_printf (table, "%s%s", k > data->first_tie[node] ? " " : "",
                                  data->codes[edge->a == node ? edge->b : edge->a]);
        }
      g_string_append_c (table, '\n');
    }
  return g_string_free (table, FALSE);
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
  if (data->method == COMITY_LAYOUT_GEO)
    {
      double unused, north, south;

      comity_geo_project (0, COMITY_MAP_NORTH, &unused, &north);
      comity_geo_project (0, COMITY_MAP_SOUTH, &unused, &south);
      left = MIN (left, 0);
      right = MAX (right, 1);
      top = MIN (top, north);
      bottom = MAX (bottom, south);
    }
  if (!(right >= left))
    left = top = 0, right = bottom = 1;
  self->frame = (ComityRect){ left, top, right - left, bottom - top };
}

static void
network_init (ComityNetworkFigure *self, ComityNetworkFigureData *data, const ComityPoint *places)
{
  self->data = data;
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
  .hit = network_hit,
  .get_element_rect = network_get_element_rect,
  .move = network_move,
  .describe = network_describe,
  .describe_element = network_describe_element,
  .to_table = network_to_table,
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
