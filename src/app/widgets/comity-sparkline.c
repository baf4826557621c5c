/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawn in the colour of the text, the dot in the accent, so that light and dark both read. */
#include "config.h"

#include "comity-sparkline.h"

#include <math.h>

#define WIDTH 72
#define HEIGHT 18
#define PADDING 2.5
#define OPACITY 0.6
#define LINE_WIDTH 1.2
#define DOT_RADIUS 2.4

struct _ComitySparkline
{
  GtkWidget parent_instance;

  double *values;
  gsize n;
  gssize marked;
};

G_DEFINE_FINAL_TYPE (ComitySparkline, comity_sparkline, GTK_TYPE_WIDGET)

static void
comity_sparkline_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static double
place (const ComitySparkline *self, gsize i, double width)
{
  return PADDING +
         (width - 2.0 * PADDING) * (self->n > 1 ? (double) i / (double) (self->n - 1) : 0.5);
}

static void
comity_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ComitySparkline *self = COMITY_SPARKLINE (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double low = INFINITY, high = -INFINITY;
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA color, accent;
  cairo_t *cr;

  for (gsize i = 0; i < self->n; i++)
    if (isfinite (self->values[i]))
      {
        low = MIN (low, self->values[i]);
        high = MAX (high, self->values[i]);
      }
  if (!(high >= low) || width <= 0.0 || height <= 0.0)
    return;
  gtk_style_context_get_color (style, &color);
  if (!gtk_style_context_lookup_color (style, "accent_color", &accent))
    accent = color;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, width, 0.0);
      cairo_scale (cr, -1.0, 1.0);
    }
  color.alpha *= (float) OPACITY;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (gsize i = 0; i < self->n; i++)
    {
      double share = high > low ? (self->values[i] - low) / (high - low) : 0.5;
      double y = height - PADDING - share * (height - 2.0 * PADDING);

      if (!isfinite (self->values[i]))
        continue;
      if (i > 0 && isfinite (self->values[i - 1]))
        cairo_line_to (cr, place (self, i, width), y);
      else
        cairo_move_to (cr, place (self, i, width), y);
    }
  cairo_stroke (cr);
  if (self->marked >= 0 && (gsize) self->marked < self->n && isfinite (self->values[self->marked]))
    {
      double share = high > low ? (self->values[self->marked] - low) / (high - low) : 0.5;

      gdk_cairo_set_source_rgba (cr, &accent);
      cairo_arc (cr, place (self, (gsize) self->marked, width),
                 height - PADDING - share * (height - 2.0 * PADDING), DOT_RADIUS, 0.0, 2.0 * G_PI);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}

static void
comity_sparkline_finalize (GObject *object)
{
  g_free (COMITY_SPARKLINE (object)->values);

  G_OBJECT_CLASS (comity_sparkline_parent_class)->finalize (object);
}

static void
comity_sparkline_class_init (ComitySparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = comity_sparkline_finalize;
  widget_class->measure = comity_sparkline_measure;
  widget_class->snapshot = comity_sparkline_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
comity_sparkline_init (ComitySparkline *self)
{
  self->marked = -1;
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

ComitySparkline *
comity_sparkline_new (void)
{
  return g_object_new (COMITY_TYPE_SPARKLINE, NULL);
}

void
comity_sparkline_set_values (ComitySparkline *self, const double *values, gsize n, const char *text)
{
  g_return_if_fail (COMITY_IS_SPARKLINE (self));

  g_free (self->values);
  self->values = n > 0 ? g_memdup2 (values, n * sizeof *values) : NULL;
  self->n = n;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
comity_sparkline_set_marked (ComitySparkline *self, gssize marked)
{
  g_return_if_fail (COMITY_IS_SPARKLINE (self));

  if (self->marked == marked)
    return;
  self->marked = marked;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
