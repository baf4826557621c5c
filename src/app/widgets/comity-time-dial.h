/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The year all pages look at: a scale with marks, a number to type, steps, and play. */
#pragma once

#include <gtk/gtk.h>

#include "comity-session.h"

G_BEGIN_DECLS

#define COMITY_TYPE_TIME_DIAL (comity_time_dial_get_type ())
G_DECLARE_FINAL_TYPE (ComityTimeDial, comity_time_dial, COMITY, TIME_DIAL, GtkWidget)

void comity_time_dial_set_session (ComityTimeDial *self, ComitySession *session);
void comity_time_dial_step (ComityTimeDial *self, int years);
gboolean comity_time_dial_get_playing (ComityTimeDial *self);
/* Plays to the last year; from the last year, from the first. */
void comity_time_dial_set_playing (ComityTimeDial *self, gboolean playing);

G_END_DECLS
