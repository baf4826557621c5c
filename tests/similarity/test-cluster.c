/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees against R's hclust, leaf orders against all orders there are, and seriation of chains. */
#include "config.h"

#include "comity-order-private.h"
#include "comity-test-reference.h"

#include <math.h>

/* Distances of the case by name: Gower is given as a matrix, so is the standardised Euclidean. */
static double *
load_distances (const char *name, gsize *n)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "distance_traits.json");
  JsonNode *matrix = comity_test_find (root, "expected", name, NULL);
  double *distances;

  *n = json_array_get_length (json_node_get_array (matrix));
  distances = g_new (double, *n **n);
  for (gsize i = 0; i < *n; i++)
    for (gsize j = 0; j < *n; j++)
      distances[i * *n + j] =
          comity_test_element (json_array_get_element (json_node_get_array (matrix), (guint)i), j);
  return distances;
}

/* The leaves under each merge as a set of bits, which does not depend on left and right. */
static guint32
leaf_set (gint32 node, const guint32 *sets)
{
  return node < 0 ? 1u << (-node - 1) : sets[node];
}

static void
compare_with_r (ComityOrderMethod method, const char *r_name, const char *distance_name)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "hclust_traits.json");
  JsonNode *tree = comity_test_find (root, "expected", r_name, distance_name, NULL);
  JsonArray *merge = json_node_get_array (comity_test_find (tree, "merge", NULL));
  JsonNode *height = comity_test_find (tree, "height", NULL);
  gsize n;
  g_autofree double *distances = load_distances (distance_name, &n);
  ComityMerge merges[32];
  guint32 ours[32];
  guint32 theirs[32];

  g_assert_cmpuint (n, ==, 16);
  g_assert_true (comity_cluster (distances, n, method, merges, NULL));
  for (gsize m = 0; m + 1 < n; m++)
    {
      JsonNode *pair = json_array_get_element (merge, (guint)m);
      gint32 left = (gint32)comity_test_element (pair, 0);
      gint32 right = (gint32)comity_test_element (pair, 1);

      comity_test_assert_close (merges[m].height, comity_test_element (height, m), 1e-9);
      /* R counts merges from 1, we from 0; leaves agree. */
      theirs[m] = leaf_set (left > 0 ? left - 1 : left, theirs) |
                  leaf_set (right > 0 ? right - 1 : right, theirs);
      ours[m] = leaf_set (merges[m].left, ours) | leaf_set (merges[m].right, ours);
      g_assert_cmphex (ours[m], ==, theirs[m]);
    }
}

static void
test_hclust (void)
{
  static const char *const distances[] = { "gower", "euclidean_standardized" };

  for (gsize d = 0; d < G_N_ELEMENTS (distances); d++)
    {
      compare_with_r (COMITY_ORDER_AVERAGE, "average", distances[d]);
      compare_with_r (COMITY_ORDER_COMPLETE, "complete", distances[d]);
      compare_with_r (COMITY_ORDER_WARD, "ward.D2", distances[d]);
    }
}

/* Fresh data with equal states: heights, groups, the cost of the optimal leaf order as seriation
 * has it, and the Fiedler vector as eigen() has it. */
static void
test_fresh (void)
{
  static const struct
  {
    ComityOrderMethod method;
    const char *distance, *name;
  } cases[] = {
    { COMITY_ORDER_AVERAGE, "euclidean", "euclidean/average" },
    { COMITY_ORDER_COMPLETE, "euclidean", "euclidean/complete" },
    { COMITY_ORDER_WARD, "euclidean", "euclidean/ward.D2" },
    { COMITY_ORDER_AVERAGE, "standard", "standard/average" },
    { COMITY_ORDER_COMPLETE, "standard", "standard/complete" },
    { COMITY_ORDER_WARD, "standard", "standard/ward.D2" },
  };
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "fresh_traits.json");
  JsonNode *fiedler = comity_test_find (root, "expected", "fiedler", NULL);
  enum
  {
    N = 48
  };
  double d[N * N], vector[N], largest = 0.0, most = 0.0, sign;
  ComityMerge merges[N];
  guint32 leaves[N], groups[N];

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      JsonNode *triangle = comity_test_find (root, "expected", cases[c].distance, NULL);
      JsonNode *tree = comity_test_find (root, "expected", "trees", cases[c].name, NULL);
      JsonNode *height = comity_test_find (tree, "height", NULL);
      ComityOrder order = {
        .method = cases[c].method, .n = N, .rows = leaves, .merges = merges, .n_merges = N - 1
      };
      double cost = 0.0;
      gsize p = 0;

      for (gsize j = 0; j < N; j++)
        {
          d[j * N + j] = 0.0;
          for (gsize i = 0; i < j; i++)
            d[i * N + j] = d[j * N + i] = comity_test_element (triangle, p++);
        }
      g_assert_true (comity_cluster (d, N, cases[c].method, merges, NULL));
      for (gsize m = 0; m + 1 < N; m++)
        largest = MAX (largest, fabs (merges[m].height - comity_test_element (height, m)));
      g_assert_true (comity_cluster_optimal_leaf_order (d, N, merges, leaves, NULL));
      for (gsize i = 0; i + 1 < N; i++)
        cost += d[leaves[i] * N + leaves[i + 1]];
      largest =
          MAX (largest, fabs (cost - comity_test_number (comity_test_find (tree, "cost", NULL))));
      for (gsize k = 4; k <= 9; k += 5)
        {
          JsonNode *expected = comity_test_find (tree, k == 4 ? "cut4" : "cut9", NULL);

          g_assert_cmpuint (comity_order_cut (&order, k, groups), ==, k);
          for (gsize i = 0; i < N; i++)
            for (gsize j = 0; j < i; j++)
              g_assert_true ((groups[i] == groups[j]) ==
                             (comity_test_element (expected, leaves[i]) ==
                              comity_test_element (expected, leaves[j])));
        }
    }
  /* d is the standardised distance now. */
  for (gsize i = 0; i < N * N; i++)
    most = MAX (most, d[i]);
  for (gsize i = 0; i < N * N; i++)
    d[i] = most - d[i];
  g_assert_cmpint (comity_fiedler (d, N, 1e-9, vector, NULL), ==, COMITY_FIEDLER_FOUND);
  sign = vector[0] * comity_test_element (fiedler, 0) > 0 ? 1.0 : -1.0;
  for (gsize i = 0; i < N; i++)
    largest = MAX (largest, fabs (sign * vector[i] - comity_test_element (fiedler, i)));
  g_test_message ("largest difference %g", largest);
  g_assert_cmpfloat (largest, <=, 1e-10);
}

/* The groups of R's cutree, whatever their numbers. */
static void
compare_cuts (ComityOrderMethod method, const char *r_name, const char *distance_name)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "hclust_traits.json");
  JsonNode *tree = comity_test_find (root, "expected", r_name, distance_name, NULL);
  gsize n;
  g_autofree double *distances = load_distances (distance_name, &n);
  ComityMerge merges[16];
  guint32 rows[16];
  guint32 groups[16];
  ComityOrder order = { .method = method, .n = n, .rows = rows, .merges = merges,
                        .n_merges = n - 1 };

  g_assert_true (comity_cluster (distances, n, method, merges, NULL));
  g_assert_true (comity_cluster_optimal_leaf_order (distances, n, merges, rows, NULL));
  for (gsize k = 3; k <= 5; k += 2)
    {
      JsonNode *expected = comity_test_find (tree, k == 3 ? "cut3" : "cut5", NULL);

      g_assert_cmpuint (comity_order_cut (&order, k, groups), ==, k);
      g_assert_cmpuint (comity_order_count_groups (&order, comity_order_get_cut_height (&order, k)),
                        ==, k);
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < i; j++)
          g_assert_true ((groups[i] == groups[j]) ==
                         (comity_test_element (expected, rows[i]) ==
                          comity_test_element (expected, rows[j])));
    }
}

static void
test_cuts (void)
{
  static const char *const distances[] = { "gower", "euclidean_standardized" };

  for (gsize d = 0; d < G_N_ELEMENTS (distances); d++)
    {
      compare_cuts (COMITY_ORDER_AVERAGE, "average", distances[d]);
      compare_cuts (COMITY_ORDER_COMPLETE, "complete", distances[d]);
      compare_cuts (COMITY_ORDER_WARD, "ward.D2", distances[d]);
    }
}

/* Widths of every row, means of groups and of all, of our own cuts against cluster::silhouette. */
static void
compare_silhouettes (ComityOrderMethod method, const char *r_name, const char *distance_name)
{
  static const gsize cuts[] = { 2, 3, 5, 10 };
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "silhouettes.json");
  gsize n;
  g_autofree double *distances = load_distances (distance_name, &n);
  ComityMerge merges[16];
  guint32 rows[16];
  guint32 groups[16];
  guint32 of_row[16];
  double widths[16];
  ComityOrder order = { .method = method, .n = n, .rows = rows, .merges = merges,
                        .n_merges = n - 1 };

  g_assert_true (comity_cluster (distances, n, method, merges, NULL));
  g_assert_true (comity_cluster_optimal_leaf_order (distances, n, merges, rows, NULL));
  for (gsize c = 0; c < G_N_ELEMENTS (cuts); c++)
    {
      g_autofree char *key = g_strdup_printf ("k%" G_GSIZE_FORMAT, cuts[c]);
      JsonNode *expected = comity_test_find (root, distance_name, r_name, key, NULL);
      double mean = 0.0;

      g_assert_cmpuint (comity_order_cut (&order, cuts[c], groups), ==, cuts[c]);
      for (gsize i = 0; i < n; i++)
        of_row[rows[i]] = groups[i];
      g_assert_true (comity_silhouette_widths (distances, n, of_row, cuts[c], widths));
      for (gsize i = 0; i < n; i++)
        {
          gsize group = (gsize) comity_test_element (comity_test_find (expected, "group", NULL), i);
          double sum = 0.0;
          gsize n_same = 0;

          comity_test_assert_close (
              widths[i], comity_test_element (comity_test_find (expected, "width", NULL), i), 1e-9);
          mean += widths[i] / (double) n;
          for (gsize j = 0; j < n; j++)
            if (of_row[j] == of_row[i])
              {
                sum += widths[j];
                n_same++;
              }
          comity_test_assert_close (
              sum / (double) n_same,
              comity_test_element (comity_test_find (expected, "means", NULL), group - 1), 1e-9);
        }
      comity_test_assert_close (
          mean, comity_test_number (comity_test_find (expected, "mean", NULL)), 1e-9);
    }
}

static void
test_silhouettes (void)
{
  static const char *const distances[] = { "gower", "euclidean_standardized" };
  g_autoptr (JsonNode) root = comity_test_load_case ("similarity", "hclust_traits.json");
  JsonNode *cut =
      comity_test_find (root, "expected", "average", "euclidean_standardized", "cut3", NULL);
  JsonNode *expected =
      comity_test_find (root, "expected", "silhouette_average_cut3", "width", NULL);
  gsize n;
  g_autofree double *euclidean = load_distances ("euclidean_standardized", &n);
  guint32 groups[16];
  double widths[16];

  for (gsize d = 0; d < G_N_ELEMENTS (distances); d++)
    {
      compare_silhouettes (COMITY_ORDER_AVERAGE, "average", distances[d]);
      compare_silhouettes (COMITY_ORDER_COMPLETE, "complete", distances[d]);
      compare_silhouettes (COMITY_ORDER_WARD, "ward.D2", distances[d]);
    }
  for (gsize i = 0; i < n; i++)
    groups[i] = (guint32) comity_test_element (cut, i) - 1;
  g_assert_true (comity_silhouette_widths (euclidean, n, groups, 3, widths));
  for (gsize i = 0; i < n; i++)
    comity_test_assert_close (widths[i], comity_test_element (expected, i), 1e-9);
}

/* By hand: 0 and 1 against 9 and 12; a group of one; rows in no group; one group; all in one place.
 */
static void
test_silhouette_ends (void)
{
  static const double at[] = { 0, 1, 9, 12, 30 };
  static const guint32 two[] = { 0, 0, 1, 1, G_MAXUINT32 };
  static const guint32 three[] = { 0, 0, 1, 1, 2 };
  static const guint32 one[] = { 0, 0, 0, 0, 0 };
  double distances[25], widths[5];
  double nothing[25] = { 0 };

  for (gsize i = 0; i < 5; i++)
    for (gsize j = 0; j < 5; j++)
      distances[i * 5 + j] = fabs (at[i] - at[j]);
  g_assert_true (comity_silhouette_widths (distances, 5, two, 2, widths));
  g_assert_cmpfloat_with_epsilon (widths[0], (10.5 - 1.0) / 10.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (widths[1], (9.5 - 1.0) / 9.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (widths[2], (8.5 - 3.0) / 8.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (widths[3], (11.5 - 3.0) / 11.5, 1e-15);
  g_assert_true (isnan (widths[4]));
  g_assert_true (comity_silhouette_widths (distances, 5, three, 3, widths));
  g_assert_cmpfloat (widths[4], ==, 0.0);
  g_assert_true (comity_silhouette_widths (distances, 5, one, 1, widths));
  g_assert_true (isnan (widths[0]));
  g_assert_true (comity_silhouette_widths (nothing, 5, three, 3, widths));
  g_assert_cmpfloat (widths[0], ==, 0.0);
}

/* Groups are numbered from the first row; each stands together; one and all are what they say. */
static void
test_cut_ends (void)
{
  const double d[] = { 0, 1, 5, 6, 1, 0, 5, 6, 5, 5, 0, 2, 6, 6, 2, 0 };
  ComityMerge merges[3];
  guint32 rows[6] = { 0, 0, 0, 0, 4, 5 };
  guint32 groups[6];
  ComityOrder order = { .method = COMITY_ORDER_AVERAGE, .n = 6, .rows = rows, .merges = merges,
                        .n_merges = 3 };
  g_autoptr (ComityOrder) copy = NULL;

  g_assert_true (comity_cluster (d, 4, COMITY_ORDER_AVERAGE, merges, NULL));
  g_assert_true (comity_cluster_optimal_leaf_order (d, 4, merges, rows, NULL));
  g_assert_cmpuint (comity_order_cut (&order, 1, groups), ==, 1);
  g_assert_cmpuint (groups[0], ==, 0);
  g_assert_cmpuint (groups[3], ==, 0);
  g_assert_cmpuint (groups[4], ==, G_MAXUINT32);
  g_assert_cmpuint (comity_order_cut (&order, 2, groups), ==, 2);
  g_assert_cmpuint (groups[1], ==, 0);
  g_assert_cmpuint (groups[2], ==, 1);
  g_assert_cmpuint (comity_order_cut (&order, 9, groups), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (groups[i], ==, i);
  g_assert_cmpuint (comity_order_cut (&order, 0, groups), ==, 0);
  g_assert_cmpuint (comity_order_count_groups (&order, 1e9), ==, 1);
  g_assert_cmpuint (comity_order_count_groups (&order, 0.0), ==, 4);

  /* Flipping the root swaps the halves, twice brings all back; rows outside stay. */
  copy = comity_order_copy (&order);
  comity_order_flip (copy, 2);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (copy->rows[i], ==, rows[(i + 2) % 4]);
  g_assert_cmpuint (copy->rows[5], ==, 5);
  comity_order_flip (copy, 2);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (copy->rows[i], ==, rows[i]);
}

static double *
random_distances (gsize n, guint32 seed, gboolean ties)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double *distances = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      distances[i * n + j] = distances[j * n + i] =
          ties ? (double)g_rand_int_range (rand, 0, 3) : g_rand_double (rand);
  return distances;
}

static double
path_length (const double *distances, gsize n, const guint32 *leaves)
{
  double sum = 0.0;

  for (gsize i = 0; i + 1 < n; i++)
    sum += distances[leaves[i] * n + leaves[i + 1]];
  return sum;
}

/* Every way of flipping the merges. */
static double
best_by_force (const double *distances, gsize n, const ComityMerge *merges)
{
  double best = INFINITY;

  for (guint flips = 0; flips < 1u << (n - 1); flips++)
    {
      ComityMerge turned[16];
      guint32 leaves[16];

      for (gsize m = 0; m + 1 < n; m++)
        {
          gboolean turn = (flips >> m) & 1;

          turned[m] = merges[m];
          turned[m].left = turn ? merges[m].right : merges[m].left;
          turned[m].right = turn ? merges[m].left : merges[m].right;
        }
      comity_cluster_list_leaves (turned, n, leaves);
      best = fmin (best, path_length (distances, n, leaves));
    }
  return best;
}

static void
assert_permutation (const guint32 *leaves, gsize n)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (leaves[i], <, n);
      g_assert_false (seen[leaves[i]]);
      seen[leaves[i]] = TRUE;
    }
}

static void
test_leaf_order (void)
{
  for (guint32 seed = 1; seed <= 40; seed++)
    {
      gsize n = 2 + seed % 10;
      g_autofree double *distances = random_distances (n, seed, seed % 4 == 0);
      ComityMerge merges[16];
      ComityMerge before[16];
      guint32 leaves[16];
      guint32 listed[16];

      g_assert_true (comity_cluster (distances, n, COMITY_ORDER_AVERAGE, merges, NULL));
      for (gsize m = 0; m + 1 < n; m++)
        before[m] = merges[m];
      g_assert_true (comity_cluster_optimal_leaf_order (distances, n, merges, leaves, NULL));
      assert_permutation (leaves, n);
      comity_cluster_list_leaves (merges, n, listed);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpuint (leaves[i], ==, listed[i]);
      comity_test_assert_close (path_length (distances, n, leaves),
                                best_by_force (distances, n, before), 1e-12);
      g_assert_cmpuint (leaves[0], <, leaves[n - 1]);
    }
}

static void
test_heights (void)
{
  static const ComityOrderMethod methods[] = { COMITY_ORDER_AVERAGE, COMITY_ORDER_COMPLETE,
                                               COMITY_ORDER_WARD };

  /* Many equal distances: heights must never fall and every cluster must be used once. */
  for (gsize t = 0; t < G_N_ELEMENTS (methods); t++)
    {
      gsize n = 60;
      g_autofree double *distances = random_distances (n, 7, TRUE);
      g_autofree ComityMerge *merges = g_new0 (ComityMerge, n);
      g_autofree guint32 *leaves = g_new0 (guint32, n);
      g_autofree guint *used = g_new0 (guint, n);

      g_assert_true (comity_cluster (distances, n, methods[t], merges, NULL));
      for (gsize m = 0; m + 1 < n; m++)
        {
          if (m > 0)
            g_assert_cmpfloat (merges[m].height, >=, merges[m - 1].height);
          g_assert_cmpint (merges[m].left, <, (gint32)m);
          g_assert_cmpint (merges[m].right, <, (gint32)m);
          if (merges[m].left >= 0)
            used[merges[m].left]++;
          if (merges[m].right >= 0)
            used[merges[m].right]++;
        }
      for (gsize m = 0; m + 2 < n; m++)
        g_assert_cmpuint (used[m], ==, 1);
      comity_cluster_list_leaves (merges, n, leaves);
      assert_permutation (leaves, n);
    }
}

static void
test_relabel (void)
{
  gsize n = 24;
  g_autofree double *distances = random_distances (n, 3, FALSE);
  g_autofree double *shuffled = g_new (double, n *n);
  g_autofree ComityMerge *merges = g_new0 (ComityMerge, n);
  g_autofree ComityMerge *others = g_new0 (ComityMerge, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      shuffled[i * n + j] = distances[((i * 7) % n) * n + (j * 7) % n];
  g_assert_true (comity_cluster (distances, n, COMITY_ORDER_WARD, merges, NULL));
  g_assert_true (comity_cluster (shuffled, n, COMITY_ORDER_WARD, others, NULL));
  for (gsize m = 0; m + 1 < n; m++)
    comity_test_assert_close (others[m].height, merges[m].height, 1e-12);
}

static void
test_small (void)
{
  const double two[] = { 0.0, 3.0, 3.0, 0.0 };
  ComityMerge merge;
  guint32 leaves[2];

  g_assert_true (comity_cluster (NULL, 0, COMITY_ORDER_WARD, NULL, NULL));
  g_assert_true (comity_cluster (two, 1, COMITY_ORDER_WARD, NULL, NULL));
  g_assert_true (comity_cluster_optimal_leaf_order (two, 1, NULL, leaves, NULL));
  g_assert_cmpuint (leaves[0], ==, 0);
  g_assert_true (comity_cluster (two, 2, COMITY_ORDER_WARD, &merge, NULL));
  g_assert_cmpfloat (merge.height, ==, 3.0);
  g_assert_true (comity_cluster_optimal_leaf_order (two, 2, &merge, leaves, NULL));
  g_assert_cmpuint (leaves[0], ==, 0);
  g_assert_cmpuint (leaves[1], ==, 1);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  gsize n = 50;
  g_autofree double *distances = random_distances (n, 5, FALSE);
  g_autofree ComityMerge *merges = g_new0 (ComityMerge, n);
  g_autofree guint32 *leaves = g_new0 (guint32, n);

  g_assert_true (comity_cluster (distances, n, COMITY_ORDER_AVERAGE, merges, progress));
  g_cancellable_cancel (cancellable);
  g_assert_false (comity_cluster (distances, n, COMITY_ORDER_AVERAGE, merges, progress));
  g_assert_false (comity_cluster_optimal_leaf_order (distances, n, merges, leaves, progress));
}

static void
test_spectral (void)
{
  enum
  {
    N = 12
  };
  double weights[N * N] = { 0 };
  guint32 rows[N];

  /* A chain 0-5-1-6-2-7 whose links weaken with the distance along it, a triangle of equals, and
   * three rows alone. */
  static const guint32 chain[] = { 0, 5, 1, 6, 2, 7 };
  static const guint32 expected[] = { 0, 5, 1, 6, 2, 7, 3, 4, 8, 9, 10, 11 };

  for (gsize i = 0; i < 6; i++)
    for (gsize j = 0; j < 6; j++)
      if (i != j)
        weights[chain[i] * N + chain[j]] = exp (-fabs ((double)i - (double)j));
  weights[3 * N + 4] = weights[4 * N + 3] = 1.0;
  weights[3 * N + 8] = weights[8 * N + 3] = 1.0;
  weights[4 * N + 8] = weights[8 * N + 4] = 1.0;
  g_assert_true (comity_order_spectral (weights, N, rows, NULL));
  for (gsize i = 0; i < N; i++)
    g_assert_cmpuint (rows[i], ==, expected[i]);
  g_assert_true (comity_order_spectral (NULL, 0, rows, NULL));
}

static void
test_holes (void)
{
  /* Row 2 knows nobody; the pair 0, 3 is missing. */
  double d[] = { 9, 1, NAN, NAN, 1, 9, NAN, 4, NAN, NAN, 9, NAN, NAN, 4, NAN, NAN };
  guint32 kept[4];

  g_assert_cmpuint (comity_distances_complete (d, 4, kept), ==, 1);
  g_assert_cmpuint (kept[0], ==, 0);
  g_assert_cmpuint (kept[1], ==, 1);
  g_assert_cmpuint (kept[2], ==, 3);
  g_assert_cmpuint (kept[3], ==, 2);
  g_assert_cmpfloat (d[0], ==, 0.0);
  g_assert_cmpfloat (d[15], ==, 0.0);
  g_assert_cmpfloat (d[3], ==, 2.5);
  g_assert_cmpfloat (d[12], ==, 2.5);
  g_assert_cmpfloat (d[1], ==, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/cluster/hclust", test_hclust);
  g_test_add_func ("/similarity/cluster/fresh", test_fresh);
  g_test_add_func ("/similarity/cluster/cuts", test_cuts);
  g_test_add_func ("/similarity/cluster/silhouettes", test_silhouettes);
  g_test_add_func ("/similarity/cluster/silhouette-ends", test_silhouette_ends);
  g_test_add_func ("/similarity/cluster/cut-ends", test_cut_ends);
  g_test_add_func ("/similarity/cluster/leaf-order", test_leaf_order);
  g_test_add_func ("/similarity/cluster/heights", test_heights);
  g_test_add_func ("/similarity/cluster/relabel", test_relabel);
  g_test_add_func ("/similarity/cluster/small", test_small);
  g_test_add_func ("/similarity/cluster/cancel", test_cancel);
  g_test_add_func ("/similarity/cluster/spectral", test_spectral);
  g_test_add_func ("/similarity/cluster/holes", test_holes);
  return g_test_run ();
}
