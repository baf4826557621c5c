/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table twin of a network's picture: its states and its ties with all their numbers, sorted by
 * any column, found as one types; a row that is chosen is the state or the pair that it is of. */
#pragma once

#include <gtk/gtk.h>

#include "comity-boxed.h"
#include "comity-network.h"

G_BEGIN_DECLS

#define COMITY_TYPE_NETWORK_TABLES (comity_network_tables_get_type ())
G_DECLARE_FINAL_TYPE (ComityNetworkTables, comity_network_tables, COMITY, NETWORK_TABLES, GtkWidget)

/* NULL: none. Its rows are made when they are seen. */
void comity_network_tables_set_network (ComityNetworkTables *self, ComityNetwork *network);
/* Chosen elsewhere: its row, where it has one. */
void comity_network_tables_set_selected (ComityNetworkTables *self, ComityElement element);
/* "states" or "ties". */
const char *comity_network_tables_get_shown (ComityNetworkTables *self);
void comity_network_tables_set_shown (ComityNetworkTables *self, const char *name);
/* What the states and the ties are sorted by, each the records' name of a column, with "-" before it
 * the largest first; NULL-terminated, g_strfreev (). An unknown column changes nothing. */
char **comity_network_tables_dup_order (ComityNetworkTables *self);
void comity_network_tables_set_order (ComityNetworkTables *self, const char *const *order);
void comity_network_tables_focus (ComityNetworkTables *self);

G_END_DECLS
