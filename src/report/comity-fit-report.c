/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits as a document in any of the formats. */
#include "config.h"

#include "comity-fit-report-private.h"

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
      table = comity_fit_long_table_new (fits, n_fits);
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
