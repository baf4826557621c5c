/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli influence: how the estimates change without a state, a dyad, a row or another group of
 * rows, the most influential first. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-influence.h"
#include "comity-post-report.h"

#include <string.h>

typedef struct
{
  ComityCliAfter after;
  char *by;
  char *term;
  int top;
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->by);
  g_free (options->term);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "by", 0, 0, G_OPTION_ARG_STRING, &options->by,
      "what is left out: state, dyad, row, or the values of a column (state)",
      "state|dyad|row|COL" },
    { "term", 0, 0, G_OPTION_ARG_STRING, &options->term,
      "order by the change of this term (the largest change of any, in standard errors)", "TERM" },
    { "top", 0, 0, G_OPTION_ARG_INT, &options->top, "how many are shown; 0: all (20)", "N" },
    COMITY_CLI_DECIMALS_ENTRY (*after, "3"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_FIGURE_ENTRIES (after->look),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_influence, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  if (options->by == NULL)
    options->by = g_strdup ("state");
  options->after.of_states =
      strcmp (options->by, "state") == 0 || strcmp (options->by, "dyad") == 0;
  return comity_cli_after_check (&options->after, 1, 1, error);
}

/* The columns of the groups; none for single rows. */
static gboolean
find_groups (const Options *options, ComityInfluenceGroups *groups, GError **error)
{
  const ComityCliAfter *after = &options->after;

  *groups = (ComityInfluenceGroups){ COMITY_INFLUENCE_COLUMN, { options->by, NULL } };
  if (strcmp (options->by, "row") == 0)
    groups->kind = COMITY_INFLUENCE_ROWS;
  else if (strcmp (options->by, "state") == 0)
    groups->kind = COMITY_INFLUENCE_STATES;
  else if (strcmp (options->by, "dyad") == 0)
    groups->kind = COMITY_INFLUENCE_DYADS;
  if (groups->kind != COMITY_INFLUENCE_STATES && groups->kind != COMITY_INFLUENCE_DYADS)
    return TRUE;
  return comity_cli_rows_find_states (&after->rows, after->first, groups->columns, error);
}

static gboolean
draw (const Options *options,
      const ComityInfluence *influence,
      ComityInfluenceKind kind,
      GError **error)
{
  ComityFit *fit = options->after.fits->pdata[0];
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
    labels[i] = comity_influence_dup_label (influence, kind, options->after.rows.panel, order[i]);
  return comity_cli_after_draw (&options->after,
                                comity_influence_figure_new (fit, influence, at, order,
                                                             (const char *const *) labels, n_shown),
                                error);
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  ComityInfluenceGroups groups;
  g_autoptr (ComityInfluence) influence = NULL;

  if (!comity_cli_after_open (after, path, error) || !find_groups (options, &groups, error) ||
      !comity_cli_after_fit (after, error))
    return FALSE;
  influence = comity_influence_new_for_groups (after->fits->pdata[0], &groups, NULL, error);
  if (influence == NULL)
    return FALSE;
  if (after->draws)
    return draw (options, influence, groups.kind, error);
  return comity_cli_after_write (
      after,
      comity_influence_report (after->fits->pdata[0], influence, groups.kind, options->by,
                               after->rows.panel, options->term, (gsize) options->top,
                               after->format, after->decimals, error),
      error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options)
      options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_influence, 3), .top = 20 };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_influence, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_influence = {
  .name = "influence",
  .arguments = "[DATA] --formula F [--by state|dyad|row|COL] [--term TERM] [OPTION…]",
  .summary = "How estimates change without a state, a dyad or a row; the most influential first.",
  .run = run,
};
