/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures made from the bundled world by the layers themselves: the figure says what they say. With
 * a folder as argument it also draws them there, for looking at. */
#include "config.h"

#include "comity-figure-export.h"
#include "comity-figures.h"
#include "figure-pixels.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

#define YEAR 2012

static ComityPanel *
load_panel (const char *network)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;

  recipe.network = network;
  return comity_test_build_panel (&recipe);
}

static ComityElement
pair (guint32 a, guint32 b)
{
  return (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) };
}

static ComityFigure *
real_network (ComityPanel *panel,
              ComityLayoutMethod method,
              ComityNodeColor color,
              const char *variable)
{
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComityLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  ComityNetworkFigureOptions options = COMITY_NETWORK_FIGURE_OPTIONS_INIT;

  network = comity_network_new (panel, YEAR, TRUE, &error);
  g_assert_no_error (error);
  layout = comity_layout_compute (network, method, 1, NULL, &error);
  g_assert_no_error (error);
  options.color = color;
  options.color_variable = variable;
  return comity_network_figure_new (network, layout, &options);
}

static ComityFigure *
real_heatmap (ComityPanel *panel, const char *measure, ComityOrderMethod method)
{
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (ComityOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  ComitySimilaritySpec spec = { measure, NULL };

  network = comity_network_new (panel, YEAR, TRUE, &error);
  g_assert_no_error (error);
  similarity = comity_similarity_compute (panel, &spec, YEAR, NULL, &error);
  g_assert_no_error (error);
  order = comity_order_compute (panel, similarity, method, NULL, &error);
  g_assert_no_error (error);
  return comity_heatmap_figure_new (panel, similarity, order, network, NULL);
}

static ComityFit *
real_fit (ComityPanel *panel)
{
  g_autofree char *formula = comity_panel_dup_default_formula (panel);
  g_autoptr (ComitySpec) spec = comity_spec_new (formula);
  g_autoptr (GError) error = NULL;
  ComityFit *fit = comity_fit_new (spec, panel, NULL, &error);

  g_assert_no_error (error);
  return fit;
}

static void
test_network (void)
{
  g_autoptr (ComityPanel) panel = load_panel ("mlat");
  g_autoptr (ComityNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  const ComityLayoutMethod methods[] = { COMITY_LAYOUT_FR,  COMITY_LAYOUT_CIRCLE,
                                         COMITY_LAYOUT_GEO, COMITY_LAYOUT_ARC,
                                         COMITY_LAYOUT_STRESS, COMITY_LAYOUT_CONCENTRIC,
                                         COMITY_LAYOUT_HIVE };
  gssize usa = comity_panel_find_state (panel, "USA");
  gssize che = comity_panel_find_state (panel, "CHE");

  network = comity_network_new (panel, YEAR, TRUE, &error);
  g_assert_no_error (error);
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityFigure) figure =
          real_network (panel, methods[m], COMITY_NODE_COLOR_TRADITION, NULL);
      g_autofree char *whole = comity_figure_describe (figure);
      g_autofree char *tie =
          comity_figure_describe_element (figure, pair ((guint32) usa, (guint32) che));
      g_autofree char *counts =
          g_strdup_printf ("%" G_GSIZE_FORMAT " states", comity_network_get_n_nodes (network));

      g_assert_cmpstr (comity_figure_peek_title (figure), ==,
                       "Mutual legal assistance in criminal matters, up to 2012");
      g_assert_nonnull (strstr (whole, "MLAT list: known to be incomplete"));
      g_assert_nonnull (strstr (whole, counts));
      g_assert_nonnull (strstr (tie, "(USA)"));
      g_assert_nonnull (strstr (tie, "MLAT 1973"));
      comity_figure_layout (figure, 1000, 800, comity_theme_get (COMITY_THEME_LIGHT));
      for (gsize i = 0; i < comity_network_get_n_nodes (network); i++)
        {
          double x, y, width, height;
          ComityElement element = { COMITY_ELEMENT_STATE, comity_network_get_state (network, i),
                                    0 };

          g_assert_true (comity_figure_get_element_rect (figure, element, &x, &y, &width, &height));
          g_assert_cmpfloat (x, >=, 0);
          g_assert_cmpfloat (y, >=, 0);
          g_assert_cmpfloat (x + width, <=, 1000);
          g_assert_cmpfloat (y + height, <=, 800);
        }
    }
}

static void
test_network_colors (void)
{
  g_autoptr (ComityPanel) panel = load_panel ("tiea");
  const ComityNodeColor colors[] = { COMITY_NODE_COLOR_REGION, COMITY_NODE_COLOR_COMMUNITY,
                                     COMITY_NODE_COLOR_VARIABLE };

  for (gsize i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      g_autoptr (ComityFigure) figure =
          real_network (panel, COMITY_LAYOUT_CIRCLE, colors[i], "polyarchy");

      assert_draws (figure);
    }
}

static void
test_heatmap (void)
{
  g_autoptr (ComityPanel) panel = load_panel ("mlat");
  g_autoptr (ComityFigure) figure = real_heatmap (panel, "gower", COMITY_ORDER_AVERAGE);
  g_autoptr (ComitySimilarity) similarity = NULL;
  g_autoptr (GError) error = NULL;
  ComitySimilaritySpec spec = { "gower", NULL };
  guint32 usa = (guint32) comity_panel_find_state (panel, "USA");
  guint32 che = (guint32) comity_panel_find_state (panel, "CHE");
  g_autofree char *words = comity_figure_describe_element (figure, pair (usa, che));
  char value[G_ASCII_DTOSTR_BUF_SIZE];

  similarity = comity_similarity_compute (panel, &spec, YEAR, NULL, &error);
  g_assert_no_error (error);
  g_ascii_formatd (value, sizeof value, "%.3g",
                   comity_similarity_get (similarity,
                                          (gsize) comity_similarity_find_state (similarity, usa),
                                          (gsize) comity_similarity_find_state (similarity, che)));
  g_assert_nonnull (strstr (words, value));
  g_assert_true (strstr (words, "; MLAT 1973") != NULL);
  comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_DARK));
  assert_hit_at_centre (figure, pair (usa, che));
}

static void
test_coef (void)
{
  g_autoptr (ComityPanel) panel = load_panel ("mlat");
  g_autoptr (ComityFit) fit = real_fit (panel);
  ComityCoefOptions options = COMITY_COEF_OPTIONS_INIT;
  g_autoptr (ComityFigure) plain = comity_coef_figure_new (&fit, 1, &options);
  g_autoptr (ComityFigure) standard = NULL;
  g_autoptr (ComityFigure) full = NULL;
  gsize n_hidden = 0;

  options.standardize = TRUE;
  standard = comity_coef_figure_new (&fit, 1, &options);
  options = (ComityCoefOptions){ TRUE, TRUE, FALSE };
  full = comity_coef_figure_new (&fit, 1, &options);
  comity_figure_layout (plain, 700, 500, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_layout (full, 700, 500, comity_theme_get (COMITY_THEME_LIGHT));
  for (guint32 i = 0; i < comity_fit_get_n_terms (fit); i++)
    {
      const char *term = comity_fit_peek_coefficient (fit, i)->term;
      ComityElement element = { COMITY_ELEMENT_TERM, i, 0 };
      g_autofree char *words = comity_figure_describe_element (plain, element);

      assert_hit_at_centre (full, element);
      if (*words == '\0')
        {
          n_hidden++;
          g_assert_true (strcmp (term, "(Intercept)") == 0 || *term == 't' || *term == 'I');
        }
      else
        assert_hit_at_centre (plain, element);
    }
  g_assert_cmpuint (n_hidden, >=, 2);
  assert_draws (standard);
}

static void
dump (const char *folder,
      const char *name,
      ComityFigure *figure,
      ComityThemeKind theme,
      const char *size)
{
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autofree char *file = g_strdup_printf ("%s-%d-%s.png", name, theme, size);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  options.theme = theme;
  g_assert_true (comity_export_options_parse_size (&options, size, &error));
  options.dpi = options.width_px > 0 ? 96 : 150;
  g_assert_true (comity_figure_export (figure, path, &options, NULL, &error));
}

static void
dump_all (const char *folder)
{
  static const char *const networks[] = { "mlat", "tiea", "dtc" };
  g_autoptr (ComityPanel) panel = load_panel ("mlat");
  g_autoptr (ComityFit) fit = real_fit (panel);
  g_autoptr (ComityFigure) coef = comity_coef_figure_new (&fit, 1, NULL);
  g_autoptr (ComityFigure) geo =
      real_network (panel, COMITY_LAYOUT_GEO, COMITY_NODE_COLOR_REGION, NULL);
  g_autoptr (ComityFigure) variable =
      real_network (panel, COMITY_LAYOUT_KK, COMITY_NODE_COLOR_VARIABLE, "polyarchy");
  g_autoptr (ComityFigure) gower = real_heatmap (panel, "gower", COMITY_ORDER_AVERAGE);
  g_autoptr (ComityFigure) tradition = real_heatmap (panel, "tradition", COMITY_ORDER_TRADITION);
  g_autoptr (ComityFigure) ideal = real_heatmap (panel, "ideal-point", COMITY_ORDER_WARD);

  for (ComityThemeKind theme = COMITY_THEME_LIGHT; theme <= COMITY_THEME_PRINT; theme++)
    {
      const char *size = theme == COMITY_THEME_PRINT ? "180x135" : "1000x760px";

      for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
        {
          g_autoptr (ComityPanel) other = load_panel (networks[i]);
          g_autoptr (ComityFigure) figure =
              real_network (other, COMITY_LAYOUT_FR, COMITY_NODE_COLOR_TRADITION, NULL);

          dump (folder, networks[i], figure, theme, size);
        }
      dump (folder, "gower", gower, theme, "85x75");
      dump (folder, "gower", gower, theme, "600x450px");
      dump (folder, "variable", variable, theme, "85x75");
      dump (folder, "variable", variable, theme, "600x450px");
      dump (folder, "coef", coef, theme, "85x75");
      dump (folder, "coef", coef, theme, size);
      dump (folder, "geo", geo, theme, size);
      dump (folder, "variable", variable, theme, size);
      dump (folder, "gower", gower, theme, size);
      dump (folder, "tradition", tradition, theme, size);
      dump (folder, "ideal", ideal, theme, size);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    {
      dump_all (argv[1]);
      return 0;
    }
  g_test_add_func ("/figure/real/network", test_network);
  g_test_add_func ("/figure/real/network-colors", test_network_colors);
  g_test_add_func ("/figure/real/heatmap", test_heatmap);
  g_test_add_func ("/figure/real/coef", test_coef);
  return g_test_run ();
}
