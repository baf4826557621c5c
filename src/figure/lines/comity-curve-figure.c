/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves over a measured axis — survival over time, ROC, precision over recall, calibration, a
 * separation plot: lines or steps with bands for their intervals, points, a line of reference,
 * strips for rows with an event, and the numbers at risk under the axis. */
#include "config.h"

#include "comity-figures.h"

#include "comity-curve-figure-private.h"
#include "comity-number.h"

#include <math.h>
#include <string.h>

/* Parts of the range of the data that are left free around it. */
#define MARGIN 0.04
#define POINT_MARGIN 0.06
/* So many values are named on the axis one by one. */
#define MAX_FEW 8
/* A point farther than this from the pointer, in letters, is not meant. */
#define REACH 2.5

static void
curve_data_clear (gpointer pointer)
{
  ComityCurveData *data = pointer;

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

ComityPoint
comity_curve_figure_place (const ComityCurveFigure *self, double x, double y)
{
  const ComityRect *area = &self->parent.area;

  return (ComityPoint){ area->x + area->width * comity_scale_map (&self->x_scale, x),
                        area->y + area->height * (1 - comity_scale_map (&self->y_scale, y)) };
}

ComityColor
comity_curve_figure_get_color (const ComityCurveFigure *self, const ComityCurveLine *curve)
{
  return comity_theme_get_category (self->parent.theme, (gsize) curve->category);
}

/* An end that nobody has set, away from marks that would lie on the frame. */
static void
init_scale (ComityScale *scale, double low, double high, double from, double to, double margin)
{
  double room = margin * (high - low);

  comity_scale_init (scale, COMITY_SCALE_LINEAR, isfinite (from) ? from : low - room,
                     isfinite (to) ? to : high + room);
}

/* Few values, each of which is worth its number on the axis: ascending; 0 where there are more. */
static gsize
list_few_values (const ComityCurveData *data, double *values)
{
  gsize n = 0;

  for (gsize c = 0; c < data->n_curves; c++)
    for (gsize i = 0; i < data->curves[c].n; i++)
      {
        double x = data->curves[c].x[i];
        gsize at = 0;

        if (!data->curves[c].points)
          return 0;
        while (at < n && values[at] < x)
          at++;
        if (at < n && values[at] == x)
          continue;
        if (n == MAX_FEW)
          return 0;
        memmove (values + at + 1, values + at, (n - at) * sizeof (double));
        values[at] = x;
        n++;
      }
  return n;
}

static gboolean
has_points (const ComityCurveData *data)
{
  for (gsize c = 0; c < data->n_curves; c++)
    if (data->curves[c].points)
      return TRUE;
  return FALSE;
}

static void
init_scales (ComityCurveFigure *self)
{
  const ComityCurveData *data = self->data;
  double low[2] = { INFINITY, INFINITY };
  double high[2] = { -INFINITY, -INFINITY };

  for (gsize c = 0; c < data->n_curves; c++)
    for (gsize i = 0; i < data->curves[c].n; i++)
      {
        const ComityCurveLine *curve = &data->curves[c];
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
  init_scale (&self->x_scale, low[0], high[0], data->x_low, data->x_high,
              has_points (data) ? POINT_MARGIN : 0.0);
  init_scale (&self->y_scale, low[1], high[1], data->y_low, data->y_high, MARGIN);
}

static double
measure_widest (const ComityCurveFigure *self,
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
measure_names (const ComityCurveFigure *self, ComityCanvas *canvas, const ComityTextStyle *style)
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
  ComityCurveFigure *self = (ComityCurveFigure *) figure;
  const ComityCurveData *data = self->data;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double em = figure->font_size;
  double legend_height = 0, names_width, left, below;
  ComityRect *area = &figure->area;

  comity_legend_clear (self->legend);
  for (gsize c = 0; data->n_curves > 1 && c < data->n_curves; c++)
    comity_legend_add (
        self->legend, data->curves[c].points ? COMITY_LEGEND_CIRCLE : COMITY_LEGEND_LINE,
        comity_curve_figure_get_color (self, &data->curves[c]), data->curves[c].name);
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
  self->tick_width = measure_widest (self, canvas, self->y_ticks, self->n_y_ticks, &style);
  names_width = measure_names (self, canvas, &style);
  left = MAX (self->tick_width + 0.6 * em + self->label_height + 0.5 * em, names_width + 2.4 * em);
  area->x += left;
  area->width = MAX (area->width - left - 1.2 * em, 1);
  self->n_x_ticks = isnan (data->x_low) ? list_few_values (data, self->x_ticks) : 0;
  if (self->n_x_ticks == 0)
    self->n_x_ticks = comity_scale_get_ticks (
        &self->x_scale, (gsize) CLAMP (area->width / (5.0 * em), 1.0, 8.0), self->x_ticks);
}

gsize
comity_curve_figure_count_points (const ComityCurveFigure *self)
{
  const ComityCurveData *data = self->data;
  gsize n = 0;

  for (gsize c = 0; c < data->n_curves; c++)
    n += data->curves[c].n;
  return n;
}

const ComityCurveLine *
comity_curve_figure_find (const ComityCurveFigure *self, ComityElement element)
{
  if (element.kind != COMITY_ELEMENT_TERM || element.b >= self->data->n_curves ||
      element.a >= self->data->curves[element.b].n)
    return NULL;
  return &self->data->curves[element.b];
}

static ComityElement
curve_hit (ComityFigure *figure, double x, double y)
{
  ComityCurveFigure *self = (ComityCurveFigure *) figure;
  ComityElement best = COMITY_NO_ELEMENT;
  double nearest = REACH * figure->font_size;

  for (gsize c = 0; c < self->data->n_curves; c++)
    for (gsize i = 0; i < self->data->curves[c].n; i++)
      {
        ComityPoint at = comity_curve_figure_place (self, self->data->curves[c].x[i],
                                                    self->data->curves[c].y[i]);
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
  ComityCurveFigure *self = (ComityCurveFigure *) figure;
  const ComityCurveLine *curve = comity_curve_figure_find (self, element);
  double side = 0.8 * figure->font_size;
  ComityPoint at;

  if (curve == NULL)
    return FALSE;
  at = comity_curve_figure_place (self, curve->x[element.a], curve->y[element.a]);
  *rect = (ComityRect){ at.x - side / 2, at.y - side / 2, side, side };
  return TRUE;
}

static ComityElement
curve_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  ComityCurveFigure *self = (ComityCurveFigure *) figure;
  const ComityCurveData *data = self->data;
  const ComityCurveLine *curve = comity_curve_figure_find (self, from);
  gint64 i, c;

  if (comity_curve_figure_count_points (self) == 0)
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
  const ComityCurveData *data = ((ComityCurveFigure *) figure)->data;
  GString *words = g_string_new (*figure->title != '\0' ? figure->title : data->y_title);

  g_string_append_printf (words, ": %s over %s;", data->y_title, data->x_title);
  for (gsize c = 0; c < data->n_curves; c++)
    {
      const ComityCurveLine *curve = &data->curves[c];
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
  ComityCurveFigure *self = (ComityCurveFigure *) figure;
  const ComityCurveLine *curve = comity_curve_figure_find (self, element);
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
  const ComityCurveData *data = ((ComityCurveFigure *) figure)->data;
  GString *table = g_string_new (NULL);

  g_string_append_printf (table, "curve\t%s\t%s\tlow\thigh\n", data->x_title, data->y_title);
  for (gsize c = 0; c < data->n_curves; c++)
    for (gsize i = 0; i < data->curves[c].n; i++)
      {
        const ComityCurveLine *curve = &data->curves[c];
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
  ((ComityCurveFigure *) to)->data =
      g_atomic_rc_box_acquire (((const ComityCurveFigure *) from)->data);
  ((ComityCurveFigure *) to)->legend = comity_legend_new ();
}

static void
curve_finalize (ComityFigure *figure)
{
  ComityCurveFigure *self = (ComityCurveFigure *) figure;

  g_atomic_rc_box_release_full (self->data, curve_data_clear);
  comity_legend_free (self->legend);
}

static const ComityFigureClass curve_class = {
  .instance_size = sizeof (ComityCurveFigure),
  .copy = curve_copy,
  .finalize = curve_finalize,
  .layout = curve_layout,
  .draw = comity_curve_figure_draw,
  .draw_overlay = comity_curve_figure_draw_overlay,
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
  ComityCurveData *data = g_atomic_rc_box_new0 (ComityCurveData);
  ComityCurveFigure *self;

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
  data->curves = g_new0 (ComityCurveLine, n_curves);
  for (gsize c = 0; c < n_curves; c++)
    data->curves[c] =
        (ComityCurveLine){ .name = g_strdup (curves[c].name),
                           .category = curves[c].category,
                           .steps = curves[c].steps,
                           .points = curves[c].points,
                           .n = curves[c].n,
                           .x = dup_doubles (curves[c].x, curves[c].n),
                           .y = dup_doubles (curves[c].y, curves[c].n),
                           .low = dup_doubles (curves[c].low, curves[c].n),
                           .high = dup_doubles (curves[c].high, curves[c].n),
                           .counts = dup_doubles (curves[c].counts, options->n_counts) };
  self = (ComityCurveFigure *) comity_figure_new (&curve_class);
  self->data = data;
  self->legend = comity_legend_new ();
  comity_figure_set_title (&self->parent, options->title);
  return &self->parent;
}
