/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strips of panels: one scale for all, every panel on the page and none on another, answers that
 * name the panel, and a table of all. */
#include "config.h"

#include "comity-figure-export.h"
#include "comity-figure-private.h"
#include "fake-data.h"

#include <math.h>
#include <string.h>

#define N_PANELS 7

static const char *const labels[] = { "1960", "1970", "1980", "1990", "2000", "2010", "2020" };

/* Networks of so many states as years went by. */
static ComityFigure *
new_network_strip (void)
{
  ComityFigure *figures[N_PANELS];
  ComityFigure *strip;

  for (gsize i = 0; i < N_PANELS; i++)
    figures[i] = fake_network_figure (20 + 20 * i, 30 + 60 * i, COMITY_LAYOUT_FR);
  strip = comity_strip_figure_new (figures, labels, N_PANELS);
  for (gsize i = 0; i < N_PANELS; i++)
    comity_figure_unref (figures[i]);
  return strip;
}

static ComityFigure *
new_heatmap_strip (void)
{
  ComityFigure *figures[N_PANELS];
  ComityFigure *strip;

  for (gsize i = 0; i < N_PANELS; i++)
    figures[i] = fake_heatmap_figure (13);
  strip = comity_strip_figure_new (figures, labels, N_PANELS);
  for (gsize i = 0; i < N_PANELS; i++)
    comity_figure_unref (figures[i]);
  return strip;
}

/* Where each state is met when the page is swept: how many panels have it at all. */
static guint
count_panels_with (ComityFigure *strip, guint32 state)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (double y = 0; y < strip->height; y += 1.5)
    for (double x = 0; x < strip->width; x += 1.5)
      {
        ComityElement element = comity_figure_hit (strip, x, y);
        g_autofree char *words = NULL;
        g_autofree char *again = NULL;
        ComityRect rect;

        if (element.kind != COMITY_ELEMENT_STATE || element.a != state)
          continue;
        /* The element's place is that of the panel it was hit in: its middle is the same again. */
        words = comity_figure_describe_element (strip, element);
        g_assert_true (comity_figure_get_element_rect (strip, element, &rect.x, &rect.y,
                                                       &rect.width, &rect.height));
        g_assert_true (comity_element_equal (
            comity_figure_hit (strip, rect.x + rect.width / 2, rect.y + rect.height / 2), element));
        again = comity_figure_describe_element (strip, element);
        g_assert_cmpstr (again, ==, words);
        g_hash_table_add (seen, g_strndup (words, 4));
      }
  return g_hash_table_size (seen);
}

static void
test_hit (void)
{
  static const double sizes[][2] = { { 493, 370 }, { 800, 300 }, { 300, 800 } };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (ComityFigure) strip = new_heatmap_strip ();

      comity_figure_layout (strip, sizes[s][0], sizes[s][1], comity_theme_get (COMITY_THEME_PRINT));
      g_assert_cmpuint (count_panels_with (strip, 3), ==, N_PANELS);
    }
}

/* The keys lead through a panel and on into the next. */
static void
test_move (void)
{
  g_autoptr (ComityFigure) strip = new_heatmap_strip ();
  ComityElement element = COMITY_NO_ELEMENT;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  comity_figure_layout (strip, 493, 370, comity_theme_get (COMITY_THEME_PRINT));
  element = comity_figure_move (strip, element, 0, 0);
  start = comity_figure_describe_element (strip, element);
  g_assert_true (g_str_has_prefix (start, "1960: "));
  for (gsize i = 0; i < 13; i++)
    element = comity_figure_move (strip, element, 1, 0);
  end = comity_figure_describe_element (strip, element);
  g_assert_true (g_str_has_prefix (end, "1970: "));
}

/* Nodes of one value have one size in all panels, and the largest of all has the largest. */
static void
test_scale (void)
{
  ComityFigure *figures[2] = { fake_network_figure (40, 60, COMITY_LAYOUT_FR),
                               fake_network_figure (40, 300, COMITY_LAYOUT_FR) };
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_PRINT);
  double alone[2], joined[2];

  for (int i = 0; i < 2; i++)
    {
      comity_figure_layout (figures[i], 300, 300, theme);
      alone[i] = comity_network_figure_value_to_radius ((ComityNetworkFigure *) figures[i], 3);
    }
  g_assert_cmpfloat (fabs (alone[0] - alone[1]), >, 0.1);
  comity_figures_join (figures, 2);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (ComityFigure) copy = comity_figure_copy (figures[i]);

      comity_figure_layout (copy, 300, 300, theme);
      joined[i] = comity_network_figure_value_to_radius ((ComityNetworkFigure *) copy, 3);
    }
  g_assert_cmpfloat (joined[0], ==, joined[1]);
  g_assert_cmpfloat_with_epsilon (joined[1], alone[1], 1e-12);
  comity_figure_unref (figures[0]);
  comity_figure_unref (figures[1]);
}

static void
test_heatmap_scale (void)
{
  ComityHeatmapData *data[2] = { fake_heatmap_data (10), fake_heatmap_data (10) };
  ComityFigure *figures[2];
  g_autoptr (ComityFigure) copy = NULL;

  data[0]->low = -2;
  data[1]->high = 5;
  for (int i = 0; i < 2; i++)
    figures[i] = comity_heatmap_figure_new_from_data (data[i], NULL);
  comity_figures_join (figures, 2);
  copy = comity_figure_copy (figures[1]);
  g_assert_cmpfloat (((ComityHeatmapFigure *) copy)->scale.low, ==, -2);
  g_assert_cmpfloat (((ComityHeatmapFigure *) copy)->scale.high, ==, 5);
  g_assert_cmpfloat (((ComityHeatmapFigure *) figures[0])->scale.high, ==, 5);
  comity_figure_unref (figures[0]);
  comity_figure_unref (figures[1]);
}

/* Title and notice are the panels', once; each panel has its own head, and all is on the page. */
static void
test_words (void)
{
  g_autoptr (ComityFigure) strip = new_network_strip ();
  ComityExportOptions options = COMITY_EXPORT_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *words = comity_figure_describe (strip);
  g_autofree char *table = comity_figure_to_table (strip);
  g_autofree char *svg = NULL;
  gsize n, n_notices = 0;

  g_assert_cmpstr (comity_figure_peek_title (strip), ==,
                   "Mutual legal assistance treaties, 1960 – 2020");
  g_assert_true (g_str_has_prefix (words, "7 panels, 1960 to 2020."));
  g_assert_true (g_str_has_prefix (table, "panel\tstate\t"));
  for (gsize i = 0; i < N_PANELS; i++)
    {
      g_autofree char *row = g_strdup_printf ("\n%s\t", labels[i]);

      g_assert_nonnull (strstr (table, row));
    }
  options.width_mm = 174;
  bytes = comity_figure_export_bytes (strip, "svg", &options, &error);
  g_assert_no_error (error);
  svg = g_strndup (g_bytes_get_data (bytes, &n), g_bytes_get_size (bytes));
  for (gsize i = 0; i < N_PANELS; i++)
    {
      g_autofree char *head = g_strdup_printf (">%s</text>", labels[i]);

      g_assert_nonnull (strstr (svg, head));
    }
  for (const char *at = svg; (at = strstr (at, "known to be incomplete</text>")) != NULL; at++)
    n_notices++;
  g_assert_cmpuint (n_notices, ==, 1);
}

/* A single panel, one state, and a page with no room at all are figures too. */
static void
test_small (void)
{
  ComityFigure *one = fake_heatmap_figure (1);
  g_autoptr (ComityFigure) strip = comity_strip_figure_new (&one, labels, 1);
  static const ComityThemeKind themes[] = { COMITY_THEME_LIGHT, COMITY_THEME_DARK };

  comity_figure_unref (one);
  for (gsize t = 0; t < G_N_ELEMENTS (themes); t++)
    for (double side = 1; side < 200; side *= 3)
      {
        comity_figure_layout (strip, side, side, comity_theme_get (themes[t]));
        comity_figure_hit (strip, side / 2, side / 2);
      }
  g_assert_cmpstr (comity_figure_peek_title (strip), ==, "Whose institutions resemble whose, 2012");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/figure/strip/hit", test_hit);
  g_test_add_func ("/figure/strip/move", test_move);
  g_test_add_func ("/figure/strip/scale", test_scale);
  g_test_add_func ("/figure/strip/heatmap-scale", test_heatmap_scale);
  g_test_add_func ("/figure/strip/words", test_words);
  g_test_add_func ("/figure/strip/small", test_small);

  return g_test_run ();
}
