/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design at means: one row of averages over the rows used, factors at the shares of their
 * levels. */
#include "config.h"

#include "comity-scenario-private.h"

#include "comity-timeline.h"

#include <math.h>
#include <string.h>

/* Means over the rows used, of columns and of levels. */
typedef struct
{
  const ComityDesign *view;
  gsize n;                 /* things to average */
  ComityColumn **columns;  /* n: a column of the data, or */
  ComityDesignPart *parts; /* n: a level of a variable; of level G_MAXSIZE: its operand */
} Averages;

static void
sum_averages (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  const Averages *a = data;
  ComityDesignColumn column = { .n_parts = 1 };
  gpointer only = &column;
  GPtrArray columns = { .pdata = &only, .len = 1 };
  ComityDesign view = *a->view;

  view.columns = &columns;
  for (gsize j = 0; j < a->n; j++)
    {
      gboolean binary = TRUE;

      if (a->columns[j] != NULL)
        comity_column_gather_doubles (a->columns[j], rows->rows + first, n, scratch);
      else if (a->parts[j].level == G_MAXSIZE)
        comity_input_gather (a->view->variables[a->parts[j].variable].input, rows->rows + first, n,
                             scratch);
      else
        {
          column.parts = &a->parts[j];
          comity_design_read (&view, 0, rows->rows + first, n, scratch);
        }
      for (gsize r = 0; r < n; r++)
        {
          double weight = rows->weight != NULL ? rows->weight[first + r] : 1.0;

          /* A column that is used in other years alone may be missing in a row that is used. */
          if (isnan (scratch[r]))
            continue;
          sums[3 * j] += weight * scratch[r];
          sums[3 * j + 2] += weight;
          binary = binary && (scratch[r] == 0.0 || scratch[r] == 1.0);
        }
      sums[3 * j + 1] += !binary;
    }
}

static gboolean
average (const ComityUsedRows *rows,
         Averages *a,
         double *means,    /* n */
         gboolean *binary, /* n */
         ComityProgress *progress,
         GError **error)
{
  g_autofree double *sums = g_new0 (double, 3 * a->n + 1);

  if (!comity_used_rows_pass (rows, sum_averages, a, 3 * a->n, COMITY_BLOCK, sums, progress, error))
    return FALSE;
  for (gsize j = 0; j < a->n; j++)
    {
      means[j] = sums[3 * j] / sums[3 * j + 2];
      binary[j] = sums[3 * j + 1] == 0.0;
    }
  return TRUE;
}

/* One row: every numeric column that a covariate uses at its mean, others at their first value. */
static ComityDataset *
mean_row (const ComityScenario *observed,
          const ComityUsedRows *rows,
          ComityProgress *progress,
          GError **error)
{
  ComityDataset *dataset = observed->dataset;
  gsize n_columns = comity_dataset_get_n_columns (dataset);
  g_autofree gboolean *used = g_new0 (gboolean, n_columns + 1);
  g_autofree ComityColumn **columns = g_new0 (ComityColumn *, n_columns + 1);
  g_autofree double *means = g_new0 (double, n_columns + 1);
  g_autofree gboolean *binary = g_new0 (gboolean, n_columns + 1);
  Averages a = { &observed->view, 0, columns, NULL };
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (1);
  g_autoptr (ComityTimeline) always = comity_timeline_new_steady (1);
  g_autoptr (ComityDataset) row = NULL;
  guint32 first = rows->rows[0];

  for (gsize v = 0; v < observed->view.n_variables; v++)
    for (gsize c = 0; c < n_columns; c++)
      used[c] |= comity_scenario_uses_column (observed->view.variables[v].input,
                                              comity_dataset_peek_column (dataset, c));
  for (gsize c = 0; c < n_columns; c++)
    if (used[c] && comity_column_is_numeric (comity_dataset_peek_column (dataset, c)))
      columns[a.n++] = comity_dataset_peek_column (dataset, c);
  if (!average (rows, &a, means, binary, progress, error))
    return NULL;
  for (gsize j = 0; j < a.n; j++)
    comity_dataset_builder_take_column (
        builder, comity_column_new_take (comity_column_peek_name (columns[j]), COMITY_COLUMN_DOUBLE,
                                         1, g_memdup2 (&means[j], sizeof (double))));
  for (gsize c = 0; c < n_columns; c++)
    if (used[c] && !comity_column_is_numeric (comity_dataset_peek_column (dataset, c)))
      comity_dataset_builder_take_column (
          builder, comity_column_gathered (comity_dataset_peek_column (dataset, c), &first, 1));
  /* A value that is set for the row has been so in the years before: lags take it too. */
  row = comity_dataset_builder_end (builder);
  return comity_dataset_with_timeline (row, always);
}

static gboolean
uses_text (const ComityInput *input)
{
  for (gsize i = 0; i < comity_expression_get_n_columns (input->expression); i++)
    if (!comity_column_is_numeric (comity_expression_peek_column (input->expression, i)))
      return TRUE;
  return FALSE;
}

static gboolean
uses_time (const ComityInput *input)
{
  return comity_expression_uses_time (input->expression);
}

/* Factors at the shares of their levels; 0/1 expressions, those of texts and those of other years
 * at their means; the rest is evaluated at the means of its columns. */
static gboolean
fix_shares (ComityScenario *self,
            const ComityScenario *observed,
            const ComityUsedRows *rows,
            ComityProgress *progress,
            GError **error)
{
  gsize n_variables = self->view.n_variables;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (ComityDesignPart));
  g_autofree ComityColumn **columns = NULL;
  g_autofree double *means = NULL;
  g_autofree gboolean *binary = NULL;
  Averages a = { &observed->view, 0, NULL, NULL };

  for (gsize v = 0; v < n_variables; v++)
    {
      const ComityDesignVariable *variable = &observed->view.variables[v];
      gsize n = variable->is_factor                                      ? variable->n_levels
                : variable->variable->kind == COMITY_VARIABLE_EXPRESSION ? 1
                                                                         : 0;

      for (gsize level = 0; level < n; level++)
        {
          ComityDesignPart part = { v, variable->is_factor ? level : 1 };

          g_array_append_val (parts, part);
        }
    }
  a.n = parts->len;
  a.parts = (ComityDesignPart *) parts->data;
  a.columns = columns = g_new0 (ComityColumn *, a.n + 1);
  means = g_new0 (double, a.n + 1);
  binary = g_new0 (gboolean, a.n + 1);
  if (!average (rows, &a, means, binary, progress, error))
    return FALSE;
  self->fixed = g_new0 (double *, n_variables + 1);
  for (gsize j = 0; j < a.n; j++)
    {
      gsize v = a.parts[j].variable;
      const ComityDesignVariable *variable = &observed->view.variables[v];

      if (!variable->is_factor && !binary[j] && !uses_text (variable->input))
        continue;
      if (self->fixed[v] == NULL)
        self->fixed[v] =
            g_new0 (double, variable->n_levels + (gsize) MAX (0, variable->variable->degree) + 2);
      self->fixed[v][a.parts[j].level] = means[j];
    }
  return TRUE;
}

/* What looks at other years cannot be worked out from the mean row: its own mean stands in. */
static gboolean
stand_in (ComityScenario *self,
          const ComityScenario *observed,
          const ComityUsedRows *rows,
          gsize v,
          ComityProgress *progress,
          GError **error)
{
  ComityDesignVariable *variable = &self->view.variables[v];
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (self->dataset);
  ComityColumn *none = NULL;
  ComityDesignPart operand = { v, G_MAXSIZE };
  Averages a = { &observed->view, 1, &none, &operand };
  gboolean binary;
  double mean;
  g_autofree char *name = g_strdup_printf ("mean of %s", variable->variable->operand);
  ComityColumn *column;

  if (!average (rows, &a, &mean, &binary, progress, error))
    return FALSE;
  column = comity_column_new_take (name, COMITY_COLUMN_DOUBLE, 1, g_memdup2 (&mean, sizeof mean));
  comity_dataset_builder_take_column (builder, column);
  comity_dataset_unref (self->dataset);
  self->dataset = self->view.dataset = comity_dataset_builder_end (builder);
  variable->input = comity_input_new_for_column (column, self->dataset);
  self->is_own[v] = TRUE;
  return TRUE;
}

ComityScenario *
comity_scenario_new_at_means (const ComityScenario *observed,
                              const ComityUsedRows *rows,
                              ComityProgress *progress,
                              GError **error)
{
  g_autoptr (ComityDataset) row = mean_row (observed, rows, progress, error);
  g_autoptr (ComityScenario) self = NULL;

  if (row == NULL)
    return NULL;
  self = comity_scenario_alloc (observed->fit, NULL, row);
  if (!fix_shares (self, observed, rows, progress, error))
    return NULL;
  for (gsize v = 0; v < self->view.n_variables; v++)
    if (uses_time (self->view.variables[v].input)
            ? !stand_in (self, observed, rows, v, progress, error)
            : !comity_scenario_renew_input (self, v, progress, error))
      return NULL;
  return g_steal_pointer (&self);
}
