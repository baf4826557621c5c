/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Harrell's C over risk sets. A pair is an event i at slot k and a row j at risk there that has no
 * event then; its sign is that of η_i − η_j. A row's pairs are the weights of its partners, in
 * whichever of both roles it has them, its balance the same weights with the signs:
 *   S = Σ pairs of one side · C = (1 + Σ balance / Σ pairs) / 2
 *
 * A row that is at risk at one slot alone, as a year of a panel is, meets that slot's events: it
 * looks up its place among their η, and they find it in a histogram of the places. The other rows are
 * swept through time with two trees of cumulative sums over the places among the η of all events of
 * their stratum: of the events that have been, and of the rows at risk now. */
#include "config.h"

#include "comity-concordance-private.h"

#include "comity-parallel.h"

#include <math.h>
#include <string.h>

/* Rows between two looks at the cancellable: some milliseconds. */
#define ROWS_PER_LOOK 16384

typedef struct
{
  const ComityRisk *risk;
  const double *eta;
  const double *weight; /* or NULL */
  double *balance;      /* n */
  double *pairs;        /* n */
  guint32 *until;       /* n: the slot before which a row has had no event, or left */
  guint32 *order;       /* n_events: of a slot by η, then of a stratum */
  double *values;       /* n_events: the distinct η, ascending, of a slot, then of a stratum */
  guint32 *place;       /* n_events: of an event among them */
  /* rows at risk at one slot */
  guint32 *counts;   /* n_slots: distinct η */
  double *before;    /* n_events + n_slots: Σ weights of the events below each, and of all */
  gsize n_pieces, length;
  double *histogram; /* n_pieces × length, length = 2 n_events + n_slots: rows by place */
  /* rows at risk at several slots */
  guint32 *come, *go;             /* n: rows by the slot at which they come, and go */
  guint32 *first_come, *first_go; /* n_slots + 2 */
  guint32 *row_place;             /* n: twice the distinct η below, and 1 where one is its own */
  double *been;                   /* n_events + 1: tree of the events that have been */
  double *now;                    /* 2 n_events + 2: tree of the rows at risk */
} Work;

static void
work_clear (Work *work)
{
  g_free (work->balance);
  g_free (work->pairs);
  g_free (work->until);
  g_free (work->order);
  g_free (work->values);
  g_free (work->place);
  g_free (work->counts);
  g_free (work->before);
  g_free (work->histogram);
  g_free (work->come);
  g_free (work->go);
  g_free (work->first_come);
  g_free (work->first_go);
  g_free (work->row_place);
  g_free (work->been);
  g_free (work->now);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static double
get_weight (const Work *work, gsize row)
{
  return work->weight != NULL ? work->weight[row] : 1.0;
}

static gboolean
is_short (const Work *work, gsize row)
{
  return work->until[row] == work->risk->begin[row] + 1;
}

static gboolean
alloc (Work *work)
{
  const ComityRisk *risk = work->risk;
  gsize n_events = risk->n_events;

  work->length = 2 * n_events + risk->n_slots;
  /* Where events are as many as rows, more histograms than one would outweigh the rows. */
  work->n_pieces = CLAMP (risk->n / (work->length + 1), 1, COMITY_PARALLEL_PIECES);
  work->balance = g_try_new0 (double, risk->n + 1);
  work->pairs = g_try_new0 (double, risk->n + 1);
  work->until = g_try_new (guint32, risk->n + 1);
  work->order = g_try_new (guint32, n_events + 1);
  work->values = g_try_new (double, n_events + 1);
  work->place = g_try_new (guint32, n_events + 1);
  work->counts = g_try_new0 (guint32, risk->n_slots + 1);
  work->before = g_try_new0 (double, n_events + risk->n_slots + 1);
  work->histogram = g_try_new0 (double, work->n_pieces * work->length + 1);
  return work->balance != NULL && work->pairs != NULL && work->until != NULL &&
         work->order != NULL && work->values != NULL && work->place != NULL &&
         work->counts != NULL && work->before != NULL && work->histogram != NULL;
}

static int
compare_eta (gconstpointer a, gconstpointer b, gpointer data)
{
  const Work *work = data;
  guint32 i = *(const guint32 *) a;
  guint32 j = *(const guint32 *) b;
  double x = work->eta[work->risk->events[i]];
  double y = work->eta[work->risk->events[j]];

  return x < y ? -1 : x > y ? 1 : i < j ? -1 : i > j;
}

/* Sorts the events from … to; their distinct η and places among them. */
static gsize
place_events (Work *work, gsize from, gsize to)
{
  gsize n = 0;

  for (gsize at = from; at < to; at++)
    work->order[at] = (guint32) at;
  g_qsort_with_data (work->order + from, (gint) (to - from), sizeof (guint32), compare_eta, work);
  for (gsize at = from; at < to; at++)
    {
      double eta = work->eta[work->risk->events[work->order[at]]];

      if (at == from || eta != work->values[from + n - 1])
        work->values[from + n++] = eta;
      work->place[work->order[at]] = (guint32) (n - 1);
    }
  return n;
}

/* Twice the number of @values below, and 1 more where one of them is @eta. */
static gsize
find_place (const double *values, gsize n, double eta)
{
  gsize first = 0;
  gsize left = n;

  while (left > 0)
    {
      gsize half = left / 2;

      if (values[first + half] < eta)
        {
          first += half + 1;
          left -= half + 1;
        }
      else
        left = half;
    }
  return 2 * first + (first < n && values[first] == eta);
}

static void
prepare_slots (Work *work)
{
  const ComityRisk *risk = work->risk;

  memcpy (work->until, risk->end, risk->n * sizeof (guint32));
  for (gsize at = 0; at < risk->n_events; at++)
    work->until[risk->events[at]]--;
  for (gsize k = 0; k < risk->n_slots; k++)
    {
      gsize from = risk->slot_events[k];
      double *before = work->before + from + k;

      work->counts[k] = (guint32) place_events (work, from, risk->slot_events[k + 1]);
      for (gsize at = from; at < risk->slot_events[k + 1]; at++)
        before[work->place[at] + 1] += get_weight (work, risk->events[at]);
      for (gsize i = 0; i < work->counts[k]; i++)
        before[i + 1] += before[i];
    }
}

static void
meet_piece (gsize piece, gpointer user_data)
{
  Work *work = user_data;
  const ComityRisk *risk = work->risk;
  double *histogram = work->histogram + piece * work->length;
  gsize from, to;

  comity_parallel_cut (risk->n, COMITY_BLOCK, work->n_pieces, piece, &from, &to);
  for (gsize row = from; row < to; row++)
    if (is_short (work, row))
      {
        gsize k = risk->begin[row];
        gsize first = risk->slot_events[k];
        const double *before = work->before + first + k;
        gsize n = work->counts[k];
        gsize place = find_place (work->values + first, n, work->eta[row]);
        double below = before[place / 2];
        double above = before[n] - before[place / 2 + place % 2];

        work->balance[row] = above - below;
        work->pairs[row] = before[n];
        histogram[2 * first + k + place] += get_weight (work, row);
      }
}

/* The events' side of these pairs. */
static void
meet_events (Work *work)
{
  const ComityRisk *risk = work->risk;

  for (gsize piece = 1; piece < work->n_pieces; piece++)
    for (gsize i = 0; i < work->length; i++)
      work->histogram[i] += work->histogram[piece * work->length + i];
  for (gsize k = 0; k < risk->n_slots; k++)
    {
      double *cells = work->histogram + 2 * risk->slot_events[k] + k;
      gsize n = 2 * (gsize) work->counts[k];

      for (gsize i = 0; i < n; i++)
        cells[i + 1] += cells[i];
      for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
        {
          gsize place = 2 * (gsize) work->place[at];
          gsize row = risk->events[at];

          work->balance[row] += cells[place] - (cells[n] - cells[place + 1]);
          work->pairs[row] += cells[n];
        }
    }
}

static void
tree_add (double *tree, gsize n, gsize at, double value)
{
  for (gsize i = at + 1; i <= n; i += i & -i)
    tree[i] += value;
}

/* Σ of the first @n entries. */
static double
tree_sum (const double *tree, gsize n)
{
  double sum = 0.0;

  for (gsize i = n; i > 0; i -= i & -i)
    sum += tree[i];
  return sum;
}

/* Adds what the events that have been give a row, or with -1 takes it off. */
static void
meet_past (Work *work, gsize n, double total, gsize row, double sign)
{
  gsize place = work->row_place[row];
  double below = tree_sum (work->been, place / 2);
  double above = total - (place % 2 == 0 ? below : tree_sum (work->been, place / 2 + 1));

  work->balance[row] += sign * (above - below);
  work->pairs[row] += sign * total;
}

/* One stratum's slots, in the order of time. FALSE: cancelled. */
static gboolean
sweep (Work *work, gsize h, gsize *n_seen, ComityProgress *progress)
{
  const ComityRisk *risk = work->risk;
  gsize first = risk->stratum_slots[h];
  gsize last = risk->stratum_slots[h + 1];
  gsize from = risk->slot_events[first];
  gsize n = place_events (work, from, risk->slot_events[last]);
  double total = 0.0;
  double present = 0.0;

  memset (work->been, 0, (n + 1) * sizeof (double));
  memset (work->now, 0, (2 * n + 2) * sizeof (double));
  for (gsize k = first; k < last; k++)
    {
      for (gsize i = work->first_go[k]; i < work->first_go[k + 1]; i++)
        {
          gsize row = work->go[i];

          meet_past (work, n, total, row, 1.0);
          tree_add (work->now, 2 * n + 1, work->row_place[row], -get_weight (work, row));
          present -= get_weight (work, row);
          if (++*n_seen % ROWS_PER_LOOK == 0 && comity_progress_is_cancelled (progress))
            return FALSE;
        }
      for (gsize i = work->first_come[k]; i < work->first_come[k + 1]; i++)
        {
          gsize row = work->come[i];

          work->row_place[row] =
              (guint32) find_place (work->values + from, n, work->eta[row]);
          meet_past (work, n, total, row, -1.0);
          tree_add (work->now, 2 * n + 1, work->row_place[row], get_weight (work, row));
          present += get_weight (work, row);
          if (++*n_seen % ROWS_PER_LOOK == 0 && comity_progress_is_cancelled (progress))
            return FALSE;
        }
      for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
        {
          gsize row = risk->events[at];
          gsize place = 2 * (gsize) work->place[at] + 1;
          double below = tree_sum (work->now, place);

          work->balance[row] += below - (present - tree_sum (work->now, place + 1));
          work->pairs[row] += present;
        }
      for (gsize at = risk->slot_events[k]; at < risk->slot_events[k + 1]; at++)
        {
          double weight = get_weight (work, risk->events[at]);

          tree_add (work->been, n, work->place[at], weight);
          total += weight;
        }
      if (++*n_seen % ROWS_PER_LOOK == 0 && comity_progress_is_cancelled (progress))
        return FALSE;
    }
  return TRUE;
}

/* Rows at risk at several slots, by a slot of each: one that it comes at, or goes at. */
static void
list_rows (const Work *work, const guint32 *slot, guint32 *first, guint32 *rows)
{
  const ComityRisk *risk = work->risk;

  memset (first, 0, (risk->n_slots + 2) * sizeof (guint32));
  for (gsize row = 0; row < risk->n; row++)
    if (work->until[row] > risk->begin[row] + 1)
      first[slot[row] + 2]++;
  for (gsize k = 2; k < risk->n_slots + 2; k++)
    first[k] += first[k - 1];
  for (gsize row = 0; row < risk->n; row++)
    if (work->until[row] > risk->begin[row] + 1)
      rows[first[slot[row] + 1]++] = (guint32) row;
}

static gboolean
meet_long_rows (Work *work, ComityProgress *progress)
{
  const ComityRisk *risk = work->risk;
  gsize n_long = 0;
  gsize n_seen = 0;

  for (gsize row = 0; row < risk->n; row++)
    n_long += work->until[row] > risk->begin[row] + 1;
  if (n_long == 0)
    return TRUE;
  work->come = g_try_new (guint32, n_long + 1);
  work->go = g_try_new (guint32, n_long + 1);
  work->first_come = g_try_new (guint32, risk->n_slots + 2);
  work->first_go = g_try_new (guint32, risk->n_slots + 2);
  work->row_place = g_try_new (guint32, risk->n + 1);
  work->been = g_try_new (double, risk->n_events + 2);
  work->now = g_try_new (double, 2 * risk->n_events + 2);
  if (work->come == NULL || work->go == NULL || work->first_come == NULL ||
      work->first_go == NULL || work->row_place == NULL || work->been == NULL || work->now == NULL)
    return FALSE;
  list_rows (work, risk->begin, work->first_come, work->come);
  list_rows (work, work->until, work->first_go, work->go);
  for (gsize h = 0; h < risk->n_strata; h++)
    if (!sweep (work, h, &n_seen, progress))
      return FALSE;
  return TRUE;
}

gboolean
comity_concordance_find (const ComityRisk *risk,
                         const double *eta,
                         const double *weight,
                         guint n_threads,
                         double *influence,
                         double *concordance,
                         ComityProgress *progress)
{
  g_auto (Work) work = { .risk = risk, .eta = eta, .weight = weight };
  double balance = 0.0;
  double pairs = 0.0;

  if (!alloc (&work))
    return FALSE;
  prepare_slots (&work);
  if (!comity_parallel_for (work.n_pieces, n_threads, meet_piece, &work, progress))
    return FALSE;
  meet_events (&work);
  if (!meet_long_rows (&work, progress) || comity_progress_is_cancelled (progress))
    return FALSE;
  for (gsize row = 0; row < risk->n; row++)
    {
      balance += get_weight (&work, row) * work.balance[row];
      pairs += get_weight (&work, row) * work.pairs[row];
    }
  *concordance = 0.5 * (1.0 + balance / pairs);
  for (gsize row = 0; row < risk->n; row++)
    influence[row] = get_weight (&work, row) *
                     (work.balance[row] - balance / pairs * work.pairs[row]) / pairs;
  return TRUE;
}
