/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a specification to a plan: names are looked up and contradictions refused before any row is
 * read. */
#include "config.h"

#include "comity-fit-private.h"

#include "comity-risk-private.h"

#include <math.h>

static ComityVce
choose_vce (const ComitySpec *spec)
{
  guint n_clusters = spec->clusters != NULL ? g_strv_length (spec->clusters) : 0;

  if (spec->vce == COMITY_VCE_DEFAULT && n_clusters == 0)
    return spec->weights != NULL && !spec->frequency_weights && !spec->importance_weights
               ? COMITY_VCE_ROBUST
               : COMITY_VCE_CLASSICAL;
  if (spec->vce == COMITY_VCE_DEFAULT || spec->vce == COMITY_VCE_CLUSTER)
    return n_clusters > 1 ? COMITY_VCE_TWOWAY : COMITY_VCE_CLUSTER;
  return spec->vce;
}

static gboolean
add_cluster_column (ComityFitPlan *self, ComityDataset *dataset, const char *name, GError **error)
{
  GError *local = NULL;
  ComityColumn *column = comity_dataset_require_column (dataset, name, &local);

  if (column == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  g_ptr_array_add (self->cluster_inputs, comity_input_new_for_column (column, dataset));
  return TRUE;
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, sentence);
  return FALSE;
}

/* Two-way without columns, and dyadic: the two states. */
static gboolean
plan_states (ComityFitPlan *self,
             const ComitySpec *spec,
             ComityDataset *dataset,
             const ComityFitUnits *units,
             GError **error)
{
  if (spec->states != NULL)
    {
      if (g_strv_length (spec->states) != 2)
        return refuse (error, "These standard errors need two columns of states.");
      return add_cluster_column (self, dataset, spec->states[0], error) &&
             add_cluster_column (self, dataset, spec->states[1], error);
    }
  if (units->states[0] == NULL || units->states[1] == NULL)
    return refuse (error, "These standard errors need the columns of the two states: name them, or "
                          "set the roles of state A and state B.");
  for (int i = 0; i < 2; i++)
    g_ptr_array_add (self->cluster_inputs, comity_input_new_for_column (units->states[i], dataset));
  return TRUE;
}

/* What is left out or drawn: without clusters states by the jackknife; groups, dyads or rows by the
 * bootstrap. */
static gboolean
plan_units (ComityFitPlan *self,
            const ComitySpec *spec,
            ComityDataset *dataset,
            const ComityFitUnits *units,
            GError **error)
{
  guint n = spec->clusters != NULL ? g_strv_length (spec->clusters) : 0;

  if (n > 1)
    return refuse (error, "Jackknife and bootstrap take one column of clusters.");
  if (self->vce == COMITY_VCE_BOOTSTRAP &&
      (spec->replications < 2 || spec->replications > COMITY_SPEC_MAX_REPLICATIONS))
    return refuse (error, "A bootstrap draws at least two samples, and at most a million.");
  if (n == 1)
    return add_cluster_column (self, dataset, spec->clusters[0], error);
  if (self->vce == COMITY_VCE_JACKKNIFE)
    {
      if (spec->states != NULL || (units->states[0] != NULL && units->states[1] != NULL))
        return plan_states (self, spec, dataset, units, error);
      return refuse (error, "The jackknife needs to know what to leave out: name the columns of the "
                            "two states, or a column of clusters.");
    }
  if (self->estimator->grouped && spec->group != NULL)
    return add_cluster_column (self, dataset, spec->group, error);
  if (spec->frequency_weights && !units->has_dyads)
    return refuse (error, "Rows that count more than once cannot be drawn one by one: name a column "
                          "of clusters for the bootstrap.");
  self->by_dyads = units->has_dyads;
  return TRUE;
}

static gboolean
plan_clusters (ComityFitPlan *self,
               const ComitySpec *spec,
               ComityDataset *dataset,
               const ComityFitUnits *units,
               GError **error)
{
  guint n = spec->clusters != NULL ? g_strv_length (spec->clusters) : 0;

  if (self->vce == COMITY_VCE_DYADIC)
    return plan_states (self, spec, dataset, units, error);
  if (comity_vce_is_resampled (self->vce))
    return plan_units (self, spec, dataset, units, error);
  if (self->vce != COMITY_VCE_CLUSTER && self->vce != COMITY_VCE_CR2 &&
      self->vce != COMITY_VCE_TWOWAY)
    return TRUE;
  if (self->vce == COMITY_VCE_TWOWAY && n == 0)
    return plan_states (self, spec, dataset, units, error);
  if (self->vce == COMITY_VCE_TWOWAY && n != 2)
    return refuse (error, "Two-way clustering needs two columns of clusters.");
  if (self->vce == COMITY_VCE_CR2 && n > 1)
    return refuse (error, "CR2 standard errors are clustered by one column.");
  if (n == 0)
    {
      if (!units->has_dyads)
        return refuse (error, "Clustered standard errors need a column of clusters.");
      self->by_dyads = TRUE;
    }
  for (guint i = 0; i < n; i++)
    if (!add_cluster_column (self, dataset, spec->clusters[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
plan_weights (ComityFitPlan *self, const ComitySpec *spec, ComityDataset *dataset, GError **error)
{
  GError *local = NULL;
  ComityColumn *column;

  if (spec->weights == NULL)
    return TRUE;
  column = comity_dataset_require_column (dataset, spec->weights, &local);
  if (column == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  if (!comity_column_is_numeric (column))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "The weights %s hold text; weights must be numbers.", spec->weights);
      return FALSE;
    }
  self->weights = comity_input_new_for_column (column, dataset);
  return TRUE;
}

/* A time by its text, or by its role. */
static gboolean
plan_time (ComityInput **input,
           const char *text,
           ComityColumn *role,
           ComityDataset *dataset,
           GError **error)
{
  if (text != NULL)
    *input = comity_input_new (text, text, dataset, error);
  else if (role != NULL)
    *input = comity_input_new_for_column (role, dataset);
  if (text != NULL && *input == NULL)
    return FALSE;
  if (*input == NULL || !comity_input_is_string (*input))
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "The time %s must be a number, but it holds text.", (*input)->name);
  return FALSE;
}

/* Times come from the formula's Surv (), the specification or the roles. */
static gboolean
plan_durations (ComityFitPlan *self,
                const ComitySpec *spec,
                const ComitySurv *surv,
                ComityDataset *dataset,
                const ComityFitUnits *units,
                GError **error)
{
  const char *start = surv->stop != NULL ? surv->start : spec->start;
  const char *stop = surv->stop != NULL ? surv->stop : spec->stop;
  GError *local = NULL;
  ComityColumn *strata;

  if (!self->estimator->timed)
    return surv->stop == NULL ||
           refuse (error, "Surv () is for models of durations; name the event alone.");
  if (!plan_time (&self->stop, stop, units->times[1], dataset, error) ||
      !plan_time (&self->start, start, stop == NULL ? units->times[0] : NULL, dataset, error))
    return FALSE;
  if (self->stop == NULL)
    return refuse (error, "A model of durations needs the time of the event or of leaving: name "
                          "its column, or write Surv (start, stop, event) ~ … .");
  if (spec->strata == NULL)
    return TRUE;
  strata = comity_dataset_require_column (dataset, spec->strata, &local);
  if (strata == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  self->strata = comity_input_new_for_column (strata, dataset);
  return TRUE;
}

static gboolean
plan_complete (ComityFitPlan *self, const ComitySpec *spec, ComityDataset *dataset, GError **error)
{
  for (char **text = spec->complete; text != NULL && *text != NULL; text++)
    {
      ComityInput *input = comity_input_new (*text, *text, dataset, error);

      if (input == NULL)
        return FALSE;
      g_ptr_array_add (self->complete_inputs, input);
    }
  return TRUE;
}

static gboolean
plan_groups (ComityFitPlan *self, const ComitySpec *spec, ComityDataset *dataset, GError **error)
{
  GError *local = NULL;
  ComityColumn *column;

  if (!self->estimator->grouped)
    return TRUE;
  if (spec->group == NULL)
    return refuse (error, "This model needs groups: name the column that tells them apart, for "
                          "instance the dyad's.");
  column = comity_dataset_require_column (dataset, spec->group, &local);
  if (column == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  self->group = comity_input_new_for_column (column, dataset);
  return TRUE;
}

/* Where fixed effects can be swept out, and what does their work elsewhere. */
static gboolean
plan_absorb (ComityFitPlan *self, const ComitySpec *spec, ComityDataset *dataset, GError **error)
{
  for (char **name = spec->absorb; name != NULL && *name != NULL; name++)
    {
      GError *local = NULL;
      ComityColumn *column;

      if (!self->estimator->absorbs)
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "Fixed effects can be absorbed in linear (lpm) and Poisson models, not in "
                       "this one (%s): %s.",
                       self->estimator->title,
                       self->estimator->timed    ? "name the column as strata"
                       : self->estimator->binary ? "condition on the groups with clogit, or use lpm"
                                                 : "write factor (column) in the formula");
          return FALSE;
        }
      if (comity_vce_is_levered (self->vce))
        return refuse (error, "HC2, HC3, HC4 and CR2 need the leverage of the fixed effects: write "
                              "factor (column) in the formula instead of absorbing them.");
      if (comity_vce_is_resampled (self->vce))
        return refuse (error, "After absorbed fixed effects there is no jackknife and no bootstrap: "
                              "write factor (column) in the formula, or use clustered errors.");
      column = comity_dataset_require_column (dataset, *name, &local);
      if (column == NULL)
        {
          comity_model_take_dataset_error (error, local);
          return FALSE;
        }
      g_ptr_array_add (self->absorb_inputs, comity_input_new_for_column (column, dataset));
    }
  return TRUE;
}

ComityFitPlan *
comity_fit_plan_new (const ComitySpec *spec,
                     ComityDataset *dataset,
                     const ComityFitUnits *units,
                     GError **error)
{
  g_autoptr (ComityFitPlan) self = g_new0 (ComityFitPlan, 1);
  g_autoptr (ComityFormula) formula = NULL;
  g_auto (ComitySurv) surv = { 0 };

  self->cluster_inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_input_free);
  self->absorb_inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_input_free);
  self->complete_inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_input_free);
  self->vce = choose_vce (spec);
  self->estimator = comity_estimator_find (spec->estimator, error);
  if (self->estimator == NULL)
    return NULL;
  if (!(spec->level > 0.0 && spec->level < 100.0))
    {
      refuse (error, "The level of confidence must lie between 0 and 100 percent.");
      return NULL;
    }
  if (comity_vce_get_func (self->vce) == NULL && !comity_vce_is_resampled (self->vce))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "This kind of standard errors is not offered; there are: %s.",
                   comity_vce_peek_names ());
      return NULL;
    }
  if (!comity_surv_split (spec->formula, &surv, error))
    return NULL;
  formula = comity_formula_parse (surv.formula, error);
  if (formula == NULL)
    return NULL;
  self->design = comity_design_new (formula, dataset, error);
  if (self->design == NULL || !plan_clusters (self, spec, dataset, units, error) ||
      !plan_weights (self, spec, dataset, error) ||
      !plan_durations (self, spec, &surv, dataset, units, error) ||
      !plan_groups (self, spec, dataset, error) || !plan_absorb (self, spec, dataset, error) ||
      !plan_complete (self, spec, dataset, error))
    return NULL;
  if (self->vce != COMITY_VCE_CR2 && comity_vce_is_levered (self->vce) && !self->estimator->linear)
    {
      refuse (error, "HC2, HC3 and HC4 are for least squares (lpm) alone; use robust.");
      return NULL;
    }
  if (self->vce == COMITY_VCE_CR2 && (!self->estimator->linear || spec->weights != NULL))
    {
      refuse (error, "CR2 standard errors are for least squares (lpm) without weights; use cluster.");
      return NULL;
    }
  if (spec->intervals == COMITY_INTERVALS_PROFILE &&
      (!self->estimator->penalised || self->vce != COMITY_VCE_CLASSICAL))
    {
      refuse (error, "Profile intervals are for Firth's logit (firth) with classical errors.");
      return NULL;
    }
  if (spec->tau != 0.0 && !self->estimator->takes_tau)
    {
      refuse (error, "τ, the share of events in the population, is for the rare-events logit "
                     "(relogit) alone.");
      return NULL;
    }
  if (self->estimator->check != NULL && !self->estimator->check (spec, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
comity_fit_plan_free (ComityFitPlan *self)
{
  if (self == NULL)
    return;

  comity_design_free (self->design);
  comity_input_free (self->weights);
  comity_input_free (self->start);
  comity_input_free (self->stop);
  comity_input_free (self->strata);
  comity_input_free (self->group);
  g_ptr_array_unref (self->cluster_inputs);
  g_ptr_array_unref (self->absorb_inputs);
  g_ptr_array_unref (self->complete_inputs);
  g_free (self);
}
