/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli predict: predictions over a profile, and how they change along it; curves over time of
 * models of durations; residuals. */
#include "config.h"

#include "comity-cli-after.h"
#include "comity-effects.h"
#include "comity-figures.h"
#include "comity-post-report.h"
#include "comity-residuals.h"
#include "comity-what-if.h"

#include "comity-dataset-io.h"
#include "comity-number.h"

#include <math.h>
#include <string.h>

#define MAX_POINTS 10000

typedef struct
{
  ComityCliAfter after;
  char *over;
  char *residuals;
  char *at;
  char *curve;
  char *times;
  int draws;

  /* what the words stand for */
  char *column;           /* that runs; NULL: none */
  char **values;          /* its values, as texts */
  ComityProfile *profile; /* the other columns */
  ComityCurveKind kind;
  double *when; /* the curve's times */
  gsize n_when;
} Options;

static void
options_clear (Options *options)
{
  comity_cli_after_clear (&options->after);
  g_free (options->over);
  g_free (options->residuals);
  g_free (options->at);
  g_free (options->curve);
  g_free (options->times);
  g_free (options->column);
  g_strfreev (options->values);
  g_clear_pointer (&options->profile, comity_profile_free);
  g_free (options->when);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, int *status)
{
  ComityCliAfter *after = &options->after;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (after->spec),
    { "over", 0, 0, G_OPTION_ARG_STRING, &options->over, "the column that runs, and its values",
      "COL=FROM:TO[:STEP]" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &options->at,
      "the others: mean, observed, and columns set to values (mean)", "mean|observed|COL=V,…" },
    { "residuals", 0, 0, G_OPTION_ARG_STRING, &options->residuals,
      "the data with columns more, to --output .csv or .dta: fitted response pearson deviance; "
      "cox: martingale cox-snell deviance score dfbeta dfbetas schoenfeld scaled-schoenfeld",
      "KIND[,KIND]" },
    { "curve", 0, 0, G_OPTION_ARG_STRING, &options->curve,
      "over time: survival, hazard (cumulative) or rate (the moment's, or the year's after logit, "
      "probit and cloglog with t; not after cox), a curve a value of --over and a stratum; the "
      "figure's, while tables have all",
      "WHICH" },
    { "times", 0, 0, G_OPTION_ARG_STRING, &options->times, "the curve at these times", "T1,T2" },
    { "draws", 0, 0, G_OPTION_ARG_INT, &options->draws,
      "simulated intervals from this many draws of the estimates (0: none)", "N" },
    COMITY_CLI_DECIMALS_ENTRY (*after, "4"),
    COMITY_CLI_RESULT_ENTRIES (after->result),
    COMITY_CLI_FIGURE_ENTRIES (after->look),
    COMITY_CLI_DATA_ENTRIES (after->data),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_predict, entries, argc, argv, status);
}

static gboolean
refuse_over (const char *over, GError **error)
{
  return comity_cli_refuse (
      error, "--over is COLUMN=FROM:TO, COLUMN=FROM:TO:STEP or COLUMN=V1,V2,…, not “%s”.", over);
}

/* FROM:TO:STEP as texts; without a step ten of them, or whole ones where that is fewer. */
static gboolean
list_range (const char *over, char **parts, GStrvBuilder *values, GError **error)
{
  guint n = g_strv_length (parts);
  double from, to, step, count;

  if (n > 3 || !comity_number_parse (parts[0], &from) || !comity_number_parse (parts[1], &to) ||
      (n == 3 && !comity_number_parse (parts[2], &step)))
    return refuse_over (over, error);
  if (n == 2)
    step = from == floor (from) && to == floor (to) && fabs (to - from) <= 20.0
               ? copysign (1.0, to - from)
               : (to - from) / 10.0;
  count = floor ((to - from) / step + 1e-9) + 1.0;
  if (!(count >= 1.0 && count <= MAX_POINTS))
    return refuse_over (over, error);
  for (gsize i = 0; i < (gsize) count; i++)
    {
      char text[COMITY_NUMBER_BUFFER];

      g_strv_builder_add (values, comity_number_format (from + (double) i * step, text));
    }
  return TRUE;
}

/* The column and the texts of its values; NULL, NULL without --over. */
static gboolean
read_over (const char *over, char **column, char ***values, GError **error)
{
  const char *equals = over != NULL ? strchr (over, '=') : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  if (over == NULL)
    return TRUE;
  if (equals == NULL || equals == over || equals[1] == '\0')
    return refuse_over (over, error);
  parts = g_strsplit (equals + 1, ":", -1);
  if (g_strv_length (parts) == 1)
    {
      *values = g_strsplit (equals + 1, ",", -1);
      for (char **value = *values; *value != NULL; value++)
        g_strstrip (*value);
    }
  else
    {
      if (!list_range (over, parts, builder, error))
        return FALSE;
      *values = g_strv_builder_end (builder);
    }
  *column = g_strstrip (g_strndup (over, (gsize) (equals - over)));
  return TRUE;
}

/* A curve is of one case: what is not set is at its mean, whether that is said or not. */
static ComityProfile *
read_profile (const Options *options, GError **error)
{
  g_autofree char *text = NULL;

  if (options->at == NULL || options->curve == NULL || g_str_has_prefix (options->at, "observed"))
    return comity_profile_parse (options->at != NULL ? options->at : "mean", error);
  text = g_strconcat ("mean,", options->at, NULL);
  return comity_profile_parse (text, error);
}

/* What is asked for together and cannot be. */
static gboolean
check_kinds (const Options *options, GError **error)
{
  const char *output = options->after.result.output;

  if (options->draws < 0 || options->draws > 100000)
    return comity_cli_refuse (error, "--draws is a number from 0 to 100000.");
  if (options->residuals != NULL && output == NULL)
    return comity_cli_refuse (error,
                              "--residuals needs an --output that ends in .csv, .tsv or .dta.");
  if (options->curve != NULL && (options->residuals != NULL || options->draws > 0))
    return comity_cli_refuse (error, "--curve has no draws and no residuals.");
  if (options->curve == NULL && options->times != NULL)
    return comity_cli_refuse (error, "--times needs --curve survival, hazard or rate.");
  if (comity_cli_is_figure (output) &&
      (options->residuals != NULL || (options->curve == NULL && options->over == NULL)))
    return comity_cli_refuse (error,
                              "a figure is of --over, or of --curve survival, hazard or rate.");
  return TRUE;
}

static gboolean
check (Options *options, GError **error)
{
  /* Residuals go to a file of data, which is no document. */
  options->after.is_data = options->residuals != NULL;
  if (!check_kinds (options, error) || !comity_cli_after_check (&options->after, 1, 1, error) ||
      !read_over (options->over, &options->column, &options->values, error) ||
      !comity_cli_parse_times (options->times, &options->when, &options->n_when, error))
    return FALSE;
  if (options->curve != NULL)
    comity_curve_kind_from_name (options->curve, &options->kind);
  options->profile = read_profile (options, error);
  return options->profile != NULL;
}

/* The data with the residuals of these kinds as columns more. */
static gboolean
save_residuals (const Options *options, const ComityFit *fit, GError **error)
{
  g_autoptr (ComityDatasetBuilder) builder =
      comity_dataset_builder_new_from (comity_fit_peek_dataset (fit));
  g_auto (GStrv) names = g_strsplit (options->residuals, ",", -1);
  g_autoptr (ComityDataset) dataset = NULL;

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (GPtrArray) columns =
          comity_residual_columns (fit, g_strstrip (*name), NULL, error);

      if (columns == NULL)
        return FALSE;
      for (guint i = 0; i < columns->len; i++)
        {
          const char *column = comity_column_peek_name (columns->pdata[i]);

          if (comity_dataset_require_column (comity_fit_peek_dataset (fit), column, NULL) != NULL)
            {
              g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "The data have a column %s already; rename it first.", column);
              return FALSE;
            }
          comity_dataset_builder_take_column (builder, comity_column_ref (columns->pdata[i]));
        }
    }
  dataset = comity_dataset_builder_end (builder);
  return comity_dataset_save (dataset, options->after.result.output, NULL, error);
}

/* Of a model of durations, or of one of an event in each dyad-year. */
static ComityPredictedCurves *
compute_curves (const Options *options, ComityFit *fit, GError **error)
{
  ComityPanel *panel = options->after.rows.panel;
  const char *const *values = (const char *const *) options->values;
  gsize n_values = values != NULL ? g_strv_length (options->values) : 0;

  if (!comity_fit_is_probability (fit) || panel == NULL)
    return comity_predicted_curves_new (fit, options->profile, options->column, values, n_values,
                                        options->when, options->n_when, NULL, error);
  if (options->when != NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "--times is for models of durations: the years of this one are those "
                           "that its covariate of time takes.");
      return NULL;
    }
  return comity_discrete_curves_new (fit, panel, options->profile, options->column, values,
                                     n_values, NULL, error);
}

/* The drawing or the table of curves over time. */
static gboolean
tell_curves (const Options *options, ComityFit *fit, GError **error)
{
  const ComityCliAfter *after = &options->after;
  g_autoptr (ComityPredictedCurves) curves = compute_curves (options, fit, error);
  g_autofree char *at = NULL;
  g_autofree char *words = NULL;

  if (curves == NULL)
    return FALSE;
  if (options->kind == COMITY_CURVE_RATE && !curves->has_rate)
    return comity_cli_refuse (error, "a Cox model says nothing of the hazard of a moment: --curve "
                                     "is survival or hazard.");
  if (!after->draws)
    return comity_cli_after_write (after,
                                   comity_predicted_curves_report (fit, options->profile,
                                                                   options->column, curves,
                                                                   after->format, after->decimals),
                                   error);
  at = comity_profile_describe (options->profile);
  words = g_strdup_printf ("%s: %s. Covariates %s; %g %% intervals.",
                           comity_fit_peek_estimator_title (fit), comity_fit_peek_formula (fit), at,
                           curves->level);
  return comity_cli_export_words (
      comity_predicted_figure_new (curves, options->kind, curves->time_name),
      comity_fit_peek_dataset (fit), words, &after->look, after->result.output, error);
}

/* The drawing or the table of predictions over the column that runs. */
static gboolean
tell_predictions (const Options *options, ComityFit *fit, GError **error)
{
  const ComityCliAfter *after = &options->after;
  const char *const *values = (const char *const *) options->values;
  g_autoptr (ComityPredictions) predictions =
      comity_predictions_new (fit, options->profile, options->column, values,
                              values != NULL ? g_strv_length (options->values) : 0,
                              (guint) options->draws, (guint64) after->spec.seed, NULL, error);
  g_autofree char *at = NULL;
  g_autofree char *words = NULL;

  if (predictions == NULL)
    return FALSE;
  if (!after->draws)
    return comity_cli_after_write (after,
                                   comity_predictions_report (fit, options->profile,
                                                              options->column, predictions,
                                                              options->draws, after->spec.seed,
                                                              after->format, after->decimals),
                                   error);
  at = comity_profile_describe (options->profile);
  words = g_strdup_printf ("%s: %s. The other covariates %s; %g %% intervals.",
                           comity_fit_peek_estimator_title (fit), comity_fit_peek_formula (fit), at,
                           comity_fit_peek_spec (fit)->level);
  return comity_cli_export_words (comity_predictions_figure_new (fit, options->column, predictions),
                                  comity_fit_peek_dataset (fit), words, &after->look,
                                  after->result.output, error);
}

static gboolean
tell (Options *options, const char *path, GError **error)
{
  ComityCliAfter *after = &options->after;
  ComityFit *fit;

  if (!comity_cli_after_open (after, path, error) || !comity_cli_after_fit (after, error))
    return FALSE;
  fit = after->fits->pdata[0];
  return options->residuals != NULL ? save_residuals (options, fit, error)
         : options->curve != NULL   ? tell_curves (options, fit, error)
                                    : tell_predictions (options, fit, error);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .after = COMITY_CLI_AFTER_INIT (comity_verb_predict, 4),
                               .kind = COMITY_CURVE_SURVIVAL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &argc, &argv, &status))
    return status;
  if (!check (&options, &error) || !tell (&options, argv[1], &error))
    return comity_cli_fail (&comity_verb_predict, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_predict = {
  .name = "predict",
  .arguments = "[DATA] --formula F [--over COL=FROM:TO[:STEP]] [--at mean|observed|COL=V,…] | "
               "--curve WHICH [--times T1,T2] | --residuals KIND",
  .summary =
      "Predictions over a profile with intervals, and their changes; curves over time; residuals.",
  .run = run,
};
