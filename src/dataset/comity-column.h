/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column: one variable of a dataset, in the width the file gave it. Immutable once in a dataset;
 * any thread may read.
 *
 * Missing values. Integer and floating columns use Stata's own codes, so that a .dta's bytes can
 * stay as they are: int8 > 100, int16 > 32740, int32 > 2147483620 and the floating patterns above
 * 2^127 and 2^1023 are ".", ".a" … ".z". A NaN in a floating column also counts as ".". A string is missing when empty. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  COMITY_COLUMN_INT8,
  COMITY_COLUMN_INT16,
  COMITY_COLUMN_INT32,
  COMITY_COLUMN_FLOAT,
  COMITY_COLUMN_DOUBLE,
  COMITY_COLUMN_STRING, /* guint32 codes into a dictionary of distinct strings, 0 = "" = missing */
} ComityColumnType;

typedef struct _ComityColumn ComityColumn;
typedef struct _ComityValueLabels ComityValueLabels;

/* Value labels: a named map from an integer (or a tagged missing) to a text. */
ComityValueLabels *comity_value_labels_new (const char *name);
ComityValueLabels *comity_value_labels_ref (ComityValueLabels *self);
void comity_value_labels_unref (ComityValueLabels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityValueLabels, comity_value_labels_unref)
void comity_value_labels_add (ComityValueLabels *self, gint32 value, const char *label);
const char *comity_value_labels_peek_name (const ComityValueLabels *self);
gsize comity_value_labels_get_n (const ComityValueLabels *self);
/* The i-th pair in ascending order of value. A tagged missing ".c" has value 2147483621 + 3. */
gint32 comity_value_labels_get_value (const ComityValueLabels *self, gsize i);
const char *comity_value_labels_peek_label (const ComityValueLabels *self, gsize i);
const char *comity_value_labels_lookup (const ComityValueLabels *self, gint32 value); /* or NULL */

/* Takes @data (g_malloc'd): n_rows elements of the type's width. */
ComityColumn *comity_column_new_take (const char *name, ComityColumnType type, gsize n_rows,
                                      gpointer data);
/* Strings: @codes taken, @dictionary a GPtrArray of owned UTF-8 strings whose element 0 is "". */
ComityColumn *comity_column_new_strings_take (const char *name, gsize n_rows, guint32 *codes,
                                              GPtrArray *dictionary);
ComityColumn *comity_column_ref (ComityColumn *self);
void comity_column_unref (ComityColumn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityColumn, comity_column_unref)

/* Describing: only before the column is given to a builder. */
void comity_column_set_label (ComityColumn *self, const char *label);
void comity_column_set_format (ComityColumn *self, const char *format);
void comity_column_set_value_labels (ComityColumn *self, ComityValueLabels *labels);
/* The same data under another name (labels kept). */
ComityColumn *comity_column_renamed (ComityColumn *self, const char *name);
/* The same column with @n rows, taken by index (rows[i] < the column's rows), in its own width; NULL
 * when the memory is not to be had. */
ComityColumn *comity_column_gathered (ComityColumn *self, const guint32 *rows, gsize n);

const char *comity_column_peek_name (const ComityColumn *self);
const char *comity_column_peek_label (const ComityColumn *self);  /* "" when none */
const char *comity_column_peek_format (const ComityColumn *self); /* Stata's, e.g. "%9.0g"; "" */
ComityValueLabels *comity_column_peek_value_labels (const ComityColumn *self); /* or NULL */
ComityColumnType comity_column_get_type (const ComityColumn *self);
const char *comity_column_type_name (ComityColumnType type); /* "byte","int","long","float","double","string" */
gsize comity_column_type_width (ComityColumnType type);
gsize comity_column_get_n_rows (const ComityColumn *self);
gboolean comity_column_is_numeric (const ComityColumn *self);
gconstpointer comity_column_peek_data (const ComityColumn *self);

/* One cell. Missing: NaN, TRUE, "". */
double comity_column_get_double (const ComityColumn *self, gsize row);
gboolean comity_column_is_missing (const ComityColumn *self, gsize row);
/* 0: not missing; '.' or 'a'…'z': which missing. */
char comity_column_get_missing_tag (const ComityColumn *self, gsize row);
guint32 comity_column_get_code (const ComityColumn *self, gsize row);   /* strings only */
const char *comity_column_peek_string (const ComityColumn *self, gsize row); /* strings only */
gsize comity_column_get_n_codes (const ComityColumn *self);
const char *comity_column_peek_code_string (const ComityColumn *self, guint32 code);
/* As a person reads it: value label, string, number; "." or ".a" when missing. */
char *comity_column_dup_text (const ComityColumn *self, gsize row);

/* Blocks, without a switch per cell. Rows first … first+n-1; missing becomes NaN. Strings: codes. */
void comity_column_read_doubles (const ComityColumn *self, gsize first, gsize n, double *out);
/* Rows given by index. */
void comity_column_gather_doubles (const ComityColumn *self, const guint32 *rows, gsize n,
                                   double *out);
/* flags[i] |= 1 where row first+i is missing. */
void comity_column_or_missing (const ComityColumn *self, gsize first, gsize n, guint8 *flags);

/* Summary over all rows; computed on first demand by one pass, kept, thread-safe. */
typedef struct
{
  gsize n_missing;
  gsize n_distinct; /* exact up to 1000, then 1001 */
  double min;       /* NaN when there is no value, and for strings */
  double max;
  double mean;
  double sd;
  gboolean is_integer; /* every value is whole */
} ComityColumnSummary;

const ComityColumnSummary *comity_column_get_summary (ComityColumn *self);

/* Missing codes, for kernels. */
#define COMITY_INT8_MAX_VALID 100
#define COMITY_INT16_MAX_VALID 32740
#define COMITY_INT32_MAX_VALID 2147483620
#define COMITY_MISSING_INT8 ((gint8) 101)
#define COMITY_MISSING_INT16 ((gint16) 32741)
#define COMITY_MISSING_INT32 ((gint32) 2147483621)
/* Floating: the largest valid float is 0x1.fffffep+126, the largest valid double 0x1.fffffffffffffp+1022. */
#define COMITY_FLOAT_MAX_VALID 0x1.fffffep+126f
#define COMITY_DOUBLE_MAX_VALID 0x1.fffffffffffffp+1022
double comity_missing_double (char tag); /* '.' or 'a'…'z' as Stata stores it */
float comity_missing_float (char tag);

G_END_DECLS
