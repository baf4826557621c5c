/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separated text before its cells are read: its encoding, and its cutting into chunks of whole
 * lines. Where newlines may stand within quotes, a chunk's beginning is found from the number of
 * quotation marks before it, and checked: the lines of the chunk before must end just there. */
#include "config.h"

#include "comity-csv-private.h"
#include "comity-parallel.h"

#include <string.h>
#include <uchardet/uchardet.h>

#define CHUNK_SIZE (1024 * 1024)
#define MAX_DETECT (1024 * 1024) /* bytes shown to the detector */
#define FEW_LETTERS 20           /* beyond ASCII: too few to tell languages apart */

typedef struct
{
  gsize n_quotes;
  gboolean has_high;
  gboolean has_nul;
  const char *invalid; /* the first byte that is not UTF-8, NULL: none */
} Part;

typedef struct
{
  const char *text;
  gsize size;
  Part *parts;
} Survey;

/* The first letter that begins at @at or after it; a letter has at most four bytes. */
static gsize
letter_from (const Survey *survey, gsize at)
{
  gsize last = MIN (at + 3, survey->size);

  while (at > 0 && at < last && ((guint8) survey->text[at] & 0xc0) == 0x80)
    at++;
  return at;
}

static void
survey_in_thread (gsize piece, gpointer user_data)
{
  Survey *survey = user_data;
  gsize from = piece * CHUNK_SIZE;
  gsize to = MIN (from + CHUNK_SIZE, survey->size);
  const guint8 *text = (const guint8 *) survey->text;
  gsize n_quotes = 0;

  /* Short inner loops over bytes are what the compiler turns into vector code. */
  for (gsize block = from; block < to; block += 128)
    {
      gsize last = MIN (block + 128, to);
      guint8 any = 0;
      guint8 n = 0;
      guint8 nul = 0;

      for (gsize i = block; i < last; i++)
        {
          any |= text[i];
          n += text[i] == '"';
          nul |= text[i] == 0;
        }
      n_quotes += n;
      survey->parts[piece].has_high |= any >= 0x80;
      survey->parts[piece].has_nul |= nul;
    }
  survey->parts[piece].n_quotes = n_quotes;
  if (survey->parts[piece].has_high)
    {
      const char *start = survey->text + letter_from (survey, from);
      const char *end = survey->text + letter_from (survey, to);
      const char *invalid;

      if (!g_utf8_validate (start, end - start, &invalid))
        survey->parts[piece].invalid = invalid;
    }
}

static gsize
n_pieces_of (gsize size)
{
  return (size + CHUNK_SIZE - 1) / CHUNK_SIZE;
}

/* The parts, and after them one that sums them up. */
static Part *
survey (ComityCsv *self, ComityProgress *progress)
{
  gsize n = n_pieces_of (self->size);
  Survey s = { self->text, self->size, g_new0 (Part, n + 1) };

  comity_parallel_for (n, 0, survey_in_thread, &s, progress);
  self->has_quotes = self->has_high = FALSE;
  for (gsize i = 0; i < n; i++)
    {
      self->has_quotes |= s.parts[i].n_quotes > 0;
      self->has_high |= s.parts[i].has_high;
      s.parts[n].has_nul |= s.parts[i].has_nul;
      if (s.parts[n].invalid == NULL)
        s.parts[n].invalid = s.parts[i].invalid;
    }
  return s.parts;
}

/* Encoding */

static gboolean
convert (ComityCsv *self, const char *text, gsize size, const char *encoding)
{
  gsize n;
  char *converted = g_convert (text, (gssize) size, "UTF-8", encoding, NULL, &n, NULL);

  if (converted == NULL)
    return FALSE;
  g_free (self->converted);
  g_free (self->encoding);
  self->converted = converted;
  self->encoding = g_strdup (encoding);
  self->text = converted;
  self->size = n;
  return TRUE;
}

/* A byte order mark settles it; TRUE when there was one and the text is now UTF-8. */
static gboolean
obey_byte_order_mark (ComityCsv *self, gboolean *failed)
{
  static const struct
  {
    const char *mark;
    gsize length;
    const char *encoding;
  } marks[] = {
    { "\xef\xbb\xbf", 3, "UTF-8" },    { "\xff\xfe\0\0", 4, "UTF-32LE" },
    { "\0\0\xfe\xff", 4, "UTF-32BE" }, { "\xff\xfe", 2, "UTF-16LE" },
    { "\xfe\xff", 2, "UTF-16BE" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (self->size >= marks[i].length && memcmp (self->text, marks[i].mark, marks[i].length) == 0)
      {
        self->text += marks[i].length;
        self->size -= marks[i].length;
        *failed = i > 0 && !convert (self, self->text, self->size, marks[i].encoding);
        return TRUE;
      }
  return FALSE;
}

/* The lines with letters beyond ASCII are what tells encodings apart. */
static char *
detect_encoding (ComityCsv *self, gsize *n_letters)
{
  uchardet_t detector = uchardet_new ();
  const char *end = self->text + self->size;
  gsize shown = 0;
  char *encoding;

  *n_letters = 0;
  for (const char *line = self->text; line < end && shown < MAX_DETECT;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *next = newline ? newline + 1 : end;
      gsize before = *n_letters;

      for (const char *p = line; p < next; p++)
        *n_letters += (guint8) *p >= 0x80;
      if (*n_letters > before)
        {
          uchardet_handle_data (detector, line, (gsize) (next - line));
          shown += (gsize) (next - line);
        }
      line = next;
    }
  uchardet_data_end (detector);
  encoding = g_strdup (uchardet_get_charset (detector));
  uchardet_delete (detector);
  return encoding;
}

static gboolean
is_single_byte (const char *encoding)
{
  return g_str_has_prefix (encoding, "ISO-8859") || g_str_has_prefix (encoding, "WINDOWS-") ||
         g_str_has_prefix (encoding, "MAC-") || g_str_has_prefix (encoding, "IBM") ||
         g_str_has_prefix (encoding, "TIS") || g_str_has_prefix (encoding, "VISCII") ||
         g_str_has_prefix (encoding, "KOI8");
}

static gboolean
settle_encoding (ComityCsv *self, const Part *all, GError **error)
{
  g_autofree char *encoding = NULL;
  gsize n_letters;

  if (all->has_nul)
    {
      const char *nul = memchr (self->text, 0, self->size);

      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_ENCODING,
                   "“%s” is not text: there is a zero byte in line %" G_GSIZE_FORMAT ".",
                   self->source->name, comity_csv_line_number (self, (gsize) (nul - self->text)));
      return FALSE;
    }
  if (all->invalid == NULL)
    return TRUE;

  encoding = detect_encoding (self, &n_letters);
  if (n_letters < FEW_LETTERS && is_single_byte (encoding))
    {
      g_free (encoding);
      encoding = g_strdup ("WINDOWS-1252");
    }
  if (encoding[0] != '\0' && convert (self, self->text, self->size, encoding))
    return TRUE;
  g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_ENCODING,
               "The encoding of “%s” cannot be recognised: it is not UTF-8 in line %" G_GSIZE_FORMAT
               "; save the file as UTF-8 and open it again.",
               self->source->name,
               comity_csv_line_number (self, (gsize) (all->invalid - self->text)));
  return FALSE;
}

/* Lines that end with CR alone, as old Macintoshes wrote them. */
static void
mend_line_ends (ComityCsv *self)
{
  if (memchr (self->text, '\n', self->size) != NULL ||
      memchr (self->text, '\r', self->size) == NULL)
    return;

  if (self->converted == NULL)
    {
      self->converted = g_memdup2 (self->text, self->size);
      self->text = self->converted;
    }
  for (gsize i = 0; i < self->size; i++)
    if (self->converted[i] == '\r')
      self->converted[i] = '\n';
}

gboolean
comity_csv_open (ComityCsv *self, ComityProgress *progress, GError **error)
{
  g_autofree Part *parts = NULL;
  gboolean failed = FALSE;

  self->text = (const char *) self->source->data;
  self->size = self->source->size;
  obey_byte_order_mark (self, &failed);
  if (failed)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_ENCODING,
                   "“%s” begins as UTF-16 or UTF-32 text but does not go on so.",
                   self->source->name);
      return FALSE;
    }
  parts = survey (self, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;
  if (!settle_encoding (self, &parts[n_pieces_of (self->size)], error))
    return FALSE;
  mend_line_ends (self);
  return comity_csv_guess_dialect (self, error);
}

/* Chunks */

typedef struct
{
  const ComityCsv *csv;
  gboolean *broken; /* n_chunks: the last line goes beyond the chunk */
} Count;

static void
count_in_thread (gsize piece, gpointer user_data)
{
  Count *count = user_data;
  ComityCsvChunk *chunk = &count->csv->chunks[piece];
  const char *line = chunk->from;

  chunk->n_rows = 0;
  while (line < chunk->to)
    {
      const char *line_end = comity_csv_find_line_end (count->csv, line, chunk->to);

      if (line_end == NULL || line_end == chunk->to)
        {
          count->broken[piece] = TRUE;
          return;
        }
      chunk->n_rows += comity_csv_skip_blank_line (line) == NULL;
      line = line_end + 1;
    }
}

static void
add_chunk (GArray *chunks, const ComityCsv *self, const char *from, const char *to)
{
  ComityCsvChunk chunk = { from, to, (gsize) (from - self->text), 0, NULL };

  if (from < to)
    g_array_append_val (chunks, chunk);
}

/* Boundaries after the newlines that have an even number of quotation marks before them. */
static GArray *
cut_by_parity (const ComityCsv *self)
{
  GArray *chunks = g_array_new (FALSE, TRUE, sizeof (ComityCsvChunk));
  const char *end = self->text + self->size;
  const char *from = self->text + self->body;

  while (from < end)
    {
      const char *target = MIN (from + CHUNK_SIZE, end);
      const char *to = end;
      gboolean inside = FALSE;

      if (self->has_quotes)
        for (const char *p = from; (p = memchr (p, '"', (gsize) (target - p))) != NULL; p++)
          inside = !inside;
      for (const char *p = target; p < end; p++)
        {
          inside ^= *p == '"';
          if (*p == '\n' && !inside)
            {
              to = p + 1;
              break;
            }
        }
      add_chunk (chunks, self, from, to);
      from = to;
    }
  return chunks;
}

/* Line by line, for text where marks stand alone within cells. */
static GArray *
cut_by_lines (const ComityCsv *self, const char **unclosed)
{
  GArray *chunks = g_array_new (FALSE, TRUE, sizeof (ComityCsvChunk));
  const char *end = self->text + self->size;
  const char *from = self->text + self->body;
  const char *line = from;

  *unclosed = NULL;
  while (line < end)
    {
      const char *line_end = comity_csv_find_line_end (self, line, end);

      if (line_end == NULL)
        {
          *unclosed = line;
          break;
        }
      line = MIN (line_end + 1, end);
      if (line - from >= CHUNK_SIZE || line == end)
        {
          add_chunk (chunks, self, from, line);
          from = line;
        }
    }
  return chunks;
}

/* A copy of the last chunk with the newline that the text lacks. */
static void
complete_last_chunk (ComityCsvChunk *chunk)
{
  gsize length = (gsize) (chunk->to - chunk->from);

  if (chunk->to[-1] == '\n')
    return;
  chunk->owned = g_malloc (length + 1);
  memcpy (chunk->owned, chunk->from, length);
  chunk->owned[length] = '\n';
  chunk->from = chunk->owned;
  chunk->to = chunk->owned + length + 1;
}

static gboolean
count_rows (ComityCsv *self, GArray *chunks, ComityProgress *progress)
{
  g_autofree gboolean *broken = g_new0 (gboolean, chunks->len + 1);
  Count count = { self, broken };
  gboolean ok = TRUE;

  self->n_chunks = chunks->len;
  self->chunks = (ComityCsvChunk *) (gpointer) g_array_free (chunks, FALSE);
  if (self->n_chunks > 0)
    complete_last_chunk (&self->chunks[self->n_chunks - 1]);
  comity_parallel_for (self->n_chunks, 0, count_in_thread, &count, progress);
  for (gsize i = 0; i < self->n_chunks; i++)
    ok &= !broken[i];
  return ok;
}

static void
clear_chunks (ComityCsv *self)
{
  for (gsize i = 0; i < self->n_chunks; i++)
    g_free (self->chunks[i].owned);
  g_clear_pointer (&self->chunks, g_free);
  self->n_chunks = 0;
}

gboolean
comity_csv_cut (ComityCsv *self, ComityProgress *progress, GError **error)
{
  if (!count_rows (self, cut_by_parity (self), progress))
    {
      const char *unclosed;
      GArray *chunks;

      if (comity_progress_set_error_if_cancelled (progress, error))
        return FALSE;
      clear_chunks (self);
      chunks = cut_by_lines (self, &unclosed);
      if (unclosed != NULL)
        {
          g_array_unref (chunks);
          g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_DAMAGED,
                       "“%s”, line %" G_GSIZE_FORMAT ": a quotation mark is never closed.",
                       self->source->name,
                       comity_csv_line_number (self, (gsize) (unclosed - self->text)));
          return FALSE;
        }
      count_rows (self, chunks, progress);
    }
  if (comity_progress_set_error_if_cancelled (progress, error))
    return FALSE;

  self->first = g_new0 (gsize, self->n_chunks + 1);
  for (gsize i = 0; i < self->n_chunks; i++)
    self->first[i + 1] = self->first[i] + self->chunks[i].n_rows;
  self->n_rows = self->first[self->n_chunks];
  if (self->n_rows > G_MAXUINT32 - 1)
    {
      g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                   "“%s” has too many rows: %" G_GSIZE_FORMAT ".", self->source->name,
                   self->n_rows);
      return FALSE;
    }
  return TRUE;
}
