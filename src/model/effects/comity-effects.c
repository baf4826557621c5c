/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marginal effects.
 *   μ(η) the outcome's mean, η_i = x_i'β · s a column of the data · w_i weights, W their sum
 *   slope    D_ij = ∂x_ij/∂s, d_i = D_i'β:  (1/W) Σ w_i μ'(η_i) d_i,
 *            gradient_j (1/W) Σ w_i (μ''(η_i) d_i x_ij + μ'(η_i) D_ij)
 *   change   x¹, x⁰ with s at its two values: (1/W) Σ w_i (μ(η¹_i) − μ(η⁰_i)),
 *            gradient_j (1/W) Σ w_i (μ'(η¹_i) x¹_ij − μ'(η⁰_i) x⁰_ij)
 * D comes from moving s a little both ways in the data and reading the design again, which is exact
 * to rounding for powers up to the second. Several effects share a pass, few enough that their
 * moved columns stay small beside the data. */
#include "config.h"

#include "comity-scenario-private.h"

#include "comity-inference-private.h"
#include "comity-kernel-private.h"
#include "comity-number.h"

#include <math.h>
#include <string.h>

/* Effects a pass. */
#define BATCH 4
/* Relative step of the differences of columns, near the cube root of the machine's precision. */
#define COLUMN_STEP 6e-6
/* Part of a column's spread below which a value's own size no longer sets its step. */
#define LEAST_SPREAD 0.01

struct _ComityEffects
{
  GArray *items; /* ComityEffect */
};

/* An effect to be: low and high are scenarios to either side. */
typedef struct
{
  char *column;
  char *contrast;
  char *low_value, *high_value; /* NULL: a slope */
  double least;                 /* of a slope's step */
  double width; /* between low and high where all rows move alike; 0: each its own */
  ComityScenario *low, *high;
} Task;

static void
task_clear (gpointer data)
{
  Task *task = data;

  g_free (task->column);
  g_free (task->contrast);
  g_free (task->low_value);
  g_free (task->high_value);
  comity_scenario_free (task->low);
  comity_scenario_free (task->high);
}

typedef struct
{
  const ComityStage *stage;
  const Task *tasks;
  gsize n_tasks;
} Batch;

/* The scratch of a piece, all of COMITY_BLOCK but x. */
typedef struct
{
  double *x; /* n_terms × COMITY_BLOCK */
  double *eta, *mean, *slope, *bend;
  double *low, *high, *eta_low, *eta_high, *slope_low, *slope_high, *from, *to;
} Scratch;

static Scratch
lay_out (double *scratch, gsize n_terms)
{
  double *at = scratch + n_terms * COMITY_BLOCK;

#define NEXT (at += COMITY_BLOCK, at - COMITY_BLOCK)
  Scratch s = { .x = scratch };

  s.eta = NEXT;
  s.mean = NEXT;
  s.slope = NEXT;
  s.bend = NEXT;
  s.low = NEXT;
  s.high = NEXT;
  s.eta_low = NEXT;
  s.eta_high = NEXT;
  s.slope_low = NEXT;
  s.slope_high = NEXT;
  s.from = NEXT;
  s.to = NEXT;
#undef NEXT
  return s;
}

#define N_VECTORS 12

/* Σ w (to_j a − from_j b) of a block. */
static double
sum_pair (const double *w,
          const double *to,
          const double *a,
          const double *from,
          const double *b,
          gsize n)
{
  double sum = 0.0;

  for (gsize r = 0; r < n; r++)
    sum += (w != NULL ? w[r] : 1.0) * (to[r] * a[r] - from[r] * b[r]);
  return sum;
}

static void
add_change (const Batch *batch,
            const Task *task,
            const Scratch *s,
            const guint32 *rows,
            gsize n,
            const double *w,
            double *sums)
{
  const ComityFit *fit = batch->stage->fit;

  memcpy (s->eta_low, s->eta, n * sizeof (double));
  memcpy (s->eta_high, s->eta, n * sizeof (double));
  for (gsize j = 0; j < fit->n_terms; j++)
    if (task->low->is_moved[j] || task->high->is_moved[j])
      {
        const double *x = s->x + j * COMITY_BLOCK;

        comity_scenario_read (task->low, j, rows, n, s->low);
        comity_scenario_read (task->high, j, rows, n, s->high);
        for (gsize r = 0; r < n; r++)
          {
            s->eta_low[r] += fit->beta[j] * (s->low[r] - x[r]);
            s->eta_high[r] += fit->beta[j] * (s->high[r] - x[r]);
          }
      }
  comity_mean_derivatives (fit, s->eta_low, n, s->from, s->slope_low, NULL);
  comity_mean_derivatives (fit, s->eta_high, n, s->to, s->slope_high, NULL);
  for (gsize r = 0; r < n; r++)
    sums[0] += (w != NULL ? w[r] : 1.0) * (s->to[r] - s->from[r]);
  for (gsize j = 0; j < fit->n_terms; j++)
    {
      const double *x = s->x + j * COMITY_BLOCK;

      if (task->low->is_moved[j] || task->high->is_moved[j])
        {
          comity_scenario_read (task->low, j, rows, n, s->low);
          comity_scenario_read (task->high, j, rows, n, s->high);
          sums[1 + j] += sum_pair (w, s->high, s->slope_high, s->low, s->slope_low, n);
        }
      else
        sums[1 + j] += sum_pair (w, x, s->slope_high, x, s->slope_low, n);
    }
}

static void
add_slope (const Batch *batch,
           const Task *task,
           const Scratch *s,
           const guint32 *rows,
           gsize n,
           const double *w,
           double *sums)
{
  const ComityFit *fit = batch->stage->fit;
  double *d = s->eta_low; /* Σ D_j β_j */

  comity_column_gather_doubles (task->low->moved, rows, n, s->from);
  comity_column_gather_doubles (task->high->moved, rows, n, s->to);
  memset (d, 0, n * sizeof (double));
  for (gsize j = 0; j < fit->n_terms; j++)
    if (task->low->is_moved[j])
      {
        double sum = 0.0;

        comity_scenario_read (task->low, j, rows, n, s->low);
        comity_scenario_read (task->high, j, rows, n, s->high);
        for (gsize r = 0; r < n; r++)
          {
            double width = task->width > 0.0 ? task->width : s->to[r] - s->from[r];
            double derivative = (s->high[r] - s->low[r]) / width;

            d[r] += fit->beta[j] * derivative;
            sum += (w != NULL ? w[r] : 1.0) * s->slope[r] * derivative;
          }
        sums[1 + j] += sum;
      }
  for (gsize r = 0; r < n; r++)
    {
      double weight = w != NULL ? w[r] : 1.0;

      sums[0] += weight * s->slope[r] * d[r];
      d[r] *= weight * s->bend[r];
    }
  for (gsize j = 0; j < fit->n_terms; j++)
    {
      const double *x = s->x + j * COMITY_BLOCK;
      double sum = 0.0;

      for (gsize r = 0; r < n; r++)
        sum += d[r] * x[r];
      sums[1 + j] += sum;
    }
}

static void
sum_batch (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Batch *batch = data;
  const ComityFit *fit = batch->stage->fit;
  const guint32 *at = rows->rows + first;
  const double *w = rows->weight != NULL ? rows->weight + first : NULL;
  Scratch s = lay_out (scratch, fit->n_terms);

  comity_stage_read_offset (batch->stage, at, n, s.eta);
  for (gsize j = 0; j < fit->n_terms; j++)
    {
      double *x = s.x + j * COMITY_BLOCK;

      comity_scenario_read (batch->stage->base, j, at, n, x);
      for (gsize r = 0; r < n; r++)
        s.eta[r] += fit->beta[j] * x[r];
    }
  comity_mean_derivatives (fit, s.eta, n, s.mean, s.slope, s.bend);
  for (gsize t = 0; t < batch->n_tasks; t++)
    {
      double *to = sums + t * (fit->n_terms + 1);

      if (batch->tasks[t].high_value != NULL)
        add_change (batch, &batch->tasks[t], &s, at, n, w, to);
      else
        add_slope (batch, &batch->tasks[t], &s, at, n, w, to);
    }
}

static void
take_effect (ComityEffects *self, const ComityStage *stage, const Task *task, const double *sums)
{
  const ComityFit *fit = stage->fit;
  g_autofree double *gradient = g_new (double, fit->n_terms + 1);
  ComityCoefficient c = { .estimate = sums[0] / stage->rows.sum_weight };
  ComityEffect effect;

  for (gsize j = 0; j < fit->n_terms; j++)
    gradient[j] = sums[1 + j] / stage->rows.sum_weight;
  comity_infer (fit, comity_quadratic_form (fit->vcov, gradient, gradient), &c);
  effect = (ComityEffect){ g_strdup (task->column),
                           g_strdup (task->contrast),
                           c.estimate,
                           c.std_error,
                           c.statistic,
                           c.p_value,
                           c.conf_low,
                           c.conf_high };
  g_array_append_val (self->items, effect);
}

static gboolean
run_batch (ComityEffects *self,
           const ComityStage *stage,
           Task *tasks,
           gsize n_tasks,
           ComityProgress *progress,
           GError **error)
{
  gsize width = stage->fit->n_terms + 1;
  g_autofree double *sums = g_new0 (double, n_tasks *width + 1);
  Batch batch = { stage, tasks, n_tasks };

  for (gsize t = 0; t < n_tasks; t++)
    {
      Task *task = &tasks[t];

      task->low = comity_scenario_new (stage->base, task->column, task->low_value, -COLUMN_STEP,
                                       task->least, progress, error);
      if (task->low == NULL)
        return FALSE;
      task->high = comity_scenario_new (stage->base, task->column, task->high_value, COLUMN_STEP,
                                        task->least, progress, error);
      if (task->high == NULL ||
          (task->high_value == NULL &&
           !comity_scenario_take_out_jumps (stage->base, task->low, task->high, progress, error)))
        return FALSE;
    }
  if (!comity_used_rows_pass (&stage->rows, sum_batch, &batch, n_tasks * width,
                              (stage->fit->n_terms + N_VECTORS) * COMITY_BLOCK, sums, progress,
                              error))
    return FALSE;
  for (gsize t = 0; t < n_tasks; t++)
    {
      take_effect (self, stage, &tasks[t], sums + t * width);
      g_clear_pointer (&tasks[t].low, comity_scenario_free);
      g_clear_pointer (&tasks[t].high, comity_scenario_free);
    }
  return TRUE;
}

/* The variable whose operand is this very column as a factor, or NULL. */
static const ComityDesignVariable *
find_factor (const ComityFit *fit, const ComityColumn *column)
{
  for (gsize v = 0; v < fit->design->n_variables; v++)
    if (fit->design->variables[v].is_factor && fit->design->variables[v].input->column == column)
      return &fit->design->variables[v];
  return NULL;
}

/* A level in the words of the column's value labels, where it has some. */
static const char *
say_level (const ComityColumn *column, const char *level)
{
  ComityValueLabels *labels = comity_column_peek_value_labels (column);
  const char *label = NULL;
  gint64 value;

  if (labels != NULL && g_ascii_string_to_signed (level, 10, G_MININT32, G_MAXINT32, &value, NULL))
    label = comity_value_labels_lookup (labels, (gint32) value);
  return label != NULL && *label != '\0' ? label : level;
}

static void
add_task (GArray *tasks, ComityColumn *column, const char *low, const char *high, double least)
{
  Task task = { .column = g_strdup (comity_column_peek_name (column)),
                .low_value = g_strdup (low),
                .high_value = g_strdup (high),
                .least = least };

  task.contrast = high != NULL ? g_strdup_printf ("%s − %s", say_level (column, high),
                                                  say_level (column, low))
                               : g_strdup ("dy/dx");
  g_array_append_val (tasks, task);
}

/* Whether a covariate takes the column from rows of other years. */
static gboolean
is_shifted (const ComityFit *fit, const ComityColumn *column)
{
  for (gsize v = 0; v < fit->design->n_variables; v++)
    {
      const ComityExpression *expression = fit->design->variables[v].input->expression;

      for (gsize i = 0; comity_expression_uses_time (expression) &&
                        i < comity_expression_get_n_columns (expression);
           i++)
        if (comity_expression_peek_column (expression, i) == column)
          return TRUE;
    }
  return FALSE;
}

static gboolean
add_column (
    GArray *tasks, const ComityFit *fit, ComityColumn *column, gboolean all_slopes, GError **error)
{
  const ComityDesignVariable *factor = find_factor (fit, column);
  const ComityColumnSummary *summary;
  gboolean binary;

  if (factor != NULL)
    {
      for (gsize level = 0; level < factor->n_levels; level++)
        if (level != factor->base)
          add_task (tasks, column, factor->level_names[factor->base], factor->level_names[level],
                    0.0);
      return TRUE;
    }
  if (!comity_column_is_numeric (column))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "The column %s holds text and is no factor of the model: it has no marginal "
                   "effect.",
                   comity_column_peek_name (column));
      return FALSE;
    }
  summary = comity_column_get_summary (column);
  binary = summary->n_distinct == 2 && summary->min == 0.0 && summary->max == 1.0;
  if (binary && !all_slopes)
    add_task (tasks, column, "0", "1", 0.0);
  else if (is_shifted (fit, column))
    {
      /* A row's covariate moves with the value of another row: one step for all. */
      double reach = MAX (fabs (summary->min), fabs (summary->max));

      add_task (tasks, column, NULL, NULL, reach);
      g_array_index (tasks, Task, tasks->len - 1).width = 2.0 * COLUMN_STEP * reach;
    }
  else
    add_task (tasks, column, NULL, NULL, LEAST_SPREAD * summary->sd);
  return TRUE;
}

/* Columns that covariates use, in the formula's order. */
static GPtrArray *
list_covariates (const ComityFit *fit)
{
  GPtrArray *columns = g_ptr_array_new ();

  for (gsize v = 0; v < fit->design->n_variables; v++)
    {
      const ComityExpression *expression = fit->design->variables[v].input->expression;

      for (gsize i = 0; i < comity_expression_get_n_columns (expression); i++)
        {
          ComityColumn *column = comity_expression_peek_column (expression, i);

          if (!g_ptr_array_find (columns, column, NULL))
            g_ptr_array_add (columns, column);
        }
    }
  return columns;
}

static GArray *
list_tasks (const ComityFit *fit,
            const char *const *wanted,
            gboolean all_slopes,
            ComityProgress *progress,
            GError **error)
{
  g_autoptr (GPtrArray) covariates = list_covariates (fit);
  g_autoptr (GArray) tasks = g_array_new (FALSE, TRUE, sizeof (Task));

  g_array_set_clear_func (tasks, task_clear);
  for (guint i = 0; wanted == NULL && i < covariates->len; i++)
    {
      ComityColumn *column = g_ptr_array_index (covariates, i);

      /* A text that only conditions look at cannot be moved; it is asked for by name or not. */
      if (!comity_column_is_numeric (column) && find_factor (fit, column) == NULL)
        continue;
      if (comity_progress_set_error_if_cancelled (progress, error) ||
          !add_column (tasks, fit, column, all_slopes, error))
        return NULL;
    }
  for (; wanted != NULL && *wanted != NULL; wanted++)
    {
      gssize at = comity_dataset_find_column (fit->dataset, *wanted);
      ComityColumn *column = at >= 0 ? comity_dataset_peek_column (fit->dataset, (gsize) at) : NULL;

      if (column == NULL || !g_ptr_array_find (covariates, column, NULL))
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
                       "%s is no covariate of the model.", *wanted);
          return NULL;
        }
      if (comity_progress_set_error_if_cancelled (progress, error) ||
          !add_column (tasks, fit, column, all_slopes, error))
        return NULL;
    }
  return g_steal_pointer (&tasks);
}

ComityEffects *
comity_effects_new (const ComityFit *fit,
                    const ComityProfile *profile,
                    const char *const *columns,
                    gboolean all_slopes,
                    ComityProgress *progress,
                    GError **error)
{
  g_autoptr (ComityEffects) self = g_new0 (ComityEffects, 1);
  g_auto (ComityStage) stage = { 0 };
  g_autoptr (GArray) tasks = list_tasks (fit, columns, all_slopes, progress, error);

  self->items = g_array_new (FALSE, FALSE, sizeof (ComityEffect));
  if (tasks == NULL || !comity_stage_init (&stage, fit, profile, progress, error))
    return NULL;
  for (guint first = 0; first < tasks->len; first += BATCH)
    {
      comity_progress_report (progress, (double) first / tasks->len, "Marginal effects");
      if (!run_batch (self, &stage, &g_array_index (tasks, Task, first),
                      MIN (BATCH, tasks->len - first), progress, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
comity_effects_free (ComityEffects *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->items->len; i++)
    {
      ComityEffect *effect = &g_array_index (self->items, ComityEffect, i);

      g_free (effect->column);
      g_free (effect->contrast);
    }
  g_array_unref (self->items);
  g_free (self);
}

gsize
comity_effects_get_n (const ComityEffects *self)
{
  return self->items->len;
}

const ComityEffect *
comity_effects_peek (const ComityEffects *self, gsize i)
{
  g_return_val_if_fail (i < self->items->len, NULL);
  return &g_array_index (self->items, ComityEffect, i);
}
