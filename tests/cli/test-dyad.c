/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli dyad: the dossier of a pair or of a state, as text, page and document. */
#include "config.h"

#include "cli-fixture.h"
#include "comity-test-reference.h"

#include <string.h>

/* The pair given by code, number or name, in either order, is the same pair. */
static void
test_dyad (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;

  cli (fixture, "dyad", "USA", "CHE", "--year", "2000", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "1973"));
  g_assert_nonnull (strstr (fixture->out, "Switzerland"));
  first = g_strdup (fixture->out);
  cli (fixture, "dyad", "Switzerland", "2", "--year", "2000", NULL);
  g_assert_cmpstr (fixture->out, ==, first);
  cli (fixture, "dyad", "USA", "CHE", "--year", "2000", "--json", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (json_from_string (fixture->out, NULL));
}

/* The dossier as a page and as a document; what would be under other values. */
static void
test_dyad_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pdf = in_folder (fixture, "pair.pdf");
  g_autofree char *html = in_folder (fixture, "pair.html");
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *whole, *first;
  JsonArray *years;
  gsize length;

  cli (fixture, "dyad", "us", "CHE", "--year", "1970", "--formula", "signed ~ ln_distance + t",
       "--output", pdf, "--paper", "letter", NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (pdf, &text, &length, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF"));
  g_clear_pointer (&text, g_free);
  cli (fixture, "dyad", "USA", "CHE", "--output", html, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (html, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "dates from 1973"));
  cli (fixture, "dyad", "USA", "CHE", "--output", pdf, "--paper", "a9", NULL);
  g_assert_cmpint (fixture->status, ==, 2);

  cli (fixture, "dyad", "FRA", "JPN", "--year", "2000", "--formula", "signed ~ polyarchy_min + t",
       "--what-if", "polyarchy_min=0.1", "--ahead", "5", "--json", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
  whole = json_node_get_object (json_parser_get_root (parser));
  years = json_object_get_array_member (whole, "years");
  g_assert_cmpuint (json_array_get_length (years), ==, 5);
  first = json_array_get_object_element (years, 0);
  g_assert_cmpfloat (json_object_get_double_member (first, "hazard"), >, 0.0);
  g_assert_cmpfloat (json_object_get_double_member (first, "other_hazard"), !=,
                     json_object_get_double_member (first, "hazard"));
  g_assert_true (json_object_has_member (whole, "change_low"));
  cli (fixture, "dyad", "FRA", "JPN", "--formula", "signed ~ polyarchy_min", "--what-if",
       "nothing=1", NULL);
  assert_fails_naming (fixture, "nothing");
}

/* One state's dossier, and its pairs if a variable of its own were another. */
static void
test_dyad_state (Fixture *fixture, gconstpointer data)
{
  cli (fixture, "dyad", "--state", "CHE", "--year", "2010", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "Switzerland, 2010"));
  cli (fixture, "dyad", "--state", "CHN", "--year", "2010", "--what-if", "polyarchy=0.8", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "China, 2010: what if polyarchy were 0.8"));
  g_assert_nonnull (strstr (fixture->out, "polyarchy_min (minimum)"));
  cli (fixture, "dyad", "--state", "CHN", "--what-if", "polyarchy", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  cli (fixture, "dyad", "USA", "CHE", "--state", "CHN", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* After models of durations the hazard by year stands in the dossier, with its interval, as R has
 * it. */
static void
test_dyad_hazard (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *model, *ties, *name;
  } cases[] = { { "cox", "efron", "cox_panel_efron" },
                { "cox", "breslow", "cox_panel_breslow" },
                { "weibull", NULL, NULL },
                { "lognormal", NULL, NULL } };
  g_autofree char *file = source_file ("model/mla_dyads.csv");
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "hazards.json");

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *line;
      JsonNode *whole;

      cli (fixture, "dyad", file, "ARG", "AUS", "--year", "1990", "--roles",
           "state_a=state_a,state_b=state_b,year=year,dyad=dyad,outcome=sign", "--formula",
           "sign ~ trade + mindem + samelaw", "--time", "t - 1,t", "--json", "--model",
           cases[c].model, cases[c].ties != NULL ? "--ties" : NULL, cases[c].ties, NULL);
      g_assert_cmpstr (fixture->err, ==, "");
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
      whole = json_parser_get_root (parser);
      line = json_array_get_object_element (
          json_object_get_array_member (
              json_array_get_object_element (
                  json_object_get_array_member (json_node_get_object (whole), "charts"), 0),
              "lines"),
          0);
      g_assert_nonnull (strstr (fixture->out, "\"Fitted hazard\""));
      for (guint part = 0; part < 3; part++)
        {
          static const char *const ours[] = { "values", "low", "high" };
          static const char *const theirs[] = { "hazard", "low", "high" };
          double value =
              json_array_get_double_element (json_object_get_array_member (line, ours[part]), 0);

          g_assert_cmpfloat (value, >, 0.0);
          if (cases[c].name != NULL)
            comity_test_assert_close (
                value,
                comity_test_element (comity_test_find (root, cases[c].name, theirs[part], NULL), 0),
                1e-7);
        }
    }
  cli (fixture, "dyad", "USA", "CHE", "--model", "cox", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "--formula"));
}

/* After models of durations what would be, as R has it, in every year the baseline reaches. */
static void
test_dyad_what_if (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *model, *times, *name;
  } cases[] = { { "cox", "t - 1,t", "cox_efron" },
                { "weibull", "t", "weibull" },
                { "lognormal", "t", "lognormal" } };
  g_autofree char *file = source_file ("model/mla_dyads.csv");
  g_autoptr (JsonNode) root = comity_test_load_case ("model", "what_if.json");

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonArray *years;

      cli (fixture, "dyad", file, "ARG", "AUS", "--year", "1990", "--roles",
           "state_a=state_a,state_b=state_b,year=year,dyad=dyad,outcome=sign", "--formula",
           "sign ~ trade + mindem + samelaw", "--time", cases[c].times, "--json", "--model",
           cases[c].model, "--what-if", "trade=3.25", "--ahead", "8", NULL);
      g_assert_cmpstr (fixture->err, ==, "");
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
      years = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                            "years");
      g_assert_cmpuint (json_array_get_length (years), ==, 8);
      for (guint s = 0; s < 8; s++)
        {
          JsonObject *year = json_array_get_object_element (years, s);

          comity_test_assert_close (
              json_object_get_double_member (year, "hazard"),
              comity_test_element (comity_test_find (root, cases[c].name, "hazard", NULL), s),
              1e-8);
          comity_test_assert_close (
              json_object_get_double_member (year, "other_hazard"),
              comity_test_element (comity_test_find (root, cases[c].name, "other", NULL), s), 1e-8);
          g_assert_cmpfloat (json_object_get_double_member (year, "other_low"), <,
                             json_object_get_double_member (year, "other_high"));
        }
    }
  /* Later the baseline ends, and says so; the time at risk is nobody's to set. */
  cli (fixture, "dyad", file, "ARG", "AUS", "--year", "2008", "--roles",
       "state_a=state_a,state_b=state_b,year=year,dyad=dyad,outcome=sign", "--formula",
       "sign ~ trade + mindem + samelaw", "--time", "t - 1,t", "--model", "cox", "--what-if",
       "trade=3.25", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "The baseline ends at t = 20"));
  cli (fixture, "dyad", file, "ARG", "AUS", "--year", "2008", "--roles",
       "state_a=state_a,state_b=state_b,year=year,dyad=dyad,outcome=sign", "--formula",
       "sign ~ trade + mindem + samelaw", "--time", "t - 1,t", "--model", "cox", "--what-if", "t=3",
       NULL);
  assert_fails_naming (fixture, "time at risk");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/dyad-page", test_dyad_page);
  ADD_CLI_TEST ("/cli/dyad", test_dyad);
  ADD_CLI_TEST ("/cli/dyad-state", test_dyad_state);
  ADD_CLI_TEST ("/cli/dyad-hazard", test_dyad_hazard);
  ADD_CLI_TEST ("/cli/dyad-what-if", test_dyad_what_if);
  return g_test_run ();
}
