/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli similarity: a year's similarities as a heatmap or as a table in long form. */
#include "config.h"

#include "comity-cli-series.h"
#include "comity-cli-similarity.h"
#include "comity-cli-view.h"
#include "comity-cli-years.h"

#include "comity-figures.h"
#include "comity-number.h"
#include "comity-order.h"
#include "comity-report.h"
#include "comity-text.h"

#include <math.h>

static ComitySimilarity *
compute (ComityPanel *panel, const char *measure, const ComityCliSimilarity *options, int year, GError **error)
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
          const ComityCliSimilarity *options,
          const ComityCliSimilarityChoices *choices,
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
             const ComityCliSimilarity *options,
             const ComityCliSimilarityChoices *choices,
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

/* The maps of several years. The order is that of the last year for all, so that a state's row is
 * in the same place on each. */
typedef struct
{
  ComityPanel *panel;
  const ComityCliSimilarity *options;
  const ComityCliSimilarityChoices *choices;
  const char *measure;
  ComityOrder *order; /* NULL until it is needed */
} Years;

static ComitySimilarity *
compute_wide (const Years *years, int year, GError **error)
{
  ComityCliSimilarity options = *years->options;

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
  ComityCliSimilarity options = *years->options;

  options.every_state = TRUE;
  return dup_view (years->panel, &options, years->choices, years->measure, year);
}

static gboolean
draw_years (ComityPanel *panel,
            const ComityCliSimilarity *options,
            const ComityCliSimilarityChoices *choices,
            const char *measure,
            const ComityCliFigure *figure_options,
            GError **error)
{
  Years years = { panel, options, choices, measure, NULL };
  const ComityYearDrawing drawing = { draw_year, dup_year_view, &years };
  gboolean written;

  if (options->distribution || options->state != NULL || options->group != NULL)
    return comity_cli_refuse (error, "Pictures of several years are maps of all pairs: leave out "
                                     "--distribution, --state and --group, or name one --year.");
  written = comity_cli_years_write (&options->years, &comity_verb_similarity, &drawing,
                                    figure_options, options->output, error);
  g_clear_pointer (&years.order, comity_order_free);
  return written;
}

/* The table of all measures, or the picture of the one. */
static gboolean
write_similarities (ComityPanel *panel,
                    GPtrArray *similarities,
                    const ComityCliSimilarity *options,
                    const ComityCliSimilarityChoices *choices,
                    const char *measure,
                    int year,
                    gboolean table,
                    const ComityCliFigure *look,
                    GError **error)
{
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *view = NULL;
  g_autofree char *text = NULL;

  if (table && !options->distribution && options->state == NULL && options->group == NULL)
    {
      text = comity_cli_similarity_table (options, choices, panel, similarities, error);
      return text != NULL && comity_cli_write (text, options->output, error);
    }
  figure = make_figure (panel, similarities->pdata[0], options, choices, year, error);
  if (figure == NULL)
    return FALSE;
  if (table)
    {
      g_autofree char *rows = comity_figure_to_table (figure);

      text = comity_cli_table_to_csv (rows);
      return comity_cli_write (text, options->output, error);
    }
  view = dup_view (panel, options, choices, measure, year);
  comity_figure_set_metadata (figure, view);
  return comity_cli_export (figure, look, options->output, error);
}

static gboolean
parse (ComityCliSimilarity *options,
       ComityCliData *data,
       ComityCliFigure *look,
       int *argc,
       char ***argv,
       int *status)
{
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (*data),
    { "measure", 'm', 0, G_OPTION_ARG_STRING, &options->measure,
      "tradition, overlap, difference:COL, min:COL, ideal-point, gower, portfolio …", "M[,M…]" },
    { "components", 0, 0, G_OPTION_ARG_STRING, &options->components,
      "of a composite measure: variables, factor(COL), tradition, overlap, region, with weights",
      "COL[:W],…" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &options->scale,
      "of a table: components as they are (none), 0 to 1 (range), mean 0 and variance 1 "
      "(standard), "
      "or all on one scale such as votes 1:3 (the measure's own)",
      "none|range|standard|LOW:HIGH" },
    { "year", 'y', 0, G_OPTION_ARG_INT, &options->year, "the year (the last)", "Y" },
    { "difference-from", 0, 0, G_OPTION_ARG_INT, &options->difference_from,
      "the change since that year, over states that exist in both", "Y" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options->order,
      "name tradition region degree average complete ward spectral", "ORDER" },
    { "cut", 0, 0, G_OPTION_ARG_INT, &options->cut,
      "cuts the tree into so many groups; a .csv then lists the states with their group "
      "and silhouette",
      "K" },
    { "tree", 0, 0, G_OPTION_ARG_NONE, &options->tree,
      "instead of the pairs: the merges of an order by average, complete or ward, with their "
      "heights",
      NULL },
    { "group", 0, 0, G_OPTION_ARG_STRING, &options->group,
      "takes states together: means of pairs within and between groups", "family|region" },
    { "band", 0, 0, G_OPTION_ARG_STRING, &options->band,
      "the colours at the margins (family; of --order region: region)", "family|region|COL" },
    { "every-state", 0, 0, G_OPTION_ARG_NONE, &options->every_state,
      "rows for states that do not exist in the year too", NULL },
    { "distribution", 0, 0, G_OPTION_ARG_NONE, &options->distribution,
      "instead of the map: pairs with and without a treaty", NULL },
    { "state", 0, 0, G_OPTION_ARG_STRING, &options->state,
      "instead of the map: one state's row, the most alike first", "STATE" },
    { "series", 0, 0, G_OPTION_ARG_NONE, &options->series,
      "instead of the map: the measure through the years, pairs with and without a treaty (with "
      "--state that state's mean over the others)",
      NULL },
    { "pair", 0, 0, G_OPTION_ARG_STRING, &options->pair, "with --series: the line of a pair",
      "A,B" },
    { "no-dots", 0, 0, G_OPTION_ARG_NONE, &options->no_dots, "no treaties on the cells", NULL },
    { "no-dendrogram", 0, 0, G_OPTION_ARG_NONE, &options->no_dendrogram, "no tree at the margin",
      NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "the file to write: .png .pdf .svg .csv; left out, the table goes to standard output",
      "FILE" },
    COMITY_CLI_YEARS_ENTRIES (options->years),
    COMITY_CLI_FIGURE_ENTRIES (*look),
    G_OPTION_ENTRY_NULL
  };

  return comity_cli_parse (&comity_verb_similarity, entries, argc, argv, status);
}

/* One year: the table of all measures, or the picture of the one. */
static gboolean
write_year (ComityPanel *panel,
            char **measures,
            const ComityCliSimilarity *options,
            const ComityCliSimilarityChoices *choices,
            int year,
            gboolean table,
            const ComityCliFigure *look,
            GError **error)
{
  g_autoptr (GPtrArray) similarities =
      g_ptr_array_new_with_free_func ((GDestroyNotify) comity_similarity_unref);

  for (char **measure = measures; *measure != NULL; measure++)
    {
      ComitySimilarity *similarity = compute (panel, *measure, options, year, error);

      if (similarity == NULL)
        return FALSE;
      g_ptr_array_add (similarities, similarity);
    }
  return write_similarities (panel, similarities, options, choices, measures[0], year, table, look,
                             error);
}

/* The lines of a measure through the years. */
static gboolean
write_series (ComityPanel *panel,
              const char *measure,
              const ComityCliSimilarity *options,
              const ComityCliSimilarityChoices *choices,
              int year,
              const ComityCliFigure *look,
              GError **error)
{
  const ComitySimilaritySpec spec = { measure, options->components };
  g_autofree char *view = dup_view (panel, options, choices, measure, year);

  return comity_cli_series_write (panel, &spec, options->pair, options->state, year, view, look,
                                  options->output, error);
}

static gboolean
tell (ComityCliSimilarity *options,
      ComityCliData *data,
      const ComityCliFigure *look,
      GError **error)
{
  ComityCliSimilarityChoices choices = { 0 };
  g_autoptr (ComityPanel) panel = NULL;
  g_auto (GStrv) measures = NULL;
  gboolean table;
  int year;

  if (!comity_cli_similarity_check (options, &measures, &table, error) ||
      !comity_cli_years_parse (&options->years, data, options->path, options->year, options->output,
                               error))
    return FALSE;
  panel = comity_cli_open_panel (options->path, data, NULL, error);
  if (panel == NULL || !comity_cli_choose_year (panel, options->year, &year, error) ||
      !comity_cli_similarity_choose (options, panel, &choices, error))
    return FALSE;
  if (options->series)
    return write_series (panel, measures[0], options, &choices, year, look, error);
  if (comity_cli_years_are_asked (&options->years, options->year, options->output))
    return draw_years (panel, options, &choices, measures[0], look, error);
  return write_year (panel, measures, options, &choices, year, table, look, error);
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) look = COMITY_CLI_FIGURE_INIT;
  g_auto (ComityCliSimilarity) options = { NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&options, &data, &look, &argc, &argv, &status))
    return status;
  options.path = argv[1];
  options.data = &data;
  if (!tell (&options, &data, &look, &error))
    return comity_cli_fail (&comity_verb_similarity, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_similarity = {
  .name = "similarity",
  .arguments = "[DATA] --measure M[,M…] [--year Y | --years A:B[:STEP]] [--order O] --output FILE",
  .summary = "How alike institutions are: a heatmap (.png .pdf .svg) or a table of pairs (.csv); "
             "of several --years a film strip, or with --frames a series of pictures.",
  .run = run,
};
