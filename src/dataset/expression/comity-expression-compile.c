/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing out the instructions of an expression: comparisons, with text among them, and functions.
 * A comparison of a column with a string takes the column's instruction back and puts a test of its
 * text instead. */
#include "config.h"

#include "comity-expression-private.h"

#include <math.h>
#include <string.h>

gboolean
comity_expression_fail (ComityExpressionParser *p, gsize place, const char *format, ...)
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

ComityInstruction *
comity_expression_emit (ComityExpressionParser *p, ComityOp op)
{
  ComityInstruction in = { .op = op };

  g_array_append_val (p->expression->program, in);
  return &g_array_index (p->expression->program, ComityInstruction,
                         p->expression->program->len - 1);
}

/* A value that arithmetic can use. */
gboolean
comity_expression_need_number (ComityExpressionParser *p, const ComityExpressionValue *value)
{
  if (value->literal != NULL)
    return comity_expression_fail (p, value->place,
                                   "a text in quotes can only be compared with a column");
  if (value->is_dot)
    return comity_expression_fail (p, value->place, "“.” (missing) can only be compared");
  if (value->column != NULL && !comity_column_is_numeric (value->column))
    return comity_expression_fail (p, value->place, "“%s” holds text, not numbers",
                                   comity_column_peek_name (value->column));
  return TRUE;
}

/* Comparing text */

static gboolean
emit_text_test (ComityExpressionParser *p,
                const ComityExpressionValue *column,
                ComityOp relation,
                char **literals)
{
  ComityColumn *c = column->column;
  ComityTextTest *test;
  ComityInstruction *in;

  if (c == NULL)
    return comity_expression_fail (p, column->place, "only a column can be compared with a text");
  if (comity_column_is_numeric (c) && comity_column_peek_value_labels (c) == NULL)
    return comity_expression_fail (
        p, column->place, "“%s” holds numbers without value labels: compare it with a number",
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
  in = comity_expression_emit (p, OP_TEXT_TEST);
  in->column = c;
  in->test = test;
  return TRUE;
}

static gboolean
emit_same_text (ComityExpressionParser *p,
                const ComityExpressionValue *a,
                const ComityExpressionValue *b,
                ComityOp relation)
{
  gsize n = comity_column_get_n_codes (a->column);
  gsize n_other = comity_column_get_n_codes (b->column);
  g_autoptr (GHashTable) other = NULL;
  ComityInstruction *in;

  if (relation != OP_EQUAL && relation != OP_UNEQUAL)
    return comity_expression_fail (p, a->place,
                                   "two columns of text can only be compared with == and !=");

  other = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize code = 0; code < n_other; code++)
    g_hash_table_insert (other,
                         (gpointer) comity_column_peek_code_string (b->column, (guint32) code),
                         GUINT_TO_POINTER (code));
  g_array_set_size (p->expression->program, (guint) a->code);
  in = comity_expression_emit (p, OP_SAME_TEXT);
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
emit_dot_test (ComityExpressionParser *p, const ComityExpressionValue *value, ComityOp relation)
{
  if (value->is_dot || value->literal != NULL)
    return comity_expression_fail (p, value->place, "compare a column or a number with “.”");
  comity_expression_emit (p, OP_MISSING);
  if (relation == OP_UNEQUAL || relation == OP_LESS)
    comity_expression_emit (p, OP_NOT);
  else if (relation != OP_EQUAL && relation != OP_GREATER_EQUAL)
    return comity_expression_fail (p, value->place, "compare with “.” by ==, !=, < or >=");
  return TRUE;
}

gboolean
comity_expression_emit_comparison (ComityExpressionParser *p,
                                   const ComityExpressionValue *a,
                                   const ComityExpressionValue *b,
                                   ComityOp relation)
{
  if (b->is_dot)
    return emit_dot_test (p, a, relation);
  if (a->is_dot)
    return emit_dot_test (p, b, reversed (relation));
  if (a->literal != NULL && b->literal != NULL)
    return comity_expression_fail (p, a->place,
                                   "two texts in quotes are compared; one should be a column");
  if (b->literal != NULL)
    return emit_text_test (p, a, relation, (char *[]){ b->literal, NULL });
  if (a->literal != NULL)
    {
      ComityExpressionValue column = *b;

      column.code = a->code;
      return emit_text_test (p, &column, reversed (relation), (char *[]){ a->literal, NULL });
    }
  if (a->column != NULL && b->column != NULL && !comity_column_is_numeric (a->column) &&
      !comity_column_is_numeric (b->column))
    return emit_same_text (p, a, b, relation);
  if (!comity_expression_need_number (p, a) || !comity_expression_need_number (p, b))
    return FALSE;
  comity_expression_emit (p, relation);
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
absolute_difference (double x, double y)
{
  return fabs (x - y);
}

static double
sum (double x, double y)
{
  return x + y;
}

static double
product (double x, double y)
{
  return x * y;
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
  { "min", fmin, TRUE },        { "max", fmax, TRUE },    { "sum", sum, TRUE },
  { "product", product, TRUE }, { "mean", sum, TRUE },    { "absdiff", absolute_difference, FALSE },
  { "pow", pow, FALSE },        { "mod", modulo, FALSE }, { "round", round_to, FALSE },
};

/* What is done in ways of its own, in the order of these numbers. */
typedef enum
{
  CALL_INLIST,
  CALL_SAME,
  CALL_I,
  CALL_MISSING,
  CALL_IFELSE,
  CALL_INRANGE,
  N_CALLS,
} Call;

static const char *const calls[N_CALLS] = {
  "inlist", "same", "I", "missing", "ifelse", "inrange",
};

static Call
find_call (const char *name)
{
  Call call = 0;

  while (call < N_CALLS && strcmp (name, calls[call]) != 0)
    call++;
  return call;
}

char **
comity_expression_list_functions (void)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; i < N_CALLS; i++)
    g_strv_builder_add (names, calls[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (functions1); i++)
    g_strv_builder_add (names, functions1[i].name);
  for (gsize i = 0; i < G_N_ELEMENTS (functions2); i++)
    g_strv_builder_add (names, functions2[i].name);
  for (const char *const *name = comity_expression_time_calls; *name != NULL; name++)
    g_strv_builder_add (names, *name);
  for (const char *const *name = comity_expression_pair_calls; *name != NULL; name++)
    g_strv_builder_add (names, *name);
  return g_strv_builder_end (names);
}

/* Two or more arguments of which the first may be text: inlist (). */
static gboolean
emit_inlist (ComityExpressionParser *p, GArray *args)
{
  const ComityExpressionValue *x = &g_array_index (args, ComityExpressionValue, 0);
  g_autoptr (GPtrArray) literals = g_ptr_array_new ();

  for (guint i = 1; i < args->len; i++)
    {
      const ComityExpressionValue *arg = &g_array_index (args, ComityExpressionValue, i);

      if (arg->literal != NULL)
        g_ptr_array_add (literals, arg->literal);
    }
  if (literals->len == args->len - 1)
    {
      g_ptr_array_add (literals, NULL);
      return emit_text_test (p, x, OP_EQUAL, (char **) literals->pdata);
    }

  for (guint i = 0; i < args->len; i++)
    if (!comity_expression_need_number (p, &g_array_index (args, ComityExpressionValue, i)))
      return FALSE;
  comity_expression_emit (p, OP_INLIST)->count = args->len;
  return TRUE;
}

static gboolean
wrong_count (ComityExpressionParser *p, gsize where, const char *name, const char *wanted)
{
  return comity_expression_fail (p, where, "%s() takes %s", name, wanted);
}

/* Functions whose arguments' code has been written out already. */
gboolean
comity_expression_emit_call (ComityExpressionParser *p, gsize where, const char *name, GArray *args)
{
  Call call = find_call (name);

  if (call == CALL_INLIST)
    return args->len >= 2 ? emit_inlist (p, args)
                          : wrong_count (p, where, name, "a column and the values to look for");
  if (call == CALL_SAME)
    return args->len == 2 ? comity_expression_emit_comparison (
                                p, &g_array_index (args, ComityExpressionValue, 0),
                                &g_array_index (args, ComityExpressionValue, 1), OP_EQUAL)
                          : wrong_count (p, where, name, "two columns");

  for (guint i = 0; i < args->len; i++)
    {
      const ComityExpressionValue *arg = &g_array_index (args, ComityExpressionValue, i);
      gboolean text_will_do = arg->column != NULL && call == CALL_MISSING;

      if (!text_will_do && !comity_expression_need_number (p, arg))
        return FALSE;
    }

  if (call == CALL_I)
    return args->len == 1 ? TRUE : wrong_count (p, where, name, "one argument");
  if (call == CALL_MISSING)
    {
      if (args->len != 1)
        return wrong_count (p, where, name, "one argument");
      comity_expression_emit (p, OP_MISSING);
      return TRUE;
    }
  if (call == CALL_IFELSE || call == CALL_INRANGE)
    {
      if (args->len != 3)
        return wrong_count (p, where, name, "three arguments");
      comity_expression_emit (p, call == CALL_IFELSE ? OP_IFELSE : OP_INRANGE);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (functions1) && args->len == 1; i++)
    if (strcmp (name, functions1[i].name) == 0)
      {
        comity_expression_emit (p, OP_CALL1)->function1 = functions1[i].function;
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (functions2); i++)
    if (strcmp (name, functions2[i].name) == 0)
      {
        if (args->len != 2 && !(functions2[i].any_number && args->len >= 1))
          return wrong_count (p, where, name,
                              functions2[i].any_number ? "one argument or more" : "two arguments");
        for (guint k = 1; k < args->len; k++)
          comity_expression_emit (p, OP_CALL2)->function2 = functions2[i].function;
        if (strcmp (name, "mean") == 0)
          {
            comity_expression_emit (p, OP_NUMBER)->number = args->len;
            comity_expression_emit (p, OP_DIVIDE);
          }
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (functions1); i++)
    if (strcmp (name, functions1[i].name) == 0)
      return wrong_count (p, where, name, "one argument");
  return comity_expression_fail (p, where, "there is no function %s()", name);
}
