/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The joint test: the focal term is permuted, everything else stays, and all specifications are
 * estimated again. In a panel of dyads states are exchanged, rows and columns together; rows
 * without a counterpart are missing. Without states rows are exchanged. */
#include "config.h"

#include "comity-spec-curve-private.h"

#include "comity-parallel.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* 7!: all permutations of up to seven states, or rows. */
#define ENUMERATE 5040
#define PERMUTED "permuted focal term"
#define KEEP_BYTES ((gsize) 1 << 30)

typedef struct
{
  const ComityCurvePlan *plan;
  ComityWorkbench *workbench;
  double level;
  gsize n_rows;
  const double *focal;                  /* n_rows */
  const ComityStatePermutation *states; /* NULL: rows */
  gsize n_units;                        /* of an order */
  const guint32 *rows;                  /* without states: rows with a value */
  guint32 *orders;                      /* permutations × n_units */
  ComityCurveJoint *joints;             /* permutations */
  double *kept;                         /* permutations */
  ComityProgress *progress;
  gsize n;
  gsize n_done; /* atomic */
} Permuting;

/* A dataset with the permuted values as one more column. */
static ComityDataset *
make_dataset (const Permuting *self, gsize permutation, double *kept)
{
  const guint32 *order = self->orders + permutation * self->n_units;
  double *values = g_new (double, self->n_rows + 1);
  g_autoptr (ComityDatasetBuilder) builder =
      comity_dataset_builder_new_from (self->workbench->dataset);

  *kept = 1.0;
  if (self->states != NULL)
    {
      g_autofree guint32 *map = g_new (guint32, self->n_rows + 1);
      gsize n = comity_state_permutation_map (self->states, order, map);

      for (gsize row = 0; row < self->n_rows; row++)
        values[row] = map[row] != COMITY_STATE_PERMUTATION_NONE ? self->focal[map[row]] : NAN;
      *kept = (double) n / (double) self->n_rows;
    }
  else
    {
      for (gsize row = 0; row < self->n_rows; row++)
        values[row] = NAN;
      for (gsize i = 0; i < self->n_units; i++)
        values[self->rows[i]] = self->focal[self->rows[order[i]]];
    }
  comity_dataset_builder_take_column (
      builder, comity_column_new_take (PERMUTED, COMITY_COLUMN_DOUBLE, self->n_rows, values));
  return comity_dataset_builder_end (builder);
}

static void
run_permutation (gsize permutation, gpointer user_data)
{
  Permuting *self = user_data;
  g_autoptr (ComityDataset) dataset = make_dataset (self, permutation, &self->kept[permutation]);
  g_autofree ComityCurvePoint *points = g_new0 (ComityCurvePoint, self->plan->n + 1);
  ComityKeep *keep = comity_keep_new (KEEP_BYTES);
  gsize n_done;

  comity_curve_run (self->plan, dataset, &self->workbench->units, keep, "`" PERMUTED "`", 0, TRUE,
                    1, points, self->progress);
  comity_curve_join (points, self->plan->n, self->level, &self->joints[permutation]);
  comity_curve_points_clear (points, self->plan->n);
  comity_keep_unref (keep);
  n_done = g_atomic_pointer_add (&self->n_done, 1) + 1;
  if (!comity_progress_is_cancelled (self->progress))
    {
      g_autofree char *message =
          g_strdup_printf ("Permutation %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, n_done, self->n);

      comity_progress_report (self->progress, 0.1 + 0.9 * (double) n_done / (double) self->n,
                              message);
    }
}

/* The next order of 0 … n-1; FALSE after the last, and it is the first again. */
static gboolean
next_order (guint32 *order, gsize n)
{
  gsize i = n;

  while (i >= 2 && order[i - 2] >= order[i - 1])
    i--;
  if (i >= 2)
    {
      gsize j = n - 1;
      guint32 swap = order[i - 2];

      while (order[j] <= swap)
        j--;
      order[i - 2] = order[j];
      order[j] = swap;
    }
  for (gsize a = i >= 2 ? i - 1 : 0, b = n - 1; n > 0 && a < b; a++, b--)
    {
      guint32 swap = order[a];

      order[a] = order[b];
      order[b] = swap;
    }
  return i >= 2;
}

static gboolean
make_orders (Permuting *self, gsize asked, guint64 seed, gboolean *exact)
{
  double n_orders = self->states != NULL
                        ? comity_state_permutation_get_n_orders (self->states)
                        : (self->n_units < 20 ? tgamma ((double) self->n_units + 1) : INFINITY);
  gsl_rng *rng;

  *exact = n_orders <= MAX ((double) asked, ENUMERATE);
  self->n = *exact ? (gsize) n_orders : asked;
  self->orders = g_try_new (guint32, self->n * self->n_units + 1);
  if (self->orders == NULL)
    return FALSE;
  rng = gsl_rng_alloc (gsl_rng_mt19937);
  gsl_rng_set (rng, (unsigned long) seed);
  for (gsize p = 0; p < self->n; p++)
    {
      guint32 *order = self->orders + p * self->n_units;

      if (*exact && p > 0)
        {
          memcpy (order, order - self->n_units, self->n_units * sizeof (guint32));
          if (self->states != NULL)
            comity_state_permutation_next (self->states, order);
          else
            next_order (order, self->n_units);
          continue;
        }
      for (gsize i = 0; i < self->n_units; i++)
        order[i] = (guint32) i;
      if (*exact)
        continue;
      if (self->states != NULL)
        comity_state_permutation_shuffle (self->states, rng, order);
      else
        gsl_ran_shuffle (rng, order, self->n_units, sizeof (guint32));
    }
  gsl_rng_free (rng);
  return TRUE;
}

/* Equal statistics of equal samples come out of different orders of sums. */
static gboolean
is_as_far (double value, double observed)
{
  return !(fabs (value) < fabs (observed) * (1.0 - 1e-9));
}

static void
judge (const Permuting *self, gboolean exact, ComityCurveSummary *summary)
{
  const ComityCurveJoint *observed = &summary->observed;
  double add = exact ? 0.0 : 1.0;
  double total = (double) self->n + add;
  ComityCurveJoint count = { add, add, add };

  for (gsize p = 0; p < self->n; p++)
    {
      const ComityCurveJoint *joint = &self->joints[p];

      summary->n_failed += isnan (joint->median);
      count.median += is_as_far (joint->median, observed->median);
      count.share_significant += is_as_far (joint->share_significant, observed->share_significant);
      count.stouffer += is_as_far (joint->stouffer, observed->stouffer);
      summary->kept += self->kept[p] / (double) self->n;
    }
  summary->p = (ComityCurveJoint){ count.median / total, count.share_significant / total,
                                   count.stouffer / total };
  summary->n_permutations = self->n;
  summary->exact = exact;
  summary->by_states = self->states != NULL;
}

static double *
read_focal (const Permuting *self, GError **error)
{
  GError *local = NULL;
  g_autoptr (ComityExpression) expression =
      comity_expression_new (self->plan->focal, self->workbench->dataset, &local);
  double *values;

  if (expression == NULL)
    {
      g_clear_error (&local);
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "The focal term %s cannot be permuted: it must be a column or an expression, no "
                   "factor, polynomial or interaction.",
                   self->plan->focal);
      return NULL;
    }
  values = g_new (double, self->n_rows + 1);
  comity_expression_eval (expression, 0, self->n_rows, values);
  return values;
}

gboolean
comity_curve_permute (const ComityCurvePlan *plan,
                      const ComitySpecCurveOptions *options,
                      ComityWorkbench *workbench,
                      ComityCurveSummary *summary,
                      ComityProgress *progress,
                      GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (workbench->dataset);
  Permuting self = { .plan = plan,
                     .workbench = workbench,
                     .level = plan->base->level,
                     .n_rows = n_rows,
                     .progress = progress };
  g_autofree double *focal = read_focal (&self, error);
  g_autofree guint32 *rows = g_new (guint32, n_rows + 1);
  g_autoptr (ComityStatePermutation) states = NULL;
  const ComityFitUnits *units = &workbench->units;
  gboolean exact;
  gboolean done = FALSE;

  if (focal == NULL)
    return FALSE;
  self.focal = focal;
  self.rows = rows;
  if (units->states[0] != NULL && units->states[1] != NULL)
    {
      for (gsize row = 0; row < n_rows; row++)
        rows[row] = (guint32) row;
      states = comity_state_permutation_new (units->states[0], units->states[1], units->year, rows,
                                             n_rows, options->exchange, progress, error);
      if (states == NULL)
        return FALSE;
      self.n_units = comity_state_permutation_get_n_states (states);
    }
  else
    for (gsize row = 0; row < n_rows; row++)
      {
        rows[self.n_units] = (guint32) row;
        self.n_units += isfinite (focal[row]);
      }
  self.states = states;
  if (make_orders (&self, options->n_permutations, options->seed, &exact))
    {
      self.joints = g_new (ComityCurveJoint, self.n + 1);
      self.kept = g_new0 (double, self.n + 1);
      done = comity_parallel_for (self.n, options->base->n_threads, run_permutation, &self,
                                  progress) &&
             !comity_progress_is_cancelled (progress);
    }
  if (done)
    judge (&self, exact, summary);
  else if (!comity_progress_set_error_if_cancelled (progress, error))
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                         "There is not enough memory for the permutations.");
  g_free (self.orders);
  g_free (self.joints);
  g_free (self.kept);
  return done;
}
