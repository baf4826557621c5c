/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The magnifier over the heatmap: the cells around one of them, large enough to be read, with the
 * codes of their rows and columns; of a state also whom it is most and least like. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include <math.h>
#include <stdlib.h>

/* Rows and columns in the lens; odd, so that there is a middle. */
#define SIDE 11
/* Others that a state's lens lists from either end. */
#define N_MOST 6
#define N_LEAST 3

typedef struct
{
  gsize row, column; /* of the focus */
  gsize first_row, first_column, n;
  double cell, label, band; /* sizes */
  ComityRect box, cells;
  double list; /* width of the list of others; 0 none */
} Lens;

static gsize
first_of (gsize middle, gsize n_shown, gsize n)
{
  gsize first = middle > n_shown / 2 ? middle - n_shown / 2 : 0;

  return MIN (first, n - n_shown);
}

static ComityTextStyle
code_style (const ComityFigure *figure)
{
  return comity_figure_text_style (figure, 0.85);
}

/* Beside the point, on the side where there is room. */
static double
place_beside (double at, double gap, double length, double available)
{
  double after = at + gap, before = at - gap - length;

  if (after + length <= available || before < 0)
    return MAX (MIN (after, available - length), 0);
  return before;
}

static void
lens_init (Lens *lens, const ComityHeatmapFigure *self, ComityCanvas *canvas, const ComityPoint *at)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  ComityTextStyle style = code_style (figure);
  double em = figure->font_size, pad = 0.7 * em, width, height;

  lens->n = MIN (SIDE, data->n);
  lens->first_row = first_of (lens->row, lens->n, data->n);
  lens->first_column = first_of (lens->column, lens->n, data->n);
  lens->cell = 1.5 * em;
  lens->band = self->options.show_families && self->has_bands ? 0.4 * em : 0;
  lens->label = 0;
  for (gsize k = 0; k < lens->n; k++)
    {
      comity_canvas_measure (canvas, data->codes[lens->first_row + k], &style, &width, NULL);
      lens->label = MAX (lens->label, width);
      comity_canvas_measure (canvas, data->codes[lens->first_column + k], &style, &width, NULL);
      lens->label = MAX (lens->label, width);
    }
  lens->label += 0.4 * em;
  lens->list = lens->row == lens->column && data->n > 2 ? 8.5 * em : 0;
  width = 2 * pad + lens->label + lens->band + lens->cell * (double) lens->n + lens->list;
  height = 2 * pad + 2.9 * em + lens->label + lens->band + lens->cell * (double) lens->n;
  if (lens->list > 0)
    height = MAX (height, 2 * pad + 2.9 * em + 1.25 * em * (N_MOST + N_LEAST + 2.6));
  width = MAX (width, 20 * em);
  lens->box = (ComityRect){ place_beside (at->x, 1.6 * em, width, figure->width),
                            place_beside (at->y, 1.6 * em, height, figure->height), width, height };
  lens->cells = (ComityRect){ lens->box.x + pad + lens->label + lens->band,
                              lens->box.y + pad + 2.9 * em + lens->label + lens->band,
                              lens->cell * (double) lens->n, lens->cell * (double) lens->n };
}

/* What is enlarged, on the map itself. */
static void
draw_source (const ComityHeatmapFigure *self, ComityCanvas *canvas, const Lens *lens)
{
  ComityRect source =
      comity_heatmap_figure_get_cell_rect (self, lens->first_row, lens->first_column);

  source.width *= (double) lens->n;
  source.height *= (double) lens->n;
  comity_canvas_push_clip (canvas, &self->parent.area);
  comity_canvas_stroke_rect (canvas, &source, self->parent.theme->background, 3);
  comity_canvas_stroke_rect (canvas, &source, self->parent.theme->text, 1);
  comity_canvas_pop_clip (canvas);
}

static void
draw_box (const ComityHeatmapFigure *self, ComityCanvas *canvas, const Lens *lens)
{
  const ComityTheme *theme = self->parent.theme;

  for (int ring = 4; ring > 0; ring--)
    {
      const ComityRect shadow = { lens->box.x - ring, lens->box.y - ring + 2,
                                  lens->box.width + 2 * ring, lens->box.height + 2 * ring };

      comity_canvas_fill_rect (canvas, &shadow, (ComityColor){ 0.f, 0.f, 0.f, 0.06f });
    }
  comity_canvas_fill_rect (canvas, &lens->box, theme->background);
  comity_canvas_stroke_rect (canvas, &lens->box, comity_color_with_alpha (theme->text_dim, 0.7), 1);
}

static ComityRect
cell_rect (const Lens *lens, gsize row, gsize column)
{
  return (ComityRect){ lens->cells.x + lens->cell * (double) (column - lens->first_column),
                       lens->cells.y + lens->cell * (double) (row - lens->first_row), lens->cell,
                       lens->cell };
}

static void
draw_cells (const ComityHeatmapFigure *self, ComityCanvas *canvas, const Lens *lens)
{
  const ComityFigure *figure = &self->parent;
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (ComityRect));

  for (gsize i = lens->first_row; i < lens->first_row + lens->n; i++)
    for (gsize j = lens->first_column; j < lens->first_column + lens->n; j++)
      {
        ComityRect rect = cell_rect (lens, i, j);

        switch (comity_heatmap_figure_get_cell (self, i, j))
          {
          case COMITY_HEATMAP_VALUE:
            comity_canvas_fill_rect (canvas, &rect,
                                     self->steps[comity_heatmap_figure_get_step (self, i, j)]);
            break;
          case COMITY_HEATMAP_MISSING:
            g_array_append_val (missing, rect);
            break;
          case COMITY_HEATMAP_ABSENT:
            comity_canvas_fill_rect (canvas, &rect, figure->theme->absent);
            break;
          }
        if (self->options.show_ties && i > j &&
            comity_heatmap_data_find_tie (self->data, i, j) != NULL)
          comity_heatmap_figure_draw_dot (self, canvas, i, j, &rect);
      }
  comity_canvas_hatch_rects (canvas, (const ComityRect *) missing->data, missing->len,
                             0.42 * figure->font_size, 0.06 * figure->font_size,
                             figure->theme->missing);
}

/* Codes and bands at the left and above; those of the focus in its colour. */
static void
draw_heads (const ComityHeatmapFigure *self, ComityCanvas *canvas, const Lens *lens)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = code_style (figure);
  double em = figure->font_size, gap = lens->band + 0.25 * em;

  for (gsize k = 0; k < lens->n; k++)
    {
      gsize row = lens->first_row + k, column = lens->first_column + k;
      ComityRect left = cell_rect (lens, row, lens->first_column);
      ComityRect top = cell_rect (lens, lens->first_row, column);

      if (lens->band > 0)
        {
          comity_canvas_fill_rect (
              canvas, &(ComityRect){ left.x - lens->band, left.y, lens->band - 1, lens->cell },
              comity_heatmap_figure_band_color (self, row));
          comity_canvas_fill_rect (
              canvas, &(ComityRect){ top.x, top.y - lens->band, lens->cell, lens->band - 1 },
              comity_heatmap_figure_band_color (self, column));
        }
      style.vertical = FALSE;
      style.align_x = 1;
      style.align_y = 0.5;
      style.bold = row == lens->row;
      style.color = style.bold ? figure->theme->hover : figure->theme->text;
      comity_canvas_text (canvas, left.x - gap, left.y + lens->cell / 2, self->data->codes[row],
                          &style);
      style.vertical = TRUE;
      style.align_x = 0.5;
      style.align_y = 1;
      style.bold = column == lens->column;
      style.color = style.bold ? figure->theme->hover : figure->theme->text;
      comity_canvas_text (canvas, top.x + lens->cell / 2, top.y - gap, self->data->codes[column],
                          &style);
    }
}

static void
draw_title (const ComityHeatmapFigure *self, ComityCanvas *canvas, const Lens *lens)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 1);
  double em = figure->font_size, x = lens->box.x + 0.7 * em, y = lens->box.y + 0.7 * em;
  g_autofree char *names = comity_heatmap_figure_dup_names (self, lens->row, lens->column);
  g_autofree char *value = comity_heatmap_figure_dup_value (self, lens->row, lens->column);

  style.width = lens->box.width - 1.4 * em;
  style.cut = TRUE;
  style.bold = TRUE;
  comity_canvas_text (canvas, x, y, names, &style);
  style.bold = FALSE;
  comity_canvas_text (canvas, x, y + 1.35 * em, value, &style);
}

typedef struct
{
  double value;
  gsize position;
} Other;

/* The most alike first. */
static int
compare_others (const void *a, const void *b)
{
  const Other *x = a, *y = b;

  if (x->value != y->value)
    return x->value > y->value ? -1 : 1;
  return x->position < y->position ? -1 : 1;
}

static void
draw_list (const ComityHeatmapFigure *self, ComityCanvas *canvas, const Lens *lens)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  g_autofree Other *others = g_new (Other, data->n + 1);
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double em = figure->font_size, x = lens->cells.x + lens->cells.width + em;
  double right = lens->box.x + lens->box.width - 0.7 * em;
  double y = lens->box.y + 0.7 * em + 2.9 * em;
  double sign = data->is_similarity ? 1 : -1;
  gsize n = 0, n_most, n_least;

  for (gsize j = 0; j < data->n; j++)
    if (j != lens->row &&
        comity_heatmap_figure_get_cell (self, lens->row, j) == COMITY_HEATMAP_VALUE)
      others[n++] = (Other){ sign * *comity_heatmap_data_value (data, lens->row, j), j };
  qsort (others, n, sizeof *others, compare_others);
  n_most = MIN (N_MOST, n);
  n_least = MIN (N_LEAST, n - n_most);
  for (gsize k = 0; k < n_most + n_least; k++)
    {
      const Other *other = &others[k < n_most ? k : n - n_least + (k - n_most)];
      g_autofree char *value = comity_scale_format_value (sign * other->value);

      if (k == 0 || k == n_most)
        {
          y += k == 0 ? 0 : 0.6 * em;
          style.color = figure->theme->text_dim;
          style.align_x = 0;
          comity_canvas_text (canvas, x, y,
                              data->is_change ? (k == 0 ? "Rose most" : "Fell most")
                                              : (k == 0 ? "Most alike" : "Least alike"),
                              &style);
          y += 1.25 * em;
          style.color = figure->theme->text;
        }
      style.align_x = 0;
      comity_canvas_text (canvas, x, y, data->codes[other->position], &style);
      style.align_x = 1;
      comity_canvas_text (canvas, right, y, value, &style);
      y += 1.25 * em;
    }
}

gboolean
comity_heatmap_figure_draw_lens (ComityFigure *figure,
                                 ComityCanvas *canvas,
                                 ComityElement focus,
                                 const ComityPoint *at)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  Lens lens = { 0 };
  ComityRect cell;

  if (self->data->is_blocks || self->cell <= 0 ||
      !comity_heatmap_figure_find (self, focus, &lens.row, &lens.column))
    return FALSE;
  if (canvas == NULL)
    return TRUE;
  lens_init (&lens, self, canvas, at);
  draw_source (self, canvas, &lens);
  draw_box (self, canvas, &lens);
  draw_title (self, canvas, &lens);
  draw_cells (self, canvas, &lens);
  draw_heads (self, canvas, &lens);
  if (lens.list > 0)
    draw_list (self, canvas, &lens);
  cell = cell_rect (&lens, lens.row, lens.column);
  comity_canvas_stroke_rect (canvas, &cell, figure->theme->background, 3.5);
  comity_canvas_stroke_rect (canvas, &cell, figure->theme->hover, 2);
  return TRUE;
}
