/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is at risk when. The distinct event times of a stratum are its slots, one more closes it; a
 * row (start, stop] is at risk at the slots begin … end − 1, and a row with an event has it at slot
 * end − 1. With that, sums over risk sets are sums over two slots a row, whatever the length of the
 * spells. */
#pragma once

#include "comity-estimator-private.h"
#include "comity-input-private.h"

G_BEGIN_DECLS

/* "Surv (start, stop, event) ~ terms" taken apart; start and stop NULL where there is no Surv. */
typedef struct
{
  char *start, *stop;
  char *formula; /* "event ~ terms" */
} ComitySurv;

void comity_surv_clear (ComitySurv *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComitySurv, comity_surv_clear)
/* Errors: COMITY_MODEL_ERROR_FORMULA. */
gboolean comity_surv_split (const char *formula, ComitySurv *self, GError **error);

typedef struct
{
  gsize n; /* rows */
  ComityTies ties;
  gboolean frequency; /* weights count equal rows */
  gsize n_strata;
  gsize n_slots;
  guint32 *stratum_slots; /* n_strata + 1: first slot of each */
  double *times;          /* n_slots; of a closing slot +∞ */
  guint32 *begin, *end;   /* rows, those that fill the last block too: begin = end never */
  guint32 *add, *take;    /* … where their values go, see comity_risk_sum; take NULL: nowhere */
  gsize n_events;         /* rows with an event */
  guint32 *events;        /* n_events rows, by slot, then as in the data */
  guint32 *slot_events;   /* n_slots + 1: first of the events of each slot */
  double *deaths;         /* n_slots: Σ weights of the events */
  double *tied;           /* n_slots: number of events; with frequencies as deaths */
} ComityRisk;

void comity_risk_free (ComityRisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityRisk, comity_risk_free)

/* @start: n, or NULL: all are at risk from the beginning. @stratum: n, or NULL. @event, @weight
 * (NULL: 1): n. Times must satisfy start < stop. O(n log K), K the most event times of a stratum.
 * NULL when there is no memory. */
ComityRisk *comity_risk_new (gsize n,
                             const double *start,
                             const double *stop,
                             const double *event,
                             const double *weight,
                             const guint32 *stratum,
                             gsize n_strata,
                             ComityTies ties,
                             gboolean frequency,
                             guint n_threads);
/* The estimators' reweigh: other weights of the same spells. Exact ties keep the number of their
 * events, and all rows of a slot must count alike. */
gpointer comity_risk_reweigh (const ComitySample *sample, const double *count);
void comity_risk_reweigh_free (gpointer self);
/* The risk sets of a part of the rows, in order, all rows with events among them: a sample's
 * extra_thin. NULL when there is no memory. O(n). */
gpointer comity_risk_thin (gconstpointer self, const guint32 *rows, gsize n);
/* Doubles of an array that comity_risk_sum works in. */
gsize comity_risk_get_length (const ComityRisk *self);
/* sums[k] = Σ x[i] · e[i] over the rows at risk at slot k (x NULL: 1); @sums of the length above,
 * of which n_slots are the result. @x: blocks of COMITY_BLOCK rows, @stride apart. O(n). */
void comity_risk_sum (
    const ComityRisk *self, const double *x, gsize stride, const double *e, double *sums);

/* The estimators' rises_along: at every event time the events have the most of @direction (q) among
 * the rows at risk, and at some time more than others. O(n q + n log K). */
gboolean comity_risk_rises_along (const ComityPass *pass, const double *direction);

/* Sets the sample's extra from start (or NULL), stop and strata (or NULL) of @rows. Errors:
 * COMITY_MODEL_ERROR_SPEC naming the row of a spell that does not end after it begins, or too large.
 */
gboolean comity_risk_read (ComityInput *const inputs[3],
                           const ComitySpec *spec,
                           const guint32 *rows,
                           ComitySample *sample,
                           GError **error);
/* The estimators' prepare: reads times and strata. */
gboolean comity_risk_prepare (const ComityFitPlan *plan,
                              const ComitySpec *spec,
                              const guint32 *rows,
                              ComitySample *sample,
                              GError **error);

G_END_DECLS
