/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions: arithmetic, precedence, missing values, text, spelling, errors with their places. */
#include "config.h"

#include "comity-expression.h"

#include <math.h>
#include <string.h>

static ComityColumn *
new_strings (const char *name, const char *const *values, gsize n)
{
  GPtrArray *dictionary = g_ptr_array_new ();
  guint32 *codes = g_new0 (guint32, n);

  g_ptr_array_add (dictionary, g_strdup (""));
  for (gsize i = 0; i < n; i++)
    {
      while (codes[i] < dictionary->len &&
             g_strcmp0 (g_ptr_array_index (dictionary, codes[i]), values[i]) != 0)
        codes[i]++;
      if (codes[i] == dictionary->len)
        g_ptr_array_add (dictionary, g_strdup (values[i]));
    }
  return comity_column_new_strings_take (name, n, codes, dictionary);
}

/* x: 1 2 3 .a   y: 10 0.5 -2 4   law: common civil . civil   a: Chad "" Mali Peru   b: Chad Mali
 * Mali "" */
static ComityDataset *
new_dataset (void)
{
  static const char *const a[] = { "Chad", "", "Mali", "Peru" };
  static const char *const b[] = { "Chad", "Mali", "Mali", "" };
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (4);
  g_autoptr (ComityValueLabels) labels = comity_value_labels_new ("law");
  gint8 x[] = { 1, 2, 3, 102 };
  double y[] = { 10, 0.5, -2, 4 };
  gint16 law[] = { 1, 2, 32741, 2 };
  ComityColumn *column;

  comity_value_labels_add (labels, 1, "common");
  comity_value_labels_add (labels, 2, "civil");
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("x", COMITY_COLUMN_INT8, 4, g_memdup2 (x, sizeof x)));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("y", COMITY_COLUMN_DOUBLE, 4, g_memdup2 (y, sizeof y)));
  column = comity_column_new_take ("law", COMITY_COLUMN_INT16, 4, g_memdup2 (law, sizeof law));
  comity_column_set_value_labels (column, labels);
  comity_dataset_builder_take_column (builder, column);
  comity_dataset_builder_take_column (builder, new_strings ("a", a, 4));
  comity_dataset_builder_take_column (builder, new_strings ("b", b, 4));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("odd name", COMITY_COLUMN_INT8, 4, g_memdup2 (x, 4)));
  return comity_dataset_builder_end (builder);
}

static void
test_values (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  const double m = NAN;
  const struct
  {
    const char *text;
    double expected[4];
  } cases[] = {
    { "x", { 1, 2, 3, m } },
    { "x + y*2", { 21, 3, -1, m } },
    { "-x^2", { -1, -4, -9, m } },
    { "2^-1 + 2^3^0", { 2.5, 2.5, 2.5, 2.5 } },
    { "(x - 1)/(x - 1)", { m, 1, 1, m } },
    { "log(y)", { log (10), log (0.5), m, log (4) } },
    { "log(y - 10)", { m, m, m, m } },
    { "exp(y * 1000)", { m, exp (500), 0, m } },
    { "abs(y) + sqrt(4) + floor(1.7) + ceiling(1.2)", { 15, 5.5, 7, 9 } },
    { "round(y / 3, 2) + round(2.5)", { 5.33, 2.17, 1.33, 3.33 } },
    { "min(x, y, 2)", { 1, 0.5, -2, m } },
    { "max(x, 2) + pow(x, 2) + mod(-y, 3)", { 5, 8.5, 14, m } },
    { "sign(y) + log1p(0) + expm1(0) + log10(100) + log2(8)", { 6, 6, 4, 6 } },
    { "I(x^2)", { 1, 4, 9, m } },
    { "ifelse(x > 1, y, -y)", { -10, 0.5, -2, m } },
    { "x > 1", { 0, 1, 1, m } },
    { "x >= 2 & y < 0", { 0, 0, 1, 0 } },
    { "x >= 2 && y > 100 || TRUE", { 1, 1, 1, 1 } },
    { "x > 100 & y > 5", { 0, 0, 0, 0 } },
    { "x > 0 | y > 5", { 1, 1, 1, m } },
    { "x > 5 | y > 3", { 1, 0, 0, 1 } },
    { "!(x == 2)", { 1, 0, 1, m } },
    { "!x == 2", { 1, 0, 1, m } },
    { "x ~= 2", { 1, 0, 1, m } },
    { "missing(x) + 2 * missing(a)", { 0, 2, 0, 1 } },
    { "x == .", { 0, 0, 0, 1 } },
    { "x < .", { 1, 1, 1, 0 } },
    { ". != x", { 1, 1, 1, 0 } },
    { "inlist(x, 1, 3)", { 1, 0, 1, m } },
    { "inrange(y, 0, 4)", { 0, 1, 0, 1 } },
    { "law == \"civil\"", { 0, 1, m, 1 } },
    { "'common' == law", { 1, 0, m, 0 } },
    { "law != 'civil'", { 1, 0, m, 0 } },
    { "inlist(law, 'civil', 'common')", { 1, 1, m, 1 } },
    { "a == \"Chad\"", { 1, m, 0, 0 } },
    { "a >= \"Mali\"", { 0, m, 1, 1 } },
    { "\"Mali\" <= a", { 0, m, 1, 1 } },
    { "a == \"\"", { 0, 1, 0, 0 } },
    { "(a) != \"\"", { 1, 0, 1, 1 } },
    { "a == b", { 1, m, 1, m } },
    { "a != b", { 0, m, 0, m } },
    { "inlist(a, \"Chad\", \"Peru\") * 5", { 5, m, 0, 5 } },
    { "`odd name` + 1e1 + .5", { 11.5, 12.5, 13.5, m } },
    { "X + 1", { 2, 3, 4, m } },
    { "absdiff(x, y) + absdiff(y, x)", { 18, 3, 10, m } },
    { "sum(x, y, 1) + product(x, y, 2)", { 32, 5.5, -10, m } },
    { "mean(x, y) - mean(x)", { 4.5, -0.75, -2.5, m } },
    { "same(a, b)", { 1, m, 1, m } },
    { "same(x, law) + same(law, \"civil\")", { 1, 2, m, m } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityExpression) expression =
          comity_expression_new (cases[i].text, dataset, &error);
      double out[4];

      g_assert_no_error (error);
      comity_expression_eval (expression, 0, 4, out);
      for (gsize row = 0; row < 4; row++)
        if (isnan (cases[i].expected[row]) ? !isnan (out[row])
                                           : !(fabs (out[row] - cases[i].expected[row]) < 1e-12))
          g_error ("%s, row %zu: %g, not %g", cases[i].text, row, out[row], cases[i].expected[row]);
      /* A part of the rows gives the same. */
      comity_expression_eval (expression, 2, 1, out);
      g_assert_true (isnan (cases[i].expected[2]) ? isnan (out[0])
                                                  : fabs (out[0] - cases[i].expected[2]) < 1e-12);
    }
}

static void
test_spelling (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  const struct
  {
    const char *text;
    const char *canonical;
  } cases[] = {
    { "I( x ^2 )", "I(x^2)" },
    { "log (y)", "log(y)" },
    { "x*y+ 1.50/2", "x * y + 1.5/2" },
    { "(x+1)*-y", "(x + 1) * -y" },
    { "x>=1&a=='Chad'", "x >= 1 & a == \"Chad\"" },
    { "a == 'say \"x\"'", "a == 'say \"x\"'" },
    { "!x~=1e3", "!x != 1000" },
    { "inlist(x,1 ,2)", "inlist(x, 1, 2)" },
    { "`odd name`", "`odd name`" },
    { "X", "x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityExpression) expression =
          comity_expression_new (cases[i].text, dataset, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (comity_expression_peek_text (expression), ==, cases[i].canonical);
    }
}

static void
test_errors (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "log(y", "“log(y” at character 4: a parenthesis is not closed." },
    { "(x + 1", "“(x + 1” at character 1: a parenthesis is not closed." },
    { "x)", "“x)” at character 2: there is no parenthesis to close." },
    { "x +", "“x +” at character 4: a column, a number or “(” is expected, but the text ends." },
    { "", "“” at character 1: a column, a number or “(” is expected, but the text ends." },
    { "x y", "“x y” at character 3: an operator is expected here." },
    { "x = 2", "“x = 2” at character 3: “=” does not compare; write “==”." },
    { "1 < x < 3",
      "“1 < x < 3” at character 9: comparisons cannot be chained; join them with “&”." },
    { "a + 1", "“a + 1” at character 1: “a” holds text, not numbers." },
    { "\"é\" == a + 1", "“\"é\" == a + 1” at character 8: “a” holds text, not numbers." },
    { "x == \"one\"", "“x == \"one\"” at character 1: “x” holds numbers without value labels: "
                      "compare it with a number." },
    { "a == \"Chad", "“a == \"Chad” at character 6: a quotation mark is not closed." },
    { "\"Chad\"",
      "“\"Chad\"” at character 1: a text in quotes can only be compared with a column." },
    { "foo(x)", "“foo(x)” at character 1: there is no function foo()." },
    { "log(x, 2)", "“log(x, 2)” at character 1: log() takes one argument." },
    { "ifelse(x, 1)", "“ifelse(x, 1)” at character 1: ifelse() takes three arguments." },
    { "log(x 2)", "“log(x 2)” at character 7: a comma or “)” is expected here." },
    { "12abc", "“12abc” at character 1: this is not a number." },
    { "a < b", "“a < b” at character 1: two columns of text can only be compared with == and !=." },
    { "x + lww", "There is no column “lww”; the nearest name is “law”." },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '(');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_null (comity_expression_new (cases[i].text, dataset, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_clear_error (&error);
    }
  g_assert_null (comity_expression_new (deep, dataset, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION);
  g_clear_error (&error);
  for (gsize i = 0; i < 100000; i++)
    deep[i] = i % 2 == 0 ? '1' : '^';
  g_assert_null (comity_expression_new (deep, dataset, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION);
  g_clear_error (&error);
  memset (deep, '-', 100000);
  g_assert_null (comity_expression_new (deep, dataset, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION);
}

static void
test_columns (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  g_autoptr (ComityExpression) e = comity_expression_new ("y + x * y", dataset, NULL);
  g_autoptr (ComityExpression) plain = comity_expression_new ("a", dataset, NULL);
  g_autoptr (ComityExpression) wrapped = comity_expression_new ("I(x)", dataset, NULL);

  g_assert_cmpuint (comity_expression_get_n_columns (e), ==, 2);
  g_assert_cmpstr (comity_column_peek_name (comity_expression_peek_column (e, 0)), ==, "y");
  g_assert_null (comity_expression_peek_plain_column (e));
  g_assert_nonnull (comity_expression_peek_plain_column (plain));
  g_assert_null (comity_expression_peek_plain_column (wrapped));
}

static void
test_filter (void)
{
  g_autoptr (ComityDataset) dataset = new_dataset ();
  g_autoptr (GError) error = NULL;
  guint8 keep[4];
  gsize n;

  g_assert_true (comity_expression_filter ("x >= 2 & law == 'civil'", dataset, keep, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (keep[1], ==, 1);
  g_assert_cmpint (keep[3], ==, 0);
  g_assert_true (comity_expression_filter (NULL, dataset, keep, &n, &error));
  g_assert_cmpuint (n, ==, 4);
  g_assert_false (comity_expression_filter ("a", dataset, keep, &n, &error));
  g_assert_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/expression/values", test_values);
  g_test_add_func ("/dataset/expression/spelling", test_spelling);
  g_test_add_func ("/dataset/expression/errors", test_errors);
  g_test_add_func ("/dataset/expression/columns", test_columns);
  g_test_add_func ("/dataset/expression/filter", test_filter);
  return g_test_run ();
}
