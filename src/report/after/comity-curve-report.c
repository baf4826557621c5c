/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A specification curve as records. */
#include "config.h"

#include "comity-curve-report.h"

#include "comity-records.h"

#include <math.h>

static const ComityRecordColumn columns[] = {
  { "rank", "#", COMITY_RECORD_COUNT },
  { "estimate", "Estimate", COMITY_RECORD_NUMBER },
  { "std_error", "Std. error", COMITY_RECORD_NUMBER },
  { "statistic", NULL, COMITY_RECORD_NUMBER },
  { "p_value", "p", COMITY_RECORD_P },
  { "conf_low", "Low", COMITY_RECORD_NUMBER },
  { "conf_high", "High", COMITY_RECORD_NUMBER },
  { "n", "N", COMITY_RECORD_COUNT },
  { "n_events", "Events", COMITY_RECORD_COUNT },
  { "terms", "Terms", COMITY_RECORD_TEXT },
  { "sample", "Sample", COMITY_RECORD_TEXT },
  { "model", "Model", COMITY_RECORD_TEXT },
  { "vce", "Errors", COMITY_RECORD_TEXT },
  { "status", "Status", COMITY_RECORD_TEXT },
  { "problem", NULL, COMITY_RECORD_TEXT },
  { "formula", NULL, COMITY_RECORD_TEXT },
};

static char *
list_terms (const ComitySpecCurve *curve, gsize point)
{
  GString *text = g_string_new (NULL);

  for (gsize j = 0; j < comity_spec_curve_get_n_choices (curve, COMITY_CURVE_TERMS); j++)
    if (comity_spec_curve_takes (curve, point, COMITY_CURVE_TERMS, j))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " + " : "",
                              comity_spec_curve_peek_choice (curve, COMITY_CURVE_TERMS, j));
  return g_string_free (text, FALSE);
}

static void
add_point (ComityRecords *records, const ComitySpecCurve *curve, gsize rank, gsize i)
{
  const ComityCurvePoint *point = comity_spec_curve_peek_point (curve, i);
  g_autofree char *terms = list_terms (curve, i);
  g_autofree char *formula = comity_spec_curve_dup_formula (curve, i);
  const double numbers[] = { (double) rank,    point->estimate,   point->std_error,
                             point->statistic, point->p_value,    point->conf_low,
                             point->conf_high, (double) point->n, (double) point->n_events };

  for (gsize c = 0; c < G_N_ELEMENTS (numbers); c++)
    comity_records_add_number (records, numbers[c]);
  comity_records_add_text (records, terms);
  comity_records_add_text (
      records, comity_spec_curve_peek_choice (curve, COMITY_CURVE_SAMPLES, point->sample));
  comity_records_add_text (
      records, comity_spec_curve_peek_choice (curve, COMITY_CURVE_ESTIMATORS, point->estimator));
  comity_records_add_text (records,
                           comity_spec_curve_peek_choice (curve, COMITY_CURVE_VCES, point->vce));
  comity_records_add_text (
      records, point->estimated || point->problem == NULL ? comity_fit_status_name (point->status)
               : point->status == COMITY_FIT_CONVERGED    ? "omitted"
                                                          : comity_fit_status_name (point->status));
  comity_records_add_text (records, point->problem != NULL ? point->problem : "");
  comity_records_add_text (records, formula);
}

static void
add_test (ComityRecords *records, const ComityCurveSummary *s)
{
  g_autofree char *median = comity_record_dup_p (s->p.median);
  g_autofree char *share = comity_record_dup_p (s->p.share_significant);
  g_autofree char *stouffer = comity_record_dup_p (s->p.stouffer);

  comity_records_add_fact (records, "p_median", NULL, COMITY_RECORD_P, s->p.median);
  comity_records_add_fact (records, "p_share_significant", NULL, COMITY_RECORD_P,
                           s->p.share_significant);
  comity_records_add_fact (records, "p_stouffer", NULL, COMITY_RECORD_P, s->p.stouffer);
  comity_records_add_fact (records, "permutations", NULL, COMITY_RECORD_COUNT,
                           (double) s->n_permutations);
  comity_records_add_fact (records, "permutations_failed", NULL, COMITY_RECORD_COUNT,
                           (double) s->n_failed);
  comity_records_add_fact (records, "rows_with_counterpart", NULL, COMITY_RECORD_NUMBER, s->kept);
  if (s->n_permutations == 0)
    return;
  comity_records_add_note (
      records,
      "Joint test, %s of the focal term, %s %" G_GSIZE_FORMAT
      " permutations: median p %s, share of significant estimates of its sign "
      "p %s, Stouffer's Z p %s (two-sided).",
      s->by_states ? "states exchanged in the rows and columns" : "rows exchanged",
      s->exact ? "all" : "at random", s->n_permutations, median, share, stouffer);
  if (s->by_states)
    comity_records_add_note (records,
                             "%.0f%% of the rows had a counterpart, on average; the others were "
                             "missing in the permutation.",
                             100.0 * s->kept);
}

char *
comity_curve_report (const ComitySpecCurve *curve, ComityFormat format, int decimals)
{
  const ComityCurveSummary *s = comity_spec_curve_peek_summary (curve);
  const guint32 *order = comity_spec_curve_peek_order (curve);
  g_autofree char *sentence = comity_spec_curve_describe (curve);
  g_autofree char *title =
      g_strdup_printf ("Specification curve of %s", comity_spec_curve_peek_focal (curve));
  g_autoptr (ComityRecords) records =
      comity_records_new (title, columns, G_N_ELEMENTS (columns), decimals);
  const struct
  {
    const char *name;
    double value;
  } facts[] = { { "share_positive", s->share_positive },
                { "share_significant_positive", s->share_significant_positive },
                { "share_significant_negative", s->share_significant_negative },
                { "median", s->observed.median },
                { "stouffer", s->observed.stouffer } };

  comity_records_add_fact_text (records, "focal", comity_spec_curve_peek_focal (curve));
  comity_records_add_fact_text (records, "formula", comity_spec_curve_peek_base (curve)->formula);
  comity_records_add_fact_text (records, "rows", s->own_rows ? "own" : "common");
  comity_records_add_fact_text (records, "preview", s->preview ? "yes" : "no");
  comity_records_add_fact (records, "specifications", NULL, COMITY_RECORD_COUNT, (double) s->n);
  comity_records_add_fact (records, "estimated", NULL, COMITY_RECORD_COUNT,
                           (double) s->n_estimated);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    comity_records_add_fact (records, facts[i].name, NULL, COMITY_RECORD_NUMBER, facts[i].value);
  for (gsize rank = 0; rank < s->n; rank++)
    add_point (records, curve, rank + 1, order[rank]);
  comity_records_add_note (records, "%s", sentence);
  comity_records_add_note (records, s->own_rows
                                        ? "Each specification uses all the rows that it can."
                                        : "All use the rows that are complete for every "
                                          "specification, within their samples.");
  if (s->preview)
    comity_records_add_note (records,
                             "Preview: all events and 1 in %d of the other rows; expect errors of "
                             "about %.2f standard errors.",
                             COMITY_SPEC_CURVE_PREVIEW, s->preview_error);
  add_test (records, s);
  return comity_records_report (records, "points", format);
}
