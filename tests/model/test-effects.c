/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marginal effects and predictions against R (delta method by hand, predict.glm), against
 * differences of the fit's own predictions, and where theory says what must be equal. */
#include "config.h"

#include "comity-test-fit.h"

#include "comity-effects.h"

#include <math.h>
#include <string.h>

#define X "trade + mindem + samelaw + ally + contig + crime + t"
#define WANTED                                                                                     \
  {                                                                                                \
    "trade", "mindem", "samelaw", "ally", "contig", "crime", NULL                                  \
  }

static const char *const wanted[] = WANTED;

/* The case's t² is a column of its own: at means it is the mean of the squares. */
static ComityDataset *
add_square (ComityDataset *dataset)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (dataset);
  gsize n = comity_dataset_get_n_rows (dataset);
  double *square = g_new (double, n);

  comity_column_read_doubles (comity_dataset_require_column (dataset, "t", NULL), 0, n, square);
  for (gsize i = 0; i < n; i++)
    square[i] *= square[i];
  comity_dataset_builder_take_column (
      builder, comity_column_new_take ("t2", COMITY_COLUMN_DOUBLE, n, square));
  return comity_dataset_builder_end (builder);
}

static ComityFit *
fit_model (ComityDataset *dataset, const char *estimator, const char *formula)
{
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);

  g_free (spec->estimator);
  spec->estimator = g_strdup (estimator);
  spec->expected_information = TRUE;
  return comity_test_fit_spec (dataset, spec);
}

static ComityEffects *
get_effects (ComityFit *fit, const char *profile, const char *const *columns, gboolean all_slopes)
{
  g_autoptr (ComityProfile) at = comity_profile_parse (profile, NULL);
  g_autoptr (GError) error = NULL;
  ComityEffects *effects = comity_effects_new (fit, at, columns, all_slopes, NULL, &error);

  g_assert_no_error (error);
  return effects;
}

static ComityPredictions *
get_predictions (ComityFit *fit,
                 const char *profile,
                 const char *column,
                 const char *const *values,
                 gsize n,
                 guint n_draws)
{
  g_autoptr (ComityProfile) at = comity_profile_parse (profile, NULL);
  g_autoptr (GError) error = NULL;
  ComityPredictions *predictions =
      comity_predictions_new (fit, at, column, values, n, n_draws, 7, NULL, &error);

  g_assert_no_error (error);
  return predictions;
}

static void
check_effects (ComityFit *fit, const char *profile, gboolean all_slopes, JsonNode *expected)
{
  g_autoptr (ComityEffects) effects = get_effects (fit, profile, wanted, all_slopes);

  g_assert_cmpuint (comity_effects_get_n (effects), ==, 6);
  for (gsize i = 0; i < 6; i++)
    {
      const ComityEffect *effect = comity_effects_peek (effects, i);

      g_assert_cmpstr (effect->column, ==, wanted[i]);
      comity_test_assert_close (effect->estimate,
                                comity_test_element (comity_test_find (expected, "ame", NULL), i),
                                1e-8);
      comity_test_assert_close (effect->std_error,
                                comity_test_element (comity_test_find (expected, "se", NULL), i),
                                1e-7);
      comity_test_assert_close (
          effect->statistic, comity_test_element (comity_test_find (expected, "z", NULL), i), 1e-5);
    }
}

static void
test_reference (gconstpointer data)
{
  const char *estimator = data;
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "marginal_effects_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", estimator, NULL);
  g_autoptr (ComityDataset) file = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityDataset) dataset = add_square (file);
  g_autoptr (ComityFit) fit = fit_model (dataset, estimator, "sign ~ " X " + t2");
  g_autoptr (ComityFit) power = fit_model (dataset, estimator, "sign ~ " X " + I(t^2)");

  check_effects (fit, "observed", FALSE, comity_test_find (expected, "ame", NULL));
  check_effects (power, NULL, FALSE, comity_test_find (expected, "ame", NULL));
  check_effects (fit, "", TRUE, comity_test_find (expected, "ame_all_derivative", NULL));
  check_effects (fit, "mean", FALSE, comity_test_find (expected, "mem", NULL));
  check_effects (fit, "mean", TRUE, comity_test_find (expected, "mem_all_derivative", NULL));
}

/* The mean prediction with a column moved, straight from the fit over a changed file. */
static double
mean_prediction (ComityFit *fit, const char *profile, const char *column, const char *value)
{
  g_autoptr (ComityPredictions) p = get_predictions (fit, profile, column, &value, 1, 0);

  return comity_predictions_peek (p, 0)->estimate;
}

/* t moves I(t^2), poly () and both interactions: the effect of t at t = 9 is the difference of the
 * predictions to either side of it. */
static void
test_source_column (void)
{
  static const char *const formulas[] = { "sign ~ trade*t + I(t^2) + t:samelaw",
                                          "sign ~ trade + log(t):samelaw + t",
                                          "sign ~ poly(t, 3) + factor(samelaw)*t",
                                          "sign ~ poly(t, 2, raw = TRUE) + factor(samelaw) + trade:t" };
  static const char *const t[] = { "t", NULL };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (formulas); i++)
    for (int means = 0; means < 2; means++)
      {
        const char *profile = means ? "mean" : NULL;
        g_autoptr (ComityFit) fit = fit_model (dataset, "logit", formulas[i]);
        g_autoptr (ComityEffects) effects = get_effects (fit, means ? "mean,t=9" : "t=9", t, FALSE);
        double slope = (mean_prediction (fit, profile, "t", "9.001") -
                        mean_prediction (fit, profile, "t", "8.999")) /
                       0.002;

        comity_test_assert_close (comity_effects_peek (effects, 0)->estimate, slope, 1e-8);
        g_assert_cmpfloat (comity_effects_peek (effects, 0)->std_error, >, 0.0);
      }
}

/* A factor of texts: one change a level, each the difference of two predictions; of least squares
 * without interactions it is the coefficient, with its standard error. */
static void
test_factor (void)
{
  static const char *const family[] = { "family", NULL };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, "lpm", "sign ~ trade + family");
  g_autoptr (ComityFit) logit = fit_model (dataset, "logit", "sign ~ trade + mindem*family");
  g_autoptr (ComityEffects) effects = get_effects (fit, NULL, family, FALSE);
  g_autoptr (ComityEffects) all = get_effects (logit, NULL, NULL, FALSE);
  double base = mean_prediction (logit, NULL, "family", "civil");

  g_assert_cmpuint (comity_effects_get_n (effects), ==, 4);
  for (gsize i = 0; i < 4; i++)
    {
      const ComityEffect *effect = comity_effects_peek (effects, i);
      const ComityCoefficient *c = comity_fit_peek_coefficient (fit, 2 + i);

      comity_test_assert_close (effect->estimate, c->estimate, 1e-9);
      comity_test_assert_close (effect->std_error, c->std_error, 1e-9);
      comity_test_assert_close (effect->p_value, c->p_value, 1e-8);
    }
  g_assert_cmpuint (comity_effects_get_n (all), ==, 6);
  for (gsize i = 2; i < 6; i++)
    {
      const ComityEffect *effect = comity_effects_peek (all, i);
      g_autofree char *level = g_strndup (effect->contrast, strcspn (effect->contrast, " "));

      comity_test_assert_close (effect->estimate,
                                mean_prediction (logit, NULL, "family", level) - base, 1e-12);
    }
}

static double
number (JsonNode *expected, const char *group, const char *name)
{
  return comity_test_number (comity_test_find (expected, group, name, NULL));
}

static void
check_point (const ComityPrediction *p, JsonNode *node, gsize i)
{
  const struct
  {
    const char *name;
    double value;
    double tolerance;
  } checks[] = { { "eta", p->eta, 1e-8 },           { "se_eta", p->eta_error, 1e-7 },
                 { "p", p->estimate, 1e-8 },        { "se_delta", p->std_error, 1e-7 },
                 { "lo_delta", p->conf_low, 1e-7 }, { "hi_delta", p->conf_high, 1e-7 },
                 { "lo_link", p->link_low, 1e-7 },  { "hi_link", p->link_high, 1e-7 } };

  for (gsize c = 0; c < G_N_ELEMENTS (checks); c++)
    {
      JsonNode *found = comity_test_find (node, checks[c].name, NULL);

      comity_test_assert_close (checks[c].value,
                                JSON_NODE_HOLDS_ARRAY (found) ? comity_test_element (found, i)
                                                              : comity_test_number (found),
                                checks[c].tolerance);
    }
}

static void
test_predictions (void)
{
  static const char *const grid[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8" };
  static const char *const law[] = { "0", "1" };
  static const char *const iqr[] = { "2.1994499999999997", "4.4212749999999996" };
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "predicted_prob_mla.json");
  JsonNode *expected = comity_test_find (root, "expected", NULL);
  g_autoptr (ComityDataset) file = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityDataset) dataset = add_square (file);
  g_autoptr (ComityFit) fit = fit_model (dataset, "logit", "sign ~ " X " + t2");
  g_autoptr (ComityPredictions) means = get_predictions (fit, "mean", NULL, NULL, 0, 0);
  g_autoptr (ComityPredictions) trade = get_predictions (fit, "mean", "trade", grid, 9, 0);
  g_autoptr (ComityPredictions) samelaw = get_predictions (fit, "mean", "samelaw", law, 2, 0);
  g_autoptr (ComityPredictions) quartiles = get_predictions (fit, "mean", "trade", iqr, 2, 0);
  g_autoptr (ComityPredictions) observed = get_predictions (fit, NULL, NULL, NULL, 0, 0);
  const ComityPrediction *p;

  check_point (comity_predictions_peek (means, 0), comity_test_find (expected, "at_means", NULL),
               0);
  for (gsize i = 0; i < 9; i++)
    check_point (comity_predictions_peek (trade, i),
                 comity_test_find (expected, "over_trade", NULL), i);
  p = comity_predictions_peek (samelaw, 1);
  comity_test_assert_close (p->change, number (expected, "samelaw_0_to_1", "diff"), 1e-8);
  comity_test_assert_close (p->change_error, number (expected, "samelaw_0_to_1", "se"), 1e-7);
  comity_test_assert_close (p->change_low, number (expected, "samelaw_0_to_1", "lo"), 1e-7);
  p = comity_predictions_peek (quartiles, 1);
  comity_test_assert_close (p->change, number (expected, "trade_iqr", "diff"), 1e-8);
  comity_test_assert_close (p->change_error, number (expected, "trade_iqr", "se"), 1e-7);
  /* The mean of a logit's fitted values is the share of events. */
  p = comity_predictions_peek (observed, 0);
  comity_test_assert_close (p->estimate, 181.0 / 3066.0, 1e-10);
  g_assert_true (isnan (p->eta));
}

/* Simulated intervals: the same for the same seed, close to the delta method's where μ is nearly
 * linear, within 0 and 1. */
static void
test_draws (void)
{
  static const char *const law[] = { "0", "1" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, "logit", "sign ~ " X " + I(t^2)");
  g_autoptr (ComityPredictions) a = get_predictions (fit, "mean", "samelaw", law, 2, 4000);
  g_autoptr (ComityPredictions) b = get_predictions (fit, "mean", "samelaw", law, 2, 4000);
  g_autoptr (ComityPredictions) averaged = get_predictions (fit, NULL, "samelaw", law, 2, 200);

  for (gsize i = 0; i < 2; i++)
    {
      const ComityPrediction *p = comity_predictions_peek (a, i);
      double width = p->link_high - p->link_low;

      g_assert_cmpfloat (p->draw_low, ==, comity_predictions_peek (b, i)->draw_low);
      g_assert_cmpfloat (fabs (p->draw_low - p->link_low), <, 0.06 * width);
      g_assert_cmpfloat (fabs (p->draw_high - p->link_high), <, 0.06 * width);
      p = comity_predictions_peek (averaged, i);
      g_assert_cmpfloat (p->draw_low, <, p->estimate);
      g_assert_cmpfloat (p->draw_high, >, p->estimate);
    }
  {
    const ComityPrediction *p = comity_predictions_peek (a, 1);

    g_assert_cmpfloat (fabs (p->change_draw_low - p->change_low), <,
                       0.08 * (p->change_high - p->change_low));
  }
}

/* The same bits for one thread and for three; weights of one change nothing. */
static void
test_threads (void)
{
  g_autoptr (ComityDataset) dataset = comity_test_simulate (30000, -2.0, 5);
  double one = NAN;

  for (guint n_threads = 1; n_threads <= 3; n_threads += 2)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new ("y ~ x*z + d");
      g_autoptr (ComityFit) fit = NULL;
      g_autoptr (ComityEffects) effects = NULL;
      const ComityEffect *x;

      spec->n_threads = n_threads;
      fit = comity_test_fit_spec (dataset, spec);
      effects = get_effects (fit, NULL, NULL, FALSE);
      g_assert_cmpuint (comity_effects_get_n (effects), ==, 3);
      x = comity_effects_peek (effects, 0);
      g_assert_true (n_threads == 1 || memcmp (&one, &x->std_error, sizeof one) == 0);
      one = x->std_error;
    }
}

static void
test_refusals (void)
{
  static const char *const nosuch[] = { "nosuch", NULL };
  static const char *const mindem[] = { "mindem", NULL };
  static const char *const law[] = { "0" };
  g_autoptr (ComityDataset) dataset = comity_test_load_data ("mla_dyads.csv");
  g_autoptr (ComityFit) fit = fit_model (dataset, "logit", "sign ~ trade + family");
  g_autoptr (ComityProfile) observed = comity_profile_new (FALSE);
  g_autoptr (ComityProfile) set = comity_profile_parse ("family=martian", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_profile_parse ("median", &error));
  g_assert_nonnull (strstr (error->message, "median"));
  g_clear_error (&error);
  g_assert_null (comity_effects_new (fit, observed, nosuch, FALSE, NULL, &error));
  g_assert_nonnull (strstr (error->message, "nosuch"));
  g_clear_error (&error);
  g_assert_null (comity_effects_new (fit, observed, mindem, FALSE, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN);
  g_clear_error (&error);
  g_assert_null (comity_effects_new (fit, set, NULL, FALSE, NULL, &error));
  g_assert_nonnull (strstr (error->message, "martian"));
  g_clear_error (&error);
  g_assert_null (comity_predictions_new (fit, observed, "mindem", law, 1, 0, 1, NULL, &error));
  g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_COLUMN);
  g_clear_error (&error);
  {
    g_autoptr (ComityDataset) spells = comity_test_load_data ("spells.csv");
    g_autoptr (ComityFit) weibull = fit_model (spells, "weibull", "Surv(dur, event) ~ dem");

    g_assert_null (comity_effects_new (weibull, observed, NULL, FALSE, NULL, &error));
    g_assert_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC);
    g_clear_error (&error);
  }
  g_cancellable_cancel (cancellable);
  g_assert_null (comity_effects_new (fit, observed, NULL, FALSE, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Conditions whose thresholds are values of the data: the slope is that of the rest. */
static void
test_thresholds (void)
{
  static const char *const formulas[] = { "y ~ x + I(x >= 2)", "y ~ x + I(x > 3) + I(x < 1)",
                                          "y ~ x + floor(x)", "y ~ x + ifelse(x > 2, 5, 1)" };
  g_autoptr (GString) csv = g_string_new ("y,x\n");
  g_autoptr (ComityProfile) profile = comity_profile_new (FALSE);
  g_autoptr (ComityDataset) dataset = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (csv, "%d,%g\n", (i * 7) % 11 + i % 5, i % 2 ? i % 5 : (i % 9) / 2.0);
  dataset = comity_test_parse_data (csv->str);
  for (gsize f = 0; f < G_N_ELEMENTS (formulas); f++)
    {
      g_autoptr (ComitySpec) spec = comity_spec_new (formulas[f]);
      g_autoptr (ComityFit) fit = NULL;
      g_autoptr (ComityEffects) effects = NULL;
      g_autoptr (GError) error = NULL;

      g_free (spec->estimator);
      spec->estimator = g_strdup ("lpm");
      fit = comity_test_fit_spec (dataset, spec);
      effects = comity_effects_new (fit, profile, NULL, FALSE, NULL, &error);
      g_assert_no_error (error);
      comity_test_assert_close (comity_effects_peek (effects, 0)->estimate,
                                comity_fit_peek_coefficient (fit, 1)->estimate, 1e-7);
      comity_test_assert_close (comity_effects_peek (effects, 0)->std_error,
                                comity_fit_peek_coefficient (fit, 1)->std_error, 1e-7);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/model/effects/logit", "logit", test_reference);
  g_test_add_data_func ("/model/effects/probit", "probit", test_reference);
  g_test_add_data_func ("/model/effects/cloglog", "cloglog", test_reference);
  g_test_add_func ("/model/effects/source-column", test_source_column);
  g_test_add_func ("/model/effects/factor", test_factor);
  g_test_add_func ("/model/effects/predictions", test_predictions);
  g_test_add_func ("/model/effects/draws", test_draws);
  g_test_add_func ("/model/effects/threads", test_threads);
  g_test_add_func ("/model/effects/refusals", test_refusals);
  g_test_add_func ("/model/effects/thresholds", test_thresholds);
  return g_test_run ();
}
