/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column as read becomes the narrowest type that holds each of its values exactly. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-io-private.h"

#include <math.h>
#include <string.h>

#define BLOCK 512
#define INT8_MIN_VALID (-127)
#define INT16_MIN_VALID (-32767)

/* To a narrower integer, which is never larger than what it replaces: in place. */
#define NARROW_TO(T, FROM, missing, from_missing, is_missing)                                      \
  {                                                                                                \
    const FROM *from = cells;                                                                      \
    T *to = cells;                                                                                 \
                                                                                                   \
    for (gsize i = 0; i < n_rows; i++)                                                             \
      {                                                                                            \
        FROM cell = from[i];                                                                       \
        T narrow = is_missing (cell) ? (T) (missing + from_missing (cell)) : (T) cell;             \
                                                                                                   \
        memcpy (&to[i], &narrow, sizeof narrow);                                                   \
      }                                                                                            \
  }

#define INT32_IS_MISSING(x) ((x) > COMITY_INT32_MAX_VALID)
#define INT32_TAG(x) ((x) -COMITY_MISSING_INT32)

/* 0 for ".", 1 … 26 for ".a" … ".z". */
static int
double_tag (double x)
{
  guint64 bits;
  guint64 first;
  double dot = comity_missing_double ('.');

  memcpy (&bits, &x, sizeof bits);
  memcpy (&first, &dot, sizeof first);
  bits = (bits - first) >> 40;
  return bits <= 26 ? (int) bits : 0;
}

/* What is known of the values seen so far. */
typedef struct
{
  gboolean whole;  /* all are 32-bit integers */
  gboolean single; /* all are floats */
  double min;      /* of the whole ones, and of 0 */
  double max;
} Range;

static void
look_at (Range *range, const double *x, gsize n)
{
  for (gsize i = 0; i < n && (range->whole || range->single); i++)
    {
      double y = comity_double_is_missing (x[i]) ? 0.0 : x[i];

      range->min = MIN (range->min, y);
      range->max = MAX (range->max, y);
      range->whole = range->whole && y >= -COMITY_INT32_MAX_VALID && y <= COMITY_INT32_MAX_VALID &&
                     y == (double) (gint32) y;
      range->single = range->single && y >= -(double) COMITY_FLOAT_MAX_VALID &&
                      y <= (double) COMITY_FLOAT_MAX_VALID && (double) (float) y == y;
    }
}

static ComityColumnType
narrowest (const Range *range)
{
  if (!range->whole)
    return range->single ? COMITY_COLUMN_FLOAT : COMITY_COLUMN_DOUBLE;
  if (range->min >= INT8_MIN_VALID && range->max <= COMITY_INT8_MAX_VALID)
    return COMITY_COLUMN_INT8;
  if (range->min >= INT16_MIN_VALID && range->max <= COMITY_INT16_MAX_VALID)
    return COMITY_COLUMN_INT16;
  return COMITY_COLUMN_INT32;
}

static ComityColumnType
narrow_integers (gsize n_rows, gpointer cells)
{
  const gint32 *x = cells;
  Range range = { TRUE, FALSE, 0.0, 0.0 };
  gint32 min = 0;
  gint32 max = 0;
  ComityColumnType type;

  for (gsize i = 0; i < n_rows; i++)
    {
      gint32 y = INT32_IS_MISSING (x[i]) ? 0 : x[i];

      min = MIN (min, y);
      max = MAX (max, y);
    }
  range.min = min;
  range.max = max;
  type = narrowest (&range);
  if (type == COMITY_COLUMN_INT8)
    NARROW_TO (gint8, gint32, COMITY_MISSING_INT8, INT32_TAG, INT32_IS_MISSING)
  else if (type == COMITY_COLUMN_INT16)
    NARROW_TO (gint16, gint32, COMITY_MISSING_INT16, INT32_TAG, INT32_IS_MISSING)
  return type;
}

static float
to_float (double x)
{
  int tag = double_tag (x);

  if (!comity_double_is_missing (x))
    return (float) x;
  return comity_missing_float (tag == 0 ? '.' : (char) ('a' + tag - 1));
}

static ComityColumnType
narrow_doubles (gsize n_rows, gpointer cells)
{
  const double *x = cells;
  Range range = { TRUE, TRUE, 0.0, 0.0 };
  ComityColumnType type;

  look_at (&range, x, n_rows);
  type = narrowest (&range);
  if (type == COMITY_COLUMN_INT8)
    NARROW_TO (gint8, double, COMITY_MISSING_INT8, double_tag, comity_double_is_missing)
  else if (type == COMITY_COLUMN_INT16)
    NARROW_TO (gint16, double, COMITY_MISSING_INT16, double_tag, comity_double_is_missing)
  else if (type == COMITY_COLUMN_INT32)
    NARROW_TO (gint32, double, COMITY_MISSING_INT32, double_tag, comity_double_is_missing)
  else if (type == COMITY_COLUMN_FLOAT)
    for (gsize i = 0; i < n_rows; i++)
      {
        float y = to_float (x[i]);

        memcpy ((float *) cells + i, &y, sizeof y);
      }
  return type;
}

ComityColumnType
comity_column_narrowest_type (const ComityColumn *column)
{
  gsize n_rows = comity_column_get_n_rows (column);
  Range range = { TRUE, TRUE, 0.0, 0.0 };
  double x[BLOCK];

  g_return_val_if_fail (comity_column_is_numeric (column), COMITY_COLUMN_STRING);

  for (gsize row = 0; row < n_rows; row += BLOCK)
    {
      gsize n = MIN (BLOCK, n_rows - row);

      comity_column_read_doubles (column, row, n, x);
      look_at (&range, x, n);
    }
  return narrowest (&range);
}

static gboolean
fits (ComityColumnType type, double x)
{
  static const double least[] = { G_MININT8, G_MININT16, G_MININT32,
                                  -(double) COMITY_FLOAT_MAX_VALID, -COMITY_DOUBLE_MAX_VALID };
  static const double largest[] = { COMITY_INT8_MAX_VALID, COMITY_INT16_MAX_VALID,
                                    COMITY_INT32_MAX_VALID, (double) COMITY_FLOAT_MAX_VALID,
                                    COMITY_DOUBLE_MAX_VALID };

  if (x < least[type] || x > largest[type])
    return FALSE;
  return type == COMITY_COLUMN_DOUBLE ||
         (type == COMITY_COLUMN_FLOAT ? (double) (float) x == x : x == floor (x));
}

/* A value that fits, or the missing value of @tag when it is not 0. */
static void
put_cell (gpointer to, gsize row, ComityColumnType type, double x, char tag)
{
  int index = tag == 0 || tag == '.' ? 0 : tag - 'a' + 1;

  switch (type)
    {
    case COMITY_COLUMN_INT8:
      ((gint8 *) to)[row] = tag ? (gint8) (COMITY_MISSING_INT8 + index) : (gint8) x;
      break;
    case COMITY_COLUMN_INT16:
      ((gint16 *) to)[row] = tag ? (gint16) (COMITY_MISSING_INT16 + index) : (gint16) x;
      break;
    case COMITY_COLUMN_INT32:
      ((gint32 *) to)[row] = tag ? COMITY_MISSING_INT32 + index : (gint32) x;
      break;
    case COMITY_COLUMN_FLOAT:
      ((float *) to)[row] = tag ? comity_missing_float (tag) : (float) x;
      break;
    default:
      ((double *) to)[row] = tag ? comity_missing_double (tag) : x;
      break;
    }
}

ComityColumn *
comity_column_new_converted (ComityColumn *column, ComityColumnType type)
{
  const char *name = comity_column_peek_name (column);
  gsize n_rows = comity_column_get_n_rows (column);
  gboolean is_string = !comity_column_is_numeric (column);
  gpointer to;
  double x[BLOCK];

  if (comity_column_get_type (column) == type)
    return comity_column_renamed (column, name);
  if (is_string || type == COMITY_COLUMN_STRING)
    return NULL;

  to = g_try_malloc_n (n_rows + 1, comity_column_type_width (type));
  for (gsize row = 0; row < n_rows && to != NULL; row += BLOCK)
    {
      gsize n = MIN (BLOCK, n_rows - row);

      comity_column_read_doubles (column, row, n, x);
      for (gsize i = 0; i < n; i++)
        {
          char tag = x[i] == x[i] ? 0 : comity_column_get_missing_tag (column, row + i);

          if (tag == 0 && !fits (type, x[i]))
            {
              g_free (to);
              return NULL;
            }
          put_cell (to, row + i, type, x[i], tag);
        }
    }
  return to != NULL ? comity_column_new_take (name, type, n_rows, to) : NULL;
}

static ComityColumn *
new_shrunk (const char *name, ComityColumnType type, gsize n_rows, gpointer cells)
{
  cells = g_realloc (cells, MAX (n_rows, 1) * comity_column_type_width (type));
  return comity_column_new_take (name, type, n_rows, cells);
}

ComityColumn *
comity_column_new_narrowed_int32 (const char *name, gsize n_rows, gint32 *cells)
{
  return new_shrunk (name, narrow_integers (n_rows, cells), n_rows, cells);
}

ComityColumn *
comity_column_new_narrowed_double (const char *name, gsize n_rows, double *cells)
{
  return new_shrunk (name, narrow_doubles (n_rows, cells), n_rows, cells);
}

ComityColumn *
comity_column_new_logical (const char *name,
                           gsize n_rows,
                           const guint32 *codes,
                           ComityDictionary *dictionary)
{
  static const struct
  {
    const char *word;
    gint8 value;
  } words[] = {
    { "TRUE", 1 },
    { "True", 1 },
    { "true", 1 },
    { "FALSE", 0 },
    { "False", 0 },
    { "false", 0 },
    { "NA", COMITY_MISSING_INT8 },
  };
  gint8 values[G_N_ELEMENTS (words) + 1] = { COMITY_MISSING_INT8 };
  gsize n = comity_dictionary_get_n (dictionary);
  gboolean any = FALSE;
  gint8 *cells;

  if (n > G_N_ELEMENTS (values))
    return NULL;
  for (gsize code = 1; code < n; code++)
    {
      const char *text = comity_dictionary_peek (dictionary, (guint32) code);
      gsize i = 0;

      while (i < G_N_ELEMENTS (words) && strcmp (text, words[i].word) != 0)
        i++;
      if (i == G_N_ELEMENTS (words))
        return NULL;
      values[code] = words[i].value;
      any |= words[i].value <= 1;
    }
  if (!any)
    return NULL;

  cells = g_new (gint8, n_rows + 1);
  for (gsize row = 0; row < n_rows; row++)
    cells[row] = values[codes[row]];
  return comity_column_new_take (name, COMITY_COLUMN_INT8, n_rows, cells);
}
