/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bundled panel against the world it is made of: counts, risk set, time, lags, transforms,
 * ties. */
#include "config.h"

#include "comity-panel.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ComityWorld *world;
  ComityPanel *panel;
  ComityMergeReport *report;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  const ComityPanelRecipe *recipe = data;
  g_autoptr (GError) error = NULL;

  fixture->world = comity_world_load (&error);
  g_assert_no_error (error);
  fixture->panel = comity_panel_build (fixture->world, recipe, &fixture->report, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  comity_merge_report_free (fixture->report);
  comity_panel_unref (fixture->panel);
  comity_world_unref (fixture->world);
}

static double
cell (ComityPanel *panel, const char *column, gsize row)
{
  ComityDataset *dataset = comity_panel_peek_dataset (panel);
  gssize c = comity_dataset_find_column (dataset, column);

  g_assert_cmpint (c, >=, 0);
  return comity_column_get_double (comity_dataset_peek_column (dataset, (gsize) c), row);
}

static gsize
count_members (const ComityWorld *world, int year)
{
  gsize n = 0;

  for (gsize s = 0; s < comity_world_get_n_states (world); s++)
    n += (gsize) comity_world_state_exists (world, s, year);
  return n;
}

/* Before the cut there are n(n-1)/2 rows a year; none is lost without being counted. */
static void
test_counts (Fixture *fixture, gconstpointer data)
{
  const ComityPanelRecipe *recipe = data;
  ComityMergeTotals totals;
  gsize expected = 0;
  gsize treaties_seen = 0;
  int first, last;

  comity_panel_get_years (fixture->panel, &first, &last);
  g_assert_cmpint (first, ==, 1960);
  g_assert_cmpint (last, ==, 2012);
  comity_merge_report_get_totals (fixture->report, &totals);
  for (int year = first; year <= last; year++)
    {
      gsize n = count_members (fixture->world, year);
      gsize n_rows;
      gsize n_dyads = recipe->directed ? n * (n - 1) : n * (n - 1) / 2;

      expected += n_dyads;
      comity_panel_peek_year_rows (fixture->panel, year, &n_rows);
      if (recipe->keep_after_event)
        g_assert_cmpuint (n_rows, ==, n_dyads);
      else
        g_assert_cmpuint (n_rows, <=, n_dyads);
    }
  g_assert_cmpuint (totals.n_system, ==, expected);
  if (!recipe->directed)
    {
      g_assert_cmpuint (totals.n_system, >, 710000);
      g_assert_cmpuint (totals.n_system, <, 722000);
    }
  g_assert_cmpuint (totals.n_rows, ==,
                    totals.n_system - totals.n_before_entry - totals.n_after_event);
  g_assert_cmpuint (comity_dataset_get_n_rows (comity_panel_peek_dataset (fixture->panel)), ==,
                    totals.n_rows);
  g_assert_cmpuint (comity_panel_get_n_dyads (fixture->panel), ==, totals.n_dyads);
  g_assert_cmpuint (totals.n_events, >, 50);
  g_assert_cmpuint (totals.n_treaties_used, <=, totals.n_treaties);
  if (!recipe->directed)
    g_assert_cmpuint (totals.n_treaties_used, >=, totals.n_events);
  if (recipe->keep_after_event)
    g_assert_cmpuint (totals.n_before_entry + totals.n_after_event, ==, 0);

  g_assert_cmpuint (comity_merge_report_get_n_covariates (fixture->report), >, 30);
  for (gsize i = 0; i < comity_merge_report_get_n_covariates (fixture->report); i++)
    {
      gsize matched, missing;
      const char *name =
          comity_merge_report_peek_covariate (fixture->report, i, &matched, &missing);
      gssize c = comity_dataset_find_column (comity_panel_peek_dataset (fixture->panel), name);
      ComityColumn *column =
          comity_dataset_peek_column (comity_panel_peek_dataset (fixture->panel), (gsize) c);

      g_assert_cmpuint (matched + missing, ==, totals.n_rows);
      g_assert_cmpuint (comity_column_get_summary (column)->n_missing, ==, missing);
      treaties_seen++;
    }
  g_assert_cmpuint (treaties_seen, >, 0);
}

/* In every dyad t runs 1, 2, 3 …, the last row alone may carry the event, and dyadid is what it
 * says. */
static void
test_risk_set (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  const guint32 *row_dyads = comity_panel_peek_row_dyads (panel);
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  double t = 0;

  for (gsize row = 0; row < n_rows; row++)
    {
      gboolean first = row == 0 || row_dyads[row] != row_dyads[row - 1];
      gboolean last = row + 1 == n_rows || row_dyads[row] != row_dyads[row + 1];

      t = first ? 1 : t + 1;
      g_assert_true (cell (panel, "t", row) == t);
      if (row % 97 == 0)
        {
          g_assert_true (cell (panel, "t2", row) == t * t);
          g_assert_true (cell (panel, "t3", row) == t * t * t);
          g_assert_true (cell (panel, "dyadid", row) ==
                         1000 * cell (panel, "ccode1", row) + cell (panel, "ccode2", row));
          g_assert_true (cell (panel, "ccode1", row) < cell (panel, "ccode2", row));
        }
      if (!last)
        g_assert_true (cell (panel, "signed", row) == 0);
    }
}

static gboolean
equal_or_missing (double stored, double expected)
{
  return isnan (expected) ? isnan (stored) : fabs (stored - expected) <= 0.5000001e-6;
}

/* Covariates of sampled rows, recomputed from the world with the recipe's lag. */
static void
test_covariates (Fixture *fixture, gconstpointer data)
{
  const ComityPanelRecipe *recipe = data;
  ComityPanel *panel = fixture->panel;
  ComityWorld *world = fixture->world;
  gsize judicial = (gsize) comity_world_find_variable (world, "judicial");
  gsize ideal = (gsize) comity_world_find_variable (world, "ideal_point");
  gsize gdp = (gsize) comity_world_find_variable (world, "gdp");
  gsize eu = (gsize) comity_world_find_body (world, "eu");
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  gsize n_known = 0;

  for (gsize row = 0; row < n_rows; row += 211)
    {
      guint32 a, b;
      int year;
      gsize x, y;
      double ja, jb, value;
      ComityWorldDyad dyad;

      comity_panel_get_row (panel, row, &a, &b, &year);
      x = (gsize) comity_panel_get_world_state (panel, a);
      y = (gsize) comity_panel_get_world_state (panel, b);
      g_assert_true (cell (panel, "ccode1", row) == comity_world_peek_state (world, x)->cow);
      g_assert_true (comity_world_state_exists (world, x, year));
      g_assert_true (comity_world_state_exists (world, y, year));

      ja = comity_world_get_value (world, judicial, x, year - recipe->lag);
      jb = comity_world_get_value (world, judicial, y, year - recipe->lag);
      g_assert_true (equal_or_missing (cell (panel, "judicial1", row), ja));
      g_assert_true (equal_or_missing (cell (panel, "judicial2", row), jb));
      g_assert_true (equal_or_missing (cell (panel, "judicial_diff", row), fabs (ja - jb)));
      g_assert_true (equal_or_missing (cell (panel, "judicial_min", row),
                                       isnan (ja + jb) ? NAN : MIN (ja, jb)));
      n_known += !isnan (ja + jb);

      value = fabs (comity_world_get_value (world, ideal, x, year - recipe->lag) -
                    comity_world_get_value (world, ideal, y, year - recipe->lag));
      g_assert_true (equal_or_missing (cell (panel, "ideal_diff", row), value));
      value = log (comity_world_get_value (world, gdp, x, year - recipe->lag)) +
              log (comity_world_get_value (world, gdp, y, year - recipe->lag));
      g_assert_true (equal_or_missing (cell (panel, "ln_gdp_product", row), value));
      value = comity_world_is_member (world, eu, x, year - recipe->lag) &&
              comity_world_is_member (world, eu, y, year - recipe->lag);
      g_assert_true (equal_or_missing (cell (panel, "both_eu", row), value));

      comity_world_get_dyad (world, x, y, &dyad);
      g_assert_true (equal_or_missing (cell (panel, "ln_distance", row), log (dyad.distance_km)));
    }
  g_assert_cmpuint (n_known, >, n_rows / 211 / 2);
}

/* A state has one value a year, whichever side of its dyads it stands on. */
static void
test_sides (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  gsize n_states = comity_panel_get_n_states (panel);
  g_autofree double *seen = g_new (double, n_states);
  gsize n;
  const guint32 *rows = comity_panel_peek_year_rows (panel, 1995, &n);
  gsize n_compared = 0;

  for (gsize s = 0; s < n_states; s++)
    seen[s] = NAN;
  for (gsize i = 0; i < n; i++)
    {
      guint32 states[2];

      comity_panel_get_row (panel, rows[i], &states[0], &states[1], NULL);
      for (gsize side = 0; side < 2; side++)
        {
          double value = cell (panel, side ? "polyarchy2" : "polyarchy1", rows[i]);

          if (isnan (value))
            continue;
          if (!isnan (seen[states[side]]))
            {
              g_assert_true (seen[states[side]] == value);
              n_compared++;
            }
          seen[states[side]] = value;
        }
    }
  g_assert_cmpuint (n_compared, >, 10000);
}

/* One code, two states in turn: the year says which is meant. */
static void
test_state_in_year (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  gssize west = comity_panel_find_state_in (panel, "DEU", 1973);
  gssize united = comity_panel_find_state_in (panel, "DEU", 2005);

  g_assert_cmpint (west, >=, 0);
  g_assert_cmpint (united, >=, 0);
  g_assert_cmpstr (comity_panel_peek_state_name (panel, (gsize) west), ==, "West Germany");
  g_assert_cmpstr (comity_panel_peek_state_name (panel, (gsize) united), ==, "Germany");
  g_assert_cmpint (comity_panel_find_state (panel, "DEU"), ==, united);
  g_assert_cmpint (comity_panel_require_state (panel, "DEU", 1973, NULL), ==, west);
  g_assert_cmpint (comity_panel_find_state_in (panel, "FRA", 1973), ==,
                   comity_panel_find_state (panel, "FRA"));
}

/* Switzerland and the United States signed on 25 May 1973: the first MLAT of either. */
static void
test_first_mlat (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  gssize usa = comity_panel_find_state (panel, "USA");
  gssize che = comity_panel_find_state (panel, "Switzerland");
  gssize row;
  gsize n;
  const guint32 *rows;
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, 1973, FALSE);
  gboolean found = FALSE;

  g_assert_cmpint (usa, >=, 0);
  g_assert_cmpint (che, >=, 0);
  row = comity_panel_find_row (panel, (gsize) che, (gsize) usa, 1973);
  g_assert_cmpint (row, >=, 0);
  g_assert_true (cell (panel, "signed", (gsize) row) == 1);
  g_assert_cmpint (comity_panel_find_row (panel, (gsize) usa, (gsize) che, 1974), ==, -1);
  rows = comity_panel_peek_dyad_rows (panel, (gsize) usa, (gsize) che, &n);
  g_assert_cmpuint (n, ==, 14);
  g_assert_cmpuint (rows[13], ==, (guint32) row);
  g_assert_true (cell (panel, "t", (gsize) row) == 14);

  for (guint i = 0; i < ties->len; i++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, i);

      g_assert_cmpuint (tie->a, <, tie->b);
      g_assert_cmpint (tie->first_year, ==, 1973);
      found |= tie->a == (guint32) MIN (usa, che) && tie->b == (guint32) MAX (usa, che);
    }
  g_assert_true (found);
}

/* Cumulative ties only grow while their states exist, and an inherited treaty is a tie of the heir.
 */
static void
test_ties (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  g_autoptr (GArray) now = comity_panel_get_ties (panel, 2000, TRUE);
  g_autoptr (GArray) later = comity_panel_get_ties (panel, 2012, TRUE);
  g_autoptr (GArray) never = comity_panel_get_ties (panel, 1800, TRUE);

  g_assert_cmpuint (never->len, ==, 0);
  g_assert_cmpuint (now->len, >, 50);
  g_assert_cmpuint (later->len, >=, now->len);
  for (guint i = 0; i < later->len; i++)
    {
      const ComityTie *tie = &g_array_index (later, ComityTie, i);

      g_assert_cmpuint (tie->count, >, 0);
      g_assert_cmpint (tie->first_year, <=, tie->last_year);
      g_assert_cmpint (tie->last_year, <=, 2012);
      g_assert_true (comity_panel_state_exists (panel, tie->a, 2012));
      if (i > 0)
        {
          const ComityTie *before = &g_array_index (later, ComityTie, i - 1);

          g_assert_true (before->a < tie->a || (before->a == tie->a && before->b < tie->b));
        }
    }
}

/* A treaty that a predecessor signed is a tie of the heir from its birth, and never an event of
 * its: the heir's dyad comes under no risk. */
static void
test_inherited (Fixture *fixture, gconstpointer data)
{
  ComityWorld *world = fixture->world;
  ComityPanel *panel = fixture->panel;
  gsize network = (gsize) comity_world_find_network (world, "mlat");
  gsize n;
  const ComityTreaty *treaties = comity_world_peek_treaties (world, network, &n);
  g_autoptr (GArray) ties = comity_panel_get_ties (panel, 2012, TRUE);
  gsize n_checked = 0;

  for (gsize i = 0; i < n; i++)
    {
      gssize a = -1;
      gssize b = -1;
      gsize n_rows;
      const guint32 *rows;
      gboolean tied = FALSE;

      if (!treaties[i].inherited || !treaties[i].tie || treaties[i].year == 0)
        continue;
      for (gsize s = 0; s < comity_panel_get_n_states (panel); s++)
        {
          if (comity_panel_get_world_state (panel, s) == treaties[i].a)
            a = (gssize) s;
          if (comity_panel_get_world_state (panel, s) == treaties[i].b)
            b = (gssize) s;
        }
      if (a < 0 || b < 0 || !comity_panel_state_exists (panel, (gsize) a, 2012) ||
          !comity_panel_state_exists (panel, (gsize) b, 2012))
        continue;
      for (guint k = 0; k < ties->len; k++)
        {
          const ComityTie *tie = &g_array_index (ties, ComityTie, k);

          tied |= tie->a == (guint32) a && tie->b == (guint32) b;
        }
      g_assert_true (tied);
      rows = comity_panel_peek_dyad_rows (panel, (gsize) a, (gsize) b, &n_rows);
      for (gsize k = 0; k < n_rows; k++)
        g_assert_true (cell (panel, "year", rows[k]) < treaties[i].year);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 5);
}

/* Members of the EU need no MLAT with each other: on them the default model would separate. */
static void
test_default_formula (Fixture *fixture, gconstpointer data)
{
  g_autofree char *formula = comity_panel_dup_default_formula (fixture->panel);

  g_assert_cmpstr (formula, ==,
                   "signed ~ same_tradition + judicial_diff + polyarchy_min + ideal_diff + "
                   "ln_distance + contiguous + common_language + alliance + ln_gdp_product + "
                   "ln_population_product + ln_prior_treaties + t + t2 + t3");
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = comity_merge_report_dup_text (fixture->report);

  g_assert_nonnull (strstr (text, "World panel: MLATs, 1960–2012"));
  g_assert_nonnull (strstr (text, "partial"));
  g_assert_nonnull (strstr (text, "dyad-years with both states members of the COW state system"));
  g_assert_nonnull (strstr (text, "judicial_diff"));
  g_test_message ("%s", text);
}

/* Both orders of a pair, with the sides exchanged. */
static void
test_directed (Fixture *fixture, gconstpointer data)
{
  ComityPanel *panel = fixture->panel;
  gsize usa = (gsize) comity_panel_find_state (panel, "USA");
  gsize che = (gsize) comity_panel_find_state (panel, "CHE");
  gssize out = comity_panel_find_row (panel, usa, che, 1990);
  gssize back = comity_panel_find_row (panel, che, usa, 1990);

  g_assert_true (comity_panel_is_directed (panel));
  g_assert_cmpint (out, >=, 0);
  g_assert_cmpint (back, >=, 0);
  g_assert_cmpint (out, !=, back);
  g_assert_true (cell (panel, "polyarchy1", (gsize) out) ==
                 cell (panel, "polyarchy2", (gsize) back));
  g_assert_true (cell (panel, "ln_distance", (gsize) out) ==
                 cell (panel, "ln_distance", (gsize) back));
  /* The dyad stays after its signature of 1973, and time begins anew. */
  g_assert_true (cell (panel, "t", (gsize) out) < 31);
  g_assert_true (cell (panel, "signed", (gsize) comity_panel_find_row (panel, che, usa, 1973)) ==
                 1);
}

static void
test_errors (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (GError) error = NULL;

  recipe.network = "nato";
  g_assert_null (comity_panel_build (world, &recipe, NULL, NULL, &error));
  g_assert_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_NO_NETWORK);
  g_assert_nonnull (strstr (error->message, "“nato”"));
  g_assert_nonnull (strstr (error->message, "tiea"));
  g_clear_error (&error);

  recipe.network = "mlat";
  recipe.first_year = 1700;
  recipe.last_year = 2012;
  g_assert_null (comity_panel_build (world, &recipe, NULL, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
  g_clear_error (&error);

  recipe.first_year = 2012;
  recipe.last_year = 1960;
  g_assert_null (comity_panel_build (world, &recipe, NULL, NULL, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
}

static void
test_cancel (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_panel_build (world, &recipe, NULL, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* One year, and a network whose first treaty is later: rows, no event, no crash. */
static void
test_one_year (void)
{
  g_autoptr (ComityWorld) world = comity_world_load (NULL);
  ComityPanelRecipe recipe = { "tiea", 1960, 1960, FALSE, FALSE, 1 };
  g_autoptr (ComityMergeReport) report = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ties = NULL;
  ComityMergeTotals totals;
  gsize n = count_members (world, 1960);

  panel = comity_panel_build (world, &recipe, &report, NULL, &error);
  g_assert_no_error (error);
  comity_merge_report_get_totals (report, &totals);
  g_assert_cmpuint (totals.n_rows, ==, n * (n - 1) / 2);
  g_assert_cmpuint (totals.n_events, ==, 0);
  ties = comity_panel_get_ties (panel, 1960, TRUE);
  g_assert_cmpuint (ties->len, ==, 0);
  g_assert_true (comity_panel_check_year (panel, 1960, &error));
  g_assert_false (comity_panel_check_year (panel, 1961, &error));
  g_assert_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_YEARS);
}

int
main (int argc, char **argv)
{
  static const ComityPanelRecipe mlat = { "mlat", 0, 0, FALSE, FALSE, 1 };
  static const ComityPanelRecipe tiea = { "tiea", 1960, 2012, FALSE, FALSE, 2 };
  static const ComityPanelRecipe repeated = { "mlat", 0, 0, TRUE, TRUE, 1 };

  g_test_init (&argc, &argv, NULL);
#define ADD(path, recipe, test)                                                                    \
  g_test_add (path, Fixture, recipe, fixture_set_up, test, fixture_tear_down)
  ADD ("/panel/build/counts", &mlat, test_counts);
  ADD ("/panel/build/counts-tiea", &tiea, test_counts);
  ADD ("/panel/build/counts-repeated", &repeated, test_counts);
  ADD ("/panel/build/risk-set", &mlat, test_risk_set);
  ADD ("/panel/build/risk-set-tiea", &tiea, test_risk_set);
  ADD ("/panel/build/covariates", &mlat, test_covariates);
  ADD ("/panel/build/covariates-lag-2", &tiea, test_covariates);
  ADD ("/panel/build/sides", &mlat, test_sides);
  ADD ("/panel/build/state-in-year", &mlat, test_state_in_year);
  ADD ("/panel/build/first-mlat", &mlat, test_first_mlat);
  ADD ("/panel/build/ties", &mlat, test_ties);
  ADD ("/panel/build/inherited", &mlat, test_inherited);
  ADD ("/panel/build/default-formula", &mlat, test_default_formula);
  ADD ("/panel/build/report", &mlat, test_report);
  ADD ("/panel/build/directed", &repeated, test_directed);
#undef ADD
  g_test_add_func ("/panel/build/errors", test_errors);
  g_test_add_func ("/panel/build/cancel", test_cancel);
  g_test_add_func ("/panel/build/one-year", test_one_year);
  return g_test_run ();
}
