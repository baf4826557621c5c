/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two states of a dyad have, taken together: weak (polity) is the lesser of polity_a and
 * polity_b. The argument is read twice, once for each side; a name in it stands for the column of
 * that side (comity-sides.h), or, where there is no such pair, for the column of that name. */
#include "config.h"

#include "comity-expression-private.h"
#include "comity-sides.h"

#include <math.h>
#include <string.h>

typedef enum
{
  PAIR_WEAK,
  PAIR_STRONG,
  PAIR_DISTANCE,
  PAIR_PRODUCT,
  PAIR_TOTAL,
  PAIR_AVERAGE,
  PAIR_ALIKE,
  PAIR_BOTH,
  PAIR_EITHER,
} Pair;

const char *const comity_expression_pair_calls[] = {
  "weak", "strong", "distance", "product", "total", "average", "alike", "both", "either", NULL,
};

/* Whether a comma stands between the arguments of the call that p->at is in. */
static gboolean
has_comma (const char *at)
{
  int depth = 0;

  for (const char *c = at; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\'' || *c == '`')
        {
          c = strchr (c + 1, *c);
          if (c == NULL)
            return FALSE;
        }
      else if (*c == '(')
        depth++;
      else if (*c == ')' && depth-- == 0)
        return FALSE;
      else if (*c == ',' && depth == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
comity_expression_is_pair_call (const ComityExpressionParser *p, const char *name)
{
  /* product (a, b) is of two columns. */
  if (strcmp (name, "product") == 0 && has_comma (p->at))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (comity_expression_pair_calls) - 1; i++)
    if (strcmp (name, comity_expression_pair_calls[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
emit_pair (ComityExpressionParser *p,
           Pair pair,
           const ComityExpressionValue *a,
           const ComityExpressionValue *b)
{
  if (pair == PAIR_ALIKE)
    return comity_expression_emit_comparison (p, a, b, OP_EQUAL);
  if (!comity_expression_need_number (p, a) || !comity_expression_need_number (p, b))
    return FALSE;
  switch (pair)
    {
    case PAIR_WEAK:
      comity_expression_emit (p, OP_CALL2)->function2 = fmin;
      break;
    case PAIR_STRONG:
      comity_expression_emit (p, OP_CALL2)->function2 = fmax;
      break;
    case PAIR_DISTANCE:
      comity_expression_emit (p, OP_SUBTRACT);
      comity_expression_emit (p, OP_CALL1)->function1 = fabs;
      break;
    case PAIR_PRODUCT:
      comity_expression_emit (p, OP_MULTIPLY);
      break;
    case PAIR_AVERAGE:
      comity_expression_emit (p, OP_ADD);
      comity_expression_emit (p, OP_NUMBER)->number = 2.0;
      comity_expression_emit (p, OP_DIVIDE);
      break;
    case PAIR_BOTH:
      comity_expression_emit (p, OP_AND);
      break;
    case PAIR_EITHER:
      comity_expression_emit (p, OP_OR);
      break;
    case PAIR_TOTAL:
    default:
      comity_expression_emit (p, OP_ADD);
      break;
    }
  return TRUE;
}

gboolean
comity_expression_parse_pair_call (ComityExpressionParser *p,
                                   const char *name,
                                   ComityExpressionValue *value)
{
  g_auto (ComityExpressionValue) a = { 0 };
  g_auto (ComityExpressionValue) b = { 0 };
  gsize open = value->place + strlen (name);
  const char *begin = p->at;
  Pair pair = 0;
  gboolean ok;

  while (strcmp (name, comity_expression_pair_calls[pair]) != 0)
    pair++;
  if (p->side != 0)
    return comity_expression_fail (
        p, value->place, "%s() cannot stand inside another comparison of the two states", name);
  comity_expression_place (p);
  if (*p->at == ')')
    return comity_expression_fail (
        p, value->place, "%s() takes what both states have, as in %s(polity)", name, name);
  p->n_paired = 0;
  p->unpaired = NULL;
  p->side = 1;
  ok = comity_expression_parse (p, &a);
  if (ok)
    {
      p->at = begin;
      p->side = 2;
      ok = comity_expression_parse (p, &b);
    }
  p->side = 0;
  if (!ok)
    return FALSE;
  comity_expression_place (p);
  if (*p->at != ')')
    return *p->at == '\0' ? comity_expression_fail (p, open, "a parenthesis is not closed")
                          : comity_expression_fail (
                                p, comity_expression_place (p),
                                "%s() takes one argument, what both states have, as in %s(polity)",
                                name, name);
  p->at++;
  if (p->n_paired == 0)
    {
      g_autofree char *why = NULL;
      ComityColumn *sides[2];

      if (p->unpaired == NULL)
        return comity_expression_fail (
            p, value->place, "%s() compares the two states, but nothing in it is of one state",
            name);
      comity_sides_find_pair (p->dataset, comity_column_peek_name (p->unpaired), sides, &why);
      return comity_expression_fail (p, value->place, "%s", why);
    }
  if (!emit_pair (p, pair, &a, &b))
    return FALSE;
  comity_expression_become (value, g_strdup_printf ("%s(%s)", name, a.text));
  return TRUE;
}

ComityColumn *
comity_expression_find_column (ComityExpressionParser *p, const char *name, gsize place)
{
  ComityColumn *sides[2];
  ComityColumn *column;
  g_autofree char *why = NULL;

  if (p->side == 0)
    column = comity_dataset_require_column (p->dataset, name, p->error);
  else if (comity_sides_find_pair (p->dataset, name, sides, &why))
    {
      column = sides[p->side - 1];
      p->n_paired++;
    }
  else
    {
      gssize index = comity_dataset_find_column (p->dataset, name);

      column = index >= 0 ? comity_dataset_peek_column (p->dataset, (gsize) index) : NULL;
      if (column == NULL)
        comity_expression_fail (p, place, "%s", why);
      else if (p->unpaired == NULL)
        p->unpaired = column;
    }
  if (column != NULL && !g_ptr_array_find (p->expression->columns, column, NULL))
    g_ptr_array_add (p->expression->columns, comity_column_ref (column));
  return column;
}
