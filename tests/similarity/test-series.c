/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure through the years against each year by itself: means with and without quartiles, a
 * pair, a state; gaps; what cannot be made is said; cancelling at every look. */
#include "config.h"

#include "comity-distribution.h"
#include "comity-similarity-series.h"
#include "comity-test-look.h"
#include "comity-test-panel.h"

#include <math.h>

#define FIRST 1988
#define LAST 1994

static ComityPanel *
build_panel (void)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.first_year = FIRST;
  recipe.last_year = LAST;
  recipe.keep_after_event = TRUE;
  return comity_test_build_panel (&recipe);
}

static void
assert_group (const ComitySeriesGroup *group, const ComityDistributionGroup *expected)
{
  g_assert_cmpuint (group->n, ==, expected->n);
  g_assert_cmpuint (group->n_missing, ==, expected->n_missing);
  if (isnan (expected->mean))
    g_assert_true (isnan (group->mean));
  else
    g_assert_cmpfloat_with_epsilon (group->mean, expected->mean, 1e-12);
}

static void
test_each_year (void)
{
  static const char *const measures[] = { "gower", "difference:polyarchy", "tradition",
                                          "portfolio" };
  g_autoptr (ComityPanel) panel = build_panel ();
  guint32 usa = (guint32) comity_panel_find_state (panel, "USA");
  guint32 che = (guint32) comity_panel_find_state (panel, "CHE");

  for (gsize m = 0; m < G_N_ELEMENTS (measures); m++)
    for (int variant = 0; variant < 4; variant++)
      {
        const ComitySimilaritySpec spec = { measures[m], NULL };
        const ComitySeriesRequest request = { TRUE, usa, variant & 1 ? usa : che, TRUE,
                                              (variant & 2) != 0 };
        g_autoptr (GError) error = NULL;
        g_autoptr (ComitySimilaritySeries) series =
            comity_similarity_series_new (panel, &spec, &request, NULL, &error);

        g_assert_no_error (error);
        g_assert_cmpint (series->first_year, ==, FIRST);
        g_assert_cmpuint (series->n_years, ==, LAST - FIRST + 1);
        g_assert_cmpint (series->first_tie, ==, variant & 1 ? 0 : 1973);
        for (gsize y = 0; y < series->n_years; y++)
          {
            g_autoptr (ComitySimilarity) similarity =
                comity_similarity_compute (panel, &spec, FIRST + (int) y, NULL, NULL);
            g_autoptr (ComityDistribution) distribution =
                comity_distribution_new (panel, similarity, TRUE);
            gsize i = (gsize) comity_similarity_find_state (similarity, usa);
            gsize j = (gsize) comity_similarity_find_state (similarity, che);
            double expected = 0.0;
            gsize n = 0;

            assert_group (&series->tied[y], &distribution->tied);
            assert_group (&series->untied[y], &distribution->untied);
            g_assert_cmpint (isnan (series->tied[y].quartiles[1]), ==, !request.quartiles);
            for (int q = 0; q < 3 && request.quartiles; q++)
              g_assert_cmpfloat (series->untied[y].quartiles[q], ==,
                                 distribution->untied.quartiles[q]);
            if (!(variant & 1))
              {
                g_assert_cmpfloat (series->focus[y], ==, comity_similarity_get (similarity, i, j));
                continue;
              }
            for (gsize k = 0; k < comity_similarity_get_n (similarity); k++)
              if (k != i && !isnan (comity_similarity_get (similarity, i, k)))
                {
                  expected += comity_similarity_get (similarity, i, k);
                  n++;
                }
            g_assert_cmpfloat_with_epsilon (series->focus[y], expected / (double) n, 1e-12);
          }
      }
}

/* Slovenia is a state from 1992 on. */
static void
test_gaps (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  const ComitySimilaritySpec spec = { "gower", NULL };
  const ComitySeriesRequest request = { TRUE, (guint32) comity_panel_find_state (panel, "SVN"),
                                        (guint32) comity_panel_find_state (panel, "FRA"), FALSE,
                                        FALSE };
  g_autoptr (ComitySimilaritySeries) series =
      comity_similarity_series_new (panel, &spec, &request, NULL, NULL);

  for (gsize y = 0; y < series->n_years; y++)
    g_assert_cmpint (isnan (series->focus[y]), ==, FIRST + (int) y < 1992);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *measure, *components, *says;
  } cases[] = {
    { "nonsense", NULL, "nonsense" },
    { "gower", "polyarchy:0,tradition:0", "weight" },
    { "difference:no_such", NULL, "no_such" },
  };
  g_autoptr (ComityPanel) panel = build_panel ();
  const ComitySeriesRequest request = { FALSE, 0, 0, TRUE, TRUE };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ComitySimilaritySpec spec = { cases[i].measure, cases[i].components };
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_similarity_series_new (panel, &spec, &request, NULL, &error));
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
test_cancel (void)
{
  g_autoptr (ComityPanel) panel = build_panel ();
  const ComitySimilaritySpec spec = { "gower", NULL };
  const ComitySeriesRequest request = { FALSE, 0, 0, TRUE, FALSE };
  int n_looks = 1;

  for (int k = 0; k <= n_looks; k++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComitySimilaritySeries) series = NULL;
      ComityTestLook state = { cancellable, k, 0 };

      comity_progress_set_look (progress, comity_test_look, &state);
      series = comity_similarity_series_new (panel, &spec, &request, progress, &error);
      if (k == 0)
        {
          g_assert_nonnull (series);
          n_looks = state.n_looks;
          g_assert_cmpint (n_looks, >=, LAST - FIRST + 1);
          continue;
        }
      g_assert_null (series);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/series/each-year", test_each_year);
  g_test_add_func ("/similarity/series/gaps", test_gaps);
  g_test_add_func ("/similarity/series/refusals", test_refusals);
  g_test_add_func ("/similarity/series/cancel", test_cancel);
  return g_test_run ();
}
