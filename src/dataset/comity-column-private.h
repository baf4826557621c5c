/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the other files of this layer may know of a column. */
#pragma once

#include "comity-column.h"
#include "comity-dictionary-private.h"

G_BEGIN_DECLS

/* Takes @codes (g_malloc'd) and the reference to @dictionary. */
ComityColumn *comity_column_new_dictionary_take (const char *name,
                                                 gsize n_rows,
                                                 guint32 *codes,
                                                 ComityDictionary *dictionary);
/* Cells that stay where they are, @step bytes apart: of a file in memory, which @owner keeps. */
ComityColumn *comity_column_new_in_place (const char *name,
                                          ComityColumnType type,
                                          gsize n_rows,
                                          gconstpointer data,
                                          gsize step,
                                          gpointer owner,
                                          GDestroyNotify destroy);
/* Strings that are read when somebody first asks for them; @load gives codes to be freed, a
 * dictionary, and whether the file was not clear about its letters. */
typedef guint32 *(*ComityCodesLoad) (gpointer owner,
                                     ComityDictionary **dictionary,
                                     gboolean *guessed);
ComityColumn *comity_column_new_deferred (const char *name,
                                          gsize n_rows,
                                          ComityCodesLoad load,
                                          gpointer owner,
                                          GDestroyNotify destroy);
/* Whether such strings have been read and their letters were guessed. */
gboolean comity_column_has_guessed_letters (const ComityColumn *self);
/* Cells in place become cells one after another, before the column is anybody else's. FALSE: they are
 * already, or there is no memory, and nothing is to be done. Rows may be packed on many threads. */
gboolean comity_column_begin_packing (ComityColumn *self);
void comity_column_pack_rows (ComityColumn *self, gsize first, gsize n);
void comity_column_end_packing (ComityColumn *self);
ComityDictionary *comity_column_peek_dictionary (const ComityColumn *self);
void comity_column_compute_summary (const ComityColumn *self, ComityColumnSummary *summary);

/* The tag of a missing code, '.' or a letter: of the code's number (0: .), of a float, of a double. */
char comity_missing_tag (guint64 index);
char comity_missing_tag_of_float (float x);
char comity_missing_tag_of_double (double x);

/* Tells missing from valid without a function call per cell. */
static inline gboolean
comity_float_is_missing (float x)
{
  return !(x <= COMITY_FLOAT_MAX_VALID);
}

static inline gboolean
comity_double_is_missing (double x)
{
  return !(x <= COMITY_DOUBLE_MAX_VALID);
}

G_END_DECLS
