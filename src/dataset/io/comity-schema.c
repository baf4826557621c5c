/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema beside separated text, as JSON; see comity-schema-private.h. Reading is forgiving: a
 * member that is not of its kind counts as absent. */
#include "config.h"

#include "comity-column-private.h"
#include "comity-csv-private.h"
#include "comity-file-writer.h"
#include "comity-schema-private.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define SCHEMA_VERSION 1

struct _ComitySchema
{
  JsonNode *root;
  JsonObject *object; /* borrowed from root; NULL when it is not a schema */
  JsonArray *columns; /* borrowed */
};

static char *
dup_schema_path (const char *text_path)
{
  return g_strconcat (text_path, ".schema.json", NULL);
}

/* Writing */

/* Read back from text, would the column be what it is? */
static gboolean
text_keeps_type (ComityColumn *column)
{
  const ComityCsv csv = { .decimal = '.' };
  g_autoptr (ComityColumn) logical = NULL;

  if (comity_column_is_numeric (column))
    return comity_column_narrowest_type (column) == comity_column_get_type (column);

  logical = comity_column_new_logical ("", 0, NULL, comity_column_peek_dictionary (column));
  for (gsize code = 1; code < comity_column_get_n_codes (column) && logical == NULL; code++)
    {
      const char *text = comity_column_peek_code_string (column, (guint32) code);
      ComityCsvCell cell = { text, strlen (text), FALSE, FALSE };
      double value;
      char tag;

      if (comity_csv_cell_meaning (&csv, &cell, &value, &tag) == COMITY_CSV_IS_TEXT)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_needed (ComityDataset *dataset)
{
  const char *s;

  if (*comity_dataset_peek_label (dataset) != '\0' || comity_dataset_is_simulated (dataset) ||
      comity_dataset_get_n_notes (dataset) > 0 ||
      comity_dataset_get_characteristic (dataset, 0, &s, &s, &s))
    return TRUE;
  for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, k);

      if (*comity_column_peek_label (column) != '\0' ||
          *comity_column_peek_format (column) != '\0' ||
          comity_column_peek_value_labels (column) != NULL || !text_keeps_type (column))
        return TRUE;
    }
  return FALSE;
}

static void
add_string (JsonBuilder *json, const char *member, const char *text)
{
  json_builder_set_member_name (json, member);
  json_builder_add_string_value (json, text);
}

static void
add_columns (JsonBuilder *json, ComityDataset *dataset, GHashTable *sets)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  json_builder_set_member_name (json, "columns");
  json_builder_begin_array (json);
  for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, k);
      ComityValueLabels *labels = comity_column_peek_value_labels (column);

      json_builder_begin_object (json);
      add_string (json, "name", comity_column_peek_name (column));
      add_string (json, "type", comity_column_type_name (comity_column_get_type (column)));
      if (*comity_column_peek_label (column) != '\0')
        add_string (json, "label", comity_column_peek_label (column));
      if (*comity_column_peek_format (column) != '\0')
        add_string (json, "format", comity_column_peek_format (column));
      if (labels != NULL)
        {
          if (!g_hash_table_contains (sets, labels))
            g_hash_table_insert (
                sets, labels,
                comity_name_make_unique (taken, comity_value_labels_peek_name (labels)));
          add_string (json, "value_labels", g_hash_table_lookup (sets, labels));
        }
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_value_labels (JsonBuilder *json, ComityDataset *dataset, GHashTable *sets)
{
  g_autoptr (GHashTable) written = g_hash_table_new (NULL, NULL);

  json_builder_set_member_name (json, "value_labels");
  json_builder_begin_object (json);
  for (gsize k = 0; k < comity_dataset_get_n_columns (dataset); k++)
    {
      ComityValueLabels *labels =
          comity_column_peek_value_labels (comity_dataset_peek_column (dataset, k));

      if (labels == NULL || !g_hash_table_add (written, labels))
        continue;
      json_builder_set_member_name (json, g_hash_table_lookup (sets, labels));
      json_builder_begin_array (json);
      for (gsize i = 0; i < comity_value_labels_get_n (labels); i++)
        {
          json_builder_begin_object (json);
          json_builder_set_member_name (json, "value");
          json_builder_add_int_value (json, comity_value_labels_get_value (labels, i));
          add_string (json, "label", comity_value_labels_peek_label (labels, i));
          json_builder_end_object (json);
        }
      json_builder_end_array (json);
    }
  json_builder_end_object (json);
}

static void
add_notes (JsonBuilder *json, ComityDataset *dataset)
{
  const char *column;
  const char *name;
  const char *text;

  json_builder_set_member_name (json, "notes");
  json_builder_begin_array (json);
  for (gsize i = 0; i < comity_dataset_get_n_notes (dataset); i++)
    {
      text = comity_dataset_peek_note (dataset, i, &column);
      json_builder_begin_object (json);
      add_string (json, "column", column);
      add_string (json, "text", text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);

  json_builder_set_member_name (json, "characteristics");
  json_builder_begin_array (json);
  for (gsize i = 0; comity_dataset_get_characteristic (dataset, i, &column, &name, &text); i++)
    {
      json_builder_begin_object (json);
      add_string (json, "column", column);
      add_string (json, "name", name);
      add_string (json, "text", text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

gboolean
comity_schema_save (ComityDataset *dataset, const char *text_path, GError **error)
{
  g_autofree char *path = dup_schema_path (text_path);
  g_autoptr (JsonBuilder) json = NULL;
  g_autoptr (JsonGenerator) generator = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GHashTable) sets = NULL;
  g_autofree char *text = NULL;

  if (!is_needed (dataset))
    {
      /* One of an earlier file of that name would describe columns that are no more. */
      g_unlink (path);
      return TRUE;
    }

  json = json_builder_new ();
  sets = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "comity_schema");
  json_builder_add_int_value (json, SCHEMA_VERSION);
  add_string (json, "label", comity_dataset_peek_label (dataset));
  json_builder_set_member_name (json, "simulated");
  json_builder_add_boolean_value (json, comity_dataset_is_simulated (dataset));
  add_columns (json, dataset, sets);
  add_value_labels (json, dataset, sets);
  add_notes (json, dataset);
  json_builder_end_object (json);

  root = json_builder_get_root (json);
  generator = json_generator_new ();
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  return comity_file_write (path, text, -1, error);
}

/* Reading */

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

static gboolean
get_int (JsonObject *object, const char *member, gint64 *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* The i-th element when it is an object, else NULL. */
static JsonObject *
get_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

ComitySchema *
comity_schema_load (const char *text_path)
{
  g_autofree char *path = dup_schema_path (text_path);
  g_autofree char *text = NULL;
  gsize length;
  ComitySchema *self;
  gint64 version;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;

  self = g_new0 (ComitySchema, 1);
  self->root = json_from_string (text, NULL);
  if (self->root == NULL || !JSON_NODE_HOLDS_OBJECT (self->root))
    return self;
  self->object = json_node_get_object (self->root);
  self->columns = get_array (self->object, "columns");
  if (!get_int (self->object, "comity_schema", &version) || version != SCHEMA_VERSION)
    self->columns = NULL;
  return self;
}

void
comity_schema_free (ComitySchema *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

gboolean
comity_schema_fits (const ComitySchema *self, char **names, gsize n_names)
{
  if (self->columns == NULL || json_array_get_length (self->columns) != n_names)
    return FALSE;
  for (gsize k = 0; k < n_names; k++)
    {
      JsonObject *column = get_element (self->columns, (guint) k);

      if (column == NULL || strcmp (get_string (column, "name"), names[k]) != 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
comity_schema_is_string (const ComitySchema *self, gsize column)
{
  return strcmp (get_string (get_element (self->columns, (guint) column), "type"), "string") == 0;
}

static ComityValueLabels *
read_value_labels (const ComitySchema *self, const char *name)
{
  JsonNode *node = json_object_get_member (self->object, "value_labels");
  JsonArray *pairs = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                         ? get_array (json_node_get_object (node), name)
                         : NULL;
  ComityValueLabels *labels;

  if (pairs == NULL)
    return NULL;
  labels = comity_value_labels_new (name);
  for (guint i = 0; i < json_array_get_length (pairs); i++)
    {
      JsonObject *pair = get_element (pairs, i);
      gint64 value;

      if (pair != NULL && get_int (pair, "value", &value) && value >= G_MININT32 &&
          value <= G_MAXINT32)
        comity_value_labels_add (labels, (gint32) value, get_string (pair, "label"));
    }
  return labels;
}

static ComityColumn *
convert (JsonObject *described, ComityColumn *column)
{
  const char *wanted = get_string (described, "type");

  for (int type = COMITY_COLUMN_INT8; type <= COMITY_COLUMN_STRING; type++)
    if (strcmp (wanted, comity_column_type_name ((ComityColumnType) type)) == 0)
      return comity_column_new_converted (column, (ComityColumnType) type);
  return NULL;
}

static void
apply_to_column (const ComitySchema *self,
                 JsonObject *described,
                 ComityColumn *column,
                 GHashTable *sets,
                 ComityDatasetBuilder *builder)
{
  ComityColumn *converted = convert (described, column);
  const char *set = get_string (described, "value_labels");

  if (converted == NULL)
    {
      g_autofree char *remark = g_strdup_printf (
          "The cells of “%s” do not fit the type that the schema beside the file gives it (%s).",
          comity_column_peek_name (column), get_string (described, "type"));

      comity_dataset_builder_add_remark (builder, remark);
      converted = comity_column_ref (column);
    }
  comity_column_set_label (converted, get_string (described, "label"));
  comity_column_set_format (converted, get_string (described, "format"));
  if (*set != '\0' && comity_column_is_numeric (converted))
    {
      if (!g_hash_table_contains (sets, set))
        {
          ComityValueLabels *labels = read_value_labels (self, set);

          if (labels != NULL)
            g_hash_table_insert (sets, g_strdup (set), labels);
        }
      comity_column_set_value_labels (converted, g_hash_table_lookup (sets, set));
    }
  comity_dataset_builder_take_column (builder, converted);
}

void
comity_schema_apply (const ComitySchema *self, GPtrArray *columns, ComityDatasetBuilder *builder)
{
  g_autoptr (GHashTable) sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       (GDestroyNotify) comity_value_labels_unref);
  JsonArray *notes = get_array (self->object, "notes");
  JsonArray *characteristics = get_array (self->object, "characteristics");
  JsonNode *simulated = json_object_get_member (self->object, "simulated");

  for (guint k = 0; k < columns->len; k++)
    apply_to_column (self, get_element (self->columns, k), g_ptr_array_index (columns, k), sets,
                     builder);
  comity_dataset_builder_set_label (builder, get_string (self->object, "label"));
  comity_dataset_builder_set_simulated (builder, simulated != NULL &&
                                                     JSON_NODE_HOLDS_VALUE (simulated) &&
                                                     json_node_get_boolean (simulated));
  for (guint i = 0; notes != NULL && i < json_array_get_length (notes); i++)
    {
      JsonObject *note = get_element (notes, i);

      if (note != NULL)
        comity_dataset_builder_add_note (builder, get_string (note, "column"),
                                         get_string (note, "text"));
    }
  for (guint i = 0; characteristics != NULL && i < json_array_get_length (characteristics); i++)
    {
      JsonObject *c = get_element (characteristics, i);

      if (c != NULL)
        comity_dataset_builder_set_characteristic (builder, get_string (c, "column"),
                                                   get_string (c, "name"), get_string (c, "text"));
    }
}
