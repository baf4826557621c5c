/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the data with their summaries, and their rows. */
#include "config.h"

#include "comity-data-page-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "comity-histogram.h"
#include "comity-number.h"
#include "comity-words.h"

G_STATIC_ASSERT (COMITY_HISTOGRAM_BINS == COMITY_DESCRIPTION_BINS);

/* Widths that show the first figures of numbers and the whole of codes. */
#define ROW_COLUMN_WIDTH 110
#define NUMBER_COLUMN_WIDTH 86
#define LABEL_COLUMN_WIDTH 220
/* Columns of the view of rows at a time. */
#define SHOWN_COLUMNS 8u

/* Whole numbers of up to this size are written whole, as codes are. */
#define LARGEST_WHOLE 1e9
/* Below, a number is a figure and a power of ten. */
#define SMALLEST_PLAIN 1e-4

/* As wide as its column is: four figures, three with a power of ten; whole numbers whole. */
static char *
format_number (double value)
{
  char buffer[COMITY_NUMBER_BUFFER];
  const double size = fabs (value);
  const char *format = "%.4g";

  if (isnan (value))
    return g_strdup ("–");
  if (size < LARGEST_WHOLE && (size >= 1e3 || value == trunc (value)))
    format = "%.0f";
  else if (size < SMALLEST_PLAIN || size >= LARGEST_WHOLE)
    format = "%.2e";
  return comity_number_dup_set (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

GListModel *
comity_data_page_list_columns (ComityDataset *dataset, const ComityDescription *description)
{
  GListStore *store = g_list_store_new (COMITY_TYPE_TABLE_ROW);
  const double n_rows = (double) comity_dataset_get_n_rows (dataset);

  for (gsize i = 0; i < comity_dataset_get_n_columns (dataset); i++)
    {
      ComityColumn *column = comity_dataset_peek_column (dataset, i);
      const ComityColumnSummary *summary =
          &g_array_index (description->columns, ComityColumnDescription, i).summary;
      char **cells = g_new0 (char *, 9);
      g_autoptr (ComityTableRow) row = NULL;

      cells[0] = g_strdup (comity_column_peek_name (column));
      cells[1] = g_strdup (comity_column_peek_label (column));
      cells[2] = g_strdup (comity_column_type_name (comity_column_get_type (column)));
      cells[3] = summary->n_missing == 0
                     ? g_strdup ("0 %")
                     : g_strdup_printf ("%.1f %%", 100.0 * (double) summary->n_missing / n_rows);
      cells[4] = summary->n_distinct > 1000 ? g_strdup ("> 1000")
                                            : g_strdup_printf ("%zu", summary->n_distinct);
      cells[5] = format_number (summary->min);
      cells[6] = format_number (summary->max);
      cells[7] = format_number (summary->mean);
      row = comity_table_row_new_take ((guint) i, cells);
      g_list_store_append (store, row);
    }
  return G_LIST_MODEL (store);
}

static void
histogram_setup_cb (GtkListItemFactory *factory, GtkListItem *item, ComityDataPage *self)
{
  gtk_list_item_set_child (item, GTK_WIDGET (comity_histogram_new ()));
}

static void
histogram_bind_cb (GtkListItemFactory *factory, GtkListItem *item, ComityDataPage *self)
{
  ComityTableRow *row = gtk_list_item_get_item (item);
  guint number = comity_table_row_get_number (row);
  GtkWidget *histogram = gtk_list_item_get_child (item);
  g_autofree char *label =
      g_strdup_printf (_ ("Histogram of %s"), comity_table_row_get_cell (row, 0));

  if (self->description == NULL || number >= self->description->columns->len)
    return;
  comity_histogram_set_counts (
      COMITY_HISTOGRAM (histogram),
      g_array_index (self->description->columns, ComityColumnDescription, number).counts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (histogram), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
comity_data_page_init_columns (ComityDataPage *self)
{
  static const struct
  {
    const char *title;
    ComityCellKind kind;
    guint cell;
    int width;
  } columns[] = {
    { N_ ("Column"), COMITY_CELL_TEXT, 0, 140 },
    { N_ ("Label"), COMITY_CELL_TEXT, 1, LABEL_COLUMN_WIDTH },
    { N_ ("Missing"), COMITY_CELL_NUMBER, 3, 76 },
    { N_ ("Min"), COMITY_CELL_NUMBER, 5, NUMBER_COLUMN_WIDTH },
    { N_ ("Max"), COMITY_CELL_NUMBER, 6, NUMBER_COLUMN_WIDTH },
    { N_ ("Mean"), COMITY_CELL_NUMBER, 7, NUMBER_COLUMN_WIDTH },
    { N_ ("Distinct"), COMITY_CELL_NUMBER, 4, 76 },
    { N_ ("Type"), COMITY_CELL_TEXT, 2, 70 },
  };
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) histogram = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (histogram_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (histogram_bind_cb), self);
  histogram = gtk_column_view_column_new (_ ("Histogram"), factory);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkColumnViewColumn *column = comity_table_add_column (
          self->columns_view, _ (columns[i].title), columns[i].kind, columns[i].cell, NULL, NULL);

      gtk_column_view_column_set_fixed_width (column, columns[i].width);
      if (i == 0)
        gtk_column_view_append_column (self->columns_view, histogram);
    }
}

/* Rows */

static char *
dup_cell (ComityTableRow *row, guint column, gpointer user_data)
{
  ComityDataPage *self = user_data;
  ComityDataset *dataset = comity_row_model_peek_dataset (self->row_model);

  return comity_column_dup_text (comity_dataset_peek_column (dataset, column),
                                 comity_table_row_get_number (row));
}

static char *
dup_number (ComityTableRow *row, guint column, gpointer user_data)
{
  return g_strdup_printf ("%u", comity_table_row_get_number (row) + 1);
}

static void
show_row_count (ComityDataPage *self, gboolean all)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->row_model));
  g_autofree char *count = comity_count_text (n);
  g_autofree char *text =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", n), count);

  gtk_label_set_text (self->rows_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->all_rows), !all);
}

static void
row_selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, ComityDataPage *self)
{
  ComityPanel *panel = comity_session_peek_panel (comity_data_page_peek_session (self));
  ComityTableRow *row = gtk_single_selection_get_selected_item (selection);
  ComityElement element = { COMITY_ELEMENT_PAIR };
  int year;

  if (row == NULL || panel == NULL)
    return;
  comity_panel_get_row (panel, comity_table_row_get_number (row), &element.a, &element.b, &year);
  comity_session_set_year (comity_data_page_peek_session (self), year);
  comity_session_select (comity_data_page_peek_session (self), element);
}

/* The columns of the view of rows from @first on; a view of all would make ten thousand widgets. */
static void
show_row_columns (ComityDataPage *self, guint first)
{
  ComityDataset *dataset = comity_row_model_peek_dataset (self->row_model);
  const guint n = (guint) comity_dataset_get_n_columns (dataset);
  const guint last = MIN (first + SHOWN_COLUMNS, n);
  g_autofree char *text = g_strdup_printf (_ ("Columns %u–%u of %u"), first + 1, last, n);
  GActionMap *actions = comity_page_get_action_map (COMITY_PAGE (self));
  GtkColumnViewColumn *column;

  self->first_column = first;
  comity_table_clear_columns (self->rows_view);
  column =
      comity_table_add_column (self->rows_view, _ ("Row"), COMITY_CELL_NUMBER, 0, dup_number, self);
  gtk_column_view_column_set_fixed_width (column, NUMBER_COLUMN_WIDTH);
  for (guint i = first; i < last; i++)
    {
      ComityColumn *data = comity_dataset_peek_column (dataset, i);

      column = comity_table_add_column (self->rows_view, comity_column_peek_name (data),
                                        comity_column_is_numeric (data) ? COMITY_CELL_NUMBER
                                                                        : COMITY_CELL_TEXT,
                                        i, dup_cell, self);
      gtk_column_view_column_set_fixed_width (column, ROW_COLUMN_WIDTH);
    }
  gtk_label_set_text (self->columns_label, text);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "previous-columns")), first > 0);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "next-columns")), last < n);
}

void
comity_data_page_previous_columns_cb (GSimpleAction *action,
                                      GVariant *parameter,
                                      gpointer user_data)
{
  ComityDataPage *self = user_data;

  if (self->row_model != NULL)
    show_row_columns (self, self->first_column - MIN (self->first_column, SHOWN_COLUMNS));
}

void
comity_data_page_next_columns_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityDataPage *self = user_data;

  if (self->row_model != NULL)
    show_row_columns (self, self->first_column + SHOWN_COLUMNS);
}

/* Makes the view of rows, the first time it is looked at after other data were opened. */
static void
ensure_rows (ComityDataPage *self)
{
  ComityDataset *dataset = comity_session_peek_dataset (comity_data_page_peek_session (self));
  g_autoptr (GtkSingleSelection) selection = NULL;

  if (!self->rows_are_stale || dataset == NULL)
    return;
  self->rows_are_stale = FALSE;
  gtk_column_view_set_model (self->rows_view, NULL);
  g_clear_object (&self->row_model);
  self->row_model = comity_row_model_new (dataset);
  show_row_columns (self, 0);

  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->row_model)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (row_selected_cb), self,
                           0);
  gtk_column_view_set_model (self->rows_view, GTK_SELECTION_MODEL (selection));
  show_row_count (self, TRUE);
}

void
comity_data_page_child_changed_cb (ComityDataPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "rows") == 0)
    ensure_rows (self);
}

void
comity_data_page_show_rows (ComityDataPage *self, const guint32 *rows, gsize n)
{
  gtk_stack_set_visible_child_name (self->stack, "rows");
  ensure_rows (self);
  if (self->row_model == NULL)
    return;
  comity_row_model_set_rows (self->row_model, rows, n);
  show_row_count (self, rows == NULL);
}

void
comity_data_page_all_rows_cb (ComityDataPage *self)
{
  comity_data_page_show_rows (self, NULL, 0);
}

void
comity_data_page_pair_rows_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ComityDataPage *self = user_data;
  ComityPanel *panel = comity_session_peek_panel (comity_data_page_peek_session (self));
  ComityElement element = comity_session_get_selection (comity_data_page_peek_session (self));
  const guint32 *rows;
  gsize n;

  if (panel == NULL || element.kind != COMITY_ELEMENT_PAIR)
    return;
  rows = comity_panel_peek_dyad_rows (panel, element.a, element.b, &n);
  comity_data_page_show_rows (self, rows, n);
}
