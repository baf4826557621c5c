/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The logit against R: estimates at 1e-8 and standard errors at 1e-6, every variance of the cases.
 * The cases were computed with R 4.2.2, glm iterated to the fixed point, and sandwich 3.0.2. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

#define MLA "sign ~ trade + mindem + samelaw + ally + contig + crime + t"

static void
check_wald (ComityFit *fit, JsonNode *expected, const char *key)
{
  JsonNode *wald = comity_test_find (expected, "wald", key, NULL);
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

  comity_test_assert_close (numbers->wald_chi2,
                            comity_test_number (comity_test_find (wald, "chi2", NULL)), 1e-6);
  comity_test_assert_close (numbers->wald_p,
                            comity_test_number (comity_test_find (wald, "p", NULL)), 1e-6);
}

/* Estimates, summary, and the ladder of variances of one case. */
static void
check_ladder (ComityDataset *dataset, const char *formula, JsonNode *expected, const char *cluster)
{
  static const struct
  {
    ComityVce vce;
    const char *key;
  } rungs[] = { { COMITY_VCE_CLASSICAL, "classical" },
                { COMITY_VCE_HC0, "HC0" },
                { COMITY_VCE_HC1, "HC1" },
                { COMITY_VCE_ROBUST, "stata_robust" },
                { COMITY_VCE_CLUSTER, "stata_cluster" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rungs) - (cluster == NULL); i++)
    {
      g_autoptr (ComityFit) fit = comity_test_fit (dataset, formula, rungs[i].vce, cluster);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      comity_test_check_coefficients (fit, expected, 1e-8);
      comity_test_check_errors (fit, expected, rungs[i].key, 1e-6);
      comity_test_check_summary (fit, expected);
      check_wald (fit, expected, rungs[i].key);
    }
}

static JsonNode *
rename_terms (JsonNode *expected, const char *from, const char *to)
{
  JsonArray *terms = json_node_get_array (comity_test_find (expected, "terms", NULL));
  JsonArray *renamed = json_array_new ();

  for (guint i = 0; i < json_array_get_length (terms); i++)
    {
      const char *term = json_array_get_string_element (terms, i);

      json_array_add_string_element (renamed, strcmp (term, from) == 0 ? to : term);
    }
  json_object_set_array_member (json_node_get_object (expected), "terms", renamed);
  return expected;
}

static void
test_mla (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "logit_mla.json");
  JsonNode *expected = rename_terms (comity_test_find (root, "expected", NULL), "t2", "I(t^2)");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) classical = NULL;
  JsonNode *vcov = comity_test_find (expected, "vcov", "classical", NULL);

  check_ladder (dataset, MLA " + I(t^2)", expected, "dyad");
  classical = comity_test_fit (dataset, MLA " + I(t^2)", COMITY_VCE_CLASSICAL, NULL);
  for (guint i = 0; i < comity_fit_get_n_terms (classical); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (classical, i);

      for (guint j = 0; j < comity_fit_get_n_terms (classical); j++)
        comity_test_assert_close (
            comity_matrix_get (comity_fit_peek_vcov (classical), i, j),
            comity_test_element (json_array_get_element (json_node_get_array (vcov), i), j), 1e-8);
      comity_test_assert_close (
          c->statistic, comity_test_element (comity_test_find (expected, "z", NULL), i), 1e-6);
      comity_test_assert_close (
          c->p_value, comity_test_element (comity_test_find (expected, "p", NULL), i), 1e-6);
      comity_test_assert_close (c->conf_high, c->estimate + 1.959963984540054 * c->std_error,
                                1e-12);
    }
}

static void
test_time_cubic (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "logit_time_cubic.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  rename_terms (rename_terms (expected, "t2", "I(t^2)"), "t3", "I(t^3)");
  check_ladder (dataset, MLA " + I(t^2) + I(t^3)", expected, "dyad");
}

static void
test_string_cluster (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "pooled_logit_string_cluster.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("fe_panel.csv");

  check_ladder (dataset, "y ~ x1 + x2 + x3", comity_test_find (root, "expected", NULL), "id");
}

/* Without Stata's factors. */
static void
test_no_factors (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "logit_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new (MLA " + I(t^2)");
  g_autoptr (ComityFit) cluster = NULL;
  g_autoptr (ComityFit) robust = NULL;

  spec->stata_small_sample = FALSE;
  spec->vce = COMITY_VCE_ROBUST;
  robust = comity_test_fit_spec (dataset, spec);
  comity_test_check_errors (robust, expected, "HC0", 1e-6);
  spec->vce = COMITY_VCE_DEFAULT;
  comity_spec_set_clusters (spec, "dyad");
  cluster = comity_test_fit_spec (dataset, spec);
  comity_test_check_errors (cluster, expected, "CR0", 1e-6);
  g_assert_cmpint (comity_fit_peek_numbers (cluster)->vce, ==, COMITY_VCE_CLUSTER);
  g_assert_cmpstr (comity_fit_peek_vce_sentence (cluster), ==,
                   "Standard errors clustered by dyad (276 clusters)");
}

/* The two-way and dyadic matrices of this case are indefinite: the fit repairs them and says so,
 * with the eigenvalue that the reference found. */
static void
test_indefinite (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "logit_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new (MLA " + I(t^2)");
  g_autoptr (ComityFit) twoway = NULL;
  g_autoptr (ComityFit) dyadic = NULL;
  static const char *const vces[] = { "twoway", "dyadic" };

  spec->stata_small_sample = FALSE;
  comity_spec_set_clusters (spec, "state_a,state_b");
  twoway = comity_test_fit_spec (dataset, spec);
  spec->vce = COMITY_VCE_DYADIC;
  spec->states = g_strsplit ("state_a,state_b", ",", -1);
  dyadic = comity_test_fit_spec (dataset, spec);
  for (gsize v = 0; v < 2; v++)
    {
      ComityFit *fit = v == 0 ? twoway : dyadic;
      g_autofree char *key = g_strdup_printf ("%s_min_eigenvalue", vces[v]);
      g_autofree char *printed = g_strdup_printf (
          "%.3g", comity_test_number (comity_test_find (expected, "counts", key, NULL)));
      double values[16];

      g_assert_true (comity_test_has_warning (fit, "not positive semi-definite"));
      g_assert_true (comity_test_has_warning (fit, printed));
      g_assert_true (comity_matrix_eigen_symmetric (comity_fit_peek_vcov (fit), values, NULL));
      g_assert_cmpfloat (values[0], >, -1e-15);
    }
  g_assert_cmpstr (comity_fit_peek_vce_sentence (dyadic), ==,
                   "Dyadic-cluster-robust standard errors (24 states)");
}

static void
test_weights (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "weights.json");
  JsonNode *counts = comity_test_find (root, "expected", "logit_fweight", NULL);
  JsonNode *sampling = comity_test_find (root, "expected", "logit_pweight", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("weights.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x1 + x2");
  static const struct
  {
    ComityVce vce;
    const char *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, "classical" },
                { COMITY_VCE_HC0, "HC0" },
                { COMITY_VCE_ROBUST, "stata_robust" },
                { COMITY_VCE_CLUSTER, "stata_cluster" } };

  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (ComityFit) fit = NULL;

      g_free (spec->weights);
      spec->weights = g_strdup ("fw");
      spec->frequency_weights = TRUE;
      spec->vce = kinds[i].vce;
      fit = comity_test_fit_spec (dataset, spec);
      comity_test_check_coefficients (fit, counts, 1e-8);
      comity_test_check_errors (fit, counts, kinds[i].key, 1e-6);
      g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==, 192);
      comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                                comity_test_number (comity_test_find (counts, "loglik", NULL)),
                                1e-8);
    }
  for (gsize i = 1; i < 4; i++)
    {
      g_autoptr (ComityFit) fit = NULL;

      g_free (spec->weights);
      spec->weights = g_strdup ("pw");
      spec->frequency_weights = FALSE;
      spec->vce = kinds[i].vce;
      comity_spec_set_clusters (spec, "g");
      fit = comity_test_fit_spec (dataset, spec);
      comity_test_check_coefficients (fit, sampling, 1e-8);
      comity_test_check_errors (fit, sampling, kinds[i].key, 1e-6);
      comity_test_assert_close (
          comity_fit_peek_numbers (fit)->log_likelihood,
          comity_test_number (comity_test_find (sampling, "pseudo_loglik", NULL)), 1e-8);
    }
}

static void
test_collinear (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_collinear.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_design.csv");
  g_autoptr (ComityFit) sum = NULL;
  g_autoptr (ComityFit) constant = NULL;
  const char *reason;

  check_ladder (dataset, "y ~ x1 + x2 + x3", comity_test_find (expected, "logit_x3", NULL), NULL);
  check_ladder (dataset, "y ~ x1 + one", comity_test_find (expected, "logit_constant", NULL), NULL);
  sum = comity_test_fit (dataset, "y ~ x1 + x2 + x3", COMITY_VCE_DEFAULT, NULL);
  g_assert_cmpuint (comity_fit_get_n_omitted (sum), ==, 1);
  g_assert_cmpstr (comity_fit_peek_omitted (sum, 0, &reason), ==, "x3");
  g_assert_cmpstr (reason, ==, "collinear with x1, x2");
  constant = comity_test_fit (dataset, "y ~ one + x1", COMITY_VCE_DEFAULT, NULL);
  g_assert_cmpstr (comity_fit_peek_omitted (constant, 0, &reason), ==, "one");
  g_assert_cmpstr (reason, ==, "constant");
}

static void
test_missing (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_missing.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_design.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x1 + allmiss");
  g_autofree char *sentence = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_NO_ROWS);
  g_autoptr (ComityFit) fit = NULL;

  g_assert_cmpstr (sentence, ==,
                   "No row is left to estimate from: allmiss is missing in all 80 rows.");
  check_ladder (dataset, "miss_y ~ x1 + x2",
                comity_test_find (root, "expected", "missing_outcome", NULL), NULL);
  fit = comity_test_fit (dataset, "miss_y ~ x1 + x2", COMITY_VCE_DEFAULT, NULL);
  g_assert_cmpuint (comity_fit_get_n_drops (fit), ==, 1);
  g_assert_cmpstr (comity_fit_peek_drop (fit, 0)->variable, ==, "miss_y");
  g_assert_cmpuint (comity_fit_peek_drop (fit, 0)->rows, ==, 4);
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_read, ==, 80);
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_dropped, ==, 4);
}

static void
test_scale (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_scale.json");
  JsonNode *expected = comity_test_find (root, "expected", "logit", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_design.csv");
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, "y ~ big + tiny", COMITY_VCE_DEFAULT, NULL);

  for (gsize i = 0; i < 3; i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);
      double b = comity_test_element (comity_test_find (expected, "coef", NULL), i);
      double se = comity_test_element (comity_test_find (expected, "se", NULL), i);

      g_assert_cmpfloat (fabs (c->estimate / b - 1.0), <, 1e-10);
      g_assert_cmpfloat (fabs (c->std_error / se - 1.0), <, 1e-8);
    }
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            comity_test_number (comity_test_find (expected, "loglik", NULL)), 1e-8);
}

static void
test_few_clusters (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_one_cluster.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_design.csv");
  g_autoptr (ComityFit) one = NULL;
  g_autoptr (ComityFit) eight = NULL;

  check_ladder (dataset, "y ~ x1 + x2", comity_test_find (root, "expected", "eight_clusters", NULL),
                "g");
  eight = comity_test_fit (dataset, "y ~ x1 + x2", COMITY_VCE_DEFAULT, "g");
  g_assert_true (comity_test_has_warning (eight, "only 8 clusters of g"));
  one = comity_test_fit (dataset, "y ~ x1 + x2", COMITY_VCE_DEFAULT, "gone");
  g_assert_true (isnan (comity_fit_peek_coefficient (one, 1)->std_error));
  g_assert_true (isnan (comity_fit_peek_coefficient (one, 1)->p_value));
  g_assert_true (isnan (comity_fit_peek_numbers (one)->wald_chi2));
  g_assert_false (isnan (comity_fit_peek_coefficient (one, 1)->estimate));
  g_assert_true (comity_test_has_warning (one, "one cluster of gone"));
}

static void
test_separation (void)
{
  g_autoptr (ComityDataset) complete = comity_test_load_data ("hard_separation.csv");
  g_autoptr (ComityDataset) quasi = comity_test_load_data ("hard_quasi.csv");
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_quasi_separation.json");
  g_autoptr (ComityFit) all = comity_test_fit (complete, "y ~ x", COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) some = comity_test_fit (quasi, "y ~ d + x", COMITY_VCE_DEFAULT, NULL);

  g_assert_cmpint (comity_fit_get_status (all), ==, COMITY_FIT_SEPARATED);
  g_assert_true (comity_test_has_warning (all, "x predicts the outcome perfectly in every row"));
  g_assert_true (isnan (comity_fit_peek_coefficient (all, 1)->std_error));
  g_assert_true (isinf (comity_fit_peek_coefficient (all, 1)->estimate));

  g_assert_cmpint (comity_fit_get_status (some), ==, COMITY_FIT_SEPARATED);
  g_assert_true (
      comity_test_has_warning (some, "d predicts the outcome perfectly in 4 of 16 rows"));
  g_assert_true (isinf (comity_fit_peek_coefficient (some, 1)->estimate));
  g_assert_true (isfinite (comity_fit_peek_coefficient (some, 2)->estimate));
  comity_test_assert_close (
      comity_fit_peek_numbers (some)->log_likelihood,
      comity_test_number (comity_test_find (root, "expected", "limit_loglik", NULL)), 1e-4);
}

static void
test_few_events (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hard_few_events.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("hard_few_events.csv");
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "y ~ x1 + x2 + x3 + x4", COMITY_VCE_DEFAULT, NULL);

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  g_assert_true (comity_test_has_warning (fit, "fewer events (2) than coefficients (5)"));
  comity_test_assert_close (
      comity_fit_peek_numbers (fit)->log_likelihood,
      comity_test_number (comity_test_find (root, "expected", "r_loglik", NULL)), 1e-6);
}

/* Models with a link function of their own, in Stata's convention: observed information. */
static ComityFit *
fit_model (ComityDataset *dataset,
           const char *estimator,
           const char *formula,
           ComityVce vce,
           const char *clusters,
           gboolean stata)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->vce = vce;
  spec->stata_small_sample = stata;
  if (vce == COMITY_VCE_DYADIC)
    spec->states = g_strsplit (clusters, ",", -1);
  else
    comity_spec_set_clusters (spec, clusters);
  return comity_test_fit_spec (dataset, spec);
}

static void
test_binary_links (void)
{
  static const char *const names[] = { "probit", "cloglog" };
  static const struct
  {
    ComityVce vce;
    gboolean stata;
    const char *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, TRUE, "observed_information" },
                { COMITY_VCE_HC0, TRUE, "HC0_observed" },
                { COMITY_VCE_ROBUST, TRUE, "stata_robust" },
                { COMITY_VCE_CLUSTER, FALSE, "CR0_observed" },
                { COMITY_VCE_CLUSTER, TRUE, "stata_cluster" } };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize m = 0; m < G_N_ELEMENTS (names); m++)
    {
      g_autofree char *file = g_strdup_printf ("%s_mla.json", names[m]);
      g_autoptr (JsonNode) root = comity_test_load_case ("model", file);
      JsonNode *expected = rename_terms (comity_test_find (root, "expected", NULL), "t2", "I(t^2)");

      for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          g_autoptr (ComityFit) fit =
              fit_model (dataset, names[m], MLA " + I(t^2)", kinds[i].vce, "dyad", kinds[i].stata);

          comity_test_check_coefficients (fit, expected, 1e-8);
          comity_test_check_errors (fit, expected, kinds[i].key, 1e-6);
          comity_test_check_summary (fit, expected);
          check_wald (fit, expected, kinds[i].key);
        }
    }
}

static void
test_ppml (void)
{
  static const struct
  {
    ComityVce vce;
    gboolean stata;
    const char *clusters, *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, TRUE, NULL, "classical" },
                { COMITY_VCE_HC1, TRUE, NULL, "HC1" },
                { COMITY_VCE_ROBUST, TRUE, NULL, "stata_robust" },
                { COMITY_VCE_CLUSTER, TRUE, "pair", "stata_cluster" },
                { COMITY_VCE_TWOWAY, FALSE, "exporter,importer", "twoway_raw" },
                { COMITY_VCE_TWOWAY, TRUE, "exporter,importer", "twoway_min" } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "ppml_gravity.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("gravity.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComityFit) fit = fit_model (dataset, "poisson", "trade ~ lndist + contig + rta",
                                             kinds[i].vce, kinds[i].clusters, kinds[i].stata);

      comity_test_check_coefficients (fit, expected, 1e-8);
      comity_test_check_errors (fit, expected, kinds[i].key, 1e-6);
      comity_test_assert_close (
          comity_fit_peek_numbers (fit)->log_likelihood,
          comity_test_number (comity_test_find (expected, "pseudo_loglik", NULL)), 1e-8);
    }
}

static void
test_poisson_offset (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "poisson_offset.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("counts.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, "poisson", "y ~ x1 + x2 + offset(log(expo))",
                                         COMITY_VCE_CLUSTER, "g", TRUE);
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

  comity_test_check_coefficients (fit, expected, 1e-8);
  comity_test_check_errors (fit, expected, "stata_cluster", 1e-6);
  comity_test_assert_close (numbers->log_likelihood,
                            comity_test_number (comity_test_find (expected, "loglik", NULL)), 1e-8);
  comity_test_assert_close (numbers->log_likelihood_null,
                            comity_test_number (comity_test_find (expected, "loglik_null", NULL)),
                            1e-8);
  comity_test_assert_close (numbers->aic,
                            comity_test_number (comity_test_find (expected, "aic", NULL)), 1e-8);
}

static void
test_lpm (void)
{
  static const struct
  {
    ComityVce vce;
    gboolean stata;
    const char *key;
  } kinds[] = { { COMITY_VCE_CLASSICAL, TRUE, "classical" },
                { COMITY_VCE_HC0, TRUE, "HC0" },
                { COMITY_VCE_HC1, TRUE, "HC1" },
                { COMITY_VCE_ROBUST, TRUE, "stata_robust" },
                { COMITY_VCE_CLUSTER, FALSE, "CR0" },
                { COMITY_VCE_CLUSTER, TRUE, "stata_cluster" } };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "lpm_mla.json");
  JsonNode *expected = rename_terms (comity_test_find (root, "expected", NULL), "t2", "I(t^2)");
  JsonNode *summary = comity_test_find (expected, "fit", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComityFit) fit =
          fit_model (dataset, "lpm", MLA " + I(t^2)", kinds[i].vce, "dyad", kinds[i].stata);
      const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

      comity_test_check_coefficients (fit, expected, 1e-10);
      comity_test_check_errors (fit, expected, kinds[i].key, 1e-10);
      comity_test_assert_close (
          numbers->wald_chi2,
          comity_test_number (comity_test_find (expected, "wald", kinds[i].key, "chi2", NULL)),
          1e-8);
      comity_test_assert_close (numbers->log_likelihood,
                                comity_test_number (comity_test_find (summary, "loglik", NULL)),
                                1e-8);
      comity_test_assert_close (numbers->pseudo_r2,
                                comity_test_number (comity_test_find (summary, "r2", NULL)), 1e-10);
      comity_test_assert_close (
          numbers->aic, comity_test_number (comity_test_find (summary, "aic_stata", NULL)), 1e-8);
      g_assert_cmpuint (numbers->n_events, ==, 181);
      if (i > 0)
        continue;
      comity_test_assert_close (numbers->wald_p,
                                comity_test_number (comity_test_find (summary, "f_p", NULL)), 1e-8);
      for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
        {
          const ComityCoefficient *c = comity_fit_peek_coefficient (fit, j);

          comity_test_assert_close (
              c->statistic, comity_test_element (comity_test_find (expected, "t", NULL), j), 1e-8);
          comity_test_assert_close (
              c->p_value, comity_test_element (comity_test_find (expected, "p", NULL), j), 1e-8);
        }
    }
}

/* Certified by NIST; Longley's is the one that single precision and careless algebra fail. */
static void
test_longley (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "nist_strd_ols.json");
  JsonNode *expected = comity_test_find (root, "expected", "longley", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("nist_longley.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, "lpm", "y ~ x1 + x2 + x3 + x4 + x5 + x6",
                                         COMITY_VCE_CLASSICAL, NULL, TRUE);

  for (gsize i = 0; i < 7; i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);
      double b = comity_test_element (comity_test_find (expected, "certified_coef", NULL), i);
      double sd = comity_test_element (comity_test_find (expected, "certified_sd", NULL), i);

      g_assert_cmpfloat (fabs (c->estimate / b - 1.0), <, 1e-9);
      g_assert_cmpfloat (fabs (c->std_error / sd - 1.0), <, 1e-9);
    }
  comity_test_assert_close (comity_fit_peek_numbers (fit)->pseudo_r2,
                            comity_test_number (comity_test_find (expected, "certified_r2", NULL)),
                            1e-12);
}

static void
test_weighted_lpm (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "weights.json");
  JsonNode *expected = comity_test_find (root, "expected", "ols_pweight", NULL);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("weights.csv");
  static const struct
  {
    ComityVce vce;
    const char *key;
  } kinds[] = { { COMITY_VCE_HC0, "HC0" },
                { COMITY_VCE_ROBUST, "HC1" },
                { COMITY_VCE_CLUSTER, "CR1S" } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("x1 ~ x2 + y");
      g_autoptr (ComityFit) fit = NULL;

      g_free (spec->estimator);
      spec->estimator = g_strdup ("lpm");
      spec->weights = g_strdup ("pw");
      spec->vce = kinds[i].vce;
      comity_spec_set_clusters (spec, "g");
      fit = comity_test_fit_spec (dataset, spec);
      comity_test_check_coefficients (fit, expected, 1e-10);
      comity_test_check_errors (fit, expected, kinds[i].key, 1e-8);
      g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_events, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/reference/mla", test_mla);
  g_test_add_func ("/model/reference/time-cubic", test_time_cubic);
  g_test_add_func ("/model/reference/string-cluster", test_string_cluster);
  g_test_add_func ("/model/reference/no-factors", test_no_factors);
  g_test_add_func ("/model/reference/indefinite", test_indefinite);
  g_test_add_func ("/model/reference/weights", test_weights);
  g_test_add_func ("/model/reference/collinear", test_collinear);
  g_test_add_func ("/model/reference/missing", test_missing);
  g_test_add_func ("/model/reference/scale", test_scale);
  g_test_add_func ("/model/reference/few-clusters", test_few_clusters);
  g_test_add_func ("/model/reference/separation", test_separation);
  g_test_add_func ("/model/reference/few-events", test_few_events);
  g_test_add_func ("/model/reference/binary-links", test_binary_links);
  g_test_add_func ("/model/reference/ppml", test_ppml);
  g_test_add_func ("/model/reference/poisson-offset", test_poisson_offset);
  g_test_add_func ("/model/reference/lpm", test_lpm);
  g_test_add_func ("/model/reference/longley", test_longley);
  g_test_add_func ("/model/reference/weighted-lpm", test_weighted_lpm);
  return g_test_run ();
}
