/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests, effects, predictions and discrimination as records. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"

#include <math.h>

void
comity_records_add_fit (ComityRecords *records, const ComityFit *fit)
{
  const char *vce = comity_fit_peek_vce_sentence (fit);

  comity_records_add_fact_text (records, "model", comity_fit_peek_estimator (fit));
  comity_records_add_fact_text (records, "formula", comity_fit_peek_formula (fit));
  comity_records_add_fact (records, "n", NULL, COMITY_RECORD_COUNT,
                           (double) comity_fit_peek_numbers (fit)->n);
  comity_records_add_fact_text (records, "vce",
                                comity_vce_name (comity_fit_peek_numbers (fit)->vce));
  comity_records_add_note (records, "%s: %s. %s.", comity_fit_peek_estimator_title (fit),
                           comity_fit_peek_formula (fit), vce);
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    comity_records_add_note (records, "%s", comity_fit_peek_warning (fit, i));
}

static void
add_inference (ComityRecords *records, const ComityCoefficient *c)
{
  comity_records_add_number (records, c->estimate);
  comity_records_add_number (records, c->std_error);
  comity_records_add_number (records, c->statistic);
  comity_records_add_number (records, c->p_value);
  comity_records_add_number (records, c->conf_low);
  comity_records_add_number (records, c->conf_high);
}

#define INFERENCE_COLUMNS                                                                          \
  { "estimate", "Estimate", COMITY_RECORD_NUMBER }, { "std_error", "SE", COMITY_RECORD_NUMBER },   \
      { "statistic", "z", COMITY_RECORD_NUMBER }, { "p_value", "p", COMITY_RECORD_P },             \
      { "conf_low", "Low", COMITY_RECORD_NUMBER },                                                 \
  {                                                                                                \
    "conf_high", "High", COMITY_RECORD_NUMBER                                                      \
  }

/* Members of the JSON object, and one sentence. */
static void
add_test (ComityRecords *records,
          const char *title,
          gboolean is_lr,
          const ComityTestResult *test,
          int decimals)
{
  gboolean is_f = test->df_residual > 0.0;
  g_autofree char *statistic = comity_record_dup_number (test->statistic, decimals);
  g_autofree char *p = comity_record_dup_p (test->p_value);
  g_autofree char *residual = is_f ? g_strdup_printf (", %.0f", test->df_residual) : g_strdup ("");

  comity_records_add_fact (records,
                           is_lr  ? "lr_chi2"
                           : is_f ? "f"
                                  : "chi2",
                           NULL, COMITY_RECORD_NUMBER, test->statistic);
  comity_records_add_fact (records, is_lr ? "lr_df" : "df", NULL, COMITY_RECORD_COUNT, test->df);
  if (is_f)
    comity_records_add_fact (records, "df_residual", NULL, COMITY_RECORD_NUMBER, test->df_residual);
  comity_records_add_fact (records, is_lr ? "lr_p" : "p", NULL, COMITY_RECORD_P, test->p_value);
  comity_records_add_note (records, "%s: %s(%d%s) = %s, p %s.", title, is_f ? "F" : "χ²", test->df,
                           residual, statistic, p);
}

char *
comity_wald_report (const ComityFit *fit,
                    const ComityHypothesis *hypothesis,
                    const ComityTestResult *joint,
                    const ComityTestResult *lr,
                    ComityAdjustment adjust,
                    ComityFormat format,
                    int decimals)
{
  /* The corrected p comes last, so that it can be left out. */
  static const ComityRecordColumn columns[] = { { "hypothesis", "Hypothesis", COMITY_RECORD_TEXT },
                                                INFERENCE_COLUMNS,
                                                { "p_adjusted", "p adjusted", COMITY_RECORD_P } };
  gsize n = comity_hypothesis_get_n (hypothesis);
  g_autofree double *p = g_new0 (double, n + 1);
  g_autoptr (ComityRecords) records = comity_records_new (
      "Wald test", columns, G_N_ELEMENTS (columns) - (adjust == COMITY_ADJUST_NONE ? 1 : 0),
      decimals);

  add_test (records, "Wald test", FALSE, joint, decimals);
  if (lr != NULL)
    {
      add_test (records, "Likelihood-ratio test", TRUE, lr, decimals);
      if (comity_fit_peek_numbers (fit)->vce != COMITY_VCE_CLASSICAL)
        comity_records_add_note (records, "A likelihood ratio takes the rows for independent; only "
                                          "the Wald test knows of the standard errors asked for.");
    }
  comity_records_add_fit (records, fit);
  for (gsize i = 0; i < n; i++)
    {
      ComityCoefficient c;

      comity_wald_combination (fit, hypothesis, i, &c);
      p[i] = c.p_value;
    }
  if (adjust == COMITY_ADJUST_HOLM)
    comity_adjust_holm (p, n, p);
  else if (adjust == COMITY_ADJUST_BENJAMINI_HOCHBERG)
    comity_adjust_benjamini_hochberg (p, n, p);
  if (adjust != COMITY_ADJUST_NONE)
    comity_records_add_note (records, "p adjusted for %" G_GSIZE_FORMAT " hypotheses by %s.", n,
                             adjust == COMITY_ADJUST_HOLM ? "Holm's method"
                                                          : "Benjamini and Hochberg's method");
  for (gsize i = 0; i < n; i++)
    {
      ComityCoefficient c;

      comity_wald_combination (fit, hypothesis, i, &c);
      comity_records_add_text (records, c.term);
      add_inference (records, &c);
      if (adjust != COMITY_ADJUST_NONE)
        comity_records_add_number (records, p[i]);
    }
  return comity_records_report (records, "restrictions", format);
}

char *
comity_turning_report (const ComityFit *fit,
                       const ComityCoefficient *turning,
                       ComityFormat format,
                       int decimals)
{
  static const ComityRecordColumn columns[] = { { "term", "Turning point of", COMITY_RECORD_TEXT },
                                                INFERENCE_COLUMNS };
  g_autoptr (ComityRecords) records =
      comity_records_new ("Turning point", columns, G_N_ELEMENTS (columns), decimals);

  comity_records_add_fit (records, fit);
  comity_records_add_note (records, "The value at which the effect changes its sign, by the delta "
                                    "method.");
  comity_records_add_text (records, turning->term);
  add_inference (records, turning);
  return comity_records_report (records, "turning_points", format);
}

char *
comity_vif_report (const ComityFit *fit,
                   const double *design,
                   const double *coefficients,
                   ComityFormat format)
{
  static const ComityRecordColumn columns[] = {
    { "term", "Term", COMITY_RECORD_TEXT },
    { "vif", "VIF", COMITY_RECORD_NUMBER },
    { "vif_estimates", "of the estimates", COMITY_RECORD_NUMBER },
  };
  g_autoptr (ComityRecords) records =
      comity_records_new ("Variance inflation", columns, G_N_ELEMENTS (columns), 2);

  comity_records_add_fit (records, fit);
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const char *term = comity_fit_peek_coefficient (fit, i)->term;

      if (g_str_equal (term, "(Intercept)"))
        continue;
      comity_records_add_text (records, term);
      comity_records_add_number (records, design[i]);
      comity_records_add_number (records, coefficients[i]);
    }
  return comity_records_report (records, "terms", format);
}

static void
add_profile (ComityRecords *records, const ComityProfile *profile)
{
  g_autofree char *text = comity_profile_describe (profile);

  comity_records_add_fact_text (records, "at", text);
  comity_records_add_note (records, "Covariates %s; standard errors by the delta method.", text);
}

char *
comity_effects_report (const ComityFit *fit,
                       const ComityProfile *profile,
                       const ComityEffects *effects,
                       ComityFormat format,
                       int decimals)
{
  static const ComityRecordColumn columns[] = { { "column", "Covariate", COMITY_RECORD_TEXT },
                                                { "contrast", "Contrast", COMITY_RECORD_TEXT },
                                                INFERENCE_COLUMNS };
  g_autoptr (ComityRecords) records =
      comity_records_new ("Marginal effects", columns, G_N_ELEMENTS (columns), decimals);

  add_profile (records, profile);
  comity_records_add_fit (records, fit);
  for (gsize i = 0; i < comity_effects_get_n (effects); i++)
    {
      const ComityEffect *effect = comity_effects_peek (effects, i);
      const ComityCoefficient c = { effect->column,    effect->estimate, effect->std_error,
                                    effect->statistic, effect->p_value,  effect->conf_low,
                                    effect->conf_high };

      comity_records_add_text (records, effect->column);
      comity_records_add_text (records, effect->contrast);
      add_inference (records, &c);
    }
  return comity_records_report (records, "effects", format);
}

char *
comity_predictions_report (const ComityFit *fit,
                           const ComityProfile *profile,
                           const char *column,
                           const ComityPredictions *predictions,
                           gsize n_draws,
                           gint64 seed,
                           ComityFormat format,
                           int decimals)
{
#define POINT_COLUMNS                                                                              \
  { "value", "Value", COMITY_RECORD_TEXT }, { "estimate", "Prediction", COMITY_RECORD_NUMBER },    \
      { "std_error", "SE", COMITY_RECORD_NUMBER }, { "conf_low", "Low", COMITY_RECORD_NUMBER },    \
      { "conf_high", "High", COMITY_RECORD_NUMBER }, { "link_low", NULL, COMITY_RECORD_NUMBER },   \
      { "link_high", NULL, COMITY_RECORD_NUMBER }, { "change", "Change", COMITY_RECORD_NUMBER },   \
      { "change_std_error", "its SE", COMITY_RECORD_NUMBER },                                      \
      { "change_low", "Low", COMITY_RECORD_NUMBER },                                               \
      { "change_high", "High", COMITY_RECORD_NUMBER }, { "eta", NULL, COMITY_RECORD_NUMBER },      \
  {                                                                                                \
    "eta_std_error", NULL, COMITY_RECORD_NUMBER                                                    \
  }
  /* The columns of draws come last, so that they can be left out. */
  static const ComityRecordColumn columns[] = {
    POINT_COLUMNS,
    { "draw_low", "Low (draws)", COMITY_RECORD_NUMBER },
    { "draw_high", "High (draws)", COMITY_RECORD_NUMBER },
    { "change_draw_low", NULL, COMITY_RECORD_NUMBER },
    { "change_draw_high", NULL, COMITY_RECORD_NUMBER },
  };
#undef POINT_COLUMNS
  gsize n_columns = G_N_ELEMENTS (columns) - (n_draws > 0 ? 0 : 4);
  g_autoptr (ComityRecords) records =
      comity_records_new ("Predictions", columns, n_columns, decimals);

  comity_records_add_fact_text (records, "over", column);
  add_profile (records, profile);
  if (column != NULL)
    comity_records_add_note (records, "Values of %s; changes are from the first of them.", column);
  if (n_draws > 0)
    {
      comity_records_add_fact (records, "draws", NULL, COMITY_RECORD_COUNT, (double) n_draws);
      comity_records_add_fact (records, "seed", NULL, COMITY_RECORD_COUNT, (double) seed);
      comity_records_add_note (records,
                               "%" G_GSIZE_FORMAT " draws of the estimates, seed %" //
                               G_GINT64_FORMAT ".",
                               n_draws, seed);
    }
  comity_records_add_fit (records, fit);
  for (gsize i = 0; i < comity_predictions_get_n (predictions); i++)
    {
      const ComityPrediction *p = comity_predictions_peek (predictions, i);
      const double numbers[] = { p->estimate,        p->std_error,       p->conf_low,
                                 p->conf_high,       p->link_low,        p->link_high,
                                 p->change,          p->change_error,    p->change_low,
                                 p->change_high,     p->eta,             p->eta_error,
                                 p->draw_low,        p->draw_high,       p->change_draw_low,
                                 p->change_draw_high };

      comity_records_add_text (records, p->value);
      for (gsize j = 0; j + 1 < n_columns; j++)
        comity_records_add_number (records, numbers[j]);
    }
  return comity_records_report (records, "predictions", format);
}
