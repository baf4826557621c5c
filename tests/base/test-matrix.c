/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small dense matrices: inverses against known answers, scales far apart, repair of a covariance.
 */
#include "config.h"

#include "comity-matrix.h"

#include <math.h>

static ComityMatrix *
matrix_of (gsize n, const double *values)
{
  ComityMatrix *m = comity_matrix_new (n, n);

  for (gsize i = 0; i < n * n; i++)
    m->data[i] = values[i];
  return m;
}

static void
test_inverse (void)
{
  const double hilbert[] = { 1.0,     1.0 / 2, 1.0 / 3, 1.0 / 2, 1.0 / 3,
                             1.0 / 4, 1.0 / 3, 1.0 / 4, 1.0 / 5 };
  const double known[] = { 9, -36, 30, -36, 192, -180, 30, -180, 180 };
  g_autoptr (ComityMatrix) a = matrix_of (3, hilbert);
  double rcond;
  g_autoptr (ComityMatrix) inverse = comity_matrix_invert_spd (a, &rcond);

  g_assert_nonnull (inverse);
  for (gsize i = 0; i < 9; i++)
    g_assert_cmpfloat_with_epsilon (inverse->data[i], known[i], 1e-10);
  g_assert_cmpfloat (rcond, >, 1e-4);
  g_assert_cmpfloat (rcond, <, 1.0);
}

static void
test_scales (void)
{
  const double values[] = { 4e18, 1.0, 1.0, 2e-18 };
  g_autoptr (ComityMatrix) a = matrix_of (2, values);
  g_autoptr (ComityMatrix) inverse = comity_matrix_invert_spd (a, NULL);
  const double b[] = { 1.0, 1.0 };
  double x[2];

  /* The determinant is 8 - 1 = 7. */
  g_assert_nonnull (inverse);
  g_assert_cmpfloat (fabs (comity_matrix_get (inverse, 0, 0) / (2e-18 / 7.0) - 1.0), <, 1e-14);
  g_assert_cmpfloat (fabs (comity_matrix_get (inverse, 1, 1) / (4e18 / 7.0) - 1.0), <, 1e-14);
  g_assert_true (comity_matrix_solve_spd (a, b, x));
  g_assert_cmpfloat (fabs (x[1] / ((4e18 - 1.0) / 7.0) - 1.0), <, 1e-14);
}

static void
test_not_positive (void)
{
  const double indefinite[] = { 1, 2, 2, 1 };
  const double nan_inside[] = { NAN, 0, 0, 1 };
  g_autoptr (ComityMatrix) a = matrix_of (2, indefinite);
  g_autoptr (ComityMatrix) b = matrix_of (2, nan_inside);

  g_assert_null (comity_matrix_invert_spd (a, NULL));
  g_assert_null (comity_matrix_invert_spd (b, NULL));
}

static void
test_repair (void)
{
  const double indefinite[] = { 1, 2, 2, 1 };
  const double positive[] = { 2, 1, 1, 2 };
  g_autoptr (ComityMatrix) a = matrix_of (2, indefinite);
  g_autoptr (ComityMatrix) b = matrix_of (2, positive);
  double smallest;

  /* Eigenvalues 3 and -1; without the second 1.5 everywhere is left. */
  g_assert_true (comity_matrix_repair_psd (a, &smallest));
  g_assert_cmpfloat_with_epsilon (smallest, -1.0, 1e-14);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (a->data[i], 1.5, 1e-14);
  g_assert_false (comity_matrix_repair_psd (b, &smallest));
  g_assert_cmpfloat (b->data[0], ==, 2.0);
}

static void
test_sandwich (void)
{
  const double bread[] = { 1, 2, 3, 5 };
  const double meat[] = { 2, 1, 1, 3 };
  const double known[] = { 18, 47, 47, 123 };
  g_autoptr (ComityMatrix) b = matrix_of (2, bread);
  g_autoptr (ComityMatrix) m = matrix_of (2, meat);
  g_autoptr (ComityMatrix) v = comity_matrix_sandwich (b, m);

  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (v->data[i], known[i], 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/matrix/inverse", test_inverse);
  g_test_add_func ("/base/matrix/scales", test_scales);
  g_test_add_func ("/base/matrix/not-positive", test_not_positive);
  g_test_add_func ("/base/matrix/repair", test_repair);
  g_test_add_func ("/base/matrix/sandwich", test_sandwich);
  return g_test_run ();
}
