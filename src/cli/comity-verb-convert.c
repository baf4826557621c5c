/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli convert: a dataset from one kind of file to another. */
#include "config.h"

#include "comity-cli.h"

#include "comity-dataset-io.h"

static int
run (int argc, char **argv)
{
  g_autofree char *output = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = { { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
                                     "the file to write: .dta .csv .tsv", "FILE" },
                                   G_OPTION_ENTRY_NULL };
  int status;

  if (!comity_cli_parse (&comity_verb_convert, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return comity_cli_usage (&comity_verb_convert, "one file to convert is needed.");
  if (output == NULL)
    return comity_cli_usage (&comity_verb_convert, "--output FILE is missing.");

  dataset = comity_dataset_load (argv[1], NULL, &error);
  if (dataset == NULL)
    return comity_cli_fail (&comity_verb_convert, error);
  for (gsize i = 0; i < comity_dataset_get_n_remarks (dataset); i++)
    comity_cli_say (&comity_verb_convert, comity_dataset_peek_remark (dataset, i));
  if (!comity_dataset_save (dataset, output, NULL, &error))
    return comity_cli_fail (&comity_verb_convert, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_convert = {
  .name = "convert",
  .arguments = "DATA --output FILE",
  .summary = "Converts between .dta and .csv without loss of type, label or missing code.",
  .run = run,
};
