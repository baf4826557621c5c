/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli qap: tests that permute the states of dyads and dyad-years (QAP, MRQAP). */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-post-report.h"
#include "comity-qap.h"

#include <string.h>

typedef struct
{
  ComityCliAfter after;
  char *method;
  char *exchange;
  int permutations;
  int year;

  ComityQapOptions qap; /* what the words stand for; its texts are borrowed */
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->method);
  g_free (options->exchange);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* One year is a condition beside the others. */
static gboolean
add_year (ComitySpec *spec, const ComityCliRows *rows, int year, GError **error)
{
  g_autofree char *where = spec->where;
  const char *column = comity_cli_rows_peek_role (rows, COMITY_ROLE_YEAR);

  if (column == NULL)
    {
      g_set_error_literal (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                           "--year needs a column of years: name it with --roles, or use --where.");
      spec->where = g_steal_pointer (&where);
      return FALSE;
    }
  spec->where = where != NULL ? g_strdup_printf ("(%s) & %s == %d", where, column, year)
                              : g_strdup_printf ("%s == %d", column, year);
  return comity_panel_check_year (rows->panel, year, error);
}

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "method", 0, 0, G_OPTION_ARG_STRING, &options->method,
      "dsp (double semi-partialling), y (the outcome is permuted) or correlation (dsp)", "WHICH" },
    { "permutations", 0, 0, G_OPTION_ARG_INT, &options->permutations,
      "how many are drawn (1000); all of them where there are no more, or no more than 5040", "N" },
    { "exchange", 0, 0, G_OPTION_ARG_STRING, &options->exchange,
      "lifetimes: among states present in the same years; all: each with every other (lifetimes)",
      "WHICH" },
    { "year", 'y', 0, G_OPTION_ARG_INT, &options->year, "only this year", "YEAR" },
    COMITY_CLI_DECIMALS_ENTRY (*after, "3"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_qap, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  ComityCliAfter *after = &options->after;
  ComityQapOptions *qap = &options->qap;

  if (options->method != NULL)
    comity_qap_method_from_name (options->method, &qap->method);
  if (options->exchange != NULL)
    comity_exchange_from_name (options->exchange, &qap->exchange);
  if (options->permutations < 1)
    return comity_cli_refuse (error, "--permutations is 1 or more.");
  if (after->spec.seed < 0 || after->spec.seed > G_MAXUINT32)
    return comity_cli_refuse (error, "--seed is a number from 0 to 4294967295.");
  if (after->spec.vce != NULL || after->spec.cluster != NULL)
    return comity_cli_refuse (error,
                              "statistics are of the classical standard errors: what rows share is "
                              "in the permutations; leave --vce and --cluster out.");
  qap->n_permutations = (gsize) options->permutations;
  qap->seed = (guint64) after->spec.seed;
  if (!comity_cli_after_check (after, 1, 1, error))
    return FALSE;
  after->first->vce = COMITY_VCE_CLASSICAL;
  if (qap->method == COMITY_QAP_CORRELATION && after->spec.model == NULL)
    {
      g_free (after->first->estimator);
      after->first->estimator = g_strdup ("lpm");
    }
  return TRUE;
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  ComityQapOptions *qap_options = &options->qap;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityQap) qap = NULL;
  g_autoptr (ComityProgress) progress = comity_progress_new (NULL);
  ComityCliWatch *watch;

  if (!comity_cli_after_open (after, path, error) ||
      (options->year != 0 && !add_year (after->first, &after->rows, options->year, error)) ||
      !comity_cli_rows_find_states (&after->rows, after->first, qap_options->states, error) ||
      (fit = comity_cli_rows_fit (&after->rows, after->first, error)) == NULL)
    return FALSE;
  qap_options->time = comity_cli_rows_peek_role (&after->rows, COMITY_ROLE_YEAR);
  watch = comity_cli_watch_new (&comity_verb_qap, progress);
  qap = comity_qap_new (fit, qap_options, progress, error);
  comity_cli_watch_free (watch);
  return qap != NULL && comity_cli_after_write (after,
                                                comity_qap_report (fit, qap, qap_options->exchange,
                                                                   after->format, after->decimals),
                                                error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_qap, 3),
                               .after.is_table = TRUE,
                               .after.of_states = TRUE,
                               .permutations = 1000,
                               .qap = COMITY_QAP_OPTIONS_INIT };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_qap, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_qap = {
  .name = "qap",
  .arguments = "[DATA] --formula F [--method WHICH] [--permutations N] [--year YEAR] [OPTION…]",
  .summary = "Tests terms by permuting the states: QAP correlation, MRQAP, for years and panels.",
  .run = run,
};
