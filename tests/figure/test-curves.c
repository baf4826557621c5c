/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves over a measured axis, survivor curves and discrimination: places, words, tables, nothing.
 */
#include "config.h"

#include "comity-figure-private.h"
#include "fake-data.h"
#include "figure-pixels.h"

#include <math.h>
#include <string.h>

static const ComityTheme *
theme (void)
{
  return comity_theme_get (COMITY_THEME_LIGHT);
}

static ComityFigure *
steps_figure (void)
{
  static const double x[] = { 0, 2, 5, 9 };
  static const double a[] = { 1, 0.8, 0.5, 0.5 };
  static const double b[] = { 1, 0.9, 0.7, 0.2 };
  static const double low[] = { 1, 0.6, 0.3, NAN };
  static const double high[] = { 1, 0.9, 0.7, NAN };
  static const double at[] = { 0, 5 };
  static const double counts[] = { 10, 4, 12, 7 };
  const ComityCurve curves[] = {
    { "Civil", 0, TRUE, FALSE, 4, x, a, low, high, counts },
    { "Common", 1, TRUE, FALSE, 4, x, b, NULL, NULL, counts + 2 },
  };
  const ComityCurveOptions options = { .title = "Waiting for a treaty",
                                       .x_title = "Years",
                                       .y_title = "Without a treaty",
                                       .x_low = 0,
                                       .x_high = NAN,
                                       .y_low = 0,
                                       .y_high = 1,
                                       .reference = NAN,
                                       .count_title = "At risk",
                                       .count_at = at,
                                       .n_counts = 2 };

  return comity_curve_figure_new (curves, 2, &options);
}

static void
test_hit (void)
{
  static const double sizes[][2] = { { 260, 200 }, { 600, 400 }, { 1200, 800 } };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (ComityFigure) figure = steps_figure ();

      comity_figure_layout (figure, sizes[s][0], sizes[s][1], theme ());
      for (guint32 i = 1; i < 4; i++)
        for (guint32 c = 0; c < 2; c++)
          assert_hit_at_centre (figure, (ComityElement){ COMITY_ELEMENT_TERM, i, c });
      g_assert_cmpint (comity_figure_hit (figure, 1, 1).kind, ==, COMITY_ELEMENT_NONE);
    }
}

/* A value stands where the scales put it: 0 at the foot of the area, 1 at its head. */
static void
test_places (void)
{
  g_autoptr (ComityFigure) figure = steps_figure ();
  double ax, ay, aw, ah, x, y, w, h;

  comity_figure_layout (figure, 600, 400, theme ());
  comity_figure_get_data_area (figure, &ax, &ay, &aw, &ah);
  g_assert_true (comity_figure_get_element_rect (
      figure, (ComityElement){ COMITY_ELEMENT_TERM, 0, 0 }, &x, &y, &w, &h));
  g_assert_cmpfloat_with_epsilon (x + w / 2, ax, 1e-9);
  g_assert_cmpfloat_with_epsilon (y + h / 2, ay, 1e-9);
  g_assert_true (comity_figure_get_element_rect (
      figure, (ComityElement){ COMITY_ELEMENT_TERM, 3, 1 }, &x, &y, &w, &h));
  g_assert_cmpfloat_with_epsilon (x + w / 2, ax + aw, 1e-9);
  g_assert_cmpfloat_with_epsilon (y + h / 2, ay + 0.8 * ah, 1e-9);
  g_assert_cmpfloat (ay + ah, <, 400 - 3 * 10);
}

static void
test_words (void)
{
  g_autoptr (ComityFigure) figure = steps_figure ();
  g_autofree char *whole = comity_figure_describe (figure);
  g_autofree char *with =
      comity_figure_describe_element (figure, (ComityElement){ COMITY_ELEMENT_TERM, 1, 0 });
  g_autofree char *without =
      comity_figure_describe_element (figure, (ComityElement){ COMITY_ELEMENT_TERM, 2, 1 });
  g_autofree char *table = comity_figure_to_table (figure);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  ComityElement at;

  g_assert_nonnull (strstr (whole, "Common ends with 0.2 at 9"));
  g_assert_cmpstr (with, ==, "Civil: 0.8 [0.6, 0.9] at 2");
  g_assert_cmpstr (without, ==, "Common: 0.7 at 5");
  g_assert_cmpstr (lines[0], ==, "curve\tYears\tWithout a treaty\tlow\thigh");
  g_assert_cmpstr (lines[2], ==, "Civil\t2\t0.8\t0.6\t0.9");
  g_assert_cmpuint (g_strv_length (lines), ==, 10);

  comity_figure_layout (figure, 600, 400, theme ());
  at = comity_figure_move (figure, COMITY_NO_ELEMENT, 1, 0);
  at = comity_figure_move (figure, at, 1, 0);
  at = comity_figure_move (figure, at, 0, 1);
  g_assert_cmpuint (at.a, ==, 1);
  g_assert_cmpuint (at.b, ==, 1);
  at = comity_figure_move (figure, at, 0, 1);
  g_assert_cmpuint (at.b, ==, 1);
}

static void
test_empty (void)
{
  const ComityCurveOptions options = { .x_title = "x",
                                       .y_title = "y",
                                       .x_low = NAN,
                                       .x_high = NAN,
                                       .y_low = NAN,
                                       .y_high = NAN,
                                       .reference = NAN };
  const ComityCurve none = { .name = "none" };
  g_autoptr (ComityFigure) nothing = comity_curve_figure_new (NULL, 0, &options);
  g_autoptr (ComityFigure) empty = comity_curve_figure_new (&none, 1, &options);
  ComityFigure *figures[] = { nothing, empty };

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *words = comity_figure_describe (figures[i]);

      comity_figure_layout (figures[i], 20, 10, theme ());
      comity_figure_layout (figures[i], 300, 200, theme ());
      g_assert_cmpint (comity_figure_hit (figures[i], 100, 100).kind, ==, COMITY_ELEMENT_NONE);
      g_assert_cmpint (comity_figure_move (figures[i], COMITY_NO_ELEMENT, 1, 0).kind, ==,
                       COMITY_ELEMENT_NONE);
    }
}

/* Perfect scores: the ROC curve goes through 0, 1; the area is known. */
static void
test_roc (void)
{
  static const double score[] = { 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9 };
  static const guint8 outcome[] = { 0, 0, 0, 0, 1, 1, 1, 1 };
  static const char *const titles[] = { "perfect" };
  g_autoptr (ComityRoc) roc = comity_roc_new_from_scores (score, outcome, 8, 95.0);
  const ComityRoc *rocs[] = { roc };
  g_autofree char *table = NULL;
  ComityRocFigureKind kind;

  for (int k = COMITY_ROC_FIGURE_ROC; k <= COMITY_ROC_FIGURE_SEPARATION; k++)
    {
      g_autoptr (ComityFigure) figure =
          comity_roc_figure_new (rocs, titles, 1, (ComityRocFigureKind) k, 4, 95.0);

      comity_figure_layout (figure, 400, 300, theme ());
      g_clear_pointer (&table, g_free);
      table = comity_figure_to_table (figure);
      if (k == COMITY_ROC_FIGURE_ROC)
        g_assert_nonnull (strstr (table, "perfect\t0\t1\t"));
      else if (k == COMITY_ROC_FIGURE_PRECISION)
        g_assert_nonnull (strstr (table, "perfect\t1\t1\t"));
      else if (k == COMITY_ROC_FIGURE_CALIBRATION)
        /* two of two: Wilson's interval from 1 / (1 + z²/2) */
        g_assert_nonnull (strstr (table, "\t1\t0.342380227506"));
      else
        g_assert_nonnull (strstr (table, "perfect\t8\t0.9\t"));
    }
  g_assert_true (comity_roc_figure_kind_from_name ("precision", &kind));
  g_assert_cmpint (kind, ==, COMITY_ROC_FIGURE_PRECISION);
  g_assert_false (comity_roc_figure_kind_from_name ("pie", &kind));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/curves/hit", test_hit);
  g_test_add_func ("/figure/curves/places", test_places);
  g_test_add_func ("/figure/curves/words", test_words);
  g_test_add_func ("/figure/curves/empty", test_empty);
  g_test_add_func ("/figure/curves/roc", test_roc);
  return g_test_run ();
}
