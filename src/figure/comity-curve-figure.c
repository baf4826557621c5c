/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves over a measured axis — survival over time, ROC, precision over recall, calibration, a
 * separation plot: lines or steps with bands for their intervals, points, a line of reference,
 * strips for rows with an event, and the numbers at risk under the axis. */
#include "config.h"

#include "comity-figures.h"

#include "comity-color-map.h"
#include "comity-figure-private.h"
#include "comity-legend.h"
#include "comity-number.h"
#include "comity-scale.h"

#include <math.h>
#include <string.h>

#define BAND_ALPHA 0.16f
#define STRIP_ALPHA 0.35f
/* A point farther than this from the pointer, in letters, is not meant. */
#define REACH 2.5

typedef struct
{
  char *name;
  int category;
  gboolean steps, points;
  gsize n;
  double *x, *y;      /* n */
  double *low, *high; /* n; NULL: no interval */
  double *counts;     /* n_counts; NULL: none */
} Curve;

/* Frozen, shared by copies. */
typedef struct
{
  char *x_title, *y_title, *count_title;
  double x_low, x_high, y_low, y_high;
  gboolean diagonal;
  double reference; /* a level line; NaN: none */
  gsize n_curves;
  Curve *curves;
  gsize n_counts;
  double *count_at; /* n_counts */
  gsize n_strips;
  double *strips; /* n_strips */
} CurveData;

typedef struct
{
  ComityFigure parent;
  CurveData *data;
  ComityScale x_scale, y_scale;
  ComityLegend *legend;
  ComityPoint legend_at;
  double x_ticks[COMITY_SCALE_MAX_TICKS], y_ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_x_ticks, n_y_ticks;
  double row_height; /* of the numbers at risk */
  double label_height;
} CurveFigure;

static void
curve_data_clear (gpointer pointer)
{
  CurveData *data = pointer;

  for (gsize i = 0; i < data->n_curves; i++)
    {
      g_free (data->curves[i].name);
      g_free (data->curves[i].x);
      g_free (data->curves[i].y);
      g_free (data->curves[i].low);
      g_free (data->curves[i].high);
      g_free (data->curves[i].counts);
    }
  g_free (data->curves);
  g_free (data->x_title);
  g_free (data->y_title);
  g_free (data->count_title);
  g_free (data->count_at);
  g_free (data->strips);
}

static ComityPoint
place (const CurveFigure *self, double x, double y)
{
  const ComityRect *area = &self->parent.area;

  return (ComityPoint){ area->x + area->width * comity_scale_map (&self->x_scale, x),
                        area->y + area->height * (1 - comity_scale_map (&self->y_scale, y)) };
}

static ComityColor
get_color (const CurveFigure *self, const Curve *curve)
{
  return comity_theme_get_category (self->parent.theme, (gsize) curve->category);
}

static void
init_scales (CurveFigure *self)
{
  const CurveData *data = self->data;
  double low[2] = { INFINITY, INFINITY };
  double high[2] = { -INFINITY, -INFINITY };

  for (gsize c = 0; c < data->n_curves; c++)
    for (gsize i = 0; i < data->curves[c].n; i++)
      {
        const Curve *curve = &data->curves[c];
        const double values[] = { curve->y[i], curve->low != NULL ? curve->low[i] : NAN,
                                  curve->high != NULL ? curve->high[i] : NAN };

        low[0] = fmin (low[0], curve->x[i]);
        high[0] = fmax (high[0], curve->x[i]);
        for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
          if (isfinite (values[k]))
            {
              low[1] = fmin (low[1], values[k]);
              high[1] = fmax (high[1], values[k]);
            }
      }
  comity_scale_init (&self->x_scale, COMITY_SCALE_LINEAR,
                     isfinite (data->x_low) ? data->x_low : low[0],
                     isfinite (data->x_high) ? data->x_high : high[0]);
  comity_scale_init (&self->y_scale, COMITY_SCALE_LINEAR,
                     isfinite (data->y_low) ? data->y_low : low[1],
                     isfinite (data->y_high) ? data->y_high : high[1]);
}

static double
measure_widest (const CurveFigure *self,
                ComityCanvas *canvas,
                const double *ticks,
                gsize n_ticks,
                const ComityTextStyle *style)
{
  double widest = 0;

  for (gsize i = 0; i < n_ticks; i++)
    {
      g_autofree char *label = comity_scale_format_tick (ticks, n_ticks, ticks[i]);
      double width;

      comity_canvas_measure (canvas, label, style, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/* Names of the curves stand before their numbers. */
static double
measure_names (const CurveFigure *self, ComityCanvas *canvas, const ComityTextStyle *style)
{
  double widest = 0;

  for (gsize c = 0; self->data->n_counts > 0 && c < self->data->n_curves; c++)
    {
      double width;

      comity_canvas_measure (canvas, self->data->curves[c].name, style, &width, NULL);
      widest = MAX (widest, width);
    }
  return MIN (widest, 0.3 * self->parent.body.width);
}

static void
curve_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  CurveFigure *self = (CurveFigure *) figure;
  const CurveData *data = self->data;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double em = figure->font_size;
  double legend_height = 0, tick_width, names_width, left, below;
  ComityRect *area = &figure->area;

  comity_legend_clear (self->legend);
  for (gsize c = 0; data->n_curves > 1 && c < data->n_curves; c++)
    comity_legend_add (self->legend, COMITY_LEGEND_LINE, get_color (self, &data->curves[c]),
                       data->curves[c].name);
  if (data->n_curves > 1)
    comity_legend_layout (self->legend, canvas, figure->body.width, 0.9 * em, FALSE, NULL,
                          &legend_height);
  self->legend_at = (ComityPoint){ figure->body.x, figure->body.y };
  init_scales (self);
  comity_canvas_measure (canvas, "0", &style, NULL, &self->label_height);
  self->row_height = 1.15 * self->label_height;
  below = 2 * self->label_height + 1.1 * em;
  if (data->n_counts > 0)
    below += 0.5 * em + self->row_height * (double) (data->n_curves + 1);

  *area = figure->body;
  area->y += legend_height + 0.6 * em;
  area->height = MAX (area->height - legend_height - 0.6 * em - below, 1);
  self->n_y_ticks = comity_scale_get_ticks (
      &self->y_scale, (gsize) CLAMP (area->height / (2.4 * em), 1.0, 6.0), self->y_ticks);
  tick_width = measure_widest (self, canvas, self->y_ticks, self->n_y_ticks, &style);
  names_width = measure_names (self, canvas, &style);
  left = MAX (tick_width + 0.6 * em + self->label_height + 0.5 * em, names_width + 2.4 * em);
  area->x += left;
  area->width = MAX (area->width - left - 1.2 * em, 1);
  self->n_x_ticks = comity_scale_get_ticks (
      &self->x_scale, (gsize) CLAMP (area->width / (5.0 * em), 1.0, 8.0), self->x_ticks);
}

static void
draw_axes (CurveFigure *self, ComityCanvas *canvas)
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
      double y = place (self, self->x_scale.low, self->y_ticks[i]).y;
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
      double x = place (self, self->x_ticks[i], self->y_scale.low).x;
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
  comity_canvas_text (canvas,
                      area->x - 1.1 * em - self->label_height -
                          measure_widest (self, canvas, self->y_ticks, self->n_y_ticks,
                                          &(ComityTextStyle){ .size = 0.9 * em }),
                      area->y + area->height / 2, self->data->y_title, &style);
}

static void
draw_counts (CurveFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const CurveData *data = self->data;
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
          comity_canvas_text (canvas, place (self, data->count_at[i], 0).x, y, number, &name);
        }
    }
}

/* The corners of a curve, or of an end of its interval; steps have two a value. Returns how many.
 */
static gsize
list_corners (const CurveFigure *self,
              const Curve *curve,
              const double *y,
              gsize from,
              gsize to,
              ComityPoint *out)
{
  gsize n = 0;

  for (gsize i = from; i < to; i++)
    {
      ComityPoint point = place (self, curve->x[i], y[i]);

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
draw_band (CurveFigure *self, ComityCanvas *canvas, const Curve *curve)
{
  ComityColor color = comity_color_with_alpha (get_color (self, curve), BAND_ALPHA);
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
draw_curve (CurveFigure *self, ComityCanvas *canvas, const Curve *curve)
{
  g_autofree ComityPoint *corners = g_new (ComityPoint, 2 * curve->n + 2);
  double em = self->parent.font_size;
  gsize n = list_corners (self, curve, curve->y, 0, curve->n, corners);
  ComityColor color = get_color (self, curve);

  if (n > 1 && !curve->points)
    comity_canvas_polyline (canvas, corners, n, color, 0.15 * em);
  for (gsize i = 0; curve->points && i < curve->n; i++)
    {
      ComityPoint at = place (self, curve->x[i], curve->y[i]);

      if (curve->low != NULL && isfinite (curve->low[i]))
        comity_canvas_line (canvas, at.x, place (self, curve->x[i], curve->low[i]).y, at.x,
                            place (self, curve->x[i], curve->high[i]).y, color, 0.8);
      comity_canvas_circle (canvas, at.x, at.y, 0.3 * em, color, self->parent.theme->background,
                            0.6);
    }
}

static void
draw_references (CurveFigure *self, ComityCanvas *canvas)
{
  const CurveData *data = self->data;
  const ComityRect *area = &self->parent.area;
  ComityColor dim = self->parent.theme->text_dim;

  for (gsize i = 0; i < data->n_strips; i++)
    {
      double x = place (self, data->strips[i], 0).x;

      comity_canvas_line (canvas, x, area->y, x, area->y + area->height,
                          comity_color_with_alpha (self->parent.theme->accent, STRIP_ALPHA),
                          MAX (area->width / (self->x_scale.high - self->x_scale.low), 0.4));
    }
  if (data->diagonal)
    {
      double low = MAX (self->x_scale.low, self->y_scale.low);
      double high = MIN (self->x_scale.high, self->y_scale.high);
      ComityPoint from = place (self, low, low);
      ComityPoint to = place (self, high, high);

      comity_canvas_line (canvas, from.x, from.y, to.x, to.y, dim, 0.7);
    }
  if (isfinite (data->reference))
    {
      double y = place (self, 0, data->reference).y;

      comity_canvas_line (canvas, area->x, y, area->x + area->width, y, dim, 0.7);
    }
}

static gsize
count_points (const CurveData *data)
{
  gsize n = 0;

  for (gsize c = 0; c < data->n_curves; c++)
    n += data->curves[c].n;
  return n;
}

static void
curve_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  CurveFigure *self = (CurveFigure *) figure;

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
  if (count_points (self->data) == 0)
    comity_figure_draw_empty (figure, canvas, &figure->area, "No data");
}

static const Curve *
find_point (const CurveFigure *self, ComityElement element)
{
  if (element.kind != COMITY_ELEMENT_TERM || element.b >= self->data->n_curves ||
      element.a >= self->data->curves[element.b].n)
    return NULL;
  return &self->data->curves[element.b];
}

static void
draw_point (CurveFigure *self, ComityCanvas *canvas, ComityElement element)
{
  const Curve *curve = find_point (self, element);
  ComityPoint at;

  if (curve == NULL)
    return;
  at = place (self, curve->x[element.a], curve->y[element.a]);
  comity_canvas_circle (canvas, at.x, at.y, 0.4 * self->parent.font_size, get_color (self, curve),
                        self->parent.theme->background, 1);
}

static void
curve_draw_overlay (ComityFigure *figure,
                    ComityCanvas *canvas,
                    ComityElement hover,
                    ComityElement selected)
{
  draw_point ((CurveFigure *) figure, canvas, selected);
  draw_point ((CurveFigure *) figure, canvas, hover);
}

static ComityElement
curve_hit (ComityFigure *figure, double x, double y)
{
  CurveFigure *self = (CurveFigure *) figure;
  ComityElement best = COMITY_NO_ELEMENT;
  double nearest = REACH * figure->font_size;

  for (gsize c = 0; c < self->data->n_curves; c++)
    for (gsize i = 0; i < self->data->curves[c].n; i++)
      {
        ComityPoint at = place (self, self->data->curves[c].x[i], self->data->curves[c].y[i]);
        double distance = hypot (at.x - x, at.y - y);

        if (distance < nearest)
          {
            nearest = distance;
            best = (ComityElement){ COMITY_ELEMENT_TERM, (guint32) i, (guint32) c };
          }
      }
  return best;
}

static gboolean
curve_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  CurveFigure *self = (CurveFigure *) figure;
  const Curve *curve = find_point (self, element);
  double side = 0.8 * figure->font_size;
  ComityPoint at;

  if (curve == NULL)
    return FALSE;
  at = place (self, curve->x[element.a], curve->y[element.a]);
  *rect = (ComityRect){ at.x - side / 2, at.y - side / 2, side, side };
  return TRUE;
}

static ComityElement
curve_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  CurveFigure *self = (CurveFigure *) figure;
  const CurveData *data = self->data;
  const Curve *curve = find_point (self, from);
  gint64 i, c;

  if (count_points (data) == 0)
    return COMITY_NO_ELEMENT;
  if (curve == NULL)
    {
      guint32 first = 0;

      while (data->curves[first].n == 0)
        first++;
      return (ComityElement){ COMITY_ELEMENT_TERM, 0, first };
    }
  c = CLAMP ((gint64) from.b + dy, 0, (gint64) data->n_curves - 1);
  if (data->curves[c].n == 0)
    c = from.b;
  i = CLAMP ((gint64) from.a + dx, 0, (gint64) data->curves[c].n - 1);
  return (ComityElement){ COMITY_ELEMENT_TERM, (guint32) i, (guint32) c };
}

static char *
curve_describe (ComityFigure *figure)
{
  const CurveData *data = ((CurveFigure *) figure)->data;
  GString *words = g_string_new (*figure->title != '\0' ? figure->title : data->y_title);

  g_string_append_printf (words, ": %s over %s;", data->y_title, data->x_title);
  for (gsize c = 0; c < data->n_curves; c++)
    {
      const Curve *curve = &data->curves[c];
      const char *before = c > 0 ? ";" : "";

      if (curve->n == 0)
        g_string_append_printf (words, "%s %s without data", before, curve->name);
      else
        {
          g_autofree char *y = comity_scale_format_value (curve->y[curve->n - 1]);
          g_autofree char *x = comity_scale_format_value (curve->x[curve->n - 1]);

          g_string_append_printf (words, "%s %s ends with %s at %s", before, curve->name, y, x);
        }
    }
  g_string_append_c (words, '.');
  return g_string_free (words, FALSE);
}

static char *
curve_describe_element (ComityFigure *figure, ComityElement element)
{
  CurveFigure *self = (CurveFigure *) figure;
  const Curve *curve = find_point (self, element);
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (curve == NULL)
    return g_strdup ("");
  x = comity_scale_format_value (curve->x[element.a]);
  y = comity_scale_format_value (curve->y[element.a]);
  if (curve->low == NULL || !isfinite (curve->low[element.a]))
    return g_strdup_printf ("%s: %s at %s", curve->name, y, x);
  low = comity_scale_format_value (curve->low[element.a]);
  high = comity_scale_format_value (curve->high[element.a]);
  return g_strdup_printf ("%s: %s [%s, %s] at %s", curve->name, y, low, high, x);
}

static char *
curve_to_table (ComityFigure *figure)
{
  const CurveData *data = ((CurveFigure *) figure)->data;
  GString *table = g_string_new (NULL);

  g_string_append_printf (table, "curve\t%s\t%s\tlow\thigh\n", data->x_title, data->y_title);
  for (gsize c = 0; c < data->n_curves; c++)
    for (gsize i = 0; i < data->curves[c].n; i++)
      {
        const Curve *curve = &data->curves[c];
        const double values[] = { curve->x[i], curve->y[i],
                                  curve->low != NULL ? curve->low[i] : NAN,
                                  curve->high != NULL ? curve->high[i] : NAN };

        g_string_append (table, curve->name);
        for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
          {
            char number[COMITY_NUMBER_BUFFER];

            g_string_append_printf (table, "\t%s", comity_number_format (values[k], number));
          }
        g_string_append_c (table, '\n');
      }
  return g_string_free (table, FALSE);
}

static void
curve_copy (ComityFigure *to, const ComityFigure *from)
{
  ((CurveFigure *) to)->data = g_atomic_rc_box_acquire (((const CurveFigure *) from)->data);
  ((CurveFigure *) to)->legend = comity_legend_new ();
}

static void
curve_finalize (ComityFigure *figure)
{
  CurveFigure *self = (CurveFigure *) figure;

  g_atomic_rc_box_release_full (self->data, curve_data_clear);
  comity_legend_free (self->legend);
}

static const ComityFigureClass curve_class = {
  .instance_size = sizeof (CurveFigure),
  .copy = curve_copy,
  .finalize = curve_finalize,
  .layout = curve_layout,
  .draw = curve_draw,
  .draw_overlay = curve_draw_overlay,
  .hit = curve_hit,
  .get_element_rect = curve_get_element_rect,
  .move = curve_move,
  .describe = curve_describe,
  .describe_element = curve_describe_element,
  .to_table = curve_to_table,
};

static double *
dup_doubles (const double *from, gsize n)
{
  return from != NULL && n > 0 ? g_memdup2 (from, n * sizeof (double)) : NULL;
}

ComityFigure *
comity_curve_figure_new (const ComityCurve *curves,
                         gsize n_curves,
                         const ComityCurveOptions *options)
{
  CurveData *data = g_atomic_rc_box_new0 (CurveData);
  CurveFigure *self;

  data->x_title = g_strdup (options->x_title);
  data->y_title = g_strdup (options->y_title);
  data->count_title = g_strdup (options->count_title);
  data->x_low = options->x_low;
  data->x_high = options->x_high;
  data->y_low = options->y_low;
  data->y_high = options->y_high;
  data->diagonal = options->diagonal;
  data->reference = options->reference;
  data->n_counts = options->n_counts;
  data->count_at = dup_doubles (options->count_at, options->n_counts);
  data->n_strips = options->n_strips;
  data->strips = dup_doubles (options->strips, options->n_strips);
  data->n_curves = n_curves;
  data->curves = g_new0 (Curve, n_curves);
  for (gsize c = 0; c < n_curves; c++)
    data->curves[c] = (Curve){ .name = g_strdup (curves[c].name),
                               .category = curves[c].category,
                               .steps = curves[c].steps,
                               .points = curves[c].points,
                               .n = curves[c].n,
                               .x = dup_doubles (curves[c].x, curves[c].n),
                               .y = dup_doubles (curves[c].y, curves[c].n),
                               .low = dup_doubles (curves[c].low, curves[c].n),
                               .high = dup_doubles (curves[c].high, curves[c].n),
                               .counts = dup_doubles (curves[c].counts, options->n_counts) };
  self = (CurveFigure *) comity_figure_new (&curve_class);
  self->data = data;
  self->legend = comity_legend_new ();
  comity_figure_set_title (&self->parent, options->title);
  return &self->parent;
}
