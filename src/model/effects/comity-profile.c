/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles as values: read from text, described. */
#include "config.h"

#include "comity-scenario-private.h"

#include <string.h>

static void
setting_clear (gpointer data)
{
  ComitySetting *setting = data;

  g_free (setting->column);
  g_free (setting->value);
}

ComityProfile *
comity_profile_new (gboolean at_means)
{
  ComityProfile *self = g_new0 (ComityProfile, 1);

  self->at_means = at_means;
  self->settings = g_array_new (FALSE, FALSE, sizeof (ComitySetting));
  g_array_set_clear_func (self->settings, setting_clear);
  return self;
}

void
comity_profile_free (ComityProfile *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->settings);
  g_free (self);
}

void
comity_profile_set (ComityProfile *self, const char *column, const char *value)
{
  ComitySetting setting = { g_strdup (column), g_strdup (value) };

  g_strstrip (setting.column);
  g_strstrip (setting.value);
  g_array_append_val (self->settings, setting);
}

ComityProfile *
comity_profile_parse (const char *text, GError **error)
{
  g_autoptr (ComityProfile) self = comity_profile_new (FALSE);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ",", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      char *equals = strchr (*part, '=');

      g_strstrip (*part);
      if (equals != NULL)
        {
          *equals = '\0';
          comity_profile_set (self, *part, equals + 1);
        }
      else if (strcmp (*part, "mean") == 0 || strcmp (*part, "means") == 0)
        self->at_means = TRUE;
      else if (**part != '\0' && strcmp (*part, "observed") != 0)
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "A profile is mean or observed, and COLUMN=VALUE; “%s” is neither.", *part);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

char *
comity_profile_describe (const ComityProfile *self)
{
  GString *text = g_string_new (self->at_means ? "at means" : "as observed");

  for (guint i = 0; i < self->settings->len; i++)
    {
      const ComitySetting *setting = &g_array_index (self->settings, ComitySetting, i);

      g_string_append_printf (text, ", %s = %s", setting->column, setting->value);
    }
  return g_string_free (text, FALSE);
}
