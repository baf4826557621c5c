/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli info: what is in a dataset, and what the dyad doctor thinks of it. */
#include "config.h"

#include "comity-cli.h"

#include "comity-report.h"

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_autofree char *output = NULL;
  g_autofree char *text = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityWorld) world = NULL;
  g_autoptr (GError) error = NULL;
  ComityRoles roles;
  gboolean json = FALSE;
  const GOptionEntry entries[] = { COMITY_CLI_DATA_ENTRIES (data),
                                   { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "as JSON", NULL },
                                   { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                     "a file instead of standard output", "FILE" },
                                   G_OPTION_ENTRY_NULL };
  int status;

  if (!comity_cli_parse (&comity_verb_info, entries, &argc, &argv, &status))
    return status;

  if (argv[1] == NULL)
    {
      panel = comity_cli_open_panel (NULL, &data, NULL, &error);
      if (panel == NULL)
        return comity_cli_fail (&comity_verb_info, error);
      dataset = comity_dataset_ref (comity_panel_peek_dataset (panel));
      roles = *comity_panel_peek_roles (panel);
    }
  else
    {
      dataset = comity_cli_open_dataset (argv[1], NULL, &data, &roles, &error);
      if (dataset == NULL)
        return comity_cli_fail (&comity_verb_info, error);
      world = comity_world_load (&error);
      if (world == NULL)
        return comity_cli_fail (&comity_verb_info, error);
      /* Data without states and years are described all the same. */
      panel = comity_panel_new (dataset, &roles, world, NULL, data.derive != NULL ? &error : NULL);
      if (data.derive != NULL)
        {
          if (panel == NULL || !comity_cli_derive (&panel, &data, &error))
            return comity_cli_fail (&comity_verb_info, error);
          comity_dataset_unref (dataset);
          dataset = comity_dataset_ref (comity_panel_peek_dataset (panel));
          roles = *comity_panel_peek_roles (panel);
        }
    }

  json = json || (output != NULL && comity_cli_ends_in (output, ".json"));
  text =
      comity_data_report (dataset, &roles, panel, json ? COMITY_FORMAT_JSON : COMITY_FORMAT_TEXT);
  if (!comity_cli_write (text, output, &error))
    return comity_cli_fail (&comity_verb_info, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_info = {
  .name = "info",
  .arguments = "[DATA] [--json]",
  .summary = "Describes a dataset: columns, roles, states, dyads, events, the doctor's findings.",
  .run = run,
};
