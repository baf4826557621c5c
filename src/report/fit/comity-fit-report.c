/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits as a document in any of the formats. */
#include "config.h"

#include "comity-fit-report-private.h"

#include <math.h>

const char *
comity_spec_peek_ratio_title (const ComitySpec *spec)
{
  static const struct
  {
    const char *name, *title;
  } titles[] = {
    { "logit", "Odds ratios" },           { "firth", "Odds ratios" },
    { "relogit", "Odds ratios" },         { "clogit", "Odds ratios" },
    { "xtlogit", "Odds ratios" },         { "cloglog", "Hazard ratios" },
    { "cox", "Hazard ratios" },           { "poisson", "Incidence-rate ratios" },
    { "negbin", "Incidence-rate ratios" }, { "loglogistic", "Time ratios" },
    { "lognormal", "Time ratios" },
  };
  const char *name = spec->estimator;

  if (g_str_equal (name, "exponential") || g_str_equal (name, "weibull"))
    return spec->accelerated ? "Time ratios" : "Hazard ratios";
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (name, titles[i].name))
      return titles[i].title;
  return NULL;
}

const char *
comity_fit_ratio_title (const ComityFit *fit)
{
  return comity_spec_peek_ratio_title (comity_fit_peek_spec (fit));
}

ComityCoefficient
comity_fit_report_coefficient (ComityFit *fit, gsize i, const ComityFitReportOptions *options)
{
  ComityCoefficient c = *comity_fit_peek_coefficient (fit, i);

  if (!options->ratios || comity_fit_ratio_title (fit) == NULL)
    return c;
  c.estimate = exp (c.estimate);
  c.std_error *= c.estimate;
  c.conf_low = exp (c.conf_low);
  c.conf_high = exp (c.conf_high);
  return c;
}

gboolean
comity_fit_report_percentiles (ComityFit *fit,
                               gsize i,
                               const ComityFitReportOptions *options,
                               double *low,
                               double *high)
{
  if (!comity_fit_get_percentiles (fit, i, low, high))
    return FALSE;
  if (options->ratios && comity_fit_ratio_title (fit) != NULL)
    {
      *low = exp (*low);
      *high = exp (*high);
    }
  return TRUE;
}

char *
comity_fit_report (ComityFit *const *fits,
                   gsize n_fits,
                   ComityFormat format,
                   const ComityFitReportOptions *options)
{
  static const ComityFitReportOptions defaults = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autoptr (ComityTable) table = NULL;
  g_autoptr (ComityTable) intervals = NULL;
  g_autoptr (ComityTable) waterfall = NULL;
  GString *out;

  g_return_val_if_fail (fits != NULL && n_fits > 0, NULL);

  if (options == NULL)
    options = &defaults;
  if (format == COMITY_FORMAT_JSON)
    return comity_fit_json (fits, n_fits, options);

  out = g_string_new (NULL);
  if (format == COMITY_FORMAT_CSV)
    {
      table = comity_fit_long_table_new (fits, n_fits, options);
      comity_table_write (table, format, out);
      return g_string_free (out, FALSE);
    }

  table = comity_fit_table_new (fits, n_fits, options);
  comity_table_write (table, format, out);
  intervals = comity_fit_intervals_new (fits, n_fits, options);
  if (intervals != NULL)
    {
      g_string_append_c (out, '\n');
      comity_table_write (intervals, format, out);
    }
  if (options->waterfall && format != COMITY_FORMAT_LATEX)
    waterfall = comity_fit_waterfall_new (fits, n_fits);
  if (waterfall != NULL)
    {
      g_string_append_c (out, '\n');
      comity_table_write (waterfall, format, out);
    }
  return g_string_free (out, FALSE);
}
