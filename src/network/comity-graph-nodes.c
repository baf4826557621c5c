/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list of nodes adds to a list of ties: those without a tie, and a partition of all. */
#include "config.h"

#include "comity-graph-private.h"
#include "comity-network.h"

#include <string.h>

/* Nodes of both by name: n of them, in the order of strcmp (). @number: name → node, borrowed keys. */
static const char **
join_names (const ComityGraph *self, const ComityNames *listed, GHashTable *number, gsize *n)
{
  const char **names = g_new0 (const char *, self->n + listed->n + 1);
  gsize i = 0, k = 0;

  /* Both are sorted. */
  for (*n = 0; i < self->n || k < listed->n; (*n)++)
    {
      int order = i == self->n     ? 1
                  : k == listed->n ? -1
                                   : strcmp (self->names[i], listed->names[k]);

      names[*n] = order <= 0 ? self->names[i] : listed->names[k];
      i += order <= 0;
      k += order >= 0;
      g_hash_table_insert (number, (gpointer) names[*n], GSIZE_TO_POINTER (*n));
    }
  return names;
}

/* group[n]; nodes without one have the last, alone together. */
static guint32 *
read_groups (ComityColumn *name, ComityColumn *group, GHashTable *number, gsize n, gsize *n_groups)
{
  g_auto (ComityNames) groups = { NULL };
  guint32 *result = g_new (guint32, n + 1);
  gboolean is_whole = TRUE;

  comity_names_init (&groups, group, NULL);
  for (gsize i = 0; i < n; i++)
    result[i] = (guint32) groups.n;
  for (gsize row = 0; row < comity_column_get_n_rows (name); row++)
    {
      g_autofree char *text = g_strstrip (comity_column_dup_text (name, row));
      gssize found = comity_names_find (&groups, group, row);

      if (found >= 0 && !comity_column_is_missing (name, row))
        result[GPOINTER_TO_SIZE (g_hash_table_lookup (number, text))] = (guint32) found;
    }
  for (gsize i = 0; i < n; i++)
    is_whole = is_whole && result[i] < groups.n;
  *n_groups = groups.n + !is_whole;
  return result;
}

ComityGraph *
comity_graph_add_nodes (const ComityGraph *self,
                        ComityDataset *nodes,
                        const char *group,
                        GError **error)
{
  g_auto (ComityNames) listed = { NULL };
  g_autoptr (GHashTable) number = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **names = NULL;
  g_autofree ComityArc *arcs = NULL;
  ComityColumn *name, *groups = NULL;
  ComityGraph *result;
  gsize n;

  g_return_val_if_fail (self != NULL && nodes != NULL, NULL);

  name = comity_dataset_peek_column (nodes, 0);
  if (group != NULL && (groups = comity_dataset_require_column (nodes, group, error)) == NULL)
    return NULL;
  comity_names_init (&listed, name, NULL);
  if (listed.n < comity_dataset_get_n_rows (nodes))
    {
      g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                   "The column “%s” names %" G_GSIZE_FORMAT " nodes in %" G_GSIZE_FORMAT
                   " rows: each must be named once.",
                   comity_column_peek_name (name), listed.n, comity_dataset_get_n_rows (nodes));
      return NULL;
    }
  names = join_names (self, &listed, number, &n);
  arcs = g_new (ComityArc, self->n_arcs + 1);
  for (gsize e = 0; e < self->n_arcs; e++)
    {
      const ComityArc *arc = &self->arcs[e];

      arcs[e] = (ComityArc){ GPOINTER_TO_UINT (g_hash_table_lookup (number, self->names[arc->a])),
                             GPOINTER_TO_UINT (g_hash_table_lookup (number, self->names[arc->b])),
                             arc->weight };
    }
  result = comity_graph_new (names, n, arcs, self->n_arcs, self->directed, NULL);
  if (groups != NULL)
    result->group = read_groups (name, groups, number, n, &result->n_groups);
  return result;
}
