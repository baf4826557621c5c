/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated dyad-year panels whose coefficients are known: for tests of the estimators, for timing on
 * files of any size, and for teaching. Nothing in them is real; the dataset says so. */
#pragma once

#include "comity-dataset.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n_states; /* 2 … 4000 */
  int first_year, last_year;
  guint32 seed;
} ComitySimulation;

#define COMITY_SIMULATION_INIT { 190, 1960, 2012, 1 }

/* Undirected dyad-years up to the first signature. The hazard of signing is a logit of the columns
 * with the coefficients that comity_simulation_describe_truth () tells. The same seed gives the same
 * bytes. Errors: too large. O(dyads · years). */
ComityDataset *comity_simulate (const ComitySimulation *simulation, GError **error);

/* "The truth: signed ~ …": one line for a person, a formula that `fit` can read. New string. */
char *comity_simulation_describe_truth (void);

G_END_DECLS
