/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows put into groups: dense numbers 0 … n_groups-1 in the order of first appearance. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* "dyadid" */
  gsize n;    /* rows */
  gsize n_groups;
  guint32 *group; /* n */
} ComityGroups;

void comity_groups_free (ComityGroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityGroups, comity_groups_free)
/* Of arbitrary keys. O(n). */
ComityGroups *comity_groups_new (const char *name, const guint64 *keys, gsize n);
/* Equal values of a column (none missing) over the rows. */
ComityGroups *comity_groups_new_from_column (ComityColumn *column, const guint32 *rows, gsize n);
/* Every row for itself; without a name. */
ComityGroups *comity_groups_new_rows (gsize n);
/* Cells of two groupings. */
ComityGroups *comity_groups_new_cross (const ComityGroups *a, const ComityGroups *b);
/* Two columns whose values are of one kind (states): @a and @b get one common numbering. */
void comity_groups_new_pair (ComityColumn *first,
                             ComityColumn *second,
                             const guint32 *rows,
                             gsize n,
                             ComityGroups **a,
                             ComityGroups **b);
/* Unordered pairs of a common numbering. */
ComityGroups *comity_groups_new_dyads (const ComityGroups *a, const ComityGroups *b);

G_END_DECLS
