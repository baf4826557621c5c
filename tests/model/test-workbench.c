/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits over a workbench are fresh fits, bit for bit, whatever was read before them. */
#include "config.h"

#include "comity-parallel.h"
#include "comity-test-fit.h"
#include "comity-workbench.h"

#include <math.h>
#include <string.h>

/* 600 rows with missing values of several patterns, a text and a weight of 0 here and there. */
static ComityDataset *
make_data (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  g_autoptr (GString) csv = g_string_new ("y,k,a,b,c,region,w,id,off\n");

  for (int i = 0; i < 600; i++)
    {
      double a = g_rand_double_range (random, -2.0, 2.0);
      double b = g_rand_double_range (random, 0.5, 3.0);
      int y = g_rand_double (random) < 1.0 / (1.0 + exp (0.8 - a + 0.4 * b));

      g_string_append_printf (csv, "%s,%d,%.9g,",
                              i % 97 == 5 ? ""
                              : y         ? "1"
                                          : "0",
                              y + g_rand_int_range (random, 0, 3), a);
      if (i % 13 != 0)
        g_string_append_printf (csv, "%.9g", b);
      g_string_append_printf (csv, ",%s,%s,%d,%d,%.6g\n",
                              i % 29 == 3 ? ""
                              : i % 3     ? "1"
                                          : "0",
                              i % 5 == 0   ? "north"
                              : i % 5 == 1 ? "south"
                                           : "east",
                              i % 41 == 0 ? 0 : 1 + i % 3, i / 12, 0.01 * i);
    }
  return comity_test_parse_data (csv->str);
}

static void
assert_same_double (double a, double b)
{
  g_assert_true (memcmp (&a, &b, sizeof a) == 0 || (isnan (a) && isnan (b)));
}

static void
assert_same_fit (ComityFit *a, ComityFit *b)
{
  const ComityFitNumbers *m = comity_fit_peek_numbers (a);
  const ComityFitNumbers *n = comity_fit_peek_numbers (b);
  const ComityMatrix *v = comity_fit_peek_vcov (a);
  gsize n_rows = comity_dataset_get_n_rows (comity_fit_peek_dataset (a));

  g_assert_cmpint (comity_fit_get_status (a), ==, comity_fit_get_status (b));
  g_assert_cmpuint (comity_fit_get_n_terms (a), ==, comity_fit_get_n_terms (b));
  for (gsize i = 0; i < comity_fit_get_n_terms (a); i++)
    {
      const ComityCoefficient *p = comity_fit_peek_coefficient (a, i);
      const ComityCoefficient *q = comity_fit_peek_coefficient (b, i);

      g_assert_cmpstr (p->term, ==, q->term);
      assert_same_double (p->estimate, q->estimate);
      assert_same_double (p->std_error, q->std_error);
      assert_same_double (p->p_value, q->p_value);
    }
  for (gsize i = 0; i < v->n_rows * v->n_cols; i++)
    assert_same_double (v->data[i], comity_fit_peek_vcov (b)->data[i]);
  g_assert_cmpuint (comity_fit_get_n_warnings (a), ==, comity_fit_get_n_warnings (b));
  for (gsize i = 0; i < comity_fit_get_n_warnings (a); i++)
    g_assert_cmpstr (comity_fit_peek_warning (a, i), ==, comity_fit_peek_warning (b, i));
  g_assert_cmpuint (comity_fit_get_n_omitted (a), ==, comity_fit_get_n_omitted (b));
  g_assert_cmpuint (comity_fit_get_n_drops (a), ==, comity_fit_get_n_drops (b));
  for (gsize i = 0; i < comity_fit_get_n_drops (a); i++)
    {
      const ComityDrop *p = comity_fit_peek_drop (a, i);
      const ComityDrop *q = comity_fit_peek_drop (b, i);

      g_assert_cmpstr (p->variable, ==, q->variable);
      g_assert_cmpuint (p->rows, ==, q->rows);
      g_assert_cmpuint (p->events, ==, q->events);
      g_assert_cmpuint (p->dyads, ==, q->dyads);
      g_assert_cmpuint (p->missing, ==, q->missing);
    }
  g_assert_cmpuint (m->n, ==, n->n);
  g_assert_cmpuint (m->n_events, ==, n->n_events);
  g_assert_cmpuint (m->n_read, ==, n->n_read);
  g_assert_cmpuint (m->n_dropped, ==, n->n_dropped);
  g_assert_cmpuint (m->n_states, ==, n->n_states);
  g_assert_cmpuint (m->n_dyads, ==, n->n_dyads);
  g_assert_cmpint (m->first_year, ==, n->first_year);
  g_assert_cmpint (m->last_year, ==, n->last_year);
  g_assert_cmpint (m->iterations, ==, n->iterations);
  assert_same_double (m->log_likelihood, n->log_likelihood);
  assert_same_double (m->log_likelihood_null, n->log_likelihood_null);
  assert_same_double (m->wald_chi2, n->wald_chi2);
  g_assert_cmpstr (comity_fit_peek_vce_sentence (a), ==, comity_fit_peek_vce_sentence (b));
  for (gsize row = 0; row < n_rows; row++)
    g_assert_true (comity_fit_uses_row (a, row) == comity_fit_uses_row (b, row));
}

typedef struct
{
  const char *formula, *estimator, *clusters, *where, *weights;
  ComityVce vce;
} Case;

/* Each differs from the one before in a term, in rows, in the outcome, or in the rest. */
static const Case cases[] = {
  { "y ~ a", "logit", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b + c", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + c", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ b + a", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + I(a^2)", "logit", "id,region", NULL, NULL, COMITY_VCE_TWOWAY },
  { "y ~ a + log(b)", "probit", NULL, NULL, NULL, COMITY_VCE_HC1 },
  { "y ~ a * factor(region)", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ factor(c) + a:b + poly(b, 3)", "cloglog", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + region + i.region", "logit", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b", "lpm", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b - 1", "lpm", NULL, NULL, NULL, COMITY_VCE_HC3 },
  { "y ~ a + b", "logit", NULL, "id > 10 & id < 40", NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b", "logit", NULL, NULL, "w", COMITY_VCE_DEFAULT },
  { "y ~ a + b + offset(off)", "logit", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
  { "k ~ a + b + c", "poisson", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "k ~ a + b", "negbin", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b + I(2*a) + I(0*a)", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b", "firth", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b", "relogit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b + id + off + w + k + I(a^3) + I(b^2) + I(b^3) + a:id + b:off", "logit", "id", NULL,
    NULL, COMITY_VCE_DEFAULT },
  { "y ~ a + b", "logit", "id", NULL, NULL, COMITY_VCE_DEFAULT },
};

static ComitySpec *
make_spec (const Case *what)
{
  ComitySpec *spec = comity_spec_new (what->formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (what->estimator);
  spec->vce = what->vce;
  spec->where = g_strdup (what->where);
  spec->weights = g_strdup (what->weights);
  if (what->clusters != NULL)
    comity_spec_set_clusters (spec, what->clusters);
  return spec;
}

static void
check_case (ComityWorkbench *bench, const Case *what)
{
  g_autoptr (ComitySpec) spec = make_spec (what);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fresh = comity_test_fit_spec (comity_workbench_peek_dataset (bench), spec);
  g_autoptr (ComityFit) fit = comity_workbench_fit (bench, spec, NULL, &error);

  g_assert_no_error (error);
  assert_same_fit (fit, fresh);
}

static void
test_fresh (void)
{
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);

  for (int round = 0; round < 2; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      check_case (bench, &cases[i]);
  for (gsize i = G_N_ELEMENTS (cases); i-- > 0;)
    check_case (bench, &cases[i]);
}

/* Rows enough for the thinned start; twelve columns that come and go by more than there is room. */
static void
test_large (void)
{
  static const char *const formulas[] = {
    "y ~ x",
    "y ~ x + z",
    "y ~ x + d + u",
    "y ~ z + d",
    "y ~ x + z + d + I(x^2) + I(z^2) + I(x^3) + I(z^3) + x:z + x:d + z:d + I(x*z*d)",
    "y ~ (x + z + d + u)^3",
    "y ~ x + z",
  };
  g_autoptr (ComityDataset) dataset = comity_test_simulate (90000, -5.0, 4);
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);

  for (gsize i = 0; i < G_N_ELEMENTS (formulas); i++)
    for (int j = 0; j < 2; j++)
      {
        Case what = { formulas[i], j ? "logit" : "probit", "id", NULL, NULL, COMITY_VCE_CLUSTER };

        check_case (bench, &what);
      }
}

/* Bounded: a sample too large is not kept, and nothing is lost by that but time. */
static void
test_memory (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (60000, 0.0, 5);
  g_autoptr (ComityWorkbench) small = comity_workbench_new (NULL, dataset, 1 << 20);
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (NULL, dataset, 32 << 20);

  for (int i = 0; i < 12; i++)
    {
      g_autofree char *where = g_strdup_printf ("id > %d", i);
      Case what = { "y ~ x + z + d", "logit", "id", where, NULL, COMITY_VCE_CLUSTER };

      check_case (bench, &what);
      g_assert_cmpuint (comity_workbench_get_bytes (bench), <, 33 << 20);
    }
  g_assert_cmpuint (comity_workbench_get_bytes (bench), >, 5 << 20);
  {
    Case what = { "y ~ x + z", "logit", "id", NULL, NULL, COMITY_VCE_CLUSTER };

    check_case (small, &what);
    g_assert_cmpuint (comity_workbench_get_bytes (small), <, 1 << 20);
  }
  comity_workbench_clear (bench);
  g_assert_cmpuint (comity_workbench_get_bytes (bench), ==, 0);
}

typedef struct
{
  ComityWorkbench *bench;
  ComityFit *fits[2 * G_N_ELEMENTS (cases)];
} Side;

static void
fit_piece (gsize piece, gpointer user_data)
{
  Side *side = user_data;
  g_autoptr (ComitySpec) spec = make_spec (&cases[piece % G_N_ELEMENTS (cases)]);

  side->fits[piece] = comity_workbench_fit (side->bench, spec, NULL, NULL);
}

/* Side by side in threads, columns being added to samples that others read. */
static void
test_threads (void)
{
  g_autoptr (ComityDataset) dataset = make_data ();
  Side side = { comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES), { NULL } };

  g_assert_true (comity_parallel_for (G_N_ELEMENTS (side.fits), 4, fit_piece, &side, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (side.fits); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (&cases[i % G_N_ELEMENTS (cases)]);
      g_autoptr (ComityFit) fresh = comity_test_fit_spec (dataset, spec);

      g_assert_nonnull (side.fits[i]);
      assert_same_fit (side.fits[i], fresh);
      comity_fit_unref (side.fits[i]);
    }
  comity_workbench_unref (side.bench);
}

/* What is refused fresh is refused here with the same sentence, also after a fit of the same rows.
 */
static void
test_refusals (void)
{
  static const Case refused[] = {
    { "k ~ a + b", "logit", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
    { "y ~ a + nothing", "logit", NULL, NULL, NULL, COMITY_VCE_DEFAULT },
    { "y ~ a", "logit", NULL, "id > 1000", NULL, COMITY_VCE_DEFAULT },
    { "y ~ a", "logit", NULL, "y == 0", NULL, COMITY_VCE_DEFAULT },
    { "y ~ a", "logit", NULL, NULL, "off", COMITY_VCE_CLUSTER },
  };
  g_autoptr (ComityDataset) dataset = make_data ();
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);
  Case counts = { "k ~ a + b", "poisson", NULL, NULL, NULL, COMITY_VCE_DEFAULT };

  check_case (bench, &counts);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (&refused[i % G_N_ELEMENTS (refused)]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) expected = NULL;

      g_assert_null (comity_workbench_fit (bench, spec, NULL, &error));
      g_assert_null (comity_fit_new_for_dataset (spec, dataset, NULL, &expected));
      g_assert_cmpstr (error->message, ==, expected->message);
      g_assert_cmpint (error->code, ==, expected->code);
    }
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (3000);
  g_cancellable_cancel (data);
  return NULL;
}

/* What a cancelled fit leaves half read is not taken for read. */
static void
test_cancel (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (200000, -4.0, 6);
  g_autoptr (ComityWorkbench) bench = comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);
  Case what = { "y ~ (x + z + d + u)^2", "logit", "id", NULL, NULL, COMITY_VCE_CLUSTER };

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      g_autoptr (ComitySpec) spec = make_spec (&what);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityFit) fit = NULL;
      GThread *thread = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      else
        thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
      fit = comity_workbench_fit (bench, spec, progress, &error);
      g_clear_pointer (&thread, g_thread_join);
      if (fit == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  check_case (bench, &what);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/workbench/fresh", test_fresh);
  g_test_add_func ("/model/workbench/large", test_large);
  g_test_add_func ("/model/workbench/memory", test_memory);
  g_test_add_func ("/model/workbench/threads", test_threads);
  g_test_add_func ("/model/workbench/refusals", test_refusals);
  g_test_add_func ("/model/workbench/cancel", test_cancel);
  return g_test_run ();
}
