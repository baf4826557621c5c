/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph itself, for the files that make, measure and write it. */
#pragma once

#include "comity-graph.h"

G_BEGIN_DECLS

struct _ComityGraph
{
  gatomicrefcount ref_count;
  char **names; /* n */
  ComityArc *arcs;
  gsize n, n_arcs;
  gboolean directed, weighted;
  guint32 *group; /* n, each below n_groups; NULL: no partition was given */
  gsize n_groups;
};

/* Names as nodes, in the order of strcmp (). */
typedef struct
{
  GHashTable *numbers; /* name → node; owns its keys */
  char **names;        /* n, after the sort; borrowed */
  gsize n;
} ComityNames;

/* Of the texts in the columns, empty ones aside; the second column may be NULL. */
void comity_names_init (ComityNames *self, ComityColumn *first, ComityColumn *second);
void comity_names_clear (ComityNames *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ComityNames, comity_names_clear)
/* -1: the cell is empty. */
gssize comity_names_find (const ComityNames *self, ComityColumn *column, gsize row);

/* Text for XML 1.0; new string. */
char *comity_network_escape_xml (const char *text);
/* Numbers groups from the largest down, then by first node; returns how many. @group[n]: each below
 * n. */
gsize comity_network_renumber (guint32 *group, gsize n);

G_END_DECLS
