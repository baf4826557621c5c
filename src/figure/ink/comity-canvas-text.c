/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canvas's text: measured the same for every medium, wrapped or cut, turned, with a halo. */
#include "config.h"

#include "comity-canvas-private.h"

#include <math.h>

/* Halos on pixels are the letters again, this often round a circle: ten times faster than stroking
 * their outlines, and at a pixel or two the same to the eye. */
#define HALO_COPIES 12

/* Device pixels per point from which a letter's place on whole pixels is good enough. */
#define FINE_PIXELS 4.0

static double
layout_width (ComityCanvas *self)
{
  int width;

  pango_layout_get_size (self->layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

/* The longest beginning of @text that fits with an ellipsis. The text itself is cut, not its
 * drawing, so that every medium shows and finds the same. */
static void
cut_text (ComityCanvas *self, const char *text, double width)
{
  glong fits = 0, too_long = g_utf8_strlen (text, -1);

  if (layout_width (self) <= width)
    return;
  while (too_long - fits > 1)
    {
      glong middle = (fits + too_long) / 2;
      g_autofree char *start = g_utf8_substring (text, 0, middle);
      g_autofree char *candidate = g_strconcat (g_strchomp (start), "…", NULL);

      pango_layout_set_text (self->layout, candidate, -1);
      if (layout_width (self) <= width)
        fits = middle;
      else
        too_long = middle;
    }
  {
    g_autofree char *start = g_utf8_substring (text, 0, fits);
    g_autofree char *cut = g_strconcat (g_strchomp (start), "…", NULL);

    pango_layout_set_text (self->layout, cut, -1);
  }
}

static void
set_layout (ComityCanvas *self, const char *text, const ComityTextStyle *style)
{
  PangoFontDescription *font = pango_font_description_from_string (self->theme->font);
  gboolean wraps = style->width > 0 && !style->cut;

  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_width (self->layout, wraps ? (int) ceil (style->width * PANGO_SCALE) : -1);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (self->layout, style->align_x == 1     ? PANGO_ALIGN_RIGHT
                                            : style->align_x == 0.5 ? PANGO_ALIGN_CENTER
                                                                    : PANGO_ALIGN_LEFT);
  if (style->cut && style->width > 0)
    cut_text (self, text, style->width);
}

/* Where the box of the layout begins inside the layout (an aligned layout that wraps is as wide as
 * its limit) and how large it is, unturned. */
static void
layout_box (ComityCanvas *self, ComityRect *box)
{
  PangoRectangle logical;

  pango_layout_get_extents (self->layout, NULL, &logical);
  *box =
      (ComityRect){ (double) logical.x / PANGO_SCALE, (double) logical.y / PANGO_SCALE,
                    (double) logical.width / PANGO_SCALE, (double) logical.height / PANGO_SCALE };
}

void
comity_canvas_measure (ComityCanvas *self,
                       const char *text,
                       const ComityTextStyle *style,
                       double *width,
                       double *height)
{
  ComityRect box;

  set_layout (self, text, style);
  layout_box (self, &box);
  if (width != NULL)
    *width = style->vertical ? box.height : box.width;
  if (height != NULL)
    *height = style->vertical ? box.width : box.height;
}

static void
draw_halo (ComityCanvas *self, double width)
{
  comity_canvas_set_color (self, self->theme->halo);
  if (self->is_vector)
    {
      pango_cairo_layout_path (self->cr, self->layout);
      cairo_set_line_width (self->cr, 2 * width);
      cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (self->cr);
      return;
    }
  for (int i = 0; i < HALO_COPIES; i++)
    {
      double angle = 2 * G_PI * i / HALO_COPIES;

      cairo_move_to (self->cr, width * cos (angle), width * sin (angle));
      pango_cairo_show_layout (self->cr, self->layout);
    }
}

void
comity_canvas_text (
    ComityCanvas *self, double x, double y, const char *text, const ComityTextStyle *style)
{
  ComityRect box;

  if ((self->cr == NULL && self->svg == NULL) || *text == '\0')
    return;
  set_layout (self, text, style);
  layout_box (self, &box);
  if (self->svg != NULL)
    {
      comity_svg_layout (self, x, y, style);
      return;
    }

  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  if (style->vertical || style->angle != 0)
    cairo_rotate (self->cr, style->vertical ? -G_PI / 2 : style->angle);
  cairo_translate (self->cr,
                   style->vertical ? -(1 - style->align_y) * box.width - box.x
                                   : -style->align_x * box.width - box.x,
                   style->vertical ? -style->align_x * box.height : -style->align_y * box.height);
  if (style->vertical || style->angle != 0)
    pango_cairo_update_layout (self->cr, self->layout);
  cairo_move_to (self->cr, 0, 0);
  if (style->halo > 0)
    {
      draw_halo (self, style->halo);
      cairo_move_to (self->cr, 0, 0);
    }
  comity_canvas_set_color (self, style->color);
  /* Cairo sets cached letters on whole pixels, which spoils the spacing of small print on a screen:
   * there the outlines are filled where they are. */
  if (self->pixels > 0 && self->pixels < FINE_PIXELS)
    {
      pango_cairo_layout_path (self->cr, self->layout);
      cairo_fill (self->cr);
    }
  else
    pango_cairo_show_layout (self->cr, self->layout);
  cairo_new_path (self->cr);
  cairo_restore (self->cr);
  if (style->vertical || style->angle != 0)
    pango_cairo_update_layout (self->cr, self->layout);
}
