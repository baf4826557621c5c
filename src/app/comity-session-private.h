/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the session share: what is open and the fit (comity-session.c), how it is opened
 * (comity-session-data.c), and the view of it (comity-session-view.c). */
#pragma once

#include "comity-load-job.h"
#include "comity-session.h"

G_BEGIN_DECLS

/* Where a view keeps what was asked of the pair or the state. */
#define COMITY_SESSION_WHAT_IF_KEY "what-if"

typedef enum
{
  COMITY_SESSION_PROP_0,
  COMITY_SESSION_PROP_PANEL,
  COMITY_SESSION_PROP_COLUMNS,
  COMITY_SESSION_PROP_OPENING,
  COMITY_SESSION_PROP_YEAR,
  COMITY_SESSION_PROP_FIRST_YEAR,
  COMITY_SESSION_PROP_LAST_YEAR,
  COMITY_SESSION_PROP_CUMULATIVE,
  COMITY_SESSION_PROP_SELECTION,
  COMITY_SESSION_PROP_WHAT_IF,
  COMITY_SESSION_PROP_FIT,
  COMITY_SESSION_PROP_FORMULA,
  COMITY_SESSION_PROP_NETWORK,
  COMITY_SESSION_PROP_JOBS,
  COMITY_SESSION_PROP_CAN_UNDO,
  COMITY_SESSION_PROP_CAN_REDO,
  COMITY_SESSION_N_PROPS
} ComitySessionProperty;

struct _ComitySession
{
  GObject parent_instance;

  /* Owned */
  ComityJobList *jobs;
  ComityJob *load_job; /* the current one */
  ComityLoaded *loaded;
  ComityWorkbench *workbench; /* of the loaded data */
  ComityPanel *plain_panel;   /* as it was loaded; NULL: no column was added */
  GHashTable *made_columns;   /* text → GPtrArray of ComityColumn: also those undone */
  GPtrArray *columns;         /* texts of those the data have, in order */
  char **wanted_columns;      /* texts for the data that are opened next; NULL none */
  ComityFit *fit;
  char *network;
  char *pending_network; /* of the load job */
  gboolean pending_steps; /* what the load job brings is a step of the history */
  char *formula;
  ComityHistory *history;
  ComitySelection *selection; /* never NULL */
  char *what_if;              /* never NULL */

  int year;
  gboolean cumulative;
};

void comity_session_notify (ComitySession *self, ComitySessionProperty property);
void comity_session_emit_failed (ComitySession *self, const char *sentence);
void comity_session_init_data (ComitySession *self);
/* comity-session-columns.c: what was added to the data. */
void comity_session_init_columns (ComitySession *self);
char **comity_session_dup_columns (ComitySession *self); /* texts */
void comity_session_forget_columns (ComitySession *self);
/* Puts the columns that came with the loaded data into them. */
void comity_session_take_columns (ComitySession *self);
void comity_session_init_view (ComitySession *self);

G_END_DECLS
