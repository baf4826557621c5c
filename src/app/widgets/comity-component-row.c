/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the composite editor. */
#include "config.h"

#include "comity-component-row.h"

#include <glib/gi18n.h>

struct _ComityComponentRow
{
  AdwPreferencesRow parent_instance;

  /* Template widgets */
  GtkLabel *label;
  GtkScale *scale;
  GtkButton *remove;

  /* Owned */
  char *name;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComityComponentRow, comity_component_row, ADW_TYPE_PREFERENCES_ROW)

static void
value_changed_cb (ComityComponentRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_cb (ComityComponentRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
comity_component_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COMITY_TYPE_COMPONENT_ROW);

  G_OBJECT_CLASS (comity_component_row_parent_class)->dispose (object);
}

static void
comity_component_row_finalize (GObject *object)
{
  g_free (COMITY_COMPONENT_ROW (object)->name);

  G_OBJECT_CLASS (comity_component_row_parent_class)->finalize (object);
}

static void
comity_component_row_class_init (ComityComponentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_component_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = comity_component_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-component-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityComponentRow, label);
  gtk_widget_class_bind_template_child (widget_class, ComityComponentRow, scale);
  gtk_widget_class_bind_template_child (widget_class, ComityComponentRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
comity_component_row_init (ComityComponentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ComityComponentRow *
comity_component_row_new (const char *name, const char *label, double weight)
{
  ComityComponentRow *self = g_object_new (COMITY_TYPE_COMPONENT_ROW, NULL);
  g_autofree char *weigh = g_strdup_printf (_ ("Weight of %s"), label);
  g_autofree char *take_out = g_strdup_printf (_ ("Take out %s"), label);

  self->name = g_strdup (name);
  gtk_label_set_text (self->label, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove), take_out);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  weigh, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  take_out, -1);
  gtk_range_set_value (GTK_RANGE (self->scale), weight);
  return self;
}

const char *
comity_component_row_get_name (ComityComponentRow *self)
{
  g_return_val_if_fail (COMITY_IS_COMPONENT_ROW (self), NULL);
  return self->name;
}

double
comity_component_row_get_weight (ComityComponentRow *self)
{
  g_return_val_if_fail (COMITY_IS_COMPONENT_ROW (self), 0.0);
  return gtk_range_get_value (GTK_RANGE (self->scale));
}
