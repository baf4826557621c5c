/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heatmap's ink: pixels on a screen, rectangles in a vector file, both from the same steps of
 * the same scale. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include <math.h>

/* Neighbouring rectangles of a vector file reach this far (points) under each other, or viewers
 * leave hairs of paper between them. */
#define OVERLAP 0.12

static const ComityColor black = { 0.f, 0.f, 0.f, 1.f };
static const ComityColor white = { 1.f, 1.f, 1.f, 1.f };

static ComityRect
cells_to_view (const ComityHeatmapFigure *self, const ComityRect *cells)
{
  const ComityFigure *figure = &self->parent;
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x + self->cell * cells->x,
                                              figure->area.y + self->cell * cells->y);
  double scale = self->cell * figure->view_scale;

  return (ComityRect){ corner.x, corner.y, scale * cells->width, scale * cells->height };
}

/* One shape for each colour. Cells outside the view are left out. */
static void
draw_cells_as_shapes (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  gsize n = self->data->n;
  GArray *shapes[COMITY_HEATMAP_STEPS + 1] = { NULL };

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0, end; j < n; j = end)
      {
        ComityHeatmapCell kind = comity_heatmap_figure_get_cell (self, i, j);
        gsize step = kind == COMITY_HEATMAP_VALUE ? comity_heatmap_figure_get_step (self, i, j)
                                                  : COMITY_HEATMAP_STEPS;
        ComityRect rect;

        for (end = j + 1; end < n; end++)
          if (comity_heatmap_figure_get_cell (self, i, end) != kind ||
              (kind == COMITY_HEATMAP_VALUE &&
               comity_heatmap_figure_get_step (self, i, end) != step))
            break;
        rect = cells_to_view (self, &(ComityRect){ (double) j, (double) i, (double) (end - j), 1 });
        rect.width += end < n ? OVERLAP : 0;
        rect.height += i + 1 < n ? OVERLAP : 0;
        if (kind == COMITY_HEATMAP_MISSING || !comity_rect_overlaps (&rect, &figure->area))
          continue;
        if (shapes[step] == NULL)
          shapes[step] = g_array_new (FALSE, FALSE, sizeof (ComityRect));
        g_array_append_val (shapes[step], rect);
      }
  for (gsize step = 0; step <= COMITY_HEATMAP_STEPS; step++)
    if (shapes[step] != NULL)
      {
        comity_canvas_fill_rects (
            canvas, (const ComityRect *) shapes[step]->data, shapes[step]->len,
            step < COMITY_HEATMAP_STEPS ? self->steps[step] : figure->theme->absent);
        g_array_unref (shapes[step]);
      }
}

static void
draw_missing (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (ComityRect));

  for (guint i = 0; i < self->missing->len; i++)
    {
      ComityRect rect = cells_to_view (self, &g_array_index (self->missing, ComityRect, i));

      if (comity_rect_overlaps (&rect, &figure->area))
        g_array_append_val (rects, rect);
    }
  /* The cells of a vector file overlap into their neighbours: the paper comes back here. */
  if (comity_canvas_is_vector (canvas))
    comity_canvas_fill_rects (canvas, (const ComityRect *) rects->data, rects->len,
                              figure->theme->background);
  comity_canvas_hatch_rects (canvas, (const ComityRect *) rects->data, rects->len,
                             0.42 * figure->font_size, 0.06 * figure->font_size,
                             figure->theme->missing);
}

/* Lines between groups of a cut, or bands that stand together. */
static gboolean
is_boundary (const ComityHeatmapFigure *self, gsize i)
{
  const ComityHeatmapData *data = self->data;

  if (data->n_groups > 0)
    return data->groups[i] != data->groups[i - 1];
  return self->is_grouped && self->options.show_families &&
         !comity_heatmap_figure_same_band (self, i, i - 1);
}

static void
draw_separators (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityRect *area = &figure->area;
  double line_width = figure->is_panel ? 0.5 : 1;

  for (gsize i = 1; i < self->data->n; i++)
    if (is_boundary (self, i))
      {
        ComityRect cell = comity_heatmap_figure_get_cell_rect (self, i, i);

        comity_canvas_line (canvas, cell.x, area->y, cell.x, area->y + area->height,
                            figure->theme->background, line_width);
        comity_canvas_line (canvas, area->x, cell.y, area->x + area->width, cell.y,
                            figure->theme->background, line_width);
      }
}

/* A tie's dot is black or white, as its cell is pale or dark: any colour would drown somewhere on
 * the map. */
static gboolean
is_on_dark (const ComityHeatmapFigure *self, gsize row, gsize column)
{
  ComityColor under = comity_heatmap_figure_get_cell (self, row, column) == COMITY_HEATMAP_VALUE
                          ? self->steps[comity_heatmap_figure_get_step (self, row, column)]
                          : self->parent.theme->background;

  return comity_color_contrast (white, under) > comity_color_contrast (black, under);
}

void
comity_heatmap_figure_draw_dot (const ComityHeatmapFigure *self,
                                ComityCanvas *canvas,
                                gsize row,
                                gsize column,
                                const ComityRect *cell)
{
  const ComityPoint middle = { cell->x + cell->width / 2, cell->y + cell->height / 2 };

  comity_canvas_fill_circles (canvas, &middle, 1, 0.26 * self->parent.font_size,
                              is_on_dark (self, row, column) ? white : black);
}

static void
draw_ties (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  g_autoptr (GArray) on_pale = g_array_new (FALSE, FALSE, sizeof (ComityPoint));
  g_autoptr (GArray) on_dark = g_array_new (FALSE, FALSE, sizeof (ComityPoint));
  double side = self->cell * figure->view_scale;
  double radius = CLAMP (0.3 * side, (figure->is_panel ? 0.055 : 0.08) * figure->font_size,
                         0.4 * figure->font_size);

  for (gsize i = 0; i < self->data->n_ties; i++)
    {
      const ComityHeatmapTie *tie = &self->data->ties[i];
      ComityRect cell = comity_heatmap_figure_get_cell_rect (self, tie->row, tie->column);
      ComityPoint point = { cell.x + side / 2, cell.y + side / 2 };

      if (comity_rect_overlaps (&cell, &figure->area))
        g_array_append_vals (is_on_dark (self, tie->row, tie->column) ? on_dark : on_pale, &point,
                             1);
    }
  comity_canvas_fill_circles (canvas, (const ComityPoint *) on_pale->data, on_pale->len, radius,
                              black);
  comity_canvas_fill_circles (canvas, (const ComityPoint *) on_dark->data, on_dark->len, radius,
                              white);
}

static void
draw_bands (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  const ComityRect clip = { self->band_left.x, self->band_top.y,
                            self->band_left.width + figure->area.x - self->band_left.x +
                                figure->area.width,
                            figure->area.y - self->band_top.y + figure->area.height };

  comity_canvas_push_clip (canvas, &clip);
  for (gsize i = 0, end; i < data->n; i = end)
    {
      ComityRect first = comity_heatmap_figure_get_cell_rect (self, i, i);
      ComityRect band;
      double length;
      ComityColor color = comity_heatmap_figure_band_color (self, i);

      for (end = i + 1; end < data->n && comity_heatmap_figure_same_band (self, end, i); end++)
        ;
      length = first.width * (double) (end - i);
      band = (ComityRect){ self->band_left.x, MAX (first.y, figure->area.y), self->band_left.width,
                           0 };
      band.height = MIN (first.y + length, figure->area.y + figure->area.height) - band.y;
      if (band.height > 0)
        comity_canvas_fill_rect (canvas, &band, color);
      band =
          (ComityRect){ MAX (first.x, figure->area.x), self->band_top.y, 0, self->band_top.height };
      band.width = MIN (first.x + length, figure->area.x + figure->area.width) - band.x;
      if (band.width > 0)
        comity_canvas_fill_rect (canvas, &band, color);
    }
  comity_canvas_pop_clip (canvas);
}

/* Dashes across the tree at the height of the cut. */
static void
draw_cut (const ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityRect *tree = &self->tree;
  double dash = 0.5 * figure->font_size;
  double length = self->tree_is_left ? tree->height : tree->width;
  double at = self->tree_is_left ? tree->x + tree->width * (1 - self->data->cut)
                                 : tree->y + tree->height * (1 - self->data->cut);

  for (double from = 0; from < length; from += 2 * dash)
    {
      double to = MIN (from + dash, length);

      if (self->tree_is_left)
        comity_canvas_line (canvas, at, tree->y + from, at, tree->y + to, figure->theme->accent,
                            1.2);
      else
        comity_canvas_line (canvas, tree->x + from, at, tree->x + to, at, figure->theme->accent,
                            1.2);
    }
}

/* The number of each group that has room for it, where the cut crosses its branch. */
static void
draw_group_numbers (const ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  const ComityRect *tree = &self->tree;
  double scale = self->cell * figure->view_scale;
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x, figure->area.y);
  ComityTextStyle style = comity_figure_text_style (figure, 0.85);

  style.bold = TRUE;
  style.halo = 0.25 * figure->font_size;
  style.align_x = style.align_y = 0.5;
  for (gsize i = 0, end; i < data->n && data->groups[i] != G_MAXUINT32; i = end)
    {
      double middle;
      g_autofree char *number = g_strdup_printf ("%u", data->groups[i] + 1);

      for (end = i + 1; end < data->n && data->groups[end] == data->groups[i]; end++)
        ;
      if (scale * (double) (end - i) < 1.1 * style.size)
        continue;
      middle = scale * (double) (i + end) / 2;
      style.color = comity_heatmap_figure_group_color (self, data->groups[i]);
      if (self->tree_is_left)
        comity_canvas_text (canvas, tree->x + tree->width * (1 - data->cut), corner.y + middle,
                            number, &style);
      else
        comity_canvas_text (canvas, corner.x + middle, tree->y + tree->height * (1 - data->cut),
                            number, &style);
    }
}

/* A joint is three sides of a box: leaves at the square, the root away from it. */
static void
draw_tree (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  double scale = self->cell * figure->view_scale;
  double line_width = CLAMP (0.05 * figure->font_size, 0.4, 1.0);
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x, figure->area.y);

  comity_canvas_push_clip (canvas, &self->tree);
  for (gsize i = 0; i < data->n_joints; i++)
    {
      const ComityHeatmapJoint *joint = &data->joints[i];
      const double along[4] = { joint->left, joint->left, joint->right, joint->right };
      const double height[4] = { joint->left_height, joint->height, joint->height,
                                 joint->right_height };
      ComityPoint points[4];

      for (int k = 0; k < 4; k++)
        points[k] =
            self->tree_is_left
                ? (ComityPoint){ self->tree.x + self->tree.width * (1 - height[k]) + line_width / 2,
                                 corner.y + scale * along[k] }
                : (ComityPoint){ corner.x + scale * along[k],
                                 self->tree.y + self->tree.height * (1 - height[k]) +
                                     line_width / 2 };
      for (int k = 0; k < 3; k++)
        comity_canvas_line (canvas, points[k].x, points[k].y, points[k + 1].x, points[k + 1].y,
                            joint->group != G_MAXUINT32
                                ? comity_heatmap_figure_group_color (self, joint->group)
                                : figure->theme->text_dim,
                            joint->group != G_MAXUINT32 ? 1.6 * line_width : line_width);
    }
  if (data->n_groups > 0)
    {
      draw_cut (self, canvas);
      draw_group_numbers (self, canvas);
    }
  comity_canvas_pop_clip (canvas);
}

/* Every label where a cell is as high as a letter, else every second, fifth … that has room. */
static gsize
label_step (double cell, double letter)
{
  static const gsize steps[] = { 1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000 };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (cell * (double) steps[i] >= 1.12 * letter)
      return steps[i];
  return G_MAXSIZE;
}

static void
draw_labels (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityRect *area = &figure->area;
  double side = self->cell * figure->view_scale;
  ComityTextStyle style = comity_figure_text_style (figure, 0);
  double gap = 0.3 * figure->font_size;
  gsize step;

  style.size = CLAMP (0.86 * side, 0.72 * figure->font_size, 0.9 * figure->font_size);
  style.width = self->row_labels.width;
  style.cut = TRUE;
  step = label_step (side, style.size);
  for (gsize i = 0; i < self->data->n && step < G_MAXSIZE; i += step)
    {
      ComityRect cell = comity_heatmap_figure_get_cell_rect (self, i, i);
      double x = cell.x + side / 2, y = cell.y + side / 2;

      style.vertical = FALSE;
      style.align_x = 0;
      style.align_y = 0.5;
      if (y >= area->y && y <= area->y + area->height)
        comity_canvas_text (canvas, area->x + area->width + gap, y, self->data->codes[i], &style);
      style.vertical = TRUE;
      style.align_x = 0.5;
      style.align_y = 0;
      if (x >= area->x && x <= area->x + area->width)
        comity_canvas_text (canvas, x, area->y + area->height + gap, self->data->codes[i], &style);
    }
}

/* The mean of a block, and under it how many pairs it is of, where the cell has room. */
static void
draw_block_numbers (ComityHeatmapFigure *self, ComityCanvas *canvas)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  double side = self->cell * figure->view_scale;
  double size = CLAMP (0.2 * side, 0.7 * figure->font_size, 1.3 * figure->font_size);

  /* As many decimals as tell a hundredth of the scale. */
  int decimals = (int) CLAMP (2 - floor (log10 (data->high - data->low)), 0, 6);

  if (side < 3.2 * size)
    return;
  for (gsize i = 0; i < data->n; i++)
    for (gsize j = 0; j < data->n; j++)
      {
        gsize a = MAX (i, j), block = a * (a + 1) / 2 + MIN (i, j);
        ComityRect cell = comity_heatmap_figure_get_cell_rect (self, i, j);
        ComityTextStyle style = comity_figure_text_style (figure, 0);
        g_autofree char *mean = NULL;
        g_autofree char *pairs = NULL;

        if (comity_heatmap_figure_get_cell (self, i, j) != COMITY_HEATMAP_VALUE)
          continue;
        mean = g_strdup_printf ("%.*f", decimals, data->values[block]);
        pairs = comity_count_text (data->n_pairs[block]);
        style.color = is_on_dark (self, i, j) ? white : black;
        style.align_x = 0.5;
        style.align_y = 1;
        style.bold = TRUE;
        style.size = size;
        comity_canvas_text (canvas, cell.x + side / 2, cell.y + side / 2 + 0.15 * size, mean,
                            &style);
        style.bold = FALSE;
        style.align_y = 0;
        style.size = 0.78 * size;
        comity_canvas_text (canvas, cell.x + side / 2, cell.y + side / 2 + 0.2 * size, pairs,
                            &style);
      }
}

void
comity_heatmap_figure_draw_key (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  ComityColorBar bar = comity_heatmap_figure_color_bar (self);
  ComityTextStyle style = comity_heatmap_figure_remark_style (self);

  comity_color_bar_draw (&bar, canvas, self->bar.x, self->bar.y, self->bar.width);
  comity_legend_draw (self->legend, canvas, self->legend_at.x, self->legend_at.y);
  comity_canvas_text (canvas, self->remark_box.x, self->remark_box.y, self->data->remark, &style);
}

void
comity_heatmap_figure_draw (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityRect everything = { 0, 0, (double) self->data->n, (double) self->data->n };

  if (self->data->n == 0)
    {
      g_autofree char *sentence = g_strdup_printf ("No states in %d.", self->data->year);

      comity_figure_draw_empty (figure, canvas, &figure->body, sentence);
      return;
    }
  if (self->cell <= 0)
    return;
  comity_canvas_push_clip (canvas, &figure->area);
  if (comity_canvas_is_vector (canvas))
    draw_cells_as_shapes (self, canvas);
  else
    {
      ComityRect rect = cells_to_view (self, &everything);

      comity_canvas_image (canvas, self->image, &rect);
    }
  draw_missing (self, canvas);
  draw_separators (self, canvas);
  if (self->options.show_ties)
    draw_ties (self, canvas);
  if (self->data->is_blocks)
    draw_block_numbers (self, canvas);
  comity_canvas_pop_clip (canvas);

  if (self->band_left.width > 0)
    draw_bands (self, canvas);
  if (self->tree.width > 0)
    draw_tree (self, canvas);
  if (self->has_labels)
    draw_labels (self, canvas);
  if (self->bar.width > 0 && !figure->is_panel)
    comity_heatmap_figure_draw_key (figure, canvas);
}
