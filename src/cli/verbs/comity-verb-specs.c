/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli specs: the specification curve of one term, as a table or a figure. */
#include "config.h"

#include "comity-cli-spec.h"
#include "comity-curve-report.h"
#include "comity-figures.h"

#include <string.h>

typedef struct
{
  char *focal;
  char *optional;
  char **sets;
  char **samples;
  char *models;
  char *vces;
  char *exchange;
  gboolean own_rows;
  gboolean preview;
  int permutations;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->focal);
  g_free (options->optional);
  g_strfreev (options->sets);
  g_strfreev (options->samples);
  g_free (options->models);
  g_free (options->vces);
  g_free (options->exchange);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* "a, log(b), ifelse(c,1,0)": commas within parentheses stay. NULL for NULL. */
static char **
split_list (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *from = text;
  int depth = 0;

  if (text == NULL)
    return NULL;
  for (const char *c = text;; c++)
    {
      depth += *c == '(' ? 1 : *c == ')' ? -1 : 0;
      if (*c != '\0' && (*c != ',' || depth > 0))
        continue;
      {
        g_autofree char *part = g_strstrip (g_strndup (from, (gsize) (c - from)));

        if (*part != '\0')
          g_strv_builder_add (builder, part);
      }
      if (*c == '\0')
        return g_strv_builder_end (builder);
      from = c + 1;
    }
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliFigure) look = COMITY_CLI_FIGURE_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) options = { .decimals = 3 };
  g_auto (GStrv) optional = NULL;
  g_auto (GStrv) models = NULL;
  g_auto (GStrv) vces = NULL;
  ComityFormat format = COMITY_FORMAT_TEXT;
  g_autoptr (ComitySpec) base = NULL;
  g_autoptr (ComityWorkbench) workbench = NULL;
  g_autoptr (ComitySpecCurve) curve = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  ComitySpecCurveOptions what = { 0 };
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "focal", 0, 0, G_OPTION_ARG_STRING, &options.focal, "the term whose estimates are shown",
      "TERM" },
    { "optional", 0, 0, G_OPTION_ARG_STRING, &options.optional,
      "terms of which all subsets are tried", "TERM,TERM" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sets,
      "instead: a set of terms, 'a + b'; more than once", "TERMS" },
    { "samples", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.samples,
      "a condition; '' for all rows; more than once", "EXPR" },
    { "models", 0, 0, G_OPTION_ARG_STRING, &options.models, "estimators, instead of --model",
      "MODEL,MODEL" },
    { "vces", 0, 0, G_OPTION_ARG_STRING, &options.vces,
      "kinds of standard errors, instead of --vce", "KIND,KIND" },
    { "own-rows", 0, 0, G_OPTION_ARG_NONE, &options.own_rows,
      "each specification uses all rows that it can", NULL },
    { "permutations", 0, 0, G_OPTION_ARG_INT, &options.permutations,
      "of the joint test: all is estimated anew each time (0); --seed", "N" },
    { "exchange", 0, 0, G_OPTION_ARG_STRING, &options.exchange,
      "states exchanged: lifetimes (of the same times) or all (lifetimes)", "WHICH" },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &options.preview,
      "fast: all events and 1 in 8 of the other rows", NULL },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &options.decimals, "digits after the point (3)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (look),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_specs, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_specs, "only one file can be read (“%s”).", argv[2]);
  if (options.focal == NULL)
    return comity_cli_usage (&comity_verb_specs,
                             "name the term whose estimates are wanted: --focal TERM.");
  if (options.permutations < 0 || options.permutations > 1000000)
    return comity_cli_usage (&comity_verb_specs, "--permutations is a number from 0 to 1000000.");
  if (options.exchange != NULL && strcmp (options.exchange, "all") != 0 &&
      strcmp (options.exchange, "lifetimes") != 0)
    return comity_cli_usage (&comity_verb_specs, "--exchange is lifetimes or all, not “%s”.",
                             options.exchange);
  if (options.optional != NULL && options.sets != NULL)
    return comity_cli_usage (&comity_verb_specs, "give --optional or --set, not both.");
  spec.models = options.models;
  if (!comity_cli_spec_check_formulas (&spec, 1, 1, &error) ||
      (!comity_cli_is_figure (result.output) && !comity_cli_result_get_format (&result, &format, &error)) ||
      (base = comity_cli_spec_make (&spec, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_specs, "%s", error->message);

  optional = split_list (options.optional);
  models = split_list (options.models);
  vces = split_list (options.vces);
  what = (ComitySpecCurveOptions){ .base = base,
                                   .focal = options.focal,
                                   .optional = (const char *const *) optional,
                                   .sets = (const char *const *) options.sets,
                                   .samples = (const char *const *) options.samples,
                                   .estimators = (const char *const *) models,
                                   .vces = (const char *const *) vces,
                                   .own_rows = options.own_rows,
                                   .n_permutations = (gsize) options.permutations,
                                   .seed = (guint64) spec.seed,
                                   .exchange = g_strcmp0 (options.exchange, "all") == 0
                                                   ? COMITY_EXCHANGE_ALL
                                                   : COMITY_EXCHANGE_LIFETIMES,
                                   .preview = options.preview };
  if (!comity_cli_rows_open (&rows, argv[1], &data, &error))
    return comity_cli_fail (&comity_verb_specs, error);
  workbench = comity_workbench_new (rows.panel, rows.dataset, COMITY_WORKBENCH_BYTES);
  curve = comity_spec_curve_new (&what, workbench, NULL, &error);
  if (curve == NULL)
    return comity_cli_fail (&comity_verb_specs, error);
  if (comity_cli_is_figure (result.output))
    {
      figure = comity_spec_curve_figure_new (curve);
      if (!comity_cli_export (figure, &look, result.output, &error))
        return comity_cli_fail (&comity_verb_specs, error);
      text = comity_figure_describe (figure);
      comity_cli_say (&comity_verb_specs, text);
      return COMITY_CLI_DONE;
    }
  text = comity_curve_report (curve, format, CLAMP (options.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_specs, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_specs = {
  .name = "specs",
  .arguments = "[DATA] --formula 'y ~ FOCAL + always' --focal TERM --optional 'a,b,c' [OPTION…]",
  .summary = "The specification curve of a term: every set of terms, sample, model and error.",
  .run = run,
};
