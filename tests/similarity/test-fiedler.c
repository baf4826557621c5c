/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fiedler vector against the whole decomposition by LAPACK and where it is known by hand;
 * where it is not unique; restarts; cancelling at every look. */
#include "config.h"

#include "comity-matrix.h"
#include "comity-order-private.h"
#include "comity-test-look.h"

#include <math.h>
#include <string.h>

#define RESOLUTION 1e-9

static double *
gaussian (gsize n, double width, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree double *x = g_new (double, 2 * n);
  double *weights = g_new (double, n *n);

  for (gsize i = 0; i < 2 * n; i++)
    x[i] = g_rand_double (random);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      weights[i * n + j] = exp (-(pow (x[i] - x[j], 2) + pow (x[n + i] - x[n + j], 2)) / width);
  return weights;
}

/* The second vector of all, with its sign; whether it has an eigenvalue of its own. */
static gboolean
decompose (const double *weights, gsize n, double *vector)
{
  g_autoptr (ComityMatrix) laplacian = comity_matrix_new (n, n);
  g_autoptr (ComityMatrix) vectors = NULL;
  g_autofree double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      if (i != j)
        {
          laplacian->data[i * n + j] = -weights[i * n + j];
          laplacian->data[i * n + i] += weights[i * n + j];
        }
  g_assert_true (comity_matrix_eigen_symmetric (laplacian, values, &vectors));
  for (gsize i = 0; i < n; i++)
    vector[i] = vectors->data[i * n + 1];
  return values[2] - values[1] > RESOLUTION * values[n - 1];
}

static void
assert_same (const double *weights, gsize n, double tolerance)
{
  g_autofree double *vector = g_new (double, n);
  g_autofree double *expected = g_new (double, n);
  double sign = 0.0, norm = 0.0;

  g_assert_true (decompose (weights, n, expected));
  g_assert_cmpint (comity_fiedler (weights, n, RESOLUTION, vector, NULL), ==, COMITY_FIEDLER_FOUND);
  for (gsize i = 0; i < n; i++)
    {
      sign += vector[i] * expected[i];
      norm += vector[i] * vector[i];
    }
  g_assert_cmpfloat_with_epsilon (norm, 1.0, 1e-12);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (vector[i], sign < 0 ? -expected[i] : expected[i], tolerance);
}

static void
test_decomposition (void)
{
  static const gsize sizes[] = { 3, 4, 5, 7, 12, 97, 193, 331 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (int width = 0; width < 3; width++)
      {
        g_autofree double *weights = gaussian (sizes[s], 0.1 * pow (10.0, width), 7 + (guint32) s);

        assert_same (weights, sizes[s], 1e-9);
      }
}

/* Of a path of n places: cos (π (i + 1/2) / n). Its small eigenvalues lie n² together. */
static void
test_path (void)
{
  const gsize n = 600;
  g_autofree double *weights = g_new0 (double, n *n);
  g_autofree double *vector = g_new (double, n);
  double sign;

  for (gsize i = 0; i + 1 < n; i++)
    weights[i * n + i + 1] = weights[(i + 1) * n + i] = 1.0;
  g_assert_cmpint (comity_fiedler (weights, n, RESOLUTION, vector, NULL), ==, COMITY_FIEDLER_FOUND);
  sign = vector[0] > 0 ? 1.0 : -1.0;
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (
        sign * vector[i], sqrt (2.0 / (double) n) * cos (G_PI * ((double) i + 0.5) / (double) n),
        1e-9);
}

/* Two groups of equals with links of little weight: the sign tells the groups. */
static void
test_weak_link (void)
{
  const gsize n = 300;
  g_autofree double *weights = g_new0 (double, n *n);
  g_autofree double *vector = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      weights[i * n + j] = (i < 120) == (j < 120) ? 1.0 : 1e-7;
  g_assert_cmpint (comity_fiedler (weights, n, RESOLUTION, vector, NULL), ==, COMITY_FIEDLER_FOUND);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (
        fabs (vector[i]), i < 120 ? sqrt (180.0 / 120.0 / 300.0) : sqrt (120.0 / 180.0 / 300.0),
        1e-9);
  g_assert_true ((vector[0] > 0) != (vector[299] > 0));
}

/* A ring has two vectors for its second eigenvalue, a complete graph n - 1. */
static void
test_not_unique (void)
{
  static const gsize sizes[] = { 3, 4, 50, 400 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gsize n = sizes[s];
      g_autofree double *ring = g_new0 (double, n *n);
      g_autofree double *equals = g_new (double, n *n);
      g_autofree double *vector = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        {
          ring[i * n + (i + 1) % n] = ring[((i + 1) % n) * n + i] = 2.5;
          for (gsize j = 0; j < n; j++)
            equals[i * n + j] = 0.25;
        }
      g_assert_cmpint (comity_fiedler (ring, n, RESOLUTION, vector, NULL), ==,
                       COMITY_FIEDLER_NOT_UNIQUE);
      g_assert_cmpint (comity_fiedler (equals, n, RESOLUTION, vector, NULL), ==,
                       COMITY_FIEDLER_NOT_UNIQUE);
    }
}

/* Nearly equal eigenvalues, so that more rows are needed than are kept. */
static void
test_restart (void)
{
  const gsize n = 500;
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree double *weights = g_new (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      weights[i * n + j] = weights[j * n + i] = 1.0 + 1e-6 * g_rand_double (random);
  assert_same (weights, n, 1e-7);
}

/* Weights of any scale, and rows in any order. */
static void
test_scale_and_order (void)
{
  const gsize n = 150;
  g_autofree double *weights = gaussian (n, 0.1, 5);
  g_autofree double *scaled = g_new (double, n *n);
  g_autofree double *vector = g_new (double, n);
  g_autofree double *other = g_new (double, n);
  double sign;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      scaled[((i * 7) % n) * n + (j * 7) % n] = 1e-200 * weights[i * n + j];
  g_assert_cmpint (comity_fiedler (weights, n, RESOLUTION, vector, NULL), ==, COMITY_FIEDLER_FOUND);
  g_assert_cmpint (comity_fiedler (scaled, n, RESOLUTION, other, NULL), ==, COMITY_FIEDLER_FOUND);
  sign = vector[0] * other[0] > 0 ? 1.0 : -1.0;
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (vector[i], sign * other[(i * 7) % n], 1e-10);
}

static void
test_cancel (void)
{
  const gsize n = 400;
  g_autofree double *weights = gaussian (n, 0.1, 9);
  g_autofree guint32 *rows = g_new (guint32, n);
  int n_looks = 0;

  for (int k = 0; k <= 40; k++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (ComityProgress) progress = comity_progress_new (cancellable);
      ComityTestLook state = { cancellable, k, 0 };

      comity_progress_set_look (progress, comity_test_look, &state);
      if (k == 0)
        {
          g_assert_true (comity_order_spectral (weights, n, rows, progress));
          n_looks = state.n_looks;
          g_assert_cmpint (n_looks, >=, 10);
        }
      else if (k < n_looks / 2)
        g_assert_false (comity_order_spectral (weights, n, rows, progress));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity/fiedler/decomposition", test_decomposition);
  g_test_add_func ("/similarity/fiedler/path", test_path);
  g_test_add_func ("/similarity/fiedler/weak-link", test_weak_link);
  g_test_add_func ("/similarity/fiedler/not-unique", test_not_unique);
  g_test_add_func ("/similarity/fiedler/restart", test_restart);
  g_test_add_func ("/similarity/fiedler/scale-and-order", test_scale_and_order);
  g_test_add_func ("/similarity/fiedler/cancel", test_cancel);
  return g_test_run ();
}
