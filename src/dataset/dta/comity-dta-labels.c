/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands after the data in a .dta file: long strings (strL, from release 117) and value
 * labels. */
#include "config.h"

#include "comity-dta-private.h"

#include <string.h>

/* A strL's place: variable and observation under which the file keeps it. */
typedef struct
{
  guint64 v;
  guint64 o;
} Key;

typedef struct
{
  const char *text;
  gsize length;
} Slice;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return (guint) ((key->v * 0x9e3779b97f4a7c15u ^ key->o * 0xc2b2ae3d27d4eb4fu) >> 32);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Key)) == 0;
}

gboolean
comity_dta_read_strls (ComityDta *self, GError **error)
{
  gsize o_width = self->release < 118 ? 4 : 8;

  if (self->release < 117)
    return TRUE;
  if (!comity_dta_expect (self, "<strls>", error))
    return FALSE;

  self->strls = g_hash_table_new_full (key_hash, key_equal, g_free, g_free);
  for (;;)
    {
      Key key;
      Slice slice;

      if (!comity_dta_need (self, 3, "long strings", error))
        return FALSE;
      if (memcmp (self->source->data + self->at, "GSO", 3) != 0)
        return comity_dta_expect (self, "</strls>", error);
      self->at += 3;
      if (!comity_dta_need (self, 4 + o_width + 1 + 4, "long strings", error))
        return FALSE;
      key.v = comity_dta_take_uint (self, 4);
      key.o = comity_dta_take_uint (self, o_width);
      self->at += 1;
      slice.length = comity_dta_take_uint (self, 4);
      if (!comity_dta_need (self, slice.length, "long strings", error))
        return FALSE;
      slice.text = (const char *) self->source->data + self->at;
      self->at += slice.length;
      /* Text ends with a NUL that counts; of binary contents what is text is kept. */
      slice.length = strnlen (slice.text, slice.length);
      g_hash_table_insert (self->strls, g_memdup2 (&key, sizeof key),
                           g_memdup2 (&slice, sizeof slice));
    }
}

const char *
comity_dta_find_strl (ComityDta *self, const guint8 *cell, gsize *length)
{
  gsize v_width = self->release == 117 ? 4 : self->release == 118 ? 2 : 3;
  Key key = { 0, 0 };
  const Slice *slice;

  for (gsize i = 0; i < v_width; i++)
    key.v = key.v << 8 | cell[self->is_big_endian ? i : v_width - 1 - i];
  for (gsize i = v_width; i < 8; i++)
    key.o = key.o << 8 | cell[self->is_big_endian ? i : 7 + v_width - i];
  slice = g_hash_table_lookup (self->strls, &key);
  *length = slice ? slice->length : 0;
  return slice ? slice->text : "";
}

/* Value labels */

/* Releases up to 107: 16-bit values and eight letters each. */
static gboolean
read_short_table (ComityDta *self, GError **error)
{
  g_autoptr (ComityValueLabels) labels = NULL;
  g_autofree char *name = NULL;
  const guint8 *texts;
  gsize n;

  if (!comity_dta_need (self, 12, "value labels", error))
    return FALSE;
  n = comity_dta_take_uint (self, 2);
  name = comity_dta_take_text (self, 9);
  self->at += 1;
  if (!comity_dta_need (self, n * 10, "value labels", error))
    return FALSE;

  labels = comity_value_labels_new (name);
  texts = self->source->data + self->at + 2 * n;
  for (gsize i = 0; i < n; i++)
    {
      gint16 value = (gint16) comity_dta_take_uint (self, 2);
      g_autofree char *text =
          comity_text_dup_utf8 ((const char *) texts + 8 * i, 8, &self->guessed);

      comity_value_labels_add (labels, value, text);
    }
  self->at += 8 * n;
  g_hash_table_replace (self->value_labels, g_steal_pointer (&name), g_steal_pointer (&labels));
  return TRUE;
}

static gboolean
read_table (ComityDta *self, GError **error)
{
  gsize name_width = self->release < 110 ? 9 : self->release < 118 ? 33 : 129;
  g_autoptr (ComityValueLabels) labels = NULL;
  g_autofree char *name = NULL;
  gsize n;
  gsize text_size;
  const char *texts;
  gsize offsets_at;

  if (!comity_dta_need (self, 4 + name_width + 3 + 8, "value labels", error))
    return FALSE;
  self->at += 4;
  name = comity_dta_take_text (self, name_width);
  self->at += 3;
  n = comity_dta_take_uint (self, 4);
  text_size = comity_dta_take_uint (self, 4);
  if (!comity_dta_need (self, n * 8 + text_size, "value labels", error))
    return FALSE;

  labels = comity_value_labels_new (name);
  offsets_at = self->at;
  texts = (const char *) self->source->data + self->at + 8 * n;
  for (gsize i = 0; i < n; i++)
    {
      gsize offset;
      gint32 value;
      g_autofree char *text = NULL;

      self->at = offsets_at + 4 * i;
      offset = comity_dta_take_uint (self, 4);
      if (offset >= text_size)
        return comity_dta_damaged (self, error, "a label of “%s” lies outside its table", name);
      self->at = offsets_at + 4 * (n + i);
      value = (gint32) (guint32) comity_dta_take_uint (self, 4);
      text = comity_text_dup_utf8 (texts + offset, text_size - offset, &self->guessed);
      /* Before release 113 the largest integer was the one missing code. */
      if (self->release < 113 && value == G_MAXINT32)
        value = COMITY_MISSING_INT32;
      comity_value_labels_add (labels, value, text);
    }
  self->at = offsets_at + 8 * n + text_size;
  g_hash_table_replace (self->value_labels, g_steal_pointer (&name), g_steal_pointer (&labels));
  return TRUE;
}

gboolean
comity_dta_read_value_labels (ComityDta *self, GError **error)
{
  self->value_labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) comity_value_labels_unref);
  if (self->release < 117)
    {
      while (self->at < self->source->size)
        if (!(self->release < 108 ? read_short_table (self, error) : read_table (self, error)))
          return FALSE;
      return TRUE;
    }

  if (!comity_dta_expect (self, "<value_labels>", error))
    return FALSE;
  for (;;)
    {
      if (!comity_dta_need (self, 5, "value labels", error))
        return FALSE;
      if (memcmp (self->source->data + self->at, "<lbl>", 5) != 0)
        return comity_dta_expect (self, "</value_labels></stata_dta>", error);
      self->at += 5;
      if (!read_table (self, error) || !comity_dta_expect (self, "</lbl>", error))
        return FALSE;
    }
}
