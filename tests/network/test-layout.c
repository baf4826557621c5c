/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts: the same bits for a seed, inside the unit square, isolates out of the way, stable from
 * one year to the next, and a projection whose corners are known. */
#include "config.h"

#include "comity-layout-private.h"
#include "comity-layout-watch.h"

#include <math.h>
#include <string.h>

/* A connected part of @n_core nodes, @n_pairs pairs beside it, and isolates. */
static ComityNetwork *
make_network (gsize n_core, gsize n_more, gsize n_pairs, gsize n_isolates, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree ComityEdge *edges = g_new0 (ComityEdge, n_core + n_more + n_pairs);
  gsize n_edges = 0;

  for (gsize i = 1; i < n_core; i++)
    edges[n_edges++] =
        (ComityEdge){ (guint32)i, (guint32)g_rand_int_range (rand, 0, (gint32)i), 1990, 1 };
  for (gsize e = 0; e < n_more; e++)
    edges[n_edges++] = (ComityEdge){ (guint32)g_rand_int_range (rand, 0, (gint32)n_core),
                                     (guint32)g_rand_int_range (rand, 0, (gint32)n_core), 1990, 1 };
  for (gsize p = 0; p < n_pairs; p++)
    edges[n_edges++] =
        (ComityEdge){ (guint32)(n_core + 2 * p), (guint32)(n_core + 2 * p + 1), 1990, 1 };
  return comity_network_new_from_edges (n_core + 2 * n_pairs + n_isolates, edges, n_edges);
}

static ComityLayout *
compute (ComityNetwork *network, ComityLayoutMethod method, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  ComityLayout *layout = comity_layout_compute (network, method, seed, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (layout->n, ==, comity_network_get_n_nodes (network));
  g_assert_cmpint (layout->method, ==, method);
  g_assert_cmpuint (layout->seed, ==, seed);
  return layout;
}

static void
assert_in_square (const ComityLayout *layout)
{
  for (gsize i = 0; i < layout->n; i++)
    {
      g_assert_true (layout->x[i] >= 0.0 && layout->x[i] <= 1.0);
      g_assert_true (layout->y[i] >= 0.0 && layout->y[i] <= 1.0);
    }
}

static gboolean
same_bits (const ComityLayout *a, const ComityLayout *b)
{
  return a->n == b->n && memcmp (a->x, b->x, a->n * sizeof (double)) == 0 &&
         memcmp (a->y, b->y, a->n * sizeof (double)) == 0;
}

static double
least_distance (const ComityLayout *layout)
{
  double least = INFINITY;

  for (gsize i = 0; i < layout->n; i++)
    for (gsize j = 0; j < i; j++)
      least = fmin (least, hypot (layout->x[i] - layout->x[j], layout->y[i] - layout->y[j]));
  return least;
}

/* The first three follow the ties. */
static const ComityLayoutMethod methods[] = {
  COMITY_LAYOUT_FR,     COMITY_LAYOUT_KK,  COMITY_LAYOUT_STRESS,
  COMITY_LAYOUT_CIRCLE, COMITY_LAYOUT_ARC, COMITY_LAYOUT_CONCENTRIC,
  COMITY_LAYOUT_HIVE,
};
#define N_FORCE 3

static void
test_same_bits (void)
{
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (ComityNetwork) network = make_network (60, 150, 3, 12, 4);
      g_autoptr (ComityNetwork) again = make_network (60, 150, 3, 12, 4);
      g_autoptr (ComityLayout) a = compute (network, methods[m], 7);
      g_autoptr (ComityLayout) b = compute (again, methods[m], 7);
      g_autoptr (ComityLayout) c = compute (network, methods[m], 8);
      g_autoptr (ComityLayout) copy = comity_layout_copy (a);
      gboolean seeded = comity_layout_method_is_force (methods[m]);

      g_assert_true (same_bits (a, b));
      g_assert_true (same_bits (a, copy));
      g_assert_true (same_bits (a, c) == !seeded);
    }
}

static void
test_shapes (void)
{
  static const gsize shapes[][4] = { { 0, 0, 0, 0 },   { 0, 0, 0, 1 },   { 0, 0, 0, 150 },
                                     { 2, 0, 0, 0 },   { 3, 0, 0, 0 },   { 3, 0, 0, 200 },
                                     { 40, 80, 9, 5 }, { 2, 0, 30, 90 }, { 12, 200, 0, 0 } };

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
      {
        g_autoptr (ComityNetwork) network =
            make_network (shapes[s][0], shapes[s][1], shapes[s][2], shapes[s][3], 11);
        g_autoptr (ComityLayout) layout = compute (network, methods[m], 1);

        assert_in_square (layout);
        if (layout->n > 1)
          g_assert_cmpfloat (least_distance (layout), >, 1e-3);
      }
}

static void
test_isolates (void)
{
  g_autoptr (ComityNetwork) network = make_network (30, 60, 0, 120, 5);
  g_autoptr (ComityLayout) layout = compute (network, COMITY_LAYOUT_FR, 1);
  double lowest_tie = 0.0;
  double highest_tie = 1.0;
  double first_row = 1.0;

  for (gsize i = 0; i < layout->n; i++)
    if (i < 30)
      {
        lowest_tie = fmax (lowest_tie, layout->y[i]);
        highest_tie = fmin (highest_tie, layout->y[i]);
      }
    else
      first_row = fmin (first_row, layout->y[i]);
  /* Beneath those with ties, who keep most of the picture. */
  g_assert_cmpfloat (first_row, >, lowest_tie);
  g_assert_cmpfloat (lowest_tie - highest_tie, >, 0.5);
}

/* Linked nodes are nearer to each other than others are: what a force-directed layout is for. */
static void
test_forces (void)
{
  for (gsize m = 0; m < N_FORCE; m++)
    {
      g_autoptr (ComityNetwork) network = make_network (80, 60, 0, 0, 3);
      g_autoptr (ComityLayout) layout = compute (network, methods[m], 1);
      double linked = 0.0;
      double all = 0.0;
      gsize n = layout->n;

      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < i; j++)
          {
            double distance = hypot (layout->x[i] - layout->x[j], layout->y[i] - layout->y[j]);

            all += distance / ((double)n * (double)(n - 1) / 2.0);
            if (comity_network_find_edge (network, (guint32)i, (guint32)j) >= 0)
              linked += distance / (double)comity_network_get_n_edges (network);
          }
      g_assert_cmpfloat (linked, <, 0.5 * all);
    }
}

static double
mean_move (const ComityLayout *a, const ComityLayout *b, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += hypot (a->x[i] - b->x[i], a->y[i] - b->y[i]) / (double)n;
  return sum;
}

static void
test_next_year (void)
{
  /* The next year has the same states, some more ties and one state more. */
  g_autoptr (ComityNetwork) before = make_network (70, 150, 0, 10, 6);
  g_autofree ComityEdge *edges = g_new (ComityEdge, comity_network_get_n_edges (before) + 6);
  gsize n_edges = comity_network_get_n_edges (before);
  g_autoptr (ComityNetwork) after = NULL;

  memcpy (edges, comity_network_peek_edges (before), n_edges * sizeof *edges);
  edges[n_edges++] = (ComityEdge){ 70, 3, 1991, 1 };
  edges[n_edges++] = (ComityEdge){ 80, 5, 1991, 1 };
  edges[n_edges++] = (ComityEdge){ 12, 44, 1991, 1 };
  edges[n_edges++] = (ComityEdge){ 13, 60, 1991, 1 };
  after = comity_network_new_from_edges (81, edges, n_edges);

  for (gsize m = 0; m < N_FORCE; m++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityLayout) start = compute (before, methods[m], 1);
      g_autoptr (ComityLayout) fresh = compute (after, methods[m], 2);
      g_autoptr (ComityLayout) next =
          comity_layout_compute_from (after, methods[m], 2, start, before, NULL, &error);
      g_autoptr (ComityLayout) again =
          comity_layout_compute_from (after, methods[m], 2, start, before, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (same_bits (next, again));
      assert_in_square (next);
      g_assert_cmpfloat (mean_move (start, next, 70), <, 0.1);
      /* Kamada and Kawai find about the same picture from anywhere; Fruchterman and Reingold do
       * not. */
      if (methods[m] == COMITY_LAYOUT_FR)
        g_assert_cmpfloat (mean_move (start, next, 70), <, 0.2 * mean_move (start, fresh, 70));
    }
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
  g_autoptr (ComityNetwork) network = make_network (60, 150, 3, 12, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (ComityLayout) after = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (comity_layout_compute (network, COMITY_LAYOUT_FR, 1, progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* And igraph still works for the next one. */
  after = compute (network, COMITY_LAYOUT_KK, 1);
  assert_in_square (after);
}

static void
test_names (void)
{
  ComityLayoutMethod method;

  for (int m = 0; m < COMITY_N_LAYOUTS; m++)
    {
      g_assert_true (comity_layout_method_from_name (
          comity_layout_method_name ((ComityLayoutMethod)m), &method));
      g_assert_cmpint (method, ==, m);
    }
  g_assert_false (comity_layout_method_from_name ("spiral", &method));
}

static void
test_projection (void)
{
  double x;
  double y;

  for (int p = 0; p < COMITY_N_PROJECTIONS; p++)
    {
      ComityProjection projection;

      g_assert_true (comity_projection_from_name (
          comity_projection_name ((ComityProjection)p), &projection));
      g_assert_cmpint (projection, ==, p);
    }
  for (int p = 0; p <= COMITY_PROJECTION_EQUAL_EARTH; p++)
    {
      double west;
      double south;

      comity_projection_project ((ComityProjection)p, 0.0, 0.0, &x, &y);
      g_assert_cmpfloat_with_epsilon (x, 0.5, 1e-15);
      g_assert_cmpfloat_with_epsilon (y, 0.5, 1e-15);
      comity_projection_project ((ComityProjection)p, 180.0, 0.0, &x, &y);
      g_assert_cmpfloat_with_epsilon (x, 1.0, 1e-12);
      comity_projection_project ((ComityProjection)p, 7.4, 46.9, &x, &y);
      comity_projection_project ((ComityProjection)p, -7.4, -46.9, &west, &south);
      g_assert_cmpfloat_with_epsilon (x + west, 1.0, 1e-12);
      g_assert_cmpfloat_with_epsilon (y + south, 1.0, 1e-12);
      g_assert_cmpfloat (y, <, 0.5);
    }
  /* The published extents: 2.73539 by 1.42239, and 2.7066297 by 1.3173628. */
  comity_projection_project (COMITY_PROJECTION_NATURAL_EARTH, 0.0, 90.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 0.5 - 1.42239 / (2.0 * 2.73539), 1e-5);
  comity_projection_project (COMITY_PROJECTION_EQUAL_EARTH, 0.0, 90.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 0.5 - 1.3173628 / (2.0 * 2.7066297), 1e-6);
  /* Round the pole: distances from it are true, Greenwich points down, 90° east to the right. */
  comity_projection_project (COMITY_PROJECTION_POLAR, 33.0, 90.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (hypot (x - 0.5, y - 0.5), 0.0, 1e-15);
  comity_projection_project (COMITY_PROJECTION_POLAR, 0.0, -60.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (y, 1.0, 1e-12);
  comity_projection_project (COMITY_PROJECTION_POLAR, 90.0, 15.0, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 0.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (y, 0.5, 1e-12);
}

/* Equal Earth keeps areas: a cell of one degree has the same area as its cosine says, anywhere. */
static void
test_equal_area (void)
{
  double first = 0.0;

  for (int latitude = -80; latitude <= 80; latitude += 20)
    {
      double x[4];
      double y[4];
      double area = 0.0;

      for (int c = 0; c < 4; c++)
        comity_projection_project (COMITY_PROJECTION_EQUAL_EARTH, 40.0 + 0.01 * (c == 1 || c == 2),
                                   latitude + 0.01 * (c >= 2), &x[c], &y[c]);
      for (int c = 0; c < 4; c++)
        area += 0.5 * (x[c] * y[(c + 1) % 4] - x[(c + 1) % 4] * y[c]);
      area = fabs (area) / cos ((latitude + 0.005) * G_PI / 180.0);
      if (first == 0.0)
        first = area;
      g_assert_cmpfloat_with_epsilon (area / first, 1.0, 1e-4);
    }
}

static double
stress_of (const ComityNetwork *network, const double *x, const double *y, gsize n)
{
  g_autofree double *d = g_new (double, n * n);
  double sum = 0.0;

  /* Floyd and Warshall, to have the distances from elsewhere. */
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      d[i * n + j] = i == j ? 0.0
                     : comity_network_find_edge (network, (guint32)i, (guint32)j) >= 0 ? 1.0
                                                                                       : 1e9;
  for (gsize k = 0; k < n; k++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        d[i * n + j] = fmin (d[i * n + j], d[i * n + k] + d[k * n + j]);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double gap = hypot (x[i] - x[j], y[i] - y[j]) - d[i * n + j];

        sum += gap * gap / (d[i * n + j] * d[i * n + j]);
      }
  return sum;
}

/* Each round makes the stress smaller, and it ends at a place where none of 200 small moves of a
 * node makes it smaller still. */
static void
test_stress (void)
{
  g_autoptr (ComityNetwork) network = make_network (40, 30, 0, 0, 9);
  gsize n = comity_network_get_n_nodes (network);
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  double before;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = 6.0 * comity_layout_random (3, (guint32)i, 0);
      y[i] = 6.0 * comity_layout_random (3, (guint32)i, 1);
    }
  before = stress_of (network, x, y, n);
  for (int round = 0; round < 40; round++)
    {
      double after;

      g_assert_true (comity_layout_stress (n, comity_network_peek_edges (network),
                                           comity_network_get_n_edges (network), 1, NULL, NULL, NULL,
                                           x, y));
      after = stress_of (network, x, y, n);
      g_assert_cmpfloat (after, <=, before * (1.0 + 1e-12));
      before = after;
    }
  g_assert_true (comity_layout_stress (n, comity_network_peek_edges (network),
                                       comity_network_get_n_edges (network), 3000, NULL, NULL, NULL,
                                       x, y));
  before = stress_of (network, x, y, n);
  for (guint32 trial = 0; trial < 200; trial++)
    {
      gsize i = trial % n;
      double angle = 2.0 * G_PI * comity_layout_random (7, trial, 0);
      double old_x = x[i];
      double old_y = y[i];

      x[i] += 0.2 * cos (angle);
      y[i] += 0.2 * sin (angle);
      g_assert_cmpfloat (stress_of (network, x, y, n), >, before);
      x[i] = old_x;
      y[i] = old_y;
    }
}

/* Two states at distance 1 and a path of three: the stress is 0 where the path is straight. */
static void
test_stress_path (void)
{
  const ComityEdge edges[] = { { 0, 1, 0, 1 }, { 1, 2, 0, 1 } };
  double x[] = { 0.0, 1.0, 1.2 };
  double y[] = { 0.0, 0.3, 0.9 };

  g_assert_true (comity_layout_stress (3, edges, 2, 20000, NULL, NULL, NULL, x, y));
  g_assert_cmpfloat_with_epsilon (hypot (x[0] - x[1], y[0] - y[1]), 1.0, 2e-2);
  g_assert_cmpfloat_with_epsilon (hypot (x[0] - x[2], y[0] - y[2]), 2.0, 5e-2);
}

/* More nodes than are compared all with all: pivots stand for them, and linked ones are near. */
static void
test_stress_large (void)
{
  g_autoptr (ComityNetwork) network = make_network (1500, 500, 0, 0, 2);
  g_autoptr (ComityLayout) a = compute (network, COMITY_LAYOUT_STRESS, 1);
  g_autoptr (ComityLayout) b = compute (network, COMITY_LAYOUT_STRESS, 1);
  const ComityEdge *edges = comity_network_peek_edges (network);
  double linked = 0.0;
  gsize n_edges = comity_network_get_n_edges (network);

  g_assert_true (same_bits (a, b));
  assert_in_square (a);
  for (gsize e = 0; e < n_edges; e++)
    linked += hypot (a->x[edges[e].a] - a->x[edges[e].b], a->y[edges[e].a] - a->y[edges[e].b]);
  g_assert_cmpfloat (linked / (double)n_edges, <, 0.1);
}

/* Anchored: whoever was there stands exactly where they stood, in every year. */
static void
test_anchored (void)
{
  g_autoptr (ComityNetwork) all = make_network (50, 90, 0, 8, 6);
  g_autoptr (ComityLayout) base = compute (all, COMITY_LAYOUT_FR, 3);
  const ComityEdge few[] = { { 1, 2, 1990, 1 }, { 3, 58, 1990, 1 } };
  g_autoptr (ComityNetwork) year = comity_network_new_from_edges (59, few, 2);
  g_autoptr (ComityLayout) layout = comity_layout_compute_anchored (year, base, all);

  g_assert_cmpuint (layout->n, ==, 59);
  for (gsize i = 0; i < 58; i++)
    {
      g_assert_cmpfloat (layout->x[i], ==, base->x[i]);
      g_assert_cmpfloat (layout->y[i], ==, base->y[i]);
    }
  /* A state that the anchor lacks stands beside its only partner. */
  g_assert_cmpfloat (hypot (layout->x[58] - layout->x[3], layout->y[58] - layout->y[3]), <, 0.05);
  g_assert_cmpfloat (hypot (layout->x[58] - layout->x[3], layout->y[58] - layout->y[3]), >, 0.0);
}

static void
test_no_capitals (void)
{
  g_autoptr (ComityNetwork) network = make_network (5, 0, 0, 0, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (comity_layout_compute (network, COMITY_LAYOUT_GEO, 1, NULL, &error));
  g_assert_error (error, COMITY_NETWORK_ERROR, COMITY_NETWORK_ERROR_LAYOUT);
}

typedef struct
{
  guint n_asked, n_shown;
  double moved; /* between two looks, in all */
  ComityLayout *before;
} Watching;

/* Every third time. */
static gboolean
wants_look (gpointer data)
{
  return ((Watching *) data)->n_asked++ % 3 == 0;
}

static void
take_look (const ComityLayout *now, gpointer data)
{
  Watching *self = data;

  assert_in_square (now);
  for (gsize i = 0; i < now->n && self->before != NULL; i++)
    self->moved += hypot (now->x[i] - self->before->x[i], now->y[i] - self->before->y[i]);
  comity_layout_free (self->before);
  self->before = comity_layout_copy (now);
  self->n_shown++;
}

/* Looking on changes no bit of what comes out; what is seen moves, and ends close to the end. */
static void
test_watched (void)
{
  static const ComityLayoutMethod watched_methods[] = { COMITY_LAYOUT_FR, COMITY_LAYOUT_KK,
                                                COMITY_LAYOUT_STRESS, COMITY_LAYOUT_CIRCLE };
  g_autoptr (ComityNetwork) network = make_network (120, 90, 4, 6, 5);

  for (gsize m = 0; m < G_N_ELEMENTS (watched_methods); m++)
    {
      g_autoptr (ComityLayout) alone = compute (network, watched_methods[m], 3);
      Watching watching = { 0, 0, 0, NULL };
      const ComityLayoutWatch watch = { wants_look, take_look, &watching };
      g_autoptr (GError) error = NULL;
      g_autoptr (ComityLayout) watched =
          comity_layout_compute_watched (network, watched_methods[m], 3, &watch, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (same_bits (alone, watched));
      if (comity_layout_method_is_force (watched_methods[m]))
        {
          double far = 0;

          g_assert_cmpuint (watching.n_shown, >=, 5);
          g_assert_cmpfloat (watching.moved, >, 1.0);
          for (gsize i = 0; i < watched->n; i++)
            far += hypot (watched->x[i] - watching.before->x[i],
                          watched->y[i] - watching.before->y[i]) /
                   (double) watched->n;
          g_assert_cmpfloat (far, <, 0.1);
        }
      else
        g_assert_cmpuint (watching.n_shown, ==, 0);
      comity_layout_free (watching.before);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  comity_network_init_library ();
  g_test_add_func ("/network/layout/watched", test_watched);
  g_test_add_func ("/network/layout/same-bits", test_same_bits);
  g_test_add_func ("/network/layout/shapes", test_shapes);
  g_test_add_func ("/network/layout/isolates", test_isolates);
  g_test_add_func ("/network/layout/forces", test_forces);
  g_test_add_func ("/network/layout/next-year", test_next_year);
  g_test_add_func ("/network/layout/cancel", test_cancel);
  g_test_add_func ("/network/layout/names", test_names);
  g_test_add_func ("/network/layout/projection", test_projection);
  g_test_add_func ("/network/layout/equal-area", test_equal_area);
  g_test_add_func ("/network/layout/stress", test_stress);
  g_test_add_func ("/network/layout/stress-path", test_stress_path);
  g_test_add_func ("/network/layout/stress-large", test_stress_large);
  g_test_add_func ("/network/layout/anchored", test_anchored);
  g_test_add_func ("/network/layout/no-capitals", test_no_capitals);
  return g_test_run ();
}
