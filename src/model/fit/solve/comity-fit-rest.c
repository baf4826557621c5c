/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What separation leaves: the terms whose estimates stay finite. Along the way that separates, the
 * likelihood rises to that of the rows which it does not predict (Albert & Anderson 1984,
 * doi:10.1093/biomet/71.1.1; Geyer 2009, doi:10.1214/08-EJS349, calls this the limiting conditional
 * model): so these rows alone tell about the other terms, as in Stata's logit, which drops the
 * others. Terms that run off stay in as long as the rest does not give them, and are not reported.
 * What is left may be separated again; then it goes on with what that leaves. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-separation-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Part of the separating direction that counts as none: of a term's, and of a row's. */
#define RUNS_OFF 1e-6
#define MOVED 1e-5
#define MAX_ITERATIONS 30

void
comity_fit_rest_clear (ComityFitRest *self)
{
  g_clear_pointer (&self->sample, comity_sample_free);
  g_free (self->rows);
  g_free (self->place);
  comity_solution_clear (&self->solution);
  *self = (ComityFitRest){ 0 };
}

/* The direction in the covariates' own units sets the signs of what runs off, where they are not
 * known already. @pick, @place: of the columns of @direction (n); @place NULL: all in order. */
static void
mark_infinite (const ComitySample *sample,
               const guint32 *pick,
               const gsize *place,
               gsize n,
               const double *direction,
               double *infinite)
{
  gboolean has_constant = sample->has_constant && n > 0 && pick[0] == 0;

  for (gsize i = 0; i < n; i++)
    {
      double share = direction[i];

      for (gsize j = 1; i == 0 && has_constant && j < n; j++)
        share -= sample->mean[pick[j]] / sample->scale[pick[j]] * direction[j];
      if (fabs (share) > RUNS_OFF && infinite[place != NULL ? place[i] : i] == 0.0)
        infinite[place != NULL ? place[i] : i] = share > 0.0 ? 1.0 : -1.0;
    }
}

/* Rows that the direction does not move; FALSE: no memory. */
static gboolean
list_unmoved (const ComitySample *sample,
              const guint32 *pick,
              gsize q,
              const double *direction,
              guint32 **rows,
              gsize *n)
{
  double eta[COMITY_BLOCK] __attribute__ ((aligned (32)));
  double largest = 0.0;

  *n = 0;
  *rows = g_try_new (guint32, sample->n + 1);
  if (*rows == NULL)
    return FALSE;
  for (gsize j = 0; j < q; j++)
    largest = MAX (largest, fabs (direction[j]));
  for (gsize block = 0; block < sample->n_blocks; block++)
    {
      gsize at = block * COMITY_BLOCK;

      comity_kernel_get ()->linear (comity_sample_block_x (sample, block), pick, q, direction, NULL,
                                    eta);
      for (gsize r = 0; r < MIN (COMITY_BLOCK, sample->n - at); r++)
        if (!(fabs (eta[r]) > MOVED * largest))
          (*rows)[(*n)++] = (guint32) (at + r);
    }
  return TRUE;
}

static gboolean
varies (const ComitySample *sample)
{
  for (gsize i = 1; i < sample->n; i++)
    if (sample->y[i] != sample->y[0])
      return TRUE;
  return FALSE;
}

/* The columns that the rest can tell apart, those that stay finite first in line; q and pick in the
 * sample's order, place: in the whole solution. FALSE: cancelled or no memory. */
static gboolean
pick_columns (const ComityFit *fit,
              const ComitySolution *whole,
              ComityFitRest *rest,
              gboolean *any_finite,
              ComityProgress *progress)
{
  gsize q = whole->q;
  g_autofree guint32 *line = g_new (guint32, q + 1);
  g_autofree gsize *from = g_new (gsize, q + 1);
  g_autofree gboolean *dropped = g_new0 (gboolean, q + 1);
  g_autofree gboolean *kept = g_new0 (gboolean, q + 1);
  g_autoptr (ComityMatrix) combinations = comity_matrix_new (q, q);
  g_autoptr (ComityMatrix) cross = NULL;
  gsize at = 0;

  for (int finite = 1; finite >= 0; finite--)
    for (gsize j = 0; j < q; j++)
      if ((whole->infinite[j] == 0.0) == finite)
        {
          line[at] = whole->pick[j];
          from[at++] = j;
        }
  cross = comity_sample_cross (rest->sample, line, q, NULL, fit->spec->n_threads, progress);
  if (cross == NULL || combinations == NULL)
    return FALSE;
  comity_sample_find_collinear (NULL, cross, dropped, combinations, 1, NULL);
  for (gsize i = 0; i < q; i++)
    kept[from[i]] = !dropped[i];
  comity_solution_clear (&rest->solution);
  g_free (rest->place);
  rest->solution.pick = g_new (guint32, q + 1);
  rest->solution.columns = g_new (guint32, q + 1);
  rest->place = g_new (gsize, q + 1);
  *any_finite = FALSE;
  for (gsize j = 0; j < q; j++)
    if (kept[j])
      {
        rest->place[rest->solution.q] = j;
        rest->solution.columns[rest->solution.q] = whole->columns[j];
        rest->solution.pick[rest->solution.q++] = whole->pick[j];
        *any_finite |= whole->infinite[j] == 0.0;
      }
  rest->solution.beta = g_new0 (double, q + 1);
  return TRUE;
}

/* Maximises over the rest; what separates it is added to the whole's infinite terms, with the
 * direction in @again. FALSE: cancelled or no memory. */
static gboolean
search (ComityFit *fit,
        ComityFitRest *rest,
        ComitySolution *whole,
        ComityPass *pass,
        double **again,
        ComityNewtonStatus *status,
        ComityProgress *progress)
{
  const ComitySample *sample = rest->sample;
  ComitySolution *solution = &rest->solution;
  ComitySeparation separation = { 0 };

  if (sample->has_constant && solution->pick[0] == 0)
    solution->beta[0] = fit->estimator->start (sample->sum_y / sample->sum_weight);
  *status = comity_newton_run (pass, solution->beta, COMITY_NEWTON_TOLERANCE, MAX_ITERATIONS,
                               &fit->numbers.iterations, progress);
  if (*status == COMITY_NEWTON_CANCELLED)
    return FALSE;
  if (!fit->estimator->binary)
    return TRUE;
  if (!comity_separation_find (sample, solution->pick, solution->q, fit->spec->n_threads, progress,
                               &separation))
    {
      comity_separation_clear (&separation);
      return FALSE;
    }
  if (separation.separated && separation.n_rows > 0)
    {
      mark_infinite (sample, solution->pick, rest->place, solution->q, separation.direction,
                     whole->infinite);
      *again = g_steal_pointer (&separation.direction);
    }
  comity_separation_clear (&separation);
  return TRUE;
}

/* The rest's sample from the one before, and the rows of the whole that it holds. */
static gboolean
narrow (const ComityFit *fit, ComityFitRest *rest, const ComitySample *from, guint32 *rows, gsize n)
{
  ComitySample *sample = comity_sample_take (from, rows, n, fit->spec->n_threads);

  if (sample == NULL)
    return FALSE;
  for (gsize i = 0; rest->rows != NULL && i < n; i++)
    rows[i] = rest->rows[rows[i]];
  g_free (rest->rows);
  rest->rows = g_memdup2 (rows, (n + 1) * sizeof (guint32));
  comity_sample_free (rest->sample);
  rest->sample = sample;
  return TRUE;
}

/* What the whole's solution has beside estimates; FALSE: cancelled or no memory. */
static gboolean
take_pass (ComityFit *fit, ComityFitRest *rest, ComityPass *pass, ComityProgress *progress)
{
  ComitySolution *solution = &rest->solution;

  solution->factor = 1.0;
  if (fit->estimator->finish != NULL &&
      !fit->estimator->finish (pass, fit->spec, solution->beta, &solution->factor, progress))
    return FALSE;
  fit->numbers.log_likelihood += pass->log_likelihood;
  solution->information = g_steal_pointer (&pass->information);
  solution->residual = g_steal_pointer (&pass->residual);
  return comity_fit_expect_information (fit, rest->sample, solution, progress);
}

gboolean
comity_fit_solve_rest (ComityFit *fit,
                       const ComitySample *sample,
                       ComitySolution *whole,
                       ComityFitRest *rest,
                       ComityProgress *progress)
{
  g_autofree double *direction = g_memdup2 (whole->direction, whole->q * sizeof (double));
  const ComitySample *from = sample;
  ComityNewtonStatus status = COMITY_NEWTON_STUCK;

  whole->infinite = g_new0 (double, whole->q + 1);
  mark_infinite (sample, whole->pick, NULL, whole->q, direction, whole->infinite);
  if (fit->estimator->partial || fit->estimator->timed || fit->spec->tau > 0.0 ||
      comity_estimator_get_n_ancillary (fit->estimator) > 0)
    return TRUE;
  while (direction != NULL)
    {
      const guint32 *pick = rest->sample != NULL ? rest->solution.pick : whole->pick;
      gsize q = rest->sample != NULL ? rest->solution.q : whole->q;
      g_autofree guint32 *rows = NULL;
      g_autoptr (ComityPass) pass = NULL;
      double *again = NULL;
      gboolean any_finite;
      gsize n;

      if (!list_unmoved (from, pick, q, direction, &rows, &n))
        return FALSE;
      g_clear_pointer (&direction, g_free);
      /* Every probability goes to 0 or 1 as it should: the likelihood to 1. */
      if (n == 0 && fit->estimator->binary)
        fit->numbers.log_likelihood -= whole->likelihood;
      if (n == 0 || n == from->n || !narrow (fit, rest, from, rows, n))
        break;
      from = rest->sample;
      if (!varies (rest->sample))
        {
          if (fit->estimator->binary && from->has_constant)
            fit->numbers.log_likelihood -= whole->likelihood;
          for (gsize j = 0; j < whole->q; j++)
            whole->infinite[j] = whole->infinite[j] != 0.0 ? whole->infinite[j] : NAN;
          break;
        }
      if (!pick_columns (fit, whole, rest, &any_finite, progress))
        return FALSE;
      if (!any_finite)
        break;
      pass = comity_pass_new (fit->estimator, rest->sample, rest->solution.pick, rest->solution.q,
                              fit->spec->n_threads);
      if (pass == NULL || !search (fit, rest, whole, pass, &again, &status, progress))
        return FALSE;
      direction = again;
      if (direction == NULL && status == COMITY_NEWTON_CONVERGED)
        {
          fit->numbers.log_likelihood -= whole->likelihood;
          comity_fit_warn (
              fit,
              "The other terms' estimates and standard errors rest on the %" G_GSIZE_FORMAT
              " rows that are left when the %" G_GSIZE_FORMAT " that are predicted "
              "perfectly are set aside.",
              rest->sample->n, sample->n - rest->sample->n);
          return take_pass (fit, rest, pass, progress);
        }
    }
  comity_fit_rest_clear (rest);
  return TRUE;
}
