/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pointer and keys ask of a figure: what lies where, what is next, which states are meant, and
 * the view of figures that can be zoomed. These doors check their callers before a kind of figure is
 * asked. */
#include "config.h"

#include "comity-figure-private.h"

#include <math.h>

#define MAX_VIEW_SCALE 64.0

void
comity_figure_set_emphasis (ComityFigure *self, const guint32 *states, gsize n)
{
  g_return_if_fail (self != NULL);

  g_free (self->emphasis);
  self->emphasis = g_memdup2 (states, n * sizeof *states);
  self->n_emphasis = n;
}

ComityElement
comity_figure_cut (ComityFigure *self, double x, double y)
{
  g_return_val_if_fail (self != NULL, COMITY_NO_ELEMENT);
  return self->klass->cut != NULL ? self->klass->cut (self, x, y) : COMITY_NO_ELEMENT;
}

gboolean
comity_figure_has_states (const ComityFigure *self)
{
  return self->klass->find_states != NULL;
}

static int
compare_states (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

guint32 *
comity_figure_find_states (
    ComityFigure *self, double x, double y, double width, double height, gsize *n)
{
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (guint32));
  const ComityRect rect = { x, y, width, height };
  guint32 *found;

  g_return_val_if_fail (self != NULL && n != NULL, NULL);

  if (self->theme != NULL && self->klass->find_states != NULL)
    self->klass->find_states (self, &rect, states);
  g_array_sort (states, compare_states);
  found = g_new (guint32, states->len + 1);
  *n = 0;
  for (guint i = 0; i < states->len; i++)
    if (*n == 0 || found[*n - 1] != g_array_index (states, guint32, i))
      found[(*n)++] = g_array_index (states, guint32, i);
  return found;
}

gboolean
comity_figure_can_move_element (ComityFigure *self, ComityElement element)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->theme != NULL && self->klass->move_element != NULL &&
         self->klass->move_element (self, element, NULL);
}

gboolean
comity_figure_move_element (ComityFigure *self, ComityElement element, double x, double y)
{
  ComityPoint to;

  g_return_val_if_fail (self != NULL, FALSE);

  to.x = CLAMP (x, self->area.x, self->area.x + self->area.width);
  to.y = CLAMP (y, self->area.y, self->area.y + self->area.height);
  return self->theme != NULL && self->klass->move_element != NULL &&
         self->klass->move_element (self, element, &to);
}

ComityElement
comity_figure_hit (ComityFigure *self, double x, double y)
{
  g_return_val_if_fail (self != NULL, COMITY_NO_ELEMENT);

  return self->theme == NULL || self->klass->hit == NULL ? COMITY_NO_ELEMENT
                                                         : self->klass->hit (self, x, y);
}

gboolean
comity_figure_get_element_rect (
    ComityFigure *self, ComityElement element, double *x, double *y, double *width, double *height)
{
  ComityRect rect;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->theme == NULL || element.kind == COMITY_ELEMENT_NONE ||
      self->klass->get_element_rect == NULL ||
      !self->klass->get_element_rect (self, element, &rect))
    return FALSE;
  *x = rect.x;
  *y = rect.y;
  *width = rect.width;
  *height = rect.height;
  return TRUE;
}

ComityElement
comity_figure_move (ComityFigure *self, ComityElement from, int dx, int dy)
{
  g_return_val_if_fail (self != NULL, COMITY_NO_ELEMENT);

  return self->theme == NULL || self->klass->move == NULL ? COMITY_NO_ELEMENT
                                                          : self->klass->move (self, from, dx, dy);
}

gboolean
comity_figure_can_zoom (const ComityFigure *self)
{
  return self->klass->can_zoom;
}

/* The offset that keeps the stretched side of the area over the area. */
static double
clamp_offset (double offset, double scale, double start, double length)
{
  return CLAMP (offset, start + length - scale * (start + length), start - scale * start);
}

void
comity_figure_set_view (ComityFigure *self, double scale, double dx, double dy)
{
  g_return_if_fail (self != NULL);

  if (!self->klass->can_zoom || !isfinite (scale) || !isfinite (dx) || !isfinite (dy))
    return;
  self->view_scale = CLAMP (scale, 1, MAX_VIEW_SCALE);
  self->view_dx = dx;
  self->view_dy = dy;
  if (self->theme == NULL)
    return;
  self->view_dx = clamp_offset (dx, self->view_scale, self->area.x, self->area.width);
  self->view_dy = clamp_offset (dy, self->view_scale, self->area.y, self->area.height);
  if (self->klass->view_changed != NULL)
    {
      g_autoptr (ComityCanvas) canvas = comity_canvas_new_for_measuring (self->theme);

      self->klass->view_changed (self, canvas);
    }
}

void
comity_figure_take_view (ComityFigure *self, const ComityFigure *other)
{
  ComityPoint middle = comity_figure_from_view (other, other->area.x + other->area.width / 2,
                                                other->area.y + other->area.height / 2);
  double x = (middle.x - other->area.x) / other->area.width;
  double y = (middle.y - other->area.y) / other->area.height;
  double scale = other->view_scale;

  comity_figure_set_view (
      self, scale,
      self->area.x + self->area.width / 2 - scale * (self->area.x + x * self->area.width),
      self->area.y + self->area.height / 2 - scale * (self->area.y + y * self->area.height));
}

void
comity_figure_get_view (const ComityFigure *self, double *scale, double *dx, double *dy)
{
  *scale = self->view_scale;
  *dx = self->view_dx;
  *dy = self->view_dy;
}

void
comity_figure_get_data_area (
    ComityFigure *self, double *x, double *y, double *width, double *height)
{
  *x = self->area.x;
  *y = self->area.y;
  *width = self->area.width;
  *height = self->area.height;
}
