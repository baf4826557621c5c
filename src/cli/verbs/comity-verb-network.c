/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli network: a year's treaty network as a drawing, a graph, a table of nodes or of ties,
 * or its numbers through the years. Drawing is in comity-verb-network-draw.c. */
#include "config.h"

#include "comity-cli-network.h"

#include "comity-figures.h"
#include "comity-spec.h"

#include <string.h>

/* Of a drawing, unless it is said otherwise. */
#define SEED 1
#define GHOSTS 25
#define SURPRISES 10

void
comity_cli_network_clear (ComityCliNetwork *self)
{
  g_free (self->edge_style);
  g_free (self->layout);
  g_free (self->projection);
  g_free (self->color);
  g_free (self->node_size);
  g_free (self->output);
  g_free (self->region);
  g_free (self->family);
  g_free (self->member);
  g_free (self->ego);
  g_free (self->path);
  g_free (self->formula);
  g_free (self->model);
  g_free (self->format);
  g_free (self->from);
  g_free (self->to);
  g_free (self->weight);
  g_free (self->two_mode);
  g_free (self->common);
  g_free (self->nodes);
  g_free (self->groups);
  g_strfreev (self->layers);
  comity_cli_years_clear (&self->years);
}

/* "CHE" or "CHE:2". */
static gboolean
parse_ego (const char *text,
           ComityPanel *panel,
           int year,
           ComityNetworkFilter *filter,
           GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  gint64 steps = 1;

  if (parts[1] != NULL)
    steps = g_ascii_strtoll (parts[1], NULL, 10);
  if (parts[0] == NULL || *parts[0] == '\0' || steps < 1 || steps > 100)
    return comity_cli_refuse (error, "--ego is STATE or STATE:STEPS with 1 step or more, not “%s”.",
                              text);
  filter->ego_steps = (guint) steps;
  filter->ego = comity_panel_require_state (panel, parts[0], year, error);
  return filter->ego >= 0;
}

static gboolean
parse_filter (const ComityCliNetwork *self,
              ComityPanel *panel,
              int year,
              ComityNetworkFilter *filter,
              GError **error)
{
  ComityWorld *world = comity_panel_peek_world (panel);

  filter->region = self->region;
  filter->min_degree = (guint) MAX (self->min_degree, 0);
  for (int f = 0; self->family != NULL && f < COMITY_N_TRADITIONS; f++)
    if (g_str_equal (comity_tradition_name ((ComityTradition) f), self->family))
      filter->family = f;
  if (self->family != NULL && filter->family < 0)
    return comity_cli_refuse (
        error,
        "--family: there is no legal tradition “%s”: common, civil, islamic, mixed or unknown.",
        self->family);
  if (self->member != NULL)
    {
      filter->body = world != NULL ? comity_world_find_body (world, self->member) : -1;
      if (filter->body < 0)
        {
          g_autoptr (GString) known = g_string_new (NULL);

          for (gsize b = 0; world != NULL && b < comity_world_get_n_bodies (world); b++)
            g_string_append_printf (known, "%s%s", b > 0 ? ", " : "",
                                    comity_world_peek_body (world, b));
          return comity_cli_refuse (error, "--member: there is no membership “%s”; known are: %s.",
                                    self->member, known->str);
        }
    }
  return self->ego == NULL || parse_ego (self->ego, panel, year, filter, error);
}

/* "USA > CHE > PRK", or that there is no way. */
static char *
write_path (ComityNetwork *network, const char *pair, GError **error)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  g_auto (GStrv) ends = g_strsplit (pair, ",", 2);
  g_autofree guint32 *path = NULL;
  gssize nodes[2];
  GString *out;
  gsize n;

  for (int i = 0; i < 2; i++)
    {
      gssize state;

      if (ends[0] == NULL || ends[1] == NULL)
        {
          comity_cli_refuse (error, "--path is two states, A,B, not “%s”.", pair);
          return NULL;
        }
      state = comity_panel_require_state (panel, g_strstrip (ends[i]), comity_network_get_year (network),
                                          error);
      if (state < 0)
        return NULL;
      nodes[i] = comity_network_find_state (network, (guint32) state);
      if (nodes[i] < 0)
        {
          g_set_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_EMPTY,
                       "%s is not in the network of %d.",
                       comity_panel_peek_state_name (panel, (gsize) state),
                       comity_network_get_year (network));
          return NULL;
        }
    }
  path = comity_network_find_path (network, (gsize) nodes[0], (gsize) nodes[1], &n);
  out = g_string_new ("step,code,name\n");
  for (gsize i = 0; i < n; i++)
    {
      guint32 state = comity_network_get_state (network, path[i]);

      g_string_append_printf (out, "%" G_GSIZE_FORMAT ",%s,\"%s\"\n", i,
                              comity_panel_peek_state_code (panel, state),
                              comity_panel_peek_state_name (panel, state));
    }
  if (n == 0)
    comity_cli_say (&comity_verb_network, "No chain of treaties joins the two.");
  return g_string_free (out, FALSE);
}

gboolean
comity_cli_network_parse_format (const ComityCliNetwork *self, ComityFormat *format, GError **error)
{
  *format = COMITY_FORMAT_TEXT;
  if (self->format != NULL
          ? !comity_format_from_name (self->format, format)
          : self->output != NULL && !comity_format_from_path (self->output, format))
    *format = COMITY_FORMAT_LATEX;
  if (*format == COMITY_FORMAT_TEXT || *format == COMITY_FORMAT_JSON || *format == COMITY_FORMAT_CSV)
    return TRUE;
  return comity_cli_refuse (error, "Numbers are written as text, csv or json.");
}

/* --numbers */
static char *
write_numbers (const ComityCliNetwork *self, ComityPanel *panel, GError **error)
{
  g_autoptr (ComityNetworkSeries) series = NULL;
  ComityNetworkFilter filter = COMITY_NETWORK_FILTER_INIT;
  ComityFormat format;
  int first, last;

  if (!comity_cli_network_parse_format (self, &format, error))
    return NULL;
  comity_panel_get_years (panel, &first, &last);
  if (self->year != 0)
    first = last = self->year;
  else if (self->years.years.first != 0)
    {
      first = self->years.years.first;
      last = self->years.years.last;
    }
  if (!parse_filter (self, panel, last, &filter, error))
    return NULL;
  series = comity_network_series_new (panel, first, last, self->cumulative, &filter, NULL, error);
  if (series == NULL)
    return NULL;
  return format == COMITY_FORMAT_JSON  ? comity_network_series_to_json (series)
         : format == COMITY_FORMAT_CSV ? comity_network_series_to_csv (series)
                                       : comity_network_series_to_text (series);
}

/* What is text of the network: a table or a graph; NULL without an error: a drawing is wanted. */
static char *
write_text (const ComityCliNetwork *self, ComityNetwork *network, ComityFit *fit, GError **error)
{
  const char *output = self->output;

  if (self->path != NULL)
    return write_path (network, self->path, error);
  if (output == NULL || comity_cli_ends_in (output, ".csv"))
    {
      g_autoptr (GArray) ties = NULL;

      if (self->edges)
        return comity_network_to_edge_csv (network);
      if (fit == NULL)
        return comity_network_to_node_csv (network);
      ties = comity_expected_ties (network, fit, error);
      return ties != NULL ? comity_expected_ties_to_csv (network, ties) : NULL;
    }
  if (comity_cli_ends_in (output, ".graphml"))
    return comity_network_to_graphml (network);
  if (comity_cli_ends_in (output, ".gexf"))
    return comity_network_to_gexf (network);
  return NULL;
}

/* The fit of --formula. NULL without an error: there is none. */
static ComityFit *
estimate (const ComityCliNetwork *self, ComityPanel *panel, GError **error)
{
  ComityCliSpec options = COMITY_CLI_SPEC_INIT;
  char *formulas[] = { self->formula, NULL };
  g_autoptr (ComitySpec) spec = NULL;

  if (self->formula == NULL)
    return NULL;
  options.formulas = formulas;
  options.model = self->model;
  spec = comity_cli_spec_make (&options, 0, error);
  return spec != NULL ? comity_fit_new (spec, panel, NULL, error) : NULL;
}

ComityNetwork *
comity_cli_network_open (const ComityCliNetwork *self, ComityPanel *panel, int year, GError **error)
{
  ComityNetworkFilter filter = COMITY_NETWORK_FILTER_INIT;
  g_autoptr (ComityNetwork) whole = NULL;

  if (!parse_filter (self, panel, year, &filter, error))
    return NULL;
  whole = comity_network_new (panel, year, self->cumulative, error);
  return whole != NULL ? comity_network_filter (whole, &filter, error) : NULL;
}

/* A picture or a table of next to nothing is right, and a reader wonders: it is said. */
static void
say_what_is_missing (ComityNetwork *network)
{
  ComityPanel *panel = comity_network_peek_panel (network);
  const ComityTreatyNetwork *treaties = comity_panel_peek_network (panel);
  g_autofree char *sentence = NULL;
  int year = comity_network_get_year (network);

  if (comity_network_get_n_nodes (network) == 1)
    sentence = g_strdup_printf ("%s is the only state here in %d: there is nobody to tie it to.",
                                comity_panel_peek_state_name (
                                    panel, comity_network_get_state (network, 0)),
                                year);
  else if (comity_network_get_n_edges (network) == 0)
    sentence = g_strdup_printf (
        "There are no %s %s %d: what is measured along them is not defined.",
        treaties != NULL ? treaties->plural : "ties",
        comity_network_is_cumulative (network) ? "up to" : "signed in", year);
  if (sentence != NULL)
    comity_cli_say (&comity_verb_network, sentence);
}

static gboolean
write_network (const ComityCliNetwork *self,
               ComityPanel *panel,
               const ComityCliFigure *figure,
               GError **error)
{
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (GError) failed = NULL;
  g_autofree char *text = NULL;
  gboolean strip = comity_cli_years_are_asked (&self->years, self->year, self->output);
  int year;

  if (!comity_cli_choose_year (panel, self->year, &year, error))
    return FALSE;
  if (!strip)
    {
      network = comity_cli_network_open (self, panel, year, error);
      if (network == NULL)
        return FALSE;
      say_what_is_missing (network);
    }
  fit = estimate (self, panel, &failed);
  if (failed == NULL && strip)
    return comity_cli_network_draw_years (self, panel, fit, figure, error);
  if (failed == NULL)
    text = write_text (self, network, fit, &failed);
  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  return text != NULL ? comity_cli_write (text, self->output, error)
                      : comity_cli_network_draw (self, network, fit, figure, error);
}

/* What belongs to a list of ties or of memberships and was asked of a panel, or the other way
 * round, would silently do nothing. NULL: all is well; else a sentence. */
static const char *
find_contradiction (const ComityCliNetwork *self, const ComityCliData *data)
{
  if (!comity_cli_network_is_graph (self))
    return self->weight != NULL || self->directed
               ? "--weight and --directed are of a list of ties: name its columns with --from and "
                 "--to."
           : self->nodes != NULL || self->groups != NULL
               ? "--nodes and --groups are of a list of ties: name its columns with --from and --to."
           : self->common != NULL || self->bodies
               ? "--common and --bodies are of a list of memberships: name its columns with "
                 "--two-mode."
               : NULL;
  if (self->two_mode != NULL && (self->from != NULL || self->to != NULL))
    return "--from and --to read a list of ties, --two-mode one of memberships: choose one.";
  if (self->groups != NULL && self->nodes == NULL)
    return "--groups is a column of --nodes, which is missing.";
  if (self->groups != NULL && !self->numbers)
    return "--groups is of --numbers.";
  if (self->two_mode != NULL && (self->weight != NULL || self->directed))
    return "--weight and --directed are of ties of --from and --to, not of --two-mode.";
  if (self->two_mode == NULL && (self->common != NULL || self->bodies))
    return "--common and --bodies are of --two-mode, not of ties of --from and --to.";
  if (self->year != 0 || self->cumulative || data->years != NULL || self->years.frames != NULL)
    return "A list of ties has no years: leave out --year, --years, --cumulative and --frames, or "
           "name the columns of a panel with --roles.";
  if (data->network != NULL || data->roles != NULL || data->derive != NULL)
    return "A list of ties is no panel: leave out --network, --roles and --derive.";
  if (self->region != NULL || self->family != NULL || self->member != NULL || self->ego != NULL ||
      self->path != NULL || self->min_degree != 0)
    return "--region, --family, --member, --min-degree, --ego and --path choose states of a panel, "
           "not ends of a list of ties.";
  if (self->formula != NULL || self->layers != NULL)
    return "--formula and --layer are of dyad-years, not of a list of ties.";
  return NULL;
}

/* --edges has been a switch for the table of ties, and takes a word when a drawing is wanted: the
 * word, if there is one, is taken out of the arguments. What is no style: a file to be read stays,
 * anything else is returned. */
static const char *
take_edge_style (ComityCliNetwork *self, int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    {
      gboolean joined = g_str_has_prefix (argv[i], "--edges=");
      const char *word = joined                             ? argv[i] + strlen ("--edges=")
                         : g_str_equal (argv[i], "--edges") ? argv[i + 1]
                                                            : NULL;
      ComityEdgeStyle style;
      int n_taken = joined ? 1 : 2;

      if (word == NULL || (!joined && *word == '-'))
        continue;
      if (!comity_edge_style_from_name (word, &style))
        {
          if (!joined && (strchr (word, '.') != NULL || g_file_test (word, G_FILE_TEST_EXISTS)))
            continue;
          return word;
        }
      g_free (self->edge_style);
      self->edge_style = g_strdup (word);
      for (int k = i; k + n_taken <= *argc; k++)
        argv[k] = argv[k + n_taken];
      *argc -= n_taken;
      i--;
    }
  return NULL;
}

/* How ties are drawn means nothing where none is. NULL: all is well. */
static const char *
find_undrawn_style (const ComityCliNetwork *self)
{
  gboolean is_text = self->output == NULL || comity_cli_ends_in (self->output, ".csv") ||
                     comity_cli_ends_in (self->output, ".graphml") ||
                     comity_cli_ends_in (self->output, ".gexf");

  if (self->edge_style == NULL)
    return NULL;
  if (is_text || self->numbers || self->path != NULL || comity_cli_network_is_graph (self))
    return "--edges with a style is of a drawing: ask for one with --output FILE.pdf, .png or .svg.";
  if (g_strcmp0 (self->layout, "matrix") == 0)
    return "A matrix has cells, not lines: leave out --edges or choose another --layout.";
  return NULL;
}

/* What only a drawing has, asked of a table or of a graph; what only a table has, asked of a drawing;
 * and what belongs to something that is missing. */
static gboolean
check_kind (const ComityCliNetwork *self, GError **error)
{
  const struct
  {
    const char *option;
    gboolean given;
  } drawings[] = {
    { "layout", self->layout != NULL },   { "projection", self->projection != NULL },
    { "anchor", self->anchor },           { "color", self->color != NULL },
    { "node-size", self->node_size != NULL }, { "layer", self->layers != NULL },
    { "seed", self->seed != SEED },       { "ghosts", self->ghosts != GHOSTS },
    { "surprises", self->surprises != SURPRISES },
  }, tables[] = {
    { "edges", self->edges },
    { "path", self->path != NULL },
    { "numbers", self->numbers },
  };
  gboolean is_figure = comity_cli_is_figure (self->output);

  for (gsize i = 0; i < G_N_ELEMENTS (drawings); i++)
    if (drawings[i].given && !is_figure && self->years.frames == NULL)
      return comity_cli_refuse (
          error, "--%s is of a drawing: name an --output that ends in .png, .pdf or .svg.",
          drawings[i].option);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (tables[i].given && (is_figure || self->years.frames != NULL))
      return comity_cli_refuse (
          error, "--%s is a table: name an --output that ends in .csv, or none.", tables[i].option);
  if (self->format != NULL && !self->numbers)
    return comity_cli_refuse (error, "--format is of --numbers; other tables are .csv.");
  if (self->model != NULL && self->formula == NULL)
    return comity_cli_refuse (error, "--model estimates a --formula, which is missing.");
  if (self->projection != NULL && g_strcmp0 (self->layout, "geo") != 0)
    return comity_cli_refuse (error, "--projection is of --layout geo.");
  return TRUE;
}

static gboolean
parse (ComityCliNetwork *self,
       ComityCliData *data,
       ComityCliFigure *figure,
       int *argc,
       char ***argv,
       int *status)
{
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (*data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &self->year, "the year (the last)", "Y" },
    { "cumulative", 'c', 0, G_OPTION_ARG_NONE, &self->cumulative, "treaties signed up to the year",
      NULL },
    { "layout", 'l', 0, G_OPTION_ARG_STRING, &self->layout, COMITY_CLI_LAYOUTS " matrix (fr)",
      "LAYOUT" },
    { "projection", 0, 0, G_OPTION_ARG_STRING, &self->projection,
      "of the layout geo: " COMITY_CLI_PROJECTIONS " (natural-earth)", "NAME" },
    { "anchor", 0, 0, G_OPTION_ARG_NONE, &self->anchor,
      "states stand where the network of all years has them", NULL },
    { "seed", 's', 0, G_OPTION_ARG_INT, &self->seed, "of the layout (1)", "S" },
    { "color", 0, 0, G_OPTION_ARG_STRING, &self->color,
      "tradition region community degree betweenness closeness eigenvector residual or a variable",
      "WHAT" },
    { "node-size", 0, 0, G_OPTION_ARG_STRING, &self->node_size,
      "degree betweenness closeness eigenvector none or a variable (degree)", "WHAT" },
    { "layer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->layers,
      "another treaty network drawn beside it, in a line of its own; may be repeated", "NETWORK" },
    { "region", 0, 0, G_OPTION_ARG_STRING, &self->region, "only states of this region", "REGION" },
    { "family", 0, 0, G_OPTION_ARG_STRING, &self->family,
      "only states of this legal tradition: common civil islamic mixed unknown", "FAMILY" },
    { "member", 0, 0, G_OPTION_ARG_STRING, &self->member,
      "only members of this organisation in the year", "BODY" },
    { "min-degree", 0, 0, G_OPTION_ARG_INT, &self->min_degree,
      "only states with so many partners or more", "N" },
    { "ego", 0, 0, G_OPTION_ARG_STRING, &self->ego, "only states within STEPS (1) of this one",
      "STATE[:STEPS]" },
    { "path", 0, 0, G_OPTION_ARG_STRING, &self->path,
      "a table of the shortest chain of treaties from A to B", "A,B" },
    { "edges", 0, 0, G_OPTION_ARG_NONE, &self->edges,
      "how ties are drawn: " COMITY_CLI_EDGE_STYLES
      " (auto, as suits the layout); without STYLE: a "
      ".csv of ties instead of one of nodes",
      "[STYLE]" },
    { "numbers", 0, 0, G_OPTION_ARG_NONE, &self->numbers,
      "the numbers of every year (of --years, or of --year alone)", NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format, "of --numbers: text csv json", "FORMAT" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &self->from,
      "DATA is a list of ties: the column they come from", "COL" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self->to, "and the one they go to", "COL" },
    { "weight", 0, 0, G_OPTION_ARG_STRING, &self->weight, "what a tie of --from weighs (1)",
      "COL" },
    { "directed", 0, 0, G_OPTION_ARG_NONE, &self->directed, "ties of --from have a direction",
      NULL },
    { "nodes", 0, 0, G_OPTION_ARG_FILENAME, &self->nodes,
      "a list of the nodes beside that of ties: its first column names them, also those without a "
      "tie",
      "FILE" },
    { "groups", 0, 0, G_OPTION_ARG_STRING, &self->groups,
      "a column of --nodes: --numbers then have its modularity and assortativity", "COL" },
    { "two-mode", 0, 0, G_OPTION_ARG_STRING, &self->two_mode,
      "DATA lists who belongs to what: members are tied by what they have in common",
      "MEMBER,BODY" },
    { "common", 0, 0, G_OPTION_ARG_STRING, &self->common,
      "what ties of --two-mode weigh: count newman jaccard (count)", "WHAT" },
    { "bodies", 0, 0, G_OPTION_ARG_NONE, &self->bodies,
      "of --two-mode: bodies tied by their members", NULL },
    { "formula", 'f', 0, G_OPTION_ARG_STRING, &self->formula,
      "a model: its likely absent and unlikely present ties are drawn, or listed in a .csv", "F" },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &self->model, "its estimator (logit)", "MODEL" },
    { "ghosts", 0, 0, G_OPTION_ARG_INT, &self->ghosts, "how many absent ties are drawn (25)", "N" },
    { "surprises", 0, 0, G_OPTION_ARG_INT, &self->surprises,
      "how many unlikely ones are drawn (10)", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      "the file to write: .png .pdf .svg .graphml .gexf .csv; left out, a table goes to standard "
      "output",
      "FILE" },
    COMITY_CLI_YEARS_ENTRIES (self->years),
    COMITY_CLI_FIGURE_ENTRIES (*figure),
    G_OPTION_ENTRY_NULL
  };
  const char *wrong = take_edge_style (self, argc, *argv);

  if (wrong == NULL)
    return comity_cli_parse (&comity_verb_network, entries, argc, argv, status);
  *status = comity_cli_usage (
      &comity_verb_network,
      "--edges is alone (a table) or one of " COMITY_CLI_EDGE_STYLES ", not “%s”.", wrong);
  return FALSE;
}

static gboolean
check (const ComityCliNetwork *self, const ComityCliData *data, GError **error)
{
  const char *contradiction = find_contradiction (self, data);

  if (contradiction == NULL)
    contradiction = find_undrawn_style (self);
  if (contradiction != NULL)
    return comity_cli_refuse (error, "%s", contradiction);
  return check_kind (self, error);
}

/* Of dyad-years: the numbers, or a network. */
static gboolean
write_panel (ComityCliNetwork *self,
             ComityCliData *data,
             const ComityCliFigure *figure,
             GError **error)
{
  g_autoptr (ComityPanel) panel = NULL;
  g_autofree char *text = NULL;

  if (!comity_cli_years_parse (&self->years, data, self->file, self->year, self->output, error))
    return FALSE;
  /* Of a file all years are opened, and some of them counted. */
  if (self->numbers && self->file != NULL)
    g_clear_pointer (&data->years, g_free);
  panel = comity_cli_open_panel (self->file, data, NULL, error);
  if (panel == NULL)
    return FALSE;
  if (!self->numbers)
    return write_network (self, panel, figure, error);
  text = write_numbers (self, panel, error);
  return text != NULL && comity_cli_write (text, self->output, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) figure = COMITY_CLI_FIGURE_INIT;
  g_auto (ComityCliNetwork) self = { .seed = SEED, .ghosts = GHOSTS, .surprises = SURPRISES };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&self, &data, &figure, &argc, &argv, &status))
    return status;
  self.file = argv[1];
  self.data = &data;
  if (!check (&self, &data, &error) ||
      !(comity_cli_network_is_graph (&self)
            ? comity_cli_network_write_graph (&self, self.file, &error)
            : write_panel (&self, &data, &figure, &error)))
    return comity_cli_fail (&comity_verb_network, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_network = {
  .name = "network",
  .arguments = "[DATA] [--year Y | --years A:B[:STEP]] [--cumulative] [--layout L] --output FILE",
  .summary = "A year's treaty network: a drawing, a graph, a table of nodes, or numbers by year; "
             "of several --years a film strip, or with --frames a series of pictures.",
  .run = run,
};
