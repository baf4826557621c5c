/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result as records: facts of the whole (a test, a count) and rows of named values, which become
 * text, CSV, LaTeX, HTML and Markdown tables, or JSON. */
#pragma once

#include "comity-report.h"

G_BEGIN_DECLS

typedef struct _ComityRecords ComityRecords;

typedef enum
{
  COMITY_RECORD_TEXT,
  COMITY_RECORD_NUMBER, /* with the records' decimals */
  COMITY_RECORD_VALUE,  /* a value of a variable: up to 6 significant digits */
  COMITY_RECORD_COUNT,
  COMITY_RECORD_P, /* a p value */
} ComityRecordKind;

/* Static tables of columns: names are those of CSV and JSON, titles those of tables, which leave
 * out what has none. */
typedef struct
{
  const char *name;
  const char *title;
  ComityRecordKind kind;
} ComityRecordColumn;

/* @columns must outlive the records. */
ComityRecords *comity_records_new (const char *title,
                                   const ComityRecordColumn *columns,
                                   gsize n_columns,
                                   int decimals);
void comity_records_free (ComityRecords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityRecords, comity_records_free)

/* What holds for the whole: a member of the JSON object; in tables a note where it has a @title. */
void comity_records_add_fact (
    ComityRecords *self, const char *name, const char *title, ComityRecordKind kind, double value);
void comity_records_add_fact_text (ComityRecords *self, const char *name, const char *text);
/* A sentence under the table. */
void comity_records_add_note (ComityRecords *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Cells from left to right, row after row. */
void comity_records_add_text (ComityRecords *self, const char *text);
void comity_records_add_number (ComityRecords *self, double value);

/* Numbers for sentences: "16.600", "= 0.012" or "< 0.001". New strings. */
char *comity_record_dup_number (double value, int decimals);
char *comity_record_dup_p (double p);
/* New string. CSV holds the rows alone, with all digits; JSON {facts …, "@rows_name": [rows]}. */
char *comity_records_report (const ComityRecords *self, const char *rows_name, ComityFormat format);

G_END_DECLS
