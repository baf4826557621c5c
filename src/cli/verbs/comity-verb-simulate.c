/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli simulate: a panel with known coefficients, labelled as simulated. */
#include "config.h"

#include "comity-cli.h"

#include "comity-dataset-io.h"
#include "comity-simulate.h"

static int
run (int argc, char **argv)
{
  ComitySimulation simulation = COMITY_SIMULATION_INIT;
  g_autofree char *years = NULL;
  g_autofree char *output = NULL;
  g_autofree char *truth = NULL;
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  int n_states = (int) simulation.n_states;
  int seed = (int) simulation.seed;
  const GOptionEntry entries[] = {
    { "states", 0, 0, G_OPTION_ARG_INT, &n_states, "how many (190)", "N" },
    { "years", 0, 0, G_OPTION_ARG_STRING, &years, "first and last year (1960:2012)", "A:B" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "of the random numbers (1)", "S" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "the file to write: .dta .csv .tsv",
      "FILE" },
    G_OPTION_ENTRY_NULL
  };
  int first, last, status;

  if (!comity_cli_parse (&comity_verb_simulate, entries, &argc, &argv, &status))
    return status;
  if (argc != 1)
    return comity_cli_usage (&comity_verb_simulate, "it takes no file (“%s”).", argv[1]);
  if (output == NULL)
    return comity_cli_usage (&comity_verb_simulate, "--output FILE is missing.");
  if (n_states < 2)
    return comity_cli_usage (&comity_verb_simulate, "a panel needs two states or more.");
  if (!comity_cli_parse_years (years, &first, &last, &error))
    return comity_cli_usage (&comity_verb_simulate, "%s", error->message);
  simulation.n_states = (gsize) n_states;
  simulation.seed = (guint32) seed;
  if (first != 0)
    {
      simulation.first_year = first;
      simulation.last_year = last;
    }

  dataset = comity_simulate (&simulation, &error);
  if (dataset == NULL || !comity_dataset_save (dataset, output, NULL, &error))
    return comity_cli_fail (&comity_verb_simulate, error);
  truth = comity_simulation_describe_truth ();
  g_printerr ("%s\n", truth);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_simulate = {
  .name = "simulate",
  .arguments = "--states N --years A:B --seed S --output FILE",
  .summary = "A simulated panel with known coefficients, labelled as simulated.",
  .run = run,
  .takes_words = TRUE,
};
