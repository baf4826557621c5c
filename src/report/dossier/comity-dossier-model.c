/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit says of a pair: its hazard, rank, residual, reasons, what the pair does to the
 * estimates, and which pairs are like it. The paragraph about it is in comity-dossier-reasons.c. */
#include "config.h"

#include "comity-dossier-private.h"

#include "comity-dossier-reasons-private.h"
#include "comity-number.h"
#include "comity-table-private.h"
#include "comity-what-if.h"

#include <math.h>
#include <string.h>

#define N_COMPARABLE 5
#define N_MISSING 5
/* Fitted values that differ by less, relative to them, are the same. */
#define SAME_FITTED 1e-12

#define COMPARABLE_NOTE                                                                            \
  "Mahalanobis distance between the rows' terms in the model, by the covariance of all rows used " \
  "(1 is one standard deviation)"
#define DFBETA_NOTE                                                                                \
  "Estimate with the pair less that without it, by one Newton step (Pregibon 1981, "               \
  "doi:10.1214/aos/1176345513), and in standard errors"

ComityDossierModel *
comity_dossier_model_ref (ComityDossierModel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_dossier_model_unref (ComityDossierModel *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  comity_fit_unref (self->fit);
  g_clear_pointer (&self->support, comity_support_unref);
  g_clear_pointer (&self->hazards, comity_row_hazards_free);
  g_clear_pointer (&self->influence, comity_influence_free);
  g_clear_pointer (&self->dyads, g_hash_table_unref);
  g_clear_pointer (&self->covariates, g_hash_table_unref);
  g_free (self->no_influence);
  g_free (self);
}

/* FALSE: cancelled. Whatever else stands in the way is said where the influence would be. */
static gboolean
find_influence (ComityDossierModel *self,
                ComityPanel *panel,
                ComityProgress *progress,
                GError **error)
{
  gssize role = comity_panel_peek_roles (panel)->column[COMITY_ROLE_DYAD];
  const char *name;
  GError *local = NULL;

  if (role < 0)
    {
      self->no_influence = g_strdup ("The data have no column that tells the dyads apart.");
      return TRUE;
    }
  name = comity_column_peek_name (
      comity_dataset_peek_column (comity_panel_peek_dataset (panel), (gsize) role));
  self->influence = comity_influence_new (self->fit, &name, 1, progress, &local);
  if (self->influence == NULL)
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      self->no_influence = g_strdup (local->message);
      g_error_free (local);
      return TRUE;
    }
  self->dyads = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize g = 0; g < comity_influence_get_n (self->influence); g++)
    g_hash_table_insert (self->dyads,
                         (gpointer) comity_influence_peek_group (self->influence, g, NULL),
                         GSIZE_TO_POINTER (g + 1));
  return TRUE;
}

/* FALSE: cancelled. Without hazards there is no chart of them, and the fitted value stands alone. */
static gboolean
find_hazards (ComityDossierModel *self, ComityProgress *progress, GError **error)
{
  GError *local = NULL;

  self->hazards = comity_row_hazards_new (self->fit, progress, &local);
  if (self->hazards == NULL && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_clear_error (&local);
  return TRUE;
}

/* Whether what the model says of a row is a hazard over time, and not its fitted value. */
static gboolean
says_hazards (const ComityDossierModel *self)
{
  return self->hazards != NULL && comity_row_hazards_is_timed (self->hazards);
}

/* What the model says of rows, to be compared with each other. */
static void
predict (const ComityDossierModel *self, const guint32 *rows, gsize n, double *value)
{
  g_autofree double *limits = NULL;

  if (!says_hazards (self))
    {
      comity_fit_predict_rows (self->fit, rows, n, FALSE, value);
      return;
    }
  limits = g_new (double, 2 * n + 1);
  comity_row_hazards_read (self->hazards, rows, n, value, limits, limits + n);
}

ComityDossierModel *
comity_dossier_model_new (ComityFit *fit,
                          ComityPanel *panel,
                          ComityProgress *progress,
                          GError **error)
{
  g_autoptr (ComityDossierModel) self = g_new0 (ComityDossierModel, 1);
  g_auto (GStrv) covariates = NULL;

  g_return_val_if_fail (fit != NULL && panel != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->fit = comity_fit_ref (fit);
  self->support = comity_support_new (fit, progress, error);
  if (self->support == NULL || !find_hazards (self, progress, error) ||
      !find_influence (self, panel, progress, error))
    return NULL;
  covariates = comity_what_if_dup_columns (fit, panel);
  self->covariates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (char **name = covariates; *name != NULL; name++)
    g_hash_table_add (self->covariates, g_strdup (*name));
  return g_steal_pointer (&self);
}

ComityFit *
comity_dossier_model_peek_fit (const ComityDossierModel *self)
{
  return self->fit;
}

const ComitySupport *
comity_dossier_model_peek_support (const ComityDossierModel *self)
{
  return self->support;
}

const ComityRowHazards *
comity_dossier_model_peek_hazards (const ComityDossierModel *self)
{
  return self->hazards;
}

static gboolean
is_of_panel (const ComityDossierModel *model, const ComityPanel *panel)
{
  return comity_dataset_get_n_rows (comity_fit_peek_dataset (model->fit)) ==
         comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
}

static gboolean
is_same (double a, double b)
{
  return fabs (a - b) <= SAME_FITTED * MAX (fabs (a), fabs (b));
}

/* The fitted values of the year's pairs, and where this one stands among them. */
static void
rank_pair (const ComityDossierPair *pair, const ComityDossierModel *model, ComityReasons *reasons)
{
  gsize n;
  const guint32 *rows = comity_panel_peek_year_rows (pair->panel, pair->used_year, &n);
  g_autofree double *fitted = g_new (double, n + 1);
  double sum = 0.0;

  predict (model, rows, n, fitted);
  reasons->rank = 1;
  for (gsize i = 0; i < n; i++)
    if (!isnan (fitted[i]))
      {
        reasons->n_pairs++;
        sum += fitted[i];
        if (is_same (fitted[i], reasons->value))
          reasons->n_equal++;
        else
          reasons->rank += fitted[i] > reasons->value;
      }
  /* The pair is one of them. */
  reasons->n_equal -= reasons->n_equal > 0;
  reasons->mean = sum / (double) reasons->n_pairs;
}

static void
add_fitted (ComityDossier *self, const ComityDossierPair *pair, ComityReasons *reasons)
{
  gssize outcome = comity_panel_peek_roles (pair->panel)->column[COMITY_ROLE_OUTCOME];
  const ComityFit *fit = reasons->model->fit;
  g_autofree char *title =
      g_strdup_printf ("Model: %s, %d", comity_fit_peek_estimator_title (fit), pair->used_year);
  g_autofree char *count = comity_count_text (reasons->n_pairs);
  char value[COMITY_NUMBER_BUFFER], low[COMITY_NUMBER_BUFFER], high[COMITY_NUMBER_BUFFER];
  char *(*format) (double, char *) =
      says_hazards (reasons->model) ? comity_dossier_format_hazard : comity_dossier_format;

  comity_dossier_begin (self, title);
  if (says_hazards (reasons->model))
    comity_dossier_add (self, "Fitted hazard", format (reasons->value, value),
                        comity_row_hazards_get_note (reasons->model->hazards), reasons->value);
  else
    comity_dossier_add_number (self, "Fitted value", reasons->value, comity_fit_peek_formula (fit));
  if (isnan (reasons->value))
    {
      g_autofree char *missing = comity_reasons_dup_missing (reasons);

      comity_dossier_add (self, "No value of", missing, "", NAN);
      return;
    }
  if (comity_reasons_has_interval (reasons))
    {
      g_autofree char *label =
          g_strdup_printf ("%g %% interval", comity_fit_peek_spec (fit)->level);
      g_autofree char *text =
          g_strdup_printf ("%s to %s", format (reasons->low, low), format (reasons->high, high));

      comity_dossier_add (self, label, text, comity_fit_peek_vce_sentence (fit), NAN);
    }
  {
    g_autofree char *rank = comity_count_text (reasons->rank);
    g_autofree char *others = comity_count_words (reasons->n_equal, "other", "others");
    g_autofree char *text =
        reasons->n_equal > 0 && reasons->n_equal + 1 == reasons->n_pairs
            ? g_strdup_printf ("none: all %s pairs of the year have the same", count)
        : reasons->n_equal > 0
            ? g_strdup_printf ("%s of %s pairs of the year, equal with %s", rank, count, others)
            : g_strdup_printf ("%s of %s pairs of the year", rank, count);

    comity_dossier_add (self, "Rank, likeliest first", text, "", (double) reasons->rank);
  }
  comity_dossier_add (self, "Mean of the year's pairs", format (reasons->mean, value), "",
                      reasons->mean);
  if (outcome >= 0)
    {
      ComityColumn *column =
          comity_dataset_peek_column (comity_panel_peek_dataset (pair->panel), (gsize) outcome);

      reasons->observed = comity_column_get_double (column, (gsize) pair->used_row);
      comity_dossier_add_number (self, "Observed", reasons->observed, "");
      /* Of a hazard per unit of time there is none. */
      if (!says_hazards (reasons->model) || strcmp (comity_fit_peek_estimator (fit), "cox") == 0)
        comity_dossier_add_number (self, "Residual", reasons->observed - reasons->value,
                                   says_hazards (reasons->model)
                                       ? "Events of the year less what the model expected: the "
                                         "row's martingale residual"
                                       : "");
    }
  comity_dossier_add (self, "Used by the fit",
                      comity_fit_uses_row (fit, (gsize) pair->used_row) ? "yes" : "no", "", NAN);
}

/* x_j β_j, and what differs from the average row. */
static void
add_contributions (ComityDossier *self, const ComityReasons *reasons)
{
  const ComityFit *fit = reasons->model->fit;

  comity_dossier_begin (self, "Reasons: contribution, against the average row");
  for (gsize j = 0; j < comity_fit_get_n_terms (fit); j++)
    {
      char part[COMITY_NUMBER_BUFFER], difference[COMITY_NUMBER_BUFFER];
      double against = reasons->parts[j] - reasons->average[j];
      g_autofree char *label =
          g_strdup_printf ("… from %s", comity_fit_peek_coefficient (fit, j)->term);
      g_autofree char *text =
          g_strdup_printf ("%s, %s%s", comity_dossier_format (reasons->parts[j], part),
                           against > 0.0 ? "+" : "", comity_dossier_format (against, difference));

      comity_dossier_add (self, label, text,
                          "x β of the linear predictor, and (x − mean) β by the mean of the rows "
                          "used",
                          reasons->parts[j]);
    }
}

/* What the pair's rows do to every estimate. */
static void
add_influence (ComityDossier *self, const ComityDossierPair *pair, const ComityReasons *reasons)
{
  const ComityDossierModel *model = reasons->model;
  gssize role = comity_panel_peek_roles (pair->panel)->column[COMITY_ROLE_DYAD];
  g_autofree char *dyad = NULL;
  const double *change;
  gsize group;

  comity_dossier_begin (self, "Influence of the pair on the estimates");
  if (model->influence == NULL)
    {
      comity_dossier_add (self, "Not worked out", "–", model->no_influence, NAN);
      return;
    }
  dyad = comity_column_dup_text (
      comity_dataset_peek_column (comity_panel_peek_dataset (pair->panel), (gsize) role),
      (gsize) pair->used_row);
  group = GPOINTER_TO_SIZE (g_hash_table_lookup (model->dyads, dyad));
  if (group == 0)
    {
      comity_dossier_add (self, "Rows of the pair that the fit used", "none", "", 0.0);
      return;
    }
  change = comity_influence_peek_change (model->influence, group - 1);
  for (gsize j = 0; j < comity_fit_get_n_terms (model->fit); j++)
    {
      const ComityCoefficient *c = comity_fit_peek_coefficient (model->fit, j);
      char number[COMITY_NUMBER_BUFFER], relative[COMITY_NUMBER_BUFFER];
      g_autofree char *text =
          g_strdup_printf ("%s (%s s.e.)", comity_dossier_format (-change[j], number),
                           comity_dossier_format (-change[j] / c->std_error, relative));

      comity_dossier_add (self, c->term, isnan (change[j]) ? "" : text, DFBETA_NOTE, -change[j]);
    }
}

/* Other rows of the year by their distance in the model's terms. */
static void
add_comparable (ComityDossier *self, const ComityDossierPair *pair, ComityReasons *reasons)
{
  const ComityDossierModel *model = reasons->model;
  gsize k = comity_fit_get_n_terms (model->fit);
  gsize n;
  const guint32 *rows = comity_panel_peek_year_rows (pair->panel, pair->used_year, &n);
  g_autofree double *here = g_new (double, k + 1);
  g_autofree double *there = g_new (double, k + 1);
  g_autofree double *distances = g_new (double, n + 1);
  g_autoptr (GArray) ties = comity_panel_get_ties (pair->panel, pair->year, TRUE);
  g_autofree char *title =
      g_strdup_printf ("Nearest comparable pairs under risk in %d", pair->used_year);

  comity_fit_read_row (model->fit, (gsize) pair->used_row, here);
  for (gsize i = 0; i < n; i++)
    {
      comity_fit_read_row (model->fit, rows[i], there);
      distances[i] = rows[i] == (guint32) pair->used_row
                         ? NAN
                         : comity_support_get_distance_between (model->support, here, there);
    }
  comity_dossier_begin (self, title);
  for (gsize shown = 0; shown < N_COMPARABLE; shown++)
    {
      gssize best = -1;
      guint32 a, b, row;
      double fitted;
      char away[COMITY_NUMBER_BUFFER], chance[COMITY_NUMBER_BUFFER];
      g_autofree char *label = NULL;
      g_autofree char *value = NULL;
      gboolean signed_by;

      for (gsize i = 0; i < n; i++)
        if (!isnan (distances[i]) && (best < 0 || distances[i] < distances[best]))
          best = (gssize) i;
      if (best < 0)
        break;
      row = rows[best];
      comity_panel_get_row (pair->panel, row, &a, &b, NULL);
      predict (model, &row, 1, &fitted);
      signed_by = comity_dossier_has_tie (ties, a, b, NULL);
      label =
          g_strdup_printf ("%s – %s", comity_dossier_state_name (pair->panel, a, pair->used_year),
                           comity_dossier_state_name (pair->panel, b, pair->used_year));
      value = g_strdup_printf (
          "%s away, fitted %s; %s by %d", comity_number_format_fixed (distances[best], 2, away),
          says_hazards (model) ? comity_dossier_format_hazard (fitted, chance)
                               : comity_dossier_format (fitted, chance),
          signed_by ? "signed" : "not signed", pair->year);
      comity_dossier_add (self, label, value, COMPARABLE_NOTE, distances[best]);
      reasons->n_comparable++;
      reasons->n_comparable_signed += signed_by;
      distances[best] = NAN;
    }
  comity_dossier_end (self);
}

void
comity_dossier_add_model (ComityDossier *self,
                          const ComityDossierPair *pair,
                          const ComityDossierModel *model)
{
  g_auto (ComityReasons) reasons = { .pair = pair, .model = model, .value = NAN };
  g_autofree char *text = NULL;
  guint32 row = (guint32) pair->used_row;
  gsize k;

  if (model != NULL && pair->used_row >= 0 && is_of_panel (model, pair->panel))
    {
      const double *means = comity_support_peek_means (model->support);

      k = comity_fit_get_n_terms (model->fit);
      reasons.has_row = TRUE;
      reasons.observed = reasons.low = reasons.high = NAN;
      reasons.parts = g_new (double, k + 1);
      reasons.average = g_new (double, k + 1);
      comity_fit_explain_row (model->fit, row, reasons.parts);
      for (gsize j = 0; j < k; j++)
        reasons.average[j] = means[j] * comity_fit_peek_coefficient (model->fit, j)->estimate;
      predict (model, &row, 1, &reasons.value);
      reasons.has_hazard = says_hazards (model);
      reasons.has_interval = model->hazards != NULL;
      if (model->hazards != NULL)
        comity_row_hazards_read (model->hazards, &row, 1, &reasons.value, &reasons.low,
                                 &reasons.high);
      if (!isnan (reasons.value))
        rank_pair (pair, model, &reasons);
      add_fitted (self, pair, &reasons);
      if (!isnan (reasons.value))
        add_contributions (self, &reasons);
      add_influence (self, pair, &reasons);
      add_comparable (self, pair, &reasons);
    }
  text = comity_reasons_dup_paragraph (&reasons);
  comity_dossier_set_summary (self, text);
}

/* How many of the values are known; @same: they are all one value. */
static gsize
count_known (const double *values, gsize n, gboolean *same)
{
  double first = NAN;
  gsize known = 0;

  *same = TRUE;
  for (gsize i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        known++;
        first = isnan (first) ? values[i] : first;
        *same = *same && is_same (values[i], first);
      }
  return known;
}

void
comity_dossier_add_missing_partners (
    ComityDossier *self, ComityPanel *panel, gsize state, int year, const ComityDossierModel *model)
{
  g_autoptr (GArray) ties = NULL;
  g_autofree double *fitted = NULL;
  const guint32 *rows;
  gsize n, known;
  gboolean same;

  if (model == NULL || !is_of_panel (model, panel))
    return;
  rows = comity_panel_peek_year_rows (panel, year, &n);
  ties = comity_panel_get_ties (panel, year, TRUE);
  fitted = g_new (double, n + 1);
  predict (model, rows, n, fitted);
  for (gsize i = 0; i < n; i++)
    {
      guint32 a, b;

      comity_panel_get_row (panel, rows[i], &a, &b, NULL);
      if ((a != state && b != state) || comity_dossier_has_tie (ties, a, b, NULL))
        fitted[i] = NAN;
    }
  comity_dossier_begin (self, "Missing partners that the model thinks likeliest");
  known = count_known (fitted, n, &same);
  if (same && known > N_MISSING)
    {
      g_autofree char *all = comity_count_text (known);
      g_autofree char *text = g_strdup_printf ("all %s alike", all);

      comity_dossier_add (self, "None before the others", text, comity_fit_peek_formula (model->fit),
                          NAN);
      return;
    }
  for (gsize shown = 0; shown < N_MISSING; shown++)
    {
      gssize best = -1;
      guint32 a, b;

      for (gsize i = 0; i < n; i++)
        if (!isnan (fitted[i]) && (best < 0 || fitted[i] > fitted[best]))
          best = (gssize) i;
      if (best < 0)
        break;
      comity_panel_get_row (panel, rows[best], &a, &b, NULL);
      comity_dossier_add_number (self, comity_dossier_state_name (panel, a == state ? b : a, year),
                                 fitted[best], comity_fit_peek_formula (model->fit));
      fitted[best] = NAN;
    }
  comity_dossier_end (self);
}
