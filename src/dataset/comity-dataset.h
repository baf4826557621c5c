/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dataset: columns of equal length and what the file said about itself. Frozen when built; any
 * thread may read; a changed dataset is a new one that shares the columns. */
#pragma once

#include "comity-column.h"
#include "comity-progress.h"

G_BEGIN_DECLS

#define COMITY_DATASET_ERROR (comity_dataset_error_quark ())
GQuark comity_dataset_error_quark (void);

typedef enum
{
  COMITY_DATASET_ERROR_UNKNOWN_FORMAT,
  COMITY_DATASET_ERROR_DAMAGED,  /* truncated, ragged, impossible lengths */
  COMITY_DATASET_ERROR_ENCODING,
  COMITY_DATASET_ERROR_TOO_LARGE,
  COMITY_DATASET_ERROR_NO_COLUMN,
  COMITY_DATASET_ERROR_EXPRESSION,
} ComityDatasetError;

typedef struct _ComityDataset ComityDataset;
typedef struct _ComityDatasetBuilder ComityDatasetBuilder;
typedef struct _ComityTimeline ComityTimeline; /* comity-timeline.h */

ComityDatasetBuilder *comity_dataset_builder_new (gsize n_rows);
void comity_dataset_builder_free (ComityDatasetBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDatasetBuilder, comity_dataset_builder_free)
/* Starts with everything of @dataset (columns shared). */
ComityDatasetBuilder *comity_dataset_builder_new_from (ComityDataset *dataset);
/* Takes the column; a column of that name is replaced in its place. */
void comity_dataset_builder_take_column (ComityDatasetBuilder *self, ComityColumn *column);
void comity_dataset_builder_set_name (ComityDatasetBuilder *self, const char *name);   /* shown */
void comity_dataset_builder_set_path (ComityDatasetBuilder *self, const char *path);   /* nullable */
void comity_dataset_builder_set_label (ComityDatasetBuilder *self, const char *label);
void comity_dataset_builder_set_simulated (ComityDatasetBuilder *self, gboolean simulated);
/* A note (of Stata's "notes" command; @column NULL or "_dta" for the whole dataset). */
void comity_dataset_builder_add_note (ComityDatasetBuilder *self, const char *column,
                                      const char *text);
/* A characteristic column[name] = text, among them _dta[_TStvar], _dta[st_bt] … */
void comity_dataset_builder_set_characteristic (ComityDatasetBuilder *self, const char *column,
                                                const char *name, const char *text);
/* Something the reader wants said once (encoding guessed, long strings cut …). */
void comity_dataset_builder_add_remark (ComityDatasetBuilder *self, const char *sentence);
/* Consumes the builder's contents; the builder must still be freed. */
ComityDataset *comity_dataset_builder_end (ComityDatasetBuilder *self);

ComityDataset *comity_dataset_ref (ComityDataset *self);
void comity_dataset_unref (ComityDataset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDataset, comity_dataset_unref)

gsize comity_dataset_get_n_rows (const ComityDataset *self);
gsize comity_dataset_get_n_columns (const ComityDataset *self);
ComityColumn *comity_dataset_peek_column (const ComityDataset *self, gsize i);
/* -1 when there is none. Exact first, then (when unambiguous) without regard to case. O(1). */
gssize comity_dataset_find_column (const ComityDataset *self, const char *name);
/* The column, or NULL and a sentence that names it and the nearest name by spelling. */
ComityColumn *comity_dataset_require_column (const ComityDataset *self, const char *name,
                                             GError **error);
const char *comity_dataset_peek_name (const ComityDataset *self);
const char *comity_dataset_peek_path (const ComityDataset *self); /* or NULL */
const char *comity_dataset_peek_label (const ComityDataset *self);
gboolean comity_dataset_is_simulated (const ComityDataset *self);
gsize comity_dataset_get_n_notes (const ComityDataset *self);
const char *comity_dataset_peek_note (const ComityDataset *self, gsize i, const char **column);
const char *comity_dataset_peek_characteristic (const ComityDataset *self, const char *column,
                                                const char *name); /* or NULL */
/* For writers: the i-th characteristic, FALSE past the end. */
gboolean comity_dataset_get_characteristic (const ComityDataset *self, gsize i,
                                            const char **column, const char **name,
                                            const char **text);
gsize comity_dataset_get_n_remarks (const ComityDataset *self);
const char *comity_dataset_peek_remark (const ComityDataset *self, gsize i);
/* Of strings that stayed in their file (comity_dataset_load_in_place ()): the remark that came to
 * light when some of them were read, or NULL. O(columns). */
const char *comity_dataset_peek_late_remark (const ComityDataset *self);
/* SHA-256, lower-case hex, of the file as it was opened, or of the columns' contents when there is
 * no file. Computed on first demand (0.3 s for 80 MB), kept, thread-safe. */
const char *comity_dataset_get_sha256 (ComityDataset *self);

/* The same dataset whose rows are known as units in years, so that expressions can look back and
 * ahead. A builder that starts from it keeps the timeline; a filter drops it. */
ComityDataset *comity_dataset_with_timeline (ComityDataset *self, ComityTimeline *timeline);
ComityTimeline *comity_dataset_peek_timeline (const ComityDataset *self); /* or NULL */

/* Rows where keep[row] != 0, as a new dataset (native widths kept). */
ComityDataset *comity_dataset_filter (ComityDataset *self, const guint8 *keep);

G_END_DECLS
