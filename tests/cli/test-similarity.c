/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli similarity: its tables agree with each other, and what makes no sense is refused. */
#include "config.h"

#include "cli-fixture.h"

#include <stdlib.h>
#include <string.h>

static void
test_similarity_table (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;

  cli (fixture, "similarity", "--measure", "tradition", "--year", "1990", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  lines = g_strsplit (fixture->out, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "state_a,state_b,value");
  g_assert_true (g_str_has_prefix (lines[1], "USA,CAN,"));
}

/* A pair's line is the pair's value of each year; what makes no sense together is refused. */
static void
test_similarity_series (Fixture *fixture, gconstpointer data)
{
  g_autofree char *svg = in_folder (fixture, "series.svg");
  g_autofree char *drawn = NULL;
  g_autofree char *of_year = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) cells = NULL;

  cli (fixture, "similarity", "--measure", "gower", "--year", "1990", NULL);
  of_year = g_strdup (strstr (fixture->out, "USA,CHE,") + 8);
  *strchr (of_year, '\n') = '\0';
  cli (fixture, "similarity", "--measure", "gower", "--series", "--pair", "USA,CHE", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  lines = g_strsplit (fixture->out, "\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "year,USA – CHE,"));
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 53 + 1);
  cells = g_strsplit (lines[1 + 1990 - 1960], ",", -1);
  g_assert_cmpstr (cells[0], ==, "1990");
  g_assert_cmpstr (cells[1], ==, of_year);
  cli (fixture, "similarity", "--measure", "gower", "--series", "--state", "FRA", "--output", svg,
       NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &drawn, NULL, NULL));
  g_assert_nonnull (strstr (drawn, "FRA, mean over the others"));

  cli (fixture, "similarity", "--measure", "gower", "--pair", "USA,CHE", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "similarity", "--measure", "gower", "--series", "--pair", "USA", NULL);
  assert_refuses_naming (fixture, "two states");
  cli (fixture, "similarity", "--measure", "gower", "--series", "--pair", "USA,USA", NULL);
  assert_refuses_naming (fixture, "is one state");
  cli (fixture, "similarity", "--measure", "gower,tradition", "--series", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

/* Nothing to compare is a sentence, whatever was asked for; two states are a map. */
static void
test_similarity_nothing (Fixture *fixture, gconstpointer data)
{
  static const char rows[] = "ccode1,ccode2,year,y\n2,20,2000,0\n2,20,2001,0\n2,20,2004,0\n";
  g_autofree char *csv = in_folder (fixture, "two.csv");
  g_autofree char *svg = in_folder (fixture, "two.svg");
  static const char *const orders[] = { "name", "degree", "average", "complete", "ward", "spectral" };

  g_assert_true (g_file_set_contents (csv, rows, -1, NULL));
  cli (fixture, "similarity", "--measure", "gower", "--components", "polyarchy:0,tradition:0", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "All weights are 0 (polyarchy, tradition)"));
  cli (fixture, "similarity", csv, "--measure", "tradition", "--year", "2002", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "has no state in 2002"));
  cli (fixture, "similarity", csv, "--measure", "tradition", "--difference-from", "1990", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "has no state in 1990"));
  cli (fixture, "similarity", csv, "--measure", "portfolio", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "no treaties to compare"));
  cli (fixture, "similarity", csv, "--measure", "portfolio", "--series", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "no value for any pair in 2000–2004"));
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      cli (fixture, "similarity", csv, "--measure", "tradition", "--order", orders[i], "--output",
           svg, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
    }
}

/* The change between two years is the difference of the two tables. */
static void
test_similarity_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) after = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize n_known = 0;

  for (int pass = 0; pass < 3; pass++)
    {
      g_auto (GStrv) lines = NULL;

      if (pass < 2)
        cli (fixture, "similarity", "--measure", "difference:polity2", "--year",
             pass == 0 ? "1985" : "2005", NULL);
      else
        cli (fixture, "similarity", "--measure", "difference:polity2", "--year", "2005",
             "--difference-from", "1985", NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      lines = g_strsplit (fixture->out, "\n", -1);
      for (guint l = 1; lines[l] != NULL && *lines[l] != '\0'; l++)
        {
          char *comma = strrchr (lines[l], ',');
          g_autofree char *pair = g_strndup (lines[l], (gsize) (comma - lines[l]));
          const char *then, *now;

          if (pass < 2)
            {
              g_hash_table_insert (pass == 0 ? before : after, g_steal_pointer (&pair),
                                   g_strdup (comma + 1));
              continue;
            }
          then = g_hash_table_lookup (before, pair);
          now = g_hash_table_lookup (after, pair);
          g_assert_nonnull (then);
          g_assert_nonnull (now);
          if (*then == '\0' || *now == '\0')
            g_assert_cmpstr (comma + 1, ==, "");
          else
            {
              g_assert_cmpfloat (g_ascii_strtod (comma + 1, NULL), ==,
                                 g_ascii_strtod (now, NULL) - g_ascii_strtod (then, NULL));
              n_known++;
            }
        }
    }
  g_assert_cmpuint (n_known, >, 5000);
}

/* The pictures and tables beside the map, and how they are refused. */
static void
test_similarity_lab (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "png", "pdf", "svg" };

  for (gsize e = 0; e < G_N_ELEMENTS (endings); e++)
    {
      g_autofree char *name = g_strdup_printf ("lab.%s", endings[e]);
      g_autofree char *path = in_folder (fixture, name);

      cli (fixture, "similarity", "--measure", "gower", "--distribution", "--output", path, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
      cli (fixture, "similarity", "--measure", "overlap", "--group", "family", "--output", path, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      cli (fixture, "similarity", "--measure", "gower", "--order", "ward", "--cut", "4", "--band",
           "region", "--every-state", "--output", path, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
    }
  cli (fixture, "similarity", "--measure", "gower", "--order", "ward", "--cut", "4", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (
      fixture->out, "state,name,group,silhouette,group_silhouette,mean_silhouette\n"));
  g_assert_true (g_regex_match_simple (",4,-?0[.][0-9]+,", fixture->out, 0, 0));
  g_assert_false (g_regex_match_simple (",5,-?0[.][0-9]+,", fixture->out, 0, 0));
  cli (fixture, "similarity", "--measure", "gower", "--group", "region", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "group_a,group_b,states_a,states_b,mean,pairs"));
  cli (fixture, "similarity", "--measure", "gower", "--state", "CHE", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "rank,state,value,treaty\n1,"));

  cli (fixture, "similarity", "--measure", "gower", "--components", "tradition:0,polity2:0", NULL);
  assert_fails_naming (fixture, "All weights are 0");
  cli (fixture, "similarity", "--measure", "gower", "--group", "wealth", NULL);
  assert_refuses_naming (fixture, "wealth");
  cli (fixture, "similarity", "--measure", "gower", "--order", "name", "--cut", "3", NULL);
  assert_refuses_naming (fixture, "--cut 3");
  cli (fixture, "similarity", "--measure", "gower", "--difference-from", "1800", NULL);
  assert_fails_naming (fixture, "1800");
  cli (fixture, "similarity", "--measure", "gower", "--state", "Atlantis", NULL);
  assert_fails_naming (fixture, "Atlantis");
  cli (fixture, "similarity", "--measure", "gower", "--band", "colour", NULL);
  assert_refuses_naming (fixture, "colour");
  cli (fixture, "similarity", "--measure", "gower", "--distribution", "--group", "region", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/similarity-nothing", test_similarity_nothing);
  ADD_CLI_TEST ("/cli/similarity-table", test_similarity_table);
  ADD_CLI_TEST ("/cli/similarity-series", test_similarity_series);
  ADD_CLI_TEST ("/cli/similarity-change", test_similarity_change);
  ADD_CLI_TEST ("/cli/similarity-lab", test_similarity_lab);
  return g_test_run ();
}
