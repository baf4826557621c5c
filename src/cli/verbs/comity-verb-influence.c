/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli influence: how the estimates change without a state, a dyad, a row or another group of
 * rows, the most influential first. */
#include "config.h"

#include "comity-cli-plot.h"
#include "comity-influence.h"
#include "comity-post-report.h"

#include <string.h>

typedef struct
{
  char *by;
  char *term;
  int top;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->by);
  g_free (options->term);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The columns of the groups; none for single rows. */
static gboolean
find_groups (const char *by,
             const ComityCliRows *rows,
             const ComitySpec *spec,
             ComityInfluenceGroups *groups,
             GError **error)
{
  *groups = (ComityInfluenceGroups){ COMITY_INFLUENCE_COLUMN, { by, NULL } };
  if (strcmp (by, "row") == 0)
    groups->kind = COMITY_INFLUENCE_ROWS;
  else if (strcmp (by, "state") == 0)
    groups->kind = COMITY_INFLUENCE_STATES;
  else if (strcmp (by, "dyad") == 0)
    groups->kind = COMITY_INFLUENCE_DYADS;
  else
    return TRUE;
  return groups->kind == COMITY_INFLUENCE_ROWS ||
         comity_cli_rows_find_states (rows, spec, groups->columns, error);
}

static gboolean
draw (ComityFit *fit,
      const ComityInfluence *influence,
      ComityInfluenceKind kind,
      ComityPanel *panel,
      const Options *options,
      const ComityCliFigure *look,
      const char *output,
      GError **error)
{
  gsize n = comity_influence_get_n (influence);
  gsize n_shown = options->top > 0 ? MIN ((gsize) options->top, n) : n;
  gsize term = 0;
  gssize at = -1;
  g_auto (GStrv) labels = g_new0 (char *, n_shown + 1);
  g_autofree gsize *order = NULL;

  if (options->term != NULL)
    {
      if (!comity_cli_choose_term (fit, options->term, &term, error))
        return FALSE;
      at = (gssize) term;
    }
  order = comity_influence_rank (influence, fit, at);
  for (gsize i = 0; i < n_shown; i++)
    labels[i] = comity_influence_dup_label (influence, kind, panel, order[i]);
  return comity_cli_export_fits (comity_influence_figure_new (fit, influence, at, order,
                                                              (const char *const *) labels,
                                                              n_shown),
                                 &fit, 1, look, output, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) options = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) own = { .top = 20, .decimals = 3 };
  ComityInfluenceGroups groups;
  g_auto (ComityCliFigure) look = COMITY_CLI_FIGURE_INIT;
  gboolean draws;
  ComityFormat format;
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityInfluence) influence = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (options),
    { "by", 0, 0, G_OPTION_ARG_STRING, &own.by,
      "what is left out: state, dyad, row, or the values of a column (state)",
      "state|dyad|row|COL" },
    { "term", 0, 0, G_OPTION_ARG_STRING, &own.term,
      "order by the change of this term (the largest change of any, in standard errors)", "TERM" },
    { "top", 0, 0, G_OPTION_ARG_INT, &own.top, "how many are shown; 0: all (20)", "N" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &own.decimals, "digits after the point (3)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (look),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_influence, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_influence, "only one file can be read (“%s”).", argv[2]);
  if (own.top < 0)
    return comity_cli_usage (&comity_verb_influence, "--top is 1 or more, or 0 for all.");
  if (!comity_cli_spec_check_formulas (&options, 1, 1, &error) ||
      !comity_cli_result_choose (&result, &draws, &format, &error) ||
      (spec = comity_cli_spec_make (&options, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_influence, "%s", error->message);

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      !find_groups (own.by != NULL ? own.by : "state", &rows, spec, &groups, &error) ||
      (fit = comity_cli_rows_fit (&rows, spec, &error)) == NULL ||
      (influence = comity_influence_new_for_groups (fit, &groups, NULL, &error)) == NULL)
    return comity_cli_fail (&comity_verb_influence, error);
  if (draws)
    return draw (fit, influence, groups.kind, rows.panel, &own, &look, result.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_influence, error);
  text = comity_influence_report (fit, influence, groups.kind, own.by != NULL ? own.by : "state",
                                  rows.panel, own.term, (gsize) own.top, format,
                                  CLAMP (own.decimals, 0, 12), &error);
  if (text == NULL || !comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_influence, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_influence = {
  .name = "influence",
  .arguments = "[DATA] --formula F [--by state|dyad|row|COL] [--term TERM] [OPTION…]",
  .summary = "How estimates change without a state, a dyad or a row; the most influential first.",
  .run = run,
};
