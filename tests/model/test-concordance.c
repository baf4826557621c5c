/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Harrell's C against every pair looked at, over spells of all shapes; R's numbers are in test-cox.c.
 * The definition, as in R: an event at t is paired with all rows at risk at t that have no event then.
 */
#include "config.h"

#include "comity-concordance-private.h"
#include "comity-survival.h"
#include "comity-test-fit.h"

#include <math.h>

typedef struct
{
  gsize n;
  gsize n_strata;
  double *start, *stop, *event, *eta, *weight;
  guint32 *stratum;
} Spells;

static void
spells_clear (Spells *self)
{
  g_free (self->start);
  g_free (self->stop);
  g_free (self->event);
  g_free (self->eta);
  g_free (self->weight);
  g_free (self->stratum);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Spells, spells_clear)

/* Times and predictors of few values, so that there are ties of every kind. */
static Spells
simulate (gsize n, int longest, int times, int predictors, gsize n_strata, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Spells spells = { .n = n, .n_strata = n_strata };

  spells.start = g_new (double, n);
  spells.stop = g_new (double, n);
  spells.event = g_new (double, n);
  spells.eta = g_new (double, n);
  spells.weight = g_new (double, n);
  spells.stratum = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      spells.start[i] = g_rand_int_range (rand, 0, times);
      spells.stop[i] = spells.start[i] + g_rand_int_range (rand, 1, longest + 1);
      spells.event[i] = g_rand_double (rand) < 0.3;
      spells.eta[i] = g_rand_int_range (rand, 0, predictors) / 7.0;
      spells.weight[i] = g_rand_double_range (rand, 0.5, 2.0);
      spells.stratum[i] = g_rand_int_range (rand, 0, (gint32) n_strata);
    }
  return spells;
}

static ComityRisk *
make_risk (const Spells *spells, gboolean late)
{
  ComityRisk *risk = comity_risk_new (spells->n, late ? spells->start : NULL, spells->stop,
                                      spells->event, spells->weight, spells->stratum,
                                      spells->n_strata, COMITY_TIES_EFRON, FALSE, 1);

  g_assert_nonnull (risk);
  return risk;
}

static gboolean
is_pair (const Spells *spells, gboolean late, gsize i, gsize j)
{
  double t = spells->stop[i];

  return spells->event[i] != 0.0 && spells->stratum[i] == spells->stratum[j] &&
         (!late || spells->start[j] < t) && t <= spells->stop[j] &&
         !(spells->event[j] != 0.0 && spells->stop[j] == t);
}

static void
count_all (const Spells *spells, gboolean late, double *concordance, double *influence)
{
  g_autofree double *balance = g_new0 (double, spells->n);
  g_autofree double *pairs = g_new0 (double, spells->n);
  double all_balance = 0.0;
  double all_pairs = 0.0;

  for (gsize i = 0; i < spells->n; i++)
    for (gsize j = 0; j < spells->n; j++)
      {
        double sign = (spells->eta[i] > spells->eta[j]) - (spells->eta[i] < spells->eta[j]);

        if (!is_pair (spells, late, i, j))
          continue;
        balance[i] += spells->weight[j] * sign;
        balance[j] += spells->weight[i] * sign;
        pairs[i] += spells->weight[j];
        pairs[j] += spells->weight[i];
        all_balance += spells->weight[i] * spells->weight[j] * sign;
        all_pairs += spells->weight[i] * spells->weight[j];
      }
  *concordance = 0.5 + 0.5 * all_balance / all_pairs;
  for (gsize i = 0; i < spells->n; i++)
    influence[i] = 0.5 * spells->weight[i] *
                   (balance[i] - all_balance / all_pairs * pairs[i]) / all_pairs;
}

static void
test_every_pair (void)
{
  static const struct
  {
    gsize n;
    int longest, times, predictors;
    gsize n_strata;
  } shapes[] = {
    { 400, 1, 12, 9, 1 },      /* years of a panel */
    { 400, 1, 3, 1000000, 1 }, /* … no two predictors alike */
    { 400, 9, 12, 9, 1 },      /* long spells, ties everywhere */
    { 400, 9, 200, 1000000, 1 },
    { 400, 3, 12, 30, 5 }, /* short and long ones, strata */
    { 400, 6, 40, 30, 150 }, /* strata of two or three rows */
    { 2, 4, 2, 3, 1 },
  };

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (int late = 0; late < 2; late++)
      for (guint32 seed = 1; seed < 4; seed++)
        {
          g_auto (Spells) spells =
              simulate (shapes[s].n, shapes[s].longest, shapes[s].times, shapes[s].predictors,
                        shapes[s].n_strata, seed);
          g_autoptr (ComityRisk) risk = make_risk (&spells, late);
          g_autofree double *expected = g_new (double, spells.n);
          g_autofree double *influence = g_new (double, spells.n);
          double ours, theirs;

          count_all (&spells, late, &theirs, expected);
          g_assert_true (comity_concordance_find (risk, spells.eta, spells.weight, 2, influence,
                                                  &ours, NULL));
          comity_test_assert_close (ours, theirs, 1e-12);
          for (gsize i = 0; i < spells.n; i++)
            comity_test_assert_close (influence[i], expected[i], 1e-12);
        }
}

/* Turned predictors turn C about one half; what only orders alike gives the same C, bit for bit. */
static void
test_properties (void)
{
  g_auto (Spells) spells = simulate (20000, 5, 30, 50, 3, 11);
  g_autoptr (ComityRisk) risk = make_risk (&spells, TRUE);
  g_autofree double *one = g_new (double, spells.n);
  g_autofree double *other = g_new (double, spells.n);
  g_autofree double *turned = g_new (double, spells.n);
  g_autofree double *risen = g_new (double, spells.n);
  double c, again, back;

  for (gsize i = 0; i < spells.n; i++)
    {
      turned[i] = -spells.eta[i];
      risen[i] = exp (spells.eta[i]);
    }
  g_assert_true (comity_concordance_find (risk, spells.eta, spells.weight, 1, one, &c, NULL));
  g_assert_true (comity_concordance_find (risk, risen, spells.weight, 4, other, &again, NULL));
  g_assert_true (c == again);
  for (gsize i = 0; i < spells.n; i++)
    g_assert_true (one[i] == other[i]);
  g_assert_true (comity_concordance_find (risk, turned, spells.weight, 4, other, &back, NULL));
  comity_test_assert_close (back, 1.0 - c, 1e-12);
  for (gsize i = 0; i < spells.n; i++)
    comity_test_assert_close (other[i], -one[i], 1e-12);
}

static void
test_no_pair (void)
{
  double start[] = { 0, 1 }, stop[] = { 1, 2 }, event[] = { 1, 1 }, eta[] = { 0, 1 };
  g_autoptr (ComityRisk) risk =
      comity_risk_new (2, start, stop, event, NULL, NULL, 1, COMITY_TIES_BRESLOW, FALSE, 1);
  double influence[2];
  double c = 0.0;

  g_assert_true (comity_concordance_find (risk, eta, NULL, 1, influence, &c, NULL));
  g_assert_true (isnan (c));
}

static ComityFit *
fit_frequencies (const char *csv, const char *weights)
{
  g_autoptr (ComityDataset) dataset = comity_test_parse_data (csv);
  g_autoptr (ComitySpec) spec = comity_spec_new ("e ~ x");

  g_free (spec->estimator);
  spec->estimator = g_strdup ("cox");
  spec->ties = COMITY_TIES_BRESLOW;
  comity_spec_set_times (spec, "s,t");
  spec->weights = g_strdup (weights);
  spec->frequency_weights = weights != NULL;
  return comity_test_fit_spec (dataset, spec);
}

/* A row of weight 2 is the row twice, for all numbers. */
static void
test_frequencies (void)
{
  g_autoptr (ComityFit) a = fit_frequencies (
      "s,t,e,x,w\n0,1,1,0.5,1\n0,2,0,1.5,2\n1,3,1,0.1,2\n0,4,1,2.0,1\n2,5,0,-1,1\n3,6,1,0.7,2\n",
      "w");
  g_autoptr (ComityFit) b =
      fit_frequencies ("s,t,e,x\n0,1,1,0.5\n0,2,0,1.5\n1,3,1,0.1\n0,4,1,2.0\n2,5,0,-1\n3,6,1,0.7\n"
                       "0,2,0,1.5\n1,3,1,0.1\n3,6,1,0.7\n",
                       NULL);
  const ComityCoxSummary *x = comity_fit_get_cox_summary (a, NULL, NULL);
  const ComityCoxSummary *y = comity_fit_get_cox_summary (b, NULL, NULL);

  comity_test_assert_close (x->concordance, y->concordance, 1e-12);
  comity_test_assert_close (x->concordance_se, y->concordance_se, 1e-12);
  comity_test_assert_close (x->score_chi2, y->score_chi2, 1e-10);
}

/* Cancelled, nothing is kept, and whoever asks again gets the numbers. */
static void
test_cancelled (void)
{
  g_autoptr (ComityFit) fit =
      fit_frequencies ("s,t,e,x\n0,1,1,0.5\n0,2,0,1.5\n1,3,1,0.1\n0,4,1,2.0\n2,5,0,-1\n", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_fit_get_cox_summary (fit, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (comity_fit_peek_cox_summary (fit));
  g_assert_nonnull (comity_fit_get_cox_summary (fit, NULL, NULL));
}

/* There is none of other models. */
static void
test_other_models (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (200, -1.0, 3);
  g_autoptr (ComityFit) fit = comity_test_fit (dataset, "y ~ x", COMITY_VCE_CLASSICAL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_fit_get_cox_summary (fit, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/concordance/every-pair", test_every_pair);
  g_test_add_func ("/model/concordance/properties", test_properties);
  g_test_add_func ("/model/concordance/no-pair", test_no_pair);
  g_test_add_func ("/model/concordance/frequencies", test_frequencies);
  g_test_add_func ("/model/concordance/cancelled", test_cancelled);
  g_test_add_func ("/model/concordance/other-models", test_other_models);
  return g_test_run ();
}
