/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli effects: marginal effects after a fit. */
#include "config.h"

#include "comity-cli-plot.h"
#include "comity-effects.h"
#include "comity-post-report.h"

typedef struct
{
  char *at;
  char *terms;
  gboolean slopes;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->at);
  g_free (options->terms);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static ComityEffects *
compute (const ComityFit *fit, const ComityProfile *profile, const Options *options, GError **error)
{
  g_auto (GStrv) columns = NULL;

  if (options->terms != NULL)
    {
      columns = g_strsplit (options->terms, ",", -1);
      for (char **column = columns; *column != NULL; column++)
        g_strstrip (*column);
    }
  return comity_effects_new (fit, profile, (const char *const *) columns, options->slopes, NULL,
                             error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) options = { .decimals = 4 };
  g_auto (ComityCliFigure) look = COMITY_CLI_FIGURE_INIT;
  gboolean draws;
  ComityFormat format;
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_autoptr (ComitySpec) probe = NULL;
  g_autoptr (ComityProfile) profile = NULL;
  g_autoptr (ComityEffects) effects = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "at", 0, 0, G_OPTION_ARG_STRING, &options.at,
      "observed, mean, and columns set to values (observed)", "mean|COL=V,…" },
    { "terms", 0, 0, G_OPTION_ARG_STRING, &options.terms, "columns of the data (all covariates)",
      "A,B" },
    { "slopes", 0, 0, G_OPTION_ARG_NONE, &options.slopes,
      "derivatives of 0/1 columns too, not changes from 0 to 1", NULL },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &options.decimals, "digits after the point (4)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (look),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_effects, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_effects, "only one file can be read (“%s”).", argv[2]);
  if (!comity_cli_spec_check_formulas (&spec, 1, 1, &error) ||
      !comity_cli_result_choose (&result, &draws, &format, &error) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL ||
      (profile = comity_profile_parse (options.at, &error)) == NULL)
    return comity_cli_usage (&comity_verb_effects, "%s", error->message);

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      !comity_cli_fit_all (&spec, &rows, FALSE, fits, &error) ||
      (effects = compute (fits->pdata[0], profile, &options, &error)) == NULL)
    return comity_cli_fail (&comity_verb_effects, error);
  if (draws)
    return comity_cli_export_fits (comity_effects_figure_new (fits->pdata[0], effects),
                                   (ComityFit *const *) fits->pdata, 1, &look, result.output,
                                   &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_effects, error);
  text = comity_effects_report (fits->pdata[0], profile, effects, format,
                                CLAMP (options.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_effects, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_effects = {
  .name = "effects",
  .arguments = "[DATA] --formula F [--at mean|COL=V,…] [--terms A,B] [OPTION…]",
  .summary = "Marginal effects: averaged over the rows, or at means and values.",
  .run = run,
};
