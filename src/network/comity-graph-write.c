/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A graph as text: its nodes with their numbers, its ties, the numbers of the whole, GraphML. */
#include "config.h"

#include "comity-graph-private.h"

#include "comity-number.h"
#include "comity-text.h"

#include <math.h>

char *
comity_graph_to_node_csv (const ComityGraph *self)
{
  GString *out = g_string_new ("name");
  double *values[COMITY_N_GRAPH_MEASURES] = { NULL };
  g_autofree guint32 *components = g_new0 (guint32, self->n + 1);
  g_autofree guint32 *strong = g_new0 (guint32, self->n + 1);
  g_autofree guint32 *communities = g_new0 (guint32, self->n + 1);

  for (int m = 0; m < COMITY_N_GRAPH_MEASURES; m++)
    if (comity_graph_has_measure (self, (ComityGraphMeasure) m))
      {
        g_string_append_printf (out, ",%s", comity_graph_measure_name ((ComityGraphMeasure) m));
        values[m] = g_new (double, self->n + 1);
        comity_graph_measure (self, (ComityGraphMeasure) m, values[m]);
      }
  comity_graph_find_components (self, FALSE, components);
  comity_graph_find_components (self, TRUE, strong);
  comity_graph_find_communities (self, communities);
  g_string_append (out, self->directed ? ",component,strong_component,community\n"
                                       : ",component,community\n");
  for (gsize i = 0; i < self->n; i++)
    {
      comity_text_append_csv (out, self->names[i]);
      for (int m = 0; m < COMITY_N_GRAPH_MEASURES; m++)
        {
          char buffer[COMITY_NUMBER_BUFFER];

          if (values[m] != NULL)
            g_string_append_printf (out, ",%s", comity_number_format (values[m][i], buffer));
        }
      g_string_append_printf (out, ",%u", components[i] + 1);
      if (self->directed)
        g_string_append_printf (out, ",%u", strong[i] + 1);
      g_string_append_printf (out, ",%u\n", communities[i] + 1);
    }
  for (int m = 0; m < COMITY_N_GRAPH_MEASURES; m++)
    g_free (values[m]);
  return g_string_free (out, FALSE);
}

char *
comity_graph_to_edge_csv (const ComityGraph *self)
{
  GString *out = g_string_new (self->directed ? "from,to,weight\n" : "a,b,weight\n");

  for (gsize e = 0; e < self->n_arcs; e++)
    {
      char buffer[COMITY_NUMBER_BUFFER];

      comity_text_append_csv (out, self->names[self->arcs[e].a]);
      g_string_append_c (out, ',');
      comity_text_append_csv (out, self->names[self->arcs[e].b]);
      g_string_append_printf (out, ",%s\n", comity_number_format (self->arcs[e].weight, buffer));
    }
  return g_string_free (out, FALSE);
}

char *
comity_graph_to_graphml (const ComityGraph *self)
{
  GString *out =
      g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
                    "  <key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"
                    "  <key id=\"weight\" for=\"edge\" attr.name=\"weight\" "
                    "attr.type=\"double\"/>\n");

  g_string_append_printf (out, "  <graph id=\"ties\" edgedefault=\"%s\">\n",
                          self->directed ? "directed" : "undirected");
  for (gsize i = 0; i < self->n; i++)
    {
      g_autofree char *name = comity_network_escape_xml (self->names[i]);

      g_string_append_printf (
          out, "    <node id=\"n%" G_GSIZE_FORMAT "\"><data key=\"name\">%s</data></node>\n", i,
          name);
    }
  for (gsize e = 0; e < self->n_arcs; e++)
    {
      char buffer[COMITY_NUMBER_BUFFER];

      g_string_append_printf (
          out, "    <edge source=\"n%u\" target=\"n%u\"><data key=\"weight\">%s</data></edge>\n",
          self->arcs[e].a, self->arcs[e].b, comity_number_format (self->arcs[e].weight, buffer));
    }
  g_string_append (out, "  </graph>\n</graphml>\n");
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *name;
  double value;
} Number;

#define MOST_NUMBERS 40

/* Those that are said of this kind of graph; how many. */
static gsize
list_numbers (const ComityGraph *self, Number *list)
{
  ComityGraphNumbers n;
  gsize count = 0;

  comity_graph_get_numbers (self, &n);
  list[count++] = (Number){ "nodes", (double) n.n_nodes };
  list[count++] = (Number){ "ties", (double) n.n_ties };
  list[count++] = (Number){ "density", n.density };
  if (self->weighted)
    list[count++] = (Number){ "total_weight", n.total_weight };
  list[count++] = (Number){ "mean_degree", n.mean_degree };
  list[count++] = (Number){ "isolates", (double) n.n_isolates };
  list[count++] = (Number){ "components", (double) n.n_components };
  list[count++] = (Number){ "largest_component", (double) n.largest_component };
  if (self->directed)
    {
      list[count++] = (Number){ "strong_components", (double) n.n_strong_components };
      list[count++] = (Number){ "largest_strong_component", (double) n.largest_strong_component };
      list[count++] = (Number){ "reciprocity", n.reciprocity };
    }
  list[count++] = (Number){ "clustering", n.clustering };
  list[count++] = (Number){ "mean_distance", n.mean_distance };
  list[count++] = (Number){ "diameter", n.diameter };
  list[count++] = (Number){ "efficiency", n.efficiency };
  list[count++] = (Number){ "assortativity_degree", n.assortativity_degree };
  if (!self->directed)
    list[count++] = (Number){ "centralization", n.centralization };
  list[count++] = (Number){ "communities", (double) n.n_communities };
  list[count++] = (Number){ "modularity", n.modularity };
  if (self->group != NULL)
    {
      list[count++] = (Number){ "groups", (double) self->n_groups };
      list[count++] =
          (Number){ "groups_modularity", comity_graph_modularity (self, self->group) };
      list[count++] =
          (Number){ "groups_assortativity", comity_graph_assortativity (self, self->group) };
    }
  if (self->directed)
    {
      list[count++] = (Number){ "mutual", n.mutual };
      list[count++] = (Number){ "asymmetric", n.asymmetric };
      list[count++] = (Number){ "null", n.null };
      for (gsize t = 0; t < COMITY_N_TRIADS; t++)
        list[count++] = (Number){ comity_graph_triad_name (t), n.triads[t] };
    }
  g_assert (count <= MOST_NUMBERS);
  return count;
}

char *
comity_graph_numbers_to_csv (const ComityGraph *self)
{
  GString *out = g_string_new ("number,value\n");
  Number list[MOST_NUMBERS];
  gsize n = list_numbers (self, list);

  for (gsize k = 0; k < n; k++)
    {
      char buffer[COMITY_NUMBER_BUFFER];

      g_string_append_printf (out, "%s,%s\n", list[k].name,
                              comity_number_format (list[k].value, buffer));
    }
  return g_string_free (out, FALSE);
}

char *
comity_graph_numbers_to_json (const ComityGraph *self)
{
  GString *out = g_string_new (NULL);
  Number list[MOST_NUMBERS];
  gsize n = list_numbers (self, list);

  g_string_append_printf (out, "{\"directed\": %s, \"weighted\": %s",
                          self->directed ? "true" : "false", self->weighted ? "true" : "false");
  for (gsize k = 0; k < n; k++)
    {
      char buffer[COMITY_NUMBER_BUFFER];

      g_string_append_printf (
          out, ",\n \"%s\": %s", list[k].name,
          isfinite (list[k].value) ? comity_number_format (list[k].value, buffer) : "null");
    }
  g_string_append (out, "}\n");
  return g_string_free (out, FALSE);
}

char *
comity_graph_numbers_to_text (const ComityGraph *self)
{
  GString *out = g_string_new (NULL);
  Number list[MOST_NUMBERS];
  gsize n = list_numbers (self, list);

  for (gsize k = 0; k < n; k++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (
          out, "%-26s %12s\n", list[k].name,
          isfinite (list[k].value)
              ? g_ascii_formatd (buffer, sizeof buffer,
                                 list[k].value == floor (list[k].value) ? "%.0f" : "%.6f",
                                 list[k].value)
              : ".");
    }
  return g_string_free (out, FALSE);
}
