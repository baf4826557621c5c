/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residuals as columns, against R's residuals () of glm and lm. */
#include "config.h"

#include "comity-residuals.h"
#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

#define N_ROWS 60

static ComityFit *
fit_first_rows (const char *file, const char *formula, const char *estimator, const char *weights)
{
  g_autoptr (ComityDataset) all = comity_test_load_data (file);
  guint32 rows[N_ROWS];
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  for (guint32 i = 0; i < N_ROWS; i++)
    rows[i] = i;
  dataset = comity_test_gather (all, rows, N_ROWS);
  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->weights = g_strdup (weights);
  return comity_test_fit_spec (dataset, spec);
}

static GPtrArray *
make_columns (ComityFit *fit, const char *kind)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *columns = comity_residual_columns (fit, kind, NULL, &error);

  g_assert_no_error (error);
  return columns;
}

static void
check_case (ComityFit *fit, const char *name)
{
  static const char *const kinds[] = { "fitted", "response", "pearson", "deviance" };
  g_autoptr (JsonNode) reference = comity_test_load_case ("model", "residuals.json");

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GPtrArray) columns = make_columns (fit, kinds[k]);
      JsonNode *numbers = comity_test_find (reference, name, kinds[k], NULL);

      g_assert_cmpuint (columns->len, ==, 1);
      for (gsize i = 0; i < N_ROWS; i++)
        comity_test_assert_close (comity_column_get_double (columns->pdata[0], i),
                                  comity_test_element (numbers, i), 1e-8);
    }
}

static void
test_rows (void)
{
  g_autoptr (ComityFit) logit = fit_first_rows ("weights.csv", "y ~ x1 + x2", "logit", NULL);
  g_autoptr (ComityFit) weighted = fit_first_rows ("weights.csv", "y ~ x1 + x2", "logit", "pw");
  g_autoptr (ComityFit) lpm = fit_first_rows ("weights.csv", "y ~ x1 + x2", "lpm", "pw");
  g_autoptr (ComityFit) poisson =
      fit_first_rows ("counts.csv", "y ~ x1 + x2 + offset(log(expo))", "poisson", NULL);

  check_case (logit, "logit");
  check_case (weighted, "logit_weighted");
  check_case (lpm, "lpm_weighted");
  check_case (poisson, "poisson");
}

/* Rows that are not used are missing; those of Cox models stand in their rows. */
static void
test_places (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("lung.csv");
  ComityColumn *event = comity_dataset_require_column (dataset, "event", NULL);
  g_autoptr (ComitySpec) spec = comity_spec_new ("Surv(time, event) ~ age + ph.ecog");
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (GPtrArray) martingale = NULL;
  g_autoptr (GPtrArray) schoenfeld = NULL;
  double sum = 0.0;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  fit = comity_test_fit_spec (dataset, spec);
  martingale = make_columns (fit, "martingale");
  schoenfeld = make_columns (fit, "schoenfeld");
  g_assert_cmpuint (martingale->len, ==, 1);
  g_assert_cmpuint (schoenfeld->len, ==, 2);
  g_assert_cmpstr (comity_column_peek_name (martingale->pdata[0]), ==, "martingale_residual");
  g_assert_cmpstr (comity_column_peek_name (schoenfeld->pdata[1]), ==, "schoenfeld_ph.ecog");
  for (gsize row = 0; row < comity_dataset_get_n_rows (dataset); row++)
    {
      gboolean used = comity_fit_uses_row (fit, row);
      gboolean is_event = used && comity_column_get_double (event, row) == 1.0;
      double residual = comity_column_get_double (martingale->pdata[0], row);

      g_assert_true (isnan (residual) == !used);
      g_assert_true (isnan (comity_column_get_double (schoenfeld->pdata[0], row)) == !is_event);
      sum += used ? residual : 0.0;
    }
  g_assert_cmpfloat (fabs (sum), <, 1e-9);
}

static void
test_refusals (void)
{
  g_autoptr (ComityFit) logit = fit_first_rows ("weights.csv", "y ~ x1", "logit", NULL);
  g_autoptr (ComityFit) negbin = fit_first_rows ("counts.csv", "y ~ x1", "negbin", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_residual_columns (logit, "martingale", NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (error->message, "pearson"));
  g_clear_error (&error);
  g_assert_null (comity_residual_columns (negbin, "pearson", NULL, &error));
  g_assert_nonnull (strstr (error->message, "Negative binomial"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/residuals/rows", test_rows);
  g_test_add_func ("/model/residuals/places", test_places);
  g_test_add_func ("/model/residuals/refusals", test_refusals);
  return g_test_run ();
}
