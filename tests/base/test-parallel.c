/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parallel for: every piece once, the same bits for any number of threads, nesting, cancelling.
 */
#include "config.h"

#include "comity-parallel.h"

#include <math.h>

#define N_ROWS 100003

static double piece_sums[COMITY_PARALLEL_PIECES];

static void
sum_piece (gsize piece, gpointer user_data)
{
  gsize first, last;
  double sum = 0.0;

  comity_parallel_cut (N_ROWS, 128, COMITY_PARALLEL_PIECES, piece, &first, &last);
  for (gsize i = first; i < last; i++)
    sum += sin ((double)i);
  piece_sums[piece] = sum;
}

static void
test_same_bits (void)
{
  double reference = 0.0;

  for (guint n_threads = 1; n_threads <= 5; n_threads++)
    {
      double total = 0.0;

      g_assert_true (
          comity_parallel_for (COMITY_PARALLEL_PIECES, n_threads, sum_piece, NULL, NULL));
      for (gsize i = 0; i < COMITY_PARALLEL_PIECES; i++)
        total += piece_sums[i];
      if (n_threads == 1)
        reference = total;
      g_assert_true (total == reference);
    }
}

static void
test_cut_covers (void)
{
  const gsize sizes[] = { 0, 1, 127, 128, 129, 4096, N_ROWS };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize end = 0;

      for (gsize piece = 0; piece < 16; piece++)
        {
          gsize first, last;

          comity_parallel_cut (sizes[s], 128, 16, piece, &first, &last);
          g_assert_cmpuint (first, ==, end);
          g_assert_true (first % 128 == 0 || first == sizes[s]);
          end = last;
        }
      g_assert_cmpuint (end, ==, sizes[s]);
    }
}

static void
count_inner (gsize piece, gpointer user_data)
{
  g_atomic_int_inc ((int *)user_data);
}

static void
count_outer (gsize piece, gpointer user_data)
{
  g_assert_true (comity_parallel_for (10, 0, count_inner, user_data, NULL));
}

static void
test_nested (void)
{
  int count = 0;

  g_assert_true (comity_parallel_for (20, 0, count_outer, &count, NULL));
  g_assert_cmpint (count, ==, 200);
}

static void
cancel_at_three (gsize piece, gpointer user_data)
{
  if (piece == 3)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);

  g_assert_false (comity_parallel_for (100, 2, cancel_at_three, cancellable, progress));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/parallel/same-bits", test_same_bits);
  g_test_add_func ("/base/parallel/cut-covers", test_cut_covers);
  g_test_add_func ("/base/parallel/nested", test_nested);
  g_test_add_func ("/base/parallel/cancel", test_cancel);
  return g_test_run ();
}
