/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permutation tests of states against complete enumerations in R, and what must not change them. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-qap.h"

#include <math.h>
#include <string.h>

static ComityFit *
fit_model (ComityDataset *dataset, const char *formula, const char *estimator, const char *where)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->where = g_strdup (where);
  spec->vce = COMITY_VCE_CLASSICAL;
  return comity_test_fit_spec (dataset, spec);
}

static ComityQap *
permute (ComityFit *fit, const ComityQapOptions *options)
{
  g_autoptr (GError) error = NULL;
  ComityQap *qap = comity_qap_new (fit, options, NULL, &error);

  g_assert_no_error (error);
  return qap;
}

static ComityFit *
fit_matrix (const char *outcome, const char *estimator)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("qap.csv");
  g_autofree char *formula = g_strdup_printf ("%s ~ x + z", outcome);

  return fit_model (dataset, formula, estimator, "i > j");
}

static const ComityQapOptions matrix = { .states = { "i", "j" }, .n_permutations = 100, .seed = 1 };
static const ComityQapOptions panel = {
  .states = { "a", "b" }, .time = "year", .n_permutations = 100, .seed = 1
};

static double
expected (JsonNode *reference, const char *name)
{
  return comity_test_number (comity_test_find (reference, "expected", name, NULL));
}

/* The case of complete enumeration, from the definitions and sna's coefficients. */
static void
test_exact (void)
{
  g_autoptr (JsonNode) reference = comity_test_load_case ("model", "qap_exact.json");
  g_autoptr (ComityFit) fit = fit_matrix ("y", "lpm");
  g_autoptr (ComityFit) logit = fit_matrix ("yb", "logit");
  ComityQapOptions options = matrix;
  g_autoptr (ComityQap) correlation = NULL;
  g_autoptr (ComityQap) outcome = NULL;
  const ComityQapTerm *term;

  options.method = COMITY_QAP_CORRELATION;
  correlation = permute (fit, &options);
  g_assert_true (comity_qap_peek_summary (correlation)->exact);
  g_assert_cmpuint (comity_qap_peek_summary (correlation)->n_permutations, ==, 720);
  term = comity_qap_peek (correlation, 0);
  g_assert_cmpstr (term->term, ==, "x");
  comity_test_assert_close (term->statistic, expected (reference, "qap_cor"), 1e-9);
  comity_test_assert_close (term->p_greater, expected (reference, "qap_p_ge"), 1e-12);
  comity_test_assert_close (term->p_less, expected (reference, "qap_p_le"), 1e-12);
  comity_test_assert_close (term->p_two_sided, expected (reference, "qap_p_abs"), 1e-12);
  comity_test_assert_close (term->mean, expected (reference, "permutation_mean"), 1e-9);
  comity_test_assert_close (term->sd, expected (reference, "permutation_sd"), 1e-9);
  g_assert_cmpfloat (term->p_error, ==, 0.0);

  options.method = COMITY_QAP_Y;
  outcome = permute (fit, &options);
  for (gsize i = 0; i < 3; i++)
    {
      JsonNode *numbers = comity_test_find (reference, "expected", NULL);

      term = comity_qap_peek (outcome, i);
      comity_test_assert_close (
          term->estimate, comity_test_element (comity_test_find (numbers, "mrqap_coef", NULL), i),
          1e-9);
      comity_test_assert_close (
          term->statistic, comity_test_element (comity_test_find (numbers, "mrqap_t", NULL), i),
          1e-9);
      comity_test_assert_close (
          term->p_two_sided,
          comity_test_element (comity_test_find (numbers, "yperm_p_abs_t", NULL), i), 1e-12);
      comity_test_assert_close (
          comity_fit_peek_coefficient (logit, i)->estimate,
          comity_test_element (comity_test_find (numbers, "netlogit_coef", NULL), i), 1e-9);
      comity_test_assert_close (
          comity_fit_peek_coefficient (logit, i)->std_error,
          comity_test_element (comity_test_find (numbers, "netlogit_se", NULL), i), 1e-9);
    }
}

static void
check_term (const ComityQapTerm *term, JsonNode *numbers, double tolerance)
{
  comity_test_assert_close (
      term->p_greater, comity_test_number (comity_test_find (numbers, "greater", NULL)), 1e-12);
  comity_test_assert_close (term->p_less,
                            comity_test_number (comity_test_find (numbers, "less", NULL)), 1e-12);
  comity_test_assert_close (
      term->p_two_sided, comity_test_number (comity_test_find (numbers, "two_sided", NULL)), 1e-12);
  comity_test_assert_close (
      term->mean, comity_test_number (comity_test_find (numbers, "mean", NULL)), tolerance);
  comity_test_assert_close (term->sd, comity_test_number (comity_test_find (numbers, "sd", NULL)),
                            tolerance);
  g_assert_cmpuint (term->n_failed, ==, 0);
}

/* Both methods of one enumeration; generate-qap.R tells how it was made. */
static void
check_enumeration (ComityFit *fit, const ComityQapOptions *base, const char *name, double tolerance)
{
  static const char *const indices[] = { "0", "1", "2" };
  g_autoptr (JsonNode) reference = comity_test_load_case ("model", "qap_enumerated.json");
  JsonNode *numbers = comity_test_find (reference, name, NULL);
  ComityQapOptions options = *base;
  g_autoptr (ComityQap) dsp = NULL;
  g_autoptr (ComityQap) outcome = NULL;
  const ComityQapSummary *summary;

  options.method = COMITY_QAP_DSP;
  dsp = permute (fit, &options);
  options.method = COMITY_QAP_Y;
  outcome = permute (fit, &options);
  summary = comity_qap_peek_summary (dsp);
  g_assert_cmpfloat ((double) summary->n_permutations, ==,
                     comity_test_number (comity_test_find (numbers, "orders", NULL)));
  comity_test_assert_close (summary->kept,
                            comity_test_number (comity_test_find (numbers, "kept", NULL)), 1e-12);
  comity_test_assert_close (summary->least_kept,
                            comity_test_number (comity_test_find (numbers, "least_kept", NULL)),
                            1e-12);
  g_assert_true (isnan (comity_qap_peek (dsp, 0)->p_two_sided));
  for (gsize i = 0; i < 3; i++)
    {
      double statistic = comity_test_element (comity_test_find (numbers, "statistic", NULL), i);

      comity_test_assert_close (comity_qap_peek (dsp, i)->statistic, statistic, tolerance);
      comity_test_assert_close (comity_qap_peek (outcome, i)->statistic, statistic, tolerance);
      comity_test_assert_close (comity_qap_peek (outcome, i)->std_error,
                                comity_fit_peek_coefficient (fit, i)->std_error, tolerance);
      check_term (comity_qap_peek (outcome, i), comity_test_find (numbers, "y", indices[i], NULL),
                  tolerance);
      if (i > 0)
        check_term (comity_qap_peek (dsp, i),
                    comity_test_find (numbers, "dsp", indices[i - 1], NULL), tolerance);
    }
}

static void
test_enumerated (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("qap_panel.csv");
  g_autoptr (ComityFit) matrix_lpm = fit_matrix ("y", "lpm");
  g_autoptr (ComityFit) matrix_logit = fit_matrix ("yb", "logit");
  g_autoptr (ComityFit) panel_lpm = fit_model (dataset, "y ~ x + z", "lpm", NULL);
  g_autoptr (ComityFit) panel_logit = fit_model (dataset, "y ~ x + z", "logit", NULL);
  ComityQapOptions all = panel;

  all.exchange = COMITY_EXCHANGE_ALL;
  check_enumeration (matrix_lpm, &matrix, "matrix_lpm", 1e-9);
  check_enumeration (matrix_logit, &matrix, "matrix_logit", 1e-6);
  check_enumeration (panel_lpm, &panel, "panel_lifetimes_lpm", 1e-9);
  check_enumeration (panel_lpm, &all, "panel_all_lpm", 1e-9);
  check_enumeration (panel_logit, &panel, "panel_lifetimes_logit", 1e-6);
  check_enumeration (panel_logit, &all, "panel_all_logit", 1e-6);
}

/* 8 states in both orders, a count as outcome, weights, an offset. */
static ComityDataset *
make_directed (gboolean reversed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GString *csv = g_string_new ("a,b,x,z,n,y,w,o\n");
  g_autofree char *text = NULL;

  for (int i = 0; i < 9; i++)
    for (int j = 0; j < 9; j++)
      if (i != j)
        g_ptr_array_add (
            lines, g_strdup_printf ("S%d,S%d,%.3f,%.3f,%d,%d,%d,%.2f\n", i, j,
                                    g_rand_double (rand) + 0.2 * i, g_rand_double (rand) - 0.1 * j,
                                    g_rand_int_range (rand, 0, 4), g_rand_int_range (rand, 0, 2),
                                    g_rand_int_range (rand, 1, 3), g_rand_double (rand)));
  for (guint i = 0; i < lines->len; i++)
    g_string_append (csv, lines->pdata[reversed ? lines->len - 1 - i : i]);
  text = g_string_free (csv, FALSE);
  return comity_test_parse_data (text);
}

static const ComityQapOptions directed = { .states = { "a", "b" },
                                           .n_permutations = 50,
                                           .seed = 7 };

static void
assert_same (const ComityQap *a, const ComityQap *b, double tolerance)
{
  g_assert_cmpuint (comity_qap_get_n (a), ==, comity_qap_get_n (b));
  for (gsize i = 0; i < comity_qap_get_n (a); i++)
    {
      const ComityQapTerm *first = comity_qap_peek (a, i);
      const ComityQapTerm *second = comity_qap_peek (b, i);

      comity_test_assert_close (first->statistic, second->statistic, tolerance);
      comity_test_assert_close (first->p_greater, second->p_greater, 0.0);
      comity_test_assert_close (first->p_two_sided, second->p_two_sided, 0.0);
      comity_test_assert_close (first->mean, second->mean, tolerance);
      comity_test_assert_close (first->sd, second->sd, tolerance);
    }
}

/* The same bits for any number of threads, and the same test whatever the order of the rows. */
static void
test_invariance (void)
{
  static const char *const estimators[] = { "lpm",   "logit",   "probit", "cloglog",
                                            "firth", "relogit", "poisson" };

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    for (int method = COMITY_QAP_DSP; method <= COMITY_QAP_CORRELATION; method++)
      {
        g_autoptr (GPtrArray) results =
            g_ptr_array_new_with_free_func ((GDestroyNotify) comity_qap_free);
        ComityQapOptions options = directed;

        options.method = (ComityQapMethod) method;
        for (guint variant = 0; variant < 3; variant++)
          {
            g_autoptr (ComityDataset) dataset = make_directed (variant == 2);
            g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z");
            g_autoptr (ComityFit) fit = NULL;

            g_free (spec->estimator);
            spec->estimator = g_strdup (estimators[e]);
            spec->vce = COMITY_VCE_CLASSICAL;
            spec->n_threads = variant + 1;
            fit = comity_test_fit_spec (dataset, spec);
            g_ptr_array_add (results, permute (fit, &options));
          }
        g_assert_true (comity_qap_peek_summary (results->pdata[0])->directed);
        g_assert_false (comity_qap_peek_summary (results->pdata[0])->exact);
        g_assert_cmpfloat (comity_qap_peek (results->pdata[0], 1)->sd, >, 0.0);
        assert_same (results->pdata[0], results->pdata[1], 0.0);
        assert_same (results->pdata[0], results->pdata[2], 1e-6);
      }
}

/* Rare events among @n_years years that repeat after eight; the last states lack some. r is 1 in
 * the rows of a dyad, that of the states @first and @first + 1. */
static ComityDataset *
make_rare (int n_years, int first)
{
  GString *csv = g_string_new ("a,b,year,x,z,r,y\n");
  g_autofree char *text = NULL;

  for (int year = 0; year < n_years; year++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) (11 + year % 8));

      for (int i = 0; i < 60; i++)
        for (int j = i + 1; j < 60; j++)
          {
            double x = g_rand_double (rand) + 0.02 * i;
            double z = g_rand_double (rand) - 0.01 * j;
            gboolean event = g_rand_double (rand) < 0.004 * exp (x);

            if (j < 55 || year % 8 > 1)
              g_string_append_printf (csv, "S%02d,S%02d,%d,%.3f,%.3f,%d,%d\n", i, j, 1960 + year, x,
                                      z, i == first && j == first + 1, event);
          }
    }
  text = g_string_free (csv, FALSE);
  return comity_test_parse_data (text);
}

/* In twice the years the search begins among the events and a few other rows, in half of them it
 * does not: every statistic is √2 times as large all the same. */
static void
test_thinned (void)
{
  static const char *const estimators[] = { "logit", "cloglog", "firth" };
  ComityQapOptions options = panel;

  options.n_permutations = 8;
  options.exchange = COMITY_EXCHANGE_ALL;
  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (ComityDataset) half = make_rare (8, 0);
      g_autoptr (ComityDataset) whole = make_rare (16, 0);
      g_autoptr (ComityFit) small = fit_model (half, "y ~ x + z", estimators[e], NULL);
      g_autoptr (ComityFit) large = fit_model (whole, "y ~ x + z", estimators[e], NULL);
      g_autoptr (ComityQap) first = permute (small, &options);
      g_autoptr (ComityQap) second = permute (large, &options);
      double tolerance = strcmp (estimators[e], "firth") == 0 ? 0.05 : 1e-6;

      g_assert_cmpfloat (comity_qap_peek_summary (first)->kept, <, 1.0);
      for (gsize i = 1; i < 3; i++)
        {
          const ComityQapTerm *a = comity_qap_peek (first, i);
          const ComityQapTerm *b = comity_qap_peek (second, i);

          comity_test_assert_close (b->statistic, G_SQRT2 * a->statistic, tolerance);
          comity_test_assert_close (b->mean, G_SQRT2 * a->mean, tolerance);
          comity_test_assert_close (b->sd, G_SQRT2 * a->sd, tolerance);
          g_assert_cmpfloat (b->p_two_sided, ==, a->p_two_sided);
        }
    }
}

/* A dyad's few rows may meet events only among the thinned, and the start be far out: the search
 * among all rows ends well all the same. */
static void
test_thinned_astray (void)
{
  static const int dyads[] = { 8, 10, 16 };
  ComityQapOptions options = panel;

  options.n_permutations = 20;
  for (gsize i = 0; i < G_N_ELEMENTS (dyads); i++)
    {
      g_autoptr (ComityDataset) dataset = make_rare (16, dyads[i]);
      g_autoptr (ComityFit) fit = fit_model (dataset, "y ~ x + r", "logit", NULL);
      g_autoptr (ComityQap) qap = permute (fit, &options);

      g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
      g_assert_cmpuint (comity_qap_peek (qap, 2)->n_failed, ==, 0);
    }
}

/* With weights and an offset the unpermuted statistic is still the fit's. */
static void
test_weights (void)
{
  g_autoptr (ComityDataset) dataset = make_directed (FALSE);
  g_autoptr (ComitySpec) spec = comity_spec_new ("n ~ x + z + offset(o)");
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityQap) qap = NULL;

  g_free (spec->estimator);
  spec->estimator = g_strdup ("lpm");
  spec->weights = g_strdup ("w");
  spec->vce = COMITY_VCE_CLASSICAL;
  fit = comity_test_fit_spec (dataset, spec);
  for (int method = COMITY_QAP_DSP; method <= COMITY_QAP_Y; method++)
    {
      ComityQapOptions options = directed;

      options.method = (ComityQapMethod) method;
      g_clear_pointer (&qap, comity_qap_free);
      qap = permute (fit, &options);
      for (gsize i = 1; i < 3; i++)
        comity_test_assert_close (comity_qap_peek (qap, i)->std_error,
                                  comity_fit_peek_coefficient (fit, i)->std_error, 1e-9);
    }
}

/* Drawn permutations come near the exact p; another seed draws others. */
static void
test_monte_carlo (void)
{
  g_autoptr (ComityDataset) dataset = make_directed (FALSE);
  g_autoptr (ComityFit) fit = fit_model (dataset, "n ~ x + z", "lpm", NULL);
  ComityQapOptions options = directed;
  g_autoptr (ComityQap) few = NULL;
  g_autoptr (ComityQap) other = NULL;
  g_autoptr (ComityQap) all = NULL;

  options.n_permutations = 4000;
  few = permute (fit, &options);
  options.seed = 8;
  other = permute (fit, &options);
  options.n_permutations = 362880; /* 9! */
  all = permute (fit, &options);
  g_assert_true (comity_qap_peek_summary (all)->exact);
  for (gsize i = 1; i < 3; i++)
    {
      double p = comity_qap_peek (all, i)->p_two_sided;
      const ComityQapTerm *term = comity_qap_peek (few, i);

      g_assert_cmpfloat (fabs (term->p_two_sided - p), <, 4.0 * term->p_error + 1e-3);
      comity_test_assert_close (
          term->p_error, sqrt (term->p_two_sided * (1.0 - term->p_two_sided) / 4001.0), 1e-12);
      /* (b + 1)/(m + 1) */
      comity_test_assert_close (term->p_two_sided * 4001.0, round (term->p_two_sided * 4001.0),
                                1e-9);
      g_assert_cmpfloat (term->mean, !=, comity_qap_peek (other, i)->mean);
    }
}

static void
cancel_soon_cb (gpointer data)
{
  g_cancellable_cancel (data);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (30000);
  cancel_soon_cb (data);
  return NULL;
}

static void
test_cancel (void)
{
  static const char *const estimators[] = { "lpm", "logit" };
  g_autoptr (ComityDataset) dataset = make_directed (FALSE);

  for (gsize e = 0; e < G_N_ELEMENTS (estimators); e++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (ComityFit) fit = fit_model (dataset, "y ~ x + z", estimators[e], NULL);
      g_autoptr (GError) error = NULL;
      ComityQapOptions options = directed;
      gint64 started = g_get_monotonic_time ();
      GThread *thread = g_thread_new ("cancel", cancel_in_thread, cancellable);

      options.n_permutations = 100000000;
      g_assert_null (comity_qap_new (fit, &options, progress, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - started, <, 20 * G_USEC_PER_SEC);
      g_thread_join (thread);
    }
}

static void
check_refusal (ComityFit *fit, const ComityQapOptions *options, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_qap_new (fit, options, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, part));
}

/* A panel of spells of one year; every permutation, R's survival fitting each. */
static void
test_cox (void)
{
  static const struct
  {
    const char *name;
    ComityTies ties;
    ComityExchange exchange;
    gboolean weighted;
  } cases[] = { { "lifetimes_efron", COMITY_TIES_EFRON, COMITY_EXCHANGE_LIFETIMES, FALSE },
                { "all_efron", COMITY_TIES_EFRON, COMITY_EXCHANGE_ALL, FALSE },
                { "all_breslow", COMITY_TIES_BRESLOW, COMITY_EXCHANGE_ALL, FALSE },
                { "all_weighted_strata", COMITY_TIES_EFRON, COMITY_EXCHANGE_ALL, TRUE } };
  static const char *const indices[] = { "0", "1" };
  g_autoptr (JsonNode) reference = comity_test_load_case ("model", "qap_cox.json");
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("qap_cox.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x + z");
      ComityQapOptions options = panel;
      g_autoptr (ComityFit) fit = NULL;
      g_autoptr (ComityQap) qap = NULL;
      JsonNode *expected_case = comity_test_find (reference, cases[i].name, NULL);

      g_free (spec->estimator);
      spec->estimator = g_strdup ("cox");
      spec->ties = cases[i].ties;
      comity_spec_set_times (spec, "year - 1,year");
      spec->vce = COMITY_VCE_CLASSICAL;
      spec->weights = cases[i].weighted ? g_strdup ("w") : NULL;
      spec->strata = cases[i].weighted ? g_strdup ("g") : NULL;
      fit = comity_test_fit_spec (dataset, spec);
      options.method = COMITY_QAP_DSP;
      options.exchange = cases[i].exchange;
      qap = permute (fit, &options);
      g_assert_true (comity_qap_peek_summary (qap)->exact);
      comity_test_assert_close (comity_qap_peek_summary (qap)->kept,
                                comity_test_number (comity_test_find (expected_case, "kept", NULL)),
                                1e-12);
      for (gsize k = 0; k < 2; k++)
        {
          JsonNode *numbers = comity_test_find (expected_case, "terms", indices[k], NULL);

          check_term (comity_qap_peek (qap, k), numbers, 1e-6);
          comity_test_assert_close (
              comity_qap_peek (qap, k)->statistic,
              comity_test_number (comity_test_find (numbers, "statistic", NULL)), 1e-7);
        }
      options.method = COMITY_QAP_Y;
      check_refusal (fit, &options, "spells would change hands");
    }
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) directed_data = make_directed (FALSE);
  g_autoptr (ComityDataset) separated =
      comity_test_parse_data ("a,b,y,x\n1,2,0,1\n1,3,0,2\n2,3,1,3\n1,4,1,4\n2,4,1,5\n");
  g_autoptr (ComityDataset) alone =
      comity_test_parse_data ("a,b,t,y,x\n1,2,1,0,3\n1,2,2,2,2\n1,3,2,1,7\n1,4,3,4,1\n");
  g_autoptr (ComityFit) negbin = fit_model (directed_data, "n ~ x + z", "negbin", NULL);
  g_autoptr (ComityFit) constant = fit_model (directed_data, "n ~ 1", "lpm", NULL);
  g_autoptr (ComityFit) lpm = fit_model (directed_data, "n ~ x", "lpm", NULL);
  g_autoptr (ComityFit) perfect = fit_model (separated, "y ~ x", "logit", NULL);
  g_autoptr (ComityFit) lonely = fit_model (alone, "y ~ x", "lpm", NULL);
  ComityQapOptions wrong = directed;
  ComityQapOptions timed = directed;

  check_refusal (negbin, &directed, "use poisson");
  check_refusal (constant, &directed, "no covariate");
  check_refusal (perfect, &directed, "separated");
  wrong.states[1] = "nosuch";
  check_refusal (lpm, &wrong, "nosuch");
  timed.time = "t";
  check_refusal (lonely, &timed, "no states to exchange");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/qap/exact", test_exact);
  g_test_add_func ("/model/qap/enumerated", test_enumerated);
  g_test_add_func ("/model/qap/invariance", test_invariance);
  g_test_add_func ("/model/qap/thinned", test_thinned);
  g_test_add_func ("/model/qap/thinned-astray", test_thinned_astray);
  g_test_add_func ("/model/qap/weights", test_weights);
  g_test_add_func ("/model/qap/monte-carlo", test_monte_carlo);
  g_test_add_func ("/model/qap/cancel", test_cancel);
  g_test_add_func ("/model/qap/cox", test_cox);
  g_test_add_func ("/model/qap/refusals", test_refusals);
  return g_test_run ();
}
