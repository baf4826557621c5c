/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hazards of rows against R's survfit and survreg, by hand, and where there is none. */
#include "config.h"

#include "comity-row-hazards.h"
#include "comity-survival.h"
#include "comity-test-fit.h"
#include "comity-what-if.h"

#include <math.h>
#include <string.h>

static ComityFit *
fit_model (ComityDataset *dataset,
           const char *formula,
           const char *model,
           const char *times,
           const char *strata,
           gboolean breslow,
           gboolean accelerated)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (model);
  if (times != NULL)
    comity_spec_set_times (spec, times);
  spec->strata = g_strdup (strata);
  spec->ties = breslow ? COMITY_TIES_BRESLOW : COMITY_TIES_EFRON;
  spec->accelerated = accelerated;
  spec->vce = COMITY_VCE_CLASSICAL;
  return comity_test_fit_spec (dataset, spec);
}

static ComityRowHazards *
open_hazards (ComityFit *fit)
{
  g_autoptr (GError) error = NULL;
  ComityRowHazards *hazards = comity_row_hazards_new (fit, NULL, &error);

  g_assert_no_error (error);
  return hazards;
}

static void
check_case (ComityFit *fit, const char *name, double tolerance)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hazards.json");
  g_autoptr (ComityRowHazards) hazards = open_hazards (fit);
  JsonNode *rows = comity_test_find (root, name, "rows", NULL);
  guint n_positive = 0;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      guint32 row = (guint32) comity_test_element (rows, i);
      double hazard, low, high;

      comity_row_hazards_read (hazards, &row, 1, &hazard, &low, &high);
      comity_test_assert_close (
          hazard, comity_test_element (comity_test_find (root, name, "hazard", NULL), i), tolerance);
      comity_test_assert_close (
          low, comity_test_element (comity_test_find (root, name, "low", NULL), i), tolerance);
      comity_test_assert_close (
          high, comity_test_element (comity_test_find (root, name, "high", NULL), i), tolerance);
      n_positive += hazard > 0.0 && low > 0.0 && high > hazard;
    }
  g_assert_cmpuint (n_positive, >, 10);
}

static void
test_cox (void)
{
  g_autoptr (ComityDataset) panel = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityDataset) spells = comity_test_load_data ("spells.csv");
  const char *formula = "sign ~ trade + mindem + samelaw";
  g_autoptr (ComityFit) efron =
      fit_model (panel, formula, "cox", "t - 1,t", NULL, FALSE, FALSE);
  g_autoptr (ComityFit) breslow =
      fit_model (panel, formula, "cox", "t - 1,t", NULL, TRUE, FALSE);
  g_autoptr (ComityFit) strata = fit_model (spells, "event ~ dem + wealth + law", "cox",
                                            "entry,dur", "region", FALSE, FALSE);
  g_autoptr (ComityFit) whole =
      fit_model (spells, "event ~ dem + wealth + law", "cox", "dur", NULL, FALSE, FALSE);

  check_case (efron, "cox_panel_efron", 1e-7);
  check_case (breslow, "cox_panel_breslow", 1e-7);
  check_case (strata, "cox_strata", 1e-7);
  check_case (whole, "cox_whole", 1e-7);
}

/* Also in the units of times, which the delta method does not notice. */
static void
test_parametric (gconstpointer model)
{
  g_autoptr (ComityDataset) spells = comity_test_load_data ("spells.csv");

  for (int accelerated = 0; accelerated <= 1; accelerated++)
    {
      g_autoptr (ComityFit) fit = fit_model (spells, "event ~ dem + wealth + law", model, "dur",
                                             NULL, FALSE, accelerated);

      check_case (fit, model, 1e-6);
    }
}

/* Four at risk at 1, two at 2, one event each. */
static void
test_by_hand (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("stop,event,x\n1,1,1\n2,1,-1\n2,0,1\n1,0,-1\n9,0,\n");
  g_autoptr (ComityFit) fit =
      fit_model (dataset, "event ~ x", "cox", "stop", NULL, TRUE, FALSE);
  g_autoptr (ComityRowHazards) hazards = open_hazards (fit);
  const guint32 rows[] = { 0, 1, 2, 3 };
  double hazard[4], low[4], high[4];

  comity_row_hazards_read (hazards, rows, 4, hazard, low, high);
  {
    /* By the formula: ΔΛ (1) = e^{βx} / (2 e^β + 2 e^−β) and ΔΛ (2) = e^{βx} / (e^β + e^−β). */
    double b = comity_fit_peek_coefficient (fit, 0)->estimate;

    g_assert_cmpfloat_with_epsilon (hazard[0], exp (b) / (2.0 * exp (b) + 2.0 * exp (-b)), 1e-9);
    g_assert_cmpfloat_with_epsilon (hazard[1], exp (-b) / (exp (b) + exp (-b)), 1e-9);
    g_assert_cmpfloat_with_epsilon (hazard[2], exp (b) / (exp (b) + exp (-b)), 1e-9);
    g_assert_cmpfloat_with_epsilon (hazard[3], exp (-b) / (2.0 * exp (b) + 2.0 * exp (-b)), 1e-9);
  }
  {
    /* No covariate, and a time that nobody at risk reaches. */
    const guint32 missing = 4;
    double h, l, u;

    comity_row_hazards_read (hazards, &missing, 1, &h, &l, &u);
    g_assert_true (isnan (h) && isnan (l) && isnan (u));
  }
}

/* Two strata of the same rows, interleaved, have the hazards of one of them alone; a stratum without
 * an event has none, and a row that belongs to no stratum has no baseline. */
static void
test_strata (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "stop,event,x,g\n1,1,1,b\n1,1,1,a\n2,1,-1,b\n2,1,-1,a\n2,0,1,b\n2,0,1,a\n1,0,-1,b\n"
      "1,0,-1,a\n3,0,1,c\n3,0,1,a\n1,0,1,\n3,0,1,b\n");
  g_autoptr (ComityFit) fit = fit_model (dataset, "event ~ x", "cox", "stop", "g", TRUE, FALSE);
  g_autoptr (ComityRowHazards) hazards = open_hazards (fit);
  double b = comity_fit_peek_coefficient (fit, 0)->estimate;
  double hazard[12], low[12], high[12];
  guint32 rows[12];

  for (guint32 row = 0; row < 12; row++)
    rows[row] = row;
  comity_row_hazards_read (hazards, rows, 12, hazard, low, high);
  for (gsize row = 0; row < 8; row += 2)
    g_assert_cmpfloat_with_epsilon (hazard[row], hazard[row + 1], 1e-12);
  g_assert_cmpfloat_with_epsilon (hazard[0], exp (b) / (3.0 * exp (b) + 2.0 * exp (-b)), 1e-9);
  g_assert_cmpfloat_with_epsilon (hazard[3], exp (-b) / (2.0 * exp (b) + exp (-b)), 1e-9);
  g_assert_cmpfloat (hazard[8], ==, 0.0);
  g_assert_cmpfloat (high[8], ==, 0.0);
  g_assert_cmpfloat (hazard[9], ==, 0.0);
  g_assert_true (isnan (hazard[10]) && isnan (low[10]) && isnan (high[10]));
}

/* As many events are expected as there were, exactly so after Breslow's ties. */
static void
test_properties (void)
{
  g_autoptr (ComityDataset) panel = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = fit_model (panel, "sign ~ trade + mindem + samelaw", "cox",
                                         "t - 1,t", NULL, FALSE, FALSE);
  g_autoptr (ComityRowHazards) hazards = open_hazards (fit);
  g_autoptr (ComityCox) cox = comity_cox_new (fit, NULL, NULL);
  gsize n;
  const guint32 *rows = comity_cox_peek_rows (cox, &n);
  g_autofree double *found = g_new (double, 3 * n);
  double sum = 0.0;
  gsize column = (gsize) comity_dataset_find_column (panel, "sign");
  double events = 0.0;

  comity_row_hazards_read (hazards, rows, n, found, found + n, found + 2 * n);
  for (gsize i = 0; i < n; i++)
    {
      sum += found[i];
      events += comity_column_get_double (comity_dataset_peek_column (panel, column), rows[i]);
      g_assert_cmpfloat (found[n + i], <=, found[i]);
      g_assert_cmpfloat (found[n + i], >=, 0.0);
      g_assert_cmpfloat (found[2 * n + i], >=, found[i]);
    }
  /* The hazards of Efron's tied events are a little less than the baseline's. */
  g_assert_cmpfloat (fabs (sum - events) / events, <, 0.05);
  {
    g_autoptr (ComityFit) breslow = fit_model (panel, "sign ~ trade + mindem + samelaw", "cox",
                                               "t - 1,t", NULL, TRUE, FALSE);
    g_autoptr (ComityRowHazards) again = open_hazards (breslow);

    comity_row_hazards_read (again, rows, n, found, found + n, found + 2 * n);
    sum = 0.0;
    for (gsize i = 0; i < n; i++)
      sum += found[i];
    comity_test_assert_close (sum, events, 1e-9);
  }
}

/* Of models of dyad-years the hazard is the fitted probability; of others there is none, and why. */
static void
test_others (void)
{
  g_autoptr (ComityDataset) panel = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) logit =
      fit_model (panel, "sign ~ trade + mindem + t", "logit", NULL, NULL, FALSE, FALSE);
  g_autoptr (ComityRowHazards) hazards = open_hazards (logit);
  g_autoptr (ComitySpec) spec = comity_spec_new ("sign ~ trade");
  g_autoptr (ComityFit) exact = NULL;
  g_autoptr (ComityRowHazards) none = NULL;
  g_autoptr (GError) error = NULL;
  guint32 row = 0;
  double hazard, low, high, value, lower, upper;

  g_assert_false (comity_row_hazards_is_timed (hazards));
  comity_row_hazards_read (hazards, &row, 1, &hazard, &low, &high);
  g_assert_true (comity_fit_predict_intervals (logit, &row, 1, &value, &lower, &upper, NULL));
  g_assert_cmpfloat (hazard, ==, value);
  g_assert_cmpfloat (low, ==, lower);
  g_assert_cmpfloat (high, ==, upper);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, "t - 1,t");
  spec->ties = COMITY_TIES_EXACT;
  exact = comity_test_fit_spec (panel, spec);
  none = comity_row_hazards_new (exact, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (error->message, "exact"));
}

/* Told to stop before it begins, it stops. */
static void
test_cancel (void)
{
  g_autoptr (ComityDataset) panel = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit =
      fit_model (panel, "sign ~ trade", "cox", "t - 1,t", NULL, FALSE, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_row_hazards_new (fit, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const char *const parametric[] = { "exponential", "weibull", "loglogistic", "lognormal" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/row-hazards/cox", test_cox);
  for (gsize i = 0; i < G_N_ELEMENTS (parametric); i++)
    {
      g_autofree char *path = g_strdup_printf ("/model/row-hazards/%s", parametric[i]);

      g_test_add_data_func (path, parametric[i], test_parametric);
    }
  g_test_add_func ("/model/row-hazards/by-hand", test_by_hand);
  g_test_add_func ("/model/row-hazards/strata", test_strata);
  g_test_add_func ("/model/row-hazards/properties", test_properties);
  g_test_add_func ("/model/row-hazards/others", test_others);
  g_test_add_func ("/model/row-hazards/cancel", test_cancel);
  return g_test_run ();
}
