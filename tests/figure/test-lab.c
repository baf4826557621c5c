/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures of the similarity lab, from the bundled world: cuts and flips of the dendrogram,
 * bands, groups of states, changes, the two distributions, and one state's row. */
#include "config.h"

#include "comity-figures.h"
#include "comity-heatmap-figure-private.h"
#include "figure-pixels.h"
#include "comity-test-panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define YEAR 2000

typedef struct
{
  ComityPanel *panel;
  ComitySimilarity *similarity;
  ComityOrder *order;
  ComityNetwork *network;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ComityPanelRecipe recipe = COMITY_PANEL_RECIPE_INIT;
  const ComitySimilaritySpec spec = { "gower", NULL };
  g_autoptr (GError) error = NULL;

  recipe.first_year = 1985;
  recipe.last_year = YEAR;
  fixture->panel = comity_test_build_panel (&recipe);
  fixture->similarity = comity_similarity_compute (fixture->panel, &spec, YEAR, NULL, &error);
  g_assert_no_error (error);
  fixture->order =
      comity_order_compute (fixture->panel, fixture->similarity, COMITY_ORDER_WARD, NULL, &error);
  g_assert_no_error (error);
  fixture->network = comity_network_new (fixture->panel, YEAR, TRUE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  comity_network_unref (fixture->network);
  comity_order_free (fixture->order);
  comity_similarity_unref (fixture->similarity);
  comity_panel_unref (fixture->panel);
}

/* The bar of each joint is hit where nothing nearer covers it; beside the joints, cuts, the more
 * the nearer to the leaves. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  ComityHeatmapOptions options = COMITY_HEATMAP_OPTIONS_INIT;
  g_autoptr (ComityFigure) figure = NULL;
  g_autofree char *words = NULL;
  g_autofree guint32 *groups = g_new (guint32, fixture->order->n);
  ComityHeatmapFigure *self;
  ComityHeatmapJoint *top;
  ComityElement element;
  guint32 before = G_MAXUINT32;

  options.n_groups = 5;
  figure = comity_heatmap_figure_new (fixture->panel, fixture->similarity, fixture->order,
                                      fixture->network, &options);
  self = (ComityHeatmapFigure *) figure;
  assert_draws (figure);
  comity_figure_layout (figure, 1100, 800, comity_theme_get (COMITY_THEME_LIGHT));
  g_assert_cmpfloat (self->tree.width, >, 0);
  g_assert_true (self->tree_is_left);
  top = &self->data->joints[self->data->n_joints - 1];
  g_assert_cmpuint (top->n_leaves, ==, self->data->n_joints + 1);
  element = comity_figure_hit (figure, self->tree.x + 1,
                               figure->area.y + self->cell * (top->left + top->right) / 2);
  g_assert_cmpint (element.kind, ==, COMITY_ELEMENT_JOINT);
  g_assert_cmpuint (element.a, ==, self->data->n_joints - 1);

  for (double height = 0.97; height > 0.02; height -= 0.05)
    {
      element = comity_figure_hit (figure, self->tree.x + self->tree.width * (1 - height),
                                   figure->area.y + 1);
      if (element.kind != COMITY_ELEMENT_CUT)
        continue;
      g_assert_true (before == G_MAXUINT32 || element.a >= before);
      g_assert_cmpuint (element.a, ==,
                        comity_order_count_groups (fixture->order, height * top->value));
      before = element.a;
    }
  g_assert_cmpuint (before, >, 10);

  /* Groups of the figure are those of the order; joints above the cut belong to none. */
  g_assert_cmpuint (comity_order_cut (fixture->order, 5, groups), ==, 5);
  g_assert_cmpmem (self->data->groups, fixture->order->n * sizeof *groups, groups,
                   fixture->order->n * sizeof *groups);
  for (gsize k = 0; k < self->data->n_joints; k++)
    g_assert_true ((self->data->joints[k].group == G_MAXUINT32) == (k + 4 >= self->data->n_joints));
  g_assert_cmpfloat (self->data->cut, <, 1);
  words = comity_figure_describe (figure);
  g_assert_nonnull (strstr (words, "The tree is cut at "));
  g_assert_nonnull (strstr (words, " into 5 groups"));
  g_assert_null (strstr (words, ".."));
}

/* A cut that is dragged follows the pointer also where a joint lies and beyond the tree, and says
 * its height in the measure's unit; the line of the cut that is made is taken from under any joint.
 */
static void
test_dragged_cut (Fixture *fixture, gconstpointer data)
{
  ComityHeatmapOptions options = COMITY_HEATMAP_OPTIONS_INIT;
  g_autoptr (ComityFigure) figure = NULL;
  ComityHeatmapFigure *self;
  ComityElement all, one, made;
  double top, along;

  options.n_groups = 5;
  figure = comity_heatmap_figure_new (fixture->panel, fixture->similarity, fixture->order,
                                      fixture->network, &options);
  comity_figure_layout (figure, 1100, 800, comity_theme_get (COMITY_THEME_LIGHT));
  self = (ComityHeatmapFigure *) figure;
  top = self->data->joints[self->data->n_joints - 1].value;
  one = comity_figure_cut (figure, -500, 300);
  g_assert_cmpint (one.kind, ==, COMITY_ELEMENT_CUT);
  g_assert_cmpuint (one.a, ==, 1);
  all = comity_figure_cut (figure, 5000, 300);
  g_assert_cmpuint (all.a, ==, comity_order_count_groups (fixture->order, 0.0));
  for (double share = 0.0; share <= 1.0; share += 0.01)
    {
      ComityElement cut =
          comity_figure_cut (figure, self->tree.x + self->tree.width * (1 - share), 300);
      g_autofree char *words = comity_figure_describe_element (figure, cut);
      double height =
          comity_heatmap_data_get_height (self->data, (double) cut.b / COMITY_HEATMAP_CUT_STEPS);

      g_assert_cmpuint (cut.a, ==, comity_order_count_groups (fixture->order, height));
      g_assert_cmpfloat_with_epsilon (height, share * top, top / COMITY_HEATMAP_CUT_STEPS);
      g_assert_true (g_str_has_prefix (words, "A cut at "));
    }
  for (along = 0.5; along < (double) self->data->n_joints; along += 7)
    {
      made = comity_figure_hit (figure, self->tree.x + self->tree.width * (1 - self->data->cut),
                                figure->area.y + self->cell * along);
      g_assert_cmpint (made.kind, ==, COMITY_ELEMENT_CUT);
      g_assert_cmpuint (made.a, ==, 5);
    }
  options.show_dendrogram = FALSE;
  {
    g_autoptr (ComityFigure) without = comity_heatmap_figure_new (
        fixture->panel, fixture->similarity, fixture->order, fixture->network, &options);

    comity_figure_layout (without, 1100, 800, comity_theme_get (COMITY_THEME_LIGHT));
    g_assert_cmpint (comity_figure_cut (without, 10, 300).kind, ==, COMITY_ELEMENT_NONE);
  }
}

/* Cairo rounds colours its own way. */
static gboolean
is_near (guint32 a, guint32 b)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (abs ((int) (a >> shift & 255) - (int) (b >> shift & 255)) > 1)
      return FALSE;
  return TRUE;
}

/* The lens around a pair and a state, in every corner of the figure and at any size, with the
 * colour of the cell in its middle; none around a branch or where states stand together. */
static void
test_lens (Fixture *fixture, gconstpointer data)
{
  const ComityTheme *theme = comity_theme_get (COMITY_THEME_LIGHT);
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new (
      fixture->panel, fixture->similarity, fixture->order, fixture->network, NULL);
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  const ComityElement joint = { COMITY_ELEMENT_JOINT, 1, 0 };
  const ComityElement state = { COMITY_ELEMENT_STATE, self->data->states[9], 0 };
  g_autoptr (ComityBlocks) blocks =
      comity_blocks_new (fixture->panel, fixture->similarity, COMITY_GROUPING_REGION);
  g_autoptr (ComityFigure) together =
      comity_heatmap_figure_new_blocks (fixture->panel, fixture->similarity, blocks, NULL);

  g_assert_true (comity_figure_has_lens (figure));
  /* Not laid out yet. */
  g_assert_false (comity_figure_can_magnify (figure, state));
  for (int size = 60; size <= 1200; size += 380)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
      cairo_t *cr = cairo_create (surface);

      comity_figure_layout (figure, size, size, theme);
      for (int corner = 0; corner < 4; corner++)
        {
          comity_figure_draw_lens (figure, cr, state, size * (corner & 1), size * (corner >> 1));
          comity_figure_draw_lens (figure, cr,
                                   (ComityElement){ COMITY_ELEMENT_PAIR, self->data->states[0],
                                                    self->data->states[self->data->n - 1] },
                                   size * (corner & 1), size * (corner >> 1));
        }
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  g_assert_true (comity_figure_can_magnify (figure, state));
  g_assert_false (comity_figure_can_magnify (figure, joint));
  comity_figure_layout (together, 600, 600, theme);
  g_assert_false (
      comity_figure_can_magnify (together, (ComityElement){ COMITY_ELEMENT_GROUP, 0, 1 }));

  /* Drawn over a plain ground: the colour of a cell beside the middle is in it. */
  {
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1000, 800);
    cairo_t *cr = cairo_create (surface);
    ComityColor color = self->steps[comity_heatmap_figure_get_step (self, 9, 8)];
    guint32 wanted = comity_color_to_pixel (color);
    gsize n_found = 0;

    comity_figure_layout (figure, 1000, 800, theme);
    comity_figure_draw_lens (figure, cr, state, 100, 100);
    cairo_surface_flush (surface);
    for (int y = 0; y < 800; y++)
      for (int x = 0; x < 1000; x++)
        n_found += is_near (get_pixel (surface, x, y), wanted);
    g_assert_cmpuint (n_found, >, 200);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

static void
test_bands (Fixture *fixture, gconstpointer data)
{
  ComityHeatmapOptions options = COMITY_HEATMAP_OPTIONS_INIT;
  g_autoptr (ComityFigure) by_region = NULL;
  g_autoptr (ComityFigure) by_variable = NULL;
  ComityHeatmapFigure *self;
  g_autofree double *values = g_new (double, comity_panel_get_n_states (fixture->panel));

  options.band = COMITY_HEATMAP_BAND_REGION;
  by_region = comity_heatmap_figure_new (fixture->panel, fixture->similarity, fixture->order, NULL,
                                         &options);
  assert_draws (by_region);
  self = (ComityHeatmapFigure *) by_region;
  for (gsize i = 0; i < self->data->n; i++)
    {
      const char *region = comity_panel_peek_state_region (fixture->panel, self->data->states[i]);

      if (*region == '\0')
        g_assert_true (isnan (self->data->bands[i]));
      else
        g_assert_cmpstr (self->data->band_names[(gsize) self->data->bands[i]], ==, region);
    }

  options.band = COMITY_HEATMAP_BAND_VARIABLE;
  options.band_variable = "polity2";
  by_variable = comity_heatmap_figure_new (fixture->panel, fixture->similarity, fixture->order,
                                           NULL, &options);
  assert_draws (by_variable);
  self = (ComityHeatmapFigure *) by_variable;
  comity_panel_get_state_values (
      fixture->panel, (gsize) comity_panel_find_state_variable (fixture->panel, "polity2"), YEAR,
      values);
  g_assert_cmpfloat (self->data->band_low, ==, -10);
  g_assert_cmpfloat (self->data->band_high, ==, 10);
  for (gsize i = 0; i < self->data->n; i++)
    g_assert_true (self->data->bands[i] == values[self->data->states[i]] ||
                   (isnan (self->data->bands[i]) && isnan (values[self->data->states[i]])));
}

/* What each component adds is said of the cell, and adds up to it. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  guint32 a = (guint32) comity_panel_find_state (fixture->panel, "USA");
  guint32 b = (guint32) comity_panel_find_state (fixture->panel, "CHE");
  g_autoptr (ComityFigure) figure = comity_heatmap_figure_new (
      fixture->panel, fixture->similarity, fixture->order, fixture->network, NULL);
  g_autofree char *words = comity_figure_describe_element (
      figure, (ComityElement){ COMITY_ELEMENT_PAIR, MIN (a, b), MAX (a, b) });

  g_assert_nonnull (strstr (words, " of the "));
  g_assert_nonnull (strstr (words, "from Legal tradition"));
  g_assert_nonnull (strstr (words, "100 % of the weight has data"));
}

static void
test_blocks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ComityBlocks) blocks =
      comity_blocks_new (fixture->panel, fixture->similarity, COMITY_GROUPING_REGION);
  g_autoptr (ComityFigure) figure =
      comity_heatmap_figure_new_blocks (fixture->panel, fixture->similarity, blocks, NULL);
  g_autofree char *words = NULL;
  g_autofree char *table = comity_figure_to_table (figure);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
  ComityElement element = COMITY_NO_ELEMENT;

  assert_draws (figure);
  comity_figure_layout (figure, 900, 700, comity_theme_get (COMITY_THEME_LIGHT));
  for (guint32 g = 0; g < blocks->n; g++)
    for (guint32 h = g; h < blocks->n; h++)
      assert_hit_at_centre (figure, (ComityElement){ COMITY_ELEMENT_GROUP, g, h });
  element = comity_figure_move (figure, element, 0, 0);
  g_assert_cmpint (element.kind, ==, COMITY_ELEMENT_GROUP);
  words = comity_figure_describe_element (figure, (ComityElement){ COMITY_ELEMENT_GROUP, 0, 0 });
  g_assert_nonnull (strstr (words, "among themselves: mean "));
  g_assert_cmpuint (g_strv_length (lines), ==, blocks->n * (blocks->n + 1) / 2 + 2);
}

/* Change: the colour of no change is the middle of the map; rows of states of one year are absent.
 */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  const ComitySimilaritySpec spec = { "gower", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ComitySimilarity) earlier =
      comity_similarity_compute (fixture->panel, &spec, 1986, NULL, &error);
  g_autoptr (ComitySimilarity) change =
      comity_similarity_subtract (fixture->similarity, earlier, &error);
  g_autoptr (ComitySimilarity) wide = comity_similarity_with_every_state (change, fixture->panel);
  g_autoptr (ComityOrder) order =
      comity_order_compute (fixture->panel, wide, COMITY_ORDER_NAME, NULL, &error);
  g_autoptr (ComityFigure) figure =
      comity_heatmap_figure_new (fixture->panel, wide, order, fixture->network, NULL);
  ComityHeatmapFigure *self = (ComityHeatmapFigure *) figure;
  guint32 ddr = (guint32) comity_panel_find_state (fixture->panel, "DDR");
  guint32 est = (guint32) comity_panel_find_state (fixture->panel, "EST");
  guint32 fra = (guint32) comity_panel_find_state (fixture->panel, "FRA");
  g_autofree char *words = NULL;
  gsize row, column;

  assert_draws (figure);
  g_assert_true (self->map.diverging);
  g_assert_true (self->data->is_change);
  g_assert_nonnull (strstr (self->data->remark, "in both 1986 and 2000"));
  g_assert_true (comity_heatmap_figure_find (
      self, (ComityElement){ COMITY_ELEMENT_PAIR, MIN (ddr, fra), MAX (ddr, fra) }, &row, &column));
  g_assert_cmpint (comity_heatmap_figure_get_cell (self, row, column), ==, COMITY_HEATMAP_ABSENT);
  words = comity_figure_describe_element (
      figure, (ComityElement){ COMITY_ELEMENT_PAIR, MIN (est, fra), MAX (est, fra) });
  g_assert_nonnull (strstr (words, "not both states in both 1986 and 2000"));
}

static void
test_distribution (Fixture *fixture, gconstpointer data)
{
  static const char *const measures[] = { "gower", "tradition", "difference:polity2" };

  for (gsize m = 0; m < G_N_ELEMENTS (measures); m++)
    {
      const ComitySimilaritySpec spec = { measures[m], NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (ComitySimilarity) similarity =
          comity_similarity_compute (fixture->panel, &spec, YEAR, NULL, &error);
      g_autoptr (ComityDistribution) both =
          comity_distribution_new (fixture->panel, similarity, TRUE);
      g_autoptr (ComityFigure) figure = comity_distribution_figure_new (fixture->panel, both);
      g_autofree char *table = comity_figure_to_table (figure);
      g_auto (GStrv) lines = g_strsplit (table, "\n", -1);
      g_autofree char *words = comity_figure_describe (figure);
      guint64 n_tied = 0, n_untied = 0;
      g_autofree char *share =
          g_strdup_printf ("in %.1f %% of all comparisons", 100 * both->probability);

      assert_draws (figure);
      comity_figure_layout (figure, 700, 600, comity_theme_get (COMITY_THEME_LIGHT));
      for (guint l = 1; lines[l] != NULL && *lines[l] != '\0'; l++)
        {
          g_auto (GStrv) cells = g_strsplit (lines[l], "\t", -1);

          n_tied += g_ascii_strtoull (cells[2], NULL, 10);
          n_untied += g_ascii_strtoull (cells[3], NULL, 10);
          assert_hit_at_centre (figure, (ComityElement){ COMITY_ELEMENT_GROUP, l - 1, 0 });
        }
      g_assert_cmpuint (n_tied, ==, both->tied.n);
      g_assert_cmpuint (n_untied, ==, both->untied.n);
      g_assert_nonnull (strstr (words, share));
    }
}

/* All rows are there when there is room, in order; few rows: head, gap, tail, those without data.
 */
static void
test_rank (Fixture *fixture, gconstpointer data)
{
  guint32 state = (guint32) comity_panel_find_state (fixture->panel, "CHE");
  g_autoptr (ComityFigure) figure =
      comity_rank_figure_new (fixture->panel, fixture->similarity, state, fixture->network);
  gsize n = comity_similarity_get_n (fixture->similarity);
  gsize row = (gsize) comity_similarity_find_state (fixture->similarity, state);
  ComityElement element = COMITY_NO_ELEMENT;
  double before = INFINITY;
  gsize n_known = 0;

  assert_draws (figure);
  for (gsize j = 0; j < n; j++)
    n_known += j != row && !isnan (comity_similarity_get (fixture->similarity, row, j));
  for (int high = 0; high < 2; high++)
    {
      gsize n_walked = 0;

      comity_figure_layout (figure, 320, high ? 6000 : 400, comity_theme_get (COMITY_THEME_LIGHT));
      element = COMITY_NO_ELEMENT;
      before = INFINITY;
      for (;;)
        {
          ComityElement next = comity_figure_move (figure, element, 0, 1);
          guint32 other;
          double value;

          if (comity_element_equal (next, element))
            break;
          element = next;
          g_assert_cmpint (element.kind, ==, COMITY_ELEMENT_PAIR);
          other = element.a == state ? element.b : element.a;
          value = comity_similarity_get (
              fixture->similarity, row,
              (gsize) comity_similarity_find_state (fixture->similarity, other));
          g_assert_cmpfloat (value, <=, before);
          before = value;
          assert_hit_at_centre (figure, element);
          n_walked++;
        }
      if (high)
        g_assert_cmpuint (n_walked, ==, n_known);
      else
        g_assert_cmpuint (n_walked, <, n_known);
    }
}

/* A state that does not exist in the year: a sentence instead of a list. */
static void
test_rank_absent (Fixture *fixture, gconstpointer data)
{
  guint32 ddr = (guint32) comity_panel_find_state (fixture->panel, "DDR");
  g_autoptr (ComityFigure) figure =
      comity_rank_figure_new (fixture->panel, fixture->similarity, ddr, NULL);
  g_autofree char *words = comity_figure_describe (figure);

  assert_draws (figure);
  g_assert_nonnull (strstr (words, "no data"));
  g_assert_cmpint (comity_figure_move (figure, COMITY_NO_ELEMENT, 0, 1).kind, ==,
                   COMITY_ELEMENT_NONE);
}

#define ADD(name, func) g_test_add ("/figure/lab/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("cut", test_cut);
  ADD ("dragged-cut", test_dragged_cut);
  ADD ("lens", test_lens);
  ADD ("bands", test_bands);
  ADD ("parts", test_parts);
  ADD ("blocks", test_blocks);
  ADD ("change", test_change);
  ADD ("distribution", test_distribution);
  ADD ("rank", test_rank);
  ADD ("rank-absent", test_rank_absent);
  return g_test_run ();
}
