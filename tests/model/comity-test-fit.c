/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of the models share. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-dataset-io.h"

#include <math.h>
#include <string.h>

ComityDataset *
comity_test_load_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", "model", name, NULL);
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load (path, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

ComityDataset *
comity_test_parse_data (const char *csv)
{
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  g_autoptr (GError) error = NULL;
  ComityDataset *dataset = comity_dataset_load_bytes (bytes, "test.csv", NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

ComityFit *
comity_test_fit_spec (ComityDataset *dataset, const ComitySpec *spec)
{
  g_autoptr (GError) error = NULL;
  ComityFit *fit = comity_fit_new_for_dataset (spec, dataset, NULL, &error);

  g_assert_no_error (error);
  return fit;
}

ComityFit *
comity_test_fit (ComityDataset *dataset, const char *formula, ComityVce vce, const char *clusters)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  spec->vce = vce;
  if (clusters != NULL)
    comity_spec_set_clusters (spec, clusters);
  return comity_test_fit_spec (dataset, spec);
}

char *
comity_test_refuse (ComityDataset *dataset, const ComitySpec *spec, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_new_for_dataset (spec, dataset, NULL, &error);

  g_assert_null (fit);
  g_assert_error (error, COMITY_MODEL_ERROR, code);
  return g_strdup (error->message);
}

void
comity_test_check_coefficients (ComityFit *fit, JsonNode *expected, double tolerance)
{
  JsonArray *terms = json_node_get_array (comity_test_find (expected, "terms", NULL));
  JsonNode *coef = comity_test_find (expected, "coef", NULL);

  g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, json_array_get_length (terms));
  for (guint i = 0; i < json_array_get_length (terms); i++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, i);

      g_assert_cmpstr (c->term, ==, json_array_get_string_element (terms, i));
      comity_test_assert_close (c->estimate, comity_test_element (coef, i), tolerance);
    }
}

void
comity_test_check_errors (ComityFit *fit, JsonNode *expected, const char *key, double tolerance)
{
  JsonNode *se = comity_test_find (expected, "se", key, NULL);

  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    comity_test_assert_close (comity_fit_peek_coefficient (fit, i)->std_error,
                              comity_test_element (se, i), tolerance);
}

static double
find_number (JsonNode *expected, const char *name)
{
  return comity_test_number (comity_test_find (expected, "fit", name, NULL));
}

void
comity_test_check_summary (ComityFit *fit, JsonNode *expected)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

  g_assert_cmpuint (numbers->n, ==, (gsize) find_number (expected, "n"));
  g_assert_cmpuint (numbers->n_events, ==, (gsize) find_number (expected, "events"));
  comity_test_assert_close (numbers->log_likelihood, find_number (expected, "loglik"), 1e-8);
  comity_test_assert_close (numbers->log_likelihood_null, find_number (expected, "loglik_null"),
                            1e-8);
  comity_test_assert_close (numbers->aic, find_number (expected, "aic"), 1e-8);
  comity_test_assert_close (numbers->bic, find_number (expected, "bic"), 1e-8);
  comity_test_assert_close (numbers->pseudo_r2, find_number (expected, "mcfadden"), 1e-8);
  comity_test_assert_close (numbers->lr_chi2, find_number (expected, "lr_chi2"), 1e-6);
  comity_test_assert_close (numbers->lr_p, find_number (expected, "lr_p"), 1e-6);
  g_assert_cmpint (numbers->lr_df, ==, (int) find_number (expected, "lr_df"));
}

gboolean
comity_test_has_warning (ComityFit *fit, const char *part)
{
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    if (strstr (comity_fit_peek_warning (fit, i), part) != NULL)
      return TRUE;
  return FALSE;
}

/* A small linear congruential generator (Numerical Recipes' constants): the same on every machine.
 */
static double
draw (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return ((*state >> 8) + 0.5) / 16777216.0;
}

static ComityColumn *
take_doubles (const char *name, gsize n, double *values)
{
  return comity_column_new_take (name, COMITY_COLUMN_DOUBLE, n, values);
}

ComityDataset *
comity_test_simulate (gsize n, double constant, guint32 seed)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);
  double *x = g_new (double, n);
  double *z = g_new (double, n);
  double *u = g_new (double, n);
  gint8 *d = g_new (gint8, n);
  gint8 *y = g_new (gint8, n);
  gint32 *id = g_new (gint32, n);
  gint32 *row = g_new (gint32, n);
  guint32 state = seed;

  for (gsize i = 0; i < n; i++)
    {
      double eta;

      id[i] = (gint32) (i / 25);
      row[i] = (gint32) i;
      x[i] = 2.0 * draw (&state) - 1.0 + 0.5 * (double) (id[i] % 3);
      z[i] = draw (&state) + draw (&state) + 0.3 * x[i];
      d[i] = draw (&state) < 0.3;
      u[i] = 1e6 + 100.0 * draw (&state);
      eta = constant + x[i] - 0.5 * z[i] + 0.7 * d[i];
      y[i] = draw (&state) < 1.0 / (1.0 + exp (-eta));
    }
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("y", COMITY_COLUMN_INT8, n, y));
  comity_dataset_builder_take_column (builder, take_doubles ("x", n, x));
  comity_dataset_builder_take_column (builder, take_doubles ("z", n, z));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("d", COMITY_COLUMN_INT8, n, d));
  comity_dataset_builder_take_column (builder, take_doubles ("u", n, u));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("id", COMITY_COLUMN_INT32, n, id));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("row", COMITY_COLUMN_INT32, n, row));
  return comity_dataset_builder_end (builder);
}

static ComityColumn *
gather_column (ComityColumn *column, const guint32 *rows, gsize n)
{
  double *values = g_new (double, n);

  comity_column_gather_doubles (column, rows, n, values);
  return take_doubles (comity_column_peek_name (column), n, values);
}

ComityDataset *
comity_test_gather (ComityDataset *dataset, const guint32 *rows, gsize n)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);

  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    comity_dataset_builder_take_column (
        builder, gather_column (comity_dataset_peek_column (dataset, i), rows, n));
  return comity_dataset_builder_end (builder);
}
