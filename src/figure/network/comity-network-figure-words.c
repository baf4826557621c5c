/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network in words: a sentence for the whole, one for an element, and the table twin. */
#include "config.h"

#include "comity-network-figure-private.h"

char *
comity_network_figure_describe (ComityFigure *figure)
{
  const ComityNetworkFigureData *data = ((ComityNetworkFigure *) figure)->data;
  g_autofree char *states = comity_count_words (data->n, "state", "states");
  g_autofree char *pairs = comity_count_words (data->n_edges, "tie", "ties");
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "Treaty network, %s%d: %s, %s (%s).",
                          data->cumulative ? "up to " : "", data->year, states, pairs,
                          data->ties_name);
  if (data->n_isolates > 0 && data->n_edges > 0)
    {
      g_autofree char *isolates = comity_count_words (data->n_isolates, "state has", "states have");

      g_string_append_printf (words, " %s no tie.", isolates);
    }
  if (data->n_edges > 0)
    {
      g_string_append (words, " Most ties:");
      for (gsize i = 0; i < MIN (data->n, 3) && data->degrees[data->by_degree[i]] > 0; i++)
        g_string_append_printf (words, "%s %s (%u)", i > 0 ? "," : "",
                                data->names[data->by_degree[i]], data->degrees[data->by_degree[i]]);
      g_string_append_c (words, '.');
    }
  return g_string_free (words, FALSE);
}

char *
comity_network_figure_dup_note (const ComityFigure *figure)
{
  return comity_count_words (((const ComityNetworkFigure *) figure)->data->n_edges, "tie", "ties");
}

static char *
describe_node (const ComityNetworkFigureData *data, gsize node)
{
  g_autofree char *partners =
      comity_count_words (data->degrees[node], "treaty partner", "treaty partners");
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%s (%s): %s; %s", data->names[node], data->codes[node], partners,
                          comity_family_label (data->families[node]));
  if (*data->regions[node] != '\0')
    g_string_append_printf (words, "; %s", data->regions[node]);
  if (data->color != NULL)
    {
      g_autofree char *value = comity_scale_format_value (data->color[node]);

      g_string_append_printf (words, "; %s %s", data->color_label, value);
    }
  return g_string_free (words, FALSE);
}

/* How two states without a treaty hang together: over whom. */
static void
append_path (const ComityNetworkFigure *self, GString *words, gsize a, gsize b)
{
  g_autofree guint32 *path = NULL;
  gsize n = comity_network_figure_find_path (self, a, b, &path);

  for (gsize i = 1; i + 1 < n; i++)
    g_string_append_printf (words, "%s%s", i == 1 ? "; joined through " : ", ",
                            self->data->codes[path[i]]);
}

char *
comity_network_figure_describe_element (ComityFigure *figure, ComityElement element)
{
  ComityNetworkFigure *self = (ComityNetworkFigure *) figure;
  const ComityNetworkFigureData *data = self->data;
  const ComityNetworkFigureEdge *edge;
  const ComityNetworkFigureMark *mark;
  GString *words;
  gssize a, b;

  if (element.kind != COMITY_ELEMENT_STATE && element.kind != COMITY_ELEMENT_PAIR)
    return g_strdup ("");
  a = comity_network_figure_find_node (self, element.a);
  if (a < 0)
    return g_strdup ("");
  if (element.kind == COMITY_ELEMENT_STATE)
    return describe_node (data, (gsize) a);
  b = comity_network_figure_find_node (self, element.b);
  if (b < 0)
    return g_strdup ("");

  words = g_string_new (NULL);
  g_string_append_printf (words, "%s (%s) – %s (%s): ", data->names[a], data->codes[a],
                          data->names[b], data->codes[b]);
  edge = comity_network_figure_find_edge (self, (gsize) a, (gsize) b);
  if (edge == NULL)
    g_string_append_printf (words, "no %s %s %d", data->tie_name, data->cumulative ? "up to" : "in",
                            data->year);
  else
    {
      g_string_append (words, data->tie_name);
      if (edge->year > 0)
        g_string_append_printf (words, " %d", edge->year);
      if (edge->count > 1)
        g_string_append_printf (words, " (%u in all)", edge->count);
    }
  mark = comity_network_figure_find_mark (self, (gsize) a, (gsize) b);
  if (mark != NULL)
    {
      g_autofree char *value = comity_scale_format_value (mark->probability);

      g_string_append_printf (words, "; the model's probability %s",
                              mark->present ? "in the year of signature was " : "is ");
      g_string_append (words, value);
    }
  if (edge == NULL)
    append_path (self, words, (gsize) a, (gsize) b);
  return g_string_free (words, FALSE);
}

char *
comity_network_figure_to_table (ComityFigure *figure)
{
  const ComityNetworkFigureData *data = ((ComityNetworkFigure *) figure)->data;
  GString *table = g_string_new ("state\tname\ttradition\tregion\tties\tpartners\n");

  for (gsize i = 0; i < data->n; i++)
    {
      guint32 node = data->by_degree[i];

      g_string_append_printf (table, "%s\t%s\t%s\t%s\t%u\t", data->codes[node], data->names[node],
                              comity_family_label (data->families[node]), data->regions[node],
                              data->degrees[node]);
      for (guint32 k = data->first_tie[node]; k < data->first_tie[node + 1]; k++)
        {
          const ComityNetworkFigureEdge *edge = &data->edges[data->ties[k]];

          g_string_append_printf (table, "%s%s", k > data->first_tie[node] ? " " : "",
                                  data->codes[edge->a == node ? edge->b : edge->a]);
        }
      g_string_append_c (table, '\n');
    }
  return g_string_free (table, FALSE);
}
