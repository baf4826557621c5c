/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A labelled value in a boxed list: numbers of a network, facts of a dossier. */
#include "config.h"

#include "comity-value-row.h"

struct _ComityValueRow
{
  AdwPreferencesRow parent_instance;

  /* Template widgets */
  GtkLabel *label;
  GtkLabel *value;
  GtkLabel *note;
  GtkImage *sign;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_VALUE,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ComityValueRow, comity_value_row, ADW_TYPE_PREFERENCES_ROW)

static void
update_accessible (ComityValueRow *self)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", gtk_label_get_text (self->label),
                                           gtk_label_get_text (self->value));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
comity_value_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ComityValueRow *self = COMITY_VALUE_ROW (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_text (self->label));
      break;
    case PROP_VALUE:
      g_value_set_string (value, gtk_label_get_text (self->value));
      break;
    case PROP_NOTE:
      g_value_set_string (value, gtk_label_get_text (self->note));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_value_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ComityValueRow *self = COMITY_VALUE_ROW (object);
  const char *text = g_value_get_string (value);

  if (text == NULL)
    text = "";
  switch (id)
    {
    case PROP_LABEL:
      gtk_label_set_text (self->label, text);
      update_accessible (self);
      break;
    case PROP_VALUE:
      comity_value_row_set_value (self, text);
      break;
    case PROP_NOTE:
      gtk_label_set_text (self->note, text);
      gtk_widget_set_visible (GTK_WIDGET (self->note), *text != '\0');
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
comity_value_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COMITY_TYPE_VALUE_ROW);

  G_OBJECT_CLASS (comity_value_row_parent_class)->dispose (object);
}

static void
comity_value_row_class_init (ComityValueRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = comity_value_row_get_property;
  object_class->set_property = comity_value_row_set_property;
  object_class->dispose = comity_value_row_dispose;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-value-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityValueRow, label);
  gtk_widget_class_bind_template_child (widget_class, ComityValueRow, value);
  gtk_widget_class_bind_template_child (widget_class, ComityValueRow, note);
  gtk_widget_class_bind_template_child (widget_class, ComityValueRow, sign);
}

static void
comity_value_row_init (ComityValueRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ComityValueRow *
comity_value_row_new (const char *label, const char *value, const char *note)
{
  return g_object_new (COMITY_TYPE_VALUE_ROW, "label", label, "value", value, "note", note, NULL);
}

void
comity_value_row_set_value (ComityValueRow *self, const char *value)
{
  g_return_if_fail (COMITY_IS_VALUE_ROW (self));

  gtk_label_set_text (self->value, value != NULL ? value : "");
  update_accessible (self);
}

void
comity_value_row_set_chart (ComityValueRow *self, GtkWidget *chart)
{
  g_return_if_fail (COMITY_IS_VALUE_ROW (self));
  g_return_if_fail (GTK_IS_WIDGET (chart));

  /* The chart takes the room that the value leaves, so that charts of all rows stand below each
   * other. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->value), FALSE);
  gtk_label_set_width_chars (self->value, 6);
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->label))), chart,
                              GTK_WIDGET (self->label));
}

void
comity_value_row_set_hint (ComityValueRow *self, const char *hint)
{
  gboolean shown = hint != NULL && *hint != '\0';

  g_return_if_fail (COMITY_IS_VALUE_ROW (self));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), shown ? hint : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sign), shown);
}
