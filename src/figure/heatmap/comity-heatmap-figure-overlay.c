/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies over the heatmap for the pointer and the selection: cheap enough for every frame. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

/* A group of up to so many has a tag at each of its states. */
#define MAX_GROUP_TAGS 12

/* A code on a tag of the strip's colour, over the labels. */
static void
draw_tag (const ComityHeatmapFigure *self,
          ComityCanvas *canvas,
          const char *code,
          double x,
          double y,
          gboolean vertical,
          ComityColor color)
{
  const ComityFigure *figure = &self->parent;
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  double pad = 0.2 * figure->font_size, width, height;
  ComityRect tag;

  style.bold = TRUE;
  style.vertical = vertical;
  style.color = figure->theme->background;
  comity_canvas_measure (canvas, code, &style, &width, &height);
  tag = vertical ? (ComityRect){ x - width / 2 - pad / 2, y, width + pad, height + 2 * pad }
                 : (ComityRect){ x, y - height / 2 - pad / 2, width + 2 * pad, height + pad };
  comity_canvas_fill_rect (canvas, &tag, color);
  style.align_x = style.align_y = 0.5;
  comity_canvas_text (canvas, tag.x + tag.width / 2, tag.y + tag.height / 2, code, &style);
}

static void
draw_crosshair (
    ComityHeatmapFigure *self, ComityCanvas *canvas, gsize row, gsize column, ComityColor color)
{
  const ComityFigure *figure = &self->parent;
  const ComityRect *area = &figure->area;
  ComityRect cell = comity_heatmap_figure_get_cell_rect (self, row, column);
  ComityRect box = cell;
  double least = 0.7 * figure->font_size, gap = 0.15 * figure->font_size;
  const ComityRect strips[2] = { { area->x, cell.y, area->width, cell.height },
                                 { cell.x, area->y, cell.width, area->height } };

  if (box.width < least)
    {
      box.x -= (least - box.width) / 2;
      box.y -= (least - box.height) / 2;
      box.width = box.height = least;
    }
  comity_canvas_push_clip (canvas, area);
  for (int i = 0; i < 2; i++)
    {
      comity_canvas_fill_rect (canvas, &strips[i],
                               comity_color_with_alpha (figure->theme->background, 0.22));
      comity_canvas_stroke_rect (canvas, &strips[i], comity_color_with_alpha (color, 0.75), 1);
    }
  comity_canvas_stroke_rect (canvas, &box, figure->theme->background, 3.5);
  comity_canvas_stroke_rect (canvas, &box, color, 2);
  comity_canvas_pop_clip (canvas);
  if (cell.y + cell.height / 2 >= area->y && cell.y + cell.height / 2 <= area->y + area->height)
    draw_tag (self, canvas, self->data->codes[row], area->x + area->width + gap,
              cell.y + cell.height / 2, FALSE, color);
  if (cell.x + cell.width / 2 >= area->x && cell.x + cell.width / 2 <= area->x + area->width)
    draw_tag (self, canvas, self->data->codes[column], cell.x + cell.width / 2,
              area->y + area->height + gap, TRUE, color);
}

/* The bar of a joint, thick. */
static void
draw_hovered_joint (ComityHeatmapFigure *self,
                    ComityCanvas *canvas,
                    const ComityHeatmapJoint *joint)
{
  const ComityFigure *figure = &self->parent;
  double scale = self->cell * figure->view_scale;
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x, figure->area.y);
  double x = self->tree.x + self->tree.width * (1 - joint->height);
  double y = self->tree.y + self->tree.height * (1 - joint->height);

  comity_canvas_push_clip (canvas, &self->tree);
  if (self->tree_is_left)
    comity_canvas_line (canvas, x, corner.y + scale * joint->left, x,
                        corner.y + scale * joint->right, figure->theme->hover, 3);
  else
    comity_canvas_line (canvas, corner.x + scale * joint->left, y, corner.x + scale * joint->right,
                        y, figure->theme->hover, 3);
  comity_canvas_pop_clip (canvas);
}

/* A cut where the pointer has it: its line, a mark on each branch that it goes through, and how
 * many groups that makes. */
static void
draw_hovered_cut (ComityHeatmapFigure *self, ComityCanvas *canvas, ComityElement cut)
{
  const ComityFigure *figure = &self->parent;
  const ComityHeatmapData *data = self->data;
  const ComityRect *tree = &self->tree;
  double scale = self->cell * figure->view_scale, em = figure->font_size;
  double share = (double) cut.b / COMITY_HEATMAP_CUT_STEPS;
  double x = tree->x + tree->width * (1 - share), y = tree->y + tree->height * (1 - share);
  ComityPoint corner = comity_figure_to_view (figure, figure->area.x, figure->area.y);
  ComityTextStyle style = comity_figure_text_style (figure, 0.9);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (ComityPoint));
  g_autofree char *height =
      comity_scale_format_value (comity_heatmap_data_get_height (data, share));
  g_autofree char *groups = comity_count_words (cut.a, "group", "groups");
  g_autofree char *words = g_strdup_printf ("%s at %s", groups, height);
  ComityRect tag;

  for (gsize k = 0; k < data->n_joints; k++)
    {
      const ComityHeatmapJoint *joint = &data->joints[k];
      const double along[2] = { joint->left, joint->right };
      const double below[2] = { joint->left_height, joint->right_height };

      for (int side = 0; side < 2 && joint->height > share; side++)
        if (below[side] <= share)
          {
            ComityPoint mark = self->tree_is_left
                                   ? (ComityPoint){ x, corner.y + scale * along[side] }
                                   : (ComityPoint){ corner.x + scale * along[side], y };

            g_array_append_val (marks, mark);
          }
    }
  comity_canvas_push_clip (canvas, tree);
  if (self->tree_is_left)
    comity_canvas_line (canvas, x, tree->y, x, tree->y + tree->height, figure->theme->hover, 1.5);
  else
    comity_canvas_line (canvas, tree->x, y, tree->x + tree->width, y, figure->theme->hover, 1.5);
  comity_canvas_fill_circles (canvas, (const ComityPoint *) marks->data, marks->len, 0.22 * em,
                              figure->theme->hover);
  comity_canvas_pop_clip (canvas);

  style.bold = TRUE;
  style.color = figure->theme->background;
  comity_canvas_measure (canvas, words, &style, &tag.width, &tag.height);
  tag.width += 0.8 * em;
  tag.height += 0.3 * em;
  /* At the line's end, on the side where the tree leaves room for it. */
  tag.x = self->tree_is_left ? x + 0.4 * em : tree->x + tree->width - tag.width;
  tag.y = self->tree_is_left ? tree->y : y - tag.height - 0.3 * em;
  tag.x = CLAMP (tag.x, 0, MAX (figure->width - tag.width, 0));
  if (tag.y < 0)
    tag.y = y + 0.3 * em;
  comity_canvas_fill_rect (canvas, &tag, figure->theme->hover);
  style.align_x = style.align_y = 0.5;
  comity_canvas_text (canvas, tag.x + tag.width / 2, tag.y + tag.height / 2, words, &style);
}

/* A run of rows and columns that are selected, or that are not. */
typedef struct
{
  gsize start, length;
} Run;

static GArray *
find_runs (const gboolean *is_in, gsize n, gboolean wanted)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));

  for (gsize i = 0, end; i < n; i = end)
    {
      Run run = { i, 0 };

      for (end = i; end < n && !is_in[end] == !is_in[i]; end++)
        run.length++;
      if (!is_in[i] == !wanted)
        g_array_append_val (runs, run);
    }
  return runs;
}

static ComityRect
block_rect (const ComityHeatmapFigure *self, const Run *row, const Run *column)
{
  ComityRect rect = comity_heatmap_figure_get_cell_rect (self, row->start, column->start);

  rect.width *= (double) column->length;
  rect.height *= (double) row->length;
  return rect;
}

/* Several states: what is in none of their rows and columns pales, the cells of two of them are
 * framed, and the margins have a mark, with a tag when the states are few. */
static void
draw_group (ComityHeatmapFigure *self, ComityCanvas *canvas, ComityColor color)
{
  const ComityFigure *figure = &self->parent;
  const ComityRect *area = &figure->area;
  gsize n = self->data->n, n_in = 0;
  g_autofree gboolean *is_in = g_new0 (gboolean, n + 1);
  g_autoptr (GArray) inside = NULL;
  g_autoptr (GArray) outside = NULL;
  g_autoptr (GArray) veil = g_array_new (FALSE, FALSE, sizeof (ComityRect));
  double bar = 0.3 * figure->font_size, gap = 0.15 * figure->font_size;

  for (gsize k = 0; k < figure->n_emphasis; k++)
    {
      gsize row, column;
      const ComityElement state = { COMITY_ELEMENT_STATE, figure->emphasis[k], 0 };

      if (!comity_heatmap_figure_find (self, state, &row, &column) || is_in[row])
        continue;
      is_in[row] = TRUE;
      n_in++;
    }
  if (n_in == 0)
    return;
  inside = find_runs (is_in, n, TRUE);
  outside = find_runs (is_in, n, FALSE);
  for (guint i = 0; i < outside->len; i++)
    for (guint j = 0; j < outside->len; j++)
      {
        ComityRect rect =
            block_rect (self, &g_array_index (outside, Run, i), &g_array_index (outside, Run, j));

        g_array_append_val (veil, rect);
      }
  comity_canvas_push_clip (canvas, area);
  comity_canvas_fill_rects (canvas, (const ComityRect *) veil->data, veil->len,
                            comity_color_with_alpha (figure->theme->background, 0.62));
  for (guint i = 0; i < inside->len; i++)
    for (guint j = 0; j < inside->len; j++)
      {
        ComityRect rect =
            block_rect (self, &g_array_index (inside, Run, i), &g_array_index (inside, Run, j));

        comity_canvas_stroke_rect (canvas, &rect, figure->theme->background, 3.5);
        comity_canvas_stroke_rect (canvas, &rect, color, 2);
      }
  comity_canvas_pop_clip (canvas);
  for (guint i = 0; i < inside->len; i++)
    {
      const Run *run = &g_array_index (inside, Run, i);
      ComityRect rect = block_rect (self, run, run);
      double top = MAX (rect.y, area->y), left = MAX (rect.x, area->x);
      double bottom = MIN (rect.y + rect.height, area->y + area->height);
      double right = MIN (rect.x + rect.width, area->x + area->width);

      if (bottom > top)
        comity_canvas_fill_rect (
            canvas, &(ComityRect){ area->x + area->width, top, bar, bottom - top }, color);
      if (right > left)
        comity_canvas_fill_rect (
            canvas, &(ComityRect){ left, area->y + area->height, right - left, bar }, color);
    }
  for (gsize i = 0; i < n && n_in <= MAX_GROUP_TAGS; i++)
    {
      ComityRect cell = comity_heatmap_figure_get_cell_rect (self, i, i);
      double x = cell.x + cell.width / 2, y = cell.y + cell.height / 2;

      if (is_in[i] && y >= area->y && y <= area->y + area->height)
        draw_tag (self, canvas, self->data->codes[i], area->x + area->width + bar + gap, y, FALSE,
                  color);
      if (is_in[i] && x >= area->x && x <= area->x + area->width)
        draw_tag (self, canvas, self->data->codes[i], x, area->y + area->height + bar + gap, TRUE,
                  color);
    }
}

void
comity_heatmap_figure_draw_overlay (ComityFigure *figure,
                                    ComityCanvas *canvas,
                                    ComityElement hover,
                                    ComityElement selected)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  gsize row, column;

  comity_heatmap_figure_choose (self, selected);
  if (hover.kind == COMITY_ELEMENT_JOINT && hover.a < self->data->n_joints)
    draw_hovered_joint (self, canvas, &self->data->joints[hover.a]);
  if (hover.kind == COMITY_ELEMENT_CUT && self->tree.width > 0)
    draw_hovered_cut (self, canvas, hover);
  if (comity_figure_emphasises (figure, selected) && !self->data->is_blocks)
    draw_group (self, canvas, figure->theme->accent);
  if (comity_heatmap_figure_find (self, selected, &row, &column))
    draw_crosshair (self, canvas, row, column, figure->theme->accent);
  if (!comity_element_equal (hover, selected) &&
      comity_heatmap_figure_find (self, hover, &row, &column))
    draw_crosshair (self, canvas, row, column, figure->theme->hover);
}
