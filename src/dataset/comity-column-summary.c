/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary of a column in one threaded pass. Means and sums of squares are taken per block about
 * the block's own mean and joined pairwise in the order of the blocks (Chan, Golub & LeVeque 1983,
 * doi:10.1080/00031305.1983.10483115): no cancellation, and the same bits on any number of
 * threads.
 *
 *   n       values that are not missing      mean    of them
 *   m2      Σ (x − mean)²                    seen    distinct values so far, as bits of a double */
#include "config.h"

#include "comity-column-private.h"
#include "comity-parallel.h"

#include <math.h>
#include <string.h>

#define BLOCK 1024
#define MAX_DISTINCT 1000
#define N_SLOTS 4096 /* a power of two, well above MAX_DISTINCT */

typedef struct
{
  guint64 *slots; /* N_SLOTS keys, 0: free */
  gsize n;        /* at most MAX_DISTINCT + 1 */
  gboolean has_zero;
} Seen;

typedef struct
{
  gsize n;
  gsize n_missing;
  double mean;
  double m2;
  double min;
  double max;
  gboolean is_integer;
  Seen seen;
} Part;

typedef struct
{
  const ComityColumn *column;
  Part parts[COMITY_PARALLEL_PIECES];
} Pass;

static void
seen_add (Seen *seen, guint64 key)
{
  gsize at;

  if (seen->n > MAX_DISTINCT)
    return;
  if (key == 0)
    {
      seen->n += !seen->has_zero;
      seen->has_zero = TRUE;
      return;
    }

  at = (key * 0x9e3779b97f4a7c15u) >> 52;
  while (seen->slots[at] != 0 && seen->slots[at] != key)
    at = (at + 1) & (N_SLOTS - 1);
  if (seen->slots[at] == key)
    return;
  seen->slots[at] = key;
  seen->n++;
}

static guint64
key_of (double x)
{
  guint64 key;

  x += 0.0; /* -0 is 0 */
  memcpy (&key, &x, sizeof key);
  return key;
}

static void
join (Part *part, gsize n, double mean, double m2)
{
  double total = (double) part->n + (double) n;
  double delta = mean - part->mean;

  if (n == 0)
    return;
  part->m2 += m2 + delta * delta * ((double) part->n * (double) n / total);
  part->mean += delta * ((double) n / total);
  part->n += n;
}

static void
add_block (Part *part, double *x, gsize n)
{
  gsize n_valid = 0;
  double sum = 0.0;
  double mean;
  double m2 = 0.0;
  guint64 last;

  for (gsize i = 0; i < n; i++)
    if (!isnan (x[i]))
      x[n_valid++] = x[i];
  part->n_missing += n - n_valid;
  if (n_valid == 0)
    return;

  for (gsize i = 0; i < n_valid; i++)
    {
      sum += x[i];
      part->min = MIN (part->min, x[i]);
      part->max = MAX (part->max, x[i]);
    }
  mean = sum / (double) n_valid;
  for (gsize i = 0; i < n_valid; i++)
    m2 += (x[i] - mean) * (x[i] - mean);
  join (part, n_valid, mean, m2);

  if (part->is_integer)
    for (gsize i = 0; i < n_valid && part->is_integer; i++)
      part->is_integer = x[i] == floor (x[i]);

  /* Panels repeat a value down a dyad's rows: only changes are looked up. */
  last = key_of (x[0]);
  seen_add (&part->seen, last);
  for (gsize i = 1; i < n_valid && part->seen.n <= MAX_DISTINCT; i++)
    if (key_of (x[i]) != last)
      {
        last = key_of (x[i]);
        seen_add (&part->seen, last);
      }
}

static void
summarise_in_thread (gsize piece, gpointer user_data)
{
  Pass *pass = user_data;
  Part *part = &pass->parts[piece];
  double x[BLOCK];
  gsize first;
  gsize last;

  comity_parallel_cut (comity_column_get_n_rows (pass->column), BLOCK, COMITY_PARALLEL_PIECES,
                       piece, &first, &last);
  part->min = INFINITY;
  part->max = -INFINITY;
  part->is_integer = TRUE;
  part->seen.slots = g_new0 (guint64, N_SLOTS);
  for (gsize row = first; row < last; row += BLOCK)
    {
      gsize n = MIN (BLOCK, last - row);

      comity_column_read_doubles (pass->column, row, n, x);
      add_block (part, x, n);
    }
}

void
comity_column_compute_summary (const ComityColumn *self, ComityColumnSummary *summary)
{
  g_autofree Pass *pass = g_new0 (Pass, 1);
  Part *all = &pass->parts[0];

  pass->column = self;
  comity_parallel_for (COMITY_PARALLEL_PIECES, 0, summarise_in_thread, pass, NULL);

  for (gsize i = 1; i < COMITY_PARALLEL_PIECES; i++)
    {
      Part *part = &pass->parts[i];

      all->n_missing += part->n_missing;
      join (all, part->n, part->mean, part->m2);
      all->min = MIN (all->min, part->min);
      all->max = MAX (all->max, part->max);
      all->is_integer &= part->is_integer;
      if (part->seen.has_zero)
        seen_add (&all->seen, 0);
      for (gsize k = 0; k < N_SLOTS && part->n > 0; k++)
        if (part->seen.slots[k] != 0)
          seen_add (&all->seen, part->seen.slots[k]);
      if (part->seen.n > MAX_DISTINCT)
        all->seen.n = MAX_DISTINCT + 1;
      g_free (part->seen.slots);
    }
  g_free (all->seen.slots);

  summary->n_missing = all->n_missing;
  summary->n_distinct = all->seen.n;
  if (all->n == 0 || !comity_column_is_numeric (self))
    {
      summary->min = summary->max = summary->mean = summary->sd = NAN;
      summary->is_integer = FALSE;
      return;
    }
  summary->min = all->min;
  summary->max = all->max;
  summary->mean = all->mean;
  summary->sd = all->n > 1 ? sqrt (all->m2 / (double) (all->n - 1)) : NAN;
  summary->is_integer = all->is_integer;
}
