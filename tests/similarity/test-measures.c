/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every measure on plain arrays: against R, against hand-worked numbers, and the properties that
 * hold for all: symmetric to the bit, contributions that add up, nothing from missing values. */
#include "config.h"

#include "comity-measure-private.h"
#include "comity-test-reference.h"

#include <math.h>
#include <string.h>

/* The columns of a CSV as traits; text becomes category numbers. */
static ComityTraits *
traits_of (GPtrArray *csv, const char *const *names, gsize k, const double *weights)
{
  gsize n = csv->len - 1;
  g_autofree double *x = g_new (double, n *k);
  g_autofree guint8 *nominal = g_new0 (guint8, k);
  g_autoptr (GHashTable) categories = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize c = 0; c < k; c++)
    {
      gsize column = comity_test_column (csv, names[c]);

      nominal[c] = g_str_equal (names[c], "law");
      for (gsize i = 0; i < n; i++)
        {
          const char *cell = comity_test_cell (csv, i + 1, column);

          x[i * k + c] = comity_test_value (csv, i + 1, column);
          if (!nominal[c] || *cell == '\0')
            continue;
          if (!g_hash_table_contains (categories, cell))
            g_hash_table_insert (categories, (gpointer)cell,
                                 GUINT_TO_POINTER (g_hash_table_size (categories) + 1));
          x[i * k + c] = GPOINTER_TO_UINT (g_hash_table_lookup (categories, cell));
        }
    }
  return comity_traits_new (n, k, x, weights, nominal);
}

static void
assert_matrix (const ComityMeasure *measure,
               const ComityTraits *traits,
               JsonNode *expected,
               gboolean one_minus)
{
  for (gsize i = 0; i < traits->n; i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (expected), (guint)i);

      for (gsize j = 0; j < traits->n; j++)
        {
          double value = measure->pair (traits, i, j, NULL, NULL);

          comity_test_assert_close (one_minus ? 1.0 - value : value, comity_test_element (row, j),
                                    1e-10);
        }
    }
}

static void
test_gower (void)
{
  static const char *const names[] = { "dem", "lgdp", "trade", "civil", "federal", "law", "rank" };
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "distance_traits.json");
  g_autoptr (GPtrArray) csv = comity_test_load_csv ("similarity", "traits.csv");
  JsonNode *given = comity_test_find (root, "spec", "gower_weights", NULL);
  double weights[7];
  g_autoptr (ComityTraits) plain = traits_of (csv, names, 7, NULL);
  g_autoptr (ComityTraits) weighted = NULL;

  for (gsize c = 0; c < 7; c++)
    {
      g_assert_cmpstr (
          names[c], ==,
          json_array_get_string_element (
              json_node_get_array (comity_test_find (root, "spec", "gower", NULL)), (guint)c));
      weights[c] = comity_test_element (given, c);
    }
  weighted = traits_of (csv, names, 7, weights);
  assert_matrix (&comity_measure_gower, plain, comity_test_find (root, "expected", "gower", NULL),
                 TRUE);
  assert_matrix (&comity_measure_gower, weighted,
                 comity_test_find (root, "expected", "gower_weighted", NULL), TRUE);
}

static void
test_distances (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "distance_traits.json");
  g_autoptr (GPtrArray) csv = comity_test_load_csv ("similarity", "traits.csv");
  JsonArray *given = json_node_get_array (comity_test_find (root, "spec", "numeric", NULL));
  const char *names[8];
  gsize k = json_array_get_length (given);
  g_autoptr (ComityTraits) raw = NULL;
  g_autoptr (ComityTraits) standard = NULL;

  for (gsize c = 0; c < k; c++)
    names[c] = json_array_get_string_element (given, (guint)c);
  raw = traits_of (csv, names, k, NULL);
  standard = traits_of (csv, names, k, NULL);
  comity_traits_scale (standard, COMITY_SCALING_STANDARD);
  g_assert_true (comity_traits_invert_covariance (raw));

  assert_matrix (&comity_measure_euclidean, raw,
                 comity_test_find (root, "expected", "euclidean", NULL), FALSE);
  assert_matrix (&comity_measure_euclidean, standard,
                 comity_test_find (root, "expected", "euclidean_standardized", NULL), FALSE);
  assert_matrix (&comity_measure_manhattan, raw,
                 comity_test_find (root, "expected", "manhattan", NULL), FALSE);
  assert_matrix (&comity_measure_mahalanobis, raw,
                 comity_test_find (root, "expected", "mahalanobis", NULL), FALSE);
  assert_matrix (&comity_measure_cosine, raw,
                 comity_test_find (root, "expected", "cosine_similarity", NULL), FALSE);
  assert_matrix (&comity_measure_correlation, standard,
                 comity_test_find (root, "expected", "pearson_rows_standardized", NULL), FALSE);

  /* Kogut and Singh divide squares by the variance, which is what standardising does. */
  for (gsize i = 0; i < raw->n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double z = comity_measure_euclidean.pair (standard, i, j, NULL, NULL);

        comity_test_assert_close (comity_measure_kogut_singh.pair (raw, i, j, NULL, NULL),
                                  z * z / (double)k, 1e-12);
      }
}

/* Pairs by the second state, then by the first; the largest difference. */
static double
assert_triangle (const ComityMeasure *measure,
                 const ComityTraits *traits,
                 JsonNode *expected,
                 gboolean one_minus)
{
  double largest = 0.0;
  gsize p = 0;

  for (gsize j = 0; j < traits->n; j++)
    for (gsize i = 0; i < j; i++)
      {
        double value = measure->pair (traits, i, j, NULL, NULL);
        double theirs = comity_test_element (expected, p++);

        value = one_minus ? 1.0 - value : value;
        g_assert_cmpint (isnan (value), ==, isnan (theirs));
        if (!isnan (value))
          largest = MAX (largest, fabs (value - theirs));
      }
  g_assert_cmpuint (p, ==, json_array_get_length (json_node_get_array (expected)));
  g_assert_cmpfloat (largest, <=, 1e-10);
  return largest;
}

/* Data that no other case has: missing values, ties, a constant column, the same state three times.
 */
static void
test_fresh (void)
{
  static const char *const names[] = {
    "dem", "lgdp", "constant", "trade", "federal", "law", "rank"
  };
  static const char *const numbers[] = { "u", "v", "w" };
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "fresh_traits.json");
  g_autoptr (GPtrArray) csv = comity_test_load_csv ("similarity", "fresh_traits.csv");
  JsonNode *given = comity_test_find (root, "spec", "gower_weights", NULL);
  double weights[7], largest = 0.0;
  g_autoptr (ComityTraits) plain = traits_of (csv, names, 7, NULL);
  g_autoptr (ComityTraits) weighted = NULL;
  g_autoptr (ComityTraits) raw = traits_of (csv, numbers, 3, NULL);
  g_autoptr (ComityTraits) standard = traits_of (csv, numbers, 3, NULL);

  for (gsize c = 0; c < 7; c++)
    weights[c] = comity_test_element (given, c);
  weighted = traits_of (csv, names, 7, weights);
  comity_traits_scale (standard, COMITY_SCALING_STANDARD);
  g_assert_true (comity_traits_invert_covariance (raw));
#define CHECK(measure, traits, name, one_minus)                                                    \
  largest =                                                                                        \
      MAX (largest, assert_triangle (&comity_measure_##measure, traits,                            \
                                     comity_test_find (root, "expected", name, NULL), one_minus))
  CHECK (gower, plain, "gower", TRUE);
  CHECK (gower, weighted, "gower_weighted", TRUE);
  CHECK (euclidean, raw, "euclidean", FALSE);
  CHECK (euclidean, standard, "standard", FALSE);
  CHECK (mahalanobis, raw, "mahalanobis", FALSE);
#undef CHECK
  g_test_message ("largest difference %g", largest);
}

/* Columns @first … of a CSV, all with the same largest distance, as the peers have it. */
static ComityTraits *
portfolio_traits (GPtrArray *csv, gsize first, const double *weights, double largest)
{
  gsize k = ((GPtrArray *)csv->pdata[0])->len - first;
  gsize n = csv->len - 1;
  g_autofree double *x = g_new (double, n *k);
  ComityTraits *traits;

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < k; c++)
      x[i * k + c] = comity_test_value (csv, i + 1, first + c);
  traits = comity_traits_new (n, k, x, weights, NULL);
  for (gsize c = 0; c < k; c++)
    traits->span[c] = largest;
  return traits;
}

static void
assert_pairs (const ComityMeasure *measure,
              const ComityTraits *traits,
              JsonNode *root,
              const char *name)
{
  JsonNode *expected = comity_test_find (root, "expected", name, NULL);
  gsize p = 0;

  for (gsize i = 0; i < traits->n; i++)
    for (gsize j = i + 1; j < traits->n; j++)
      comity_test_assert_close (measure->pair (traits, i, j, NULL, NULL),
                                comity_test_element (expected, p++), 1e-10);
  g_assert_cmpuint (p, ==, json_array_get_length (json_node_get_array (expected)));
}

static void
test_votes (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "similarity_votes.json");
  g_autoptr (GPtrArray) csv = comity_test_load_csv ("similarity", "votes.csv");
  g_autoptr (ComityTraits) traits = portfolio_traits (csv, 1, NULL, 2.0);

  assert_pairs (&comity_measure_s, traits, root, "S_abs");
  assert_pairs (&comity_measure_s_squared, traits, root, "S_sq");
  assert_pairs (&comity_measure_kappa, traits, root, "kappa_sq");
  assert_pairs (&comity_measure_kappa, traits, root, "kappa_quadratic");
  assert_pairs (&comity_measure_pi, traits, root, "pi_sq");
  assert_pairs (&comity_measure_pi, traits, root, "scott_pi_quadratic");
  assert_pairs (&comity_measure_tau_b, traits, root, "tau_b");

  /* The share of votes in which two states agree is Gower's coefficient of categories. */
  for (gsize c = 0; c < traits->k; c++)
    traits->nominal[c] = COMITY_TRAIT_CATEGORY;
  assert_pairs (&comity_measure_gower, traits, root, "agree");
}

static void
test_alliances (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "similarity_alliances.json");
  g_autoptr (GPtrArray) csv = comity_test_load_csv ("similarity", "alliances.csv");
  double weights[16];
  guint32 a[256];
  guint32 b[256];
  gsize n_ties = 0;
  g_autoptr (ComityTraits) plain = portfolio_traits (csv, 2, NULL, 3.0);
  g_autoptr (ComityTraits) weighted = NULL;

  g_assert_cmpuint (plain->n, ==, 16);
  for (gsize i = 0; i < 16; i++)
    {
      weights[i] = comity_test_value (csv, i + 1, 1);
      for (gsize j = 0; j < 16; j++)
        if (comity_test_value (csv, i + 1, j + 2) > 0.0)
          {
            a[n_ties] = (guint32)i;
            b[n_ties++] = (guint32)j;
          }
    }
  weighted = portfolio_traits (csv, 2, weights, 3.0);
  assert_pairs (&comity_measure_s, plain, root, "S_abs");
  assert_pairs (&comity_measure_s, weighted, root, "S_abs_weighted");
  assert_pairs (&comity_measure_kappa, plain, root, "kappa_sq");
  assert_pairs (&comity_measure_kappa, weighted, root, "kappa_sq_weighted");
  assert_pairs (&comity_measure_pi, plain, root, "pi_sq");
  assert_pairs (&comity_measure_pi, weighted, root, "pi_sq_weighted");

  g_assert_true (comity_traits_set_ties (plain, a, b, n_ties));
  assert_pairs (&comity_measure_portfolio, plain, root, "jaccard_binary");
  assert_pairs (&comity_measure_s_squared, plain, root, "S_sq");
  assert_pairs (&comity_measure_tau_b, plain, root, "tau_b");

  /* An alliance or none: of two values the squared distance is the distance. */
  for (gsize p = 0; p < plain->n * plain->k; p++)
    plain->x[p] = plain->x[p] > 0.0 ? 1.0 : 0.0;
  assert_pairs (&comity_measure_kappa, plain, root, "kappa_binary");
  assert_pairs (&comity_measure_pi, plain, root, "pi_binary");
  for (gsize c = 0; c < plain->k; c++)
    plain->nominal[c] = COMITY_TRAIT_CATEGORY;
  assert_pairs (&comity_measure_gower, plain, root, "simple_matching");
}

static void
test_single (void)
{
  const double x[] = { 1.0, 4.0, NAN, 4.0 };
  g_autoptr (ComityTraits) traits = comity_traits_new (4, 1, x, NULL, NULL);
  double coverage;

  g_assert_cmpfloat (comity_measure_difference.pair (traits, 0, 1, NULL, &coverage), ==, 3.0);
  g_assert_cmpfloat (coverage, ==, 1.0);
  g_assert_true (isnan (comity_measure_difference.pair (traits, 0, 2, NULL, &coverage)));
  g_assert_cmpfloat (coverage, ==, 0.0);
  g_assert_cmpfloat (comity_measure_minimum.pair (traits, 0, 1, NULL, NULL), ==, 1.0);
  g_assert_cmpfloat (comity_measure_maximum.pair (traits, 0, 1, NULL, NULL), ==, 4.0);
  g_assert_cmpfloat (comity_measure_product.pair (traits, 1, 3, NULL, NULL), ==, 16.0);
  g_assert_true (isnan (comity_measure_product.pair (traits, 1, 2, NULL, NULL)));
  g_assert_true (isnan (comity_measure_minimum.pair (traits, 2, 1, NULL, NULL)));
  g_assert_true (isnan (comity_measure_maximum.pair (traits, 1, 2, NULL, NULL)));
  g_assert_cmpfloat (comity_measure_tradition.pair (traits, 1, 3, NULL, NULL), ==, 1.0);
  g_assert_cmpfloat (comity_measure_tradition.pair (traits, 0, 1, NULL, NULL), ==, 0.0);
  g_assert_true (isnan (comity_measure_tradition.pair (traits, 2, 2, NULL, NULL)));

  traits->threshold = 4.0;
  traits->family = 1.0;
  g_assert_cmpfloat (comity_measure_joint.pair (traits, 1, 3, NULL, NULL), ==, 1.0);
  g_assert_cmpfloat (comity_measure_joint.pair (traits, 0, 3, NULL, NULL), ==, 0.0);
  g_assert_true (isnan (comity_measure_joint.pair (traits, 2, 0, NULL, NULL)));
  g_assert_cmpfloat (comity_measure_both.pair (traits, 0, 0, NULL, NULL), ==, 1.0);
  g_assert_cmpfloat (comity_measure_both.pair (traits, 1, 3, NULL, NULL), ==, 0.0);
}

static void
test_portfolios (void)
{
  /* 0 has partners 1, 2, 3; 1 has 0, 2; 4 and 5 have none. */
  const guint32 a[] = { 0, 0, 0, 1 };
  const guint32 b[] = { 1, 2, 3, 2 };
  g_autoptr (ComityTraits) traits = comity_traits_new (6, 0, NULL, NULL, NULL);
  double coverage;

  g_assert_true (comity_traits_set_ties (traits, a, b, 4));
  g_assert_cmpfloat (comity_measure_portfolio.pair (traits, 0, 1, NULL, NULL), ==, 1.0 / 4.0);
  g_assert_cmpfloat (comity_measure_dice.pair (traits, 0, 1, NULL, NULL), ==, 2.0 / 5.0);
  g_assert_cmpfloat (comity_measure_portfolio.pair (traits, 0, 4, NULL, &coverage), ==, 0.0);
  g_assert_cmpfloat (coverage, ==, 1.0);
  g_assert_true (isnan (comity_measure_portfolio.pair (traits, 4, 5, NULL, &coverage)));
  g_assert_cmpfloat (coverage, ==, 0.0);
  g_assert_true (isnan (comity_measure_dice.pair (traits, 4, 4, NULL, NULL)));
  g_assert_cmpfloat (comity_measure_treaty.pair (traits, 2, 0, NULL, NULL), ==, 1.0);
  g_assert_cmpfloat (comity_measure_treaty.pair (traits, 1, 3, NULL, NULL), ==, 0.0);
  g_assert_true (isnan (comity_measure_treaty.pair (traits, 1, 1, NULL, NULL)));
}

/* Sets as bits: {a, b}, {b, c, d}, {a, b}, missing, none. */
static void
test_overlap (void)
{
  const double sets[] = { 3.0, 14.0, 3.0, NAN, 0.0 };
  const guint8 kinds[] = { COMITY_TRAIT_SET };
  g_autoptr (ComityTraits) traits = comity_traits_new (5, 1, sets, NULL, kinds);

  comity_traits_scale (traits, COMITY_SCALING_STANDARD);
  g_assert_cmpfloat (comity_measure_overlap.pair (traits, 0, 1, NULL, NULL), ==, 0.25);
  g_assert_cmpfloat (comity_measure_overlap.pair (traits, 0, 2, NULL, NULL), ==, 1.0);
  g_assert_cmpfloat (comity_measure_overlap.pair (traits, 0, 4, NULL, NULL), ==, 0.0);
  g_assert_true (isnan (comity_measure_overlap.pair (traits, 0, 3, NULL, NULL)));
  g_assert_true (isnan (comity_measure_overlap.pair (traits, 4, 4, NULL, NULL)));
  for (gsize j = 0; j < 3; j++)
    g_assert_cmpfloat (comity_measure_gower.pair (traits, 0, j, NULL, NULL), ==,
                       comity_measure_overlap.pair (traits, 0, j, NULL, NULL));
}

/* A component of weight 0 is as good as none, whatever it holds. */
static void
test_zero_weight (void)
{
  for (gsize m = 0; m < comity_measure_get_n (); m++)
    {
      const ComityMeasure *measure = comity_measure_peek (m);
      const double without[] = { 1.0, 4.0, 2.0, 8.0, 3.0, 1.0, 7.0, 2.0, 9.0,
                                 2.0, 2.0, 5.0, 6.0, 1.0, 3.0, 4.0, 7.0, 5.0 };
      const double weights[] = { 1.0, 0.0, 2.0, 1.5 };
      const double fewer[] = { 1.0, 2.0, 1.5 };
      double with[24];
      double contributions[4];
      g_autoptr (ComityTraits) small = comity_traits_new (6, 3, without, fewer, NULL);
      g_autoptr (ComityTraits) large = NULL;

      if (measure->source != COMITY_TRAITS_OF_COMPONENTS)
        continue;
      for (gsize i = 0; i < 6; i++)
        {
          with[4 * i] = without[3 * i];
          with[4 * i + 1] = i == 2 ? NAN : 100.0 * (double)i;
          with[4 * i + 2] = without[3 * i + 1];
          with[4 * i + 3] = without[3 * i + 2];
        }
      large = comity_traits_new (6, 4, with, weights, NULL);
      comity_traits_scale (small, measure->scaling);
      comity_traits_scale (large, measure->scaling);
      g_assert_true (comity_traits_invert_covariance (small));
      g_assert_true (comity_traits_invert_covariance (large));
      for (gsize i = 0; i < 6; i++)
        for (gsize j = 0; j < i; j++)
          {
            double coverage;
            double value = measure->pair (large, i, j, contributions, &coverage);

            comity_test_assert_close (value, measure->pair (small, i, j, NULL, NULL), 1e-14);
            g_assert_cmpfloat (coverage, ==, 1.0);
            g_assert_cmpfloat (contributions[1], ==, 0.0);
          }
      for (gsize c = 0; c < 4; c++)
        large->w[c] = 0.0;
      g_assert_false (comity_traits_invert_covariance (large));
      g_assert_true (isnan (measure->pair (large, 0, 1, NULL, NULL)));
    }
}

/* Traits with holes, in which row 6 is all missing and component 3 is the same for all. */
static ComityTraits *
make_holes (void)
{
  enum
  {
    N = 9,
    K = 5
  };
  const double weights[K] = { 1.0, 2.0, 0.5, 1.0, 3.0 };
  const guint8 nominal[K] = { 0, 0, 0, 0, 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  double x[N * K];

  for (gsize p = 0; p < N * K; p++)
    x[p] = g_rand_double (rand) < 0.2 ? NAN : g_rand_double_range (rand, -3.0, 7.0);
  for (gsize c = 0; c < K; c++)
    x[6 * K + c] = NAN;
  for (gsize i = 0; i < N; i++)
    if (!isnan (x[i * K + 3]))
      x[i * K + 3] = 2.0;
  for (gsize c = 0; c < K; c++)
    x[c] = (double)c;
  x[3] = 2.0;
  return comity_traits_new (N, K, x, weights, nominal);
}

static void
test_properties (void)
{
  gsize n_composites = 0;

  for (gsize m = 0; m < comity_measure_get_n (); m++)
    {
      const ComityMeasure *measure = comity_measure_peek (m);
      g_autoptr (ComityTraits) traits = make_holes ();
      double contributions[5];

      if (measure->source != COMITY_TRAITS_OF_COMPONENTS)
        continue;
      n_composites++;
      g_test_message ("%s", measure->name);
      comity_traits_scale (traits, measure->scaling);
      for (gsize i = 0; i < traits->n; i++)
        for (gsize j = 0; j < traits->n; j++)
          {
            double coverage = -1.0;
            double value = measure->pair (traits, i, j, contributions, &coverage);
            double other = measure->pair (traits, j, i, NULL, NULL);
            double sum = 0.0;

            g_assert_cmpint (memcmp (&value, &other, sizeof value), ==, 0);
            g_assert_true (coverage >= 0.0 && coverage <= 1.0);
            for (gsize c = 0; c < traits->k; c++)
              sum += contributions[c];
            if (i == 6 || j == 6)
              {
                g_assert_true (isnan (value));
                g_assert_cmpfloat (coverage, ==, 0.0);
              }
            if (isnan (value))
              continue;
            comity_test_assert_close (sum, value, 1e-13);
            if (!isnan (measure->low))
              g_assert_cmpfloat (value, >=, measure->low);
            if (!isnan (measure->high))
              g_assert_cmpfloat (value, <=, measure->high);
            if (i == j && !measure->is_similarity)
              g_assert_cmpfloat (value, ==, 0.0);
            if (i == j && measure->is_similarity)
              comity_test_assert_close (value, 1.0, 1e-13);
          }
    }
  g_assert_cmpuint (n_composites, ==, 12);
}

/* One state, and states without any value: nothing but the state's likeness to itself. */
static void
test_little (void)
{
  const double one[] = { 1.0, 2.0, 4.0 };
  const double none[] = { NAN, NAN, NAN, NAN, NAN, NAN };

  for (gsize m = 0; m < comity_measure_get_n (); m++)
    {
      const ComityMeasure *measure = comity_measure_peek (m);
      g_autoptr (ComityTraits) alone = comity_traits_new (1, 3, one, NULL, NULL);
      g_autoptr (ComityTraits) missing = comity_traits_new (2, 3, none, NULL, NULL);
      double coverage;
      double value;

      if (measure->source != COMITY_TRAITS_OF_COMPONENTS)
        continue;
      comity_traits_scale (alone, measure->scaling);
      comity_traits_scale (missing, measure->scaling);
      g_assert_false (comity_traits_invert_covariance (alone));
      g_assert_false (comity_traits_invert_covariance (missing));
      value = measure->pair (alone, 0, 0, NULL, &coverage);
      g_assert_true (isnan (value) || value == (measure->is_similarity ? 1.0 : 0.0));
      g_assert_true (isnan (measure->pair (missing, 0, 1, NULL, &coverage)));
      g_assert_cmpfloat (coverage, ==, 0.0);
      g_assert_true (isnan (measure->pair (missing, 0, 0, NULL, NULL)));
    }
}

static void
test_weights (void)
{
  g_autoptr (ComityTraits) once = make_holes ();
  g_autoptr (ComityTraits) twice = make_holes ();

  for (gsize c = 0; c < twice->k; c++)
    twice->w[c] *= 2.0;
  for (gsize i = 0; i < once->n; i++)
    for (gsize j = 0; j < once->n; j++)
      {
        double a = comity_measure_gower.pair (once, i, j, NULL, NULL);
        double b = comity_measure_gower.pair (twice, i, j, NULL, NULL);

        comity_test_assert_close (b, a, 1e-15);
        a = comity_measure_s.pair (once, i, j, NULL, NULL);
        b = comity_measure_s.pair (twice, i, j, NULL, NULL);
        comity_test_assert_close (b, a, 1e-15);
      }
}

static void
test_scaling (void)
{
  const double x[] = { 1.0, 5.0, 3.0, 5.0, NAN, 5.0, 5.0, NAN };
  g_autoptr (ComityTraits) traits = comity_traits_new (4, 2, x, NULL, NULL);

  g_assert_cmpfloat (traits->span[0], ==, 4.0);
  g_assert_cmpfloat (traits->variance[0], ==, 4.0);
  comity_traits_scale (traits, COMITY_SCALING_RANGE);
  g_assert_cmpfloat (traits->x[0], ==, 0.0);
  g_assert_cmpfloat (traits->x[2], ==, 0.5);
  g_assert_true (isnan (traits->x[4]));
  g_assert_cmpfloat (traits->x[6], ==, 1.0);
  g_assert_cmpfloat (traits->x[1], ==, 0.0);
  g_assert_true (isnan (traits->x[7]));
  /* Four states, two of them complete: no covariance of two components. */
  g_assert_false (comity_traits_invert_covariance (traits));
}

static void
test_table (void)
{
  g_assert_true (comity_measure_find ("gower", 5) == &comity_measure_gower);
  g_assert_true (comity_measure_find ("both:common", 4) == &comity_measure_both);
  g_assert_null (comity_measure_find ("gowe", 4));
  g_assert_null (comity_measure_peek (comity_measure_get_n ()));
  for (gsize m = 0; m < comity_measure_get_n (); m++)
    {
      const ComityMeasure *measure = comity_measure_peek (m);

      g_assert_true (comity_measure_find (measure->name, strlen (measure->name)) == measure);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/measures/gower", test_gower);
  g_test_add_func ("/similarity/measures/distances", test_distances);
  g_test_add_func ("/similarity/measures/fresh", test_fresh);
  g_test_add_func ("/similarity/measures/votes", test_votes);
  g_test_add_func ("/similarity/measures/alliances", test_alliances);
  g_test_add_func ("/similarity/measures/single", test_single);
  g_test_add_func ("/similarity/measures/portfolios", test_portfolios);
  g_test_add_func ("/similarity/measures/overlap", test_overlap);
  g_test_add_func ("/similarity/measures/zero-weight", test_zero_weight);
  g_test_add_func ("/similarity/measures/properties", test_properties);
  g_test_add_func ("/similarity/measures/little", test_little);
  g_test_add_func ("/similarity/measures/weights", test_weights);
  g_test_add_func ("/similarity/measures/scaling", test_scaling);
  g_test_add_func ("/similarity/measures/table", test_table);
  return g_test_run ();
}
