/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network's ink: ties, one stroke each, under nodes, under labels; and what lies over them for
 * the pointer and the selection. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* Ties of a group are as dark as those of a state up to so many; of more each is the paler, and so
 * pale at most. */
#define MANY_GROUP_TIES 200.0
#define PALEST_GROUP_TIE 0.14
/* A group of up to so many has a tag at each of its states. */
#define MAX_GROUP_TAGS 12

static void
draw_edge (const ComityNetworkFigure *self,
           ComityCanvas *canvas,
           const ComityNetworkFigureEdge *edge,
           ComityColor color,
           double line_width)
{
  ComityNetworkRun run;

  comity_network_figure_get_run (self, edge, &run);
  if (run.n_curves > 0)
    comity_canvas_curves (canvas, run.points, run.n_curves, color, line_width);
  else
    comity_canvas_line (canvas, run.points[0].x, run.points[0].y, run.points[3].x,
                        run.points[3].y, color, line_width);
}

/* Within a family a tie has its colour: who keeps to their own kind is seen at once. */
gboolean
comity_network_figure_is_within_group (const ComityNetworkFigure *self,
                                       const ComityNetworkFigureEdge *edge)
{
  const ComityNetworkFigureData *data = self->data;
  int group = data->group[edge->a];

  return data->color == NULL && group == data->group[edge->b] && group >= 0 &&
         !(data->groups_are_traditions && group == COMITY_TRADITION_UNKNOWN);
}

ComityColor
comity_network_figure_get_edge_color (const ComityNetworkFigure *self,
                                      const ComityNetworkFigureEdge *edge)
{
  gboolean within = comity_network_figure_is_within_group (self, edge);

  return comity_color_with_alpha (within ? self->colors[edge->a] : self->parent.theme->edge,
                                  within ? MIN (1.25 * self->edge_alpha, 0.8) : self->edge_alpha);
}

static void
draw_edges (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityNetworkFigureData *data = self->data;

  for (int within = 0; within < 2; within++)
    for (gsize k = 0; k < data->n_edges; k++)
      {
        const ComityNetworkFigureEdge *edge = &data->edges[k];

        if (comity_network_figure_is_within_group (self, edge) == within)
          draw_edge (self, canvas, edge, comity_network_figure_get_edge_color (self, edge),
                     comity_network_figure_get_line_width (self, edge->count));
      }
}

static void
draw_node (const ComityNetworkFigure *self, ComityCanvas *canvas, gsize node)
{
  ComityPoint point = comity_network_figure_get_point (self, node);

  if (self->radii[node] > 0)
    comity_canvas_circle (canvas, point.x, point.y, self->radii[node], self->colors[node],
                          self->parent.theme->background, 0.9 * self->unit);
}

/* A pin's head at the rim of what was put in its place by hand. Print has no use for it. */
static void
draw_pin (const ComityNetworkFigure *self, ComityCanvas *canvas, gsize node)
{
  const ComityTheme *theme = self->parent.theme;
  ComityPoint point = comity_network_figure_get_point (self, node);
  double aside = (self->radii[node] + 0.6 * self->unit) * G_SQRT2 / 2;

  if (theme->kind == COMITY_THEME_PRINT || self->data->pinned == NULL ||
      !self->data->pinned[node] || !(self->radii[node] > 0))
    return;
  comity_canvas_circle (canvas, point.x + aside, point.y - aside, 2.2 * self->unit, theme->text,
                        theme->background, 0.9 * self->unit);
}

void
comity_network_figure_draw_label (const ComityNetworkFigure *self,
                                  ComityCanvas *canvas,
                                  const ComityNetworkLabel *label)
{
  const ComityTheme *theme = self->parent.theme;
  ComityTextStyle style = comity_network_figure_label_style (self);
  ComityPoint at = { label->box.x + label->box.width / 2, label->box.y + label->box.height / 2 };

  if (label->has_line)
    {
      comity_canvas_line (canvas, label->from.x, label->from.y, label->to.x, label->to.y,
                          theme->background, 2.2 * self->unit);
      comity_canvas_line (canvas, label->from.x, label->from.y, label->to.x, label->to.y,
                          theme->text_dim, 0.6 * self->unit);
    }
  if (label->turned)
    {
      style.angle = label->angle;
      style.halo = label->halo;
      at = label->at;
    }
  else if (label->inside)
    {
      ComityColor fill = self->colors[label->node];
      ComityColor light = { 1, 1, 1, 1 }, dark = { 0, 0, 0, 1 };

      style.bold = TRUE;
      style.color =
          comity_color_contrast (fill, light) > comity_color_contrast (fill, dark) ? light : dark;
    }
  else
    style.halo = 0.13 * self->parent.font_size;
  if (!label->inside && self->data->degrees[label->node] == 0)
    style.color = theme->text_dim;
  comity_canvas_text (canvas, at.x, at.y, self->data->codes[label->node], &style);
}

static void
draw_isolates (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityNetworkFigureData *data = self->data;
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 0.86);
  g_autofree char *count = comity_count_text (data->n_isolates);
  g_autofree char *title = g_strdup_printf ("No treaty in this network (%s)", count);

  style.color = figure->theme->text_dim;
  comity_canvas_text (canvas, self->isolates.x, self->isolates.y, title, &style);
  style = comity_network_figure_label_style (self);
  style.color = figure->theme->text_dim;
  style.align_x = 0;
  for (gsize i = 0; i < data->n; i++)
    {
      const ComityPoint *point = &self->points[i];

      if (!comity_network_figure_in_block (self, i))
        continue;
      if (figure->parts == COMITY_FIGURE_ALL)
        draw_node (self, canvas, i);
      if (self->isolates_have_codes)
        comity_canvas_text (canvas, point->x + self->radii[i] + 0.25 * figure->font_size, point->y,
                            data->codes[i], &style);
    }
}

static void
draw_size_legend (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  double em = figure->font_size, x = self->size_legend_x, y = self->size_legend_y, width;
  ComityTextStyle style = comity_figure_text_style (figure, 0.92);

  style.align_y = 0.5;
  comity_canvas_text (canvas, x, y, self->data->size_label, &style);
  comity_canvas_measure (canvas, self->data->size_label, &style, &width, NULL);
  x += width;
  for (gsize i = 0; i < self->n_size_marks; i++)
    {
      double radius = comity_network_figure_value_to_radius (self, self->size_marks[i]);
      g_autofree char *label =
          comity_scale_format_tick (self->size_marks, self->n_size_marks, self->size_marks[i]);

      x += 0.9 * em + radius;
      comity_canvas_circle (canvas, x, y, radius, (ComityColor){ 0 }, figure->theme->text_dim, 0.8);
      x += radius + 0.35 * em;
      comity_canvas_text (canvas, x, y, label, &style);
      comity_canvas_measure (canvas, label, &style, &width, NULL);
      x += width;
    }
}

static void
draw_legends (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  comity_legend_draw (self->legend, canvas, self->legend_at.x, self->legend_at.y);
  if (self->bar.width > 0)
    {
      ComityColorBar bar = comity_network_figure_color_bar (self);

      comity_color_bar_draw (&bar, canvas, self->bar.x, self->bar.y, self->bar.width);
    }
  if (self->n_size_marks > 0)
    draw_size_legend (self, canvas);
}

/* What moves when the network does. */
static void
draw_graph (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityNetworkFigureData *data = self->data;

  comity_canvas_begin_crowd (canvas);
  draw_edges (self, canvas);
  comity_network_figure_draw_layers (self, canvas);
  comity_network_figure_draw_marks (self, canvas);
  /* The largest first, so that none hides a smaller one. */
  for (gsize i = 0; i < data->n; i++)
    if (!comity_network_figure_in_block (self, data->by_degree[i]))
      {
        draw_node (self, canvas, data->by_degree[i]);
        draw_pin (self, canvas, data->by_degree[i]);
      }
  comity_canvas_end_crowd (canvas);
}

static void
draw_over (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  comity_canvas_push_clip (canvas, &self->parent.area);
  comity_canvas_begin_crowd (canvas);
  comity_network_figure_draw_layers (self, canvas);
  comity_network_figure_draw_marks (self, canvas);
  comity_canvas_end_crowd (canvas);
  comity_canvas_pop_clip (canvas);
}

/* In the middle; where states stand there, on a ground of its own. */
static void
say_empty (const ComityNetworkFigure *self, ComityCanvas *canvas, const char *sentence)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 1);
  ComityRect ground;
  double width, height, pad = 0.5 * figure->font_size;

  style.width = figure->area.width * 0.9;
  comity_canvas_measure (canvas, sentence, &style, &width, &height);
  ground = (ComityRect){ figure->area.x + (figure->area.width - width) / 2 - pad,
                         figure->area.y + (figure->area.height - height) / 2 - pad, width + 2 * pad,
                         height + 2 * pad };
  if (!comity_layout_method_is_force (self->data->method))
    comity_canvas_fill_rect (canvas, &ground,
                             comity_color_with_alpha (figure->theme->background, 0.94));
  comity_figure_draw_empty (figure, canvas, &figure->area, sentence);
}

void
comity_network_figure_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = self->data;

  if (figure->parts == COMITY_FIGURE_OVER)
    {
      draw_over (self, canvas);
      return;
    }
  comity_canvas_push_clip (canvas, &figure->area);
  if (data->method == COMITY_LAYOUT_GEO)
    comity_network_figure_draw_map (self, canvas);
  if (figure->parts == COMITY_FIGURE_ALL)
    draw_graph (self, canvas);
  comity_canvas_pop_clip (canvas);
  for (guint i = 0; i < self->labels->len && figure->parts == COMITY_FIGURE_ALL; i++)
    comity_network_figure_draw_label (self, canvas,
                                      &g_array_index (self->labels, ComityNetworkLabel, i));
  if (self->isolates.height > 0)
    draw_isolates (self, canvas);
  if (!figure->is_panel)
    draw_legends (self, canvas);
  if (data->n_edges == 0)
    {
      g_autofree char *sentence =
          data->n == 0   ? g_strdup_printf ("No states in %d.", data->year)
          : data->n == 1 ? g_strdup_printf ("%s alone: nobody to tie it to.", data->names[0])
                         : g_strdup_printf ("No %s %s %d.", data->ties_name,
                                            data->cumulative ? "up to" : "signed in", data->year);

      say_empty (self, canvas, sentence);
    }
}

void
comity_network_figure_draw_key (ComityFigure *figure, ComityCanvas *canvas)
{
  draw_legends ((ComityNetworkFigure *) figure, canvas);
}

/* The state's code on a tag beside its node, inside the picture. */
static void
draw_tag (const ComityNetworkFigure *self, ComityCanvas *canvas, gsize node, ComityColor color)
{
  const ComityFigure *figure = &self->parent;
  ComityPoint point = comity_network_figure_get_point (self, node);
  ComityTextStyle style = comity_figure_text_style (figure, 0.92);
  double pad = 0.25 * figure->font_size, width, height, x;
  ComityRect tag;

  style.bold = TRUE;
  style.color = figure->theme->background;
  style.align_x = style.align_y = 0.5;
  comity_canvas_measure (canvas, self->data->codes[node], &style, &width, &height);
  x = point.x + self->radii[node] + 2 * self->unit + pad;
  if (x + width + 2 * pad > figure->width)
    x = point.x - self->radii[node] - 2 * self->unit - width - 3 * pad;
  tag = (ComityRect){ x, point.y - height / 2, width + 2 * pad, height };
  comity_canvas_fill_rect (canvas, &tag, color);
  comity_canvas_text (canvas, x + pad + width / 2, point.y, self->data->codes[node], &style);
}

static void
draw_ring (const ComityNetworkFigure *self, ComityCanvas *canvas, gsize node, ComityColor color)
{
  ComityPoint point = comity_network_figure_get_point (self, node);
  double radius = self->radii[node];

  comity_canvas_circle (canvas, point.x, point.y, radius, self->colors[node],
                        self->parent.theme->background, 0);
  comity_canvas_circle (canvas, point.x, point.y, radius + 1.6 * self->unit, (ComityColor){ 0 },
                        self->parent.theme->background, 3.2 * self->unit);
  comity_canvas_circle (canvas, point.x, point.y, radius + 1.6 * self->unit, (ComityColor){ 0 },
                        color, 1.7 * self->unit);
}

/* Its ties in the colour, its partners and their labels above them. @veil pales everything else. */
static void
draw_state (const ComityNetworkFigure *self,
            ComityCanvas *canvas,
            gsize node,
            ComityColor color,
            gboolean veil)
{
  const ComityNetworkFigureData *data = self->data;
  const ComityFigure *figure = &self->parent;

  comity_canvas_push_clip (canvas, &figure->area);
  if (veil && data->degrees[node] > 0)
    comity_canvas_fill_rect (canvas, &figure->area,
                             comity_color_with_alpha (figure->theme->background, 0.62));
  for (guint32 k = data->first_tie[node]; k < data->first_tie[node + 1]; k++)
    draw_edge (self, canvas, &data->edges[data->ties[k]], comity_color_with_alpha (color, 0.72),
               1.15 * self->unit);
  for (guint32 k = data->first_tie[node]; k < data->first_tie[node + 1]; k++)
    {
      const ComityNetworkFigureEdge *edge = &data->edges[data->ties[k]];

      draw_node (self, canvas, edge->a == node ? edge->b : edge->a);
    }
  for (guint i = 0; i < self->labels->len; i++)
    {
      const ComityNetworkLabel *label = &g_array_index (self->labels, ComityNetworkLabel, i);

      if (label->node != node && comity_network_figure_find_edge (self, node, label->node) != NULL)
        comity_network_figure_draw_label (self, canvas, label);
    }
  comity_canvas_pop_clip (canvas);
  draw_ring (self, canvas, node, color);
  draw_tag (self, canvas, node, color);
}

/* The ties along a shortest way, if there is one. */
static void
draw_path (
    const ComityNetworkFigure *self, ComityCanvas *canvas, gsize a, gsize b, ComityColor color)
{
  g_autofree guint32 *path = NULL;
  gsize n = comity_network_figure_find_path (self, a, b, &path);

  for (gsize i = 1; i < n; i++)
    {
      const ComityNetworkFigureEdge *edge =
          comity_network_figure_find_edge (self, path[i - 1], path[i]);

      draw_edge (self, canvas, edge, self->parent.theme->background, 5 * self->unit);
      draw_edge (self, canvas, edge, color, 2 * self->unit);
    }
  for (gsize i = 1; i + 1 < n; i++)
    {
      draw_ring (self, canvas, path[i], color);
      draw_tag (self, canvas, path[i], color);
    }
}

/* A pair without a tie is joined by dashes, and by the way over others when there is one. */
static void
draw_pair (
    const ComityNetworkFigure *self, ComityCanvas *canvas, gsize a, gsize b, ComityColor color)
{
  const ComityNetworkFigureEdge *edge = comity_network_figure_find_edge (self, a, b);
  ComityPoint p = comity_network_figure_get_point (self, a);
  ComityPoint q = comity_network_figure_get_point (self, b);
  double length = hypot (q.x - p.x, q.y - p.y), dash = 5 * self->unit;

  if (edge != NULL)
    {
      draw_edge (self, canvas, edge, self->parent.theme->background, 5.5 * self->unit);
      draw_edge (self, canvas, edge, color, 3 * self->unit);
    }
  else
    draw_path (self, canvas, a, b, color);
  if (edge == NULL)
    for (double at = 0; at < length; at += 2 * dash)
      {
        double t = at / length, end = MIN ((at + dash) / length, 1);

        comity_canvas_line (canvas, p.x + t * (q.x - p.x), p.y + t * (q.y - p.y),
                            p.x + end * (q.x - p.x), p.y + end * (q.y - p.y), color,
                            1.5 * self->unit);
      }
  draw_ring (self, canvas, a, color);
  draw_ring (self, canvas, b, color);
  draw_tag (self, canvas, a, color);
  draw_tag (self, canvas, b, color);
}

static void
draw_element (const ComityNetworkFigure *self,
              ComityCanvas *canvas,
              ComityElement element,
              ComityColor color,
              gboolean veil)
{
  gssize a, b;

  if (element.kind != COMITY_ELEMENT_STATE && element.kind != COMITY_ELEMENT_PAIR)
    return;
  a = comity_network_figure_find_node (self, element.a);
  if (a < 0 || !(self->radii[a] > 0))
    return;
  if (element.kind == COMITY_ELEMENT_STATE)
    {
      draw_state (self, canvas, (gsize) a, color, veil);
      return;
    }
  b = comity_network_figure_find_node (self, element.b);
  if (b >= 0 && self->radii[b] > 0)
    draw_pair (self, canvas, (gsize) a, (gsize) b, color);
}

/* Once more over what the pointer brought: the selection stays readable. */
static void
draw_names (const ComityNetworkFigure *self,
            ComityCanvas *canvas,
            ComityElement element,
            ComityColor color)
{
  const guint32 states[2] = { element.a, element.b };
  int n = element.kind == COMITY_ELEMENT_STATE ? 1 : element.kind == COMITY_ELEMENT_PAIR ? 2 : 0;

  for (int i = 0; i < n; i++)
    {
      gssize node = comity_network_figure_find_node (self, states[i]);

      if (node < 0 || !(self->radii[node] > 0))
        continue;
      draw_ring (self, canvas, (gsize) node, color);
      draw_tag (self, canvas, (gsize) node, color);
    }
}

/* Several states: rings, the ties among them, their labels; everything else pales. */
static void
draw_group (const ComityNetworkFigure *self, ComityCanvas *canvas, ComityColor color)
{
  const ComityNetworkFigureData *data = self->data;
  const ComityFigure *figure = &self->parent;
  g_autofree gboolean *is_in = g_new0 (gboolean, data->n + 1);
  gsize n = 0, n_ties = 0;
  ComityColor tie;

  for (gsize k = 0; k < figure->n_emphasis; k++)
    {
      gssize node = comity_network_figure_find_node (self, figure->emphasis[k]);

      if (node < 0 || !(self->radii[node] > 0) || is_in[node])
        continue;
      is_in[node] = TRUE;
      n++;
    }
  if (n == 0)
    return;
  for (gsize k = 0; k < data->n_edges; k++)
    n_ties += is_in[data->edges[k].a] && is_in[data->edges[k].b];
  tie = comity_color_with_alpha (
      color, CLAMP (0.72 * sqrt (MANY_GROUP_TIES / MAX (n_ties, 1)), PALEST_GROUP_TIE, 0.72));
  comity_canvas_push_clip (canvas, &figure->area);
  comity_canvas_fill_rect (canvas, &figure->area,
                           comity_color_with_alpha (figure->theme->background, 0.62));
  comity_canvas_begin_crowd (canvas);
  for (gsize k = 0; k < data->n_edges; k++)
    if (is_in[data->edges[k].a] && is_in[data->edges[k].b])
      draw_edge (self, canvas, &data->edges[k], tie, 1.15 * self->unit);
  comity_canvas_end_crowd (canvas);
  comity_canvas_pop_clip (canvas);
  comity_canvas_begin_crowd (canvas);
  for (gsize i = 0; i < data->n; i++)
    if (is_in[data->by_degree[i]])
      draw_ring (self, canvas, data->by_degree[i], color);
  comity_canvas_end_crowd (canvas);
  for (guint i = 0; i < self->labels->len && n > MAX_GROUP_TAGS; i++)
    {
      const ComityNetworkLabel *label = &g_array_index (self->labels, ComityNetworkLabel, i);

      if (is_in[label->node])
        comity_network_figure_draw_label (self, canvas, label);
    }
  for (gsize i = 0; i < data->n && n <= MAX_GROUP_TAGS; i++)
    if (is_in[i])
      draw_tag (self, canvas, i, color);
}

void
comity_network_figure_draw_overlay (ComityFigure *figure,
                                    ComityCanvas *canvas,
                                    ComityElement hover,
                                    ComityElement selected)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityRect everything = { 0, figure->area.y, figure->width,
                                  figure->body.y + figure->body.height - figure->area.y };

  comity_canvas_push_clip (canvas, &everything);
  if (comity_figure_emphasises (figure, selected))
    draw_group (self, canvas, figure->theme->accent);
  draw_element (self, canvas, selected, figure->theme->accent, TRUE);
  if (!comity_element_equal (hover, selected))
    {
      draw_element (self, canvas, hover, figure->theme->hover, FALSE);
      draw_names (self, canvas, selected, figure->theme->accent);
    }
  comity_canvas_pop_clip (canvas);
}
