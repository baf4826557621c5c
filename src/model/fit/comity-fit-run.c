/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of an estimation in their order, timed. */
#include "config.h"

#include "comity-fit-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const ComityDesign *design;
  const guint32 *rows;
  gsize n_constants; /* columns of the sample before those of the design */
} Reading;

static void
read_sample (gsize column, gsize first, gsize n, double *out, gpointer data)
{
  const Reading *reading = data;

  comity_design_read (reading->design, column - reading->n_constants, reading->rows + first, n,
                      out);
}

static void
drop_clear (gpointer data)
{
  g_free ((char *) ((ComityDrop *) data)->variable);
}

static void
omitted_free (gpointer data)
{
  ComityOmitted *omitted = data;

  g_free (omitted->term);
  g_free (omitted->reason);
  g_free (omitted);
}

static ComityFit *
fit_alloc (const ComitySpec *spec, ComityDataset *dataset)
{
  ComityFit *self = g_new0 (ComityFit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->spec = comity_spec_copy (spec);
  self->dispersion = 1.0;
  self->dataset = comity_dataset_ref (dataset);
  self->omitted = g_ptr_array_new_with_free_func (omitted_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->clusterings = g_ptr_array_new_with_free_func (g_free);
  self->cluster_counts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->drops = g_array_new (FALSE, FALSE, sizeof (ComityDrop));
  g_array_set_clear_func (self->drops, drop_clear);
  self->extras = g_array_new (FALSE, FALSE, sizeof (ComityExtra));
  return self;
}

void
comity_fit_unref (ComityFit *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  comity_spec_free (self->spec);
  comity_dataset_unref (self->dataset);
  g_clear_pointer (&self->design, comity_design_free);
  comity_input_free (self->weights);
  comity_input_free (self->start);
  comity_input_free (self->stop);
  comity_input_free (self->strata);
  g_free (self->coefficients);
  g_strfreev (self->names);
  g_free (self->columns);
  g_free (self->beta);
  comity_matrix_free (self->vcov);
  comity_matrix_free (self->replicates);
  g_ptr_array_unref (self->omitted);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->clusterings);
  g_array_unref (self->cluster_counts);
  g_free (self->vce_sentence);
  g_array_unref (self->drops);
  g_array_unref (self->extras);
  g_free (self->used);
  g_free (self);
}

void
comity_fit_warn (ComityFit *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->warnings, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

gboolean
comity_fit_has_constant_column (const ComityFit *self)
{
  return self->estimator->partial || comity_formula_has_intercept (self->design->formula);
}

const char *
comity_fit_peek_column_name (const ComityFit *self, gsize sample_column)
{
  gsize n_constants = comity_fit_has_constant_column (self) ? 1 : 0;

  if (sample_column < n_constants)
    return "(Intercept)";
  return ((ComityDesignColumn *) g_ptr_array_index (self->design->columns,
                                                    sample_column - n_constants))
      ->name;
}

static void
count_units (ComityFit *self, const ComityFitUnits *units, const ComityFitRows *rows)
{
  if (units->count_states != NULL)
    self->numbers.n_states = units->count_states (units->data, rows->rows, rows->n);
  if (units->year == NULL)
    return;
  for (gsize first = 0; first < rows->n; first += COMITY_BLOCK)
    {
      gsize n = MIN (COMITY_BLOCK, rows->n - first);
      double year[COMITY_BLOCK];

      comity_column_gather_doubles (units->year, rows->rows + first, n, year);
      for (gsize i = 0; i < n; i++)
        if (!isnan (year[i]))
          {
            int value = (int) year[i];

            if (self->numbers.first_year == 0 || value < self->numbers.first_year)
              self->numbers.first_year = value;
            if (self->numbers.last_year == 0 || value > self->numbers.last_year)
              self->numbers.last_year = value;
          }
    }
}

static double
take_time (gint64 *since)
{
  gint64 now = g_get_monotonic_time ();
  double seconds = (double) (now - *since) / 1e6;

  *since = now;
  return seconds;
}

static gboolean
run (ComityFit *self,
     const ComityFitPlan *plan,
     const ComityFitUnits *units,
     ComityFitRows *rows,
     ComityFitVectors *vectors,
     ComitySolution *solution,
     ComityProgress *progress,
     GError **error)
{
  g_autoptr (ComitySample) sample = NULL;
  gboolean has_constant = comity_fit_has_constant_column (self);
  gint64 clock = g_get_monotonic_time ();
  Reading reading;

  comity_progress_report (progress, 0.0, "Finding the rows");
  if (!comity_fit_find_rows (self, plan, units, rows, progress, error) ||
      (self->estimator->grouped && !self->estimator->keeps_groups &&
       !comity_fit_drop_groups (self, plan, units, rows, error)) ||
      !comity_fit_read_vectors (self, plan, rows, vectors, error) ||
      !comity_design_settle (self->design, rows->rows, rows->n, error))
    return FALSE;
  count_units (self, units, rows);
  comity_progress_report (progress, 0.2, "Building the design");
  reading = (Reading){ self->design, rows->rows, has_constant ? 1 : 0 };
  sample = comity_sample_new (rows->n, self->design->columns->len + reading.n_constants,
                              has_constant, vectors->y, vectors->weight, vectors->offset,
                              read_sample, &reading, self->spec->n_threads, progress, error);
  *vectors = (ComityFitVectors){ 0 };
  if (sample == NULL || (self->estimator->prepare != NULL &&
                         !self->estimator->prepare (plan, self->spec, rows->rows, sample, error)))
    return FALSE;
  self->numbers.vce = plan->vce;
  self->numbers.time_design = take_time (&clock);

  comity_progress_report (progress, 0.4, "Estimating");
  if (!comity_fit_solve (self, sample, solution, progress, error))
    return FALSE;
  self->numbers.time_fit = take_time (&clock);
  comity_progress_report (progress, comity_vce_is_resampled (plan->vce) ? 0.45 : 0.9,
                          "Standard errors");
  if (!comity_fit_cover (self, plan, units, rows, sample, solution, progress, error))
    return FALSE;
  comity_fit_summarise (self);
  self->numbers.time_covariance = take_time (&clock);
  comity_design_shrink (self->design);
  comity_progress_report (progress, 1.0, NULL);
  return !comity_progress_set_error_if_cancelled (progress, error);
}

/* An input outlives its values, which are worked out again when they are needed. */
static ComityInput *
take_input (ComityInput **input)
{
  if (*input != NULL)
    comity_input_dematerialise (*input);
  return g_steal_pointer (input);
}

ComityFit *
comity_fit_run (const ComitySpec *spec,
                ComityDataset *dataset,
                const ComityFitUnits *units,
                ComityProgress *progress,
                GError **error)
{
  g_autoptr (ComityFitPlan) plan = comity_fit_plan_new (spec, dataset, units, error);
  g_autoptr (ComityFit) self = NULL;
  ComityFitRows rows = { 0 };
  ComityFitVectors vectors = { 0 };
  ComitySolution solution = { 0 };
  gboolean done;

  if (plan == NULL)
    return NULL;
  self = fit_alloc (spec, dataset);
  self->estimator = plan->estimator;
  self->design = g_steal_pointer (&plan->design);
  done = run (self, plan, units, &rows, &vectors, &solution, progress, error);
  self->weights = take_input (&plan->weights);
  self->start = take_input (&plan->start);
  self->stop = take_input (&plan->stop);
  self->strata = take_input (&plan->strata);
  g_free (rows.rows);
  comity_fit_vectors_clear (&vectors);
  comity_solution_clear (&solution);
  return done ? g_steal_pointer (&self) : NULL;
}

ComityFit *
comity_fit_new_for_dataset (const ComitySpec *spec,
                            ComityDataset *dataset,
                            ComityProgress *progress,
                            GError **error)
{
  ComityFitUnits none = { 0 };

  g_return_val_if_fail (spec != NULL && dataset != NULL, NULL);

  return comity_fit_run (spec, dataset, &none, progress, error);
}
