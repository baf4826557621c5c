/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survivor curves of a dataset's groups: which rows, their times, and a curve and a place in the
 * tests for each group. */
#include "config.h"

#include "comity-survival.h"

#include "comity-groups-private.h"
#include "comity-input-private.h"
#include "comity-number.h"
#include "comity-risk-private.h"

#include <math.h>
#include <string.h>

/* More groups than this are an identifier that was taken for one. */
#define MAX_GROUPS 200

void
comity_survival_curves_free (ComitySurvivalCurves *self)
{
  if (self == NULL)
    return;

  for (gsize g = 0; g < self->n_groups; g++)
    {
      if (self->labels != NULL)
        g_free (self->labels[g]);
      if (self->curves != NULL)
        comity_survivor_free (self->curves[g]);
    }
  g_free (self->labels);
  g_free (self->curves);
  g_free (self->group_rows);
  g_free (self->group_events);
  g_free (self->event_name);
  g_free (self->group_name);
  g_free (self->start);
  g_free (self->stop);
  g_free (self->event);
  g_free (self->weight);
  g_free (self->group);
  g_free (self->stratum);
  g_free (self);
}

/* What is read of each row. */
typedef struct
{
  ComityInput *event, *start, *stop, *weight;
  GPtrArray *groups; /* ComityInput */
  ComityInput *strata;
  GPtrArray *all; /* borrowed: those that must not be missing */
} Inputs;

static void
inputs_clear (Inputs *self)
{
  comity_input_free (self->event);
  comity_input_free (self->start);
  comity_input_free (self->stop);
  comity_input_free (self->weight);
  comity_input_free (self->strata);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Inputs, inputs_clear)

static gboolean
take_column (ComityInput **input, const char *name, ComityDataset *dataset, GError **error)
{
  GError *local = NULL;
  ComityColumn *column = comity_dataset_require_column (dataset, name, &local);

  if (column == NULL)
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  *input = comity_input_new_for_column (column, dataset);
  return TRUE;
}

static gboolean
take_number (
    ComityInput **input, const char *what, const char *text, ComityDataset *dataset, GError **error)
{
  *input = comity_input_new (text, text, dataset, error);
  if (*input == NULL)
    return FALSE;
  if (!comity_input_is_string (*input))
    return TRUE;
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
               "The %s %s must be a number, but it holds text.", what, text);
  return FALSE;
}

/* "region" of "factor(region)". New string. */
static char *
dup_column_name (const char *term)
{
  gsize length = strlen (term);

  if (g_str_has_prefix (term, "factor(") && term[length - 1] == ')')
    return g_strndup (term + 7, length - 8);
  return g_strdup (term);
}

static gboolean
make_inputs (Inputs *self,
             const ComitySpec *spec,
             const char *start,
             const char *stop,
             ComityFormula *formula,
             ComityDataset *dataset,
             GError **error)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_input_free);
  self->all = g_ptr_array_new ();
  if (stop == NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "Survivor curves need the time of the event or of leaving: name its "
                           "column, or write Surv (start, stop, event) ~ … .");
      return FALSE;
    }
  self->event = comity_input_new (comity_formula_peek_response (formula),
                                  comity_formula_peek_response (formula), dataset, error);
  if (self->event == NULL || !take_number (&self->stop, "time", stop, dataset, error) ||
      (start != NULL && !take_number (&self->start, "time", start, dataset, error)) ||
      (spec->weights != NULL && !take_column (&self->weight, spec->weights, dataset, error)) ||
      (spec->strata != NULL && !take_column (&self->strata, spec->strata, dataset, error)))
    return FALSE;
  for (gsize i = 0; i < comity_formula_get_n_terms (formula); i++)
    {
      g_autofree char *name = dup_column_name (comity_formula_peek_term (formula, i));
      ComityInput *input;

      if (!take_column (&input, name, dataset, error))
        return FALSE;
      g_ptr_array_add (self->groups, input);
      g_ptr_array_add (self->all, input);
    }
  g_ptr_array_add (self->all, self->event);
  g_ptr_array_add (self->all, self->stop);
  if (self->start != NULL)
    g_ptr_array_add (self->all, self->start);
  if (self->weight != NULL)
    g_ptr_array_add (self->all, self->weight);
  if (self->strata != NULL)
    g_ptr_array_add (self->all, self->strata);
  return TRUE;
}

static gboolean
find_rows (ComitySurvivalCurves *self,
           const Inputs *inputs,
           const ComitySpec *spec,
           ComityDataset *dataset,
           guint32 **rows,
           GError **error)
{
  gsize n_rows = comity_dataset_get_n_rows (dataset);
  g_autofree guint8 *keep = g_new0 (guint8, n_rows + 1);
  g_autofree guint8 *missing = g_new0 (guint8, n_rows + 1);
  GError *local = NULL;

  for (guint i = 0; i < inputs->all->len; i++)
    {
      ComityInput *input = g_ptr_array_index (inputs->all, i);

      if (!comity_input_materialise (input, spec->n_threads, NULL, error))
        return FALSE;
      comity_input_or_missing (input, 0, n_rows, missing);
    }
  if (!comity_expression_filter (spec->where, dataset, keep, &self->n_read, &local))
    {
      comity_model_take_dataset_error (error, local);
      return FALSE;
    }
  *rows = g_new (guint32, n_rows + 1);
  for (gsize row = 0; row < n_rows; row++)
    if (keep[row] && !missing[row])
      (*rows)[self->n++] = (guint32) row;
  self->n_dropped = self->n_read - self->n;
  if (self->n > 0)
    return TRUE;
  g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_NO_ROWS,
                       self->n_read == 0 && spec->where == NULL ? "The data have no rows."
                       : self->n_read == 0 ? "No row satisfies the condition."
                                         : "No row is left: every row lacks some variable.");
  return FALSE;
}

static double *
gather (const ComityInput *input, const guint32 *rows, gsize n)
{
  double *values = input != NULL ? g_new (double, n) : NULL;

  if (values != NULL)
    comity_input_gather (input, rows, n, values);
  return values;
}

/* Events stored as "0" and "1" are read as such. */
static gboolean
read_events (ComitySurvivalCurves *self, const Inputs *inputs, const guint32 *rows, GError **error)
{
  self->event = gather (inputs->event, rows, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      gboolean is_string = comity_input_is_string (inputs->event);
      const char *text =
          is_string ? comity_column_peek_string (inputs->event->column, rows[i]) : NULL;

      if (is_string && !comity_number_parse (text, &self->event[i]))
        self->event[i] = NAN;
      if (self->event[i] == 0.0 || self->event[i] == 1.0)
        continue;
      if (is_string)
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                     "The event %s must be 0 or 1, but row %u has “%s”.", inputs->event->name,
                     rows[i] + 1, text);
      else
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_OUTCOME,
                     "The event %s must be 0 or 1, but row %u has %g.", inputs->event->name,
                     rows[i] + 1, self->event[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_times (ComitySurvivalCurves *self, const Inputs *inputs, const guint32 *rows, GError **error)
{
  if (!read_events (self, inputs, rows, error))
    return FALSE;
  self->start = gather (inputs->start, rows, self->n);
  self->stop = gather (inputs->stop, rows, self->n);
  self->weight = gather (inputs->weight, rows, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      if (self->start != NULL && !(self->start[i] < self->stop[i]))
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "A spell must end after it begins, but row %u goes from %g to %g.",
                     rows[i] + 1, self->start[i], self->stop[i]);
      else if (self->start == NULL && self->stop[i] < 0.0)
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "A duration must not be negative, but row %u has %g.", rows[i] + 1,
                     self->stop[i]);
      else if (self->weight != NULL && self->weight[i] < 0.0)
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "The weights %s must not be negative, but row %u has %g.",
                     inputs->weight->name, rows[i] + 1, self->weight[i]);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/* A group's first row, and what it is put in order by. */
typedef struct
{
  const GPtrArray *inputs;
  const guint32 *rows;
} Ordering;

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Ordering *ordering = user_data;
  guint32 first = ordering->rows[*(const guint32 *) a];
  guint32 second = ordering->rows[*(const guint32 *) b];

  for (guint i = 0; i < ordering->inputs->len; i++)
    {
      const ComityInput *input = g_ptr_array_index (ordering->inputs, i);
      int order;

      if (comity_column_is_numeric (input->column))
        {
          double x = comity_column_get_double (input->column, first);
          double y = comity_column_get_double (input->column, second);

          order = (x > y) - (x < y);
        }
      else
        order = strcmp (comity_column_peek_string (input->column, first),
                        comity_column_peek_string (input->column, second));
      if (order != 0)
        return order;
    }
  return 0;
}

/* "Europe", or "law = 1, region = Europe" for several columns or bare numbers, by the columns' labels
 * where they have them. New string. */
static char *
label_group (const GPtrArray *inputs, guint32 row)
{
  GString *label = g_string_new (NULL);

  for (guint i = 0; i < inputs->len; i++)
    {
      const ComityInput *input = g_ptr_array_index (inputs, i);
      g_autofree char *text = comity_column_dup_text (input->column, row);
      const char *label_text = comity_column_peek_label (input->column);
      const char *name = *label_text != '\0' ? label_text : input->name;

      if (inputs->len > 1 || (comity_column_is_numeric (input->column) &&
                              comity_column_peek_value_labels (input->column) == NULL))
        g_string_append_printf (label, "%s%s = %s", i > 0 ? ", " : "", name, text);
      else
        g_string_append (label, text);
    }
  return g_string_free (label, FALSE);
}

static gboolean
make_groups (ComitySurvivalCurves *self, const Inputs *inputs, const guint32 *rows, GError **error)
{
  g_autoptr (ComityGroups) groups = NULL;
  g_autofree guint32 *first = NULL;
  g_autofree guint32 *number = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  Ordering ordering = { inputs->groups, rows };

  for (guint i = 0; i < inputs->groups->len; i++)
    {
      const ComityInput *input = g_ptr_array_index (inputs->groups, i);
      g_autoptr (ComityGroups) own = comity_groups_new_from_column (input->column, rows, self->n);
      g_autoptr (ComityGroups) before = g_steal_pointer (&groups);

      g_string_append_printf (name, "%s%s", i > 0 ? ", " : "", input->name);
      groups = before != NULL ? comity_groups_new_cross (before, own) : g_steal_pointer (&own);
    }
  self->group_name = g_strdup (name->str);
  self->n_groups = groups != NULL ? groups->n_groups : 1;
  if (self->n_groups > MAX_GROUPS)
    {
      gsize n_groups = self->n_groups;

      self->n_groups = 0;
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "There are %" G_GSIZE_FORMAT " groups of %s; curves are drawn for at most %d.",
                   n_groups, name->str, MAX_GROUPS);
      return FALSE;
    }
  self->group = g_new0 (guint32, self->n);
  self->labels = g_new0 (char *, self->n_groups);
  first = g_new (guint32, self->n_groups);
  number = g_new0 (guint32, self->n_groups);
  for (gsize i = self->n; i-- > 0;)
    first[groups != NULL ? groups->group[i] : 0] = (guint32) i;
  g_qsort_with_data (first, (gint) self->n_groups, sizeof (guint32), compare_groups, &ordering);
  for (gsize g = 0; g < self->n_groups; g++)
    {
      self->labels[g] = label_group (inputs->groups, rows[first[g]]);
      if (groups != NULL)
        number[groups->group[first[g]]] = (guint32) g;
    }
  for (gsize i = 0; groups != NULL && i < self->n; i++)
    self->group[i] = number[groups->group[i]];
  if (inputs->strata != NULL)
    {
      g_autoptr (ComityGroups) strata =
          comity_groups_new_from_column (inputs->strata->column, rows, self->n);

      self->n_strata = strata->n_groups;
      self->stratum = g_steal_pointer (&strata->group);
    }
  return TRUE;
}

static gboolean
make_curves (ComitySurvivalCurves *self, GError **error)
{
  g_autofree double *start = g_new (double, self->n);
  g_autofree double *stop = g_new (double, self->n);
  g_autofree double *event = g_new (double, self->n);
  g_autofree double *weight = g_new (double, self->n);

  self->curves = g_new0 (ComitySurvivor *, self->n_groups);
  self->group_rows = g_new0 (gsize, self->n_groups);
  self->group_events = g_new0 (gsize, self->n_groups);
  for (gsize g = 0; g < self->n_groups; g++)
    {
      gsize n = 0;

      for (gsize i = 0; i < self->n; i++)
        {
          if (self->group[i] != g)
            continue;
          start[n] = self->start != NULL ? self->start[i] : 0.0;
          stop[n] = self->stop[i];
          event[n] = self->event[i];
          weight[n] = self->weight != NULL ? self->weight[i] : 1.0;
          self->group_events[g] += event[n] != 0.0;
          n++;
        }
      self->group_rows[g] = n;
      self->curves[g] = comity_survivor_new (n, self->start != NULL ? start : NULL, stop, event,
                                             self->weight != NULL ? weight : NULL);
      if (self->curves[g] == NULL)
        {
          g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
                               "There is not enough memory for the curves.");
          return FALSE;
        }
    }
  return TRUE;
}

ComitySurvivalCurves *
comity_survival_curves_new (const ComitySpec *spec, ComityDataset *dataset, GError **error)
{
  g_autoptr (ComitySurvivalCurves) self = g_new0 (ComitySurvivalCurves, 1);
  g_autoptr (ComityFormula) formula = NULL;
  g_auto (ComitySurv) surv = { 0 };
  g_auto (Inputs) inputs = { 0 };
  g_autofree guint32 *rows = NULL;

  if (!comity_surv_split (spec->formula, &surv, error) ||
      (formula = comity_formula_parse (surv.formula, error)) == NULL)
    return NULL;
  self->event_name = g_strdup (comity_formula_peek_response (formula));
  if (!make_inputs (&inputs, spec, surv.stop != NULL ? surv.start : spec->start,
                    surv.stop != NULL ? surv.stop : spec->stop, formula, dataset, error) ||
      !find_rows (self, &inputs, spec, dataset, &rows, error) ||
      !read_times (self, &inputs, rows, error) || !make_groups (self, &inputs, rows, error) ||
      !make_curves (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

ComityLogrank *
comity_survival_curves_test (const ComitySurvivalCurves *self, ComityLogrankWeight weight)
{
  return comity_logrank_new (self->n, self->start, self->stop, self->event, self->group,
                             self->n_groups, self->stratum, self->n_strata, weight);
}

static const char *const weight_titles[] = { "Log-rank", "Gehan–Breslow", "Tarone–Ware",
                                             "Peto–Peto" };

const char *
comity_logrank_weight_title (ComityLogrankWeight weight)
{
  return weight_titles[weight];
}
