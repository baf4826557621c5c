/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parallel for over a shared pool of threads. The calling thread works too, so that a machine
 * with one processor, or a pool that is busy, still makes progress. */
#define _GNU_SOURCE /* sched_getaffinity () */
#include "config.h"

#include "comity-parallel.h"

#include <sched.h>

typedef struct
{
  gatomicrefcount ref_count;
  gsize n_pieces;
  gsize next; /* atomic: the next piece to begin */
  ComityPieceFunc func;
  gpointer user_data;
  ComityProgress *progress; /* borrowed: outlives every piece */

  GMutex mutex;
  GCond all_done;
  gsize n_done;
  gboolean skipped;
} Loop;

/* TRUE inside a piece: a nested loop then runs where it is called. */
static GPrivate inside_piece = G_PRIVATE_INIT (NULL);

static void
loop_unref (Loop *loop)
{
  if (!g_atomic_ref_count_dec (&loop->ref_count))
    return;

  g_mutex_clear (&loop->mutex);
  g_cond_clear (&loop->all_done);
  g_free (loop);
}

static void
loop_work (Loop *loop)
{
  gpointer was_inside = g_private_get (&inside_piece);

  g_private_set (&inside_piece, GINT_TO_POINTER (1));
  for (;;)
    {
      gsize piece = g_atomic_pointer_add (&loop->next, 1);
      gboolean skip;

      if (piece >= loop->n_pieces)
        break;

      skip = comity_progress_is_cancelled (loop->progress);
      if (!skip)
        loop->func (piece, loop->user_data);

      g_mutex_lock (&loop->mutex);
      loop->skipped |= skip;
      if (++loop->n_done == loop->n_pieces)
        g_cond_signal (&loop->all_done);
      g_mutex_unlock (&loop->mutex);
    }
  g_private_set (&inside_piece, was_inside);
}

static void
work_in_thread (gpointer data, gpointer user_data)
{
  Loop *loop = data;

  loop_work (loop);
  loop_unref (loop);
}

static GThreadPool *
get_pool (void)
{
  static gsize pool;

  if (g_once_init_enter (&pool))
    {
      int n_threads = (int)MAX (g_get_num_processors (), 2);

      g_once_init_leave (&pool,
                         (gsize)g_thread_pool_new (work_in_thread, NULL, n_threads, FALSE, NULL));
    }
  return (GThreadPool *)pool;
}

/* Those that this process may use: on a shared machine fewer than there are. */
static guint
count_processors (void)
{
#ifdef __linux__
  cpu_set_t allowed;

  if (sched_getaffinity (0, sizeof allowed, &allowed) == 0 && CPU_COUNT (&allowed) > 0)
    return (guint)CPU_COUNT (&allowed);
#endif
  return g_get_num_processors ();
}

gboolean
comity_parallel_for (gsize n_pieces,
                     guint n_threads,
                     ComityPieceFunc func,
                     gpointer user_data,
                     ComityProgress *progress)
{
  Loop *loop;
  gboolean completed;

  g_return_val_if_fail (func != NULL, FALSE);

  if (n_threads == 0)
    n_threads = count_processors ();
  n_threads = MIN (n_threads, n_pieces);

  loop = g_new0 (Loop, 1);
  g_atomic_ref_count_init (&loop->ref_count);
  g_mutex_init (&loop->mutex);
  g_cond_init (&loop->all_done);
  loop->n_pieces = n_pieces;
  loop->func = func;
  loop->user_data = user_data;
  loop->progress = progress;

  if (g_private_get (&inside_piece) == NULL)
    for (guint i = 1; i < n_threads; i++)
      {
        g_atomic_ref_count_inc (&loop->ref_count);
        g_thread_pool_push (get_pool (), loop, NULL);
      }
  loop_work (loop);

  g_mutex_lock (&loop->mutex);
  while (loop->n_done < loop->n_pieces)
    g_cond_wait (&loop->all_done, &loop->mutex);
  completed = !loop->skipped;
  g_mutex_unlock (&loop->mutex);

  loop_unref (loop);
  return completed;
}

void
comity_parallel_cut (gsize n, gsize block, gsize n_pieces, gsize piece, gsize *first, gsize *last)
{
  gsize n_blocks;

  g_return_if_fail (block > 0 && n_pieces > 0 && piece < n_pieces);

  n_blocks = (n + block - 1) / block;
  *first = MIN (n, n_blocks * piece / n_pieces * block);
  *last = MIN (n, n_blocks * (piece + 1) / n_pieces * block);
}
