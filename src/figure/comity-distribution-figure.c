/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs with a treaty beside pairs without: histograms of shares over one axis, the quartiles as
 * boxes, and the two distribution functions, with the chance that the former are more alike. */
#include "config.h"

#include "comity-distribution-figure-private.h"

#include "comity-color-map.h"
#include "comity-figure-private.h"
#include "comity-figures.h"
#include "comity-legend.h"
#include "comity-number.h"
#include "comity-scale.h"
#include "comity-words.h"

#include <math.h>

/* Letters of height below which the distribution functions are left out. */
#define LEAST_FOR_CURVES 15

typedef struct
{
  ComityFigure parent;
  ComityDistributionData *data;
  ComityLegend *legend;
  ComityPoint legend_at;
  ComityPoint sentence_at;
  ComityScale scale, share_scale;
  ComityRect bars, boxes, curves;
  gboolean has_curves;
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_ticks;
} DistributionFigure;

static gboolean
is_empty (const ComityDistributionData *data)
{
  return data->n[COMITY_DISTRIBUTION_TIED] + data->n[COMITY_DISTRIBUTION_UNTIED] == 0;
}

static char *
dup_sentence (const ComityDistributionData *data)
{
  if (isnan (data->probability))
    return g_strdup_printf ("No pair %s %s has data: nothing to compare.",
                            data->n[COMITY_DISTRIBUTION_TIED] == 0 ? "with" : "without",
                            data->tie_name);
  return g_strdup_printf (
      "A pair with a treaty (%s) is more alike than one without in %.1f %% of all comparisons "
      "(50 %%: no difference; a draw counts half).",
      data->tie_name, 100 * data->probability);
}

static ComityColor
group_color (const ComityFigure *figure, int group)
{
  return group == COMITY_DISTRIBUTION_TIED ? figure->theme->accent : figure->theme->text_dim;
}

static ComityTextStyle
sentence_style (const ComityFigure *figure)
{
  ComityTextStyle style = comity_figure_text_style (figure, 0.95);

  style.width = figure->body.width;
  return style;
}

static void
distribution_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  DistributionFigure *self = (DistributionFigure *) figure;
  const ComityDistributionData *data = self->data;
  g_autofree char *sentence = dup_sentence (data);
  ComityTextStyle style = sentence_style (figure);
  double em = figure->font_size, pad = 0.02 * (data->last - data->first);
  double legend_height, sentence_height, tick_height, label_width, top, height, share;
  ComityRect *area = &figure->area;

  comity_legend_clear (self->legend);
  for (int g = COMITY_DISTRIBUTION_N_GROUPS - 1; g >= 0; g--)
    comity_legend_add (self->legend, COMITY_LEGEND_SQUARE,
                       comity_color_with_alpha (group_color (figure, g), 0.75), data->labels[g]);
  comity_legend_layout (self->legend, canvas, figure->body.width, 0.95 * em, TRUE, NULL,
                        &legend_height);
  comity_canvas_measure (canvas, sentence, &style, NULL, &sentence_height);
  self->legend_at = (ComityPoint){ figure->body.x, figure->body.y };
  self->sentence_at = (ComityPoint){ figure->body.x, figure->body.y + legend_height + 0.4 * em };

  style = comity_figure_text_style (figure, 0.9);
  comity_canvas_measure (canvas, "100 %", &style, &label_width, &tick_height);
  top = self->sentence_at.y + sentence_height + em - figure->body.y;
  *area = (ComityRect){ figure->body.x + label_width + 0.8 * em, figure->body.y + top,
                        figure->body.width - label_width - 1.6 * em,
                        figure->body.height - top - 2.4 * tick_height - 0.8 * em };
  area->width = MAX (area->width, 1);
  area->height = MAX (area->height, 1);
  height = area->height;
  /* A low figure has bars and boxes only. */
  self->has_curves = height >= LEAST_FOR_CURVES * em;
  share = self->has_curves ? 0.52 : 0.8;
  self->bars =
      (ComityRect){ area->x, area->y + 1.3 * em, area->width, MAX (share * height - 1.3 * em, 1) };
  self->boxes = (ComityRect){ area->x, area->y + (share + 0.02) * height, area->width,
                              MIN (3 * em, 0.12 * height) };
  self->curves =
      (ComityRect){ area->x, self->boxes.y + self->boxes.height + 1.8 * em, area->width, 0 };
  self->curves.height = MAX (area->y + height - self->curves.y, 1);
  if (!self->has_curves)
    {
      self->curves.y = area->y + height;
      self->curves.height = 0;
    }

  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, data->first - pad, data->last + pad);
  comity_scale_init (&self->share_scale, COMITY_SCALE_LINEAR, 0,
                     data->largest > 0 ? data->largest : 1);
  self->n_ticks = comity_scale_get_ticks (
      &self->scale, (gsize) CLAMP (area->width / (5 * em), 2.0, 8.0), self->ticks);
}

static double
value_to_x (const DistributionFigure *self, double value)
{
  return self->bars.x + self->bars.width * comity_scale_map (&self->scale, value);
}

static double
share_to_y (const ComityRect *rect, double share)
{
  return rect->y + rect->height * (1 - share);
}

static void
draw_axis (DistributionFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double bottom = self->curves.y + self->curves.height, em = figure->font_size;

  style.color = figure->theme->text_dim;
  style.align_x = 0.5;
  for (gsize i = 0; i < self->n_ticks; i++)
    {
      double x = value_to_x (self, self->ticks[i]);
      g_autofree char *label =
          comity_scale_format_tick (self->ticks, self->n_ticks, self->ticks[i]);

      comity_canvas_line (canvas, x, self->bars.y, x, bottom, figure->theme->grid, 0.6);
      comity_canvas_text (canvas, x, bottom + 0.3 * em, label, &style);
    }
  style.width = figure->area.width;
  style.cut = TRUE;
  comity_canvas_text (canvas, figure->area.x + figure->area.width / 2, bottom + 1.6 * em,
                      self->data->measure, &style);
}

/* Ticks of shares at the left of a panel, and what they are above it. */
static void
draw_shares (DistributionFigure *self,
             ComityCanvas *canvas,
             const ComityRect *rect,
             const ComityScale *scale,
             const char *title)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n = comity_scale_get_ticks (
      scale, (gsize) CLAMP (rect->height / (2.6 * figure->font_size), 1.0, 4.0), ticks);

  style.color = figure->theme->text_dim;
  style.align_y = 1;
  comity_canvas_text (canvas, rect->x, rect->y - 0.2 * figure->font_size, title, &style);
  style.align_x = 1;
  style.align_y = 0.5;
  for (gsize i = 0; i < n; i++)
    {
      double y = share_to_y (rect, comity_scale_map (scale, ticks[i]));
      g_autofree char *label = g_strdup_printf ("%.3g %%", 100 * ticks[i]);

      comity_canvas_line (canvas, rect->x, y, rect->x + rect->width, y, figure->theme->grid, 0.6);
      comity_canvas_text (canvas, rect->x - 0.5 * figure->font_size, y, label, &style);
    }
  comity_canvas_line (canvas, rect->x, rect->y + rect->height, rect->x + rect->width,
                      rect->y + rect->height, figure->theme->text_dim, 0.7);
}

static ComityRect
bar_rect (const DistributionFigure *self, int group, gsize bin)
{
  const ComityDistributionData *data = self->data;
  double left = value_to_x (self, data->low[bin]), right = value_to_x (self, data->high[bin]);
  double share =
      data->n[group] > 0 ? (double) data->counts[group][bin] / (double) data->n[group] : 0;
  double height = self->bars.height * comity_scale_map (&self->share_scale, share);

  /* Few values: side by side, tied first. */
  if (data->is_discrete)
    {
      double middle = (left + right) / 2;

      if (group == COMITY_DISTRIBUTION_TIED)
        right = middle;
      else
        left = middle;
    }
  return (ComityRect){ left, self->bars.y + self->bars.height - height, right - left, height };
}

static void
draw_bars (DistributionFigure *self, ComityCanvas *canvas, int group)
{
  const ComityFigure *figure = &self->parent;
  const ComityDistributionData *data = self->data;
  ComityColor color = group_color (figure, group);
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (ComityRect));
  g_autofree ComityPoint *outline = g_new (ComityPoint, 2 * data->n_bins + 2);
  double bottom = self->bars.y + self->bars.height;
  gsize n = 0;

  outline[n++] = (ComityPoint){ bar_rect (self, group, 0).x, bottom };
  for (gsize b = 0; b < data->n_bins; b++)
    {
      ComityRect rect = bar_rect (self, group, b);

      if (rect.height > 0)
        g_array_append_val (rects, rect);
      outline[n++] = (ComityPoint){ rect.x, rect.y };
      outline[n++] = (ComityPoint){ rect.x + rect.width, rect.y };
    }
  outline[n].x = outline[n - 1].x;
  outline[n++].y = bottom;
  comity_canvas_fill_rects (canvas, (const ComityRect *) rects->data, rects->len,
                            comity_color_with_alpha (color, data->is_discrete ? 0.75 : 0.38));
  if (!data->is_discrete)
    comity_canvas_polyline (canvas, outline, n, color, 0.11 * figure->font_size);
}

/* Quartiles as a box, the median as a line. */
static void
draw_box (DistributionFigure *self, ComityCanvas *canvas, int group)
{
  const ComityFigure *figure = &self->parent;
  const ComityDistributionData *data = self->data;
  double height = self->boxes.height / COMITY_DISTRIBUTION_N_GROUPS;
  ComityRect box = { value_to_x (self, data->quartiles[group][0]),
                     self->boxes.y + height * (COMITY_DISTRIBUTION_N_GROUPS - 1 - group) +
                         0.12 * height,
                     0, 0.76 * height };
  double median = value_to_x (self, data->quartiles[group][1]);
  ComityColor color = group_color (figure, group);

  if (data->n[group] == 0)
    return;
  box.width = MAX (value_to_x (self, data->quartiles[group][2]) - box.x, 1);
  comity_canvas_fill_rect (canvas, &box, comity_color_with_alpha (color, 0.38));
  comity_canvas_stroke_rect (canvas, &box, color, 0.7);
  comity_canvas_line (canvas, median, box.y - 0.1 * height, median,
                      box.y + box.height + 0.1 * height, color, 0.18 * figure->font_size);
}

static void
draw_curve (DistributionFigure *self, ComityCanvas *canvas, int group)
{
  const ComityDistributionData *data = self->data;
  g_autofree ComityPoint *points = g_new (ComityPoint, 2 * (COMITY_DISTRIBUTION_STEPS + 1));
  gsize n = 0;

  if (data->n[group] == 0)
    return;
  for (gsize s = 0; s <= COMITY_DISTRIBUTION_STEPS; s++)
    {
      double x = value_to_x (self, data->first + (data->last - data->first) * (double) s /
                                                     COMITY_DISTRIBUTION_STEPS);
      double y = share_to_y (&self->curves, data->steps[group][s]);

      /* Level, then up. */
      if (n > 0 && points[n - 1].y != y)
        {
          points[n].x = x;
          points[n].y = points[n - 1].y;
          n++;
        }
      if (n == 0 || points[n - 1].y != y || s == COMITY_DISTRIBUTION_STEPS)
        points[n++] = (ComityPoint){ x, y };
    }
  comity_canvas_polyline (canvas, points, n, group_color (&self->parent, group),
                          0.15 * self->parent.font_size);
}

static void
distribution_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  DistributionFigure *self = (DistributionFigure *) figure;
  const ComityDistributionData *data = self->data;
  g_autofree char *sentence = dup_sentence (data);
  ComityTextStyle style = sentence_style (figure);
  ComityScale whole;

  if (is_empty (data))
    {
      g_autofree char *nothing = g_strdup_printf ("No pair has data in %d.", data->year);

      comity_figure_draw_empty (figure, canvas, &figure->body, nothing);
      return;
    }
  comity_scale_init (&whole, COMITY_SCALE_LINEAR, 0, 1);
  comity_legend_draw (self->legend, canvas, self->legend_at.x, self->legend_at.y);
  comity_canvas_text (canvas, self->sentence_at.x, self->sentence_at.y, sentence, &style);
  draw_axis (self, canvas);
  draw_shares (self, canvas, &self->bars, &self->share_scale, "Share of pairs");
  if (self->has_curves)
    draw_shares (self, canvas, &self->curves, &whole, "Share of pairs at or below");
  for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
    {
      if (data->n[g] > 0)
        draw_bars (self, canvas, g);
      draw_box (self, canvas, g);
      if (self->has_curves)
        draw_curve (self, canvas, g);
    }
}

static gboolean
is_bin (const ComityDistributionData *data, ComityElement element)
{
  return element.kind == COMITY_ELEMENT_GROUP && element.a < data->n_bins && element.b == 0;
}

static void
draw_column (DistributionFigure *self,
             ComityCanvas *canvas,
             ComityElement element,
             ComityColor color)
{
  double left, right;
  ComityRect column;

  if (!is_bin (self->data, element) || is_empty (self->data))
    return;
  left = value_to_x (self, self->data->low[element.a]);
  right = value_to_x (self, self->data->high[element.a]);
  column = (ComityRect){ left, self->bars.y, right - left,
                         self->curves.y + self->curves.height - self->bars.y };
  comity_canvas_fill_rect (canvas, &column, comity_color_with_alpha (color, 0.12));
  comity_canvas_stroke_rect (canvas, &column, color, 1);
}

static void
distribution_draw_overlay (ComityFigure *figure,
                           ComityCanvas *canvas,
                           ComityElement hover,
                           ComityElement selected)
{
  draw_column ((DistributionFigure *) figure, canvas, selected, figure->theme->accent);
  if (!comity_element_equal (hover, selected))
    draw_column ((DistributionFigure *) figure, canvas, hover, figure->theme->hover);
}

static ComityElement
distribution_hit (ComityFigure *figure, double x, double y)
{
  DistributionFigure *self = (DistributionFigure *) figure;

  if (y >= self->bars.y && y < self->curves.y + self->curves.height && !is_empty (self->data))
    for (gsize b = 0; b < self->data->n_bins; b++)
      if (x >= value_to_x (self, self->data->low[b]) && x < value_to_x (self, self->data->high[b]))
        return (ComityElement){ COMITY_ELEMENT_GROUP, (guint32) b, 0 };
  return COMITY_NO_ELEMENT;
}

static gboolean
distribution_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  DistributionFigure *self = (DistributionFigure *) figure;

  if (!is_bin (self->data, element) || is_empty (self->data))
    return FALSE;
  rect->x = value_to_x (self, self->data->low[element.a]);
  rect->width = value_to_x (self, self->data->high[element.a]) - rect->x;
  rect->y = self->bars.y;
  rect->height = self->curves.y + self->curves.height - rect->y;
  return TRUE;
}

static ComityElement
distribution_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  const ComityDistributionData *data = ((DistributionFigure *) figure)->data;
  gssize bin = is_bin (data, from) ? (gssize) from.a + dx : 0;

  if (is_empty (data))
    return COMITY_NO_ELEMENT;
  return (ComityElement){ COMITY_ELEMENT_GROUP, (guint32) CLAMP (bin, 0, (gssize) data->n_bins - 1),
                          0 };
}

static char *
distribution_describe (ComityFigure *figure)
{
  const ComityDistributionData *data = ((DistributionFigure *) figure)->data;
  g_autofree char *sentence = dup_sentence (data);

  if (is_empty (data))
    return g_strdup_printf ("%s: no pair has data in %d.", data->measure, data->year);
  return g_strdup_printf ("%s, %d. %s. %s. %s", data->measure, data->year,
                          data->labels[COMITY_DISTRIBUTION_TIED],
                          data->labels[COMITY_DISTRIBUTION_UNTIED], sentence);
}

static char *
distribution_describe_element (ComityFigure *figure, ComityElement element)
{
  const ComityDistributionData *data = ((DistributionFigure *) figure)->data;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  GString *words;

  if (!is_bin (data, element))
    return g_strdup ("");
  low = comity_scale_format_value (data->is_discrete
                                       ? (data->low[element.a] + data->high[element.a]) / 2
                                       : data->low[element.a]);
  high = comity_scale_format_value (data->high[element.a]);
  words = g_string_new (low);
  if (!data->is_discrete)
    g_string_append_printf (words, " to %s", high);
  for (int g = COMITY_DISTRIBUTION_N_GROUPS - 1; g >= 0; g--)
    {
      g_autofree char *pairs = comity_count_words (data->counts[g][element.a], "pair", "pairs");

      g_string_append_printf (
          words, "; %s %s: %s, %.1f %%", g == COMITY_DISTRIBUTION_TIED ? "with" : "without",
          data->tie_name, pairs,
          data->n[g] > 0 ? 100 * (double) data->counts[g][element.a] / (double) data->n[g] : 0);
    }
  return g_string_free (words, FALSE);
}

static char *
distribution_to_table (ComityFigure *figure)
{
  const ComityDistributionData *data = ((DistributionFigure *) figure)->data;
  GString *table = g_string_new ("low\thigh\tpairs_with\tpairs_without\n");

  for (gsize b = 0; b < data->n_bins; b++)
    {
      char low[COMITY_NUMBER_BUFFER], high[COMITY_NUMBER_BUFFER];

      g_string_append_printf (
          table, "%s\t%s\t%" G_GSIZE_FORMAT "\t%" G_GSIZE_FORMAT "\n",
          comity_number_format (data->low[b], low), comity_number_format (data->high[b], high),
          data->counts[COMITY_DISTRIBUTION_TIED][b], data->counts[COMITY_DISTRIBUTION_UNTIED][b]);
    }
  return g_string_free (table, FALSE);
}

static void
distribution_copy (ComityFigure *to, const ComityFigure *from)
{
  ((DistributionFigure *) to)->data =
      g_atomic_rc_box_acquire (((const DistributionFigure *) from)->data);
  ((DistributionFigure *) to)->legend = comity_legend_new ();
}

static void
distribution_finalize (ComityFigure *figure)
{
  DistributionFigure *self = (DistributionFigure *) figure;

  comity_distribution_data_unref (self->data);
  comity_legend_free (self->legend);
}

static const ComityFigureClass distribution_class = {
  .instance_size = sizeof (DistributionFigure),
  .copy = distribution_copy,
  .finalize = distribution_finalize,
  .layout = distribution_layout,
  .draw = distribution_draw,
  .draw_overlay = distribution_draw_overlay,
  .hit = distribution_hit,
  .get_element_rect = distribution_get_element_rect,
  .move = distribution_move,
  .describe = distribution_describe,
  .describe_element = distribution_describe_element,
  .to_table = distribution_to_table,
};

ComityFigure *
comity_distribution_figure_new (ComityPanel *panel, const ComityDistribution *distribution)
{
  DistributionFigure *self;
  g_autofree char *title = NULL;
  g_autofree char *notice = NULL;

  g_return_val_if_fail (panel != NULL && distribution != NULL, NULL);

  self = (DistributionFigure *) comity_figure_new (&distribution_class);
  self->data = comity_distribution_data_new (panel, distribution);
  self->legend = comity_legend_new ();
  title = g_strdup_printf ("%s with and without %s, %d", self->data->measure, self->data->tie_name,
                           self->data->year);
  notice = comity_panel_dup_notice (panel, TRUE);
  comity_figure_set_title (&self->parent, title);
  comity_figure_set_notice (&self->parent, notice);
  return &self->parent;
}
