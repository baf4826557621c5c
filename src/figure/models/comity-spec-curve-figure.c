/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification curve: above, the estimates of one term, ascending, each with its interval;
 * below, under each, the choices that led to it, a row a choice. Ink says significance and sign,
 * and filling repeats it, so that no colour is needed. What could not be estimated stands at the
 * right end with a cross. */
#include "config.h"

#include "comity-spec-curve-figure-private.h"

#include "comity-number.h"

#include <math.h>
#include <stdlib.h>

/* Half-widths of a median interval beyond the outermost estimate that are shown. */
#define WIDEST 3.0

static const char *const headings[] = { "Terms", "Samples", "Models", "Standard errors" };

static void
list_rows (ComitySpecFigure *self)
{
  gsize most = 4;

  for (int kind = 0; kind < 4; kind++)
    most += comity_spec_curve_get_n_choices (self->curve, (ComityCurveChoice) kind);
  self->rows = g_new (ComitySpecRow, most);
  for (int kind = 0; kind < 4; kind++)
    {
      ComityCurveChoice what = (ComityCurveChoice) kind;
      gsize n = comity_spec_curve_get_n_choices (self->curve, what);

      /* A choice that there is not says nothing. */
      if (n == 0 || (what != COMITY_CURVE_TERMS && n < 2))
        continue;
      self->rows[self->n_rows++] = (ComitySpecRow){ what, G_MAXSIZE, headings[kind] };
      for (gsize i = 0; i < n; i++)
        self->rows[self->n_rows++] =
            (ComitySpecRow){ what, i, comity_spec_curve_peek_choice (self->curve, what, i) };
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
init_scale (ComitySpecFigure *self)
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

static void
spec_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
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

static ComityElement
spec_hit (ComityFigure *figure, double x, double y)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
  gsize rank;

  if (self->n == 0 || !comity_rect_contains (&figure->area, x, y))
    return COMITY_NO_ELEMENT;
  rank = MIN ((gsize) ((x - self->upper.x) / self->column), self->n - 1);
  return (ComityElement){ COMITY_ELEMENT_SPECIFICATION, self->order[rank], 0 };
}

static gboolean
spec_get_element_rect (ComityFigure *figure, ComityElement element, ComityRect *rect)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;

  if (!comity_spec_figure_has (self, element))
    return FALSE;
  *rect = (ComityRect){ comity_spec_figure_get_x (self, self->rank[element.a]) - self->column / 2,
                        self->upper.y, self->column, figure->area.height };
  return TRUE;
}

/* Left and right through the estimates; up and down ten at a time. */
static ComityElement
spec_move (ComityFigure *figure, ComityElement from, int dx, int dy)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
  gssize rank;

  if (self->n == 0)
    return COMITY_NO_ELEMENT;
  if (!comity_spec_figure_has (self, from))
    return (ComityElement){ COMITY_ELEMENT_SPECIFICATION, self->order[0], 0 };
  rank = (gssize) self->rank[from.a] + dx - 10 * dy;
  rank = CLAMP (rank, 0, (gssize) self->n - 1);
  return (ComityElement){ COMITY_ELEMENT_SPECIFICATION, self->order[rank], 0 };
}

static char *
spec_describe (ComityFigure *figure)
{
  const ComitySpecCurve *curve = ((ComitySpecFigure *) figure)->curve;
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
spec_describe_element (ComityFigure *figure, ComityElement element)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
  const ComityCurvePoint *point;
  g_autofree char *formula = NULL;
  GString *text;

  if (!comity_spec_figure_has (self, element))
    return g_strdup ("");
  point = comity_spec_curve_peek_point (self->curve, element.a);
  formula = comity_spec_curve_dup_formula (self->curve, element.a);
  text = g_string_new (NULL);
  if (point->estimated)
    {
      g_autofree char *estimate = comity_scale_format_value (point->estimate);
      g_autofree char *low = comity_scale_format_value (point->conf_low);
      g_autofree char *high = comity_scale_format_value (point->conf_high);

      g_autofree char *p = comity_scale_format_value (point->p_value);

      g_string_append_printf (text, "%s (%s to %s), p = %s – ", estimate, low, high, p);
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
spec_to_table (ComityFigure *figure)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
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
take_curve (ComitySpecFigure *self, ComitySpecCurve *curve)
{
  self->curve = comity_spec_curve_ref (curve);
  self->n = comity_spec_curve_get_n (curve);
  self->order = comity_spec_curve_peek_order (curve);
  self->rank = g_new (guint32, self->n + 1);
  for (gsize rank = 0; rank < self->n; rank++)
    self->rank[self->order[rank]] = (guint32) rank;
}

static void
spec_copy (ComityFigure *to, const ComityFigure *from)
{
  take_curve ((ComitySpecFigure *) to, ((const ComitySpecFigure *) from)->curve);
}

static void
spec_finalize (ComityFigure *figure)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;

  comity_spec_curve_unref (self->curve);
  g_free (self->rank);
  g_free (self->rows);
}

static const ComityFigureClass spec_class = {
  .instance_size = sizeof (ComitySpecFigure),
  .copy = spec_copy,
  .finalize = spec_finalize,
  .layout = spec_layout,
  .draw = comity_spec_figure_draw,
  .draw_overlay = comity_spec_figure_draw_overlay,
  .hit = spec_hit,
  .get_element_rect = spec_get_element_rect,
  .move = spec_move,
  .describe = spec_describe,
  .describe_element = spec_describe_element,
  .to_table = spec_to_table,
};

ComityFigure *
comity_spec_curve_figure_new (ComitySpecCurve *curve)
{
  ComitySpecFigure *self = (ComitySpecFigure *) comity_figure_new (&spec_class);
  const ComityCurveSummary *s = comity_spec_curve_peek_summary (curve);
  g_autofree char *n = comity_count_words (s->n, "specification", "specifications");
  g_autofree char *title =
      g_strdup_printf ("Specification curve of %s: %s", comity_spec_curve_peek_focal (curve), n);
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
