/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data section of a .dta file, fixed-width rows, turned into columns. Rows are cut into pieces
 * for the threads and, within a piece, into blocks that stay in the cache while each variable in
 * turn copies its cells out of them. Strings get codes local to their piece, joined afterwards.
 *
 *   row     bytes of one observation, row_width     cell    one variable's bytes in a row */
#include "config.h"

#include "comity-column-private.h"
#include "comity-dta-private.h"
#include "comity-memory.h"
#include "comity-parallel.h"

#include <string.h>

#define N_PIECES COMITY_PARALLEL_PIECES
#define BLOCK_BYTES (128 * 1024)    /* of rows, read by every variable in turn */
#define BLOCK_ROWS 1024             /* at most */
#define RELEASE_BYTES (1024 * 1024) /* read before pages are given back */

typedef struct
{
  ComityDta *dta;
  ComityProgress *progress;
  gpointer *cells;                 /* n_variables arrays of n_rows elements */
  ComityStringPool **pools;        /* n_variables × N_PIECES, NULL for numbers */
  ComityDictionary **dictionaries; /* n_variables, NULL for numbers */
  ComityColumnType *types;         /* n_variables */
  gsize first[N_PIECES + 1];       /* rows where the pieces begin */
  gsize *copied;                   /* n_copied: variables whose cells are copied out of the rows */
  gsize n_copied;
  gint n_done;                     /* atomic: pieces */
  gint guessed;                    /* atomic: TRUE when some string was not UTF-8 */
} Reading;

/* Numbers of this machine's byte order, with the missing codes that columns have; strings. */
static gboolean
stays_in_place (const ComityDta *dta, gsize k)
{
  return dta->source->in_place != NULL && dta->n_rows > 0 &&
         (dta->variables[k].kind == COMITY_DTA_STRING ||
          (dta->variables[k].kind == COMITY_DTA_NUMBER && !dta->swap && dta->release >= 113));
}

/* Copying @n cells of a width, @step bytes apart. */

#define DEFINE_COPY(name, type, convert)                                                           \
  static void name (const guint8 *from, gsize step, gsize n, void *to)                             \
  {                                                                                                \
    type *out = to;                                                                                \
                                                                                                   \
    for (gsize i = 0; i < n; i++, from += step)                                                    \
      {                                                                                            \
        type x;                                                                                    \
                                                                                                   \
        memcpy (&x, from, sizeof (type));                                                          \
        out[i] = convert (x);                                                                      \
      }                                                                                            \
  }
#define AS_IT_IS(x) (x)

DEFINE_COPY (copy_1, guint8, AS_IT_IS)
DEFINE_COPY (copy_2, guint16, AS_IT_IS)
DEFINE_COPY (copy_4, guint32, AS_IT_IS)
DEFINE_COPY (copy_8, guint64, AS_IT_IS)
DEFINE_COPY (copy_swapped_2, guint16, GUINT16_SWAP_LE_BE)
DEFINE_COPY (copy_swapped_4, guint32, GUINT32_SWAP_LE_BE)
DEFINE_COPY (copy_swapped_8, guint64, GUINT64_SWAP_LE_BE)

static void
copy_numbers (const guint8 *from, gsize step, gsize n, gsize width, gboolean swap, guint8 *to)
{
  switch (width)
    {
    case 1:
      copy_1 (from, step, n, to);
      break;
    case 2:
      (swap ? copy_swapped_2 : copy_2) (from, step, n, to);
      break;
    case 4:
      (swap ? copy_swapped_4 : copy_4) (from, step, n, to);
      break;
    default:
      (swap ? copy_swapped_8 : copy_8) (from, step, n, to);
      break;
    }
}

static void
copy_strings (
    const guint8 *from, gsize step, gsize n, gsize width, ComityStringPool *pool, guint32 *codes)
{
  const guint8 *before = NULL;

  for (gsize i = 0; i < n; i++, from += step)
    {
      /* In a sorted panel a cell mostly repeats the one above it. */
      if (before != NULL && memcmp (from, before, width) == 0)
        codes[i] = codes[i - 1];
      else
        codes[i] = comity_string_pool_intern (pool, (const char *) from,
                                              strnlen ((const char *) from, width));
      before = from;
    }
}

/* The eight bytes themselves are interned; what they point to is looked up once for each. */
static void
copy_strls (const guint8 *from, gsize step, gsize n, ComityStringPool *pool, guint32 *codes)
{
  static const guint8 nothing[8] = { 0 };

  for (gsize i = 0; i < n; i++, from += step)
    codes[i] = memcmp (from, nothing, 8) == 0
                   ? 0
                   : comity_string_pool_intern (pool, (const char *) from, 8);
}

static void
read_piece_in_thread (gsize piece, gpointer user_data)
{
  Reading *reading = user_data;
  ComityDta *dta = reading->dta;
  gsize width = dta->row_width;
  gsize block = CLAMP (BLOCK_BYTES / width, 1, BLOCK_ROWS);
  gsize last = reading->first[piece + 1];
  gsize released = dta->data_at + reading->first[piece] * width;

  for (gsize row = reading->first[piece]; row < last; row += block)
    {
      gsize n = MIN (block, last - row);
      gsize at = dta->data_at + row * width;

      for (gsize c = 0; c < reading->n_copied; c++)
        {
          gsize k = reading->copied[c];
          const ComityDtaVariable *v = &dta->variables[k];
          const guint8 *from = dta->source->data + at + v->offset;
          guint8 *to =
              (guint8 *) reading->cells[k] + row * comity_column_type_width (reading->types[k]);
          ComityStringPool *pool = reading->pools[k * N_PIECES + piece];

          /* For each: pages of a column that the first block is the first to touch have 2 MB. */
          if (comity_progress_is_cancelled (reading->progress))
            return;
          if (v->kind == COMITY_DTA_NUMBER)
            copy_numbers (from, width, n, v->width, dta->swap, to);
          else if (v->kind == COMITY_DTA_STRING)
            copy_strings (from, width, n, v->width, pool, (guint32 *) (gpointer) to);
          else
            copy_strls (from, width, n, pool, (guint32 *) (gpointer) to);
        }
      if (dta->source->in_place == NULL &&
          (at + n * width - released >= RELEASE_BYTES || row + n == last))
        {
          comity_source_release (dta->source, released, at + n * width);
          released = at + n * width;
        }
    }
  comity_progress_report (reading->progress,
                          (g_atomic_int_add (&reading->n_done, 1) + 1) / (double) (N_PIECES + 1),
                          "Reading rows");
}

/* Joining the strings of the pieces, one variable per call */

typedef struct
{
  ComityDta *dta;
  gboolean is_strl;
  gboolean guessed;
} Translation;

static const char *
translate (const char *bytes, gsize *length, GString *scratch, gpointer user_data)
{
  Translation *translation = user_data;

  if (translation->is_strl)
    bytes = comity_dta_find_strl (translation->dta, (const guint8 *) bytes, length);
  return comity_text_to_utf8 (bytes, length, scratch, &translation->guessed);
}

static void
join_strings_in_thread (gsize k, gpointer user_data)
{
  Reading *reading = user_data;
  Translation translation = { reading->dta, FALSE, FALSE };

  if (reading->dta->variables[k].kind == COMITY_DTA_NUMBER || stays_in_place (reading->dta, k))
    return;
  translation.is_strl = reading->dta->variables[k].kind == COMITY_DTA_STRL;
  reading->dictionaries[k] =
      comity_string_pools_merge (&reading->pools[k * N_PIECES], N_PIECES, reading->first,
                                 reading->cells[k], translate, &translation);
  if (translation.guessed)
    g_atomic_int_set (&reading->guessed, TRUE);
}

/* Before release 113 there was one missing code, the largest value, and what are our codes for
 * ".", ".a" … ".z" were numbers: a column that has such numbers is widened. */

#define MEND_INTEGERS(T, W, old_missing, max_valid, missing, wide_missing)                         \
  {                                                                                                \
    T *x = reading->cells[k];                                                                      \
    gboolean fits = TRUE;                                                                          \
                                                                                                   \
    for (gsize i = 0; i < n; i++)                                                                  \
      if (x[i] == old_missing)                                                                     \
        x[i] = missing;                                                                            \
      else if (x[i] > max_valid)                                                                   \
        {                                                                                          \
          fits = FALSE;                                                                            \
          break;                                                                                   \
        }                                                                                          \
    if (!fits)                                                                                     \
      {                                                                                            \
        W *wide = g_try_new (W, n);                                                                \
                                                                                                   \
        if (wide == NULL)                                                                          \
          return FALSE;                                                                            \
        copy_numbers (reading->dta->source->data + reading->dta->data_at + v->offset,              \
                      reading->dta->row_width, n, sizeof (T), reading->dta->swap, (guint8 *) x);   \
        for (gsize i = 0; i < n; i++)                                                              \
          wide[i] = x[i] == old_missing ? wide_missing : (W) x[i];                                 \
        g_free (x);                                                                                \
        reading->cells[k] = wide;                                                                  \
        reading->types[k] = reading->types[k] == COMITY_COLUMN_INT32 ? COMITY_COLUMN_DOUBLE        \
                                                                     : reading->types[k] + 1;      \
      }                                                                                            \
    break;                                                                                         \
  }

static gboolean
mend_old_missing (Reading *reading, gsize k)
{
  const ComityDtaVariable *v = &reading->dta->variables[k];
  gsize n = reading->dta->n_rows;

  switch (reading->types[k])
    {
    case COMITY_COLUMN_INT8:
      MEND_INTEGERS (gint8, gint16, G_MAXINT8, COMITY_INT8_MAX_VALID, COMITY_MISSING_INT8,
                     COMITY_MISSING_INT16)
    case COMITY_COLUMN_INT16:
      MEND_INTEGERS (gint16, gint32, G_MAXINT16, COMITY_INT16_MAX_VALID, COMITY_MISSING_INT16,
                     COMITY_MISSING_INT32)
    case COMITY_COLUMN_INT32:
      MEND_INTEGERS (gint32, double, G_MAXINT32, COMITY_INT32_MAX_VALID, COMITY_MISSING_INT32,
                     comity_missing_double ('.'))
    case COMITY_COLUMN_FLOAT:
      for (gsize i = 0; i < n; i++)
        if (comity_float_is_missing (((float *) reading->cells[k])[i]))
          ((float *) reading->cells[k])[i] = comity_missing_float ('.');
      break;
    case COMITY_COLUMN_DOUBLE:
      for (gsize i = 0; i < n; i++)
        {
          double *x = &((double *) reading->cells[k])[i];

          /* The very first releases wrote 2^333 for a missing double. */
          if (comity_double_is_missing (*x) || (reading->dta->release <= 105 && *x == 0x1p333))
            *x = comity_missing_double ('.');
        }
      break;
    case COMITY_COLUMN_STRING:
      break;
    }
  return TRUE;
}

/* A column of strings that nobody has asked for. */
typedef struct
{
  GMappedFile *file;
  const guint8 *from; /* first cell */
  gsize step, width, n_rows;
  guint32 *codes;
  ComityStringPool *pools[N_PIECES];
  gsize first[N_PIECES + 1];
} Strings;

static void
strings_free (gpointer data)
{
  Strings *self = data;

  g_mapped_file_unref (self->file);
  g_free (self);
}

static void
read_strings_in_thread (gsize piece, gpointer user_data)
{
  Strings *self = user_data;
  gsize row = self->first[piece];

  self->pools[piece] = comity_string_pool_new ();
  copy_strings (self->from + row * self->step, self->step, self->first[piece + 1] - row, self->width,
                self->pools[piece], self->codes + row);
}

static const char *
translate_text (const char *bytes, gsize *length, GString *scratch, gpointer user_data)
{
  return comity_text_to_utf8 (bytes, length, scratch, user_data);
}

static guint32 *
load_strings (gpointer owner, ComityDictionary **dictionary, gboolean *guessed)
{
  Strings *self = owner;

  self->codes = g_new (guint32, self->n_rows);
  comity_parallel_for (N_PIECES, 0, read_strings_in_thread, self, NULL);
  *dictionary = comity_string_pools_merge (self->pools, N_PIECES, self->first, self->codes,
                                           translate_text, guessed);
  return g_steal_pointer (&self->codes);
}

static ComityColumn *
new_in_place (const Reading *reading, gsize k, const char *name)
{
  ComityDta *dta = reading->dta;
  const ComityDtaVariable *v = &dta->variables[k];
  const guint8 *from = dta->source->data + dta->data_at + v->offset;
  GMappedFile *file = g_mapped_file_ref (dta->source->in_place);
  Strings *strings;

  if (v->kind == COMITY_DTA_NUMBER)
    return comity_column_new_in_place (name, reading->types[k], dta->n_rows, from, dta->row_width,
                                       file, (GDestroyNotify) g_mapped_file_unref);
  strings = g_new0 (Strings, 1);
  strings->file = file;
  strings->from = from;
  strings->step = dta->row_width;
  strings->width = v->width;
  strings->n_rows = dta->n_rows;
  memcpy (strings->first, reading->first, sizeof strings->first);
  return comity_column_new_deferred (name, dta->n_rows, load_strings, strings, strings_free);
}

static void
describe (ComityDta *dta, const ComityDtaVariable *v, ComityColumn *column)
{
  ComityValueLabels *labels = g_hash_table_lookup (dta->value_labels, v->labels_name);

  comity_column_set_label (column, v->label);
  comity_column_set_format (column, v->format);
  if (labels != NULL && comity_column_is_numeric (column))
    comity_column_set_value_labels (column, labels);
}

static GPtrArray *
make_columns (Reading *reading)
{
  ComityDta *dta = reading->dta;
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);

  for (gsize k = 0; k < dta->n_variables; k++)
    {
      ComityDtaVariable *v = &dta->variables[k];
      g_autofree char *name = comity_column_names_choose (&dta->names, v->name, k);
      gpointer cells = g_steal_pointer (&reading->cells[k]);
      ComityColumn *column;

      if (stays_in_place (dta, k))
        column = new_in_place (reading, k, name);
      else if (reading->types[k] == COMITY_COLUMN_STRING)
        column = comity_column_new_dictionary_take (name, dta->n_rows, cells,
                                                    g_steal_pointer (&reading->dictionaries[k]));
      else
        column = comity_column_new_take (name, reading->types[k], dta->n_rows, cells);
      describe (dta, v, column);
      g_ptr_array_add (columns, column);
    }
  return columns;
}

static gboolean
prepare (Reading *reading)
{
  ComityDta *dta = reading->dta;

  reading->cells = g_new0 (gpointer, dta->n_variables + 1);
  reading->pools = g_new0 (ComityStringPool *, dta->n_variables * N_PIECES + 1);
  reading->dictionaries = g_new0 (ComityDictionary *, dta->n_variables + 1);
  reading->types = g_new0 (ComityColumnType, dta->n_variables + 1);
  reading->copied = g_new (gsize, dta->n_variables + 1);
  for (gsize piece = 0; piece < N_PIECES; piece++)
    comity_parallel_cut (dta->n_rows, BLOCK_ROWS, N_PIECES, piece, &reading->first[piece],
                         &reading->first[piece + 1]);

  for (gsize k = 0; k < dta->n_variables; k++)
    {
      const ComityDtaVariable *v = &dta->variables[k];

      reading->types[k] = v->kind == COMITY_DTA_NUMBER ? v->type : COMITY_COLUMN_STRING;
      if (stays_in_place (dta, k))
        continue;
      reading->copied[reading->n_copied++] = k;
      reading->cells[k] =
          comity_memory_try_alloc (dta->n_rows, comity_column_type_width (reading->types[k]));
      if (reading->cells[k] == NULL)
        return FALSE;
      for (gsize piece = 0; piece < N_PIECES && v->kind != COMITY_DTA_NUMBER; piece++)
        reading->pools[k * N_PIECES + piece] = comity_string_pool_new ();
    }
  return TRUE;
}

static void
reading_clear (Reading *reading)
{
  for (gsize k = 0; k < reading->dta->n_variables; k++)
    {
      g_free (reading->cells[k]);
      comity_dictionary_unref (reading->dictionaries[k]);
      for (gsize piece = 0; piece < N_PIECES; piece++)
        comity_string_pool_free (reading->pools[k * N_PIECES + piece]);
    }
  g_free (reading->cells);
  g_free (reading->pools);
  g_free (reading->dictionaries);
  g_free (reading->types);
  g_free (reading->copied);
}

GPtrArray *
comity_dta_read_columns (ComityDta *self, ComityProgress *progress, GError **error)
{
  Reading reading = { .dta = self, .progress = progress };
  GPtrArray *columns = NULL;
  gboolean ok = prepare (&reading);

  if (ok && self->n_rows > 0 && reading.n_copied > 0)
    comity_parallel_for (N_PIECES, 0, read_piece_in_thread, &reading, progress);
  if (comity_progress_set_error_if_cancelled (progress, error))
    goto out;
  if (ok)
    comity_parallel_for (self->n_variables, 0, join_strings_in_thread, &reading, NULL);
  self->guessed |= reading.guessed;
  for (gsize k = 0; k < self->n_variables && self->release < 113 && ok; k++)
    ok = mend_old_missing (&reading, k);
  if (!ok)
    g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_TOO_LARGE,
                 "“%s” is too large for this machine's memory: %.0f MB.", self->source->name,
                 (double) self->n_rows * (double) self->row_width / 1e6);
  else
    columns = make_columns (&reading);

out:
  reading_clear (&reading);
  return columns;
}
