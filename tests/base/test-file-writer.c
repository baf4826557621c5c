/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is replaced whole or not at all: also when the disk is full or the folder is not there. */
#include "config.h"

#include "comity-file-writer.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("comity-writer-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "out.csv", NULL);
  g_assert_true (g_file_set_contents (fixture->path, "before", -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing was left behind */
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_contents (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_commit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (comity_file_write (fixture->path, "after", -1, &error));
  g_assert_no_error (error);
  assert_contents (fixture, "after");
}

static void
test_abandon (Fixture *fixture, gconstpointer data)
{
  ComityFileWriter *writer = comity_file_writer_new (fixture->path, NULL);

  g_assert_true (comity_file_writer_puts (writer, "half", NULL));
  comity_file_writer_free (writer);
  assert_contents (fixture, "before");
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "no", "such", "out.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_file_write (path, "x", -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_folder_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_file_write (fixture->folder, "x", -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

/* A link still is one, and leads to what was written. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.csv", NULL);
  g_autofree char *leads_to = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("out.csv", link), ==, 0);
  g_assert_true (comity_file_write (link, "after", -1, &error));
  g_assert_no_error (error);
  assert_contents (fixture, "after");
  leads_to = g_file_read_link (link, NULL);
  g_assert_cmpstr (leads_to, ==, "out.csv");
  g_unlink (link);
}

/* A device is written into, not replaced; one that takes nothing says that it is full. */
static void
test_device (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "device.csv", NULL);
  g_autoptr (GError) error = NULL;
  struct stat facts;

  g_assert_cmpint (symlink ("/dev/null", link), ==, 0);
  g_assert_true (comity_file_write (link, "after", -1, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat ("/dev/null", &facts), ==, 0);
  g_assert_true (S_ISCHR (facts.st_mode));
  g_unlink (link);

  g_assert_cmpint (symlink ("/dev/full", link), ==, 0);
  g_assert_false (comity_file_write (link, "after", -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, link));
  g_assert_cmpint (stat ("/dev/full", &facts), ==, 0);
  g_assert_true (S_ISCHR (facts.st_mode));
  g_unlink (link);
}

/* A limit on the size of files stands in for a full disk: write () then fails half-way. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  struct rlimit old, small;
  g_autofree char *big = g_malloc0 (1 << 20);
  g_autoptr (GError) error = NULL;
  gboolean written;

  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 300000;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  written = comity_file_write (fixture->path, big, 1 << 20, &error);
  setrlimit (RLIMIT_FSIZE, &old);

  g_assert_false (written);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
  assert_contents (fixture, "before");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/base/file-writer/commit", test_commit);
  ADD ("/base/file-writer/abandon", test_abandon);
  ADD ("/base/file-writer/no-folder", test_no_folder);
  ADD ("/base/file-writer/folder-itself", test_folder_itself);
  ADD ("/base/file-writer/link", test_link);
  ADD ("/base/file-writer/device", test_device);
  ADD ("/base/file-writer/disk-full", test_disk_full);
  return g_test_run ();
}
