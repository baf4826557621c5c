/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of "What If" share: asking and the history of what was asked
 * (comity-what-if-view.c), the sliders (-sliders.c), what came of it in words (-words.c). */
#pragma once

#include "comity-what-if-view.h"

#include "comity-dossier-job.h"
#include "comity-figure-view.h"

G_BEGIN_DECLS

struct _ComityWhatIfView
{
  GtkWidget parent_instance;

  /* Template widgets; the box holds the others, and goes with the template because it is bound. */
  GtkWidget *box;
  GtkBox *sliders;
  GtkButton *reset;
  GtkLabel *result;
  GtkLabel *warning;
  GtkLabel *note;
  ComityFigureView *chart;

  /* Owned */
  ComityDossierModel *model;
  ComityPanel *panel;
  ComitySession *session;
  ComityJob *job;
  GtkWidget *moved; /* the slider that moved last; only compared */
  guint record_source;
  gboolean held; /* a slider is */
  gsize row;     /* of a pair */
  gboolean of_state;
  gsize state;
  int year;
  gboolean updating;
};

/* What a slider is of, kept with it. */
typedef struct
{
  char *column;
  double own;
} ComityWhatIfSlider;

const ComityWhatIfSlider *comity_what_if_slider_get (GtkWidget *scale);

/* Sliders of the pair's or the state's own values, in place of those before. */
void comity_what_if_view_fill_sliders (ComityWhatIfView *self);
/* "polyarchy_min=0.8,alliance=1": what is not where the pair is. */
char *comity_what_if_view_dup_settings (ComityWhatIfView *self);
/* Sliders where the session has them, the others at their own. TRUE: one is now elsewhere. */
gboolean comity_what_if_view_take_settings (ComityWhatIfView *self);
/* The slider that is not where the state is. */
GtkWidget *comity_what_if_view_find_moved (ComityWhatIfView *self);
/* All sliders but @kept (nullable). */
void comity_what_if_view_put_back (ComityWhatIfView *self, GtkWidget *kept);

/* Of every slider. */
void comity_what_if_view_moved_cb (ComityWhatIfView *self, GtkRange *scale);
gboolean comity_what_if_view_held_cb (GtkEventControllerLegacy *controller,
                                      GdkEvent *event,
                                      ComityWhatIfView *self);

void comity_what_if_view_show_result (ComityWhatIfView *self, const ComityWhatIfResult *result);
/* What has no slider and why, and what the numbers are. */
void comity_what_if_view_show_note (ComityWhatIfView *self);
void comity_what_if_view_show_state_result (ComityWhatIfView *self,
                                            const ComityStateWhatIf *result);

G_END_DECLS
