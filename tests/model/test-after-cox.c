/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows a Cox model against R's survival 3.5.3. Stratified tests of proportional hazards and
 * residuals with weights are checked by what must hold. */
#include "config.h"

#include "comity-survival.h"
#include "comity-predicted-curves.h"
#include "comity-test-fit.h"
#include "comity-workbench.h"

#include <math.h>
#include <string.h>

#define SPELLS "event ~ dem + wealth + law"

static ComityFit *
fit_cox (ComityDataset *dataset, const char *formula, const char *times, ComityTies ties)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, times);
  spec->ties = ties;
  return comity_test_fit_spec (dataset, spec);
}

static ComityCox *
open_cox (ComityFit *fit)
{
  g_autoptr (GError) error = NULL;
  ComityCox *cox = comity_cox_new (fit, NULL, &error);

  g_assert_no_error (error);
  return cox;
}

static void
check_matrix (const ComityMatrix *ours, JsonNode *theirs)
{
  JsonArray *rows = json_node_get_array (theirs);

  g_assert_cmpuint (ours->n_rows, ==, json_array_get_length (rows));
  for (guint i = 0; i < ours->n_rows; i++)
    for (gsize j = 0; j < ours->n_cols; j++)
      {
        JsonNode *row = json_array_get_element (rows, i);
        double expected =
            ours->n_cols == 1 ? comity_test_element (theirs, i) : comity_test_element (row, j);

        comity_test_assert_close (comity_matrix_get (ours, i, j), expected, 1e-7);
      }
}

static void
test_residuals (gconstpointer name)
{
  static const char *const kinds[] = {
    "martingale", "cox_snell", "deviance",   "score",
    "dfbeta",     "dfbetas",   "schoenfeld", "scaled_schoenfeld"
  };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_residuals.json");
  JsonNode *expected = comity_test_find (root, "expected", (const char *) name, NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("small_surv.csv");
  ComityTies ties = COMITY_TIES_EXACT;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityCox) cox = NULL;
  g_autofree guint32 *events = NULL;
  g_autofree double *times = NULL;
  gsize n_events;

  g_assert_true (comity_ties_from_name (name, &ties));
  fit = fit_cox (dataset, "event ~ x + z", "time", ties);
  cox = open_cox (fit);
  for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autoptr (ComityMatrix) ours = comity_cox_residuals (cox, (ComityCoxResidual) kind);

      check_matrix (ours, comity_test_find (expected, kinds[kind], NULL));
    }
  events = comity_cox_dup_events (cox, &n_events, &times);
  for (gsize i = 0; i < n_events; i++)
    g_assert_cmpfloat (
        times[i], ==,
        comity_test_element (comity_test_find (expected, "schoenfeld_time", NULL), i));
}

/* A row of weight 2 is the row twice (Breslow's ties): residuals are a row's own. */
static void
test_weighted_residuals (void)
{
  const char *once = "t,e,x,w\n1,1,0.5,1\n2,0,1.5,2\n3,1,0.1,2\n4,1,2.0,1\n5,0,-1,1\n6,1,0.7,2\n";
  const char *twice =
      "t,e,x\n1,1,0.5\n2,0,1.5\n3,1,0.1\n4,1,2.0\n5,0,-1\n6,1,0.7\n2,0,1.5\n3,1,0.1\n"
      "6,1,0.7\n";
  g_autoptr (ComityDataset) weighted = comity_test_parse_data (once);
  g_autoptr (ComityDataset) repeated = comity_test_parse_data (twice);
  g_autoptr (ComitySpec) spec = comity_spec_new ("e ~ x");
  g_autoptr (ComityFit) a = NULL;
  g_autoptr (ComityFit) b = fit_cox (repeated, "e ~ x", "t", COMITY_TIES_BRESLOW);
  g_autoptr (ComityCox) first = NULL;
  g_autoptr (ComityCox) second = open_cox (b);

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  spec->ties = COMITY_TIES_BRESLOW;
  comity_spec_set_times (spec, "t");
  spec->weights = g_strdup ("w");
  spec->frequency_weights = TRUE;
  a = comity_test_fit_spec (weighted, spec);
  first = open_cox (a);
  for (int kind = COMITY_COX_MARTINGALE; kind <= COMITY_COX_DFBETA; kind++)
    {
      g_autoptr (ComityMatrix) ours = comity_cox_residuals (first, (ComityCoxResidual) kind);
      g_autoptr (ComityMatrix) theirs = comity_cox_residuals (second, (ComityCoxResidual) kind);

      for (gsize i = 0; i < 6; i++)
        comity_test_assert_close (ours->data[i], theirs->data[i], 1e-9);
    }
}

static void
check_zph (ComityCox *cox, const char *transform, gboolean approximate, JsonNode *expected)
{
  g_autoptr (GError) error = NULL;
  ComityZphTransform which = COMITY_ZPH_KM;
  g_autoptr (ComityZph) zph = NULL;
  JsonNode *chi2 = comity_test_find (expected, approximate ? "chi2" : "chisq", NULL);
  JsonNode *p = comity_test_find (expected, "p", NULL);

  g_assert_true (comity_zph_transform_from_name (transform, &which));
  zph = comity_cox_zph (cox, which, approximate, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (zph->tests[zph->n_tests - 1].term, ==, "GLOBAL");
  for (gsize i = 0; i < zph->n_tests; i++)
    if (!approximate)
      {
        g_assert_cmpstr (
            zph->tests[i].term, ==,
            json_array_get_string_element (
                json_node_get_array (comity_test_find (expected, "terms", NULL)), (guint) i));
        comity_test_assert_close (zph->tests[i].chi2, comity_test_element (chi2, i), 1e-6);
        comity_test_assert_close (zph->tests[i].p, comity_test_element (p, i), 1e-6);
      }
    else if (i + 1 < zph->n_tests)
      {
        comity_test_assert_close (zph->tests[i].rho,
                                  comity_test_element (comity_test_find (expected, "rho", NULL), i),
                                  1e-6);
        comity_test_assert_close (zph->tests[i].chi2, comity_test_element (chi2, i), 1e-6);
        comity_test_assert_close (zph->tests[i].p, comity_test_element (p, i), 1e-6);
      }
    else
      {
        comity_test_assert_close (
            zph->tests[i].chi2,
            comity_test_number (comity_test_find (expected, "global_chi2", NULL)), 1e-6);
        comity_test_assert_close (
            zph->tests[i].p, comity_test_number (comity_test_find (expected, "global_p", NULL)),
            1e-6);
      }
}

static void
test_zph (void)
{
  static const char *const transforms[] = { "km", "identity", "rank", "log" };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_zph.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityFit) efron = fit_cox (dataset, SPELLS, "dur", COMITY_TIES_EFRON);
  g_autoptr (ComityFit) breslow = fit_cox (dataset, SPELLS, "dur", COMITY_TIES_BRESLOW);
  g_autoptr (ComityCox) first = open_cox (efron);
  g_autoptr (ComityCox) second = open_cox (breslow);

  for (gsize i = 0; i < G_N_ELEMENTS (transforms); i++)
    {
      check_zph (first, transforms[i], FALSE,
                 comity_test_find (expected, "efron_survival3", transforms[i], NULL));
      check_zph (
          second, transforms[i], TRUE,
          comity_test_find (expected, "breslow_grambsch_therneau_1994", transforms[i], NULL));
    }
  for (gsize i = 0; i < 2; i++)
    check_zph (second, transforms[i], FALSE,
               comity_test_find (expected, "breslow_survival3", transforms[i], NULL));
}

/* Late entry and strata: time is that of the rows of all strata together. */
static void
test_zph_strata (void)
{
  static const char *const transforms[] = { "km", "rank", "log" };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "curves.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new (SPELLS);
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityCox) cox = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, "entry,dur");
  spec->strata = g_strdup ("region");
  spec->where = g_strdup ("entry < dur");
  fit = comity_test_fit_spec (dataset, spec);
  cox = open_cox (fit);
  for (gsize i = 0; i < G_N_ELEMENTS (transforms); i++)
    {
      JsonNode *expected = comity_test_find (root, "zph_strata", transforms[i], NULL);
      ComityZphTransform which = COMITY_ZPH_KM;
      g_autoptr (ComityZph) zph = NULL;

      g_assert_true (comity_zph_transform_from_name (transforms[i], &which));
      zph = comity_cox_zph (cox, which, FALSE, NULL, NULL);
      g_assert_cmpuint (zph->n_tests, ==, 4);
      for (gsize j = 0; j < 4; j++)
        comity_test_assert_close (zph->tests[j].chi2, comity_test_element (expected, j), 1e-6);
    }
}

/* Time-varying covariates; the public data. */
static void
test_zph_others (void)
{
  static const struct
  {
    const char *file, *data, *formula, *times, *path;
  } cases[] = {
    { "cox_time_varying.json", "spells_tv.csv", "event ~ x + z", "start,stop", NULL },
    { "public_lung.json", "lung.csv", "event ~ age + sex + ph.ecog", "time", NULL },
    { "public_rossi.json", "rossi.csv", "arrest ~ fin + age + race + wexp + mar + paro + prio",
      "week", NULL },
    { "public_rossi.json", "rossi.csv", "arrest ~ fin + age + prio", "week",
      "three_covariates_fin_age_prio" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = comity_test_load_case ("model", cases[i].file);
      JsonNode *expected = comity_test_find (root, "expected", cases[i].path, NULL);
      g_autoptr (ComityDataset) dataset = comity_test_load_data (cases[i].data);
      g_autoptr (ComityFit) fit =
          fit_cox (dataset, cases[i].formula, cases[i].times, COMITY_TIES_EFRON);
      g_autoptr (ComityCox) cox = open_cox (fit);

      check_zph (cox, "km", FALSE, comity_test_find (expected, "zph_km", NULL));
      if (cases[i].path == NULL)
        check_zph (cox, "identity", FALSE, comity_test_find (expected, "zph_identity", NULL));
    }
}

/* The test does not change with the units of time or of a covariate, nor where strata repeat the
 * data; a factor is tested as one term. */
static void
test_zph_properties (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityFit) plain = fit_cox (dataset, SPELLS, "dur", COMITY_TIES_EFRON);
  g_autoptr (ComityFit) scaled =
      fit_cox (dataset, "event ~ I(1e6 * dem) + wealth + law", "7 * dur", COMITY_TIES_EFRON);
  g_autoptr (ComityFit) factor =
      fit_cox (dataset, "event ~ dem + region", "dur", COMITY_TIES_EFRON);
  g_autoptr (ComityCox) first = open_cox (plain);
  g_autoptr (ComityCox) second = open_cox (scaled);
  g_autoptr (ComityCox) third = open_cox (factor);
  g_autoptr (ComityZph) a = comity_cox_zph (first, COMITY_ZPH_IDENTITY, FALSE, NULL, NULL);
  g_autoptr (ComityZph) b = comity_cox_zph (second, COMITY_ZPH_IDENTITY, FALSE, NULL, NULL);
  g_autoptr (ComityZph) c = comity_cox_zph (third, COMITY_ZPH_IDENTITY, FALSE, NULL, NULL);

  for (gsize i = 0; i < a->n_tests; i++)
    comity_test_assert_close (b->tests[i].chi2, a->tests[i].chi2, 1e-9);
  g_assert_cmpuint (c->n_tests, ==, 3);
  g_assert_cmpstr (c->tests[1].term, ==, "region");
  g_assert_cmpint (c->tests[1].df, ==, 3);
}

static void
check_column (JsonNode *matrix, guint row, gsize column, double ours, double tolerance)
{
  JsonNode *cells = json_array_get_element (json_node_get_array (matrix), row);

  comity_test_assert_close (ours, comity_test_element (cells, column), tolerance);
}

static void
test_baseline (gconstpointer name)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_baseline.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  JsonNode *base = comity_test_find (expected, (const char *) name, NULL);
  JsonNode *curves = comity_test_find (expected, "survfit", (const char *) name, NULL);
  JsonNode *time = comity_test_find (curves, "time", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  ComityTies ties = COMITY_TIES_EXACT;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityCox) cox = NULL;
  g_autoptr (ComityCoxCurve) zero = NULL;
  g_autoptr (ComityCoxCurve) middle = NULL;
  static const double people[2][3] = { { 0.0, 8.0, 0.0 }, { 1.0, 9.0, 1.0 } };
  double mean[3];

  g_assert_true (comity_ties_from_name (name, &ties));
  fit = fit_cox (dataset, SPELLS, "dur", ties);
  cox = open_cox (fit);
  comity_cox_get_means (cox, mean);
  /* R leaves columns of 0 and 1 where they are. */
  mean[2] = 0.0;
  zero = comity_cox_predict (cox, 0, NULL, 95.0);
  middle = comity_cox_predict (cox, 0, mean, 95.0);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (time)); i++)
    {
      gssize k = comity_cox_curve_find (zero, comity_test_element (time, i));

      comity_test_assert_close (zero->hazard[k],
                                comity_test_element (comity_test_find (base, "cumhaz_x0", NULL), i),
                                1e-7);
      comity_test_assert_close (
          middle->hazard[k], comity_test_element (comity_test_find (base, "cumhaz_mean", NULL), i),
          1e-7);
    }
  for (gsize person = 0; person < 2; person++)
    {
      g_autoptr (ComityCoxCurve) curve = comity_cox_predict (cox, 0, people[person], 95.0);

      for (guint i = 0; i < json_array_get_length (json_node_get_array (time)); i++)
        {
          gssize k = comity_cox_curve_find (curve, comity_test_element (time, i));

          check_column (comity_test_find (curves, "surv", NULL), i, person, curve->survival[k],
                        1e-7);
          check_column (comity_test_find (curves, "std_err_cumhaz", NULL), i, person,
                        curve->std_error[k], 1e-6);
          check_column (comity_test_find (curves, "lower", NULL), i, person, curve->low[k], 1e-6);
          check_column (comity_test_find (curves, "upper", NULL), i, person, curve->high[k], 1e-6);
        }
    }
  g_assert_cmpint (comity_cox_curve_find (zero, 0.5), ==, -1);
}

/* A fit whose sample is kept is opened from it, with the bits of one that is read again. */
static void
test_kept (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityWorkbench) workbench =
      comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);
  g_autoptr (ComitySpec) wider = comity_spec_new ("event ~ wealth + I(wealth^2)");
  g_autoptr (ComitySpec) spec = comity_spec_new ("event ~ dem + wealth + law");
  g_autoptr (ComityFit) first = NULL;
  g_autoptr (ComityFit) kept = NULL;
  g_autoptr (ComityFit) read = NULL;
  double means[2][3];

  g_free (wider->estimator);
  wider->estimator = g_strdup ("cox");
  comity_spec_set_times (wider, "entry,dur");
  wider->where = g_strdup ("entry < dur");
  first = comity_workbench_fit (workbench, wider, NULL, NULL);
  g_assert_nonnull (first);
  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, "entry,dur");
  spec->where = g_strdup ("entry < dur");
  kept = comity_workbench_fit (workbench, spec, NULL, NULL);
  read = comity_test_fit_spec (dataset, spec);
  for (int pass = 0; pass < 2; pass++)
    {
      g_autoptr (ComityCox) a = open_cox (kept);
      g_autoptr (ComityCox) b = open_cox (read);
      g_autoptr (ComityMatrix) ours = comity_cox_residuals (a, COMITY_COX_DFBETA);
      g_autoptr (ComityMatrix) theirs = comity_cox_residuals (b, COMITY_COX_DFBETA);
      g_autoptr (ComityZph) x = comity_cox_zph (a, COMITY_ZPH_KM, FALSE, NULL, NULL);
      g_autoptr (ComityZph) y = comity_cox_zph (b, COMITY_ZPH_KM, FALSE, NULL, NULL);

      comity_cox_get_means (a, means[0]);
      comity_cox_get_means (b, means[1]);
      g_assert_cmpmem (means[0], sizeof means[0], means[1], sizeof means[1]);
      g_assert_cmpmem (ours->data, ours->n_rows * 3 * sizeof (double), theirs->data,
                       theirs->n_rows * 3 * sizeof (double));
      for (gsize i = 0; i < x->n_tests; i++)
        g_assert_cmpfloat (x->tests[i].chi2, ==, y->tests[i].chi2);
      /* The second time nothing is kept, and the rows are read. */
      comity_workbench_clear (workbench);
    }
}

/* The baseline case again, as somebody asks for it: by values of columns, a curve a stratum. */
static void
test_predicted (void)
{
  static const double times[] = { 0.0, 1.0, 7.5, 21.0, 22.0 };
  static const double person[] = { 1.0, 9.0, 1.0 };
  static const char *const values[] = { "0", "1" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityFit) fit = fit_cox (dataset, SPELLS, "dur", COMITY_TIES_EFRON);
  g_autoptr (ComityCox) cox = open_cox (fit);
  g_autoptr (ComityCoxCurve) direct = comity_cox_predict (cox, 0, person, 95.0);
  g_autoptr (ComityProfile) profile = comity_profile_parse ("mean,dem=1,wealth=9", NULL);
  g_autoptr (ComityPredictedCurves) some = comity_predicted_curves_new (
      fit, profile, "law", values, 2, times, G_N_ELEMENTS (times), NULL, NULL);
  g_autoptr (ComityPredictedCurves) all =
      comity_predicted_curves_new (fit, profile, "law", values, 2, NULL, 0, NULL, NULL);
  const ComityPredictedCurve *curve = &some->curves[1];

  g_assert_true (some->steps);
  g_assert_cmpuint (some->n, ==, 2);
  g_assert_cmpstr (curve->label, ==, "law = 1");
  g_assert_cmpfloat (curve->survival[0], ==, 1.0);
  g_assert_cmpfloat (curve->high[0], ==, 1.0);
  for (gsize i = 1; i < 4; i++)
    {
      gssize k = comity_cox_curve_find (direct, times[i]);

      comity_test_assert_close (curve->survival[i], direct->survival[k], 1e-14);
      comity_test_assert_close (curve->low[i], direct->low[k], 1e-14);
      comity_test_assert_close (curve->high[i], direct->high[k], 1e-14);
      comity_test_assert_close (curve->hazard_error[i], direct->std_error[k], 1e-14);
    }
  /* Beyond the last time nothing is known. */
  g_assert_true (isnan (curve->survival[4]) && isnan (curve->hazard_high[4]));
  g_assert_cmpfloat (all->curves[1].time[all->curves[1].n - 1], ==, 21.0);
  g_assert_true (isnan (all->curves[1].rate[0]));
}

static void
test_strata_baseline (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "cox_strata.json");
  JsonNode *base = comity_test_find (root, "expected", "baseline", NULL);
  JsonArray *strata = json_node_get_array (comity_test_find (base, "strata", NULL));
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new (SPELLS);
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityCox) cox = NULL;
  gsize n_checked = 0;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, "dur");
  spec->strata = g_strdup ("region");
  fit = comity_test_fit_spec (dataset, spec);
  cox = open_cox (fit);
  g_assert_cmpuint (comity_cox_get_n_strata (cox), ==, 4);
  for (gsize h = 0; h < 4; h++)
    {
      g_autofree char *name = comity_cox_dup_stratum (cox, h);
      g_autoptr (ComityCoxCurve) curve = comity_cox_predict (cox, h, NULL, 95.0);

      for (guint i = 0; i < json_array_get_length (strata); i++)
        if (strcmp (json_array_get_string_element (strata, i), name) == 0)
          {
            double time = comity_test_element (comity_test_find (base, "time", NULL), i);
            gssize k = comity_cox_curve_find (curve, time);

            comity_test_assert_close (
                k >= 0 ? curve->hazard[k] : 0.0,
                comity_test_element (comity_test_find (base, "cumhaz", NULL), i), 1e-7);
            n_checked++;
          }
    }
  g_assert_cmpuint (n_checked, ==, json_array_get_length (strata));
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("spells.csv");
  g_autoptr (ComityFit) logit = comity_test_fit (dataset, SPELLS, COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) exact = fit_cox (dataset, SPELLS, "dur", COMITY_TIES_EXACT);
  g_autoptr (ComityFit) early = fit_cox (dataset, SPELLS, "dur - 1", COMITY_TIES_EFRON);
  g_autoptr (ComityCox) cox = open_cox (early);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_cox_new (logit, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_clear_error (&error);
  g_assert_null (comity_cox_new (exact, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_clear_error (&error);
  g_assert_null (comity_cox_zph (cox, COMITY_ZPH_LOG, FALSE, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (error->message, "an event at 0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/model/after-cox/residuals-breslow", "breslow", test_residuals);
  g_test_add_data_func ("/model/after-cox/residuals-efron", "efron", test_residuals);
  g_test_add_func ("/model/after-cox/residuals-weighted", test_weighted_residuals);
  g_test_add_func ("/model/after-cox/zph", test_zph);
  g_test_add_func ("/model/after-cox/zph-strata", test_zph_strata);
  g_test_add_func ("/model/after-cox/zph-others", test_zph_others);
  g_test_add_func ("/model/after-cox/zph-properties", test_zph_properties);
  g_test_add_data_func ("/model/after-cox/baseline-breslow", "breslow", test_baseline);
  g_test_add_data_func ("/model/after-cox/baseline-efron", "efron", test_baseline);
  g_test_add_func ("/model/after-cox/baseline-strata", test_strata_baseline);
  g_test_add_func ("/model/after-cox/kept", test_kept);
  g_test_add_func ("/model/after-cox/predicted", test_predicted);
  g_test_add_func ("/model/after-cox/refusals", test_refusals);
  return g_test_run ();
}
