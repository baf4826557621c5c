/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comity-cli similarity --series. */
#include "config.h"

#include "comity-cli-series.h"

#include "comity-figures.h"
#include "comity-text.h"

char *
comity_cli_table_to_csv (const char *table)
{
  GString *text = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);

  for (gsize l = 0; lines[l] != NULL && *lines[l] != '\0'; l++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[l], "\t", -1);

      for (gsize c = 0; cells[c] != NULL; c++)
        {
          if (c > 0)
            g_string_append_c (text, ',');
          comity_text_append_csv (text, cells[c]);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_focus (ComityPanel *panel,
            const char *pair,
            const char *state,
            int year,
            ComitySeriesRequest *request,
            GError **error)
{
  g_auto (GStrv) names = g_strsplit (pair != NULL ? pair : "", ",", -1);
  gssize a, b;

  if (pair == NULL && state == NULL)
    return TRUE;
  if (pair != NULL && g_strv_length (names) != 2)
    return comity_cli_refuse (error, "--pair is two states with a comma between, not “%s”.", pair);
  a = comity_panel_require_state (panel, pair != NULL ? g_strstrip (names[0]) : state, year, error);
  b = pair != NULL && a >= 0
          ? comity_panel_require_state (panel, g_strstrip (names[1]), year, error)
          : a;
  if (a < 0 || b < 0)
    return FALSE;
  if (pair != NULL && a == b)
    return comity_cli_refuse (error, "%s is one state; a pair has two.",
                              comity_panel_peek_state_name (panel, (gsize) a));
  request->has_focus = TRUE;
  request->a = (guint32) a;
  request->b = (guint32) b;
  return TRUE;
}

gboolean
comity_cli_series_write (ComityPanel *panel,
                         const ComitySimilaritySpec *spec,
                         const char *pair,
                         const char *state,
                         int year,
                         const char *view,
                         const ComityCliFigure *figure_options,
                         const char *output,
                         GError **error)
{
  ComitySeriesRequest request = { .cumulative = TRUE, .quartiles = TRUE };
  g_autoptr (ComitySimilaritySeries) series = NULL;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *table = NULL;
  g_autofree char *text = NULL;

  if (!read_focus (panel, pair, state, year, &request, error))
    return FALSE;
  series = comity_similarity_series_new (panel, spec, &request, NULL, error);
  if (series == NULL)
    return FALSE;
  figure = comity_series_figure_new (panel, series);
  caption = comity_panel_citation (panel);
  comity_figure_set_caption (figure, caption);
  comity_figure_set_metadata (figure, view);
  if (output != NULL && comity_cli_is_figure (output))
    return comity_cli_export (figure, figure_options, output, error);
  table = comity_figure_to_table (figure);
  text = comity_cli_table_to_csv (table);
  return comity_cli_write (text, output, error);
}
