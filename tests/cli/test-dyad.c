/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli dyad: the dossier of a pair or of a state, as text, page and document. */
#include "config.h"

#include "cli-fixture.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/dyad-page", test_dyad_page);
  ADD_CLI_TEST ("/cli/dyad", test_dyad);
  ADD_CLI_TEST ("/cli/dyad-state", test_dyad_state);
  return g_test_run ();
}
