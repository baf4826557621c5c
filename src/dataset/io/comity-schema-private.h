/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What separated text cannot hold, kept beside it: NAME.csv.schema.json has the types, labels,
 * value labels, formats, notes and characteristics of the dataset that was written. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

typedef struct _ComitySchema ComitySchema;

/* Writes it when there is something that the text loses, else removes what stands there. */
gboolean comity_schema_save (ComityDataset *dataset, const char *text_path, GError **error);

/* NULL when there is none. One that cannot be read fits nothing. */
ComitySchema *comity_schema_load (const char *text_path);
void comity_schema_free (ComitySchema *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComitySchema, comity_schema_free)
/* The columns are these, in this order. */
gboolean comity_schema_fits (const ComitySchema *self, char **names, gsize n_names);
gboolean comity_schema_is_string (const ComitySchema *self, gsize column);
/* Puts @columns into the builder as the schema describes them, and all else that it knows; a column
 * whose cells do not fit its type stays as it is, with a remark. */
void
comity_schema_apply (const ComitySchema *self, GPtrArray *columns, ComityDatasetBuilder *builder);

G_END_DECLS
