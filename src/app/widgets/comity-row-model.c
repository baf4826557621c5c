/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A million rows cost nothing until they are looked at: an item is only a row's number. */
#include "config.h"

#include "comity-row-model.h"

struct _ComityRowModel
{
  GObject parent_instance;

  ComityDataset *dataset;
  GArray *rows; /* guint32; NULL: all */
};

static guint
model_get_n_items (GListModel *model)
{
  ComityRowModel *self = COMITY_ROW_MODEL (model);

  if (self->rows != NULL)
    return self->rows->len;
  return (guint)MIN (comity_dataset_get_n_rows (self->dataset), G_MAXUINT - 1);
}

static gpointer
model_get_item (GListModel *model, guint position)
{
  ComityRowModel *self = COMITY_ROW_MODEL (model);

  if (position >= model_get_n_items (model))
    return NULL;
  return comity_table_row_new_take (
      self->rows != NULL ? g_array_index (self->rows, guint32, position) : position, NULL);
}

static GType
model_get_item_type (GListModel *model)
{
  return COMITY_TYPE_TABLE_ROW;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = model_get_item_type;
  iface->get_n_items = model_get_n_items;
  iface->get_item = model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ComityRowModel,
                               comity_row_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
comity_row_model_finalize (GObject *object)
{
  ComityRowModel *self = COMITY_ROW_MODEL (object);

  g_clear_pointer (&self->dataset, comity_dataset_unref);
  g_clear_pointer (&self->rows, g_array_unref);

  G_OBJECT_CLASS (comity_row_model_parent_class)->finalize (object);
}

static void
comity_row_model_class_init (ComityRowModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = comity_row_model_finalize;
}

static void
comity_row_model_init (ComityRowModel *self)
{
}

ComityRowModel *
comity_row_model_new (ComityDataset *dataset)
{
  ComityRowModel *self = g_object_new (COMITY_TYPE_ROW_MODEL, NULL);

  self->dataset = comity_dataset_ref (dataset);
  return self;
}

ComityDataset *
comity_row_model_peek_dataset (ComityRowModel *self)
{
  g_return_val_if_fail (COMITY_IS_ROW_MODEL (self), NULL);
  return self->dataset;
}

void
comity_row_model_set_rows (ComityRowModel *self, const guint32 *rows, gsize n)
{
  guint before;

  g_return_if_fail (COMITY_IS_ROW_MODEL (self));

  before = model_get_n_items (G_LIST_MODEL (self));
  g_clear_pointer (&self->rows, g_array_unref);
  if (rows != NULL)
    {
      self->rows = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint)n);
      g_array_append_vals (self->rows, rows, (guint)n);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before,
                              model_get_n_items (G_LIST_MODEL (self)));
}
