/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other years of the same dyad, and the two states of one: against a search of all rows, whatever
 * the order of the rows; what cannot be answered is refused in a sentence. */
#include "config.h"

#include "comity-expression.h"
#include "comity-timeline.h"

#include <math.h>
#include <string.h>

#define N_UNITS 40
#define N_YEARS 30

/* unit, year, x, y (0/1), each now and then missing; rows shuffled or by unit and year; a third of
 * the years is not in the data. */
static ComityDataset *
new_rows (gboolean shuffled, double *unit, double *year, double *x, double *y, gsize *n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  static const char *const names[] = { "unit", "year", "x", "y" };
  double *columns[] = { unit, year, x, y };
  g_autoptr (ComityDataset) plain = NULL;
  g_autoptr (ComityTimeline) timeline = NULL;
  g_autoptr (GError) error = NULL;

  *n = 0;
  for (int u = 0; u < N_UNITS; u++)
    for (int t = 0; t < N_YEARS; t++)
      {
        if (g_rand_double (rand) < 0.33)
          continue;
        unit[*n] = g_rand_double (rand) < 0.01 ? NAN : 100 + 7 * u;
        year[*n] = 1970 + t;
        x[*n] = g_rand_double (rand) < 0.1 ? NAN : g_rand_double (rand);
        y[*n] = g_rand_double (rand) < 0.05 ? NAN : g_rand_double (rand) < 0.2;
        (*n)++;
      }
  for (gsize i = *n; shuffled && i > 1; i--)
    {
      gsize j = (gsize) g_rand_int_range (rand, 0, (gint32) i);

      for (int c = 0; c < 4; c++)
        {
          double swap = columns[c][i - 1];

          columns[c][i - 1] = columns[c][j];
          columns[c][j] = swap;
        }
    }
  builder = comity_dataset_builder_new (*n);
  for (int c = 0; c < 4; c++)
    comity_dataset_builder_take_column (
        builder, comity_column_new_take (names[c], COMITY_COLUMN_DOUBLE, *n,
                                         g_memdup2 (columns[c], *n * sizeof (double))));
  plain = comity_dataset_builder_end (builder);
  timeline = comity_timeline_new_for_columns (comity_dataset_peek_column (plain, 0),
                                              comity_dataset_peek_column (plain, 1), &error);
  g_assert_no_error (error);
  return comity_dataset_with_timeline (plain, timeline);
}

static void
eval (ComityDataset *dataset, const char *text, double *out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityExpression) e = comity_expression_new (text, dataset, &error);

  g_assert_no_error (error);
  comity_expression_eval (e, 0, comity_dataset_get_n_rows (dataset), out);
  g_assert_true (comity_expression_uses_time (e));
}

static double
find (const double *unit, const double *year, const double *v, gsize n, gsize row, int years)
{
  for (gsize i = 0; i < n; i++)
    if (unit[i] == unit[row] && year[i] == year[row] - years)
      return v[i];
  return NAN;
}

static void
assert_same (const char *text, gsize row, double found, double wanted)
{
  if (isnan (found) != isnan (wanted) || fabs (found - wanted) > 1e-12)
    g_error ("%s, row %zu: %.17g, not %.17g", text, row, found, wanted);
}

static void
test_shifts (gconstpointer shuffled)
{
  static double unit[N_UNITS * N_YEARS], year[N_UNITS * N_YEARS], x[N_UNITS * N_YEARS],
      y[N_UNITS * N_YEARS], out[N_UNITS * N_YEARS];
  static const struct
  {
    const char *text;
    int years;
  } cases[] = {
    { "lag(x)", 1 },         { "lag(x, 3)", 3 },    { "lag(x, 0)", 0 },
    { "lead(x)", -1 },       { "lead(x, 2)", -2 },  { "L.x", 1 },
    { "L4.x", 4 },           { "F2.x", -2 },        { "l.x", 1 },
    { "lag(lag(x), 2)", 3 }, { "lead(lag(x))", 0 }, { "L2F.x", 1 },
  };
  gsize n;
  g_autoptr (ComityDataset) dataset = new_rows (GPOINTER_TO_INT (shuffled), unit, year, x, y, &n);

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      eval (dataset, cases[c].text, out);
      for (gsize i = 0; i < n; i++)
        {
          double wanted = find (unit, year, x, n, i, cases[c].years);

          /* Those by two steps need the row between as well. */
          if (c == 9 && isnan (find (unit, year, year, n, i, 2)))
            wanted = NAN;
          if (c == 10 && isnan (find (unit, year, year, n, i, -1)))
            wanted = NAN;
          if (c == 11 && isnan (find (unit, year, year, n, i, 2)))
            wanted = NAN;
          assert_same (cases[c].text, i, out[i], wanted);
        }
    }
  eval (dataset, "log(lag(x + 1, 2)) * x + diff(x^2)", out);
  for (gsize i = 0; i < n; i++)
    {
      double before = find (unit, year, x, n, i, 1);

      assert_same ("mixed", i, out[i],
                   log (find (unit, year, x, n, i, 2) + 1) * x[i] + x[i] * x[i] - before * before);
    }
  eval (dataset, "D.x - D2.x", out);
  for (gsize i = 0; i < n; i++)
    assert_same ("D", i, out[i],
                 find (unit, year, x, n, i, 1) - find (unit, year, x, n, i, 2) + 0.0 * x[i]);
}

/* Rows in any block and alone. */
static void
test_blocks (void)
{
  static double unit[N_UNITS * N_YEARS], year[N_UNITS * N_YEARS], x[N_UNITS * N_YEARS],
      y[N_UNITS * N_YEARS], all[N_UNITS * N_YEARS], part[N_UNITS * N_YEARS];
  gsize n;
  g_autoptr (ComityDataset) dataset = new_rows (TRUE, unit, year, x, y, &n);
  g_autoptr (ComityExpression) e =
      comity_expression_new ("lag(x > 0.5 & y == 0) + peaceyears(y)", dataset, NULL);

  comity_expression_eval (e, 0, n, all);
  for (gsize first = 0; first < n; first += 37)
    {
      comity_expression_eval (e, first, MIN (37, n - first), part);
      for (gsize i = first; i < MIN (first + 37, n); i++)
        assert_same ("part", i, part[i - first], all[i]);
    }
}

/* Years of peace by going back year by year. */
static void
test_peace (gconstpointer shuffled)
{
  static double unit[N_UNITS * N_YEARS], year[N_UNITS * N_YEARS], x[N_UNITS * N_YEARS],
      y[N_UNITS * N_YEARS], count[N_UNITS * N_YEARS], restart[N_UNITS * N_YEARS];
  gsize n;
  g_autoptr (ComityDataset) dataset = new_rows (GPOINTER_TO_INT (shuffled), unit, year, x, y, &n);

  eval (dataset, "peaceyears(y)", count);
  eval (dataset, "peaceyears(y, \"restart\")", restart);
  for (gsize i = 0; i < n; i++)
    {
      double wanted = 0.0, wanted_restart = 0.0, first = year[i];
      gboolean found = FALSE, gap = FALSE;

      for (gsize j = 0; j < n; j++)
        if (unit[j] == unit[i])
          first = MIN (first, year[j]);
      wanted = year[i] - first;
      for (int k = 1; k <= N_YEARS && !found; k++)
        {
          gboolean there = !isnan (find (unit, year, year, n, i, k));
          double event = find (unit, year, y, n, i, k);

          if (!there && !gap && year[i] - k >= first - 1)
            {
              gap = TRUE;
              wanted_restart = k - 1;
            }
          if (there && (isnan (event) || event != 0.0))
            {
              found = TRUE;
              wanted = isnan (event) ? NAN : k - 1;
              if (!gap)
                wanted_restart = wanted;
              gap = TRUE;
            }
        }
      if (isnan (unit[i]))
        wanted = wanted_restart = NAN;
      assert_same ("peaceyears", i, count[i], wanted);
      assert_same ("restart", i, restart[i], wanted_restart);
    }
}

static ComityDataset *
new_small (gboolean twins)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (4);
  g_autoptr (ComityDataset) plain = NULL;
  static const struct
  {
    const char *name;
    double values[4];
  } columns[] = { { "dyad", { 1, 1, 1, 2 } },     { "year", { 2000, 2001, 2003, 2000 } },
                  { "x", { 5, 6, 7, 8 } },        { "polity_a", { -7, 8, 9, NAN } },
                  { "polity_b", { 3, 8, 6, 2 } }, { "s1_cinc", { 1, 2, 3, 4 } },
                  { "s2_cinc", { 4, 3, 2, 1 } },  { "L.kept", { 1, 2, 3, 4 } } };
  ComityRoles roles;

  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      double *values = g_memdup2 (columns[c].values, 4 * sizeof (double));

      if (twins && c == 1)
        values[2] = 2001;
      comity_dataset_builder_take_column (
          builder, comity_column_new_take (columns[c].name, COMITY_COLUMN_DOUBLE, 4, values));
    }
  plain = comity_dataset_builder_end (builder);
  for (int i = 0; i < COMITY_N_ROLES; i++)
    roles.column[i] = -1;
  roles.column[COMITY_ROLE_DYAD] = 0;
  roles.column[COMITY_ROLE_YEAR] = 1;
  return comity_dataset_follow_roles (plain, &roles);
}

static void
test_pairs (void)
{
  g_autoptr (ComityDataset) dataset = new_small (FALSE);
  const double m = NAN;
  const struct
  {
    const char *text;
    double expected[4];
  } cases[] = {
    { "weak(polity)", { -7, 8, 6, m } },
    { "strong(polity)", { 3, 8, 9, m } },
    { "distance(polity)", { 10, 0, 3, m } },
    { "product(polity)", { -21, 64, 54, m } },
    { "total(cinc)", { 5, 5, 5, 5 } },
    { "average(cinc)", { 2.5, 2.5, 2.5, 2.5 } },
    { "alike(polity)", { 0, 1, 0, m } },
    { "both(polity >= 6)", { 0, 1, 1, 0 } },
    { "either(polity >= 6)", { 0, 1, 1, m } },
    { "distance(log(cinc) * x)", { 5 * log (4), 6 * log (1.5), 7 * log (1.5), 8 * log (4) } },
    { "weak(lag(polity))", { m, -7, m, m } },
    { "lag(weak(polity))", { m, -7, m, m } },
    { "product(x, 2)", { 10, 12, 14, 16 } },
    { "L.kept", { 1, 2, 3, 4 } },
    { "weak(polity) + weak(cinc)", { -6, 10, 8, m } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityExpression) e = comity_expression_new (cases[i].text, dataset, &error);
      double out[4];

      g_assert_no_error (error);
      comity_expression_eval (e, 0, 4, out);
      for (gsize row = 0; row < 4; row++)
        assert_same (cases[i].text, row, out[row], cases[i].expected[row]);
      g_assert_cmpstr (comity_expression_peek_text (e), ==, cases[i].text);
    }
}

static void
test_refused (void)
{
  g_autoptr (ComityDataset) dataset = new_small (FALSE);
  g_autoptr (ComityDataset) twins = new_small (TRUE);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (dataset);
  g_autoptr (ComityDataset) plain = NULL;
  guint8 keep[4] = { 1, 1, 1, 1 };
  static const struct
  {
    const char *text;
    const char *part;
  } cases[] = {
    { "lag()", "at character 1: lag() takes a column or an expression" },
    { "lag(x, y)", "at character 8: the second argument of lag() is a whole number of years" },
    { "lag(x, -1)", "backwards is lag(), ahead is lead()" },
    { "lead(x, 1.5)", "at character 9" },
    { "lag(x, 99999999999999999999)", "at character 8" },
    { "lag(x", "at character 4: a parenthesis is not closed" },
    { "x + lag(x 2)", "at character 11: a comma or “)” is expected" },
    { "L9999.x", "reaches too far" },
    { "L.none", "There is no column “none”" },
    { "peaceyears(x, 2)", "at character 15" },
    { "weak(x)", "at character 1: there are no two columns of “x”, one a state (looked for x_a and "
                 "x_b, x_1 and x_2" },
    { "weak(nothing)", "at character 6: there are no two columns of “nothing”" },
    { "weak(2)", "nothing in it is of one state" },
    { "weak(distance(polity))", "at character 6: distance() cannot stand inside" },
    { "weak(polity, x)", "at character 12: weak() takes one argument" },
    { "weak()", "at character 1: weak() takes what both states have, as in weak(polity)" },
    { "mean()", "one argument or more" },
    { "absdiff(x)", "two arguments" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_expression_new (cases[i].text, dataset, &error));
      if (strstr (error->message, cases[i].part) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].text, error->message, cases[i].part);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (comity_expression_new ("lag(x)", twins, &error));
    g_assert_cmpstr (error->message, ==,
                     "Lags need one row for each dyad and year, but rows 2 and 3 are of the same "
                     "dyad in 2001.");
    g_clear_error (&error);
    /* A part of the rows has no timeline. */
    plain = comity_dataset_filter (dataset, keep);
    g_assert_null (comity_expression_new ("x + L.x", plain, &error));
    g_assert_nonnull (strstr (error->message, "at character 5: L.x looks at other years of the "
                                              "same dyad: the data need the roles"));
  }
}

/* Whatever is typed ends in an expression or a sentence. */
static void
test_noise (void)
{
  static const char *const pieces[] = {
    "lag(",  "lead(",       "peaceyears(", "diff(", "weak(", "both(", "alike(", "product(",
    "x",     "polity",      "L.",          "L2D.x", "F",     ".",     ",",      ")",
    "(",     "\"restart\"", "\"",          "'",     "`",     "1",     "2",      " ",
    "+",     "-",           "*",           "^",     "==",    ">=",    "&",      "!",
    "mean(", "same(",       "inlist(",     "é",     "\xff",  "#",     "~",      "99999999999",
  };
  g_autoptr (ComityDataset) dataset = new_small (FALSE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  gsize n_read = 0;

  for (int round = 0; round < 60000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityExpression) e = NULL;
      int n = g_rand_int_range (rand, 1, 9);

      for (int i = 0; i < n; i++)
        if (round % 4 == 0)
          g_string_append_c (text, (char) g_rand_int_range (rand, 1, 256));
        else
          g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      e = comity_expression_new (text->str, dataset, &error);
      g_assert_true ((e == NULL) == (error != NULL));
      if (e != NULL)
        {
          double out[4];

          comity_expression_eval (e, 0, 4, out);
          n_read++;
        }
      else
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_cmpuint (n_read, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/dataset/timeline/shifts/in-order", GINT_TO_POINTER (FALSE), test_shifts);
  g_test_add_data_func ("/dataset/timeline/shifts/shuffled", GINT_TO_POINTER (TRUE), test_shifts);
  g_test_add_func ("/dataset/timeline/blocks", test_blocks);
  g_test_add_data_func ("/dataset/timeline/peace/in-order", GINT_TO_POINTER (FALSE), test_peace);
  g_test_add_data_func ("/dataset/timeline/peace/shuffled", GINT_TO_POINTER (TRUE), test_peace);
  g_test_add_func ("/dataset/timeline/pairs", test_pairs);
  g_test_add_func ("/dataset/timeline/refused", test_refused);
  g_test_add_func ("/dataset/timeline/noise", test_noise);
  return g_test_run ();
}
