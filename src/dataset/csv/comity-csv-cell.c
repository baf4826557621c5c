/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line and one cell of separated text (RFC 4180, read as widely as it is written), and numbers.
 * A quotation mark opens a quoted cell only where the cell begins; elsewhere it is a letter. */
#include "config.h"

#include "comity-csv-private.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
#if LDBL_MANT_DIG == 64
static const long double long_powers[] = { 1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
                                           1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                           1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L,
                                           1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L };
#endif

/* Lines */

static gboolean
opens_cell (const ComityCsv *self, const char *line, const char *quote)
{
  while (quote > line && quote[-1] == ' ')
    quote--;
  return quote == line || quote[-1] == self->separator;
}

/* After the mark that closes the quoted cell opened before @p; NULL when there is none. */
static const char *
skip_quoted (const char *p, const char *end)
{
  for (;;)
    {
      p = memchr (p, '"', (gsize) (end - p));
      if (p == NULL)
        return NULL;
      p++;
      if (p == end || *p != '"')
        return p;
      p++;
    }
}

const char *
comity_csv_find_line_end (const ComityCsv *self, const char *line, const char *end)
{
  const char *p = line;

  for (;;)
    {
      const char *newline = memchr (p, '\n', (gsize) (end - p));
      const char *quote;

      if (newline == NULL)
        newline = end;
      quote = self->has_quotes ? memchr (p, '"', (gsize) (newline - p)) : NULL;
      if (quote == NULL)
        return newline;
      p = opens_cell (self, line, quote) ? skip_quoted (quote + 1, end) : quote + 1;
      if (p == NULL)
        return NULL;
    }
}

const char *
comity_csv_skip_blank_line (const char *line)
{
  while (*line == ' ')
    line++;
  line += *line == '\r' && line[1] == '\n';
  return *line == '\n' ? line + 1 : NULL;
}

gsize
comity_csv_line_number (const ComityCsv *self, gsize offset)
{
  const char *end = self->text + MIN (offset, self->size);
  gsize n = 1;

  for (const char *p = self->text; (p = memchr (p, '\n', (gsize) (end - p))) != NULL; p++)
    n++;
  return n;
}

/* Cells */

static gboolean
ends_cell (const ComityCsv *self, const char *p)
{
  return *p == self->separator || *p == '\n' || (*p == '\r' && p[1] == '\n');
}

const char *
comity_csv_take_cell (const ComityCsv *self, const char *p, const char *end, ComityCsvCell *cell)
{
  const char *last;

  while (*p == ' ')
    p++;
  cell->is_quoted = *p == '"';
  cell->is_escaped = FALSE;
  cell->from = p;
  if (cell->is_quoted)
    {
      const char *close = skip_quoted (p + 1, end);

      if (close == NULL || close == end)
        return NULL;
      cell->from = p + 1;
      cell->length = (gsize) (close - 1 - cell->from);
      cell->is_escaped = memchr (cell->from, '"', cell->length) != NULL;
      for (p = close; *p == ' ';)
        p++;
      if (ends_cell (self, p))
        return p;
      /* Letters after the closing mark: the cell is what stands there, marks and all. */
      cell->is_quoted = cell->is_escaped = FALSE;
      cell->from = cell->from - 1;
    }

  while (!ends_cell (self, p))
    p++;
  for (last = p; last > cell->from && last[-1] == ' ';)
    last--;
  cell->length = (gsize) (last - cell->from);
  return p;
}

char *
comity_csv_cell_dup_text (const ComityCsvCell *cell)
{
  char *text = g_strndup (cell->from, cell->length);

  if (cell->is_escaped)
    {
      char *to = text;

      for (const char *p = text; *p != '\0'; p++)
        {
          *to++ = *p;
          p += *p == '"' && p[1] == '"';
        }
      *to = '\0';
    }
  return text;
}

/* Numbers */

/* w × 10^e where that is exact or correctly rounded; FALSE where more care is needed. */
static inline gboolean
scale_exactly (guint64 w, int n_digits, int e, double *value)
{
  /* Both factors are doubles without error: one rounding (Clinger 1990, doi:10.1145/93548.93557).
   */
  if (n_digits <= 15 && e >= -22 && e <= 22)
    {
      *value = e < 0 ? (double) w / powers[-e] : (double) w * powers[e];
      return TRUE;
    }
#if LDBL_MANT_DIG == 64
  /* The same with 64 bits. Rounding once more, to 53, is harmless unless the 11 bits cut off are
   * exactly one half. */
  if (n_digits <= 19 && e >= -27 && e <= 27 && w != 0)
    {
      long double x = e < 0 ? (long double) w / long_powers[-e] : (long double) w * long_powers[e];
      guint64 mantissa;

      memcpy (&mantissa, &x, sizeof mantissa);
      *value = (double) x;
      return (mantissa & 0x7ff) != 0x400;
    }
#endif
  return FALSE;
}

static const char *
take_number_slowly (const char *p, const char *end, char decimal, double *value)
{
  g_autofree char *text = g_strndup (p, (gsize) (end - p));
  char *point = strchr (text, decimal);

  if (point != NULL)
    *point = '.';
  *value = g_ascii_strtod (text, NULL);
  return end;
}

const char *
comity_csv_take_number (const char *p, char decimal, double *value)
{
  const char *start = p;
  gboolean negative = *p == '-';
  guint64 w = 0;
  int n_digits = 0;
  int exponent = 0;
  gboolean any = FALSE;

  p += *p == '-' || *p == '+';
  for (; (guint8) (*p - '0') < 10; p++)
    {
      w = w * 10 + (guint8) (*p - '0');
      n_digits += w != 0;
      any = TRUE;
    }
  if (*p == decimal)
    for (p++; (guint8) (*p - '0') < 10; p++)
      {
        w = w * 10 + (guint8) (*p - '0');
        n_digits += w != 0;
        exponent--;
        any = TRUE;
      }
  if (!any)
    return NULL;
  if (*p == 'e' || *p == 'E')
    {
      const char *q = p + 1;
      gboolean down = *q == '-';
      int e = 0;

      q += *q == '-' || *q == '+';
      if ((guint8) (*q - '0') >= 10)
        return NULL;
      for (; (guint8) (*q - '0') < 10; q++)
        e = MIN (e * 10 + (*q - '0'), 100000);
      exponent += down ? -e : e;
      p = q;
    }

  if (!scale_exactly (w, n_digits, exponent, value))
    return take_number_slowly (start, p, decimal, value);
  if (negative)
    *value = -*value;
  return p;
}

/* Meaning */

static gboolean
is_word (const ComityCsvCell *cell, const char *word)
{
  return strlen (word) == cell->length && memcmp (cell->from, word, cell->length) == 0;
}

ComityCsvMeaning
comity_csv_cell_meaning (const ComityCsv *self, const ComityCsvCell *cell, double *value, char *tag)
{
  static const char *const missing[] = { ".",    "NA",   "NaN",  "nan",  "N/A",
                                         "NULL", "null", "-nan", "#N/A", NULL };
  static const char *const infinite[] = { "Inf", "-Inf", "inf", "-inf", "+Inf", "+inf", NULL };
  const char *end;

  *tag = '.';
  if (cell->length == 0)
    return COMITY_CSV_IS_MISSING;
  if (!cell->is_escaped)
    {
      end = comity_csv_take_number (cell->from, self->decimal, value);
      if (end == cell->from + cell->length)
        return *value > COMITY_DOUBLE_MAX_VALID || *value < -COMITY_DOUBLE_MAX_VALID
                   ? COMITY_CSV_IS_MISSING
                   : COMITY_CSV_IS_NUMBER;
    }
  if (cell->length == 2 && cell->from[0] == '.' && g_ascii_islower (cell->from[1]))
    {
      *tag = cell->from[1];
      return COMITY_CSV_IS_MISSING;
    }
  for (gsize i = 0; missing[i] != NULL; i++)
    if (is_word (cell, missing[i]))
      return COMITY_CSV_IS_MISSING;
  /* No column holds an infinite value. */
  for (gsize i = 0; infinite[i] != NULL; i++)
    if (is_word (cell, infinite[i]))
      return COMITY_CSV_IS_MISSING;
  return COMITY_CSV_IS_TEXT;
}
