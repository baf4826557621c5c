/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the network's tables share: the tables themselves (comity-network-tables.c) and
 * the order of their rows (-order.c). */
#pragma once

#include "comity-network-tables.h"

#include "comity-network-table.h"

G_BEGIN_DECLS

enum
{
  STATES,
  TIES,
  N_SIDES
};

/* What a table is made of. */
typedef struct
{
  ComityNetworkTables *owner;
  GtkColumnView *view;
  ComityNetworkTable *table; /* NULL: not made yet */
  GListStore *rows;
  GtkFilter *filter;
  GtkSingleSelection *selection;
  guint sorted;      /* the column that it is sorted by */
  gboolean from_top; /* the largest first */
  gboolean asking;   /* which column its rows are sorted by */
  guint asked;       /* the first that was asked */
} Side;

struct _ComityNetworkTables
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *box;
  GtkStack *stack;
  GtkEditable *search;
  GtkDropDown *sort;
  GtkToggleButton *descending;
  GtkLabel *count;
  GtkColumnView *states_view;
  GtkColumnView *ties_view;

  /* Owned */
  ComityNetwork *network;
  char *key; /* what is looked for; "" all */
  Side sides[N_SIDES];
  ComityElement selected;
  guint scroll_source;
  gboolean updating;
};

/* The records' names of a table's columns in their order, and what they are called. */
typedef struct
{
  const char *name;
  const char *title;
  int width;
} ComityNetworkTableColumn;

#define COMITY_NETWORK_TABLES_MAX_COLUMNS 17
extern const ComityNetworkTableColumn comity_network_tables_columns[N_SIDES]
                                                                   [COMITY_NETWORK_TABLES_MAX_COLUMNS];

int comity_network_tables_shown_side (ComityNetworkTables *self);
/* After the rows have another order or others are there: the selected one again. */
void comity_network_tables_show_selected (ComityNetworkTables *self);
/* "shown": what is seen of the records is another. */
void comity_network_tables_emit_shown (ComityNetworkTables *self);

/* Lets a side's column sort its rows. */
void comity_network_tables_add_sorter (Side *side, GtkColumnViewColumn *column, guint number);
/* Once all columns are there: by what the rows are sorted at first. */
void comity_network_tables_init_order (Side *side, guint number, gboolean from_top);
/* The shown table's columns to choose from. */
void comity_network_tables_list_titles (ComityNetworkTables *self);
/* Of the template. */
void comity_network_tables_sort_chosen (ComityNetworkTables *self);

G_END_DECLS
