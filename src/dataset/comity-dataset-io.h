/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files to datasets and back. The kind of a file follows its contents first, then its name's ending.
 * Reading obeys cancel within a few ms and reports progress. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

/* .dta 102–119 (our own mapped reader), .csv .tsv .txt, .sav .zsav .por .sas7bdat .xpt (ReadStat). */
ComityDataset *comity_dataset_load (const char *path, ComityProgress *progress, GError **error);
/* The same from memory; @name stands in messages, its ending decides between text and others. */
ComityDataset *comity_dataset_load_bytes (GBytes *bytes, const char *name,
                                          ComityProgress *progress, GError **error);
/* .dta (118, ReadStat's writer or our own), .csv, .tsv: by the ending of @path. Whole or not at all. */
gboolean comity_dataset_save (ComityDataset *self, const char *path, ComityProgress *progress,
                              GError **error);
/* Endings that can be opened, for a file chooser: NULL-terminated, without the dot. */
const char *const *comity_dataset_get_readable_endings (void);

G_END_DECLS
