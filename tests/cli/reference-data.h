/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data of the reference cases that are made from their files, and files that comity-cli wrote. */
#pragma once

#include "cli-fixture.h"

G_BEGIN_DECLS

/* A .csv of the test's folder as the object of its columns, numbers where they are. */
JsonNode *reference_read_columns (Fixture *fixture, const char *name);
/* Of these only the rows that have the first column named; with a second, those in which the first
 * is 1, in the order of the second: "event time". */
void reference_keep_rows (JsonNode *table, const char *columns);
/* periods.csv: the spells as person-periods, t counted, y the event in the last. */
void reference_make_periods (Fixture *fixture);
/* timed.csv: hard_design.csv with the times of the case, 1 … 40 twice. */
void reference_make_timed (Fixture *fixture);

G_END_DECLS
