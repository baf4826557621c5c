/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditional (fixed-effects) logit: of those of a group, which have the event? Chamberlain
 * (1980), doi:10.2307/2297110. Its likelihood is the exact partial likelihood of a Cox model with
 * the groups as strata and one time for all: a group with one event is a softmax, one with more
 * takes the exact ties of comity-cox-exact.c; the rows are put in the order of the groups.
 * Covariates are measured from their means in the group, which the likelihood does not notice: what
 * is constant within every group becomes 0 and is left out. Where asked for, ties are Breslow's or
 * Efron's approximation, as with R's clogit (method = ). */
#include "config.h"

#include "comity-cox-private.h"

#include "comity-fit-private.h"
#include "comity-parallel.h"

#include <math.h>
#include <string.h>

/* Of a column of unit spread: what rounding leaves of a constant. */
#define ROUNDING 1e-10

/* Where a group has no place among the rows that are left. */
#define SILENT G_MAXUINT32

static ComityTies
get_ties (const ComitySpec *spec)
{
  return spec->grouped_ties ? spec->ties : COMITY_TIES_EXACT;
}

/* Groups of events alone say nothing, unless ties are approximated: R keeps them then. */
static gboolean
is_silent (const ComitySpec *spec, guint32 n_events, guint32 size)
{
  return n_events == 0 || (n_events == size && get_ties (spec) == COMITY_TIES_EXACT);
}

static gboolean
fail_memory (GError **error)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                       "There is not enough memory for the groups.");
  return FALSE;
}

static void
note_drop (ComityFit *fit, const ComityGroups *groups, gsize n_rows, gsize n_events, gsize n_groups)
{
  ComityDrop drop = { .variable = g_strdup_printf ("no variation within %s", groups->name),
                      .rows = n_rows,
                      .events = n_events,
                      .missing = n_rows };

  g_array_append_val (fit->drops, drop);
  fit->numbers.n_dropped += n_rows;
  comity_fit_warn (fit,
                   "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " groups of %s (%" G_GSIZE_FORMAT
                   " rows) were left out: the outcome does not vary within them.",
                   n_groups, groups->n_groups, groups->name, n_rows);
}

/* How many rows and events each group has. The waterfall knows the events of numbers already. */
static void
count_groups (const ComityFit *fit,
              const ComityFitRows *rows,
              const ComityGroups *groups,
              guint32 *sizes,
              guint32 *events)
{
  const guint64 *words = rows->events != NULL ? rows->events->words : NULL;

  /* In a sorted panel the rows of a group follow each other. */
  for (gsize i = 0; i < rows->n;)
    {
      guint32 group = groups->group[i];
      gsize first = i;
      guint32 found = 0;

      for (; i < rows->n && groups->group[i] == group; i++)
        {
          guint32 row = rows->rows[i];

          found += words != NULL
                       ? (guint32) (words[row / 64] >> (row % 64) & 1)
                       : comity_fit_read_outcome (fit->design->response, row) == 1.0;
        }
      sizes[group] += (guint32) (i - first);
      events[group] += found;
    }
}

gboolean
comity_fit_drop_groups (ComityFit *fit,
                        const ComityFitPlan *plan,
                        const ComityFitUnits *units,
                        ComityFitRows *rows,
                        GError **error)
{
  g_autoptr (ComityGroups) groups =
      comity_groups_new_from_column (plan->group->column, rows->rows, rows->n);
  g_autofree guint32 *events = g_try_new0 (guint32, groups->n_groups + 1);
  g_autofree guint32 *sizes = g_try_new0 (guint32, groups->n_groups + 1);
  g_autofree guint32 *next = g_try_new (guint32, groups->n_groups + 1); /* SILENT: left out */
  guint32 *ordered = g_try_new (guint32, rows->n + 1);
  gsize kept = 0;
  gsize n_groups = 0;
  gsize n_events = 0;

  if (events == NULL || sizes == NULL || next == NULL || ordered == NULL)
    {
      g_free (ordered);
      return fail_memory (error);
    }
  count_groups (fit, rows, groups, sizes, events);
  for (gsize g = 0; g < groups->n_groups; g++)
    {
      next[g] = is_silent (fit->spec, events[g], sizes[g]) ? SILENT : (guint32) kept;
      if (next[g] == SILENT)
        {
          n_groups++;
          n_events += events[g];
        }
      else
        kept += sizes[g];
    }
  if (n_groups == groups->n_groups)
    {
      g_free (ordered);
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                   "The outcome %s does not vary within any of the %" G_GSIZE_FORMAT
                   " groups of %s.",
                   fit->design->response->name, groups->n_groups, groups->name);
      return FALSE;
    }
  /* Rows ascend: all that is used lies between the first and the last. */
  memset (fit->used + rows->rows[0] / 8, 0,
          rows->rows[rows->n - 1] / 8 - rows->rows[0] / 8 + 1);
  for (gsize i = 0; i < rows->n; i++)
    {
      guint32 *place = &next[groups->group[i]];
      guint32 row = rows->rows[i];

      if (*place == SILENT)
        continue;
      ordered[(*place)++] = row;
      fit->used[row / 8] |= (guint8) (1u << (row % 8));
    }
  if (get_ties (fit->spec) != COMITY_TIES_EXACT)
    comity_fit_warn (
        fit,
        "Events of the same group are ties of a Cox model, by the approximation of %s; "
        "without --ties the conditional likelihood is exact.",
        get_ties (fit->spec) == COMITY_TIES_EFRON ? "Efron" : "Breslow");
  if (n_groups > 0)
    note_drop (fit, groups, rows->n - kept, n_events, n_groups);
  g_free (rows->own);
  rows->rows = rows->own = ordered;
  rows->n = kept;
  comity_fit_recount_dyads (fit, units, rows);
  return TRUE;
}

typedef struct
{
  ComitySample *sample;
  const ComityGroups *groups;
  const double *counts; /* n_groups */
  double *sums;         /* n_columns × n_groups */
} Centring;

static void
centre_column (gsize at, gpointer user_data)
{
  const Centring *self = user_data;
  ComitySample *sample = self->sample;
  gsize j = at + 1;
  double *means = self->sums + at * self->groups->n_groups;
  const guint32 *group = self->groups->group;
  double largest = 0.0;

  for (gsize i = 0; i < sample->n; i++)
    means[group[i]] +=
        sample->x[(i / COMITY_BLOCK * sample->stride + j) * COMITY_BLOCK + i % COMITY_BLOCK];
  for (gsize g = 0; g < self->groups->n_groups; g++)
    means[g] /= self->counts[g];
  for (gsize i = 0; i < sample->n; i++)
    {
      double *x =
          &sample->x[(i / COMITY_BLOCK * sample->stride + j) * COMITY_BLOCK + i % COMITY_BLOCK];

      *x -= means[group[i]];
      largest = MAX (largest, fabs (*x));
    }
  for (gsize i = 0; largest < ROUNDING && i < sample->n; i++)
    sample->x[(i / COMITY_BLOCK * sample->stride + j) * COMITY_BLOCK + i % COMITY_BLOCK] = 0.0;
}

static gboolean
centre_within (ComitySample *sample, const ComityGroups *groups, guint n_threads)
{
  gsize n_columns = sample->n_columns - 1;
  g_autofree double *sums = g_try_new0 (double, n_columns * groups->n_groups + 1);
  g_autofree double *counts = g_try_new0 (double, groups->n_groups + 1);
  Centring centring = { sample, groups, counts, sums };

  if (sums == NULL || counts == NULL)
    return FALSE;
  for (gsize i = 0; i < sample->n; i++)
    counts[groups->group[i]]++;
  return comity_parallel_for (n_columns, n_threads, centre_column, &centring, NULL);
}

/* Clusters hold whole groups: the likelihood of a group cannot be divided between two. */
gboolean
comity_fit_check_whole_groups (const ComityFitPlan *plan,
                               const guint32 *rows,
                               const ComityGroups *groups,
                               GError **error)
{
  for (guint c = 0; c < plan->cluster_inputs->len; c++)
    {
      const ComityInput *input = g_ptr_array_index (plan->cluster_inputs, c);
      g_autoptr (ComityGroups) clusters =
          comity_groups_new_from_column (input->column, rows, groups->n);
      g_autoptr (ComityGroups) cells = comity_groups_new_cross (groups, clusters);

      if (cells->n_groups != groups->n_groups)
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "Groups of %s are divided between clusters of %s; a cluster must hold whole "
                       "groups.",
                       groups->name, clusters->name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
prepare (const ComityFitPlan *plan,
         const ComitySpec *spec,
         const guint32 *rows,
         ComitySample *sample,
         GError **error)
{
  g_autoptr (ComityGroups) groups =
      comity_groups_new_from_column (plan->group->column, rows, sample->n);
  g_autofree double *time = g_try_new0 (double, sample->n + 1);

  if (!comity_fit_check_whole_groups (plan, rows, groups, error))
    return FALSE;
  if (time == NULL || !centre_within (sample, groups, spec->n_threads))
    return fail_memory (error);
  sample->extra = comity_risk_new (sample->n, NULL, time, sample->y, NULL, groups->group,
                                   groups->n_groups, get_ties (spec), FALSE, spec->n_threads);
  sample->extra_free = (GDestroyNotify) comity_risk_free;
  sample->extra_thin = comity_risk_thin;
  return sample->extra != NULL || fail_memory (error);
}

/* A group with more than one event is one term of the likelihood: what its rows have no scores of
 * their own for stands with the first event. */
static ComitySample *
scores (const ComityPass *self, ComityProgress *progress)
{
  ComitySample *out = comity_cox_scores (self, progress);
  const ComityRisk *risk = self->sample->extra;
  const ComityCoxData *data = self->data;
  gsize q = self->q;
  g_autofree double *gradient = g_new (double, q + 1);
  g_autofree double *outer = g_new0 (double, q *q + 1);

  for (gsize k = 0; out != NULL && data->exact != NULL && k < risk->n_slots; k++)
    if (risk->tied[k] > 0.0 && comity_cox_is_exact_slot (data->exact, risk, k))
      {
        gsize row = risk->events[risk->slot_events[k]];

        if (comity_cox_exact_knows_all (data->exact, k))
          continue;

        memset (gradient, 0, q * sizeof (double));
        comity_cox_exact_slot (self, 0, k, gradient, outer);
        for (gsize j = 0; j < q; j++)
          out->x[(row / COMITY_BLOCK * q + j) * COMITY_BLOCK + row % COMITY_BLOCK] += gradient[j];
      }
  return out;
}

static const char *
refuse_outcome (double y)
{
  return y == 0.0 || y == 1.0 ? NULL : "must be 0 or 1";
}

static gboolean
check (const ComitySpec *spec, GError **error)
{
  const char *sentence = NULL;

  if (spec->weights != NULL)
    sentence = "The conditional logit takes no weights.";
  else if (spec->vce != COMITY_VCE_DEFAULT && spec->vce != COMITY_VCE_CLASSICAL &&
           spec->vce != COMITY_VCE_CLUSTER && !comity_vce_is_resampled (spec->vce))
    sentence = "The conditional logit has classical, clustered, jackknife and bootstrap standard "
               "errors: a group's rows are not independent of each other.";
  if (sentence == NULL)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, sentence);
  return FALSE;
}

/* Odds beside somebody of the same group with the covariates at 0. */
static double
odds (double eta)
{
  return exp (eta);
}

const ComityEstimator comity_clogit = {
  .name = "clogit",
  .title = "Conditional logit",
  .binary = TRUE,
  .partial = TRUE,
  .grouped = TRUE,
  .check = check,
  .refuse_outcome = refuse_outcome,
  .mean = odds,
  .pass = comity_cox_pass,
  .prepare = prepare,
  .reweigh = comity_risk_reweigh,
  .reweigh_free = comity_risk_reweigh_free,
  .pass_data_new = comity_cox_data_new,
  .pass_data_free = comity_cox_data_free,
  .scores = scores,
  .rises_along = comity_risk_rises_along,
};
