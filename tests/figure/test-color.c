/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours: control points are met, lightness grows evenly, and everything can be seen on its
 * background, also by the colour-blind. */
#include "config.h"

#include "comity-color-map.h"

#include <math.h>

static void
test_stops (void)
{
  static const char *const names[] = { "ylgnbu",    "ylgnbu-dark", "rdbu",
                                       "rdbu-dark", "viridis",     "cividis" };
  ComityColorMap map;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (comity_color_map_from_name (names[i], &map));
      for (gsize k = 0; k < map.n_stops; k++)
        {
          ComityColor color = comity_color_map_get (&map, (double) k / (double) (map.n_stops - 1));

          g_assert_cmphex (comity_color_to_pixel (color), ==, 0xff000000u | map.stops[k]);
        }
    }
  g_assert_false (comity_color_map_from_name ("rainbow", &map));
}

static void
test_monotone (void)
{
  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_PRINT; kind++)
    {
      const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);
      ComityColorMap map = comity_color_map_for_theme (theme, FALSE, FALSE);
      ComityColorMap back = comity_color_map_for_theme (theme, FALSE, TRUE);
      double before = -1;

      for (int i = 0; i <= 100; i++)
        {
          ComityColor color = comity_color_map_get (&map, i / 100.0);
          double contrast = comity_color_contrast (color, theme->background);

          g_assert_cmpfloat (contrast, >, before);
          before = contrast;
          g_assert_cmphex (comity_color_to_pixel (comity_color_map_get (&back, 1 - i / 100.0)), ==,
                           comity_color_to_pixel (color));
        }
    }
}

static void
test_clamped (void)
{
  ComityColorMap map;

  g_assert_true (comity_color_map_from_name ("viridis", &map));
  g_assert_cmphex (comity_color_to_pixel (comity_color_map_get (&map, -3)), ==, 0xff440154);
  g_assert_cmphex (comity_color_to_pixel (comity_color_map_get (&map, 7)), ==, 0xfffde725);
}

/* As a dichromat sees it: Viénot, Brettel & Mollon 1999, in linear light; protan and deutan. */
static ComityColor
dichromat (ComityColor color, gboolean protan)
{
  double r = pow ((double) color.r, 2.2), g = pow ((double) color.g, 2.2);
  double b = pow ((double) color.b, 2.2);
  double rg = protan ? 0.11238 * r + 0.88762 * g : 0.29275 * r + 0.70725 * g;
  double blue = protan ? 0.00401 * r - 0.00401 * g + b : -0.02234 * r + 0.02234 * g + b;

  return (ComityColor){ (float) pow (CLAMP (rg, 0.0, 1.0), 1 / 2.2),
                        (float) pow (CLAMP (rg, 0.0, 1.0), 1 / 2.2),
                        (float) pow (CLAMP (blue, 0.0, 1.0), 1 / 2.2), 1 };
}

static double
distance (ComityColor a, ComityColor b)
{
  return sqrt (pow ((double) (a.r - b.r), 2) + pow ((double) (a.g - b.g), 2) +
               pow ((double) (a.b - b.b), 2));
}

static void
test_traditions (void)
{
  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_PRINT; kind++)
    {
      const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);

      for (int i = 0; i < 5; i++)
        {
          ComityColor a = comity_theme_get_tradition (theme, i);

          g_assert_cmpfloat (comity_color_contrast (a, theme->background), >, 2.0);
          for (int j = 0; j < i; j++)
            for (int protan = 0; protan < 2; protan++)
              g_assert_cmpfloat (
                  distance (dichromat (a, protan),
                            dichromat (comity_theme_get_tradition (theme, j), protan)),
                  >, 0.08);
        }
      g_assert_cmphex (comity_color_to_pixel (comity_theme_get_tradition (theme, -4)), ==,
                       comity_color_to_pixel (comity_theme_get_tradition (theme, 0)));
    }
}

static void
test_legible (void)
{
  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_PRINT; kind++)
    {
      const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);

      g_assert_cmpfloat (comity_color_contrast (theme->text, theme->background), >, 7);
      g_assert_cmpfloat (comity_color_contrast (theme->text_dim, theme->background), >, 4.5);
      g_assert_cmpfloat (comity_color_contrast (theme->accent, theme->background), >, 4.5);
    }
}

static void
test_theme_names (void)
{
  ComityThemeKind kind = COMITY_THEME_LIGHT;

  g_assert_true (comity_theme_kind_from_name ("print", &kind));
  g_assert_cmpint (kind, ==, COMITY_THEME_PRINT);
  g_assert_false (comity_theme_kind_from_name ("Print", &kind));
  g_assert_cmpint (kind, ==, COMITY_THEME_PRINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/color-map/stops", test_stops);
  g_test_add_func ("/figure/color-map/monotone", test_monotone);
  g_test_add_func ("/figure/color-map/clamped", test_clamped);
  g_test_add_func ("/figure/theme/traditions", test_traditions);
  g_test_add_func ("/figure/theme/legible", test_legible);
  g_test_add_func ("/figure/theme/names", test_theme_names);
  return g_test_run ();
}
