/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The specification curve: every point is where it says, also those without an estimate. */
#include "config.h"

#include "comity-dataset-io.h"
#include "comity-figures.h"
#include "comity-words.h"

#include <string.h>

/* Eight rows of which s separates the outcome. */
static ComitySpecCurve *
make_curve (void)
{
  static const char text[] = "y,x,z,s\n0,1,4,0\n1,2,1,1\n0,3,5,0\n1,4,2,1\n0,5,9,0\n1,6,3,1\n"
                             "0,7,6,0\n1,8,2,1\n1,3,7,1\n0,2,8,0\n";
  static const char *const sets[] = { "", "z", "s", "z + s", NULL };
  static const char *const models[] = { "logit", "lpm", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityDataset) dataset = comity_dataset_load_bytes (bytes, "t.csv", NULL, &error);
  g_autoptr (ComityWorkbench) bench = NULL;
  g_autoptr (ComitySpec) base = comity_spec_new ("y ~ x");
  ComitySpecCurveOptions options = {
    .base = base, .focal = "x", .sets = sets, .estimators = models
  };
  ComitySpecCurve *curve;

  g_assert_no_error (error);
  bench = comity_workbench_new (NULL, dataset, COMITY_WORKBENCH_BYTES);
  curve = comity_spec_curve_new (&options, bench, NULL, &error);
  g_assert_no_error (error);
  return curve;
}

static void
test_elements (void)
{
  g_autoptr (ComitySpecCurve) curve = make_curve ();
  g_autoptr (ComityFigure) figure = comity_spec_curve_figure_new (curve);
  gsize n = comity_spec_curve_get_n (curve);
  ComityElement element = { COMITY_ELEMENT_NONE, 0, 0 };
  gsize n_problems = 0;

  g_assert_cmpuint (n, ==, 8);
  comity_figure_layout (figure, 600, 450, comity_theme_get (COMITY_THEME_LIGHT));
  for (guint32 i = 0; i < n; i++)
    {
      ComityElement point = { COMITY_ELEMENT_SPECIFICATION, i, 0 };
      g_autofree char *words = comity_figure_describe_element (figure, point);
      double x, y, width, height;

      g_assert_true (comity_figure_get_element_rect (figure, point, &x, &y, &width, &height));
      g_assert_true (
          comity_element_equal (comity_figure_hit (figure, x + width / 2, y + height / 2), point));
      g_assert_cmpfloat (x, >=, 0.0);
      g_assert_cmpfloat (x + width, <=, 600.0);
      g_assert_cmpfloat (y + height, <=, 450.0);
      n_problems += strstr (words, "No estimate") != NULL;
    }
  g_assert_cmpuint (n_problems, >, 0);
  g_assert_cmpuint (n_problems, ==, n - comity_spec_curve_peek_summary (curve)->n_estimated);
  /* The keys walk through all of them from left to right. */
  for (gsize i = 0; i < n; i++)
    {
      element = comity_figure_move (figure, element, element.kind == COMITY_ELEMENT_NONE ? 0 : 1, 0);
      g_assert_cmpuint (element.a, ==, comity_spec_curve_peek_order (curve)[i]);
    }
  g_assert_cmpint (comity_figure_hit (figure, 1, 1).kind, ==, COMITY_ELEMENT_NONE);
}

static void
test_words (void)
{
  g_autoptr (ComitySpecCurve) curve = make_curve ();
  g_autoptr (ComityFigure) figure = comity_spec_curve_figure_new (curve);
  g_autofree char *table = comity_figure_to_table (figure);
  g_autofree char *words = comity_figure_describe (figure);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 8 + 1);
  g_assert_true (g_str_has_prefix (words, "Specification curve: x in "));
  g_assert_nonnull (strstr (comity_figure_peek_title (figure), "8 specifications"));
}

/* In every theme and at sizes where nothing fits, it draws. */
static void
test_draw (void)
{
  static const double sizes[][2] = { { 600, 450 }, { 120, 90 }, { 30, 20 }, { 1600, 300 } };
  g_autoptr (ComitySpecCurve) curve = make_curve ();
  g_autoptr (ComityFigure) figure = comity_spec_curve_figure_new (curve);
  g_autoptr (ComityFigure) copy = comity_figure_copy (figure);

  for (int theme = COMITY_THEME_LIGHT; theme <= COMITY_THEME_PRINT; theme++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        cairo_surface_t *surface =
            cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) sizes[i][0], (int) sizes[i][1]);
        cairo_t *cr = cairo_create (surface);

        comity_figure_layout (copy, sizes[i][0], sizes[i][1],
                              comity_theme_get ((ComityThemeKind) theme));
        comity_figure_draw (copy, cr);
        comity_figure_draw_overlay (copy, cr, (ComityElement){ COMITY_ELEMENT_SPECIFICATION, 1, 0 },
                                    (ComityElement){ COMITY_ELEMENT_SPECIFICATION, 2, 0 });
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

/* What a picture has to say of itself outlives what the data have to say; elsewhere these do. */
static void
test_dress (void)
{
  g_autoptr (ComitySpecCurve) curve = make_curve ();
  g_autoptr (ComityFigure) figure = comity_spec_curve_figure_new (curve);
  g_autoptr (ComityDataset) simulated = NULL;
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (0);
  g_autofree char *before = comity_figure_describe (figure);
  g_autofree char *said = NULL;
  g_autofree char *kept = NULL;

  comity_dataset_builder_set_simulated (builder, TRUE);
  simulated = comity_dataset_builder_end (builder);
  g_assert_null (strstr (before, "Simulated"));
  comity_figure_dress (figure, simulated, "Of ten rows.");
  said = comity_figure_describe (figure);
  g_assert_true (g_str_has_suffix (said, "Simulated data"));
  g_assert_cmpstr (comity_figure_peek_caption (figure), ==, "Of ten rows.");

  comity_figure_set_notice (figure, "Preview on 1/16 of the rows");
  comity_figure_dress (figure, simulated, "Of ten rows.");
  kept = comity_figure_describe (figure);
  g_assert_true (g_str_has_suffix (kept, "Preview on 1/16 of the rows"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/spec-curve/elements", test_elements);
  g_test_add_func ("/figure/spec-curve/words", test_words);
  g_test_add_func ("/figure/spec-curve/draw", test_draw);
  g_test_add_func ("/figure/spec-curve/dress", test_dress);
  return g_test_run ();
}
