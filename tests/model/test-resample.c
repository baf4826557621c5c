/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jackknife and bootstrap against fits, by the public door, of the rows written out as often as a
 * replicate counts them; by hand where that can be done; and on data that leave a replicate nothing
 * to estimate. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-resample-private.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#define N_ROWS 480
#define N_UNITS 24
#define N_STATES 9
#define SEED 11

/* Draws of the simulated rows, the same on every machine. */
static double
draw (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return ((*state >> 8) + 0.5) / 16777216.0;
}

/* Simulated rows of 24 units, each row @count [unit] times, every copy of a unit a unit of its own;
 * with @left_out ≥ 0 without the rows of that state. */
static ComityDataset *
write_out (const double *count, int left_out)
{
  g_autoptr (GString) csv = g_string_new ("y,c,x,z,id,a,b,stop,d\n");
  guint32 state = 5;

  for (gsize i = 0; i < N_ROWS; i++)
    {
      gsize unit = i % N_UNITS;
      double x = draw (&state) - 0.5;
      double z = draw (&state);
      double effect = (double) (unit % 5) / 4.0 - 0.5;
      int y = draw (&state) < 1.0 / (1.0 + exp (0.5 - x + 0.8 * z - effect));
      int c = (int) (3.0 * draw (&state) * exp (x + effect) * (draw (&state) < 0.7 ? 1.0 : 2.5));
      double stop = 1.0 + floor (12.0 * draw (&state) * exp (-0.5 * x));
      int a = (int) (N_STATES * draw (&state));
      int b = (int) (N_STATES * draw (&state));

      if (a == left_out || b == left_out)
        continue;
      for (int copy = 0; copy < (int) (count != NULL ? count[unit] : 1.0); copy++)
        g_string_append_printf (csv, "%d,%d,%.17g,%.17g,%d,%d,%d,%.17g,%d\n", y, c, x, z,
                                (int) unit + 100 * copy, a, b, stop, unit % 2 == 0);
    }
  return comity_test_parse_data (csv->str);
}

typedef struct
{
  const char *estimator;
  const char *formula;
  const char *stop;
  const char *group;
  ComityTies ties;
  double tolerance; /* in standard errors */
} Case;

static const Case cases[] = {
  { "logit", "y ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-8 },
  { "probit", "y ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-8 },
  { "cloglog", "y ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-8 },
  { "lpm", "y ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-9 },
  { "poisson", "c ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-8 },
  { "negbin", "c ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-6 },
  { "firth", "y ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-6 },
  { "relogit", "y ~ x + z", NULL, NULL, COMITY_TIES_EFRON, 1e-7 },
  { "cox", "y ~ x + z", "stop", NULL, COMITY_TIES_EFRON, 1e-7 },
  { "cox", "y ~ x + z", "stop", NULL, COMITY_TIES_BRESLOW, 1e-7 },
  { "exponential", "y ~ x + z", "stop", NULL, COMITY_TIES_EFRON, 1e-7 },
  { "weibull", "y ~ x + z", "stop", NULL, COMITY_TIES_EFRON, 1e-6 },
  { "loglogistic", "y ~ x + z", "stop", NULL, COMITY_TIES_EFRON, 1e-6 },
  { "lognormal", "y ~ x + z", "stop", NULL, COMITY_TIES_EFRON, 1e-6 },
  { "clogit", "y ~ x + z", NULL, "id", COMITY_TIES_EFRON, 1e-7 },
  { "xtlogit", "y ~ x + z", NULL, "id", COMITY_TIES_EFRON, 1e-6 },
};

static ComitySpec *
make_spec (const Case *test, ComityVce vce)
{
  ComitySpec *spec = comity_spec_new (test->formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (test->estimator);
  spec->vce = vce;
  spec->group = g_strdup (test->group);
  spec->ties = test->ties;
  spec->seed = SEED;
  if (test->stop != NULL)
    comity_spec_set_times (spec, test->stop);
  return spec;
}

/* The replicate's counts of the units in their order. */
static void
count_units (ComityVce vce, gsize replicate, double *counts)
{
  ComityResample resample = { .n_units = N_UNITS, .leaves_out = vce == COMITY_VCE_JACKKNIFE };
  guint32 seeds[64];
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);

  gsl_rng_set (rng, SEED);
  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    seeds[i] = (guint32) gsl_rng_get (rng);
  gsl_rng_free (rng);
  resample.seeds = seeds;
  comity_resample_count (&resample, replicate, counts);
}

static void
check_replicate (ComityFit *fit, gsize replicate, ComityFit *alone, double tolerance)
{
  const ComityMatrix *replicates = comity_fit_peek_replicates (fit, NULL);

  g_assert_cmpuint (comity_fit_get_n_terms (fit), ==, comity_fit_get_n_terms (alone));
  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      double expected = comity_fit_peek_coefficient (alone, j)->estimate;
      double got = comity_matrix_get (replicates, replicate, j);

      if (fabs (got - expected) > tolerance * comity_fit_peek_coefficient (fit, j)->std_error)
        g_error ("%s: replicate %" G_GSIZE_FORMAT " has %.15g for %s, not %.15g",
                 comity_fit_peek_estimator (fit), replicate, got,
                 comity_fit_peek_coefficient (fit, j)->term, expected);
    }
}

static void
test_units (gconstpointer data)
{
  ComityVce vce = GPOINTER_TO_INT (data);
  g_autoptr (ComityDataset) dataset = write_out (NULL, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (&cases[i], vce);
      g_autoptr (ComitySpec) classical = make_spec (&cases[i], COMITY_VCE_CLASSICAL);
      g_autoptr (ComityFit) fit = NULL;
      gsize n_failed;

      comity_spec_set_clusters (spec, "id");
      spec->replications = 20;
      fit = comity_test_fit_spec (dataset, spec);
      g_assert_nonnull (comity_fit_peek_replicates (fit, &n_failed));
      g_assert_cmpuint (n_failed, ==, 0);
      for (gsize r = 0; r < 20; r += 3)
        {
          double counts[N_UNITS];
          g_autoptr (ComityDataset) written = NULL;
          g_autoptr (ComityFit) alone = NULL;

          count_units (vce, r, counts);
          written = write_out (counts, -1);
          alone = comity_test_fit_spec (written, classical);
          /* Drawn samples are estimated to a millionth of a standard error. */
          check_replicate (fit, r, alone, vce == COMITY_VCE_BOOTSTRAP ? 1e-6 : cases[i].tolerance);
        }
    }
}

/* Every state in turn, a row without when either of its states is; and the formula. */
static void
test_states (void)
{
  g_autoptr (ComityDataset) dataset = write_out (NULL, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (&cases[i], COMITY_VCE_JACKKNIFE);
      g_autoptr (ComitySpec) classical = make_spec (&cases[i], COMITY_VCE_CLASSICAL);
      g_autoptr (ComityFit) fit = NULL;
      double estimates[N_STATES][4];
      gsize replicate = 0;
      gsize first[N_STATES];
      gsize n_seen = 0;
      gsize k;

      if (cases[i].group != NULL)
        continue;
      spec->states = g_strsplit ("a,b", ",", -1);
      fit = comity_test_fit_spec (dataset, spec);
      k = comity_fit_get_n_terms (fit);
      /* States come in the order in which the data name them: those of a, then what b has left. */
      for (gsize row = 0; row < N_ROWS && n_seen < N_STATES; row++)
        {
          gsize state = (gsize) comity_column_get_double (
              comity_dataset_require_column (dataset, "a", NULL), row);
          gboolean known = FALSE;

          for (gsize s = 0; s < n_seen; s++)
            known |= first[s] == state;
          if (!known)
            first[n_seen++] = state;
        }
      g_assert_cmpuint (n_seen, ==, N_STATES);
      for (replicate = 0; replicate < N_STATES; replicate++)
        {
          g_autoptr (ComityDataset) rest = write_out (NULL, (int) first[replicate]);
          g_autoptr (ComityFit) alone = comity_test_fit_spec (rest, classical);

          check_replicate (fit, replicate, alone, cases[i].tolerance);
          for (gsize j = 0; j < k; j++)
            estimates[replicate][j] = comity_fit_peek_coefficient (alone, j)->estimate;
        }
      for (gsize j = 0; j < k; j++)
        {
          double mean = 0.0;
          double sum = 0.0;

          for (gsize s = 0; s < N_STATES; s++)
            mean += estimates[s][j] / N_STATES;
          for (gsize s = 0; s < N_STATES; s++)
            sum += (estimates[s][j] - mean) * (estimates[s][j] - mean);
          comity_test_assert_close (comity_fit_peek_coefficient (fit, j)->std_error,
                                    sqrt (sum * (N_STATES - 1.0) / N_STATES), cases[i].tolerance);
        }
      g_assert_nonnull (strstr (comity_fit_peek_vce_sentence (fit), "9 states"));
    }
}

/* Without covariates: the jackknife of a mean is s / √n, with t of n − 1 degrees. */
static void
test_mean (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data ("y,id\n1,1\n4,2\n2,3\n8,4\n5,5\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ 1");
  const ComityCoefficient *c;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  spec->vce = COMITY_VCE_JACKKNIFE;
  comity_spec_set_clusters (spec, "id");
  for (int one_step = 0; one_step < 2; one_step++)
    {
      g_autoptr (ComityFit) fit = NULL;

      spec->one_step = one_step;
      fit = comity_test_fit_spec (dataset, spec);
      c = comity_fit_peek_coefficient (fit, 0);
      /* Σ (y − 4)² = 30; 30 / 4 / 5. */
      comity_test_assert_close (c->std_error, sqrt (1.5), 1e-12);
      /* t_4 at 97.5 %: 2.7764451051977934. */
      comity_test_assert_close (c->conf_high, 4.0 + 2.7764451051977934 * sqrt (1.5), 1e-10);
    }
}

/* The bootstrap of a mean over all its samples has variance Σ (y − ȳ)² / n²; many draws come near.
 */
static void
test_percentiles (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data ("y\n1\n4\n2\n8\n5\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ 1");
  g_autoptr (ComityFit) fit = NULL;
  const ComityMatrix *replicates;
  double low, high, mean = 0.0, sum = 0.0;
  gsize below = 0, above = 0;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  spec->vce = COMITY_VCE_BOOTSTRAP;
  spec->replications = 4000;
  fit = comity_test_fit_spec (dataset, spec);
  replicates = comity_fit_peek_replicates (fit, NULL);
  g_assert_cmpuint (replicates->n_rows, ==, 4000);
  for (gsize r = 0; r < 4000; r++)
    mean += replicates->data[r] / 4000.0;
  for (gsize r = 0; r < 4000; r++)
    sum += (replicates->data[r] - mean) * (replicates->data[r] - mean);
  comity_test_assert_close (comity_fit_peek_coefficient (fit, 0)->std_error, sqrt (sum / 3999.0),
                            1e-12);
  /* 30 / 25, and four standard errors of a variance from 4000 draws. */
  g_assert_cmpfloat (fabs (sum / 3999.0 / 1.2 - 1.0), <, 4.0 * sqrt (2.0 / 4000.0));
  g_assert_true (comity_fit_get_percentiles (fit, 0, &low, &high));
  for (gsize r = 0; r < 4000; r++)
    {
      below += replicates->data[r] < low;
      above += replicates->data[r] > high;
    }
  g_assert_cmpuint (below, <=, 100);
  g_assert_cmpuint (above, <=, 100);
  g_assert_cmpfloat (low, <, 4.0);
  g_assert_cmpfloat (high, >, 4.0);
  comity_test_assert_close (comity_fit_peek_coefficient (fit, 0)->conf_high,
                            4.0 + 1.959963984540054 * sqrt (sum / 3999.0), 1e-12);
}

/* Near the full refits; by the formula for least squares, whose step is the whole way. */
static void
test_one_step (void)
{
  g_autoptr (ComityDataset) dataset = write_out (NULL, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (&cases[i], COMITY_VCE_JACKKNIFE);
      g_autoptr (ComityFit) exact = NULL;
      g_autoptr (ComityFit) near = NULL;
      /* A penalty and a correction move little; what a unit takes of the information is in the step. */
      gboolean sums = g_str_equal (cases[i].estimator, "firth") ||
                      g_str_equal (cases[i].estimator, "relogit");
      double tolerance = g_str_equal (cases[i].estimator, "lpm") ? 1e-9 : sums ? 0.05 : 0.15;

      comity_spec_set_clusters (spec, "id");
      exact = comity_test_fit_spec (dataset, spec);
      spec->one_step = TRUE;
      if (g_str_equal (cases[i].estimator, "xtlogit"))
        {
          g_autofree char *sentence = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);

          g_assert_nonnull (strstr (sentence, "random-effects logit"));
          continue;
        }
      near = comity_test_fit_spec (dataset, spec);
      for (gsize j = 0; j < comity_fit_get_n_terms (exact); j++)
        comity_test_assert_close (comity_fit_peek_coefficient (near, j)->std_error /
                                      comity_fit_peek_coefficient (exact, j)->std_error,
                                  1.0, tolerance);
    }
}

/* The same bits on one thread and on several. */
static void
test_threads (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (5000, -1.0, 3);

  for (int kind = 0; kind < 4; kind++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z + d");
      g_autoptr (ComityFit) one = NULL;
      g_autoptr (ComityFit) more = NULL;

      spec->vce = kind < 2 ? COMITY_VCE_BOOTSTRAP : COMITY_VCE_JACKKNIFE;
      spec->one_step = kind == 3;
      spec->replications = 30;
      if (kind != 1)
        comity_spec_set_clusters (spec, "id");
      else
        {
          g_free (spec->estimator);
          spec->estimator = g_strdup ("firth");
        }
      spec->n_threads = 1;
      one = comity_test_fit_spec (dataset, spec);
      spec->n_threads = 3;
      more = comity_test_fit_spec (dataset, spec);
      g_assert_cmpmem (comity_fit_peek_vcov (one)->data, 16 * sizeof (double),
                       comity_fit_peek_vcov (more)->data, 16 * sizeof (double));
    }
}

/* x = 1 in two units alone, one of which has all its events: without it x separates, without both
 * it would be constant. */
static void
test_failures (void)
{
  g_autoptr (GString) csv = g_string_new ("y,x,id\n");
  guint32 state = 9;
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autoptr (ComityFit) fit = NULL;
  gsize n_failed;

  for (int i = 0; i < 200; i++)
    {
      int unit = i % 10;
      int y = unit == 3 ? 0 : draw (&state) < 0.4;

      g_string_append_printf (csv, "%d,%d,%d\n", y, unit == 3 || unit == 7, unit);
    }
  dataset = comity_test_parse_data (csv->str);
  comity_spec_set_clusters (spec, "id");
  spec->vce = COMITY_VCE_JACKKNIFE;
  fit = comity_test_fit_spec (dataset, spec);
  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  g_assert_nonnull (comity_fit_peek_replicates (fit, &n_failed));
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_true (comity_test_has_warning (fit, "Without 7 (separation by x)"));
  g_assert_true (comity_test_has_warning (fit, "9 of 10 clusters"));
  g_assert_cmpfloat (comity_fit_peek_coefficient (fit, 1)->std_error, >, 0.0);

  comity_fit_unref (g_steal_pointer (&fit));
  spec->vce = COMITY_VCE_BOOTSTRAP;
  fit = comity_test_fit_spec (dataset, spec);
  comity_fit_peek_replicates (fit, &n_failed);
  /* Both units are missed with (4/5)^10 = 0.107; 7 alone is with 0.35 in all. */
  g_assert_cmpuint (n_failed, >, 200 * 0.2);
  g_assert_cmpuint (n_failed, <, 200 * 0.5);
  g_assert_true (comity_test_has_warning (fit, "separation by x"));
  g_assert_true (comity_test_has_warning (fit, "collinear terms: x"));
  g_assert_true (comity_test_has_warning (fit, "could say little"));
}

static void
test_one_unit (void)
{
  g_autoptr (ComityDataset) dataset =
      comity_test_parse_data ("y,x,id\n0,1,4\n1,2,4\n0,3,4\n1,4,4\n1,1.5,4\n0,2.5,4\n");

  for (int kind = 0; kind < 2; kind++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
      g_autoptr (ComityFit) fit = NULL;

      spec->vce = kind == 0 ? COMITY_VCE_JACKKNIFE : COMITY_VCE_BOOTSTRAP;
      comity_spec_set_clusters (spec, "id");
      fit = comity_test_fit_spec (dataset, spec);
      g_assert_true (isnan (comity_fit_peek_coefficient (fit, 1)->std_error));
      g_assert_true (comity_test_has_warning (fit, "All rows are in one cluster"));
    }
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = write_out (NULL, -1);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autofree char *no_units = NULL;
  g_autofree char *two = NULL;
  g_autofree char *few = NULL;
  g_autofree char *divided = NULL;
  g_autofree char *exact = NULL;

  spec->vce = COMITY_VCE_JACKKNIFE;
  no_units = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (no_units, "what to leave out"));
  comity_spec_set_clusters (spec, "id,a");
  two = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (two, "one column"));
  spec->vce = COMITY_VCE_BOOTSTRAP;
  comity_spec_set_clusters (spec, "id");
  spec->replications = 1;
  few = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (few, "two samples"));
  spec->replications = 10;
  g_free (spec->estimator);
  spec->estimator = g_strdup ("clogit");
  spec->group = g_strdup ("a");
  divided = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (divided, "whole groups"));
  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  comity_spec_set_times (spec, "stop");
  spec->ties = COMITY_TIES_EXACT;
  exact = comity_test_refuse (dataset, spec, COMITY_MODEL_ERROR_SPEC);
  g_assert_nonnull (strstr (exact, "Exact ties"));
}

static gpointer
cancel_midway_in_thread (gpointer data)
{
  ComityProgress *progress = data;

  while (comity_progress_get_fraction (progress) < 0.5)
    g_usleep (200);
  g_cancellable_cancel (comity_progress_peek_cancellable (progress));
  return NULL;
}

/* In the middle of the refits, quick ones and plain ones. */
static void
test_cancel (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (20000, -2.0, 4);
  static const char *const estimators[] = { "logit", "firth" };

  for (gsize i = 0; i < G_N_ELEMENTS (estimators); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z + d");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (GError) error = NULL;
      g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_midway_in_thread, progress);

      g_free (spec->estimator);
      spec->estimator = g_strdup (estimators[i]);
      spec->vce = COMITY_VCE_BOOTSTRAP;
      spec->replications = i == 0 ? 4000 : 400;
      comity_spec_set_clusters (spec, "id");
      g_assert_null (comity_fit_new_for_dataset (spec, dataset, progress, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpfloat (comity_progress_get_fraction (progress), <, 0.9);
      g_thread_join (g_steal_pointer (&thread));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/model/resample/bootstrap", GINT_TO_POINTER (COMITY_VCE_BOOTSTRAP),
                        test_units);
  g_test_add_data_func ("/model/resample/jackknife", GINT_TO_POINTER (COMITY_VCE_JACKKNIFE),
                        test_units);
  g_test_add_func ("/model/resample/states", test_states);
  g_test_add_func ("/model/resample/mean", test_mean);
  g_test_add_func ("/model/resample/percentiles", test_percentiles);
  g_test_add_func ("/model/resample/one-step", test_one_step);
  g_test_add_func ("/model/resample/threads", test_threads);
  g_test_add_func ("/model/resample/failures", test_failures);
  g_test_add_func ("/model/resample/one-unit", test_one_unit);
  g_test_add_func ("/model/resample/refusals", test_refusals);
  g_test_add_func ("/model/resample/cancel", test_cancel);
  return g_test_run ();
}
