/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "What If": a slider a covariate of the pair, and the years to come as they would be. */
#pragma once

#include <gtk/gtk.h>

#include "comity-report.h"
#include "comity-session.h"

G_BEGIN_DECLS

#define COMITY_TYPE_WHAT_IF_VIEW (comity_what_if_view_get_type ())
G_DECLARE_FINAL_TYPE (ComityWhatIfView, comity_what_if_view, COMITY, WHAT_IF_VIEW, GtkWidget)

ComityWhatIfView *comity_what_if_view_new (void);
/* The pair whose row of the panel is @row, under @model. What is asked is the session's (its
 * "what-if"), where every move goes and from where undo brings it back; its steps are whole drags. */
void comity_what_if_view_set_row (ComityWhatIfView *self,
                                  ComityDossierModel *model,
                                  ComityPanel *panel,
                                  gsize row,
                                  ComitySession *session);
/* One state: sliders of its own variables that covariates of pairs are made of, one moved at a time;
 * all its pairs of @year follow. */
void comity_what_if_view_set_state (ComityWhatIfView *self,
                                    ComityDossierModel *model,
                                    ComityPanel *panel,
                                    gsize state,
                                    int year,
                                    ComitySession *session);
/* The session asks something else of the same pair or state. */
void comity_what_if_view_follow (ComityWhatIfView *self);
/* Whether there is anything to move. */
gboolean comity_what_if_view_has_sliders (ComityWhatIfView *self);

G_END_DECLS
