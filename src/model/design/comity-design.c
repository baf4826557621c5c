/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables resolved against a dataset; the columns of a settled design read for any rows. How
 * terms become columns is in comity-design-columns.c. */
#include "config.h"

#include "comity-design-private.h"

#include "comity-kernel-private.h"

#include <math.h>
#include <string.h>

static void
design_column_free (gpointer data)
{
  ComityDesignColumn *column = data;

  g_free (column->name);
  g_free (column->parts);
  g_free (column);
}

static gboolean
resolve_variable (ComityDesign *self, gsize i, GError **error)
{
  ComityDesignVariable *variable = &self->variables[i];

  variable->variable = comity_formula_peek_variable (self->formula, i);
  variable->input = comity_input_new (variable->variable->text, variable->variable->operand,
                                      self->dataset, error);
  if (variable->input == NULL)
    return FALSE;
  variable->is_factor = variable->variable->kind == COMITY_VARIABLE_FACTOR ||
                        (variable->variable->kind == COMITY_VARIABLE_EXPRESSION &&
                         comity_input_is_string (variable->input));
  if (!variable->is_factor && comity_input_is_string (variable->input))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
                   "The term %s needs numbers, but %s holds text.", variable->variable->text,
                   variable->variable->operand);
      return FALSE;
    }
  return TRUE;
}

ComityDesign *
comity_design_new (ComityFormula *formula, ComityDataset *dataset, GError **error)
{
  g_autoptr (ComityDesign) self = g_new0 (ComityDesign, 1);
  const char *response = comity_formula_peek_response (formula);

  self->formula = comity_formula_ref (formula);
  self->dataset = comity_dataset_ref (dataset);
  self->offsets = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_input_free);
  self->columns = g_ptr_array_new_with_free_func (design_column_free);
  self->response = comity_input_new (response, response, dataset, error);
  if (self->response == NULL)
    return NULL;
  self->n_variables = comity_formula_get_n_variables (formula);
  self->variables = g_new0 (ComityDesignVariable, self->n_variables + 1);
  for (gsize i = 0; i < self->n_variables; i++)
    if (!resolve_variable (self, i, error))
      return NULL;
  for (gsize i = 0; i < comity_formula_get_n_offsets (formula); i++)
    {
      const char *text = comity_formula_peek_offset (formula, i);
      ComityInput *input = comity_input_new (text, text, dataset, error);

      if (input == NULL)
        return NULL;
      g_ptr_array_add (self->offsets, input);
      if (comity_input_is_string (input))
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
                       "The offset %s must be a number, but it holds text.", text);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

void
comity_design_free (ComityDesign *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; self->variables != NULL && i < self->n_variables; i++)
    {
      ComityDesignVariable *variable = &self->variables[i];

      for (gsize level = 0; level < variable->n_levels; level++)
        g_free (variable->level_names[level]);
      g_free (variable->level_names);
      g_free (variable->level_values);
      g_free (variable->code_levels);
      g_free (variable->row_levels);
      g_free (variable->alpha);
      g_free (variable->norm2);
      comity_spline_free (variable->spline);
      comity_input_free (variable->input);
    }
  g_free (self->variables);
  comity_input_free (self->response);
  g_ptr_array_unref (self->offsets);
  g_ptr_array_unref (self->columns);
  comity_formula_unref (self->formula);
  comity_dataset_unref (self->dataset);
  g_free (self);
}

void
comity_design_shrink (ComityDesign *self)
{
  for (gsize i = 0; i < self->n_variables; i++)
    {
      g_clear_pointer (&self->variables[i].row_levels, g_free);
      comity_input_dematerialise (self->variables[i].input);
    }
  for (guint i = 0; i < self->offsets->len; i++)
    comity_input_dematerialise (g_ptr_array_index (self->offsets, i));
  comity_input_dematerialise (self->response);
}

/* The level of a value by bisection; G_MAXUINT32: none. */
static guint32
find_level (const ComityDesignVariable *variable, double value)
{
  gsize low = 0;
  gsize high = variable->n_levels;

  if (isnan (value))
    return G_MAXUINT32;
  if (variable->code_levels != NULL)
    return variable->code_levels[(gsize) value];
  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (variable->level_values[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low < variable->n_levels && variable->level_values[low] == value ? (guint32) low
                                                                          : G_MAXUINT32;
}

static void
read_indicator (
    const ComityDesignVariable *variable, gsize level, const guint32 *rows, gsize n, double *out)
{
  if (variable->row_levels != NULL)
    {
      for (gsize i = 0; i < n; i++)
        out[i] = variable->row_levels[rows[i]] == level;
      return;
    }
  comity_input_gather (variable->input, rows, n, out);
  for (gsize i = 0; i < n; i++)
    {
      guint32 found = find_level (variable, out[i]);

      out[i] = found == G_MAXUINT32 ? NAN : (double) (found == level);
    }
}

static void
read_polynomial (
    const ComityDesignVariable *variable, gsize power, const guint32 *rows, gsize n, double *out)
{
  comity_input_gather (variable->input, rows, n, out);
  for (gsize i = 0; i < n; i++)
    {
      double x = out[i];
      double before = 0.0;
      double value = 1.0;

      for (gsize d = 0; d < power; d++)
        {
          double next =
              variable->alpha == NULL
                  ? value * x
                  : (x - variable->alpha[d]) * value -
                        (d > 0 ? variable->norm2[d] / variable->norm2[d - 1] * before : 0.0);

          before = value;
          value = next;
        }
      out[i] = variable->alpha == NULL ? value : value / sqrt (variable->norm2[power]);
    }
}

void
comity_design_read (
    const ComityDesign *self, gsize column, const guint32 *rows, gsize n, double *out)
{
  const ComityDesignColumn *what = g_ptr_array_index (self->columns, column);
  double other[COMITY_BLOCK];

  for (gsize p = 0; p < what->n_parts; p++)
    {
      const ComityDesignVariable *variable = &self->variables[what->parts[p].variable];
      double *to = p == 0 ? out : other;

      if (variable->is_factor)
        read_indicator (variable, what->parts[p].level, rows, n, to);
      else if (variable->variable->kind == COMITY_VARIABLE_EXPRESSION)
        comity_input_gather (variable->input, rows, n, to);
      else if (variable->spline != NULL)
        {
          comity_input_gather (variable->input, rows, n, to);
          comity_spline_read (variable->spline, what->parts[p].level - 1, n, to);
        }
      else
        read_polynomial (variable, what->parts[p].level, rows, n, to);
      if (p > 0)
        for (gsize i = 0; i < n; i++)
          out[i] *= other[i];
    }
}

char *
comity_design_dup_column_key (const ComityDesign *self, gsize column)
{
  const ComityDesignColumn *what = g_ptr_array_index (self->columns, column);
  GString *key = g_string_new (NULL);

  for (gsize p = 0; p < what->n_parts; p++)
    {
      const ComityDesignVariable *variable = &self->variables[what->parts[p].variable];
      gsize level = what->parts[p].level;

      if (variable->is_factor)
        g_string_append_printf (key, "level %s\n%s\n", variable->variable->text,
                                variable->level_names[level]);
      else if (variable->variable->kind == COMITY_VARIABLE_EXPRESSION)
        g_string_append_printf (key, "value %s\n", variable->variable->text);
      else
        g_string_append_printf (key, "power %s\n%" G_GSIZE_FORMAT "\n", variable->variable->text,
                                level);
    }
  return g_string_free (key, FALSE);
}

void
comity_design_read_offset (const ComityDesign *self, const guint32 *rows, gsize n, double *out)
{
  double other[COMITY_BLOCK];

  memset (out, 0, n * sizeof (double));
  for (guint i = 0; i < self->offsets->len; i++)
    {
      comity_input_gather (g_ptr_array_index (self->offsets, i), rows, n, other);
      for (gsize r = 0; r < n; r++)
        out[r] += other[r];
    }
}
