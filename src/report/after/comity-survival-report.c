/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survivor curves as records: a row a group with its median and its part in the log-rank test, or a
 * row a time. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-records.h"

#include <math.h>

static const ComityRecordColumn group_columns[] = {
  { "group", "Group", COMITY_RECORD_TEXT },
  { "n", "Rows", COMITY_RECORD_COUNT },
  { "events", "Events", COMITY_RECORD_COUNT },
  { "expected", "Expected", COMITY_RECORD_NUMBER },
  { "median", "Median", COMITY_RECORD_VALUE },
  { "median_low", "Low", COMITY_RECORD_VALUE },
  { "median_high", "High", COMITY_RECORD_VALUE },
  { "restricted_mean", "Mean", COMITY_RECORD_NUMBER },
  { "restricted_mean_std_error", "SE", COMITY_RECORD_NUMBER },
};

static const ComityRecordColumn curve_columns[] = {
  { "group", "Group", COMITY_RECORD_TEXT },
  { "time", "Time", COMITY_RECORD_VALUE },
  { "n_risk", "At risk", COMITY_RECORD_VALUE },
  { "n_event", "Events", COMITY_RECORD_VALUE },
  { "n_censor", "Left", COMITY_RECORD_VALUE },
  { "survival", "Survival", COMITY_RECORD_NUMBER },
  { "std_error", "SE", COMITY_RECORD_NUMBER },
  { "conf_low", "Low", COMITY_RECORD_NUMBER },
  { "conf_high", "High", COMITY_RECORD_NUMBER },
  { "hazard", "Cum. hazard", COMITY_RECORD_NUMBER },
  { "hazard_std_error", "SE", COMITY_RECORD_NUMBER },
};

static const ComityRecordColumn quantile_columns[] = {
  { "group", "Group", COMITY_RECORD_TEXT }, { "p", "Share", COMITY_RECORD_VALUE },
  { "time", "Time", COMITY_RECORD_VALUE },  { "conf_low", "Low", COMITY_RECORD_VALUE },
  { "conf_high", "High", COMITY_RECORD_VALUE },
};

static void
add_tests (ComityRecords *records, const ComitySurvivalCurves *curves, int decimals)
{
  static const char *const names[][3] = { { "logrank_chi2", "logrank_df", "logrank_p" },
                                          { "gehan_chi2", "gehan_df", "gehan_p" },
                                          { "tarone_ware_chi2", "tarone_ware_df", "tarone_ware_p" },
                                          { "peto_chi2", "peto_df", "peto_p" } };

  for (gsize i = 0; curves->n_groups > 1 && i < G_N_ELEMENTS (names); i++)
    {
      ComityLogrankWeight weight = (ComityLogrankWeight) i;
      g_autoptr (ComityLogrank) test = comity_survival_curves_test (curves, weight);
      g_autofree char *chi2 = NULL;
      g_autofree char *p = NULL;

      if (test == NULL)
        continue;
      comity_records_add_fact (records, names[i][0], NULL, COMITY_RECORD_NUMBER, test->chi2);
      comity_records_add_fact (records, names[i][1], NULL, COMITY_RECORD_COUNT, test->df);
      comity_records_add_fact (records, names[i][2], NULL, COMITY_RECORD_P, test->p);
      chi2 = comity_record_dup_number (test->chi2, decimals);
      p = comity_record_dup_p (test->p);
      comity_records_add_note (records, "%s test%s: χ²(%d) = %s, p %s.",
                               comity_logrank_weight_title (weight),
                               curves->stratum != NULL ? " (stratified)" : "", test->df, chi2, p);
    }
}

/* The last time that every curve reaches. */
static double
find_until (const ComitySurvivalCurves *curves)
{
  double until = INFINITY;

  for (gsize g = 0; g < curves->n_groups; g++)
    until = MIN (until, curves->curves[g]->time[curves->curves[g]->n - 1]);
  return until;
}

static void
add_groups (ComityRecords *records,
            const ComitySurvivalCurves *curves,
            const ComitySurvivalReportOptions *options,
            double until)
{
  g_autoptr (ComityLogrank) test =
      curves->n_groups > 1 ? comity_survival_curves_test (curves, COMITY_LOGRANK) : NULL;

  for (gsize g = 0; g < curves->n_groups; g++)
    {
      double median, low, high, error;
      double mean = comity_survivor_get_restricted_mean (curves->curves[g], until, &error);

      comity_survivor_get_quantile (curves->curves[g], 0.5, options->scale, options->level, &median,
                                    &low, &high);
      comity_records_add_text (records, *curves->labels[g] != '\0' ? curves->labels[g] : "all");
      comity_records_add_number (records, (double) curves->group_rows[g]);
      comity_records_add_number (records, (double) curves->group_events[g]);
      comity_records_add_number (records, test != NULL ? test->expected[g] : NAN);
      comity_records_add_number (records, median);
      comity_records_add_number (records, low);
      comity_records_add_number (records, high);
      comity_records_add_number (records, mean);
      comity_records_add_number (records, error);
    }
}

static void
add_quantiles (ComityRecords *records,
               const ComitySurvivalCurves *curves,
               const ComitySurvivalReportOptions *options)
{
  for (gsize g = 0; g < curves->n_groups; g++)
    for (gsize i = 0; i < options->n_quantiles; i++)
      {
        double time, low, high;

        comity_survivor_get_quantile (curves->curves[g], options->quantiles[i], options->scale,
                                      options->level, &time, &low, &high);
        comity_records_add_text (records, *curves->labels[g] != '\0' ? curves->labels[g] : "all");
        comity_records_add_number (records, options->quantiles[i]);
        comity_records_add_number (records, time);
        comity_records_add_number (records, low);
        comity_records_add_number (records, high);
      }
}

/* @at: an index of the curve, or -1 before its first time. */
static void
add_time (ComityRecords *records,
          const ComitySurvivalCurves *curves,
          gsize g,
          gssize at,
          double time,
          const ComitySurvivalReportOptions *options)
{
  const ComitySurvivor *curve = curves->curves[g];
  gboolean exact = at >= 0 && curve->time[at] == time;
  double low = NAN;
  double high = NAN;
  double at_risk = 0.0;

  for (gsize i = 0; !exact && i < curves->n; i++)
    if (curves->group[i] == g && curves->stop[i] >= time &&
        (curves->start == NULL || curves->start[i] < time))
      at_risk += curves->weight != NULL ? curves->weight[i] : 1.0;
  if (at >= 0)
    comity_survivor_get_interval (curve, (gsize) at, options->scale, options->level, &low, &high);
  comity_records_add_text (records, *curves->labels[g] != '\0' ? curves->labels[g] : "all");
  comity_records_add_number (records, time);
  comity_records_add_number (records, exact ? curve->n_risk[at] : at_risk);
  comity_records_add_number (records, exact ? curve->n_event[at] : 0.0);
  comity_records_add_number (records, exact ? curve->n_censor[at] : 0.0);
  comity_records_add_number (records, at >= 0 ? curve->survival[at] : 1.0);
  comity_records_add_number (records, at >= 0 ? curve->std_error[at] : 0.0);
  comity_records_add_number (records, low);
  comity_records_add_number (records, high);
  comity_records_add_number (records, at >= 0 ? curve->hazard[at] : 0.0);
  comity_records_add_number (records, at >= 0 ? curve->hazard_error[at] : 0.0);
}

static void
add_curves (ComityRecords *records,
            const ComitySurvivalCurves *curves,
            const ComitySurvivalReportOptions *options)
{
  for (gsize g = 0; g < curves->n_groups; g++)
    {
      const ComitySurvivor *curve = curves->curves[g];

      for (gsize i = 0; options->times == NULL && i < curve->n; i++)
        add_time (records, curves, g, (gssize) i, curve->time[i], options);
      for (gsize t = 0; options->times != NULL && t < options->n_times; t++)
        {
          gssize at = -1;

          while (at + 1 < (gssize) curve->n && curve->time[at + 1] <= options->times[t])
            at++;
          add_time (records, curves, g, at, options->times[t], options);
        }
    }
}

char *
comity_survival_report (const ComitySurvivalCurves *curves,
                        const ComitySurvivalReportOptions *options,
                        ComityFormat format,
                        int decimals)
{
  const struct
  {
    const char *title, *rows;
    const ComityRecordColumn *columns;
    gsize n_columns;
  } tables[] = { { "Survival", "groups", group_columns, G_N_ELEMENTS (group_columns) },
                 { "Survivor curves", "curve", curve_columns, G_N_ELEMENTS (curve_columns) },
                 { "Times by which a share had the event", "quantiles", quantile_columns,
                   G_N_ELEMENTS (quantile_columns) } };
  gboolean quantiles = options->quantiles != NULL;
  gboolean curve = options->curve && !quantiles;
  gsize table = quantiles ? 2 : curve ? 1 : 0;
  g_autoptr (ComityRecords) records = comity_records_new (
      tables[table].title, tables[table].columns, tables[table].n_columns, decimals);
  static const char *const scales[] = { "log(−log)", "log", "plain" };
  double until = isfinite (options->until) ? options->until : find_until (curves);

  comity_records_add_fact_text (records, "event", curves->event_name);
  comity_records_add_fact_text (records, "by",
                                *curves->group_name != '\0' ? curves->group_name : NULL);
  comity_records_add_fact (records, "n", NULL, COMITY_RECORD_COUNT, (double) curves->n);
  comity_records_add_fact (records, "n_dropped", NULL, COMITY_RECORD_COUNT,
                           (double) curves->n_dropped);
  comity_records_add_fact (records, "restricted_mean_until", NULL, COMITY_RECORD_VALUE, until);
  if (curve)
    comity_records_add_note (records,
                             "Kaplan–Meier with Greenwood's errors, %g %% intervals on the %s "
                             "scale; Nelson–Aalen's cumulative hazard.",
                             options->level, scales[options->scale]);
  else if (quantiles)
    comity_records_add_note (records, "Kaplan–Meier with %g %% intervals on the %s scale.",
                             options->level, scales[options->scale]);
  else
    comity_records_add_note (records,
                             "Kaplan–Meier: medians with %g %% intervals on the %s scale; means "
                             "up to %g. Expected: of the log-rank test.",
                             options->level, scales[options->scale], until);
  if (*curves->group_name != '\0')
    comity_records_add_note (records, "Groups: %s.", curves->group_name);
  add_tests (records, curves, decimals);
  if (curves->n_groups > 1 && curves->weight != NULL)
    comity_records_add_note (records, "In the tests rows count once, whatever their weights.");
  if (curves->n_dropped > 0)
    comity_records_add_note (records,
                             "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                             " rows lack some variable and are left out.",
                             curves->n_dropped, curves->n_read);
  if (curve)
    add_curves (records, curves, options);
  else if (quantiles)
    add_quantiles (records, curves, options);
  else
    add_groups (records, curves, options, until);
  return comity_records_report (records, tables[table].rows, format);
}
