/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waterfall of the rows that are not used, while it runs: comity-fit-rows.c finds the rows,
 * comity-fit-losses.c counts what was lost with them. */
#pragma once

#include "comity-fit-private.h"
#include "comity-parallel.h"

G_BEGIN_DECLS

/* More variables than the counts of a dyad can tell apart. */
#define COMITY_WATERFALL_MAX_VARIABLES (G_MAXUINT16 - 2)

/* What a bit says of a row. */
typedef enum
{
  COMITY_ROW_BIT_MISSING,  /* an input is missing */
  COMITY_ROW_BIT_WEIGHT,   /* … or a weight of 0 */
  COMITY_ROW_BIT_NEGATIVE, /* a weight is negative */
  COMITY_ROW_BIT_EVENT,    /* the outcome is 1 */
  COMITY_ROW_BIT_NO_DYAD,
} ComityRowBit;

typedef struct
{
  ComityRowBit kind;
  ComityInput *input; /* borrowed; NULL: the dyads */
  char *key;
  ComityBits *bits;
} ComityRowFlag;

typedef struct
{
  GArray *flags; /* ComityRowFlag: of the variables in their order, then the rest */
  gsize n_variables;
  gsize events;   /* index of the flag; G_MAXSIZE: none */
  gsize negative; /* … */
  gsize weight;   /* the variable that is the weights */
  const ComityFitUnits *units;
  gsize n_rows;
  const guint64 *keep; /* NULL: all rows */
  guint64 *used;
  gboolean counts; /* else only the rows are found, not what each variable takes */
  /* pieces × n_variables */
  gsize *rows, *n_events, *missing;
  guint64 **lost;                        /* n_variables: words, or NULL: not asked for */
  gsize bad_row[COMITY_PARALLEL_PIECES]; /* first row whose weight is negative */
  /* flags to be read now */
  gsize *wanted;
  gsize n_wanted;
} ComityWaterfall;

/* Rows, dyads, states, years and events by the variable that took them, into the fit's drops.
 * O(lost rows of all variables). */
void comity_waterfall_list_drops (const ComityWaterfall *self, ComityFit *fit);
/* Sets @error: why none of @n_read rows is left. */
void comity_fit_refuse_no_rows (const ComityFit *fit, gsize n_read, GError **error);

G_END_DECLS
