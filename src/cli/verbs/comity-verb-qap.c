/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli qap: tests that permute the states of dyads and dyad-years (QAP, MRQAP). */
#include "config.h"

#include "comity-cli-spec.h"
#include "comity-post-report.h"
#include "comity-qap.h"

#include <string.h>

typedef struct
{
  char *method;
  char *exchange;
  int permutations;
  int year;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
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

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) options = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) own = { .permutations = 1000, .decimals = 3 };
  ComityQapOptions qap_options = COMITY_QAP_OPTIONS_INIT;
  ComityFormat format;
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityQap) qap = NULL;
  g_autoptr (ComityProgress) progress = comity_progress_new (NULL);
  ComityCliWatch *watch;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (options),
    { "method", 0, 0, G_OPTION_ARG_STRING, &own.method,
      "dsp (double semi-partialling), y (the outcome is permuted) or correlation (dsp)", "WHICH" },
    { "permutations", 0, 0, G_OPTION_ARG_INT, &own.permutations,
      "how many are drawn (1000); all of them where there are no more, or no more than 5040", "N" },
    { "exchange", 0, 0, G_OPTION_ARG_STRING, &own.exchange,
      "lifetimes: among states present in the same years; all: each with every other (lifetimes)",
      "WHICH" },
    { "year", 'y', 0, G_OPTION_ARG_INT, &own.year, "only this year", "YEAR" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &own.decimals, "digits after the point (3)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  int status;

  if (!comity_cli_parse (&comity_verb_qap, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_qap, "only one file can be read (“%s”).", argv[2]);
  if (own.method != NULL && !comity_qap_method_from_name (own.method, &qap_options.method))
    return comity_cli_usage (&comity_verb_qap, "--method is dsp, y or correlation, not “%s”.",
                             own.method);
  if (own.exchange != NULL && !comity_exchange_from_name (own.exchange, &qap_options.exchange))
    return comity_cli_usage (&comity_verb_qap, "--exchange is lifetimes or all, not “%s”.",
                             own.exchange);
  if (own.permutations < 1)
    return comity_cli_usage (&comity_verb_qap, "--permutations is 1 or more.");
  if (options.seed < 0 || options.seed > G_MAXUINT32)
    return comity_cli_usage (&comity_verb_qap, "--seed is a number from 0 to 4294967295.");
  if (options.vce != NULL || options.cluster != NULL)
    return comity_cli_usage (&comity_verb_qap,
                             "statistics are of the classical standard errors: what rows share is "
                             "in the permutations; leave --vce and --cluster out.");
  if (!comity_cli_spec_check_formulas (&options, 1, 1, &error) ||
      !comity_cli_result_get_format (&result, &format, &error) ||
      (spec = comity_cli_spec_make (&options, 0, &error)) == NULL)
    return comity_cli_usage (&comity_verb_qap, "%s", error->message);
  spec->vce = COMITY_VCE_CLASSICAL;
  if (qap_options.method == COMITY_QAP_CORRELATION && options.model == NULL)
    {
      g_free (spec->estimator);
      spec->estimator = g_strdup ("lpm");
    }
  qap_options.n_permutations = (gsize) own.permutations;
  qap_options.seed = (guint64) options.seed;

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      (own.year != 0 && !add_year (spec, &rows, own.year, &error)) ||
      !comity_cli_rows_find_states (&rows, spec, qap_options.states, &error) ||
      (fit = comity_cli_rows_fit (&rows, spec, &error)) == NULL)
    return comity_cli_fail (&comity_verb_qap, error);
  qap_options.time = comity_cli_rows_peek_role (&rows, COMITY_ROLE_YEAR);
  watch = comity_cli_watch_new (&comity_verb_qap, progress);
  qap = comity_qap_new (fit, &qap_options, progress, &error);
  comity_cli_watch_free (watch);
  if (qap == NULL)
    return comity_cli_fail (&comity_verb_qap, error);
  text = comity_qap_report (fit, qap, qap_options.exchange, format, CLAMP (own.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
    return comity_cli_fail (&comity_verb_qap, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_qap = {
  .name = "qap",
  .arguments = "[DATA] --formula F [--method WHICH] [--permutations N] [--year YEAR] [OPTION…]",
  .summary = "Tests terms by permuting the states: QAP correlation, MRQAP, for years and panels.",
  .run = run,
};
