/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a piece of work is, and whether it is still wanted. Any thread may write, any thread may
 * read; readers poll (a task row does so a few times a second). Every function takes NULL for
 * "nobody watches and nobody cancels". */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ComityProgress ComityProgress;

ComityProgress *comity_progress_new (GCancellable *cancellable);
ComityProgress *comity_progress_ref (ComityProgress *self);
void comity_progress_unref (ComityProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityProgress, comity_progress_unref)

/* A part of a larger piece: its 0..1 fills from..to of the parent. */
ComityProgress *comity_progress_new_part (ComityProgress *parent, double from, double to);

/* Cancelled with @of, and looked at alike, but what it is told of progress goes nowhere: for works of
 * which many run side by side. NULL for NULL. */
ComityProgress *comity_progress_new_quiet (ComityProgress *of);

/* Called at every look at the cancellable, from any thread, before the look: how tests cancel at the
 * k-th, and how the benchmark measures how long nobody looks. Set before the work begins; parts take
 * it from their parent. */
typedef void (*ComityLookFunc) (gpointer data);
void comity_progress_set_look (ComityProgress *self, ComityLookFunc look, gpointer data);

double comity_progress_get_fraction (ComityProgress *self);
char *comity_progress_dup_message (ComityProgress *self);
GCancellable *comity_progress_peek_cancellable (ComityProgress *self);
gboolean comity_progress_is_cancelled (ComityProgress *self);
/* Like g_cancellable_set_error_if_cancelled (): TRUE, and @error set, when the work is unwanted. */
gboolean comity_progress_set_error_if_cancelled (ComityProgress *self, GError **error);

void comity_progress_set (ComityProgress *self, double fraction);
/* @message: a short sentence such as "Reading rows"; copied; NULL keeps the one before. */
void comity_progress_report (ComityProgress *self, double fraction, const char *message);

G_END_DECLS
