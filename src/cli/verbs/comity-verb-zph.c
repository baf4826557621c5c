/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli zph: are the effects of a Cox model constant over time? */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-post-report.h"
#include "comity-survival.h"

typedef struct
{
  ComityCliAfter after;
  char *transform;
  char *term;
  gboolean approximate;

  ComityZphTransform of_time; /* what transform stands for */
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->transform);
  g_free (options->term);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = { COMITY_CLI_SPEC_ENTRIES (after->spec),
                                   { "transform", 0, 0, G_OPTION_ARG_STRING, &options->transform,
                                     "of time: km, identity, rank or log (km)", "WHICH" },
                                   { "approximate", 0, 0, G_OPTION_ARG_NONE, &options->approximate,
                                     "the form of 1994, as Stata's estat phtest", NULL },
                                   { "term", 0, 0, G_OPTION_ARG_STRING, &options->term,
                                     "where --output is a picture: whose residuals (the first)",
                                     "TERM" },
                                   COMITY_CLI_DECIMALS_ENTRY (*after, "4"),
                                   COMITY_CLI_RESULT_ENTRIES (after->result),
                                   COMITY_CLI_FIGURE_ENTRIES (after->look),
                                   COMITY_CLI_DATA_ENTRIES (after->data),
                                   G_OPTION_ENTRY_NULL };

  return comity_cli_parse (&comity_verb_zph, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  ComityCliAfter *after = &options->after;

  if (options->transform != NULL)
    comity_zph_transform_from_name (options->transform, &options->of_time);
  if (after->spec.model == NULL)
    after->spec.model = g_strdup ("cox");
  if (!comity_cli_after_check (after, 1, 1, error))
    return FALSE;
  if (options->term != NULL && !after->draws)
    return comity_cli_refuse (error, "--term needs an --output that ends in .png, .pdf or .svg.");
  return TRUE;
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  g_autoptr (ComityCox) cox = NULL;
  g_autoptr (ComityZph) zph = NULL;
  ComityFit *fit;
  gsize term = 0;

  if (!comity_cli_after_open (after, path, error) || !comity_cli_after_fit (after, error))
    return FALSE;
  fit = after->fits->pdata[0];
  if ((after->draws && !comity_cli_choose_term (fit, options->term, &term, error)) ||
      (cox = comity_cox_new (fit, NULL, error)) == NULL ||
      (zph = comity_cox_zph (cox, options->of_time, options->approximate, NULL, error)) == NULL)
    return FALSE;
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    comity_cli_say (&comity_verb_zph, comity_fit_peek_warning (fit, i));
  return after->draws
             ? comity_cli_after_draw (after, comity_schoenfeld_figure_new (cox, fit, term), error)
             : comity_cli_after_write (
                   after, comity_zph_report (fit, zph, after->format, after->decimals), error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options)
      options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_zph, 4), .of_time = COMITY_ZPH_KM };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_zph, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_zph = {
  .name = "zph",
  .arguments = "[DATA] --formula F --time [START,]STOP [OPTION…]",
  .summary = "Tests whether the effects of a Cox model are constant over time.",
  .run = run,
};
