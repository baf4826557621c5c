/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs that follow a fit beyond the reference cases: test, effects, predict, roc, zph, survival,
 * influence, qap, specs; their figures and refusals. */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* tests_mla.json, through the command line. */
static void
test_test (Fixture *fixture, gconstpointer data)
{
  const char *full = "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)";
  g_autofree char *csv = source_file ("model/mla_dyads.csv");
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *object;

  cli (fixture, "test", csv, "--formula", full, "--formula",
       "sign ~ trade + mindem + crime + t + I(t^2)", "--terms", "samelaw,ally,contig", "--cluster",
       "dyad", "--format", "json", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "chi2"),
                                  17.798199586497628, 2e-5);
  g_assert_cmpint (json_object_get_int_member (object, "df"), ==, 3);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "lr_chi2"),
                                  17.606688349387014, 2e-5);
  cli (fixture, "test", csv, "--formula", full, "--hypothesis", "samelaw = ally", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "χ²(1) = 0.025, p = 0.873"));
  cli (fixture, "test", csv, "--formula", full, "--vif", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "15.25"));
  cli (fixture, "test", csv, "--formula", full, "--turning-point", "t", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "test", csv, "--formula", full, "--turning-point", "t,nosuch", NULL);
  assert_fails_naming (fixture, "nosuch");
  cli (fixture, "test", csv, "--formula", full, "--hypothesis", "samelaw = nosuch", NULL);
  assert_fails_naming (fixture, "nosuch");
}

/* marginal_effects_mla.json, predicted_prob_mla.json and roc_brier_hl_mla.json. */
static void
test_after_the_fit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pennies = in_folder (fixture, "pennies.csv");
  const char *full = "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)";
  g_autofree char *csv = source_file ("model/mla_dyads.csv");

  cli (fixture, "effects", csv, "--formula", full, "--terms", "samelaw,trade", "--format", "json",
       NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "effects", 0, "estimate"),
                                  0.027796630552816518, 1e-8);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "effects", 1, "std_error"),
                                  0.002643869301672928, 1e-7);
  cli (fixture, "effects", csv, "--formula", full, "--at", "mean,t=3", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "at means, t = 3"));

  /* What would read as 0 keeps two digits. */
  cli (fixture, "convert", csv, "--generate", "pennies=trade*1e6", "--output", pennies, NULL);
  cli (fixture, "effects", pennies, "--formula", "sign ~ pennies", NULL);
  g_assert_nonnull (strstr (fixture->out, "1.2e−08"));
  g_assert_nonnull (strstr (fixture->out, "2.6e−09"));

  cli (fixture, "predict", csv, "--formula", "sign ~ trade", "--over", "trade=0:8:2", "--format",
       "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "value,estimate,std_error,"));
  g_assert_nonnull (strstr (fixture->out, "\n8,"));
  cli (fixture, "predict", csv, "--formula", full, "--at", "observed", "--draws", "50", "--format",
       "json", NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "predictions", 0, "estimate"),
                                  181.0 / 3066.0, 1e-9);
  g_assert_cmpfloat (get_result (fixture, "predictions", 0, "draw_low"), >, 0.03);

  cli (fixture, "roc", csv, "--formula", full, "--formula", "sign ~ trade + mindem", "--format",
       "json", NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, NULL, 0, "auc"), 0.64061012859427213, 1e-10);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, NULL, 0, "auc_difference_p"),
                                  0.027517830470076624, 1e-7);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, NULL, 0, "hosmer_lemeshow_chi2"),
                                  16.925763419877885, 2e-6);
  cli (fixture, "roc", csv, "--formula", full, "--table", "curve", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "threshold,"));
  cli (fixture, "roc", csv, "--formula", full, "--thresholds", "0.05,many", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

static void
test_after_the_fit_refusals (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = source_file ("model/mla_dyads.csv");

  cli (fixture, "effects", csv, "--formula", "sign ~ trade", "--terms", "nosuch", NULL);
  assert_fails_naming (fixture, "nosuch");
  cli (fixture, "predict", csv, "--formula", "sign ~ trade", "--over", "mindem=0:1", NULL);
  assert_fails_naming (fixture, "mindem");
  cli (fixture, "predict", csv, "--formula", "sign ~ trade", "--over", "trade=9:0:1", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "roc", csv, "--formula", "sign ~ trade", "--model", "lpm", NULL);
  assert_fails_naming (fixture, "Linear");
  cli (fixture, "roc", csv, "--formula", "sign ~ trade", "--table", "pie", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* R's cox.zph, and the form of 1994. */
static void
test_zph (Fixture *fixture, gconstpointer data)
{
  g_autofree char *spells = source_file ("model/spells.csv");

  cli (fixture, "zph", spells, "--formula", "event ~ dem + wealth + law", "--time", "dur", NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "4.473"));
  g_assert_nonnull (strstr (fixture->out, "0.2147"));
  cli (fixture, "zph", spells, "--formula", "Surv(dur, event) ~ dem + wealth + law", "--ties",
       "breslow", "--transform", "rank", "--approximate", "--format", "json", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (json_from_string (fixture->out, NULL));
  g_assert_nonnull (strstr (fixture->out, "4.35597181"));
  cli (fixture, "zph", spells, "--formula", "event ~ dem", "--time", "dur", "--transform", "root",
       NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "zph", spells, "--formula", "event ~ dem", "--model", "logit", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "needs a Cox model"));
}

/* The rows of "curves" in the JSON on standard output. */
static JsonArray *
read_curves (Fixture *fixture, JsonParser *parser)
{
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       "curves");
}

/* The reference: R's survfit of a Cox model for two people, Breslow's and Efron's ties; the person of
 * the case stands in the options. */
static void
test_predict_curves (Fixture *fixture, gconstpointer data)
{
  static const char *const ties[] = { "breslow", "efron" };
  static const char *const people[] = { "dem=0,wealth=8,law=0", "dem=1,wealth=9,law=1" };
  static const struct
  {
    const char *ours, *theirs;
  } names[] = { { "survival", "surv" },
                { "conf_low", "lower" },
                { "conf_high", "upper" },
                { "hazard_std_error", "std_err_cumhaz" } };
  g_autofree char *spells = source_file ("model/spells.csv");
  g_autofree char *reference = source_file ("model/cox_baseline.json");
  g_autofree char *png = in_folder (fixture, "curve.png");
  g_autofree char *pdf = in_folder (fixture, "curve.pdf");
  g_autoptr (JsonParser) theirs = json_parser_new ();
  JsonObject *expected;

  g_assert_true (json_parser_load_from_file (theirs, reference, NULL));
  expected = json_object_get_object_member (json_node_get_object (json_parser_get_root (theirs)),
                                            "expected");
  expected = json_object_get_object_member (expected, "survfit");
  for (guint t = 0; t < G_N_ELEMENTS (ties); t++)
    for (guint person = 0; person < G_N_ELEMENTS (people); person++)
      {
        JsonObject *curve = json_object_get_object_member (expected, ties[t]);
        JsonArray *time = json_object_get_array_member (curve, "time");
        g_autoptr (JsonParser) ours = json_parser_new ();
        g_autoptr (GString) times = g_string_new (NULL);
        JsonArray *rows;

        for (guint i = 0; i < json_array_get_length (time); i++)
          g_string_append_printf (times, "%s%g", i > 0 ? "," : "",
                                  json_array_get_double_element (time, i));
        cli (fixture, "predict", spells, "--model", "cox", "--ties", ties[t], "--formula",
             "event ~ dem + wealth + law", "--time", "dur", "--curve", "survival", "--at",
             people[person], "--times", times->str, "--format", "json", NULL);
        rows = read_curves (fixture, ours);
        g_assert_cmpuint (json_array_get_length (rows), ==, json_array_get_length (time));
        for (guint i = 0; i < json_array_get_length (rows); i++)
          for (guint n = 0; n < G_N_ELEMENTS (names); n++)
            {
              JsonArray *row = json_array_get_array_element (
                  json_object_get_array_member (curve, names[n].theirs), i);

              g_assert_cmpfloat_with_epsilon (
                  get_number (json_array_get_object_element (rows, i), names[n].ours),
                  json_array_get_double_element (row, person), n == 0 ? 1e-7 : 1e-6);
            }
      }

  cli (fixture, "predict", spells, "--model", "cox", "--strata", "region", "--formula",
       "event ~ dem + wealth + law", "--time", "dur", "--curve", "hazard", "--over", "law=0,1",
       "--times", "5", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "\"law = 1, region = Africa\",1,Africa,5,"));
  cli (fixture, "predict", spells, "--model", "loglogistic", "--formula", "event ~ dem + law",
       "--time", "dur", "--curve", "rate", "--over", "law=0,1", "--output", png, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
  cli (fixture, "predict", spells, "--model", "cox", "--formula", "event ~ dem + law", "--time",
       "dur", "--curve", "survival", "--output", pdf, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_test (pdf, G_FILE_TEST_IS_REGULAR));

  cli (fixture, "predict", spells, "--model", "cox", "--formula", "event ~ dem", "--time", "dur",
       "--curve", "rate", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "predict", spells, "--formula", "event ~ dem", "--curve", "tangent", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "predict", spells, "--formula", "event ~ dem", "--output", png, NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "predict", spells, "--formula", "event ~ dem", "--curve", "survival", NULL);
  assert_fails_naming (fixture, "Logit");
}

/* logrank.json, km_na.json; figures of every kind; influence and corrected p values. */
static void
test_survival (Fixture *fixture, gconstpointer data)
{
  static const char *const plots[] = { "roc", "precision", "calibration", "separation" };
  g_autofree char *csv = source_file ("model/spells.csv");
  g_autofree char *panel = source_file ("model/mla_dyads.csv");
  g_autofree char *svg = in_folder (fixture, "curve.svg");
  g_autofree char *residuals = in_folder (fixture, "residuals.dta");
  g_autofree char *written = NULL;
  const char *formula = "Surv(dur, event) ~ region";

  cli (fixture, "survival", csv, "--formula", formula, "--format", "json", NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, NULL, 0, "logrank_chi2"),
                                  0.79823867237272428, 1e-8);
  cli (fixture, "survival", csv, "--formula", "event ~ 1", "--time", "dur", "--times", "5,20",
       "--interval", "log", "--format", "json", NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "curve", 0, "conf_low"),
                                  0.42686582739557616, 1e-10);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "curve", 1, "survival"),
                                  0.076566276359028976, 1e-12);
  cli (fixture, "survival", csv, "--formula", formula, "--output", svg, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &written, NULL, NULL));
  g_assert_nonnull (strstr (written, "At risk"));
  g_assert_nonnull (strstr (written, "Americas"));
  for (gsize i = 0; i < G_N_ELEMENTS (plots); i++)
    {
      cli (fixture, "roc", panel, "--formula", "sign ~ trade + mindem", "--plot", plots[i],
           "--output", svg, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
    }

  cli (fixture, "influence", panel, "--formula", "sign ~ trade", "--states", "state_a,state_b",
       "--by", "dyad", "--top", "3", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "group,name,n,largest,"));
  cli (fixture, "test", panel, "--formula", "sign ~ trade + mindem", "--adjust", "holm", "--format",
       "json", NULL);
  g_assert_cmpfloat_with_epsilon (
      get_result (fixture, "restrictions", 1, "p_adjusted"),
      MAX (get_result (fixture, "restrictions", 1, "p_value"),
           2.0 * get_result (fixture, "restrictions", 0, "p_value")),
      1e-12);

  cli (fixture, "predict", csv, "--formula", "Surv(dur, event) ~ dem + law", "--model", "cox",
       "--residuals", "martingale,dfbeta", "--output", residuals, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  cli (fixture, "info", residuals, NULL);
  g_assert_nonnull (strstr (fixture->out, "dfbeta_law"));
  cli (fixture, "predict", residuals, "--formula", "Surv(dur, event) ~ dem", "--model", "cox",
       "--residuals", "martingale", "--output", residuals, NULL);
  assert_fails_naming (fixture, "martingale_residual already");

  cli (fixture, "survival", csv, "--formula", "event ~ region", NULL);
  assert_fails_naming (fixture, "time of the event");
  cli (fixture, "survival", csv, "--formula", formula, "--quantiles", "0.5,2", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "survival", csv, "--formula", formula, "--interval", "wide", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "roc", panel, "--formula", "sign ~ trade", "--plot", "roc", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "influence", csv, "--formula", "event ~ dem", NULL);
  assert_fails_naming (fixture, "--states");
  cli (fixture, "test", panel, "--formula", "sign ~ trade", "--adjust", "guess", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* qap_exact.json: all 720 permutations of six states. */
static void
test_qap (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = source_file ("model/qap.csv");
  g_autofree char *panel = source_file ("model/qap_panel.csv");
  const char *formula = "y ~ x + z";

  cli (fixture, "qap", csv, "--formula", formula, "--states", "i,j", "--where", "i > j", "--model",
       "lpm", "--method", "y", "--format", "json", NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "terms", 1, "p_two_sided"),
                                  0.15555555555555556, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "terms", 2, "statistic"),
                                  0.48972073443203524, 1e-9);
  cli (fixture, "qap", csv, "--formula", formula, "--states", "i,j", "--where", "i > j", "--method",
       "correlation", "--format", "json", NULL);
  g_assert_cmpfloat_with_epsilon (get_result (fixture, "terms", 0, "correlation"),
                                  -0.40787625405339895, 1e-9);
  cli (fixture, "qap", panel, "--formula", formula, "--roles", "state_a=a,state_b=b,year=year",
       "--year", "2004", "--seed", "3", "--format", "json", NULL);
  g_assert_cmpfloat (get_result (fixture, NULL, 0, "permutations"), ==, 720.0);

  cli (fixture, "qap", csv, "--formula", formula, "--where", "i > j", NULL);
  assert_fails_naming (fixture, "--states");
  cli (fixture, "qap", panel, "--formula", formula, "--roles", "state_a=a,state_b=b,year=year",
       "--year", "1990", NULL);
  assert_fails_naming (fixture, "1990");
  cli (fixture, "qap", csv, "--formula", formula, "--states", "i,j", "--vce", "hc1", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "qap", csv, "--formula", formula, "--method", "magic", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* A row a specification, the figure, and what is refused. */
static void
test_specs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = source_file ("model/mla_dyads.csv");
  g_autofree char *svg = in_folder (fixture, "curve.svg");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  cli (fixture, "specs", csv, "--formula", "sign ~ samelaw + t", "--focal", "samelaw", "--optional",
       "trade,mindem,I(t^2)", "--models", "logit,lpm", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  lines = g_strsplit (fixture->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 16 + 1);
  g_assert_true (g_str_has_prefix (lines[0], "rank,estimate,std_error,"));
  cli (fixture, "specs", csv, "--formula", "sign ~ samelaw + t", "--focal", "samelaw", "--optional",
       "trade", "--output", svg, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "2 specifications"));
  cli (fixture, "specs", csv, "--formula", "sign ~ samelaw + t", "--focal", "crime", NULL);
  assert_fails_naming (fixture, "crime");
  cli (fixture, "specs", csv, "--formula", "sign ~ samelaw", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* Every view of the window's Models page is drawn here too, with the words that its data call for. */
static void
test_figures (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *command, *says;
  } figures[] = {
    { "fit", "Same legal tradition" },
    { "fit --plot constant,time", "(Intercept)" },
    { "fit --plot standardized", "standard deviation" },
    { "fit --ladder --cluster dyadid", "two-way" },
    { "fit --ladder --term ln_distance", "ln_distance" },
    { "compare --formula 'signed ~ alliance'", "Logit (2)" },
    { "effects", "same_tradition (1 − 0)" },
    { "predict --over ln_distance=6:9:1", "Distance between capitals" },
    { "influence --top 5", "Australia" },
    { "zph --time t", "Scaled Schoenfeld residuals" },
    { "zph --time t --term ln_distance", "ln_distance" },
    { "roc", "AUC" },
    { "survival --time t", "Kaplan" },
  };
  g_autofree char *svg = in_folder (fixture, "figure.svg");

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      const char *formula = strstr (figures[i].command, "zph") != NULL
                                ? "signed ~ same_tradition + ln_distance"
                            : strstr (figures[i].command, "survival") != NULL
                                ? "signed ~ 1"
                                : "signed ~ same_tradition + ln_distance + t";
      g_autofree char *command =
          g_strdup_printf ("%s --formula '%s' --years 1990:2000 --size 300x160 --output '%s'",
                           figures[i].command, formula, svg);
      g_auto (GStrv) arguments = NULL;
      g_autofree char *text = NULL;

      g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
      cli_strv (fixture, (const char *const *) arguments);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_cmpstr (fixture->out, ==, "");
      g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, figures[i].says));
      g_assert_nonnull (strstr (text, "Treaty list: known to be incomplete"));
      g_assert_nonnull (strstr (text, "Data: World panel: MLATs"));
      g_remove (svg);
    }
}

/* States are told by their names beside their codes. */
static void
test_influence_names (Fixture *fixture, gconstpointer data)
{
  cli (fixture, "influence", "--formula", "signed ~ same_tradition + t", "--years", "1990:2000",
       "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "group,name,n,largest,"));
  g_assert_nonnull (strstr (fixture->out, "\n2,United States,"));
  cli (fixture, "influence", "--formula", "signed ~ same_tradition + t", "--years", "1990:2000",
       "--by", "dyad", "--top", "0", "--format", "csv", NULL);
  g_assert_nonnull (strstr (fixture->out, "484 – 490,Congo – DR Congo,"));
  cli (fixture, "influence", "--formula", "signed ~ same_tradition + t", "--years", "1990:2000",
       "--by", "year", "--format", "csv", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "group,n,largest,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/test", test_test);
  ADD_CLI_TEST ("/cli/after-the-fit", test_after_the_fit);
  ADD_CLI_TEST ("/cli/after-the-fit-refusals", test_after_the_fit_refusals);
  ADD_CLI_TEST ("/cli/zph", test_zph);
  ADD_CLI_TEST ("/cli/predict-curves", test_predict_curves);
  ADD_CLI_TEST ("/cli/survival", test_survival);
  ADD_CLI_TEST ("/cli/figures-of-estimates", test_figures);
  ADD_CLI_TEST ("/cli/influence-names", test_influence_names);
  ADD_CLI_TEST ("/cli/qap", test_qap);
  ADD_CLI_TEST ("/cli/specs", test_specs);
  return g_test_run ();
}
