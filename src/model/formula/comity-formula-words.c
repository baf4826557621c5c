/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and calls of a formula: names, i.x and ib3.x, factor (), poly (), splines, Stata's shifts
 * and lists in parentheses; anything else is an expression over columns. */
#include "config.h"

#include "comity-formula-parser-private.h"

#include <string.h>

void
comity_variable_free (gpointer data)
{
  ComityVariable *variable = data;

  if (variable == NULL)
    return;

  g_free (variable->text);
  g_free (variable->operand);
  g_free (variable->base);
  g_free (variable->root);
  comity_spline_arguments_free (variable->spline);
  g_free (variable);
}

void
comity_parser_fail (ComityFormulaParser *self, const char *at, const char *what)
{
  if (self->error != NULL && *self->error != NULL)
    return;
  g_set_error (self->error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
               "The formula “%s” cannot be read at character %ld: %s.", self->text,
               g_utf8_pointer_to_offset (self->text, at) + 1, what);
}

void
comity_parser_skip_spaces (ComityFormulaParser *self)
{
  while (g_ascii_isspace (*self->p))
    self->p++;
}

gboolean
comity_formula_is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || (guchar) c >= 0x80;
}

const char *
comity_formula_find_outside (const char *text, gboolean (*is_sought) (const char *at))
{
  int depth = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\'' || *p == '`')
        {
          p = strchr (p + 1, *p);
          if (p == NULL)
            return NULL;
          continue;
        }
      depth += (*p == '(') - (*p == ')');
      if (depth == 0 && is_sought (p))
        return p;
    }
  return NULL;
}

static gboolean
is_close (const char *at)
{
  return *at == ')';
}

const char *
comity_formula_find_close (const char *open)
{
  return comity_formula_find_outside (open, is_close);
}

/* Takes the variable; an equal one that is there already is kept instead. */
gsize
comity_parser_intern (ComityFormulaParser *self, ComityVariable *variable)
{
  for (guint i = 0; i < self->variables->len; i++)
    {
      ComityVariable *other = g_ptr_array_index (self->variables, i);

      if (other->kind == variable->kind && strcmp (other->text, variable->text) == 0)
        {
          comity_variable_free (variable);
          return i;
        }
    }
  g_ptr_array_add (self->variables, variable);
  return self->variables->len - 1;
}

ComityTerms *
comity_parser_read_single (ComityFormulaParser *self, ComityVariable *variable)
{
  ComityTerms *result = comity_terms_new ();
  GArray *set = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize index = comity_parser_intern (self, variable);

  g_array_append_val (set, index);
  g_ptr_array_add (result, set);
  return result;
}

ComityVariable *
comity_variable_new (ComityVariableKind kind, char *text, char *operand)
{
  ComityVariable *variable = g_new0 (ComityVariable, 1);

  variable->kind = kind;
  variable->text = text;
  variable->operand = operand;
  return variable;
}

/* @base: a level, or the name of its place; NULL: the first. */
ComityVariable *
comity_variable_new_factor (const char *operand, const char *base)
{
  char *text = base == NULL                           ? g_strdup_printf ("factor(%s)", operand)
               : g_str_equal (base, COMITY_BASE_NONE) ? g_strdup_printf ("ibn.%s", operand)
                                                      : g_strdup_printf ("ib%s.%s", base, operand);
  ComityVariable *variable = comity_variable_new (COMITY_VARIABLE_FACTOR, text, g_strdup (operand));

  variable->base = g_strdup (base);
  return variable;
}

/* poly(x, 3) or poly(x, 3, raw = TRUE); @arguments without the parentheses, respaced. */
static ComityVariable *
poly_new (ComityFormulaParser *self, const char *at, const char *arguments)
{
  g_auto (GStrv) parts = g_strsplit (arguments, ", ", -1);
  guint n = g_strv_length (parts);
  gboolean raw = FALSE;
  guint64 degree = 0;
  ComityVariable *variable;

  if (n == 3 && (g_str_equal (parts[2], "raw = TRUE") || g_str_equal (parts[2], "raw = T")))
    raw = TRUE;
  else if (n != 2)
    {
      comity_parser_fail (
          self, at, "poly needs a column and a degree, as in poly(t, 3) or poly(t, 3, raw = TRUE)");
      return NULL;
    }
  if (!g_ascii_string_to_unsigned (g_str_has_prefix (parts[1], "degree = ") ? parts[1] + 9
                                                                            : parts[1],
                                   10, 1, COMITY_FORMULA_MAX_POWER, &degree, NULL))
    {
      comity_parser_fail (self, at, "the degree of poly must be a whole number from 1 to 10");
      return NULL;
    }
  variable = comity_variable_new (raw ? COMITY_VARIABLE_POLY_RAW : COMITY_VARIABLE_POLY,
                                  g_strdup_printf ("poly(%s)", arguments), g_strdup (parts[0]));
  variable->degree = (int) degree;
  return variable;
}

static ComityVariable *
spline_new (ComityFormulaParser *self, const char *at, const char *name, const char *arguments)
{
  g_autofree char *operand = NULL;
  g_autofree char *why = NULL;
  gsize n_columns = 0;
  ComitySplineArguments *spline =
      comity_spline_arguments_read (name, arguments, &operand, &n_columns, &why);
  ComityVariable *variable;

  if (spline == NULL)
    {
      comity_parser_fail (self, at, why);
      return NULL;
    }
  variable =
      comity_variable_new (COMITY_VARIABLE_SPLINE, g_strdup_printf ("%s(%s)", name, arguments),
                           g_steal_pointer (&operand));
  variable->spline = spline;
  variable->degree = (int) n_columns;
  return variable;
}

static ComityTerms *
parse_stata_call (ComityFormulaParser *self, const char *start, const char *name);

/* The formula's own functions, besides splines, in the order of these numbers. */
typedef enum
{
  CALL_OFFSET,
  CALL_FACTOR,
  CALL_AS_FACTOR,
  CALL_POLY,
  N_CALLS,
} Call;

static const char *const calls[N_CALLS + 1] = { "offset", "factor", "as.factor", "poly", NULL };

char **
comity_formula_list_calls (void)
{
  return g_strdupv ((char **) calls);
}

/* name( … ): the formula's own functions, else an expression. self->p stands on the parenthesis. */
ComityTerms *
comity_parser_read_call (ComityFormulaParser *self, const char *start)
{
  g_autofree char *name = g_strndup (start, (gsize) (self->p - start));
  const char *open = self->p;
  const char *close = comity_formula_find_close (open);
  g_autofree char *inside = NULL;
  ComityVariable *variable;
  Call call = 0;

  g_strchomp (name);
  if (close == NULL)
    {
      comity_parser_fail (self, open, "this parenthesis is not closed");
      return NULL;
    }
  if (name[strlen (name) - 1] == '.' || (close[1] == '.' && comity_formula_is_name_byte (close[2])))
    return parse_stata_call (self, start, name);
  inside = comity_formula_respace (open + 1, (gsize) (close - open - 1));
  if (*inside == '\0')
    {
      comity_parser_fail (self, open, "there is nothing between the parentheses");
      return NULL;
    }
  self->p = close + 1;

  while (call < N_CALLS && strcmp (name, calls[call]) != 0)
    call++;
  if (call == CALL_OFFSET)
    {
      g_ptr_array_add (self->offsets, g_steal_pointer (&inside));
      return comity_terms_new ();
    }
  if (call == CALL_FACTOR || call == CALL_AS_FACTOR)
    variable = comity_variable_new_factor (inside, NULL);
  else if (call == CALL_POLY)
    variable = poly_new (self, start, inside);
  else if (comity_formula_is_spline (name))
    variable = spline_new (self, start, name, inside);
  else
    variable =
        comity_variable_new (COMITY_VARIABLE_EXPRESSION, g_strdup_printf ("%s(%s)", name, inside),
                             g_strdup_printf ("%s(%s)", name, inside));
  return variable != NULL ? comity_parser_read_single (self, variable) : NULL;
}

/* L(1/3).x: a lag of each; the operator is a lag, a lead or a difference. */
static ComityTerms *
parse_shifts (
    ComityFormulaParser *self, const char *start, char kind, const char *list, const char *operand)
{
  g_autoptr (GPtrArray) result = comity_terms_new ();
  g_autofree char *numbers = g_strstrip (g_strdup (list));
  g_auto (GStrv) parts = g_strsplit_set (numbers, " ", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      char *slash = strchr (*part, '/');
      guint64 first, last;

      if (**part == '\0')
        continue;
      if (slash != NULL)
        *slash = '\0';
      if (!g_ascii_string_to_unsigned (*part, 10, 0, 100, &first, NULL) ||
          !g_ascii_string_to_unsigned (slash != NULL ? slash + 1 : *part, 10, first, 100, &last,
                                       NULL))
        {
          comity_parser_fail (self, start, "years are listed as in L(1/3).x or L(1 2 5).x");
          return NULL;
        }
      for (guint64 k = first; k <= last; k++)
        {
          g_autoptr (GPtrArray) one = NULL;
          char *text = k == 0   ? g_strdup (operand)
                       : k == 1 ? g_strdup_printf ("%c.%s", kind, operand)
                                : g_strdup_printf ("%c%u.%s", kind, (guint) k, operand);

          one = comity_parser_read_single (
              self, comity_variable_new (COMITY_VARIABLE_EXPRESSION, text, g_strdup (text)));
          comity_terms_add_all (result, one);
        }
    }
  if (result->len > 0)
    return g_steal_pointer (&result);
  comity_parser_fail (self, start, "years are listed as in L(1/3).x");
  return NULL;
}

/* Stata's notation with parentheses: c.(x y), i.(x y), ib(last).x, L(1/3).x. self->p stands on the
 * opening one. */
static ComityTerms *
parse_stata_call (ComityFormulaParser *self, const char *start, const char *name)
{
  const char *open = self->p;
  const char *close = comity_formula_find_close (open);
  const char *bare = g_str_has_prefix (name, "c.") && name[2] != '\0' ? name + 2 : name;
  g_autofree char *inside = g_strndup (open + 1, (gsize) (close - open - 1));
  g_autofree char *operand = NULL;
  const char *end = close + 1;
  ComityTerms *terms;

  if (g_str_equal (name, "c.") || g_str_equal (name, "i."))
    {
      gboolean stata = self->stata;

      self->stata = TRUE;
      terms = comity_parser_read_parentheses (self);
      self->stata = stata;
      if (terms != NULL && *name == 'i')
        comity_parser_make_factors (self, terms);
      return terms;
    }
  if (name[strlen (name) - 1] == '.')
    {
      comity_parser_fail (self, start, "before a parenthesis only c. and i. are understood");
      return NULL;
    }
  for (end++; comity_formula_is_name_byte (*end); end++)
    ;
  operand = g_strndup (close + 2, (gsize) (end - close - 2));
  if (g_ascii_isdigit (*operand))
    {
      comity_parser_fail (self, close + 2, "after the point a column must follow");
      return NULL;
    }
  self->p = end;
  g_strstrip (inside);
  if (strlen (bare) == 1 && strchr ("LFDlfd", *bare) != NULL)
    return parse_shifts (self, start, g_ascii_toupper (*bare), inside, operand);
  if (g_str_equal (bare, "ib") || g_str_equal (bare, "b"))
    {
      g_autofree char *place = g_strdup_printf ("(%s)", inside);

      if (g_str_equal (place, COMITY_BASE_FIRST) || g_str_equal (place, COMITY_BASE_LAST) ||
          g_str_equal (place, COMITY_BASE_FREQUENT))
        return comity_parser_read_single (self, comity_variable_new_factor (operand, place));
      comity_parser_fail (self, start,
                          "the base of a factor is ib(first), ib(last), ib(freq) or ib3");
      return NULL;
    }
  {
    g_autofree char *what =
        g_strdup_printf ("the operator %s( ). is not understood; there are ib(last)., L(1/3)., "
                         "F( )., D( )., c.( ) and i.( )",
                         bare);

    comity_parser_fail (self, start, what);
  }
  return NULL;
}

/* Operators of Stata that would change what is estimated and are not offered. */
static gboolean
refuse_operator (ComityFormulaParser *self, const char *start, const char *prefix)
{
  g_autofree char *what = NULL;
  gsize digits = strspn (prefix, "0123456789");

  if (digits > 0 && prefix[digits] == '\0')
    what = g_strdup_printf ("“%s.” picks one level of a factor; write I(x == %s)", prefix, prefix);
  else if (prefix[digits] == 'o' && prefix[digits + 1] == '\0')
    what = g_strdup_printf ("the operator “%s.” is not offered; take a term out with “- term”",
                            prefix);
  else if (g_str_equal (prefix, "co") || g_str_equal (prefix, "io"))
    what = g_strdup_printf ("the operator “%s.” is not offered; take a term out with “- term”",
                            prefix);
  if (what != NULL)
    comity_parser_fail (self, start, what);
  return what != NULL;
}

/* Stata's i.x, c.x, ib3.x, ibn.x; else the name itself. */
ComityVariable *
comity_parser_read_word (ComityFormulaParser *self, const char *start, const char *word)
{
  const char *dot = strchr (word, '.');

  if (dot != NULL && dot > word && dot[1] != '\0')
    {
      g_autofree char *prefix = g_strndup (word, (gsize) (dot - word));
      const char *digits = prefix + (prefix[0] == 'i');

      if (g_ascii_isdigit (dot[1]) && !g_ascii_isdigit (*word))
        {
          comity_parser_fail (self, start, "after the point a column must follow");
          return NULL;
        }
      if (g_str_equal (digits, "bn"))
        return comity_variable_new_factor (dot + 1, COMITY_BASE_NONE);
      if (refuse_operator (self, start, prefix))
        return NULL;

      if (g_str_equal (prefix, "c"))
        return comity_parser_read_word (self, start, dot + 1);
      if (g_str_equal (prefix, "i"))
        return comity_variable_new_factor (dot + 1, NULL);
      if (digits[0] == 'b' && g_ascii_isdigit (digits[1]) &&
          strspn (digits + 1, "0123456789") == strlen (digits + 1))
        return comity_variable_new_factor (dot + 1, digits + 1);
    }
  if (g_ascii_isdigit (*word))
    {
      comity_parser_fail (self, start,
                          "only the numbers 0 and 1 may stand alone (0 leaves the constant out)");
      return NULL;
    }
  return comity_variable_new (COMITY_VARIABLE_EXPRESSION, g_strdup (word), g_strdup (word));
}
