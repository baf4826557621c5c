/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rung of the ladder against a fit that asks for that kind alone. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-ladder.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *estimator;
  const char *formula;
  const char *stop;
  const char *group;
  gsize n_offered;
} Case;

static const Case cases[] = {
  { "logit", "sign ~ mindem + samelaw + lndist", NULL, NULL, 8 },
  { "lpm", "sign ~ mindem + samelaw + lndist", NULL, NULL, 10 },
  { "probit", "sign ~ mindem + samelaw + lndist", NULL, NULL, 8 },
  { "firth", "sign ~ mindem + samelaw + lndist", NULL, NULL, 8 },
  { "relogit", "sign ~ mindem + samelaw + lndist", NULL, NULL, 8 },
  { "poisson", "t ~ mindem + samelaw + lndist", NULL, NULL, 8 },
  { "negbin", "t ~ mindem + samelaw + lndist", NULL, NULL, 8 },
  { "cox", "sign ~ mindem + samelaw + lndist", "t", NULL, 8 },
  { "weibull", "sign ~ mindem + samelaw + lndist", "t", NULL, 8 },
  { "clogit", "sign ~ trade + crime", NULL, "dyad", 3 },
  { "clogit", "sign ~ trade + crime", NULL, "year", 1 }, /* years hold rows of many dyads */
  { "xtlogit", "sign ~ mindem + samelaw", NULL, "dyad", 1 },
};

static ComitySpec *
make_spec (const Case *test)
{
  ComitySpec *spec = comity_spec_new (test->formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (test->estimator);
  spec->vce = COMITY_VCE_CLASSICAL;
  spec->group = g_strdup (test->group);
  spec->states = g_strsplit ("state_a,state_b", ",", -1);
  comity_spec_set_clusters (spec, "dyad");
  if (test->stop != NULL)
    comity_spec_set_times (spec, test->stop);
  return spec;
}

static void
check_rung (const ComityLadder *ladder, gsize r, ComityDataset *dataset, const Case *test)
{
  ComityVce vce = comity_ladder_get_vce (ladder, r);
  g_autoptr (ComitySpec) spec = make_spec (test);
  g_autoptr (ComityFit) alone = NULL;
  gboolean keeps_clusters = vce == COMITY_VCE_CLUSTER || g_str_equal (test->estimator, "clogit");

  /* Two-way and jackknife mean the states. */
  if (!keeps_clusters)
    comity_spec_set_clusters (spec, vce == COMITY_VCE_TWOWAY ? "state_a,state_b" : NULL);
  spec->vce = vce;
  spec->one_step = vce == COMITY_VCE_JACKKNIFE;
  /* A rung is its standard errors: Wald's intervals and tests, Firth's too. */
  spec->intervals = COMITY_INTERVALS_WALD;
  /* Dyads are not the states' own groups. */
  if (spec->one_step && keeps_clusters)
    comity_spec_set_clusters (spec, NULL);
  alone = comity_test_fit_spec (dataset, spec);
  for (gsize j = 0; j < comity_fit_get_n_terms (alone); j++)
    {
      const ComityCoefficient *c = comity_ladder_peek_coefficient (ladder, r, j);
      const ComityCoefficient *expected = comity_fit_peek_coefficient (alone, j);

      g_assert_cmpstr (c->term, ==, expected->term);
      if (!(fabs (c->estimate - expected->estimate) <= 1e-12 * expected->std_error))
        g_error ("%s: %s is %.15g, not %.15g", test->estimator, c->term, c->estimate,
                 expected->estimate);
      if (fabs (c->std_error / expected->std_error - 1.0) > 1e-8 ||
          fabs (c->p_value - expected->p_value) > 1e-8)
        g_error ("%s, %s: %s has %.15g, not %.15g", test->estimator, comity_vce_name (vce),
                 expected->term, c->std_error, expected->std_error);
    }
  g_assert_cmpstr (comity_ladder_peek_sentence (ladder, r), ==,
                   comity_fit_peek_vce_sentence (alone));
}

static void
test_rungs (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ComitySpec) spec = make_spec (&cases[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityLadder) ladder = comity_ladder_new_for_dataset (spec, dataset, NULL, &error);
      gsize n_offered = 0;

      g_assert_no_error (error);
      for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
        if (comity_ladder_peek_vcov (ladder, r) != NULL)
          {
            n_offered++;
            check_rung (ladder, r, dataset, &cases[i]);
          }
        else
          g_assert_cmpuint (strlen (comity_ladder_peek_sentence (ladder, r)), >, 10);
      g_assert_cmpuint (n_offered, ==, cases[i].n_offered);
    }
}

/* Without states and clusters there is nothing to sum by, and that is said. */
static void
test_rows_alone (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (400, -1.0, 8);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLadder) ladder = comity_ladder_new_for_dataset (spec, dataset, NULL, &error);
  gsize n_offered = 0;

  g_assert_no_error (error);
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    n_offered += comity_ladder_peek_vcov (ladder, r) != NULL;
  g_assert_cmpuint (n_offered, ==, 4);
}

/* No kind of standard errors has a number where there is no estimate. */
static void
test_separated (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (
      "y,x,z,a,b\n0,1,3,1,2\n0,2,1,1,3\n0,3,2,2,3\n1,4,2,2,4\n1,5,1,3,4\n1,6,3,1,4\n");
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLadder) ladder = NULL;

  spec->states = g_strsplit ("a,b", ",", -1);
  ladder = comity_ladder_new_for_dataset (spec, dataset, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (comity_fit_get_status (comity_ladder_peek_fit (ladder)), ==,
                   COMITY_FIT_SEPARATED);
  for (gsize r = 0; r < comity_ladder_get_n_rungs (ladder); r++)
    if (comity_ladder_peek_vcov (ladder, r) != NULL)
      g_assert_true (isnan (comity_ladder_peek_coefficient (ladder, r, 1)->std_error));
}

static void
test_refusals (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (400, -1.0, 8);
  g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_ladder_new_for_dataset (spec, dataset, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  comity_spec_set_clusters (spec, "nosuch");
  g_assert_null (comity_ladder_new_for_dataset (spec, dataset, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/ladder/rungs", test_rungs);
  g_test_add_func ("/model/ladder/rows-alone", test_rows_alone);
  g_test_add_func ("/model/ladder/separated", test_separated);
  g_test_add_func ("/model/ladder/refusals", test_refusals);
  return g_test_run ();
}
