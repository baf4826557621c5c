/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows and the settings of exports: shown when the dialog opens, kept when it exports. */
#include "config.h"

#include "comity-export-dialog-private.h"

#include "comity-settings.h"

/* The places of the chooser of themes. */
static const ComityThemeKind themes[] = { COMITY_THEME_PRINT, COMITY_THEME_LIGHT,
                                          COMITY_THEME_DARK };

gboolean
comity_export_dialog_get_theme (ComityExportDialog *self, ComityThemeKind *theme)
{
  guint i = adw_combo_row_get_selected (self->theme_row);

  if (i >= G_N_ELEMENTS (themes))
    return FALSE;
  *theme = themes[i];
  return TRUE;
}

ComityExportOptions
comity_export_options_from_settings (void)
{
  GSettings *settings = comity_settings_get ();
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autofree char *theme = g_settings_get_string (settings, "export-theme");

  options.width_mm = g_settings_get_double (settings, "export-width");
  options.height_mm = g_settings_get_double (settings, "export-height");
  options.dpi = g_settings_get_double (settings, "export-dpi");
  options.grey = g_settings_get_boolean (settings, "export-grey");
  if (g_settings_get_boolean (settings, "export-in-pixels"))
    {
      options.width_px = g_settings_get_int (settings, "export-pixel-width");
      options.height_px = g_settings_get_int (settings, "export-pixel-height");
    }
  if (!comity_theme_kind_from_name (theme, &options.theme))
    options.theme = COMITY_THEME_PRINT;
  return options;
}

void
comity_export_dialog_keep_settings (ComityExportDialog *self)
{
  static const char *const theme_names[] = { "print", "light", "dark" };
  GSettings *settings = comity_settings_get ();
  const char *ending = comity_export_dialog_peek_ending (self);
  guint theme = adw_combo_row_get_selected (self->theme_row);

  if (!comity_export_dialog_is_figure (self))
    return;
  g_settings_set_string (settings, "export-kind", ending);
  /* Other kinds have no pixels: whoever measures in them gets them again with the next PNG. */
  if (comity_export_dialog_is_png (self))
    g_settings_set_boolean (settings, "export-in-pixels", self->in_pixels);
  if (self->in_pixels)
    {
      g_settings_set_int (settings, "export-pixel-width",
                          gtk_spin_button_get_value_as_int (self->width));
      g_settings_set_int (settings, "export-pixel-height",
                          gtk_spin_button_get_value_as_int (self->height));
    }
  else
    {
      g_settings_set_double (settings, "export-width", gtk_spin_button_get_value (self->width));
      g_settings_set_double (settings, "export-height", gtk_spin_button_get_value (self->height));
    }
  g_settings_set_double (settings, "export-dpi", gtk_spin_button_get_value (self->dpi));
  g_settings_set_boolean (settings, "export-caption", gtk_switch_get_active (self->caption));
  g_settings_set_boolean (settings, "export-grey", gtk_switch_get_active (self->grey));
  g_settings_set_int (settings, "export-columns", gtk_spin_button_get_value_as_int (self->columns));
  g_settings_set_int (settings, "export-tween", gtk_spin_button_get_value_as_int (self->tween));
  if (theme < G_N_ELEMENTS (theme_names))
    g_settings_set_string (settings, "export-theme", theme_names[theme]);
}

void
comity_export_dialog_show_settings (ComityExportDialog *self)
{
  ComityExportOptions options = comity_export_options_from_settings ();
  gboolean in_pixels = options.width_px > 0;

  gtk_spin_button_set_value (self->dpi, options.dpi);
  gtk_spin_button_set_value (self->width, options.width_mm);
  gtk_spin_button_set_value (self->height, options.height_mm);
  adw_combo_row_set_selected (self->unit_row, in_pixels ? 1 : 0);
  comity_export_dialog_show_unit (self);
  if (self->in_pixels)
    {
      gtk_spin_button_set_value (self->width, options.width_px);
      gtk_spin_button_set_value (self->height, options.height_px);
    }
  gtk_switch_set_active (self->caption,
                         g_settings_get_boolean (comity_settings_get (), "export-caption"));
  gtk_switch_set_active (self->grey, options.grey);
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    if (themes[i] == options.theme)
      adw_combo_row_set_selected (self->theme_row, i);
}
