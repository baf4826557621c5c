/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector kernels against plain loops: every number of columns, both builds, the exponential. */
#include "config.h"

#include "comity-kernel-private.h"
#include "comity-simd-private.h"

#include <math.h>
#include <stdlib.h>

static void
check_kernel (const ComityKernel *kernel, gsize q)
{
  gsize n_columns = q + 2;
  double *x = comity_kernel_alloc0 (n_columns * COMITY_BLOCK);
  double *tiles = comity_kernel_alloc0 (comity_kernel_get_tiles_length (q));
  double *work = comity_kernel_alloc0 (comity_kernel_get_work_length (q));
  double *s = comity_kernel_alloc0 (COMITY_BLOCK);
  double *z = comity_kernel_alloc0 (COMITY_BLOCK);
  double *eta = comity_kernel_alloc0 (COMITY_BLOCK);
  g_autofree double *h = g_new0 (double, (q + 1) * (q + 1));
  g_autofree guint32 *pick = g_new (guint32, q + 1);
  g_autofree double *beta = g_new (double, q + 1);

  for (gsize i = 0; i < n_columns * COMITY_BLOCK; i++)
    x[i] = (double) (i * 7919 % 1009) / 1009.0 - 0.4;
  for (gsize r = 0; r < COMITY_BLOCK; r++)
    {
      s[r] = (double) (r * 31 % 97) / 97.0;
      z[r] = (double) (r * 17 % 89) / 89.0 - 0.5;
    }
  for (gsize j = 0; j < q; j++)
    {
      pick[j] = (guint32) (q + 1 - j); /* backwards, the first column left out */
      beta[j] = (double) (j + 1) / 7.0;
    }
  kernel->linear (x, pick, q, beta, NULL, eta);
  for (int pass = 0; pass < 2; pass++)
    kernel->gram (x, pick, q, s, z, work, tiles);
  comity_kernel_sum_tiles (tiles, q, h);
  for (gsize r = 0; r < COMITY_BLOCK; r++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < q; j++)
        sum += beta[j] * x[pick[j] * COMITY_BLOCK + r];
      g_assert_cmpfloat (fabs (eta[r] - sum), <, 1e-12 * (1.0 + fabs (sum)));
    }
  for (gsize i = 0; i <= q; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double sum = 0.0;

        for (gsize r = 0; r < COMITY_BLOCK; r++)
          sum += (i < q ? s[r] * x[pick[i] * COMITY_BLOCK + r] : z[r]) *
                 (j < q ? s[r] * x[pick[j] * COMITY_BLOCK + r] : z[r]);
        g_assert_cmpfloat (fabs (h[i * (q + 1) + j] - 2.0 * sum), <, 1e-11);
      }
  free (x);
  free (tiles);
  free (work);
  free (s);
  free (z);
  free (eta);
}

static void
test_columns (void)
{
  for (gsize q = 0; q <= 40; q++)
    {
      check_kernel (comity_kernel_get (), q);
      check_kernel (comity_kernel_get_plain (), q);
    }
}

static void
test_exp (void)
{
  double worst = 0.0;

  for (double x = -700.0; x < 700.0; x += 0.0137)
    {
      ComityV4 v = { x, -x, x / 700.0, x / 1e5 };
      double exact[COMITY_LANES] = { exp (x), exp (-x), exp (x / 700.0), exp (x / 1e5) };

      comity_v4_exp (&v);
      for (gsize lane = 0; lane < COMITY_LANES; lane++)
        worst = fmax (worst, fabs (v[lane] - exact[lane]) /
                                 (nextafter (exact[lane], INFINITY) - exact[lane]));
    }
  g_assert_cmpfloat (worst, <=, 2.0);
}

static void
test_log1p (void)
{
  double worst = 0.0;

  for (double x = 0.0; x <= 1.0; x += 1.0 / 4096)
    {
      ComityV4 v = { x, x * x * x, x * 1e-12, ldexp (x, -1000) };
      double exact[COMITY_LANES] = { log1p (v[0]), log1p (v[1]), log1p (v[2]), log1p (v[3]) };

      comity_v4_log1p (&v);
      for (gsize lane = 0; lane < COMITY_LANES; lane++)
        worst = fmax (worst, fabs (v[lane] - exact[lane]) /
                                 (nextafter (exact[lane], INFINITY) - exact[lane]));
    }
  g_assert_cmpfloat (worst, <=, 2.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/kernel/columns", test_columns);
  g_test_add_func ("/model/kernel/exp", test_exp);
  g_test_add_func ("/model/kernel/log1p", test_log1p);
  return g_test_run ();
}
