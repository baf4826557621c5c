/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms become columns as in R: treatment contrasts against the first level (or Stata's base); a
 * factor keeps all its levels where the term without it is not in the model; in an interaction the
 * first variable's columns run fastest. Chambers & Hastie (1992), Statistical Models in S, ch. 2.
 */
#include "config.h"

#include "comity-design-private.h"

#include "comity-kernel-private.h"
#include "comity-number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More levels than this are an identifier, not a factor. */
#define MAX_LEVELS 20000

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

typedef struct
{
  const char *text;
  guint32 code;
} CodeText;

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (((const CodeText *) a)->text, ((const CodeText *) b)->text);
}

static gboolean
refuse_levels (const ComityDesignVariable *variable, GError **error)
{
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
               "The term %s has more than %d levels.", variable->variable->text, MAX_LEVELS);
  return FALSE;
}

static gboolean
find_string_levels (ComityDesignVariable *variable, const guint32 *rows, gsize n, GError **error)
{
  ComityColumn *column = variable->input->column;
  gsize n_codes = comity_column_get_n_codes (column);
  const guint32 *codes = comity_column_peek_data (column);
  g_autofree CodeText *texts = NULL;

  variable->code_levels = g_new (guint32, n_codes + 1);
  memset (variable->code_levels, 0xff, (n_codes + 1) * sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    variable->code_levels[codes[rows[i]]] = 0;
  for (gsize code = 0; code < n_codes; code++)
    variable->n_levels += variable->code_levels[code] == 0;
  if (variable->n_levels > MAX_LEVELS)
    {
      variable->n_levels = 0;
      return refuse_levels (variable, error);
    }
  texts = g_new (CodeText, variable->n_levels + 1);
  for (gsize code = 0, level = 0; code < n_codes; code++)
    if (variable->code_levels[code] == 0)
      texts[level++] =
          (CodeText){ comity_column_peek_code_string (column, (guint32) code), (guint32) code };
  qsort (texts, variable->n_levels, sizeof (CodeText), compare_texts);
  variable->level_names = g_new (char *, variable->n_levels + 1);
  variable->level_values = g_new (double, variable->n_levels + 1);
  for (gsize level = 0; level < variable->n_levels; level++)
    {
      variable->level_names[level] = g_strdup (texts[level].text);
      variable->level_values[level] = texts[level].code;
      variable->code_levels[texts[level].code] = (guint32) level;
    }
  return TRUE;
}

/* Distinct values, sorted, gathered in batches so that a million rows of few values stay cheap. */
static gboolean
find_number_levels (ComityDesignVariable *variable, const guint32 *rows, gsize n, GError **error)
{
  g_autofree double *found = g_new (double, 2 * MAX_LEVELS + COMITY_BLOCK);
  gsize n_found = 0;
  gsize n_sorted = 0;
  double buffer[COMITY_BLOCK];
  char text[COMITY_NUMBER_BUFFER];

  for (gsize first = 0; first < n; first += COMITY_BLOCK)
    {
      gsize count = MIN (COMITY_BLOCK, n - first);

      comity_input_gather (variable->input, rows + first, count, buffer);
      for (gsize i = 0; i < count; i++)
        if (n_sorted == 0 ||
            bsearch (&buffer[i], found, n_sorted, sizeof (double), compare_doubles) == NULL)
          found[n_found++] = buffer[i];
      if (n_found > n_sorted)
        {
          qsort (found, n_found, sizeof (double), compare_doubles);
          n_sorted = 0;
          for (gsize i = 0; i < n_found; i++)
            if (n_sorted == 0 || found[i] != found[n_sorted - 1])
              found[n_sorted++] = found[i];
          n_found = n_sorted;
        }
      if (n_found > MAX_LEVELS)
        return refuse_levels (variable, error);
    }
  variable->n_levels = n_found;
  variable->level_names = g_new (char *, n_found + 1);
  variable->level_values = g_memdup2 (found, MAX (n_found, 1) * sizeof (double));
  for (gsize level = 0; level < n_found; level++)
    variable->level_names[level] = g_strdup (comity_number_format (found[level], text));
  return TRUE;
}

/* The level of the most rows, the first of those. */
static gsize
find_most_frequent (const ComityDesignVariable *variable, const guint32 *rows, gsize n)
{
  g_autofree gsize *counts = g_new0 (gsize, variable->n_levels + 1);
  gsize most = 0;

  for (gsize i = 0; i < n; i++)
    counts[variable->row_levels[rows[i]]]++;
  for (gsize level = 0; level < variable->n_levels; level++)
    if (counts[level] > counts[most])
      most = level;
  return most;
}

static gboolean
find_base (ComityDesignVariable *variable, const guint32 *rows, gsize n, GError **error)
{
  const char *base = variable->variable->base;

  if (base == NULL || strcmp (base, COMITY_BASE_FIRST) == 0)
    return TRUE;
  if (strcmp (base, COMITY_BASE_NONE) == 0)
    {
      variable->base = G_MAXSIZE;
      return TRUE;
    }
  if (strcmp (base, COMITY_BASE_LAST) == 0)
    {
      variable->base = MAX (variable->n_levels, 1) - 1;
      return TRUE;
    }
  if (strcmp (base, COMITY_BASE_FREQUENT) == 0)
    {
      variable->base = find_most_frequent (variable, rows, n);
      return TRUE;
    }
  for (gsize level = 0; level < variable->n_levels; level++)
    if (strcmp (variable->level_names[level], base) == 0)
      {
        variable->base = level;
        return TRUE;
      }
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
               "The term %s names %s as its base, but no row that is used has this value.",
               variable->variable->text, base);
  return FALSE;
}

static gboolean
settle_factor (ComityDesign *self,
               ComityDesignVariable *variable,
               const guint32 *rows,
               gsize n,
               GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (self->dataset);
  double buffer[COMITY_BLOCK];

  if (comity_input_is_string (variable->input) ? !find_string_levels (variable, rows, n, error)
                                               : !find_number_levels (variable, rows, n, error))
    return FALSE;
  variable->row_levels = g_try_new (guint32, MAX (n_rows, 1));
  if (variable->row_levels == NULL)
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                   "The term %s is too large: it needs %.0f MB.", variable->variable->text,
                   (double) n_rows * sizeof (guint32) / 1e6);
      return FALSE;
    }
  for (gsize first = 0; first < n; first += COMITY_BLOCK)
    {
      gsize count = MIN (COMITY_BLOCK, n - first);

      comity_input_gather (variable->input, rows + first, count, buffer);
      for (gsize i = 0; i < count; i++)
        {
          const double *at = variable->code_levels != NULL
                                 ? NULL
                                 : bsearch (&buffer[i], variable->level_values, variable->n_levels,
                                            sizeof (double), compare_doubles);

          variable->row_levels[rows[first + i]] = at != NULL
                                                      ? (guint32) (at - variable->level_values)
                                                      : variable->code_levels[(gsize) buffer[i]];
        }
    }
  return find_base (variable, rows, n, error);
}

/* alpha[d] and norm2[d] of the polynomials that are orthogonal over all rows of the dataset that
 * have the variable, as in R, where poly () is worked out before rows are dropped. */
static void
settle_polynomial (ComityDesign *self, ComityDesignVariable *variable)
{
  gsize n = comity_dataset_get_n_rows (self->dataset);
  gsize degree = (gsize) variable->variable->degree;
  guint32 rows[COMITY_BLOCK];
  double buffer[COMITY_BLOCK];

  variable->alpha = g_new0 (double, degree);
  variable->norm2 = g_new0 (double, degree + 1);
  for (gsize d = 0; d <= degree; d++)
    {
      double squares = 0.0;
      double weighted = 0.0;
      double centre = d > 0 ? variable->alpha[d - 1] : 0.0;

      for (gsize first = 0; first < n; first += COMITY_BLOCK)
        {
          gsize count = MIN (COMITY_BLOCK, n - first);
          double block_squares = 0.0;
          double block_weighted = 0.0;

          for (gsize i = 0; i < count; i++)
            rows[i] = (guint32) (first + i);
          comity_input_gather (variable->input, rows, count, buffer);
          for (gsize i = 0; i < count; i++)
            {
              double x = buffer[i];
              double before = 0.0;
              double value = 1.0;

              if (isnan (x))
                continue;
              for (gsize e = 0; e < d; e++)
                {
                  double next =
                      (x - variable->alpha[e]) * value -
                      (e > 0 ? variable->norm2[e] / variable->norm2[e - 1] * before : 0.0);

                  before = value;
                  value = next;
                }
              block_squares += value * value;
              block_weighted += (x - centre) * value * value;
            }
          squares += block_squares;
          weighted += block_weighted;
        }
      variable->norm2[d] = squares;
      if (d < degree)
        variable->alpha[d] = centre + (squares > 0.0 ? weighted / squares : 0.0);
    }
}

static gboolean
has_term_without (const ComityDesign *self, const ComityTerm *term, gsize left_out)
{
  if (term->n_variables == 1)
    return TRUE;
  for (gsize t = 0; t < comity_formula_get_n_terms (self->formula); t++)
    {
      const ComityTerm *other = comity_formula_peek_term_set (self->formula, t);
      gsize i = 0;
      gsize j = 0;

      if (other->n_variables != term->n_variables - 1)
        continue;
      for (; i < other->n_variables; i++, j++)
        {
          j += j == left_out;
          if (other->variables[i] != term->variables[j])
            break;
        }
      if (i == other->n_variables)
        return TRUE;
    }
  return FALSE;
}

/* Columns of the variable in this term: how many, and which level or power the i-th is. */
static gsize
count_columns (const ComityDesignVariable *variable, gboolean contrasts)
{
  if (variable->is_factor)
    return contrasts && variable->n_levels > 1 && variable->base != G_MAXSIZE
               ? variable->n_levels - 1
               : variable->n_levels;
  return variable->variable->kind == COMITY_VARIABLE_EXPRESSION
             ? 1
             : (gsize) variable->variable->degree;
}

static gsize
get_level (const ComityDesignVariable *variable, gboolean contrasts, gsize i)
{
  if (variable->is_factor)
    return contrasts && variable->n_levels > 1 && i >= variable->base ? i + 1 : i;
  return i + 1;
}

static void
append_part_name (GString *name, const ComityDesignVariable *variable, gsize level)
{
  if (name->len > 0)
    g_string_append_c (name, ':');
  if (!variable->is_factor)
    {
      g_string_append (name, variable->variable->text);
      if (variable->variable->kind == COMITY_VARIABLE_SPLINE &&
          variable->variable->spline->kind == COMITY_SPLINE_RESTRICTED)
        {
          /* As Harrell's rms writes them: t, t', t'' … */
          g_string_append (name, variable->variable->operand);
          for (gsize prime = 1; prime < level; prime++)
            g_string_append_c (name, '\'');
        }
      else if (variable->variable->kind != COMITY_VARIABLE_EXPRESSION &&
               variable->variable->degree > 1)
        g_string_append_printf (name, "%" G_GSIZE_FORMAT, level);
    }
  else if (variable->variable->base != NULL)
    g_string_append_printf (name, "factor(%s)%s", variable->variable->operand,
                            variable->level_names[level]);
  else
    g_string_append_printf (name, "%s%s", variable->variable->text, variable->level_names[level]);
}

static void
append_term (ComityDesign *self, gsize index, gboolean full_first_factor)
{
  const ComityTerm *term = comity_formula_peek_term_set (self->formula, index);
  gsize k = term->n_variables;
  g_autofree gboolean *contrasts = g_new (gboolean, k);
  g_autofree gsize *counts = g_new (gsize, k);
  gsize total = 1;

  for (gsize i = 0; i < k; i++)
    {
      const ComityDesignVariable *variable = &self->variables[term->variables[i]];

      contrasts[i] =
          has_term_without (self, term, i) && !(full_first_factor && variable->is_factor);
      full_first_factor = full_first_factor && !variable->is_factor;
      counts[i] = count_columns (variable, contrasts[i]);
      total *= counts[i];
    }
  for (gsize c = 0; c < total; c++)
    {
      ComityDesignColumn *column = g_new0 (ComityDesignColumn, 1);
      GString *name = g_string_new (NULL);
      gsize rest = c;

      column->term = index;
      column->n_parts = k;
      column->parts = g_new (ComityDesignPart, k);
      for (gsize i = 0; i < k; i++)
        {
          const ComityDesignVariable *variable = &self->variables[term->variables[i]];
          gsize level = get_level (variable, contrasts[i], rest % counts[i]);

          rest /= counts[i];
          column->parts[i] = (ComityDesignPart){ term->variables[i], level };
          append_part_name (name, variable, level);
        }
      column->name = g_string_free (name, FALSE);
      g_ptr_array_add (self->columns, column);
    }
}

/* Without a constant the first term that has a factor keeps all levels of its first factor. */
static gsize
find_first_factor_term (const ComityDesign *self)
{
  if (!comity_formula_has_intercept (self->formula))
    for (gsize t = 0; t < comity_formula_get_n_terms (self->formula); t++)
      {
        const ComityTerm *term = comity_formula_peek_term_set (self->formula, t);

        for (gsize i = 0; i < term->n_variables; i++)
          if (self->variables[term->variables[i]].is_factor)
            return t;
      }
  return G_MAXSIZE;
}

gboolean
comity_design_settle (ComityDesign *self, const guint32 *rows, gsize n, GError **error)
{
  gsize full_term;

  for (gsize i = 0; i < self->n_variables; i++)
    {
      ComityDesignVariable *variable = &self->variables[i];

      if (variable->is_factor && !settle_factor (self, variable, rows, n, error))
        return FALSE;
      if (variable->variable->kind == COMITY_VARIABLE_POLY)
        settle_polynomial (self, variable);
      if (variable->variable->kind == COMITY_VARIABLE_SPLINE &&
          !comity_design_settle_spline (self, i, error))
        return FALSE;
    }
  full_term = find_first_factor_term (self);
  for (gsize t = 0; t < comity_formula_get_n_terms (self->formula); t++)
    append_term (self, t, t == full_term);
  return TRUE;
}
