/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COMITY_TYPE_PREFERENCES (comity_preferences_get_type ())
G_DECLARE_FINAL_TYPE (
    ComityPreferences, comity_preferences, COMITY, PREFERENCES, AdwPreferencesWindow)

ComityPreferences *comity_preferences_new (GtkWindow *parent);

G_END_DECLS
