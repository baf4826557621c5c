/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made of similarities: changes between years, a row for every state, blocks, and the
 * distributions of pairs with and without a treaty. */
#include "config.h"

#include "comity-distribution.h"
#include "comity-order.h"
#include "panel-support.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

static ComityPanel *
build_panel (void)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.first_year = 1985;
  recipe.last_year = 2000;
  return comity_test_build_panel (&recipe);
}

static ComitySimilarity *
compute (ComityPanel *panel, const char *measure, const char *components, int year)
{
  const ComitySimilaritySpec spec = { measure, components };
  g_autoptr (GError) error = NULL;
  ComitySimilarity *similarity = comity_similarity_compute (panel, &spec, year, NULL, &error);

  g_assert_no_error (error);
  return similarity;
}

/* Laws of mixed systems as the table has them, and the same as a part of a composite. */
static void
test_overlap (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) overlap = compute (panel, "overlap", NULL, 1995);
  g_autoptr (ComitySimilarity) gower = compute (panel, "gower", "overlap", 1995);
  ComityWorld *world = comity_panel_peek_world (panel);
  gsize n_shared = 0;

  for (gsize i = 0; i < comity_similarity_get_n (overlap); i++)
    for (gsize j = 0; j < i; j++)
      {
        guint32 states[2] = { comity_similarity_get_state (overlap, i),
                              comity_similarity_get_state (overlap, j) };
        g_auto (GStrv) a =
            g_strsplit (comity_world_peek_tradition_parts (
                            world, (gsize) comity_panel_get_world_state (panel, states[0]), 1995),
                        "+", -1);
        g_auto (GStrv) b =
            g_strsplit (comity_world_peek_tradition_parts (
                            world, (gsize) comity_panel_get_world_state (panel, states[1]), 1995),
                        "+", -1);
        double value = comity_similarity_get (overlap, i, j);
        double other = comity_similarity_get (gower, i, j);
        guint shared = 0;

        g_assert_cmpint (memcmp (&value, &other, sizeof value), ==, 0);
        if (g_strv_length (a) == 0 || g_strv_length (b) == 0)
          {
            g_assert_true (isnan (value));
            continue;
          }
        for (guint p = 0; a[p] != NULL; p++)
          shared += g_strv_contains ((const char *const *) b, a[p]);
        n_shared += shared > 0 && value < 1.0;
        g_assert_cmpfloat (value, ==,
                           (double) shared / (g_strv_length (a) + g_strv_length (b) - shared));
      }
  g_assert_cmpuint (n_shared, >, 100);
}

static void
test_change (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) later = compute (panel, "gower", NULL, 2000);
  g_autoptr (ComitySimilarity) earlier = compute (panel, "gower", NULL, 1986);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySimilarity) change = comity_similarity_subtract (later, earlier, &error);
  g_autoptr (ComitySimilarity) none = NULL;
  guint32 gdr = (guint32) comity_panel_find_state (panel, "DDR");
  guint32 estonia = (guint32) comity_panel_find_state (panel, "EST");
  double low, high, largest = 0.0;
  gsize n_known = 0;
  int year;

  g_assert_no_error (error);
  g_assert_true (comity_similarity_is_change (change, &year));
  g_assert_false (comity_similarity_is_change (later, NULL));
  g_assert_cmpint (year, ==, 1986);
  g_assert_cmpint (comity_similarity_get_year (change), ==, 2000);
  g_assert_cmpint (comity_similarity_find_state (change, gdr), ==, -1);
  g_assert_cmpint (comity_similarity_find_state (change, estonia), ==, -1);
  g_assert_nonnull (strstr (comity_similarity_peek_title (change), "since 1986"));
  for (gsize i = 0; i < comity_similarity_get_n (change); i++)
    for (gsize j = 0; j <= i; j++)
      {
        guint32 a = comity_similarity_get_state (change, i);
        guint32 b = comity_similarity_get_state (change, j);
        gsize row[2] = { (gsize) comity_similarity_find_state (later, a),
                         (gsize) comity_similarity_find_state (later, b) };
        gsize before[2] = { (gsize) comity_similarity_find_state (earlier, a),
                            (gsize) comity_similarity_find_state (earlier, b) };
        double value = comity_similarity_get (change, i, j);
        double now = comity_similarity_get (later, row[0], row[1]);
        double then = comity_similarity_get (earlier, before[0], before[1]);
        double sum = 0.0;

        g_assert_true (isnan (value) == (isnan (now) || isnan (then)));
        g_assert_cmpfloat (comity_similarity_get_coverage (change, i, j), ==,
                           fmin (comity_similarity_get_coverage (later, row[0], row[1]),
                                 comity_similarity_get_coverage (earlier, before[0], before[1])));
        if (isnan (value))
          continue;
        n_known++;
        largest = fmax (largest, fabs (value));
        g_assert_cmpfloat (value, ==, now - then);
        for (gsize k = 0; k < comity_similarity_get_n_components (change); k++)
          sum += comity_similarity_get_contribution (change, i, j, k);
        g_assert_cmpfloat_with_epsilon (sum, value, 1e-13);
      }
  g_assert_cmpuint (n_known, >, 5000);
  comity_similarity_get_range (change, &low, &high);
  g_assert_cmpfloat (high, ==, largest);
  g_assert_cmpfloat (low, ==, -largest);

  /* Of a year with itself: no change at all, and still a scale. */
  none = comity_similarity_subtract (later, later, &error);
  comity_similarity_get_range (none, &low, &high);
  g_assert_cmpfloat (low, ==, -1.0);
  g_assert_cmpfloat (high, ==, 1.0);
}

static void
test_change_order (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) later = compute (panel, "gower", NULL, 2000);
  g_autoptr (ComitySimilarity) again = compute (panel, "gower", NULL, 2000);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySimilarity) change = comity_similarity_subtract (later, again, &error);
  g_autoptr (ComityOrder) a = comity_order_compute (panel, later, COMITY_ORDER_WARD, NULL, &error);
  g_autoptr (ComityOrder) b = comity_order_compute (panel, change, COMITY_ORDER_WARD, NULL, &error);

  g_assert_cmpuint (a->n, ==, b->n);
  for (gsize i = 0; i < a->n; i++)
    g_assert_cmpuint (a->rows[i], ==, b->rows[i]);
}

static void
test_every_state (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) of_year = compute (panel, "gower", NULL, 1990);
  g_autoptr (ComitySimilarity) wide = comity_similarity_with_every_state (of_year, panel);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityOrder) order =
      comity_order_compute (panel, wide, COMITY_ORDER_AVERAGE, NULL, &error);
  gsize n = comity_panel_get_n_states (panel);
  gsize n_absent = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (order->n, ==, n);
  g_assert_cmpuint (comity_similarity_get_n (wide), ==, n);
  g_assert_cmpuint (n, >, comity_similarity_get_n (of_year));
  for (gsize i = 0; i < n; i++)
    {
      gssize row = comity_similarity_find_state (of_year, (guint32) i);

      n_absent += row < 0;
      for (gsize j = 0; j <= i; j++)
        {
          gssize column = comity_similarity_find_state (of_year, (guint32) j);
          double value = comity_similarity_get (wide, i, j);
          double same = row >= 0 && column >= 0
                            ? comity_similarity_get (of_year, (gsize) row, (gsize) column)
                            : NAN;

          g_assert_true (value == same || (isnan (value) && isnan (same)));
          if (row < 0 || column < 0)
            g_assert_cmpfloat (comity_similarity_get_coverage (wide, i, j), ==, 0.0);
        }
    }
  g_assert_cmpuint (n_absent, ==, n - comity_similarity_get_n (of_year));
}

/* Block means from the cells, in the order of families, and their counts. */
static void
test_blocks (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) similarity = compute (panel, "difference:polity2", NULL, 1995);
  gsize n = comity_similarity_get_n (similarity);

  for (int g = COMITY_GROUPING_TRADITION; g <= COMITY_GROUPING_REGION; g++)
    {
      g_autoptr (ComityBlocks) blocks = comity_blocks_new (panel, similarity, (ComityGrouping) g);
      gsize n_states = 0, n_pairs = 0;

      g_assert_cmpuint (blocks->n, >, 3);
      for (gsize a = 0; a < blocks->n; a++)
        {
          n_states += blocks->sizes[a];
          for (gsize b = 0; b <= a; b++)
            {
              double sum = 0.0;
              gsize known = 0, all = 0;

              for (gsize i = 0; i < n; i++)
                for (gsize j = 0; j < n; j++)
                  {
                    double value = comity_similarity_get (similarity, i, j);

                    if (blocks->group[i] != a || blocks->group[j] != b || i == j ||
                        (a == b && j > i))
                      continue;
                    all++;
                    known += !isnan (value);
                    sum += isnan (value) ? 0.0 : value;
                  }
              g_assert_cmpuint (blocks->n_pairs[a * (a + 1) / 2 + b], ==, known);
              g_assert_cmpuint (blocks->n_pairs_all[a * (a + 1) / 2 + b], ==, all);
              if (known > 0)
                g_assert_cmpfloat_with_epsilon (blocks->means[a * (a + 1) / 2 + b],
                                                sum / (double) known, 1e-12);
              else
                g_assert_true (isnan (blocks->means[a * (a + 1) / 2 + b]));
              n_pairs += all;
            }
        }
      g_assert_cmpuint (n_states, ==, n);
      g_assert_cmpuint (n_pairs, ==, n * (n - 1) / 2);
    }
}

/* The chance that a tied pair is more alike, by counting all comparisons. */
static void
test_distribution (void)
{
  static const char *const measures[] = { "gower", "difference:polity2", "tradition" };
  g_autoptr (ComityPanel) panel = build_panel ();

  for (gsize m = 0; m < G_N_ELEMENTS (measures); m++)
    {
      g_autoptr (ComitySimilarity) similarity = compute (panel, measures[m], NULL, 1995);
      g_autoptr (ComityDistribution) both = comity_distribution_new (panel, similarity, TRUE);
      g_autoptr (GArray) ties = comity_panel_get_ties (panel, 1995, TRUE);
      gsize n = comity_similarity_get_n (similarity);
      double wins = 0.0;

      g_assert_cmpuint (both->tied.n + both->tied.n_missing, ==, ties->len);
      g_assert_cmpuint (both->tied.n + both->tied.n_missing + both->untied.n +
                            both->untied.n_missing,
                        ==, n * (n - 1) / 2);
      for (gsize i = 0; i < both->tied.n; i++)
        {
          g_assert_true (i == 0 || both->tied.values[i - 1] <= both->tied.values[i]);
          for (gsize j = 0; j < both->untied.n; j++)
            {
              double d = both->tied.values[i] - both->untied.values[j];

              wins += d > 0.0 ? 1.0 : d == 0.0 ? 0.5 : 0.0;
            }
        }
      wins /= (double) both->tied.n * (double) both->untied.n;
      g_assert_cmpfloat_with_epsilon (both->probability, both->is_similarity ? wins : 1.0 - wins,
                                      1e-12);
      g_assert_cmpfloat (both->largest_gap, >, 0.0);
      g_assert_cmpfloat (both->largest_gap, <, 1.0);
      g_assert_cmpfloat (both->tied.quartiles[0], <=, both->tied.quartiles[1]);
    }
}

/* Worked by hand: |Δ| of 0, 1, 3, 7. Tied 0–1 (1) and 2–3 (4); untied 3, 7, 2, 6. */
static void
test_by_hand (void)
{
  static const char *const names[] = { "ji1", "ji2", NULL };
  const PanelRow rows[] = { { 1, 2, 2000, 1, { 0, 1 } }, { 1, 3, 2000, 0, { 0, 3 } },
                            { 1, 4, 2000, 0, { 0, 7 } }, { 2, 3, 2000, 0, { 1, 3 } },
                            { 2, 4, 2000, 0, { 1, 7 } }, { 3, 4, 2000, 1, { 3, 7 } },
                            { 1, 2, 2001, 0, { 0, 1 } }, { 1, 3, 2001, 0, { 0, 3 } },
                            { 2, 3, 2001, 0, { 1, 3 } }, { 5, 6, 2002, 0, { 1, 3 } } };
  g_autoptr (ComityPanel) panel = panel_new_by_hand (rows, G_N_ELEMENTS (rows), names);
  g_autoptr (ComitySimilarity) first = compute (panel, "difference:ji", NULL, 2000);
  g_autoptr (ComitySimilarity) second = compute (panel, "difference:ji", NULL, 2001);
  g_autoptr (ComitySimilarity) third = compute (panel, "difference:ji", NULL, 2002);
  g_autoptr (ComityDistribution) both = comity_distribution_new (panel, first, FALSE);
  g_autoptr (ComityDistribution) nobody = comity_distribution_new (panel, second, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (both->tied.n, ==, 2);
  g_assert_cmpuint (both->untied.n, ==, 4);
  g_assert_cmpfloat (both->tied.mean, ==, 2.5);
  g_assert_cmpfloat (both->untied.quartiles[0], ==, 2.75);
  g_assert_cmpfloat (both->untied.quartiles[1], ==, 4.5);
  /* Nearer: 1 beats 3, 7, 2, 6; 4 beats 7 and 6. */
  g_assert_cmpfloat (both->probability, ==, 6.0 / 8.0);
  g_assert_cmpfloat (both->largest_gap, ==, 0.5);

  g_assert_cmpuint (nobody->tied.n, ==, 0);
  g_assert_true (isnan (nobody->probability));
  g_assert_true (isnan (nobody->tied.mean));

  g_assert_null (comity_similarity_subtract (third, first, &error));
  g_assert_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_NO_DATA);
  g_assert_nonnull (strstr (error->message, "2000"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/derived/overlap", test_overlap);
  g_test_add_func ("/similarity/derived/change", test_change);
  g_test_add_func ("/similarity/derived/change-order", test_change_order);
  g_test_add_func ("/similarity/derived/every-state", test_every_state);
  g_test_add_func ("/similarity/derived/blocks", test_blocks);
  g_test_add_func ("/similarity/derived/distribution", test_distribution);
  g_test_add_func ("/similarity/derived/by-hand", test_by_hand);
  return g_test_run ();
}
