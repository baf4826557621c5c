/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference cases: a JSON file of expected numbers, and the CSV of the data they were computed
 * from. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* @folder: below tests/reference. Ends the test when the file cannot be read. */
JsonNode *comity_test_load_case (const char *folder, const char *name);
/* Follows member names and array indices: "average", "gower", "3". Borrowed. */
JsonNode *comity_test_find (JsonNode *root, ...) G_GNUC_NULL_TERMINATED;
/* A number; "NaN" and null are NaN. */
double comity_test_number (JsonNode *node);
double comity_test_element (JsonNode *array, gsize i);
/* |a - b| <= tolerance * max (1, |b|), and NaN only with NaN. */
#define comity_test_assert_close(a, b, tolerance)                                                  \
  comity_test_check_close (G_STRLOC, (a), (b), (tolerance))
void comity_test_check_close (const char *place, double a, double b, double tolerance);

/* rows[i][j]: text of a cell; row 0 holds the names. Simple CSV: quotes, no line breaks in cells.
 */
GPtrArray *comity_test_load_csv (const char *folder, const char *name);
const char *comity_test_cell (GPtrArray *csv, gsize row, gsize column);
gsize comity_test_column (GPtrArray *csv, const char *name);
double comity_test_value (GPtrArray *csv, gsize row, gsize column);

G_END_DECLS
