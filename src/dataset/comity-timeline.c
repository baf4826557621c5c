/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in the order of units and years. Files come mostly in this order already: then the order is
 * found by one pass; else by a counting sort of units and a sort of years within each. */
#include "config.h"

#include "comity-timeline.h"

#include <math.h>
#include <string.h>

struct _ComityTimeline
{
  gatomicrefcount ref_count;
  gsize n_rows;
  gsize n_units;
  gboolean steady;

  /* borrowed from the owner */
  const guint32 *row_units; /* n_rows */
  const gint16 *row_years;  /* n_rows */
  gpointer owner;
  GDestroyNotify release;

  /* owned, once settled */
  GMutex mutex;
  gboolean settled;
  guint32 twin[2];   /* two rows of one unit and year, 1-based; 0: none */
  gsize n_sorted;    /* rows that are of a unit */
  guint32 *sorted;   /* n_sorted: rows by unit, then year */
  guint32 *position; /* n_rows: where the row stands among them */
};

ComityTimeline *
comity_timeline_new (gsize n_rows,
                     const guint32 *row_units,
                     gsize n_units,
                     const gint16 *row_years,
                     gpointer owner,
                     GDestroyNotify release)
{
  ComityTimeline *self = g_new0 (ComityTimeline, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->n_rows = n_rows;
  self->n_units = n_units;
  self->row_units = row_units;
  self->row_years = row_years;
  self->owner = owner;
  self->release = release;
  return self;
}

ComityTimeline *
comity_timeline_new_steady (gsize n_rows)
{
  ComityTimeline *self = comity_timeline_new (n_rows, NULL, 0, NULL, NULL, NULL);

  self->steady = TRUE;
  self->settled = TRUE;
  return self;
}

/* Units and years read from columns. */
typedef struct
{
  guint32 *units;
  gint16 *years;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->units);
  g_free (reading->years);
  g_free (reading);
}

static gsize
number_units (ComityColumn *unit, guint32 *units)
{
  gsize n_rows = comity_column_get_n_rows (unit);
  g_autoptr (GHashTable) numbers = NULL;
  g_autofree double *values = NULL;

  if (!comity_column_is_numeric (unit))
    {
      const guint32 *codes = comity_column_peek_data (unit);

      for (gsize row = 0; row < n_rows; row++)
        units[row] = codes[row] == 0 ? COMITY_TIMELINE_NONE : codes[row];
      return comity_column_get_n_codes (unit);
    }
  values = g_new (double, n_rows + 1);
  comity_column_read_doubles (unit, 0, n_rows, values);
  numbers = g_hash_table_new (g_double_hash, g_double_equal);
  for (gsize row = 0; row < n_rows; row++)
    {
      gpointer known;

      if (isnan (values[row]))
        units[row] = COMITY_TIMELINE_NONE;
      else if (row > 0 && values[row] == values[row - 1])
        units[row] = units[row - 1];
      else if (g_hash_table_lookup_extended (numbers, &values[row], NULL, &known))
        units[row] = GPOINTER_TO_UINT (known);
      else
        {
          units[row] = g_hash_table_size (numbers);
          g_hash_table_insert (numbers, &values[row], GUINT_TO_POINTER (units[row]));
        }
    }
  return g_hash_table_size (numbers);
}

ComityTimeline *
comity_timeline_new_for_columns (ComityColumn *unit, ComityColumn *year, GError **error)
{
  gsize n_rows = comity_column_get_n_rows (unit);
  Reading *reading;
  gsize n_units;

  g_return_val_if_fail (comity_column_get_n_rows (year) == n_rows, NULL);

  reading = g_new0 (Reading, 1);
  reading->units = g_new (guint32, n_rows + 1);
  reading->years = g_new0 (gint16, n_rows + 1);
  n_units = number_units (unit, reading->units);
  for (gsize row = 0; row < n_rows; row++)
    {
      double value = comity_column_is_numeric (year) ? comity_column_get_double (year, row) : 0.5;

      if (isnan (value))
        reading->units[row] = COMITY_TIMELINE_NONE;
      else if (value != floor (value) || fabs (value) > G_MAXINT16)
        {
          g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
                       "Lags need years, but row %" G_GSIZE_FORMAT " of “%s” holds no whole year.",
                       row + 1, comity_column_peek_name (year));
          reading_free (reading);
          return NULL;
        }
      else
        reading->years[row] = (gint16) value;
    }
  return comity_timeline_new (n_rows, reading->units, n_units, reading->years, reading,
                              reading_free);
}

ComityDataset *
comity_dataset_follow_roles (ComityDataset *dataset, const ComityRoles *roles)
{
  gssize unit = roles->column[COMITY_ROLE_DYAD];
  gssize year = roles->column[COMITY_ROLE_YEAR];
  g_autoptr (ComityTimeline) timeline = NULL;

  if (unit >= 0 && year >= 0)
    timeline =
        comity_timeline_new_for_columns (comity_dataset_peek_column (dataset, (gsize) unit),
                                         comity_dataset_peek_column (dataset, (gsize) year), NULL);
  return timeline != NULL ? comity_dataset_with_timeline (dataset, timeline)
                          : comity_dataset_ref (dataset);
}

ComityTimeline *
comity_timeline_ref (ComityTimeline *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_timeline_unref (ComityTimeline *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->release != NULL)
    self->release (self->owner);
  g_free (self->sorted);
  g_free (self->position);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Settling */

static int
compare_years (gconstpointer a, gconstpointer b, gpointer data)
{
  const ComityTimeline *self = data;
  gint16 left = self->row_years[*(const guint32 *) a];
  gint16 right = self->row_years[*(const guint32 *) b];

  return (left > right) - (left < right);
}

/* Rows by unit, in the order of the file within each. */
static void
sort_units (ComityTimeline *self, gsize *begin)
{
  for (gsize row = 0; row < self->n_rows; row++)
    if (self->row_units[row] != COMITY_TIMELINE_NONE)
      begin[self->row_units[row] + 1]++;
  for (gsize unit = 0; unit < self->n_units; unit++)
    begin[unit + 1] += begin[unit];
  self->n_sorted = begin[self->n_units];
  for (gsize row = 0; row < self->n_rows; row++)
    if (self->row_units[row] != COMITY_TIMELINE_NONE)
      self->sorted[begin[self->row_units[row]]++] = (guint32) row;
  memmove (begin + 1, begin, self->n_units * sizeof (gsize));
  begin[0] = 0;
}

static void
sort_years (ComityTimeline *self, gsize from, gsize to)
{
  for (gsize p = from + 1; p < to; p++)
    if (self->row_years[self->sorted[p]] < self->row_years[self->sorted[p - 1]])
      {
        g_qsort_with_data (self->sorted + from, (gint) (to - from), sizeof (guint32), compare_years,
                           self);
        break;
      }
  for (gsize p = from + 1; p < to && self->twin[0] == 0; p++)
    if (self->row_years[self->sorted[p]] == self->row_years[self->sorted[p - 1]])
      {
        self->twin[0] = self->sorted[p - 1] + 1;
        self->twin[1] = self->sorted[p] + 1;
      }
}

static gboolean
settle_locked (ComityTimeline *self, GError **error)
{
  if (!self->settled)
    {
      g_autofree gsize *begin = g_try_new0 (gsize, self->n_units + 2);

      self->sorted = g_try_new (guint32, MAX (self->n_rows, 1));
      self->position = g_try_new (guint32, MAX (self->n_rows, 1));
      if (begin == NULL || self->sorted == NULL || self->position == NULL)
        {
          g_clear_pointer (&self->sorted, g_free);
          g_clear_pointer (&self->position, g_free);
          g_set_error_literal (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                               "There is not enough memory to put the rows in the order of years.");
          return FALSE;
        }
      sort_units (self, begin);
      for (gsize unit = 0; unit < self->n_units; unit++)
        sort_years (self, begin[unit], begin[unit + 1]);
      memset (self->position, 0xff, self->n_rows * sizeof (guint32));
      for (gsize p = 0; p < self->n_sorted; p++)
        self->position[self->sorted[p]] = (guint32) p;
      self->settled = TRUE;
    }
  if (self->twin[0] == 0)
    return TRUE;
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_EXPRESSION,
               "Lags need one row for each dyad and year, but rows %u and %u are of the same dyad "
               "in %d.",
               self->twin[0], self->twin[1], self->row_years[self->twin[0] - 1]);
  return FALSE;
}

gboolean
comity_timeline_settle (ComityTimeline *self, GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->mutex);
  ok = settle_locked (self, error);
  g_mutex_unlock (&self->mutex);
  return ok;
}

/* Looking up */

guint32
comity_timeline_find (const ComityTimeline *self, guint32 row, int years)
{
  gsize at;
  guint32 unit;
  int wanted;

  if (self->steady)
    return row;
  at = self->position[row];
  if (at == COMITY_TIMELINE_NONE)
    return COMITY_TIMELINE_NONE;
  unit = self->row_units[row];
  wanted = self->row_years[row] - years;
  while (self->row_years[self->sorted[at]] > wanted && at > 0 &&
         self->row_units[self->sorted[at - 1]] == unit)
    at--;
  while (self->row_years[self->sorted[at]] < wanted && at + 1 < self->n_sorted &&
         self->row_units[self->sorted[at + 1]] == unit)
    at++;
  return self->row_years[self->sorted[at]] == wanted ? self->sorted[at] : COMITY_TIMELINE_NONE;
}

void
comity_timeline_count_peace (const ComityTimeline *self,
                             const double *events,
                             gboolean restart,
                             gint32 *out)
{
  int since = 0; /* the year that counts 0 */
  gboolean known = FALSE;

  for (gsize row = 0; row < self->n_rows; row++)
    out[row] = -1;
  for (gsize p = 0; p < self->n_sorted; p++)
    {
      guint32 row = self->sorted[p];
      int year = self->row_years[row];
      gboolean first = p == 0 || self->row_units[self->sorted[p - 1]] != self->row_units[row] ||
                       (restart && self->row_years[self->sorted[p - 1]] != year - 1);

      if (first)
        {
          since = year;
          known = TRUE;
        }
      if (known)
        out[row] = year - since;
      if (isnan (events[row]))
        known = FALSE;
      else if (events[row] != 0.0)
        {
          since = year + 1;
          known = TRUE;
        }
    }
}
