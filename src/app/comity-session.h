/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all pages of a window share: the data that are open, the year, the selection, the current
 * fit, and the jobs that run. Every part is a property; pages follow "notify". Main thread only. */
#pragma once

#include "comity-boxed.h"
#include "comity-history.h"
#include "comity-job-list.h"
#include "comity-selection.h"
#include "comity-workbench.h"

G_BEGIN_DECLS

/* Where a view keeps the texts of the columns that were added to the data. */
#define COMITY_SESSION_COLUMNS_GROUP "columns"
#define COMITY_SESSION_COLUMNS_KEY "derived"

#define COMITY_TYPE_SESSION (comity_session_get_type ())
G_DECLARE_FINAL_TYPE (ComitySession, comity_session, COMITY, SESSION, GObject)

ComitySession *comity_session_new (void);

/* Opening. What is open stays until the job is done; a failure emits "failed" with its sentence. */
void comity_session_open_bundled (ComitySession *self, const char *network);
void comity_session_open_file (ComitySession *self, const char *path);
/* What [data] of a view names, with its roles, mends and columns. */
void comity_session_open_view (ComitySession *self, GKeyFile *file);
/* Of a file. Undone by Ctrl+Z, as another network of the bundled panel is. */
void comity_session_set_roles (ComitySession *self, const ComityRoles *roles);
void comity_session_cancel_opening (ComitySession *self);
gboolean comity_session_is_opening (ComitySession *self);

/* Mends of the file that is open (comity-doctor.h): each is made after those before it, and undone by
 * Ctrl+Z; the file on disk stays as it is. */
void comity_session_add_mend (ComitySession *self, const char *mend);
void comity_session_remove_mend (ComitySession *self, guint i);
guint comity_session_get_n_mends (ComitySession *self);
const char *comity_session_get_mended (ComitySession *self, guint i); /* "2 rows … were left out" */
const char *comity_session_get_not_mended (ComitySession *self); /* why one was not made; or NULL */

/* Data; borrowed, NULL when nothing is open or (the panel) when the dataset has no roles for one.
 */
ComityDataset *comity_session_peek_dataset (ComitySession *self);
ComityPanel *comity_session_peek_panel (ComitySession *self);
/* For fits of these data; what it keeps goes with them. */
ComityWorkbench *comity_session_peek_workbench (ComitySession *self);
const ComityRoles *comity_session_peek_roles (ComitySession *self);
ComityWorld *comity_session_peek_world (ComitySession *self);
const char *comity_session_get_merge_report (ComitySession *self);
const char *comity_session_get_no_panel (ComitySession *self); /* why there is no panel */
const char *comity_session_get_path (ComitySession *self);     /* NULL: the bundled panel */
const char *comity_session_get_network (ComitySession *self);  /* of the bundled panel, "mlat" */

/* Adds columns to the data, with undo: the panel and the dataset are then others, of the same rows.
 * Follow "notify::columns". @text: what they were made of (comity-derive.h), by which they are made
 * again when the session is opened the next time. Columns of their names that were added give way.
 * Other data forget them. */
void comity_session_add_columns (ComitySession *self, const char *text, GPtrArray *columns);
/* Columns that the next data to be opened shall have; NULL none. */
void comity_session_want_columns (ComitySession *self, const char *const *texts);
const char *comity_session_get_not_derived (ComitySession *self); /* why one is not there; or NULL */

/* View */
int comity_session_get_year (ComitySession *self);
void comity_session_set_year (ComitySession *self, int year); /* kept within the panel's years */
void comity_session_get_years (ComitySession *self, int *first, int *last);
gboolean comity_session_get_cumulative (ComitySession *self);
void comity_session_set_cumulative (ComitySession *self, gboolean cumulative);

/* Selection: one frozen value for all pages (comity-selection.h); follow "notify::selection", which
 * tells of any change of it. A click selects a state or a pair, brushing several states, a legend a
 * family; the variable stays beside them until it is changed itself. Every change is undone by
 * Ctrl+Z. What the panel does not have is not selected. */
ComitySelection *comity_session_peek_selection (ComitySession *self);
void comity_session_set_selection (ComitySession *self, ComitySelection *selection);
/* The state or the pair whose dossier is shown; NONE for nothing, a group and a family. */
ComityElement comity_session_get_selection (ComitySession *self);
/* States and pairs only: other elements belong to their page. NONE clears states and family. */
void comity_session_select (ComitySession *self, ComityElement element);
void comity_session_select_states (ComitySession *self, const guint32 *states, gsize n); /* brush */
void comity_session_toggle_state (ComitySession *self, guint32 state); /* Ctrl+click */
void comity_session_select_family (ComitySession *self, ComityTradition family);
/* A column of the data, a model's term, that figures may be coloured by; NULL none. */
void comity_session_select_variable (ComitySession *self, const char *column);
/* The panel's state variable that the selected column is made of (polyarchy for polyarchy_min), for
 * the colour of nodes or a measure of the heatmap ("difference:polyarchy"); -1: none. */
gssize comity_session_find_state_variable (ComitySession *self);
void comity_session_clear_selection (ComitySession *self); /* the variable too */
/* Panel states, ascending; of a family those of the year. n of them, g_free. */
guint32 *comity_session_dup_selected_states (ComitySession *self, gsize *n);
/* "USA", "USA,CHE", "USA,CHE,FRA", by code or name; "" clears. FALSE: unknown. */
gboolean comity_session_select_text (ComitySession *self, const char *text);
char *comity_session_dup_selection_text (ComitySession *self);

/* What is asked of the pair or state that is selected, "polyarchy_min=0.8,alliance=1"; "": nothing.
 * Another state, pair or year is as it is. Whoever sets it says when it is a step (a drag is one):
 * comity_history_record (). Follow "notify::what-if". */
const char *comity_session_get_what_if (ComitySession *self);
void comity_session_set_what_if (ComitySession *self, const char *settings);

/* Year, sum over years, selection and what if as a group of a key file; what is missing in it stays, and what
 * the data do not have is left out. No step of the history. */
void comity_session_save_view (ComitySession *self, GKeyFile *file, const char *group);
void comity_session_restore_view (ComitySession *self, GKeyFile *file, const char *group);

/* The fit that dossiers and figures speak of; NULL after other data were opened. */
ComityFit *comity_session_peek_fit (ComitySession *self);
void comity_session_set_fit (ComitySession *self, ComityFit *fit);
/* The formula in the entry of the models page. */
const char *comity_session_get_formula (ComitySession *self);
void comity_session_set_formula (ComitySession *self, const char *formula);

/* Undo of the view: year, sum over years and selection here; pages add what they keep between runs
 * by themselves (comity-page.h). */
ComityHistory *comity_session_get_history (ComitySession *self);
gboolean comity_session_can_undo (ComitySession *self);
gboolean comity_session_can_redo (ComitySession *self);
void comity_session_undo (ComitySession *self);
void comity_session_redo (ComitySession *self);

ComityJobList *comity_session_get_jobs (ComitySession *self);

G_END_DECLS
