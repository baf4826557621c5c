/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a dataset as a list model whose items are made when they are asked for. */
#pragma once

#include "comity-boxed.h"
#include "comity-table.h"

G_BEGIN_DECLS

#define COMITY_TYPE_ROW_MODEL (comity_row_model_get_type ())
G_DECLARE_FINAL_TYPE (ComityRowModel, comity_row_model, COMITY, ROW_MODEL, GObject)

ComityRowModel *comity_row_model_new (ComityDataset *dataset);
ComityDataset *comity_row_model_peek_dataset (ComityRowModel *self);
/* Only these rows, in this order (copied); NULL: all. */
void comity_row_model_set_rows (ComityRowModel *self, const guint32 *rows, gsize n);

G_END_DECLS
