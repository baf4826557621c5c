/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two distributions as counts in bins and as steps. */
#include "config.h"

#include "comity-distribution-figure-private.h"

#include "comity-scale.h"
#include "comity-words.h"

#include <math.h>
#include <string.h>

/* A measure of so few values has a bar for each. */
#define MAX_DISTINCT 12
#define MIN_BINS 12
#define MAX_BINS 48

static void
data_clear (gpointer pointer)
{
  ComityDistributionData *data = pointer;

  g_free (data->low);
  g_free (data->high);
  for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
    {
      g_free (data->counts[g]);
      g_free (data->steps[g]);
      g_free (data->labels[g]);
    }
  g_free (data->measure);
  g_free (data->tie_name);
}

/* Distinct values of both groups into @values, at most MAX_DISTINCT; more: 0. */
static gsize
find_distinct (const ComityDistributionGroup *const groups[COMITY_DISTRIBUTION_N_GROUPS],
               double *values)
{
  gsize place[COMITY_DISTRIBUTION_N_GROUPS] = { 0, 0 };
  gsize n = 0;

  for (;;)
    {
      double next = INFINITY;

      for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
        if (place[g] < groups[g]->n)
          next = MIN (next, groups[g]->values[place[g]]);
      if (isinf (next))
        return n;
      if (n == MAX_DISTINCT)
        return 0;
      values[n++] = next;
      for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
        while (place[g] < groups[g]->n && groups[g]->values[place[g]] == next)
          place[g]++;
    }
}

/* How many bins: Freedman & Diaconis (1981, doi:10.1007/BF01025868) of the larger group. */
static gsize
count_bins (const ComityDistributionGroup *group, double range)
{
  double spread = group->n > 0 ? group->quartiles[2] - group->quartiles[0] : 0;
  double width = 2 * spread / cbrt ((double) MAX (group->n, 1));

  if (!(width > 0))
    return MIN_BINS;
  return (gsize) CLAMP (ceil (range / width), MIN_BINS, MAX_BINS);
}

static void
make_bins (ComityDistributionData *data,
           const ComityDistributionGroup *const groups[COMITY_DISTRIBUTION_N_GROUPS])
{
  double distinct[MAX_DISTINCT], gap = INFINITY;
  gsize n_distinct = find_distinct (groups, distinct);

  data->is_discrete = n_distinct > 0;
  data->n_bins =
      n_distinct > 0
          ? n_distinct
          : count_bins (
                groups[groups[COMITY_DISTRIBUTION_TIED]->n > groups[COMITY_DISTRIBUTION_UNTIED]->n],
                data->last - data->first);
  data->low = g_new (double, data->n_bins + 1);
  data->high = g_new (double, data->n_bins + 1);
  for (gsize b = 1; b < n_distinct; b++)
    gap = MIN (gap, distinct[b] - distinct[b - 1]);
  if (isinf (gap))
    gap = 1;
  for (gsize b = 0; b < data->n_bins; b++)
    {
      double width = (data->last - data->first) / (double) data->n_bins;

      data->low[b] = n_distinct > 0 ? distinct[b] - 0.4 * gap : data->first + width * (double) b;
      data->high[b] = n_distinct > 0 ? distinct[b] + 0.4 * gap : data->low[b] + width;
    }
  for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
    {
      data->counts[g] = g_new0 (gsize, data->n_bins + 1);
      for (gsize i = 0, b = 0; i < groups[g]->n; i++)
        {
          while (b + 1 < data->n_bins &&
                 groups[g]->values[i] >= (n_distinct > 0 ? data->low[b + 1] : data->high[b]))
            b++;
          data->counts[g][b]++;
        }
      for (gsize b = 0; b < data->n_bins && groups[g]->n > 0; b++)
        data->largest = MAX (data->largest, (double) data->counts[g][b] / (double) groups[g]->n);
    }
}

static void
make_steps (ComityDistributionData *data,
            const ComityDistributionGroup *const groups[COMITY_DISTRIBUTION_N_GROUPS])
{
  for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
    {
      gsize i = 0;

      data->steps[g] = g_new0 (double, COMITY_DISTRIBUTION_STEPS + 1);
      for (gsize s = 0; s <= COMITY_DISTRIBUTION_STEPS; s++)
        {
          double x =
              data->first + (data->last - data->first) * (double) s / COMITY_DISTRIBUTION_STEPS;

          while (i < groups[g]->n && (groups[g]->values[i] <= x || s == COMITY_DISTRIBUTION_STEPS))
            i++;
          data->steps[g][s] = groups[g]->n > 0 ? (double) i / (double) groups[g]->n : NAN;
        }
    }
}

ComityDistributionData *
comity_distribution_data_new (ComityPanel *panel, const ComityDistribution *distribution)
{
  const ComityDistributionGroup *const groups[COMITY_DISTRIBUTION_N_GROUPS] = {
    &distribution->untied, &distribution->tied
  };
  ComityDistributionData *data = g_atomic_rc_box_new0 (ComityDistributionData);

  data->tie_name = comity_panel_dup_tie_name (panel);
  data->measure = g_strdup (distribution->title);
  data->year = distribution->year;
  data->probability = distribution->probability;
  data->largest_gap = distribution->largest_gap;
  data->first = INFINITY;
  data->last = -INFINITY;
  for (int g = 0; g < COMITY_DISTRIBUTION_N_GROUPS; g++)
    {
      g_autofree char *n = comity_count_words (groups[g]->n, "pair", "pairs");
      g_autofree char *median = comity_scale_format_value (groups[g]->quartiles[1]);

      data->n[g] = groups[g]->n;
      data->n_missing[g] = groups[g]->n_missing;
      data->mean[g] = groups[g]->mean;
      memcpy (data->quartiles[g], groups[g]->quartiles, sizeof data->quartiles[g]);
      data->labels[g] = g_strdup_printf (
          "%s %s %s %d: %s, median %s", g == COMITY_DISTRIBUTION_TIED ? "With" : "Without",
          data->tie_name, distribution->cumulative ? "by" : "of", data->year, n, median);
      if (groups[g]->n == 0)
        continue;
      data->first = MIN (data->first, groups[g]->values[0]);
      data->last = MAX (data->last, groups[g]->values[groups[g]->n - 1]);
    }
  if (data->first > data->last)
    data->first = data->last = 0;
  make_bins (data, groups);
  if (data->is_discrete && data->n_bins > 0)
    {
      data->first = data->low[0];
      data->last = data->high[data->n_bins - 1];
    }
  make_steps (data, groups);
  return data;
}

void
comity_distribution_data_unref (ComityDistributionData *self)
{
  g_atomic_rc_box_release_full (self, data_clear);
}
