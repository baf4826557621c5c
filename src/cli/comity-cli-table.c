/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates as fit and compare write them. */
#include "config.h"

#include "comity-cli-table.h"

#include "comity-post-report.h"
#include "comity-report.h"

#include <string.h>

void
comity_cli_table_clear (ComityCliTable *self)
{
  comity_cli_result_clear (&self->result);
  comity_cli_figure_clear (&self->look);
  g_clear_pointer (&self->plot, g_free);
}

/* "constant,time,standardized". */
static gboolean
parse_plot (const char *text, ComityCoefOptions *options, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  *options = (ComityCoefOptions) COMITY_COEF_OPTIONS_INIT;
  for (char **word = words; *word != NULL; word++)
    {
      const char *name = g_strstrip (*word);

      if (strcmp (name, "constant") == 0)
        options->show_intercept = TRUE;
      else if (strcmp (name, "time") == 0)
        options->show_time = TRUE;
      else if (strcmp (name, "standardized") == 0)
        options->standardize = TRUE;
      else
        return comity_cli_refuse (
            error, "--plot is any of constant, time and standardized, not “%s”.", name);
    }
  return TRUE;
}

gboolean
comity_cli_table_check (ComityCliTable *self, const ComitySpec *spec, GError **error)
{
  if (!comity_cli_result_choose (&self->result, &self->draws, &self->format, error) ||
      !parse_plot (self->plot, &self->coef, error) ||
      (self->ratios && !comity_cli_spec_check_ratios (spec, error)))
    return FALSE;
  if (self->plot == NULL || self->draws)
    return TRUE;
  return comity_cli_refuse (error, "--plot is of a picture of the coefficients.");
}

/* Where no table tells of them. */
static void
say_warnings (const ComityVerb *verb, GPtrArray *fits)
{
  for (guint f = 0; f < fits->len; f++)
    for (gsize i = 0; i < comity_fit_get_n_warnings (fits->pdata[f]); i++)
      comity_cli_say (verb, comity_fit_peek_warning (fits->pdata[f], i));
}

/* A file that says nothing of its letters is seen to be one only where its strings are read: those
 * of a factor, whose values are in the table. */
static void
say_late_remark (const ComityVerb *verb, GPtrArray *fits)
{
  ComityDataset *dataset = comity_fit_peek_dataset (fits->pdata[0]);
  const char *remark = comity_dataset_peek_late_remark (dataset);

  if (remark != NULL)
    comity_cli_say (verb, remark);
}

static gboolean
draw (const ComityCliTable *self,
      const ComityVerb *verb,
      GPtrArray *fits,
      const ComityLadder *ladder,
      const char *name,
      GError **error)
{
  ComityFit *const *all = (ComityFit *const *) fits->pdata;
  gsize term;

  if (ladder != NULL && !comity_cli_choose_term (all[0], name, &term, error))
    return FALSE;
  say_warnings (verb, fits);
  say_late_remark (verb, fits);
  return comity_cli_export_fits (ladder != NULL
                                     ? comity_ladder_figure_new (ladder, term)
                                     : comity_coef_figure_new (all, fits->len, &self->coef),
                                 all, fits->len, &self->look, self->result.output, error);
}

gboolean
comity_cli_table_write (const ComityCliTable *self,
                        const ComityVerb *verb,
                        GPtrArray *fits,
                        const ComityLadder *ladder,
                        const char *term,
                        double seconds,
                        GError **error)
{
  ComityFitReportOptions report = COMITY_FIT_REPORT_OPTIONS_INIT;
  g_autofree char *text = NULL;

  if (self->draws)
    return draw (self, verb, fits, ladder, term, error);
  report.decimals = self->decimals;
  report.ratios = self->ratios;
  report.stars = !self->no_stars;
  report.labels = self->labels;
  report.timings = self->timings;
  report.time_read = seconds;
  text = ladder != NULL ? comity_ladder_report (ladder, self->format, &report)
                        : comity_fit_report ((ComityFit *const *) fits->pdata, fits->len,
                                             self->format, &report);
  if (!comity_cli_write (text, self->result.output, error))
    return FALSE;
  say_late_remark (verb, fits);
  if (self->format != COMITY_FORMAT_TEXT && self->format != COMITY_FORMAT_JSON)
    say_warnings (verb, fits);
  return TRUE;
}
