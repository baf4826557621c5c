/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network figure as a scene: where its states, ties and names are now, so that they can go on to
 * where those of another year are. */
#include "config.h"

#include "comity-network-figure-private.h"
#include "comity-scene-private.h"

#include <math.h>

/* Of so many ties a frame is drawn well within a thirtieth of a second (tests/display/
 * measure-frames.c); beyond, one picture fades into the next. */
#define MOST_TIES 4500

static void
add_edges (const ComityNetworkFigure *self, ComityScene *scene, ComityPoint origin)
{
  const ComityNetworkFigureData *data = self->data;

  for (gsize k = 0; k < data->n_edges; k++)
    {
      const ComityNetworkFigureEdge *edge = &data->edges[k];
      ComitySceneEdge line = { .a = data->states[edge->a], .b = data->states[edge->b] };
      ComityNetworkRun run;
      int n_points;

      comity_network_figure_get_run (self, edge, &run);
      line.kind = run.n_curves == 0   ? COMITY_SCENE_STRAIGHT
                  : run.n_curves == 1 ? COMITY_SCENE_CURVE
                                      : COMITY_SCENE_LINE;
      n_points = run.n_curves > 1 ? COMITY_SCENE_POINTS : 4;
      for (int i = 0; i < n_points; i++)
        {
          line.points[i] = run.n_curves > 1
                               ? comity_network_run_at (&run, (double) i / (n_points - 1))
                               : run.points[i];
          line.points[i].x += origin.x;
          line.points[i].y += origin.y;
        }
      line.is_above = comity_network_figure_is_within_group (self, edge);
      line.color = comity_network_figure_get_edge_color (self, edge);
      line.width = comity_network_figure_get_line_width (self, edge->count);
      g_array_append_val (scene->edges, line);
    }
}

static void
add_nodes (const ComityNetworkFigure *self, ComityScene *scene, ComityPoint origin)
{
  const ComityNetworkFigureData *data = self->data;

  for (gsize i = 0; i < data->n; i++)
    {
      guint32 node = data->by_degree[i];
      ComitySceneNode dot = { data->states[node],
                              comity_network_figure_get_point (self, node),
                              self->radii[node],
                              0.9 * self->unit,
                              self->colors[node],
                              comity_network_figure_in_block (self, node),
                              data->pinned != NULL && data->pinned[node] &&
                                  self->parent.theme->kind != COMITY_THEME_PRINT };

      dot.at.x += origin.x;
      dot.at.y += origin.y;
      if (dot.radius > 0)
        g_array_append_val (scene->nodes, dot);
    }
}

/* The label by itself on a picture that is large enough however it is turned, and whose pixels are
 * those of the whole while it is at rest. */
static void
add_label (const ComityNetworkFigure *self,
           ComityScene *scene,
           ComityPoint origin,
           const ComityNetworkLabel *label)
{
  ComityTextStyle style = comity_network_figure_label_style (self);
  g_autoptr (ComityCanvas) measuring = comity_canvas_new_for_measuring (scene->theme);
  g_autoptr (ComityCanvas) canvas = NULL;
  ComityPoint point = comity_network_figure_get_point (self, label->node);
  ComityPoint middle = label->turned ? label->at
                                     : (ComityPoint){ label->box.x + label->box.width / 2,
                                                      label->box.y + label->box.height / 2 };
  ComitySceneLabel name = { .state = self->data->states[label->node], .alpha = 1.0 };
  double width, height, corner_x, corner_y;
  cairo_t *cr;

  style.bold = TRUE;
  comity_canvas_measure (measuring, self->data->codes[label->node], &style, &width, &height);
  width += self->parent.font_size;
  height += 0.5 * self->parent.font_size;
  if (label->turned)
    width = height = hypot (width, height);
  if (label->has_line)
    width = height =
        width + 2 * MAX (hypot (label->from.x - middle.x, label->from.y - middle.y),
                         hypot (label->to.x - middle.x, label->to.y - middle.y));
  name.sprite = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (width * scene->pixels),
                                            (int) ceil (height * scene->pixels));
  if (cairo_surface_status (name.sprite) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (name.sprite);
      return;
    }
  cairo_surface_set_device_scale (name.sprite, scene->pixels, scene->pixels);
  corner_x = floor ((origin.x + middle.x - width / 2) * scene->pixels) / scene->pixels - origin.x;
  corner_y = floor ((origin.y + middle.y - height / 2) * scene->pixels) / scene->pixels - origin.y;
  name.aside = (ComityPoint){ corner_x - point.x, corner_y - point.y };
  cr = cairo_create (name.sprite);
  cairo_translate (cr, -corner_x, -corner_y);
  canvas = comity_canvas_new_for_cairo (cr, scene->theme);
  comity_network_figure_draw_label (self, canvas, label);
  cairo_destroy (cr);
  g_array_append_val (scene->labels, name);
}

gboolean
comity_network_figure_fill_scene (ComityFigure *figure, ComityScene *scene, ComityPoint origin)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;

  if (self->data->n_edges > MOST_TIES)
    return FALSE;
  scene->area = figure->area;
  scene->area.x += origin.x;
  scene->area.y += origin.y;
  add_edges (self, scene, origin);
  add_nodes (self, scene, origin);
  for (guint i = 0; i < self->labels->len; i++)
    add_label (self, scene, origin, &g_array_index (self->labels, ComityNetworkLabel, i));
  return TRUE;
}

gboolean
comity_network_figure_has_over (const ComityFigure *figure)
{
  const ComityNetworkFigureData *data = ((const ComityNetworkFigure *) figure)->data;

  return data->n_layers > 0 || data->n_marks > 0;
}
