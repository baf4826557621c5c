/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli similarity: a year's similarities as a heatmap or as a table in long form. */
#include "config.h"

#include "comity-cli-series.h"
#include "comity-cli-view.h"
#include "comity-cli-years.h"

#include "comity-figures.h"
#include "comity-number.h"
#include "comity-order.h"
#include "comity-report.h"
#include "comity-text.h"

#include <math.h>

typedef struct
{
  char *measure;
  char *components;
  char *scale;
  char *order;
  char *group;
  char *band;
  char *state;
  char *pair;
  char *output;
  int year;
  int difference_from;
  int cut;
  gboolean distribution;
  gboolean series;
  gboolean every_state;
  gboolean tree;
  gboolean no_dots;
  gboolean no_dendrogram;
  ComityCliYears years;
  const char *path;          /* of the data; NULL the bundled panel; borrowed */
  const ComityCliData *data; /* borrowed */
} Options;

/* What the words of the options stand for. */
typedef struct
{
  ComityOrderMethod method;
  ComityGrouping grouping;
  ComityHeatmapOptions heatmap;
} Choices;

/* A column per measure, a row per pair of states (a < b), in the panel's order of states. */
static char *
to_csv (ComityPanel *panel, GPtrArray *similarities)
{
  ComitySimilarity *first = g_ptr_array_index (similarities, 0);
  GString *text = g_string_new ("state_a,state_b");
  gsize n = comity_similarity_get_n (first);
  char buffer[COMITY_NUMBER_BUFFER];

  if (similarities->len == 1)
    g_string_append (text, ",value");
  else
    for (guint k = 0; k < similarities->len; k++)
      g_string_append_printf (text, ",%s",
                              comity_similarity_peek_name (g_ptr_array_index (similarities, k)));
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < n; j++)
      {
        g_string_append_printf (
            text, "%s,%s",
            comity_panel_peek_state_code (panel, comity_similarity_get_state (first, i)),
            comity_panel_peek_state_code (panel, comity_similarity_get_state (first, j)));
        for (guint k = 0; k < similarities->len; k++)
          {
            ComitySimilarity *similarity = g_ptr_array_index (similarities, k);

            g_string_append_printf (
                text, ",%s",
                comity_number_format (comity_similarity_get (similarity, i, j), buffer));
          }
        g_string_append_c (text, '\n');
      }
  return g_string_free (text, FALSE);
}

static void
append_width (GString *text, double width)
{
  char number[COMITY_NUMBER_BUFFER];

  g_string_append_c (text, ',');
  if (!isnan (width))
    g_string_append (text, comity_number_format (width, number));
}

/* A row per state that a cut into groups lists, in the order of the heatmap's rows, with its
 * silhouette, its group's mean and that of all. */
static char *
groups_to_csv (ComityPanel *panel, ComitySimilarity *similarity, const ComityOrder *order, guint k)
{
  GString *text = 
      g_string_new ("state,name,group,silhouette,group_silhouette,mean_silhouette\n");
  g_autofree guint32 *groups = g_new (guint32, order->n + 1);
  gsize n_groups = comity_order_cut (order, k, groups);
  g_autoptr (ComitySilhouettes) silhouettes =
      comity_silhouettes_new (order, similarity, groups, n_groups);

  for (gsize i = 0; i < order->n; i++)
    {
      guint32 state = comity_similarity_get_state (similarity, order->rows[i]);

      g_string_append_printf (text, "%s,", comity_panel_peek_state_code (panel, state));
      comity_text_append_csv (text, comity_panel_peek_state_name (panel, state));
      g_string_append_c (text, ',');
      if (groups[i] != G_MAXUINT32)
        g_string_append_printf (text, "%u", groups[i] + 1);
      append_width (text, silhouettes != NULL ? silhouettes->widths[i] : NAN);
      append_width (text, silhouettes != NULL && groups[i] != G_MAXUINT32
                              ? silhouettes->means[groups[i]]
                              : NAN);
      append_width (text, silhouettes != NULL ? silhouettes->mean : NAN);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
append_branch (GString *text, ComityPanel *panel, ComitySimilarity *similarity, gint32 branch)
{
  if (branch < 0)
    g_string_append_printf (
        text, ",%s",
        comity_panel_peek_state_code (panel, comity_similarity_get_state (similarity, ~branch)));
  else
    g_string_append_printf (text, ",%d", branch + 1);
}

/* A row per merge of the tree, the lowest first: its branches are states, or merges before it. */
static char *
tree_to_csv (ComityPanel *panel, ComitySimilarity *similarity, const ComityOrder *order)
{
  GString *text = g_string_new ("merge,left,right,height\n");

  for (gsize m = 0; m < order->n_merges; m++)
    {
      char buffer[COMITY_NUMBER_BUFFER];

      g_string_append_printf (text, "%" G_GSIZE_FORMAT, m + 1);
      append_branch (text, panel, similarity, order->merges[m].left);
      append_branch (text, panel, similarity, order->merges[m].right);
      g_string_append_printf (text, ",%s\n",
                              comity_number_format (order->merges[m].height, buffer));
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_choices (const Options *options, Choices *choices, ComityPanel *panel, GError **error)
{
  choices->method = COMITY_ORDER_AVERAGE;
  choices->heatmap = (ComityHeatmapOptions) COMITY_HEATMAP_OPTIONS_INIT;
  if (options->order != NULL && !comity_order_method_from_name (options->order, &choices->method))
    {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          "There is no order “%s”: name, tradition, region, degree, average, complete, ward "
          "or spectral.",
          options->order);
      return FALSE;
    }
  if (options->group != NULL && !comity_grouping_from_name (options->group, &choices->grouping))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "States are not grouped by “%s”: family or region.", options->group);
      return FALSE;
    }
  if (options->cut != 0 && (options->cut < 2 || !comity_order_method_clusters (choices->method)))
    {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          "--cut %d: a cut makes two groups or more of an order by average, complete or ward.",
          options->cut);
      return FALSE;
    }
  if (options->tree && !comity_order_method_clusters (choices->method))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "--tree is of an order by average, complete or ward.");
      return FALSE;
    }
  choices->heatmap.n_groups = (guint) options->cut;
  choices->heatmap.show_ties = !options->no_dots;
  choices->heatmap.show_dendrogram = !options->no_dendrogram;
  if (options->band == NULL || g_str_equal (options->band, "family"))
    return TRUE;
  choices->heatmap.band = COMITY_HEATMAP_BAND_REGION;
  if (g_str_equal (options->band, "region"))
    return TRUE;
  choices->heatmap.band = COMITY_HEATMAP_BAND_VARIABLE;
  choices->heatmap.band_variable = options->band;
  if (comity_panel_find_state_variable (panel, options->band) >= 0)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--band: there is no band “%s”: family, region or a variable of single states.",
               options->band);
  return FALSE;
}

static ComitySimilarity *
compute (ComityPanel *panel, const char *measure, const Options *options, int year, GError **error)
{
  const ComitySimilaritySpec spec = { measure, options->components, options->scale };

  return comity_similarity_compute_view (panel, &spec, year, options->difference_from,
                                         options->every_state, NULL, error);
}

/* "joint:polity2>=6" as the window's page has it: the measure, a variable, an argument. */
static void
save_measure (GKeyFile *file, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  const char *rest = parts[1] != NULL ? parts[1] : "";
  gboolean is_family = FALSE;
  g_auto (GStrv) sides = NULL;

  for (gsize i = 0; i < comity_similarity_get_n_measures (); i++)
    if (g_str_equal (comity_similarity_peek_measure_name (i), parts[0]))
      is_family = comity_similarity_measure_takes_family (i);
  sides = g_strsplit (rest, ">=", 2);
  g_key_file_set_string (file, COMITY_VIEW_SIMILARITY, COMITY_VIEW_SIMILARITY_MEASURE, parts[0]);
  g_key_file_set_string (file, COMITY_VIEW_SIMILARITY, COMITY_VIEW_SIMILARITY_VARIABLE,
                         is_family || sides[0] == NULL ? "" : sides[0]);
  g_key_file_set_string (file, COMITY_VIEW_SIMILARITY, COMITY_VIEW_SIMILARITY_ARGUMENT,
                         is_family                              ? rest
                         : sides[0] != NULL && sides[1] != NULL ? sides[1]
                                                                : "");
}

/* What the window's page of similarities saves, of the same picture. */
static char *
dup_view (ComityPanel *panel,
          const Options *options,
          const Choices *choices,
          const char *measure,
          int year)
{
  g_autoptr (GKeyFile) file =
      comity_cli_view_new (options->path, options->data, panel, COMITY_VIEW_SIMILARITY, year, TRUE,
                           options->pair != NULL ? options->pair : options->state);
  const char *group = COMITY_VIEW_SIMILARITY;

  save_measure (file, measure);
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_COMPONENTS,
                         options->components != NULL ? options->components : "");
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_ORDER,
                         comity_order_method_name (choices->method));
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_CHANGE,
                          options->difference_from != 0);
  if (options->difference_from != 0)
    g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_EARLIER, options->difference_from);
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_TOGETHER, (int) choices->grouping);
  g_key_file_set_string (file, group, COMITY_VIEW_SIMILARITY_BAND,
                         options->band != NULL ? options->band : "family");
  /* The page's places: nothing, the distribution, a state's row, the years. */
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_BESIDE,
                          options->series          ? 3
                          : options->distribution  ? 1
                          : options->state != NULL ? 2
                                                   : 0);
  g_key_file_set_integer (file, group, COMITY_VIEW_SIMILARITY_CUT, options->cut);
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_EVERY_STATE, options->every_state);
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_TIES, !options->no_dots);
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_DENDROGRAM, !options->no_dendrogram);
  g_key_file_set_boolean (file, group, COMITY_VIEW_SIMILARITY_LABELS, TRUE);
  return g_key_file_to_data (file, NULL, NULL);
}

/* The figure that was asked for; of a heatmap with its caption. */
static ComityFigure *
make_figure (ComityPanel *panel,
             ComitySimilarity *similarity,
             const Options *options,
             const Choices *choices,
             int year,
             GError **error)
{
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  ComityFigure *figure = NULL;
  g_autofree char *caption = NULL;
  gboolean dots = !options->no_dots && choices->grouping == COMITY_GROUPING_NONE;

  if (options->distribution)
    {
      g_autoptr (ComityDistribution) distribution =
          comity_distribution_new (panel, similarity, TRUE);

      dots = TRUE;
      if (distribution != NULL)
        figure = comity_distribution_figure_new (panel, distribution);
    }
  else if (choices->grouping != COMITY_GROUPING_NONE)
    {
      g_autoptr (ComityBlocks) blocks = comity_blocks_new (panel, similarity, choices->grouping);

      figure = comity_heatmap_figure_new_blocks (panel, similarity, blocks, &choices->heatmap);
    }
  network = comity_network_new (panel, year, TRUE, error);
  if (network == NULL)
    {
      g_clear_pointer (&figure, comity_figure_unref);
      return NULL;
    }
  if (figure == NULL && options->state != NULL)
    {
      gssize state = comity_panel_require_state (panel, options->state, year, error);

      if (state < 0)
        return NULL;
      figure = comity_rank_figure_new (panel, similarity, (guint32) state, dots ? network : NULL);
    }
  if (figure == NULL && !options->distribution)
    {
      order = comity_order_compute (panel, similarity, choices->method, NULL, error);
      if (order == NULL)
        return NULL;
      figure = comity_heatmap_figure_new (panel, similarity, order, network, &choices->heatmap);
    }
  if (figure == NULL)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                   "Too large: the picture needs more memory than there is.");
      return NULL;
    }
  caption = comity_caption_similarity (panel, similarity, dots ? network : NULL);
  comity_figure_set_caption (figure, caption);
  return figure;
}

static char *
make_table (ComityPanel *panel,
            GPtrArray *similarities,
            const Options *options,
            const Choices *choices,
            int year,
            GError **error)
{
  ComitySimilarity *first = g_ptr_array_index (similarities, 0);

  if (options->distribution || choices->grouping != COMITY_GROUPING_NONE || options->state != NULL)
    {
      g_autoptr (ComityFigure) figure = make_figure (panel, first, options, choices, year, error);
      g_autofree char *table = figure != NULL ? comity_figure_to_table (figure) : NULL;

      return table != NULL ? comity_cli_table_to_csv (table) : NULL;
    }
  if (options->cut > 0 || options->tree)
    {
      g_autoptr (ComityOrder) order =
          comity_order_compute (panel, first, choices->method, NULL, error);

      return order == NULL ? NULL
             : options->tree ? tree_to_csv (panel, first, order)
                             : groups_to_csv (panel, first, order, (guint) options->cut);
    }
  return to_csv (panel, similarities);
}

static void
clear_options (Options *options)
{
  g_free (options->measure);
  g_free (options->components);
  g_free (options->scale);
  g_free (options->order);
  g_free (options->group);
  g_free (options->band);
  g_free (options->state);
  g_free (options->pair);
  g_free (options->output);
  comity_cli_years_clear (&options->years);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* The maps of several years. The order is that of the last year for all, so that a state's row is
 * in the same place on each. */
typedef struct
{
  ComityPanel *panel;
  const Options *options;
  const Choices *choices;
  const char *measure;
  ComityOrder *order; /* NULL until it is needed */
} Years;

static ComitySimilarity *
compute_wide (const Years *years, int year, GError **error)
{
  Options options = *years->options;

  options.every_state = TRUE;
  if (!comity_panel_check_year (years->panel, year, error))
    return NULL;
  return compute (years->panel, years->measure, &options, year, error);
}

static gboolean
find_order (Years *years, GError **error)
{
  const ComityYears *span = &years->options->years.years;
  int last = span->first + (span->last - span->first) / span->step * span->step;
  g_autoptr (ComitySimilarity) similarity = compute_wide (years, last, error);

  if (similarity != NULL)
    years->order =
        comity_order_compute (years->panel, similarity, years->choices->method, NULL, error);
  return years->order != NULL;
}

static ComityFigure *
draw_year (gpointer user_data, int year, ComityProgress *progress, GError **error)
{
  Years *years = user_data;
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autofree char *caption = NULL;
  ComityFigure *figure;

  if (years->order == NULL && !find_order (years, error))
    return NULL;
  similarity = compute_wide (years, year, error);
  network = similarity != NULL ? comity_network_new (years->panel, year, TRUE, error) : NULL;
  if (network == NULL)
    return NULL;
  figure = comity_heatmap_figure_new (years->panel, similarity, years->order, network,
                                      &years->choices->heatmap);
  if (figure == NULL)
    {
      g_set_error (error, COMITY_SIMILARITY_ERROR, COMITY_SIMILARITY_ERROR_TOO_LARGE,
                   "Too large: the picture needs more memory than there is.");
      return NULL;
    }
  caption = comity_caption_similarity (years->panel, similarity,
                                       years->options->no_dots ? NULL : network);
  comity_figure_set_caption (figure, caption);
  return figure;
}

static char *
dup_year_view (gpointer user_data, int year)
{
  const Years *years = user_data;
  Options options = *years->options;

  options.every_state = TRUE;
  return dup_view (years->panel, &options, years->choices, years->measure, year);
}

static gboolean
draw_years (ComityPanel *panel,
            const Options *options,
            const Choices *choices,
            const char *measure,
            const ComityCliFigure *figure_options,
            GError **error)
{
  Years years = { panel, options, choices, measure, NULL };
  const ComityYearDrawing drawing = { draw_year, dup_year_view, &years };
  gboolean written;

  if (options->distribution || options->state != NULL || options->group != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "Pictures of several years are maps of all pairs: leave out "
                           "--distribution, --state and --group, or name one --year.");
      return FALSE;
    }
  written = comity_cli_years_write (&options->years, &comity_verb_similarity, &drawing,
                                    figure_options, options->output, error);
  g_clear_pointer (&years.order, comity_order_free);
  return written;
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) figure_options = COMITY_CLI_FIGURE_INIT;
  g_auto (Options) options = { NULL };
  Choices choices = { 0 };
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GPtrArray) similarities = NULL;
  g_auto (GStrv) measures = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "measure", 'm', 0, G_OPTION_ARG_STRING, &options.measure,
      "tradition, overlap, difference:COL, min:COL, ideal-point, gower, portfolio …", "M[,M…]" },
    { "components", 0, 0, G_OPTION_ARG_STRING, &options.components,
      "of a composite measure: variables, factor(COL), tradition, overlap, region, with weights", "COL[:W],…" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &options.scale,
      "of a table: components as they are (none), 0 to 1 (range), mean 0 and variance 1 (standard), "
      "or all on one scale such as votes 1:3 (the measure's own)",
      "none|range|standard|LOW:HIGH" },
    { "year", 'y', 0, G_OPTION_ARG_INT, &options.year, "the year (the last)", "Y" },
    { "difference-from", 0, 0, G_OPTION_ARG_INT, &options.difference_from,
      "the change since that year, over states that exist in both", "Y" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options.order,
      "name tradition region degree average complete ward spectral", "ORDER" },
    { "cut", 0, 0, G_OPTION_ARG_INT, &options.cut,
      "cuts the tree into so many groups; a .csv then lists the states with their group "
      "and silhouette",
      "K" },
    { "tree", 0, 0, G_OPTION_ARG_NONE, &options.tree,
      "instead of the pairs: the merges of an order by average, complete or ward, with their heights",
      NULL },
    { "group", 0, 0, G_OPTION_ARG_STRING, &options.group,
      "takes states together: means of pairs within and between groups", "family|region" },
    { "band", 0, 0, G_OPTION_ARG_STRING, &options.band,
      "the colours at the margins (family; of --order region: region)", "family|region|COL" },
    { "every-state", 0, 0, G_OPTION_ARG_NONE, &options.every_state,
      "rows for states that do not exist in the year too", NULL },
    { "distribution", 0, 0, G_OPTION_ARG_NONE, &options.distribution,
      "instead of the map: pairs with and without a treaty", NULL },
    { "state", 0, 0, G_OPTION_ARG_STRING, &options.state,
      "instead of the map: one state's row, the most alike first", "STATE" },
    { "series", 0, 0, G_OPTION_ARG_NONE, &options.series,
      "instead of the map: the measure through the years, pairs with and without a treaty (with "
      "--state that state's mean over the others)",
      NULL },
    { "pair", 0, 0, G_OPTION_ARG_STRING, &options.pair, "with --series: the line of a pair",
      "A,B" },
    { "no-dots", 0, 0, G_OPTION_ARG_NONE, &options.no_dots, "no treaties on the cells", NULL },
    { "no-dendrogram", 0, 0, G_OPTION_ARG_NONE, &options.no_dendrogram, "no tree at the margin",
      NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "the file to write: .png .pdf .svg .csv; left out, the table goes to standard output",
      "FILE" },
    COMITY_CLI_YEARS_ENTRIES (options.years),
    COMITY_CLI_FIGURE_ENTRIES (figure_options),
    G_OPTION_ENTRY_NULL
  };
  gboolean table;
  int status, year;

  if (!comity_cli_parse (&comity_verb_similarity, entries, &argc, &argv, &status))
    return status;
  if (argc > 2)
    return comity_cli_usage (&comity_verb_similarity, "only one file can be read (“%s”).", argv[2]);
  if (options.measure == NULL)
    return comity_cli_usage (&comity_verb_similarity, "--measure M is missing.");
  if ((options.distribution != 0) + (options.state != NULL) + (options.group != NULL) > 1)
    return comity_cli_usage (&comity_verb_similarity,
                             "--distribution, --state and --group are three pictures: choose one.");

  if (options.pair != NULL && !options.series)
    return comity_cli_usage (&comity_verb_similarity, "--pair A,B goes with --series.");
  if (options.series && (options.distribution || options.group != NULL ||
                         (options.pair != NULL && options.state != NULL)))
    return comity_cli_usage (&comity_verb_similarity,
                             "--series goes with --pair or with --state, and with no other picture.");

  if (options.series && (options.cut != 0 || options.order != NULL || options.band != NULL ||
                         options.difference_from != 0 || options.years.frames != NULL))
    return comity_cli_usage (&comity_verb_similarity,
                             "--series draws lines through the years: leave out --order, --cut, "
                             "--band, --difference-from and --frames.");
  if (options.cut != 0 && (options.distribution || options.state != NULL || options.group != NULL))
    return comity_cli_usage (&comity_verb_similarity,
                             "--cut is of the map of all pairs: leave out --distribution, --state "
                             "and --group.");

  /* Rows by region beside the colours of legal traditions would say nothing of their order. */
  if (options.band == NULL && g_strcmp0 (options.order, "region") == 0)
    options.band = g_strdup ("region");

  measures = g_strsplit (options.measure, ",", -1);
  table = (options.output == NULL && options.years.frames == NULL) ||
          (options.output != NULL && comity_cli_ends_in (options.output, ".csv"));
  if (options.scale != NULL && (!table || options.series || options.distribution ||
                                options.state != NULL || options.group != NULL))
    return comity_cli_usage (&comity_verb_similarity,
                             "--scale is of a table of pairs, of --cut and of --tree: the window's "
                             "pictures have the measure's own.");
  if (options.scale != NULL && !comity_similarity_scale_is_known (options.scale))
    return comity_cli_usage (&comity_verb_similarity,
                             "--scale is none, range, standard or LOW:HIGH such as 1:3, not “%s”.",
                             options.scale);
  if (options.tree && (!table || options.cut != 0 || options.series || options.distribution ||
                       options.state != NULL || options.group != NULL))
    return comity_cli_usage (&comity_verb_similarity,
                             "--tree is a table of its own: name an --output that ends in .csv, or "
                             "none, and leave out --cut, --series, --distribution, --state and "
                             "--group.");
  if ((options.tree || options.cut != 0) && g_strv_length (measures) > 1)
    return comity_cli_usage (&comity_verb_similarity, "--%s is of one measure.",
                             options.tree ? "tree" : "cut");
  if (!table && g_strv_length (measures) > 1)
    return comity_cli_usage (&comity_verb_similarity,
                             "a heatmap shows one measure; several go to a .csv.");
  if (options.series && g_strv_length (measures) > 1)
    return comity_cli_usage (&comity_verb_similarity, "--series is of one measure.");

  options.path = argv[1];
  options.data = &data;
  if (comity_cli_years_parse (&options.years, &data, argv[1], options.year, options.output,
                              &error))
    panel = comity_cli_open_panel (argv[1], &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, options.year, &year, &error) ||
      !read_choices (&options, &choices, panel, &error))
    return comity_cli_fail (&comity_verb_similarity, error);

  if (options.series)
    {
      const ComitySimilaritySpec spec = { measures[0], options.components };
      g_autofree char *view = dup_view (panel, &options, &choices, measures[0], year);

      return comity_cli_series_write (panel, &spec, options.pair, options.state, year, view,
                                      &figure_options, options.output, &error)
                 ? COMITY_CLI_DONE
                 : comity_cli_fail (&comity_verb_similarity, error);
    }
  if (comity_cli_years_are_asked (&options.years, options.year, options.output))
    return draw_years (panel, &options, &choices, *measures, &figure_options, &error)
               ? COMITY_CLI_DONE
               : comity_cli_fail (&comity_verb_similarity, error);

  similarities = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_similarity_unref);
  for (char **measure = measures; *measure != NULL; measure++)
    {
      ComitySimilarity *similarity = compute (panel, *measure, &options, year, &error);

      if (similarity == NULL)
        return comity_cli_fail (&comity_verb_similarity, error);
      g_ptr_array_add (similarities, similarity);
    }

  if (table)
    {
      g_autofree char *text = make_table (panel, similarities, &options, &choices, year, &error);

      if (text == NULL || !comity_cli_write (text, options.output, &error))
        return comity_cli_fail (&comity_verb_similarity, error);
    }
  else
    {
      g_autoptr (ComityFigure) figure = make_figure (panel, g_ptr_array_index (similarities, 0),
                                                     &options, &choices, year, &error);

      g_autofree char *view =
          figure != NULL ? dup_view (panel, &options, &choices, measures[0], year) : NULL;

      if (figure != NULL)
        comity_figure_set_metadata (figure, view);
      if (figure == NULL || !comity_cli_export (figure, &figure_options, options.output, &error))
        return comity_cli_fail (&comity_verb_similarity, error);
    }
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_similarity = {
  .name = "similarity",
  .arguments = "[DATA] --measure M[,M…] [--year Y | --years A:B[:STEP]] [--order O] --output FILE",
  .summary = "How alike institutions are: a heatmap (.png .pdf .svg) or a table of pairs (.csv); "
             "of several --years a film strip, or with --frames a series of pictures.",
  .run = run,
};
