/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discrimination and calibration against R's pROC and by definition. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-roc.h"

#include <math.h>
#include <string.h>

static double
find (JsonNode *expected, const char *name)
{
  return comity_test_number (comity_test_find (expected, name, NULL));
}

static void
check_groups (const ComityRoc *roc, JsonNode *expected, gsize n_groups)
{
  g_autofree ComityRocBin *bins = g_new (ComityRocBin, n_groups);
  ComityTestResult result;

  g_assert_cmpuint (comity_roc_calibrate (roc, n_groups, bins, &result), ==, n_groups);
  for (gsize g = 0; g < n_groups; g++)
    {
      g_assert_cmpuint (bins[g].n, ==,
                        (gsize) comity_test_element (comity_test_find (expected, "n", NULL), g));
      g_assert_cmpuint (
          bins[g].observed, ==,
          (gsize) comity_test_element (comity_test_find (expected, "observed", NULL), g));
      comity_test_assert_close (
          bins[g].expected, comity_test_element (comity_test_find (expected, "expected", NULL), g),
          1e-8);
    }
  comity_test_assert_close (result.statistic, find (expected, "chi2"), 1e-7);
  g_assert_cmpint (result.df, ==, (int) find (expected, "df"));
  comity_test_assert_close (result.p_value, find (expected, "p"), 1e-7);
}

static void
check_confusion (const ComityRoc *roc, double threshold, JsonNode *expected)
{
  gsize true_positives, false_positives;

  comity_roc_count (roc, threshold, &true_positives, &false_positives);
  g_assert_cmpuint (true_positives, ==, (gsize) find (expected, "tp"));
  g_assert_cmpuint (false_positives, ==, (gsize) find (expected, "fp"));
}

static void
test_reference (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "roc_brier_hl_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) full = comity_test_fit (
      dataset, "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)",
      COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) small =
      comity_test_fit (dataset, "sign ~ trade + mindem", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityRoc) roc = comity_roc_new (full, NULL, NULL);
  g_autoptr (ComityRoc) other = comity_roc_new (small, NULL, NULL);
  const ComityRocNumbers *numbers = comity_roc_peek_numbers (roc);
  ComityCoefficient difference;

  comity_test_assert_close (numbers->auc, find (expected, "auc"), 1e-10);
  comity_test_assert_close (numbers->auc_error, find (expected, "se_delong"), 1e-8);
  comity_test_assert_close (numbers->auc_low, find (expected, "ci_lo"), 1e-8);
  comity_test_assert_close (numbers->auc_high, find (expected, "ci_hi"), 1e-8);
  comity_test_assert_close (comity_roc_peek_numbers (other)->auc, find (expected, "auc2"), 1e-10);
  comity_test_assert_close (comity_roc_peek_numbers (other)->auc_error,
                            find (expected, "se2_delong"), 1e-8);
  g_assert_true (comity_roc_compare (roc, other, 95.0, &difference));
  comity_test_assert_close (difference.statistic, find (expected, "delong_z"), 1e-7);
  comity_test_assert_close (difference.p_value, find (expected, "delong_p"), 1e-7);
  comity_test_assert_close (numbers->brier, find (expected, "brier"), 1e-10);
  comity_test_assert_close (numbers->brier_null, find (expected, "brier_null"), 1e-10);
  comity_test_assert_close (numbers->log_score, find (expected, "log_score"), 1e-10);
  comity_test_assert_close (numbers->tjur, find (expected, "tjur_r2"), 1e-9);
  check_groups (roc, comity_test_find (expected, "hosmer_lemeshow_10", NULL), 10);
  check_groups (roc, comity_test_find (expected, "hosmer_lemeshow_8", NULL), 8);
  check_confusion (roc, 0.5, comity_test_find (expected, "confusion_half", NULL));
  check_confusion (roc, 181.0 / 3066.0, comity_test_find (expected, "confusion_base_rate", NULL));
}

/* Four rows by hand: of the four pairs the events win three and tie one. */
static void
test_by_hand (void)
{
  static const double score[] = { 0.2, 0.6, 0.6, 0.8 };
  static const guint8 outcome[] = { 0, 1, 0, 1 };
  static const guint8 reversed[] = { 1, 0, 1, 0 };
  g_autoptr (ComityRoc) roc = comity_roc_new_from_scores (score, outcome, 4, 95.0);
  g_autoptr (ComityRoc) mirror = comity_roc_new_from_scores (score, reversed, 4, 95.0);
  const ComityRocPoint *point;

  comity_test_assert_close (comity_roc_peek_numbers (roc)->auc, 3.5 / 4.0, 1e-15);
  comity_test_assert_close (comity_roc_peek_numbers (mirror)->auc, 0.5 / 4.0, 1e-15);
  /* Placements: events 0.75 and 1, others 1 and 0.75, variances 1/32 of two each. */
  comity_test_assert_close (comity_roc_peek_numbers (roc)->auc_error, sqrt (1.0 / 32.0), 1e-15);
  g_assert_cmpfloat (comity_roc_peek_numbers (roc)->auc_high, ==, 1.0);
  g_assert_cmpuint (comity_roc_get_n_points (roc), ==, 3);
  point = comity_roc_peek_point (roc, 0);
  g_assert_cmpfloat (point->threshold, ==, 0.8);
  g_assert_cmpfloat (point->recall, ==, 0.5);
  g_assert_cmpfloat (point->precision, ==, 1.0);
  point = comity_roc_peek_point (roc, 1);
  g_assert_cmpuint (point->true_positives, ==, 2);
  g_assert_cmpfloat (point->false_positive_rate, ==, 0.5);
  comity_test_assert_close (comity_roc_peek_numbers (roc)->average_precision,
                            0.5 * 1.0 + 0.5 * 2.0 / 3.0, 1e-15);
  g_assert_cmpfloat (comity_roc_peek_sorted_scores (roc)[3], ==, 0.8);
  g_assert_cmpuint (comity_roc_peek_sorted_outcomes (roc)[3], ==, 1);
}

/* Scores that are all equal tell nothing, and cannot be cut into groups. */
static void
test_equal_scores (void)
{
  static const double score[] = { 0.4, 0.4, 0.4, 0.4, 0.4 };
  static const guint8 outcome[] = { 0, 1, 0, 1, 0 };
  g_autoptr (ComityRoc) roc = comity_roc_new_from_scores (score, outcome, 5, 95.0);
  ComityRocBin bins[10];
  ComityTestResult result;

  g_assert_cmpfloat (comity_roc_peek_numbers (roc)->auc, ==, 0.5);
  g_assert_cmpfloat (comity_roc_peek_numbers (roc)->auc_error, ==, 0.0);
  g_assert_cmpuint (comity_roc_calibrate (roc, 10, bins, &result), ==, 1);
  g_assert_cmpuint (bins[0].n, ==, 5);
  g_assert_true (isnan (result.statistic) && isnan (result.p_value));
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new ("sign ~ trade");
  g_autoptr (ComityFit) lpm = NULL;
  g_autoptr (ComityFit) a = comity_test_fit (dataset, "sign ~ trade", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) b = comity_test_fit (dataset, "sign ~ mindem", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityRoc) roc_a = comity_roc_new (a, NULL, NULL);
  g_autoptr (ComityRoc) roc_b = comity_roc_new (b, NULL, NULL);
  g_autoptr (GError) error = NULL;
  ComityCoefficient difference;

  g_assert_false (comity_roc_compare (roc_a, roc_b, 95.0, &difference));
  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  lpm = comity_test_fit_spec (dataset, spec);
  g_assert_null (comity_roc_new (lpm, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/roc/reference", test_reference);
  g_test_add_func ("/model/roc/by-hand", test_by_hand);
  g_test_add_func ("/model/roc/equal-scores", test_equal_scores);
  g_test_add_func ("/model/roc/refusals", test_refusals);
  return g_test_run ();
}
