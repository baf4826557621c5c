/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers to text and back. */
#include "config.h"

#include "comity-number.h"

#include <math.h>

static void
test_round_trip (void)
{
  const double values[] = {
    0.1, 1.0 / 3.0, 2.385e-300, -1e9, 123456789.125, 5e-324, 1.7976931348623157e308
  };
  char buffer[COMITY_NUMBER_BUFFER];

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      double back;

      g_assert_true (comity_number_parse (comity_number_format (values[i], buffer), &back));
      g_assert_true (back == values[i]);
    }
  g_assert_cmpstr (comity_number_format (0.1, buffer), ==, "0.1");
  g_assert_cmpstr (comity_number_format (NAN, buffer), ==, "");
  g_assert_cmpstr (comity_number_format (-INFINITY, buffer), ==, "-Inf");
}

static void
test_fixed (void)
{
  char buffer[COMITY_NUMBER_BUFFER];

  g_assert_cmpstr (comity_number_format_fixed (2.385, 2, buffer), ==, "2.38");
  g_assert_cmpstr (comity_number_format_fixed (-0.0001, 2, buffer), ==, "0.00");
  g_assert_cmpstr (comity_number_format_fixed (-0.5, 0, buffer), ==, "0");
  g_assert_cmpstr (comity_number_format_fixed (-1.5, 1, buffer), ==, "-1.5");
  g_assert_cmpstr (comity_number_format_fixed (1e200, 3, buffer), ==, "1.000e+200");
}

static void
test_refuses (void)
{
  double value;

  g_assert_false (comity_number_parse ("", &value));
  g_assert_false (comity_number_parse (" 1", &value));
  g_assert_false (comity_number_parse ("1,5", &value));
  g_assert_false (comity_number_parse ("1x", &value));
  g_assert_false (comity_number_parse (NULL, &value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/number/round-trip", test_round_trip);
  g_test_add_func ("/base/number/fixed", test_fixed);
  g_test_add_func ("/base/number/refuses", test_refuses);
  return g_test_run ();
}
