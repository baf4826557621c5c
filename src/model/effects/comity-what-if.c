/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The years to come of one row, as they are expected and as they would be.
 *   x_s terms of year s · β estimates · h_s = μ(x_s β) the hazard · 1 − Π (1 − h_s) */
#include "config.h"

#include "comity-what-if.h"

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

static double
mean_of (const Base *self, const double *beta, const double *x, double offset)
{
  double eta = offset;

  for (gsize j = 0; j < self->fit->n_terms; j++)
    eta += beta[j] * x[j];
  return self->fit->estimator->mean (eta);
}

/* One path: points, and the last cumulative probability of every draw (the first year's mean where
 * the outcome is not binary). */
static void
run_path (const Base *self,
          const double *x,
          const double *offset,
          const double *draws, /* n_draws × n_terms, or NULL */
          gsize n_draws,
          ComityHazardPoint *points,
          double *ends) /* n_draws */
{
  const ComityFit *fit = self->fit;
  gsize k = fit->n_terms;
  gboolean binary = fit->estimator->binary;
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
      point->hazard = mean_of (self, fit->beta, x + s * k, offset[s]);
      alive *= 1.0 - CLAMP (point->hazard, 0.0, 1.0);
      point->cumulative = binary ? 1.0 - alive : NAN;
      for (gsize d = 0; d < n_draws; d++)
        {
          hazards[d] = mean_of (self, draws + d * k, x + s * k, offset[s]);
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
          g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN,
                       "%s is no covariate of the model.", setting->column);
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
              const ComityProfile *settings,
              const double *draws,
              gsize n_draws,
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
  run_path (self, x, offset, draws, n_draws, points, ends);
  return TRUE;
}

static void
settle_change (ComityWhatIf *self, const ComityFit *fit, double *before, double *after, gsize n)
{
  gboolean binary = fit->estimator->binary;
  const ComityHazardPoint *was = &self->factual[binary ? self->n - 1 : 0];
  const ComityHazardPoint *is = &self->other[binary ? self->n - 1 : 0];

  self->change = binary ? is->cumulative - was->cumulative : is->hazard - was->hazard;
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
                    ComityProgress *progress,
                    GError **error)
{
  g_autoptr (ComityWhatIf) self = g_new0 (ComityWhatIf, 1);
  g_auto (Base) base = { 0 };
  g_autofree double *draws = NULL;
  g_autofree double *before = g_new (double, COMITY_WHAT_IF_DRAWS + 1);
  g_autofree double *after = g_new (double, COMITY_WHAT_IF_DRAWS + 1);
  g_autofree double *x = NULL;
  g_autofree double *own = NULL;
  gsize n_draws;
  int last;

  g_return_val_if_fail (fit != NULL && panel != NULL && n_years > 0, NULL);
  g_return_val_if_fail (row < comity_dataset_get_n_rows (fit->dataset), NULL);

  if (!comity_effects_check (fit, error))
    return NULL;
  base_init (&base, fit, panel, row, n_years);
  draws = comity_draw_estimates (fit, COMITY_WHAT_IF_DRAWS, COMITY_WHAT_IF_SEED);
  n_draws = draws != NULL ? COMITY_WHAT_IF_DRAWS : 0;
  x = g_new (double, n_years * fit->n_terms + 1);
  own = g_new (double, fit->n_terms + 1);
  self->n = n_years;
  self->factual = g_new0 (ComityHazardPoint, n_years);
  self->other = g_new0 (ComityHazardPoint, n_years);
  if (!run_scenario (&base, NULL, draws, n_draws, self->factual, before, x, progress, error))
    return NULL;
  memcpy (own, x, fit->n_terms * sizeof (double));
  if (!run_scenario (&base, settings, draws, n_draws, self->other, after, x, progress, error))
    return NULL;
  settle_change (self, fit, before, after, n_draws);
  comity_panel_get_years (panel, NULL, &last);
  self->extrapolated = base.year + (int) n_years - 1 > last;
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
    if (comity_column_is_numeric (base.columns->pdata[c]) && base.clocks[c].power == 0)
      g_strv_builder_add (names, comity_column_peek_name (base.columns->pdata[c]));
  return g_strv_builder_end (names);
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
