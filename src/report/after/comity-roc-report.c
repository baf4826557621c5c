/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discrimination and calibration as records. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-records.h"

#include <math.h>
#include <string.h>

static const char *const table_names[] = { "calibration", "curve", "separation" };

static const ComityRecordColumn calibration_columns[] = {
  { "low", "From", COMITY_RECORD_NUMBER },
  { "high", "To", COMITY_RECORD_NUMBER },
  { "n", "Rows", COMITY_RECORD_COUNT },
  { "observed", "Events", COMITY_RECORD_COUNT },
  { "expected", "Expected", COMITY_RECORD_NUMBER },
  { "share", "Share", COMITY_RECORD_NUMBER },
  { "mean", "Mean p", COMITY_RECORD_NUMBER },
};
static const ComityRecordColumn curve_columns[] = {
  { "threshold", "Threshold", COMITY_RECORD_NUMBER },
  { "false_positive_rate", "False positives", COMITY_RECORD_NUMBER },
  { "recall", "Recall", COMITY_RECORD_NUMBER },
  { "precision", "Precision", COMITY_RECORD_NUMBER },
};
static const ComityRecordColumn separation_columns[] = {
  { "probability", "Probability", COMITY_RECORD_NUMBER },
  { "event", "Event", COMITY_RECORD_COUNT },
};

gboolean
comity_roc_table_from_name (const char *name, ComityRocTable *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table_names); i++)
    if (strcmp (name, table_names[i]) == 0)
      {
        *table = (ComityRocTable) i;
        return TRUE;
      }
  return FALSE;
}

static void
add_area (ComityRecords *records,
          const ComityFit *fit,
          const ComityRocNumbers *numbers,
          int decimals)
{
  g_autofree char *auc = comity_record_dup_number (numbers->auc, decimals);
  g_autofree char *low = comity_record_dup_number (numbers->auc_low, decimals);
  g_autofree char *high = comity_record_dup_number (numbers->auc_high, decimals);

  comity_records_add_note (records, "%s: %s. AUC %s [%s, %s], DeLong's interval.",
                           comity_fit_peek_estimator_title (fit), comity_fit_peek_formula (fit),
                           auc, low, high);
}

static void
add_numbers (ComityRecords *records, const ComityFit *fit, const ComityRoc *roc, int decimals)
{
  const ComityRocNumbers *numbers = comity_roc_peek_numbers (roc);
  const struct
  {
    const char *name;
    const char *title;
    double value;
  } facts[] = { { "auc", NULL, numbers->auc },
                { "auc_std_error", NULL, numbers->auc_error },
                { "auc_low", NULL, numbers->auc_low },
                { "auc_high", NULL, numbers->auc_high },
                { "average_precision", "Average precision", numbers->average_precision },
                { "brier", "Brier score", numbers->brier },
                { "brier_null", "Brier score of the share of events", numbers->brier_null },
                { "log_score", "Log score", numbers->log_score },
                { "tjur", "Tjur's R²", numbers->tjur } };

  comity_records_add_fact_text (records, "model", comity_fit_peek_estimator (fit));
  comity_records_add_fact_text (records, "formula", comity_fit_peek_formula (fit));
  comity_records_add_fact (records, "n", NULL, COMITY_RECORD_COUNT, (double) numbers->n);
  comity_records_add_fact (records, "n_events", NULL, COMITY_RECORD_COUNT,
                           (double) numbers->n_events);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    comity_records_add_fact (records, facts[i].name, facts[i].title, COMITY_RECORD_NUMBER,
                             facts[i].value);
  add_area (records, fit, numbers, decimals);
}

static void
add_comparison (ComityRecords *records,
                const ComityFit *fit,
                const ComityRoc *roc,
                const ComityFit *other,
                const ComityRoc *other_roc,
                int decimals)
{
  ComityCoefficient c;

  add_area (records, other, comity_roc_peek_numbers (other_roc), decimals);
  comity_records_add_fact (records, "auc2", NULL, COMITY_RECORD_NUMBER,
                           comity_roc_peek_numbers (other_roc)->auc);
  comity_records_add_fact (records, "auc2_std_error", NULL, COMITY_RECORD_NUMBER,
                           comity_roc_peek_numbers (other_roc)->auc_error);
  if (comity_roc_compare (roc, other_roc, comity_fit_peek_spec (fit)->level, &c))
    {
      g_autofree char *difference = comity_record_dup_number (c.estimate, decimals);
      g_autofree char *z = comity_record_dup_number (c.statistic, decimals);
      g_autofree char *p = comity_record_dup_p (c.p_value);

      comity_records_add_fact (records, "auc_difference", NULL, COMITY_RECORD_NUMBER, c.estimate);
      comity_records_add_fact (records, "auc_difference_std_error", NULL, COMITY_RECORD_NUMBER,
                               c.std_error);
      comity_records_add_fact (records, "auc_difference_z", NULL, COMITY_RECORD_NUMBER,
                               c.statistic);
      comity_records_add_fact (records, "auc_difference_p", NULL, COMITY_RECORD_P, c.p_value);
      comity_records_add_note (records, "Difference of the areas %s, z = %s, p %s (DeLong).",
                               difference, z, p);
    }
}

static void
add_calibration (ComityRecords *records, const ComityRoc *roc, gsize n_groups, int decimals)
{
  g_autofree ComityRocBin *bins = g_new (ComityRocBin, n_groups);
  ComityTestResult test;
  gsize n_bins = comity_roc_calibrate (roc, n_groups, bins, &test);
  g_autofree char *chi2 = comity_record_dup_number (test.statistic, decimals);
  g_autofree char *p = comity_record_dup_p (test.p_value);

  for (gsize i = 0; i < n_bins; i++)
    {
      const double numbers[] = { bins[i].low,
                                 bins[i].high,
                                 (double) bins[i].n,
                                 (double) bins[i].observed,
                                 bins[i].expected,
                                 (double) bins[i].observed / (double) bins[i].n,
                                 bins[i].expected / (double) bins[i].n };

      for (gsize j = 0; j < G_N_ELEMENTS (numbers); j++)
        comity_records_add_number (records, numbers[j]);
    }
  comity_records_add_fact (records, "hosmer_lemeshow_chi2", NULL, COMITY_RECORD_NUMBER,
                           test.statistic);
  comity_records_add_fact (records, "hosmer_lemeshow_df", NULL, COMITY_RECORD_COUNT, test.df);
  comity_records_add_fact (records, "hosmer_lemeshow_p", NULL, COMITY_RECORD_P, test.p_value);
  if (isfinite (test.statistic))
    comity_records_add_note (records, "Hosmer–Lemeshow: χ²(%d) = %s, p %s.", test.df, chi2, p);
}

char *
comity_classification_report (const ComityFit *fit,
                              const ComityRoc *roc,
                              const double *thresholds,
                              gsize n_thresholds,
                              ComityFormat format,
                              int decimals)
{
  static const ComityRecordColumn columns[] = {
    { "threshold", "Threshold", COMITY_RECORD_VALUE },
    { "true_positives", "Events found", COMITY_RECORD_COUNT },
    { "false_negatives", "missed", COMITY_RECORD_COUNT },
    { "false_positives", "False alarms", COMITY_RECORD_COUNT },
    { "true_negatives", "Others found", COMITY_RECORD_COUNT },
    { "sensitivity", "Sensitivity", COMITY_RECORD_NUMBER },
    { "specificity", "Specificity", COMITY_RECORD_NUMBER },
    { "precision", "Precision", COMITY_RECORD_NUMBER },
    { "correct", "Correct", COMITY_RECORD_NUMBER },
  };
  const ComityRocNumbers *numbers = comity_roc_peek_numbers (roc);
  double share = (double) numbers->n_events / (double) numbers->n;
  const double usual[] = { 0.5, share };
  g_autoptr (ComityRecords) records =
      comity_records_new ("Classification", columns, G_N_ELEMENTS (columns), decimals);

  add_numbers (records, fit, roc, decimals);
  if (n_thresholds == 0)
    {
      thresholds = usual;
      n_thresholds = G_N_ELEMENTS (usual);
      comity_records_add_note (records, "Rows at or above the threshold are called events: 0.5, and "
                                        "the share of events.");
    }
  else
    comity_records_add_note (records, "Rows at or above the threshold are called events.");
  for (gsize i = 0; i < n_thresholds; i++)
    {
      gsize true_positives, false_positives;
      double n = (double) numbers->n;
      double events = (double) numbers->n_events;
      double found, alarms;

      comity_roc_count (roc, thresholds[i], &true_positives, &false_positives);
      found = (double) true_positives;
      alarms = (double) false_positives;
      {
        const double row[] = { thresholds[i],
                               found,
                               events - found,
                               alarms,
                               n - events - alarms,
                               found / events,
                               (n - events - alarms) / (n - events),
                               found + alarms > 0.0 ? found / (found + alarms) : NAN,
                               (found + n - events - alarms) / n };

        for (gsize j = 0; j < G_N_ELEMENTS (row); j++)
          comity_records_add_number (records, row[j]);
      }
    }
  return comity_records_report (records, "classification", format);
}

char *
comity_roc_report (const ComityFit *fit,
                   const ComityRoc *roc,
                   const ComityFit *other,
                   const ComityRoc *other_roc,
                   ComityRocTable table,
                   gsize n_groups,
                   ComityFormat format,
                   int decimals)
{
  static const struct
  {
    const char *title;
    const ComityRecordColumn *columns;
    gsize n_columns;
  } kinds[] = {
    { "Calibration", calibration_columns, G_N_ELEMENTS (calibration_columns) },
    { "ROC curve", curve_columns, G_N_ELEMENTS (curve_columns) },
    { "Separation", separation_columns, G_N_ELEMENTS (separation_columns) },
  };
  g_autoptr (ComityRecords) records = comity_records_new (kinds[table].title, kinds[table].columns,
                                                          kinds[table].n_columns, decimals);

  add_numbers (records, fit, roc, decimals);
  if (other_roc != NULL)
    add_comparison (records, fit, roc, other, other_roc, decimals);
  if (table == COMITY_ROC_TABLE_CALIBRATION)
    add_calibration (records, roc, n_groups, decimals);
  for (gsize i = 0; table == COMITY_ROC_TABLE_CURVE && i < comity_roc_get_n_points (roc); i++)
    {
      const ComityRocPoint *point = comity_roc_peek_point (roc, i);

      comity_records_add_number (records, point->threshold);
      comity_records_add_number (records, point->false_positive_rate);
      comity_records_add_number (records, point->recall);
      comity_records_add_number (records, point->precision);
    }
  for (gsize i = 0; table == COMITY_ROC_TABLE_SEPARATION && i < comity_roc_peek_numbers (roc)->n;
       i++)
    {
      comity_records_add_number (records, comity_roc_peek_sorted_scores (roc)[i]);
      comity_records_add_number (records, comity_roc_peek_sorted_outcomes (roc)[i]);
    }
  return comity_records_report (records, table_names[table], format);
}
