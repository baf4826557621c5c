/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the estimates would change without a group of rows — a state, a dyad, a year: one Newton step
 * from the estimates on the rows that are left, which for least squares is the exact answer
 * (Pregibon 1981, doi:10.1214/aos/1176345513). */
#pragma once

#include "comity-fit.h"

G_BEGIN_DECLS

typedef struct _ComityInfluence ComityInfluence;

/* Groups are the values of @columns[0]; with two columns (state A, state B) a row belongs to both
 * of its groups. For models of rows with a link function. Errors: COMITY_MODEL_ERROR naming the
 * column, or the model; cancelled. O(n k²) a column, threaded; memory k² a thread's piece and k a
 * group. */
ComityInfluence *comity_influence_new (const ComityFit *fit,
                                       const char *const *columns,
                                       gsize n_columns,
                                       ComityProgress *progress,
                                       GError **error);
typedef enum
{
  COMITY_INFLUENCE_COLUMN, /* the values of a column */
  COMITY_INFLUENCE_STATES, /* of two: a row belongs to both of its states */
  COMITY_INFLUENCE_DYADS,  /* unordered pairs of two columns' values */
  COMITY_INFLUENCE_ROWS,   /* each row alone; its label is its number */
} ComityInfluenceKind;

typedef struct
{
  ComityInfluenceKind kind;
  const char *columns[2];
} ComityInfluenceGroups;

/* Likewise; after a Cox model (Efron's or Breslow's ties) from the sums of its dfbeta residuals. */
ComityInfluence *comity_influence_new_for_groups (const ComityFit *fit,
                                                  const ComityInfluenceGroups *groups,
                                                  ComityProgress *progress,
                                                  GError **error);
void comity_influence_free (ComityInfluence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityInfluence, comity_influence_free)
gsize comity_influence_get_n (const ComityInfluence *self);
/* The group's value as text, and its rows. */
const char *comity_influence_peek_group (const ComityInfluence *self, gsize group, gsize *n_rows);
/* A row of the dataset in the group; @second: its group is that of the second column. */
guint32 comity_influence_get_row (const ComityInfluence *self, gsize group, gboolean *second);
/* The change of @term in standard errors, or (-1) the largest of any but the constant's; what
 * cannot be estimated without the group is infinitely influential. */
double comity_influence_get_size (const ComityInfluence *self,
                                  const ComityFit *fit,
                                  gsize group,
                                  gssize term);
/* The groups, the largest change first; n of them, g_free. O(n (terms + log n)). */
gsize *comity_influence_rank (const ComityInfluence *self, const ComityFit *fit, gssize term);
/* b without the group less b, n_terms; NaN where the rest cannot be estimated. */
const double *comity_influence_peek_change (const ComityInfluence *self, gsize group);

G_END_DECLS
