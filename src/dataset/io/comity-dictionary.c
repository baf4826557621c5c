/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distinct strings: an open-addressing table of codes over entries in order of first appearance,
 * with the text in large blocks, so that a column of a million names costs no million mallocs. */
#include "config.h"

#include "comity-dictionary-private.h"

#include <string.h>

#define BLOCK_SIZE 65536
#define FIRST_BLOCK 1024
#define FIRST_SLOTS 64

struct _ComityDictionary
{
  gatomicrefcount ref_count;
  const char **strings; /* n */
  gsize n;
  GPtrArray *blocks; /* what the strings point into */
};

typedef struct
{
  const char *bytes;
  guint32 length;
  guint32 hash;
} Entry;

struct _ComityStringPool
{
  guint32 *slots; /* n_slots codes, 0: free ("" needs no slot) */
  gsize n_slots;  /* a power of two */
  Entry *entries; /* n, room for n_alloc */
  gsize n;
  gsize n_alloc;
  GPtrArray *blocks; /* what the copies lie in */
  char *block;       /* free part of the one being filled */
  gsize block_left;
};

/* ComityDictionary */

ComityDictionary *
comity_dictionary_new_take (GPtrArray *strings)
{
  ComityDictionary *self;

  g_return_val_if_fail (strings != NULL && strings->len > 0, NULL);

  self = g_new0 (ComityDictionary, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = strings->len;
  self->strings = g_new (const char *, self->n);
  for (gsize i = 0; i < self->n; i++)
    self->strings[i] = g_ptr_array_index (strings, i);
  g_ptr_array_set_free_func (strings, g_free);
  self->blocks = strings;
  return self;
}

ComityDictionary *
comity_dictionary_ref (ComityDictionary *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_dictionary_unref (ComityDictionary *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->strings);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

gsize
comity_dictionary_get_n (const ComityDictionary *self)
{
  return self->n;
}

const char *
comity_dictionary_peek (const ComityDictionary *self, guint32 code)
{
  return code < self->n ? self->strings[code] : "";
}

/* ComityStringPool */

static guint32
hash_bytes (const char *bytes, gsize length)
{
  guint64 h = 0x9e3779b97f4a7c15u ^ (length * 0xff51afd7ed558ccdu);
  guint64 word;

  for (; length >= 8; length -= 8, bytes += 8)
    {
      memcpy (&word, bytes, 8);
      h = (h ^ word) * 0x9fb21c651e98df25u;
      h ^= h >> 29;
    }
  word = 0;
  for (gsize i = 0; i < length; i++)
    word |= (guint64) (guint8) bytes[i] << (8 * i);
  h = (h ^ word) * 0x9fb21c651e98df25u;
  h ^= h >> 32;
  return (guint32) h;
}

static void
add_entry (ComityStringPool *self, const char *bytes, gsize length, guint32 hash)
{
  if (self->n == self->n_alloc)
    {
      self->n_alloc = MAX (self->n_alloc * 2, 16);
      self->entries = g_renew (Entry, self->entries, self->n_alloc);
    }
  self->entries[self->n++] = (Entry){ bytes, (guint32) length, hash };
}

ComityStringPool *
comity_string_pool_new (void)
{
  ComityStringPool *self = g_new0 (ComityStringPool, 1);

  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (guint32, self->n_slots);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  add_entry (self, "", 0, 0);
  return self;
}

void
comity_string_pool_free (ComityStringPool *self)
{
  if (self == NULL)
    return;

  g_free (self->slots);
  g_free (self->entries);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_free (self);
}

static const char *
copy_bytes (ComityStringPool *self, const char *bytes, gsize length)
{
  gsize size = length + 1;
  char *to;

  if (size > BLOCK_SIZE / 4)
    {
      to = g_malloc (size);
      g_ptr_array_add (self->blocks, to);
    }
  else
    {
      if (self->block_left < size)
        {
          /* The first block is small: most columns have a handful of strings. */
          self->block_left = self->block == NULL ? MAX (FIRST_BLOCK, size) : BLOCK_SIZE;
          self->block = g_malloc (self->block_left);
          g_ptr_array_add (self->blocks, self->block);
        }
      to = self->block;
      self->block += size;
      self->block_left -= size;
    }
  memcpy (to, bytes, length);
  to[length] = '\0';
  return to;
}

static void
grow_slots (ComityStringPool *self)
{
  gsize mask = self->n_slots * 2 - 1;
  guint32 *slots = g_new0 (guint32, mask + 1);

  for (gsize code = 1; code < self->n; code++)
    {
      gsize at = self->entries[code].hash & mask;

      while (slots[at] != 0)
        at = (at + 1) & mask;
      slots[at] = (guint32) code;
    }
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = mask + 1;
}

guint32
comity_string_pool_intern (ComityStringPool *self, const char *bytes, gsize length)
{
  guint32 hash;
  gsize mask = self->n_slots - 1;
  gsize at;

  if (length == 0)
    return 0;

  hash = hash_bytes (bytes, length);
  for (at = hash & mask; self->slots[at] != 0; at = (at + 1) & mask)
    {
      const Entry *entry = &self->entries[self->slots[at]];

      if (entry->hash == hash && entry->length == length &&
          memcmp (entry->bytes, bytes, length) == 0)
        return self->slots[at];
    }

  self->slots[at] = (guint32) self->n;
  add_entry (self, copy_bytes (self, bytes, length), length, hash);
  if (self->n * 2 > self->n_slots)
    grow_slots (self);
  return (guint32) (self->n - 1);
}

gsize
comity_string_pool_get_n (const ComityStringPool *self)
{
  return self->n;
}

const char *
comity_string_pool_peek (const ComityStringPool *self, guint32 code, gsize *length)
{
  if (length != NULL)
    *length = self->entries[code].length;
  return self->entries[code].bytes;
}

ComityDictionary *
comity_string_pool_end (ComityStringPool *self)
{
  ComityDictionary *dictionary;

  dictionary = g_new0 (ComityDictionary, 1);
  g_atomic_ref_count_init (&dictionary->ref_count);
  dictionary->n = self->n;
  dictionary->strings = g_new (const char *, self->n);
  for (gsize i = 0; i < self->n; i++)
    dictionary->strings[i] = self->entries[i].bytes;
  dictionary->blocks = g_steal_pointer (&self->blocks);

  g_clear_pointer (&self->entries, g_free);
  self->n = self->n_alloc = 0;
  return dictionary;
}
