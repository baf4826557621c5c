/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Similarities of real panels: facts about the world, agreement with the values they are made of,
 * what is missing and what does not exist, and every way to ask wrongly. */
#include "config.h"

#include "comity-similarity.h"
#include "panel-support.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ComityPanel *panel;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.first_year = 1985;
  recipe.last_year = 2000;
  recipe.keep_after_event = TRUE;
  fixture->panel = comity_test_build_panel (&recipe);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  comity_panel_unref (fixture->panel);
}

static ComitySimilarity *
compute (ComityPanel *panel, const char *measure, const char *components, int year)
{
  const ComitySimilaritySpec spec = { measure, components };
  g_autoptr (GError) error = NULL;
  ComitySimilarity *similarity = comity_similarity_compute (panel, &spec, year, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (comity_similarity_peek_name (similarity), ==, measure);
  g_assert_cmpint (comity_similarity_get_year (similarity), ==, year);
  return similarity;
}

static double
value_of (ComityPanel *panel, ComitySimilarity *similarity, const char *a, const char *b)
{
  gssize i =
      comity_similarity_find_state (similarity, (guint32) comity_panel_find_state (panel, a));
  gssize j =
      comity_similarity_find_state (similarity, (guint32) comity_panel_find_state (panel, b));

  g_assert_cmpint (i, >=, 0);
  g_assert_cmpint (j, >=, 0);
  return comity_similarity_get (similarity, (gsize) i, (gsize) j);
}

static void
test_traditions (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  g_autoptr (ComitySimilarity) same = compute (panel, "tradition", NULL, 1995);
  g_autoptr (ComitySimilarity) common = compute (panel, "both:common", NULL, 1995);
  g_autoptr (ComitySimilarity) civil = compute (panel, "both:Civil", NULL, 1995);

  g_assert_cmpfloat (value_of (panel, same, "USA", "GBR"), ==, 1.0);
  g_assert_cmpfloat (value_of (panel, same, "USA", "FRA"), ==, 0.0);
  g_assert_cmpfloat (value_of (panel, same, "DEU", "FRA"), ==, 1.0);
  g_assert_cmpfloat (value_of (panel, common, "USA", "GBR"), ==, 1.0);
  g_assert_cmpfloat (value_of (panel, common, "DEU", "FRA"), ==, 0.0);
  g_assert_cmpfloat (value_of (panel, civil, "DEU", "FRA"), ==, 1.0);
  g_assert_cmpfloat (value_of (panel, civil, "FRA", "FRA"), ==, 1.0);
  g_assert_true (comity_similarity_is_similarity (same));
  g_assert_cmpstr (comity_similarity_peek_title (common), ==, "Both common law");
}

static void
test_lifetimes (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  guint32 gdr = (guint32) comity_panel_find_state (panel, "DDR");
  guint32 estonia = (guint32) comity_panel_find_state (panel, "EST");
  g_autoptr (ComitySimilarity) before = compute (panel, "tradition", NULL, 1986);
  g_autoptr (ComitySimilarity) after = compute (panel, "tradition", NULL, 1995);

  g_assert_cmpint (comity_similarity_find_state (before, gdr), >=, 0);
  g_assert_cmpint (comity_similarity_find_state (after, gdr), ==, -1);
  g_assert_cmpint (comity_similarity_find_state (before, estonia), ==, -1);
  g_assert_cmpint (comity_similarity_find_state (after, estonia), >=, 0);
  g_assert_cmpint (comity_similarity_find_state (after, G_MAXUINT32), ==, -1);
  for (gsize i = 0; i < comity_similarity_get_n (after); i++)
    {
      guint32 state = comity_similarity_get_state (after, i);

      g_assert_true (comity_panel_state_exists (panel, state, 1995));
      g_assert_cmpint (comity_similarity_find_state (after, state), ==, (gssize) i);
    }
}

/* Every single-variable measure against the values of the panel, missing ones too. */
static void
test_values (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree double *values = g_new (double, n_states);
  g_autoptr (ComitySimilarity) difference = compute (panel, "difference:polity2", NULL, 1990);
  g_autoptr (ComitySimilarity) lower = compute (panel, "min:polity2", NULL, 1990);
  g_autoptr (ComitySimilarity) higher = compute (panel, "max:polity2", NULL, 1990);
  g_autoptr (ComitySimilarity) joint = compute (panel, "joint:polity2 >= 6", NULL, 1990);
  gsize n_missing = 0;
  double low;
  double high;
  double largest = 0.0;

  comity_panel_get_state_values (panel, (gsize) comity_panel_find_state_variable (panel, "polity2"),
                                 1990, values);
  for (gsize i = 0; i < comity_similarity_get_n (difference); i++)
    for (gsize j = 0; j < comity_similarity_get_n (difference); j++)
      {
        double a = values[comity_similarity_get_state (difference, i)];
        double b = values[comity_similarity_get_state (difference, j)];

        if (isnan (a) || isnan (b))
          {
            n_missing++;
            g_assert_true (isnan (comity_similarity_get (difference, i, j)));
            g_assert_true (isnan (comity_similarity_get (lower, i, j)));
            g_assert_true (isnan (comity_similarity_get (joint, i, j)));
            g_assert_cmpfloat (comity_similarity_get_coverage (joint, i, j), ==, 0.0);
            continue;
          }
        largest = fmax (largest, fabs (a - b));
        g_assert_cmpfloat (comity_similarity_get (difference, i, j), ==, fabs (a - b));
        g_assert_cmpfloat (comity_similarity_get (lower, i, j), ==, fmin (a, b));
        g_assert_cmpfloat (comity_similarity_get (higher, i, j), ==, fmax (a, b));
        g_assert_cmpfloat (comity_similarity_get (joint, i, j), ==, a >= 6.0 && b >= 6.0);
        g_assert_cmpfloat (comity_similarity_get_coverage (joint, i, j), ==, 1.0);
      }
  g_assert_cmpuint (n_missing, >, 0);
  g_assert_false (comity_similarity_is_similarity (difference));
  comity_similarity_get_range (difference, &low, &high);
  g_assert_cmpfloat (low, ==, 0.0);
  g_assert_cmpfloat (high, ==, largest);
  comity_similarity_get_range (joint, &low, &high);
  g_assert_cmpfloat (low, ==, 0.0);
  g_assert_cmpfloat (high, ==, 1.0);
}

/* Of Monaco only the legal tradition is recorded: one third of the components is no comparison. */
static void
test_least_coverage (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  g_autoptr (ComitySimilarity) gower = compute (panel, "gower", NULL, 1995);
  gssize mco =
      comity_similarity_find_state (gower, (guint32) comity_panel_find_state (panel, "MCO"));
  gssize fra =
      comity_similarity_find_state (gower, (guint32) comity_panel_find_state (panel, "FRA"));

  g_assert_true (mco >= 0 && fra >= 0);
  g_assert_cmpfloat_with_epsilon (comity_similarity_get_coverage (gower, (gsize) mco, (gsize) fra),
                                  1.0 / 3.0, 1e-15);
  g_assert_true (isnan (comity_similarity_get (gower, (gsize) mco, (gsize) fra)));
  g_assert_false (isnan (value_of (panel, gower, "FRA", "DEU")));
}

static void
test_composites (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  g_autoptr (ComitySimilarity) whole = compute (panel, "gower", NULL, 1995);
  g_autoptr (ComitySimilarity) named =
      compute (panel, "gower", "tradition:2, polity2, region:0.5", 1995);
  g_autoptr (ComitySimilarity) alone = compute (panel, "gower", "tradition", 1995);
  g_autoptr (ComitySimilarity) same = compute (panel, "tradition", NULL, 1995);

  g_assert_cmpuint (comity_similarity_get_n_components (whole), ==, 3);
  g_assert_cmpuint (comity_similarity_get_n_components (named), ==, 3);
  g_assert_cmpstr (comity_similarity_peek_component (named, 0), ==, "tradition");
  g_assert_cmpstr (comity_similarity_peek_component (named, 1), ==, "polity2");
  g_assert_cmpfloat (comity_similarity_get_weight (named, 0), ==, 2.0);
  g_assert_cmpfloat (comity_similarity_get_weight (named, 1), ==, 1.0);
  g_assert_cmpfloat (comity_similarity_get_weight (named, 2), ==, 0.5);
  for (gsize i = 0; i < comity_similarity_get_n (named); i++)
    for (gsize j = 0; j <= i; j++)
      {
        double value = comity_similarity_get (named, i, j);
        double sum = 0.0;
        double one = comity_similarity_get (alone, i, j);
        double other = comity_similarity_get (same, i, j);

        g_assert_cmpint (memcmp (&one, &other, sizeof one), ==, 0);
        g_assert_cmpfloat (comity_similarity_get (named, j, i), ==, value);
        for (gsize k = 0; k < 3; k++)
          sum += comity_similarity_get_contribution (named, i, j, k);
        g_assert_cmpfloat_with_epsilon (sum, value, 1e-14);
        g_assert_true (value >= 0.0 && value <= 1.0);
        if (i == j)
          g_assert_cmpfloat (value, ==, 1.0);
      }
}

static void
test_portfolios (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  g_autoptr (ComitySimilarity) jaccard = compute (panel, "portfolio", NULL, 1995);
  g_autoptr (ComitySimilarity) dice = compute (panel, "dice", NULL, 1995);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, 1995, TRUE);
  guint32 a = (guint32) comity_panel_find_state (panel, "FRA");
  guint32 b = (guint32) comity_panel_find_state (panel, "ESP");
  g_autofree guint8 *of_a = g_new0 (guint8, comity_panel_get_n_states (panel));
  g_autofree guint8 *of_b = g_new0 (guint8, comity_panel_get_n_states (panel));
  double shared = 0.0;
  double either = 0.0;
  double both;

  for (guint t = 0; t < ties->len; t++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, t);

      of_a[tie->a] |= tie->b == a;
      of_a[tie->b] |= tie->a == a;
      of_b[tie->a] |= tie->b == b;
      of_b[tie->b] |= tie->a == b;
    }
  for (gsize s = 0; s < comity_panel_get_n_states (panel); s++)
    {
      shared += of_a[s] && of_b[s];
      either += of_a[s] || of_b[s];
    }
  g_assert_cmpfloat (shared, >, 0.0);
  both = shared + either;
  g_assert_cmpfloat (value_of (panel, jaccard, "FRA", "ESP"), ==, shared / either);
  g_assert_cmpfloat (value_of (panel, dice, "FRA", "ESP"), ==, 2.0 * shared / both);
  /* Neither has signed any: no overlap to speak of, which is not an overlap of zero. */
  g_assert_true (isnan (value_of (panel, jaccard, "MDV", "BTN")));
  g_assert_cmpfloat (value_of (panel, jaccard, "MDV", "FRA"), ==, 0.0);
}

static void
test_column (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  const ComitySimilaritySpec spec = { "difference:polity2", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityColumn) column =
      comity_similarity_to_column (panel, &spec, "distance", NULL, &error);
  g_autoptr (ComitySimilarity) similarity = compute (panel, spec.measure, NULL, 1993);
  gsize n_rows;
  const guint32 *rows = comity_panel_peek_year_rows (panel, 1993, &n_rows);
  gsize n_known = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (comity_column_peek_name (column), ==, "distance");
  g_assert_cmpstr (comity_column_peek_label (column), ==,
                   comity_similarity_peek_title (similarity));
  g_assert_cmpuint (comity_column_get_n_rows (column), ==,
                    comity_dataset_get_n_rows (comity_panel_peek_dataset (panel)));
  g_assert_cmpuint (n_rows, >, 10000);
  for (gsize r = 0; r < n_rows; r++)
    {
      guint32 a;
      guint32 b;
      int year;
      double cell = comity_column_get_double (column, rows[r]);
      double value;

      comity_panel_get_row (panel, rows[r], &a, &b, &year);
      value =
          comity_similarity_get (similarity, (gsize) comity_similarity_find_state (similarity, a),
                                 (gsize) comity_similarity_find_state (similarity, b));
      g_assert_true (isnan (cell) == isnan (value));
      if (isnan (value))
        continue;
      n_known++;
      g_assert_cmpfloat (cell, ==, value);
    }
  g_assert_cmpuint (n_known, >, 5000);
  g_assert_cmpuint (n_known, <, n_rows);
}

static void
test_same_bits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComitySimilarity) a = compute (fixture->panel, "mahalanobis", NULL, 1995);
  g_autoptr (ComitySimilarity) b = compute (fixture->panel, "mahalanobis", NULL, 1995);

  for (gsize i = 0; i < comity_similarity_get_n (a); i++)
    for (gsize j = 0; j <= i; j++)
      {
        double x = comity_similarity_get (a, i, j);
        double y = comity_similarity_get (b, i, j);

        g_assert_cmpint (memcmp (&x, &y, sizeof x), ==, 0);
      }
}

/* Every measure of the table computes on the bundled panel, and its check agrees. */
static void
test_all (Fixture *fixture, gconstpointer data)
{
  for (gsize m = 0; m < comity_similarity_get_n_measures (); m++)
    {
      const char *base = comity_similarity_peek_measure_name (m);
      g_autofree char *name = NULL;
      g_autoptr (ComitySimilarity) similarity = NULL;
      ComitySimilaritySpec spec = { NULL, NULL };
      g_autoptr (GError) error = NULL;
      double low;
      double high;

      if (comity_similarity_measure_takes_family (m))
        name = g_strdup_printf ("%s:mixed", base);
      else if (comity_similarity_measure_takes_threshold (m))
        name = g_strdup_printf ("%s:polyarchy>=0.5", base);
      else if (comity_similarity_measure_takes_variable (m))
        name = g_strdup_printf ("%s:polyarchy", base);
      else
        name = g_strdup (base);
      spec.measure = name;
      g_assert_true (comity_similarity_check (fixture->panel, &spec, &error));
      similarity = compute (fixture->panel, name, NULL, 1995);
      g_assert_cmpuint (comity_similarity_get_n_components (similarity) >= 2, ==,
                        comity_similarity_measure_takes_components (m));
      comity_similarity_get_range (similarity, &low, &high);
      g_assert_cmpfloat (low, <, high);
      for (gsize i = 0; i < comity_similarity_get_n (similarity); i++)
        for (gsize j = 0; j < i; j++)
          {
            double value = comity_similarity_get (similarity, i, j);

            g_assert_true (isnan (value) || (value >= low && value <= high));
          }
    }
}

static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *measure, *components;
    int code;
    const char *says; /* what the sentence must name */
  } wrong[] = {
    { "grower", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "grower" },
    { "", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "no measure" },
    { "tradition:common", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "common" },
    { "both", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "both:common" },
    { "both:roman", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "roman" },
    { "both:unknown", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "unknown" },
    { "difference", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "difference" },
    { "difference:wealth", NULL, COMITY_SIMILARITY_ERROR_COMPONENT, "wealth" },
    { "joint:polity2", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "polity2" },
    { "joint:polity2>=six", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "six" },
    { "joint:>=6", NULL, COMITY_SIMILARITY_ERROR_MEASURE, ">=6" },
    { "joint:wealth>=6", NULL, COMITY_SIMILARITY_ERROR_COMPONENT, "wealth" },
    { "gower", "polity2:heavy", COMITY_SIMILARITY_ERROR_COMPONENT, "heavy" },
    { "gower", "polity2:0", COMITY_SIMILARITY_ERROR_COMPONENT, "polity2" },
    { "gower", "polity2:-1", COMITY_SIMILARITY_ERROR_COMPONENT, "-1" },
    { "gower", "polity2,,region", COMITY_SIMILARITY_ERROR_COMPONENT, "gower" },
    { "gower", "polity2,polity2:2", COMITY_SIMILARITY_ERROR_COMPONENT, "twice" },
    { "gower", "wealth", COMITY_SIMILARITY_ERROR_COMPONENT, "wealth" },
    { "s", "polity2,tradition", COMITY_SIMILARITY_ERROR_COMPONENT, "tradition" },
    { "overlap:civil", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "civil" },
    { "product", NULL, COMITY_SIMILARITY_ERROR_MEASURE, "product" },
    { "tau-b", "polity2,overlap", COMITY_SIMILARITY_ERROR_COMPONENT, "overlap" },
    { "gower", "tradition:0,polity2:0", COMITY_SIMILARITY_ERROR_COMPONENT,
      "All weights are 0 (tradition, polity2)" },
    { "portfolio", "polity2", COMITY_SIMILARITY_ERROR_COMPONENT, "portfolio" },
  };

  for (gsize w = 0; w < G_N_ELEMENTS (wrong); w++)
    {
      const ComitySimilaritySpec spec = { wrong[w].measure, wrong[w].components };
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) again = NULL;
      gsize length;

      g_assert_false (comity_similarity_check (fixture->panel, &spec, &error));
      g_assert_error (error, COMITY_SIMILARITY_ERROR, wrong[w].code);
      g_assert_nonnull (strstr (error->message, wrong[w].says));
      length = strlen (error->message);
      g_assert_cmpint (error->message[length - 1], ==, '.');
      g_assert_null (comity_similarity_compute (fixture->panel, &spec, 1995, NULL, &again));
      g_assert_cmpstr (again->message, ==, error->message);
    }
}

static void
test_years (Fixture *fixture, gconstpointer data)
{
  const ComitySimilaritySpec spec = { "tradition", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_similarity_compute (fixture->panel, &spec, 1400, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  const ComitySimilaritySpec spec = { "gower", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_similarity_compute (fixture->panel, &spec, 1995, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (comity_similarity_to_column (fixture->panel, &spec, "x", progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A file of one's own: no world, one variable of states, nobody has it in 2002. */
static const char *const own_names[] = { "ji1", "ji2", NULL };
static const PanelRow own_rows[] = {
  { 1, 2, 2000, 1, { 0.1, 0.2 } }, { 1, 3, 2000, 0, { 0.1, 0.6 } }, { 2, 3, 2000, 0, { 0.2, 0.6 } },
  { 1, 2, 2001, 0, { 0.5, NAN } }, { 1, 3, 2001, 0, { 0.5, 0.7 } }, { 2, 3, 2001, 0, { NAN, 0.7 } },
  { 1, 2, 2002, 0, { NAN, NAN } },
};

static void
test_own_file (void)
{
  g_autoptr (ComityPanel) panel = panel_new_by_hand (own_rows, G_N_ELEMENTS (own_rows), own_names);
  const ComitySimilaritySpec spec = { "difference:ji", NULL };
  const ComitySimilaritySpec law = { "tradition", NULL };
  g_autoptr (ComitySimilarity) first = compute (panel, "difference:ji", NULL, 2000);
  g_autoptr (ComitySimilarity) composite = compute (panel, "gower", NULL, 2000);
  g_autoptr (ComitySimilarity) gaps = compute (panel, "gower", NULL, 2001);
  g_autoptr (ComityColumn) column = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpfloat_with_epsilon (comity_similarity_get (first, 0, 2), 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (comity_similarity_get (composite, 0, 1), 1.0 - 0.1 / 0.5, 1e-15);
  g_assert_true (isnan (comity_similarity_get (gaps, 0, 1)));
  g_assert_cmpfloat (comity_similarity_get_coverage (gaps, 0, 1), ==, 0.0);

  /* Nobody has a value. */
  g_assert_null (comity_similarity_compute (panel, &spec, 2002, NULL, &error));
  g_assert_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA);
  g_assert_nonnull (strstr (error->message, "2002"));
  g_clear_error (&error);
  g_assert_null (comity_similarity_compute (panel, &law, 2000, NULL, &error));
  g_assert_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA);
  g_clear_error (&error);

  /* A year without values leaves its rows missing; a measure without any is an error. */
  column = comity_similarity_to_column (panel, &spec, "d", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (comity_column_get_double (column, 1), 0.5, 1e-15);
  g_assert_true (comity_column_is_missing (column, 3));
  g_assert_true (comity_column_is_missing (column, 6));
  g_assert_null (comity_similarity_to_column (panel, &law, "d", NULL, &error));
  g_assert_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA);
}

static void
test_relabel (void)
{
  PanelRow turned[G_N_ELEMENTS (own_rows)];
  static const int code[] = { 0, 30, 10, 20 };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (own_rows, G_N_ELEMENTS (own_rows), own_names);
  g_autoptr (ComityPanel) other = NULL;
  g_autoptr (ComitySimilarity) here = compute (panel, "gower", NULL, 2000);
  g_autoptr (ComitySimilarity) there = NULL;

  /* The rows backwards and the states under other codes. */
  for (gsize r = 0; r < G_N_ELEMENTS (own_rows); r++)
    {
      turned[r] = own_rows[G_N_ELEMENTS (own_rows) - 1 - r];
      turned[r].a = code[turned[r].a];
      turned[r].b = code[turned[r].b];
    }
  other = panel_new_by_hand (turned, G_N_ELEMENTS (turned), own_names);
  there = compute (other, "gower", NULL, 2000);
  g_assert_cmpfloat (value_of (panel, here, "1", "2"), ==, value_of (other, there, "30", "10"));
  g_assert_cmpfloat (value_of (panel, here, "1", "3"), ==, value_of (other, there, "30", "20"));
  g_assert_cmpfloat (value_of (panel, here, "2", "3"), ==, value_of (other, there, "10", "20"));
}

#define ADD(name, func) g_test_add ("/similarity/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("traditions", test_traditions);
  ADD ("lifetimes", test_lifetimes);
  ADD ("values", test_values);
  ADD ("composites", test_composites);
  ADD ("least-coverage", test_least_coverage);
  ADD ("portfolios", test_portfolios);
  ADD ("column", test_column);
  ADD ("same-bits", test_same_bits);
  ADD ("all", test_all);
  ADD ("wrong", test_wrong);
  ADD ("years", test_years);
  ADD ("cancel", test_cancel);
  g_test_add_func ("/similarity/own-file", test_own_file);
  g_test_add_func ("/similarity/relabel", test_relabel);
  return g_test_run ();
}
