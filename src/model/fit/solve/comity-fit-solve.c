/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the sample to the solution: the likelihood is maximised, and when the search drags, the data
 * are tested for separation. Which columns are estimated is settled in comity-fit-pick.c; what
 * searches hand on to each other is in comity-fit-warm.c.
 *
 * Where non-events dominate, the search begins on all events and a sixteenth of the rest: that
 * costs little and ends near the solution, so that the whole sample needs some four passes, not
 * nine. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-separation-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define THIN_EVERY 16
/* Rows below which thinning saves nothing worth having. */
#define THIN_MIN_ROWS 40000
/* Events' share above which the thinned sample is no sixteenth. */
#define THIN_MAX_SHARE 0.05
#define THIN_TOLERANCE 1e-4
#define THIN_MAX_ITERATIONS 12
/* A preview is some hundredths of a standard error off whatever its last step; the step after this
 * leaves a hundredth. */
#define PREVIEW_TOLERANCE 1e-2
/* Iterations after which separation is suspected; ordinary fits need less than ten. */
#define SUSPICIOUS_ITERATIONS 15
#define MAX_ITERATIONS 100
/* Reciprocal condition of the information, scaled to a unit diagonal, below which some six digits
 * are left. */
#define NEAR_SINGULAR 1e-10
/* Part of the separating direction below which a covariate has no part in it. */
#define TAKES_PART 1e-4
#define MAX_NAMES 4

void
comity_solution_clear (ComitySolution *self)
{
  g_free (self->columns);
  g_free (self->pick);
  g_free (self->separated);
  g_free (self->thin);
  g_free (self->beta);
  comity_matrix_free (self->information);
  comity_matrix_free (self->bread);
  comity_matrix_free (self->triangle);
  free (self->residual);
  g_free (self->direction);
  g_free (self->infinite);
  comity_sample_free (self->scores);
  *self = (ComitySolution){ 0 };
}

static gboolean
fail_memory_or_cancel (ComityProgress *progress, GError **error)
{
  if (!comity_progress_set_error_if_cancelled (progress, error))
    g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                         "There is not enough memory for the model.");
  return FALSE;
}

static ComitySample *
thin_sample (ComityFit *fit, const ComitySample *sample, double *share)
{
  gboolean reweight = fit->estimator->thin_shift == NULL;

  if (sample->n < THIN_MIN_ROWS || !sample->has_constant || fit->estimator->linear ||
      (fit->warm != NULL && fit->warm->every > 0) ||
      comity_estimator_get_n_ancillary (fit->estimator) > 0 ||
      (fit->estimator->timed && !fit->estimator->partial) ||
      !(sample->sum_y < THIN_MAX_SHARE * sample->sum_weight))
    return NULL;
  /* A group's constant takes up what thinning does to it, and exact ties know no weights. */
  if (fit->estimator->grouped || (fit->estimator->partial && fit->spec->ties == COMITY_TIES_EXACT))
    reweight = FALSE;
  if (sample->kept != NULL && sample->extra == NULL)
    return comity_kept_thin (sample, THIN_EVERY, reweight, fit->spec->n_threads, share, NULL);
  return comity_sample_thin (sample, THIN_EVERY, reweight, fit->spec->n_threads, share, NULL);
}

static void
start (ComityFit *fit, const ComitySample *sample, ComitySolution *solution)
{
  memset (solution->beta, 0, solution->q * sizeof (double));
  if (sample->has_constant && !comity_fit_omits_constant (fit))
    solution->beta[0] = fit->estimator->start (sample->sum_y / sample->sum_weight);
}

/* Without a thinned sample: from what is known of other models, where there is something. */
static void
start_whole (ComityFit *fit, const ComitySample *sample, ComitySolution *solution)
{
  start (fit, sample, solution);
  if (comity_fit_start_from_reference (fit, sample, solution))
    return;
  if (comity_fit_warm_knows (fit->warm, fit->estimator, sample) &&
      comity_estimator_get_n_ancillary (fit->estimator) == 0)
    for (gsize j = 0; j < solution->q; j++)
      if (isfinite (fit->warm->beta[solution->pick[j]]))
        solution->beta[j] = fit->warm->beta[solution->pick[j]];
}

/* FALSE: cancelled. Leaves a start for the whole sample in the solution. */
static gboolean
solve_thin (ComityFit *fit,
            const ComitySample *thin,
            double share,
            ComitySolution *solution,
            ComityProgress *progress)
{
  g_autoptr (ComityPass) pass =
      comity_pass_new (fit->estimator, thin, solution->pick, solution->q, fit->spec->n_threads);
  int iterations = 0;
  ComityNewtonStatus status;

  if (pass == NULL)
    return TRUE;
  start (fit, thin, solution);
  if (comity_fit_warm_knows (fit->warm, fit->estimator, thin))
    for (gsize j = 0; j < solution->q; j++)
      if (isfinite (fit->warm->thin[solution->pick[j]]))
        solution->beta[j] = fit->warm->thin[solution->pick[j]];
  status = comity_newton_run (pass, solution->beta, THIN_TOLERANCE, THIN_MAX_ITERATIONS,
                              &iterations, progress);
  if (fit->warm != NULL)
    solution->thin = g_memdup2 (solution->beta, solution->q * sizeof (double));
  if (fit->estimator->thin_shift != NULL)
    solution->beta[0] -= fit->estimator->thin_shift (share);
  fit->numbers.iterations = iterations;
  if (comity_fit_warm_knows (fit->warm, fit->estimator, thin))
    for (gsize j = 0; j < solution->q; j++)
      if (isfinite (fit->warm->moved[solution->pick[j]]))
        solution->beta[j] += fit->warm->moved[solution->pick[j]];
  if (status != COMITY_NEWTON_CONVERGED)
    solution->beta[0] = NAN;
  return status != COMITY_NEWTON_CANCELLED;
}

/* "x", or "x, z" — the covariates that run off, those that do it alone where there are any. */
static char *
name_culprits (ComityFit *fit,
               const ComitySample *sample,
               const ComitySolution *solution,
               const ComitySeparation *separation,
               gsize *n_named,
               gboolean *alone)
{
  GString *text = g_string_new (NULL);

  *alone = FALSE;
  for (gsize j = sample->has_constant; j < solution->q; j++)
    *alone |= separation->alone[j];
  *n_named = 0;
  for (gsize j = sample->has_constant; j < solution->q; j++)
    {
      if (*alone ? !separation->alone[j] : fabs (separation->direction[j]) < TAKES_PART)
        continue;
      if (++*n_named <= MAX_NAMES)
        g_string_append_printf (text, "%s%s", *n_named > 1 ? ", " : "",
                                comity_fit_peek_column_name (fit, solution->columns[j]));
    }
  if (*n_named > MAX_NAMES)
    g_string_append_printf (text, " and %" G_GSIZE_FORMAT " more", *n_named - MAX_NAMES);
  if (*n_named == 0)
    g_string_append (text, "the constant");
  return g_string_free (text, FALSE);
}

/* FALSE: cancelled. Sets the fit's status where the data are separated. */
static gboolean
test_separation (ComityFit *fit,
                 const ComitySample *sample,
                 ComitySolution *solution,
                 ComityProgress *progress)
{
  ComitySeparation separation = { 0 };
  gboolean done = comity_separation_find (sample, solution->pick, solution->q, fit->spec->n_threads,
                                          progress, &separation);

  /* A direction that moves no row is no separation: the columns are nearly collinear. */
  if (done && separation.separated && separation.n_rows > 0)
    {
      gsize n_named;
      gboolean alone;
      g_autofree char *names = name_culprits (fit, sample, solution, &separation, &n_named, &alone);

      fit->status = COMITY_FIT_SEPARATED;
      if (separation.n_rows == sample->n)
        comity_fit_warn (fit,
                         "Separation: %s predict%s the outcome perfectly in every row, so that no "
                         "finite estimate exists. Leave %s out, or use a penalised model (Firth).",
                         names, n_named > 1 ? "" : "s", n_named > 1 ? "one of them" : "it");
      else
        comity_fit_warn (fit,
                         "Separation: %s predict%s the outcome perfectly in %s%" G_GSIZE_FORMAT
                         " of %" G_GSIZE_FORMAT " rows, so that no finite estimate exists for %s. "
                         "Leave %s out, or use a penalised model (Firth).",
                         names, n_named > 1 ? "" : "s", alone ? "" : "at least ", separation.n_rows,
                         sample->n, n_named > 1 ? "them" : "it",
                         n_named > 1 ? "one of them" : "it");
      solution->direction = g_steal_pointer (&separation.direction);
    }
  comity_separation_clear (&separation);
  return done;
}

static void
judge (ComityFit *fit,
       const ComitySample *sample,
       const ComitySolution *solution,
       ComityNewtonStatus status)
{
  g_autoptr (ComityMatrix) inverse = NULL;
  double rcond = 0.0;
  double worst = 0.0;
  gsize at = 0;

  if (fit->status == COMITY_FIT_SEPARATED)
    return;
  inverse = comity_matrix_invert_spd (solution->information, &rcond);
  if (status == COMITY_NEWTON_SINGULAR || inverse == NULL || rcond < NEAR_SINGULAR)
    {
      fit->status = COMITY_FIT_NEAR_SINGULAR;
      for (gsize j = 0; inverse != NULL && j < solution->q; j++)
        {
          double inflation =
              comity_matrix_get (inverse, j, j) * comity_matrix_get (solution->information, j, j);

          if (inflation > worst)
            {
              worst = inflation;
              at = j;
            }
        }
      if (worst > 0.0)
        comity_fit_warn (fit,
                         "The information matrix is nearly singular; %s is almost given by the "
                         "other terms. Its estimate may have few correct digits.",
                         comity_fit_peek_column_name (fit, solution->columns[at]));
      else
        comity_fit_warn (fit, "The information matrix is singular: there are no standard errors.");
    }
  else if (status != COMITY_NEWTON_CONVERGED)
    {
      fit->status = COMITY_FIT_NOT_CONVERGED;
      comity_fit_warn (fit, "The estimates have not converged after %d iterations.",
                       fit->numbers.iterations);
    }
}

static void
warn_few_events (ComityFit *fit, const ComitySolution *solution)
{
  gboolean spells = fit->estimator->partial || fit->estimator->timed;
  gsize others = spells ? G_MAXSIZE : fit->numbers.n - fit->numbers.n_events;
  gsize fewer = MIN (fit->numbers.n_events, others);
  gboolean has_constant = comity_fit_has_constant_column (fit) && !comity_fit_omits_constant (fit);
  gsize terms = solution->q - (has_constant ? 1 : 0);
  const char *what = fewer == fit->numbers.n_events ? "events" : "non-events";

  if (!fit->estimator->binary || terms == 0)
    return;
  if (fewer < solution->q)
    comity_fit_warn (fit,
                     "There are fewer %s (%" G_GSIZE_FORMAT ") than coefficients (%" G_GSIZE_FORMAT
                     "): the estimates are not reliable. Drop terms, or use a penalised model "
                     "(Firth).",
                     what, fewer, solution->q);
  else if (fewer < 10 * terms)
    comity_fit_warn (fit,
                     "There are only %.1f %s per term (%" G_GSIZE_FORMAT " for %" G_GSIZE_FORMAT
                     "); below 10 estimates tend to be biased away from zero.",
                     (double) fewer / (double) terms, what, fewer, terms);
}

/* Levels of a factor without events are common, and running after infinity costs many passes:
 * single columns that separate are found beforehand, among those that do so in the thinned sample.
 */
static gboolean
test_alone (ComityFit *fit,
            const ComitySample *sample,
            const ComitySample *thin,
            ComitySolution *solution,
            ComityProgress *progress)
{
  g_autofree gboolean *alone = g_new (gboolean, solution->q);
  guint n_threads = fit->spec->n_threads;

  if (!fit->estimator->binary || fit->estimator->partial || fit->estimator->timed ||
      fit->estimator->penalised || (fit->warm != NULL && fit->warm->every > 0))
    return TRUE;
  for (gsize j = 0; j < solution->q; j++)
    alone[j] = TRUE;
  if (thin != NULL &&
      !comity_separation_find_alone (thin, solution->pick, solution->q, n_threads, alone))
    return TRUE;
  if (!comity_separation_find_alone (sample, solution->pick, solution->q, n_threads, alone))
    return TRUE;
  return test_separation (fit, sample, solution, progress);
}

/* Whether the search of a model of risk sets met columns that these cannot tell apart. Such are
 * found at β = 0, where sums are exact, and the search begins again without them. FALSE: cancelled
 * or no memory. */
static gboolean
search_again (ComityFit *fit,
              const ComitySample *sample,
              ComityPass **pass,
              ComitySolution *solution,
              ComityNewtonStatus *status,
              ComityProgress *progress)
{
  double rcond = 0.0;
  gboolean any;

  if (*status == COMITY_NEWTON_CONVERGED)
    {
      g_autoptr (ComityMatrix) inverse = comity_matrix_invert_spd ((*pass)->information, &rcond);

      if (inverse != NULL && rcond >= NEAR_SINGULAR)
        return TRUE;
    }
  if (!comity_fit_leave_out_within_risk_sets (fit, sample, solution, &any, progress))
    return FALSE;
  if (!any || solution->q == 0)
    return TRUE;
  comity_pass_free (*pass);
  *pass =
      comity_pass_new (fit->estimator, sample, solution->pick, solution->q, fit->spec->n_threads);
  if (*pass == NULL)
    return FALSE;
  memset (solution->beta, 0, solution->q * sizeof (double));
  fit->numbers.iterations = 0;
  *status = comity_newton_run (*pass, solution->beta, COMITY_NEWTON_TOLERANCE,
                               SUSPICIOUS_ITERATIONS, &fit->numbers.iterations, progress);
  return *status != COMITY_NEWTON_CANCELLED;
}

static gboolean
maximise (ComityFit *fit,
          const ComitySample *sample,
          ComityPass **pass,
          ComitySolution *solution,
          ComityNewtonStatus *status,
          ComityProgress *progress)
{
  if (solution->triangle != NULL)
    return comity_fit_solve_triangle (fit, *pass, solution, status, progress);
  *status = comity_newton_run (*pass, solution->beta,
                               fit->warm != NULL && fit->warm->every > 0 ? PREVIEW_TOLERANCE
                                                                         : COMITY_NEWTON_TOLERANCE,
                               SUSPICIOUS_ITERATIONS, &fit->numbers.iterations, progress);
  if (*status == COMITY_NEWTON_CANCELLED)
    return FALSE;
  if (fit->estimator->partial && !fit->estimator->grouped &&
      !search_again (fit, sample, pass, solution, status, progress))
    return FALSE;
  if (solution->q == 0)
    return TRUE;
  if (*status != COMITY_NEWTON_CONVERGED && fit->estimator->binary && !fit->estimator->partial &&
      !fit->estimator->timed && !fit->estimator->penalised && fit->status != COMITY_FIT_SEPARATED &&
      !test_separation (fit, sample, solution, progress))
    return FALSE;
  if (*status != COMITY_NEWTON_CONVERGED && fit->estimator->rises_along != NULL)
    comity_fit_test_monotone (fit, *pass, solution);
  if (*status == COMITY_NEWTON_SLOW && fit->status != COMITY_FIT_SEPARATED)
    *status = comity_newton_run (*pass, solution->beta, COMITY_NEWTON_TOLERANCE, MAX_ITERATIONS,
                                 &fit->numbers.iterations, progress);
  return *status != COMITY_NEWTON_CANCELLED;
}

/* Σ of the part of the log likelihood that links leave out. */
static double
sum_constants (const ComityEstimator *estimator, const ComitySample *sample)
{
  double sum = 0.0;

  for (gsize i = 0; estimator->likelihood_constant != NULL && i < sample->n; i++)
    sum += estimator->likelihood_constant (sample->y[i]) *
           (sample->weight != NULL ? sample->weight[i] : 1.0);
  return sum;
}

static void
set_likelihoods (ComityFit *fit,
                 const ComitySample *sample,
                 const ComitySolution *solution,
                 ComityPass *pass,
                 ComityProgress *progress)
{
  double mean = sample->sum_y / sample->sum_weight;
  guint32 constant = 0;
  gboolean has_constant = sample->has_constant && !comity_fit_omits_constant (fit);
  g_autoptr (ComityPass) alone = NULL;
  gsize n_beside = comity_estimator_get_n_ancillary (fit->estimator);
  gsize n_constants = has_constant ? 1 : 0;
  double beta[2] = { 0.0, 0.0 };
  double constants = sum_constants (fit->estimator, sample);
  int iterations = 0;

  fit->numbers.log_likelihood = pass->log_likelihood + constants;
  if (sample->has_constant && sample->offset == NULL && fit->estimator->null_log_likelihood != NULL)
    {
      fit->numbers.log_likelihood_null =
          fit->estimator->null_log_likelihood (sample->sum_weight, mean);
      return;
    }
  fit->numbers.log_likelihood_null = NAN;
  alone = comity_pass_new (fit->estimator, sample, &constant, n_constants + n_beside,
                           fit->spec->n_threads);
  if (alone == NULL)
    return;
  if (n_beside > 0)
    beta[n_constants] = solution->beta[solution->q];
  if (has_constant)
    beta[0] = fit->estimator->start (mean);
  if (n_constants + n_beside > 0)
    {
      if (comity_newton_run (alone, beta, COMITY_NEWTON_TOLERANCE, MAX_ITERATIONS, &iterations,
                             progress) == COMITY_NEWTON_CONVERGED)
        fit->numbers.log_likelihood_null = alone->log_likelihood + constants;
    }
  else if (comity_pass_run (alone, beta, progress))
    fit->numbers.log_likelihood_null = alone->log_likelihood + constants;
}

/* From sums of squares to log likelihoods, with R's term for weights; R², and the residual
 * variance. */
static void
settle_linear (ComityFit *fit, const ComitySample *sample, gsize q)
{
  ComityFitNumbers *numbers = &fit->numbers;
  double n = (double) numbers->n;
  double rss = -2.0 * numbers->log_likelihood;
  double rss_null = -2.0 * numbers->log_likelihood_null;
  double total = rss_null;
  double k = (double) q + fit->n_swept;
  double weights = 0.0;

  for (gsize i = 0; sample->weight != NULL && !fit->spec->frequency_weights && i < sample->n; i++)
    weights += log (sample->weight[i]);
  if (fit->spec->absorb != NULL)
    {
      ComityExtra within = { "r2_within", 1.0 - rss / rss_null };

      g_array_append_val (fit->extras, within);
      total = fit->absorb_total;
    }
  fit->dispersion = n > k ? rss / (n - k) : NAN;
  numbers->pseudo_r2 = 1.0 - rss / total;
  numbers->log_likelihood = 0.5 * (weights - n * (log (2.0 * G_PI * rss / n) + 1.0));
  numbers->log_likelihood_null = 0.5 * (weights - n * (log (2.0 * G_PI * rss_null / n) + 1.0));
}

static gboolean
needs_scores (const ComityFit *fit)
{
  ComityVce vce = fit->numbers.vce;

  return fit->keeps_scores || (vce == COMITY_VCE_JACKKNIFE && fit->spec->one_step) ||
         (vce != COMITY_VCE_CLASSICAL && !comity_vce_is_resampled (vce));
}

static gboolean
fail_empty (GError **error)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "Every term was left out: there is nothing to estimate.");
  return FALSE;
}

gboolean
comity_fit_solve (ComityFit *fit,
                  const ComitySample *sample,
                  ComitySolution *solution,
                  ComityProgress *progress,
                  GError **error)
{
  double share = 1.0;
  g_autoptr (ComitySample) thin = thin_sample (fit, sample, &share);
  g_autoptr (ComityPass) pass = NULL;
  ComityNewtonStatus status = COMITY_NEWTON_CONVERGED;

  if (!comity_fit_pick_columns (fit, sample, thin, solution, progress))
    return fail_memory_or_cancel (progress, error);
  if (solution->q == 0)
    return fail_empty (error);
  if (!test_alone (fit, sample, thin, solution, progress))
    return fail_memory_or_cancel (progress, error);
  if (fit->status == COMITY_FIT_SEPARATED)
    g_clear_pointer (&thin, comity_sample_free);
  if (thin != NULL && !solve_thin (fit, thin, share, solution, progress))
    return fail_memory_or_cancel (progress, error);
  g_clear_pointer (&thin, comity_sample_free);
  if (fit->numbers.iterations == 0 || isnan (solution->beta[0]))
    start_whole (fit, sample, solution);
  if (!comity_fit_start_ancillary (fit, sample, solution, progress))
    return fail_memory_or_cancel (progress, error);

  pass = comity_pass_new (fit->estimator, sample, solution->pick,
                          solution->q + comity_estimator_get_n_ancillary (fit->estimator),
                          fit->spec->n_threads);
  if (pass == NULL || !maximise (fit, sample, &pass, solution, &status, progress))
    return fail_memory_or_cancel (progress, error);
  if (solution->q == 0)
    return fail_empty (error);
  if (fit->estimator->counts)
    comity_fit_test_zeros (fit, sample, pass, solution);
  if (fit->estimator->scores != NULL && needs_scores (fit) && fit->status != COMITY_FIT_SEPARATED)
    {
      solution->scores = fit->estimator->scores (pass, progress);
      if (solution->scores == NULL)
        return fail_memory_or_cancel (progress, error);
      for (gsize i = 0; i < sample->n_blocks * COMITY_BLOCK; i++)
        pass->residual[i] = 1.0;
    }
  comity_fit_hand_on (fit, sample, solution, pass, status == COMITY_NEWTON_CONVERGED);
  if (status == COMITY_NEWTON_CONVERGED)
    comity_fit_add_reference (fit, sample, solution);
  solution->factor = 1.0;
  solution->likelihood = pass->log_likelihood;
  if (fit->estimator->finish != NULL && fit->status != COMITY_FIT_SEPARATED &&
      !fit->estimator->finish (pass, fit->spec, solution->beta, &solution->factor, progress))
    return fail_memory_or_cancel (progress, error);
  if (fit->spec->tau > 0.0)
    {
      ComityExtra tau = { "tau", fit->spec->tau };

      g_array_append_val (fit->extras, tau);
    }
  solution->information = g_steal_pointer (&pass->information);
  solution->residual = g_steal_pointer (&pass->residual);
  if (!comity_fit_expect_information (fit, sample, solution, progress))
    return fail_memory_or_cancel (progress, error);
  if (solution->bread == NULL)
    judge (fit, sample, solution, status);
  warn_few_events (fit, solution);
  if (fit->estimator->penalised)
    {
      comity_fit_settle_penalised (fit, sample, solution, pass, progress);
      if (!comity_fit_find_limits (fit, sample, solution, pass->log_likelihood, progress))
        return fail_memory_or_cancel (progress, error);
    }
  else
    set_likelihoods (fit, sample, solution, pass, progress);
  if (fit->estimator->linear)
    settle_linear (fit, sample, solution->q);
  return TRUE;
}
