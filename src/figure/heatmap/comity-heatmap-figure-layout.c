/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the parts of a heatmap stand. From the left: dendrogram, band of families, the square,
 * labels, legend; the band and labels stand above and below as well. A tall figure has dendrogram
 * and legend above and below instead. What does not fit is left out in the order dendrogram,
 * legend, labels. */
#include "config.h"

#include "comity-heatmap-figure-private.h"

#include "comity-number.h"

#include <math.h>

/* In ordinary letters. */
#define LABEL_SIZE_MAX 0.9
#define LABEL_SIZE_MIN 0.72
#define LEGEND_WIDTH 15.0
#define BAND_WIDTH 0.62
#define GAP 0.3
/* Below this share of the smaller side of the body, the square gets the margins' room. */
#define MIN_SHARE 0.5
/* Groups of a cut that the legend lists. */
#define MAX_LEGEND_GROUPS 10

typedef struct
{
  gboolean has_tree, has_band, has_labels, has_legend;
  gboolean wide; /* tree and legend at the sides */
  double label;  /* width of a row's label */
  double tree;   /* depth */
  double legend_width, legend_height;
  double side;
} Plan;

/* Colours of a band of values: the middle of the theme's map, so that no end is lost. */
static ComityColor
value_color (const ComityHeatmapFigure *self, double value)
{
  const ComityHeatmapData *data = self->data;
  ComityColorMap map = comity_color_map_for_theme (self->parent.theme, FALSE, FALSE);
  double width = data->band_high - data->band_low;

  return comity_color_map_get (&map,
                               width > 0 ? 0.15 + 0.85 * (value - data->band_low) / width : 0.6);
}

ComityColor
comity_heatmap_figure_band_color (const ComityHeatmapFigure *self, gsize i)
{
  const ComityHeatmapData *data = self->data;
  const ComityTheme *theme = self->parent.theme;

  if (data->bands == NULL)
    return comity_theme_get_tradition (theme, data->families[i]);
  if (isnan (data->bands[i]))
    return theme->absent;
  return data->band_names != NULL ? comity_theme_get_category (theme, (gsize) data->bands[i])
                                  : value_color (self, data->bands[i]);
}

ComityColor
comity_heatmap_figure_group_color (const ComityHeatmapFigure *self, gsize group)
{
  /* Those categories that no legal tradition has. */
  static const gsize categories[] = { 1, 5, 7, 6 };

  return comity_theme_get_category (self->parent.theme,
                                    categories[group % G_N_ELEMENTS (categories)]);
}

static void
add_category (
    ComityHeatmapFigure *self, ComityLegendMark mark, ComityColor color, const char *name, gsize n)
{
  /* The legend of many panels counts none of them. */
  g_autofree char *label = self->parent.is_panel
                               ? g_strdup (name)
                               : g_strdup_printf ("%s (%" G_GSIZE_FORMAT ")", name, n);

  if (n > 0)
    comity_legend_add (self->legend, mark, color, label);
}

/* Families in their own order, the unknown last. */
static void
add_families (ComityHeatmapFigure *self)
{
  const ComityHeatmapData *data = self->data;

  for (int k = 1; k <= COMITY_N_TRADITIONS; k++)
    {
      ComityTradition tradition = (ComityTradition) (k % COMITY_N_TRADITIONS);
      gsize n = 0;

      for (gsize i = 0; i < data->n; i++)
        n += data->families[i] == tradition;
      add_category (self, COMITY_LEGEND_SQUARE,
                    comity_theme_get_tradition (self->parent.theme, tradition),
                    comity_family_label (tradition), n);
    }
}

static void
add_bands (ComityHeatmapFigure *self)
{
  const ComityHeatmapData *data = self->data;
  const ComityTheme *theme = self->parent.theme;
  gsize n_none = 0;

  if (data->bands == NULL)
    {
      add_families (self);
      return;
    }
  for (gsize b = 0; data->band_names != NULL && data->band_names[b] != NULL; b++)
    {
      gsize n = 0;

      for (gsize i = 0; i < data->n; i++)
        n += data->bands[i] == (double) b;
      add_category (self, COMITY_LEGEND_SQUARE, comity_theme_get_category (theme, b),
                    data->band_names[b], n);
    }
  for (int end = 0; data->band_names == NULL && data->band_low <= data->band_high && end < 3; end++)
    {
      double value = data->band_low + 0.5 * end * (data->band_high - data->band_low);
      g_autofree char *number = comity_scale_format_value (value);
      g_autofree char *label =
          end == 0 ? g_strdup_printf ("%s: %s", data->band_title, number) : g_strdup (number);

      comity_legend_add (self->legend, COMITY_LEGEND_SQUARE, value_color (self, value), label);
    }
  for (gsize i = 0; i < data->n; i++)
    n_none += isnan (data->bands[i]);
  add_category (self, COMITY_LEGEND_SQUARE, theme->absent,
                data->band_names != NULL ? "None" : "No value", n_none);
}

/* Groups in the order of the rows; more than a legend can hold are left to the list. */
static void
add_groups (ComityHeatmapFigure *self)
{
  const ComityHeatmapData *data = self->data;

  for (gsize g = 0; g < MIN (data->n_groups, MAX_LEGEND_GROUPS); g++)
    {
      char width[COMITY_NUMBER_BUFFER];
      g_autofree char *name =
          data->group_means != NULL
              ? g_strdup_printf ("Group %" G_GSIZE_FORMAT ", s = %s", g + 1,
                                 comity_number_format_fixed (data->group_means[g], 2, width))
              : g_strdup_printf ("Group %" G_GSIZE_FORMAT, g + 1);
      gsize n = 0;

      for (gsize i = 0; i < data->n; i++)
        n += data->groups[i] == g;
      add_category (self, COMITY_LEGEND_LINE, comity_heatmap_figure_group_color (self, g), name, n);
    }
  if (data->n_groups > MAX_LEGEND_GROUPS)
    {
      g_autofree char *rest = g_strdup_printf ("… and %" G_GSIZE_FORMAT " groups more",
                                               data->n_groups - MAX_LEGEND_GROUPS);

      comity_legend_add (self->legend, COMITY_LEGEND_LINE, self->parent.theme->grid, rest);
    }
  if (data->group_means != NULL)
    {
      char width[COMITY_NUMBER_BUFFER];
      g_autofree char *all =
          g_strdup_printf ("All groups, s = %s",
                           comity_number_format_fixed (data->mean_width, 2, width));

      comity_legend_add (self->legend, COMITY_LEGEND_DASHES, self->parent.theme->accent, all);
    }
}

static void
fill_legend (ComityHeatmapFigure *self, gboolean with_bands, gboolean with_groups)
{
  const ComityHeatmapData *data = self->data;
  const ComityTheme *theme = self->parent.theme;

  comity_legend_clear (self->legend);
  if (self->has_missing)
    comity_legend_add (self->legend, COMITY_LEGEND_HATCH, theme->missing, "No data");
  if (self->has_absent)
    comity_legend_add (self->legend, COMITY_LEGEND_SQUARE, theme->absent,
                       data->is_change ? "Not a state in both years" : "Not a state then");
  if (self->options.show_ties && data->n_ties > 0)
    {
      g_autofree char *count = comity_count_text (data->n_ties);
      g_autofree char *label =
          self->parent.is_panel
              ? g_strdup_printf ("%s, below the diagonal", data->tie_name)
              : g_strdup_printf ("%s, below the diagonal (%s)", data->tie_name, count);

      comity_legend_add (self->legend, COMITY_LEGEND_DOT, theme->text, label);
    }
  if (with_bands)
    add_bands (self);
  if (with_groups)
    add_groups (self);
}

ComityColorBar
comity_heatmap_figure_color_bar (const ComityHeatmapFigure *self)
{
  static const char *const less[2] = { "less alike", "less alike now" };
  static const char *const more[2] = { "more alike", "more alike now" };
  const ComityHeatmapData *data = self->data;

  return (ComityColorBar){
    .map = &self->map,
    .scale = &self->scale,
    .title = self->data->measure,
    .low_note = data->is_ties         ? "no tie"
                : data->is_similarity ? less[data->is_change] : more[data->is_change],
    .high_note = data->is_ties         ? "tie"
                 : data->is_similarity ? more[data->is_change] : less[data->is_change],
    .size = 0.92 * self->parent.font_size,
    .two_valued = self->is_two_valued,
  };
}

ComityTextStyle
comity_heatmap_figure_remark_style (const ComityHeatmapFigure *self)
{
  ComityTextStyle style = comity_figure_text_style (&self->parent, 0.86);

  style.color = self->parent.theme->text_dim;
  style.width = self->remark_box.width;
  return style;
}

/* The side of the square that is left in the body. */
static double
square_side (const ComityHeatmapFigure *self, const Plan *plan)
{
  const ComityFigure *figure = &self->parent;
  double em = figure->font_size, gap = GAP * em;
  double band = plan->has_band ? BAND_WIDTH * em + gap : 0;
  double label = plan->has_labels ? plan->label + gap : 0;
  double tree = plan->has_tree ? plan->tree + gap : 0;
  double width = figure->body.width - band - label, height = figure->body.height - band - label;

  if (plan->wide)
    width -= tree + (plan->has_legend ? plan->legend_width + 1.5 * em : 0);
  else
    height -= tree + (plan->has_legend ? plan->legend_height + em : 0);
  return MAX (MIN (width, height), 0);
}

static double
legend_height (ComityHeatmapFigure *self, ComityCanvas *canvas, gboolean wide, double width)
{
  ComityColorBar bar = comity_heatmap_figure_color_bar (self);
  ComityTextStyle style;
  double em = self->parent.font_size, height, items, remark = 0;

  /* Beside the square one above the other; below it side by side. */
  if (!wide)
    width = (width - 1.5 * em) / 2;
  height = comity_color_bar_get_height (&bar, canvas, width);
  comity_legend_layout (self->legend, canvas, width, 0.92 * em, wide, NULL, &items);
  if (*self->data->remark != '\0')
    {
      self->remark_box.width = width;
      style = comity_heatmap_figure_remark_style (self);
      comity_canvas_measure (canvas, self->data->remark, &style, NULL, &remark);
    }
  self->remark_box.height = remark;
  return wide ? height + 1.2 * em + items + (remark > 0 ? 0.6 * em + remark : 0)
              : MAX (height, items + (remark > 0 ? 0.4 * em + remark : 0));
}

static Plan
make_plan (ComityHeatmapFigure *self, ComityCanvas *canvas, gboolean wide)
{
  const ComityFigure *figure = &self->parent;
  double em = figure->font_size, smaller = MIN (figure->body.width, figure->body.height);
  ComityTextStyle style = comity_figure_text_style (figure, LABEL_SIZE_MIN);
  Plan plan = {
    .has_tree = self->options.show_dendrogram && self->data->n_joints > 0 && !figure->is_panel,
    .has_band = self->options.show_families && self->has_bands && !self->data->is_blocks,
    .has_labels = self->options.show_labels && self->data->n > 0 && !figure->is_panel,
    .has_legend = !figure->is_panel,
    .wide = wide,
  };

  for (gsize i = 0; i < self->data->n && plan.has_labels; i++)
    {
      double width;

      comity_canvas_measure (canvas, self->data->codes[i], &style, &width, NULL);
      plan.label = MAX (plan.label, width);
    }
  plan.label =
      MIN (plan.label * LABEL_SIZE_MAX / LABEL_SIZE_MIN, (self->data->is_blocks ? 13 : 6) * em);
  plan.tree = CLAMP (0.13 * smaller, 2 * em, 8 * em);
  plan.legend_width = plan.wide ? LEGEND_WIDTH * em : figure->body.width;
  fill_legend (self, plan.has_band, self->data->n_groups > 0);
  plan.legend_height = legend_height (self, canvas, plan.wide, plan.legend_width);
  if (plan.wide && plan.legend_height > figure->body.height)
    plan.has_legend = FALSE;

  plan.side = square_side (self, &plan);
  if (plan.side < MIN_SHARE * smaller && plan.has_tree)
    {
      plan.has_tree = FALSE;
      plan.side = square_side (self, &plan);
    }
  if (plan.side < MIN_SHARE * smaller && plan.has_legend)
    {
      plan.has_legend = FALSE;
      plan.side = square_side (self, &plan);
    }
  if (plan.side < MIN_SHARE * smaller && plan.has_labels)
    {
      plan.has_labels = FALSE;
      plan.side = square_side (self, &plan);
    }
  return plan;
}

static void
place_legend (ComityHeatmapFigure *self, ComityCanvas *canvas, const Plan *plan, double x, double y)
{
  ComityColorBar bar = comity_heatmap_figure_color_bar (self);
  double em = self->parent.font_size, height, items;

  self->bar = (ComityRect){ 0 };
  if (!plan->has_legend)
    return;
  legend_height (self, canvas, plan->wide, plan->legend_width);
  self->bar.x = x;
  self->bar.y = y;
  self->bar.width = plan->wide ? plan->legend_width : (plan->legend_width - 1.5 * em) / 2;
  height = comity_color_bar_get_height (&bar, canvas, self->bar.width);
  comity_legend_layout (self->legend, canvas, self->bar.width, 0.92 * em, plan->wide, NULL, &items);
  if (plan->wide)
    {
      self->legend_at = (ComityPoint){ x, y + height + 1.2 * em };
      self->remark_box.x = x;
      self->remark_box.y = self->legend_at.y + items + 0.6 * em;
    }
  else
    {
      self->legend_at = (ComityPoint){ x + self->bar.width + 1.5 * em, y };
      self->remark_box.x = self->legend_at.x;
      self->remark_box.y = y + items + 0.4 * em;
    }
}

/* Whole points a cell where that costs little: then all cells have the same number of pixels. */
static double
choose_cell (const ComityFigure *figure, double side, gsize n)
{
  double cell = side / (double) MAX (n, 1), whole = floor (cell);

  if (figure->theme->kind != COMITY_THEME_PRINT && whole >= 2 && whole >= 0.93 * cell)
    return whole;
  return cell;
}

static void
place_parts (ComityHeatmapFigure *self, ComityCanvas *canvas, const Plan *plan)
{
  ComityFigure *figure = &self->parent;
  double em = figure->font_size, gap = GAP * em;
  double band = plan->has_band ? BAND_WIDTH * em : 0;
  double before = band > 0 ? band + gap : 0;
  double tree = plan->has_tree ? plan->tree + gap : 0;
  double label = plan->has_labels ? plan->label + gap : 0;
  double side, x, y, width, height;
  ComityRect *area = &figure->area;

  self->cell = choose_cell (figure, plan->side, self->data->n);
  side = self->cell * (double) self->data->n;
  width = before + side + label;
  height = before + side + label;
  if (plan->wide)
    width += tree + (plan->has_legend ? plan->legend_width + 1.5 * em : 0);
  else
    height += tree + (plan->has_legend ? plan->legend_height + em : 0);

  x = figure->body.x;
  y = figure->body.y;
  if (!figure->is_panel)
    {
      x = round (x + MAX (figure->body.width - width, 0) / 2);
      y = round (y + (plan->wide ? MAX (figure->body.height - height, 0) / 2 : 0));
    }
  *area = (ComityRect){ x + before + (plan->wide ? tree : 0), y + before + (plan->wide ? 0 : tree),
                        side, side };
  self->band_left = (ComityRect){ area->x - before, area->y, band, side };
  self->band_top = (ComityRect){ area->x, area->y - before, side, band };
  self->tree_is_left = plan->wide;
  self->tree = !plan->has_tree ? (ComityRect){ 0 }
               : plan->wide    ? (ComityRect){ area->x - before - tree, area->y, plan->tree, side }
                               : (ComityRect){ area->x, area->y - before - tree, side, plan->tree };
  self->row_heads = (ComityRect){ area->x - before, area->y, before, side };
  self->column_heads = (ComityRect){ area->x, area->y - before, side, before };
  self->row_labels = (ComityRect){ area->x + side, area->y, label, side };
  self->column_labels = (ComityRect){ area->x, area->y + side, side, label };
  if (plan->wide)
    place_legend (self, canvas, plan, area->x + side + label + 1.5 * em, area->y);
  else
    place_legend (self, canvas, plan, figure->body.x, area->y + side + label + em);
}

/* Rectangles of missing cells, as large as they come: runs along a row that the row above has too
 * are joined to it. */
static void
find_missing (ComityHeatmapFigure *self)
{
  gsize n = self->data->n;
  g_autofree gssize *open = g_new (gssize, n + 1); /* by first column: rectangle of the row above */

  g_array_set_size (self->missing, 0);
  for (gsize j = 0; j < n; j++)
    open[j] = -1;
  for (gsize row = 0; row < n && self->has_missing; row++)
    for (gsize column = 0, end; column < n; column = end)
      {
        gssize above = open[column];

        end = column + 1;
        open[column] = -1;
        if (comity_heatmap_figure_get_cell (self, row, column) != COMITY_HEATMAP_MISSING)
          continue;
        while (end < n && comity_heatmap_figure_get_cell (self, row, end) == COMITY_HEATMAP_MISSING)
          open[end++] = -1;
        if (above >= 0 &&
            g_array_index (self->missing, ComityRect, above).width == (double) (end - column))
          {
            g_array_index (self->missing, ComityRect, above).height += 1;
            open[column] = above;
          }
        else
          {
            ComityRect rect = { (double) column, (double) row, (double) (end - column), 1 };

            open[column] = (gssize) self->missing->len;
            g_array_append_val (self->missing, rect);
          }
      }
}

static void
paint_image (ComityHeatmapFigure *self)
{
  const ComityTheme *theme = self->parent.theme;
  gsize n = self->data->n;
  guint32 pixels[COMITY_HEATMAP_STEPS];
  guint32 missing = comity_color_to_pixel (theme->background);
  guint32 absent = comity_color_to_pixel (theme->absent);
  guchar *data;
  gsize stride;

  g_clear_pointer (&self->image, cairo_surface_destroy);
  if (n == 0)
    return;
  for (gsize i = 0; i < COMITY_HEATMAP_STEPS; i++)
    pixels[i] = comity_color_to_pixel (self->steps[i]);
  self->image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) n, (int) n);
  if (cairo_surface_status (self->image) != CAIRO_STATUS_SUCCESS)
    return;
  data = cairo_image_surface_get_data (self->image);
  stride = (gsize) cairo_image_surface_get_stride (self->image);
  for (gsize i = 0; i < n; i++)
    {
      guint32 *row = (guint32 *) (data + i * stride);

      for (gsize j = 0; j < n; j++)
        switch (comity_heatmap_figure_get_cell (self, i, j))
          {
          case COMITY_HEATMAP_VALUE:
            row[j] = pixels[comity_heatmap_figure_get_step (self, i, j)];
            break;
          case COMITY_HEATMAP_MISSING:
            row[j] = missing;
            break;
          case COMITY_HEATMAP_ABSENT:
            row[j] = absent;
            break;
          }
    }
  cairo_surface_mark_dirty (self->image);
}

void
comity_heatmap_figure_layout (ComityFigure *figure, ComityCanvas *canvas)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityHeatmapData *data = self->data;
  Plan plan, tall;

  /* A range on both sides of zero has a colour for each side. */
  self->map = comity_color_map_for_theme (figure->theme, self->low < 0 && self->high > 0,
                                          !data->is_similarity);
  for (gsize i = 0; i < COMITY_HEATMAP_STEPS; i++)
    self->steps[i] =
        self->is_two_valued
            ? comity_color_map_get_pair (&self->map, i > 0)
            : comity_color_map_get (&self->map, (double) i / (double) (COMITY_HEATMAP_STEPS - 1));
  /* Legend and tree where they leave the larger square. */
  plan = make_plan (self, canvas, TRUE);
  tall = make_plan (self, canvas, FALSE);
  if (tall.side > plan.side || (tall.has_legend && !plan.has_legend))
    plan = tall;
  place_parts (self, canvas, &plan);
  self->has_labels = plan.has_labels;
  find_missing (self);
  paint_image (self);
}

double
comity_heatmap_figure_layout_key (ComityFigure *figure, ComityCanvas *canvas, double width)
{
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  Plan plan = { .has_legend = TRUE, .legend_width = width };
  double height;

  fill_legend (self, self->options.show_families && self->has_bands && !self->data->is_blocks,
               self->data->n_groups > 0);
  height = legend_height (self, canvas, FALSE, width);
  place_legend (self, canvas, &plan, 0, -height);
  return height + 0.6 * figure->font_size;
}
