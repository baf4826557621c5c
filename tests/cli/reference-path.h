/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in a JSON document by their path. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* "terms.*.estimate", "se.CR0", "coef.1-", "tests.0-2.chi2", "curves.stratum=Africa.hazard" or a function of
 * them: "exp(terms.*.estimate)" (exp, log, sqrt, square, neg, abs). A step is a member's name (it may hold
 * points), * for each, a number or a range (open at the end) of an array's elements, MEMBER=TEXT
 * for the elements whose member is TEXT; what an array or object holds at the end counts as well, in
 * order. Adds the leaves to @leaves (JsonNode, borrowed); FALSE when some step leads nowhere. */
gboolean comity_path_find (JsonNode *root, const char *path, GPtrArray *leaves);

/* The number of a leaf after the function that @path begins with; "NaN" and null are NaN. FALSE: it
 * is a text. */
gboolean comity_path_number (const char *path, JsonNode *leaf, double *number);

/* Paths and leaves of everything in a document: (path, leaf, user_data), arrays' indices left out. */
typedef void (*ComityPathFunc) (const char *path, JsonNode *leaf, gpointer user_data);
void comity_path_walk (JsonNode *root, const char *path, ComityPathFunc func, gpointer user_data);

G_END_DECLS
