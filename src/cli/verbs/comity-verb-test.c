/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli test: Wald tests of terms and linear hypotheses, a likelihood-ratio test against a
 * second formula, variance inflation. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-post-report.h"

#include <string.h>

typedef struct
{
  ComityCliAfter after;
  char *terms;
  char **hypotheses;
  char *turning;
  char *adjust;
  gboolean vif;
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->terms);
  g_free (options->adjust);
  g_free (options->turning);
  g_strfreev (options->hypotheses);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What the options restrict; without any, all terms but the constant. */
static ComityHypothesis *
make_hypothesis (const ComityFit *fit, const Options *options, GError **error)
{
  g_auto (GStrv) names = NULL;
  g_autoptr (GPtrArray) all = NULL;

  if (options->hypotheses != NULL)
    return comity_hypothesis_parse (fit, (const char *const *) options->hypotheses,
                                    g_strv_length (options->hypotheses), error);
  if (options->terms != NULL)
    {
      names = g_strsplit (options->terms, ",", -1);
      for (char **name = names; *name != NULL; name++)
        g_strstrip (*name);
      return comity_hypothesis_of_terms (fit, (const char *const *) names, g_strv_length (names),
                                         error);
    }
  all = g_ptr_array_new ();
  for (gsize i = 0; i < comity_fit_get_n_terms (fit); i++)
    if (!g_str_equal (comity_fit_peek_coefficient (fit, i)->term, "(Intercept)"))
      g_ptr_array_add (all, (char *) comity_fit_peek_coefficient (fit, i)->term);
  return comity_hypothesis_of_terms (fit, (const char *const *) all->pdata, all->len, error);
}

static char *
report_vif (const ComityFit *fit, const Options *options, GError **error)
{
  gsize n = comity_fit_get_n_terms (fit);
  g_autofree double *design = g_new (double, n + 1);
  g_autofree double *coefficients = g_new (double, n + 1);

  return comity_vif (fit, design, coefficients, NULL, error)
             ? comity_vif_report (fit, design, coefficients, options->after.format)
             : NULL;
}

static char *
report_turning (const ComityFit *fit, const Options *options, GError **error)
{
  g_auto (GStrv) names = g_strsplit (options->turning, ",", 2);
  ComityCoefficient turning;

  return comity_turning_point (fit, g_strstrip (names[0]), g_strstrip (names[1]), &turning, error)
             ? comity_turning_report (fit, &turning, options->after.format, options->after.decimals)
             : NULL;
}

/* The first formula's fit is tested; a second one is the other side of a likelihood ratio. */
static char *
report_tests (const Options *options, GError **error)
{
  GPtrArray *fits = options->after.fits;
  const ComityFit *fit = g_ptr_array_index (fits, 0);
  g_autoptr (ComityHypothesis) hypothesis = make_hypothesis (fit, options, error);
  ComityTestResult wald;
  ComityTestResult lr;
  ComityAdjustment adjust = COMITY_ADJUST_NONE;

  if (options->adjust != NULL)
    adjust = options->adjust[0] == 'h' ? COMITY_ADJUST_HOLM : COMITY_ADJUST_BENJAMINI_HOCHBERG;
  if (hypothesis == NULL || !comity_wald_test (fit, hypothesis, &wald, error))
    return NULL;
  if (fits->len > 1)
    {
      const ComityFit *other = g_ptr_array_index (fits, 1);
      gboolean is_full = comity_fit_get_n_terms (fit) > comity_fit_get_n_terms (other);

      if (!comity_lr_test (is_full ? other : fit, is_full ? fit : other, &lr, error))
        return NULL;
    }
  return comity_wald_report (fit, hypothesis, &wald, fits->len > 1 ? &lr : NULL, adjust,
                             options->after.format, options->after.decimals);
}

/* "t,I(t^2)": two names, and not one twice. */
static gboolean
is_quadratic (const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, ",", 2);

  return names[0] != NULL && names[1] != NULL &&
         strcmp (g_strstrip (names[0]), g_strstrip (names[1])) != 0;
}

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "terms", 0, 0, G_OPTION_ARG_STRING, &options->terms, "all of these are 0 (all slopes)",
      "A,B" },
    { "hypothesis", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->hypotheses,
      "'a = b', '2*a + b = 1'; several are tested together", "H" },
    { "adjust", 0, 0, G_OPTION_ARG_STRING, &options->adjust,
      "p values corrected for their number: holm or bh (Benjamini–Hochberg)", "WHICH" },
    { "vif", 0, 0, G_OPTION_ARG_NONE, &options->vif, "variance inflation instead of tests", NULL },
    { "turning-point", 0, 0, G_OPTION_ARG_STRING, &options->turning,
      "instead, where the effect of a quadratic turns: 't,I(t^2)'", "TERM,SQUARE" },
    COMITY_CLI_DECIMALS_ENTRY (*after, "3"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_test, entries, argc, argv, status);
}

static gboolean
check (Options *options, GError **error)
{
  gboolean tests = options->terms != NULL || options->hypotheses != NULL;

  if (options->terms != NULL && options->hypotheses != NULL)
    return comity_cli_refuse (error, "give --terms or --hypothesis, not both.");
  if (tests + options->vif + (options->turning != NULL) > 1)
    return comity_cli_refuse (error,
                              "--vif and --turning-point stand alone, without each other and "
                              "without --terms or --hypothesis.");
  if (options->turning != NULL && !is_quadratic (options->turning))
    return comity_cli_refuse (error, "--turning-point names a term and its square, as 't,I(t^2)'.");
  return comity_cli_after_check (&options->after, 1, 2, error);
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  const ComityFit *fit;

  if (!comity_cli_after_open (after, path, error) || !comity_cli_after_fit (after, error))
    return FALSE;
  fit = after->fits->pdata[0];
  return comity_cli_after_write (after,
                                 options->vif               ? report_vif (fit, options, error)
                                 : options->turning != NULL ? report_turning (fit, options, error)
                                                            : report_tests (options, error),
                                 error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options)
      options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_test, 3), .after.is_table = TRUE };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_test, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_test = {
  .name = "test",
  .arguments = "[DATA] --formula F [--formula F2] [--terms A,B | --hypothesis H …] [OPTION…]",
  .summary = "Tests terms and linear hypotheses after a fit; with F2 a likelihood ratio.",
  .run = run,
};
