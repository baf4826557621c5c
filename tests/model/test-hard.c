/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hard cases, each for models of a 0/1 outcome, of durations and of least squares: what cannot be
 * estimated is refused or named, and nothing else changes. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>
#include <string.h>

static const char *const estimators[] = { "logit", "cox", "lpm", "probit", "cloglog", "weibull" };

static ComityFit *
try_fit (ComityDataset *dataset,
         const char *estimator,
         const char *formula,
         const char *clusters,
         const char *weights,
         ComityProgress *progress,
         GError **error)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->weights = g_strdup (weights);
  if (clusters != NULL)
    comity_spec_set_clusters (spec, clusters);
  else
    spec->vce = weights != NULL ? COMITY_VCE_ROBUST : COMITY_VCE_CLASSICAL;
  if (strcmp (estimator, "cox") == 0 || strcmp (estimator, "weibull") == 0)
    comity_spec_set_times (spec, "t");
  return comity_fit_new_for_dataset (spec, dataset, progress, error);
}

static ComityFit *
fit_model (ComityDataset *dataset,
           const char *estimator,
           const char *formula,
           const char *clusters,
           const char *weights)
{
  g_autoptr (GError) error = NULL;
  ComityFit *fit = try_fit (dataset, estimator, formula, clusters, weights, NULL, &error);

  g_assert_no_error (error);
  return fit;
}

static char *
refuse_model (ComityDataset *dataset,
              const char *estimator,
              const char *formula,
              const char *weights)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = try_fit (dataset, estimator, formula, NULL, weights, NULL, &error);

  g_assert_null (fit);
  g_assert_nonnull (error);
  return g_strdup (error->message);
}

/* @n rows of which the first @n_events, 2 rows apart, are events (0: as the covariates want). */
static ComityDataset *
make_data (gsize n, gsize n_events)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_autofree double *x = g_new (double, n);
  g_autoptr (GString) csv =
      g_string_new ("y,none,t,tied,x,z,big,tiny,twice,c,m,id,one,single,w,w0,wn\n");

  for (gsize i = 0; i < n; i++)
    {
      double z = g_rand_double_range (rand, -1.0, 1.0);
      double u = g_rand_double (rand);
      int y;

      x[i] = g_rand_int_range (rand, -999999, 999999) / 1e6;
      y = n_events > 0 ? i % 2 == 0 && i / 2 < n_events
                       : u < 1.0 / (1.0 + exp (0.7 - x[i] + 0.5 * z));
      g_string_append_printf (
          csv, "%d,0,%.3f,%d,%.6f,%.6f,%.6fe9,%.6fe-9,%.6f,7,,%d,1,%d,%.2f,%.2f,%.2f\n", y,
          0.5 - 2.0 * log (1.0 - g_rand_double (rand)) * exp (-0.4 * x[i]), 1 + (int) (i % 2), x[i],
          z, x[i], z, 2.0 * x[i] + 1.0, (int) (i / 8), (int) i, 1.0 + u, i % 5 == 0 ? 0.0 : 1.0 + u,
          i == 20 ? -1.0 : 1.0 + u);
    }
  return comity_test_parse_data (csv->str);
}

static double
get_estimate (ComityFit *fit, const char *term)
{
  gssize i = comity_fit_find_term (fit, term);

  g_assert_cmpint (i, >=, 0);
  return comity_fit_peek_coefficient (fit, (gsize) i)->estimate;
}

static double
get_error (ComityFit *fit, const char *term)
{
  return comity_fit_peek_coefficient (fit, (gsize) comity_fit_find_term (fit, term))->std_error;
}

/* Covariates of 1e9 and 1e-9 in one model. */
static void
test_scales (void)
{
  g_autoptr (ComityDataset) dataset = make_data (400, 0);

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (ComityFit) plain = fit_model (dataset, estimators[e], "y ~ x + z", NULL, NULL);
      g_autoptr (ComityFit) scaled =
          fit_model (dataset, estimators[e], "y ~ big + tiny", NULL, NULL);

      g_assert_cmpint (comity_fit_get_status (scaled), ==, COMITY_FIT_CONVERGED);
      comity_test_assert_close (get_estimate (scaled, "big") * 1e9, get_estimate (plain, "x"),
                                1e-7);
      comity_test_assert_close (get_estimate (scaled, "tiny") * 1e-9, get_estimate (plain, "z"),
                                1e-7);
      comity_test_assert_close (get_error (scaled, "big") * 1e9, get_error (plain, "x"), 1e-7);
      comity_test_assert_close (comity_fit_peek_numbers (scaled)->log_likelihood,
                                comity_fit_peek_numbers (plain)->log_likelihood, 1e-8);
    }
}

/* Columns that say nothing are named and left out; the rest is as without them. */
static void
test_idle_columns (void)
{
  g_autoptr (ComityDataset) dataset = make_data (400, 0);

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (ComityFit) plain = fit_model (dataset, estimators[e], "y ~ x + z", NULL, NULL);
      g_autoptr (ComityFit) more =
          fit_model (dataset, estimators[e], "y ~ x + twice + c + z", NULL, NULL);
      g_autofree char *missing = refuse_model (dataset, estimators[e], "y ~ x + m", NULL);
      const char *reason;

      g_assert_cmpuint (comity_fit_get_n_omitted (more), ==, 2);
      g_assert_cmpstr (comity_fit_peek_omitted (more, 0, &reason), ==, "twice");
      g_assert_nonnull (strstr (reason, "x"));
      g_assert_cmpstr (comity_fit_peek_omitted (more, 1, &reason), ==, "c");
      g_assert_nonnull (strstr (reason, "constant"));
      comity_test_assert_close (get_estimate (more, "z"), get_estimate (plain, "z"), 1e-8);
      comity_test_assert_close (get_error (more, "x"), get_error (plain, "x"), 1e-7);
      g_assert_nonnull (strstr (missing, "m is missing in all 400 rows"));
    }
}

/* One cluster gives no covariance, and says so; clusters of one row give the robust one. */
static void
test_clusters (void)
{
  g_autoptr (ComityDataset) dataset = make_data (400, 0);

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (ComityFit) one = fit_model (dataset, estimators[e], "y ~ x + z", "one", NULL);
      g_autoptr (ComityFit) single =
          fit_model (dataset, estimators[e], "y ~ x + z", "single", NULL);
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z");
      g_autoptr (ComityFit) robust = NULL;

      g_free (spec->estimator);
      spec->estimator = g_strdup (estimators[e]);
      spec->vce = COMITY_VCE_ROBUST;
      if (strcmp (estimators[e], "cox") == 0 || strcmp (estimators[e], "weibull") == 0)
        comity_spec_set_times (spec, "t");
      robust = comity_test_fit_spec (dataset, spec);
      g_assert_cmpuint (comity_fit_get_n_warnings (one), >, 0);
      g_assert_true (isnan (get_error (one, "x")));
      g_assert_true (isfinite (get_estimate (one, "x")));
      comity_test_assert_close (get_error (single, "x"), get_error (robust, "x"), 1e-9);
    }
}

/* One event; fewer events than terms; none. */
static void
test_few_events (void)
{
  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      gboolean linear = strcmp (estimators[e], "lpm") == 0;
      g_autoptr (ComityDataset) one = make_data (60, 1);
      g_autoptr (ComityDataset) two = make_data (60, 2);
      g_autoptr (ComityFit) single = fit_model (one, estimators[e], "y ~ x", NULL, NULL);
      g_autoptr (ComityFit) few = fit_model (two, estimators[e], "y ~ x + z + id", NULL, NULL);
      g_autofree char *none = refuse_model (one, estimators[e], "none ~ x", NULL);

      g_assert_cmpuint (comity_fit_peek_numbers (single)->n_events, ==, 1);
      g_assert_cmpuint (comity_fit_peek_numbers (few)->n_events, ==, 2);
      if (!linear)
        {
          g_assert_cmpuint (comity_fit_get_n_warnings (few), >, 0);
          g_assert_cmpuint (comity_fit_get_n_warnings (single), >, 0);
        }
      g_assert_nonnull (strstr (none, "none"));
      /* An estimate is finite, or the fit says that it is not. */
      for (gsize i = 0; i < comity_fit_get_n_terms (few); i++)
        g_assert_true (isfinite (comity_fit_peek_coefficient (few, i)->estimate) ||
                       comity_fit_get_status (few) == COMITY_FIT_SEPARATED);
    }
}

/* Outcomes as texts "0" and "1", and as labelled numbers. */
static void
test_stored_otherwise (void)
{
  g_autoptr (ComityDataset) plain = make_data (400, 0);
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (plain);
  ComityColumn *y = comity_dataset_require_column (plain, "y", NULL);
  gsize n = comity_dataset_get_n_rows (plain);
  GPtrArray *dictionary = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ComityValueLabels) labels = comity_value_labels_new ("yesno");
  guint32 *codes = g_new (guint32, n);
  gint8 *bytes = g_new (gint8, n);
  ComityColumn *labelled;
  g_autoptr (ComityDataset) dataset = NULL;

  g_ptr_array_add (dictionary, g_strdup (""));
  g_ptr_array_add (dictionary, g_strdup ("0"));
  g_ptr_array_add (dictionary, g_strdup ("1"));
  for (gsize i = 0; i < n; i++)
    {
      bytes[i] = (gint8) comity_column_get_double (y, i);
      codes[i] = 1 + (guint32) bytes[i];
    }
  comity_value_labels_add (labels, 0, "no");
  comity_value_labels_add (labels, 1, "yes");
  labelled = comity_column_new_take ("yl", COMITY_COLUMN_INT8, n, bytes);
  comity_column_set_value_labels (labelled, labels);
  comity_dataset_builder_take_column (builder, labelled);
  comity_dataset_builder_take_column (builder,
                                      comity_column_new_strings_take ("ys", n, codes, dictionary));
  dataset = comity_dataset_builder_end (builder);
  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (ComityFit) number = fit_model (dataset, estimators[e], "y ~ x + z", NULL, NULL);
      g_autoptr (ComityFit) text = fit_model (dataset, estimators[e], "ys ~ x + z", NULL, NULL);
      g_autoptr (ComityFit) label = fit_model (dataset, estimators[e], "yl ~ x + z", NULL, NULL);

      g_assert_cmpfloat (get_estimate (text, "x"), ==, get_estimate (number, "x"));
      g_assert_cmpfloat (get_estimate (label, "x"), ==, get_estimate (number, "x"));
      g_assert_cmpuint (comity_fit_peek_numbers (text)->n_events, ==,
                        comity_fit_peek_numbers (number)->n_events);
    }
}

/* Rows of weight 0 are as if they were not there; a negative weight is refused by its row. */
static void
test_weights (void)
{
  g_autoptr (ComityDataset) dataset = make_data (400, 0);
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (ComityDataset) rest = NULL;

  for (guint32 i = 0; i < 400; i++)
    if (i % 5 != 0)
      g_array_append_val (kept, i);
  rest = comity_test_gather (dataset, (const guint32 *) kept->data, kept->len);
  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (ComityFit) with = fit_model (dataset, estimators[e], "y ~ x + z", NULL, "w0");
      g_autoptr (ComityFit) without = fit_model (rest, estimators[e], "y ~ x + z", NULL, "w0");
      g_autofree char *negative = refuse_model (dataset, estimators[e], "y ~ x + z", "wn");

      comity_test_assert_close (get_estimate (with, "x"), get_estimate (without, "x"), 1e-9);
      comity_test_assert_close (get_error (with, "x"), get_error (without, "x"), 1e-9);
      g_assert_cmpuint (comity_fit_peek_numbers (with)->n, ==, 320);
      g_assert_nonnull (strstr (negative, "row 21"));
    }
}

/* All at two times: every kind of ties gives an answer, and a single time too. */
static void
test_ties (void)
{
  g_autoptr (ComityDataset) dataset = make_data (120, 0);
  static const ComityTies ties[] = { COMITY_TIES_EFRON, COMITY_TIES_BRESLOW, COMITY_TIES_EXACT };

  for (gsize i = 0; i < G_N_ELEMENTS (ties); i++)
    {
      static const char *const times[] = { "tied", "one" };

      for (gsize k = 0; k < G_N_ELEMENTS (times); k++)
        {
          g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z");
          g_autoptr (ComityFit) fit = NULL;

          g_free (spec->estimator);
          spec->estimator = g_strdup ("cox");
          spec->ties = ties[i];
          spec->vce = COMITY_VCE_CLASSICAL;
          comity_spec_set_times (spec, times[k]);
          fit = comity_test_fit_spec (dataset, spec);
          g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
          g_assert_cmpfloat (get_error (fit, "x"), >, 0.0);
          g_assert_cmpfloat (fabs (get_estimate (fit, "x")), <, 5.0);
        }
    }
}

/* A million rows and three events. */
static void
test_million (void)
{
  const gsize n = 1000000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  double *columns[3];
  static const char *const names[] = { "y", "t", "x" };
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (n);
  g_autoptr (ComityDataset) dataset = NULL;

  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
    columns[c] = g_new0 (double, n);
  for (gsize i = 0; i < n; i++)
    {
      columns[0][i] = i == 10 || i == 500000 || i == 999999;
      columns[1][i] = 1.0 + (double) (i % 97);
      columns[2][i] = g_rand_double (rand);
    }
  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
    comity_dataset_builder_take_column (
        builder, comity_column_new_take (names[c], COMITY_COLUMN_DOUBLE, n, columns[c]));
  dataset = comity_dataset_builder_end (builder);
  for (gsize e = 0; e < 3; e++)
    {
      g_autoptr (ComityFit) fit = fit_model (dataset, estimators[e], "y ~ x", NULL, NULL);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      g_assert_cmpuint (comity_fit_peek_numbers (fit)->n_events, ==, 3);
      g_assert_true (isfinite (get_estimate (fit, "x")) && get_error (fit, "x") > 0.0);
      g_assert_true (e == 2 || comity_test_has_warning (fit, "3"));
    }
}

typedef struct
{
  ComityProgress *progress;
  GCancellable *cancellable;
  double at;
  gint done; /* atomic */
} Watch;

static gpointer
watch_in_thread (gpointer data)
{
  Watch *watch = data;

  while (comity_progress_get_fraction (watch->progress) < watch->at &&
         !g_atomic_int_get (&watch->done))
    g_thread_yield ();
  g_cancellable_cancel (watch->cancellable);
  return NULL;
}

/* Cancelled when each phase begins: either it is done already, or it ends with that and no more. */
static void
test_cancel (void)
{
  static const double phases[] = { 0.0, 0.2, 0.4, 0.9 };
  g_autoptr (ComityDataset) dataset = make_data (20000, 0);
  gsize n_cancelled = 0;

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    for (gsize p = 0; p < G_N_ELEMENTS (phases); p++)
      {
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
        Watch watch = { progress, cancellable, phases[p], 0 };
        GThread *thread = NULL;
        g_autoptr (GError) error = NULL;
        g_autoptr (ComityFit) fit = NULL;

        if (phases[p] > 0.0)
          thread = g_thread_new ("watch", watch_in_thread, &watch);
        else
          g_cancellable_cancel (cancellable);
        fit = try_fit (dataset, estimators[e], "y ~ x + z", "id", NULL, progress, &error);
        g_atomic_int_set (&watch.done, 1);
        if (thread != NULL)
          g_thread_join (thread);
        if (fit == NULL)
          {
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
            n_cancelled++;
          }
        else
          g_assert_cmpfloat (phases[p], >, 0.0);
      }
  g_assert_cmpuint (n_cancelled, >=, G_N_ELEMENTS (estimators));
}

/* Counts looks at the cancellable, and cancels at one of them. */
typedef struct
{
  GCancellable *cancellable;
  gint n;  /* atomic */
  gint at; /* 0: never */
} Looks;

static void
count_look (gpointer data)
{
  Looks *looks = data;

  if (g_atomic_int_add (&looks->n, 1) + 1 == looks->at)
    g_cancellable_cancel (looks->cancellable);
}

static ComityFit *
fit_with_looks (ComityDataset *dataset, const ComitySpec *spec, Looks *looks, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);

  looks->cancellable = cancellable;
  comity_progress_set_look (progress, count_look, looks);
  return comity_fit_new_for_dataset (spec, dataset, progress, error);
}

/* Every estimator: whichever look it is that finds the fit unwanted, there is no fit, and there are
 * many looks. */
static void
test_looks (void)
{
  static const struct
  {
    const char *estimator, *formula;
    ComityVce vce;
  } cases[] = {
    { "logit", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "logit", "y ~ x + z", COMITY_VCE_BOOTSTRAP },
    { "probit", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "cloglog", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "lpm", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "firth", "y ~ x + z", COMITY_VCE_CLASSICAL },
    { "relogit", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "poisson", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "negbin", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "cox", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "exponential", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "weibull", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "loglogistic", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "lognormal", "y ~ x + z", COMITY_VCE_CLUSTER },
    { "clogit", "y ~ x + z", COMITY_VCE_CLASSICAL },
    { "xtlogit", "y ~ x + z", COMITY_VCE_CLASSICAL },
  };
  g_autoptr (ComityDataset) dataset = make_data (3000, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new (cases[i].formula);
      g_autoptr (GError) none = NULL;
      g_autoptr (ComityFit) whole = NULL;
      Looks looks = { NULL, 0, 0 };
      gint n;

      g_free (spec->estimator);
      spec->estimator = g_strdup (cases[i].estimator);
      spec->vce = cases[i].vce;
      spec->replications = 20;
      if (spec->vce != COMITY_VCE_CLASSICAL)
        comity_spec_set_clusters (spec, "id");
      spec->group = g_strdup ("id");
      comity_spec_set_times (spec, "t");
      whole = fit_with_looks (dataset, spec, &looks, &none);
      g_assert_no_error (none);
      n = looks.n;
      g_test_message ("%s: %d looks", cases[i].estimator, n);
      g_assert_cmpint (n, >, 100);
      for (gint part = 0; part <= 8; part++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (ComityFit) fit = NULL;

          /* A cancelled search has fewer looks after; the last one of all may be idle threads'. */
          looks = (Looks){ NULL, 0, 1 + part * (n - n / 20 - 1) / 8 };
          fit = fit_with_looks (dataset, spec, &looks, &error);
          g_assert_null (fit);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/hard/scales", test_scales);
  g_test_add_func ("/model/hard/idle-columns", test_idle_columns);
  g_test_add_func ("/model/hard/clusters", test_clusters);
  g_test_add_func ("/model/hard/few-events", test_few_events);
  g_test_add_func ("/model/hard/stored-otherwise", test_stored_otherwise);
  g_test_add_func ("/model/hard/weights", test_weights);
  g_test_add_func ("/model/hard/ties", test_ties);
  g_test_add_func ("/model/hard/million", test_million);
  g_test_add_func ("/model/hard/cancel", test_cancel);
  g_test_add_func ("/model/hard/looks", test_looks);
  return g_test_run ();
}
