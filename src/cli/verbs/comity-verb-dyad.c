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

typedef struct
{
  char *formula;
  char *what_if;
  char *state;
  char *paper;
  char *output;
  gboolean json;
  int year;
  int ahead;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->formula);
  g_free (options->what_if);
  g_free (options->state);
  g_free (options->paper);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* FALSE with the sentence of a wrong usage. @n: of states and files named. */
static gboolean
check_options (const Options *options, const ComityCliSpec *spec, int n, GError **error)
{
  const char *sentence = NULL;

  if (options->state != NULL && n > 1)
    sentence = "--state is one state: leave out A and B.";
  else if (options->state == NULL && n != 2 && n != 3)
    sentence = "two states are needed, as ISO3, COW number or name.";
  else if (options->paper != NULL && !comity_cli_is_figure (options->output))
    sentence = "--paper is of a page: name an --output that ends in .pdf, .png or .svg.";
  else if (options->formula == NULL && options->what_if == NULL &&
           (spec->model != NULL || spec->cluster != NULL || spec->time != NULL ||
            spec->ties != NULL || spec->strata != NULL || spec->metric != NULL))
    sentence = "--model, --cluster, --time, --ties, --strata and --metric are of --formula F, "
               "which is missing.";
  if (sentence != NULL)
    comity_cli_refuse (error, "%s", sentence);
  else if (options->ahead < 1 || options->ahead > MAX_AHEAD)
    comity_cli_refuse (error, "--ahead is 1 to %d years.", MAX_AHEAD);
  else
    return TRUE;
  return FALSE;
}

/* Of what is no picture. */
static gboolean
choose_format (const Options *options, gboolean picture, ComityFormat *format, GError **error)
{
  *format = options->json ? COMITY_FORMAT_JSON : COMITY_FORMAT_TEXT;
  if (options->json || options->output == NULL || picture ||
      comity_format_from_path (options->output, format))
    return TRUE;
  return comity_cli_refuse (
      error, "--output “%s” ends in none of .pdf .png .svg .html .md .txt .json .csv .tex.",
      options->output);
}

/* The model that the dossier is under; NULL also where the usage is wrong (G_OPTION_ERROR). */
static ComityDossierModel *
fit_model (const Options *options, ComityCliSpec *words, ComityPanel *panel, GError **error)
{
  g_autoptr (ComitySpec) spec = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autofree char *formula = options->formula != NULL ? g_strdup (options->formula)
                                                      : comity_panel_dup_default_formula (panel);

  if (formula == NULL)
    {
      comity_cli_refuse (error, "these data have no default model: --what-if needs --formula F.");
      return NULL;
    }
  words->formulas = g_new0 (char *, 2);
  words->formulas[0] = g_steal_pointer (&formula);
  spec = comity_cli_spec_make (words, 0, error);
  if (spec == NULL)
    return NULL;
  fit = comity_fit_new (spec, panel, NULL, error);
  return fit != NULL ? comity_dossier_model_new (fit, panel, NULL, error) : NULL;
}

static gboolean
write_page (ComityDossier *dossier, ComityCliFigure *figure, const char *path, GError **error)
{
  g_autoptr (ComityFigure) page = comity_dossier_figure_new (dossier);

  if (figure->size == NULL)
    figure->size = g_strdup (papers[0].size);
  return comity_cli_export (page, figure, path, error);
}

/* Text of the dossier, or of what would be; NULL with an error. */
static char *
make_text (ComityDossier *dossier,
           ComityDossierModel *model,
           ComityPanel *panel,
           gssize a,
           gssize b,
           int year,
           const Options *options,
           ComityFormat format,
           GError **error)
{
  if (options->what_if == NULL)
    return comity_dossier_report (dossier, format);
  if (options->state != NULL)
    return comity_state_what_if_report (model, panel, (gsize) a, year, options->what_if, format,
                                        error);
  return comity_what_if_report (model, panel, (gsize) a, (gsize) b, year, options->what_if,
                                (gsize) options->ahead, format, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) figure = COMITY_CLI_FIGURE_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (Options) options = { .ahead = DEFAULT_AHEAD };
  g_autoptr (ComityDossierModel) model = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (ComityDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  ComityFormat format;
  gboolean picture;
  int status, year;
  gssize a, b;
  const char *path;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &options.year, "the year (the last)", "Y" },
    { "formula", 'f', 0, G_OPTION_ARG_STRING, &options.formula,
      "fits this model first: the pair's fitted probability or hazard and residual", "F" },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &spec.model, "the estimator of --formula (logit)",
      "MODEL" },
    { "cluster", 'c', 0, G_OPTION_ARG_STRING, &spec.cluster, "… columns to cluster by",
      "COL[,COL]" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &spec.time, "… durations: columns of the times",
      "[START,]STOP" },
    { "ties", 0, 0, G_OPTION_ARG_STRING, &spec.ties, "… cox: efron or breslow (efron)", "WHICH" },
    { "strata", 0, 0, G_OPTION_ARG_STRING, &spec.strata,
      "… durations: each value has its own baseline", "COL" },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &spec.metric, "… exponential, weibull: ph or aft (ph)",
      "WHICH" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &spec.level, "… of intervals (95)", "N" },
    { "what-if", 'w', 0, G_OPTION_ARG_STRING, &options.what_if,
      "hazard and cumulative probability with columns set to these values, under --formula or the "
      "default model",
      "COL=V,…" },
    { "state", 's', 0, G_OPTION_ARG_STRING, &options.state,
      "instead of A B: the dossier of one state; with --what-if VARIABLE=V its pairs, the most "
      "affected first",
      "STATE" },
    { "ahead", 0, 0, G_OPTION_ARG_INT, &options.ahead, "years to come of --what-if (10)", "N" },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper, "of a page: a4 (default) or letter",
      "PAPER" },
    COMITY_CLI_FIGURE_ENTRIES (figure),
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options.json, "as JSON", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "a file instead of standard output: .pdf .png .svg (one page), .html .md .txt .json .csv "
      ".tex",
      "FILE" },
    G_OPTION_ENTRY_NULL
  };

  if (!comity_cli_parse (&comity_verb_dyad, entries, &argc, &argv, &status))
    return status;
  picture = comity_cli_is_figure (options.output) && !options.json && options.what_if == NULL;
  if (!check_options (&options, &spec, argc - 1, &error) ||
      !choose_format (&options, picture, &format, &error))
    return comity_cli_usage (&comity_verb_dyad, "%s", error->message);
  for (gsize i = 0; options.paper != NULL && i < G_N_ELEMENTS (papers); i++)
    if (g_ascii_strcasecmp (options.paper, papers[i].name) == 0 && figure.size == NULL)
      figure.size = g_strdup (papers[i].size);

  path = argc == 4 || (options.state != NULL && argc == 2) ? argv[1] : NULL;
  panel = comity_cli_open_panel (path, &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, options.year, &year, &error))
    return comity_cli_fail (&comity_verb_dyad, error);
  a = comity_panel_require_state (panel, options.state != NULL ? options.state : argv[argc - 2],
                                  year, &error);
  b = a < 0                   ? -1
      : options.state != NULL ? a
                              : comity_panel_require_state (panel, argv[argc - 1], year, &error);
  if (a < 0 || b < 0)
    return comity_cli_fail (&comity_verb_dyad, error);
  if (options.formula != NULL || options.what_if != NULL)
    {
      model = fit_model (&options, &spec, panel, &error);
      if (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
        return comity_cli_usage (&comity_verb_dyad, "%s", error->message);
      if (model == NULL)
        return comity_cli_fail (&comity_verb_dyad, error);
    }
  if (options.what_if == NULL)
    {
      dossier =
          options.state != NULL
              ? comity_dossier_new_state_under (panel, (gsize) a, year, model, &error)
              : comity_dossier_new_pair_under (panel, (gsize) a, (gsize) b, year, model, &error);
      if (dossier == NULL)
        return comity_cli_fail (&comity_verb_dyad, error);
    }
  if (picture)
    return write_page (dossier, &figure, options.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_dyad, error);
  text = make_text (dossier, model, panel, a, b, year, &options, format, &error);
  return text != NULL && comity_cli_write (text, options.output, &error)
             ? COMITY_CLI_DONE
             : comity_cli_fail (&comity_verb_dyad, error);
}

const ComityVerb comity_verb_dyad = {
  .name = "dyad",
  .arguments = "[DATA] A B [--year Y] [--formula F] [--output FILE], or [DATA] --state S",
  .summary = "The dossier of a pair of states, or of one, by ISO3, COW number or name.",
  .run = run,
  .takes_words = TRUE,
};
