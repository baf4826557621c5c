/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world as a whole: loading it once for all callers, runs of years, and the sources of the
 * tables. What the tables say is read and answered in comity-world-states, -codes, -values, -pairs
 * and -treaties. */
#include "config.h"

#include "comity-world-private.h"

#include "comity-parallel.h"
#include "comity-world-resources.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#define RESOURCE_PREFIX "/io/github/comity/Comity/world/"

G_DEFINE_QUARK (comity - world - error - quark, comity_world_error)

/* Runs */

static int
compare_runs (const void *a, const void *b)
{
  const ComityRun *x = a;
  const ComityRun *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return (x->first_year > y->first_year) - (x->first_year < y->first_year);
}

void
comity_runs_init (ComityRuns *self, GArray *runs, gsize n_keys)
{
  gsize n = runs->len;
  gsize i = 0;

  g_array_sort (runs, compare_runs);
  self->runs = (ComityRun *)g_array_free (runs, FALSE);
  self->start = g_new (guint32, n_keys + 1);
  for (gsize k = 0; k <= n_keys; k++)
    {
      while (i < n && self->runs[i].key < k)
        i++;
      self->start[k] = i;
    }
}

void
comity_runs_clear (ComityRuns *self)
{
  g_clear_pointer (&self->runs, g_free);
  g_clear_pointer (&self->start, g_free);
}

const ComityRun *
comity_runs_find (const ComityRuns *self, gsize key, int year)
{
  for (gsize i = self->start[key]; i < self->start[key + 1]; i++)
    if (self->runs[i].first_year <= year && year <= self->runs[i].last_year)
      return &self->runs[i];

  return NULL;
}

/* Shared helpers */

gsize
comity_world_get_cell_state (const ComityWorld *self, ComitySheet *sheet, gsize row, gsize column)
{
  int cow = comity_sheet_get_int (sheet, row, column, 0);
  gsize found = GPOINTER_TO_SIZE (g_hash_table_lookup (self->by_cow, GINT_TO_POINTER (cow)));

  if (found == 0)
    {
      comity_sheet_set_damaged (sheet, row, column);
      return 0;
    }
  return found - 1;
}

ComitySheet *
comity_world_keep_sheet (ComityWorld *self, ComitySheet *sheet)
{
  g_mutex_lock (&self->sheets_lock);
  g_ptr_array_add (self->sheets, sheet);
  g_mutex_unlock (&self->sheets_lock);
  return sheet;
}

gint32
comity_world_parse_day (const char *text)
{
  int year = atoi (text);

  if (strlen (text) < 10)
    return year * 10000 + (year != 0 ? 1231 : 0);
  return year * 10000 + atoi (text + 5) * 100 + atoi (text + 8);
}

/* Sources */

static int
compare_tables (const void *a, const void *b)
{
  return strcmp (((const ComityWorldTable *)a)->table, ((const ComityWorldTable *)b)->table);
}

/* Reads one sidecar; a member that is missing makes the table damaged. */
static gboolean
read_sidecar (ComityWorld *self, GResource *resource, const char *file, GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, file, NULL);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  ComityWorldTable table = { NULL };
  const struct
  {
    const char *member;
    const char **text;
  } members[] = { { "table", &table.table },     { "title", &table.title },
                  { "source", &table.source },   { "citation", &table.citation },
                  { "licence", &table.licence }, { "coverage", &table.coverage },
                  { "gaps", &table.gaps } };
  JsonNode *root;

  if (bytes == NULL || !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                                    g_bytes_get_size (bytes), error))
    return FALSE;

  root = json_parser_get_root (parser);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = NULL;

      if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
        text = json_object_get_string_member_with_default (json_node_get_object (root),
                                                           members[i].member, NULL);
      if (text == NULL)
        {
          g_set_error (error, COMITY_WORLD_ERROR, COMITY_WORLD_ERROR_DAMAGED,
                       "The description “%s” of a world table lacks “%s”.", file,
                       members[i].member);
          return FALSE;
        }
      *members[i].text = g_string_chunk_insert (self->strings, text);
    }
  g_array_append_val (self->tables, table);
  return TRUE;
}

static gboolean
load_sidecars (ComityWorld *self, GResource *resource, GError **error)
{
  g_auto (GStrv) files = NULL;

  files = g_resource_enumerate_children (resource, RESOURCE_PREFIX, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                         error);
  if (files == NULL)
    return FALSE;
  for (gsize i = 0; files[i] != NULL; i++)
    if (g_str_has_suffix (files[i], ".json") && !read_sidecar (self, resource, files[i], error))
      return FALSE;

  g_array_sort (self->tables, compare_tables);
  return TRUE;
}

gsize
comity_world_get_n_tables (const ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tables->len;
}

const ComityWorldTable *
comity_world_peek_table (const ComityWorld *self, gsize table)
{
  g_return_val_if_fail (self != NULL && table < self->tables->len, NULL);

  return &g_array_index (self->tables, ComityWorldTable, table);
}

gssize
comity_world_find_table (const ComityWorld *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, -1);

  for (gsize i = 0; i < self->tables->len; i++)
    if (g_str_equal (g_array_index (self->tables, ComityWorldTable, i).table, name))
      return i;
  return -1;
}

/* Life */

static void
world_free (ComityWorld *self)
{
  comity_world_clear_land (self);
  comity_world_clear_treaties (self);
  comity_world_clear_pairs (self);
  comity_world_clear_values (self);
  comity_world_clear_codes (self);
  comity_world_clear_states (self);
  g_clear_pointer (&self->tables, g_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_clear_pointer (&self->sheets, g_ptr_array_unref);
  g_mutex_clear (&self->sheets_lock);
  g_free (self);
}

/* Tables that need the states alone, and nothing of each other; the long ones first. */
typedef gboolean (*LoadFunc) (ComityWorld *self, GResource *resource, GError **error);

static const LoadFunc loaders[] = { comity_world_load_values, comity_world_load_treaties,
                                    comity_world_load_pairs, comity_world_load_codes,
                                    comity_world_load_land };

typedef struct
{
  ComityWorld *world;
  GResource *resource;
  GError *errors[G_N_ELEMENTS (loaders)];
} Loading;

static void
load_piece (gsize piece, gpointer user_data)
{
  Loading *loading = user_data;

  loaders[piece](loading->world, loading->resource, &loading->errors[piece]);
}

/* The error is that of the first table in their order that is damaged, whatever came first. */
static gboolean
load_tables (ComityWorld *self, GResource *resource, GError **error)
{
  Loading loading = { self, resource, { NULL } };
  gboolean good = TRUE;

  comity_parallel_for (G_N_ELEMENTS (loaders), 0, load_piece, &loading, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (loaders); i++)
    {
      if (loading.errors[i] == NULL)
        continue;
      if (good)
        g_propagate_error (error, loading.errors[i]);
      else
        g_error_free (loading.errors[i]);
      good = FALSE;
    }
  return good;
}

ComityWorld *
comity_world_new_from_resource (GResource *resource, GError **error)
{
  ComityWorld *self = g_new0 (ComityWorld, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify)comity_sheet_free);
  g_mutex_init (&self->sheets_lock);
  self->strings = g_string_chunk_new (4096);
  self->tables = g_array_new (FALSE, FALSE, sizeof (ComityWorldTable));

  if (comity_world_load_states (self, resource, error) &&
      load_tables (self, resource, error) && load_sidecars (self, resource, error))
    return self;

  world_free (self);
  return NULL;
}

/* The one world of the process while somebody holds it: a weak pointer, guarded by the lock. It is
 * a cache of constant data, so that nobody can tell it from a world of his own. */
static GMutex shared_lock;
static ComityWorld *shared_world;

ComityWorld *
comity_world_load (GError **error)
{
  ComityWorld *world;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  g_mutex_lock (&shared_lock);
  if (shared_world != NULL)
    comity_world_ref (shared_world);
  else
    shared_world = comity_world_new_from_resource (comity_world_get_resource (), error);
  world = shared_world;
  g_mutex_unlock (&shared_lock);
  return world;
}

ComityWorld *
comity_world_ref (ComityWorld *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_world_unref (ComityWorld *self)
{
  gboolean last;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&shared_lock);
  last = g_atomic_ref_count_dec (&self->ref_count);
  if (last && self == shared_world)
    shared_world = NULL;
  g_mutex_unlock (&shared_lock);
  if (last)
    world_free (self);
}

void
comity_world_get_years (const ComityWorld *self, int *first, int *last)
{
  g_return_if_fail (self != NULL && first != NULL && last != NULL);

  *first = COMITY_WORLD_FIRST_YEAR;
  *last = COMITY_WORLD_LAST_YEAR;
}
