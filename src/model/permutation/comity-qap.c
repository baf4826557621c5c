/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permutation tests: the permutations in batches, and what their statistics say. A batch's
 * permutations are drawn one after the other from one generator, worked at the same time, and
 * counted in their order. */
#include "config.h"

#include "comity-qap-private.h"

#include "comity-parallel.h"

#include <math.h>
#include <string.h>

/* Statistics closer than this, as a part of their size, are equal: permutations that change nothing
 * must count, whatever rounding does to their sums. */
#define LINEAR_TIE 1e-9
#define REFIT_TIE 1e-6

struct _ComityQap
{
  ComityQapSummary summary;
  gsize n_terms;
  ComityQapTerm *terms; /* n_terms; names are owned */
};

void
comity_qap_free (ComityQap *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < self->n_terms; i++)
    g_free ((char *) self->terms[i].term);
  g_free (self->terms);
  g_free (self);
}

const ComityQapSummary *
comity_qap_peek_summary (const ComityQap *self)
{
  return &self->summary;
}

gsize
comity_qap_get_n (const ComityQap *self)
{
  return self->n_terms;
}

const ComityQapTerm *
comity_qap_peek (const ComityQap *self, gsize i)
{
  g_return_val_if_fail (i < self->n_terms, NULL);
  return &self->terms[i];
}

/* Why the states cannot be permuted under this model, and what to use; NULL: they can. */
static const char *
find_hindrance (const ComityFit *fit, ComityQapMethod method)
{
  const ComityEstimator *estimator = fit->estimator;

  if (estimator == &comity_cox)
    return fit->spec->ties == COMITY_TIES_EXACT
               ? "Permuted states leave some of the tied events without a counterpart, which exact "
                 "ties cannot be without; use --ties efron."
           : method != COMITY_QAP_DSP
               ? "With a permuted outcome spells would change hands, and with them who is at risk; "
                 "of a Cox model permute the covariates (--method dsp)."
               : NULL;
  if (estimator->keeps_groups)
    return "What rows of a group share would be estimated anew in every permutation, which keeps it "
           "anyway; use logit.";
  if (estimator->grouped)
    return "Permuted states leave rows without a counterpart, and their groups without the events "
           "that this model conditions on; use cox with the groups as strata, or logit.";
  if (estimator->timed)
    return "States are permuted under models of the years at risk, not of whole durations; use cox, "
           "or logit or cloglog on a row a year.";
  if (comity_estimator_get_n_ancillary (estimator) > 0)
    return "The statistic of a permuted covariate would depend on a dispersion that every permutation "
           "estimates anew; use poisson, whose estimates do not need it.";
  return NULL;
}

static gboolean
check_fit (const ComityFit *fit, ComityQapMethod method, GError **error)
{
  const char *hindrance = find_hindrance (fit, method);

  if (hindrance != NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, hindrance);
      return FALSE;
    }
  if (fit->status == COMITY_FIT_SEPARATED)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "The outcome is separated, so that there is no finite statistic to "
                           "compare with those of permuted states; use --model firth or lpm.");
      return FALSE;
    }
  return TRUE;
}

/* The permutations. */
typedef struct
{
  ComityQapWork *work;
  gsize n_lanes;
  ComityQapLane **lanes; /* n_lanes */
  guint32 *orders;       /* n_lanes × n_states */
  double *statistics;    /* n_lanes × n_tests */
  gsize *kept;           /* n_lanes */
  gboolean *done;        /* n_lanes */
  double *observed;      /* n_tests */
  double tie;
  gsize *greater, *less, *farther, *failed; /* n_tests */
  double *sum, *squares;                    /* n_tests, of statistics less the observed ones */
  gsize n_counted;
  double sum_kept;
  gsize least_kept;
} Run;

static void
run_clear (Run *self)
{
  for (gsize lane = 0; self->lanes != NULL && lane < self->n_lanes; lane++)
    comity_qap_lane_free (self->lanes[lane]);
  g_free (self->lanes);
  g_free (self->orders);
  g_free (self->statistics);
  g_free (self->kept);
  g_free (self->done);
  g_free (self->observed);
  g_free (self->greater);
  g_free (self->less);
  g_free (self->farther);
  g_free (self->failed);
  g_free (self->sum);
  g_free (self->squares);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
run_lane (gsize lane, gpointer user_data)
{
  Run *self = user_data;
  gsize n_states = comity_state_permutation_get_n_states (self->work->states);

  self->done[lane] =
      comity_qap_lane_run (self->lanes[lane], self->orders + lane * n_states,
                           self->statistics + lane * self->work->n_tests, &self->kept[lane]);
}

/* Few rows: as many permutations at a time as there are pieces. Many: one, whose rows are shared
 * out. Either way a permutation's sums are cut alike. */
static gboolean
make_lanes (Run *self, GError **error)
{
  ComityQapWork *work = self->work;
  gsize n_states = comity_state_permutation_get_n_states (work->states);

  self->n_lanes = work->n_lanes;
  self->lanes = g_new0 (ComityQapLane *, self->n_lanes);
  self->orders = g_new0 (guint32, self->n_lanes * n_states);
  self->statistics = g_new0 (double, self->n_lanes * work->n_tests + 1);
  self->kept = g_new0 (gsize, self->n_lanes);
  self->done = g_new0 (gboolean, self->n_lanes);
  self->observed = g_new0 (double, work->n_tests + 1);
  self->greater = g_new0 (gsize, work->n_tests + 1);
  self->less = g_new0 (gsize, work->n_tests + 1);
  self->farther = g_new0 (gsize, work->n_tests + 1);
  self->failed = g_new0 (gsize, work->n_tests + 1);
  self->sum = g_new0 (double, work->n_tests + 1);
  self->squares = g_new0 (double, work->n_tests + 1);
  self->tie = comity_qap_refits (work) ? REFIT_TIE : LINEAR_TIE;
  self->least_kept = work->sample->n;
  for (gsize lane = 0; lane < self->n_lanes; lane++)
    if (comity_progress_is_cancelled (work->progress) ||
        (self->lanes[lane] = comity_qap_lane_new (work, lane, work->fit->spec->n_threads)) == NULL)
      return comity_qap_fail (work->progress, error);
  return comity_qap_lane_start (self->lanes[0], work) || comity_qap_fail (work->progress, error);
}

/* FALSE: cancelled, or no memory. */
static gboolean
run_batch (Run *self, gsize n)
{
  ComityProgress *progress = self->work->progress;

  memset (self->done, 0, self->n_lanes * sizeof (gboolean));
  if (n == 1)
    run_lane (0, self);
  else
    comity_parallel_for (n, self->work->fit->spec->n_threads, run_lane, self, progress);
  for (gsize lane = 0; lane < n; lane++)
    if (!self->done[lane])
      return FALSE;
  return !comity_progress_is_cancelled (progress);
}

/* A permutation that could not be estimated counts as extreme, which can only make a p value
 * larger.
 */
static void
count (Run *self, gsize lane)
{
  const double *statistics = self->statistics + lane * self->work->n_tests;

  self->n_counted++;
  self->sum_kept += (double) self->kept[lane];
  self->least_kept = MIN (self->least_kept, self->kept[lane]);
  for (gsize k = 0; k < self->work->n_tests; k++)
    {
      double observed = self->observed[k];
      double tie = self->tie * MAX (1.0, fabs (observed));
      double change = statistics[k] - observed;

      if (!isfinite (statistics[k]))
        {
          self->failed[k]++;
          self->greater[k]++;
          self->less[k]++;
          self->farther[k]++;
          continue;
        }
      self->greater[k] += change >= -tie;
      self->less[k] += change <= tie;
      self->farther[k] += fabs (statistics[k]) >= fabs (observed) - tie;
      self->sum[k] += change;
      self->squares[k] += change * change;
    }
}

static gboolean
run_all (Run *self, const ComityQapOptions *options, gboolean exact, gsize n, GError **error)
{
  ComityQapWork *work = self->work;
  gsize n_states = comity_state_permutation_get_n_states (work->states);
  g_autofree guint32 *order = g_new (guint32, n_states + 1);
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  gboolean going = TRUE;

  gsl_rng_set (rng, (unsigned long) options->seed);
  comity_state_permutation_identity (work->states, order);
  memcpy (self->orders, order, n_states * sizeof (guint32));
  going = run_batch (self, 1);
  memcpy (self->observed, self->statistics, work->n_tests * sizeof (double));
  for (gsize begun = 0; going && begun < n;)
    {
      gsize batch = MIN (self->n_lanes, n - begun);

      for (gsize lane = 0; lane < batch; lane++)
        {
          if (!exact)
            comity_state_permutation_shuffle (work->states, rng, order);
          memcpy (self->orders + lane * n_states, order, n_states * sizeof (guint32));
          if (exact)
            comity_state_permutation_next (work->states, order);
        }
      going = run_batch (self, batch);
      for (gsize lane = 0; going && lane < batch; lane++)
        count (self, lane);
      begun += batch;
      comity_progress_set (work->progress, 0.05 + 0.95 * (double) begun / (double) n);
    }
  gsl_rng_free (rng);
  return going || comity_qap_fail (work->progress, error);
}

static void
report_test (const Run *self, gsize k, gboolean exact, ComityQapTerm *term)
{
  double m = (double) self->n_counted + (exact ? 0.0 : 1.0);
  double own = exact ? 0.0 : 1.0;
  double good = (double) (self->n_counted - self->failed[k]);
  double mean = self->sum[k] / good;

  term->statistic = self->observed[k];
  term->std_error = term->estimate / term->statistic;
  term->p_greater = ((double) self->greater[k] + own) / m;
  term->p_less = ((double) self->less[k] + own) / m;
  term->p_two_sided = ((double) self->farther[k] + own) / m;
  term->p_error = exact ? 0.0 : sqrt (term->p_two_sided * (1.0 - term->p_two_sided) / m);
  term->mean = self->observed[k] + mean;
  term->sd = sqrt (MAX (self->squares[k] / good - mean * mean, 0.0));
  term->n_failed = self->failed[k];
}

static void
report (ComityQap *self, const Run *run, gboolean exact)
{
  const ComityFit *fit = run->work->fit;
  gboolean correlation = run->work->method == COMITY_QAP_CORRELATION;
  gsize column = run->work->sample->has_constant ? 1 : 0;

  self->terms = g_new0 (ComityQapTerm, fit->n_terms + 1);
  for (gsize i = 0; i < fit->n_terms; i++)
    {
      gsize at = fit->columns[i] < 0 ? 0 : column++;
      ComityQapTerm *term;

      if (fit->columns[i] < 0 && correlation)
        continue;
      term = &self->terms[self->n_terms++];
      *term = (ComityQapTerm){ .term = g_strdup (fit->names[i]),
                               .estimate = correlation ? NAN : fit->beta[i],
                               .std_error = fit->coefficients[i].std_error,
                               .statistic = fit->coefficients[i].statistic,
                               .p_greater = NAN,
                               .p_less = NAN,
                               .p_two_sided = NAN,
                               .p_error = NAN,
                               .mean = NAN,
                               .sd = NAN };
      for (gsize k = 0; k < run->work->n_tests; k++)
        if (run->work->tested[k] == at)
          report_test (run, k, exact, term);
    }
}

ComityQap *
comity_qap_new (const ComityFit *fit,
                const ComityQapOptions *options,
                ComityProgress *progress,
                GError **error)
{
  g_autoptr (ComityQap) self = g_new0 (ComityQap, 1);
  g_auto (ComityQapWork) work = { 0 };
  g_auto (Run) run = { .work = &work };
  double orders;
  gboolean exact;
  gsize n;

  g_return_val_if_fail (options->states[0] != NULL && options->states[1] != NULL, NULL);
  g_return_val_if_fail (options->n_permutations > 0, NULL);

  comity_progress_report (progress, 0.0, "Exchanging states");
  if (!check_fit (fit, options->method, error) || !comity_qap_work_init (&work, fit, options, progress, error) ||
      !make_lanes (&run, error))
    return NULL;
  orders = comity_state_permutation_get_n_orders (work.states);
  exact = orders <= MAX ((double) options->n_permutations, COMITY_QAP_ENUMERATE);
  n = exact ? (gsize) orders : options->n_permutations;
  if (!run_all (&run, options, exact, n, error))
    return NULL;
  self->summary = (ComityQapSummary){
    .method = options->method,
    .exact = exact,
    .n_permutations = n,
    .seed = options->seed,
    .n = work.sample->n,
    .n_states = comity_state_permutation_get_n_states (work.states),
    .n_groups = comity_state_permutation_get_n_groups (work.states),
    .n_fixed = comity_state_permutation_get_n_fixed (work.states),
    .directed = comity_state_permutation_is_directed (work.states),
    .kept = run.sum_kept / (double) n / (double) work.sample->n,
    .least_kept = (double) run.least_kept / (double) work.sample->n,
  };
  report (self, &run, exact);
  return g_steal_pointer (&self);
}

static const char *const method_names[] = { "dsp", "y", "correlation" };
static const char *const exchange_names[] = { "lifetimes", "all" };

gboolean
comity_qap_method_from_name (const char *name, ComityQapMethod *method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (method_names); i++)
    if (g_strcmp0 (name, method_names[i]) == 0)
      {
        *method = (ComityQapMethod) i;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_qap_method_name (ComityQapMethod method)
{
  return method_names[method];
}

gboolean
comity_exchange_from_name (const char *name, ComityExchange *exchange)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exchange_names); i++)
    if (g_strcmp0 (name, exchange_names[i]) == 0)
      {
        *exchange = (ComityExchange) i;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_exchange_name (ComityExchange exchange)
{
  return exchange_names[exchange];
}
