/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A .dta file being read: what its header says, and where its sections are. Releases 102–115 are
 * fixed binary records, 117–119 the same between tags. Formats: StataCorp, help dta_113 … dta_119.
 */
#pragma once

#include "comity-io-private.h"

G_BEGIN_DECLS

#define COMITY_DTA_FIRST_RELEASE 102
#define COMITY_DTA_LAST_RELEASE 119

typedef enum
{
  COMITY_DTA_NUMBER,
  COMITY_DTA_STRING,
  COMITY_DTA_STRL, /* eight bytes that point into the strL section */
} ComityDtaKind;

typedef struct
{
  ComityDtaKind kind;
  ComityColumnType type; /* of a number */
  gsize width;           /* bytes in a row */
  gsize offset;          /* from the row's beginning */

  /* owned */
  char *name;
  char *format;
  char *label;
  char *labels_name; /* of its value labels, "" when none */
} ComityDtaVariable;

typedef struct
{
  char *column;
  char *name;
  char *text;
} ComityDtaCharacteristic;

typedef struct
{
  const ComitySource *source; /* borrowed */
  gsize at;                   /* byte being read */
  int release;
  gboolean swap; /* the file's byte order is not this machine's */
  gboolean is_big_endian;
  gsize n_rows;
  gsize n_variables;
  gsize row_width;
  gsize data_at;
  gboolean guessed; /* some text was not UTF-8 */

  /* owned */
  char *label;
  ComityDtaVariable *variables;
  ComityColumnNames names;  /* of the columns that they become */
  GArray *characteristics;  /* of ComityDtaCharacteristic */
  GHashTable *strls;        /* owned key of v and o → owned GBytes slice; NULL when none */
  GHashTable *value_labels; /* owned name → ComityValueLabels */
} ComityDta;

/* Everything before the data, which begins at data_at. */
gboolean comity_dta_read_header (ComityDta *self, GError **error);
/* Everything after the data. */
gboolean comity_dta_read_strls (ComityDta *self, GError **error);
gboolean comity_dta_read_value_labels (ComityDta *self, GError **error);
/* The text that the eight bytes of a strL cell point to, "" when there is none. */
const char *comity_dta_find_strl (ComityDta *self, const guint8 *cell, gsize *length);
/* All columns, in order; NULL and a sentence. */
GPtrArray *comity_dta_read_columns (ComityDta *self, ComityProgress *progress, GError **error);

/* Reading with bounds: FALSE and a sentence with @what is being read. */
gboolean comity_dta_need (ComityDta *self, gsize n, const char *what, GError **error);
gboolean comity_dta_damaged (ComityDta *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
gboolean comity_dta_expect (ComityDta *self, const char *tag, GError **error);
guint64 comity_dta_take_uint (ComityDta *self, gsize width);
char *comity_dta_take_text (ComityDta *self, gsize width);

G_END_DECLS
