/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of an estimation in their order, timed. */
#include "config.h"

#include "comity-fit-absorb-private.h"

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
  comity_keep_unref (self->keep);
  g_free (self->kept_key);
  g_clear_pointer (&self->kept_used, g_atomic_rc_box_release);
  comity_input_free (self->weights);
  comity_input_free (self->start);
  comity_input_free (self->stop);
  comity_input_free (self->strata);
  g_free (self->coefficients);
  g_strfreev (self->names);
  g_free (self->columns);
  g_free (self->beta);
  g_free (self->term_df);
  g_free (self->limits);
  comity_matrix_free (self->vcov);
  g_free (self->beside);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_free (self->cox_summary);
  comity_matrix_free (self->replicates);
  g_ptr_array_unref (self->omitted);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->clusterings);
  g_array_unref (self->cluster_counts);
  g_free (self->vce_sentence);
  g_array_unref (self->drops);
  g_array_unref (self->extras);
  g_free (self->used);
  g_free (self->separated);
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
  return comity_fit_omits_constant (self) || comity_formula_has_intercept (self->design->formula);
}

gboolean
comity_fit_omits_constant (const ComityFit *self)
{
  return self->estimator->partial || self->spec->absorb != NULL;
}

const char *
comity_fit_peek_column_name (const ComityFit *self, gsize column)
{
  gsize n_constants = comity_fit_has_constant_column (self) ? 1 : 0;

  if (column < n_constants)
    return "(Intercept)";
  return ((ComityDesignColumn *) g_ptr_array_index (self->design->columns, column - n_constants))
      ->name;
}

static double
take_time (gint64 *since)
{
  gint64 now = g_get_monotonic_time ();
  double seconds = (double) (now - *since) / 1e6;

  *since = now;
  return seconds;
}

/* Expressions whose values were not needed to find the rows, because it was known where they are
 * missing. Those of the design's plain columns are read when a column is. */
static gboolean
materialise (ComityFit *self,
             const ComityFitPlan *plan,
             gboolean columns,
             ComityProgress *progress,
             GError **error)
{
  const ComityDesign *design = self->design;
  g_autoptr (GPtrArray) inputs = g_ptr_array_new ();
  ComityInput *const others[] = { design->response, plan->weights, plan->start,
                                  plan->stop,       plan->strata,  plan->group };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i] != NULL)
      g_ptr_array_add (inputs, others[i]);
  for (guint i = 0; i < design->offsets->len; i++)
    g_ptr_array_add (inputs, g_ptr_array_index (design->offsets, i));
  for (gsize i = 0; i < design->n_variables; i++)
    if (columns || design->variables[i].is_factor ||
        design->variables[i].variable->kind != COMITY_VARIABLE_EXPRESSION)
      g_ptr_array_add (inputs, design->variables[i].input);
  for (guint i = 0; i < inputs->len; i++)
    if (!comity_input_materialise (g_ptr_array_index (inputs, i), self->spec->n_threads, progress,
                                   error))
      return FALSE;
  return TRUE;
}

/* The rows and the outcome, read: for a model that groups, for data of which nothing is kept, and
 * for the first model with these rows. */
static gboolean
read_rows (ComityFit *self,
           const ComityFitPlan *plan,
           const ComityFitUnits *units,
           ComityFitRows *rows,
           ComityFitVectors *vectors,
           ComityAbsorb **absorb,
           ComityKeptFacts *facts,
           ComityProgress *progress,
           GError **error)
{
  if (!comity_fit_list_rows (rows, error) ||
      comity_progress_set_error_if_cancelled (progress, error) ||
      (self->estimator->grouped && !self->estimator->keeps_groups &&
       !comity_fit_drop_groups (self, plan, units, rows, error)) ||
      comity_progress_set_error_if_cancelled (progress, error) ||
      (plan->absorb_inputs->len > 0 &&
       !comity_fit_absorb_rows (self, plan, units, rows, absorb, progress, error)) ||
      comity_progress_set_error_if_cancelled (progress, error) ||
      !comity_fit_read_vectors (self, plan, rows, vectors, error) ||
      comity_progress_set_error_if_cancelled (progress, error) ||
      !comity_fit_check_vectors (self, plan, rows, vectors->y, vectors->weight, error))
    return FALSE;
  comity_fit_find_facts (self, units, rows, vectors->y, vectors->weight, facts);
  comity_fit_take_facts (self, facts);
  return TRUE;
}

/* The kept sample with these rows, checked; NULL with @error, or without where there is none. */
static ComityKept *
find_kept (ComityFit *self,
           const ComityFitPlan *plan,
           ComityKeep *keep,
           const char *key,
           ComityFitRows *rows,
           GError **error)
{
  g_autoptr (ComityKept) kept = comity_keep_find (keep, key, rows->used);
  const ComitySample *sample;

  if (kept == NULL)
    return NULL;
  sample = comity_kept_peek_sample (kept);
  rows->rows = comity_kept_peek_rows (kept, &rows->n);
  if (!comity_kept_has_passed (kept, self->estimator) &&
      !comity_fit_check_vectors (self, plan, rows, sample->y, sample->weight, error))
    return NULL;
  comity_kept_set_passed (kept, self->estimator);
  comity_fit_take_facts (self, comity_kept_peek_facts (kept));
  return g_steal_pointer (&kept);
}

/* What has been read is kept for the next fit; NULL where there is no room, or cancelled. */
static ComityKept *
keep_rows (ComityFit *self,
           ComityKeep *keep,
           const char *key,
           gboolean has_constant,
           ComityFitRows *rows,
           ComityFitVectors *vectors,
           const ComityKeptFacts *facts,
           ComityProgress *progress)
{
  ComityKept *kept = comity_kept_new (keep, key, rows->used, rows->own, rows->n,
                                      self->design->columns->len + (has_constant ? 1 : 0),
                                      has_constant, vectors->y, vectors->weight, vectors->offset,
                                      self->spec->n_threads, progress);

  if (kept == NULL)
    return NULL;
  rows->own = NULL;
  *vectors = (ComityFitVectors){ 0 };
  comity_kept_set_facts (kept, facts);
  comity_kept_set_passed (kept, self->estimator);
  comity_keep_add (keep, kept, NULL);
  return kept;
}

/* The columns of a kept sample; of a preview its events and some of the rest. */
static ComitySample *
take_view (ComityFit *self,
           ComityKept *kept,
           ComityKeep *keep,
           ComityFitRows *rows,
           ComityProgress *progress,
           GError **error)
{
  g_autoptr (ComitySample) view =
      comity_kept_view (kept, keep, self->design, self->spec->n_threads, progress, error);
  gsize every = self->warm != NULL ? self->warm->every : 0;
  ComitySample *thin;
  const guint32 *taken;
  guint32 *own;
  double share;

  if (view == NULL || every < 2 || self->estimator->partial || self->estimator->timed)
    return g_steal_pointer (&view);
  thin = comity_kept_thin (view, every, self->estimator->thin_shift == NULL, self->spec->n_threads,
                           &share, &taken);
  if (thin == NULL)
    return g_steal_pointer (&view);
  own = g_new (guint32, thin->n + 1);
  for (gsize i = 0; i < thin->n; i++)
    own[i] = rows->rows[taken[i]];
  rows->own = own;
  rows->rows = own;
  rows->n = thin->n;
  return thin;
}

/* Finds the rows and builds the sample, or takes both from what is kept. */
static ComitySample *
make_sample (ComityFit *self,
             const ComityFitPlan *plan,
             const ComityFitUnits *units,
             ComityKeep *keep,
             ComityFitRows *rows,
             ComityFitVectors *vectors,
             ComityAbsorb **absorb,
             ComityProgress *progress,
             GError **error)
{
  gboolean has_constant = comity_fit_has_constant_column (self);
  g_autofree char *key = NULL;
  g_autoptr (ComityKept) kept = NULL;
  ComitySample *sample;
  ComityKeptFacts facts;
  Reading reading;
  GError *local = NULL;

  comity_progress_report (progress, 0.0, "Finding the rows");
  if (self->estimator->grouped || self->spec->absorb != NULL)
    keep = NULL;
  if (!comity_fit_find_rows (self, plan, units, keep, rows, progress, error))
    return NULL;
  if (keep != NULL)
    {
      key = comity_kept_dup_key (self->design, plan->weights, self->spec->frequency_weights,
                                 has_constant);
      kept = find_kept (self, plan, keep, key, rows, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (!materialise (self, plan, keep == NULL, progress, error) ||
      (kept == NULL && !read_rows (self, plan, units, rows, vectors, absorb, &facts, progress, error)) ||
      comity_progress_set_error_if_cancelled (progress, error) ||
      !comity_design_settle (self->design, rows->rows, rows->n, error))
    return NULL;
  comity_progress_report (progress, 0.2, "Building the design");
  if (keep != NULL && kept == NULL)
    kept = keep_rows (self, keep, key, has_constant, rows, vectors, &facts, progress);
  if (kept != NULL && self->estimator == &comity_cox)
    {
      self->keep = comity_keep_ref (keep);
      self->kept_key = g_steal_pointer (&key);
      self->kept_used = g_atomic_rc_box_acquire (rows->used);
    }
  if (kept != NULL)
    return take_view (self, kept, keep, rows, progress, error);
  if (!materialise (self, plan, TRUE, progress, error))
    return NULL;
  reading = (Reading){ self->design, rows->rows, has_constant ? 1 : 0 };
  sample = comity_sample_new (rows->n, self->design->columns->len + reading.n_constants,
                              has_constant, vectors->y, vectors->weight, vectors->offset,
                              read_sample, &reading, self->spec->n_threads, progress, error);
  *vectors = (ComityFitVectors){ 0 };
  return sample;
}

static gboolean
solve (ComityFit *self,
       ComityAbsorb *absorb,
       ComitySample *sample,
       ComitySolution *solution,
       ComityProgress *progress,
       GError **error)
{
  if (absorb != NULL && !self->estimator->linear)
    return comity_fit_solve_ppml (self, absorb, sample, solution, progress, error);
  if (absorb != NULL && !comity_fit_absorb_linear (self, absorb, sample, progress))
    {
      if (!comity_progress_set_error_if_cancelled (progress, error))
        g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                             "There is not enough memory for the fixed effects.");
      return FALSE;
    }
  return comity_fit_solve (self, sample, solution, progress, error);
}

/* These rows, and those that were left out before, are to be left out of another fit. */
static gboolean
mark_separated (ComityFit *self, const ComityFitRows *rows, const guint8 *separated, GError **error)
{
  gsize n_bytes = (comity_dataset_get_n_rows (self->dataset) + 7) / 8;

  self->separated = g_try_malloc0 (n_bytes + 1);
  if (self->separated == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                           "There is not enough memory for the model.");
      return FALSE;
    }
  if (self->excluded != NULL)
    memcpy (self->separated, self->excluded, n_bytes);
  for (gsize i = 0; i < rows->n; i++)
    if (separated[i])
      self->separated[rows->rows[i] / 8] |= (guint8) (1u << (rows->rows[i] % 8));
  return TRUE;
}

static gboolean
run (ComityFit *self,
     const ComityFitPlan *plan,
     const ComityFitUnits *units,
     ComityKeep *keep,
     const ComityFitGuest *guest,
     ComityFitRows *rows,
     ComityFitVectors *vectors,
     ComitySolution *solution,
     ComityProgress *progress,
     GError **error)
{
  g_auto (ComityFitRest) rest = { 0 };
  g_autoptr (ComityAbsorb) absorb = NULL;
  gint64 clock = g_get_monotonic_time ();
  g_autoptr (ComitySample) sample =
      make_sample (self, plan, units, keep, rows, vectors, &absorb, progress, error);

  if (sample == NULL || (self->estimator->prepare != NULL &&
                         !self->estimator->prepare (plan, self->spec, rows->rows, sample, error)))
    return FALSE;
  self->numbers.vce = plan->vce;
  self->numbers.time_design = take_time (&clock);

  comity_progress_report (progress, 0.4, "Estimating");
  if (!solve (self, absorb, sample, solution, progress, error))
    return FALSE;
  if (solution->separated != NULL)
    return mark_separated (self, rows, solution->separated, error);
  if (self->status == COMITY_FIT_SEPARATED &&
      !comity_fit_solve_rest (self, sample, solution, &rest, progress))
    {
      if (!comity_progress_set_error_if_cancelled (progress, error))
        g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                             "There is not enough memory for the model.");
      return FALSE;
    }
  self->numbers.time_fit = take_time (&clock);
  comity_progress_report (progress, comity_vce_is_resampled (plan->vce) ? 0.45 : 0.9,
                          "Standard errors");
  if (!comity_fit_cover (self, plan, units, rows, sample, solution, &rest, absorb, progress,
                         error))
    return FALSE;
  comity_fit_summarise (self);
  if (guest != NULL && !guest->covered (self, plan, units, rows, sample, solution, progress,
                                        guest->data, error))
    return FALSE;
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
                ComityKeep *keep,
                ComityFitWarm *warm,
                ComityProgress *progress,
                GError **error)
{
  return comity_fit_run_with (spec, dataset, units, keep, warm, NULL, progress, error);
}

static ComityFit *
run_once (const ComitySpec *spec,
          ComityDataset *dataset,
          const ComityFitUnits *units,
          ComityKeep *keep,
          ComityFitWarm *warm,
          const ComityFitGuest *guest,
          const guint8 *excluded,
          ComityProgress *progress,
          GError **error)
{
  g_autoptr (ComityFitPlan) plan = comity_fit_plan_new (spec, dataset, units, error);
  g_autoptr (ComityFit) self = NULL;
  ComityFitRows rows = { 0 };
  ComityFitVectors vectors = { 0 };
  ComitySolution solution = { 0 };
  gboolean done;

  if (plan == NULL ||
      (guest != NULL && !guest->planned (plan, spec, dataset, units, guest->data, error)))
    return NULL;
  self = fit_alloc (spec, dataset);
  self->estimator = plan->estimator;
  self->warm = warm;
  self->excluded = excluded;
  self->design = g_steal_pointer (&plan->design);
  self->keeps_scores = guest != NULL;
  done = run (self, plan, units, keep, guest, &rows, &vectors, &solution, progress, error);
  self->weights = take_input (&plan->weights);
  self->start = take_input (&plan->start);
  self->stop = take_input (&plan->stop);
  self->strata = take_input (&plan->strata);
  comity_fit_rows_clear (&rows);
  comity_fit_vectors_clear (&vectors);
  comity_solution_clear (&solution);
  self->warm = NULL;
  self->excluded = NULL;
  return done ? g_steal_pointer (&self) : NULL;
}

ComityFit *
comity_fit_run_with (const ComitySpec *spec,
                     ComityDataset *dataset,
                     const ComityFitUnits *units,
                     ComityKeep *keep,
                     ComityFitWarm *warm,
                     const ComityFitGuest *guest,
                     ComityProgress *progress,
                     GError **error)
{
  g_autofree guint8 *excluded = NULL;

  /* Ends: every round leaves out some more rows. */
  for (;;)
    {
      ComityFit *fit =
          run_once (spec, dataset, units, keep, warm, guest, excluded, progress, error);

      if (fit == NULL || fit->separated == NULL)
        return fit;
      g_free (excluded);
      excluded = g_steal_pointer (&fit->separated);
      comity_fit_unref (fit);
    }
}

ComityFit *
comity_fit_new_for_dataset (const ComitySpec *spec,
                            ComityDataset *dataset,
                            ComityProgress *progress,
                            GError **error)
{
  ComityFitUnits none = { 0 };

  g_return_val_if_fail (spec != NULL && dataset != NULL, NULL);

  return comity_fit_run (spec, dataset, &none, NULL, NULL, progress, error);
}
