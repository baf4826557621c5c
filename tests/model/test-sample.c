/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the columns of a sample are read: what is looked at between two looks at the progress, scales
 * that an eighth of the rows does not tell, and cancelling. */
#include "config.h"

#include "comity-sample-private.h"

#include <gio/gio.h>
#include <math.h>

#define N 100000
#define K 6 /* the constant among them */

typedef struct
{
  gsize n_cells, most; /* read since the last look; the most between two */
  gsize n_looks, cancel_at;
  GCancellable *cancellable;
} Count;

/* Column 1 … plain; the last but one is the same in all rows; the last is small in every eighth
 * block, which is what is surveyed, and large in the others. */
static void
fill (gsize column, gsize first, gsize n, double *out, gpointer data)
{
  Count *count = data;

  count->n_cells += n;
  for (gsize r = 0; r < n; r++)
    {
      gsize row = first + r;
      double value = (double) ((row * 2654435761u) % 1000) / 1000.0;

      out[r] = column == K - 2                 ? 3.5
               : column < K - 1                ? value * (double) column
               : first / COMITY_BLOCK % 8 == 0 ? value
                                               : 1e6 * value;
    }
}

static void
look (gpointer data)
{
  Count *count = data;

  count->most = MAX (count->most, count->n_cells);
  count->n_cells = 0;
  if (++count->n_looks == count->cancel_at)
    g_cancellable_cancel (count->cancellable);
}

static ComitySample *
make (Count *count, guint n_threads, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  gsize length = (N + COMITY_BLOCK - 1) / COMITY_BLOCK * COMITY_BLOCK;

  count->cancellable = cancellable;
  if (n_threads == 1)
    comity_progress_set_look (progress, look, count);
  return comity_sample_new (N, K, TRUE, comity_kernel_alloc0 (length), NULL, NULL, fill, count,
                            n_threads, progress, error);
}

static double
mean_square (const ComitySample *sample, gsize column)
{
  double sum = 0.0;

  for (gsize i = 0; i < sample->n; i++)
    {
      double x = comity_sample_block_x (sample,
                                        i / COMITY_BLOCK)[column * COMITY_BLOCK + i % COMITY_BLOCK];

      sum += x * x;
    }
  return sum / (double) sample->n;
}

/* 64 blocks of all columns are written by a piece, and 256 blocks of one are surveyed between two
 * looks, however many rows there are. */
static void
test_looks (void)
{
  Count count = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySample) sample = make (&count, 1, &error);

  g_assert_no_error (error);
  look (&count);
  g_assert_cmpuint (count.most, <=, (64 * K + 256) * COMITY_BLOCK);
  g_assert_cmpuint (count.n_looks, >=, K + N / 8192);
  g_assert_cmpuint (count.n_looks, <, 100);
}

static void
test_scales (void)
{
  Count count = { 0 };
  g_autoptr (ComitySample) sample = make (&count, 1, NULL);
  g_autoptr (ComitySample) other = make (&count, 2, NULL);

  g_assert_cmpfloat (sample->scale[0], ==, 1.0);
  g_assert_cmpfloat (mean_square (sample, 0), ==, 1.0);
  g_assert_cmpfloat (sample->scale[K - 2], ==, 0.0);
  g_assert_cmpfloat (sample->mean[K - 2], ==, 3.5);
  g_assert_cmpfloat (mean_square (sample, K - 2), ==, 0.0);
  for (gsize j = 1; j < K; j++)
    if (j != K - 2)
      {
        g_assert_cmpfloat (mean_square (sample, j), >, 0.01);
        g_assert_cmpfloat (mean_square (sample, j), <, 100.0);
      }
  /* Rows beyond the last are empty, and the values are the column's. */
  for (gsize row = 0; row < sample->n_blocks * COMITY_BLOCK; row++)
    {
      double buffer[1];
      double x = comity_sample_block_x (
          sample, row / COMITY_BLOCK)[(K - 1) * COMITY_BLOCK + row % COMITY_BLOCK];

      if (row >= N)
        {
          g_assert_cmpfloat (x, ==, 0.0);
          continue;
        }
      fill (K - 1, row, 1, buffer, &count);
      g_assert_cmpfloat (fabs (sample->mean[K - 1] + sample->scale[K - 1] * x - buffer[0]), <,
                         1e-9 * (1.0 + fabs (buffer[0])));
    }
  g_assert_cmpmem (sample->x, sample->n_blocks * K * COMITY_BLOCK * sizeof (double), other->x,
                   other->n_blocks * K * COMITY_BLOCK * sizeof (double));
}

/* Whichever look it is that finds it unwanted. */
static void
test_cancel (void)
{
  Count whole = { 0 };
  g_autoptr (ComitySample) sample = make (&whole, 1, NULL);

  for (gsize at = 1; at <= whole.n_looks; at++)
    {
      Count count = { .cancel_at = at };
      g_autoptr (GError) error = NULL;
      g_autoptr (ComitySample) none = make (&count, 1, &error);

      g_assert_null (none);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/sample/looks", test_looks);
  g_test_add_func ("/model/sample/scales", test_scales);
  g_test_add_func ("/model/sample/cancel", test_cancel);
  return g_test_run ();
}
