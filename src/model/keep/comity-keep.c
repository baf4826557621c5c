/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of one dataset: bits of missing values by variable, and the last samples. What a sample
 * holds is in comity-kept.c. */
#include "config.h"

#include "comity-kept-private.h"

#include <string.h>

/* Sets of rows that are worth finding again; memory bounds them sooner. */
#define MAX_SAMPLES 64

struct _ComityKeep
{
  gatomicrefcount ref_count;
  gsize max_bytes;
  GMutex mutex;
  GHashTable *bits;   /* char * → ComityBits */
  GPtrArray *samples; /* ComityKept, the last used first */
};

ComityBits *
comity_bits_new (gsize n_rows)
{
  gsize n_words = comity_bits_count_words (n_rows);
  ComityBits *self = g_atomic_rc_box_alloc0 (sizeof *self + n_words * sizeof (guint64));

  self->n_words = n_words;
  return self;
}

ComityKeep *
comity_keep_new (gsize max_bytes)
{
  ComityKeep *self = g_new0 (ComityKeep, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->max_bytes = max_bytes;
  g_mutex_init (&self->mutex);
  self->bits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_atomic_rc_box_release);
  self->samples = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_kept_unref);
  return self;
}

ComityKeep *
comity_keep_ref (ComityKeep *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_keep_unref (ComityKeep *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->bits);
  g_ptr_array_unref (self->samples);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gsize
comity_keep_get_max_bytes (const ComityKeep *self)
{
  return self->max_bytes;
}

void
comity_keep_clear (ComityKeep *self)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove_all (self->bits);
  g_ptr_array_set_size (self->samples, 0);
  g_mutex_unlock (&self->mutex);
}

static gsize
sum_bytes (ComityKeep *self)
{
  gsize bytes = 0;

  for (guint i = 0; i < self->samples->len; i++)
    bytes += comity_kept_get_bytes (g_ptr_array_index (self->samples, i));
  return bytes;
}

gsize
comity_keep_get_bytes (ComityKeep *self)
{
  GHashTableIter iter;
  gpointer bits;
  gsize bytes;

  g_mutex_lock (&self->mutex);
  bytes = sum_bytes (self);
  g_hash_table_iter_init (&iter, self->bits);
  while (g_hash_table_iter_next (&iter, NULL, &bits))
    bytes += ((ComityBits *) bits)->n_words * sizeof (guint64);
  g_mutex_unlock (&self->mutex);
  return bytes;
}

ComityBits *
comity_keep_find_bits (ComityKeep *self, const char *key)
{
  ComityBits *bits;

  if (self == NULL)
    return NULL;
  g_mutex_lock (&self->mutex);
  bits = g_hash_table_lookup (self->bits, key);
  if (bits != NULL)
    g_atomic_rc_box_acquire (bits);
  g_mutex_unlock (&self->mutex);
  return bits;
}

void
comity_keep_add_bits (ComityKeep *self, const char *key, ComityBits *bits)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->bits, g_strdup (key), g_atomic_rc_box_acquire (bits));
  g_mutex_unlock (&self->mutex);
}

ComityKept *
comity_keep_find (ComityKeep *self, const char *key, const ComityBits *used)
{
  ComityKept *found = NULL;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->samples->len && found == NULL; i++)
    {
      ComityKept *kept = g_ptr_array_index (self->samples, i);

      if (comity_kept_is (kept, key, used))
        {
          found = comity_kept_ref (kept);
          g_ptr_array_insert (self->samples, 0, g_ptr_array_steal_index (self->samples, i));
        }
    }
  g_mutex_unlock (&self->mutex);
  return found;
}

void
comity_keep_add (ComityKeep *self, ComityKept *kept, ComityKept *instead)
{
  g_mutex_lock (&self->mutex);
  if (instead != NULL)
    g_ptr_array_remove (self->samples, instead);
  g_ptr_array_insert (self->samples, 0, comity_kept_ref (kept));
  while (self->samples->len > MAX_SAMPLES ||
         (self->samples->len > 1 && sum_bytes (self) > self->max_bytes))
    g_ptr_array_remove_index (self->samples, self->samples->len - 1);
  g_mutex_unlock (&self->mutex);
}
