/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a combination of the covariates predict a 0/1 outcome perfectly, in all rows or in some?
 * Then no finite maximum likelihood estimate exists (Albert & Anderson 1984,
 * doi:10.1093/biomet/71.1.1). */
#pragma once

#include "comity-sample-private.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean separated;
  double *direction; /* q, in the sample's units: the way the estimates run off */
  gboolean *alone;   /* q: this column separates by itself (with the constant) */
  gsize n_rows;      /* rows that are predicted perfectly */
} ComitySeparation;

void comity_separation_clear (ComitySeparation *self);
/* FALSE: cancelled or no memory. O(n q) times some multiple of q. */
gboolean comity_separation_find (const ComitySample *sample,
                                 const guint32 *pick,
                                 gsize q,
                                 guint n_threads,
                                 ComityProgress *progress,
                                 ComitySeparation *result);

/* Leaves alone[j] TRUE only where column j by itself separates: its values where y = 1 and where y
 * = 0 meet in one point at most. TRUE if any does. What does not separate a part of the rows does
 * not separate the whole. O(n q). */
gboolean comity_separation_find_alone (
    const ComitySample *sample, const guint32 *pick, gsize q, guint n_threads, gboolean *alone);

G_END_DECLS
