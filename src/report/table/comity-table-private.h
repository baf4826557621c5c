/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as a reader sees it, before it is text, CSV, LaTeX, HTML or Markdown: heads, rows of
 * cells, rules between sections and notes beneath. Cells are UTF-8 with typographic signs (U+2212
 * for minus); the writers escape them for their format. */
#pragma once

#include "comity-number.h"
#include "comity-report.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_TABLE_NUMBERS, /* lined up at the decimal point; "−0.12***", "(0.03)", "1,234" */
  COMITY_TABLE_WORDS,   /* centred */
} ComityTableRowKind;

typedef struct
{
  ComityTableRowKind kind;
  gboolean begins_section; /* a rule above */
  char **cells;            /* n_columns; NULL is empty */
} ComityTableRow;

typedef struct
{
  char *caption; /* "" none */
  gsize n_columns;
  gboolean *is_left; /* n_columns: words that begin at the left edge */
  GArray *heads;     /* ComityTableRow */
  GArray *rows;      /* ComityTableRow */
  gboolean new_section;
  GPtrArray *notes; /* char * */
} ComityTable;

/* The first column is at the left, the others are numbers. */
ComityTable *comity_table_new (const char *caption, gsize n_columns);
void comity_table_free (ComityTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityTable, comity_table_free)

void comity_table_align_left (ComityTable *self, gsize column);
/* The new row's n_columns cells, all NULL, for the caller to fill with strings that the table will
 * own; valid until the next row. */
char **comity_table_append_head (ComityTable *self);
char **comity_table_append (ComityTable *self, ComityTableRowKind kind);
/* The next row has a rule above it. */
void comity_table_begin_section (ComityTable *self);
/* A sentence beneath the table. */
void comity_table_add_note (ComityTable *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Appends the table, and its notes, to @out. CSV: heads and rows only, cells as they are. */
void comity_table_write_text (const ComityTable *self, GString *out);
void comity_table_write_csv (const ComityTable *self, GString *out);
void comity_table_write_latex (const ComityTable *self, GString *out);
void comity_table_write_html (const ComityTable *self, GString *out);
void comity_table_write_markdown (const ComityTable *self, GString *out);
/* Any of them; not JSON. */
void comity_table_write (const ComityTable *self, ComityFormat format, GString *out);

/* For the writers: length in bytes of the cell without the stars at its end. */
gsize comity_table_measure_body (const char *cell);

/* Numbers as cells: grouped by thousands, U+2212, "∞"; "" for NaN. New strings. */
char *comity_table_dup_number (double value, int decimals);
/* The same, but “1.2e−05” for what is not 0 and would read as it. */
char *comity_table_dup_estimate (double value, int decimals);
/* A value of a variable: not grouped, whole or with up to @digits significant digits. */
char *comity_table_dup_value (double value, int digits);

/* Columns that the text takes in a terminal: wide characters two, combining ones none. */
gsize comity_text_measure (const char *text);
/* Appends @text broken at spaces into lines of at most @width columns, each after @indent spaces.
 */
void comity_text_wrap (GString *out, const char *text, gsize width, gsize indent);
/* Appends a cell: control characters become spaces; right-to-left text is isolated, so that it does
 * not reorder its neighbours. */
void comity_text_append (GString *out, const char *text);

G_END_DECLS
