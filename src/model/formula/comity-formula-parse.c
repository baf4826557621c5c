/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula read into terms. Grammar, loosest first:
 *   sum := product { + - product } · product := cross { * / cross } · cross := power { : # ## power
 * } power := primary [ ^ n ] · primary := ( sum ) | 0 | 1 | name | name ( anything balanced ) In
 * Stata's notation there is no ~: the first word is the outcome and words follow each other without
 * +. A term is a set of variables, so a*b + a is a + b + a:b whatever the order. */
#include "config.h"

#include "comity-formula-parse-private.h"

#include <string.h>

#define MAX_POWER 10
#define MAX_DEPTH 100

typedef struct
{
  const char *text; /* the whole, for places in messages */
  const char *p;
  gboolean stata;
  int depth;
  GPtrArray *variables; /* ComityVariable, borrowed */
  GPtrArray *offsets;   /* char *, borrowed */
  GError **error;
} Parser;

static ComityTerms *parse_sum (Parser *self);

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

static void
fail (Parser *self, const char *at, const char *what)
{
  if (self->error != NULL && *self->error != NULL)
    return;
  g_set_error (self->error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA,
               "The formula “%s” cannot be read at character %ld: %s.", self->text,
               g_utf8_pointer_to_offset (self->text, at) + 1, what);
}

static void
skip_spaces (Parser *self)
{
  while (g_ascii_isspace (*self->p))
    self->p++;
}

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || (guchar) c >= 0x80;
}

/* The parenthesis that closes the one at @open, or NULL. Quotes of three kinds hide what they hold.
 */
static const char *
find_close (const char *open)
{
  int depth = 0;

  for (const char *p = open; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\'' || *p == '`')
        {
          p = strchr (p + 1, *p);
          if (p == NULL)
            return NULL;
        }
      else if (*p == '(')
        depth++;
      else if (*p == ')' && --depth == 0)
        return p;
    }
  return NULL;
}

/* Takes the variable; an equal one that is there already is kept instead. */
static gsize
intern_variable (Parser *self, ComityVariable *variable)
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

static ComityTerms *
single_variable (Parser *self, ComityVariable *variable)
{
  ComityTerms *result = comity_terms_new ();
  GArray *set = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize index = intern_variable (self, variable);

  g_array_append_val (set, index);
  g_ptr_array_add (result, set);
  return result;
}

static ComityVariable *
variable_new (ComityVariableKind kind, char *text, char *operand)
{
  ComityVariable *variable = g_new0 (ComityVariable, 1);

  variable->kind = kind;
  variable->text = text;
  variable->operand = operand;
  return variable;
}

/* @base: a level, or the name of its place; NULL: the first. */
static ComityVariable *
factor_new (const char *operand, const char *base)
{
  char *text = base == NULL                           ? g_strdup_printf ("factor(%s)", operand)
               : g_str_equal (base, COMITY_BASE_NONE) ? g_strdup_printf ("ibn.%s", operand)
                                                      : g_strdup_printf ("ib%s.%s", base, operand);
  ComityVariable *variable = variable_new (COMITY_VARIABLE_FACTOR, text, g_strdup (operand));

  variable->base = g_strdup (base);
  return variable;
}

/* poly(x, 3) or poly(x, 3, raw = TRUE); @arguments without the parentheses, respaced. */
static ComityVariable *
poly_new (Parser *self, const char *at, const char *arguments)
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
      fail (self, at,
            "poly needs a column and a degree, as in poly(t, 3) or poly(t, 3, raw = TRUE)");
      return NULL;
    }
  if (!g_ascii_string_to_unsigned (g_str_has_prefix (parts[1], "degree = ") ? parts[1] + 9
                                                                            : parts[1],
                                   10, 1, MAX_POWER, &degree, NULL))
    {
      fail (self, at, "the degree of poly must be a whole number from 1 to 10");
      return NULL;
    }
  variable = variable_new (raw ? COMITY_VARIABLE_POLY_RAW : COMITY_VARIABLE_POLY,
                           g_strdup_printf ("poly(%s)", arguments), g_strdup (parts[0]));
  variable->degree = (int) degree;
  return variable;
}

static ComityVariable *
spline_new (Parser *self, const char *at, const char *name, const char *arguments)
{
  g_autofree char *operand = NULL;
  g_autofree char *why = NULL;
  gsize n_columns = 0;
  ComitySplineArguments *spline =
      comity_spline_arguments_read (name, arguments, &operand, &n_columns, &why);
  ComityVariable *variable;

  if (spline == NULL)
    {
      fail (self, at, why);
      return NULL;
    }
  variable = variable_new (COMITY_VARIABLE_SPLINE, g_strdup_printf ("%s(%s)", name, arguments),
                           g_steal_pointer (&operand));
  variable->spline = spline;
  variable->degree = (int) n_columns;
  return variable;
}

static ComityTerms *parse_parentheses (Parser *self);
static void bare_names_to_factors (Parser *self, ComityTerms *terms);
static ComityTerms *parse_stata_call (Parser *self, const char *start, const char *name);

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
static ComityTerms *
parse_call (Parser *self, const char *start)
{
  g_autofree char *name = g_strndup (start, (gsize) (self->p - start));
  const char *open = self->p;
  const char *close = find_close (open);
  g_autofree char *inside = NULL;
  ComityVariable *variable;
  Call call = 0;

  g_strchomp (name);
  if (close == NULL)
    {
      fail (self, open, "this parenthesis is not closed");
      return NULL;
    }
  if (name[strlen (name) - 1] == '.' || (close[1] == '.' && is_name_byte (close[2])))
    return parse_stata_call (self, start, name);
  inside = comity_formula_respace (open + 1, (gsize) (close - open - 1));
  if (*inside == '\0')
    {
      fail (self, open, "there is nothing between the parentheses");
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
    variable = factor_new (inside, NULL);
  else if (call == CALL_POLY)
    variable = poly_new (self, start, inside);
  else if (comity_formula_is_spline (name))
    variable = spline_new (self, start, name, inside);
  else
    variable = variable_new (COMITY_VARIABLE_EXPRESSION, g_strdup_printf ("%s(%s)", name, inside),
                             g_strdup_printf ("%s(%s)", name, inside));
  return variable != NULL ? single_variable (self, variable) : NULL;
}

/* L(1/3).x: a lag of each; the operator is a lag, a lead or a difference. */
static ComityTerms *
parse_shifts (Parser *self, const char *start, char kind, const char *list, const char *operand)
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
          fail (self, start, "years are listed as in L(1/3).x or L(1 2 5).x");
          return NULL;
        }
      for (guint64 k = first; k <= last; k++)
        {
          g_autoptr (GPtrArray) one = NULL;
          char *text = k == 0   ? g_strdup (operand)
                       : k == 1 ? g_strdup_printf ("%c.%s", kind, operand)
                                : g_strdup_printf ("%c%u.%s", kind, (guint) k, operand);

          one = single_variable (self,
                                 variable_new (COMITY_VARIABLE_EXPRESSION, text, g_strdup (text)));
          comity_terms_add_all (result, one);
        }
    }
  if (result->len > 0)
    return g_steal_pointer (&result);
  fail (self, start, "years are listed as in L(1/3).x");
  return NULL;
}

/* Stata's notation with parentheses: c.(x y), i.(x y), ib(last).x, L(1/3).x. self->p stands on the
 * opening one. */
static ComityTerms *
parse_stata_call (Parser *self, const char *start, const char *name)
{
  const char *open = self->p;
  const char *close = find_close (open);
  const char *bare = g_str_has_prefix (name, "c.") && name[2] != '\0' ? name + 2 : name;
  g_autofree char *inside = g_strndup (open + 1, (gsize) (close - open - 1));
  g_autofree char *operand = NULL;
  const char *end = close + 1;
  ComityTerms *terms;

  if (g_str_equal (name, "c.") || g_str_equal (name, "i."))
    {
      gboolean stata = self->stata;

      self->stata = TRUE;
      terms = parse_parentheses (self);
      self->stata = stata;
      if (terms != NULL && *name == 'i')
        bare_names_to_factors (self, terms);
      return terms;
    }
  if (name[strlen (name) - 1] == '.')
    {
      fail (self, start, "before a parenthesis only c. and i. are understood");
      return NULL;
    }
  for (end++; is_name_byte (*end); end++)
    ;
  operand = g_strndup (close + 2, (gsize) (end - close - 2));
  if (g_ascii_isdigit (*operand))
    {
      fail (self, close + 2, "after the point a column must follow");
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
        return single_variable (self, factor_new (operand, place));
      fail (self, start, "the base of a factor is ib(first), ib(last), ib(freq) or ib3");
      return NULL;
    }
  {
    g_autofree char *what =
        g_strdup_printf ("the operator %s( ). is not understood; there are ib(last)., L(1/3)., "
                         "F( )., D( )., c.( ) and i.( )",
                         bare);

    fail (self, start, what);
  }
  return NULL;
}

/* Operators of Stata that would change what is estimated and are not offered. */
static gboolean
refuse_operator (Parser *self, const char *start, const char *prefix)
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
    fail (self, start, what);
  return what != NULL;
}

/* Stata's i.x, c.x, ib3.x, ibn.x; else the name itself. */
static ComityVariable *
parse_word (Parser *self, const char *start, const char *word)
{
  const char *dot = strchr (word, '.');

  if (dot != NULL && dot > word && dot[1] != '\0')
    {
      g_autofree char *prefix = g_strndup (word, (gsize) (dot - word));
      const char *digits = prefix + (prefix[0] == 'i');

      if (g_ascii_isdigit (dot[1]) && !g_ascii_isdigit (*word))
        {
          fail (self, start, "after the point a column must follow");
          return NULL;
        }
      if (g_str_equal (digits, "bn"))
        return factor_new (dot + 1, COMITY_BASE_NONE);
      if (refuse_operator (self, start, prefix))
        return NULL;

      if (g_str_equal (prefix, "c"))
        return parse_word (self, start, dot + 1);
      if (g_str_equal (prefix, "i"))
        return factor_new (dot + 1, NULL);
      if (digits[0] == 'b' && g_ascii_isdigit (digits[1]) &&
          strspn (digits + 1, "0123456789") == strlen (digits + 1))
        return factor_new (dot + 1, digits + 1);
    }
  if (g_ascii_isdigit (*word))
    {
      fail (self, start, "only the numbers 0 and 1 may stand alone (0 leaves the constant out)");
      return NULL;
    }
  return variable_new (COMITY_VARIABLE_EXPRESSION, g_strdup (word), g_strdup (word));
}

/* ( sum ) */
static ComityTerms *
parse_parentheses (Parser *self)
{
  const char *start = self->p;
  g_autoptr (GPtrArray) inside = NULL;

  if (++self->depth > MAX_DEPTH)
    {
      fail (self, start, "parentheses are nested too deep");
      return NULL;
    }
  self->p++;
  inside = parse_sum (self);
  if (inside == NULL)
    return NULL;
  skip_spaces (self);
  if (*self->p != ')')
    {
      fail (self, *self->p == '\0' ? start : self->p,
            *self->p == '\0' ? "this parenthesis is not closed" : "this is not understood here");
      return NULL;
    }
  self->p++;
  self->depth--;
  return g_steal_pointer (&inside);
}

static ComityTerms *
parse_primary (Parser *self)
{
  const char *start;
  g_autofree char *word = NULL;
  ComityVariable *variable;

  skip_spaces (self);
  start = self->p;
  if (*self->p == '(')
    return parse_parentheses (self);
  if (*self->p == '`')
    {
      const char *close = strchr (self->p + 1, '`');

      if (close == NULL)
        {
          fail (self, start, "this quote is not closed");
          return NULL;
        }
      self->p = close + 1;
    }
  else
    while (is_name_byte (*self->p))
      self->p++;
  if (self->p == start)
    {
      fail (self, start,
            *start == '\0' ? "a term is missing at the end" : "a term is missing here");
      return NULL;
    }

  word = g_strndup (start, (gsize) (self->p - start));
  if (!self->stata)
    skip_spaces (self);
  if (*self->p == '(')
    return parse_call (self, start);
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
  variable = parse_word (self, start, word);
  return variable != NULL ? single_variable (self, variable) : NULL;
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
refuse_zero (Parser *self, const char *at, ComityTerms *terms)
{
  if (!is_zero (terms))
    return FALSE;
  fail (self, at, "0 leaves the constant out and stands alone, as in y ~ 0 + x");
  return TRUE;
}

static ComityTerms *
parse_power (Parser *self)
{
  g_autoptr (GPtrArray) base = parse_primary (self);
  g_autoptr (GPtrArray) result = NULL;
  guint64 power;
  char *end;

  if (base == NULL)
    return NULL;
  skip_spaces (self);
  if (*self->p != '^')
    return g_steal_pointer (&base);
  power = g_ascii_strtoull (self->p + 1, &end, 10);
  if (end == self->p + 1 || power < 1 || power > MAX_POWER)
    {
      fail (self, self->p,
            "after ^ a whole number from 1 to 10 must follow (for a power write I(x^2))");
      return NULL;
    }
  if (base->len == 1 && power > 1)
    {
      fail (self, self->p, "a power of one variable is written I(x^2)");
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
static void
bare_names_to_factors (Parser *self, ComityTerms *terms)
{
  for (guint i = 0; i < terms->len; i++)
    {
      GArray *set = g_ptr_array_index (terms, i);

      for (guint j = 0; j < set->len; j++)
        {
          gsize *index = &g_array_index (set, gsize, j);
          ComityVariable *variable = g_ptr_array_index (self->variables, *index);

          if (variable->kind == COMITY_VARIABLE_EXPRESSION)
            *index = intern_variable (self, factor_new (variable->operand, NULL));
        }
    }
}

static ComityTerms *
parse_cross_operand (Parser *self, gboolean crossed, gboolean hash_before)
{
  const char *start;
  ComityTerms *operand;
  gboolean bare;

  skip_spaces (self);
  start = self->p;
  operand = parse_power (self);
  if (operand == NULL)
    return NULL;
  skip_spaces (self);
  if ((crossed || *self->p == ':' || *self->p == '#') && refuse_zero (self, start, operand))
    {
      g_ptr_array_unref (operand);
      return NULL;
    }
  bare = !g_str_has_prefix (start, "c.") && memchr (start, '(', (gsize) (self->p - start)) == NULL;
  if (bare && (hash_before || *self->p == '#'))
    bare_names_to_factors (self, operand);
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
multiply_roots (Parser *self, GArray *a, GArray *b, GArray *both)
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
              variable_new (COMITY_VARIABLE_EXPRESSION, text, g_strdup (text));

          variable->root = g_strdup (root_of (left));
          variable->power = power;
          g_array_index (both, gsize, i) = intern_variable (self, variable);
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
interact_hash (Parser *self, ComityTerms *a, ComityTerms *b)
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
cross_hash (Parser *self, ComityTerms *a, ComityTerms *b)
{
  g_autoptr (GPtrArray) product = interact_hash (self, a, b);
  ComityTerms *result = comity_terms_new ();

  comity_terms_add_all (result, a);
  comity_terms_add_all (result, b);
  comity_terms_add_all (result, product);
  return result;
}

static ComityTerms *
parse_cross (Parser *self)
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
          fail (self, at, "an offset cannot be part of an interaction");
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
parse_product (Parser *self)
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
parse_sum (Parser *self)
{
  g_autoptr (GPtrArray) sum = comity_terms_new ();
  g_autoptr (GPtrArray) one = comity_terms_new ();
  char sign = '+';

  g_ptr_array_add (one, g_array_new (FALSE, FALSE, sizeof (gsize)));
  if (self->depth == 0)
    comity_terms_add_all (sum, one);
  skip_spaces (self);
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
      skip_spaces (self);
      if (*self->p == '+' || *self->p == '-')
        sign = *self->p++;
      else if (self->stata && (is_name_byte (*self->p) || *self->p == '(' || *self->p == '`'))
        sign = '+';
      else
        return g_steal_pointer (&sum);
    }
}

/* Where ~ stands outside quotes and parentheses, or NULL. */
static const char *
find_tilde (const char *text)
{
  int depth = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\'' || *p == '`')
        {
          p = strchr (p + 1, *p);
          if (p == NULL)
            return NULL;
        }
      else if (*p == '(')
        depth++;
      else if (*p == ')')
        depth--;
      else if (*p == '~' && p[1] != '=' && depth == 0)
        return p;
    }
  return NULL;
}

static gboolean
parse_response (Parser *self, ComityParsed *parsed)
{
  const char *tilde = find_tilde (self->text);
  const char *end;

  skip_spaces (self);
  if (tilde == NULL)
    {
      self->stata = TRUE;
      for (end = self->p; *end != '\0' && !g_ascii_isspace (*end);)
        {
          gboolean quote = strchr ("\"'`", *end) != NULL;
          const char *close = *end == '(' ? find_close (end) : quote ? strchr (end + 1, *end) : end;

          if (close == NULL)
            {
              fail (self, end,
                    quote ? "this quote is not closed" : "this parenthesis is not closed");
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
    else if (*p == '(' && (find_close (p) == NULL || find_close (p) > end))
      {
        fail (self, p, "this parenthesis is not closed");
        return FALSE;
      }
    else if (*p == '(')
      p = find_close (p);
    else if (*p == ')')
      {
        fail (self, p, "this parenthesis closes nothing");
        return FALSE;
      }
  parsed->response = comity_formula_respace (self->p, (gsize) (end - self->p));
  if (*parsed->response == '\0')
    {
      fail (self, self->p, "the outcome is missing (write y ~ x)");
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
  Parser parser = { .text = text, .p = text, .error = &local };

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
        fail (&parser, parser.p,
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
