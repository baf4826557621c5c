/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli from outside: exit statuses, one sentence on bad input and no file left behind, and
 * the same numbers through every format. Runs in the root of the build folder. */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  char *folder;
  int status;
  char *out;
  char *err;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("comity-cli-XXXXXX", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->out);
  g_free (fixture->err);
}

/* Runs comity-cli with the arguments, NULL last; leaves status, out and err in the fixture. */
static void
cli (Fixture *fixture, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;
  char *argument;

  g_ptr_array_add (argv, (char *) "./comity-cli");
  va_start (args, fixture);
  while ((argument = va_arg (args, char *)) != NULL)
    g_ptr_array_add (argv, argument);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  process =
      g_subprocess_newv ((const char *const *) argv->pdata,
                         G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &fixture->out, &fixture->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  fixture->status = g_subprocess_get_exit_status (process);
}

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static char *
source_file (const char *name)
{
  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), "reference", name, NULL);
}

/* One sentence on standard error that names @what, status 1, nothing on standard output. */
static void
assert_fails_naming (Fixture *fixture, const char *what)
{
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_cmpstr (fixture->out, ==, "");
  g_assert_nonnull (strstr (fixture->err, what));
  g_assert_true (g_str_has_prefix (fixture->err, "comity-cli "));
  g_assert_true (g_str_has_suffix (fixture->err, "\n"));
  g_assert_cmpuint (strcspn (fixture->err, "\n"), ==, strlen (fixture->err) - 1);
}

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  cli (fixture, NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "--help", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "similarity"));
  cli (fixture, "--version", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "igraph"));
  cli (fixture, "nonsense", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "fit", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "--formula"));
  cli (fixture, "fit", "--no-such-option", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "fit", "--formula", "y ~ x", "--vce", "magic", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_nonnull (strstr (fixture->err, "magic"));
}

static void
test_verb_helps (Fixture *fixture, gconstpointer data)
{
  static const char *const verbs[] = { "info",       "convert", "panel",   "fit",     "compare",
                                       "similarity", "network", "dyad",    "report",  "simulate",
                                       "zph",        "test",    "effects", "predict", "roc",
                                       "qap",        "survival", "influence", "specs" };

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      cli (fixture, verbs[i], "--help", NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_nonnull (strstr (fixture->out, "--help"));
    }
}

static void
test_bad_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *not_dta = in_folder (fixture, "not.dta");
  g_autofree char *ragged = in_folder (fixture, "ragged.csv");
  g_autofree char *none = in_folder (fixture, "none.dta");
  g_autofree char *cut = in_folder (fixture, "cut.dta");
  g_autofree char *whole = in_folder (fixture, "whole.dta");
  g_autofree char *bytes = NULL;
  gsize length;

  cli (fixture, "info", none, NULL);
  assert_fails_naming (fixture, none);
  g_file_set_contents (not_dta, "This is not a Stata file.\n", -1, NULL);
  cli (fixture, "info", not_dta, NULL);
  assert_fails_naming (fixture, "not.dta");
  g_file_set_contents (ragged, "a,b,c\n1,2,3\n4,5\n", -1, NULL);
  cli (fixture, "info", ragged, NULL);
  assert_fails_naming (fixture, "line 3");

  cli (fixture, "simulate", "--states", "8", "--years", "1990:1995", "--output", whole, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_file_get_contents (whole, &bytes, &length, NULL));
  g_file_set_contents (cut, bytes, (gssize) (length / 2), NULL);
  cli (fixture, "info", cut, NULL);
  assert_fails_naming (fixture, "cut.dta");
}

static void
test_bad_models (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mla = source_file ("model/mla_dyads.csv");

  cli (fixture, "fit", mla, "--formula", "sign ~ trad", NULL);
  assert_fails_naming (fixture, "trad");
  cli (fixture, "fit", mla, "--formula", "sign ~ log(trade", NULL);
  assert_fails_naming (fixture, "parenthes");
  cli (fixture, "fit", mla, "--formula", "sign ~ trade", "--where", "sign == 0", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "sign"));
  cli (fixture, "fit", mla, "--formula", "sign ~ trade", "--where", "year > 3000", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  cli (fixture, "fit", mla, "--formula", "sign ~ trade", "--model", "magic", NULL);
  assert_fails_naming (fixture, "magic");
  cli (fixture, "fit", mla, "--formula", "sign ~ trade", "--cluster", "dyadd", NULL);
  assert_fails_naming (fixture, "dyadd");
  cli (fixture, "fit", mla, "--formula", "sign ~ trade", "--output", "/no/such/folder/t.csv", NULL);
  assert_fails_naming (fixture, "/no/such/folder/t.csv");
}

static void
test_bad_years (Fixture *fixture, gconstpointer data)
{
  g_autofree char *png = in_folder (fixture, "n.png");

  cli (fixture, "network", "--year", "1800", "--output", png, NULL);
  assert_fails_naming (fixture, "1800");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
  cli (fixture, "network", "--years", "1960-", "--output", png, NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  cli (fixture, "network", "--network", "postal", "--output", png, NULL);
  assert_fails_naming (fixture, "postal");
  cli (fixture, "dyad", "USA", "Atlantis", NULL);
  assert_fails_naming (fixture, "Atlantis");
  cli (fixture, "similarity", "--measure", "difference:nothing", "--output", png, NULL);
  assert_fails_naming (fixture, "nothing");
  cli (fixture, "network", "--output", "/no/such/folder/n.png", NULL);
  assert_fails_naming (fixture, "/no/such/folder/n.png");
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

static void
limit_file_size (gpointer user_data)
{
  const struct rlimit small = { 30000, 30000 };

  /* Ignored, so that write () fails as it does on a full disk. */
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
}

/* A disk that fills up half-way: one sentence, the old file as it was, nothing left behind. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "n.png", "n.pdf", "n.svg" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = in_folder (fixture, names[i]);
      g_autofree char *text = NULL;
      g_autoptr (GSubprocessLauncher) launcher =
          g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *message = NULL;
      g_autoptr (GDir) dir = NULL;
      gsize n_files = 0;

      g_file_set_contents (path, "before", -1, NULL);
      g_subprocess_launcher_set_child_setup (launcher, limit_file_size, NULL, NULL);
      process = g_subprocess_launcher_spawn (launcher, &error, "./comity-cli", "network",
                                             "--cumulative", "--output", path, NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &message, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
      g_assert_nonnull (strstr (message, path));
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "before");
      dir = g_dir_open (fixture->folder, 0, NULL);
      while (g_dir_read_name (dir) != NULL)
        n_files++;
      g_assert_cmpuint (n_files, ==, i + 1);
    }
}

static double
get_number (JsonObject *object, const char *member)
{
  return json_object_get_double_member (object, member);
}

/* The reference: R's glm iterated to the fixed point, Stata's clustered standard errors. */
static void
test_fit_reference (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mla = source_file ("model/mla_dyads.csv");
  g_autofree char *reference = source_file ("model/logit_mla.json");
  g_autoptr (JsonParser) ours = json_parser_new ();
  g_autoptr (JsonParser) theirs = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *fit, *expected, *se;
  JsonArray *terms, *b, *cluster_se;

  cli (fixture, "fit", mla, "--formula",
       "sign ~ trade + mindem + samelaw + ally + contig + crime + t + I(t^2)", "--cluster", "dyad",
       "--format", "json", NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  json_parser_load_from_data (ours, fixture->out, -1, &error);
  g_assert_no_error (error);
  json_parser_load_from_file (theirs, reference, &error);
  g_assert_no_error (error);

  fit = json_node_get_object (json_parser_get_root (ours));
  expected = json_object_get_object_member (json_node_get_object (json_parser_get_root (theirs)),
                                            "expected");
  se = json_object_get_object_member (expected, "se");
  terms = json_object_get_array_member (fit, "terms");
  b = json_object_get_array_member (expected, "coef");
  cluster_se = json_object_get_array_member (se, "stata_cluster");
  g_assert_cmpuint (json_array_get_length (terms), ==, json_array_get_length (b));
  for (guint i = 0; i < json_array_get_length (terms); i++)
    {
      JsonObject *term = json_array_get_object_element (terms, i);
      double estimate = json_array_get_double_element (b, i);
      double std_error = json_array_get_double_element (cluster_se, i);

      g_assert_cmpfloat (fabs (get_number (term, "estimate") - estimate), <=,
                         1e-8 * MAX (1.0, fabs (estimate)));
      g_assert_cmpfloat (fabs (get_number (term, "std_error") - std_error), <=,
                         1e-6 * MAX (1.0, std_error));
    }
  g_assert_cmpint (json_object_get_int_member (fit, "n"), ==, 3066);
  g_assert_cmpstr (json_object_get_string_member (fit, "status"), ==, "converged");
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (fit, "n_clusters"), "dyad"), ==,
      276);
  g_assert_cmpfloat_with_epsilon (get_number (fit, "log_likelihood"), -663.01531211557165, 1e-8);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (fit, "vcov")), ==, 9);
}

/* Durations: times as options or in the formula are the same model; ties change it. */
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

/* Spells as person-periods, by both links, clustered as Stata does. */
static void
test_discrete_time (Fixture *fixture, gconstpointer data)
{
  static const char *const models[] = { "logit", "cloglog" };
  g_autofree char *spells = source_file ("model/spells.csv");
  g_autofree char *reference = source_file ("model/discrete_time.json");
  g_autofree char *path = in_folder (fixture, "periods.csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) periods = g_string_new ("country,y,dem,wealth,law,t\n");
  g_autoptr (JsonParser) theirs = json_parser_new ();
  JsonObject *expected;

  /* id country region dem wealth law dur event … */
  g_assert_true (g_file_get_contents (spells, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      int dur = atoi (cells[6]);

      for (int t = 1; t <= dur; t++)
        g_string_append_printf (periods, "%s,%d,%s,%s,%s,%d\n", cells[1],
                                t == dur && atoi (cells[7]) == 1, cells[3], cells[4], cells[5], t);
    }
  g_assert_true (g_file_set_contents (path, periods->str, -1, NULL));
  g_assert_true (json_parser_load_from_file (theirs, reference, NULL));
  expected = json_object_get_object_member (json_node_get_object (json_parser_get_root (theirs)),
                                            "expected");
  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    {
      JsonObject *model = json_object_get_object_member (expected, models[m]);
      JsonArray *b = json_object_get_array_member (model, "coef");
      JsonArray *se = json_object_get_array_member (json_object_get_object_member (model, "se"),
                                                    "stata_cluster");
      g_autoptr (JsonParser) ours = json_parser_new ();
      JsonArray *terms;

      cli (fixture, "fit", path, "--model", models[m], "--formula",
           "y ~ dem + wealth + law + t + I(t^2) + I(t^3)", "--cluster", "country", "--format",
           "json", NULL);
      g_assert_cmpstr (fixture->err, ==, "");
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (json_parser_load_from_data (ours, fixture->out, -1, NULL));
      terms = json_object_get_array_member (json_node_get_object (json_parser_get_root (ours)),
                                            "terms");
      g_assert_cmpuint (json_array_get_length (terms), ==, json_array_get_length (b));
      for (guint i = 0; i < json_array_get_length (terms); i++)
        {
          JsonObject *term = json_array_get_object_element (terms, i);

          g_assert_cmpfloat_with_epsilon (get_number (term, "estimate"),
                                          json_array_get_double_element (b, i), 1e-7);
          g_assert_cmpfloat_with_epsilon (get_number (term, "std_error"),
                                          json_array_get_double_element (se, i), 1e-6);
        }
    }
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

/* The pair given by code, number or name, in either order, is the same pair. */
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
  cli (fixture, "test", csv, "--formula", full, "--hypothesis", "samelaw = nosuch", NULL);
  assert_fails_naming (fixture, "nosuch");
}

/* A member of the object on standard output, or of the @row-th object of its array @rows. */
static double
get_result (Fixture *fixture, const char *rows, guint row, const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *object;

  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->out, -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  if (rows != NULL)
    object = json_array_get_object_element (json_object_get_array_member (object, rows), row);
  return json_object_get_double_member (object, name);
}

/* marginal_effects_mla.json, predicted_prob_mla.json and roc_brier_hl_mla.json. */
static void
test_after_the_fit (Fixture *fixture, gconstpointer data)
{
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
  g_assert_true (g_str_has_prefix (fixture->out, "group,n,largest,"));
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
  cli (fixture, "survival", csv, "--formula", formula, "--interval", "wide", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "roc", panel, "--formula", "sign ~ trade", "--plot", "roc", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
  cli (fixture, "influence", csv, "--formula", "event ~ dem", NULL);
  assert_fails_naming (fixture, "--states");
  cli (fixture, "test", panel, "--formula", "sign ~ trade", "--adjust", "guess", NULL);
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

static void
assert_png_size (const char *path, guint32 width, guint32 height)
{
  g_autofree char *bytes = NULL;
  gsize length;
  guint32 w, h;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 24);
  memcpy (&w, bytes + 16, 4);
  memcpy (&h, bytes + 20, 4);
  g_assert_cmpuint (GUINT32_FROM_BE (w), ==, width);
  g_assert_cmpuint (GUINT32_FROM_BE (h), ==, height);
}

/* The same command twice gives the same bytes; a .png has the size asked for. */
static void
test_figures (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "one.png", "one.pdf", "one.svg" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = in_folder (fixture, names[i]);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      gsize n_first, n_second;

      cli (fixture, "network", "--network", "tiea", "--year", "2012", "--cumulative", "--size",
           "800x600px", "--output", path, NULL);
      g_assert_cmpstr (fixture->err, ==, "");
      g_assert_cmpint (fixture->status, ==, 0);
      g_assert_true (g_file_get_contents (path, &first, &n_first, NULL));
      if (i == 0)
        assert_png_size (path, 800, 600);
      cli (fixture, "network", "--network", "tiea", "--year", "2012", "--cumulative", "--size",
           "800x600px", "--output", path, NULL);
      g_assert_true (g_file_get_contents (path, &second, &n_second, NULL));
      g_assert_cmpmem (first, n_first, second, n_second);
    }
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

/* Tables and graphs of a network; filters that leave nobody say so and what to do. */
static void
test_network_tables (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gexf = in_folder (fixture, "n.gexf");
  g_autofree char *png = in_folder (fixture, "n.png");
  g_autofree char *text = NULL;

  cli (fixture, "network", "--numbers", "--years", "2000:2003", "--cumulative", "--format", "csv",
       NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_true (g_str_has_prefix (fixture->out, "year,states,ties,density,"));
  g_assert_nonnull (strstr (fixture->out, "\n2003,"));
  cli (fixture, "network", "--numbers", "--format", "latex", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
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
  assert_fails_naming (fixture, "book_club");
  cli (fixture, "network", "--family", "roman", "--output", png, NULL);
  assert_fails_naming (fixture, "roman");
  cli (fixture, "network", "--ego", "CHE:0", "--output", png, NULL);
  assert_fails_naming (fixture, "CHE:0");
  cli (fixture, "network", "--layout", "geo", "--projection", "mercator", "--output", png, NULL);
  assert_fails_naming (fixture, "mercator");
  cli (fixture, "network", "--layout", "spiral", "--output", png, NULL);
  assert_fails_naming (fixture, "spiral");
  cli (fixture, "network", "--layer", "postal", "--output", png, NULL);
  assert_fails_naming (fixture, "postal");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
}

/* The view that a figure of the command line holds. An .svg says it as it is. */
static GKeyFile *
read_view (const char *path)
{
  GKeyFile *view = g_key_file_new ();
  g_autofree char *svg = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  const char *start, *end;

  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  start = strstr (svg, "<metadata>");
  g_assert_nonnull (start);
  start += strlen ("<metadata>");
  end = strstr (start, "</metadata>");
  g_assert_nonnull (end);
  text = g_string_new_len (start, end - start);
  g_string_replace (text, "&gt;", ">", 0);
  g_key_file_load_from_data (view, text->str, text->len, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return view;
}

static void
assert_says (GKeyFile *view, const char *group, const char *key, const char *value)
{
  g_autofree char *found = g_key_file_get_value (view, group, key, NULL);

  g_assert_cmpstr (found, ==, value);
}

/* A figure names what was asked for by the words of the options, so that the window can show it. */
static void
test_views (Fixture *fixture, gconstpointer data)
{
  g_autofree char *svg = in_folder (fixture, "view.svg");
  g_autoptr (GKeyFile) network = NULL;
  g_autoptr (GKeyFile) similarity = NULL;
  g_autoptr (GKeyFile) strip = NULL;
  g_autofree char *hash = NULL;

  cli (fixture, "network", "--network", "tiea", "--year", "2005", "--cumulative", "--layout", "kk",
       "--seed", "7", "--color", "betweenness", "--node-size", "none", "--region", "Europe",
       "--min-degree", "1", "--layer", "mlat", "--output", svg, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  network = read_view (svg);
  assert_says (network, "data", "network", "tiea");
  hash = g_key_file_get_string (network, "data", "sha256", NULL);
  g_assert_nonnull (hash);
  g_assert_cmpuint (strlen (hash), ==, 64);
  assert_says (network, "view", "year", "2005");
  assert_says (network, "view", "cumulative", "true");
  assert_says (network, "view", "page", "network");
  assert_says (network, "network", "layout", "kk");
  assert_says (network, "network", "seed", "7");
  assert_says (network, "network", "color", "betweenness");
  assert_says (network, "network", "size", "none");
  assert_says (network, "network", "region", "Europe");
  assert_says (network, "network", "family", "");
  assert_says (network, "network", "min-degree", "1");
  assert_says (network, "network", "layers", "mlat;");
  assert_says (network, "network", "anchored", "false");

  cli (fixture, "similarity", "--measure", "joint:polity2>=6", "--year", "1995", "--order", "ward",
       "--cut", "3", "--band", "region", "--no-dots", "--output", svg, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  similarity = read_view (svg);
  assert_says (similarity, "view", "page", "similarity");
  assert_says (similarity, "view", "year", "1995");
  assert_says (similarity, "similarity", "measure", "joint");
  assert_says (similarity, "similarity", "variable", "polity2");
  assert_says (similarity, "similarity", "argument", "6");
  assert_says (similarity, "similarity", "order", "ward");
  assert_says (similarity, "similarity", "cut", "3");
  assert_says (similarity, "similarity", "band", "region");
  assert_says (similarity, "similarity", "ties", "false");

  cli (fixture, "network", "--years", "2000:2010:5", "--cumulative", "--ego", "Switzerland:2",
       "--output", svg, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  strip = read_view (svg);
  assert_says (strip, "view", "year", "2010");
  assert_says (strip, "view", "selection", "CHE");
  assert_says (strip, "network", "ego-steps", "2");
  assert_says (strip, "network", "anchored", "true");
}

/* A strip of years is one file, a series one for each year, the same for the same command; what
 * cannot be read or contradicts itself is refused and leaves nothing. */
static void
test_years (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "strip.png", "strip.pdf", "strip.svg" };
  g_autofree char *frames = in_folder (fixture, "frames");
  g_autofree char *film = in_folder (fixture, "film");
  g_autofree char *png = in_folder (fixture, "no.png");
  gsize n_files = 0;
  const char *name;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = in_folder (fixture, kinds[i]);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      gsize n_first, n_second;

      for (int again = 0; again < 2; again++)
        {
          cli (fixture, "network", "--network", "tiea", "--years", "2000:2012:4", "--cumulative",
               "--size", "800x600px", "--output", path, NULL);
          g_assert_cmpstr (fixture->err, ==, "");
          g_assert_cmpint (fixture->status, ==, 0);
          g_assert_true (g_file_get_contents (path, again ? &second : &first,
                                              again ? &n_second : &n_first, NULL));
        }
      g_assert_cmpmem (first, n_first, second, n_second);
      if (i == 2)
        for (int year = 2000; year <= 2012; year += 4)
          {
            g_autofree char *title = g_strdup_printf (">%d</text>", year);

            g_assert_nonnull (strstr (first, title));
          }
    }
  cli (fixture, "similarity", "--measure", "gower", "--years", "2000:2002", "--frames", frames,
       "--size", "400x300px", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  for (int year = 2000; year <= 2002; year++)
    {
      g_autofree char *frame = g_strdup_printf ("%s/similarity-%d.png", frames, year);

      assert_png_size (frame, 400, 300);
    }
  cli (fixture, "network", "--years", "2000:2002:2", "--cumulative", "--frames", film, "--tween",
       "3", "--size", "400x300px", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  {
    g_autoptr (GDir) dir = g_dir_open (film, 0, NULL);

    g_assert_nonnull (dir);
    while ((name = g_dir_read_name (dir)) != NULL)
      {
        g_autofree char *frame = g_build_filename (film, name, NULL);

        g_assert_true (g_str_has_prefix (name, "network-200"));
        assert_png_size (frame, 400, 300);
        n_files++;
      }
  }
  g_assert_cmpuint (n_files, ==, 5);

  cli (fixture, "network", "--years", "1900:2012", "--output", png, NULL);
  g_assert_cmpint (fixture->status, ==, 1);
  cli (fixture, "similarity", "--measure", "gower", "--years", "1946:2012", "--output", png, NULL);
  assert_fails_naming (fixture, "67 years");
  cli (fixture, "network", "--years", "2000:2010:0", "--output", png, NULL);
  assert_fails_naming (fixture, "2000:2010:0");
  cli (fixture, "network", "--frames", frames, NULL);
  assert_fails_naming (fixture, "--years");
  cli (fixture, "network", "--years", "2000:2010", "--tween", "2", "--output", png, NULL);
  assert_fails_naming (fixture, "--frames");
  cli (fixture, "network", "--years", "2000:2001", "--frames", frames, "--output", png, NULL);
  assert_fails_naming (fixture, "choose one");
  cli (fixture, "similarity", "--measure", "gower", "--years", "2000:2010:5", "--distribution",
       "--output", png, NULL);
  assert_fails_naming (fixture, "--distribution");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
}

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

static void
test_report (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "index.html",      "network.png",      "network.pdf",
                                       "similarity.svg",  "coefficients.pdf", "coefficients.csv",
                                       "coefficients.tex" };
  g_autofree char *folder = in_folder (fixture, "report");

  cli (fixture, "report", "--output", folder, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
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
  g_assert_true (g_str_has_prefix (fixture->out, "state,name,group\n"));
  g_assert_nonnull (strstr (fixture->out, ",4\n"));
  g_assert_null (strstr (fixture->out, ",5\n"));
  cli (fixture, "similarity", "--measure", "gower", "--group", "region", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "group_a,group_b,states_a,states_b,mean,pairs"));
  cli (fixture, "similarity", "--measure", "gower", "--state", "CHE", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "rank,state,value,treaty\n1,"));

  cli (fixture, "similarity", "--measure", "gower", "--components", "tradition:0,polity2:0", NULL);
  assert_fails_naming (fixture, "All weights are 0");
  cli (fixture, "similarity", "--measure", "gower", "--group", "wealth", NULL);
  assert_fails_naming (fixture, "wealth");
  cli (fixture, "similarity", "--measure", "gower", "--order", "name", "--cut", "3", NULL);
  assert_fails_naming (fixture, "--cut 3");
  cli (fixture, "similarity", "--measure", "gower", "--difference-from", "1800", NULL);
  assert_fails_naming (fixture, "1800");
  cli (fixture, "similarity", "--measure", "gower", "--state", "Atlantis", NULL);
  assert_fails_naming (fixture, "Atlantis");
  cli (fixture, "similarity", "--measure", "gower", "--band", "colour", NULL);
  assert_fails_naming (fixture, "colour");
  cli (fixture, "similarity", "--measure", "gower", "--distribution", "--group", "region", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
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

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/cli/usage", test_usage);
  ADD ("/cli/dyad-page", test_dyad_page);
  ADD ("/cli/verb-helps", test_verb_helps);
  ADD ("/cli/bad-files", test_bad_files);
  ADD ("/cli/bad-models", test_bad_models);
  ADD ("/cli/bad-years", test_bad_years);
  ADD ("/cli/disk-full", test_disk_full);
  ADD ("/cli/fit-reference", test_fit_reference);
  ADD ("/cli/fit-resampled", test_fit_resampled);
  ADD ("/cli/fit-durations", test_fit_durations);
  ADD ("/cli/predict-curves", test_predict_curves);
  ADD ("/cli/discrete-time", test_discrete_time);
  ADD ("/cli/zph", test_zph);
  ADD ("/cli/fit-formats", test_fit_formats);
  ADD ("/cli/fit-weights", test_fit_weights);
  ADD ("/cli/fit-offset", test_fit_offset);
  ADD ("/cli/fit-terms", test_fit_terms);
  ADD ("/cli/fit-derive", test_fit_derive);
  ADD ("/cli/compare", test_compare);
  ADD ("/cli/test", test_test);
  ADD ("/cli/after-the-fit", test_after_the_fit);
  ADD ("/cli/after-the-fit-refusals", test_after_the_fit_refusals);
  ADD ("/cli/qap", test_qap);
  ADD ("/cli/survival", test_survival);
  ADD ("/cli/dyad", test_dyad);
  ADD ("/cli/figures", test_figures);
  ADD ("/cli/network/tables", test_network_tables);
  ADD ("/cli/specs", test_specs);
  ADD ("/cli/views", test_views);
  ADD ("/cli/years", test_years);
  ADD ("/cli/similarity-table", test_similarity_table);
  ADD ("/cli/similarity-change", test_similarity_change);
  ADD ("/cli/similarity-lab", test_similarity_lab);
  ADD ("/cli/convert-round-trip", test_convert_round_trip);
  ADD ("/cli/report", test_report);
  return g_test_run ();
}
