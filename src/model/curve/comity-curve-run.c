/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All specifications of a plan, a model a thread. They are cut into chains of a fixed length;
 * within a chain a search starts from the one before, and no chain knows another, so that the bits
 * do not depend on the number of threads. */
#include "config.h"

#include "comity-spec-curve-private.h"

#include "comity-parallel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Specifications of a chain, fewer where there are few. */
#define CHAIN 16
#define MIN_CHAINS 8

typedef struct
{
  const ComityCurvePlan *plan;
  ComityDataset *dataset;
  const ComityFitUnits *units;
  ComityKeep *keep;
  const char *focal;
  gsize every;
  ComityFitReference *references; /* samples × estimators, of a preview; those that are there */
  gsize chain;                    /* specifications that follow each other */
  ComityCurvePoint *points;
  ComityProgress *quiet; /* cancels, reports nothing */
  ComityProgress *progress;
  gsize n_done; /* atomic */
} Running;

void
comity_curve_points_clear (ComityCurvePoint *points, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free ((char *) points[i].problem);
}

/* The focal term's one coefficient; -1: left out, -2: it has several. */
static gssize
find_focal (const ComityFit *fit, const char *focal)
{
  const ComityFormula *formula = fit->design->formula;
  gssize found = -1;

  for (gsize i = 0; i < fit->n_terms; i++)
    {
      const ComityDesignColumn *column;

      if (fit->columns[i] < 0)
        continue;
      column = g_ptr_array_index (fit->design->columns, (guint) fit->columns[i]);
      if (strcmp (comity_formula_peek_term (formula, column->term), focal) != 0)
        continue;
      if (found >= 0)
        return -2;
      found = (gssize) i;
    }
  return found;
}

static const char *
peek_omission (const ComityFit *fit, const char *focal)
{
  for (gsize i = 0; i < comity_fit_get_n_omitted (fit); i++)
    {
      const char *reason;
      const char *term = comity_fit_peek_omitted (fit, i, &reason);

      if (g_str_has_prefix (term, focal))
        return reason;
    }
  return "given by the others";
}

static void
read_point (const ComityFit *fit, const char *focal, ComityCurvePoint *point)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);
  gssize at = find_focal (fit, focal);

  point->status = fit->status;
  point->n = numbers->n;
  point->n_events = numbers->n_events;
  if (fit->status != COMITY_FIT_CONVERGED && fit->warnings->len > 0)
    point->problem = g_strdup (comity_fit_peek_warning (fit, fit->warnings->len - 1));
  for (guint i = 0; fit->status == COMITY_FIT_SEPARATED && i < fit->warnings->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (fit->warnings, i), "Separation"))
      {
        g_free ((char *) point->problem);
        point->problem = g_strdup (g_ptr_array_index (fit->warnings, i));
      }
  if (at < 0)
    {
      g_free ((char *) point->problem);
      point->problem = at == -1 ? g_strdup_printf ("%s was left out: it is %s.", focal,
                                                   peek_omission (fit, focal))
                                : g_strdup_printf ("%s has several coefficients, not one.", focal);
      return;
    }
  point->estimate = fit->coefficients[at].estimate;
  point->std_error = fit->coefficients[at].std_error;
  point->statistic = fit->coefficients[at].statistic;
  point->p_value = fit->coefficients[at].p_value;
  point->conf_low = fit->coefficients[at].conf_low;
  point->conf_high = fit->coefficients[at].conf_high;
  point->estimated = isfinite (point->estimate) && point->std_error > 0.0 &&
                     isfinite (point->std_error) && fit->status != COMITY_FIT_SEPARATED &&
                     fit->status != COMITY_FIT_NOT_CONVERGED;
}

static void
estimate (Running *running, gsize i, ComityFitWarm *warm)
{
  g_autoptr (ComitySpec) spec = comity_curve_plan_dup_spec (running->plan, i, running->focal);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityFit) fit = comity_fit_run (spec, running->dataset, running->units, running->keep,
                                              warm, running->quiet, &error);
  ComityCurvePoint *point = &running->points[i];
  gsize inner = i / running->plan->vces->len;

  *point = (ComityCurvePoint){ .set = inner % running->plan->n_sets,
                               .vce = i % running->plan->vces->len,
                               .status = COMITY_FIT_CANCELLED };
  inner /= running->plan->n_sets;
  point->estimator = inner % running->plan->estimators->len;
  point->sample = inner / running->plan->estimators->len;
  point->estimate = point->std_error = point->statistic = point->p_value = NAN;
  point->conf_low = point->conf_high = NAN;
  if (fit != NULL)
    read_point (fit, running->focal, point);
  else
    {
      point->status = g_error_matches (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME)
                          ? COMITY_FIT_NO_EVENTS
                          : COMITY_FIT_NOT_CONVERGED;
      point->problem = g_strdup (error->message);
    }
}

static void
run_chain (gsize chain, gpointer user_data)
{
  Running *running = user_data;
  gsize last = MIN ((chain + 1) * running->chain, running->plan->n);
  ComityFitWarm warm = { .every = running->every };
  gsize n_inner = running->plan->n_sets * running->plan->vces->len;

  for (gsize i = chain * running->chain; i < last; i++)
    {
      gsize n_done;

      if (comity_progress_is_cancelled (running->quiet))
        break;
      if (running->references != NULL)
        warm.reference = &running->references[i / n_inner];
      estimate (running, i, &warm);
      n_done = g_atomic_pointer_add (&running->n_done, 1) + 1;
      if (running->progress != NULL)
        {
          g_autofree char *message = g_strdup_printf (
              "Specification %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, n_done, running->plan->n);

          comity_progress_report (running->progress, (double) n_done / (double) running->plan->n,
                                  message);
        }
    }
  comity_fit_warm_clear (&warm);
}

/* The model of all terms by one estimator, over all rows or those of a preview. */
static void
fit_all (const Running *running, const ComitySpec *spec, ComityFitWarm *warm)
{
  g_autoptr (ComityFit) fit = comity_fit_run (spec, running->dataset, running->units, running->keep,
                                              warm, running->quiet, NULL);

  /* Who fails says so with the specifications that fail. */
  if (fit == NULL)
    comity_fit_warm_clear (warm);
}

/* One fit with all terms, for all columns are then read by all threads together; in a preview one
 * by each estimator, and once more over its rows. */
static void
read_columns (const Running *running, guint n_threads)
{
  const ComityCurvePlan *plan = running->plan;
  gsize n_inner = plan->n_sets * plan->vces->len;
  gsize n_outer = plan->samples->len * plan->estimators->len;
  gsize k = plan->terms->len;
  g_autofree char *formula = NULL;
  GString *text;

  if (plan->complete == NULL)
    return;
  formula = comity_curve_plan_dup_formula (plan, 0, running->focal);
  text = g_string_new (formula);
  for (gsize j = 0; j < k; j++)
    if (!plan->in_set[j])
      g_string_append_printf (text, " + %s", (char *) g_ptr_array_index (plan->terms, j));
  for (gsize outer = 0; outer < n_outer; outer++)
    {
      g_autoptr (ComitySpec) spec =
          comity_curve_plan_dup_spec (plan, outer * n_inner, running->focal);
      ComityFitWarm whole = { .keeps_information = TRUE };
      ComityFitWarm thin = { .every = running->every, .keeps_information = TRUE };

      if (running->references == NULL && outer % plan->estimators->len != 0)
        continue;
      g_free (spec->formula);
      spec->formula = g_strdup (text->str);
      spec->n_threads = n_threads;
      fit_all (running, spec, &whole);
      if (running->references != NULL)
        {
          /* Again from where the first search ended: the models start from here and go a step on,
           * so that what is left of the gradient would be theirs. */
          fit_all (running, spec, &thin);
          fit_all (running, spec, &thin);
          comity_fit_reference_init (&running->references[outer], &thin, &whole);
        }
      comity_fit_warm_clear (&whole);
      comity_fit_warm_clear (&thin);
    }
  g_string_free (text, TRUE);
}

gboolean
comity_curve_run (const ComityCurvePlan *plan,
                  ComityDataset *dataset,
                  const ComityFitUnits *units,
                  ComityKeep *keep,
                  const char *focal,
                  gsize every,
                  gboolean serial,
                  guint n_threads,
                  ComityCurvePoint *points,
                  ComityProgress *progress)
{
  g_autoptr (ComityProgress) quiet = comity_progress_new_quiet (progress);
  Running running = { .plan = plan,
                      .dataset = dataset,
                      .units = units,
                      .keep = keep,
                      .focal = focal,
                      .every = every,
                      .points = points,
                      .quiet = quiet,
                      .progress = serial ? NULL : progress };
  gsize n_outer = plan->samples->len * plan->estimators->len;
  gsize n_chains;
  gboolean done = TRUE;

  running.chain = CLAMP (plan->n / MIN_CHAINS, 1, CHAIN);
  n_chains = (plan->n + running.chain - 1) / running.chain;
  if (every > 0)
    running.references = g_new0 (ComityFitReference, n_outer + 1);
  if (!serial)
    read_columns (&running, n_threads);
  if (serial)
    for (gsize chain = 0; chain < n_chains; chain++)
      run_chain (chain, &running);
  else
    done = comity_parallel_for (n_chains, n_threads, run_chain, &running, quiet);
  for (gsize outer = 0; running.references != NULL && outer < n_outer; outer++)
    comity_fit_reference_clear (&running.references[outer]);
  g_free (running.references);
  return done && !comity_progress_is_cancelled (progress);
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

void
comity_curve_join (const ComityCurvePoint *points, gsize n, double level, ComityCurveJoint *joint)
{
  g_autofree double *estimates = g_new (double, n + 1);
  double alpha = 1.0 - level / 100.0;
  gsize n_estimated = 0;
  gsize n_significant = 0;
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    if (points[i].estimated)
      {
        /* t statistics become z by their p values. */
        double z = gsl_cdf_ugaussian_Qinv (0.5 * MAX (points[i].p_value, 1e-300));

        estimates[n_estimated++] = points[i].estimate;
        sum += copysign (z, points[i].estimate);
      }
  *joint = (ComityCurveJoint){ NAN, NAN, NAN };
  if (n_estimated == 0)
    return;
  qsort (estimates, n_estimated, sizeof (double), compare_doubles);
  joint->median = 0.5 * (estimates[(n_estimated - 1) / 2] + estimates[n_estimated / 2]);
  joint->stouffer = sum / sqrt ((double) n_estimated);
  for (gsize i = 0; i < n; i++)
    n_significant += points[i].estimated && points[i].p_value < alpha &&
                     (points[i].estimate > 0.0) == (joint->median > 0.0);
  joint->share_significant = (double) n_significant / (double) n_estimated;
}
