/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand in a formula, for people. A function that the parsers learn must be told of here:
 * the tests hold the table against their lists, and fit every example. */
#include "config.h"

#include "comity-formula-help.h"

#include "comity-formula-parse-private.h"

#include "comity-expression.h"

#include <string.h>

/* Columns of the text before the meanings, and of a whole line. */
#define INDENT 4
#define WIDTH 96

static const ComityFormulaHelp help[] = {
  { "R's notation", "y ~ x + z",
    "the outcome, and terms; the constant is among them, unless “0 +” or “- 1” leaves it out" },
  { NULL, "x:z", "the product of two terms; of a factor, of each of its levels" },
  { NULL, "x*z  x + z + x:z", "both, and their product" },
  { NULL, "(x + z + t)^2", "all, and all products of two" },
  { NULL, "x/z", "x and x:z" },
  { NULL, "(x + z)*t - z:t", "a term taken out again" },
  { NULL, "I(x^2)  I(x > 1 & z < 2)", "arithmetic and conditions; a condition is 1 or 0" },
  { NULL, "factor(region)  as.factor(region)", "a column for every level but the first" },
  { NULL, "poly(t, 3)  poly(t, 3, raw = TRUE)", "powers, orthogonal or as they are" },
  { NULL, "x + offset(log(stop))", "added to the linear predictor as it is" },
  { NULL, "Surv(start, stop, event) ~ x  Surv(stop, event) ~ x",
    "durations: entry, end, and whether the event came then" },
  { "Stata's notation (no ~: the outcome comes first)", "y x z i.region",
    "terms follow each other; i. is a factor" },
  { NULL, "ib2.t  ib(first).region  ib(last).region  ib(freq).region  ibn.region",
    "the level left out; none" },
  { NULL, "c.x##c.z  i.region##c.x  c.x#c.x", "both and their product; the product alone, x²" },
  { NULL, "c.(x z)#c.t  i.(region t)", "for each in the parentheses" },
  { NULL, "L.x  L2.x  F.x  D.x  L(1/3).x  F(1/2).x", "years before, after, and change; several" },
  { "Splines", "ns(t, 3)  ns(t, knots = c(4, 7), Boundary.knots = c(1, 20))",
    "natural cubic spline, R's basis" },
  { NULL, "bs(t, df = 5)  bs(t, knots = c(4, 7), degree = 2)", "B-spline, R's basis" },
  { NULL, "rcs(t, 4)  rcs(t, c(2, 6, 12))",
    "restricted cubic spline with Harrell's knots (R's Hmisc), or these" },
  { NULL, "mkspline(t, 4)",
    "the same as Stata's mkspline, cubic; knots of all kinds are of all rows that have the column" },
  { "Other years of the same dyad (gaps give missing)", "lag(x)  lag(x, 2)  lead(x)  diff(x)",
    "a year before, two years before, a year after, the change from the year before" },
  { NULL, "peaceyears(y)  peaceyears(y, \"restart\")",
    "years since the last event, by the calendar or anew after a gap" },
  { "The two states of a dyad (columns polity_a, polity_b or polity1, polity2)",
    "weak(polity)  strong(polity)", "the lesser and the greater" },
  { NULL, "distance(polity)  product(polity)  total(polity)  average(polity)",
    "absolute difference, product, sum and mean" },
  { NULL, "alike(law)", "whether they are the same, numbers or texts" },
  { NULL, "both(polity >= 6)  either(polity >= 6)", "whether it is true of both, or of one" },
  { "Numbers", "log(stop)  ln(stop)  log10(stop)  log2(stop)  log1p(stop)",
    "logarithms; the last is of 1 + x" },
  { NULL, "exp(x)  expm1(x)  sqrt(stop)  pow(x, 2)", "exponential (less 1), root, power" },
  { NULL, "abs(x)  sign(x)  floor(x)  ceiling(x)  round(x)  round(x, 1)  mod(t, 4)",
    "size, sign, whole numbers, digits kept, remainder" },
  { NULL, "min(x, z)  max(x, z, t)  sum(x, z)  mean(x, z)  product(x, z)  absdiff(x, z)",
    "of several columns of a row" },
  { NULL, "missing(x)  ifelse(x > 0, z, t)  same(law_a, law_b)",
    "whether it is missing; a choice; whether two columns agree" },
  { NULL, "inlist(t, 1, 2, 5)  inlist(region, \"Asia\", \"Europe\")  inrange(x, 0, 1)",
    "whether it is one of these, or between them" },
};

const ComityFormulaHelp *
comity_formula_peek_help (gsize *n)
{
  *n = G_N_ELEMENTS (help);
  return help;
}

/* Words of @text in lines of WIDTH characters, each after @indent blanks. */
static void
append_wrapped (GString *out, const char *text, const char *between, gsize indent)
{
  g_auto (GStrv) words = g_strsplit (text, between, -1);
  glong column = 0;

  for (char **word = words; *word != NULL; word++)
    {
      glong length = g_utf8_strlen (*word, -1);

      if (column > 0 && column + (glong) strlen (between) + length > WIDTH)
        {
          g_string_append_c (out, '\n');
          column = 0;
        }
      if (column == 0)
        {
          g_string_append_printf (out, "%*s", (int) indent, "");
          column = (glong) indent;
        }
      else
        {
          g_string_append (out, between);
          column += (glong) strlen (between);
        }
      g_string_append (out, *word);
      column += length;
    }
  g_string_append_c (out, '\n');
}

char *
comity_formula_dup_help (void)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (help); i++)
    {
      if (help[i].section != NULL)
        g_string_append_printf (out, "%s%s:\n", i > 0 ? "\n" : "", help[i].section);
      append_wrapped (out, help[i].examples, "  ", INDENT / 2);
      append_wrapped (out, help[i].meaning, " ", 2 * INDENT);
    }
  return g_string_free (out, FALSE);
}

char **
comity_formula_list_functions (void)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) own = comity_formula_list_calls ();
  g_auto (GStrv) splines = comity_formula_list_splines ();
  g_auto (GStrv) expressions = comity_expression_list_functions ();

  g_strv_builder_addv (names, (const char **) own);
  g_strv_builder_addv (names, (const char **) splines);
  g_strv_builder_addv (names, (const char **) expressions);
  return g_strv_builder_end (names);
}
