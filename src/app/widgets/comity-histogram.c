/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars in the colour of the text, so that light, dark and selected rows all read. */
#include "config.h"

#include "comity-histogram.h"

#define WIDTH 96
#define HEIGHT 20
#define OPACITY 0.55f

struct _ComityHistogram
{
  GtkWidget parent_instance;

  guint counts[COMITY_HISTOGRAM_BINS];
};

G_DEFINE_FINAL_TYPE (ComityHistogram, comity_histogram, GTK_TYPE_WIDGET)

static void
comity_histogram_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
comity_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ComityHistogram *self = COMITY_HISTOGRAM (widget);
  float width = (float)gtk_widget_get_width (widget) / COMITY_HISTOGRAM_BINS;
  float height = (float)gtk_widget_get_height (widget);
  guint most = 0;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= OPACITY;
  for (guint i = 0; i < COMITY_HISTOGRAM_BINS; i++)
    most = MAX (most, self->counts[i]);
  for (guint i = 0; i < COMITY_HISTOGRAM_BINS; i++)
    {
      float bar = most > 0 ? height * (float)self->counts[i] / (float)most : 0.0f;

      if (self->counts[i] == 0)
        continue;
      /* A few rows among millions still show. */
      bar = MAX (bar, 1.0f);
      gtk_snapshot_append_color (
          snapshot, &color,
          &GRAPHENE_RECT_INIT ((float)i * width, height - bar, width - 0.5f, bar));
    }
}

static void
comity_histogram_class_init (ComityHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = comity_histogram_measure;
  widget_class->snapshot = comity_histogram_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
comity_histogram_init (ComityHistogram *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

ComityHistogram *
comity_histogram_new (void)
{
  return g_object_new (COMITY_TYPE_HISTOGRAM, NULL);
}

void
comity_histogram_set_counts (ComityHistogram *self, const guint *counts)
{
  g_return_if_fail (COMITY_IS_HISTOGRAM (self));

  for (guint i = 0; i < COMITY_HISTOGRAM_BINS; i++)
    self->counts[i] = counts != NULL ? counts[i] : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
