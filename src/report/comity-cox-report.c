/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows a Cox model as records: the test of proportional hazards, and its survivor curves.
 */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"
#include "comity-records.h"

char *
comity_zph_report (const ComityFit *fit, const ComityZph *zph, ComityFormat format, int decimals)
{
  static const char *const against[] = { "1 − the Kaplan–Meier survival", "time",
                                         "the rank of time", "the logarithm of time" };
  /* The correlation comes last, so that it can be left out. */
  static const ComityRecordColumn columns[] = {
    { "term", "Term", COMITY_RECORD_TEXT }, { "chi2", "χ²", COMITY_RECORD_NUMBER },
    { "df", "df", COMITY_RECORD_COUNT },    { "p", "p", COMITY_RECORD_NUMBER },
    { "rho", "ρ", COMITY_RECORD_NUMBER },
  };
  g_autoptr (ComityRecords) records =
      comity_records_new ("Test of proportional hazards", columns,
                          G_N_ELEMENTS (columns) - (zph->approximate ? 0 : 1), decimals);

  comity_records_add_fact_text (records, "transform", comity_zph_transform_name (zph->transform));
  comity_records_add_fact_text (records, "form", zph->approximate ? "approximate" : "score");
  comity_records_add_fit (records, fit);
  comity_records_add_note (
      records, "Against %s; %s. A small p says that the effect changes over time.",
      against[zph->transform],
      zph->approximate ? "Grambsch and Therneau's (1994) approximation, as Stata's estat phtest"
                       : "score test, as R's survival from version 3");
  for (gsize i = 0; i < zph->n_tests; i++)
    {
      const ComityZphTest *test = &zph->tests[i];

      comity_records_add_text (records, test->term);
      comity_records_add_number (records, test->chi2);
      comity_records_add_number (records, test->df);
      comity_records_add_number (records, test->p);
      if (zph->approximate)
        comity_records_add_number (records, test->rho);
    }
  return comity_records_report (records, "tests", format);
}

char *
comity_cox_curves_report (const ComityFit *fit,
                          const ComityCoxCurve *const *curves,
                          const char *const *labels,
                          gsize n_curves,
                          ComityFormat format,
                          int decimals)
{
  static const ComityRecordColumn columns[] = {
    { "stratum", "Stratum", COMITY_RECORD_TEXT },
    { "time", "Time", COMITY_RECORD_VALUE },
    { "survival", "Survival", COMITY_RECORD_NUMBER },
    { "conf_low", "Low", COMITY_RECORD_NUMBER },
    { "conf_high", "High", COMITY_RECORD_NUMBER },
    { "hazard", "Cum. hazard", COMITY_RECORD_NUMBER },
    { "hazard_std_error", "SE", COMITY_RECORD_NUMBER },
  };
  g_autoptr (ComityRecords) records = comity_records_new (
      "Survival with covariates at their means", columns, G_N_ELEMENTS (columns), decimals);

  comity_records_add_fit (records, fit);
  for (gsize c = 0; c < n_curves; c++)
    for (gsize i = 0; i < curves[c]->n; i++)
      {
        const double numbers[] = { curves[c]->time[i],   curves[c]->survival[i],
                                   curves[c]->low[i],    curves[c]->high[i],
                                   curves[c]->hazard[i], curves[c]->std_error[i] };

        comity_records_add_text (records, labels[c]);
        for (gsize k = 0; k < G_N_ELEMENTS (numbers); k++)
          comity_records_add_number (records, numbers[k]);
      }
  return comity_records_report (records, "curve", format);
}
