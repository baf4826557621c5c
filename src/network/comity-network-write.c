/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network as text: GraphML (graphml.graphdrawing.org), GEXF (gexf.net), and its tables
 * (comity-network-table.c) as CSV. */
#include "config.h"

#include "comity-network-private.h"
#include "comity-graph-private.h"

#include "comity-network-table.h"
#include "comity-number.h"

#include <math.h>

static const char *
node_code (const ComityNetwork *self, gsize node)
{
  return self->panel != NULL ? comity_panel_peek_state_code (self->panel, self->states[node]) : "";
}

static const char *
node_region (const ComityNetwork *self, gsize node)
{
  return self->panel != NULL ? comity_panel_peek_state_region (self->panel, self->states[node])
                             : "";
}

static void
append_key (GString *out, const char *id, const char *domain, const char *type)
{
  g_string_append_printf (out, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                          id, domain, id, type);
}

/* XML 1.0 has no way to write most control characters: those become spaces. */
char *
comity_network_escape_xml (const char *text)
{
  g_autofree char *clean = g_utf8_make_valid (text, -1);

  for (char *c = clean; *c != '\0'; c++)
    if ((guchar)*c < 0x20 && *c != '\t' && *c != '\n' && *c != '\r')
      *c = ' ';
  return g_markup_escape_text (clean, -1);
}

static void
append_data (GString *out, const char *key, const char *text)
{
  g_autofree char *escaped = NULL;

  if (text == NULL || *text == '\0')
    return;
  escaped = comity_network_escape_xml (text);
  g_string_append_printf (out, "      <data key=\"%s\">%s</data>\n", key, escaped);
}

static void
append_number_data (GString *out, const char *key, double value)
{
  char buffer[COMITY_NUMBER_BUFFER];

  if (isfinite (value))
    append_data (out, key, comity_number_format (value, buffer));
}

static void
append_node (const ComityNetwork *self, GString *out, gsize node, guint32 family, double degree)
{
  double longitude;
  double latitude;

  g_string_append_printf (out, "    <node id=\"n%" G_GSIZE_FORMAT "\">\n", node);
  append_data (out, "code", node_code (self, node));
  append_data (out, "name", comity_network_peek_state_name (self, node));
  append_data (out, "tradition", comity_tradition_name ((ComityTradition)family));
  append_data (out, "region", node_region (self, node));
  if (comity_network_get_capital (self, node, &longitude, &latitude))
    {
      append_number_data (out, "latitude", latitude);
      append_number_data (out, "longitude", longitude);
    }
  append_number_data (out, "degree", degree);
  g_string_append (out, "    </node>\n");
}

char *
comity_network_to_graphml (ComityNetwork *self)
{
  g_autofree guint32 *families = NULL;
  const double *degree;
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  families = g_new (guint32, self->n + 1);
  comity_network_get_traditions (self, families);
  degree = comity_network_peek_centrality (self, COMITY_CENTRALITY_DEGREE);

  out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  append_key (out, "year", "graph", "int");
  append_key (out, "cumulative", "graph", "boolean");
  append_key (out, "code", "node", "string");
  append_key (out, "name", "node", "string");
  append_key (out, "tradition", "node", "string");
  append_key (out, "region", "node", "string");
  append_key (out, "latitude", "node", "double");
  append_key (out, "longitude", "node", "double");
  append_key (out, "degree", "node", "int");
  append_key (out, "first_year", "edge", "int");
  append_key (out, "treaties", "edge", "int");
  g_string_append (out, "  <graph id=\"treaties\" edgedefault=\"undirected\">\n");
  append_number_data (out, "year", self->year);
  append_data (out, "cumulative", self->cumulative ? "true" : "false");
  for (gsize i = 0; i < self->n; i++)
    append_node (self, out, i, families[i], degree[i]);
  for (gsize e = 0; e < self->n_edges; e++)
    {
      const ComityEdge *edge = &self->edges[e];

      g_string_append_printf (out, "    <edge source=\"n%u\" target=\"n%u\">\n", edge->a, edge->b);
      append_number_data (out, "first_year", edge->first_year);
      append_number_data (out, "treaties", edge->count);
      g_string_append (out, "    </edge>\n");
    }
  g_string_append (out, "  </graph>\n</graphml>\n");
  return g_string_free (out, FALSE);
}

/* A value of a node or an edge, by the number of its attribute. */
static void
append_gexf_value (GString *out, int attribute, const char *text)
{
  g_autofree char *escaped = comity_network_escape_xml (text != NULL ? text : "");

  if (*escaped != '\0')
    g_string_append_printf (out, "<attvalue for=\"%d\" value=\"%s\"/>", attribute, escaped);
}

static void
append_gexf_node (const ComityNetwork *self, GString *out, gsize node, guint32 family)
{
  g_autofree char *label = comity_network_escape_xml (comity_network_peek_state_name (self, node));
  double longitude;
  double latitude;

  g_string_append_printf (out, "      <node id=\"n%" G_GSIZE_FORMAT "\" label=\"%s\"><attvalues>",
                          node, label);
  append_gexf_value (out, 0, node_code (self, node));
  append_gexf_value (out, 1, comity_tradition_name ((ComityTradition)family));
  append_gexf_value (out, 2, node_region (self, node));
  if (comity_network_get_capital (self, node, &longitude, &latitude))
    {
      char buffer[COMITY_NUMBER_BUFFER];

      append_gexf_value (out, 3, comity_number_format (latitude, buffer));
      append_gexf_value (out, 4, comity_number_format (longitude, buffer));
    }
  g_string_append (out, "</attvalues></node>\n");
}

char *
comity_network_to_gexf (ComityNetwork *self)
{
  g_autofree guint32 *families = NULL;
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  families = g_new (guint32, self->n + 1);
  comity_network_get_traditions (self, families);
  out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
                      "  <graph mode=\"static\" defaultedgetype=\"undirected\">\n"
                      "    <attributes class=\"node\">\n"
                      "      <attribute id=\"0\" title=\"code\" type=\"string\"/>\n"
                      "      <attribute id=\"1\" title=\"tradition\" type=\"string\"/>\n"
                      "      <attribute id=\"2\" title=\"region\" type=\"string\"/>\n"
                      "      <attribute id=\"3\" title=\"latitude\" type=\"double\"/>\n"
                      "      <attribute id=\"4\" title=\"longitude\" type=\"double\"/>\n"
                      "    </attributes>\n"
                      "    <attributes class=\"edge\">\n"
                      "      <attribute id=\"0\" title=\"first_year\" type=\"integer\"/>\n"
                      "    </attributes>\n"
                      "    <nodes>\n");
  for (gsize i = 0; i < self->n; i++)
    append_gexf_node (self, out, i, families[i]);
  g_string_append (out, "    </nodes>\n    <edges>\n");
  for (gsize e = 0; e < self->n_edges; e++)
    {
      const ComityEdge *edge = &self->edges[e];

      /* An edge's weight is the number of its treaties. */
      g_string_append_printf (out,
                              "      <edge id=\"%" G_GSIZE_FORMAT
                              "\" source=\"n%u\" target=\"n%u\" weight=\"%u\"><attvalues>",
                              e, edge->a, edge->b, edge->count);
      if (edge->first_year > 0)
        g_string_append_printf (out, "<attvalue for=\"0\" value=\"%d\"/>", edge->first_year);
      g_string_append (out, "</attvalues></edge>\n");
    }
  g_string_append (out, "    </edges>\n  </graph>\n</gexf>\n");
  return g_string_free (out, FALSE);
}

char *
comity_network_to_node_csv (ComityNetwork *self)
{
  g_autoptr (ComityNetworkTable) table = comity_network_new_node_table (self);

  return comity_network_table_to_csv (table);
}

char *
comity_network_to_edge_csv (ComityNetwork *self)
{
  g_autoptr (ComityNetworkTable) table = comity_network_new_edge_table (self);

  return comity_network_table_to_csv (table);
}
