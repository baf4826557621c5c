/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of separated text it is: the separator that cuts its first lines most evenly, the
 * decimal sign, whether the first line names the columns, and what the columns seem to hold. */
#include "config.h"

#include "comity-csv-private.h"

#include <string.h>

#define MAX_LINES 50           /* looked at for the separator and the header */
#define MAX_HEAD (1024 * 1024) /* bytes they may take */
#define LINES_PER_CHUNK 20     /* looked at for the kinds of the columns */

/* Begins and ends of the first lines that are not blank. */
typedef struct
{
  const char *from[MAX_LINES];
  const char *to[MAX_LINES]; /* the newline, or the end of the text */
  gsize n;
} Head;

/* Cells of the line, which must end with a newline at @to. */
static gsize
count_cells (const ComityCsv *self, const char *from, const char *to)
{
  gsize n = 0;
  ComityCsvCell cell;

  for (const char *p = from;; p++)
    {
      p = comity_csv_take_cell (self, p, to + 1, &cell);
      n++;
      if (p == NULL || *p != self->separator)
        return n;
    }
}

/* A copy of the first lines that surely ends with a newline. */
static char *
dup_head (const ComityCsv *self, gsize *size)
{
  char *copy;

  *size = MIN (self->size, MAX_HEAD);
  copy = g_malloc (*size + 2);
  memcpy (copy, self->text, *size);
  memcpy (copy + *size, "\n", 2);
  return copy;
}

static void
find_head (const ComityCsv *self, const char *text, gsize size, Head *head)
{
  const char *end = text + size;
  const char *line = text;

  head->n = 0;
  while (line < end && head->n < MAX_LINES)
    {
      const char *line_end = comity_csv_find_line_end (self, line, end + 1);

      /* The last line may be cut by the size of the head. */
      if (line_end == NULL || line_end > end ||
          (line_end == end && size == MAX_HEAD && head->n > 1))
        break;
      if (comity_csv_skip_blank_line (line) == NULL)
        {
          head->from[head->n] = line;
          head->to[head->n++] = line_end;
        }
      line = line_end + 1;
    }
}

static void
guess_separator (ComityCsv *self, const char *text, gsize size)
{
  const char *candidates = g_str_has_suffix (self->source->name, ".tsv") ? "\t,;|" : ",;\t|";
  double best_score = 0.0;
  char best = candidates[0];

  for (const char *c = candidates; *c != '\0'; c++)
    {
      Head head;
      gsize n_alike = 0;
      gsize n_cells = 0;
      double score;

      self->separator = *c;
      find_head (self, text, size, &head);
      /* The number of cells that most lines share. */
      for (gsize i = 0; i < head.n; i++)
        {
          gsize n = count_cells (self, head.from[i], head.to[i]);
          gsize alike = 0;

          for (gsize k = 0; k < head.n; k++)
            alike += count_cells (self, head.from[k], head.to[k]) == n;
          if (n > 1 && alike > n_alike)
            {
              n_alike = alike;
              n_cells = n;
            }
          if (alike * 2 > head.n)
            break;
        }
      /* Evenness first, then the number of cells. */
      score = head.n > 0 ? (double) n_alike / (double) head.n + (double) MIN (n_cells, 1000) * 1e-6
                         : 0.0;
      if (n_alike > 0 && score > best_score)
        {
          best_score = score;
          best = *c;
        }
    }
  self->separator = best;
}

static gboolean
looks_like (const ComityCsvCell *cell, char decimal)
{
  const char *point = memchr (cell->from, decimal, cell->length);
  double value;

  return point != NULL &&
         comity_csv_take_number (cell->from, decimal, &value) == cell->from + cell->length;
}

/* The comma is the decimal sign where numbers are written so and none has a point. */
static void
guess_decimal (ComityCsv *self, const Head *head)
{
  gboolean comma = FALSE;
  gboolean point = FALSE;

  self->decimal = '.';
  if (self->separator == ',')
    return;
  for (gsize i = 0; i < head->n; i++)
    for (const char *p = head->from[i];; p++)
      {
        ComityCsvCell cell;

        p = comity_csv_take_cell (self, p, head->to[i] + 1, &cell);
        if (p == NULL)
          break;
        comma |= looks_like (&cell, ',');
        point |= looks_like (&cell, '.');
        if (*p != self->separator)
          break;
      }
  if (comma && !point)
    self->decimal = ',';
}

typedef struct
{
  gsize n_numbers;
  gsize n_texts;
} Tally;

static GPtrArray *
take_line (const ComityCsv *self,
           const char *from,
           const char *to,
           ComityCsvMeaning *meanings,
           gsize n_max)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = from;; p++)
    {
      ComityCsvCell cell;
      double value;
      char tag;

      p = comity_csv_take_cell (self, p, to + 1, &cell);
      if (p == NULL)
        break;
      if (texts->len < n_max && meanings != NULL)
        meanings[texts->len] = comity_csv_cell_meaning (self, &cell, &value, &tag);
      g_ptr_array_add (texts, comity_csv_cell_dup_text (&cell));
      if (*p != self->separator)
        break;
    }
  return texts;
}

/* Years in a row (1960, 1961 …) name the columns of a wide table though they are numbers. */
static gboolean
are_years (GPtrArray *texts, const ComityCsvMeaning *meanings)
{
  gint64 before = 0;
  gsize n = 0;

  for (guint i = 0; i < texts->len; i++)
    {
      gint64 year = g_ascii_strtoll (g_ptr_array_index (texts, i), NULL, 10);

      if (meanings[i] != COMITY_CSV_IS_NUMBER)
        continue;
      if (year < 1500 || year > 2200 || (n > 0 && year != before + 1))
        return FALSE;
      before = year;
      n++;
    }
  return n >= 2 && n < texts->len;
}

/* The first line is a header when it has no number; a number among names is one only in a header of
 * years, or where the line says less than the lines below. */
static gboolean
first_line_is_header (GPtrArray *texts, const ComityCsvMeaning *meanings, const Tally *tallies)
{
  gboolean any_number = FALSE;
  gboolean any_text = FALSE;

  for (guint i = 0; i < texts->len; i++)
    {
      any_number |= meanings[i] == COMITY_CSV_IS_NUMBER;
      any_text |= meanings[i] == COMITY_CSV_IS_TEXT;
      /* A word above numbers names them. */
      if (meanings[i] == COMITY_CSV_IS_TEXT && tallies[i].n_numbers > 0 && tallies[i].n_texts == 0)
        return TRUE;
    }
  return (any_text && !any_number) || are_years (texts, meanings);
}

static void
name_columns (ComityCsv *self, GPtrArray *texts, gboolean is_header)
{
  gsize extra = self->n_columns - texts->len; /* row names, which R leaves without a header */

  self->names = g_new0 (char *, self->n_columns + 1);
  for (gsize i = 0; i < self->n_columns; i++)
    {
      g_autofree char *name = !is_header  ? g_strdup ("")
                              : i < extra ? g_strdup ("row")
                                          : g_strdup (g_ptr_array_index (texts, i - extra));

      self->names[i] = comity_column_names_choose (&self->told, g_strstrip (name), i);
    }
}

static void
read_header (ComityCsv *self, const Head *head, const char *text)
{
  gsize n_first = count_cells (self, head->from[0], head->to[0]);
  g_autofree ComityCsvMeaning *meanings = g_new0 (ComityCsvMeaning, n_first + 1);
  g_autofree Tally *tallies = g_new0 (Tally, n_first + 1);
  g_autoptr (GPtrArray) texts = take_line (self, head->from[0], head->to[0], meanings, n_first);
  gsize n_longer = 0;
  gboolean is_header;

  for (gsize i = 1; i < head->n; i++)
    {
      g_autofree ComityCsvMeaning *below = g_new0 (ComityCsvMeaning, n_first + 1);
      g_autoptr (GPtrArray) cells = take_line (self, head->from[i], head->to[i], below, n_first);

      n_longer += cells->len == n_first + 1;
      for (gsize k = 0; k < MIN (cells->len, n_first); k++)
        {
          tallies[k].n_numbers += below[k] == COMITY_CSV_IS_NUMBER;
          tallies[k].n_texts += below[k] == COMITY_CSV_IS_TEXT;
        }
    }

  is_header = first_line_is_header (texts, meanings, tallies);
  self->n_columns = n_first + (is_header && head->n > 1 && n_longer == head->n - 1);
  name_columns (self, texts, is_header);
  self->body = (gsize) ((is_header ? head->to[0] + 1 : head->from[0]) - text);
  self->body = MIN (self->body, self->size);
}

gboolean
comity_csv_guess_dialect (ComityCsv *self, GError **error)
{
  gsize size;
  g_autofree char *text = dup_head (self, &size);
  Head head;

  guess_separator (self, text, size);
  find_head (self, text, size, &head);
  if (head.n == 0)
    {
      gboolean blank = strspn (text, " \t\r\n") >= size;

      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED,
                   blank ? "“%s” holds nothing but blank lines."
                         : "“%s”, line 1: a quotation mark is never closed.",
                   self->source->name);
      return FALSE;
    }
  guess_decimal (self, &head);
  read_header (self, &head, text);
  return TRUE;
}

/* Kinds */

static void
look_at_line (ComityCsv *self, const char *from, const char *end)
{
  const char *p = from;

  for (gsize k = 0; k < self->n_columns; k++, p++)
    {
      ComityCsvCell cell;
      ComityCsvMeaning meaning;
      double value;
      char tag;

      p = comity_csv_take_cell (self, p, end, &cell);
      if (p == NULL)
        return;
      meaning = comity_csv_cell_meaning (self, &cell, &value, &tag);
      if (meaning == COMITY_CSV_IS_TEXT)
        self->kinds[k] = COMITY_CSV_STRING;
      else if (meaning == COMITY_CSV_IS_NUMBER && self->kinds[k] == COMITY_CSV_INTEGER &&
               !(value >= -COMITY_INT32_MAX_VALID && value <= COMITY_INT32_MAX_VALID &&
                 value == (double) (gint32) value))
        self->kinds[k] = COMITY_CSV_DOUBLE;
      if (*p != self->separator)
        return;
    }
}

void
comity_csv_guess_kinds (ComityCsv *self)
{
  self->kinds = g_new0 (ComityCsvKind, self->n_columns + 1);
  for (gsize k = 0; k < self->n_columns && self->is_text != NULL; k++)
    if (self->is_text[k])
      self->kinds[k] = COMITY_CSV_STRING;
  for (gsize i = 0; i < self->n_chunks; i++)
    {
      const ComityCsvChunk *chunk = &self->chunks[i];
      const char *line = chunk->from;

      for (gsize k = 0; k < LINES_PER_CHUNK && line < chunk->to; k++)
        {
          look_at_line (self, line, chunk->to);
          line = comity_csv_find_line_end (self, line, chunk->to) + 1;
        }
    }
}
