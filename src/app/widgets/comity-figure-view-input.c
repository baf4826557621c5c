/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer, touch and keys on a figure view: hover, click, drag to pan, to select or to move what was
 * taken, scroll and pinch to zoom, arrows to walk from element to element. */
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

/* The states that an element is of: one, two, or none. */
static gsize
get_states (ComityElement element, guint32 states[2])
{
  states[0] = element.a;
  states[1] = element.b;
  return element.kind == COMITY_ELEMENT_STATE ? 1 : element.kind == COMITY_ELEMENT_PAIR ? 2 : 0;
}

/* A choice with Ctrl or Shift, where there are states to choose. */
static gboolean
brush_element (ComityFigureView *self, ComityElement element, ComityBrush brush)
{
  guint32 states[2];
  gsize n = get_states (element, states);

  if (n == 0 || !comity_figure_has_states (self->figure))
    return FALSE;
  self->cursor = element;
  comity_figure_view_emit_brushed (self, states, n, brush);
  return TRUE;
}

static GdkModifierType
get_modifiers (GtkGesture *gesture)
{
  return gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
}

static void
restore_cursor (ComityFigureView *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->selecting ? "crosshair" : NULL);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, ComityFigureView *self)
{
  gboolean selects = self->selecting || (get_modifiers (GTK_GESTURE (gesture)) & GDK_SHIFT_MASK);

  self->drag_view = self->view;
  self->dragged = FALSE;
  self->drag = COMITY_FIGURE_VIEW_PAN;
  self->drag_x = x;
  self->drag_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!comity_figure_view_ensure_layout (self))
    return;
  self->drag_start = comity_figure_hit (self->figure, x, y);
  if (self->drag_start.kind == COMITY_ELEMENT_CUT)
    self->drag = COMITY_FIGURE_VIEW_CUT;
  else if (selects && comity_figure_has_states (self->figure))
    self->drag = COMITY_FIGURE_VIEW_BAND;
  else if (comity_figure_can_move_element (self->figure, self->drag_start))
    self->drag = COMITY_FIGURE_VIEW_MOVE;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, ComityFigureView *self)
{
  if (self->figure == NULL || (!self->dragged && hypot (dx, dy) < CLICK_TOLERANCE))
    return;
  if (!self->dragged)
    {
      self->dragged = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      if (self->drag == COMITY_FIGURE_VIEW_MOVE || self->drag == COMITY_FIGURE_VIEW_CUT ||
          (self->drag == COMITY_FIGURE_VIEW_PAN && self->view.scale > 1.0))
        gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }
  switch (self->drag)
    {
    case COMITY_FIGURE_VIEW_PAN:
      comity_figure_view_set_view (self, self->drag_view.scale, self->drag_view.dx + dx,
                                   self->drag_view.dy + dy);
      break;
    case COMITY_FIGURE_VIEW_BAND:
      self->band_x = self->drag_x + dx;
      self->band_y = self->drag_y + dy;
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case COMITY_FIGURE_VIEW_MOVE:
      /* The overlay shows it and its ties where they go; the picture follows when it is dropped. */
      comity_figure_move_element (self->figure, self->drag_start, self->drag_x + dx,
                                  self->drag_y + dy);
      comity_figure_view_forget_group (self);
      comity_figure_view_set_hovered (self, self->drag_start);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case COMITY_FIGURE_VIEW_CUT:
      /* The overlay shows the line and the groups it makes; they are made when it is dropped. */
      comity_figure_view_set_hovered (
          self, comity_figure_cut (self->figure, self->drag_x + dx, self->drag_y + dy));
      break;
    }
}

static void
drop_band (ComityFigureView *self, ComityBrush brush)
{
  g_autofree guint32 *states = NULL;
  gsize n;

  if (!comity_figure_view_ensure_layout (self))
    return;
  states = comity_figure_find_states (
      self->figure, MIN (self->drag_x, self->band_x), MIN (self->drag_y, self->band_y),
      fabs (self->band_x - self->drag_x), fabs (self->band_y - self->drag_y), &n);
  self->cursor = n > 0 ? (ComityElement){ COMITY_ELEMENT_STATE, states[0], 0 } : no_element;
  comity_figure_view_emit_brushed (self, states, n, brush);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, ComityFigureView *self)
{
  GdkModifierType modifiers = get_modifiers (GTK_GESTURE (gesture));
  ComityElement element;

  if (self->dragged)
    {
      self->dragged = FALSE;
      restore_cursor (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      if (self->drag == COMITY_FIGURE_VIEW_BAND)
        drop_band (self, modifiers & GDK_CONTROL_MASK ? COMITY_BRUSH_ADD : COMITY_BRUSH_REPLACE);
      else if (self->drag == COMITY_FIGURE_VIEW_MOVE)
        comity_figure_view_emit_moved (self, self->drag_start);
      else if (self->drag == COMITY_FIGURE_VIEW_CUT)
        comity_figure_view_emit_activated (
            self, comity_figure_cut (self->figure, self->drag_x + dx, self->drag_y + dy));
      return;
    }
  if (!comity_figure_view_ensure_layout (self))
    return;
  element = comity_figure_hit (self->figure, self->drag_x, self->drag_y);
  if ((modifiers & GDK_CONTROL_MASK) && brush_element (self, element, COMITY_BRUSH_TOGGLE))
    return;
  if ((modifiers & GDK_SHIFT_MASK) && brush_element (self, element, COMITY_BRUSH_ADD))
    return;
  self->cursor = no_element;
  comity_figure_view_emit_activated (self, element);
}

static void
open_menu (ComityFigureView *self, double x, double y)
{
  if (self->menu == NULL)
    return;
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
secondary_cb (GtkGestureClick *gesture, int n_press, double x, double y, ComityFigureView *self)
{
  if (self->menu == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

ComityElement
comity_figure_view_get_cursor (ComityFigureView *self)
{
  return self->cursor.kind != COMITY_ELEMENT_NONE ? self->cursor : self->selected;
}

static void
open_menu_at_cursor (ComityFigureView *self)
{
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  double width, height;

  if (comity_figure_view_ensure_layout (self) &&
      comity_figure_get_element_rect (self->figure, comity_figure_view_get_cursor (self), &x, &y, &width, &height))
    y += height;
  open_menu (self, x, y);
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

/* Arrows walk; with the view moved so that the element reached is in sight. @extends: what was
 * selected stays so. */
static gboolean
walk (ComityFigureView *self, int dx, int dy, gboolean extends)
{
  ComityElement next;
  double x, y, width, height, left, top, w, h;
  double move_x = 0.0, move_y = 0.0;

  if (!comity_figure_view_ensure_layout (self))
    return GDK_EVENT_PROPAGATE;
  next = comity_figure_move (self->figure, comity_figure_view_get_cursor (self), dx, dy);
  if (next.kind == COMITY_ELEMENT_NONE)
    return GDK_EVENT_STOP;
  if (extends && brush_element (self, next, COMITY_BRUSH_ADD))
    comity_figure_view_set_hovered (self, next);
  else
    {
      self->cursor = no_element;
      comity_figure_view_set_hovered (self, no_element);
      comity_figure_view_emit_activated (self, next);
    }
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
  gboolean extends = (state & GDK_SHIFT_MASK) != 0;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || self->figure == NULL)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return walk (self, -1, 0, extends);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return walk (self, 1, 0, extends);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return walk (self, 0, -1, extends);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return walk (self, 0, 1, extends);
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
      if (self->selected.kind == COMITY_ELEMENT_NONE && self->n_states == 0)
        return GDK_EVENT_PROPAGATE;
      self->cursor = no_element;
      comity_figure_view_set_hovered (self, no_element);
      comity_figure_view_emit_activated (self, no_element);
      return GDK_EVENT_STOP;
    case GDK_KEY_m:
    case GDK_KEY_M:
      if (!comity_figure_has_lens (self->figure))
        return GDK_EVENT_PROPAGATE;
      comity_figure_view_set_lens (self, !self->lens);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      return brush_element (self, comity_figure_view_get_cursor (self), COMITY_BRUSH_TOGGLE) ? GDK_EVENT_STOP
                                                                         : GDK_EVENT_PROPAGATE;
    case GDK_KEY_Menu:
      open_menu_at_cursor (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_F10:
      if (!extends)
        return GDK_EVENT_PROPAGATE;
      open_menu_at_cursor (self);
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

  controller = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (controller), GDK_BUTTON_SECONDARY);
  g_signal_connect (controller, "pressed", G_CALLBACK (secondary_cb), self);
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
