/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas: R's and Stata's notation to terms in R's order; what cannot be read is named with its
 * place. */
#include "config.h"

#include "comity-formula-help.h"
#include "comity-roles.h"
#include "comity-test-fit.h"
#include "comity-timeline.h"

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
  { "y c.a##c.a", "y ~ a + I(a^2)" },
  { "y c.a#c.a#c.a b", "y ~ I(a^3) + b" },
  { "y i.r##c.a##c.a", "y ~ factor(r) + a + I(a^2) + factor(r):a + factor(r):I(a^2)" },
  { "y ~ a:a + b*b", "y ~ a + b" },
  { "y c.(a b)##i.r", "y ~ a + b + factor(r) + a:factor(r) + b:factor(r)" },
  { "y i.(a b)", "y ~ factor(a) + factor(b)" },
  { "y ib(last).r ib(freq).q ibn.p", "y ~ ib(last).r + ib(freq).q + ibn.p" },
  { "y ib2.r#c.x", "y ~ ib2.r:x" },
  { "y L(0/2).x F2.x D.x", "y ~ x + L.x + L2.x + F2.x + D.x" },
  { "y ~ L(1 3).x + lag( x ,2 )", "y ~ L.x + L3.x + lag(x, 2)" },
  { "y c.L.x##i.r", "y ~ L.x + factor(r) + L.x:factor(r)" },
  { "y ~ ns( t,df=4 )*x", "y ~ ns(t, df = 4) + x + ns(t, df = 4):x" },
  { "y ~ ns(log(t+1),knots=c(1,2.5),Boundary.knots=c(-1,4))",
    "y ~ ns(log(t + 1), knots = c(1, 2.5), Boundary.knots = c(-1, 4))" },
  { "y ~ bs(t, 5) + rcs(t, 4) + mkspline(t, nknots = 3)",
    "y ~ bs(t, 5) + rcs(t, 4) + mkspline(t, nknots = 3)" },
  { "y ~ weak(polity) + both(polity>=6):x", "y ~ weak(polity) + both(polity >= 6):x" },
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
  { "y o.x", "character 3: the operator “o.” is not offered" },
  { "y x 3.r", "character 5: “3.” picks one level of a factor; write I(x == 3)" },
  { "y ~ x + L(a/b).x", "character 9: years are listed as in L(1/3).x" },
  { "y ib(any).r", "character 3: the base of a factor" },
  { "y S(1).x", "character 3: the operator S( ). is not understood" },
  { "y ib3.(a b)", "character 3: before a parenthesis only c. and i." },
  { "y ~ ns(t, deg = 3)", "character 5: ns has no argument “deg = 3”" },
  { "y ~ ns(t, 4, 1, TRUE, c(0, 1), 7)", "character 5" },
  { "y ~ bs(t, df = 2)", "character 5: df of bs must be at least 3" },
  { "y ~ bs(t, degree = 40)", "from 1 to 10" },
  { "y ~ ns(t, knots = c(3, 1))", "ascending" },
  { "y ~ ns(t, knots = c(1, 5), Boundary.knots = c(2, 9))", "between its Boundary.knots" },
  { "y ~ rcs(t, 2)", "3 to 7" },
  { "y ~ rcs(t, c(1, 2))", "at least 3 knots" },
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

/* Whatever is typed ends in a formula whose spelling reads again, or in a sentence. */
static void
test_noise (void)
{
  static const char *const pieces[] = {
    "y ~ ",    "y ",      "x",         "a",         "b",     " + ",      " - ", "*",    ":",
    "#",       "##",      "/",         "^",         "^2",    "(",        ")",   ",",    "ns(",
    "bs(",     "rcs(",    "poly(",     "mkspline(", "df = ", "knots = ", "c(",  "i.",   "c.",
    "ib",      "ibn.",    "ib(last).", "L(1/3).",   "L2.",   "o.",       "1",   "0",    "3",
    "factor(", "offset(", "I(",        "\"",        "`",     "'",        "~",   "lag(", "é",
    ".",       " ",       "\xfe",      "-1",        "1/3",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gsize n_read = 0;

  for (int round = 0; round < 60000; round++)
    {
      g_autoptr (GString) text = g_string_new (round % 3 == 0 ? "y ~ " : "");
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFormula) formula = NULL;
      int n = g_rand_int_range (rand, 1, 12);

      for (int i = 0; i < n; i++)
        if (round % 5 == 0)
          g_string_append_c (text, (char) g_rand_int_range (rand, 1, 256));
        else
          g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      formula = comity_formula_parse (text->str, &error);
      g_assert_true ((formula == NULL) == (error != NULL));
      if (formula == NULL)
        {
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }
      n_read++;
      {
        g_autoptr (ComityFormula) again =
            comity_formula_parse (comity_formula_peek_text (formula), &error);

        if (again == NULL ||
            comity_formula_get_n_terms (again) != comity_formula_get_n_terms (formula) ||
            comity_formula_has_intercept (again) != comity_formula_has_intercept (formula))
          g_error ("“%s” became “%s”, which becomes “%s”", text->str,
                   comity_formula_peek_text (formula),
                   again != NULL ? comity_formula_peek_text (again) : error->message);
      }
    }
  g_assert_cmpuint (n_read, >, 1000);
}

/* Dyad-years of 20 dyads with all columns that the help's examples name. */
static ComityDataset *
make_help_data (void)
{
  g_autoptr (GString) csv =
      g_string_new ("dyad,year,y,x,z,t,start,stop,event,region,polity_a,polity_b,law_a,law_b\n");
  static const char *const regions[] = { "Asia", "Europe", "Africa" };
  static const char *const laws[] = { "common", "civil" };
  g_autoptr (ComityDataset) plain = NULL;
  ComityRoles roles;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

#define DRAW(n) g_rand_int_range (rand, 0, (n))
  for (int dyad = 0; dyad < 20; dyad++)
    for (int t = 1; t <= 20; t++)
      {
        g_string_append_printf (csv, "%d,%d,%d,", dyad + 1, 1990 + t, DRAW (2));
        g_string_append_printf (csv, "%g,%g,%d,%d,", DRAW (1000) / 250.0 - 2.0,
                                DRAW (1000) / 200.0, t, t - 1);
        g_string_append_printf (csv, "%d,%d,%s,", t, DRAW (3) == 0, regions[DRAW (3)]);
        g_string_append_printf (csv, "%d,%d,", DRAW (20) - 10, DRAW (20) - 10);
        g_string_append_printf (csv, "%s,", laws[DRAW (2)]);
        g_string_append_printf (csv, "%s\n", laws[DRAW (2)]);
      }
#undef DRAW
  plain = comity_test_parse_data (csv->str);
  comity_roles_guess (plain, &roles);
  roles.column[COMITY_ROLE_DYAD] = 0;
  roles.column[COMITY_ROLE_YEAR] = 1;
  return comity_dataset_follow_roles (plain, &roles);
}

/* Every example of the help can be estimated, and no function is left out of it. */
static void
test_help (void)
{
  g_autoptr (ComityDataset) dataset = make_help_data ();
  g_auto (GStrv) names = comity_formula_list_functions ();
  g_autofree char *text = comity_formula_dup_help ();
  gsize n;
  const ComityFormulaHelp *help = comity_formula_peek_help (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) examples = g_strsplit (help[i].examples, "  ", -1);

      for (char **example = examples; *example != NULL; example++)
        {
          gboolean whole = strchr (*example, '~') != NULL || g_str_has_prefix (*example, "y ");
          g_autofree char *formula =
              whole ? g_strdup (*example) : g_strdup_printf ("y ~ %s", *example);
          g_autoptr (ComitySpec) spec = comity_spec_new (formula);
          g_autoptr (ComityFit) fit = NULL;
          g_autoptr (GError) error = NULL;

          g_free (spec->estimator);
          spec->estimator = g_strdup (g_str_has_prefix (formula, "Surv")       ? "cox"
                                      : strstr (formula, "offset") != NULL ? "logit"
                                                                           : "lpm");
          fit = comity_fit_new_for_dataset (spec, dataset, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (comity_fit_get_n_terms (fit), >, 0);
        }
    }
  g_assert_cmpuint (g_strv_length (names), >, 40);
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *pattern = g_strdup_printf ("(^|[^a-z0-9.])%s\\(", *name);

      if (!g_regex_match_simple (pattern, text, G_REGEX_MULTILINE, 0))
        g_error ("The help of formulas does not tell of %s().", *name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/formula/readable", test_readable);
  g_test_add_func ("/model/formula/refused", test_refused);
  g_test_add_func ("/model/formula/parts", test_parts);
  g_test_add_func ("/model/formula/hostile", test_hostile);
  g_test_add_func ("/model/formula/noise", test_noise);
  g_test_add_func ("/model/formula/help", test_help);
  return g_test_run ();
}
