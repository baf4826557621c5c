/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run of a tie: straight where it hides nothing, bent where it would, or as was asked for. On a
 * circle and on rings ties between the same two groups run together for a while (hierarchical
 * bundling, Holten 2006, doi:10.1109/TVCG.2006.147), so that who ties with whom is seen before each
 * single tie; in force layouts and on maps along routes (comity-network-figure-run.c). */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* How far a tie follows its bundle: 0 straight, 1 through the middles of both groups. */
#define BUNDLING 0.82
/* The middle of a group on a circle lies this far out towards the picture's own. */
#define TO_MIDDLE 0.35
/* A bow of its own goes so far towards the middle of the picture: of a circle, of anything else. */
#define ROUND_BOW 0.5
#define BOW 0.17
/* Bundled ties of a hive run at this share of its radius, so far do they go there. */
#define HIVE_MIDDLE 0.78
#define HIVE_BUNDLING 0.72
#define LINE_WIDTH 0.85
#define WIDEST 3.4

void
comity_network_figure_find_bundles (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;
  g_autofree double *members = g_new0 (double, data->n_bundles + 1);
  ComityPoint middle = { self->origin.x + self->stretch.x * self->frame.width / 2,
                         self->origin.y + self->stretch.y * self->frame.height / 2 };

  g_free (self->bundle_middles);
  self->bundle_middles = g_new0 (ComityPoint, data->n_bundles + 1);
  for (gsize i = 0; i < data->n && data->n_bundles > 0; i++)
    {
      ComityPoint *at = &self->bundle_middles[data->bundle[i]];
      double k = ++members[data->bundle[i]];

      at->x += (self->points[i].x - at->x) / k;
      at->y += (self->points[i].y - at->y) / k;
    }
  for (gsize b = 0; b < data->n_bundles; b++)
    {
      self->bundle_middles[b].x += TO_MIDDLE * (middle.x - self->bundle_middles[b].x);
      self->bundle_middles[b].y += TO_MIDDLE * (middle.y - self->bundle_middles[b].y);
    }
}

double
comity_network_figure_get_line_width (const ComityNetworkFigure *self, guint32 count)
{
  return LINE_WIDTH * self->unit * MIN (sqrt (MAX (count, 1)), WIDEST);
}

guint32
comity_network_figure_get_widest_count (void)
{
  return (guint32) ceil (WIDEST * WIDEST);
}

ComityPoint
comity_network_figure_get_middle (const ComityNetworkFigure *self)
{
  return comity_figure_to_view (&self->parent,
                                self->origin.x + self->stretch.x * self->frame.width / 2,
                                self->origin.y + self->stretch.y * self->frame.height / 2);
}

static ComityPoint
mix (ComityPoint a, ComityPoint b, double t)
{
  return (ComityPoint){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* Through the middles of the two groups; inside one group a flat bow towards its middle. */
static void
bend_with_bundle (const ComityNetworkFigure *self,
                  const ComityNetworkFigureEdge *edge,
                  ComityPoint points[4])
{
  const guint32 *bundle = self->data->bundle;
  ComityPoint of_a = self->bundle_middles[bundle[edge->a]];
  ComityPoint of_b = self->bundle_middles[bundle[edge->b]];
  double follow = bundle[edge->a] == bundle[edge->b] ? 0.6 * BUNDLING : BUNDLING;

  of_a = comity_figure_to_view (&self->parent, of_a.x, of_a.y);
  of_b = comity_figure_to_view (&self->parent, of_b.x, of_b.y);
  points[1] = mix (points[0], of_a, follow);
  points[2] = mix (points[3], of_b, follow);
}

/* From axis to axis along arcs round the middle, bundled all at about the same distance from it;
 * along one axis in a bow beside it. FALSE: straight. */
static gboolean
bend_between_axes (const ComityNetworkFigure *self, ComityPoint points[4])
{
  ComityEdgeStyle style = self->data->edge_style;
  ComityPoint middle = comity_network_figure_get_middle (self);
  ComityPoint a = points[0], b = points[3];
  double from = atan2 (a.y - middle.y, a.x - middle.x);
  double turn = atan2 (b.y - middle.y, b.x - middle.x) - from;
  double ra = hypot (a.x - middle.x, a.y - middle.y);
  double rb = hypot (b.x - middle.x, b.y - middle.y);

  if (turn > G_PI)
    turn -= 2 * G_PI;
  else if (turn < -G_PI)
    turn += 2 * G_PI;
  if (fabs (turn) < 0.05)
    {
      /* Clockwise of the axis, whichever end comes first. */
      double side = 0.42 * (rb - ra) * (ra < rb ? 1 : -1);
      double sine = sin (from), cosine = cos (from);

      points[1] = (ComityPoint){ a.x - side * sine, a.y + side * cosine };
      points[2] = (ComityPoint){ b.x - side * sine, b.y + side * cosine };
      return TRUE;
    }
  if (style == COMITY_EDGES_STRAIGHT)
    return FALSE;
  if (style == COMITY_EDGES_BUNDLED)
    {
      double widest =
          0.5 * self->parent.view_scale *
          MIN (self->stretch.x * self->frame.width, self->stretch.y * self->frame.height);

      ra += HIVE_BUNDLING * (HIVE_MIDDLE * widest - ra);
      rb += HIVE_BUNDLING * (HIVE_MIDDLE * widest - rb);
    }
  points[1] =
      (ComityPoint){ middle.x + ra * cos (from + turn / 3), middle.y + ra * sin (from + turn / 3) };
  points[2] = (ComityPoint){ middle.x + rb * cos (from + 2 * turn / 3),
                             middle.y + rb * sin (from + 2 * turn / 3) };
  return TRUE;
}

static void
bend_over_map (const ComityNetworkFigure *self, ComityPoint points[4])
{
  ComityPoint a = points[0], b = points[3];
  double lift = 0.09 * (b.x > a.x ? 1 : -1);

  if (self->data->projection == COMITY_PROJECTION_POLAR)
    {
      ComityPoint pole = comity_network_figure_get_middle (self);

      points[1] = mix (mix (a, b, 1.0 / 3), pole, 0.16);
      points[2] = mix (mix (a, b, 2.0 / 3), pole, 0.16);
      return;
    }
  /* A slight arch, as of a flight; towards the pole, so that both ends see the same. */
  points[1] = (ComityPoint){ a.x + (b.x - a.x) / 3 + lift * (b.y - a.y),
                             a.y + (b.y - a.y) / 3 - lift * (b.x - a.x) };
  points[2] = (ComityPoint){ a.x + 2 * (b.x - a.x) / 3 + lift * (b.y - a.y),
                             a.y + 2 * (b.y - a.y) / 3 - lift * (b.x - a.x) };
}

/* In an arc; bundled, those between the same two families rise over the middles of these. */
static void
bend_over_line (const ComityNetworkFigure *self,
                const ComityNetworkFigureEdge *edge,
                ComityPoint points[4])
{
  ComityPoint a = points[0], b = points[3];
  double room = COMITY_NETWORK_ARC_LINE * self->parent.area.height * 0.94;
  double widest = MAX (self->stretch.x * self->frame.width, 1);
  double height = 4.0 / 3 * hypot (b.x - a.x, b.y - a.y) / 2 * MIN (1, 2 * room / widest);

  points[1] = (ComityPoint){ a.x, a.y - height };
  points[2] = (ComityPoint){ b.x, b.y - height };
  if (self->data->edge_style == COMITY_EDGES_BUNDLED)
    {
      const guint32 *bundle = self->data->bundle;
      double x1 = self->bundle_middles[bundle[edge->a]].x;
      double x2 = self->bundle_middles[bundle[edge->b]].x;
      double together = bundle[edge->a] == bundle[edge->b] ? 0 : BUNDLING;
      double far = fabs (self->parent.view_scale * (x2 - x1));
      double top = 4.0 / 3 * far / 2 * MIN (1, 2 * room / widest);

      x1 = comity_figure_to_view (&self->parent, x1, 0).x;
      x2 = comity_figure_to_view (&self->parent, x2, 0).x;
      points[1].x += together * (x1 - points[1].x);
      points[2].x += together * (x2 - points[2].x);
      points[1].y += together * (a.y - top - points[1].y);
      points[2].y += together * (b.y - top - points[2].y);
    }
}

/* In a bow towards the middle of the picture: the farther it passes from that, the rounder. */
static void
bend_towards (const ComityNetworkFigure *self, double share, ComityPoint points[4])
{
  ComityPoint a = points[0], b = points[3], middle = comity_network_figure_get_middle (self);

  points[1] = mix (mix (a, b, 1.0 / 3), middle, share);
  points[2] = mix (mix (a, b, 2.0 / 3), middle, share);
}

/* Handles of a single curve; FALSE: straight. */
static gboolean
bend (const ComityNetworkFigure *self, const ComityNetworkFigureEdge *edge, ComityPoint points[4])
{
  ComityEdgeStyle style = self->data->edge_style;

  switch (self->data->method)
    {
    case COMITY_LAYOUT_CIRCLE:
    case COMITY_LAYOUT_CONCENTRIC:
      if (style == COMITY_EDGES_STRAIGHT)
        return FALSE;
      if (style == COMITY_EDGES_CURVED)
        bend_towards (self, ROUND_BOW, points);
      else
        bend_with_bundle (self, edge, points);
      return TRUE;
    case COMITY_LAYOUT_HIVE:
      return bend_between_axes (self, points);
    case COMITY_LAYOUT_ARC:
      bend_over_line (self, edge, points);
      return TRUE;
    case COMITY_LAYOUT_GEO:
      if (style == COMITY_EDGES_STRAIGHT)
        return FALSE;
      bend_over_map (self, points);
      return TRUE;
    case COMITY_LAYOUT_FR:
    case COMITY_LAYOUT_KK:
    case COMITY_LAYOUT_STRESS:
      if (style != COMITY_EDGES_CURVED)
        return FALSE;
      bend_towards (self, BOW, points);
      return TRUE;
    }
  return FALSE;
}

void
comity_network_figure_get_run (const ComityNetworkFigure *self,
                               const ComityNetworkFigureEdge *edge,
                               ComityNetworkRun *run)
{
  if (comity_network_figure_follow_route (self, edge, run))
    return;
  run->points[0] = run->points[1] = comity_network_figure_get_point (self, edge->a);
  run->points[3] = run->points[2] = comity_network_figure_get_point (self, edge->b);
  run->n_curves = bend (self, edge, run->points) ? 1 : 0;
}

static const char *const style_names[] = {
  [COMITY_EDGES_AUTO] = "auto",
  [COMITY_EDGES_STRAIGHT] = "straight",
  [COMITY_EDGES_CURVED] = "curved",
  [COMITY_EDGES_BUNDLED] = "bundled",
};
G_STATIC_ASSERT (G_N_ELEMENTS (style_names) == COMITY_N_EDGE_STYLES);

gboolean
comity_edge_style_from_name (const char *name, ComityEdgeStyle *style)
{
  for (gsize k = 0; k < G_N_ELEMENTS (style_names); k++)
    if (g_str_equal (style_names[k], name))
      {
        *style = (ComityEdgeStyle) k;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_edge_style_name (ComityEdgeStyle style)
{
  g_return_val_if_fail ((gsize) style < G_N_ELEMENTS (style_names), NULL);
  return style_names[style];
}
