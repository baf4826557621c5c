/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli run from outside, in the root of the build folder: a folder of its own for every test,
 * what the program said, and its exit status. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  int status;
  char *out;
  char *err;
} Fixture;

/* For g_test_add (). */
void set_up (Fixture *fixture, gconstpointer data);
void tear_down (Fixture *fixture, gconstpointer data);

/* Runs comity-cli with the arguments, NULL last; leaves status, out and err in the fixture. */
void cli (Fixture *fixture, ...) G_GNUC_NULL_TERMINATED;
void cli_strv (Fixture *fixture, const char *const *arguments);

/* A path in the test's own folder; one below tests/reference. New strings. */
char *in_folder (Fixture *fixture, const char *name);
char *source_file (const char *name);

/* One sentence on standard error that names @what, status 1, nothing on standard output. */
void assert_fails_naming (Fixture *fixture, const char *what);

/* Wrong usage, status 2: the first line on standard error names @what; nothing on standard output. */
void assert_refuses_naming (Fixture *fixture, const char *what);

double get_number (JsonObject *object, const char *member);
/* A member of the object on standard output, or of the @row-th object of its array @rows. */
double get_result (Fixture *fixture, const char *rows, guint row, const char *name);

#define ADD_CLI_TEST(path, run) g_test_add (path, Fixture, NULL, set_up, run, tear_down)

G_END_DECLS
