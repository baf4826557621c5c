/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli roc: how well a fit, or two over the same rows, tell events from the rest. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-figures.h"
#include "comity-number.h"
#include "comity-post-report.h"
#include "comity-roc.h"

#include <string.h>

typedef struct
{
  ComityCliAfter after;
  char *table;
  char *plot;
  char *thresholds;
  int groups;

  /* what the words stand for */
  ComityRocTable kind;
  ComityRocFigureKind picture;
  gboolean classifies;
  double *cuts;
  gsize n_cuts;
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->table);
  g_free (options->plot);
  g_free (options->thresholds);
  g_free (options->cuts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "table", 0, 0, G_OPTION_ARG_STRING, &options->table,
      "calibration, curve (ROC, precision and recall), separation or classification (calibration)",
      "WHICH" },
    { "thresholds", 0, 0, G_OPTION_ARG_STRING, &options->thresholds,
      "of the classification (0.5 and the share of events)", "P1,P2" },
    { "plot", 0, 0, G_OPTION_ARG_STRING, &options->plot,
      "where --output is a figure: roc, precision, calibration or separation (roc)", "WHICH" },
    { "groups", 0, 0, G_OPTION_ARG_INT, &options->groups, "of the calibration (10)", "N" },
    COMITY_CLI_DECIMALS_ENTRY (*after, "3"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_FIGURE_ENTRIES (after->look),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_roc, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  ComityCliAfter *after = &options->after;
  gboolean is_classification = g_strcmp0 (options->table, "classification") == 0;

  if (options->groups < 3 || options->groups > 1000)
    return comity_cli_refuse (error, "--groups is a number from 3 to 1000.");
  if (options->thresholds != NULL && options->table != NULL && !is_classification)
    return comity_cli_refuse (error, "--thresholds is of --table classification, not of %s.",
                              options->table);
  options->classifies = is_classification || options->thresholds != NULL;
  if (options->table != NULL && !is_classification)
    comity_roc_table_from_name (options->table, &options->kind);
  if (options->plot != NULL)
    comity_roc_figure_kind_from_name (options->plot, &options->picture);
  if (!comity_cli_after_check (after, 1, 2, error) ||
      !comity_cli_parse_times (options->thresholds, &options->cuts, &options->n_cuts, error))
    return FALSE;
  if (options->plot != NULL && !after->draws)
    return comity_cli_refuse (error, "--plot needs an --output that ends in .png, .pdf or .svg.");
  if (after->draws && (options->table != NULL || options->thresholds != NULL))
    return comity_cli_refuse (
        error, "--table and --thresholds are tables, and “%s” is a figure: --plot says which.",
        after->result.output);
  for (gsize i = 0; i < options->n_cuts; i++)
    if (!(options->cuts[i] >= 0.0 && options->cuts[i] <= 1.0))
      return comity_cli_refuse (error, "--thresholds are probabilities from 0 to 1, not “%s”.",
                                options->thresholds);
  return TRUE;
}

static gboolean
draw (const Options *options, const ComityRoc *roc, const ComityRoc *other, GError **error)
{
  GPtrArray *fits = options->after.fits;
  const ComityRoc *rocs[] = { roc, other };
  const char *titles[] = { comity_fit_peek_formula (fits->pdata[0]),
                           fits->len > 1 ? comity_fit_peek_formula (fits->pdata[1]) : NULL };
  double level = comity_fit_peek_spec (fits->pdata[0])->level;
  gsize n = options->picture == COMITY_ROC_FIGURE_SEPARATION ? 1 : fits->len;
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
  return comity_cli_export_words (
      comity_roc_figure_new (rocs, titles, n, options->picture, (gsize) options->groups, level),
      comity_fit_peek_dataset (fits->pdata[0]), caption->str, &options->after.look,
      options->after.result.output, error);
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  g_autoptr (ComityRoc) roc = NULL;
  g_autoptr (ComityRoc) other = NULL;
  ComityFit *fit, *second;

  if (!comity_cli_after_open (after, path, error) || !comity_cli_after_fit (after, error))
    return FALSE;
  fit = after->fits->pdata[0];
  second = after->fits->len > 1 ? after->fits->pdata[1] : NULL;
  roc = comity_roc_new (fit, NULL, error);
  if (roc == NULL || (second != NULL && (other = comity_roc_new (second, NULL, error)) == NULL))
    return FALSE;
  if (after->draws)
    return draw (options, roc, other, error);
  return comity_cli_after_write (
      after,
      options->classifies
          ? comity_classification_report (fit, roc, options->cuts, options->n_cuts, after->format,
                                          after->decimals)
          : comity_roc_report (fit, roc, second, other, options->kind, (gsize) options->groups,
                               after->format, after->decimals),
      error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_roc, 3),
                               .groups = 10,
                               .kind = COMITY_ROC_TABLE_CALIBRATION,
                               .picture = COMITY_ROC_FIGURE_ROC };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_roc, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_roc = {
  .name = "roc",
  .arguments = "[DATA] --formula F [--formula F2] [--table WHICH] [--plot WHICH] [OPTION…]",
  .summary = "Area under the ROC curve, precision, Brier score, calibration; two fits compared.",
  .run = run,
};
