/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at other years of the same dyad: lag (), lead (), diff (), Stata's L.x, F.x and D.x, and
 * peaceyears (). A shift holds the instructions of what is shifted and runs them over the rows that
 * the timeline finds; years of peace are counted once, when the expression is made. */
#include "config.h"

#include "comity-expression-private.h"

#include <math.h>
#include <string.h>

/* Further than this no panel reaches. */
#define MAX_SHIFT 1000

const char *const comity_expression_time_calls[] = { "lag", "lead", "diff", "peaceyears", NULL };

static gboolean
need_timeline (ComityExpressionParser *p, gsize place, const char *what)
{
  ComityTimeline *timeline = comity_dataset_peek_timeline (p->dataset);

  if (timeline == NULL)
    return comity_expression_fail (
        p, place,
        "%s looks at other years of the same dyad: the data need the roles of state A, state B "
        "(or dyad) and year",
        what);
  if (!comity_timeline_settle (timeline, p->error))
    return FALSE;
  if (p->expression->timeline == NULL)
    p->expression->timeline = comity_timeline_ref (timeline);
  return TRUE;
}

/* Takes the instructions from @begin on out of the program. */
static GArray *
take_program (ComityExpressionParser *p, gsize begin)
{
  GArray *program = p->expression->program;
  GArray *taken = comity_program_new ();

  g_array_append_vals (taken, &g_array_index (program, ComityInstruction, begin),
                       program->len - (guint) begin);
  /* What they own has gone with them. */
  memset (&g_array_index (program, ComityInstruction, begin), 0,
          (program->len - begin) * sizeof (ComityInstruction));
  g_array_set_size (program, (guint) begin);
  return taken;
}

static void
emit_shift (ComityExpressionParser *p, gsize begin, int years)
{
  GArray *inner = take_program (p, begin);
  ComityInstruction *in = comity_expression_emit (p, OP_SHIFT);

  in->inner = inner;
  in->years = years;
}

/* Functions */

/* “, 2”: a whole number of years. */
static gboolean
parse_years (ComityExpressionParser *p, const char *name, int *years)
{
  char *end;
  guint64 value;

  comity_expression_place (p);
  value = g_ascii_strtoull (p->at, &end, 10);
  if (!g_ascii_isdigit (*p->at) || value > MAX_SHIFT || g_ascii_isalnum (*end) || *end == '.')
    return comity_expression_fail (
        p, comity_expression_place (p),
        "the second argument of %s() is a whole number of years, as in %s(x, 2)%s", name, name,
        *p->at == '-' ? "; backwards is lag(), ahead is lead()" : "");
  p->at = end;
  *years = (int) value;
  return TRUE;
}

static gboolean
parse_close (ComityExpressionParser *p, gsize open)
{
  gsize here = comity_expression_place (p);

  if (*p->at == ')')
    {
      p->at++;
      return TRUE;
    }
  return *p->at == '\0' ? comity_expression_fail (p, open, "a parenthesis is not closed")
                        : comity_expression_fail (p, here, "a comma or “)” is expected here");
}

/* lag (x), lag (x, 2), lead (x); p->at stands behind the parenthesis. */
static gboolean
parse_shift (ComityExpressionParser *p, const char *name, ComityExpressionValue *value)
{
  g_auto (ComityExpressionValue) operand = { 0 };
  gsize open = value->place + strlen (name);
  int years = 1;
  gboolean told = FALSE;

  if (!comity_expression_parse (p, &operand) || !comity_expression_need_number (p, &operand))
    return FALSE;
  comity_expression_place (p);
  if (*p->at == ',')
    {
      p->at++;
      told = TRUE;
      if (!parse_years (p, name, &years))
        return FALSE;
    }
  if (!parse_close (p, open) ||
      !need_timeline (p, value->place, name[1] == 'a' ? "lag()" : "lead()"))
    return FALSE;
  emit_shift (p, value->code, strcmp (name, "lag") == 0 ? years : -years);
  comity_expression_become (value, told ? g_strdup_printf ("%s(%s, %d)", name, operand.text, years)
                                        : g_strdup_printf ("%s(%s)", name, operand.text));
  return TRUE;
}

/* diff (x): x less its value of the year before. The operand is read twice. */
static gboolean
parse_difference (ComityExpressionParser *p, ComityExpressionValue *value)
{
  g_auto (ComityExpressionValue) now = { 0 };
  g_auto (ComityExpressionValue) before = { 0 };
  gsize open = value->place + strlen ("diff");
  const char *begin = p->at;
  gsize code;

  if (!comity_expression_parse (p, &now) || !comity_expression_need_number (p, &now))
    return FALSE;
  p->at = begin;
  code = p->expression->program->len;
  if (!comity_expression_parse (p, &before) || !parse_close (p, open) ||
      !need_timeline (p, value->place, "diff()"))
    return FALSE;
  emit_shift (p, code, 1);
  comity_expression_emit (p, OP_SUBTRACT);
  comity_expression_become (value, g_strdup_printf ("diff(%s)", now.text));
  return TRUE;
}

/* peaceyears (y), peaceyears (y, "restart") */
static gboolean
parse_peace (ComityExpressionParser *p, ComityExpressionValue *value)
{
  g_auto (ComityExpressionValue) event = { 0 };
  gsize open = value->place + strlen ("peaceyears");
  gsize n_rows = comity_dataset_get_n_rows (p->dataset);
  guint n_columns = p->expression->columns->len;
  g_autoptr (GArray) program = NULL;
  g_autofree double *events = NULL;
  gboolean restart = FALSE;
  ComityInstruction *in;

  if (!comity_expression_parse (p, &event) || !comity_expression_need_number (p, &event))
    return FALSE;
  comity_expression_place (p);
  if (*p->at == ',')
    {
      gsize here;

      p->at++;
      here = comity_expression_place (p);
      if (!g_str_has_prefix (p->at, "\"restart\"") && !g_str_has_prefix (p->at, "'restart'"))
        return comity_expression_fail (
            p, here,
            "the second argument of peaceyears() can only be \"restart\": a year that is not in "
            "the data starts the count anew");
      restart = TRUE;
      p->at += strlen ("\"restart\"");
    }
  if (!parse_close (p, open) || !need_timeline (p, value->place, "peaceyears()"))
    return FALSE;
  program = take_program (p, value->code);
  /* Counted now: the columns are read no more, and moving one does not move what has happened. */
  events = g_new (double, n_rows + 1);
  comity_program_run (program, p->expression->timeline, 0, n_rows, events);
  g_ptr_array_set_size (p->expression->columns, (gint) n_columns);
  in = comity_expression_emit (p, OP_KEPT);
  in->kept = g_new (gint32, n_rows + 1);
  comity_timeline_count_peace (p->expression->timeline, events, restart, in->kept);
  comity_expression_become (
      value, g_strdup_printf ("peaceyears(%s%s)", event.text, restart ? ", \"restart\"" : ""));
  return TRUE;
}

gboolean
comity_expression_is_time_call (const char *name)
{
  return g_strv_contains (comity_expression_time_calls, name);
}

gboolean
comity_expression_parse_time_call (ComityExpressionParser *p,
                                   const char *name,
                                   ComityExpressionValue *value)
{
  gboolean ok;

  comity_expression_place (p);
  if (*p->at == ')')
    return comity_expression_fail (p, value->place, "%s() takes a column or an expression", name);
  if (name[0] == 'l')
    ok = parse_shift (p, name, value);
  else
    ok = name[0] == 'd' ? parse_difference (p, value) : parse_peace (p, value);
  return ok;
}

/* Stata's operators */

/* "L2D.gdp" → "gdp", or NULL when @name does not begin with operators. */
const char *
comity_expression_skip_operators (const char *name)
{
  const char *c = name;

  while (*c != '\0' && strchr ("LFDlfd", *c) != NULL)
    for (c++; g_ascii_isdigit (*c); c++)
      ;
  return c > name && *c == '.' && c[1] != '\0' ? c + 1 : NULL;
}

static gboolean
emit_operators (ComityExpressionParser *p, const char *operators, ComityColumn *column)
{
  gsize begin = p->expression->program->len;
  char kind = g_ascii_toupper (*operators);
  char *end;
  guint64 years = 1;

  if (*operators == '.')
    {
      comity_expression_emit (p, OP_COLUMN)->column = column;
      return TRUE;
    }
  end = (char *) operators + 1;
  if (g_ascii_isdigit (*end))
    years = g_ascii_strtoull (end, &end, 10);
  if (years > (kind == 'D' ? 10 : MAX_SHIFT))
    return FALSE;
  if (kind != 'D')
    {
      if (!emit_operators (p, end, column))
        return FALSE;
      emit_shift (p, begin, kind == 'L' ? (int) years : -(int) years);
      return TRUE;
    }
  /* D2.x is D.D.x: differences of differences, Σ (-1)^k C(n, k) L^k x. */
  {
    double binomial = 1.0;

    for (guint64 k = 0; k <= years; k++)
      {
        gsize from = p->expression->program->len;

        if (!emit_operators (p, end, column))
          return FALSE;
        if (k > 0)
          emit_shift (p, from, (int) k);
        comity_expression_emit (p, OP_NUMBER)->number = k % 2 == 0 ? binomial : -binomial;
        comity_expression_emit (p, OP_MULTIPLY);
        if (k > 0)
          comity_expression_emit (p, OP_ADD);
        binomial *= (double) (years - k) / (double) (k + 1);
      }
  }
  return TRUE;
}

gboolean
comity_expression_parse_operators (ComityExpressionParser *p,
                                   const char *name,
                                   ComityExpressionValue *value)
{
  const char *operand = comity_expression_skip_operators (name);
  g_autofree char *operators = g_strndup (name, (gsize) (operand - name));
  g_autofree char *upper = g_ascii_strup (operators, -1);
  ComityColumn *column = comity_expression_find_column (p, operand, value->place);

  if (column == NULL)
    return FALSE;
  if (!comity_column_is_numeric (column))
    return comity_expression_fail (p, value->place, "“%s” holds text, not numbers",
                                   comity_column_peek_name (column));
  if (!need_timeline (p, value->place, name))
    return FALSE;
  if (!emit_operators (p, upper, column))
    return comity_expression_fail (p, value->place, "“%s” reaches too far", upper);
  comity_expression_become (value, g_strdup_printf ("%s%s", upper, operand));
  return TRUE;
}
