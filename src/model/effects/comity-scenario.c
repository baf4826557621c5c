/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counterfactual designs. */
#include "config.h"

#include "comity-scenario-private.h"

#include "comity-kernel-private.h"
#include "comity-number.h"
#include "comity-timeline.h"

#include <math.h>
#include <string.h>

void
comity_scenario_free (ComityScenario *self)
{
  if (self == NULL)
    return;

  for (gsize v = 0; self->view.variables != NULL && v < self->view.n_variables; v++)
    {
      if (self->is_own[v])
        comity_input_free (self->view.variables[v].input);
      if (self->fixed != NULL)
        g_free (self->fixed[v]);
    }
  g_free (self->view.variables);
  g_free (self->is_own);
  g_free (self->is_moved);
  g_free (self->fixed);
  g_clear_pointer (&self->dataset, comity_dataset_unref);
  g_free (self);
}

/* TRUE where @column of @dataset is among what the variable's operand uses. */
static gboolean
uses_column (const ComityInput *input, const ComityColumn *column)
{
  for (gsize i = 0; i < comity_expression_get_n_columns (input->expression); i++)
    if (strcmp (comity_column_peek_name (comity_expression_peek_column (input->expression, i)),
                comity_column_peek_name (column)) == 0)
      return TRUE;
  return FALSE;
}

/* The one code of a text in a column of strings. */
static ComityColumn *
set_text (ComityColumn *column, const char *value, GError **error)
{
  gsize n_rows = comity_column_get_n_rows (column);
  gsize n_codes = comity_column_get_n_codes (column);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint32 found = G_MAXUINT32;
  guint32 *codes;

  for (gsize code = 0; code < n_codes; code++)
    {
      const char *text = comity_column_peek_code_string (column, (guint32) code);

      g_ptr_array_add (texts, g_strdup (text));
      if (strcmp (text, value) == 0)
        found = (guint32) code;
    }
  if (found == G_MAXUINT32)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "No row has “%s” in the column %s.", value, comity_column_peek_name (column));
      return NULL;
    }
  codes = g_new (guint32, n_rows + 1);
  for (gsize row = 0; row < n_rows; row++)
    codes[row] = found;
  return comity_column_new_strings_take (comity_column_peek_name (column), n_rows, codes,
                                         g_steal_pointer (&texts));
}

/* A constant; whole small numbers, such as the two sides of a dummy, take a byte a row. */
static ComityColumn *
set_number (ComityColumn *column, const char *value, GError **error)
{
  gsize n_rows = comity_column_get_n_rows (column);
  const char *name = comity_column_peek_name (column);
  double number;
  double *values;

  if (!comity_number_parse (value, &number))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "The column %s can be set to a number, not to “%s”.", name, value);
      return NULL;
    }
  if (number == floor (number) && fabs (number) <= 100.0)
    {
      gint8 *bytes = g_malloc (n_rows + 1);

      memset (bytes, (int) number, n_rows);
      return comity_column_new_take (name, COMITY_COLUMN_INT8, n_rows, bytes);
    }
  values = g_new (double, n_rows + 1);
  for (gsize row = 0; row < n_rows; row++)
    values[row] = number;
  return comity_column_new_take (name, COMITY_COLUMN_DOUBLE, n_rows, values);
}

static ComityColumn *
move_numbers (ComityColumn *column, double step, double least)
{
  gsize n_rows = comity_column_get_n_rows (column);
  double *values = g_new (double, n_rows + 1);

  comity_column_read_doubles (column, 0, n_rows, values);
  for (gsize row = 0; row < n_rows; row++)
    values[row] += step * MAX (fabs (values[row]), least);
  return comity_column_new_take (comity_column_peek_name (column), COMITY_COLUMN_DOUBLE, n_rows,
                                 values);
}

/* A scenario over @dataset, all of whose variables are still those of @from. */
static ComityScenario *
scenario_alloc (const ComityFit *fit, const ComityScenario *from, ComityDataset *dataset)
{
  ComityScenario *self = g_new0 (ComityScenario, 1);
  const ComityDesign *design = fit->design;

  self->fit = fit;
  self->dataset = comity_dataset_ref (dataset);
  self->view = from != NULL ? from->view : *design;
  self->view.dataset = dataset;
  self->view.variables =
      g_memdup2 (self->view.variables, (design->n_variables + 1) * sizeof (ComityDesignVariable));
  self->is_own = g_new0 (gboolean, design->n_variables + 1);
  self->is_moved = g_new0 (gboolean, fit->n_terms + 1);
  if (from == NULL || from->fixed == NULL)
    return self;
  self->fixed = g_new0 (double *, design->n_variables + 1);
  for (gsize v = 0; v < design->n_variables; v++)
    if (from->fixed[v] != NULL)
      self->fixed[v] = g_memdup2 (from->fixed[v],
                                  (self->view.variables[v].n_levels +
                                   (gsize) MAX (0, self->view.variables[v].variable->degree) + 2) *
                                      sizeof (double));
  return self;
}

static gboolean
renew_input (ComityScenario *self, gsize v, ComityProgress *progress, GError **error)
{
  ComityDesignVariable *variable = &self->view.variables[v];
  ComityInput *input = comity_input_new (variable->variable->text, variable->variable->operand,
                                         self->dataset, error);

  if (input == NULL)
    return FALSE;
  variable->input = input;
  self->is_own[v] = TRUE;
  return comity_input_materialise (input, self->fit->spec->n_threads, progress, error);
}

static void
mark_terms (ComityScenario *self)
{
  for (gsize j = 0; j < self->fit->n_terms; j++)
    if (self->fit->columns[j] >= 0)
      {
        const ComityDesignColumn *column =
            g_ptr_array_index (self->view.columns, self->fit->columns[j]);

        for (gsize p = 0; p < column->n_parts; p++)
          self->is_moved[j] |= self->is_own[column->parts[p].variable];
      }
}

/* Replaces a column and works out anew what uses it. */
static gboolean
replace_column (ComityScenario *self,
                ComityColumn *column,
                ComityProgress *progress,
                GError **error)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (self->dataset);
  ComityDataset *dataset;

  comity_dataset_builder_take_column (builder, column);
  dataset = comity_dataset_builder_end (builder);
  comity_dataset_unref (self->dataset);
  self->dataset = dataset;
  self->view.dataset = dataset;
  self->moved = column;
  for (gsize v = 0; v < self->view.n_variables; v++)
    if (uses_column (self->fit->design->variables[v].input, column))
      {
        if (!renew_input (self, v, progress, error))
          return FALSE;
        if (self->fixed != NULL)
          g_clear_pointer (&self->fixed[v], g_free);
      }
  mark_terms (self);
  return TRUE;
}

ComityScenario *
comity_scenario_new (const ComityScenario *from,
                     const char *column,
                     const char *value,
                     double step,
                     double least,
                     ComityProgress *progress,
                     GError **error)
{
  g_autoptr (ComityScenario) self = scenario_alloc (from->fit, from, from->dataset);
  GError *local = NULL;
  ComityColumn *old = comity_dataset_require_column (from->dataset, column, &local);
  ComityColumn *replacement;

  if (old == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return NULL;
    }
  if (value == NULL)
    replacement = move_numbers (old, step, least);
  else
    replacement = comity_column_is_numeric (old) ? set_number (old, value, error)
                                                 : set_text (old, value, error);
  if (replacement == NULL || !replace_column (self, replacement, progress, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Differences to either side of which one is so much larger than the other, and so large of itself,
 * are a jump. */
#define JUMP_RATIO 100.0
#define JUMP_SIZE 1e-3

gboolean
comity_scenario_take_out_jumps (const ComityScenario *base,
                                ComityScenario *low,
                                ComityScenario *high,
                                ComityProgress *progress,
                                GError **error)
{
  double values[COMITY_BLOCK];
  gsize n_rows = comity_dataset_get_n_rows (base->dataset);

  for (gsize v = 0; v < low->view.n_variables; v++)
    {
      const ComityInput *input = base->view.variables[v].input;
      ComityInput *below = low->view.variables[v].input;
      ComityInput *above = high->view.variables[v].input;

      if (!low->is_own[v] || !high->is_own[v] || low->view.variables[v].is_factor ||
          input->expression == NULL || below->values == NULL || above->values == NULL)
        continue;
      if (comity_progress_set_error_if_cancelled (progress, error))
        return FALSE;
      for (gsize first = 0; first < n_rows; first += COMITY_BLOCK)
        {
          gsize n = MIN (COMITY_BLOCK, n_rows - first);

          comity_expression_eval (input->expression, first, n, values);
          for (gsize r = 0; r < n; r++)
            {
              double down = values[r] - below->values[first + r];
              double up = above->values[first + r] - values[r];
              double less = fabs (down) < fabs (up) ? down : up;
              double more = MAX (fabs (down), fabs (up));

              if (!(more > JUMP_RATIO * fabs (less) &&
                    more > JUMP_SIZE * MAX (1.0, fabs (values[r]))))
                continue;
              below->values[first + r] = values[r] - less;
              above->values[first + r] = values[r] + less;
            }
        }
    }
  return TRUE;
}

/* A variable's level or power alone, through the design's own reader. */
static double
read_part (const ComityScenario *self, const ComityDesignPart *part)
{
  ComityDesignPart copy = *part;
  ComityDesignColumn column = { .n_parts = 1, .parts = &copy };
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  ComityDesign view = self->view;
  guint32 row = 0;
  double value;

  g_ptr_array_add (columns, &column);
  view.columns = columns;
  comity_design_read (&view, 0, &row, 1, &value);
  return value;
}

void
comity_scenario_read (
    const ComityScenario *self, gsize term, const guint32 *rows, gsize n, double *out)
{
  const ComityDesignColumn *column;

  if (self->fit->columns[term] < 0)
    {
      for (gsize i = 0; i < n; i++)
        out[i] = 1.0;
      return;
    }
  if (self->fixed == NULL)
    {
      comity_design_read (&self->view, (gsize) self->fit->columns[term], rows, n, out);
      return;
    }
  column = g_ptr_array_index (self->view.columns, self->fit->columns[term]);
  out[0] = 1.0;
  for (gsize p = 0; p < column->n_parts; p++)
    {
      const ComityDesignPart *part = &column->parts[p];
      const double *fixed = self->fixed[part->variable];

      out[0] *= fixed != NULL ? fixed[part->level] : read_part (self, part);
    }
}

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
      used[c] |=
          uses_column (observed->view.variables[v].input, comity_dataset_peek_column (dataset, c));
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

/* The observed rows, expressions worked out. */
static ComityScenario *
observed_new (const ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityScenario) self = scenario_alloc (fit, NULL, fit->dataset);

  for (gsize v = 0; v < self->view.n_variables; v++)
    if (self->view.variables[v].input->column == NULL && !renew_input (self, v, progress, error))
      return NULL;
  return g_steal_pointer (&self);
}

ComityScenario *
comity_scenario_new_for_rows (const ComityFit *fit,
                              ComityDataset *rows,
                              ComityProgress *progress,
                              GError **error)
{
  g_autoptr (ComityScenario) self = scenario_alloc (fit, NULL, rows);

  for (gsize v = 0; v < self->view.n_variables; v++)
    if (!renew_input (self, v, progress, error))
      return NULL;
  return g_steal_pointer (&self);
}

static ComityScenario *
at_means_new (const ComityScenario *observed,
              const ComityUsedRows *rows,
              ComityProgress *progress,
              GError **error)
{
  g_autoptr (ComityDataset) row = mean_row (observed, rows, progress, error);
  g_autoptr (ComityScenario) self = NULL;

  if (row == NULL)
    return NULL;
  self = scenario_alloc (observed->fit, NULL, row);
  if (!fix_shares (self, observed, rows, progress, error))
    return NULL;
  for (gsize v = 0; v < self->view.n_variables; v++)
    if (uses_time (self->view.variables[v].input)
            ? !stand_in (self, observed, rows, v, progress, error)
            : !renew_input (self, v, progress, error))
      return NULL;
  return g_steal_pointer (&self);
}

gboolean
comity_effects_check (const ComityFit *fit, GError **error)
{
  if (fit->spec->absorb != NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "There are no predictions after absorbed fixed effects, which are not "
                           "estimated: write factor (column) in the formula instead.");
      return FALSE;
    }
  if (fit->estimator->mean != NULL && !fit->estimator->partial && !fit->estimator->timed)
    return TRUE;
  g_set_error (
      error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
      "After this model (%s) there are no predictions of the outcome: they need a constant "
      "and rows that are no spells.",
      fit->estimator->title);
  return FALSE;
}

static void
sum_offset (
    const ComityUsedRows *rows, gsize first, gsize n, double *sums, double *scratch, gpointer data)
{
  comity_design_read_offset (rows->fit->design, rows->rows + first, n, scratch);
  for (gsize r = 0; r < n; r++)
    sums[0] += (rows->weight != NULL ? rows->weight[first + r] : 1.0) * scratch[r];
}

void
comity_stage_read_offset (const ComityStage *self, const guint32 *rows, gsize n, double *out)
{
  if (self->at_means)
    out[0] = self->offset;
  else
    comity_design_read_offset (self->fit->design, rows, n, out);
}

/* One row in place of those used. */
static gboolean
move_to_means (ComityStage *self, ComityProgress *progress, GError **error)
{
  ComityScenario *means = at_means_new (self->base, &self->rows, progress, error);

  if (means == NULL)
    return FALSE;
  g_clear_pointer (&self->base, comity_scenario_free);
  self->base = means;
  if (self->fit->design->offsets->len > 0 &&
      !comity_used_rows_pass (&self->rows, sum_offset, NULL, 1, COMITY_BLOCK, &self->offset,
                              progress, error))
    return FALSE;
  self->offset /= self->rows.sum_weight;
  self->at_means = TRUE;
  comity_used_rows_clear (&self->rows);
  self->rows = (ComityUsedRows){ .fit = self->fit, .n = 1, .sum_weight = 1.0 };
  self->rows.rows = g_new0 (guint32, 1);
  return TRUE;
}

gboolean
comity_stage_init (ComityStage *self,
                   const ComityFit *fit,
                   const ComityProfile *profile,
                   ComityProgress *progress,
                   GError **error)
{
  return comity_effects_check (fit, error) &&
         comity_stage_open (self, fit, profile, progress, error);
}

gboolean
comity_stage_open (ComityStage *self,
                   const ComityFit *fit,
                   const ComityProfile *profile,
                   ComityProgress *progress,
                   GError **error)
{
  self->fit = fit;
  if (!comity_used_rows_init (&self->rows, fit, error))
    return FALSE;
  self->base = observed_new (fit, progress, error);
  if (self->base == NULL)
    return FALSE;
  if (profile->at_means && !move_to_means (self, progress, error))
    return FALSE;
  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_scenario_free);
  for (guint i = 0; i < profile->settings->len; i++)
    {
      const ComitySetting *setting = &g_array_index (profile->settings, ComitySetting, i);
      ComityScenario *next = comity_scenario_new (self->base, setting->column, setting->value, 0.0,
                                                  0.0, progress, error);

      if (next == NULL)
        return FALSE;
      g_ptr_array_add (self->chain, self->base);
      self->base = next;
    }
  return TRUE;
}

void
comity_stage_clear (ComityStage *self)
{
  comity_used_rows_clear (&self->rows);
  g_clear_pointer (&self->base, comity_scenario_free);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
}

/* Step of the differences of μ: truncation and rounding are both about 1e-11. */
#define STEP 4e-3

void
comity_mean_derivatives (
    const ComityFit *fit, const double *eta, gsize n, double *mean, double *slope, double *bend)
{
  double (*mu) (double) = fit->estimator->mean;

  for (gsize i = 0; i < n; i++)
    {
      double here = mu (eta[i]);
      double up, down, up2, down2;

      mean[i] = here;
      if (slope == NULL)
        continue;
      up = mu (eta[i] + STEP);
      down = mu (eta[i] - STEP);
      up2 = mu (eta[i] + 2.0 * STEP);
      down2 = mu (eta[i] - 2.0 * STEP);
      slope[i] = (8.0 * (up - down) - (up2 - down2)) / (12.0 * STEP);
      if (bend != NULL)
        bend[i] = (16.0 * (up + down) - (up2 + down2) - 30.0 * here) / (12.0 * STEP * STEP);
    }
}
