/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli network of a list of ties (--from, --to) or of who belongs to what (--two-mode):
 * directed, weighted and two-mode networks as tables, numbers or a graph file. */
#include "config.h"

#include "comity-cli-network.h"

#include "comity-dataset-io.h"
#include "comity-graph.h"
#include "comity-report.h"

gboolean
comity_cli_network_is_graph (const ComityCliNetwork *self)
{
  return self->from != NULL || self->to != NULL || self->two_mode != NULL;
}

static void
say (gsize n, const char *of_one, const char *of_many)
{
  g_autofree char *sentence = NULL;

  if (n == 0)
    return;
  sentence = g_strdup_printf ("%" G_GSIZE_FORMAT " %s", n, n == 1 ? of_one : of_many);
  comity_cli_say (&comity_verb_network, sentence);
}

/* What a reader of the numbers must know of the rows. */
static void
say_report (const ComityGraph *graph, const ComityGraphReport *report)
{
  say (report->n_without, "row names nobody or has no weight: left out.",
       "rows name nobody or have no weight: left out.");
  say (report->n_loops, "tie from one to itself: left out.", "ties from one to itself: left out.");
  if (graph == NULL)
    {
      say (report->n_repeated, "repeated membership: counted once.",
           "repeated memberships: counted once.");
      return;
    }
  say (report->n_repeated, "repeated tie: joined, the weights added.",
       "repeated ties: joined, their weights added.");
  if (comity_graph_get_n_arcs (graph) == 0)
    comity_cli_say (&comity_verb_network,
                    "There are no ties: what is measured along them is not defined.");
  else if (report->n_zero == comity_graph_get_n_arcs (graph))
    comity_cli_say (&comity_verb_network,
                    "All weights are 0: strengths are 0, and what divides by weights is not "
                    "defined.");
  else
    say (report->n_zero, "tie weighs 0: betweenness along weights is not defined.",
         "ties weigh 0: betweenness along weights is not defined.");
}

static ComityGraph *
read_ties (const ComityCliNetwork *self, ComityDataset *dataset, GError **error)
{
  ComityGraphReport report;
  ComityGraph *graph;

  if (self->from == NULL || self->to == NULL)
    {
      comity_cli_refuse (error,
                         "A list of ties needs both --from and --to, the columns of its two ends.");
      return NULL;
    }
  if (g_str_equal (self->from, self->to))
    {
      comity_cli_refuse (error, "--from and --to both name “%s”: a tie has two ends.", self->from);
      return NULL;
    }
  graph = comity_graph_read (dataset, self->from, self->to, self->weight, self->directed, &report,
                             error);
  if (graph != NULL)
    say_report (graph, &report);
  return graph;
}

/* The members, or with --bodies what they belong to, tied by what they have in common. */
static ComityGraph *
read_two_mode (const ComityCliNetwork *self, ComityDataset *dataset, GError **error)
{
  g_auto (GStrv) columns = g_strsplit (self->two_mode, ",", -1);
  ComityCommon common = COMITY_COMMON_COUNT;
  g_autoptr (ComityTwoMode) two_mode = NULL;
  g_autofree char *sentence = NULL;
  ComityGraphReport report;

  if (g_strv_length (columns) != 2)
    {
      comity_cli_refuse (error, "--two-mode is two columns, MEMBER,BODY, not “%s”.",
                         self->two_mode);
      return NULL;
    }
  if (g_str_equal (g_strstrip (columns[0]), g_strstrip (columns[1])))
    {
      comity_cli_refuse (error, "--two-mode names “%s” twice: members belong to something else.",
                         columns[0]);
      return NULL;
    }
  if (self->common != NULL && !comity_common_from_name (self->common, &common))
    {
      comity_cli_refuse (error, "--common is count, newman or jaccard, not “%s”.", self->common);
      return NULL;
    }
  two_mode = comity_two_mode_read (dataset, columns[0], columns[1], &report, error);
  if (two_mode == NULL)
    return NULL;
  say_report (NULL, &report);
  sentence = g_strdup_printf (
      "%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT " memberships: density %.4f.",
      comity_two_mode_get_n (two_mode, FALSE), comity_two_mode_get_n (two_mode, TRUE),
      comity_two_mode_get_n_memberships (two_mode), comity_two_mode_get_density (two_mode));
  comity_cli_say (&comity_verb_network, sentence);
  return comity_two_mode_project (two_mode, self->bodies, common);
}

static char *
write_graph (const ComityCliNetwork *self, ComityGraph *graph, GError **error)
{
  ComityFormat format = COMITY_FORMAT_TEXT;
  const char *output = self->output;

  if (self->numbers)
    {
      if (!comity_cli_network_parse_format (self, &format, error))
        return NULL;
      return format == COMITY_FORMAT_JSON  ? comity_graph_numbers_to_json (graph)
             : format == COMITY_FORMAT_CSV ? comity_graph_numbers_to_csv (graph)
                                           : comity_graph_numbers_to_text (graph);
    }
  if (output == NULL || comity_cli_ends_in (output, ".csv"))
    return self->edges ? comity_graph_to_edge_csv (graph) : comity_graph_to_node_csv (graph);
  if (comity_cli_ends_in (output, ".graphml"))
    return comity_graph_to_graphml (graph);
  comity_cli_refuse (
      error,
      "%s: a list of ties is written as .csv (nodes, or with --edges ties), .graphml, or "
      "with --numbers as text, csv or json.",
      output);
  return NULL;
}

gboolean
comity_cli_network_write_graph (const ComityCliNetwork *self, const char *path, GError **error)
{
  g_autoptr (ComityDataset) dataset = NULL;
  g_autoptr (ComityGraph) graph = NULL;
  g_autofree char *text = NULL;

  if (path == NULL)
    return comity_cli_refuse (error,
                              "--from, --to and --two-mode name columns of a file: which file?");
  dataset = comity_dataset_load (path, NULL, error);
  if (dataset == NULL)
    return FALSE;
  graph = self->two_mode != NULL ? read_two_mode (self, dataset, error)
                                 : read_ties (self, dataset, error);
  if (graph == NULL)
    return FALSE;
  if (self->nodes != NULL)
    {
      g_autoptr (ComityDataset) nodes = comity_dataset_load (self->nodes, NULL, error);
      ComityGraph *more =
          nodes != NULL ? comity_graph_add_nodes (graph, nodes, self->groups, error) : NULL;

      if (more == NULL)
        return FALSE;
      comity_graph_unref (graph);
      graph = more;
    }
  text = write_graph (self, graph, error);
  return text != NULL && comity_cli_write (text, self->output, error);
}
