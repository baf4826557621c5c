/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli effects: marginal effects after a fit. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-effects.h"
#include "comity-post-report.h"

typedef struct
{
  ComityCliAfter after;
  char *at;
  char *terms;
  gboolean slopes;

  ComityProfile *profile; /* what at stands for */
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->at);
  g_free (options->terms);
  g_clear_pointer (&options->profile, comity_profile_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "at", 0, 0, G_OPTION_ARG_STRING, &options->at,
      "observed, mean, and columns set to values (observed)", "mean|COL=V,…" },
    { "terms", 0, 0, G_OPTION_ARG_STRING, &options->terms, "columns of the data (all covariates)",
      "A,B" },
    { "slopes", 0, 0, G_OPTION_ARG_NONE, &options->slopes,
      "derivatives of 0/1 columns too, not changes from 0 to 1", NULL },
    COMITY_CLI_DECIMALS_ENTRY (*after, "4"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_FIGURE_ENTRIES (after->look),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_effects, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  if (!comity_cli_after_check (&options->after, 1, 1, error))
    return FALSE;
  options->profile = comity_profile_parse (options->at, error);
  return options->profile != NULL;
}

static ComityEffects *
compute (const Options *options, const ComityFit *fit, GError **error)
{
  g_auto (GStrv) columns = NULL;

  if (options->terms != NULL)
    {
      columns = g_strsplit (options->terms, ",", -1);
      for (char **column = columns; *column != NULL; column++)
        g_strstrip (*column);
    }
  return comity_effects_new (fit, options->profile, (const char *const *) columns, options->slopes,
                             NULL, error);
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  g_autoptr (ComityEffects) effects = NULL;
  ComityFit *fit;

  if (!comity_cli_after_open (after, path, error) || !comity_cli_after_fit (after, error))
    return FALSE;
  fit = after->fits->pdata[0];
  effects = compute (options, fit, error);
  if (effects == NULL)
    return FALSE;
  return after->draws
             ? comity_cli_after_draw (after, comity_effects_figure_new (fit, effects), error)
             : comity_cli_after_write (after,
                                       comity_effects_report (fit, options->profile, effects,
                                                              after->format, after->decimals),
                                       error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_effects, 4) };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_effects, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_effects = {
  .name = "effects",
  .arguments = "[DATA] --formula F [--at mean|COL=V,…] [--terms A,B] [OPTION…]",
  .summary = "Marginal effects: averaged over the rows, or at means and values.",
  .run = run,
};
