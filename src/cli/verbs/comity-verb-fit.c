/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli fit: estimates one model and prints its table. */
#include "config.h"

#include "comity-cli-plot.h"
#include "comity-post-report.h"

typedef struct
{
  gboolean timings;
  gboolean no_stars, labels;
  gboolean ladder;
  int decimals;
  char *plot, *term;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->plot);
  g_free (options->term);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The coefficients, or one of them under every kind of standard errors. */
static gboolean
draw (GPtrArray *fits,
      const ComityLadder *ladder,
      const Options *options,
      const ComityCoefOptions *coef,
      const ComityCliFigure *look,
      const char *output,
      GError **error)
{
  ComityFit *const *all = (ComityFit *const *) fits->pdata;
  gsize term;

  if (ladder != NULL && !comity_cli_choose_term (all[0], options->term, &term, error))
    return FALSE;
  comity_cli_say_warnings (&comity_verb_fit, fits);
  return comity_cli_export_fits (ladder != NULL ? comity_ladder_figure_new (ladder, term)
                                                : comity_coef_figure_new (all, fits->len, coef),
                                 all, fits->len, look, output, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (ComityCliFigure) look = COMITY_CLI_FIGURE_INIT;
  g_auto (Options) options = { .decimals = 3 };
  ComityCoefOptions coef;
  gboolean draws;
  ComityFitReportOptions report = COMITY_FIT_REPORT_OPTIONS_INIT;
  ComityFormat format;
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_autoptr (ComitySpec) probe = NULL;
  g_autoptr (ComityLadder) ladder = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "ladder", 0, 0, G_OPTION_ARG_NONE, &options.ladder,
      "all kinds of standard errors of the fit, beside each other", NULL },
    { "term", 0, 0, G_OPTION_ARG_STRING, &options.term,
      "where --output is a picture of the --ladder: whose (the first)", "TERM" },
    { "plot", 0, 0, G_OPTION_ARG_STRING, &options.plot,
      "where --output is a picture of the coefficients, also or how: constant, time, standardized",
      "LIST" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &options.decimals, "digits after the point (3)", "N" },
    { "exponentiate", 0, 0, G_OPTION_ARG_NONE, &report.ratios,
      "exp(estimate): odds ratios, hazard ratios and the like", NULL },
    { "no-stars", 0, 0, G_OPTION_ARG_NONE, &options.no_stars, "no stars in the table", NULL },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &options.labels,
      "terms by their columns' labels instead of names", NULL },
    { "timings", 0, 0, G_OPTION_ARG_NONE, &options.timings, "say where the time went", NULL },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (look),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_fit, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_fit, "only one file can be read (“%s”).", argv[2]);
  if (options.ladder && report.ratios)
    return comity_cli_usage (&comity_verb_fit, "--ladder is of the estimates themselves; leave "
                                               "--exponentiate out.");
  if (!comity_cli_spec_check_formulas (&spec, 1, 1, &error) ||
      !comity_cli_result_choose (&result, &draws, &format, &error) ||
      !comity_cli_parse_plot (options.plot, &coef, &error) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL ||
      (report.ratios && !comity_cli_spec_check_ratios (probe, &error)))
    return comity_cli_usage (&comity_verb_fit, "%s", error->message);
  if (options.term != NULL && !(draws && options.ladder))
    return comity_cli_usage (&comity_verb_fit, "--term is of a picture of the --ladder.");
  if (options.plot != NULL && (!draws || options.ladder))
    return comity_cli_usage (&comity_verb_fit, "--plot is of a picture of the coefficients.");

  rows.texts = comity_cli_spec_list_texts (&spec);
  if (!comity_cli_rows_open (&rows, argv[1], &data, &error))
    return comity_cli_fail (&comity_verb_fit, error);
  if (options.ladder)
    {
      ladder = rows.panel != NULL
                   ? comity_ladder_new (probe, rows.panel, NULL, &error)
                   : comity_ladder_new_for_dataset (probe, rows.dataset, NULL, &error);
      if (ladder == NULL)
        return comity_cli_fail (&comity_verb_fit, error);
      g_ptr_array_add (fits, comity_fit_ref (comity_ladder_peek_fit (ladder)));
    }
  else if (!comity_cli_fit_all (&spec, &rows, FALSE, fits, &error))
    return comity_cli_fail (&comity_verb_fit, error);

  if (draws)
    return draw (fits, ladder, &options, &coef, &look, result.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_fit, error);
  report.decimals = CLAMP (options.decimals, 0, 12);
  report.stars = !options.no_stars;
  report.labels = options.labels;
  report.timings = options.timings;
  report.time_read = rows.seconds;
  text = ladder != NULL
             ? comity_ladder_report (ladder, format, &report)
             : comity_fit_report ((ComityFit *const *) fits->pdata, fits->len, format, &report);
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_fit, error);
  if (format != COMITY_FORMAT_TEXT && format != COMITY_FORMAT_JSON)
    comity_cli_say_warnings (&comity_verb_fit, fits);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_fit = {
  .name = "fit",
  .arguments = "[DATA] --formula F [OPTION…]",
  .summary = "Estimates a model: table as text, json, csv, latex, html or markdown, or drawn.",
  .run = run,
};
