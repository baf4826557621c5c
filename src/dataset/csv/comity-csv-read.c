/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading separated text: dialect, chunks, kinds, columns, and the schema beside the file. */
#include "config.h"

#include "comity-csv-private.h"
#include "comity-schema-private.h"

static void
csv_clear (ComityCsv *self)
{
  for (gsize i = 0; i < self->n_columns && self->names != NULL; i++)
    g_free (self->names[i]);
  for (gsize i = 0; i < self->n_chunks; i++)
    g_free (self->chunks[i].owned);
  g_free (self->names);
  g_free (self->chunks);
  g_free (self->first);
  g_free (self->kinds);
  g_free (self->is_text);
  g_free (self->converted);
  g_free (self->encoding);
  comity_column_names_clear (&self->told);
}

/* The schema beside the file, when it is of these columns. */
static ComitySchema *
load_schema (ComityCsv *self, gboolean *misfit)
{
  g_autoptr (ComitySchema) schema =
      self->source->path ? comity_schema_load (self->source->path) : NULL;

  *misfit = schema != NULL && !comity_schema_fits (schema, self->names, self->n_columns);
  if (schema == NULL || *misfit)
    return NULL;
  self->is_text = g_new0 (gboolean, self->n_columns + 1);
  for (gsize k = 0; k < self->n_columns; k++)
    self->is_text[k] = comity_schema_is_string (schema, k);
  return g_steal_pointer (&schema);
}

static ComityDatasetBuilder *
read_all (ComityCsv *self, ComityProgress *progress, GError **error)
{
  g_autoptr (ComityDatasetBuilder) builder = NULL;
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (ComitySchema) schema = NULL;
  gboolean misfit;

  comity_progress_report (progress, 0.0, "Reading rows");
  if (!comity_csv_open (self, progress, error) || !comity_csv_cut (self, progress, error))
    return NULL;
  schema = load_schema (self, &misfit);
  comity_csv_guess_kinds (self);
  columns = comity_csv_read_columns (self, progress, error);
  if (columns == NULL)
    return NULL;

  builder = comity_dataset_builder_new (self->n_rows);
  if (schema != NULL)
    comity_schema_apply (schema, columns, builder);
  for (guint i = 0; i < columns->len && schema == NULL; i++)
    comity_dataset_builder_take_column (builder,
                                        comity_column_ref (g_ptr_array_index (columns, i)));
  comity_column_names_tell (&self->told, builder);
  if (misfit)
    {
      g_autofree char *remark = g_strdup_printf (
          "“%s.schema.json” does not fit the columns and was not used.", self->source->name);

      comity_dataset_builder_add_remark (builder, remark);
    }
  if (self->encoding != NULL)
    {
      g_autofree char *remark =
          g_strdup_printf ("The text is not UTF-8; it was read as %s.", self->encoding);

      comity_dataset_builder_add_remark (builder, remark);
    }
  if (self->decimal == ',')
    comity_dataset_builder_add_remark (builder, "Decimal commas were read as points.");
  return g_steal_pointer (&builder);
}

ComityDatasetBuilder *
comity_csv_load (const ComitySource *source, ComityProgress *progress, GError **error)
{
  ComityCsv csv = { .source = source };
  ComityDatasetBuilder *builder;

  comity_column_names_init (&csv.told);
  builder = read_all (&csv, progress, error);
  csv_clear (&csv);
  return builder;
}
