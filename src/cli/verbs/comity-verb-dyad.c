/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli dyad: the dossier of a pair of states, the same that the window's inspector shows. */
#include "config.h"

#include "comity-cli-spec.h"

#include "comity-figures.h"
#include "comity-report.h"
#include "comity-state-what-if.h"

/* Years to come, without --ahead and at most. */
#define DEFAULT_AHEAD 10
#define MAX_AHEAD 100

/* Portrait pages, millimetres. */
static const struct
{
  const char *name;
  const char *size;
} papers[] = { { "a4", "210x297" }, { "letter", "215.9x279.4" } };

static gboolean
write_page (ComityDossier *dossier, ComityCliFigure *figure, const char *path, GError **error)
{
  g_autoptr (ComityFigure) page = comity_dossier_figure_new (dossier);

  if (figure->size == NULL)
    figure->size = g_strdup (papers[0].size);
  return comity_cli_export (page, figure, path, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) figure = COMITY_CLI_FIGURE_INIT;
  g_autofree char *paper = NULL;
  g_autofree char *what_if = NULL;
  g_autofree char *state = NULL;
  g_autoptr (ComityDossierModel) model = NULL;
  g_autofree char *output = NULL;
  g_autofree char *formula = NULL;
  g_auto (ComityCliSpec) options = COMITY_CLI_SPEC_INIT;
  g_autofree char *text = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  ComityFormat format = COMITY_FORMAT_TEXT;
  gboolean json = FALSE;
  gboolean picture;
  int asked = 0;
  int ahead = DEFAULT_AHEAD;
  int status, year;
  gssize a, b;
  const char *path;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &asked, "the year (the last)", "Y" },
    { "formula", 'f', 0, G_OPTION_ARG_STRING, &formula,
      "fits this model first: the pair's fitted probability or hazard and residual", "F" },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &options.model, "the estimator of --formula (logit)",
      "MODEL" },
    { "cluster", 'c', 0, G_OPTION_ARG_STRING, &options.cluster, "… columns to cluster by",
      "COL[,COL]" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &options.time, "… durations: columns of the times",
      "[START,]STOP" },
    { "ties", 0, 0, G_OPTION_ARG_STRING, &options.ties, "… cox: efron or breslow (efron)",
      "WHICH" },
    { "strata", 0, 0, G_OPTION_ARG_STRING, &options.strata,
      "… durations: each value has its own baseline", "COL" },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &options.metric, "… exponential, weibull: ph or aft (ph)",
      "WHICH" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &options.level, "… of intervals (95)", "N" },
    { "what-if", 'w', 0, G_OPTION_ARG_STRING, &what_if,
      "hazard and cumulative probability with columns set to these values, under --formula or the "
      "default model",
      "COL=V,…" },
    { "state", 's', 0, G_OPTION_ARG_STRING, &state,
      "instead of A B: the dossier of one state; with --what-if VARIABLE=V its pairs, the most "
      "affected first",
      "STATE" },
    { "ahead", 0, 0, G_OPTION_ARG_INT, &ahead, "years to come of --what-if (10)", "N" },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &paper, "of a page: a4 (default) or letter", "PAPER" },
    COMITY_CLI_FIGURE_ENTRIES (figure),
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "as JSON", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "a file instead of standard output: .pdf .png .svg (one page), .html .md .txt .json .csv "
      ".tex",
      "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!comity_cli_parse (&comity_verb_dyad, entries, &argc, &argv, &status))
    return status;
  if (state != NULL && argc > 2)
    return comity_cli_usage (&comity_verb_dyad, "--state is one state: leave out A and B.");
  if (state == NULL && argc != 3 && argc != 4)
    return comity_cli_usage (&comity_verb_dyad,
                             "two states are needed, as ISO3, COW number or name.");
  for (gsize i = 0; paper != NULL && i < G_N_ELEMENTS (papers); i++)
    if (g_ascii_strcasecmp (paper, papers[i].name) == 0 && figure.size == NULL)
      figure.size = g_strdup (papers[i].size);
  if (paper != NULL && !comity_cli_is_figure (output))
    return comity_cli_usage (&comity_verb_dyad, "--paper is of a page: name an --output that ends "
                                                "in .pdf, .png or .svg.");
  if (ahead < 1 || ahead > MAX_AHEAD)
    return comity_cli_usage (&comity_verb_dyad, "--ahead is 1 to %d years.", MAX_AHEAD);
  if (formula == NULL && what_if == NULL &&
      (options.model != NULL || options.cluster != NULL || options.time != NULL ||
       options.ties != NULL || options.strata != NULL || options.metric != NULL))
    return comity_cli_usage (&comity_verb_dyad,
                             "--model, --cluster, --time, --ties, --strata and --metric are of "
                             "--formula F, which is missing.");
  picture = comity_cli_is_figure (output) && !json && what_if == NULL;
  if (json)
    format = COMITY_FORMAT_JSON;
  else if (output != NULL && !picture && !comity_format_from_path (output, &format))
    return comity_cli_usage (&comity_verb_dyad,
                             "--output “%s” ends in none of .pdf .png .svg .html .md .txt .json .csv .tex.",
                             output);

  path = argc == 4 || (state != NULL && argc == 2) ? argv[1] : NULL;
  panel = comity_cli_open_panel (path, &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, asked, &year, &error))
    return comity_cli_fail (&comity_verb_dyad, error);
  a = comity_panel_require_state (panel, state != NULL ? state : argv[argc - 2], year, &error);
  b = a < 0           ? -1
      : state != NULL ? a
                      : comity_panel_require_state (panel, argv[argc - 1], year, &error);
  if (a < 0 || b < 0)
    return comity_cli_fail (&comity_verb_dyad, error);
  if (what_if != NULL && formula == NULL)
    formula = comity_panel_dup_default_formula (panel);
  if (what_if != NULL && formula == NULL)
    return comity_cli_usage (&comity_verb_dyad,
                             "these data have no default model: --what-if needs --formula F.");
  if (formula != NULL)
    {
      g_autoptr (ComitySpec) spec = NULL;

      options.formulas = g_new0 (char *, 2);
      options.formulas[0] = g_strdup (formula);
      spec = comity_cli_spec_make (&options, 0, &error);
      if (spec == NULL)
        return comity_cli_usage (&comity_verb_dyad, "%s", error->message);
      fit = comity_fit_new (spec, panel, NULL, &error);
      if (fit == NULL)
        return comity_cli_fail (&comity_verb_dyad, error);
      model = comity_dossier_model_new (fit, panel, NULL, &error);
      if (model == NULL)
        return comity_cli_fail (&comity_verb_dyad, error);
    }

  if (what_if != NULL)
    {
      text = state != NULL
                 ? comity_state_what_if_report (model, panel, (gsize) a, year, what_if, format,
                                                &error)
                 : comity_what_if_report (model, panel, (gsize) a, (gsize) b, year, what_if,
                                          (gsize) ahead, format, &error);
      return text != NULL && comity_cli_write (text, output, &error)
                 ? COMITY_CLI_DONE
                 : comity_cli_fail (&comity_verb_dyad, error);
    }
  dossier = state != NULL
                ? comity_dossier_new_state_under (panel, (gsize) a, year, model, &error)
                : comity_dossier_new_pair_under (panel, (gsize) a, (gsize) b, year, model, &error);
  if (dossier == NULL)
    return comity_cli_fail (&comity_verb_dyad, error);
  if (picture)
    return write_page (dossier, &figure, output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_dyad, error);
  text = comity_dossier_report (dossier, format);
  if (!comity_cli_write (text, output, &error))
    return comity_cli_fail (&comity_verb_dyad, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_dyad = {
  .name = "dyad",
  .arguments = "[DATA] A B [--year Y] [--formula F] [--output FILE], or [DATA] --state S",
  .summary = "The dossier of a pair of states, or of one, by ISO3, COW number or name.",
  .run = run,
};
