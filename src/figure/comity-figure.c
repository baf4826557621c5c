/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all figures share: reference counting, title, notice and caption with their places, and
 * drawing. The doors for pointer and keys are in comity-figure-interact.c. */
#include "config.h"

#include "comity-figure-private.h"

#include <math.h>
#include <string.h>

/* Titles, captions and notices, in sizes of the ordinary letter. */
#define TITLE_SIZE 1.3
#define SMALL_SIZE 0.86
#define PANEL_TITLE_SIZE 1.08
/* Around a panel, whose neighbours keep their own distance. */
#define PANEL_PADDING 0.15
/* A caption with many sources is set smaller, when it otherwise would take this share of the
 * height. */
#define LONG_CAPTION_SIZE 0.75
#define LONG_CAPTION_SHARE 0.13
/* Narrower figures are small ones in the margin of a window: smaller letters and margins. */
#define SMALL_FIGURE_WIDTH 340.0

G_DEFINE_QUARK (comity - figure - error - quark, comity_figure_error)

ComityFigure *
comity_figure_new (const ComityFigureClass *klass)
{
  ComityFigure *self = g_malloc0 (klass->instance_size);

  self->klass = klass;
  self->ref_count = 1;
  self->title = g_strdup ("");
  self->caption = g_strdup ("");
  self->notice = g_strdup ("");
  self->metadata = g_strdup ("");
  self->show_caption = TRUE;
  self->view_scale = 1;
  return self;
}

ComityFigure *
comity_figure_ref (ComityFigure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
comity_figure_unref (ComityFigure *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  self->klass->finalize (self);
  g_free (self->title);
  g_free (self->caption);
  g_free (self->notice);
  g_free (self->metadata);
  g_free (self->emphasis);
  g_free (self);
}

ComityFigure *
comity_figure_copy (ComityFigure *self)
{
  ComityFigure *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = comity_figure_new (self->klass);
  comity_figure_set_title (copy, self->title);
  comity_figure_set_caption (copy, self->caption);
  comity_figure_set_notice (copy, self->notice);
  comity_figure_set_metadata (copy, self->metadata);
  copy->show_caption = self->show_caption;
  self->klass->copy (copy, self);
  return copy;
}

static void
replace (char **place, const char *text)
{
  char *copy = g_strdup (text != NULL ? text : "");

  g_free (*place);
  *place = copy;
}

const char *
comity_figure_peek_title (const ComityFigure *self)
{
  return self->title;
}

void
comity_figure_set_title (ComityFigure *self, const char *title)
{
  replace (&self->title, title);
}

const char *
comity_figure_peek_caption (const ComityFigure *self)
{
  return self->caption;
}

void
comity_figure_set_caption (ComityFigure *self, const char *caption)
{
  replace (&self->caption, caption);
}

void
comity_figure_set_show_caption (ComityFigure *self, gboolean show)
{
  self->show_caption = show;
}

void
comity_figure_set_notice (ComityFigure *self, const char *notice)
{
  replace (&self->notice, notice);
}

const char *
comity_figure_peek_metadata (const ComityFigure *self)
{
  return self->metadata;
}

void
comity_figure_set_metadata (ComityFigure *self, const char *text)
{
  replace (&self->metadata, text);
}

char *
comity_figure_describe (ComityFigure *self)
{
  g_autofree char *words = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  words = self->klass->describe (self);
  return *self->notice == '\0' ? g_steal_pointer (&words)
                               : g_strconcat (words, " ", self->notice, NULL);
}

char *
comity_figure_describe_element (ComityFigure *self, ComityElement element)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (element.kind == COMITY_ELEMENT_NONE || self->klass->describe_element == NULL)
    return g_strdup ("");
  return self->klass->describe_element (self, element);
}

char *
comity_figure_to_table (ComityFigure *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->klass->to_table (self);
}

ComityTextStyle
comity_figure_text_style (const ComityFigure *self, double relative_size)
{
  return (ComityTextStyle){ .size = relative_size * self->font_size, .color = self->theme->text };
}

static ComityTextStyle
title_style (const ComityFigure *self)
{
  ComityTextStyle style =
      comity_figure_text_style (self, self->is_panel                ? PANEL_TITLE_SIZE
                                      : self->klass->title_size > 0 ? self->klass->title_size
                                                                    : TITLE_SIZE);

  style.bold = TRUE;
  style.width = self->title_box.width;
  return style;
}

static ComityTextStyle
notice_style (const ComityFigure *self)
{
  ComityTextStyle style = comity_figure_text_style (self, SMALL_SIZE);

  style.color = self->theme->text_dim;
  style.width = self->notice_box.width;
  style.align_x = 1;
  return style;
}

static ComityTextStyle
caption_style (const ComityFigure *self)
{
  ComityTextStyle style = comity_figure_text_style (self, self->caption_size);

  style.color = self->theme->text_dim;
  style.width = self->caption_box.width;
  return style;
}

/* The notice stands at the right of the title's line, or under it when both are long; neither is
 * ever cut. Returns what they take from the top. */
static double
layout_header (ComityFigure *self, ComityCanvas *canvas)
{
  double inner = self->width - 2 * self->padding;
  double y = self->padding, notice_width = 0, bottom = y;
  ComityTextStyle style;

  self->notice_box = (ComityRect){ 0 };
  self->title_box = (ComityRect){ self->padding, y, inner, 0 };
  if (*self->notice != '\0')
    {
      style = notice_style (self);
      style.width = 0;
      comity_canvas_measure (canvas, self->notice, &style, &notice_width, NULL);
      self->notice_box.width = MIN (notice_width + 1, MAX (inner * 0.4, MIN (inner, 120)));
    }
  if (*self->title != '\0')
    {
      double title_width;

      style = title_style (self);
      style.width = 0;
      comity_canvas_measure (canvas, self->title, &style, &title_width, NULL);
      if (notice_width > 0 && title_width + 1 <= inner - self->notice_box.width - self->font_size)
        self->title_box.width = title_width + 1;
      style.width = self->title_box.width;
      comity_canvas_measure (canvas, self->title, &style, NULL, &self->title_box.height);
      bottom = y + self->title_box.height;
    }
  if (notice_width > 0)
    {
      gboolean beside = self->title_box.width < inner || *self->title == '\0';

      if (!beside)
        self->notice_box.width = MIN (notice_width + 1, inner);
      style = notice_style (self);
      comity_canvas_measure (canvas, self->notice, &style, NULL, &self->notice_box.height);
      self->notice_box.x = self->width - self->padding - self->notice_box.width;
      self->notice_box.y = beside ? y : bottom;
      bottom = MAX (bottom, self->notice_box.y + self->notice_box.height);
    }
  return bottom > y ? bottom + 0.5 * self->font_size : y;
}

void
comity_figure_layout (ComityFigure *self, double width, double height, const ComityTheme *theme)
{
  g_autoptr (ComityCanvas) canvas = NULL;
  double top, bottom;
  gboolean small;

  g_return_if_fail (self != NULL && theme != NULL);

  canvas = comity_canvas_new_for_measuring (theme);
  small = self->is_panel || width < SMALL_FIGURE_WIDTH * theme->font_size / 11.0;
  self->theme = theme;
  self->width = MAX (width, 1);
  self->height = MAX (height, 1);
  self->font_size = theme->font_size * (small ? 0.86 : 1.0);
  self->padding = self->font_size * (self->klass->margin > 0 ? self->klass->margin
                                     : small                 ? 0.55
                                                             : 1.1);
  if (self->is_panel)
    self->padding = PANEL_PADDING * self->font_size;

  top = layout_header (self, canvas);
  bottom = self->height - self->padding;
  self->caption_box = (ComityRect){ self->padding, bottom, self->width - 2 * self->padding, 0 };
  if (self->show_caption && *self->caption != '\0')
    {
      ComityTextStyle style;

      self->caption_size = SMALL_SIZE;
      style = caption_style (self);
      comity_canvas_measure (canvas, self->caption, &style, NULL, &self->caption_box.height);
      if (self->caption_box.height > LONG_CAPTION_SHARE * self->height)
        {
          self->caption_size = LONG_CAPTION_SIZE;
          style = caption_style (self);
          comity_canvas_measure (canvas, self->caption, &style, NULL, &self->caption_box.height);
        }
      /* A caption may not push out the picture: at most a third of the figure, or it is left to
       * the file's metadata and the accessible description. */
      if (self->caption_box.height > self->height / 3)
        self->caption_box.height = 0;
      else
        self->caption_box.y = bottom - self->caption_box.height;
      if (self->caption_box.height > 0)
        bottom = self->caption_box.y - 0.7 * self->font_size;
    }
  self->body = (ComityRect){ self->padding, top, MAX (self->width - 2 * self->padding, 1),
                             MAX (bottom - top, 1) };
  self->area = self->body;
  self->klass->layout (self, canvas);
  comity_figure_set_view (self, self->view_scale, self->view_dx, self->view_dy);
}

void
comity_figure_draw_empty (const ComityFigure *self,
                          ComityCanvas *canvas,
                          const ComityRect *place,
                          const char *sentence)
{
  ComityTextStyle style = comity_figure_text_style (self, 1);

  style.color = self->theme->text_dim;
  style.align_x = style.align_y = 0.5;
  style.width = place->width * 0.9;
  comity_canvas_text (canvas, place->x + place->width / 2, place->y + place->height / 2, sentence,
                      &style);
}

void
comity_figure_draw_on_canvas (ComityFigure *self, ComityCanvas *canvas)
{
  const ComityRect all = { 0, 0, self->width, self->height };
  ComityTextStyle style;

  comity_canvas_fill_rect (canvas, &all, self->theme->background);
  self->klass->draw (self, canvas);
  style = title_style (self);
  comity_canvas_text (canvas, self->title_box.x, self->title_box.y, self->title, &style);
  if (self->notice_box.height > 0)
    {
      style = notice_style (self);
      comity_canvas_text (canvas, self->notice_box.x + self->notice_box.width, self->notice_box.y,
                          self->notice, &style);
    }
  if (self->caption_box.height > 0)
    {
      style = caption_style (self);
      comity_canvas_text (canvas, self->caption_box.x, self->caption_box.y, self->caption, &style);
    }
}

void
comity_figure_draw (ComityFigure *self, cairo_t *cr)
{
  g_autoptr (ComityCanvas) canvas = NULL;

  g_return_if_fail (self != NULL && cr != NULL);
  g_return_if_fail (self->theme != NULL);

  canvas = comity_canvas_new_for_cairo (cr, self->theme);
  comity_figure_draw_on_canvas (self, canvas);
}

void
comity_figure_draw_overlay (ComityFigure *self,
                            cairo_t *cr,
                            ComityElement hover,
                            ComityElement selected)
{
  g_autoptr (ComityCanvas) canvas = NULL;

  g_return_if_fail (self != NULL && cr != NULL);
  g_return_if_fail (self->theme != NULL);

  if (self->klass->draw_overlay == NULL ||
      (hover.kind == COMITY_ELEMENT_NONE && selected.kind == COMITY_ELEMENT_NONE &&
       self->n_emphasis == 0))
    return;
  canvas = comity_canvas_new_for_cairo (cr, self->theme);
  self->klass->draw_overlay (self, canvas, hover, selected);
}

gboolean
comity_figure_has_group (const ComityFigure *self, ComityElement selected)
{
  return self->klass->draw_overlay != NULL && comity_figure_emphasises (self, selected);
}

void
comity_figure_draw_group (ComityFigure *self, cairo_t *cr)
{
  comity_figure_draw_overlay (self, cr, COMITY_NO_ELEMENT, COMITY_NO_ELEMENT);
}

void
comity_figure_draw_pointed (ComityFigure *self,
                            cairo_t *cr,
                            ComityElement hover,
                            ComityElement selected)
{
  gsize n_emphasis = self->n_emphasis;

  self->n_emphasis = 0;
  comity_figure_draw_overlay (self, cr, hover, selected);
  self->n_emphasis = n_emphasis;
}

gboolean
comity_figure_has_lens (ComityFigure *self)
{
  return self->klass->draw_lens != NULL;
}

gboolean
comity_figure_can_magnify (ComityFigure *self, ComityElement focus)
{
  return self->klass->draw_lens != NULL && self->klass->draw_lens (self, NULL, focus, NULL);
}

void
comity_figure_draw_lens (ComityFigure *self, cairo_t *cr, ComityElement focus, double x, double y)
{
  g_autoptr (ComityCanvas) canvas = NULL;
  const ComityPoint at = { x, y };

  g_return_if_fail (self != NULL && cr != NULL && self->theme != NULL);

  if (!comity_figure_can_magnify (self, focus))
    return;
  canvas = comity_canvas_new_for_cairo (cr, self->theme);
  self->klass->draw_lens (self, canvas, focus, &at);
}
