/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli roc: how well a fit, or two over the same rows, tell events from the rest. */
#include "config.h"

#include "comity-cli-plot.h"
#include "comity-figures.h"
#include "comity-number.h"
#include "comity-post-report.h"
#include "comity-roc.h"

#include <string.h>

typedef struct
{
  char *table;
  char *plot;
  char *thresholds;
  int groups;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->table);
  g_free (options->plot);
  g_free (options->thresholds);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
draw (GPtrArray *fits,
      const ComityRoc *roc,
      const ComityRoc *other,
      ComityRocFigureKind kind,
      gsize n_groups,
      const ComityCliFigure *figure_options,
      const char *output,
      GError **error)
{
  const ComityRoc *rocs[] = { roc, other };
  const char *titles[] = { comity_fit_peek_formula (fits->pdata[0]),
                           fits->len > 1 ? comity_fit_peek_formula (fits->pdata[1]) : NULL };
  double level = comity_fit_peek_spec (fits->pdata[0])->level;
  gsize n = kind == COMITY_ROC_FIGURE_SEPARATION ? 1 : fits->len;
  g_autoptr (GString) caption = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      const ComityRocNumbers *numbers = comity_roc_peek_numbers (rocs[i]);
      g_autofree char *n_rows = comity_count_words (numbers->n, "row", "rows");
      g_autofree char *n_events = comity_count_words (numbers->n_events, "event", "events");

      g_string_append_printf (caption, "%s%s: %s; %s, %s; AUC %.3f.", i > 0 ? " " : "",
                              comity_fit_peek_estimator_title (fits->pdata[i]), titles[i], n_rows,
                              n_events, numbers->auc);
    }
  return comity_cli_export_words (comity_roc_figure_new (rocs, titles, n, kind, n_groups, level),
                                  comity_fit_peek_dataset (fits->pdata[0]), caption->str,
                                  figure_options, output, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (ComityCliFigure) figure = COMITY_CLI_FIGURE_INIT;
  ComityRocFigureKind kind = COMITY_ROC_FIGURE_ROC;
  gboolean draws, classifies;
  g_autofree double *thresholds = NULL;
  gsize n_thresholds;
  g_auto (Options) options = { .groups = 10, .decimals = 3 };
  ComityRocTable table = COMITY_ROC_TABLE_CALIBRATION;
  ComityFormat format = COMITY_FORMAT_TEXT;
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_autoptr (ComitySpec) probe = NULL;
  g_autoptr (ComityRoc) roc = NULL;
  g_autoptr (ComityRoc) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "table", 0, 0, G_OPTION_ARG_STRING, &options.table,
      "calibration, curve (ROC, precision and recall), separation or classification (calibration)",
      "WHICH" },
    { "thresholds", 0, 0, G_OPTION_ARG_STRING, &options.thresholds,
      "of the classification (0.5 and the share of events)", "P1,P2" },
    { "plot", 0, 0, G_OPTION_ARG_STRING, &options.plot,
      "where --output is a figure: roc, precision, calibration or separation (roc)", "WHICH" },
    { "groups", 0, 0, G_OPTION_ARG_INT, &options.groups, "of the calibration (10)", "N" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &options.decimals, "digits after the point (3)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (figure),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_roc, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_roc, "only one file can be read (“%s”).", argv[2]);
  if (options.groups < 3 || options.groups > 1000)
    return comity_cli_usage (&comity_verb_roc, "--groups is a number from 3 to 1000.");
  if (options.thresholds != NULL && options.table != NULL &&
      strcmp (options.table, "classification") != 0)
    return comity_cli_usage (
        &comity_verb_roc, "--thresholds is of --table classification, not of %s.", options.table);
  classifies = g_strcmp0 (options.table, "classification") == 0 || options.thresholds != NULL;
  if (!classifies && options.table != NULL && !comity_roc_table_from_name (options.table, &table))
    return comity_cli_usage (
        &comity_verb_roc, "--table is calibration, curve, separation or classification, not “%s”.",
        options.table);
  if (options.plot != NULL && !comity_roc_figure_kind_from_name (options.plot, &kind))
    return comity_cli_usage (&comity_verb_roc,
                             "--plot is roc, precision, calibration or separation, not “%s”.",
                             options.plot);
  if (!comity_cli_result_choose (&result, &draws, &format, &error))
    return comity_cli_usage (&comity_verb_roc, "%s", error->message);
  if (options.plot != NULL && !draws)
    return comity_cli_usage (&comity_verb_roc,
                             "--plot needs an --output that ends in .png, .pdf or .svg.");
  if (draws && (options.table != NULL || options.thresholds != NULL))
    return comity_cli_usage (
        &comity_verb_roc,
        "--table and --thresholds are tables, and “%s” is a figure: --plot says "
        "which.",
        result.output);
  if (!comity_cli_spec_check_formulas (&spec, 1, 2, &error) ||
      !comity_cli_parse_times (options.thresholds, &thresholds, &n_thresholds, &error) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_roc, "%s", error->message);
  for (gsize i = 0; i < n_thresholds; i++)
    if (!(thresholds[i] >= 0.0 && thresholds[i] <= 1.0))
      return comity_cli_usage (&comity_verb_roc,
                               "--thresholds are probabilities from 0 to 1, not “%s”.",
                               options.thresholds);

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      !comity_cli_fit_all (&spec, &rows, comity_cli_spec_get_n_formulas (&spec) > 1, fits,
                           &error) ||
      (roc = comity_roc_new (fits->pdata[0], NULL, &error)) == NULL ||
      (fits->len > 1 && (other = comity_roc_new (fits->pdata[1], NULL, &error)) == NULL))
    return comity_cli_fail (&comity_verb_roc, error);
  if (draws)
    return draw (fits, roc, other, kind, (gsize) options.groups, &figure, result.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_roc, error);
  text = classifies ? comity_classification_report (fits->pdata[0], roc, thresholds, n_thresholds,
                                                    format, CLAMP (options.decimals, 0, 12))
                    : comity_roc_report (fits->pdata[0], roc, fits->len > 1 ? fits->pdata[1] : NULL,
                                         other, table, (gsize) options.groups, format,
                                         CLAMP (options.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_roc, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_roc = {
  .name = "roc",
  .arguments = "[DATA] --formula F [--formula F2] [--table WHICH] [--plot WHICH] [OPTION…]",
  .summary = "Area under the ROC curve, precision, Brier score, calibration; two fits compared.",
  .run = run,
};
