/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How files tell the two states of a dyad apart in the names of columns: polity_a and polity_b, ji1
 * and ji2, s1_cinc and s2_cinc. A rule is one such way; the most telling come first. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

gsize comity_sides_get_n_rules (void);
/* The column of @stem's second side by this rule, and the stem, or NULL when @name is not of the
 * first side. Both to be freed. */
char *comity_sides_dup_other (gsize rule, const char *name, char **stem);
/* "polity" → "polity_a", or "polity_b" when @second. */
char *comity_sides_dup_name (gsize rule, const char *stem, gboolean second);
/* The two columns of @stem by the first rule whose two columns are there. FALSE and a sentence that
 * names the pairs that were looked for. */
gboolean comity_sides_find_pair (const ComityDataset *dataset,
                                 const char *stem,
                                 ComityColumn *sides[2],
                                 char **why);

G_END_DECLS
