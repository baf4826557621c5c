/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column: its description, and a reference to its cells. The cells are kept apart, so that a
 * renamed column shares them. Summaries are in
 * comity-column-summary.c, missing codes in comity-missing.c, cells as text in
 * comity-column-text.c. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-memory.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gatomicrefcount ref_count;
  ComityColumnType type;
  gsize n_rows;
  gconstpointer data; /* n_rows elements, or codes */
  gsize step; /* bytes from one to the next, which need not be aligned; 0: they follow each other */
  gpointer packed; /* owned: the same elements one after another, once asked for */

  /* owned */
  gpointer owner;
  GDestroyNotify destroy;
  ComityDictionary *dictionary; /* strings only */
  ComityCodesLoad load; /* … that are read when they are first asked for; NULL: they are there */
  gsize loaded;         /* once */
  gint guessed;         /* atomic: their letters were */

  GMutex mutex; /* guards packing, and the summary's first computation */
  gboolean summarised;
  ComityColumnSummary summary;
} Cells;

struct _ComityColumn
{
  gatomicrefcount ref_count;

  /* owned */
  char *name;
  char *label;
  char *format;
  ComityValueLabels *value_labels;
  Cells *cells;
};

/* The one switch over the numeric types: BODY sees T (the element's type), MISSING (x), AT (row). */
#define FOR_TYPE(type, ...)                                                                        \
  require_cells (self->cells);                                                                     \
  switch (type)                                                                                    \
    {                                                                                              \
    case COMITY_COLUMN_INT8:                                                                       \
      FOR_ONE_TYPE (gint8, INT8_MISSING, __VA_ARGS__)                                              \
    case COMITY_COLUMN_INT16:                                                                      \
      FOR_ONE_TYPE (gint16, INT16_MISSING, __VA_ARGS__)                                            \
    case COMITY_COLUMN_INT32:                                                                      \
      FOR_ONE_TYPE (gint32, INT32_MISSING, __VA_ARGS__)                                            \
    case COMITY_COLUMN_FLOAT:                                                                      \
      FOR_ONE_TYPE (float, comity_float_is_missing, __VA_ARGS__)                                   \
    case COMITY_COLUMN_DOUBLE:                                                                     \
      FOR_ONE_TYPE (double, comity_double_is_missing, __VA_ARGS__)                                 \
    case COMITY_COLUMN_STRING:                                                                     \
      FOR_ONE_TYPE (guint32, CODE_MISSING, __VA_ARGS__)                                            \
    }
#define FOR_ONE_TYPE(t, missing, body)                                                             \
  {                                                                                                \
    typedef t T;                                                                                   \
                                                                                                   \
    if (self->cells->step == 0)                                                                    \
      {                                                                                            \
        const T *data = self->cells->data;                                                         \
        body (missing, AT_ONCE)                                                                    \
      }                                                                                            \
    else                                                                                           \
      {                                                                                            \
        typedef T Loose __attribute__ ((aligned (1), may_alias));                                  \
        const guint8 *data = self->cells->data;                                                    \
        gsize step = self->cells->step;                                                            \
        body (missing, AT_STEP)                                                                    \
      }                                                                                            \
    break;                                                                                         \
  }
#define AT_ONCE(row) data[row]
#define AT_STEP(row) (*(const Loose *) (data + (row) *step))
#define INT8_MISSING(x) ((x) > COMITY_INT8_MAX_VALID)
#define INT16_MISSING(x) ((x) > COMITY_INT16_MAX_VALID)
#define INT32_MISSING(x) ((x) > COMITY_INT32_MAX_VALID)
#define CODE_MISSING(x) ((x) == 0)

/* Cells */

static Cells *
cells_new (
    ComityColumnType type, gsize n_rows, gconstpointer data, gpointer owner, GDestroyNotify destroy)
{
  Cells *cells = g_new0 (Cells, 1);

  g_atomic_ref_count_init (&cells->ref_count);
  g_mutex_init (&cells->mutex);
  cells->type = type;
  cells->n_rows = n_rows;
  cells->data = data;
  cells->owner = owner;
  cells->destroy = destroy;
  return cells;
}

static void
cells_unref (Cells *cells)
{
  if (!g_atomic_ref_count_dec (&cells->ref_count))
    return;

  if (cells->destroy != NULL)
    cells->destroy (cells->owner);
  g_free (cells->packed);
  comity_dictionary_unref (cells->dictionary);
  g_mutex_clear (&cells->mutex);
  g_free (cells);
}

static ComityColumn *
column_new_take (const char *name, Cells *cells)
{
  ComityColumn *self = g_new0 (ComityColumn, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->label = g_strdup ("");
  self->format = g_strdup ("");
  self->cells = cells;
  return self;
}

/* Deferred codes are read; whatever touches the cells of strings calls this before. */
static inline void
require_cells (Cells *cells)
{
  gboolean guessed = FALSE;

  if (G_LIKELY (cells->load == NULL) || !g_once_init_enter (&cells->loaded))
    return;
  cells->packed = cells->load (cells->owner, &cells->dictionary, &guessed);
  cells->data = cells->packed;
  g_atomic_int_set (&cells->guessed, guessed);
  g_once_init_leave (&cells->loaded, 1);
}

/* Making and describing */

ComityColumn *
comity_column_new_take (const char *name, ComityColumnType type, gsize n_rows, gpointer data)
{
  g_return_val_if_fail (name != NULL && (data != NULL || n_rows == 0), NULL);
  g_return_val_if_fail (type != COMITY_COLUMN_STRING, NULL);

  return column_new_take (name, cells_new (type, n_rows, data, data, g_free));
}

ComityColumn *
comity_column_new_in_place (const char *name,
                            ComityColumnType type,
                            gsize n_rows,
                            gconstpointer data,
                            gsize step,
                            gpointer owner,
                            GDestroyNotify destroy)
{
  Cells *cells;

  g_return_val_if_fail (name != NULL && data != NULL && step > 0, NULL);
  g_return_val_if_fail (type != COMITY_COLUMN_STRING, NULL);

  cells = cells_new (type, n_rows, data, owner, destroy);
  cells->step = step;
  return column_new_take (name, cells);
}

ComityColumn *
comity_column_new_deferred (const char *name,
                            gsize n_rows,
                            ComityCodesLoad load,
                            gpointer owner,
                            GDestroyNotify destroy)
{
  Cells *cells;

  g_return_val_if_fail (name != NULL && load != NULL, NULL);

  cells = cells_new (COMITY_COLUMN_STRING, n_rows, NULL, owner, destroy);
  cells->load = load;
  return column_new_take (name, cells);
}

gboolean
comity_column_has_guessed_letters (const ComityColumn *self)
{
  return g_atomic_int_get (&self->cells->guessed);
}

ComityColumn *
comity_column_new_strings_take (const char *name,
                                gsize n_rows,
                                guint32 *codes,
                                GPtrArray *dictionary)
{
  return comity_column_new_dictionary_take (name, n_rows, codes,
                                            comity_dictionary_new_take (dictionary));
}

ComityColumn *
comity_column_new_dictionary_take (const char *name,
                                   gsize n_rows,
                                   guint32 *codes,
                                   ComityDictionary *dictionary)
{
  Cells *cells;

  g_return_val_if_fail (name != NULL && dictionary != NULL, NULL);

  cells = cells_new (COMITY_COLUMN_STRING, n_rows, codes, codes, g_free);
  cells->dictionary = dictionary;
  return column_new_take (name, cells);
}

ComityColumn *
comity_column_renamed (ComityColumn *self, const char *name)
{
  ComityColumn *column;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  g_atomic_ref_count_inc (&self->cells->ref_count);
  column = column_new_take (name, self->cells);
  comity_column_set_label (column, self->label);
  comity_column_set_format (column, self->format);
  comity_column_set_value_labels (column, self->value_labels);
  return column;
}

ComityColumn *
comity_column_gathered (ComityColumn *self, const guint32 *rows, gsize n)
{
  gsize width = comity_column_type_width (self->cells->type);
  gpointer to = g_try_malloc_n (MAX (n, 1), width);
  ComityColumn *column;

  if (to == NULL)
    return NULL;

#define GATHER(missing, AT)                                                                        \
  T *out = to;                                                                                     \
  for (gsize i = 0; i < n; i++)                                                                    \
    out[i] = AT (rows[i]);
  FOR_TYPE (self->cells->type, GATHER)
#undef GATHER

  if (self->cells->type == COMITY_COLUMN_STRING)
    column = comity_column_new_dictionary_take (self->name, n, to,
                                                comity_dictionary_ref (comity_column_peek_dictionary (self)));
  else
    column = comity_column_new_take (self->name, self->cells->type, n, to);
  comity_column_set_label (column, self->label);
  comity_column_set_format (column, self->format);
  comity_column_set_value_labels (column, self->value_labels);
  return column;
}

ComityColumn *
comity_column_ref (ComityColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_column_unref (ComityColumn *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->label);
  g_free (self->format);
  g_clear_pointer (&self->value_labels, comity_value_labels_unref);
  cells_unref (self->cells);
  g_free (self);
}

void
comity_column_set_label (ComityColumn *self, const char *label)
{
  char *copy = g_strdup (label ? label : "");

  g_free (self->label);
  self->label = copy;
}

void
comity_column_set_format (ComityColumn *self, const char *format)
{
  char *copy = g_strdup (format ? format : "");

  g_free (self->format);
  self->format = copy;
}

void
comity_column_set_value_labels (ComityColumn *self, ComityValueLabels *labels)
{
  if (labels != NULL)
    comity_value_labels_ref (labels);
  g_clear_pointer (&self->value_labels, comity_value_labels_unref);
  self->value_labels = labels;
}

const char *
comity_column_peek_name (const ComityColumn *self)
{
  return self->name;
}

const char *
comity_column_peek_label (const ComityColumn *self)
{
  return self->label;
}

const char *
comity_column_peek_format (const ComityColumn *self)
{
  return self->format;
}

ComityValueLabels *
comity_column_peek_value_labels (const ComityColumn *self)
{
  return self->value_labels;
}

ComityColumnType
comity_column_get_type (const ComityColumn *self)
{
  return self->cells->type;
}

const char *
comity_column_type_name (ComityColumnType type)
{
  static const char *const names[] = { "byte", "int", "long", "float", "double", "string" };

  g_return_val_if_fail (type < G_N_ELEMENTS (names), "");

  return names[type];
}

gsize
comity_column_type_width (ComityColumnType type)
{
  static const guint8 widths[] = { 1, 2, 4, 4, 8, 4 };

  g_return_val_if_fail (type < G_N_ELEMENTS (widths), 0);

  return widths[type];
}

gsize
comity_column_get_n_rows (const ComityColumn *self)
{
  return self->cells->n_rows;
}

gboolean
comity_column_is_numeric (const ComityColumn *self)
{
  return self->cells->type != COMITY_COLUMN_STRING;
}

gboolean
comity_column_begin_packing (ComityColumn *self)
{
  Cells *cells = self->cells;

  if (cells->step == 0 || cells->packed != NULL)
    return FALSE;
  cells->packed = comity_memory_try_alloc (cells->n_rows, comity_column_type_width (cells->type));
  return cells->packed != NULL;
}

void
comity_column_pack_rows (ComityColumn *self, gsize first, gsize n)
{
#define PACK(missing, AT)                                                                          \
  T *out = self->cells->packed;                                                                    \
  for (gsize i = first; i < first + n; i++)                                                        \
    out[i] = AT (i);
  FOR_TYPE (self->cells->type, PACK)
#undef PACK
}

void
comity_column_end_packing (ComityColumn *self)
{
  self->cells->data = self->cells->packed;
  self->cells->step = 0;
}

gconstpointer
comity_column_peek_data (const ComityColumn *self)
{
  Cells *cells = self->cells;

  require_cells (cells);
  if (cells->step == 0)
    return cells->data;
  g_mutex_lock (&cells->mutex);
  if (cells->packed == NULL && comity_column_begin_packing ((ComityColumn *) self))
    comity_column_pack_rows ((ComityColumn *) self, 0, cells->n_rows);
  g_mutex_unlock (&cells->mutex);
  return cells->packed;
}

ComityDictionary *
comity_column_peek_dictionary (const ComityColumn *self)
{
  require_cells (self->cells);
  return self->cells->dictionary;
}

/* Missing values */

/* By the names of the tests that tell missing values. */
#define tag_of_INT8_MISSING(x) comity_missing_tag ((guint64) ((x) -COMITY_MISSING_INT8))
#define tag_of_INT16_MISSING(x) comity_missing_tag ((guint64) ((x) -COMITY_MISSING_INT16))
#define tag_of_INT32_MISSING(x) comity_missing_tag ((guint64) ((x) -COMITY_MISSING_INT32))
#define tag_of_comity_float_is_missing comity_missing_tag_of_float
#define tag_of_comity_double_is_missing comity_missing_tag_of_double
#define tag_of_CODE_MISSING(x) ((void) (x), '.')

gboolean
comity_column_is_missing (const ComityColumn *self, gsize row)
{
  g_return_val_if_fail (row < self->cells->n_rows, TRUE);

#define IS_MISSING(missing, AT) return missing (AT (row));
  FOR_TYPE (self->cells->type, IS_MISSING)
#undef IS_MISSING
  return TRUE;
}

char
comity_column_get_missing_tag (const ComityColumn *self, gsize row)
{
  if (!comity_column_is_missing (self, row))
    return 0;

#define TAG(missing, AT) return tag_of_##missing (AT (row));
  FOR_TYPE (self->cells->type, TAG)
#undef TAG
  return '.';
}

/* Cells, one by one and in blocks */

double
comity_column_get_double (const ComityColumn *self, gsize row)
{
  double x = NAN;

  g_return_val_if_fail (row < self->cells->n_rows, NAN);

  comity_column_read_doubles (self, row, 1, &x);
  return x;
}

void
comity_column_read_doubles (const ComityColumn *self, gsize first, gsize n, double *out)
{
  g_return_if_fail (n <= self->cells->n_rows && first <= self->cells->n_rows - n);

#define READ(missing, AT)                                                                          \
  for (gsize i = 0; i < n; i++)                                                                    \
    {                                                                                              \
      T x = AT (first + i);                                                                        \
                                                                                                   \
      out[i] = missing (x) ? NAN : (double) x;                                                     \
    }
  FOR_TYPE (self->cells->type, READ)
#undef READ
}

void
comity_column_gather_doubles (const ComityColumn *self, const guint32 *rows, gsize n, double *out)
{
#define GATHER(missing, AT)                                                                        \
  for (gsize i = 0; i < n; i++)                                                                    \
    {                                                                                              \
      T x = AT (rows[i]);                                                                          \
                                                                                                   \
      out[i] = missing (x) ? NAN : (double) x;                                                     \
    }
  FOR_TYPE (self->cells->type, GATHER)
#undef GATHER
}

void
comity_column_or_missing (const ComityColumn *self, gsize first, gsize n, guint8 *flags)
{
  g_return_if_fail (n <= self->cells->n_rows && first <= self->cells->n_rows - n);

#define FLAG(missing, AT)                                                                          \
  for (gsize i = 0; i < n; i++)                                                                    \
    flags[i] |= missing (AT (first + i));
  FOR_TYPE (self->cells->type, FLAG)
#undef FLAG
}

guint32
comity_column_get_code (const ComityColumn *self, gsize row)
{
  g_return_val_if_fail (self->cells->type == COMITY_COLUMN_STRING, 0);
  g_return_val_if_fail (row < self->cells->n_rows, 0);

  require_cells (self->cells);
  return ((const guint32 *) self->cells->data)[row];
}

const char *
comity_column_peek_string (const ComityColumn *self, gsize row)
{
  return comity_column_peek_code_string (self, comity_column_get_code (self, row));
}

gsize
comity_column_get_n_codes (const ComityColumn *self)
{
  g_return_val_if_fail (self->cells->type == COMITY_COLUMN_STRING, 0);

  require_cells (self->cells);
  return comity_dictionary_get_n (self->cells->dictionary);
}

const char *
comity_column_peek_code_string (const ComityColumn *self, guint32 code)
{
  g_return_val_if_fail (self->cells->type == COMITY_COLUMN_STRING, "");

  require_cells (self->cells);
  return comity_dictionary_peek (self->cells->dictionary, code);
}

const ComityColumnSummary *
comity_column_get_summary (ComityColumn *self)
{
  Cells *cells = self->cells;

  g_mutex_lock (&cells->mutex);
  if (!cells->summarised)
    comity_column_compute_summary (self, &cells->summary);
  cells->summarised = TRUE;
  g_mutex_unlock (&cells->mutex);
  return &cells->summary;
}
