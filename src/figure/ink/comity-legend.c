/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legends of marks and of colours. */
#include "config.h"

#include "comity-legend.h"

#include <math.h>

typedef struct
{
  ComityLegendMark mark;
  ComityColor color;
  char *label;
  double x, y, width; /* from the legend's corner, after the layout */
  double line_width;  /* 0: as letters are large */
} Item;

struct _ComityLegend
{
  GArray *items;
  double size;
};

static void
clear_item (gpointer data)
{
  g_free (((Item *) data)->label);
}

ComityLegend *
comity_legend_new (void)
{
  ComityLegend *self = g_new0 (ComityLegend, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (self->items, clear_item);
  return self;
}

void
comity_legend_free (ComityLegend *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self);
}

void
comity_legend_clear (ComityLegend *self)
{
  g_array_set_size (self->items, 0);
}

void
comity_legend_add (ComityLegend *self, ComityLegendMark mark, ComityColor color, const char *label)
{
  Item item = { mark, color, g_strdup (label), 0, 0, 0 };

  g_array_append_val (self->items, item);
}

void
comity_legend_add_line (ComityLegend *self, ComityColor color, double width, const char *label)
{
  Item item = { COMITY_LEGEND_LINE, color, g_strdup (label), 0, 0, 0, width };

  g_array_append_val (self->items, item);
}

static ComityTextStyle
label_style (const ComityLegend *self, const ComityTheme *theme)
{
  return (ComityTextStyle){ .size = self->size, .color = theme->text, .align_y = 0.5 };
}

/* How wide a mark is, with the gap to its label, in letter sizes. */
static double
mark_width (ComityLegendMark mark)
{
  return mark == COMITY_LEGEND_LINE || mark == COMITY_LEGEND_DASHES ? 2.1 : 1.25;
}

static gboolean
is_width (const ComityLegend *self, gsize i)
{
  return i < self->items->len && g_array_index (self->items, Item, i).line_width > 0;
}

/* How much of a row item @i wants: lines of several widths are read beside each other, so that the
 * first of them asks for all, where a row can hold them. */
static double
wanted_width (const ComityLegend *self, gsize i, double gap, double width)
{
  const double own = g_array_index (self->items, Item, i).width;
  double all = own;

  if (!is_width (self, i) || (i > 0 && is_width (self, i - 1)))
    return own;
  for (gsize k = i + 1; is_width (self, k); k++)
    all += gap + g_array_index (self->items, Item, k).width;
  return all <= width ? all : own;
}

void
comity_legend_layout (ComityLegend *self,
                      ComityCanvas *canvas,
                      double width,
                      double size,
                      gboolean stacked,
                      double *used_width,
                      double *used_height)
{
  ComityTextStyle style;
  double x = 0, y = 0, widest = 0, row_height, gap = 1.2 * size;

  self->size = size;
  style = label_style (self, comity_canvas_peek_theme (canvas));
  row_height = 1.55 * size;
  for (gsize i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);
      double text_width;

      comity_canvas_measure (canvas, item->label, &style, &text_width, NULL);
      item->width = MIN (width, mark_width (item->mark) * size + text_width);
    }
  for (gsize i = 0; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      if (x > 0 && (stacked || x + wanted_width (self, i, gap, width) > width))
        {
          x = 0;
          y += row_height;
        }
      item->x = x;
      item->y = y;
      widest = MAX (widest, x + item->width);
      x += item->width + gap;
    }
  if (used_width != NULL)
    *used_width = widest;
  if (used_height != NULL)
    *used_height = self->items->len == 0 ? 0 : y + row_height;
}

static void
draw_mark (const Item *item, ComityCanvas *canvas, double x, double y, double size)
{
  const ComityTheme *theme = comity_canvas_peek_theme (canvas);
  double side = 0.82 * size;
  ComityRect square = { x, y - side / 2, side, side };

  switch (item->mark)
    {
    case COMITY_LEGEND_CIRCLE:
      comity_canvas_circle (canvas, x + side / 2, y, side / 2, item->color, theme->background, 0);
      break;
    case COMITY_LEGEND_SQUARE:
      comity_canvas_fill_rect (canvas, &square, item->color);
      comity_canvas_stroke_rect (canvas, &square, theme->grid, 0.5);
      break;
    case COMITY_LEGEND_LINE:
      /* Of their width exactly: level lines would be set on whole pixels. */
      if (item->line_width > 0)
        {
          const ComityRect line = { x, y - item->line_width / 2, 1.6 * size, item->line_width };

          comity_canvas_fill_rect (canvas, &line, item->color);
        }
      else
        comity_canvas_line (canvas, x, y, x + 1.6 * size, y, item->color, 0.16 * size);
      break;
    case COMITY_LEGEND_DASHES:
      for (int i = 0; i < 3; i++)
        comity_canvas_line (canvas, x + 0.6 * i * size, y, x + (0.6 * i + 0.4) * size, y,
                            item->color, 0.16 * size);
      break;
    case COMITY_LEGEND_HATCH:
      comity_canvas_hatch_rects (canvas, &square, 1, 0.28 * size, 0.07 * size, item->color);
      comity_canvas_stroke_rect (canvas, &square, item->color, 0.5);
      break;
    case COMITY_LEGEND_DOT:
      comity_canvas_stroke_rect (canvas, &square, theme->grid, 0.5);
      comity_canvas_circle (canvas, x + side / 2, y, 0.2 * size, item->color, theme->background, 0);
      break;
    }
}

void
comity_legend_draw (ComityLegend *self, ComityCanvas *canvas, double x, double y)
{
  ComityTextStyle style = label_style (self, comity_canvas_peek_theme (canvas));

  for (gsize i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);
      double middle = y + item->y + 0.775 * self->size;
      double offset = mark_width (item->mark) * self->size;

      draw_mark (item, canvas, x + item->x, middle, self->size);
      style.width = item->width - offset + 0.5;
      style.cut = TRUE;
      comity_canvas_text (canvas, x + item->x + offset, middle, item->label, &style);
    }
}

/* The parts of a colour bar from top to bottom. */
typedef struct
{
  double title, bar, tick, labels, notes;
} BarHeights;

static BarHeights
bar_heights (const ComityColorBar *self, ComityCanvas *canvas, double width)
{
  ComityTextStyle style = { .size = self->size, .width = width };
  BarHeights heights = { 0, 0.9 * self->size, 0.3 * self->size, 1.35 * self->size, 0 };

  if (self->title != NULL && *self->title != '\0')
    {
      comity_canvas_measure (canvas, self->title, &style, NULL, &heights.title);
      heights.title += 0.3 * self->size;
    }
  if (self->low_note != NULL || self->high_note != NULL)
    heights.notes = 1.3 * self->size;
  return heights;
}

double
comity_color_bar_get_height (const ComityColorBar *self, ComityCanvas *canvas, double width)
{
  BarHeights heights = bar_heights (self, canvas, width);

  return heights.title + heights.bar + heights.tick + heights.labels + heights.notes;
}

/* As many patches as there can be pixels: smooth on the screen, and small in a vector file. */
static void
draw_ramp (const ComityColorBar *self, ComityCanvas *canvas, const ComityRect *bar)
{
  gsize n = self->two_valued ? 2 : (gsize) CLAMP (bar->width, 16.0, 128.0);

  for (gsize i = 0; i < n; i++)
    {
      double left = bar->width * (double) i / (double) n;
      ComityRect patch = { bar->x + left, bar->y, bar->width - left, bar->height };

      comity_canvas_fill_rect (
          canvas, &patch,
          self->two_valued ? comity_color_map_get_pair (self->map, i == 1)
                           : comity_color_map_get (self->map, ((double) i + 0.5) / (double) n));
    }
}

void
comity_color_bar_draw (
    const ComityColorBar *self, ComityCanvas *canvas, double x, double y, double width)
{
  const ComityTheme *theme = comity_canvas_peek_theme (canvas);
  BarHeights heights = bar_heights (self, canvas, width);
  ComityTextStyle style = { .size = self->size, .color = theme->text, .width = width };
  ComityRect bar = { x, y + heights.title, width, heights.bar };
  double ticks[COMITY_SCALE_MAX_TICKS];
  double top = bar.y + bar.height;
  gsize n_ticks;

  if (heights.title > 0)
    comity_canvas_text (canvas, x, y, self->title, &style);
  draw_ramp (self, canvas, &bar);
  comity_canvas_stroke_rect (canvas, &bar, theme->text_dim, 0.5);

  style.width = 0;
  n_ticks = comity_scale_get_ticks (self->scale, (gsize) CLAMP (width / (4 * self->size), 2.0, 5.0),
                                    ticks);
  if (self->two_valued)
    {
      ticks[0] = self->scale->low;
      ticks[1] = self->scale->high;
      n_ticks = 2;
    }
  for (gsize i = 0; i < n_ticks; i++)
    {
      double place = comity_scale_map (self->scale, ticks[i]);
      g_autofree char *label = comity_scale_format_tick (ticks, n_ticks, ticks[i]);

      if (self->two_valued)
        place = 0.25 + 0.5 * (double) i;
      comity_canvas_line (canvas, x + place * width, top, x + place * width, top + heights.tick,
                          theme->text_dim, 0.5);
      style.align_x = place < 0.06 ? 0 : place > 0.94 ? 1 : 0.5;
      comity_canvas_text (canvas, x + place * width, top + heights.tick, label, &style);
    }

  style.color = theme->text_dim;
  top += heights.tick + heights.labels;
  style.align_x = 0;
  if (self->low_note != NULL)
    comity_canvas_text (canvas, x, top, self->low_note, &style);
  style.align_x = 1;
  if (self->high_note != NULL)
    comity_canvas_text (canvas, x + width, top, self->high_note, &style);
}
