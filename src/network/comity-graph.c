/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A graph from a list of ties. */
#include "config.h"

#include "comity-graph-private.h"
#include "comity-network.h"

#include <math.h>
#include <string.h>

static char *
dup_cell (ComityColumn *column, gsize row)
{
  if (comity_column_is_missing (column, row))
    return g_strdup ("");
  return g_strstrip (comity_column_dup_text (column, row));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
comity_names_init (ComityNames *self, ComityColumn *first, ComityColumn *second)
{
  ComityColumn *const columns[2] = { first, second };
  GHashTableIter iter;
  gpointer name;

  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int k = 0; k < 2 && columns[k] != NULL; k++)
    for (gsize row = 0; row < comity_column_get_n_rows (columns[k]); row++)
      {
        char *text = dup_cell (columns[k], row);

        if (*text != '\0')
          g_hash_table_add (self->numbers, text);
        else
          g_free (text);
      }
  self->names = g_new0 (char *, g_hash_table_size (self->numbers) + 1);
  self->n = 0;
  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    self->names[self->n++] = name;
  qsort (self->names, self->n, sizeof *self->names, compare_names);
  for (gsize i = 0; i < self->n; i++)
    {
      gpointer key;

      g_hash_table_lookup_extended (self->numbers, self->names[i], &key, NULL);
      g_hash_table_steal (self->numbers, key);
      g_hash_table_insert (self->numbers, key, GSIZE_TO_POINTER (i));
    }
}

void
comity_names_clear (ComityNames *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->names, g_free);
}

gssize
comity_names_find (const ComityNames *self, ComityColumn *column, gsize row)
{
  g_autofree char *text = dup_cell (column, row);

  return *text == '\0' ? -1 : (gssize) GPOINTER_TO_SIZE (g_hash_table_lookup (self->numbers, text));
}

static int
compare_arcs (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ComityArc *x = a, *y = b;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : (x->b > y->b);
}

/* Loops out, without a direction a < b, one of each. Returns how many are left. */
static gsize
tidy (ComityArc *arcs, gsize n_arcs, gboolean directed, ComityGraphReport *report)
{
  gsize n_kept = 0;

  for (gsize e = 0; e < n_arcs; e++)
    {
      ComityArc arc = arcs[e];

      if (arc.a == arc.b)
        {
          report->n_loops++;
          continue;
        }
      if (!directed && arc.a > arc.b)
        arc = (ComityArc){ arcs[e].b, arcs[e].a, arcs[e].weight };
      arcs[n_kept++] = arc;
    }
  /* Stable: repeated ties are added in the order of their rows. */
  g_qsort_with_data (arcs, (gint) n_kept, sizeof *arcs, compare_arcs, NULL);
  n_arcs = n_kept;
  n_kept = 0;
  for (gsize e = 0; e < n_arcs; e++)
    if (n_kept > 0 && compare_arcs (&arcs[n_kept - 1], &arcs[e], NULL) == 0)
      {
        arcs[n_kept - 1].weight += arcs[e].weight;
        report->n_repeated++;
      }
    else
      arcs[n_kept++] = arcs[e];
  return n_kept;
}

ComityGraph *
comity_graph_new (const char *const *names,
                  gsize n,
                  const ComityArc *arcs,
                  gsize n_arcs,
                  gboolean directed,
                  ComityGraphReport *report)
{
  ComityGraphReport unwanted = { 0 };
  ComityGraph *self = g_new0 (ComityGraph, 1);

  if (report == NULL)
    report = &unwanted;
  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->directed = directed;
  self->names = g_new0 (char *, n + 1);
  for (gsize i = 0; i < n; i++)
    self->names[i] = g_strdup (names[i]);
  self->arcs = g_new (ComityArc, n_arcs + 1);
  for (gsize e = 0; e < n_arcs; e++)
    {
      g_assert (arcs[e].a < n && arcs[e].b < n);
      self->arcs[e] = arcs[e];
    }
  self->n_arcs = tidy (self->arcs, n_arcs, directed, report);
  for (gsize e = 0; e < self->n_arcs; e++)
    {
      self->weighted = self->weighted || self->arcs[e].weight != 1.0;
      report->n_zero += self->arcs[e].weight == 0.0;
    }
  return self;
}

ComityGraph *
comity_graph_read (ComityDataset *dataset,
                   const char *from,
                   const char *to,
                   const char *weight,
                   gboolean directed,
                   ComityGraphReport *report,
                   GError **error)
{
  ComityGraphReport found = { 0 };
  ComityColumn *ends[2], *weights = NULL;
  g_auto (ComityNames) names = { NULL };
  g_autofree ComityArc *arcs = NULL;
  ComityGraph *self;
  gsize n_arcs = 0;

  g_return_val_if_fail (dataset != NULL && from != NULL && to != NULL, NULL);

  ends[0] = comity_dataset_require_column (dataset, from, error);
  ends[1] = ends[0] != NULL ? comity_dataset_require_column (dataset, to, error) : NULL;
  if (ends[1] == NULL)
    return NULL;
  if (weight != NULL)
    {
      weights = comity_dataset_require_column (dataset, weight, error);
      if (weights == NULL)
        return NULL;
      if (!comity_column_is_numeric (weights))
        {
          g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                       "“%s” holds text: a tie's weight is a number.", weight);
          return NULL;
        }
    }
  comity_names_init (&names, ends[0], ends[1]);
  if (names.n == 0)
    {
      g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY,
                   "“%s” and “%s” are empty: there is nobody to draw ties between.", from, to);
      return NULL;
    }
  found.n_rows = comity_dataset_get_n_rows (dataset);
  arcs = g_new (ComityArc, found.n_rows + 1);
  for (gsize row = 0; row < found.n_rows; row++)
    {
      gssize a = comity_names_find (&names, ends[0], row);
      gssize b = comity_names_find (&names, ends[1], row);
      double w = weights != NULL ? comity_column_get_double (weights, row) : 1.0;

      if (a < 0 || b < 0)
        {
          found.n_without += a < 0 && b < 0;
          continue;
        }
      if (!isfinite (w))
        {
          found.n_without++;
          continue;
        }
      if (w < 0.0)
        {
          g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_FAILED,
                       "Row %" G_GSIZE_FORMAT
                       ": the tie from %s to %s weighs %g; a weight is 0 or more.",
                       row + 1, names.names[a], names.names[b], w);
          return NULL;
        }
      arcs[n_arcs++] = (ComityArc){ (guint32) a, (guint32) b, w };
    }
  self =
      comity_graph_new ((const char *const *) names.names, names.n, arcs, n_arcs, directed, &found);
  if (report != NULL)
    *report = found;
  return self;
}

ComityGraph *
comity_graph_ref (ComityGraph *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
comity_graph_unref (ComityGraph *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->names);
  g_free (self->arcs);
  g_free (self->group);
  g_free (self);
}

gsize
comity_graph_get_n_nodes (const ComityGraph *self)
{
  return self->n;
}

gsize
comity_graph_get_n_arcs (const ComityGraph *self)
{
  return self->n_arcs;
}

const char *
comity_graph_peek_name (const ComityGraph *self, gsize node)
{
  g_return_val_if_fail (node < self->n, NULL);
  return self->names[node];
}

const ComityArc *
comity_graph_peek_arcs (const ComityGraph *self)
{
  return self->arcs;
}
