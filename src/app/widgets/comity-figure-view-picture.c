/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a figure view. The data are drawn once into a kept surface by a worker; a frame
 * paints that surface and, over it, the outlines of what is hovered and selected. While panning and
 * zooming the kept surface is moved and scaled, and a sharp one is drawn when the view rests. From
 * one figure to the next states move, and what comes or goes fades. */
#include "config.h"

#include "comity-figure-view-private.h"

#include <adwaita.h>
#include <math.h>

/* A view that rests this long, in milliseconds, is drawn anew. */
#define REST_INTERVAL 90
/* Microseconds that a picture takes to fade into the next one, and that states take to move. */
#define FADE_TIME 260000
#define MOVE_TIME 480000
/* What the pointer and the selection bring comes back in this last share of a movement. */
#define OVERLAY_SHARE 0.3

ComityThemeKind
comity_figure_view_current_theme (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? COMITY_THEME_DARK
                                                                       : COMITY_THEME_LIGHT;
}

gboolean
comity_figure_view_drawing_is_current (ComityFigureView *self)
{
  return self->drawing != NULL &&
         self->drawing->width == gtk_widget_get_width (GTK_WIDGET (self)) &&
         self->drawing->height == gtk_widget_get_height (GTK_WIDGET (self)) &&
         self->drawing->theme == comity_figure_view_current_theme () &&
         comity_view_equal (&self->drawing->view, &self->view);
}

void
comity_figure_view_end_fade (ComityFigureView *self)
{
  if (self->fade_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fade_tick);
  self->fade_tick = 0;
  g_clear_pointer (&self->before, comity_drawing_free);
  g_clear_pointer (&self->from, comity_scene_unref);
}

static gint64
fade_time (ComityFigureView *self)
{
  return self->from != NULL ? MOVE_TIME : FADE_TIME;
}

/* How much of the time from one picture to the next has gone, 0 … 1; 1 when nothing changes. */
static double
fade_progress (ComityFigureView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  double t;

  if ((self->before == NULL && self->from == NULL) || clock == NULL)
    return 1.0;
  if (self->fade_start == 0)
    return 0.0;
  t = (double) (gdk_frame_clock_get_frame_time (clock) - self->fade_start) /
      (double) fade_time (self);
  return CLAMP (t, 0.0, 1.0);
}

static gboolean
fade_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->fade_start == 0)
    self->fade_start = now;
  gtk_widget_queue_draw (widget);
  if (now - self->fade_start < fade_time (self))
    return G_SOURCE_CONTINUE;
  self->fade_tick = 0;
  g_clear_pointer (&self->before, comity_drawing_free);
  g_clear_pointer (&self->from, comity_scene_unref);
  return G_SOURCE_REMOVE;
}

/* What is seen now, for the next movement to begin with: it may be halfway between two. */
static ComityScene *
dup_seen (ComityFigureView *self, const ComityDrawing *before)
{
  if (before == NULL || before->scene == NULL)
    return NULL;
  return self->from != NULL ? comity_scene_mix (self->from, before->scene, fade_progress (self))
                            : comity_scene_ref (before->scene);
}

/* From one picture to the next of the same size and view: states move to their new places, what
 * stays stays, what comes or goes fades. Not for who wants no animation. */
static void
begin_fade (ComityFigureView *self, ComityDrawing *before)
{
  g_autoptr (ComityScene) seen = dup_seen (self, before);
  gboolean animated = FALSE;

  comity_figure_view_end_fade (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animated,
                NULL);
  if (!animated || before == NULL || before->surface == NULL || self->drawing->surface == NULL ||
      before->width != self->drawing->width || before->height != self->drawing->height ||
      before->theme != self->drawing->theme)
    {
      g_clear_pointer (&before, comity_drawing_free);
      return;
    }
  self->before = before;
  if (seen != NULL && self->drawing->scene != NULL &&
      comity_scene_fits (seen, self->drawing->scene) &&
      comity_view_equal (&before->view, &self->drawing->view))
    self->from = g_steal_pointer (&seen);
  self->fade_start = 0;
  self->fade_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), fade_cb, NULL, NULL);
}

/* How much of the new picture shows: 1 when nothing fades. */
static double
fade_share (ComityFigureView *self)
{
  double t = fade_progress (self);

  return t * t * (3.0 - 2.0 * t);
}

static void
drawn_cb (ComityJob *job, gpointer user_data)
{
  ComityFigureView *self = user_data;

  if (job != self->draw_job)
    return;
  if (comity_job_get_state (job) == COMITY_JOB_DONE)
    {
      ComityDrawing *before = g_steal_pointer (&self->drawing);

      self->drawing = comity_job_steal_result (job);
      if (!self->fade_next)
        g_clear_pointer (&before, comity_drawing_free);
      begin_fade (self, before);
      self->fade_next = FALSE;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_clear_object (&self->draw_job);
  /* The view or the size went on meanwhile. */
  if (self->drawing != NULL && !comity_figure_view_drawing_is_current (self) &&
      self->redraw_source == 0)
    comity_figure_view_start_drawing (self);
}

void
comity_figure_view_start_drawing (ComityFigureView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->figure == NULL || width <= 0 || height <= 0 ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->draw_job != NULL)
    {
      ComityJob *before = g_steal_pointer (&self->draw_job);

      comity_job_cancel (before);
      g_object_unref (before);
    }
  self->draw_job = comity_draw_job_new (self->figure, width, height,
                                        gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                        comity_figure_view_current_theme (), &self->view);
  g_signal_connect_object (self->draw_job, "finished", G_CALLBACK (drawn_cb), self, 0);
  comity_job_start (self->draw_job);
}

static gboolean
rested_cb (gpointer user_data)
{
  ComityFigureView *self = user_data;

  self->redraw_source = 0;
  comity_figure_view_start_drawing (self);
  return G_SOURCE_REMOVE;
}

void
comity_figure_view_redraw_when_rested (ComityFigureView *self)
{
  g_clear_handle_id (&self->redraw_source, g_source_remove);
  self->redraw_source = g_timeout_add (REST_INTERVAL, rested_cb, self);
}

/* The kept picture, moved and scaled when the view is not the one it was drawn for. The data area
 * is rounded to whole pixels: clips along pixels cost nothing, others a mask. */
static void
paint_drawing (ComityFigureView *self, cairo_t *cr)
{
  ComityDrawing *drawing = self->drawing;
  const ComityColor *ground = &comity_theme_get (drawing->theme)->background;
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double x, y, w, h, factor;

  cairo_save (cr);
  if (drawing->width != width || drawing->height != height)
    {
      cairo_scale (cr, width / drawing->width, height / drawing->height);
      cairo_set_source_surface (cr, drawing->surface, 0.0, 0.0);
      cairo_paint (cr);
      cairo_restore (cr);
      return;
    }
  if (comity_view_equal (&drawing->view, &self->view))
    {
      double share = fade_share (self);

      if (share < 1.0)
        {
          cairo_set_source_surface (cr, self->before->surface, 0.0, 0.0);
          cairo_paint (cr);
        }
      cairo_set_source_surface (cr, drawing->surface, 0.0, 0.0);
      cairo_paint_with_alpha (cr, share);
      cairo_restore (cr);
      return;
    }
  cairo_set_source_surface (cr, drawing->surface, 0.0, 0.0);

  comity_figure_get_data_area (self->figure, &x, &y, &w, &h);
  w = ceil (x + w) - floor (x);
  h = ceil (y + h) - floor (y);
  x = floor (x);
  y = floor (y);
  /* The margins as they are: above, below, beside. */
  cairo_rectangle (cr, 0.0, 0.0, width, y);
  cairo_rectangle (cr, 0.0, y + h, width, height - y - h);
  cairo_rectangle (cr, 0.0, y, x, h);
  cairo_rectangle (cr, x + w, y, width - x - w, h);
  cairo_fill (cr);

  factor = self->view.scale / drawing->view.scale;
  cairo_rectangle (cr, x, y, w, h);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, ground->r, ground->g, ground->b);
  cairo_paint (cr);
  cairo_translate (cr, self->view.dx - drawing->view.dx * factor,
                   self->view.dy - drawing->view.dy * factor);
  cairo_scale (cr, factor, factor);
  cairo_set_source_surface (cr, drawing->surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_FAST);
  /* Only the data of the old picture may show, not its margins. */
  cairo_rectangle (cr, x, y, w, h);
  cairo_fill (cr);
  cairo_restore (cr);
}

static gboolean
is_moving (ComityFigureView *self)
{
  return self->from != NULL && comity_view_equal (&self->drawing->view, &self->view) &&
         self->drawing->width == gtk_widget_get_width (GTK_WIDGET (self)) &&
         self->drawing->height == gtk_widget_get_height (GTK_WIDGET (self));
}

/* States on their way, with rings round those that are selected. */
static void
paint_movement (ComityFigureView *self, cairo_t *cr)
{
  ComityDrawing *drawing = self->drawing;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width = (int) (drawing->width * scale), height = (int) (drawing->height * scale);
  const guint32 selected[2] = { self->selected.a, self->selected.b };
  gboolean is_state = self->selected.kind == COMITY_ELEMENT_STATE;
  gboolean is_pair = self->selected.kind == COMITY_ELEMENT_PAIR;
  g_autoptr (ComityScene) scene =
      comity_scene_mix (self->from, drawing->scene, fade_progress (self));
  cairo_t *frame;

  if (self->frame != NULL && (cairo_image_surface_get_width (self->frame) != width ||
                              cairo_image_surface_get_height (self->frame) != height))
    g_clear_pointer (&self->frame, cairo_surface_destroy);
  if (self->frame == NULL)
    self->frame = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_set_device_scale (self->frame, scale, scale);
  frame = cairo_create (self->frame);
  if (is_state || is_pair)
    comity_scene_draw (scene, frame, selected, is_pair ? 2 : 1);
  else
    comity_scene_draw (scene, frame, self->states, self->n_states);
  cairo_destroy (frame);
  cairo_set_source_surface (cr, self->frame, 0.0, 0.0);
  cairo_paint (cr);
}

void
comity_figure_view_forget_group (ComityFigureView *self)
{
  g_clear_pointer (&self->group, cairo_surface_destroy);
}

static void
draw_group (ComityFigureView *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) * scale;
  cairo_t *cr;

  comity_figure_view_forget_group (self);
  self->group = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_set_device_scale (self->group, scale, scale);
  cr = cairo_create (self->group);
  comity_figure_draw_group (self->figure, cr);
  cairo_destroy (cr);
  self->group_view = self->view;
}

/* A group may have thousands of ties: they are drawn once and kept, moved and scaled with the picture
 * while it is, and drawn anew when it rests. */
static void
paint_group (ComityFigureView *self, cairo_t *cr)
{
  double x, y, width, height, factor;

  if (!comity_figure_has_group (self->figure, self->selected))
    return;
  if (self->group == NULL ||
      (!comity_view_equal (&self->group_view, &self->view) && self->redraw_source == 0))
    draw_group (self);
  if (comity_view_equal (&self->group_view, &self->view))
    {
      cairo_set_source_surface (cr, self->group, 0.0, 0.0);
      cairo_paint (cr);
      return;
    }
  comity_figure_get_data_area (self->figure, &x, &y, &width, &height);
  factor = self->view.scale / self->group_view.scale;
  cairo_save (cr);
  cairo_rectangle (cr, floor (x), floor (y), ceil (x + width) - floor (x),
                   ceil (y + height) - floor (y));
  cairo_clip (cr);
  cairo_translate (cr, self->view.dx - self->group_view.dx * factor,
                   self->view.dy - self->group_view.dy * factor);
  cairo_scale (cr, factor, factor);
  cairo_set_source_surface (cr, self->group, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_FAST);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Over what moves it waits until that has almost arrived. */
static void
paint_overlay (ComityFigureView *self, cairo_t *cr)
{
  double left = self->from != NULL ? 1.0 - fade_progress (self) : 0.0;

  if (left > OVERLAY_SHARE)
    return;
  if (left > 0.0)
    cairo_push_group (cr);
  paint_group (self, cr);
  comity_figure_draw_pointed (self->figure, cr, self->hovered, self->selected);
  if (left > 0.0)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, 1.0 - left / OVERLAY_SHARE);
    }
}

static void
paint_band (ComityFigureView *self, cairo_t *cr)
{
  const ComityColor *color = &comity_theme_get (comity_figure_view_current_theme ())->accent;
  double x = MIN (self->drag_x, self->band_x), y = MIN (self->drag_y, self->band_y);
  double width = fabs (self->band_x - self->drag_x), height = fabs (self->band_y - self->drag_y);

  cairo_rectangle (cr, floor (x) + 0.5, floor (y) + 0.5, round (width), round (height));
  cairo_set_source_rgba (cr, color->r, color->g, color->b, 0.14);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

/* What the lens is on, and where; FALSE: there is nothing to enlarge. */
static gboolean
find_lens (ComityFigureView *self, ComityElement *focus, double *x, double *y)
{
  double width, height;

  if (!self->lens || self->dragged)
    return FALSE;
  *focus = self->hovered;
  *x = self->pointer_x;
  *y = self->pointer_y;
  if (self->hovered.kind == COMITY_ELEMENT_NONE || comity_element_equal (self->hovered, self->cursor))
    {
      *focus = comity_figure_view_get_cursor (self);
      if (!comity_figure_get_element_rect (self->figure, *focus, x, y, &width, &height))
        return FALSE;
      *x += width / 2.0;
      *y += height / 2.0;
    }
  return comity_figure_can_magnify (self->figure, *focus);
}

void
comity_figure_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  ComityElement focus;
  double x, y;
  cairo_t *cr;

  if (width <= 0 || height <= 0 || !comity_figure_view_ensure_layout (self))
    return;
  if (!comity_figure_view_drawing_is_current (self) && self->draw_job == NULL &&
      self->redraw_source == 0)
    comity_figure_view_start_drawing (self);
  if (self->drawing == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (is_moving (self))
    paint_movement (self, cr);
  else
    paint_drawing (self, cr);
  paint_overlay (self, cr);
  if (self->dragged && self->drag == COMITY_FIGURE_VIEW_BAND)
    paint_band (self, cr);
  if (find_lens (self, &focus, &x, &y))
    comity_figure_draw_lens (self->figure, cr, focus, x, y);
  cairo_destroy (cr);
}

/* What is not seen is drawn when it is: until then no picture of the figure before stands for it.
 */
void
comity_figure_view_forget_drawing (ComityFigureView *self)
{
  ComityJob *job = g_steal_pointer (&self->draw_job);

  if (job != NULL)
    {
      comity_job_cancel (job);
      g_object_unref (job);
    }
  comity_figure_view_end_fade (self);
  g_clear_pointer (&self->drawing, comity_drawing_free);
}
