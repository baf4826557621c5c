/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: pages, time dial, inspector, jobs, one session. */
#pragma once

#include <adwaita.h>

#include "comity-session.h"

G_BEGIN_DECLS

#define COMITY_TYPE_WINDOW (comity_window_get_type ())
G_DECLARE_FINAL_TYPE (ComityWindow, comity_window, COMITY, WINDOW, AdwApplicationWindow)

ComityWindow *comity_window_new (GtkApplication *application);
ComitySession *comity_window_get_session (ComityWindow *self);
/* "network", "similarity", "models" or "data". */
void comity_window_show_page (ComityWindow *self, const char *name);
/* Starts where the last session ended, or with the bundled panel. */
void comity_window_restore (ComityWindow *self);
/* Says a sentence above the pages until it is dismissed. */
void comity_window_say (ComityWindow *self, GtkMessageType type, const char *sentence);

G_END_DECLS
