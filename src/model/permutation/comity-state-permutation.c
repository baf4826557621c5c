/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places of dyads and dyad-years under a permutation of their states.
 *   S states · T times · π order[S] · a dyad d has its rows in cells[offset[d] … ], one for each
 * time from first[d] on, so that a permuted dyad's rows are found without searching. */
#include "config.h"

#include "comity-state-permutation.h"

#include "comity-formula.h"
#include "comity-groups-private.h"

#include <math.h>
#include <string.h>

#define NONE COMITY_STATE_PERMUTATION_NONE
/* As the panel's index: fewer reversed rows are rows entered the wrong way round. */
#define DIRECTED_SHARE 0.25

struct _ComityStatePermutation
{
  gsize n; /* rows */
  gsize n_states, n_times;
  gboolean directed;
  guint32 *state_a, *state_b, *time; /* n; freed once the dyads are listed */
  /* dyads */
  gsize n_dyads;
  guint32 *pairs;                   /* n_states²: the dyad of an ordered pair, NONE */
  guint32 *dyad_a, *dyad_b, *first; /* n_dyads */
  gsize *offset;                    /* n_dyads + 1 */
  guint32 *cells;                   /* offset[n_dyads]: index of a row, NONE */
  /* groups of states that are exchanged */
  gsize n_groups;
  gsize *group_start; /* n_groups + 1 */
  guint32 *members;   /* ascending within a group */
};

void
comity_state_permutation_free (ComityStatePermutation *self)
{
  if (self == NULL)
    return;

  g_free (self->state_a);
  g_free (self->state_b);
  g_free (self->time);
  g_free (self->pairs);
  g_free (self->dyad_a);
  g_free (self->dyad_b);
  g_free (self->first);
  g_free (self->offset);
  g_free (self->cells);
  g_free (self->group_start);
  g_free (self->members);
  g_free (self);
}

/* A group of equal values, to be put in the order of the values. */
typedef struct
{
  guint32 group;
  double number;
  const char *text; /* strings, else NULL */
} Value;

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Value *left = a;
  const Value *right = b;

  if (left->text != NULL)
    return strcmp (left->text, right->text);
  return (left->number > right->number) - (left->number < right->number);
}

/* number[group]: rank of the group's value among those of the rows used, NONE for the rest. */
static guint32 *
rank_groups (ComityColumn *const *columns,
             ComityGroups *const *groups,
             gsize n_columns,
             const guint32 *rows,
             gsize n,
             gsize *n_ranks)
{
  gsize n_groups = groups[0]->n_groups;
  guint32 *number = g_new (guint32, n_groups + 1);
  g_autofree Value *values = g_new0 (Value, n_groups + 1);
  gsize count = 0;

  memset (number, 0xff, (n_groups + 1) * sizeof (guint32));
  for (gsize c = 0; c < n_columns; c++)
    for (gsize i = 0; i < n; i++)
      {
        guint32 g = groups[c]->group[rows[i]];

        if (number[g] != NONE)
          continue;
        number[g] = 0;
        values[count].group = g;
        if (comity_column_is_numeric (columns[c]))
          values[count].number = comity_column_get_double (columns[c], rows[i]);
        else
          values[count].text = comity_column_peek_string (columns[c], rows[i]);
        count++;
      }
  qsort (values, count, sizeof (Value), compare_values);
  for (gsize rank = 0; rank < count; rank++)
    number[values[rank].group] = (guint32) rank;
  *n_ranks = count;
  return number;
}

static gboolean
check_present (ComityColumn *column, const char *what, const guint32 *rows, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (comity_column_is_missing (column, rows[i]))
      {
        g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                     "States cannot be exchanged: the %s %s is missing in row %u, which is used.",
                     what, comity_column_peek_name (column), rows[i] + 1);
        return FALSE;
      }
  return TRUE;
}

/* Which states are present at which of the times: S × T flags. */
static guint8 *
find_lifetimes (const ComityStatePermutation *self,
                ComityColumn *const *columns,
                ComityGroups *const *groups,
                const guint32 *state_numbers,
                ComityGroups *times,
                const guint32 *time_numbers)
{
  gsize n_rows = groups[0]->n;
  guint8 *present = g_try_malloc0 (self->n_states * self->n_times + 1);

  for (gsize row = 0; present != NULL && row < n_rows; row++)
    {
      guint32 t = times != NULL ? time_numbers[times->group[row]] : 0;

      if (t == NONE || comity_column_is_missing (columns[0], row) ||
          comity_column_is_missing (columns[1], row))
        continue;
      for (gsize c = 0; c < 2; c++)
        {
          guint32 s = state_numbers[groups[c]->group[row]];

          if (s != NONE)
            present[s * self->n_times + t] = 1;
        }
    }
  return present;
}

/* Groups of states with the same line of @present (NULL: all of them are alike). */
static void
list_groups (ComityStatePermutation *self, const guint8 *present)
{
  g_autofree gboolean *placed = g_new0 (gboolean, self->n_states + 1);
  gsize n_members = 0;

  self->members = g_new (guint32, self->n_states + 1);
  self->group_start = g_new0 (gsize, self->n_states + 2);
  for (gsize s = 0; s < self->n_states; s++)
    {
      gsize from = n_members;

      for (gsize other = s; !placed[s] && other < self->n_states; other++)
        if (!placed[other] &&
            (present == NULL || memcmp (present + s * self->n_times,
                                        present + other * self->n_times, self->n_times) == 0))
          {
            placed[other] = other != s;
            self->members[n_members++] = (guint32) other;
          }
      placed[s] = TRUE;
      if (n_members - from < 2)
        n_members = from;
      else
        self->group_start[++self->n_groups] = n_members;
    }
}

static void
get_pair (const ComityStatePermutation *self, gsize row, guint32 *a, guint32 *b)
{
  *a = self->state_a[row];
  *b = self->state_b[row];
  if (!self->directed && *a > *b)
    {
      *a = self->state_b[row];
      *b = self->state_a[row];
    }
}

static gboolean
refuse_size (const ComityStatePermutation *self, GError **error)
{
  g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_TOO_LARGE,
               "There is not enough memory to exchange %" G_GSIZE_FORMAT
               " states at %" G_GSIZE_FORMAT
               " times: are these the columns of the states and of the year?",
               self->n_states, self->n_times);
  return FALSE;
}

static void
forget_dyads (ComityStatePermutation *self)
{
  g_clear_pointer (&self->dyad_a, g_free);
  g_clear_pointer (&self->dyad_b, g_free);
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->offset, g_free);
  g_clear_pointer (&self->cells, g_free);
  self->n_dyads = 0;
}

/* Numbers the dyads in the order of the rows and gives each a run of cells for its times. */
static gboolean
list_dyads (ComityStatePermutation *self, GError **error)
{
  gsize s = self->n_states;
  g_autofree guint32 *last = g_try_new (guint32, self->n + 1);
  gsize n_cells = 0;

  forget_dyads (self);
  memset (self->pairs, 0xff, s * s * sizeof (guint32));
  self->dyad_a = g_try_new (guint32, self->n + 1);
  self->dyad_b = g_try_new (guint32, self->n + 1);
  self->first = g_try_new (guint32, self->n + 1);
  self->offset = g_try_new0 (gsize, self->n + 2);
  if (last == NULL || self->dyad_a == NULL || self->dyad_b == NULL || self->first == NULL ||
      self->offset == NULL)
    return refuse_size (self, error);
  for (gsize i = 0; i < self->n; i++)
    {
      guint32 a, b, d;

      get_pair (self, i, &a, &b);
      d = self->pairs[a * s + b];
      if (d == NONE)
        {
          d = (guint32) self->n_dyads++;
          self->pairs[a * s + b] = d;
          if (!self->directed)
            self->pairs[b * s + a] = d;
          self->dyad_a[d] = a;
          self->dyad_b[d] = b;
          self->first[d] = last[d] = self->time[i];
        }
      self->first[d] = MIN (self->first[d], self->time[i]);
      last[d] = MAX (last[d], self->time[i]);
    }
  for (gsize d = 0; d < self->n_dyads; d++)
    {
      self->offset[d] = n_cells;
      n_cells += last[d] - self->first[d] + 1;
    }
  self->offset[self->n_dyads] = n_cells;
  self->cells = g_try_new (guint32, n_cells + 1);
  if (self->cells == NULL)
    return refuse_size (self, error);
  memset (self->cells, 0xff, (n_cells + 1) * sizeof (guint32));
  return TRUE;
}

static guint32 *
peek_cell (const ComityStatePermutation *self, guint32 a, guint32 b, guint32 time)
{
  guint32 d = self->pairs[a * self->n_states + b];
  gsize cell;

  if (d == NONE || time < self->first[d])
    return NULL;
  cell = self->offset[d] + time - self->first[d];
  return cell < self->offset[d + 1] ? &self->cells[cell] : NULL;
}

static gboolean
fill_cells (ComityStatePermutation *self, const guint32 *rows, GError **error)
{
  for (gsize i = 0; i < self->n; i++)
    {
      guint32 *cell = peek_cell (self, self->state_a[i], self->state_b[i], self->time[i]);

      if (*cell != NONE)
        {
          g_set_error (
              error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
              "States cannot be exchanged: rows %u and %u hold the same dyad%s. Keep one of "
              "them, or name the column that tells them apart.",
              rows[*cell] + 1, rows[i] + 1, self->n_times > 1 ? " at the same time" : "");
          return FALSE;
        }
      *cell = (guint32) i;
    }
  return TRUE;
}

/* As ordered pairs first: whether the reverse pairs are there tells if order has a meaning. */
static gboolean
index_rows (ComityStatePermutation *self, const guint32 *rows, GError **error)
{
  gsize cells;
  gsize n_reversed = 0;
  gsize n_pairs = 0;

  if (!g_size_checked_mul (&cells, self->n_states, self->n_states) ||
      (self->pairs = g_try_new (guint32, cells + 1)) == NULL)
    return refuse_size (self, error);
  self->directed = TRUE;
  if (!list_dyads (self, error) || !fill_cells (self, rows, error))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    if (self->state_a[i] != self->state_b[i])
      {
        const guint32 *reverse =
            peek_cell (self, self->state_b[i], self->state_a[i], self->time[i]);

        n_pairs++;
        n_reversed += reverse != NULL && *reverse != NONE;
      }
  self->directed = n_reversed > 0 && (double) n_reversed >= DIRECTED_SHARE * (double) n_pairs;
  return self->directed || (list_dyads (self, error) && fill_cells (self, rows, error));
}

ComityStatePermutation *
comity_state_permutation_new (ComityColumn *a,
                              ComityColumn *b,
                              ComityColumn *time,
                              const guint32 *rows,
                              gsize n,
                              ComityExchange exchange,
                              ComityProgress *progress,
                              GError **error)
{
  g_autoptr (ComityStatePermutation) self = g_new0 (ComityStatePermutation, 1);
  ComityColumn *columns[2] = { a, b };
  ComityGroups *groups[2] = { NULL, NULL };
  g_autoptr (ComityGroups) first = NULL;
  g_autoptr (ComityGroups) second = NULL;
  g_autoptr (ComityGroups) times = NULL;
  g_autofree guint32 *all = NULL;
  g_autofree guint32 *state_numbers = NULL;
  g_autofree guint32 *time_numbers = NULL;
  g_autofree guint8 *present = NULL;
  gsize n_rows;

  g_return_val_if_fail (a != NULL && b != NULL && rows != NULL && n > 0, NULL);

  if (comity_column_is_numeric (a) != comity_column_is_numeric (b))
    {
      g_set_error (error, COMITY_MODEL_ERROR, COMITY_MODEL_ERROR_SPEC,
                   "%s and %s must both hold numbers or both text.", comity_column_peek_name (a),
                   comity_column_peek_name (b));
      return NULL;
    }
  if (!check_present (a, "state", rows, n, error) || !check_present (b, "state", rows, n, error) ||
      (time != NULL && !check_present (time, "time", rows, n, error)) ||
      comity_progress_set_error_if_cancelled (progress, error))
    return NULL;

  n_rows = comity_column_get_n_rows (a);
  all = g_new (guint32, n_rows + 1);
  for (gsize row = 0; row < n_rows; row++)
    all[row] = (guint32) row;
  comity_groups_new_pair (a, b, all, n_rows, &first, &second);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  groups[0] = first;
  groups[1] = second;
  state_numbers = rank_groups (columns, groups, 2, rows, n, &self->n_states);
  self->n_times = 1;
  if (time != NULL)
    {
      if (comity_progress_set_error_if_cancelled (progress, error))
        return NULL;
      times = comity_groups_new_from_column (time, all, n_rows);
      time_numbers = rank_groups (&time, &times, 1, rows, n, &self->n_times);
    }

  if (comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  self->n = n;
  self->state_a = g_new (guint32, n);
  self->state_b = g_new (guint32, n);
  self->time = g_new0 (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      self->state_a[i] = state_numbers[first->group[rows[i]]];
      self->state_b[i] = state_numbers[second->group[rows[i]]];
      if (times != NULL)
        self->time[i] = time_numbers[times->group[rows[i]]];
    }
  if (comity_progress_set_error_if_cancelled (progress, error) || !index_rows (self, rows, error) ||
      comity_progress_set_error_if_cancelled (progress, error))
    return NULL;
  if (exchange == COMITY_EXCHANGE_LIFETIMES)
    {
      present = find_lifetimes (self, columns, groups, state_numbers, times, time_numbers);
      if (present == NULL)
        {
          refuse_size (self, error);
          return NULL;
        }
    }
  list_groups (self, present);
  g_clear_pointer (&self->state_a, g_free);
  g_clear_pointer (&self->state_b, g_free);
  g_clear_pointer (&self->time, g_free);
  return g_steal_pointer (&self);
}

gsize
comity_state_permutation_get_n_states (const ComityStatePermutation *self)
{
  return self->n_states;
}

gsize
comity_state_permutation_get_n_groups (const ComityStatePermutation *self)
{
  return self->n_groups;
}

gsize
comity_state_permutation_get_n_fixed (const ComityStatePermutation *self)
{
  return self->n_states - self->group_start[self->n_groups];
}

gboolean
comity_state_permutation_is_directed (const ComityStatePermutation *self)
{
  return self->directed;
}

double
comity_state_permutation_get_n_orders (const ComityStatePermutation *self)
{
  double orders = 1.0;

  for (gsize g = 0; g < self->n_groups; g++)
    for (gsize i = 2; i <= self->group_start[g + 1] - self->group_start[g]; i++)
      orders *= (double) i;
  return orders;
}

void
comity_state_permutation_identity (const ComityStatePermutation *self, guint32 *order)
{
  for (gsize s = 0; s < self->n_states; s++)
    order[s] = (guint32) s;
}

void
comity_state_permutation_shuffle (const ComityStatePermutation *self, gsl_rng *rng, guint32 *order)
{
  comity_state_permutation_identity (self, order);
  for (gsize g = 0; g < self->n_groups; g++)
    {
      const guint32 *members = self->members + self->group_start[g];

      for (gsize i = self->group_start[g + 1] - self->group_start[g] - 1; i > 0; i--)
        {
          gsize j = gsl_rng_uniform_int (rng, i + 1);
          guint32 kept = order[members[i]];

          order[members[i]] = order[members[j]];
          order[members[j]] = kept;
        }
    }
}

static void
exchange_places (guint32 *order, guint32 i, guint32 j)
{
  guint32 kept = order[i];

  order[i] = order[j];
  order[j] = kept;
}

/* The next permutation of a group in lexicographic order; FALSE: it was the last, and is the first
 * again. */
static gboolean
next_in_group (const guint32 *members, gsize n, guint32 *order)
{
  gsize i = n - 1;
  gsize j = n - 1;
  gboolean more;

  while (i > 0 && order[members[i - 1]] >= order[members[i]])
    i--;
  more = i > 0;
  if (more)
    {
      while (order[members[j]] <= order[members[i - 1]])
        j--;
      exchange_places (order, members[i - 1], members[j]);
    }
  for (gsize end = n - 1; i < end; i++, end--)
    exchange_places (order, members[i], members[end]);
  return more;
}

gboolean
comity_state_permutation_next (const ComityStatePermutation *self, guint32 *order)
{
  for (gsize g = 0; g < self->n_groups; g++)
    if (next_in_group (self->members + self->group_start[g],
                       self->group_start[g + 1] - self->group_start[g], order))
      return TRUE;
  return FALSE;
}

gsize
comity_state_permutation_map (const ComityStatePermutation *self,
                              const guint32 *order,
                              guint32 *map)
{
  gsize n_found = 0;

  for (gsize d = 0; d < self->n_dyads; d++)
    {
      guint32 to = self->pairs[order[self->dyad_a[d]] * self->n_states + order[self->dyad_b[d]]];
      const guint32 *cells = self->cells + self->offset[d];
      gsize n_cells = self->offset[d + 1] - self->offset[d];
      /* Cells of the counterpart, by the time of this dyad's first cell. */
      gsize n_others = to != NONE ? self->offset[to + 1] - self->offset[to] : 0;
      const guint32 *others = to != NONE ? self->cells + self->offset[to] : NULL;
      gsize shift = to != NONE ? (gsize) self->first[d] - self->first[to] : 0;

      for (gsize t = 0; t < n_cells; t++)
        {
          gsize at = t + shift; /* wraps around to a large number where the other begins later */

          if (cells[t] == NONE)
            continue;
          map[cells[t]] = at < n_others ? others[at] : NONE;
          n_found += map[cells[t]] != NONE;
        }
    }
  return n_found;
}
