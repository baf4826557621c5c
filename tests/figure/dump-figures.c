/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws every kind of figure from made-up data into a folder, for looking at: each theme, small and
 * large, and as PDF and SVG. Not a test. */
#include "config.h"

#include "comity-figure-export.h"
#include "fake-data.h"

#include <stdlib.h>

static void
dump (const char *folder,
      const char *name,
      ComityFigure *figure,
      int width,
      int height,
      ComityThemeKind theme,
      double dpi,
      const char *kind)
{
  static const char *const themes[] = { "light", "dark", "print" };
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autofree char *file =
      g_strdup_printf ("%s-%s-%dx%d.%s", name, themes[theme], width, height, kind);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  options.theme = theme;
  options.dpi = dpi;
  options.width_px = (int) (width * dpi / 72);
  options.height_px = (int) (height * dpi / 72);
  if (!comity_figure_export (figure, path, &options, NULL, &error))
    g_error ("%s", error->message);
  g_print ("%-40s %4d ms\n", file, (int) ((g_get_monotonic_time () - start) / 1000));
}

/* As the screen shows it: zoomed, with something under the pointer and something selected. */
static void
dump_overlay (const char *folder,
              const char *name,
              ComityFigure *figure,
              int width,
              int height,
              ComityThemeKind theme,
              double scale,
              ComityElement hover,
              ComityElement selected)
{
  g_autofree char *file = g_strdup_printf ("%s-overlay-%d.png", name, theme);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  gint64 start;

  comity_figure_layout (figure, width, height, comity_theme_get (theme));
  comity_figure_set_view (figure, scale, -(scale - 1) * width / 2, -(scale - 1) * height / 2);
  comity_figure_draw (figure, cr);
  start = g_get_monotonic_time ();
  comity_figure_draw_overlay (figure, cr, hover, selected);
  g_print ("%s overlay %.2f ms\n", name, (double) (g_get_monotonic_time () - start) / 1e3);
  cairo_surface_write_to_png (surface, path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  comity_figure_set_view (figure, 1, 0, 0);
}

static void
time_draw (const char *name, ComityFigure *figure, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  gint64 start = g_get_monotonic_time (), laid_out, drawn, again;

  comity_figure_layout (figure, width, height, comity_theme_get (COMITY_THEME_LIGHT));
  laid_out = g_get_monotonic_time ();
  comity_figure_draw (figure, cr);
  drawn = g_get_monotonic_time ();
  comity_figure_draw (figure, cr);
  again = g_get_monotonic_time ();
  g_print ("%-12s %d x %d: layout %.1f ms, draw %.1f ms, again %.1f ms\n", name, width, height,
           (double) (laid_out - start) / 1e3, (double) (drawn - laid_out) / 1e3,
           (double) (again - drawn) / 1e3);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_autoptr (ComityFigure) line = fake_line_figure ();
  g_autoptr (ComityFigure) coef = fake_coef_figure (1);
  g_autoptr (ComityFigure) models = fake_coef_figure (3);
  g_autoptr (ComityFigure) heatmap = fake_heatmap_figure (190);
  g_autoptr (ComityFigure) network = fake_network_figure (190, 1500, COMITY_LAYOUT_FR);
  g_autoptr (ComityFigure) sparse = fake_network_figure (74, 60, COMITY_LAYOUT_FR);
  g_autoptr (ComityFigure) circle = fake_network_figure (120, 500, COMITY_LAYOUT_CIRCLE);
  g_autoptr (ComityFigure) arc = fake_network_figure (90, 200, COMITY_LAYOUT_ARC);
  g_autoptr (ComityFigure) geo = fake_network_figure (120, 300, COMITY_LAYOUT_GEO);
  g_autoptr (ComityFigure) few = fake_heatmap_figure (24);

  if (argc != 2)
    {
      g_printerr ("usage: %s FOLDER\n", argv[0]);
      return 2;
    }
  for (ComityThemeKind theme = COMITY_THEME_LIGHT; theme <= COMITY_THEME_PRINT; theme++)
    {
      dump (argv[1], "line-small", line, 260, 120, theme, 144, "png");
      dump (argv[1], "line", line, 600, 300, theme, 72, "png");
      dump (argv[1], "coef", coef, 600, 450, theme, 72, "png");
      dump (argv[1], "models", models, 510, 380, theme, 144, "png");
      dump (argv[1], "heatmap", heatmap, 600, 450, theme, 72, "png");
      dump (argv[1], "heatmap", heatmap, 1000, 800, theme, 72, "png");
      dump (argv[1], "heatmap", heatmap, 510, 640, theme, 144, "png");
      dump (argv[1], "network", network, 600, 450, theme, 72, "png");
      dump (argv[1], "network", network, 1000, 800, theme, 72, "png");
      dump (argv[1], "network", network, 510, 383, theme, 144, "png");
      dump (argv[1], "sparse", sparse, 600, 450, theme, 72, "png");
      dump (argv[1], "circle", circle, 800, 700, theme, 72, "png");
      dump (argv[1], "arc", arc, 900, 500, theme, 72, "png");
      dump (argv[1], "geo", geo, 900, 600, theme, 72, "png");
      dump (argv[1], "few", few, 600, 450, theme, 72, "png");
    }
  dump (argv[1], "models", models, 510, 380, COMITY_THEME_PRINT, 72, "pdf");
  dump (argv[1], "models", models, 510, 380, COMITY_THEME_PRINT, 72, "svg");
  dump (argv[1], "heatmap", heatmap, 510, 383, COMITY_THEME_PRINT, 72, "pdf");
  dump (argv[1], "heatmap", heatmap, 510, 383, COMITY_THEME_PRINT, 72, "svg");
  dump (argv[1], "network", network, 510, 383, COMITY_THEME_PRINT, 72, "pdf");
  dump (argv[1], "network", network, 510, 383, COMITY_THEME_PRINT, 72, "svg");
  comity_figure_layout (network, 1000, 800, comity_theme_get (COMITY_THEME_LIGHT));
  dump_overlay (argv[1], "network", network, 1000, 800, COMITY_THEME_LIGHT, 1,
                comity_figure_hit (network, 590, 440),
                comity_figure_move (network, (ComityElement){ 0 }, 0, 0));
  dump_overlay (argv[1], "network", network, 1000, 800, COMITY_THEME_DARK, 2,
                comity_figure_hit (network, 521, 285), comity_figure_hit (network, 500, 250));
  dump_overlay (argv[1], "heatmap", heatmap, 1000, 800, COMITY_THEME_LIGHT, 1,
                (ComityElement){ COMITY_ELEMENT_PAIR, 30, 101 },
                (ComityElement){ COMITY_ELEMENT_PAIR, 12, 57 });
  dump_overlay (argv[1], "heatmap", heatmap, 1000, 800, COMITY_THEME_DARK, 4,
                (ComityElement){ COMITY_ELEMENT_PAIR, 30, 101 }, (ComityElement){ 0 });
  time_draw ("coef", coef, 1000, 800);
  time_draw ("heatmap", heatmap, 1000, 800);
  time_draw ("network", network, 1000, 800);
  time_draw ("circle", circle, 1000, 800);
  time_draw ("geo", geo, 1000, 800);
  return EXIT_SUCCESS;
}
