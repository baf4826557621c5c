/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to program by recursive descent. Code is written out as it is parsed, by
 * comity-expression-compile.c. */
#include "config.h"

#include "comity-expression-private.h"
#include "comity-number.h"

#include <math.h>
#include <string.h>

#define MAX_NESTING 200

static gboolean parse_or (ComityExpressionParser *p, ComityExpressionValue *value);

void
comity_expression_value_clear (ComityExpressionValue *value)
{
  g_clear_pointer (&value->literal, g_free);
  g_clear_pointer (&value->text, g_free);
}

gsize
comity_expression_place (ComityExpressionParser *p)
{
  while (g_ascii_isspace (*p->at))
    p->at++;
  return (gsize) (p->at - p->start);
}

static gboolean
accept (ComityExpressionParser *p, const char *token)
{
  comity_expression_place (p);
  if (!g_str_has_prefix (p->at, token))
    return FALSE;
  p->at += strlen (token);
  return TRUE;
}

void
comity_expression_become (ComityExpressionValue *value, char *text)
{
  g_free (value->text);
  value->text = text;
  value->column = NULL;
  value->is_dot = FALSE;
  g_clear_pointer (&value->literal, g_free);
}

static gboolean
parse_call (ComityExpressionParser *p, const char *name, ComityExpressionValue *value)
{
  g_autoptr (GArray) args = g_array_new (FALSE, TRUE, sizeof (ComityExpressionValue));
  g_autoptr (GString) text = g_string_new (name);
  gsize open = value->place + strlen (name);

  g_array_set_clear_func (args, (GDestroyNotify) comity_expression_value_clear);
  g_string_append_c (text, '(');
  if (!accept (p, ")"))
    do
      {
        ComityExpressionValue arg = { 0 };
        gboolean ok = parse_or (p, &arg);

        g_array_append_val (args, arg);
        if (!ok)
          return FALSE;
        g_string_append_printf (text, "%s%s", args->len > 1 ? ", " : "", arg.text);
        if (accept (p, ")"))
          break;
        if (!accept (p, ","))
          return *p->at == '\0' ? comity_expression_fail (p, open, "a parenthesis is not closed")
                                : comity_expression_fail (p, comity_expression_place (p),
                                                          "a comma or “)” is expected here");
      }
    while (TRUE);
  g_string_append_c (text, ')');
  if (!comity_expression_emit_call (p, value->place, name, args))
    return FALSE;
  comity_expression_become (value, g_string_free (g_steal_pointer (&text), FALSE));
  return TRUE;
}

/* Operands */

static gboolean
parse_string (ComityExpressionParser *p, ComityExpressionValue *value)
{
  char quote = *p->at++;
  const char *end = strchr (p->at, quote);

  if (end == NULL)
    return comity_expression_fail (p, value->place, "a quotation mark is not closed");
  value->literal = g_strndup (p->at, (gsize) (end - p->at));
  quote = strchr (value->literal, '"') ? '\'' : '"';
  value->text = g_strdup_printf ("%c%s%c", quote, value->literal, quote);
  p->at = end + 1;
  return TRUE;
}

static gboolean
parse_number (ComityExpressionParser *p, ComityExpressionValue *value)
{
  char buffer[COMITY_NUMBER_BUFFER];
  char *end;
  double x = g_ascii_strtod (p->at, &end);

  if (g_ascii_isalnum (*end) || *end == '_' || *end == '.' || !isfinite (x))
    return comity_expression_fail (p, value->place, "this is not a number");
  comity_expression_emit (p, OP_NUMBER)->number = x;
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
parse_column (ComityExpressionParser *p, const char *name, ComityExpressionValue *value)
{
  ComityColumn *column = comity_expression_find_column (p, name, value->place);

  if (column == NULL)
    return FALSE;
  value->column = column;
  comity_expression_emit (p, OP_COLUMN)->column = column;
  /* In a comparison of the two states the name is what they have in common. */
  if (p->side == 0)
    name = comity_column_peek_name (column);
  value->text = is_plain_name (name) ? g_strdup (name) : g_strdup_printf ("`%s`", name);
  return TRUE;
}

static gboolean
parse_name (ComityExpressionParser *p, ComityExpressionValue *value)
{
  const char *from = p->at;
  g_autofree char *name = NULL;

  if (*p->at == '`')
    {
      const char *end = strchr (p->at + 1, '`');

      if (end == NULL)
        return comity_expression_fail (p, value->place, "a backquote is not closed");
      name = g_strndup (from + 1, (gsize) (end - from) - 1);
      p->at = end + 1;
      return parse_column (p, name, value);
    }

  while (is_name_part (g_utf8_get_char (p->at)))
    p->at = g_utf8_next_char (p->at);
  name = g_strndup (from, (gsize) (p->at - from));
  if (accept (p, "("))
    {
      gboolean ok;

      if (++p->nesting > MAX_NESTING)
        return comity_expression_fail (p, value->place, "this is nested too deeply");
      if (comity_expression_is_time_call (name))
        ok = comity_expression_parse_time_call (p, name, value);
      else if (comity_expression_is_pair_call (p, name))
        ok = comity_expression_parse_pair_call (p, name, value);
      else
        ok = parse_call (p, name, value);
      p->nesting--;
      return ok;
    }
  if (comity_dataset_find_column (p->dataset, name) < 0 &&
      comity_expression_skip_operators (name) != NULL)
    return comity_expression_parse_operators (p, name, value);
  if (comity_dataset_find_column (p->dataset, name) < 0 &&
      (strcmp (name, "TRUE") == 0 || strcmp (name, "FALSE") == 0))
    {
      comity_expression_emit (p, OP_NUMBER)->number = name[0] == 'T';
      value->text = g_steal_pointer (&name);
      return TRUE;
    }
  return parse_column (p, name, value);
}

static gboolean
parse_group (ComityExpressionParser *p, ComityExpressionValue *value)
{
  gsize open = value->place;

  p->at++;
  if (!parse_or (p, value))
    return FALSE;
  if (!accept (p, ")"))
    return *p->at == '\0' ? comity_expression_fail (p, open, "a parenthesis is not closed")
                          : comity_expression_fail (p, comity_expression_place (p),
                                                    "an operator or “)” is expected here");
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
parse_primary (ComityExpressionParser *p, ComityExpressionValue *value)
{
  char c;

  value->place = comity_expression_place (p);
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
    return comity_expression_fail (p, value->place,
                                   "a column, a number or “(” is expected, but the text ends");
  return comity_expression_fail (p, value->place, "a column, a number or “(” is expected here");
}

/* Operators, tightest first */

static gboolean parse_sign (ComityExpressionParser *p, ComityExpressionValue *value);

static gboolean
finish_binary (ComityExpressionParser *p,
               ComityExpressionValue *left,
               const ComityExpressionValue *right,
               ComityOp op,
               const char *symbol)
{
  if (!comity_expression_need_number (p, left) || !comity_expression_need_number (p, right))
    return FALSE;
  if (op == OP_CALL2)
    comity_expression_emit (p, op)->function2 = pow;
  else
    comity_expression_emit (p, op);
  comity_expression_become (left, g_strconcat (left->text, symbol, right->text, NULL));
  return TRUE;
}

static gboolean
parse_power (ComityExpressionParser *p, ComityExpressionValue *value)
{
  g_auto (ComityExpressionValue) right = { 0 };

  if (!parse_primary (p, value))
    return FALSE;
  if (!accept (p, "^"))
    return TRUE;
  if (++p->nesting > MAX_NESTING)
    return comity_expression_fail (p, comity_expression_place (p), "this is nested too deeply");
  if (!parse_sign (p, &right))
    return FALSE;
  p->nesting--;
  return finish_binary (p, value, &right, OP_CALL2, "^");
}

static gboolean
parse_sign (ComityExpressionParser *p, ComityExpressionValue *value)
{
  gsize where = comity_expression_place (p);
  gsize code = p->expression->program->len;
  char c = *p->at;
  gboolean ok;

  if (c != '-' && c != '+')
    return parse_power (p, value);

  if (++p->nesting > MAX_NESTING)
    return comity_expression_fail (p, where, "this is nested too deeply");
  p->at++;
  ok = parse_sign (p, value) && comity_expression_need_number (p, value);
  p->nesting--;
  if (!ok)
    return FALSE;
  if (c == '-')
    comity_expression_emit (p, OP_NEGATE);
  comity_expression_become (value, g_strdup_printf ("%c%s", c, value->text));
  value->place = where;
  value->code = code;
  return TRUE;
}

static gboolean
parse_term (ComityExpressionParser *p, ComityExpressionValue *value)
{
  if (!parse_sign (p, value))
    return FALSE;
  for (;;)
    {
      g_auto (ComityExpressionValue) right = { 0 };
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
parse_sum (ComityExpressionParser *p, ComityExpressionValue *value)
{
  if (!parse_term (p, value))
    return FALSE;
  for (;;)
    {
      g_auto (ComityExpressionValue) right = { 0 };
      gboolean add = accept (p, "+");

      if (!add && !accept (p, "-"))
        return TRUE;
      if (!parse_term (p, &right) ||
          !finish_binary (p, value, &right, add ? OP_ADD : OP_SUBTRACT, add ? " + " : " - "))
        return FALSE;
    }
}

static gboolean
accept_relation (ComityExpressionParser *p, ComityOp *relation, const char **symbol)
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
parse_comparison (ComityExpressionParser *p, ComityExpressionValue *value)
{
  g_auto (ComityExpressionValue) right = { 0 };
  ComityOp relation;
  const char *symbol;

  if (!parse_sum (p, value))
    return FALSE;
  if (!accept_relation (p, &relation, &symbol))
    return *p->at == '=' ? comity_expression_fail (p, comity_expression_place (p),
                                                   "“=” does not compare; write “==”")
                         : TRUE;
  if (!parse_sum (p, &right) || !comity_expression_emit_comparison (p, value, &right, relation))
    return FALSE;
  comity_expression_become (value, g_strconcat (value->text, symbol, right.text, NULL));
  if (accept_relation (p, &relation, &symbol))
    return comity_expression_fail (p, comity_expression_place (p),
                                   "comparisons cannot be chained; join them with “&”");
  return TRUE;
}

static gboolean
parse_not (ComityExpressionParser *p, ComityExpressionValue *value)
{
  gsize where = comity_expression_place (p);
  gsize code = p->expression->program->len;
  gboolean ok;

  if (*p->at != '!' || p->at[1] == '=')
    return parse_comparison (p, value);

  if (++p->nesting > MAX_NESTING)
    return comity_expression_fail (p, where, "this is nested too deeply");
  p->at++;
  ok = parse_not (p, value) && comity_expression_need_number (p, value);
  p->nesting--;
  if (!ok)
    return FALSE;
  comity_expression_emit (p, OP_NOT);
  comity_expression_become (value, g_strconcat ("!", value->text, NULL));
  value->place = where;
  value->code = code;
  return TRUE;
}

static gboolean
parse_and (ComityExpressionParser *p, ComityExpressionValue *value)
{
  if (!parse_not (p, value))
    return FALSE;
  while (accept (p, "&"))
    {
      g_auto (ComityExpressionValue) right = { 0 };

      if (*p->at == '&')
        p->at++;
      if (!parse_not (p, &right) || !finish_binary (p, value, &right, OP_AND, " & "))
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_or (ComityExpressionParser *p, ComityExpressionValue *value)
{
  if (++p->nesting > MAX_NESTING)
    return comity_expression_fail (p, comity_expression_place (p), "this is nested too deeply");
  if (!parse_and (p, value))
    return FALSE;
  while (accept (p, "|"))
    {
      g_auto (ComityExpressionValue) right = { 0 };

      if (*p->at == '|')
        p->at++;
      if (!parse_and (p, &right) || !finish_binary (p, value, &right, OP_OR, " | "))
        return FALSE;
    }
  p->nesting--;
  return TRUE;
}

gboolean
comity_expression_parse (ComityExpressionParser *p, ComityExpressionValue *value)
{
  return parse_or (p, value);
}

/* ComityExpression */

static void
clear_instruction (gpointer data)
{
  ComityInstruction *in = data;

  g_clear_pointer (&in->test, comity_text_test_free);
  g_clear_pointer (&in->code_map, g_free);
  g_clear_pointer (&in->inner, g_array_unref);
  g_clear_pointer (&in->kept, g_free);
}

GArray *
comity_program_new (void)
{
  GArray *program = g_array_new (FALSE, TRUE, sizeof (ComityInstruction));

  g_array_set_clear_func (program, clear_instruction);
  return program;
}

ComityExpression *
comity_expression_new (const char *text, ComityDataset *dataset, GError **error)
{
  g_autoptr (ComityExpression) self = NULL;
  g_auto (ComityExpressionValue) value = { 0 };
  ComityExpressionParser p = { .start = text, .at = text, .dataset = dataset, .error = error };

  g_return_val_if_fail (text != NULL && dataset != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                   "The expression is not valid UTF-8 text.");
      return NULL;
    }

  self = g_new0 (ComityExpression, 1);
  self->program = comity_program_new ();
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  p.expression = self;
  if (!parse_or (&p, &value))
    return NULL;
  if (*p.at != '\0')
    {
      comity_expression_fail (&p, comity_expression_place (&p),
                              *p.at == ')' ? "there is no parenthesis to close"
                                           : "an operator is expected here");
      return NULL;
    }
  if (value.literal != NULL || value.is_dot)
    {
      comity_expression_need_number (&p, &value);
      return NULL;
    }
  self->plain = value.column;
  self->text = g_steal_pointer (&value.text);
  return g_steal_pointer (&self);
}

void
comity_expression_free (ComityExpression *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->program);
  g_ptr_array_unref (self->columns);
  comity_timeline_unref (self->timeline);
  g_free (self->text);
  g_free (self);
}

gboolean
comity_expression_uses_time (const ComityExpression *self)
{
  return self->timeline != NULL;
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
