/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers and the hash may know of a dataset. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

/* How a file looked when it was opened: if it still does, its bytes are hashed. */
typedef struct
{
  guint64 device;
  guint64 inode;
  guint64 size;
  gint64 modified; /* ns since the epoch */
} ComityFileStamp;

gboolean comity_file_stamp_take (const char *path, ComityFileStamp *stamp);

/* @sha256 (nullable) of the bytes the dataset was read from. */
void comity_dataset_builder_set_source (ComityDatasetBuilder *self,
                                        const ComityFileStamp *stamp,
                                        const char *sha256);
const ComityFileStamp *comity_dataset_peek_stamp (const ComityDataset *self); /* or NULL */
char *comity_dataset_compute_sha256 (ComityDataset *self);

/* The number of single-letter changes from @a to @b (Levenshtein), in letters without case. */
guint comity_spelling_distance (const char *a, const char *b);

/* The remark on text that is not UTF-8 and of which the file does not say what it is. */
#define COMITY_LETTERS_GUESSED                                                                     \
  "The file does not say how its letters are written; those beyond ASCII were read as "            \
  "Windows-1252."

G_END_DECLS
