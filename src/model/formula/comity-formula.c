/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula as a value: its variables and its terms in R's order, and its canonical spelling. */
#include "config.h"

#include "comity-formula-parse-private.h"

#include <string.h>

struct _ComityFormula
{
  gatomicrefcount ref_count;
  char *text;
  char *response;
  gboolean has_intercept;
  GPtrArray *variables; /* ComityVariable */
  GPtrArray *terms;     /* ComityTerm */
  GPtrArray *offsets;   /* char * */
};

GQuark
comity_model_error_quark (void)
{
  return g_quark_from_static_string ("comity-model-error-quark");
}

static void
term_free (gpointer data)
{
  ComityTerm *term = data;

  g_free (term->text);
  g_free (term->variables);
  g_free (term);
}
static int
compare_degree (gconstpointer a, gconstpointer b)
{
  const GArray *left = *(GArray *const *) a;
  const GArray *right = *(GArray *const *) b;

  return (left->len > right->len) - (left->len < right->len);
}

/* The variables that terms use, renumbered in their order, and the terms by degree. */
static void
settle_terms (ComityFormula *formula, ComityParsed *parsed)
{
  ComityTerms *sets = parsed->sets;
  GPtrArray *variables = parsed->variables;
  g_autofree gsize *number = g_new (gsize, variables->len + 1);
  g_autofree gboolean *used = g_new0 (gboolean, variables->len + 1);

  for (guint i = 0; i < sets->len; i++)
    {
      GArray *set = g_ptr_array_index (sets, i);

      for (guint j = 0; j < set->len; j++)
        used[g_array_index (set, gsize, j)] = TRUE;
    }
  for (guint i = 0; i < variables->len; i++)
    if (used[i])
      {
        number[i] = formula->variables->len;
        g_ptr_array_add (formula->variables, g_steal_pointer (&variables->pdata[i]));
      }

  /* Insertion by degree keeps the order within a degree. */
  for (guint i = 1; i < sets->len; i++)
    for (guint j = i; j > 0 && compare_degree (&sets->pdata[j - 1], &sets->pdata[j]) > 0; j--)
      {
        gpointer swap = sets->pdata[j];

        sets->pdata[j] = sets->pdata[j - 1];
        sets->pdata[j - 1] = swap;
      }
  for (guint i = 0; i < sets->len; i++)
    {
      GArray *set = g_ptr_array_index (sets, i);
      ComityTerm *term;
      GString *text;

      if (set->len == 0)
        {
          formula->has_intercept = TRUE;
          continue;
        }
      term = g_new0 (ComityTerm, 1);
      text = g_string_new (NULL);
      term->n_variables = set->len;
      term->variables = g_new (gsize, set->len);
      for (guint j = 0; j < set->len; j++)
        {
          const ComityVariable *variable;

          term->variables[j] = number[g_array_index (set, gsize, j)];
          variable = g_ptr_array_index (formula->variables, term->variables[j]);
          g_string_append_printf (text, "%s%s", j > 0 ? ":" : "", variable->text);
        }
      term->text = g_string_free (text, FALSE);
      g_ptr_array_add (formula->terms, term);
    }
}

static char *
spell (const ComityFormula *self)
{
  GString *text = g_string_new (self->response);
  const char *separator = " ~ ";

  for (guint i = 0; i < self->terms->len; i++, separator = " + ")
    g_string_append_printf (text, "%s%s", separator,
                            ((ComityTerm *) g_ptr_array_index (self->terms, i))->text);
  for (guint i = 0; i < self->offsets->len; i++, separator = " + ")
    g_string_append_printf (text, "%soffset(%s)", separator,
                            (char *) g_ptr_array_index (self->offsets, i));
  if (!self->has_intercept)
    g_string_append (text, " - 1");
  else if (self->terms->len == 0)
    g_string_append_printf (text, "%s1", separator);
  return g_string_free (text, FALSE);
}

static ComityFormula *
formula_new (void)
{
  ComityFormula *self = g_new0 (ComityFormula, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->variables = g_ptr_array_new_with_free_func (comity_variable_free);
  self->terms = g_ptr_array_new_with_free_func (term_free);
  self->offsets = g_ptr_array_new_with_free_func (g_free);
  return self;
}

ComityFormula *
comity_formula_parse (const char *text, GError **error)
{
  ComityFormula *self;
  ComityParsed parsed;

  if (!comity_parsed_read (&parsed, text != NULL ? text : "", error))
    return NULL;
  self = formula_new ();
  self->response = g_steal_pointer (&parsed.response);
  g_clear_pointer (&self->offsets, g_ptr_array_unref);
  self->offsets = g_steal_pointer (&parsed.offsets);
  settle_terms (self, &parsed);
  self->text = spell (self);
  comity_parsed_clear (&parsed);
  return self;
}

ComityFormula *
comity_formula_ref (ComityFormula *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_formula_unref (ComityFormula *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_free (self->response);
  g_ptr_array_unref (self->variables);
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->offsets);
  g_free (self);
}

const char *
comity_formula_peek_response (const ComityFormula *self)
{
  return self->response;
}

gboolean
comity_formula_has_intercept (const ComityFormula *self)
{
  return self->has_intercept;
}

gsize
comity_formula_get_n_terms (const ComityFormula *self)
{
  return self->terms->len;
}

const char *
comity_formula_peek_term (const ComityFormula *self, gsize term)
{
  return comity_formula_peek_term_set (self, term)->text;
}

const char *
comity_formula_peek_text (const ComityFormula *self)
{
  return self->text;
}

gsize
comity_formula_get_n_variables (const ComityFormula *self)
{
  return self->variables->len;
}

const ComityVariable *
comity_formula_peek_variable (const ComityFormula *self, gsize variable)
{
  return g_ptr_array_index (self->variables, variable);
}

const ComityTerm *
comity_formula_peek_term_set (const ComityFormula *self, gsize term)
{
  return g_ptr_array_index (self->terms, term);
}

gsize
comity_formula_get_n_offsets (const ComityFormula *self)
{
  return self->offsets->len;
}

const char *
comity_formula_peek_offset (const ComityFormula *self, gsize i)
{
  return g_ptr_array_index (self->offsets, i);
}
