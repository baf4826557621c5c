/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dataset and its builder. The builder holds the dataset it makes and gives it away at the end;
 * nothing changes it afterwards, but for the hash, which is computed once behind a mutex. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-dataset-private.h"
#include "comity-parallel.h"
#include "comity-timeline.h"

#include <string.h>

G_DEFINE_QUARK (comity - dataset - error - quark, comity_dataset_error)

#define AMBIGUOUS G_MAXUINT

typedef struct
{
  char *column;
  char *name; /* NULL: a note */
  char *text;
} Entry;

struct _ComityDataset
{
  gatomicrefcount ref_count;
  gsize n_rows;

  /* owned */
  GPtrArray *columns;
  GHashTable *by_name;   /* borrowed name → index + 1 */
  GHashTable *by_folded; /* owned folded name → index + 1, or AMBIGUOUS */
  char *name;
  char *path;
  char *label;
  GArray *notes;           /* of Entry */
  GArray *characteristics; /* of Entry */
  GHashTable *by_key;      /* owned column and name → index of a characteristic + 1 */
  GPtrArray *remarks;
  gboolean simulated;
  ComityTimeline *timeline; /* nullable */

  gboolean has_stamp; /* the columns are what the file at @path holds */
  ComityFileStamp stamp;
  GMutex mutex;
  char *sha256;
};

struct _ComityDatasetBuilder
{
  ComityDataset *dataset; /* NULL once ended */
};

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->column);
  g_free (entry->name);
  g_free (entry->text);
}

/* Builder */

ComityDatasetBuilder *
comity_dataset_builder_new (gsize n_rows)
{
  ComityDatasetBuilder *self = g_new0 (ComityDatasetBuilder, 1);
  ComityDataset *dataset = g_new0 (ComityDataset, 1);

  g_atomic_ref_count_init (&dataset->ref_count);
  g_mutex_init (&dataset->mutex);
  dataset->n_rows = n_rows;
  dataset->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_column_unref);
  dataset->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  dataset->by_folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  dataset->name = g_strdup ("");
  dataset->label = g_strdup ("");
  dataset->notes = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (dataset->notes, clear_entry);
  dataset->characteristics = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (dataset->characteristics, clear_entry);
  dataset->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  dataset->remarks = g_ptr_array_new_with_free_func (g_free);
  self->dataset = dataset;
  return self;
}

void
comity_dataset_builder_free (ComityDatasetBuilder *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->dataset, comity_dataset_unref);
  g_free (self);
}

static void
copy_description (ComityDatasetBuilder *self, ComityDataset *from)
{
  comity_dataset_builder_set_name (self, from->name);
  comity_dataset_builder_set_path (self, from->path);
  comity_dataset_builder_set_label (self, from->label);
  comity_dataset_builder_set_simulated (self, from->simulated);
  for (guint i = 0; i < from->notes->len; i++)
    {
      Entry *note = &g_array_index (from->notes, Entry, i);

      comity_dataset_builder_add_note (self, note->column, note->text);
    }
  for (guint i = 0; i < from->characteristics->len; i++)
    {
      Entry *c = &g_array_index (from->characteristics, Entry, i);

      comity_dataset_builder_set_characteristic (self, c->column, c->name, c->text);
    }
  for (guint i = 0; i < from->remarks->len; i++)
    comity_dataset_builder_add_remark (self, g_ptr_array_index (from->remarks, i));
}

ComityDatasetBuilder *
comity_dataset_builder_new_from (ComityDataset *dataset)
{
  ComityDatasetBuilder *self = comity_dataset_builder_new (dataset->n_rows);

  copy_description (self, dataset);
  for (guint i = 0; i < dataset->columns->len; i++)
    comity_dataset_builder_take_column (
        self, comity_column_ref (g_ptr_array_index (dataset->columns, i)));
  if (dataset->timeline != NULL)
    self->dataset->timeline = comity_timeline_ref (dataset->timeline);
  return self;
}

void
comity_dataset_builder_take_column (ComityDatasetBuilder *self, ComityColumn *column)
{
  ComityDataset *dataset = self->dataset;
  const char *name = comity_column_peek_name (column);
  guint index;
  char *folded;

  g_return_if_fail (dataset != NULL);
  g_return_if_fail (comity_column_get_n_rows (column) == dataset->n_rows);

  index = GPOINTER_TO_UINT (g_hash_table_lookup (dataset->by_name, name));
  if (index > 0)
    {
      ComityColumn *old = g_ptr_array_index (dataset->columns, index - 1);

      g_hash_table_replace (dataset->by_name, (gpointer) name, GUINT_TO_POINTER (index));
      g_ptr_array_index (dataset->columns, index - 1) = column;
      comity_column_unref (old);
      return;
    }

  g_ptr_array_add (dataset->columns, column);
  index = dataset->columns->len;
  g_hash_table_insert (dataset->by_name, (gpointer) name, GUINT_TO_POINTER (index));
  folded = g_utf8_casefold (name, -1);
  if (g_hash_table_contains (dataset->by_folded, folded))
    index = AMBIGUOUS;
  g_hash_table_insert (dataset->by_folded, folded, GUINT_TO_POINTER (index));
}

static void
set_string (char **where, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*where);
  *where = copy;
}

void
comity_dataset_builder_set_name (ComityDatasetBuilder *self, const char *name)
{
  set_string (&self->dataset->name, name ? name : "");
}

void
comity_dataset_builder_set_path (ComityDatasetBuilder *self, const char *path)
{
  set_string (&self->dataset->path, path);
}

void
comity_dataset_builder_set_label (ComityDatasetBuilder *self, const char *label)
{
  set_string (&self->dataset->label, label ? label : "");
}

void
comity_dataset_builder_set_simulated (ComityDatasetBuilder *self, gboolean simulated)
{
  self->dataset->simulated = simulated;
}

void
comity_dataset_builder_add_note (ComityDatasetBuilder *self, const char *column, const char *text)
{
  Entry note = { g_strdup (column ? column : "_dta"), NULL, g_strdup (text) };

  g_array_append_val (self->dataset->notes, note);
}

static char *
dup_key (const char *column, const char *name)
{
  return g_strconcat (column ? column : "_dta", "\n", name, NULL);
}

static Entry *
find_characteristic (const ComityDataset *self, const char *column, const char *name)
{
  g_autofree char *key = dup_key (column, name);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_key, key));

  return index > 0 ? &g_array_index (self->characteristics, Entry, index - 1) : NULL;
}

void
comity_dataset_builder_set_characteristic (ComityDatasetBuilder *self,
                                           const char *column,
                                           const char *name,
                                           const char *text)
{
  Entry *old = find_characteristic (self->dataset, column, name);
  Entry entry = { NULL, NULL, NULL };

  g_return_if_fail (name != NULL && text != NULL);

  if (old != NULL)
    {
      set_string (&old->text, text);
      return;
    }
  entry.column = g_strdup (column ? column : "_dta");
  entry.name = g_strdup (name);
  entry.text = g_strdup (text);
  g_array_append_val (self->dataset->characteristics, entry);
  g_hash_table_insert (self->dataset->by_key, dup_key (column, name),
                       GUINT_TO_POINTER (self->dataset->characteristics->len));
}

void
comity_dataset_builder_add_remark (ComityDatasetBuilder *self, const char *sentence)
{
  g_ptr_array_add (self->dataset->remarks, g_strdup (sentence));
}

void
comity_dataset_builder_set_source (ComityDatasetBuilder *self,
                                   const ComityFileStamp *stamp,
                                   const char *sha256)
{
  self->dataset->has_stamp = stamp != NULL;
  if (stamp != NULL)
    self->dataset->stamp = *stamp;
  set_string (&self->dataset->sha256, sha256);
}

ComityDataset *
comity_dataset_builder_end (ComityDatasetBuilder *self)
{
  g_return_val_if_fail (self->dataset != NULL, NULL);

  return g_steal_pointer (&self->dataset);
}

/* Dataset */

ComityDataset *
comity_dataset_ref (ComityDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_dataset_unref (ComityDataset *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_folded);
  g_ptr_array_unref (self->columns);
  g_array_unref (self->notes);
  g_array_unref (self->characteristics);
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->remarks);
  g_free (self->name);
  g_free (self->path);
  g_free (self->label);
  g_free (self->sha256);
  comity_timeline_unref (self->timeline);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gsize
comity_dataset_get_n_rows (const ComityDataset *self)
{
  return self->n_rows;
}

gsize
comity_dataset_get_n_columns (const ComityDataset *self)
{
  return self->columns->len;
}

ComityColumn *
comity_dataset_peek_column (const ComityDataset *self, gsize i)
{
  g_return_val_if_fail (i < self->columns->len, NULL);

  return g_ptr_array_index (self->columns, i);
}

gssize
comity_dataset_find_column (const ComityDataset *self, const char *name)
{
  g_autofree char *folded = NULL;
  guint index;

  g_return_val_if_fail (name != NULL, -1);

  index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, name));
  if (index == 0 && g_utf8_validate (name, -1, NULL))
    {
      folded = g_utf8_casefold (name, -1);
      index = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_folded, folded));
    }
  return index == 0 || index == AMBIGUOUS ? -1 : (gssize) index - 1;
}

guint
comity_spelling_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);
  guint result;

  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i + 1;
      for (gsize j = 0; j < n; j++)
        {
          guint change = diagonal + (g_ascii_tolower (a[i]) != g_ascii_tolower (b[j]));

          diagonal = row[j + 1];
          row[j + 1] = MIN (change, MIN (diagonal, row[j]) + 1);
        }
    }
  result = row[n];
  return result;
}

ComityColumn *
comity_dataset_require_column (const ComityDataset *self, const char *name, GError **error)
{
  gssize index = comity_dataset_find_column (self, name);
  const char *nearest = NULL;
  guint least = G_MAXUINT;

  if (index >= 0)
    return g_ptr_array_index (self->columns, index);

  for (guint i = 0; i < self->columns->len && strlen (name) < 256; i++)
    {
      const char *other = comity_column_peek_name (g_ptr_array_index (self->columns, i));
      guint distance = comity_spelling_distance (name, other);

      if (distance < least)
        {
          least = distance;
          nearest = other;
        }
    }
  /* A name that shares hardly a letter helps nobody. */
  if (nearest != NULL && least <= MAX (strlen (name), strlen (nearest)) / 2 + 1)
    g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_NO_COLUMN,
                 "There is no column “%s”; the nearest name is “%s”.", name, nearest);
  else
    g_set_error (error, COMITY_DATASET_ERROR, COMITY_DATASET_ERROR_NO_COLUMN,
                 "There is no column “%s”.", name);
  return NULL;
}

const char *
comity_dataset_peek_name (const ComityDataset *self)
{
  return self->name;
}

const char *
comity_dataset_peek_path (const ComityDataset *self)
{
  return self->path;
}

const char *
comity_dataset_peek_label (const ComityDataset *self)
{
  return self->label;
}

gboolean
comity_dataset_is_simulated (const ComityDataset *self)
{
  return self->simulated;
}

gsize
comity_dataset_get_n_notes (const ComityDataset *self)
{
  return self->notes->len;
}

const char *
comity_dataset_peek_note (const ComityDataset *self, gsize i, const char **column)
{
  Entry *note;

  g_return_val_if_fail (i < self->notes->len, NULL);

  note = &g_array_index (self->notes, Entry, i);
  if (column != NULL)
    *column = note->column;
  return note->text;
}

const char *
comity_dataset_peek_characteristic (const ComityDataset *self, const char *column, const char *name)
{
  Entry *entry = find_characteristic (self, column, name);

  return entry ? entry->text : NULL;
}

gboolean
comity_dataset_get_characteristic (
    const ComityDataset *self, gsize i, const char **column, const char **name, const char **text)
{
  Entry *entry;

  if (i >= self->characteristics->len)
    return FALSE;

  entry = &g_array_index (self->characteristics, Entry, i);
  *column = entry->column;
  *name = entry->name;
  *text = entry->text;
  return TRUE;
}

gsize
comity_dataset_get_n_remarks (const ComityDataset *self)
{
  return self->remarks->len;
}

const char *
comity_dataset_peek_remark (const ComityDataset *self, gsize i)
{
  g_return_val_if_fail (i < self->remarks->len, NULL);

  return g_ptr_array_index (self->remarks, i);
}

const char *
comity_dataset_peek_late_remark (const ComityDataset *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (comity_column_has_guessed_letters (g_ptr_array_index (self->columns, i)))
      return COMITY_LETTERS_GUESSED;
  return NULL;
}

const ComityFileStamp *
comity_dataset_peek_stamp (const ComityDataset *self)
{
  return self->has_stamp ? &self->stamp : NULL;
}

const char *
comity_dataset_get_sha256 (ComityDataset *self)
{
  g_mutex_lock (&self->mutex);
  if (self->sha256 == NULL)
    self->sha256 = comity_dataset_compute_sha256 (self);
  g_mutex_unlock (&self->mutex);
  return self->sha256;
}

ComityDataset *
comity_dataset_with_timeline (ComityDataset *self, ComityTimeline *timeline)
{
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new_from (self);

  comity_timeline_unref (builder->dataset->timeline);
  builder->dataset->timeline = timeline != NULL ? comity_timeline_ref (timeline) : NULL;
  /* The columns are still those of the file. */
  g_mutex_lock (&self->mutex);
  comity_dataset_builder_set_source (builder, self->has_stamp ? &self->stamp : NULL, self->sha256);
  g_mutex_unlock (&self->mutex);
  return comity_dataset_builder_end (builder);
}

ComityTimeline *
comity_dataset_peek_timeline (const ComityDataset *self)
{
  return self->timeline;
}

typedef struct
{
  ComityDataset *dataset;
  const guint32 *rows;
  gsize n;
  ComityColumn **columns;
} Filter;

static void
filter_in_thread (gsize piece, gpointer user_data)
{
  Filter *filter = user_data;

  filter->columns[piece] = comity_column_gathered (
      g_ptr_array_index (filter->dataset->columns, piece), filter->rows, filter->n);
}

ComityDataset *
comity_dataset_filter (ComityDataset *self, const guint8 *keep)
{
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autofree guint32 *rows = NULL;
  g_autofree ComityColumn **columns = g_new0 (ComityColumn *, self->columns->len + 1);
  Filter filter = { self, NULL, 0, columns };

  g_return_val_if_fail (self->n_rows <= G_MAXUINT32, NULL);

  rows = g_new (guint32, self->n_rows + 1);
  for (gsize row = 0; row < self->n_rows; row++)
    if (keep[row])
      rows[filter.n++] = (guint32) row;
  filter.rows = rows;
  comity_parallel_for (self->columns->len, 0, filter_in_thread, &filter, NULL);

  builder = comity_dataset_builder_new (filter.n);
  copy_description (builder, self);
  for (guint i = 0; i < self->columns->len; i++)
    {
      /* A part of what is in memory already: like GLib, there is no way on without it. */
      if (columns[i] == NULL)
        g_error ("No memory for %" G_GSIZE_FORMAT " rows", filter.n);
      comity_dataset_builder_take_column (builder, columns[i]);
    }
  return comity_dataset_builder_end (builder);
}
