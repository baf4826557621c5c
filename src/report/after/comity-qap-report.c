/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permutation tests of states as records. */
#include "config.h"

#include "comity-post-report.h"

#include "comity-post-report-private.h"

#include <math.h>

static const ComityRecordColumn columns[] = {
  { "term", "Term", COMITY_RECORD_TEXT },
  { "estimate", "Estimate", COMITY_RECORD_NUMBER },
  { "std_error", "SE", COMITY_RECORD_NUMBER },
  { "statistic", "Statistic", COMITY_RECORD_NUMBER },
  { "p_greater", "p ≥", COMITY_RECORD_P },
  { "p_less", "p ≤", COMITY_RECORD_P },
  { "p_two_sided", "p", COMITY_RECORD_P },
  { "p_error", "± of p", COMITY_RECORD_NUMBER },
  { "permuted_mean", "Permuted mean", COMITY_RECORD_NUMBER },
  { "permuted_sd", "its SD", COMITY_RECORD_NUMBER },
  { "n_failed", NULL, COMITY_RECORD_COUNT },
};

static const ComityRecordColumn correlation_columns[] = {
  { "term", "Covariate", COMITY_RECORD_TEXT },
  { "correlation", "Correlation", COMITY_RECORD_NUMBER },
  { "p_greater", "p ≥", COMITY_RECORD_P },
  { "p_less", "p ≤", COMITY_RECORD_P },
  { "p_two_sided", "p", COMITY_RECORD_P },
  { "p_error", "± of p", COMITY_RECORD_NUMBER },
  { "permuted_mean", "Permuted mean", COMITY_RECORD_NUMBER },
  { "permuted_sd", "its SD", COMITY_RECORD_NUMBER },
};

static const char *const titles[] = {
  "Permutation of states: double semi-partialling",
  "Permutation of states: the outcome",
  "Permutation of states: QAP correlation",
};

static void
add_summary (ComityRecords *records, const ComityQapSummary *summary, ComityExchange exchange)
{
  comity_records_add_fact_text (records, "method", comity_qap_method_name (summary->method));
  comity_records_add_fact_text (records, "exchange", comity_exchange_name (exchange));
  comity_records_add_fact_text (records, "exact", summary->exact ? "yes" : "no");
  comity_records_add_fact (records, "permutations", NULL, COMITY_RECORD_COUNT,
                           (double) summary->n_permutations);
  comity_records_add_fact (records, "seed", NULL, COMITY_RECORD_COUNT,
                           summary->exact ? NAN : (double) summary->seed);
  comity_records_add_fact (records, "n_states", NULL, COMITY_RECORD_COUNT,
                           (double) summary->n_states);
  comity_records_add_fact (records, "n_groups", NULL, COMITY_RECORD_COUNT,
                           (double) summary->n_groups);
  comity_records_add_fact (records, "n_fixed", NULL, COMITY_RECORD_COUNT,
                           (double) summary->n_fixed);
  comity_records_add_fact_text (records, "pairs", summary->directed ? "directed" : "undirected");
  comity_records_add_fact (records, "kept", NULL, COMITY_RECORD_NUMBER, summary->kept);
  comity_records_add_fact (records, "least_kept", NULL, COMITY_RECORD_NUMBER, summary->least_kept);
}

static void
add_notes (ComityRecords *records, const ComityQapSummary *summary)
{
  if (summary->exact)
    comity_records_add_note (records,
                             "All %" G_GSIZE_FORMAT " permutations of the states, the identity "
                             "among them: the p values are exact.",
                             summary->n_permutations);
  else
    comity_records_add_note (records,
                             "%" G_GSIZE_FORMAT " permutations of the states, seed %" //
                             G_GUINT64_FORMAT "; p = (b + 1)/(m + 1), ± its Monte-Carlo standard "
                             "error.",
                             summary->n_permutations, summary->seed);
  if (summary->n_fixed > 0 || summary->n_groups > 1)
    comity_records_add_note (
        records,
        "%" G_GSIZE_FORMAT " states are exchanged within %" G_GSIZE_FORMAT
        " group%s present at the same times; %" G_GSIZE_FORMAT " keep%s their place.",
        summary->n_states - summary->n_fixed, summary->n_groups, summary->n_groups == 1 ? "" : "s",
        summary->n_fixed, summary->n_fixed == 1 ? "s" : "");
  else
    comity_records_add_note (records, "%" G_GSIZE_FORMAT " states are exchanged.",
                             summary->n_states);
  if (summary->kept < 1.0)
    comity_records_add_note (records,
                             "A permutation leaves %.1f %% of the rows a counterpart (at least "
                             "%.1f %%); the others are dropped from it.",
                             100.0 * summary->kept, 100.0 * summary->least_kept);
}

char *
comity_qap_report (const ComityFit *fit,
                   const ComityQap *qap,
                   ComityExchange exchange,
                   ComityFormat format,
                   int decimals)
{
  const ComityQapSummary *summary = comity_qap_peek_summary (qap);
  gboolean correlation = summary->method == COMITY_QAP_CORRELATION;
  g_autoptr (ComityRecords) records = comity_records_new (
      titles[summary->method], correlation ? correlation_columns : columns,
      correlation ? G_N_ELEMENTS (correlation_columns) : G_N_ELEMENTS (columns), decimals);
  gsize n_failed = 0;

  add_summary (records, summary, exchange);
  add_notes (records, summary);
  if (!correlation)
    comity_records_add_fit (records, fit);
  for (gsize i = 0; i < comity_qap_get_n (qap); i++)
    {
      const ComityQapTerm *term = comity_qap_peek (qap, i);

      n_failed += term->n_failed;
      comity_records_add_text (records, term->term);
      if (!correlation)
        {
          comity_records_add_number (records, term->estimate);
          comity_records_add_number (records, term->std_error);
        }
      comity_records_add_number (records, term->statistic);
      comity_records_add_number (records, term->p_greater);
      comity_records_add_number (records, term->p_less);
      comity_records_add_number (records, term->p_two_sided);
      comity_records_add_number (records, term->p_error);
      comity_records_add_number (records, term->mean);
      comity_records_add_number (records, term->sd);
      if (!correlation)
        comity_records_add_number (records, (double) term->n_failed);
    }
  if (n_failed > 0)
    comity_records_add_note (records,
                             "%" G_GSIZE_FORMAT " estimates on permuted data failed and count as "
                             "extreme, which makes the p values larger.",
                             n_failed);
  return comity_records_report (records, "terms", format);
}
