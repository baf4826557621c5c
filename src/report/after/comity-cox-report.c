/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test of proportional hazards as records. */
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
