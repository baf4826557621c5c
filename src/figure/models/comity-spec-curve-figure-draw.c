/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ink of the specification curve. */
#include "config.h"

#include "comity-spec-curve-figure-private.h"

#include "comity-color-map.h"

#include <math.h>

/* Below so many points a column of them intervals are lines; above, a band. */
#define MIN_COLUMN 2.2

static double
value_to_y (const ComitySpecFigure *self, double value)
{
  return self->upper.y +
         self->upper.height * (1.0 - CLAMP (comity_scale_map (&self->scale, value), 0.0, 1.0));
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
get_ink (const ComitySpecFigure *self, const ComityCurvePoint *point)
{
  double alpha = 1.0 - comity_spec_curve_peek_base (self->curve)->level / 100.0;

  if (!point->estimated)
    return INK_NONE;
  if (!(point->p_value < alpha))
    return INK_NOTHING;
  return point->estimate > 0 ? INK_POSITIVE : INK_NEGATIVE;
}

static ComityColor
get_color (const ComitySpecFigure *self, Ink ink)
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
point_radius (const ComitySpecFigure *self)
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
draw_mark (const ComitySpecFigure *self, ComityCanvas *canvas, gsize i, double grow)
{
  const ComityFigure *figure = &self->parent;
  const ComityCurvePoint *point = comity_spec_curve_peek_point (self->curve, i);
  Ink ink = get_ink (self, point);
  ComityColor color = get_color (self, ink);
  double x = comity_spec_figure_get_x (self, self->rank[i]), r = grow * point_radius (self);

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
draw_axis (ComitySpecFigure *self, ComityCanvas *canvas)
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
draw_intervals (ComitySpecFigure *self, ComityCanvas *canvas)
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
          rects[n++] = (ComityRect){ comity_spec_figure_get_x (self, rank) - width / 2, top, width,
                                     bottom - top };
        }
      if (n > 0)
        comity_canvas_fill_rects (
            canvas, rects, n,
            comity_color_with_alpha (get_color (self, (Ink) ink), band ? 0.28f : 0.5f));
    }
}

static void
draw_legend (ComitySpecFigure *self, ComityCanvas *canvas)
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
draw_dashboard (ComitySpecFigure *self, ComityCanvas *canvas)
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
      const ComitySpecRow *what = &self->rows[row];
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
              rects[n++] = (ComityRect){ comity_spec_figure_get_x (self, rank) - mark / 2,
                                         y + 0.2 * self->row_height, mark, 0.6 * self->row_height };
          if (n > 0)
            comity_canvas_fill_rects (canvas, rects, n, get_color (self, (Ink) ink));
        }
    }
}

void
comity_spec_figure_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
  const ComityCurvePoint *reference = comity_spec_curve_peek_point (self->curve, 0);

  draw_axis (self, canvas);
  draw_intervals (self, canvas);
  for (gsize rank = 0; rank < self->n; rank++)
    draw_mark (self, canvas, self->order[rank], 1);
  draw_dashboard (self, canvas);
  if (reference->estimated)
    {
      double x = comity_spec_figure_get_x (self, self->rank[0]);

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

void
comity_spec_figure_draw_overlay (ComityFigure *figure,
                                 ComityCanvas *canvas,
                                 ComityElement hover,
                                 ComityElement selected)
{
  ComitySpecFigure *self = (ComitySpecFigure *) figure;
  const ComityElement elements[] = { selected, hover };

  for (int i = 0; i < 2; i++)
    if (comity_spec_figure_has (self, elements[i]))
      {
        double width = MAX (self->column, 0.25 * figure->font_size);
        ComityRect strip = { comity_spec_figure_get_x (self, self->rank[elements[i].a]) - width / 2,
                             self->upper.y, width, figure->area.height };

        comity_canvas_fill_rect (
            canvas, &strip,
            comity_color_with_alpha (i == 0 ? figure->theme->accent : figure->theme->hover, 0.22f));
        draw_mark (self, canvas, elements[i].a, 1.6);
      }
}
