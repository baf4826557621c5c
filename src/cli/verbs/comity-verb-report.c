/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli report: network, heatmap, coefficient plot and table of the default model, as files
 * and one index.html. */
#include "config.h"

#include "comity-cli.h"

#include "comity-figures.h"
#include "comity-file-writer.h"
#include "comity-report.h"
#include "comity-words.h"

#include <errno.h>
#include <glib/gstdio.h>

typedef struct
{
  ComityPanel *panel;
  const char *folder;
  int year;
  GString *html;
} Report;

static gboolean
export_figure (
    Report *report, ComityFigure *figure, const char *name, const char *heading, GError **error)
{
  static const char *const endings[] = { "png", "pdf", "svg" };
  g_autofree char *description = comity_figure_describe (figure);
  g_autofree char *escaped = g_markup_escape_text (description, -1);
  g_autofree char *escaped_heading = g_markup_escape_text (heading, -1);
  ComityCliFigure options = COMITY_CLI_FIGURE_INIT;

  options.dpi = 200.0;
  g_string_append_printf (report->html,
                          "<h2>%s</h2>\n<figure><img src=\"%s.png\" alt=\"%s\">\n<figcaption>%s ",
                          escaped_heading, name, escaped, escaped);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strdup_printf ("%s.%s", name, endings[i]);
      g_autofree char *path = g_build_filename (report->folder, file, NULL);

      if (!comity_cli_export (figure, &options, path, error))
        return FALSE;
      g_print ("%s\n", path);
      g_string_append_printf (report->html, "<a href=\"%s\">%s</a> ", file, endings[i]);
    }
  g_string_append (report->html, "</figcaption></figure>\n");
  return TRUE;
}

static gboolean
add_network (Report *report, GError **error)
{
  g_autoptr (ComityNetwork) network = comity_network_new (report->panel, report->year, TRUE, error);
  g_autoptr (ComityLayout) layout = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;

  if (network != NULL)
    layout = comity_layout_compute (network, COMITY_LAYOUT_FR, 1, NULL, error);
  if (layout == NULL)
    return FALSE;
  figure = comity_network_figure_new (network, layout, &options);
  caption = comity_caption_network (network);
  comity_figure_set_caption (figure, caption);
  return export_figure (report, figure, "network", "Treaty network", error);
}

static gboolean
add_heatmap (Report *report, GError **error)
{
  /* A composite where the data have institutions, else the overlap of treaty partners. */
  ComitySimilaritySpec spec = { "gower", NULL };
  ComityHeatmapOptions options = COMITY_HEATMAP_OPTIONS_INIT;
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;

  if (!comity_similarity_check (report->panel, &spec, NULL))
    spec.measure = "portfolio";
  similarity = comity_similarity_compute (report->panel, &spec, report->year, NULL, error);
  if (similarity != NULL)
    order = comity_order_compute (report->panel, similarity, COMITY_ORDER_AVERAGE, NULL, error);
  if (order != NULL)
    network = comity_network_new (report->panel, report->year, TRUE, error);
  if (network == NULL)
    return FALSE;
  figure = comity_heatmap_figure_new (report->panel, similarity, order, network, &options);
  caption = comity_caption_similarity (report->panel, similarity, network);
  comity_figure_set_caption (figure, caption);
  return export_figure (report, figure, "similarity", "Similarity of institutions", error);
}

static gboolean
add_model (Report *report, GError **error)
{
  static const struct
  {
    ComityFormat format;
    const char *name;
  } tables[] = { { COMITY_FORMAT_CSV, "coefficients.csv" },
                 { COMITY_FORMAT_LATEX, "coefficients.tex" },
                 { COMITY_FORMAT_JSON, "fit.json" } };
  g_autofree char *formula = comity_panel_dup_default_formula (report->panel);
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *html = NULL;
  g_autofree char *text = NULL;
  ComityCoefOptions coef = COMITY_COEF_OPTIONS_INIT;
  ComityFitReportOptions options = COMITY_FIT_REPORT_OPTIONS_INIT;
  gssize dyad = comity_panel_peek_roles (report->panel)->column[COMITY_ROLE_DYAD];

  if (dyad >= 0)
    comity_spec_set_clusters (spec, comity_column_peek_name (comity_dataset_peek_column (
                                        comity_panel_peek_dataset (report->panel), (gsize) dyad)));
  fit = comity_fit_new (spec, report->panel, NULL, error);
  if (fit == NULL)
    return FALSE;

  figure = comity_coef_figure_new (&fit, 1, &coef);
  caption = comity_caption_fits (&fit, 1);
  comity_figure_dress (figure, comity_fit_peek_dataset (fit), caption);
  if (!export_figure (report, figure, "coefficients", "Coefficients of the default model", error))
    return FALSE;
  options.labels = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *table = comity_fit_report (&fit, 1, tables[i].format, &options);
      g_autofree char *path = g_build_filename (report->folder, tables[i].name, NULL);

      if (!comity_file_write (path, table, -1, error))
        return FALSE;
      g_print ("%s\n", path);
    }
  html = comity_fit_report (&fit, 1, COMITY_FORMAT_HTML, &options);
  g_string_append (report->html, html);
  g_string_append (report->html, "<p>The table as a file:");
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    g_string_append_printf (report->html, " <a href=\"%s\">%s</a>", tables[i].name, tables[i].name);
  g_string_append (report->html, "</p>\n");
  options.labels = FALSE;
  text = comity_fit_report (&fit, 1, COMITY_FORMAT_TEXT, &options);
  g_print ("\n%s\n", text);
  return TRUE;
}

static const char page_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Comity: report</title>\n"
    "<style>\nbody{font:16px/1.5 Cantarell,'DejaVu Sans',sans-serif;max-width:60em;margin:2em auto;"
    "padding:0 1em;color:#222}\nimg{max-width:100%;height:auto}\nfigure{margin:0}\n"
    "figcaption{color:#555;font-size:.9em}\ntable{border-collapse:collapse}\n"
    "td,th{padding:.15em .8em;text-align:right}\ntd:first-child,th:first-child{text-align:left}\n"
    "</style>\n</head>\n<body>\n";

static gboolean
write_report (Report *report, GError **error)
{
  g_autofree char *citation = comity_panel_citation (report->panel);
  g_autofree char *escaped = g_markup_escape_text (citation, -1);
  g_autofree char *index = g_build_filename (report->folder, "index.html", NULL);
  const char *name = comity_dataset_peek_name (comity_panel_peek_dataset (report->panel));
  g_autofree char *escaped_name = g_markup_escape_text (name, -1);

  if (g_mkdir_with_parents (report->folder, 0755) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "The folder “%s” cannot be made: %s.", report->folder, g_strerror (errno));
      return FALSE;
    }
  g_string_append_printf (report->html, "%s<h1>%s, %d</h1>\n", page_head, escaped_name,
                          report->year);
  if (!add_network (report, error) || !add_heatmap (report, error) || !add_model (report, error))
    return FALSE;
  g_string_append_printf (report->html, "<h2>Sources</h2>\n<p>%s</p>\n</body>\n</html>\n", escaped);
  if (!comity_file_write (index, report->html->str, -1, error))
    return FALSE;
  g_print ("The report is %s\n", index);
  return TRUE;
}

static int
run (int argc, char **argv)
{
  g_auto (ComityCliData) data = COMITY_CLI_DATA_INIT;
  g_autofree char *output = NULL;
  g_autoptr (ComityPanel) panel = NULL;
  g_autoptr (GError) error = NULL;
  Report report = { NULL };
  int asked = 0;
  int status;
  gboolean written;
  const GOptionEntry entries[] = {
    COMITY_CLI_DATA_ENTRIES (data),
    { "year", 'y', 0, G_OPTION_ARG_INT, &asked, "of the pictures (the last)", "Y" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "the folder to write to", "DIR" },
    G_OPTION_ENTRY_NULL
  };

  if (!comity_cli_parse (&comity_verb_report, entries, &argc, &argv, &status))
    return status;
  if (output == NULL)
    return comity_cli_usage (&comity_verb_report, "--output DIR is missing.");

  panel = comity_cli_open_panel (argv[1], &data, NULL, &error);
  if (panel == NULL || !comity_cli_choose_year (panel, asked, &report.year, &error))
    return comity_cli_fail (&comity_verb_report, error);
  report.panel = panel;
  report.folder = output;
  report.html = g_string_new (NULL);
  written = write_report (&report, &error);
  g_string_free (report.html, TRUE);
  return written ? COMITY_CLI_DONE : comity_cli_fail (&comity_verb_report, error);
}

const ComityVerb comity_verb_report = {
  .name = "report",
  .arguments = "[DATA] --output DIR",
  .summary =
      "Network, heatmap, coefficient plot and table of the default model, with an index.html.",
  .run = run,
};
