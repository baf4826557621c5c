/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli fit: estimates one model and prints its table. */
#include "config.h"

#include "comity-cli.h"

#include "comity-report.h"

#include <string.h>

typedef struct
{
  char *formula;
  char *model;
  char *vce;
  char *cluster;
  char *states;
  char *small_sample;
  char *information;
  char *where;
  char *weights;
  char *time;
  char *ties;
  char *strata;
  char *format;
  char *output;
  double level;
  int n_threads;
  gboolean timings;
  gboolean no_stars;
  int decimals;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->formula);
  g_free (options->model);
  g_free (options->vce);
  g_free (options->cluster);
  g_free (options->states);
  g_free (options->small_sample);
  g_free (options->information);
  g_free (options->where);
  g_free (options->weights);
  g_free (options->time);
  g_free (options->ties);
  g_free (options->strata);
  g_free (options->format);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* The specification that the options ask for; NULL with the sentence of a wrong usage. */
static ComitySpec *
spec_from_options (const Options *options, GError **error)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (options->formula);

  if (options->model != NULL)
    {
      g_free (spec->estimator);
      spec->estimator = g_strdup (options->model);
    }
  if (options->cluster != NULL)
    comity_spec_set_clusters (spec, options->cluster);
  if (options->vce != NULL && !comity_vce_from_name (options->vce, &spec->vce))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "there is no kind of standard error “%s”.", options->vce);
      return NULL;
    }
  if (options->states != NULL)
    {
      spec->states = g_strsplit (options->states, ",", -1);
      if (g_strv_length (spec->states) != 2)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "--states needs two columns, A,B.");
          return NULL;
        }
    }
  if (options->small_sample != NULL)
    {
      spec->stata_small_sample = strcmp (options->small_sample, "stata") == 0;
      if (!spec->stata_small_sample && strcmp (options->small_sample, "none") != 0)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "--small-sample is stata or none, not “%s”.", options->small_sample);
          return NULL;
        }
    }
  if (options->information != NULL)
    {
      spec->expected_information = strcmp (options->information, "expected") == 0;
      if (!spec->expected_information && strcmp (options->information, "observed") != 0)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "--information is observed or expected, not “%s”.", options->information);
          return NULL;
        }
    }
  if (!(options->level > 0.0 && options->level < 100.0))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--level is a percentage between 0 and 100.");
      return NULL;
    }
  if (options->n_threads < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--threads is 1 or more, or 0 for all processors.");
      return NULL;
    }
  if (options->ties != NULL && !comity_ties_from_name (options->ties, &spec->ties))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--ties is efron, breslow or exact, not “%s”.", options->ties);
      return NULL;
    }
  if (options->time != NULL)
    comity_spec_set_times (spec, options->time);
  spec->strata = g_strdup (options->strata);
  spec->where = g_strdup (options->where);
  spec->weights = g_strdup (options->weights);
  spec->level = options->level;
  spec->n_threads = (guint) options->n_threads;
  return g_steal_pointer (&spec);
}

/* With states and years the data are a panel; without, a model still runs (classroom data). */
static ComityFit *
estimate (const ComitySpec *spec, const char *path, const ComityCliData *data, GError **error)
{
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityWorld) world = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  ComityRoles roles;

  if (path == NULL)
    {
      panel = comity_cli_open_panel (NULL, data, NULL, error);
      return panel != NULL ? comity_fit_new (spec, panel, NULL, error) : NULL;
    }

  dataset = comity_cli_open_dataset (path, data, &roles, error);
  if (dataset == NULL)
    return NULL;
  if (roles.column[COMITY_ROLE_STATE_A] < 0 || roles.column[COMITY_ROLE_STATE_B] < 0 ||
      roles.column[COMITY_ROLE_YEAR] < 0)
    return comity_fit_new_for_dataset (spec, dataset, NULL, error);
  world = comity_world_load (error);
  if (world == NULL)
    return NULL;
  panel = comity_panel_new (dataset, &roles, world, NULL, error);
  return panel != NULL ? comity_fit_new (spec, panel, NULL, error) : NULL;
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (Options) options = { .level = 95.0, .decimals = 3 };
  ComityFitReportOptions report = COMITY_FIT_REPORT_OPTIONS_INIT;
  ComityFormat format = COMITY_FORMAT_TEXT;
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    { "formula", 'f', 0, G_OPTION_ARG_STRING, &options.formula, "what to estimate: 'y ~ a + b'",
      "F" },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &options.model, "the estimator (logit)", "MODEL" },
    { "cluster", 'c', 0, G_OPTION_ARG_STRING, &options.cluster, "columns to cluster by",
      "COL[,COL]" },
    { "vce", 0, 0, G_OPTION_ARG_STRING, &options.vce,
      "kind of standard error: classical hc0 hc1 robust cluster twoway dyadic", "KIND" },
    { "states", 0, 0, G_OPTION_ARG_STRING, &options.states, "the two states' columns, for dyadic",
      "A,B" },
    { "small-sample", 0, 0, G_OPTION_ARG_STRING, &options.small_sample,
      "finite-sample factors: stata or none (stata)", "WHICH" },
    { "information", 0, 0, G_OPTION_ARG_STRING, &options.information,
      "probit, cloglog: observed (Stata's) or expected (R's) (observed)", "WHICH" },
    { "where", 'w', 0, G_OPTION_ARG_STRING, &options.where, "only rows where EXPR is true",
      "EXPR" },
    { "weights", 0, 0, G_OPTION_ARG_STRING, &options.weights, "a column of weights", "COL" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &options.time, "durations: columns of the times",
      "[START,]STOP" },
    { "ties", 0, 0, G_OPTION_ARG_STRING, &options.ties, "cox: efron, breslow or exact (efron)",
      "WHICH" },
    { "strata", 0, 0, G_OPTION_ARG_STRING, &options.strata,
      "durations: each value has its own baseline", "COL" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &options.level, "of confidence intervals (95)", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads, "0: all", "N" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text json csv latex html markdown",
      "FORMAT" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &options.decimals, "digits after the point (3)", "N" },
    { "no-stars", 0, 0, G_OPTION_ARG_NONE, &options.no_stars, "no stars in the table", NULL },
    { "timings", 0, 0, G_OPTION_ARG_NONE, &options.timings, "say where the time went", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "a file instead of standard output",
      "FILE" },
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_fit, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_fit, "only one file can be read (“%s”).", argv[2]);
  if (options.formula == NULL)
    return comity_cli_usage (&comity_verb_fit, "--formula F is missing.");
  if (options.format != NULL
          ? !comity_format_from_name (options.format, &format)
          : options.output != NULL && !comity_format_from_path (options.output, &format))
    return comity_cli_usage (&comity_verb_fit,
                             "“%s” is none of text, json, csv, latex, html and markdown.",
                             options.format ? options.format : options.output);
  spec = spec_from_options (&options, &error);
  if (spec == NULL)
    return comity_cli_usage (&comity_verb_fit, "%s", error->message);

  fit = estimate (spec, argv[1], &data, &error);
  if (fit == NULL)
    return comity_cli_fail (&comity_verb_fit, error);

  report.decimals = CLAMP (options.decimals, 0, 12);
  report.stars = !options.no_stars;
  report.timings = options.timings;
  text = comity_fit_report (&fit, 1, format, &report);
  if (!comity_cli_write (text, options.output, &error))
    return comity_cli_fail (&comity_verb_fit, error);
  if (format != COMITY_FORMAT_TEXT && format != COMITY_FORMAT_JSON)
    for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
      comity_cli_say (&comity_verb_fit, comity_fit_peek_warning (fit, i));
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_fit = {
  .name = "fit",
  .arguments = "[DATA] --formula F [OPTION…]",
  .summary = "Estimates a model: table as text, json, csv, latex, html or markdown.",
  .run = run,
};
