/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How alike the pairs with a treaty are, and those without: the two distributions of a measure in
 * its year, and by how much they differ. Plain data, frozen once made. */
#pragma once

#include "comity-similarity.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;             /* pairs with a value */
  gsize n_missing;     /* pairs without */
  double *values;      /* n, ascending */
  double mean;         /* NaN with no pair, as the rest */
  double quartiles[3]; /* R's type 7 */
} ComityDistributionGroup;

typedef struct
{
  ComityDistributionGroup tied;
  ComityDistributionGroup untied;
  /* The chance that a pair with a treaty, drawn at random, is more alike than one without, a draw
   * counted half: U / (n₁ n₂) of Mann & Whitney (1947, doi:10.1214/aoms/1177730491), the area under
   * the ROC curve. NaN when a group is empty. Pairs share states, so that no standard error for
   * independent pairs is given. */
  double probability;
  double largest_gap; /* of the two empirical distribution functions */
  char *title;        /* of the measure */
  double low, high;   /* of the similarity's scale */
  gboolean is_similarity;
  gboolean cumulative;
  int year;
} ComityDistribution;

/* @cumulative: treaties of the year or before it, else those signed in the year. NULL: no memory.
 * O(n² log n). */
ComityDistribution *
comity_distribution_new (ComityPanel *panel, ComitySimilarity *similarity, gboolean cumulative);
void comity_distribution_free (ComityDistribution *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityDistribution, comity_distribution_free)

G_END_DECLS
