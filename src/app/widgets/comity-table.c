/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One way to make the cells of every table of the program. */
#include "config.h"

#include "comity-table.h"

struct _ComityTableRow
{
  GObject parent_instance;

  guint number;
  char **cells;
  char *tooltip; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (ComityTableRow, comity_table_row, G_TYPE_OBJECT)

static void
comity_table_row_finalize (GObject *object)
{
  g_strfreev (COMITY_TABLE_ROW (object)->cells);
  g_free (COMITY_TABLE_ROW (object)->tooltip);

  G_OBJECT_CLASS (comity_table_row_parent_class)->finalize (object);
}

static void
comity_table_row_class_init (ComityTableRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = comity_table_row_finalize;
}

static void
comity_table_row_init (ComityTableRow *self)
{
}

ComityTableRow *
comity_table_row_new_take (guint number, char **cells)
{
  ComityTableRow *self = g_object_new (COMITY_TYPE_TABLE_ROW, NULL);

  self->number = number;
  self->cells = cells;
  return self;
}

void
comity_table_row_set_tooltip (ComityTableRow *self, const char *tooltip)
{
  g_return_if_fail (COMITY_IS_TABLE_ROW (self));

  g_free (self->tooltip);
  self->tooltip = g_strdup (tooltip);
}

guint
comity_table_row_get_number (ComityTableRow *self)
{
  g_return_val_if_fail (COMITY_IS_TABLE_ROW (self), 0);
  return self->number;
}

const char *
comity_table_row_get_cell (ComityTableRow *self, guint column)
{
  g_return_val_if_fail (COMITY_IS_TABLE_ROW (self), "");
  return self->cells != NULL && column < g_strv_length (self->cells) ? self->cells[column] : "";
}

/* What a column's factory needs. */
typedef struct
{
  ComityCellKind kind;
  guint column;
  ComityCellFunc func;
  gpointer user_data;
} Cell;

static void
free_cell (gpointer data, GClosure *closure)
{
  g_free (data);
}

/* Tables that read their cells from elsewhere are long: theirs are inscriptions, which never
 * measure their text. */
static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Cell *cell = user_data;
  const float align = cell->kind == COMITY_CELL_NUMBER ? 1.0f : 0.0f;
  GtkWidget *widget;

  if (cell->func != NULL)
    {
      widget = gtk_inscription_new (NULL);
      gtk_inscription_set_xalign (GTK_INSCRIPTION (widget), align);
      gtk_inscription_set_text_overflow (GTK_INSCRIPTION (widget),
                                         GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
    }
  else
    {
      widget = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (widget), align);
      if (cell->kind == COMITY_CELL_WRAP)
        {
          gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
          gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
          gtk_label_set_yalign (GTK_LABEL (widget), 0.0f);
        }
      else if (cell->kind == COMITY_CELL_TEXT)
        gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
    }
  if (cell->kind == COMITY_CELL_NUMBER)
    gtk_widget_add_css_class (widget, "numeric");
  gtk_list_item_set_child (item, widget);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Cell *cell = user_data;
  ComityTableRow *row = gtk_list_item_get_item (item);
  GtkWidget *widget = gtk_list_item_get_child (item);

  if (cell->func != NULL)
    {
      g_autofree char *text = cell->func (row, cell->column, cell->user_data);

      gtk_inscription_set_text (GTK_INSCRIPTION (widget), text);
    }
  else
    {
      const char *text = comity_table_row_get_cell (row, cell->column);

      gtk_label_set_text (GTK_LABEL (widget), text);
      if (cell->kind == COMITY_CELL_TEXT)
        gtk_widget_set_tooltip_text (widget, *text != '\0' ? text : NULL);
      else if (cell->column == 0)
        gtk_widget_set_tooltip_text (widget, row->tooltip);
    }
}

/* The head of a column of numbers stands over their last figures. The view has no word for it: the
 * title that it has just made is the last of its header, a box with a label. */
static void
align_last_title (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header != NULL ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *box = title != NULL ? gtk_widget_get_first_child (title) : NULL;
  GtkWidget *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;

  if (!GTK_IS_LABEL (label))
    return;
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_widget_set_hexpand (label, TRUE);
  /* … within the title, not the table within the page. */
  gtk_widget_set_hexpand (box, FALSE);
}

GtkColumnViewColumn *
comity_table_add_column (GtkColumnView *view,
                         const char *title,
                         ComityCellKind kind,
                         guint column,
                         ComityCellFunc func,
                         gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Cell *cell = g_new (Cell, 1);
  GtkColumnViewColumn *result;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  *cell = (Cell){ kind, column, func, user_data };
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), cell, free_cell, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), cell);
  result = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (result, TRUE);
  gtk_column_view_append_column (view, result);
  if (kind == COMITY_CELL_NUMBER)
    align_last_title (view);
  /* The view keeps it. */
  g_object_unref (result);
  return result;
}

void
comity_table_clear_columns (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (view, column);
    }
}
