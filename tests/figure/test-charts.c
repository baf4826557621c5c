/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line chart and the coefficient plot: where things are, what is under a point, what the words
 * and tables say, and what they do with nothing. */
#include "config.h"

#include "comity-figure-private.h"
#include "fake-data.h"
#include "figure-pixels.h"

#include <math.h>
#include <string.h>

static void
test_line_hit (void)
{
  g_autoptr (ComityFigure) figure = fake_line_figure ();
  static const double sizes[][2] = { { 260, 120 }, { 600, 300 }, { 1200, 800 } };

  g_assert_cmpint (comity_figure_hit (figure, 50, 50).kind, ==, COMITY_ELEMENT_NONE);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      comity_figure_layout (figure, sizes[i][0], sizes[i][1],
                            comity_theme_get (COMITY_THEME_LIGHT));
      for (guint32 year = 1960; year <= 2012; year++)
        {
          ComityElement element = { COMITY_ELEMENT_YEAR, year, 0 };

          assert_hit_at_centre (figure, element);
        }
      g_assert_cmpint (comity_figure_hit (figure, 1, 1).kind, ==, COMITY_ELEMENT_NONE);
    }
}

static void
test_line_words (void)
{
  g_autoptr (ComityFigure) figure = fake_line_figure ();
  ComityElement element = { COMITY_ELEMENT_YEAR, 1973, 0 };
  g_autofree char *words = comity_figure_describe_element (figure, element);
  g_autofree char *whole = comity_figure_describe (figure);
  g_autofree char *table = comity_figure_to_table (figure);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);

  g_assert_cmpstr (words, ==, "1973: United States 0.901; Switzerland 0.923; MLAT 1973");
  g_assert_nonnull (strstr (whole, "1960 to 2012"));
  g_assert_cmpuint (g_strv_length (lines), ==, 55);
  g_assert_cmpstr (lines[0], ==, "year\tUnited States\tSwitzerland\tmarks");
  g_assert_true (g_str_has_prefix (lines[1], "1960\t0.86\t\t"));
  g_assert_true (g_str_has_suffix (lines[14], "\tMLAT 1973"));
}

static void
test_line_move (void)
{
  g_autoptr (ComityFigure) figure = fake_line_figure ();
  ComityElement at;

  comity_figure_layout (figure, 600, 300, comity_theme_get (COMITY_THEME_LIGHT));
  at = comity_figure_move (figure, COMITY_NO_ELEMENT, 1, 0);
  g_assert_cmpuint (at.a, ==, 1960);
  at = comity_figure_move (figure, at, -1, 0);
  g_assert_cmpuint (at.a, ==, 1960);
  for (int i = 0; i < 100; i++)
    at = comity_figure_move (figure, at, 1, 0);
  g_assert_cmpuint (at.a, ==, 2012);
}

static void
test_line_empty (void)
{
  double nothing[3] = { NAN, NAN, NAN };
  const ComityLineSeries series = { "USA", nothing, 0 };
  g_autoptr (ComityFigure) none = comity_line_figure_new ("", 2000, 0, NULL, 0, NULL, 0);
  g_autoptr (ComityFigure) missing = comity_line_figure_new ("x", 2000, 3, &series, 1, NULL, 0);
  g_autoptr (ComityFigure) one_year = comity_line_figure_new ("x", 2000, 1, &series, 1, NULL, 0);
  g_autofree char *words = comity_figure_describe (missing);

  assert_draws (none);
  assert_draws (missing);
  assert_draws (one_year);
  g_assert_nonnull (strstr (words, "USA without data"));
  g_assert_cmpint (comity_figure_move (none, COMITY_NO_ELEMENT, 1, 0).kind, ==,
                   COMITY_ELEMENT_NONE);
}

/* The pixel under a drawn point has the series' colour, at one and two pixels a point. */
static void
test_line_pixels (void)
{
  double flat[11];
  const ComityLineSeries series = { "", flat, 2 };
  g_autoptr (ComityFigure) figure = NULL;

  for (int i = 0; i < 11; i++)
    flat[i] = 0.5;
  figure = comity_line_figure_new ("", 2000, 11, &series, 1, NULL, 0);
  for (int kind = COMITY_THEME_LIGHT; kind <= COMITY_THEME_DARK; kind++)
    for (int scale = 1; scale <= 2; scale++)
      {
        const ComityTheme *theme = comity_theme_get ((ComityThemeKind) kind);
        double x, y, width, height;
        cairo_surface_t *surface = draw_figure (figure, 600, 401, theme, scale);

        comity_figure_get_data_area (figure, &x, &y, &width, &height);
        /* The middle of the area is the value 0.5. */
        g_assert_cmphex (get_pixel (surface, scale * (x + width / 2), scale * (y + height / 2)), ==,
                         comity_color_to_pixel (comity_theme_get_category (theme, 2)));
        g_assert_cmphex (get_pixel (surface, 1, 1), ==, comity_color_to_pixel (theme->background));
        cairo_surface_destroy (surface);
      }
}

static void
test_coef_hit (void)
{
  static const double sizes[][2] = { { 260, 200 }, { 600, 450 }, { 1400, 900 } };

  for (gsize n_models = 1; n_models <= 3; n_models++)
    {
      g_autoptr (ComityFigure) figure = fake_coef_figure (n_models);

      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          comity_figure_layout (figure, sizes[i][0], sizes[i][1],
                                comity_theme_get (COMITY_THEME_PRINT));
          for (guint32 model = 0; model < n_models; model++)
            for (guint32 term = 1; term <= 9; term++)
              {
                ComityElement element = { COMITY_ELEMENT_TERM, term, model };

                if (model != 1 || term != 8)
                  assert_hit_at_centre (figure, element);
              }
        }
    }
}

static void
test_coef_move (void)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (3);
  ComityElement at;

  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  at = comity_figure_move (figure, COMITY_NO_ELEMENT, 0, 1);
  g_assert_cmpuint (at.a, ==, 1);
  g_assert_cmpuint (at.b, ==, 0);
  at = comity_figure_move (figure, at, 1, 0);
  g_assert_cmpuint (at.b, ==, 1);
  /* The second model lacks the eighth term: the step goes on to the ninth. */
  for (int i = 0; i < 7; i++)
    at = comity_figure_move (figure, at, 0, 1);
  g_assert_cmpuint (at.a, ==, 9);
  at = comity_figure_move (figure, at, 0, 1);
  g_assert_cmpuint (at.a, ==, 9);
}

static void
test_coef_words (void)
{
  g_autoptr (ComityFigure) figure = fake_coef_figure (1);
  ComityElement element = { COMITY_ELEMENT_TERM, 4, 0 };
  g_autofree char *words = comity_figure_describe_element (figure, element);
  g_autofree char *whole = comity_figure_describe (figure);
  g_autofree char *table = comity_figure_to_table (figure);

  g_assert_cmpstr (words, ==,
                   "UN ideal-point distance: −0.481 (standard error 0.092, 95% interval −0.661 to "
                   "−0.301)");
  g_assert_nonnull (strstr (whole, "6 of 9 95% intervals exclude zero"));
  g_assert_nonnull (strstr (whole, "known to be incomplete"));
  g_assert_nonnull (strstr (table, "Logit (1)\tji_min\t1.284\t0.302\t"));
}

static void
test_coef_extremes (void)
{
  ComityCoefData *data = comity_coef_data_new (4, 1);
  g_autoptr (ComityFigure) figure = NULL;
  g_autoptr (ComityFigure) none = comity_coef_figure_new_from_data (comity_coef_data_new (0, 0));
  static const double errors[] = { 0.1, 0.2, 0.15, 4000 };
  double x, y, width, height, left, area_width, unused;

  data->models[0] = g_strdup ("Logit");
  for (guint i = 0; i < 4; i++)
    {
      data->terms[i] = g_strdup_printf ("x%u", i);
      data->labels[i] = g_strdup (data->terms[i]);
      data->points[i] =
          (ComityCoefPoint){ TRUE, i, 0.5, errors[i], 0.5 - 2 * errors[i], 0.5 + 2 * errors[i] };
    }
  figure = comity_coef_figure_new_from_data (data);
  assert_draws (figure);
  comity_figure_layout (figure, 600, 300, comity_theme_get (COMITY_THEME_LIGHT));
  comity_figure_get_data_area (figure, &left, &unused, &area_width, &unused);
  /* A separated term does not squeeze the others: the second's interval stays a good part of the
   * axis. */
  g_assert_true (comity_figure_get_element_rect (
      figure, (ComityElement){ COMITY_ELEMENT_TERM, 1, 0 }, &x, &y, &width, &height));
  g_assert_cmpfloat (width, >, area_width / 30);
  g_assert_true (comity_figure_get_element_rect (
      figure, (ComityElement){ COMITY_ELEMENT_TERM, 3, 0 }, &x, &y, &width, &height));
  g_assert_cmpfloat (x + width, <, 600);
  assert_draws (none);
  g_assert_cmpint (comity_figure_move (none, COMITY_NO_ELEMENT, 0, 1).kind, ==,
                   COMITY_ELEMENT_NONE);
}

/* A separated model: a row without a finite estimate is still there, and says so. */
static void
test_coef_separated (void)
{
  ComityCoefData *data = comity_coef_data_new (2, 1);
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *words = NULL;

  data->models[0] = g_strdup ("Logit");
  for (guint i = 0; i < 2; i++)
    {
      data->terms[i] = g_strdup_printf ("x%u", i);
      data->labels[i] = g_strdup (data->terms[i]);
      data->points[i] = (ComityCoefPoint){ TRUE, i, i == 0 ? 0.4 : INFINITY, NAN, NAN, NAN };
    }
  figure = comity_coef_figure_new_from_data (data);
  assert_draws (figure);
  comity_figure_layout (figure, 600, 300, comity_theme_get (COMITY_THEME_LIGHT));
  assert_hit_at_centre (figure, (ComityElement){ COMITY_ELEMENT_TERM, 0, 0 });
  assert_hit_at_centre (figure, (ComityElement){ COMITY_ELEMENT_TERM, 1, 0 });
  words = comity_figure_describe (figure);
  g_assert_nonnull (strstr (words, "0 of 1 95% intervals exclude zero"));
}

static void
test_copy (void)
{
  ComityFigure *figure = fake_coef_figure (2);
  ComityFigure *copy = comity_figure_copy (figure);
  g_autofree char *before = comity_figure_to_table (figure);
  g_autofree char *after = NULL;

  comity_figure_set_title (figure, "Another");
  g_assert_cmpstr (comity_figure_peek_title (copy), ==, "What makes a pair of states sign");
  comity_figure_unref (figure);
  after = comity_figure_to_table (copy);
  g_assert_cmpstr (before, ==, after);
  comity_figure_unref (copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/line/hit", test_line_hit);
  g_test_add_func ("/figure/line/words", test_line_words);
  g_test_add_func ("/figure/line/move", test_line_move);
  g_test_add_func ("/figure/line/empty", test_line_empty);
  g_test_add_func ("/figure/line/pixels", test_line_pixels);
  g_test_add_func ("/figure/coef/hit", test_coef_hit);
  g_test_add_func ("/figure/coef/move", test_coef_move);
  g_test_add_func ("/figure/coef/words", test_coef_words);
  g_test_add_func ("/figure/coef/extremes", test_coef_extremes);
  g_test_add_func ("/figure/coef/separated", test_coef_separated);
  g_test_add_func ("/figure/copy", test_copy);
  return g_test_run ();
}
