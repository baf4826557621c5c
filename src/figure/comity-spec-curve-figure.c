/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification curve: above, the estimates of one term, ascending, each with its interval;
 * below, under each, the choices that led to it, a row a choice. Ink says significance and sign,
 * and filling repeats it, so that no colour is needed. What could not be estimated stands at the
 * right end with a cross. */
#include "config.h"

#include "comity-figures.h"

#include "comity-color-map.h"
#include "comity-figure-private.h"
#include "comity-number.h"
#include "comity-scale.h"

#include <math.h>
#include <stdlib.h>

/* Half-widths of a median interval beyond the outermost estimate that are shown. */
#define WIDEST 3.0
/* Below so many points a column of them intervals are lines; above, a band. */
#define MIN_COLUMN 2.2

typedef struct
{
  ComityCurveChoice kind;
  gsize choice; /* G_MAXSIZE: the group's heading */
  const char *label;
} Row;

typedef struct
{
  ComityFigure parent;
  ComitySpecCurve *curve;
  gsize n;
  const guint32 *order;
  guint32 *rank; /* n: of a point */
  Row *rows;
  gsize n_rows;
  ComityScale scale;
  double ticks[COMITY_SCALE_MAX_TICKS];
  gsize n_ticks;
  ComityRect upper, lower;
  double row_height;
  double label_size;
  double column; /* width of a specification */
} CurveFigure;

static const char *const headings[] = { "Terms", "Samples", "Models", "Standard errors" };

static void
list_rows (CurveFigure *self)
{
  gsize most = 4;

  for (int kind = 0; kind < 4; kind++)
    most += comity_spec_curve_get_n_choices (self->curve, (ComityCurveChoice) kind);
  self->rows = g_new (Row, most);
  for (int kind = 0; kind < 4; kind++)
    {
      ComityCurveChoice what = (ComityCurveChoice) kind;
      gsize n = comity_spec_curve_get_n_choices (self->curve, what);

      /* A choice that there is not says nothing. */
      if (n == 0 || (what != COMITY_CURVE_TERMS && n < 2))
        continue;
      self->rows[self->n_rows++] = (Row){ what, G_MAXSIZE, headings[kind] };
      for (gsize i = 0; i < n; i++)
        self->rows[self->n_rows++] =
            (Row){ what, i, comity_spec_curve_peek_choice (self->curve, what, i) };
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
init_scale (CurveFigure *self)
{
  g_autofree double *half = g_new (double, self->n + 1);
  double low = 0, high = 0, first = INFINITY, last = -INFINITY, reach;
  gsize n = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const ComityCurvePoint *point = comity_spec_curve_peek_point (self->curve, i);

      if (!point->estimated)
        continue;
      half[n++] = 0.5 * (point->conf_high - point->conf_low);
      first = MIN (first, point->estimate);
      last = MAX (last, point->estimate);
    }
  qsort (half, n, sizeof (double), compare_doubles);
  reach = n > 0 ? WIDEST * half[n / 2] : 1.0;
  for (gsize i = 0; i < self->n; i++)
    {
      const ComityCurvePoint *point = comity_spec_curve_peek_point (self->curve, i);

      if (!point->estimated)
        continue;
      low = MIN (low, MAX (point->conf_low, first - reach));
      high = MAX (high, MIN (point->conf_high, last + reach));
    }
  comity_scale_init (&self->scale, COMITY_SCALE_LINEAR, low - 0.05 * (high - low),
                     high + 0.05 * (high - low));
}

static double
value_to_y (const CurveFigure *self, double value)
{
  return self->upper.y +
         self->upper.height * (1.0 - CLAMP (comity_scale_map (&self->scale, value), 0.0, 1.0));
}

static double
rank_to_x (const CurveFigure *self, gsize rank)
{
  return self->upper.x + ((double) rank + 0.5) * self->column;
}

static void
curve_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  CurveFigure *self = (CurveFigure *) figure;
  ComityTextStyle style = comity_figure_text_style (figure, 1);
  double em = figure->font_size, widest = 0, below, legend = 1.9 * em;

  if (self->rows == NULL)
    list_rows (self);
  init_scale (self);
  self->n_ticks = comity_scale_get_ticks (&self->scale, 6, self->ticks);
  below = MIN (0.62 * figure->body.height, (double) self->n_rows * 1.45 * em);
  self->row_height = self->n_rows > 0 ? below / (double) self->n_rows : 0;
  self->label_size = CLAMP (self->row_height / (1.3 * em), 0.55, 0.92);
  style.size = self->label_size * em;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      double width;

      comity_canvas_measure (canvas, self->rows[i].label, &style, &width, NULL);
      widest = MAX (widest, width);
    }
  widest = MIN (MAX (widest + 1.2 * em, 4.0 * em), 0.34 * figure->body.width);
  self->upper = (ComityRect){ figure->body.x + widest, figure->body.y + legend,
                              MAX (figure->body.width - widest - 0.5 * em, 10),
                              MAX (figure->body.height - below - legend - 1.0 * em, 10) };
  self->lower = (ComityRect){ self->upper.x, self->upper.y + self->upper.height + 0.9 * em,
                              self->upper.width, below };
  self->column = self->upper.width / (double) MAX (self->n, 1);
  figure->area = (ComityRect){ self->upper.x, self->upper.y, self->upper.width,
                               self->lower.y + self->lower.height - self->upper.y };
}

typedef enum
{
  INK_POSITIVE,
  INK_NEGATIVE,
  INK_NOTHING, /* not significant */
  INK_NONE,    /* not estimated */
  N_INKS
} Ink;

static Ink
get_ink (const CurveFigure *self, const ComityCurvePoint *point)
{
  double alpha = 1.0 - comity_spec_curve_peek_base (self->curve)->level / 100.0;

  if (!point->estimated)
    return INK_NONE;
  if (!(point->p_value < alpha))
    return INK_NOTHING;
  return point->estimate > 0 ? INK_POSITIVE : INK_NEGATIVE;
}

static ComityColor
get_color (const CurveFigure *self, Ink ink)
{
  const ComityTheme *theme = self->parent.theme;

  switch (ink)
    {
    case INK_POSITIVE:
      return comity_theme_get_category (theme, 0);
    case INK_NEGATIVE:
      return comity_theme_get_category (theme, 1);
    case INK_NOTHING:
      return theme->text_dim;
    case INK_NONE:
    case N_INKS:
    default:
      return theme->text;
    }
}

static double
point_radius (const CurveFigure *self)
{
  return CLAMP (0.42 * self->column, 0.09 * self->parent.font_size, 0.3 * self->parent.font_size);
}

static void
draw_cross (ComityCanvas *canvas, double x, double y, double r, ComityColor color, double width)
{
  comity_canvas_line (canvas, x - r, y - r, x + r, y + r, color, width);
  comity_canvas_line (canvas, x - r, y + r, x + r, y - r, color, width);
}

static void
draw_mark (const CurveFigure *self, ComityCanvas *canvas, gsize i, double grow)
{
  const ComityFigure *figure = &self->parent;
  const ComityCurvePoint *point = comity_spec_curve_peek_point (self->curve, i);
  Ink ink = get_ink (self, point);
  ComityColor color = get_color (self, ink);
  double x = rank_to_x (self, self->rank[i]), r = grow * point_radius (self);

  if (ink == INK_NONE)
    draw_cross (canvas, x, self->upper.y + self->upper.height - 0.5 * figure->font_size, r, color,
                0.09 * figure->font_size);
  else
    comity_canvas_circle (canvas, x, value_to_y (self, point->estimate), r,
                          ink == INK_NOTHING ? figure->theme->background : color,
                          ink == INK_NOTHING ? color : figure->theme->background,
                          ink == INK_NOTHING ? MIN (0.09 * figure->font_size, 0.6 * r)
                                             : MIN (0.05 * figure->font_size, 0.2 * r));
}

static void
draw_axis (CurveFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityTheme *theme = figure->theme;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double right = self->upper.x + self->upper.width;
  double median = comity_spec_curve_peek_summary (self->curve)->observed.median;

  style.align_x = 1;
  style.align_y = 0.5;
  style.color = theme->text_dim;
  for (gsize i = 0; i < self->n_ticks; i++)
    {
      double y = value_to_y (self, self->ticks[i]);
      g_autofree char *label =
          comity_scale_format_tick (self->ticks, self->n_ticks, self->ticks[i]);

      comity_canvas_line (canvas, self->upper.x, y, right, y, theme->grid, 0.6);
      comity_canvas_text (canvas, self->upper.x - 0.5 * figure->font_size, y, label, &style);
    }
  comity_canvas_line (canvas, self->upper.x, value_to_y (self, 0), right, value_to_y (self, 0),
                      theme->text_dim, 1);
  if (isfinite (median))
    for (double x = self->upper.x; x < right; x += 0.8 * figure->font_size)
      comity_canvas_line (canvas, x, value_to_y (self, median),
                          MIN (x + 0.4 * figure->font_size, right), value_to_y (self, median),
                          theme->text_dim, 0.7);
}

static void
draw_intervals (CurveFigure *self, ComityCanvas *canvas)
{
  g_autofree ComityRect *rects = g_new (ComityRect, self->n + 1);
  gboolean band = self->column < MIN_COLUMN;

  for (int ink = 0; ink < INK_NONE; ink++)
    {
      gsize n = 0;

      for (gsize rank = 0; rank < self->n; rank++)
        {
          const ComityCurvePoint *point =
              comity_spec_curve_peek_point (self->curve, self->order[rank]);
          double width = band ? self->column : MIN (0.34 * self->column, 1.1);
          double top, bottom;

          if (get_ink (self, point) != (Ink) ink)
            continue;
          top = value_to_y (self, point->conf_high);
          bottom = value_to_y (self, point->conf_low);
          rects[n++] = (ComityRect){ rank_to_x (self, rank) - width / 2, top, width, bottom - top };
        }
      if (n > 0)
        comity_canvas_fill_rects (
            canvas, rects, n,
            comity_color_with_alpha (get_color (self, (Ink) ink), band ? 0.28f : 0.5f));
    }
}

static void
draw_legend (CurveFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 0.86);
  double level = comity_spec_curve_peek_base (self->curve)->level;
  g_autofree char *title = g_strdup_printf ("Coefficient of %s, %g%% intervals",
                                            comity_spec_curve_peek_focal (self->curve), level);
  static const char *const words[] = { "positive", "negative", "not significant", "not estimated" };
  gboolean shown[N_INKS] = { FALSE };
  double x = self->upper.x, y = figure->body.y + 0.6 * figure->font_size, width;
  double r = 0.3 * figure->font_size;

  for (gsize i = 0; i < self->n; i++)
    shown[get_ink (self, comity_spec_curve_peek_point (self->curve, i))] = TRUE;
  style.align_y = 0.5;
  comity_canvas_measure (canvas, title, &style, &width, NULL);
  comity_canvas_text (canvas, x, y, title, &style);
  x += width + 1.6 * figure->font_size;
  style.color = figure->theme->text_dim;
  for (int ink = 0; ink < N_INKS; ink++)
    {
      ComityColor color = get_color (self, (Ink) ink);

      if (!shown[ink])
        continue;
      comity_canvas_measure (canvas, words[ink], &style, &width, NULL);
      if (x + width + 2 * r > figure->body.x + figure->body.width)
        break;
      if (ink == INK_NONE)
        draw_cross (canvas, x, y, r, color, 0.09 * figure->font_size);
      else
        comity_canvas_circle (canvas, x, y, r,
                              ink == INK_NOTHING ? figure->theme->background : color, color,
                              0.09 * figure->font_size);
      comity_canvas_text (canvas, x + 0.6 * figure->font_size, y, words[ink], &style);
      x += width + 2.0 * figure->font_size;
    }
  comity_canvas_measure (canvas, "reference", &style, &width, NULL);
  if (x + width + 2 * r > figure->body.x + figure->body.width)
    return;
  comity_canvas_circle (canvas, x, y, 1.15 * r, figure->theme->background, figure->theme->accent,
                        0.14 * figure->font_size);
  comity_canvas_text (canvas, x + 0.7 * figure->font_size, y, "reference", &style);
}

static void
draw_dashboard (CurveFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  g_autofree ComityRect *rects = g_new (ComityRect, self->n + 1);
  ComityTextStyle style = comity_figure_text_style (figure, self->label_size);
  double mark = MAX (0.72 * self->column, MIN (0.8, self->column));
  gboolean striped = FALSE;

  style.align_x = 1;
  style.align_y = 0.5;
  style.width = self->lower.x - figure->body.x - 0.5 * figure->font_size;
  style.cut = TRUE;
  for (gsize row = 0; row < self->n_rows; row++)
    {
      const Row *what = &self->rows[row];
      double y = self->lower.y + (double) row * self->row_height;
      ComityRect stripe = { self->lower.x, y, self->lower.width, self->row_height };

      style.bold = what->choice == G_MAXSIZE;
      style.color = style.bold ? figure->theme->text_dim : figure->theme->text;
      comity_canvas_text (canvas, self->lower.x - 0.5 * figure->font_size,
                          y + 0.5 * self->row_height, what->label, &style);
      striped = what->choice != G_MAXSIZE && !striped;
      if (what->choice == G_MAXSIZE)
        continue;
      if (striped)
        comity_canvas_fill_rect (canvas, &stripe,
                                 comity_color_with_alpha (figure->theme->grid, 0.45f));
      for (int ink = 0; ink < N_INKS; ink++)
        {
          gsize n = 0;

          for (gsize rank = 0; rank < self->n; rank++)
            if ((int) get_ink (
                    self, comity_spec_curve_peek_point (self->curve, self->order[rank])) == ink &&
                comity_spec_curve_takes (self->curve, self->order[rank], what->kind, what->choice))
              rects[n++] = (ComityRect){ rank_to_x (self, rank) - mark / 2,
                                         y + 0.2 * self->row_height, mark, 0.6 * self->row_height };
          if (n > 0)
            comity_canvas_fill_rects (canvas, rects, n, get_color (self, (Ink) ink));
        }
    }
}

static void
curve_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  CurveFigure *self = (CurveFigure *) figure;
  const ComityCurvePoint *reference = comity_spec_curve_peek_point (self->curve, 0);

  draw_axis (self, canvas);
  draw_intervals (self, canvas);
  for (gsize rank = 0; rank < self->n; rank++)
    draw_mark (self, canvas, self->order[rank], 1);
  draw_dashboard (self, canvas);
  if (reference->estimated)
    {
      double x = rank_to_x (self, self->rank[0]);

      comity_canvas_line (canvas, x, value_to_y (self, reference->conf_high), x,
                          value_to_y (self, reference->conf_low), figure->theme->accent,
                          0.14 * figure->font_size);
      comity_canvas_circle (canvas, x, value_to_y (self, reference->estimate),
                            MAX (1.5 * point_radius (self), 0.3 * figure->font_size),
                            get_ink (self, reference) == INK_NOTHING
                                ? figure->theme->background
                                : get_color (self, get_ink (self, reference)),
                            figure->theme->accent, 0.14 * figure->font_size);
    }
  draw_legend (self, canvas);
}

static gboolean
is_here (const CurveFigure *self, ComityElement element)
{
  return element.kind == COMITY_ELEMENT_SPECIFICATION && element.a < self->n;
}

static void
curve_draw_overlay (ComityFigure *figure,
                    ComityCanvas *canvas,
                    ComityElement hover,
                    ComityElement selected)
{
  CurveFigure *self = (CurveFigure *) figure;
  const ComityElement elements[] = { selected, hover };

  for (int i = 0; i < 2; i++)
    if (is_here (self, elements[i]))
      {
        double width = MAX (self->column, 0.25 * figure->font_size);
        ComityRect strip = { rank_to_x (self, self->rank[elements[i].a]) - width / 2, self->upper.y,
                             width, figure->area.height };

        comity_canvas_fill_rect (
            canvas, &strip,
            comity_color_with_alpha (i == 0 ? figure->theme->accent : figure->theme->hover, 0.22f));
        draw_mark (self, canvas, elements[i].a, 1.6);
      }
}

static ComityElement
curve_hit (ComityFigure *figure, double x, double y)
{
  CurveFigure *self = (CurveFigure *) figure;
  gsize rank;

  if (self->n == 0 || !comity_rect_contains (&figure->area, x, y))
    return COMITY_NO_ELEMENT;
  rank = MIN ((gsize) ((x - self->upper.x) / self->column), self->n - 1);
  return (ComityElement){ COMITY_ELEMENT_SPECIFICATION, self->order[rank], 0 };
}

static gboolean
curve_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  CurveFigure *self = (CurveFigure *) figure;

  if (!is_here (self, element))
    return FALSE;
  *rect = (ComityRect){ rank_to_x (self, self->rank[element.a]) - self->column / 2, self->upper.y,
                        self->column, figure->area.height };
  return TRUE;
}

/* Left and right through the estimates; up and down ten at a time. */
static ComityElement
curve_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  CurveFigure *self = (CurveFigure *) figure;
  gssize rank;

  if (self->n == 0)
    return COMITY_NO_ELEMENT;
  if (!is_here (self, from))
    return (ComityElement){ COMITY_ELEMENT_SPECIFICATION, self->order[0], 0 };
  rank = (gssize) self->rank[from.a] + dx - 10 * dy;
  rank = CLAMP (rank, 0, (gssize) self->n - 1);
  return (ComityElement){ COMITY_ELEMENT_SPECIFICATION, self->order[rank], 0 };
}

static char *
curve_describe (ComityFigure *figure)
{
  const ComitySpecCurve *curve = ((CurveFigure *) figure)->curve;
  const ComityCurveSummary *s = comity_spec_curve_peek_summary (curve);
  g_autofree char *sentence = comity_spec_curve_describe (curve);
  GString *text = g_string_new ("Specification curve: ");

  g_string_append (text, sentence);
  if (s->n_permutations > 0)
    g_string_append_printf (text, " Joint permutation test of the median: p = %.3g.", s->p.median);
  if (s->preview)
    g_string_append_printf (text, " Preview on 1 in %d of the rows without an event.",
                            COMITY_SPEC_CURVE_PREVIEW);
  return g_string_free (text, FALSE);
}

static char *
curve_describe_element (ComityFigure *figure, ComityElement element)
{
  CurveFigure *self = (CurveFigure *) figure;
  const ComityCurvePoint *point;
  g_autofree char *formula = NULL;
  GString *text;

  if (!is_here (self, element))
    return g_strdup ("");
  point = comity_spec_curve_peek_point (self->curve, element.a);
  formula = comity_spec_curve_dup_formula (self->curve, element.a);
  text = g_string_new (NULL);
  if (point->estimated)
    {
      g_autofree char *estimate = comity_scale_format_value (point->estimate);
      g_autofree char *low = comity_scale_format_value (point->conf_low);
      g_autofree char *high = comity_scale_format_value (point->conf_high);

      g_string_append_printf (text, "%s (%s to %s), p = %.2g – ", estimate, low, high,
                              point->p_value);
    }
  else
    g_string_append_printf (text, "No estimate: %s – ",
                            point->problem != NULL ? point->problem : "unknown");
  g_string_append (text, formula);
  for (int kind = COMITY_CURVE_SAMPLES; kind <= COMITY_CURVE_VCES; kind++)
    {
      ComityCurveChoice what = (ComityCurveChoice) kind;
      gsize at = what == COMITY_CURVE_SAMPLES      ? point->sample
                 : what == COMITY_CURVE_ESTIMATORS ? point->estimator
                                                   : point->vce;

      if (comity_spec_curve_get_n_choices (self->curve, what) > 1)
        g_string_append_printf (text, "; %s",
                                comity_spec_curve_peek_choice (self->curve, what, at));
    }
  return g_string_free (text, FALSE);
}

static char *
curve_to_table (ComityFigure *figure)
{
  CurveFigure *self = (CurveFigure *) figure;
  GString *table = g_string_new ("rank\testimate\tstd_error\tp_value\tconf_low\tconf_high\tn\t"
                                 "formula\tsample\tmodel\tvce\tproblem\n");

  for (gsize rank = 0; rank < self->n; rank++)
    {
      guint32 i = self->order[rank];
      const ComityCurvePoint *point = comity_spec_curve_peek_point (self->curve, i);
      g_autofree char *formula = comity_spec_curve_dup_formula (self->curve, i);
      const double numbers[] = { point->estimate, point->std_error, point->p_value, point->conf_low,
                                 point->conf_high };

      g_string_append_printf (table, "%" G_GSIZE_FORMAT, rank + 1);
      for (gsize c = 0; c < G_N_ELEMENTS (numbers); c++)
        {
          char buffer[COMITY_NUMBER_BUFFER];

          g_string_append_printf (table, "\t%s", comity_number_format (numbers[c], buffer));
        }
      g_string_append_printf (
          table, "\t%" G_GSIZE_FORMAT "\t%s\t%s\t%s\t%s\t%s\n", point->n, formula,
          comity_spec_curve_peek_choice (self->curve, COMITY_CURVE_SAMPLES, point->sample),
          comity_spec_curve_peek_choice (self->curve, COMITY_CURVE_ESTIMATORS, point->estimator),
          comity_spec_curve_peek_choice (self->curve, COMITY_CURVE_VCES, point->vce),
          point->problem != NULL ? point->problem : "");
    }
  return g_string_free (table, FALSE);
}

static void
take_curve (CurveFigure *self, ComitySpecCurve *curve)
{
  self->curve = comity_spec_curve_ref (curve);
  self->n = comity_spec_curve_get_n (curve);
  self->order = comity_spec_curve_peek_order (curve);
  self->rank = g_new (guint32, self->n + 1);
  for (gsize rank = 0; rank < self->n; rank++)
    self->rank[self->order[rank]] = (guint32) rank;
}

static void
curve_copy (ComityFigure *to, const ComityFigure *from)
{
  take_curve ((CurveFigure *) to, ((const CurveFigure *) from)->curve);
}

static void
curve_finalize (ComityFigure *figure)
{
  CurveFigure *self = (CurveFigure *) figure;

  comity_spec_curve_unref (self->curve);
  g_free (self->rank);
  g_free (self->rows);
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

ComityFigure *
comity_spec_curve_figure_new (ComitySpecCurve *curve)
{
  CurveFigure *self = (CurveFigure *) comity_figure_new (&curve_class);
  const ComityCurveSummary *s = comity_spec_curve_peek_summary (curve);
  g_autofree char *title =
      g_strdup_printf ("Specification curve of %s: %" G_GSIZE_FORMAT " specifications",
                       comity_spec_curve_peek_focal (curve), s->n);
  g_autofree char *sentence = comity_spec_curve_describe (curve);
  gboolean simulated = comity_dataset_is_simulated (comity_spec_curve_peek_dataset (curve));

  take_curve (self, curve);
  comity_figure_set_title (&self->parent, title);
  comity_figure_set_caption (&self->parent, sentence);
  if (s->preview)
    {
      g_autofree char *notice = g_strdup_printf (
          "Preview on 1/%d of the rows; errors about %.2f SE%s", COMITY_SPEC_CURVE_PREVIEW,
          s->preview_error, simulated ? "; simulated data" : "");

      comity_figure_set_notice (&self->parent, notice);
    }
  else if (simulated)
    comity_figure_set_notice (&self->parent, "Simulated data");
  return &self->parent;
}
