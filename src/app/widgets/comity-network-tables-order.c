/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what the rows of the network's tables are sorted: chosen with the keyboard or by a click on a
 * column's head, and kept with the view. */
#include "config.h"

#include "comity-network-tables-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-table.h"

/* Before a column's name: the largest first. */
#define FROM_TOP "-"

/* A column of a view, which may be of a table that is not made yet. */
typedef struct
{
  Side *side;
  guint number;
} Column;

static const ComityNetworkTableColumn *
peek_columns (const Side *side)
{
  return comity_network_tables_columns[side - side->owner->sides];
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;
  Side *side = column->side;
  const ComityNetworkTable *table = side->table;
  gssize number;
  guint x, y;

  if (side->asking)
    {
      side->asked = column->number;
      return 1;
    }
  number = table != NULL
               ? comity_network_table_find (table, peek_columns (side)[column->number].name)
               : -1;
  x = comity_table_row_get_number ((ComityTableRow *) a);
  y = comity_table_row_get_number ((ComityTableRow *) b);
  return number < 0 || x >= table->n_rows || y >= table->n_rows
             ? 0
             : comity_network_table_compare (table, (gsize) number, x, y);
}

void
comity_network_tables_add_sorter (Side *side, GtkColumnViewColumn *column, guint number)
{
  Column *data = g_new (Column, 1);
  g_autoptr (GtkSorter) sorter = NULL;

  *data = (Column){ side, number };
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, data, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
}

static void
sort_side (Side *side, guint number, gboolean from_top)
{
  GListModel *columns = gtk_column_view_get_columns (side->view);
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, number);

  if (column == NULL)
    return;
  /* Only what is cleared takes the arrow from the head of the column before. */
  gtk_column_view_sort_by_column (side->view, NULL, GTK_SORT_ASCENDING);
  gtk_column_view_sort_by_column (side->view, column,
                                  from_top ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* What the shown table is sorted by, in the chooser and beside it. */
static void
show_order (ComityNetworkTables *self)
{
  const Side *side = &self->sides[comity_network_tables_shown_side (self)];

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->sort, side->sorted);
  gtk_toggle_button_set_active (self->descending, side->from_top);
  self->updating = FALSE;
}

/* A head was clicked, or we sorted. Before GTK 4.10 a view does not say by what it sorts: the column
 * that it asks first about two rows is the one, and an answer turned round means from the top. */
static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, Side *side)
{
  ComityNetworkTables *self = side->owner;
  g_autoptr (ComityTableRow) one = comity_table_row_new_take (0, NULL);
  g_autoptr (ComityTableRow) other = comity_table_row_new_take (1, NULL);
  GtkOrdering answer;
  guint before = side->sorted;
  gboolean was_from_top = side->from_top;

  side->asking = TRUE;
  side->asked = side->sorted;
  answer = gtk_sorter_compare (sorter, one, other);
  side->asking = FALSE;
  /* Nobody was asked: cleared, and another column follows. */
  if (answer == GTK_ORDERING_EQUAL)
    return;
  side->sorted = side->asked;
  side->from_top = answer == GTK_ORDERING_SMALLER;
  if (self->updating || (side->sorted == before && side->from_top == was_from_top))
    return;
  show_order (self);
  comity_network_tables_show_selected (self);
  comity_network_tables_emit_shown (self);
}

void
comity_network_tables_init_order (Side *side, guint number, gboolean from_top)
{
  side->owner->updating = TRUE;
  g_signal_connect (gtk_column_view_get_sorter (side->view), "changed",
                    G_CALLBACK (sorter_changed_cb), side);
  sort_side (side, number, from_top);
  side->owner->updating = FALSE;
}

/* What can be sorted by is another list for each table. */
void
comity_network_tables_list_titles (ComityNetworkTables *self)
{
  const Side *side = &self->sides[comity_network_tables_shown_side (self)];
  const ComityNetworkTableColumn *columns = peek_columns (side);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint c = 0; columns[c].name != NULL; c++)
    gtk_string_list_append (titles, _ (columns[c].title));
  self->updating = TRUE;
  gtk_drop_down_set_model (self->sort, G_LIST_MODEL (titles));
  self->updating = FALSE;
  show_order (self);
}

void
comity_network_tables_sort_chosen (ComityNetworkTables *self)
{
  Side *side = &self->sides[comity_network_tables_shown_side (self)];
  guint chosen = gtk_drop_down_get_selected (self->sort);
  gboolean from_top = gtk_toggle_button_get_active (self->descending);

  if (!self->updating && chosen != GTK_INVALID_LIST_POSITION &&
      (chosen != side->sorted || from_top != side->from_top))
    sort_side (side, chosen, from_top);
}

char **
comity_network_tables_dup_order (ComityNetworkTables *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (COMITY_IS_NETWORK_TABLES (self), NULL);

  for (int k = 0; k < N_SIDES; k++)
    {
      const Side *side = &self->sides[k];
      g_autofree char *text = g_strconcat (side->from_top ? FROM_TOP : "",
                                           peek_columns (side)[side->sorted].name, NULL);

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

void
comity_network_tables_set_order (ComityNetworkTables *self, const char *const *order)
{
  g_return_if_fail (COMITY_IS_NETWORK_TABLES (self));

  for (int k = 0; k < N_SIDES && order[k] != NULL; k++)
    {
      Side *side = &self->sides[k];
      const ComityNetworkTableColumn *columns = peek_columns (side);
      gboolean from_top = g_str_has_prefix (order[k], FROM_TOP);
      const char *name = order[k] + (from_top ? strlen (FROM_TOP) : 0);

      for (guint c = 0; columns[c].name != NULL; c++)
        if (g_str_equal (columns[c].name, name) &&
            (c != side->sorted || from_top != side->from_top))
          {
            sort_side (side, c, from_top);
            break;
          }
    }
}
