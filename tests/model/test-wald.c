/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests after a fit against R's car and lmtest, hypotheses that cannot be read or tested, and
 * corrected p values against R's p.adjust. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-tests.h"

#include <math.h>
#include <string.h>

#define MLA "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)"

static double
find (JsonNode *expected, const char *test, const char *name)
{
  return comity_test_number (comity_test_find (expected, test, name, NULL));
}

static void
check_wald (ComityFit *fit, const ComityHypothesis *hypothesis, JsonNode *expected, const char *key)
{
  ComityTestResult result;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (hypothesis);
  g_assert_true (comity_wald_test (fit, hypothesis, &result, &error));
  g_assert_no_error (error);
  comity_test_assert_close (result.statistic, find (expected, key, "chi2"), 1e-6);
  g_assert_cmpint (result.df, ==, (int) find (expected, key, "df"));
  comity_test_assert_close (result.p_value, find (expected, key, "p"), 1e-6);
}

static void
test_reference (void)
{
  static const char *const terms[] = { "samelaw", "ally", "contig" };
  static const char *const spellings[] = { "samelaw = ally", "samelaw - ally = 0",
                                           "2*samelaw == ally*2", "0 = `ally` - samelaw" };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "tests_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) classical = comity_test_fit (dataset, MLA, COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) cluster = comity_test_fit (dataset, MLA, COMITY_VCE_CLUSTER, "dyad");
  g_autoptr (ComityHypothesis) joint = comity_hypothesis_of_terms (classical, terms, 3, NULL);
  ComityCoefficient turn;

  check_wald (classical, joint, expected, "wald_joint_classical");
  check_wald (cluster, joint, expected, "wald_joint_cluster_stata");
  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr (ComityHypothesis) equal =
          comity_hypothesis_parse (classical, &spellings[i], 1, NULL);
      ComityCoefficient c;

      check_wald (classical, equal, expected, "wald_samelaw_equals_ally_classical");
      check_wald (cluster, equal, expected, "wald_samelaw_equals_ally_cluster");
      comity_wald_combination (cluster, equal, 0, &c);
      comity_test_assert_close (c.statistic * c.statistic,
                                find (expected, "wald_samelaw_equals_ally_cluster", "chi2"), 1e-6);
    }
  g_assert_true (comity_turning_point (classical, "t", "I(t^2)", &turn, NULL));
  comity_test_assert_close (turn.estimate, find (expected, "turning_point_t", "est"), 1e-6);
  comity_test_assert_close (turn.std_error, find (expected, "turning_point_t", "se"), 1e-6);
}

static void
test_likelihood_ratio (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "tests_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) full_spec = comity_spec_new (MLA);
  g_autoptr (ComitySpec) spec = comity_spec_new ("sign ~ trade + mindem + crime + t + I(t^2)");
  g_autoptr (ComitySpec) fewer = comity_spec_new ("sign ~ mindem");
  ComitySpec *specs[] = { full_spec, spec };
  g_autoptr (ComityFit) full = comity_test_fit_spec (dataset, full_spec);
  g_autoptr (ComityFit) other_rows = comity_test_fit_spec (dataset, fewer);
  g_autoptr (ComityFit) restricted = NULL;
  g_autoptr (GError) error = NULL;
  ComityTestResult lr;

  g_assert_true (comity_specs_share_sample (specs, 2, NULL));
  restricted = comity_test_fit_spec (dataset, spec);
  g_assert_true (comity_lr_test (restricted, full, &lr, NULL));
  comity_test_assert_close (lr.statistic, find (expected, "lr", "chi2"), 1e-6);
  g_assert_cmpint (lr.df, ==, 3);
  comity_test_assert_close (lr.p_value, find (expected, "lr", "p"), 1e-6);
  g_assert_false (comity_lr_test (other_rows, full, &lr, &error));
  g_assert_nonnull (strstr (error->message, "same sample"));
  g_clear_error (&error);
  g_assert_false (comity_lr_test (full, restricted, &lr, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
}

/* The same rows, whoever lacks what; the waterfall names what the other formula asks. */
static void
test_same_sample (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,a,b,c\n0,1,2,\n1,2,,1\n0,3,1,2\n1,1,4,3\n0,5,2,5\n1,,3,6\n1,2,2,2\n");
  g_autoptr (ComitySpec) first = comity_spec_new ("y ~ a");
  g_autoptr (ComitySpec) second = comity_spec_new ("y ~ log(b) + c");
  ComitySpec *specs[] = { first, second };
  gsize n_lost = 0;

  first->estimator = (g_free (first->estimator), g_strdup ("lpm"));
  second->estimator = (g_free (second->estimator), g_strdup ("lpm"));
  g_assert_true (comity_specs_share_sample (specs, 2, NULL));
  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr (ComityFit) fit = comity_test_fit_spec (dataset, specs[i]);

      g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==, 4);
      for (gsize d = 0; d < comity_fit_get_n_drops (fit); d++)
        n_lost += comity_fit_peek_drop (fit, d)->rows;
    }
  g_assert_cmpuint (n_lost, ==, 6);
}

static void
test_vif (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "tests_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, MLA, COMITY_VCE_CLASSICAL, NULL);
  double design[9];
  double coefficients[9];

  g_assert_true (comity_vif (fit, design, coefficients, NULL, NULL));
  g_assert_true (isnan (design[0]) && isnan (coefficients[0]));
  for (gsize i = 1; i < 9; i++)
    {
      comity_test_assert_close (
          design[i], comity_test_element (comity_test_find (expected, "vif_ols", NULL), i - 1),
          1e-8);
      comity_test_assert_close (
          coefficients[i],
          comity_test_element (comity_test_find (expected, "vif_logit", NULL), i - 1), 1e-8);
    }
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *text;
    const char *part;
  } cases[] = { { "samelaw = nosuch", "nosuch" },
                { "samelaw ally", "character 9" },
                { "2 = 1", "restricts no term" },
                { "samelaw = ", "missing" },
                { "samelaw = samelaw", "restricts no term" },
                { "`t = 1", "backtick" },
                { "trad = 0", "trad" } };
  static const char *const twice[] = { "ally = 0", "2*ally = 0" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, MLA, COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityHypothesis) same = comity_hypothesis_parse (fit, twice, 2, NULL);
  g_autoptr (GError) redundant = NULL;
  ComityTestResult result;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (comity_hypothesis_parse (fit, &cases[i].text, 1, &error));
      g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }
  g_assert_false (comity_wald_test (fit, same, &result, &redundant));
  g_assert_nonnull (strstr (redundant->message, "follows from"));
}

/* A factor's term stands for its columns; least squares gives F, whose one-row case is t². */
static void
test_factor_and_f (void)
{
  static const char *const family[] = { "family" };
  static const char *const one[] = { "I(t^2)" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new ("sign ~ trade + family + I(t^2)");
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityHypothesis) factor = NULL;
  g_autoptr (ComityHypothesis) square = NULL;
  ComityTestResult result;
  double t;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  fit = comity_test_fit_spec (dataset, spec);
  factor = comity_hypothesis_of_terms (fit, family, 1, NULL);
  g_assert_cmpuint (comity_hypothesis_get_n (factor), ==, 4);
  square = comity_hypothesis_parse (fit, one, 1, NULL);
  g_assert_true (comity_wald_test (fit, square, &result, NULL));
  t = comity_fit_peek_coefficient (fit, (gsize) comity_fit_find_term (fit, "I(t^2)"))->statistic;
  comity_test_assert_close (result.statistic, t * t, 1e-10);
  comity_test_assert_close (
      result.p_value,
      comity_fit_peek_coefficient (fit, (gsize) comity_fit_find_term (fit, "I(t^2)"))->p_value,
      1e-10);
}

/* R: p.adjust (c (0.01, 0.04, 0.03, NA, 0.005), "holm") and "BH". */
static void
test_adjust (void)
{
  static const double p[] = { 0.01, 0.04, 0.03, NAN, 0.005 };
  static const double holm[] = { 0.03, 0.06, 0.06, NAN, 0.02 };
  static const double bh[] = { 0.02, 0.04, 0.04, NAN, 0.02 };
  double out[5];

  comity_adjust_holm (p, 5, out);
  for (gsize i = 0; i < 5; i++)
    comity_test_assert_close (out[i], holm[i], 1e-15);
  comity_adjust_benjamini_hochberg (p, 5, out);
  for (gsize i = 0; i < 5; i++)
    comity_test_assert_close (out[i], bh[i], 1e-15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/wald/reference", test_reference);
  g_test_add_func ("/model/wald/likelihood-ratio", test_likelihood_ratio);
  g_test_add_func ("/model/wald/same-sample", test_same_sample);
  g_test_add_func ("/model/wald/vif", test_vif);
  g_test_add_func ("/model/wald/refusals", test_refusals);
  g_test_add_func ("/model/wald/factor-and-f", test_factor_and_f);
  g_test_add_func ("/model/wald/adjust", test_adjust);
  return g_test_run ();
}
