/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a similarity: computed from traits, or derived from one or two others. */
#pragma once

#include "comity-similarity-plan-private.h"

G_BEGIN_DECLS

struct _ComitySimilarity
{
  gatomicrefcount ref_count;
  /* owned */
  ComityPlan *plan;          /* of a derived one: that of later, borrowed */
  ComityTraits *traits;      /* NULL: derived */
  guint32 *states;           /* n, ascending panel numbers */
  double *values;            /* n (n + 1) / 2: pair (i, j), j <= i, at i (i + 1) / 2 + j */
  char *title;               /* NULL: the plan's */
  ComitySimilarity *later;   /* derived: what the values come from */
  ComitySimilarity *earlier; /* a change: what was subtracted; NULL none */
  gsize n;
  int year;
  double low, high;
};

static inline gsize
comity_similarity_pair_index (gsize i, gsize j)
{
  return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
}

/* A fresh one over @states (taken) with all values NaN; NULL when the memory is not to be had. */
ComitySimilarity *comity_similarity_new_derived (ComitySimilarity *later,
                                                 ComitySimilarity *earlier,
                                                 guint32 *states,
                                                 gsize n);
void comity_similarity_find_range (ComitySimilarity *self);

/* Which pairs have a tie in the similarity's year, whatever they signed and in which direction: n × n,
 * the lower triangle. NULL: no memory. */
guint8 *comity_similarity_mark_ties (ComityPanel *panel,
                                     ComitySimilarity *similarity,
                                     gboolean cumulative);

G_END_DECLS
