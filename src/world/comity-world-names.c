/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names from iso-codes. gettext () itself answers in one language only and depends on the locale,
 * so the catalogues are read as what they are: tables of sorted strings (GNU gettext manual, "The
 * Format of GNU MO Files"). A damaged one is passed over. */
#include "config.h"

#include "comity-world-names.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define JSON_FILE "/usr/share/iso-codes/json/iso_3166-1.json"
#define LOCALE_FOLDER "/usr/share/locale"
#define CATALOGUE "LC_MESSAGES/iso_3166.mo"
#define MO_MAGIC 0x950412deu

struct _ComityStateNames
{
  GArray *names; /* ComityStateName */
  GStringChunk *strings;
};

char *
comity_name_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  GString *plain = g_string_new (NULL);
  g_autofree char *letters = NULL;

  for (const char *c = decomposed; c != NULL && *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_type (letter) != G_UNICODE_NON_SPACING_MARK)
        g_string_append_unichar (plain, letter);
    }
  letters = g_string_free (plain, FALSE);
  return g_utf8_casefold (letters, -1);
}

static void
add_name (ComityStateNames *self,
          const char *iso2,
          const char *iso3,
          const char *language,
          const char *name)
{
  g_autofree char *folded = comity_name_fold (name);
  ComityStateName entry = { .language = g_string_chunk_insert_const (self->strings, language),
                            .name = g_string_chunk_insert_const (self->strings, name),
                            .folded = g_string_chunk_insert_const (self->strings, folded) };

  g_strlcpy (entry.iso3, iso3, sizeof entry.iso3);
  g_strlcpy (entry.iso2, iso2, sizeof entry.iso2);
  g_array_append_val (self->names, entry);
}

/* English names, and to which state they belong: "iso2 iso3" by name. */
static GHashTable *
read_english (ComityStateNames *self, const char *path)
{
  static const char *const members[] = { "name", "common_name", "official_name" };
  GHashTable *codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonArray *states;

  if (!json_parser_load_from_file (parser, path, NULL))
    return codes;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ||
      !json_object_has_member (json_node_get_object (root), "3166-1"))
    return codes;
  states = json_object_get_array_member (json_node_get_object (root), "3166-1");
  for (guint i = 0; i < json_array_get_length (states); i++)
    {
      JsonObject *state = json_array_get_object_element (states, i);
      const char *iso2 = json_object_get_string_member_with_default (state, "alpha_2", "");
      const char *iso3 = json_object_get_string_member_with_default (state, "alpha_3", "");

      for (gsize k = 0; k < G_N_ELEMENTS (members); k++)
        {
          const char *name = json_object_get_string_member_with_default (state, members[k], NULL);

          if (name == NULL || g_hash_table_contains (codes, name))
            continue;
          g_hash_table_insert (codes, g_strdup (name), g_strdup_printf ("%s %s", iso2, iso3));
          add_name (self, iso2, iso3, "", name);
        }
    }
  return codes;
}

/* The number at @at, in the file's own byte order; 0 past its end. */
static guint32
read_number (const guint8 *bytes, gsize length, gsize at, gboolean swapped)
{
  guint32 number;

  if (at > length || length - at < sizeof number)
    return 0;
  memcpy (&number, bytes + at, sizeof number);
  return swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* The i-th string of the table at @table; NULL where it is not within the file. */
static const char *
read_string (const guint8 *bytes, gsize length, gsize table, guint32 i, gboolean swapped)
{
  gsize size = read_number (bytes, length, table + 8 * (gsize) i, swapped);
  gsize at = read_number (bytes, length, table + 8 * (gsize) i + 4, swapped);

  if (at >= length || size >= length - at || bytes[at + size] != '\0' ||
      !g_utf8_validate ((const char *) bytes + at, (gssize) size, NULL))
    return NULL;
  return (const char *) bytes + at;
}

static void
read_catalogue (ComityStateNames *self, const char *path, const char *language, GHashTable *codes)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const guint8 *bytes;
  gsize length, originals, translations;
  gboolean swapped;
  guint32 magic, n;

  if (file == NULL)
    return;
  bytes = (const guint8 *) g_mapped_file_get_contents (file);
  length = g_mapped_file_get_length (file);
  magic = read_number (bytes, length, 0, FALSE);
  swapped = magic == GUINT32_SWAP_LE_BE (MO_MAGIC);
  if (magic != MO_MAGIC && !swapped)
    return;
  n = read_number (bytes, length, 8, swapped);
  originals = read_number (bytes, length, 12, swapped);
  translations = read_number (bytes, length, 16, swapped);
  for (guint32 i = 0; i < n && originals + 8 * (gsize) i < length; i++)
    {
      const char *original = read_string (bytes, length, originals, i, swapped);
      const char *name = read_string (bytes, length, translations, i, swapped);
      const char *known = original != NULL ? g_hash_table_lookup (codes, original) : NULL;
      g_auto (GStrv) code = NULL;

      if (known == NULL || name == NULL || *name == '\0' || strcmp (name, original) == 0)
        continue;
      code = g_strsplit (known, " ", 2);
      add_name (self, code[0], code[1], language, name);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

ComityStateNames *
comity_state_names_load (const char *json, const char *locales)
{
  ComityStateNames *self = g_new0 (ComityStateNames, 1);
  const char *folder = locales != NULL ? locales : LOCALE_FOLDER;
  g_autoptr (GHashTable) codes = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) languages = g_ptr_array_new_with_free_func (g_free);
  const char *language;

  self->names = g_array_new (FALSE, FALSE, sizeof (ComityStateName));
  self->strings = g_string_chunk_new (1 << 16);
  codes = read_english (self, json != NULL ? json : JSON_FILE);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (language = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (languages, g_strdup (language));
  /* In an order that does not depend on the disk. */
  g_ptr_array_sort (languages, compare_names);
  for (guint i = 0; i < languages->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, languages->pdata[i], CATALOGUE, NULL);

      read_catalogue (self, path, languages->pdata[i], codes);
    }
  return self;
}

void
comity_state_names_free (ComityStateNames *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->names);
  g_string_chunk_free (self->strings);
  g_free (self);
}

gsize
comity_state_names_get_n (const ComityStateNames *self)
{
  return self->names->len;
}

const ComityStateName *
comity_state_names_peek (const ComityStateNames *self, gsize i)
{
  g_return_val_if_fail (i < self->names->len, NULL);
  return &g_array_index (self->names, ComityStateName, i);
}
