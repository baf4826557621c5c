/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survival without a model against R's survival 3.5.3: Kaplan–Meier, Nelson–Aalen, the log-rank
 * family, and curves of groups by hand. */
#include "config.h"

#include "comity-survival.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static double *
read_column (ComityDataset *dataset, const char *name)
{
  gsize n = comity_dataset_get_n_rows (dataset);
  double *values = g_new (double, n);

  comity_column_read_doubles (comity_dataset_require_column (dataset, name, NULL), 0, n, values);
  return values;
}

static void
test_survivor (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "km_na.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autofree double *stop = read_column (dataset, "dur");
  g_autofree double *event = read_column (dataset, "event");
  g_autoptr (ComitySurvivor) curve =
      comity_survivor_new (comity_dataset_get_n_rows (dataset), NULL, stop, event, NULL);
  static const char *const scales[] = { "loglog", "log", "plain" };
  double error;

  g_assert_cmpuint (curve->n, ==, 21);
  for (gsize i = 0; i < curve->n; i++)
    {
      const struct
      {
        const char *name;
        double ours;
      } values[] = { { "time", curve->time[i] },
                     { "n_risk", curve->n_risk[i] },
                     { "n_event", curve->n_event[i] },
                     { "n_censor", curve->n_censor[i] },
                     { "surv", curve->survival[i] },
                     { "nelson_aalen", curve->hazard[i] },
                     { "se_greenwood", curve->std_error[i] },
                     { "na_se_poisson", curve->hazard_error[i] } };

      for (gsize v = 0; v < G_N_ELEMENTS (values); v++)
        comity_test_assert_close (
            values[v].ours,
            comity_test_element (comity_test_find (expected, values[v].name, NULL), i), 1e-12);
      for (int scale = 0; scale < 3; scale++)
        {
          double low, high;

          comity_survivor_get_interval (curve, i, (ComitySurvivorScale) scale, 95.0, &low, &high);
          comity_test_assert_close (
              low,
              comity_test_element (comity_test_find (expected, scales[scale], "lower", NULL), i),
              1e-10);
          comity_test_assert_close (
              high,
              comity_test_element (comity_test_find (expected, scales[scale], "upper", NULL), i),
              1e-10);
        }
    }
  for (gsize i = 0; i < 3; i++)
    for (int scale = COMITY_SURVIVOR_LOG_LOG; scale <= COMITY_SURVIVOR_LOG; scale++)
      {
        JsonNode *quantiles = comity_test_find (expected, "quantiles", NULL);
        const char *lower = scale == COMITY_SURVIVOR_LOG ? "lower_log" : "lower_loglog";
        const char *upper = scale == COMITY_SURVIVOR_LOG ? "upper_log" : "upper_loglog";
        double p = comity_test_element (comity_test_find (quantiles, "p", NULL), i);
        double time, low, high;

        comity_survivor_get_quantile (curve, p, (ComitySurvivorScale) scale, 95.0, &time, &low,
                                      &high);
        g_assert_cmpfloat (time, ==,
                           comity_test_element (comity_test_find (quantiles, "est", NULL), i));
        g_assert_cmpfloat (low, ==,
                           comity_test_element (comity_test_find (quantiles, lower, NULL), i));
        g_assert_cmpfloat (high, ==,
                           comity_test_element (comity_test_find (quantiles, upper, NULL), i));
      }
  comity_test_assert_close (
      comity_survivor_get_restricted_mean (curve, 20.0, &error),
      comity_test_number (comity_test_find (expected, "rmean_to_20", "est", NULL)), 1e-10);
  comity_test_assert_close (
      error, comity_test_number (comity_test_find (expected, "rmean_to_20", "se", NULL)), 1e-10);
}

/* A curve by hand: late entry, and everybody gone at the end. */
static void
test_survivor_by_hand (void)
{
  static const double start[] = { 0, 0, 2, 3 };
  static const double stop[] = { 2, 4, 4, 5 };
  static const double event[] = { 1, 1, 0, 1 };
  g_autoptr (ComitySurvivor) curve = comity_survivor_new (4, start, stop, event, NULL);
  double low, high, time;

  g_assert_cmpuint (curve->n, ==, 3);
  g_assert_cmpfloat (curve->n_risk[0], ==, 2.0); /* entering at 2 is not at risk at 2 */
  g_assert_cmpfloat (curve->n_risk[1], ==, 3.0);
  g_assert_cmpfloat_with_epsilon (curve->survival[1], 0.5 * 2.0 / 3.0, 1e-15);
  g_assert_cmpfloat (curve->survival[2], ==, 0.0);
  g_assert_true (isnan (curve->std_error[2]));
  comity_survivor_get_interval (curve, 2, COMITY_SURVIVOR_LOG, 95.0, &low, &high);
  g_assert_true (isnan (low) && isnan (high));
  comity_survivor_get_quantile (curve, 0.5, COMITY_SURVIVOR_LOG, 95.0, &time, &low, &high);
  g_assert_cmpfloat (time, ==, 3.0); /* survival stays at exactly a half from 2 to 4 */
}

static guint32 *
read_groups (ComityDataset *dataset, const char *name, GPtrArray *names)
{
  ComityColumn *column = comity_dataset_require_column (dataset, name, NULL);
  gsize n = comity_dataset_get_n_rows (dataset);
  guint32 *groups = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    {
      const char *text = comity_column_peek_string (column, i);

      for (guint g = 0; g < names->len; g++)
        if (strcmp (g_ptr_array_index (names, g), text) == 0)
          groups[i] = g;
    }
  return groups;
}

static void
test_logrank (void)
{
  static const struct
  {
    const char *name;
    ComityLogrankWeight weight;
  } tests[] = { { "logrank", COMITY_LOGRANK },
                { "peto_peto_rho1", COMITY_LOGRANK_PETO },
                { "gehan_breslow", COMITY_LOGRANK_GEHAN },
                { "tarone_ware", COMITY_LOGRANK_TARONE_WARE } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "logrank.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  JsonNode *stratified = comity_test_find (expected, "stratified_law_by_region", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autofree double *stop = read_column (dataset, "dur");
  g_autofree double *event = read_column (dataset, "event");
  g_autofree double *law = read_column (dataset, "law");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree guint32 *region = NULL;
  g_autofree guint32 *laws = g_new (guint32, n);
  g_autoptr (ComityLogrank) within = NULL;
  static const char *const regions[] = { "Africa", "Americas", "Asia", "Europe" };

  for (gsize i = 0; i < 4; i++)
    g_ptr_array_add (names, (gpointer) regions[i]);
  region = read_groups (dataset, "region", names);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    {
      JsonNode *theirs = comity_test_find (expected, tests[t].name, NULL);
      g_autoptr (ComityLogrank) ours =
          comity_logrank_new (n, NULL, stop, event, region, 4, NULL, 1, tests[t].weight);

      comity_test_assert_close (ours->chi2,
                                comity_test_number (comity_test_find (theirs, "chi2", NULL)), 1e-8);
      comity_test_assert_close (ours->p, comity_test_number (comity_test_find (theirs, "p", NULL)),
                                1e-8);
      g_assert_cmpint (ours->df, ==, 3);
      for (gsize g = 0; t < 2 && g < 4; g++)
        {
          comity_test_assert_close (
              ours->observed[g],
              comity_test_element (comity_test_find (theirs, "observed", NULL), g), 1e-8);
          comity_test_assert_close (
              ours->expected[g],
              comity_test_element (comity_test_find (theirs, "expected", NULL), g), 1e-8);
          g_assert_cmpuint (ours->n[g], ==,
                            (gsize) comity_test_element (comity_test_find (theirs, "n", NULL), g));
        }
    }
  for (gsize i = 0; i < n; i++)
    laws[i] = (guint32) law[i];
  within = comity_logrank_new (n, NULL, stop, event, laws, 2, region, 4, COMITY_LOGRANK);
  comity_test_assert_close (within->chi2,
                            comity_test_number (comity_test_find (stratified, "chi2", NULL)), 1e-8);
  comity_test_assert_close (
      within->expected[0], comity_test_element (comity_test_find (stratified, "expected", NULL), 0),
      1e-8);
}

static ComitySurvivalCurves *
make_curves (ComityDataset *dataset, const char *formula, const char *strata, GError **error)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  spec->strata = g_strdup (strata);
  return comity_survival_curves_new (spec, dataset, error);
}

/* Groups from a formula: numbers of km_na.json and logrank.json, and what must hold. */
static void
test_curves (void)
{
  g_autoptr (JsonNode) logrank = comity_test_load_case ("model", "logrank.json");
  g_autoptr (JsonNode) km = comity_test_load_case ("model", "km_na.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySurvivalCurves) all =
      make_curves (dataset, "Surv(dur, event) ~ 1", NULL, &error);
  g_autoptr (ComitySurvivalCurves) regions =
      make_curves (dataset, "Surv(dur, event) ~ factor(region)", NULL, &error);
  g_autoptr (ComitySurvivalCurves) cells =
      make_curves (dataset, "Surv(dur, event) ~ law + region", NULL, &error);
  g_autoptr (ComityLogrank) test = NULL;
  JsonNode *survival = comity_test_find (km, "expected", "surv", NULL);
  double low, high;
  gsize n = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (all->n_groups, ==, 1);
  for (gsize i = 0; i < all->curves[0]->n; i++)
    comity_test_assert_close (all->curves[0]->survival[i], comity_test_element (survival, i),
                              1e-12);
  comity_survivor_get_hazard_interval (all->curves[0], 0, 95.0, &low, &high);
  comity_test_assert_close (log (high / low),
                            2.0 * 1.9599639845400545 * all->curves[0]->hazard_error[0] /
                                all->curves[0]->hazard[0],
                            1e-12);

  g_assert_cmpuint (regions->n_groups, ==, 4);
  g_assert_cmpstr (regions->labels[1], ==, "Americas");
  g_assert_cmpstr (regions->group_name, ==, "region");
  g_assert_cmpuint (regions->group_events[1], ==, 48);
  test = comity_survival_curves_test (regions, COMITY_LOGRANK_TARONE_WARE);
  comity_test_assert_close (
      test->chi2,
      comity_test_number (comity_test_find (logrank, "expected", "tarone_ware", "chi2", NULL)),
      1e-8);
  g_assert_cmpuint (cells->n_groups, ==, 8);
  g_assert_cmpstr (cells->labels[4], ==, "law = 1, region = Africa");
  for (gsize g = 0; g < cells->n_groups; g++)
    n += cells->group_rows[g];
  g_assert_cmpuint (n, ==, 300);
}

static void
check_curves_refusal (const char *csv, const char *formula, const char *part)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (csv);
  g_autoptr (GError) error = NULL;

  g_assert_null (make_curves (dataset, formula, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_curves_refusals (void)
{
  g_autoptr (ComityDataset) text = comity_test_parse_data ("t,e,g\n1,a0,1\n2,a1,1\n3,a1,2\n");
  g_autoptr (ComityDataset) words = comity_test_parse_data ("t,e\n1,\"0\"\n2,\"1\"\n3,\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySurvivalCurves) curves = make_curves (words, "Surv(t, e) ~ 1", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (curves->n, ==, 2);
  g_assert_cmpuint (curves->n_dropped, ==, 1);
  g_assert_null (make_curves (text, "Surv(t, e) ~ g", NULL, &error));
  g_assert_nonnull (strstr (error->message, "row 1 has “a0”"));
  check_curves_refusal ("t,e\n1,0\n2,3\n", "Surv(t, e) ~ 1", "row 2 has 3");
  check_curves_refusal ("s,t,e\n0,1,0\n2,2,1\n", "Surv(s, t, e) ~ 1", "row 2 goes from 2 to 2");
  check_curves_refusal ("t,e\n1,0\n-2,1\n", "Surv(t, e) ~ 1", "row 2 has -2");
  check_curves_refusal ("t,e\n1,0\n2,1\n", "e ~ 1", "time of the event");
  check_curves_refusal ("t,e\n1,0\n2,1\n", "Surv(t, e) ~ nosuch", "nosuch");
  check_curves_refusal ("t,e,x\n1,0,\n2,1,\n", "Surv(t, e) ~ x", "No row is left");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/survival/survivor", test_survivor);
  g_test_add_func ("/model/survival/survivor-by-hand", test_survivor_by_hand);
  g_test_add_func ("/model/survival/logrank", test_logrank);
  g_test_add_func ("/model/survival/curves", test_curves);
  g_test_add_func ("/model/survival/curves-refusals", test_curves_refusals);
  return g_test_run ();
}
