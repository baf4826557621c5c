/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where Harrell's restricted cubic splines have their knots when only their number is given, as his
 * rcspline.eval () of R's Hmisc finds them (Harrell 2015, Regression Modeling Strategies, §2.4.6):
 * at percentiles, but beside a clump of equal values at either end instead of within it, and in
 * small samples no further out than the fifth value from either end.
 *   n values, sorted · k knots wanted · outer percentile of the outermost */
#include "config.h"

#include "comity-spline-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Share of the values at an end that makes them a clump. */
#define CLUMP 0.05
/* Values below which the outermost knots stay within the sample. */
#define SMALL 100
#define FROM_THE_END 5

static int
compare_values (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* How often the first value, the last, and the most frequent of the others occur. */
static gsize
count_values (const double *values, gsize n, gsize *first, gsize *last, gsize *inside)
{
  gsize n_distinct = 0;

  *first = *inside = *last = 0;
  for (gsize i = 0, next; i < n; i = next)
    {
      for (next = i + 1; next < n && values[next] == values[i]; next++)
        ;
      n_distinct++;
      if (i == 0)
        *first = next;
      else if (next < n)
        *inside = MAX (*inside, next - i);
      *last = next - i;
    }
  return n_distinct;
}

static gsize
take_distinct (const double *values, gsize n, double *knots, gsize room)
{
  gsize found = 0;

  for (gsize i = 0; i < n; i++)
    if (i == 0 || values[i] != values[i - 1])
      {
        if (found < room)
          knots[found] = values[i];
        found++;
      }
  return found;
}

/* The first place whose value is above, or at least, that of @at. */
static gsize
find_above (const double *values, gsize n, double at, gboolean strictly)
{
  gsize i = 0;

  while (i < n && (strictly ? values[i] <= at : values[i] < at))
    i++;
  return i;
}

gsize
comity_knots_harrell (double *values, gsize n, gsize k, double *knots)
{
  double outer = k == 3 ? 0.10 : k < 7 ? 0.05 : 0.025;
  gsize first, last, inside, n_distinct;
  gsize low = 0, high = n, left = 0, right = k;
  double fifth = NAN, from_last = NAN;

  qsort (values, n, sizeof (double), compare_values);
  n_distinct = count_values (values, n, &first, &last, &inside);
  if (n < FROM_THE_END + 1 || n_distinct < 3)
    return 0;
  if (n_distinct - 2 <= k)
    return take_distinct (values + first, n - first - last, knots, k);

  if ((double) inside < CLUMP * (double) n)
    {
      if ((double) first >= CLUMP * (double) n)
        {
          knots[left++] = values[first];
          low = find_above (values, n, values[first], TRUE);
        }
      if ((double) last >= CLUMP * (double) n)
        {
          double second = values[n - last - 1];

          knots[--right] = second;
          high = find_above (values, n, second, FALSE);
        }
    }
  if (high < low + FROM_THE_END)
    return 0;
  n = high - low;
  values += low;
  if (n < SMALL)
    {
      fifth = left == 0 ? values[FROM_THE_END - 1] : NAN;
      from_last = right == k ? values[n - FROM_THE_END] : NAN;
    }
  for (gsize i = left; i < right; i++)
    {
      gsize m = right - left;
      double from = m == 2 ? 0.5 : outer;
      double p =
          m == 1 ? 0.5 : from + (1.0 - outer - from) * (double) (i - left) / (double) (m - 1);

      knots[i] = comity_quantile_take (values, n, p, 7);
    }
  if (!isnan (fifth) && right - left > 1)
    knots[left] = fifth;
  if (!isnan (from_last) && right - left > 1)
    knots[right - 1] = from_last;
  qsort (knots, k, sizeof (double), compare_values);
  return k;
}
