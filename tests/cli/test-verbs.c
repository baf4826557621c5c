/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli from outside: exit statuses, one sentence on bad input and no file left behind, and
 * the same bytes for the same command. Runs in the root of the build folder. What one verb does is
 * in a file of its name. */
#include "config.h"

#include "cli-fixture.h"

#include <signal.h>
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

/* What the reader changed or guessed is told. */
static void
test_remarks (Fixture *fixture, gconstpointer data)
{
  static const char sentence[] = "Another column named “a” is called “a_2” here.";
  g_autofree char *twice = in_folder (fixture, "twice.csv");
  g_autoptr (JsonNode) root = NULL;
  JsonArray *remarks;

  g_file_set_contents (twice, "a,b,a\n1,2,3\n", -1, NULL);
  cli (fixture, "info", twice, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, sentence));
  cli (fixture, "info", twice, "--json", NULL);
  root = json_from_string (fixture->out, NULL);
  g_assert_nonnull (root);
  remarks = json_object_get_array_member (json_node_get_object (root), "remarks");
  g_assert_cmpuint (json_array_get_length (remarks), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (remarks, 0), ==, sentence);
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
  assert_refuses_naming (fixture, "magic");
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
  assert_refuses_naming (fixture, "1960-");
  cli (fixture, "network", "--network", "postal", "--output", png, NULL);
  assert_refuses_naming (fixture, "postal");
  cli (fixture, "dyad", "USA", "Atlantis", NULL);
  assert_fails_naming (fixture, "Atlantis");
  cli (fixture, "similarity", "--measure", "difference:nothing", "--output", png, NULL);
  assert_fails_naming (fixture, "nothing");
  cli (fixture, "network", "--output", "/no/such/folder/n.png", NULL);
  assert_fails_naming (fixture, "/no/such/folder/n.png");
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
  static const char *const bands[] = { NULL, "family" };
  g_autofree char *svg = in_folder (fixture, "view.svg");
  g_autoptr (GKeyFile) network = NULL;
  g_autoptr (GKeyFile) similarity = NULL;
  g_autoptr (GKeyFile) strip = NULL;
  g_autofree char *hash = NULL;

  cli (fixture, "network", "--network", "tiea", "--year", "2005", "--cumulative", "--layout", "kk",
       "--seed", "7", "--color", "betweenness", "--node-size", "none", "--region", "Europe",
       "--min-degree", "1", "--layer", "mlat", "--edges", "bundled", "--output", svg, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  network = read_view (svg);
  assert_says (network, "network", "edges", "bundled");
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

  /* The margins show what the rows are ordered by, unless they are asked for something else. */
  for (gsize i = 0; i < G_N_ELEMENTS (bands); i++)
    {
      g_autoptr (GKeyFile) of_region = NULL;

      cli (fixture, "similarity", "--measure", "gower", "--order", "region", "--output", svg,
           bands[i] != NULL ? "--band" : NULL, bands[i], NULL);
      g_assert_cmpint (fixture->status, ==, 0);
      of_region = read_view (svg);
      assert_says (of_region, "similarity", "band", bands[i] != NULL ? bands[i] : "region");
    }

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
  assert_refuses_naming (fixture, "2000:2010:0");
  cli (fixture, "network", "--frames", frames, NULL);
  assert_refuses_naming (fixture, "--years");
  cli (fixture, "network", "--years", "2000:2010", "--tween", "2", "--output", png, NULL);
  assert_refuses_naming (fixture, "--frames");
  cli (fixture, "network", "--years", "2000:2001", "--frames", frames, "--output", png, NULL);
  assert_refuses_naming (fixture, "choose one");
  cli (fixture, "similarity", "--measure", "gower", "--years", "2000:2010:5", "--distribution",
       "--output", png, NULL);
  assert_refuses_naming (fixture, "--distribution");
  g_assert_false (g_file_test (png, G_FILE_TEST_EXISTS));
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "index.html",      "network.png",      "network.pdf",
                                       "similarity.svg",  "coefficients.pdf", "coefficients.csv",
                                       "coefficients.tex" };
  g_autofree char *folder = in_folder (fixture, "report");
  g_autofree char *index = g_build_filename (folder, "index.html", NULL);
  g_autofree char *html = NULL;

  cli (fixture, "report", "--output", folder, NULL);
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  g_assert_true (g_file_get_contents (index, &html, NULL, NULL));
  for (gsize i = 1; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *link = g_strdup_printf ("href=\"%s\"", files[i]);

      g_assert_nonnull (strstr (html, link));
    }
}

/* What a full disk did not take is said, also of what is printed line by line. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[][5] = {
    { "info", NULL }, { "network", "--year", "2000", NULL }, { "report", "--output", "DIR", NULL }
  };
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("There is no /dev/full here.");
      return;
    }
  g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GPtrArray) argv = g_ptr_array_new ();
      g_autofree char *folder = in_folder (fixture, "DIR");
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *err = NULL;

      g_ptr_array_add (argv, (gpointer) "./comity-cli");
      for (gsize k = 0; commands[i][k] != NULL; k++)
        g_ptr_array_add (argv, g_str_equal (commands[i][k], "DIR") ? folder
                                                                   : (gpointer) commands[i][k]);
      g_ptr_array_add (argv, NULL);
      process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, NULL);
      g_assert_nonnull (process);
      g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, NULL);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
      g_assert_nonnull (strstr (err, "Standard output took no more"));
    }
}

/* Curves are told apart by the label of the column that parts them, and by its name without one. */
static void
test_survival_groups (Fixture *fixture, gconstpointer data)
{
  g_autofree char *spells = source_file ("model/spells.csv");

  cli (fixture, "survival", "--years", "1990:2012", "--formula", "Surv(t, signed) ~ same_tradition",
       NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, "\nSame legal tradition = 0 "));
  cli (fixture, "survival", spells, "--formula", "Surv(dur, event) ~ law", NULL);
  g_assert_nonnull (strstr (fixture->out, "\nlaw = 0 "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_CLI_TEST ("/cli/usage", test_usage);
  ADD_CLI_TEST ("/cli/verb-helps", test_verb_helps);
  ADD_CLI_TEST ("/cli/help-formula", test_help_formula);
  ADD_CLI_TEST ("/cli/bad-files", test_bad_files);
  ADD_CLI_TEST ("/cli/remarks", test_remarks);
  ADD_CLI_TEST ("/cli/bad-models", test_bad_models);
  ADD_CLI_TEST ("/cli/bad-years", test_bad_years);
  ADD_CLI_TEST ("/cli/disk-full", test_disk_full);
  ADD_CLI_TEST ("/cli/figures", test_figures);
  ADD_CLI_TEST ("/cli/views", test_views);
  ADD_CLI_TEST ("/cli/years", test_years);
  ADD_CLI_TEST ("/cli/report", test_report);
  ADD_CLI_TEST ("/cli/full-disk", test_full_disk);
  ADD_CLI_TEST ("/cli/survival-groups", test_survival_groups);
  return g_test_run ();
}
