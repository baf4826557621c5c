/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli dyad: the dossier of a pair of states, the same that the window's inspector shows. */
#include "config.h"

#include "comity-cli.h"

#include "comity-report.h"

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_autofree char *output = NULL;
  g_autofree char *formula = NULL;
  g_autofree char *text = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  ComityFormat format = COMITY_FORMAT_TEXT;
  gboolean json = FALSE;
  int asked = 0;
  int status, year;
  gssize a, b;
  const char *path;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &asked, "the year (the last)", "Y" },
    { "formula", 'f', 0, G_OPTION_ARG_STRING, &formula,
      "fits this logit first: the pair's fitted probability and residual", "F" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "as JSON", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "a file instead of standard output",
      "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!comity_cli_parse (&comity_verb_dyad, entries, &argc, &argv, &status))
    return status;
  if (argc != 3 && argc != 4)
    return comity_cli_usage (&comity_verb_dyad,
                             "two states are needed, as ISO3, COW number or name.");
  if (json)
    format = COMITY_FORMAT_JSON;
  else if (output != NULL && !comity_format_from_path (output, &format))
    return comity_cli_usage (&comity_verb_dyad, "“%s” ends in none of .txt .json .md .html.",
                             output);

  path = argc == 4 ? argv[1] : NULL;
  panel = comity_cli_open_panel (path, &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, asked, &year, &error))
    return comity_cli_fail (&comity_verb_dyad, error);
  a = comity_panel_require_state (panel, argv[argc - 2], &error);
  b = a >= 0 ? comity_panel_require_state (panel, argv[argc - 1], &error) : -1;
  if (a < 0 || b < 0)
    return comity_cli_fail (&comity_verb_dyad, error);
  if (formula != NULL)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new (formula);

      fit = comity_fit_new (spec, panel, NULL, &error);
      if (fit == NULL)
        return comity_cli_fail (&comity_verb_dyad, error);
    }

  dossier = comity_dossier_new_pair (panel, (gsize) a, (gsize) b, year, fit, &error);
  if (dossier == NULL)
    return comity_cli_fail (&comity_verb_dyad, error);
  text = comity_dossier_report (dossier, format);
  if (!comity_cli_write (text, output, &error))
    return comity_cli_fail (&comity_verb_dyad, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_dyad = {
  .name = "dyad",
  .arguments = "[DATA] A B [--year Y] [--json]",
  .summary = "The dossier of a pair of states, by ISO3, COW number or name.",
  .run = run,
};
