/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: pages, time dial, inspector, jobs, one session. */
#pragma once

#include <adwaita.h>

#include "comity-session.h"
#include "comity-years.h"

G_BEGIN_DECLS

#define COMITY_TYPE_WINDOW (comity_window_get_type ())
G_DECLARE_FINAL_TYPE (ComityWindow, comity_window, COMITY, WINDOW, AdwApplicationWindow)

ComityWindow *comity_window_new (GtkApplication *application);
ComitySession *comity_window_get_session (ComityWindow *self);
/* "network", "similarity", "models" or "data". */
void comity_window_show_page (ComityWindow *self, const char *name);
/* Starts where the last session ended, or with the bundled panel. */
void comity_window_restore (ComityWindow *self);
/* The view as a key file's text: which data, and how they are looked at on every page. Kept in
 * sessions and in exported figures; comity_window_open () leads back to it. New string. */
char *comity_window_dup_view (ComityWindow *self);
/* A dataset, a session (.comity), or a figure that Comity has exported (.png .pdf .svg): then the
 * view that it shows is back. What cannot be opened is said above the pages. */
void comity_window_open (ComityWindow *self, const char *path);
/* The years of the film strip or series that was opened last; NULL: none was. */
const ComityYears *comity_window_peek_years (ComityWindow *self);
/* Says a sentence above the pages until it is dismissed. */
void comity_window_say (ComityWindow *self, GtkMessageType type, const char *sentence);

G_END_DECLS
