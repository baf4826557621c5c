/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the parts of a network figure stand: the graph above, a block of states without a treaty
 * under it, the legends at the foot. And how large and of which colour the nodes are. */
#include "config.h"

#include "comity-network-figure-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A canvas of this many points by as many has marks of ordinary size. */
#define MIDDLING_SIDE 640.0
/* Marks of a panel are no smaller than this, or their colours are not seen. */
#define SMALLEST_IN_PANEL 0.62
/* Radii of nodes at ordinary size, points; the largest is for networks of up to so many states. */
#define RADIUS_MIN 2.2
#define RADIUS_MAX 10.0
#define RADIUS_SAME 4.2
#define LARGE_NODES_UP_TO 90.0
/* A force layout may be stretched this much to fill a wide picture. */
#define MAX_STRETCH 1.5
/* The block of isolates takes at most this share of the height with its codes. */
#define ISOLATES_SHARE 0.2

gboolean
comity_network_figure_in_block (const ComityNetworkFigure *self, gsize node)
{
  return self->data->degrees[node] == 0 && comity_layout_method_is_force (self->data->method);
}

ComityPoint
comity_network_figure_get_point (const ComityNetworkFigure *self, gsize node)
{
  const ComityPoint *point = &self->points[node];

  return comity_network_figure_in_block (self, node)
             ? *point
             : comity_figure_to_view (&self->parent, point->x, point->y);
}

double
comity_network_figure_value_to_radius (const ComityNetworkFigure *self, double value)
{
  double n = (double) MAX (MAX (self->data->n, self->most_nodes), 1);
  double largest = RADIUS_MAX * self->unit * MIN (1, sqrt (LARGE_NODES_UP_TO / n));
  double smallest = RADIUS_MIN * self->unit;

  if (self->data->size == NULL)
    return MIN (RADIUS_SAME * self->unit, largest);
  if (!(value > 0) || !(self->size_max > 0))
    return smallest;
  return MAX (smallest, largest * sqrt (value / self->size_max));
}

ComityColorBar
comity_network_figure_color_bar (const ComityNetworkFigure *self)
{
  return (ComityColorBar){
    .map = &self->map,
    .scale = &self->color_scale,
    .title = self->data->color_label,
    .size = 0.92 * self->parent.font_size,
  };
}

static ComityColor
group_color (const ComityNetworkFigure *self, int group)
{
  const ComityTheme *theme = self->parent.theme;

  if (group < 0)
    return theme->missing;
  return self->data->groups_are_traditions ? comity_theme_get_tradition (theme, group)
                                           : comity_theme_get_category (theme, (gsize) group);
}

static void
choose_colors (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;
  double low = INFINITY, high = -INFINITY;

  for (gsize i = 0; i < data->n && data->color != NULL; i++)
    if (isfinite (data->color[i]))
      {
        low = MIN (low, data->color[i]);
        high = MAX (high, data->color[i]);
      }
  low = fmin (low, self->color_low);
  high = fmax (high, self->color_high);
  if (data->diverging)
    {
      high = MAX (fabs (low), fabs (high));
      low = -high;
    }
  comity_scale_init (&self->color_scale, COMITY_SCALE_LINEAR, low, high);
  /* Small dots need contrast: viridis without the end that the background swallows, and from that
   * end on. */
  comity_color_map_from_name ("viridis", &self->map);
  if (self->parent.theme->kind == COMITY_THEME_DARK)
    self->map.skip_first = 0.24;
  else
    {
      self->map.skip_last = 0.1;
      self->map.reversed = TRUE;
    }
  if (data->diverging)
    self->map = comity_color_map_for_theme (self->parent.theme, TRUE, FALSE);
  for (gsize i = 0; i < data->n; i++)
    if (data->color == NULL)
      self->colors[i] = group_color (self, data->group[i]);
    else
      self->colors[i] = isfinite (data->color[i])
                            ? comity_color_map_get (
                                  &self->map, comity_scale_map (&self->color_scale, data->color[i]))
                            : self->parent.theme->missing;
}

static void
choose_sizes (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;
  ComityScale scale;
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_ticks;

  self->size_max = fmax (self->most_size, 0);
  for (gsize i = 0; i < data->n && data->size != NULL; i++)
    if (isfinite (data->size[i]))
      self->size_max = MAX (self->size_max, data->size[i]);
  self->largest_radius = 0;
  for (gsize i = 0; i < data->n; i++)
    {
      self->radii[i] =
          comity_network_figure_value_to_radius (self, data->size != NULL ? data->size[i] : 0);
      if (data->degrees[i] == 0)
        self->radii[i] = self->show_isolates && !(self->parent.is_panel &&
                                                  comity_network_figure_in_block (self, i))
                             ? MIN (self->radii[i], 2.6 * self->unit)
                             : 0;
      self->largest_radius = MAX (self->largest_radius, self->radii[i]);
    }

  self->n_size_marks = 0;
  if (data->size == NULL || !(self->size_max > 0) || data->n_edges == 0)
    return;
  comity_scale_init (&scale, COMITY_SCALE_LINEAR, 0, self->size_max);
  n_ticks = comity_scale_get_ticks (&scale, 3, ticks);
  for (gsize i = 0; i < n_ticks && self->n_size_marks < G_N_ELEMENTS (self->size_marks); i++)
    if (ticks[i] > 0)
      self->size_marks[self->n_size_marks++] = ticks[i];
}

/* "Civil law (53)"; the legend of many panels counts none of them. */
static void
add_group (ComityNetworkFigure *self, ComityColor color, const char *name, gsize n)
{
  g_autofree char *label = self->parent.is_panel
                               ? g_strdup (name)
                               : g_strdup_printf ("%s (%" G_GSIZE_FORMAT ")", name, n);

  comity_legend_add (self->legend, COMITY_LEGEND_CIRCLE, color, label);
}

static void
fill_legend (ComityNetworkFigure *self)
{
  const ComityNetworkFigureData *data = self->data;
  gsize n_none = 0;

  comity_legend_clear (self->legend);
  for (gsize i = 0; i < data->n; i++)
    n_none += data->color != NULL ? !isfinite (data->color[i]) : data->group[i] < 0;
  for (gsize k = 1; k <= data->n_groups && data->color == NULL; k++)
    {
      /* Tradition 0 is the unknown: it stands last. */
      gsize group = data->groups_are_traditions ? k % data->n_groups : k - 1;
      gsize n = 0;

      for (gsize i = 0; i < data->n; i++)
        n += data->group[i] == (int) group;
      if (n > 0 || (group < 64 && self->groups_there >> group & 1))
        add_group (self, group_color (self, (int) group), data->groups[group], n);
    }
  if (n_none > 0 || self->has_ungrouped)
    add_group (self, self->parent.theme->missing, data->color != NULL ? "No data" : "Other",
               n_none);
  comity_network_figure_add_line_legends (self);
}

/* Width of the row of circles that explains sizes; 0 without one. */
static double
size_legend_width (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  double em = self->parent.font_size, width = 0, text;
  ComityTextStyle style = comity_figure_text_style (&self->parent, 0.92);

  if (self->n_size_marks == 0)
    return 0;
  comity_canvas_measure (canvas, self->data->size_label, &style, &width, NULL);
  for (gsize i = 0; i < self->n_size_marks; i++)
    {
      g_autofree char *label =
          comity_scale_format_tick (self->size_marks, self->n_size_marks, self->size_marks[i]);

      comity_canvas_measure (canvas, label, &style, &text, NULL);
      width += 0.9 * em + 2 * comity_network_figure_value_to_radius (self, self->size_marks[i]) +
               0.35 * em + text;
    }
  return width;
}

/* Sets the legends at the foot; what they take of the height. */
static double
layout_legends (ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  double em = figure->font_size, sizes, width = figure->body.width, height = 0;
  double bottom = figure->body.y + figure->body.height, bar_height = 0, row = 1.55 * 0.92 * em;
  gboolean own_row;

  fill_legend (self);
  choose_sizes (self);
  sizes = size_legend_width (self, canvas);
  self->bar = (ComityRect){ 0 };
  if (self->data->color != NULL)
    {
      ComityColorBar bar = comity_network_figure_color_bar (self);

      self->bar.width = MIN (0.42 * width, 22 * em);
      bar_height = comity_color_bar_get_height (&bar, canvas, self->bar.width);
    }
  own_row = sizes > 0.45 * width || sizes + self->bar.width + 11 * em > width;
  comity_legend_layout (self->legend, canvas,
                        width - (self->bar.width > 0 ? self->bar.width + 1.5 * em : 0) -
                            (own_row || sizes == 0 ? 0 : sizes + 1.5 * em),
                        0.92 * em, FALSE, NULL, &height);
  height = MAX (MAX (height, bar_height), sizes > 0 && !own_row ? row : 0);
  if (own_row)
    {
      self->size_legend_x = figure->body.x;
      self->size_legend_y = bottom - row / 2;
      height += row;
    }
  else
    {
      self->size_legend_x = figure->body.x + width - sizes;
      self->size_legend_y = bottom - height + row / 2;
    }
  self->bar.x = figure->body.x;
  self->bar.y = bottom - height;
  self->legend_at =
      (ComityPoint){ figure->body.x + (self->bar.width > 0 ? self->bar.width + 1.5 * em : 0),
                     bottom - height };
  return height > 0 ? height + 0.6 * em : 0;
}

static int
compare_codes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  char *const *codes = user_data;

  return strcmp (codes[*(const guint32 *) a], codes[*(const guint32 *) b]);
}

/* Rows of small nodes in order of their codes, with the codes where there is room; the height. */
static double
layout_isolates (ComityNetworkFigure *self, ComityCanvas *canvas, double bottom)
{
  const ComityNetworkFigureData *data = self->data;
  const ComityFigure *figure = &self->parent;
  g_autofree guint32 *nodes = g_new (guint32, data->n + 1);
  ComityTextStyle style = comity_network_figure_label_style (self);
  double em = figure->font_size, widest = 0, step, pitch, title = 1.5 * em, height;
  gsize n = 0, per_row, n_rows;

  self->isolates = (ComityRect){ figure->body.x, bottom, figure->body.width, 0 };
  for (gsize i = 0; i < data->n && self->show_isolates; i++)
    if (comity_network_figure_in_block (self, i))
      {
        double width;

        nodes[n++] = (guint32) i;
        comity_canvas_measure (canvas, data->codes[i], &style, &width, NULL);
        widest = MAX (widest, width);
      }
  if (n == 0)
    return 0;
  g_qsort_with_data (nodes, (gint) n, sizeof *nodes, compare_codes, data->codes);

  pitch = widest + 1.15 * em;
  step = 1.2 * em;
  per_row = (gsize) MAX (1.0, floor (figure->body.width / pitch));
  n_rows = (n + per_row - 1) / per_row;
  self->isolates_have_codes =
      self->show_labels && (double) n_rows * step + title <= ISOLATES_SHARE * figure->body.height;
  if (!self->isolates_have_codes)
    {
      pitch = 6.5 * self->unit;
      step = 6.5 * self->unit;
      per_row = (gsize) MAX (1.0, floor (figure->body.width / pitch));
      n_rows = (n + per_row - 1) / per_row;
    }
  self->isolate_step = step;
  height = title + (double) n_rows * step;
  self->isolates.y = bottom - height;
  self->isolates.height = height;
  for (gsize i = 0; i < n; i++)
    self->points[nodes[i]] =
        (ComityPoint){ figure->body.x + 3 * self->unit + pitch * (double) (i % per_row),
                       self->isolates.y + title + step * ((double) (i / per_row) + 0.5) };
  return height + 0.4 * em;
}

/* Margins of the area that keep the outermost nodes, and labels round a circle, inside it. */
static ComityRect
inner_area (const ComityNetworkFigure *self, ComityCanvas *canvas)
{
  const ComityRect *area = &self->parent.area;
  ComityTextStyle style = comity_network_figure_label_style (self);
  double x, y, widest = 0;

  for (gsize i = 0; i < self->data->n; i++)
    {
      double width;

      if (self->data->method != COMITY_LAYOUT_CIRCLE || !self->show_labels)
        continue;
      comity_canvas_measure (canvas, self->data->codes[i], &style, &width, NULL);
      widest = MAX (widest, width);
    }
  x = y = self->largest_radius + 2 * self->unit + widest +
          (widest > 0 ? 0.3 * self->parent.font_size : 0);
  if (widest == 0)
    x += 1.2 * self->parent.font_size;
  return (ComityRect){ area->x + x, area->y + y, MAX (area->width - 2 * x, 1),
                       MAX (area->height - 2 * y, 1) };
}

static void
place_nodes (ComityNetworkFigure *self, ComityCanvas *canvas)
{
  ComityRect inner = inner_area (self, canvas);
  const ComityRect *frame = &self->frame;
  ComityLayoutMethod method = self->data->method;
  double x = frame->width > 1e-9 ? inner.width / frame->width : INFINITY;
  double y = frame->height > 1e-9 ? inner.height / frame->height : INFINITY;
  double limit = comity_layout_method_is_force (method) ? MAX_STRETCH : 1;

  if (method == COMITY_LAYOUT_ARC)
    y = x;
  if (isinf (x))
    x = y;
  if (isinf (y))
    y = x;
  if (isinf (x))
    x = y = MIN (inner.width, inner.height);
  if (method != COMITY_LAYOUT_ARC)
    {
      x = MIN (x, limit * y);
      y = MIN (y, limit * x);
    }
  self->stretch = (ComityPoint){ x, y };
  self->origin = (ComityPoint){ inner.x + (inner.width - x * frame->width) / 2,
                                inner.y + (inner.height - y * frame->height) / 2 };
  if (method == COMITY_LAYOUT_ARC)
    self->origin.y = self->parent.area.y + COMITY_NETWORK_ARC_LINE * self->parent.area.height;
  for (gsize i = 0; i < self->data->n; i++)
    if (!comity_network_figure_in_block (self, i))
      self->points[i] = (ComityPoint){ self->origin.x + x * (self->places[i].x - frame->x),
                                       self->origin.y + y * (self->places[i].y - frame->y) };
}

void
comity_network_figure_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  double taken;

  self->unit = CLAMP (sqrt (figure->body.width * figure->body.height) / MIDDLING_SIDE,
                      figure->is_panel ? SMALLEST_IN_PANEL : 0.45, 1.7);
  /* So many ties that they would close to a black ball are each the paler. */
  self->edge_alpha =
      CLAMP (7.0 / sqrt ((double) MAX (MAX (self->data->n_edges, self->most_edges), 1)), 0.1, 0.7);
  choose_colors (self);
  taken = layout_legends (self, canvas);
  if (figure->is_panel)
    {
      taken = 0;
      self->isolates = (ComityRect){ 0 };
    }
  else
    taken += layout_isolates (self, canvas, figure->body.y + figure->body.height - taken);
  figure->area = figure->body;
  figure->area.height = MAX (figure->body.height - taken, 1);
  place_nodes (self, canvas);
  comity_network_figure_find_bundles (self);
}

void
comity_network_figure_join (ComityFigure *figure, const ComityFigure *other)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = ((const ComityNetworkFigure *) other)->data;

  self->most_nodes = MAX (self->most_nodes, data->n);
  self->most_edges = MAX (self->most_edges, data->n_edges);
  self->most_treaties = MAX (self->most_treaties, data->most_treaties);
  for (gsize i = 0; i < data->n; i++)
    {
      if (data->color != NULL && isfinite (data->color[i]))
        {
          self->color_low = fmin (self->color_low, data->color[i]);
          self->color_high = fmax (self->color_high, data->color[i]);
        }
      else if (data->color != NULL || data->group[i] < 0)
        self->has_ungrouped = TRUE;
      else if (data->group[i] < 64)
        self->groups_there |= G_GUINT64_CONSTANT (1) << data->group[i];
      if (data->size != NULL && isfinite (data->size[i]))
        self->most_size = fmax (self->most_size, data->size[i]);
    }
}

/* Maps and round layouts are not stretched: a place of another shape stays empty. */
double
comity_network_figure_get_rigid_aspect (const ComityFigure *figure)
{
  const ComityNetworkFigure *self = (const ComityNetworkFigure *) figure;
  ComityLayoutMethod method = self->data->method;

  if (comity_layout_method_is_force (method) || method == COMITY_LAYOUT_ARC ||
      !(self->frame.width > 0 && self->frame.height > 0))
    return 0;
  return CLAMP (self->frame.width / self->frame.height, 0.5, 3);
}

double
comity_network_figure_layout_key (ComityFigure *figure, ComityCanvas *canvas, double width)
{
  const ComityRect body = figure->body;
  double height;

  figure->body = (ComityRect){ 0, 0, width, 0 };
  height = layout_legends ((ComityNetworkFigure *) figure, canvas);
  figure->body = body;
  return height;
}
