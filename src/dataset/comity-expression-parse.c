/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to program by recursive descent. Code is written out as it is parsed; a comparison of a
 * column with a string takes the column's instruction back and puts a test of its text instead. */
#include "config.h"

#include "comity-expression-private.h"
#include "comity-number.h"

#include <math.h>
#include <string.h>

#define MAX_NESTING 200

/* What a part of the text turned out to be. */
typedef struct
{
  gsize place;          /* byte offset where it begins */
  gsize code;           /* index of its first instruction */
  ComityColumn *column; /* when it is nothing but a column */
  char *literal;        /* when it is a string */
  gboolean is_dot;      /* when it is Stata's "." */
  char *text;           /* canonical spelling */
} Value;

typedef struct
{
  const char *start;
  const char *at;
  ComityDataset *dataset;
  ComityExpression *expression;
  guint nesting;
  GError **error;
} Parser;

static gboolean parse_or (Parser *p, Value *value);

static void
value_clear (Value *value)
{
  g_clear_pointer (&value->literal, g_free);
  g_clear_pointer (&value->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Value, value_clear)

G_GNUC_PRINTF (3, 4)
static gboolean
fail (Parser *p, gsize place, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (p->error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
               "“%s” at character %ld: %s.", p->start,
               g_utf8_pointer_to_offset (p->start, p->start + place) + 1, what);
  return FALSE;
}

static gsize
place (Parser *p)
{
  while (g_ascii_isspace (*p->at))
    p->at++;
  return (gsize) (p->at - p->start);
}

static gboolean
accept (Parser *p, const char *token)
{
  place (p);
  if (!g_str_has_prefix (p->at, token))
    return FALSE;
  p->at += strlen (token);
  return TRUE;
}

static ComityInstruction *
emit (Parser *p, ComityOp op)
{
  ComityInstruction in = { .op = op };

  g_array_append_val (p->expression->program, in);
  return &g_array_index (p->expression->program, ComityInstruction,
                         p->expression->program->len - 1);
}

static ComityColumn *
use_column (Parser *p, ComityColumn *column)
{
  if (!g_ptr_array_find (p->expression->columns, column, NULL))
    g_ptr_array_add (p->expression->columns, comity_column_ref (column));
  return column;
}

/* A value that arithmetic can use. */
static gboolean
need_number (Parser *p, const Value *value)
{
  if (value->literal != NULL)
    return fail (p, value->place, "a text in quotes can only be compared with a column");
  if (value->is_dot)
    return fail (p, value->place, "“.” (missing) can only be compared");
  if (value->column != NULL && !comity_column_is_numeric (value->column))
    return fail (p, value->place, "“%s” holds text, not numbers",
                 comity_column_peek_name (value->column));
  return TRUE;
}

/* Takes the value as it now is: no longer a bare column, and spelled @text. */
static void
become (Value *value, char *text)
{
  g_free (value->text);
  value->text = text;
  value->column = NULL;
  value->is_dot = FALSE;
  g_clear_pointer (&value->literal, g_free);
}

/* Comparing text */

static gboolean
emit_text_test (Parser *p, const Value *column, ComityOp relation, char **literals)
{
  ComityColumn *c = column->column;
  ComityTextTest *test;
  ComityInstruction *in;

  if (c == NULL)
    return fail (p, column->place, "only a column can be compared with a text");
  if (comity_column_is_numeric (c) && comity_column_peek_value_labels (c) == NULL)
    return fail (p, column->place,
                 "“%s” holds numbers without value labels: compare it with a number",
                 comity_column_peek_name (c));

  test = g_new0 (ComityTextTest, 1);
  test->relation = relation;
  test->literals = g_strdupv (literals);
  if (!comity_column_is_numeric (c))
    {
      gsize n = comity_column_get_n_codes (c);

      test->of_code = g_new0 (double, n);
      for (gsize code = 0; code < n; code++)
        {
          const char *text = comity_column_peek_code_string (c, (guint32) code);
          gboolean asks_empty = FALSE;

          for (char **literal = literals; *literal != NULL; literal++)
            {
              asks_empty |= **literal == '\0';
              if (comity_text_relation_holds (relation, text, *literal))
                test->of_code[code] = 1.0;
            }
          /* An empty string is missing, unless it is what was asked for. */
          if (code == 0 && !asks_empty)
            test->of_code[code] = NAN;
        }
    }
  g_array_set_size (p->expression->program, (guint) column->code);
  in = emit (p, OP_TEXT_TEST);
  in->column = c;
  in->test = test;
  return TRUE;
}

static gboolean
emit_same_text (Parser *p, const Value *a, const Value *b, ComityOp relation)
{
  gsize n = comity_column_get_n_codes (a->column);
  gsize n_other = comity_column_get_n_codes (b->column);
  g_autoptr (GHashTable) other = NULL;
  ComityInstruction *in;

  if (relation != OP_EQUAL && relation != OP_UNEQUAL)
    return fail (p, a->place, "two columns of text can only be compared with == and !=");

  other = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize code = 0; code < n_other; code++)
    g_hash_table_insert (other,
                         (gpointer) comity_column_peek_code_string (b->column, (guint32) code),
                         GUINT_TO_POINTER (code));
  g_array_set_size (p->expression->program, (guint) a->code);
  in = emit (p, OP_SAME_TEXT);
  in->column = a->column;
  in->other = b->column;
  in->number = relation == OP_EQUAL;
  in->code_map = g_new0 (guint32, n);
  for (gsize code = 0; code < n; code++)
    in->code_map[code] = GPOINTER_TO_UINT (
        g_hash_table_lookup (other, comity_column_peek_code_string (a->column, (guint32) code)));
  return TRUE;
}

static ComityOp
reversed (ComityOp relation)
{
  switch (relation)
    {
    case OP_LESS:
      return OP_GREATER;
    case OP_LESS_EQUAL:
      return OP_GREATER_EQUAL;
    case OP_GREATER:
      return OP_LESS;
    case OP_GREATER_EQUAL:
      return OP_LESS_EQUAL;
    default:
      return relation;
    }
}

/* Stata's "." is above every number: x < . asks for what is not missing. */
static gboolean
emit_dot_test (Parser *p, const Value *value, ComityOp relation)
{
  if (value->is_dot || value->literal != NULL)
    return fail (p, value->place, "compare a column or a number with “.”");
  emit (p, OP_MISSING);
  if (relation == OP_UNEQUAL || relation == OP_LESS)
    emit (p, OP_NOT);
  else if (relation != OP_EQUAL && relation != OP_GREATER_EQUAL)
    return fail (p, value->place, "compare with “.” by ==, !=, < or >=");
  return TRUE;
}

static gboolean
emit_comparison (Parser *p, const Value *a, const Value *b, ComityOp relation)
{
  if (b->is_dot)
    return emit_dot_test (p, a, relation);
  if (a->is_dot)
    return emit_dot_test (p, b, reversed (relation));
  if (a->literal != NULL && b->literal != NULL)
    return fail (p, a->place, "two texts in quotes are compared; one should be a column");
  if (b->literal != NULL)
    return emit_text_test (p, a, relation, (char *[]){ b->literal, NULL });
  if (a->literal != NULL)
    {
      Value column = *b;

      column.code = a->code;
      return emit_text_test (p, &column, reversed (relation), (char *[]){ a->literal, NULL });
    }
  if (a->column != NULL && b->column != NULL && !comity_column_is_numeric (a->column) &&
      !comity_column_is_numeric (b->column))
    return emit_same_text (p, a, b, relation);
  if (!need_number (p, a) || !need_number (p, b))
    return FALSE;
  emit (p, relation);
  return TRUE;
}

/* Functions */

static double
sign (double x)
{
  return isnan (x) ? NAN : (x > 0.0) - (x < 0.0);
}

static double
modulo (double x, double y)
{
  return y == 0.0 ? NAN : x - y * floor (x / y);
}

static double
round_to (double x, double digits)
{
  double scale = pow (10.0, digits);

  return nearbyint (x * scale) / scale;
}

static const struct
{
  const char *name;
  double (*function) (double);
} functions1[] = {
  { "log", log },     { "ln", log },      { "exp", exp },      { "sqrt", sqrt },
  { "abs", fabs },    { "floor", floor }, { "ceiling", ceil }, { "round", nearbyint },
  { "log1p", log1p }, { "expm1", expm1 }, { "sign", sign },    { "log10", log10 },
  { "log2", log2 },
};

static const struct
{
  const char *name;
  double (*function) (double, double);
  gboolean any_number; /* of arguments, folded from the left */
} functions2[] = {
  { "min", fmin, TRUE },    { "max", fmax, TRUE },        { "pow", pow, FALSE },
  { "mod", modulo, FALSE }, { "round", round_to, FALSE },
};

/* Two or more arguments of which the first may be text: inlist (). */
static gboolean
emit_inlist (Parser *p, GArray *args)
{
  const Value *x = &g_array_index (args, Value, 0);
  g_autoptr (GPtrArray) literals = g_ptr_array_new ();

  for (guint i = 1; i < args->len; i++)
    {
      const Value *arg = &g_array_index (args, Value, i);

      if (arg->literal != NULL)
        g_ptr_array_add (literals, arg->literal);
    }
  if (literals->len == args->len - 1)
    {
      g_ptr_array_add (literals, NULL);
      return emit_text_test (p, x, OP_EQUAL, (char **) literals->pdata);
    }

  for (guint i = 0; i < args->len; i++)
    if (!need_number (p, &g_array_index (args, Value, i)))
      return FALSE;
  emit (p, OP_INLIST)->count = args->len;
  return TRUE;
}

static gboolean
wrong_count (Parser *p, gsize where, const char *name, const char *wanted)
{
  return fail (p, where, "%s() takes %s", name, wanted);
}

/* Functions whose arguments' code has been written out already. */
static gboolean
emit_call (Parser *p, gsize where, const char *name, GArray *args)
{
  if (strcmp (name, "inlist") == 0)
    return args->len >= 2 ? emit_inlist (p, args)
                          : wrong_count (p, where, name, "a column and the values to look for");

  for (guint i = 0; i < args->len; i++)
    {
      const Value *arg = &g_array_index (args, Value, i);
      gboolean text_will_do = arg->column != NULL && strcmp (name, "missing") == 0;

      if (!text_will_do && !need_number (p, arg))
        return FALSE;
    }

  if (strcmp (name, "I") == 0)
    return args->len == 1 ? TRUE : wrong_count (p, where, name, "one argument");
  if (strcmp (name, "missing") == 0)
    {
      if (args->len != 1)
        return wrong_count (p, where, name, "one argument");
      emit (p, OP_MISSING);
      return TRUE;
    }
  if (strcmp (name, "ifelse") == 0 || strcmp (name, "inrange") == 0)
    {
      if (args->len != 3)
        return wrong_count (p, where, name, "three arguments");
      emit (p, name[1] == 'f' ? OP_IFELSE : OP_INRANGE);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (functions1) && args->len == 1; i++)
    if (strcmp (name, functions1[i].name) == 0)
      {
        emit (p, OP_CALL1)->function1 = functions1[i].function;
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (functions2); i++)
    if (strcmp (name, functions2[i].name) == 0)
      {
        if (args->len != 2 && !(functions2[i].any_number && args->len >= 1))
          return wrong_count (p, where, name,
                              functions2[i].any_number ? "one argument or more" : "two arguments");
        for (guint k = 1; k < args->len; k++)
          emit (p, OP_CALL2)->function2 = functions2[i].function;
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (functions1); i++)
    if (strcmp (name, functions1[i].name) == 0)
      return wrong_count (p, where, name, "one argument");
  return fail (p, where, "there is no function %s()", name);
}

static gboolean
parse_call (Parser *p, const char *name, Value *value)
{
  g_autoptr (GArray) args = g_array_new (FALSE, TRUE, sizeof (Value));
  g_autoptr (GString) text = g_string_new (name);
  gsize open = value->place + strlen (name);

  g_array_set_clear_func (args, (GDestroyNotify) value_clear);
  g_string_append_c (text, '(');
  if (!accept (p, ")"))
    do
      {
        Value arg = { 0 };
        gboolean ok = parse_or (p, &arg);

        g_array_append_val (args, arg);
        if (!ok)
          return FALSE;
        g_string_append_printf (text, "%s%s", args->len > 1 ? ", " : "", arg.text);
        if (accept (p, ")"))
          break;
        if (!accept (p, ","))
          return *p->at == '\0' ? fail (p, open, "a parenthesis is not closed")
                                : fail (p, place (p), "a comma or “)” is expected here");
      }
    while (TRUE);
  g_string_append_c (text, ')');
  if (!emit_call (p, value->place, name, args))
    return FALSE;
  become (value, g_string_free (g_steal_pointer (&text), FALSE));
  return TRUE;
}

/* Operands */

static gboolean
parse_string (Parser *p, Value *value)
{
  char quote = *p->at++;
  const char *end = strchr (p->at, quote);

  if (end == NULL)
    return fail (p, value->place, "a quotation mark is not closed");
  value->literal = g_strndup (p->at, (gsize) (end - p->at));
  quote = strchr (value->literal, '"') ? '\'' : '"';
  value->text = g_strdup_printf ("%c%s%c", quote, value->literal, quote);
  p->at = end + 1;
  return TRUE;
}

static gboolean
parse_number (Parser *p, Value *value)
{
  char buffer[COMITY_NUMBER_BUFFER];
  char *end;
  double x = g_ascii_strtod (p->at, &end);

  if (g_ascii_isalnum (*end) || *end == '_' || *end == '.' || !isfinite (x))
    return fail (p, value->place, "this is not a number");
  emit (p, OP_NUMBER)->number = x;
  value->text = g_strdup (comity_number_format (x, buffer));
  p->at = end;
  return TRUE;
}

static gboolean
is_name_start (gunichar c)
{
  return g_unichar_isalpha (c) || c == '_';
}

static gboolean
is_name_part (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_' || c == '.' || g_unichar_ismark (c);
}

static gboolean
is_plain_name (const char *name)
{
  if (!is_name_start (g_utf8_get_char (name)))
    return FALSE;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (!is_name_part (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

static gboolean
parse_column (Parser *p, const char *name, Value *value)
{
  ComityColumn *column = comity_dataset_require_column (p->dataset, name, p->error);

  if (column == NULL)
    return FALSE;
  value->column = use_column (p, column);
  emit (p, OP_COLUMN)->column = column;
  name = comity_column_peek_name (column);
  value->text = is_plain_name (name) ? g_strdup (name) : g_strdup_printf ("`%s`", name);
  return TRUE;
}

static gboolean
parse_name (Parser *p, Value *value)
{
  const char *from = p->at;
  g_autofree char *name = NULL;

  if (*p->at == '`')
    {
      const char *end = strchr (p->at + 1, '`');

      if (end == NULL)
        return fail (p, value->place, "a backquote is not closed");
      name = g_strndup (from + 1, (gsize) (end - from) - 1);
      p->at = end + 1;
      return parse_column (p, name, value);
    }

  while (is_name_part (g_utf8_get_char (p->at)))
    p->at = g_utf8_next_char (p->at);
  name = g_strndup (from, (gsize) (p->at - from));
  if (accept (p, "("))
    return parse_call (p, name, value);
  if (comity_dataset_find_column (p->dataset, name) < 0 &&
      (strcmp (name, "TRUE") == 0 || strcmp (name, "FALSE") == 0))
    {
      emit (p, OP_NUMBER)->number = name[0] == 'T';
      value->text = g_steal_pointer (&name);
      return TRUE;
    }
  return parse_column (p, name, value);
}

static gboolean
parse_group (Parser *p, Value *value)
{
  gsize open = value->place;

  p->at++;
  if (!parse_or (p, value))
    return FALSE;
  if (!accept (p, ")"))
    return *p->at == '\0' ? fail (p, open, "a parenthesis is not closed")
                          : fail (p, place (p), "an operator or “)” is expected here");
  value->place = open;
  /* A column in parentheses stays one, so that (region) == "Europe" is understood. */
  {
    char *text = g_strdup_printf ("(%s)", value->text);

    g_free (value->text);
    value->text = text;
  }
  return TRUE;
}

static gboolean
parse_primary (Parser *p, Value *value)
{
  char c;

  value->place = place (p);
  value->code = p->expression->program->len;
  c = *p->at;
  if (c == '(')
    return parse_group (p, value);
  if (c == '"' || c == '\'')
    return parse_string (p, value);
  if (g_ascii_isdigit (c) || (c == '.' && g_ascii_isdigit (p->at[1])))
    return parse_number (p, value);
  if (c == '`' || is_name_start (g_utf8_get_char (p->at)))
    return parse_name (p, value);
  if (c == '.' && !is_name_part (g_utf8_get_char (p->at + 1)))
    {
      p->at++;
      value->is_dot = TRUE;
      value->text = g_strdup (".");
      return TRUE;
    }
  if (c == '\0')
    return fail (p, value->place, "a column, a number or “(” is expected, but the text ends");
  return fail (p, value->place, "a column, a number or “(” is expected here");
}

/* Operators, tightest first */

static gboolean parse_sign (Parser *p, Value *value);

static gboolean
finish_binary (Parser *p, Value *left, const Value *right, ComityOp op, const char *symbol)
{
  if (!need_number (p, left) || !need_number (p, right))
    return FALSE;
  if (op == OP_CALL2)
    emit (p, op)->function2 = pow;
  else
    emit (p, op);
  become (left, g_strconcat (left->text, symbol, right->text, NULL));
  return TRUE;
}

static gboolean
parse_power (Parser *p, Value *value)
{
  g_auto (Value) right = { 0 };

  if (!parse_primary (p, value))
    return FALSE;
  if (!accept (p, "^"))
    return TRUE;
  return parse_sign (p, &right) && finish_binary (p, value, &right, OP_CALL2, "^");
}

static gboolean
parse_sign (Parser *p, Value *value)
{
  gsize where = place (p);
  gsize code = p->expression->program->len;
  char c = *p->at;
  gboolean ok;

  if (c != '-' && c != '+')
    return parse_power (p, value);

  if (++p->nesting > MAX_NESTING)
    return fail (p, where, "this is nested too deeply");
  p->at++;
  ok = parse_sign (p, value) && need_number (p, value);
  p->nesting--;
  if (!ok)
    return FALSE;
  if (c == '-')
    emit (p, OP_NEGATE);
  become (value, g_strdup_printf ("%c%s", c, value->text));
  value->place = where;
  value->code = code;
  return TRUE;
}

static gboolean
parse_term (Parser *p, Value *value)
{
  if (!parse_sign (p, value))
    return FALSE;
  for (;;)
    {
      g_auto (Value) right = { 0 };
      gboolean multiply = accept (p, "*");

      if (!multiply && !accept (p, "/"))
        return TRUE;
      if (!parse_sign (p, &right) ||
          !finish_binary (p, value, &right, multiply ? OP_MULTIPLY : OP_DIVIDE,
                          multiply ? " * " : "/"))
        return FALSE;
    }
}

static gboolean
parse_sum (Parser *p, Value *value)
{
  if (!parse_term (p, value))
    return FALSE;
  for (;;)
    {
      g_auto (Value) right = { 0 };
      gboolean add = accept (p, "+");

      if (!add && !accept (p, "-"))
        return TRUE;
      if (!parse_term (p, &right) ||
          !finish_binary (p, value, &right, add ? OP_ADD : OP_SUBTRACT, add ? " + " : " - "))
        return FALSE;
    }
}

static gboolean
accept_relation (Parser *p, ComityOp *relation, const char **symbol)
{
  static const struct
  {
    const char *token;
    const char *symbol;
    ComityOp op;
  } relations[] = {
    { "==", " == ", OP_EQUAL },   { "!=", " != ", OP_UNEQUAL },
    { "~=", " != ", OP_UNEQUAL }, { "<=", " <= ", OP_LESS_EQUAL },
    { "<", " < ", OP_LESS },      { ">=", " >= ", OP_GREATER_EQUAL },
    { ">", " > ", OP_GREATER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (relations); i++)
    if (accept (p, relations[i].token))
      {
        *relation = relations[i].op;
        *symbol = relations[i].symbol;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_comparison (Parser *p, Value *value)
{
  g_auto (Value) right = { 0 };
  ComityOp relation;
  const char *symbol;

  if (!parse_sum (p, value))
    return FALSE;
  if (!accept_relation (p, &relation, &symbol))
    return *p->at == '=' ? fail (p, place (p), "“=” does not compare; write “==”") : TRUE;
  if (!parse_sum (p, &right) || !emit_comparison (p, value, &right, relation))
    return FALSE;
  become (value, g_strconcat (value->text, symbol, right.text, NULL));
  if (accept_relation (p, &relation, &symbol))
    return fail (p, place (p), "comparisons cannot be chained; join them with “&”");
  return TRUE;
}

static gboolean
parse_not (Parser *p, Value *value)
{
  gsize where = place (p);
  gsize code = p->expression->program->len;
  gboolean ok;

  if (*p->at != '!' || p->at[1] == '=')
    return parse_comparison (p, value);

  if (++p->nesting > MAX_NESTING)
    return fail (p, where, "this is nested too deeply");
  p->at++;
  ok = parse_not (p, value) && need_number (p, value);
  p->nesting--;
  if (!ok)
    return FALSE;
  emit (p, OP_NOT);
  become (value, g_strconcat ("!", value->text, NULL));
  value->place = where;
  value->code = code;
  return TRUE;
}

static gboolean
parse_and (Parser *p, Value *value)
{
  if (!parse_not (p, value))
    return FALSE;
  while (accept (p, "&"))
    {
      g_auto (Value) right = { 0 };

      if (*p->at == '&')
        p->at++;
      if (!parse_not (p, &right) || !finish_binary (p, value, &right, OP_AND, " & "))
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_or (Parser *p, Value *value)
{
  if (++p->nesting > MAX_NESTING)
    return fail (p, place (p), "this is nested too deeply");
  if (!parse_and (p, value))
    return FALSE;
  while (accept (p, "|"))
    {
      g_auto (Value) right = { 0 };

      if (*p->at == '|')
        p->at++;
      if (!parse_and (p, &right) || !finish_binary (p, value, &right, OP_OR, " | "))
        return FALSE;
    }
  p->nesting--;
  return TRUE;
}

/* ComityExpression */

static void
clear_instruction (gpointer data)
{
  ComityInstruction *in = data;

  g_clear_pointer (&in->test, comity_text_test_free);
  g_clear_pointer (&in->code_map, g_free);
}

ComityExpression *
comity_expression_new (const char *text, ComityDataset *dataset, GError **error)
{
  g_autoptr (ComityExpression) self = NULL;
  g_auto (Value) value = { 0 };
  Parser p = { text, text, dataset, NULL, 0, error };

  g_return_val_if_fail (text != NULL && dataset != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                   "The expression is not valid UTF-8 text.");
      return NULL;
    }

  self = g_new0 (ComityExpression, 1);
  self->program = g_array_new (FALSE, TRUE, sizeof (ComityInstruction));
  g_array_set_clear_func (self->program, clear_instruction);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  p.expression = self;
  if (!parse_or (&p, &value))
    return NULL;
  if (*p.at != '\0')
    {
      fail (&p, place (&p),
            *p.at == ')' ? "there is no parenthesis to close" : "an operator is expected here");
      return NULL;
    }
  if (value.literal != NULL || value.is_dot)
    {
      need_number (&p, &value);
      return NULL;
    }
  self->plain = value.column;
  self->text = g_steal_pointer (&value.text);
  self->depth = comity_expression_measure_depth (self);
  return g_steal_pointer (&self);
}

void
comity_expression_free (ComityExpression *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->program);
  g_ptr_array_unref (self->columns);
  g_free (self->text);
  g_free (self);
}

const char *
comity_expression_peek_text (const ComityExpression *self)
{
  return self->text;
}

gsize
comity_expression_get_n_columns (const ComityExpression *self)
{
  return self->columns->len;
}

ComityColumn *
comity_expression_peek_column (const ComityExpression *self, gsize i)
{
  g_return_val_if_fail (i < self->columns->len, NULL);

  return g_ptr_array_index (self->columns, i);
}

ComityColumn *
comity_expression_peek_plain_column (const ComityExpression *self)
{
  return self->plain;
}
