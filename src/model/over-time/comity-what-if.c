/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years to come of one row, as they are expected and as they would be.
 *   x_s terms of year s · h_s the mean or hazard of the year (comity-ahead.c) · 1 − Π (1 − h_s) */
#include "config.h"

#include "comity-what-if.h"

#include "comity-ahead-private.h"
#include "comity-clock-private.h"
#include "comity-inference-private.h"
#include "comity-kernel-private.h"
#include "comity-number.h"
#include "comity-scenario-private.h"

#include <math.h>
#include <string.h>

struct _ComityWhatIf
{
  gsize n;
  ComityHazardPoint *factual; /* n */
  ComityHazardPoint *other;   /* n */
  double change, change_low, change_high;
  double end;
  char *time_name; /* "": the model is of no durations */
  gboolean probability;
  gboolean extrapolated;
  char *warning;
};

void
comity_what_if_free (ComityWhatIf *self)
{
  if (self == NULL)
    return;

  g_free (self->factual);
  g_free (self->other);
  g_free (self->time_name);
  g_free (self->warning);
  g_free (self);
}

/* What is set: numbers of columns by their place among the used ones. */
typedef struct
{
  const ComityFit *fit;
  ComityPanel *panel;
  gsize row;
  int year;
  gsize n_years;
  GPtrArray *columns;  /* ComityColumn, of the fit's dataset: those that covariates use */
  ComityClock *clocks; /* columns->len */
} Base;

static void
base_clear (Base *self)
{
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->clocks, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Base, base_clear)

static void
base_init (Base *self, const ComityFit *fit, ComityPanel *panel, gsize row, gsize n_years)
{
  *self = (Base){ .fit = fit, .panel = panel, .row = row, .n_years = n_years };
  comity_panel_get_row (panel, row, NULL, NULL, &self->year);
  self->columns = g_ptr_array_new ();
  for (gsize c = 0; c < comity_dataset_get_n_columns (fit->dataset); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (fit->dataset, c);

      if (comity_fit_uses_column (fit, comity_column_peek_name (column)))
        g_ptr_array_add (self->columns, column);
    }
  self->clocks = g_new0 (ComityClock, self->columns->len + 1);
  for (guint c = 0; c < self->columns->len; c++)
    if (comity_column_is_numeric (self->columns->pdata[c]))
      self->clocks[c] = comity_clock_find (self->columns->pdata[c], panel);
}

/* Whether the model's time at risk is made of the column. */
static gboolean
is_time (const ComityFit *fit, const ComityColumn *column)
{
  return (fit->stop != NULL && comity_scenario_uses_column (fit->stop, column)) ||
         (fit->start != NULL && comity_scenario_uses_column (fit->start, column));
}

/* What the model itself holds; COMITY_WHAT_IF_FREE: nothing. */
static ComityWhatIfHold
find_hold_of_column (const ComityFit *fit, const ComityColumn *column)
{
  return is_time (fit, column)                                  ? COMITY_WHAT_IF_TIME
         : fit->strata != NULL && fit->strata->column == column ? COMITY_WHAT_IF_STRATA
                                                                : COMITY_WHAT_IF_FREE;
}

/* What a covariate is held by: a clock goes on, a text has no numbers. */
static ComityWhatIfHold
find_hold (const Base *self, guint c)
{
  ComityColumn *column = self->columns->pdata[c];
  ComityWhatIfHold hold = find_hold_of_column (self->fit, column);

  return hold != COMITY_WHAT_IF_FREE          ? hold
         : !comity_column_is_numeric (column) ? COMITY_WHAT_IF_TEXT
         : self->clocks[c].power > 0          ? COMITY_WHAT_IF_TIME
                                              : COMITY_WHAT_IF_FREE;
}

/* The value a column starts from: set, or moved with the clock that is set and that it is a power
 * of, or the row's. */
static double
start_value (const Base *self, guint c, const double *set)
{
  double here = comity_column_get_double (self->columns->pdata[c], self->row);
  const ComityClock *clock = &self->clocks[c];

  if (!isnan (set[c]) || clock->power == 0)
    return isnan (set[c]) ? here : set[c];
  for (guint other = 0; other < self->columns->len; other++)
    {
      const ComityClock *leader = &self->clocks[other];
      double value;

      if (other == c || isnan (set[other]) || leader->power == 0)
        continue;
      value = comity_column_get_double (self->columns->pdata[other], self->row);
      if (comity_clock_same_root (comity_clock_take_root (value, leader->power),
                                  comity_clock_take_root (here, clock->power)))
        return pow (comity_clock_take_root (set[other], leader->power), clock->power);
    }
  return here;
}

/* A row a year. */
static ComityDataset *
make_rows (const Base *self, const double *set)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (self->n_years);
  g_autofree guint32 *same = g_new (guint32, self->n_years);

  for (gsize s = 0; s < self->n_years; s++)
    same[s] = (guint32) self->row;
  for (guint c = 0; c < self->columns->len; c++)
    {
      ComityColumn *column = self->columns->pdata[c];
      const ComityClock *clock = &self->clocks[c];
      double *values;
      double start;

      if (!comity_column_is_numeric (column))
        {
          comity_dataset_builder_take_column (builder,
                                              comity_column_gathered (column, same, self->n_years));
          continue;
        }
      values = g_new (double, self->n_years);
      start = start_value (self, c, set);
      for (gsize s = 0; s < self->n_years; s++)
        values[s] =
            clock->power == 0 || s == 0
                ? start
                : pow (comity_clock_take_root (start, clock->power) + clock->slope * (double) s,
                       clock->power);
      comity_dataset_builder_take_column (
          builder, comity_column_new_take (comity_column_peek_name (column), COMITY_COLUMN_DOUBLE,
                                           self->n_years, values));
    }
  return comity_dataset_builder_end (builder);
}

/* Terms of every year (years × n_terms), and their offsets. */
static gboolean
read_terms (const Base *self,
            const ComityScenario *scenario,
            double *x,      /* n_years × n_terms */
            double *offset) /* n_years */
{
  gsize k = self->fit->n_terms;
  guint32 base = (guint32) self->row;

  for (gsize s = 0; s < self->n_years; s++)
    {
      guint32 row = (guint32) s;

      offset[s] = 0.0;
      comity_design_read_offset (self->fit->design, &base, 1, &offset[s]);
      for (gsize j = 0; j < k; j++)
        comity_scenario_read (scenario, j, &row, 1, &x[s * k + j]);
    }
  return TRUE;
}

/* One path: points, and the last cumulative probability of every draw (the first year's mean where
 * the outcome is not binary). */
static void
run_path (const Base *self,
          const ComityAhead *ahead,
          const double *x,
          const double *offset,
          ComityHazardPoint *points,
          double *ends) /* n_draws */
{
  const ComityFit *fit = self->fit;
  gsize k = fit->n_terms;
  gsize n_draws = ahead->n_draws;
  gboolean binary = comity_ahead_is_probability (fit);
  double level = fit->spec->level;
  g_autofree double *hazards = g_new (double, n_draws + 1);
  g_autofree double *sorted = g_new (double, n_draws + 1);
  g_autofree double *survive = g_new (double, n_draws + 1);
  double alive = 1.0;

  for (gsize d = 0; d < n_draws; d++)
    survive[d] = 1.0;
  for (gsize s = 0; s < self->n_years; s++)
    {
      ComityHazardPoint *point = &points[s];

      point->year = self->year + (int) s;
      point->hazard = comity_ahead_get_mean (ahead, s, -1, x + s * k, offset[s]);
      alive *= 1.0 - CLAMP (point->hazard, 0.0, 1.0);
      point->cumulative = binary ? 1.0 - alive : NAN;
      for (gsize d = 0; d < n_draws; d++)
        {
          hazards[d] = comity_ahead_get_mean (ahead, s, (gssize) d, x + s * k, offset[s]);
          survive[d] *= 1.0 - CLAMP (hazards[d], 0.0, 1.0);
          if (s == 0 && !binary)
            ends[d] = hazards[d];
        }
      comity_take_quantiles (hazards, n_draws, level, &point->low, &point->high);
      for (gsize d = 0; d < n_draws; d++)
        sorted[d] = 1.0 - survive[d];
      comity_take_quantiles (sorted, binary ? n_draws : 0, level, &point->cumulative_low,
                             &point->cumulative_high);
    }
  for (gsize d = 0; binary && d < n_draws; d++)
    ends[d] = 1.0 - survive[d];
}

/* Why a column that is among no covariates cannot be set. */
static void
refuse_column (const ComityFit *fit, ComityColumn *column, GError **error)
{
  const char *name = comity_column_peek_name (column);

  if (is_time (fit, column))
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
                 "%s is the model’s time at risk, which passes by itself: it cannot be set.", name);
  else if (fit->strata != NULL && fit->strata->column == column)
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
                 "%s makes the strata, and the pair keeps its own: put it among the covariates to "
                 "ask what if.",
                 name);
  else
    g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
                 "%s is no covariate of the model.", name);
}

/* @set: numbers by the column's place; texts are set in the scenario itself. */
static gboolean
read_settings (const Base *self, const ComityProfile *settings, double *set, GError **error)
{
  for (guint c = 0; c < self->columns->len; c++)
    set[c] = NAN;
  for (guint i = 0; settings != NULL && i < settings->settings->len; i++)
    {
      const ComitySetting *setting = &g_array_index (settings->settings, ComitySetting, i);
      GError *local = NULL;
      ComityColumn *column =
          comity_dataset_require_column (self->fit->dataset, setting->column, &local);
      guint c;

      if (column == NULL)
        {
          comity_model_take_dataset_error (error, local);
          return FALSE;
        }
      if (!g_ptr_array_find (self->columns, column, &c))
        {
          refuse_column (self->fit, column, error);
          return FALSE;
        }
      if (comity_column_is_numeric (column) && !comity_number_parse (setting->value, &set[c]))
        {
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                       "The column %s can be set to a number, not to “%s”.", setting->column,
                       setting->value);
          return FALSE;
        }
    }
  return TRUE;
}

/* The rows to come with everything that is set. The last of @chain is the one to read. */
static gboolean
make_scenario (const Base *self,
               const ComityProfile *settings,
               GPtrArray *chain,
               ComityProgress *progress,
               GError **error)
{
  g_autofree double *set = g_new (double, self->columns->len + 1);
  g_autoptr (ComityDataset) rows = NULL;
  ComityScenario *scenario;

  if (!read_settings (self, settings, set, error))
    return FALSE;
  rows = make_rows (self, set);
  scenario = comity_scenario_new_for_rows (self->fit, rows, progress, error);
  if (scenario == NULL)
    return FALSE;
  g_ptr_array_add (chain, scenario);
  for (guint i = 0; settings != NULL && i < settings->settings->len; i++)
    {
      const ComitySetting *setting = &g_array_index (settings->settings, ComitySetting, i);

      if (comity_column_is_numeric (
              comity_dataset_require_column (self->fit->dataset, setting->column, NULL)))
        continue;
      scenario = comity_scenario_new (scenario, setting->column, setting->value, 0.0, 0.0, progress,
                                      error);
      if (scenario == NULL)
        return FALSE;
      g_ptr_array_add (chain, scenario);
    }
  return TRUE;
}

static gboolean
run_scenario (const Base *self,
              const ComityAhead *ahead,
              const ComityProfile *settings,
              ComityHazardPoint *points,
              double *ends,
              double *x, /* n_years × n_terms */
              ComityProgress *progress,
              GError **error)
{
  g_autoptr (GPtrArray) chain =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_scenario_free);
  g_autofree double *offset = g_new (double, self->n_years);

  if (!make_scenario (self, settings, chain, progress, error) ||
      !read_terms (self, chain->pdata[chain->len - 1], x, offset) ||
      comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  run_path (self, ahead, x, offset, points, ends);
  return TRUE;
}

static void
settle_change (ComityWhatIf *self, const ComityFit *fit, double *before, double *after, gsize n)
{
  const ComityHazardPoint *was = &self->factual[self->probability ? self->n - 1 : 0];
  const ComityHazardPoint *is = &self->other[self->probability ? self->n - 1 : 0];

  self->change = self->probability ? is->cumulative - was->cumulative : is->hazard - was->hazard;
  for (gsize d = 0; d < n; d++)
    after[d] -= before[d];
  comity_take_quantiles (after, n, fit->spec->level, &self->change_low, &self->change_high);
}

/* A pair that is itself at the edge of the data is not moved there by what is set. */
static void
warn (ComityWhatIf *self, const ComitySupport *support, const double *own, const double *x)
{
  g_autofree char *before = comity_support_dup_warning (support, own);
  g_autofree char *after = comity_support_dup_warning (support, x);

  if (after != NULL && before != NULL)
    self->warning = g_strdup_printf ("%s The pair as it is lies at the edge of the data too "
                                     "(distance %.1f).",
                                     after, comity_support_get_distance (support, own));
  else
    self->warning = g_steal_pointer (&after);
}

ComityWhatIf *
comity_what_if_new (const ComityFit *fit,
                    ComityPanel *panel,
                    gsize row,
                    const ComityProfile *settings,
                    gsize n_years,
                    const ComitySupport *support,
                    const ComityRowHazards *hazards,
                    ComityProgress *progress,
                    GError **error)
{
  g_autoptr (ComityWhatIf) self = g_new0 (ComityWhatIf, 1);
  g_auto (Base) base = { 0 };
  g_auto (ComityAhead) ahead = { 0 };
  g_autofree double *before = g_new (double, COMITY_WHAT_IF_DRAWS + 1);
  g_autofree double *after = g_new (double, COMITY_WHAT_IF_DRAWS + 1);
  g_autofree double *x = NULL;
  g_autofree double *own = NULL;
  int last;

  g_return_val_if_fail (fit != NULL && panel != NULL && n_years > 0, NULL);
  g_return_val_if_fail (row < comity_dataset_get_n_rows (fit->dataset), NULL);

  if (!comity_ahead_init (&ahead, fit, hazards, panel, row, n_years, COMITY_WHAT_IF_DRAWS,
                          COMITY_WHAT_IF_SEED, progress, error))
    return NULL;
  self->n = ahead.n_years;
  base_init (&base, fit, panel, row, self->n);
  x = g_new (double, self->n * fit->n_terms + 1);
  own = g_new (double, fit->n_terms + 1);
  self->probability = comity_ahead_is_probability (fit);
  self->factual = g_new0 (ComityHazardPoint, self->n);
  self->other = g_new0 (ComityHazardPoint, self->n);
  if (!run_scenario (&base, &ahead, NULL, self->factual, before, x, progress, error))
    return NULL;
  memcpy (own, x, fit->n_terms * sizeof (double));
  if (!run_scenario (&base, &ahead, settings, self->other, after, x, progress, error))
    return NULL;
  settle_change (self, fit, before, after, ahead.n_draws);
  comity_panel_get_years (panel, NULL, &last);
  self->time_name = g_strdup (fit->estimator->timed ? fit->stop->name : "");
  self->end = self->n < n_years ? ahead.end : NAN;
  self->extrapolated =
      base.year + (int) self->n - 1 > last || (self->n == n_years && !isnan (ahead.end));
  if (support != NULL)
    warn (self, support, own, x);
  return g_steal_pointer (&self);
}

gsize
comity_what_if_get_n (const ComityWhatIf *self)
{
  return self->n;
}

const ComityHazardPoint *
comity_what_if_peek_factual (const ComityWhatIf *self, gsize i)
{
  g_return_val_if_fail (i < self->n, NULL);
  return &self->factual[i];
}

const ComityHazardPoint *
comity_what_if_peek_other (const ComityWhatIf *self, gsize i)
{
  g_return_val_if_fail (i < self->n, NULL);
  return &self->other[i];
}

double
comity_what_if_get_change (const ComityWhatIf *self, double *low, double *high)
{
  *low = self->change_low;
  *high = self->change_high;
  return self->change;
}

gboolean
comity_what_if_is_probability (const ComityWhatIf *self)
{
  return self->probability;
}

gboolean
comity_what_if_has_events (const ComityWhatIf *self)
{
  for (gsize s = 0; s < self->n; s++)
    if (!(self->factual[s].hazard == 0.0 && self->other[s].hazard == 0.0))
      return TRUE;
  return FALSE;
}

double
comity_what_if_get_end (const ComityWhatIf *self, const char **time_name)
{
  *time_name = self->time_name;
  return self->end;
}

gboolean
comity_what_if_is_extrapolated (const ComityWhatIf *self)
{
  return self->extrapolated;
}

const char *
comity_what_if_peek_warning (const ComityWhatIf *self)
{
  return self->warning;
}

char **
comity_what_if_dup_columns (const ComityFit *fit, ComityPanel *panel)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (Base) base = { 0 };

  base_init (&base, fit, panel, 0, 1);
  for (guint c = 0; c < base.columns->len; c++)
    if (find_hold (&base, c) == COMITY_WHAT_IF_FREE)
      g_strv_builder_add (names, comity_column_peek_name (base.columns->pdata[c]));
  return g_strv_builder_end (names);
}

char **
comity_what_if_dup_held (const ComityFit *fit, ComityPanel *panel, ComityWhatIfHold hold)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (Base) base = { 0 };

  g_return_val_if_fail (hold < COMITY_WHAT_IF_FREE, NULL);

  base_init (&base, fit, panel, 0, 1);
  for (gsize c = 0; c < comity_dataset_get_n_columns (fit->dataset); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (fit->dataset, c);
      guint used;

      if (g_ptr_array_find (base.columns, column, &used)
              ? find_hold (&base, used) == hold
              : find_hold_of_column (fit, column) == hold)
        g_strv_builder_add (names, comity_column_peek_name (column));
    }
  return g_strv_builder_end (names);
}

gboolean
comity_fit_is_timed (const ComityFit *fit)
{
  return fit->estimator->timed;
}

gboolean
comity_fit_is_probability (const ComityFit *fit)
{
  return fit->estimator->binary && comity_effects_check (fit, NULL);
}

gboolean
comity_fit_predict_intervals (const ComityFit *fit,
                              const guint32 *rows,
                              gsize n,
                              double *value,
                              double *low,
                              double *high,
                              GError **error)
{
  g_autofree double *x = NULL;

  if (!comity_effects_check (fit, error))
    return FALSE;
  x = g_new (double, fit->n_terms + 1);
  for (gsize i = 0; i < n; i++)
    {
      ComityCoefficient c = { .estimate = 0.0 };

      comity_fit_read_row (fit, rows[i], x);
      comity_design_read_offset (fit->design, &rows[i], 1, &c.estimate);
      for (gsize j = 0; j < fit->n_terms; j++)
        c.estimate += fit->beta[j] * x[j];
      comity_infer (fit, comity_quadratic_form (fit->vcov, x, x), &c);
      value[i] = fit->estimator->mean (c.estimate);
      low[i] = fit->estimator->mean (c.conf_low);
      high[i] = fit->estimator->mean (c.conf_high);
    }
  return TRUE;
}
