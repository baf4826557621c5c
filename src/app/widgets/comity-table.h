/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of text: rows as objects, and columns of a GtkColumnView that show one cell of each. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row: its cells, or only its number when the cells are read from elsewhere. */
#define COMITY_TYPE_TABLE_ROW (comity_table_row_get_type ())
G_DECLARE_FINAL_TYPE (ComityTableRow, comity_table_row, COMITY, TABLE_ROW, GObject)

/* @cells: NULL-terminated, taken; NULL: none. */
ComityTableRow *comity_table_row_new_take (guint number, char **cells);
/* Explains the first cell; nullable. */
void comity_table_row_set_tooltip (ComityTableRow *self, const char *tooltip);
guint comity_table_row_get_number (ComityTableRow *self);
const char *comity_table_row_get_cell (ComityTableRow *self, guint column); /* "" past the end */

/* The text of a cell, new. */
typedef char *(*ComityCellFunc) (ComityTableRow *row, guint column, gpointer user_data);

typedef enum
{
  COMITY_CELL_TEXT,   /* cut with an ellipsis, whole in the tooltip */
  COMITY_CELL_FIT,    /* never cut: the column is as wide as its longest text */
  COMITY_CELL_NUMBER, /* right-aligned, figures of one width */
  COMITY_CELL_WRAP,   /* long text on several lines */
} ComityCellKind;

/* Appends a column. @func NULL: the row's own cells. @user_data is borrowed for the view's life. */
GtkColumnViewColumn *comity_table_add_column (GtkColumnView *view,
                                              const char *title,
                                              ComityCellKind kind,
                                              guint column,
                                              ComityCellFunc func,
                                              gpointer user_data);
/* Removes all columns. */
void comity_table_clear_columns (GtkColumnView *view);

G_END_DECLS
