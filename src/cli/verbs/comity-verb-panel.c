/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli panel: the bundled dyad-year panel as a file, its merge report on standard error. */
#include "config.h"

#include "comity-cli.h"

#include "comity-dataset-io.h"

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_autofree char *output = NULL;
  g_autofree char *text = NULL;
  g_autoptr (ComityMergeReport) report = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GError) error = NULL;
  gboolean quiet = FALSE;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "directed", 0, 0, G_OPTION_ARG_NONE, &data.directed, "both orders of each pair", NULL },
    { "keep-after-event", 0, 0, G_OPTION_ARG_NONE, &data.keep_after_event,
      "keep the years after the first signature", NULL },
    { "lag", 0, 0, G_OPTION_ARG_INT, &data.lag, "years by which covariates are lagged (1)", "K" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "the file to write: .csv .tsv .dta",
      "FILE" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "no merge report", NULL },
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_panel, entries, &argc, &argv, &status))
    return status;
  if (argc != 1)
    return comity_cli_usage (&comity_verb_panel,
                             "it builds the bundled panel and takes no file (“%s”).", argv[1]);
  if (output == NULL)
    return comity_cli_usage (&comity_verb_panel, "--output FILE is missing.");

  panel = comity_cli_open_panel (NULL, &data, &report, &error);
  if (panel == NULL)
    return comity_cli_fail (&comity_verb_panel, error);
  if (!comity_dataset_save (comity_panel_peek_dataset (panel), output, NULL, &error))
    return comity_cli_fail (&comity_verb_panel, error);
  if (!quiet)
    {
      text = comity_merge_report_dup_text (report);
      g_printerr ("%s", text);
    }
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_panel = {
  .name = "panel",
  .arguments = "[--network N] [--years A:B] --output FILE",
  .summary = "Builds the bundled dyad-year panel; the merge report goes to standard error.",
  .run = run,
  .takes_words = TRUE,
};
