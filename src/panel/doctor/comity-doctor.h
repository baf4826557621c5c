/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dyad doctor: what is wrong or odd in dyad-year data, with the rows, before it spoils a model. */
#pragma once

#include "comity-panel.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_FINDING_DUPLICATE_ROWS,   /* the same dyad twice in a year */
  COMITY_FINDING_REVERSED_DYADS,   /* both a–b and b–a in one undirected year */
  COMITY_FINDING_SELF_DYADS,
  COMITY_FINDING_ASYMMETRIC,       /* a state variable that differs between rows of one state-year */
  COMITY_FINDING_UNKNOWN_CODES,
  COMITY_FINDING_CODES_OUT_OF_TIME, /* a state that did not exist in that year */
  COMITY_FINDING_ROWS_AFTER_EVENT,
  COMITY_FINDING_GAPS,             /* missing years inside a dyad */
  COMITY_FINDING_CONSTANT_COLUMN,
  COMITY_FINDING_EMPTY_COLUMN,
  COMITY_FINDING_MISSING_ROLE_VALUES,
  COMITY_FINDING_MISSING_CODES,    /* −99 and the like among the values of a column */
} ComityFindingKind;

typedef struct
{
  ComityFindingKind kind;
  gsize count;       /* rows, dyads or columns */
  char *sentence;    /* "12 rows are duplicates of a dyad and year (first: USA–CHE 1975, row 17)." */
  guint32 *rows;     /* up to 100 examples; NULL for columns */
  gsize n_rows;
  char *mend;        /* for comity_doctor_mend (); NULL: no rule mends it */
} ComityFinding;

void comity_finding_free (ComityFinding *self);
const char *comity_finding_kind_name (ComityFindingKind kind); /* "duplicate-rows" … */

/* Elements ComityFinding, worst first; empty when all is well. O(rows) a check. NULL when cancelled. */
GPtrArray *comity_doctor_examine (ComityPanel *panel, ComityProgress *progress, GError **error);

/* Data without what a finding names: @mend is that of a finding, "duplicate-rows" (the rows are left
 * out; of those that repeat the first stays) or "missing-codes:COLUMN" (such values become missing).
 * A new dataset, and in @sentence what was done, for a log. Data in which there is nothing to mend
 * are the same. Errors: an unknown mend, nothing left, no memory, cancelled. Any thread. */
ComityDataset *comity_doctor_mend (ComityPanel *panel,
                                   const char *mend,
                                   char **sentence,
                                   ComityProgress *progress,
                                   GError **error);
/* Whether @mend names one, for options and files: a kind that can be mended, with its column. */
gboolean comity_doctor_is_mend (const char *mend);

G_END_DECLS
