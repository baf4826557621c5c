/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived columns of the bundled panel against what the panel, the network and the similarity say
 * when they are asked row by row. */
#include "config.h"

#include "comity-derive.h"
#include "comity-network.h"
#include "comity-similarity.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

static ComityPanel *
build_panel (void)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.network = "tiea";
  recipe.first_year = 2004;
  recipe.last_year = 2010;
  return comity_test_build_panel (&recipe);
}

static ComityColumn *
column_of (ComityPanel *panel, const char *name)
{
  ComityDataset *dataset = comity_panel_peek_dataset (panel);
  gssize at = comity_dataset_find_column (dataset, name);

  g_assert_cmpint (at, >=, 0);
  return comity_dataset_peek_column (dataset, (gsize) at);
}

static void
assert_equal (double found, double wanted)
{
  if (isnan (found) != isnan (wanted) || (!isnan (wanted) && found != wanted))
    g_error ("%g is not %g", found, wanted);
}

/* Ties of a state by the end of a year, counted one by one. */
static gsize
count_ties (GArray *ties, guint32 state, guint32 other, gboolean shared)
{
  gsize n = 0;

  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);
      guint32 partner;

      if (tie->a != state && tie->b != state)
        continue;
      if (!shared)
        {
          n++;
          continue;
        }
      partner = tie->a == state ? tie->b : tie->a;
      for (guint k = 0; k < ties->len; k++)
        {
          const ComityTie *second = &g_array_index (ties, ComityTie, k);

          n += (second->a == partner && second->b == other) ||
               (second->b == partner && second->a == other);
        }
    }
  return n;
}

static void
test_values (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  static const char *const texts[] = { "inst=gower",           "two=gower;polity2:2,tradition",
                                       "dem=joint:polity2>=6", "deg=degree",
                                       "mid=betweenness",      "common=shared-partners",
                                       "pol=state:polity2",    NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityPanel) derived = comity_derive_columns (panel, texts, NULL, &error);
  ComitySimilaritySpec two = { "gower", "polity2:2,tradition" };
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (GArray) ties = NULL;
  g_autofree double *polity = NULL;
  const double *middle;
  const guint32 *rows;
  gsize n_rows;
  gsize n_shared = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (comity_dataset_get_n_columns (comity_panel_peek_dataset (derived)), ==,
                    comity_dataset_get_n_columns (comity_panel_peek_dataset (panel)) + 10);
  similarity = comity_similarity_compute (panel, &two, 2008, NULL, &error);
  network = comity_network_new (panel, 2007, TRUE, &error);
  middle = comity_network_peek_centrality (network, COMITY_CENTRALITY_BETWEENNESS);
  ties = comity_panel_get_ties (panel, 2007, TRUE);
  polity = g_new (double, comity_panel_get_n_states (panel));
  comity_panel_get_state_values (panel, (gsize) comity_panel_find_state_variable (panel, "polity2"),
                                 2008, polity);
  rows = comity_panel_peek_year_rows (derived, 2008, &n_rows);
  for (gsize i = 0; i < n_rows; i += 13)
    {
      guint32 a, b;
      double shared;

      comity_panel_get_row (derived, rows[i], &a, &b, NULL);
      assert_equal (comity_column_get_double (column_of (derived, "two"), rows[i]),
                    comity_similarity_get (similarity,
                                           (gsize) comity_similarity_find_state (similarity, a),
                                           (gsize) comity_similarity_find_state (similarity, b)));
      assert_equal (comity_column_get_double (column_of (derived, "deg_a"), rows[i]),
                    (double) count_ties (ties, a, b, FALSE));
      assert_equal (comity_column_get_double (column_of (derived, "deg_b"), rows[i]),
                    (double) count_ties (ties, b, a, FALSE));
      assert_equal (comity_column_get_double (column_of (derived, "mid_a"), rows[i]),
                    comity_network_find_state (network, a) < 0
                        ? NAN
                        : middle[comity_network_find_state (network, a)]);
      shared = comity_column_get_double (column_of (derived, "common"), rows[i]);
      assert_equal (shared, (double) count_ties (ties, a, b, TRUE));
      n_shared += shared > 0.0;
      assert_equal (comity_column_get_double (column_of (derived, "pol_b"), rows[i]), polity[b]);
    }
  g_assert_cmpuint (n_shared, >, 0);
  /* Nothing is known of the year before the first. */
  rows = comity_panel_peek_year_rows (derived, 2004, &n_rows);
  g_assert_true (isnan (comity_column_get_double (column_of (derived, "deg_a"), rows[0])));
  g_assert_true (isnan (comity_column_get_double (column_of (derived, "common"), rows[0])));
}

static void
test_refused (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  static const struct
  {
    const char *text;
    const char *part;
  } cases[] = {
    { "inst", "is not NAME=MEASURE" },
    { "inst=", "is not NAME=MEASURE" },
    { "my inst=gower", "is no name for a column" },
    { "=gower", "is no name for a column" },
    { "x=magic", "There is no measure “magic”" },
    { "x=gower;nothing", "nothing" },
    { "x=degree;polity2", "“degree” takes no components" },
    { "x=state:nothing", "Nothing called “nothing” is known of states; there are polyarchy" },
  };
  g_autofree char *measures = comity_derive_dup_measures ();
  g_autoptr (ComityPanel) same = comity_derive_columns (panel, NULL, NULL, NULL);

  g_assert_true (same == panel);
  g_assert_nonnull (strstr (measures, "gower, "));
  g_assert_nonnull (strstr (measures, "shared-partners, degree"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const texts[] = { cases[i].text, NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_derive_columns (panel, texts, NULL, &error));
      if (strstr (error->message, cases[i].part) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].text, error->message, cases[i].part);
    }
}

static void
test_cancelled (void)
{
  static const char *const measures[] = { "x=gower", "x=degree", "x=shared-partners",
                                          "x=state:gdp" };
  g_autoptr (ComityPanel) panel = build_panel ();

  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      const char *const texts[] = { measures[i], NULL };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (GError) error = NULL;

      g_cancellable_cancel (cancellable);
      g_assert_null (comity_derive_columns (panel, texts, progress, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add_func ("/report/derive/values", test_values);
  g_test_add_func ("/report/derive/refused", test_refused);
  g_test_add_func ("/report/derive/cancelled", test_cancelled);
  return g_test_run ();
}
