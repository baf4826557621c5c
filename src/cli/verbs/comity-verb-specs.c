/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli specs: the specification curve of one term, as a table or a figure. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-curve-report.h"
#include "comity-figures.h"
#include "comity-qap.h"

#include <string.h>

typedef struct
{
  ComityCliAfter after;
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
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
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

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "focal", 0, 0, G_OPTION_ARG_STRING, &options->focal, "the term whose estimates are shown",
      "TERM" },
    { "optional", 0, 0, G_OPTION_ARG_STRING, &options->optional,
      "terms of which all subsets are tried", "TERM,TERM" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->sets,
      "instead: a set of terms, 'a + b'; more than once", "TERMS" },
    { "samples", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->samples,
      "a condition; '' for all rows; more than once", "EXPR" },
    { "models", 0, 0, G_OPTION_ARG_STRING, &options->models, "estimators, instead of --model",
      "MODEL,MODEL" },
    { "vces", 0, 0, G_OPTION_ARG_STRING, &options->vces,
      "kinds of standard errors, instead of --vce", "KIND,KIND" },
    { "own-rows", 0, 0, G_OPTION_ARG_NONE, &options->own_rows,
      "each specification uses all rows that it can", NULL },
    { "permutations", 0, 0, G_OPTION_ARG_INT, &options->permutations,
      "of the joint test: all is estimated anew each time (0); --seed", "N" },
    { "exchange", 0, 0, G_OPTION_ARG_STRING, &options->exchange,
      "states exchanged: lifetimes (of the same times) or all (lifetimes)", "WHICH" },
    { "preview", 0, 0, G_OPTION_ARG_NONE, &options->preview,
      "fast: all events and 1 in 8 of the other rows", NULL },
    COMITY_CLI_DECIMALS_ENTRY (*after, "3"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_FIGURE_ENTRIES (after->look),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_specs, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  if (options->focal == NULL)
    return comity_cli_refuse (error, "name the term whose estimates are wanted: --focal TERM.");
  if (options->permutations < 0 || options->permutations > 1000000)
    return comity_cli_refuse (error, "--permutations is a number from 0 to 1000000.");
  if (options->optional != NULL && options->sets != NULL)
    return comity_cli_refuse (error, "give --optional or --set, not both.");
  options->after.spec.models = options->models;
  options->after.spec.vces = options->vces;
  return comity_cli_after_check (&options->after, 1, 1, error);
}

static ComitySpecCurve *
compute (const Options *options, GError **error)
{
  const ComityCliAfter *after = &options->after;
  g_auto (GStrv) optional = split_list (options->optional);
  g_auto (GStrv) models = split_list (options->models);
  g_auto (GStrv) vces = split_list (options->vces);
  g_autoptr (ComityWorkbench) workbench =
      comity_workbench_new (after->rows.panel, after->rows.dataset, COMITY_WORKBENCH_BYTES);
  ComitySpecCurveOptions what = { .base = after->first,
                                  .focal = options->focal,
                                  .optional = (const char *const *) optional,
                                  .sets = (const char *const *) options->sets,
                                  .samples = (const char *const *) options->samples,
                                  .estimators = (const char *const *) models,
                                  .vces = (const char *const *) vces,
                                  .own_rows = options->own_rows,
                                  .n_permutations = (gsize) options->permutations,
                                  .seed = (guint64) after->spec.seed,
                                  .exchange = COMITY_EXCHANGE_LIFETIMES,
                                  .preview = options->preview };

  if (options->exchange != NULL)
    comity_exchange_from_name (options->exchange, &what.exchange);
  return comity_spec_curve_new (&what, workbench, NULL, error);
}

/* The figure says little of what was found in words, so these go to the terminal. */
static gboolean
draw (const ComityCliAfter *after, ComitySpecCurve *curve, GError **error)
{
  g_autoptr (ComityFigure) figure = comity_spec_curve_figure_new (curve);
  g_autofree char *words = NULL;

  if (!comity_cli_export (figure, &after->look, after->result.output, error))
    return FALSE;
  words = comity_figure_describe (figure);
  comity_cli_say (&comity_verb_specs, words);
  return TRUE;
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  g_autoptr (ComitySpecCurve) curve = NULL;

  if (!comity_cli_after_open (after, path, error) || (curve = compute (options, error)) == NULL)
    return FALSE;
  return after->draws
             ? draw (after, curve, error)
             : comity_cli_after_write (
                   after, comity_curve_report (curve, after->format, after->decimals), error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_specs, 3) };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_specs, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_specs = {
  .name = "specs",
  .arguments = "[DATA] --formula 'y ~ FOCAL + always' --focal TERM --optional 'a,b,c' [OPTION…]",
  .summary = "The specification curve of a term: every set of terms, sample, model and error.",
  .run = run,
};
