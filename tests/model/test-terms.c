/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms that look at other years and at both states, against base R's work from their definitions
 * (tests/reference/model/generate-terms.R); years of peace against the reference case; what looks
 * at other years in marginal effects and predictions. */
#include "config.h"

#include "comity-effects.h"
#include "comity-expression.h"
#include "comity-test-fit.h"
#include "comity-timeline.h"

#include <math.h>
#include <string.h>

static ComityDataset *
load_rows (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("terms.csv");
  ComityRoles roles;

  for (int i = 0; i < COMITY_N_ROLES; i++)
    roles.column[i] = -1;
  roles.column[COMITY_ROLE_DYAD] = comity_dataset_find_column (dataset, "dyad");
  roles.column[COMITY_ROLE_YEAR] = comity_dataset_find_column (dataset, "year");
  return comity_dataset_follow_roles (dataset, &roles);
}

static ComityPanel *
load_panel (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("terms.csv");
  g_autoptr (GError) error = NULL;
  ComityPanel *panel;
  ComityRoles roles;

  for (int i = 0; i < COMITY_N_ROLES; i++)
    roles.column[i] = -1;
  roles.codes = COMITY_CODES_COW;
  roles.column[COMITY_ROLE_STATE_A] = comity_dataset_find_column (dataset, "ccode1");
  roles.column[COMITY_ROLE_STATE_B] = comity_dataset_find_column (dataset, "ccode2");
  roles.column[COMITY_ROLE_YEAR] = comity_dataset_find_column (dataset, "year");
  roles.column[COMITY_ROLE_OUTCOME] = comity_dataset_find_column (dataset, "y");
  panel = comity_panel_new (dataset, &roles, NULL, NULL, &error);
  g_assert_no_error (error);
  return panel;
}

static void
check_fit (ComityFit *fit, JsonNode *expected)
{
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==,
                    (gsize) comity_test_number (comity_test_find (expected, "n", NULL)));
  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    comity_test_assert_close (comity_fit_peek_coefficient (fit, j)->estimate,
                              comity_test_element (comity_test_find (expected, "coef", NULL), j),
                              1e-8);
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            comity_test_number (comity_test_find (expected, "loglik", NULL)), 1e-8);
}

static void
test_against_r (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "terms.json");
  JsonArray *cases = json_node_get_array (root);
  g_autoptr (ComityDataset) dataset = load_rows ();
  g_autoptr (ComityPanel) panel = load_panel ();

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonNode *expected = json_array_get_element (cases, i);
      g_autoptr (ComitySpec) spec =
          comity_spec_new (json_node_get_string (comity_test_find (expected, "formula", NULL)));
      g_autoptr (ComityFit) of_rows = comity_test_fit_spec (dataset, spec);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFit) of_panel = comity_fit_new (spec, panel, NULL, &error);

      g_test_message ("%s", spec->formula);
      g_assert_no_error (error);
      check_fit (of_rows, expected);
      check_fit (of_panel, expected);
    }
}

/* A lag moves with its column; at means the mean of what was used stands in. */
static void
test_effects (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "terms.json");
  JsonNode *expected = json_array_get_element (json_node_get_array (root), 7);
  static const char *const x[] = { "x", NULL };
  g_autoptr (ComityDataset) dataset = load_rows ();
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, json_node_get_string (comity_test_find (expected, "formula", NULL)),
                       COMITY_VCE_CLASSICAL, NULL);

  for (int at_means = 0; at_means < 2; at_means++)
    {
      g_autoptr (ComityProfile) profile = comity_profile_new (at_means);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityEffects) effects = comity_effects_new (fit, profile, x, FALSE, NULL, &error);

      g_assert_no_error (error);
      comity_test_assert_close (comity_effects_peek (effects, 0)->estimate,
                                comity_test_number (comity_test_find (
                                    expected, at_means ? "effect_at_means" : "effect", NULL)),
                                1e-8);
    }
  {
    /* What has been counted is no covariate to be moved. */
    static const char *const y[] = { "y", NULL };
    g_autoptr (GError) error = NULL;
    g_autoptr (ComityEffects) effects = comity_effects_new (fit, NULL, y, FALSE, NULL, &error);

    g_assert_null (effects);
    g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN);
  }
}

/* A value set for the mean row has been so in the year before. */
static void
test_prediction (void)
{
  g_autoptr (ComityDataset) dataset = load_rows ();
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "y ~ L.x + D.x", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityProfile) profile = comity_profile_new (TRUE);
  static const char *const values[] = { "0.5" };
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityPredictions) points =
      comity_predictions_new (fit, profile, "x", values, 1, 0, 0, NULL, &error);
  double eta = comity_fit_peek_coefficient (fit, 0)->estimate +
               0.5 * comity_fit_peek_coefficient (fit, 1)->estimate;

  g_assert_no_error (error);
  comity_test_assert_close (comity_predictions_peek (points, 0)->estimate, 1 / (1 + exp (-eta)),
                            1e-12);
}

static void
test_peace_reference (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "btscs_peaceyears.json");
  g_autoptr (ComityDataset) plain = comity_test_load_data ("btscs.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityTimeline) timeline = comity_timeline_new_for_columns (
      comity_dataset_peek_column (plain, 0), comity_dataset_peek_column (plain, 1), &error);
  g_autoptr (ComityDataset) dataset = comity_dataset_with_timeline (plain, timeline);
  static const char *const texts[] = { "peaceyears(y)", "peaceyears(y, \"restart\")" };
  static const char *const keys[] = { "peace_years_count_calendar", "peace_years_reset_at_gap" };
  double out[64];

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (ComityExpression) e = comity_expression_new (texts[k], dataset, &error);
      JsonNode *expected = comity_test_find (root, "expected", keys[k], NULL);
      gsize n = comity_dataset_get_n_rows (dataset);

      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, json_array_get_length (json_node_get_array (expected)));
      comity_expression_eval (e, 0, n, out);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (out[i], ==, comity_test_element (expected, i));
    }
}

/* Direction matters where the panel has it; duplicates and plain rows are refused. */
static void
test_refused (void)
{
  g_autoptr (ComityDataset) plain = comity_test_load_data ("terms.csv");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ lag(x) + polity1");
  g_autofree char *sentence = comity_test_refuse (plain, spec, COMITY_MODEL_ERROR_FORMULA);

  g_assert_nonnull (strstr (sentence, "lag() looks at other years of the same dyad"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/terms/against-r", test_against_r);
  g_test_add_func ("/model/terms/effects", test_effects);
  g_test_add_func ("/model/terms/prediction", test_prediction);
  g_test_add_func ("/model/terms/peace-reference", test_peace_reference);
  g_test_add_func ("/model/terms/refused", test_refused);
  return g_test_run ();
}
