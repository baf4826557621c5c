/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column as read becomes the narrowest type that holds each of its values exactly. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-io-private.h"

#include <string.h>

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
        T narrow = is_missing (cell) ? (T)(missing + from_missing (cell)) : (T)cell;               \
                                                                                                   \
        memcpy (&to[i], &narrow, sizeof narrow);                                                   \
      }                                                                                            \
  }

#define INT32_IS_MISSING(x) ((x) > COMITY_INT32_MAX_VALID)
#define INT32_TAG(x) ((x)-COMITY_MISSING_INT32)

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
  return bits <= 26 ? (int)bits : 0;
}

static ComityColumnType
integer_type (double min, double max)
{
  if (min >= INT8_MIN_VALID && max <= COMITY_INT8_MAX_VALID)
    return COMITY_COLUMN_INT8;
  if (min >= INT16_MIN_VALID && max <= COMITY_INT16_MAX_VALID)
    return COMITY_COLUMN_INT16;
  return COMITY_COLUMN_INT32;
}

static ComityColumnType
narrow_integers (gsize n_rows, gpointer cells)
{
  const gint32 *x = cells;
  gint32 min = 0;
  gint32 max = 0;
  ComityColumnType type;

  for (gsize i = 0; i < n_rows; i++)
    {
      gint32 y = INT32_IS_MISSING (x[i]) ? 0 : x[i];

      min = MIN (min, y);
      max = MAX (max, y);
    }
  type = integer_type (min, max);
  if (type == COMITY_COLUMN_INT8)
    NARROW_TO (gint8, gint32, COMITY_MISSING_INT8, INT32_TAG, INT32_IS_MISSING)
  else if (type == COMITY_COLUMN_INT16)
    NARROW_TO (gint16, gint32, COMITY_MISSING_INT16, INT32_TAG, INT32_IS_MISSING)
  return type;
}

static ComityColumnType
narrow_doubles (gsize n_rows, gpointer cells)
{
  const double *x = cells;
  gboolean whole = TRUE;
  gboolean single = TRUE;
  double min = 0.0;
  double max = 0.0;

  for (gsize i = 0; i < n_rows && single; i++)
    {
      double y = comity_double_is_missing (x[i]) ? 0.0 : x[i];

      min = MIN (min, y);
      max = MAX (max, y);
      single = y >= -(double)COMITY_FLOAT_MAX_VALID && y <= (double)COMITY_FLOAT_MAX_VALID &&
               (double)(float)y == y;
    }
  /* Whole numbers beyond a float's 24 bits may still be 32-bit integers. */
  min = max = 0.0;
  for (gsize i = 0; i < n_rows && whole; i++)
    {
      double y = comity_double_is_missing (x[i]) ? 0.0 : x[i];

      min = MIN (min, y);
      max = MAX (max, y);
      whole = y >= -COMITY_INT32_MAX_VALID && y <= COMITY_INT32_MAX_VALID && y == (double)(gint32)y;
    }

  if (whole)
    {
      ComityColumnType type = integer_type (min, max);

      if (type == COMITY_COLUMN_INT8)
        NARROW_TO (gint8, double, COMITY_MISSING_INT8, double_tag, comity_double_is_missing)
      else if (type == COMITY_COLUMN_INT16)
        NARROW_TO (gint16, double, COMITY_MISSING_INT16, double_tag, comity_double_is_missing)
      else
        NARROW_TO (gint32, double, COMITY_MISSING_INT32, double_tag, comity_double_is_missing)
      return type;
    }
  if (single)
    {
      float *to = cells;

      for (gsize i = 0; i < n_rows; i++)
        {
          int tag = double_tag (x[i]);
          float y = comity_double_is_missing (x[i])
                        ? comity_missing_float (tag == 0 ? '.' : (char)('a' + tag - 1))
                        : (float)x[i];

          memcpy (&to[i], &y, sizeof y);
        }
      return COMITY_COLUMN_FLOAT;
    }
  return COMITY_COLUMN_DOUBLE;
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
      const char *text = comity_dictionary_peek (dictionary, (guint32)code);
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
