/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pass of the Cox model keeps, for the pass itself, exact ties, scores and what comes after
 * the fit. */
#pragma once

#include "comity-risk-private.h"

G_BEGIN_DECLS

/* Efron's sums over the tied events l = 0 … d − 1 of a slot, c = l/d, φ = S₀ − c E₀, W̄ the mean
 * weight of the events; Breslow's are those of c = 0. */
typedef struct
{
  double m1, m2; /* Σ 1/φ / d, Σ c/φ / d: mean of x over the risk set is m1 S₁ − m2 E₁ */
  double p1, p2, p3; /* W̄ Σ 1/φ², W̄ Σ c/φ², W̄ Σ c²/φ² */
  double hazard;     /* W̄ Σ 1/φ: increment of the baseline hazard */
  double own;        /* W̄ Σ c/φ: what the tied events' own hazard lacks */
} ComityCoxSlot;

typedef struct
{
  double *risk;      /* n_blocks × COMITY_BLOCK: weight · e^η */
  gsize length;      /* of an array of sums */
  double *sums;      /* (q + 1) × length: S₁ by column, then S₀ */
  double *tied_sums; /* (q + 1) × n_slots: E₁, E₀ over the events of a slot; Breslow: NULL */
  ComityCoxSlot *slots; /* n_slots */
  double *hazard;       /* n_slots: baseline hazard of the stratum before the slot */
  double *outer;        /* pieces × q²: Σ of the means' cross products */
  double *gradients;    /* pieces × (q + 1): of exact ties */
  gpointer exact;       /* memory of exact ties, or NULL */
} ComityCoxData;

/* S₁ of column @j (S₀ for j = q) at a slot, likewise E₁. */
static inline double
comity_cox_sum (const ComityCoxData *data, gsize j, gsize slot)
{
  return data->sums[j * data->length + slot];
}

/* Adds @factor times the cross product of the means at slot k to the lower triangle of @outer (q ×
 * q);
 * @work: 2 q. */
void comity_cox_add_outer (const ComityRisk *risk,
                           const ComityCoxData *data,
                           gsize q,
                           gsize k,
                           double factor,
                           double *work,
                           double *outer);
/* Mean of column @j over the risk set of slot k, as the ties want it. */
static inline double
comity_cox_mean (const ComityCoxData *data, gsize n_slots, gsize j, gsize k)
{
  double tied = data->tied_sums != NULL ? data->tied_sums[j * n_slots + k] : 0.0;

  return data->slots[k].m1 * comity_cox_sum (data, j, k) - data->slots[k].m2 * tied;
}

/* The pass of the Cox model and its memory, for models of the same likelihood. */
gboolean comity_cox_pass (ComityPass *self, ComityProgress *progress);
gpointer comity_cox_data_new (const ComityPass *pass);
void comity_cox_data_free (gpointer data);
ComitySample *comity_cox_scores (const ComityPass *self, ComityProgress *progress);

/* Exact ties: the slots of two or more events, and some of one. */
gpointer comity_cox_exact_new (const ComityPass *pass);
void comity_cox_exact_free (gpointer exact);
gboolean comity_cox_is_exact_slot (gconstpointer exact, const ComityRisk *risk, gsize slot);
/* Whether there is no other slot, so that no sums over risk sets are needed. */
gboolean comity_cox_exact_takes_all (gconstpointer exact);
/* 1 + q + q (q + 1) / 2: value, gradient and lower triangle of one level of the recursion. */
gsize comity_cox_exact_get_side (gsize q);
/* One more row with odds p / (1 − p) in the levels from … to of the recursion. */
void comity_cox_exact_add_row (
    double *levels, gsize q, gsize from, gsize to, double p, const double *x);
/* Whether sums of powers gave @row a chance: then its score is δ − @chosen times x, its weight in the
 * cross product of all rows @spread. After a pass, or its phase of slots. */
gboolean comity_cox_exact_peek (
    gconstpointer exact, const ComityRisk *risk, gsize row, double *chosen, double *spread);
/* … and whether they gave one to all rows of the slot. */
gboolean comity_cox_exact_knows_all (gconstpointer exact, gsize slot);
/* Log likelihood, gradient and information (its lower triangle is taken off @outer) of one such
 * slot, or what the chances of its rows do not give. */
double comity_cox_exact_slot (
    const ComityPass *pass, gsize piece, gsize slot, double *gradient, double *outer);

G_END_DECLS
