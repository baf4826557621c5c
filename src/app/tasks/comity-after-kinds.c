/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of views after a fit as a table: a new one adds its line. */
#include "config.h"

#include "comity-after-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "comity-curve-report.h"
#include "comity-formula.h"
#include "comity-number.h"
#include "comity-support.h"
#include "comity-what-if.h"

/* Places along a covariate at which a curve is predicted, and values that are few enough to be
 * predicted one by one. */
#define N_PLACES 41
#define MAX_VALUES 12
/* A curve spans what lies between these shares of the rows. */
#define LOWEST 0.01
#define HIGHEST 0.99

static gboolean
is_finite (ComityFit *fit)
{
  return comity_fit_get_status (fit) != COMITY_FIT_SEPARATED && comity_fit_get_n_terms (fit) > 0;
}

static gboolean
is_probability (ComityFit *fit)
{
  return comity_fit_is_probability (fit);
}

static gboolean
is_cox (ComityFit *fit)
{
  return g_str_equal (comity_fit_peek_estimator (fit), "cox") && is_finite (fit) &&
         comity_fit_peek_spec (fit)->ties != COMITY_TIES_EXACT;
}

static gboolean
is_predicted (ComityFit *fit)
{
  return is_finite (fit) && comity_effects_check (fit, NULL);
}

/* In the formula's order; then the columns within expressions. */
static char **
list_covariates (ComityFit *fit)
{
  ComityDataset *dataset = comity_fit_peek_dataset (fit);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const char *name = comity_fit_peek_term_column (fit, i);

      if (name != NULL && g_hash_table_add (seen, (gpointer) name))
        g_strv_builder_add (names, name);
    }
  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    {
      const char *name = comity_column_peek_name (comity_dataset_peek_column (dataset, i));

      if (comity_fit_uses_column (fit, name) && g_hash_table_add (seen, (gpointer) name))
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

static char **
list_terms (ComityFit *fit)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    g_strv_builder_add (names, comity_fit_peek_coefficient (fit, i)->term);
  return g_strv_builder_end (names);
}

static gboolean
has_ladder (ComityFit *fit)
{
  return comity_fit_peek_spec (fit)->absorb == NULL && comity_fit_get_n_terms (fit) > 0;
}

static gboolean
compute_ladder (ComityAfter *self,
                const ComityAfterInput *input,
                ComityProgress *progress,
                GError **error)
{
  ComityAfter *before = input->before;
  ComityPanel *panel = comity_workbench_peek_panel (input->workbench);
  const ComitySpec *spec = comity_fit_peek_spec (self->fit);
  gssize term = comity_fit_find_term (self->fit, self->focus);

  if (before != NULL && before->fit == self->fit && before->ladder != NULL)
    {
      self->ladder_of = comity_after_ref (before->ladder_of != NULL ? before->ladder_of : before);
      self->ladder = before->ladder;
    }
  else if (panel != NULL)
    self->ladder = comity_ladder_new (spec, panel, progress, error);
  else
    self->ladder = comity_ladder_new_for_dataset (
        spec, comity_workbench_peek_dataset (input->workbench), progress, error);
  if (self->ladder == NULL)
    return FALSE;
  if (term >= 0)
    self->figure = comity_ladder_figure_new (self->ladder, (gsize) term);
  return TRUE;
}

static char *
report_ladder (const ComityAfter *self, ComityFormat format, int decimals)
{
  ComityFitReportOptions options = COMITY_FIT_REPORT_OPTIONS_INIT;

  options.decimals = decimals;
  return comity_ladder_report (self->ladder, format, &options);
}

static gboolean
compute_effects (ComityAfter *self,
                 const ComityAfterInput *input,
                 ComityProgress *progress,
                 GError **error)
{
  self->profile = comity_profile_new (FALSE);
  self->effects = comity_effects_new (self->fit, self->profile, NULL, FALSE, progress, error);
  if (self->effects == NULL)
    return FALSE;
  self->figure = comity_effects_figure_new (self->fit, self->effects);
  return TRUE;
}

static char *
report_effects (const ComityAfter *self, ComityFormat format, int decimals)
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

static gboolean
compute_predictions (ComityAfter *self,
                     const ComityAfterInput *input,
                     ComityProgress *progress,
                     GError **error)
{
  ComityColumn *column =
      comity_dataset_require_column (comity_fit_peek_dataset (self->fit), self->focus, error);
  g_auto (GStrv) values = NULL;

  if (column == NULL)
    return FALSE;
  values = comity_column_is_numeric (column) ? list_numbers (self->fit, column)
                                             : list_texts (self->fit, column);
  self->profile = comity_profile_new (TRUE);
  self->predictions =
      comity_predictions_new (self->fit, self->profile, self->focus, (const char *const *) values,
                              g_strv_length (values), 0, 1, progress, error);
  if (self->predictions == NULL)
    return FALSE;
  self->figure = comity_predictions_figure_new (self->fit, self->focus, self->predictions);
  return TRUE;
}

static char *
report_predictions (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_predictions_report (self->fit, self->profile, self->focus, self->predictions, 0, 1,
                                    format, decimals);
}

static gboolean
compute_roc (ComityAfter *self,
             const ComityAfterInput *input,
             ComityProgress *progress,
             GError **error)
{
  static const ComityRocFigureKind figures[COMITY_N_AFTER] = {
    [COMITY_AFTER_ROC] = COMITY_ROC_FIGURE_ROC,
    [COMITY_AFTER_PRECISION] = COMITY_ROC_FIGURE_PRECISION,
    [COMITY_AFTER_CALIBRATION] = COMITY_ROC_FIGURE_CALIBRATION,
    [COMITY_AFTER_SEPARATION] = COMITY_ROC_FIGURE_SEPARATION,
  };
  const char *title = comity_fit_peek_estimator_title (self->fit);

  self->roc = comity_roc_new (self->fit, progress, error);
  if (self->roc == NULL)
    return FALSE;
  self->figure =
      comity_roc_figure_new ((const ComityRoc *const *) &self->roc, &title, 1, figures[self->kind],
                             COMITY_AFTER_N_GROUPS, comity_fit_peek_spec (self->fit)->level);
  return TRUE;
}

static char *
report_roc (const ComityAfter *self, ComityFormat format, int decimals)
{
  ComityRocTable table = self->kind == COMITY_AFTER_CALIBRATION  ? COMITY_ROC_TABLE_CALIBRATION
                         : self->kind == COMITY_AFTER_SEPARATION ? COMITY_ROC_TABLE_SEPARATION
                                                                 : COMITY_ROC_TABLE_CURVE;

  return comity_roc_report (self->fit, self->roc, NULL, NULL, table, COMITY_AFTER_N_GROUPS, format,
                            decimals);
}

static gboolean
compute_hazards (ComityAfter *self,
                 const ComityAfterInput *input,
                 ComityProgress *progress,
                 GError **error)
{
  g_autoptr (ComityCox) cox = comity_cox_new (self->fit, progress, error);
  gssize term = comity_fit_find_term (self->fit, self->focus);

  if (cox == NULL)
    return FALSE;
  self->zph = comity_cox_zph (cox, COMITY_ZPH_KM, FALSE, progress, error);
  if (self->zph == NULL)
    return FALSE;
  if (term >= 0)
    self->figure = comity_schoenfeld_figure_new (cox, self->fit, (gsize) term);
  return TRUE;
}

static char *
report_hazards (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_zph_report (self->fit, self->zph, format, decimals);
}

static gboolean
compute_survivor (ComityAfter *self,
                  const ComityAfterInput *input,
                  ComityProgress *progress,
                  GError **error)
{
  g_autoptr (ComityCox) cox = comity_cox_new (self->fit, progress, error);
  g_autofree double *means = g_new0 (double, comity_fit_get_n_terms (self->fit) + 1);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  gsize n;

  if (cox == NULL)
    return FALSE;
  n = comity_cox_get_n_strata (cox);
  comity_cox_get_means (cox, means);
  self->curves = g_new0 (ComityCoxCurve *, n + 1);
  for (gsize s = 0; s < n; s++)
    {
      g_autofree char *label = comity_cox_dup_stratum (cox, s);

      self->curves[s] = comity_cox_predict (cox, s, means, comity_fit_peek_spec (self->fit)->level);
      if (self->curves[s] == NULL)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("There is not enough memory for the survivor curves."));
          return FALSE;
        }
      if (comity_progress_set_error_if_cancelled (progress, error))
        return FALSE;
      self->n_curves = s + 1;
      g_strv_builder_add (labels, label != NULL ? label : _ ("At the means"));
    }
  self->labels = g_strv_builder_end (labels);
  self->figure =
      comity_cox_figure_new ((const ComityCoxCurve *const *) self->curves,
                             (const char *const *) self->labels, self->n_curves, _ ("Time"));
  return TRUE;
}

static char *
report_survivor (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_cox_curves_report (self->fit, (const ComityCoxCurve *const *) self->curves,
                                   (const char *const *) self->labels, self->n_curves, format,
                                   decimals);
}

/* Terms on the right of the formula that are one coefficient each. */
static char **
list_formula_terms (ComityFit *fit)
{
  const char *tilde = strchr (comity_fit_peek_spec (fit)->formula, '~');
  g_autofree char *text = g_strconcat ("y ~ ", tilde != NULL ? tilde + 1 : "1", NULL);
  g_autoptr (ComityFormula) formula = comity_formula_parse (text, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; formula != NULL && i < comity_formula_get_n_terms (formula); i++)
    if (comity_fit_find_term (fit, comity_formula_peek_term (formula, i)) >= 0)
      g_strv_builder_add (names, comity_formula_peek_term (formula, i));
  return g_strv_builder_end (names);
}

static gboolean
has_curve (ComityFit *fit)
{
  g_auto (GStrv) terms = list_formula_terms (fit);

  return g_strv_length (terms) > 1;
}

static gboolean
compute_curve (ComityAfter *self,
               const ComityAfterInput *input,
               ComityProgress *progress,
               GError **error)
{
  g_autoptr (ComitySpec) base = comity_spec_copy (comity_fit_peek_spec (self->fit));
  g_autoptr (GString) formula = g_string_new (base->formula);
  g_autoptr (GStrvBuilder) optional = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  ComitySpecCurveOptions options = { .base = base,
                                     .focal = self->focus,
                                     .preview = input->preview };

  for (char **term = input->optional; term != NULL && *term != NULL; term++)
    if (g_strcmp0 (*term, self->focus) != 0)
      {
        g_string_append_printf (formula, " - %s", *term);
        g_strv_builder_add (optional, *term);
      }
  names = g_strv_builder_end (optional);
  options.optional = (const char *const *) names;
  g_free (base->formula);
  base->formula = g_string_free (g_steal_pointer (&formula), FALSE);
  self->curve = comity_spec_curve_new (&options, input->workbench, progress, error);
  if (self->curve == NULL)
    return FALSE;
  self->figure = comity_spec_curve_figure_new (self->curve);
  return TRUE;
}

static char *
report_curve (const ComityAfter *self, ComityFormat format, int decimals)
{
  return comity_curve_report (self->curve, format, decimals);
}

static const ComityAfterKindInfo kinds[COMITY_N_AFTER] = {
  [COMITY_AFTER_COEFFICIENTS] = { "coefficients", N_ ("Coefficients"), NULL, NULL, NULL, NULL,
                                  NULL },
  [COMITY_AFTER_LADDER] = { "ladder", N_ ("Standard Errors"),
                            N_ ("Working out every kind of standard errors"), has_ladder,
                            list_terms, compute_ladder, report_ladder },
  [COMITY_AFTER_EFFECTS] = { "effects", N_ ("Marginal Effects"),
                             N_ ("Working out marginal effects"), is_predicted, NULL,
                             compute_effects, report_effects },
  [COMITY_AFTER_PREDICTIONS] = { "predictions", N_ ("Predictions"), N_ ("Predicting"), is_predicted,
                                 list_covariates, compute_predictions, report_predictions },
  [COMITY_AFTER_ROC] = { "roc", N_ ("ROC Curve"), N_ ("Telling events from other rows"),
                         is_probability, NULL, compute_roc, report_roc },
  [COMITY_AFTER_PRECISION] = { "precision", N_ ("Precision and Recall"),
                               N_ ("Telling events from other rows"), is_probability, NULL,
                               compute_roc, report_roc },
  [COMITY_AFTER_CALIBRATION] = { "calibration", N_ ("Calibration"),
                                 N_ ("Comparing probabilities with events"), is_probability, NULL,
                                 compute_roc, report_roc },
  [COMITY_AFTER_SEPARATION] = { "separation", N_ ("Separation Plot"),
                                N_ ("Comparing probabilities with events"), is_probability, NULL,
                                compute_roc, report_roc },
  [COMITY_AFTER_HAZARDS] = { "proportional-hazards", N_ ("Proportional Hazards"),
                             N_ ("Testing proportional hazards"), is_cox, list_terms,
                             compute_hazards, report_hazards },
  [COMITY_AFTER_SURVIVOR] = { "survivor", N_ ("Survivor Curve"),
                              N_ ("Working out the survivor curve"), is_cox, NULL, compute_survivor,
                              report_survivor },
  [COMITY_AFTER_CURVE] = { "curve", N_ ("Specification Curve"),
                           N_ ("Estimating every specification"), has_curve, list_formula_terms,
                           compute_curve, report_curve },
};

const char *
comity_after_kind_name (ComityAfterKind kind)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, NULL);
  return kinds[kind].name;
}

gboolean
comity_after_kind_from_name (const char *name, ComityAfterKind *kind)
{
  for (guint i = 0; i < COMITY_N_AFTER; i++)
    if (g_strcmp0 (name, kinds[i].name) == 0)
      {
        *kind = (ComityAfterKind) i;
        return TRUE;
      }
  return FALSE;
}

const char *
comity_after_kind_title (ComityAfterKind kind)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, NULL);
  return _ (kinds[kind].title);
}

gboolean
comity_after_kind_suits (ComityAfterKind kind, ComityFit *fit)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, FALSE);
  return kinds[kind].suits == NULL || kinds[kind].suits (fit);
}

char **
comity_after_kind_list_foci (ComityAfterKind kind, ComityFit *fit)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, NULL);
  return kinds[kind].list_foci != NULL ? kinds[kind].list_foci (fit) : NULL;
}

const ComityAfterKindInfo *
comity_after_kind_peek (ComityAfterKind kind)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, NULL);
  return &kinds[kind];
}

char *
comity_after_report (const ComityAfter *self, ComityFormat format, int decimals)
{
  return kinds[self->kind].report (self, format, decimals);
}
