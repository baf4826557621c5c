/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log-rank family: observed less expected events of each group, weighted over the event times,
 * with the hypergeometric covariance, added over strata. Harrington & Fleming (1982),
 * doi:10.1093/biomet/69.3.553. */
#include "config.h"

#include "comity-survival.h"

#include "comity-risk-private.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

void
comity_logrank_free (ComityLogrank *self)
{
  if (self == NULL)
    return;

  g_free (self->n);
  g_free (self->observed);
  g_free (self->expected);
  g_free (self);
}

/* Rows of each group at risk at every slot: n_groups × length. */
static double *
count_at_risk (const ComityRisk *risk, const guint32 *group, gsize n_groups)
{
  gsize n_padded = (risk->n + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK;
  gsize length = comity_risk_get_length (risk);
  double *counts = comity_kernel_alloc (n_groups * length);
  double *mine = comity_kernel_alloc0 (n_padded);

  for (gsize g = 0; counts != NULL && mine != NULL && g < n_groups; g++)
    {
      for (gsize i = 0; i < risk->n; i++)
        mine[i] = group[i] == g;
      comity_risk_sum (risk, NULL, 0, mine, counts + g * length);
    }
  if (mine == NULL)
    g_clear_pointer (&counts, free);
  free (mine);
  return counts;
}

typedef struct
{
  const ComityRisk *risk;
  const guint32 *group;
  const double *counts;
  gsize length;
  ComityLogrankWeight weight;
  ComityLogrank *result;
  double *events;  /* n_groups */
  ComityMatrix *v; /* n_groups × n_groups */
} Testing;

static void
add_slot (Testing *self, gsize k, double *survival)
{
  const ComityRisk *risk = self->risk;
  gsize n_groups = self->result->n_groups;
  double d = 0.0;
  double n = 0.0;
  double weight, spread;

  for (gsize g = 0; g < n_groups; g++)
    {
      self->events[g] = 0.0;
      n += self->counts[g * self->length + k];
    }
  for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++, d++)
    self->events[self->group[risk->events[at]]]++;
  weight = self->weight == COMITY_LOGRANK_GEHAN         ? n
           : self->weight == COMITY_LOGRANK_TARONE_WARE ? sqrt (n)
           : self->weight == COMITY_LOGRANK_PETO        ? *survival
                                                        : 1.0;
  *survival *= 1.0 - d / n;
  spread = n > 1.0 ? weight * weight * d * (n - d) / (n - 1.0) : 0.0;
  for (gsize g = 0; g < n_groups; g++)
    {
      double share = self->counts[g * self->length + k] / n;

      self->result->observed[g] += weight * self->events[g];
      self->result->expected[g] += weight * d * share;
      for (gsize h = 0; h < n_groups; h++)
        self->v->data[g * n_groups + h] +=
            spread * share * ((g == h) - self->counts[h * self->length + k] / n);
    }
}

/* (O − E)' V⁻ (O − E) over the groups that were ever at risk, one of them left out. */
static void
settle (ComityLogrank *self, const ComityMatrix *v)
{
  g_autofree gsize *used = g_new (gsize, self->n_groups + 1);
  g_autofree double *difference = g_new0 (double, self->n_groups + 1);
  g_autofree double *solution = g_new0 (double, self->n_groups + 1);
  g_autoptr (ComityMatrix) part = NULL;
  gsize n_used = 0;

  for (gsize g = 0; g < self->n_groups; g++)
    if (self->expected[g] > 0.0)
      used[n_used++] = g;
  self->chi2 = self->p = NAN;
  self->df = n_used > 1 ? (int) n_used - 1 : 0;
  if (n_used < 2)
    return;
  part = comity_matrix_new (n_used - 1, n_used - 1);
  for (gsize i = 0; part != NULL && i + 1 < n_used; i++)
    {
      difference[i] = self->observed[used[i]] - self->expected[used[i]];
      for (gsize j = 0; j + 1 < n_used; j++)
        comity_matrix_set (part, i, j, comity_matrix_get (v, used[i], used[j]));
    }
  if (part == NULL || !comity_matrix_solve_spd (part, difference, solution))
    return;
  self->chi2 = 0.0;
  for (gsize i = 0; i + 1 < n_used; i++)
    self->chi2 += difference[i] * solution[i];
  self->p = gsl_cdf_chisq_Q (self->chi2, self->df);
}

ComityLogrank *
comity_logrank_new (gsize n,
                    const double *start,
                    const double *stop,
                    const double *event,
                    const guint32 *group,
                    gsize n_groups,
                    const guint32 *stratum,
                    gsize n_strata,
                    ComityLogrankWeight weight)
{
  g_autoptr (ComityRisk) risk =
      comity_risk_new (n, start, stop, event, NULL, stratum, stratum != NULL ? n_strata : 1,
                       COMITY_TIES_BRESLOW, FALSE, 1);
  g_autoptr (ComityLogrank) self = g_new0 (ComityLogrank, 1);
  g_autoptr (ComityMatrix) v = comity_matrix_new (n_groups, n_groups);
  g_autofree double *events = g_new0 (double, n_groups + 1);
  double *counts = risk != NULL ? count_at_risk (risk, group, n_groups) : NULL;
  Testing testing;

  self->n_groups = n_groups;
  self->n = g_new0 (gsize, n_groups + 1);
  self->observed = g_new0 (double, n_groups + 1);
  self->expected = g_new0 (double, n_groups + 1);
  if (counts == NULL || v == NULL)
    {
      free (counts);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    self->n[group[i]]++;
  testing =
      (Testing){ risk, group, counts, comity_risk_get_length (risk), weight, self, events, v };
  for (gsize h = 0; h < risk->n_strata; h++)
    {
      double survival = 1.0;

      for (gsize k = risk->stratum_slots[h]; k + 1 < risk->stratum_slots[h + 1]; k++)
        add_slot (&testing, k, &survival);
    }
  free (counts);
  settle (self, v);
  return g_steal_pointer (&self);
}
