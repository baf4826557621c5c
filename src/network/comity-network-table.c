/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of nodes and edges, column by column. */
#include "config.h"

#include "comity-network-private.h"
#include "comity-network-table.h"

#include "comity-number.h"
#include "comity-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const rank_names[COMITY_N_CENTRALITIES] = {
  "degree_rank",
  "betweenness_rank",
  "closeness_rank",
  "eigenvector_rank",
};

static ComityNetworkTable *
table_new (ComityNetwork *network, gsize n_rows, gsize most_columns)
{
  ComityNetworkTable *self = g_new0 (ComityNetworkTable, 1);

  self->network = comity_network_ref (network);
  self->n_rows = n_rows;
  self->columns = g_new0 (ComityNetworkColumn, most_columns);
  self->keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
comity_network_table_free (ComityNetworkTable *self)
{
  if (self == NULL)
    return;
  for (gsize c = 0; c < self->n_columns; c++)
    {
      g_free (self->columns[c].texts);
      g_free (self->columns[c].keys);
      g_free (self->columns[c].values);
    }
  g_free (self->columns);
  g_hash_table_unref (self->keys);
  comity_network_unref (self->network);
  g_free (self);
}

static const char **
add_texts (ComityNetworkTable *self, const char *name)
{
  ComityNetworkColumn *column = &self->columns[self->n_columns++];

  column->name = name;
  column->texts = g_new0 (const char *, self->n_rows + 1);
  return column->texts;
}

static double *
add_numbers (ComityNetworkTable *self, const char *name, ComityNetworkTableKind kind)
{
  ComityNetworkColumn *column = &self->columns[self->n_columns++];

  column->name = name;
  column->kind = kind;
  column->values = g_new (double, self->n_rows + 1);
  return column->values;
}

static const char *
node_code (const ComityNetwork *network, gsize node)
{
  return network->panel != NULL
             ? comity_panel_peek_state_code (network->panel, network->states[node])
             : "";
}

/* Two states that shared a code in turn have each their COW number; NaN where it is not known. */
static double
node_cow (const ComityNetwork *network, gsize node)
{
  gssize state = network->panel != NULL
                     ? comity_panel_get_world_state (network->panel, network->states[node])
                     : -1;

  return state >= 0
             ? comity_world_peek_state (comity_panel_peek_world (network->panel), (gsize) state)
                   ->cow
             : NAN;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Texts are few and stand in many rows: each has one key, and the keys have places. */
static void
find_keys (ComityNetworkTable *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize c = 0; c < self->n_columns; c++)
    {
      ComityNetworkColumn *column = &self->columns[c];

      if (column->kind != COMITY_NETWORK_TABLE_TEXT)
        continue;
      column->keys = g_new (const char *, self->n_rows + 1);
      for (gsize row = 0; row < self->n_rows; row++)
        {
          char *key = g_hash_table_lookup (self->keys, column->texts[row]);

          if (key == NULL)
            {
              key = comity_text_sort_key (column->texts[row]);
              g_hash_table_insert (self->keys, (gpointer) column->texts[row], key);
              g_ptr_array_add (keys, key);
            }
          column->keys[row] = key;
        }
    }
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    if (!g_hash_table_contains (places, keys->pdata[i]))
      g_hash_table_insert (places, keys->pdata[i], GUINT_TO_POINTER (i));
  for (gsize c = 0; c < self->n_columns; c++)
    {
      ComityNetworkColumn *column = &self->columns[c];

      if (column->kind != COMITY_NETWORK_TABLE_TEXT)
        continue;
      column->values = g_new (double, self->n_rows + 1);
      for (gsize row = 0; row < self->n_rows; row++)
        column->values[row] = GPOINTER_TO_UINT (g_hash_table_lookup (places, column->keys[row]));
    }
}

typedef struct
{
  double value;
  gsize row;
} Placed;

static int
compare_placed (const void *a, const void *b)
{
  const Placed *x = a, *y = b;

  if (isnan (x->value) || isnan (y->value))
    return (isnan (x->value) ? 1 : 0) - (isnan (y->value) ? 1 : 0);
  return (x->value < y->value) - (x->value > y->value);
}

static void
rank (const double *values, gsize n, double *ranks)
{
  g_autofree Placed *placed = g_new (Placed, n + 1);

  for (gsize i = 0; i < n; i++)
    placed[i] = (Placed){ values[i], i };
  qsort (placed, n, sizeof *placed, compare_placed);
  for (gsize i = 0; i < n; i++)
    ranks[placed[i].row] = isnan (placed[i].value) ? NAN
                           : i > 0 && placed[i].value == placed[i - 1].value
                               ? ranks[placed[i - 1].row]
                               : (double) i + 1.0;
}

static void
add_words (ComityNetworkTable *self)
{
  ComityNetwork *network = self->network;
  g_autofree guint32 *families = g_new (guint32, network->n + 1);
  const char **codes = add_texts (self, "code"), **names = add_texts (self, "name");
  const char **traditions = add_texts (self, "tradition"), **regions = add_texts (self, "region");

  comity_network_get_traditions (network, families);
  for (gsize i = 0; i < network->n; i++)
    {
      codes[i] = node_code (network, i);
      names[i] = comity_network_peek_state_name (network, i);
      traditions[i] = comity_tradition_name ((ComityTradition) families[i]);
      regions[i] = network->panel != NULL
                       ? comity_panel_peek_state_region (network->panel, network->states[i])
                       : "";
    }
}

static void
add_groups (ComityNetworkTable *self)
{
  const guint32 *components = comity_network_peek_components (self->network, NULL);
  const guint32 *communities = comity_network_peek_communities (self->network, NULL);
  double *component = add_numbers (self, "component", COMITY_NETWORK_TABLE_COUNT);
  double *community = add_numbers (self, "community", COMITY_NETWORK_TABLE_COUNT);

  for (gsize i = 0; i < self->n_rows; i++)
    {
      component[i] = components[i] + 1.0;
      community[i] = communities[i] + 1.0;
    }
}

ComityNetworkTable *
comity_network_new_node_table (ComityNetwork *network)
{
  ComityNetworkTable *self;
  const double *centralities[COMITY_N_CENTRALITIES];
  double *strength, *cow;
  gsize n;

  g_return_val_if_fail (network != NULL, NULL);

  n = network->n;
  self = table_new (network, n, 8 + 2 * COMITY_N_CENTRALITIES);
  add_words (self);
  for (int c = 0; c < COMITY_N_CENTRALITIES; c++)
    {
      double *values = add_numbers (self, comity_centrality_name ((ComityCentrality) c),
                                    c == COMITY_CENTRALITY_DEGREE ? COMITY_NETWORK_TABLE_COUNT
                                                                  : COMITY_NETWORK_TABLE_NUMBER);

      self->columns[self->n_columns - 1].decimals = c == COMITY_CENTRALITY_DEGREE        ? 0
                                                    : c == COMITY_CENTRALITY_BETWEENNESS ? 1
                                                                                         : 4;
      centralities[c] = comity_network_peek_centrality (network, (ComityCentrality) c);
      memcpy (values, centralities[c], n * sizeof *values);
    }
  add_groups (self);
  for (int c = 0; c < COMITY_N_CENTRALITIES; c++)
    rank (centralities[c], n, add_numbers (self, rank_names[c], COMITY_NETWORK_TABLE_COUNT));
  strength = add_numbers (self, "strength", COMITY_NETWORK_TABLE_COUNT);
  cow = add_numbers (self, "cow", COMITY_NETWORK_TABLE_COUNT);
  for (gsize i = 0; i < n; i++)
    {
      strength[i] = 0.0;
      cow[i] = node_cow (network, i);
    }
  for (gsize e = 0; e < network->n_edges; e++)
    {
      strength[network->edges[e].a] += network->edges[e].count;
      strength[network->edges[e].b] += network->edges[e].count;
    }
  find_keys (self);
  return self;
}

ComityNetworkTable *
comity_network_new_edge_table (ComityNetwork *network)
{
  ComityNetworkTable *self;
  const char **texts[4];
  double *year, *count, *cow[2];

  g_return_val_if_fail (network != NULL, NULL);

  self = table_new (network, network->n_edges, 8);
  texts[0] = add_texts (self, "state_a");
  texts[1] = add_texts (self, "state_b");
  texts[2] = add_texts (self, "name_a");
  texts[3] = add_texts (self, "name_b");
  year = add_numbers (self, "first_year", COMITY_NETWORK_TABLE_COUNT);
  count = add_numbers (self, "treaties", COMITY_NETWORK_TABLE_COUNT);
  cow[0] = add_numbers (self, "cow_a", COMITY_NETWORK_TABLE_COUNT);
  cow[1] = add_numbers (self, "cow_b", COMITY_NETWORK_TABLE_COUNT);
  for (gsize e = 0; e < network->n_edges; e++)
    {
      const ComityEdge *edge = &network->edges[e];
      const guint32 ends[2] = { edge->a, edge->b };

      for (int end = 0; end < 2; end++)
        {
          texts[end][e] = node_code (network, ends[end]);
          texts[2 + end][e] = comity_network_peek_state_name (network, ends[end]);
          cow[end][e] = node_cow (network, ends[end]);
        }
      year[e] = edge->first_year;
      count[e] = edge->count;
    }
  find_keys (self);
  return self;
}

gssize
comity_network_table_find (const ComityNetworkTable *self, const char *name)
{
  for (gsize c = 0; c < self->n_columns; c++)
    if (g_str_equal (self->columns[c].name, name))
      return (gssize) c;
  return -1;
}

char *
comity_network_table_dup_cell (const ComityNetworkTable *self, gsize row, gsize column)
{
  const ComityNetworkColumn *cells = &self->columns[column];
  double value;

  g_return_val_if_fail (row < self->n_rows && column < self->n_columns, NULL);

  if (cells->kind == COMITY_NETWORK_TABLE_TEXT)
    return g_strdup (cells->texts[row]);
  value = cells->values[row];
  if (isnan (value))
    return g_strdup ("");
  return g_strdup_printf ("%.*f", cells->decimals, value);
}

int
comity_network_table_compare (const ComityNetworkTable *self, gsize column, gsize a, gsize b)
{
  const ComityNetworkColumn *cells = &self->columns[column];
  gboolean has_a, has_b;

  g_return_val_if_fail (a < self->n_rows && b < self->n_rows && column < self->n_columns, 0);

  has_a = !isnan (cells->values[a]);
  has_b = !isnan (cells->values[b]);
  if (!has_a || !has_b)
    return has_b - has_a;
  return (cells->values[a] > cells->values[b]) - (cells->values[a] < cells->values[b]);
}

gboolean
comity_network_table_row_has (const ComityNetworkTable *self, gsize row, const char *key)
{
  g_return_val_if_fail (row < self->n_rows, FALSE);

  for (gsize c = 0; c < self->n_columns; c++)
    if (self->columns[c].kind == COMITY_NETWORK_TABLE_TEXT &&
        strstr (self->columns[c].keys[row], key) != NULL)
      return TRUE;
  return FALSE;
}

char *
comity_network_table_to_csv (const ComityNetworkTable *self)
{
  GString *out = g_string_new (NULL);
  char buffer[COMITY_NUMBER_BUFFER];

  for (gsize c = 0; c < self->n_columns; c++)
    g_string_append_printf (out, "%s%s", c > 0 ? "," : "", self->columns[c].name);
  g_string_append_c (out, '\n');
  for (gsize row = 0; row < self->n_rows; row++)
    {
      for (gsize c = 0; c < self->n_columns; c++)
        {
          const ComityNetworkColumn *cells = &self->columns[c];

          if (c > 0)
            g_string_append_c (out, ',');
          if (cells->kind == COMITY_NETWORK_TABLE_TEXT)
            comity_text_append_csv (out, cells->texts[row]);
          else
            g_string_append (out, comity_number_format (cells->values[row], buffer));
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
