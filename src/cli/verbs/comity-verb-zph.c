/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli zph: are the effects of a Cox model constant over time? */
#include "config.h"

#include "comity-cli-plot.h"
#include "comity-post-report.h"
#include "comity-survival.h"

typedef struct
{
  char *transform;
  char *term;
  gboolean approximate;
  int decimals;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->transform);
  g_free (options->term);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) options = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (Options) own = { .decimals = 4 };
  g_auto (ComityCliFigure) look = COMITY_CLI_FIGURE_INIT;
  gboolean draws;
  gsize term = 0;
  ComityFormat format = COMITY_FORMAT_TEXT;
  ComityZphTransform transform = COMITY_ZPH_KM;
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityCox) cox = NULL;
  g_autoptr (ComityZph) zph = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = { COMITY_CLI_SPEC_ENTRIES (options),
                                   { "transform", 0, 0, G_OPTION_ARG_STRING, &own.transform,
                                     "of time: km, identity, rank or log (km)", "WHICH" },
                                   { "approximate", 0, 0, G_OPTION_ARG_NONE, &own.approximate,
                                     "the form of 1994, as Stata's estat phtest", NULL },
                                   { "term", 0, 0, G_OPTION_ARG_STRING, &own.term,
                                     "where --output is a picture: whose residuals (the first)",
                                     "TERM" },
                                   { "decimals", 0, 0, G_OPTION_ARG_INT, &own.decimals,
                                     "digits after the point (4)", "N" },
                                   COMITY_CLI_RESULT_ENTRIES (result),
                                   COMITY_CLI_FIGURE_ENTRIES (look),
                                   COMITY_CLI_DATA_ENTRIES (data),
                                   G_OPTION_ENTRY_NULL };
  int status;

  if (!comity_cli_parse (&comity_verb_zph, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_zph, "only one file can be read (“%s”).", argv[2]);
  if (own.transform != NULL && !comity_zph_transform_from_name (own.transform, &transform))
    return comity_cli_usage (&comity_verb_zph,
                             "--transform is km, identity, rank or log, not “%s”.", own.transform);
  if (options.model == NULL)
    options.model = g_strdup ("cox");
  if (!comity_cli_spec_check_formulas (&options, 1, 1, &error) ||
      !comity_cli_result_choose (&result, &draws, &format, &error) ||
      (spec = comity_cli_spec_make (&options, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_zph, "%s", error->message);
  if (own.term != NULL && !draws)
    return comity_cli_usage (&comity_verb_zph,
                             "--term needs an --output that ends in .png, .pdf or .svg.");

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      (fit = comity_cli_rows_fit (&rows, spec, &error)) == NULL ||
      (draws && !comity_cli_choose_term (fit, own.term, &term, &error)) ||
      (cox = comity_cox_new (fit, NULL, &error)) == NULL ||
      (zph = comity_cox_zph (cox, transform, own.approximate, NULL, &error)) == NULL)
    return comity_cli_fail (&comity_verb_zph, error);
  for (gsize i = 0; i < comity_fit_get_n_warnings (fit); i++)
    comity_cli_say (&comity_verb_zph, comity_fit_peek_warning (fit, i));
  if (draws)
    return comity_cli_export_fits (comity_schoenfeld_figure_new (cox, fit, term), &fit, 1, &look,
                                   result.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_zph, error);
  text = comity_zph_report (fit, zph, format, CLAMP (own.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_zph, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_zph = {
  .name = "zph",
  .arguments = "[DATA] --formula F --time [START,]STOP [OPTION…]",
  .summary = "Tests whether the effects of a Cox model are constant over time.",
  .run = run,
};
