/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli predict: predictions over a profile, and how they change along it; curves over time of
 * models of durations; residuals. */
#include "config.h"

#include "comity-cli-plot.h"
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
  char *over;
  char *residuals;
  char *at;
  char *curve;
  char *times;
  int draws;
  int decimals;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->over);
  g_free (options->residuals);
  g_free (options->at);
  g_free (options->curve);
  g_free (options->times);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
refuse_over (const char *over, GError **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--over is COLUMN=FROM:TO, COLUMN=FROM:TO:STEP or COLUMN=V1,V2,…, not “%s”.", over);
  return FALSE;
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

/* The data with the residuals of these kinds as columns more. */
static gboolean
save_residuals (const ComityFit *fit, const char *kinds, const char *path, GError **error)
{
  g_autoptr (ComityDatasetBuilder) builder =
      comity_dataset_builder_new_from (comity_fit_peek_dataset (fit));
  g_auto (GStrv) names = g_strsplit (kinds, ",", -1);
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
  return comity_dataset_save (dataset, path, NULL, error);
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

/* The drawing or the table of the curves. */
static gboolean
write_curves (ComityFit *fit,
              const ComityProfile *profile,
              const char *column,
              const ComityPredictedCurves *curves,
              ComityCurveKind kind,
              const ComityCliResult *result,
              const ComityCliFigure *figure_options,
              ComityFormat format,
              int decimals,
              GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *at = comity_profile_describe (profile);

  if (!comity_cli_is_figure (result->output))
    {
      text = comity_predicted_curves_report (fit, profile, column, curves, format, decimals);
      return comity_cli_write (text, result->output, error);
    }
  text = g_strdup_printf ("%s: %s. Covariates %s; %g %% intervals.",
                          comity_fit_peek_estimator_title (fit), comity_fit_peek_formula (fit), at,
                          curves->level);
  return comity_cli_export_words (comity_predicted_figure_new (curves, kind, curves->time_name),
                                  comity_fit_peek_dataset (fit), text, figure_options,
                                  result->output, error);
}

static gboolean
draw_predictions (ComityFit *fit,
                  const ComityProfile *profile,
                  const char *column,
                  const ComityPredictions *predictions,
                  const ComityCliFigure *look,
                  const char *output,
                  GError **error)
{
  g_autofree char *at = comity_profile_describe (profile);
  g_autofree char *words = g_strdup_printf (
      "%s: %s. The other covariates %s; %g %% intervals.", comity_fit_peek_estimator_title (fit),
      comity_fit_peek_formula (fit), at, comity_fit_peek_spec (fit)->level);

  return comity_cli_export_words (comity_predictions_figure_new (fit, column, predictions),
                                  comity_fit_peek_dataset (fit), words, look, output, error);
}

/* Of a model of durations, or of one of an event in each dyad-year. */
static ComityPredictedCurves *
make_curves (ComityFit *fit,
             ComityPanel *panel,
             const ComityProfile *profile,
             const char *column,
             char **values,
             const double *times,
             gsize n_times,
             GError **error)
{
  gsize n_values = values != NULL ? g_strv_length (values) : 0;

  if (!comity_fit_is_probability (fit) || panel == NULL)
    return comity_predicted_curves_new (fit, profile, column, (const char *const *) values,
                                        n_values, times, n_times, NULL, error);
  if (times != NULL)
    {
      g_set_error_literal (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                           "--times is for models of durations: the years of this one are those "
                           "that its covariate of time takes.");
      return NULL;
    }
  return comity_discrete_curves_new (fit, panel, profile, column, (const char *const *) values,
                                     n_values, NULL, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliSpec) spec = COMITY_CLI_SPEC_INIT;
  g_auto (ComityCliResult) result = COMITY_CLI_RESULT_INIT;
  g_auto (ComityCliFigure) figure_options = COMITY_CLI_FIGURE_INIT;
  g_auto (ComityCliRows) rows = { NULL, NULL };
  g_auto (Options) options = { .decimals = 4 };
  ComityFormat format = COMITY_FORMAT_TEXT;
  gboolean draws = FALSE;
  ComityCurveKind kind = COMITY_CURVE_SURVIVAL;
  g_autoptr (GPtrArray) fits = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_fit_unref);
  g_autoptr (ComitySpec) probe = NULL;
  g_autoptr (ComityProfile) profile = NULL;
  g_autoptr (ComityPredictions) predictions = NULL;
  g_autoptr (ComityPredictedCurves) curves = NULL;
  g_autofree double *times = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *column = NULL;
  g_auto (GStrv) values = NULL;
  g_autofree char *text = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_SPEC_ENTRIES (spec),
    { "over", 0, 0, G_OPTION_ARG_STRING, &options.over, "the column that runs, and its values",
      "COL=FROM:TO[:STEP]" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &options.at,
      "the others: mean, observed, and columns set to values (mean)", "mean|observed|COL=V,…" },
    { "residuals", 0, 0, G_OPTION_ARG_STRING, &options.residuals,
      "the data with columns more, to --output .csv or .dta: fitted response pearson deviance; "
      "cox: martingale cox-snell deviance score dfbeta dfbetas schoenfeld scaled-schoenfeld",
      "KIND[,KIND]" },
    { "curve", 0, 0, G_OPTION_ARG_STRING, &options.curve,
      "over time: survival, hazard (cumulative) or rate (the moment's, or the year's after logit, "
      "probit and cloglog with t; not after cox), a curve a value of --over and a stratum; the "
      "figure's, while tables have all",
      "WHICH" },
    { "times", 0, 0, G_OPTION_ARG_STRING, &options.times, "the curve at these times", "T1,T2" },
    { "draws", 0, 0, G_OPTION_ARG_INT, &options.draws,
      "simulated intervals from this many draws of the estimates (0: none)", "N" },
    { "decimals", 0, 0, G_OPTION_ARG_INT, &options.decimals, "digits after the point (4)", "N" },
    COMITY_CLI_RESULT_ENTRIES (result),
    COMITY_CLI_FIGURE_ENTRIES (figure_options),
    COMITY_CLI_DATA_ENTRIES (data),
    G_OPTION_ENTRY_NULL
  };
  gsize n_times;
  int status;

  if (!comity_cli_parse (&comity_verb_predict, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_predict, "only one file can be read (“%s”).", argv[2]);
  if (options.draws < 0 || options.draws > 100000)
    return comity_cli_usage (&comity_verb_predict, "--draws is a number from 0 to 100000.");
  if (options.residuals != NULL && result.output == NULL)
    return comity_cli_usage (&comity_verb_predict,
                             "--residuals needs an --output that ends in .csv, .tsv or .dta.");
  if (options.curve != NULL && !comity_curve_kind_from_name (options.curve, &kind))
    return comity_cli_usage (&comity_verb_predict, "--curve is survival, hazard or rate, not “%s”.",
                             options.curve);
  if (options.curve != NULL && (options.residuals != NULL || options.draws > 0))
    return comity_cli_usage (&comity_verb_predict, "--curve has no draws and no residuals.");
  if (options.curve == NULL && options.times != NULL)
    return comity_cli_usage (&comity_verb_predict,
                             "--times needs --curve survival, hazard or rate.");
  if (comity_cli_is_figure (result.output) &&
      (options.residuals != NULL || (options.curve == NULL && options.over == NULL)))
    return comity_cli_usage (&comity_verb_predict,
                             "a figure is of --over, or of --curve survival, hazard or rate.");
  if (!comity_cli_spec_check_formulas (&spec, 1, 1, &error) ||
      (options.residuals == NULL &&
       !comity_cli_result_choose (&result, &draws, &format, &error)) ||
      (probe = comity_cli_spec_make (&spec, 0, &error)) == NULL ||
      !read_over (options.over, &column, &values, &error) ||
      !comity_cli_parse_times (options.times, &times, &n_times, &error) ||
      (profile = read_profile (&options, &error)) == NULL)
    return comity_cli_usage (&comity_verb_predict, "%s", error->message);

  if (!comity_cli_rows_open (&rows, argv[1], &data, &error) ||
      !comity_cli_fit_all (&spec, &rows, FALSE, fits, &error))
    return comity_cli_fail (&comity_verb_predict, error);
  if (options.residuals != NULL)
    return save_residuals (fits->pdata[0], options.residuals, result.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_predict, error);
  if (options.curve != NULL)
    {
      curves =
          make_curves (fits->pdata[0], rows.panel, profile, column, values, times, n_times, &error);
      if (curves != NULL && kind == COMITY_CURVE_RATE && !curves->has_rate)
        return comity_cli_usage (&comity_verb_predict,
                                 "a Cox model says nothing of the hazard of a moment: --curve is "
                                 "survival or hazard.");
      if (curves == NULL ||
          !write_curves (fits->pdata[0], profile, column, curves, kind, &result, &figure_options,
                         format, CLAMP (options.decimals, 0, 12), &error))
        return comity_cli_fail (&comity_verb_predict, error);
      return COMITY_CLI_DONE;
    }
  predictions =
      comity_predictions_new (fits->pdata[0], profile, column, (const char *const *) values,
                              values != NULL ? g_strv_length (values) : 0, (guint) options.draws,
                              (guint64) spec.seed, NULL, &error);
  if (predictions == NULL)
    return comity_cli_fail (&comity_verb_predict, error);
  if (draws)
    return draw_predictions (fits->pdata[0], profile, column, predictions, &figure_options,
                             result.output, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_predict, error);
  text = comity_predictions_report (fits->pdata[0], profile, column, predictions, options.draws,
                                    spec.seed, format, CLAMP (options.decimals, 0, 12));
  if (!comity_cli_write (text, result.output, &error))
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
