/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli compare: several models over the same data in one table. */
#include "config.h"

#include "comity-cli-plot.h"

typedef struct
{
  gboolean timings;
  gboolean no_stars, labels;
  gboolean same_sample;
  int decimals;
  char *plot;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->plot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

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
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "same-sample", 0, 0, G_OPTION_ARG_NONE, &options.same_sample,
      "only rows that are complete for all formulas", NULL },
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

  if (!comity_cli_parse (&comity_verb_compare, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_compare, "only one file can be read (“%s”).", argv[2]);
  if (!comity_cli_spec_check_formulas (&spec, 2, 64, &error) ||
      !comity_cli_result_choose (&result, &draws, &format, &error) ||
      !comity_cli_parse_plot (options.plot, &coef, &error) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL ||
      (report.ratios && !comity_cli_spec_check_ratios (probe, &error)))
    return comity_cli_usage (&comity_verb_compare, "%s", error->message);
  if (options.plot != NULL && !draws)
    return comity_cli_usage (&comity_verb_compare, "--plot is of a picture of the coefficients.");

  rows.texts = comity_cli_spec_list_texts (&spec);
  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      !comity_cli_fit_all (&spec, &rows, options.same_sample, fits, &error))
    return comity_cli_fail (&comity_verb_compare, error);

  if (draws)
    {
      ComityFit *const *all = (ComityFit *const *) fits->pdata;

      comity_cli_say_warnings (&comity_verb_compare, fits);
      return comity_cli_export_fits (comity_coef_figure_new (all, fits->len, &coef), all, fits->len,
                                     &look, result.output, &error)
                 ? COMITY_CLI_DONE
                 : comity_cli_fail (&comity_verb_compare, error);
    }
  report.decimals = CLAMP (options.decimals, 0, 12);
  report.stars = !options.no_stars;
  report.labels = options.labels;
  report.timings = options.timings;
  report.time_read = rows.seconds;
  text = comity_fit_report ((ComityFit *const *) fits->pdata, fits->len, format, &report);
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_compare, error);
  if (format != COMITY_FORMAT_TEXT && format != COMITY_FORMAT_JSON)
    comity_cli_say_warnings (&comity_verb_compare, fits);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_compare = {
  .name = "compare",
  .arguments = "[DATA] --formula F1 --formula F2 … [OPTION…]",
  .summary = "Estimates several models: one table, a column a model, or one drawing.",
  .run = run,
};
