/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as the JSON object that the command line promises; several as an array of them. */
#include "config.h"

#include "comity-fit-report-private.h"

#include "comity-json-private.h"
#include "comity-survival.h"

#include <math.h>
#include <string.h>

static void
add_data (JsonBuilder *builder, ComityDataset *dataset)
{
  comity_json_begin_object (builder, "data");
  comity_json_add_text (builder, "name", comity_dataset_peek_name (dataset));
  comity_json_add_text (builder, "sha256", comity_dataset_get_sha256 (dataset));
  comity_json_add_flag (builder, "simulated", comity_dataset_is_simulated (dataset));
  json_builder_end_object (builder);
}

static void
add_sample (JsonBuilder *builder, ComityFit *fit)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

  comity_json_add_count (builder, "n", (gint64) numbers->n);
  comity_json_add_count (builder, "n_events", (gint64) numbers->n_events);
  comity_json_add_count (builder, "n_read", (gint64) numbers->n_read);
  comity_json_add_count (builder, "n_dropped", (gint64) numbers->n_dropped);
  comity_json_begin_array (builder, "dropped");
  for (gsize i = 0; i < comity_fit_get_n_drops (fit); i++)
    {
      const ComityDrop *drop = comity_fit_peek_drop (fit, i);

      if (drop->rows == 0)
        continue;
      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "variable", drop->variable);
      comity_json_add_count (builder, "rows", (gint64) drop->rows);
      comity_json_add_count (builder, "events", (gint64) drop->events);
      if (numbers->n_dyads > 0)
        {
          comity_json_add_count (builder, "dyads", (gint64) drop->dyads);
          comity_json_add_count (builder, "states", (gint64) drop->states);
          comity_json_add_count (builder, "years", (gint64) drop->years);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  comity_json_begin_object (builder, "n_clusters");
  for (gsize i = 0; i < comity_fit_get_n_clusterings (fit); i++)
    {
      gsize n_clusters;
      const char *name = comity_fit_peek_clustering (fit, i, &n_clusters);

      comity_json_add_count (builder, name, (gint64) n_clusters);
    }
  json_builder_end_object (builder);
}

static void
add_test (JsonBuilder *builder, const char *name, double chi2, int df, double p)
{
  comity_json_begin_object (builder, name);
  comity_json_add_number (builder, "chi2", chi2);
  comity_json_add_count (builder, "df", df);
  comity_json_add_number (builder, "p", p);
  json_builder_end_object (builder);
}

static void
add_numbers (JsonBuilder *builder, ComityFit *fit)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);

  comity_json_add_number (builder, "log_likelihood", numbers->log_likelihood);
  comity_json_add_number (builder, "log_likelihood_null", numbers->log_likelihood_null);
  comity_json_add_number (builder, "aic", numbers->aic);
  comity_json_add_number (builder, "bic", numbers->bic);
  comity_json_add_number (builder, "pseudo_r2", numbers->pseudo_r2);
  add_test (builder, "wald", numbers->wald_chi2, numbers->wald_df, numbers->wald_p);
  add_test (builder, "lr", numbers->lr_chi2, numbers->lr_df, numbers->lr_p);
  comity_json_add_text (builder, "status", comity_fit_status_name (comity_fit_get_status (fit)));
  comity_json_add_count (builder, "iterations", numbers->iterations);
  comity_json_add_text (builder, "vce", comity_vce_name (numbers->vce));
  comity_json_add_text (builder, "small_sample",
                        comity_fit_peek_spec (fit)->stata_small_sample ? "stata" : "none");
}

static void
add_terms (JsonBuilder *builder, ComityFit *fit, const ComityFitReportOptions *options)
{
  const ComityMatrix *vcov = comity_fit_peek_vcov (fit);
  gsize n = comity_fit_get_n_terms (fit);

  comity_json_begin_array (builder, "terms");
  for (gsize i = 0; i < n; i++)
    {
      const ComityCoefficient *coefficient = comity_fit_peek_coefficient (fit, i);
      double low, high;

      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "term", coefficient->term);
      comity_json_add_number (builder, "estimate", coefficient->estimate);
      comity_json_add_number (builder, "std_error", coefficient->std_error);
      comity_json_add_number (builder, "statistic", coefficient->statistic);
      comity_json_add_number (builder, "p_value", coefficient->p_value);
      comity_json_add_number (builder, "conf_low", coefficient->conf_low);
      comity_json_add_number (builder, "conf_high", coefficient->conf_high);
      if (comity_fit_get_percentiles (fit, i, &low, &high))
        {
          comity_json_add_number (builder, "percentile_low", low);
          comity_json_add_number (builder, "percentile_high", high);
        }
      if (options->ratios && comity_fit_ratio_title (fit) != NULL)
        {
          const ComityCoefficient ratio = comity_fit_report_coefficient (fit, i, options);

          comity_json_add_number (builder, "ratio", ratio.estimate);
          comity_json_add_number (builder, "ratio_std_error", ratio.std_error);
          comity_json_add_number (builder, "ratio_low", ratio.conf_low);
          comity_json_add_number (builder, "ratio_high", ratio.conf_high);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  comity_json_begin_array (builder, "vcov");
  for (gsize i = 0; i < n; i++)
    {
      comity_json_begin_array (builder, NULL);
      for (gsize j = 0; j < n; j++)
        comity_json_add_number (builder, NULL, comity_matrix_get (vcov, i, j));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

/* Jackknife and bootstrap: how many samples there were. */
static void
add_resampling (JsonBuilder *builder, ComityFit *fit)
{
  const ComitySpec *spec = comity_fit_peek_spec (fit);
  gboolean drawn = comity_fit_peek_numbers (fit)->vce == COMITY_VCE_BOOTSTRAP;
  gsize n_failed;
  const ComityMatrix *replicates = comity_fit_peek_replicates (fit, &n_failed);

  if (replicates == NULL)
    return;
  comity_json_begin_object (builder, "resampling");
  comity_json_add_count (builder, "estimated", (gint64) replicates->n_rows);
  comity_json_add_count (builder, "failed", (gint64) n_failed);
  if (drawn)
    comity_json_add_count (builder, "seed", spec->seed);
  else
    comity_json_add_flag (builder, "one_step", spec->one_step);
  json_builder_end_object (builder);
}

/* Of likelihoods, with as many parameters as there are terms: McFadden's less one for each (adjusted),
 * Cox and Snell's, and that as a share of the most it can be (Nagelkerke 1991,
 * doi:10.1093/biomet/78.3.691). */
static void
add_pseudo_r2 (JsonBuilder *builder, ComityFit *fit)
{
  const ComityFitNumbers *numbers = comity_fit_peek_numbers (fit);
  double ll = numbers->log_likelihood, ll0 = numbers->log_likelihood_null;
  double n = (double) numbers->n, k = (double) comity_fit_get_n_terms (fit);
  double cox_snell = -expm1 (2.0 * (ll0 - ll) / n);

  if (!isfinite (numbers->pseudo_r2) || strcmp (comity_fit_peek_estimator (fit), "lpm") == 0)
    return;
  comity_json_add_number (builder, "mcfadden_adjusted", 1.0 - (ll - k) / ll0);
  comity_json_add_number (builder, "cox_snell", cox_snell);
  comity_json_add_number (builder, "nagelkerke", cox_snell / -expm1 (2.0 * ll0 / n));
}

static void
add_cox_summary (JsonBuilder *builder, ComityFit *fit)
{
  const ComityCoxSummary *summary = comity_fit_get_cox_summary (fit, NULL, NULL);

  if (summary == NULL)
    return;
  comity_json_add_number (builder, "concordance", summary->concordance);
  comity_json_add_number (builder, "concordance_se", summary->concordance_se);
  comity_json_add_number (builder, "score_chi2", summary->score_chi2);
  comity_json_add_count (builder, "score_df", summary->score_df);
  comity_json_add_number (builder, "score_p", summary->score_p);
}

static void
add_findings (JsonBuilder *builder, ComityFit *fit)
{
  comity_json_begin_array (builder, "omitted");
  for (gsize i = 0; i < comity_fit_get_n_omitted (fit); i++)
    {
      const char *reason;
      const char *term = comity_fit_peek_omitted (fit, i, &reason);

      comity_json_begin_object (builder, NULL);
      comity_json_add_text (builder, "term", term);
      comity_json_add_text (builder, "reason", reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  comity_json_begin_array (builder, "warnings");
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    comity_json_add_text (builder, NULL, comity_fit_peek_warning (fit, i));
  json_builder_end_array (builder);

  comity_json_begin_object (builder, "extra");
  for (gsize i = 0; i < comity_fit_get_n_extras (fit); i++)
    {
      double value;
      const char *name = comity_fit_peek_extra (fit, i, &value);

      comity_json_add_number (builder, name, value);
    }
  add_pseudo_r2 (builder, fit);
  add_cox_summary (builder, fit);
  json_builder_end_object (builder);
}

/* Null unless asked for, so that the same command gives the same bytes. */
static void
add_timings (JsonBuilder *builder,
             const ComityFitNumbers *numbers,
             const ComityFitReportOptions *options)
{
  const struct
  {
    const char *name;
    double seconds;
  } timings[] = { { "read", options->time_read },
                  { "design", numbers->time_design },
                  { "fit", numbers->time_fit },
                  { "covariance", numbers->time_covariance } };

  comity_json_begin_object (builder, "timings");
  for (gsize i = 0; i < G_N_ELEMENTS (timings); i++)
    {
      if (options->timings)
        comity_json_add_number (builder, timings[i].name, timings[i].seconds);
      else
        comity_json_add_null (builder, timings[i].name);
    }
  json_builder_end_object (builder);
}

static void
add_fit (JsonBuilder *builder, ComityFit *fit, const ComityFitReportOptions *options)
{
  comity_json_begin_object (builder, NULL);
  comity_json_add_text (builder, "model", comity_fit_peek_estimator (fit));
  comity_json_add_text (builder, "formula", comity_fit_peek_formula (fit));
  add_data (builder, comity_fit_peek_dataset (fit));
  add_sample (builder, fit);
  add_numbers (builder, fit);
  add_terms (builder, fit, options);
  add_resampling (builder, fit);
  add_findings (builder, fit);
  add_timings (builder, comity_fit_peek_numbers (fit), options);
  json_builder_end_object (builder);
}

char *
comity_fit_json (ComityFit *const *fits, gsize n_fits, const ComityFitReportOptions *options)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (n_fits != 1)
    comity_json_begin_array (builder, NULL);
  for (gsize i = 0; i < n_fits; i++)
    add_fit (builder, fits[i], options);
  if (n_fits != 1)
    json_builder_end_array (builder);
  return comity_json_dup_text (builder);
}
