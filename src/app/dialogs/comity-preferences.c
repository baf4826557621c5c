/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows bound to settings; whoever uses a setting follows it. */
#include "config.h"

#include "comity-preferences.h"

#include "comity-settings.h"

struct _ComityPreferences
{
  AdwPreferencesWindow parent_instance;

  /* Template widgets */
  AdwComboRow *style_row;
  GtkSwitch *restore;
  GtkSpinButton *play_interval;
  GtkSwitch *live;
  GtkSpinButton *level;
  GtkSpinButton *decimals;
  GtkSwitch *stars;

  gboolean updating;
};

/* In the order of the chooser. */
static const char *const styles[] = { "system", "light", "dark" };

G_DEFINE_FINAL_TYPE (ComityPreferences, comity_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
style_chosen_cb (ComityPreferences *self)
{
  guint i = adw_combo_row_get_selected (self->style_row);

  if (!self->updating && i < G_N_ELEMENTS (styles))
    g_settings_set_string (comity_settings_get (), "style", styles[i]);
}

static void
comity_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COMITY_TYPE_PREFERENCES);

  G_OBJECT_CLASS (comity_preferences_parent_class)->dispose (object);
}

static void
comity_preferences_class_init (ComityPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_preferences_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/dialogs/comity-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, style_row);
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, restore);
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, play_interval);
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, live);
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, level);
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, decimals);
  gtk_widget_class_bind_template_child (widget_class, ComityPreferences, stars);
  gtk_widget_class_bind_template_callback (widget_class, style_chosen_cb);
}

static void
comity_preferences_init (ComityPreferences *self)
{
  GSettings *settings = comity_settings_get ();
  g_autofree char *style = g_settings_get_string (settings, "style");

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (style, styles[i]))
      adw_combo_row_set_selected (self->style_row, i);
  self->updating = FALSE;

  g_settings_bind (settings, "restore-session", self->restore, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "play-interval", self->play_interval, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "live-estimation", self->live, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "confidence-level", self->level, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "decimals", self->decimals, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-stars", self->stars, "active", G_SETTINGS_BIND_DEFAULT);
}

ComityPreferences *
comity_preferences_new (GtkWindow *parent)
{
  return g_object_new (COMITY_TYPE_PREFERENCES, "transient-for", parent, NULL);
}
