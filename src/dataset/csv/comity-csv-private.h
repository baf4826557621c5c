/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separated text being read. It is cut into chunks of whole lines, each ending with a newline, so
 * that no loop over cells needs to ask whether the text ends. */
#pragma once

#include "comity-io-private.h"

G_BEGIN_DECLS

/* How a column's cells are kept while they are read; a cell that does not fit asks for a later one.
 */
typedef enum
{
  COMITY_CSV_INTEGER, /* gint32 with Stata's missing codes */
  COMITY_CSV_DOUBLE,  /* double with Stata's missing codes */
  COMITY_CSV_STRING,  /* guint32 codes */
  COMITY_CSV_SKIP,    /* read already */
} ComityCsvKind;

typedef struct
{
  const char *from; /* first byte of a line */
  const char *to;   /* after the newline of the last one */
  gsize at;         /* byte offset of @from in the text */
  gsize n_rows;
  char *owned; /* the last chunk's copy, when the text lacks its last newline */
} ComityCsvChunk;

typedef struct
{
  const ComitySource *source; /* borrowed */
  const char *text;           /* size bytes of UTF-8 */
  gsize size;
  char *converted; /* owned, when the text is not the source's bytes */
  char separator;
  char decimal; /* '.' or ',' */
  gboolean has_quotes;
  gboolean has_high; /* bytes beyond ASCII */
  gsize body;        /* offset of the first line of data */
  gsize n_columns;
  gsize n_rows;

  /* owned */
  char **names;           /* n_columns */
  ComityColumnNames told; /* of them */
  ComityCsvChunk *chunks; /* n_chunks */
  gsize n_chunks;
  gsize *first;         /* n_chunks + 1: rows where the chunks begin */
  ComityCsvKind *kinds; /* n_columns */
  gboolean *is_text;    /* n_columns: strings whatever they look like; NULL: none */
  char *encoding;       /* what the text was converted from, or NULL */
} ComityCsv;

/* The text itself: encoding, separator, decimal sign, header, chunks, and a first guess of kinds.
 */
gboolean comity_csv_open (ComityCsv *self, ComityProgress *progress, GError **error);
gboolean comity_csv_guess_dialect (ComityCsv *self, GError **error);
gboolean comity_csv_cut (ComityCsv *self, ComityProgress *progress, GError **error);
void comity_csv_guess_kinds (ComityCsv *self);

/* The newline that ends the line at @line, or NULL when a quotation mark is never closed before
 * @end. */
const char *comity_csv_find_line_end (const ComityCsv *self, const char *line, const char *end);
/* The line after this one when it is blank, else NULL; the text must end with a newline. */
const char *comity_csv_skip_blank_line (const char *line);
gsize comity_csv_line_number (const ComityCsv *self, gsize offset);

/* One cell as it stands in the text. */
typedef struct
{
  const char *from; /* without quotes and, when there were none, without spaces around */
  gsize length;
  gboolean is_quoted;
  gboolean is_escaped; /* holds doubled quotation marks */
} ComityCsvCell;

/* Reads the cell at @p; returns the separator or newline (or the CR before it) after it, or NULL
 * when a quotation mark is never closed before @end. */
const char *
comity_csv_take_cell (const ComityCsv *self, const char *p, const char *end, ComityCsvCell *cell);
char *comity_csv_cell_dup_text (const ComityCsvCell *cell);

typedef enum
{
  COMITY_CSV_IS_MISSING,
  COMITY_CSV_IS_NUMBER,
  COMITY_CSV_IS_TEXT,
} ComityCsvMeaning;

/* What a cell says: *value, or the letter of the missing value ('.' or 'a'…'z'). */
ComityCsvMeaning comity_csv_cell_meaning (const ComityCsv *self,
                                          const ComityCsvCell *cell,
                                          double *value,
                                          char *tag);
/* The number at @p and the byte after it, or NULL when there is none. Exact to the last bit. */
const char *comity_csv_take_number (const char *p, char decimal, double *value);

/* All columns, or NULL and a sentence. */
GPtrArray *comity_csv_read_columns (ComityCsv *self, ComityProgress *progress, GError **error);

G_END_DECLS
