/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli compare: several models over the same data in one table. */
#include "config.h"

#include "comity-cli-table.h"

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliTable) table = COMITY_CLI_TABLE_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  gboolean same_sample = FALSE;
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_autoptr (ComitySpec) probe = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "same-sample", 0, 0, G_OPTION_ARG_NONE, &same_sample,
      "only rows that are complete for all formulas", NULL },
    COMITY_CLI_TABLE_ENTRIES (table),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_compare, entries, &argc, &argv, &status))
    return status;
  if (!comity_cli_spec_check_formulas (&spec, 2, 64, &error) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL ||
      !comity_cli_table_check (&table, probe, &error))
    return comity_cli_usage (&comity_verb_compare, "%s", error->message);

  rows.texts = comity_cli_spec_list_texts (&spec);
  if (!comity_cli_rows_open (&rows, argv[1], &data, &error))
    return comity_cli_fail (&comity_verb_compare, error);
  comity_cli_spec_say_idle_states (&spec, probe, &comity_verb_compare);
  if (!comity_cli_fit_all (&spec, &rows, same_sample, fits, &error) ||
      !comity_cli_table_write (&table, &comity_verb_compare, fits, NULL, NULL, rows.seconds,
                               &error))
    return comity_cli_fail (&comity_verb_compare, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_compare = {
  .name = "compare",
  .arguments = "[DATA] --formula F1 --formula F2 … [OPTION…]",
  .summary = "Estimates several models: one table, a column a model, or one drawing.",
  .run = run,
};
