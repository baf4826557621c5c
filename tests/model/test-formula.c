/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas: R's and Stata's notation to terms in R's order; what cannot be read is named with its
 * place. */
#include "config.h"

#include "comity-formula.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *canonical;
} readable[] = {
  { "y ~ x", "y ~ x" },
  { "y~x+z", "y ~ x + z" },
  { "y ~ 1", "y ~ 1" },
  { "y ~ x - 1", "y ~ x - 1" },
  { "y ~ 0 + x", "y ~ x - 1" },
  { "y ~ x + x", "y ~ x" },
  { "y ~ a*b", "y ~ a + b + a:b" },
  { "y ~ a:b + a", "y ~ a + a:b" },
  { "y ~ a*b - a", "y ~ b + a:b" },
  { "y ~ (a + b + c)^2", "y ~ a + b + c + a:b + a:c + b:c" },
  { "y ~ (a + b)^2 - a:b", "y ~ a + b" },
  { "y ~ a*b*c", "y ~ a + b + c + a:b + a:c + b:c + a:b:c" },
  { "y ~ a/b", "y ~ a + a:b" },
  { "y ~ b:a + x + a", "y ~ x + a + b:a" },
  { "y ~ log( x+1 )+I(t ^ 2)", "y ~ log(x + 1) + I(t^2)" },
  { "y ~ I(x*-2)", "y ~ I(x * -2)" },
  { "y ~ I(a>=1e-5&b!=2)", "y ~ I(a >= 1e-5 & b != 2)" },
  { "y ~ factor(region)", "y ~ factor(region)" },
  { "y ~ as.factor( region )", "y ~ factor(region)" },
  { "y ~ poly(t,3)+poly(x, 2,raw=TRUE)", "y ~ poly(t, 3) + poly(x, 2, raw = TRUE)" },
  { "y ~ x + offset( log(pop) )", "y ~ x + offset(log(pop))" },
  { "log(y+1) ~ `a b`", "log(y + 1) ~ `a b`" },
  { "y ~ I(region == \"North (a)\")", "y ~ I(region == \"North (a)\")" },
  { "y ~ été", "y ~ été" },
  { "y c.a##c.b i.region", "y ~ a + b + factor(region) + a:b" },
  { "y a b", "y ~ a + b" },
  { "y", "y ~ 1" },
  { "y i.a#c.x", "y ~ factor(a):x" },
  { "y a##b", "y ~ factor(a) + factor(b) + factor(a):factor(b)" },
  { "y ib3.region x", "y ~ ib3.region + x" },
  { "y ~ c.a##c.b", "y ~ a + b + a:b" },
  { "  y   x  ", "y ~ x" },
};

static const struct
{
  const char *text;
  const char *place; /* part of the sentence */
} refused[] = {
  { "", "the outcome is missing" },
  { "~ x", "the outcome is missing" },
  { "y ~", "a term is missing at the end" },
  { "y ~ x +", "a term is missing at the end" },
  { "y ~ + + x", "character 7: a term is missing" },
  { "y ~ (a + b", "character 5: this parenthesis is not closed" },
  { "y ~ log(a", "character 8: this parenthesis is not closed" },
  { "log(y ~ x", "character 4: this parenthesis is not closed" },
  { "y ~ a)", "character 6: this parenthesis closes nothing" },
  { "y ~ f()", "nothing between the parentheses" },
  { "y ~ 3", "only the numbers 0 and 1" },
  { "y ~ x > 3", "stand in I()" },
  { "y ~ x^2", "I(x^2)" },
  { "y ~ (a+b)^x", "whole number" },
  { "y ~ poly(x)", "poly needs" },
  { "y ~ poly(x, 0)", "degree" },
  { "y ~ a:offset(b)", "interaction" },
  { "y ~ 0", "nothing to estimate" },
  { "y ~ `a", "quote" },
  { "y ~ x ~ z", "not understood" },
  { "y \xff", "UTF-8" },
};

static void
test_readable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFormula) formula = comity_formula_parse (readable[i].text, &error);
      g_autoptr (ComityFormula) again = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (comity_formula_peek_text (formula), ==, readable[i].canonical);
      again = comity_formula_parse (comity_formula_peek_text (formula), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (comity_formula_get_n_terms (again), ==,
                        comity_formula_get_n_terms (formula));
    }
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFormula) formula = comity_formula_parse (refused[i].text, &error);

      g_assert_null (formula);
      g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA);
      if (strstr (error->message, refused[i].place) == NULL)
        g_error ("“%s” does not say “%s”.", error->message, refused[i].place);
    }
}

static void
test_parts (void)
{
  g_autoptr (ComityFormula) formula = comity_formula_parse ("log(y) ~ a + b:a - 1", NULL);

  g_assert_cmpstr (comity_formula_peek_response (formula), ==, "log(y)");
  g_assert_false (comity_formula_has_intercept (formula));
  g_assert_cmpuint (comity_formula_get_n_terms (formula), ==, 2);
  g_assert_cmpstr (comity_formula_peek_term (formula, 1), ==, "a:b");
}

/* Deep or long input ends in a sentence, not in a crash. */
static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("y ~ ");
  g_autoptr (GString) wide = g_string_new ("y ~ x");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFormula) formula = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append_c (deep, '(');
  g_assert_null (comity_formula_parse (deep->str, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_FORMULA);
  for (int i = 0; i < 500; i++)
    g_string_append_printf (wide, " + x%d", i);
  formula = comity_formula_parse (wide->str, NULL);
  g_assert_cmpuint (comity_formula_get_n_terms (formula), ==, 501);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/formula/readable", test_readable);
  g_test_add_func ("/model/formula/refused", test_refused);
  g_test_add_func ("/model/formula/parts", test_parts);
  g_test_add_func ("/model/formula/hostile", test_hostile);
  return g_test_run ();
}
