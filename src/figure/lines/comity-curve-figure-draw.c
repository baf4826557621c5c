/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ink of curves over a measured axis: axes, bands, lines and points, what stands for rows with
 * an event, the numbers at risk. */
#include "config.h"

#include "comity-curve-figure-private.h"

#include "comity-color-map.h"
#include "comity-number.h"

#include <math.h>

#define BAND_ALPHA 0.16f
#define STRIP_ALPHA 0.35f
/* More points than these lie on each other: they are smaller, and show through. */
#define MANY 60
#define MANY_ALPHA 0.4f

static void
draw_axes (ComityCurveFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityTheme *theme = figure->theme;
  const ComityRect *area = &figure->area;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double em = figure->font_size;
  double bottom = area->y + area->height;

  style.color = theme->text_dim;
  style.align_x = 1;
  style.align_y = 0.5;
  for (gsize i = 0; i < self->n_y_ticks; i++)
    {
      double y = comity_curve_figure_place (self, self->x_scale.low, self->y_ticks[i]).y;
      g_autofree char *label =
          comity_scale_format_tick (self->y_ticks, self->n_y_ticks, self->y_ticks[i]);

      comity_canvas_line (canvas, area->x, y, area->x + area->width, y, theme->grid, 0.6);
      comity_canvas_text (canvas, area->x - 0.6 * em, y, label, &style);
    }
  comity_canvas_line (canvas, area->x, bottom, area->x + area->width, bottom, theme->text_dim, 0.7);
  style.align_x = 0.5;
  style.align_y = 0;
  for (gsize i = 0; i < self->n_x_ticks; i++)
    {
      double x = comity_curve_figure_place (self, self->x_ticks[i], self->y_scale.low).x;
      g_autofree char *label =
          comity_scale_format_tick (self->x_ticks, self->n_x_ticks, self->x_ticks[i]);

      comity_canvas_line (canvas, x, bottom, x, bottom + 0.3 * em, theme->text_dim, 0.7);
      comity_canvas_text (canvas, x, bottom + 0.4 * em, label, &style);
    }
  style.color = theme->text;
  comity_canvas_text (canvas, area->x + area->width / 2, bottom + 0.6 * em + self->label_height,
                      self->data->x_title, &style);
  style.vertical = TRUE;
  style.align_x = 0;
  style.align_y = 0.5;
  comity_canvas_text (canvas, area->x - 1.1 * em - self->label_height - self->tick_width,
                      area->y + area->height / 2, self->data->y_title, &style);
}

static void
draw_counts (ComityCurveFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityCurveData *data = self->data;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double em = figure->font_size;
  double y = figure->area.y + figure->area.height + 1.1 * em + 2 * self->label_height + 0.5 * em;

  if (data->n_counts == 0)
    return;
  style.align_y = 0;
  style.color = figure->theme->text_dim;
  comity_canvas_text (canvas, figure->body.x, y, data->count_title, &style);
  for (gsize c = 0; c < data->n_curves; c++)
    {
      ComityTextStyle name = style;

      y += self->row_height;
      name.color = figure->theme->text;
      name.cut = TRUE;
      name.width = MAX (figure->area.x - figure->body.x - 2.4 * em, em);
      comity_canvas_text (canvas, figure->body.x, y, data->curves[c].name, &name);
      name = style;
      name.align_x = 0.5;
      name.color = figure->theme->text;
      for (gsize i = 0; i < data->n_counts; i++)
        {
          char number[COMITY_NUMBER_BUFFER];

          comity_number_format (data->curves[c].counts[i], number);
          comity_canvas_text (canvas, comity_curve_figure_place (self, data->count_at[i], 0).x, y,
                              number, &name);
        }
    }
}

/* The corners of a curve, or of an end of its interval; steps have two a value. Returns how many.
 */
static gsize
list_corners (const ComityCurveFigure *self,
              const ComityCurveLine *curve,
              const double *y,
              gsize from,
              gsize to,
              ComityPoint *out)
{
  gsize n = 0;

  for (gsize i = from; i < to; i++)
    {
      ComityPoint point = comity_curve_figure_place (self, curve->x[i], y[i]);

      if (curve->steps && i > from)
        {
          out[n] = (ComityPoint){ point.x, out[n - 1].y };
          n++;
        }
      out[n++] = point;
    }
  return n;
}

static void
draw_band (ComityCurveFigure *self, ComityCanvas *canvas, const ComityCurveLine *curve)
{
  ComityColor color =
      comity_color_with_alpha (comity_curve_figure_get_color (self, curve), BAND_ALPHA);
  g_autofree ComityPoint *corners = g_new (ComityPoint, 4 * curve->n + 4);
  g_autofree ComityPoint *upper = g_new (ComityPoint, 2 * curve->n + 2);

  for (gsize from = 0; curve->low != NULL && from < curve->n;)
    {
      gsize to = from;
      gsize n, n_upper;

      while (to < curve->n && isfinite (curve->low[to]) && isfinite (curve->high[to]))
        to++;
      n = list_corners (self, curve, curve->low, from, to, corners);
      n_upper = list_corners (self, curve, curve->high, from, to, upper);
      for (gsize i = 0; i < n_upper; i++)
        corners[n + i] = upper[n_upper - 1 - i];
      if (to > from + 1)
        comity_canvas_fill_polygon (canvas, corners, n + n_upper, color);
      from = to + 1;
    }
}

static void
draw_curve (ComityCurveFigure *self, ComityCanvas *canvas, const ComityCurveLine *curve)
{
  g_autofree ComityPoint *corners = g_new (ComityPoint, 2 * curve->n + 2);
  double em = self->parent.font_size;
  gsize n = list_corners (self, curve, curve->y, 0, curve->n, corners);
  ComityColor color = comity_curve_figure_get_color (self, curve);

  if (n > 1 && !curve->points)
    comity_canvas_polyline (canvas, corners, n, color, 0.15 * em);
  for (gsize i = 0; curve->points && i < curve->n; i++)
    {
      ComityPoint at = comity_curve_figure_place (self, curve->x[i], curve->y[i]);

      if (curve->low != NULL && isfinite (curve->low[i]))
        comity_canvas_line (
            canvas, at.x, comity_curve_figure_place (self, curve->x[i], curve->low[i]).y, at.x,
            comity_curve_figure_place (self, curve->x[i], curve->high[i]).y, color, 0.8);
      if (curve->n > MANY)
        comity_canvas_circle (canvas, at.x, at.y, 0.24 * em,
                              comity_color_with_alpha (color, MANY_ALPHA),
                              comity_color_with_alpha (color, 0.0f), 0.0);
      else
        comity_canvas_circle (canvas, at.x, at.y, 0.3 * em, color, self->parent.theme->background,
                              0.6);
    }
}

static void
draw_references (ComityCurveFigure *self, ComityCanvas *canvas)
{
  const ComityCurveData *data = self->data;
  const ComityRect *area = &self->parent.area;
  ComityColor dim = self->parent.theme->text_dim;

  for (gsize i = 0; i < data->n_strips; i++)
    {
      double x = comity_curve_figure_place (self, data->strips[i], 0).x;

      comity_canvas_line (canvas, x, area->y, x, area->y + area->height,
                          comity_color_with_alpha (self->parent.theme->accent, STRIP_ALPHA),
                          MAX (area->width / (self->x_scale.high - self->x_scale.low), 0.4));
    }
  if (data->diagonal)
    {
      double low = MAX (self->x_scale.low, self->y_scale.low);
      double high = MIN (self->x_scale.high, self->y_scale.high);
      ComityPoint from = comity_curve_figure_place (self, low, low);
      ComityPoint to = comity_curve_figure_place (self, high, high);

      comity_canvas_line (canvas, from.x, from.y, to.x, to.y, dim, 0.7);
    }
  if (isfinite (data->reference))
    {
      double y = comity_curve_figure_place (self, 0, data->reference).y;

      comity_canvas_line (canvas, area->x, y, area->x + area->width, y, dim, 0.7);
    }
}

void
comity_curve_figure_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityCurveFigure *self = (ComityCurveFigure *) figure;

  draw_axes (self, canvas);
  comity_canvas_push_clip (canvas, &(ComityRect){ figure->area.x - figure->font_size,
                                                  figure->area.y - figure->font_size,
                                                  figure->area.width + 2 * figure->font_size,
                                                  figure->area.height + 1.5 * figure->font_size });
  draw_references (self, canvas);
  for (gsize c = 0; c < self->data->n_curves; c++)
    if (!self->data->curves[c].points)
      draw_band (self, canvas, &self->data->curves[c]);
  for (gsize c = 0; c < self->data->n_curves; c++)
    draw_curve (self, canvas, &self->data->curves[c]);
  comity_canvas_pop_clip (canvas);
  draw_counts (self, canvas);
  if (self->data->n_curves > 1)
    comity_legend_draw (self->legend, canvas, self->legend_at.x, self->legend_at.y);
  if (comity_curve_figure_count_points (self) == 0)
    comity_figure_draw_empty (figure, canvas, &figure->area, "No data");
}

static void
draw_point (ComityCurveFigure *self, ComityCanvas *canvas, ComityElement element)
{
  const ComityCurveLine *curve = comity_curve_figure_find (self, element);
  ComityPoint at;

  if (curve == NULL)
    return;
  at = comity_curve_figure_place (self, curve->x[element.a], curve->y[element.a]);
  comity_canvas_circle (canvas, at.x, at.y, 0.4 * self->parent.font_size,
                        comity_curve_figure_get_color (self, curve), self->parent.theme->background,
                        1);
}

void
comity_curve_figure_draw_overlay (ComityFigure *figure,
                                  ComityCanvas *canvas,
                                  ComityElement hover,
                                  ComityElement selected)
{
  draw_point ((ComityCurveFigure *) figure, canvas, selected);
  draw_point ((ComityCurveFigure *) figure, canvas, hover);
}
