/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every reference case of models, networks and similarities through comity-cli: the table reference-cases.txt says what to
 * run and which number printed must be which number of the case, at the case's own tolerance. A
 * number of a case that is neither compared nor named as left out fails the test, and so does a case
 * that is not in the table. */
#include "config.h"

#include "cli-fixture.h"
#include "reference-data.h"
#include "reference-path.h"

#include <math.h>
#include <string.h>

#define MAX_NESTING 8
#define UPPER "upper " /* of a matrix */

typedef struct
{
  int number; /* of the line in the table */
  char *text;
} Line;

typedef struct
{
  char *name;
  GArray *lines; /* Line */
} Case;

/* What every case may use. */
static GHashTable *words;  /* $NAME → text */
static GHashTable *macros; /* name → Case */
static GPtrArray *cases;   /* Case */
static Case *everywhere;   /* "without" before the first case */

typedef struct
{
  Fixture *fixture;
  const char *folder; /* of the case and its data */
  int line;
  JsonNode *reference; /* the whole case */
  JsonNode *answer;    /* of the last run; NULL: none that is JSON */
  JsonNode *before;    /* … of the run before it */
  GHashTable *compared; /* leaves of the expected numbers (set) */
  GHashTable *renamed;  /* theirs → ours */
  GHashTable *tolerances; /* of names that the case says nothing of */
  GPtrArray *without;   /* GPatternSpec */
  char *forgotten;      /* the path complained about last */
} Run;

static Case *
case_new (const char *name)
{
  Case *self = g_new0 (Case, 1);

  self->name = g_strdup (name);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  return self;
}

/* $NAME and $1 become what they stand for. */
static char *
expand (const char *text, char **arguments)
{
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      const char *end = p + 1;
      const char *value;
      g_autofree char *name = NULL;

      if (*p == '$' && g_ascii_isdigit (*end))
        end++;
      else
        while (*p == '$' && (g_ascii_isalpha (*end) || *end == '_'))
          end++;
      name = g_strndup (p + 1, (gsize) (end - p - 1));
      if (*p != '$' || *name == '\0')
        {
          g_string_append_c (result, *p);
          continue;
        }
      if (g_ascii_isdigit (*name))
        {
          gsize i = g_ascii_strtoull (name, NULL, 10) - 1;

          value = arguments != NULL && i < g_strv_length (arguments) ? arguments[i] : NULL;
        }
      else
        value = g_hash_table_lookup (words, name);
      if (value == NULL && g_ascii_isdigit (*name))
        value = "";
      if (value == NULL)
        g_error ("The table does not say what $%s is.", name);
      g_string_append (result, value);
      p = end - 1;
    }
  return g_string_free (result, FALSE);
}

static void
read_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cli", "reference-cases.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  Case *current;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  macros = g_hash_table_new (g_str_hash, g_str_equal);
  cases = g_ptr_array_new ();
  current = everywhere = case_new ("");
  for (int i = 0; lines[i] != NULL; i++)
    {
      const char *stripped = g_strstrip (lines[i]);
      const char *rest = strchr (stripped, ' ');
      Line line = { i + 1, NULL };

      rest = rest != NULL ? rest + 1 : "";
      if (*stripped == '\0' || *stripped == '#')
        continue;
      if (g_str_has_prefix (stripped, "case "))
        g_ptr_array_add (cases, current = case_new (rest));
      else if (g_str_has_prefix (stripped, "macro "))
        g_hash_table_insert (macros, g_strdup (rest), current = case_new (rest));
      else
        {
          line.text = g_strdup (stripped);
          g_array_append_val (current->lines, line);
        }
    }
}

static void
complain (Run *run, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("reference-cases.txt:%d: %s", run->line, text);
  g_test_fail ();
}

/* The case's tolerance of that name, or the number itself. */
static gboolean
find_tolerance (Run *run, const char *name, double *tolerance)
{
  JsonObject *known = json_object_get_object_member (json_node_get_object (run->reference), "tolerance");

  if (name == NULL)
    *tolerance = 0.0;
  else if (g_ascii_isdigit (*name))
    *tolerance = g_ascii_strtod (name, NULL);
  else if (known != NULL && json_object_has_member (known, name))
    *tolerance = json_object_get_double_member (known, name);
  else if (g_hash_table_contains (run->tolerances, name))
    *tolerance = g_ascii_strtod (g_hash_table_lookup (run->tolerances, name), NULL);
  else
    return FALSE;
  return TRUE;
}

static void
compare_leaves (Run *run,
                const char *left,
                JsonNode *ours,
                const char *right,
                JsonNode *theirs,
                gsize i,
                double tolerance,
                gboolean relative)
{
  double a, b;

  if (comity_path_number (right, theirs, &b))
    {
      if (!comity_path_number (left, ours, &a))
        complain (run, "%s[%zu] is “%s”, not a number", left, i, json_node_get_string (ours));
      else if (!(isnan (a) && isnan (b)) && a != b &&
               !(fabs (a - b) <= tolerance * (relative ? fabs (b) : fmax (1.0, fabs (b)))))
        complain (run, "%s[%zu] = %.17g is not %s = %.17g within %g: off by %.3g", left, i, a, right,
                  b, tolerance, fabs (a - b));
    }
  else
    {
      const char *text = json_node_get_string (theirs);
      const char *renamed = g_hash_table_lookup (run->renamed, text);
      const char *own = JSON_NODE_HOLDS_VALUE (ours) ? json_node_get_string (ours) : "null";

      if (g_strcmp0 (own, renamed != NULL ? renamed : text) != 0)
        complain (run, "%s[%zu] is “%s”, not “%s”", left, i, own, text);
    }
}

/* Of a square matrix the leaves right of its diagonal are left; all of it counts as compared, for it
 * is symmetric. */
static void
keep_upper (Run *run, GPtrArray *leaves)
{
  guint n = 0, kept = 0;

  while ((n + 1) * (n + 1) <= leaves->len)
    n++;
  if (n * n != leaves->len)
    complain (run, "%u numbers are no square matrix", leaves->len);
  for (guint i = 0; i < n * n; i++)
    {
      g_hash_table_add (run->compared, leaves->pdata[i]);
      if (i % n > i / n)
        leaves->pdata[kept++] = leaves->pdata[i];
    }
  g_ptr_array_set_size (leaves, (int) kept);
}

/* LEFT = RIGHT [~ TOLERANCE]; RIGHT in the expected numbers, or a number or "text" itself. */
static void
check (Run *run, const char *text)
{
  g_auto (GStrv) sides = g_strsplit (text, " = ", 2);
  g_auto (GStrv) right = NULL;
  g_autoptr (GPtrArray) ours = g_ptr_array_new ();
  g_autoptr (GPtrArray) theirs = g_ptr_array_new ();
  g_autoptr (JsonNode) literal = NULL;
  JsonNode *expected = json_object_get_member (json_node_get_object (run->reference), "expected");
  const char *name;
  double tolerance = 0.0;
  gboolean relative;

  if (g_strv_length (sides) != 2)
    {
      complain (run, "“%s” is no comparison", text);
      return;
    }
  right = g_strsplit (sides[1], " ~ ", 2);
  name = g_strv_length (right) == 2 ? right[1] : NULL;
  if (name != NULL && g_str_has_prefix (name, "relative "))
    {
      name += strlen ("relative ");
      relative = TRUE;
    }
  else
    relative = name != NULL && g_str_has_suffix (name, "_relative");
  if (!find_tolerance (run, name, &tolerance))
    complain (run, "the case has no tolerance “%s”", name);
  else if (run->answer == NULL || !comity_path_find (run->answer, sides[0], ours))
    complain (run, "the answer has no “%s”", sides[0]);
  else if (*right[0] == '"' || g_ascii_isdigit (*right[0]))
    {
      literal = json_from_string (right[0], NULL);
      g_assert_nonnull (literal);
      g_ptr_array_add (theirs, literal);
    }
  else if (g_str_has_prefix (right[0], UPPER))
    {
      if (!comity_path_find (expected, right[0] + strlen (UPPER), theirs))
        complain (run, "the case has no “%s”", right[0]);
      keep_upper (run, theirs);
    }
  else if (!comity_path_find (expected, right[0], theirs))
    complain (run, "the case has no “%s”", right[0]);
  if (g_test_failed () && theirs->len == 0)
    return;
  if (ours->len != theirs->len || ours->len == 0)
    complain (run, "%u numbers of “%s” are not the %u of “%s”", ours->len, sides[0], theirs->len,
              right[0]);
  for (guint i = 0; i < MIN (ours->len, theirs->len); i++)
    {
      g_hash_table_add (run->compared, theirs->pdata[i]);
      compare_leaves (run, sides[0], ours->pdata[i], right[0], theirs->pdata[i], i, tolerance,
                      relative);
    }
}

/* PATH ~ TOLERANCE: the last two runs agree. */
static void
check_same (Run *run, const char *text)
{
  g_auto (GStrv) sides = g_strsplit (text, " ~ ", 2);
  g_autoptr (GPtrArray) now = g_ptr_array_new ();
  g_autoptr (GPtrArray) then = g_ptr_array_new ();
  double tolerance;

  if (!find_tolerance (run, sides[1], &tolerance) || run->answer == NULL || run->before == NULL ||
      !comity_path_find (run->answer, sides[0], now) ||
      !comity_path_find (run->before, sides[0], then) || now->len != then->len || now->len == 0)
    complain (run, "the last two runs have no “%s” to compare", sides[0]);
  else
    for (guint i = 0; i < now->len; i++)
      compare_leaves (run, sides[0], now->pdata[i], sides[0], then->pdata[i], i, tolerance, FALSE);
}

/* {PATH}: the numbers of the case there, with commas between. */
static char *
fill_in (Run *run, const char *line)
{
  JsonNode *expected = json_object_get_member (json_node_get_object (run->reference), "expected");
  GString *result = g_string_new (NULL);
  const char *open;

  while ((open = strchr (line, '{')) != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *path = g_strndup (open + 1, (gsize) (close - open - 1));
      g_autoptr (GPtrArray) leaves = g_ptr_array_new ();

      g_string_append_len (result, line, open - line);
      if (!comity_path_find (expected, path, leaves))
        complain (run, "the case has no “%s”", path);
      for (guint i = 0; i < leaves->len; i++)
        {
          double number = NAN;

          g_hash_table_add (run->compared, leaves->pdata[i]);
          comity_path_number (path, leaves->pdata[i], &number);
          g_string_append_printf (result, "%s%.17g", i > 0 ? "," : "", number);
        }
      line = close + 1;
    }
  g_string_append (result, line);
  return g_string_free (result, FALSE);
}

/* Data of the cases by their names, @FILE for a file of the test's own. */
static void
execute (Run *run, const char *line)
{
  g_autofree char *filled = fill_in (run, line);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;

  g_shell_parse_argv (filled, NULL, &argv, &error);
  g_assert_no_error (error);
  for (char **argument = argv; *argument != NULL; argument++)
    {
      g_autofree char *below = g_build_filename (run->folder, *argument, NULL);
      g_autofree char *path = **argument == '@' ? in_folder (run->fixture, *argument + 1)
                              : g_str_has_suffix (*argument, ".csv") ? source_file (below)
                                                                     : NULL;

      if (path != NULL)
        {
          g_free (*argument);
          *argument = g_steal_pointer (&path);
        }
    }
  cli_strv (run->fixture, (const char *const *) argv);
  g_clear_pointer (&run->before, json_node_unref);
  run->before = g_steal_pointer (&run->answer);
  run->answer = json_from_string (run->fixture->out, NULL);
}

static gboolean
warns_of (Run *run, const char *text)
{
  JsonObject *object = run->answer != NULL ? json_node_get_object (run->answer) : NULL;
  JsonArray *warnings = object != NULL ? json_object_get_array_member (object, "warnings") : NULL;

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    if (strstr (json_array_get_string_element (warnings, i), text) != NULL)
      return TRUE;
  return FALSE;
}

static void
leave_out (Run *run, const char *rest)
{
  const char *colon = strstr (rest, ": ");
  g_autofree char *patterns = NULL;
  g_auto (GStrv) each = NULL;

  if (colon == NULL)
    {
      complain (run, "what is left out needs a reason after “: ”");
      return;
    }
  patterns = g_strndup (rest, (gsize) (colon - rest));
  each = g_strsplit (patterns, " ", -1);
  for (char **pattern = each; *pattern != NULL; pattern++)
    g_ptr_array_add (run->without, g_pattern_spec_new (*pattern));
}

static void carry_out (Run *run, const GArray *lines, char **arguments, int depth);

static void
carry_out_line (Run *run, const char *text, int depth)
{
  const char *space = strchr (text, ' ');
  g_autofree char *verb = space != NULL ? g_strndup (text, (gsize) (space - text)) : g_strdup (text);
  const char *rest = space != NULL ? space + 1 : "";

  if (g_str_equal (verb, "run"))
    {
      execute (run, rest);
      if (run->fixture->status != 0)
        complain (run, "status %d: %s", run->fixture->status, run->fixture->err);
    }
  else if (g_str_equal (verb, "refused"))
    {
      execute (run, rest);
      if (run->fixture->status != 1)
        complain (run, "status %d, not 1", run->fixture->status);
    }
  else if (g_str_equal (verb, "says"))
    {
      g_autofree char *filled = fill_in (run, rest);

      if (strstr (run->fixture->out, filled) == NULL && strstr (run->fixture->err, filled) == NULL)
        complain (run, "it does not say “%s” but “%s”", filled, run->fixture->err);
    }
  else if (g_str_equal (verb, "warns"))
    {
      g_autofree char *filled = fill_in (run, rest);

      if (!warns_of (run, filled))
        complain (run, "no warning says “%s”", filled);
    }
  else if (g_str_equal (verb, "same"))
    check_same (run, rest);
  else if (g_str_equal (verb, "tolerance"))
    {
      const char *value = strchr (rest, ' ');

      g_assert_nonnull (value);
      g_hash_table_insert (run->tolerances, g_strndup (rest, (gsize) (value - rest)),
                           g_strdup (value + 1));
    }
  else if (g_str_equal (verb, "read"))
    {
      g_clear_pointer (&run->answer, json_node_unref);
      run->answer = reference_read_columns (run->fixture, rest);
    }
  else if (g_str_equal (verb, "rows"))
    reference_keep_rows (run->answer, rest);
  else if (g_str_equal (verb, "order"))
    {
      g_auto (GStrv) names = g_strsplit (rest, " ", 2);
      g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
      JsonNode *expected =
          json_object_get_member (json_node_get_object (run->reference), "expected");

      if (!comity_path_find (expected, names[1], wanted) ||
          !reference_order_rows (run->answer, names[0], wanted))
        complain (run, "%s are not the %s of the case", names[0], names[1]);
      for (guint i = 0; i < wanted->len; i++)
        g_hash_table_add (run->compared, wanted->pdata[i]);
    }
  else if (g_str_equal (verb, "matrix"))
    {
      const char *path = strrchr (rest, ' ');
      g_autofree char *columns = g_strndup (rest, (gsize) (path - rest));
      g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

      if (!comity_path_find (
              json_object_get_member (json_node_get_object (run->reference), "expected"), path + 1,
              wanted))
        complain (run, "the case has no “%s”", path + 1);
      reference_make_matrix (run->answer, columns, wanted);
    }
  else if (g_str_equal (verb, "turn"))
    reference_turn_pairs (run->answer, rest);
  else if (g_str_equal (verb, "renumber"))
    reference_renumber (run->answer, rest);
  else if (g_str_equal (verb, "complement"))
    reference_complement (run->answer, rest);
  else if (g_str_equal (verb, "make"))
    {
      if (g_str_equal (rest, "periods"))
        reference_make_periods (run->fixture);
      else if (g_str_equal (rest, "timed"))
        reference_make_timed (run->fixture);
      else
        reference_make_pairs (run->fixture, rest);
    }
  else if (g_str_equal (verb, "word"))
    {
      const char *value = strchr (rest, ' ');

      g_assert_nonnull (value);
      g_hash_table_insert (words, g_strndup (rest, (gsize) (value - rest)), g_strdup (value + 1));
    }
  else if (g_str_equal (verb, "rename"))
    {
      g_auto (GStrv) names = g_strsplit (rest, " ", 2);

      g_hash_table_insert (run->renamed, g_strdup (names[0]), g_strdup (names[1]));
    }
  else if (g_str_equal (verb, "without"))
    leave_out (run, rest);
  else if (g_str_equal (verb, "use"))
    {
      g_auto (GStrv) parts = g_strsplit (rest, " ", -1);
      Case *macro = g_hash_table_lookup (macros, parts[0]);

      g_assert_nonnull (macro);
      carry_out (run, macro->lines, parts + 1, depth + 1);
    }
  else
    check (run, text);
}

static void
carry_out (Run *run, const GArray *lines, char **arguments, int depth)
{
  g_assert_cmpint (depth, <, MAX_NESTING);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      g_autofree char *text = expand (line->text, arguments);

      run->line = line->number;
      carry_out_line (run, text, depth);
    }
}

/* A number of the case must have been compared, or be named. */
static void
look_for_forgotten (const char *path, JsonNode *leaf, gpointer user_data)
{
  Run *run = user_data;

  if (g_hash_table_contains (run->compared, leaf))
    return;
  for (guint i = 0; i < run->without->len; i++)
    if (g_pattern_spec_match_string (run->without->pdata[i], path))
      return;
  if (g_strcmp0 (run->forgotten, path) == 0)
    return;
  complain (run, "“%s” is neither compared nor left out", path);
  g_free (run->forgotten);
  run->forgotten = g_strdup (path);
}

static void
test_case (Fixture *fixture, gconstpointer data)
{
  const Case *self = data;
  g_autofree char *folder =
      strchr (self->name, '/') != NULL ? g_path_get_dirname (self->name) : g_strdup ("model");
  g_autofree char *last = g_path_get_basename (self->name);
  g_autofree char *name = g_strdup_printf ("%s/%s.json", folder, last);
  g_autofree char *path = source_file (name);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GHashTable) compared = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) renamed =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) tolerances =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) without =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  g_autoptr (GError) error = NULL;
  Run run = { .fixture = fixture,
              .folder = folder,
              .compared = compared,
              .renamed = renamed,
              .tolerances = tolerances,
              .without = without };

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  run.reference = json_parser_get_root (parser);
  carry_out (&run, everywhere->lines, NULL, 0);
  carry_out (&run, self->lines, NULL, 0);
  comity_path_walk (json_object_get_member (json_node_get_object (run.reference), "expected"), "",
                    look_for_forgotten, &run);
  g_free (run.forgotten);
  g_clear_pointer (&run.answer, json_node_unref);
  g_clear_pointer (&run.before, json_node_unref);
}

/* Cases carry their tolerance; what a script here made does not, and has tests of its own. */
static void
test_complete (gconstpointer data)
{
  const char *area = data;
  g_autofree char *folder = source_file (area);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *other = g_strdup_printf ("%s/%s", area, name);
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *root;
      gboolean found = FALSE;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_assert_true (json_parser_load_from_file (parser, path, NULL));
      root = JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))
                 ? json_node_get_object (json_parser_get_root (parser))
                 : NULL;
      if (root == NULL || !json_object_has_member (root, "tolerance") ||
          !json_object_has_member (root, "expected"))
        continue;
      for (guint i = 0; i < cases->len; i++)
        {
          Case *self = cases->pdata[i];
          g_autofree char *file = g_strconcat (self->name, ".json", NULL);

          found = found || g_str_equal (file, name) || g_str_equal (file, other);
        }
      if (!found)
        {
          g_test_message ("reference-cases.txt has no case %s/%s", area, name);
          g_test_fail ();
        }
    }
}

int
main (int argc, char **argv)
{
  static const char *const areas[] = { "model", "network", "similarity" };

  g_test_init (&argc, &argv, NULL);
  read_table ();
  for (guint i = 0; i < cases->len; i++)
    {
      Case *self = cases->pdata[i];
      g_autofree char *path = g_strdup_printf ("/cli/reference/%s", self->name);

      g_test_add (path, Fixture, self, set_up, test_case, tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/reference/complete/%s", areas[i]);

      g_test_add_data_func (path, areas[i], test_complete);
    }
  return g_test_run ();
}
