/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli convert: files through .csv and back, columns more and rows fewer. */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Through .csv and back: types, labels and missing codes as they were. */
static void
test_convert_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dta = in_folder (fixture, "a.dta");
  g_autofree char *csv = in_folder (fixture, "b.csv");
  g_autofree char *back = in_folder (fixture, "c.dta");
  g_autofree char *before = NULL;

  cli (fixture, "simulate", "--states", "12", "--years", "1980:1990", "--seed", "3", "--output",
       dta, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->err, "true coefficients"));
  cli (fixture, "info", dta, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "imulated"));
  before = g_strdup (strstr (fixture->out, "dyadid"));
  cli (fixture, "convert", dta, "--output", csv, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  cli (fixture, "convert", csv, "--output", back, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  cli (fixture, "info", back, NULL);
  g_assert_cmpstr (strstr (fixture->out, "dyadid"), ==, before);
}

/* Columns more and rows fewer; what is wrong is named and nothing is written. */
static void
test_convert_changes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *qap = source_file ("model/qap.csv");
  g_autofree char *path = in_folder (fixture, "some.csv");
  g_autofree char *text = NULL;

  cli (fixture, "convert", qap, "--generate", "double=2 * x", "--generate", "four=double * 2",
       "--where", "i > j", "--output", path, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, ",double,four\n"));
  cli (fixture, "info", path, NULL);
  g_assert_nonnull (strstr (fixture->out, "15 rows"));
  g_unlink (path);

  cli (fixture, "convert", qap, "--generate", "x=1", "--output", path, NULL);
  assert_fails_naming (fixture, "x already");
  cli (fixture, "convert", qap, "--generate", "w=nosuch + 1", "--output", path, NULL);
  assert_fails_naming (fixture, "nosuch");
  cli (fixture, "convert", qap, "--generate", "w=lag(x)", "--output", path, NULL);
  assert_fails_naming (fixture, "roles");
  cli (fixture, "convert", qap, "--where", "nosuch > 1", "--output", path, NULL);
  assert_fails_naming (fixture, "nosuch");
  cli (fixture, "convert", qap, "--generate", "only a name", "--output", path, NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What info names after a finding, convert mends, and says what it did. */
static void
test_convert_mends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "ill.csv");
  g_autofree char *mended = in_folder (fixture, "well.csv");
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "state_a,state_b,year,signed,polity\n"
                                      "USA,FRA,2000,0,3\nUSA,FRA,2000,0,3\nUSA,FRA,2001,1,-99\n"
                                      "USA,DEU,2000,0,7\nFRA,DEU,2000,0,6\n",
                                      -1, NULL));
  cli (fixture, "info", path, NULL);
  g_assert_nonnull (strstr (fixture->out, "[duplicate-rows]"));
  g_assert_nonnull (strstr (fixture->out, "[missing-codes:polity]"));
  cli (fixture, "convert", path, "--mend", "duplicate-rows", "--mend", "missing-codes:polity",
       "--output", mended, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->err, "1 row that repeats a dyad and year was left out"));
  g_assert_nonnull (strstr (fixture->err, "1 value of polity was made missing"));
  g_assert_true (g_file_get_contents (mended, &text, NULL, NULL));
  g_assert_null (strstr (text, "-99"));
  cli (fixture, "info", mended, NULL);
  g_assert_nonnull (strstr (fixture->out, "4 rows"));
  g_assert_null (strstr (fixture->out, "[duplicate-rows]"));
  g_unlink (mended);

  cli (fixture, "convert", path, "--mend", "gaps", "--output", mended, NULL);
  assert_refuses_naming (fixture, "gaps");
  g_assert_false (g_file_test (mended, G_FILE_TEST_EXISTS));
  cli (fixture, "convert", path, "--mend", "missing-codes:nobody", "--output", mended, NULL);
  assert_fails_naming (fixture, "nobody");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/convert-round-trip", test_convert_round_trip);
  ADD_CLI_TEST ("/cli/convert-changes", test_convert_changes);
  ADD_CLI_TEST ("/cli/convert-mends", test_convert_mends);
  return g_test_run ();
}
