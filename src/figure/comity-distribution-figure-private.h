/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that the figure of two distributions draws, apart from their ink. */
#pragma once

#include "comity-distribution.h"

G_BEGIN_DECLS

/* Places at which a distribution function is drawn. */
#define COMITY_DISTRIBUTION_STEPS 400

enum
{
  COMITY_DISTRIBUTION_UNTIED,
  COMITY_DISTRIBUTION_TIED,
  COMITY_DISTRIBUTION_N_GROUPS
};

/* Frozen, shared by copies. */
typedef struct
{
  gsize n_bins;
  double *low, *high;                          /* n_bins */
  gsize *counts[COMITY_DISTRIBUTION_N_GROUPS]; /* n_bins */
  double
      *steps[COMITY_DISTRIBUTION_N_GROUPS]; /* COMITY_DISTRIBUTION_STEPS + 1: shares at or below */
  double first, last;                       /* of the steps */
  double largest;                           /* share in a bin */
  gsize n[COMITY_DISTRIBUTION_N_GROUPS], n_missing[COMITY_DISTRIBUTION_N_GROUPS];
  double quartiles[COMITY_DISTRIBUTION_N_GROUPS][3];
  double mean[COMITY_DISTRIBUTION_N_GROUPS];
  double probability, largest_gap;
  gboolean is_discrete;
  char *measure;
  char *labels[COMITY_DISTRIBUTION_N_GROUPS]; /* "With MLAT by 2012" */
  char *tie_name;
  int year;
} ComityDistributionData;

ComityDistributionData *comity_distribution_data_new (ComityPanel *panel,
                                                      const ComityDistribution *distribution);
void comity_distribution_data_unref (ComityDistributionData *self);

G_END_DECLS
