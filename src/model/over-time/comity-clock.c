/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the columns that count time. */
#include "config.h"

#include "comity-clock-private.h"

#include <math.h>

/* Dyads and rows that a column must count time in to be a clock. */
#define PROBED_DYADS 64
#define PROBED_ROWS 3
#define MAX_POWER 3

double
comity_clock_take_root (double value, int power)
{
  return power == 1 ? value : power == 2 ? sqrt (value) : cbrt (value);
}

gboolean
comity_clock_same_root (double a, double b)
{
  return fabs (a - b) <= COMITY_CLOCK_TOLERANCE * MAX (1.0, fabs (a));
}

/* The slope of the root over the rows of one dyad; FALSE: they do not go with the years. */
static gboolean
find_slope (ComityColumn *column,
            ComityPanel *panel,
            const guint32 *rows,
            gsize n,
            int power,
            double *slope)
{
  double first = comity_clock_take_root (comity_column_get_double (column, rows[0]), power);
  int first_year, year;

  comity_panel_get_row (panel, rows[0], NULL, NULL, &first_year);
  comity_panel_get_row (panel, rows[n - 1], NULL, NULL, &year);
  if (year == first_year)
    return FALSE;
  *slope =
      (comity_clock_take_root (comity_column_get_double (column, rows[n - 1]), power) - first) /
      (double) (year - first_year);
  if (!isfinite (*slope) || *slope == 0.0)
    return FALSE;
  for (gsize i = 1; i < n; i++)
    {
      double value = comity_clock_take_root (comity_column_get_double (column, rows[i]), power);

      comity_panel_get_row (panel, rows[i], NULL, NULL, &year);
      if (!(fabs (value - first - *slope * (year - first_year)) <=
            COMITY_CLOCK_TOLERANCE * fabs (*slope)))
        return FALSE;
    }
  return TRUE;
}

/* The rows of some dyads with enough of them, spread over the data. */
ComityClock
comity_clock_find (ComityColumn *column, ComityPanel *panel)
{
  ComityClock clock = { 0, 0.0 };
  gsize n_rows = comity_column_get_n_rows (column);

  for (int power = 1; power <= MAX_POWER && clock.power == 0; power++)
    {
      gsize found = 0;
      double common = NAN;
      gboolean good = TRUE;

      for (gsize probe = 0; good && probe < PROBED_DYADS && n_rows > 0; probe++)
        {
          guint32 a, b;
          gsize n;
          const guint32 *rows;
          double slope;

          comity_panel_get_row (panel, probe * n_rows / PROBED_DYADS, &a, &b, NULL);
          if (a == COMITY_PANEL_NONE)
            continue;
          rows = comity_panel_peek_dyad_rows (panel, a, b, &n);
          if (n < PROBED_ROWS)
            continue;
          good =
              find_slope (column, panel, rows, n, power, &slope) &&
              (isnan (common) || fabs (slope - common) <= COMITY_CLOCK_TOLERANCE * fabs (common));
          common = good && isnan (common) ? slope : common;
          found++;
        }
      if (good && found > 0)
        clock = (ComityClock){ power, common };
    }
  return clock;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The steps between neighbouring rows of one dyad, a year's share of each. */
static void
add_steps (const ComityInput *time, ComityPanel *panel, const guint32 *rows, gsize n, GArray *steps)
{
  g_autofree double *values = g_new (double, n + 1);
  int before = 0;

  comity_input_gather (time, rows, n, values);
  for (gsize i = 0; i < n; i++)
    {
      int year;

      comity_panel_get_row (panel, rows[i], NULL, NULL, &year);
      if (i > 0 && year > before && values[i] > values[i - 1])
        {
          double step = (values[i] - values[i - 1]) / (double) (year - before);

          g_array_append_val (steps, step);
        }
      before = year;
    }
}

double
comity_clock_find_step (const ComityInput *time, ComityPanel *panel)
{
  gsize n_rows = comity_dataset_get_n_rows (comity_panel_peek_dataset (panel));
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize probe = 0; probe < PROBED_DYADS && n_rows > 0; probe++)
    {
      guint32 a, b;
      gsize n;
      const guint32 *rows;

      comity_panel_get_row (panel, probe * n_rows / PROBED_DYADS, &a, &b, NULL);
      if (a == COMITY_PANEL_NONE)
        continue;
      rows = comity_panel_peek_dyad_rows (panel, a, b, &n);
      add_steps (time, panel, rows, n, steps);
    }
  if (steps->len == 0)
    return NAN;
  g_array_sort (steps, compare_doubles);
  return g_array_index (steps, double, steps->len / 2);
}
