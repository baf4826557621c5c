/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predicted curves as records: a row a time of a curve. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"

#include <math.h>

/* The columns of the rate come last, so that a Cox model can leave them out. */
static const ComityRecordColumn columns[] = {
  { "curve", "Curve", COMITY_RECORD_TEXT },
  { "value", NULL, COMITY_RECORD_TEXT },
  { "stratum", NULL, COMITY_RECORD_TEXT },
  { "time", "Time", COMITY_RECORD_VALUE },
  { "survival", "Survival", COMITY_RECORD_NUMBER },
  { "conf_low", "Low", COMITY_RECORD_NUMBER },
  { "conf_high", "High", COMITY_RECORD_NUMBER },
  { "hazard", "Cum. hazard", COMITY_RECORD_NUMBER },
  { "hazard_std_error", "SE", COMITY_RECORD_NUMBER },
  { "hazard_low", NULL, COMITY_RECORD_NUMBER },
  { "hazard_high", NULL, COMITY_RECORD_NUMBER },
  { "rate", "Hazard", COMITY_RECORD_NUMBER },
  { "rate_std_error", "SE", COMITY_RECORD_NUMBER },
  { "rate_low", "Low", COMITY_RECORD_NUMBER },
  { "rate_high", "High", COMITY_RECORD_NUMBER },
};

#define N_RATE_COLUMNS 4

static gboolean
reaches_beyond (const ComityPredictedCurves *curves)
{
  for (gsize i = 0; i < curves->n; i++)
    for (gsize j = 0; j < curves->curves[i].n; j++)
      if (isnan (curves->curves[i].survival[j]))
        return TRUE;
  return FALSE;
}

static void
add_curve (ComityRecords *records, const ComityPredictedCurve *curve, gsize n_numbers)
{
  for (gsize i = 0; i < curve->n; i++)
    {
      const double numbers[] = {
        curve->time[i],   curve->survival[i],     curve->low[i],        curve->high[i],
        curve->hazard[i], curve->hazard_error[i], curve->hazard_low[i], curve->hazard_high[i],
        curve->rate[i],   curve->rate_error[i],   curve->rate_low[i],   curve->rate_high[i]
      };

      comity_records_add_text (records, *curve->label != '\0' ? curve->label : "all");
      comity_records_add_text (records, curve->value != NULL ? curve->value : "");
      comity_records_add_text (records, curve->stratum != NULL ? curve->stratum : "");
      for (gsize j = 0; j < n_numbers; j++)
        comity_records_add_number (records, numbers[j]);
    }
}

/* Of the intervals. */
static const char *
name_scales (const ComityPredictedCurves *curves)
{
  if (!curves->has_rate)
    return "the scale of log survival";
  return curves->discrete
             ? "the scales of the linear predictor and of the cumulative hazard's logarithm"
             : "the scales of the hazards' logarithms";
}

char *
comity_predicted_curves_report (const ComityFit *fit,
                                const ComityProfile *profile,
                                const char *column,
                                const ComityPredictedCurves *curves,
                                ComityFormat format,
                                int decimals)
{
  gsize n_columns = G_N_ELEMENTS (columns) - (curves->has_rate ? 0 : N_RATE_COLUMNS);
  g_autoptr (ComityRecords) records =
      comity_records_new ("Predicted curves", columns, n_columns, decimals);
  g_autofree char *at = comity_profile_describe (profile);

  comity_records_add_fact_text (records, "over", column);
  comity_records_add_fact_text (records, "at", at);
  comity_records_add_note (records, "Covariates %s; %g %% intervals by the delta method, on %s.",
                           at, curves->level, name_scales (curves));
  if (curves->discrete)
    comity_records_add_note (records,
                             "The hazard is the probability of the event in the year; survival is "
                             "the product of one less the hazards so far.");
  if (reaches_beyond (curves))
    comity_records_add_note (records,
                             "Beyond the last time at which somebody is at risk, nothing is "
                             "known: those places are empty.");
  comity_records_add_fit (records, fit);
  for (gsize i = 0; i < curves->n; i++)
    add_curve (records, &curves->curves[i], n_columns - 3);
  return comity_records_report (records, "curves", format);
}
