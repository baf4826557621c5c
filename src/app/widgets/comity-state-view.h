/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four states of a page around its contents: empty, busy, error, full. */
#pragma once

#include <gtk/gtk.h>

#include "comity-job.h"

G_BEGIN_DECLS

#define COMITY_TYPE_STATE_VIEW (comity_state_view_get_type ())
G_DECLARE_FINAL_TYPE (ComityStateView, comity_state_view, COMITY, STATE_VIEW, GtkWidget)

/* "empty", "busy", "error" or "full". */
const char *comity_state_view_get_state (ComityStateView *self);
/* @offer_open: with a button that opens a file. */
void comity_state_view_set_empty (ComityStateView *self,
                                  const char *title,
                                  const char *description,
                                  gboolean offer_open);
/* Contents that are there stay in sight, with a bar over them, until the new ones come. */
void comity_state_view_set_busy (ComityStateView *self, const char *what);
/* Busy with a job: how far it is shows as soon as it says so. */
void comity_state_view_follow (ComityStateView *self, ComityJob *job);
void comity_state_view_set_error (ComityStateView *self, const char *sentence);
void comity_state_view_set_full (ComityStateView *self);

G_END_DECLS
