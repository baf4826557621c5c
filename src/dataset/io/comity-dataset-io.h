/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files to datasets and back. The kind of a file follows its contents first, then its name's ending.
 * Reading obeys cancel within a few ms and reports progress. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

/* .dta 102–119 (our own mapped reader), .csv .tsv .txt, .sav .zsav .por .sas7bdat .xpt (ReadStat).
 * Errors: COMITY_DATASET_ERROR with the file, what and where; G_FILE_ERROR; cancelled. Memory: little
 * more than the columns. Any thread. */
ComityDataset *comity_dataset_load (const char *path, ComityProgress *progress, GError **error);
/* The same, but the numbers of a .dta stay in the file, mapped: only what is asked for is ever read.
 * For a program that does one thing and ends, since the file must stay as it is for so long: one that
 * is replaced by another of its name is still read; one that is written over in place is read half
 * old, half new; one that is cut ends the program (comity_memory_end_when_file_is_cut ()). */
ComityDataset *comity_dataset_load_in_place (const char *path, ComityProgress *progress,
                                             GError **error);
/* Copies such numbers of the columns at @columns (n) out of the file together, since what is read more
 * than once is read faster from a column of its own. Before any other thread has the dataset. */
void comity_dataset_pack (ComityDataset *self, const gsize *columns, gsize n);
/* The same from memory; @name stands in messages, its ending decides between text and others. */
ComityDataset *comity_dataset_load_bytes (GBytes *bytes, const char *name,
                                          ComityProgress *progress, GError **error);
/* .dta (118), .csv, .tsv: by the ending of @path. Whole or not at all, and the same data give the same
 * bytes. What text cannot hold (types that reading would not guess, labels, value labels, formats,
 * notes, characteristics) goes to PATH.schema.json when there is any, and comes back when the text is
 * opened with that file beside it. Names that Stata does not allow are changed in a .dta and kept as
 * labels. */
gboolean comity_dataset_save (ComityDataset *self, const char *path, ComityProgress *progress,
                              GError **error);
/* Endings that can be opened, for a file chooser: NULL-terminated, without the dot. */
const char *const *comity_dataset_get_readable_endings (void);

G_END_DECLS
