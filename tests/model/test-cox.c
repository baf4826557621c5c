/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Cox model against R's survival 3.5.3 iterated to 1e-13: estimates at 1e-8, standard errors at
 * 1e-6, log likelihoods at 1e-8; and what must hold whatever the data. */
#include "config.h"

#include "comity-survival.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

#define SPELLS "event ~ dem + wealth + law"

static ComitySpec *
make_spec (const char *formula, const char *times, ComityTies ties)
{
  ComitySpec *spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  if (times != NULL)
    comity_spec_set_times (spec, times);
  spec->ties = ties;
  return spec;
}

static double
number (JsonNode *expected, const char *name)
{
  return comity_test_number (comity_test_find (expected, "fit", name, NULL));
}

static void
check_estimates (ComityFit *fit, JsonNode *expected)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  comity_test_check_coefficients (fit, expected, 1e-8);
  g_assert_cmpuint (numbers->n, ==, (gsize) number (expected, "n"));
  g_assert_cmpuint (numbers->n_events, ==, (gsize) number (expected, "events"));
  comity_test_assert_close (numbers->log_likelihood, number (expected, "loglik"), 1e-8);
  comity_test_assert_close (numbers->log_likelihood_null, number (expected, "loglik_null"), 1e-8);
  comity_test_assert_close (numbers->aic, number (expected, "aic"), 1e-8);
  comity_test_assert_close (numbers->bic, number (expected, "bic_n"), 1e-8);
  comity_test_assert_close (numbers->pseudo_r2, number (expected, "mcfadden"), 1e-8);
  comity_test_assert_close (numbers->lr_chi2, number (expected, "lr_chi2"), 1e-6);
  comity_test_assert_close (numbers->lr_p, number (expected, "lr_p"), 1e-6);
  g_assert_cmpint (numbers->lr_df, ==, (int) number (expected, "lr_df"));
}

/* Concordance and the score test; the error of the former as the fit's are clustered. */
static void
check_beside (ComityFit *fit, JsonNode *expected, gboolean error)
{
  const ComityCoxSummary *summary = comity_fit_get_cox_summary (fit, NULL, NULL);

  g_assert_nonnull (summary);
  g_assert_true (comity_fit_peek_cox_summary (fit) == summary);
  comity_test_assert_close (summary->concordance, number (expected, "concordance"), 1e-10);
  if (error)
    comity_test_assert_close (summary->concordance_se, number (expected, "concordance_se"), 1e-10);
  comity_test_assert_close (summary->score_chi2, number (expected, "score_chi2"), 1e-6);
  g_assert_cmpint (summary->score_df, ==, (int) number (expected, "lr_df"));
}

/* Estimates with the classical covariance, then each of the others that the case has. */
static void
check_case (ComityDataset *dataset, ComitySpec *spec, JsonNode *expected, const char *cluster)
{
  g_autoptr (ComityFit) classical = NULL;
  g_autoptr (ComityFit) clustered = NULL;
  g_autoptr (ComityFit) plain = NULL;

  spec->vce = COMITY_VCE_CLASSICAL;
  classical = comity_test_fit_spec (dataset, spec);
  check_estimates (classical, expected);
  comity_test_check_errors (classical, expected, "classical", 1e-6);
  check_beside (classical, expected, cluster == NULL);
  if (cluster == NULL)
    return;
  spec->vce = COMITY_VCE_CLUSTER;
  comity_spec_set_clusters (spec, cluster);
  clustered = comity_test_fit_spec (dataset, spec);
  check_estimates (clustered, expected);
  comity_test_check_errors (clustered, expected, "stata_cluster", 1e-6);
  check_beside (clustered, expected, TRUE);
  spec->stata_small_sample = FALSE;
  plain = comity_test_fit_spec (dataset, spec);
  comity_test_check_errors (plain, expected, "lin_wei", 1e-6);
  comity_test_assert_close (comity_fit_peek_numbers (plain)->wald_chi2,
                            number (expected, "wald_chi2_lin_wei"), 1e-6);
}

static void
test_ties (gconstpointer name)
{
  g_autofree char *file = g_strdup_printf ("cox_%s.json", (const char *) name);
  g_autoptr (JsonNode) root = comity_test_load_case ("model", file);
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = make_spec (SPELLS, "dur", COMITY_TIES_EFRON);
  g_autoptr (ComityFit) robust = NULL;

  g_assert_true (comity_ties_from_name (name, &spec->ties));
  check_case (dataset, spec, expected, spec->ties == COMITY_TIES_EXACT ? NULL : "country");
  if (spec->ties == COMITY_TIES_EXACT)
    return;
  spec->vce = COMITY_VCE_HC0;
  robust = comity_test_fit_spec (dataset, spec);
  comity_test_check_errors (robust, expected, "robust_by_row", 1e-6);
}

static void
test_strata (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_strata.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = make_spec (SPELLS, "dur", COMITY_TIES_EFRON);

  spec->strata = g_strdup ("region");
  check_case (dataset, spec, comity_test_find (root, "expected", NULL), NULL);
}

static void
test_left_truncated (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_left_truncated.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = make_spec (SPELLS, "entry, dur", COMITY_TIES_EFRON);
  g_autoptr (ComitySpec) breslow =
      make_spec ("Surv(entry, dur, event) ~ dem + wealth + law", NULL, COMITY_TIES_BRESLOW);

  check_case (dataset, spec, expected, "country");
  check_case (dataset, breslow, comity_test_find (expected, "breslow", NULL), NULL);
}

static void
test_time_varying (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_time_varying.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells_tv.csv");
  g_autoptr (ComitySpec) spec = make_spec ("event ~ x + z", "start,stop", COMITY_TIES_EFRON);
  g_autoptr (ComitySpec) stratified =
      make_spec ("event ~ x + z", "start,stop", COMITY_TIES_BRESLOW);

  check_case (dataset, spec, comity_test_find (expected, "efron", NULL), "id");
  stratified->strata = g_strdup ("legal");
  check_case (dataset, stratified, comity_test_find (expected, "breslow_strata", NULL), "id");
}

static void
test_many_ties (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_ties.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_ties.csv");
  static const ComityTies ties[] = { COMITY_TIES_BRESLOW, COMITY_TIES_EFRON, COMITY_TIES_EXACT };

  for (gsize i = 0; i < G_N_ELEMENTS (ties); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec ("event ~ x", "time", ties[i]);

      check_case (dataset, spec,
                  comity_test_find (root, "expected", comity_ties_name (ties[i]), NULL), NULL);
    }
}

static void
test_single_event (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_single_event_cox.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_single_event.csv");
  g_autoptr (ComitySpec) one = make_spec ("event ~ x", "time", COMITY_TIES_EFRON);
  g_autoptr (ComitySpec) monotone = make_spec ("event ~ x + d", "time", COMITY_TIES_EFRON);
  g_autoptr (ComitySpec) none = make_spec ("I(0 * event) ~ x", "time", COMITY_TIES_EFRON);
  g_autoptr (ComityFit) separated = NULL;
  g_autofree char *sentence = NULL;

  check_case (dataset, one, comity_test_find (root, "expected", "one_event_x", NULL), NULL);
  separated = comity_test_fit_spec (dataset, monotone);
  g_assert_cmpint (comity_fit_get_status (separated), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_test_has_warning (separated, "no finite estimate exists for it"));
  sentence = comity_test_refuse (dataset, none, COMITY_MODEL_ERROR_OUTCOME);
  g_assert_nonnull (strstr (sentence, "has no events"));
}

/* d is 1 for the event and for nobody at risk: it runs off, and is named; with a second event that
 * contradicts it nothing does. */
static void
test_monotone (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("t,e,d,x\n1,0,1,3\n2,1,1,1\n3,0,0,2\n4,1,0,5\n5,0,0,4\n6,1,0,1\n"
                              "7,0,0,3\n8,1,0,2\n9,0,0,4\n");
  static const ComityTies ties[] = { COMITY_TIES_BRESLOW, COMITY_TIES_EFRON, COMITY_TIES_EXACT };

  for (gsize i = 0; i < G_N_ELEMENTS (ties); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec ("e ~ x + d", "t", ties[i]);
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_SEPARATED);
      g_assert_true (comity_test_has_warning (fit, "least, of d among the rows at risk"));
      g_assert_true (isinf (comity_fit_peek_coefficient (fit, 1)->estimate));
      g_assert_true (isfinite (comity_fit_peek_coefficient (fit, 0)->estimate));
      g_assert_true (isnan (comity_fit_peek_coefficient (fit, 1)->std_error));
    }
}

static void
test_lung (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "public_lung.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("lung.csv");
  g_autoptr (ComitySpec) all = make_spec ("event ~ age + sex + ph.ecog", "time", 0);
  g_autoptr (ComitySpec) clustered = make_spec ("Surv(time, event) ~ age + sex + ph.ecog", NULL, 0);

  check_case (dataset, all, comity_test_find (expected, "all", NULL), NULL);
  clustered->where = g_strdup ("!missing(inst)");
  check_case (dataset, clustered, comity_test_find (expected, "clustered", NULL), "inst");
}

static void
test_rossi (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "public_rossi.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("rossi.csv");
  g_autoptr (ComitySpec) seven =
      make_spec ("arrest ~ fin + age + race + wexp + mar + paro + prio", "week", 0);
  g_autoptr (ComitySpec) three = make_spec ("arrest ~ fin + age + prio", "week", 0);

  check_case (dataset, seven, expected, NULL);
  check_case (dataset, three,
              comity_test_find (expected, "three_covariates_fin_age_prio", "cox", NULL), NULL);
}

/* A constant and a collinear column are left out, as in any model. */
static void
test_collinear (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec =
      make_spec ("event ~ dem + I(0 * dem + 3) + wealth + I(dem + wealth)", "dur", 0);
  g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, spec);
  const char *reason;

  g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, 2);
  g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 2);
  comity_fit_peek_omitted (fit, 0, &reason);
  g_assert_cmpstr (reason, ==, "constant");
  comity_fit_peek_omitted (fit, 1, &reason);
  g_assert_cmpstr (reason, ==, "collinear with dem, wealth");
}

/* A spell cut into yearly rows is the same spell; shuffled rows, another number of threads, doubled
 * frequency weights, a covariate in other units: what theory says and nothing else. */
static void
test_properties (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = make_spec (SPELLS, "dur", COMITY_TIES_EFRON);
  g_autoptr (ComityFit) whole = comity_test_fit_spec (dataset, spec);
  g_autoptr (GString) csv = g_string_new ("id,start,stop,event,dem,wealth,law,two\n");
  gsize n = comity_dataset_get_n_rows (dataset);
  double values[6];
  static const char *const names[] = { "id", "dur", "event", "dem", "wealth", "law" };

  for (gsize i = n; i-- > 0;)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
        values[j] =
            comity_column_get_double (comity_dataset_require_column (dataset, names[j], NULL), i);
      for (int year = 0; year < values[1]; year++)
        g_string_append_printf (csv, "%g,%d,%d,%d,%.17g,%.17g,%g,2\n", values[0], year, year + 1,
                                year + 1 == values[1] && values[2] == 1.0, values[3], values[4],
                                values[5]);
    }
  {
    g_autoptr (ComityDataset) cut = comity_test_parse_data (csv->str);
    g_autoptr (ComitySpec) yearly = make_spec (SPELLS, "start,stop", COMITY_TIES_EFRON);
    g_autoptr (ComitySpec) doubled = make_spec (SPELLS, "start,stop", COMITY_TIES_BRESLOW);
    g_autoptr (ComitySpec) scaled =
        make_spec ("event ~ I(1e9 * dem) + wealth + law", "start,stop", COMITY_TIES_EFRON);
    g_autoptr (ComityFit) years = NULL;
    g_autoptr (ComityFit) one_thread = NULL;
    g_autoptr (ComityFit) twice = NULL;
    g_autoptr (ComityFit) once = NULL;
    g_autoptr (ComityFit) big = comity_test_fit_spec (cut, scaled);

    comity_spec_set_clusters (yearly, "id");
    comity_spec_set_clusters (spec, "id");
    years = comity_test_fit_spec (cut, yearly);
    yearly->n_threads = 1;
    one_thread = comity_test_fit_spec (cut, yearly);
    once = comity_test_fit_spec (cut, doubled);
    doubled->weights = g_strdup ("two");
    doubled->frequency_weights = TRUE;
    twice = comity_test_fit_spec (cut, doubled);
    g_clear_pointer (&whole, comity_fit_unref);
    whole = comity_test_fit_spec (dataset, spec);
    for (gsize j = 0; j < 3; j++)
      {
        const ComityCoefficient *a = comity_fit_peek_coefficient (whole, j);
        const ComityCoefficient *b = comity_fit_peek_coefficient (years, j);
        const ComityCoefficient *c = comity_fit_peek_coefficient (one_thread, j);

        comity_test_assert_close (b->estimate, a->estimate, 1e-9);
        comity_test_assert_close (b->std_error, a->std_error, 1e-9);
        g_assert_true (b->estimate == c->estimate && b->std_error == c->std_error);
        comity_test_assert_close (comity_fit_peek_coefficient (twice, j)->estimate,
                                  comity_fit_peek_coefficient (once, j)->estimate, 1e-9);
        comity_test_assert_close (comity_fit_peek_coefficient (twice, j)->std_error * sqrt (2.0),
                                  comity_fit_peek_coefficient (once, j)->std_error, 1e-9);
      }
    comity_test_assert_close (comity_fit_peek_coefficient (big, 0)->estimate * 1e9,
                              comity_fit_peek_coefficient (whole, 0)->estimate, 1e-8);
  }
}

/* spells.csv with the weights that generate-curves.R gives its rows. */
static ComityDataset *
weigh_spells (void)
{
  g_autoptr (ComityDataset) spells = comity_test_load_data ("spells.csv");
  gsize n = comity_dataset_get_n_rows (spells);
  ComityColumn *id = comity_dataset_require_column (spells, "id", NULL);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (spells);
  double *counts = g_new (double, n);
  double *shares = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      int number = (int) comity_column_get_double (id, i);

      counts[i] = 1 + number % 3;
      shares[i] = 0.5 + number * 7 % 11 / 10.0;
    }
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("fw", COMITY_COLUMN_DOUBLE, n, counts));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("pw", COMITY_COLUMN_DOUBLE, n, shares));
  return comity_dataset_builder_end (builder);
}

static void
check_list (ComityFit *fit, JsonNode *expected, gboolean errors, double tolerance)
{
  for (gsize i = 0; i < 3; i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);

      comity_test_assert_close (errors ? c->std_error : c->estimate,
                                comity_test_element (expected, i), tolerance);
    }
}

/* What differs between the rows and not between those at risk together has no effect that could be
 * estimated: it is named, and the others' are as without it. */
static void
test_within_risk_sets (void)
{
  static const ComityTies ties[] = { COMITY_TIES_EFRON, COMITY_TIES_BRESLOW, COMITY_TIES_EXACT };
  GString *csv = g_string_new ("d,start,stop,y,x,u\n");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (ComitySpec) time = make_spec ("y ~ stop + I(stop^2)", "start,stop", ties[0]);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (int d = 0; d < 300; d++)
    for (int t = 1; t <= 8; t++)
      {
        double x = g_rand_double (rand);

        g_string_append_printf (csv, "%d,%d,%d,%d,%.6f,%.6f\n", d, t - 1, t,
                                g_rand_double (rand) < 0.04 * exp (x), x, 2.0 * x + t * t * t);
      }
  text = g_string_free (csv, FALSE);
  dataset = comity_test_parse_data (text);
  for (gsize i = 0; i < G_N_ELEMENTS (ties); i++)
    {
      g_autoptr (ComitySpec) alone = make_spec ("y ~ x", "start,stop", ties[i]);
      g_autoptr (ComitySpec) beside =
          make_spec ("y ~ stop + x + I(stop^2) + u", "start,stop", ties[i]);
      g_autoptr (ComityFit) expected = comity_test_fit_spec (dataset, alone);
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, beside);
      const char *reason;

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 3);
      g_assert_cmpstr (comity_fit_peek_omitted (fit, 0, &reason), ==, "stop");
      g_assert_cmpstr (reason, ==, "constant within every risk set");
      g_assert_cmpstr (comity_fit_peek_omitted (fit, 1, &reason), ==, "I(stop^2)");
      g_assert_cmpstr (reason, ==, "constant within every risk set");
      g_assert_cmpstr (comity_fit_peek_omitted (fit, 2, &reason), ==, "u");
      g_assert_cmpstr (reason, ==, "collinear with x within every risk set");
      g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, 1);
      comity_test_assert_close (comity_fit_peek_coefficient (fit, 0)->estimate,
                                comity_fit_peek_coefficient (expected, 0)->estimate, 1e-9);
      comity_test_assert_close (comity_fit_peek_coefficient (fit, 0)->std_error,
                                comity_fit_peek_coefficient (expected, 0)->std_error, 1e-9);
      comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                                comity_fit_peek_numbers (expected)->log_likelihood, 1e-10);
    }
  g_assert_null (comity_fit_new_for_dataset (time, dataset, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
}

/* Frequency weights against R's fit of the rows repeated, sampling weights against R's weighted fit
 * with robust and clustered errors (without a small-sample factor). */
static void
test_weights (void)
{
  static const struct
  {
    const char *name;
    ComityTies ties;
    gboolean frequency;
  } cases[] = { { "frequency_breslow", COMITY_TIES_BRESLOW, TRUE },
                { "frequency_efron", COMITY_TIES_EFRON, TRUE },
                { "sampling_breslow", COMITY_TIES_BRESLOW, FALSE },
                { "sampling_efron", COMITY_TIES_EFRON, FALSE } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "curves.json");
  g_autoptr (ComityDataset) dataset = weigh_spells ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      JsonNode *expected = comity_test_find (root, "cox", cases[i].name, NULL);
      g_autoptr (ComitySpec) spec = make_spec (SPELLS, "dur", cases[i].ties);
      g_autoptr (ComityFit) fit = NULL;
      g_autoptr (ComityFit) clustered = NULL;
      const ComityFitNumbers *numbers;

      spec->weights = g_strdup (cases[i].frequency ? "fw" : "pw");
      spec->frequency_weights = cases[i].frequency;
      spec->stata_small_sample = FALSE;
      fit = comity_test_fit_spec (dataset, spec);
      numbers = comity_fit_peek_numbers (fit);
      check_list (fit, comity_test_find (expected, "coef", NULL), FALSE, 1e-8);
      check_list (fit, comity_test_find (expected, "se", NULL), TRUE, 1e-6);
      comity_test_assert_close (
          numbers->log_likelihood,
          comity_test_element (comity_test_find (expected, "loglik", NULL), 0), 1e-8);
      comity_test_assert_close (
          numbers->log_likelihood_null,
          comity_test_element (comity_test_find (expected, "loglik_null", NULL), 0), 1e-8);
      if (cases[i].frequency)
        continue;
      comity_spec_set_clusters (spec, "country");
      clustered = comity_test_fit_spec (dataset, spec);
      check_list (clustered, comity_test_find (expected, "coef", NULL), FALSE, 1e-8);
      check_list (clustered, comity_test_find (expected, "cluster_se", NULL), TRUE, 1e-6);
    }
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  static const struct
  {
    const char *formula, *times, *part;
    int code;
  } cases[] = {
    { SPELLS, NULL, "needs the time of the event", COMITY_MODEL_ERROR_SPEC },
    { SPELLS, "dur,entry", "must end after it begins, but in row", COMITY_MODEL_ERROR_SPEC },
    { SPELLS, "country", "must be a number", COMITY_MODEL_ERROR_SPEC },
    { "Surv(dur) ~ dem", NULL, "Surv () takes", COMITY_MODEL_ERROR_FORMULA },
    { "cause ~ dem", "dur", "must be 0 or 1", COMITY_MODEL_ERROR_OUTCOME },
    { SPELLS, "nosuch", "nosuch", COMITY_MODEL_ERROR_COLUMN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (cases[i].formula, cases[i].times, 0);
      g_autofree char *sentence = comity_test_refuse (dataset, spec, cases[i].code);

      g_test_message ("%s", sentence);
      g_assert_nonnull (strstr (sentence, cases[i].part));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/model/cox/breslow", "breslow", test_ties);
  g_test_add_data_func ("/model/cox/efron", "efron", test_ties);
  g_test_add_data_func ("/model/cox/exact", "exact", test_ties);
  g_test_add_func ("/model/cox/strata", test_strata);
  g_test_add_func ("/model/cox/left-truncated", test_left_truncated);
  g_test_add_func ("/model/cox/time-varying", test_time_varying);
  g_test_add_func ("/model/cox/many-ties", test_many_ties);
  g_test_add_func ("/model/cox/single-event", test_single_event);
  g_test_add_func ("/model/cox/monotone", test_monotone);
  g_test_add_func ("/model/cox/lung", test_lung);
  g_test_add_func ("/model/cox/rossi", test_rossi);
  g_test_add_func ("/model/cox/collinear", test_collinear);
  g_test_add_func ("/model/cox/within-risk-sets", test_within_risk_sets);
  g_test_add_func ("/model/cox/weights", test_weights);
  g_test_add_func ("/model/cox/properties", test_properties);
  g_test_add_func ("/model/cox/refusals", test_refusals);
  return g_test_run ();
}
