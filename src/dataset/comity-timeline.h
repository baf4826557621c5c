/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a dataset as units (dyads) in years: where the same unit's row of k years before is.
 * What lags, leads, differences and years of peace are found with. By the year, not by the order of
 * rows: where a year is not in the data there is no row. Any thread may read. */
#pragma once

#include "comity-roles.h"

G_BEGIN_DECLS

#define COMITY_TIMELINE_NONE G_MAXUINT32

/* Units and years of all rows (n_rows; COMITY_TIMELINE_NONE: the row is of no unit), kept alive by
 * @owner until @release (@owner). O(1): what is looked up in is made on first demand. */
ComityTimeline *comity_timeline_new (gsize n_rows,
                                     const guint32 *row_units,
                                     gsize n_units,
                                     const gint16 *row_years,
                                     gpointer owner,
                                     GDestroyNotify release);
/* From a column that tells the units apart and one of years. Errors:
 * COMITY_DATASET_ERROR_EXPRESSION when the years are not whole numbers. O(rows). */
ComityTimeline *
comity_timeline_new_for_columns (ComityColumn *unit, ComityColumn *year, GError **error);
/* The dataset with a timeline of its roles of dyad and year; without them, or where they cannot be
 * followed, the dataset itself. For data that are no panel for want of states. */
ComityDataset *comity_dataset_follow_roles (ComityDataset *dataset, const ComityRoles *roles);
/* Every row is its own past and future: for a made-up state of affairs that has always lasted. */
ComityTimeline *comity_timeline_new_steady (gsize n_rows);
ComityTimeline *comity_timeline_ref (ComityTimeline *self);
void comity_timeline_unref (ComityTimeline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityTimeline, comity_timeline_unref)

/* Sorts rows by unit and year, once. FALSE and a sentence when a unit has two rows in a year. */
gboolean comity_timeline_settle (ComityTimeline *self, GError **error);
/* The row of @row's unit @years before (after, when negative), or COMITY_TIMELINE_NONE. Settled.
 * O(|years|). */
guint32 comity_timeline_find (const ComityTimeline *self, guint32 row, int years);
/* Years since the last row before with events[row] ≠ 0, or since the unit's first year: 0 in the
 * first year and in the year after an event; an event's own row keeps the count reached (Beck, Katz
 * & Tucker 1998, doi:10.2307/2991857). After an unknown event the count is unknown (-1) up to the
 * next known one. @restart: a year that is not in the data starts the count anew, else it counts.
 * events, out: n_rows. Settled. */
void comity_timeline_count_peace (const ComityTimeline *self,
                                  const double *events,
                                  gboolean restart,
                                  gint32 *out);

G_END_DECLS
