/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The logit by hand, from its first-order conditions, and by what theory says must change or stay
 * when the data are shuffled, relabelled, doubled or rescaled; and its refusals. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

/* d = 0: 3 of 10 events; d = 1: 6 of 8. Then β = (log 3/7, log 6/2 − log 3/7) and the classical
 * variances are 1/3 + 1/7 and 1/3 + 1/7 + 1/6 + 1/2. */
static void
test_by_hand (void)
{
  g_autoptr (GString) csv = g_string_new ("y,d\n");
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityFit) fit = NULL;
  const ComityCoefficient *c;

  for (int i = 0; i < 18; i++)
    g_string_append_printf (csv, "%d,%d\n", i < 10 ? i < 3 : i < 16, i >= 10);
  dataset = comity_test_parse_data (csv->str);
  fit = comity_test_fit (dataset, "y ~ d", COMITY_VCE_CLASSICAL, NULL);
  c = comity_fit_peek_coefficient (fit, 0);
  comity_test_assert_close (c->estimate, log (3.0 / 7.0), 1e-12);
  comity_test_assert_close (c->std_error, sqrt (1.0 / 3.0 + 1.0 / 7.0), 1e-12);
  c = comity_fit_peek_coefficient (fit, 1);
  comity_test_assert_close (c->estimate, log (3.0) - log (3.0 / 7.0), 1e-12);
  comity_test_assert_close (c->std_error, sqrt (1.0 / 3.0 + 1.0 / 7.0 + 1.0 / 6.0 + 0.5), 1e-12);
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood,
                            3 * log (0.3) + 7 * log (0.7) + 6 * log (0.75) + 2 * log (0.25), 1e-12);
  comity_test_assert_close (comity_fit_peek_numbers (fit)->log_likelihood_null,
                            9 * log (0.5) + 9 * log (0.5), 1e-12);
}

/* dμ/dη and the variance of y at a prediction. */
static void
get_slope (const char *estimator, double eta, double mean, double *slope, double *variance)
{
  double q = exp (eta);

  *variance = mean * (1.0 - mean);
  if (strcmp (estimator, "logit") == 0)
    *slope = *variance;
  else if (strcmp (estimator, "probit") == 0)
    *slope = exp (-0.5 * eta * eta) / sqrt (2.0 * G_PI);
  else if (strcmp (estimator, "cloglog") == 0)
    *slope = q * exp (-q);
  else if (strcmp (estimator, "lpm") == 0)
    *slope = *variance = 1.0;
  else
    *slope = *variance = q;
}

static void
check_score (ComityDataset *dataset, const char *estimator)
{
  static const char *const terms[] = { NULL, "x", "z", "d", "u" };
  gsize n = comity_dataset_get_n_rows (dataset);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z + d + u");
  g_autoptr (ComityFit) fit = NULL;
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autofree double *p = g_new (double, n);
  g_autofree double *eta = g_new (double, n);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  fit = comity_test_fit_spec (dataset, spec);
  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  comity_fit_predict_rows (fit, rows, n, FALSE, p);
  comity_fit_predict_rows (fit, rows, n, TRUE, eta);
  for (gsize j = 0; j < G_N_ELEMENTS (terms); j++)
    {
      ComityColumn *x =
          terms[j] != NULL ? comity_dataset_require_column (dataset, terms[j], NULL) : NULL;
      ComityColumn *y = comity_dataset_require_column (dataset, "y", NULL);
      double score = 0.0;
      double size = 0.0;

      for (gsize i = 0; i < n; i++)
        {
          double value = x != NULL ? comity_column_get_double (x, i) : 1.0;
          double slope, variance;

          get_slope (estimator, eta[i], p[i], &slope, &variance);
          score += value * (comity_column_get_double (y, i) - p[i]) * slope / variance;
          size += fabs (value * p[i]) * slope / variance;
        }
      g_assert_cmpfloat (fabs (score), <, 1e-9 * size);
    }
}

/* The score, recomputed from the raw rows, vanishes at the estimate of every plain generalised
 * linear model, for ordinary and for rare events (where the search begins on a part of the rows). */
static void
test_score (void)
{
  static const char *const models[] = { "logit", "probit", "cloglog", "lpm", "poisson" };

  for (int rare = 0; rare < 2; rare++)
    {
      g_autoptr (ComityDataset) dataset =
          comity_test_simulate (rare ? 90000 : 3001, rare ? -5.0 : 0.0, 7);

      for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
        check_score (dataset, models[i]);
    }
}

static void
assert_same (ComityFit *a, ComityFit *b, double estimate, double error)
{
  g_assert_cmpuint (comity_fit_get_n_terms (a), ==, comity_fit_get_n_terms (b));
  for (gsize i = 0; i < comity_fit_get_n_terms (a); i++)
    {
      const ComityCoefficient *left = comity_fit_peek_coefficient (a, i);
      const ComityCoefficient *right = comity_fit_peek_coefficient (b, i);

      comity_test_assert_close (left->estimate, right->estimate, estimate);
      comity_test_assert_close (left->std_error, right->std_error, error);
    }
}

/* The bits do not depend on the number of threads. */
static void
test_threads (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (60001, -4.0, 11);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x*z + d + u");
  g_autoptr (ComityFit) one = NULL;

  comity_spec_set_clusters (spec, "id");
  spec->n_threads = 1;
  one = comity_test_fit_spec (dataset, spec);
  for (guint n_threads = 2; n_threads <= 7; n_threads++)
    {
      g_autoptr (ComityFit) more = NULL;

      spec->n_threads = n_threads;
      more = comity_test_fit_spec (dataset, spec);
      assert_same (more, one, 0.0, 0.0);
      g_assert_true (comity_fit_peek_numbers (more)->log_likelihood ==
                     comity_fit_peek_numbers (one)->log_likelihood);
    }
}

static void
test_shuffle (void)
{
  gsize n = 4000;
  g_autoptr (ComityDataset) dataset = comity_test_simulate (n, -1.0, 3);
  g_autofree guint32 *rows = g_new (guint32, 2 * n);
  g_autoptr (ComityDataset) shuffled = NULL;
  g_autoptr (ComityDataset) doubled = NULL;
  g_autoptr (ComityFit) plain =
      comity_test_fit (dataset, "y ~ x + z + d", COMITY_VCE_CLUSTER, "id");
  g_autoptr (ComityFit) classical =
      comity_test_fit (dataset, "y ~ x + z + d", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (ComityFit) other = NULL;
  g_autoptr (ComityFit) twice = NULL;
  g_autoptr (ComityFit) twice_classical = NULL;

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) (i * 1597 % n);
  shuffled = comity_test_gather (dataset, rows, n);
  other = comity_test_fit (shuffled, "y ~ x + z + d", COMITY_VCE_CLUSTER, "id");
  assert_same (other, plain, 1e-11, 1e-11);

  /* Every row twice, in its own cluster: clustered errors stay, classical ones shrink by √2. */
  for (gsize i = 0; i < 2 * n; i++)
    rows[i] = (guint32) (i % n);
  doubled = comity_test_gather (dataset, rows, 2 * n);
  twice = comity_test_fit (doubled, "y ~ x + z + d", COMITY_VCE_CLUSTER, "id");
  assert_same (twice, plain, 1e-11, 1e-11);
  twice_classical = comity_test_fit (doubled, "y ~ x + z + d", COMITY_VCE_CLASSICAL, NULL);
  for (gsize i = 0; i < 4; i++)
    comity_test_assert_close (comity_fit_peek_coefficient (twice_classical, i)->std_error *
                                  sqrt (2),
                              comity_fit_peek_coefficient (classical, i)->std_error, 1e-11);
}

/* Clusters of one row are HC0 with n/(n−1), Stata's robust; a dummy turned round changes its sign;
 * a rescaled covariate its coefficient. */
static void
test_relabel (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (3000, -1.0, 5);
  g_autoptr (ComityFit) plain = comity_test_fit (dataset, "y ~ x + d", COMITY_VCE_ROBUST, NULL);
  g_autoptr (ComityFit) single = comity_test_fit (dataset, "y ~ x + d", COMITY_VCE_DEFAULT, "row");
  g_autoptr (ComityFit) turned =
      comity_test_fit (dataset, "y ~ I(1000*x) + I(1 - d)", COMITY_VCE_ROBUST, NULL);
  g_autoptr (ComityFit) failures =
      comity_test_fit (dataset, "1 - y ~ x + d", COMITY_VCE_ROBUST, NULL);
  const ComityCoefficient *x = comity_fit_peek_coefficient (plain, 1);
  const ComityCoefficient *d = comity_fit_peek_coefficient (plain, 2);

  assert_same (single, plain, 0.0, 1e-12);
  comity_test_assert_close (comity_fit_peek_coefficient (turned, 1)->estimate * 1000, x->estimate,
                            1e-11);
  comity_test_assert_close (comity_fit_peek_coefficient (turned, 1)->std_error * 1000, x->std_error,
                            1e-11);
  comity_test_assert_close (comity_fit_peek_coefficient (turned, 2)->estimate, -d->estimate, 1e-11);
  comity_test_assert_close (comity_fit_peek_coefficient (turned, 2)->std_error, d->std_error,
                            1e-11);
  comity_test_assert_close (comity_fit_peek_coefficient (failures, 1)->estimate, -x->estimate,
                            1e-11);
}

/* The scale of a column is told by a part of the rows. Columns that are constant there, or far
 * smaller than elsewhere, are estimated as well as in any other order of the rows. */
static void
test_uneven (void)
{
  gsize n = 60000;
  g_autoptr (ComityDataset) plain = comity_test_simulate (n, -1.0, 13);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (plain);
  double *spike = g_new0 (double, n);
  double *wide = g_new0 (double, n);
  g_autofree guint32 *rows = g_new (guint32, n);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityDataset) shuffled = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityFit) other = NULL;

  for (gsize i = 0; i < n; i++)
    {
      gboolean surveyed = i / 128 % 8 == 0;

      spike[i] = !surveyed && i % 911 < 20;
      wide[i] = (double) (i % 101) * (surveyed ? 1e-6 : 1e6);
      rows[i] = (guint32) (i * 7919 % n);
    }
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("spike", COMITY_COLUMN_DOUBLE, n, spike));
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("wide", COMITY_COLUMN_DOUBLE, n, wide));
  dataset = comity_dataset_builder_end (builder);
  shuffled = comity_test_gather (dataset, rows, n);
  fit = comity_test_fit (dataset, "y ~ x + spike + wide", COMITY_VCE_ROBUST, NULL);
  other = comity_test_fit (shuffled, "y ~ x + spike + wide", COMITY_VCE_ROBUST, NULL);
  g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, 4);
  for (gsize i = 0; i < 4; i++)
    {
      const ComityCoefficient *a = comity_fit_peek_coefficient (fit, i);
      const ComityCoefficient *b = comity_fit_peek_coefficient (other, i);

      g_assert_cmpfloat (fabs (a->estimate - b->estimate), <, 1e-10 * b->std_error);
      g_assert_cmpfloat (fabs (a->std_error / b->std_error - 1.0), <, 1e-10);
    }
}

/* A million rows and three events: a rate of 3e-6, found to all digits, and few events are said. */
static void
test_three_events (void)
{
  gsize n = 1000000;
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);
  gint8 *y = g_new0 (gint8, n);
  gint8 *d = g_new (gint8, n);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityFit) fit = NULL;

  for (gsize i = 0; i < n; i++)
    d[i] = i % 4 == 0;
  y[0] = y[500001] = y[999999] = 1;
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("y", COMITY_COLUMN_INT8, n, y));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("d", COMITY_COLUMN_INT8, n, d));
  dataset = comity_dataset_builder_end (builder);
  fit = comity_test_fit (dataset, "y ~ d", COMITY_VCE_CLASSICAL, NULL);
  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  comity_test_assert_close (comity_fit_peek_coefficient (fit, 0)->estimate, log (2.0 / 749998.0),
                            1e-11);
  comity_test_assert_close (comity_fit_peek_coefficient (fit, 1)->estimate,
                            log (1.0 / 249999.0) - log (2.0 / 749998.0), 1e-10);
  comity_test_assert_close (comity_fit_peek_coefficient (fit, 1)->std_error,
                            sqrt (1.0 + 1.0 / 249999.0 + 0.5 + 1.0 / 749998.0), 1e-10);
  g_assert_true (comity_test_has_warning (fit, "only 3.0 events per term"));
}

/* Frequency weights are rows repeated; sampling weights of 2 change no robust error. */
static void
test_weights (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,x,w,two,neg\n1,0.2,3,2,1\n0,0.4,1,2,1\n1,1.4,2,2,1\n0,-0.3,2,2,-1\n0,0.9,0,2,1\n"
      "1,-0.1,1,2,1\n0,1.1,2,2,1\n1,0.8,1,2,1\n");
  g_autofree guint32 *rows = g_new (guint32, 20);
  ComityColumn *w = comity_dataset_require_column (dataset, "w", NULL);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autoptr (ComityDataset) expanded = NULL;
  g_autoptr (ComityFit) counted = NULL;
  g_autoptr (ComityFit) repeated = NULL;
  g_autoptr (ComityFit) sampled = NULL;
  g_autoptr (ComityFit) robust = NULL;
  g_autofree char *sentence = NULL;
  gsize n = 0;

  for (guint32 i = 0; i < 8; i++)
    for (int k = 0; k < (int) comity_column_get_double (w, i); k++)
      rows[n++] = i;
  expanded = comity_test_gather (dataset, rows, n);
  spec->vce = COMITY_VCE_HC1;
  repeated = comity_test_fit_spec (expanded, spec);
  spec->weights = g_strdup ("w");
  spec->frequency_weights = TRUE;
  counted = comity_test_fit_spec (dataset, spec);
  assert_same (counted, repeated, 1e-12, 1e-12);
  g_assert_cmpuint (comity_fit_peek_numbers (counted)->n, ==, 12);
  comity_test_assert_close (comity_fit_peek_numbers (counted)->bic,
                            comity_fit_peek_numbers (repeated)->bic, 1e-12);
  /* The row of weight 0 is not used, and the waterfall says why. */
  g_assert_false (comity_fit_uses_row (counted, 4));
  g_assert_cmpstr (comity_fit_peek_drop (counted, 0)->variable, ==, "w");

  g_free (spec->weights);
  spec->weights = g_strdup ("two");
  spec->frequency_weights = FALSE;
  spec->vce = COMITY_VCE_DEFAULT;
  sampled = comity_test_fit_spec (dataset, spec);
  g_assert_cmpint (comity_fit_peek_numbers (sampled)->vce, ==, COMITY_VCE_ROBUST);
  robust = comity_test_fit (dataset, "y ~ x", COMITY_VCE_ROBUST, NULL);
  assert_same (sampled, robust, 1e-12, 1e-12);

  g_free (spec->weights);
  spec->weights = g_strdup ("neg");
  sentence = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_cmpstr (sentence, ==, "The weights neg must not be negative, but row 4 has -1.");
}

static void
test_outcomes (void)
{
  static const struct
  {
    const char *csv;
    int code;
    const char *sentence;
  } cases[] = {
    { "y,x\n0,1\n0,2\n0,3\n", COMITY_MODEL_ERROR_OUTCOME,
      "The outcome y has no events: it is 0 in all 3 rows that are used." },
    { "y,x\n1,1\n1,2\n1,3\n", COMITY_MODEL_ERROR_OUTCOME,
      "The outcome y is constant: it is 1 in all 3 rows that are used." },
    { "y,x\n0,1\n1,2\n2,3\n", COMITY_MODEL_ERROR_OUTCOME,
      "The outcome y must be 0 or 1, but row 3 has 2." },
    { "y,x\nyes,1\nno,2\n", COMITY_MODEL_ERROR_OUTCOME,
      "The outcome y must be a number, but row 1 has “yes”." },
    { "y,x\n,1\n,2\n", COMITY_MODEL_ERROR_NO_ROWS,
      "No row is left to estimate from: y is missing in all 2 rows." },
    { "y,x\n1,\n,2\n", COMITY_MODEL_ERROR_NO_ROWS,
      "No row is left to estimate from: every row lacks some variable, most often y, which is "
      "missing in 1 of 2 rows." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComityDataset) dataset = comity_test_parse_data (cases[i].csv);
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
      g_autofree char *sentence = comity_test_refuse (dataset, spec, cases[i].code);

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
    }
}

/* "0" and "1" as text. */
static void
test_text_outcome (void)
{
  gsize n = 8;
  static const guint32 codes[] = { 1, 2, 1, 2, 2, 1, 1, 2 };
  GPtrArray *dictionary = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityFit) text = NULL;
  g_autoptr (ComityFit) number = NULL;
  double *x = g_new (double, n);
  double *y = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = (double) (i * i % 5);
      y[i] = codes[i] - 1.0;
    }
  g_ptr_array_add (dictionary, g_strdup (""));
  g_ptr_array_add (dictionary, g_strdup ("0"));
  g_ptr_array_add (dictionary, g_strdup ("1"));
  comity_dataset_builder_take_column (
      builder,
      comity_column_new_strings_take ("s", n, g_memdup2 (codes, sizeof codes), dictionary));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("x", COMITY_COLUMN_DOUBLE, n, x));
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_take ("y", COMITY_COLUMN_DOUBLE, n, y));
  dataset = comity_dataset_builder_end (builder);
  text = comity_test_fit (dataset, "s ~ x", COMITY_VCE_DEFAULT, NULL);
  number = comity_test_fit (dataset, "y ~ x", COMITY_VCE_DEFAULT, NULL);
  assert_same (text, number, 0.0, 0.0);
  g_assert_cmpuint (comity_fit_peek_numbers (text)->n_events, ==, 4);
}

static void
test_specifications (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (100, 0.0, 1);
  static const struct
  {
    const char *estimator;
    ComityVce vce;
    const char *clusters, *where, *weights;
    double level;
    int code;
    const char *part;
  } cases[] = {
    { "nosuch", 0, NULL, NULL, NULL, 95, COMITY_MODEL_ERROR_SPEC, "logit" },
    { "logit", COMITY_VCE_JACKKNIFE, NULL, NULL, NULL, 95, COMITY_MODEL_ERROR_SPEC,
      "what to leave out" },
    { "logit", COMITY_VCE_CLUSTER, NULL, NULL, NULL, 95, COMITY_MODEL_ERROR_SPEC, "clusters" },
    { "logit", COMITY_VCE_DYADIC, NULL, NULL, NULL, 95, COMITY_MODEL_ERROR_SPEC, "states" },
    { "logit", COMITY_VCE_DEFAULT, "idd", NULL, NULL, 95, COMITY_MODEL_ERROR_COLUMN, "idd" },
    { "logit", COMITY_VCE_DEFAULT, "id,row,d", NULL, NULL, 95, COMITY_MODEL_ERROR_SPEC, "two" },
    { "logit", COMITY_VCE_DEFAULT, NULL, "x > 99", NULL, 95, COMITY_MODEL_ERROR_NO_ROWS, "x > 99" },
    { "logit", COMITY_VCE_DEFAULT, NULL, "x >", NULL, 95, COMITY_MODEL_ERROR_FORMULA, "" },
    { "logit", COMITY_VCE_DEFAULT, NULL, NULL, "ww", 95, COMITY_MODEL_ERROR_COLUMN, "ww" },
    { "logit", COMITY_VCE_DEFAULT, NULL, NULL, NULL, 100, COMITY_MODEL_ERROR_SPEC, "100 percent" },
  };
  ComityVce vce;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
      g_autofree char *sentence = NULL;

      g_free (spec->estimator);
      spec->estimator = g_strdup (cases[i].estimator);
      spec->vce = cases[i].vce;
      comity_spec_set_clusters (spec, cases[i].clusters);
      spec->where = g_strdup (cases[i].where);
      spec->weights = g_strdup (cases[i].weights);
      spec->level = cases[i].level;
      sentence = comity_test_refuse (dataset, spec, cases[i].code);
      if (strstr (sentence, cases[i].part) == NULL)
        g_error ("“%s” does not say “%s”.", sentence, cases[i].part);
    }
  g_assert_true (comity_vce_from_name ("hc1", &vce) && vce == COMITY_VCE_HC1);
  g_assert_false (comity_vce_from_name ("magic", &vce));
}

static void
test_spec_value (void)
{
  g_autoptr (ComitySpec) a = comity_spec_new ("y ~ x");
  g_autoptr (ComitySpec) b = NULL;

  comity_spec_set_clusters (a, " dyad , year ");
  g_assert_cmpstr (a->clusters[0], ==, "dyad");
  g_assert_cmpstr (a->clusters[1], ==, "year");
  b = comity_spec_copy (a);
  g_assert_true (comity_spec_equal (a, b));
  b->level = 90.0;
  g_assert_false (comity_spec_equal (a, b));
  b->level = 95.0;
  comity_spec_set_clusters (b, NULL);
  g_assert_null (b->clusters);
  g_assert_false (comity_spec_equal (a, b));
}

/* The condition limits what is read; the waterfall counts within it. */
static void
test_waterfall (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,x,z,w\n1,0.5,1,1\n0,,1,1\n1,,,1\n0,1.5,,1\n0,0.7,1,1\n1,0.2,2,1\n0,0.9,3,1\n"
      "1,0.3,1,2\n0,,2,2\n,0.1,2,1\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z");
  g_autoptr (ComityFit) fit = NULL;

  spec->where = g_strdup ("w == 1");
  fit = comity_test_fit_spec (dataset, spec);
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_read, ==, 8);
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n, ==, 4);
  g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_dropped, ==, 4);
  g_assert_cmpuint (comity_fit_get_n_drops (fit), ==, 3);
  g_assert_cmpstr (comity_fit_peek_drop (fit, 0)->variable, ==, "y");
  g_assert_cmpstr (comity_fit_peek_drop (fit, 1)->variable, ==, "x");
  g_assert_cmpuint (comity_fit_peek_drop (fit, 1)->rows, ==, 2);
  g_assert_cmpuint (comity_fit_peek_drop (fit, 1)->events, ==, 1);
  g_assert_cmpstr (comity_fit_peek_drop (fit, 2)->variable, ==, "z");
  g_assert_cmpuint (comity_fit_peek_drop (fit, 2)->rows, ==, 1);
  g_assert_cmpuint (comity_fit_peek_drop (fit, 2)->missing, ==, 2);
  g_assert_true (comity_fit_uses_row (fit, 0));
  g_assert_false (comity_fit_uses_row (fit, 1));
  g_assert_false (comity_fit_uses_row (fit, 7));
}

static gpointer
cancel_midway_in_thread (gpointer data)
{
  ComityProgress *progress = data;

  while (comity_progress_get_fraction (progress) < 0.15)
    g_usleep (200);
  g_cancellable_cancel (comity_progress_peek_cancellable (progress));
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (400000, 0.0, 9);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ (x + z + d + u)^3 + poly(x, 5)");

  for (int midway = 0; midway < 2; midway++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFit) fit = NULL;
      GThread *thread = NULL;

      if (midway)
        thread = g_thread_new ("cancel", cancel_midway_in_thread, progress);
      else
        g_cancellable_cancel (cancellable);
      fit = comity_fit_new_for_dataset (spec, dataset, progress, &error);
      g_clear_pointer (&thread, g_thread_join);
      g_assert_null (fit);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/logit/by-hand", test_by_hand);
  g_test_add_func ("/model/logit/score", test_score);
  g_test_add_func ("/model/logit/threads", test_threads);
  g_test_add_func ("/model/logit/shuffle", test_shuffle);
  g_test_add_func ("/model/logit/relabel", test_relabel);
  g_test_add_func ("/model/logit/uneven", test_uneven);
  g_test_add_func ("/model/logit/three-events", test_three_events);
  g_test_add_func ("/model/logit/weights", test_weights);
  g_test_add_func ("/model/logit/outcomes", test_outcomes);
  g_test_add_func ("/model/logit/text-outcome", test_text_outcome);
  g_test_add_func ("/model/logit/specifications", test_specifications);
  g_test_add_func ("/model/logit/spec-value", test_spec_value);
  g_test_add_func ("/model/logit/waterfall", test_waterfall);
  g_test_add_func ("/model/logit/cancel", test_cancel);
  return g_test_run ();
}
