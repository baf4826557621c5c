/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys to dense numbers: a table where the keys' range is small, as identifiers' mostly is, else
 * open addressing. */
#include "config.h"

#include "comity-groups-private.h"

#include "comity-parallel.h"

#include <string.h>

/* Entries of the direct table: 16 MB. */
#define MAX_RANGE ((guint64) 1 << 22)

void
comity_groups_free (ComityGroups *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->group);
  g_free (self);
}

static ComityGroups *
groups_alloc (const char *name, gsize n)
{
  ComityGroups *self = g_new0 (ComityGroups, 1);

  self->name = g_strdup (name);
  self->n = n;
  self->group = g_new (guint32, MAX (n, 1));
  return self;
}

static void
number_by_table (ComityGroups *self, const guint64 *keys, guint64 low, guint64 range)
{
  g_autofree guint32 *number = g_new (guint32, range + 1);

  memset (number, 0xff, (range + 1) * sizeof (guint32));
  for (gsize i = 0; i < self->n; i++)
    {
      guint32 *at;

      /* In a sorted panel a key mostly repeats the one before. */
      if (i > 0 && keys[i] == keys[i - 1])
        {
          self->group[i] = self->group[i - 1];
          continue;
        }
      at = &number[keys[i] - low];
      if (*at == G_MAXUINT32)
        *at = (guint32) self->n_groups++;
      self->group[i] = *at;
    }
}

static void
number_by_hash (ComityGroups *self, const guint64 *keys)
{
  gsize size = 64;
  g_autofree guint64 *slot_key = NULL;
  g_autofree guint32 *slot_number = NULL;

  while (size < 2 * self->n)
    size *= 2;
  slot_key = g_new (guint64, size);
  slot_number = g_new (guint32, size);
  memset (slot_number, 0xff, size * sizeof (guint32));
  for (gsize i = 0; i < self->n; i++)
    {
      /* Fibonacci hashing: the golden ratio in 64 bits. */
      guint64 mixed = (keys[i] ^ keys[i] >> 32) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
      gsize h = (gsize) (mixed ^ mixed >> 29) & (size - 1);

      while (slot_number[h] != G_MAXUINT32 && slot_key[h] != keys[i])
        h = (h + 1) & (size - 1);
      if (slot_number[h] == G_MAXUINT32)
        {
          slot_key[h] = keys[i];
          slot_number[h] = (guint32) self->n_groups++;
        }
      self->group[i] = slot_number[h];
    }
}

ComityGroups *
comity_groups_new (const char *name, const guint64 *keys, gsize n)
{
  ComityGroups *self = groups_alloc (name, n);
  guint64 low = G_MAXUINT64;
  guint64 high = 0;

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, keys[i]);
      high = MAX (high, keys[i]);
    }
  if (n > 0 && high - low < MAX_RANGE)
    number_by_table (self, keys, low, high - low);
  else
    number_by_hash (self, keys);
  return self;
}

typedef struct
{
  ComityColumn *column;
  const guint32 *rows; /* n */
  gsize n;
  guint64 *keys; /* n */
} KeyReading;

static void
read_keys_in_thread (gsize piece, gpointer user_data)
{
  KeyReading *self = user_data;
  double buffer[256];
  gsize from, to;

  comity_parallel_cut (self->n, G_N_ELEMENTS (buffer), COMITY_PARALLEL_PIECES, piece, &from, &to);
  for (gsize first = from; first < to; first += G_N_ELEMENTS (buffer))
    {
      gsize count = MIN (G_N_ELEMENTS (buffer), to - first);

      comity_column_gather_doubles (self->column, self->rows + first, count, buffer);
      for (gsize i = 0; i < count; i++)
        {
          double value = buffer[i] + 0.0; /* -0 is 0 */
          guint64 *key = &self->keys[first + i];

          if (value >= -1e15 && value <= 1e15 && value == (double) (gint64) value)
            *key = (guint64) ((gint64) value + G_GINT64_CONSTANT (1000000000000000));
          else
            memcpy (key, &value, sizeof value);
        }
    }
}

/* A key per row: codes of strings; whole numbers as they are, others by their bits. */
static guint64 *
read_keys (ComityColumn *column, const guint32 *rows, gsize n)
{
  KeyReading reading = { column, rows, n, g_new (guint64, MAX (n, 1)) };

  comity_parallel_for (COMITY_PARALLEL_PIECES, 0, read_keys_in_thread, &reading, NULL);
  return reading.keys;
}

ComityGroups *
comity_groups_new_from_column (ComityColumn *column, const guint32 *rows, gsize n)
{
  g_autofree guint64 *keys = read_keys (column, rows, n);

  return comity_groups_new (comity_column_peek_name (column), keys, n);
}

ComityGroups *
comity_groups_new_rows (gsize n)
{
  ComityGroups *self = groups_alloc (NULL, n);

  self->n_groups = n;
  for (gsize i = 0; i < n; i++)
    self->group[i] = (guint32) i;
  return self;
}

ComityGroups *
comity_groups_new_cross (const ComityGroups *a, const ComityGroups *b)
{
  g_autofree guint64 *keys = g_new (guint64, MAX (a->n, 1));
  g_autofree char *name = g_strdup_printf ("%s × %s", a->name, b->name);

  for (gsize i = 0; i < a->n; i++)
    keys[i] = (guint64) a->group[i] * b->n_groups + b->group[i];
  return comity_groups_new (name, keys, a->n);
}

void
comity_groups_new_pair (ComityColumn *first,
                        ComityColumn *second,
                        const guint32 *rows,
                        gsize n,
                        ComityGroups **a,
                        ComityGroups **b)
{
  g_autofree guint64 *left = read_keys (first, rows, n);
  g_autofree guint64 *right = read_keys (second, rows, n);
  g_autofree guint64 *keys = g_new (guint64, MAX (2 * n, 1));
  g_autoptr (ComityGroups) both = NULL;

  /* Codes of the second dictionary become those of the first; texts it lacks follow. */
  if (!comity_column_is_numeric (first) && !comity_column_is_numeric (second))
    {
      g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
      gsize n_first = comity_column_get_n_codes (first);

      for (gsize code = 0; code < n_first; code++)
        g_hash_table_insert (codes,
                             (gpointer) comity_column_peek_code_string (first, (guint32) code),
                             GSIZE_TO_POINTER (code + 1));
      for (gsize i = 0; i < n; i++)
        {
          guint32 code = comity_column_get_code (second, rows[i]);
          gsize same = GPOINTER_TO_SIZE (
              g_hash_table_lookup (codes, comity_column_peek_code_string (second, code)));

          left[i] = comity_column_get_code (first, rows[i]);
          right[i] = same > 0 ? same - 1 : n_first + code;
        }
    }
  memcpy (keys, left, n * sizeof (guint64));
  memcpy (keys + n, right, n * sizeof (guint64));
  both = comity_groups_new (comity_column_peek_name (first), keys, 2 * n);
  *a = groups_alloc (comity_column_peek_name (first), n);
  *b = groups_alloc (comity_column_peek_name (second), n);
  (*a)->n_groups = (*b)->n_groups = both->n_groups;
  memcpy ((*a)->group, both->group, n * sizeof (guint32));
  memcpy ((*b)->group, both->group + n, n * sizeof (guint32));
}

ComityGroups *
comity_groups_new_dyads (const ComityGroups *a, const ComityGroups *b)
{
  g_autofree guint64 *keys = g_new (guint64, MAX (a->n, 1));

  for (gsize i = 0; i < a->n; i++)
    keys[i] =
        (guint64) MIN (a->group[i], b->group[i]) * a->n_groups + MAX (a->group[i], b->group[i]);
  return comity_groups_new ("dyad", keys, a->n);
}
