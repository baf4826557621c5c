/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel "Inspector": the dossier of the state or pair that is selected, whoever selected it. */
#pragma once

#include <gtk/gtk.h>

#include "comity-report.h"
#include "comity-session.h"

G_BEGIN_DECLS

#define COMITY_TYPE_INSPECTOR (comity_inspector_get_type ())
G_DECLARE_FINAL_TYPE (ComityInspector, comity_inspector, COMITY, INSPECTOR, GtkWidget)

void comity_inspector_set_session (ComityInspector *self, ComitySession *session);
/* To the chooser of a state. */
void comity_inspector_focus_search (ComityInspector *self);
/* The dossier as plain text, for the clipboard; NULL: nothing is selected. */
char *comity_inspector_dup_text (ComityInspector *self);
/* Borrowed; NULL: none is shown ("has-dossier"). */
ComityDossier *comity_inspector_peek_dossier (ComityInspector *self);

G_END_DECLS
