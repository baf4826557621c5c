/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the window share: the widget (comity-window.c), its actions
 * (comity-window-actions.c), and the state kept between runs (comity-window-store.c). */
#pragma once

#include "comity-inspector.h"
#include "comity-page.h"
#include "comity-time-dial.h"
#include "comity-window.h"

G_BEGIN_DECLS

#define COMITY_N_PAGES 4

struct _ComityWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwViewStack *stack;
  AdwFlap *flap;
  AdwToastOverlay *toasts;
  AdwSqueezer *title_squeezer;
  AdwViewSwitcherBar *switcher_bar;
  AdwWindowTitle *narrow_title;
  GtkInfoBar *info_bar;
  GtkLabel *info_label;
  GtkMenuButton *jobs_button;
  GtkListBox *jobs_list;
  GtkProgressBar *jobs_progress;
  GMenu *recent_menu;
  ComityInspector *inspector;
  ComityTimeDial *dial;
  ComityPage *network_page;
  ComityPage *similarity_page;
  ComityPage *model_page;
  ComityPage *data_page;

  /* Owned */
  ComitySession *session;
  GtkFileChooserNative *chooser;
  GKeyFile *pending_view; /* to look at once the data are there */
  ComityYears years;      /* of the strip that was opened; first 0: none was */
  guint save_source;
  guint reveal_source;
  gboolean tried_world; /* after a first file that could not be opened */
};

/* The pages by name, for actions and the key file. */
ComityPage *comity_window_peek_page (ComityWindow *self, const char *name);
ComityPage *comity_window_get_visible_page (ComityWindow *self);

void comity_window_init_actions (ComityWindow *self);
/* Exporting and printing the inspector's dossier. */
void comity_window_init_dossier (ComityWindow *self);
/* The path that a file chooser was closed with; NULL: none. New string. */
char *comity_window_dup_chosen (GtkNativeDialog *native, int response);
/* A toast that names the file. */
void comity_window_say_saved (ComityWindow *self, const char *path);
/* Adds a file to the recent ones of the desktop and to the menu. */
void comity_window_remember_file (ComityWindow *self, const char *path);
void comity_window_update_recent (ComityWindow *self);

/* The visible page is part of the history; the session file is written a moment after the last
 * change. Before the pages are given the session. */
void comity_window_init_store (ComityWindow *self);
void comity_window_save_now (ComityWindow *self);
/* The view into a file that can be opened again. */
void comity_window_save_session (ComityWindow *self, const char *path);
/* What could be undone and redone, when @view holds it. */
void comity_window_restore_history (ComityWindow *self, GKeyFile *view);
/* Says so where the data that are open are not those that a view was kept of. */
void comity_window_compare_data (ComityWindow *self, GKeyFile *view);

G_END_DECLS
