/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the doctor's files share: rows, dyads and events (comity-doctor.c), columns
 * (comity-doctor-columns.c), mending (comity-doctor-mend.c). */
#pragma once

#include "comity-doctor.h"

#include "comity-panel-private.h"

G_BEGIN_DECLS

typedef struct
{
  ComityPanel *panel;
  const PanelIndex *index;
  GPtrArray *findings;
  guint max_rows; /* of a finding, as examples; mending wants them all */
} Doctor;

typedef struct
{
  gsize count;
  GArray *rows; /* guint32, at most max_rows */
  guint max_rows;
} Tally;

void comity_doctor_tally_init (Tally *tally, const Doctor *doctor);
void comity_doctor_tally_add (Tally *tally, guint32 row);
/* Takes @sentence and the tally's rows; the finding, which is the doctor's. */
ComityFinding *comity_doctor_add_finding (Doctor *doctor,
                                          ComityFindingKind kind,
                                          Tally *tally,
                                          char *sentence);
/* "1 row", "725,783 rows" */
char *comity_doctor_count (gsize n, const char *one, const char *many);
/* "a, b, c, d, e …": @n of them are in @list already. */
void comity_doctor_append_name (GString *list, gsize n, const char *name);

void comity_doctor_examine_columns (Doctor *doctor, ComityProgress *progress);
/* Columns with values that stand for missing ones, −99 beside 0 to 10. */
void comity_doctor_examine_missing_codes (Doctor *doctor, ComityProgress *progress);
/* The column without them, how many they were in @n_cells; NULL: it has none, or, with @error set,
 * there is no memory. */
ComityColumn *
comity_doctor_without_missing_codes (ComityColumn *column, gsize *n_cells, GError **error);
/* All that is wrong with rows. */
void comity_doctor_examine_rows (Doctor *doctor, ComityProgress *progress);

G_END_DECLS
