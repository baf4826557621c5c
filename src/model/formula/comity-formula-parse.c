/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula read into terms. Grammar, loosest first:
 *   sum := product { + - product } · product := cross { * / cross } · cross := power { : # ## power
 * } power := primary [ ^ n ] · primary := ( sum ) | 0 | 1 | name | name ( anything balanced ) In
 * Stata's notation there is no ~: the first word is the outcome and words follow each other without
 * +. A term is a set of variables, so a*b + a is a + b + a:b whatever the order. */
#include "config.h"

#include "comity-formula-parser-private.h"

#include <string.h>

#define MAX_DEPTH 100

static ComityTerms *parse_sum (ComityFormulaParser *self);

/* ( sum ) */
ComityTerms *
comity_parser_read_parentheses (ComityFormulaParser *self)
{
  const char *start = self->p;
  g_autoptr (GPtrArray) inside = NULL;

  if (++self->depth > MAX_DEPTH)
    {
      comity_parser_fail (self, start, "parentheses are nested too deep");
      return NULL;
    }
  self->p++;
  inside = parse_sum (self);
  if (inside == NULL)
    return NULL;
  comity_parser_skip_spaces (self);
  if (*self->p != ')')
    {
      comity_parser_fail (self, *self->p == '\0' ? start : self->p,
                          *self->p == '\0' ? "this parenthesis is not closed"
                                           : "this is not understood here");
      return NULL;
    }
  self->p++;
  self->depth--;
  return g_steal_pointer (&inside);
}

static ComityTerms *
parse_primary (ComityFormulaParser *self)
{
  const char *start;
  g_autofree char *word = NULL;
  ComityVariable *variable;

  comity_parser_skip_spaces (self);
  start = self->p;
  if (*self->p == '(')
    return comity_parser_read_parentheses (self);
  if (*self->p == '`')
    {
      const char *close = strchr (self->p + 1, '`');

      if (close == NULL)
        {
          comity_parser_fail (self, start, "this quote is not closed");
          return NULL;
        }
      self->p = close + 1;
    }
  else
    while (comity_formula_is_name_byte (*self->p))
      self->p++;
  if (self->p == start)
    {
      comity_parser_fail (
          self, start, *start == '\0' ? "a term is missing at the end" : "a term is missing here");
      return NULL;
    }

  word = g_strndup (start, (gsize) (self->p - start));
  if (!self->stata)
    comity_parser_skip_spaces (self);
  if (*self->p == '(')
    return comity_parser_read_call (self, start);
  if (g_str_equal (word, "1") || g_str_equal (word, "0"))
    {
      ComityTerms *constant = comity_terms_new ();
      GArray *set = g_array_new (FALSE, FALSE, sizeof (gsize));
      gsize nothing = G_MAXSIZE;

      if (*word == '0')
        g_array_append_val (set, nothing);
      g_ptr_array_add (constant, set);
      return constant;
    }
  variable = comity_parser_read_word (self, start, word);
  return variable != NULL ? comity_parser_read_single (self, variable) : NULL;
}

/* The 0 that leaves the constant out. */
static gboolean
is_zero (ComityTerms *terms)
{
  GArray *set = terms->len == 1 ? g_ptr_array_index (terms, 0) : NULL;

  return set != NULL && set->len == 1 && g_array_index (set, gsize, 0) == G_MAXSIZE;
}

/* It goes together with nothing. */
static gboolean
refuse_zero (ComityFormulaParser *self, const char *at, ComityTerms *terms)
{
  if (!is_zero (terms))
    return FALSE;
  comity_parser_fail (self, at, "0 leaves the constant out and stands alone, as in y ~ 0 + x");
  return TRUE;
}

static ComityTerms *
parse_power (ComityFormulaParser *self)
{
  g_autoptr (GPtrArray) base = parse_primary (self);
  g_autoptr (GPtrArray) result = NULL;
  guint64 power;
  char *end;

  if (base == NULL)
    return NULL;
  comity_parser_skip_spaces (self);
  if (*self->p != '^')
    return g_steal_pointer (&base);
  power = g_ascii_strtoull (self->p + 1, &end, 10);
  if (end == self->p + 1 || power < 1 || power > COMITY_FORMULA_MAX_POWER)
    {
      comity_parser_fail (
          self, self->p,
          "after ^ a whole number from 1 to 10 must follow (for a power write I(x^2))");
      return NULL;
    }
  if (base->len == 1 && power > 1)
    {
      comity_parser_fail (self, self->p, "a power of one variable is written I(x^2)");
      return NULL;
    }
  self->p = end;
  result = g_ptr_array_ref (base);
  for (guint64 i = 1; i < power; i++)
    {
      ComityTerms *next = comity_terms_cross (result, base);

      g_ptr_array_unref (result);
      result = next;
    }
  return g_steal_pointer (&result);
}

/* In Stata a bare name beside # is a factor. */
void
comity_parser_make_factors (ComityFormulaParser *self, ComityTerms *terms)
{
  for (guint i = 0; i < terms->len; i++)
    {
      GArray *set = g_ptr_array_index (terms, i);

      for (guint j = 0; j < set->len; j++)
        {
          gsize *index = &g_array_index (set, gsize, j);
          ComityVariable *variable = g_ptr_array_index (self->variables, *index);

          if (variable->kind == COMITY_VARIABLE_EXPRESSION)
            *index =
                comity_parser_intern (self, comity_variable_new_factor (variable->operand, NULL));
        }
    }
}

static ComityTerms *
parse_cross_operand (ComityFormulaParser *self, gboolean crossed, gboolean hash_before)
{
  const char *start;
  ComityTerms *operand;
  gboolean bare;

  comity_parser_skip_spaces (self);
  start = self->p;
  operand = parse_power (self);
  if (operand == NULL)
    return NULL;
  comity_parser_skip_spaces (self);
  if ((crossed || *self->p == ':' || *self->p == '#') && refuse_zero (self, start, operand))
    {
      g_ptr_array_unref (operand);
      return NULL;
    }
  bare = !g_str_has_prefix (start, "c.") && memchr (start, '(', (gsize) (self->p - start)) == NULL;
  if (bare && (hash_before || *self->p == '#'))
    comity_parser_make_factors (self, operand);
  return operand;
}

static const char *
root_of (const ComityVariable *variable)
{
  return variable->root != NULL ? variable->root : variable->text;
}

/* A variable that is no factor times one of the same root is a power of it, in Stata's notation:
 * c.x#c.x is x². */
static void
multiply_roots (ComityFormulaParser *self, GArray *a, GArray *b, GArray *both)
{
  g_array_append_vals (both, a->data, a->len);
  for (guint j = 0; j < b->len; j++)
    {
      gsize other = g_array_index (b, gsize, j);
      const ComityVariable *right = g_ptr_array_index (self->variables, other);
      guint i;

      for (i = 0; i < both->len; i++)
        {
          const ComityVariable *left =
              g_ptr_array_index (self->variables, g_array_index (both, gsize, i));

          if (left->kind == right->kind && strcmp (root_of (left), root_of (right)) == 0)
            break;
        }
      if (i == both->len)
        g_array_append_val (both, other);
      else if (right->kind == COMITY_VARIABLE_EXPRESSION)
        {
          const ComityVariable *left =
              g_ptr_array_index (self->variables, g_array_index (both, gsize, i));
          int power = MAX (left->power, 1) + MAX (right->power, 1);
          char *text = g_strdup_printf ("I(%s^%d)", root_of (left), power);
          ComityVariable *variable =
              comity_variable_new (COMITY_VARIABLE_EXPRESSION, text, g_strdup (text));

          variable->root = g_strdup (root_of (left));
          variable->power = power;
          g_array_index (both, gsize, i) = comity_parser_intern (self, variable);
        }
    }
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  gsize left = *(const gsize *) a;
  gsize right = *(const gsize *) b;

  return (left > right) - (left < right);
}

/* a#b */
static ComityTerms *
interact_hash (ComityFormulaParser *self, ComityTerms *a, ComityTerms *b)
{
  ComityTerms *result = comity_terms_new ();

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      {
        GArray *both = g_array_new (FALSE, FALSE, sizeof (gsize));

        multiply_roots (self, g_ptr_array_index (a, i), g_ptr_array_index (b, j), both);
        g_array_sort (both, compare_indices);
        comity_terms_take (result, both);
      }
  return result;
}

/* a##b: both, and what they give together. */
static ComityTerms *
cross_hash (ComityFormulaParser *self, ComityTerms *a, ComityTerms *b)
{
  g_autoptr (GPtrArray) product = interact_hash (self, a, b);
  ComityTerms *result = comity_terms_new ();

  comity_terms_add_all (result, a);
  comity_terms_add_all (result, b);
  comity_terms_add_all (result, product);
  return result;
}

static ComityTerms *
parse_cross (ComityFormulaParser *self)
{
  g_autoptr (GPtrArray) left = parse_cross_operand (self, FALSE, FALSE);

  while (left != NULL && (*self->p == ':' || *self->p == '#'))
    {
      const char *at = self->p;
      gboolean hash = *at == '#';
      gboolean full = hash && at[1] == '#';
      g_autoptr (GPtrArray) right = NULL;
      ComityTerms *both;

      self->p += full ? 2 : 1;
      right = parse_cross_operand (self, TRUE, hash);
      if (right == NULL)
        return NULL;
      if (left->len == 0 || right->len == 0)
        {
          comity_parser_fail (self, at, "an offset cannot be part of an interaction");
          return NULL;
        }
      if (hash)
        both = full ? cross_hash (self, left, right) : interact_hash (self, left, right);
      else
        both = comity_terms_interact (left, right);
      g_ptr_array_unref (left);
      left = both;
    }
  return g_steal_pointer (&left);
}

static ComityTerms *
parse_product (ComityFormulaParser *self)
{
  g_autoptr (GPtrArray) left = parse_cross (self);

  while (left != NULL && (*self->p == '*' || *self->p == '/'))
    {
      gboolean nest = *self->p == '/';
      const char *at = self->p;
      g_autoptr (GPtrArray) right = NULL;
      ComityTerms *both;

      self->p++;
      right = parse_cross (self);
      if (right == NULL || refuse_zero (self, at, left) || refuse_zero (self, at, right))
        return NULL;
      both = nest ? comity_terms_nest (left, right) : comity_terms_cross (left, right);
      g_ptr_array_unref (left);
      left = both;
    }
  return g_steal_pointer (&left);
}

static ComityTerms *
parse_sum (ComityFormulaParser *self)
{
  g_autoptr (GPtrArray) sum = comity_terms_new ();
  g_autoptr (GPtrArray) one = comity_terms_new ();
  char sign = '+';

  g_ptr_array_add (one, g_array_new (FALSE, FALSE, sizeof (gsize)));
  if (self->depth == 0)
    comity_terms_add_all (sum, one);
  comity_parser_skip_spaces (self);
  if (self->stata && *self->p == '\0')
    return g_steal_pointer (&sum);
  if (*self->p == '+' || *self->p == '-')
    sign = *self->p++;
  for (;;)
    {
      g_autoptr (GPtrArray) next = parse_product (self);

      if (next == NULL)
        return NULL;
      if (is_zero (next))
        (sign == '+' ? comity_terms_remove_all : comity_terms_add_all) (sum, one);
      else
        (sign == '+' ? comity_terms_add_all : comity_terms_remove_all) (sum, next);
      comity_parser_skip_spaces (self);
      if (*self->p == '+' || *self->p == '-')
        sign = *self->p++;
      else if (self->stata &&
               (comity_formula_is_name_byte (*self->p) || *self->p == '(' || *self->p == '`'))
        sign = '+';
      else
        return g_steal_pointer (&sum);
    }
}

static gboolean
is_tilde (const char *at)
{
  return *at == '~' && at[1] != '=';
}

static gboolean
parse_response (ComityFormulaParser *self, ComityParsed *parsed)
{
  const char *tilde = comity_formula_find_outside (self->text, is_tilde);
  const char *end;

  comity_parser_skip_spaces (self);
  if (tilde == NULL)
    {
      self->stata = TRUE;
      for (end = self->p; *end != '\0' && !g_ascii_isspace (*end);)
        {
          gboolean quote = strchr ("\"'`", *end) != NULL;
          const char *close = *end == '(' ? comity_formula_find_close (end)
                              : quote     ? strchr (end + 1, *end)
                                          : end;

          if (close == NULL)
            {
              comity_parser_fail (
                  self, end, quote ? "this quote is not closed" : "this parenthesis is not closed");
              return FALSE;
            }
          end = close + 1;
        }
    }
  else
    end = tilde;
  for (const char *p = self->p; p < end; p++)
    if (strchr ("\"'`", *p) != NULL)
      {
        /* It is closed before ~, for what looked for that passed over it. */
        p = strchr (p + 1, *p);
      }
    else if (*p == '(' &&
             (comity_formula_find_close (p) == NULL || comity_formula_find_close (p) > end))
      {
        comity_parser_fail (self, p, "this parenthesis is not closed");
        return FALSE;
      }
    else if (*p == '(')
      p = comity_formula_find_close (p);
    else if (*p == ')')
      {
        comity_parser_fail (self, p, "this parenthesis closes nothing");
        return FALSE;
      }
  parsed->response = comity_formula_respace (self->p, (gsize) (end - self->p));
  if (*parsed->response == '\0')
    {
      comity_parser_fail (self, self->p, "the outcome is missing (write y ~ x)");
      return FALSE;
    }
  self->p = tilde != NULL ? tilde + 1 : end;
  return TRUE;
}

void
comity_parsed_clear (ComityParsed *self)
{
  g_clear_pointer (&self->response, g_free);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->offsets, g_ptr_array_unref);
  g_clear_pointer (&self->sets, g_ptr_array_unref);
}

gboolean
comity_parsed_read (ComityParsed *self, const char *text, GError **error)
{
  GError *local = NULL;
  ComityFormulaParser parser = { .text = text, .p = text, .error = &local };

  *self = (ComityParsed){ .variables = g_ptr_array_new_with_free_func (comity_variable_free),
                          .offsets = g_ptr_array_new_with_free_func (g_free) };
  parser.variables = self->variables;
  parser.offsets = self->offsets;
  if (!g_utf8_validate (text, -1, NULL))
    g_set_error (&local, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
                 "The formula is not text in UTF-8.");
  else if (parse_response (&parser, self))
    {
      self->sets = parse_sum (&parser);
      if (self->sets != NULL && *parser.p != '\0')
        comity_parser_fail (
            &parser, parser.p,
            *parser.p == ')'
                ? "this parenthesis closes nothing"
                : "this is not understood here (conditions and arithmetic stand in I())");
    }
  if (local == NULL && self->sets->len == 0)
    g_set_error (&local, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
                 "The formula “%s” leaves nothing to estimate.", text);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  comity_parsed_clear (self);
  return FALSE;
}
