/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is selected, the same on every page: any number of states, or a legal family, and a variable
 * of the data that figures may be coloured by. A frozen value: a page that wants another selection
 * makes one and gives it to the session (comity_session_set_selection ()), which tells all pages by
 * "notify::selection". Main thread for pages; jobs take a reference, any thread may read.
 *
 * One state is a state, two are a pair, more are a group: comity_selection_get_element () says
 * which dossier that is. The year is the session's own. */
#pragma once

#include "comity-boxed.h"

G_BEGIN_DECLS

typedef struct _ComitySelection ComitySelection;

#define COMITY_TYPE_SELECTION (comity_selection_get_type ())
GType comity_selection_get_type (void);

/* Nothing, a state or a pair; other elements are nothing. */
ComitySelection *comity_selection_new (ComityElement element);
/* Panel states in any order; doubles are left out. */
ComitySelection *comity_selection_new_states (const guint32 *states, gsize n);
/* All states of a legal family; who they are depends on the year:
 * comity_session_dup_selected_states
 * (). */
ComitySelection *comity_selection_new_family (ComityTradition family);
ComitySelection *comity_selection_ref (ComitySelection *self);
void comity_selection_unref (ComitySelection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySelection, comity_selection_unref)
gboolean comity_selection_equal (const ComitySelection *a, const ComitySelection *b);

/* The same states with another variable (a column of the data, a term of the model; NULL none); the
 * same variable with @state put in, or taken out where it was (Ctrl+click). */
ComitySelection *comity_selection_with_variable (const ComitySelection *self, const char *column);
ComitySelection *comity_selection_with_toggled (const ComitySelection *self, guint32 state);

/* STATE, PAIR (a < b), or NONE for nothing, a group and a family. */
ComityElement comity_selection_get_element (const ComitySelection *self);
/* Ascending; borrowed. Empty for a family. */
const guint32 *comity_selection_peek_states (const ComitySelection *self, gsize *n);
/* COMITY_TRADITION_UNKNOWN: none. */
ComityTradition comity_selection_get_family (const ComitySelection *self);
/* NULL: none. */
const char *comity_selection_peek_variable (const ComitySelection *self);
gboolean comity_selection_is_empty (const ComitySelection *self); /* no state, no family */

G_END_DECLS
