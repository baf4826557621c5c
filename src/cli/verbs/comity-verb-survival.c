/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli survival: survivor curves of groups, tests between them, and their figure. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-figures.h"
#include "comity-number.h"
#include "comity-post-report.h"
#include "comity-records.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ComityCliAfter after;
  char *table;
  char *times;
  char *quantiles;
  char *interval;
  char *curve;
  double until;

  /* what the words stand for */
  ComitySurvivalReportOptions report;
  double *at;     /* of times; the report borrows it */
  double *shares; /* of quantiles; likewise */
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->table);
  g_free (options->times);
  g_free (options->quantiles);
  g_free (options->interval);
  g_free (options->curve);
  g_free (options->at);
  g_free (options->shares);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  ComityCliSpec *spec = &after->spec;
  const GOptionEntry entries[] = {
    { "formula", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &spec->formulas,
      "whose curves: 'Surv(start, stop, event) ~ group'", "F" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &spec->time,
      "columns of the times, where the formula has the event alone", "[START,]STOP" },
    { "where", 'w', 0, G_OPTION_ARG_STRING, &spec->where, "only rows where EXPR is true", "EXPR" },
    { "weights", 0, 0, G_OPTION_ARG_STRING, &spec->weights, "a column of weights", "COL" },
    { "strata", 0, 0, G_OPTION_ARG_STRING, &spec->strata, "tests within each value of it", "COL" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &spec->level, "of confidence intervals (95)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &spec->n_threads, "0: all", "N" },
    { "table", 0, 0, G_OPTION_ARG_STRING, &options->table,
      "groups (medians, means) or curve (a row a time) (groups)", "WHICH" },
    { "times", 0, 0, G_OPTION_ARG_STRING, &options->times, "the curve at these times", "T1,T2" },
    { "quantiles", 0, 0, G_OPTION_ARG_STRING, &options->quantiles,
      "instead, the times by which these shares had the event", "P1,P2" },
    { "interval", 0, 0, G_OPTION_ARG_STRING, &options->interval,
      "log-log (Stata's), log (R's) or plain (log-log)", "SCALE" },
    { "until", 0, 0, G_OPTION_ARG_DOUBLE, &options->until,
      "end of the restricted mean (the last time of all groups)", "TIME" },
    { "curve", 0, 0, G_OPTION_ARG_STRING, &options->curve,
      "of the figure: survival or hazard (cumulative, Nelson–Aalen) (survival)", "WHICH" },
    COMITY_CLI_DECIMALS_ENTRY (*after, "4"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_FIGURE_ENTRIES (after->look),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_survival, entries, argc, argv, status);
}

/* Tables of different kinds, and a table where a figure is written. */
static gboolean
check_tables (const Options *options, GError **error)
{
  if ((options->table != NULL || options->times != NULL) && options->quantiles != NULL)
    return comity_cli_refuse (error,
                              "--quantiles is a table of its own: leave out --table and --times.");
  if (g_strcmp0 (options->table, "groups") == 0 && options->times != NULL)
    return comity_cli_refuse (error, "--times is of --table curve, not of groups.");
  if (comity_cli_is_figure (options->after.result.output) &&
      (options->table != NULL || options->times != NULL || options->quantiles != NULL))
    return comity_cli_refuse (error,
                              "--table, --times and --quantiles are tables, and “%s” is a figure.",
                              options->after.result.output);
  return TRUE;
}

static ComitySurvivorScale
read_scale (const char *interval)
{
  return g_strcmp0 (interval, "log") == 0     ? COMITY_SURVIVOR_LOG
         : g_strcmp0 (interval, "plain") == 0 ? COMITY_SURVIVOR_PLAIN
                                              : COMITY_SURVIVOR_LOG_LOG;
}

static gboolean
check (Options *options, GError **error)
{
  ComityCliAfter *after = &options->after;
  ComitySurvivalReportOptions *report = &options->report;

  if (!check_tables (options, error))
    return FALSE;
  if (options->until < 0.0)
    return comity_cli_refuse (error, "--until is a time after 0.");
  /* Times and strata are those of models of durations. */
  after->spec.model = g_strdup ("cox");
  if (!comity_cli_after_check (after, 1, 1, error) ||
      !comity_cli_parse_times (options->times, &options->at, &report->n_times, error) ||
      !comity_cli_parse_times (options->quantiles, &options->shares, &report->n_quantiles, error))
    return FALSE;
  for (gsize i = 0; i < report->n_quantiles; i++)
    if (!(options->shares[i] > 0.0 && options->shares[i] < 1.0))
      return comity_cli_refuse (error, "--quantiles are shares between 0 and 1, not “%s”.",
                                options->quantiles);
  report->times = options->at;
  report->quantiles = options->shares;
  report->scale = read_scale (options->interval);
  report->curve = g_strcmp0 (options->table, "curve") == 0 || options->times != NULL;
  report->level = after->first->level;
  report->until = options->until > 0.0 ? options->until : NAN;
  return TRUE;
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

static gboolean
draw (const Options *options, ComitySurvivalCurves *curves, GError **error)
{
  const ComityCliAfter *after = &options->after;
  const ComitySurvivalReportOptions *report = &options->report;
  const char *stop = after->first->stop;
  g_autofree char *words = make_caption (curves, report);
  ComityFigure *figure =
      comity_survival_figure_new (curves, g_strcmp0 (options->curve, "hazard") == 0, report->scale,
                                  report->level, stop != NULL ? stop : "Time");

  return comity_cli_export_words (figure, comity_cli_after_peek_dataset (after), words,
                                  &after->look, after->result.output, error);
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  g_autoptr (ComitySurvivalCurves) curves = NULL;

  if (!comity_cli_after_open (after, path, error))
    return FALSE;
  curves = comity_survival_curves_new (after->first, comity_cli_after_peek_dataset (after), error);
  if (curves == NULL)
    return FALSE;
  return after->draws
             ? draw (options, curves, error)
             : comity_cli_after_write (after,
                                       comity_survival_report (curves, &options->report,
                                                               after->format, after->decimals),
                                       error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_survival, 4) };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_survival, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_survival = {
  .name = "survival",
  .arguments = "[DATA] --formula 'Surv([START,] STOP, EVENT) ~ GROUP' [--times T1,T2] [OPTION…]",
  .summary = "Survivor curves of groups: Kaplan–Meier, Nelson–Aalen, log-rank tests, figure.",
  .run = run,
};
