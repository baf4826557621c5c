/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli fit and compare beyond the reference cases: what options mean, formats, refusals. */
#include "config.h"

#include "cli-fixture.h"

#include <math.h>
#include <string.h>

/* Leaving a state out: R's glm without each state in turn, 24 of them. */
static void
test_fit_resampled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mla = source_file ("model/mla_dyads.csv");
  g_autofree char *first = NULL;
  static const char *const r[] = { "1.374572044", "0.029569001", "0.236225040", "0.159893594" };
  static const char *const kinds[] = { "classical", "hc0",    "hc1",    "robust",
                                       "cluster",   "twoway", "dyadic", "jackknife" };

  cli (fixture, "fit", mla, "--formula", "sign ~ mindem + samelaw + lndist", "--vce", "jackknife",
       "--states", "state_a,state_b", "--decimals", "9", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (r); i++)
    g_assert_nonnull (strstr (fixture->out, r[i]));
  g_assert_nonnull (strstr (fixture->out, "24 states"));

  cli (fixture, "fit", mla, "--formula", "sign ~ mindem + samelaw", "--vce", "bootstrap",
       "--cluster", "dyad", "--seed", "3", "--replications", "50", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "percentile_low"));
  first = g_strdup (fixture->out);
  cli (fixture, "fit", mla, "--formula", "sign ~ mindem + samelaw", "--vce", "bootstrap",
       "--cluster", "dyad", "--seed", "3", "--replications", "50", "--format", "csv", "--threads",
       "1", NULL);
  g_assert_cmpstr (fixture->out, ==, first);
  cli (fixture, "fit", mla, "--formula", "sign ~ mindem + samelaw", "--vce", "bootstrap",
       "--cluster", "dyad", "--seed", "4", "--replications", "50", "--format", "csv", NULL);
  g_assert_cmpstr (fixture->out, !=, first);

  cli (fixture, "fit", mla, "--formula", "sign ~ mindem + samelaw", "--ladder", "--states",
       "state_a,state_b", "--cluster", "dyad", "--format", "json", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *kind = g_strdup_printf ("\"vce\" : \"%s\"", kinds[i]);

      g_assert_nonnull (strstr (fixture->out, kind));
    }
  cli (fixture, "fit", mla, "--formula", "sign ~ mindem + samelaw", "--ladder", "--states",
       "state_a,state_b", NULL);
  g_assert_nonnull (strstr (fixture->out, "by dyad: Standard errors clustered by dyad (276 clusters)"));

  cli (fixture, "fit", mla, "--formula", "sign ~ mindem", "--one-step", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "fit", mla, "--formula", "sign ~ mindem", "--vce", "bootstrap", "--replications",
       "1", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* Durations: times as options or in the formula are the same model; ties change it. */
static void
test_fit_durations (Fixture *fixture, gconstpointer data)
{
  g_autofree char *spells = source_file ("model/spells.csv");
  g_autofree char *options = NULL;

  cli (fixture, "fit", spells, "--model", "cox", "--formula", "event ~ dem + wealth + law",
       "--time", "entry,dur", "--cluster", "country", "--decimals", "8", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "0.36961607"));
  g_assert_nonnull (strstr (fixture->out, "0.07472215"));
  options = g_strdup (fixture->out);
  cli (fixture, "fit", spells, "--model", "cox", "--formula",
       "Surv(entry, dur, event) ~ dem + wealth + law", "--cluster", "country", "--decimals", "8",
       NULL);
  g_assert_cmpstr (fixture->out, ==, options);
  cli (fixture, "fit", spells, "--model", "cox", "--formula", "event ~ dem", "--time", "dur",
       "--ties", "coin", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "fit", spells, "--model", "weibull", "--formula", "event ~ dem + wealth + law",
       "--time", "dur", "--metric", "aft", "--decimals", "7", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "0.1619290"));
  cli (fixture, "fit", spells, "--model", "cox", "--formula", "event ~ dem", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "time of the event"));
  /* A dyad's years, each taken for a spell from 0: estimated, and said. */
  cli (fixture, "fit", "--model", "cox", "--formula", "signed ~ same_tradition", "--time", "t",
       NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "Every row is taken to begin at time 0"));
  cli (fixture, "fit", "--model", "cox", "--formula", "signed ~ same_tradition", "--time",
       "t - 1,t", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_null (strstr (fixture->out, "Every row is taken to begin"));
}

static void
test_fit_formats (Fixture *fixture, gconstpointer data)
{
  static const char *const formats[] = { "text", "csv", "latex", "html", "markdown" };
  g_autofree char *mla = source_file ("model/mla_dyads.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      cli (fixture, "fit", mla, "--formula", "sign ~ trade + t", "--format", formats[i], NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_nonnull (strstr (fixture->out, "trade"));
    }
}

/* What fit printed as JSON. */
static JsonObject *
take_json (Fixture *fixture, JsonParser *parser)
{
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

static JsonObject *
load_case (JsonParser *parser, const char *name)
{
  g_autofree char *path = source_file (name);

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

/* The three kinds of weights, weights.json. */
static void
test_fit_weights (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *column, *kind, *expected, *errors;
    gint64 n;
  } cases[] = { { "fw", "frequency", "logit_fweight", "classical", 192 },
                { "pw", "sampling", "logit_pweight", "stata_robust", 60 },
                { "pw", "importance", "logit_pweight", NULL, 60 } };
  g_autofree char *csv = source_file ("model/weights.csv");
  g_autoptr (JsonParser) reference = json_parser_new ();
  JsonObject *expected =
      json_object_get_object_member (load_case (reference, "model/weights.json"), "expected");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *wanted = json_object_get_object_member (expected, cases[i].expected);
      JsonArray *coef = json_object_get_array_member (wanted, "coef");
      JsonObject *found;
      JsonArray *terms;

      cli (fixture, "fit", csv, "--formula", "y ~ x1 + x2", "--weights", cases[i].column,
           "--weight-kind", cases[i].kind, "--format", "json", NULL);
      found = take_json (fixture, parser);
      terms = json_object_get_array_member (found, "terms");
      g_assert_cmpint (json_object_get_int_member (found, "n"), ==, cases[i].n);
      g_assert_cmpstr (json_object_get_string_member (found, "vce"), ==,
                       cases[i].errors == NULL || i == 0 ? "classical" : "robust");
      for (guint j = 0; j < 3; j++)
        {
          JsonObject *term = json_array_get_object_element (terms, j);

          g_assert_cmpfloat_with_epsilon (json_object_get_double_member (term, "estimate"),
                                          json_array_get_double_element (coef, j), 1e-7);
          if (cases[i].errors != NULL)
            g_assert_cmpfloat_with_epsilon (
                json_object_get_double_member (term, "std_error"),
                json_array_get_double_element (
                    json_object_get_array_member (json_object_get_object_member (wanted, "se"),
                                                  cases[i].errors),
                    j),
                1e-6);
        }
    }
  cli (fixture, "fit", csv, "--formula", "y ~ x1", "--weight-kind", "sampling", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "fit", csv, "--formula", "y ~ x1", "--weights", "pw", "--weight-kind", "odd", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "fit", csv, "--formula", "y ~ x1", "--weights", "pw", "--weight-kind", "frequency",
       NULL);
  assert_fails_naming (fixture, "must be whole numbers");
}

/* --offset and --exposure are the formula's offset () in other words. */
static void
test_fit_offset (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = source_file ("model/counts.csv");
  double log_likelihood[3];
  const char *const options[][2] = { { "--exposure", "expo" },
                                     { "--offset", "log(expo)" },
                                     { "--formula", "y ~ x1 + x2 + offset(log(expo))" } };

  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();

      if (i < 2)
        cli (fixture, "fit", csv, "--model", "poisson", "--formula", "y ~ x1 + x2", options[i][0],
             options[i][1], "--format", "json", NULL);
      else
        cli (fixture, "fit", csv, "--model", "poisson", options[i][0], options[i][1], "--format",
             "json", NULL);
      log_likelihood[i] =
          json_object_get_double_member (take_json (fixture, parser), "log_likelihood");
    }
  g_assert_cmpfloat (log_likelihood[0], ==, log_likelihood[2]);
  g_assert_cmpfloat (log_likelihood[1], ==, log_likelihood[2]);
}

/* Lags and the two states of a dyad in an own file; with states and with a dyad alone. */
static void
test_fit_terms (Fixture *fixture, gconstpointer data)
{
  static const char *const roles[] = { "state_a=ccode1,state_b=ccode2,year=year,outcome=y",
                                       "dyad=dyad,year=year" };
  g_autofree char *csv = source_file ("model/terms.csv");
  g_autofree char *path = source_file ("model/terms.json");
  g_autoptr (JsonParser) reference = json_parser_new ();
  JsonArray *cases;

  g_assert_true (json_parser_load_from_file (reference, path, NULL));
  cases = json_node_get_array (json_parser_get_root (reference));
  for (guint i = 0; i < json_array_get_length (cases); i += 3)
    for (gsize r = 0; r < G_N_ELEMENTS (roles); r++)
      {
        JsonObject *expected = json_array_get_object_element (cases, i);
        g_autoptr (JsonParser) parser = json_parser_new ();

        cli (fixture, "fit", csv, "--roles", roles[r], "--formula",
             json_object_get_string_member (expected, "formula"), "--format", "json", NULL);
        g_assert_cmpfloat_with_epsilon (
            json_object_get_double_member (take_json (fixture, parser), "log_likelihood"),
            json_object_get_double_member (expected, "loglik"), 1e-6);
      }
}

/* Similarities, ties and states' variables enter a model of the bundled panel; what was lost is
 * counted in every unit. */
static void
test_fit_derive (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = source_file ("model/weights.csv");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *found;
  JsonObject *dropped;

  cli (fixture, "fit", "--years", "1990:2005", "--formula", "signed ~ inst + common + weak(deg)",
       "--derive", "inst=gower", "--derive", "common=shared-partners", "--derive", "deg=degree",
       "--format", "json", NULL);
  found = take_json (fixture, parser);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (found, "terms")), ==, 4);
  dropped = json_array_get_object_element (json_object_get_array_member (found, "dropped"), 1);
  g_assert_cmpstr (json_object_get_string_member (dropped, "variable"), ==, "common");
  g_assert_cmpint (json_object_get_int_member (dropped, "years"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (dropped, "rows"), >,
                   json_object_get_int_member (dropped, "dyads"));
  cli (fixture, "fit", "--years", "2000:2005", "--formula", "signed ~ x", "--derive", "x=magic",
       NULL);
  assert_fails_naming (fixture, "magic");
  cli (fixture, "fit", csv, "--formula", "y ~ x", "--derive", "x=gower", NULL);
  assert_fails_naming (fixture, "--roles");
}

/* With the switch both models use the rows that have mindem and trade; without it each its own. */
static void
test_compare (Fixture *fixture, gconstpointer data)
{
  static const gint64 alone[] = { 3215, 3066 };
  static const gint64 together[] = { 3066, 3066 };
  g_autofree char *csv = source_file ("model/mla_dyads.csv");

  for (int same = 0; same < 2; same++)
    {
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();
      JsonArray *models;

      cli (fixture, "compare", csv, "--formula", "sign ~ mindem", "--formula",
           "sign ~ mindem + trade", "--format", "json", same ? "--same-sample" : NULL, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
      models = json_node_get_array (json_parser_get_root (parser));
      g_assert_cmpuint (json_array_get_length (models), ==, 2);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpint (
            json_object_get_int_member (json_array_get_object_element (models, i), "n"), ==,
            same ? together[i] : alone[i]);
    }
  cli (fixture, "compare", csv, "--formula", "sign ~ mindem", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "compare", csv, "--formula", "sign ~ mindem", "--formula", "sign ~ nosuch",
       "--same-sample", NULL);
  assert_fails_naming (fixture, "nosuch");
}

/* Strings of a .dta stay in the file until a term needs them: then it is said that their letters
 * were guessed, as info says it of the whole file. */
static void
test_fit_letters (Fixture *fixture, gconstpointer data)
{
  static const char sentence[] = "The file does not say how its letters are written; those beyond "
                                 "ASCII were read as Windows-1252.";
  static const char utf8[] = "K\xc3\xb6ln";
  static const char latin[] = "K\xf6ln\0";
  g_autofree char *csv = in_folder (fixture, "letters.csv");
  g_autofree char *dta = in_folder (fixture, "letters.dta");
  g_autofree char *bytes = NULL;
  g_autoptr (GString) text = g_string_new ("town,y,x\n");
  gsize length;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, "%s,%d,%d\n", i % 2 == 0 ? utf8 : "Rom", i % 3 == 0, i * 7 % 11);
  g_file_set_contents (csv, text->str, -1, NULL);
  cli (fixture, "convert", csv, "--output", dta, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  cli (fixture, "fit", dta, "--formula", "y ~ x + factor(town)", NULL);
  g_assert_cmpstr (fixture->err, ==, "");

  g_assert_true (g_file_get_contents (dta, &bytes, &length, NULL));
  for (gsize i = 0; i + strlen (utf8) <= length; i++)
    if (memcmp (bytes + i, utf8, strlen (utf8)) == 0)
      memcpy (bytes + i, latin, strlen (utf8));
  g_file_set_contents (dta, bytes, (gssize) length, NULL);
  cli (fixture, "fit", dta, "--formula", "y ~ x", NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  cli (fixture, "fit", dta, "--formula", "y ~ x + factor(town)", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "Rom"));
  g_assert_nonnull (strstr (fixture->err, sentence));
  cli (fixture, "compare", dta, "--formula", "y ~ x", "--formula", "y ~ x + factor(town)", NULL);
  g_assert_nonnull (strstr (fixture->err, sentence));
  cli (fixture, "info", dta, NULL);
  g_assert_nonnull (strstr (fixture->out, sentence));
}

/* Two columns of states that the standard errors do not look at would silently do nothing. */
static void
test_fit_states (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *options[6];
    gboolean used;
  } cases[] = {
    { { "--vce", "hc1" }, FALSE },
    { { "--vce", "classical", "--threads", "1" }, FALSE },
    { { "--cluster", "i" }, FALSE },
    { { "--vce", "twoway", "--cluster", "i,j" }, FALSE },
    { { "--vce", "jackknife", "--cluster", "i" }, FALSE },
    { { "--vce", "twoway" }, TRUE },
    { { "--vce", "dyadic" }, TRUE },
    { { "--vce", "jackknife" }, TRUE },
    { { "--ladder" }, TRUE },
  };
  g_autofree char *qap = source_file ("model/qap.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

      for (gsize k = 0; k < 6; k++)
        g_ptr_array_add (arguments, (gpointer) ((const char *const[]){
                                        "fit", qap, "--formula", "yb ~ x", "--states", "i,j" })[k]);
      for (gsize k = 0; k < 6 && cases[i].options[k] != NULL; k++)
        g_ptr_array_add (arguments, (gpointer) cases[i].options[k]);
      g_ptr_array_add (arguments, NULL);
      cli_strv (fixture, (const char *const *) arguments->pdata);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_cmpstr (fixture->err, ==,
                       cases[i].used ? ""
                                     : "comity-cli fit: --states is not looked at: dyadic standard "
                                       "errors are of two states, and twoway and jackknife without "
                                       "--cluster.\n");
    }
  cli (fixture, "influence", qap, "--formula", "yb ~ x", "--states", "i,j", NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  cli (fixture, "influence", qap, "--formula", "yb ~ x", "--states", "i,j", "--by", "row", NULL);
  g_assert_nonnull (strstr (fixture->err, "--states is not looked at"));
  cli (fixture, "qap", qap, "--formula", "yb ~ x", "--states", "i,j", "--permutations", "20", NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  cli (fixture, "effects", qap, "--formula", "yb ~ x", "--states", "i,j", NULL);
  g_assert_nonnull (strstr (fixture->err, "--states is not looked at"));
  cli (fixture, "specs", qap, "--formula", "yb ~ x", "--focal", "x", "--states", "i,j", "--vces",
       "classical,dyadic", NULL);
  g_assert_null (strstr (fixture->err, "--states"));
}

/* Ratios in the table (R: exp (coef) of glm), with a note that says which; refused where the model has
 * none. */
static void
test_fit_ratios (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mla = source_file ("model/mla_dyads.csv");

  cli (fixture, "fit", mla, "--formula", "sign ~ samelaw", "--exponentiate", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "1.641"));
  g_assert_nonnull (strstr (fixture->out, "Odds ratios, exp(β)"));
  cli (fixture, "fit", mla, "--formula", "sign ~ samelaw", "--exponentiate", "--model", "lpm",
       NULL);
  assert_refuses_naming (fixture, "--exponentiate");
  cli (fixture, "fit", mla, "--formula", "sign ~ samelaw", "--exponentiate", "--ladder", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/fit-resampled", test_fit_resampled);
  ADD_CLI_TEST ("/cli/fit-durations", test_fit_durations);
  ADD_CLI_TEST ("/cli/fit-formats", test_fit_formats);
  ADD_CLI_TEST ("/cli/fit-weights", test_fit_weights);
  ADD_CLI_TEST ("/cli/fit-offset", test_fit_offset);
  ADD_CLI_TEST ("/cli/fit-terms", test_fit_terms);
  ADD_CLI_TEST ("/cli/fit-derive", test_fit_derive);
  ADD_CLI_TEST ("/cli/compare", test_compare);
  ADD_CLI_TEST ("/cli/fit-letters", test_fit_letters);
  ADD_CLI_TEST ("/cli/fit-states", test_fit_states);
  ADD_CLI_TEST ("/cli/fit-ratios", test_fit_ratios);
  return g_test_run ();
}
