/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The insides of the hazards of rows: what a Cox model's baseline adds between two times. */
#pragma once

#include "comity-row-hazards.h"

G_BEGIN_DECLS

/* Event times of one stratum. */
typedef struct
{
  gsize n;
  double last;      /* time at which somebody is at risk */
  double *time;     /* n, ascending */
  double *hazard;   /* n: increments */
  double *variance; /* n: of them, given the estimates */
  double *mean;     /* n × q: (x̄ − m) ΔΛ */
} ComityRowBaseline;

struct _ComityRowHazards
{
  ComityFit *fit;
  gsize q;
  gsize n_strata;
  ComityRowBaseline *baselines; /* n_strata; NULL: no Cox model */
  GHashTable *strata; /* value of the strata's column → number + 1; NULL: there are none */
  double *center;     /* q: m */
  double last;        /* of a parametric model: the longest time at risk of the rows used */
};

/* Of the row's stratum; NULL: it is none of the model's. */
const ComityRowBaseline *comity_row_hazards_find_baseline (const ComityRowHazards *self,
                                                           guint32 row);
/* Of the event times k, @from ≤ k < @to: Σ ΔΛ, its variance given the estimates, and Σ (x̄ − m) ΔΛ
 * into @mean (q). */
void comity_row_baseline_sum (const ComityRowBaseline *self,
                              gsize q,
                              gsize from,
                              gsize to,
                              double *hazard,
                              double *variance,
                              double *mean);
/* The first event time after @time, or at it. */
gsize comity_row_baseline_find (const ComityRowBaseline *self, double time, gboolean at);

G_END_DECLS
