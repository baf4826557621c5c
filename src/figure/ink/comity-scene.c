/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes: one of a figure, those between two of them, and their ink. What a figure puts into its
 * scene is its own affair (comity-network-figure-scene.c). */
#include "config.h"

#include "comity-scene-private.h"

#include <math.h>

/* What is only in the first scene is gone by this share of the time; what is only in the second
 * begins so long before the end. */
#define LEAVING 0.55
/* Older pictures than so many, when one movement begins in the midst of others, are not seen any
 * more. */
#define MOST_LAYERS 4

static void
clear_label (gpointer data)
{
  cairo_surface_destroy (((ComitySceneLabel *) data)->sprite);
}

static void
clear_layer (gpointer data)
{
  cairo_surface_destroy (((ComitySceneLayer *) data)->surface);
}

static ComityScene *
scene_new (double width, double height, double pixels, const ComityTheme *theme)
{
  ComityScene *self = g_atomic_rc_box_new0 (ComityScene);

  self->width = width;
  self->height = height;
  self->pixels = pixels;
  self->theme = theme;
  self->nodes = g_array_new (FALSE, FALSE, sizeof (ComitySceneNode));
  self->edges = g_array_new (FALSE, FALSE, sizeof (ComitySceneEdge));
  self->labels = g_array_new (FALSE, FALSE, sizeof (ComitySceneLabel));
  self->ground = g_array_new (FALSE, FALSE, sizeof (ComitySceneLayer));
  self->over = g_array_new (FALSE, FALSE, sizeof (ComitySceneLayer));
  g_array_set_clear_func (self->labels, clear_label);
  g_array_set_clear_func (self->ground, clear_layer);
  g_array_set_clear_func (self->over, clear_layer);
  return self;
}

static void
scene_clear (gpointer data)
{
  ComityScene *self = data;

  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_array_unref (self->labels);
  g_array_unref (self->ground);
  g_array_unref (self->over);
  g_clear_pointer (&self->places, g_hash_table_unref);
}

ComityScene *
comity_scene_ref (ComityScene *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
comity_scene_unref (ComityScene *self)
{
  g_atomic_rc_box_release_full (self, scene_clear);
}

void
comity_scene_add_layer (GArray *layers, cairo_surface_t *surface, double alpha)
{
  ComitySceneLayer layer = { cairo_surface_reference (surface), alpha };

  g_array_append_val (layers, layer);
}

/* A part of the figure by itself; NULL without memory. */
static cairo_surface_t *
draw_part (ComityFigure *figure, double pixels, ComityFigureParts part)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      part == COMITY_FIGURE_GROUND ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
      (int) ceil (figure->width * pixels), (int) ceil (figure->height * pixels));
  g_autoptr (ComityCanvas) canvas = NULL;
  cairo_t *cr;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  cairo_surface_set_device_scale (surface, pixels, pixels);
  cr = cairo_create (surface);
  canvas = comity_canvas_new_for_cairo (cr, figure->theme);
  figure->parts = part;
  if (part == COMITY_FIGURE_GROUND)
    comity_figure_draw_on_canvas (figure, canvas);
  else
    figure->klass->draw (figure, canvas);
  figure->parts = COMITY_FIGURE_ALL;
  cairo_destroy (cr);
  return surface;
}

ComityScene *
comity_scene_new (ComityFigure *figure, double pixels)
{
  g_autoptr (ComityScene) self = NULL;
  cairo_surface_t *ground;
  const ComityPoint origin = { 0, 0 };

  g_return_val_if_fail (figure != NULL && figure->theme != NULL && pixels > 0, NULL);

  if (figure->klass->fill_scene == NULL)
    return NULL;
  self = scene_new (figure->width, figure->height, pixels, figure->theme);
  if (!figure->klass->fill_scene (figure, self, origin))
    return NULL;
  ground = draw_part (figure, pixels, COMITY_FIGURE_GROUND);
  if (ground == NULL)
    return NULL;
  comity_scene_add_layer (self->ground, ground, 1.0);
  cairo_surface_destroy (ground);
  if (figure->klass->has_over (figure))
    {
      cairo_surface_t *over = draw_part (figure, pixels, COMITY_FIGURE_OVER);

      if (over != NULL)
        comity_scene_add_layer (self->over, over, 1.0);
      g_clear_pointer (&over, cairo_surface_destroy);
    }
  return g_steal_pointer (&self);
}

gboolean
comity_scene_fits (const ComityScene *self, const ComityScene *other)
{
  return self->width == other->width && self->height == other->height &&
         self->pixels == other->pixels && self->theme == other->theme;
}

static const ComitySceneNode *
find_node (ComityScene *self, guint32 state)
{
  gsize found;

  if (self->places == NULL)
    {
      self->places = g_hash_table_new (NULL, NULL);
      for (guint i = 0; i < self->nodes->len; i++)
        g_hash_table_insert (
            self->places,
            GSIZE_TO_POINTER ((gsize) g_array_index (self->nodes, ComitySceneNode, i).state + 1),
            GSIZE_TO_POINTER ((gsize) i + 1));
    }
  found =
      GPOINTER_TO_SIZE (g_hash_table_lookup (self->places, GSIZE_TO_POINTER ((gsize) state + 1)));
  return found > 0 ? &g_array_index (self->nodes, ComitySceneNode, found - 1) : NULL;
}

gboolean
comity_scene_find_state (ComityScene *self, guint32 state, double *x, double *y)
{
  const ComitySceneNode *node = find_node (self, state);

  if (node == NULL)
    return FALSE;
  *x = node->at.x;
  *y = node->at.y;
  return TRUE;
}

/* 0 up to @from, 1 from @to on, smooth between. */
static double
ease (double t, double from, double to)
{
  t = CLAMP ((t - from) / (to - from), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

static inline double
mix (double a, double b, double t)
{
  return a + t * (b - a);
}

static ComityPoint
mix_points (ComityPoint a, ComityPoint b, double t)
{
  return (ComityPoint){ mix (a.x, b.x, t), mix (a.y, b.y, t) };
}

static ComityColor
mix_colors (ComityColor a, ComityColor b, double t)
{
  return (ComityColor){ (float) mix (a.r, b.r, t), (float) mix (a.g, b.g, t),
                        (float) mix (a.b, b.b, t), (float) mix (a.a, b.a, t) };
}

/* How far the movement is. */
typedef struct
{
  double moved, left, come; /* shares, eased */
} Times;

static void
mix_nodes (ComityScene *self, ComityScene *from, ComityScene *to, const Times *times)
{
  for (guint i = 0; i < from->nodes->len; i++)
    {
      ComitySceneNode node = g_array_index (from->nodes, ComitySceneNode, i);

      node.radius *= 1.0 - times->left;
      node.is_pinned = FALSE;
      if (find_node (to, node.state) == NULL && node.radius > 0.0)
        g_array_append_val (self->nodes, node);
    }
  for (guint i = 0; i < to->nodes->len; i++)
    {
      ComitySceneNode node = g_array_index (to->nodes, ComitySceneNode, i);
      const ComitySceneNode *before = find_node (from, node.state);

      if (before != NULL)
        {
          node.at = mix_points (before->at, node.at, times->moved);
          node.radius = mix (before->radius, node.radius, times->moved);
          node.fill = mix_colors (before->fill, node.fill, times->moved);
          node.is_free = node.is_free || before->is_free;
        }
      else
        node.radius *= times->come;
      if (node.radius > 0.0)
        g_array_append_val (self->nodes, node);
    }
}

/* How far a state has gone from where @scene has it. */
static ComityPoint
gone (ComityScene *self, ComityScene *scene, guint32 state)
{
  const ComitySceneNode *now = find_node (self, state), *there = find_node (scene, state);

  return now == NULL || there == NULL
             ? (ComityPoint){ 0, 0 }
             : (ComityPoint){ now->at.x - there->at.x, now->at.y - there->at.y };
}

static int
count_points (ComitySceneEdgeKind kind)
{
  return kind == COMITY_SCENE_LINE ? COMITY_SCENE_POINTS : 4;
}

/* The same run by all points of a line. */
static void
make_line (ComitySceneEdge *edge)
{
  const ComityPoint p[4] = { edge->points[0], edge->points[1], edge->points[2], edge->points[3] };

  for (int i = 0; i < COMITY_SCENE_POINTS && edge->kind != COMITY_SCENE_LINE; i++)
    {
      double t = (double) i / (COMITY_SCENE_POINTS - 1), s = 1.0 - t;
      double b = 3.0 * s * s * t, c = 3.0 * s * t * t;

      edge->points[i] =
          edge->kind == COMITY_SCENE_STRAIGHT
              ? mix_points (p[0], p[3], t)
              : (ComityPoint){ s * s * s * p[0].x + b * p[1].x + c * p[2].x + t * t * t * p[3].x,
                               s * s * s * p[0].y + b * p[1].y + c * p[2].y + t * t * t * p[3].y };
    }
  edge->kind = COMITY_SCENE_LINE;
}

/* A tie of one scene alone goes with its states. */
static void
add_fading (ComityScene *self, ComityScene *scene, ComitySceneEdge edge, double visible)
{
  ComityPoint a = gone (self, scene, edge.a), b = gone (self, scene, edge.b);

  if (!(visible > 0.0))
    return;
  for (int i = 0; i < count_points (edge.kind); i++)
    {
      double share = edge.kind == COMITY_SCENE_LINE ? (double) i / (COMITY_SCENE_POINTS - 1)
                     : i < 2                        ? 0.0
                                                    : 1.0;

      edge.points[i].x += mix (a.x, b.x, share);
      edge.points[i].y += mix (a.y, b.y, share);
    }
  edge.color.a *= (float) visible;
  g_array_append_val (self->edges, edge);
}

static int
compare_edges (const ComitySceneEdge *x, const ComitySceneEdge *y)
{
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : (x->b > y->b);
}

static void
mix_edges (ComityScene *self, ComityScene *from, ComityScene *to, const Times *times)
{
  guint i = 0, j = 0;

  while (i < from->edges->len || j < to->edges->len)
    {
      const ComitySceneEdge *x =
          i < from->edges->len ? &g_array_index (from->edges, ComitySceneEdge, i) : NULL;
      const ComitySceneEdge *y =
          j < to->edges->len ? &g_array_index (to->edges, ComitySceneEdge, j) : NULL;
      int order = x == NULL ? 1 : y == NULL ? -1 : compare_edges (x, y);

      if (order == 0)
        {
          ComitySceneEdge before = *x, edge = *y;

          if (before.kind == COMITY_SCENE_LINE || edge.kind == COMITY_SCENE_LINE)
            {
              make_line (&before);
              make_line (&edge);
            }
          for (int k = 0; k < count_points (edge.kind); k++)
            edge.points[k] = mix_points (before.points[k], edge.points[k], times->moved);
          edge.kind = MAX (before.kind, edge.kind);
          edge.color = mix_colors (x->color, y->color, times->moved);
          edge.width = mix (x->width, y->width, times->moved);
          g_array_append_val (self->edges, edge);
        }
      else if (order < 0)
        add_fading (self, from, *x, 1.0 - times->left);
      else
        add_fading (self, to, *y, times->come);
      i += order <= 0;
      j += order >= 0;
    }
}

static const ComitySceneLabel *
find_label (const ComityScene *self, guint32 state)
{
  for (guint i = 0; i < self->labels->len; i++)
    if (g_array_index (self->labels, ComitySceneLabel, i).state == state)
      return &g_array_index (self->labels, ComitySceneLabel, i);
  return NULL;
}

/* A name that both have stays, and goes round its state if it must; others fade. */
static void
mix_labels (ComityScene *self, const ComityScene *from, const ComityScene *to, const Times *times)
{
  for (guint i = 0; i < from->labels->len; i++)
    {
      ComitySceneLabel label = g_array_index (from->labels, ComitySceneLabel, i);

      label.alpha *= 1.0 - times->left;
      if (find_label (to, label.state) != NULL || !(label.alpha > 0.0))
        continue;
      cairo_surface_reference (label.sprite);
      g_array_append_val (self->labels, label);
    }
  for (guint i = 0; i < to->labels->len; i++)
    {
      ComitySceneLabel label = g_array_index (to->labels, ComitySceneLabel, i);
      const ComitySceneLabel *before = find_label (from, label.state);

      if (before != NULL)
        {
          /* On its state it may look otherwise than beside it. */
          if (times->moved < 0.5)
            label.sprite = before->sprite;
          label.aside = mix_points (before->aside, label.aside, times->moved);
          label.alpha = mix (before->alpha, label.alpha, times->moved);
        }
      else
        label.alpha *= times->come;
      if (!(label.alpha > 0.0))
        continue;
      cairo_surface_reference (label.sprite);
      g_array_append_val (self->labels, label);
    }
}

static void
mix_layers (GArray *layers, const GArray *from, const GArray *to, double kept, double come)
{
  guint first = from->len > MOST_LAYERS ? from->len - MOST_LAYERS : 0;

  for (guint i = first; i < from->len && kept > 0.0; i++)
    {
      const ComitySceneLayer *layer = &g_array_index (from, ComitySceneLayer, i);

      comity_scene_add_layer (layers, layer->surface,
                              i == first && kept >= 1.0 ? 1.0 : kept * layer->alpha);
    }
  for (guint i = 0; i < to->len && come > 0.0; i++)
    {
      const ComitySceneLayer *layer = &g_array_index (to, ComitySceneLayer, i);

      comity_scene_add_layer (layers, layer->surface, come * layer->alpha);
    }
}

ComityScene *
comity_scene_mix (ComityScene *from, ComityScene *to, double share)
{
  ComityScene *self;
  Times times = { ease (share, 0.0, 1.0), ease (share, 0.0, LEAVING),
                  ease (share, 1.0 - LEAVING, 1.0) };

  g_return_val_if_fail (from != NULL && to != NULL && comity_scene_fits (from, to), NULL);

  self = scene_new (to->width, to->height, to->pixels, to->theme);
  self->area = (ComityRect){ mix (from->area.x, to->area.x, times.moved),
                             mix (from->area.y, to->area.y, times.moved),
                             mix (from->area.width, to->area.width, times.moved),
                             mix (from->area.height, to->area.height, times.moved) };
  mix_nodes (self, from, to, &times);
  mix_edges (self, from, to, &times);
  mix_labels (self, from, to, &times);
  /* The ground is whole all the time; lines over the ties belong to one scene or the other. */
  mix_layers (self->ground, from->ground, to->ground, 1.0, times.moved);
  mix_layers (self->over, from->over, to->over, 1.0 - times.left, times.come);
  return self;
}

static void
draw_layers (const GArray *layers, cairo_t *cr)
{
  for (guint i = 0; i < layers->len; i++)
    {
      const ComitySceneLayer *layer = &g_array_index (layers, ComitySceneLayer, i);

      cairo_set_source_surface (cr, layer->surface, 0.0, 0.0);
      if (layer->alpha >= 1.0)
        cairo_paint (cr);
      else
        cairo_paint_with_alpha (cr, layer->alpha);
    }
}

static void
draw_edges (const ComityScene *self, ComityCanvas *canvas)
{
  comity_canvas_begin_crowd (canvas);
  for (int above = 0; above < 2; above++)
    for (guint i = 0; i < self->edges->len; i++)
      {
        const ComitySceneEdge *edge = &g_array_index (self->edges, ComitySceneEdge, i);

        if (edge->is_above != above)
          continue;
        if (edge->kind == COMITY_SCENE_LINE)
          comity_canvas_polyline (canvas, edge->points, COMITY_SCENE_POINTS, edge->color,
                                  edge->width);
        else if (edge->kind == COMITY_SCENE_CURVE)
          comity_canvas_curve (canvas, edge->points, edge->color, edge->width);
        else
          comity_canvas_line (canvas, edge->points[0].x, edge->points[0].y, edge->points[3].x,
                              edge->points[3].y, edge->color, edge->width);
      }
  comity_canvas_end_crowd (canvas);
}

static void
draw_nodes (const ComityScene *self, ComityCanvas *canvas, gboolean is_free)
{
  comity_canvas_begin_crowd (canvas);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const ComitySceneNode *node = &g_array_index (self->nodes, ComitySceneNode, i);
      double aside = (node->radius + 0.67 * node->rim) * G_SQRT2 / 2;

      if (node->is_free != is_free || !(node->radius > 0.0))
        continue;
      comity_canvas_circle (canvas, node->at.x, node->at.y, node->radius, node->fill,
                            self->theme->background, node->rim);
      if (node->is_pinned)
        comity_canvas_circle (canvas, node->at.x + aside, node->at.y - aside, 2.4 * node->rim,
                              self->theme->text, self->theme->background, node->rim);
    }
  comity_canvas_end_crowd (canvas);
}

static void
draw_rings (ComityScene *self, ComityCanvas *canvas, const guint32 *marked, gsize n_marked)
{
  for (gsize i = 0; i < n_marked; i++)
    {
      const ComitySceneNode *node = find_node (self, marked[i]);

      if (node == NULL || !(node->radius > 0.0))
        continue;
      comity_canvas_circle (canvas, node->at.x, node->at.y, node->radius + 1.8 * node->rim,
                            (ComityColor){ 0 }, self->theme->background, 3.6 * node->rim);
      comity_canvas_circle (canvas, node->at.x, node->at.y, node->radius + 1.8 * node->rim,
                            (ComityColor){ 0 }, self->theme->accent, 1.9 * node->rim);
    }
}

static void
draw_labels (ComityScene *self, cairo_t *cr)
{
  for (guint i = 0; i < self->labels->len; i++)
    {
      const ComitySceneLabel *label = &g_array_index (self->labels, ComitySceneLabel, i);
      const ComitySceneNode *node = find_node (self, label->state);

      if (node == NULL)
        continue;
      cairo_set_source_surface (cr, label->sprite, node->at.x + label->aside.x,
                                node->at.y + label->aside.y);
      cairo_paint_with_alpha (cr, label->alpha);
    }
}

void
comity_scene_draw (ComityScene *self, cairo_t *cr, const guint32 *marked, gsize n_marked)
{
  g_autoptr (ComityCanvas) canvas = NULL;

  g_return_if_fail (self != NULL && cr != NULL);

  draw_layers (self->ground, cr);
  canvas = comity_canvas_new_for_cairo (cr, self->theme);
  comity_canvas_push_clip (canvas, &self->area);
  draw_edges (self, canvas);
  draw_layers (self->over, cr);
  draw_nodes (self, canvas, FALSE);
  comity_canvas_pop_clip (canvas);
  draw_nodes (self, canvas, TRUE);
  draw_rings (self, canvas, marked, n_marked);
  draw_labels (self, cr);
}
