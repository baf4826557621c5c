/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of the design against R: names, order, contrasts, what is dropped, and the estimates that
 * come of them (tests/reference/model/generate-designs.R). */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static void
check_case (ComityDataset *dataset, JsonNode *expected)
{
  const char *formula = json_node_get_string (comity_test_find (expected, "formula", NULL));
  JsonArray *dropped = json_node_get_array (comity_test_find (expected, "dropped", NULL));
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityFit) robust = NULL;
  const ComityFitNumbers *numbers;

  g_test_message ("%s", formula);
  spec->where = g_strdup ("family != \"islamic\"");
  fit = comity_test_fit_spec (dataset, spec);
  spec->vce = COMITY_VCE_HC0;
  robust = comity_test_fit_spec (dataset, spec);
  numbers = comity_fit_peek_numbers (fit);
  g_assert_cmpuint (numbers->n, ==,
                    (gsize) comity_test_number (comity_test_find (expected, "n", NULL)));
  comity_test_check_coefficients (fit, expected, 1e-8);
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      comity_test_assert_close (comity_fit_peek_coefficient (fit, i)->std_error,
                                comity_test_element (comity_test_find (expected, "se", NULL), i),
                                1e-6);
      comity_test_assert_close (comity_fit_peek_coefficient (robust, i)->std_error,
                                comity_test_element (comity_test_find (expected, "hc0", NULL), i),
                                1e-6);
    }
  comity_test_assert_close (numbers->log_likelihood,
                            comity_test_number (comity_test_find (expected, "loglik", NULL)), 1e-8);
  comity_test_assert_close (numbers->log_likelihood_null,
                            comity_test_number (comity_test_find (expected, "loglik_null", NULL)),
                            1e-8);
  g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, json_array_get_length (dropped));
  for (guint i = 0; i < json_array_get_length (dropped); i++)
    g_assert_cmpstr (comity_fit_peek_omitted (fit, i, NULL), ==,
                     json_array_get_string_element (dropped, i));
}

static void
test_against_r (void)
{
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "designs.json");
  JsonArray *cases = json_node_get_array (root);
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_case (dataset, json_array_get_element (cases, i));
}

static void
test_stata_notation (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) r =
      comity_test_fit (dataset, "sign ~ trade*mindem + factor(ally)", COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) stata =
      comity_test_fit (dataset, "sign c.trade##c.mindem i.ally", COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) other =
      comity_test_fit (dataset, "sign c.trade##c.mindem ib1.ally", COMITY_VCE_DEFAULT, NULL);
  const ComityCoefficient *ally;

  g_assert_cmpuint (comity_fit_get_n_terms (stata), ==, 5);
  for (gsize i = 0; i < 5; i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (stata, i);

      g_assert_cmpstr (c->term, ==, comity_fit_peek_coefficient (r, i)->term);
      g_assert_cmpfloat (c->estimate, ==, comity_fit_peek_coefficient (r, i)->estimate);
    }
  g_assert_cmpstr (comity_fit_peek_coefficient (stata, 3)->term, ==, "factor(ally)1");
  ally = comity_fit_peek_coefficient (other, 3);
  g_assert_cmpstr (ally->term, ==, "factor(ally)0");
  comity_test_assert_close (ally->estimate, -comity_fit_peek_coefficient (stata, 3)->estimate,
                            1e-10);
}

/* Which column goes is R's choice: the later one of the design, whose order is that of the terms by
 * their degree. */
static void
test_later_goes (void)
{
  static const struct
  {
    const char *formula;
    const char *omitted;
    const char *reason;
  } cases[] = {
    { "sign ~ factor(ally) + ally + trade", "ally", "factor(ally)1" },
    { "sign ~ ally + trade + factor(ally)", "factor(ally)1", "ally" },
    { "sign ~ trade:ally + I(trade * ally)", "trade:ally", "I(trade * ally)" },
    { "sign ibn.ally c.trade", "factor(ally)1", "factor(ally)0" },
    { "sign ~ trade + bs(t, df = 4) + poly(t, 2, raw = TRUE)", "poly(t, 2, raw = TRUE)1",
      "bs(t, df = 4)1" },
    { "sign ~ factor(ally)*trade + ally:trade", "trade:ally", "factor(ally)1:trade" },
    { "sign ~ trade + I(0 * t)", "I(0 * t)", "constant" },
    { "sign ~ rcs(t, c(1, 7, 20)) + mkspline(t, c(1, 7, 20))", "mkspline(t, c(1, 7, 20))1",
      "rcs(t, c(1, 7, 20))t" },
  };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityFit) fit =
          comity_test_fit (dataset, cases[i].formula, COMITY_VCE_CLASSICAL, NULL);
      const char *reason;

      g_assert_cmpuint (comity_fit_get_n_omitted (fit), >=, 1);
      g_assert_cmpstr (comity_fit_peek_omitted (fit, 0, &reason), ==, cases[i].omitted);
      if (strstr (reason, cases[i].reason) == NULL)
        g_error ("%s: “%s” does not name “%s”", cases[i].formula, reason, cases[i].reason);
    }
}

/* Bases by their place, and none. */
static void
test_bases (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,r\n0,1\n1,1\n0,2\n1,2\n0,2\n1,7\n0,7\n1,7\n1,7\n");
  static const struct
  {
    const char *formula;
    const char *first, *second, *third;
  } cases[] = {
    { "y i.r", "(Intercept)", "factor(r)2", "factor(r)7" },
    { "y ib(first).r", "(Intercept)", "factor(r)2", "factor(r)7" },
    { "y ib2.r", "(Intercept)", "factor(r)1", "factor(r)7" },
    { "y ib(last).r", "(Intercept)", "factor(r)1", "factor(r)2" },
    { "y ib(freq).r", "(Intercept)", "factor(r)1", "factor(r)2" },
    { "y ~ ibn.r - 1", "factor(r)1", "factor(r)2", "factor(r)7" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityFit) fit =
          comity_test_fit (dataset, cases[i].formula, COMITY_VCE_CLASSICAL, NULL);

      g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, 3);
      g_assert_cmpstr (comity_fit_peek_coefficient (fit, 0)->term, ==, cases[i].first);
      g_assert_cmpstr (comity_fit_peek_coefficient (fit, 1)->term, ==, cases[i].second);
      g_assert_cmpstr (comity_fit_peek_coefficient (fit, 2)->term, ==, cases[i].third);
    }
}

/* A column's formula in the data's order gives the same prediction row by row. */
static void
test_predictions (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit =
      comity_test_fit (dataset, "sign ~ trade*factor(ally) + poly(t, 2) + offset(crime/10)",
                       COMITY_VCE_DEFAULT, NULL);
  gsize n_rows = comity_dataset_get_n_rows (dataset);
  g_autofree guint32 *rows = g_new (guint32, n_rows);
  g_autofree double *eta = g_new (double, n_rows);
  g_autofree double *p = g_new (double, n_rows);
  g_autofree double *parts = g_new (double, comity_fit_get_n_terms (fit));
  ComityColumn *crime =
      comity_dataset_peek_column (dataset, (gsize) comity_dataset_find_column (dataset, "crime"));
  double sum = 0.0;

  for (gsize i = 0; i < n_rows; i++)
    rows[i] = (guint32) (n_rows - 1 - i);
  comity_fit_predict_rows (fit, rows, n_rows, TRUE, eta);
  comity_fit_predict_rows (fit, rows, n_rows, FALSE, p);
  for (gsize i = 0; i < n_rows; i++)
    {
      if (comity_fit_uses_row (fit, rows[i]))
        sum += p[i];
      if (isnan (eta[i]))
        {
          g_assert_false (comity_fit_uses_row (fit, rows[i]));
          continue;
        }
      comity_test_assert_close (p[i], 1.0 / (1.0 + exp (-eta[i])), 1e-12);
      if (i % 97 == 0)
        {
          double total = comity_column_get_double (crime, rows[i]) / 10.0;

          comity_fit_explain_row (fit, rows[i], parts);
          for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
            total += parts[j];
          comity_test_assert_close (total, eta[i], 1e-12);
        }
    }
  comity_test_assert_close (sum, (double) comity_fit_peek_numbers (fit)->n_events, 1e-8);
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  static const struct
  {
    const char *formula;
    int code;
    const char *part;
  } cases[] = {
    { "sign ~ trad", COMITY_MODEL_ERROR_COLUMN, "trad" },
    { "sing ~ trade", COMITY_MODEL_ERROR_COLUMN, "sing" },
    { "sign ~ log(trade", COMITY_MODEL_ERROR_FORMULA, "not closed" },
    { "sign ~ poly(family, 2)", COMITY_MODEL_ERROR_FORMULA, "family" },
    { "sign ~ trade + offset(family)", COMITY_MODEL_ERROR_FORMULA, "family" },
    { "sign ~ ib9.ally", COMITY_MODEL_ERROR_FORMULA, "ib9.ally" },
    { "family ~ trade", COMITY_MODEL_ERROR_OUTCOME, "family" },
    { "year ~ trade", COMITY_MODEL_ERROR_OUTCOME, "row 1 has 1990" },
    { "sign ~ nosuch(trade)", COMITY_MODEL_ERROR_FORMULA, "nosuch" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new (cases[i].formula);
      g_autofree char *sentence = comity_test_refuse (dataset, spec, cases[i].code);

      if (strstr (sentence, cases[i].part) == NULL)
        g_error ("“%s” does not say “%s”.", sentence, cases[i].part);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/design/against-r", test_against_r);
  g_test_add_func ("/model/design/later-goes", test_later_goes);
  g_test_add_func ("/model/design/bases", test_bases);
  g_test_add_func ("/model/design/stata-notation", test_stata_notation);
  g_test_add_func ("/model/design/predictions", test_predictions);
  g_test_add_func ("/model/design/refusals", test_refusals);
  return g_test_run ();
}
