/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a dossier: one page, nothing beyond its margins, the same bytes each time. */
#include "config.h"

#include "comity-figure-export.h"
#include "comity-figures.h"
#include "comity-test-panel.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ComityPanel *panel;
  ComityDossier *pair;
  ComityDossier *state;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  g_autoptr (ComitySpec) spec = comity_spec_new ("signed ~ ln_gdp_product + ln_distance + t");
  g_autoptr (ComityFit) fit = NULL;
  g_autoptr (GError) error = NULL;
  gsize usa, mex;

  comity_network_init_library ();
  fixture->panel = comity_test_build_panel (&recipe);
  fit = comity_fit_new (spec, fixture->panel, NULL, &error);
  g_assert_no_error (error);
  usa = (gsize) comity_panel_find_state (fixture->panel, "USA");
  mex = (gsize) comity_panel_find_state (fixture->panel, "MEX");
  fixture->pair = comity_dossier_new_pair (fixture->panel, usa, mex, 2000, fit, &error);
  g_assert_no_error (error);
  fixture->state = comity_dossier_new_state (fixture->panel, usa, 2010, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  comity_dossier_free (fixture->pair);
  comity_dossier_free (fixture->state);
  comity_panel_unref (fixture->panel);
}

static gsize
count (const char *text, gsize length, const char *word)
{
  gsize n = 0;

  for (gsize i = 0; i + strlen (word) <= length; i++)
    n += memcmp (text + i, word, strlen (word)) == 0;
  return n;
}

/* Ink in a border of @mm around a page of @width × @height mm drawn at 50 dots per inch. */
static void
assert_margin_is_white (ComityDossier *dossier, double width, double height, double mm)
{
  g_autoptr (ComityFigure) page = comity_dossier_figure_new (dossier);
  const double scale = 50.0 / 25.4;
  int w = (int) (width * scale), h = (int) (height * scale), border = (int) (mm * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  cairo_t *cr = cairo_create (surface);
  gsize ink = 0;

  cairo_scale (cr, 50.0 / 72.0, 50.0 / 72.0);
  comity_figure_layout (page, width / 25.4 * 72.0, height / 25.4 * 72.0,
                        comity_theme_get (COMITY_THEME_PRINT));
  comity_figure_draw (page, cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++)
      {
        guint32 pixel =
            *(guint32 *) (void *) (cairo_image_surface_get_data (surface) +
                                   y * cairo_image_surface_get_stride (surface) + 4 * x) &
            0xffffff;
        gboolean outside = x < border || y < border || x >= w - border || y >= h - border;

        ink += pixel != 0xffffff;
        g_assert_true (!outside || pixel == 0xffffff);
      }
  g_assert_cmpuint (ink, >, 5000);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  static const double papers[][2] = { { 210.0, 297.0 }, { 215.9, 279.4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      assert_margin_is_white (fixture->pair, papers[i][0], papers[i][1], 12.0);
      assert_margin_is_white (fixture->state, papers[i][0], papers[i][1], 12.0);
    }
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityFigure) page = comity_dossier_figure_new (fixture->pair);
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autofree char *words = comity_figure_describe (page);
  const char *text;
  gsize length;

  options.width_mm = 210.0;
  options.height_mm = 297.0;
  pdf = comity_figure_export_bytes (page, "pdf", &options, &error);
  g_assert_no_error (error);
  again = comity_figure_export_bytes (page, "pdf", &options, &error);
  g_assert_true (g_bytes_equal (pdf, again));
  text = g_bytes_get_data (pdf, &length);
  g_assert_cmpuint (count (text, length, "/Count 1"), ==, 1);
  svg = comity_figure_export_bytes (page, "svg", &options, &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (svg, &length);
  g_assert_cmpuint (count (text, length, "Tax information exchange"), ==, 1);
  /* Four charts, each moved to its place. */
  g_assert_cmpuint (count (text, length, "<g transform=\"translate("), ==, 4);
  g_assert_cmpuint (count (text, length, "<g"), ==, count (text, length, "</g>"));
  g_assert_nonnull (strstr (words, "By the logit"));
}

static void
test_chart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityFigure) chart = comity_dossier_chart_figure_new (fixture->pair, 0);
  const ComityDossierChart *numbers = comity_dossier_peek_chart (fixture->pair, 0);
  g_autofree char *table = comity_figure_to_table (chart);
  g_autofree char *told = NULL;

  g_assert_cmpstr (comity_figure_peek_title (chart), ==, "Fitted hazard");
  g_assert_true (g_str_has_prefix (table, "year\tLogit\tlow\thigh\tmarks\n"));
  comity_figure_layout (chart, 320, 140, comity_theme_get (COMITY_THEME_LIGHT));
  told = comity_figure_describe_element (
      chart, (ComityElement){ COMITY_ELEMENT_YEAR, (guint32) numbers->first_year + 30, 0 });
  g_assert_nonnull (strstr (told, " to "));
  for (gsize y = 0; y < numbers->n_years; y++)
    if (!isnan (numbers->values[0][y]))
      {
        g_assert_cmpfloat (numbers->low[y], <, numbers->values[0][y]);
        g_assert_cmpfloat (numbers->high[y], >, numbers->values[0][y]);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/figure/dossier/page", test_page);
  ADD ("/figure/dossier/export", test_export);
  ADD ("/figure/dossier/chart", test_chart);
#undef ADD
  return g_test_run ();
}
