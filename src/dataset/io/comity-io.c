/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers share; see comity-io-private.h. */
#include "config.h"

#include "comity-io-private.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_TOLD 5 /* columns that are called otherwise, each in a sentence of its own */

void
comity_source_release (const ComitySource *source, gsize from, gsize to)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize first = (from + page - 1) / page * page;
  gsize last = to / page * page;

  /* The mapping is private and unwritten: a page given back is read from the file again. */
  if (source->is_mapped && first < last)
    madvise ((gpointer) (source->data + first), last - first, MADV_DONTNEED);
}

/* Bytes 0x80 … 0x9f of Windows-1252; the five that it leaves open stay control characters. */
static const guint16 windows_1252[32] = {
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static gboolean
is_ascii (const char *bytes, gsize length)
{
  guint8 all = 0;

  for (gsize i = 0; i < length; i++)
    all |= (guint8) bytes[i];
  return all < 0x80;
}

const char *
comity_text_to_utf8 (const char *bytes, gsize *length, GString *scratch, gboolean *guessed)
{
  if (is_ascii (bytes, *length) || g_utf8_validate (bytes, (gssize) *length, NULL))
    return bytes;

  g_string_truncate (scratch, 0);
  for (gsize i = 0; i < *length; i++)
    {
      guint8 c = (guint8) bytes[i];

      g_string_append_unichar (scratch, c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c);
    }
  *guessed = TRUE;
  *length = scratch->len;
  return scratch->str;
}

char *
comity_text_dup_utf8 (const char *bytes, gsize length, gboolean *guessed)
{
  g_autoptr (GString) scratch = g_string_new (NULL);
  const char *text;

  length = strnlen (bytes, length);
  text = comity_text_to_utf8 (bytes, &length, scratch, guessed);
  return g_strndup (text, length);
}

char *
comity_name_make_unique (GHashTable *taken, const char *name)
{
  char *unique = g_strdup (name);

  for (guint i = 2; g_hash_table_contains (taken, unique); i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s_%u", name, i);
    }
  g_hash_table_add (taken, g_strdup (unique));
  return unique;
}

void
comity_column_names_init (ComityColumnNames *self)
{
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sentences = g_ptr_array_new_with_free_func (g_free);
  self->n_changed = 0;
}

void
comity_column_names_clear (ComityColumnNames *self)
{
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_clear_pointer (&self->sentences, g_ptr_array_unref);
}

char *
comity_column_names_choose (ComityColumnNames *self, const char *name, gsize place)
{
  g_autofree char *plain =
      *name != '\0' ? g_strdup (name) : g_strdup_printf ("v%" G_GSIZE_FORMAT, place + 1);
  char *chosen = comity_name_make_unique (self->taken, plain);

  if (*name == '\0' || strcmp (chosen, name) == 0)
    return chosen;
  if (self->n_changed++ < MAX_TOLD)
    g_ptr_array_add (
        self->sentences,
        g_strdup_printf ("Another column named “%s” is called “%s” here.", name, chosen));
  return chosen;
}

void
comity_column_names_tell (const ComityColumnNames *self, ComityDatasetBuilder *builder)
{
  for (guint i = 0; i < self->sentences->len; i++)
    comity_dataset_builder_add_remark (builder, g_ptr_array_index (self->sentences, i));
  if (self->n_changed > self->sentences->len)
    {
      gsize n_more = self->n_changed - self->sentences->len;
      g_autofree char *rest = g_strdup_printf (
          n_more == 1 ? "%" G_GSIZE_FORMAT " more column has another's name and a number behind it."
                      : "%" G_GSIZE_FORMAT
                        " more columns have another's name and a number behind it.",
          n_more);

      comity_dataset_builder_add_remark (builder, rest);
    }
}

ComityDictionary *
comity_string_pools_merge (ComityStringPool **pools,
                           gsize n_pieces,
                           const gsize *first,
                           guint32 *codes,
                           ComityTranslateFunc translate,
                           gpointer user_data)
{
  g_autoptr (ComityStringPool) all = comity_string_pool_new ();
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_autofree guint32 *map = NULL;

  for (gsize piece = 0; piece < n_pieces; piece++)
    {
      gsize n = comity_string_pool_get_n (pools[piece]);
      gboolean same = TRUE;

      map = g_renew (guint32, map, n);
      map[0] = 0;
      for (gsize code = 1; code < n; code++)
        {
          gsize length;
          const char *text = comity_string_pool_peek (pools[piece], (guint32) code, &length);

          if (translate != NULL)
            text = translate (text, &length, scratch, user_data);
          map[code] = comity_string_pool_intern (all, text, length);
          same &= map[code] == code;
        }
      for (gsize row = first[piece]; row < first[piece + 1] && !same; row++)
        codes[row] = map[codes[row]];
      g_clear_pointer (&pools[piece], comity_string_pool_free);
    }
  return comity_string_pool_end (all);
}
