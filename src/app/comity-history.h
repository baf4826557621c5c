/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo and redo by mementos. Whoever has a part of the view (a page, the session) adds itself once
 * with two functions, the same that keep it between runs: one writes its part into a group of a key
 * file, one reads it back. A step is then whatever differs between two moments: after a change,
 * comity_history_record () looks, and keeps the view before if anything is another. A contributor
 * whose part did not change is not asked to read. Main thread only. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Milliseconds without a key press or a move after which typing and sliding are one step. */
#define COMITY_HISTORY_PAUSE 700

#define COMITY_TYPE_HISTORY (comity_history_get_type ())
G_DECLARE_FINAL_TYPE (ComityHistory, comity_history, COMITY, HISTORY, GObject)

typedef void (*ComityMementoFunc) (gpointer owner, GKeyFile *file, const char *group);

/* Has the data opened that a view names; @file holds all its parts. */
typedef void (*ComityHistoryOpenFunc) (gpointer owner, GKeyFile *file);

ComityHistory *comity_history_new (void);
/* @owner is borrowed, and must stay as long as the history is used. Parts are restored in the order
 * in which they were added. */
void comity_history_add (ComityHistory *self,
                         const char *group,
                         gpointer owner,
                         ComityMementoFunc save,
                         ComityMementoFunc restore);
/* The part that names the data that are looked at. A step to a view of other data has them opened;
 * until comity_history_arrive () nothing is recorded. */
void comity_history_add_data (ComityHistory *self,
                              const char *group,
                              gpointer owner,
                              ComityMementoFunc save,
                              ComityHistoryOpenFunc open);
/* Other data come: what is changed until they have arrived is one step, or belongs to the step that
 * led to them, and the rest of its view is then put in its place. */
void comity_history_begin_arrival (ComityHistory *self);
void comity_history_arrive (ComityHistory *self);
/* They could not be had: it is as if the step had not been asked for. Nothing when none is waited
 * for. */
void comity_history_abandon (ComityHistory *self);
/* The parts as they are now, into a key file (the session between runs). */
void comity_history_write (ComityHistory *self, GKeyFile *file);
/* What can be undone and redone, into a group of a key file, and back: what stands there takes the
 * place of what is there, or nothing when the parts are others. The view itself stays. */
void comity_history_write_steps (ComityHistory *self, GKeyFile *file, const char *group);
void comity_history_read_steps (ComityHistory *self, GKeyFile *file, const char *group);

/* Before a change, and once other data are there: the view to return to is that of now, and changes
 * that nobody has recorded yet are a step of their own. */
void comity_history_prepare (ComityHistory *self);
/* After a change: one step back leads to the view before. Nothing when nothing differs, or while a
 * step is being undone or redone. Emits "changed". */
void comity_history_record (ComityHistory *self);
/* After a change that is no step of its own (what was asked for has arrived). Emits "changed". */
void comity_history_amend (ComityHistory *self);
/* Changes until the end are one step: a drag, a play through the years. Can be nested. */
void comity_history_begin_gesture (ComityHistory *self);
void comity_history_end_gesture (ComityHistory *self);
/* Other data, to which no step leads back. */
void comity_history_reset (ComityHistory *self);

gboolean comity_history_can_undo (ComityHistory *self);
gboolean comity_history_can_redo (ComityHistory *self);
void comity_history_undo (ComityHistory *self);
void comity_history_redo (ComityHistory *self);

G_END_DECLS
