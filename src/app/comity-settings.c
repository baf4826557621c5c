/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the settings schema is: in the build folder when the program runs from there, else where
 * the system keeps schemas. Nothing here knows what a key means. */
#include "config.h"

#include "comity-settings.h"

static gboolean
path_is_below (const char *path, const char *folder)
{
  gsize length = strlen (folder);

  return strncmp (path, folder, length) == 0 && path[length] == G_DIR_SEPARATOR;
}

gboolean
comity_settings_runs_in_build_tree (void)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);

  return path != NULL && path_is_below (path, COMITY_BUILD_ROOT);
}

static GSettingsSchema *
lookup_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = NULL;

  if (comity_settings_runs_in_build_tree ())
    {
      g_autoptr (GSettingsSchemaSource) built = g_settings_schema_source_new_from_directory (
          COMITY_BUILD_ROOT "/data", installed, TRUE, NULL);

      if (built != NULL)
        schema = g_settings_schema_source_lookup (built, COMITY_APP_ID, FALSE);
    }
  if (schema == NULL && installed != NULL)
    schema = g_settings_schema_source_lookup (installed, COMITY_APP_ID, TRUE);
  if (schema == NULL)
    g_error ("The settings schema %s is not installed.", COMITY_APP_ID);
  return schema;
}

GSettings *
comity_settings_get (void)
{
  static GSettings *settings;

  if (g_once_init_enter (&settings))
    {
      g_autoptr (GSettingsSchema) schema = lookup_schema ();

      g_once_init_leave (&settings, g_settings_new_full (schema, NULL, NULL));
    }
  return settings;
}
