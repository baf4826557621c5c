/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is under a point of the network, where an element is, and where the arrow keys lead. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* Points within which an edge or a small node is meant. */
#define REACH 4.0

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

ComityPoint
comity_network_figure_point_on_curve (const ComityPoint points[4], double t)
{
  double u = 1 - t;
  double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

  return (ComityPoint){ a * points[0].x + b * points[1].x + c * points[2].x + d * points[3].x,
                        a * points[0].y + b * points[1].y + c * points[2].y + d * points[3].y };
}

/* A curve is inside the box round its handles. */
static gboolean
is_near_box (const ComityPoint points[4], ComityPoint p)
{
  double left = points[0].x, right = left, top = points[0].y, bottom = top;

  for (int i = 1; i < 4; i++)
    {
      left = MIN (left, points[i].x);
      right = MAX (right, points[i].x);
      top = MIN (top, points[i].y);
      bottom = MAX (bottom, points[i].y);
    }
  return p.x >= left - REACH && p.x <= right + REACH && p.y >= top - REACH && p.y <= bottom + REACH;
}

/* Infinite when it is farther than what could be meant. */
static double
distance_to_edge (const ComityNetworkFigure *self,
                  const ComityNetworkFigureEdge *edge,
                  ComityPoint p)
{
  ComityNetworkRun run;
  double nearest = INFINITY;

  comity_network_figure_get_run (self, edge, &run);
  if (run.n_curves == 0)
    return distance_to_segment (p, run.points[0], run.points[3]);
  for (gsize k = 0; k < run.n_curves; k++)
    {
      const ComityPoint *points = run.points + 3 * k;
      ComityPoint before = points[0];

      for (int i = 1; i < COMITY_NETWORK_EDGE_POINTS && is_near_box (points, p); i++)
        {
          ComityPoint at = comity_network_figure_point_on_curve (
              points, (double) i / (COMITY_NETWORK_EDGE_POINTS - 1));

          nearest = MIN (nearest, distance_to_segment (p, before, at));
          before = at;
        }
    }
  return nearest;
}

/* Nodes first, the nearest rim; then edges. Linear: 50,000 edges take under a millisecond. */
ComityElement
comity_network_figure_hit (ComityFigure *figure, double x, double y)
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
  /* What is drawn over the ties is meant before them. */
  for (gsize k = 0; k < data->n_marks; k++)
    {
      double distance = distance_to_edge (self, &data->marks[k].edge, (ComityPoint){ x, y });

      if (distance <= nearest && !comity_network_figure_in_block (self, data->marks[k].edge.a) &&
          !comity_network_figure_in_block (self, data->marks[k].edge.b))
        {
          nearest = distance;
          best = (gssize) (data->n_edges + k);
        }
    }
  if (best >= (gssize) data->n_edges)
    return edge_element (self, &data->marks[best - (gssize) data->n_edges].edge);
  return best >= 0 ? edge_element (self, &data->edges[best]) : COMITY_NO_ELEMENT;
}

void
comity_network_figure_find_states (ComityFigure *figure, const ComityRect *rect, GArray *states)
{
  const ComityNetworkFigure *self = (const ComityNetworkFigure *) figure;

  for (gsize i = 0; i < self->data->n; i++)
    {
      ComityPoint point = comity_network_figure_get_point (self, i);

      if (self->radii[i] > 0 && comity_rect_contains (rect, point.x, point.y) &&
          (comity_network_figure_in_block (self, i) ||
           comity_rect_contains (&figure->area, point.x, point.y)))
        g_array_append_val (states, self->data->states[i]);
    }
}

/* States of a force layout, whose places mean nothing by themselves. */
gboolean
comity_network_figure_move_element (ComityFigure *figure,
                                    ComityElement element,
                                    const ComityPoint *to)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  gssize node;

  if (element.kind != COMITY_ELEMENT_STATE || !comity_layout_method_is_force (self->data->method))
    return FALSE;
  node = comity_network_figure_find_node (self, element.a);
  if (node < 0 || comity_network_figure_in_block (self, (gsize) node))
    return FALSE;
  if (to != NULL)
    {
      comity_network_figure_get_layout_point (figure, to->x, to->y, &self->places[node].x,
                                              &self->places[node].y);
      self->points[node] = comity_figure_from_view (figure, to->x, to->y);
    }
  return TRUE;
}

gboolean
comity_network_figure_get_element_rect (ComityFigure *figure,
                                        ComityElement element,
                                        ComityRect *rect)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureEdge *edge;
  const ComityNetworkFigureMark *mark;
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
  mark = comity_network_figure_find_mark (self, (gsize) a, (gsize) b);
  if (edge == NULL && mark != NULL)
    edge = &mark->edge;
  if (edge == NULL)
    return FALSE;
  {
    ComityNetworkRun run;

    /* A small square round the middle of the tie, which the tie itself goes through. */
    comity_network_figure_get_run (self, edge, &run);
    point = comity_network_run_at (&run, 0.5);
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
ComityElement
comity_network_figure_move (ComityFigure *figure, ComityElement from, int dx, int dy)
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
