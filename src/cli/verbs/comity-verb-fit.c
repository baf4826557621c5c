/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli fit: estimates one model and prints its table. */
#include "config.h"

#include "comity-cli-table.h"

typedef struct
{
  gboolean ladder;
  char *term;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->term);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What does not go together; NULL: nothing. */
static const char *
find_fault (const Options *options, const ComityCliTable *table)
{
  if (options->ladder && table->ratios)
    return "--ladder is of the estimates themselves; leave --exponentiate out.";
  if (options->term != NULL && !(table->draws && options->ladder))
    return "--term is of a picture of the --ladder.";
  if (options->ladder && table->plot != NULL)
    return "--plot is of a picture of the coefficients.";
  return NULL;
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliTable) table = COMITY_CLI_TABLE_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) options = { FALSE, NULL };
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_autoptr (ComitySpec) probe = NULL;
  g_autoptr (ComityLadder) ladder = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "ladder", 0, 0, G_OPTION_ARG_NONE, &options.ladder,
      "all kinds of standard errors of the fit, beside each other", NULL },
    { "term", 0, 0, G_OPTION_ARG_STRING, &options.term,
      "where --output is a picture of the --ladder: whose (the first)", "TERM" },
    COMITY_CLI_TABLE_ENTRIES (table),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  const char *fault;
  int status;

  if (!comity_cli_parse (&comity_verb_fit, entries, &argc, &argv, &status))
    return status;
  if (!comity_cli_spec_check_formulas (&spec, 1, 1, &error) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL ||
      !comity_cli_table_check (&table, probe, &error))
    return comity_cli_usage (&comity_verb_fit, "%s", error->message);
  fault = find_fault (&options, &table);
  if (fault != NULL)
    return comity_cli_usage (&comity_verb_fit, "%s", fault);

  rows.texts = comity_cli_spec_list_texts (&spec);
  if (!comity_cli_rows_open (&rows, argv[1], &data, &error))
    return comity_cli_fail (&comity_verb_fit, error);
  if (!options.ladder)
    comity_cli_spec_say_idle_states (&spec, probe, &comity_verb_fit);
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
  return comity_cli_table_write (&table, &comity_verb_fit, fits, ladder, options.term, rows.seconds,
                                 &error)
             ? COMITY_CLI_DONE
             : comity_cli_fail (&comity_verb_fit, error);
}

const ComityVerb comity_verb_fit = {
  .name = "fit",
  .arguments = "[DATA] --formula F [OPTION…]",
  .summary = "Estimates a model: table as text, json, csv, latex, html or markdown, or drawn.",
  .run = run,
};
