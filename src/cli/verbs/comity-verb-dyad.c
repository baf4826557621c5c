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
  ComityCliData data;
  ComityCliFigure look;
  ComityCliSpec spec;
  char *formula;
  char *what_if;
  char *state;
  char *paper;
  char *output;
  gboolean json;
  int year;
  int ahead;

  /* what the words stand for */
  ComityFormat format;
  gboolean is_page;
  const char *file;  /* NULL: the bundled panel; borrowed like the two states */
  const char *a, *b; /* b: NULL where --state is one */
} Options;

static void
options_clear (Options *options)
{
  comity_cli_data_clear (&options->data);
  comity_cli_figure_clear (&options->look);
  comity_cli_spec_clear (&options->spec);
  g_free (options->formula);
  g_free (options->what_if);
  g_free (options->state);
  g_free (options->paper);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (options->data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &options->year, "the year (the last)", "Y" },
    { "formula", 'f', 0, G_OPTION_ARG_STRING, &options->formula,
      "fits this model first: the pair's fitted probability or hazard and residual", "F" },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &options->spec.model,
      "the estimator of --formula (logit)", "MODEL" },
    { "cluster", 'c', 0, G_OPTION_ARG_STRING, &options->spec.cluster, "… columns to cluster by",
      "COL[,COL]" },
    { "time", 0, 0, G_OPTION_ARG_STRING, &options->spec.time, "… durations: columns of the times",
      "[START,]STOP" },
    { "ties", 0, 0, G_OPTION_ARG_STRING, &options->spec.ties, "… cox: efron or breslow (efron)",
      "WHICH" },
    { "strata", 0, 0, G_OPTION_ARG_STRING, &options->spec.strata,
      "… durations: each value has its own baseline", "COL" },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &options->spec.metric,
      "… exponential, weibull: ph or aft (ph)", "WHICH" },
    { "level", 0, 0, G_OPTION_ARG_DOUBLE, &options->spec.level, "… of intervals (95)", "N" },
    { "what-if", 'w', 0, G_OPTION_ARG_STRING, &options->what_if,
      "hazard and cumulative probability with columns set to these values, under --formula (of "
      "dyad-years or of durations) or the default model",
      "COL=V,…" },
    { "state", 's', 0, G_OPTION_ARG_STRING, &options->state,
      "instead of A B: the dossier of one state; with --what-if VARIABLE=V its pairs, the most "
      "affected first",
      "STATE" },
    { "ahead", 0, 0, G_OPTION_ARG_INT, &options->ahead, "years to come of --what-if (10)", "N" },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options->paper, "of a page: a4 (default) or letter",
      "PAPER" },
    COMITY_CLI_FIGURE_ENTRIES (options->look),
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json, "as JSON", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "a file instead of standard output: .pdf .png .svg (one page), .html .md .txt .json .csv "
      ".tex",
      "FILE" },
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_dyad, entries, argc, argv, status);
}

/* Of what is no picture. */
static gboolean
choose_format (Options *options, GError **error)
{
  options->format = options->json ? COMITY_FORMAT_JSON : COMITY_FORMAT_TEXT;
  if (options->json || options->output == NULL || options->is_page ||
      comity_format_from_path (options->output, &options->format))
    return TRUE;
  return comity_cli_refuse (
      error, "--output “%s” ends in none of .pdf .png .svg .html .md .txt .json .csv .tex.",
      options->output);
}

/* @words: file and states, @n of them. */
static gboolean
check (Options *options, int n, char **words, GError **error)
{
  const ComityCliSpec *spec = &options->spec;

  options->is_page =
      comity_cli_is_figure (options->output) && !options->json && options->what_if == NULL;
  if (options->state != NULL && n > 1)
    return comity_cli_refuse (error, "--state is one state: leave out A and B.");
  if (options->state == NULL && n != 2 && n != 3)
    return comity_cli_refuse (error, "two states are needed, as ISO3, COW number or name.");
  if (options->paper != NULL && !comity_cli_is_figure (options->output))
    return comity_cli_refuse (
        error, "--paper is of a page: name an --output that ends in .pdf, .png or .svg.");
  if (options->formula == NULL && options->what_if == NULL &&
      (spec->model != NULL || spec->cluster != NULL || spec->time != NULL || spec->ties != NULL ||
       spec->strata != NULL || spec->metric != NULL))
    return comity_cli_refuse (error,
                              "--model, --cluster, --time, --ties, --strata and --metric are "
                              "of --formula F, which is missing.");
  if (options->ahead < 1 || options->ahead > MAX_AHEAD)
    return comity_cli_refuse (error, "--ahead is 1 to %d years.", MAX_AHEAD);
  if (!choose_format (options, error))
    return FALSE;
  for (gsize i = 0; options->paper != NULL && i < G_N_ELEMENTS (papers); i++)
    if (g_ascii_strcasecmp (options->paper, papers[i].name) == 0 && options->look.size == NULL)
      options->look.size = g_strdup (papers[i].size);
  options->file = n == 3 || (options->state != NULL && n == 1) ? words[0] : NULL;
  options->a = options->state != NULL ? options->state : words[n - 2];
  options->b = options->state != NULL ? NULL : words[n - 1];
  return TRUE;
}

/* The model that the dossier is under; NULL with an error, also of a wrong usage. */
static ComityDossierModel *
fit_model (Options *options, ComityPanel *panel, GError **error)
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
  options->spec.formulas = g_new0 (char *, 2);
  options->spec.formulas[0] = g_steal_pointer (&formula);
  spec = comity_cli_spec_make (&options->spec, 0, error);
  if (spec == NULL)
    return NULL;
  fit = comity_fit_new (spec, panel, NULL, error);
  return fit != NULL ? comity_dossier_model_new (fit, panel, NULL, error) : NULL;
}

static gboolean
write_page (Options *options, ComityDossier *dossier, GError **error)
{
  g_autoptr (ComityFigure) page = comity_dossier_figure_new (dossier);

  if (options->look.size == NULL)
    options->look.size = g_strdup (papers[0].size);
  return comity_cli_export (page, &options->look, options->output, error);
}

/* The dossier of the pair, or of the one state. */
static gboolean
write_dossier (Options *options,
               ComityDossierModel *model,
               ComityPanel *panel,
               gsize a,
               gsize b,
               int year,
               GError **error)
{
  g_autoptr (ComityDossier) dossier =
      options->b == NULL ? comity_dossier_new_state_under (panel, a, year, model, error)
                         : comity_dossier_new_pair_under (panel, a, b, year, model, error);
  g_autofree char *text = NULL;

  if (dossier == NULL)
    return FALSE;
  if (options->is_page)
    return write_page (options, dossier, error);
  text = comity_dossier_report (dossier, options->format);
  return comity_cli_write (text, options->output, error);
}

/* What would be, of the pair or of all pairs of the one state. */
static gboolean
write_what_if (const Options *options,
               ComityDossierModel *model,
               ComityPanel *panel,
               gsize a,
               gsize b,
               int year,
               GError **error)
{
  g_autofree char *text =
      options->b == NULL ? comity_state_what_if_report (model, panel, a, year, options->what_if,
                                                        options->format, error)
                         : comity_what_if_report (model, panel, a, b, year, options->what_if,
                                                  (gsize) options->ahead, options->format, error);

  return text != NULL && comity_cli_write (text, options->output, error);
}

static gboolean
tell (Options *options, GError **error)
{
  g_autoptr (ComityDossierModel) model = NULL;
  g_autoptr (ComityPanel) panel =
      comity_cli_open_panel (options->file, &options->data, NULL, error);
  int year;
  gssize a, b;

  if (panel == NULL || !comity_cli_choose_year (panel, options->year, &year, error))
    return FALSE;
  a = comity_panel_require_state (panel, options->a, year, error);
  if (a < 0)
    return FALSE;
  b = options->b == NULL ? a : comity_panel_require_state (panel, options->b, year, error);
  if (b < 0)
    return FALSE;
  if (options->formula != NULL || options->what_if != NULL)
    {
      model = fit_model (options, panel, error);
      if (model == NULL)
        return FALSE;
    }
  return options->what_if != NULL
             ? write_what_if (options, model, panel, (gsize) a, (gsize) b, year, error)
             : write_dossier (options, model, panel, (gsize) a, (gsize) b, year, error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .data = COMITY_CLI_DATA_INIT,
                               .look = COMITY_CLI_FIGURE_INIT,
                               .spec = COMITY_CLI_SPEC_INIT,
                               .ahead = DEFAULT_AHEAD };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, argc - 1, argv + 1, &error) || !tell (&options, &error))
    return comity_cli_fail (&comity_verb_dyad, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_dyad = {
  .name = "dyad",
  .arguments = "[DATA] A B [--year Y] [--formula F] [--output FILE], or [DATA] --state S",
  .summary = "The dossier of a pair of states, or of one, by ISO3, COW number or name.",
  .run = run,
  .takes_words = TRUE,
};
