/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of views after a fit as a table: a new one adds its line. */
#include "config.h"

#include "comity-after-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-support.h"
#include "comity-what-if.h"

static gboolean
is_finite (ComityFit *fit)
{
  return comity_fit_get_status (fit) != COMITY_FIT_SEPARATED && comity_fit_get_n_terms (fit) > 0;
}

static gboolean
is_probability (ComityFit *fit, ComityPanel *panel)
{
  return comity_fit_is_probability (fit);
}

static gboolean
is_cox (ComityFit *fit, ComityPanel *panel)
{
  return g_str_equal (comity_fit_peek_estimator (fit), "cox") && is_finite (fit) &&
         comity_fit_peek_spec (fit)->ties != COMITY_TIES_EXACT;
}

static gboolean
is_predicted (ComityFit *fit, ComityPanel *panel)
{
  return is_finite (fit) && comity_effects_check (fit, NULL);
}

/* A model of durations, or one of an event in each year in which something counts the years. */
static gboolean
has_times (ComityFit *fit, ComityPanel *panel)
{
  gsize estimator = 0;

  while (!g_str_equal (comity_estimator_peek_name (estimator), comity_fit_peek_estimator (fit)))
    estimator++;
  if (comity_estimator_is_timed (estimator))
    return is_finite (fit) && (!g_str_equal (comity_fit_peek_estimator (fit), "cox") ||
                               comity_fit_peek_spec (fit)->ties != COMITY_TIES_EXACT);
  return panel != NULL && is_finite (fit) && comity_discrete_curves_find_time (fit, panel) != NULL;
}

/* Models of rows with a link function, and Cox's. */
static gboolean
has_influence (ComityFit *fit, ComityPanel *panel)
{
  return panel != NULL && (is_predicted (fit, panel) || is_cox (fit, panel)) &&
         comity_fit_peek_spec (fit)->absorb == NULL;
}

static gboolean
has_permutation (ComityFit *fit, ComityPanel *panel)
{
  static const char *const models[] = { "lpm",     "logit", "probit",  "cloglog",
                                        "poisson", "firth", "relogit", NULL };

  return panel != NULL && is_finite (fit) && comity_fit_peek_spec (fit)->absorb == NULL &&
         g_strv_contains (models, comity_fit_peek_estimator (fit));
}

static gboolean
has_curve (ComityFit *fit, ComityPanel *panel)
{
  g_auto (GStrv) terms = comity_after_list_formula_terms (fit);

  return g_strv_length (terms) > 1;
}

static gboolean
has_ladder (ComityFit *fit, ComityPanel *panel)
{
  return comity_fit_peek_spec (fit)->absorb == NULL && comity_fit_get_n_terms (fit) > 0;
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
compute_ladder (ComityAfter *self,
                const ComityAfterInput *input,
                ComityProgress *progress,
                GError **error)
{
  ComityAfter *before = input->before;
  ComityPanel *panel = comity_workbench_peek_panel (input->workbench);
  const ComitySpec *spec = comity_fit_peek_spec (self->fit);
  gssize term = comity_fit_find_term (self->fit, input->options->focus);

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

static const ComityAfterChoice curve_choices[] = {
  { "survival", N_ ("Survival") },
  { "hazard", N_ ("Cumulative Hazard") },
  { "rate", N_ ("Hazard") },
  { NULL, NULL },
};

static const ComityAfterChoice influence_choices[] = {
  { "dyad", N_ ("Dyads") },
  { "state", N_ ("States") },
  { "year", N_ ("Years") },
  { NULL, NULL },
};

static const ComityAfterChoice permutation_choices[] = {
  { "dsp", N_ ("Double Semi-Partialling") },
  { "y", N_ ("Outcome Permuted") },
  { "correlation", N_ ("Correlations") },
  { NULL, NULL },
};

static const ComityAfterKindInfo kinds[COMITY_N_AFTER] = {
  [COMITY_AFTER_COEFFICIENTS] = { .name = "coefficients", .title = N_ ("Coefficients") },
  [COMITY_AFTER_LADDER] = { "ladder", N_ ("Standard Errors"),
                            N_ ("Working out every kind of standard errors"), has_ladder,
                            list_terms, NULL, NULL, compute_ladder, report_ladder },
  [COMITY_AFTER_EFFECTS] = { "effects", N_ ("Marginal Effects"),
                             N_ ("Working out marginal effects"), is_predicted, NULL, NULL, NULL,
                             comity_after_compute_effects, comity_after_report_effects },
  [COMITY_AFTER_PREDICTIONS] = { "predictions", N_ ("Predictions"), N_ ("Predicting"), is_predicted,
                                 list_covariates, NULL, NULL, comity_after_compute_predictions,
                                 comity_after_report_predictions },
  [COMITY_AFTER_ROC] = { "roc", N_ ("ROC Curve"), N_ ("Telling events from other rows"),
                         is_probability, NULL, NULL, NULL, comity_after_compute_roc,
                         comity_after_report_roc },
  [COMITY_AFTER_PRECISION] = { "precision", N_ ("Precision and Recall"),
                               N_ ("Telling events from other rows"), is_probability, NULL, NULL,
                               NULL, comity_after_compute_roc, comity_after_report_roc },
  [COMITY_AFTER_CALIBRATION] = { "calibration", N_ ("Calibration"),
                                 N_ ("Comparing probabilities with events"), is_probability, NULL,
                                 NULL, NULL, comity_after_compute_roc, comity_after_report_roc },
  [COMITY_AFTER_SEPARATION] = { "separation", N_ ("Separation Plot"),
                                N_ ("Comparing probabilities with events"), is_probability, NULL,
                                NULL, NULL, comity_after_compute_roc, comity_after_report_roc },
  [COMITY_AFTER_HAZARDS] = { "proportional-hazards", N_ ("Proportional Hazards"),
                             N_ ("Testing proportional hazards"), is_cox, list_terms, NULL, NULL,
                             comity_after_compute_hazards, comity_after_report_hazards },
  [COMITY_AFTER_SURVIVOR] = { "survivor", N_ ("Survival over Time"),
                              N_ ("Working out curves over time"), has_times, list_covariates,
                              N_ ("One Curve"), curve_choices, comity_after_compute_survivor,
                              comity_after_report_survivor },
  [COMITY_AFTER_INFLUENCE] = { "influence", N_ ("Influence"),
                               N_ ("Leaving out dyads, states or years"), has_influence, list_terms,
                               N_ ("Any Term"), influence_choices, comity_after_compute_influence,
                               comity_after_report_influence },
  [COMITY_AFTER_PERMUTATION] = { "permutation", N_ ("Permutation Test"),
                                 N_ ("Permuting the states"), has_permutation, NULL, NULL,
                                 permutation_choices, comity_after_compute_permutation,
                                 comity_after_report_permutation },
  [COMITY_AFTER_CURVE] = { "curve", N_ ("Specification Curve"),
                           N_ ("Estimating every specification"), has_curve,
                           comity_after_list_formula_terms, NULL, NULL, comity_after_compute_specs,
                           comity_after_report_specs },
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
comity_after_kind_suits (ComityAfterKind kind, ComityFit *fit, ComityPanel *panel)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, FALSE);
  return kinds[kind].suits == NULL || kinds[kind].suits (fit, panel);
}

char **
comity_after_kind_list_foci (ComityAfterKind kind, ComityFit *fit)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) foci = NULL;

  g_return_val_if_fail (kind < COMITY_N_AFTER, NULL);
  if (kinds[kind].list_foci == NULL)
    return NULL;
  foci = kinds[kind].list_foci (fit);
  if (kinds[kind].whole != NULL)
    g_strv_builder_add (names, _ (kinds[kind].whole));
  g_strv_builder_addv (names, (const char **) foci);
  return g_strv_builder_end (names);
}

gboolean
comity_after_kind_has_whole (ComityAfterKind kind)
{
  g_return_val_if_fail (kind < COMITY_N_AFTER, FALSE);
  return kinds[kind].whole != NULL;
}

const ComityAfterChoice *
comity_after_kind_peek_choice (ComityAfterKind kind, ComityFit *fit, guint i)
{
  const ComityAfterChoice *choice;

  g_return_val_if_fail (kind < COMITY_N_AFTER, NULL);
  choice = kinds[kind].choices;
  for (; choice != NULL && choice->name != NULL; choice++)
    {
      /* Nobody knows the hazard of a moment after a Cox model. */
      if (kind == COMITY_AFTER_SURVIVOR && g_str_equal (choice->name, "rate") &&
          g_str_equal (comity_fit_peek_estimator (fit), "cox"))
        continue;
      if (i-- == 0)
        return choice;
    }
  return NULL;
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
