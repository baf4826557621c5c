/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tables over the network's records. Rows are numbers into these; sorting (-order.c) and finding
 * are the list models', over keys that the records bring. */
#include "config.h"

#include "comity-network-tables-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "comity-table.h"
#include "comity-text.h"

enum
{
  ACTIVATED,
  SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ComityNetworkTables, comity_network_tables, GTK_TYPE_WIDGET)

const ComityNetworkTableColumn comity_network_tables_columns[N_SIDES]
                                                            [COMITY_NETWORK_TABLES_MAX_COLUMNS] = {
  {
      { "code", N_ ("Code"), 64 },
      { "name", N_ ("State"), 150 },
      { "tradition", N_ ("Legal tradition"), 120 },
      { "region", N_ ("Region"), 132 },
      { "degree", N_ ("Partners"), 88 },
      { "strength", N_ ("Treaties"), 88 },
      { "betweenness", N_ ("Betweenness"), 122 },
      { "closeness", N_ ("Closeness"), 100 },
      { "eigenvector", N_ ("Eigenvector centrality"), 168 },
      { "community", N_ ("Community"), 106 },
      { "component", N_ ("Component"), 110 },
      { "degree_rank", N_ ("Rank by partners"), 132 },
      { "betweenness_rank", N_ ("Rank by betweenness"), 160 },
      { "closeness_rank", N_ ("Rank by closeness"), 140 },
      { "eigenvector_rank", N_ ("Rank by eigenvector centrality"), 212 },
      { "cow", N_ ("COW number"), 116 },
  },
  {
      { "state_a", N_ ("Code A"), 76 },
      { "name_a", N_ ("State A"), 170 },
      { "state_b", N_ ("Code B"), 76 },
      { "name_b", N_ ("State B"), 170 },
      { "first_year", N_ ("First signed"), 110 },
      { "treaties", N_ ("Treaties"), 88 },
      { "cow_a", N_ ("COW number A"), 126 },
      { "cow_b", N_ ("COW number B"), 126 },
  },
};

static const char *const side_names[N_SIDES] = { "states", "ties" };

int
comity_network_tables_shown_side (ComityNetworkTables *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), side_names[TIES]) == 0 ? TIES
                                                                                           : STATES;
}

static char *
dup_cell (ComityTableRow *row, guint number, gpointer user_data)
{
  const Side *side = user_data;
  gsize k = (gsize) (side - side->owner->sides);
  gssize column =
      side->table != NULL ? comity_network_table_find (side->table, comity_network_tables_columns[k][number].name) : -1;
  guint r = comity_table_row_get_number (row);
  ComityTradition tradition;

  if (column < 0 || r >= side->table->n_rows)
    return g_strdup ("");
  if (g_str_equal (comity_network_tables_columns[k][number].name, "tradition"))
    for (tradition = COMITY_TRADITION_UNKNOWN; tradition < COMITY_N_TRADITIONS; tradition++)
      if (g_str_equal (comity_tradition_name (tradition), side->table->columns[column].texts[r]))
        {
          static const char *const labels[COMITY_N_TRADITIONS] = {
            [COMITY_TRADITION_UNKNOWN] = N_ ("Not coded"),
            [COMITY_TRADITION_COMMON] = N_ ("Common law"),
            [COMITY_TRADITION_CIVIL] = N_ ("Civil law"),
            [COMITY_TRADITION_ISLAMIC] = N_ ("Islamic law"),
            [COMITY_TRADITION_MIXED] = N_ ("Mixed"),
          };

          return g_strdup (_ (labels[tradition]));
        }
  return comity_network_table_dup_cell (side->table, r, (gsize) column);
}

static gboolean
match_row (gpointer item, gpointer user_data)
{
  const Side *side = user_data;
  guint row = comity_table_row_get_number (item);

  return *side->owner->key == '\0' ||
         (side->table != NULL && row < side->table->n_rows &&
          comity_network_table_row_has (side->table, row, side->owner->key));
}

static ComityElement
row_element (const Side *side, guint row)
{
  ComityNetwork *network = side->table->network;
  const ComityEdge *edge;
  guint32 a, b;

  if (side == &side->owner->sides[STATES])
    return (ComityElement){ COMITY_ELEMENT_STATE, comity_network_get_state (network, row), 0 };
  edge = &comity_network_peek_edges (network)[row];
  a = comity_network_get_state (network, edge->a);
  b = comity_network_get_state (network, edge->b);
  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static void
row_selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, Side *side)
{
  ComityTableRow *row = gtk_single_selection_get_selected_item (selection);
  ComityElement element;

  if (side->owner->updating || row == NULL || side->table == NULL)
    return;
  element = row_element (side, comity_table_row_get_number (row));
  side->owner->selected = element;
  g_signal_emit (side->owner, signals[ACTIVATED], 0, &element);
}

/* "12 of 195 rows" while something is looked for. */
static void
show_count (ComityNetworkTables *self)
{
  const Side *side = &self->sides[comity_network_tables_shown_side (self)];
  guint n = side->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (side->selection)) : 0;
  guint all = side->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (side->rows)) : 0;
  g_autofree char *text = n == all ? g_strdup_printf (ngettext ("%u row", "%u rows", all), all)
                                   : g_strdup_printf (_ ("%u of %u rows"), n, all);

  gtk_label_set_text (self->count, text);
}

/* After the rows have their places: before, a list goes astray. */
static gboolean
scroll_cb (gpointer user_data)
{
  ComityNetworkTables *self = user_data;
  Side *side = &self->sides[comity_network_tables_shown_side (self)];
  guint position = gtk_single_selection_get_selected (side->selection);

  self->scroll_source = 0;
  if (position != GTK_INVALID_LIST_POSITION && gtk_widget_get_mapped (GTK_WIDGET (side->view)))
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (side->view)),
                                "list.scroll-to-item", "u", position);
  return G_SOURCE_REMOVE;
}

/* The row of what is selected, in sight. */
void
comity_network_tables_show_selected (ComityNetworkTables *self)
{
  self->updating = TRUE;
  for (int k = 0; k < N_SIDES; k++)
    {
      Side *side = &self->sides[k];
      GListModel *model = G_LIST_MODEL (side->selection);
      guint n = side->table != NULL ? g_list_model_get_n_items (model) : 0, found = G_MAXUINT;
      ComityElement wanted = self->selected;

      if (wanted.kind == (k == STATES ? COMITY_ELEMENT_STATE : COMITY_ELEMENT_PAIR))
        for (guint i = 0; i < n && found == G_MAXUINT; i++)
          {
            g_autoptr (ComityTableRow) row = g_list_model_get_item (model, i);

            if (comity_element_equal (row_element (side, comity_table_row_get_number (row)),
                                      wanted))
              found = i;
          }
      if (found != gtk_single_selection_get_selected (side->selection))
        gtk_single_selection_set_selected (side->selection,
                                           found == G_MAXUINT ? GTK_INVALID_LIST_POSITION : found);
    }
  self->updating = FALSE;
  if (self->scroll_source == 0)
    self->scroll_source = g_idle_add_full (G_PRIORITY_LOW, scroll_cb, self, NULL);
}

static void
fill_side (Side *side)
{
  g_autoptr (GPtrArray) rows = NULL;

  side->table = side == &side->owner->sides[STATES]
                    ? comity_network_new_node_table (side->owner->network)
                    : comity_network_new_edge_table (side->owner->network);
  rows = g_ptr_array_new_full ((guint) side->table->n_rows, g_object_unref);
  for (guint i = 0; i < side->table->n_rows; i++)
    g_ptr_array_add (rows, comity_table_row_new_take (i, NULL));
  g_list_store_splice (side->rows, 0, 0, rows->pdata, rows->len);
}

/* The shown table, if it is seen and not there yet. */
static void
fill_shown (ComityNetworkTables *self)
{
  Side *side = &self->sides[comity_network_tables_shown_side (self)];

  if (self->network == NULL || side->table != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->updating = TRUE;
  fill_side (side);
  self->updating = FALSE;
  comity_network_tables_show_selected (self);
  show_count (self);
}

void
comity_network_tables_emit_shown (ComityNetworkTables *self)
{
  g_signal_emit (self, signals[SHOWN], 0);
}

static void
side_chosen_cb (ComityNetworkTables *self)
{
  if (self->sides[STATES].view == NULL)
    return;
  comity_network_tables_list_titles (self);
  fill_shown (self);
  comity_network_tables_show_selected (self);
  show_count (self);
  comity_network_tables_emit_shown (self);
}

static void
search_changed_cb (ComityNetworkTables *self)
{
  g_free (self->key);
  self->key = comity_text_sort_key (gtk_editable_get_text (self->search));
  self->updating = TRUE;
  for (int k = 0; k < N_SIDES; k++)
    gtk_filter_changed (self->sides[k].filter, GTK_FILTER_CHANGE_DIFFERENT);
  self->updating = FALSE;
  comity_network_tables_show_selected (self);
  show_count (self);
}

/* From what was typed to the rows that have it. */
static void
search_activated_cb (ComityNetworkTables *self)
{
  comity_network_tables_focus (self);
}

static void
search_stopped_cb (ComityNetworkTables *self)
{
  gtk_editable_set_text (self->search, "");
  comity_network_tables_focus (self);
}

static void
side_init (ComityNetworkTables *self, int k, GtkColumnView *view)
{
  Side *side = &self->sides[k];
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered;

  side->owner = self;
  side->view = view;
  side->rows = g_list_store_new (COMITY_TYPE_TABLE_ROW);
  side->filter = GTK_FILTER (gtk_custom_filter_new (match_row, side, NULL));
  for (guint c = 0; comity_network_tables_columns[k][c].name != NULL; c++)
    {
      gboolean is_text = c < 4;
      GtkColumnViewColumn *column = comity_table_add_column (
          view, _ (comity_network_tables_columns[k][c].title), is_text ? COMITY_CELL_TEXT : COMITY_CELL_NUMBER, c,
          dup_cell, side);

      comity_network_tables_add_sorter (side, column, c);
      gtk_column_view_column_set_fixed_width (column, comity_network_tables_columns[k][c].width);
    }
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (side->rows)),
                                        g_object_ref (side->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                    g_object_ref (gtk_column_view_get_sorter (view)));
  side->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (side->selection, FALSE);
  gtk_single_selection_set_can_unselect (side->selection, TRUE);
  gtk_single_selection_set_model (side->selection, G_LIST_MODEL (sorted));
  g_object_unref (sorted);
  g_signal_connect (side->selection, "notify::selected-item", G_CALLBACK (row_selected_cb), side);
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (side->selection));
}

static void
empty_side (Side *side)
{
  if (side->rows != NULL)
    g_list_store_remove_all (side->rows);
  g_clear_pointer (&side->table, comity_network_table_free);
}

static void
comity_network_tables_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (comity_network_tables_parent_class)->map (widget);
  fill_shown (COMITY_NETWORK_TABLES (widget));
}

static void
comity_network_tables_dispose (GObject *object)
{
  ComityNetworkTables *self = COMITY_NETWORK_TABLES (object);

  self->updating = TRUE;
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  for (int k = 0; k < N_SIDES; k++)
    {
      Side *side = &self->sides[k];

      if (side->selection != NULL)
        g_signal_handlers_disconnect_by_data (side->selection, side);
      if (side->view != NULL)
        {
          g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (side->view), side);
          gtk_column_view_set_model (side->view, NULL);
        }
      side->view = NULL;
      empty_side (side);
      g_clear_object (&side->selection);
      g_clear_object (&side->rows);
      g_clear_object (&side->filter);
    }
  g_clear_pointer (&self->network, comity_network_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COMITY_TYPE_NETWORK_TABLES);

  G_OBJECT_CLASS (comity_network_tables_parent_class)->dispose (object);
}

static void
comity_network_tables_finalize (GObject *object)
{
  g_free (COMITY_NETWORK_TABLES (object)->key);

  G_OBJECT_CLASS (comity_network_tables_parent_class)->finalize (object);
}

static void
comity_network_tables_class_init (ComityNetworkTablesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = comity_network_tables_dispose;
  G_OBJECT_CLASS (klass)->finalize = comity_network_tables_finalize;
  widget_class->map = comity_network_tables_map;

  /* A row was chosen. */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, COMITY_TYPE_ELEMENT);
  /* The other of the two tables is shown, or its rows in another order. */
  signals[SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/comity/Comity/ui/widgets/comity-network-tables.ui");
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, box);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, stack);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, search);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, sort);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, descending);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, count);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, states_view);
  gtk_widget_class_bind_template_child (widget_class, ComityNetworkTables, ties_view);
  gtk_widget_class_bind_template_callback (widget_class, side_chosen_cb);
  gtk_widget_class_bind_template_callback_full (
      widget_class, "sort_chosen_cb", G_CALLBACK (comity_network_tables_sort_chosen));
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
comity_network_tables_init (ComityNetworkTables *self)
{
  self->key = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  side_init (self, STATES, self->states_view);
  side_init (self, TIES, self->ties_view);
  comity_network_tables_init_order (&self->sides[STATES], 4, TRUE);
  comity_network_tables_init_order (&self->sides[TIES], 1, FALSE);
  comity_network_tables_list_titles (self);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search),
                                           GTK_WIDGET (self->stack));
}

void
comity_network_tables_set_network (ComityNetworkTables *self, ComityNetwork *network)
{
  g_return_if_fail (COMITY_IS_NETWORK_TABLES (self));

  self->updating = TRUE;
  for (int k = 0; k < N_SIDES; k++)
    empty_side (&self->sides[k]);
  self->updating = FALSE;
  if (network != NULL)
    comity_network_ref (network);
  g_clear_pointer (&self->network, comity_network_unref);
  self->network = network;
  fill_shown (self);
}

void
comity_network_tables_set_selected (ComityNetworkTables *self, ComityElement element)
{
  g_return_if_fail (COMITY_IS_NETWORK_TABLES (self));

  if (comity_element_equal (self->selected, element))
    return;
  self->selected = element;
  comity_network_tables_show_selected (self);
}

const char *
comity_network_tables_get_shown (ComityNetworkTables *self)
{
  g_return_val_if_fail (COMITY_IS_NETWORK_TABLES (self), NULL);
  return side_names[comity_network_tables_shown_side (self)];
}

void
comity_network_tables_set_shown (ComityNetworkTables *self, const char *name)
{
  g_return_if_fail (COMITY_IS_NETWORK_TABLES (self));

  for (int k = 0; k < N_SIDES; k++)
    if (g_str_equal (name, side_names[k]))
      gtk_stack_set_visible_child_name (self->stack, name);
}

void
comity_network_tables_focus (ComityNetworkTables *self)
{
  g_return_if_fail (COMITY_IS_NETWORK_TABLES (self));
  gtk_widget_child_focus (GTK_WIDGET (self->sides[comity_network_tables_shown_side (self)].view), GTK_DIR_TAB_FORWARD);
}
