/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer, touch and keys on a figure view: hover, click, drag to pan, scroll and pinch to zoom,
 * arrows to walk from element to element. */
#include "config.h"

#include "comity-figure-view-private.h"

#include <math.h>

/* Pixels that a press may move and still be a click. */
#define CLICK_TOLERANCE 4.0
#define SCROLL_STEP 1.15

static const ComityElement no_element = { COMITY_ELEMENT_NONE };

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, ComityFigureView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->dragged || !comity_figure_view_ensure_layout (self))
    return;
  comity_figure_view_set_hovered (self, comity_figure_hit (self->figure, x, y));
}

static void
leave_cb (GtkEventControllerMotion *controller, ComityFigureView *self)
{
  comity_figure_view_set_hovered (self, no_element);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, ComityFigureView *self)
{
  self->drag_view = self->view;
  self->dragged = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, ComityFigureView *self)
{
  if (!self->dragged && hypot (dx, dy) < CLICK_TOLERANCE)
    return;
  if (!self->dragged)
    {
      self->dragged = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      if (self->view.scale > 1.0)
        gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }
  comity_figure_view_set_view (self, self->drag_view.scale, self->drag_view.dx + dx,
                               self->drag_view.dy + dy);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, ComityFigureView *self)
{
  double x, y;

  if (self->dragged)
    {
      self->dragged = FALSE;
      gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
      return;
    }
  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y) ||
      !comity_figure_view_ensure_layout (self))
    return;
  comity_figure_view_emit_activated (self, comity_figure_hit (self->figure, x, y));
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, ComityFigureView *self)
{
  if (!comity_figure_view_can_zoom (self))
    return GDK_EVENT_PROPAGATE;
  comity_figure_view_zoom_about (self, pow (SCROLL_STEP, -dy), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, ComityFigureView *self)
{
  self->pinch_scale = 1.0;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, ComityFigureView *self)
{
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  comity_figure_view_zoom_about (self, scale / self->pinch_scale, x, y);
  self->pinch_scale = scale;
}

/* Arrows walk; with the view moved so that the element reached is in sight. */
static gboolean
walk (ComityFigureView *self, int dx, int dy)
{
  ComityElement next;
  double x, y, width, height, left, top, w, h;
  double move_x = 0.0, move_y = 0.0;

  if (!comity_figure_view_ensure_layout (self))
    return GDK_EVENT_PROPAGATE;
  next = comity_figure_move (self->figure, self->selected, dx, dy);
  if (next.kind == COMITY_ELEMENT_NONE)
    return GDK_EVENT_STOP;
  comity_figure_view_emit_activated (self, next);
  if (comity_figure_get_element_rect (self->figure, next, &x, &y, &width, &height))
    {
      comity_figure_get_data_area (self->figure, &left, &top, &w, &h);
      if (x < left)
        move_x = left - x;
      else if (x + width > left + w)
        move_x = left + w - x - width;
      if (y < top)
        move_y = top - y;
      else if (y + height > top + h)
        move_y = top + h - y - height;
      comity_figure_view_set_view (self, self->view.scale, self->view.dx + move_x,
                                   self->view.dy + move_y);
    }
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        ComityFigureView *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || self->figure == NULL)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return walk (self, -1, 0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return walk (self, 1, 0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return walk (self, 0, -1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return walk (self, 0, 1);
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      comity_figure_view_zoom_in (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      comity_figure_view_zoom_out (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      comity_figure_view_zoom_reset (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->selected.kind == COMITY_ELEMENT_NONE)
        return GDK_EVENT_PROPAGATE;
      comity_figure_view_emit_activated (self, no_element);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
comity_figure_view_init_input (ComityFigureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *controller;

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (controller, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ());
  g_signal_connect (controller, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (controller, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (controller, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = GTK_EVENT_CONTROLLER (gtk_gesture_zoom_new ());
  g_signal_connect (controller, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (controller, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = gtk_event_controller_key_new ();
  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, controller);
}
