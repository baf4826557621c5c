/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli survival: survivor curves of groups, tests between them, and their figure. */
#include "config.h"

#include "comity-cli-plot.h"
#include "comity-figures.h"
#include "comity-number.h"
#include "comity-post-report.h"
#include "comity-records.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *table;
  char *times;
  char *quantiles;
  char *interval;
  char *kind;
  double until;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->table);
  g_free (options->times);
  g_free (options->quantiles);
  g_free (options->interval);
  g_free (options->kind);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_interval (const char *text, ComitySurvivorScale *scale, GError **error)
{
  static const char *const names[] = { "log-log", "log", "plain" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (text == NULL || strcmp (text, names[i]) == 0)
      {
        *scale = (ComitySurvivorScale) i;
        return TRUE;
      }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--interval is log-log, log or plain, not “%s”.", text);
  return FALSE;
}

static char *
make_caption (const ComitySurvivalCurves *curves, const ComitySurvivalReportOptions *options)
{
  GString *text = g_string_new (NULL);
  g_autofree char *rows = comity_count_words (curves->n, "row", "rows");
  g_autofree char *events = NULL;
  gsize n_events = 0;

  for (gsize g = 0; g < curves->n_groups; g++)
    n_events += curves->group_events[g];
  events = comity_count_words (n_events, "event", "events");
  g_string_append_printf (text, "Kaplan–Meier with %g %% intervals; %s, %s.", options->level, rows,
                          events);
  if (curves->n_groups > 1)
    {
      g_autoptr (ComityLogrank) test = comity_survival_curves_test (curves, COMITY_LOGRANK);
      g_autofree char *chi2 = test != NULL ? comity_record_dup_number (test->chi2, 2) : NULL;
      g_autofree char *p = test != NULL ? comity_record_dup_p (test->p) : NULL;

      if (test != NULL)
        g_string_append_printf (text, " Log-rank χ²(%d) = %s, p %s.", test->df, chi2, p);
    }
  return g_string_free (text, FALSE);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) options = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliFigure) figure_options = COMITY_CLI_FIGURE_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) own = { .decimals = 4 };
  ComitySurvivalReportOptions report = { .until = NAN };
  ComityFormat format = COMITY_FORMAT_TEXT;
  gboolean hazard, draws;
  ComityDataset *dataset;
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComitySurvivalCurves) curves = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *times = NULL;
  g_autofree double *quantiles = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    { "formula", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &options.formulas,
      "whose curves: 'Surv(start, stop, event) ~ group'", "F" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &options.time,
      "columns of the times, where the formula has the event alone", "[START,]STOP" },
    { "where", 'w', 0, G_OPTION_ARG_STRING, &options.where, "only rows where EXPR is true", "EXPR" },
    { "weights", 0, 0, G_OPTION_ARG_STRING, &options.weights, "a column of weights", "COL" },
    { "strata", 0, 0, G_OPTION_ARG_STRING, &options.strata, "tests within each value of it", "COL" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &options.level, "of confidence intervals (95)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads, "0: all", "N" },
    { "table", 0, 0, G_OPTION_ARG_STRING, &own.table,
      "groups (medians, means) or curve (a row a time) (groups)", "WHICH" },
    { "times", 0, 0, G_OPTION_ARG_STRING, &own.times, "the curve at these times", "T1,T2" },
    { "quantiles", 0, 0, G_OPTION_ARG_STRING, &own.quantiles,
      "instead, the times by which these shares had the event", "P1,P2" },
    { "interval", 0, 0, G_OPTION_ARG_STRING, &own.interval,
      "log-log (Stata's), log (R's) or plain (log-log)", "SCALE" },
    { "until", 0, 0, G_OPTION_ARG_DOUBLE, &own.until,
      "end of the restricted mean (the last time of all groups)", "TIME" },
    { "curve", 0, 0, G_OPTION_ARG_STRING, &own.kind,
      "of the figure: survival or hazard (cumulative, Nelson–Aalen) (survival)", "WHICH" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &own.decimals, "digits after the point (4)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (figure_options),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_survival, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_survival, "only one file can be read (“%s”).", argv[2]);
  hazard = g_strcmp0 (own.kind, "hazard") == 0;
  if (own.kind != NULL && !hazard && strcmp (own.kind, "survival") != 0)
    return comity_cli_usage (&comity_verb_survival, "--curve is survival or hazard, not “%s”.",
                             own.kind);
  if ((own.table != NULL || own.times != NULL) && own.quantiles != NULL)
    return comity_cli_usage (&comity_verb_survival,
                             "--quantiles is a table of its own: leave out --table and --times.");
  if (g_strcmp0 (own.table, "groups") == 0 && own.times != NULL)
    return comity_cli_usage (&comity_verb_survival, "--times is of --table curve, not of groups.");
  if (own.until < 0.0)
    return comity_cli_usage (&comity_verb_survival, "--until is a time after 0.");
  report.curve = g_strcmp0 (own.table, "curve") == 0 || own.times != NULL;
  if (own.table != NULL && strcmp (own.table, "curve") != 0 && strcmp (own.table, "groups") != 0)
    return comity_cli_usage (&comity_verb_survival, "--table is groups or curve, not “%s”.",
                             own.table);
  if (!comity_cli_result_choose (&result, &draws, &format, &error))
    return comity_cli_usage (&comity_verb_survival, "%s", error->message);
  if (draws && (own.table != NULL || own.times != NULL || own.quantiles != NULL))
    return comity_cli_usage (&comity_verb_survival,
                             "--table, --times and --quantiles are tables, and “%s” is a figure.",
                             result.output);
  /* Times and strata are those of models of durations. */
  options.model = g_strdup ("cox");
  if (!comity_cli_spec_check_formulas (&options, 1, 1, &error) ||
      !comity_cli_parse_times (own.times, &times, &report.n_times, &error) ||
      !comity_cli_parse_times (own.quantiles, &quantiles, &report.n_quantiles, &error) ||
      !parse_interval (own.interval, &report.scale, &error) ||
      (spec = comity_cli_spec_make (&options, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_survival, "%s", error->message);
  report.times = times;
  report.quantiles = quantiles;
  for (gsize i = 0; i < report.n_quantiles; i++)
    if (!(quantiles[i] > 0.0 && quantiles[i] < 1.0))
      return comity_cli_usage (&comity_verb_survival,
                               "--quantiles are shares between 0 and 1, not “%s”.", own.quantiles);
  report.level = spec->level;
  report.until = own.until > 0.0 ? own.until : NAN;

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error))
    return comity_cli_fail (&comity_verb_survival, error);
  dataset = rows.panel != NULL ? comity_panel_peek_dataset (rows.panel) : rows.dataset;
  curves = comity_survival_curves_new (spec, dataset, &error);
  if (curves == NULL)
    return comity_cli_fail (&comity_verb_survival, error);
  if (draws)
    {
      g_autofree char *words = make_caption (curves, &report);

      return comity_cli_export_words (
                 comity_survival_figure_new (curves, hazard, report.scale, report.level,
                                             spec->stop != NULL ? spec->stop : "Time"),
                 dataset, words, &figure_options, result.output, &error)
                 ? COMITY_CLI_DONE
                 : comity_cli_fail (&comity_verb_survival, error);
    }
  text = comity_survival_report (curves, &report, format, CLAMP (own.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_survival, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_survival = {
  .name = "survival",
  .arguments = "[DATA] --formula 'Surv([START,] STOP, EVENT) ~ GROUP' [--times T1,T2] [OPTION…]",
  .summary = "Survivor curves of groups: Kaplan–Meier, Nelson–Aalen, log-rank tests, figure.",
  .run = run,
};
