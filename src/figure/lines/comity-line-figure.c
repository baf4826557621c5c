/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line chart: a few series over years, broken where data are missing, with marks for events on
 * the axis. Small in the inspector, larger on a page. */
#include "config.h"

#include "comity-line-figure-private.h"

#include "comity-color-map.h"

#include <math.h>
#include <string.h>

static void
line_data_clear (gpointer pointer)
{
  ComityLineData *data = pointer;

  for (gsize i = 0; i < data->n_series; i++)
    {
      g_free (data->names[i]);
      g_free (data->low[i]);
      g_free (data->high[i]);
    }
  for (gsize i = 0; i < data->n_marks; i++)
    g_free (data->mark_labels[i]);
  g_free (data->names);
  g_free (data->categories);
  g_free (data->values);
  g_free (data->low);
  g_free (data->high);
  g_free (data->mark_years);
  g_free (data->mark_labels);
}

static double
year_to_x (const ComityLineFigure *self, double year)
{
  const ComityRect *area = &self->parent.area;

  if (self->data->n_years < 2)
    return area->x + area->width / 2;
  return area->x +
         area->width * (year - self->data->first_year) / (double) (self->data->n_years - 1);
}

static double
value_to_y (const ComityLineFigure *self, double value)
{
  const ComityRect *area = &self->parent.area;

  return area->y + area->height * (1 - comity_scale_map (&self->scale, value));
}

static gboolean
has_values (const ComityLineData *data)
{
  for (gsize i = 0; i < data->n_series * data->n_years; i++)
    if (isfinite (data->values[i]))
      return TRUE;
  return FALSE;
}

static void
widen (double value, double *low, double *high)
{
  if (!isfinite (value))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/* Shares and indices keep the whole of 0 … 1, so that charts beside each other compare. With a band
 * it is the band that must be read: a hazard is small, and begins at 0. */
static void
init_scale (ComityLineFigure *self)
{
  const ComityLineData *data = self->data;
  double low = INFINITY, high = -INFINITY;
  gboolean band = FALSE;

  for (gsize i = 0; i < data->n_series * data->n_years; i++)
    widen (data->values[i], &low, &high);
  for (gsize i = 0; i < data->n_series; i++)
    for (gsize year = 0; data->low[i] != NULL && year < data->n_years; year++)
      {
        widen (data->low[i][year], &low, &high);
        widen (data->high[i][year], &low, &high);
        band = TRUE;
      }
  if (band && low > 0)
    low = 0;
  else if (!band && low >= 0 && high <= 1)
    low = 0, high = 1;
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, low, high);
}

static int
choose_year_step (const ComityLineFigure *self, double label_width)
{
  static const int steps[] = { 1, 2, 5, 10, 20, 25, 50, 100, 200, 500 };
  double per_year = self->parent.area.width / (double) MAX (self->data->n_years - 1, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (per_year * steps[i] >= 1.5 * label_width)
      return steps[i];
  return 0;
}

static void
line_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;
  const ComityLineData *data = self->data;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  ComityRect *area = &figure->area;
  double legend_height = 0, label_width = 0, label_height, year_width;

  comity_legend_clear (self->legend);
  for (gsize i = 0; i < data->n_series; i++)
    comity_legend_add (self->legend, COMITY_LEGEND_LINE,
                       comity_theme_get_category (figure->theme, (gsize) data->categories[i]),
                       data->names[i]);
  comity_legend_layout (self->legend, canvas, figure->body.width, 0.9 * figure->font_size, FALSE,
                        NULL, &legend_height);
  self->legend_at = (ComityPoint){ figure->body.x, figure->body.y };

  init_scale (self);
  comity_canvas_measure (canvas, "2000", &style, &year_width, &label_height);
  *area = figure->body;
  area->y += legend_height + 0.4 * figure->font_size;
  area->height -= legend_height + 0.4 * figure->font_size + label_height + 0.5 * figure->font_size;
  area->height = MAX (area->height, 1);
  self->n_ticks = comity_scale_get_ticks (
      &self->scale, (gsize) CLAMP (area->height / (2.4 * figure->font_size), 1.0, 6.0),
      self->ticks);
  for (gsize i = 0; i < self->n_ticks; i++)
    {
      g_autofree char *label =
          comity_scale_format_tick (self->ticks, self->n_ticks, self->ticks[i]);
      double width;

      comity_canvas_measure (canvas, label, &style, &width, NULL);
      label_width = MAX (label_width, width);
    }
  area->x += label_width + 0.6 * figure->font_size;
  area->width = MAX (figure->body.x + figure->body.width - area->x - 0.5 * year_width, 1);
  self->year_step = choose_year_step (self, year_width);
}

static void
draw_axes (ComityLineFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityTheme *theme = figure->theme;
  const ComityRect *area = &figure->area;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double bottom = area->y + area->height;
  int first = self->data->first_year, last = first + (int) self->data->n_years - 1;

  style.color = theme->text_dim;
  style.align_x = 1;
  style.align_y = 0.5;
  for (gsize i = 0; i < self->n_ticks; i++)
    {
      double y = value_to_y (self, self->ticks[i]);
      g_autofree char *label =
          comity_scale_format_tick (self->ticks, self->n_ticks, self->ticks[i]);

      comity_canvas_line (canvas, area->x, y, area->x + area->width, y, theme->grid, 0.6);
      comity_canvas_text (canvas, area->x - 0.6 * figure->font_size, y, label, &style);
    }
  comity_canvas_line (canvas, area->x, bottom, area->x + area->width, bottom, theme->text_dim, 0.7);

  style.align_x = 0.5;
  style.align_y = 0;
  if (self->year_step == 0)
    return;
  for (int year = first + (self->year_step - first % self->year_step) % self->year_step;
       year <= last; year += self->year_step)
    {
      double x = year_to_x (self, year);
      g_autofree char *label = g_strdup_printf ("%d", year);

      comity_canvas_line (canvas, x, bottom, x, bottom + 0.3 * figure->font_size, theme->text_dim,
                          0.7);
      comity_canvas_text (canvas, x, bottom + 0.35 * figure->font_size, label, &style);
    }
}

/* Treaties: a thin upright line with a flag on the axis. */
static void
draw_marks (ComityLineFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityLineData *data = self->data;
  double bottom = figure->area.y + figure->area.height;
  double side = 0.42 * figure->font_size;

  for (gsize i = 0; i < data->n_marks; i++)
    {
      double x = year_to_x (self, data->mark_years[i]);
      ComityPoint flag[3] = { { x, bottom - 2 * side },
                              { x - side, bottom },
                              { x + side, bottom } };

      if (x < figure->area.x - 0.5 || x > figure->area.x + figure->area.width + 0.5)
        continue;
      comity_canvas_line (canvas, x, figure->area.y, x, bottom,
                          comity_color_with_alpha (figure->theme->accent, 0.45), 0.8);
      comity_canvas_fill_polygon (canvas, flag, 3, figure->theme->accent);
    }
}

static void
draw_series (ComityLineFigure *self, ComityCanvas *canvas, gsize series)
{
  const ComityLineData *data = self->data;
  const ComityFigure *figure = &self->parent;
  ComityColor color = comity_theme_get_category (figure->theme, (gsize) data->categories[series]);
  double line_width = 0.15 * figure->font_size;
  g_autofree ComityPoint *points = g_new (ComityPoint, data->n_years);
  gsize n = 0;

  for (gsize year = 0; year <= data->n_years; year++)
    {
      double value = year < data->n_years ? comity_line_data_get (data, series, year) : NAN;

      if (isfinite (value))
        points[n++] = (ComityPoint){ year_to_x (self, data->first_year + (double) year),
                                     value_to_y (self, value) };
      else
        {
          if (n == 1)
            comity_canvas_circle (canvas, points[0].x, points[0].y, 1.4 * line_width, color,
                                  figure->theme->background, 0);
          comity_canvas_polyline (canvas, points, n, color, line_width);
          n = 0;
        }
    }
}

/* The interval over a run of years without gaps: there along the upper edge, back along the lower.
 */
static void
draw_band (ComityLineFigure *self, ComityCanvas *canvas, gsize series)
{
  const ComityLineData *data = self->data;
  ComityColor color = comity_color_with_alpha (
      comity_theme_get_category (self->parent.theme, (gsize) data->categories[series]), 0.18);
  g_autofree ComityPoint *points = g_new (ComityPoint, 2 * data->n_years + 2);
  gsize first = 0;

  if (data->low[series] == NULL)
    return;
  for (gsize year = 0; year <= data->n_years; year++)
    {
      gsize n = year - first;

      if (year < data->n_years && isfinite (data->low[series][year]) &&
          isfinite (data->high[series][year]))
        continue;
      for (gsize i = 0; i < n; i++)
        {
          double x = year_to_x (self, data->first_year + (double) (first + i));

          points[i] = (ComityPoint){ x, value_to_y (self, data->high[series][first + i]) };
          points[2 * n - 1 - i] =
              (ComityPoint){ x, value_to_y (self, data->low[series][first + i]) };
        }
      if (n == 1)
        comity_canvas_line (canvas, points[0].x, points[0].y, points[1].x, points[1].y, color,
                            0.3 * self->parent.font_size);
      else if (n > 1)
        comity_canvas_fill_polygon (canvas, points, 2 * n, color);
      first = year + 1;
    }
}

static void
line_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;

  draw_axes (self, canvas);
  for (gsize i = 0; i < self->data->n_series; i++)
    draw_band (self, canvas, i);
  draw_marks (self, canvas);
  for (gsize i = 0; i < self->data->n_series; i++)
    draw_series (self, canvas, i);
  comity_legend_draw (self->legend, canvas, self->legend_at.x, self->legend_at.y);
  if (!has_values (self->data))
    comity_figure_draw_empty (figure, canvas, &figure->area, "No data in these years");
}

static void
draw_year (ComityLineFigure *self, ComityCanvas *canvas, ComityElement element, ComityColor color)
{
  const ComityFigure *figure = &self->parent;
  const ComityLineData *data = self->data;
  gsize year;
  double x;

  if (!comity_line_figure_find_year (self, element, &year))
    return;
  x = year_to_x (self, data->first_year + (double) year);
  comity_canvas_line (canvas, x, figure->area.y, x, figure->area.y + figure->area.height, color, 1);
  for (gsize i = 0; i < data->n_series; i++)
    if (isfinite (comity_line_data_get (data, i, year)))
      comity_canvas_circle (canvas, x, value_to_y (self, comity_line_data_get (data, i, year)),
                            0.26 * figure->font_size,
                            comity_theme_get_category (figure->theme, (gsize) data->categories[i]),
                            figure->theme->background, 1);
}

static void
line_draw_overlay (ComityFigure *figure,
                   ComityCanvas *canvas,
                   ComityElement hover,
                   ComityElement selected)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;

  draw_year (self, canvas, selected, figure->theme->text_dim);
  if (!comity_element_equal (hover, selected))
    draw_year (self, canvas, hover, comity_color_with_alpha (figure->theme->hover, 0.6));
}

static ComityElement
year_element (const ComityLineFigure *self, gsize index)
{
  return (ComityElement){ COMITY_ELEMENT_YEAR, (guint32) (self->data->first_year + (int) index),
                          0 };
}

static ComityElement
line_hit (ComityFigure *figure, double x, double y)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;
  const ComityRect *area = &figure->area;
  double half = area->width / (double) MAX (self->data->n_years - 1, 1) / 2;
  gsize n = self->data->n_years;

  if (n == 0 || x < area->x - half || x > area->x + area->width + half || y < area->y ||
      y > area->y + area->height)
    return COMITY_NO_ELEMENT;
  return year_element (self,
                       (gsize) CLAMP (round ((x - area->x) / (2 * half)), 0.0, (double) (n - 1)));
}

static gboolean
line_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;
  double step = figure->area.width / (double) MAX (self->data->n_years - 1, 1);
  gsize year;

  if (!comity_line_figure_find_year (self, element, &year))
    return FALSE;
  *rect = (ComityRect){ year_to_x (self, element.a) - step / 2, figure->area.y, step,
                        figure->area.height };
  return TRUE;
}

static ComityElement
line_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;
  gsize year;

  if (self->data->n_years == 0)
    return COMITY_NO_ELEMENT;
  if (!comity_line_figure_find_year (self, from, &year))
    return year_element (self, 0);
  if (dx < 0 && year > 0)
    year--;
  else if (dx > 0 && year + 1 < self->data->n_years)
    year++;
  return year_element (self, year);
}

static void
line_copy (ComityFigure *to, const ComityFigure *from)
{
  ((ComityLineFigure *) to)->data =
      g_atomic_rc_box_acquire (((const ComityLineFigure *) from)->data);
  ((ComityLineFigure *) to)->legend = comity_legend_new ();
}

static void
line_finalize (ComityFigure *figure)
{
  ComityLineFigure *self = (ComityLineFigure *) figure;

  g_atomic_rc_box_release_full (self->data, line_data_clear);
  comity_legend_free (self->legend);
}

static const ComityFigureClass line_class = {
  .instance_size = sizeof (ComityLineFigure),
  .copy = line_copy,
  .finalize = line_finalize,
  .layout = line_layout,
  .draw = line_draw,
  .draw_overlay = line_draw_overlay,
  .hit = line_hit,
  .get_element_rect = line_get_element_rect,
  .move = line_move,
  .describe = comity_line_figure_describe,
  .describe_element = comity_line_figure_describe_element,
  .to_table = comity_line_figure_to_table,
};

ComityFigure *
comity_line_figure_new (const char *title,
                        int first_year,
                        gsize n_years,
                        const ComityLineSeries *series,
                        gsize n_series,
                        const ComityLineMark *marks,
                        gsize n_marks)
{
  ComityLineFigure *self;
  ComityLineData *data;

  g_return_val_if_fail (n_series == 0 || series != NULL, NULL);
  g_return_val_if_fail (n_marks == 0 || marks != NULL, NULL);

  data = g_atomic_rc_box_new0 (ComityLineData);
  data->first_year = first_year;
  data->n_years = n_years;
  data->n_series = n_series;
  data->names = g_new0 (char *, n_series);
  data->categories = g_new0 (int, n_series);
  data->values = g_new (double, n_series *n_years);
  data->low = g_new0 (double *, n_series + 1);
  data->high = g_new0 (double *, n_series + 1);
  for (gsize i = 0; i < n_series; i++)
    {
      data->names[i] = g_strdup (series[i].name);
      data->categories[i] = series[i].category;
      memcpy (data->values + i * n_years, series[i].values, n_years * sizeof (double));
      if (series[i].low == NULL || series[i].high == NULL)
        continue;
      data->low[i] = g_memdup2 (series[i].low, n_years * sizeof (double));
      data->high[i] = g_memdup2 (series[i].high, n_years * sizeof (double));
    }
  data->n_marks = n_marks;
  data->mark_years = g_new0 (int, n_marks);
  data->mark_labels = g_new0 (char *, n_marks);
  for (gsize i = 0; i < n_marks; i++)
    {
      data->mark_years[i] = marks[i].year;
      data->mark_labels[i] = g_strdup (marks[i].label);
    }

  self = (ComityLineFigure *) comity_figure_new (&line_class);
  self->data = data;
  self->legend = comity_legend_new ();
  comity_figure_set_title (&self->parent, title);
  return &self->parent;
}
