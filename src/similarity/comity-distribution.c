/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distributions of a measure over pairs with and without a treaty.
 *
 * x   values of the pairs with a treaty, ascending, n₁
 * y   of those without, n₂
 */
#include "config.h"

#include "comity-distribution.h"

#include "comity-similarity-private.h"

#include <math.h>
#include <stdlib.h>

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (const double *sorted, gsize n, double p)
{
  double place = p * (double) (n - 1);
  gsize below = (gsize) place;
  gsize above = MIN (below + 1, n - 1);

  return sorted[below] + (place - (double) below) * (sorted[above] - sorted[below]);
}

static void
finish (ComityDistributionGroup *group)
{
  double sum = 0.0;

  qsort (group->values, group->n, sizeof *group->values, compare_doubles);
  for (gsize i = 0; i < group->n; i++)
    sum += group->values[i];
  group->mean = group->n > 0 ? sum / (double) group->n : NAN;
  for (int q = 0; q < 3; q++)
    group->quartiles[q] = group->n > 0 ? quantile (group->values, group->n, 0.25 * (q + 1)) : NAN;
}

/* Walks up both sorted lists together, a run of equal values at a time. */
static void
compare_groups (ComityDistribution *self)
{
  const double *x = self->tied.values, *y = self->untied.values;
  gsize n1 = self->tied.n, n2 = self->untied.n;
  gsize i = 0, j = 0;
  double wins = 0.0; /* x above y, draws half */

  self->probability = self->largest_gap = NAN;
  if (n1 == 0 || n2 == 0)
    return;
  self->largest_gap = 0.0;
  while (i < n1 || j < n2)
    {
      double value = j == n2 || (i < n1 && x[i] < y[j]) ? x[i] : y[j];
      gsize a = i, b = j;

      while (i < n1 && x[i] == value)
        i++;
      while (j < n2 && y[j] == value)
        j++;
      wins += (double) (i - a) * ((double) b + 0.5 * (double) (j - b));
      self->largest_gap =
          MAX (self->largest_gap, fabs ((double) i / (double) n1 - (double) j / (double) n2));
    }
  self->probability = wins / ((double) n1 * (double) n2);
  if (!self->is_similarity)
    self->probability = 1.0 - self->probability;
}

guint8 *
comity_similarity_mark_ties (ComityPanel *panel,
                             ComitySimilarity *similarity,
                             gboolean cumulative)
{
  gsize n = comity_similarity_get_n (similarity);
  g_autoptr (GArray) ties =
      comity_panel_get_ties (panel, comity_similarity_get_year (similarity), cumulative);
  guint8 *tied = g_try_malloc0_n (n * n + 1, 1);

  for (guint t = 0; tied != NULL && t < ties->len; t++)
    {
      const ComityTie *tie = &g_array_index (ties, ComityTie, t);
      gssize a = comity_similarity_find_state (similarity, tie->a);
      gssize b = comity_similarity_find_state (similarity, tie->b);

      if (a >= 0 && b >= 0)
        tied[(gsize) MAX (a, b) * n + (gsize) MIN (a, b)] = 1;
    }
  return tied;
}

ComityDistribution *
comity_distribution_new (ComityPanel *panel, ComitySimilarity *similarity, gboolean cumulative)
{
  g_autoptr (ComityDistribution) self = NULL;
  g_autofree guint8 *tied = NULL;
  gsize n, n_pairs;

  g_return_val_if_fail (panel != NULL && similarity != NULL, NULL);

  n = comity_similarity_get_n (similarity);
  n_pairs = n * (n - MIN (n, 1)) / 2;
  self = g_new0 (ComityDistribution, 1);
  tied = comity_similarity_mark_ties (panel, similarity, cumulative);
  self->tied.values = g_try_malloc_n (n_pairs + 1, sizeof (double));
  self->untied.values = g_try_malloc_n (n_pairs + 1, sizeof (double));
  if (tied == NULL || self->tied.values == NULL || self->untied.values == NULL)
    return NULL;
  self->title = g_strdup (comity_similarity_peek_title (similarity));
  self->is_similarity = comity_similarity_is_similarity (similarity);
  self->cumulative = cumulative;
  self->year = comity_similarity_get_year (similarity);
  comity_similarity_get_range (similarity, &self->low, &self->high);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double value = comity_similarity_get (similarity, i, j);
        ComityDistributionGroup *group = tied[i * n + j] ? &self->tied : &self->untied;

        if (isnan (value))
          group->n_missing++;
        else
          group->values[group->n++] = value;
      }
  finish (&self->tied);
  finish (&self->untied);
  compare_groups (self);
  return g_steal_pointer (&self);
}

void
comity_distribution_free (ComityDistribution *self)
{
  if (self == NULL)
    return;
  g_free (self->tied.values);
  g_free (self->untied.values);
  g_free (self->title);
  g_free (self);
}
