/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Showing a figure: its layout for the size of now, the part that is shown, what is selected and
 * what is said of it. The pictures are in comity-figure-view-picture.c. */
#include "config.h"

#include "comity-figure-view-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define ZOOM_STEP 1.3
#define MINIMUM_SIZE 240
#define NATURAL_WIDTH 480
#define NATURAL_HEIGHT 400

enum
{
  PROP_0,
  PROP_READOUT,
  PROP_CAN_ZOOM,
  PROP_SELECTING,
  PROP_LENS,
  PROP_MENU_MODEL,
  N_PROPS
};

enum
{
  ACTIVATED,
  BRUSHED,
  MOVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComityFigureView, comity_figure_view, GTK_TYPE_WIDGET)

static const ComityElement no_element = { COMITY_ELEMENT_NONE };

/* "12 states are selected. Treaty network, …" */
static char *
describe_whole (ComityFigureView *self)
{
  g_autofree char *whole = comity_figure_describe (self->figure);
  g_autofree char *group = NULL;

  if (self->n_states == 0 || self->selected.kind != COMITY_ELEMENT_NONE)
    return g_steal_pointer (&whole);
  group = self->n_states == 1
              ? g_strdup (_ ("1 state is selected."))
              : g_strdup_printf (_ ("%u states are selected."), (guint) self->n_states);
  return g_strdup_printf ("%s %s", group, whole);
}

static void
update_readout (ComityFigureView *self)
{
  char *text = NULL;

  if (self->figure != NULL)
    {
      if (self->hovered.kind != COMITY_ELEMENT_NONE)
        text = comity_figure_describe_element (self->figure, self->hovered);
      else if (self->selected.kind != COMITY_ELEMENT_NONE)
        text = comity_figure_describe_element (self->figure, self->selected);
      if (text == NULL || *text == '\0')
        {
          g_free (text);
          text = describe_whole (self);
        }
    }
  if (g_strcmp0 (text, self->readout) == 0)
    {
      g_free (text);
      return;
    }
  g_free (self->readout);
  self->readout = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READOUT]);
}

/* What a screen reader says: the figure, and what is selected in it. */
static void
update_description (ComityFigureView *self)
{
  g_autofree char *whole = NULL;
  g_autofree char *selected = NULL;
  g_autofree char *text = NULL;

  if (self->figure == NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  whole = describe_whole (self);
  if (self->selected.kind != COMITY_ELEMENT_NONE)
    selected = comity_figure_describe_element (self->figure, self->selected);
  text = selected != NULL && *selected != '\0' ? g_strdup_printf ("%s %s", selected, whole)
                                               : g_strdup (whole);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

gboolean
comity_figure_view_ensure_layout (ComityFigureView *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  ComityThemeKind theme = comity_figure_view_current_theme ();

  if (self->figure == NULL || width <= 0 || height <= 0)
    return FALSE;
  if (width != self->layout_width || height != self->layout_height || theme != self->layout_theme)
    {
      comity_figure_layout (self->figure, width, height, comity_theme_get (theme));
      comity_figure_set_view (self->figure, self->view.scale, self->view.dx, self->view.dy);
      comity_figure_get_view (self->figure, &self->view.scale, &self->view.dx, &self->view.dy);
      comity_figure_view_forget_group (self);
      self->layout_width = width;
      self->layout_height = height;
      self->layout_theme = theme;
    }
  return TRUE;
}

void
comity_figure_view_set_view (ComityFigureView *self, double scale, double dx, double dy)
{
  ComityView before = self->view;

  if (!comity_figure_view_ensure_layout (self) || !comity_figure_can_zoom (self->figure))
    return;
  /* The figure keeps its data area covered. */
  comity_figure_set_view (self->figure, scale, dx, dy);
  comity_figure_get_view (self->figure, &self->view.scale, &self->view.dx, &self->view.dy);
  if (comity_view_equal (&before, &self->view))
    return;
  comity_figure_view_redraw_when_rested (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
comity_figure_view_zoom_about (ComityFigureView *self, double factor, double x, double y)
{
  /* The point under the pointer stays where it is. */
  factor = MAX (self->view.scale * factor, 1.0) / self->view.scale;
  comity_figure_view_set_view (self, self->view.scale * factor, x - (x - self->view.dx) * factor,
                               y - (y - self->view.dy) * factor);
}

void
comity_figure_view_set_hovered (ComityFigureView *self, ComityElement element)
{
  if (comity_element_equal (element, self->hovered))
    return;
  self->hovered = element;
  update_readout (self);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
comity_figure_view_emit_activated (ComityFigureView *self, ComityElement element)
{
  g_signal_emit (self, signals[ACTIVATED], 0, &element);
}

void
comity_figure_view_emit_brushed (ComityFigureView *self,
                                 const guint32 *states,
                                 gsize n,
                                 ComityBrush brush)
{
  g_autoptr (ComitySelection) selection = comity_selection_new_states (states, n);

  self->brushing = TRUE;
  g_signal_emit (self, signals[BRUSHED], 0, selection, (int) brush);
  self->brushing = FALSE;
}

void
comity_figure_view_emit_moved (ComityFigureView *self, ComityElement element)
{
  g_signal_emit (self, signals[MOVED], 0, &element);
}

static void
comity_figure_view_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_SIZE;
      *natural = NATURAL_WIDTH;
    }
  else
    {
      *minimum = 100;
      *natural = NATURAL_HEIGHT;
    }
}

static gboolean
comity_figure_view_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (widget);
  ComityElement element = keyboard ? self->selected : self->hovered;
  g_autofree char *text = NULL;
  double left, top, width, height;

  if (element.kind == COMITY_ELEMENT_NONE || !comity_figure_view_ensure_layout (self))
    return FALSE;
  /* The lens says it, and a tip would lie on it. */
  if (self->lens && comity_figure_can_magnify (self->figure, element))
    return FALSE;
  text = comity_figure_describe_element (self->figure, element);
  if (text == NULL || *text == '\0')
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  /* A tie's rectangle may fill the picture: its tip follows the pointer. */
  if (comity_figure_get_element_rect (self->figure, element, &left, &top, &width, &height) &&
      width < 60.0 && height < 60.0)
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ (int) floor (left), (int) floor (top),
                                                        (int) ceil (width), (int) ceil (height) });
  return TRUE;
}

static void
comity_figure_view_map (GtkWidget *widget)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (widget);

  GTK_WIDGET_CLASS (comity_figure_view_parent_class)->map (widget);
  if (self->figure != NULL && !comity_figure_view_drawing_is_current (self))
    comity_figure_view_start_drawing (self);
}

static void
comity_figure_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (object);

  switch (id)
    {
    case PROP_READOUT:
      g_value_set_string (value, self->readout);
      break;
    case PROP_CAN_ZOOM:
      g_value_set_boolean (value, comity_figure_view_can_zoom (self));
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, self->selecting);
      break;
    case PROP_LENS:
      g_value_set_boolean (value, self->lens);
      break;
    case PROP_MENU_MODEL:
      g_value_set_object (value, self->menu);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_figure_view_set_property (GObject *object,
                                 guint id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (object);

  switch (id)
    {
    case PROP_SELECTING:
      comity_figure_view_set_selecting (self, g_value_get_boolean (value));
      break;
    case PROP_LENS:
      comity_figure_view_set_lens (self, g_value_get_boolean (value));
      break;
    case PROP_MENU_MODEL:
      g_set_object (&self->menu, g_value_get_object (value));
      g_clear_pointer (&self->popover, gtk_widget_unparent);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_figure_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (widget);

  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
comity_figure_view_dispose (GObject *object)
{
  ComityFigureView *self = COMITY_FIGURE_VIEW (object);
  ComityJob *job = g_steal_pointer (&self->draw_job);

  g_clear_handle_id (&self->redraw_source, g_source_remove);
  comity_figure_view_end_fade (self);
  if (job != NULL)
    {
      comity_job_cancel (job);
      g_object_unref (job);
    }
  g_clear_pointer (&self->drawing, comity_drawing_free);
  g_clear_pointer (&self->frame, cairo_surface_destroy);
  comity_figure_view_forget_group (self);
  g_clear_pointer (&self->figure, comity_figure_unref);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (comity_figure_view_parent_class)->dispose (object);
}

static void
comity_figure_view_finalize (GObject *object)
{
  g_free (COMITY_FIGURE_VIEW (object)->readout);
  g_free (COMITY_FIGURE_VIEW (object)->states);

  G_OBJECT_CLASS (comity_figure_view_parent_class)->finalize (object);
}

static void
comity_figure_view_class_init (ComityFigureViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = comity_figure_view_get_property;
  object_class->set_property = comity_figure_view_set_property;
  object_class->dispose = comity_figure_view_dispose;
  object_class->finalize = comity_figure_view_finalize;
  widget_class->snapshot = comity_figure_view_snapshot;
  widget_class->measure = comity_figure_view_measure;
  widget_class->size_allocate = comity_figure_view_size_allocate;
  widget_class->query_tooltip = comity_figure_view_query_tooltip;
  widget_class->map = comity_figure_view_map;

  properties[PROP_READOUT] =
      g_param_spec_string ("readout", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_ZOOM] = g_param_spec_boolean ("can-zoom", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTING] = g_param_spec_boolean (
      "selecting", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LENS] = g_param_spec_boolean (
      "lens", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /* What the secondary button and the menu key open. */
  properties[PROP_MENU_MODEL] = g_param_spec_object (
      "menu-model", NULL, NULL, G_TYPE_MENU_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* An element was chosen by click or key (COMITY_ELEMENT_NONE: the ground). */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, COMITY_TYPE_ELEMENT);

  signals[BRUSHED] =
      g_signal_new ("brushed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, COMITY_TYPE_SELECTION, G_TYPE_INT);
  /* An element was put elsewhere: the figure has it there. */
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, COMITY_TYPE_ELEMENT);

  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
comity_figure_view_init (ComityFigureView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->view.scale = 1.0;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (comity_figure_view_start_drawing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (comity_figure_view_start_drawing), NULL);
  comity_figure_view_init_input (self);
}

ComityFigureView *
comity_figure_view_new (void)
{
  return g_object_new (COMITY_TYPE_FIGURE_VIEW, NULL);
}

void
comity_figure_view_set_figure (ComityFigureView *self, ComityFigure *figure, gboolean keep_view)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));

  if (figure != NULL)
    comity_figure_ref (figure);
  g_clear_pointer (&self->figure, comity_figure_unref);
  self->figure = figure;
  comity_figure_view_forget_group (self);
  self->layout_width = self->layout_height = 0.0;
  self->hovered = no_element;
  if (figure != NULL)
    comity_figure_set_emphasis (figure, self->states, self->n_states);
  if (!keep_view)
    self->view = (ComityView){ 1.0, 0.0, 0.0 };
  if (figure == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    comity_figure_view_forget_drawing (self);
  self->fade_next = keep_view && self->drawing != NULL;
  g_clear_handle_id (&self->redraw_source, g_source_remove);
  comity_figure_view_start_drawing (self);
  update_readout (self);
  update_description (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_ZOOM]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

ComityFigure *
comity_figure_view_peek_figure (ComityFigureView *self)
{
  g_return_val_if_fail (COMITY_IS_FIGURE_VIEW (self), NULL);
  return self->figure;
}

void
comity_figure_view_set_selected (ComityFigureView *self, ComityElement element)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));

  if (comity_element_equal (element, self->selected))
    return;
  self->selected = element;
  update_readout (self);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
comity_figure_view_set_selected_states (ComityFigureView *self, const guint32 *states, gsize n)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));

  if (!self->brushing)
    self->cursor = no_element;
  g_free (self->states);
  comity_figure_view_forget_group (self);
  self->states = g_memdup2 (states, n * sizeof *states);
  self->n_states = n;
  if (self->figure != NULL)
    comity_figure_set_emphasis (self->figure, self->states, n);
  update_readout (self);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
comity_figure_view_set_selecting (ComityFigureView *self, gboolean selecting)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));

  selecting = !!selecting;
  if (selecting == self->selecting)
    return;
  self->selecting = selecting;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), selecting ? "crosshair" : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
}

gboolean
comity_figure_view_get_lens (ComityFigureView *self)
{
  g_return_val_if_fail (COMITY_IS_FIGURE_VIEW (self), FALSE);
  return self->lens;
}

void
comity_figure_view_set_lens (ComityFigureView *self, gboolean lens)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));

  lens = !!lens;
  if (lens == self->lens)
    return;
  self->lens = lens;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LENS]);
}

const char *
comity_figure_view_get_readout (ComityFigureView *self)
{
  g_return_val_if_fail (COMITY_IS_FIGURE_VIEW (self), NULL);
  return self->readout;
}

void
comity_figure_view_zoom_in (ComityFigureView *self)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));
  comity_figure_view_zoom_about (self, ZOOM_STEP, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                 gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
comity_figure_view_zoom_out (ComityFigureView *self)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));
  comity_figure_view_zoom_about (self, 1.0 / ZOOM_STEP,
                                 gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                 gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
comity_figure_view_zoom_reset (ComityFigureView *self)
{
  g_return_if_fail (COMITY_IS_FIGURE_VIEW (self));
  comity_figure_view_set_view (self, 1.0, 0.0, 0.0);
}

gboolean
comity_figure_view_can_zoom (ComityFigureView *self)
{
  g_return_val_if_fail (COMITY_IS_FIGURE_VIEW (self), FALSE);
  return self->figure != NULL && comity_figure_can_zoom (self->figure);
}
