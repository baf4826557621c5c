/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact ties by sums of powers, where few rows are all but sure to have the event. */
#pragma once

#include "comity-cox-private.h"

G_BEGIN_DECLS

/* Terms of the series at most. */
#define COMITY_COX_MOMENTS 30

/* Where a slot is worked on; borrowed. */
typedef struct
{
  double *moments; /* COMITY_COX_MOMENTS × q */
  double *work;    /* q */
  double *values;  /* d + 1 */
  double *levels;  /* (d + 1) × side */
  double *chosen;  /* n rows of the data: a row's chance of being among the events; NaN: see below */
  double *spread;  /* n rows of the data: its weight in the cross product of all rows */
  double times;    /* how often the slot counts */
} ComityCoxMoments;

/* One slot: @rows (n) are at risk, d of them have the event. Returns for how many rows it has set
 * chosen and spread; the others have NaN, and their part of the gradient, but for Σ x of those with
 * the event, is in @gradient. The rest of the information is taken off the lower triangle of @outer;
 * @log_likelihood is without Σ η of the events. 0, and nothing but chosen changed: too many rows have
 * large odds, use the recursion. O(n K q + d K q²), and O(d q²) for each row with large odds. */
gsize comity_cox_moments_slot (const ComityPass *pass,
                               const guint32 *rows,
                               gsize n,
                               gsize d,
                               ComityCoxMoments *space,
                               double *gradient,
                               double *outer,
                               double *log_likelihood);

G_END_DECLS
