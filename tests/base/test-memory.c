/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of every size, and the end of a program whose mapped file is cut. */
#include "config.h"

#include "comity-memory.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define SENTENCE "The file was cut.\n"
#define STATUS 7

static void
test_alloc (void)
{
  const gsize sizes[] = { 0, 1, 63, ((gsize) 2 << 20) - 1, (gsize) 2 << 20, ((gsize) 4 << 20) + 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint8 *memory = comity_memory_try_alloc (sizes[i], 1);

      g_assert_nonnull (memory);
      g_assert_cmpuint (GPOINTER_TO_SIZE (memory) % 64, ==, 0);
      for (gsize at = 0; at < sizes[i]; at++)
        memory[at] = (guint8) at;
      for (gsize at = 0; at < sizes[i]; at++)
        g_assert_cmpuint (memory[at], ==, (guint8) at);
      g_free (memory);
    }
}

/* A product that no gsize holds. */
static void
test_too_large (void)
{
  g_assert_null (comity_memory_try_alloc (G_MAXSIZE / 2, 8));
}

static void
cut_while_mapped (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cut.dta", NULL);
  g_autofree char *zeros = g_malloc0 (1 << 20);
  g_autoptr (GMappedFile) file = NULL;
  const volatile char *bytes;
  char last;

  g_assert_true (g_file_set_contents (path, zeros, 1 << 20, NULL));
  file = g_mapped_file_new (path, FALSE, NULL);
  bytes = g_mapped_file_get_contents (file);
  g_assert_cmpint (truncate (path, 10), ==, 0);
  g_unlink (path);
  g_rmdir (folder);
  comity_memory_end_when_file_is_cut (SENTENCE, STATUS);
  last = bytes[(1 << 20) - 1];
  g_printerr ("It was read: %d\n", last);
  _exit (0);
}

/* A file that is only replaced by another of its name is still there. */
static void
replace_while_mapped (void)
{
  g_autofree char *folder = g_dir_make_tmp ("comity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "replaced.dta", NULL);
  g_autofree char *zeros = g_malloc0 (1 << 20);
  g_autoptr (GMappedFile) file = NULL;

  g_assert_true (g_file_set_contents (path, zeros, 1 << 20, NULL));
  file = g_mapped_file_new (path, FALSE, NULL);
  g_assert_true (g_file_set_contents (path, "short", 5, NULL));
  comity_memory_end_when_file_is_cut (SENTENCE, STATUS);
  g_assert_cmpmem (g_mapped_file_get_contents (file), 1 << 20, zeros, 1 << 20);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_cut (void)
{
  if (g_test_subprocess ())
    cut_while_mapped ();
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr (SENTENCE);
}

static void
test_replaced (void)
{
  if (g_test_subprocess ())
    {
      replace_while_mapped ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/memory/alloc", test_alloc);
  g_test_add_func ("/base/memory/too-large", test_too_large);
  g_test_add_func ("/base/memory/cut", test_cut);
  g_test_add_func ("/base/memory/replaced", test_replaced);
  return g_test_run ();
}
