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

/* The states of similarity/NAME.csv, a row each, as pairs.csv: a row a pair, a column a side. */
void reference_make_pairs (Fixture *fixture, const char *name);
/* The rows of the table that was read, so that @column is as @wanted. FALSE: it has other values. */
gboolean reference_order_rows (JsonNode *table, const char *column, GPtrArray *wanted);
/* "A B WEIGHT": what ties weigh as the member "matrix", above the diagonal of the matrix of @wanted. */
void reference_make_matrix (JsonNode *table, const char *columns, GPtrArray *wanted);
/* Rows of pairs, by the first and then by the second of them, by the second and then by the first. */
void reference_turn_pairs (JsonNode *table, const char *column);
/* 1 - x for a column of similarities. */
void reference_complement (JsonNode *table, const char *column);
/* Groups numbered by the first row that has them, as R's cutree. */
void reference_renumber (JsonNode *table, const char *column);

G_END_DECLS
