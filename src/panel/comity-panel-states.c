/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the columns of an own file to numbered states and years: which codes occur, in which order,
 * and which states of the world they stand for. */
#include "config.h"

#include "comity-panel-private.h"

#include "comity-number.h"
#include "comity-parallel.h"

#include <math.h>
#include <string.h>

/* Rows converted at a time. */
#define BLOCK 4096

/* A wider range of whole numbers is not a list of states' codes. */
#define MAX_CODE_RANGE (1 << 22)

/* Codes that are states of the world, at least: below, they are numbers of another kind. */
#define MIN_KNOWN_SHARE 0.6

/* As they stand in a sentence. */
static const char *const role_words[] = {
  [COMITY_ROLE_STATE_A] = "state A",
  [COMITY_ROLE_STATE_B] = "state B",
  [COMITY_ROLE_YEAR] = "the year",
};

static ComityColumn *
require_role (const PanelIndex *self, ComityDataset *dataset, ComityRole role, GError **error)
{
  gssize column = self->roles.column[role];

  if (column < 0 || (gsize) column >= comity_dataset_get_n_columns (dataset))
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "No column of %s is known to hold %s: one must be chosen.",
                   comity_dataset_peek_name (dataset), role_words[role]);
      return NULL;
    }
  return comity_dataset_peek_column (dataset, (gsize) column);
}

/* Looking for the range of whole numbers of a column, in pieces. */
typedef struct
{
  ComityColumn *column;
  double low[COMITY_PARALLEL_PIECES], high[COMITY_PARALLEL_PIECES];
  gsize bad_row[COMITY_PARALLEL_PIECES]; /* first that is not whole, or G_MAXSIZE */
} Range;

/* Numbers from 2⁵³ on are whole, and infinity is none. */
static inline gboolean
is_whole (double x)
{
  return fabs (x) < 0x1p53 ? x == (double) (gint64) x : isfinite (x);
}

static void
find_range_in_thread (gsize piece, gpointer user_data)
{
  Range *range = user_data;
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;
  double block[BLOCK];
  gsize from, to;

  range->bad_row[piece] = G_MAXSIZE;
  comity_parallel_cut (comity_column_get_n_rows (range->column), BLOCK, COMITY_PARALLEL_PIECES, piece,
                       &from, &to);
  for (gsize first = from; first < to && range->bad_row[piece] == G_MAXSIZE; first += BLOCK)
    {
      gsize length = MIN (BLOCK, to - first);

      comity_column_read_doubles (range->column, first, length, block);
      for (gsize i = 0; i < length; i++)
        {
          if (isnan (block[i]))
            continue;
          if (!is_whole (block[i]))
            {
              range->bad_row[piece] = first + i;
              break;
            }
          low = MIN (low, block[i]);
          high = MAX (high, block[i]);
        }
    }
  range->low[piece] = low;
  range->high[piece] = high;
}

/* Widens *@low … *@high to the numbers of a column, which must be whole. */
static gboolean
find_range (ComityColumn *column, ComityRole role, double *low, double *high, GError **error)
{
  Range range = { .column = column };

  comity_parallel_for (COMITY_PARALLEL_PIECES, 0, find_range_in_thread, &range, NULL);
  for (gsize piece = 0; piece < COMITY_PARALLEL_PIECES; piece++)
    {
      gsize row = range.bad_row[piece];
      char number[COMITY_NUMBER_BUFFER];

      if (row != G_MAXSIZE)
        {
          g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                       "Column %s cannot be %s: row %" G_GSIZE_FORMAT
                       " has %s, which is not a whole number.",
                       comity_column_peek_name (column), role_words[role], row + 1,
                       comity_number_format (comity_column_get_double (column, row), number));
          return FALSE;
        }
      *low = MIN (*low, range.low[piece]);
      *high = MAX (*high, range.high[piece]);
    }
  return TRUE;
}

/* From whole numbers to states, in pieces of both columns. */
typedef struct
{
  ComityColumn *const *columns;
  guint32 *const *rows;
  double low;
  guint32 *state_of; /* of each number from low on: whether it occurs, then which state it is */
} Numbering;

static void
read_numbers_in_thread (gsize piece, gpointer user_data)
{
  Numbering *self = user_data;
  ComityColumn *column = self->columns[piece % 2];
  guint32 *rows = self->rows[piece % 2];
  double block[BLOCK];
  gsize from, to;

  comity_parallel_cut (comity_column_get_n_rows (column), BLOCK, COMITY_PARALLEL_PIECES, piece / 2,
                       &from, &to);
  for (gsize first = from; first < to; first += BLOCK)
    {
      gsize length = MIN (BLOCK, to - first);

      comity_column_read_doubles (column, first, length, block);
      for (gsize i = 0; i < length; i++)
        {
          gboolean missing = isnan (block[i]);
          guint32 code = missing ? 0 : (guint32) (block[i] - self->low);

          rows[first + i] = missing ? COMITY_PANEL_NONE : code;
          if (!missing)
            __atomic_store_n (&self->state_of[code], 1, __ATOMIC_RELAXED);
        }
    }
}

static void
number_states_in_thread (gsize piece, gpointer user_data)
{
  Numbering *self = user_data;
  guint32 *rows = self->rows[piece % 2];
  gsize from, to;

  comity_parallel_cut (comity_column_get_n_rows (self->columns[piece % 2]), BLOCK,
                       COMITY_PARALLEL_PIECES, piece / 2, &from, &to);
  for (gsize row = from; row < to; row++)
    if (rows[row] != COMITY_PANEL_NONE)
      rows[row] = self->state_of[rows[row]];
}

static gboolean
read_numbers (PanelIndex *self,
              ComityColumn *const columns[2],
              guint32 *const rows[2],
              GError **error)
{
  g_autofree guint32 *state_of = NULL;
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;
  Numbering numbering;
  gsize range;
  gsize n_states = 0;

  for (gsize side = 0; side < 2; side++)
    if (!find_range (columns[side], COMITY_ROLE_STATE_A + side, &low, &high, error))
      return FALSE;
  if (low > high)
    low = high = 0;
  if (high - low >= MAX_CODE_RANGE)
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "Columns %s and %s run from %.0f to %.0f, which are not codes of states: other "
                   "columns must be chosen for state A and state B.",
                   comity_column_peek_name (columns[0]), comity_column_peek_name (columns[1]), low,
                   high);
      return FALSE;
    }

  range = (gsize) (high - low) + 1;
  state_of = g_new0 (guint32, range);
  numbering = (Numbering){ columns, rows, low, state_of };
  comity_parallel_for (2 * COMITY_PARALLEL_PIECES, 0, read_numbers_in_thread, &numbering, NULL);
  for (gsize code = 0; code < range; code++)
    n_states += state_of[code];
  self->n_states = n_states;
  self->states = g_new0 (PanelState, n_states);
  n_states = 0;
  for (gsize code = 0; code < range; code++)
    if (state_of[code])
      {
        self->states[n_states].code = g_strdup_printf ("%.0f", low + (double) code);
        state_of[code] = (guint32) n_states++;
      }
  comity_parallel_for (2 * COMITY_PARALLEL_PIECES, 0, number_states_in_thread, &numbering, NULL);
  return TRUE;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
read_strings (PanelIndex *self, ComityColumn *const columns[2], guint32 *const rows[2])
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (gsize side = 0; side < 2; side++)
    {
      gsize n_codes = comity_column_get_n_codes (columns[side]);
      g_autofree guint8 *used = g_new0 (guint8, MAX (n_codes, 1));

      for (gsize row = 0; row < comity_column_get_n_rows (columns[side]); row++)
        used[comity_column_get_code (columns[side], row)] = 1;
      for (gsize code = 1; code < n_codes; code++)
        if (used[code])
          {
            const char *text = comity_column_peek_code_string (columns[side], (guint32) code);

            if (g_hash_table_add (numbers, (gpointer) text))
              g_ptr_array_add (codes, (gpointer) text);
          }
    }
  g_ptr_array_sort (codes, compare_strings);
  self->n_states = codes->len;
  self->states = g_new0 (PanelState, self->n_states);
  g_hash_table_remove_all (numbers);
  for (gsize s = 0; s < codes->len; s++)
    {
      self->states[s].code = g_strdup (codes->pdata[s]);
      g_hash_table_insert (numbers, codes->pdata[s], GSIZE_TO_POINTER (s));
    }

  for (gsize side = 0; side < 2; side++)
    {
      gsize n_codes = comity_column_get_n_codes (columns[side]);
      g_autofree guint32 *state_of = g_new (guint32, MAX (n_codes, 1));

      state_of[0] = COMITY_PANEL_NONE;
      for (gsize code = 1; code < n_codes; code++)
        state_of[code] = (guint32) GPOINTER_TO_SIZE (g_hash_table_lookup (
            numbers, comity_column_peek_code_string (columns[side], (guint32) code)));
      for (gsize row = 0; row < comity_column_get_n_rows (columns[side]); row++)
        rows[side][row] = state_of[comity_column_get_code (columns[side], row)];
    }
}

gboolean
comity_panel_index_read_states (PanelIndex *self,
                                ComityDataset *dataset,
                                guint32 *row_a,
                                guint32 *row_b,
                                ComityProgress *progress,
                                GError **error)
{
  guint32 *const rows[2] = { row_a, row_b };
  ComityColumn *columns[2];

  columns[0] = require_role (self, dataset, COMITY_ROLE_STATE_A, error);
  if (columns[0] == NULL)
    return FALSE;
  columns[1] = require_role (self, dataset, COMITY_ROLE_STATE_B, error);
  if (columns[1] == NULL)
    return FALSE;
  if (comity_column_is_numeric (columns[0]) != comity_column_is_numeric (columns[1]))
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "State A (%s) and state B (%s) must be written alike: one column holds numbers "
                   "and the other text.",
                   comity_column_peek_name (columns[0]), comity_column_peek_name (columns[1]));
      return FALSE;
    }
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  if (comity_column_is_numeric (columns[0]))
    return read_numbers (self, columns, rows, error);
  read_strings (self, columns, rows);
  return TRUE;
}

typedef struct
{
  ComityColumn *column;
  gint16 *row_years;
  guint32 *row_a;
} Dating;

static void
read_years_in_thread (gsize piece, gpointer user_data)
{
  Dating *self = user_data;
  double block[BLOCK];
  gsize from, to;

  comity_parallel_cut (comity_column_get_n_rows (self->column), BLOCK, COMITY_PARALLEL_PIECES, piece,
                       &from, &to);
  for (gsize first = from; first < to; first += BLOCK)
    {
      gsize length = MIN (BLOCK, to - first);

      comity_column_read_doubles (self->column, first, length, block);
      for (gsize i = 0; i < length; i++)
        {
          gboolean missing = isnan (block[i]);

          self->row_years[first + i] = missing ? 0 : (gint16) block[i];
          if (missing)
            self->row_a[first + i] = COMITY_PANEL_NONE;
        }
    }
}

gboolean
comity_panel_index_read_years (PanelIndex *self,
                               ComityDataset *dataset,
                               gint16 *row_years,
                               guint32 *row_a,
                               ComityProgress *progress,
                               GError **error)
{
  ComityColumn *column = require_role (self, dataset, COMITY_ROLE_YEAR, error);
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;

  if (column == NULL)
    return FALSE;
  if (!comity_column_is_numeric (column))
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "Column %s cannot be the year: it holds text.",
                   comity_column_peek_name (column));
      return FALSE;
    }
  if (comity_progress_set_error_if_cancelled (progress, error) ||
      !find_range (column, COMITY_ROLE_YEAR, &low, &high, error))
    return FALSE;
  if (low <= high && (low < G_MININT16 || high > G_MAXINT16))
    {
      g_set_error (error, COMITY_PANEL_ERROR, COMITY_PANEL_ERROR_ROLES,
                   "Column %s cannot be the year: it runs from %.0f to %.0f.",
                   comity_column_peek_name (column), low, high);
      return FALSE;
    }

  comity_parallel_for (COMITY_PARALLEL_PIECES, 0, read_years_in_thread,
                       &(Dating){ column, row_years, row_a }, NULL);
  return TRUE;
}

static const char *
peek_label (ComityValueLabels *labels, const char *code)
{
  return labels == NULL
             ? NULL
             : comity_value_labels_lookup (labels, (gint32) g_ascii_strtoll (code, NULL, 10));
}

static int
last_year_of (const PanelIndex *self, gsize state)
{
  for (gsize y = self->n_years; y > 0; y--)
    if (self->exists[state * self->n_years + y - 1])
      return self->first_year + (int) y - 1;
  return 0;
}

/* The states of the world that the codes stand for; -1 where none. A file whose codes are mostly no
 * states numbers its own units, and a match would be an accident; simulated states are no real
 * ones. */
static void
match_world (PanelIndex *self, ComityDataset *dataset, ComityValueLabels *labels)
{
  gsize n_known = 0;

  for (gsize s = 0; s < self->n_states; s++)
    {
      PanelState *state = &self->states[s];
      int year = last_year_of (self, s);
      const char *label;

      state->world = -1;
      if (self->world == NULL || comity_dataset_is_simulated (dataset))
        continue;
      label = peek_label (labels, state->code);
      if (self->roles.codes != COMITY_CODES_UNKNOWN)
        state->world = comity_world_find_code (self->world, self->roles.codes, state->code, year);
      if (state->world < 0 && label != NULL)
        state->world = comity_world_find_state (self->world, label, year);
      n_known += state->world >= 0;
    }
  if ((double) n_known < MIN_KNOWN_SHARE * (double) self->n_states)
    for (gsize s = 0; s < self->n_states; s++)
      self->states[s].world = -1;
}

void
comity_panel_index_name_states (PanelIndex *self, ComityDataset *dataset)
{
  ComityColumn *column =
      comity_dataset_peek_column (dataset, (gsize) self->roles.column[COMITY_ROLE_STATE_A]);
  ComityValueLabels *labels = comity_column_peek_value_labels (column);

  match_world (self, dataset, labels);
  for (gsize s = 0; s < self->n_states; s++)
    {
      PanelState *state = &self->states[s];
      const char *label = peek_label (labels, state->code);

      if (state->world >= 0)
        {
          const ComityState *known = comity_world_peek_state (self->world, (gsize) state->world);

          state->region = known->region;
          state->name = g_strdup (known->name);
        }
      else
        {
          state->region = "";
          state->name = g_strdup (label != NULL ? label : state->code);
        }
    }
}

void
comity_panel_index_add_keys (PanelIndex *self)
{
  /* From the last to the first, so that of two states under one code the first is found unless the
   * world knows better; see comity_panel_find_state (). */
  for (gsize s = self->n_states; s > 0; s--)
    {
      g_hash_table_replace (self->state_keys, g_utf8_casefold (self->states[s - 1].name, -1),
                            GSIZE_TO_POINTER (s));
    }
  for (gsize s = self->n_states; s > 0; s--)
    g_hash_table_replace (self->state_keys, g_utf8_casefold (self->states[s - 1].code, -1),
                          GSIZE_TO_POINTER (s));
}
