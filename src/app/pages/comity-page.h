/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window knows of a page: it follows a session, has actions under the prefix "page", and
 * may have a figure and a table to export. */
#pragma once

#include <gtk/gtk.h>

#include "comity-export-job.h"
#include "comity-figure-view.h"
#include "comity-session.h"

G_BEGIN_DECLS

#define COMITY_TYPE_PAGE (comity_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (ComityPage, comity_page, COMITY, PAGE, GtkWidget)

typedef struct
{
  ComityTextFunc func;
  gpointer data; /* owned by whoever asked */
  GDestroyNotify free_data;
} ComityPageTable;

struct _ComityPageClass
{
  GtkWidgetClass parent_class;

  /* The session has come: connect to it. */
  void (*session_set) (ComityPage *self, ComitySession *session);
  /* The figure view that is exported, panned and zoomed; NULL: the page has none. */
  ComityFigureView *(*get_figure_view) (ComityPage *self);
  /* What writes its table in the format of a file ending ("csv", "tex", "html", "md", "txt",
   * "json", "graphml", "gexf"): a function for a worker and frozen data for it. FALSE: none in that format.
   */
  gboolean (*get_table) (ComityPage *self, const char *ending, ComityPageTable *table);
  /* What draws the figures of several years in a worker, as the page looks now, for a strip or a
   * series. FALSE: there is no such figure. */
  gboolean (*get_years) (ComityPage *self,
                         const ComityYears *years,
                         gboolean series,
                         ComityYearSource *source);
  /* How the page is set, into and out of a group of a key file: between runs, and for undo, so all
   * that @save writes can be undone. What a group does not have keeps its setting. */
  void (*save) (ComityPage *self, GKeyFile *file, const char *group);
  void (*restore) (ComityPage *self, GKeyFile *file, const char *group);
};

void comity_page_set_session (ComityPage *self, ComitySession *session);
/* Once, after the session: makes what the page saves a part of its history, under @group. From then
 * on every change of a chooser, switch, entry or slider inside the page is looked at, and is a step
 * of undo when what the page saves is another. */
void comity_page_join_history (ComityPage *self, const char *group);
/* For a change of what the page saves that came from no such control (a node was dragged, a control
 * was made after the session was set). */
void comity_page_changed (ComityPage *self);
ComitySession *comity_page_get_session (ComityPage *self);
/* The group the window inserts as "page" while this page is shown. */
GActionGroup *comity_page_get_actions (ComityPage *self);
GActionMap *comity_page_get_action_map (ComityPage *self);
ComityFigureView *comity_page_get_figure_view (ComityPage *self);
gboolean comity_page_get_table (ComityPage *self, const char *ending, ComityPageTable *table);
gboolean comity_page_get_years (ComityPage *self,
                                const ComityYears *years,
                                gboolean series,
                                ComityYearSource *source);
void comity_page_save (ComityPage *self, GKeyFile *file, const char *group);
void comity_page_restore (ComityPage *self, GKeyFile *file, const char *group);

G_END_DECLS
