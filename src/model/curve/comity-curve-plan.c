/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options to the list of specifications. Subsets follow each other in Gray code (each differs
 * from the one before in one term), so that a search starts next to its end. */
#include "config.h"

#include "comity-spec-curve-private.h"

#include "comity-risk-private.h"

#include <string.h>

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC, sentence);
  return FALSE;
}

/* The canonical spelling of one term. */
static char *
spell_term (const char *text, GError **error)
{
  g_autofree char *formula_text = g_strconcat ("y ~ ", text, NULL);
  g_autoptr (ComityFormula) formula = comity_formula_parse (formula_text, error);

  if (formula == NULL)
    return NULL;
  if (comity_formula_get_n_terms (formula) == 1)
    return g_strdup (comity_formula_peek_term (formula, 0));
  refuse (error, "“%s” is not one term.", text);
  return NULL;
}

static gboolean
find_text (GPtrArray *texts, const char *text, guint *at)
{
  return g_ptr_array_find_with_equal_func (texts, text, g_str_equal, at);
}

static gboolean
add_terms (ComityCurvePlan *self, const char *text, GPtrArray *added, GError **error)
{
  g_autofree char *formula_text = g_strconcat ("y ~ ", text, NULL);
  g_autoptr (ComityFormula) formula = comity_formula_parse (formula_text, error);

  if (formula == NULL)
    return FALSE;
  for (gsize t = 0; t < comity_formula_get_n_terms (formula); t++)
    {
      const char *term = comity_formula_peek_term (formula, t);

      if (!find_text (self->terms, term, NULL))
        g_ptr_array_add (self->terms, g_strdup (term));
      if (added != NULL)
        g_ptr_array_add (added, g_strdup (term));
    }
  return TRUE;
}

/* All subsets in Gray code. */
static gboolean
list_subsets (ComityCurvePlan *self, const ComitySpecCurveOptions *options, GError **error)
{
  gsize k;

  for (const char *const *text = options->optional; text != NULL && *text != NULL; text++)
    {
      g_autofree char *term = spell_term (*text, error);

      if (term == NULL)
        return FALSE;
      if (find_text (self->terms, term, NULL))
        return refuse (error, "The optional term %s is named twice.", term);
      g_ptr_array_add (self->terms, g_steal_pointer (&term));
    }
  k = self->terms->len;
  if (k > 16)
    return refuse (error,
                   "All subsets of %" G_GSIZE_FORMAT " optional terms are %.0f specifications for "
                   "each sample, estimator and covariance; there can be at most %d in all. Name "
                   "fewer terms, or list the sets.",
                   k, (double) ((guint64) 1 << MIN (k, 62)), COMITY_SPEC_CURVE_MAX);
  self->n_sets = (gsize) 1 << k;
  self->in_set = g_new0 (guint8, self->n_sets * k + 1);
  for (gsize s = 0; s < self->n_sets; s++)
    for (gsize j = 0; j < k; j++)
      self->in_set[s * k + j] = (s ^ s >> 1) >> j & 1;
  return TRUE;
}

static gboolean
list_sets (ComityCurvePlan *self, const ComitySpecCurveOptions *options, GError **error)
{
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (const char *const *text = options->sets; *text != NULL; text++)
    {
      GPtrArray *set = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (sets, set);
      if (**text != '\0' && !add_terms (self, *text, set, error))
        return FALSE;
    }
  self->n_sets = sets->len;
  if (self->n_sets == 0)
    return refuse (error, "No set of terms was listed.");
  self->in_set = g_new0 (guint8, self->n_sets * self->terms->len + 1);
  for (gsize s = 0; s < self->n_sets; s++)
    for (gsize j = 0; j < self->terms->len; j++)
      self->in_set[s * self->terms->len + j] =
          find_text (g_ptr_array_index (sets, s), g_ptr_array_index (self->terms, j), NULL);
  return TRUE;
}

static void
list_texts (GPtrArray *texts, const char *const *given, const char *otherwise)
{
  if (given == NULL || *given == NULL)
    g_ptr_array_add (texts, g_strdup (otherwise));
  else
    for (; *given != NULL; given++)
      g_ptr_array_add (texts, g_strdup (*given));
}

/* The base's formula must have the focal term, which then stands apart, and no optional one. */
static gboolean
split_base (ComityCurvePlan *self, const ComitySpecCurveOptions *options, GError **error)
{
  g_auto (ComitySurv) surv = { 0 };
  g_autoptr (ComityFormula) formula = NULL;
  gboolean found = FALSE;

  if (options->focal == NULL || *options->focal == '\0')
    return refuse (error, "A specification curve needs a focal term: the one whose estimates it "
                          "shows.");
  self->focal = spell_term (options->focal, error);
  if (self->focal == NULL || !comity_surv_split (self->base->formula, &surv, error) ||
      (formula = comity_formula_parse (surv.formula, error)) == NULL)
    return FALSE;
  for (gsize t = 0; t < comity_formula_get_n_terms (formula); t++)
    {
      const char *term = comity_formula_peek_term (formula, t);

      found |= strcmp (term, self->focal) == 0;
      if (find_text (self->terms, term, NULL))
        return refuse (error, "The optional term %s is in the formula already, where it always is.",
                       term);
    }
  if (!found)
    return refuse (error, "The formula does not have the focal term %s.", self->focal);
  if (find_text (self->terms, self->focal, NULL))
    return refuse (error, "The focal term %s cannot be optional.", self->focal);
  self->others = g_strdup_printf ("%s - %s", self->base->formula, self->focal);
  return TRUE;
}

char *
comity_curve_plan_dup_formula (const ComityCurvePlan *self, gsize set, const char *focal)
{
  gboolean renamed = strcmp (focal, self->focal) != 0;
  GString *text = g_string_new (renamed ? self->others : self->base->formula);

  if (renamed)
    g_string_append_printf (text, " + %s", focal);
  for (gsize j = 0; j < self->terms->len; j++)
    if (self->in_set[set * self->terms->len + j])
      g_string_append_printf (text, " + %s", (char *) g_ptr_array_index (self->terms, j));
  return g_string_free (text, FALSE);
}

ComitySpec *
comity_curve_plan_dup_spec (const ComityCurvePlan *self, gsize i, const char *focal)
{
  ComitySpec *spec = comity_spec_copy (self->base);
  gsize vce = i % self->vces->len;
  gsize set = i / self->vces->len % self->n_sets;
  gsize outer = i / self->vces->len / self->n_sets;
  gsize estimator = outer % self->estimators->len;
  const char *sample = g_ptr_array_index (self->samples, outer / self->estimators->len);

  g_free (spec->formula);
  spec->formula = comity_curve_plan_dup_formula (self, set, focal);
  g_free (spec->estimator);
  spec->estimator = g_strdup (g_ptr_array_index (self->estimators, estimator));
  comity_vce_from_name (g_ptr_array_index (self->vces, vce), &spec->vce);
  if (*sample != '\0')
    {
      char *where = spec->where != NULL ? g_strdup_printf ("(%s) & (%s)", spec->where, sample)
                                        : g_strdup (sample);

      g_free (spec->where);
      spec->where = where;
    }
  g_strfreev (spec->complete);
  spec->complete = g_strdupv (self->complete);
  return spec;
}

/* Every variable of any specification, for a common sample. */
static gboolean
list_operands (ComityCurvePlan *self, GError **error)
{
  g_autofree char *all = NULL;
  g_autoptr (GString) text = g_string_new (self->base->formula);
  ComitySpec *pair[2];
  gboolean done;

  for (guint j = 0; j < self->terms->len; j++)
    g_string_append_printf (text, " + %s", (char *) g_ptr_array_index (self->terms, j));
  pair[0] = comity_spec_new (text->str);
  pair[1] = comity_spec_new ("1 ~ 1");
  done = comity_specs_share_sample (pair, 2, error);
  if (done)
    self->complete = g_strdupv (pair[1]->complete);
  comity_spec_free (pair[0]);
  comity_spec_free (pair[1]);
  return done;
}

/* Each estimator, covariance and sample once with all terms: names are looked up. */
static gboolean
check_choices (ComityCurvePlan *self, ComityWorkbench *workbench, GError **error)
{
  gsize full = 0;
  gsize most = 0;
  gsize n_outer = self->samples->len * self->estimators->len;

  for (gsize s = 0; s < self->n_sets; s++)
    {
      gsize n = 0;

      for (gsize j = 0; j < self->terms->len; j++)
        n += self->in_set[s * self->terms->len + j];
      full = n > most ? s : full;
      most = MAX (most, n);
    }
  for (gsize outer = 0; outer < n_outer; outer++)
    for (gsize vce = 0; vce < self->vces->len; vce++)
      {
        gsize i = (outer * self->n_sets + full) * self->vces->len + vce;
        g_autoptr (ComitySpec) spec = comity_curve_plan_dup_spec (self, i, self->focal);
        g_autoptr (ComityFitPlan) plan =
            comity_fit_plan_new (spec, workbench->dataset, &workbench->units, error);
        g_autoptr (ComityExpression) condition = NULL;
        GError *local = NULL;

        if (plan == NULL)
          return FALSE;
        if (*(const char *) self->vces->pdata[vce] == '\0')
          {
            g_free (self->vces->pdata[vce]);
            self->vces->pdata[vce] = g_strdup (comity_vce_name (plan->vce));
          }
        if (spec->where != NULL)
          condition = comity_expression_new (spec->where, workbench->dataset, &local);
        if (local != NULL)
          {
            comity_model_take_dataset_error (error, local);
            return FALSE;
          }
      }
  return TRUE;
}

ComityCurvePlan *
comity_curve_plan_new (const ComitySpecCurveOptions *options,
                       ComityWorkbench *workbench,
                       GError **error)
{
  g_autoptr (ComityCurvePlan) self = g_new0 (ComityCurvePlan, 1);
  double total;

  self->base = comity_spec_copy (options->base);
  self->base->n_threads = 1;
  self->terms = g_ptr_array_new_with_free_func (g_free);
  self->samples = g_ptr_array_new_with_free_func (g_free);
  self->estimators = g_ptr_array_new_with_free_func (g_free);
  self->vces = g_ptr_array_new_with_free_func (g_free);
  list_texts (self->samples, options->samples, "");
  list_texts (self->estimators, options->estimators, self->base->estimator);
  list_texts (self->vces, options->vces, "");
  for (guint v = 0; v < self->vces->len; v++)
    {
      const char *name = g_ptr_array_index (self->vces, v);
      ComityVce vce;

      if (*name != '\0' && !comity_vce_from_name (name, &vce))
        {
          refuse (error, "There are no standard errors “%s”; there are: %s.", name,
                  comity_vce_peek_names ());
          return NULL;
        }
    }
  if (!(options->sets != NULL ? list_sets (self, options, error)
                              : list_subsets (self, options, error)) ||
      !split_base (self, options, error))
    return NULL;
  total = (double) self->n_sets * self->samples->len * self->estimators->len * self->vces->len;
  if (total > COMITY_SPEC_CURVE_MAX)
    {
      refuse (error,
              "There would be %.0f specifications (%" G_GSIZE_FORMAT " sets of terms, %u samples, "
              "%u estimators, %u covariances); there can be at most %d.",
              total, self->n_sets, self->samples->len, self->estimators->len, self->vces->len,
              COMITY_SPEC_CURVE_MAX);
      return NULL;
    }
  self->n = (gsize) total;
  if (!options->own_rows && !list_operands (self, error))
    return NULL;
  if (!check_choices (self, workbench, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
comity_curve_plan_free (ComityCurvePlan *self)
{
  if (self == NULL)
    return;

  comity_spec_free (self->base);
  g_free (self->focal);
  g_free (self->others);
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->samples);
  g_ptr_array_unref (self->estimators);
  g_ptr_array_unref (self->vces);
  g_free (self->in_set);
  g_strfreev (self->complete);
  g_free (self);
}

gsize
comity_spec_curve_check (const ComitySpecCurveOptions *options,
                         ComityWorkbench *workbench,
                         GError **error)
{
  g_autoptr (ComityCurvePlan) plan = comity_curve_plan_new (options, workbench, error);

  return plan != NULL ? plan->n : 0;
}
