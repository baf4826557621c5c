/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model says on the outcome's own scale: marginal effects, predictions along a covariate,
 * curves over time. */
#include "config.h"

#include "comity-after-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "comity-number.h"
#include "comity-support.h"
#include "comity-what-if.h"

/* Places along a covariate at which a curve is predicted, and values that are few enough to be
 * predicted one by one. */
#define N_PLACES 41
#define MAX_VALUES 12
/* Curves over time that can be told apart. */
#define MAX_CURVES 6
/* A curve spans what lies between these shares of the rows. */
#define LOWEST 0.01
#define HIGHEST 0.99

gboolean
comity_after_compute_effects (ComityAfter *self,
                              const ComityAfterInput *input,
                              ComityProgress *progress,
                              GError **error)
{
  self->profile = comity_profile_parse (input->options->at, error);
  if (self->profile == NULL)
    return FALSE;
  self->effects = comity_effects_new (self->fit, self->profile, NULL, FALSE, progress, error);
  if (self->effects == NULL)
    return FALSE;
  self->figure = comity_effects_figure_new (self->fit, self->effects);
  return TRUE;
}

char *
comity_after_report_effects (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_effects_report (self->fit, self->profile, self->effects, format, decimals);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static char **
list_texts (ComityFit *fit, ComityColumn *column)
{
  g_autofree gboolean *seen = g_new0 (gboolean, comity_column_get_n_codes (column) + 1);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (gsize row = 0; row < comity_column_get_n_rows (column); row++)
    if (comity_fit_uses_row (fit, row) && !comity_column_is_missing (column, row))
      seen[comity_column_get_code (column, row)] = TRUE;
  for (gsize code = 0; code < comity_column_get_n_codes (column); code++)
    if (seen[code])
      g_strv_builder_add (values, comity_column_peek_code_string (column, (guint32) code));
  return g_strv_builder_end (values);
}

/* The values of the rows used where they are few, else places between the outermost hundredths. */
static char **
list_numbers (ComityFit *fit, ComityColumn *column)
{
  gsize n_rows = comity_column_get_n_rows (column);
  g_autofree double *x = g_try_new (double, n_rows + 1);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  gsize n = 0, n_distinct = 0;

  for (gsize row = 0; x != NULL && row < n_rows; row++)
    if (comity_fit_uses_row (fit, row) && !comity_column_is_missing (column, row))
      x[n++] = comity_column_get_double (column, row);
  if (n == 0)
    return g_strv_builder_end (values);
  qsort (x, n, sizeof (double), compare_doubles);
  for (gsize i = 0; i < n; i++)
    n_distinct += i == 0 || x[i] != x[i - 1];
  if (n_distinct > MAX_VALUES)
    {
      double low = x[(gsize) (LOWEST * (double) (n - 1))];
      double high = x[(gsize) (HIGHEST * (double) (n - 1))];

      if (!(low < high))
        {
          low = x[0];
          high = x[n - 1];
        }
      for (gsize i = 0; i < N_PLACES; i++)
        x[i] = low + (high - low) * (double) i / (double) (N_PLACES - 1);
      n = N_PLACES;
    }
  for (gsize i = 0; i < n; i++)
    if (i == 0 || x[i] != x[i - 1])
      {
        char text[COMITY_NUMBER_BUFFER];

        g_strv_builder_add (values, comity_number_format (x[i], text));
      }
  return g_strv_builder_end (values);
}

/* What was asked for, else what the data have. */
static char **
list_values (const ComityAfter *self, ComityColumn *column)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  if (self->options->values == NULL)
    return comity_column_is_numeric (column) ? list_numbers (self->fit, column)
                                             : list_texts (self->fit, column);
  parts = g_strsplit (self->options->values, ",", -1);
  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_strv_builder_add (values, *part);
  return g_strv_builder_end (values);
}

gboolean
comity_after_compute_predictions (ComityAfter *self,
                                  const ComityAfterInput *input,
                                  ComityProgress *progress,
                                  GError **error)
{
  const ComityAfterOptions *options = input->options;
  ComityColumn *column =
      comity_dataset_require_column (comity_fit_peek_dataset (self->fit), options->focus, error);
  g_auto (GStrv) values = NULL;

  if (column == NULL || (self->profile = comity_profile_parse (options->at, error)) == NULL)
    return FALSE;
  values = list_values (self, column);
  self->predictions = comity_predictions_new (
      self->fit, self->profile, options->focus, (const char *const *) values,
      g_strv_length (values), options->n_draws, (guint64) options->seed, progress, error);
  if (self->predictions == NULL)
    return FALSE;
  self->figure = comity_predictions_figure_new (self->fit, options->focus, self->predictions);
  return TRUE;
}

char *
comity_after_report_predictions (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_predictions_report (self->fit, self->profile, self->options->focus,
                                    self->predictions, self->options->n_draws, self->options->seed,
                                    format, decimals);
}

/* Of many values, some that are evenly spread. */
static void
thin (char **values, guint most)
{
  guint n = g_strv_length (values);

  if (n <= most)
    return;
  for (guint i = 0; i < n; i++)
    {
      gboolean kept = FALSE;

      for (guint k = 0; k < most && !kept; k++)
        kept = i == k * (n - 1) / (most - 1);
      if (!kept)
        g_clear_pointer (&values[i], g_free);
    }
  for (guint i = 0, to = 0; i < n; i++)
    if (values[i] != NULL)
      {
        char *value = g_steal_pointer (&values[i]);

        values[to++] = value;
      }
}

gboolean
comity_after_compute_survivor (ComityAfter *self,
                               const ComityAfterInput *input,
                               ComityProgress *progress,
                               GError **error)
{
  const ComityAfterOptions *options = input->options;
  ComityPanel *panel = comity_workbench_peek_panel (input->workbench);
  ComityCurveKind kind = COMITY_CURVE_SURVIVAL;
  g_auto (GStrv) values = NULL;
  ComityColumn *column = NULL;
  guint n = 0;

  comity_curve_kind_from_name (options->choice, &kind);
  self->profile = comity_profile_parse (options->at, error);
  if (self->profile == NULL)
    return FALSE;
  if (options->focus != NULL)
    {
      column = comity_dataset_require_column (comity_fit_peek_dataset (self->fit), options->focus,
                                              error);
      if (column == NULL)
        return FALSE;
      values = list_values (self, column);
      if (options->values == NULL)
        thin (values, comity_column_is_numeric (column) ? 3 : MAX_CURVES);
      n = g_strv_length (values);
    }
  self->curves =
      comity_fit_is_probability (self->fit) && panel != NULL
          ? comity_discrete_curves_new (self->fit, panel, self->profile, options->focus,
                                        (const char *const *) values, n, progress, error)
          : comity_predicted_curves_new (self->fit, self->profile, options->focus,
                                         (const char *const *) values, n, NULL, 0, progress, error);
  if (self->curves == NULL)
    return FALSE;
  self->figure = comity_predicted_figure_new (self->curves, kind, self->curves->time_name);
  return TRUE;
}

char *
comity_after_report_survivor (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_predicted_curves_report (self->fit, self->profile, self->options->focus,
                                         self->curves, format, decimals);
}
