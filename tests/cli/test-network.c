/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli network: its tables, lists of ties and of memberships, and what it says of networks in
 * which there is next to nothing. */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void
write_file (Fixture *fixture, const char *name, const char *text, char **path)
{
  *path = in_folder (fixture, name);
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
}

/* Says on standard error, does what it was asked. */
static void
assert_says (Fixture *fixture, const char *words)
{
  g_assert_cmpint (fixture->status, ==, 0);
  if (strstr (fixture->err, words) == NULL)
    g_test_message ("“%s” lacks “%s”", fixture->err, words);
  g_assert_nonnull (strstr (fixture->err, words));
}

static void
test_ties (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ties = source_file ("network/net_directed.csv");
  g_autofree char *graphml = in_folder (fixture, "t.graphml");
  g_autofree char *png = in_folder (fixture, "t.png");
  g_autofree char *text = NULL;

  cli (fixture, "network", ties, "--from", "from", "--to", "to", "--weight", "w", "--directed",
       "--numbers", "--format", "json", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_cmpfloat (get_result (fixture, NULL, 0, "ties"), ==, 40);
  g_assert_cmpfloat (get_result (fixture, NULL, 0, "reciprocity"), ==, 0.1);
  g_assert_cmpfloat (get_result (fixture, NULL, 0, "030T"), ==, 16);
  cli (fixture, "network", ties, "--from", "from", "--to", "to", "--weight", "w", "--directed",
       NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "name,degree,indegree,outdegree,strength,"));
  g_assert_nonnull (strstr (fixture->out, "\nN01,7,5,2,50,37,13,16,"));
  cli (fixture, "network", ties, "--from", "from", "--to", "to", "--weight", "w", "--edges", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "a,b,weight\n"));
  /* Two pairs go both ways. */
  assert_says (fixture, "2 repeated ties");
  cli (fixture, "network", ties, "--from", "from", "--to", "to", "--directed", "--output", graphml,
       NULL);
  g_assert_true (g_file_get_contents (graphml, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "edgedefault=\"directed\""));

  cli (fixture, "network", ties, "--from", "from", NULL);
  assert_refuses_naming (fixture, "--to");
  cli (fixture, "network", ties, "--from", "from", "--to", "nowhere", NULL);
  assert_fails_naming (fixture, "nowhere");
  cli (fixture, "network", "--from", "from", "--to", "to", NULL);
  assert_refuses_naming (fixture, "which file");
  cli (fixture, "network", ties, "--from", "from", "--to", "to", "--directed", "--output", png,
       NULL);
  assert_refuses_naming (fixture, "t.png");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
}

static void
test_two_mode (Fixture *fixture, gconstpointer data)
{
  g_autofree char *members = source_file ("network/net_membership.csv");

  cli (fixture, "network", members, "--two-mode", "state,treaty", "--numbers", "--format", "json",
       NULL);
  assert_says (fixture, "24 × 30, 153 memberships");
  g_assert_cmpfloat_with_epsilon (get_result (fixture, NULL, 0, "density"), 0.75362318840579701,
                                  1e-12);
  cli (fixture, "network", members, "--two-mode", "state,treaty", "--common", "newman", "--edges",
       NULL);
  g_assert_nonnull (strstr (fixture->out, "\nARG,AUS,0.535714285714285"));
  cli (fixture, "network", members, "--two-mode", "state,treaty", "--bodies", "--edges", NULL);
  g_assert_nonnull (strstr (fixture->out, "\nT01,T02,1\n"));
  cli (fixture, "network", members, "--two-mode", "state", NULL);
  assert_refuses_naming (fixture, "MEMBER,BODY");
  cli (fixture, "network", members, "--two-mode", "state,treaty", "--common", "soul", NULL);
  assert_refuses_naming (fixture, "soul");
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *zero = NULL;
  g_autofree char *lonely = NULL;
  g_autofree char *gap = NULL;
  g_autofree char *png = in_folder (fixture, "n.png");

  write_file (fixture, "zero.csv", "a,b,w\nx,y,0\ny,z,0\n", &zero);
  write_file (fixture, "lonely.csv", "a,b\nx,\n", &lonely);
  write_file (fixture, "gap.csv", "ccode1,ccode2,year,y\n2,20,1990,0\n2,20,1995,1\n", &gap);

  cli (fixture, "network", zero, "--from", "a", "--to", "b", "--weight", "w", NULL);
  assert_says (fixture, "All weights are 0");
  g_assert_null (strstr (fixture->out, "nan"));
  cli (fixture, "network", lonely, "--from", "a", "--to", "b", "--numbers", "--format", "json",
       NULL);
  assert_says (fixture, "no ties");
  g_assert_cmpfloat (get_result (fixture, NULL, 0, "nodes"), ==, 1);
  g_assert_null (strstr (fixture->out, "nan"));

  cli (fixture, "network", "--network", "tiea", "--year", "1960", "--cumulative", NULL);
  assert_says (fixture, "no TIEAs up to 1960");
  cli (fixture, "network", "--network", "tiea", "--year", "1960", "--output", png, NULL);
  assert_says (fixture, "no TIEAs signed in 1960");
  g_assert_true (g_file_test (png, G_FILE_TEST_EXISTS));
  cli (fixture, "network", "--year", "1960", "--ego", "PRK", NULL);
  assert_says (fixture, "North Korea is the only state");
  cli (fixture, "network", "--year", "1960", "--ego", "PRK", "--numbers", "--format", "csv", NULL);
  g_assert_nonnull (strstr (fixture->out, "\n1960,1,0,,"));

  g_unlink (png);
  cli (fixture, "network", "--year", "1850", "--output", png, NULL);
  assert_fails_naming (fixture, "1850");
  cli (fixture, "network", gap, "--year", "1993", "--output", png, NULL);
  assert_fails_naming (fixture, "no state in 1993");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
  /* Of years one of which has nobody: that one is empty. */
  cli (fixture, "network", gap, "--numbers", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "\n1993,0,0,,,0,0,0,,,,,\n"));
}

/* Tables and graphs of a network; filters that leave nobody say so and what to do. */
static void
test_network_tables (Fixture *fixture, gconstpointer data)
{
  static const char *const styles[] = { "straight", "curved", "bundled", "auto" };
  g_autofree char *gexf = in_folder (fixture, "n.gexf");
  g_autofree char *png = in_folder (fixture, "n.png");
  g_autofree char *text = NULL;

  cli (fixture, "network", "--numbers", "--years", "2000:2003", "--cumulative", "--format", "csv",
       NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "year,states,ties,density,"));
  g_assert_nonnull (strstr (fixture->out, "\n2003,"));
  cli (fixture, "network", "--numbers", "--format", "latex", NULL);
  assert_refuses_naming (fixture, "latex");
  /* --edges alone is a table; with a word it says how ties are drawn. */
  for (gsize k = 0; k < G_N_ELEMENTS (styles); k++)
    {
      cli (fixture, "network", "--year", "2012", "--cumulative", "--edges", styles[k], "--output",
           png, NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (g_file_test (png, G_FILE_TEST_EXISTS));
      g_unlink (png);
    }
  cli (fixture, "network", "--year", "2012", "--edges=wavy", "--output", png, NULL);
  assert_refuses_naming (fixture, "wavy");
  cli (fixture, "network", "--year", "2012", "--edges", "wavy", "--output", png, NULL);
  assert_refuses_naming (fixture, "bundled");
  cli (fixture, "network", "--year", "2012", "--edges", "bundled", NULL);
  assert_refuses_naming (fixture, "--output");
  cli (fixture, "network", "--year", "2012", "--edges", "bundled", "--layout", "matrix", "--output",
       png, NULL);
  assert_refuses_naming (fixture, "matrix");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
  cli (fixture, "network", "--year", "2000", "--cumulative", "--edges", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "state_a,state_b,name_a,name_b,"));
  cli (fixture, "network", "--year", "2012", "--cumulative", "--path", "Switzerland,USA", NULL);
  g_assert_cmpstr (fixture->out, ==,
                   "step,code,name\n0,CHE,\"Switzerland\"\n1,USA,\"United States\"\n");
  cli (fixture, "network", "--year", "2012", "--cumulative", "--output", gexf, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (gexf, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<gexf "));

  cli (fixture, "network", "--year", "2012", "--min-degree", "5000", "--output", png, NULL);
  assert_fails_naming (fixture, "take one away");
  cli (fixture, "network", "--member", "book_club", "--output", png, NULL);
  assert_refuses_naming (fixture, "book_club");
  cli (fixture, "network", "--family", "roman", "--output", png, NULL);
  assert_refuses_naming (fixture, "roman");
  cli (fixture, "network", "--ego", "CHE:0", "--output", png, NULL);
  assert_refuses_naming (fixture, "CHE:0");
  cli (fixture, "network", "--layout", "geo", "--projection", "mercator", "--output", png, NULL);
  assert_refuses_naming (fixture, "mercator");
  cli (fixture, "network", "--layout", "spiral", "--output", png, NULL);
  assert_refuses_naming (fixture, "spiral");
  cli (fixture, "network", "--layer", "postal", "--output", png, NULL);
  assert_refuses_naming (fixture, "postal");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/network/tables", test_network_tables);
  ADD_CLI_TEST ("/cli/network/ties", test_ties);
  ADD_CLI_TEST ("/cli/network/two-mode", test_two_mode);
  ADD_CLI_TEST ("/cli/network/nothing", test_nothing);
  return g_test_run ();
}
