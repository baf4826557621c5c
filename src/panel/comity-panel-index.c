/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index behind a panel: rows in the order of dyads and of years. Built from three arrays (state
 * A, state B and year of every row); what they were read from does not matter here.
 *
 * Rows that come in the order of dyad and year, as the bundled panel's and most files' do, are
 * recognised in one pass; others are put in order by counting sorts, least significant key first.
 */
#include "config.h"

#include "comity-panel-private.h"

#include <string.h>

/* A file holds both directions when at least this share of its rows has a counterpart with the
 * states exchanged in the same year. Fewer are rows entered the wrong way round. */
#define DIRECTED_SHARE 0.25

/* States × years beyond this are not a dyad-year panel but a wrong choice of columns. */
#define MAX_STATE_YEARS ((gsize) 1 << 28)

static void
panel_variable_free (gpointer data)
{
  PanelVariable *variable = data;

  g_free (variable->name);
  g_free (variable->label);
  g_clear_pointer (&variable->first, comity_column_unref);
  g_clear_pointer (&variable->second, comity_column_unref);
  g_free (variable);
}

PanelIndex *
comity_panel_index_new (void)
{
  PanelIndex *self = g_new0 (PanelIndex, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->network = -1;
  for (gsize i = 0; i < COMITY_N_ROLES; i++)
    self->roles.column[i] = -1;
  self->state_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->events = g_array_new (FALSE, FALSE, sizeof (PanelEvent));
  self->variables = g_ptr_array_new_with_free_func (panel_variable_free);
  return self;
}

PanelIndex *
comity_panel_index_ref (PanelIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_panel_index_unref (PanelIndex *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (gsize i = 0; i < self->n_states; i++)
    {
      g_free (self->states[i].code);
      g_free (self->states[i].name);
    }
  g_free (self->states);
  g_hash_table_unref (self->state_keys);
  g_free (self->exists);
  g_free (self->dyad_first);
  g_free (self->dyad_a);
  g_free (self->dyad_b);
  g_free (self->row_dyads);
  g_free (self->row_years);
  g_free (self->row_flipped);
  g_free (self->dyad_offsets);
  g_free (self->dyad_rows);
  g_free (self->year_offsets);
  g_free (self->year_rows);
  g_array_unref (self->events);
  g_ptr_array_unref (self->variables);
  g_clear_pointer (&self->world, comity_world_unref);
  g_free (self);
}

/* Stable counting sort of @order by key[row]; @spare has the length of @order, @counts n_keys + 1.
 */
static void
sort_by_key (
    guint32 *order, guint32 *spare, gsize n, const guint32 *key, guint32 *counts, gsize n_keys)
{
  memset (counts, 0, (n_keys + 1) * sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    counts[key[order[i]] + 1]++;
  for (gsize k = 0; k < n_keys; k++)
    counts[k + 1] += counts[k];
  for (gsize i = 0; i < n; i++)
    spare[counts[key[order[i]]]++] = order[i];
  memcpy (order, spare, n * sizeof (guint32));
}

/* The rows with a dyad, sorted by (low, high, year); returns how many there are. */
static gsize
sort_rows (const PanelIndex *self,
           const guint32 *low,
           const guint32 *high,
           const guint32 *year,
           gsize n_rows,
           guint32 *order)
{
  g_autofree guint32 *spare = NULL;
  g_autofree guint32 *counts = NULL;
  gboolean sorted = TRUE;
  gsize n = 0;

  for (gsize row = 0; row < n_rows; row++)
    {
      guint32 last;

      if (low[row] == COMITY_PANEL_NONE)
        continue;
      order[n++] = (guint32) row;
      if (!sorted || n == 1)
        continue;
      last = order[n - 2];
      if (low[last] != low[row])
        sorted = low[last] < low[row];
      else if (high[last] != high[row])
        sorted = high[last] < high[row];
      else
        sorted = year[last] <= year[row];
    }
  if (sorted)
    return n;

  spare = g_new (guint32, n);
  counts = g_new (guint32, MAX (self->n_states, self->n_years) + 1);
  sort_by_key (order, spare, n, year, counts, self->n_years);
  sort_by_key (order, spare, n, high, counts, self->n_states);
  sort_by_key (order, spare, n, low, counts, self->n_states);
  return n;
}

/* Of the rows in order by unordered pair and year, how many meet their pair the other way round. */
static gsize
count_mirrored (const guint32 *order,
                gsize n,
                const guint32 *low,
                const guint32 *high,
                const guint32 *year,
                const guint32 *row_a)
{
  gsize mirrored = 0;

  for (gsize i = 0; i < n;)
    {
      gsize straight = 0;
      gsize j = i;

      for (; j < n && low[order[j]] == low[order[i]] && high[order[j]] == high[order[i]] &&
             year[order[j]] == year[order[i]];
           j++)
        straight += row_a[order[j]] == low[order[j]];
      if (straight > 0 && straight < j - i)
        mirrored += j - i;
      i = j;
    }
  return mirrored;
}

/* Numbers the dyads along @order (n rows) and keeps the rows of each. */
static void
number_dyads (
    PanelIndex *self, const guint32 *low, const guint32 *high, const guint32 *order, gsize n)
{
  gsize n_dyads = 0;
  gsize d = 0;

  for (gsize i = 0; i < n; i++)
    n_dyads += i == 0 || low[order[i]] != low[order[i - 1]] || high[order[i]] != high[order[i - 1]];

  self->n_dyads = n_dyads;
  self->dyad_a = g_new (guint32, n_dyads);
  self->dyad_b = g_new (guint32, n_dyads);
  self->dyad_offsets = g_new0 (guint32, n_dyads + 1);
  self->dyad_first = g_new0 (guint32, self->n_states + 1);
  for (gsize i = 0; i < n; i++)
    {
      guint32 row = order[i];

      if (i == 0 || low[row] != low[order[i - 1]] || high[row] != high[order[i - 1]])
        {
          self->dyad_a[d] = low[row];
          self->dyad_b[d] = high[row];
          self->dyad_offsets[d] = (guint32) i;
          self->dyad_first[low[row] + 1]++;
          d++;
        }
      self->row_dyads[row] = (guint32) (d - 1);
    }
  self->dyad_offsets[n_dyads] = (guint32) n;
  for (gsize s = 0; s < self->n_states; s++)
    self->dyad_first[s + 1] += self->dyad_first[s];
}

static void
list_years (PanelIndex *self, const guint32 *year, gsize n_rows)
{
  g_autofree guint32 *next = g_new0 (guint32, self->n_years + 1);

  self->year_offsets = g_new0 (guint32, self->n_years + 1);
  for (gsize row = 0; row < n_rows; row++)
    if (self->row_dyads[row] != COMITY_PANEL_NONE)
      self->year_offsets[year[row] + 1]++;
  for (gsize y = 0; y < self->n_years; y++)
    self->year_offsets[y + 1] += self->year_offsets[y];
  memcpy (next, self->year_offsets, (self->n_years + 1) * sizeof (guint32));
  self->year_rows = g_new (guint32, self->year_offsets[self->n_years]);
  for (gsize row = 0; row < n_rows; row++)
    if (self->row_dyads[row] != COMITY_PANEL_NONE)
      self->year_rows[next[year[row]]++] = (guint32) row;
}

/* The range of years of the rows that have a dyad. */
static gboolean
find_years (
    PanelIndex *self, const guint32 *low, const gint16 *row_years, gsize n_rows, GError **error)
{
  int first = G_MAXINT;
  int last = G_MININT;

  for (gsize row = 0; row < n_rows; row++)
    if (low[row] != COMITY_PANEL_NONE)
      {
        first = MIN (first, row_years[row]);
        last = MAX (last, row_years[row]);
      }
  if (first > last)
    {
      g_set_error_literal (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                           "No row has two different states and a year: other columns must be "
                           "chosen for state A, state B and year.");
      return FALSE;
    }
  self->first_year = first;
  self->n_years = (gsize) (last - first) + 1;
  if (self->n_states > MAX_STATE_YEARS / self->n_years)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_TOO_LARGE,
                   "%" G_GSIZE_FORMAT " states in %" G_GSIZE_FORMAT
                   " years are not a panel of states: other columns must be chosen for state A, "
                   "state B and year.",
                   self->n_states, self->n_years);
      return FALSE;
    }
  return TRUE;
}

/* Work of one filling; n_rows each. */
typedef struct
{
  guint32 *low, *high; /* the dyad's states; COMITY_PANEL_NONE: none */
  guint32 *year;       /* from 0 */
  guint32 *order;      /* rows that have a dyad, by dyad and year */
  gsize n;             /* of them */
} Filling;

static void
filling_clear (Filling *self)
{
  g_free (self->low);
  g_free (self->high);
  g_free (self->year);
  g_free (self->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static gboolean
allocate (PanelIndex *self, Filling *filling, gsize n_rows, GError **error)
{
  gsize n = MAX (n_rows, 1);

  filling->low = g_try_new (guint32, n);
  filling->high = g_try_new (guint32, n);
  filling->year = g_try_new (guint32, n);
  filling->order = g_try_new (guint32, n);
  self->row_dyads = g_try_new (guint32, n);
  self->row_years = g_try_new (gint16, n);
  if (filling->low != NULL && filling->high != NULL && filling->year != NULL &&
      filling->order != NULL && self->row_dyads != NULL && self->row_years != NULL &&
      n_rows < COMITY_PANEL_NONE)
    return TRUE;

  g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_TOO_LARGE,
               "The index of %" G_GSIZE_FORMAT " rows is too large: it needs %" G_GSIZE_FORMAT
               " MB of memory.",
               n_rows, n_rows / 1000000 * 26);
  return FALSE;
}

/* Both orders of a pair fall together unless @keep_order. */
static void
pair_states (
    Filling *filling, const guint32 *row_a, const guint32 *row_b, gsize n_rows, gboolean keep_order)
{
  for (gsize row = 0; row < n_rows; row++)
    {
      guint32 a = row_a[row];
      guint32 b = row_b[row];
      gboolean none = a == COMITY_PANEL_NONE || b == COMITY_PANEL_NONE || a == b;

      filling->low[row] = none ? COMITY_PANEL_NONE : keep_order ? a : MIN (a, b);
      filling->high[row] = none ? COMITY_PANEL_NONE : keep_order ? b : MAX (a, b);
    }
}

/* Remembers the rows whose state A is the dyad's second. */
static void
keep_flips (PanelIndex *self, const Filling *filling, const guint32 *row_a)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < filling->n && !any; i++)
    any = row_a[filling->order[i]] != filling->low[filling->order[i]];
  if (!any)
    return;
  self->row_flipped = g_new0 (guint8, self->n_rows);
  for (gsize i = 0; i < filling->n; i++)
    self->row_flipped[filling->order[i]] =
        row_a[filling->order[i]] != filling->low[filling->order[i]];
}

/* In an own file a state exists in the years in which it has a row. */
static void
find_existence (PanelIndex *self, const Filling *filling)
{
  self->exists = g_new0 (guint8, self->n_states * self->n_years);
  for (gsize i = 0; i < filling->n; i++)
    {
      guint32 row = filling->order[i];

      self->exists[filling->low[row] * self->n_years + filling->year[row]] = 1;
      self->exists[filling->high[row] * self->n_years + filling->year[row]] = 1;
    }
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
  g_auto (Filling) filling = { 0 };

  if (!allocate (self, &filling, n_rows, error))
    return FALSE;
  self->n_rows = n_rows;
  memcpy (self->row_years, row_years, n_rows * sizeof (gint16));
  memset (self->row_dyads, 0xff, n_rows * sizeof (guint32));

  pair_states (&filling, row_a, row_b, n_rows, self->directed && !detect_direction);
  /* The builder knows the years and who existed in them, with or without rows. */
  if (self->exists == NULL && !find_years (self, filling.low, row_years, n_rows, error))
    return FALSE;
  for (gsize row = 0; row < n_rows; row++)
    filling.year[row] =
        filling.low[row] == COMITY_PANEL_NONE ? 0 : (guint32) (row_years[row] - self->first_year);

  comity_progress_set (progress, 0.1);
  filling.n = sort_rows (self, filling.low, filling.high, filling.year, n_rows, filling.order);
  if (detect_direction)
    {
      gsize mirrored =
          count_mirrored (filling.order, filling.n, filling.low, filling.high, filling.year, row_a);

      self->directed = filling.n > 0 && (double) mirrored >= DIRECTED_SHARE * (double) filling.n;
      if (self->directed)
        {
          pair_states (&filling, row_a, row_b, n_rows, TRUE);
          sort_rows (self, filling.low, filling.high, filling.year, n_rows, filling.order);
        }
    }
  comity_progress_set (progress, 0.6);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;

  number_dyads (self, filling.low, filling.high, filling.order, filling.n);
  list_years (self, filling.year, n_rows);
  if (!self->directed)
    keep_flips (self, &filling, row_a);
  if (self->exists == NULL)
    find_existence (self, &filling);
  self->dyad_rows = g_steal_pointer (&filling.order);
  comity_progress_set (progress, 1.0);
  return TRUE;
}

gssize
comity_panel_index_find_dyad (const PanelIndex *self, guint32 a, guint32 b)
{
  gsize from, to;

  if (a >= self->n_states || b >= self->n_states)
    return -1;
  if (!self->directed && a > b)
    {
      guint32 swap = a;

      a = b;
      b = swap;
    }
  from = self->dyad_first[a];
  to = self->dyad_first[a + 1];
  while (from < to)
    {
      gsize middle = from + (to - from) / 2;

      if (self->dyad_b[middle] < b)
        from = middle + 1;
      else
        to = middle;
    }
  return from < self->dyad_first[a + 1] && self->dyad_b[from] == b ? (gssize) from : -1;
}
