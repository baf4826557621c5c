/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running comity-cli, and what every suite of it asks of the answer. */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

void
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

void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->out);
  g_free (fixture->err);
}

void
cli_strv (Fixture *fixture, const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (char *) "./comity-cli");
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (char *) *arguments);
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

void
cli (Fixture *fixture, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list args;
  char *argument;

  va_start (args, fixture);
  do
    {
      argument = va_arg (args, char *);
      g_ptr_array_add (arguments, argument);
    }
  while (argument != NULL);
  va_end (args);
  cli_strv (fixture, (const char *const *) arguments->pdata);
}

char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

char *
source_file (const char *name)
{
  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), "reference", name, NULL);
}

void
assert_fails_naming (Fixture *fixture, const char *what)
{
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_cmpstr (fixture->out, ==, "");
  g_assert_nonnull (strstr (fixture->err, what));
  g_assert_true (g_str_has_prefix (fixture->err, "comity-cli "));
  g_assert_true (g_str_has_suffix (fixture->err, "\n"));
  g_assert_cmpuint (strcspn (fixture->err, "\n"), ==, strlen (fixture->err) - 1);
}

void
assert_refuses_naming (Fixture *fixture, const char *what)
{
  g_auto (GStrv) lines = g_strsplit (fixture->err, "\n", -1);

  g_assert_cmpint (fixture->status, ==, 2);
  g_assert_cmpstr (fixture->out, ==, "");
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_true (g_str_has_prefix (lines[0], "comity-cli "));
  g_assert_nonnull (strstr (lines[0], what));
  g_assert_true (g_str_has_prefix (lines[1], "See “comity-cli "));
}

double
get_number (JsonObject *object, const char *member)
{
  return json_object_get_double_member (object, member);
}

double
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
