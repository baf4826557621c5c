/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dyad doctor's examinations of columns: without values, of one value, and with numbers that
 * stand for missing values. */
#include "config.h"

#include "comity-doctor-private.h"
#include "comity-number.h"

#include <math.h>

/* Rows read at a time. */
#define BLOCK 4096

/* Numbers that data sets of the field write where nothing is known (Polity's −66, −77 and −88 among
 * them: Marshall, Gurr and Jaggers, Polity IV Dataset Users' Manual), and columns full of nines. */
static const double codes[] = { -9,  -66,   -77,   -88,    -99,    -999,
                                -9999, -99999, 999, 9999, 99999, 999999 };

/* A positive code is one only so many widths of the other values above them: a large value of its
 * own kind may be all nines by chance. */
#define WIDTHS_ABOVE 2.0

typedef struct
{
  double low, high; /* of the values that are no code; NaN: there is none */
  gsize counts[G_N_ELEMENTS (codes)];
} CodeCount;

static gssize
find_code (double value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (value == codes[i])
      return (gssize) i;
  return -1;
}

static void
count_codes (ComityColumn *column, CodeCount *count)
{
  const gsize n_rows = comity_column_get_n_rows (column);
  double values[BLOCK];

  *count = (CodeCount){ NAN, NAN, { 0 } };
  for (gsize first = 0; first < n_rows; first += BLOCK)
    {
      const gsize n = MIN (BLOCK, n_rows - first);

      comity_column_read_doubles (column, first, n, values);
      for (gsize i = 0; i < n; i++)
        {
          const gssize code = find_code (values[i]);

          if (isnan (values[i]))
            continue;
          if (code >= 0)
            count->counts[code]++;
          else
            {
              count->low = fmin (count->low, values[i]);
              count->high = fmax (count->high, values[i]);
            }
        }
    }
}

/* A code is far from the values: below all of them where they are amounts (none is negative), or by
 * more than their whole width. */
static gboolean
stands_apart (const CodeCount *count, gsize code)
{
  const double width = count->high - count->low;

  if (count->counts[code] == 0 || isnan (count->low))
    return FALSE;
  if (codes[code] > 0.0)
    return codes[code] > count->high + WIDTHS_ABOVE * width;
  return count->low >= 0.0 || codes[code] < count->low - width;
}

/* Whether a look at the rows can find any: a code that stands apart is the smallest or the largest
 * value. */
static gboolean
is_suspect (ComityColumn *column)
{
  const ComityColumnSummary *summary;

  if (!comity_column_is_numeric (column))
    return FALSE;
  summary = comity_column_get_summary (column);
  return find_code (summary->min) >= 0 || find_code (summary->max) >= 0;
}

static gboolean
is_role (const PanelIndex *index, gsize column)
{
  for (guint role = 0; role < COMITY_N_ROLES; role++)
    if (role != COMITY_ROLE_OUTCOME && index->roles.column[role] == (gssize) column)
      return TRUE;
  return FALSE;
}

static char *
dup_value (double value)
{
  char buffer[COMITY_NUMBER_BUFFER];

  return comity_number_dup_set (g_ascii_formatd (buffer, sizeof buffer, "%.6g", value));
}

static void
examine_column (Doctor *doctor, ComityColumn *column)
{
  const gsize n_rows = comity_column_get_n_rows (column);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *rows = NULL;
  ComityFinding *finding;
  CodeCount count;
  gsize n = 0;
  Tally tally;

  count_codes (column, &count);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (stands_apart (&count, i))
      {
        g_autofree char *name = dup_value (codes[i]);

        comity_doctor_append_name (names, n++, name);
      }
  if (n == 0)
    return;
  comity_doctor_tally_init (&tally, doctor);
  for (gsize row = 0; row < n_rows; row++)
    {
      const gssize code = find_code (comity_column_get_double (column, row));

      if (code >= 0 && stands_apart (&count, (gsize) code))
        comity_doctor_tally_add (&tally, (guint32) row);
    }
  low = dup_value (count.low);
  high = dup_value (count.high);
  rows = comity_doctor_count (tally.count, "row", "rows");
  finding = comity_doctor_add_finding (
      doctor, COMITY_FINDING_MISSING_CODES, &tally,
      g_strdup_printf ("%s has %s in %s, far from its other values (%s to %s): probably no value "
                       "but a code for a missing one.",
                       comity_column_peek_name (column), names->str, rows, low, high));
  if (!doctor->index->bundled)
    finding->mend = g_strdup_printf ("%s:%s", comity_finding_kind_name (finding->kind),
                                     comity_column_peek_name (column));
}

void
comity_doctor_examine_missing_codes (Doctor *doctor, ComityProgress *progress)
{
  ComityDataset *dataset = doctor->panel->dataset;

  /* The tables of the world have no such codes. */
  if (doctor->index->bundled)
    return;
  for (gsize c = 0; c < comity_dataset_get_n_columns (dataset); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, c);

      if (comity_progress_is_cancelled (progress))
        return;
      if (!is_role (doctor->index, c) && is_suspect (column))
        examine_column (doctor, column);
    }
}

/* One cell of a column's bytes becomes ".". */
static void
set_missing (gpointer data, ComityColumnType type, gsize row)
{
  switch (type)
    {
    case COMITY_COLUMN_INT8:
      ((gint8 *) data)[row] = COMITY_MISSING_INT8;
      break;
    case COMITY_COLUMN_INT16:
      ((gint16 *) data)[row] = COMITY_MISSING_INT16;
      break;
    case COMITY_COLUMN_INT32:
      ((gint32 *) data)[row] = COMITY_MISSING_INT32;
      break;
    case COMITY_COLUMN_FLOAT:
      ((float *) data)[row] = comity_missing_float ('.');
      break;
    case COMITY_COLUMN_DOUBLE:
      ((double *) data)[row] = comity_missing_double ('.');
      break;
    case COMITY_COLUMN_STRING:
    default:
      g_assert_not_reached ();
    }
}

ComityColumn *
comity_doctor_without_missing_codes (ComityColumn *column, gsize *n_cells, GError **error)
{
  const gsize n_rows = comity_column_get_n_rows (column);
  const ComityColumnType type = comity_column_get_type (column);
  const gsize width = comity_column_type_width (type);
  CodeCount count;
  ComityColumn *mended;
  guint8 *data;

  *n_cells = 0;
  if (!is_suspect (column))
    return NULL;
  count_codes (column, &count);
  data = g_try_malloc_n (MAX (n_rows, 1), width);
  if (data == NULL)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "There is not enough memory for another column %s.",
                   comity_column_peek_name (column));
      return NULL;
    }
  memcpy (data, comity_column_peek_data (column), n_rows * width);
  for (gsize row = 0; row < n_rows; row++)
    {
      const gssize code = find_code (comity_column_get_double (column, row));

      if (code < 0 || !stands_apart (&count, (gsize) code))
        continue;
      set_missing (data, type, row);
      (*n_cells)++;
    }
  mended = comity_column_new_take (comity_column_peek_name (column), type, n_rows, data);
  comity_column_set_label (mended, comity_column_peek_label (column));
  comity_column_set_format (mended, comity_column_peek_format (column));
  if (comity_column_peek_value_labels (column) != NULL)
    comity_column_set_value_labels (mended, comity_column_peek_value_labels (column));
  return mended;
}

/* A finding of columns has no rows. */
static void
add_column_finding (
    Doctor *doctor, ComityFindingKind kind, gsize count, const char *one, const char *many,
    const GString *names)
{
  Tally none;
  ComityFinding *finding;
  g_autofree char *columns = comity_doctor_count (count, one, many);

  comity_doctor_tally_init (&none, doctor);
  none.count = count;
  finding = comity_doctor_add_finding (doctor, kind, &none,
                                       g_strdup_printf ("%s: %s.", columns, names->str));
  g_clear_pointer (&finding->rows, g_free);
}

void
comity_doctor_examine_columns (Doctor *doctor, ComityProgress *progress)
{
  ComityDataset *dataset = doctor->panel->dataset;
  g_autoptr (GString) constant = g_string_new (NULL);
  g_autoptr (GString) empty = g_string_new (NULL);
  gsize n_constant = 0;
  gsize n_empty = 0;
  gsize n_columns = comity_dataset_get_n_columns (dataset);

  for (gsize c = 0; c < n_columns && !comity_progress_is_cancelled (progress); c++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, c);
      const ComityColumnSummary *summary = comity_column_get_summary (column);

      if (summary->n_missing == comity_column_get_n_rows (column))
        comity_doctor_append_name (empty, n_empty++, comity_column_peek_name (column));
      else if (summary->n_distinct == 1 && comity_column_get_n_rows (column) > 1)
        comity_doctor_append_name (constant, n_constant++, comity_column_peek_name (column));
      comity_progress_set (progress, 0.5 + 0.5 * (double) (c + 1) / (double) n_columns);
    }
  if (n_constant > 0)
    add_column_finding (doctor, COMITY_FINDING_CONSTANT_COLUMN, n_constant,
                        "column has one value only", "columns have one value only", constant);
  if (n_empty > 0)
    add_column_finding (doctor, COMITY_FINDING_EMPTY_COLUMN, n_empty, "column has no values",
                        "columns have no values", empty);
}
