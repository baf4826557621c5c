/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of bundled ties: by hand, against all shortest paths found another way, and what must not
 * matter: the order of ties and pairs, the number of threads, where the picture is and how large.
 */
#include "config.h"

#include "comity-routes.h"

#include <math.h>
#include <string.h>

static ComityRoutes *
route (gsize n,
       const double *x,
       const double *y,
       const guint32 *ties,
       gsize n_ties,
       const guint32 *pairs,
       gsize n_pairs)
{
  g_autoptr (GError) error = NULL;
  ComityRoutes *routes = comity_routes_new (n, x, y, ties, n_ties, pairs, n_pairs, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (routes);
  return routes;
}

/* 0–3 is long; 1 and 2 lie beside it, and 0–1, 1–2, 2–3 are ties. 4 is far off: 0–4–5 would be more
 * than twice as long as 0–5. 6 and 7 are by themselves. */
static void
test_by_hand (void)
{
  const double x[] = { 0, 1, 2, 3, 0, 1, 9, 9 }, y[] = { 0, 0.3, 0.3, 0, 3, 0.1, 0, 1 };
  const guint32 ties[] = { 0, 3, 0, 1, 1, 2, 2, 3, 0, 4, 4, 5, 6, 7 };
  const guint32 pairs[] = { 3, 0, 0, 1, 0, 2, 0, 5, 6, 7, 0, 6, 0, 3 };
  g_autoptr (ComityRoutes) routes = route (8, x, y, ties, 7, pairs, 7);
  const guint32 *via;
  gsize n;

  via = comity_routes_find (routes, 0, 3, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (via[0], ==, 1);
  g_assert_cmpuint (via[1], ==, 2);
  /* Whichever end is named first. */
  g_assert_true (comity_routes_find (routes, 3, 0, &n) == via);
  g_assert_null (comity_routes_find (routes, 0, 1, &n)); /* its own shortest way */
  g_assert_cmpuint (n, ==, 0);
  /* No tie, as a ghost has none: over the ties there are. */
  via = comity_routes_find (routes, 0, 2, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (via[0], ==, 1);
  g_assert_null (comity_routes_find (routes, 0, 5, &n)); /* too long a detour */
  g_assert_null (comity_routes_find (routes, 6, 7, &n));
  g_assert_null (comity_routes_find (routes, 0, 6, &n)); /* no way at all */
  g_assert_null (comity_routes_find (routes, 1, 3, &n)); /* not asked for */
}

typedef struct
{
  gsize n, n_ties;
  double *x, *y;
  guint32 *ties;
} Graph;

static void
graph_init (Graph *self, gsize n, double density, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  self->n = n;
  self->n_ties = 0;
  self->x = g_new (double, n);
  self->y = g_new (double, n);
  self->ties = g_new (guint32, n * n);
  for (gsize i = 0; i < n; i++)
    {
      self->x[i] = g_rand_double (rand);
      self->y[i] = g_rand_double (rand);
    }
  for (guint32 a = 0; a < n; a++)
    for (guint32 b = a + 1; b < n; b++)
      if (g_rand_double (rand) < density)
        {
          self->ties[2 * self->n_ties] = a;
          self->ties[2 * self->n_ties++ + 1] = b;
        }
}

static void
graph_clear (Graph *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->ties);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Graph, graph_clear)

static double
length (const Graph *graph, guint32 a, guint32 b)
{
  return hypot (graph->x[a] - graph->x[b], graph->y[a] - graph->y[b]);
}

/* Sums of squares over all shortest ways, by Floyd and Warshall; @lengths: how long those are. */
static double *
all_distances (const Graph *graph, double *lengths)
{
  gsize n = graph->n;
  double *d = g_new (double, n *n);

  for (gsize i = 0; i < n * n; i++)
    d[i] = lengths[i] = i % (n + 1) == 0 ? 0 : INFINITY;
  for (gsize k = 0; k < graph->n_ties; k++)
    {
      guint32 a = graph->ties[2 * k], b = graph->ties[2 * k + 1];

      lengths[a * n + b] = lengths[b * n + a] = length (graph, a, b);
      d[a * n + b] = d[b * n + a] = pow (length (graph, a, b), 2);
    }
  for (gsize k = 0; k < n; k++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        if (d[i * n + k] + d[k * n + j] < d[i * n + j])
          {
            d[i * n + j] = d[i * n + k] + d[k * n + j];
            lengths[i * n + j] = lengths[i * n + k] + lengths[k * n + j];
          }
  return d;
}

static void
test_shortest (void)
{
  static const double densities[] = { 0.03, 0.1, 0.4, 1 };

  for (gsize s = 0; s < G_N_ELEMENTS (densities); s++)
    {
      g_auto (Graph) graph = { 0 };
      g_autoptr (ComityRoutes) routes = NULL;
      g_autofree double *d = NULL;
      g_autofree double *lengths = NULL;
      g_autofree guint8 *is_tie = NULL;
      gsize n_routed = 0;

      graph_init (&graph, 60, densities[s], (guint32) s + 1);
      lengths = g_new (double, graph.n *graph.n);
      d = all_distances (&graph, lengths);
      is_tie = g_new0 (guint8, graph.n * graph.n);
      for (gsize k = 0; k < graph.n_ties; k++)
        is_tie[graph.ties[2 * k] * graph.n + graph.ties[2 * k + 1]] =
            is_tie[graph.ties[2 * k + 1] * graph.n + graph.ties[2 * k]] = 1;
      routes =
          route (graph.n, graph.x, graph.y, graph.ties, graph.n_ties, graph.ties, graph.n_ties);
      for (gsize k = 0; k < graph.n_ties; k++)
        {
          guint32 a = graph.ties[2 * k], b = graph.ties[2 * k + 1], at = a;
          double squares = 0, all = 0, direct = length (&graph, a, b);
          gsize n;
          const guint32 *via = comity_routes_find (routes, a, b, &n);

          for (gsize i = 0; i <= n; i++)
            {
              guint32 to = i < n ? via[i] : b;

              g_assert_true (is_tie[at * graph.n + to]);
              squares += pow (length (&graph, at, to), 2);
              all += length (&graph, at, to);
              at = to;
            }
          g_assert_cmpfloat (all, <=, COMITY_ROUTES_MOST_DETOUR * direct * (1 + 1e-12));
          n_routed += n > 0;
          if (n > 0)
            {
              gsize unused;

              g_assert_cmpfloat (fabs (squares - d[a * graph.n + b]), <, 1e-12);
              /* Every part of a bundle is a tie that stays straight. */
              at = a;
              for (gsize i = 0; i <= n; i++)
                {
                  guint32 to = i < n ? via[i] : b;

                  g_assert_null (comity_routes_find (routes, at, to, &unused));
                  at = to;
                }
            }
          else
            /* Straight: nothing is shorter, or what is is too long a way round. */
            g_assert_true (d[a * graph.n + b] >= direct * direct - 1e-12 ||
                           lengths[a * graph.n + b] > COMITY_ROUTES_MOST_DETOUR * direct - 1e-12);
        }
      if (densities[s] > 0.3)
        g_assert_cmpuint (n_routed, >, graph.n_ties / 2);
    }
}

/* The same whatever the order of what is given, and wherever and however large the picture. */
static void
test_invariance (void)
{
  g_auto (Graph) graph = { 0 };
  g_autoptr (ComityRoutes) routes = NULL;
  g_autoptr (ComityRoutes) turned = NULL;
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  g_autofree guint32 *shuffled = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  graph_init (&graph, 120, 0.2, 7);
  routes = route (graph.n, graph.x, graph.y, graph.ties, graph.n_ties, graph.ties, graph.n_ties);
  x = g_new (double, graph.n);
  y = g_new (double, graph.n);
  for (gsize i = 0; i < graph.n; i++)
    {
      x[i] = 4 * graph.x[i];
      y[i] = -4 * graph.y[i];
    }
  shuffled = g_memdup2 (graph.ties, 2 * graph.n_ties * sizeof (guint32));
  for (gsize k = 0; k < graph.n_ties; k++)
    {
      gsize other = (gsize) g_rand_int_range (rand, 0, (gint32) graph.n_ties);

      for (int end = 0; end < 2; end++)
        {
          guint32 swap = shuffled[2 * k + end];

          shuffled[2 * k + end] = shuffled[2 * other + 1 - end];
          shuffled[2 * other + 1 - end] = swap;
        }
    }
  turned = route (graph.n, x, y, shuffled, graph.n_ties, shuffled, graph.n_ties);
  for (gsize k = 0; k < graph.n_ties; k++)
    {
      gsize n, m;
      const guint32 *a = comity_routes_find (routes, graph.ties[2 * k], graph.ties[2 * k + 1], &n);
      const guint32 *b = comity_routes_find (turned, graph.ties[2 * k], graph.ties[2 * k + 1], &m);

      g_assert_cmpmem (a, n * sizeof *a, b, m * sizeof *b);
    }
}

static void
test_ugly (void)
{
  const double x[] = { 0.5, 0.5, 0.5 }, y[] = { 0.5, 0.5, 0.5 };
  const guint32 ties[] = { 0, 1, 1, 2, 0, 2 };
  g_autoptr (ComityRoutes) none = route (0, NULL, NULL, NULL, 0, NULL, 0);
  g_autoptr (ComityRoutes) alone = route (1, x, y, NULL, 0, NULL, 0);
  g_autoptr (ComityRoutes) same = route (3, x, y, ties, 3, ties, 3);
  g_autoptr (ComityRoutes) untied = route (3, x, y, NULL, 0, ties, 3);
  gsize n;

  g_assert_null (comity_routes_find (none, 0, 1, &n));
  g_assert_null (comity_routes_find (alone, 0, 1, &n));
  g_assert_null (comity_routes_find (untied, 0, 1, &n));
  /* All at one place: no way is longer than another, and each ends. */
  comity_routes_find (same, 0, 2, &n);
  g_assert_cmpuint (n, <=, 1);
}

typedef struct
{
  GCancellable *cancellable;
  gint n_looks, at;
} Canceller;

static void
look (gpointer data)
{
  Canceller *self = data;

  if (g_atomic_int_add (&self->n_looks, 1) + 1 == self->at)
    g_cancellable_cancel (self->cancellable);
}

static void
test_cancel (void)
{
  g_auto (Graph) graph = { 0 };

  graph_init (&graph, 100, 0.3, 3);
  for (int at = 1; at < 200; at += 20)
    {
      Canceller canceller = { g_cancellable_new (), 0, at };
      g_autoptr (ComityProgress) progress = comity_progress_new (canceller.cancellable);
      g_autoptr (GError) error = NULL;
      ComityRoutes *routes;

      comity_progress_set_look (progress, look, &canceller);
      routes = comity_routes_new (graph.n, graph.x, graph.y, graph.ties, graph.n_ties, graph.ties,
                                  graph.n_ties, progress, &error);
      g_assert_null (routes);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (canceller.cancellable);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/routes/by-hand", test_by_hand);
  g_test_add_func ("/network/routes/shortest", test_shortest);
  g_test_add_func ("/network/routes/invariance", test_invariance);
  g_test_add_func ("/network/routes/ugly", test_ugly);
  g_test_add_func ("/network/routes/cancel", test_cancel);

  return g_test_run ();
}
