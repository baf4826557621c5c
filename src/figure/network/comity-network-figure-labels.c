/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placing the codes of states: none over another, over a node or over the edge of the picture; the
 * best connected states first. Made anew for each view, so that zooming in brings more of them. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>

/* So many states at most are tried, the best connected; more would not be read. */
#define MAX_TRIED 600
/* Of them, so many may have their code on the node in a crowd. */
#define MAX_IN_CROWD 40
#define ALWAYS_IN_CROWD 10
/* In a panel of a strip, which is so large (square points): more would hide the ties. */
#define MAX_IN_PANEL 24
#define PANEL_AREA 20000.0
#define ALWAYS_IN_PANEL 4
#define LABEL_SIZE 0.84
/* Side of the cells in which nodes around a label are looked for, points. */
#define CELL 32.0

ComityTextStyle
comity_network_figure_label_style (const ComityNetworkFigure *self)
{
  ComityTextStyle style = comity_figure_text_style (&self->parent, LABEL_SIZE);

  style.align_x = style.align_y = 0.5;
  return style;
}

static gboolean
is_inside (const ComityRect *box, const ComityRect *area)
{
  return box->x >= area->x && box->y >= area->y && box->x + box->width <= area->x + area->width &&
         box->y + box->height <= area->y + area->height;
}

static gboolean
touches_circle (const ComityRect *box, ComityPoint centre, double radius)
{
  double x = CLAMP (centre.x, box->x, box->x + box->width) - centre.x;
  double y = CLAMP (centre.y, box->y, box->y + box->height) - centre.y;

  return x * x + y * y < radius * radius;
}

/* Nodes of the view by cells of the area, so that a label looks only at those around it. */
typedef struct
{
  int n_columns, n_rows;
  double left, top;
  guint32 *first; /* cells + 1: a cell's nodes in nodes[] */
  guint32 *nodes;
  ComityPoint *points; /* n, in the view of now */
} Cells;

static void
cells_clear (Cells *self)
{
  g_free (self->first);
  g_free (self->nodes);
  g_free (self->points);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cells, cells_clear)

/* Which cell a place is in; those outside are in the cells at the rim. */
static gsize
cell_of (const Cells *cells, ComityPoint point)
{
  int column = (int) CLAMP ((point.x - cells->left) / CELL, 0, cells->n_columns - 1);
  int row = (int) CLAMP ((point.y - cells->top) / CELL, 0, cells->n_rows - 1);

  return (gsize) row * (gsize) cells->n_columns + (gsize) column;
}

static void
cells_init (Cells *cells, const ComityNetworkFigure *self)
{
  const ComityRect *area = &self->parent.area;
  gsize n = self->data->n, n_cells;
  g_autofree guint32 *next = NULL;

  cells->left = area->x;
  cells->top = area->y;
  cells->n_columns = (int) CLAMP (area->width / CELL + 1, 1, 1000);
  cells->n_rows = (int) CLAMP (area->height / CELL + 1, 1, 1000);
  n_cells = (gsize) cells->n_columns * (gsize) cells->n_rows;
  cells->first = g_new0 (guint32, n_cells + 1);
  cells->nodes = g_new (guint32, n + 1);
  cells->points = g_new (ComityPoint, n + 1);
  for (int filling = 0; filling < 2; filling++)
    {
      for (gsize i = 0; i < n; i++)
        {
          if (!(self->radii[i] > 0) || comity_network_figure_in_block (self, i))
            continue;
          cells->points[i] = comity_network_figure_get_point (self, i);
          if (filling)
            cells->nodes[next[cell_of (cells, cells->points[i])]++] = (guint32) i;
          else
            cells->first[cell_of (cells, cells->points[i]) + 1]++;
        }
      for (gsize c = 0; c < n_cells && !filling; c++)
        cells->first[c + 1] += cells->first[c];
      if (!filling)
        next = g_memdup2 (cells->first, (n_cells + 1) * sizeof *next);
    }
}

/* Whether a node but @own, drawn @share as large as it is, reaches into the box. */
static gboolean
hits_node (const ComityNetworkFigure *self,
           const Cells *cells,
           const ComityRect *box,
           gsize own,
           double share)
{
  double far = self->largest_radius;
  gsize first = cell_of (cells, (ComityPoint){ box->x - far, box->y - far });
  gsize last =
      cell_of (cells, (ComityPoint){ box->x + box->width + far, box->y + box->height + far });
  gsize n_columns = (gsize) cells->n_columns;

  for (gsize row = first / n_columns; row <= last / n_columns; row++)
    for (gsize c = row * n_columns + first % n_columns; c <= row * n_columns + last % n_columns; c++)
      for (guint32 k = cells->first[c]; k < cells->first[c + 1]; k++)
        {
          guint32 i = cells->nodes[k];

          if (i != own && touches_circle (box, cells->points[i], share * self->radii[i]))
            return TRUE;
        }
  return FALSE;
}

static gboolean
is_free (const ComityNetworkFigure *self, const Cells *cells, const ComityRect *box, gsize own)
{
  if (!is_inside (box, &self->parent.area))
    return FALSE;
  for (guint i = 0; i < self->labels->len; i++)
    if (comity_rect_overlaps (box, &g_array_index (self->labels, ComityNetworkLabel, i).box))
      return FALSE;
  return !hits_node (self, cells, box, own, 1);
}

/* FALSE when there is no room. The eight places round a node, in the order of a cartographer's
 * liking (Imhof 1975), after the one on the node where it is large enough. */
static gboolean
try_label (ComityNetworkFigure *self, ComityCanvas *canvas, const Cells *cells, gsize node)
{
  static const double places[][2] = { { 1, 0 },       { -1, 0 },       { 0, -1 },
                                      { 0, 1 },       { 0.72, -0.72 }, { -0.72, -0.72 },
                                      { 0.72, 0.72 }, { -0.72, 0.72 } };
  ComityTextStyle style = comity_network_figure_label_style (self);
  ComityPoint point = comity_network_figure_get_point (self, node);
  double radius = self->radii[node], gap = 0.1 * self->parent.font_size;
  double width, height;
  ComityNetworkLabel label = { .node = (guint32) node };

  if (!comity_rect_contains (&self->parent.area, point.x, point.y))
    return TRUE;
  comity_canvas_measure (canvas, self->data->codes[node], &style, &width, &height);
  height *= 0.8; /* codes are capitals: no descenders, little above */
  label.box = (ComityRect){ point.x - width / 2, point.y - height / 2, width, height };
  if (radius >= 0.5 * hypot (width, 0.8 * height) && is_free (self, cells, &label.box, node))
    {
      label.inside = TRUE;
      g_array_append_val (self->labels, label);
      return TRUE;
    }
  for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
    {
      double x = point.x + places[k][0] * (radius + gap),
             y = point.y + places[k][1] * (radius + gap);

      label.box = (ComityRect){ places[k][0] > 0   ? x
                                : places[k][0] < 0 ? x - width
                                                   : x - width / 2,
                                places[k][1] > 0   ? y
                                : places[k][1] < 0 ? y - height
                                                   : y - height / 2,
                                width, height };
      if (is_free (self, cells, &label.box, node))
        {
          g_array_append_val (self->labels, label);
          return TRUE;
        }
    }
  return FALSE;
}

/* In a crowd, where all eight places are taken by other nodes, a well connected state's code stands
 * on its own node with a halo: over the rims of its neighbours, and, for @always, over their
 * middles. */
static void
try_label_in_crowd (ComityNetworkFigure *self,
                    ComityCanvas *canvas,
                    const Cells *cells,
                    gsize node,
                    gboolean always)
{
  ComityTextStyle style = comity_network_figure_label_style (self);
  ComityPoint point = comity_network_figure_get_point (self, node);
  ComityNetworkLabel label = { .node = (guint32) node };
  double width, height;

  comity_canvas_measure (canvas, self->data->codes[node], &style, &width, &height);
  height *= 0.8;
  label.box = (ComityRect){ point.x - width / 2, point.y - height / 2, width, height };
  if (!is_inside (&label.box, &self->parent.area))
    return;
  for (guint i = 0; i < self->labels->len; i++)
    if (comity_rect_overlaps (&label.box, &g_array_index (self->labels, ComityNetworkLabel, i).box))
      return;
  if (!always && hits_node (self, cells, &label.box, node, 0.55))
    return;
  g_array_append_val (self->labels, label);
}

/* Round a circle labels stand on its spokes, under an arc diagram upright: they need room along the
 * row of nodes only. */
static void
try_label_in_row (ComityNetworkFigure *self, ComityCanvas *canvas, gsize node)
{
  const ComityFigure *figure = &self->parent;
  gboolean is_arc = self->data->method == COMITY_LAYOUT_ARC;
  ComityTextStyle style = comity_network_figure_label_style (self);
  ComityPoint point = comity_network_figure_get_point (self, node);
  ComityPoint middle =
      comity_figure_to_view (figure, self->origin.x + self->stretch.x * self->frame.width / 2,
                             self->origin.y + self->stretch.y * self->frame.height / 2);
  ComityNetworkLabel label = { .node = (guint32) node };
  double width, height, reach, angle;

  comity_canvas_measure (canvas, self->data->codes[node], &style, &width, &height);
  height *= 0.86;
  angle = is_arc ? G_PI / 2 : atan2 (point.y - middle.y, point.x - middle.x);
  reach = self->largest_radius + 0.25 * figure->font_size + width / 2;
  label.at = (ComityPoint){ point.x + reach * cos (angle), point.y + reach * sin (angle) };
  if (!comity_rect_contains (&figure->area, label.at.x, label.at.y))
    return;
  for (guint i = 0; i < self->labels->len; i++)
    {
      const ComityNetworkLabel *other = &g_array_index (self->labels, ComityNetworkLabel, i);

      if (hypot (other->at.x - label.at.x, other->at.y - label.at.y) < height)
        return;
    }
  label.turned = TRUE;
  label.angle = is_arc ? -G_PI / 2 : cos (angle) < -1e-9 ? angle + G_PI : angle;
  label.box = (ComityRect){ label.at.x - height / 2, label.at.y - height / 2, height, height };
  g_array_append_val (self->labels, label);
}

void
comity_network_figure_place_labels (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = self->data;
  gboolean in_row = data->method == COMITY_LAYOUT_CIRCLE || data->method == COMITY_LAYOUT_ARC;
  gsize always = figure->is_panel ? ALWAYS_IN_PANEL : ALWAYS_IN_CROWD;
  double area = figure->area.width * figure->area.height;
  gsize most = figure->is_panel ? (gsize) (MAX_IN_PANEL * MAX (area / PANEL_AREA, 1)) : MAX_TRIED;
  g_auto (Cells) cells = { 0 };

  g_array_set_size (self->labels, 0);
  if (data->method == COMITY_LAYOUT_HIVE && self->show_labels)
    {
      comity_network_figure_label_hive (self, canvas, MIN (most, MAX_TRIED));
      return;
    }
  cells_init (&cells, self);
  for (gsize i = 0; i < MIN (data->n, MIN (most, MAX_TRIED)) && self->show_labels; i++)
    {
      gsize node = data->by_degree[i];

      if (!(self->radii[node] > 0) || comity_network_figure_in_block (self, node))
        continue;
      if (in_row)
        try_label_in_row (self, canvas, node);
      else if (!try_label (self, canvas, &cells, node) && i < MAX_IN_CROWD)
        try_label_in_crowd (self, canvas, &cells, node, i < always);
    }
}
