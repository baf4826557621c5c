/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of this layer share: the bytes they read, text in old encodings, names that must
 * differ, string cells that become codes on several threads. */
#pragma once

#include "comity-dataset-io.h"
#include "comity-dictionary-private.h"

G_BEGIN_DECLS

/* In a .dta, _dta[comity_simulated] is "1" when the data are simulated. */
#define COMITY_SIMULATED_CHARACTERISTIC "comity_simulated"

typedef struct
{
  const guint8 *data; /* size bytes */
  gsize size;
  const char *name;   /* for messages: the file's name without its folder */
  const char *path;   /* NULL when the bytes are no file's */
  gboolean is_mapped; /* read pages may be given back to the system */
  GMappedFile *in_place; /* borrowed: columns may point into it, with a reference; NULL: they may not */
} ComitySource;

/* Each returns a builder without name, path and source, or NULL and a sentence. */
ComityDatasetBuilder *
comity_dta_load (const ComitySource *source, ComityProgress *progress, GError **error);
ComityDatasetBuilder *
comity_csv_load (const ComitySource *source, ComityProgress *progress, GError **error);
ComityDatasetBuilder *
comity_readstat_load (const ComitySource *source, ComityProgress *progress, GError **error);

gboolean comity_dta_save (ComityDataset *dataset,
                          const char *path,
                          ComityProgress *progress,
                          GError **error);
gboolean comity_csv_save (ComityDataset *dataset,
                          const char *path,
                          char separator,
                          ComityProgress *progress,
                          GError **error);

/* Bytes @from … @to of a mapped source will not be read again soon: they need not stay in memory.
 */
void comity_source_release (const ComitySource *source, gsize from, gsize to);

/* Text of unknown encoding as UTF-8: itself when it is valid, else read as Windows-1252, and
 * *@guessed set (never cleared). */
char *comity_text_dup_utf8 (const char *bytes, gsize length, gboolean *guessed);
/* Without a copy where none is needed: the result points to @bytes or into @scratch. */
const char *
comity_text_to_utf8 (const char *bytes, gsize *length, GString *scratch, gboolean *guessed);

/* @name, or @name with _2, _3 … when @taken (a set of strings) has it already; added to @taken. */
char *comity_name_make_unique (GHashTable *taken, const char *name);

/* The same of columns, and what is to be told of those that have another name here than in the
 * file. Those without a name are v1, v2 … by their place. */
typedef struct
{
  GHashTable *taken;
  GPtrArray *sentences; /* one a column, of the first few */
  gsize n_changed;
} ComityColumnNames;

void comity_column_names_init (ComityColumnNames *self);
void comity_column_names_clear (ComityColumnNames *self);
char *comity_column_names_choose (ComityColumnNames *self, const char *name, gsize place);
void comity_column_names_tell (const ComityColumnNames *self, ComityDatasetBuilder *builder);

/* Codes of one string column, filled piece by piece with codes local to each piece, become codes of
 * one dictionary in order of first appearance by rows. @first: rows where the pieces begin,
 * n_pieces
 * + 1 entries. @translate (nullable) gives the text of a local entry; the default takes the bytes
 * as text. Frees the pools. */
typedef const char *(*ComityTranslateFunc) (const char *bytes,
                                            gsize *length,
                                            GString *scratch,
                                            gpointer user_data);
ComityDictionary *comity_string_pools_merge (ComityStringPool **pools,
                                             gsize n_pieces,
                                             const gsize *first,
                                             guint32 *codes,
                                             ComityTranslateFunc translate,
                                             gpointer user_data);

/* Columns in the narrowest type that holds each value exactly, tags of missing values kept. Both
 * take @cells, which hold Stata's missing codes of their type. */
ComityColumn *comity_column_new_narrowed_int32 (const char *name, gsize n_rows, gint32 *cells);
ComityColumn *comity_column_new_narrowed_double (const char *name, gsize n_rows, double *cells);
/* What these would choose for the values of a numeric column. */
ComityColumnType comity_column_narrowest_type (const ComityColumn *column);
/* The same values in another type, or NULL when one does not fit it exactly. Only name and cells.
 */
ComityColumn *comity_column_new_converted (ComityColumn *column, ComityColumnType type);
/* Strings that are only TRUE and FALSE become 1 and 0; else NULL. Takes nothing. */
ComityColumn *comity_column_new_logical (const char *name,
                                         gsize n_rows,
                                         const guint32 *codes,
                                         ComityDictionary *dictionary);

G_END_DECLS
