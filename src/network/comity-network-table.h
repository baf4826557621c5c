/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a network's states and ties as records: what is written to a file and what a
 * window shows are the same. Frozen. */
#pragma once

#include "comity-network.h"

G_BEGIN_DECLS

typedef enum
{
  COMITY_NETWORK_TABLE_TEXT,
  COMITY_NETWORK_TABLE_COUNT,  /* a whole number */
  COMITY_NETWORK_TABLE_NUMBER, /* any other */
} ComityNetworkTableKind;

typedef struct
{
  const char *name; /* as in the file, "betweenness_rank" */
  ComityNetworkTableKind kind;
  int decimals;       /* of NUMBER, for a reader */
  const char **texts; /* n_rows, of TEXT; borrowed from the network */
  const char **keys;  /* n_rows, of TEXT: what they are sorted and found by */
  double *values;     /* n_rows; NaN: not defined; of TEXT the place among the different keys */
} ComityNetworkColumn;

typedef struct
{
  ComityNetwork *network; /* owned */
  gsize n_rows, n_columns;
  ComityNetworkColumn *columns;
  GHashTable *keys; /* text → key, owned */
} ComityNetworkTable;

/* Row i is node i: code, name, tradition, region, the centralities, component and community
 * (numbered from 1), ranks (1 for the largest, equal ones share the smallest, as in sports), the
 * sum of treaties of its ties, COW number. O(n log n) when the network has been measured. */
ComityNetworkTable *comity_network_new_node_table (ComityNetwork *network);
/* Row e is edge e: codes and names of both ends, first year, number of treaties, COW numbers. */
ComityNetworkTable *comity_network_new_edge_table (ComityNetwork *network);
void comity_network_table_free (ComityNetworkTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityNetworkTable, comity_network_table_free)

/* -1: no such column. */
gssize comity_network_table_find (const ComityNetworkTable *self, const char *name);
/* A cell for a reader: numbers rounded alike all down the column, "" where not defined. */
char *comity_network_table_dup_cell (const ComityNetworkTable *self, gsize row, gsize column);
/* -1, 0, 1 as rows @a and @b are to stand by a column, ascending: texts as a reader sorts names,
 * what is not defined last. */
int comity_network_table_compare (const ComityNetworkTable *self, gsize column, gsize a, gsize b);
/* Whether one of its texts has @key, of comity_text_sort_key (), in it. */
gboolean comity_network_table_row_has (const ComityNetworkTable *self, gsize row, const char *key);
/* With all digits. */
char *comity_network_table_to_csv (const ComityNetworkTable *self);

G_END_DECLS
