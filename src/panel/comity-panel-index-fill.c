/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling the index behind a panel from three arrays (state A, state B and year of every row); what
 * they were read from does not matter here.
 *
 * Rows that come in the order of dyad and year, as the bundled panel's and most files' do, are
 * recognised in one pass; others are put in order by counting sorts, least significant key first.
 * The passes are cut into pieces; a piece counts what it has before it is told where that goes, so
 * the index does not depend on the number of threads. */
#include "config.h"

#include "comity-panel-private.h"

#include "comity-memory.h"
#include "comity-parallel.h"

#include <string.h>

#define N_PIECES COMITY_PARALLEL_PIECES

/* A file holds both directions when at least this share of its rows has a counterpart with the
 * states exchanged in the same year. Fewer are rows entered the wrong way round. */
#define DIRECTED_SHARE 0.25

/* States × years beyond this are not a dyad-year panel but a wrong choice of columns. */
#define MAX_STATE_YEARS ((gsize) 1 << 28)

#define NO_PAIR G_MAXUINT64

/* Work of one filling. */
typedef struct
{
  PanelIndex *index;
  const guint32 *row_a;    /* n_rows */
  const guint32 *row_b;    /* n_rows */
  const gint16 *row_years; /* n_rows */
  gboolean keep_order;     /* of the states of a pair: each is a dyad of its own */
  gboolean finds_existence; /* of states, from the rows that they have */
  guint32 *order;          /* n: rows that have a dyad, by dyad and year */
  gsize n;
  guint32 *year_next;      /* pieces × n_years */

  /* of each piece */
  gsize count[N_PIECES + 1]; /* what it found, then where its own begin */
  gsize n_flipped[N_PIECES];
  int first_year[N_PIECES], last_year[N_PIECES];
  gboolean sorted[N_PIECES];
} Filling;

static void
filling_clear (Filling *self)
{
  g_free (self->order);
  g_free (self->year_next);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

/* The states of a row's dyad in one number that sorts by the first, then the second. */
static inline guint64
pair_of (const Filling *self, guint32 row)
{
  guint32 a = self->row_a[row];
  guint32 b = self->row_b[row];

  if (a == COMITY_PANEL_NONE || b == COMITY_PANEL_NONE || a == b)
    return NO_PAIR;
  if (!self->keep_order && a > b)
    return (guint64) b << 32 | a;
  return (guint64) a << 32 | b;
}

static inline guint32
low_of (guint64 pair)
{
  return (guint32) (pair >> 32);
}

static inline guint32
high_of (guint64 pair)
{
  return (guint32) pair;
}

static inline gsize
year_of (const Filling *self, guint32 row)
{
  return (gsize) (self->row_years[row] - self->index->first_year);
}

static void
run_pieces (Filling *self, ComityPieceFunc func)
{
  comity_parallel_for (N_PIECES, 0, func, self, NULL);
}

/* From what each piece has to where its own begin; returns the sum. */
static gsize
accumulate (Filling *self)
{
  gsize sum = 0;

  for (gsize piece = 0; piece < N_PIECES; piece++)
    {
      gsize own = self->count[piece];

      self->count[piece] = sum;
      sum += own;
    }
  self->count[N_PIECES] = sum;
  return sum;
}

/* Rows with a dyad */

static void
look_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  int first_year = G_MAXINT;
  int last_year = G_MININT;
  gsize n = 0;
  gsize n_flipped = 0;
  gsize from, to;

  comity_parallel_cut (self->index->n_rows, 1, N_PIECES, piece, &from, &to);
  for (gsize row = from; row < to; row++)
    {
      guint64 pair = pair_of (self, (guint32) row);

      if (pair == NO_PAIR)
        continue;
      first_year = MIN (first_year, self->row_years[row]);
      last_year = MAX (last_year, self->row_years[row]);
      n_flipped += self->row_a[row] != low_of (pair);
      n++;
    }
  self->count[piece] = n;
  self->n_flipped[piece] = n_flipped;
  self->first_year[piece] = first_year;
  self->last_year[piece] = last_year;
}

static void
list_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  gsize at = self->count[piece];
  gsize from, to;

  comity_parallel_cut (self->index->n_rows, 1, N_PIECES, piece, &from, &to);
  for (gsize row = from; row < to; row++)
    if (pair_of (self, (guint32) row) != NO_PAIR)
      self->order[at++] = (guint32) row;
    else
      self->index->row_dyads[row] = COMITY_PANEL_NONE;
  memcpy (self->index->row_years + from, self->row_years + from, (to - from) * sizeof (gint16));
}

/* The range of years of the rows that have a dyad. */
static gboolean
find_years (Filling *self, GError **error)
{
  PanelIndex *index = self->index;
  int first = G_MAXINT;
  int last = G_MININT;

  for (gsize piece = 0; piece < N_PIECES; piece++)
    {
      first = MIN (first, self->first_year[piece]);
      last = MAX (last, self->last_year[piece]);
    }
  if (first > last)
    {
      g_set_error_literal (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                           "No row has two different states and a year: other columns must be "
                           "chosen for state A, state B and year.");
      return FALSE;
    }
  index->first_year = first;
  index->n_years = (gsize) (last - first) + 1;
  if (index->n_states > MAX_STATE_YEARS / index->n_years)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_TOO_LARGE,
                   "%" G_GSIZE_FORMAT " states in %" G_GSIZE_FORMAT
                   " years are not a panel of states: other columns must be chosen for state A, "
                   "state B and year.",
                   index->n_states, index->n_years);
      return FALSE;
    }
  return TRUE;
}

/* Order */

static void
judge_order_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  gboolean sorted = TRUE;
  gsize from, to;

  comity_parallel_cut (self->n, 1, N_PIECES, piece, &from, &to);
  for (gsize i = MAX (from, 1); i < to && sorted; i++)
    {
      guint32 last = self->order[i - 1];
      guint32 row = self->order[i];
      guint64 before = pair_of (self, last);
      guint64 here = pair_of (self, row);

      sorted = before < here ||
               (before == here && self->row_years[last] <= self->row_years[row]);
    }
  self->sorted[piece] = sorted;
}

typedef enum
{
  KEY_YEAR,
  KEY_HIGH,
  KEY_LOW,
} Key;

static inline gsize
key_of (const Filling *self, Key key, guint32 row)
{
  if (key == KEY_YEAR)
    return year_of (self, row);
  return key == KEY_HIGH ? high_of (pair_of (self, row)) : low_of (pair_of (self, row));
}

/* Stable counting sort of the order by a key; @spare has its length, @counts n_keys + 1. */
static void
sort_by_key (Filling *self, Key key, guint32 *spare, guint32 *counts, gsize n_keys)
{
  memset (counts, 0, (n_keys + 1) * sizeof (guint32));
  for (gsize i = 0; i < self->n; i++)
    counts[key_of (self, key, self->order[i]) + 1]++;
  for (gsize k = 0; k < n_keys; k++)
    counts[k + 1] += counts[k];
  for (gsize i = 0; i < self->n; i++)
    spare[counts[key_of (self, key, self->order[i])]++] = self->order[i];
  memcpy (self->order, spare, self->n * sizeof (guint32));
}

static void
sort_rows (Filling *self)
{
  const PanelIndex *index = self->index;
  g_autofree guint32 *spare = NULL;
  g_autofree guint32 *counts = NULL;
  gboolean sorted = TRUE;

  run_pieces (self, judge_order_in_thread);
  for (gsize piece = 0; piece < N_PIECES; piece++)
    sorted &= self->sorted[piece];
  if (sorted)
    return;

  spare = g_new (guint32, self->n);
  counts = g_new (guint32, MAX (index->n_states, index->n_years) + 1);
  sort_by_key (self, KEY_YEAR, spare, counts, index->n_years);
  sort_by_key (self, KEY_HIGH, spare, counts, index->n_states);
  sort_by_key (self, KEY_LOW, spare, counts, index->n_states);
}

static gboolean
is_same_pair_and_year (const Filling *self, gsize i, gsize j)
{
  return pair_of (self, self->order[i]) == pair_of (self, self->order[j]) &&
         self->row_years[self->order[i]] == self->row_years[self->order[j]];
}

/* Of the rows in order by unordered pair and year, how many meet their pair the other way round.
 * Those of one pair and year belong to the piece in which they begin. */
static void
count_mirrored_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  gsize mirrored = 0;
  gsize from, to;
  gsize i;

  comity_parallel_cut (self->n, 1, N_PIECES, piece, &from, &to);
  for (i = from; i > 0 && i < to && is_same_pair_and_year (self, i - 1, i); i++)
    continue;
  while (i < to)
    {
      gsize straight = 0;
      gsize j = i;

      for (; j < self->n && (j == i || is_same_pair_and_year (self, i, j)); j++)
        straight += self->row_a[self->order[j]] == low_of (pair_of (self, self->order[j]));
      if (straight > 0 && straight < j - i)
        mirrored += j - i;
      i = j;
    }
  self->count[piece] = mirrored;
}

/* Dyads */

static gboolean
begins_dyad (const Filling *self, gsize i)
{
  return i == 0 || pair_of (self, self->order[i]) != pair_of (self, self->order[i - 1]);
}

static void
count_dyads_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  gsize n = 0;
  gsize from, to;

  comity_parallel_cut (self->n, 1, N_PIECES, piece, &from, &to);
  for (gsize i = from; i < to; i++)
    n += begins_dyad (self, i);
  self->count[piece] = n;
}

/* Numbers the dyads along the order; in an own file a state exists in the years in which it has a
 * row, whichever piece comes to say so. */
static void
number_dyads_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  PanelIndex *index = self->index;
  gsize d = self->count[piece]; /* the next to begin */
  gsize from, to;

  comity_parallel_cut (self->n, 1, N_PIECES, piece, &from, &to);
  for (gsize i = from; i < to; i++)
    {
      guint32 row = self->order[i];
      guint64 pair = pair_of (self, row);

      if (begins_dyad (self, i))
        {
          index->dyad_a[d] = low_of (pair);
          index->dyad_b[d] = high_of (pair);
          index->dyad_offsets[d] = (guint32) i;
          d++;
        }
      index->row_dyads[row] = (guint32) (d - 1);
      if (index->row_flipped != NULL)
        index->row_flipped[row] = self->row_a[row] != low_of (pair);
      if (self->finds_existence)
        {
          __atomic_store_n (&index->exists[low_of (pair) * index->n_years + year_of (self, row)], 1,
                            __ATOMIC_RELAXED);
          __atomic_store_n (&index->exists[high_of (pair) * index->n_years + year_of (self, row)],
                            1, __ATOMIC_RELAXED);
        }
    }
}

static void
number_dyads (Filling *self)
{
  PanelIndex *index = self->index;

  run_pieces (self, count_dyads_in_thread);
  index->n_dyads = accumulate (self);
  index->dyad_a = g_new (guint32, index->n_dyads);
  index->dyad_b = g_new (guint32, index->n_dyads);
  index->dyad_offsets = g_new0 (guint32, index->n_dyads + 1);
  index->dyad_first = g_new0 (guint32, index->n_states + 1);
  run_pieces (self, number_dyads_in_thread);
  index->dyad_offsets[index->n_dyads] = (guint32) self->n;
  for (gsize d = 0; d < index->n_dyads; d++)
    index->dyad_first[index->dyad_a[d] + 1]++;
  for (gsize s = 0; s < index->n_states; s++)
    index->dyad_first[s + 1] += index->dyad_first[s];
}

/* Years */

static void
count_years_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  guint32 *counts = self->year_next + piece * self->index->n_years;
  gsize from, to;

  comity_parallel_cut (self->index->n_rows, 1, N_PIECES, piece, &from, &to);
  for (gsize row = from; row < to; row++)
    if (self->index->row_dyads[row] != COMITY_PANEL_NONE)
      counts[year_of (self, (guint32) row)]++;
}

static void
list_years_in_thread (gsize piece, gpointer user_data)
{
  Filling *self = user_data;
  guint32 *next = self->year_next + piece * self->index->n_years;
  gsize from, to;

  comity_parallel_cut (self->index->n_rows, 1, N_PIECES, piece, &from, &to);
  for (gsize row = from; row < to; row++)
    if (self->index->row_dyads[row] != COMITY_PANEL_NONE)
      self->index->year_rows[next[year_of (self, (guint32) row)]++] = (guint32) row;
}

static void
list_years (Filling *self)
{
  PanelIndex *index = self->index;
  guint32 sum = 0;

  self->year_next = g_new0 (guint32, N_PIECES * index->n_years + 1);
  index->year_offsets = g_new0 (guint32, index->n_years + 1);
  run_pieces (self, count_years_in_thread);
  for (gsize y = 0; y < index->n_years; y++)
    {
      index->year_offsets[y] = sum;
      for (gsize piece = 0; piece < N_PIECES; piece++)
        {
          guint32 *next = &self->year_next[piece * index->n_years + y];
          guint32 own = *next;

          *next = sum;
          sum += own;
        }
    }
  index->year_offsets[index->n_years] = sum;
  index->year_rows = g_new (guint32, sum);
  run_pieces (self, list_years_in_thread);
}

static gboolean
allocate (Filling *self, GError **error)
{
  PanelIndex *index = self->index;
  gsize n_rows = index->n_rows;
  gsize n = MAX (n_rows, 1);

  self->order = comity_memory_try_alloc (n, sizeof (guint32));
  index->row_dyads = comity_memory_try_alloc (n, sizeof (guint32));
  index->row_years = g_try_new (gint16, n);
  if (self->order != NULL && index->row_dyads != NULL && index->row_years != NULL &&
      n_rows < COMITY_PANEL_NONE)
    return TRUE;

  g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_TOO_LARGE,
               "The index of %" G_GSIZE_FORMAT " rows is too large: it needs %" G_GSIZE_FORMAT
               " MB of memory.",
               n_rows, n_rows / 1000000 * 14);
  return FALSE;
}

gboolean
comity_panel_index_fill (PanelIndex *self,
                         const guint32 *row_a,
                         const guint32 *row_b,
                         const gint16 *row_years,
                         gsize n_rows,
                         gboolean detect_direction,
                         ComityProgress *progress,
                         GError **error)
{
  g_auto (Filling) filling = { .index = self,
                               .row_a = row_a,
                               .row_b = row_b,
                               .row_years = row_years,
                               .keep_order = self->directed && !detect_direction };
  gsize n_flipped = 0;

  self->n_rows = n_rows;
  if (!allocate (&filling, error))
    return FALSE;
  run_pieces (&filling, look_in_thread);
  filling.n = accumulate (&filling);
  /* The builder knows the years and who existed in them, with or without rows. */
  filling.finds_existence = self->exists == NULL;
  if (filling.finds_existence && !find_years (&filling, error))
    return FALSE;
  run_pieces (&filling, list_in_thread);

  comity_progress_set (progress, 0.1);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  sort_rows (&filling);
  if (detect_direction)
    {
      run_pieces (&filling, count_mirrored_in_thread);
      self->directed = filling.n > 0 && (double) accumulate (&filling) >=
                                            DIRECTED_SHARE * (double) filling.n;
      filling.keep_order = self->directed;
      if (self->directed)
        sort_rows (&filling);
    }
  comity_progress_set (progress, 0.6);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;

  for (gsize piece = 0; piece < N_PIECES; piece++)
    n_flipped += filling.n_flipped[piece];
  /* Rows whose state A is the dyad's second. */
  if (!self->directed && n_flipped > 0)
    self->row_flipped = g_new0 (guint8, n_rows);
  if (filling.finds_existence)
    self->exists = g_new0 (guint8, self->n_states * self->n_years);
  number_dyads (&filling);
  list_years (&filling);
  self->dyad_rows = g_steal_pointer (&filling.order);
  comity_progress_set (progress, 1.0);
  return TRUE;
}
