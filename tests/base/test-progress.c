/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress: parts fill their share of the whole, cancelling reaches every part. */
#include "config.h"

#include "comity-progress.h"

static void
test_parts (void)
{
  g_autoptr (ComityProgress) whole = comity_progress_new (NULL);
  g_autoptr (ComityProgress) half = comity_progress_new_part (whole, 0.5, 1.0);
  g_autoptr (ComityProgress) quarter = comity_progress_new_part (half, 0.0, 0.5);
  g_autofree char *message = NULL;

  comity_progress_report (quarter, 0.5, "Reading rows");
  g_assert_cmpfloat (comity_progress_get_fraction (half), ==, 0.25);
  g_assert_cmpfloat (comity_progress_get_fraction (whole), ==, 0.625);
  message = comity_progress_dup_message (whole);
  g_assert_cmpstr (message, ==, "Reading rows");
  comity_progress_set (whole, 7.0);
  g_assert_cmpfloat (comity_progress_get_fraction (whole), ==, 1.0);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) whole = comity_progress_new (cancellable);
  g_autoptr (ComityProgress) part = comity_progress_new_part (whole, 0.0, 1.0);
  g_autoptr (GError) error = NULL;

  g_assert_false (comity_progress_is_cancelled (part));
  g_assert_false (comity_progress_set_error_if_cancelled (part, &error));
  g_cancellable_cancel (cancellable);
  g_assert_true (comity_progress_is_cancelled (part));
  g_assert_true (comity_progress_set_error_if_cancelled (part, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_nobody_watches (void)
{
  comity_progress_report (NULL, 0.5, "unseen");
  g_assert_null (comity_progress_new_part (NULL, 0.0, 1.0));
  g_assert_false (comity_progress_is_cancelled (NULL));
  g_assert_cmpfloat (comity_progress_get_fraction (NULL), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/progress/parts", test_parts);
  g_test_add_func ("/base/progress/cancel", test_cancel);
  g_test_add_func ("/base/progress/nobody-watches", test_nobody_watches);
  return g_test_run ();
}
