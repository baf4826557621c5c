/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collinear columns in many rows: the rounding of sums over a million rows must neither hide a
 * combination nor invent one, and a combination is no separation. */
#include "config.h"

#include "comity-test-fit.h"

#include <math.h>

#define N_ROWS 700000

static guint32 state;

/* A small generator of our own, so that the test does not depend on a library's. */
static guint32
next_random (void)
{
  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

static double *
new_column (void)
{
  return g_new (double, N_ROWS);
}

/* same = the sum of four indicators, as “same tradition” is of “both common”, “both civil” …;
 * near = x + 1e-6 · noise. */
static ComityDataset *
make_data (void)
{
  static const char *const names[] = { "y",       "same",  "common", "civil",
                                       "islamic", "mixed", "x",      "near" };
  double *columns[G_N_ELEMENTS (names)];
  g_autoptr (ComityDatasetBuilder) builder = comity_dataset_builder_new (N_ROWS);

  state = 20130401u;
  for (gsize c = 0; c < G_N_ELEMENTS (names); c++)
    columns[c] = new_column ();
  for (gsize i = 0; i < N_ROWS; i++)
    {
      guint32 kind = next_random () % 17;
      double u = next_random () / 16777216.0;

      for (gsize k = 0; k < 4; k++)
        columns[2 + k][i] = kind < 7 && kind * kind % 4 + kind / 5 == k ? 1.0 : 0.0;
      columns[1][i] = columns[2][i] + columns[3][i] + columns[4][i] + columns[5][i];
      columns[6][i] = 8.7 + u;
      columns[7][i] = columns[6][i] + 1e-6 * (next_random () / 16777216.0 - 0.5);
      columns[0][i] = next_random () % 500 < 1 + columns[2][i] ? 1.0 : 0.0;
    }
  for (gsize c = 0; c < G_N_ELEMENTS (names); c++)
    comity_dataset_builder_take_column (
        builder, comity_column_new_take (names[c], COMITY_COLUMN_DOUBLE, N_ROWS, columns[c]));
  return comity_dataset_builder_end (builder);
}

static void
test_sum_of_indicators (void)
{
  g_autoptr (ComityDataset) data = make_data ();
  g_autoptr (ComityFit) fit = comity_test_fit (
      data, "y ~ x + same + common + civil + islamic + mixed", COMITY_VCE_DEFAULT, NULL);
  g_autoptr (ComityFit) without =
      comity_test_fit (data, "y ~ x + same + common + civil", COMITY_VCE_DEFAULT, NULL);
  const char *reason = NULL;

  g_assert_cmpint (comity_fit_get_status (fit), ==, COMITY_FIT_CONVERGED);
  g_assert_cmpuint (comity_fit_get_n_omitted (fit), >=, 1);
  for (gsize i = 0; i < comity_fit_get_n_omitted (fit); i++)
    {
      const char *term = comity_fit_peek_omitted (fit, i, &reason);

      g_assert_true (g_str_equal (term, "mixed") || g_str_equal (term, "islamic"));
    }
  g_assert_false (comity_test_has_warning (fit, "Separation"));
  g_assert_cmpfloat (comity_fit_peek_numbers (fit)->log_likelihood, >=,
                     comity_fit_peek_numbers (without)->log_likelihood - 1e-6);
}

/* A millionth of its spread is its own: that is an estimate, not a copy. */
static void
test_nearly (void)
{
  g_autoptr (ComityDataset) data = make_data ();
  g_autoptr (ComityFit) fit = comity_test_fit (data, "y ~ x + near", COMITY_VCE_DEFAULT, NULL);
  gssize near = comity_fit_find_term (fit, "near");

  g_assert_cmpuint (comity_fit_get_n_omitted (fit), ==, 0);
  g_assert_cmpint (near, >=, 0);
  /* The spread of its own part is 1e-6 / √12. */
  g_assert_cmpfloat (comity_fit_peek_coefficient (fit, (gsize) near)->std_error, >, 1e4);
  g_assert_false (comity_test_has_warning (fit, "Separation"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/collinear/sum-of-indicators", test_sum_of_indicators);
  g_test_add_func ("/model/collinear/nearly", test_nearly);
  return g_test_run ();
}
