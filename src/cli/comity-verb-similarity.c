/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli similarity: a year's similarities as a heatmap or as a table in long form. */
#include "config.h"

#include "comity-cli.h"

#include "comity-figures.h"
#include "comity-number.h"
#include "comity-order.h"
#include "comity-report.h"

typedef struct
{
  char *measure;
  char *components;
  char *order;
  char *output;
  int year;
  gboolean no_dots;
  gboolean no_dendrogram;
} Options;

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

static gboolean
draw (ComityPanel *panel,
      ComitySimilarity *similarity,
      const Options *options,
      int year,
      const ComityCliFigure *figure_options,
      GError **error)
{
  ComityOrderMethod method = COMITY_ORDER_AVERAGE;
  ComityHeatmapOptions heatmap = COMITY_HEATMAP_OPTIONS_INIT;
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;

  if (options->order != NULL && !comity_order_method_from_name (options->order, &method))
    {
      g_set_error (
          error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
          "There is no order “%s”: name, tradition, region, degree, average, complete, ward "
          "or spectral.",
          options->order);
      return FALSE;
    }
  order = comity_order_compute (panel, similarity, method, NULL, error);
  if (order == NULL)
    return FALSE;
  network = comity_network_new (panel, year, TRUE, error);
  if (network == NULL)
    return FALSE;
  heatmap.show_ties = !options->no_dots;
  heatmap.show_dendrogram = !options->no_dendrogram;
  figure = comity_heatmap_figure_new (panel, similarity, order, network, &heatmap);
  caption = comity_caption_similarity (panel, similarity, options->no_dots ? NULL : network);
  comity_figure_set_caption (figure, caption);
  return comity_cli_export (figure, figure_options, options->output, error);
}

static void
clear_options (Options *options)
{
  g_free (options->measure);
  g_free (options->components);
  g_free (options->order);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_auto (ComityCliFigure) figure = COMITY_CLI_FIGURE_INIT;
  g_auto (Options) options = { NULL };
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GPtrArray) similarities = NULL;
  g_auto (GStrv) measures = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "measure", 'm', 0, G_OPTION_ARG_STRING, &options.measure,
      "tradition, difference:COL, min:COL, ideal-point, gower, portfolio …", "M[,M…]" },
    { "components", 0, 0, G_OPTION_ARG_STRING, &options.components, "of a composite measure",
      "COL[:W],…" },
    { "year", 'y', 0, G_OPTION_ARG_INT, &options.year, "the year (the last)", "Y" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options.order,
      "name tradition region degree average complete ward spectral", "ORDER" },
    { "no-dots", 0, 0, G_OPTION_ARG_NONE, &options.no_dots, "no treaties on the cells", NULL },
    { "no-dendrogram", 0, 0, G_OPTION_ARG_NONE, &options.no_dendrogram, "no tree at the margin",
      NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "the file to write: .png .pdf .svg .csv; left out, the table goes to standard output",
      "FILE" },
    COMITY_CLI_FIGURE_ENTRIES (figure),
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

  measures = g_strsplit (options.measure, ",", -1);
  table = options.output == NULL || g_str_has_suffix (options.output, ".csv");
  if (!table && g_strv_length (measures) > 1)
    return comity_cli_usage (&comity_verb_similarity,
                             "a heatmap shows one measure; several go to a .csv.");

  panel = comity_cli_open_panel (argv[1], &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, options.year, &year, &error))
    return comity_cli_fail (&comity_verb_similarity, error);

  similarities = g_ptr_array_new_with_free_func ((GDestroyNotify) comity_similarity_unref);
  for (char **measure = measures; *measure != NULL; measure++)
    {
      ComitySimilaritySpec spec = { *measure, options.components };
      ComitySimilarity *similarity = comity_similarity_compute (panel, &spec, year, NULL, &error);

      if (similarity == NULL)
        return comity_cli_fail (&comity_verb_similarity, error);
      g_ptr_array_add (similarities, similarity);
    }

  if (table)
    {
      g_autofree char *text = to_csv (panel, similarities);

      if (!comity_cli_write (text, options.output, &error))
        return comity_cli_fail (&comity_verb_similarity, error);
    }
  else if (!draw (panel, g_ptr_array_index (similarities, 0), &options, year, &figure, &error))
    return comity_cli_fail (&comity_verb_similarity, error);
  return COMITY_CLI_DONE;
}

const ComityVerb comity_verb_similarity = {
  .name = "similarity",
  .arguments = "[DATA] --measure M[,M…] [--year Y] [--order O] --output FILE",
  .summary = "How alike institutions are: a heatmap (.png .pdf .svg) or a table of pairs (.csv).",
  .run = run,
};
