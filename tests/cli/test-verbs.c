/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli from outside: exit statuses, one sentence on bad input and no file left behind, and
 * the same numbers through every format. Runs in the root of the build folder. */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

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

/* Where a formula is taken, its help is printed; elsewhere there is none. */
static void
test_help_formula (Fixture *fixture, gconstpointer data)
{
  cli (fixture, "fit", "--help-formula", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "peaceyears(y)"));
  g_assert_nonnull (strstr (fixture->out, "rcs(t, 4)"));
  cli (fixture, "info", "--help-formula", NULL);
  g_assert_cmpint (fixture->status, ==, 2);
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
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "two states"));
  cli (fixture, "similarity", "--measure", "gower", "--series", "--pair", "USA,USA", NULL);
  g_assert_cmpint (fixture->status, ==, 1);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/usage", test_usage);
  ADD_CLI_TEST ("/cli/verb-helps", test_verb_helps);
  ADD_CLI_TEST ("/cli/help-formula", test_help_formula);
  ADD_CLI_TEST ("/cli/bad-files", test_bad_files);
  ADD_CLI_TEST ("/cli/bad-models", test_bad_models);
  ADD_CLI_TEST ("/cli/bad-years", test_bad_years);
  ADD_CLI_TEST ("/cli/dyad-page", test_dyad_page);
  ADD_CLI_TEST ("/cli/disk-full", test_disk_full);
  ADD_CLI_TEST ("/cli/dyad", test_dyad);
  ADD_CLI_TEST ("/cli/figures", test_figures);
  ADD_CLI_TEST ("/cli/network/tables", test_network_tables);
  ADD_CLI_TEST ("/cli/views", test_views);
  ADD_CLI_TEST ("/cli/years", test_years);
  ADD_CLI_TEST ("/cli/dyad-state", test_dyad_state);
  ADD_CLI_TEST ("/cli/similarity-nothing", test_similarity_nothing);
  ADD_CLI_TEST ("/cli/similarity-table", test_similarity_table);
  ADD_CLI_TEST ("/cli/similarity-series", test_similarity_series);
  ADD_CLI_TEST ("/cli/convert-round-trip", test_convert_round_trip);
  ADD_CLI_TEST ("/cli/convert-changes", test_convert_changes);
  ADD_CLI_TEST ("/cli/report", test_report);
  ADD_CLI_TEST ("/cli/similarity-change", test_similarity_change);
  ADD_CLI_TEST ("/cli/similarity-lab", test_similarity_lab);
  return g_test_run ();
}
