/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders of real rows: each is a permutation, sorted by what it names, with states without data at
 * the end and a tree that belongs to the order. */
#include "config.h"

#include "comity-order.h"
#include "comity-text.h"
#include "panel-support.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

static ComityPanel *
build_panel (void)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.first_year = recipe.last_year = 1995;
  recipe.keep_after_event = TRUE;
  return comity_test_build_panel (&recipe);
}

static ComitySimilarity *
compute (ComityPanel *panel, const char *measure, int year)
{
  const ComitySimilaritySpec spec = { measure, NULL };
  g_autoptr (GError) error = NULL;
  ComitySimilarity *similarity = comity_similarity_compute (panel, &spec, year, NULL, &error);

  g_assert_no_error (error);
  return similarity;
}

static ComityOrder *
order_of (ComityPanel *panel, ComitySimilarity *similarity, ComityOrderMethod method)
{
  g_autoptr (GError) error = NULL;
  ComityOrder *order = comity_order_compute (panel, similarity, method, NULL, &error);
  g_autofree guint8 *seen = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (order->method, ==, method);
  g_assert_cmpuint (order->n, ==, comity_similarity_get_n (similarity));
  seen = g_new0 (guint8, order->n + 1);
  for (gsize i = 0; i < order->n; i++)
    {
      g_assert_cmpuint (order->rows[i], <, order->n);
      g_assert_cmpuint (seen[order->rows[i]]++, ==, 0);
    }
  g_assert_true ((order->merges == NULL) == (order->n_merges == 0));
  if (!comity_order_method_clusters (method))
    g_assert_null (order->merges);
  return order;
}

static guint32
state_at (ComitySimilarity *similarity, const ComityOrder *order, gsize place)
{
  return comity_similarity_get_state (similarity, order->rows[place]);
}

static void
test_sorted (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) similarity = compute (panel, "tradition", 1995);
  g_autoptr (ComityOrder) by_name = order_of (panel, similarity, COMITY_ORDER_NAME);
  g_autoptr (ComityOrder) by_family = order_of (panel, similarity, COMITY_ORDER_TRADITION);
  g_autoptr (ComityOrder) by_region = order_of (panel, similarity, COMITY_ORDER_REGION);
  g_autoptr (ComityOrder) by_degree = order_of (panel, similarity, COMITY_ORDER_DEGREE);
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree ComityTradition *families = g_new0 (ComityTradition, n_states);
  g_autofree gsize *degree = g_new0 (gsize, n_states);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, 1995, TRUE);

  comity_panel_get_traditions (panel, 1995, families);
  for (guint t = 0; t < ties->len; t++)
    {
      degree[g_array_index (ties, ComityTie, t).a]++;
      degree[g_array_index (ties, ComityTie, t).b]++;
    }
  for (gsize i = 0; i + 1 < by_name->n; i++)
    {
      g_autofree char *here = comity_text_sort_key (
          comity_panel_peek_state_name (panel, state_at (similarity, by_name, i)));
      g_autofree char *next = comity_text_sort_key (
          comity_panel_peek_state_name (panel, state_at (similarity, by_name, i + 1)));
      ComityTradition family = families[state_at (similarity, by_family, i)];
      ComityTradition next_family = families[state_at (similarity, by_family, i + 1)];

      g_assert_cmpstr (here, <=, next);
      g_assert_true (next_family == COMITY_TRADITION_UNKNOWN || family <= next_family);
      g_assert_true (family != COMITY_TRADITION_UNKNOWN || next_family == family);
      g_assert_cmpstr (
          comity_panel_peek_state_region (panel, state_at (similarity, by_region, i)), <=,
          comity_panel_peek_state_region (panel, state_at (similarity, by_region, i + 1)));
      g_assert_cmpuint (degree[state_at (similarity, by_degree, i)], >=,
                        degree[state_at (similarity, by_degree, i + 1)]);
    }
  g_assert_cmpuint (degree[state_at (similarity, by_degree, 0)], >, 5);
}

/* Leaves under a merge, from left to right, into @rows. */
static void
walk (const ComityOrder *order, gint32 node, guint32 *rows, gsize *n)
{
  if (node < 0)
    rows[(*n)++] = (guint32)(-node - 1);
  else
    {
      g_assert_cmpint (node, <, (gint32)order->n_merges);
      walk (order, order->merges[node].left, rows, n);
      walk (order, order->merges[node].right, rows, n);
    }
}

static double
path_length (ComitySimilarity *similarity, const guint32 *rows, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i + 1 < n; i++)
    {
      double value = comity_similarity_get (similarity, rows[i], rows[i + 1]);

      sum += isnan (value) ? 0.5 : 1.0 - value;
    }
  return sum;
}

static void
test_trees (void)
{
  static const ComityOrderMethod methods[] = { COMITY_ORDER_AVERAGE, COMITY_ORDER_COMPLETE,
                                               COMITY_ORDER_WARD };
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) similarity = compute (panel, "gower", 1995);
  g_autoptr (ComityOrder) by_name = order_of (panel, similarity, COMITY_ORDER_NAME);
  double by_name_length = path_length (similarity, by_name->rows, by_name->n);

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityOrder) order = order_of (panel, similarity, methods[m]);
      g_autoptr (ComityOrder) again = order_of (panel, similarity, methods[m]);
      g_autofree guint32 *rows = g_new (guint32, order->n);
      gsize n = 0;

      walk (order, (gint32)order->n_merges - 1, rows, &n);
      g_assert_cmpuint (n, ==, order->n_merges + 1);
      g_assert_cmpint (memcmp (rows, order->rows, n * sizeof *rows), ==, 0);
      g_assert_cmpint (memcmp (again->rows, order->rows, n * sizeof *rows), ==, 0);
      for (gsize k = 1; k < order->n_merges; k++)
        g_assert_cmpfloat (order->merges[k].height, >=, order->merges[k - 1].height);
      g_assert_cmpfloat (path_length (similarity, order->rows, n), <, 0.5 * by_name_length);
    }
}

static void
test_blocks (void)
{
  /* With legal traditions alone, seriation and trees must keep the families together. */
  static const ComityOrderMethod methods[] = { COMITY_ORDER_AVERAGE, COMITY_ORDER_SPECTRAL };
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) similarity = compute (panel, "tradition", 1995);
  g_autofree ComityTradition *families =
      g_new0 (ComityTradition, comity_panel_get_n_states (panel));

  comity_panel_get_traditions (panel, 1995, families);
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityOrder) order = order_of (panel, similarity, methods[m]);
      gsize n_changes = 0;
      gsize n_unknown = 0;

      for (gsize i = 0; i < order->n; i++)
        {
          ComityTradition family = families[state_at (similarity, order, i)];

          n_unknown += family == COMITY_TRADITION_UNKNOWN;
          g_assert_true (n_unknown == 0 || family == COMITY_TRADITION_UNKNOWN);
          n_changes += i > 0 && family != families[state_at (similarity, order, i - 1)];
        }
      g_assert_cmpuint (n_changes, ==, n_unknown > 0 ? 4 : 3);
      g_assert_true ((order->remark != NULL) == (n_unknown > 0));
    }
}

/* States 4 and 5 of an own file never have a value; with one or two others there is little to join.
 */
static void
test_few (void)
{
  static const char *const names[] = { "ji1", "ji2", NULL };
  /* The rows of 1999 show that ji1 and ji2 are of the two states. */
  const PanelRow none[] = { { 1, 2, 1999, 0, { 0.1, 0.9 } },
                            { 1, 3, 1999, 0, { 0.1, 0.5 } },
                            { 2, 3, 1999, 0, { 0.9, 0.5 } },
                            { 4, 5, 2000, 0, { 0.4, NAN } },
                            { 6, 7, 2000, 1, { NAN, NAN } } };
  const PanelRow two[] = { { 1, 2, 1999, 0, { 0.1, 0.9 } },
                           { 1, 3, 1999, 0, { 0.1, 0.5 } },
                           { 2, 3, 1999, 0, { 0.9, 0.5 } },
                           { 1, 4, 2000, 0, { 0.1, NAN } },
                           { 2, 5, 2000, 1, { 0.9, NAN } } };

  for (int method = COMITY_ORDER_NAME; method <= COMITY_ORDER_SPECTRAL; method++)
    {
      g_autoptr (ComityPanel) alone = panel_new_by_hand (none, G_N_ELEMENTS (none), names);
      g_autoptr (ComityPanel) pair = panel_new_by_hand (two, G_N_ELEMENTS (two), names);
      g_autoptr (ComitySimilarity) first = compute (alone, "difference:ji", 2000);
      g_autoptr (ComitySimilarity) second = compute (pair, "difference:ji", 2000);
      g_autoptr (ComityOrder) a = order_of (alone, first, (ComityOrderMethod)method);
      g_autoptr (ComityOrder) b = order_of (pair, second, (ComityOrderMethod)method);

      g_assert_cmpuint (a->n, ==, 4);
      g_assert_cmpuint (a->n_merges, ==, 0);
      g_assert_cmpuint (b->n, ==, 4);
      if (!comity_order_method_clusters ((ComityOrderMethod)method))
        continue;
      g_assert_cmpuint (b->n_merges, ==, 1);
      g_assert_cmpfloat_with_epsilon (b->merges[0].height, 0.8, 1e-15);
      g_assert_cmpuint (b->rows[0] + b->rows[1], ==, 1);
      g_assert_cmpuint (b->rows[2], ==, 2);
      g_assert_cmpuint (b->rows[3], ==, 3);
      g_assert_cmpstr (a->remark, ==, "4 states without data stand last, by name.");
      g_assert_cmpstr (b->remark, ==, "2 states without data stand last, by name.");
    }
}

static void
test_names (void)
{
  ComityOrderMethod method;

  for (int m = COMITY_ORDER_NAME; m <= COMITY_ORDER_SPECTRAL; m++)
    {
      g_assert_true (
          comity_order_method_from_name (comity_order_method_name ((ComityOrderMethod)m), &method));
      g_assert_cmpint (method, ==, m);
    }
  g_assert_false (comity_order_method_from_name ("median", &method));
}

static void
test_cancel (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  g_autoptr (ComitySimilarity) similarity = compute (panel, "gower", 1995);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_order_compute (panel, similarity, COMITY_ORDER_WARD, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/order/sorted", test_sorted);
  g_test_add_func ("/similarity/order/trees", test_trees);
  g_test_add_func ("/similarity/order/blocks", test_blocks);
  g_test_add_func ("/similarity/order/few", test_few);
  g_test_add_func ("/similarity/order/names", test_names);
  g_test_add_func ("/similarity/order/cancel", test_cancel);
  return g_test_run ();
}
