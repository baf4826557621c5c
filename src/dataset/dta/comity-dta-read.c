/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a .dta file: the sections in their order, then what they say put into a builder. Stata
 * keeps notes as characteristics note1, note2 … (note0 counts them); here they are notes. */
#include "config.h"

#include "comity-dta-private.h"

#include "comity-dataset-private.h"

#include <stdlib.h>
#include <string.h>

static void
clear_characteristic (gpointer data)
{
  ComityDtaCharacteristic *c = data;

  g_free (c->column);
  g_free (c->name);
  g_free (c->text);
}

static void
dta_clear (ComityDta *self)
{
  for (gsize i = 0; i < self->n_variables && self->variables != NULL; i++)
    {
      ComityDtaVariable *v = &self->variables[i];

      g_free (v->name);
      g_free (v->format);
      g_free (v->label);
      g_free (v->labels_name);
    }
  g_free (self->variables);
  g_free (self->label);
  comity_column_names_clear (&self->names);
  g_array_unref (self->characteristics);
  g_clear_pointer (&self->strls, g_hash_table_unref);
  g_clear_pointer (&self->value_labels, g_hash_table_unref);
}

/* The number of a note's characteristic, -1 for any other. */
static int
note_number (const char *name)
{
  if (!g_str_has_prefix (name, "note") || name[4] == '\0' || strlen (name) > 9 ||
      strspn (name + 4, "0123456789") != strlen (name + 4))
    return -1;
  return atoi (name + 4);
}

typedef struct
{
  gsize order; /* of the column */
  int number;
  const ComityDtaCharacteristic *characteristic;
} Note;

static gint
compare_notes (gconstpointer a, gconstpointer b)
{
  const Note *x = a;
  const Note *y = b;

  if (x->order != y->order)
    return x->order < y->order ? -1 : 1;
  return x->number - y->number;
}

static void
add_characteristics (const ComityDta *self, ComityDatasetBuilder *builder)
{
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (Note));
  g_autoptr (GHashTable) orders = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < self->n_variables; i++)
    g_hash_table_insert (orders, self->variables[i].name, GSIZE_TO_POINTER (i + 1));
  for (guint i = 0; i < self->characteristics->len; i++)
    {
      const ComityDtaCharacteristic *c =
          &g_array_index (self->characteristics, ComityDtaCharacteristic, i);
      Note note = { 0, note_number (c->name), c };

      note.order = GPOINTER_TO_SIZE (g_hash_table_lookup (orders, c->column));
      if (note.number > 0)
        g_array_append_val (notes, note);
      else if (strcmp (c->name, COMITY_SIMULATED_CHARACTERISTIC) == 0)
        comity_dataset_builder_set_simulated (builder, strcmp (c->text, "1") == 0);
      else if (note.number < 0)
        comity_dataset_builder_set_characteristic (builder, c->column, c->name, c->text);
    }
  g_array_sort (notes, compare_notes);
  for (guint i = 0; i < notes->len; i++)
    {
      const Note *note = &g_array_index (notes, Note, i);

      comity_dataset_builder_add_note (builder, note->characteristic->column,
                                       note->characteristic->text);
    }
}

static ComityDatasetBuilder *
read_all (ComityDta *self, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autoptr (GPtrArray) columns = NULL;

  comity_progress_report (progress, 0.0, "Reading rows");
  if (!comity_dta_read_header (self, error) || !comity_dta_read_strls (self, error) ||
      !comity_dta_read_value_labels (self, error))
    return NULL;
  columns = comity_dta_read_columns (self, progress, error);
  if (columns == NULL)
    return NULL;

  builder = comity_dataset_builder_new (self->n_rows);
  comity_dataset_builder_set_label (builder, self->label);
  for (guint i = 0; i < columns->len; i++)
    comity_dataset_builder_take_column (builder,
                                        comity_column_ref (g_ptr_array_index (columns, i)));
  comity_column_names_tell (&self->names, builder);
  add_characteristics (self, builder);
  if (self->guessed)
    comity_dataset_builder_add_remark (builder, COMITY_LETTERS_GUESSED);
  return g_steal_pointer (&builder);
}

ComityDatasetBuilder *
comity_dta_load (const ComitySource *source, ComityProgress *progress, GError **error)
{
  ComityDta dta = { .source = source };
  ComityDatasetBuilder *builder;

  comity_column_names_init (&dta.names);
  dta.characteristics = g_array_new (FALSE, FALSE, sizeof (ComityDtaCharacteristic));
  g_array_set_clear_func (dta.characteristics, clear_characteristic);
  builder = read_all (&dta, progress, error);
  dta_clear (&dta);
  return builder;
}
