/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counterfactual designs. */
#include "config.h"

#include "comity-scenario-private.h"

#include "comity-number.h"

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
gboolean
comity_scenario_uses_column (const ComityInput *input, const ComityColumn *column)
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
ComityScenario *
comity_scenario_alloc (const ComityFit *fit, const ComityScenario *from, ComityDataset *dataset)
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

gboolean
comity_scenario_renew_input (ComityScenario *self,
                             gsize v,
                             ComityProgress *progress,
                             GError **error)
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
    if (comity_scenario_uses_column (self->fit->design->variables[v].input, column))
      {
        if (!comity_scenario_renew_input (self, v, progress, error))
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
  g_autoptr (ComityScenario) self = comity_scenario_alloc (from->fit, from, from->dataset);
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

/* The observed rows, expressions worked out. */
ComityScenario *
comity_scenario_new_observed (const ComityFit *fit, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityScenario) self = comity_scenario_alloc (fit, NULL, fit->dataset);

  for (gsize v = 0; v < self->view.n_variables; v++)
    if (self->view.variables[v].input->column == NULL &&
        !comity_scenario_renew_input (self, v, progress, error))
      return NULL;
  return g_steal_pointer (&self);
}

ComityScenario *
comity_scenario_new_for_rows (const ComityFit *fit,
                              ComityDataset *rows,
                              ComityProgress *progress,
                              GError **error)
{
  g_autoptr (ComityScenario) self = comity_scenario_alloc (fit, NULL, rows);

  for (gsize v = 0; v < self->view.n_variables; v++)
    if (!comity_scenario_renew_input (self, v, progress, error))
      return NULL;
  return g_steal_pointer (&self);
}
