/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The coefficient plot: a row a term, a point an estimate, a thin line its interval and a thick one
 * a standard error to each side; several models stand beside each other in the row. Its sentences
 * and its table are in -words.c. */
#include "config.h"

#include "comity-coef-figure-private.h"

#include "comity-color-map.h"
#include "comity-figure-private.h"
#include "comity-legend.h"
#include "comity-scale.h"

#include <math.h>
#include <stdlib.h>

/* An interval wider than this many times the ordinary one (the median) is cut, with an arrow,
 * rather than left to squeeze all others: it belongs to a term that the data hardly speak of. */
#define WIDEST_INTERVAL 12.0

typedef struct
{
  ComityFigure parent;
  ComityCoefData *data;
  ComityScale scale;
  ComityLegend *legend;
  ComityPoint legend_at;
  double row_height;
  double label_size; /* in ordinary letters */
  double label_width;
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_ticks;
} CoefFigure;

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
init_scale (CoefFigure *self)
{
  const ComityCoefData *data = self->data;
  g_autofree double *widths = g_new (double, data->n_terms * data->n_models + 1);
  double low = 0, high = 0, widest;
  gsize n = 0;

  for (gsize i = 0; i < data->n_terms * data->n_models; i++)
    if (comity_coef_point_is_drawn (&data->points[i]) &&
        isfinite (data->points[i].high - data->points[i].low))
      widths[n++] = MAX (fabs (data->points[i].low), fabs (data->points[i].high));
  qsort (widths, n, sizeof (double), compare_doubles);
  widest = n > 0 ? WIDEST_INTERVAL * widths[n / 2] : INFINITY;
  for (gsize i = 0; i < data->n_terms * data->n_models; i++)
    {
      const ComityCoefPoint *point = &data->points[i];

      if (!comity_coef_point_is_drawn (point))
        continue;
      low =
          MIN (low, CLAMP (isfinite (point->low) ? point->low : point->estimate, -widest, widest));
      high = MAX (high,
                  CLAMP (isfinite (point->high) ? point->high : point->estimate, -widest, widest));
    }
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, low - 0.04 * (high - low),
                     high + 0.04 * (high - low));
}

static ComityTextStyle
axis_title_style (const CoefFigure *self)
{
  ComityTextStyle style = comity_figure_text_style (&self->parent, 0.9);

  style.color = self->parent.theme->text_dim;
  style.align_x = 0.5;
  style.width = self->parent.body.width;
  return style;
}

static void
coef_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  CoefFigure *self = (CoefFigure *) figure;
  const ComityCoefData *data = self->data;
  ComityTextStyle style = comity_figure_text_style (figure, 1);
  g_autofree char *title = comity_coef_data_dup_axis_title (data);
  double legend_height = 0, tick_height, title_height;
  ComityRect *area = &figure->area;

  comity_legend_clear (self->legend);
  if (data->n_models > 1)
    for (gsize i = 0; i < data->n_models; i++)
      comity_legend_add (self->legend, COMITY_LEGEND_CIRCLE,
                         comity_theme_get_category (figure->theme, i), data->models[i]);
  comity_legend_layout (self->legend, canvas, figure->body.width, figure->font_size, FALSE, NULL,
                        &legend_height);
  if (legend_height > 0)
    legend_height += 0.5 * figure->font_size;
  self->legend_at = (ComityPoint){ figure->body.x, figure->body.y };

  init_scale (self);
  comity_canvas_measure (canvas, "0", &style, NULL, &tick_height);
  style = axis_title_style (self);
  comity_canvas_measure (canvas, title, &style, NULL, &title_height);
  *area = figure->body;
  area->y += legend_height;
  area->height -= legend_height + tick_height + title_height + 0.9 * figure->font_size;
  area->height = MAX (area->height, 1);
  self->row_height = area->height / (double) MAX (data->n_terms, 1);

  /* Every term keeps its label: many rows have smaller letters. */
  self->label_size = CLAMP (self->row_height / (1.35 * figure->font_size), 0.55, 1.0);
  style = comity_figure_text_style (figure, self->label_size);
  self->label_width = 0;
  for (gsize i = 0; i < data->n_terms; i++)
    {
      double width;

      comity_canvas_measure (canvas, data->labels[i], &style, &width, NULL);
      self->label_width = MAX (self->label_width, width);
    }
  self->label_width = MIN (self->label_width + 1, 0.52 * figure->body.width);
  area->x += self->label_width + 0.9 * figure->font_size;
  area->width = MAX (figure->body.x + figure->body.width - area->x, 1);
  self->n_ticks = comity_scale_get_ticks (
      &self->scale, (gsize) CLAMP (area->width / (5.5 * figure->font_size), 2.0, 9.0), self->ticks);
}

static double
value_to_x (const CoefFigure *self, double value)
{
  const ComityRect *area = &self->parent.area;

  return area->x + area->width * CLAMP (comity_scale_map (&self->scale, value), 0.0, 1.0);
}

/* Models share the middle 60 % of a row, the first on top. */
static double
point_to_y (const CoefFigure *self, gsize term, gsize model)
{
  double n = (double) self->data->n_models;
  double step = MIN (0.6 * self->row_height / n, 1.1 * self->parent.font_size);

  return self->parent.area.y + ((double) term + 0.5) * self->row_height +
         ((double) model - (n - 1) / 2) * step;
}

static double
point_radius (const CoefFigure *self)
{
  double room = 0.6 * self->row_height / (double) MAX (self->data->n_models, 1);

  return CLAMP (0.42 * room, 1.2, 0.34 * self->parent.font_size);
}

static void
draw_axes (CoefFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityTheme *theme = figure->theme;
  const ComityRect *area = &figure->area;
  double bottom = area->y + area->height, tick_height, title_width;
  ComityTextStyle style = comity_figure_text_style (figure, 1);
  g_autofree char *title = comity_coef_data_dup_axis_title (self->data);

  comity_canvas_measure (canvas, "0", &style, NULL, &tick_height);
  style.align_x = 0.5;
  style.color = theme->text_dim;
  for (gsize i = 0; i < self->n_ticks; i++)
    {
      double x = value_to_x (self, self->ticks[i]);
      g_autofree char *label =
          comity_scale_format_tick (self->ticks, self->n_ticks, self->ticks[i]);

      comity_canvas_line (canvas, x, area->y, x, bottom, theme->grid, 0.6);
      comity_canvas_line (canvas, x, bottom, x, bottom + 0.3 * figure->font_size, theme->text_dim,
                          0.7);
      comity_canvas_text (canvas, x, bottom + 0.35 * figure->font_size, label, &style);
    }
  comity_canvas_line (canvas, area->x, bottom, area->x + area->width, bottom, theme->text_dim, 0.7);
  comity_canvas_line (canvas, value_to_x (self, 0), area->y, value_to_x (self, 0), bottom,
                      theme->text_dim, 1);

  /* Under the middle of the axis, unless it then would leave the figure. */
  style = axis_title_style (self);
  comity_canvas_measure (canvas, title, &style, &title_width, NULL);
  style.width = title_width + 1;
  comity_canvas_text (
      canvas,
      MIN (area->x + area->width / 2, figure->body.x + figure->body.width - title_width / 2),
      bottom + 0.6 * figure->font_size + tick_height, title, &style);

  style = comity_figure_text_style (figure, self->label_size);
  style.align_x = 1;
  style.align_y = 0.5;
  style.width = self->label_width;
  for (gsize i = 0; i < self->data->n_terms; i++)
    {
      double height;

      /* In as many lines as the row has room for, else cut. */
      style.cut = FALSE;
      comity_canvas_measure (canvas, self->data->labels[i], &style, NULL, &height);
      style.cut = height > 0.95 * self->row_height;
      comity_canvas_text (canvas, area->x - 0.9 * figure->font_size,
                          area->y + ((double) i + 0.5) * self->row_height, self->data->labels[i],
                          &style);
    }
}

/* Where an interval leaves the axis, an arrow says that it goes on. */
static void
draw_arrow (
    const CoefFigure *self, ComityCanvas *canvas, double y, double direction, ComityColor color)
{
  const ComityRect *area = &self->parent.area;
  double side = 0.3 * self->parent.font_size;
  double tip = direction < 0 ? area->x : area->x + area->width;
  ComityPoint points[3] = { { tip, y },
                            { tip - direction * 1.6 * side, y - side },
                            { tip - direction * 1.6 * side, y + side } };

  comity_canvas_fill_polygon (canvas, points, 3, color);
}

static void
draw_point (CoefFigure *self, ComityCanvas *canvas, gsize term, gsize model, double grow)
{
  const ComityFigure *figure = &self->parent;
  const ComityCoefPoint *point = comity_coef_data_peek (self->data, term, model);
  ComityColor color = comity_theme_get_category (figure->theme, model);
  double y = point_to_y (self, term, model), radius = grow * point_radius (self);
  double thin = grow * MIN (0.11 * figure->font_size, 0.5 * radius);

  if (!point->present)
    return;
  if (!comity_coef_point_is_drawn (point))
    {
      ComityTextStyle style = comity_figure_text_style (figure, 0.86 * self->label_size);

      double zero = value_to_x (self, 0);
      double right = figure->area.x + figure->area.width;
      double width;

      /* On the side of the zero line that has room. */
      style.color = figure->theme->text_dim;
      style.align_y = 0.5;
      comity_canvas_measure (canvas, "no finite estimate", &style, &width, NULL);
      style.align_x = zero + 0.5 * figure->font_size + width > right ? 1.0 : 0.0;
      comity_canvas_text (canvas, zero + (0.5 - style.align_x) * figure->font_size, y,
                          "no finite estimate", &style);
      return;
    }
  if (isfinite (point->low) && isfinite (point->high))
    {
      comity_canvas_line (canvas, value_to_x (self, point->low), y, value_to_x (self, point->high),
                          y, color, thin);
      if (point->low < self->scale.low)
        draw_arrow (self, canvas, y, -1, color);
      if (point->high > self->scale.high)
        draw_arrow (self, canvas, y, 1, color);
    }
  if (isfinite (point->std_error))
    comity_canvas_line (canvas, value_to_x (self, point->estimate - point->std_error), y,
                        value_to_x (self, point->estimate + point->std_error), y, color,
                        2.4 * thin);
  if (point->estimate >= self->scale.low && point->estimate <= self->scale.high)
    comity_canvas_circle (canvas, value_to_x (self, point->estimate), y, radius, color,
                          figure->theme->background, 0.09 * figure->font_size);
}

static void
coef_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  CoefFigure *self = (CoefFigure *) figure;
  const ComityCoefData *data = self->data;

  if (data->n_terms == 0)
    {
      comity_figure_draw_empty (
          figure, canvas, &figure->body,
          "No coefficients to draw: estimate a model with at least one term.");
      return;
    }
  draw_axes (self, canvas);
  for (gsize term = 0; term < data->n_terms; term++)
    for (gsize model = 0; model < data->n_models; model++)
      draw_point (self, canvas, term, model, 1);
  comity_legend_draw (self->legend, canvas, self->legend_at.x, self->legend_at.y);
}

static gboolean
find_point (const CoefFigure *self, ComityElement element, gsize *term, gsize *model)
{
  if (element.kind != COMITY_ELEMENT_TERM || element.b >= self->data->n_models)
    return FALSE;
  *model = element.b;
  for (*term = 0; *term < self->data->n_terms; (*term)++)
    {
      const ComityCoefPoint *point = comity_coef_data_peek (self->data, *term, *model);

      if (point->present && point->coefficient == element.a)
        return TRUE;
    }
  return FALSE;
}

static ComityElement
point_element (const CoefFigure *self, gsize term, gsize model)
{
  return (ComityElement){ COMITY_ELEMENT_TERM,
                          comity_coef_data_peek (self->data, term, model)->coefficient,
                          (guint32) model };
}

static void
coef_draw_overlay (ComityFigure *figure,
                   ComityCanvas *canvas,
                   ComityElement hover,
                   ComityElement selected)
{
  CoefFigure *self = (CoefFigure *) figure;
  const ComityElement elements[] = { selected, hover };
  gsize term, model;

  for (int i = 0; i < 2; i++)
    if (find_point (self, elements[i], &term, &model))
      {
        ComityRect row = { figure->body.x, figure->area.y + (double) term * self->row_height,
                           figure->body.width, self->row_height };
        ComityColor tint = i == 0 ? figure->theme->accent : figure->theme->hover;

        comity_canvas_fill_rect (canvas, &row, comity_color_with_alpha (tint, 0.08));
        draw_point (self, canvas, term, model, 1.35);
      }
}

static ComityElement
coef_hit (ComityFigure *figure, double x, double y)
{
  CoefFigure *self = (CoefFigure *) figure;
  const ComityRect rows = { figure->body.x, figure->area.y, figure->body.width,
                            figure->area.height };
  double nearest = INFINITY;
  gsize term, best = 0;

  if (self->data->n_terms == 0 || !comity_rect_contains (&rows, x, y))
    return COMITY_NO_ELEMENT;
  term = MIN ((gsize) ((y - rows.y) / self->row_height), self->data->n_terms - 1);
  for (gsize model = 0; model < self->data->n_models; model++)
    {
      double distance = fabs (y - point_to_y (self, term, model));

      if (comity_coef_data_peek (self->data, term, model)->present && distance < nearest)
        {
          nearest = distance;
          best = model;
        }
    }
  return isfinite (nearest) ? point_element (self, term, best) : COMITY_NO_ELEMENT;
}

static gboolean
coef_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  CoefFigure *self = (CoefFigure *) figure;
  const ComityCoefPoint *point;
  double radius = point_radius (self), left, right;
  gsize term, model;

  if (!find_point (self, element, &term, &model))
    return FALSE;
  point = comity_coef_data_peek (self->data, term, model);
  left = right = value_to_x (self, comity_coef_point_is_drawn (point) ? point->estimate : 0);
  if (isfinite (point->low) && isfinite (point->high))
    {
      left = value_to_x (self, point->low);
      right = value_to_x (self, point->high);
    }
  *rect = (ComityRect){ left - radius, point_to_y (self, term, model) - radius,
                        right - left + 2 * radius, 2 * radius };
  return TRUE;
}

/* Up and down through the rows, left and right through the models of a row; where a model lacks a
 * term, on to the next that has it. */
static ComityElement
coef_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  CoefFigure *self = (CoefFigure *) figure;
  const ComityCoefData *data = self->data;
  gsize term = 0, model = 0;
  gssize t, m;

  if (!find_point (self, from, &term, &model))
    {
      for (gsize i = 0; i < data->n_terms * data->n_models; i++)
        if (data->points[i].present)
          return point_element (self, i / data->n_models, i % data->n_models);
      return COMITY_NO_ELEMENT;
    }
  t = (gssize) term + dy;
  m = (gssize) model + (dy == 0 ? dx : 0);
  while (t >= 0 && t < (gssize) data->n_terms && m >= 0 && m < (gssize) data->n_models &&
         (dx != 0 || dy != 0))
    {
      if (comity_coef_data_peek (data, (gsize) t, (gsize) m)->present)
        return point_element (self, (gsize) t, (gsize) m);
      t += dy;
      m += dy == 0 ? dx : 0;
    }
  return from;
}

static char *
coef_describe_element (ComityFigure *figure, ComityElement element)
{
  CoefFigure *self = (CoefFigure *) figure;
  g_autofree char *words = NULL;
  gsize term, model;

  if (!find_point (self, element, &term, &model))
    return g_strdup ("");
  words = comity_coef_data_describe_point (self->data, term, model);
  return self->data->n_models > 1 ? g_strconcat (self->data->models[model], " – ", words, NULL)
                                  : g_steal_pointer (&words);
}

static char *
coef_describe (ComityFigure *figure)
{
  return comity_coef_data_describe (((CoefFigure *) figure)->data);
}

static char *
coef_to_table (ComityFigure *figure)
{
  return comity_coef_data_to_table (((CoefFigure *) figure)->data);
}

static void
coef_copy (ComityFigure *to, const ComityFigure *from)
{
  ((CoefFigure *) to)->data = g_atomic_rc_box_acquire (((const CoefFigure *) from)->data);
  ((CoefFigure *) to)->legend = comity_legend_new ();
}

static void
coef_finalize (ComityFigure *figure)
{
  CoefFigure *self = (CoefFigure *) figure;

  comity_coef_data_unref (self->data);
  comity_legend_free (self->legend);
}

static const ComityFigureClass coef_class = {
  .instance_size = sizeof (CoefFigure),
  .copy = coef_copy,
  .finalize = coef_finalize,
  .layout = coef_layout,
  .draw = coef_draw,
  .draw_overlay = coef_draw_overlay,
  .hit = coef_hit,
  .get_element_rect = coef_get_element_rect,
  .move = coef_move,
  .describe = coef_describe,
  .describe_element = coef_describe_element,
  .to_table = coef_to_table,
};

ComityFigure *
comity_coef_figure_new_from_data (ComityCoefData *data)
{
  CoefFigure *self = (CoefFigure *) comity_figure_new (&coef_class);

  self->data = data;
  self->legend = comity_legend_new ();
  return &self->parent;
}
