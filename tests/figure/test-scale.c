/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales, their ticks, and the numbers on them. */
#include "config.h"

#include "comity-scale.h"

#include <math.h>

static void
test_map (void)
{
  ComityScale scale;

  comity_scale_init (&scale, COMITY_SCALE_LINEAR, 10, 30);
  g_assert_cmpfloat (comity_scale_map (&scale, 10), ==, 0);
  g_assert_cmpfloat (comity_scale_map (&scale, 25), ==, 0.75);
  g_assert_cmpfloat (comity_scale_unmap (&scale, 0.75), ==, 25);
  g_assert_true (isnan (comity_scale_map (&scale, NAN)));

  comity_scale_init (&scale, COMITY_SCALE_LOG, 1, 1000);
  g_assert_cmpfloat_with_epsilon (comity_scale_map (&scale, 10), 1.0 / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (comity_scale_unmap (&scale, 2.0 / 3), 100, 1e-9);
}

static void
test_degenerate (void)
{
  static const double ends[][2] = {
    { 5, 5 }, { 0, 0 }, { NAN, NAN }, { INFINITY, -INFINITY }, { 3, NAN }, { 9, 2 }, { -1e-300, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    for (int kind = COMITY_SCALE_LINEAR; kind <= COMITY_SCALE_LOG; kind++)
      {
        ComityScale scale;
        double ticks[COMITY_SCALE_MAX_TICKS];

        comity_scale_init (&scale, (ComityScaleKind) kind, ends[i][0], ends[i][1]);
        g_assert_cmpfloat (scale.low, <, scale.high);
        g_assert_true (isfinite (comity_scale_map (&scale, scale.low)));
        g_assert_true (isfinite (comity_scale_map (&scale, scale.high)));
        g_assert_cmpuint (comity_scale_get_ticks (&scale, 5, ticks), >=, 1);
      }
}

static void
test_ticks (void)
{
  ComityScale scale;
  double ticks[COMITY_SCALE_MAX_TICKS];
  g_autofree char *first = NULL;
  g_autofree char *zero = NULL;

  comity_scale_init (&scale, COMITY_SCALE_LINEAR, -0.43, 0.97);
  g_assert_cmpuint (comity_scale_get_ticks (&scale, 7, ticks), ==, 7);
  g_assert_cmpfloat_with_epsilon (ticks[0], -0.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (ticks[6], 0.8, 1e-12);
  first = comity_scale_format_tick (ticks, 7, ticks[0]);
  zero = comity_scale_format_tick (ticks, 7, ticks[2]);
  g_assert_cmpstr (first, ==, "−0.4");
  g_assert_cmpstr (zero, ==, "0.0");

  comity_scale_make_nice (&scale, 7);
  g_assert_cmpfloat_with_epsilon (scale.low, -0.6, 1e-12);
  g_assert_cmpfloat_with_epsilon (scale.high, 1.0, 1e-12);

  comity_scale_init (&scale, COMITY_SCALE_LOG, 3, 40000);
  g_assert_cmpuint (comity_scale_get_ticks (&scale, 6, ticks), ==, 4);
  g_assert_cmpfloat (ticks[0], ==, 10);
  g_assert_cmpfloat (ticks[3], ==, 10000);
}

/* Whatever the range: never too many, ascending, inside. */
static void
test_many_ticks (void)
{
  GRand *random = g_rand_new_with_seed (1);

  for (int i = 0; i < 2000; i++)
    {
      double low = g_rand_double_range (random, -5, 5) * pow (10, g_rand_int_range (random, -8, 9));
      double high = low + g_rand_double (random) * pow (10, g_rand_int_range (random, -8, 9));
      gsize wanted = (gsize) g_rand_int_range (random, 1, 30);
      double ticks[COMITY_SCALE_MAX_TICKS];
      ComityScale scale;
      gsize n;

      comity_scale_init (&scale, COMITY_SCALE_LINEAR, low, high);
      n = comity_scale_get_ticks (&scale, wanted, ticks);
      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, COMITY_SCALE_MAX_TICKS);
      for (gsize k = 0; k < n; k++)
        {
          g_assert_cmpfloat (comity_scale_map (&scale, ticks[k]), >=, -1e-6);
          g_assert_cmpfloat (comity_scale_map (&scale, ticks[k]), <=, 1 + 1e-6);
          if (k > 0)
            g_assert_cmpfloat (ticks[k], >, ticks[k - 1]);
        }
    }
  g_rand_free (random);
}

static void
test_values (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { NAN, "no data" }, { 0.8125, "0.812" }, { -2, "−2" }, { 16637, "16637" }, { 0, "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = comity_scale_format_value (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/scale/map", test_map);
  g_test_add_func ("/figure/scale/degenerate", test_degenerate);
  g_test_add_func ("/figure/scale/ticks", test_ticks);
  g_test_add_func ("/figure/scale/many-ticks", test_many_ticks);
  g_test_add_func ("/figure/scale/values", test_values);
  return g_test_run ();
}
